//! Notices on the socket: what is said of them, and what the daemon does with a request about one. As
//! `wire` and `answer` are for the rest.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::answer::{Daemon, Failure};
use super::rights::Peer;
use super::wire::Response;
use super::{MAX_NOTICE_ROWS, MAX_NOTICES};
use crate::message::{Lane, MessageId, Reason, State};
use crate::moment::Moment;
use crate::store::{
    Confirmation, NoticeCancel, NoticeId, NoticeRecord, NoticeRow, NoticeState, Reader, SameContent,
    StoreError, WaitCause,
};

/// A notice in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeSummary {
    /// Its number.
    pub notice: NoticeId,
    /// What its messages are called by.
    pub name: String,
    /// How it stands.
    pub state: NoticeState,
    /// Why it waits, or waited.
    pub cause: Option<WaitCause>,
    /// Who speaks.
    pub service: String,
    /// How urgent.
    pub lane: Lane,
    /// The file that it came in, while that is kept.
    pub file: Option<String>,
    /// When it was made.
    pub made_at: Moment,
    /// Until when it may be confirmed, where it had to be.
    pub until: Option<Moment>,
    /// Messages that it has or would have; not those of before that told the same.
    pub messages: u32,
    /// How many people of its list were told before, and are not told again.
    #[serde(default)]
    pub already: u32,
    /// Rows that get none.
    pub refused: u32,
    /// Where it waits, and other files of its folder say the same.
    #[serde(default)]
    pub same: Option<SameContent>,
}

/// A notice and its rows, while its file is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeDetail {
    /// As in a list.
    pub summary: NoticeSummary,
    /// How many rows are in which state.
    pub states: BTreeMap<State, u32>,
    /// At most [`super::MAX_NOTICE_ROWS`], in the order of the file.
    pub rows: Vec<NoticeLine>,
}

/// A row of a notice.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeLine {
    /// Lines of the file.
    pub lines: Vec<u64>,
    /// Whose they are.
    pub names: Vec<String>,
    /// As one dials it, or as it was typed.
    pub number: String,
    /// `new`: no message yet.
    pub state: State,
    /// Why.
    pub reason: Option<Reason>,
    /// Its message.
    pub message: Option<MessageId>,
    /// That message is one of before.
    pub already: bool,
}

/// Shows nobody.
impl fmt::Debug for NoticeLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoticeLine(lines {:?}, {})", self.lines, self.state)
    }
}

impl Daemon {
    pub(super) fn notices(&self, limit: u32) -> Result<Response, Failure> {
        Ok(list(&self.store, limit)?)
    }

    pub(super) fn show_notice(&self, notice: NoticeId) -> Result<Response, Failure> {
        Ok(show(&self.store, notice)?)
    }

    pub(super) fn confirm_notice(&self, notice: NoticeId, peer: &Peer) -> Result<Response, Failure> {
        tracing::info!(notice = notice.0, uid = peer.uid, "asked to let a notice go");
        Ok(match self.gateway.confirm_notice(notice)? {
            Confirmation::Confirmed { messages } => {
                // It goes, whether or not its copies can be told of.
                let reader = Reader::open(&self.store);
                let copies = reader.and_then(|reader| reader.waiting_copies(notice, now()));
                Response::NoticeConfirmed { messages, copies: copies.unwrap_or_default() }
            }
            Confirmation::NotWaiting(state) => Response::NoticeEnded { state },
            Confirmation::NoNotice => Response::NoSuchNotice,
        })
    }

    pub(super) fn cancel_notice(&self, notice: NoticeId, peer: &Peer) -> Result<Response, Failure> {
        tracing::info!(notice = notice.0, uid = peer.uid, "asked to take a notice back");
        Ok(match self.gateway.cancel_notice(notice)? {
            NoticeCancel::Cancelled { cancelled, gone } => Response::NoticeCancelled { cancelled, gone },
            NoticeCancel::TooLate(state) => Response::NoticeEnded { state },
            NoticeCancel::NoNotice => Response::NoSuchNotice,
        })
    }
}

pub(super) fn list(store: &Path, limit: u32) -> Result<Response, StoreError> {
    let reader = Reader::open(store)?;
    let notices = reader.notices(limit.clamp(1, MAX_NOTICES), now())?;
    let notices: Result<_, StoreError> =
        notices.into_iter().map(|record| NoticeSummary::of(record, &reader)).collect();
    Ok(Response::Notices { notices: notices? })
}

pub(super) fn show(store: &Path, notice: NoticeId) -> Result<Response, StoreError> {
    let reader = Reader::open(store)?;
    let Some(record) = reader.notice(notice, now())? else { return Ok(Response::NoSuchNotice) };
    let rows = reader.notice_rows(notice)?;
    let mut states = BTreeMap::<State, u32>::new();
    for row in &rows {
        *states.entry(row.state).or_default() += 1;
    }
    let rows = rows.into_iter().take(MAX_NOTICE_ROWS).map(NoticeLine::from).collect();
    let summary = NoticeSummary::of(record, &reader)?;
    Ok(Response::Notice(NoticeDetail { summary, states, rows }))
}

fn now() -> Moment {
    Moment::from_system(SystemTime::now())
}

impl NoticeSummary {
    fn of(record: NoticeRecord, reader: &Reader) -> Result<Self, StoreError> {
        let same = match record.state {
            NoticeState::Waiting => reader.same_content(record.id, now())?,
            _ => None,
        };
        Ok(Self {
            notice: record.id,
            name: record.name,
            state: record.state,
            cause: record.cause,
            service: record.service,
            lane: record.lane,
            file: record.file,
            made_at: record.made_at,
            until: record.until,
            messages: record.messages,
            already: record.already,
            refused: record.refused,
            same,
        })
    }
}

impl From<NoticeRow> for NoticeLine {
    fn from(row: NoticeRow) -> Self {
        Self {
            lines: row.lines,
            names: row.names,
            number: row.number,
            state: row.state,
            reason: row.reason,
            message: row.message,
            already: row.already,
        }
    }
}
