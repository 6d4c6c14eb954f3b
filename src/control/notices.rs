//! What the daemon does with a request about notices: as `answer`, for the rest.

use std::collections::BTreeMap;
use std::time::SystemTime;

use super::answer::{Daemon, Failure};
use super::rights::Peer;
use super::wire::{NoticeDetail, NoticeLine, NoticeSummary, Response};
use super::{MAX_NOTICE_ROWS, MAX_NOTICES};
use crate::message::State;
use crate::moment::Moment;
use crate::store::{Confirmation, NoticeCancel, NoticeId, NoticeRecord, NoticeRow, Reader};

impl Daemon {
    pub(super) fn notices(&self, limit: u32) -> Result<Response, Failure> {
        let notices = Reader::open(&self.store)?.notices(limit.clamp(1, MAX_NOTICES), now())?;
        Ok(Response::Notices { notices: notices.into_iter().map(NoticeSummary::from).collect() })
    }

    pub(super) fn show_notice(&self, notice: NoticeId) -> Result<Response, Failure> {
        let reader = Reader::open(&self.store)?;
        let Some(record) = reader.notice(notice, now())? else { return Ok(Response::NoSuchNotice) };
        let rows = reader.notice_rows(notice)?;
        let mut states = BTreeMap::<State, u32>::new();
        for row in &rows {
            *states.entry(row.state).or_default() += 1;
        }
        let rows = rows.into_iter().take(MAX_NOTICE_ROWS).map(NoticeLine::from).collect();
        Ok(Response::Notice(NoticeDetail { summary: record.into(), states, rows }))
    }

    pub(super) fn confirm_notice(&self, notice: NoticeId, peer: &Peer) -> Result<Response, Failure> {
        tracing::info!(notice = notice.0, uid = peer.uid, "asked to let a notice go");
        Ok(match self.gateway.confirm_notice(notice)? {
            Confirmation::Confirmed { messages } => Response::NoticeConfirmed { messages },
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

fn now() -> Moment {
    Moment::from_system(SystemTime::now())
}

impl From<NoticeRecord> for NoticeSummary {
    fn from(record: NoticeRecord) -> Self {
        Self {
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
            refused: record.refused,
        }
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
