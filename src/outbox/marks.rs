//! Writes back: states behind rows, answers to cancellations, and what the file must know of the store.
//! One short transaction each.

use rusqlite::{Connection, ErrorCode, Statement, params};

use super::file::begin;
use super::rows::Key;
use super::schema::mend_indexes;
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
}

/// What came of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    /// Rows that did not let themselves be changed.
    pub(super) refused: usize,
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
    let refused = write_rows(connection, writing, explain)?;
    let ledger = writing.ledger.map(|ledger| ledger.0);
    connection.execute(
        "UPDATE outbox_file SET ledger = max(ledger, coalesce(?1, ledger)), highest_row = max(highest_row, ?2)
         WHERE only = 1",
        (ledger, writing.highest_row),
    )?;
    connection.execute_batch("COMMIT")?;
    Ok(Written { refused, before })
}

/// Marks and answers, inside a transaction; gives the number of rows that refused.
fn write_rows(connection: &Connection, writing: &Writing<'_>, explain: &Explain) -> Result<usize, Trouble> {
    let mut refused = 0;
    let mut mark = Update::prepare(
        connection,
        "state = ?2, reason = ?3, explanation = ?4, message = ?5, parts = ?6, sent_at = ?7, delivered_at = ?8",
    )?;
    for one in writing.marks {
        let reason = one.reason.as_ref();
        let done = mark.of(&one.uid).execute(params![
            Key::of(&one.uid),
            one.state.as_str(),
            reason.map(|reason| reason.code()),
            reason.map(explain),
            one.message.map(|message| message.0),
            one.parts,
            one.sent_at.map(|at| at.to_rfc3339()),
            one.delivered_at.map(|at| at.to_rfc3339()),
        ]);
        refused += count_refusal(connection, done)?;
    }
    let mut answer = Update::prepare(connection, "cancel_result = ?2")?;
    for (uid, one) in writing.answers {
        let done = answer.of(uid).execute(params![Key::of(uid), one.to_string()]);
        refused += count_refusal(connection, done)?;
    }
    Ok(refused)
}

/// Binds a file to a store, mends its indexes, and keeps its next ids beyond what the store knows:
/// a file brought back from a backup would give its new rows numbers that were read long ago.
pub(super) fn bind(connection: &Connection, store: &str, cursor: i64) -> Result<(), Trouble> {
    begin(connection)?;
    connection.execute("UPDATE outbox_file SET store = ?1 WHERE only = 1 AND store IS NULL", [store])?;
    mend_indexes(connection)?;
    let raised = connection
        .execute("UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = 'outbox'", [cursor])?;
    if raised == 0 && cursor > 0 {
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', ?1)", [cursor])?;
    }
    connection.execute_batch("COMMIT")?;
    Ok(())
}

/// The highest id that the file has ever given, by its own count.
pub(super) fn sequence(connection: &Connection) -> Result<i64, Trouble> {
    let sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

/// The same change by either kind of key.
struct Update<'c> {
    by_uid: Statement<'c>,
    by_id: Statement<'c>,
}

impl<'c> Update<'c> {
    fn prepare(connection: &'c Connection, set: &str) -> rusqlite::Result<Self> {
        let by_uid =
            format!("UPDATE outbox SET {set} WHERE id = (SELECT min(id) FROM outbox WHERE uid = ?1)");
        let by_id = format!("UPDATE outbox SET {set} WHERE id = ?1");
        Ok(Self { by_uid: connection.prepare(&by_uid)?, by_id: connection.prepare(&by_id)? })
    }

    fn of(&mut self, uid: &str) -> &mut Statement<'c> {
        match Key::of(uid) {
            Key::Uid(_) => &mut self.by_uid,
            Key::Id(_) => &mut self.by_id,
        }
    }
}

impl rusqlite::ToSql for Key<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        match self {
            Key::Uid(uid) => uid.to_sql(),
            Key::Id(id) => id.to_sql(),
        }
    }
}

/// 1 for a row that refused; an error where the file or the transaction is lost.
fn count_refusal(connection: &Connection, done: rusqlite::Result<usize>) -> Result<usize, Trouble> {
    let Err(error) = done else { return Ok(0) };
    let its_own = matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::ConstraintViolation | ErrorCode::TooBig | ErrorCode::TypeMismatch)
    );
    // A stranger's ON CONFLICT ROLLBACK takes the whole transaction with it.
    if its_own && !connection.is_autocommit() { Ok(1) } else { Err(error.into()) }
}
