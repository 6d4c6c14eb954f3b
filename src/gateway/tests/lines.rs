//! Lines that end by themselves, and several lines at once.

use super::*;
use crate::line::Finding;

#[test]
fn a_line_that_ends_by_itself_hangs_neither_its_part_nor_the_stop() {
    // Asked for a prompt, at the prompt, gone.
    for (prompt, want) in [(false, State::Queued), (true, State::Unknown)] {
        let mut bench = Bench::of_lines(&["sim-1", "sim-2"]);
        bench.ready();
        bench.admit(Lane::Normal, 1, 1);
        if prompt {
            bench.prompt(1);
        }
        bench.orders();
        bench.hear(Event::Closed);
        assert_eq!(bench.states(), [want], "what may have gone is unknown");
        bench.ready_at(1);
        let orders = if prompt { vec![] } else { vec!["submit 2 to 01"] };
        assert_eq!(bench.orders(), orders, "the other line takes what has not gone");
        let Answer::Status(status) = bench.work(Work::Status).unwrap() else { panic!() };
        assert!(matches!(status.lines[0].health, Health::Down(_)), "{:?}", status.lines[0].health);
        bench.dispatch.stop();
        if !prompt {
            bench.hear_at(1, Event::Withdrawn { ticket: Ticket(2), cause: Withdrawal::Stopping });
        }
        bench.hear_at(1, Event::Closed);
        assert!(bench.dispatch.has_stopped());
    }
}

#[test]
fn a_line_that_ends_while_it_listens_leaves_its_attempt_to_the_next_process() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    let mut bench = bench.restarted(Duration::from_secs(1));
    bench.dispatch.stop();
    bench.hear(Event::Closed);
    assert!(bench.dispatch.has_stopped());
    assert_eq!(bench.states(), [State::Sending]);
    let mut bench = bench.restarted(Duration::from_secs(1));
    assert_eq!(bench.orders(), ["listen 1 for 148"]);
}

/// Two lines that can send; the orders that opened them are out.
pub(super) fn two_lines() -> Bench {
    let mut bench = Bench::of_lines(&["sim-1", "sim-2"]);
    bench.ready();
    bench.ready_at(1);
    bench
}

#[test]
fn parts_of_one_message_go_by_one_line() {
    let mut bench = two_lines();
    bench.admit(Lane::Normal, 1, 2);
    assert_eq!(
        bench.orders_by_line(),
        ["0 submit 1 to 01"],
        "asked for by one, it is not given to the other"
    );
    bench.prompt(1);
    assert_eq!(bench.orders_by_line(), ["0 proceed 1"]);
    bench.admit(Lane::Normal, 2, 1);
    assert_eq!(bench.orders_by_line(), ["1 submit 2 to 02"], "others go meanwhile");
    bench.hear_at(1, Event::Prompt { ticket: Ticket(2) });
    let outcome = Outcome::Sent { reference: 5, late: false };
    bench.hear_at(1, Event::Result { ticket: Ticket(2), outcome });
    assert_eq!(bench.orders_by_line(), ["1 proceed 2"]);
    bench.sent(1, 9);
    assert_eq!(bench.orders_by_line(), ["0 submit 3 to 01"]);
}

#[test]
fn half_a_message_waits_for_the_line_that_has_the_other_half() {
    for outcome in [Outcome::Sent { reference: 9, late: false }, Outcome::Unknown(Doubt::Silence)] {
        let mut bench = two_lines();
        bench.admit(Lane::Normal, 1, 2);
        bench.prompt(1);
        bench.hear_only(Event::Health(Health::Down(Finding::NotRegistered)));
        bench.hear(Event::Result { ticket: Ticket(1), outcome: outcome.clone() });
        bench.admit(Lane::Normal, 2, 1);
        assert_eq!(
            bench.orders_by_line(),
            ["0 submit 1 to 01", "0 proceed 1", "1 submit 2 to 02"],
            "{outcome:?}"
        );
        bench.ready();
        assert_eq!(bench.orders_by_line(), ["0 submit 3 to 01"], "{outcome:?}");
    }
}

#[test]
fn a_message_of_which_nothing_has_gone_is_any_lines() {
    let refusal = Refusal { error: "+CMS ERROR: 41".into(), advice: Advice::Soon };
    let refused = Event::Result { ticket: Ticket(1), outcome: Outcome::Refused(refusal) };
    let withdrawn = Event::Withdrawn { ticket: Ticket(1), cause: Withdrawal::NoGo };
    for (end, want) in [(refused, "1 submit 2 to 01 again"), (withdrawn, "1 submit 2 to 01")] {
        let mut bench = two_lines();
        bench.admit(Lane::Normal, 1, 2);
        bench.prompt(1);
        bench.orders();
        bench.hear_only(Event::Health(Health::Down(Finding::NotRegistered)));
        bench.hear(end.clone());
        bench.now = bench.now.plus(Duration::from_secs(10));
        bench.commit();
        assert_eq!(bench.orders_by_line(), [want], "{end:?}");
    }
}

#[test]
fn half_a_message_whose_line_is_configured_no_more_goes_by_no_other() {
    let mut bench = Bench::new();
    bench.ready();
    let half = bench.admit(Lane::Normal, 1, 2);
    bench.prompt(1);
    bench.sent(1, 9);
    bench.hear(Event::Withdrawn { ticket: Ticket(2), cause: Withdrawal::Stopping });
    bench.lines = vec!["sim-2"];
    let mut bench = bench.restarted(Duration::from_secs(1));
    bench.ready();
    assert_eq!(bench.orders(), ["open"]);
    assert_eq!(bench.store.stranded(&["sim-2"]).unwrap(), [(half, "sim-1".to_owned())]);
    assert_eq!(bench.store.stranded(&["sim-2", "sim-1"]).unwrap(), []);
    bench.lines = vec!["sim-2", "sim-1"];
    let mut bench = bench.restarted(Duration::from_secs(1));
    bench.ready_at(1);
    assert_eq!(bench.orders_by_line(), ["0 open", "1 open", "1 submit 1 to 01"]);
}
