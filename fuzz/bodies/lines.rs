//! Octets from a modem, cut into lines and read as everything that a line could be.

use beffroi::at::lexer::{LIMIT, Lexer, Prompts, Token};
use beffroi::at::line::{FinalResult, Line, classify};
use beffroi::at::{reply, stored};

use super::allocation::bounded;

pub fn claim(input: &[u8]) {
    let Some((choice, octets)) = input.split_first() else { return };
    let prompts = if choice & 1 == 0 { Prompts::Ignored } else { Prompts::Awaited };
    let lexer = || {
        let mut lexer = Lexer::default();
        lexer.expect(prompts);
        lexer
    };
    // What it holds itself: who keeps all tokens has other bounds.
    bounded(octets.len(), || {
        let mut lexer = lexer();
        octets.iter().filter(|octet| lexer.push(**octet).is_some()).count()
    });
    let mut lexer = lexer();
    let tokens = octets.iter().filter_map(|octet| lexer.push(*octet)).collect::<Vec<Token>>();
    let mut lines = Vec::new();
    for token in tokens {
        match token {
            Token::Line(line) => {
                one_line(&line);
                lines.push(line);
            }
            Token::Prompt => assert_eq!(prompts, Prompts::Awaited),
            Token::Overlong => assert!(octets.len() > LIMIT),
        }
    }
    bounded(octets.len(), || answer(&lines));
}

fn one_line(line: &str) {
    assert!(!line.is_empty() && line.trim_matches([' ', '\t']) == line, "{line:?}");
    assert!(line.chars().count() <= LIMIT);
    let meaning = bounded(line.len(), || classify(line));
    assert_eq!(meaning == Line::Final(FinalResult::Ok), line == "OK", "{line:?}");
    bounded(line.len(), || stored::notice(line));
}

/// All lines as the answer to each question.
fn answer(lines: &[String]) {
    reply::words(lines);
    reply::serial_number(lines);
    reply::subscriber_id(lines);
    reply::sim_id(lines);
    reply::pin_state(lines);
    reply::registration(lines);
    reply::service_centre(lines);
    reply::indication_support(lines);
    reply::indications(lines);
    reply::storages(lines);
    reply::signal_quality(lines);
    reply::operator(lines);
    reply::number(lines, "+CMGF");
    reply::message_formats(lines);
    reply::services(lines);
    reply::tries_left(lines, "SC");
    reply::tells_anything(lines);
    stored::memories(lines);
    stored::room(lines);
    stored::entries(lines);
}
