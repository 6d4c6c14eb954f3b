//! The ledger: attempts are entered before the act and closed with what is known after it.
//! At most one is open per line (a partial unique index sees to it).

use rusqlite::{OptionalExtension, Row, params};

use super::homes::Going;
use super::moves::{Why, to_json};
use super::{Store, StoreError, Turn};
use crate::message::{AttemptNumber, MessageId, PartId, PartState, Reason};
use crate::moment::Moment;

/// What is known of the message references that a SIM has given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// The last one, and the attempt it was given for.
    Last(u8, AttemptNumber),
    /// Nothing since the modem began anew, or may have: it counts from anywhere.
    BegunAnew,
    /// Nothing at all.
    Unknown,
}

impl Count {
    const fn reference(self) -> Option<u8> {
        match self {
            Self::Last(reference, _) => Some(reference),
            Self::BegunAnew | Self::Unknown => None,
        }
    }

    /// As it stands in `last_attempt`: no attempt has the number 0.
    const fn attempt(self) -> Option<i64> {
        match self {
            Self::Last(_, attempt) => Some(attempt.0),
            Self::BegunAnew => Some(0),
            Self::Unknown => None,
        }
    }
}

/// An entry to be made.
#[derive(Clone, Debug)]
pub struct NewAttempt {
    /// The part.
    pub part: PartId,
    /// The line's name.
    pub line: String,
    /// The SIM in it.
    pub sim: String,
    /// Last 8 digits of the recipient.
    pub tail: String,
    /// Now.
    pub opened_at: Moment,
    /// Until when a report on it may come.
    pub report_until: Moment,
    /// What is known of the references that its SIM has given.
    pub count: Count,
    /// How it stands to the recipient's home.
    pub going: Going,
}

/// An entry without an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenAttempt {
    /// Its number.
    pub number: AttemptNumber,
    /// Its part.
    pub part: PartId,
    /// Its message.
    pub message: MessageId,
    /// Its line.
    pub line: String,
    /// Last 8 digits of the recipient.
    pub tail: String,
    /// Since when.
    pub opened_at: Moment,
    /// The part's tries before it.
    pub tries: u32,
    /// When its message expires.
    pub expires_at: Moment,
}

/// How an attempt ends.
#[derive(Clone, Debug)]
pub enum AttemptEnd {
    /// The network has it.
    Sent {
        /// TP-MR; `None` where the network called it a duplicate.
        reference: Option<u8>,
        /// In words.
        reason: Reason,
    },
    /// Refused for now: goes again.
    Again {
        /// Not before; `None`: at once.
        due: Option<Moment>,
        /// Tries that were refused, with this one where it counts.
        tries: u32,
        /// In words.
        reason: Reason,
    },
    /// Refused for good.
    Failed {
        /// In words.
        reason: Reason,
    },
    /// Nothing proves either.
    Unknown {
        /// In words.
        reason: Reason,
    },
    /// Taken back before Ctrl-Z.
    Withdrawn {
        /// In words.
        reason: Reason,
    },
}

impl Store {
    /// Attempts that an earlier process left open.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn open_attempts(&self) -> Result<Vec<OpenAttempt>, StoreError> {
        let mut statement = self.connection()?.prepare_cached(
            // Asked for in their order, SQLite would read the whole ledger for it.
            "SELECT a.number, a.part, p.message, a.line, a.opened_at, p.tries, p.expires_at, a.tail \
             FROM attempt a INDEXED BY attempt_open CROSS JOIN part p ON p.id = a.part WHERE a.outcome IS NULL",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(OpenAttempt {
                number: AttemptNumber(row.get(0)?),
                part: PartId(row.get(1)?),
                message: MessageId(row.get(2)?),
                line: row.get(3)?,
                opened_at: Moment::from_millis(row.get(4)?),
                tries: row.get(5)?,
                expires_at: Moment::from_millis(row.get(6)?),
                tail: row.get(7)?,
            })
        })?;
        let mut open: Vec<OpenAttempt> = rows.collect::<Result<_, _>>()?;
        open.sort_unstable_by_key(|attempt| attempt.number);
        Ok(open)
    }

    /// When a line's modem last left a message without an answer, among the last that went by it. One that was listened
    /// for after a restart is none: it had its time.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn last_silence(&self, line: &str) -> Result<Option<Moment>, StoreError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT max(closed_at) FROM (SELECT reason, closed_at FROM attempt WHERE line = ?1 \
             ORDER BY number DESC LIMIT 512) WHERE reason = ?2",
        )?;
        let silence = to_json(&Reason::NoAnswer);
        let closed_at: Option<i64> = statement.query_row(params![line, silence], |row| row.get(0))?;
        Ok(closed_at.map(Moment::from_millis))
    }

    /// When the newest entry was made.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn last_entered_at(&self) -> Result<Option<Moment>, StoreError> {
        let mut statement = self
            .connection()?
            .prepare_cached("SELECT opened_at FROM attempt ORDER BY number DESC LIMIT 1")?;
        Ok(statement.query_row([], |row| row.get(0)).optional()?.map(Moment::from_millis))
    }

    /// The SIM that was last seen in a line.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn last_sim(&self, line: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self
            .connection()?
            .prepare_cached("SELECT sim FROM attempt WHERE line = ?1 ORDER BY number DESC LIMIT 1")?;
        Ok(statement.query_row([line], |row| row.get(0)).optional()?)
    }

    /// The last message reference that a SIM is known to have given; none where its modem began anew before a later
    /// attempt.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn last_reference(&self, sim: &str) -> Result<Option<(u8, AttemptNumber)>, StoreError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT known.reference, known.number FROM attempt known \
             WHERE known.number = (SELECT number FROM attempt WHERE sim = ?1 AND reference IS NOT NULL \
              ORDER BY number DESC LIMIT 1) \
             AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.sim = ?1 AND a.number > known.number \
              AND a.last_attempt = 0)",
        )?;
        let found = statement.query_row([sim], |row| Ok((row.get(0)?, AttemptNumber(row.get(1)?))));
        Ok(found.optional()?)
    }

    /// Attempts of a SIM after one (all, where there is none) and before another that may have taken a reference
    /// which nobody knows.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn untold_between(
        &self,
        sim: &str,
        after: Option<AttemptNumber>,
        before: AttemptNumber,
    ) -> Result<Untold, StoreError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT count(*), coalesce(sum(number <= (SELECT max(number) FROM attempt WHERE sim = ?1 AND number > ?2 \
              AND number < ?3 AND outcome = 'unknown' AND reference IS NULL)), 0) FROM attempt \
             WHERE sim = ?1 AND number > ?2 AND number < ?3 AND outcome <> 'withdrawn' AND reference IS NULL",
        )?;
        let after = after.map_or(0, |after| after.0);
        let untold = |row: &Row<'_>| Ok(Untold { all: row.get(0)?, upto_unknown: row.get(1)? });
        Ok(statement.query_row(params![sim, after, before.0], untold)?)
    }
}

/// How many attempts may have taken a reference that nobody knows: a modem may count what was refused as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Untold {
    /// All of them.
    pub all: u32,
    /// Those up to the last whose fate is unknown.
    pub upto_unknown: u32,
}

impl Turn<'_> {
    /// The highest ledger number ever given.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn ledger(&self) -> Result<AttemptNumber, StoreError> {
        super::sequence(self.transaction, "attempt").map(AttemptNumber)
    }

    /// The last event's id; 0 where there is none.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn last_event(&self) -> Result<i64, StoreError> {
        super::sequence(self.transaction, "event")
    }

    /// Enters an attempt; its part is at the modem from now on.
    ///
    /// # Errors
    /// [`StoreError::Move`] for a part that does not wait; [`StoreError::Sqlite`] where the line has
    /// an open one.
    pub fn open_attempt(&self, new: &NewAttempt) -> Result<AttemptNumber, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO attempt (part, line, sim, tail, opened_at, report_until, last_reference, \
             last_attempt, home, ground) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, \
             (SELECT iif(resends > 0, 'resend', 'ordinary') FROM part WHERE id = ?1))",
        )?;
        let number = AttemptNumber(statement.insert(params![
            new.part.0,
            new.line,
            new.sim,
            new.tail,
            new.opened_at.millis(),
            new.report_until.millis(),
            new.count.reference(),
            new.count.attempt(),
            new.going.away_from(),
        ])?);
        self.keep_home(new, number)?;
        let reason = at_modem(new);
        let why = Why::new(&reason, new.opened_at).within(number);
        self.move_part(new.part, PartState::Sending, why)?;
        Ok(number)
    }

    /// Closes an attempt and moves its part; one that has not gone is cancelled where that was asked meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Move`] where the part is not at the modem.
    pub fn close_attempt(
        &self,
        number: AttemptNumber,
        part: PartId,
        end: &AttemptEnd,
        at: Moment,
    ) -> Result<(), StoreError> {
        let (outcome, reference, reason, to) = match end {
            AttemptEnd::Sent { reference, reason } => ("sent", *reference, reason, PartState::Sent),
            AttemptEnd::Again { reason, .. } => ("refused", None, reason, PartState::Queued),
            AttemptEnd::Failed { reason } => ("refused", None, reason, PartState::Failed),
            AttemptEnd::Unknown { reason } => ("unknown", None, reason, PartState::Unknown),
            AttemptEnd::Withdrawn { reason } => ("withdrawn", None, reason, PartState::Queued),
        };
        let mut statement = self.transaction.prepare_cached(
            "UPDATE attempt SET outcome = ?2, reference = ?3, reason = ?4, closed_at = ?5 \
             WHERE number = ?1 AND outcome IS NULL",
        )?;
        statement.execute(params![number.0, outcome, reference, to_json(reason), at.millis()])?;
        if matches!(outcome, "refused" | "withdrawn") {
            self.forget_sender(part, number)?;
        }
        if let Some(proof) = self.proven_before(part, number)? {
            let taken = Why::new(reason, at).within(number);
            return self.prove_sent(part, proof, (to == PartState::Sent).then_some(taken), at);
        }
        if matches!(to, PartState::Queued | PartState::Failed)
            && let Some(asked) = self.cancel_noted(part)?
        {
            return self.take_back(part, &asked, reason, at, number);
        }
        let (to, reason) = match to {
            PartState::Failed => self.undone(part, to, reason)?,
            _ => (to, reason.clone()),
        };
        self.move_part(part, to, Why::new(&reason, at).within(number))?;
        match end {
            // An answer came, and is probably its own: whether to send once more is for a person.
            AttemptEnd::Unknown { reason: Reason::PerhapsEarlierAnswer { .. } } => Ok(()),
            AttemptEnd::Unknown { .. } => self.note_doubt(part, at),
            AttemptEnd::Again { due, tries, .. } => self.postpone(part, *due, *tries),
            AttemptEnd::Failed { .. } => self.fail_the_rest(part, at),
            _ => Ok(()),
        }
    }

    /// A part that was refused before its prompt: no attempt was entered.
    ///
    /// # Errors
    /// [`StoreError::Move`] where the part does not wait any more.
    pub fn decline(&self, part: PartId, end: &AttemptEnd, at: Moment) -> Result<(), StoreError> {
        match end {
            AttemptEnd::Again { due, tries, .. } => self.postpone(part, *due, *tries),
            AttemptEnd::Failed { reason } => {
                let (to, reason) = self.undone(part, PartState::Failed, reason)?;
                self.move_part(part, to, Why::new(&reason, at))?;
                self.fail_the_rest(part, at)
            }
            _ => Ok(()),
        }
    }

    /// The whole message waits with its refused part, so that parts go in order.
    fn postpone(&self, part: PartId, due: Option<Moment>, tries: u32) -> Result<(), StoreError> {
        let mut count = self.transaction.prepare_cached("UPDATE part SET tries = ?2 WHERE id = ?1")?;
        count.execute(params![part.0, tries])?;
        let mut wait = self.transaction.prepare_cached(
            "UPDATE part SET due = ?2 WHERE state = 'queued' \
             AND message = (SELECT message FROM part WHERE id = ?1)",
        )?;
        wait.execute(params![part.0, due.map_or(0, Moment::millis)])?;
        Ok(())
    }

    /// Half a message is of no use: what has not begun of it ends with the part that failed.
    pub(super) fn fail_the_rest(&self, part: PartId, at: Moment) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare_cached("SELECT message FROM part WHERE id = ?1")?;
        let message = MessageId(statement.query_row([part.0], |row| row.get(0))?);
        for (other, state) in self.parts(message)? {
            if state == PartState::Queued {
                let (to, reason) = self.undone(other, PartState::Failed, &Reason::OtherPartFailed)?;
                self.move_part(other, to, Why::new(&reason, at))?;
            }
        }
        Ok(())
    }
}

fn at_modem(new: &NewAttempt) -> Reason {
    let line = new.line.clone();
    match &new.going {
        Going::Home | Going::Settles => Reason::AtModem { line },
        Going::Leaves { home } => Reason::AwayFromHome { line, home: home.clone() },
        Going::Moves { home } => Reason::NewHome { line, home: home.clone() },
    }
}
