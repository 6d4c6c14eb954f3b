//! What `beffroi pdu` refuses or tells besides: by the line above, by the type of TPDU, by what contradicts itself.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::text_of;
use super::workbench::run;

#[test]
fn what_stands_above_a_pdu_and_what_breaks_the_standard_is_told_by_name() {
    let submit = "0011000B913336990821F30000FF0178";
    let command = "001F07000207 0B913336990821F300".replace(' ', "");
    let command = command.replacen("1F", "02", 1);
    let no_time = "00040B913336990821F30000FFFFFFFFFFFFFF0178";
    let behind = "00040B913336990821F3000062213261000040017800";
    let reserved = "00070B913336990821F30000622132610000400178";
    let rows: [(String, &[&str], &str); 11] = [
        (format!("+CMT: ,15\n{submit}"), &[], "it reads as a SUBMIT"),
        (command.clone(), &[], "with --direction ms it reads as a COMMAND"),
        (command, &["--direction", "ms"], "TP-MN"),
        (format!("AT+CMGS=99\n{submit}"), &[], "the line above says 99 octets, the TPDU has 15"),
        (behind.to_owned(), &[], "end at octet 21: octets behind the end (with --lenient it can be read)"),
        (behind.to_owned(), &["--lenient"], "overlooked: end at octet 21: octets behind the end"),
        // A receiver takes both (TS 23.040 §9.2.3.11, §9.2.3.1).
        (no_time.to_owned(), &[], "FFFFFFFFFFFFFF  a date that does not exist"),
        (no_time.to_owned(), &[], "overlooked: scts at octet 12: not a digit"),
        (reserved.to_owned(), &[], "overlooked: mti at octet 1: another type of message"),
        (reserved.to_owned(), &[], "from the service centre: DELIVER"),
        ("AT+CNMA=2,3\n0000D300".to_owned(), &[], "memory full"),
    ];
    for (input, options, want) in rows {
        let told = run(&[&["decode"], options].concat(), &input);
        assert!(told.contains(want), "{input} {options:?}: {told}");
    }
}

/// Exit code, standard output, standard error.
pub(super) fn ended(locale: &str, arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beffroi"));
    command.arg("pdu").args(arguments).env("LANG", locale).stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap());
    (output.status.code().unwrap(), out, err)
}

#[test]
fn an_option_that_the_type_has_no_field_for_is_refused_by_both_names() {
    let time = "2026-12-24T17:00:00+01:00";
    let rows: [(&str, &[&str]); 16] = [
        ("submit", &["--sent-at", time]),
        ("submit", &["--status", "0"]),
        ("submit", &["--more-messages"]),
        ("submit", &["--cause", "0xD3"]),
        ("deliver", &["--valid-for", "1h"]),
        ("deliver", &["--message-reference", "7"]),
        ("deliver", &["--reject-duplicates"]),
        ("status-report", &["--valid-for", "1h"]),
        ("status-report", &["--reply-path"]),
        ("status-report", &["--report"]),
        ("status-report", &["--reject-duplicates"]),
        ("status-report", &["--part-reference", "7"]),
        ("submit-report", &["--to", "0639980012"]),
        ("deliver-report", &["--sent-at", time]),
        ("command", &["--text", "x"]),
        ("command", &["--class", "1"]),
    ];
    for (kind, option) in rows {
        let arguments = [&["encode", "--type", kind], option].concat();
        let (code, out, err) = ended("C.UTF-8", &arguments, "");
        let want = format!("beffroi: {}: there is no such field in a {}\n", option[0], kind.to_uppercase());
        assert_eq!((code, out, err), (2, String::new(), want), "{arguments:?}");
    }
    let (_, _, french) = ended("fr_FR.UTF-8", &["encode", "--status", "0"], "");
    assert_eq!(french, "beffroi: --status\u{A0}: pas de tel champ dans un SUBMIT\n");
}

#[test]
fn a_national_table_for_what_has_no_septets_or_for_spanish_is_refused() {
    let rows: [(&[&str], i32, &str); 4] = [
        (&["--text", "日", "--single-shift", "turkish"], 3, "refused: --single-shift: national tables are"),
        (&["--data", "00", "--locking-shift", "turkish"], 3, "refused: --locking-shift: national tables are"),
        (&["--text", "x", "--locking-shift", "spanish"], 2, "Spanish has no locking shift table"),
        (&["--text", "x", "--locking-shift", "2"], 2, "Spanish has no locking shift table"),
    ];
    for (options, code, want) in rows {
        let (ended, out, err) = ended("C.UTF-8", &[&["encode", "--to", "0639980012"], options].concat(), "");
        assert_eq!((ended, out.as_str()), (code, ""), "{options:?}");
        assert!(err.contains(want), "{options:?}: {err}");
    }
}

#[test]
fn what_follows_from_the_fields_and_was_edited_to_say_other_is_refused() {
    let pdu = "07913336990800F0040B913336990821F300006221326100004007C2B75BFDAECB01";
    let read: Value = serde_json::from_str(&run(&["decode", "--json", pdu], "")).unwrap();
    let rows = [
        ("/mti", Value::from(1), Some("mti")),
        ("/udl", Value::from(9), Some("udl")),
        ("/udhi", Value::from(true), Some("udhi")),
        ("/first_octet", Value::from(0), Some("first_octet")),
        ("/septets_hex", Value::from("41"), Some("septets_hex")),
        ("/fields/1/bits/1/value", Value::from(0), Some("fields")),
        ("/fields/1/value", Value::from("00"), Some("fields")),
        // An edit of what they follow from leaves them behind, and counts.
        ("/text", Value::from("Non"), None),
        ("/sri", Value::from(true), None),
        ("/number", Value::from("3600"), None),
    ];
    for (place, value, want) in rows {
        let mut edited = read.clone();
        *edited.pointer_mut(place).unwrap() = value;
        let (code, out, _) = ended("C.UTF-8", &["encode", "--json", "--fields", "-"], &edited.to_string());
        let told: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((code, text_of(&told, "field")), (if want.is_some() { 3 } else { 0 }, want), "{place}");
    }
}

#[test]
fn a_line_that_was_refused_does_not_stop_the_others() {
    let pdu = "07913336990800F0040B913336990821F300006221326100004007C2B75BFDAECB01";
    let read = run(&["decode", "--json"], &format!("{pdu}\n0791\n{pdu}\n"));
    let (code, out, err) = ended("C.UTF-8", &["encode", "--json", "--fields", "-"], &read);
    let told: Value = serde_json::from_str(&out).unwrap();
    let written: Vec<_> = told["parts"].as_array().unwrap().iter().map(|part| text_of(part, "pdu")).collect();
    assert_eq!((code, written), (3, vec![Some(pdu), Some(pdu)]));
    assert_eq!(err, "passed over, holds an error: TPDU 2, line 2: sca at octet 2: underflow\n");
}

#[test]
fn one_object_that_is_refused_is_named_and_the_others_are_written() {
    let good = r#"{"number": "36105", "text": "x"}"#;
    let rows = [
        (r#"{"numbr": "1"}"#, "numbr", "numbr: no such field; decode --json prints their names"),
        (
            r#"{"number": "36105", "text": "ê", "alphabet": "gsm7"}"#,
            "text",
            "text: character 1 (U+00EA) is not in GSM-7",
        ),
        (r#"{"number": "36105", "toa": 300}"#, "toa", "toa: this can't be 300"),
        (
            r#"{"number": "36105", "validity": {"raw": 300}}"#,
            "validity.raw",
            "validity.raw: this can't be 300",
        ),
        (r#"{"number": "36105", "line": 7, "text": 5}"#, "text", "text: this can't be 5"),
        (
            r#"{"number": "36105", "validity": {"row": 3}}"#,
            "validity.row",
            "validity.row: no such field; decode --json prints their names",
        ),
        ("{}", "number", "number: is wanted for such a TPDU"),
        ("5", "", "these are no fields: 5"),
    ];
    for (bad, field, why) in rows {
        let input = format!("{good}\n{bad}\n{good}\n");
        let (code, out, err) = ended("C.UTF-8", &["encode", "--fields", "-"], &input);
        let line = if bad.contains("line") { ", line 7" } else { "" };
        assert_eq!((code, err), (3, format!("refused: TPDU 2{line}: {why}\n")), "{bad}");
        assert_eq!(out.lines().filter(|line| line.starts_with("TPDU: ")).count(), 2, "{bad}: {out}");
        let (code, out, _) = ended("C.UTF-8", &["encode", "--json", "--fields", "-"], &input);
        let told: Value = serde_json::from_str(&out).unwrap();
        let over = &told["passed_over"][0];
        let said = (told["parts"].as_array().map(Vec::len), text_of(over, "refused"), text_of(over, "field"));
        let field = Some(field).filter(|field| !field.is_empty());
        assert_eq!((code, said), (3, (Some(2), Some(why), field)), "{bad}");
    }
    // Behind what is no JSON nothing is read, and so it is told.
    let (code, out, err) = ended("fr_FR.UTF-8", &["encode", "--fields", "-"], &format!("{good}\n{{x"));
    let told =
        "refusé\u{A0}: TPDU 2\u{A0}: pas de JSON ligne 2, colonne 2\u{A0}; rien n’est lu à partir de là\n";
    assert_eq!((code, out.lines().count(), err.as_str()), (3, 2, told));
}

#[test]
fn what_holds_no_fields_is_told_in_either_language() {
    let rows = [
        ("[]", "no JSON object with fields was given", "aucun objet JSON avec des champs n’est donné"),
        ("", "no JSON object with fields was given", "aucun objet JSON avec des champs n’est donné"),
        ("[5]", "these are no fields: 5", "ce ne sont pas des champs\u{A0}: 5"),
        (r#"{"number": "1", "toa": 300}"#, "toa: this can't be 300", "toa\u{A0}: ceci ne peut être 300"),
    ];
    for (input, english, french) in rows {
        for (locale, want) in [
            ("C.UTF-8", format!("refused: {english}\n")),
            ("fr_FR.UTF-8", format!("refusé\u{A0}: {french}\n")),
        ] {
            let ended = ended(locale, &["encode", "--fields", "-"], input);
            assert_eq!(ended, (3, String::new(), want), "{input} {locale}");
        }
    }
}

#[test]
fn what_an_option_said_is_refused_by_the_name_of_the_option() {
    let to: [&str; 4] = ["--to", "36105", "--text", "x"];
    let rows: [(&[&str], &str); 8] = [
        (&["--text", "x"], "refused: --to: is wanted for such a TPDU\n"),
        (&["--to", "", "--text", "x"], "refused: --to: this is no number\n"),
        (&["--service-centre", "bla"], "refused: --service-centre: this is no number\n"),
        (&["--valid-for", "60s"], "refused: --valid-for: from 5 minutes to 63 weeks\n"),
        (&["--enhanced", "300s"], "refused: --enhanced: does not know 300\n"),
        (&["--part", "3/2"], "refused: --part: there is no part 3/2\n"),
        (&["--class", "1", "--coding", "0"], "refused: --class, --coding: say different things\n"),
        (&["--type", "deliver"], "refused: --sent-at: is wanted for such a TPDU\n"),
    ];
    for (options, want) in rows {
        let whole = if options.contains(&"--text") { options.to_vec() } else { [&to, options].concat() };
        let ended = ended("C.UTF-8", &[&["encode"], &*whole].concat(), "");
        assert_eq!(ended, (3, String::new(), want.to_owned()), "{options:?}");
    }
    // For programs a field has one name; and what stood among the fields is told by that.
    let (_, out, _) = ended("C.UTF-8", &["encode", "--json", "--text", "x"], "");
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(text_of(&told, "field"), Some("number"));
    let (_, _, err) =
        ended("C.UTF-8", &["encode", "--text", "x", "--fields", "-"], r#"{"smsc": "bla", "number": "1"}"#);
    assert_eq!(err, "refused: smsc: this is no number\n");
}

#[test]
fn a_service_centre_is_not_dropped_and_an_unknown_table_is_no_table() {
    let rows: [(&[&str], &str); 3] = [
        (&["--to", "36105", "--tpdu", "--service-centre", "0639980000"], "cannot be used with"),
        (&["--to", "36105", "--text", "ça", "--single-shift", "99"], "a language that has a table"),
        (&["--to", "36105", "--text", "ça", "--locking-shift", "99"], "a language that has a table"),
    ];
    for (options, want) in rows {
        let (code, out, err) = ended("C.UTF-8", &[&["encode"], options].concat(), "");
        assert_eq!((code, out.as_str()), (2, ""), "{options:?}");
        assert!(err.contains(want), "{options:?}: {err}");
    }
    let bare = r#"{"has_smsc": false, "number": "36105", "text": "x"}"#;
    let put = ended("C.UTF-8", &["encode", "--service-centre", "+33639980000", "--fields", "-"], bare);
    assert!(put.1.contains("07913336990800F0"), "{put:?}");
}

#[test]
fn the_form_of_a_report_wants_a_direction_and_a_report() {
    let submit = "0001000B913336990821F300000178";
    let rows: [(&[&str], &str, i32, &str); 7] = [
        (&["--error", "--tpdu", "00D300"], "", 2, "say --direction sc (SUBMIT-REPORT) or ms"),
        (&["--ack", "--tpdu", "0100"], "", 2, "say --direction sc (SUBMIT-REPORT) or ms"),
        (&["--ack", "--direction", "ms", submit], "", 3, "this is a SUBMIT, which has neither"),
        (&["--error", "--direction", "ms", "--tpdu", "00D300"], "", 0, "memory full"),
        // The line above tells the direction, and of a log the form is that of the reports in it.
        (&["--error", "-"], "AT+CNMA=0\n0000D300\n", 0, "memory full"),
        (&["--ack", "--direction", "ms"], "AT+CMGS=14\n0001000B913336990821F300000178\n", 0, "SUBMIT"),
        (
            &["--ack"],
            "AT+CNMA=0\n000000\n0001000B913336990821F300000178\n",
            3,
            "say --direction sc (SUBMIT-REPORT) or ms",
        ),
    ];
    for (arguments, input, want, said) in rows {
        let (code, out, err) = ended("C.UTF-8", &[&["decode"], arguments].concat(), input);
        assert_eq!(code, want, "{arguments:?}: {out}{err}");
        assert!([out, err].concat().contains(said), "{arguments:?}");
    }
    let (_, out, _) = ended("fr_FR.UTF-8", &["decode", "--ack", "--direction", "ms", submit], "");
    assert_eq!(out, "refusé\u{A0}: c’est un SUBMIT, qui n’a ni acquittement ni erreur\u{A0}: ôter --ack\n");
}

#[test]
fn sentences_in_json_follow_the_locale_and_codes_do_not() {
    let deliver = "07913336990800F0040B913336990821F300006221326100004007C2B75BFDAECB01";
    let read = |locale, pdu| {
        let (_, out, _) = ended(locale, &["decode", "--json", pdu], "");
        serde_json::from_str::<Value>(&out).unwrap()
    };
    let rows = [
        (
            "/fields/1/bits/0/meaning",
            "from the service centre: DELIVER",
            "du centre de service\u{A0}: DELIVER",
        ),
        ("/fields/1/bits/1/meaning", "no more messages wait", "aucun autre message n’attend"),
        ("/direction", "deliver", "deliver"),
    ];
    let [english, french] = ["C.UTF-8", "fr_FR.UTF-8"].map(|locale| read(locale, deliver));
    for (place, in_english, in_french) in rows {
        let said = [&english, &french].map(|read| read.pointer(place).and_then(Value::as_str));
        assert_eq!(said, [Some(in_english), Some(in_french)], "{place}");
    }
    let refused = read("fr_FR.UTF-8", "0791");
    let said = [refused.pointer("/refused"), refused.pointer("/error/reason")]
        .map(|said| said.and_then(Value::as_str));
    assert_eq!(said, [Some("sca à l’octet 2\u{A0}: il manque des octets"), Some("underflow")]);
}

#[test]
fn an_argument_that_is_no_pdu_is_named_with_exit_3_and_one_line_is_no_lines() {
    let pdu = "0001000B913336990821F300000178";
    let (code, out, _) = ended("C.UTF-8", &["decode", pdu, "zz", pdu], "");
    assert_eq!(code, 3, "{out}");
    assert!(out.contains("line 2\nrefused: hex at octet 0: not a hexadecimal digit\n"), "{out}");
    for (locale, want) in [("C.UTF-8", "no PDU on line 1\n"), ("fr_FR.UTF-8", "pas de PDU à la ligne 1\n")] {
        let (code, _, err) = ended(locale, &["decode", "-"], &format!("+CREG: 1\n{pdu}\n"));
        assert_eq!((code, err.as_str()), (0, want));
    }
}
