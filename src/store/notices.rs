//! Notices: one act of an assistant, a text to the people of a list. Its rows are kept as drafts, which
//! are no messages yet and can't be sent; an open notice's drafts become messages, some at a time, each
//! in the transaction that takes the draft away. A waiting one stays as it is until a person says yes.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::drafts::TOLD;
use super::moves::{to_json, word};
use super::{NewMessage, StoreError, Turn};
use crate::message::{Lane, MessageId, Reason, UnknownWord};
use crate::moment::Moment;

/// A notice's number in the store; rises for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NoticeId(pub i64);

impl fmt::Display for NoticeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// What a notice's life has come to; what becomes of its messages is theirs to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// Nothing of it goes before a person confirms it.
    Waiting,
    /// Its drafts become messages, or have.
    Open,
    /// A person took it back.
    Cancelled,
    /// Nobody confirmed it in time.
    Expired,
    /// Another file came under its name while it waited.
    Replaced,
}

impl NoticeState {
    /// The word in SQL and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            NoticeState::Waiting => "waiting",
            NoticeState::Open => "open",
            NoticeState::Cancelled => "cancelled",
            NoticeState::Expired => "expired",
            NoticeState::Replaced => "replaced",
        }
    }
}

impl FromStr for NoticeState {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        match word {
            "waiting" => Ok(NoticeState::Waiting),
            "open" => Ok(NoticeState::Open),
            "cancelled" => Ok(NoticeState::Cancelled),
            "expired" => Ok(NoticeState::Expired),
            "replaced" => Ok(NoticeState::Replaced),
            _ => Err(UnknownWord { known: "waiting, open, cancelled, expired, replaced" }),
        }
    }
}

/// Why a notice waits for a person. Its sentences are `waits-…` in `wording`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum WaitCause {
    /// More recipients than go without asking.
    Many {
        /// How many would get it now.
        recipients: u32,
        /// How many go without asking.
        limit: u32,
    },
    /// The same content came before, within the time for which it is kept.
    Repeated {
        /// The file that it came in.
        file: String,
        /// When it came.
        at: Moment,
    },
    /// Another file of the same content waits too: nothing of it has gone.
    AlsoWaiting {
        /// That file.
        file: String,
        /// When it came.
        at: Moment,
    },
    /// Never stored: the other file, which waited too, was confirmed since.
    AlsoConfirmed {
        /// That file, by the name that it had.
        file: String,
        /// When it came.
        at: Moment,
    },
    /// The same content is kept with what was taken, and this store knows nothing of it: it was put back
    /// from a backup, most likely.
    Unremembered {
        /// The name that it is kept under.
        file: String,
        /// Since when.
        at: Moment,
    },
}

/// A notice as it comes in.
#[derive(Clone, Debug)]
pub struct NewNotice {
    /// What its messages are called by; no key.
    pub name: String,
    /// Who speaks.
    pub service: String,
    /// How urgent.
    pub lane: Lane,
    /// More recipients than this, without those who were told before, wait for a person; 0: never.
    pub confirm_above: u32,
    /// How long it waits.
    pub life: Duration,
    /// Whom the same source has told the same within the time that is kept.
    pub told_before: ToldBefore,
    /// In the order of the list.
    pub rows: Vec<NewRow>,
}

/// What becomes of a recipient who was told the same a short while ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToldBefore {
    /// Not told again: a list that was put right and came again reaches those who were left out.
    Skip,
    /// Told again: each is asked for by a program of its own.
    Again,
}

/// A row of a notice, or several that one message tells.
#[derive(Clone, Debug)]
pub struct NewRow {
    /// Lines of the list; empty where there is no list.
    pub lines: Vec<u64>,
    /// Whose rows they are.
    pub names: Vec<String>,
    /// The number as people dial it, or as it was typed.
    pub number: String,
    /// A message, or why there is none.
    pub content: Result<Box<NewMessage>, Reason>,
}

/// How a request to confirm a notice ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// It is open now; so many messages are or will be taken in.
    Confirmed {
        /// How many.
        messages: u32,
    },
    /// It does not wait.
    NotWaiting(NoticeState),
    /// There is none of that number.
    NoNotice,
}

/// How a request to take a notice back ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeCancel {
    /// Nothing more of it goes.
    Cancelled {
        /// Messages that will not go.
        cancelled: u32,
        /// Messages that have gone, in part at least, or had ended otherwise.
        gone: u32,
    },
    /// It had ended already.
    TooLate(NoticeState),
    /// There is none of that number.
    NoNotice,
}

impl NewNotice {
    /// Messages that it has or would have.
    pub(super) fn messages(&self) -> impl Iterator<Item = &NewMessage> {
        self.rows.iter().filter_map(|row| row.content.as_deref().ok())
    }
}

impl Turn<'_> {
    /// Keeps a notice with all its rows; one with a cause waits.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub(super) fn insert_notice(
        &self,
        new: &NewNotice,
        source: &str,
        cause: Option<&WaitCause>,
        told_since: Option<Moment>,
        at: Moment,
    ) -> Result<NoticeId, StoreError> {
        let state = if cause.is_some() { NoticeState::Waiting } else { NoticeState::Open };
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO notice (name, source, service, lane, state, cause, made_at, until, told_since, life) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        let life = i64::try_from(new.life.as_millis()).unwrap_or(i64::MAX);
        let id = NoticeId(statement.insert(params![
            new.name,
            source,
            new.service,
            new.lane.as_str(),
            state.as_str(),
            cause.map(|cause| serde_json::to_string(cause).unwrap_or_default()),
            at.millis(),
            cause.map(|_| at.plus(new.life).millis()),
            told_since.map(Moment::millis),
            life,
        ])?);
        self.insert_rows(id, &new.rows)?;
        Ok(id)
    }

    fn insert_rows(&self, notice: NoticeId, rows: &[NewRow]) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO notice_row (notice, number, lines, names, shown, draft, reason) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for (number, row) in (1_i64..).zip(rows) {
            statement.execute(params![
                notice.0,
                number,
                serde_json::to_string(&row.lines).unwrap_or_default(),
                serde_json::to_string(&row.names).unwrap_or_default(),
                row.number,
                row.content.as_ref().ok().map(|new| serde_json::to_string(new).unwrap_or_default()),
                row.content.as_ref().err().map(to_json),
            ])?;
        }
        Ok(())
    }

    /// Opens a notice that waits; the life of its messages begins now.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn confirm_notice(&self, notice: NoticeId, at: Moment) -> Result<Confirmation, StoreError> {
        match self.notice_state(notice, at)? {
            None => return Ok(Confirmation::NoNotice),
            Some(NoticeState::Waiting) => {}
            Some(other) => return Ok(Confirmation::NotWaiting(other)),
        }
        let messages = self.untold(notice)?;
        let mut open = self
            .transaction
            .prepare_cached("UPDATE notice SET state = 'open', ended_at = ?2 WHERE id = ?1")?;
        open.execute(params![notice.0, at.millis()])?;
        // What somebody agrees to now must not be too late in a minute.
        let mut renew = self.transaction.prepare_cached(
            "UPDATE notice_row SET draft = json_set(draft, '$.expires_at', \
               max(json_extract(draft, '$.expires_at'), ?2 + (SELECT life FROM notice WHERE id = ?1))) \
             WHERE notice = ?1 AND draft IS NOT NULL",
        )?;
        renew.execute(params![notice.0, at.millis()])?;
        let mut since =
            self.transaction.prepare_cached("UPDATE dropped SET since = max(since, ?2) WHERE notice = ?1")?;
        since.execute(params![notice.0, at.millis()])?;
        Ok(Confirmation::Confirmed { messages })
    }

    /// Drafts of people who were not told the same already.
    fn untold(&self, notice: NoticeId) -> Result<u32, StoreError> {
        let sql = format!(
            "SELECT count(*) FROM notice_row r JOIN notice n ON n.id = r.notice \
             WHERE n.id = ?1 AND r.draft IS NOT NULL AND NOT EXISTS ({})",
            *TOLD
        );
        Ok(self.transaction.prepare_cached(&sql)?.query_row([notice.0], |row| row.get(0))?)
    }

    /// Takes a notice back, as far as it has not gone.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn cancel_notice(&self, notice: NoticeId, at: Moment) -> Result<NoticeCancel, StoreError> {
        match self.notice_state(notice, at)? {
            None => return Ok(NoticeCancel::NoNotice),
            Some(NoticeState::Waiting | NoticeState::Open) => {}
            Some(other) => return Ok(NoticeCancel::TooLate(other)),
        }
        let (mut cancelled, mut gone) = (0, 0);
        let mut select = self.transaction.prepare_cached(
            "SELECT message FROM notice_row WHERE notice = ?1 AND message IS NOT NULL AND already = 0",
        )?;
        let rows = select.query_map([notice.0], |row| Ok(MessageId(row.get(0)?)))?;
        for message in rows.collect::<Result<Vec<_>, _>>()? {
            let count = self.cancel(message, &Reason::CancelledByPerson, at)?;
            if count.gone == 0 && count.cancelled > 0 {
                cancelled += 1;
            } else {
                gone += 1;
            }
        }
        // What has wholly gone is not taken back, and is not called so afterwards.
        if gone > 0 && cancelled == 0 && !self.has_drafts(notice)? {
            return Ok(NoticeCancel::TooLate(NoticeState::Open));
        }
        cancelled += self.end_notice(notice, NoticeState::Cancelled, at)?;
        Ok(NoticeCancel::Cancelled { cancelled, gone })
    }

    /// Ends the notices that nobody confirmed in time; gives how many.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn expire_notices(&self, at: Moment) -> Result<u32, StoreError> {
        let mut select = self
            .transaction
            .prepare_cached("SELECT id FROM notice WHERE state = 'waiting' AND until <= ?1")?;
        let rows = select.query_map([at.millis()], |row| Ok(NoticeId(row.get(0)?)))?;
        let over: Vec<NoticeId> = rows.collect::<Result<_, _>>()?;
        for notice in &over {
            self.end_notice(*notice, NoticeState::Expired, at)?;
        }
        Ok(u32::try_from(over.len()).unwrap_or(u32::MAX))
    }

    fn has_drafts(&self, notice: NoticeId) -> Result<bool, StoreError> {
        let mut any = self.transaction.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM notice_row WHERE notice = ?1 AND draft IS NOT NULL)",
        )?;
        Ok(any.query_row([notice.0], |row| row.get(0))?)
    }

    /// Who was told the same before has that message, whatever becomes of the notice.
    fn keep_told(&self, notice: NoticeId) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT r.number, ({}) FROM notice_row r JOIN notice n ON n.id = r.notice \
             WHERE n.id = ?1 AND r.draft IS NOT NULL",
            *TOLD
        );
        let mut select = self.transaction.prepare_cached(&sql)?;
        let rows = select.query_map([notice.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let rows: Vec<(i64, Option<i64>)> = rows.collect::<Result<_, _>>()?;
        let mut keep = self.transaction.prepare_cached(
            "UPDATE notice_row SET draft = NULL, message = ?3, already = 1 WHERE notice = ?1 AND number = ?2",
        )?;
        for (number, told) in rows {
            if let Some(message) = told {
                keep.execute(params![notice.0, number, message])?;
            }
        }
        Ok(())
    }

    /// Its drafts are gone for good; gives how many there were.
    pub(super) fn end_notice(
        &self,
        notice: NoticeId,
        state: NoticeState,
        at: Moment,
    ) -> Result<u32, StoreError> {
        let mut end =
            self.transaction.prepare_cached("UPDATE notice SET state = ?2, ended_at = ?3 WHERE id = ?1")?;
        end.execute(params![notice.0, state.as_str(), at.millis()])?;
        self.keep_told(notice)?;
        let mut erase = self
            .transaction
            .prepare_cached("UPDATE notice_row SET draft = NULL WHERE notice = ?1 AND draft IS NOT NULL")?;
        Ok(u32::try_from(erase.execute([notice.0])?).unwrap_or(u32::MAX))
    }

    /// How it stands, one whose time is over as expired.
    fn notice_state(&self, notice: NoticeId, at: Moment) -> Result<Option<NoticeState>, StoreError> {
        let mut statement =
            self.transaction.prepare_cached("SELECT state, until FROM notice WHERE id = ?1")?;
        let found: Option<(String, Option<i64>)> =
            statement.query_row([notice.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((state, until)) = found else { return Ok(None) };
        let over = until.is_some_and(|until| until <= at.millis());
        Ok(Some(match word(&state)? {
            NoticeState::Waiting if over => NoticeState::Expired,
            state => state,
        }))
    }
}
