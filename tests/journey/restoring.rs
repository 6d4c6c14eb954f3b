//! A store or an outbox from yesterday is put back. What went since never goes again, what waits can still
//! be sent, and each row can be found; the audit of what the modem saw is the judge.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::Connection;

use crate::house::{House, LINE, Row, STORE};

/// Numbers and texts for a mailing.
fn mailing(count: usize) -> Vec<(String, String)> {
    let row = |n| (format!("06 39 98 55 {n:02}"), format!("Concert samedi à 18h, place {n}."));
    (0..count).map(row).collect()
}

/// Copies the store as it stands, while nobody has it open.
fn back_up(house: &House) -> PathBuf {
    let copy = house.path("log/yesterday.db");
    Connection::open(house.store()).unwrap().execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
    copy
}

/// Puts a copy of the store back, without what belongs to the newer one.
fn put_back(house: &House, copy: &PathBuf) {
    for suffix in ["-wal", "-shm"] {
        let beside = house.path("store").join(format!("beffroi.db{suffix}"));
        if beside.exists() {
            fs::remove_file(beside).unwrap();
        }
    }
    fs::copy(copy, house.store()).unwrap();
}

/// The journal of the modem against the store: none twice, none lost.
#[track_caller]
fn audit(house: &House) {
    house.assert_none_twice();
    let (store, journal) = (house.store(), house.journal_path());
    let said = house.ask(&["audit", store.to_str().unwrap(), journal.to_str().unwrap()]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(!said.stdout.contains("from the outbox alone"), "the modem has seen it: {said:?}");
}

fn in_state(rows: &[Row], state: &str) -> Vec<Row> {
    rows.iter().filter(|row| row.state == state).cloned().collect()
}

/// Ten rows, of which some had gone when the store was copied; the others went later, and four more came
/// in, two of which wait. Then the copy is put back.
fn restored() -> (House, Vec<Row>) {
    let house = House::new();
    let _modem = house.modem(|modem| modem.network.latency = Duration::from_millis(60));
    let daemon = house.run();
    house.insert_all("bulk", &mailing(10));
    house.wait_for_accepted(3);
    assert_eq!(daemon.stop(), Some(0));
    assert!(house.submits().len() < 10, "it was to be in the middle");
    let copy = back_up(&house);
    let daemon = house.run();
    // A report that came while nobody listened is lost: sent is as good as delivered here.
    house.wait_until_quiet();
    for n in 10..14 {
        let number = format!("06 39 98 55 {n:02}");
        let mut row =
            vec![("recipient", number.as_str()), ("body", "Cours annulé ce soir."), ("notice", "absence")];
        row.extend((n >= 12).then_some(("not_before", "2091-01-01T00:00:00Z")));
        row.extend((n >= 12).then_some(("expires_at", "2091-02-01T00:00:00Z")));
        house.insert(&row);
    }
    house.wait_for_state(12, "delivered");
    house.wait_for_state(11, "delivered");
    house.wait_for_state(14, "queued");
    assert_eq!(daemon.stop(), Some(0));
    let before = house.all_rows();
    put_back(&house, &copy);
    (house, before)
}

#[track_caller]
fn told_as_before(house: &House, before: &[Row]) {
    let rows = house.wait("the rows are compared", |house| {
        let rows = house.all_rows();
        (in_state(&rows, "held").len() == 2).then_some(rows)
    });
    for (row, before) in rows.iter().zip(before) {
        if before.is_at_rest() {
            let kept = (&row.state, &row.sent_at, &row.delivered_at);
            assert_eq!(kept, (&before.state, &before.sent_at, &before.delivered_at), "{row:?}");
        } else {
            assert_eq!((row.state.as_str(), before.state.as_str()), ("held", "queued"), "{row:?}");
        }
    }
}

#[test]
fn a_store_from_yesterday_sends_nothing_again_that_its_outbox_shows_as_gone() {
    let (house, before) = restored();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    house.wait_for_log("all of its rows are compared");
    told_as_before(&house, &before);
    // Whom to call can be found.
    let found = house.ask(&["message", "list", "--notice", "absence"]).stdout;
    for number in ["06 39 98 55 10", "06 39 98 55 11", "06 39 98 55 12", "06 39 98 55 13"] {
        assert!(found.contains(number), "{found}");
    }
    let said = house.ask(&["db", "accept-restore", "--send", "--yes"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.stdout.contains("2 messages that are held will be sent"), "{said:?}");
    house.wait_for_state(13, "queued");
    house.wait_for_state(14, "queued");
    let new = house.insert(&[("recipient", "06 39 98 56 00"), ("body", "Bonjour à tous les élèves")]);
    house.wait_for_state(new, "delivered");
    assert_eq!(daemon.stop(), Some(0));
    assert_eq!(house.submits().len(), 13);
    audit(&house);
}

#[test]
fn without_a_daemon_accepting_compares_first_too() {
    let (house, _) = restored();
    let stranger = house.producer();
    stranger.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let said = house.ask(&["db", "accept-restore", "--send", "--yes"]);
    assert!(said.code == Some(1) && said.stderr.contains("nothing is changed"), "{said:?}");
    stranger.execute_batch("COMMIT").unwrap();
    let said = house.ask(&["db", "accept-restore", "--send", "--yes"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.stdout.contains("2 messages that are held will be sent"), "{said:?}");
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    let new = house.insert(&[("recipient", "06 39 98 56 00"), ("body", "Bonjour à tous les élèves")]);
    house.wait_for_state(new, "delivered");
    let rows = house.all_rows();
    let gone = in_state(&rows, "delivered").len() + in_state(&rows, "sent").len();
    assert_eq!((gone, in_state(&rows, "queued").len()), (13, 2), "{rows:?}");
    assert_eq!(daemon.stop(), Some(0));
    audit(&house);
}

#[test]
fn two_daemons_that_meet_a_new_outbox_at_once_send_each_row_once() {
    for _ in 0..3 {
        let house = House::new();
        assert_eq!(house.ask(&["db", "init"]).code, Some(0));
        house.insert_all("normal", &mailing(5));
        let shared = format!("[[outbox]]\npath = \"{}\"\n", house.outbox().display());
        let other = House::with(&format!("{STORE}{shared}{LINE}"));
        let modems = (house.modem(|_| {}), other.modem(|_| {}));
        let daemons = (house.spawn(), other.spawn());
        house.wait("one of them leaves it alone", |house| {
            [house, &other].iter().any(|one| one.log().contains("it belongs to another store")).then_some(())
        });
        house.wait_for_all("delivered");
        assert_eq!((daemons.0.stop(), daemons.1.stop()), (Some(0), Some(0)));
        assert_eq!(house.submits().len() + other.submits().len(), 5);
        drop(modems);
    }
}

#[test]
fn an_outbox_that_was_away_and_is_copied_back_is_the_one_that_the_store_knows() {
    let house = House::new();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    house.insert_all("normal", &mailing(6));
    house.wait_for_all("delivered");
    let (before, aside) = (house.all_rows(), house.path("log/aside.db"));
    fs::rename(house.outbox(), &aside).unwrap();
    house.wait_for_log("a new outbox was made");
    // Written over in place while the daemon still writes it, no file would be whole.
    house.wait("the new file is bound", |house| {
        let bound = "SELECT store IS NOT NULL FROM outbox_file";
        let reads = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let producer = rusqlite::Connection::open_with_flags(house.outbox(), reads).ok()?;
        producer.query_row(bound, [], |row| row.get(0)).ok().filter(|bound: &bool| *bound)
    });
    fs::copy(&aside, house.outbox()).unwrap();
    let new = house.wait("the file can be written", |house| {
        let sql =
            "INSERT INTO outbox (recipient, body) VALUES ('06 39 98 56 01', 'Bonjour à tous les élèves')";
        let producer = crate::house::producer(&house.outbox());
        producer.execute(sql, []).is_ok().then(|| producer.last_insert_rowid())
    });
    house.wait_for_state(new, "delivered");
    assert_eq!(house.all_rows()[..6], before);
    assert_eq!(house.ask(&["message", "list", "--json"]).stdout.lines().count(), 7, "no phantom");
    assert_eq!(daemon.stop(), Some(0));
    assert_eq!(house.submits().len(), 7);
    audit(&house);
}

#[test]
fn an_older_copy_of_an_outbox_is_mirrored_anew_whether_the_daemon_runs_or_not() {
    let house = House::new();
    let _modem = house.modem(|modem| modem.network.latency = Duration::from_millis(60));
    let daemon = house.run();
    house.insert_all("bulk", &mailing(12));
    house.wait_for_accepted(4);
    let copies = ["log/first.db", "log/second.db"].map(|name| house.path(name));
    house.producer().execute("VACUUM INTO ?1", [copies[0].to_str().unwrap()]).unwrap();
    fs::copy(&copies[0], &copies[1]).unwrap();
    assert!(crate::house::rows_of(&copies[0]).iter().any(|row| row.state == "queued"), "in the middle");
    house.wait_for_all("delivered");
    let before = house.all_rows();
    fs::rename(&copies[0], house.outbox()).unwrap();
    house.wait("all told again", |house| (house.all_rows() == before).then_some(()));
    assert_eq!(daemon.stop(), Some(0));
    fs::rename(&copies[1], house.outbox()).unwrap();
    let daemon = house.run();
    house.wait("all told again", |house| (house.all_rows() == before).then_some(()));
    assert_eq!(daemon.stop(), Some(0));
    audit(&house);
}

#[test]
fn what_a_person_had_settled_comes_back_from_the_mirror_and_the_audit_says_that_no_more_is_known() {
    let house = House::new();
    let modem = house.modem(|_| {});
    let daemon = house.run();
    let first = house.insert(&[("recipient", "06 39 98 57 00"), ("body", "Bonjour à tous les élèves")]);
    house.wait_for_state(first, "delivered");
    assert_eq!(daemon.stop(), Some(0));
    let copy = back_up(&house);
    let daemon = house.run();
    modem.instruct("report-lost");
    // One that went and is said to have failed, one that never went and is said to have arrived.
    let rows = [("sent-reboot*1", "failed"), ("reboot*1", "sent")].map(|(fault, resolution)| {
        modem.instruct(fault);
        let row = house.insert(&[("recipient", "06 39 98 57 01"), ("body", "Cours annulé ce soir.")]);
        house.wait_for_state(row, "unknown");
        let said = house.ask(&["message", "resolve", &row.to_string(), resolution]);
        assert_eq!(said.code, Some(0), "{said:?}");
        house.wait_for_state(row, resolution);
        (row, resolution)
    });
    assert_eq!(daemon.stop(), Some(0));
    audit(&house);
    let said = house.ask(&["db", "restore", copy.to_str().unwrap()]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let daemon = house.run();
    for (row, resolution) in rows {
        house.wait("it is told again", |house| {
            let row = house.row(row)?;
            let told = (row.state.as_str(), row.reason.as_deref());
            (told == (resolution, Some("known_from_mirror"))).then_some(())
        });
    }
    // Numbers of before are not given again.
    let numbers = house.ask(&["message", "list", "--json"]).stdout;
    let number = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["message"].as_i64();
    assert_eq!(numbers.lines().filter_map(number).collect::<Vec<_>>(), [5, 4, 1]);
    assert_eq!(daemon.stop(), Some(0));
    let (store, journal) = (house.store(), house.journal_path());
    let said = house.ask(&["audit", store.to_str().unwrap(), journal.to_str().unwrap()]);
    let want = "3 parts, 2 sent, 2 known from the outbox alone, none twice, none lost, none late\n";
    assert_eq!((said.code, said.stdout.as_str()), (Some(0), want), "{said:?}");
}
