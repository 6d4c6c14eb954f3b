//! Finds the PDUs in what is given: one a line, alone or at the end of a line of a log. The line that a modem
//! writes above a PDU (TS 27.005 §3.4.1, §4.1, §4.2) tells where it comes from and how long it is.

use std::io::Read;

use anyhow::{Context, anyhow};

use super::super::Failure;
use super::words::{self, say};
use crate::sms::cause::Form;
use crate::sms::tpdu::Direction;
use crate::wording::{self, Language, french_typography};

/// What is taken in at most, in octets; [`words::TOO_LARGE`] tells it.
const MOST_INPUT: u64 = 16 << 20;

/// All of a file, or of standard input where it is `-`.
pub(super) fn taken(file: &str, language: Language) -> Result<String, Failure> {
    if file == "-" {
        return whole(std::io::stdin().lock(), &wording::say(language, "reading-input", &[]), language);
    }
    whole(std::fs::File::open(file).with_context(|| file.to_owned())?, file, language)
}

/// What is larger is refused: of half an input nothing true can be said.
fn whole(source: impl Read, name: &str, language: Language) -> Result<String, Failure> {
    let mut octets = Vec::new();
    source.take(MOST_INPUT + 1).read_to_end(&mut octets).with_context(|| name.to_owned())?;
    if octets.len() as u64 > MOST_INPUT {
        let told = format!("{name}{}", say(language, words::TOO_LARGE));
        return Err(Failure::Usage(match language {
            Language::French => anyhow!(french_typography(&told).into_owned()),
            Language::English => anyhow!(told),
        }));
    }
    Ok(String::from_utf8_lossy(&octets).into_owned())
}

/// What was found in a text, and which of its lines were neither PDU nor spoke of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) found: Vec<Found>,
    /// By their number, from 1; blank ones are not counted among them.
    pub(super) passed_over: Vec<usize>,
}

/// A PDU, and what the line above told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// As it was given: perhaps no hexadecimal digits at all.
    pub(super) digits: String,
    /// On which line, from 1.
    pub(super) line: usize,
    /// Where it comes from.
    pub(super) direction: Option<Direction>,
    /// Of a report.
    pub(super) form: Option<Form>,
    /// Octets without the service centre.
    pub(super) length: Option<usize>,
}

/// Its first number tells the form of the report below: 1 acknowledges, 2 is an error (TS 27.005 §4.5).
const ACKNOWLEDGED: &str = "+CNMA=";
/// Lines above a PDU that tell where it comes from.
const ABOVE: [(&str, Direction); 6] = [
    ("+CMT:", Direction::FromCentre),
    ("+CDS:", Direction::FromCentre),
    ("+CMGS=", Direction::FromPhone),
    ("+CMGW=", Direction::FromPhone),
    (ACKNOWLEDGED, Direction::FromPhone),
    ("+CMGC=", Direction::FromPhone),
];
/// How an echoed command begins; hexadecimal digits never do.
const ECHO: &str = "at";
/// Those that tell it by a state, with its place: 0 and 1 were received, 2 and 3 are to be sent.
const STORED: [(&str, usize); 2] = [("+CMGR:", 0), ("+CMGL:", 1)];

/// How logs write the line ends of what passed on one line of theirs.
const LINE_ENDS: [&str; 6] = ["<CR>", "<LF>", "<cr>", "<lf>", "\\r", "\\n"];
/// What logs put around what passed.
const AROUND: [char; 5] = ['\'', '"', '`', '[', ']'];

/// All PDUs of a text.
pub(super) fn pdus(text: &str) -> Reading {
    let mut reading = Reading::default();
    let mut told = Found::default();
    let is_log = text.lines().any(is_of_a_log);
    for (before, whole) in text.lines().enumerate() {
        let mut understood = whole.trim().is_empty();
        for line in LINE_ENDS.iter().fold(whole.to_owned(), |line, end| line.replace(end, "\n")).lines() {
            let edge = |sign: char| sign.is_whitespace() || sign == '\x1a' || AROUND.contains(&sign);
            let line = line.trim_matches(edge).trim_end_matches("<Ctrl-Z>").trim_end_matches("^Z");
            if let Some(above) = above(line) {
                (told, understood) = (above, true);
            } else if is_final(line) {
                told = Found::default();
            } else if let Some(digits) = digits(line, &told, is_log) {
                understood = true;
                reading.found.push(Found { digits, line: before + 1, ..std::mem::take(&mut told) });
            }
        }
        if !understood {
            reading.passed_over.push(before + 1);
        }
    }
    reading
}

fn above(line: &str) -> Option<Found> {
    let line = line.to_ascii_uppercase();
    let behind = |word: &str| line.split_once(word).map(|(_, behind)| behind);
    let fields = |behind: &str| behind.split(',').map(|field| field.trim().to_owned()).collect::<Vec<_>>();
    let told = |behind: &str, direction| {
        let length = fields(behind).last().and_then(|length| length.parse().ok());
        Found { direction, length, ..Found::default() }
    };
    if let Some((direction, behind)) =
        ABOVE.iter().find_map(|(word, direction)| Some((*direction, behind(word)?)))
    {
        let form = match (line.contains(ACKNOWLEDGED), fields(behind).first().map(String::as_str)) {
            (true, Some("1")) => Some(Form::Acknowledgement),
            (true, Some("2")) => Some(Form::Error),
            _ => None,
        };
        return Some(Found { form, ..told(behind, Some(direction)) });
    }
    STORED.iter().find_map(|(word, place)| {
        let behind = behind(word)?;
        let direction = match fields(behind).get(*place).map(String::as_str) {
            Some("0" | "1") => Some(Direction::FromCentre),
            Some("2" | "3") => Some(Direction::FromPhone),
            _ => None,
        };
        Some(told(behind, direction))
    })
}

/// Not one of a list of PDUs: it announces one, a modem says it, or it has several words.
fn is_of_a_log(line: &str) -> bool {
    let line = line.trim();
    let mut words = line.split_whitespace();
    let several = words.by_ref().count() > 1 && !line.split_whitespace().all(is_hexadecimal);
    several || above(line).is_some() || (!line.is_empty() && is_said_by_a_modem(line))
}

fn is_hexadecimal(word: &str) -> bool {
    word.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// What ends an answer: no PDU of it follows.
fn is_final(line: &str) -> bool {
    let ends = line.split_whitespace().last().is_some_and(|word| ["OK", "ERROR"].contains(&word));
    ends || ["+CMS ERROR", "+CME ERROR"].iter().any(|error| line.contains(error))
}

/// An IMEI, an IMSI, an ICCID (which may end with a filler), the number of a call: none has another letter.
fn is_a_number(word: &str) -> bool {
    const LONGEST_WITH_FILLER: usize = 20;
    let filled = if word.len() <= LONGEST_WITH_FILLER { word.strip_suffix(['F', 'f']) } else { None };
    filled.unwrap_or(word).bytes().all(|digit| digit.is_ascii_digit())
}

fn is_said_by_a_modem(word: &str) -> bool {
    ["OK", "ERROR", ">", "RING"].contains(&word)
        || word.starts_with(['+', '^', '#', '*', '%'])
        || word.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(ECHO))
}

/// A word alone on its line is meant as a PDU, whatever it is, in a list of them; in a log if it looks like one.
/// Of a longer line the last word is one, if it looks like one. What follows a line that announces a PDU is one; in
/// a log nothing else of decimal digits alone is.
fn digits(line: &str, told: &Found, is_log: bool) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let announced = told.length.is_some() || told.direction.is_some();
    match words.as_slice() {
        [.., last] if is_log && !announced && is_a_number(last) => None,
        [] => None,
        [word] => {
            let meant = !is_log || told.length.is_some() || is_hexadecimal(word);
            (meant && !is_said_by_a_modem(word)).then(|| (*word).to_owned())
        }
        pieces if pieces.iter().all(|piece| is_hexadecimal(piece)) => Some(pieces.concat()),
        [.., last] if last.len() >= 16 && is_hexadecimal(last) => Some((*last).to_owned()),
        _ => told.length.is_some().then(|| line.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_is_refused_and_what_just_fits_is_taken() {
        let zeros = |count| std::io::repeat(b'0').take(count);
        let rows = [
            (Language::English, "f: over 16 MiB: give it in pieces"),
            (Language::French, "f\u{A0}: plus de 16 Mio\u{A0}: le donner par morceaux"),
        ];
        for (language, want) in rows {
            let told = match whole(zeros(MOST_INPUT + 1), "f", language) {
                Err(Failure::Usage(told)) => Some(told.to_string()),
                _ => None,
            };
            assert_eq!(told.as_deref(), Some(want), "{language:?}");
        }
        let fits = whole(zeros(MOST_INPUT), "f", Language::English);
        assert_eq!(fits.map(|text| text.len() as u64).ok(), Some(MOST_INPUT));
    }

    #[test]
    fn an_acknowledgement_to_the_modem_tells_the_form_of_its_report() {
        let rows = [
            ("AT+CNMA=1,2\n0000", Some(Form::Acknowledgement)),
            ("AT+CNMA=2,3\n0000D3", Some(Form::Error)),
            ("AT+CNMA=0\n0000", None),
            ("+CMT: ,2\n0000", None),
        ];
        for (text, want) in rows {
            assert_eq!(pdus(text).found.first().and_then(|found| found.form), want, "{text}");
        }
    }

    #[test]
    fn the_line_above_tells_direction_and_length() {
        let rows = [
            ("+CMT: ,27\r\n0791AB\r\n", Some(Direction::FromCentre), Some(27)),
            (
                "12:00:01 <- +CMT: \"x\",27\n12:00:01 <- 0791AB0791AB0791AB",
                Some(Direction::FromCentre),
                Some(27),
            ),
            ("+CDS: 25\n0791AB", Some(Direction::FromCentre), Some(25)),
            ("+CMGL: 3,1,,24\n0791AB", Some(Direction::FromCentre), Some(24)),
            ("+CMGR: 2,,14\n0791AB", Some(Direction::FromPhone), Some(14)),
            ("+CMGS=14\n> 0011000B913336990821F3\x1a", Some(Direction::FromPhone), Some(14)),
            (
                "[ttyUSB2/at] <-- '<CR><LF>+CMT: ,27<CR><LF>0791AB<CR><LF>'",
                Some(Direction::FromCentre),
                Some(27),
            ),
            ("rx \"\\r\\n+CDS: 25\\r\\n0791AB\\r\\n\"", Some(Direction::FromCentre), Some(25)),
            ("+CMGR: 1,\"Mairie, accueil\",27\n0791AB", Some(Direction::FromCentre), Some(27)),
            ("at+cmgs=14\n0011000B", Some(Direction::FromPhone), Some(14)),
            ("0791AB", None, None),
        ];
        for (text, direction, length) in rows {
            let found = pdus(text).found;
            assert_eq!(found.len(), 1, "{text}");
            let told = found.first().map(|found| (found.direction, found.length));
            assert_eq!(told, Some((direction, length)), "{text}");
        }
    }

    #[test]
    fn a_number_in_a_log_is_no_pdu_where_no_line_above_says_so() {
        let rows: [(&str, &[&str]); 9] = [
            ("+CCID: 89331012345678901234", &[]),
            ("+CCID: 8933101234567890123F", &[]),
            ("AT+CIMI\n208011234567890\nOK", &[]),
            ("12:00:01 <- 208011234567890123", &[]),
            ("+CMGR: 2,,10\n0001000481631500000178\nOK", &["0001000481631500000178"]),
            ("+CMGL: 2,2,,\n0001000481631500000178\nOK", &["0001000481631500000178"]),
            // What was announced and never came is not what comes behind the end of the answer.
            ("+CDS: 25\nOK\n208011234567890\n", &[]),
            ("+CMT: ,25\n12:00 +CMS ERROR: 500\nHuawei\n", &[]),
            // A list is no log.
            ("0001000481631500000178", &["0001000481631500000178"]),
        ];
        for (text, want) in rows {
            let found: Vec<String> = pdus(text).found.into_iter().map(|found| found.digits).collect();
            assert_eq!(found, want, "{text}");
        }
    }

    #[test]
    fn in_a_log_what_is_no_pdu_is_passed_over_and_named() {
        let text = "ATI\n+CMGL: 1,1,,24\n0791\n\n+CMGL: 2,1,,24\n0792\n\nOK\n+CREG: 1\nAEFDSD\n07 91 AB\n";
        let Reading { found, passed_over } = pdus(text);
        let found: Vec<(String, usize)> = found.into_iter().map(|found| (found.digits, found.line)).collect();
        let want = [("0791", 3), ("0792", 6), ("0791AB", 11)];
        assert_eq!(found, want.map(|(digits, line)| (digits.to_owned(), line)));
        assert_eq!(passed_over, [1, 8, 9, 10]);
        // A list has one PDU a line, and an answer to each.
        let list = pdus("0791\nAEFDSD\n07 92\n");
        let found: Vec<String> = list.found.into_iter().map(|found| found.digits).collect();
        assert_eq!(
            (found, list.passed_over),
            (["0791", "AEFDSD", "0792"].map(str::to_owned).to_vec(), vec![])
        );
    }
}
