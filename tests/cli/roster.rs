//! `roster import`: who would be told, who is told once, and whom somebody must call.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::daemon::Daemon;
use crate::home::{Home, said};

/// Ragged rows, siblings, a landline, nobody, a number refused by the network, a phone that is off.
const COURS: &str = "\
École de musique;;;\n\
Nom;Prénom;Professeur;Heure;Tél. portable\n\
Garçon;Zoé;Mme Petit;17:00;06 39 98 00 01\n\
Garçon;Léo;Mme Petit;17:00;+33639980001\n\
Noël;Maël;Mme Petit;17:00;01 99 00 12 34\n\
Petit;Éva;M. Noël;18:00;06 39 98 00 05\n\
Benoît;Anaïs;Mme Petit;17:00\n\
Court;Max;Mme Petit;17:00;0639980007;too much\n\
Loin;Iris;Mme Petit;17:00;0639980008\n";

const LESSON: &[&str] = &[
    "roster",
    "import",
    "cours.csv",
    "--where",
    "Professeur=Mme Petit",
    "--where",
    "Heure=17:00",
    "--text",
    "Pas de cours à {Heure}.",
];

fn home() -> Home {
    let home = Home::new();
    home.write("cours.csv", COURS.as_bytes());
    home
}

fn lesson<'a>(more: &[&'a str]) -> Vec<&'a str> {
    LESSON.iter().chain(more).copied().collect()
}

fn states(value: &Value) -> Vec<&str> {
    value["messages"].as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect()
}

#[test]
fn a_rehearsal_says_who_would_be_told_and_leaves_nothing_behind() {
    let home = home();
    let said = home.run_in("fr_FR.UTF-8", &lesson(&["--dry-run"]));
    let want = "\
cours.csv_: 6 lignes, 3 messages (colonne Tél. portable)
    Pas de cours à 17:00.
numéro          nom                     SMS
06 39 98 00 01  Zoé Garçon, Léo Garçon  1
06 39 98 00 07  Max Court               1
06 39 98 00 08  Iris Loin               1
Lignes refusées_:
  cours.csv, ligne 5 (Maël Noël, 01 99 00 12 34)_: numéro fixe_: à appeler
  cours.csv, ligne 7 (Anaïs Benoît)_: pas de numéro de téléphone
essai, rien n’est envoyé_: 3 messages, 3 SMS, 2 lignes refusées_; avis «_cours-petit-17h_»
";
    assert_eq!((said.code, said.out.replace('\u{A0}', "_").as_str()), (3, want), "{said:?}");
    assert!(!home.path("state").exists(), "no store, no folder");
    let json = home.run(&lesson(&["--dry-run", "--json"])).json();
    assert_eq!(json["sms"], 3);
    assert_eq!(json["messages"][0]["names"], serde_json::json!(["Zoé Garçon", "Léo Garçon"]));
    assert_eq!(json["messages"][0]["text"], "Pas de cours à 17:00.");
    assert_eq!(json["refused"][1]["reason"]["code"], "no_recipient");
    let whole =
        home.run(&["roster", "import", "cours.csv", "--where", "Nom=Loin", "--text", "x", "--dry-run"]);
    assert_eq!(whole.code, 0, "no row of these is refused: {whole:?}");
}

#[test]
fn the_same_command_twice_on_one_day_tells_nobody_twice() {
    let home = home();
    let first = home.run(&lesson(&["--json"])).json();
    let second = home.run(&lesson(&["--json"])).json();
    let numbers = |value: &Value| -> Vec<i64> {
        value["messages"].as_array().unwrap().iter().map(|row| row["message"].as_i64().unwrap()).collect()
    };
    assert_eq!((numbers(&first), numbers(&second)), (vec![1, 2, 3], vec![1, 2, 3]));
    assert_eq!((&first["sms"], &second["sms"]), (&Value::from(3), &Value::from(0)));
    assert!(second["messages"].as_array().unwrap().iter().all(|row| row["already"] == true));
    let shown = home.run(&lesson(&[]));
    assert_eq!(shown.out.matches("already told today").count(), 4, "each row and the sum: {shown:?}");
    assert!(shown.out.contains("no message taken, 3 already told today, 2 rows refused"), "{shown:?}");
    assert!(shown.err.contains("--again"), "{shown:?}");
    let again = home.run(&lesson(&["--again", "--json"])).json();
    assert_eq!(numbers(&again), [4, 5, 6]);
    let other = [&LESSON[..LESSON.len() - 1], &["Cours à 18:00."], &["--json"]].concat();
    assert_eq!(numbers(&home.run(&other).json()), [7, 8, 9], "other words are another message");
    let store = std::fs::read(home.store()).unwrap();
    let list = home.run(&["message", "list", "--notice", "cours-petit-17h", "--json"]);
    assert_eq!(list.out.lines().count(), 9, "{list:?}");
    assert!(!list.out.lines().any(|row| row.contains("\"reference\":\"") && row.contains("0639980001")));
    assert!(!store.is_empty());
}

#[test]
fn beside_a_daemon_it_waits_until_all_is_settled_and_says_whom_to_call() {
    let home = home();
    let daemon = Daemon::start(&home);
    let but_iris =
        ["Nom=Garçon", "Nom=Noël", "Nom=Benoît", "Nom=Court"].map(|name| ["--where", name]).concat();
    let told = [&["roster", "import", "cours.csv", "--text", "x", "--wait", "--lane", "urgent"], &*but_iris]
        .concat();
    let said = home.run(&told);
    assert_eq!(said.code, 1, "one of them was refused by the network: {said:?}");
    assert!(said.err.contains("2 messages are with the daemon"), "{said:?}");
    let (fates, list) = said.out.split_once("\n\nTo call:\n").unwrap();
    assert!(fates.ends_with("\n1 delivered, 3 to call, 0 unknown"), "{fates}");
    let want = "\
number          name          why
06 39 98 00 07  Max Court     refused by the network (+CMS ERROR: 21)
01 99 00 12 34  Maël Noël     landline: to be called
                Anaïs Benoît  no telephone number
";
    assert_eq!(list, want);
    let json = home.run(&[&*told, &["--json"]].concat()).json();
    assert_eq!(states(&json), ["delivered", "failed"], "they are followed although told before");
    assert_eq!((&json["waited"], &json["daemon"]), (&Value::from(true), &Value::from(true)));
    let all = home.run(&["roster", "import", "cours.csv", "--where", "Nom=Petit", "--text", "x", "--wait"]);
    assert_eq!(all.code, 0, "{all:?}");
    assert!(all.out.ends_with("\n1 delivered, 0 to call, 0 unknown\n"), "{all:?}");
    drop(daemon);
    let alone = home.run(&told);
    assert_eq!(alone.code, 1, "all of it has ended: {alone:?}");
    assert!(alone.err.contains("the daemon is not running") && !alone.out.contains("To call"), "{alone:?}");
}

#[test]
fn who_has_no_report_when_the_waiting_ends_is_to_be_called() {
    let home = home();
    let _daemon = Daemon::start(&home);
    let told = ["roster", "import", "cours.csv", "--where", "Nom=Loin", "--text", "x"];
    assert_eq!(home.run(&told).code, 0);
    while home.run(&["message", "show", "1", "--json"]).json()["summary"]["state"] != "sent" {}
    let said = home.run(&[&told[..], &["--wait=1ms"]].concat());
    assert_eq!(said.code, 0, "{said:?}");
    let want = "\n0 delivered, 1 to call, 0 unknown\n\nTo call:\nnumber          name       why\n\
                06 39 98 00 08  Iris Loin  sent, but no report says that it arrived\n";
    assert!(said.out.ends_with(want), "{said:?}");
}

#[test]
fn other_options_for_what_was_told_today_are_refused_row_by_row() {
    let home = home();
    home.run(&lesson(&[]));
    let json = home.run(&lesson(&["--lane", "urgent", "--json"])).json();
    assert_eq!(states(&json), ["refused"; 3]);
    assert_eq!(json["messages"][0]["reason"]["code"], "reference_taken");
    let _daemon = Daemon::start(&home);
    let told = home.run(&lesson(&["--expires", "2098-01-01 12:00", "--wait"]));
    assert_eq!(told.code, 3, "{told:?}");
    assert!(told.out.contains("already told today by message 1, with another --lane"), "{told:?}");
    assert!(told.err.contains("--again"), "{told:?}");
    let (_, list) = told.out.split_once("To call:").unwrap();
    assert!(!list.contains("06 39 98"), "another message tells them: {told:?}");
}

#[test]
fn what_is_wrong_with_the_command_or_the_file_is_one_sentence() {
    let home = home();
    home.write("rubbish.csv", &[0x7F, b'E', b'L', b'F', 0, 1, 2, 3, 0xFF, 0xFE, b'\n', 0, 0, 0]);
    home.write("book.csv", b"PK\x03\x04 and so on");
    home.write("empty.csv", b"");
    home.write("head.csv", b"Nom;Telephone\n");
    home.write("quote.csv", b"Nom;Telephone\n\"A;0639980001\nB;0639980002\n");
    home.write("wall.csv", b"Nom;Contact\nA;0639980001\n");
    std::fs::create_dir(home.path("folder.csv")).unwrap();
    let rows: &[(&str, &[&str], i32, &str)] = &[
        ("none.csv", &["--all", "--text", "x"], 2, "none.csv"),
        ("folder.csv", &["--all", "--text", "x"], 2, "folder.csv is no file"),
        ("rubbish.csv", &["--all", "--text", "x"], 3, "rubbish.csv, line 1: not text"),
        ("book.csv", &["--all", "--text", "x"], 3, "export it as CSV"),
        ("empty.csv", &["--all", "--text", "x"], 3, "empty.csv has no rows"),
        ("head.csv", &["--all", "--text", "x"], 3, "head.csv has a line of column names and no row"),
        ("-", &["--all", "--text", "-"], 2, "standard input holds the list or the text, not both"),
        ("quote.csv", &["--all", "--text", "x"], 3, "quote"),
        ("wall.csv", &["--all", "--text", "x"], 2, "no telephone column; name it with --column"),
        ("cours.csv", &["--text", "x"], 2, "--where COLUMN=VALUE"),
        ("cours.csv", &["--where", "Proffesseur=Mme Petit", "--text", "x"], 2, "(\"Professeur\" perhaps?)"),
        (
            "cours.csv",
            &["--where", "Salle=3", "--text", "x"],
            2,
            "the columns are: Nom, Prénom, Professeur, Heure",
        ),
        ("cours.csv", &["--where", "Professeur=Mme Petite", "--text", "x"], 2, "(\"Mme Petit\" perhaps?)"),
        ("cours.csv", &["--where", "Professeur", "--text", "x"], 2, "write COLUMN=VALUE"),
        (
            "cours.csv",
            &["--where", "Nom=Petit", "--where", "Heure=17:00", "--text", "x"],
            2,
            "no row meets all",
        ),
        ("cours.csv", &["--all", "--text", "x {Salle}"], 2, "which does not exist"),
        ("cours.csv", &["--all", "--text", "x {"], 2, "opens a brace"),
        ("cours.csv", &["--all", "--text", "x", "--column", "Fixe"], 2, "there is no column \"Fixe\""),
        ("cours.csv", &["--all", "--text", ""], 3, "nobody is told: the text is empty"),
        ("cours.csv", &["--all", "--text", "x", "--lane", "fast"], 2, "--lane: no lane \"fast\""),
        (
            "cours.csv",
            &["--all", "--text", "x", "--expires", "2020-01-01 08:00"],
            3,
            "before 01/01/2020 08:00",
        ),
        ("cours.csv", &["--all", "--text", "x", "--wait=soon"], 2, "--wait: not a duration"),
    ];
    for (file, options, code, part) in rows {
        for rehearsal in [false, true] {
            if rehearsal && options.iter().any(|option| option.starts_with("--wait")) {
                continue;
            }
            let mut arguments = vec!["roster", "import", file];
            arguments.extend(*options);
            arguments.extend(rehearsal.then_some("--dry-run"));
            let said = home.run(&arguments);
            said.assert_sentence(*code, part);
            assert_eq!(said.out, "", "{arguments:?}");
        }
    }
    assert!(!home.path("state").exists(), "nothing was begun");
    let french = home.run_in("fr_FR.UTF-8", &["roster", "import", "folder.csv", "--all", "--text", "x"]);
    french.assert_sentence(2, "folder.csv n’est pas un fichier");
}

#[test]
fn a_list_comes_from_standard_input_too() {
    let home = Home::new();
    let rehearse = ["roster", "import", "-", "--all", "--text", "x", "--dry-run", "--json"];
    let mut command = home.command("C", &rehearse);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(COURS.as_bytes()).unwrap();
    let json = said(child.wait_with_output().unwrap()).json();
    assert_eq!((&json["notice"], &json["sms"]), (&Value::from("stdin"), &Value::from(4)));
    assert_eq!(
        json["refused"][0]["sentence"],
        "stdin, line 5 (Maël Noël, 01 99 00 12 34): landline: to be called"
    );
}
