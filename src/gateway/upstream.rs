//! The gateway as one public file sees it: rows are judged on the file's own thread, then handed over;
//! a store that can't be written is waited for, so that no row is ever given up.

use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::{Duration, Instant};

use super::mailbox::Handle;
use super::work::{Answer, Judged, JudgedRow, Trouble, Work};
use crate::config::Outbox;
use crate::intake::admit::{Admission, Judge};
use crate::message::{Gate, Reason, State};
use crate::moment::{Moment, Zone};
use crate::outbox::{CancelAnswer, Cell, Changes, Gone, Mark, Row, Seen, Upstream, Welcome};
use crate::store::{NewMessage, Origin, Proof, Refused};
use crate::text;

/// A store that can't be written is tried again so often.
const PATIENCE: Duration = Duration::from_secs(1);

/// What one public file may say, and where it says it.
#[derive(Clone, Debug)]
pub struct FileUpstream {
    /// The gateway.
    pub gateway: Handle,
    /// The judge of rows.
    pub judge: Arc<Judge>,
    /// What the configuration lets this file say.
    pub rules: Outbox,
    /// Told once the file has said whose it is.
    pub greeted: SyncSender<()>,
    /// Until when a store that can't be written is waited for; for a thread of its own without end.
    pub gives_up_at: Option<Instant>,
}

impl FileUpstream {
    fn ask(&self, work: &Work) -> Result<Answer, Gone> {
        loop {
            match self.gateway.ask(work.clone()) {
                Ok(answer) => return Ok(answer),
                Err(Trouble::Store(_)) if self.is_patient() => thread::sleep(PATIENCE),
                Err(Trouble::Store(_)) => return Err(Gone),
                Err(Trouble::Gone | Trouble::NoMessage(_) | Trouble::Mixed) => return Err(Gone),
            }
        }
    }

    fn is_patient(&self) -> bool {
        self.gives_up_at.is_none_or(|until| Instant::now() + PATIENCE < until)
    }

    fn judged(&self, outbox: &str, row: Row) -> JudgedRow {
        let origin = Origin { outbox: outbox.to_owned(), uid: row.uid.clone() };
        let proof = proof(&row);
        let verdict = match self.judge.judge(&self.rules, &row, self.gateway.now()) {
            // It was taken in once, in time: whom it was for must stay known.
            Err(Reason::AlreadyExpired { at }) if proof.is_some() => {
                self.judge.judge(&self.rules, &row, at.minus(Duration::from_millis(1)))
            }
            verdict => verdict,
        };
        let judged = match verdict {
            Ok(admission) => Judged::Good(new_message(admission, Some(origin))),
            Err(reason) => {
                let service = self.judge.service_of(&self.rules, &row).unwrap_or_default();
                Judged::Bad(refused(&row, service, reason, origin))
            }
        };
        JudgedRow { id: row.id, uid: row.uid, proof, cancel_asked: row.cancel_asked, judged }
    }
}

impl Upstream for FileUpstream {
    fn hello(&self, seen: Seen) -> Result<Welcome, Gone> {
        match self.ask(&Work::Hello(seen))? {
            Answer::Welcome(welcome) => {
                // Nobody waits for it after the first time.
                if self.greeted.try_send(()).is_err() {
                    tracing::debug!("an outbox said hello again");
                }
                Ok(welcome)
            }
            _ => Err(Gone),
        }
    }

    fn take_in(&self, outbox: &str, rows: Vec<Row>, cursor: i64) -> Result<Vec<Mark>, Gone> {
        let rows = rows.into_iter().map(|row| self.judged(outbox, row)).collect();
        match self.ask(&Work::TakeIn { outbox: outbox.to_owned(), rows, cursor })? {
            Answer::Marks(marks) => Ok(marks),
            _ => Err(Gone),
        }
    }

    fn cancel(&self, outbox: &str, uids: Vec<String>) -> Result<Vec<(String, CancelAnswer)>, Gone> {
        match self.ask(&Work::CancelRows { outbox: outbox.to_owned(), uids })? {
            Answer::Cancels(answers) => Ok(answers),
            _ => Err(Gone),
        }
    }

    fn changes(&self, outbox: &str, after: i64, at_most: u32) -> Result<Changes, Gone> {
        match self.ask(&Work::Changes { outbox: outbox.to_owned(), after, at_most })? {
            Answer::Changes(changes) => Ok(changes),
            _ => Err(Gone),
        }
    }
}

/// What the mirror shows of a row that somebody has marked.
fn proof(row: &Row) -> Option<Proof> {
    let state: State = row.mirrored.parse().ok().filter(|state| *state != State::New)?;
    let time = |text: &Option<String>| Moment::parse(text.as_deref()?, &Zone::UTC).ok();
    Some(Proof { state, sent_at: time(&row.sent_at), delivered_at: time(&row.delivered_at) })
}

/// An admitted row or request as the store takes it.
pub(crate) fn new_message(admission: Admission, origin: Option<Origin>) -> NewMessage {
    NewMessage {
        origin,
        service: admission.service,
        lane: admission.lane,
        reference: admission.reference,
        fingerprint: admission.fingerprint.to_string(),
        recipient: admission.recipient,
        body: admission.body,
        notice: admission.notice,
        when_unknown: admission.when_unknown,
        parts: admission.parts,
        not_before: admission.not_before,
        expires_at: admission.expires_at,
        gate: Gate::Open,
        reason: text::changed::accepted(&admission.changes),
    }
}

/// A refused row as the store keeps it: who is to be called, and what counts in its notice, where that
/// can be read.
fn refused(row: &Row, service: String, reason: Reason, origin: Origin) -> Refused {
    Refused {
        origin: Some(origin),
        service,
        reference: short(&row.reference),
        notice: short(&row.notice),
        typed: short(&row.recipient),
        reason,
    }
}

fn short(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Text(text) => {
            Some(text.trim().chars().take(255).collect()).filter(|text: &String| !text.is_empty())
        }
        Cell::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}
