//! The SIM's PIN: entered once, never as the last try, never again after a refusal.

use super::*;
use crate::modem::{Pin, PinFate, RefusedBy, WhenUncounted};

/// As the rig shows it.
const ENTER: &str = r#"AT+CPIN=\"7391\""#;

fn rig(uncounted: WhenUncounted, tries: &'static str, answer: &'static str) -> Rig {
    rig_of(uncounted, tries, answer, "+CME ERROR: 11\r\n", Vec::new())
}

/// With what the SIM answers to the question for its number, and who has refused the PIN before.
fn rig_of(
    uncounted: WhenUncounted,
    tries: &'static str,
    answer: &'static str,
    number: &'static str,
    refused_by: Vec<RefusedBy>,
) -> Rig {
    let mut settings = Settings::at("/dev/ttyTEST");
    settings.pin = Some(Pin::new("7391").unwrap());
    settings.pin_tries_unknown = uncounted;
    settings.pin_refused_by = refused_by;
    let mut rig = Rig::with(settings);
    rig.answers = vec![
        ("AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK\r\n"),
        ("AT+CPINR", tries),
        (ENTER, answer),
        ("AT+CCID", number),
    ];
    rig.open();
    rig.after(500);
    rig
}

fn entered(rig: &Rig) -> usize {
    rig.written.iter().filter(|line| line.starts_with(ENTER)).count()
}

fn is_ready(rig: &Rig) -> bool {
    matches!(rig.driver.health, Health::Ready(_))
}

const THREE: &str = "+CPINR: SIM PIN,3,3\r\n+CPINR: SIM PUK,10,10\r\nOK\r\n";

/// Tries as the modem tells them, the rule -> whether the PIN is entered.
#[test]
fn it_is_entered_only_where_a_wrong_one_would_leave_a_try() {
    use WhenUncounted::{Enter, Keep};
    let rows = [
        (THREE, Keep, 1),
        ("+CPINR: SIM PIN,2,3\r\nOK\r\n", Keep, 1),
        ("+CPINR: SIM PIN,1,3\r\nOK\r\n", Keep, 0),
        ("+CPINR: SIM PIN,1,3\r\nOK\r\n", Enter, 0),
        ("ERROR\r\n", Keep, 0),
        ("ERROR\r\n", Enter, 1),
        ("OK\r\n", Keep, 0),
    ];
    for (tries, uncounted, want) in rows {
        let mut rig = rig(uncounted, tries, "+CME ERROR: 16\r\n");
        rig.after(120_000);
        assert_eq!(entered(&rig), want, "{tries:?} {uncounted:?}: {:?}", rig.written);
    }
}

#[test]
fn a_sim_that_takes_it_is_used_and_after_a_reset_it_is_entered_again() {
    let mut rig = rig(WhenUncounted::Keep, THREE, "OK\r\n");
    assert_eq!(entered(&rig), 1, "{:?}", rig.written);
    rig.answers.clear();
    rig.after(5_000);
    assert!(is_ready(&rig), "{:?}", rig.take_events());
    rig.answers = vec![("AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK\r\n"), ("AT+CPINR", THREE), (ENTER, "OK\r\n")];
    rig.says("\r\n^BOOT: 1,0,0\r\n\r\n+CPIN: SIM PIN\r\n");
    rig.after(2_500);
    assert_eq!(entered(&rig), 2, "{:?}", rig.written);
    rig.answers.clear();
    rig.after(5_000);
    assert!(is_ready(&rig), "{:?}", rig.take_events());
}

#[test]
fn one_that_is_refused_is_never_entered_again_and_said_to_be_refused() {
    for answer in ["+CME ERROR: 16\r\n", "ERROR\r\n", "OK\r\n", ""] {
        let mut rig = rig(WhenUncounted::Enter, THREE, answer);
        assert_eq!(entered(&rig), 1, "{:?}", rig.written);
        rig.after(600_000);
        let refused =
            Event::Health(Health::Down(Finding::PinRefused { tries: Some(3), pin_file: None, note: None }));
        assert!(rig.take_events().contains(&refused), "{answer:?}");
        rig.says("\r\n^BOOT: 1,0,0\r\n");
        rig.after(600_000);
        assert_eq!(entered(&rig), 1, "{answer:?}: {:?}", rig.written);
        assert!(!is_ready(&rig));
    }
}

const NUMBER: &str = "\r\n+CCID: 8933010000000000010\r\n\r\nOK\r\n";
const SIM: &str = "8933010000000000010";
const OTHER: &str = "8933010000000000028";

/// Who has refused it, the SIM as it tells itself -> whether the PIN is entered.
#[test]
fn a_pin_that_was_refused_is_entered_into_a_sim_that_is_known_to_be_another() {
    let silent = "+CME ERROR: 11\r\n";
    let of = |sim: &str| RefusedBy::Sim(sim.to_owned());
    let rows = [
        (vec![], NUMBER, 1),
        (vec![of(OTHER)], NUMBER, 1),
        (vec![of(OTHER), of(SIM)], NUMBER, 0),
        // Some show it without its check digit.
        (vec![of("893301000000000001")], NUMBER, 0),
        (vec![RefusedBy::Unknown], NUMBER, 0),
        (vec![of(OTHER)], silent, 0),
        (vec![RefusedBy::Unknown], silent, 0),
    ];
    for (refused_by, number, want) in rows {
        let mut rig = rig_of(WhenUncounted::Enter, THREE, "OK\r\n", number, refused_by.clone());
        assert_eq!(entered(&rig), want, "{refused_by:?} {number:?}");
        rig.after(600_000);
        assert_eq!(entered(&rig), want, "{refused_by:?} {number:?}");
        let refused = Finding::PinRefused { tries: Some(3), pin_file: None, note: None };
        let told = rig.take_events().contains(&Event::Health(Health::Down(refused)));
        assert!(told, "{refused_by:?}");
    }
}

/// What the SIM says to the PIN and to the question for its number -> what is kept of it.
#[test]
fn its_fate_is_told_once_with_the_sim_that_it_was_for() {
    let silent = "+CME ERROR: 11\r\n";
    let refused = |by| vec![PinFate::Refused(by)];
    let rows = [
        ("+CME ERROR: 16\r\n", NUMBER, refused(RefusedBy::Sim(SIM.to_owned()))),
        ("+CME ERROR: 16\r\n", silent, refused(RefusedBy::Unknown)),
        ("OK\r\n", NUMBER, refused(RefusedBy::Sim(SIM.to_owned()))),
    ];
    for (answer, number, want) in rows {
        let mut rig = rig_of(WhenUncounted::Keep, THREE, answer, number, Vec::new());
        rig.after(600_000);
        rig.says("\r\nRDY\r\n");
        rig.after(600_000);
        let told: Vec<PinFate> = std::iter::from_fn(|| rig.driver.poll_pin_fate()).collect();
        assert_eq!(told, want, "{answer:?} {number:?}");
        assert_eq!(entered(&rig), 1);
    }
    let mut rig = rig_of(WhenUncounted::Keep, THREE, "OK\r\n", NUMBER, Vec::new());
    rig.answers.clear();
    rig.after(5_000);
    assert!(is_ready(&rig));
    assert_eq!(rig.driver.poll_pin_fate(), Some(PinFate::Accepted(Some(SIM.to_owned()))));
    assert_eq!(rig.driver.poll_pin_fate(), None);
}

#[test]
fn where_the_pin_was_refused_another_sim_in_the_same_modem_gets_it() {
    let mut rig = rig_of(WhenUncounted::Keep, THREE, "+CME ERROR: 16\r\n", NUMBER, Vec::new());
    rig.after(30_000);
    let other = "\r\n+CCID: 8933010000000000028\r\n\r\nOK\r\n";
    let locked = ("AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK\r\n");
    rig.answers = vec![locked, ("AT+CPINR", THREE), (ENTER, "OK\r\n"), ("AT+CCID", other)];
    rig.says("\r\nRDY\r\n");
    rig.after(2_500);
    assert_eq!(entered(&rig), 2, "{:?}", rig.written);
    rig.answers.clear();
    rig.after(5_000);
    assert!(is_ready(&rig));
}
