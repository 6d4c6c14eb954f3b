//! What the gateway knows of one line: what it was asked, what it has in hand, how it stands. PURE.
//!
//! An order goes through `asked` (nothing on disk yet) to `open` (in the ledger); a line may have one
//! of each: the result of `open` is committed while the modem prepares the prompt of `asked`.

use std::time::Duration;

use crate::line::{Health, Hindrance, LineName, Outcome, Ticket};
use crate::message::{AttemptNumber, MessageId, PartId, Withdrawal};
use crate::moment::Moment;
use crate::store::{Count, QueuedPart};

/// One line's desk.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) name: LineName,
    pub(super) result_timeout: Duration,
    pub(super) health: Health,
    /// The SIM as the ledger names it: the one last seen in this line, also while it listens and has
    /// not been asked; `line:` and the name for one that can't be read.
    pub(super) sim: String,
    pub(super) asked: Option<Asked>,
    pub(super) open: Option<Open>,
    /// Its last entry of this run: of lines that are free, the one that has rested longest is asked first.
    pub(super) entered: AttemptNumber,
    /// What is known of `open`, not committed yet.
    pub(super) ended: Option<Ended>,
    /// The last TP-MR this SIM is known to have given; `None` also after the modem started anew.
    pub(super) last_reference: Option<(u8, AttemptNumber)>,
    pub(super) restarted: bool,
    pub(super) rest: Option<Rest>,
    /// It has refused what another line may take: what is urgent keeps away from it so long.
    pub(super) brake: Option<Rest>,
    /// How long what it was asked for last may take before it counts as hung.
    pub(super) patience: Option<Rest>,
    /// How long an answer that stayed out may still come.
    pub(super) owed: Option<Rest>,
    pub(super) listens_until: Option<Moment>,
    pub(super) closed: bool,
    /// Since when it has not been able to send, without having been ready in between.
    pub(super) down_since: Option<Moment>,
    /// Refusals in a row that speak of the SIM's account.
    pub(super) refusals: u32,
    /// What is not as it should be with the modem as it is now, though it sends.
    pub(super) hindrances: Vec<Hindrance>,
    /// What the log was told of these: once is enough for a modem that starts anew every hour.
    pub(super) logged: Vec<Hindrance>,
}

/// Ordered, and not in the ledger.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) ticket: Ticket,
    pub(super) part: QueuedPart,
    pub(super) stage: Stage,
}

/// How far an order has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// No prompt yet.
    Waiting,
    /// The modem waits for the octets.
    Prompted,
    /// Being taken back.
    Withdrawing,
}

/// In the ledger, without an end.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) ticket: Ticket,
    pub(super) attempt: AttemptNumber,
    pub(super) part: PartId,
    pub(super) message: MessageId,
    pub(super) tail: String,
    pub(super) tries: u32,
}

/// How an entry ended.
#[derive(Debug)]
pub(super) enum Ended {
    Outcome(Outcome),
    Withdrawn(Withdrawal),
}

/// A pause that ends by the clock on the wall, and is never longer than it was meant to be: when that
/// clock is put back, it begins anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rest {
    until: Moment,
    pause: Duration,
}

impl Rest {
    pub(super) fn of(pause: Duration, now: Moment) -> Self {
        Self { until: now.plus(pause), pause }
    }

    /// What is left of it now; `None` once it is over.
    pub(super) fn seen_at(self, now: Moment) -> Option<Self> {
        (self.until > now).then(|| Self { until: self.until.min(now.plus(self.pause)), ..self })
    }

    pub(super) fn until(self) -> Moment {
        self.until
    }

    pub(super) fn begun(self) -> Moment {
        self.until.minus(self.pause)
    }
}

impl Desk {
    pub(super) fn new(name: LineName, result_timeout: Duration, sim: Option<String>) -> Self {
        Self {
            sim: sim.unwrap_or_else(|| format!("line:{name}")),
            name,
            result_timeout,
            health: Health::Idle,
            asked: None,
            open: None,
            entered: AttemptNumber(0),
            ended: None,
            last_reference: None,
            restarted: false,
            rest: None,
            brake: None,
            patience: None,
            owed: None,
            listens_until: None,
            closed: false,
            down_since: None,
            refusals: 0,
            hindrances: Vec::new(),
            logged: Vec::new(),
        }
    }

    /// What is known of its SIM's references.
    pub(super) fn count(&self) -> Count {
        match self.last_reference {
            Some((reference, attempt)) => Count::Last(reference, attempt),
            None if self.restarted => Count::BegunAnew,
            None => Count::Unknown,
        }
    }

    /// Whether another order may be given now.
    pub(super) fn is_free(&self, now: Moment) -> bool {
        matches!(self.health, Health::Ready(_))
            && self.asked.is_none()
            && (self.open.is_none() || self.ended.is_some())
            && self.rest.is_none_or(|rest| rest.seen_at(now).is_none())
    }

    /// The result is here, the next prompt is not: it is worth waiting a moment for, so that one
    /// commit serves both.
    pub(super) fn awaits_prompt(&self) -> bool {
        let waiting = self.asked.as_ref().is_some_and(|asked| asked.stage == Stage::Waiting);
        self.ended.is_some() && waiting
    }
}
