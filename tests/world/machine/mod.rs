//! Random interleavings of all that can happen to a message, against a model that knows nothing but the table of
//! states: which moves there are, what is final, that a message is never lost, and that nothing held goes. What the
//! modems saw is the audit's business, which shares no code with the road.

mod found;
mod steps;
mod table;

use std::collections::BTreeMap;
use std::time::Duration;

use beffroi::audit::Finding;
use beffroi::gateway::Work;
use beffroi::message::{Ground, Lane, MessageId, Reason, Resolution, State, WhenUnknown};
use beffroi::phone::PhoneNumber;
use beffroi::sim::{Instruction, NetworkSettings, Record, Settings, Submitted};
use beffroi::store::{self, AttemptRow, Depth, HeldMessages, ListFilter, NewMessage, Reader};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use self::steps::{Case, Step, case, doubtful_case};
use self::table::{may_follow, may_follow_in_parts};
use super::bed::{World, message};

const RESULT_TIMEOUT: Duration = Duration::from_secs(5);
const HOUR: Duration = Duration::from_secs(3600);

/// A store that can't be written is tried every three seconds. Each try costs as much as a whole case else, and the
/// third finds what the hundredth would.
const BROKEN_AT_MOST: Duration = Duration::from_secs(10);

/// Longer than any life, and than a clock was ahead when something was put off.
const LONGEST_REST: u32 = 80;

/// Messages say their number, from here on: the audit tells those to one number apart by it.
const FIRST: usize = 100;

/// A message as it was given.
#[derive(Clone)]
struct Given {
    message: MessageId,
    to: PhoneNumber,
    parts: usize,
    rule: WhenUnknown,
}

struct Machine {
    world: World,
    lines: usize,
    given: Vec<Given>,
    asked_again: BTreeMap<MessageId, usize>,
    /// PDUs of each message when the store was put back last, if it ever was.
    handed_when_put_back: Option<BTreeMap<MessageId, usize>>,
}

impl Machine {
    /// One line's network tells duplicates; of two lines' networks one does.
    fn new(lines: usize, seed: u64) -> Self {
        let modem = |seed: u64| {
            let latency = Duration::from_millis(300);
            let network =
                NetworkSettings { latency, jitter: latency / 2, seed, ..NetworkSettings::default() };
            let tells = lines == 1 || seed.is_multiple_of(2);
            let conditions = if tells { vec!["duplicates=refused".parse().unwrap()] } else { Vec::new() };
            Settings { network, conditions, ..Settings::default() }
        };
        let modems = (0..lines).map(|line| modem(seed + line as u64)).collect();
        Self {
            world: World::of_lines(modems, RESULT_TIMEOUT),
            lines,
            given: Vec::new(),
            asked_again: BTreeMap::new(),
            handed_when_put_back: None,
        }
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Admit(lane, to, parts, rule, life) => self.admit(*lane, *to, *parts, *rule, *life),
            Step::Cancel(which) => {
                if let Some(Given { message, .. }) = self.nth(*which) {
                    self.world.ask(Work::Cancel { message, reason: Reason::CancelledByPerson });
                }
            }
            Step::Resolve(which, resolution) => self.resolve(*which, *resolution),
            Step::Pass(millis) => self.world.run_for(self.at_most(Duration::from_millis(*millis))),
            Step::Hear(events) => {
                let heard = self.world.heard + events;
                // A world at rest hears nothing more.
                self.world.run_until_heard_within(heard, self.at_most(Duration::from_secs(60)));
            }
            Step::Instruct(line, what) => self.world.instruct_at(*line, what.parse().unwrap()),
            Step::Kill(after) => self.world.kill_and_restart(Duration::from_millis(*after)),
            Step::Hold(after) => self.hold(Duration::from_millis(*after)),
            Step::Release(held) => self.release(*held),
            Step::Break(how) => self.world.break_store(*how),
            Step::Mend => self.world.mend_store(),
            Step::Jump(minutes, synchronised) => self.world.jump(*minutes, *synchronised),
        }
    }

    fn nth(&self, which: usize) -> Option<Given> {
        self.given.get(which % self.given.len().max(1)).cloned()
    }

    fn admit(&mut self, lane: Lane, to: u32, parts: usize, rule: WhenUnknown, life: u64) {
        let now = self.world.moment();
        let base = message(lane, u32::try_from(FIRST + self.given.len()).unwrap(), parts, now);
        let to = message(lane, to, 1, now).recipient;
        let new = NewMessage {
            recipient: to.clone(),
            when_unknown: rule,
            expires_at: now.plus(Duration::from_secs(60 * life)),
            ..base
        };
        if let Some(message) = self.world.try_admit(new) {
            self.given.push(Given { message, to, parts, rule });
        }
    }

    fn resolve(&mut self, which: usize, resolution: Resolution) {
        let Some(Given { message, .. }) = self.nth(which) else { return };
        self.world.ask(Work::Resolve { message, resolution, by: "agnes".into() });
        if resolution == Resolution::Resend {
            *self.asked_again.entry(message).or_default() += 1;
        }
    }

    fn at_most(&self, time: Duration) -> Duration {
        if self.world.is_broken() { time.min(BROKEN_AT_MOST) } else { time }
    }

    /// The n-th given message, by what it says.
    fn nth_of(&self, submit: &Submitted) -> Option<usize> {
        let said = submit.text.as_ref()?.strip_suffix('.')?.rsplit_once(' ')?.1;
        said.parse::<usize>().ok()?.checked_sub(FIRST)
    }

    /// PDUs of each message that the modems were handed.
    fn handed(&self) -> BTreeMap<MessageId, usize> {
        let mut handed = BTreeMap::new();
        for submit in self.submits() {
            let given = self.nth_of(submit).and_then(|nth| self.given.get(nth)).unwrap();
            *handed.entry(given.message).or_default() += 1;
        }
        handed
    }

    fn submits(&self) -> impl Iterator<Item = &Submitted> {
        (0..self.lines).flat_map(|line| self.world.journal_of(line)).filter_map(|record| match record {
            Record::Submit(submit) => Some(submit),
            _ => None,
        })
    }

    /// A store that is older than what was sent from it: all that waits is held.
    fn hold(&mut self, after: Duration) {
        self.nothing_held_has_gone();
        self.world.restart_restored(after);
        self.handed_when_put_back = Some(self.handed());
    }

    fn nothing_held_has_gone(&self) {
        let Some(before) = &self.handed_when_put_back else { return };
        let handed = self.handed();
        for message in self.world.messages_in(State::Held) {
            let count = |handed: &BTreeMap<_, _>| handed.get(&message).copied().unwrap_or(0);
            let (then, now) = (count(before), count(&handed));
            assert_eq!(now, then, "message {message} is held, and goes all the same");
        }
    }

    /// As `db accept-restore`: only where there is something to accept.
    fn release(&mut self, wish: HeldMessages) {
        if self.handed_when_put_back.is_none() {
            return;
        }
        self.nothing_held_has_gone();
        let held = self.world.messages_in(State::Held);
        let Some(restored) = self.world.is_restored() else { return };
        if !restored && (wish == HeldMessages::Keep || held.is_empty()) {
            return;
        }
        if self.world.ask(Work::AcceptRestore(wish)).is_none() {
            return;
        }
        assert_eq!(self.world.is_restored(), Some(false));
        let still = self.world.messages_in(State::Held);
        let kept = |message| wish == HeldMessages::Keep && held.contains(message);
        assert!(still.iter().all(kept), "{wish:?}: {still:?} of {held:?} are held");
    }

    /// All is well again, and time enough.
    fn come_to_rest(&mut self) {
        self.world.mend_store();
        self.world.put_clock_right();
        // A store that could not be written rests for a moment.
        self.world.run_for(Duration::from_secs(10));
        self.release(HeldMessages::Send);
        for line in 0..self.lines {
            self.world.instruct_at(line, Instruction::Clear);
            self.world.instruct_at(line, "phone-on +33639980001".parse().unwrap());
        }
        let mut rested = false;
        for _ in 0..LONGEST_REST {
            let rests = self.world.nothing_waits();
            if rests && rested {
                return;
            }
            rested = rests;
            self.world.run_for(HOUR);
        }
    }

    /// What `db check` says of the store, whatever is under way.
    fn check(&self) -> Result<(), TestCaseError> {
        if !self.world.is_broken() {
            // A marker that has seen more is put there by hand.
            let found = store::check_copy(&self.world.path(), Depth::Quick).unwrap().findings;
            prop_assert!(found.is_empty(), "{found:?}");
        }
        Ok(())
    }

    fn judge(&self) -> Result<(), TestCaseError> {
        let reader = Reader::open(&self.world.path()).unwrap();
        let rows = reader.list(&ListFilter::default()).unwrap();
        prop_assert_eq!(rows.len(), self.given.len(), "none is lost, none is made");
        for Given { message, parts, rule, .. } in &self.given {
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
        let wrong: Vec<_> =
            verdict.findings.iter().filter(|finding| !self.is_the_modems_lie(finding)).collect();
        prop_assert!(wrong.is_empty(), "{verdict}: {wrong:?}");
        Ok(())
    }

    /// Who believes a modem that denies what it has sent, and then may not ask again, denies it too; and the report
    /// on it may be taken for that on another message to the number, which counts the references of the next ones
    /// wrongly, to whomever they go. It never goes twice all the same.
    fn is_the_modems_lie(&self, finding: &Finding) -> bool {
        let mut lies = self.submits().filter(|submit| submit.result == "sent-refuse");
        let message = match finding {
            Finding::Miscounted { .. } => return lies.next().is_some(),
            Finding::Denied { message, .. } | Finding::Lost { message, .. } => *message,
            Finding::Forged { message, .. } => *message,
            _ => return false,
        };
        let to = |given: &&Given| given.message == message;
        let to = self.given.iter().find(to).map(|given| given.to.e164());
        lies.any(|submit| submit.to.as_deref() == to)
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

fn come_through(case: &Case) -> Result<(), TestCaseError> {
    let Case { lines, steps, seed } = case;
    let mut machine = Machine::new(*lines, *seed);
    for step in steps {
        machine.take(step);
    }
    machine.check()?;
    machine.come_to_rest();
    machine.check()?;
    machine.judge()
}

/// The same cases each time, or as many as are asked for, others each time.
fn config(usually: u32) -> Config {
    let asked = std::env::var("BEFFROI_CASES").ok().and_then(|cases| cases.parse().ok());
    let (cases, rng_seed) = asked.map_or((usually, RngSeed::Fixed(14)), |cases| (cases, RngSeed::Random));
    let (max_shrink_iters, max_shrink_time) = (2_000, 90_000);
    Config {
        cases,
        rng_seed,
        max_shrink_iters,
        max_shrink_time,
        failure_persistence: None,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn whatever_happens_each_message_keeps_to_the_table_and_none_is_lost_or_sent_twice(case in case()) {
        come_through(&case)?;
    }
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn whatever_is_in_doubt_at_one_number_no_report_is_taken_for_that_on_another(case in doubtful_case()) {
        come_through(&case)?;
    }
}
