//! The home line: a recipient hears from one sender, only what is urgent leaves it, and what waits for a line
//! costs the others nothing.

use super::lines::two_lines;
use super::*;
use crate::store::AttemptRow;

/// What a line was asked for goes, and is taken.
fn goes(bench: &mut Bench, line: usize, ticket: u64) {
    bench.hear_at(line, Event::Prompt { ticket: Ticket(ticket) });
    let outcome = Outcome::Sent { reference: u8::try_from(ticket).unwrap(), late: false };
    bench.hear_at(line, Event::Result { ticket: Ticket(ticket), outcome });
}

/// Two lines; number 1 has heard from the first, number 2 from the second.
fn at_home() -> Bench {
    let mut bench = two_lines();
    bench.admit(Lane::Normal, 1, 1);
    bench.admit(Lane::Normal, 2, 1);
    goes(&mut bench, 0, 1);
    goes(&mut bench, 1, 2);
    bench.orders();
    bench
}

fn down() -> Event {
    Event::Health(Health::Down(Finding::NotRegistered))
}

fn refused(advice: Advice) -> Outcome {
    Outcome::Refused(Refusal { error: "+CMS ERROR: 331".into(), advice })
}

fn attempts(bench: &Bench, message: MessageId) -> Vec<AttemptRow> {
    let story = Reader::open(bench.store.path()).unwrap().story(message).unwrap();
    story.parts.into_iter().flat_map(|part| part.attempts).collect()
}

/// By which line each attempt of a message went, and from which home where that was another's.
fn ways(bench: &Bench, message: MessageId) -> Vec<String> {
    let way = |attempt: AttemptRow| match attempt.home {
        Some(home) => format!("{} for {home}", attempt.line),
        None => attempt.line,
    };
    attempts(bench, message).into_iter().map(way).collect()
}

fn reasons(bench: &Bench, message: MessageId) -> Vec<String> {
    let story = Reader::open(bench.store.path()).unwrap().story(message).unwrap();
    story.events.iter().map(|event| event.reason.code()).collect()
}

#[test]
fn a_recipient_hears_from_the_line_that_they_know() {
    let mut bench = at_home();
    let second = bench.admit(Lane::Normal, 2, 1);
    assert_eq!(bench.orders_by_line(), ["1 submit 3 to 02"], "though the first line is free too");
    goes(&mut bench, 1, 3);
    let mut bench = bench.restarted(Duration::from_secs(1));
    bench.ready();
    bench.ready_at(1);
    bench.orders();
    let again = bench.admit(Lane::Bulk, 2, 1);
    assert_eq!(bench.orders_by_line(), ["1 submit 1 to 02"], "also after a restart");
    goes(&mut bench, 1, 1);
    assert_eq!([ways(&bench, second), ways(&bench, again)], [["sim-2"], ["sim-2"]]);
}

#[test]
fn those_whom_nobody_has_written_to_are_spread_over_the_lines_that_are_free() {
    let mut bench = two_lines();
    let mut lines = Vec::new();
    for number in 1..=4 {
        bench.admit(Lane::Normal, number, 1);
        let line = bench.dispatch.desks.iter().position(|desk| desk.asked.is_some()).unwrap();
        goes(&mut bench, line, number.into());
        lines.push(line);
    }
    assert_eq!(lines, [0, 1, 0, 1]);
}

#[test]
fn two_messages_to_a_new_number_go_by_one_line() {
    let mut bench = two_lines();
    let first = bench.admit(Lane::Normal, 1, 1);
    let second = bench.admit(Lane::Normal, 1, 1);
    assert_eq!(bench.orders_by_line(), ["0 submit 1 to 01"], "the other waits until that is settled");
    bench.prompt(1);
    bench.sent(1, 1);
    assert_eq!(bench.orders_by_line(), ["0 proceed 1", "0 submit 2 to 01"]);
    bench.prompt(2);
    assert_eq!([ways(&bench, first), ways(&bench, second)], [["sim-1"], ["sim-1"]]);
}

#[test]
fn only_what_is_urgent_leaves_home_and_only_while_home_cant_send() {
    let listening = || vec![Event::Health(Health::Listening)];
    let starting = || vec![down(), Event::Health(Health::Starting)];
    let rows: [(&str, Vec<Event>, bool); 5] = [
        ("ready", vec![], false),
        ("down", vec![down()], true),
        ("listening", listening(), true),
        ("coming back", starting(), true),
        ("made ready for the first time", vec![Event::Health(Health::Starting)], false),
    ];
    for (name, events, leaves) in rows {
        for lane in [Lane::Urgent, Lane::Normal, Lane::Bulk] {
            let mut bench = at_home();
            for event in events.iter().cloned() {
                bench.hear(event);
            }
            let message = bench.admit(lane, 1, 1);
            let by_other = bench.orders_by_line() == ["1 submit 3 to 01"];
            assert_eq!(by_other, leaves && lane == Lane::Urgent, "{name} {lane}");
            if by_other {
                goes(&mut bench, 1, 3);
                assert_eq!(ways(&bench, message), ["sim-2 for sim-1"], "{name}");
                assert!(reasons(&bench, message).contains(&"away_from_home".to_owned()), "{name}");
            }
            bench.ready();
            bench.orders();
            let next = bench.admit(Lane::Urgent, 1, 1);
            let ticket = bench.dispatch.desks[0].asked.as_ref().map(|asked| asked.ticket.0);
            goes(&mut bench, 0, ticket.unwrap());
            let own = if by_other { next } else { message };
            assert_eq!(ways(&bench, own).last().unwrap(), "sim-1", "home stays home: {name} {lane}");
        }
    }
}

fn silent_since(bench: &mut Bench) -> Vec<Option<Moment>> {
    let Ok(Answer::Status(status)) = bench.work(Work::Status) else { panic!() };
    status.lines.iter().map(|line| line.silent_since).collect()
}

#[test]
fn a_line_whose_modem_answers_late_is_no_longer_called_silent() {
    let mut bench = at_home();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(3);
    bench.now = bench.now.plus(Duration::from_secs(31));
    let since = bench.now.minus(Duration::from_secs(31));
    assert_eq!(silent_since(&mut bench), [Some(since), None]);
    bench.sent(3, 9);
    assert_eq!(silent_since(&mut bench), [None, None]);
}

#[test]
fn what_is_urgent_does_not_wait_behind_a_modem_that_has_stopped_answering() {
    for lane in [Lane::Urgent, Lane::Normal] {
        for prompted in [false, true] {
            let mut bench = at_home();
            let first = bench.admit(Lane::Normal, 1, 1);
            if prompted {
                bench.prompt(3);
            }
            bench.admit(lane, 1, 1);
            bench.orders();
            let since = bench.now;
            bench.now = bench.now.plus(Duration::from_secs(29));
            bench.commit();
            assert_eq!(silent_since(&mut bench), [None, None], "{lane} {prompted}");
            assert_eq!(bench.orders_by_line(), [""; 0], "an answer may take its time: {lane} {prompted}");
            let woken = bench.dispatch.poll_timeout().unwrap();
            bench.now = bench.now.plus(Duration::from_secs(1));
            assert_eq!(woken, bench.now, "{lane} {prompted}");
            bench.commit();
            let want: &[&str] = if lane == Lane::Urgent && prompted { &["1 submit 4 to 01"] } else { &[] };
            assert_eq!(bench.orders_by_line(), want, "{lane} {prompted}");
            assert_eq!(silent_since(&mut bench), [Some(since), None], "{lane} {prompted}");
            assert_eq!(attempts(&bench, first).len(), usize::from(prompted), "what hangs there stays there");
        }
    }
}

#[test]
fn what_is_urgent_keeps_away_from_a_line_that_has_left_a_message_without_an_answer() {
    for lane in [Lane::Urgent, Lane::Normal] {
        let mut bench = at_home();
        bench.admit(Lane::Urgent, 1, 1);
        bench.prompt(3);
        bench.silent(3);
        bench.orders();
        bench.admit(lane, 1, 1);
        let want = if lane == Lane::Urgent { "1 submit 4 to 01" } else { "0 submit 4 to 01" };
        assert_eq!(bench.orders_by_line(), [want], "{lane}");
    }
}

#[test]
fn a_line_that_the_network_refuses_keeps_what_waits_and_lends_what_is_urgent() {
    let again = "submit 4 to 01 again";
    for (lane, want) in [(Lane::Urgent, format!("1 {again}")), (Lane::Normal, format!("0 {again}"))] {
        let mut bench = at_home();
        bench.admit(lane, 1, 1);
        bench.prompt(3);
        bench.hear(Event::Result { ticket: Ticket(3), outcome: refused(Advice::AwaitNetwork) });
        bench.orders();
        bench.now = bench.now.plus(Duration::from_secs(35));
        bench.commit();
        assert_eq!(bench.orders_by_line(), [want], "{lane}");
    }
}

#[test]
fn the_rest_of_an_urgent_message_goes_by_the_line_that_has_begun_it_also_where_that_was_refused() {
    let mut bench = at_home();
    bench.admit(Lane::Urgent, 1, 2);
    bench.prompt(3);
    bench.sent(3, 3);
    bench.prompt(4);
    bench.hear(Event::Result { ticket: Ticket(4), outcome: refused(Advice::AwaitNetwork) });
    bench.orders();
    bench.now = bench.now.plus(Duration::from_secs(35));
    bench.commit();
    assert_eq!(bench.orders_by_line(), ["0 submit 5 to 01 again"]);
}

#[test]
fn a_home_that_is_configured_no_more_gives_way_for_good_and_it_is_written_down() {
    let mut bench = at_home();
    bench.lines = vec!["sim-2", "sim-3"];
    let mut bench = bench.restarted(Duration::from_secs(1));
    bench.orders();
    bench.ready();
    let waits = bench.admit(Lane::Normal, 1, 1);
    assert_eq!(bench.orders_by_line(), Vec::<String>::new(), "the other line may have that SIM");
    bench.ready_at(1);
    assert_eq!(bench.orders_by_line().len(), 1);
    let line = bench.dispatch.desks.iter().position(|desk| desk.asked.is_some()).unwrap();
    goes(&mut bench, line, 1);
    assert_eq!(ways(&bench, waits), [bench.lines[line]]);
    assert!(reasons(&bench, waits).contains(&"new_home".to_owned()));
    bench.lines = vec!["sim-1", "sim-2", "sim-3"];
    let mut bench = bench.restarted(Duration::from_secs(1));
    (0..3).for_each(|line| bench.ready_at(line));
    bench.orders();
    bench.admit(Lane::Normal, 1, 1);
    assert_eq!(bench.orders_by_line(), [format!("{} submit 1 to 01", line + 1)], "it is the new one's now");
}

#[test]
fn a_line_that_is_long_down_is_no_reason_to_wait_for_a_sim_that_nobody_has() {
    let mut bench = at_home();
    bench.lines = vec!["sim-2", "sim-3"];
    let mut bench = bench.restarted(Duration::from_secs(1));
    bench.ready();
    bench.hear_at(1, down());
    bench.orders();
    bench.admit(Lane::Normal, 1, 1);
    let begun = bench.now;
    while bench.orders_by_line().is_empty() {
        bench.now = bench.dispatch.poll_timeout().unwrap();
        bench.commit();
        assert!(bench.now.since(begun) <= Duration::from_secs(600), "by itself, in time");
    }
    assert_eq!(bench.now.since(begun), Duration::from_secs(600));
}

#[test]
fn a_sim_that_is_moved_to_another_stick_takes_its_recipients_along() {
    let mut bench = at_home();
    bench.lines = vec!["sim-2", "attic"];
    let mut bench = bench.restarted(Duration::from_secs(1));
    bench.ready();
    let identity = Identity { sim: Some("8933".into()), reports: ReportRoute::Direct, ..Identity::default() };
    bench.hear_at(1, Event::Health(Health::Ready(identity)));
    bench.orders();
    let message = bench.admit(Lane::Normal, 1, 1);
    assert_eq!(bench.orders_by_line(), ["1 submit 1 to 01"]);
    goes(&mut bench, 1, 1);
    assert!(!reasons(&bench, message).contains(&"new_home".to_owned()), "it is the same number");
}

#[test]
fn a_message_that_has_left_home_stays_with_its_line() {
    let mut bench = at_home();
    bench.hear(down());
    let message = bench.admit(Lane::Urgent, 1, 2);
    bench.hear_at(1, Event::Prompt { ticket: Ticket(3) });
    assert_eq!(bench.orders_by_line(), ["1 submit 3 to 01", "1 proceed 3"]);
    bench.ready();
    assert_eq!(bench.orders_by_line(), Vec::<String>::new(), "home is back, and has nothing of it");
    let outcome = Outcome::Sent { reference: 3, late: false };
    bench.hear_at(1, Event::Result { ticket: Ticket(3), outcome });
    assert_eq!(bench.orders_by_line(), ["1 submit 4 to 01"]);
    goes(&mut bench, 1, 4);
    assert_eq!(ways(&bench, message), ["sim-2 for sim-1", "sim-2 for sim-1"]);
}

#[test]
fn a_kill_amidst_a_message_that_has_left_home_brings_the_rest_by_the_same_line() {
    let mut bench = at_home();
    bench.hear(down());
    let message = bench.admit(Lane::Urgent, 1, 2);
    bench.hear_at(1, Event::Prompt { ticket: Ticket(3) });
    let mut bench = bench.restarted(Duration::from_secs(1));
    bench.ready();
    assert_eq!(bench.orders_by_line(), ["1 listen 1 for 149", "0 open"]);
    let outcome = Outcome::Sent { reference: 3, late: true };
    bench.hear_at(1, Event::Result { ticket: Ticket(1), outcome });
    assert_eq!(bench.orders_by_line(), Vec::<String>::new(), "not by its home");
    bench.ready_at(1);
    assert_eq!(bench.orders_by_line(), ["1 submit 2 to 01"]);
    goes(&mut bench, 1, 2);
    assert_eq!(ways(&bench, message), ["sim-2 for sim-1", "sim-2 for sim-1"]);
    let next = bench.admit(Lane::Normal, 1, 1);
    assert_eq!(bench.orders_by_line(), ["1 proceed 2", "0 submit 3 to 01"]);
    goes(&mut bench, 0, 3);
    assert_eq!(ways(&bench, next), ["sim-1"]);
}

#[test]
fn a_message_of_which_nothing_went_away_from_home_goes_home() {
    let mut bench = at_home();
    bench.hear(down());
    let message = bench.admit(Lane::Urgent, 1, 2);
    bench.hear_at(1, Event::Prompt { ticket: Ticket(3) });
    bench.ready();
    bench.hear_at(1, Event::Result { ticket: Ticket(3), outcome: refused(Advice::Soon) });
    // The other part was asked for before the refusal was committed.
    bench.hear_at(1, Event::Withdrawn { ticket: Ticket(4), cause: Withdrawal::Cancelled });
    bench.orders();
    bench.now = bench.now.plus(Duration::from_secs(10));
    bench.commit();
    assert_eq!(bench.orders_by_line(), ["0 submit 5 to 01 again"]);
    goes(&mut bench, 0, 5);
    assert_eq!(ways(&bench, message), ["sim-2 for sim-1", "sim-1"]);
}

#[test]
fn what_goes_once_more_goes_by_the_home_that_its_recipient_has_by_then() {
    let mut bench = two_lines();
    let new = NewMessage { when_unknown: WhenUnknown::ResendOnce, ..message(Lane::Normal, 1, 1) };
    bench.work(Work::Send(Box::new(Judged::Good(new)))).unwrap();
    bench.prompt(1);
    bench.hear(Event::Result { ticket: Ticket(1), outcome: Outcome::Unknown(Doubt::Silence) });
    bench.orders();
    bench.now = bench.now.plus(Duration::from_secs(900));
    bench.commit();
    assert_eq!(bench.orders_by_line(), ["0 submit 2 to 01 again"], "it may have been seen from there");
}

/// So many messages wait for the first line, which is down; what it costs the second to find its next one.
fn steps_beside(waiting: u32) -> i64 {
    let mut bench = at_home();
    bench.hear(down());
    bench.meddle(&format!(
        "INSERT INTO message (service, lane, fingerprint, recipient, body, when_unknown, gate, state, reason, parts,
           created_at, changed_at)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {waiting})
         SELECT 'default', 'normal', '', '+33639980001', '', 'ask', 'open', 'queued', '{{\"code\":\"accepted\"}}', 1,
           1, 1 FROM n;
         INSERT INTO part (message, number, total, alphabet, text, state, lane, expires_at, home)
         SELECT id, 1, 1, 'gsm7', 'Cours', 'queued', 1, 1e15, (SELECT sim FROM home WHERE recipient = m.recipient)
         FROM message m WHERE state = 'queued'"
    ));
    let mut bench = bench.restarted(Duration::from_secs(1));
    bench.admit(Lane::Normal, 2, 1);
    bench.admit(Lane::Bulk, 2, 1);
    bench.store.keep_statements();
    let before = bench.store.steps_taken();
    bench.ready_at(1);
    assert!(bench.orders_by_line().contains(&"1 submit 1 to 02".to_owned()));
    goes(&mut bench, 1, 1);
    assert_eq!(bench.orders_by_line(), ["1 proceed 1", "1 submit 2 to 02"]);
    bench.store.steps_taken() - before
}

#[test]
fn twenty_thousand_that_wait_for_a_line_cost_the_others_nothing() {
    let (few, many) = (steps_beside(20), steps_beside(20_000));
    assert!(few > 500, "{few}: the road was walked");
    assert!(many < few + 200, "{few} steps beside 20, {many} beside 20,000");
}

#[test]
fn what_waits_for_a_line_is_counted_by_message() {
    let mut bench = at_home();
    bench.hear(down());
    bench.admit(Lane::Normal, 1, 3);
    bench.admit(Lane::Bulk, 1, 1);
    bench.admit(Lane::Bulk, 2, 1);
    let reader = Reader::open(bench.store.path()).unwrap();
    assert_eq!(["8933", "8933-sim-2", "8933-none"].map(|sim| reader.waiting_for(sim).unwrap()), [2, 1, 0]);
}
