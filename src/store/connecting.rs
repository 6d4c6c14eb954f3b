//! How the store's file is opened, and how its files look from outside, so that what others do to them is seen.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::{StoreError, marker, owner, schema};

/// The log grows while a copy is made, and is cut to so many octets afterwards.
const LOG: u32 = 8 << 20;

/// How the files of a store look from outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Footprint {
    modified: Option<SystemTime>,
    octets: u64,
    /// The log holds something.
    logged: bool,
}

impl Footprint {
    pub(super) fn of(path: &Path) -> Self {
        let there = std::fs::metadata(path).ok();
        let log = marker::appended(path, "-wal");
        Self {
            modified: there.as_ref().and_then(|there| there.modified().ok()),
            octets: there.map_or(0, |there| there.len()),
            logged: std::fs::metadata(log).is_ok_and(|log| log.len() > 0),
        }
    }

    /// Whether somebody else has written since; the log is never emptied but by who closes the store.
    pub(super) fn was_touched(self, now: Self) -> bool {
        (self.modified, self.octets) != (now.modified, now.octets) || (self.logged && !now.logged)
    }
}

/// Device and number of the file behind a name.
pub(super) fn identity(path: &Path) -> io::Result<(u64, u64)> {
    std::fs::metadata(path).map(|there| (there.dev(), there.ino()))
}

pub(super) fn connect(path: &Path) -> Result<(Connection, String), StoreError> {
    if path.is_dir() {
        return Err(StoreError::Directory { path: path.to_owned() });
    }
    make_private(path)?;
    // Before SQLite has it open; what it makes beside it is its owner's.
    owner::give_back(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    // Before anything is set: another program's file must stay as it is.
    schema::refuse_foreign(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "journal_size_limit", LOG)?;
    // Else what `Turn::apart` may take back goes through a file in /tmp as soon as a turn touches 16 pages.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    plan_once(&connection)?;
    connection.set_prepared_statement_cache_capacity(128);
    schema::migrate(&mut connection)?;
    let id = connection.query_row("SELECT value FROM meta WHERE key = 'store'", [], |row| row.get(0))?;
    Ok((connection, id))
}

/// Otherwise SQLite plans a statement anew for each value that may decide whether a partial index serves: some
/// twenty times a message, which cost more than all else about it.
pub(super) fn plan_once(connection: &Connection) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Makes the file for its owner alone before SQLite would make it for all; -wal and -shm follow it.
fn make_private(path: &Path) -> Result<(), StoreError> {
    match owner::not_followed().create_new(true).write(true).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::Io { path: path.to_owned(), error }),
    }
}
