//! What a public file says of the store, and a store that is older than what was sent from it.

use super::*;
use crate::message::AttemptNumber;
use crate::outbox::Age;
use crate::store::{HeldMessages, Marker};

#[test]
fn a_row_that_was_copied_with_its_state_is_refused_where_nothing_was_lost() {
    for state in ["sent", "delivered", "failed", "unknown", "cancelled", "sending", "queued", "held"] {
        let mut bench = Bench::new();
        bench.ready();
        let seen =
            Seen { outbox: "box".into(), store: None, ledger: AttemptNumber(0), highest_row: 0, mirrored: 0 };
        bench.work(Work::Hello(seen)).unwrap();
        let rows = vec![judged_row(1, state, message(Lane::Normal, 1, 1))];
        bench.work(Work::TakeIn { outbox: "box".into(), rows, cursor: 1 }).unwrap();
        assert_eq!(bench.states(), [State::Refused], "{state}");
        assert_eq!(bench.orders(), Vec::<String>::new(), "{state}");
    }
}

#[test]
fn yesterdays_store_holds_what_may_have_gone_since() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.orders();
    let path = bench.store.path().to_owned();
    let marker = Marker { ledger: 5, ..Marker::read(&path).unwrap().unwrap() };
    marker.write(&path).unwrap();
    let mut bench = bench.restarted(Duration::from_secs(60));
    bench.ready();
    assert_eq!(bench.states(), [State::Held]);
    assert_eq!(bench.orders(), ["open"], "no line sends");
    let hello = Seen {
        outbox: "box".into(),
        store: Some(bench.store.id().to_owned()),
        ledger: AttemptNumber(6),
        highest_row: 3,
        mirrored: 0,
    };
    bench.work(Work::Hello(hello)).unwrap();
    let rows = vec![
        judged_row(2, "delivered", message(Lane::Normal, 2, 1)),
        judged_row(3, "new", message(Lane::Normal, 3, 1)),
        judged_row(4, "new", message(Lane::Normal, 4, 1)),
    ];
    bench.work(Work::TakeIn { outbox: "box".into(), rows, cursor: 4 }).unwrap();
    assert_eq!(bench.states(), [State::Held, State::Delivered, State::Held, State::Queued]);
    bench.work(Work::AcceptRestore(HeldMessages::Keep)).unwrap();
    assert_eq!(bench.orders(), ["submit 1 to 04"], "only new work goes");
    bench.prompt(1);
    assert_eq!(bench.store.ledger().unwrap().0, 7, "above all that was seen");
    bench.work(Work::AcceptRestore(HeldMessages::Cancel)).unwrap();
    assert_eq!(bench.states(), [State::Cancelled, State::Delivered, State::Cancelled, State::Sending]);
}

#[test]
fn a_file_bound_to_another_store_is_left_alone() {
    let mut bench = Bench::new();
    let hello = Seen {
        outbox: "box".into(),
        store: Some("another".into()),
        ledger: AttemptNumber(0),
        highest_row: 0,
        mirrored: 0,
    };
    let answer = bench.work(Work::Hello(hello)).unwrap();
    assert!(matches!(answer, Answer::Welcome(Welcome::OtherStore)));
}

#[test]
fn what_a_file_of_no_store_says_of_the_ledger_stops_nothing() {
    let mut bench = Bench::new();
    let ready = bench.store.ledger().unwrap();
    let seen =
        Seen { outbox: "box".into(), store: None, ledger: AttemptNumber(50), highest_row: 50, mirrored: 0 };
    bench.work(Work::Hello(seen)).unwrap();
    let rows = vec![judged_row(3, "new", message(Lane::Normal, 3, 1))];
    bench.work(Work::TakeIn { outbox: "box".into(), rows, cursor: 3 }).unwrap();
    assert_eq!(bench.states(), [State::Queued]);
    assert_eq!(bench.dispatch.marker().ledger, ready.0);
}

#[test]
fn a_ledger_number_that_cant_be_true_stops_no_line_and_uses_up_no_numbers() {
    for (says, want) in [(i64::MAX, State::Queued), (100_000_001, State::Queued), (100_000_000, State::Held)]
    {
        let mut bench = Bench::new();
        bench.admit(Lane::Normal, 1, 1);
        let store = Some(bench.store.id().to_owned());
        let seen =
            Seen { outbox: "box".into(), store, ledger: AttemptNumber(says), highest_row: 0, mirrored: 0 };
        bench.work(Work::Hello(seen)).unwrap();
        assert_eq!(bench.states(), [want], "{says}");
        let marked = bench.dispatch.marker().ledger;
        assert_eq!(marked, if want == State::Held { says } else { 0 }, "{says}");
    }
}

#[test]
fn a_file_that_says_less_than_was_written_into_it_is_older() {
    let rows = [
        ("nothing", 0, true, Age::AsLeft),
        ("of before the row was taken back", 1, true, Age::Older),
        ("all", 2, true, Age::AsLeft),
        ("more than all", 3, true, Age::AsLeft),
        ("all that was about it: what came since is of others", 1, false, Age::AsLeft),
    ];
    for (name, says, of_its_own, want) in rows {
        let mut bench = Bench::new();
        let hello = seen(&bench, "box", 0, 0, 0);
        bench.work(hello).unwrap();
        let row = vec![judged_row(1, "new", message(Lane::Normal, 1, 1))];
        bench.work(Work::TakeIn { outbox: "box".into(), rows: row, cursor: 1 }).unwrap();
        if of_its_own {
            let reason = Reason::CancelledByPerson;
            bench.work(Work::Cancel { message: MessageId(1), reason }).unwrap();
        } else {
            bench.admit(Lane::Normal, 2, 1);
        }
        bench.store.turn(|turn| turn.mirrored("box", 2)).unwrap();
        let hello = seen(&bench, "box", 0, says, 1);
        let Ok(Answer::Welcome(Welcome::Bound { age, .. })) = bench.work(hello) else { panic!() };
        assert_eq!(age, want, "{name}");
    }
}

fn seen(bench: &Bench, outbox: &str, ledger: i64, mirrored: i64, highest_row: i64) -> Work {
    let store = Some(bench.store.id().to_owned());
    Work::Hello(Seen { outbox: outbox.into(), store, ledger: AttemptNumber(ledger), highest_row, mirrored })
}

fn changes(bench: &mut Bench, outbox: &str) -> (usize, bool) {
    let question = Work::Changes { outbox: outbox.into(), after: 0, at_most: 500 };
    let Ok(Answer::Changes(changes)) = bench.work(question) else { panic!() };
    (changes.marks.len(), changes.anew)
}

#[test]
fn a_file_that_was_greeted_before_the_store_was_known_to_be_old_is_read_anew_and_told_nothing_until_then() {
    let mut bench = Bench::new();
    let hello = seen(&bench, "box", 0, 0, 0);
    bench.work(hello).unwrap();
    let rows = |state: &str| (1..=2).map(|n| judged_row(n, state, message(Lane::Normal, 1, 1))).collect();
    bench.work(Work::TakeIn { outbox: "box".into(), rows: rows("new"), cursor: 2 }).unwrap();
    let hello = seen(&bench, "another", 6, 0, 0);
    bench.work(hello).unwrap();
    assert_eq!(bench.states(), [State::Held; 2]);
    assert_eq!(changes(&mut bench, "box"), (0, true), "it has to say hello");
    // Before it has, it can't say how far it was read.
    let new = vec![judged_row(3, "new", message(Lane::Normal, 3, 1))];
    bench.work(Work::TakeIn { outbox: "box".into(), rows: new, cursor: 3 }).unwrap();
    let hello = seen(&bench, "box", 6, 9, 3);
    let Ok(Answer::Welcome(Welcome::Bound { cursor, highest, mirrored, .. })) = bench.work(hello) else {
        panic!()
    };
    assert_eq!((cursor, highest, mirrored), (i64::MIN, 3, 0));
    assert_eq!(changes(&mut bench, "box"), (0, false), "what it shows is still needed");
    bench.work(Work::TakeIn { outbox: "box".into(), rows: rows("delivered"), cursor: 3 }).unwrap();
    assert_eq!(bench.states(), [State::Delivered, State::Delivered, State::Queued]);
    assert_eq!(changes(&mut bench, "box"), (3, false));
    assert_eq!(bench.store.unread().unwrap(), ["another"]);
}

#[test]
fn a_store_that_has_lost_a_cancellation_alone_is_known_and_its_next_life_counts_on() {
    let mut bench = Bench::new();
    bench.ready();
    let rows = |state| vec![judged_row(1, state, message(Lane::Normal, 1, 1))];
    bench.work(Work::TakeIn { outbox: "box".into(), rows: rows("new"), cursor: 1 }).unwrap();
    bench.orders();
    let last = bench.store.last_event().unwrap();
    let hello = seen(&bench, "box", 0, last + 40, 1);
    bench.work(hello).unwrap();
    bench.work(Work::TakeIn { outbox: "box".into(), rows: rows("cancelled"), cursor: 1 }).unwrap();
    assert_eq!(bench.states(), [State::Cancelled]);
    bench.work(Work::AcceptRestore(HeldMessages::Send)).unwrap();
    assert_eq!(bench.states(), [State::Cancelled]);
    bench.admit(Lane::Normal, 2, 1);
    assert_eq!(bench.store.last_event().unwrap(), last + 41);
}

#[test]
fn what_a_restored_store_does_not_know_comes_in_as_its_mirror_shows_it() {
    let rows = [
        ("new", State::Held),
        ("queued", State::Held),
        ("held", State::Held),
        ("sending", State::Unknown),
        ("unknown", State::Unknown),
        ("sent", State::Sent),
        ("delivered", State::Delivered),
        ("undelivered", State::Undelivered),
        ("failed", State::Failed),
        ("cancelled", State::Cancelled),
        ("expired", State::Expired),
        ("refused", State::Refused),
    ];
    for (mirror, want) in rows {
        for bad in [false, true] {
            let mut bench = Bench::new();
            let hello = seen(&bench, "box", 6, 0, 1);
            bench.work(hello).unwrap();
            let new = NewMessage {
                reference: Some("absence-1".into()),
                notice: Some("absence".into()),
                ..message(Lane::Normal, 1, 1)
            };
            let mut row = judged_row(1, mirror, new);
            if bad {
                row.judged = Judged::Bad(crate::store::Refused {
                    origin: Some(Origin { outbox: "box".into(), uid: "uid-1".into() }),
                    service: "default".into(),
                    reference: Some("absence-1".into()),
                    notice: Some("absence".into()),
                    typed: Some("06 39 98 00 01".into()),
                    reason: Reason::EmptyText,
                });
            }
            bench.work(Work::TakeIn { outbox: "box".into(), rows: vec![row], cursor: 1 }).unwrap();
            let want = if bad && want == State::Held { State::Refused } else { want };
            assert_eq!(bench.states(), [want], "{mirror}");
            let list = Reader::open(bench.store.path()).unwrap().list(&ListFilter::default()).unwrap();
            let found = (list[0].recipient.is_some() || list[0].typed.is_some(), list[0].notice.as_deref());
            assert_eq!(found, (true, Some("absence")), "{mirror}");
            assert_eq!(list[0].reference.as_deref(), Some("absence-1"), "{mirror}");
            let claims = Reader::open(bench.store.path()).unwrap().claims().unwrap();
            let told: Vec<bool> = claims.iter().map(|claim| claim.mirrored).collect();
            let of_mirror = !matches!(want, State::Held | State::Refused);
            let wanted = if bad || mirror == "refused" { vec![] } else { vec![of_mirror] };
            assert_eq!(told, wanted, "the audit hears it: {mirror}");
            bench.work(Work::AcceptRestore(HeldMessages::Send)).unwrap();
            let freed = if want == State::Held { State::Queued } else { want };
            assert_eq!(bench.states(), [freed], "{mirror}");
        }
    }
}

#[test]
fn a_row_number_that_cant_be_true_leaves_the_file_ids_to_give() {
    let mut bench = Bench::new();
    let hello = seen(&bench, "box", 0, 0, i64::MAX);
    let Ok(Answer::Welcome(Welcome::Bound { highest, .. })) = bench.work(hello) else { panic!() };
    assert_eq!(highest, 100_000_000);
}
