//! A store that was restored from a backup, or is behind what its outbox or its marker has seen:
//! everything that is not final is held until a person accepts (DESIGN: one daemon, one truth).

use rusqlite::params;

use super::backup::BACKUP;
use super::moves::{Why, to_json};
use super::{Store, StoreError, Turn};
use crate::message::{AttemptNumber, MessageId, PartId, PartState, Reason, State, shown_by_mirror};
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

/// What a row's mirror shows, written by a later life of this store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The state.
    pub state: State,
    /// When the network had all of it, as it says.
    pub sent_at: Option<Moment>,
    /// When the phone had it, as it says.
    pub delivered_at: Option<Moment>,
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

    /// Whether this file is a backup that was put in the place of the store by hand, and nobody has said so
    /// yet: whatever its marker and its outboxes remember, or were made to forget with it.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn is_a_backup(&self) -> Result<bool, StoreError> {
        Ok(self.meta(BACKUP)?.is_some())
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
    /// Notes that this store was restored, and holds every message that still has parts to send. Its
    /// outboxes are read anew: see [`Turn::take_proof`].
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn mark_restored(&self, at: Moment) -> Result<u32, StoreError> {
        self.transaction.execute(
            "INSERT OR REPLACE INTO meta (key, value) VALUES ('restored', ?1)",
            [at.millis().to_string()],
        )?;
        self.transaction.execute("DELETE FROM meta WHERE key = ?1", [BACKUP])?;
        self.read_all_anew()?;
        let waiting =
            self.messages("SELECT DISTINCT message FROM part WHERE state = 'queued' AND held = 0")?;
        for message in &waiting {
            self.transaction.execute("UPDATE message SET gate = 'held' WHERE id = ?1", [message.0])?;
            self.transaction.execute("UPDATE part SET held = 1 WHERE message = ?1", [message.0])?;
            self.refresh(*message, None, Why::new(&Reason::StoreRestored, at))?;
        }
        Ok(u32::try_from(waiting.len()).unwrap_or(u32::MAX))
    }

    /// A person accepts the store: lines and new work go on. New ledger numbers begin above `floor`, new
    /// events above `events`, the highest that anything has seen.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn accept_restore(
        &self,
        floor: AttemptNumber,
        events: i64,
        held: HeldMessages,
        at: Moment,
    ) -> Result<(), StoreError> {
        self.transaction.execute("DELETE FROM meta WHERE key = 'restored'", [])?;
        // The life that was lost may have sent them once more already: a person decides, and no rule.
        let no_rule = "UPDATE part SET unknown_since = NULL WHERE unknown_since IS NOT NULL";
        self.transaction.execute(no_rule, [])?;
        for (table, floor) in [("attempt", floor.0), ("event", events)] {
            self.count_on(table, floor)?;
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

    /// New numbers of a table begin above `floor`, and above all that it has given.
    pub(super) fn count_on(&self, table: &str, floor: i64) -> Result<(), StoreError> {
        let raise = "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1";
        if self.transaction.execute(raise, params![table, floor])? == 0 {
            let begin = "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)";
            self.transaction.execute(begin, params![table, floor])?;
        }
        Ok(())
    }

    /// Takes over what the mirror shows of a message, in a store that is older than the mirror: what went
    /// since waits no longer ([`shown_by_mirror`] has the table).
    ///
    /// # Errors
    /// [`StoreError::NoMessage`].
    pub fn take_proof(&self, message: MessageId, proof: &Proof, at: Moment) -> Result<(), StoreError> {
        let parts = self.parts(message)?;
        let states: Vec<PartState> = parts.iter().map(|(_, state)| *state).collect();
        let shown = shown_by_mirror(&states, proof.state);
        if shown == states {
            return Ok(());
        }
        for ((part, from), to) in parts.into_iter().zip(shown) {
            if from == PartState::Sending {
                self.end_attempts(part, at)?;
            }
            if from != to {
                self.set_part(part, to)?;
            }
        }
        self.note_times(message, proof)?;
        self.refresh(message, None, Why::new(&Reason::KnownFromMirror, at))
    }

    /// The mirror knows better than a store that was restored when it was.
    pub(super) fn note_times(&self, message: MessageId, proof: &Proof) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "UPDATE message SET sent_at = coalesce(?2, sent_at), delivered_at = coalesce(?3, delivered_at) \
             WHERE id = ?1",
        )?;
        let millis = |moment: Option<Moment>| moment.map(Moment::millis);
        statement.execute(params![message.0, millis(proof.sent_at), millis(proof.delivered_at)])?;
        Ok(())
    }

    /// An attempt of the life that was lost.
    fn end_attempts(&self, part: PartId, at: Moment) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "UPDATE attempt SET outcome = 'unknown', reason = ?2, closed_at = ?3 \
             WHERE part = ?1 AND outcome IS NULL",
        )?;
        statement.execute(params![part.0, to_json(&Reason::KnownFromMirror), at.millis()])?;
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
        let part = statement.query_row(params![number.0, to_json(&reason), at.millis()], |row| row.get(0))?;
        let part = PartId(part);
        if let Some(proof) = self.proven_before(part, number)? {
            return self.prove_sent(part, proof, None, at);
        }
        self.move_part(part, PartState::Unknown, Why::new(&reason, at).within(number))?;
        self.note_doubt(part, at)
    }

    fn messages(&self, sql: &str) -> Result<Vec<MessageId>, StoreError> {
        let mut statement = self.transaction.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0).map(MessageId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::store::schema::tests::FILLED;

    const NOW: Moment = Moment::from_millis(5_000);

    #[test]
    fn what_was_unknown_before_a_restore_is_sent_once_more_by_no_rule() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("beffroi.db")).unwrap();
        let unknown = "UPDATE part SET unknown_since = 1500 WHERE state = 'unknown'";
        store
            .turn(|turn| {
                turn.transaction.execute_batch(&format!("DELETE FROM meta; {FILLED} {unknown}"))?;
                turn.mark_restored(NOW)?;
                turn.accept_restore(AttemptNumber(0), 0, HeldMessages::Send, NOW)
            })
            .unwrap();
        let waits = "SELECT count(*) FROM part WHERE unknown_since IS NOT NULL OR (message = 6 AND state <> 'unknown')";
        let left: i64 = store.connection().unwrap().query_row(waits, [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0);
    }
}
