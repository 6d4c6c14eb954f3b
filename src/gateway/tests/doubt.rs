//! What stays unknown: the service's rule, a person's word, and reports that come after either.

use super::*;
use crate::message::{Ground, Resolution, WhenUnknown};
use crate::store::{Marker, Resolved, RuleDelay};

const RULE: Duration = Duration::from_secs(180);

fn admitted(bench: &mut Bench, new: NewMessage) -> MessageId {
    match bench.work(Work::Send(Box::new(Judged::Good(new)))).unwrap() {
        Answer::Admitted(admitted) => admitted.message,
        other => panic!("{other:?}"),
    }
}

fn goes_again(bench: &Bench, message: MessageId) -> Option<Moment> {
    let delay = RuleDelay { urgent: RULE, others: RULE * 5 };
    Reader::open(bench.store.path()).unwrap().goes_again(message, delay).unwrap()
}

/// A message whose service wants it once more, its attempt left in doubt.
fn in_doubt(bench: &mut Bench, ticket: u64, new: NewMessage) -> MessageId {
    let id = admitted(bench, new);
    bench.prompt(ticket);
    bench.silent(ticket);
    bench.orders();
    id
}

fn wanted_again(to: u8) -> NewMessage {
    NewMessage { when_unknown: WhenUnknown::ResendOnce, ..message(Lane::Urgent, to, 1) }
}

fn later(bench: &mut Bench, by: Duration) {
    bench.now = bench.now.plus(by);
    bench.commit();
}

fn resolve(bench: &mut Bench, message: MessageId, resolution: Resolution) -> Result<Resolved, Trouble> {
    match bench.work(Work::Resolve { message, resolution, by: "agnes".into() })? {
        Answer::Resolved(resolved) => Ok(resolved),
        other => panic!("{other:?}"),
    }
}

fn grounds(bench: &Bench, message: MessageId) -> Vec<Ground> {
    let story = Reader::open(bench.store.path()).unwrap().story(message).unwrap();
    story.parts.iter().flat_map(|part| &part.attempts).map(|attempt| attempt.ground).collect()
}

#[test]
fn it_is_told_when_a_message_goes_once_more_until_it_has() {
    let mut bench = Bench::new();
    bench.ready();
    let once_more = in_doubt(&mut bench, 1, wanted_again(1));
    let asked = in_doubt(&mut bench, 2, message(Lane::Urgent, 2, 1));
    let now = bench.now;
    assert_eq!(goes_again(&bench, once_more), Some(now.plus(RULE)));
    assert_eq!(goes_again(&bench, asked), None);
    later(&mut bench, RULE);
    assert_eq!(goes_again(&bench, once_more), None);
}

#[test]
fn it_is_not_told_that_a_message_goes_once_more_where_the_rule_will_not_have_it() {
    let soon = |bench: &Bench| NewMessage { expires_at: bench.now.plus(RULE / 2), ..wanted_again(1) };
    let rows = [(None, Some(RULE)), (Some(Reason::CancelledByPerson), None)];
    for (cancel, want) in rows {
        let mut bench = Bench::new();
        bench.ready();
        let id = admitted(&mut bench, wanted_again(1));
        bench.prompt(1);
        if let Some(reason) = cancel.clone() {
            bench.work(Work::Cancel { message: id, reason }).unwrap();
        }
        bench.silent(1);
        let want = want.map(|after| bench.now.plus(after));
        assert_eq!(goes_again(&bench, id), want, "{cancel:?}");
        assert_eq!(Reader::open(bench.store.path()).unwrap().story(id).unwrap().cancel, cancel);
        later(&mut bench, RULE);
        assert_eq!(bench.states() == [State::Queued], want.is_some(), "and so it comes: {cancel:?}");
    }
    let mut bench = Bench::new();
    bench.ready();
    let too_late = soon(&bench);
    let id = in_doubt(&mut bench, 1, too_late);
    assert_eq!(goes_again(&bench, id), None);
}

#[test]
fn what_is_taken_back_goes_once_more_by_no_rule() {
    let mut bench = Bench::new();
    bench.ready();
    let id = in_doubt(&mut bench, 1, wanted_again(1));
    bench.work(Work::Cancel { message: id, reason: Reason::CancelledByPerson }).unwrap();
    assert_eq!(goes_again(&bench, id), None);
    later(&mut bench, RULE);
    assert_eq!((bench.states(), bench.orders()), (vec![State::Unknown], vec![]));
}

#[test]
fn the_audit_hears_which_resends_were_the_rules() {
    let rows = [(None, (1, 1)), (Some(Resolution::Resend), (1, 0))];
    for (person, want) in rows {
        let mut bench = Bench::new();
        bench.ready();
        let id = in_doubt(&mut bench, 1, wanted_again(1));
        if let Some(resolution) = person {
            resolve(&mut bench, id, resolution).unwrap();
        }
        later(&mut bench, RULE);
        let claims = Reader::open(bench.store.path()).unwrap().claims().unwrap();
        assert_eq!((claims[0].resends, claims[0].ruled), want, "{person:?}");
    }
}

/// How a second try ends.
#[derive(Clone, Copy, Debug)]
enum SecondTry {
    RefusedForGood,
    DeclinedForGood,
    TooLate,
}

#[test]
fn what_may_have_gone_is_unknown_again_where_it_can_not_go_once_more() {
    let second = [SecondTry::RefusedForGood, SecondTry::DeclinedForGood, SecondTry::TooLate];
    for (by_person, second) in [false, true].into_iter().flat_map(|by| second.map(|second| (by, second))) {
        let told = format!("by a person: {by_person}, {second:?}");
        let mut bench = Bench::new();
        bench.ready();
        let id = in_doubt(&mut bench, 1, wanted_again(1));
        match by_person {
            true => drop(resolve(&mut bench, id, Resolution::Resend).unwrap()),
            false => later(&mut bench, RULE),
        }
        assert_eq!(
            (bench.states(), bench.orders()),
            (vec![State::Queued], vec!["submit 2 to 01 again".into()]),
            "{told}"
        );
        let refusal = |advice| Refusal { error: "+CMS ERROR: 21".into(), advice };
        let ticket = Ticket(2);
        let want = match second {
            SecondTry::RefusedForGood => {
                bench.prompt(2);
                bench.hear(Event::Result { ticket, outcome: Outcome::Refused(refusal(Advice::Never)) });
                "resend_refused"
            }
            SecondTry::DeclinedForGood => {
                bench.hear(Event::Declined { ticket, refusal: refusal(Advice::Never) });
                "resend_refused"
            }
            SecondTry::TooLate => {
                bench.prompt(2);
                bench.hear(Event::Result { ticket, outcome: Outcome::Refused(refusal(Advice::Later)) });
                later(&mut bench, Duration::from_secs(12 * 3600));
                "resend_expired"
            }
        };
        let story = Reader::open(bench.store.path()).unwrap().story(id).unwrap();
        assert_eq!(
            (story.message.state, story.message.reason.code().as_str()),
            (State::Unknown, want),
            "{told}"
        );
        assert_eq!(goes_again(&bench, id), None, "the rule does it once: {told}");
        bench.hear(report(200, 1, Verdict::Delivered));
        assert_eq!(bench.states(), [State::Delivered], "a report knows better: {told}");
    }
}

#[test]
fn half_a_message_that_may_have_gone_is_not_called_failed_with_the_other_half() {
    let mut bench = Bench::new();
    bench.ready();
    let id = admitted(&mut bench, NewMessage { parts: message(Lane::Urgent, 1, 2).parts, ..wanted_again(1) });
    bench.prompt(1);
    bench.silent(1);
    later(&mut bench, RULE);
    bench.orders();
    let refusal = Refusal { error: "+CMS ERROR: 21".into(), advice: Advice::Never };
    bench.prompt(2);
    bench.hear(Event::Result { ticket: Ticket(2), outcome: Outcome::Refused(refusal) });
    let story = Reader::open(bench.store.path()).unwrap().story(id).unwrap();
    let states: Vec<_> = story.parts.iter().map(|part| part.state.as_str()).collect();
    assert!(states.contains(&"unknown") && states.contains(&"failed"), "{states:?}");
}

#[test]
fn a_store_that_waits_to_be_accepted_looks_at_no_rule_again_and_again() {
    let mut bench = Bench::new();
    bench.ready();
    in_doubt(&mut bench, 1, wanted_again(1));
    let path = bench.store.path().to_owned();
    Marker { ledger: 5, ..Marker::read(&path).unwrap().unwrap() }.write(&path).unwrap();
    let mut bench = bench.restarted(RULE);
    later(&mut bench, RULE);
    let looks = bench.dispatch.poll_timeout();
    assert!(looks.is_none_or(|at| at > bench.now), "at {looks:?}, and it is {:?}", bench.now);
    assert_eq!(bench.states(), [State::Unknown]);
}

#[test]
fn the_rule_sends_once_more_and_no_more() {
    let mut bench = Bench::new();
    bench.ready();
    let id = in_doubt(&mut bench, 1, wanted_again(1));
    later(&mut bench, RULE - Duration::from_millis(1));
    assert_eq!(bench.states(), [State::Unknown], "a report may still come");
    later(&mut bench, Duration::from_millis(1));
    assert_eq!(bench.orders(), ["submit 2 to 01 again"]);
    bench.prompt(2);
    assert_eq!(grounds(&bench, id), [Ground::Ordinary, Ground::Resend]);
    bench.silent(2);
    bench.orders();
    later(&mut bench, RULE * 10);
    assert_eq!((bench.states(), bench.orders()), (vec![State::Unknown], vec![]), "once is once");
}

#[test]
fn the_rule_is_applied_by_the_time_of_the_lane_also_after_a_restart() {
    let mut bench = Bench::new();
    bench.ready();
    let slow = NewMessage { lane: Lane::Normal, ..wanted_again(1) };
    in_doubt(&mut bench, 1, slow);
    let doubted = bench.now;
    while bench.states() == [State::Unknown] {
        bench.now = bench.dispatch.poll_timeout().unwrap();
        bench.commit();
    }
    assert_eq!(bench.now, doubted.plus(Duration::from_secs(900)), "it is looked at without being asked");
    let mut bench = Bench::new();
    bench.ready();
    let slow = NewMessage { lane: Lane::Normal, ..wanted_again(1) };
    in_doubt(&mut bench, 1, slow);
    let mut bench = bench.restarted(Duration::from_secs(901));
    bench.ready();
    bench.commit();
    assert_eq!(bench.states(), [State::Queued]);
}

#[test]
fn nobody_resends_what_the_rule_is_not_for() {
    let ask = || message(Lane::Urgent, 1, 1);
    let short = || NewMessage { expires_at: START.plus(RULE), ..wanted_again(1) };
    let rows: [(&str, NewMessage); 2] = [("ask", ask()), ("too late", short())];
    for (name, new) in rows {
        let mut bench = Bench::new();
        bench.ready();
        in_doubt(&mut bench, 1, new);
        later(&mut bench, RULE * 10);
        assert_eq!((bench.states(), bench.orders()), (vec![State::Unknown], vec![]), "{name}");
    }
    let mut bench = Bench::new();
    bench.ready();
    let id = in_doubt(&mut bench, 1, wanted_again(1));
    bench.meddle("UPDATE message SET gate = 'held'");
    later(&mut bench, RULE);
    assert_eq!(bench.orders(), Vec::<String>::new(), "message {id} is held");
}

#[test]
fn a_report_before_the_rule_is_the_better_proof() {
    let mut bench = Bench::new();
    bench.ready();
    in_doubt(&mut bench, 1, wanted_again(1));
    bench.hear(report(7, 1, Verdict::Delivered));
    later(&mut bench, RULE);
    assert_eq!((bench.states(), bench.orders()), (vec![State::Delivered], vec!["acknowledge 1".into()]));
}

#[test]
fn a_report_on_the_first_attempt_stops_the_second_where_that_can_be() {
    // While it waits for its prompt.
    let mut bench = Bench::new();
    bench.ready();
    in_doubt(&mut bench, 1, wanted_again(1));
    later(&mut bench, RULE);
    assert_eq!(bench.orders(), ["submit 2 to 01 again"]);
    bench.hear(report(7, 1, Verdict::Delivered));
    assert_eq!(
        (bench.states(), bench.orders()),
        (vec![State::Delivered], vec!["acknowledge 1".into(), "withdraw 2 Cancelled".into()])
    );
    bench.hear(Event::Withdrawn { ticket: Ticket(2), cause: Withdrawal::Cancelled });
    assert_eq!(bench.states(), [State::Delivered]);
    // While it is at the modem: what becomes of the second does not matter any more.
    let ends = [
        Outcome::Sent { reference: 9, late: false },
        Outcome::Unknown(Doubt::Silence),
        Outcome::Refused(Refusal { error: "+CMS ERROR: 38".into(), advice: Advice::Later }),
        Outcome::Refused(Refusal { error: "+CMS ERROR: 21".into(), advice: Advice::Never }),
    ];
    for outcome in ends {
        let mut bench = Bench::new();
        bench.ready();
        // So that the report can be told from one on the second attempt.
        bench.admit(Lane::Normal, 2, 1);
        bench.prompt(1);
        bench.sent(1, 6);
        in_doubt(&mut bench, 2, wanted_again(1));
        later(&mut bench, RULE);
        bench.prompt(3);
        let late = Outcome::Unknown(Doubt::Silence);
        let first = Event::Result { ticket: Ticket(3), outcome: outcome.clone() };
        bench.meddle("UPDATE attempt SET verdict = 'delivered', reference = 7 WHERE number = 2");
        bench.hear(first);
        assert_eq!(bench.states()[1], State::Delivered, "{outcome:?} {late:?}");
        later(&mut bench, RULE * 10);
        assert_eq!(
            bench.orders().iter().filter(|order| order.starts_with("submit")).count(),
            1,
            "{outcome:?}"
        );
    }
}

#[test]
fn a_person_settles_what_is_unknown() {
    let rows = [
        (Resolution::Sent, State::Sent, 0),
        (Resolution::Failed, State::Failed, 0),
        (Resolution::Resend, State::Queued, 1),
    ];
    for (resolution, want, submits) in rows {
        let mut bench = Bench::new();
        bench.ready();
        let id = in_doubt(&mut bench, 1, message(Lane::Normal, 1, 1));
        let done = resolve(&mut bench, id, resolution).unwrap();
        assert_eq!(done, Resolved::Done { parts: 1, state: want });
        assert_eq!(bench.orders().len(), submits, "{resolution}");
        let story = Reader::open(bench.store.path()).unwrap().story(id).unwrap();
        let reason = Reason::ResolvedByPerson { resolution, by: "agnes".into() };
        assert_eq!(story.message.reason, reason);
        // A report knows better than any person.
        bench.hear(report(7, 1, Verdict::Delivered));
        assert_eq!(bench.states(), [State::Delivered], "{resolution}");
    }
}

#[test]
fn a_person_may_want_it_again_and_again_each_time_counted() {
    let mut bench = Bench::new();
    bench.ready();
    let id = in_doubt(&mut bench, 1, wanted_again(1));
    for ticket in 2..=3 {
        resolve(&mut bench, id, Resolution::Resend).unwrap();
        bench.prompt(ticket);
        bench.silent(ticket);
    }
    later(&mut bench, RULE * 10);
    assert_eq!(
        grounds(&bench, id),
        [Ground::Ordinary, Ground::Resend, Ground::Resend],
        "and no rule after it"
    );
}

#[test]
fn nothing_else_can_be_resolved() {
    let mut bench = Bench::new();
    bench.ready();
    let id = bench.admit(Lane::Normal, 1, 1);
    let resend = Resolution::Resend;
    assert_eq!(resolve(&mut bench, id, resend), Ok(Resolved::NotUnknown { state: State::Queued }));
    bench.prompt(1);
    assert_eq!(resolve(&mut bench, id, resend), Ok(Resolved::NotUnknown { state: State::Sending }));
    bench.sent(1, 7);
    assert_eq!(resolve(&mut bench, id, resend), Ok(Resolved::NotUnknown { state: State::Sent }));
    assert_eq!(resolve(&mut bench, MessageId(99), resend), Err(Trouble::NoMessage(99)));
    let half = in_doubt(&mut bench, 2, message(Lane::Urgent, 3, 2));
    bench.work(Work::Cancel { message: half, reason: Reason::CancelledByPerson }).unwrap();
    bench.hear(Event::Withdrawn { ticket: Ticket(3), cause: Withdrawal::Cancelled });
    assert_eq!(resolve(&mut bench, half, resend), Ok(Resolved::NotUnknown { state: State::Cancelled }));
    let short = NewMessage { expires_at: START.plus(RULE), ..message(Lane::Urgent, 2, 1) };
    let id = in_doubt(&mut bench, 4, short);
    bench.now = START.plus(RULE);
    assert_eq!(resolve(&mut bench, id, resend), Ok(Resolved::TooLate { expired_at: START.plus(RULE) }));
    assert_eq!(bench.states()[2], State::Unknown, "nothing was changed");
}

#[test]
fn half_a_message_that_failed_takes_the_rest_with_it_when_a_person_says_so() {
    let mut bench = Bench::new();
    bench.ready();
    let id = bench.admit(Lane::Normal, 1, 2);
    bench.prompt(1);
    bench.silent(1);
    bench.orders();
    assert!(matches!(
        resolve(&mut bench, id, Resolution::Failed),
        Ok(Resolved::Done { state: State::Failed, .. })
    ));
    assert_eq!(bench.orders(), ["withdraw 2 Cancelled"]);
}
