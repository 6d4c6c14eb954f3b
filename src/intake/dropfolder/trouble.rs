//! What a folder can't do just now, as plain values, and where the daemon's status finds them. A folder that
//! works again has none.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use nix::errno::Errno;
use serde::{Deserialize, Serialize};

/// What can't be done; the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The folder can't be used at all: what is put there waits.
    Use,
    /// A file can't be read: it waits.
    Read,
    /// No result can be written; what was taken goes on.
    Tell,
    /// What was taken can't be moved; it is not taken twice.
    Move,
    /// What was kept long enough can't be removed.
    Remove,
}

/// Why. Its sentences are `drop_cause-…` in `wording`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Cause {
    /// There is no such folder: its disk may be missing.
    Gone,
    /// Something else is in its place.
    NotAFolder,
    /// A link is in the place of one of our folders.
    Link,
    /// The daemon's user may not.
    Denied,
    /// Its disk can't be written.
    ReadOnly,
    /// Its disk is full.
    Full,
    /// Whatever else the system says.
    Failed {
        /// In its words.
        error: String,
    },
}

impl Cause {
    pub(super) fn of(error: &io::Error) -> Self {
        match error.raw_os_error().map(Errno::from_raw) {
            Some(Errno::ENOENT | Errno::ENODEV | Errno::ENXIO) => Self::Gone,
            Some(Errno::ENOTDIR) => Self::NotAFolder,
            Some(Errno::ELOOP) => Self::Link,
            Some(Errno::EACCES | Errno::EPERM) => Self::Denied,
            Some(Errno::EROFS) => Self::ReadOnly,
            Some(Errno::ENOSPC | Errno::EDQUOT) => Self::Full,
            _ => Self::Failed { error: error.to_string() },
        }
    }
}

/// One thing that can't be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// What.
    pub step: Step,
    /// Why.
    pub cause: Cause,
}

/// How a folder stands, for whoever asks; its thread says it after each look.
#[derive(Clone, Debug)]
pub struct Health {
    folder: PathBuf,
    troubles: Arc<Mutex<Vec<Trouble>>>,
}

impl Health {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), troubles: Arc::default() }
    }

    /// Which.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// One for each step that fails, the worst first.
    pub fn troubles(&self) -> Vec<Trouble> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn say(&self, mut troubles: Vec<Trouble>) {
        troubles.sort_by_key(|trouble| trouble.step);
        troubles.dedup_by_key(|trouble| trouble.step);
        *self.troubles.lock().unwrap_or_else(PoisonError::into_inner) = troubles;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_fails_is_told_once_and_the_worst_first() {
        let health = Health::new(Path::new("/d"));
        let trouble = |step, cause| Trouble { step, cause };
        health.say(vec![
            trouble(Step::Move, Cause::Link),
            trouble(Step::Use, Cause::Gone),
            trouble(Step::Move, Cause::Full),
        ]);
        assert_eq!(
            health.clone().troubles(),
            [trouble(Step::Use, Cause::Gone), trouble(Step::Move, Cause::Link)]
        );
        health.say(Vec::new());
        assert_eq!(health.troubles(), []);
    }

    #[test]
    fn what_the_system_says_has_a_name() {
        let rows = [
            (Errno::ENOENT, Cause::Gone),
            (Errno::ENOTDIR, Cause::NotAFolder),
            (Errno::ELOOP, Cause::Link),
            (Errno::EACCES, Cause::Denied),
            (Errno::EROFS, Cause::ReadOnly),
            (Errno::ENOSPC, Cause::Full),
        ];
        for (errno, want) in rows {
            assert_eq!(Cause::of(&errno.into()), want);
        }
        assert!(matches!(Cause::of(&Errno::EIO.into()), Cause::Failed { error } if !error.is_empty()));
    }
}
