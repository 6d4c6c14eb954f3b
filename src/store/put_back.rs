//! A copy takes the place of the store. It is made ready beside it first: whole, of this version, marked as
//! restored, everything that waited held. From the moment it has the name that [`finish`] looks for, the
//! restore is decided, and whoever opens the store next completes it; before, nothing has changed. What was
//! there is set aside under a dated name and never deleted.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::check::{self, Checkup, Depth};
use super::marker::{appended, beside, keep_names};
use super::moves::word;
use super::replaced::{self, Replaced};
use super::{Lock, Marker, NoCopy, StoreError, Turn, connect, identity, owner, schema};
use crate::message::State;
use crate::moment::{Moment, Zone};

/// Being made ready.
const DRAFT: &str = "restoring";
/// Ready: the restore is decided.
const READY: &str = "restored";
/// What SQLite keeps beside a file: without the first two a store is another.
const COMPANIONS: [&str; 3] = ["-wal", "-journal", "-shm"];

/// Which copies may take the store's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Its own.
    Own,
    /// Any store's: its outboxes have to be bound anew.
    Any,
}

/// A store that was put back.
#[derive(Debug)]
pub struct PutBack {
    /// When the copy was made, where it says so.
    pub made: Option<Moment>,
    /// Messages that are not at rest, by state.
    pub waiting: Vec<(State, u64)>,
    /// What is wrong with its rows.
    pub checkup: Checkup,
    /// What it has taken the place of.
    pub replaced: Replaced,
    /// Where that is which was there; the file itself comes first.
    pub aside: Vec<PathBuf>,
}

/// Puts a copy in the place of the store at `path`, marked as restored at `now`. The lock keeps everybody
/// else out.
///
/// # Errors
/// [`StoreError`]; whatever it is, the store is as it was, or the copy has its place as a whole.
pub fn put_back(
    _lock: &Lock,
    path: &Path,
    copy: &Path,
    whose: Whose,
    now: Moment,
) -> Result<PutBack, StoreError> {
    // One that was decided and broken off comes first.
    finish(path)?;
    check::is_a_file(copy)?;
    let same = identity(copy).ok().filter(|found| identity(path).is_ok_and(|store| store == *found));
    if same.is_some() {
        return Err(StoreError::Itself { path: path.to_owned() });
    }
    let draft = beside(path, DRAFT);
    remove(&draft)?;
    let ready = make_ready(path, copy, &draft, whose, now);
    if ready.is_err() {
        remove(&draft)?;
    }
    let mut put = ready?;
    let ready = beside(path, READY);
    fs::rename(&draft, &ready).and_then(|()| keep_names(&ready)).map_err(|error| at(&ready, error))?;
    put.aside = finish(path)?;
    Ok(put)
}

fn make_ready(
    path: &Path,
    copy: &Path,
    draft: &Path,
    whose: Whose,
    now: Moment,
) -> Result<PutBack, StoreError> {
    for suffix in ["", "-wal"] {
        let (from, to) = (appended(copy, suffix), appended(draft, suffix));
        if suffix.is_empty() || from.exists() {
            duplicate(&from, &to, path)?;
        }
    }
    let made = refuse(draft, copy)?;
    let (mut connection, id) = connect(draft)?;
    if whose == Whose::Own && present(path).is_some_and(|present| present != id) {
        return Err(StoreError::OtherCopy { path: copy.to_owned(), store: path.to_owned() });
    }
    // While the copy says still how it stood: to be marked changes the states of what waits.
    let replaced = replaced::look(path, draft, &id);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let turn = Turn { transaction: &transaction };
    turn.mark_restored(now)?;
    for (table, highest) in replaced::numbers(path) {
        turn.count_on(table, highest)?;
    }
    let waiting = waiting(&transaction)?;
    transaction.commit()?;
    // Nothing beside it that would have to move with it.
    connection.pragma_update(None, "journal_mode", "DELETE")?;
    connection.close().map_err(|(_, error)| error)?;
    let checkup = check::check_copy(draft, Depth::Quick)?;
    File::open(draft).and_then(|file| file.sync_all()).map_err(|error| at(draft, error))?;
    Ok(PutBack { made, waiting, checkup, replaced, aside: Vec::new() })
}

/// Refuses what is no store, of a later version, or damaged; gives when it was made. Asked of the draft:
/// what somebody gave us is only ever read.
fn refuse(draft: &Path, copy: &Path) -> Result<Option<Moment>, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let damaged = |what: String| StoreError::DamagedCopy { path: copy.to_owned(), what };
    let look = || -> Result<Option<Moment>, StoreError> {
        let connection = Connection::open_with_flags(draft, flags)?;
        if schema::version(&connection)?.is_none() {
            let what = check::no_copy(draft).unwrap_or(NoCopy::Foreign);
            return Err(StoreError::NoStore { path: copy.to_owned(), what });
        }
        let found = check::integrity(&connection, Depth::Quick)?.into_iter().next();
        if let Some(what) = found.or_else(|| check::cut_short(copy)) {
            return Err(damaged(what));
        }
        let sql = "SELECT max(CAST(value AS INTEGER)) FROM meta WHERE key = ?1";
        let made: Option<i64> = connection.query_row(sql, [super::backup::BACKUP], |row| row.get(0))?;
        Ok(made.map(Moment::from_millis))
    };
    use rusqlite::ErrorCode as Code;
    look().map_err(|error| match &error {
        StoreError::Sqlite(said) => match said.sqlite_error_code() {
            Some(Code::NotADatabase) => {
                StoreError::NoStore { path: copy.to_owned(), what: NoCopy::NotSqlite }
            }
            Some(Code::DatabaseCorrupt) => damaged(said.to_string()),
            _ => error,
        },
        _ => error,
    })
}

/// The id of the store that is there, or was.
fn present(path: &Path) -> Option<String> {
    let remembered = Marker::read(path).ok().flatten().map(|marker| marker.store);
    remembered.or_else(|| id_of(path).ok()).filter(|id| !id.is_empty())
}

fn id_of(path: &Path) -> Result<String, StoreError> {
    check::is_a_file(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    Ok(connection.query_row("SELECT value FROM meta WHERE key = 'store'", [], |row| row.get(0))?)
}

fn waiting(connection: &Connection) -> Result<Vec<(State, u64)>, StoreError> {
    let mut statement = connection.prepare("SELECT state, count(*) FROM message GROUP BY state")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    let mut waiting = Vec::new();
    for row in rows {
        let (state, count) = row?;
        let state: State = word(&state)?;
        if !state.is_at_rest() {
            waiting.push((state, u64::try_from(count).unwrap_or(0)));
        }
    }
    Ok(waiting)
}

/// A restore that is decided, with the names of what it moves.
struct Swap<'p> {
    path: &'p Path,
    ready: PathBuf,
    aside: PathBuf,
}

/// One of them.
type Step = fn(&Swap<'_>) -> Result<(), StoreError>;

/// Each may be done again, and after each the store has its name: the old one up to the last.
const STEPS: [Step; 4] = [keep_the_old, keep_its_companions, keep_its_marker, take_the_place];

/// Completes a restore that was decided; gives what was set aside that holds anything. Nothing where there is none.
///
/// # Errors
/// [`StoreError::Io`]: the next one who opens the store tries again.
pub(super) fn finish(path: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let Some(swap) = Swap::decided(path)? else { return Ok(Vec::new()) };
    STEPS.iter().try_for_each(|step| step(&swap))?;
    let told = ["", "-wal", "-journal", ".marker"].map(|suffix| appended(&swap.aside, suffix));
    told.iter().for_each(|path| owner::shut(path));
    Ok(told.into_iter().filter(|path| fs::metadata(path).is_ok_and(|there| there.len() > 0)).collect())
}

impl<'p> Swap<'p> {
    fn decided(path: &'p Path) -> Result<Option<Self>, StoreError> {
        let ready = beside(path, READY);
        match fs::symlink_metadata(&ready) {
            Ok(there) if there.is_file() => {
                // When it was made ready: the same name however often this is begun.
                let time = Moment::from_millis(there.mtime().saturating_mul(1000));
                let aside = aside(path, time).map_err(|error| at(path, error))?;
                Ok(Some(Self { path, ready, aside }))
            }
            Ok(_) => Err(StoreError::NotAFile { path: ready }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(at(&ready, error)),
        }
    }
}

/// A name that nothing has, or the store has already.
fn aside(path: &Path, time: Moment) -> io::Result<PathBuf> {
    let dated = format!("before-{}", time.local(&Zone::UTC, "%Y-%m-%dT%H-%M-%SZ"));
    let names = (1..100).map(|n| if n == 1 { dated.clone() } else { format!("{dated}-{n}") });
    let ours = |name: &PathBuf| match (identity(name), identity(path)) {
        (Err(_), _) => {
            ["-wal", ".marker"].iter().all(|suffix| !appended(name, suffix).exists()) || !path.exists()
        }
        (Ok(found), Ok(store)) => found == store,
        // Moved there, on a file system without second names.
        (Ok(_), Err(_)) => true,
    };
    let free = names.map(|name| beside(path, &name)).find(ours);
    free.ok_or_else(|| io::Error::other("a hundred restores within a second have left no name"))
}

/// By a second name, so that the first is never without a file.
fn keep_the_old(swap: &Swap<'_>) -> Result<(), StoreError> {
    if !swap.path.exists() || swap.aside.exists() {
        return Ok(());
    }
    let linked = fs::hard_link(swap.path, &swap.aside);
    // A file system without second names.
    linked.or_else(|_| fs::rename(swap.path, &swap.aside)).map_err(|error| at(&swap.aside, error))?;
    keep_names(swap.path).map_err(|error| at(swap.path, error))
}

/// Left where they are, SQLite would write them into the new one.
fn keep_its_companions(swap: &Swap<'_>) -> Result<(), StoreError> {
    for suffix in COMPANIONS {
        let (from, to) = (appended(swap.path, suffix), appended(&swap.aside, suffix));
        match fs::rename(&from, &to) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(&to, error)),
            Ok(()) | Err(_) => {}
        }
    }
    keep_names(swap.path).map_err(|error| at(swap.path, error))
}

/// That of another store, or one that can't be read, is no witness of this one.
fn keep_its_marker(swap: &Swap<'_>) -> Result<(), StoreError> {
    let store = id_of(&swap.ready)?;
    if matches!(Marker::read(swap.path), Ok(Some(marker)) if marker.store == store) {
        return Ok(());
    }
    let (marker, kept) = (Marker::path(swap.path), appended(&swap.aside, ".marker"));
    match fs::rename(&marker, &kept) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(&kept, error)),
        Ok(()) | Err(_) => Marker { store, ..Marker::default() }.write(swap.path),
    }
}

fn take_the_place(swap: &Swap<'_>) -> Result<(), StoreError> {
    let done = fs::rename(&swap.ready, swap.path).and_then(|()| keep_names(swap.path));
    done.map_err(|error| at(swap.path, error))
}

/// Octet by octet into a new file of the store's owner.
fn duplicate(from: &Path, to: &Path, store: &Path) -> Result<(), StoreError> {
    let mut read = File::open(from).map_err(|error| at(from, error))?;
    let written = owner::not_followed().create_new(true).write(true).open(to).and_then(|mut file| {
        owner::give_one(&file, store)?;
        io::copy(&mut read, &mut file)
    });
    written.map(drop).map_err(|error| at(to, error))
}

/// What an earlier try has left.
fn remove(draft: &Path) -> Result<(), StoreError> {
    for path in [""].iter().chain(&COMPANIONS).map(|suffix| appended(draft, suffix)) {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(&path, error)),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

fn at(path: &Path, error: io::Error) -> StoreError {
    StoreError::Io { path: path.to_owned(), error }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]
mod tests;
