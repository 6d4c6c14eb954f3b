//! A copy of the store while the daemon writes it: one snapshot, which a commit neither waits for nor
//! changes, written under another name, checked, made durable and only then called what it is to be called.
//! The copy says in itself that it is one, so that it is known when somebody puts it in the store's place.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::fcntl::{AT_FDCWD, RenameFlags, renameat2};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::check::{Checkup, Depth, check_copy, is_a_file};
use super::marker::{appended, beside, keep_names};
use super::{StoreError, owner, schema};
use crate::moment::{Moment, Zone};

/// The key of `meta` that says when a copy was made.
pub(super) const BACKUP: &str = "backup";

const PREFIX: &str = "beffroi-";
const SUFFIX: &str = ".db";
const UNFINISHED: &str = ".part";

/// Copies of one folder that may be named after one second.
const MOST_IN_A_SECOND: u32 = 99;

/// Where a copy goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Under this name.
    File(PathBuf),
    /// Into this folder, named after the time; one that is not there is made.
    Folder(PathBuf),
}

/// A copy that was made.
#[derive(Debug)]
pub struct Backup {
    /// Where it is.
    pub path: PathBuf,
    /// Its size.
    pub octets: u64,
    /// What is in it, and what is wrong with it as with the store: never damage.
    pub checkup: Checkup,
}

/// The folder of copies beside a store.
pub fn backup_folder(store: &Path) -> PathBuf {
    let folder = store.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).join("backup")
}

/// The newest of what could be put back: a copy in the folder beside the store, or what was saved of a store
/// that was replaced under the daemon; by the time of its file.
pub fn newest_copy(store: &Path) -> Option<PathBuf> {
    let saved = || {
        let name = format!("{}.rescued-", store.file_name()?.to_string_lossy());
        let folder = store.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok);
        let saved = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&name));
        Some(saved.map(|entry| entry.path()).collect::<Vec<_>>())
    };
    let copies = saved().unwrap_or_default().into_iter().chain(newest_backup(&backup_folder(store)));
    copies.max_by_key(|copy| fs::metadata(copy).and_then(|copy| copy.modified()).ok())
}

/// The newest copy in these folders that is no later than this one and is another file: by its name where that is a
/// copy's, else by the time of its file.
pub fn copy_before(copy: &Path, folders: &[PathBuf]) -> Option<PathBuf> {
    let itself = copy.canonicalize().ok()?;
    let mut all: Vec<PathBuf> =
        folders.iter().filter_map(|folder| named(folder, SUFFIX).ok()).flatten().collect();
    // The first folder's own comes first among those of one name.
    all.sort_by(|one, other| other.file_name().cmp(&one.file_name()));
    all.retain(|other| other.canonicalize().is_ok_and(|other| other != itself));
    let name = copy.file_name()?;
    if name.to_str().and_then(time_in).is_some() {
        return all.into_iter().find(|other| other.file_name() <= Some(name));
    }
    let time = |path: &Path| fs::metadata(path).and_then(|there| there.modified()).ok();
    let own = time(copy)?;
    all.into_iter().find(|other| time(other).is_some_and(|time| time < own))
}

/// Whether a file has the name of a copy in a folder.
pub fn is_named_as_copy(path: &Path) -> bool {
    path.file_name().and_then(|name| time_in(name.to_str()?)).is_some()
}

/// The time that a copy is named after.
fn time_in(name: &str) -> Option<&str> {
    name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX).filter(|time| is_time(time))
}

/// The newest copy in a folder, by its name.
fn newest_backup(folder: &Path) -> Option<PathBuf> {
    named(folder, SUFFIX).ok()?.pop()
}

/// Copies the store at `path`, durable when this returns. Nothing is written over.
///
/// # Errors
/// [`StoreError::Copy`] and [`StoreError::Exists`] name the copy; [`StoreError::Damaged`] the store. Nothing
/// is left of what has failed.
pub fn back_up(path: &Path, target: &Target, now: Moment) -> Result<Backup, StoreError> {
    is_a_file(path)?;
    if let Target::File(name) = target {
        may_be_made(name)?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(path, flags)?;
    source.busy_timeout(Duration::from_secs(5))?;
    schema::check(&source)?;
    let draft = match target {
        Target::File(name) => Draft::begin(name.clone())?,
        Target::Folder(folder) => {
            make_folder(folder, path).map_err(|error| io_at(folder, error))?;
            in_folder(folder, now)?
        }
    };
    draft.finish(&source, path, now)
}

/// Refuses a name that is taken, or that no file can have: one that ends with a slash is a folder's.
fn may_be_made(name: &Path) -> Result<(), StoreError> {
    if fs::symlink_metadata(name).is_ok() {
        return Err(StoreError::Exists { path: name.to_owned() });
    }
    let folder = match name.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        _ if name.as_os_str().as_encoded_bytes().ends_with(b"/") => name,
        folder => folder.unwrap_or(Path::new(".")),
    };
    if folder.is_dir() { Ok(()) } else { Err(StoreError::NoFolder { path: folder.to_owned() }) }
}

/// A draft in the folder, named after the time: two of one second get two names.
fn in_folder(folder: &Path, now: Moment) -> Result<Draft, StoreError> {
    let at_folder = |error| io_at(folder, error);
    // From the listing to the draft's own lock nobody else clears this folder, or takes the name.
    let turn = File::open(folder).map_err(at_folder)?;
    turn.lock().map_err(at_folder)?;
    clear(folder).map_err(at_folder)?;
    let time = now.local(&Zone::UTC, "%Y-%m-%dT%H-%M-%SZ");
    let first = folder.join(format!("{PREFIX}{time}{SUFFIX}"));
    // An underscore sorts behind the point: by name they stay in the order in which they were made.
    let more = (2..=MOST_IN_A_SECOND).map(|n| folder.join(format!("{PREFIX}{time}_{n:02}{SUFFIX}")));
    let is_taken = |name: &PathBuf| {
        [name, &appended(name, UNFINISHED)].iter().any(|path| fs::symlink_metadata(path).is_ok())
    };
    // Behind the last, not where an older one was removed: that name would make it the older.
    let names: Vec<_> = std::iter::once(first.clone()).chain(more).collect();
    let behind = names.iter().rposition(is_taken).map_or(0, |last| last + 1);
    match names.into_iter().nth(behind) {
        Some(name) => Draft::begin(name),
        None => Err(StoreError::Exists { path: first }),
    }
}

/// Saves what an open store holds whose file has lost its name: with this process it would be gone.
pub(super) fn rescue(source: &Connection, path: &Path, now: Moment) -> Result<PathBuf, StoreError> {
    let name = beside(path, &now.local(&Zone::UTC, "rescued-%Y-%m-%dT%H-%M-%SZ"));
    Draft::begin(name)?.finish(source, path, now).map(|made| made.path)
}

/// A copy that is being made. Its lock says that somebody still writes it; the file stays open until SQLite
/// is done with it: closing it would drop SQLite's locks.
struct Draft {
    /// What it is to be called.
    name: PathBuf,
    path: PathBuf,
    file: File,
}

impl Draft {
    fn begin(name: PathBuf) -> Result<Self, StoreError> {
        let path = appended(&name, UNFINISHED);
        let made = owner::not_followed().create_new(true).write(true).open(&path);
        let file = made.map_err(|error| io_at(&path, error))?;
        file.try_lock().map_err(|error| io_at(&path, error.into()))?;
        Ok(Self { name, path, file })
    }

    fn finish(self, source: &Connection, store: &Path, now: Moment) -> Result<Backup, StoreError> {
        let Self { name, path: draft, file } = self;
        let done = write(source, store, &draft, &file, now).and_then(|checkup| {
            give_name(&draft, &name)?;
            let octets = file.metadata().map_or(0, |there| there.len());
            Ok(Backup { path: name, octets, checkup })
        });
        match fs::remove_file(&draft) {
            Err(error) if done.is_err() && error.kind() != io::ErrorKind::NotFound => {
                Err(io_at(&draft, error))
            }
            // It has its name, or nothing is left of it.
            Ok(()) | Err(_) => done,
        }
    }
}

/// Removes the oldest copies of a folder beyond `keep`, of which `made` is one, whatever the others are named:
/// a clock may have been ahead. Gives what is removed.
///
/// # Errors
/// [`StoreError::Io`].
pub fn keep_newest(folder: &Path, keep: usize, made: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut old = named(folder, SUFFIX).map_err(|error| io_at(folder, error))?;
    old.retain(|copy| copy.file_name() != made.file_name());
    old.truncate((old.len() + 1).saturating_sub(keep.max(1)));
    for path in &old {
        fs::remove_file(path).map_err(|error| io_at(path, error))?;
    }
    Ok(old)
}

fn write(
    source: &Connection,
    path: &Path,
    draft: &Path,
    file: &File,
    now: Moment,
) -> Result<Checkup, StoreError> {
    let io = |error| io_at(draft, error);
    owner::give_one(file, path).map_err(io)?;
    copy(source, draft)?;
    stamp(draft, now).map_err(|error| cant_write(draft, error))?;
    let checkup = check_copy(draft, Depth::Quick)?;
    if let Some(damage) = checkup.findings.iter().find(|_| checkup.is_damaged()) {
        let what = damage.examples.join("; ");
        return Err(StoreError::Damaged { path: path.to_owned(), what });
    }
    file.sync_all().map_err(io)?;
    Ok(checkup)
}

/// VACUUM reads one snapshot and leaves out what was deleted: no text that was forgotten comes along.
fn copy(source: &Connection, draft: &Path) -> Result<(), StoreError> {
    let Some(name) = draft.to_str() else {
        return Err(io_at(draft, io::Error::other("a name that is no UTF-8 can't be given to SQLite")));
    };
    source.execute("VACUUM INTO ?1", [name]).map_err(|error| cant_write(draft, error))?;
    Ok(())
}

fn stamp(draft: &Path, now: Moment) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let copy = Connection::open_with_flags(draft, flags)?;
    // Nothing beside it: until it has its name nobody but this process knows of it.
    copy.pragma_update(None, "journal_mode", "MEMORY")?;
    let note = "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)";
    copy.execute(note, [BACKUP, &now.millis().to_string()])?;
    copy.execute("DELETE FROM meta WHERE key = 'room'", [])?;
    copy.close().map_err(|(_, error)| error)
}

/// Damage is the store's; all else that goes wrong here is the copy's.
fn cant_write(draft: &Path, error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => error.into(),
        _ => StoreError::Copy { path: draft.to_owned(), error: error.to_string() },
    }
}

/// Never over another file. Some file systems can't promise that in one step.
fn give_name(draft: &Path, name: &Path) -> Result<(), StoreError> {
    use nix::errno::Errno;
    match renameat2(AT_FDCWD, draft, AT_FDCWD, name, RenameFlags::RENAME_NOREPLACE) {
        Ok(()) => {}
        Err(Errno::EEXIST) => return Err(StoreError::Exists { path: name.to_owned() }),
        Err(Errno::EINVAL | Errno::ENOSYS) if fs::symlink_metadata(name).is_err() => {
            fs::rename(draft, name).map_err(|error| io_at(name, error))?;
        }
        Err(errno) => return Err(io_at(name, errno.into())),
    }
    keep_names(name).map_err(|error| io_at(name, error))
}

fn make_folder(folder: &Path, store: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => owner::give_folder(folder, store),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// What a process that was killed has left; what another still writes is locked.
fn clear(folder: &Path) -> io::Result<()> {
    for left in named(folder, &format!("{SUFFIX}{UNFINISHED}"))? {
        let free = owner::not_followed().read(true).open(&left).is_ok_and(|file| file.try_lock().is_ok());
        if free {
            fs::remove_file(left)?;
        }
    }
    Ok(())
}

/// Files of a folder that are named as copies are, the oldest first.
fn named(folder: &Path, suffix: &str) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let time = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(suffix));
        if time.is_some_and(is_time) && entry.file_type()?.is_file() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// `2026-11-30T11-12-13Z`, or `2026-11-30T11-12-13Z_02`.
fn is_time(text: &str) -> bool {
    let text = match text.rsplit_once('_') {
        Some((time, number)) if number.len() == 2 && number.bytes().all(|digit| digit.is_ascii_digit()) => {
            time
        }
        _ => text,
    };
    let form = "0000-00-00T00-00-00Z";
    let like = |(sign, form): (char, char)| if form == '0' { sign.is_ascii_digit() } else { sign == form };
    text.len() == form.len() && text.chars().zip(form.chars()).all(like)
}

fn io_at(path: &Path, error: io::Error) -> StoreError {
    StoreError::Io { path: path.to_owned(), error }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests;
