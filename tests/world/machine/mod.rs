//! Random interleavings of all that can happen to a message, against a model that knows nothing but the table of
//! states: which moves there are, what is final, and that a message is never lost. What the modems saw is the
//! audit's business, which shares no code with the road.

use std::collections::BTreeMap;
use std::time::Duration;

use beffroi::gateway::{Synchronised, Work};
use beffroi::message::{Ground, Lane, MessageId, Reason, Resolution, State, WhenUnknown};
use beffroi::sim::{Instruction, NetworkSettings, Settings};
use beffroi::store::{AttemptRow, ListFilter, NewMessage, Reader};
use proptest::prelude::*;
use proptest::test_runner::Config;

use super::bed::{Breakage, World, message};

const RESULT_TIMEOUT: Duration = Duration::from_secs(5);
const HOUR: Duration = Duration::from_secs(3600);

/// One thing that happens.
#[derive(Clone, Debug)]
enum Step {
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
    /// From now on commits fail.
    Break(Breakage),
    /// They do no longer.
    Mend,
    /// The clock is so many minutes off, and whether something keeps it right.
    Jump(i64, Synchronised),
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

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let lane = prop_oneof![Just(Lane::Urgent), Just(Lane::Normal), Just(Lane::Bulk)];
    let rule = prop_oneof![3 => Just(WhenUnknown::Ask), 1 => Just(WhenUnknown::ResendOnce)];
    let resolution = prop_oneof![Just(Resolution::Sent), Just(Resolution::Failed), Just(Resolution::Resend)];
    let life = prop_oneof![1 => 1..10_u64, 4 => Just(720)];
    let admit = (lane, 1..6_u32, 1..3_usize, rule, life)
        .prop_map(|(lane, to, parts, rule, life)| Step::Admit(lane, to, parts, rule, life));
    let synchronised = prop_oneof![Just(Synchronised::Yes), Just(Synchronised::No)];
    let step = prop_oneof![
        8 => admit,
        2 => (0..12_usize).prop_map(Step::Cancel),
        2 => (0..12_usize, resolution).prop_map(|(which, resolution)| Step::Resolve(which, resolution)),
        6 => (0..20_000_u64).prop_map(Step::Pass),
        2 => (0..1_200_000_u64).prop_map(Step::Pass),
        8 => (1..8_usize).prop_map(Step::Hear),
        8 => (0..2_usize, prop::sample::select(MISHAPS)).prop_map(|(line, what)| Step::Instruct(line, what)),
        4 => (0..30_000_u64).prop_map(Step::Kill),
        1 => prop_oneof![Just(Breakage::Statement), Just(Breakage::Commit)].prop_map(Step::Break),
        2 => Just(Step::Mend),
        1 => (-3_000..3_000_i64, synchronised).prop_map(|(minutes, kept)| Step::Jump(minutes, kept)),
    ];
    prop::collection::vec(step, 4..40)
}

/// What DESIGN's table says of a message in one part.
fn may_follow(from: Option<State>, to: State) -> bool {
    use State::*;
    let Some(from) = from else { return matches!(to, Queued | Held | Refused) };
    let next: &[State] = match from {
        New => &[Queued, Refused],
        Held => &[Queued, Cancelled, Expired],
        // The last two: a report on an earlier attempt, while it waits to go once more.
        Queued => &[Sending, Held, Cancelled, Expired, Failed, Sent, Delivered],
        Sending => &[Queued, Sent, Failed, Unknown, Cancelled, Expired],
        Sent => &[Delivered, Undelivered],
        Unknown => &[Sent, Delivered, Undelivered, Queued, Failed],
        Undelivered | Failed | Expired => &[Delivered],
        Refused | Delivered | Cancelled => &[],
    };
    from == to || next.contains(&to)
}

/// The same of one in several: while its parts differ it may be anything that one of them is, but what has ended
/// for good never waits again, unless somebody had reason to doubt.
fn may_follow_in_parts(from: Option<State>, to: State) -> bool {
    use State::*;
    match from {
        None => matches!(to, Queued | Held | Refused),
        Some(Refused | Delivered) => Some(to) == from,
        Some(Cancelled | Expired | Failed | Undelivered | Sent) => {
            !matches!(to, New | Held | Queued | Refused)
        }
        Some(_) => to != New && to != Refused,
    }
}

struct Machine {
    world: World,
    messages: Vec<(MessageId, usize, WhenUnknown)>,
    asked_again: BTreeMap<MessageId, usize>,
}

impl Machine {
    fn new(seed: u64) -> Self {
        let modem = |seed| {
            let latency = Duration::from_millis(300);
            let network =
                NetworkSettings { latency, jitter: latency / 2, seed, ..NetworkSettings::default() };
            Settings { network, ..Settings::default() }
        };
        let world = World::of_lines(vec![modem(seed), modem(seed + 1)], RESULT_TIMEOUT);
        Self { world, messages: Vec::new(), asked_again: BTreeMap::new() }
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Admit(lane, to, parts, rule, life) => self.admit(*lane, *to, *parts, *rule, *life),
            Step::Cancel(which) => {
                if let Some((message, ..)) = self.nth(*which) {
                    self.world.ask(Work::Cancel { message, reason: Reason::CancelledByPerson });
                }
            }
            Step::Resolve(which, resolution) => self.resolve(*which, *resolution),
            Step::Pass(millis) => self.world.run_for(Duration::from_millis(*millis)),
            Step::Hear(events) => {
                let heard = self.world.heard + events;
                // A world at rest hears nothing more.
                self.world.run_until_heard_within(heard, Duration::from_secs(60));
            }
            Step::Instruct(line, what) => self.world.instruct_at(*line, what.parse().unwrap()),
            Step::Kill(after) => self.world.kill_and_restart(Duration::from_millis(*after)),
            Step::Break(how) => self.world.break_store(*how),
            Step::Mend => self.world.mend_store(),
            Step::Jump(minutes, synchronised) => self.world.jump(*minutes, *synchronised),
        }
    }

    fn nth(&self, which: usize) -> Option<(MessageId, usize, WhenUnknown)> {
        self.messages.get(which % self.messages.len().max(1)).copied()
    }

    fn admit(&mut self, lane: Lane, to: u32, parts: usize, rule: WhenUnknown, life: u64) {
        let now = self.world.moment();
        // What it says is its own: the audit tells messages to one number apart by it.
        let base = message(lane, 100 + u32::try_from(self.messages.len()).unwrap(), parts, now);
        let new = NewMessage {
            recipient: message(lane, to, 1, now).recipient,
            when_unknown: rule,
            expires_at: now.plus(Duration::from_secs(60 * life)),
            ..base
        };
        if let Some(message) = self.world.try_admit(new) {
            self.messages.push((message, parts, rule));
        }
    }

    fn resolve(&mut self, which: usize, resolution: Resolution) {
        let Some((message, ..)) = self.nth(which) else { return };
        self.world.ask(Work::Resolve { message, resolution, by: "agnes".into() });
        if resolution == Resolution::Resend {
            *self.asked_again.entry(message).or_default() += 1;
        }
    }

    /// All is well again, and time enough.
    fn come_to_rest(&mut self) {
        self.world.mend_store();
        self.world.put_clock_right();
        for line in 0..2 {
            self.world.instruct_at(line, Instruction::Clear);
            self.world.instruct_at(line, "phone-on +33639980001".parse().unwrap());
        }
        // Longer than any life, and than a clock was ahead when something was put off.
        self.world.run_for(80 * HOUR);
    }

    fn judge(&self) -> Result<(), TestCaseError> {
        let reader = Reader::open(&self.world.path()).unwrap();
        let rows = reader.list(&ListFilter::default()).unwrap();
        prop_assert_eq!(rows.len(), self.messages.len(), "none is lost, none is made");
        for (message, parts, rule) in &self.messages {
            let story = reader.story(*message).unwrap();
            let state = story.message.state;
            prop_assert!(state.is_at_rest(), "message {message} rests as {state}");
            let table = if *parts == 1 { may_follow } else { may_follow_in_parts };
            let mut last = None;
            for event in &story.events {
                prop_assert!(
                    table(last, event.state),
                    "message {message} of {parts} went from {last:?} to {}",
                    event.state
                );
                last = Some(event.state);
            }
            prop_assert_eq!(last, Some(state), "message {}: its last event is its state", message);
            let asked = self.asked_again.get(message).copied().unwrap_or(0);
            for part in &story.parts {
                let resends = resends(&part.attempts);
                let allowed = asked + usize::from(*rule == WhenUnknown::ResendOnce);
                prop_assert!(
                    resends <= allowed,
                    "message {message} went {resends} times more, {allowed} were wanted"
                );
            }
        }
        let verdict = self.world.audit();
        prop_assert!(verdict.is_clean(), "{verdict}: {:?}", verdict.findings);
        Ok(())
    }
}

/// How often it went again although an attempt was in doubt: refused ones went nowhere.
fn resends(attempts: &[AttemptRow]) -> usize {
    attempts
        .iter()
        .filter(|attempt| {
            attempt.ground == Ground::Resend && !matches!(attempt.outcome.as_str(), "refused" | "withdrawn")
        })
        .count()
}

fn cases() -> u32 {
    std::env::var("BEFFROI_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400)
}

proptest! {
    #![proptest_config(Config { cases: cases(), max_shrink_iters: 2_000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn whatever_happens_each_message_keeps_to_the_table_and_none_is_lost_or_sent_twice(
        steps in steps(),
        seed in 0..1_000_u64,
    ) {
        let mut machine = Machine::new(seed);
        for step in &steps {
            machine.take(step);
        }
        machine.come_to_rest();
        machine.judge()?;
    }
}
