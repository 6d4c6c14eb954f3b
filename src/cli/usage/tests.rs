//! Every option that does not take just any text says what it wants; what is typed wrong is said with what is right.
#![allow(clippy::panic, clippy::unwrap_used, reason = "tests may panic")]

use std::any::TypeId;
use std::path::PathBuf;

use clap::{Arg, Command, CommandFactory, Parser};

use super::*;
use crate::cli::Arguments;

fn refused(words: &[&str]) -> clap::Error {
    let words = std::iter::once("beffroi").chain(words.iter().copied());
    Arguments::try_parse_from(words).map(|_| ()).unwrap_err()
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn in_french(words: &[&str]) -> String {
    french(&refused(words), &owned(words)).unwrap_or_else(|| panic!("{words:?}: no French"))
}

/// Every command with the words that lead to it.
fn all(command: &Command, path: &[String]) -> Vec<(Vec<String>, Command)> {
    let mut found = vec![(path.to_vec(), command.clone())];
    for inner in command.get_subcommands() {
        found.extend(all(inner, &[path, &[inner.get_name().to_owned()]].concat()));
    }
    found
}

/// Whether it takes some values and not others.
fn is_choosy(argument: &Arg) -> bool {
    let read = argument.get_value_parser().type_id();
    let any = read == TypeId::of::<String>() || read == TypeId::of::<PathBuf>();
    argument.get_action().takes_values() && !(any && argument.get_possible_values().is_empty())
}

#[test]
fn whatever_takes_no_text_says_in_french_what_it_wants() {
    let mut root = Arguments::command();
    root.build();
    let mut seen = 0;
    for (path, command) in all(&root, &[]) {
        for argument in command.get_arguments().filter(|argument| is_choosy(argument)) {
            let mut words = path.clone();
            match argument.get_long() {
                Some(long) => words.push(format!("--{long}=?")),
                None => {
                    let before = argument.get_index().unwrap() - 1;
                    words.extend(std::iter::repeat_n("1".to_owned(), before).chain(["?".to_owned()]));
                }
            }
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let said = in_french(&words);
            let remedy = ["\u{A0}; il faut ", "\u{A0}; choisir parmi "];
            assert!(remedy.iter().any(|remedy| said.contains(remedy)), "{words:?}: {said}");
            assert_eq!(crate::wording::french_typography(&said), said, "{words:?}");
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn a_value_that_is_none_is_said_with_what_is_wanted() {
    let rows: &[(&[&str], &str)] = &[
        (&["pdu", "encode", "--validity", "300"], "143 pour 12 heures"),
        (&["pdu", "encode", "--locking-shift", "spanish"], "--single-shift spanish"),
        (&["pdu", "encode", "--short-ports", "240:256"], "255 au plus\u{A0}: 240:241"),
        (&["roster", "import", "x.csv", "--column", ""], "--column <COLONNE> attend une valeur"),
        (&["pdu", "encode", "--class", "9"], "il faut un nombre de 0 à 3"),
        (&["pdu", "encode", "--valid-for", "demain"], "il faut une durée\u{A0}: 100ms"),
        (&["text", "measure", "x", "--price", "abc"], "0,045"),
        (&["text", "measure", "x", "--recipients", "99999999999"], "de 0 à 4294967295"),
        (&["message", "list", "--limit", "0"], "il faut un nombre de 1 à 10000"),
        (&["message", "show", "un"], "beffroi message list"),
        (&["message", "list", "--state", "perdu"], "choisir parmi new (nouveau)"),
        (&["completions", "csh"], "choisir parmi bash"),
    ];
    for (words, want) in rows {
        let said = in_french(words);
        assert!(said.contains(want), "{words:?}: {said}");
    }
}

#[test]
fn where_clap_names_no_example_english_has_one() {
    let rows: &[(&[&str], Option<&str>)] = &[
        (&["message", "show", "one"], Some("write its number, as beffroi message list shows it: 1204")),
        (&["text", "measure", "x", "--recipients", ""], Some("write a number of people, as 120")),
        (&["text", "measure", "x", "--recipients", "-1"], None),
        (&["pdu", "encode", "--part-reference", "x"], Some("write a number from 0 to 65535, as 42")),
        (&["pdu", "encode", "--validity", "300"], None),
        (&["completions", "csh"], None),
    ];
    for (words, want) in rows {
        assert_eq!(english(&refused(words), &owned(words)).as_deref(), *want, "{words:?}");
    }
}

#[test]
fn a_value_without_its_quotes_is_shown_with_them() {
    const SEND: &[&str] = &["--config", "x.toml", "send", "--to", "0639980012", "--text"];
    let send = |words: &[&'static str]| [SEND, words].concat();
    let rows = [
        (
            send(&["Cours", "annulé", "ce", "soir", "-20", "minutes"]),
            "--text 'Cours annulé ce soir -20 minutes'",
        ),
        (send(&["Cours", "annulé", "--lane", "urgent"]), "--text 'Cours annulé'"),
        (send(&["l'école", "ferme", "--dry-run"]), "--text \"l'école ferme\""),
        (send(&["l'école", "coûte", "3$"]), r"--text 'l'\''école coûte 3$'"),
        (send(&["-20 % samedi"]), "--text='-20 % samedi'"),
        (vec!["send", "--to", "06", "39", "98", "00", "12", "--text", "x"], "--to '06 39 98 00 12'"),
        (vec!["pdu", "encode", "--from", "06", "39", "--text", "x"], "--to '06 39'"),
        (vec!["text", "measure", "Cours", "--recipients", "12", "annulé"], ": 'Cours annulé'"),
        (vec!["text", "measure", "-20", "minutes"], ": -- '-20 minutes'"),
        (
            vec!["roster", "import", "x.csv", "--where", "Professeur=Mme", "Petit", "--text", "x"],
            "--where 'Professeur=Mme Petit'",
        ),
        (send(&["x", "--expires", "2026-11-23", "17:00"]), "--expires '2026-11-23 17:00'"),
    ];
    for (words, want) in rows {
        let (error, typed) = (refused(&words), owned(&words));
        let english = english(&error, &typed).unwrap_or_else(|| panic!("{words:?}: no English"));
        assert!(english.ends_with(want), "{english}");
        let french = french(&error, &typed).unwrap_or_else(|| panic!("{words:?}: no French"));
        let first = french.lines().next().unwrap_or_default().replace('\u{A0}', "");
        assert!(first.ends_with(want) && french.contains("\n\nUtilisation"), "{french}");
    }
}

#[test]
fn a_value_that_wants_an_equals_sign_is_shown_with_it() {
    let rows: &[(&[&str], Option<&str>)] = &[
        (&["send", "--to", "1", "--text", "x", "--wait", "5min"], Some("--wait=5min")),
        (&["modem", "diagnose", "/dev/ttyUSB2", "--listen", "60s"], Some("--listen=60s")),
        (&["send", "--wait=5min", "x"], None),
    ];
    for (words, want) in rows {
        let (error, typed) = (refused(words), owned(words));
        assert_eq!(english(&error, &typed).is_some(), want.is_some(), "{words:?}");
        let said = french(&error, &typed).unwrap_or_default();
        let part = want.map(|right| format!("s’écrit avec le signe =\u{A0}: {right}\n"));
        assert!(said.contains(part.as_deref().unwrap_or("ce mot est de trop")), "{said}");
    }
}

#[test]
fn what_quotes_do_not_mend_is_said_as_what_it_is() {
    let rows: &[(&[&str], &str)] = &[
        (&["send", "--to", "0639980012", "Cours annulé"], "ce mot est de trop\u{A0}: Cours annulé\n"),
        (&["message", "show", "12", "13"], "ce mot est de trop\u{A0}: 13\n"),
        (
            &["send", "--to", "1", "--text", "x", "--lane", "urgent", "vite"],
            "ce mot est de trop\u{A0}: vite\n",
        ),
        (
            &["send", "--to", "1", "--text", "x", "--lne", "urgent"],
            "cette option n’existe pas\u{A0}: --lne (peut-être --lane",
        ),
        (
            &["send", "--to", "1", "--to", "2", "--text", "x"],
            "--to <NUMÉRO> est écrit deux fois\u{A0}; une seule",
        ),
        (&["send", "--dry-run", "--dry-run"], "--dry-run est écrit deux fois"),
        (&["send", "--dry-run=oui"], "--dry-run ne prend pas de valeur"),
        (&["db", "accept-restore", "--send", "--cancel"], "--send ne peut pas être écrit avec --cancel"),
    ];
    for (words, want) in rows {
        let said = in_french(words);
        assert!(said.contains(want), "{words:?}: {said}");
        assert_eq!(english(&refused(words), &owned(words)), None, "clap says it: {words:?}");
    }
}
