//! `db accept-restore`: what a store from yesterday's backup holds, and how it is let go.

use std::fs::{self, File};
use std::io::Write;
use std::process::Stdio;

use beffroi::message::{AttemptNumber, MessageId};
use beffroi::outbox;
use beffroi::store::{Marker, Reader};
use nix::pty::openpty;

use crate::daemon::Daemon;
use crate::home::{Home, said};

fn send(home: &Home, number: &str) {
    let said = home.run(&["send", "--to", number, "--text", "x", "--wait=10min"]);
    assert!(matches!(said.code, 0 | 4), "4: no daemon runs: {said:?}");
}

fn attempts(home: &Home, message: i64) -> Vec<i64> {
    let story = Reader::open(&home.store()).unwrap().story(MessageId(message)).unwrap();
    story.parts.iter().flat_map(|part| &part.attempts).map(|attempt| attempt.number.0).collect()
}

/// A store whose third message went after its backup was taken.
fn restored() -> Home {
    let home = Home::new();
    assert_eq!(home.run(&["db", "init"]).code, 0);
    let daemon = Daemon::start(&home);
    send(&home, "06 39 98 00 01");
    send(&home, "06 39 98 00 02");
    drop(daemon);
    send(&home, "06 39 98 00 03");
    fs::copy(home.store(), home.path("backup.db")).unwrap();
    let daemon = Daemon::start(&home);
    send(&home, "06 39 98 00 04");
    drop(daemon);
    assert_eq!((attempts(&home, 3), attempts(&home, 4)), (vec![3], vec![4]));
    fs::copy(home.path("backup.db"), home.store()).unwrap();
    home
}

#[test]
fn what_was_waiting_is_held_and_new_numbers_begin_above_all_that_was_seen() {
    let home = restored();
    let said = home.run(&["db", "accept-restore"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.err.contains("add --yes"), "nobody is asked: {said:?}");
    assert!(said.out.contains("1 message is held and stays so"), "{said:?}");
    assert!(home.run(&["message", "show", "3"]).out.contains("held: the store was restored"));
    let said = home.run(&["db", "accept-restore", "--yes"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.ends_with("accepted, the lines may send; 1 message stays held\n"), "{said:?}");
    let daemon = Daemon::start(&home);
    send(&home, "06 39 98 00 05");
    assert_eq!(attempts(&home, 4), [5], "the message is new, the ledger number is above 4");
    let said = home.run(&["db", "accept-restore", "--yes"]);
    said.assert_sentence(1, "nothing to accept, but 1 message is still held");
    let json = home.run(&["db", "accept-restore", "--send", "--yes", "--json"]).json();
    assert_eq!((json["held"].as_i64(), json["left_held"].as_i64()), (Some(1), Some(0)));
    // Whatever waits goes before what comes later.
    send(&home, "06 39 98 00 06");
    drop(daemon);
    assert_eq!((attempts(&home, 3), attempts(&home, 5)), (vec![6], vec![7]));
    home.run(&["db", "accept-restore", "--yes"]).assert_sentence(1, "nothing to accept");
}

#[test]
fn what_was_held_may_be_taken_back_beside_the_daemon() {
    let home = restored();
    let daemon = Daemon::start(&home);
    let said = home.run_in("fr_FR.UTF-8", &["db", "accept-restore", "--cancel", "--yes"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("1 message retenu sera annulé"), "{said:?}");
    assert!(home.run(&["message", "show", "3"]).out.contains("cancelled: a person cancelled it"));
    send(&home, "06 39 98 00 05");
    drop(daemon);
    assert_eq!(attempts(&home, 3), [0; 0]);
}

#[test]
fn an_outbox_that_has_seen_more_than_store_and_marker_raises_the_ledger() {
    let home = restored();
    let ours = Marker::read(&home.store()).unwrap().unwrap();
    Marker { ledger: 0, ..ours.clone() }.write(&home.store()).unwrap();
    let path = home.path("state/outbox/outbox.db");
    outbox::rebind(&path, &ours.store).unwrap();
    rusqlite::Connection::open(&path).unwrap().execute("UPDATE outbox_file SET ledger = 90", []).unwrap();
    let said = home.run(&["db", "accept-restore", "--yes"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.starts_with("the store was restored"), "{said:?}");
    let daemon = Daemon::start(&home);
    send(&home, "06 39 98 00 05");
    drop(daemon);
    assert_eq!(attempts(&home, 4), [91]);
}

#[test]
fn somebody_at_a_terminal_is_asked_in_his_language() {
    let home = restored();
    let rows = [
        ("fr_FR.UTF-8", "\n", 1, "rien n’est changé"),
        ("fr_FR.UTF-8", "y\n", 1, "rien n’est changé"),
        ("C", "no\n", 1, "Accept? [y/N] nothing is changed"),
        ("C", "Yes\n", 0, "Accept? [y/N] "),
    ];
    for (locale, typed, code, part) in rows {
        let terminal = openpty(None, None).unwrap();
        let mut command = home.command(locale, &["db", "accept-restore"]);
        let child =
            command.stdin(terminal.slave).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(command);
        File::from(terminal.master.try_clone().unwrap()).write_all(typed.as_bytes()).unwrap();
        let said = said(child.wait_with_output().unwrap());
        assert!(said.code == code && said.err.contains(part), "{typed:?}: {said:?}");
    }
    home.run(&["db", "accept-restore", "--yes"]).assert_sentence(1, "1 message is still held");
}

#[test]
fn an_outbox_of_another_store_is_bound_anew_only_by_consent() {
    let home = Home::new();
    assert_eq!(home.run(&["db", "init"]).code, 0);
    home.run(&["db", "accept-restore", "--yes"]).assert_sentence(1, "nothing to accept");
    let path = home.path("state/outbox/outbox.db");
    outbox::rebind(&path, "yesterday's").unwrap();
    rusqlite::Connection::open(&path).unwrap().execute("UPDATE outbox_file SET ledger = 90", []).unwrap();
    let said = home.run(&["db", "accept-restore"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.out.contains("state/outbox/outbox.db belongs to another store"), "{said:?}");
    let bound = || outbox::seen(&path).unwrap().unwrap();
    assert_eq!(bound().store.as_deref(), Some("yesterday's"));
    assert_eq!(home.run(&["db", "accept-restore", "--yes"]).code, 0);
    let ours = Marker::read(&home.store()).unwrap().unwrap().store;
    assert_eq!((bound().store, bound().ledger), (Some(ours), AttemptNumber(0)));
    home.run(&["db", "accept-restore", "--yes"]).assert_sentence(1, "nothing to accept");
    fs::write(&path, "no outbox").unwrap();
    let said = home.run(&["db", "accept-restore", "--yes"]);
    assert!(said.code == 1 && said.err.contains("is no SQLite file"), "{said:?}");
}
