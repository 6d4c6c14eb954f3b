//! What can be wrong with a store, each with the next step where there is one.

use std::io;
use std::path::PathBuf;

use crate::message::IllegalMove;

/// What can be wrong with a store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// SQLite said so.
    #[error("the store: {0}{hint}", hint = hint(.0))]
    Sqlite(rusqlite::Error),
    /// A file beside it.
    #[error("{path}: {error}")]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        error: io::Error,
    },
    /// Another process writes it.
    #[error("{path}: another beffroi has this store open; stop it first (systemctl stop beffroi)")]
    Locked {
        /// The store.
        path: PathBuf,
    },
    /// A directory stands there.
    #[error("{path} is a directory; [store] path must name a file")]
    Directory {
        /// The path.
        path: PathBuf,
    },
    /// Another program's database.
    #[error("not a store of beffroi: another program's database; choose another [store] path")]
    Foreign,
    /// Made by a later version.
    #[error(
        "the store was made by a later version (schema {found}, this one knows {known}); install that version again"
    )]
    Newer {
        /// Its schema.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// Made by an earlier version, and opened for reading only.
    #[error(
        "the store is of an earlier version (schema {found}, this one reads {known}); start beffroi run once"
    )]
    Older {
        /// Its schema.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// The marker remembers a store that is not there.
    #[error(
        "{path} is gone, but {marker} says it existed: put the store back, or, to begin anew and forget what was sent, remove the marker"
    )]
    Gone {
        /// The store.
        path: PathBuf,
        /// Its marker.
        marker: PathBuf,
    },
    /// The marker remembers another store.
    #[error(
        "{path} is not the store that {marker} remembers: put the right one back, or remove the marker to accept this one"
    )]
    OtherStore {
        /// The store.
        path: PathBuf,
        /// Its marker.
        marker: PathBuf,
    },
    /// The marker can't be read.
    #[error("{path} can't be read as a marker; remove it if the store beside it is the right one")]
    BadMarker {
        /// The marker.
        path: PathBuf,
    },
    /// A move that the table does not have: a bug, or a store that was edited by hand.
    #[error(transparent)]
    Move(#[from] IllegalMove),
    /// A value that no version wrote.
    #[error("the store holds {what} that makes no sense: was it edited by hand?")]
    Nonsense {
        /// Which.
        what: &'static str,
    },
    /// No such message.
    #[error("there is no message {0}")]
    NoMessage(i64),
}

/// Its sentence holds SQLite's whole one, which so is no source: a chain of causes would say it twice.
impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// What to look for. A full disk is an I/O error where SQLite can't make its -shm.
fn hint(error: &rusqlite::Error) -> &'static str {
    use rusqlite::ErrorCode as Code;
    match error.sqlite_error_code() {
        Some(Code::DiskFull) => "; make room on it",
        Some(Code::SystemIoFailure) => "; is the disk full?",
        _ => "",
    }
}

impl StoreError {
    /// Whether it concerns only what was tried: tried again it would fail again, and all else can be
    /// done. A disk that is full or a lock concerns all.
    pub fn is_its_own(&self) -> bool {
        use rusqlite::ErrorCode as Code;
        match self {
            Self::Move(_) | Self::Nonsense { .. } | Self::NoMessage(_) => true,
            Self::Sqlite(error) => matches!(
                error.sqlite_error_code(),
                Some(Code::ConstraintViolation | Code::TypeMismatch | Code::TooBig)
            ),
            _ => false,
        }
    }
}
