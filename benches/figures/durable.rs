//! What the ledger costs at a modem that answers at once: the daemon against a bare loop that sends the
//! same PDUs over the same virtual port, and against the FULL commits that the same disk makes.

use std::time::Duration;

use super::bare;
use super::figure::{Bound, Figure, median};
use super::rig::{Rig, rate};

const ROUNDS: usize = 5;
const MESSAGES: u32 = 3_000;

/// All three in turn, so that a noisy neighbour hits each of them, and the ratio of each turn by itself.
pub(crate) fn durable() -> Vec<Figure> {
    let (mut durable, mut loops, mut commits, mut ratios) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for turn in 1..=ROUNDS {
        let before = bare::commits_per_second();
        let mut rig = Rig::new();
        rig.plug_modem(Duration::ZERO);
        rig.start_daemon();
        rig.insert(MESSAGES);
        let seen = rig.submitted(usize::try_from(MESSAGES).unwrap());
        let (seen, tpdus): (Vec<_>, Vec<_>) = seen.into_iter().map(|(at, sent)| (at, sent.tpdu)).unzip();
        rig.stop_daemon();
        let commit = f64::midpoint(before, bare::commits_per_second());
        let bare = bare::messages_per_second(&rig.path("modem"), &tpdus);
        let rate = rate(&seen);
        eprintln!("turn {turn}: {rate:.0} durable, {bare:.0} bare, {commit:.0} FULL commits a second");
        durable.push(rate);
        loops.push(bare);
        commits.push(commit);
        ratios.push(rate / bare.min(commit));
    }
    vec![
        Figure::new("FULL commits of the disk", median(commits), "/s", Bound::None),
        Figure::new("bare loop without a ledger", median(loops), "/s", Bound::None),
        Figure::new("durable messages", median(durable), "/s", Bound::AtLeast(300.0)),
        Figure::new("durable, of the smaller of the two", median(ratios), "", Bound::AtLeast(0.5)),
    ]
}
