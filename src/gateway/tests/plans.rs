//! No statement of the road of a message costs more the longer the history is: each one that the dispatcher
//! and the reader have prepared is explained.

use std::collections::BTreeSet;

use super::lines::two_lines;
use super::*;
use crate::message::{AttemptNumber, Resolution};
use crate::store::{Refused, SlowStep};

/// Which steps are no harm, by a part of their statement: they end early, or go over what is always short.
const ALLOWED: [(&str, &str); 10] = [
    // The first of an index that holds nothing else.
    ("SELECT expires_at FROM part WHERE state = 'queued' ORDER BY expires_at LIMIT 1", "part_expiry"),
    ("SELECT due FROM part WHERE state = 'queued'", "part_waiting"),
    // What waits for other parts; nothing else is in that index.
    ("FROM incoming WHERE inbox IS NULL AND doubled = 0", "INDEX incoming_waiting"),
    // At most one a line.
    ("FROM attempt a INDEXED BY attempt_open", "SCAN a USING INDEX attempt_open"),
    // The attempts of one part.
    ("WHERE a.part = ?1 AND a.number < ?2", "TEMP B-TREE FOR ORDER BY"),
    ("FROM alarm WHERE ended IS NULL", "TEMP B-TREE FOR ORDER BY"),
    // Sums for a person who asks, by an index that holds what is summed up.
    ("count(*), sum(parts) FROM message", "SCAN message USING COVERING INDEX message_count"),
    ("FROM message INDEXED BY message_waiting", "SCAN message USING COVERING INDEX message_waiting"),
    // Once at the start, over what waits in several parts.
    ("FROM part p INDEXED BY part_several", "SCAN p USING INDEX part_several"),
    ("FROM part p INDEXED BY part_several", "TEMP B-TREE FOR DISTINCT"),
];

/// A little of everything that a year brings, told to the dispatcher itself.
fn live_a_little(bench: &mut Bench) {
    greet(bench);
    let later =
        NewMessage { not_before: Some(START.plus(Duration::from_secs(60))), ..message(Lane::Bulk, 4, 1) };
    let known = NewMessage { reference: Some("absence-1".into()), ..message(Lane::Normal, 1, 2) };
    let doubtful = NewMessage { when_unknown: WhenUnknown::ResendOnce, ..message(Lane::Normal, 6, 1) };
    let (urgent, asked) = (message(Lane::Urgent, 5, 1), message(Lane::Normal, 7, 1));
    let new = [known.clone(), known, later, urgent, doubtful, asked];
    let mut rows: Vec<JudgedRow> = (1..).zip(new).map(|(id, new)| judged_row(id, "new", new)).collect();
    rows.push(bad_row(7));
    for _ in 0..2 {
        bench.work(Work::TakeIn { outbox: "box".into(), rows: rows.clone(), cursor: 7 }).unwrap();
    }
    bench.ready();
    let refused = |advice| Outcome::Refused(Refusal { error: "+CMS ERROR: 38".into(), advice });
    let sent = Outcome::Sent { reference: 1, late: false };
    let unknown = Outcome::Unknown(Doubt::Silence);
    for (ticket, outcome) in [(1, sent), (2, refused(Advice::Later)), (4, unknown.clone()), (5, unknown)] {
        bench.prompt(ticket);
        bench.hear(Event::Result { ticket: Ticket(ticket), outcome });
        // The other part of what waits now.
        bench.hear(Event::Withdrawn { ticket: Ticket(3), cause: Withdrawal::Cancelled });
    }
    bench.hear(report(1, 5, Verdict::Delivered));
    bench.hear(report(77, 6, Verdict::Delivered));
    for seconds in [61, 901] {
        bench.now = START.plus(Duration::from_secs(seconds));
        bench.commit();
    }
}

fn greet(bench: &mut Bench) {
    let (outbox, ledger) = ("box".to_owned(), AttemptNumber(0));
    bench.work(Work::Hello(Seen { outbox, store: None, ledger, highest_row: 0, mirrored: 0 })).unwrap();
}

fn bad_row(id: i64) -> JudgedRow {
    let row = judged_row(id, "new", message(Lane::Normal, 1, 1));
    let refused = Refused {
        origin: Some(Origin { outbox: "box".into(), uid: row.uid.clone() }),
        service: "default".into(),
        reference: None,
        notice: None,
        typed: Some("06 39".into()),
        reason: Reason::EmptyText,
    };
    JudgedRow { judged: Judged::Bad(refused), ..row }
}

/// What people and files ask of it.
fn ask(bench: &mut Bench) {
    let [first, doubt] = [MessageId(1), MessageId(5)];
    bench.work(Work::Resolve { message: doubt, resolution: Resolution::Sent, by: "agnes".into() }).unwrap();
    bench.work(Work::Cancel { message: first, reason: Reason::CancelledByPerson }).unwrap();
    bench.work(Work::CancelRows { outbox: "box".into(), uids: vec!["uid-3".into()] }).unwrap();
    bench.work(Work::Changes { outbox: "box".into(), after: 0, at_most: 500 }).unwrap();
    bench.work(Work::Status).unwrap();
}

/// Slow steps that are not allowed, and how many statements were looked at.
fn not_allowed(of: (BTreeSet<SlowStep>, usize)) -> (Vec<String>, usize) {
    let allowed =
        |sql: &str, step: &str| ALLOWED.iter().any(|(of, what)| sql.contains(of) && step.contains(what));
    let slow = of.0.into_iter().filter(|slow| !allowed(&slow.sql, &slow.step));
    (slow.map(|slow| format!("{}: {}", slow.step, slow.sql)).collect(), of.1)
}

#[test]
fn no_statement_of_the_gateway_costs_more_the_longer_the_history_is() {
    let mut bench = Bench::new();
    bench.store.keep_statements();
    live_a_little(&mut bench);
    ask(&mut bench);
    let states =
        [State::Cancelled, State::Cancelled, State::Delivered, State::Queued, State::Sent, State::Refused];
    assert_eq!(bench.states(), states, "what was to happen has happened");
    bench.now = START.plus(Duration::from_secs(12 * 3600));
    bench.commit();
    assert_eq!(
        bench.states()[3],
        State::Unknown,
        "too late to go once more, and the first try may have gone"
    );
    let (slow, looked_at) = not_allowed(bench.store.slow_steps());
    assert_eq!(slow, Vec::<String>::new());
    assert!(looked_at > 50, "{looked_at} statements are not the whole road");
}

#[test]
fn what_an_earlier_process_left_is_found_without_reading_the_history() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    let mut bench = bench.reopened(Duration::from_secs(151));
    bench.store.keep_statements();
    bench.dispatch.start(&mut bench.store, bench.now).unwrap();
    assert_eq!(bench.states(), [State::Unknown]);
    let (slow, looked_at) = not_allowed(bench.store.slow_steps());
    assert_eq!(slow, Vec::<String>::new());
    assert!(looked_at > 10, "{looked_at}");
}

#[test]
fn no_question_of_a_person_reads_more_of_the_history_than_it_shows() {
    let mut bench = Bench::new();
    live_a_little(&mut bench);
    let reader = Reader::open(bench.store.path()).unwrap();
    reader.keep_statements();
    for (states, notice) in [
        (vec![], None),
        (vec![State::Queued, State::Sent], None),
        (vec![], Some("avis".to_owned())),
        (vec![State::Unknown], Some("avis".to_owned())),
    ] {
        reader.list(&ListFilter { states, notice, at_most: 50, ..ListFilter::default() }).unwrap();
    }
    reader.story(MessageId(1)).unwrap();
    reader.by_reference("default", "absence-1").unwrap();
    reader.counts().unwrap();
    reader.waiting(bench.now).unwrap();
    reader.states_since(START).unwrap();
    reader.waiting_notices(bench.now).unwrap();
    let (slow, looked_at) = not_allowed(reader.slow_steps());
    assert_eq!(slow, Vec::<String>::new());
    assert!(looked_at > 10, "{looked_at}");
}

#[test]
fn nor_does_one_that_homes_need() {
    let mut bench = two_lines();
    bench.store.keep_statements();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    bench.sent(1, 1);
    bench.hear(Event::Health(Health::Down(Finding::NotRegistered)));
    bench.admit(Lane::Urgent, 1, 2);
    bench.admit(Lane::Bulk, 1, 1);
    bench.hear_at(1, Event::Prompt { ticket: Ticket(2) });
    let refusal = Refusal { error: "+CMS ERROR: 38".into(), advice: Advice::Soon };
    bench.hear_at(1, Event::Result { ticket: Ticket(2), outcome: Outcome::Refused(refusal) });
    assert_eq!(bench.states(), [State::Sent, State::Queued, State::Queued]);
    let (slow, looked_at) = not_allowed(bench.store.slow_steps());
    assert_eq!(slow, Vec::<String>::new());
    assert!(looked_at > 30, "{looked_at}");
    let reader = Reader::open(bench.store.path()).unwrap();
    reader.keep_statements();
    reader.waiting_for("8933").unwrap();
    assert_eq!(not_allowed(reader.slow_steps()), (vec![], 1));
}

#[test]
fn no_statement_is_planned_twice_however_many_messages_go() {
    let mut bench = Bench::new();
    bench.store.keep_statements();
    bench.ready();
    for message in 1..=5 {
        bench.admit(Lane::Normal, message, 1);
    }
    for message in 1..=5 {
        bench.prompt(message.into());
        bench.sent(message.into(), message);
        bench.hear(report(message, message, Verdict::Delivered));
    }
    assert_eq!(bench.states(), [State::Delivered; 5]);
    assert_eq!(not_allowed(bench.store.slow_steps()).0, Vec::<String>::new());
}
