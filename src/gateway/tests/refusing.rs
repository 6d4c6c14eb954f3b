//! What a modem or a network refuses: whose fault it is, and who waits for it.

use super::*;

fn refusal(error: &str, advice: Advice) -> Refusal {
    Refusal { error: error.into(), advice }
}

#[test]
fn a_modem_that_gives_no_prompt_costs_no_message_its_tries() {
    for advice in [Advice::Soon, Advice::Later, Advice::Account, Advice::Modem, Advice::AwaitNetwork] {
        let mut bench = Bench::new();
        bench.ready();
        for to in 1..=3 {
            bench.admit(Lane::Normal, to, 1);
        }
        let mut declined = 0;
        while bench.now < START.plus(Duration::from_secs(3600)) {
            for order in bench.orders() {
                let ticket = order.split(' ').nth(1).unwrap().parse().unwrap();
                declined += 1;
                bench.hear(Event::Declined { ticket: Ticket(ticket), refusal: refusal("ERROR", advice) });
            }
            bench.now = bench.dispatch.poll_timeout().unwrap();
            bench.commit();
        }
        assert_eq!(bench.states(), [State::Queued; 3], "{advice:?}: nothing of them was ever tried");
        assert!(declined <= 361, "{advice:?}: the modem is not asked all the time: {declined}");
        assert!(declined >= 60, "{advice:?}: nor forgotten: {declined}");
    }
}

#[test]
fn what_can_never_be_sent_fails_also_before_its_prompt() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 2);
    bench.hear(Event::Declined { ticket: Ticket(1), refusal: refusal("+CMS ERROR: 304", Advice::Never) });
    assert_eq!(bench.states(), [State::Failed]);
}

#[test]
fn a_number_that_the_modem_will_not_have_lets_the_others_pass() {
    for advice in [Advice::Modem, Advice::AwaitNetwork] {
        let mut bench = Bench::new();
        bench.ready();
        bench.admit(Lane::Normal, 1, 1);
        bench.admit(Lane::Normal, 2, 1);
        bench.prompt(1);
        bench.orders();
        // As some answer for a number that the SIM's fixed dialling list has not.
        let outcome = Outcome::Refused(refusal("+CMS ERROR: 302", advice));
        bench.hear(Event::Result { ticket: Ticket(1), outcome });
        bench.now = bench.dispatch.poll_timeout().unwrap();
        bench.commit();
        assert_eq!(bench.orders(), ["submit 2 to 02"], "{advice:?}");
        bench.prompt(2);
        bench.sent(2, 1);
        bench.now = bench.dispatch.poll_timeout().unwrap();
        bench.commit();
        assert_eq!(
            bench.orders(),
            ["proceed 2", "submit 3 to 01 again"],
            "{advice:?}: it has its turn again"
        );
    }
}

#[test]
fn a_clock_that_is_put_back_makes_no_rest_of_a_line_longer() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.orders();
    bench.hear(Event::Declined { ticket: Ticket(1), refusal: refusal("ERROR", Advice::Modem) });
    bench.now = bench.now.minus(Duration::from_secs(24 * 3600));
    bench.commit();
    let back = bench.now;
    bench.now = bench.dispatch.poll_timeout().unwrap();
    assert_eq!(bench.now.since(back), Duration::from_secs(30));
    bench.commit();
    assert_eq!(bench.orders(), ["submit 2 to 01"]);
}

#[test]
fn refusals_are_retried_failed_or_rest_the_line() {
    let refused = |advice| Outcome::Refused(Refusal { error: "+CMS ERROR: 38".into(), advice });
    let rows = [
        (Advice::Later, State::Queued, Some(60), "submit 2 to 01 again"),
        (Advice::Soon, State::Queued, Some(10), "submit 2 to 01 again"),
        (Advice::AwaitNetwork, State::Queued, Some(35), "submit 2 to 01 again"),
        (Advice::Never, State::Failed, None, ""),
        (Advice::Duplicate, State::Sent, None, ""),
    ];
    for (advice, state, again_after, order) in rows {
        let mut bench = Bench::new();
        bench.ready();
        bench.admit(Lane::Normal, 1, 1);
        bench.prompt(1);
        bench.orders();
        bench.hear(Event::Result { ticket: Ticket(1), outcome: refused(advice) });
        assert_eq!(bench.states(), [state], "{advice:?}");
        assert!(bench.orders().is_empty(), "{advice:?}");
        if let Some(seconds) = again_after {
            while bench.now < START.plus(Duration::from_secs(seconds)) {
                assert!(bench.orders().is_empty(), "{advice:?}");
                bench.now = bench.dispatch.poll_timeout().unwrap();
                bench.commit();
            }
            assert_eq!(bench.now.since(START), Duration::from_secs(seconds), "{advice:?}");
            assert_eq!(bench.orders(), [order], "{advice:?}");
        }
    }
}

#[test]
fn one_bad_number_never_blocks_the_queue() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.admit(Lane::Normal, 2, 1);
    bench.prompt(1);
    bench.orders();
    let refusal = Refusal { error: "+CMS ERROR: 42".into(), advice: Advice::Later };
    bench.hear(Event::Result { ticket: Ticket(1), outcome: Outcome::Refused(refusal) });
    assert_eq!(bench.orders(), ["submit 2 to 02"]);
}
