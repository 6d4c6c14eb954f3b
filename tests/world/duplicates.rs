//! What the network has, though the modem says that it refused it or says nothing: the next try asks by TP-RD not
//! to be taken twice, and 197 proves that it was taken before.

use beffroi::message::WhenUnknown;
use beffroi::sim::Submitted;
use beffroi::store::{NewMessage, Reader};

use super::bed::message;
use super::*;

/// TP-RD, bit 2 of a TPDU's first octet (TS 23.040 §9.2.3.25).
fn rejects_duplicates(submit: &Submitted) -> bool {
    u8::from_str_radix(&submit.tpdu[..2], 16).unwrap() & 0b100 != 0
}

fn submits(world: &World) -> Vec<&Submitted> {
    let records = world.journal().iter();
    records
        .filter_map(|record| if let Record::Submit(submit) = record { Some(submit) } else { None })
        .collect()
}

/// Of each PDU in turn: what became of it, its code, and whether it asks not to be taken twice.
fn told(world: &World) -> Vec<(&'static str, Option<u16>, bool)> {
    submits(world)
        .into_iter()
        .map(|submit| (submit.result, submit.code, rejects_duplicates(submit)))
        .collect()
}

fn world(faults: &[&str]) -> World {
    let mut settings = settings(300, 5);
    settings.faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
    settings.conditions = vec!["duplicates=refused".parse().unwrap()];
    World::new(settings, RESULT_TIMEOUT)
}

fn assert_once(world: &World, told: &str) {
    assert!(taken(world).values().all(|times| *times == 1), "{told}: twice");
    let verdict = world.audit();
    assert!(verdict.is_clean(), "{told}: {verdict}: {:?}", verdict.findings);
}

#[test]
fn what_was_refused_and_sent_all_the_same_ends_sent_and_the_phone_has_it_once() {
    // Soon, later, when the network is there, by the account, by the modem's state.
    for code in [41, 38, 331, 8, 322] {
        let mut world = world(&[&format!("sent-refuse:{code}*1")]);
        let message = world.admit(Lane::Normal, 1, 1);
        world.run_for(Duration::from_secs(3600));
        let want = [("sent-refuse", Some(code), false), ("refused", Some(197), true)];
        assert_eq!(told(&world), want, "{code}");
        assert_eq!(world.state(message), State::Sent, "{code}");
        assert_once(&world, &code.to_string());
        let story = Reader::open(&world.path()).unwrap().story(message).unwrap();
        let reasons: Vec<_> = story.events.iter().map(|event| event.reason.code()).collect();
        assert!(reasons.ends_with(&["duplicate_at_network".to_owned()]), "{code}: {reasons:?}");
    }
}

#[test]
fn a_refusal_that_was_true_is_tried_again_with_the_same_question_and_taken() {
    let mut world = world(&["refuse:38*1"]);
    let message = world.admit(Lane::Normal, 1, 1);
    world.run_for(Duration::from_secs(3600));
    assert_eq!(told(&world), [("refused", Some(38), false), ("sent", None, true)]);
    assert_eq!(world.state(message), State::Delivered);
}

#[test]
fn lies_about_the_parts_of_a_mailing_send_none_of_them_twice() {
    let mut world = world(&["sent-refuse:41%30", "refuse:38%20"]);
    for to in 0..40 {
        world.admit(Lane::Bulk, to, 3);
    }
    world.run_for(Duration::from_secs(11 * 3600));
    assert_once(&world, "a mailing");
    assert_eq!(taken(&world).len(), 120);
    let states = world.states();
    let gone = |state| states.get(&state).copied().unwrap_or(0);
    assert_eq!(gone(State::Sent) + gone(State::Delivered), 40, "{states:?}");
    let lies = told(&world).iter().filter(|(result, ..)| *result == "sent-refuse").count();
    let answers = told(&world).iter().filter(|(_, code, _)| *code == Some(197)).count();
    assert!(lies > 20 && answers >= lies, "{lies} lies, {answers} times 197");
}

#[test]
fn a_kill_between_the_lie_and_the_next_try_sends_nothing_twice() {
    for events in 1..8 {
        let mut world = world(&["sent-refuse:38*1"]);
        world.run_for(Duration::from_secs(30));
        let message = world.admit(Lane::Normal, 1, 1);
        world.run_until_heard(world.heard + events);
        world.kill_and_restart(Duration::from_millis(300));
        world.run_for(Duration::from_secs(3600));
        assert_once(&world, &format!("after {events} events"));
        let state = world.state(message);
        // A kill after Ctrl-Z leaves unknown what no report tells.
        let settled = matches!(state, State::Sent | State::Delivered | State::Unknown);
        assert!(settled, "after {events} events: {state}");
    }
}

#[test]
fn what_a_rule_sends_once_more_and_the_network_has_is_sent_and_was_taken_once() {
    let mut world = world(&["answer-lost*1", "report-lost*1"]);
    let base = message(Lane::Urgent, 1, 1, world.moment());
    let new = NewMessage { when_unknown: WhenUnknown::ResendOnce, ..base };
    let message = world.try_admit(new).unwrap();
    world.run_for(Duration::from_secs(3600));
    assert_eq!(told(&world), [("answer-lost", None, false), ("refused", Some(197), true)]);
    assert_eq!(world.state(message), State::Sent);
    assert_once(&world, "by the rule");
}
