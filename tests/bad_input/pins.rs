//! PINs that are wrong, of another SIM, or can't be read: one line's trouble, said with the remedy, and
//! never a second try of one that was refused.

use std::fs;
use std::path::PathBuf;

use beffroi::sim;
use beffroi::virtual_modem::{self, Place};

use crate::house::House;

const LINES: &str = r#"
[store]
path = "store/beffroi.db"
[[outbox]]
path = "outbox/outbox.db"
[[line]]
name = "sim-1"
device = "{folder}/modem/port"
pin_file = "{folder}/no-such-pin"
[[line]]
name = "sim-2"
device = "{folder}/modem/locked"
pin_file = "{folder}/pin"
"#;

/// A virtual modem whose SIM asks for its PIN, 1234.
fn locked(house: &House) -> virtual_modem::Handle {
    let mut modem = sim::Settings::default();
    modem.conditions.push("sim=pin".parse().unwrap());
    let place = Place::Link(house.path("modem/locked"));
    virtual_modem::start(virtual_modem::Settings {
        place,
        modem,
        journal: None,
        control: None,
        watcher: None,
    })
    .unwrap()
}

fn note(house: &House) -> PathBuf {
    house.path("store/beffroi.db.pin-refused")
}

#[test]
fn a_pin_file_that_can_not_be_used_is_its_own_lines_trouble() {
    let house = House::new();
    house.configure(LINES);
    let _open = house.modem(|_| {});
    let _locked = locked(&house);
    let missing = house.path("pin").display().to_string();
    let daemon = house.run();
    house.wait_for_log("line ready line=sim-1");
    house.wait_for_log("the SIM card asks for its PIN, and the PIN file");
    assert_eq!(house.logged("the PIN file can't be read; the other lines go on").len(), 2, "{}", house.log());
    let said =
        [house.ask(&["status"]), house.demander(&["status"]), house.ask(&["modem", "diagnose", "sim-2"])];
    let wants = [
        format!("the PIN file {missing} can't be read: No such file"),
        format!("le fichier du code, {missing}, est illisible\u{A0}: introuvable"),
        format!("the PIN file {missing} can't be read"),
    ];
    for (said, want) in said.iter().zip(wants) {
        assert!(said.stdout.contains(&want), "{want}: {said:?}");
    }
    let row = house.insert(&[("recipient", "06 39 98 74 01"), ("body", "Cours annulé.")]);
    house.wait_for_state(row, "delivered");
    assert_eq!(daemon.stop(), Some(0));
    fs::write(house.path("pin"), "12a4\n").unwrap();
    let daemon = house.run();
    house.wait_for_log_of(&daemon, "pin holds none: 4 to 8 digits");
    assert_eq!(daemon.stop(), Some(0));
    assert!(!house.log().contains("12a4"));
}

#[test]
fn a_refused_pin_is_entered_once_by_all_daemons_and_forgotten_with_the_right_one() {
    let house = House::new();
    house.configure(LINES);
    let _open = house.modem(|_| {});
    let _locked = locked(&house);
    fs::write(house.path("pin"), "9999\n").unwrap();
    for run in 0..3 {
        let daemon = house.run();
        house.wait_for_log_of(&daemon, "refuses the PIN of");
        let status = house.ask(&["status"]).stdout;
        // The first took one of three; none after it does.
        assert!(status.contains("(2 tries left)"), "{run}: {status}");
        let remedy = format!("remove {} before that", note(&house).display());
        assert!(status.contains(&remedy) && status.contains("correct the PIN"), "{run}: {status}");
        let diagnosis = house.demander(&["modem", "diagnose", "sim-2"]);
        assert!(diagnosis.stdout.contains("n’a pas pris le code PIN de"), "{run}: {diagnosis:?}");
        assert_eq!(daemon.stop(), Some(0));
        assert!(!fs::read_to_string(note(&house)).unwrap().contains("9999"));
    }
    fs::write(house.path("pin"), "1234\n").unwrap();
    let daemon = house.run();
    house.wait_for_log_of(&daemon, "line ready line=sim-2");
    assert_eq!(daemon.stop(), Some(0));
    assert!(!note(&house).exists());
}
