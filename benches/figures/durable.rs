//! What the ledger costs at a modem that answers at once: the daemon against a bare loop that sends the
//! same PDUs over the same virtual port, and against the FULL commits that the same disk makes. Once on the disk
//! as it is, once on one that takes a millisecond more for each sync.

use std::time::Duration;

use super::bare;
use super::disk::Disk;
use super::figure::{Bound, Figure, median};
use super::rig::{Rig, rate};

const ROUNDS: usize = 5;
const MESSAGES: u32 = 3_000;

/// What one disk makes.
#[derive(Default)]
struct Seen {
    durable: Vec<f64>,
    loops: Vec<f64>,
    commits: Vec<f64>,
    ratios: Vec<f64>,
}

pub(crate) fn durable() -> Vec<Figure> {
    let slower = Disk::slower();
    if slower.is_none() {
        println!("durable: a slower disk left out, since cc is not installed");
    }
    let mut figures = on(&Disk::AsItIs, Bound::AtLeast(300.0), "");
    if let Some(slower) = slower {
        figures.extend(on(&slower, Bound::None, ", each sync 1 ms longer"));
    }
    figures
}

fn on(disk: &Disk, least: Bound, which: &str) -> Vec<Figure> {
    let mut seen = Seen::default();
    for turn in 1..=ROUNDS {
        seen.measure(turn, disk);
    }
    let told = |what, values, unit, bound| Figure::new(format!("{what}{which}"), median(values), unit, bound);
    vec![
        told("FULL commits of the disk", seen.commits, "/s", Bound::None),
        told("bare loop without a ledger", seen.loops, "/s", Bound::None),
        told("durable messages", seen.durable, "/s", least),
        told("durable, of the smaller of the two", seen.ratios, "", Bound::AtLeast(0.5)),
    ]
}

impl Seen {
    /// All three in turn, so that a noisy neighbour hits each of them, and the ratio of each turn by itself.
    fn measure(&mut self, turn: usize, disk: &Disk) {
        let before = disk.commits_per_second();
        let mut rig = Rig::new();
        rig.plug_modem(Duration::ZERO);
        rig.start_daemon_on(disk);
        rig.insert(MESSAGES);
        let seen = rig.submitted(usize::try_from(MESSAGES).unwrap());
        let (seen, tpdus): (Vec<_>, Vec<_>) = seen.into_iter().map(|(at, sent)| (at, sent.tpdu)).unzip();
        rig.stop_daemon();
        let commit = f64::midpoint(before, disk.commits_per_second());
        let bare = bare::messages_per_second(&rig.path("modem"), &tpdus);
        let rate = rate(&seen);
        eprintln!("turn {turn}: {rate:.0} durable, {bare:.0} bare, {commit:.0} FULL commits a second");
        self.durable.push(rate);
        self.loops.push(bare);
        self.commits.push(commit);
        self.ratios.push(rate / bare.min(commit));
    }
}
