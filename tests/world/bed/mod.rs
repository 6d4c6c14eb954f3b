//! The test bed: the real dispatcher, store and drivers against virtual modems, in virtual time. A
//! clock that jumps to the next deadline; a day takes seconds; every run has a seed.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use beffroi::audit::{self, Journal};
use beffroi::gateway::{Answer, Dispatch, Judged, Synchronised, Trouble, Work, WorkId};
use beffroi::line::{Finding, LineName, Order};
use beffroi::message::{Alphabet, Gate, Lane, MessageId, PartText, Reason, State, WhenUnknown};
use beffroi::modem::driver::{Driver, Output};
use beffroi::modem::{Reports, Settings};
use beffroi::moment::Moment;
use beffroi::phone::PhoneNumber;
use beffroi::sim::{self, Instruction, Personality, Record};
use beffroi::store::{self, ListFilter, NewMessage, Reader, Store};

/// Longer than any scenario takes to settle.
const PATIENCE: usize = 2_000_000;

/// A modem like others, with another SIM: no two lines have the same.
static OTHER_SIM: LazyLock<&'static Personality> = LazyLock::new(|| {
    let generic = Personality::named("generic").unwrap();
    let identity = generic.identity.iter().map(|(command, lines)| match *command {
        "+CCID" => (*command, ["+CCID: 8933010000000000028"].as_slice()),
        "+CIMI" => (*command, ["001010000000002"].as_slice()),
        _ => (*command, *lines),
    });
    let identity = Box::leak(identity.collect::<Vec<_>>().into_boxed_slice());
    Box::leak(Box::new(Personality { identity, ..*generic }))
});

/// A line and the modem behind it.
struct Line {
    driver: Driver,
    modem: sim::Modem,
    is_open: bool,
    is_plugged: bool,
    journal: Vec<Record>,
    /// Octets that have gone over the port, either way; no more than so many go.
    octets: usize,
    most_octets: usize,
}

/// Whether what the last octet made the line say reaches the gateway before the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LastWords {
    Committed,
    Lost,
}

/// How the store fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Breakage {
    /// In the midst of a transaction.
    Statement,
    /// At its COMMIT.
    Commit,
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
    result_timeout: Duration,
    is_broken: bool,
    reports: Reports,
    last_words: LastWords,
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
        let store = Store::open(&folder.path().join("beffroi.db")).unwrap();
        let base = Instant::now();
        let wall = Moment::from_millis(1_795_000_000_000);
        let system: SystemTime = UNIX_EPOCH + Duration::from_millis(wall.millis().unsigned_abs());
        let lines: Vec<Line> = modems
            .into_iter()
            .map(|settings| {
                let mut modem = sim::Modem::new(settings, base, system);
                modem.handle_hangup(base);
                Line {
                    driver: driver(result_timeout, reports),
                    modem,
                    is_open: false,
                    is_plugged: true,
                    journal: Vec::new(),
                    octets: 0,
                    most_octets: usize::MAX,
                }
            })
            .collect();
        let dispatch = dispatch(&store, lines.len(), result_timeout);
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
            result_timeout,
            is_broken: false,
            reports,
            last_words: LastWords::Committed,
            heard: 0,
        };
        let now = world.moment();
        world.dispatch.start(&mut world.store, now).unwrap();
        world
    }

    /// As by SIGKILL and a new start: only the store and the modem know what was.
    pub(crate) fn kill_and_restart(&mut self, after: Duration) {
        for line in &mut self.lines {
            line.is_open = false;
            line.modem.handle_hangup(self.base + self.now);
            line.driver = driver(self.result_timeout, self.reports);
            line.most_octets = usize::MAX;
        }
        self.be_away_until(self.now + after);
        self.store = Store::open(&self.path()).unwrap();
        self.dispatch = dispatch(&self.store, self.lines.len(), self.result_timeout);
        self.dispatch.clock_is(self.synchronised);
        let now = self.moment();
        // In a store that can't be written it is tried again with each commit.
        if let Err(failure) = self.dispatch.start(&mut self.store, now) {
            assert!(self.is_broken, "{failure}");
        }
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
        self.now = until;
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

    /// Takes a message in.
    pub(crate) fn admit(&mut self, lane: Lane, to: u32, parts: usize) -> MessageId {
        let new = message(lane, to, parts, self.moment());
        match self.work(Work::Send(Box::new(Judged::Good(new)))).unwrap() {
            Answer::Admitted(admitted) => admitted.message,
            other => panic!("{other:?}"),
        }
    }

    /// Takes a message in, unless the store can't be written just now.
    pub(crate) fn try_admit(&mut self, new: NewMessage) -> Option<MessageId> {
        match self.work(Work::Send(Box::new(Judged::Good(new)))) {
            Ok(Answer::Admitted(admitted)) => Some(admitted.message),
            Err(Trouble::Store(_)) => None,
            other => panic!("{other:?}"),
        }
    }

    /// Does a piece of work, whatever comes of it.
    pub(crate) fn ask(&mut self, work: Work) {
        match self.work(work) {
            Ok(_) | Err(Trouble::Store(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }

    /// Does a piece of work and gives its answer.
    pub(crate) fn work(&mut self, work: Work) -> Result<Answer, Trouble> {
        self.works += 1;
        let id = WorkId(self.works);
        self.dispatch.take(id, work);
        self.commit();
        // While the store rests after a failed commit, so does what was asked.
        let until = self.now + Duration::from_secs(60);
        loop {
            while let Some((answered, answer)) = self.dispatch.poll_answer() {
                if answered == id {
                    return answer;
                }
            }
            assert!(self.step(Some(until)), "no answer");
        }
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
        self.now = to.max(self.now);
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

    /// How many messages are in which state.
    pub(crate) fn states(&self) -> BTreeMap<State, usize> {
        let rows = Reader::open(&self.path()).unwrap().list(&ListFilter::default()).unwrap();
        let mut states = BTreeMap::new();
        for row in rows {
            *states.entry(row.state).or_default() += 1;
        }
        states
    }

    /// The state of one message.
    pub(crate) fn state(&self, message: MessageId) -> State {
        Reader::open(&self.path()).unwrap().story(message).unwrap().message.state
    }

    /// What the audit says of the store and of what all modems have seen. The modem's clock does not jump with
    /// ours: what is late is not asked.
    pub(crate) fn audit(&self) -> audit::Verdict {
        let journals = self.lines.iter().enumerate().map(|(line, _)| {
            let mut octets = Vec::new();
            for record in self.journal_of(line) {
                serde_json::to_writer(&mut octets, record).unwrap();
                octets.push(b'\n');
            }
            let journal = Journal::read(&format!("modem-{line}"), &octets);
            assert!(journal.remarks.is_empty());
            journal
        });
        let claims = Reader::open(&self.path()).unwrap().claims().unwrap();
        let claims: Vec<_> = claims.into_iter().map(claim).collect();
        audit::audit(&claims, &journals.collect::<Vec<_>>(), Duration::from_secs(u32::MAX.into()))
    }

    /// What the first modem has seen.
    pub(crate) fn journal(&self) -> &[Record] {
        self.journal_of(0)
    }

    /// What one modem has seen.
    pub(crate) fn journal_of(&self, line: usize) -> &[Record] {
        &self.lines[line].journal
    }
}

impl Line {
    /// Nothing goes over its port any more.
    fn is_cut(&self) -> bool {
        self.octets >= self.most_octets
    }

    /// As much of it as may still go.
    fn may_go<'o>(&mut self, octets: &'o [u8]) -> &'o [u8] {
        let count = octets.len().min(self.most_octets - self.octets);
        self.octets += count;
        &octets[..count]
    }

    /// What the modem has said comes to the driver.
    fn listen(&mut self, now: Instant) -> bool {
        let mut moved = false;
        while let Some(octets) = self.modem.poll_output() {
            moved = true;
            if self.is_open {
                let octets = self.may_go(&octets);
                self.driver.handle_bytes(octets, now);
            }
        }
        moved
    }

    /// Nobody hears the modem.
    fn be_alone(&mut self) {
        while self.modem.poll_output().is_some() {}
        while let Some(event) = self.modem.poll_event() {
            match event {
                sim::Event::Record(record) => self.journal.push(record),
                sim::Event::Plugged => self.is_plugged = true,
                sim::Event::Unplugged => self.is_plugged = false,
            }
        }
    }

    fn carry(&mut self, now: Instant) -> bool {
        let mut moved = self.listen(now);
        while let Some(event) = self.modem.poll_event() {
            moved = true;
            match event {
                sim::Event::Record(record) => self.journal.push(record),
                sim::Event::Plugged => self.is_plugged = true,
                sim::Event::Unplugged => {
                    self.is_plugged = false;
                    if std::mem::take(&mut self.is_open) {
                        let (device, error) = ("virtual".to_owned(), "gone".to_owned());
                        self.driver.handle_closed(now, Finding::PortFailed { device, error });
                    }
                }
            }
        }
        while let Some(output) = self.driver.poll_output() {
            moved = true;
            match output {
                Output::Open if self.is_plugged => {
                    self.is_open = true;
                    self.modem.handle_open(now);
                    self.driver.handle_opened(now);
                }
                Output::Open => {
                    self.driver.handle_closed(now, Finding::NoDevice { device: "virtual".into() });
                }
                Output::Write(octets) => {
                    let octets = self.may_go(&octets);
                    self.modem.handle_bytes(octets, now);
                }
                Output::Close => {
                    self.is_open = false;
                    self.modem.handle_hangup(now);
                }
            }
        }
        moved
    }
}

fn driver(result_timeout: Duration, reports: Reports) -> Driver {
    Driver::new(Settings { result_timeout, reports, ..Settings::at("virtual") })
}

fn dispatch(store: &Store, lines: usize, result_timeout: Duration) -> Dispatch {
    let names = (1..=lines).map(|number| (LineName(format!("sim-{number}")), result_timeout));
    Dispatch::new(names.collect(), store).unwrap()
}

/// Memory-backed where the machine has it: a commit is real, its disk is not waited for.
fn memory() -> PathBuf {
    let shared = PathBuf::from("/dev/shm");
    if shared.is_dir() { shared } else { std::env::temp_dir() }
}

/// What the store claims of a part, for the audit.
fn claim(claim: store::Claim) -> audit::Claim {
    let attempts = claim.attempts.iter().map(|row| {
        let outcome = match (row.outcome.as_str(), row.reference) {
            ("open", _) => audit::Outcome::Open,
            ("withdrawn", _) => audit::Outcome::Withdrawn,
            ("refused", _) => audit::Outcome::Refused,
            ("sent", Some(reference)) => audit::Outcome::Sent { reference },
            _ => audit::Outcome::Unknown,
        };
        audit::Attempt {
            number: row.number,
            begun_at: row.opened_at,
            outcome,
            ground: row.ground,
            verdict: row.verdict,
        }
    });
    audit::Claim {
        message: claim.message,
        recipient: claim.recipient,
        text: claim.text,
        state: claim.state,
        expires_at: Some(claim.expires_at),
        attempts: attempts.collect(),
        resolved: claim.resolved,
        resends: claim.resends,
    }
}

/// A message to the `to`-th number of the fiction block.
pub(crate) fn message(lane: Lane, to: u32, parts: usize, now: Moment) -> NewMessage {
    let texts = (1..=parts).map(|part| PartText {
        alphabet: Alphabet::Gsm7,
        text: format!("Cours annulé, partie {part} pour {to}."),
        concat: None,
    });
    NewMessage {
        origin: None,
        service: "default".into(),
        lane,
        reference: None,
        fingerprint: String::new(),
        recipient: PhoneNumber::from_e164(&format!("+3363998{to:04}")).unwrap(),
        body: "Cours annulé.".into(),
        notice: None,
        when_unknown: WhenUnknown::Ask,
        parts: texts.collect(),
        not_before: None,
        expires_at: now.plus(Duration::from_secs(12 * 3600)),
        gate: Gate::Open,
        reason: Reason::Accepted,
    }
}
