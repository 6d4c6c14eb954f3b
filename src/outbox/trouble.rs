//! What can be wrong with a public file, told apart by what the thread does about it.

use rusqlite::ErrorCode;
use serde::{Deserialize, Serialize};

/// Why a file could not be read or written just now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", content = "about", rename_all = "snake_case")]
pub enum Trouble {
    /// Wait: somebody else holds a lock.
    #[error("another program keeps it locked: its rows wait until that program commits")]
    Busy,
    /// Rows are taken in; nothing can be written behind them until somebody ends a transaction.
    #[error(
        "another program keeps a transaction open in it: rows are taken in and sent, but their state is not shown \
         in it until that program commits"
    )]
    Occupied,
    /// Wait: somebody set WAL and keeps the file open.
    #[error(
        "a program set journal_mode=WAL and keeps it open: its rows wait until every program has closed it \
         (leave journal_mode alone; it will be put back to DELETE)"
    )]
    Wal,
    /// Rows are taken in, but nothing can be written behind them.
    #[error("it can't be written: rows are taken in and sent, but their state is not shown in it")]
    ReadOnly,
    /// Nothing can be written behind rows until there is room.
    #[error("no room on its disk: rows are taken in and sent, but their state is not shown in it")]
    Full,
    /// Not there.
    #[error("it is not there: it is made anew in a moment")]
    Missing,
    /// A directory, a symbolic link, a pipe: not ours to move.
    #[error("{what} stands where the file should be: move it away, or name another path")]
    NotAFile {
        /// Which.
        what: Obstacle,
    },
    /// The same in the place of what SQLite keeps beside the file.
    #[error("{what} stands in the place of {beside} beside it: move it away")]
    InTheWay {
        /// Its name.
        beside: String,
        /// Which.
        what: Obstacle,
    },
    /// The system does not let us.
    #[error("it can't be opened ({0}): look at its owner, group and mode, or run sudo beffroi db init")]
    Denied(String),
    /// A producer's, which this daemon may not read: without it nobody knows what the file holds.
    #[error(
        "a program has left {beside} beside it, which the daemon may not open: sudo beffroi db init gives it to the \
         daemon, and a daemon in the group of its producers needs no help"
    )]
    LeftBehind {
        /// Its name.
        beside: String,
    },
    /// Bound to another store.
    #[error("it belongs to another store: it is left alone (see beffroi db accept-restore)")]
    OtherStore,
    /// There is none, and it can't be made.
    #[error("it can't be made ({error}): look at its folder, or run sudo beffroi db init")]
    NotMade {
        /// Why.
        error: String,
    },
    /// Damaged, and it stays in its place.
    #[error("{damage}, and it can't be set aside ({error}): move it away")]
    Stuck {
        /// How.
        damage: Damage,
        /// Why.
        error: String,
    },
    /// Its group is shut out.
    #[error("the programs that fill it can't write {what}: run sudo beffroi db init")]
    Shut {
        /// Which of the two.
        what: Door,
    },
    /// SQLite gives ids above the highest that a table ever had, and there is none above this one.
    #[error(
        "a program has written a row with the highest id there is ({id}): no further row can be added, SQLite calls it full. \
         Leave the column id out, and move the file away: a new one is made",
        id = i64::MAX
    )]
    IdsUsedUp,
    /// Made by a later version.
    #[error("its version {version} is newer than this program: it is left alone until beffroi is updated")]
    Newer {
        /// As it says.
        version: i64,
    },
    /// To be greeted as what it is now.
    #[error(
        "another outbox, or an older copy of it, was written over it: its rows are compared with the store"
    )]
    Swapped,
    /// To be set aside.
    #[error("{0}")]
    Damaged(Damage),
    /// Whatever else.
    #[error("{0}")]
    Failed(String),
}

/// What a producer must be able to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// The folder.
    #[error("its folder")]
    Folder,
    /// The file.
    #[error("the file")]
    File,
}

/// What stands where a file should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// A folder.
    #[error("a directory")]
    Directory,
    /// A link, wherever it leads: it might be led elsewhere between two looks.
    #[error("a symbolic link")]
    Link,
    /// A file that has another name too: it may be somebody else's.
    #[error("a file that has a second name (a hard link)")]
    SecondName,
    /// A pipe, a socket, a device.
    #[error("something that is no file")]
    Other,
}

/// Why a file has to be set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Damage {
    /// Other octets.
    #[error("it is no SQLite file")]
    NotSqlite,
    /// Pages that contradict each other, or are missing.
    #[error("it is damaged")]
    Corrupt,
    /// No table `outbox`.
    #[error("it has no table outbox")]
    NoTable,
    /// A table `outbox` with other columns.
    #[error("its tables are not those of an outbox")]
    OtherTable,
}

impl Damage {
    /// What the set aside file is called.
    pub(super) fn word(self) -> &'static str {
        match self {
            Damage::NotSqlite | Damage::OtherTable => "foreign",
            Damage::Corrupt => "damaged",
            Damage::NoTable => "emptied",
        }
    }
}

impl Trouble {
    /// Whether it concerns writing alone.
    pub(super) fn is_unwritable(&self) -> bool {
        matches!(self, Trouble::ReadOnly | Trouble::Full)
    }
}

impl From<Damage> for Trouble {
    fn from(damage: Damage) -> Self {
        Trouble::Damaged(damage)
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Trouble::Busy,
            Some(ErrorCode::ReadOnly) => Trouble::ReadOnly,
            Some(ErrorCode::DiskFull) => Trouble::Full,
            Some(ErrorCode::NotADatabase) => Damage::NotSqlite.into(),
            Some(ErrorCode::DatabaseCorrupt) => Damage::Corrupt.into(),
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Trouble::Denied(text),
            _ => Trouble::Failed(text),
        }
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Trouble::Missing,
            std::io::ErrorKind::StorageFull => Trouble::Full,
            std::io::ErrorKind::PermissionDenied => Trouble::Denied(error.to_string()),
            _ => Trouble::Failed(error.to_string()),
        }
    }
}
