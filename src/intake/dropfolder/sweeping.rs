//! What lies in the folders below and is in no store: one that was put back from a backup has forgotten what
//! it took. Such files are kept as long as all others, by the time since when they lie there, and then go.

use std::io;
use std::time::{Duration, Instant};

use super::folder::Folder;
use super::keeper::Keeper;
use super::trouble::Step;
use super::{Upstream, names};
use crate::moment::Moment;
use crate::store::DropRecord;

/// Nobody waits for it, and a long archive is a long listing.
const SWEEP_EVERY: Duration = Duration::from_secs(3_600);

impl<U: Upstream> Keeper<U> {
    /// Removes what was kept long enough and nobody knows of.
    pub(super) fn sweep(&mut self, folder: &Folder, records: &[DropRecord], now: Instant, at: Moment) {
        if self.swept_at.is_some_and(|swept| now.saturating_duration_since(swept) < SWEEP_EVERY) {
            return;
        }
        self.swept_at = Some(now);
        let since = at.minus(self.settings.rules.keep);
        for below in [names::DONE, names::REFUSED] {
            let key = format!("sweep {below}");
            match remove_old(folder, below, records, since) {
                Ok(0) => self.over(&key),
                Ok(files) => {
                    self.over(&key);
                    tracing::info!(folder = %self.path().display(), files,
                        "files in {below}/ that the store does not know were kept long enough and are removed");
                }
                Err(error) => {
                    let what = "what was kept long enough can't be removed";
                    self.trouble(&key, Step::Remove, what, &error);
                }
            }
        }
    }
}

fn remove_old(folder: &Folder, below: &str, records: &[DropRecord], since: Moment) -> io::Result<usize> {
    let kept = match folder.kept(below) {
        // Where no folder of ours is, we have put nothing.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(0),
        kept => kept?,
    };
    let mut removed = 0;
    for (entry, there_since) in kept {
        let name = entry.name.as_str();
        if there_since <= since && is_ours(name) && !is_known(name, records) {
            folder.remove(Some(below), name)?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Named as we name: what may be taken keeps its name, and results have theirs. Locks, hidden files and what a
/// desktop leaves in each folder are not.
fn is_ours(name: &str) -> bool {
    names::may_be_taken(name) || names::is_result(name)
}

/// Whether it may belong to a file that the store knows: all that belongs to one begins with its name.
fn is_known(name: &str, records: &[DropRecord]) -> bool {
    let name = name.to_lowercase();
    records.iter().any(|record| name.starts_with(&record.stem.to_lowercase()))
}
