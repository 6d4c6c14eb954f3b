//! A store that can't be written or read at the worst instant: nothing goes twice, nothing is lost,
//! nobody waits for ever.

use super::*;

#[test]
fn a_failure_before_the_lines_open_sends_nothing_again_that_an_earlier_process_had_at_a_modem() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    assert_eq!(bench.states(), [State::Sending], "octets may have gone");
    let mut bench = bench.reopened(Duration::from_secs(1));
    bench.meddle("CREATE TRIGGER full BEFORE INSERT ON report BEGIN SELECT RAISE(FAIL, 'disk full'); END");
    bench.hear(report(9, 1, Verdict::StillTrying));
    bench.meddle("DROP TRIGGER full");
    bench.now = bench.dispatch.poll_timeout().unwrap();
    bench.admit(Lane::Normal, 3, 1);
    bench.dispatch.start(&mut bench.store, bench.now).unwrap();
    assert_eq!(bench.states(), [State::Sending, State::Queued]);
    assert_eq!(bench.orders(), ["listen 1 for 146"]);
}
