//! The one place where a state is written: a part moves by `message`'s table, its message follows,
//! and an event tells when and why.

use rusqlite::{OptionalExtension, params};

use super::{StoreError, Turn};
use crate::message::{AttemptNumber, Gate, MessageId, PartId, PartState, Reason, State, message_state};
use crate::moment::Moment;

/// When, why and in which attempt something moved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Why<'r> {
    reason: &'r Reason,
    at: Moment,
    attempt: Option<AttemptNumber>,
    told: Told,
}

impl<'r> Why<'r> {
    /// Outside an attempt, told by the mirror.
    pub(super) fn new(reason: &'r Reason, at: Moment) -> Self {
        Self { reason, at, attempt: None, told: Told::ByMirror }
    }

    /// In an attempt.
    pub(super) fn within(self, attempt: AttemptNumber) -> Self {
        Self { attempt: Some(attempt), ..self }
    }

    /// Told by the answer to the row.
    pub(super) fn in_answer(self) -> Self {
        Self { told: Told::InAnswer, ..self }
    }
}

/// Whether the outbox of a message hears of a move by the mirror.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    ByMirror,
    /// By the answer to the row itself; a row whose answer was lost is offered again.
    InAnswer,
}

/// Which move a message's reason comes from.
enum Reasoned {
    ByThisMove,
    /// As JSON; `None`: it stays.
    ByAnEarlierOne(Option<String>),
}

/// How a cancellation went, in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CancelCount {
    /// Taken back now or before.
    pub cancelled: u32,
    /// Of those, how many just now.
    pub now: u32,
    /// Parts that have gone, may have gone or had ended otherwise.
    pub gone: u32,
    /// Of those that may have gone, how many are at a modem: one that comes back is cancelled then.
    pub at_modem: u32,
    /// In all.
    pub of: u32,
}

impl Turn<'_> {
    /// Takes back every part that has not begun. One that is at a modem is noted: should it come back
    /// from there, it is cancelled instead of waiting again. One that may have gone does not go once more, by its
    /// service's rule or where it waited for that, and is not called cancelled.
    ///
    /// # Errors
    /// [`StoreError::NoMessage`].
    pub fn cancel(&self, message: MessageId, reason: &Reason, at: Moment) -> Result<CancelCount, StoreError> {
        let mut count = CancelCount { cancelled: 0, now: 0, gone: 0, at_modem: 0, of: 0 };
        if self.gate(message)? == Gate::Refused {
            return Ok(count);
        }
        let mut doubted = false;
        for (part, from) in self.parts(message)? {
            count.of += 1;
            let to = self.cancel_part(part, from)?;
            match to {
                PartState::Cancelled => count.cancelled += 1,
                _ => count.gone += 1,
            }
            count.now += u32::from(to == PartState::Cancelled && from != to);
            count.at_modem += u32::from(to == PartState::Sending);
            doubted |= to == PartState::Unknown && from != to;
        }
        let noted = count.at_modem > 0 && self.note_cancel(message, reason)?;
        if count.now > 0 {
            self.refresh(message, None, Why::new(reason, at))?;
        } else if doubted || noted {
            self.refresh(message, None, Why::new(&reason.as_wish(), at))?;
        }
        Ok(count)
    }

    /// What becomes of a part whose message is taken back: nothing of it goes again by itself.
    fn cancel_part(&self, part: PartId, from: PartState) -> Result<PartState, StoreError> {
        let to = match from {
            PartState::Queued if self.may_have_gone(part)? => PartState::Unknown,
            PartState::Queued => PartState::Cancelled,
            PartState::Unknown => {
                self.forget_doubt(part)?;
                return Ok(from);
            }
            other => return Ok(other),
        };
        self.write_part(part, from, to)?;
        Ok(to)
    }

    /// Whether that is news: who asks again is told the same, and moves nothing.
    fn note_cancel(&self, message: MessageId, reason: &Reason) -> Result<bool, StoreError> {
        let mut note = self
            .transaction
            .prepare_cached("UPDATE message SET cancel = ?2 WHERE id = ?1 AND cancel IS NULL")?;
        Ok(note.execute(params![message.0, to_json(reason)])? > 0)
    }

    /// A part that comes back from a modem, and that somebody wanted back meanwhile: it waits no more, and where
    /// an attempt before is in doubt, nobody says that nothing has gone.
    pub(super) fn take_back(
        &self,
        part: PartId,
        asked: &Reason,
        end: &Reason,
        at: Moment,
        attempt: AttemptNumber,
    ) -> Result<(), StoreError> {
        if self.may_have_gone(part)? {
            let wish = asked.as_wish();
            return self.move_part(part, PartState::Unknown, Why::new(&wish, at).within(attempt));
        }
        let told = match end {
            Reason::RefusedForGood { error } => Reason::CancelledAfterRefusal { error: error.clone() },
            _ => asked.clone(),
        };
        self.move_part(part, PartState::Cancelled, Why::new(&told, at).within(attempt))
    }

    /// How a part ends that does not go any more, and why: where an attempt of it is in doubt, nobody says that
    /// nothing has gone.
    pub(super) fn undone(
        &self,
        part: PartId,
        end: PartState,
        why: &Reason,
    ) -> Result<(PartState, Reason), StoreError> {
        match self.may_have_gone(part)? {
            true => Ok((PartState::Unknown, why.of_a_resend())),
            false => Ok((end, why.clone())),
        }
    }

    /// Whether an attempt of it has ended in doubt.
    fn may_have_gone(&self, part: PartId) -> Result<bool, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM attempt WHERE part = ?1 AND outcome = 'unknown')",
        )?;
        Ok(statement.query_row([part.0], |row| row.get(0))?)
    }

    /// A person wants it to go once more: what was wanted before is over.
    pub(super) fn forget_cancel(&self, message: MessageId) -> Result<(), StoreError> {
        let mut note = self.transaction.prepare_cached("UPDATE message SET cancel = NULL WHERE id = ?1")?;
        note.execute([message.0])?;
        Ok(())
    }

    /// Why the message of a part is to be cancelled, where that was asked while one was at a modem.
    pub(super) fn cancel_noted(&self, part: PartId) -> Result<Option<Reason>, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT m.cancel FROM part p CROSS JOIN message m ON m.id = p.message WHERE p.id = ?1",
        )?;
        let noted: Option<String> = statement.query_row([part.0], |row| row.get(0))?;
        noted.as_deref().map(from_json).transpose()
    }

    /// Ends every part, held ones too, whose time is over before it began; at most `at_most`. Gives the
    /// messages that could not be told of it because they say what makes no sense.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn expire(&self, now: Moment, at_most: u32) -> Result<Vec<MessageId>, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT id, message FROM part WHERE state = 'queued' AND expires_at <= ?1 \
             ORDER BY expires_at LIMIT ?2",
        )?;
        let rows = statement.query_map(params![now.millis(), at_most], |row| {
            Ok((PartId(row.get(0)?), MessageId(row.get(1)?)))
        })?;
        let rows: Vec<_> = rows.collect::<Result<_, _>>()?;
        let mut untold = Vec::new();
        for (part, message) in rows {
            // Ended in any case: what stays due for ever would be looked at without a pause.
            let (to, reason) = self.undone(part, PartState::Expired, &Reason::Expired)?;
            self.write_part(part, PartState::Queued, to)?;
            let why = Why::new(&reason, now);
            match self.apart(|| self.refresh(message, Some(part), why)) {
                Err(failure) if failure.is_its_own() => untold.push(message),
                told => told?,
            }
        }
        Ok(untold)
    }

    /// Moves a part and lets its message follow.
    pub(super) fn move_part(&self, part: PartId, to: PartState, why: Why<'_>) -> Result<(), StoreError> {
        let (message, from) = self.part(part)?;
        self.write_part(part, from, to)?;
        self.refresh(message, Some(part), why)
    }

    /// Moves a part without telling its message; the caller refreshes it.
    pub(super) fn write_part(&self, part: PartId, from: PartState, to: PartState) -> Result<(), StoreError> {
        self.set_part(part, from.moved_to(to)?)
    }

    /// Writes what a table of `message` gave.
    pub(super) fn set_part(&self, part: PartId, to: PartState) -> Result<(), StoreError> {
        let mut statement = self
            .transaction
            .prepare_cached("UPDATE part SET state = ?2, unknown_since = NULL WHERE id = ?1")?;
        statement.execute(params![part.0, to.as_str()])?;
        Ok(())
    }

    /// Makes a message's state that of its parts, and writes the event.
    pub(super) fn refresh(
        &self,
        message: MessageId,
        part: Option<PartId>,
        why: Why<'_>,
    ) -> Result<(), StoreError> {
        let gate = self.gate(message)?;
        let parts = self.parts(message)?;
        let states: Vec<PartState> = parts.iter().map(|(_, state)| *state).collect();
        let state = message_state(gate, &states);
        let code = why.reason.code();
        tracing::debug!(
            message_id = message.0, part_id = part.map(|part| part.0),
            attempt_id = why.attempt.map(|attempt| attempt.0), %state, reason = code, "moves"
        );
        let reason = to_json(why.reason);
        let mut event = self.transaction.prepare_cached(
            "INSERT INTO event (message, part, attempt, at, state, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let number = event.insert(params![
            message.0,
            part.map(|part| part.0),
            why.attempt.map(|attempt| attempt.0),
            why.at.millis(),
            state.as_str(),
            reason
        ])?;
        let sent = matches!(state, State::Sent | State::Delivered).then_some(why.at.millis());
        let delivered = (state == State::Delivered).then_some(why.at.millis());
        let reason = match self.reason_of(message, &parts, part, state)? {
            Reasoned::ByThisMove => Some(reason),
            Reasoned::ByAnEarlierOne(reason) => reason,
        };
        let to_tell = if why.told == Told::ByMirror { number } else { 0 };
        let mut update = self.transaction.prepare_cached(
            "UPDATE message SET state = ?2, reason = coalesce(?3, reason), changed_at = ?4, event = ?5, \
             sent_at = coalesce(sent_at, ?6), delivered_at = coalesce(delivered_at, ?7) WHERE id = ?1",
        )?;
        update.execute(params![
            message.0,
            state.as_str(),
            reason,
            why.at.millis(),
            to_tell,
            sent,
            delivered
        ])?;
        Ok(())
    }

    /// A message's reason is that of the part that makes its state what it is: of a message of which half
    /// was taken back, "the phone has it" is true of the other half alone.
    fn reason_of(
        &self,
        message: MessageId,
        parts: &[(PartId, PartState)],
        moved: Option<PartId>,
        state: State,
    ) -> Result<Reasoned, StoreError> {
        let (Some(moved), Some(decides)) = (moved, state.decided_by()) else {
            return Ok(Reasoned::ByThisMove);
        };
        let mut deciding = parts.iter().filter(|(_, state)| *state == decides).map(|(part, _)| *part);
        // What failed first took the rest with it.
        if decides != PartState::Failed && deciding.clone().any(|part| part == moved) {
            return Ok(Reasoned::ByThisMove);
        }
        let Some(part) = deciding.next() else { return Ok(Reasoned::ByAnEarlierOne(None)) };
        let mut statement = self.transaction.prepare_cached(
            "SELECT reason FROM event WHERE message = ?1 AND (part = ?2 OR (part IS NULL AND ?3)) \
             ORDER BY id DESC LIMIT 1",
        )?;
        // Parts are taken back together.
        let together = decides == PartState::Cancelled;
        let reason =
            statement.query_row(params![message.0, part.0, together], |row| row.get(0)).optional()?;
        Ok(Reasoned::ByAnEarlierOne(reason))
    }

    pub(super) fn parts(&self, message: MessageId) -> Result<Vec<(PartId, PartState)>, StoreError> {
        let mut statement = self
            .transaction
            .prepare_cached("SELECT id, state FROM part WHERE message = ?1 ORDER BY number")?;
        let rows = statement.query_map([message.0], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        rows.map(|row| row.map_err(StoreError::from).and_then(|(id, state)| Ok((PartId(id), word(&state)?))))
            .collect()
    }

    fn part(&self, part: PartId) -> Result<(MessageId, PartState), StoreError> {
        let mut statement =
            self.transaction.prepare_cached("SELECT message, state FROM part WHERE id = ?1")?;
        let (message, state): (i64, String) =
            statement.query_row([part.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((MessageId(message), word(&state)?))
    }

    pub(super) fn gate(&self, message: MessageId) -> Result<Gate, StoreError> {
        let mut statement = self.transaction.prepare_cached("SELECT gate FROM message WHERE id = ?1")?;
        let gate: Option<String> = statement.query_row([message.0], |row| row.get(0)).optional()?;
        word(&gate.ok_or(StoreError::NoMessage(message.0))?)
    }
}

/// Reads a word that this program wrote.
pub(super) fn word<T: std::str::FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Nonsense { what: "a state" })
}

/// A Reason as it stands in the store.
pub(super) fn to_json(reason: &Reason) -> String {
    serde_json::to_string(reason).unwrap_or_default()
}

/// A Reason as it stood in the store.
pub(super) fn from_json(text: &str) -> Result<Reason, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Nonsense { what: "a reason" })
}
