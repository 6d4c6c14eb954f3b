//! What a virtual modem has still to do, in the order of time; things due at once keep their order.

use std::collections::BTreeMap;
use std::time::Instant;

/// Things to do, each at its time.
#[derive(Debug)]
pub(super) struct Agenda<T> {
    entries: BTreeMap<(Instant, u64), T>,
    count: u64,
}

impl<T> Agenda<T> {
    pub(super) const fn new() -> Self {
        Self { entries: BTreeMap::new(), count: 0 }
    }

    pub(super) fn at(&mut self, when: Instant, what: T) {
        self.entries.insert((when, self.count), what);
        self.count += 1;
    }

    /// When the first thing is due.
    pub(super) fn next(&self) -> Option<Instant> {
        self.entries.keys().next().map(|&(when, _)| when)
    }

    /// The first thing, if its time has come.
    pub(super) fn due(&mut self, now: Instant) -> Option<T> {
        let first = self.entries.first_entry()?;
        if first.key().0 <= now { Some(first.remove()) } else { None }
    }

    /// Drops what `keep` does not want.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.entries.retain(|_, what| keep(what));
    }
}
