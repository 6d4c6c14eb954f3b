//! The results beside the files: what the store says of each, written where it is news.

use std::time::{Duration, Instant};

use super::Upstream;
use super::folder::Folder;
use super::keeper::Keeper;
use super::moving::is_over;
use super::names;
use super::plan::folder_key;
use super::spot::{Spot, newer, older};
use super::telling::{Outcome, Reader as Teller};
use super::trouble::Step;
use crate::moment::Moment;
use crate::store::{DropRecord, NoticeState, Reader, StoreError};

/// Results are written at most so often, and so much more seldom for each thousand of their rows.
pub(super) const TELL_EVERY: Duration = Duration::from_secs(3);
const TELL_A_THOUSAND: Duration = Duration::from_secs(1);

impl<U: Upstream> Keeper<U> {
    /// Writes what is news in the results of every file, at most every few seconds.
    pub(super) fn tell(
        &mut self,
        folder: &Folder,
        store: &Reader,
        now: Instant,
        at: Moment,
    ) -> Result<(), StoreError> {
        let due = self.told_at.is_none_or(|told| now.saturating_duration_since(told) >= self.tell_every);
        if !self.moved || !due {
            return Ok(());
        }
        let records = store.drops(&folder_key(&self.settings.rules))?;
        self.told.retain(|drop, _| records.iter().any(|record| record.id == *drop));
        let rows: u32 = records.iter().map(|record| record.rows / 1_000).sum();
        self.tell_every = TELL_EVERY + TELL_A_THOUSAND * rows;
        let mut all = true;
        let keep = self.settings.rules.keep;
        for record in records.iter().filter(|record| !is_over(record, keep, at)) {
            all &= self.write(folder, record, &records, store);
        }
        self.told_at = Some(now);
        self.moved = !all;
        Ok(())
    }

    /// Whether the results of a file stand as they should.
    pub(super) fn write(
        &mut self,
        folder: &Folder,
        record: &DropRecord,
        records: &[DropRecord],
        store: &Reader,
    ) -> bool {
        let spot = Spot::of(record, records);
        let texts = match self.results(record, records, store) {
            Ok(texts) => texts,
            Err(error) => {
                self.unreadable(&error);
                return false;
            }
        };
        let told = self.told.get(&record.id).filter(|(stood, _)| *stood == spot);
        let known = told.map(|(_, known)| known.clone()).unwrap_or_default();
        let files = names::results(&spot.stem, self.settings.language);
        let key = format!("write {}", record.id.0);
        for ((name, text), known) in files.iter().zip(&texts).zip(&known) {
            if text == known {
                continue;
            }
            if let Err(error) = folder.write(spot.below, name, text.as_bytes()) {
                let what = "no result can be written; what was taken goes on";
                self.trouble(&key, Step::Tell, what, &error);
                return false;
            }
        }
        self.mended(&key, "results can be written again");
        self.told.insert(record.id, (spot, texts));
        true
    }

    fn results(
        &self,
        record: &DropRecord,
        records: &[DropRecord],
        store: &Reader,
    ) -> Result<[String; 2], StoreError> {
        // Expiry is the store's to say, by a step of its own: no clock here.
        let notice = match record.notice {
            Some(notice) => store.notice(notice, Moment::from_millis(i64::MIN))?,
            None => None,
        };
        let waits = notice.as_ref().filter(|notice| notice.state == NoticeState::Waiting);
        let same = waits.map(|notice| store.same_content(notice.id, Moment::from_millis(i64::MIN)));
        let rows = match record.notice {
            Some(notice) => store.notice_rows(notice)?,
            None => Vec::new(),
        };
        let spot = |record: &DropRecord| (record.since, Spot::of(record, records));
        let outcome = Outcome {
            record,
            notice: notice.as_ref(),
            rows: &rows,
            same: same.transpose()?.flatten(),
            until: record.since.plus(self.settings.rules.keep),
            spot: Spot::of(record, records),
            newer: newer(record, records).map(|newer| Spot::of(newer, records)),
            older: older(record, records).map(spot),
        };
        let teller = Teller {
            language: self.settings.language,
            zone: &self.settings.zone,
            rules: &self.settings.rules,
            configuration: &self.settings.configuration,
        };
        Ok([teller.table(&outcome), teller.page(&outcome)])
    }
}
