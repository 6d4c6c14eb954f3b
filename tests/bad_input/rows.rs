//! Rows that no careful program writes.

use rusqlite::types::Value;

use crate::house::{House, Row};

const TO: &str = "06 39 98 70 00";
const BODY: &str = "Cours de piano annulé ce soir.";

fn text(text: &str) -> Value {
    Value::from(text.to_owned())
}

/// Judged, one way or the other.
fn verdicts(house: &House) -> Vec<Row> {
    house.wait("every row judged", |house| {
        let rows = house.all_rows();
        let judged = |row: &Row| ["refused", "queued", "delivered"].contains(&row.state.as_str());
        (!rows.is_empty() && rows.iter().all(judged)).then_some(rows)
    })
}

/// A sentence, in French, on one line.
#[track_caller]
fn assert_is_told(row: &Row) {
    let sentence = row.explanation.as_deref().unwrap_or_default();
    assert!(sentence.chars().count() > 10, "{row:?}");
    assert!(!sentence.chars().any(char::is_control) && !sentence.starts_with("reason-"), "{row:?}");
}

/// Puts these rows in, then a good one, and expects of each its reason; the good one is sent.
fn are_refused(rows: &[(&str, Vec<(&str, Value)>)]) {
    let house = House::new();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    for (_, columns) in rows {
        for (_, value) in columns {
            if let Value::Text(text) = value {
                house.keep_secret(text, text);
            }
        }
        house.insert_values(columns);
    }
    let good = house.insert(&[("recipient", TO), ("body", BODY)]);
    house.wait_for_state(good, "delivered");
    let judged = verdicts(&house);
    for (row, (reason, _)) in judged.iter().zip(rows) {
        assert_eq!((row.state.as_str(), row.reason.as_deref()), ("refused", Some(*reason)), "{row:?}");
        assert_is_told(row);
        assert_eq!((row.parts, row.sent_at.as_deref()), (Some(0), None));
    }
    assert_eq!(house.submits().len(), 1);
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn wrong_numbers_are_refused_each_with_its_reason() {
    let rows = [
        ("no_recipient", ""),
        ("no_recipient", "   "),
        ("not_a_number", "à demander à la mère"),
        ("wrong_length", "06 39 98 70"),
        ("wrong_length", "06 39 98 70 00 12"),
        ("several_numbers", "06 39 98 70 00 / 06 39 98 70 01"),
        ("several_numbers", "06 39 98 70 00 ou 06 39 98 70 01"),
        ("lost_digits", "6,12E+08"),
        ("landline", "01 99 00 12 34"),
        ("short_number", "3615"),
        ("not_a_number", "17"),
        ("premium_number", "08 99 00 12 34"),
        ("no_recipient", "\u{FFFD}\u{FFFD}"),
        ("not_a_number", "+33 6 39 98 70 0O"),
        ("not_a_number", "'; DROP TABLE outbox; --"),
        ("not_a_number", "06 39\0 98 70 00"),
    ];
    let rows: Vec<_> = rows
        .iter()
        .map(|(reason, number)| (*reason, vec![("recipient", text(number)), ("body", text(BODY))]))
        .collect();
    are_refused(&rows);
}

#[test]
fn texts_that_are_none_are_refused_each_with_its_reason() {
    let long = "Répétition générale à 14 h. ".repeat(400);
    let huge = "x".repeat(70_000);
    let rows = [
        ("empty_text", Value::Null),
        ("empty_text", text("")),
        ("empty_text", text(" \t\n ")),
        ("text_too_long", text(&long[..10_000])),
        ("value_too_long", text(&huge)),
        ("value_too_long", text(&"é".repeat(1_000_000))),
        ("control_character", text("Bonjour\0à tous")),
        ("control_character", text("Bonjour\u{1b}[2J à tous")),
        ("control_character", text("Bonjour\u{1a}AT+CMGS=1")),
        ("wrong_type", Value::Blob(vec![0; 100])),
        ("wrong_type", Value::Real(1.5)),
    ];
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(reason, body)| (reason, vec![("recipient", text(TO)), ("body", body)]))
        .collect();
    are_refused(&rows);
}

#[test]
fn a_row_over_4_mb_is_refused_and_named_and_the_next_one_goes() {
    let house = House::new();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    let values = [("body", 1), ("lane", 2), ("notice", 3)];
    for (column, _) in values {
        let mut row = vec![("recipient", text(TO)), ("body", text(BODY))];
        row.retain(|(name, _)| *name != column);
        row.push((column, text(&"é".repeat(3_000_000))));
        house.insert_values(&row);
    }
    let good = house.insert(&[("recipient", TO), ("body", BODY)]);
    house.wait_for_state(good, "delivered");
    for (row, (column, id)) in verdicts(&house).iter().zip(values) {
        assert_eq!(
            (row.state.as_str(), row.reason.as_deref()),
            ("refused", Some("value_too_long")),
            "{column}"
        );
        assert_is_told(row);
        house.wait_for_log(&format!("row {id} is over 4 MB"));
    }
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn octets_that_are_no_unicode_are_refused() {
    let house = House::new();
    let daemon = house.run();
    // A lone surrogate, an overlong slash, Latin-1, a cut sign.
    for octets in ["EDA080", "C0AF", "E9", "426F6E6A6F757220C3"] {
        house.execute(&format!(
            "INSERT INTO outbox (recipient, body) VALUES ('{TO}', CAST(X'{octets}' AS TEXT))"
        ));
        house.execute(&format!(
            "INSERT INTO outbox (recipient, body, reference) VALUES ('{TO}', '{BODY}', CAST(X'{octets}' AS TEXT))"
        ));
    }
    // The text has a reason of its own; elsewhere the column must be named.
    for (row, reason) in verdicts(&house).iter().zip(["not_unicode", "wrong_type"].iter().cycle()) {
        assert_eq!(row.reason.as_deref(), Some(*reason), "{row:?}");
        assert_is_told(row);
    }
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn dates_that_are_none_and_words_that_nobody_knows_are_refused() {
    let over = "x".repeat(300);
    let huge = "x".repeat(70_000);
    let rows = [
        ("bad_date", "expires_at", text("demain soir")),
        ("bad_date", "not_before", text("23/11/2026")),
        ("bad_date", "not_before", text("2026-13-45 99:99")),
        ("bad_date", "expires_at", text("99999-01-01 00:00")),
        ("already_expired", "expires_at", text("2001-01-01 12:00")),
        ("already_expired", "expires_at", text("2001-01-01T12:00:00+01:00")),
        ("expires_before_start", "not_before", text("2098-01-01 12:00")),
        ("unknown_service", "service", text("voirie")),
        ("unknown_service", "service", text(&over)),
        ("unknown_lane", "lane", text("vite")),
        ("value_too_long", "reference", text(&over)),
        ("value_too_long", "notice", text(&huge)),
        ("value_too_long", "expires_at", text(&huge)),
        ("value_too_long", "service", text(&huge)),
        ("value_too_long", "lane", text(&huge)),
    ];
    let mut all = Vec::new();
    for (reason, column, value) in rows {
        let mut columns = vec![("recipient", text(TO)), ("body", text(BODY)), (column, value)];
        if reason == "expires_before_start" {
            columns.push(("expires_at", text("2097-01-01 12:00")));
        }
        all.push((reason, columns));
    }
    are_refused(&all);
}

#[test]
fn every_type_in_every_column_is_judged_and_none_stops_the_others() {
    let house = House::new();
    let daemon = house.run();
    let values = || {
        [
            Value::Null,
            Value::Integer(0),
            Value::Integer(1),
            Value::Integer(-1),
            Value::Integer(639_987_000),
            Value::Integer(i64::MAX),
            Value::Integer(i64::MIN),
            Value::Real(6.399_870_01e8),
            Value::Real(f64::INFINITY),
            Value::Real(-0.0),
            text(""),
            text("new"),
            text("\0"),
            text("1"),
            Value::Blob(vec![]),
            Value::Blob(vec![0xff; 40]),
        ]
    };
    let columns = [
        "recipient",
        "body",
        "service",
        "lane",
        "reference",
        "not_before",
        "expires_at",
        "notice",
        "uid",
        "reason",
        "explanation",
        "message",
        "parts",
        "sent_at",
        "delivered_at",
        "created_at",
        "state",
    ];
    let mut count = 0;
    for column in columns {
        for value in values() {
            let mut row = vec![(column, value)];
            for (name, usual) in [("recipient", TO), ("body", BODY)] {
                if name != column {
                    row.push((name, text(usual)));
                }
            }
            house.insert_values(&row);
            count += 1;
        }
    }
    house.keep_secret(TO, BODY);
    let rows = verdicts(&house);
    assert_eq!(rows.len(), count);
    for row in rows.iter().filter(|row| row.state == "refused") {
        assert_is_told(row);
    }
    let taken = rows.iter().filter(|row| row.state == "queued").count();
    // All but uid, the mirror's own columns and what reads as nothing.
    assert!(taken > 9 * values().len(), "{taken} of {count}");
    // Whatever was in them: a good row still goes.
    let _modem = house.modem(|_| {});
    let good = house.insert(&[("recipient", "06 39 98 71 00"), ("body", BODY), ("lane", "urgent")]);
    house.wait_for_state(good, "delivered");
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_cancel_of_any_type_harms_nothing() {
    let house = House::new();
    let daemon = house.run();
    // A number other than 0 is a yes; everything else is read as SQLite compares it.
    let rows = [
        (Value::Null, "queued"),
        (Value::Integer(0), "queued"),
        (Value::Integer(1), "cancelled"),
        (Value::Integer(-7), "cancelled"),
        (Value::Real(0.0), "queued"),
    ];
    for (cancel, _) in &rows {
        house.insert_values(&[("recipient", text(TO)), ("body", text(BODY)), ("cancel", cancel.clone())]);
    }
    for cancel in [text("oui"), text(""), Value::Blob(vec![1])] {
        house.insert_values(&[("recipient", text(TO)), ("body", text(BODY)), ("cancel", cancel)]);
    }
    let judged = house.wait("all judged", |house| {
        let rows = house.all_rows();
        let judged = |row: &Row| ["queued", "cancelled"].contains(&row.state.as_str());
        (rows.iter().all(judged)).then_some(rows)
    });
    for ((cancel, state), row) in rows.iter().zip(&judged) {
        assert_eq!(row.state, *state, "{cancel:?}");
    }
    house.keep_secret(TO, BODY);
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn commands_refuse_what_rows_are_refused_for() {
    let house = House::new();
    let long = "Répétition générale à 14 h. ".repeat(400);
    let rows: &[(&[&str], i32, &str)] = &[
        (&["--to", "", "--text", BODY], 3, "number"),
        (&["--to", "01 99 00 12 34", "--text", BODY], 3, "landline"),
        (&["--to", TO, "--text", "  "], 3, "empty"),
        (&["--to", TO, "--text", &long], 3, "too long"),
        (&["--to", TO, "--text", BODY, "--service", "voirie"], 2, "voirie"),
        (&["--to", TO, "--text", BODY, "--lane", "vite"], 2, "vite"),
        (&["--to", TO, "--text", BODY, "--expires", "2001-01-01 12:00"], 3, "2001"),
        (&["--to", TO, "--text", BODY, "--expires", "demain"], 2, "2026-11-23 17:00"),
    ];
    let daemon = house.run();
    for beside in [true, false] {
        for (arguments, code, word) in rows {
            let refused = house.ask(&[&["send"], *arguments].concat());
            let said = refused.is_one_sentence(*code);
            assert!(said.contains(word), "{said}");
        }
        if beside {
            daemon.signal(nix::sys::signal::Signal::SIGTERM);
            house.wait_for_log("stopped");
        }
    }
    let nothing = house.ask(&["send", "--text", BODY]);
    assert_eq!(nothing.code, Some(2), "{nothing:?}");
    house.keep_secret(TO, BODY);
}
