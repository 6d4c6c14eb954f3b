//! What lies in the folders below and is in no store: one that was put back from a backup has forgotten what
//! it took. Such files are kept as long as all others, by the time since when they lie there, and then go.

use std::collections::HashSet;
use std::io;
use std::time::{Duration, Instant};

use super::folder::Folder;
use super::keeper::Keeper;
use super::moving::MOST_NAMES;
use super::trouble::Step;
use super::{Upstream, names};
use crate::moment::Moment;
use crate::store::DropRecord;
use crate::wording::Language;

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
    let (known, mut removed) = (known(records), 0);
    for (entry, there_since) in kept {
        let name = entry.name.as_str();
        let path = format!("{below}/{name}").to_lowercase();
        if there_since <= since && is_ours(name) && !known.contains(&path) {
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

/// All that may belong to files that the store knows, in small letters. Not all that begins with their names: where
/// a list of one name comes daily, some `liste` is always known, and no forgotten `liste-3.csv` would ever go.
fn known(records: &[DropRecord]) -> HashSet<String> {
    let mut known = HashSet::new();
    for record in records {
        known.extend(record.moved_to.clone());
        let mut names: Vec<String> = [Language::French, Language::English]
            .into_iter()
            .flat_map(|language| names::results(&record.stem, language))
            .collect();
        if let Some(twin) = &record.twin {
            let extension = names::parts(twin).1;
            names.extend((0..MOST_NAMES).map(|number| names::kept_twin(&record.stem, &extension, number)));
        }
        // It may have been moved, and not yet be said to be.
        if record.moved_to.is_none() {
            let extension = names::parts(&record.file).1;
            names.extend((0..MOST_NAMES).map(|number| names::kept(&record.stem, &extension, number)));
        }
        for below in [names::DONE, names::REFUSED] {
            known.extend(names.iter().map(|name| format!("{below}/{name}")));
        }
    }
    known.into_iter().map(|path| path.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{DropId, Place};

    #[test]
    fn only_what_belongs_to_a_file_of_the_store_is_known() {
        let record = |stem: &str, twin: Option<&str>, moved_to: Option<&str>| DropRecord {
            id: DropId(1),
            file: "Liste.ok.csv".to_owned(),
            stem: stem.to_owned(),
            shown: stem.to_owned(),
            twin: twin.map(str::to_owned),
            replaces: None,
            remark: None,
            fingerprint: "x".to_owned(),
            since: Moment::from_millis(0),
            notice: None,
            problem: None,
            moved_to: moved_to.map(str::to_owned),
            place: Place::Done,
            rows: 1,
            left: 0,
        };
        let records = [
            record("Liste", Some("Liste.csv"), Some("fait/Liste-1.csv")),
            record("concert", None, None),
            record("nulle part", None, Some("")),
        ];
        let known = known(&records);
        let rows = [
            ("fait/liste-1.csv", true),
            ("refuse/liste-1.csv", false),
            ("fait/liste.csv", false),
            ("fait/liste-2.csv", false),
            ("fait/liste 2.csv", false),
            ("fait/liste.resultat.txt", true),
            ("refuse/liste.result.csv", true),
            ("fait/liste-1.resultat.csv", false),
            ("fait/liste.ok-2.csv", true),
            ("fait/liste.ok-20.csv", false),
            ("fait/concert.csv", true),
            ("refuse/concert-19.csv", true),
            ("fait/concert.ok.csv", false),
            ("fait/nulle part.csv", false),
        ];
        for (path, want) in rows {
            assert_eq!(known.contains(path), want, "{path}");
        }
    }
}
