//! What is taken back, and what is said of it.

use super::*;
use crate::message::Resolution;

#[test]
fn cancel_takes_back_what_has_not_begun() {
    let mut bench = Bench::new();
    bench.ready();
    let first = bench.admit(Lane::Normal, 1, 3);
    let second = bench.admit(Lane::Normal, 2, 1);
    bench.prompt(1);
    bench.orders();
    let cancel = |message| Work::Cancel { message, reason: Reason::CancelledByPerson };
    match bench.work(cancel(first)).unwrap() {
        Answer::Cancelled(count) => assert_eq!((count.cancelled, count.gone, count.of), (2, 1, 3)),
        other => panic!("{other:?}"),
    }
    bench.sent(1, 1);
    assert_eq!(bench.orders(), ["submit 2 to 02"]);
    bench.work(cancel(second)).unwrap();
    assert_eq!(bench.orders(), ["withdraw 2 Cancelled"], "also from the modem's prompt");
    assert_eq!(bench.states(), [State::Cancelled, State::Cancelled]);
    let unknown = bench.work(cancel(MessageId(99))).unwrap_err();
    assert_eq!(unknown, Trouble::NoMessage(99));
}

#[test]
fn a_row_that_was_taken_back_before_it_was_read_never_goes() {
    let mut bench = Bench::new();
    bench.ready();
    let row = JudgedRow { cancel_asked: true, ..judged_row(1, "new", message(Lane::Urgent, 1, 1)) };
    bench.work(Work::TakeIn { outbox: "box".into(), rows: vec![row], cursor: 1 }).unwrap();
    assert_eq!(bench.states(), [State::Cancelled]);
    assert!(bench.orders().is_empty());
}

/// A row whose part is at the modem, and cancelled there: the answer to it.
fn cancelled_at_the_modem(bench: &mut Bench, parts: usize) -> Vec<(String, CancelAnswer)> {
    bench.ready();
    let row = judged_row(1, "new", message(Lane::Normal, 1, parts));
    bench.work(Work::TakeIn { outbox: "box".into(), rows: vec![row], cursor: 1 }).unwrap();
    bench.prompt(1);
    bench.orders();
    cancel_answers(bench)
}

fn cancel_answers(bench: &mut Bench) -> Vec<(String, CancelAnswer)> {
    let uids = vec!["uid-1".to_owned()];
    match bench.work(Work::CancelRows { outbox: "box".into(), uids }).unwrap() {
        Answer::Cancels(answers) => answers,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_comes_back_from_the_modem_after_it_was_cancelled_never_goes_again() {
    let refusal = |advice| Refusal { error: "+CMS ERROR: 38".into(), advice };
    let result = |outcome| Event::Result { ticket: Ticket(1), outcome };
    let rows = [
        (Event::Withdrawn { ticket: Ticket(1), cause: Withdrawal::NoGo }, State::Cancelled),
        (result(Outcome::Refused(refusal(Advice::Later))), State::Cancelled),
        (result(Outcome::Refused(refusal(Advice::AwaitNetwork))), State::Cancelled),
        (result(Outcome::Refused(refusal(Advice::Never))), State::Cancelled),
        (result(Outcome::Sent { reference: 1, late: false }), State::Sent),
        (result(Outcome::Unknown(Doubt::Silence)), State::Unknown),
    ];
    for (end, want) in rows {
        let mut bench = Bench::new();
        assert_eq!(cancelled_at_the_modem(&mut bench, 1), [], "nobody knows yet");
        assert_eq!(cancel_answers(&mut bench), [], "nor when it is asked again");
        bench.hear(end.clone());
        assert_eq!(bench.states(), [want], "{end:?}");
        bench.now = bench.now.plus(Duration::from_secs(3600));
        bench.commit();
        assert!(bench.orders().is_empty(), "{end:?}");
        let truth = if want == State::Cancelled { CancelAnswer::Cancelled } else { CancelAnswer::TooLate };
        assert_eq!(cancel_answers(&mut bench), [("uid-1".to_owned(), truth)], "{end:?}");
    }
}

/// Code and state of each step of the only message.
fn steps(bench: &Bench) -> Vec<(State, String)> {
    let story = Reader::open(bench.store.path()).unwrap().story(MessageId(1)).unwrap();
    story.events.iter().map(|event| (event.state, event.reason.code())).collect()
}

fn refused(bench: &mut Bench, ticket: u64, advice: Advice) {
    let refusal = Refusal { error: "+CMS ERROR: 1".into(), advice };
    bench.hear(Event::Result { ticket: Ticket(ticket), outcome: Outcome::Refused(refusal) });
}

#[test]
fn what_was_to_be_taken_back_and_is_refused_for_good_is_cancelled_and_its_story_tells_both() {
    for parts in [1, 2] {
        let mut bench = Bench::new();
        cancelled_at_the_modem(&mut bench, parts);
        let (asked, told) = match parts {
            1 => ("cancel_asked_by_caller", "cancelled_after_refusal"),
            _ => ("cancelled_by_caller", "cancelled_after_refusal"),
        };
        assert_eq!(steps(&bench).last(), Some(&(State::Sending, asked.to_owned())));
        refused(&mut bench, 1, Advice::Never);
        assert_eq!(steps(&bench).last(), Some(&(State::Cancelled, told.to_owned())));
        let row = &Reader::open(bench.store.path()).unwrap().list(&ListFilter::default()).unwrap()[0];
        let want = Reason::CancelledAfterRefusal { error: "+CMS ERROR: 1".into() };
        assert_eq!((row.state, &row.reason), (State::Cancelled, &want), "{parts}");
        assert_eq!(bench.orders(), [] as [&str; 0], "the other part does not go on");
    }
}

/// A message whose first attempt is in doubt, and that a person wants once more.
fn wanted_once_more(bench: &mut Bench) -> MessageId {
    bench.ready();
    let id = bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    bench.hear(Event::Result { ticket: Ticket(1), outcome: Outcome::Unknown(Doubt::Silence) });
    let resolution = Resolution::Resend;
    bench.work(Work::Resolve { message: id, resolution, by: "agnes".into() }).unwrap();
    id
}

#[test]
fn nothing_is_called_cancelled_that_may_have_gone_before() {
    let rows = [None, Some(Advice::Later), Some(Advice::Never)];
    for advice in rows {
        let mut bench = Bench::new();
        let message = wanted_once_more(&mut bench);
        if advice.is_some() {
            bench.prompt(2);
        }
        let reason = Reason::CancelledByPerson;
        match bench.work(Work::Cancel { message, reason }).unwrap() {
            Answer::Cancelled(count) => assert_eq!((count.cancelled, count.gone), (0, 1), "{advice:?}"),
            other => panic!("{other:?}"),
        }
        bench.orders();
        if let Some(advice) = advice {
            refused(&mut bench, 2, advice);
        }
        let want = (State::Unknown, "cancel_asked_by_person".to_owned());
        assert_eq!(steps(&bench).last(), Some(&want), "{advice:?}");
        bench.now = bench.now.plus(Duration::from_secs(3600));
        bench.commit();
        assert_eq!((bench.states(), bench.orders()), (vec![State::Unknown], vec![]), "{advice:?}");
        bench.hear(report(1, 1, Verdict::Delivered));
        assert_eq!(bench.states(), [State::Delivered], "a report settles it still: {advice:?}");
    }
}

#[test]
fn who_sends_once_more_overrides_the_wish_of_before_and_the_story_tells_both() {
    let mut bench = Bench::new();
    bench.ready();
    let message = bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    let cancel = || Work::Cancel { message, reason: Reason::CancelledByPerson };
    bench.work(cancel()).unwrap();
    bench.hear(Event::Result { ticket: Ticket(1), outcome: Outcome::Unknown(Doubt::Silence) });
    let resolution = Resolution::Resend;
    bench.work(Work::Resolve { message, resolution, by: "agnes".into() }).unwrap();
    bench.prompt(2);
    refused(&mut bench, 2, Advice::Later);
    assert_eq!(bench.states(), [State::Queued], "it is not taken back by a wish that is over");
    let codes: Vec<String> = steps(&bench).into_iter().map(|(_, code)| code).collect();
    let want = ["cancel_asked_by_person", "no_answer", "resolved_by_person", "at_modem", "refused_for_now"];
    assert_eq!(codes[codes.len() - want.len()..], want);
    let story = Reader::open(bench.store.path()).unwrap().story(message).unwrap();
    assert_eq!(story.cancel, None);
}

#[test]
fn a_cancel_outlives_the_process() {
    let mut bench = Bench::new();
    assert_eq!(cancelled_at_the_modem(&mut bench, 2), []);
    let mut bench = bench.restarted(Duration::from_secs(1));
    bench.orders();
    let refusal = Refusal { error: "+CMS ERROR: 38".into(), advice: Advice::Later };
    bench.hear(Event::Result { ticket: Ticket(1), outcome: Outcome::Refused(refusal) });
    assert_eq!(bench.states(), [State::Cancelled]);
    assert_eq!(cancel_answers(&mut bench), [("uid-1".to_owned(), CancelAnswer::Cancelled)]);
}

#[test]
fn asking_again_moves_nothing() {
    let mut bench = Bench::new();
    assert_eq!(cancelled_at_the_modem(&mut bench, 3), []);
    let events = bench.store.last_event().unwrap();
    assert_eq!(cancel_answers(&mut bench), []);
    assert_eq!(bench.store.last_event().unwrap(), events, "else each answer would be news to its file");
    bench.sent(1, 1);
    let after = CancelAnswer::After { gone: 1, of: 3 };
    assert_eq!(cancel_answers(&mut bench), [("uid-1".to_owned(), after)]);
}

#[test]
fn lists_of_several_states_come_newest_first_and_in_pages() {
    let mut bench = Bench::new();
    let ids: Vec<MessageId> = (1..=5).map(|to| bench.admit(Lane::Normal, to, 1)).collect();
    for id in [ids[1], ids[3]] {
        bench.work(Work::Cancel { message: id, reason: Reason::CancelledByPerson }).unwrap();
    }
    let reader = Reader::open(bench.store.path()).unwrap();
    let both = [State::Queued, State::Cancelled, State::Queued];
    type Row<'r> = (&'r [State], Option<usize>, u32, &'r [usize]);
    let rows: &[Row<'_>] = &[
        (&[], None, 0, &[4, 3, 2, 1, 0]),
        (&both, None, 3, &[4, 3, 2]),
        (&both, Some(2), 3, &[1, 0]),
        (&both, None, 0, &[4, 3, 2, 1, 0]),
        (&[State::Cancelled], None, 1, &[3]),
        (&[State::Cancelled], Some(3), 9, &[1]),
        (&[State::Held], None, 0, &[]),
    ];
    for (states, before, at_most, want) in rows {
        let before = before.map(|index| ids[index]);
        let filter = ListFilter { states: states.to_vec(), before, at_most: *at_most, notice: None };
        let got: Vec<MessageId> = reader.list(&filter).unwrap().iter().map(|row| row.id).collect();
        let want: Vec<MessageId> = want.iter().map(|index| ids[*index]).collect();
        assert_eq!(got, want, "{states:?} {before:?} {at_most}");
    }
}

#[test]
fn a_messages_reason_is_that_of_the_part_which_makes_its_state() {
    let told = |bench: &Bench| {
        let list = Reader::open(bench.store.path()).unwrap().list(&ListFilter::default()).unwrap();
        (list[0].state, list[0].reason.code())
    };
    let mut bench = Bench::new();
    bench.ready();
    let message = bench.admit(Lane::Normal, 1, 3);
    let mut seen = Vec::new();
    bench.prompt(1);
    seen.push(told(&bench));
    bench.sent(1, 1);
    bench.prompt(2);
    bench.hear(report(1, 1, Verdict::Delivered));
    seen.push(told(&bench));
    bench.work(Work::Cancel { message, reason: Reason::CancelledByPerson }).unwrap();
    bench.sent(2, 2);
    seen.push(told(&bench));
    bench.hear(report(2, 1, Verdict::Delivered));
    seen.push(told(&bench));
    let want = [
        (State::Sending, "at_modem"),
        (State::Sending, "at_modem"),
        (State::Cancelled, "cancelled_by_person"),
        (State::Cancelled, "cancelled_by_person"),
    ];
    assert_eq!(seen, want.map(|(state, code)| (state, code.to_owned())));

    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 2);
    for ticket in 1..=2 {
        bench.prompt(ticket);
        bench.sent(ticket, u8::try_from(ticket).unwrap());
    }
    bench.hear(report(2, 1, Verdict::Delivered));
    assert_eq!(told(&bench), (State::Sent, "taken_by_network".to_owned()), "one report was lost");
    bench.hear(report(1, 1, Verdict::Delivered));
    assert_eq!(told(&bench), (State::Delivered, "report_delivered".to_owned()));

    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 3);
    bench.prompt(1);
    let refusal = Refusal { error: "+CMS ERROR: 1".into(), advice: Advice::Never };
    bench.hear(Event::Result { ticket: Ticket(1), outcome: Outcome::Refused(refusal) });
    assert_eq!(
        told(&bench),
        (State::Failed, "refused_for_good".to_owned()),
        "not that of those it took along"
    );
}
