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
