//! What can't be done with one public file just now, for whoever asks how the daemon stands. The keeper says
//! it, anybody may read it; it is gone when it works again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::trouble::Trouble;
use crate::moment::Moment;

/// What is to be done with a file; the first is the worst to miss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Its rows are read.
    Read,
    /// States are written behind them.
    Write,
    /// Programs fill it.
    Fill,
}

/// One of them that can't be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hitch {
    /// Which.
    pub step: Step,
    /// Why.
    pub trouble: Trouble,
    /// Since when, for this reason.
    pub since: Moment,
}

/// How long it is said that a file was set aside, unless somebody has moved it away.
const REMEMBERED: Duration = Duration::from_hours(72);

/// Files that are remembered at most.
const MOST_ASIDE: usize = 10;

/// A file that was set aside, and another stands in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// Where it is kept.
    pub path: String,
    /// Why, in a word: `damaged`, `foreign`, `emptied`, `deleted`, `replaced`.
    pub cause: String,
    /// Rows of it that were taken in then; `None`: it could not be read to its end.
    pub rows: Option<u64>,
    /// When.
    pub since: Moment,
}

/// What was done to a file so that nothing of it could be set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mishap {
    /// It had no octets left.
    Emptied,
    /// Another outbox was written over it.
    OverwrittenByAnother,
    /// It says less than was written into it: an older copy of it stands there.
    Older,
}

/// One of them, and when it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Befallen {
    /// What.
    pub what: Mishap,
    /// When it was found last.
    pub since: Moment,
}

/// How a file stands. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub struct Health {
    path: PathBuf,
    befallen: Arc<Mutex<Vec<Befallen>>>,
    hitches: Arc<Mutex<BTreeMap<Step, Hitch>>>,
    aside: Arc<Mutex<Vec<Aside>>>,
}

impl Health {
    pub(super) fn of(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            befallen: Arc::default(),
            hitches: Arc::default(),
            aside: Arc::default(),
        }
    }

    /// Its path in the configuration.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What can't be done, the worst first.
    pub fn hitches(&self) -> Vec<Hitch> {
        self.all().values().cloned().collect()
    }

    /// What was set aside of late and lies there still: whoever has looked at it moves it away.
    pub fn aside(&self, now: Moment) -> Vec<Aside> {
        let mut all = self.aside.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|aside| now.since(aside.since) < REMEMBERED && Path::new(&aside.path).exists());
        all.clone()
    }

    /// What befell it of late, each once.
    pub fn befallen(&self, now: Moment) -> Vec<Befallen> {
        let mut all = self.befallen.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|befallen| now.since(befallen.since) < REMEMBERED);
        all.clone()
    }

    pub(super) fn befell(&self, what: Mishap, now: Moment) {
        let mut all = self.befallen.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|befallen| befallen.what != what);
        all.push(Befallen { what, since: now });
    }

    pub(super) fn set_aside(&self, path: &Path, cause: &str, rows: Option<usize>, now: Moment) {
        let mut all = self.aside.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = rows.map(|rows| u64::try_from(rows).unwrap_or(u64::MAX));
        let (path, cause) = (path.display().to_string(), cause.to_owned());
        all.push(Aside { path, cause, rows, since: now });
        if all.len() > MOST_ASIDE {
            all.remove(0);
        }
    }

    /// What stands already keeps its time.
    pub(super) fn begin(&self, step: Step, trouble: &Trouble, now: Moment) {
        let mut all = self.all();
        if all.get(&step).is_none_or(|hitch| hitch.trouble != *trouble) {
            all.insert(step, Hitch { step, trouble: trouble.clone(), since: now });
        }
    }

    pub(super) fn end(&self, step: Step) {
        self.all().remove(&step);
    }

    /// Whoever died while it looked has changed nothing.
    fn all(&self) -> MutexGuard<'_, BTreeMap<Step, Hitch>> {
        self.hitches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_aside_is_told_until_it_is_moved_away_or_three_days_have_passed() {
        let folder = tempfile::tempdir().unwrap();
        let kept = ["one", "two"].map(|name| folder.path().join(name));
        let health = Health::of(Path::new("/srv/outbox.db"));
        let at = Moment::from_millis;
        for (file, since) in kept.iter().zip([0, 3_600_000]) {
            std::fs::write(file, "").unwrap();
            health.set_aside(file, "damaged", Some(3), at(since));
        }
        let told = |now| health.aside(at(now)).into_iter().map(|aside| aside.since).collect::<Vec<_>>();
        assert_eq!(told(7_200_000), [at(0), at(3_600_000)]);
        assert_eq!(told(72 * 3_600_000), [at(3_600_000)]);
        std::fs::remove_file(&kept[1]).unwrap();
        assert!(told(72 * 3_600_000).is_empty());
    }

    #[test]
    fn what_befell_a_file_is_told_once_and_for_three_days() {
        let health = Health::of(Path::new("/srv/outbox.db"));
        let at = Moment::from_millis;
        let befallen = |what, since| Befallen { what, since: at(since) };
        for (what, since) in [(Mishap::Older, 0), (Mishap::Emptied, 1), (Mishap::Older, 3_600_000)] {
            health.clone().befell(what, at(since));
        }
        let told = health.befallen(at(7_200_000));
        assert_eq!(told, [befallen(Mishap::Emptied, 1), befallen(Mishap::Older, 3_600_000)]);
        assert_eq!(health.befallen(at(72 * 3_600_000 + 1)), [befallen(Mishap::Older, 3_600_000)]);
    }

    #[test]
    fn what_stands_keeps_its_time_and_what_is_over_is_gone() {
        let health = Health::of(Path::new("/srv/outbox.db"));
        let at = Moment::from_millis;
        let hitch =
            |step, trouble: &Trouble, since| Hitch { step, trouble: trouble.clone(), since: at(since) };
        let other = health.clone();
        other.begin(Step::Write, &Trouble::Full, at(1));
        other.begin(Step::Write, &Trouble::Full, at(2));
        other.begin(Step::Read, &Trouble::Busy, at(3));
        let want = [hitch(Step::Read, &Trouble::Busy, 3), hitch(Step::Write, &Trouble::Full, 1)];
        assert_eq!(health.hitches(), want);
        other.begin(Step::Write, &Trouble::ReadOnly, at(4));
        other.end(Step::Read);
        assert_eq!(health.hitches(), [hitch(Step::Write, &Trouble::ReadOnly, 4)]);
    }
}
