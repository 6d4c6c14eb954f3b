//! Which attempt a delivery report settles, and what it proves.

use super::*;
use crate::line::Finding;
use crate::message::Resolution;

#[test]
fn a_report_that_says_not_yet_proves_that_the_network_has_it() {
    let mut bench = Bench::new();
    bench.ready();
    bench.send(1, 1, 6);
    bench.send_in_doubt(2, 2);
    assert_eq!(bench.states(), [State::Sent, State::Unknown]);
    bench.hear(report(7, 2, Verdict::StillTrying));
    assert_eq!(bench.states(), [State::Sent, State::Sent], "nobody has to be called");
    bench.hear(report(7, 2, Verdict::StillTrying));
    bench.hear(report(7, 2, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Sent, State::Delivered]);
}

#[test]
fn an_attempt_that_a_report_has_named_is_no_candidate_for_another() {
    let mut bench = Bench::new();
    bench.ready();
    bench.send(1, 1, 6);
    bench.send_in_doubt(2, 2);
    bench.hear(report(7, 2, Verdict::Delivered));
    bench.send_in_doubt(3, 2);
    assert_eq!(bench.states(), [State::Sent, State::Delivered, State::Unknown]);
    // The same report twice is no news of the later one.
    bench.hear(report(7, 2, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Sent, State::Delivered, State::Unknown]);
    bench.hear(report(8, 2, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Sent, State::Delivered, State::Delivered]);
}

#[test]
fn two_in_doubt_to_one_number_stay_in_doubt() {
    let mut bench = Bench::new();
    bench.ready();
    bench.send(1, 1, 6);
    bench.send_in_doubt(2, 2);
    bench.send_in_doubt(3, 2);
    bench.hear(report(8, 2, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Sent, State::Unknown, State::Unknown]);
}

#[test]
fn two_in_doubt_to_one_number_are_told_apart_by_two_reports_in_whatever_order_they_come() {
    for (first, second) in [(7, 8), (8, 7)] {
        let mut bench = Bench::new();
        bench.ready();
        bench.send(1, 1, 6);
        bench.send_in_doubt(2, 2);
        bench.send_in_doubt(3, 2);
        let verdict = |reference| if reference == 7 { Verdict::GivenUp } else { Verdict::Delivered };
        bench.hear(report(first, 2, verdict(first)));
        assert_eq!(bench.states(), [State::Sent, State::Unknown, State::Unknown]);
        bench.hear(report(second, 2, verdict(second)));
        assert_eq!(bench.states(), [State::Sent, State::Undelivered, State::Delivered]);
    }
}

#[test]
fn a_report_that_came_after_a_third_attempt_tells_not_the_first_two_apart() {
    let mut bench = Bench::new();
    bench.ready();
    bench.send(1, 1, 6);
    // The first was never taken: 7 is the second's, 8 the third's.
    bench.send_in_doubt(2, 2);
    bench.send_in_doubt(3, 2);
    bench.hear(report(7, 2, Verdict::Delivered));
    bench.send_in_doubt(4, 2);
    bench.hear(report(8, 2, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Sent, State::Unknown, State::Unknown, State::Unknown]);
}

#[test]
fn a_report_that_finds_its_attempt_leaves_the_other_to_one_that_waited() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 2, 1);
    bench.prompt(1);
    let ticket = Ticket(1);
    bench.hear(Event::Result { ticket, outcome: Outcome::Unknown(Doubt::PortLost) });
    bench.send(2, 1, 6);
    bench.send_in_doubt(3, 2);
    bench.hear(report(7, 2, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Unknown, State::Sent, State::Unknown], "it may be about either");
    bench.hear(report(5, 2, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Delivered, State::Sent, State::Delivered]);
}

#[test]
fn numbers_that_end_alike_are_told_apart_by_their_reference() {
    let mut bench = Bench::new();
    bench.ready();
    let other = NewMessage {
        recipient: PhoneNumber::from_e164("+44639980001").unwrap(),
        ..message(Lane::Normal, 1, 1)
    };
    bench.send(1, 1, 6);
    bench.work(Work::Send(Box::new(Judged::Good(other)))).unwrap();
    bench.prompt(2);
    bench.sent(2, 7);
    bench.hear(report(7, 1, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Sent, State::Delivered]);
}

#[test]
fn what_was_there_already_is_settled_by_the_report_on_the_try_that_brought_it() {
    let mut bench = Bench::new();
    bench.ready();
    bench.send(1, 1, 6);
    bench.send_in_doubt(2, 2);
    let (message, resolution) = (MessageId(2), Resolution::Resend);
    bench.work(Work::Resolve { message, resolution, by: "agnes".into() }).unwrap();
    bench.prompt(3);
    let refusal = Refusal { error: "+CMS ERROR: 197".into(), advice: Advice::Duplicate };
    bench.hear(Event::Result { ticket: Ticket(3), outcome: Outcome::Refused(refusal) });
    assert_eq!(bench.states(), [State::Sent, State::Sent]);
    bench.hear(report(7, 2, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Sent, State::Delivered]);
}

#[test]
fn a_report_by_another_sim_settles_nothing() {
    let mut bench = Bench::of_lines(&["sim-1", "sim-2"]);
    bench.ready();
    bench.ready_at(1);
    bench.send(1, 1, 6);
    bench.hear_at(1, report(6, 1, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Sent]);
    bench.hear_at(0, report(6, 1, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Delivered]);
}

#[test]
fn a_modem_that_came_back_may_count_from_anywhere() {
    let device = || "/dev/ttyUSB0".to_owned();
    let failed = Finding::PortFailed { device: device(), error: "gone".to_owned() };
    for finding in [Finding::Restarted, Finding::NoDevice { device: device() }, failed, Finding::Unresponsive]
    {
        let mut bench = Bench::new();
        bench.ready();
        bench.send(1, 1, 200);
        bench.hear(Event::Health(Health::Down(finding.clone())));
        bench.ready();
        bench.send_in_doubt(2, 2);
        bench.hear(report(0, 2, Verdict::Delivered));
        assert_eq!(bench.states(), [State::Sent, State::Delivered], "{finding:?}");
    }
}

#[test]
fn what_went_before_a_modem_came_back_may_have_any_reference_that_it_gives_since() {
    for (restarts, want) in [(true, State::Delivered), (false, State::Unknown)] {
        let mut bench = Bench::new();
        bench.ready();
        bench.send(1, 1, 3);
        bench.send_in_doubt(2, 2);
        if restarts {
            bench.hear(Event::Health(Health::Down(Finding::Restarted)));
            bench.ready();
        }
        // Until no answer is owed any more.
        for _ in 0..21 {
            bench.now = bench.now.plus(Duration::from_secs(30));
            bench.commit();
        }
        bench.send(3, 3, 4);
        bench.hear(report(4, 2, Verdict::Delivered));
        assert_eq!(bench.states()[1], want, "the third has the fourth reference: {restarts}");
    }
}

#[test]
fn that_a_modem_began_anew_is_known_to_the_next_process_too() {
    let mut bench = Bench::new();
    bench.ready();
    bench.send(1, 1, 200);
    bench.hear(Event::Health(Health::Down(Finding::Restarted)));
    bench.ready();
    bench.send_in_doubt(2, 2);
    let mut bench = bench.restarted(Duration::from_secs(600));
    bench.ready();
    bench.orders();
    bench.send_in_doubt(1, 3);
    bench.hear(report(0, 3, Verdict::Delivered));
    assert_eq!(bench.states()[2], State::Delivered);
}

#[test]
fn a_modem_may_count_from_anywhere_after_the_machine_was_started_anew() {
    let up = Duration::from_secs;
    // How long it is up, how long ago the last message went; below zero: by a clock that has gone back.
    let rows =
        [(up(500), 600, State::Delivered), (up(700), 600, State::Unknown), (up(700), -600, State::Delivered)];
    for (up_for, ago, want) in rows {
        let mut bench = Bench::new();
        bench.ready();
        bench.send(1, 1, 200);
        let mut bench = bench.reopened(Duration::ZERO);
        bench.now = Moment::from_millis(bench.now.millis() + 1_000 * ago);
        let booted_at = bench.now.minus(up_for);
        bench.dispatch.machine_is_up_since(booted_at, &bench.store, bench.now).unwrap();
        bench.dispatch.start(&mut bench.store, bench.now).unwrap();
        bench.ready();
        bench.orders();
        bench.send_in_doubt(1, 2);
        bench.hear(report(0, 2, Verdict::Delivered));
        assert_eq!(bench.states()[1], want, "up for {up_for:?}, {ago} s ago");
    }
}

#[test]
fn a_modem_that_only_lost_its_network_counts_on() {
    let mut bench = Bench::new();
    bench.ready();
    bench.send(1, 1, 200);
    bench.hear(Event::Health(Health::Down(Finding::NotRegistered)));
    bench.ready();
    bench.send_in_doubt(2, 2);
    bench.hear(report(0, 2, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Sent, State::Unknown]);
}

#[test]
fn a_modem_that_started_anew_before_its_result_was_committed_counts_from_anywhere() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    let outcome = Outcome::Sent { reference: 200, late: false };
    bench.hear_only(Event::Result { ticket: Ticket(1), outcome });
    bench.hear(Event::Health(Health::Down(Finding::Restarted)));
    bench.ready();
    bench.send_in_doubt(2, 2);
    bench.hear(report(0, 2, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Sent, State::Delivered]);
}

#[test]
fn a_clock_that_was_put_back_hides_no_report() {
    let mut bench = Bench::new();
    bench.ready();
    bench.send(1, 1, 6);
    bench.now = bench.now.minus(Duration::from_secs(3600));
    bench.hear(report(6, 1, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Delivered]);
}

#[test]
fn a_report_is_about_no_attempt_that_came_after_it_whatever_the_clock_says() {
    let mut bench = Bench::new();
    bench.ready();
    // Of an attempt that is in no ledger.
    bench.hear(report(7, 1, Verdict::Delivered));
    bench.now = bench.now.minus(Duration::from_secs(3600));
    bench.send(1, 1, 7);
    assert_eq!(bench.states(), [State::Sent]);
    bench.hear(report(7, 1, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Delivered]);
}

fn kept(bench: &Bench, table: &str) -> i64 {
    let connection = rusqlite::Connection::open(bench.store.path()).unwrap();
    connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

#[test]
fn what_a_modem_brings_twice_is_kept_once_and_acknowledged_twice() {
    let mut bench = Bench::new();
    bench.ready();
    let once = report(7, 2, Verdict::Delivered);
    bench.send(1, 2, 7);
    bench.orders();
    for _ in 0..2 {
        bench.hear(once.clone());
        assert_eq!(bench.orders(), ["acknowledge 1"]);
    }
    assert_eq!((bench.states(), kept(&bench, "report")), (vec![State::Delivered], 1));
    // As the same octets from another SIM, or others from the same, are not.
    bench.hear(report(7, 2, Verdict::Delivered));
    assert_eq!((bench.orders().len(), kept(&bench, "report")), (1, 2));
    for reception in [90, 91] {
        let raw = Raw(vec![4, 11]);
        bench.hear(Event::Incoming { reception: Reception(reception), raw, reading: None });
        assert_eq!(bench.orders(), ["acknowledge 1"]);
    }
    assert_eq!(kept(&bench, "incoming"), 1);
}

#[test]
fn nothing_is_acknowledged_before_it_is_on_disk() {
    let mut bench = Bench::new();
    bench.ready();
    bench.meddle("CREATE TRIGGER full BEFORE INSERT ON report BEGIN SELECT RAISE(FAIL, 'disk full'); END");
    bench.hear(report(9, 1, Verdict::Delivered));
    bench.hear(report(10, 2, Verdict::Delivered));
    assert!(bench.orders().is_empty());
    bench.meddle("DROP TRIGGER full");
    bench.now = bench.dispatch.poll_timeout().unwrap();
    bench.commit();
    assert_eq!(bench.orders(), ["acknowledge 2"], "all of one commit in one order");
    bench.hear_only(report(11, 3, Verdict::Delivered));
    assert!(bench.orders().is_empty());
    bench.commit();
    assert_eq!((bench.orders(), kept(&bench, "report")), (vec!["acknowledge 1".to_owned()], 3));
}

#[test]
fn a_report_that_comes_before_its_result_waits_for_it() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    bench.hear(report(9, 1, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Sending]);
    bench.sent(1, 9);
    assert_eq!(bench.states(), [State::Delivered]);
}

#[test]
fn a_report_of_another_reference_settles_nothing_that_has_its_own() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    bench.sent(1, 9);
    bench.hear(report(8, 1, Verdict::Delivered));
    bench.hear(report(9, 2, Verdict::Delivered));
    bench.hear(report(9, 1, Verdict::StillTrying));
    assert_eq!(bench.states(), [State::Sent]);
    bench.hear(report(9, 1, Verdict::GivenUp));
    assert_eq!(bench.states(), [State::Undelivered]);
    bench.hear(report(9, 1, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Delivered], "a stronger proof corrects a verdict");
}
