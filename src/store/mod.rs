//! The private SQLite file: the ledger and all that must not be lost or read by others. Synchronous;
//! one connection writes, others read. Every state written here comes from `message`'s moves.
//! Decides nothing: the gateway says what happens, a [`Turn`] makes it one transaction.

mod admission;
mod alarms;
mod backup;
mod check;
mod claims;
mod connecting;
mod copies;
mod doubt;
mod drafts;
mod drops;
mod error;
mod homes;
mod inbox;
mod ledger;
mod marker;
mod moves;
mod notice_reader;
mod notices;
mod outboxes;
mod owner;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod plans;
mod put_back;
mod queue;
mod reader;
mod replaced;
mod reports;
mod restore;
mod schema;
mod standing;

use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

pub use admission::{Admitted, NewMessage, Origin, Refused};
pub use alarms::{Alarm, AlarmCode};
pub use backup::{
    Backup, Target, back_up, backup_folder, copy_before, is_named_as_copy, keep_newest, newest_copy,
};
pub use check::{Checkup, Depth, Finding, Rule, check, check_copy, is_a_file, is_a_store, is_gone};
pub use claims::Claim;
pub use copies::{CopyTells, NoticeCopy, NoticeGone, SameContent};
pub use doubt::{Resolved, RuleDelay};
pub use drops::{ADMITTED_AT_ONCE, DropId, DropStanding, KeptFile, NewDrop, Place};
pub use error::{NoCopy, StoreError};
pub use homes::Going;
pub use inbox::{Incoming, KeptIncoming, Novelty, PartsWaiting, Received, ReceivedRow, WaitingPart};
pub use ledger::{AttemptEnd, Count, NewAttempt, OpenAttempt, Untold};
pub use marker::{Lock, Marker};
pub use moves::CancelCount;
pub use notice_reader::{DropRecord, NoticeRecord, NoticeRow};
pub use notices::{
    Confirmation, NewNotice, NewRow, NoticeCancel, NoticeId, NoticeState, ToldBefore, WaitCause,
};
pub use outboxes::{Bound, MirrorRow};
pub use owner::give_files;
#[cfg(test)]
pub(crate) use plans::SlowStep;
pub use put_back::{PutBack, Whose, put_back};
pub use queue::{Begun, HandedOver, Next, Queued, QueuedPart, Waits};
pub use reader::{AttemptRow, EventRow, ListFilter, MessageRow, PartRow, Reader, StateCount, Story};
pub use replaced::{Beyond, Further, Replaced};
pub use reports::{About, Age, Candidate, Fate, NewReport, Reported, WaitingReport};
pub use restore::{HeldMessages, Proof};
pub use standing::Waiting;

use connecting::{Footprint, connect, identity};

use crate::message::AttemptNumber;
use crate::moment::Moment;

/// What [`Store::prove_room`] writes, in octets of text: more than a turn full of work.
const ROOM: u32 = 1 << 20;

/// The writing side. One process has it: see [`Lock`].
#[derive(Debug)]
pub struct Store {
    /// `None` while it could not be opened again.
    connection: Option<Connection>,
    path: PathBuf,
    id: String,
    /// Device and number of the file that is open.
    file: (u64, u64),
    /// How its files looked when this process was done with them.
    left: Cell<Footprint>,
}

/// One transaction under way.
#[derive(Debug)]
pub struct Turn<'t> {
    transaction: &'t Transaction<'t>,
}

impl Store {
    /// Opens the store at `path`; makes it where neither it nor its marker exists.
    ///
    /// # Errors
    /// [`StoreError::Gone`] where a marker says that there was one; [`StoreError::OtherStore`] where
    /// the marker is another's; and whatever keeps SQLite from it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        put_back::finish(path)?;
        let marker = Marker::read(path)?;
        if marker.is_some() && check::is_gone(path) {
            return Err(StoreError::Gone { path: path.to_owned(), marker: Marker::path(path) });
        }
        let (connection, id) = connect(path)?;
        match marker {
            Some(marker) if marker.store != id => {
                return Err(StoreError::OtherStore { path: path.to_owned(), marker: Marker::path(path) });
            }
            Some(_) => {}
            None => Marker { store: id.clone(), ..Marker::default() }.write(path)?,
        }
        let file = identity(path).map_err(|error| StoreError::Io { path: path.to_owned(), error })?;
        let left = Cell::new(Footprint::of(path));
        Ok(Self { connection: Some(connection), path: path.to_owned(), id, file, left })
    }

    /// Whether the file that is open still has its name: one that was put there since has never seen what
    /// goes on here, and what goes on here ends with this process.
    ///
    /// # Errors
    /// [`StoreError::Replaced`], [`StoreError::WrittenOver`], [`StoreError::Gone`]; what can't be looked at just
    /// now is no proof.
    pub fn is_in_its_place(&self) -> Result<(), StoreError> {
        match identity(&self.path) {
            Ok(found) if found != self.file => Err(StoreError::Replaced { path: self.path.clone() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(StoreError::Gone { path: self.path.clone(), marker: Marker::path(&self.path) })
            }
            Err(_) => Ok(()),
            Ok(_) => self.is_untouched(),
        }
    }

    /// Nobody else writes here: one who does has laid another file over this one, or has emptied its log. Whether
    /// it is whole all the same can't be told from within: the next start looks it over, and compares it with
    /// the marker.
    fn is_untouched(&self) -> Result<(), StoreError> {
        let (left, now) = (self.left.get(), Footprint::of(&self.path));
        if self.connection.is_none() || !left.was_touched(now) {
            return Ok(());
        }
        Err(StoreError::WrittenOver { path: self.path.clone() })
    }

    /// Looks for damage before anything is sent on this store's word. A large one is not read whole: that
    /// is for [`check`].
    ///
    /// # Errors
    /// [`StoreError::Damaged`], [`StoreError::Sqlite`].
    pub fn look_over(&self) -> Result<(), StoreError> {
        check::look_over(self.connection()?, &self.path)
    }

    /// Throws the connection away and opens another: after a commit that failed, what is on disk is
    /// the truth, whatever this process thought. The old one goes first: while it lives, the new one
    /// would share its index of the WAL and read what it believed.
    ///
    /// # Errors
    /// As [`Store::open`] and [`Store::is_in_its_place`]; until it succeeds, everything else fails.
    pub fn reopen(&mut self) -> Result<(), StoreError> {
        drop(self.connection.take());
        self.is_in_its_place()?;
        *self = Self::open(&self.path)?;
        // A log whose fsync has failed may be read back from memory, and is on no disk: what is read now is
        // written anew, into the file itself. Waits for no reader.
        let written = self.connection()?.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        // Some of it may have been, before the disk was full.
        self.left.set(Footprint::of(&self.path));
        Ok(written?)
    }

    /// Saves what is open here where its file was replaced or taken away, and says where.
    ///
    /// # Errors
    /// As [`back_up`].
    pub fn rescue(&self, now: Moment) -> Result<PathBuf, StoreError> {
        backup::rescue(self.connection()?, &self.path, now)
    }

    /// Commits a mebibyte and takes it out again: after a disk was full, whether there is room for work,
    /// before any of it is begun.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`] where there is not; the store is as it was.
    pub fn prove_room(&mut self) -> Result<(), StoreError> {
        let fill = "INSERT OR REPLACE INTO meta (key, value) VALUES ('room', hex(zeroblob(?1)))";
        self.turn(|turn| Ok(turn.transaction.execute(fill, [ROOM / 2])?))?;
        self.turn(|turn| Ok(turn.transaction.execute("DELETE FROM meta WHERE key = 'room'", [])?))?;
        Ok(())
    }

    /// The store's own id; an outbox is bound to it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Does `work` in one transaction and commits it, durable when this returns.
    ///
    /// # Errors
    /// Whatever `work` or the commit met; nothing of it stands then (after a failed commit:
    /// probably; [`Store::reopen`] tells).
    pub fn turn<T>(
        &mut self,
        work: impl FnOnce(&Turn<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.is_in_its_place()?;
        let Some(connection) = &mut self.connection else { return Err(closed(&self.path)) };
        let done = commit(connection, work);
        // One that failed may have written too.
        self.left.set(Footprint::of(&self.path));
        done
    }

    /// The highest ledger number ever given; it never falls, also when attempts are purged.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn ledger(&self) -> Result<AttemptNumber, StoreError> {
        sequence(self.connection()?, "attempt").map(AttemptNumber)
    }

    /// The last event's id; 0 where there is none.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn last_event(&self) -> Result<i64, StoreError> {
        sequence(self.connection()?, "event")
    }

    fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection.as_ref().ok_or_else(|| closed(&self.path))
    }

    fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection()?.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?)
    }
}

impl Turn<'_> {
    /// Does `work` so that nothing of it stands where it fails, and the rest of the turn does.
    ///
    /// # Errors
    /// Whatever `work` met; where that does not concern it alone ([`StoreError::is_its_own`]), the
    /// turn is lost.
    pub fn apart<T>(&self, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        let run = |sql| self.transaction.prepare_cached(sql)?.execute([]);
        run("SAVEPOINT apart")?;
        let done = work();
        if done.is_err() {
            run("ROLLBACK TO apart")?;
        }
        run("RELEASE apart")?;
        done
    }
}

/// The highest number that a table has ever given.
fn sequence(connection: &Connection, table: &str) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = ?1")?;
    Ok(statement.query_row([table], |row| row.get(0)).optional()?.unwrap_or(0))
}

fn commit<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Turn<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = work(&Turn { transaction: &transaction })?;
    transaction.commit()?;
    Ok(done)
}

fn closed(path: &Path) -> StoreError {
    StoreError::Io { path: path.to_owned(), error: io::Error::other("it could not be opened again yet") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_closed_before_it_is_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("beffroi.db");
        let mut store = Store::open(&path).unwrap();
        store.turn(|turn| turn.greet("box")).unwrap();
        let log = folder.path().join("beffroi.db-wal");
        let octets = || std::fs::metadata(&log).map_or(0, |found| found.len());
        assert_ne!(octets(), 0);
        store.reopen().unwrap();
        assert_eq!(octets(), 0, "whoever closes last empties the log");
        assert!(store.bound("box").unwrap().is_some());
    }

    #[test]
    fn a_store_that_cant_be_opened_again_tells_nothing_until_it_can() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("beffroi.db");
        let mut store = Store::open(&path).unwrap();
        let aside = folder.path().join("aside");
        store.turn(|turn| turn.greet("box")).unwrap();
        drop(store.connection.take());
        std::fs::rename(&path, &aside).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert!(store.reopen().is_err());
        assert!(store.ledger().is_err() && store.turn(|turn| turn.greet("box")).is_err());
        std::fs::remove_dir(&path).unwrap();
        std::fs::rename(&aside, &path).unwrap();
        store.reopen().unwrap();
        assert!(store.bound("box").unwrap().is_some());
    }

    #[test]
    fn a_store_that_somebody_has_written_over_is_believed_no_more() {
        type Harm = fn(&Path, &Path);
        let rows: [(&str, Harm); 4] = [
            ("an earlier copy", |path, copy| assert!(std::fs::copy(copy, path).unwrap() > 0)),
            ("nothing", |path, _| std::fs::write(path, b"").unwrap()),
            ("zeros", |path, _| {
                let octets = std::fs::metadata(path).unwrap().len();
                std::fs::write(path, vec![0; usize::try_from(octets).unwrap()]).unwrap();
            }),
            ("an empty log", |path, _| std::fs::write(path.with_extension("db-wal"), b"").unwrap()),
        ];
        for (name, harm) in rows {
            let folder = tempfile::tempdir().unwrap();
            let (path, copy) = (folder.path().join("beffroi.db"), folder.path().join("copy.db"));
            let mut store = Store::open(&path).unwrap();
            for outbox in 0..200 {
                store.turn(|turn| turn.greet(&format!("box {outbox}"))).unwrap();
            }
            back_up(&path, &Target::File(copy.clone()), Moment::from_millis(0)).unwrap();
            for outbox in 0..200 {
                store.turn(|turn| turn.greet(&format!("another box {outbox}"))).unwrap();
            }
            // So that not all of it stands in the log, from which it would be whole again.
            store.reopen().unwrap();
            store.turn(|turn| turn.greet("one more")).unwrap();
            assert!(store.is_in_its_place().is_ok(), "{name}");
            harm(&path, &copy);
            let told = store.turn(|turn| turn.greet("last"));
            assert!(told.as_ref().is_err_and(StoreError::is_ruin), "{name}: {told:?}");
        }
    }

    #[test]
    fn a_store_that_was_deleted_meanwhile_is_not_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("beffroi.db");
        let mut store = Store::open(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(store.reopen(), Err(StoreError::Gone { .. })));
    }
}
