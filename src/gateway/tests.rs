//! Claims about the dispatcher over a real store, with a line played by hand.

mod alarms;
mod cancelling;
mod doubt;
mod failing;
mod hellos;
mod homes;
mod inbox;
mod lines;
mod owed;
mod plans;
mod refusing;
mod reports;
mod ruined;
mod sending;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::*;
use crate::line::{
    Advice, Digits, Doubt, Event, Finding, Health, Identity, LineName, Order, Outcome, Raw, Reception,
    Refusal, Repeated, ReportReading, ReportRoute, Ticket, Verdict,
};
use crate::message::{Alphabet, Gate, Lane, MessageId, PartText, Reason, State, WhenUnknown, Withdrawal};
use crate::moment::Moment;
use crate::outbox::{CancelAnswer, Seen, Welcome};
use crate::phone::PhoneNumber;
use crate::store::{ListFilter, NewMessage, Origin, Proof, Reader, Store};

const START: Moment = Moment::from_millis(1_795_000_000_000);
const RESULT_TIMEOUT: Duration = Duration::from_secs(120);

/// A dispatcher, its store in a folder of its own, and a clock set by hand.
struct Bench {
    folder: tempfile::TempDir,
    store: Store,
    dispatch: Dispatch,
    lines: Vec<&'static str>,
    now: Moment,
    works: u64,
}

impl Bench {
    fn new() -> Self {
        Self::of_lines(&["sim-1"])
    }

    fn of_lines(names: &[&'static str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("beffroi.db")).unwrap();
        let (dispatch, lines) = (dispatch(names, &store), names.to_vec());
        let mut bench = Self { dispatch, folder, store, lines, now: START, works: 0 };
        bench.dispatch.start(&mut bench.store, bench.now).unwrap();
        assert_eq!(bench.orders(), vec!["open"; names.len()]);
        bench
    }

    /// As after a SIGKILL: what was in memory is gone.
    fn restarted(self, later: Duration) -> Self {
        let mut bench = self.reopened(later);
        bench.dispatch.start(&mut bench.store, bench.now).unwrap();
        bench
    }

    /// The same, and the public files have not said hello yet: no line was opened.
    fn reopened(self, later: Duration) -> Self {
        let Self { folder, store, lines, now, works, .. } = self;
        drop(store);
        let store = Store::open(&folder.path().join("beffroi.db")).unwrap();
        Self { dispatch: dispatch(&lines, &store), folder, store, lines, now: now.plus(later), works }
    }

    fn ready(&mut self) {
        self.ready_at(0);
    }

    fn ready_at(&mut self, line: usize) {
        // A SIM stays in its line, whatever others are configured.
        let sim = match self.lines[line] {
            "sim-1" => "8933".to_owned(),
            other => format!("8933-{other}"),
        };
        let identity = Identity { sim: Some(sim), reports: ReportRoute::Direct, ..Identity::default() };
        self.hear_at(line, Event::Health(Health::Ready(identity)));
    }

    fn hear_at(&mut self, line: usize, event: Event) {
        self.dispatch.hear(&self.store, line, event, self.now).unwrap();
        self.commit();
    }

    /// Something happens, and the turn is over.
    fn hear(&mut self, event: Event) {
        self.hear_only(event);
        self.commit();
    }

    fn hear_only(&mut self, event: Event) {
        self.dispatch.hear(&self.store, 0, event, self.now).unwrap();
    }

    fn commit(&mut self) {
        self.dispatch.commit(&mut self.store, self.now);
    }

    fn work(&mut self, work: Work) -> Result<Answer, Trouble> {
        self.works += 1;
        self.dispatch.take(WorkId(self.works), work);
        self.commit();
        self.dispatch.poll_answer().unwrap().1
    }

    fn admit(&mut self, lane: Lane, to: u8, parts: usize) -> MessageId {
        match self.work(Work::Send(Box::new(Judged::Good(message(lane, to, parts))))).unwrap() {
            Answer::Admitted(admitted) => admitted.message,
            other => panic!("{other:?}"),
        }
    }

    /// Orders since the last look, in short.
    fn orders(&mut self) -> Vec<String> {
        self.orders_by_line().iter().map(|order| order[2..].to_owned()).collect()
    }

    /// The same with the line before each.
    fn orders_by_line(&mut self) -> Vec<String> {
        let mut orders = Vec::new();
        while let Some((line, order)) = self.dispatch.poll_order() {
            let order = match order {
                Order::Open { listen: None } => "open".to_owned(),
                Order::Open { listen: Some(listen) } => {
                    format!("listen {} for {}", listen.ticket.0, listen.at_most.as_secs())
                }
                Order::Submit { ticket, submission } => {
                    let again = if submission.repeated == Repeated::Yes { " again" } else { "" };
                    let to = &submission.to.digits()[9..];
                    format!("submit {} to {to}{again}", ticket.0)
                }
                Order::Proceed { ticket } => format!("proceed {}", ticket.0),
                Order::Withdraw { ticket, cause } => format!("withdraw {} {cause:?}", ticket.0),
                Order::Acknowledge { receptions } => format!("acknowledge {}", receptions.len()),
                Order::Close => "close".to_owned(),
            };
            orders.push(format!("{line} {order}"));
        }
        orders
    }

    fn sent(&mut self, ticket: u64, reference: u8) {
        let outcome = Outcome::Sent { reference, late: false };
        self.hear(Event::Result { ticket: Ticket(ticket), outcome });
    }

    fn prompt(&mut self, ticket: u64) {
        self.hear(Event::Prompt { ticket: Ticket(ticket) });
    }

    fn states(&self) -> Vec<State> {
        let reader = Reader::open(self.store.path()).unwrap();
        let mut rows = reader.list(&ListFilter::default()).unwrap();
        rows.sort_by_key(|row| row.id);
        rows.into_iter().map(|row| row.state).collect()
    }

    /// As a person with the sqlite3 tool does it to the store behind our back.
    fn meddle(&self, sql: &str) {
        let connection = rusqlite::Connection::open(self.store.path()).unwrap();
        // Whoever writes into the store's own file is noticed.
        connection.execute_batch(&format!("PRAGMA wal_autocheckpoint = 0; {sql}")).unwrap();
    }
}

fn dispatch(lines: &[&str], store: &Store) -> Dispatch {
    let lines = lines.iter().map(|name| (LineName((*name).to_owned()), RESULT_TIMEOUT));
    Dispatch::new(lines.collect(), store).unwrap()
}

fn message(lane: Lane, to: u8, parts: usize) -> NewMessage {
    let part = PartText { alphabet: Alphabet::Gsm7, text: "Cours annulé.".into(), concat: None };
    NewMessage {
        origin: None,
        service: "default".into(),
        lane,
        reference: None,
        fingerprint: String::new(),
        recipient: PhoneNumber::from_e164(&format!("+336399800{to:02}")).unwrap(),
        body: "Cours annulé.".into(),
        notice: None,
        when_unknown: WhenUnknown::Ask,
        parts: vec![part; parts],
        not_before: None,
        expires_at: START.plus(Duration::from_secs(12 * 3600)),
        gate: Gate::Open,
        reason: Reason::Accepted,
    }
}

fn judged_row(id: i64, mirrored: &str, new: NewMessage) -> JudgedRow {
    let origin = Some(Origin { outbox: "box".into(), uid: format!("uid-{id}") });
    JudgedRow {
        id,
        uid: format!("uid-{id}"),
        proof: mirrored.parse().ok().filter(|state| *state != State::New).map(|state| Proof {
            state,
            sent_at: None,
            delivered_at: None,
        }),
        cancel_asked: false,
        judged: Judged::Good(NewMessage { origin, ..new }),
    }
}

fn report(reference: u8, to: u8, verdict: Verdict) -> Event {
    let reading = ReportReading {
        reference,
        recipient: Digits(format!("336399800{to:02}")),
        discharged_at: None,
        status: 0,
        verdict,
    };
    // No two are alike to the octet: real ones hold two times.
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let raw = Raw(number.to_be_bytes().to_vec());
    Event::Report { reception: Reception(number), raw, reading: Some(reading) }
}

#[test]
fn nothing_goes_before_its_entry_is_committed() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    assert_eq!(bench.orders(), ["submit 1 to 01"]);
    assert_eq!(bench.states(), [State::Queued], "a prompt is not asked for in the ledger");
    bench.hear_only(Event::Prompt { ticket: Ticket(1) });
    assert!(bench.orders().is_empty(), "no octet before the commit");
    bench.commit();
    assert_eq!(bench.states(), [State::Sending]);
    assert_eq!(bench.orders(), ["proceed 1"]);
    bench.sent(1, 7);
    assert_eq!(bench.states(), [State::Sent]);
    bench.hear(report(7, 1, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Delivered]);
}

#[test]
fn the_next_prompt_is_ordered_before_the_result_is_committed_and_shares_its_commit() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.admit(Lane::Normal, 2, 1);
    bench.prompt(1);
    assert_eq!(bench.orders(), ["submit 1 to 01", "proceed 1"]);
    let outcome = Outcome::Sent { reference: 1, late: false };
    bench.hear_only(Event::Result { ticket: Ticket(1), outcome });
    assert_eq!(bench.orders(), ["submit 2 to 02"]);
    assert!(bench.dispatch.awaits_prompt());
    bench.hear_only(Event::Prompt { ticket: Ticket(2) });
    assert!(!bench.dispatch.awaits_prompt());
    assert_eq!(bench.states(), [State::Sending, State::Queued]);
    bench.commit();
    assert_eq!(bench.states(), [State::Sent, State::Sending]);
    assert_eq!(bench.orders(), ["proceed 2"]);
}

#[test]
fn urgent_overtakes_between_two_parts() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Bulk, 1, 3);
    bench.prompt(1);
    bench.admit(Lane::Urgent, 9, 1);
    bench.sent(1, 1);
    assert_eq!(bench.orders(), ["submit 1 to 01", "proceed 1", "submit 2 to 09"]);
}

#[test]
fn a_commit_that_fails_withdraws_and_nothing_goes_until_one_stands() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    assert_eq!(bench.orders(), ["submit 1 to 01"]);
    bench.meddle("CREATE TRIGGER full BEFORE INSERT ON attempt BEGIN SELECT RAISE(FAIL, 'disk full'); END");
    bench.prompt(1);
    assert_eq!(bench.orders(), ["withdraw 1 CommitFailed"]);
    bench.hear(Event::Withdrawn { ticket: Ticket(1), cause: Withdrawal::CommitFailed });
    assert!(bench.orders().is_empty(), "the store rests");
    bench.meddle("DROP TRIGGER full");
    bench.now = bench.dispatch.poll_timeout().unwrap();
    bench.commit();
    assert_eq!(bench.orders(), ["submit 2 to 01"]);
    assert_eq!(bench.states(), [State::Queued]);
}

#[test]
fn a_result_that_cant_be_committed_is_kept_and_its_line_waits() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.admit(Lane::Normal, 2, 1);
    bench.prompt(1);
    bench.orders();
    bench.meddle("CREATE TRIGGER full BEFORE UPDATE ON attempt BEGIN SELECT RAISE(FAIL, 'disk full'); END");
    bench.sent(1, 4);
    assert_eq!(bench.orders(), ["submit 2 to 02", "withdraw 2 CommitFailed"]);
    bench.hear(Event::Withdrawn { ticket: Ticket(2), cause: Withdrawal::CommitFailed });
    assert_eq!(bench.states(), [State::Sending, State::Queued]);
    bench.meddle("DROP TRIGGER full");
    bench.now = bench.dispatch.poll_timeout().unwrap();
    bench.commit();
    assert_eq!(bench.states(), [State::Sent, State::Queued]);
    assert_eq!(bench.orders(), ["submit 3 to 02"]);
}

#[test]
fn a_restart_listens_for_what_was_open_and_only_then_calls_it_unknown() {
    for (later, order, heard, want) in [
        (10, "listen 1 for 140", Outcome::Sent { reference: 3, late: true }, State::Sent),
        (10, "listen 1 for 140", Outcome::Unknown(Doubt::ProcessEnded), State::Unknown),
        (149, "listen 1 for 1", Outcome::Unknown(Doubt::Restarted), State::Unknown),
    ] {
        let mut bench = Bench::new();
        bench.ready();
        bench.admit(Lane::Normal, 1, 1);
        bench.prompt(1);
        let mut bench = bench.restarted(Duration::from_secs(later));
        assert_eq!(bench.orders(), [order]);
        assert_eq!(bench.states(), [State::Sending]);
        bench.hear(Event::Result { ticket: Ticket(1), outcome: heard.clone() });
        assert_eq!(bench.states(), [want], "{heard:?}");
        bench.ready();
        assert!(bench.orders().is_empty(), "nothing whose fate is unknown goes again");
    }
}

#[test]
fn a_restart_after_the_window_calls_it_unknown_at_once_and_a_report_still_settles_it() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    let mut bench = bench.restarted(Duration::from_secs(151));
    assert_eq!(bench.orders(), ["open"]);
    assert_eq!(bench.states(), [State::Unknown]);
    // The modem has not been asked for its SIM yet.
    bench.hear(report(200, 1, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Delivered]);
}

#[test]
fn a_report_that_comes_before_its_result_waits_for_it() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    bench.hear(report(9, 1, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Sending]);
    bench.sent(1, 9);
    assert_eq!(bench.states(), [State::Delivered]);
}

#[test]
fn a_report_of_another_reference_settles_nothing_that_has_its_own() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    bench.sent(1, 9);
    bench.hear(report(8, 1, Verdict::Delivered));
    bench.hear(report(9, 2, Verdict::Delivered));
    bench.hear(report(9, 1, Verdict::StillTrying));
    assert_eq!(bench.states(), [State::Sent]);
    bench.hear(report(9, 1, Verdict::GivenUp));
    assert_eq!(bench.states(), [State::Undelivered]);
    bench.hear(report(9, 1, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Delivered], "a stronger proof corrects a verdict");
}

#[test]
fn refusals_are_retried_failed_or_rest_the_line() {
    let refused = |advice| Outcome::Refused(Refusal { error: "+CMS ERROR: 38".into(), advice });
    let rows = [
        (Advice::Later, State::Queued, Some(60), "submit 2 to 01 again"),
        (Advice::Soon, State::Queued, Some(10), "submit 2 to 01 again"),
        (Advice::AwaitNetwork, State::Queued, Some(35), "submit 2 to 01 again"),
        (Advice::Never, State::Failed, None, ""),
        (Advice::Duplicate, State::Sent, None, ""),
    ];
    for (advice, state, again_after, order) in rows {
        let mut bench = Bench::new();
        bench.ready();
        bench.admit(Lane::Normal, 1, 1);
        bench.prompt(1);
        bench.orders();
        bench.hear(Event::Result { ticket: Ticket(1), outcome: refused(advice) });
        assert_eq!(bench.states(), [state], "{advice:?}");
        assert!(bench.orders().is_empty(), "{advice:?}");
        if let Some(seconds) = again_after {
            while bench.now < START.plus(Duration::from_secs(seconds)) {
                assert!(bench.orders().is_empty(), "{advice:?}");
                bench.now = bench.dispatch.poll_timeout().unwrap();
                bench.commit();
            }
            assert_eq!(bench.now.since(START), Duration::from_secs(seconds), "{advice:?}");
            assert_eq!(bench.orders(), [order], "{advice:?}");
        }
    }
}

#[test]
fn one_bad_number_never_blocks_the_queue() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.admit(Lane::Normal, 2, 1);
    bench.prompt(1);
    bench.orders();
    let refusal = Refusal { error: "+CMS ERROR: 42".into(), advice: Advice::Later };
    bench.hear(Event::Result { ticket: Ticket(1), outcome: Outcome::Refused(refusal) });
    assert_eq!(bench.orders(), ["submit 2 to 02"]);
}

#[test]
fn what_has_expired_does_not_begin() {
    let mut bench = Bench::new();
    bench.admit(Lane::Urgent, 1, 1);
    bench.now = START.plus(Duration::from_secs(12 * 3600));
    assert_eq!(bench.dispatch.poll_timeout(), Some(bench.now));
    bench.ready();
    bench.commit();
    assert_eq!(bench.states(), [State::Expired]);
    assert!(bench.orders().is_empty());
}

#[test]
fn an_order_that_expires_at_the_prompt_is_taken_back() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Urgent, 1, 1);
    bench.now = START.plus(Duration::from_secs(12 * 3600));
    bench.prompt(1);
    assert_eq!(bench.orders(), ["submit 1 to 01", "withdraw 1 Expired"]);
    assert_eq!(bench.states(), [State::Expired]);
}

#[test]
fn a_stop_waits_for_the_result_of_what_has_gone() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.admit(Lane::Normal, 2, 1);
    bench.prompt(1);
    bench.orders();
    bench.dispatch.stop();
    assert_eq!(bench.orders(), ["close"]);
    assert!(!bench.dispatch.has_stopped());
    bench.sent(1, 1);
    bench.hear(Event::Closed);
    assert!(bench.dispatch.has_stopped());
    assert!(bench.orders().is_empty(), "nothing new begins");
    assert_eq!(bench.states(), [State::Sent, State::Queued]);
}

#[test]
fn a_row_that_comes_twice_is_one_message() {
    let mut bench = Bench::new();
    let hello = Seen {
        outbox: "box".into(),
        store: None,
        ledger: crate::message::AttemptNumber(0),
        highest_row: 0,
        mirrored: 0,
    };
    assert!(matches!(bench.work(Work::Hello(hello)), Ok(Answer::Welcome(Welcome::Bound { cursor: 0, .. }))));
    for _ in 0..2 {
        let rows = vec![judged_row(1, "new", message(Lane::Normal, 1, 1))];
        bench.work(Work::TakeIn { outbox: "box".into(), rows, cursor: 1 }).unwrap();
    }
    assert_eq!(bench.states().len(), 1);
    let uids = vec!["uid-1".to_owned(), "stranger".to_owned()];
    match bench.work(Work::CancelRows { outbox: "box".into(), uids }).unwrap() {
        Answer::Cancels(answers) => {
            assert_eq!(answers, [("uid-1".to_owned(), CancelAnswer::Cancelled)]);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_reference_stands_for_one_content() {
    let mut bench = Bench::new();
    let with = |id, fingerprint: &str| {
        let new = NewMessage {
            reference: Some("absence-1".into()),
            fingerprint: fingerprint.into(),
            ..message(Lane::Normal, 1, 1)
        };
        judged_row(id, "new", new)
    };
    let rows = vec![with(1, "a"), with(2, "a"), with(3, "b")];
    let Answer::Marks(marks) = bench.work(Work::TakeIn { outbox: "box".into(), rows, cursor: 3 }).unwrap()
    else {
        panic!()
    };
    let seen: Vec<_> = marks.iter().map(|mark| (mark.state, mark.reason.clone().unwrap().code())).collect();
    assert_eq!(
        seen,
        [
            (State::Queued, "accepted".to_owned()),
            (State::Queued, "same_reference".to_owned()),
            (State::Refused, "reference_taken".to_owned()),
        ]
    );
    let changes = || Work::Changes { outbox: "box".into(), after: 0, at_most: 500 };
    let Answer::Changes(none) = bench.work(changes()).unwrap() else { panic!() };
    assert_eq!(none.marks, [], "the answer to the rows has told it");
    let message = marks[0].message.unwrap();
    bench.work(Work::Cancel { message, reason: Reason::CancelledByPerson }).unwrap();
    let Answer::Changes(changes) = bench.work(changes()).unwrap() else { panic!() };
    let told: Vec<&str> = changes.marks.iter().map(|mark| mark.uid.as_str()).collect();
    assert_eq!(told, ["uid-1", "uid-2"], "both rows of the reference are told");
}
