//! Which alarms stand: a function of how things are now, told apart from what the store has of them. One row an
//! alarm, from the first commit after it began; while no row can be written it lives here alone.

use std::collections::BTreeMap;
use std::time::Duration;

use tracing::{error, info};

use super::clock::ClockDoubt;
use super::desk::Desk;
use super::dispatch::Dispatch;
use super::homes::REFUSALS;
use crate::moment::Moment;
use crate::store::{Alarm, AlarmCode, Store, StoreError, Turn};

/// A line that is down comes back by itself within this, or somebody is told.
const PATIENCE: Duration = Duration::from_secs(60);

/// What stands, and what of it the store has.
#[derive(Debug, Default)]
pub(super) struct Alarms {
    standing: BTreeMap<(AlarmCode, String), Moment>,
    written: BTreeMap<(AlarmCode, String), Moment>,
}

impl Alarms {
    /// With what an earlier process wrote.
    pub(super) fn read(store: &Store) -> Result<Self, StoreError> {
        let written: BTreeMap<_, _> =
            store.alarms()?.into_iter().map(|alarm| ((alarm.code, alarm.subject), alarm.since)).collect();
        Ok(Self { standing: written.clone(), written })
    }

    /// The oldest first.
    pub(super) fn list(&self) -> Vec<Alarm> {
        let mut list: Vec<Alarm> = self.standing.iter().map(alarm).collect();
        list.sort_by_key(|alarm| alarm.since);
        list
    }

    /// What stands now; what did before keeps its time.
    fn stand(&mut self, now: impl IntoIterator<Item = ((AlarmCode, String), Moment)>) {
        let before = std::mem::take(&mut self.standing);
        for (key, since) in now {
            if !before.contains_key(&key) {
                error!(alarm = %key.0, subject = %key.1, "an alarm begins: see beffroi status");
            }
            let since = before.get(&key).copied().unwrap_or(since);
            self.standing.insert(key, since);
        }
        for (code, subject) in before.keys().filter(|key| !self.standing.contains_key(*key)) {
            info!(alarm = %code, %subject, "an alarm is over");
        }
    }

    pub(super) fn wants_writing(&self) -> bool {
        self.standing.len() != self.written.len()
            || self.standing.keys().any(|key| !self.written.contains_key(key))
    }

    pub(super) fn write(&self, turn: &Turn<'_>, now: Moment) -> Result<(), StoreError> {
        for gone in self.written.iter().filter(|(key, _)| !self.standing.contains_key(*key)) {
            turn.end_alarm(&alarm(gone), now)?;
        }
        for begun in self.standing.iter().filter(|(key, _)| !self.written.contains_key(*key)) {
            turn.raise(&alarm(begun))?;
        }
        Ok(())
    }

    /// The rows stand.
    pub(super) fn are_written(&mut self) {
        self.written.clone_from(&self.standing);
    }
}

impl Dispatch {
    /// Compares how things are with what stands.
    pub(super) fn look_for_alarms(&mut self, now: Moment) {
        let whole = |code: AlarmCode, since: Moment| ((code, String::new()), since);
        let doubt = self.clock.doubt().map(|doubt| match doubt {
            ClockDoubt::Behind => AlarmCode::ClockBehind,
            ClockDoubt::Ahead => AlarmCode::ClockAhead,
        });
        let mut found = Vec::new();
        found.extend(self.restored.map(|since| whole(AlarmCode::Restored, since)));
        found.extend(self.doubtful.then(|| whole(AlarmCode::NotWritable, now)));
        found.extend(doubt.map(|code| whole(code, now)));
        for desk in &self.desks {
            let about = |code| (code, desk.name.0.clone());
            found.extend(down_for_long(desk, now).map(|since| (about(AlarmCode::LineDown), since)));
            if desk.refusals >= REFUSALS {
                found.push((about(AlarmCode::AccountRefused), now));
            }
        }
        self.alarms.stand(found);
    }

    /// When a line that is down becomes an alarm.
    pub(super) fn next_alarm(&self, now: Moment) -> Option<Moment> {
        let due = self.desks.iter().filter_map(|desk| Some(desk.down_since?.plus(PATIENCE)));
        due.filter(|due| *due > now).min()
    }
}

fn down_for_long(desk: &Desk, now: Moment) -> Option<Moment> {
    let since = desk.down_since?;
    (since.plus(PATIENCE) <= now).then_some(since)
}

fn alarm(entry: (&(AlarmCode, String), &Moment)) -> Alarm {
    let ((code, subject), since) = entry;
    Alarm { code: *code, subject: subject.clone(), since: *since }
}
