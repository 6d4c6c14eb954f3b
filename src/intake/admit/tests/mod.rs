//! Rows of an outbox and requests of people, good and bad.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

mod texts;

use proptest::prelude::*;

use super::*;
use crate::message::{Alphabet, TextPolicy};
use crate::outbox::Cell;

/// 2026-11-23 16:00 in Paris.
const NOW: Moment = Moment::from_millis(1_795_446_000_000);
const HOUR: Duration = Duration::from_hours(1);

fn service(lane: Lane, max_parts: Option<u8>) -> Service {
    Service { lane, max_parts, ..Service::default() }
}

fn judge(services: &[(&str, Lane)]) -> Judge {
    let services = services.iter().map(|(name, lane)| ((*name).to_owned(), service(*lane, Some(6))));
    Judge { services: services.collect(), zone: Zone::named("Europe/Paris").unwrap() }
}

fn usual() -> Judge {
    judge(&[("default", Lane::Normal), ("conservatoire", Lane::Urgent), ("dechets", Lane::Bulk)])
}

fn outbox(services: Option<&[&str]>, lanes: Option<&[Lane]>) -> Outbox {
    let services = services.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    Outbox { path: "/o.db".into(), services, lanes: lanes.map(<[Lane]>::to_vec), group: None }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn row() -> Row {
    Row {
        id: 1,
        uid: "u1".into(),
        recipient: text("06 39 98 00 12"),
        body: text("Cours annulé ce soir."),
        service: Cell::Null,
        lane: Cell::Null,
        reference: Cell::Null,
        not_before: Cell::Null,
        expires_at: Cell::Null,
        notice: Cell::Null,
        mirrored: "new".into(),
        sent_at: None,
        delivered_at: None,
        cancel_asked: false,
    }
}

#[track_caller]
fn admitted(row: &Row) -> Admission {
    usual().judge(&outbox(None, None), row, NOW).unwrap()
}

fn refused(row: &Row) -> Reason {
    usual().judge(&outbox(None, None), row, NOW).unwrap_err()
}

#[test]
fn a_row_with_two_columns_is_enough() {
    let admission = admitted(&row());
    assert_eq!(admission.recipient.e164(), "+33639980012");
    assert_eq!((admission.service.as_str(), admission.lane), ("default", Lane::Normal));
    assert_eq!(admission.body, "Cours annulé ce soir.");
    assert_eq!(admission.parts.len(), 1);
    assert_eq!(admission.parts[0].alphabet, Alphabet::Gsm7);
    assert_eq!(admission.expires_at, NOW.plus(HOUR * 72));
    assert_eq!((admission.reference, admission.notice, admission.not_before), (None, None, None));
}

#[test]
fn every_column_is_taken_as_it_is_meant() {
    let admission = admitted(&Row {
        recipient: Cell::Integer(639_980_012),
        body: text("L’école ferme."),
        service: text(" conservatoire "),
        lane: text("Bulk"),
        reference: Cell::Integer(4711),
        not_before: text("2026-11-23 18:00"),
        expires_at: text("2026-11-23T19:30:00+01:00"),
        notice: text("  concert  "),
        ..row()
    });
    assert_eq!(admission.recipient.e164(), "+33639980012", "the zero that an integer has lost");
    assert_eq!(admission.body, "L'école ferme.", "as the text policy has it");
    assert_eq!((admission.service.as_str(), admission.lane), ("conservatoire", Lane::Bulk));
    assert_eq!(admission.reference.as_deref(), Some("4711"));
    assert_eq!(admission.notice.as_deref(), Some("concert"));
    assert_eq!(admission.not_before, Some(NOW.plus(HOUR * 2)));
    assert_eq!(admission.expires_at, NOW.plus(HOUR * 7 / 2));
    assert_eq!(admission.when_unknown, WhenUnknown::Ask);
}

#[test]
fn blank_cells_are_absent_ones() {
    let blank = || text("  ");
    let row = Row {
        service: blank(),
        lane: blank(),
        reference: blank(),
        not_before: blank(),
        expires_at: blank(),
        notice: blank(),
        ..row()
    };
    assert_eq!(admitted(&row), admitted(&super::tests::row()));
}

#[test]
fn a_life_is_as_long_as_its_lane_says() {
    let rows = [
        ("urgent", None, 12),
        ("normal", None, 72),
        ("bulk", None, 72),
        ("urgent", Some("2026-11-23 18:00"), 14),
        ("bulk", Some("2026-11-24 16:00"), 96),
        // What was to start in the past starts now.
        ("urgent", Some("2020-01-01 00:00"), 12),
    ];
    for (lane, not_before, hours) in rows {
        let not_before = not_before.map_or(Cell::Null, text);
        let admission = admitted(&Row { lane: text(lane), not_before, ..row() });
        assert_eq!(admission.expires_at, NOW.plus(HOUR * hours), "{lane}");
    }
}

#[test]
fn what_is_refused_is_of_the_service_that_it_names_or_would_have() {
    let rows = [
        (text("  "), Some("conservatoire")),
        (text(" dechets "), Some("dechets")),
        (Cell::Integer(7), Some("7")),
        (Cell::Blob, None),
        (Cell::NotUnicode, None),
    ];
    for (service, want) in rows {
        let row = Row { service: service.clone(), recipient: text("06 39 98"), ..row() };
        let rules = outbox(Some(&["conservatoire"]), None);
        assert_eq!(usual().service_of(&rules, &row).as_deref(), want, "{service:?}");
    }
    let long = Row { service: text(&"x".repeat(1_000)), ..row() };
    assert!(usual().service_of(&outbox(None, None), &long).is_some_and(|name| name.len() <= 255));
}

#[test]
fn a_row_without_service_gets_default_or_the_only_one() {
    let two = judge(&[("conservatoire", Lane::Urgent), ("dechets", Lane::Bulk)]);
    let one = judge(&[("dechets", Lane::Bulk)]);
    let missing = Err(Reason::ServiceMissing);
    let not_allowed = |service: &str| Err(Reason::ServiceNotAllowed { service: service.into() });
    let unknown = |service: &str| Err(Reason::UnknownService { service: service.into() });
    type Rows<'a> = [(&'a Judge, Option<&'a [&'a str]>, Option<&'a str>, Result<(&'a str, Lane), Reason>)];
    let all = usual();
    let rows: &Rows = &[
        (&all, None, None, Ok(("default", Lane::Normal))),
        (&all, Some(&["default", "dechets"]), None, Ok(("default", Lane::Normal))),
        (&all, Some(&["conservatoire"]), None, Ok(("conservatoire", Lane::Urgent))),
        (&all, Some(&["conservatoire", "dechets"]), None, missing.clone()),
        (&all, Some(&["conservatoire", "dechets"]), Some("dechets"), Ok(("dechets", Lane::Bulk))),
        (&all, Some(&["conservatoire"]), Some("dechets"), not_allowed("dechets")),
        (&all, Some(&["conservatoire"]), Some("default"), not_allowed("default")),
        (&all, Some(&[]), None, missing.clone()),
        (&all, None, Some("Dechets"), unknown("Dechets")),
        (&all, None, Some("piscine"), unknown("piscine")),
        (&one, None, None, Ok(("dechets", Lane::Bulk))),
        (&two, None, None, missing),
        (&two, None, Some("conservatoire"), Ok(("conservatoire", Lane::Urgent))),
    ];
    for (judge, allowed, named, want) in rows {
        let row = Row { service: named.map_or(Cell::Null, text), ..row() };
        let named_or_given = named.or(want.as_ref().ok().map(|(service, _)| *service));
        let of = judge.service_of(&outbox(*allowed, None), &row);
        assert_eq!(of.as_deref(), named_or_given, "refused for another cause: {allowed:?} {named:?}");
        let given = judge.judge(&outbox(*allowed, None), &row, NOW);
        let given = given.map(|admission| (admission.service, admission.lane));
        let want = want.clone().map(|(name, lane)| (name.to_owned(), lane));
        assert_eq!(given, want, "{allowed:?} {named:?}");
    }
}

#[test]
fn a_lane_must_exist_and_be_allowed() {
    let not_allowed = |lane: &str| Some(Reason::LaneNotAllowed { lane: lane.into() });
    type Rows<'a> = [(Option<&'a [Lane]>, Option<&'a str>, Option<&'a str>, Option<Reason>)];
    let rows: &Rows = &[
        (None, None, None, None),
        (None, Some("urgent"), None, None),
        (None, Some("vite"), None, Some(Reason::UnknownLane { lane: "vite".into() })),
        (Some(&[Lane::Normal]), None, None, None),
        (Some(&[Lane::Normal]), Some("urgent"), None, not_allowed("urgent")),
        // The lane that the service itself would give counts as well.
        (Some(&[Lane::Normal]), None, Some("conservatoire"), not_allowed("urgent")),
        (Some(&[Lane::Normal]), Some("normal"), Some("conservatoire"), None),
    ];
    for (allowed, lane, service, want) in rows {
        let row =
            Row { lane: lane.map_or(Cell::Null, text), service: service.map_or(Cell::Null, text), ..row() };
        let given = usual().judge(&outbox(None, *allowed), &row, NOW);
        assert_eq!(given.err(), *want, "{allowed:?} {lane:?} {service:?}");
    }
}

#[test]
fn every_type_in_every_column_is_judged() {
    type Put = fn(&mut Row, Cell);
    let columns: [(&str, Put); 8] = [
        ("recipient", |row, cell| row.recipient = cell),
        ("body", |row, cell| row.body = cell),
        ("service", |row, cell| row.service = cell),
        ("lane", |row, cell| row.lane = cell),
        ("reference", |row, cell| row.reference = cell),
        ("not_before", |row, cell| row.not_before = cell),
        ("expires_at", |row, cell| row.expires_at = cell),
        ("notice", |row, cell| row.notice = cell),
    ];
    let cells = [
        Cell::Null,
        Cell::Integer(0),
        Cell::Integer(i64::MIN),
        Cell::Integer(i64::MAX),
        Cell::Real,
        Cell::Blob,
        Cell::TooLong,
        Cell::NotUnicode,
    ];
    for (column, put) in columns {
        let takes_digits = ["recipient", "reference", "notice"].contains(&column);
        for cell in &cells {
            let mut row = row();
            put(&mut row, cell.clone());
            let given = usual().judge(&outbox(None, None), &row, NOW).err();
            let wrong = |found| Some(Reason::WrongType { column: column.to_owned(), found });
            let want = match cell {
                Cell::Null if column == "recipient" => Some(Reason::NoRecipient),
                Cell::Null if column == "body" => Some(Reason::EmptyText),
                Cell::Null => None,
                Cell::Integer(0..) if column == "recipient" => Some(Reason::NotANumber),
                Cell::Integer(0..) if takes_digits => None,
                Cell::Integer(_) => wrong(Misfit::Integer),
                Cell::Real => wrong(Misfit::Real),
                Cell::Blob => wrong(Misfit::Blob),
                Cell::TooLong => Some(Reason::ValueTooLong { column: column.to_owned(), limit: VALUE_LIMIT }),
                Cell::NotUnicode if column == "body" => Some(Reason::NotUnicode),
                Cell::NotUnicode => wrong(Misfit::NotUnicode),
                Cell::Text(_) => None,
            };
            assert_eq!(given, want, "{column} {cell:?}");
        }
    }
}

#[test]
fn every_wrong_number_has_its_reason() {
    let rows = [
        ("", Reason::NoRecipient),
        ("néant", Reason::NotANumber),
        ("06 39 98 00 12 / 06 39 98 00 13", Reason::SeveralNumbers),
        ("6,12E+08", Reason::LostDigits),
        ("01 99 00 12 34", Reason::Landline),
        ("3639", Reason::ShortNumber),
        ("08 92 68 00 00", Reason::PremiumNumber),
        ("07 00 00 00 00", Reason::UnassignedNumber),
    ];
    for (typed, want) in rows {
        assert_eq!(refused(&Row { recipient: text(typed), ..row() }), want, "{typed}");
    }
}

#[test]
fn dates_must_be_ahead_and_in_order() {
    let bad = |column: &str| Some(Reason::BadDate { column: column.into() });
    let late = |millis| Some(Reason::AlreadyExpired { at: Moment::from_millis(millis) });
    let rows = [
        (None, Some("2026-11-23 17:00"), None),
        (None, Some("2026-11-23 16:00"), late(NOW.millis())),
        (None, Some("2026-11-23T15:59:59.999+01:00"), late(NOW.millis() - 1)),
        (None, Some("1970-01-01 01:00"), late(0)),
        (None, Some("2026-11-24"), bad("expires_at")),
        (None, Some("demain"), bad("expires_at")),
        (Some("31/12/2026 17:00"), None, bad("not_before")),
        (Some("2026-11-23 18:00"), Some("2026-11-23 18:00"), Some(Reason::ExpiresBeforeStart)),
        (Some("2026-11-23 18:00"), Some("2026-11-23 17:00"), Some(Reason::ExpiresBeforeStart)),
        (Some("2026-11-23 18:00"), Some("2026-11-23 18:01"), None),
        (Some("2020-01-01 00:00"), Some("2026-11-23 17:00"), None),
    ];
    for (not_before, expires_at, want) in rows {
        let cell = |written: Option<&str>| written.map_or(Cell::Null, text);
        let row = Row { not_before: cell(not_before), expires_at: cell(expires_at), ..row() };
        let given = usual().judge(&outbox(None, None), &row, NOW).err();
        assert_eq!(given, want, "{not_before:?} {expires_at:?}");
    }
}

#[test]
fn keys_and_wrong_words_stay_fit_for_a_table() {
    let long = "x".repeat(256);
    let over = |column: &str| Reason::ValueTooLong { column: column.into(), limit: NAME_LIMIT };
    assert_eq!(refused(&Row { reference: text(&long), ..row() }), over("reference"));
    assert_eq!(refused(&Row { notice: text(&long), ..row() }), over("notice"));
    assert!(admitted(&Row { notice: text(&"x".repeat(255)), ..row() }).notice.is_some());
    let control = Reason::WrongType { column: "reference".into(), found: Misfit::ControlCharacter };
    assert_eq!(refused(&Row { reference: text("a\u{1B}[2Jb"), ..row() }), control);
    // A text in the wrong column is not repeated in full, nor does it reach a terminal as it is.
    let written = format!("\u{1B}]0;{}", "secret ".repeat(100));
    let Reason::UnknownService { service } = refused(&Row { service: text(&written), ..row() }) else {
        panic!("not refused for its service");
    };
    assert_eq!(service.chars().count(), 41);
    assert!(!service.chars().any(char::is_control));
}

#[test]
fn a_fingerprint_follows_what_was_asked_and_nothing_else() {
    let print = |row: &Row| admitted(row).fingerprint;
    let base = row();
    let same = [
        Row { id: 2, uid: "u2".into(), ..row() },
        Row { recipient: text("+33 6 39 98 00 12"), ..row() },
        Row { service: text("default"), lane: text("normal"), ..row() },
        Row { notice: text("another"), reference: text("r"), ..row() },
    ];
    for row in &same {
        assert_eq!(print(row), print(&base), "{row:?}");
    }
    let later = usual().judge(&outbox(None, None), &base, NOW.plus(HOUR)).unwrap();
    assert_eq!(later.fingerprint, print(&base), "the default life moves with the clock");
    let written = |at: &str| Row { expires_at: text(at), ..row() };
    assert_eq!(print(&written("2026-11-23 17:00")), print(&written("2026-11-23T16:00:00Z")));
    let other = [
        Row { recipient: text("06 39 98 00 13"), ..row() },
        Row { body: text("Cours annulé ce soir"), ..row() },
        Row { service: text("dechets"), lane: text("normal"), ..row() },
        Row { lane: text("bulk"), ..row() },
        Row { not_before: text("2026-11-23 17:00"), ..row() },
        Row { expires_at: text("2026-11-23 17:00"), ..row() },
    ];
    let mut prints: Vec<Fingerprint> = other.iter().map(print).collect();
    prints.push(print(&base));
    let count = prints.len();
    prints.sort_by(|one, two| one.as_str().cmp(two.as_str()));
    prints.dedup();
    assert_eq!(prints.len(), count);
}

#[test]
fn a_person_is_judged_like_a_row() {
    let request = Request {
        recipient: Some("06 39 98 00 12".into()),
        body: Some("Cours annulé ce soir.".into()),
        ..Request::default()
    };
    assert_eq!(usual().judge_request(&request, NOW).unwrap(), admitted(&row()));
    assert_eq!(usual().judge_request(&Request::default(), NOW), Err(Reason::NoRecipient));
    let body = Some("x".repeat(70_000));
    let limit = VALUE_LIMIT;
    let refusal = usual().judge_request(&Request { body, ..request }, NOW);
    assert_eq!(refusal, Err(Reason::ValueTooLong { column: "body".into(), limit }));
}

#[test]
fn nothing_of_whom_or_what_is_shown() {
    let admission = admitted(&row());
    let request = Request { body: Some("Cours".into()), ..Request::default() };
    let shown = format!("{admission:?} {request:?} {:?}", row());
    assert!(!shown.contains("Cours") && !shown.contains("3998"), "{shown}");
}

proptest! {
    #[test]
    fn arbitrary_texts_in_every_column_never_panic(texts in prop::collection::vec("\\PC{0,30}|[\0-\u{7f}]{0,30}", 8)) {
        let cell = |at: usize| Cell::Text(texts[at].clone());
        let row = Row {
            recipient: cell(0), body: cell(1), service: cell(2), lane: cell(3), reference: cell(4),
            not_before: cell(5), expires_at: cell(6), notice: cell(7), ..row()
        };
        if let Ok(admission) = usual().judge(&outbox(None, None), &row, NOW) {
            prop_assert!(admission.expires_at > NOW);
            prop_assert!(!admission.parts.is_empty() && admission.parts.len() <= 6);
        }
    }
}

#[test]
fn a_clock_that_is_doubted_refuses_nothing_and_shortens_no_life() {
    let urgent = Row { lane: text("urgent"), ..row() };
    let until = |at: Moment| Row { expires_at: text(&at.to_rfc3339()), ..row() };
    let (friday, monday) = (NOW, NOW.plus(60 * HOUR));
    // Whichever of both is right.
    for now in [Reckoning::between(friday, monday), Reckoning::between(monday, friday)] {
        let rows = [
            (urgent.clone(), Ok(monday.plus(12 * HOUR))),
            (until(friday.plus(HOUR)), Ok(friday.plus(HOUR))),
            (until(friday), Err(Reason::AlreadyExpired { at: friday })),
        ];
        for (row, want) in rows {
            let judged = usual().judge(&outbox(None, None), &row, now);
            assert_eq!(judged.map(|admission| admission.expires_at), want);
        }
    }
}
