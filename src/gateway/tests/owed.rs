//! An answer that comes after its message was given up: to whom it is believed.

use super::*;

/// Told 6 of the first message, nothing of the second.
fn bench() -> Bench {
    let mut bench = Bench::new();
    bench.ready();
    bench.send(1, 1, 6);
    bench.send_in_doubt(2, 2);
    bench
}

#[test]
fn a_result_is_believed_only_where_no_silent_message_before_can_have_its_reference() {
    for (reference, want) in [(7, State::Unknown), (8, State::Sent), (6, State::Unknown), (9, State::Unknown)]
    {
        let mut bench = bench();
        bench.send(3, 3, reference);
        assert_eq!(bench.states(), [State::Sent, State::Unknown, want], "{reference} after 6 and a silence");
    }
}

#[test]
fn a_process_that_starts_anew_knows_that_an_answer_is_owed() {
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    for (later, want) in [(minutes(4), State::Unknown), (minutes(6), State::Sent)] {
        let mut bench = bench().restarted(later);
        bench.ready();
        bench.orders();
        bench.send(1, 3, 7);
        assert_eq!(bench.states(), [State::Sent, State::Unknown, want], "after {later:?}");
    }
    // Also to what it listens for itself.
    let mut bench = bench();
    bench.admit(Lane::Normal, 3, 1);
    bench.prompt(3);
    let mut bench = bench.restarted(minutes(1));
    assert_eq!(bench.orders(), ["listen 1 for 90"]);
    bench.sent(1, 7);
    assert_eq!(bench.states(), [State::Sent, State::Unknown, State::Unknown]);
}

#[test]
fn it_is_told_until_when_a_line_doubts_what_it_hears() {
    let doubts = |bench: &mut Bench| {
        let Ok(Answer::Status(status)) = bench.work(Work::Status) else { panic!() };
        status.lines[0].doubts_until
    };
    let mut bench = bench();
    let until = bench.now.plus(Duration::from_secs(300));
    assert_eq!(doubts(&mut bench), Some(until));
    bench.hear(Event::Health(Health::Down(Finding::Restarted)));
    bench.ready();
    assert_eq!(doubts(&mut bench), None, "it starts anew, and forgets");
}

#[test]
fn what_was_refused_may_have_cost_a_reference_too() {
    for (reference, want) in
        [(7, State::Unknown), (8, State::Unknown), (9, State::Sent), (10, State::Unknown)]
    {
        let mut bench = Bench::new();
        bench.ready();
        bench.send(1, 1, 6);
        bench.admit(Lane::Normal, 2, 1);
        bench.prompt(2);
        let refusal = Refusal { error: "+CMS ERROR: 38".into(), advice: Advice::Later };
        bench.hear(Event::Result { ticket: Ticket(2), outcome: Outcome::Refused(refusal) });
        bench.send_in_doubt(3, 3);
        bench.send(4, 4, reference);
        let states = [State::Sent, State::Queued, State::Unknown, want];
        assert_eq!(bench.states(), states, "{reference} after 6, a refusal and a silence");
    }
}

#[test]
fn a_report_tells_whose_a_doubtful_reference_was_and_ends_the_doubt() {
    // It was the third's own: the second never went.
    let mut bench = bench();
    bench.send(3, 3, 7);
    bench.hear(report(7, 3, Verdict::Delivered));
    bench.send(4, 4, 8);
    assert_eq!(bench.states(), [State::Sent, State::Unknown, State::Delivered, State::Sent]);
    // It was the second's: the third had none.
    let mut bench = self::bench();
    bench.hear(report(7, 2, Verdict::Delivered));
    bench.send(3, 3, 7);
    bench.hear(report(8, 3, Verdict::Delivered));
    assert_eq!(bench.states(), [State::Sent, State::Delivered, State::Delivered]);
}

#[test]
fn the_doubt_ends_where_the_answer_can_not_come_any_more() {
    let mut bench = bench();
    for _ in 0..21 {
        bench.now = bench.now.plus(Duration::from_secs(30));
        bench.commit();
    }
    bench.send(3, 3, 7);
    assert_eq!(bench.states(), [State::Sent, State::Unknown, State::Sent], "so late no answer comes");
    let mut bench = self::bench();
    bench.hear(Event::Health(Health::Down(Finding::Restarted)));
    bench.ready();
    bench.send(3, 3, 7);
    assert_eq!(bench.states(), [State::Sent, State::Unknown, State::Sent], "it starts anew, and forgets");
}

#[test]
fn a_line_without_reports_believes_what_it_hears() {
    let mut bench = Bench::new();
    let identity = Identity { sim: Some("8933".into()), ..Identity::default() };
    bench.hear(Event::Health(Health::Ready(identity)));
    bench.send(1, 1, 6);
    bench.send_in_doubt(2, 2);
    bench.send(3, 3, 7);
    assert_eq!(
        bench.states(),
        [State::Sent, State::Unknown, State::Sent],
        "nothing would ever settle the doubt"
    );
}

#[test]
fn what_was_answered_perhaps_is_sent_once_more_by_no_rule() {
    let mut bench = bench();
    let new = NewMessage { when_unknown: WhenUnknown::ResendOnce, ..message(Lane::Urgent, 3, 1) };
    bench.work(Work::Send(Box::new(Judged::Good(new)))).unwrap();
    bench.prompt(3);
    bench.sent(3, 7);
    bench.orders();
    bench.now = bench.now.plus(Duration::from_secs(1800));
    bench.commit();
    assert_eq!(bench.states(), [State::Sent, State::Unknown, State::Unknown]);
    assert_eq!(bench.orders(), Vec::<String>::new(), "a person decides");
}

#[test]
fn a_clock_that_jumps_ahead_makes_no_answer_too_late() {
    let mut bench = bench();
    let looks = bench.dispatch.poll_timeout().unwrap();
    assert!(looks <= bench.now.plus(Duration::from_secs(30)), "so that a jump is seen");
    bench.now = bench.now.plus(Duration::from_secs(3600));
    bench.send(3, 3, 7);
    assert_eq!(bench.states(), [State::Sent, State::Unknown, State::Unknown]);
}
