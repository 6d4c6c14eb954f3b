//! A store that can't be believed any more: nothing is entered or sent on its word, what is at the modem is
//! waited for, and whoever asks hears why.

use super::*;
use crate::store::StoreError;

/// Another file takes the store's name, as by somebody's cp and mv.
fn replace(bench: &Bench) {
    let other = bench.folder.path().join("other.db");
    std::fs::copy(bench.store.path(), &other).unwrap();
    std::fs::rename(&other, bench.store.path()).unwrap();
}

#[test]
fn a_store_that_is_replaced_before_the_entry_sends_nothing_and_closes_the_lines() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    assert_eq!(bench.orders(), ["submit 1 to 01"]);
    replace(&bench);
    bench.prompt(1);
    assert_eq!(bench.orders(), ["withdraw 1 CommitFailed", "close"]);
    assert!(matches!(bench.dispatch.ruin(), Some(StoreError::Replaced { .. })));
    bench.hear(Event::Withdrawn { ticket: Ticket(1), cause: Withdrawal::CommitFailed });
    bench.hear(Event::Closed);
    assert!(bench.dispatch.has_stopped() && bench.orders().is_empty());
    assert_eq!(bench.dispatch.poll_timeout(), None, "nothing to be tried again");
}

#[test]
fn a_result_that_comes_after_the_store_was_replaced_is_waited_for_and_whoever_asks_hears_why() {
    let mut bench = Bench::new();
    bench.ready();
    bench.admit(Lane::Normal, 1, 1);
    bench.prompt(1);
    assert_eq!(bench.orders(), ["submit 1 to 01", "proceed 1"]);
    replace(&bench);
    let answer = bench.work(Work::Send(Box::new(Judged::Good(message(Lane::Urgent, 2, 1)))));
    let Err(Trouble::Store(why)) = answer else { panic!("{answer:?}") };
    assert!(why.contains("was replaced"), "{why}");
    assert_eq!(bench.orders(), ["close"]);
    assert!(!bench.dispatch.has_stopped(), "the result is waited for");
    bench.sent(1, 7);
    bench.hear(report(7, 1, Verdict::Delivered));
    bench.hear(Event::Closed);
    assert!(bench.dispatch.has_stopped() && bench.orders().is_empty());
    assert_eq!(bench.states(), [State::Sending], "nothing was entered into somebody's file");
}

#[test]
fn what_ends_the_daemon_is_what_no_second_try_mends() {
    use rusqlite::ffi::Error;
    let path = std::path::PathBuf::from("/srv/un.db");
    let sqlite = |code| StoreError::from(rusqlite::Error::SqliteFailure(Error::new(code), None));
    let rows = [
        (StoreError::Replaced { path: path.clone() }, true),
        (StoreError::Damaged { path: path.clone(), what: "page 7".into() }, true),
        (StoreError::Gone { path: path.clone(), marker: path.clone() }, true),
        (sqlite(rusqlite::ffi::SQLITE_CORRUPT), true),
        (sqlite(rusqlite::ffi::SQLITE_NOTADB), true),
        (sqlite(rusqlite::ffi::SQLITE_FULL), false),
        (sqlite(rusqlite::ffi::SQLITE_IOERR_FSYNC), false),
        (sqlite(rusqlite::ffi::SQLITE_READONLY), false),
        (sqlite(rusqlite::ffi::SQLITE_BUSY), false),
        (StoreError::NoMessage(7), false),
    ];
    for (error, want) in rows {
        assert_eq!(error.is_ruin(), want, "{error}");
    }
}
