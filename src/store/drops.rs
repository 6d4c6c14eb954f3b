//! Files of drop folders: which were taken, what became of them, where they lie now. A file is known from
//! the transaction in which its notice is kept, and until its time is over: so it counts once, whenever
//! the process dies.

use std::time::Duration;

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::moves::word;
use super::notices::{NewNotice, NoticeId, NoticeState, ToldBefore, WaitCause};
use super::{Confirmation, StoreError, Turn};
use crate::moment::Moment;

/// Drafts that become messages in one transaction.
pub const ADMITTED_AT_ONCE: u32 = 500;

/// A file's number in the store; rises for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DropId(pub i64);

/// A file that was read and judged.
#[derive(Clone, Debug)]
pub struct NewDrop {
    /// The folder, by its path in the configuration.
    pub folder: String,
    /// Its name there.
    pub file: String,
    /// The name without its last extension: what results are called by.
    pub stem: String,
    /// Of its content.
    pub fingerprint: String,
    /// For `NAME.ok.csv`: `NAME.csv`, which it confirms where that one waits.
    pub confirms: Option<String>,
    /// For how long a file is kept, and its content not taken twice.
    pub keep: Duration,
    /// A notice, or why there is none, as a sentence.
    pub verdict: Result<NewNotice, String>,
}

/// Where a file belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where it was put: it waits for a person.
    Stays,
    /// With those that were taken.
    Done,
    /// With those that were not.
    Refused,
}

/// How a file stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropStanding {
    /// Its number.
    pub drop: DropId,
    /// Its notice.
    pub notice: Option<NoticeId>,
    /// Drafts that are still to become messages.
    pub left: u32,
}

impl Turn<'_> {
    /// Takes a file in: one that is known goes on where it was, one that confirms another opens that one's
    /// notice, one whose content came before waits for a person, and so does one with too many recipients.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn take_drop(&self, new: &NewDrop, at: Moment) -> Result<DropStanding, StoreError> {
        if let Some((drop, notice)) = self.known_drop(new)? {
            return self.go_on(drop, notice, at);
        }
        if let Some((drop, notice)) = self.waiting_drop(new)?
            && let Confirmation::Confirmed { .. } = self.confirm_notice(notice, at)?
        {
            let mut renamed =
                self.transaction.prepare_cached("UPDATE dropped SET file = ?2 WHERE id = ?1")?;
            renamed.execute(params![drop.0, new.file])?;
            return self.go_on(drop, Some(notice), at);
        }
        let source = format!("drop:{}", new.folder);
        let since = at.minus(new.keep);
        let (notice, problem) = match &new.verdict {
            Err(problem) => (None, Some(problem)),
            Ok(notice) => {
                let cause = self.cause_to_wait(new, notice, since)?;
                let repeated = matches!(cause, Some(WaitCause::Repeated { .. }));
                let skips = notice.told_before == ToldBefore::Skip && !repeated;
                let id = self.insert_notice(notice, &source, cause.as_ref(), skips.then_some(since), at)?;
                (Some(id), None)
            }
        };
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO dropped (folder, file, stem, fingerprint, since, notice, problem) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let drop = DropId(insert.insert(params![
            new.folder,
            new.file,
            self.free_stem(new)?,
            new.fingerprint,
            at.millis(),
            notice.map(|notice| notice.0),
            problem,
        ])?);
        self.go_on(drop, notice, at)
    }

    /// The file has left the folder.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn drop_moved(&self, drop: DropId, to: &str) -> Result<(), StoreError> {
        let mut statement =
            self.transaction.prepare_cached("UPDATE dropped SET moved_to = ?2 WHERE id = ?1")?;
        statement.execute(params![drop.0, to])?;
        Ok(())
    }

    /// Its time is over: file, names and numbers are forgotten; messages and the notice's end stay.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn forget_drop(&self, drop: DropId) -> Result<(), StoreError> {
        let mut rows = self.transaction.prepare_cached(
            "DELETE FROM notice_row WHERE notice = (SELECT notice FROM dropped WHERE id = ?1)",
        )?;
        rows.execute([drop.0])?;
        let mut file = self.transaction.prepare_cached("DELETE FROM dropped WHERE id = ?1")?;
        file.execute([drop.0])?;
        Ok(())
    }

    fn go_on(&self, drop: DropId, notice: Option<NoticeId>, at: Moment) -> Result<DropStanding, StoreError> {
        let left = match notice {
            Some(notice) => self.admit_drafts(notice, ADMITTED_AT_ONCE, at)?,
            None => 0,
        };
        Ok(DropStanding { drop, notice, left })
    }

    /// The same file, not moved away yet.
    fn known_drop(&self, new: &NewDrop) -> Result<Option<(DropId, Option<NoticeId>)>, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT id, notice FROM dropped \
             WHERE folder = ?1 AND file = ?2 AND fingerprint = ?3 AND moved_to IS NULL",
        )?;
        let found = statement.query_row(params![new.folder, new.file, new.fingerprint], |row| {
            Ok((DropId(row.get(0)?), row.get::<_, Option<i64>>(1)?.map(NoticeId)))
        });
        Ok(found.optional()?)
    }

    /// The file that waits under the name that this one confirms.
    fn waiting_drop(&self, new: &NewDrop) -> Result<Option<(DropId, NoticeId)>, StoreError> {
        let Some(confirms) = &new.confirms else { return Ok(None) };
        let mut statement = self.transaction.prepare_cached(
            "SELECT d.id, n.id FROM dropped d JOIN notice n ON n.id = d.notice \
             WHERE d.folder = ?1 AND lower(d.file) = lower(?2) AND d.fingerprint = ?3 AND n.state = 'waiting' \
             ORDER BY d.id DESC LIMIT 1",
        )?;
        let found = statement.query_row(params![new.folder, confirms, new.fingerprint], |row| {
            Ok((DropId(row.get(0)?), NoticeId(row.get(1)?)))
        });
        Ok(found.optional()?)
    }

    fn cause_to_wait(
        &self,
        new: &NewDrop,
        notice: &NewNotice,
        since: Moment,
    ) -> Result<Option<WaitCause>, StoreError> {
        let recipients = notice.recipients();
        if recipients == 0 {
            return Ok(None);
        }
        if notice.told_before == ToldBefore::Skip
            && let Some((file, at)) = self.same_content(new, since)?
        {
            return Ok(Some(WaitCause::Repeated { file, at }));
        }
        let limit = notice.confirm_above;
        Ok((limit > 0 && recipients > limit).then_some(WaitCause::Many { recipients, limit }))
    }

    /// The last file of this content in this folder that told somebody or waits to.
    fn same_content(&self, new: &NewDrop, since: Moment) -> Result<Option<(String, Moment)>, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT d.file, d.since FROM dropped d JOIN notice n ON n.id = d.notice \
             WHERE d.folder = ?1 AND d.fingerprint = ?2 AND d.since > ?3 AND n.state IN ('waiting', 'open') \
             ORDER BY d.id DESC LIMIT 1",
        )?;
        let found = statement.query_row(params![new.folder, new.fingerprint, since.millis()], |row| {
            Ok((row.get(0)?, Moment::from_millis(row.get(1)?)))
        });
        Ok(found.optional()?)
    }

    /// `liste`, or `liste (2)` where the results of another file are called so.
    fn free_stem(&self, new: &NewDrop) -> Result<String, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM dropped WHERE folder = ?1 AND lower(stem) = lower(?2))",
        )?;
        let mut stem = new.stem.clone();
        for number in 2.. {
            if !statement.query_row(params![new.folder, stem], |row| row.get::<_, bool>(0))? {
                break;
            }
            stem = format!("{} ({number})", new.stem);
        }
        Ok(stem)
    }
}

/// Where the file of a notice in this state belongs, whether it has messages or none.
pub(super) fn place(state: &str, messages: bool) -> Result<Place, StoreError> {
    Ok(match word(state)? {
        NoticeState::Waiting => Place::Stays,
        NoticeState::Open if messages => Place::Done,
        NoticeState::Open | NoticeState::Cancelled | NoticeState::Expired => Place::Refused,
    })
}
