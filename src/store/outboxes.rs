//! The public files as the store knows them: how far each was read, and how far it was told. A store that
//! is older than a file reads that file anew, from its first row, and tells it nothing until then: what
//! its mirror shows is all that is left of what the store has lost.

use rusqlite::{Connection, OptionalExtension, params};

use super::moves::{from_json, word};
use super::{Admitted, Store, StoreError, Turn};
use crate::message::MessageId;
use crate::moment::Moment;

/// Before every row, whatever id its producer chose.
const BEFORE_ALL: i64 = i64::MIN;

/// Keys of `meta` begin so that say up to which row a file is to be read anew.
const ANEW: &str = "anew:";

/// Messages that one look for what has moved goes over, at most: a few milliseconds.
const LOOKED_AT: i64 = 5_000;

/// Where to go on with a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bound {
    /// Rows up to this id are known.
    pub cursor: i64,
    /// Events up to this one stand in the file.
    pub mirrored: i64,
}

/// A row of a file and what is to be written behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirrorRow {
    /// The row's.
    pub uid: String,
    /// How its message stands.
    pub standing: Admitted,
}

impl Turn<'_> {
    /// A file says hello: it is known from now on.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn greet(&self, outbox: &str) -> Result<Bound, StoreError> {
        let mut insert = self.transaction.prepare_cached("INSERT OR IGNORE INTO outbox (id) VALUES (?1)")?;
        insert.execute([outbox])?;
        let mut select =
            self.transaction.prepare_cached("SELECT cursor, mirrored FROM outbox WHERE id = ?1")?;
        let bound =
            select.query_row([outbox], |row| Ok(Bound { cursor: row.get(0)?, mirrored: row.get(1)? }))?;
        Ok(bound)
    }

    /// Rows up to `cursor` are known; never goes back.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn advance(&self, outbox: &str, cursor: i64) -> Result<(), StoreError> {
        let mut statement =
            self.transaction.prepare_cached("UPDATE outbox SET cursor = ?2 WHERE id = ?1 AND cursor < ?2")?;
        statement.execute(params![outbox, cursor])?;
        let mut done = self
            .transaction
            .prepare_cached("DELETE FROM meta WHERE key = ?1 AND CAST(value AS INTEGER) <= ?2")?;
        done.execute(params![format!("{ANEW}{outbox}"), cursor])?;
        Ok(())
    }

    /// The file is read anew up to row `upto`: the store is older than what it shows.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn read_anew(&self, outbox: &str, upto: i64) -> Result<Bound, StoreError> {
        if self.is_read_anew(outbox)?.is_none() {
            let mut back = self
                .transaction
                .prepare_cached("UPDATE outbox SET cursor = ?2, mirrored = 0 WHERE id = ?1")?;
            back.execute(params![outbox, BEFORE_ALL])?;
        }
        let mut note =
            self.transaction.prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)")?;
        note.execute(params![format!("{ANEW}{outbox}"), upto.to_string()])?;
        self.greet(outbox)
    }

    /// Up to which row the file is being read anew; `None` for one that is not.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn is_read_anew(&self, outbox: &str) -> Result<Option<i64>, StoreError> {
        read_anew_upto(self.transaction, outbox)
    }

    /// Every file that this store knows is to be read anew, as soon as it says hello.
    pub(super) fn read_all_anew(&self) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare_cached("SELECT id, cursor FROM outbox")?;
        let known = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let known: Vec<(String, i64)> = known.collect::<Result<_, _>>()?;
        for (outbox, cursor) in known {
            self.read_anew(&outbox, self.is_read_anew(&outbox)?.unwrap_or(cursor).max(0))?;
        }
        Ok(())
    }

    /// Whether a file was told of a message after one event and up to another; as far as the next few thousand show.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn has_told(&self, outbox: &str, after: i64, upto: i64) -> Result<bool, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT 1 FROM (SELECT id FROM message INDEXED BY message_event WHERE event > ?2 AND event <= ?3 \
              ORDER BY event LIMIT ?4) m CROSS JOIN source s ON s.message = m.id WHERE s.outbox = ?1 LIMIT 1",
        )?;
        Ok(statement.exists(params![outbox, after, upto, LOOKED_AT])?)
    }

    /// Events up to `event` stand in the file; never goes back.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn mirrored(&self, outbox: &str, event: i64) -> Result<(), StoreError> {
        let mut statement = self
            .transaction
            .prepare_cached("UPDATE outbox SET mirrored = ?2 WHERE id = ?1 AND mirrored < ?2")?;
        statement.execute(params![outbox, event])?;
        Ok(())
    }
}

impl Store {
    /// Rows of a file whose messages moved after event `after`, at most `at_most` messages; and the
    /// event that they lead up to. One call looks at so many messages at most, whosever they are: a file
    /// that says hello to a long history gets no row and a later event until it has passed it.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn moved_since(
        &self,
        outbox: &str,
        after: i64,
        at_most: u32,
    ) -> Result<(Vec<MirrorRow>, i64), StoreError> {
        let last = self.look_ends(after)?;
        let mut statement = self.connection()?.prepare_cached(
            // CROSS JOIN keeps the order: begun at the rows of the outbox it would read all of them.
            "WITH moved AS MATERIALIZED (SELECT id, event FROM message m WHERE event > ?2 AND event <= ?4 AND EXISTS \
               (SELECT 1 FROM source s WHERE s.message = m.id AND s.outbox = ?1) ORDER BY event LIMIT ?3) \
             SELECT s.uid, m.id, m.state, m.reason, m.parts, m.sent_at, m.delivered_at, m.event \
             FROM moved CROSS JOIN message m ON m.id = moved.id \
             CROSS JOIN source s ON s.message = m.id AND s.outbox = ?1 ORDER BY moved.event",
        )?;
        let mut rows = statement.query(params![outbox, after, at_most, last])?;
        let mut moved = Vec::new();
        let mut upto = after;
        let mut messages = 0;
        while let Some(row) = rows.next()? {
            let event: i64 = row.get(7)?;
            if event != upto {
                messages += 1;
            }
            upto = event;
            let (state, reason): (String, String) = (row.get(2)?, row.get(3)?);
            moved.push(MirrorRow {
                uid: row.get(0)?,
                standing: Admitted {
                    message: MessageId(row.get(1)?),
                    state: word(&state)?,
                    reason: from_json(&reason)?,
                    parts: row.get(4)?,
                    sent_at: row.get::<_, Option<i64>>(5)?.map(Moment::from_millis),
                    delivered_at: row.get::<_, Option<i64>>(6)?.map(Moment::from_millis),
                },
            });
        }
        Ok((moved, if messages < at_most { last.max(upto) } else { upto }))
    }

    /// The last event of a look that begins after `after`.
    fn look_ends(&self, after: i64) -> Result<i64, StoreError> {
        let mut statement = self
            .connection()?
            .prepare_cached("SELECT event FROM message WHERE event > ?1 ORDER BY event LIMIT 1 OFFSET ?2")?;
        let far = statement.query_row(params![after, LOOKED_AT - 1], |row| row.get(0)).optional()?;
        far.map_or_else(|| self.last_event(), Ok)
    }

    /// Files that are to be read anew and were not yet, by their ids.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn unread(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT substr(key, length(?1) + 1) FROM meta WHERE substr(key, 1, length(?1)) = ?1",
        )?;
        let rows = statement.query_map([ANEW], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether a file is being read anew.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn is_read_anew(&self, outbox: &str) -> Result<bool, StoreError> {
        Ok(read_anew_upto(self.connection()?, outbox)?.is_some())
    }

    /// How far a file was read and told; `None` for one that never said hello.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn bound(&self, outbox: &str) -> Result<Option<Bound>, StoreError> {
        let mut statement =
            self.connection()?.prepare_cached("SELECT cursor, mirrored FROM outbox WHERE id = ?1")?;
        let bound = statement
            .query_row([outbox], |row| Ok(Bound { cursor: row.get(0)?, mirrored: row.get(1)? }))
            .optional()?;
        Ok(bound)
    }

    /// Cursors of all files, for the marker.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn cursors(&self) -> Result<Vec<(String, i64)>, StoreError> {
        let mut statement = self.connection()?.prepare_cached("SELECT id, cursor FROM outbox")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn read_anew_upto(connection: &Connection, outbox: &str) -> Result<Option<i64>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?1")?;
    Ok(statement.query_row([format!("{ANEW}{outbox}")], |row| row.get(0)).optional()?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    const ONE: &str = "INSERT INTO message (id, service, lane, fingerprint, when_unknown, gate, state, reason, parts, \
        created_at, changed_at, event) SELECT value, 'default', 'normal', '', 'ask', 'open', 'sent', \
        '{\"code\":\"accepted\"}', 1, 0, 0, value FROM generate;";

    /// So many messages of another file, then one of `box`, each with the event of its own number.
    fn history(store: &mut Store, messages: i64) {
        let mut sql = format!(
            "CREATE TEMP TABLE generate AS WITH RECURSIVE n (value) AS (VALUES (1) UNION ALL SELECT value + 1 \
             FROM n WHERE value < {messages}) SELECT value FROM n; {ONE}"
        );
        sql.push_str("INSERT INTO source (outbox, uid, message) SELECT iif(value = (SELECT max(value) FROM generate), ");
        sql.push_str("'box', 'other'), value, value FROM generate;");
        sql.push_str("INSERT INTO event (id, message, at, state, reason) SELECT value, value, 0, 'sent', '' FROM generate;");
        store.connection.as_ref().unwrap().execute_batch(&sql).unwrap();
    }

    #[test]
    fn a_file_that_says_hello_to_a_long_history_passes_it_a_look_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("beffroi.db")).unwrap();
        let all = LOOKED_AT + 2;
        history(&mut store, all);
        let (moved, upto) = store.moved_since("box", 0, 500).unwrap();
        assert_eq!((moved.len(), upto), (0, LOOKED_AT));
        let (moved, upto) = store.moved_since("box", upto, 500).unwrap();
        assert_eq!((moved.len(), upto), (1, all));
        assert_eq!(store.moved_since("box", upto, 500).unwrap(), (vec![], all));
        assert_eq!(
            store.moved_since("other", 0, 3).unwrap().1,
            3,
            "a page ends where its last message stands"
        );
    }
}
