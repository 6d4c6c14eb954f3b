//! Files of one drop folder that say the same: which of them wait still once a yes was said to another, and
//! whether one was since this one came. Read only.

use rusqlite::params;
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
}
