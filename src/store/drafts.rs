//! Drafts: rows of an open notice that are no messages yet. Each becomes one in the transaction that takes
//! the draft away, unless the same source has told the same person the same a short while ago.

use std::sync::LazyLock;

use rusqlite::{OptionalExtension, params};

use super::notices::NoticeId;
use super::{NewMessage, Origin, StoreError, Turn};
use crate::message::{Gate, MessageId, Reason};
use crate::moment::Moment;

/// What the drafts of an open notice need.
struct Opened {
    source: String,
    /// Who was told the same since then is not told again.
    told_since: Option<Moment>,
    before_restore: bool,
}

/// The message by which a source has said the same to the same person since a moment, unless it is known not to have
/// arrived: a query whose three values are what is given, parameters or columns.
fn told(source: &str, fingerprint: &str, since: &str) -> String {
    format!(
        "SELECT t.id FROM source s JOIN message t ON t.id = s.message WHERE s.outbox = {source} \
         AND s.uid >= {fingerprint} || ':' AND s.uid < {fingerprint} || ';' AND t.created_at > {since} \
         AND t.state NOT IN ('refused', 'undelivered', 'failed', 'expired', 'cancelled') ORDER BY t.id DESC LIMIT 1"
    )
}

/// The message that a draft (row `r` of notice `n`) would repeat, as [`Turn::admit_drafts`] will find it. None where
/// nobody is left out.
pub(super) static TOLD: LazyLock<String> =
    LazyLock::new(|| told("n.source", "json_extract(r.draft, '$.fingerprint')", "n.told_since"));

/// The same, of three parameters.
static TOLD_SINCE: LazyLock<String> = LazyLock::new(|| told("?1", "?2", "?3"));

impl Turn<'_> {
    /// Takes drafts of an open notice in as messages, at most `at_most`; gives how many are left.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn admit_drafts(&self, notice: NoticeId, at_most: u32, at: Moment) -> Result<u32, StoreError> {
        let Some(Opened { source, told_since, before_restore }) = self.open_notice(notice)? else {
            return Ok(0);
        };
        let mut select = self.transaction.prepare_cached(
            "SELECT number, draft FROM notice_row WHERE notice = ?1 AND draft IS NOT NULL ORDER BY number LIMIT ?2",
        )?;
        let rows = select.query_map(params![notice.0, at_most], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        let rows: Vec<(i64, String)> = rows.collect::<Result<_, _>>()?;
        let mut update = self.transaction.prepare_cached(
            "UPDATE notice_row SET draft = NULL, message = ?3, already = ?4 WHERE notice = ?1 AND number = ?2",
        )?;
        for (number, draft) in rows {
            let mut new: NewMessage =
                serde_json::from_str(&draft).map_err(|_| StoreError::Nonsense { what: "a draft" })?;
            let told = match told_since {
                Some(since) => self.told_since(&source, &new.fingerprint, since)?,
                None => None,
            };
            let message = match told {
                Some(before) => before,
                None => {
                    let uid = format!("{}:{notice}:{number}", new.fingerprint);
                    new.origin = Some(Origin { outbox: source.clone(), uid });
                    if before_restore {
                        // An earlier life of this store may have sent it: a person decides.
                        (new.gate, new.reason) = (Gate::Held, Reason::StoreRestored);
                    }
                    self.admit(&new, at)?.message
                }
            };
            update.execute(params![notice.0, number, message.0, i64::from(told.is_some())])?;
        }
        let mut left = self
            .transaction
            .prepare_cached("SELECT count(*) FROM notice_row WHERE notice = ?1 AND draft IS NOT NULL")?;
        Ok(left.query_row([notice.0], |row| row.get(0))?)
    }

    fn open_notice(&self, notice: NoticeId) -> Result<Option<Opened>, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT source, told_since, made_at <= coalesce((SELECT CAST(value AS INTEGER) FROM meta \
             WHERE key = 'restored'), 0) FROM notice WHERE id = ?1 AND state = 'open'",
        )?;
        let found = statement.query_row([notice.0], |row| {
            Ok(Opened {
                source: row.get(0)?,
                told_since: row.get::<_, Option<i64>>(1)?.map(Moment::from_millis),
                before_restore: row.get(2)?,
            })
        });
        Ok(found.optional()?)
    }

    /// The message by which the same source has said the same to the same person since then, unless
    /// that one is known not to have arrived.
    pub(super) fn told_since(
        &self,
        source: &str,
        fingerprint: &str,
        since: Moment,
    ) -> Result<Option<MessageId>, StoreError> {
        let mut statement = self.transaction.prepare_cached(&TOLD_SINCE)?;
        let told = statement
            .query_row(params![source, fingerprint, since.millis()], |row| Ok(MessageId(row.get(0)?)));
        Ok(told.optional()?)
    }
}
