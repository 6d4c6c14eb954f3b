//! What somebody must know of and do something about: one row from the moment it begins until it is over.
//! Which ones stand is the gateway's decision; how they reach a person is others' business.

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::moves::word;
use super::reader::Reader;
use super::{Store, StoreError, Turn};
use crate::message::words;
use crate::moment::Moment;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmCode {
    /// The store is older than what was sent from it.
    Restored,
    /// The store can't be written.
    NotWritable,
    /// The clock stands before what the ledger has seen.
    ClockBehind,
    /// The clock has jumped ahead, and nothing synchronises it.
    ClockAhead,
    /// A line is down.
    LineDown,
    /// The SIM is refused what it asks for: its plan or its account may be at fault.
    AccountRefused,
}

words!(AlarmCode:
    "restored, not_writable, clock_behind, clock_ahead, line_down, account_refused";
    Restored = "restored", NotWritable = "not_writable", ClockBehind = "clock_behind",
    ClockAhead = "clock_ahead", LineDown = "line_down", AccountRefused = "account_refused");

/// One alarm.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Alarm {
    /// What is wrong.
    pub code: AlarmCode,
    /// With which line; empty where it is about none.
    pub subject: String,
    /// Since when.
    pub since: Moment,
}

const STANDING: &str =
    "SELECT code, subject, since FROM alarm WHERE ended IS NULL ORDER BY since, code, subject";

impl Store {
    /// Alarms that stand, the oldest first.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn alarms(&self) -> Result<Vec<Alarm>, StoreError> {
        standing(self.connection()?)
    }
}

impl Store {
    /// The last moment at which the clock was believed: that of the newest event, unless noted otherwise.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn last_believed(&self) -> Result<Option<Moment>, StoreError> {
        if let Some(noted) = self.meta("clock")?.and_then(|text| text.parse().ok()) {
            return Ok(Some(Moment::from_millis(noted)));
        }
        let newest = "SELECT at FROM event ORDER BY id DESC LIMIT 1";
        let at = self.connection()?.query_row(newest, [], |row| row.get(0)).optional()?;
        Ok(at.map(Moment::from_millis))
    }
}

impl Reader {
    /// Alarms that stand, the oldest first.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn alarms(&self) -> Result<Vec<Alarm>, StoreError> {
        standing(&self.connection)
    }
}

impl Turn<'_> {
    /// An alarm begins; one that stands already stays as it is.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn raise(&self, alarm: &Alarm) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO alarm (code, subject, since) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )?;
        statement.execute(params![alarm.code.as_str(), alarm.subject, alarm.since.millis()])?;
        Ok(())
    }

    /// Notes the last moment that was believed, while the clock is not: entries that are made meanwhile must not
    /// speak for it.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn note_believed(&self, last: Option<Moment>) -> Result<(), StoreError> {
        self.transaction.execute("DELETE FROM meta WHERE key = 'clock'", [])?;
        if let Some(last) = last {
            let note = "INSERT INTO meta (key, value) VALUES ('clock', ?1)";
            self.transaction.execute(note, [last.millis().to_string()])?;
        }
        Ok(())
    }

    /// An alarm is over.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn end_alarm(&self, alarm: &Alarm, at: Moment) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "UPDATE alarm SET ended = ?3 WHERE code = ?1 AND subject = ?2 AND ended IS NULL",
        )?;
        statement.execute(params![alarm.code.as_str(), alarm.subject, at.millis()])?;
        Ok(())
    }
}

fn standing(connection: &rusqlite::Connection) -> Result<Vec<Alarm>, StoreError> {
    let mut statement = connection.prepare_cached(STANDING)?;
    let mut rows = statement.query([])?;
    let mut alarms = Vec::new();
    while let Some(row) = rows.next()? {
        let code: String = row.get(0)?;
        let since = Moment::from_millis(row.get(2)?);
        alarms.push(Alarm { code: word(&code)?, subject: row.get(1)?, since });
    }
    Ok(alarms)
}
