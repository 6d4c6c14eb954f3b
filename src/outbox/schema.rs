//! The public table, the one row that says which file this is, and whether a file still has both.
//! The SQL is readable by SQLite 3.24; the caller's columns take anything, so that no row is lost.

use rusqlite::{Connection, OptionalExtension};

use super::Seen;
use super::trouble::{Damage, Trouble};
use crate::message::AttemptNumber;

/// Written into each file; a file with a higher one is left alone.
pub(super) const VERSION: i64 = 1;

/// The caller's columns, in the order of [`super::Row`].
pub(super) const CALLER: [&str; 8] =
    ["recipient", "body", "service", "lane", "reference", "not_before", "expires_at", "notice"];

/// What the daemon writes.
const MIRROR: [&str; 8] =
    ["state", "reason", "explanation", "message", "parts", "sent_at", "delivered_at", "cancel_result"];

/// No NOT NULL and no CHECK: programs write NULL into every column they know of. `recipient`,
/// `body` and the times have no type, so that a number stays the number it was and intake can say so.
const TABLES: &str = "
CREATE TABLE outbox (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  uid           TEXT DEFAULT (lower(hex(randomblob(16)))),
  recipient,
  body,
  service       TEXT,
  lane          TEXT,
  reference     TEXT,
  not_before,
  expires_at,
  notice        TEXT,
  cancel,
  state         TEXT DEFAULT 'new',
  reason        TEXT,
  explanation   TEXT,
  message       INTEGER,
  parts         INTEGER,
  sent_at       TEXT,
  delivered_at  TEXT,
  cancel_result TEXT,
  created_at    TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);
CREATE TABLE outbox_file (
  only          INTEGER PRIMARY KEY CHECK (only = 1),
  outbox        TEXT,
  version       INTEGER,
  store         TEXT,
  ledger        INTEGER,
  highest_row   INTEGER,
  mirrored      INTEGER
);
INSERT INTO outbox_file VALUES (1, lower(hex(randomblob(16))), 1, NULL, 0, 0, 0);
";

/// A row that nobody has marked; written the same wherever it is asked, for the index to serve.
pub(super) const UNMARKED: &str = "(state IS NULL OR state = 'new')";

/// A cancellation that nobody has answered.
pub(super) const CANCEL_ASKED: &str = "cancel <> 0 AND cancel_result IS NULL";

/// Name and what follows `CREATE INDEX name ON`.
const INDEXES: [(&str, &str); 4] = [
    ("outbox_uid", "outbox (uid)"),
    ("outbox_reference", "outbox (reference) WHERE reference IS NOT NULL"),
    ("outbox_unmarked", "outbox (id) WHERE (state IS NULL OR state = 'new')"),
    ("outbox_cancel", "outbox (id) WHERE cancel <> 0 AND cancel_result IS NULL"),
];

/// Makes tables and indexes in an empty database.
pub(super) fn lay(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    connection.execute_batch(TABLES)?;
    mend(connection)?;
    connection.execute_batch("COMMIT")
}

/// Makes the indexes that a stranger has dropped, and the column that files of an earlier version lack.
pub(super) fn mend(connection: &Connection) -> rusqlite::Result<()> {
    if !says_mirrored(connection)? {
        connection.execute_batch("ALTER TABLE outbox_file ADD COLUMN mirrored INTEGER")?;
    }
    for (name, on) in INDEXES {
        connection.execute_batch(&format!("CREATE INDEX IF NOT EXISTS {name} ON {on}"))?;
    }
    Ok(())
}

/// What a file that is whole says of itself.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) seen: Seen,
    pub(super) columns: Vec<String>,
    /// Nothing is missing that [`mend`] makes.
    pub(super) mended: bool,
}

/// Checks that both tables are there with their columns, and reads the file's own row.
pub(super) fn read(connection: &Connection) -> Result<Read, Trouble> {
    let mut tables = connection.prepare(
        "SELECT lower(name), sql LIKE 'create virtual%' FROM sqlite_master
         WHERE type = 'table' AND lower(name) IN ('outbox', 'outbox_file')",
    )?;
    let tables: Vec<(String, bool)> =
        tables.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let real = |name: &str| tables.iter().any(|(table, is_virtual)| table == name && !is_virtual);
    if !real("outbox") {
        return Err(Damage::NoTable.into());
    }
    let columns = columns(connection)?;
    let has = |name: &&str| columns.iter().any(|column| column == name);
    let whole = ["uid", "cancel"].iter().chain(&CALLER).chain(&MIRROR).all(has) && id_is_key(connection)?;
    if !whole || !real("outbox_file") {
        return Err(Damage::OtherTable.into());
    }
    Ok(Read { seen: seen(connection)?, columns, mended: says_mirrored(connection)? && indexed(connection)? })
}

/// The columns of the table `outbox`, in small letters.
pub(super) fn columns(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT lower(name) FROM pragma_table_xinfo('outbox')")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

/// The file's own row.
pub(super) fn seen(connection: &Connection) -> Result<Seen, Trouble> {
    let mirrored = if says_mirrored(connection)? { "mirrored" } else { "0" };
    let row = connection
        .query_row(
            &format!(
                "SELECT outbox, version, store, ledger, highest_row,
             CASE typeof({mirrored}) WHEN 'integer' THEN {mirrored} ELSE 0 END FROM outbox_file WHERE only = 1
             AND typeof(outbox) = 'text' AND length(outbox) BETWEEN 1 AND 64 AND typeof(version) = 'integer'
             AND typeof(store) IN ('text', 'null') AND typeof(ledger) = 'integer'
             AND typeof(highest_row) = 'integer'"
            ),
            [],
            |row| {
                let seen = Seen {
                    outbox: row.get(0)?,
                    store: row.get(2)?,
                    ledger: AttemptNumber(row.get(3)?),
                    highest_row: row.get(4)?,
                    mirrored: row.get(5)?,
                };
                Ok((row.get::<_, i64>(1)?, seen))
            },
        )
        .optional();
    match row {
        Ok(Some((version, _))) if version > VERSION => Err(Trouble::Newer { version }),
        Ok(Some((_, seen))) => Ok(seen),
        Ok(None) => Err(Damage::OtherTable.into()),
        Err(error) => match Trouble::from(error) {
            // A missing column, or an id that is no text.
            Trouble::Failed(_) => Err(Damage::OtherTable.into()),
            trouble => Err(trouble),
        },
    }
}

/// Whether the file can say up to which change it is mirrored.
fn says_mirrored(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row(
        "SELECT count(*) = 1 FROM pragma_table_xinfo('outbox_file') WHERE lower(name) = 'mirrored'",
        [],
        |row| row.get(0),
    )
}

fn id_is_key(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row(
        "SELECT count(*) = 1 FROM pragma_table_xinfo('outbox')
         WHERE pk = 1 AND lower(name) = 'id' AND upper(type) = 'INTEGER'",
        [],
        |row| row.get(0),
    )
}

fn indexed(connection: &Connection) -> rusqlite::Result<bool> {
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'outbox'")?;
    let names: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(INDEXES.iter().all(|(index, _)| names.iter().any(|name| name == index)))
}
