//! The home of a recipient: the SIM that they hear from, so that a family sees one sender. A fact of the store,
//! set in the transaction of the first attempt to a number and taken back with it where nothing went.
//!
//! `part.home` repeats it beside each part, so that the queue is read by line; it differs for a message that
//! has begun by another line, which the rest of it waits for. Who may leave home is the gateway's business.

use rusqlite::{OptionalExtension, params};

use super::ledger::NewAttempt;
use super::reader::Reader;
use super::{Store, StoreError, Turn};
use crate::message::{AttemptNumber, MessageId, PartId};

/// How an attempt stands to its recipient's home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Going {
    /// By it.
    Home,
    /// They had none: this SIM is it from now on.
    Settles,
    /// By another line for once; the home stays.
    Leaves {
        /// The home line's name.
        home: String,
    },
    /// Their home is gone for good: this SIM is it from now on.
    Moves {
        /// The name of the line that was it.
        home: String,
    },
}

impl Going {
    /// The home line's name, where it stays another.
    pub(super) fn away_from(&self) -> Option<&str> {
        match self {
            Going::Leaves { home } => Some(home),
            Going::Home | Going::Settles | Going::Moves { .. } => None,
        }
    }
}

/// Of messages to a number that still have parts to send: those that waited for the same home as it.
const FOLLOW: &str = "UPDATE part INDEXED BY part_message SET home = ?2 \
    WHERE message IN (SELECT id FROM message INDEXED BY message_recipient \
      WHERE recipient = ?1 AND state IN ('queued', 'sending', 'held')) \
    AND state IN ('queued', 'sending') AND home = ?3";

impl Turn<'_> {
    /// The SIM that the recipient of a part hears from; empty where none has been chosen.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn home_of(&self, part: PartId) -> Result<String, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT h.sim FROM part p CROSS JOIN message m ON m.id = p.message \
             CROSS JOIN home h ON h.recipient = m.recipient WHERE p.id = ?1",
        )?;
        Ok(statement.query_row([part.0], |row| row.get(0)).optional()?.unwrap_or_default())
    }

    /// The line that used a SIM last.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn line_of(&self, sim: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self
            .transaction
            .prepare_cached("SELECT line FROM attempt WHERE sim = ?1 ORDER BY number DESC LIMIT 1")?;
        Ok(statement.query_row([sim], |row| row.get(0)).optional()?)
    }

    /// Keeps what an attempt means for its recipient's home; its part still waits.
    pub(super) fn keep_home(&self, new: &NewAttempt, number: AttemptNumber) -> Result<(), StoreError> {
        match new.going {
            Going::Home => Ok(()),
            Going::Settles | Going::Moves { .. } => self.settle_home(new, number),
            // What remains of the message goes by this line too, also once the home line is back.
            Going::Leaves { .. } => self.bind_message(new.part, &new.sim),
        }
    }

    fn settle_home(&self, new: &NewAttempt, number: AttemptNumber) -> Result<(), StoreError> {
        let recipient = self.recipient(new.part)?;
        let before = self.home_of(new.part)?;
        let mut keep = self.transaction.prepare_cached(
            "INSERT OR REPLACE INTO home (recipient, sim, attempt, since) VALUES (?1, ?2, ?3, ?4)",
        )?;
        keep.execute(params![recipient, new.sim, number.0, new.opened_at.millis()])?;
        let mut follow = self.transaction.prepare_cached(FOLLOW)?;
        follow.execute(params![recipient, new.sim, before])?;
        Ok(())
    }

    /// Every part of a message waits for one SIM; one part alone is free to go home the next time.
    fn bind_message(&self, part: PartId, sim: &str) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "UPDATE part INDEXED BY part_message SET home = ?2 \
             WHERE message = (SELECT message FROM part WHERE id = ?1 AND total > 1)",
        )?;
        statement.execute(params![part.0, sim])?;
        Ok(())
    }

    /// An attempt by which nothing went: nobody has seen its sender. A home that it set is none, and a message
    /// of which nothing else went by that line waits for its home again.
    pub(super) fn forget_sender(&self, part: PartId, number: AttemptNumber) -> Result<(), StoreError> {
        let recipient = self.recipient(part)?;
        let mut unsettle = self
            .transaction
            .prepare_cached("DELETE FROM home WHERE recipient = ?1 AND attempt = ?2 RETURNING sim")?;
        let sim: Option<String> =
            unsettle.query_row(params![recipient, number.0], |row| row.get(0)).optional()?;
        if let Some(sim) = sim {
            let mut follow = self.transaction.prepare_cached(FOLLOW)?;
            follow.execute(params![recipient, "", sim])?;
            return Ok(());
        }
        let mut away = self
            .transaction
            .prepare_cached("SELECT 1 FROM attempt WHERE number = ?1 AND home IS NOT NULL")?;
        if away.exists([number.0])? && !self.has_begun(part)? {
            self.bind_message(part, &self.home_of(part)?)?;
        }
        Ok(())
    }

    /// A part waits again that may have been away while its recipient's home changed; the rest of a message goes
    /// where the other parts went.
    pub(super) fn wait_at_home(&self, part: PartId) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "UPDATE part SET home = coalesce((SELECT h.sim FROM message m CROSS JOIN home h \
             ON h.recipient = m.recipient WHERE m.id = part.message), '') WHERE id = ?1 AND total = 1",
        )?;
        statement.execute([part.0])?;
        Ok(())
    }

    /// Whether a part of its message has, or may have, gone.
    fn has_begun(&self, part: PartId) -> Result<bool, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT 1 FROM part s CROSS JOIN attempt a ON a.part = s.id \
             WHERE s.message = (SELECT message FROM part WHERE id = ?1) \
             AND (a.outcome IS NULL OR a.outcome IN ('sent', 'unknown'))",
        )?;
        Ok(statement.exists([part.0])?)
    }

    fn recipient(&self, part: PartId) -> Result<Option<String>, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT m.recipient FROM part p CROSS JOIN message m ON m.id = p.message WHERE p.id = ?1",
        )?;
        Ok(statement.query_row([part.0], |row| row.get(0))?)
    }
}

impl Store {
    /// The homes that something in a lane waits for which might go now; costs one look for each, whatever waits.
    pub(super) fn homes_in(&self, lane: i64) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT home FROM part INDEXED BY part_queue WHERE state = 'queued' AND held = 0 AND due = 0 \
             AND lane = ?1 AND home > ?2 ORDER BY home LIMIT 1",
        )?;
        let mut homes = vec![String::new()];
        while let Some(home) =
            statement.query_row(params![lane, homes.last()], |row| row.get(0)).optional()?
        {
            homes.push(home);
        }
        Ok(homes)
    }
}

impl Reader {
    /// Messages that might go now and wait for the SIM of a line, which nothing urgent does; reads no more than those.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn waiting_for(&self, sim: &str) -> Result<u64, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT message FROM part INDEXED BY part_queue WHERE state = 'queued' AND held = 0 AND due = 0 \
             AND lane = ?1 AND home = ?2 ORDER BY id",
        )?;
        let mut messages = 0;
        for lane in 1..=2 {
            // The parts of a message were taken in together.
            let mut last = None;
            let mut rows = statement.query(params![lane, sim])?;
            while let Some(row) = rows.next()? {
                let message = Some(MessageId(row.get(0)?));
                messages += u64::from(message != last);
                last = message;
            }
        }
        Ok(messages)
    }
}
