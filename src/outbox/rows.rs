//! Reads rows of the public table as they are: any type, any octets, any length in every column.
//! Gives each row the key under which it is taken in, whatever a producer wrote as its uid.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row as SqlRow};

use super::file::VALUE_LIMIT;
use super::schema::{CALLER, CANCEL_ASKED, UNMARKED};
use super::trouble::Trouble;
use super::{Cell, Row};

/// Rows in one hand-over.
pub(super) const BATCH: usize = 500;

/// Octets of text in one hand-over; a batch ends early rather than fill the memory.
const BATCH_OCTETS: usize = 4 * 1024 * 1024;

/// Keys made from the row's id begin so; no uid that does is taken as one.
const BY_ID: &str = "row:";

/// Which rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// All.
    All,
    /// Those that nobody has marked.
    Unmarked,
}

/// How a row is found again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key<'k> {
    /// The first row of that uid.
    Uid(&'k str),
    /// By its number.
    Id(i64),
}

impl<'k> Key<'k> {
    /// From what was handed over as the row's uid.
    pub(super) fn of(uid: &'k str) -> Self {
        match uid.strip_prefix(BY_ID).and_then(|id| id.parse().ok()) {
            Some(id) => Key::Id(id),
            None => Key::Uid(uid),
        }
    }
}

/// Reads rows from id `from` to `to`, both included, in order, at most a batch.
/// Where the file breaks off in the middle, what could be read is given; the next call says why.
pub(super) fn between(
    connection: &Connection,
    columns: &[String],
    which: Which,
    from: i64,
    to: i64,
) -> Result<Vec<Row>, Trouble> {
    let mut statement = connection.prepare(&query(columns, which))?;
    let mut found = statement.query((from, to, i64::try_from(BATCH).unwrap_or(i64::MAX)))?;
    let mut rows = Vec::new();
    let mut octets = 0;
    loop {
        let row = match found.next() {
            Ok(Some(row)) => read(row)?,
            Ok(None) => break,
            Err(_) if !rows.is_empty() => break,
            Err(error) => return Err(error.into()),
        };
        octets += size(&row);
        rows.push(row);
        if octets > BATCH_OCTETS {
            break;
        }
    }
    Ok(rows)
}

/// Ids and keys of rows from id `from` on, up to `to`, whose cancellation waits for an answer.
pub(super) fn cancel_asked(
    connection: &Connection,
    from: i64,
    to: i64,
) -> Result<Vec<(i64, String)>, Trouble> {
    let sql = format!(
        "SELECT id, {} FROM outbox AS o WHERE {CANCEL_ASKED} AND id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3",
        key_column(true)
    );
    let mut statement = connection.prepare(&sql)?;
    let mut found = statement.query((from, to, i64::try_from(BATCH).unwrap_or(i64::MAX)))?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        let id = row.get(0)?;
        all.push((id, key(id, row.get_ref(1)?)));
    }
    Ok(all)
}

/// Type and length are known without loading a value; one over the connection's limit would end the
/// whole reading, and every row behind it would wait for ever.
const STATE: &str = "CASE WHEN typeof(o.state) = 'null' THEN NULL
    WHEN typeof(o.state) = 'text' AND octet_length(o.state) <= 64 THEN o.state ELSE x'' END";

/// As SQLite compares with 0, without loading what is no number.
const CANCEL: &str = "CASE typeof(o.cancel) WHEN 'null' THEN 0 WHEN 'integer' THEN o.cancel <> 0 WHEN 'real' THEN o.cancel <> 0 ELSE 1 END";

/// A time as we write it; anything else is none of ours.
fn time(name: &str) -> String {
    format!("CASE WHEN typeof(o.{name}) = 'text' AND octet_length(o.{name}) <= 64 THEN o.{name} END")
}

/// The uid where it can serve as a key: a short text that no earlier row has.
fn key_column(has_uid: bool) -> &'static str {
    if !has_uid {
        return "NULL";
    }
    "CASE WHEN typeof(o.uid) = 'text' AND octet_length(o.uid) BETWEEN 1 AND 64
          AND substr(o.uid, 1, 4) <> 'row:'
          AND o.id = (SELECT min(first.id) FROM outbox AS first WHERE first.uid = o.uid)
     THEN o.uid END"
}

fn query(columns: &[String], which: Which) -> String {
    let has = |name: &str| columns.iter().any(|column| column == name);
    let id = if has("id") { "o.id" } else { "o.rowid" };
    let key = key_column(has("uid") && has("id"));
    let state = if has("state") { STATE } else { "NULL" };
    let cancel = if has("cancel") { CANCEL } else { "0" };
    let time = |name| if has(name) { time(name) } else { "NULL".to_owned() };
    let (sent, delivered) = (time("sent_at"), time("delivered_at"));
    let mut sql = format!("SELECT {id}, {key}, {state}, {cancel}, {sent}, {delivered}");
    for name in CALLER {
        sql.push_str(&match has(name) {
            true => format!(
                ", typeof(o.{name}), CASE WHEN octet_length(o.{name}) <= {VALUE_LIMIT} THEN o.{name} END"
            ),
            false => ", 'null', NULL".to_owned(),
        });
    }
    let unmarked = match which {
        Which::Unmarked if has("state") => UNMARKED,
        Which::Unmarked | Which::All => "1",
    };
    sql.push_str(&format!(
        " FROM outbox AS o WHERE {unmarked} AND {id} BETWEEN ?1 AND ?2 ORDER BY {id} LIMIT ?3"
    ));
    sql
}

fn read(row: &SqlRow<'_>) -> Result<Row, Trouble> {
    let id = row.get(0)?;
    let column = |number: usize| -> rusqlite::Result<Cell> {
        let at = 6 + 2 * number;
        Ok(cell(row.get_ref(at)?, row.get_ref(at + 1)?))
    };
    Ok(Row {
        id,
        uid: key(id, row.get_ref(1)?),
        mirrored: mirrored(row.get_ref(2)?),
        cancel_asked: row.get(3)?,
        sent_at: text(row.get_ref(4)?),
        delivered_at: text(row.get_ref(5)?),
        recipient: column(0)?,
        body: column(1)?,
        service: column(2)?,
        lane: column(3)?,
        reference: column(4)?,
        not_before: column(5)?,
        expires_at: column(6)?,
        notice: column(7)?,
    })
}

fn key(id: i64, uid: ValueRef<'_>) -> String {
    uid.as_str().map_or_else(|_| format!("{BY_ID}{id}"), str::to_owned)
}

/// Programs that write every column write NULL here too: nobody has marked such a row.
fn mirrored(state: ValueRef<'_>) -> String {
    match state {
        ValueRef::Null => "new".to_owned(),
        ValueRef::Text(octets) => String::from_utf8_lossy(octets).into_owned(),
        _ => String::new(),
    }
}

fn text(value: ValueRef<'_>) -> Option<String> {
    value.as_str().ok().map(str::to_owned)
}

fn cell(kind: ValueRef<'_>, value: ValueRef<'_>) -> Cell {
    match (kind.as_str().unwrap_or_default(), value) {
        ("null", _) => Cell::Null,
        ("real", _) => Cell::Real,
        ("blob", _) => Cell::Blob,
        (_, ValueRef::Integer(number)) => Cell::Integer(number),
        (_, ValueRef::Text(octets)) => match std::str::from_utf8(octets) {
            Ok(text) => Cell::Text(text.to_owned()),
            Err(_) => Cell::NotUnicode,
        },
        _ => Cell::TooLong,
    }
}

fn size(row: &Row) -> usize {
    let cells = [
        &row.recipient,
        &row.body,
        &row.service,
        &row.lane,
        &row.reference,
        &row.not_before,
        &row.expires_at,
        &row.notice,
    ];
    cells.into_iter().map(|cell| if let Cell::Text(text) = cell { text.len() } else { 0 }).sum()
}
