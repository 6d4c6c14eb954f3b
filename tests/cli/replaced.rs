//! `db restore` over a store that knew more than the copy: what it knew is told, and can be looked at.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use beffroi::outbox;
use beffroi::store::Marker;

use crate::daemon::Daemon;
use crate::home::{Home, Said};

fn send(home: &Home, number: &str) {
    let said = home.run(&["send", "--to", number, "--text", "x", "--wait=10min"]);
    assert!(matches!(said.code, 0 | 4 | 5), "4: no daemon runs: {said:?}");
}

/// Its copy has two messages that went and one that waited; since then that one went, and two more came.
fn overtaken() -> (Home, String) {
    let home = Home::new();
    assert_eq!(home.run(&["db", "init"]).code, 0);
    // Store and outbox know each other, as after the first start.
    let ours = Marker::read(&home.store()).unwrap().unwrap();
    outbox::rebind(&home.path("state/outbox/outbox.db"), &ours.store).unwrap();
    home.run(&["db", "accept-restore", "--yes"]).assert_sentence(1, "nothing to accept");
    let daemon = Daemon::start(&home);
    send(&home, "06 39 98 00 01");
    send(&home, "06 39 98 00 02");
    drop(daemon);
    send(&home, "06 39 98 00 03");
    let copy = home.run(&["db", "backup", "--json"]).json()["path"].as_str().unwrap().to_owned();
    let daemon = Daemon::start(&home);
    send(&home, "06 39 98 00 04");
    drop(daemon);
    send(&home, "06 39 98 00 05");
    (home, copy)
}

fn line<'s>(said: &'s Said, part: &str) -> &'s str {
    said.out.lines().find(|line| line.contains(part)).unwrap_or_else(|| panic!("{part}: {said:?}"))
}

#[test]
fn what_only_the_replaced_store_knew_is_told_and_where_to_see_it() {
    let (home, copy) = overtaken();
    fs::set_permissions(home.store(), fs::Permissions::from_mode(0o644)).unwrap();
    let said = home.run(&["db", "restore", &copy]);
    assert_eq!(said.code, 0, "{said:?}");
    let more = line(&said, "the copy does not know");
    assert!(
        more.contains("2 messages") && more.contains("up to number 5: waiting 1 · delivered 1;"),
        "{more}"
    );
    assert!(line(&said, "gone further").starts_with("1 message of the copy"), "{said:?}");
    assert!(line(&said, "gone further").ends_with("delivered 1 (3)"), "{said:?}");
    assert!(line(&said, "though it went").ends_with("--send: 3"), "{said:?}");
    assert!(line(&said, "ledger").ends_with("entry 4, the copy's to 2"), "{said:?}");
    let (_, command) = more.split_once("sudo beffroi ").unwrap();
    let listed = home.run(&command.split(' ').collect::<Vec<_>>());
    assert_eq!(listed.code, 0, "{listed:?}");
    let numbers: Vec<_> =
        listed.out.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(numbers, ["5", "4"], "{listed:?}");
    let aside = command.split(' ').nth(3).unwrap();
    assert_eq!(home.run(&["message", "show", "4", "--store", aside]).code, 0);
    let now = home.run(&["message", "list"]);
    assert!(
        now.out.contains("00 03") && !now.out.contains("00 04"),
        "the store in its place is the copy: {now:?}"
    );
    let mode = fs::metadata(home.path(aside)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "{aside}");
}

#[test]
fn what_only_the_replaced_store_knew_is_told_to_programs_and_in_french() {
    let (home, copy) = overtaken();
    let json = home.run(&["db", "restore", &copy, "--json"]).json();
    let replaced = &json["replaced"];
    assert_eq!(
        (replaced["is"].as_str(), replaced["messages"].as_i64()),
        (Some("same_store"), Some(2)),
        "{json}"
    );
    assert_eq!(replaced["states"], serde_json::json!({ "queued": 1, "delivered": 1 }), "{json}");
    let further = serde_json::json!([{ "message": 3, "in_copy": "queued", "state": "delivered" }]);
    assert_eq!(replaced["further"], further, "{json}");
    assert_eq!(
        (replaced["ledger"].as_i64(), replaced["ledger_of_copy"].as_i64()),
        (Some(4), Some(2)),
        "{json}"
    );
    // What the copy holds by now was not known to be more.
    let again = home.run_in("fr_FR.UTF-8", &["db", "restore", &copy]);
    line(&again, "n’en savait pas plus que la copie");
    fs::write(home.store(), "Nom;T\u{e9}l\u{e9}phone\n".repeat(300)).unwrap();
    let broken = home.run_in("fr_FR.UTF-8", &["db", "restore", &copy]);
    line(&broken, "ce qui était là est illisible");
}

#[test]
fn what_may_have_gone_is_taken_back_only_after_the_outboxes_were_compared() {
    let (home, copy) = overtaken();
    let said = home.run(&["db", "restore", &copy]);
    assert!(line(&said, "though it went").contains("once beffroi was started"), "{said:?}");
    let rows = [("C", "start beffroi first"), ("fr_FR.UTF-8", "démarrer d’abord beffroi")];
    for (locale, part) in rows {
        home.run_in(locale, &["message", "cancel", "3"]).assert_sentence(1, part);
        assert!(home.run(&["message", "show", "3"]).out.contains("held: the store was restored"), "{locale}");
    }
    // Compares; no row speaks of this one: it stays held, and what became of it nobody knows.
    assert_eq!(home.run(&["db", "accept-restore", "--yes"]).code, 0);
    let said = home.run(&["message", "cancel", "3"]);
    assert!(said.code == 0 && said.out.contains("this store does not know"), "{said:?}");
}

#[test]
fn a_store_elsewhere_is_read_and_nothing_else() {
    let (home, copy) = overtaken();
    let before = fs::read(home.path(&copy)).unwrap();
    let listed = home.run(&["message", "list", "--store", &copy, "--json"]);
    assert_eq!((listed.code, listed.out.lines().count()), (0, 3), "{listed:?}");
    assert!(
        fs::read(home.path(&copy)).unwrap() == before
            && !home.path("state/backup/beffroi.db.marker").exists()
    );
    let text = home.write("list.csv", "Nom;T\u{e9}l\u{e9}phone\n".repeat(300).as_bytes());
    let refused = home.run_in("fr_FR.UTF-8", &["message", "list", "--store", &text]);
    refused.assert_sentence(1, "SQLite");
    assert!(!refused.err.contains("database"), "{refused:?}");
    home.run(&["message", "list", "--store", "nothing.db"]).assert_sentence(1, "nothing.db");
}
