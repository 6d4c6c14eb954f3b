//! Delivery reports by each of their routes, with the built `beffroi simulate` as the modem: by those that
//! wait for us, what ends in between is made good after a restart.

use std::process::{Child, Stdio};

use crate::house::{House, LINE, OUTBOX, STORE};

const ROWS: usize = 10;

/// The virtual modem as a process of its own; killed when dropped.
struct Simulated(Child);

impl Drop for Simulated {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn simulate(house: &House, personality: &str) -> Simulated {
    let (link, journal) = (house.path("modem/port"), house.journal_path());
    let (link, journal) = (link.to_str().unwrap(), journal.to_str().unwrap());
    let mut command = house.command(&["simulate", "--link", link, "--journal", journal]);
    command.args(["--personality", personality, "--latency", "80ms", "--offer-again", "2s"]);
    command.args(["--fault", "report-twice%30"]).stdout(Stdio::null()).stderr(Stdio::null());
    let modem = Simulated(command.spawn().unwrap());
    house.wait("the modem's link", |house| house.path("modem/port").exists().then_some(()));
    modem
}

fn send(house: &House) {
    for row in 0..ROWS {
        house.insert(&[
            ("recipient", &format!("06 39 98 60 {row:02}")),
            ("body", "Cours de piano annulé ce soir."),
        ]);
    }
}

fn all_delivered(house: &House) {
    house.wait("all delivered", |house| {
        house.all_rows().iter().all(|row| row.state == "delivered").then_some(())
    });
    house.assert_none_twice();
    let audit = house.ask(&["audit", "store/beffroi.db", "modem/journal.jsonl"]);
    assert_eq!(audit.code, Some(0), "{audit:?}");
    // Reports are kept once, however often they came.
    let connection = rusqlite::Connection::open(house.store()).unwrap();
    let kept: i64 = connection.query_row("SELECT count(*) FROM report", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, i64::try_from(ROWS).unwrap());
}

#[test]
fn reports_that_wait_for_us_come_through_kills_and_none_stays_open() {
    for (reports, personality) in [("stored", "reports-stored"), ("acknowledged", "reports-acknowledged")] {
        let house = House::with(&format!("{STORE}{OUTBOX}{LINE}reports = \"{reports}\"\n"));
        let modem = simulate(&house, personality);
        let daemon = house.run();
        send(&house);
        house.wait_for_accepted(3);
        daemon.kill();
        let daemon = house.run();
        house.wait_for_accepted(ROWS);
        // The last reports have not come yet.
        daemon.kill();
        let daemon = house.run();
        all_delivered(&house);
        let status = house.ask(&["status", "--json"]).json().to_string();
        assert!(status.contains(&format!("\"reports\":\"{reports}\"")), "{status}");
        assert_eq!(daemon.stop(), Some(0));
        drop(modem);
    }
}

#[test]
fn reports_that_are_shown_once_come_while_we_are_there() {
    let house = House::new();
    let _modem = simulate(&house, "reports-direct");
    let daemon = house.run();
    send(&house);
    all_delivered(&house);
    let status = house.ask(&["status", "--json"]).json().to_string();
    assert!(status.contains("\"reports\":\"direct\""), "{status}");
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_way_that_the_modem_does_not_have_is_told_and_another_taken() {
    let house = House::with(&format!("{STORE}{OUTBOX}{LINE}reports = \"stored\"\n"));
    let _modem = simulate(&house, "reports-direct");
    let daemon = house.run();
    send(&house);
    all_delivered(&house);
    assert_eq!(house.logged("does not deliver reports as configured").len(), 1, "{}", house.log());
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn what_lay_on_the_sim_is_taken_over_and_a_full_one_is_emptied() {
    let house = House::new();
    let modem = house.modem(|modem| modem.conditions = vec!["memory=full".parse().unwrap()]);
    let daemon = house.run();
    send(&house);
    house.wait("all delivered", |house| {
        house.all_rows().iter().all(|row| row.state == "delivered").then_some(())
    });
    assert_eq!(daemon.stop(), Some(0));
    let connection = rusqlite::Connection::open(house.store()).unwrap();
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(DISTINCT raw) FROM incoming"), 1, "the virtual SIM has twenty alike");
    drop(connection);
    let port = house.path("modem/port");
    let examined = house.ask(&["modem", "diagnose", port.to_str().unwrap(), "--json"]);
    assert!(!examined.stdout.contains("storage_full"), "{examined:?}");
    drop(modem);
}

#[test]
fn what_people_write_is_in_the_inbox_for_who_may_ask_and_in_no_log() {
    let house = House::new();
    let modem = house.modem(|_| {});
    let daemon = house.run();
    house.wait_for_log("line ready");
    house.keep_secret("06 39 98 46 00", "Merci, c'est noté");
    let answer = |house: &House, at_least: usize| {
        let asked = house.ask(&["inbox", "list", "--json"]);
        let lines = asked.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let lines: Vec<_> = lines.collect();
        (lines.len() >= at_least).then_some(lines)
    };
    modem.instruct("from +33639984600 Merci, c'est noté");
    modem.instruct("from-part 9:2/2 +33639984601 et vingt-neuf");
    house.wait("the first", |house| answer(house, 1));
    let told = house.ask(&["inbox", "list"]).said();
    assert!(told.contains("from 06 39 98 46 00 (line sim-1)\n    Merci, c'est noté\n"), "{told}");
    assert!(told.contains("1 part waits for the others of its message"), "{told}");
    assert_eq!(daemon.stop(), Some(0));
    // Also while no daemon runs; what comes in then waits in the modem.
    assert_eq!(answer(&house, 1).unwrap()[0]["text"], "Merci, c'est noté");
    modem.instruct("from +33639984602 STOP");
    let daemon = house.run();
    house.wait("the line again", |house| (house.logged("line ready").len() == 2).then_some(()));
    modem.instruct("from-part 9:1/2 +33639984601 Vingt-huit ");
    let all = house.wait("all", |house| answer(house, 3));
    let mut all: Vec<_> =
        all.iter().map(|said| (said["text"].as_str().unwrap(), said["parts"].as_i64())).collect();
    all.sort_unstable();
    let want = [("Merci, c'est noté", Some(1)), ("STOP", Some(1)), ("Vingt-huitet vingt-neuf", Some(2))];
    assert_eq!(all, want);
    assert_eq!(daemon.stop(), Some(0));
}
