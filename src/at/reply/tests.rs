#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may panic")]

use std::time::Instant;

use serde_json::Value;

use super::*;
use crate::at::line::{FinalResult, Line, classify};
use crate::at::session::{Event, Session};

const VECTORS: &str = include_str!("../../../tests/vectors/at.json");

/// The vectors of a command, with what they assert.
fn vectors(command: &str) -> Vec<(String, Vec<String>, Value)> {
    let all: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    let own = all.into_iter().filter(|vector| vector["command"] == command);
    let rows: Vec<_> = own
        .map(|vector| {
            let reply = vector["raw_reply"].as_str().unwrap();
            let lines = reply.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty());
            (vector["id"].to_string(), lines.map(str::to_owned).collect(), vector["expected"].clone())
        })
        .collect();
    assert!(!rows.is_empty(), "{command}");
    rows
}

fn lines(text: &str) -> Vec<String> {
    text.split('\n').map(str::to_owned).collect()
}

#[test]
fn registrations_of_many_firmwares_are_read() {
    for command in ["AT+CREG?", "AT+CEREG?"] {
        for (id, lines, expected) in vectors(command) {
            assert_eq!(registration(&lines).map(u64::from), expected["stat"].as_u64(), "{id}");
        }
    }
    // The E160G answers this when it is not registered.
    assert_eq!(registration(&lines("+CREG: 2,0,00,0")), Some(0));
    assert_eq!(registration(&lines("+CREG: 1\n+CREG: 0,5")), Some(5), "the first came unasked");
}

#[test]
fn an_unsolicited_registration_is_no_answer() {
    let rows = ["+CREG: 1", "+CREG: 1,\"1A2B\",\"0C3D4E5F\",7", "+CREG: 1,84CD,00D30156", "+CREG:", "ERROR"];
    for given in rows {
        assert_eq!(registration(&lines(given)), None, "{given}");
    }
}

#[test]
fn pin_states_are_read_with_quotes_and_without_blanks() {
    for (id, lines, expected) in vectors("AT+CPIN?") {
        let want = match expected["code"].as_str().unwrap() {
            "READY" => PinState::Ready,
            "SIM PIN" => PinState::Pin,
            "SIM PUK" => PinState::Puk,
            other => PinState::Other(other.to_owned()),
        };
        assert_eq!(pin_state(&lines), Some(want), "{id}");
    }
    assert_eq!(pin_state(&lines("+CPIN:READY")), Some(PinState::Ready));
    assert_eq!(pin_state(&lines("OK")), None);
}

#[test]
fn service_centres_are_read_in_either_alphabet() {
    for (id, lines, expected) in vectors("AT+CSCA?") {
        assert_eq!(service_centre(&lines).as_deref(), expected["sca"].as_str(), "{id}");
    }
    let rows = [
        ("+CSCA: \"\",129", Some("")),
        ("+CSCA: ", Some("")),
        ("+CSCA:\"+33639980099\"", Some("+33639980099")),
        ("OK", None),
    ];
    for (given, want) in rows {
        assert_eq!(service_centre(&lines(given)).as_deref(), want, "{given}");
    }
}

#[test]
fn offers_of_indications_are_read_as_ranges_and_lists() {
    for (id, lines, expected) in vectors("AT+CNMI=?") {
        let read = indication_support(&lines).expect(&id);
        let rows = [
            (&read.mode, "mode"),
            (&read.messages, "mt"),
            (&read.broadcasts, "bm"),
            (&read.reports, "ds"),
            (&read.buffer, "bfr"),
        ];
        for (list, name) in rows {
            assert_eq!(serde_json::to_value(list).unwrap(), expected[name], "{id} {name}");
        }
    }
    // Seen without the blank, with single numbers, and with lists instead of ranges.
    let rows = [
        ("+CNMI:(0-3),(0-3),(0-3),(0,1),(0,1)", Some(vec![0, 1])),
        ("+CNMI: (0,1,2),(0,1),(0,2),(0),(1)", Some(vec![0])),
        ("+CNMI: 2,1,0,1,0", Some(vec![1])),
        ("+CNMI: (0-2),(0-1)", None),
        ("+CNMI: (3-0),(0),(0),(0)", None),
        // No modem has so many, and one line must not become a long list.
        ("+CNMI: (0-255),(0),(0),(0)", None),
        ("ERROR", None),
    ];
    for (given, want) in rows {
        assert_eq!(indication_support(&lines(given)).map(|s| s.reports), want, "{given}");
    }
}

#[test]
fn set_indications_storages_and_signal_are_read() {
    for (id, lines, expected) in vectors("AT+CNMI?") {
        let read = indications(&lines).expect(&id);
        let numbers = [read.mode, read.messages, read.broadcasts, read.reports, read.buffer];
        for (number, name) in numbers.iter().zip(["mode", "mt", "bm", "ds", "bfr"]) {
            assert_eq!(Some(u64::from(*number)), expected[name].as_u64(), "{id} {name}");
        }
    }
    for (id, lines, expected) in vectors("AT+CPMS?") {
        let read = storages(&lines).expect(&id);
        assert_eq!(read.len(), 3, "{id}");
        if let Some(name) = expected["mem1"].as_str() {
            assert_eq!(read[0].name, name, "{id}");
        }
    }
    for (id, lines, expected) in vectors("AT+CSQ") {
        assert_eq!(signal_quality(&lines).map(u64::from), expected["rssi"].as_u64(), "{id}");
    }
    assert_eq!(signal_quality(&lines("+CSQ: 99,99")), None);
    assert_eq!(storages(&lines("+CPMS: ,,,,,,,,")), None);
}

#[test]
fn who_is_there_is_read_with_a_name_and_without() {
    for command in ["AT+CGMI", "AT+CGMM", "AT+CGMR"] {
        for (id, lines, expected) in vectors(command) {
            let want = expected["lines"][0].as_str().unwrap();
            let want = want.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(words(&lines), Some(want), "{id}");
        }
    }
    assert_eq!(words(&lines("+CGMI: TEST CORPORATION")).as_deref(), Some("TEST CORPORATION"));
    type Parse = fn(&[String]) -> Option<String>;
    let rows: &[(Parse, &str, Option<&str>)] = &[
        (serial_number, "356938035643809", Some("356938035643809")),
        (serial_number, "+CGSN: \"356938035643809\"", Some("356938035643809")),
        (serial_number, "^RSSI:18\n356938035643809", Some("356938035643809")),
        (serial_number, "OK", None),
        (sim_id, "+CCID: 8933010000000000010", Some("8933010000000000010")),
        (sim_id, "8933010000000000010F", Some("8933010000000000010")),
        (sim_id, "+CCID: \"89330100000000000105\"", Some("89330100000000000105")),
        (sim_id, "356938035643809", None),
        (subscriber_id, "001010000000001", Some("001010000000001")),
    ];
    for (parse, given, want) in rows {
        assert_eq!(parse(&lines(given)).as_deref(), *want, "{given}");
    }
}

#[test]
fn references_are_read() {
    for (id, lines, expected) in vectors("AT+CMGS") {
        let found = lines.iter().find_map(|line| match classify(line) {
            Line::Submitted { reference } => Some(u64::from(reference)),
            _ => None,
        });
        assert_eq!(found, expected["mr"].as_u64(), "{id}");
    }
}

#[test]
fn final_results_end_where_the_vectors_say() {
    for (id, lines, expected) in vectors("(final result)") {
        let first = classify(&lines[0]);
        let want = match expected["final"].as_str() {
            Some("ok") => first == Line::Final(FinalResult::Ok),
            // Lines of calls end nothing here: they may come unasked.
            Some(_) => matches!(first, Line::Final(_) | Line::Call) && first != Line::Final(FinalResult::Ok),
            // A code that is missing is an error all the same.
            None => !matches!(first, Line::Final(FinalResult::Ok | FinalResult::Error)),
        };
        assert!(want, "{id}: {first:?}");
    }
}

#[test]
fn shown_pdus_reach_the_caller() {
    for (command, report) in [("+CDS", true), ("+CMT", false)] {
        for (id, lines, expected) in vectors(command) {
            let hex = expected["pdu_hex"].as_str().unwrap();
            if hex.len() < 14 {
                continue;
            }
            let mut session = Session::default();
            session.handle_bytes(format!("{}\r\n", lines.join("\r\n")).as_bytes(), Instant::now());
            let octets = match session.poll_event() {
                Some(Event::Report(octets)) if report => octets,
                Some(Event::Message(octets)) if !report => octets,
                other => unreachable!("{id}: {other:?}"),
            };
            let shown: String = octets.iter().map(|octet| format!("{octet:02X}")).collect();
            assert_eq!(shown, hex.to_ascii_uppercase(), "{id}");
        }
    }
}

#[test]
fn operators_and_their_technology_are_read() {
    let read = |line: &str| operator(&lines(line));
    let of = |name: Option<&str>, technology| Some(Operator { name: name.map(str::to_owned), technology });
    let rows = [
        ("+COPS: 0,0,\"Virtual Network\",7", of(Some("Virtual Network"), Some(7))),
        ("+COPS: 0,2,\"00101\",0", of(Some("00101"), Some(0))),
        ("+COPS: 1,0,\"Orange F\"", of(Some("Orange F"), None)),
        ("+COPS: 0", of(None, None)),
        ("OK", None),
    ];
    for (given, want) in rows {
        assert_eq!(read(given), want, "{given}");
    }
}

#[test]
fn tries_are_those_of_the_code_that_is_asked_for() {
    let rows = [
        ("+CPINR: SIM PIN,2,3", Some(2)),
        ("+CPINR: SIM PUK,10,10\n+CPINR: SIM PIN,1,3", Some(1)),
        ("+QPINC: \"SC\",3,10", Some(3)),
        ("^CPIN: SIM PIN,3,10,3,10,3", Some(3)),
        ("#PCT: 2", Some(2)),
        ("+CPINR: SIM PIN,,", None),
        ("ERROR", None),
    ];
    for (given, want) in rows {
        assert_eq!(tries_left(&lines(given), "SIM PIN"), want, "{given}");
    }
}

#[test]
fn small_numbers_and_formats_are_read() {
    assert_eq!(number(&lines("+CFUN: 1"), "+CFUN"), Some(1));
    assert_eq!(number(&lines("+CSMS: 0,1,1,1"), "+CSMS"), Some(0));
    assert_eq!(number(&lines("+CFUN: (0-1,4-7),(0-1)"), "+CFUN"), None, "one firmware answers so");
    assert_eq!(message_formats(&lines("+CMGF: (0,1)")), Some(vec![0, 1]));
    assert_eq!(message_formats(&lines("+CMGF: (0-1)")), Some(vec![0, 1]));
    assert!(tells_anything(&lines("+CPMS: (\"SM\")")) && tells_anything(&lines("123")));
    assert!(!tells_anything(&lines("+CPMS:")) && !tells_anything(&[]));
}
