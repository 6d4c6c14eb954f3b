//! Copies of the store: made while messages go out, put back by the command, by hand, or with the whole
//! folder. Nothing goes a second time that went since, and what waited is found and let go by a person.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::house::{House, Modem, run_to_end};

fn mailing(from: usize, count: usize) -> Vec<(String, String)> {
    let row = |n| (format!("06 39 98 57 {n:02}"), format!("Concert samedi à 18h, place {n}."));
    (from..from + count).map(row).collect()
}

fn slow_modem(house: &House) -> Modem {
    house.modem(|modem| modem.network.latency = Duration::from_millis(40))
}

#[track_caller]
fn asked(house: &House, words: &[&str]) -> String {
    let said = house.ask(words);
    assert_eq!(said.code, Some(0), "{words:?}: {said:?}");
    said.stdout
}

#[track_caller]
fn proven(house: &House) {
    house.assert_none_twice();
    asked(house, &["audit", house.store().to_str().unwrap(), house.journal_path().to_str().unwrap()]);
    asked(house, &["db", "check", "--full"]);
}

#[test]
fn a_copy_made_while_sending_is_sound_and_nothing_goes_twice_once_it_is_put_back() {
    let house = House::new();
    let modem = slow_modem(&house);
    let daemon = house.run();
    house.insert_all("bulk", &mailing(0, 30));
    house.wait_for_accepted(5);
    let made = house.ask(&["db", "backup", "--json"]).json();
    assert_eq!((&made["messages"], &made["sound"]), (&30.into(), &true.into()), "{made}");
    assert!(house.submits().len() < 30, "it was to be in the middle");
    let copy = made["path"].as_str().unwrap().to_owned();
    house.wait_until_quiet();
    house.wait_for_all("delivered");
    assert_eq!(daemon.stop(), Some(0));
    let said = asked(&house, &["db", "restore", &copy]);
    assert!(said.contains("as it was on"), "{said}");
    assert!(said.contains("are held") && said.contains("db accept-restore"), "{said}");
    let held = asked(&house, &["message", "list", "--state", "held", "--json"]).lines().count();
    assert!(held > 0, "{said}");
    let daemon = house.run();
    house.wait_for_log_of(&daemon, "all of its rows are compared");
    // All of them show in the outbox as gone.
    house.wait("none is held any more", |house| {
        let held = house.ask(&["message", "list", "--state", "held", "--json"]);
        (held.code == Some(0) && held.stdout.is_empty()).then_some(())
    });
    asked(&house, &["db", "accept-restore", "--send", "--yes"]);
    house.insert_all("normal", &mailing(30, 1));
    house.wait_for_all("delivered");
    assert_eq!(daemon.stop(), Some(0));
    assert_eq!(house.submits().len(), 31);
    proven(&house);
    drop(modem);
}

fn copied(from: &Path, to: &Path) {
    let mut copy = std::process::Command::new("cp");
    copy.arg("-a").arg(from).arg(to);
    assert_eq!(run_to_end(copy).code, Some(0));
}

/// A restore of store, marker and outbox together: the twenty-one messages of then have all gone since.
fn whole_folder_put_back() -> (House, Modem) {
    let house = House::new();
    let modem = slow_modem(&house);
    let daemon = house.run();
    house.insert_all("bulk", &mailing(0, 20));
    house.wait_for_accepted(3);
    assert_eq!(daemon.stop(), Some(0));
    // One that the store of that moment has never seen.
    house.insert_all("normal", &mailing(20, 1));
    for folder in ["store", "outbox"] {
        copied(&house.path(folder), &house.path(&format!("log/{folder}")));
    }
    let daemon = house.run();
    // A report that came while nobody listened is lost: sent is as good as delivered here.
    house.wait_until_quiet();
    assert_eq!(daemon.stop(), Some(0));
    for folder in ["store", "outbox"] {
        fs::remove_dir_all(house.path(folder)).unwrap();
        copied(&house.path(&format!("log/{folder}")), &house.path(folder));
    }
    (house, modem)
}

#[test]
fn a_whole_folder_that_was_put_back_sends_nothing_once_somebody_says_so() {
    let (house, modem) = whole_folder_put_back();
    let said = house.demander(&["db", "restore", "--declare"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.stdout.contains("messages qui attendaient sont retenus"), "{said:?}");
    let again = asked(&house, &["db", "restore", "--declare"]);
    assert!(again.contains("already"), "{again}");
    let daemon = house.run();
    let new = house.insert(&[("recipient", "06 39 98 57 90"), ("body", "Bonjour à tous les élèves")]);
    house.wait_for_state(new, "queued");
    house.wait_for_state(21, "held");
    assert_eq!(house.submits().len(), 21, "no line sends");
    asked(&house, &["db", "accept-restore", "--yes"]);
    house.wait_for_state(new, "delivered");
    assert_eq!(house.submits().len(), 22);
    house.assert_none_twice();
    asked(&house, &["db", "accept-restore", "--cancel", "--yes"]);
    house.wait_until_quiet();
    assert_eq!(daemon.stop(), Some(0));
    asked(&house, &["db", "check"]);
    assert_eq!(house.submits().len(), 22);
    drop(modem);
}

#[test]
fn a_backup_that_was_copied_into_the_stores_place_by_hand_is_known_without_any_witness() {
    let house = House::new();
    let modem = slow_modem(&house);
    let daemon = house.run();
    house.insert_all("bulk", &mailing(0, 10));
    house.wait_for_accepted(2);
    let copy = house.path("log/copy.db");
    asked(&house, &["db", "backup", copy.to_str().unwrap()]);
    house.wait_for_all("delivered");
    assert_eq!(daemon.stop(), Some(0));
    for folder in ["store", "outbox"] {
        fs::remove_dir_all(house.path(folder)).unwrap();
        fs::create_dir(house.path(folder)).unwrap();
    }
    fs::copy(&copy, house.store()).unwrap();
    let before = house.submits().len();
    let daemon = house.run();
    let new = house.insert(&[("recipient", "06 39 98 57 91"), ("body", "Bonjour à tous les élèves")]);
    house.wait_for_state(new, "queued");
    assert!(asked(&house, &["message", "list", "--state", "held", "--json"]).lines().count() > 0);
    assert_eq!(house.submits().len(), before, "no line sends");
    assert_eq!(daemon.stop(), Some(0));
    house.assert_none_twice();
    drop(modem);
}
