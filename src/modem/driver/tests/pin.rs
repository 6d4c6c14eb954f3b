//! The SIM's PIN: entered once, never as the last try, never again after a refusal.

use super::*;
use crate::modem::{Pin, WhenUncounted};

/// As the rig shows it.
const ENTER: &str = r#"AT+CPIN=\"7391\""#;

fn rig(uncounted: WhenUncounted, tries: &'static str, answer: &'static str) -> Rig {
    let mut settings = Settings::at("/dev/ttyTEST");
    settings.pin = Some(Pin::new("7391").unwrap());
    settings.pin_tries_unknown = uncounted;
    let mut rig = Rig::with(settings);
    rig.answers = vec![("AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK\r\n"), ("AT+CPINR", tries), (ENTER, answer)];
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
        let refused = Event::Health(Health::Down(Finding::PinRefused { tries: Some(3) }));
        assert!(rig.take_events().contains(&refused), "{answer:?}");
        rig.says("\r\n^BOOT: 1,0,0\r\n");
        rig.after(600_000);
        assert_eq!(entered(&rig), 1, "{answer:?}: {:?}", rig.written);
        assert!(!is_ready(&rig));
    }
}
