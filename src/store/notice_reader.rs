//! Notices and files of drop folders as people and result files show them: read only.

use rusqlite::{OptionalExtension, Row, params};

use super::copies::CONFIRMED_SINCE;
use super::drafts::TOLD;
use super::drops::{DropId, Place, place};
use super::moves::{from_json, word};
use super::notices::{NoticeId, NoticeState, WaitCause};
use super::{Reader, StoreError};
use crate::message::{Lane, MessageId, Reason, State};
use crate::moment::Moment;

/// A notice as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRecord {
    /// Its number.
    pub id: NoticeId,
    /// What its messages are called by.
    pub name: String,
    /// Who speaks.
    pub service: String,
    /// How urgent.
    pub lane: Lane,
    /// How it stands.
    pub state: NoticeState,
    /// Why it waits, or waited.
    pub cause: Option<WaitCause>,
    /// When it was made.
    pub made_at: Moment,
    /// Until when a person may confirm it; `None` for one that never waited.
    pub until: Option<Moment>,
    /// The file that it came in; `None` once that is forgotten.
    pub file: Option<String>,
    /// Messages that it has or will have; not those of before that told the same.
    pub messages: u32,
    /// How many people of its list were told before, as [`NoticeRow::told_before`] counts them.
    pub already: u32,
    /// Rows that get none.
    pub refused: u32,
}

/// A row of a notice and how it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// Lines of the list that it tells.
    pub lines: Vec<u64>,
    /// Whose they are.
    pub names: Vec<String>,
    /// As one dials it, or as it was typed.
    pub number: String,
    /// Its message's; `new` while it is a draft.
    pub state: State,
    /// Why.
    pub reason: Option<Reason>,
    /// Its message.
    pub message: Option<MessageId>,
    /// The message is one of before: nothing was sent again.
    pub already: bool,
    /// SMS that it takes.
    pub parts: u32,
    /// When the network had all of it.
    pub sent_at: Option<Moment>,
    /// When it was reported received.
    pub delivered_at: Option<Moment>,
    /// What it says.
    pub text: Option<String>,
}

impl NoticeRow {
    /// How many people of the list it tells: two at one number are two.
    pub fn people(&self) -> usize {
        self.lines.len().max(1)
    }

    /// How many people of a list were told before, and are not told again. Whom the office calls because of that
    /// message was not.
    pub fn told_before(rows: &[Self]) -> usize {
        let told = rows.iter().filter(|row| row.already && !row.state.is_to_call());
        told.map(Self::people).sum()
    }
}

/// Shows nobody.
impl std::fmt::Debug for NoticeRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NoticeRow(lines {:?}, {}, {:?})", self.lines, self.state, self.message)
    }
}

/// A file that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropRecord {
    /// Its number.
    pub id: DropId,
    /// Its name in the folder.
    pub file: String,
    /// Its name without the extension, and no other's: what it is kept by.
    pub stem: String,
    /// What the results of the latest of its name are called by.
    pub shown: String,
    /// A copy that lay beside the file that confirmed it.
    pub twin: Option<String>,
    /// The notice that waited under its name before.
    pub replaces: Option<NoticeId>,
    /// What people should know of how it was read.
    pub remark: Option<String>,
    /// Of its content.
    pub fingerprint: String,
    /// When it was taken, or confirmed: it is kept from then on.
    pub since: Moment,
    /// Its notice.
    pub notice: Option<NoticeId>,
    /// Why it was refused as a whole.
    pub problem: Option<String>,
    /// Where it went; `None` while it is where it was put.
    pub moved_to: Option<String>,
    /// Where it belongs.
    pub place: Place,
    /// Rows of its notice.
    pub rows: u32,
    /// Drafts of an open notice that are still to become messages.
    pub left: u32,
}

/// The message of before that a row (`r` of notice `n`) was told by, or would be while its notice waits.
fn before() -> String {
    format!(
        "CASE WHEN r.already THEN r.message \
         WHEN n.state = 'waiting' AND r.draft IS NOT NULL THEN ({}) END",
        *TOLD
    )
}

fn notice_query() -> String {
    let before = before();
    let to_call: Vec<String> =
        State::ALL.iter().filter(|state| state.is_to_call()).map(|state| format!("'{state}'")).collect();
    let to_call = to_call.join(", ");
    format!(
        "SELECT n.id, n.name, n.service, n.lane, n.state, n.cause, n.made_at, n.until, \
         (SELECT file FROM dropped d WHERE d.notice = n.id), \
         (SELECT count(*) FROM notice_row r WHERE r.notice = n.id AND r.reason IS NULL AND {before} IS NULL), \
         (SELECT count(*) FROM notice_row r WHERE r.notice = n.id AND r.reason IS NOT NULL), \
         (SELECT coalesce(sum(max(1, json_array_length(r.lines))), 0) FROM notice_row r \
          JOIN message b ON b.id = {before} WHERE r.notice = n.id AND b.state NOT IN ({to_call})), {CONFIRMED_SINCE} FROM notice n"
    )
}

impl Reader {
    /// Notices, the newest first; a waiting one whose time is over counts as expired.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn notices(&self, at_most: u32, now: Moment) -> Result<Vec<NoticeRecord>, StoreError> {
        let sql = format!("{} ORDER BY n.id DESC LIMIT ?1", notice_query());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([at_most])?;
        let mut notices = Vec::new();
        while let Some(row) = rows.next()? {
            notices.push(notice(row, now)?);
        }
        Ok(notices)
    }

    /// One notice.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn notice(&self, id: NoticeId, now: Moment) -> Result<Option<NoticeRecord>, StoreError> {
        let sql = format!("{} WHERE n.id = ?1", notice_query());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([id.0])?;
        rows.next()?.map(|row| notice(row, now)).transpose()
    }

    /// Its rows in the order of the list; none once its file is forgotten. While it waits, who was told the
    /// same before is shown with that message already.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn notice_rows(&self, id: NoticeId) -> Result<Vec<NoticeRow>, StoreError> {
        let sql = format!(
            "SELECT r.lines, r.names, r.shown, r.reason, r.message, r.already, m.state, m.reason, \
             coalesce(m.parts, json_array_length(r.draft, '$.parts'), 0), m.sent_at, m.delivered_at, \
             coalesce(m.body, json_extract(r.draft, '$.body')), n.state, m.id \
             FROM notice_row r JOIN notice n ON n.id = r.notice LEFT JOIN message m ON m.id = \
             coalesce(r.message, {}) \
             WHERE r.notice = ?1 ORDER BY r.number",
            before()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([id.0])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(notice_row(row)?);
        }
        Ok(found)
    }

    /// The files of a folder that are not forgotten, in the order in which they were taken.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn drops(&self, folder: &str) -> Result<Vec<DropRecord>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT d.id, d.file, d.stem, d.fingerprint, d.since, d.notice, d.problem, d.moved_to, n.state, \
             EXISTS (SELECT 1 FROM notice_row r WHERE r.notice = n.id AND r.reason IS NULL), \
             (SELECT count(*) FROM notice_row r WHERE r.notice = n.id AND r.draft IS NOT NULL), \
             (SELECT coalesce(max(number), 0) FROM notice_row r WHERE r.notice = n.id), \
             d.shown, d.twin, d.replaces, d.remark \
             FROM dropped d LEFT JOIN notice n ON n.id = d.notice WHERE d.folder = ?1 ORDER BY d.id",
        )?;
        let mut rows = statement.query([folder])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let state: Option<String> = row.get(8)?;
            let place = match &state {
                None => Place::Refused,
                Some(state) => place(state, row.get(9)?)?,
            };
            found.push(DropRecord {
                id: DropId(row.get(0)?),
                file: row.get(1)?,
                stem: row.get(2)?,
                shown: row.get(12)?,
                twin: row.get(13)?,
                replaces: row.get::<_, Option<i64>>(14)?.map(NoticeId),
                remark: row.get(15)?,
                fingerprint: row.get(3)?,
                since: Moment::from_millis(row.get(4)?),
                notice: row.get::<_, Option<i64>>(5)?.map(NoticeId),
                problem: row.get(6)?,
                moved_to: row.get(7)?,
                rows: row.get(11)?,
                left: if place == Place::Done { row.get(10)? } else { 0 },
                place,
            });
        }
        Ok(found)
    }

    /// How many wait for a person.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn waiting_notices(&self, now: Moment) -> Result<u32, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT count(*) FROM notice WHERE state = 'waiting' AND until > ?1")?;
        Ok(statement.query_row([now.millis()], |row| row.get(0))?)
    }

    /// When the first of the notices that wait is over.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn first_expiry(&self) -> Result<Option<Moment>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT min(until) FROM notice WHERE state = 'waiting'")?;
        let until: Option<Option<i64>> = statement.query_row(params![], |row| row.get(0)).optional()?;
        Ok(until.flatten().map(Moment::from_millis))
    }
}

fn notice(row: &Row<'_>, now: Moment) -> Result<NoticeRecord, StoreError> {
    let until = row.get::<_, Option<i64>>(7)?.map(Moment::from_millis);
    let cause: Option<String> = row.get(5)?;
    let cause = cause.map(|cause| serde_json::from_str(&cause)).transpose();
    let cause = cause.map_err(|_| StoreError::Nonsense { what: "a cause to wait" })?;
    let cause = match cause {
        Some(WaitCause::AlsoWaiting { file, at }) if row.get(12)? => {
            Some(WaitCause::AlsoConfirmed { file, at })
        }
        cause => cause,
    };
    let state = match word(&row.get::<_, String>(4)?)? {
        NoticeState::Waiting if until.is_some_and(|until| until <= now) => NoticeState::Expired,
        state => state,
    };
    Ok(NoticeRecord {
        id: NoticeId(row.get(0)?),
        name: row.get(1)?,
        service: row.get(2)?,
        lane: word(&row.get::<_, String>(3)?)?,
        state,
        cause,
        made_at: Moment::from_millis(row.get(6)?),
        until,
        file: row.get(8)?,
        messages: row.get(9)?,
        refused: row.get(10)?,
        already: row.get(11)?,
    })
}

fn notice_row(row: &Row<'_>) -> Result<NoticeRow, StoreError> {
    let nonsense = |_| StoreError::Nonsense { what: "a row of a notice" };
    let refused: Option<String> = row.get(3)?;
    let own: Option<i64> = row.get(4)?;
    let message: Option<i64> = row.get(13)?;
    let of_message: (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
    let (state, reason) = match (refused, of_message) {
        (Some(reason), _) => (State::Refused, Some(from_json(&reason)?)),
        (None, (Some(state), Some(reason))) => (word(&state)?, Some(from_json(&reason)?)),
        (None, _) => match word(&row.get::<_, String>(12)?)? {
            NoticeState::Cancelled => (State::Cancelled, Some(Reason::CancelledByPerson)),
            NoticeState::Expired => (State::Expired, Some(Reason::Expired)),
            NoticeState::Replaced => (State::Cancelled, None),
            NoticeState::Waiting | NoticeState::Open => (State::New, None),
        },
    };
    Ok(NoticeRow {
        lines: serde_json::from_str(&row.get::<_, String>(0)?).map_err(nonsense)?,
        names: serde_json::from_str(&row.get::<_, String>(1)?).map_err(nonsense)?,
        number: row.get(2)?,
        state,
        reason,
        message: message.map(MessageId),
        already: row.get::<_, bool>(5)? || own.is_none() && message.is_some(),
        parts: row.get(8)?,
        sent_at: row.get::<_, Option<i64>>(9)?.map(Moment::from_millis),
        delivered_at: row.get::<_, Option<i64>>(10)?.map(Moment::from_millis),
        text: row.get(11)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_told_before_is_counted_by_people_and_not_whom_the_office_calls() {
        let row = |lines: &[u64], state, already| NoticeRow {
            lines: lines.to_vec(),
            names: Vec::new(),
            number: "06 39 98 00 01".to_owned(),
            state,
            reason: None,
            message: Some(MessageId(1)),
            already,
            parts: 1,
            sent_at: None,
            delivered_at: None,
            text: None,
        };
        let rows = [
            (row(&[2, 3], State::Delivered, true), 2),
            (row(&[], State::Sent, true), 1),
            (row(&[4], State::Queued, true), 1),
            (row(&[5], State::Unknown, true), 0),
            (row(&[6], State::Failed, true), 0),
            (row(&[7, 8], State::Delivered, false), 0),
        ];
        for (given, want) in &rows {
            assert_eq!(NoticeRow::told_before(std::slice::from_ref(given)), *want, "{given:?}");
        }
        let all: Vec<NoticeRow> = rows.into_iter().map(|(row, _)| row).collect();
        assert_eq!(NoticeRow::told_before(&all), 4);
    }
}
