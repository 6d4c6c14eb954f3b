//! A process that ended between Ctrl-Z and the result: what the next one does about it.

use super::*;

#[test]
fn a_restart_listens_for_what_was_open_and_only_then_calls_it_unknown() {
    for (later, order, heard, want) in [
        (10, "listen 1 for 140", Outcome::Sent { reference: 3, late: true }, State::Sent),
        (10, "listen 1 for 140", Outcome::Unknown(Doubt::ProcessEnded), State::Unknown),
        (149, "listen 1 for 1", Outcome::Unknown(Doubt::Restarted), State::Unknown),
    ] {
        let mut bench = Bench::new();
        bench.ready();
        bench.admit(Lane::Normal, 1, 1);
        bench.prompt(1);
        let mut bench = bench.restarted(Duration::from_secs(later));
        assert_eq!(bench.orders(), [order]);
        assert_eq!(bench.states(), [State::Sending]);
        bench.hear(Event::Result { ticket: Ticket(1), outcome: heard.clone() });
        assert_eq!(bench.states(), [want], "{heard:?}");
        bench.ready();
        assert!(bench.orders().is_empty(), "nothing whose fate is unknown goes again");
    }
}

#[test]
fn a_restart_after_the_window_calls_it_unknown_at_once_and_a_report_still_settles_it() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    let mut bench = bench.restarted(Duration::from_secs(151));
    assert_eq!(bench.orders(), ["open"]);
    assert_eq!(bench.states(), [State::Unknown]);
    // The modem has not been asked for its SIM yet.
    bench.hear(report(200, 1, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Delivered]);
}
