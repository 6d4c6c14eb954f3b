//! Whose a public file is, asked and set by a person's command, beside its thread or without one.
//! Its thread sees the change as any other and says hello anew.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::file;
use super::rows::{self, Which};
use super::schema;
use super::trouble::Trouble;
use super::{Gone, Seen, Upstream, Welcome};

/// How long a command waits for another program's lock.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why a file could not be asked or told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {what}", path.display())]
pub struct Unusable {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub what: Trouble,
}

/// What a file says of the store it belongs to; `None` where no file is.
///
/// # Errors
/// [`Unusable`], also for a file that another program keeps locked for 5 s.
pub fn seen(path: &Path) -> Result<Option<Seen>, Unusable> {
    match open(path) {
        Ok((_, seen)) => Ok(Some(seen)),
        Err(Trouble::Missing) => Ok(None),
        Err(what) => Err(Unusable { path: path.to_owned(), what }),
    }
}

/// Binds a file to a store, whichever it belonged to. Numbers of another store mean nothing to this one:
/// the file forgets how far it had seen that one come, and is mirrored from the start. What the file shows of its rows
/// stays, and so does which rows it has given.
///
/// # Errors
/// [`Unusable`]; then nothing is changed.
pub fn rebind(path: &Path, store: &str) -> Result<(), Unusable> {
    let done = open(path).and_then(|(connection, seen)| {
        if seen.store.as_deref() == Some(store) {
            return Ok(());
        }
        file::begin(&connection)?;
        file::with_long_rows(&connection, || schema::mend(&connection))??;
        let sql = "UPDATE outbox_file SET store = ?1, ledger = 0, mirrored = 0 WHERE only = 1";
        connection.execute(sql, [store])?;
        connection.execute_batch("COMMIT")?;
        Ok(())
    });
    done.map_err(|what| Unusable { path: path.to_owned(), what })
}

/// The file's own id and its highest row, taken in or not; `None` where no file is.
///
/// # Errors
/// As [`seen`].
pub fn last_row(path: &Path) -> Result<Option<(String, i64)>, Unusable> {
    let asked = open(path).and_then(|(connection, seen)| {
        let sql = "SELECT coalesce(max(id), 0) FROM outbox";
        Ok((seen.outbox, connection.query_row(sql, [], |row| row.get(0))?))
    });
    match asked {
        Ok(found) => Ok(Some(found)),
        Err(Trouble::Missing) => Ok(None),
        Err(what) => Err(Unusable { path: path.to_owned(), what }),
    }
}

/// Hands the rows of a file over that its store has to read anew, without its thread: a store that is
/// older than the file compares itself with what they show. Changes nothing in the file.
///
/// # Errors
/// [`Unusable`], also where the gateway has stopped; then some rows may have been handed over.
pub fn compare(path: &Path, upstream: &impl Upstream) -> Result<(), Unusable> {
    hand_over(path, upstream).map_err(|what| Unusable { path: path.to_owned(), what })
}

fn hand_over(path: &Path, upstream: &impl Upstream) -> Result<(), Trouble> {
    let gone = |Gone| Trouble::Failed(Gone.to_string());
    let seen = open(path)?.1;
    let outbox = seen.outbox.clone();
    let welcome = upstream.hello(seen).map_err(gone)?;
    let Welcome::Bound { mut cursor, highest, .. } = welcome else { return Ok(()) };
    while cursor < highest {
        let connection = open(path)?.0;
        let columns = schema::columns(&connection)?;
        let rows = rows::between(&connection, &columns, Which::All, cursor.saturating_add(1), highest)?;
        drop(connection);
        cursor = rows.last().map_or(highest, |row| row.id);
        upstream.take_in(&outbox, rows, cursor).map_err(gone)?;
    }
    Ok(())
}

fn open(path: &Path) -> Result<(Connection, Seen), Trouble> {
    let connection = file::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    if !file::in_rollback_mode(&connection)? {
        file::put_rollback_mode_back(&connection)?;
    }
    let seen = schema::read(&connection)?.seen;
    Ok((connection, seen))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::message::AttemptNumber;
    use crate::outbox::trouble::Obstacle;
    use crate::outbox::{Maker, create};

    #[test]
    fn a_file_is_bound_to_another_store_and_forgets_its_ledger_but_not_its_rows() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("outbox/outbox.db");
        assert_eq!(seen(&path), Ok(None));
        create(&path, Maker::Run).unwrap();
        let new = seen(&path).unwrap().unwrap();
        assert_eq!((new.store.clone(), new.ledger), (None, AttemptNumber(0)));
        let stranger = Connection::open(&path).unwrap();
        stranger
            .execute("UPDATE outbox_file SET store = 'yesterday', ledger = 90, highest_row = 12", [])
            .unwrap();
        stranger.execute_batch("PRAGMA journal_mode = WAL").unwrap();
        drop(stranger);
        rebind(&path, "today").unwrap();
        let bound = seen(&path).unwrap().unwrap();
        let want = Seen { store: Some("today".into()), ledger: AttemptNumber(0), highest_row: 12, ..new };
        assert_eq!(bound, want);
        let stranger = Connection::open(&path).unwrap();
        stranger.execute("UPDATE outbox_file SET ledger = 7", []).unwrap();
        rebind(&path, "today").unwrap();
        assert_eq!(seen(&path).unwrap().unwrap().ledger, AttemptNumber(7), "it was ours already");
    }

    #[test]
    fn what_is_no_outbox_is_named_and_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("outbox.db");
        std::fs::write(&path, "Nom;Téléphone\n".repeat(200)).unwrap();
        for error in [seen(&path).unwrap_err(), rebind(&path, "today").unwrap_err()] {
            assert_eq!(error.to_string(), format!("{}: it is no SQLite file", path.display()));
        }
        let error = seen(home.path()).unwrap_err();
        assert_eq!(error.what, Trouble::NotAFile { what: Obstacle::Directory });
    }
}
