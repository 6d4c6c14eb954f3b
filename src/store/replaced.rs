//! What a store held that a copy took the place of, beyond the copy: messages that the copy has not, and those that
//! had gone further since. Reads both files and changes neither. A message is known by its number and the moment it
//! was taken in: after a restore of which the store before could not be read, the same number may be another message.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::moves::word;
use super::{StoreError, check, schema, sequence};
use crate::message::{AttemptNumber, MessageId, State};

/// What was in the store's place before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// Nothing.
    Nothing,
    /// A file that can't be read, or is no store: nobody knows what it held.
    Unreadable,
    /// Another store, with so many messages by state.
    Another(BTreeMap<State, u64>),
    /// The same store, with what it knew beyond the copy.
    Known(Beyond),
}

/// What a store knew beyond a copy of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beyond {
    /// Messages that the copy has not, by their state there.
    pub more: BTreeMap<State, u64>,
    /// The highest of their numbers.
    pub last: Option<MessageId>,
    /// Messages that the copy has in an earlier state, by number.
    pub further: Vec<Further>,
    /// SMS that people had written to it, and that the copy has not.
    pub came_in: u64,
    /// How far its ledger had come.
    pub ledger: AttemptNumber,
    /// How far the copy's has.
    pub ledger_of_copy: AttemptNumber,
}

/// A message that had gone further than the copy knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Further {
    /// Its number.
    pub message: MessageId,
    /// Its state in the copy.
    pub then: State,
    /// Its state in the store that was replaced.
    pub since: State,
}

impl Beyond {
    /// Messages that the copy has not.
    pub fn count(&self) -> u64 {
        self.more.values().sum()
    }

    /// Whether the copy had all of it.
    pub fn is_nothing(&self) -> bool {
        self.more.is_empty()
            && self.further.is_empty()
            && self.came_in == 0
            && self.ledger <= self.ledger_of_copy
    }
}

/// Compares what stands at `path` with a copy that is to take its place and was not marked yet.
pub(super) fn look(path: &Path, copy: &Path, id: &str) -> Replaced {
    if std::fs::symlink_metadata(path).is_err() {
        return Replaced::Nothing;
    }
    compare(path, copy, id).unwrap_or_else(|error| {
        tracing::debug!(%error, "what was in the store's place can't be read");
        Replaced::Unreadable
    })
}

fn compare(path: &Path, copy: &Path, id: &str) -> Result<Replaced, StoreError> {
    check::is_a_file(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let there = Connection::open_with_flags(path, flags)?;
    if schema::version(&there)?.is_none() {
        return Ok(Replaced::Unreadable);
    }
    let owner: String =
        there.query_row("SELECT value FROM meta WHERE key = 'store'", [], |row| row.get(0))?;
    if owner != id {
        return Ok(Replaced::Another(by_state(
            &there,
            "SELECT state, count(*) FROM message GROUP BY state",
        )?));
    }
    let Some(copy) = copy.to_str() else { return Ok(Replaced::Unreadable) };
    // For reading only, as the connection is.
    there.execute("ATTACH ?1 AS copy", [copy])?;
    let more = by_state(
        &there,
        "SELECT m.state, count(*) FROM main.message m WHERE NOT EXISTS (SELECT 1 FROM copy.message c \
         WHERE c.id = m.id AND c.created_at = m.created_at) GROUP BY m.state",
    )?;
    let last: Option<i64> = there.query_row(
        "SELECT max(m.id) FROM main.message m WHERE NOT EXISTS (SELECT 1 FROM copy.message c \
         WHERE c.id = m.id AND c.created_at = m.created_at)",
        [],
        |row| row.get(0),
    )?;
    let further = further(&there)?;
    let came_in: i64 = there.query_row(
        "SELECT count(*) FROM main.incoming m WHERE NOT EXISTS (SELECT 1 FROM copy.incoming c \
         WHERE c.id = m.id AND c.received_at = m.received_at)",
        [],
        |row| row.get(0),
    )?;
    let came_in = u64::try_from(came_in).unwrap_or(0);
    let (ledger, ledger_of_copy) = (ledger(&there, "main")?, ledger(&there, "copy")?);
    let last = last.map(MessageId);
    Ok(Replaced::Known(Beyond { more, last, further, came_in, ledger, ledger_of_copy }))
}

/// What people call by its number.
const CALLED: [&str; 3] = ["message", "notice", "inbox"];

/// More than any office ever gives: leaves numbers to give.
const ABSURD: i64 = 1 << 53;

/// The highest numbers that the store at `path` has given of what people call by its number; nothing where it
/// can't be read. After the restore nothing else is called so.
pub(super) fn numbers(path: &Path) -> Vec<(&'static str, i64)> {
    numbers_in(path).unwrap_or_else(|error| {
        tracing::debug!(%error, "the numbers of what was in the store's place can't be read");
        Vec::new()
    })
}

fn numbers_in(path: &Path) -> Result<Vec<(&'static str, i64)>, StoreError> {
    check::is_a_file(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let there = Connection::open_with_flags(path, flags)?;
    if schema::version(&there)?.is_none() {
        return Ok(Vec::new());
    }
    let given = |table| Ok((table, sequence(&there, table)?));
    let given: Vec<_> = CALLED.into_iter().map(given).collect::<Result<_, StoreError>>()?;
    Ok(given.into_iter().filter(|(_, highest)| (1..ABSURD).contains(highest)).collect())
}

fn by_state(connection: &Connection, sql: &str) -> Result<BTreeMap<State, u64>, StoreError> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut states = BTreeMap::new();
    while let Some(row) = rows.next()? {
        states.insert(word(&row.get::<_, String>(0)?)?, u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0));
    }
    Ok(states)
}

fn further(connection: &Connection) -> Result<Vec<Further>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT m.id, c.state, m.state FROM main.message m JOIN copy.message c \
         ON c.id = m.id AND c.created_at = m.created_at \
         WHERE c.state <> m.state AND m.state NOT IN ('queued', 'held') ORDER BY m.id",
    )?;
    let mut rows = statement.query([])?;
    let mut further = Vec::new();
    while let Some(row) = rows.next()? {
        further.push(Further {
            message: MessageId(row.get(0)?),
            then: word(&row.get::<_, String>(1)?)?,
            since: word(&row.get::<_, String>(2)?)?,
        });
    }
    Ok(further)
}

fn ledger(connection: &Connection, file: &str) -> Result<AttemptNumber, StoreError> {
    let sql = format!("SELECT coalesce(max(seq), 0) FROM {file}.sqlite_sequence WHERE name = 'attempt'");
    Ok(AttemptNumber(connection.query_row(&sql, [], |row| row.get(0))?))
}
