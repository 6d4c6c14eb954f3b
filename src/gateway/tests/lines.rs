//! Lines that end by themselves, and several lines at once.

use super::*;

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
