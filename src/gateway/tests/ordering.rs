//! What a line is told to do and when: nothing before its entry stands, the urgent first, the expired never,
//! and no more once the process is to stop.

use super::*;

#[test]
fn nothing_goes_before_its_entry_is_committed() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    assert_eq!(bench.orders(), ["submit 1 to 01"]);
    assert_eq!(bench.states(), [State::Queued], "a prompt is not asked for in the ledger");
    bench.hear_only(Event::Prompt { ticket: Ticket(1) });
    assert!(bench.orders().is_empty(), "no octet before the commit");
    bench.commit();
    assert_eq!(bench.states(), [State::Sending]);
    assert_eq!(bench.orders(), ["proceed 1"]);
    bench.sent(1, 7);
    assert_eq!(bench.states(), [State::Sent]);
    bench.hear(report(7, 1, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Delivered]);
}

#[test]
fn the_next_prompt_is_ordered_before_the_result_is_committed_and_shares_its_commit() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.admit(Lane::Normal, 2, 1);
    bench.prompt(1);
    assert_eq!(bench.orders(), ["submit 1 to 01", "proceed 1"]);
    let outcome = Outcome::Sent { reference: 1, late: false };
    bench.hear_only(Event::Result { ticket: Ticket(1), outcome });
    assert_eq!(bench.orders(), ["submit 2 to 02"]);
    assert!(bench.dispatch.awaits_prompt());
    bench.hear_only(Event::Prompt { ticket: Ticket(2) });
    assert!(!bench.dispatch.awaits_prompt());
    assert_eq!(bench.states(), [State::Sending, State::Queued]);
    bench.commit();
    assert_eq!(bench.states(), [State::Sent, State::Sending]);
    assert_eq!(bench.orders(), ["proceed 2"]);
}

#[test]
fn urgent_overtakes_between_two_parts() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Bulk, 1, 3);
    bench.prompt(1);
    bench.admit(Lane::Urgent, 9, 1);
    bench.sent(1, 1);
    assert_eq!(bench.orders(), ["submit 1 to 01", "proceed 1", "submit 2 to 09"]);
}

#[test]
fn what_has_expired_does_not_begin() {
    let mut bench = Bench::new();
    bench.admit(Lane::Urgent, 1, 1);
    bench.now = START.plus(Duration::from_secs(12 * 3600));
    assert_eq!(bench.dispatch.poll_timeout(), Some(bench.now));
    bench.ready();
    bench.commit();
    assert_eq!(bench.states(), [State::Expired]);
    assert!(bench.orders().is_empty());
}

#[test]
fn an_order_that_expires_at_the_prompt_is_taken_back() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Urgent, 1, 1);
    bench.now = START.plus(Duration::from_secs(12 * 3600));
    bench.prompt(1);
    assert_eq!(bench.orders(), ["submit 1 to 01", "withdraw 1 Expired"]);
    assert_eq!(bench.states(), [State::Expired]);
}

#[test]
fn a_stop_waits_for_the_result_of_what_has_gone() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.admit(Lane::Normal, 2, 1);
    bench.prompt(1);
    bench.orders();
    bench.dispatch.stop();
    assert_eq!(bench.orders(), ["close"]);
    assert!(!bench.dispatch.has_stopped());
    bench.sent(1, 1);
    bench.hear(Event::Closed);
    assert!(bench.dispatch.has_stopped());
    assert!(bench.orders().is_empty(), "nothing new begins");
    assert_eq!(bench.states(), [State::Sent, State::Queued]);
}
