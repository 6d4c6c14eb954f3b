//! What may happen in a world, and how often it is drawn.

use beffroi::gateway::Synchronised;
use beffroi::message::{Lane, Resolution, WhenUnknown};
use beffroi::store::HeldMessages;
use proptest::prelude::*;

use super::super::bed::Breakage;

/// One thing that happens.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A message comes in: lane, to whom, parts, its rule, how long it lives in minutes.
    Admit(Lane, u32, usize, WhenUnknown, u64),
    /// The n-th message is taken back.
    Cancel(usize),
    /// A person settles it.
    Resolve(usize, Resolution),
    /// Time passes, in milliseconds.
    Pass(u64),
    /// So many more events are heard.
    Hear(usize),
    /// Something happens to a modem.
    Instruct(usize, &'static str),
    /// SIGKILL, and a start so many milliseconds later.
    Kill(u64),
    /// The same, and the store turns out to be older than what was sent from it: all that waits is held.
    Hold(u64),
    /// A person accepts the store, and says what becomes of what is held.
    Release(HeldMessages),
    /// From now on commits fail.
    Break(Breakage),
    /// They do no longer.
    Mend,
    /// The clock is so many minutes off, and whether something keeps it right.
    Jump(i64, Synchronised),
}

/// A case: so many lines, what happens, and a seed for all else.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) lines: usize,
    pub(super) steps: Vec<Step>,
    pub(super) seed: u64,
}

/// What may happen to a modem: results right, wrong, late and lost, reports early, late, double and never.
const MISHAPS: &[&str] = &[
    "refuse:38*1",
    "refuse:21*1",
    "refuse:500*1",
    "refuse:331*1",
    "refuse:8*1",
    "silence*1",
    "answer-lost*1",
    "answer-lost*2",
    "late-answer:9s*1",
    "late-answer:30s*1",
    // After the OK that gets the line into step, and within what a restart listens for.
    "stray-answer:5700ms*1",
    "report-twice*1",
    "report-lost*1",
    "no-prompt*1",
    "reboot*1",
    "sent-reboot*1",
    "unplug:3s*1",
    "sent-unplug:3s*1",
    "reboot now",
    "unplug:20s now",
    "phone-off +33639980001",
    "phone-on +33639980001",
    "refuse-number +33639980002=38",
    "from +33639980003 Merci",
    "clear",
];

/// What leaves a message in doubt, or tells something wrong of it.
const DOUBTS: &[&str] = &[
    "silence*1",
    "answer-lost*1",
    "answer-lost*2",
    "late-answer:9s*1",
    "late-answer:30s*1",
    "stray-answer:5700ms*1",
    "report-twice*1",
    "report-lost*1",
    "reboot*1",
    "sent-reboot*1",
    "sent-unplug:3s*1",
    "refuse:38*1",
    "refuse:500*1",
    "phone-off +33639980001",
    "phone-on +33639980001",
];

/// Refusals of what the network has. Only where one line goes on with it: the network of another SIM can't tell
/// that it is there already.
const LIES: &[&str] = &["sent-refuse:38*1", "sent-refuse:41*1", "sent-refuse:331*1", "sent-refuse:322*2"];

fn mishap(lines: usize) -> impl Strategy<Value = &'static str> {
    let lies = if lines == 1 { 1 } else { 0 };
    prop_oneof![6 => prop::sample::select(MISHAPS), lies => prop::sample::select(LIES)]
}

fn admit() -> impl Strategy<Value = Step> {
    let lane = prop_oneof![Just(Lane::Urgent), Just(Lane::Normal), Just(Lane::Bulk)];
    let rule = prop_oneof![3 => Just(WhenUnknown::Ask), 1 => Just(WhenUnknown::ResendOnce)];
    let life = prop_oneof![1 => 1..10_u64, 4 => Just(720)];
    (lane, 1..6_u32, 1..3_usize, rule, life)
        .prop_map(|(lane, to, parts, rule, life)| Step::Admit(lane, to, parts, rule, life))
}

fn step(lines: usize) -> impl Strategy<Value = Step> {
    let resolution = prop_oneof![Just(Resolution::Sent), Just(Resolution::Failed), Just(Resolution::Resend)];
    let synchronised = prop_oneof![Just(Synchronised::Yes), Just(Synchronised::No)];
    let held = prop_oneof![
        1 => Just(HeldMessages::Keep),
        3 => Just(HeldMessages::Send),
        1 => Just(HeldMessages::Cancel)
    ];
    prop_oneof![
        8 => admit(),
        2 => (0..12_usize).prop_map(Step::Cancel),
        2 => (0..12_usize, resolution).prop_map(|(which, resolution)| Step::Resolve(which, resolution)),
        6 => (0..20_000_u64).prop_map(Step::Pass),
        2 => (0..1_200_000_u64).prop_map(Step::Pass),
        8 => (1..8_usize).prop_map(Step::Hear),
        8 => (0..lines, mishap(lines)).prop_map(|(line, what)| Step::Instruct(line, what)),
        4 => (0..30_000_u64).prop_map(Step::Kill),
        1 => (0..30_000_u64).prop_map(Step::Hold),
        3 => held.prop_map(Step::Release),
        1 => prop_oneof![Just(Breakage::Statement), Just(Breakage::Commit)].prop_map(Step::Break),
        2 => Just(Step::Mend),
        1 => (-3_000..3_000_i64, synchronised).prop_map(|(minutes, kept)| Step::Jump(minutes, kept)),
    ]
}

pub(super) fn case() -> impl Strategy<Value = Case> {
    let lines = prop_oneof![1 => Just(1_usize), 2 => Just(2)];
    let drawn =
        lines.prop_flat_map(|lines| (Just(lines), prop::collection::vec(step(lines), 4..40), 0..1_000_u64));
    drawn.prop_map(|(lines, steps, seed)| Case { lines, steps, seed })
}

/// Where messages to one number are in doubt together, and reports have to be told apart.
fn doubtful_step() -> impl Strategy<Value = Step> {
    let lane = prop_oneof![Just(Lane::Urgent), Just(Lane::Normal)];
    let rule = prop_oneof![1 => Just(WhenUnknown::Ask), 1 => Just(WhenUnknown::ResendOnce)];
    let to = prop_oneof![4 => Just(1_u32), 1 => Just(2)];
    let admit = (lane, to, 1..3_usize, rule)
        .prop_map(|(lane, to, parts, rule)| Step::Admit(lane, to, parts, rule, 720));
    prop_oneof![
        8 => admit,
        1 => (0..12_usize).prop_map(|which| Step::Resolve(which, Resolution::Resend)),
        4 => (0..8_000_u64).prop_map(Step::Pass),
        1 => (100_000..400_000_u64).prop_map(Step::Pass),
        6 => (1..5_usize).prop_map(Step::Hear),
        8 => prop::sample::select(DOUBTS).prop_map(|what| Step::Instruct(0, what)),
        3 => (0..8_000_u64).prop_map(Step::Kill),
    ]
}

pub(super) fn doubtful_case() -> impl Strategy<Value = Case> {
    let lines = prop_oneof![3 => Just(1_usize), 1 => Just(2)];
    let drawn = (lines, prop::collection::vec(doubtful_step(), 4..24), 0..1_000_u64);
    drawn.prop_map(|(lines, steps, seed)| Case { lines, steps, seed })
}
