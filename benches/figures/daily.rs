//! What a day of the office feels: no time lost at the modem, rows picked up at once, a long queue that
//! slows nothing, and next to nothing spent while nothing happens.

use std::time::{Duration, Instant};

use super::figure::{Bound, Figure, median, share};
use super::process::{context_switches, resident};
use super::rig::{Rig, rate};

/// Seconds between one PDU and the next.
fn gaps(seen: &[Instant]) -> Vec<f64> {
    seen.iter().zip(seen.iter().skip(1)).map(|(a, b)| b.duration_since(*a).as_secs_f64()).collect()
}

/// The share of the time in which the modem owes an answer, at 100 ms latency: 10 ms from command to
/// prompt, 100 ms from Ctrl-Z to result.
pub(crate) fn busy() -> Vec<Figure> {
    let mut rig = Rig::new();
    rig.plug_modem(Duration::from_millis(100));
    rig.start_daemon();
    rig.insert(200);
    let gaps = gaps(&rig.submits(200));
    let mean = gaps.iter().sum::<f64>() / f64::from(u32::try_from(gaps.len()).unwrap());
    vec![
        Figure::new(
            "share of the time in which the modem works, mean",
            0.110 / mean,
            "",
            Bound::AtLeast(0.97),
        ),
        Figure::new("the same, median", 0.110 / median(gaps), "", Bound::None),
    ]
}

/// From a stranger's COMMIT to the last octet of the PDU at the modem (the first octet of the command
/// comes before it), one row at a time.
pub(crate) fn pickup() -> Vec<Figure> {
    let mut rig = Rig::new();
    rig.plug_modem(Duration::ZERO);
    rig.start_daemon();
    rig.insert(1);
    rig.submits(1);
    let mut taken = Vec::new();
    for _ in 0..100 {
        // The mirror of the row before is written by now or will be meanwhile: both happen in life.
        std::thread::sleep(Duration::from_millis(100));
        let committed = rig.insert(1);
        let seen = rig.submits(1);
        taken.push(seen[0].saturating_duration_since(committed).as_secs_f64() * 1_000.0);
    }
    vec![
        Figure::new("from COMMIT to Ctrl-Z, median", median(taken.clone()), "ms", Bound::AtMost(10.0)),
        Figure::new("the same, 95 %", share(&taken, 95), "ms", Bound::AtMost(10.0)),
    ]
}

/// The rate with 20,000 queued against that with 200.
pub(crate) fn depth() -> Vec<Figure> {
    let with = |queued: u32| {
        let mut rig = Rig::new();
        rig.insert(queued);
        rig.start_daemon();
        rig.wait_until_known(i64::from(queued));
        rig.plug_modem(Duration::ZERO);
        rate(&rig.submits(200))
    };
    let few = median((0..3).map(|_| with(200)).collect());
    let many = median((0..3).map(|_| with(20_000)).collect());
    vec![
        Figure::new("messages/s with 200 queued", few, "/s", Bound::None),
        Figure::new("messages/s with 20,000 queued, of that", many / few, "", Bound::AtLeast(0.9)),
    ]
}

/// What a daemon with a healthy line and nothing to do costs in a minute.
pub(crate) fn idle() -> Vec<Figure> {
    let mut rig = Rig::new();
    rig.plug_modem(Duration::ZERO);
    rig.start_daemon();
    rig.insert(1);
    rig.submits(1);
    std::thread::sleep(Duration::from_secs(5));
    let process = rig.daemon();
    let before = context_switches(process);
    std::thread::sleep(Duration::from_secs(60));
    let switches = u32::try_from(context_switches(process) - before).unwrap();
    vec![
        Figure::new("context switches a minute", f64::from(switches), "", Bound::AtMost(60.0)),
        Figure::new("resident", resident(process, "VmRSS"), "MiB", Bound::AtMost(20.0)),
    ]
}
