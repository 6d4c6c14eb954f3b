//! What may befall a world: kills, a store that was put back or can't be written, a clock that jumps, a modem
//! that is told to fail.

use std::time::Duration;

use beffroi::gateway::Synchronised;
use beffroi::moment::Moment;
use beffroi::sim::Instruction;
use beffroi::store::Store;

use super::line::Line;
use super::{World, dispatch};

/// How the store fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Breakage {
    /// In the midst of a transaction.
    Statement,
    /// At its COMMIT.
    Commit,
}

impl World {
    /// As by SIGKILL and a new start: only the store and the modem know what was.
    pub(crate) fn kill_and_restart(&mut self, after: Duration) {
        let now = self.base + self.now;
        for line in &mut self.lines {
            line.begin_anew(self.how, now);
        }
        self.be_away_until(self.now + after);
        self.store = Store::open(&self.path()).unwrap();
        self.dispatch = dispatch(&self.store, self.lines.len(), self.how);
        self.dispatch.clock_is(self.synchronised);
        let now = self.moment();
        // In a store that can't be written it is tried again with each commit.
        if let Err(failure) = self.dispatch.start(&mut self.store, now) {
            assert!(self.is_broken, "{failure}");
        }
    }

    /// A kill, and a start as of a store that was put back: the marker beside it has seen more of the ledger.
    pub(crate) fn restart_restored(&mut self, after: Duration) {
        let mut marker = self.dispatch.marker().clone();
        marker.ledger = marker.ledger.max(self.store.ledger().unwrap().0) + 1;
        marker.write(&self.path()).unwrap();
        self.kill_and_restart(after);
    }

    /// From now on commits that move a message fail.
    pub(crate) fn break_store(&mut self, how: Breakage) {
        self.mend_store();
        let trigger = match how {
            Breakage::Statement => {
                "CREATE TRIGGER broken BEFORE INSERT ON event BEGIN INSERT INTO nowhere VALUES (1); END"
            }
            Breakage::Commit => {
                "CREATE TABLE promise (kept TEXT REFERENCES meta (key) DEFERRABLE INITIALLY DEFERRED);
                 CREATE TRIGGER broken AFTER INSERT ON event BEGIN INSERT INTO promise VALUES ('never'); END"
            }
        };
        self.meddle(trigger);
        self.is_broken = true;
    }

    /// They do no longer.
    pub(crate) fn mend_store(&mut self) {
        self.meddle("DROP TRIGGER IF EXISTS broken; DROP TABLE IF EXISTS promise");
        self.is_broken = false;
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.is_broken
    }

    fn meddle(&self, sql: &str) {
        // Whoever writes into the store's own file is noticed.
        let sql = format!("PRAGMA wal_autocheckpoint = 0; {sql}");
        rusqlite::Connection::open(self.path()).unwrap().execute_batch(&sql).unwrap();
    }

    /// The clock on the wall is so many minutes off from now on.
    pub(crate) fn jump(&mut self, minutes: i64, synchronised: Synchronised) {
        self.wall = Moment::from_millis(self.true_wall.millis() + minutes * 60_000);
        self.synchronised = synchronised;
        self.dispatch.clock_is(synchronised);
        self.commit();
    }

    /// It is right again, and something keeps it so.
    pub(crate) fn put_clock_right(&mut self) {
        self.jump(0, Synchronised::Yes);
    }

    /// The modems go on alone.
    fn be_away_until(&mut self, until: Duration) {
        let next = |lines: &[Line]| lines.iter().filter_map(|line| line.modem.poll_timeout()).min();
        while let Some(at) = next(&self.lines).filter(|at| *at <= self.base + until) {
            for line in &mut self.lines {
                line.modem.handle_timeout(at);
                line.be_alone();
            }
        }
        (self.now, self.at_this_instant) = (until, 0);
    }

    /// Something happens to the first modem.
    pub(crate) fn instruct(&mut self, instruction: Instruction) {
        self.instruct_at(0, instruction);
    }

    /// Something happens to one modem.
    pub(crate) fn instruct_at(&mut self, line: usize, instruction: Instruction) {
        let now = self.base + self.now;
        self.lines[line].modem.instruct(instruction, now);
    }
}
