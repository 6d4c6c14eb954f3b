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
    assert_eq!(bench.orders(), ["acknowledge 1", "listen 1 for 146"]);
}

#[test]
fn a_question_that_cant_be_answered_loses_neither_reports_nor_who_asks() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    bench.sent(1, 9);
    bench.meddle("CREATE TRIGGER full BEFORE INSERT ON report BEGIN SELECT RAISE(FAIL, 'disk full'); END");
    bench.hear(report(9, 1, Verdict::Delivered));
    // The store rests; meanwhile it can't even be read.
    bench.meddle("ALTER TABLE source RENAME TO elsewhere");
    let changes = || Work::Changes { outbox: "box".into(), after: 0, at_most: 500 };
    for id in [90, 91] {
        bench.dispatch.take(WorkId(id), changes());
    }
    bench.commit();
    for id in [90, 91] {
        let (answered, answer) = bench.dispatch.poll_answer().expect("nobody waits for ever");
        assert_eq!(answered, WorkId(id));
        assert!(matches!(answer, Err(Trouble::Store(_))));
    }
    bench.meddle("ALTER TABLE elsewhere RENAME TO source; DROP TRIGGER full");
    bench.now = bench.dispatch.poll_timeout().unwrap();
    bench.commit();
    assert_eq!(bench.states(), [State::Delivered]);
}

#[test]
fn a_question_that_cant_be_answered_stops_no_line() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.orders();
    bench.meddle("ALTER TABLE source RENAME TO elsewhere");
    let answer = bench.work(Work::Changes { outbox: "box".into(), after: 0, at_most: 500 });
    assert!(matches!(answer, Err(Trouble::Store(_))));
    bench.prompt(1);
    assert_eq!(bench.orders(), ["proceed 1"]);
}

#[test]
fn work_that_the_store_will_never_take_stops_nothing_else() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.orders();
    // No disk that is full: this row alone will never fit.
    bench.meddle("UPDATE message SET reason = '{\"code\":\"of a later version\"}'");
    bench.dispatch.take(WorkId(70), Work::Send(Box::new(Judged::Good(message(Lane::Normal, 2, 1)))));
    let cancel = Work::Cancel { message: MessageId(1), reason: Reason::CancelledByPerson };
    bench.meddle(
        "CREATE TRIGGER never BEFORE UPDATE ON message WHEN new.state = 'cancelled' \
         BEGIN SELECT RAISE(ABORT, 'never'); END",
    );
    bench.dispatch.take(WorkId(71), cancel);
    bench.hear_only(Event::Prompt { ticket: Ticket(1) });
    bench.commit();
    assert_eq!(bench.orders(), ["proceed 1"]);
    let mut answers = Vec::new();
    while let Some((WorkId(id), answer)) = bench.dispatch.poll_answer() {
        answers.push((id, answer.is_ok()));
    }
    answers.sort_unstable();
    assert_eq!(answers, [(70, true), (71, false)]);
    assert_eq!(bench.states(), [State::Sending, State::Queued]);
}

#[test]
fn a_store_that_an_outbox_shows_to_be_old_is_held_in_the_commit_that_greets_it() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.orders();
    let hello = |bench: &Bench| Seen {
        outbox: "box".into(),
        store: Some(bench.store.id().to_owned()),
        ledger: crate::message::AttemptNumber(6),
        highest_row: 0,
        mirrored: 0,
    };
    bench.meddle(
        "CREATE TRIGGER full BEFORE INSERT ON meta WHEN new.key = 'restored' BEGIN SELECT RAISE(FAIL, 'disk full'); END",
    );
    let seen = hello(&bench);
    let answer = bench.work(Work::Hello(seen));
    assert!(matches!(answer, Err(Trouble::Store(_))), "a greeting without the hold would be forgotten");
    bench.meddle("DROP TRIGGER full");
    let seen = hello(&bench);
    bench.dispatch.take(WorkId(90), Work::Hello(seen));
    bench.prompt(1);
    assert_eq!(bench.orders(), ["withdraw 1 Cancelled"], "no line sends, not even what has its prompt");
    assert_eq!(bench.states(), [State::Held]);
}

#[test]
fn a_start_that_fails_is_tried_again() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    let mut bench = bench.reopened(Duration::from_secs(500));
    bench.meddle("CREATE TRIGGER full BEFORE UPDATE ON attempt BEGIN SELECT RAISE(FAIL, 'disk full'); END");
    bench.dispatch.start(&mut bench.store, bench.now).unwrap_err();
    assert!(bench.orders().is_empty());
    bench.meddle("DROP TRIGGER full");
    bench.now = bench.dispatch.poll_timeout().expect("it is tried again");
    bench.commit();
    assert_eq!(bench.orders(), ["open"]);
    assert_eq!(bench.states(), [State::Unknown]);
}

#[test]
fn a_stop_before_the_lines_are_open_leaves_them_closed() {
    let mut bench = Bench::new().reopened(Duration::ZERO);
    bench.dispatch.stop();
    bench.dispatch.start(&mut bench.store, bench.now).unwrap();
    bench.commit();
    assert_eq!(bench.orders(), ["close"]);
    assert!(bench.dispatch.is_stopping());
}

#[test]
fn a_line_is_ready_even_where_the_store_could_not_be_read_at_that_moment() {
    let mut bench = Bench::new();
    bench.admit(Lane::Normal, 1, 1);
    bench.meddle("ALTER TABLE attempt RENAME TO elsewhere");
    let identity = Identity { sim: Some("8933".into()), ..Identity::default() };
    let heard = bench.dispatch.hear(&bench.store, 0, Event::Health(Health::Ready(identity)), bench.now);
    assert!(heard.is_err());
    bench.meddle("ALTER TABLE elsewhere RENAME TO attempt");
    bench.commit();
    assert_eq!(bench.orders(), ["submit 1 to 01"]);
}

#[test]
fn a_stop_waits_for_reports_that_are_not_committed() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    bench.sent(1, 9);
    bench.meddle("CREATE TRIGGER full BEFORE INSERT ON report BEGIN SELECT RAISE(FAIL, 'disk full'); END");
    bench.dispatch.stop();
    bench.hear_only(report(9, 1, Verdict::Delivered));
    bench.hear(Event::Closed);
    assert!(!bench.dispatch.has_stopped());
    bench.meddle("DROP TRIGGER full");
    bench.now = bench.dispatch.poll_timeout().unwrap();
    bench.commit();
    assert!(bench.dispatch.has_stopped());
    assert_eq!(bench.states(), [State::Delivered]);
}

#[test]
fn a_clock_that_is_put_back_makes_no_rest_of_the_store_longer() {
    let mut bench = Bench::new();
    bench.ready();
    bench.meddle("CREATE TRIGGER full BEFORE INSERT ON report BEGIN SELECT RAISE(FAIL, 'disk full'); END");
    bench.hear(report(9, 1, Verdict::Delivered));
    bench.meddle("DROP TRIGGER full");
    bench.now = bench.now.minus(Duration::from_secs(24 * 3600));
    bench.commit();
    let back = bench.now;
    bench.now = bench.dispatch.poll_timeout().unwrap();
    assert_eq!(bench.now.since(back), Duration::from_secs(3));
    bench.admit(Lane::Normal, 1, 1);
    assert_eq!(bench.orders(), ["acknowledge 1", "submit 1 to 01"]);
}

#[test]
fn a_part_that_makes_no_sense_stops_no_other() {
    for nonsense in [
        "UPDATE part SET alphabet = 'runic' WHERE id = 1",
        "UPDATE message SET recipient = 'somebody' WHERE id = 1",
        "UPDATE message SET lane = 'fast' WHERE id = 1",
    ] {
        let mut bench = Bench::new();
        bench.admit(Lane::Normal, 1, 1);
        bench.admit(Lane::Normal, 2, 1);
        bench.meddle(nonsense);
        bench.ready();
        assert_eq!(bench.orders(), ["submit 1 to 02"], "{nonsense}");
        bench.prompt(1);
        assert_eq!(bench.orders(), ["proceed 1"], "{nonsense}");
    }
}

#[test]
fn a_part_that_cant_be_entered_is_set_aside_and_ends_in_its_time() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.admit(Lane::Normal, 2, 1);
    bench.meddle("UPDATE message SET gate = 'ajar' WHERE id = 1");
    bench.prompt(1);
    assert_eq!(bench.orders(), ["submit 1 to 01", "withdraw 1 CommitFailed"]);
    bench.hear(Event::Withdrawn { ticket: Ticket(1), cause: Withdrawal::CommitFailed });
    bench.now = bench.dispatch.poll_timeout().unwrap();
    bench.commit();
    assert_eq!(bench.orders(), ["submit 2 to 02"]);
    bench.prompt(2);
    bench.sent(2, 1);
    assert_eq!(bench.orders(), ["proceed 2"]);
    bench.now = bench.dispatch.poll_timeout().unwrap();
    assert_eq!(bench.now, START.plus(Duration::from_secs(12 * 3600)));
    bench.commit();
    assert_eq!(bench.dispatch.poll_timeout(), None, "it is over, and looked at no more");
    bench.admit(Lane::Normal, 3, 1);
    assert!(bench.dispatch.poll_timeout().is_some());
}

#[test]
fn a_commit_that_fails_withdraws_and_nothing_goes_until_one_stands() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    assert_eq!(bench.orders(), ["submit 1 to 01"]);
    bench.meddle("CREATE TRIGGER full BEFORE INSERT ON attempt BEGIN SELECT RAISE(FAIL, 'disk full'); END");
    bench.prompt(1);
    assert_eq!(bench.orders(), ["withdraw 1 CommitFailed"]);
    bench.hear(Event::Withdrawn { ticket: Ticket(1), cause: Withdrawal::CommitFailed });
    assert!(bench.orders().is_empty(), "the store rests");
    bench.meddle("DROP TRIGGER full");
    bench.now = bench.dispatch.poll_timeout().unwrap();
    bench.commit();
    assert_eq!(bench.orders(), ["submit 2 to 01"]);
    assert_eq!(bench.states(), [State::Queued]);
}

#[test]
fn a_result_that_cant_be_committed_is_kept_and_its_line_waits() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.admit(Lane::Normal, 2, 1);
    bench.prompt(1);
    bench.orders();
    bench.meddle("CREATE TRIGGER full BEFORE UPDATE ON attempt BEGIN SELECT RAISE(FAIL, 'disk full'); END");
    bench.sent(1, 4);
    assert_eq!(bench.orders(), ["submit 2 to 02", "withdraw 2 CommitFailed"]);
    bench.hear(Event::Withdrawn { ticket: Ticket(2), cause: Withdrawal::CommitFailed });
    assert_eq!(bench.states(), [State::Sending, State::Queued]);
    bench.meddle("DROP TRIGGER full");
    bench.now = bench.dispatch.poll_timeout().unwrap();
    bench.commit();
    assert_eq!(bench.states(), [State::Sent, State::Queued]);
    assert_eq!(bench.orders(), ["submit 3 to 02"]);
}
