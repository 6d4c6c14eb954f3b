//! What can be wrong with a store, each with the next step where there is one.

use std::io;
use std::path::PathBuf;

use crate::message::IllegalMove;

/// The next step where a store is damaged.
const NEXT: &str = "beffroi db check says more, beffroi db restore puts a copy back";

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
        "{path} is gone or empty, but {marker} says it existed: put the store back (sudo beffroi db restore), or, to begin anew and forget what was sent, remove the marker"
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
    /// What it holds can't be believed.
    #[error("{path} is damaged ({what}); {NEXT}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite found.
        what: String,
    },
    /// A copy that was to be put back: another is to be taken.
    #[error(
        "the copy {path} is damaged ({what}), nothing was changed; take an older one: beffroi db check {path} names it"
    )]
    DamagedCopy {
        /// The copy.
        path: PathBuf,
        /// What SQLite found.
        what: String,
    },
    /// Somebody else has written into it while it was open.
    #[error(
        "{path} was written over by another program while it was open: nothing is sent; was a copy laid over it? beffroi db check tells whether it is whole, beffroi db restore puts a copy back"
    )]
    WrittenOver {
        /// The file.
        path: PathBuf,
    },
    /// Another file has its name now, while it is open.
    #[error(
        "{path} was replaced while it was open: nothing is sent; stop beffroi before a store is put back, and let beffroi db restore do it"
    )]
    Replaced {
        /// The store.
        path: PathBuf,
    },
    /// Where a copy was to be made.
    #[error("there is no folder {path}: make it (is its disk mounted?), or name one that is there")]
    NoFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A pipe, a device, a directory.
    #[error("{path} is no regular file")]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// What was given as a copy of a store is none.
    #[error("{path} is no store of beffroi and no copy of one: {what}")]
    NoStore {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: NoCopy,
    },
    /// A copy of another store than the one it would replace.
    #[error(
        "{path} is a copy of another store than {store}; if it is to take its place all the same, add --replace-store"
    )]
    OtherCopy {
        /// The copy.
        path: PathBuf,
        /// The store.
        store: PathBuf,
    },
    /// The copy that was given is the store.
    #[error("{path} is the store itself; if it was put back by hand: beffroi db restore --declare")]
    Itself {
        /// The store.
        path: PathBuf,
    },
    /// Nothing is written over.
    #[error("{path} is there already and is not overwritten")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A copy can't be made.
    #[error("the copy {path} can't be written: {error}")]
    Copy {
        /// The copy.
        path: PathBuf,
        /// What SQLite said.
        error: String,
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

/// What a file is that is no store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoCopy {
    /// Nothing.
    #[error("it is empty")]
    Empty,
    /// A text, a log, an archive; or a store whose first octets are lost.
    #[error("it is no SQLite file, or its beginning is lost")]
    NotSqlite,
    /// One of our public files.
    #[error("it is an outbox; beffroi status says how the outboxes stand")]
    Outbox,
    /// A database that we have not made.
    #[error("it is another program's SQLite file")]
    Foreign,
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
        Some(Code::DatabaseCorrupt | Code::NotADatabase) => {
            "; beffroi db check says more, beffroi db restore puts a copy back"
        }
        _ => "",
    }
}

impl StoreError {
    /// Whether the file is not, or not any more, what can be trusted: nothing that is tried again helps, and
    /// whatever were sent on its word might have gone before.
    pub fn is_ruin(&self) -> bool {
        use rusqlite::ErrorCode as Code;
        match self {
            Self::Damaged { .. }
            | Self::Replaced { .. }
            | Self::WrittenOver { .. }
            | Self::Gone { .. }
            | Self::OtherStore { .. }
            | Self::Foreign
            | Self::Newer { .. } => true,
            Self::Sqlite(error) => {
                matches!(error.sqlite_error_code(), Some(Code::DatabaseCorrupt | Code::NotADatabase))
            }
            _ => false,
        }
    }

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
