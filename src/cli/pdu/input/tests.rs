//! What is found in lists and logs, and what is passed over.

use super::*;

#[test]
fn a_counter_before_a_pdu_is_none_of_it() {
    let pdu = "0001000B913336990821F300000178";
    let rows = ["2 ", "2 \"", "12 \"", "[2] \"", "2: "];
    for before in rows {
        let quote = if before.ends_with('"') { "\"" } else { "" };
        let text = format!("{before}{pdu}{quote}");
        let found: Vec<String> = pdus(&text).found.into_iter().map(|found| found.digits).collect();
        assert_eq!(found, [pdu], "{text}");
    }
}

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
        ("12:00:01 <- +CMT: \"x\",27\n12:00:01 <- 0791AB0791AB0791AB", Some(Direction::FromCentre), Some(27)),
        ("+CDS: 25\n0791AB", Some(Direction::FromCentre), Some(25)),
        ("+CMGL: 3,1,,24\n0791AB", Some(Direction::FromCentre), Some(24)),
        ("+CMGR: 2,,14\n0791AB", Some(Direction::FromPhone), Some(14)),
        ("+CMGS=14\n> 0011000B913336990821F3\x1a", Some(Direction::FromPhone), Some(14)),
        ("[ttyUSB2/at] <-- '<CR><LF>+CMT: ,27<CR><LF>0791AB<CR><LF>'", Some(Direction::FromCentre), Some(27)),
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
fn a_pdu_is_found_behind_a_prompt_behind_what_tells_of_it_and_however_its_end_is_written() {
    const PDU: &str = "0011000B913336990821F30000AA01C1";
    let ends = ["", "\x1a", "<SUB>", "<sub>", "^Z", "\\26", "\\x1a", "\\032", "<Ctrl-Z>"];
    for end in ends {
        for line in [format!("> {PDU}{end}"), format!(">{PDU}{end}"), format!("'{PDU}{end}'")] {
            let want = Found { digits: PDU.into(), line: 1, ..Found::default() };
            assert_eq!(pdus(&line), Reading { found: vec![want], ..Reading::default() }, "{line}");
        }
    }
    let log = format!(
        "ModemManager[817]: <dbg> [1729490381.35] [ttyUSB2/at] --> 'AT+CMGS=14<CR>'\n\
         ModemManager[817]: <dbg> [1729490381.36] [ttyUSB2/at] <-- '<CR><LF>> '\n\
         ModemManager[817]: <dbg> [1729490381.37] [ttyUSB2/at] --> '{PDU}\\26'\n\
         ModemManager[817]: <dbg> [1729490384.02] [ttyUSB2/at] <-- '<CR><LF>+CMGS: 8<CR><LF><CR><LF>OK<CR><LF>'\n\
         <debug> (ttyUSB2): <-- '<CR><LF>+CMGR: 1,,25<CR><LF>0791AB<CR><LF><CR><LF>OK<CR><LF>'\n\
         <debug> (ttyUSB2): <-- '<CR><LF>+CDS: 25 {PDU}<CR><LF>'\n\
         +CMT: ,25 {PDU}"
    );
    let told = |digits: &str, line, direction, length| Found {
        digits: digits.into(),
        line,
        direction: Some(direction),
        length: Some(length),
        form: None,
    };
    let want = [
        told(PDU, 3, Direction::FromPhone, 14),
        told("0791AB", 5, Direction::FromCentre, 25),
        told(PDU, 6, Direction::FromCentre, 25),
        told(PDU, 7, Direction::FromCentre, 25),
    ];
    assert_eq!(pdus(&log), Reading { found: want.to_vec(), passed_over: vec![2, 4], in_vain: vec![] });
}

#[test]
fn words_dates_and_clocks_are_no_pdus_and_leave_what_was_announced_to_what_follows() {
    for word in ["Handshaking", "Huawei", "20261130", "12:00:01", "2026-11-30", "20261130 120001"] {
        let rows = [
            (format!("+CMT: ,25\n{word}\n0791AB"), 3, Some(25)),
            (format!("0792AB\n{word}\n0791AB"), 3, None),
            (format!("{word} 0791AB0791AB0791AB"), 1, None),
        ];
        for (text, line, length) in rows {
            let Reading { found, passed_over, .. } = pdus(&text);
            let last = found.last().map(|found| (found.line, found.length));
            assert_eq!(last, Some((line, length)), "{text}");
            assert!(found.iter().all(|found| found.digits.starts_with("079")), "{text}: {found:?}");
            assert!(line == 1 || passed_over.contains(&2), "{text}: {passed_over:?}");
        }
    }
    // What was given alone is meant, and a slip is told.
    let rows = [("Handshaking", "Handshaking"), ("+CMT: ,25\n0791zB", "0791zB"), ("07 91\n0791zB", "0791zB")];
    for (text, want) in rows {
        let last = pdus(text).found.pop().map(|found| found.digits);
        assert_eq!(last.as_deref(), Some(want), "{text}");
    }
}

#[test]
fn in_a_log_what_is_no_pdu_is_passed_over_and_named() {
    let text = "ATI\n+CMGL: 1,1,,24\n0791\n\n+CMGL: 2,1,,24\n0792\n\nOK\n+CREG: 1\nAEFDSD\n07 91 AB\n";
    let Reading { found, passed_over, .. } = pdus(text);
    let found: Vec<(String, usize)> = found.into_iter().map(|found| (found.digits, found.line)).collect();
    let want = [("0791", 3), ("0792", 6), ("0791AB", 11)];
    assert_eq!(found, want.map(|(digits, line)| (digits.to_owned(), line)));
    assert_eq!(passed_over, [1, 8, 9, 10]);
    // A list has one PDU a line, and an answer to each.
    let list = pdus("0791\nAEFDSD\n07 92\n");
    let found: Vec<String> = list.found.into_iter().map(|found| found.digits).collect();
    assert_eq!((found, list.passed_over), (["0791", "AEFDSD", "0792"].map(str::to_owned).to_vec(), vec![]));
}

#[test]
fn a_hash_in_a_log_is_no_pdu_unless_it_reads_as_one() {
    const PDU: &str = "0011000B913336990821F30000AA01C1";
    let rows = [
        ("3f786850e387550fdab836ed7e6dc881de23001b", false),
        ("550e8400e29b41d4a716446655440000", false),
        ("9F86D081884C7D659A2FEAA0C55AD015", false),
        ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", false),
        // As many digits, and a SUBMIT; as few as no hash has, and a slip.
        (PDU, true),
        ("9F86D081884C7D659A2FEAA0C55AD0", true),
    ];
    for (word, want) in rows {
        for line in [word.to_owned(), format!("12:00:01 built from {word}")] {
            let Reading { found, passed_over, .. } = pdus(&format!("+CREG: 1\n{line}\n+CREG: 2\n"));
            assert_eq!((found.len(), passed_over.contains(&2)), (usize::from(want), !want), "{line}");
        }
        let announced = |length: usize| pdus(&format!("+CMGL: 1,1,,{length}\n{word}\n"));
        let fitting = announced(word.len() / 2);
        assert_eq!(fitting.found.len(), 1, "what was announced is one, and its mistake is told: {word}");
        let other = announced(100);
        assert_eq!(
            (other.found.len(), other.in_vain.len()),
            (usize::from(want), usize::from(!want)),
            "{word}"
        );
        assert_eq!(pdus(word).found.len(), 1, "what was given alone is meant: {word}");
    }
}

#[test]
fn a_line_that_announces_what_does_not_follow_is_named() {
    let rows: [(&str, &[usize]); 7] = [
        ("+CMGL: 1,1,,24\n0791AB\n+CMGL: 2,1,,24\nOK\n", &[3]),
        ("+CMGL: 1,1,,24\n+CMGL: 2,1,,24\n0791AB\nOK\n", &[1]),
        ("+CMGL: 1,1,,24\n\n0791AB\n", &[]),
        ("+CMGL: 1,1,,24", &[1]),
        ("+CMT: ,24\n+CDS: 25 0791AB0791AB0791AB\n", &[1]),
        // No list, but what may be asked for; and a command that was taken back at its prompt.
        ("+CMGL: (0-4)\nOK\n", &[]),
        ("AT+CMGS=14\n> \nOK\n", &[]),
    ];
    for (text, want) in rows {
        assert_eq!(pdus(text).in_vain, want, "{text}");
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_pdu() {
    let taken = whole("\u{FEFF}0791AB\n0792AB".as_bytes(), "f", Language::English);
    assert_eq!(taken.ok().as_deref(), Some("0791AB\n0792AB"));
}

#[test]
fn an_argument_that_is_no_pdu_stands_where_it_was_given() {
    type Row<'a> = (&'a [&'a str], &'a [(&'a str, usize)]);
    let rows: [Row<'_>; 6] = [
        (&["0791AB", "zz", "0792AB"], &[("0791AB", 1), ("zz", 2), ("0792AB", 3)]),
        (&["0791AB", ""], &[("0791AB", 1), ("", 2)]),
        (&["zz"], &[("zz", 1)]),
        (&["07 91 AB", "0792AB"], &[("0791AB", 1), ("0792AB", 2)]),
        (&["+CMT: ,25", "0791AB"], &[("0791AB", 2)]),
        // A text, whose other lines are passed over and named.
        (&["+CMT: ,25\n0791AB\nRING"], &[("0791AB", 2)]),
    ];
    for (words, want) in rows {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let found: Vec<(String, usize)> =
            of_arguments(&words).found.into_iter().map(|found| (found.digits, found.line)).collect();
        let want: Vec<(String, usize)> =
            want.iter().map(|(word, line)| ((*word).to_owned(), *line)).collect();
        assert_eq!(found, want, "{words:?}");
    }
}

#[test]
fn a_pdu_is_found_in_brackets_behind_its_name_and_with_its_octets_apart() {
    const PDU: &str = "0001000B913336990821F300000178";
    let apart = PDU.as_bytes().chunks(2).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
    let rows = [
        (format!("PDU={PDU}"), true),
        (format!("pdu:{PDU}"), true),
        (format!("‹{PDU}>"), true),
        (format!("<{PDU}>"), true),
        (format!("tpdu=<{PDU}>"), true),
        (format!("tx: {apart}"), true),
        // Something else that is dumped, and other names.
        ("tx: 48 65 6C 6C 6F 20 77 6F 72 6C 64".to_owned(), false),
        ("trace=00f067aa0ba902b7".to_owned(), false),
    ];
    for (line, want) in rows {
        let text = format!("+CREG: 1\n12:00:01 {line}\n");
        let found: Vec<String> = pdus(&text).found.into_iter().map(|found| found.digits).collect();
        let want: &[&str] = if want { &[PDU] } else { &[] };
        assert_eq!(found, want, "{line}");
    }
    for alone in [format!("PDU={PDU}"), format!("<{PDU}>")] {
        assert_eq!(pdus(&alone).found.first().map(|found| found.digits.as_str()), Some(PDU), "{alone}");
    }
}
