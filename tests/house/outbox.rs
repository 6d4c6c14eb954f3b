//! The outbox as a program of the office sees it: rows in, states out, plain SQL.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use super::House;

/// What the daemon has written behind a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) state: String,
    pub(crate) reason: Option<String>,
    pub(crate) explanation: Option<String>,
    pub(crate) message: Option<i64>,
    pub(crate) parts: Option<i64>,
    pub(crate) sent_at: Option<String>,
    pub(crate) delivered_at: Option<String>,
    pub(crate) cancel_result: Option<String>,
}

impl Row {
    /// Nothing of it moves any more, but for a report.
    pub(crate) fn is_at_rest(&self) -> bool {
        !matches!(self.state.as_str(), "new" | "queued" | "sending" | "held")
    }
}

impl House {
    pub(crate) fn outbox(&self) -> PathBuf {
        self.path("outbox/outbox.db")
    }

    /// A producer's connection.
    pub(crate) fn producer(&self) -> Connection {
        producer(&self.outbox())
    }

    /// Puts a row with these texts into the outbox; neither its number nor its text may be logged.
    pub(crate) fn insert(&self, columns: &[(&str, &str)]) -> i64 {
        self.insert_into(&self.outbox(), columns)
    }

    /// The same, into another outbox.
    pub(crate) fn insert_into(&self, outbox: &Path, columns: &[(&str, &str)]) -> i64 {
        let column =
            |name: &str| columns.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text);
        self.keep_secret(column("recipient"), column("body"));
        let values: Vec<(&str, Value)> =
            columns.iter().map(|(name, text)| (*name, Value::from((*text).to_owned()))).collect();
        insert(&producer(outbox), &values)
    }

    /// Puts a row of any values into the outbox.
    pub(crate) fn insert_values(&self, columns: &[(&str, Value)]) -> i64 {
        insert(&self.producer(), columns)
    }

    /// Puts a message to each number into the outbox, in one transaction.
    pub(crate) fn insert_all(&self, lane: &str, rows: &[(String, String)]) {
        let mut connection = self.producer();
        let transaction = connection.transaction().unwrap();
        for (number, text) in rows {
            self.keep_secret(number, text);
            transaction
                .execute(
                    "INSERT INTO outbox (recipient, body, lane) VALUES (?1, ?2, ?3)",
                    [number.as_str(), text, lane],
                )
                .unwrap();
        }
        transaction.commit().unwrap();
    }

    /// Changes rows as a producer does.
    pub(crate) fn execute(&self, sql: &str) {
        self.producer().execute_batch(sql).unwrap();
    }

    /// A row, as it stands.
    pub(crate) fn row(&self, id: i64) -> Option<Row> {
        self.all_rows().into_iter().find(|row| row.id == id)
    }

    /// All rows; none while the file can't be read.
    pub(crate) fn all_rows(&self) -> Vec<Row> {
        rows_of(&self.outbox())
    }

    /// How many rows are in which state.
    pub(crate) fn states(&self) -> BTreeMap<String, usize> {
        let mut states = BTreeMap::new();
        for row in self.all_rows() {
            *states.entry(row.state).or_default() += 1;
        }
        states
    }

    /// Until a row is in this state.
    #[track_caller]
    pub(crate) fn wait_for_state(&self, id: i64, state: &str) -> Row {
        self.wait(&format!("row {id} {state}"), |house| house.row(id).filter(|row| row.state == state))
    }

    /// Until nothing waits or is under way.
    #[track_caller]
    pub(crate) fn wait_until_quiet(&self) -> Vec<Row> {
        self.wait("all at rest", |house| {
            let rows = house.all_rows();
            (!rows.is_empty() && rows.iter().all(Row::is_at_rest)).then_some(rows)
        })
    }

    /// Until all rows are in this state.
    #[track_caller]
    pub(crate) fn wait_for_all(&self, state: &str) {
        self.wait(&format!("all {state}"), |house| {
            let rows = house.all_rows();
            (!rows.is_empty() && rows.iter().all(|row| row.state == state)).then_some(())
        });
    }
}

/// Opens an outbox as a producer does.
pub(crate) fn producer(outbox: &Path) -> Connection {
    let connection = Connection::open_with_flags(outbox, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    connection.busy_timeout(Duration::from_secs(30)).unwrap();
    connection
}

/// Puts one row in, and gives its id.
pub(crate) fn insert(connection: &Connection, columns: &[(&str, Value)]) -> i64 {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let marks: Vec<String> = (1..=columns.len()).map(|number| format!("?{number}")).collect();
    let sql = format!("INSERT INTO outbox ({}) VALUES ({})", names.join(", "), marks.join(", "));
    let values = columns.iter().map(|(_, value)| value);
    connection.execute(&sql, rusqlite::params_from_iter(values)).unwrap();
    connection.last_insert_rowid()
}

/// All rows of an outbox; none while the file can't be read.
pub(crate) fn rows_of(outbox: &Path) -> Vec<Row> {
    // Without the right to write, so that closing is no event for the daemon; where a killed daemon
    // has left a journal to be rolled back, only a writer can read.
    read(outbox, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .or_else(|_| read(outbox, OpenFlags::SQLITE_OPEN_READ_WRITE))
        .unwrap_or_default()
}

fn read(outbox: &Path, flags: OpenFlags) -> rusqlite::Result<Vec<Row>> {
    let connection = Connection::open_with_flags(outbox, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    let mut statement = connection.prepare(
        "SELECT id, coalesce(state, 'new'), reason, explanation, message, parts, sent_at, delivered_at,
         cancel_result FROM outbox ORDER BY id",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(Row {
            id: row.get(0)?,
            state: row.get(1)?,
            reason: row.get(2)?,
            explanation: row.get(3)?,
            message: row.get(4)?,
            parts: row.get(5)?,
            sent_at: row.get(6)?,
            delivered_at: row.get(7)?,
            cancel_result: row.get(8)?,
        })
    })?;
    rows.collect()
}
