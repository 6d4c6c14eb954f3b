//! What comes in: each part raw as it came, and the messages that they make. Which parts make one is the
//! gateway's decision, made over all that wait.

use std::fmt;

use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use super::moves::word;
use super::{Reader, Store, StoreError, Turn};
use crate::message::{Ending, Piece, ReceivedId, SenderKind};
use crate::moment::Moment;

/// A message, or a part of one, as it came.
#[derive(Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The line it came by.
    pub line: String,
    /// When.
    pub received_at: Moment,
    /// The octets.
    pub raw: Vec<u8>,
    /// TP-OA, as the line read it.
    pub sender: Option<String>,
    /// Its text, as the line read it.
    pub text: Option<String>,
    /// TP-SCTS, as the line read it.
    pub sent_at: Option<Moment>,
}

/// What waits to be put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptIncoming {
    /// Its number.
    pub id: i64,
    /// What came.
    pub incoming: Incoming,
}

/// A message, put together.
#[derive(Clone, PartialEq, Eq)]
pub struct Received {
    /// The line by which its first part came.
    pub line: String,
    /// TP-OA; `None`: unreadable.
    pub sender: Option<String>,
    /// What that is.
    pub sender_kind: SenderKind,
    /// What it says, from front to back.
    pub pieces: Vec<Piece>,
    /// Parts that it has.
    pub total: u8,
    /// Why it is shown as it is.
    pub ending: Ending,
    /// TP-SCTS of the first part that is there.
    pub sent_at: Option<Moment>,
    /// When the last of its parts came.
    pub received_at: Moment,
}

/// A message in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedRow {
    /// Its number.
    pub id: ReceivedId,
    /// The message.
    pub received: Received,
}

/// Parts that wait for others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartsWaiting {
    /// How many.
    pub parts: u32,
    /// Since when the first of them.
    pub since: Moment,
    /// The newest of them first, at most twenty.
    pub newest: Vec<WaitingPart>,
}

/// A part of a longer message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingPart {
    /// The line by which it came.
    pub line: String,
    /// Who wrote it.
    pub from: Option<String>,
    /// What it says, where it is text.
    pub text: Option<String>,
    /// When it came.
    pub received_at: Moment,
}

/// Shows neither who wrote it nor what, nor do the others.
impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Incoming({}, {}, {} octets)", self.line, self.received_at, self.raw.len())
    }
}

impl fmt::Debug for WaitingPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WaitingPart({}, {})", self.line, self.received_at)
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Received({}, {}, {:?})", self.line, self.ending, self.pieces)
    }
}

/// Whether it had come before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Novelty {
    /// It had not.
    New,
    /// It had: nothing was kept.
    KnownBefore,
}

/// Waiting parts that are shown at a time.
const PARTS_SHOWN: u32 = 20;

const OLDEST: &str = "SELECT min(received_at) FROM incoming WHERE inbox IS NULL AND doubled = 0";

const LIST: &str = "SELECT id, line, sender, pieces, total, ending, sent_at, received_at, sender_kind FROM inbox \
    WHERE id < ?1 ORDER BY id DESC LIMIT ?2";

impl Turn<'_> {
    /// Keeps what came to a SIM. The same octets from the same SIM are the same message, but for the first, in which the
    /// network says anew each time whether more wait (TP-MMS).
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn keep_incoming(&self, sim: &str, new: &Incoming) -> Result<Novelty, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO incoming (line, sim, received_at, raw, sender, text, sent_at) \
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 \
             WHERE NOT EXISTS (SELECT 1 FROM incoming WHERE substr(raw, 2) = substr(?4, 2) AND sim IS ?2)",
        )?;
        let kept = statement.execute(params![
            new.line,
            sim,
            new.received_at.millis(),
            new.raw,
            new.sender,
            new.text,
            new.sent_at.map(Moment::millis),
        ])?;
        Ok(if kept == 1 { Novelty::New } else { Novelty::KnownBefore })
    }

    /// The SIMs to which something has come that waits for other parts; `None`: an early version did not note which.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn sims_with_parts(&self) -> Result<Vec<Option<String>>, StoreError> {
        let mut statement = self
            .transaction
            .prepare_cached("SELECT DISTINCT sim FROM incoming WHERE inbox IS NULL AND doubled = 0")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What has come to a SIM and waits for other parts, in the order in which it came.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn parts_of(&self, sim: Option<&str>) -> Result<Vec<KeptIncoming>, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT id, line, received_at, raw, sender, text, sent_at FROM incoming \
             WHERE inbox IS NULL AND doubled = 0 AND sim IS ?1 ORDER BY id",
        )?;
        let rows = statement.query_map([sim], |row| {
            let incoming = Incoming {
                line: row.get(1)?,
                received_at: Moment::from_millis(row.get(2)?),
                raw: row.get(3)?,
                sender: row.get(4)?,
                text: row.get(5)?,
                sent_at: row.get::<_, Option<i64>>(6)?.map(Moment::from_millis),
            };
            Ok(KeptIncoming { id: row.get(0)?, incoming })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A message is there, made of these parts.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn put_in_inbox(&self, new: &Received, parts: &[i64]) -> Result<ReceivedId, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO inbox (line, sender, sender_kind, pieces, total, ending, sent_at, received_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id",
        )?;
        let values = params![
            new.line,
            new.sender,
            new.sender_kind.as_str(),
            serde_json::to_string(&new.pieces).unwrap_or_default(),
            new.total,
            new.ending.as_str(),
            new.sent_at.map(Moment::millis),
            new.received_at.millis(),
        ];
        let id: i64 = statement.query_row(values, |row| row.get(0))?;
        let mut joined = self.transaction.prepare_cached("UPDATE incoming SET inbox = ?2 WHERE id = ?1")?;
        for part in parts {
            joined.execute([*part, id])?;
        }
        Ok(ReceivedId(id))
    }

    /// It says what another part has said.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn set_doubled(&self, part: i64) -> Result<(), StoreError> {
        let mut statement =
            self.transaction.prepare_cached("UPDATE incoming SET doubled = 1 WHERE id = ?1")?;
        statement.execute([part])?;
        Ok(())
    }
}

impl Store {
    /// When the oldest came of what waits for other parts.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn oldest_part(&self) -> Result<Option<Moment>, StoreError> {
        let mut statement = self.connection()?.prepare_cached(OLDEST)?;
        let oldest: Option<i64> = statement.query_row([], |row| row.get(0))?;
        Ok(oldest.map(Moment::from_millis))
    }
}

impl Reader {
    /// What came in, the newest first, at most so many, before one of them.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn inbox(&self, before: Option<ReceivedId>, at_most: u32) -> Result<Vec<ReceivedRow>, StoreError> {
        let before = before.map_or(i64::MAX, |before| before.0);
        let mut statement = self.connection.prepare_cached(LIST)?;
        let mut rows = statement.query([before, i64::from(at_most)])?;
        let mut list = Vec::new();
        while let Some(row) = rows.next()? {
            list.push(received_row(row)?);
        }
        Ok(list)
    }

    /// Parts that wait for others; `None`: there are none.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn parts_waiting(&self) -> Result<Option<PartsWaiting>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT count(*), min(received_at) FROM incoming WHERE inbox IS NULL AND doubled = 0",
        )?;
        let (parts, since) =
            statement.query_row([], |row| Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?)))?;
        let Some(since) = since.map(Moment::from_millis) else { return Ok(None) };
        let mut statement = self.connection.prepare_cached(
            "SELECT line, sender, text, received_at FROM incoming \
             WHERE inbox IS NULL AND doubled = 0 ORDER BY id DESC LIMIT ?1",
        )?;
        let newest = statement.query_map([PARTS_SHOWN], |row| {
            Ok(WaitingPart {
                line: row.get(0)?,
                from: row.get(1)?,
                text: row.get(2)?,
                received_at: Moment::from_millis(row.get(3)?),
            })
        })?;
        Ok(Some(PartsWaiting { parts, since, newest: newest.collect::<Result<_, _>>()? }))
    }
}

fn received_row(row: &Row<'_>) -> Result<ReceivedRow, StoreError> {
    let received = Received {
        line: row.get(1)?,
        sender: row.get(2)?,
        sender_kind: word(&row.get::<_, String>(8)?)?,
        pieces: serde_json::from_str(&row.get::<_, String>(3)?)
            .map_err(|_| StoreError::Nonsense { what: "a message that came in" })?,
        total: row.get(4)?,
        ending: word(&row.get::<_, String>(5)?)?,
        sent_at: row.get::<_, Option<i64>>(6)?.map(Moment::from_millis),
        received_at: Moment::from_millis(row.get(7)?),
    };
    Ok(ReceivedRow { id: ReceivedId(row.get(0)?), received })
}
