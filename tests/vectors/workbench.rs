//! `beffroi pdu` as a person runs it: `decode --json` says of the vectors what they say, by the same names;
//! what `encode` writes `decode` reads.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Checked, Unfollowed, are_others, check, text_of};

const UNFOLLOWED: Unfollowed = &[
    ("aosp-cphsvoicemail-1", "a lamp told in the sender's address is of CPHS, not of TS 23.040 §9.2.3.24.2"),
    ("aosp-cphsvoicemail-3", "the same"),
];

#[test]
fn the_workbench_says_what_the_vectors_say() {
    check("pdu.json", UNFOLLOWED, |_| true, |vector| check_vector(vector, &[]));
}

#[test]
fn the_workbench_forgives_when_asked_and_then_alone() {
    check("lenient.json", &[], |_| true, |vector| check_vector(vector, &["--lenient"]));
    let refused = |vector: &Value| match check_vector(vector, &[]) {
        Ok(()) => Err("is taken".to_owned()),
        Err(_) => Ok(()),
    };
    // 23.040 tells a receiver to overlook nothing of these.
    if !are_others() {
        check("lenient.json", &[], |_| true, refused);
    }
}

#[test]
fn what_is_encoded_is_decoded() {
    let long = "Répétition générale samedi à 14 h, salle Bizet. ".repeat(5);
    let emoji = "😀".repeat(40);
    let rows: [(&str, &[&str], &str, usize); 5] = [
        ("Cours annulé ce soir.", &[], "gsm7", 1),
        ("Cours annulé ce soir.", &["--alphabet", "ucs2", "--report"], "ucs2", 1),
        (&long, &["--validity", "143", "--part-reference", "300"], "gsm7", 2),
        (&emoji, &[], "ucs2", 2),
        (&long, &["--alphabet", "ucs2"], "ucs2", 4),
    ];
    for (text, options, alphabet, parts) in rows {
        let written =
            run(&[&["encode", "--to", "06 39 98 00 12", "--text", text, "--json"], options].concat(), "");
        let written: Value = serde_json::from_str(&written).unwrap();
        let written = written["parts"].as_array().unwrap();
        assert_eq!(written.len(), parts, "{text}");
        let mut joined = String::new();
        for part in written {
            let read = run(&["decode", "--json", part["pdu"].as_str().unwrap()], "");
            let read: Value = serde_json::from_str(&read).unwrap();
            assert_eq!(read["number"], "33639980012");
            assert_eq!(read["alphabet"], alphabet);
            assert_eq!(read["tpdu_len"], part["tpdu_length"]);
            joined.push_str(read["text"].as_str().unwrap());
        }
        assert_eq!(joined, text);
    }
}

#[test]
fn what_cannot_be_is_refused_with_a_line() {
    let rows: [&[&str]; 7] = [
        &["decode", "AEFDSDFS"],
        &["decode", "0791"],
        &["decode", "--direction", "sc", "--tpdu", "0100"],
        &["encode", "--to", "zéro", "--text", "x"],
        &["encode", "--to", "", "--text", "x"],
        &["encode", "--to", "0639980012", "--text", "forêt", "--alphabet", "gsm7"],
        &["encode", "--to", "0639980012", "--text", "x", "--coding", "8"],
    ];
    for arguments in rows {
        let mut command = Command::new(env!("CARGO_BIN_EXE_beffroi"));
        let output = command.arg("pdu").args(arguments).env("LANG", "C.UTF-8").output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}");
        let told = [output.stdout, output.stderr].concat();
        assert!(told.starts_with(b"refused: ") && told.len() < 200, "{arguments:?}");
    }
}

fn run(arguments: &[&str], input: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beffroi"));
    command.arg("pdu").args(arguments).env("LANG", "C.UTF-8");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

fn check_vector(vector: &Value, options: &[&str]) -> Checked {
    let senders = BTreeMap::from([
        ("deliver", "sc"),
        ("submit-report", "sc"),
        ("status-report", "sc"),
        ("submit", "ms"),
        ("deliver-report", "ms"),
        ("command", "ms"),
    ]);
    let direction = text_of(vector, "direction");
    let mut arguments = vec!["decode", "--json"];
    if let Some(direction) = direction {
        arguments.extend(["--direction", senders[direction]]);
    }
    if direction.is_some_and(|direction| direction.ends_with("-report") && direction != "status-report") {
        arguments.push(if vector["expected"].get("fcs").is_some() { "--error" } else { "--ack" });
    }
    if vector["has_smsc"] == false {
        arguments.push("--tpdu");
    }
    arguments.extend(options);
    let read = run(&arguments, text_of(vector, "pdu_hex").unwrap());
    let read: Value = serde_json::from_str(&read).map_err(|error| error.to_string())?;
    if let Some(why) = text_of(&read, "refused") {
        return Err(why.to_owned());
    }
    contains(&read, &vector["expected"])
}

/// All that `want` says; what `pdu.rs` compares by other means is left to it.
fn contains(got: &Value, want: &Value) -> Checked {
    for (key, want) in want.as_object().unwrap() {
        let elsewhere = ["truncated", "text_transliterated_from", "ies_prefix"].contains(&key.as_str())
            || key.ends_with("_local")
            || key.ends_with("_utc");
        match (want, &got[key]) {
            _ if elsewhere => {}
            (Value::Object(_), got @ Value::Object(_)) => contains(got, want)?,
            (Value::String(want), Value::String(got)) if want.replace('Z', "+00:00") == *got => {}
            (want, got) if want == got => {}
            (want, got) => return Err(format!("{key} is {got}, should be {want}")),
        }
    }
    Ok(())
}
