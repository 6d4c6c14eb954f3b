//! Kills: daemons are killed with SIGKILL in the middle of their work, again and again, at moments drawn
//! from a fixed seed, while rows keep coming in. At the end every row has its message, every message has
//! come to rest, the network has no part twice and none is lost, and the audit agrees.
//!
//! `BEFFROI_KILLS=500 cargo test --test crash -- --include-ignored` is a campaign.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

#[path = "../house/mod.rs"]
mod house;

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use house::{Daemon, House, LINE, OUTBOX, STORE, wait};

/// Daemons at work at the same time, each with a modem of its own.
const PAIRS: usize = 4;

/// Rows that come in between two kills.
const ROWS_A_KILL: usize = 5;

/// From Ctrl-Z to the result, by pair, in milliseconds; each spread by half of it.
const LATENCIES: [u64; PAIRS] = [0, 20, 100, 200];

/// What a pair has come to.
#[derive(Debug, Default)]
struct Tally {
    kills: usize,
    rows: usize,
    parts: usize,
    /// Kills while the modem had a message.
    caught: usize,
    /// Parts.
    unknown: usize,
}

#[test]
fn nothing_is_lost_or_sent_twice_by_a_few_kills() {
    campaign(8);
}

#[test]
#[ignore = "a minute: tests/run does it; BEFFROI_KILLS says how many kills"]
fn nothing_is_lost_or_sent_twice_by_many_kills() {
    let kills = std::env::var("BEFFROI_KILLS").map_or(64, |written| written.parse().unwrap());
    campaign(kills);
}

fn campaign(kills: usize) {
    let pairs: Vec<_> =
        (0..PAIRS).map(|pair| thread::spawn(move || under_kills(pair, kills.div_ceil(PAIRS)))).collect();
    let mut all = Tally::default();
    for pair in pairs {
        let tally = pair.join().unwrap();
        all.kills += tally.kills;
        all.rows += tally.rows;
        all.parts += tally.parts;
        all.caught += tally.caught;
        all.unknown += tally.unknown;
    }
    // At most one part a line and kill.
    assert!(all.unknown <= all.caught && all.caught <= all.kills, "{all:?}");
    house::tell(&format!(
        "figures: {} kills, {} of them while the modem had a message; {} rows in {} parts: none lost, none twice, \
         {} unknown",
        all.kills,
        all.caught,
        all.rows,
        all.parts + all.unknown,
        all.unknown
    ));
}

/// When a daemon dies.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// So long after its start: before it has a port, while it listens, in the middle of anything.
    AfterStart(Duration),
    /// So long after its modem was handed the n-th PDU since.
    AfterSubmit(usize, Duration),
}

fn moment(dice: &mut fastrand::Rng, latency: u64) -> Moment {
    let millis = |dice: &mut fastrand::Rng, most: u64| Duration::from_millis(dice.u64(0..=most));
    match dice.u8(0..4) {
        0 => Moment::AfterStart(millis(dice, 1_500)),
        1 => Moment::AfterSubmit(dice.usize(1..=4), Duration::ZERO),
        _ => Moment::AfterSubmit(dice.usize(1..=6), millis(dice, latency + 20)),
    }
}

/// Kills one daemon again and again, then lets it come to rest.
fn under_kills(pair: usize, kills: usize) -> Tally {
    let latency = LATENCIES[pair];
    let house = House::with(&format!("{STORE}{OUTBOX}{}", LINE.replace("3s", "2s")));
    let _modem = house.modem(|modem| {
        modem.network.latency = Duration::from_millis(latency);
        modem.network.jitter = Duration::from_millis(latency / 2);
        modem.network.seed = 7 + pair as u64;
    });
    let mut dice = fastrand::Rng::with_seed(12 + pair as u64);
    let mut rows = 0;
    house.run().kill();
    for kill in 0..kills {
        let daemon = house.spawn();
        let batch: Vec<_> = (rows..rows + ROWS_A_KILL).map(row).collect();
        rows += batch.len();
        house.insert_all(["bulk", "normal", "urgent"][kill % 3], &batch);
        die(&house, daemon, moment(&mut dice, latency));
    }
    let daemon = house.run();
    house.wait_until_quiet();
    assert_eq!(daemon.stop(), Some(0));
    Tally { kills, ..count(&house, rows) }
}

/// Each row has a number and a text of its own; each third is long.
fn row(number: usize) -> (String, String) {
    let (hundreds, rest) = (number / 100, number % 100);
    let long = if number.is_multiple_of(3) { " Les familles sont attendues dès 17 h 30." } else { "" };
    let text = format!("Concert samedi à 18 h, salle Bizet, place numéro {number}.{}", long.repeat(5));
    (format!("06 39 98 {hundreds:02} {rest:02}"), text)
}

/// Kills a daemon at its moment, or when it has nothing to do any more.
fn die(house: &House, daemon: Daemon, moment: Moment) {
    let (submits, pause) = match moment {
        Moment::AfterStart(pause) => (0, pause),
        Moment::AfterSubmit(submits, pause) => (submits, pause),
    };
    let before = house.submits().len();
    house.wait("a kill's moment", |house| {
        let reached = house.submits().len() >= before + submits;
        let idle = || {
            let rows = house.all_rows();
            !rows.is_empty() && rows.iter().all(house::Row::is_at_rest)
        };
        (reached || idle()).then_some(())
    });
    // No event marks the middle of something: this much later is the moment.
    wait(pause, &[house.path("log")], || None::<()>);
    daemon.kill();
}

/// Compares rows, store, journal and audit.
fn count(house: &House, rows: usize) -> Tally {
    house.assert_none_twice();
    let stored = in_store(house);
    let mirrored = house.all_rows();
    assert_eq!(
        (mirrored.len(), stored.len()),
        (rows, rows),
        "a row without a message, or a message too many"
    );
    let mut went = BTreeMap::<String, BTreeSet<u8>>::new();
    for submit in house.accepted() {
        went.entry(submit.to.clone().unwrap()).or_default().insert(submit.number());
    }
    let mut tally = Tally { rows, parts: went.values().map(BTreeSet::len).sum(), ..Tally::default() };
    for row in &mirrored {
        let message = &stored[&row.message.unwrap()];
        assert_eq!(row.state, message.state, "the mirror differs: {row:?}");
        assert!(matches!(row.state.as_str(), "sent" | "delivered" | "unknown"), "{row:?}");
        let gone = went.get(&message.recipient).map_or(0, BTreeSet::len);
        assert!(message.proven <= gone, "lost: {gone} of {message:?} went");
        assert!(gone <= message.proven + message.unknown, "denied: {gone} of {message:?} went");
        assert_eq!(message.proven + message.unknown, usize::try_from(row.parts.unwrap()).unwrap());
        tally.unknown += message.unknown;
    }
    tally.caught = house.logged("an earlier run ended while this message was at the modem").len();
    let audit =
        house.ask(&["audit", house.store().to_str().unwrap(), house.journal_path().to_str().unwrap()]);
    assert_eq!(audit.code, Some(0), "{audit:?}");
    tally
}

/// A message as the store has it.
#[derive(Debug)]
struct Stored {
    state: String,
    recipient: String,
    /// Parts that the network has.
    proven: usize,
    /// Parts whose fate is unknown.
    unknown: usize,
}

fn in_store(house: &House) -> BTreeMap<i64, Stored> {
    let store = Connection::open_with_flags(house.store(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let sql = "SELECT m.id, m.state, m.recipient,
               (SELECT count(*) FROM part p WHERE p.message = m.id AND p.state IN ('sent', 'delivered')),
               (SELECT count(*) FROM part p WHERE p.message = m.id AND p.state = 'unknown') FROM message m";
    let mut statement = store.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| {
        let count = |column| row.get::<_, u32>(column).map(|count| count as usize);
        let (proven, unknown) = (count(3)?, count(4)?);
        Ok((row.get(0)?, Stored { state: row.get(1)?, recipient: row.get(2)?, proven, unknown }))
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}
