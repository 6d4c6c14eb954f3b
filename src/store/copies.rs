//! Files of one drop folder that say the same: which of them wait, which went last, and whether a yes was said to
//! one since another came. Read only.

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::notices::NoticeId;
use super::{Reader, StoreError};
use crate::moment::Moment;

/// A file that waits and says what another has said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeCopy {
    /// Its notice.
    pub notice: NoticeId,
    /// Its name.
    pub file: String,
    /// Whom a yes to it would tell.
    pub tells: CopyTells,
}

/// Whom a yes to a copy would tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyTells {
    /// Only those who were not told the same.
    NobodyTwice,
    /// All of its list: it came after one that had gone.
    EverybodyAgain,
}

/// The last notice of the same content that has told somebody, or will.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeGone {
    /// It.
    pub notice: NoticeId,
    /// The name that its file had.
    pub file: String,
    /// When it went: when it was confirmed, or came.
    pub at: Moment,
}

/// What other files of the same content mean for a yes to a notice that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameContent {
    /// Whom a yes would tell.
    pub tells: CopyTells,
    /// The last that went.
    #[serde(default)]
    pub gone: Option<NoticeGone>,
    /// Those that wait too, in the order in which they came.
    #[serde(default)]
    pub waiting: Vec<NoticeCopy>,
}

/// Whether an open notice `n` has told somebody, or will.
pub(super) const HAS_TOLD: &str = "n.state = 'open' AND EXISTS (SELECT 1 FROM notice_row r \
    LEFT JOIN message m ON m.id = r.message WHERE r.notice = n.id AND r.already = 0 AND (r.draft IS NOT NULL \
    OR m.state NOT IN ('refused', 'undelivered', 'failed', 'expired', 'cancelled')))";

/// Whether a person has said yes to a copy of notice `n` since that came.
pub(super) const CONFIRMED_SINCE: &str = "EXISTS (SELECT 1 FROM dropped d JOIN dropped o \
    ON o.folder = d.folder AND o.fingerprint = d.fingerprint AND o.id <> d.id \
    JOIN notice c ON c.id = o.notice WHERE d.notice = n.id AND c.state = 'open' AND c.ended_at >= n.made_at)";

impl Reader {
    /// Other files of the same folder and content that wait still, in the order in which they came.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn waiting_copies(&self, id: NoticeId, now: Moment) -> Result<Vec<NoticeCopy>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT n.id, o.file, n.told_since IS NULL FROM dropped d JOIN dropped o \
             ON o.folder = d.folder AND o.fingerprint = d.fingerprint AND o.id <> d.id \
             JOIN notice n ON n.id = o.notice WHERE d.notice = ?1 AND n.id <> ?1 AND n.state = 'waiting' \
             AND n.until > ?2 ORDER BY n.id",
        )?;
        let rows = statement.query_map(params![id.0, now.millis()], |row| {
            let tells = if row.get(2)? { CopyTells::EverybodyAgain } else { CopyTells::NobodyTwice };
            Ok(NoticeCopy { notice: NoticeId(row.get(0)?), file: row.get(1)?, tells })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What other files of its folder and content mean for a yes to a notice; `None` where there are none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn same_content(&self, id: NoticeId, now: Moment) -> Result<Option<SameContent>, StoreError> {
        let (gone, waiting) = (self.gone_before(id)?, self.waiting_copies(id, now)?);
        if gone.is_none() && waiting.is_empty() {
            return Ok(None);
        }
        let mut statement =
            self.connection.prepare_cached("SELECT told_since IS NULL FROM notice WHERE id = ?1")?;
        let again: Option<bool> = statement.query_row([id.0], |row| row.get(0)).optional()?;
        let tells = if again == Some(true) { CopyTells::EverybodyAgain } else { CopyTells::NobodyTwice };
        Ok(Some(SameContent { tells, gone, waiting }))
    }

    fn gone_before(&self, id: NoticeId) -> Result<Option<NoticeGone>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT n.id, o.file, coalesce(n.ended_at, n.made_at) FROM dropped d JOIN dropped o \
             ON o.folder = d.folder AND o.fingerprint = d.fingerprint AND o.id <> d.id \
             JOIN notice n ON n.id = o.notice WHERE d.notice = ?1 AND n.id <> ?1 AND {HAS_TOLD} \
             ORDER BY 3 DESC, n.id DESC LIMIT 1",
        ))?;
        let found = statement.query_row([id.0], |row| {
            let at = Moment::from_millis(row.get(2)?);
            Ok(NoticeGone { notice: NoticeId(row.get(0)?), file: row.get(1)?, at })
        });
        Ok(found.optional()?)
    }
}
