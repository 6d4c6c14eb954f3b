//! The daemon's connections to a public file: short, deaf to what a stranger may have put in it.
//! Also which file it is: an inode held open, so that one replaced in place can still be drained.

use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::unistd::{AccessFlags, access};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::rights;
use super::trouble::{Obstacle, Trouble};

/// Octets that a value of a row may have.
pub(super) const VALUE_LIMIT: usize = 65_536;

/// Octets that a value or a row may have that is loaded; more is taken in as too long.
const ROW_LIMIT: i32 = 4 * 1024 * 1024;

/// Octets that a row may have that is only rewritten, to be marked: SQLite holds all of it for that.
const REWRITTEN_LIMIT: i32 = 64 * 1024 * 1024;

/// How long a lock is waited for before the thread does something else.
const PATIENCE: Duration = Duration::from_millis(50);

/// Opens a file that is there. Touches nothing in it yet.
///
/// The lock mode is exclusive for these few milliseconds: under it SQLite keeps the index of a
/// write-ahead log on its own heap, and a stranger who sets WAL between two looks can't kill this
/// process by cutting the shared `-shm` short.
pub(super) fn open(path: &Path) -> Result<Connection, Trouble> {
    what_stands_there(path)?;
    what_stands_beside(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_PRIVATE_CACHE
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    // First of all: other pragmas read the file.
    connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
    harden(&connection)?;
    Ok(connection)
}

/// Creates a file that is not there, for [`super::create`].
pub(super) fn open_new(path: &Path) -> Result<Connection, Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    harden(&connection)?;
    connection.execute_batch("PRAGMA synchronous = FULL")?;
    Ok(connection)
}

fn harden(connection: &Connection) -> Result<(), Trouble> {
    connection.busy_timeout(PATIENCE)?;
    let settings = [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, false),
    ];
    for (setting, value) in settings {
        connection.set_db_config(setting, value)?;
    }
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, ROW_LIMIT)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.set_limit(Limit::SQLITE_LIMIT_WORKER_THREADS, 0)?;
    connection.execute_batch("PRAGMA cell_size_check = ON")?;
    Ok(())
}

/// Does something with rows that are too long to be loaded.
pub(super) fn with_long_rows<T>(connection: &Connection, work: impl FnOnce() -> T) -> rusqlite::Result<T> {
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, REWRITTEN_LIMIT)?;
    let done = work();
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, ROW_LIMIT)?;
    Ok(done)
}

/// Begins to write, and lets go of the file at the end of the transaction.
pub(super) fn begin(connection: &Connection) -> Result<(), Trouble> {
    // The mirror may lose its last lines at a power cut, never the file; and its fsyncs stand in the way
    // of the ledger's.
    begin_with(connection, "NORMAL")
}

/// The same, and what is committed outlives a power cut: the folder is synced too, or the journal could
/// come back and undo it.
pub(super) fn begin_durable(connection: &Connection) -> Result<(), Trouble> {
    begin_with(connection, "EXTRA")
}

fn begin_with(connection: &Connection, synchronous: &str) -> Result<(), Trouble> {
    connection.execute_batch(&format!("PRAGMA synchronous = {synchronous}; BEGIN IMMEDIATE"))?;
    // Only now: the file was found in rollback mode under the lock, so nothing can be shared with
    // a stranger any more, and COMMIT may delete the journal as every other program does.
    connection.execute_batch("PRAGMA locking_mode = NORMAL")?;
    Ok(())
}

/// Whether the file is in rollback mode, as it should be.
pub(super) fn in_rollback_mode(connection: &Connection) -> Result<bool, Trouble> {
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    // The name is the connection's; only WAL is written into the file and binds everybody.
    Ok(mode != "wal")
}

/// Puts rollback mode back.
pub(super) fn put_rollback_mode_back(connection: &Connection) -> Result<(), Trouble> {
    connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0))?;
    Ok(())
}

/// A regular file, or why not.
pub(super) fn what_stands_there(path: &Path) -> Result<Metadata, Trouble> {
    let metadata = fs::symlink_metadata(path)?;
    let kind = metadata.file_type();
    match () {
        () if kind.is_file() => Ok(metadata),
        () if kind.is_dir() => Err(Trouble::NotAFile { what: Obstacle::Directory }),
        () if kind.is_symlink() => Err(Trouble::NotAFile { what: Obstacle::Link }),
        () => Err(Trouble::NotAFile { what: Obstacle::Other }),
    }
}

/// What SQLite keeps beside a file and would take for the next file's.
pub(super) const COMPANIONS: [&str; 3] = ["-journal", "-wal", "-shm"];

/// Those that it opens by itself. It would wait for ever for the writer of a pipe that
/// somebody has put there, and with it the thread, and what waits for that.
const BESIDE: [&str; 2] = ["-journal", "-wal"];

/// Nothing but files, or nothing.
fn what_stands_beside(path: &Path) -> Result<(), Trouble> {
    for beside in BESIDE.map(|suffix| beside(path, suffix)) {
        match what_stands_there(&beside) {
            Ok(_) | Err(Trouble::Missing) => {}
            Err(Trouble::NotAFile { what }) => return Err(Trouble::InTheWay { beside: name(&beside), what }),
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

/// The path of what stands beside a file.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What is denied for what a program has left beside the file: a journal that holds what the file lacks is
/// another user's, and one that a mode keeps from us.
pub(super) fn why_denied(path: &Path, error: String) -> Trouble {
    let closed = |beside: &PathBuf| {
        what_stands_there(beside).is_ok()
            && access(beside, AccessFlags::R_OK | AccessFlags::W_OK) == Err(Errno::EACCES)
    };
    match BESIDE.map(|suffix| beside(path, suffix)).iter().find(|beside| closed(beside)) {
        Some(beside) => Trouble::LeftBehind { beside: name(beside) },
        None => Trouble::Denied(error),
    }
}

/// Which file, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Inode {
    device: u64,
    number: u64,
}

/// Which file in which condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint {
    inode: Inode,
    size: u64,
    changed: (i64, i64),
}

impl Inode {
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self { device: metadata.dev(), number: metadata.ino() }
    }
}

impl Fingerprint {
    pub(super) fn of(metadata: &Metadata) -> Self {
        let changed = (metadata.ctime(), metadata.ctime_nsec());
        Self { inode: Inode::of(metadata), size: metadata.size(), changed }
    }
}

/// A file held open, so that it outlives its name.
///
/// Closing any descriptor of a file drops this process's SQLite locks on it: it is closed only
/// when no connection to that file is open.
#[derive(Debug)]
pub(super) struct Held {
    file: File,
    pub(super) inode: Inode,
}

impl Held {
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        // What stands there may have changed since it was looked at, into a pipe too.
        let flags = (OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits();
        let file = File::options().read(true).custom_flags(flags).open(path)?;
        let inode = Inode::of(&file.metadata()?);
        Ok(Self { file, inode })
    }

    /// Whether the header says WAL (read and write version, octets 18 and 19 of the file format).
    pub(super) fn says_wal(&self) -> bool {
        let mut versions = [0; 2];
        self.file.read_exact_at(&mut versions, 18).is_ok() && versions == [2, 2]
    }

    /// What SQLite counts up with each commit (file format, octets 24 to 27), without any lock.
    pub(super) fn change_counter(&self) -> Option<u32> {
        let mut counter = [0; 4];
        self.file.read_exact_at(&mut counter, 24).ok().map(|()| u32::from_be_bytes(counter))
    }

    /// Writes all of it into a new file, which is open to nobody to whom this one was not.
    pub(super) fn copy_to(&mut self, path: &Path) -> io::Result<()> {
        let mut copy = File::options().write(true).create_new(true).mode(0o600).open(path)?;
        io::Seek::rewind(&mut self.file)?;
        let done = io::copy(&mut self.file, &mut copy)
            .and_then(|_| rights::like(&copy, &self.file.metadata()?))
            .and_then(|()| copy.sync_all());
        // Half a file would be taken for what was kept, and holds the room that is missing.
        if done.is_err() {
            fs::remove_file(path)?;
        }
        done
    }
}
