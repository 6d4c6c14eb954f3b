//! Whether a store is sound: what SQLite says of the file, and what the ledger promises of its rows. Reads
//! one snapshot, beside a running daemon or without one, and changes nothing. Each rule is one query that
//! gives what breaks it; sentences are in `wording`.

pub(super) mod rules;

use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use serde::Serialize;

pub use rules::Rule;

use super::backup::BACKUP;
use super::marker::appended;
use super::{Marker, NoCopy, StoreError, schema};
use crate::message::AttemptNumber;
use crate::moment::Moment;

/// How closely a file is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Every page and row.
    Quick,
    /// And every index against its table, which takes several times as long.
    Full,
}

/// Of what breaks a rule so many are named.
const EXAMPLES: usize = 5;

/// At a start a larger file is not read whole: 219 MB took 0.75 s on two slow cores with the file in memory, and a
/// memory card reads 20 MB a second.
const READ_WHOLE: u64 = 64 << 20;

/// What breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which.
    pub rule: Rule,
    /// How often.
    pub count: usize,
    /// Some of it: numbers of messages or attempts, names of lines or tables, or SQLite's own words.
    pub examples: Vec<String>,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Checkup {
    /// Nothing in a sound one.
    pub findings: Vec<Finding>,
    /// Its id; empty where it can't be read.
    pub store: String,
    /// Its messages.
    pub messages: u64,
    /// Since when it is known to be restored, and waits for a person.
    pub restored: Option<Moment>,
    /// When this copy was made, where it is a backup.
    pub backup: Option<Moment>,
}

impl Checkup {
    /// Whether nothing was found.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    /// Whether the file itself can't be believed.
    pub fn is_damaged(&self) -> bool {
        self.findings.iter().any(|finding| finding.rule == Rule::Damaged)
    }
}

/// Checks the store at `path` and compares it with its marker.
///
/// # Errors
/// [`StoreError`] where it can't be read at all, or is not of this version.
pub fn check(path: &Path, depth: Depth) -> Result<Checkup, StoreError> {
    // Before the snapshot: what the marker has seen by then is in it.
    let marker = Marker::read(path);
    if is_gone(path) && matches!(marker, Ok(Some(_))) {
        return Err(StoreError::Gone { path: path.to_owned(), marker: Marker::path(path) });
    }
    let (mut checkup, ledger) = check_file(path, depth)?;
    if !checkup.is_damaged() {
        checkup.findings.extend(witness(&marker, &checkup, ledger));
    }
    Ok(checkup)
}

/// Whether no store is there: no file, or one without an octet and without a log, as a power cut may leave it.
pub fn is_gone(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let length = |path: &Path| std::fs::metadata(path).map(|file| file.len());
    match length(path) {
        Ok(0) => path.is_file() && length(Path::new(&log)).unwrap_or(0) == 0,
        Ok(_) => false,
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

/// Checks a copy, wherever it lies.
///
/// # Errors
/// As [`check`]; [`StoreError::NoStore`] for what is none.
pub fn check_copy(path: &Path, depth: Depth) -> Result<Checkup, StoreError> {
    is_a_store(path)?;
    let mut checkup = check_file(path, depth).map(|(checkup, _)| checkup)?;
    if !checkup.is_damaged()
        && let Some(words) = cut_short(path)
    {
        checkup.findings.insert(0, damage(vec![words]));
    }
    Ok(checkup)
}

/// Whether a store, or a copy of one, is there, as far as its first octets and its tables say.
///
/// # Errors
/// [`StoreError::NotAFile`], [`StoreError::Io`]; [`StoreError::NoStore`] says what it is instead.
pub fn is_a_store(path: &Path) -> Result<(), StoreError> {
    is_a_file(path)?;
    no_copy(path).map_or(Ok(()), |what| Err(StoreError::NoStore { path: path.to_owned(), what }))
}

/// What a file is that is no store and no copy of one, as far as its first octets and its tables say. `None` for
/// one that may be, or that is too damaged to tell.
pub(super) fn no_copy(path: &Path) -> Option<NoCopy> {
    use rusqlite::ErrorCode as Code;
    if std::fs::metadata(path).is_ok_and(|there| there.len() == 0) {
        return Some(NoCopy::Empty);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let look = || -> Result<Option<NoCopy>, StoreError> {
        let connection = Connection::open_with_flags(path, flags)?;
        if schema::version(&connection)?.is_some() {
            return Ok(None);
        }
        let sql = "SELECT count(*) FROM sqlite_schema WHERE name IN ('outbox', 'outbox_file')";
        let tables: i64 = connection.query_row(sql, [], |row| row.get(0))?;
        Ok(Some(if tables == 2 { NoCopy::Outbox } else { NoCopy::Foreign }))
    };
    match look() {
        Ok(found) => found,
        Err(StoreError::Sqlite(error)) if error.sqlite_error_code() == Some(Code::NotADatabase) => {
            Some(NoCopy::NotSqlite)
        }
        Err(_) => None,
    }
}

/// What there is to say of a copy that ends before its last page does, as its own head counts them: SQLite reads the
/// rest as if it were there and empty. Where a log lies beside it, that has the last word.
pub(super) fn cut_short(path: &Path) -> Option<String> {
    if appended(path, "-wal").exists() {
        return None;
    }
    let mut head = [0; 100];
    let mut file = std::fs::File::open(path).ok()?;
    file.read_exact(&mut head).ok()?;
    let (size, pages) = (head.get(16..18)?, head.get(28..32)?);
    let size = match u16::from_be_bytes(size.try_into().ok()?) {
        1 => 65_536,
        size => u64::from(size),
    };
    let whole = u64::from(u32::from_be_bytes(pages.try_into().ok()?)) * size;
    let there = file.metadata().ok()?.len();
    (there < whole).then(|| format!("the file ends after {there} of {whole} octets"))
}

fn check_file(path: &Path, depth: Depth) -> Result<(Checkup, AttemptNumber), StoreError> {
    is_a_file(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut checkup = Checkup::default();
    let read = Connection::open_with_flags(path, flags).map_err(StoreError::from);
    match read.and_then(|connection| read_all(&connection, depth, &mut checkup)) {
        Ok(ledger) => Ok((checkup, ledger)),
        Err(StoreError::Sqlite(error)) if StoreError::from(copy_of(&error)).is_ruin() => {
            checkup.findings.retain(|finding| finding.rule != Rule::Damaged);
            checkup.findings.insert(0, damage(vec![error.to_string()]));
            Ok((checkup, AttemptNumber(0)))
        }
        Err(error) => Err(error),
    }
}

/// Its code alone: errors of SQLite can't be cloned.
fn copy_of(error: &rusqlite::Error) -> rusqlite::Error {
    let code = error.sqlite_error().map_or(0, |error| error.extended_code);
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None)
}

fn read_all(
    connection: &Connection,
    depth: Depth,
    checkup: &mut Checkup,
) -> Result<AttemptNumber, StoreError> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.execute_batch("BEGIN")?;
    schema::check(connection)?;
    let words = integrity(connection, depth)?;
    if !words.is_empty() {
        checkup.findings.push(damage(words));
        // Its rows would only repeat it.
        return Ok(AttemptNumber(0));
    }
    checkup.findings.extend(rules::broken(connection)?);
    let meta = |key: &str| {
        let sql = "SELECT value FROM meta WHERE key = ?1";
        connection.query_row(sql, [key], |row| row.get::<_, String>(0)).ok()
    };
    let moment = |key: &str| meta(key).and_then(|text| text.parse().ok()).map(Moment::from_millis);
    checkup.store = meta("store").unwrap_or_default();
    (checkup.restored, checkup.backup) = (moment("restored"), moment(BACKUP));
    let count = connection.query_row("SELECT count(*) FROM message", [], |row| row.get::<_, i64>(0))?;
    checkup.messages = u64::try_from(count).unwrap_or(0);
    super::sequence(connection, "attempt").map(AttemptNumber)
}

fn damage(words: Vec<String>) -> Finding {
    let examples = words.iter().take(EXAMPLES).cloned().collect();
    Finding { rule: Rule::Damaged, count: words.len(), examples }
}

/// What SQLite finds in the file itself; nothing in a sound one.
pub(super) fn integrity(connection: &Connection, depth: Depth) -> Result<Vec<String>, StoreError> {
    let pragma = match depth {
        Depth::Quick => "PRAGMA quick_check(20)",
        Depth::Full => "PRAGMA integrity_check(20)",
    };
    let mut statement = connection.prepare(pragma)?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let words: Vec<String> = rows.collect::<Result<_, _>>()?;
    Ok(words.into_iter().filter(|said| said != "ok").collect())
}

/// A marker that has seen more than the store, or another store.
fn witness(
    marker: &Result<Option<Marker>, StoreError>,
    checkup: &Checkup,
    ledger: AttemptNumber,
) -> Option<Finding> {
    let found = |rule, example: String| Some(Finding { rule, count: 1, examples: vec![example] });
    match marker {
        Err(_) => found(Rule::MarkerUnreadable, String::new()),
        Ok(Some(marker)) if marker.store != checkup.store => {
            found(Rule::MarkerOfAnother, marker.store.clone())
        }
        // Restored and marked as such: that is known, and no fault of the file.
        Ok(Some(marker)) if marker.is_ahead_of(ledger) && checkup.restored.is_none() => {
            found(Rule::MarkerAhead, marker.ledger.to_string())
        }
        Ok(_) => None,
    }
}

/// Refuses what SQLite would wait at or read something else from.
///
/// # Errors
/// [`StoreError::NotAFile`], [`StoreError::Io`].
pub fn is_a_file(path: &Path) -> Result<(), StoreError> {
    match std::fs::metadata(path) {
        Ok(there) if there.is_file() => Ok(()),
        Ok(_) => Err(StoreError::NotAFile { path: path.to_owned() }),
        Err(error) => Err(StoreError::Io { path: path.to_owned(), error }),
    }
}

/// Before a start: a small file whole, of a large one the tables' roots and their last rows.
pub(super) fn look_over(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let octets = std::fs::metadata(path).map_or(0, |there| there.len());
    if octets > READ_WHOLE {
        let mut tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
        let names = tables.query_map([], |row| row.get::<_, String>(0))?;
        for name in names.collect::<Result<Vec<_>, _>>()? {
            let last = format!("SELECT * FROM \"{name}\" ORDER BY 1 DESC LIMIT 1");
            connection.query_row(&last, [], |_| Ok(())).or_else(|error| match error {
                rusqlite::Error::QueryReturnedNoRows => Ok(()),
                error => Err(error),
            })?;
        }
        return Ok(());
    }
    match integrity(connection, Depth::Quick)?.first() {
        Some(what) => Err(StoreError::Damaged { path: path.to_owned(), what: what.clone() }),
        None => Ok(()),
    }
}
