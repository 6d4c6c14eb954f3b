//! What a public file says of the store, and a store that is older than what was sent from it.

use super::*;
use crate::message::AttemptNumber;
use crate::store::{HeldMessages, Marker};

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
