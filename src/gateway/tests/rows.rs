//! Rows of a public file that say again what is known: the same row, and the same reference.

use super::*;

#[test]
fn a_row_that_comes_twice_is_one_message() {
    let mut bench = Bench::new();
    let hello = Seen {
        outbox: "box".into(),
        store: None,
        ledger: crate::message::AttemptNumber(0),
        highest_row: 0,
        mirrored: 0,
    };
    assert!(matches!(bench.work(Work::Hello(hello)), Ok(Answer::Welcome(Welcome::Bound { cursor: 0, .. }))));
    for _ in 0..2 {
        let rows = vec![judged_row(1, "new", message(Lane::Normal, 1, 1))];
        bench.work(Work::TakeIn { outbox: "box".into(), rows, cursor: 1 }).unwrap();
    }
    assert_eq!(bench.states().len(), 1);
    let uids = vec!["uid-1".to_owned(), "stranger".to_owned()];
    match bench.work(Work::CancelRows { outbox: "box".into(), uids }).unwrap() {
        Answer::Cancels(answers) => {
            assert_eq!(answers, [("uid-1".to_owned(), CancelAnswer::Cancelled)]);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_reference_stands_for_one_content() {
    let mut bench = Bench::new();
    let with = |id, fingerprint: &str| {
        let new = NewMessage {
            reference: Some("absence-1".into()),
            fingerprint: fingerprint.into(),
            ..message(Lane::Normal, 1, 1)
        };
        judged_row(id, "new", new)
    };
    let rows = vec![with(1, "a"), with(2, "a"), with(3, "b")];
    let Answer::Marks(marks) = bench.work(Work::TakeIn { outbox: "box".into(), rows, cursor: 3 }).unwrap()
    else {
        panic!()
    };
    let seen: Vec<_> = marks.iter().map(|mark| (mark.state, mark.reason.clone().unwrap().code())).collect();
    assert_eq!(
        seen,
        [
            (State::Queued, "accepted".to_owned()),
            (State::Queued, "same_reference".to_owned()),
            (State::Refused, "reference_taken".to_owned()),
        ]
    );
    let changes = || Work::Changes { outbox: "box".into(), after: 0, at_most: 500 };
    let Answer::Changes(none) = bench.work(changes()).unwrap() else { panic!() };
    assert_eq!(none.marks, [], "the answer to the rows has told it");
    let message = marks[0].message.unwrap();
    bench.work(Work::Cancel { message, reason: Reason::CancelledByPerson }).unwrap();
    let Answer::Changes(changes) = bench.work(changes()).unwrap() else { panic!() };
    let told: Vec<&str> = changes.marks.iter().map(|mark| mark.uid.as_str()).collect();
    assert_eq!(told, ["uid-1", "uid-2"], "both rows of the reference are told");
}
