//! The bench of the dispatcher: a real store, a clock set by hand, and a line played by hand. Each file
//! below it makes claims of one kind.

mod alarms;
mod cancelling;
mod doubt;
mod failing;
mod hellos;
mod homes;
mod inbox;
mod lines;
mod ordering;
mod owed;
mod plans;
mod refusing;
mod reports;
mod restarting;
mod rows;
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
