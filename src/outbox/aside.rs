//! Sets a file aside under a dated name; nothing is ever deleted.
//! At each instant one file stands at the path, the old or the new one, whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::create::{CreateError, build_beside, sync_folder};
use super::file::{COMPANIONS, Held, beside};
use super::rights;
use crate::moment::{Moment, Zone};

/// How many of one second and one reason there may be.
const MOST: u32 = 100;

/// Puts a new, empty file at the path and keeps the old one under another name.
///
/// # Errors
/// [`CreateError`]; then the old file still stands.
pub(super) fn swap(path: &Path, now: Moment, word: &str) -> Result<PathBuf, CreateError> {
    let system = |source| CreateError::System { path: path.to_owned(), source };
    let new = build_beside(path)?;
    let aside = unused(path, now, word, |aside| fs::hard_link(path, aside)).map_err(system)?;
    for companion in COMPANIONS {
        match fs::rename(beside(path, companion), beside(&aside, companion)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(system(error)),
            Ok(()) | Err(_) => {}
        }
    }
    fs::rename(&new, path).and_then(|()| sync_folder(path)).map_err(system)?;
    Ok(aside)
}

/// Keeps a copy of a file that has lost its name.
///
/// # Errors
/// Whatever the system says.
pub(super) fn keep_copy(held: &mut Held, path: &Path, now: Moment, word: &str) -> io::Result<PathBuf> {
    unused(path, now, word, |aside| held.copy_to(aside))
}

/// Whoever put a file in the outbox's place may have left it open to all; what is kept of it is not.
pub(super) fn shut_to_others(aside: &Path) {
    for suffix in [""].iter().chain(&COMPANIONS) {
        rights::shut_to_others(&beside(aside, suffix));
    }
}

/// `outbox.db.2026-11-23T160210Z-damaged`, with a number where that is taken.
fn unused(
    path: &Path,
    now: Moment,
    word: &str,
    mut make: impl FnMut(&Path) -> io::Result<()>,
) -> io::Result<PathBuf> {
    let date = now.local(&Zone::UTC, "%Y-%m-%dT%H%M%SZ");
    for number in 1..=MOST {
        let tail = if number == 1 { format!(".{date}-{word}") } else { format!(".{date}-{word}-{number}") };
        let aside = beside(path, &tail);
        match make(&aside) {
            Ok(()) => return Ok(aside),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
