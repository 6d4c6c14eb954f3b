//! A store that was restored from a backup, or is behind what its outbox or its marker has seen:
//! everything that is not final is held until a person accepts (DESIGN: one daemon, one truth).

use rusqlite::params;

use super::moves::Why;
use super::{Store, StoreError, Turn};
use crate::message::{AttemptNumber, MessageId, PartState, Reason};
use crate::moment::Moment;

/// What becomes of the messages that were held at the restore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldMessages {
    /// They stay held.
    Keep,
    /// They go.
    Send,
    /// They are taken back.
    Cancel,
}

impl Store {
    /// Since when this store is known to be restored; `None` for one that is not, or was accepted.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn restored(&self) -> Result<Option<Moment>, StoreError> {
        let since = self.meta("restored")?;
        Ok(since.and_then(|text| text.parse().ok()).map(Moment::from_millis))
    }

    /// Messages that are held.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn held(&self) -> Result<u32, StoreError> {
        let mut statement =
            self.connection()?.prepare_cached("SELECT count(*) FROM message WHERE state = 'held'")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}

impl Turn<'_> {
    /// Notes that this store was restored, and holds every message that still has parts to send.
    /// Attempts that are open in it are of yesterday: unknown.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn mark_restored(&self, at: Moment) -> Result<u32, StoreError> {
        self.transaction.execute(
            "INSERT OR REPLACE INTO meta (key, value) VALUES ('restored', ?1)",
            [at.millis().to_string()],
        )?;
        let waiting =
            self.messages("SELECT DISTINCT message FROM part WHERE state = 'queued' AND held = 0")?;
        for message in &waiting {
            self.transaction.execute("UPDATE message SET gate = 'held' WHERE id = ?1", [message.0])?;
            self.transaction.execute("UPDATE part SET held = 1 WHERE message = ?1", [message.0])?;
            self.refresh(*message, None, Why::new(&Reason::StoreRestored, at))?;
        }
        Ok(u32::try_from(waiting.len()).unwrap_or(u32::MAX))
    }

    /// A person accepts the store: lines and new work go on. New ledger numbers begin above `floor`,
    /// the highest that anything has seen.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn accept_restore(
        &self,
        floor: AttemptNumber,
        held: HeldMessages,
        at: Moment,
    ) -> Result<(), StoreError> {
        self.transaction.execute("DELETE FROM meta WHERE key = 'restored'", [])?;
        let raised = self
            .transaction
            .execute("UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = 'attempt'", [floor.0])?;
        if raised == 0 {
            self.transaction
                .execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('attempt', ?1)", [floor.0])?;
        }
        if held == HeldMessages::Keep {
            return Ok(());
        }
        for message in self.messages("SELECT id FROM message WHERE state = 'held'")? {
            self.transaction.execute("UPDATE message SET gate = 'open' WHERE id = ?1", [message.0])?;
            self.transaction.execute("UPDATE part SET held = 0 WHERE message = ?1", [message.0])?;
            match held {
                HeldMessages::Cancel => {
                    self.cancel(message, &Reason::CancelledByPerson, at)?;
                }
                _ => self.refresh(message, None, Why::new(&Reason::Released, at))?,
            }
        }
        Ok(())
    }

    /// Ends an open attempt of which nothing more can be heard.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn give_up(&self, number: AttemptNumber, at: Moment) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "UPDATE attempt SET outcome = 'unknown', reason = ?2, closed_at = ?3 \
             WHERE number = ?1 AND outcome IS NULL RETURNING part",
        )?;
        let reason = Reason::ProcessEnded;
        let part = statement
            .query_row(params![number.0, super::moves::to_json(&reason), at.millis()], |row| row.get(0))?;
        let why = Why::new(&reason, at).within(number);
        self.move_part(crate::message::PartId(part), PartState::Unknown, why)
    }

    fn messages(&self, sql: &str) -> Result<Vec<MessageId>, StoreError> {
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0).map(MessageId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
