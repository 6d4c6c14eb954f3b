//! Two lines through unplugged sticks and kills: a recipient hears from one line, but for what is urgent while
//! that one is away; and each exception stands in the ledger.

use beffroi::message::MessageId;
use beffroi::store::{AttemptRow, Reader};

use super::*;

const RECIPIENTS: u32 = 12;
const AWAY: Duration = Duration::from_secs(900);

fn attempts(world: &World, message: MessageId) -> Vec<AttemptRow> {
    let story = Reader::open(&world.path()).unwrap().story(message).unwrap();
    story.parts.into_iter().flat_map(|part| part.attempts).collect()
}

/// Everybody has heard once; by which line.
fn settle(world: &mut World) -> BTreeMap<u32, String> {
    let first: Vec<MessageId> = (0..RECIPIENTS).map(|to| world.admit(Lane::Bulk, to, 1)).collect();
    world.run_for(Duration::from_secs(300));
    let lines = first.iter().map(|message| attempts(world, *message).pop().unwrap().line);
    (0..).zip(lines).collect()
}

fn two(seed: u64) -> World {
    World::of_lines(vec![settings(1_000, seed), settings(1_000, seed + 100)], RESULT_TIMEOUT)
}

/// What is wrong with how a message went.
fn complaint(world: &World, message: MessageId, home: &str, lane: Lane) -> Option<String> {
    let wrong = |attempt: &AttemptRow| match (attempt.line == home, attempt.home.as_deref()) {
        (true, None) => None,
        (false, Some(noted)) if noted == home && lane == Lane::Urgent => None,
        (_, noted) => Some(format!("{lane} by {} though home is {home}, noted {noted:?}", attempt.line)),
    };
    attempts(world, message).iter().find_map(wrong)
}

#[test]
fn only_what_is_urgent_leaves_a_stick_that_is_out_and_the_rest_waits_for_it() {
    let mut world = two(5);
    let homes = settle(&mut world);
    assert!(homes.values().any(|line| line == "sim-1") && homes.values().any(|line| line == "sim-2"));
    world.instruct_at(0, Instruction::Unplug(AWAY));
    world.run_for(Duration::from_secs(5));
    let urgent: Vec<_> = (0..RECIPIENTS).map(|to| world.admit(Lane::Urgent, to, 2)).collect();
    let normal: Vec<_> = (0..RECIPIENTS).map(|to| world.admit(Lane::Normal, to, 1)).collect();
    world.run_for(Duration::from_secs(300));
    for (to, home) in &homes {
        let at = usize::try_from(*to).unwrap();
        let is_away = home == "sim-1";
        assert_eq!(world.state(urgent[at]), State::Delivered, "{to}");
        assert!(attempts(&world, urgent[at]).iter().all(|way| way.home.is_some() == is_away), "{to}");
        let want = if is_away { State::Queued } else { State::Delivered };
        assert_eq!(world.state(normal[at]), want, "{to}");
    }
    world.run_for(AWAY);
    for (to, home) in &homes {
        let at = usize::try_from(*to).unwrap();
        assert_eq!(world.state(normal[at]), State::Delivered, "{to}");
        assert_eq!(complaint(&world, normal[at], home, Lane::Normal), None, "{to}");
    }
    let verdict = world.audit();
    assert!(verdict.is_clean(), "{verdict}: {:?}", verdict.findings);
}

#[test]
fn kills_while_a_line_is_out_send_nobody_two_senders_that_are_not_written_down() {
    let mut away = 0;
    for seed in 0..25 {
        let mut world = two(seed);
        let homes = settle(&mut world);
        let out = usize::try_from(seed % 2).unwrap();
        world.instruct_at(out, Instruction::Unplug(AWAY));
        world.run_for(Duration::from_secs(seed % 7));
        let mut went = Vec::new();
        for to in 0..RECIPIENTS {
            let lane = [Lane::Urgent, Lane::Normal, Lane::Bulk][usize::try_from(to % 3).unwrap()];
            let parts = 1 + usize::try_from(to % 2).unwrap();
            went.push((world.admit(lane, to, parts), to, lane));
        }
        for round in 0..3 {
            let heard = world.heard + 1 + usize::try_from((seed * 5 + round * 11) % 17).unwrap();
            world.run_until_heard_within(heard, Duration::from_secs(60));
            world.kill_and_restart(Duration::from_millis(700 * seed));
        }
        world.run_for(AWAY + Duration::from_secs(3600));
        for (message, to, lane) in went {
            assert_eq!(complaint(&world, message, &homes[&to], lane), None, "seed {seed} to {to}");
            let state = world.state(message);
            let settled = [State::Delivered, State::Sent, State::Unknown].contains(&state);
            assert!(settled, "seed {seed} to {to}: {state}");
            away += attempts(&world, message).iter().filter(|way| way.home.is_some()).count();
        }
        let verdict = world.audit();
        assert!(verdict.is_clean(), "seed {seed}: {verdict}: {:?}", verdict.findings);
    }
    assert!(away > 25, "{away}: some did leave home");
}

#[test]
fn a_line_that_can_not_be_made_ready_after_a_restart_holds_up_nothing_urgent_for_long() {
    for wrong in ["registration=searching", "answers=none", "answers=rubbish", "sim=busy", "sim=pin"] {
        let mut world = two(3);
        let homes = settle(&mut world);
        world.instruct_at(0, wrong.parse().unwrap());
        world.kill_and_restart(Duration::from_secs(200));
        let (to, _) = homes.iter().find(|(_, line)| *line == "sim-1").unwrap();
        let urgent = world.admit(Lane::Urgent, *to, 1);
        let mut waited = 0;
        while !world.state(urgent).is_at_rest() && waited < 600 {
            world.run_for(Duration::from_secs(1));
            waited += 1;
        }
        assert!(waited <= 20, "{wrong}: {waited} seconds");
    }
}
