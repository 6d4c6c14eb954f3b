//! What people get wrong: one clear sentence, the right exit code, no panic; and what reads the output.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::home::{Home, beffroi, said};

const TO: &str = "06 39 98 00 12";

#[test]
fn what_is_wrong_is_said_in_one_sentence_with_the_right_exit_code() {
    let home = Home::new();
    home.write("broken.toml", b"[store\npath = 1");
    home.write("misspelt.toml", b"[store]\npath = \"x.db\"\npth = 1\n");
    home.write("latin.toml", b"[store]\npath = \"\xE9.db\"\n");
    std::fs::create_dir(home.path("folder")).unwrap();
    home.write("in-folder.toml", b"[store]\npath = \"folder\"\n");
    let long = "x".repeat(10_000);
    let huge = "x".repeat(100_000);
    let rows: &[(&[&str], i32, &str)] = &[
        (&["--config", "none.toml", "send", "--to", TO, "--text", "x"], 2, "none.toml: can't be read"),
        (&["--config", "none.toml", "message", "list"], 2, "name another with --config"),
        (&["--config", "broken.toml", "message", "list"], 2, "broken.toml"),
        (&["--config", "misspelt.toml", "db", "init"], 2, "is path meant?"),
        (&["--config", "latin.toml", "message", "list"], 2, "latin.toml"),
        (&["--config", "folder", "message", "list"], 2, "folder"),
        (&["--config", "in-folder.toml", "message", "list"], 1, "is a directory"),
        (&["--config", "beffroi.toml", "send", "--to", TO, "--text", ""], 3, "the text is empty"),
        (&["--config", "beffroi.toml", "send", "--to", TO, "--text", " \n\t"], 3, "the text is empty"),
        (&["--config", "beffroi.toml", "send", "--to", TO, "--text", &long], 3, "text too long"),
        (
            &["--config", "beffroi.toml", "send", "--to", TO, "--text", &huge],
            3,
            "the text is over 65536 octets",
        ),
        (&["--config", "beffroi.toml", "send", "--to", &huge, "--text", "x"], 3, "the number is over 65536"),
        (
            &["--config", "beffroi.toml", "send", "--to", TO, "--text", "a\u{7}b"],
            3,
            "invisible character, U+0007",
        ),
        (
            &["--config", "beffroi.toml", "send", "--to", "01 99 00 12 34", "--text", "x"],
            3,
            "landline: to be called",
        ),
        (&["--config", "beffroi.toml", "send", "--to", "", "--text", "x"], 3, "no telephone number"),
        (
            &["--config", "beffroi.toml", "send", "--to", "6,4E+08", "--text", "x"],
            3,
            "spreadsheet has lost digits",
        ),
        (
            &["--config", "beffroi.toml", "send", "--to", TO, "--text", "x", "--lane", "fast"],
            2,
            "--lane: no lane \"fast\"",
        ),
        (
            &["--config", "beffroi.toml", "send", "--to", TO, "--text", "x", "--service", "s"],
            2,
            "--service: no service \"s\"",
        ),
        (
            &["--config", "beffroi.toml", "send", "--to", TO, "--text", "x", "--expires", "2020-01-01 08:00"],
            3,
            "too late",
        ),
        (
            &["--config", "beffroi.toml", "send", "--to", TO, "--text", "x", "--expires", "soon"],
            2,
            "--expires: not a date with a time: write",
        ),
        (
            &["--config", "beffroi.toml", "send", "--to", TO, "--text", "x", "--wait=soon"],
            2,
            "--wait: not a duration",
        ),
        (&["--config", "beffroi.toml", "message", "show", "99"], 1, "there is no message 99"),
        (&["--config", "beffroi.toml", "message", "cancel", "0"], 1, "there is no message 0"),
    ];
    for (arguments, code, part) in rows {
        let said = said(beffroi(&home.path("."), "C").args(*arguments).output().unwrap());
        said.assert_sentence(*code, part);
        assert_eq!(said.out, "", "{arguments:?}");
    }
}

#[test]
fn what_no_command_knows_is_usage() {
    let home = Home::new();
    let rows: &[&[&str]] = &[
        &["sned"],
        &["send"],
        &["send", "--to", TO],
        &["message", "list", "--state", "lost"],
        &["message", "list", "--limit", "0"],
        &["message", "show", "one"],
        &[],
        &["roster", "import"],
        &["roster", "import", "x.csv", "--text", "x", "--all", "--where", "A=b"],
        &["roster", "import", "x.csv", "--text", "x", "--all", "--dry-run", "--wait"],
        &["db", "accept-restore", "--send", "--cancel"],
    ];
    for arguments in rows {
        let said = home.run(arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {said:?}");
        assert!(said.err.starts_with("error: ") && said.out.is_empty(), "{arguments:?}: {said:?}");
        let dit = home.run_in("fr_FR.UTF-8", arguments);
        assert_eq!(dit.code, 2, "{arguments:?}: {dit:?}");
        assert!(dit.err.starts_with("beffroi: ") && dit.out.is_empty(), "{arguments:?}: {dit:?}");
        assert!(!dit.err.contains("error") && !dit.err.contains("panicked"), "{dit:?}");
    }
    assert!(!home.store().exists(), "a mistake makes no store");
}

#[test]
fn a_word_that_is_not_utf_8_is_named_in_the_language_of_the_locale() {
    use std::os::unix::ffi::OsStrExt;
    let home = Home::new();
    let latin = std::ffi::OsStr::from_bytes(b"annul\xE9");
    for (locale, part) in [
        ("fr_FR.UTF-8", "ce n’est pas de l’UTF-8\u{A0}: annul\u{FFFD}\u{A0}; régler le terminal"),
        ("C", "tip: annul\u{FFFD} is not UTF-8: set the terminal"),
    ] {
        let said = said(home.command(locale, &["send", "--to", TO, "--text"]).arg(latin).output().unwrap());
        assert!(said.code == 2 && said.err.contains(part), "{said:?}");
    }
}

#[test]
fn nothing_that_somebody_wrote_turns_the_line_it_is_shown_on() {
    let home = Home::new();
    home.write(
        "liste.csv",
        "Nom;Téléphone\nZoé\u{202E}21;06 39 98 00 01\nLé\u{200B}a;01\u{202E} 99\n".as_bytes(),
    );
    let import = ["roster", "import", "liste.csv", "--all", "--text", "Fermé\u{202E}.", "--dry-run"];
    home.run(&["send", "--to", TO, "--text", "Fermé\u{202E}.", "--notice", "n\u{202E}"]);
    for arguments in [&import[..], &["message", "list"], &["message", "show", "1"]] {
        let said = home.run(arguments);
        assert!(!said.out.is_empty() && !said.out.contains(['\u{202E}', '\u{2066}', '\u{200B}']), "{said:?}");
    }
}

#[test]
fn a_message_goes_in_without_a_daemon_and_says_that_it_waits() {
    let home = Home::new();
    let said = home.run(&["send", "--to", TO, "--text", "Cours annulé.", "--reference", "r-1"]);
    assert_eq!((said.code, said.out.as_str()), (0, "message 1: waiting, 1 SMS\n"), "{said:?}");
    said.assert_sentence(0, "the daemon is not running");
    let again = home.run(&["send", "--to", TO, "--text", "Cours annulé.", "--reference", "r-1", "--wait"]);
    assert_eq!(again.code, 4, "nobody is there who could send it: {again:?}");
    assert_eq!(again.out, "message 1: waiting (asked for before), 1 SMS\n");
    let other = home.run(&["send", "--to", TO, "--text", "Autre chose.", "--reference", "r-1"]);
    other.assert_sentence(3, "this reference already stands for message 1");
    let list = home.run(&["message", "list"]);
    assert_eq!(list.out.lines().count(), 3, "the head, the message, and what was refused: {list:?}");
    assert!(list.out.contains(TO) && list.err.is_empty(), "{list:?}");
    let story = home.run(&["message", "show", "1"]);
    assert!(story.out.starts_with("message 1 to 06 39 98 00 12 (service default, lane normal): waiting\n"));
    assert!(story.out.contains("\n    Cours annulé.\n"), "{story:?}");
    assert_eq!(home.run(&["message", "cancel", "1"]).out, "message 1 is cancelled: nothing of it has gone\n");
    assert_eq!(home.run(&["message", "list", "--notice", "none"]).out, "no messages\n");
}

#[test]
fn json_reads_whatever_comes_of_it() {
    let home = Home::new();
    let rows: &[(&[&str], i32, &str, &str)] = &[
        (&["send", "--to", TO, "--text", "x", "--json"], 0, "state", "queued"),
        (&["send", "--to", "01 99 00 12 34", "--text", "x", "--json"], 3, "state", "refused"),
        (&["message", "list", "--json"], 0, "state", "queued"),
        (&["message", "show", "1", "--json"], 0, "text", "x"),
        (&["message", "cancel", "1", "--json"], 0, "answer", "cancelled"),
    ];
    for (arguments, code, key, want) in rows {
        let said = home.run(arguments);
        assert_eq!(said.code, *code, "{said:?}");
        assert_eq!(said.json()[*key], Value::from(*want), "{arguments:?}");
        assert!(!said.out.contains('\u{1b}'));
    }
}

#[test]
fn the_locale_gives_the_language() {
    let home = Home::new();
    for (locale, want) in [
        ("fr_FR.UTF-8", "non envoyé\u{A0}: numéro fixe\u{A0}: à appeler"),
        ("fr", "non envoyé"),
        ("en_GB.UTF-8", "not sent: landline: to be called"),
        ("C", "not sent"),
        ("", "not sent"),
    ] {
        let said = home.run_in(locale, &["send", "--to", "01 99 00 12 34", "--text", "x"]);
        said.assert_sentence(3, want);
    }
    let mut command = home.command("fr_FR.UTF-8", &["message", "show", "99"]);
    command.env("LC_MESSAGES", "fr_FR.UTF-8").env("LC_ALL", "en_GB.UTF-8");
    said(command.output().unwrap()).assert_sentence(1, "there is no message 99");
}

#[test]
fn a_text_comes_from_standard_input_without_the_line_end_behind_it() {
    let home = Home::new();
    let send = |text: &[u8]| {
        let mut command = home.command("C", &["send", "--to", TO, "--text", "-"]);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text).unwrap();
        said(child.wait_with_output().unwrap())
    };
    assert_eq!(send("Cours annulé.\n".as_bytes()).code, 0);
    let story = home.run(&["message", "show", "1", "--json"]).json();
    assert_eq!(story["text"], "Cours annulé.");
    for (text, part) in [
        (&b"a\0b"[..], "U+0000"),
        (b"\xE9t\xE9", "not UTF-8"),
        (b"\xED\xA0\xBD", "not UTF-8"),
        (b"\n", "empty"),
    ] {
        send(text).assert_sentence(3, part);
    }
}

#[test]
fn a_reader_who_has_gone_ends_it_quietly() {
    let home = Home::new();
    home.run(&["send", "--to", TO, "--text", "x"]);
    for arguments in [&["config", "default"][..], &["message", "list"], &["message", "list", "--json"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = home.command("C", arguments).stdout(writer).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}: {output:?}");
    }
}

#[test]
fn what_can_not_be_printed_is_an_error_and_a_closed_output_keeps_no_message_back() {
    let home = Home::new();
    let said_to = |redirection: &str, arguments: &[&str]| {
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &format!("exec \"$@\" {redirection}"), "sh", env!("CARGO_BIN_EXE_beffroi")]);
        shell.args(["--config", "beffroi.toml"]).args(arguments).current_dir(home.path("."));
        shell.env("LANG", "C").env_remove("LC_ALL").env_remove("LC_MESSAGES").stdin(Stdio::null());
        said(shell.output().unwrap())
    };
    said_to(">/dev/full", &["config", "default"]).assert_sentence(1, "No space left on device");
    assert_eq!(said_to(">&-", &["send", "--to", TO, "--text", "x"]).code, 0);
    assert!(home.run(&["message", "list"]).out.contains("waiting"));
}

#[test]
fn a_name_that_is_empty_is_no_missing_one() {
    let home = Home::new();
    for option in ["--reference", "--notice", "--service"] {
        for empty in ["", " "] {
            let arguments = ["send", "--to", TO, "--text", "x", option, empty];
            let french = home.run_in("fr_FR.UTF-8", &arguments);
            assert_eq!((french.code, home.run(&arguments).code), (2, 2), "{option}");
            assert!(french.err.contains("une variable est-elle restée vide"), "{french:?}");
        }
    }
    assert!(!home.store().exists(), "nothing was taken in");
}

#[test]
fn nothing_is_coloured_where_nobody_asked_for_it() {
    let home = Home::new();
    for arguments in [&["--help"][..], &["sned"], &["message", "list"], &["send", "--help"]] {
        let output = home.command("C", arguments).env("NO_COLOR", "1").output().unwrap();
        let said = said(output);
        assert!(!said.out.contains('\u{1b}') && !said.err.contains('\u{1b}'), "{said:?}");
    }
}

#[test]
fn what_stops_a_command_is_told_in_french_too() {
    let home = Home::new();
    std::fs::create_dir(home.path("folder")).unwrap();
    home.write("in-folder.toml", b"[store]\npath = \"folder\"\n");
    home.write("other.toml", b"[store]\npath = \"other/b.db\"\n");
    home.write("unmade.toml", b"[store]\npath = \"beffroi.toml/b.db\"\n");
    home.write("wrong.toml", b"[store]\npaht = \"b.db\"\n");
    std::fs::create_dir(home.path("other")).unwrap();
    home.write("other/b.db", "Nom;Téléphone\n".repeat(200).as_bytes());
    home.run(&["send", "--to", TO, "--text", "x"]);
    nix::unistd::mkfifo(&home.path("pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    let running = beffroi::store::Lock::take(&home.store()).unwrap();
    let in_french =
        |arguments: &[&str]| said(beffroi(&home.path("."), "fr").args(arguments).output().unwrap());
    let rows: &[(&[&str], i32, &str)] = &[
        (&["--config", "in-folder.toml", "run"], 1, "est un dossier\u{A0}; la clé path de [store]"),
        (&["--config", "other.toml", "message", "list"], 1, "ouverture de la base"),
        (&["--config", "other.toml", "run"], 1, "n’est pas un fichier SQLite"),
        (&["--config", "unmade.toml", "db", "init"], 1, "création du dossier"),
        (&["--config", "wrong.toml", "run"], 2, "cette clé n’existe pas\u{A0}: est-ce path"),
        (&["--config", "none.toml", "send", "--to", TO, "--text", "x"], 2, "ce fichier n’existe pas"),
        (&["--config", "beffroi.toml", "message", "list"], 1, "un autre beffroi a ouvert cette base"),
        (&["--config", "beffroi.toml", "send", "--to", TO, "--text", "x", "--wait=tard"], 2, "une durée"),
        (&["modem", "diagnose", "--listen=tard"], 2, "--listen\u{A0}: ce n’est pas une durée"),
        (&["modem", "diagnose", "--send", "x"], 2, "--send\u{A0}: ce n’est pas un numéro"),
        (&["audit", "nowhere.db", "x.jsonl"], 1, "il n’y a pas de base à nowhere.db"),
        (&["audit", "state/beffroi.db", "x.jsonl"], 1, "journal x.jsonl\u{A0}: introuvable"),
        (&["audit", "state/beffroi.db", "pipe"], 1, "le journal pipe n’est pas un fichier ordinaire\u{A0}:"),
        (&["audit", "state/beffroi.db", "/dev/zero"], 1, "n’est pas un fichier ordinaire"),
        (&["audit", "state/beffroi.db", "folder"], 1, "n’est pas un fichier ordinaire"),
        (
            &["audit", "state/beffroi.db", "other/b.db"],
            1,
            "other/b.db:1\u{A0}: ce n’est pas le journal d’un modem",
        ),
    ];
    for (arguments, code, part) in rows {
        let told = in_french(arguments);
        assert_eq!(told.code, *code, "{told:?}");
        assert!(told.err.lines().last().unwrap_or_default().contains(part), "{part}: {told:?}");
    }
    drop(running);
    std::fs::remove_file(home.store()).unwrap();
    in_french(&["--config", "beffroi.toml", "run"]).assert_sentence(1, "a disparu ou est vide, mais");
}

#[test]
fn help_is_in_the_language_of_the_locale() {
    let home = Home::new();
    let rows: &[(&[&str], &str, &str)] = &[
        (&["--help"], "Exit codes: 0 done", "Codes de sortie\u{A0}: 0 fait"),
        (&["send", "-h"], "Usage: beffroi send", "Utilisation\u{A0}: beffroi send"),
        (&["help", "roster", "import"], "--where <COLUMN=VALUE>", "--where <COLONNE=VALEUR>"),
    ];
    for (arguments, english, french) in rows {
        for (locale, part) in [("C", english), ("fr_FR.UTF-8", french)] {
            let told = home.run_in(locale, arguments);
            assert_eq!((told.code, told.err.as_str()), (0, ""), "{told:?}");
            assert!(told.out.contains(part), "{part}: {}", told.out);
        }
    }
    let nothing = said(beffroi(&home.path("."), "fr").output().unwrap());
    assert!(
        nothing.code == 2 && nothing.err.contains("Commandes\u{a0}:") && nothing.out.is_empty(),
        "{nothing:?}"
    );
}
