//! Files of drop folders: which were taken, what became of them, where they lie now. A file is known from
//! the transaction in which its notice is kept, and until its time is over: so it counts once, whenever
//! the process dies.

use std::collections::BTreeSet;
use std::time::Duration;

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::copies::HAS_TOLD;
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
    /// For `NAME.ok.csv`: `NAME.csv`, which it confirms where that one waits; the nearest name first, since
    /// `NAME.ok.ok.csv` may mean `NAME.ok.csv` as well as `NAME.csv`.
    pub confirms: Vec<String>,
    /// That one, where it lies there still.
    pub twin: Option<String>,
    /// The same content, kept in the folder's archive and unknown to the store.
    pub unremembered: Vec<KeptFile>,
    /// What people should know of how it was read: a sentence.
    pub remark: Option<String>,
    /// For how long a file is kept, and its content not taken twice.
    pub keep: Duration,
    /// A notice, or why there is none, as a sentence.
    pub verdict: Result<NewNotice, String>,
}

/// A file that is kept from an earlier time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Where.
    pub place: Place,
    /// Its name there, without the last extension.
    pub stem: String,
    /// Its name there.
    pub file: String,
    /// Since when.
    pub at: Moment,
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
                self.transaction.prepare_cached("UPDATE dropped SET file = ?2, twin = ?3 WHERE id = ?1")?;
            renamed.execute(params![drop.0, new.file, new.twin])?;
            return self.go_on(drop, Some(notice), at);
        }
        let called = self.called(new)?;
        let replaces = self.replace_waiting(new, &called, at)?;
        let (notice, problem) = match &new.verdict {
            Err(problem) => (None, Some(problem)),
            Ok(notice) => (Some(self.keep_notice(new, notice, at)?), None),
        };
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO dropped (folder, file, stem, fingerprint, since, notice, problem, called, shown, \
             replaces, remark) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?;
        let drop = DropId(insert.insert(params![
            new.folder,
            new.file,
            self.free_stem(new)?,
            new.fingerprint,
            at.millis(),
            notice.map(|notice| notice.0),
            problem,
            called,
            self.shown(new, &called)?,
            replaces.map(|notice| notice.0),
            new.remark,
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

    /// Its notice, which waits where there is a cause.
    fn keep_notice(&self, new: &NewDrop, notice: &NewNotice, at: Moment) -> Result<NoticeId, StoreError> {
        let since = at.minus(new.keep);
        let cause = self.cause_to_wait(new, notice, since)?;
        // Whoever confirms what came before wants everybody to be told once more.
        let repeated = matches!(cause, Some(WaitCause::Repeated { .. } | WaitCause::Unremembered { .. }));
        let skips = notice.told_before == ToldBefore::Skip && !repeated;
        self.insert_notice(notice, &source(&new.folder), cause.as_ref(), skips.then_some(since), at)
    }

    /// The name that people know the file by: `liste.csv`, also where `liste.ok.csv` came with other words
    /// than the `liste.csv` that waits.
    fn called(&self, new: &NewDrop) -> Result<String, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT d.called FROM dropped d JOIN notice n ON n.id = d.notice \
             WHERE d.folder = ?1 AND n.state = 'waiting' AND d.moved_to IS NULL \
             AND lower(?2) IN (lower(d.file), lower(d.called)) ORDER BY d.id DESC LIMIT 1",
        )?;
        for name in new.confirms.iter().chain([&new.file]) {
            let found = statement.query_row(params![new.folder, name], |row| row.get(0)).optional()?;
            if let Some(found) = found {
                return Ok(found);
            }
        }
        Ok(new.file.clone())
    }

    /// What waits under this name was another file: nobody shall say yes to what is no longer there. Gives
    /// the last that did.
    fn replace_waiting(
        &self,
        new: &NewDrop,
        called: &str,
        at: Moment,
    ) -> Result<Option<NoticeId>, StoreError> {
        let mut select = self.transaction.prepare_cached(
            "SELECT n.id FROM dropped d JOIN notice n ON n.id = d.notice \
             WHERE d.folder = ?1 AND lower(d.called) = lower(?2) AND n.state = 'waiting' ORDER BY n.id",
        )?;
        let rows = select.query_map(params![new.folder, called], |row| Ok(NoticeId(row.get(0)?)))?;
        let waiting: Vec<NoticeId> = rows.collect::<Result<_, _>>()?;
        for notice in &waiting {
            self.end_notice(*notice, NoticeState::Replaced, at)?;
        }
        Ok(waiting.last().copied())
    }

    /// The same file, or the copy that lay beside it, not moved away yet.
    fn known_drop(&self, new: &NewDrop) -> Result<Option<(DropId, Option<NoticeId>)>, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT id, notice FROM dropped \
             WHERE folder = ?1 AND ?2 IN (file, twin) AND fingerprint = ?3 AND moved_to IS NULL",
        )?;
        let found = statement.query_row(params![new.folder, new.file, new.fingerprint], |row| {
            Ok((DropId(row.get(0)?), row.get::<_, Option<i64>>(1)?.map(NoticeId)))
        });
        Ok(found.optional()?)
    }

    /// The file that waits under the name that this one confirms.
    fn waiting_drop(&self, new: &NewDrop) -> Result<Option<(DropId, NoticeId)>, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT d.id, n.id FROM dropped d JOIN notice n ON n.id = d.notice \
             WHERE d.folder = ?1 AND lower(d.file) = lower(?2) AND d.fingerprint = ?3 AND n.state = 'waiting' \
             ORDER BY d.id DESC LIMIT 1",
        )?;
        for name in &new.confirms {
            let found = statement.query_row(params![new.folder, name, new.fingerprint], |row| {
                Ok((DropId(row.get(0)?), NoticeId(row.get(1)?)))
            });
            if let Some(found) = found.optional()? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn cause_to_wait(
        &self,
        new: &NewDrop,
        notice: &NewNotice,
        since: Moment,
    ) -> Result<Option<WaitCause>, StoreError> {
        if notice.messages().next().is_none() {
            return Ok(None);
        }
        if notice.told_before == ToldBefore::Skip {
            if let Some(cause) = self.same_content(new, since)? {
                return Ok(Some(cause));
            }
            let kept = new.unremembered.iter().filter(|kept| kept.place == Place::Done);
            if let Some(kept) = kept.max_by_key(|kept| kept.at) {
                let (file, at) = (kept.file.clone(), kept.at);
                return Ok(Some(WaitCause::Unremembered { file, at }));
            }
        }
        let limit = notice.confirm_above;
        let recipients = self.untold_numbers(new, notice, since)?;
        Ok((limit > 0 && recipients > limit).then_some(WaitCause::Many { recipients, limit }))
    }

    /// Numbers that would get a message now: not those that the folder has told the same already.
    fn untold_numbers(&self, new: &NewDrop, notice: &NewNotice, since: Moment) -> Result<u32, StoreError> {
        let source = source(&new.folder);
        let mut numbers = BTreeSet::new();
        for message in notice.messages() {
            let told = match notice.told_before {
                ToldBefore::Skip => self.told_since(&source, &message.fingerprint, since)?,
                ToldBefore::Again => None,
            };
            if told.is_none() {
                numbers.insert(message.recipient.e164());
            }
        }
        Ok(u32::try_from(numbers.len()).unwrap_or(u32::MAX))
    }

    /// The last file of this content in this folder that has told somebody, or will, or waits to.
    fn same_content(&self, new: &NewDrop, since: Moment) -> Result<Option<WaitCause>, StoreError> {
        let mut statement = self.transaction.prepare_cached(&format!(
            "SELECT d.file, d.since, n.state FROM dropped d JOIN notice n ON n.id = d.notice \
             WHERE d.folder = ?1 AND d.fingerprint = ?2 AND d.since > ?3 \
             AND (n.state = 'waiting' OR {HAS_TOLD}) ORDER BY n.state = 'open' DESC, d.id DESC LIMIT 1",
        ))?;
        let found = statement.query_row(params![new.folder, new.fingerprint, since.millis()], |row| {
            Ok((row.get(0)?, Moment::from_millis(row.get(1)?), row.get::<_, String>(2)?))
        });
        let Some((file, at, state)) = found.optional()? else { return Ok(None) };
        Ok(Some(match word(&state)? {
            NoticeState::Waiting => WaitCause::AlsoWaiting { file, at },
            _ => WaitCause::Repeated { file, at },
        }))
    }

    /// `liste`, or `liste (2)` where another file is kept by that name.
    fn free_stem(&self, new: &NewDrop) -> Result<String, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM dropped WHERE folder = ?1 AND lower(stem) = lower(?2))",
        )?;
        free(&new.stem, |stem| {
            let lower = stem.to_lowercase();
            let kept = new.unremembered.iter().any(|kept| kept.stem.to_lowercase() == lower);
            Ok(kept || statement.query_row(params![new.folder, stem], |row| row.get(0))?)
        })
    }

    /// What the results are called by that stand in the folder: one name for all files of a name.
    fn shown(&self, new: &NewDrop, called: &str) -> Result<String, StoreError> {
        let mut known = self.transaction.prepare_cached(
            "SELECT shown FROM dropped WHERE folder = ?1 AND lower(called) = lower(?2) ORDER BY id LIMIT 1",
        )?;
        if let Some(shown) = known.query_row(params![new.folder, called], |row| row.get(0)).optional()? {
            return Ok(shown);
        }
        let mut statement = self.transaction.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM dropped WHERE folder = ?1 AND lower(shown) = lower(?2))",
        )?;
        free(&new.stem, |stem| Ok(statement.query_row(params![new.folder, stem], |row| row.get(0))?))
    }
}

/// What the messages of a folder's files are known to come from.
fn source(folder: &str) -> String {
    format!("drop:{folder}")
}

/// The name, or the first of `name (2)`, `name (3)` and so on that is not taken.
fn free(name: &str, mut taken: impl FnMut(&str) -> Result<bool, StoreError>) -> Result<String, StoreError> {
    let mut free = name.to_owned();
    for number in 2.. {
        if !taken(&free)? {
            break;
        }
        free = format!("{name} ({number})");
    }
    Ok(free)
}

/// Where the file of a notice in this state belongs, whether it has messages or none.
pub(super) fn place(state: &str, messages: bool) -> Result<Place, StoreError> {
    Ok(match word(state)? {
        NoticeState::Waiting => Place::Stays,
        NoticeState::Open if messages => Place::Done,
        NoticeState::Open | NoticeState::Cancelled | NoticeState::Expired | NoticeState::Replaced => {
            Place::Refused
        }
    })
}
