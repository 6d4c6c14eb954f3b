//! What can't be done with one public file just now, for whoever asks how the daemon stands. The keeper says
//! it, anybody may read it; it is gone when it works again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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

/// How a file stands. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub struct Health {
    path: PathBuf,
    hitches: Arc<Mutex<BTreeMap<Step, Hitch>>>,
}

impl Health {
    pub(super) fn of(path: &Path) -> Self {
        Self { path: path.to_owned(), hitches: Arc::default() }
    }

    /// Its path in the configuration.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What can't be done, the worst first.
    pub fn hitches(&self) -> Vec<Hitch> {
        self.all().values().cloned().collect()
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
mod tests {
    use super::*;

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
