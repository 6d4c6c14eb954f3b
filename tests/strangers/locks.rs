//! Programs that hold a lock, and that die with it.

use std::time::Duration;

use rusqlite::Connection;

use super::*;

/// How long a lock is held besides what is done meanwhile; ten minutes in the campaigns.
fn holding() -> Duration {
    let seconds = std::env::var("BEFFROI_HOLD_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or(0))
}

/// The middle of the times from one PDU to the next, in milliseconds.
fn gap(house: &House, from: usize) -> i64 {
    let times: Vec<i64> = house.accepted().iter().skip(from).map(|submit| submit.t).collect();
    let mut gaps: Vec<i64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    gaps.sort_unstable();
    gaps[gaps.len() / 2]
}

fn send_by_the_other(house: &House, from: usize) {
    for (number, text) in mailing(from, 20) {
        house.insert_into(&other(house), &[("recipient", &number), ("body", &text)]);
    }
    house.wait("all of the other outbox delivered", |house| {
        rows_of(&other(house)).iter().all(|row| row.state == "delivered").then_some(())
    });
}

/// Three rows that are committed, and one within the transaction that stays open.
fn three_rows_and_a_lock(house: &House, kind: &str) -> Connection {
    let stranger = house.producer();
    stranger.execute_batch("BEGIN").unwrap();
    for (n, (number, text)) in mailing(40, 4).into_iter().enumerate() {
        if n == 3 {
            stranger.execute_batch(&format!("COMMIT; BEGIN {kind}")).unwrap();
        }
        house.keep_secret(&number, &text);
        let sql = "INSERT INTO outbox (recipient, body) VALUES (?1, ?2)";
        stranger.execute(sql, [number, text]).unwrap();
    }
    stranger
}

/// `says` and the finding while it is held, and whether the rows of before it are sent meanwhile.
fn holds(kind: &str, says: &str, code: &str, read_meanwhile: bool) {
    let house = two_outboxes();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    send_by_the_other(&house, 0);
    let before = gap(&house, 0);
    let stranger = three_rows_and_a_lock(&house, kind);
    let sent = house.accepted().len();
    send_by_the_other(&house, 60);
    house::tell(&format!(
        "figures: {kind} lock: {before} ms from PDU to PDU of another outbox before it, {} ms during it",
        gap(&house, sent)
    ));
    house.wait_for_log(says);
    is_found(&house, code, says);
    // Nothing to wait for but time.
    let (_never, nothing) = std::sync::mpsc::channel::<()>();
    assert!(nothing.recv_timeout(holding()).is_err());
    the_other_outbox_works(&house, 90);
    // Whether its commit came before the look or after it is not ours to say where nothing can be read.
    if read_meanwhile {
        house.wait_for_accepted(40 + 3 + 1);
    }
    let own = house.accepted().iter().filter(|submit| submit.to.as_deref() == Some("+33639984043")).count();
    assert_eq!(own, 0, "what is not committed is nobody's message");
    stranger.execute_batch("COMMIT").unwrap();
    house.wait_for_all("delivered");
    assert_eq!(house.logged(says).len(), 1, "{}", house.log());
    house.wait("nothing to say any more", |house| findings(house).is_empty().then_some(()));
    assert_eq!(house.accepted().len(), 40 + 3 + 1 + 1);
    audit(&house);
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_program_that_only_began_to_write_holds_up_its_own_states_and_nothing_else() {
    holds("IMMEDIATE", "another program keeps a transaction open in it", "unwritten-outbox", true);
}

#[test]
fn a_program_that_keeps_the_file_for_itself_holds_up_its_own_rows_and_nothing_else() {
    holds("EXCLUSIVE", "another program keeps it locked", "unread-outbox", false);
}

#[test]
fn a_program_that_dies_in_its_transaction_takes_nothing_of_what_was_committed_with_it() {
    if !house::is_there("sqlite3") {
        return house::left_out("a program that dies in its transaction, no sqlite3 here");
    }
    let house = two_outboxes();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    house.insert_all("normal", &mailing(0, 3));
    Session::of(&house.outbox(), HALF).kill();
    house.wait_for_all("delivered");
    the_other_outbox_works(&house, 10);
    assert_eq!((house.all_rows().len(), house.accepted().len()), (3, 4));
    assert!(!house.path("outbox/outbox.db-journal").exists(), "what it left is worked off");
    // The same while no daemon runs.
    assert_eq!(daemon.stop(), Some(0));
    house.insert_all("normal", &mailing(20, 3));
    Session::of(&house.outbox(), HALF).kill();
    let daemon = house.run();
    house.wait_for_all("delivered");
    assert_eq!((house.all_rows().len(), house.accepted().len()), (6, 7));
    audit(&house);
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_program_that_dies_without_a_journal_has_its_file_set_aside_or_read_and_stops_no_other() {
    if !house::is_there("sqlite3") {
        return house::left_out("a program that dies without a journal, no sqlite3 here");
    }
    let house = two_outboxes();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    house.wait_for_state(row(&house, 0), "delivered");
    Session::of(&house.outbox(), &format!("PRAGMA journal_mode = OFF; {HALF}")).kill();
    the_other_outbox_works(&house, 10);
    house.wait("an outbox", |house| {
        let answers = Connection::open(house.outbox()).and_then(|file| {
            file.query_row("SELECT count(recipient) FROM outbox", [], |row| row.get::<_, i64>(0))
        });
        answers.is_ok().then_some(())
    });
    // What it had written without any protection may be there or not; it is refused, and never sent.
    house.wait_for_state(row(&house, 1), "delivered");
    house.assert_none_twice();
    let whom: Vec<_> = house.accepted().into_iter().filter_map(|submit| submit.to).collect();
    assert_eq!(whom, ["+33639984000", "+33639984010", "+33639984001"]);
    assert_eq!(daemon.stop(), Some(0));
}
