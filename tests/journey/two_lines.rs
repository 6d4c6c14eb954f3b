//! Two `beffroi simulate` as two sticks: each recipient hears from one of them, urgent ones leave it while it is
//! unplugged, the others wait for it and are told of; then it comes back.

use std::path::PathBuf;
use std::process::{Child, Stdio};

use crate::house::{House, OUTBOX, STORE};

const SIMS: [&str; 2] = ["8933010000000000010", "8933010000000000028"];

/// A stick; unplugged when dropped.
struct Stick(Child);

impl Drop for Stick {
    fn drop(&mut self) {
        // As by Ctrl-C: the link goes with it.
        nix::sys::signal::kill(
            nix::unistd::Pid::from_raw(self.0.id().cast_signed()),
            nix::sys::signal::SIGTERM,
        )
        .unwrap();
        self.0.wait().unwrap();
    }
}

fn journal(house: &House, number: usize) -> PathBuf {
    house.path(&format!("modem/journal-{number}.jsonl"))
}

fn plug(house: &House, number: usize) -> Stick {
    let link = house.path(&format!("modem/port-{number}"));
    let mut command = house.command(&["simulate", "--latency", "20ms", "--iccid", SIMS[number - 1]]);
    command.arg("--link").arg(&link).arg("--journal").arg(journal(house, number));
    let stick = Stick(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    house.wait("the stick's link", |_| link.exists().then_some(()));
    stick
}

fn line(number: usize) -> String {
    format!(
        "[[line]]\nname = \"sim-{number}\"\ndevice = \"{{folder}}/modem/port-{number}\"\nresult_timeout = \"3s\"\n"
    )
}

fn send(house: &House, to: usize, lane: &str) -> i64 {
    let number = format!("06 39 98 61 {to:02}");
    house.insert(&[("recipient", &number), ("body", "Cours de piano annulé ce soir."), ("lane", lane)])
}

/// The lines by which a row's message went, and their homes where those were others, as `message show` has it.
fn ways(house: &House, row: i64) -> Vec<String> {
    let message = house.row(row).unwrap().message.unwrap();
    let connection = rusqlite::Connection::open(house.store()).unwrap();
    let mut statement = connection
        .prepare(
            "SELECT line || coalesce(' for ' || home, '') FROM attempt \
             WHERE part IN (SELECT id FROM part WHERE message = ?1) ORDER BY number",
        )
        .unwrap();
    let ways = statement.query_map([message], |row| row.get(0)).unwrap();
    ways.map(Result::unwrap).collect()
}

#[test]
fn a_stick_that_is_pulled_out_keeps_its_recipients_but_for_what_is_urgent() {
    let house = House::with(&format!("{STORE}{OUTBOX}{}{}", line(1), line(2)));
    let first = plug(&house, 1);
    let daemon = house.run();
    // The second line is not there yet: who hears now knows the first.
    house.wait_for_state(send(&house, 1, "normal"), "delivered");
    let _second = plug(&house, 2);
    drop(first);
    house.wait_for_log("line ready line=sim-2");
    house.wait_for_log("line can't send");
    let waits = send(&house, 1, "normal");
    let urgent = send(&house, 1, "urgent");
    house.wait_for_state(urgent, "delivered");
    assert_eq!(ways(&house, urgent), ["sim-2 for sim-1"]);
    assert_eq!(house.row(waits).unwrap().state, "queued");
    let new = send(&house, 2, "normal");
    house.wait_for_state(new, "delivered");
    assert_eq!(ways(&house, new), ["sim-2"], "who knows no line takes the one that is there");

    let message = house.row(urgent).unwrap().message.unwrap().to_string();
    for (shown, want) in [
        (house.ask(&["message", "show", &message]), "sent by line sim-2; this number's own line is sim-1"),
        (house.demander(&["message", "show", &message]), "la ligne habituelle de ce numéro est sim-1"),
        (house.ask(&["status"]), "1 message waits for line sim-1"),
        (house.demander(&["status"]), "1 message attend la ligne sim-1"),
    ] {
        assert!(shown.stdout.contains(want), "{shown:?}");
    }
    let lines = house.ask(&["status", "--json"]).json()["lines"].clone();
    assert_eq!([&lines[0]["waiting"], &lines[1]["waiting"]], [1, 0], "{lines}");

    let _first = plug(&house, 1);
    house.wait_for_state(waits, "delivered");
    assert_eq!(ways(&house, waits), ["sim-1"]);
    assert_eq!(daemon.stop(), Some(0));
    let audit = house.ask(&["audit", "store/beffroi.db", "modem/journal-1.jsonl", "modem/journal-2.jsonl"]);
    assert_eq!(audit.code, Some(0), "{audit:?}");
}
