//! Taking in: a judged row becomes a message, or mirrors one that is there, exactly once by its uid
//! and by its caller's reference.

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::moves::{Why, from_json, to_json, word};
use super::{Proof, StoreError, Turn};
use crate::message::{
    Gate, Lane, MessageId, PartState, PartText, Reason, State, WhenUnknown, message_state, shown_by_mirror,
};
use crate::moment::Moment;
use crate::phone::PhoneNumber;

/// The row that a message answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The outbox's own id.
    pub outbox: String,
    /// The row's uid.
    pub uid: String,
}

/// A message that was judged good.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewMessage {
    /// None where it did not come from an outbox file.
    pub origin: Option<Origin>,
    /// Who speaks.
    pub service: String,
    /// How urgent.
    pub lane: Lane,
    /// The caller's idempotency key, one for ever per service.
    pub reference: Option<String>,
    /// Tells equal contents under one reference.
    pub fingerprint: String,
    /// To whom.
    pub recipient: PhoneNumber,
    /// What, after the service's text policy.
    pub body: String,
    /// A name that several messages share.
    pub notice: Option<String>,
    /// The service's rule.
    pub when_unknown: WhenUnknown,
    /// At least one; the reference of their concatenation is set here.
    pub parts: Vec<PartText>,
    /// Nothing begins before.
    pub not_before: Option<Moment>,
    /// Nothing begins after.
    pub expires_at: Moment,
    /// Open, or held.
    pub gate: Gate,
    /// Why it stands as it stands: accepted, or why held.
    pub reason: Reason,
}

/// A row that was judged bad.
#[derive(Clone, Debug)]
pub struct Refused {
    /// None where it did not come from an outbox file.
    pub origin: Option<Origin>,
    /// As far as it is known; empty otherwise.
    pub service: String,
    /// As far as it is known; stands for nothing.
    pub reference: Option<String>,
    /// As far as it is known.
    pub notice: Option<String>,
    /// The recipient as it came: whom to call.
    pub typed: Option<String>,
    /// Why.
    pub reason: Reason,
}

/// How a row stands in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// The message that answers it.
    pub message: MessageId,
    /// Its state now.
    pub state: State,
    /// Why.
    pub reason: Reason,
    /// Parts it takes.
    pub parts: u32,
    /// When it was accepted by the network.
    pub sent_at: Option<Moment>,
    /// When it was reported received.
    pub delivered_at: Option<Moment>,
}

impl Turn<'_> {
    /// Takes a message in. A uid that came before is answered with its message; a reference that came
    /// before with the same content too; with other content the row is refused and says so.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn admit(&self, new: &NewMessage, at: Moment) -> Result<Admitted, StoreError> {
        if let Some(known) = self.known(new.origin.as_ref())? {
            return self.standing(known);
        }
        if let Some((first, same)) = self.by_reference(new)? {
            if !same {
                let refused = Refused {
                    origin: new.origin.clone(),
                    service: new.service.clone(),
                    reference: new.reference.clone(),
                    notice: new.notice.clone(),
                    typed: Some(new.recipient.e164().to_owned()),
                    reason: Reason::ReferenceTaken { message: first },
                };
                return self.refuse(&refused, at);
            }
            self.bind(new.origin.as_ref(), first)?;
            return Ok(Admitted {
                reason: Reason::SameReference { message: first },
                ..self.standing(first)?
            });
        }
        let message = self.insert_message(new, at)?;
        let held = i64::from(new.gate == Gate::Held);
        let due = new.not_before.filter(|moment| *moment > at).map_or(0, Moment::millis);
        let total = count(&new.parts);
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO part (message, number, total, alphabet, text, state, held, lane, due, expires_at, home) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, \
             coalesce((SELECT sim FROM home WHERE recipient = ?11), ''))",
        )?;
        for (number, part) in (1_i64..).zip(&new.parts) {
            statement.execute(params![
                message.0,
                number,
                total,
                part.alphabet.as_str(),
                part.text,
                PartState::Queued.as_str(),
                held,
                rank(new.lane),
                due,
                new.expires_at.millis(),
                new.recipient.e164(),
            ])?;
        }
        self.bind(new.origin.as_ref(), message)?;
        self.refresh(message, None, self.told(Why::new(&new.reason, at), new.origin.as_ref())?)?;
        self.standing(message)
    }

    /// Keeps a refused row, so that its refusal can be read and its uid is known.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn refuse(&self, refused: &Refused, at: Moment) -> Result<Admitted, StoreError> {
        if let Some(known) = self.known(refused.origin.as_ref())? {
            return self.standing(known);
        }
        self.insert_closed(refused, Gate::Refused, None, at)
    }

    /// Takes in a row that says what can't be judged any more, as its mirror shows it; nothing of it is
    /// ever sent. Whom it was for, its notice and its reference stay findable.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn take_closed(&self, row: &Refused, proof: &Proof, at: Moment) -> Result<Admitted, StoreError> {
        if let Some(known) = self.known(row.origin.as_ref())? {
            return self.standing(known);
        }
        let closed = Refused { reason: Reason::KnownFromMirror, ..row.clone() };
        let [part] = shown_by_mirror(&[PartState::Queued], proof.state)[..] else {
            return self.insert_closed(&closed, Gate::Refused, None, at);
        };
        if part == PartState::Queued {
            return self.insert_closed(&closed, Gate::Refused, None, at);
        }
        // A second row of that reference mirrored the first.
        if let Some(first) = self.of_reference(&row.service, row.reference.as_deref())? {
            self.bind(row.origin.as_ref(), first.0)?;
            self.take_proof(first.0, proof, at)?;
            return self.standing(first.0);
        }
        let taken = self.insert_closed(&closed, Gate::Open, Some(part), at)?;
        self.note_times(taken.message, proof)?;
        self.standing(taken.message)
    }

    /// The message that answers a row, if the row is known.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn known(&self, origin: Option<&Origin>) -> Result<Option<MessageId>, StoreError> {
        let Some(origin) = origin else { return Ok(None) };
        let mut statement =
            self.transaction.prepare_cached("SELECT message FROM source WHERE outbox = ?1 AND uid = ?2")?;
        let found = statement.query_row([&origin.outbox, &origin.uid], |row| row.get(0)).optional()?;
        Ok(found.map(MessageId))
    }

    /// How a message stands, for the mirror.
    ///
    /// # Errors
    /// [`StoreError::NoMessage`].
    pub fn standing(&self, message: MessageId) -> Result<Admitted, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT state, reason, parts, sent_at, delivered_at FROM message WHERE id = ?1",
        )?;
        let row = statement
            .query_row([message.0], |row| {
                let texts: (String, String) = (row.get(0)?, row.get(1)?);
                let numbers: (u32, Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?, row.get(4)?);
                Ok((texts, numbers))
            })
            .optional()?;
        let ((state, reason), (parts, sent_at, delivered_at)) =
            row.ok_or(StoreError::NoMessage(message.0))?;
        Ok(Admitted {
            message,
            state: word(&state)?,
            reason: from_json(&reason)?,
            parts,
            sent_at: sent_at.map(Moment::from_millis),
            delivered_at: delivered_at.map(Moment::from_millis),
        })
    }

    fn by_reference(&self, new: &NewMessage) -> Result<Option<(MessageId, bool)>, StoreError> {
        let found = self.of_reference(&new.service, new.reference.as_deref())?;
        Ok(found.map(|(id, fingerprint)| (id, fingerprint == new.fingerprint)))
    }

    /// The message of a reference, and its fingerprint.
    fn of_reference(
        &self,
        service: &str,
        reference: Option<&str>,
    ) -> Result<Option<(MessageId, String)>, StoreError> {
        let Some(reference) = reference else { return Ok(None) };
        let mut statement = self.transaction.prepare_cached(
            "SELECT id, fingerprint FROM message \
             WHERE service = ?1 AND reference = ?2 AND gate <> 'refused'",
        )?;
        let found: Option<(i64, String)> =
            statement.query_row([service, reference], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        Ok(found.map(|(id, fingerprint)| (MessageId(id), fingerprint)))
    }

    /// The answer to a row tells how it stands. Where that is lost the row is offered again as long as it
    /// is unmarked, which a row of a file that is read anew may not be: the mirror tells it once more.
    fn told<'r>(&self, why: Why<'r>, origin: Option<&Origin>) -> Result<Why<'r>, StoreError> {
        let anew = origin.map(|origin| self.is_read_anew(&origin.outbox)).transpose()?.flatten();
        Ok(if anew.is_some() { why } else { why.in_answer() })
    }

    fn bind(&self, origin: Option<&Origin>, message: MessageId) -> Result<(), StoreError> {
        let Some(origin) = origin else { return Ok(()) };
        let mut statement = self
            .transaction
            .prepare_cached("INSERT INTO source (outbox, uid, message) VALUES (?1, ?2, ?3)")?;
        statement.execute(params![origin.outbox, origin.uid, message.0])?;
        Ok(())
    }

    fn insert_message(&self, new: &NewMessage, at: Moment) -> Result<MessageId, StoreError> {
        let state = message_state(new.gate, &vec![PartState::Queued; new.parts.len()]);
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO message (service, lane, reference, fingerprint, recipient, body, notice, \
             when_unknown, gate, state, reason, parts, not_before, expires_at, created_at, changed_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?15)",
        )?;
        let id = statement.insert(params![
            new.service,
            new.lane.as_str(),
            new.reference,
            new.fingerprint,
            new.recipient.e164(),
            new.body,
            new.notice,
            new.when_unknown.as_str(),
            new.gate.as_str(),
            state.as_str(),
            to_json(&new.reason),
            count(&new.parts),
            new.not_before.map(Moment::millis),
            new.expires_at.millis(),
            at.millis(),
        ])?;
        Ok(MessageId(id))
    }

    /// A message that nothing will ever be sent for, with at most one part that says how it ended.
    fn insert_closed(
        &self,
        closed: &Refused,
        gate: Gate,
        part: Option<PartState>,
        at: Moment,
    ) -> Result<Admitted, StoreError> {
        let parts: Vec<PartState> = part.into_iter().collect();
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO message (service, lane, fingerprint, notice, when_unknown, gate, state, reason, \
             parts, created_at, changed_at, reference, typed) \
             VALUES (?1, ?2, '', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11)",
        )?;
        let message = MessageId(statement.insert(params![
            closed.service,
            Lane::Normal.as_str(),
            closed.notice,
            WhenUnknown::Ask.as_str(),
            gate.as_str(),
            message_state(gate, &parts).as_str(),
            to_json(&closed.reason),
            count(&parts),
            at.millis(),
            closed.reference,
            closed.typed,
        ])?);
        for state in parts {
            let mut statement = self.transaction.prepare_cached(
                "INSERT INTO part (message, number, total, alphabet, text, state, lane, expires_at) \
                 VALUES (?1, 1, 1, 'gsm7', '', ?2, 1, 0)",
            )?;
            statement.execute(params![message.0, state.as_str()])?;
        }
        self.bind(closed.origin.as_ref(), message)?;
        self.refresh(message, None, self.told(Why::new(&closed.reason, at), closed.origin.as_ref())?)?;
        self.standing(message)
    }
}

fn count<T>(parts: &[T]) -> i64 {
    i64::try_from(parts.len()).unwrap_or(i64::MAX)
}

/// The lane as the queue's index has it.
pub(super) const fn rank(lane: Lane) -> i64 {
    match lane {
        Lane::Urgent => 0,
        Lane::Normal => 1,
        Lane::Bulk => 2,
    }
}
