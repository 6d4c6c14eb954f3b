//! The test bed: the real dispatcher, store and drivers against virtual modems, in virtual time. A
//! clock that jumps to the next deadline; a day takes seconds; every run has a seed.

mod accidents;
mod account;
mod line;
mod office;

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use beffroi::gateway::{Dispatch, Synchronised};
use beffroi::line::{LineName, Order};
use beffroi::modem::Reports;
use beffroi::moment::Moment;
use beffroi::sim::{self, Personality};
use beffroi::store::Store;

pub(crate) use self::accidents::Breakage;
use self::line::{How, Line};
pub(crate) use self::office::message;

/// Longer than any scenario takes to settle.
const PATIENCE: usize = 2_000_000;

/// A modem like others, with another SIM: the second line's.
static OTHER_SIM: LazyLock<&'static Personality> = LazyLock::new(|| {
    Box::leak(Box::new(Personality::named("generic").unwrap().with_iccid("8933010000000000028")))
});

/// More than can happen at one instant.
const MOST_AT_ONCE: usize = 20_000;

/// A store in which nothing has happened, so that each world has its own without making it.
static TEMPLATE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir_in(memory()).unwrap();
    let path = folder.path().join("beffroi.db");
    drop(Store::open(&path).unwrap());
    fs::read(path).unwrap()
});

/// Whether what the last octet made the line say reaches the gateway before the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LastWords {
    Committed,
    Lost,
}

/// Everything, at one virtual instant.
pub(crate) struct World {
    folder: tempfile::TempDir,
    store: Store,
    dispatch: Dispatch,
    lines: Vec<Line>,
    base: Instant,
    wall: Moment,
    /// Where the clock on the wall stands when nobody has moved it.
    true_wall: Moment,
    synchronised: Synchronised,
    now: Duration,
    works: u64,
    how: How,
    is_broken: bool,
    last_words: LastWords,
    /// Steps since time went on.
    at_this_instant: usize,
    /// Events that the gateway heard since the world began.
    pub(crate) heard: usize,
}

impl World {
    /// One line, a modem with these settings, the daemon running.
    pub(crate) fn new(settings: sim::Settings, result_timeout: Duration) -> Self {
        Self::of_lines(vec![settings], result_timeout)
    }

    /// The same, with reports to come in this way.
    pub(crate) fn with_reports(settings: sim::Settings, result_timeout: Duration, reports: Reports) -> Self {
        Self::of(vec![settings], result_timeout, reports)
    }

    /// A line for each modem.
    pub(crate) fn of_lines(modems: Vec<sim::Settings>, result_timeout: Duration) -> Self {
        let sims = std::iter::once(None).chain(std::iter::repeat(Some(*OTHER_SIM)));
        let modems = modems.into_iter().zip(sims).map(|(settings, sim)| sim::Settings {
            personality: sim.unwrap_or(settings.personality),
            ..settings
        });
        Self::of(modems.collect(), result_timeout, Reports::Auto)
    }

    fn of(modems: Vec<sim::Settings>, result_timeout: Duration, reports: Reports) -> Self {
        let folder = tempfile::Builder::new().prefix("world").tempdir_in(memory()).unwrap();
        let path = folder.path().join("beffroi.db");
        fs::write(&path, TEMPLATE.as_slice()).unwrap();
        let store = Store::open(&path).unwrap();
        let base = Instant::now();
        let wall = Moment::from_millis(1_795_000_000_000);
        let system: SystemTime = UNIX_EPOCH + Duration::from_millis(wall.millis().unsigned_abs());
        let how = How { result_timeout, reports };
        let lines: Vec<Line> =
            modems.into_iter().map(|settings| Line::new(settings, how, base, system)).collect();
        let dispatch = dispatch(&store, lines.len(), how);
        let mut world = Self {
            folder,
            store,
            dispatch,
            lines,
            base,
            wall,
            true_wall: wall,
            synchronised: Synchronised::Yes,
            now: Duration::ZERO,
            works: 0,
            how,
            is_broken: false,
            last_words: LastWords::Committed,
            at_this_instant: 0,
            heard: 0,
        };
        let now = world.moment();
        world.dispatch.start(&mut world.store, now).unwrap();
        world
    }

    /// Goes on until so many events were heard since the world began, or nothing more happens.
    pub(crate) fn run_until_heard(&mut self, heard: usize) {
        for _ in 0..PATIENCE {
            if self.heard >= heard || !self.step(None) {
                return;
            }
        }
        panic!("the world never comes to rest");
    }

    /// The same, for so long at most.
    pub(crate) fn run_until_heard_within(&mut self, heard: usize, patience: Duration) {
        let until = self.now + patience;
        while self.heard < heard && self.step(Some(until)) {}
    }

    /// Octets that have gone over the first line's port so far.
    pub(crate) fn octets(&self) -> usize {
        self.lines[0].octets
    }

    /// Goes on until the so-manieth octet has gone over the first line's port, which is the last; for so
    /// long at most.
    pub(crate) fn run_until_octet(&mut self, octet: usize, last_words: LastWords, at_most: Duration) {
        self.lines[0].most_octets = octet;
        self.last_words = last_words;
        self.run_for(at_most);
    }

    /// Goes on for so long.
    pub(crate) fn run_for(&mut self, duration: Duration) {
        let until = self.now + duration;
        for _ in 0..PATIENCE {
            if !self.step(Some(until)) {
                self.advance_to(until);
                return;
            }
        }
        panic!("the world never comes to rest");
    }

    /// One thing happens; false: nothing will before `until`.
    fn step(&mut self, until: Option<Duration>) -> bool {
        self.at_this_instant += 1;
        assert!(
            self.at_this_instant < MOST_AT_ONCE,
            "something is due again and again, and time stands still"
        );
        if self.lines.iter().any(Line::is_cut) {
            return false;
        }
        if self.carry() {
            return true;
        }
        let Some(next) = self.next_deadline() else { return false };
        if until.is_some_and(|until| next > until) {
            return false;
        }
        self.advance_to(next);
        let now = self.base + self.now;
        for line in &mut self.lines {
            if line.modem.poll_timeout().is_some_and(|at| at <= now) {
                line.modem.handle_timeout(now);
            }
            if line.driver.poll_timeout().is_some_and(|at| at <= now) {
                line.driver.handle_timeout(now);
            }
        }
        if self.dispatch.poll_timeout().is_some_and(|at| at <= self.moment()) {
            self.commit();
        }
        true
    }

    /// Carries what waits between gateway, drivers and modems; false where nothing did.
    fn carry(&mut self) -> bool {
        let (now, moment) = (self.base + self.now, self.moment());
        let mut moved = false;
        while let Some((index, order)) = self.dispatch.poll_order() {
            // As the shell does: what the modem has said is heard before the first PDU octet.
            if matches!(order, Order::Proceed { .. }) {
                self.lines[index].listen(now);
            }
            self.lines[index].driver.handle_order(order, now);
            moved = true;
        }
        let mut events = Vec::new();
        for (index, line) in self.lines.iter_mut().enumerate() {
            moved |= line.carry(now);
            if line.is_cut() && self.last_words == LastWords::Lost {
                return false;
            }
            while let Some(event) = line.driver.poll_event() {
                events.push((index, event));
            }
        }
        let heard_any = !events.is_empty();
        for (index, event) in events {
            self.heard += 1;
            self.dispatch.hear(&self.store, index, event, moment).unwrap();
        }
        if heard_any && !self.dispatch.awaits_prompt() {
            self.commit();
        }
        moved || heard_any
    }

    fn commit(&mut self) {
        let now = self.moment();
        self.dispatch.commit(&mut self.store, now);
    }

    fn next_deadline(&self) -> Option<Duration> {
        let of_lines =
            self.lines.iter().flat_map(|line| [line.modem.poll_timeout(), line.driver.poll_timeout()]);
        let of_lines = of_lines.flatten().map(|at| at.saturating_duration_since(self.base));
        let of_dispatch = self.dispatch.poll_timeout().map(|at| self.now + at.since(self.moment()));
        // A prompt that does not come within 2 ms shares no commit.
        let share = self.dispatch.awaits_prompt().then(|| self.now + Duration::from_millis(2));
        of_lines.chain(of_dispatch).chain(share).min()
    }

    fn advance_to(&mut self, to: Duration) {
        let waited = self.dispatch.awaits_prompt() && to >= self.now + Duration::from_millis(2);
        if to > self.now {
            (self.now, self.at_this_instant) = (to, 0);
        }
        if waited {
            self.commit();
        }
    }

    /// The wall clock.
    pub(crate) fn moment(&self) -> Moment {
        self.wall.plus(self.now)
    }

    /// Where its store is.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("beffroi.db")
    }
}

fn dispatch(store: &Store, lines: usize, how: How) -> Dispatch {
    let names = (1..=lines).map(|number| (LineName(format!("sim-{number}")), how.result_timeout));
    Dispatch::new(names.collect(), store).unwrap()
}

/// Memory-backed where the machine has it: a commit is real, its disk is not waited for.
fn memory() -> PathBuf {
    let shared = PathBuf::from("/dev/shm");
    if shared.is_dir() { shared } else { std::env::temp_dir() }
}
