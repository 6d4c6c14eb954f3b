//! Scenarios of the whole gateway in virtual time: what the modem saw is held against what the store
//! claims.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

mod answers;
mod bed;
mod duplicates;
mod homes;
mod machine;
mod reports;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use bed::World;
use beffroi::message::{Lane, State};
use beffroi::sim::{Instruction, NetworkSettings, Record, Settings};

const RESULT_TIMEOUT: Duration = Duration::from_secs(5);

fn settings(latency: u64, seed: u64) -> Settings {
    let network = NetworkSettings {
        latency: Duration::from_millis(latency),
        jitter: Duration::from_millis(latency / 2),
        seed,
        ..NetworkSettings::default()
    };
    Settings { network, ..Settings::default() }
}

/// How often the network took each part, by recipient and text.
fn taken(world: &World) -> BTreeMap<(String, String), u32> {
    taken_by(world, 0)
}

/// The same for one modem.
fn taken_by(world: &World, line: usize) -> BTreeMap<(String, String), u32> {
    let mut taken = BTreeMap::new();
    for record in world.journal_of(line) {
        if let Record::Submit(submit) = record
            && submit.accepted
        {
            let key = (submit.to.clone().unwrap(), submit.text.clone().unwrap());
            *taken.entry(key).or_default() += 1;
        }
    }
    taken
}

#[test]
fn a_mailing_is_delivered_whole_and_an_absence_overtakes_it() {
    let mut world = World::new(settings(1_000, 1), RESULT_TIMEOUT);
    for to in 0..40 {
        world.admit(Lane::Bulk, to, 1 + usize::try_from(to % 2).unwrap());
    }
    world.run_for(Duration::from_secs(15));
    let before = taken(&world).len();
    assert!(before > 3, "the mailing is under way: {before}");
    let urgent = world.admit(Lane::Urgent, 900, 1);
    world.run_for(Duration::from_secs(3600));
    assert_eq!(world.state(urgent), State::Delivered);
    assert_eq!(world.states(), BTreeMap::from([(State::Delivered, 41)]));
    let texts: Vec<String> = world
        .journal()
        .iter()
        .filter_map(|record| match record {
            Record::Submit(submit) => submit.to.clone(),
            _ => None,
        })
        .collect();
    let place = texts.iter().position(|to| to == "+33639980900").unwrap();
    assert!(place <= before + 2, "at most the part that was at the modem goes first: {place}");
    assert!(taken(&world).values().all(|times| *times == 1));
}

#[test]
fn kills_at_any_event_lose_nothing_and_send_nothing_twice() {
    let mut unknown = 0;
    for seed in 0..60 {
        let mut world = World::new(settings(if seed % 3 == 0 { 1_000 } else { 0 }, seed), RESULT_TIMEOUT);
        for to in 0..12 {
            world.admit(Lane::Normal, to, 1 + usize::try_from(to % 3).unwrap());
        }
        let mut at = 0;
        for round in 0..4 {
            at += 1 + usize::try_from((seed * 7 + round * 13) % 29).unwrap();
            world.run_until_heard(at);
            world.kill_and_restart(Duration::from_millis(100 * seed));
        }
        world.run_for(Duration::from_secs(3 * 3600));
        for ((to, text), times) in taken(&world) {
            assert_eq!(times, 1, "seed {seed}: {text} went {times} times to {to}");
        }
        let states = world.states();
        assert_eq!(states.values().sum::<usize>(), 12, "seed {seed}");
        for (state, count) in states {
            let settled = matches!(state, State::Sent | State::Delivered | State::Unknown);
            assert!(settled, "seed {seed}: {count} are {state}");
            unknown += if state == State::Unknown { count } else { 0 };
        }
    }
    assert!(unknown <= 60 * 4, "no more than one a kill: {unknown}");
}

#[test]
fn lost_and_late_answers_stop_nothing_and_repeat_nothing() {
    let faults = ["answer-lost%5", "late-answer:9s%5", "silence%2"];
    let mut settings = settings(1_000, 7);
    settings.faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
    let mut world = World::new(settings, RESULT_TIMEOUT);
    for to in 0..300 {
        world.admit(Lane::Bulk, to, 1);
    }
    world.run_for(Duration::from_secs(8 * 3600));
    assert!(taken(&world).values().all(|times| *times == 1));
    let states = world.states();
    let count = |state| states.get(&state).copied().unwrap_or(0);
    let taken = taken(&world).len();
    assert_eq!(count(State::Delivered) + count(State::Sent) + count(State::Unknown), 300, "{states:?}");
    assert!(
        count(State::Delivered) >= taken - 3,
        "reports settle what answers did not: {states:?}, {taken} taken"
    );
    assert_eq!(count(State::Delivered) + count(State::Unknown), 300, "{states:?}");
}

#[test]
fn a_stick_that_is_pulled_out_comes_back_and_the_queue_goes_on() {
    let mut world = World::new(settings(1_000, 3), RESULT_TIMEOUT);
    for to in 0..20 {
        world.admit(Lane::Normal, to, 1);
    }
    world.run_for(Duration::from_secs(8));
    world.instruct(Instruction::Unplug(Duration::from_secs(60)));
    world.run_for(Duration::from_secs(3600));
    let states = world.states();
    let count = |state| states.get(&state).copied().unwrap_or(0);
    // Reports that came while it was away are lost with +CDS, and what had passed Ctrl-Z is unknown.
    assert_eq!(count(State::Delivered) + count(State::Sent) + count(State::Unknown), 20, "{states:?}");
    assert!(count(State::Delivered) >= 14 && count(State::Unknown) <= 1, "{states:?}");
    assert!(taken(&world).values().all(|times| *times == 1));
}

#[test]
fn a_network_that_is_down_for_two_hours_fails_no_mailing() {
    for code in ["refuse:38", "refuse:42", "refuse:41"] {
        let mut world = World::new(settings(1_000, 11), RESULT_TIMEOUT);
        world.instruct(Instruction::Inject(code.parse().unwrap()));
        for to in 0..20 {
            world.admit(Lane::Bulk, to, 1 + usize::try_from(to % 2).unwrap());
        }
        world.run_for(Duration::from_secs(2 * 3600));
        let states = world.states();
        assert_eq!(states.keys().collect::<Vec<_>>(), [&State::Queued], "{code}");
        world.instruct(Instruction::Clear);
        world.run_for(Duration::from_secs(3600));
        assert_eq!(world.states(), BTreeMap::from([(State::Delivered, 20)]), "{code}");
        assert!(taken(&world).values().all(|times| *times == 1), "{code}");
    }
}

#[test]
fn no_message_comes_in_parts_from_two_numbers() {
    for seed in 0..20 {
        let mut two = vec![settings(1_000, seed), settings(1_700, seed + 100)];
        for modem in &mut two {
            modem.faults = vec!["refuse:41%10".parse().unwrap(), "no-prompt%3".parse().unwrap()];
        }
        let mut world = World::of_lines(two, RESULT_TIMEOUT);
        for to in 0..20 {
            world.admit(Lane::Bulk, to, 3);
        }
        world.run_for(Duration::from_secs(20));
        world.instruct_at(usize::try_from(seed % 2).unwrap(), Instruction::Unplug(Duration::from_secs(600)));
        world.run_for(Duration::from_secs(20));
        world.kill_and_restart(Duration::from_millis(seed * 50));
        world.run_for(Duration::from_secs(6 * 3600));
        let (first, second) = (taken_by(&world, 0), taken_by(&world, 1));
        let numbers = |taken: &BTreeMap<(String, String), u32>| -> BTreeSet<String> {
            taken.keys().map(|(to, _)| to.clone()).collect()
        };
        let both: Vec<_> = numbers(&first).intersection(&numbers(&second)).cloned().collect();
        assert!(both.is_empty(), "seed {seed}: {both:?}");
        assert!(!first.is_empty() && !second.is_empty(), "seed {seed}: both lines work");
        assert!(first.values().chain(second.values()).all(|times| *times == 1), "seed {seed}");
        let states = world.states();
        let settled = [State::Delivered, State::Sent, State::Unknown];
        assert!(states.keys().all(|state| settled.contains(state)), "seed {seed}: {states:?}");
    }
}
