//! What waits: the next part by lane, home and age, what is due later, what ends soon. Each answer costs
//! a few looks into a partial index, however long the queue, and whatever waits for other lines.
//!
//! Parts of one message go by one line: a phone can't join parts from two numbers. A message of which
//! a line has, or may have, sent a part waits for that line; where that never comes back, it expires or
//! a person takes it back.

use rusqlite::{OptionalExtension, Row, ToSql, params};

use super::admission::rank;
use super::moves::word;
use super::{Reader, Store, StoreError, Turn};
use crate::message::{Concat, Lane, MessageId, PartId, PartText};
use crate::moment::Moment;
use crate::phone::PhoneNumber;

/// A part that may go now.
#[derive(Clone, Debug)]
pub struct QueuedPart {
    /// The part.
    pub part: PartId,
    /// Its message.
    pub message: MessageId,
    /// To whom.
    pub recipient: PhoneNumber,
    /// What.
    pub text: PartText,
    /// How urgent.
    pub lane: Lane,
    /// Nothing begins after.
    pub expires_at: Moment,
    /// Tries that were refused, as far as they make the next one wait longer.
    pub tries: u32,
    /// Whether it was handed over before, whatever was said of it.
    pub handed_over: HandedOver,
}

/// Whether a part was handed over before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandedOver {
    /// Never, or it was taken back each time.
    Never,
    /// It was refused, or nobody knows.
    Before,
}

/// What is asked of the caller about a part that waits.
#[derive(Clone, Copy, Debug)]
pub struct Waits<'r> {
    /// The part.
    pub part: PartId,
    /// Its message.
    pub message: MessageId,
    /// To whom, as the store has it.
    pub recipient: &'r str,
    /// How urgent it is.
    pub lane: Lane,
    /// Whether another part of its message has gone, or may have.
    pub message_is: Begun,
}

/// Whether something of a message has gone, or may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// Nothing.
    No,
    /// By the SIM that the rest waits for.
    Yes,
}

/// What stands at the head of the queue.
#[derive(Debug)]
pub enum Next {
    /// It may go.
    Part(QueuedPart),
    /// It says what makes no sense, and would each time: the others must not wait for it.
    Unreadable(PartId, StoreError),
}

const NEXT: &str = "SELECT p.id, p.message, m.recipient, p.alphabet, p.text, p.number, p.total, m.lane, \
    p.expires_at, p.tries, EXISTS (SELECT 1 FROM attempt h WHERE h.part = p.id AND h.outcome <> 'withdrawn'), \
    p.total > 1 AND EXISTS (SELECT 1 FROM part s CROSS JOIN attempt a ON a.part = s.id WHERE s.message = p.message \
      AND (a.outcome IS NULL OR a.outcome IN ('sent', 'unknown'))) \
    FROM part p CROSS JOIN message m ON m.id = p.message \
    WHERE p.state = 'queued' AND p.held = 0 AND p.due = 0 AND p.lane = ?1 AND p.home = ?2 AND p.id < ?5 \
    AND (p.total = 1 OR NOT EXISTS \
      (SELECT 1 FROM part s CROSS JOIN attempt a ON a.part = s.id WHERE s.message = p.message \
       AND a.sim <> ?4 AND a.sim <> 'line:' || ?3 AND (a.outcome IS NULL OR a.outcome IN ('sent', 'unknown')))) ORDER BY p.id";

const STRANDED: &str = "SELECT DISTINCT p.message, a.line FROM part p INDEXED BY part_several \
    CROSS JOIN part s ON s.message = p.message CROSS JOIN attempt a ON a.part = s.id \
    WHERE p.state = 'queued' AND p.total > 1 AND (a.outcome IS NULL OR a.outcome IN ('sent', 'unknown')) \
    AND a.line NOT IN (SELECT value FROM json_each(?1)) AND a.sim NOT IN (SELECT value FROM json_each(?1)) \
    ORDER BY p.message LIMIT 20";

impl Store {
    /// The part that goes next by `line` with `sim` in it: of the most urgent lane, `upto` at most, the oldest of
    /// those whose home `may_take` lets pass, and themselves `is_free`; of whose message no other line has, or
    /// may have, sent a part.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn next_part(
        &self,
        (line, sim): (&str, &str),
        upto: Lane,
        may_take: impl Fn(Lane, &str) -> bool,
        is_free: impl Fn(Waits<'_>) -> bool,
    ) -> Result<Option<Next>, StoreError> {
        for lane in Lane::ALL.iter().copied().filter(|lane| rank(*lane) <= rank(upto)) {
            let mut first: Option<(PartId, Next)> = None;
            for home in self.homes_in(rank(lane))?.iter().filter(|home| may_take(lane, home)) {
                let before = first.as_ref().map_or(i64::MAX, |(part, _)| part.0);
                let values = params![rank(lane), home, line, sim, before];
                first = self.first_free(lane, values, &is_free)?.or(first);
            }
            if let Some((_, next)) = first {
                return Ok(Some(next));
            }
        }
        Ok(None)
    }

    fn first_free(
        &self,
        lane: Lane,
        values: &[&dyn ToSql],
        is_free: impl Fn(Waits<'_>) -> bool,
    ) -> Result<Option<(PartId, Next)>, StoreError> {
        let mut statement = self.connection()?.prepare_cached(NEXT)?;
        let mut rows = statement.query(values)?;
        while let Some(row) = rows.next()? {
            let part = PartId(row.get(0)?);
            let recipient = row.get_ref(2)?.as_str().unwrap_or_default();
            let message_is = if row.get(11)? { Begun::Yes } else { Begun::No };
            let waits = Waits { part, message: MessageId(row.get(1)?), recipient, lane, message_is };
            if is_free(waits) {
                let next = match queued_part(row) {
                    Err(failure) if failure.is_its_own() => Next::Unreadable(part, failure),
                    read => Next::Part(read?),
                };
                return Ok(Some((part, next)));
            }
        }
        Ok(None)
    }

    /// Messages of which a line, or a SIM, that is none of `lines` has, or may have, sent a part, and others wait
    /// for it; with that line's name, the oldest 20.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn stranded(&self, lines: &[&str]) -> Result<Vec<(MessageId, String)>, StoreError> {
        let mut statement = self.connection()?.prepare_cached(STRANDED)?;
        let lines = serde_json::to_string(lines).unwrap_or_default();
        let rows = statement.query_map([lines], |row| Ok((MessageId(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When the next part becomes due, of those that wait for a moment.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn next_due(&self) -> Result<Option<Moment>, StoreError> {
        self.first(
            "SELECT due FROM part WHERE state = 'queued' AND held = 0 AND due > 0 ORDER BY due LIMIT 1",
        )
    }

    /// When the next part expires, of those that have not begun.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn next_expiry(&self) -> Result<Option<Moment>, StoreError> {
        self.first("SELECT expires_at FROM part WHERE state = 'queued' ORDER BY expires_at LIMIT 1")
    }

    fn first(&self, sql: &str) -> Result<Option<Moment>, StoreError> {
        let mut statement = self.connection()?.prepare_cached(sql)?;
        Ok(statement.query_row([], |row| row.get(0)).optional()?.map(Moment::from_millis))
    }
}

/// What is known of a message that is queued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    /// Before this nothing more of it goes; `None`: it may go now.
    pub due: Option<Moment>,
    /// The line that has, or may have, sent a part of it, and has to send the rest.
    pub line: Option<String>,
    /// The SIM that was in it then.
    pub sim: Option<String>,
    /// The SIM that its recipient knows, where it waits for that: it is not urgent.
    pub home: Option<String>,
}

impl Reader {
    /// What a message that is queued waits for, as far as the store knows.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn queued(&self, message: MessageId) -> Result<Queued, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT (SELECT min(due) FROM part WHERE message = ?1 AND state = 'queued' AND held = 0), \
             (SELECT a.line FROM part s CROSS JOIN attempt a ON a.part = s.id WHERE s.message = ?1 \
              AND s.total > 1 AND (a.outcome IS NULL OR a.outcome IN ('sent', 'unknown')) LIMIT 1), \
             (SELECT a.sim FROM part s CROSS JOIN attempt a ON a.part = s.id WHERE s.message = ?1 \
              AND s.total > 1 AND (a.outcome IS NULL OR a.outcome IN ('sent', 'unknown')) LIMIT 1), \
             (SELECT home FROM part WHERE message = ?1 AND state = 'queued' AND lane > 0 AND home <> '' LIMIT 1)",
        )?;
        let found = statement.query_row([message.0], |row| {
            let due: Option<i64> = row.get(0)?;
            let due = due.filter(|due| *due > 0).map(Moment::from_millis);
            Ok(Queued { due, line: row.get(1)?, sim: row.get(2)?, home: row.get(3)? })
        });
        Ok(found?)
    }
}

impl Turn<'_> {
    /// Puts what has become due in its place in the queue, in the lanes up to `upto`.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn promote_due(&self, upto: Lane, now: Moment) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "UPDATE part SET due = 0 WHERE state = 'queued' AND held = 0 AND due > 0 AND due <= ?1 AND lane <= ?2",
        )?;
        statement.execute(params![now.millis(), rank(upto)])?;
        Ok(())
    }

    /// Where a part that was picked may still begin: the SIM that it waits for by now, empty for any.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn may_begin(&self, part: PartId, now: Moment) -> Result<Option<String>, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT home FROM part WHERE id = ?1 AND state = 'queued' AND held = 0 AND due = 0 \
             AND expires_at > ?2",
        )?;
        Ok(statement.query_row(params![part.0, now.millis()], |row| row.get(0)).optional()?)
    }
}

fn queued_part(row: &Row<'_>) -> Result<QueuedPart, StoreError> {
    let message = MessageId(row.get(1)?);
    let recipient: String = row.get(2)?;
    let alphabet: String = row.get(3)?;
    let (number, total): (u8, u8) = (row.get(5)?, row.get(6)?);
    let lane: String = row.get(7)?;
    Ok(QueuedPart {
        part: PartId(row.get(0)?),
        message,
        recipient: PhoneNumber::from_e164(&recipient)
            .map_err(|_| StoreError::Nonsense { what: "a recipient" })?,
        text: PartText {
            alphabet: word(&alphabet)?,
            text: row.get(4)?,
            concat: concat(message, number, total),
        },
        lane: word(&lane)?,
        expires_at: Moment::from_millis(row.get(8)?),
        tries: row.get(9)?,
        handed_over: if row.get(10)? { HandedOver::Before } else { HandedOver::Never },
    })
}

/// The concatenation of a part: its reference is the message's number modulo 256, so two messages to
/// one phone share one only when 255 others lie between.
pub(super) fn concat(message: MessageId, number: u8, total: u8) -> Option<Concat> {
    let reference = u8::try_from(message.0.rem_euclid(256)).unwrap_or(0);
    (total > 1).then_some(Concat { reference, total, number })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn what_goes_next_is_found_by_indexes_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("beffroi.db")).unwrap();
        let mut explain = store.connection().unwrap().prepare(&format!("EXPLAIN QUERY PLAN {NEXT}")).unwrap();
        let steps = explain.query_map(params![0, "8933", "sim-1", "8933", 9], |row| row.get(3)).unwrap();
        for step in steps.map(Result::<String, _>::unwrap) {
            assert!(!step.starts_with("SCAN") && !step.contains("TEMP B-TREE"), "{step}");
        }
    }
}
