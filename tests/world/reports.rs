//! The routes of delivery reports: whatever ends between a report's arrival and its acknowledgement, no
//! report is lost and none settles twice; and with reports that wait to be acknowledged, no message that
//! the network took stays unknown.

use std::collections::BTreeSet;

use beffroi::line::ReportRoute;
use beffroi::message::Piece;
use beffroi::modem::Reports;
use beffroi::sim::Personality;
use beffroi::store::Reader;

use super::bed::LastWords;
use super::*;

/// The routes on which nothing is lost, by the modem that has no other, and by the one that has all.
const SHOWN: &[(ReportRoute, &str)] = &[(ReportRoute::Direct, "reports-direct")];

const LASTING: &[(ReportRoute, &str)] = &[
    (ReportRoute::Stored, "reports-stored"),
    (ReportRoute::Stored, "generic"),
    (ReportRoute::Acknowledged, "reports-acknowledged"),
    (ReportRoute::Acknowledged, "generic"),
];

/// As in the trials of the issue: what the modem did not take is offered again after 2 s.
fn modem(personality: &str, latency: u64, seed: u64) -> Settings {
    let mut settings = settings(latency, seed);
    settings.personality = Personality::named(personality).unwrap();
    settings.network.offer_again = Duration::from_secs(2);
    settings
}

fn world(route: ReportRoute, personality: &str, latency: u64, seed: u64) -> World {
    World::with_reports(modem(personality, latency, seed), RESULT_TIMEOUT, Reports::By(route))
}

/// Numbers that the network has a message for.
fn accepted(world: &World) -> BTreeSet<String> {
    taken(world).into_keys().map(|(to, _)| to).collect()
}

/// What is kept of reports: how many, how many are about an attempt, and about how many attempts.
fn kept(world: &World) -> (u32, u32, u32) {
    let connection = rusqlite::Connection::open(world.path()).unwrap();
    let counts = "SELECT count(*), count(attempt), count(DISTINCT attempt) FROM report";
    connection.query_row(counts, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap()
}

/// After everything has come to rest: what the network took has its report, which is kept once.
fn all_is_settled(world: &World, messages: usize, told: &str) {
    assert!(taken(world).values().all(|times| *times == 1), "{told}: sent twice");
    let accepted = accepted(world).len();
    let states = world.states();
    let delivered = states.get(&State::Delivered).copied().unwrap_or(0);
    let unknown = states.get(&State::Unknown).copied().unwrap_or(0);
    assert_eq!((delivered, unknown), (accepted, messages - accepted), "{told}: {states:?}");
    let each = u32::try_from(accepted).unwrap();
    assert_eq!(kept(world), (each, each, each), "{told}: reports kept, settled, attempts");
}

#[test]
fn no_kill_between_a_report_and_its_acknowledgement_loses_it_or_counts_it_twice() {
    for (route, personality) in LASTING {
        let whole = |stop: Option<usize>| {
            let mut world = world(*route, personality, 0, 5);
            world.run_for(Duration::from_secs(30));
            let ready = world.octets();
            world.admit(Lane::Normal, 7, 1);
            let told = format!("{route:?} by {personality}, {stop:?}");
            match stop {
                None => world.run_for(Duration::from_secs(30)),
                // What the last octet made the line say is lost with the process: a thing that is thanked for
                // or deleted before it is on disk is gone then.
                Some(octet) => {
                    world.run_until_octet(ready + octet, LastWords::Lost, Duration::from_secs(30));
                    world.kill_and_restart(Duration::from_millis(3));
                    world.run_for(Duration::from_secs(1_200));
                }
            }
            all_is_settled(&world, 1, &told);
            world.octets() - ready
        };
        let octets = whole(None);
        assert!((150..600).contains(&octets), "{octets}");
        for octet in 1..octets {
            whole(Some(octet));
        }
    }
}

#[test]
fn with_reports_that_wait_for_us_no_accepted_message_stays_unknown() {
    for (route, personality) in LASTING {
        for seed in 0..12 {
            let latency = if seed % 3 == 0 { 400 } else { 0 };
            let mut world = world(*route, personality, latency, seed);
            for to in 0..12 {
                world.admit(Lane::Normal, to, 1);
            }
            let mut at = 0;
            for round in 0..5 {
                at += 1 + usize::try_from((seed * 131 + round * 797) % 1_400).unwrap();
                let last_words = if at % 2 == 0 { LastWords::Committed } else { LastWords::Lost };
                world.run_until_octet(at, last_words, Duration::from_secs(600));
                at = world.octets();
                world.kill_and_restart(Duration::from_millis(100 * seed));
            }
            world.run_for(Duration::from_secs(3 * 3600));
            all_is_settled(&world, 12, &format!("{route:?} by {personality}, seed {seed}"));
        }
    }
}

#[test]
fn reports_that_come_twice_or_while_the_stick_is_out_settle_each_message_once() {
    for (route, personality) in [LASTING[0], LASTING[2]] {
        let mut settings = modem(personality, 1_000, 3);
        settings.network.offer_again = Duration::from_secs(20);
        settings.faults = vec!["report-twice%50".parse().unwrap()];
        let mut world = World::with_reports(settings, RESULT_TIMEOUT, Reports::By(route));
        for to in 0..20 {
            world.admit(Lane::Normal, to, 1);
        }
        for instruction in ["unplug:60s now", "reboot now", "unplug:5s now"] {
            world.run_for(Duration::from_secs(12));
            world.instruct(instruction.parse().unwrap());
        }
        world.run_for(Duration::from_secs(4 * 3600));
        all_is_settled(&world, 20, personality);
    }
}

#[test]
fn a_memory_for_ten_reports_lets_forty_through_while_the_daemon_is_away() {
    let mut settings = modem("reports-stored", 200, 9);
    // Reports come long after their messages, when nobody is there.
    settings.network.latency = Duration::from_secs(2);
    let mut world = World::with_reports(settings, RESULT_TIMEOUT, Reports::By(ReportRoute::Stored));
    for number in 0..40 {
        let number = format!("+33639980{number:03}");
        world.instruct(format!("phone-off {number}").parse().unwrap());
    }
    for to in 0..40 {
        world.admit(Lane::Bulk, to, 1);
    }
    world.run_for(Duration::from_secs(300));
    assert_eq!(world.states(), BTreeMap::from([(State::Sent, 40)]));
    world.run_until_octet(world.octets(), LastWords::Lost, Duration::ZERO);
    for number in 0..40 {
        world.instruct(format!("phone-on +33639980{number:03}").parse().unwrap());
    }
    world.kill_and_restart(Duration::from_secs(600));
    world.run_for(Duration::from_secs(1_200));
    all_is_settled(&world, 40, "forty");
}

#[test]
fn what_comes_in_by_these_routes_is_kept_once_whatever_ends_when() {
    for (route, personality) in LASTING.iter().chain(SHOWN) {
        for octet in (1..500).step_by(3) {
            let mut world = world(*route, personality, 0, 1);
            world.run_for(Duration::from_secs(30));
            world.instruct("from +33639980123 Merci, c'est noté".parse().unwrap());
            world.run_until_octet(world.octets() + octet, LastWords::Committed, Duration::from_secs(5));
            world.kill_and_restart(Duration::from_millis(3));
            world.run_for(Duration::from_secs(600));
            let connection = rusqlite::Connection::open(world.path()).unwrap();
            let counts = "SELECT count(*), count(DISTINCT raw) FROM incoming";
            let kept: (u32, u32) =
                connection.query_row(counts, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            assert_eq!(kept, (1, 1), "{route:?} by {personality}, octet {octet}");
        }
    }
}

#[test]
fn parts_that_come_in_are_one_message_whatever_ends_when() {
    for (route, personality) in LASTING.iter().chain(SHOWN) {
        for octet in (1..900).step_by(9) {
            let mut world = world(*route, personality, 0, 1);
            world.run_for(Duration::from_secs(30));
            for part in ["7:3/3 +33639980123 trois", "7:1/3 +33639980123 un", "7:2/3 +33639980123 deux"] {
                world.instruct(format!("from-part {part}").parse().unwrap());
            }
            world.run_until_octet(world.octets() + octet, LastWords::Committed, Duration::from_secs(5));
            world.kill_and_restart(Duration::from_millis(3));
            world.run_for(Duration::from_secs(600));
            let reader = Reader::open(&world.path()).unwrap();
            let said: Vec<_> =
                reader.inbox(None, 9).unwrap().into_iter().map(|row| row.received.pieces).collect();
            let whole = vec![Piece::Text { text: "undeuxtrois".into() }];
            assert_eq!(said, [whole], "{route:?} by {personality}, octet {octet}");
            assert_eq!(reader.parts_waiting().unwrap(), None);
        }
    }
}

/// What is said of plain `+CDS` in the README: what comes while nobody is there is lost, and no more.
#[test]
fn shown_once_a_report_is_lost_only_where_nobody_was_there() {
    let mut world = world(ReportRoute::Direct, "reports-direct", 1_000, 3);
    for to in 0..20 {
        world.admit(Lane::Normal, to, 1);
    }
    world.run_for(Duration::from_secs(10));
    world.kill_and_restart(Duration::from_secs(30));
    world.run_for(Duration::from_secs(3 * 3600));
    let states = world.states();
    let count = |state| states.get(&state).copied().unwrap_or(0);
    assert_eq!(count(State::Delivered) + count(State::Sent) + count(State::Unknown), 20, "{states:?}");
    assert!(count(State::Delivered) >= 12 && count(State::Unknown) <= 1, "{states:?}");
    assert!(count(State::Sent) + count(State::Unknown) > 0, "something was lost: {states:?}");
}
