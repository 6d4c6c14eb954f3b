//! `beffroi pdu` as a person runs it: `decode --json` says of the vectors what they say, by the same names;
//! what `encode` writes `decode` reads.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Checked, Unfollowed, are_others, check, same, text_of};

const UNFOLLOWED: Unfollowed = &[];

/// What is written as it came, and why.
const KEPT: Unfollowed = &[
    ("scts", "TS 23.040 §9.2.3.11: stored exactly as received"),
    ("dt", "TS 23.040 §9.2.3.13: as TP-SCTS"),
    ("pi", "TS 23.040 §9.2.3.27: a reserved bit is ignored"),
    ("vp", "TS 23.040 §9.2.3.12.3: what is reserved means nothing"),
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
    let rows: [&[&str]; 17] = [
        &["decode", "AEFDSDFS"],
        &["decode", "0791"],
        &["decode", "--direction", "sc", "--tpdu", "0100"],
        &["encode", "--to", "zéro", "--text", "x"],
        &["encode", "--to", "", "--text", "x"],
        &["encode", "--to", "0639980012", "--text", "forêt", "--alphabet", "gsm7"],
        &["encode", "--to", "0639980012", "--text", "x", "--alphabet", "gsm7", "--coding", "8"],
        &["encode", "--text", "x"],
        &["encode", "--to", "0639980012", "--text", "x", "--part", "3/2"],
        &["encode", "--to", "0639980012", "--text", "x", "--valid-for", "60s"],
        &["encode", "--to", "0639980012", "--text", "x", "--valid-until", "2026-12-24T17:00"],
        &["encode", "--to", "0639980012", "--text", "x", "--valid-until", "2026-12-24T17:00:00+05:50"],
        &["encode", "--to", "0639980012", "--text", "x", "--class", "1", "--coding", "0"],
        &["encode", "--to", "0639980012", "--text", "x", "--element", "70:0"],
        &["encode", "--type", "deliver", "--to", "0639980012", "--text", "x"],
        &["encode", "--to", "0639980012", "--data", "00", "--alphabet", "gsm7"],
        &["encode", "--type", "command", "--to", "0639980012", "--data", "GG"],
    ];
    for arguments in rows {
        let mut command = Command::new(env!("CARGO_BIN_EXE_beffroi"));
        let output = command.arg("pdu").args(arguments).env("LANG", "C.UTF-8").output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}");
        let told = [output.stdout, output.stderr].concat();
        assert!(told.starts_with(b"refused: ") && told.len() < 200, "{arguments:?}");
    }
}

pub(super) fn run(arguments: &[&str], input: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beffroi"));
    command.arg("pdu").args(arguments).env("LANG", "C.UTF-8");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn what_is_decoded_is_encoded_to_the_same_octets() {
    let read_back = |vector: &Value| {
        let read = decoded(vector, &["--lenient"]);
        let told: Value = serde_json::from_str(&read).map_err(|error| error.to_string())?;
        let written = run(&["encode", "--json", "--fields", "-"], &read);
        let written: Value = serde_json::from_str(&written).map_err(|error| error.to_string())?;
        let pdu = text_of(&written["parts"][0], "pdu").ok_or_else(|| written.to_string())?;
        if told["forgiven"] == Value::Array(Vec::new()) {
            return same("the PDU", pdu, &*text_of(vector, "pdu_hex").unwrap().to_uppercase());
        }
        // What was forgiven is mended or kept as it came, and says the same.
        let mut mended = vector.clone();
        mended["pdu_hex"] = pdu.into();
        let again: Value = serde_json::from_str(&decoded(&mended, &[])).map_err(|error| error.to_string())?;
        let mut still = again["forgiven"].as_array().unwrap().iter();
        if let Some(error) = still.find(|error| !KEPT.iter().any(|(field, _)| error["field"] == *field)) {
            return Err(format!("{error} is not mended"));
        }
        ["number", "text", "data_hex", "timestamp"]
            .iter()
            .try_for_each(|key| same(key, &again[key], &told[key]))
    };
    check("pdu.json", &[], |_| true, read_back);
    check("lenient.json", &[], |_| true, read_back);
}

#[test]
fn every_option_of_encode_is_what_decode_reads() {
    let at = ["--sent-at", "2026-12-24T17:00:00-03:30"];
    let done = ["--discharged-at", "2026-12-24T17:00:04+01:00"];
    // Options, those of decode, and what is read: a key and its value in JSON each.
    type Row<'a> = (Vec<&'a str>, Vec<&'a str>, Vec<(&'a str, &'a str)>);
    let rows: Vec<Row<'_>> = vec![
        (vec!["--text", "x", "--class", "0"], vec![], vec![("class", "0"), ("dcs", "16")]),
        (vec!["--text", "x", "--coding", "0xF1"], vec![], vec![("class", "1"), ("dcs", "241")]),
        (vec!["--text", "x", "--validity", "143"], vec![], vec![("validity.seconds", "43200")]),
        (vec!["--text", "x", "--valid-for", "3d"], vec![], vec![("validity.raw", "169")]),
        (
            vec!["--text", "x", "--valid-until", "2026-12-24T17:00:00+01:00"],
            vec![],
            vec![("validity.absolute", "\"2026-12-24T17:00:00+01:00\""), ("vpf", "3")],
        ),
        (
            vec!["--text", "x", "--enhanced", "01:30:05", "--single-try"],
            vec![],
            vec![("validity.seconds", "5405"), ("validity.single_shot", "true"), ("vpf", "1")],
        ),
        (vec!["--text", "x", "--enhanced", "90s"], vec![], vec![("validity.seconds", "90")]),
        (vec!["--text", "x", "--enhanced", "143"], vec![], vec![("validity.relative_raw", "143")]),
        (vec!["--text", "x", "--enhanced", "none"], vec![], vec![("validity.seconds", "null")]),
        (
            vec!["--data", "00FF", "--ports", "2948:9200"],
            vec![],
            vec![("udh.ports.dst", "2948"), ("alphabet", "\"8bit\""), ("data_hex", "\"00FF\"")],
        ),
        (
            vec!["--text", "x", "--short-ports", "240:241", "--part", "2/3", "--wide"],
            vec![],
            vec![("udh.ports.bits", "8"), ("udh.concat.ref_bits", "16"), ("udh.concat.seq", "2")],
        ),
        (
            vec!["--text", "Şx", "--single-shift", "turkish"],
            vec![],
            vec![("udh.nli_single_shift", "1"), ("text", "\"Şx\""), ("alphabet", "\"gsm7\"")],
        ),
        (vec!["--text", "ÔÇ", "--locking-shift", "3"], vec![], vec![("text", "\"ÔÇ\""), ("udl", "7")]),
        (vec!["--septets", "1B65"], vec![], vec![("text", "\"€\"")]),
        (
            vec!["--text", "x", "--waiting", "voice:2", "--element", "70:0102"],
            vec![],
            vec![("mwi.set", "true"), ("mwi.discard", "false"), ("udh.ies.1.data_hex", "\"0102\"")],
        ),
        (
            vec![
                "--text",
                "x",
                "--report",
                "--reject-duplicates",
                "--reply-path",
                "--message-reference",
                "7",
            ],
            vec![],
            vec![("srr", "true"), ("rd", "true"), ("rp", "true"), ("mr", "7")],
        ),
        (
            [&["--type", "deliver", "--text", "x", "--more-messages", "--forwarded", "--report"], &at[..]]
                .concat(),
            vec![],
            vec![
                ("mms", "false"),
                ("lp", "true"),
                ("sri", "true"),
                ("timestamp", "\"2026-12-24T17:00:00-03:30\""),
            ],
        ),
        (
            [&["--type", "status-report", "--status", "0x46", "--of-command"], &at[..], &done[..]].concat(),
            vec![],
            vec![("status", "70"), ("srq", "true"), ("status_class", "\"given-up\"")],
        ),
        (
            [&["--type", "submit-report", "--cause", "0xC3", "--protocol", "5"], &at[..]].concat(),
            vec!["--direction", "sc", "--error"],
            vec![("fcs", "195"), ("pi", "1"), ("pid", "5")],
        ),
        (
            vec!["--type", "deliver-report", "--text", "ê"],
            vec!["--direction", "ms", "--ack"],
            vec![("pi", "6"), ("dcs", "8"), ("text", "\"ê\"")],
        ),
        (
            vec!["--type", "command", "--command-type", "2", "--message-number", "7", "--data", "01"],
            vec!["--direction", "ms"],
            vec![("command_type", "2"), ("message_number", "7"), ("data_hex", "\"01\"")],
        ),
    ];
    for (options, how, want) in rows {
        // A report of what was submitted or delivered has no number.
        let answers = options.iter().any(|option| ["submit-report", "deliver-report"].contains(option));
        let to: &[&str] = if answers { &[] } else { &["--to", "0639980012"] };
        let written = run(&[&["encode", "--json"], to, &options[..]].concat(), "");
        let written: Value = serde_json::from_str(&written).unwrap();
        let pdu = text_of(&written["parts"][0], "pdu").unwrap_or_else(|| panic!("{options:?}: {written}"));
        let read = run(&[&["decode", "--json", pdu], &how[..]].concat(), "");
        let read: Value = serde_json::from_str(&read).unwrap();
        for (key, want) in want {
            let got = read.pointer(&format!("/{}", key.replace('.', "/"))).map(Value::to_string);
            assert_eq!(got.as_deref(), Some(want), "{key} of {options:?}");
        }
    }
}

#[test]
fn a_long_text_beside_other_elements_is_cut_where_they_leave_room() {
    let text = "Répétition générale à 14 h, salle Bizet; prière d'apporter 2 € et [vos] pupitres. ".repeat(6);
    let hex = "00FF".repeat(200);
    // An escape, and a surrogate pair, where a part ends.
    let [euros, smiles] = ["€", "😀"].map(|sign| format!("x{}", sign.repeat(120)));
    let said: [&[&str]; 6] = [
        &["--text", &euros, "--ports", "1:2"],
        &["--text", &smiles, "--ports", "1:2"],
        &["--text", &text, "--ports", "1:2"],
        &["--text", &text, "--single-shift", "portuguese"],
        &["--text", &text, "--alphabet", "ucs2", "--element", "70:00112233"],
        &["--data", &hex, "--wide"],
    ];
    for said in said {
        let written = run(&[&["encode", "--to", "0639980012", "--json"], said].concat(), "");
        let written: Value = serde_json::from_str(&written).unwrap();
        let parts = written["parts"].as_array().unwrap_or_else(|| panic!("{written}"));
        let (mut joined, total) = (String::new(), parts.len());
        for (before, part) in parts.iter().enumerate() {
            let read = run(&["decode", "--json", text_of(part, "pdu").unwrap()], "");
            let read: Value = serde_json::from_str(&read).unwrap();
            let place = &read["udh"]["concat"];
            assert_eq!((&place["seq"], &place["total"]), (&(before + 1).into(), &total.into()));
            joined += text_of(&read, "text").or_else(|| text_of(&read, "data_hex")).unwrap();
            // No part but the last leaves room for one more sign.
            let full = part["tpdu_length"].as_u64().unwrap() >= 13 + 138;
            assert!(full || before + 1 == total, "{part}");
        }
        assert_eq!(joined, said[1]);
    }
}

#[test]
fn what_a_reader_takes_for_one_sign_is_not_cut_beside_other_elements() {
    let family = "👨\u{200D}👩\u{200D}👧";
    let text = format!("{}{family}{}", "x".repeat(60), "x".repeat(20));
    let rows: [&[&str]; 2] = [&["--ports", "2948:9200"], &["--alphabet", "ucs2"]];
    for options in rows {
        let arguments = [&["encode", "--to", "0639980012", "--json", "--text", &text], options].concat();
        let written: Value = serde_json::from_str(&run(&arguments, "")).unwrap();
        let parts = written["parts"].as_array().unwrap();
        let texts: Vec<&str> = parts.iter().map(|part| text_of(part, "text").unwrap()).collect();
        assert_eq!(texts, [&text[..60], &text[60..]], "{options:?}");
    }
}

#[test]
fn in_a_log_each_pdu_is_read_and_what_is_none_is_named() {
    let log = "AT+CMGL=4\nHuawei\n+CMGL: 1,1,,26\n\
               07913336990800F0040B913336990821F300006221326100004007C2B75BFDAECB01\n\
               +CMGL: 2,2,,10\n0001000481631500000178\nOK\n[at] <-- '<CR><LF>+CDS: 25<CR><LF>\
               0006000B913336990810F262214271000040622142710040294\n";
    let mut command = Command::new(env!("CARGO_BIN_EXE_beffroi"));
    command.args(["pdu", "decode", "--json"]).env("LANG", "C.UTF-8");
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(log.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "no PDU on lines 1-2, 7\n");
    let read: Vec<Value> = output
        .stdout
        .split(|octet| *octet == b'\n')
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect();
    let told: Vec<(&Value, &Value)> = read.iter().map(|read| (&read["line"], &read["direction"])).collect();
    let [four, six, eight] = [4, 6, 8].map(Value::from);
    let [deliver, submit] = ["deliver", "submit"].map(Value::from);
    assert_eq!(told, [(&four, &deliver), (&six, &submit), (&eight, &Value::Null)]);
    assert!(text_of(&read[2], "refused").unwrap().starts_with("hex at octet "), "half an octet");
    // The line above counts the service centre among the octets, as some modems do.
    let miscounted =
        run(&["decode", "--json"], "+CDS: 26\n0006000B913336990810F2622142710000406221427100402946\n");
    let miscounted: Value = serde_json::from_str(&miscounted).unwrap();
    assert_eq!((&miscounted["has_smsc"], &miscounted["status"]), (&Value::Bool(true), &Value::from(70)));
}

/// What `decode --json` says of a vector, told what it is.
fn decoded(vector: &Value, options: &[&str]) -> String {
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
    run(&arguments, text_of(vector, "pdu_hex").unwrap())
}

fn check_vector(vector: &Value, options: &[&str]) -> Checked {
    let read: Value = serde_json::from_str(&decoded(vector, options)).map_err(|error| error.to_string())?;
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
