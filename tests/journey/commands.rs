//! Commands beside a running daemon, and without one.

use crate::house::{House, left_out, run_to_end};

const TEXT: &str = "Cours de piano annulé ce soir.";

#[test]
fn send_beside_the_daemon_is_delivered_and_says_so() {
    let house = House::new();
    let _modem = house.modem(|_| {});
    let _daemon = house.run();
    house.keep_secret("0639986000", TEXT);
    let sent = house.ask(&["send", "--to", "06 39 98 60 00", "--text", TEXT, "--lane", "urgent", "--wait"]);
    assert_eq!(sent.code, Some(0), "{sent:?}");
    assert!(sent.stdout.contains("delivered"), "{sent:?}");
    assert_eq!(house.submits().len(), 1);

    let json = house.ask(&["send", "--to", "+33639986001", "--text", TEXT, "--wait", "--json"]).json();
    assert_eq!((&json["state"], &json["daemon"]), (&"delivered".into(), &true.into()));

    let refused = house.ask(&["send", "--to", "01 99 00 12 34", "--text", TEXT]);
    assert_eq!(refused.code, Some(3), "{refused:?}");
    assert!(refused.is_one_sentence(3).contains("landline"), "{refused:?}");
    let refusé = house.demander(&["send", "--to", "01 99 00 12 34", "--text", TEXT]);
    assert!(refusé.is_one_sentence(3).contains("numéro fixe"), "{refusé:?}");
    assert_eq!(house.submits().len(), 2);
}

#[test]
fn send_without_a_daemon_waits_in_the_store_for_the_next_run() {
    let house = House::new();
    house.keep_secret("0639986100", TEXT);
    let taken = house.ask(&["send", "--to", "06 39 98 61 00", "--text", TEXT, "--reference", "r-1"]);
    assert_eq!(taken.code, Some(0), "{taken:?}");
    assert!(taken.stdout.contains("waiting"), "{taken:?}");
    assert!(taken.stderr.contains("beffroi run"), "who will send it? {taken:?}");
    let again =
        house.ask(&["send", "--to", "06 39 98 61 00", "--text", TEXT, "--reference", "r-1", "--json"]);
    assert_eq!(again.json()["message"], 1);
    let _modem = house.modem(|_| {});
    let _daemon = house.run();
    house.wait("the phone has it", |house| {
        let shown = house.ask(&["message", "show", "1", "--json"]).json();
        (shown["summary"]["state"] == "delivered").then_some(())
    });
    assert_eq!(house.submits().len(), 1);
}

#[test]
fn messages_are_listed_shown_and_taken_back() {
    let house = House::new();
    let daemon = house.run();
    let number = |n: usize| format!("06 39 98 62 {n:02}");
    for n in 0..3 {
        house.insert(&[("recipient", &number(n)), ("body", TEXT), ("notice", "concert")]);
    }
    house.insert(&[("recipient", "01 99 00 12 34"), ("body", TEXT)]);
    house.wait("all judged", |house| house.all_rows().iter().all(|row| row.state != "new").then_some(()));

    let list = house.ask(&["message", "list", "--notice", "concert"]);
    assert_eq!(list.code, Some(0));
    assert!(list.stdout.contains("06 39 98 62 00") && list.stdout.contains("waiting"), "{list:?}");
    let lines = house.ask(&["message", "list", "--state", "queued", "--json"]).stdout;
    assert_eq!(lines.lines().count(), 3, "{lines}");
    let refused = house.ask(&["message", "list", "--state", "refused"]);
    assert!(refused.stdout.contains("01 99 00 12 34"), "whom to call: {refused:?}");

    let shown = house.ask(&["message", "show", "2"]);
    assert!(shown.stdout.contains(TEXT) && shown.stdout.contains("06 39 98 62 01"), "{shown:?}");
    let cancelled = house.ask(&["message", "cancel", "2"]);
    assert_eq!(cancelled.code, Some(0), "{cancelled:?}");
    assert_eq!(house.wait_for_state(2, "cancelled").reason.as_deref(), Some("cancelled_by_person"));
    assert_eq!(house.ask(&["message", "cancel", "2"]).code, Some(0), "taken back twice is taken back");
    let too_late = house.ask(&["message", "cancel", "4"]);
    assert_eq!(too_late.code, Some(1));
    assert!(too_late.stdout.contains("too late"), "{too_late:?}");
    let nobody = house.ask(&["message", "show", "99"]);
    assert!(nobody.is_one_sentence(1).contains("99"), "{nobody:?}");

    // The same without a daemon.
    assert_eq!(daemon.stop(), Some(0));
    let lines = house.ask(&["message", "list", "--json"]).stdout;
    assert_eq!(lines.lines().count(), 4, "{lines}");
    assert_eq!(house.ask(&["message", "cancel", "1"]).code, Some(0));
    let _daemon = house.run();
    house.wait_for_state(1, "cancelled");
}

#[test]
fn taking_back_what_is_at_the_modem_says_the_same_facts_everywhere() {
    let house = House::new();
    let _modem = house.modem(|modem| modem.faults = vec!["silence".parse().unwrap()]);
    let _daemon = house.run();
    let row =
        house.insert(&[("recipient", "06 39 98 62 20"), ("body", "Concert samedi. ".repeat(12).trim())]);
    house.wait_for_state(row, "sending");
    let status = house.ask(&["status", "--json"]).json();
    let (waits, there) = (&status["waiting"], &status["at_modem"]);
    assert_eq!((waits, there), (&serde_json::json!({}), &serde_json::json!({ "normal": 1 })), "{status}");
    let asked = house.ask(&["message", "cancel", "1", "--json"]).json();
    let shown = house.ask(&["message", "show", "1", "--json"]).json();
    assert_eq!((asked["answer"].as_str(), asked["gone"].as_u64()), (Some("cancelled"), Some(0)), "{asked}");
    assert_eq!(asked["recall"], serde_json::json!({ "code": "pending", "gone": 0, "of": 2 }));
    assert_eq!(asked["recall"], shown["recall"], "{shown}");
    // The modem never answers: nobody knows of the one part, and the other does not go.
    house.wait_for_state(row, "cancelled");
    let asked = house.ask(&["message", "cancel", "1", "--json"]).json();
    let shown = house.ask(&["message", "show", "1", "--json"]).json();
    assert_eq!(asked["recall"], serde_json::json!({ "code": "unknown", "gone": 1, "of": 2 }));
    assert_eq!((&asked["recall"], asked["gone"].as_u64()), (&shown["recall"], Some(1)), "{shown}");
    let again = house.ask(&["message", "cancel", "1"]);
    assert_eq!(again.code, Some(0), "{again:?}");
    assert!(again.stdout.contains("was cancelled already, on "), "{again:?}");
}

#[test]
fn a_list_that_is_handed_over_says_once_why_its_messages_wait() {
    let house = House::new();
    let _daemon = house.run();
    let list = house.path("liste.csv");
    std::fs::write(&list, "Nom;Portable\nA;06 39 98 62 30\nB;06 39 98 62 31\n").unwrap();
    house.wait("the line is found to be down", |house| {
        let status = house.ask(&["status", "--json"]).json();
        (status["lines"][0]["health"]["health"] == "down").then_some(())
    });
    let import = |text: &str, more: &str| {
        house.ask(&["roster", "import", list.to_str().unwrap(), "--all", "--text", text, more])
    };
    let why = "2 messages wait: line sim-1 can't send: no modem at";
    for (text, more) in [("Pas de cours.", "--lane=urgent"), ("Pas de cours lundi.", "--wait=1s")] {
        let said = import(text, more);
        assert_eq!(said.stderr.matches(why).count(), 1, "{more}: {said:?}");
    }
    let said = import("Pas de cours mardi.", "--json").json();
    let waits = said["waits"].as_array().unwrap();
    assert_eq!(waits.len(), 1, "{said}");
    assert_eq!((&waits[0]["messages"], &waits[0]["waits"]["code"]), (&2.into(), &"line_down".into()));
    let said = house.demander(&["message", "list", "--state", ""]);
    assert_eq!(said.code, Some(2), "{said:?}");
    let stderr = said.stderr.replace('\u{A0}', " ");
    assert!(
        stderr.contains("valeur impossible ici : --state") && stderr.contains("queued (en attente)"),
        "{stderr}"
    );
}

#[test]
fn what_root_commands_while_the_daemon_is_stopped_keeps_no_daemon_out() {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    if !nix::unistd::geteuid().is_root() {
        return left_out("root beside a daemon without privileges, we are not root");
    }
    let mut house = House::new();
    house.become_plain_user();
    assert_eq!(house.run().stop(), Some(0));
    let owner = std::fs::metadata(house.store()).unwrap().uid();
    let commands: [&[&str]; 5] = [
        &["send", "--to", "06 39 98 63 00", "--text", TEXT],
        &["message", "list"],
        &["message", "show", "1"],
        &["message", "cancel", "1"],
        &["db", "accept-restore", "--yes"],
    ];
    for command in commands {
        let mut root = house.command(command);
        root.uid(0).gid(0);
        let said = run_to_end(root);
        assert!(!said.stderr.contains("ermission"), "{said:?}");
        for entry in std::fs::read_dir(house.path("store")).unwrap().map(Result::unwrap) {
            assert_eq!(entry.metadata().unwrap().uid(), owner, "{entry:?} after {command:?}");
        }
    }
    let _daemon = house.run();
    let row = house.insert(&[("recipient", "06 39 98 63 01"), ("body", TEXT)]);
    house.wait_for_state(row, "queued");
}
