//! A program of the office, as the README shows one: plain SQL over an ordinary connection with a busy
//! timeout. The demo is one. Knows only what the public contract says of the table.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior, params};

use crate::message::{Lane, State};

/// How long another program's lock is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection to a public file that is there.
#[derive(Debug)]
pub struct Producer {
    connection: Connection,
}

/// A row to be written.
#[derive(Clone, Copy)]
pub struct NewRow<'a> {
    /// As people write it.
    pub recipient: &'a str,
    /// What.
    pub body: &'a str,
    /// How urgent.
    pub lane: Lane,
    /// The writer's key.
    pub reference: &'a str,
    /// The name that several rows share.
    pub notice: &'a str,
}

/// Shows neither whom nor what.
impl std::fmt::Debug for NewRow<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewRow({}, {})", self.notice, self.lane)
    }
}

/// The file could not be opened, written or read.
#[derive(Debug, thiserror::Error)]
#[error("the outbox can't be used")]
pub struct ProducerError {
    #[from]
    source: rusqlite::Error,
}

impl Producer {
    /// Opens a file that is there.
    ///
    /// # Errors
    /// [`ProducerError`].
    pub fn open(path: &Path) -> Result<Self, ProducerError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        Ok(Self { connection })
    }

    /// Writes rows, all or none.
    ///
    /// # Errors
    /// [`ProducerError`]; none is written then.
    pub fn insert(&mut self, rows: &[NewRow<'_>]) -> Result<(), ProducerError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut insert = transaction.prepare(
                "INSERT INTO outbox (recipient, body, lane, reference, notice) VALUES (?, ?, ?, ?, ?)",
            )?;
            for row in rows {
                insert.execute(params![
                    row.recipient,
                    row.body,
                    row.lane.as_str(),
                    row.reference,
                    row.notice
                ])?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// How each row of a notice stands, in the order they were written.
    ///
    /// # Errors
    /// [`ProducerError`].
    pub fn states(&self, notice: &str) -> Result<Vec<State>, ProducerError> {
        let mut select =
            self.connection.prepare_cached("SELECT state FROM outbox WHERE notice = ? ORDER BY id")?;
        let states = select.query_map([notice], |row| row.get::<_, Option<String>>(0))?;
        // A word of a later version is not ours to judge: the row counts as not read.
        states.map(|state| Ok(state?.and_then(|word| word.parse().ok()).unwrap_or(State::New))).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::outbox::{Maker, create};

    #[test]
    fn rows_go_in_together_and_their_states_come_back_in_order() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("outbox/outbox.db");
        assert!(Producer::open(&path).is_err(), "a file that is not there is not made");
        create(&path, Maker::Run).unwrap();
        let mut producer = Producer::open(&path).unwrap();
        let row = |reference| NewRow {
            recipient: "06 39 98 00 01",
            body: "Concert",
            lane: Lane::Bulk,
            reference,
            notice: "concert",
        };
        producer.insert(&[row("a"), row("b"), row("c")]).unwrap();
        let daemon = Connection::open(&path).unwrap();
        let write = |state: Option<&str>, reference: &str| {
            daemon
                .execute("UPDATE outbox SET state = ? WHERE reference = ?", params![state, reference])
                .unwrap();
        };
        write(Some("delivered"), "a");
        write(None, "b");
        write(Some("teleported"), "c");
        assert_eq!(producer.states("concert").unwrap(), [State::Delivered, State::New, State::New]);
        assert_eq!(producer.states("other").unwrap(), []);
        let text: String = daemon
            .query_row("SELECT lane || recipient || body FROM outbox LIMIT 1", [], |r| r.get(0))
            .unwrap();
        assert_eq!(text, "bulk06 39 98 00 01Concert");
    }
}
