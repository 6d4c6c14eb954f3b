//! What has become of a house: rows, store, journal and audit held against each other, and against the
//! kills. Counts by itself; the audit is asked besides.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::SystemTime;

use beffroi::moment::Moment;
use beffroi::virtual_modem::{Meanwhile, Phase};
use rusqlite::{Connection, OpenFlags};

use crate::Kill;
use crate::draw::{Circumstances, PHASES, PortSpeed, Route, Rule, lives_briefly};
use crate::house::{House, Row};

/// What houses have come to.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    phases: BTreeMap<Phase, usize>,
    throttled: usize,
    dropped: usize,
    read_on: usize,
    rows: usize,
    parts: usize,
    /// Messages that a restart found at the modem.
    caught: usize,
    /// Parts that went once more by the rule.
    resent: usize,
    /// Of rows that live briefly: how many ended before they were taken in, expired, and went.
    brief: Brief,
    /// Parts of unknown fate at the end, by the route of reports.
    unknown: BTreeMap<Route, usize>,
    /// Of these, parts that the network has.
    unknown_though_taken: BTreeMap<Route, usize>,
}

/// What has become of rows that live briefly.
#[derive(Debug, Default)]
struct Brief {
    refused: usize,
    expired: usize,
    gone: usize,
    /// The last Ctrl-Z of any of them, in milliseconds after its end.
    last: Option<i64>,
}

impl Tally {
    pub(crate) fn kills(&self) -> usize {
        self.phases.values().sum()
    }

    pub(crate) fn add(&mut self, other: Self) {
        let sum = |into: &mut BTreeMap<_, usize>, from: BTreeMap<_, usize>| {
            from.into_iter().for_each(|(key, count)| *into.entry(key).or_default() += count);
        };
        sum(&mut self.unknown, other.unknown);
        sum(&mut self.unknown_though_taken, other.unknown_though_taken);
        other.phases.into_iter().for_each(|(phase, count)| *self.phases.entry(phase).or_default() += count);
        self.throttled += other.throttled;
        self.dropped += other.dropped;
        self.read_on += other.read_on;
        self.rows += other.rows;
        self.parts += other.parts;
        self.caught += other.caught;
        self.resent += other.resent;
        self.brief.refused += other.brief.refused;
        self.brief.expired += other.brief.expired;
        self.brief.gone += other.brief.gone;
        self.brief.last = self.brief.last.max(other.brief.last);
    }

    /// Some went in time and some did not, so that none could have been late unseen.
    pub(crate) fn assert_brief_lives(&self) {
        assert!(self.brief.expired > 0 && self.brief.gone > 0, "{self:?}");
    }

    pub(crate) fn assert_each_phase(&self, least: usize) {
        for phase in PHASES {
            assert!(self.phases.get(&phase).is_some_and(|count| *count >= least), "{phase:?}: {self:?}");
        }
        assert!(self.throttled > 0 && self.dropped > 0 && self.read_on > 0 && self.resent > 0, "{self:?}");
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} kills by octet (", self.kills())?;
        for (place, (phase, count)) in self.phases.iter().enumerate() {
            write!(f, "{}{phase:?} {count}", if place == 0 { "" } else { ", " })?;
        }
        let of = |counts: &BTreeMap<Route, usize>| counts.values().sum::<usize>();
        write!(
            f,
            "), {} of them through a throttled port, at PDUs {} with the rest dropped and {} with it read; \
             {} rows in {} parts; {} messages found at the modem; none lost, none twice, none late; \
             {} sent once more by the rule; of rows that live briefly {} came too late, {} expired and {} went, the \
             last {} ms after its end; unknown: {} (by route {:?}), of which the network has {} {:?}",
            self.throttled,
            self.dropped,
            self.read_on,
            self.rows,
            self.parts,
            self.caught,
            self.resent,
            self.brief.refused,
            self.brief.expired,
            self.brief.gone,
            self.brief.last.unwrap_or_default(),
            of(&self.unknown),
            self.unknown,
            of(&self.unknown_though_taken),
            self.unknown_though_taken,
        )
    }
}

/// A part as the store has it.
#[derive(Debug)]
struct Part {
    message: i64,
    recipient: String,
    number: u8,
    state: String,
    expires_at: i64,
    resends: usize,
    /// Entries with the ground `resend` that were not taken back.
    asked_for: usize,
    /// When its last entry was made, its number, and what the store says of its end.
    last: Option<(i64, i64, Option<String>)>,
}

/// What the network took and was handed: PDUs of each part, by recipient and number.
type Pdus = BTreeMap<(String, u8), usize>;

fn pdus(house: &House) -> (Pdus, Pdus) {
    let (mut handed, mut taken) = (Pdus::new(), Pdus::new());
    for submit in house.submits() {
        let key = (submit.to.clone().unwrap(), submit.number());
        *handed.entry(key.clone()).or_default() += 1;
        *taken.entry(key).or_default() += usize::from(submit.accepted);
    }
    taken.retain(|_, count| *count > 0);
    (handed, taken)
}

fn open(house: &House) -> Connection {
    Connection::open_with_flags(house.store(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

fn parts(store: &Connection) -> Vec<Part> {
    let sql = "SELECT m.id, m.recipient, p.number, p.state, p.resends,
               (SELECT count(*) FROM attempt a WHERE a.part = p.id AND a.ground = 'resend'
                 AND coalesce(a.outcome, '') <> 'withdrawn'),
               a.opened_at, a.number, a.reason, p.expires_at
               FROM part p JOIN message m ON m.id = p.message
               LEFT JOIN attempt a ON a.number = (SELECT max(number) FROM attempt WHERE part = p.id)";
    let mut statement = store.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| {
        let last = row.get::<_, Option<i64>>(6)?;
        Ok(Part {
            message: row.get(0)?,
            recipient: row.get(1)?,
            number: row.get(2)?,
            state: row.get(3)?,
            expires_at: row.get(9)?,
            resends: row.get::<_, u32>(4)? as usize,
            asked_for: row.get::<_, u32>(5)? as usize,
            last: last
                .map(|opened| Ok::<_, rusqlite::Error>((opened, row.get(7)?, row.get(8)?)))
                .transpose()?,
        })
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

fn count(store: &Connection, sql: &str) -> usize {
    store.query_row(sql, [], |row| row.get::<_, u32>(0)).unwrap() as usize
}

/// Until nothing is queued, no attempt is open, no report waits or is still to come, and the rule has done
/// what it may.
#[track_caller]
pub(crate) fn wait_until_quiet(house: &House, lives: Circumstances) {
    house.wait(&format!("quiet in {lives:?}"), |house| {
        let rows = house.all_rows();
        if rows.is_empty() || !rows.iter().all(Row::is_at_rest) {
            return None;
        }
        let (store, (_, taken)) = (open(house), pdus(house));
        let (parts, sum) = (parts(&store), taken.values().sum::<usize>());
        let come = match lives.route {
            Route::Direct => house.reports_shown() >= sum,
            Route::Stored | Route::Acknowledged => {
                count(&store, "SELECT count(DISTINCT raw) FROM report") >= sum && none_waits(&store, &parts)
            }
        };
        let open = count(&store, "SELECT count(*) FROM attempt WHERE outcome IS NULL");
        let now = now();
        let unruled = |part: &Part| {
            let goes_again = lives.rule == Rule::ResendOnce && part.expires_at > now;
            goes_again && part.state == "unknown" && part.resends == 0
        };
        // The rows were read before: since then the rule may have put a part back in the queue.
        let waits = |part: &Part| matches!(part.state.as_str(), "queued" | "sending");
        (come && open == 0 && !parts.iter().any(|part| waits(part) || unruled(part))).then_some(())
    });
}

/// No report waits, but for those that may be about either of two parts.
fn none_waits(store: &Connection, parts: &[Part]) -> bool {
    let mut waiting = store.prepare("SELECT tail FROM report WHERE attempt IS NULL").unwrap();
    let tails = waiting.query_map([], |row| row.get::<_, String>(0)).unwrap();
    tails.map(Result::unwrap).all(|tail| {
        parts.iter().any(|part| part.recipient.ends_with(&tail) && is_in_doubt_with_another(part, parts))
    })
}

/// A report names a number and a reference that nobody has written down: where two parts of one message were
/// unknown at a time, nobody can tell about which of them it is.
fn is_in_doubt_with_another(part: &Part, parts: &[Part]) -> bool {
    let was_unknown = |part: &Part| part.state == "unknown" || part.resends > 0;
    let is_other = |other: &&Part| other.message == part.message && other.number != part.number;
    was_unknown(part) && parts.iter().filter(is_other).any(was_unknown)
}

/// Counts rows, messages, parts and PDUs, and asks the audit.
pub(crate) fn judge(house: &House, lives: Circumstances, rows: usize, kills: &[Kill]) -> Tally {
    let store = open(house);
    let checked = house.ask(&["db", "check"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    let (mirrored, parts) = (house.all_rows(), parts(&store));
    let messages = messages(&store);
    let named: BTreeSet<i64> = mirrored.iter().map(|row| row.message.unwrap()).collect();
    assert_eq!((mirrored.len(), messages.len()), (rows, rows), "a row without a message, or one too many");
    assert_eq!(messages, named);
    let mut tally = Tally { rows, parts: parts.len(), ..Tally::default() };
    for row in &mirrored {
        let brief = lives_briefly(usize::try_from(row.id - 1).unwrap());
        match row.state.as_str() {
            "sent" | "delivered" => tally.brief.gone += usize::from(brief),
            "unknown" => {}
            "expired" if brief => tally.brief.expired += 1,
            "refused" if brief && row.reason.as_deref() == Some("already_expired") => {
                tally.brief.refused += 1
            }
            _ => panic!("{lives:?}: {row:?}"),
        }
    }
    tally.brief.last = last_of_brief(house, &parts);
    let (handed, taken) = pdus(house);
    for part in &parts {
        let key = (part.recipient.clone(), part.number);
        let (handed, taken) = (handed.get(&key).copied().unwrap_or(0), taken.contains_key(&key));
        let allowed = usize::from(lives.rule == Rule::ResendOnce);
        assert!(part.resends <= allowed && part.asked_for <= part.resends, "{lives:?}: {part:?}");
        assert!(handed <= 1 + part.asked_for, "{lives:?}: {handed} PDUs of {part:?}");
        tally.resent += part.asked_for;
        match part.state.as_str() {
            "sent" | "delivered" => assert!(taken, "{lives:?}: lost: {part:?}"),
            "unknown" => {
                *tally.unknown.entry(lives.route).or_default() += 1;
                *tally.unknown_though_taken.entry(lives.route).or_default() += usize::from(taken);
                let excused = lives.route == Route::Direct || is_in_doubt_with_another(part, &parts);
                assert!(!taken || excused, "{lives:?}: its report was kept: {part:?}");
            }
            // Once more by the rule, and too late for that.
            "expired" => assert!(!taken || part.resends > 0, "{lives:?}: taken: {part:?}"),
            state => panic!("{lives:?}: a part is {state}: {part:?}"),
        }
    }
    assert_excused(&store, lives, &parts, kills);
    assert_audited(house, lives);
    count_kills(&mut tally, lives, kills);
    tally.caught = house.logged("an earlier run ended while this message was at the modem").len();
    tally
}

fn messages(store: &Connection) -> BTreeSet<i64> {
    let mut statement = store.prepare("SELECT id FROM message").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The last Ctrl-Z of a part that lives briefly, in milliseconds after its end.
fn last_of_brief(house: &House, parts: &[Part]) -> Option<i64> {
    let submits = house.submits();
    let after = parts.iter().filter(|part| part.expires_at < now()).flat_map(|part| {
        let of_part = submits.iter().filter(|submit| submit.to.as_ref() == Some(&part.recipient));
        let of_part = of_part.filter(|submit| submit.number() == part.number);
        of_part.map(|submit| submit.t - part.expires_at)
    });
    after.max()
}

fn now() -> i64 {
    Moment::from_system(SystemTime::now()).millis()
}

/// Each part that stays unknown was entered before a kill of its own, and nothing was entered between.
fn assert_excused(store: &Connection, lives: Circumstances, parts: &[Part], kills: &[Kill]) {
    let mut used = BTreeSet::new();
    for part in parts.iter().filter(|part| part.state == "unknown") {
        let (opened, number, reason) = part.last.clone().unwrap();
        assert!(reason.as_deref().unwrap_or_default().contains("process_ended"), "{lives:?}: {part:?}");
        let kill = kills.iter().find(|kill| kill.at >= opened);
        let kill = kill.unwrap_or_else(|| panic!("{lives:?}: no kill after {part:?}"));
        assert!(used.insert(kill.at), "{lives:?}: a kill that excuses two: {part:?}");
        let between =
            format!("SELECT count(*) FROM attempt WHERE number > {number} AND opened_at < {}", kill.at);
        assert_eq!(count(store, &between), 0, "{lives:?}: {kill:?} does not excuse {part:?}");
    }
}

fn assert_audited(house: &House, lives: Circumstances) {
    let (store, journal) = (house.store(), house.journal_path());
    let audit =
        house.ask(&["audit", store.to_str().unwrap(), journal.to_str().unwrap(), "--late-tolerance", "10s"]);
    assert_eq!(audit.code, Some(0), "{lives:?}: {audit:?}");
}

fn count_kills(tally: &mut Tally, lives: Circumstances, kills: &[Kill]) {
    for kill in kills {
        *tally.phases.entry(kill.death.phase).or_default() += 1;
        tally.throttled += usize::from(lives.speed == PortSpeed::Throttled);
        tally.dropped += usize::from(kill.death.meanwhile == Meanwhile::HoldsThenDrops);
        tally.read_on += usize::from(kill.death.meanwhile == Meanwhile::HoldsThenGoesOn);
    }
}
