//! The read-only side: lists, stories and counts for people, claims for the audit. Opens nothing for
//! writing; may run beside the daemon, as its user.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, params};

use super::connecting::plan_once;
use super::moves::{from_json, word};
use super::{StoreError, schema};
use crate::message::{Alphabet, AttemptNumber, Ground, Lane, MessageId, PartState, Reason, State, Verdict};
use crate::moment::Moment;
use crate::phone::PhoneNumber;

/// A connection that only reads.
#[derive(Debug)]
pub struct Reader {
    pub(super) connection: Connection,
}

/// A message as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// Its number.
    pub id: MessageId,
    /// Who speaks.
    pub service: String,
    /// How urgent.
    pub lane: Lane,
    /// The caller's key.
    pub reference: Option<String>,
    /// A name that several share.
    pub notice: Option<String>,
    /// To whom; `None` when refused.
    pub recipient: Option<PhoneNumber>,
    /// The recipient as it came, when refused.
    pub typed: Option<String>,
    /// What.
    pub body: Option<String>,
    /// Its state.
    pub state: State,
    /// Why.
    pub reason: Reason,
    /// Parts it takes.
    pub parts: u32,
    /// When it was taken in.
    pub created_at: Moment,
    /// When it last moved.
    pub changed_at: Moment,
    /// Nothing begins after.
    pub expires_at: Option<Moment>,
    /// When the network had all of it.
    pub sent_at: Option<Moment>,
    /// When it was reported received.
    pub delivered_at: Option<Moment>,
}

/// Which messages a list shows.
#[derive(Clone, Debug, Default)]
pub struct ListFilter {
    /// Only these states; empty: all.
    pub states: Vec<State>,
    /// Only of this notice.
    pub notice: Option<String>,
    /// Only older than this one: the last of the page before.
    pub before: Option<MessageId>,
    /// At most so many, the newest first; 0: all.
    pub at_most: u32,
}

/// One message with all that happened to it.
#[derive(Clone, Debug)]
pub struct Story {
    /// The message.
    pub message: MessageRow,
    /// Its parts in order.
    pub parts: Vec<PartRow>,
    /// What happened, oldest first.
    pub events: Vec<EventRow>,
    /// Why it is to be cancelled, where that was asked while a part of it was at a modem.
    pub cancel: Option<Reason>,
}

/// A part as a story shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartRow {
    /// 1 to the number of parts.
    pub number: u8,
    /// How it is written; none where the store holds a word that nobody knows.
    pub alphabet: Option<Alphabet>,
    /// Its state.
    pub state: PartState,
    /// Its attempts in order.
    pub attempts: Vec<AttemptRow>,
}

/// An attempt as a story shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptRow {
    /// Its ledger number.
    pub number: AttemptNumber,
    /// The line.
    pub line: String,
    /// When it was entered.
    pub opened_at: Moment,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// open, sent, refused, unknown, withdrawn.
    pub outcome: String,
    /// TP-MR, once sent.
    pub reference: Option<u8>,
    /// The recipient's own line, where it went by another.
    pub home: Option<String>,
    /// What it stands on.
    pub ground: Ground,
    /// What a report has said of it.
    pub verdict: Option<Verdict>,
}

/// A move as a story shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// When.
    pub at: Moment,
    /// The part that moved; `None`: the message as a whole.
    pub part: Option<u32>,
    /// The message's state after it.
    pub state: State,
    /// Why.
    pub reason: Reason,
}

/// How many messages of a notice and lane are in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateCount {
    /// The notice.
    pub notice: Option<String>,
    /// The lane.
    pub lane: Lane,
    /// The state.
    pub state: State,
    /// Messages.
    pub messages: u32,
    /// Their parts.
    pub parts: u32,
}

const COLUMNS: &str = "id, service, lane, reference, notice, recipient, body, state, reason, parts, \
    created_at, changed_at, expires_at, sent_at, delivered_at, typed";

const COUNTS: &str =
    "SELECT notice, lane, state, count(*), sum(parts) FROM message GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";

impl Reader {
    /// Opens the store at `path`.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`] where there is none, [`StoreError::Foreign`] and the like.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        plan_once(&connection)?;
        schema::check(&connection)?;
        Ok(Self { connection })
    }

    /// Messages, the newest first.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn list(&self, filter: &ListFilter) -> Result<Vec<MessageRow>, StoreError> {
        let mut list = Vec::new();
        let states: BTreeSet<State> = filter.states.iter().copied().collect();
        if states.is_empty() {
            self.list_of(None, filter, &mut list)?;
        }
        for state in states {
            self.list_of(Some(state), filter, &mut list)?;
        }
        list.sort_unstable_by_key(|row| Reverse(row.id));
        if filter.at_most > 0 {
            list.truncate(usize::try_from(filter.at_most).unwrap_or(usize::MAX));
        }
        Ok(list)
    }

    fn list_of(
        &self,
        state: Option<State>,
        filter: &ListFilter,
        list: &mut Vec<MessageRow>,
    ) -> Result<(), StoreError> {
        let at_most = if filter.at_most == 0 { -1 } else { i64::from(filter.at_most) };
        let before = filter.before.map_or(i64::MAX, |id| id.0);
        let state = state.map(State::as_str);
        let mut statement = self.connection.prepare_cached(&list_query(state, filter.notice.as_deref()))?;
        let mut rows = statement.query(params![state, filter.notice, at_most, before])?;
        while let Some(row) = rows.next()? {
            list.push(message_row(row)?);
        }
        Ok(())
    }

    /// One message with all that happened to it.
    ///
    /// # Errors
    /// [`StoreError::NoMessage`].
    pub fn story(&self, id: MessageId) -> Result<Story, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM message WHERE id = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([id.0])?;
        let message = match rows.next()? {
            Some(row) => message_row(row)?,
            None => return Err(StoreError::NoMessage(id.0)),
        };
        let (parts, events, cancel) = (self.part_rows(id)?, self.events(id)?, self.cancel_noted(id)?);
        Ok(Story { message, parts, events, cancel })
    }

    /// Counts by notice, lane and state.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn counts(&self) -> Result<Vec<StateCount>, StoreError> {
        let mut statement = self.connection.prepare_cached(COUNTS)?;
        let mut rows = statement.query([])?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next()? {
            counts.push(StateCount {
                notice: row.get(0)?,
                lane: word(&row.get::<_, String>(1)?)?,
                state: word(&row.get::<_, String>(2)?)?,
                messages: row.get(3)?,
                parts: row.get(4)?,
            });
        }
        Ok(counts)
    }

    /// The id of a message by its service and reference.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn by_reference(&self, service: &str, reference: &str) -> Result<Option<MessageId>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM message WHERE service = ?1 AND reference = ?2 AND gate <> 'refused'",
        )?;
        Ok(statement.query_row([service, reference], |row| row.get(0)).optional()?.map(MessageId))
    }

    fn cancel_noted(&self, id: MessageId) -> Result<Option<Reason>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT cancel FROM message WHERE id = ?1")?;
        let noted: Option<String> = statement.query_row([id.0], |row| row.get(0))?;
        noted.as_deref().map(from_json).transpose()
    }

    fn part_rows(&self, id: MessageId) -> Result<Vec<PartRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, number, state, alphabet FROM part WHERE message = ?1 ORDER BY number",
        )?;
        let mut rows = statement.query([id.0])?;
        let mut parts = Vec::new();
        while let Some(row) = rows.next()? {
            parts.push(PartRow {
                number: row.get(1)?,
                state: word(&row.get::<_, String>(2)?)?,
                alphabet: row.get::<_, String>(3)?.parse().ok(),
                attempts: self.attempts(row.get(0)?)?,
            });
        }
        Ok(parts)
    }

    pub(super) fn attempts(&self, part: i64) -> Result<Vec<AttemptRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, line, opened_at, closed_at, coalesce(outcome, 'open'), reference, ground, verdict, home \
             FROM attempt WHERE part = ?1 ORDER BY number",
        )?;
        let rows = statement.query_map([part], |row| {
            Ok(AttemptRow {
                number: AttemptNumber(row.get(0)?),
                line: row.get(1)?,
                opened_at: Moment::from_millis(row.get(2)?),
                closed_at: row.get::<_, Option<i64>>(3)?.map(Moment::from_millis),
                outcome: row.get(4)?,
                reference: row.get(5)?,
                ground: row.get::<_, String>(6)?.parse().unwrap_or(Ground::Ordinary),
                verdict: row.get::<_, Option<String>>(7)?.and_then(|said| said.parse().ok()),
                home: row.get(8)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn events(&self, id: MessageId) -> Result<Vec<EventRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.at, e.state, e.reason, p.number FROM event e LEFT JOIN part p ON p.id = e.part \
             WHERE e.message = ?1 ORDER BY e.id",
        )?;
        let mut rows = statement.query([id.0])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            events.push(EventRow {
                at: Moment::from_millis(row.get(0)?),
                state: word(&row.get::<_, String>(1)?)?,
                reason: from_json(&row.get::<_, String>(2)?)?,
                part: row.get(3)?,
            });
        }
        Ok(events)
    }
}

/// One state at a time, by an index that gives the newest first: a page costs no more than its rows,
/// however long the history. A notice is smaller than any state.
fn list_query(state: Option<&str>, notice: Option<&str>) -> String {
    let condition = match (state, notice) {
        (None, None) => "?1 IS NULL AND ?2 IS NULL",
        (Some(_), None) => "state = ?1 AND ?2 IS NULL",
        (None, Some(_)) => "notice = ?2 AND ?1 IS NULL",
        (Some(_), Some(_)) => "notice = ?2 AND +state = ?1",
    };
    format!("SELECT {COLUMNS} FROM message WHERE {condition} AND id < ?4 ORDER BY id DESC LIMIT ?3")
}

pub(super) fn recipient(text: &str) -> Result<PhoneNumber, StoreError> {
    PhoneNumber::from_e164(text).map_err(|_| StoreError::Nonsense { what: "a recipient" })
}

fn message_row(row: &Row<'_>) -> Result<MessageRow, StoreError> {
    let moment = |index: usize| -> rusqlite::Result<Option<Moment>> {
        Ok(row.get::<_, Option<i64>>(index)?.map(Moment::from_millis))
    };
    Ok(MessageRow {
        id: MessageId(row.get(0)?),
        service: row.get(1)?,
        lane: word(&row.get::<_, String>(2)?)?,
        reference: row.get(3)?,
        notice: row.get(4)?,
        recipient: row.get::<_, Option<String>>(5)?.as_deref().map(recipient).transpose()?,
        body: row.get(6)?,
        state: word(&row.get::<_, String>(7)?)?,
        reason: from_json(&row.get::<_, String>(8)?)?,
        parts: row.get(9)?,
        created_at: Moment::from_millis(row.get(10)?),
        changed_at: Moment::from_millis(row.get(11)?),
        expires_at: moment(12)?,
        sent_at: moment(13)?,
        delivered_at: moment(14)?,
        typed: row.get(15)?,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn lists_and_counts_read_no_more_of_the_history_than_they_show() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("beffroi.db");
        drop(Store::open(&path).unwrap());
        let reader = Reader::open(&path).unwrap();
        let rows = [
            (COUNTS.to_owned(), "SCAN message USING COVERING INDEX message_count"),
            (list_query(None, None), "SEARCH message USING INTEGER PRIMARY KEY (rowid<?)"),
            (
                list_query(Some("held"), None),
                "SEARCH message USING INDEX message_state (state=? AND rowid<?)",
            ),
            (list_query(None, Some("a")), "SEARCH message USING INDEX message_notice (notice=? AND rowid<?)"),
            (
                list_query(Some("held"), Some("a")),
                "SEARCH message USING INDEX message_notice (notice=? AND rowid<?)",
            ),
        ];
        for (sql, want) in rows {
            let mut explain = reader.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let names = explain.parameter_count();
            let steps: Vec<String> = explain
                .query_map(rusqlite::params_from_iter(vec![0; names]), |row| row.get(3))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            assert_eq!(steps, [want], "{sql}");
        }
    }
}
