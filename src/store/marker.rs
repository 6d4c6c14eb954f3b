//! What stands beside the store and outlives it: the lock of the one daemon, and a marker that says
//! how far the ledger had come, so that a store restored from yesterday is known as such.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::{StoreError, owner};
use crate::message::AttemptNumber;

/// A process that was killed needs a moment to end, and its lock with it.
const PATIENCE: Duration = Duration::from_secs(2);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Held for the life of the process that writes the store.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock beside `store`.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process has it; [`StoreError::Io`] names the file.
    pub fn take(store: &Path) -> Result<Self, StoreError> {
        let path = beside(store, "lock");
        let open = owner::not_followed().create(true).write(true).truncate(false).open(&path);
        let given = open.and_then(|file| owner::give_one(&file, store).map(|()| file));
        let file = given.map_err(|error| StoreError::Io { path: path.clone(), error })?;
        let until = Instant::now() + PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(fs::TryLockError::WouldBlock) if Instant::now() < until => thread::sleep(LOOK_EVERY),
                Err(fs::TryLockError::WouldBlock) => {
                    return Err(StoreError::Locked { path: store.to_owned() });
                }
                Err(fs::TryLockError::Error(error)) => return Err(StoreError::Io { path, error }),
            }
        }
    }
}

/// What the marker beside a store remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// The store's id.
    pub store: String,
    /// The highest ledger number that it has seen.
    pub ledger: i64,
    /// The highest event that an outbox was told of by a store which has lost it since.
    #[serde(default)]
    pub events: i64,
    /// Per outbox id, the highest row that was taken in.
    #[serde(default)]
    pub rows: BTreeMap<String, i64>,
}

impl Marker {
    /// Reads the marker beside `store`; `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError::Io`], or [`StoreError::BadMarker`] for one that can't be read.
    pub fn read(store: &Path) -> Result<Option<Self>, StoreError> {
        let path = Self::path(store);
        match fs::read(&path) {
            Ok(octets) => {
                serde_json::from_slice(&octets).map(Some).map_err(|_| StoreError::BadMarker { path })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::Io { path, error }),
        }
    }

    /// Writes it beside `store`, durable when this returns: after a power cut the old one or the new one
    /// stands there whole.
    ///
    /// # Errors
    /// [`StoreError::Io`] names the file.
    pub fn write(&self, store: &Path) -> Result<(), StoreError> {
        let path = Self::path(store);
        let draft = beside(store, "marker.new");
        let failed = |error| StoreError::Io { path: path.clone(), error };
        let octets = serde_json::to_vec(self).map_err(|error| failed(io::Error::other(error)))?;
        // Whatever has that name, a link among others, is not written through.
        match fs::remove_file(&draft) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
            Ok(()) | Err(_) => {}
        }
        let open = owner::not_followed().create_new(true).write(true).open(&draft);
        let mut file = open.map_err(failed)?;
        owner::give_one(&file, store).map_err(failed)?;
        io::Write::write_all(&mut file, &octets).map_err(failed)?;
        // Before the rename: a name may reach the disk sooner than the octets behind it.
        file.sync_all().map_err(failed)?;
        fs::rename(&draft, &path).map_err(failed)?;
        keep_names(&path).map_err(failed)
    }

    /// Where it stands.
    pub fn path(store: &Path) -> PathBuf {
        beside(store, "marker")
    }

    /// Whether a ledger that has come to `number` is behind what this marker has seen.
    pub fn is_ahead_of(&self, number: AttemptNumber) -> bool {
        self.ledger > number.0
    }
}

/// The name of what stands beside a store.
pub(super) fn beside(store: &Path, suffix: &str) -> PathBuf {
    appended(&appended(store, "."), suffix)
}

/// A path with something behind its name: `beffroi.db-wal`.
pub(super) fn appended(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Makes names that have changed in a file's folder durable.
pub(super) fn keep_names(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
