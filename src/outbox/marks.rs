//! Writes back: states behind rows, answers to cancellations, and what the file must know of the store.
//! One short transaction each.

use rusqlite::{Connection, ErrorCode, Statement, ToSql, params};

use super::file::{self, begin};
use super::rows::Key;
use super::schema;
use super::trouble::Trouble;
use super::{CancelAnswer, Explain, Mark};
use crate::message::AttemptNumber;

/// What one transaction writes.
#[derive(Debug, Default)]
pub(super) struct Writing<'w> {
    pub(super) marks: &'w [Mark],
    pub(super) answers: &'w [(String, CancelAnswer)],
    /// The highest ledger number by now.
    pub(super) ledger: Option<AttemptNumber>,
    /// The highest row given.
    pub(super) highest_row: i64,
    /// The change up to which the file is mirrored then.
    pub(super) mirrored: i64,
}

/// Whose a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// This store's.
    Ours,
    /// Another store's: it is left alone.
    Others,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Written {
    /// Rows over the limit of what is loaded; they were marked all the same.
    pub(super) long: Vec<i64>,
    /// Rows that did not let themselves be changed.
    pub(super) refused: Vec<i64>,
    /// The file's change counter before this commit, read under its lock.
    pub(super) before: Option<u32>,
}

/// Writes all of it, or nothing. A row that refuses (a stranger's constraint, too long to be
/// rewritten) is left as it is.
///
/// # Errors
/// Whatever concerns the file as a whole.
pub(super) fn write(
    connection: &Connection,
    writing: &Writing<'_>,
    explain: &Explain,
    counter: impl Fn() -> Option<u32>,
) -> Result<Written, Trouble> {
    begin(connection)?;
    let before = counter();
    let mut written = write_rows(connection, writing, explain)?;
    written.before = before;
    let ledger = writing.ledger.map(|ledger| ledger.0);
    file::with_long_rows(connection, || schema::mend(connection))??;
    connection.execute(
        "UPDATE outbox_file SET ledger = max(ledger, coalesce(?1, ledger)), highest_row = max(highest_row, ?2),
         mirrored = ?3 WHERE only = 1",
        (ledger, writing.highest_row, writing.mirrored),
    )?;
    connection.execute_batch("COMMIT")?;
    Ok(written)
}

/// Marks and answers, inside a transaction.
fn write_rows(connection: &Connection, writing: &Writing<'_>, explain: &Explain) -> Result<Written, Trouble> {
    let mut written = Written::default();
    let mut mark = Update::prepare(
        connection,
        "state = ?2, reason = ?3, explanation = ?4, message = ?5, parts = ?6, sent_at = ?7, delivered_at = ?8",
    )?;
    for one in writing.marks {
        let reason = one.reason.as_ref();
        mark.row(
            &one.uid,
            params![
                Key::of(&one.uid),
                one.state.as_str(),
                reason.map(|reason| reason.code()),
                reason.map(explain),
                one.message.map(|message| message.0),
                one.parts,
                one.sent_at.map(|at| at.to_rfc3339()),
                one.delivered_at.map(|at| at.to_rfc3339()),
            ],
            &mut written,
        )?;
    }
    let mut answer = Update::prepare(connection, "cancel_result = ?2")?;
    for (uid, one) in writing.answers {
        answer.row(uid, params![Key::of(uid), one.to_string()], &mut written)?;
    }
    Ok(written)
}

/// Binds a file to a store, mends it, and keeps its next ids beyond what the store knows:
/// a file brought back from a backup would give its new rows numbers that were read long ago. Says whose
/// the file is now: of two daemons that greet a new file at once only one binds it, and the other must
/// take nothing from it.
pub(super) fn bind(connection: &Connection, store: &str, highest: i64) -> Result<Whose, Trouble> {
    file::begin_durable(connection)?;
    connection.execute("UPDATE outbox_file SET store = ?1 WHERE only = 1 AND store IS NULL", [store])?;
    if schema::seen(connection)?.store.as_deref() != Some(store) {
        connection.execute_batch("ROLLBACK")?;
        return Ok(Whose::Others);
    }
    // An index holds what it is of: a long uid too.
    file::with_long_rows(connection, || schema::mend(connection))??;
    let raised = connection
        .execute("UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = 'outbox'", [highest])?;
    if raised == 0 && highest > 0 {
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', ?1)", [highest])?;
    }
    connection.execute_batch("COMMIT")?;
    Ok(Whose::Ours)
}

/// The highest id that the file has ever given, by its own count.
pub(super) fn sequence(connection: &Connection) -> Result<i64, Trouble> {
    let sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

/// The same change by either kind of key.
struct Update<'c> {
    connection: &'c Connection,
    by_uid: Statement<'c>,
    by_id: Statement<'c>,
}

impl<'c> Update<'c> {
    fn prepare(connection: &'c Connection, set: &str) -> rusqlite::Result<Self> {
        let by_uid =
            format!("UPDATE outbox SET {set} WHERE id = (SELECT min(id) FROM outbox WHERE uid = ?1)");
        let by_id = format!("UPDATE outbox SET {set} WHERE id = ?1");
        Ok(Self { connection, by_uid: connection.prepare(&by_uid)?, by_id: connection.prepare(&by_id)? })
    }

    /// Changes one row. A row too long to be loaded is rewritten all the same, at the price of holding it
    /// once; one that refuses is left as it is.
    fn row(&mut self, uid: &str, values: &[&dyn ToSql], written: &mut Written) -> Result<(), Trouble> {
        let connection = self.connection;
        let mut done = self.of(uid).execute(values);
        if done.as_ref().is_err_and(|error| error.sqlite_error_code() == Some(ErrorCode::TooBig)) {
            done = file::with_long_rows(connection, || self.of(uid).execute(values))?;
            if done.is_ok() {
                written.long.extend(id_of(connection, uid)?);
            }
        }
        if refuses(connection, done)? {
            written.refused.extend(id_of(connection, uid)?);
        }
        Ok(())
    }

    fn of(&mut self, uid: &str) -> &mut Statement<'c> {
        match Key::of(uid) {
            Key::Uid(_) => &mut self.by_uid,
            Key::Id(_) => &mut self.by_id,
        }
    }
}

impl ToSql for Key<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        match self {
            Key::Uid(uid) => uid.to_sql(),
            Key::Id(id) => id.to_sql(),
        }
    }
}

/// A row's number, for people.
fn id_of(connection: &Connection, uid: &str) -> Result<Option<i64>, Trouble> {
    match Key::of(uid) {
        Key::Id(id) => Ok(Some(id)),
        Key::Uid(uid) => {
            Ok(connection.query_row("SELECT min(id) FROM outbox WHERE uid = ?1", [uid], |row| row.get(0))?)
        }
    }
}

/// Whether the row alone refused; an error where the file or the transaction is lost.
fn refuses(connection: &Connection, done: rusqlite::Result<usize>) -> Result<bool, Trouble> {
    let Err(error) = done else { return Ok(false) };
    let its_own = matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::ConstraintViolation | ErrorCode::TooBig | ErrorCode::TypeMismatch)
    );
    // A stranger's ON CONFLICT ROLLBACK takes the whole transaction with it.
    if its_own && !connection.is_autocommit() { Ok(true) } else { Err(error.into()) }
}
