//! From an open port to a line that may send, and all that can be in the way.

use super::*;
use crate::line::{Identity, ReportRoute};

/// What a modem answers otherwise than one in order.
type Answers = &'static [(&'static str, &'static str)];

#[test]
fn a_modem_in_order_becomes_ready_and_says_who_it_is() {
    let mut rig = Rig::new();
    rig.open();
    rig.settle();
    let identity = Identity {
        model: "Test Book 27.005".into(),
        revision: "1.0".into(),
        imei: Some("356938035643809".into()),
        sim: Some("8933010000000000010".into()),
        service_centre: Some("+33639980099".into()),
        reports: ReportRoute::Direct,
        port: "/dev/ttyTEST".into(),
    };
    let ready = Event::Health(Health::Ready(identity));
    assert_eq!(rig.take_events(), [Event::Health(Health::Starting), ready]);
    assert_eq!(rig.written[..4], ["\\x1b", "AT\\r", "ATE0\\r", "AT+CMEE=1\\r"]);
    assert_eq!(rig.driver.poll_timeout(), None, "a healthy line never wakes by itself");
}

/// OK to everything, and not a word more.
const NOBODY: Answers = &[
    ("AT+CGMI", "OK\r\n"),
    ("AT+CGMM", "OK\r\n"),
    ("AT+CGMR", "OK\r\n"),
    ("AT+CGSN", "OK\r\n"),
    ("AT+CPIN?", "OK\r\n"),
    ("AT+CCID", "OK\r\n"),
    ("AT+CIMI", "OK\r\n"),
    ("AT+CREG?", "OK\r\n"),
    ("AT+CEREG?", "OK\r\n"),
    ("AT+CSCA?", "OK\r\n"),
];

/// What a modem answers -> what is found, and whether the port is closed for it.
#[test]
fn what_is_in_the_way_is_found() {
    let device = || "/dev/ttyTEST".to_owned();
    let rows: &[(Answers, Finding, usize)] = &[
        (&[("AT", "")], Finding::Silent { device: device() }, 1),
        (&[("AT", "AT\r")], Finding::NotAModem { device: device() }, 1),
        (&[("AT", "login: \r\nPassword: ")], Finding::NotAModem { device: device() }, 1),
        (NOBODY, Finding::NotAModem { device: device() }, 1),
        (&[("AT", "^RSSI:18\r\n")], Finding::Silent { device: device() }, 1),
        (&[("AT+CPIN?", "+CPIN: SIM PIN\r\n\r\nOK\r\n")], Finding::PinRequired { tries: None }, 0),
        (&[("AT+CPIN?", "+CME ERROR: 11\r\n")], Finding::PinRequired { tries: None }, 0),
        (&[("AT+CPIN?", "+CPIN: SIM PUK\r\n\r\nOK\r\n")], Finding::PukRequired, 0),
        (&[("AT+CPIN?", "+CME ERROR: 12\r\n")], Finding::PukRequired, 0),
        (&[("AT+CPIN?", "+CME ERROR: 10\r\n")], Finding::NoSim, 0),
        (&[("AT+CPIN?", "+CME ERROR: SIM not inserted\r\n")], Finding::NoSim, 0),
        (&[("AT+CPIN?", "+CME ERROR: 14\r\n")], Finding::NoSim, 0),
        (&[("AT+CMGF=0", "ERROR\r\n")], Finding::NoPduMode, 1),
        (
            &[("AT+CREG?", "+CREG: 0,2\r\nOK\r\n"), ("AT+CEREG?", "+CEREG: 0,0\r\nOK\r\n")],
            Finding::NotRegistered,
            0,
        ),
        (&[("AT+CREG?", "+CREG: 0,3\r\nOK\r\n"), ("AT+CEREG?", "ERROR\r\n")], Finding::RegistrationDenied, 0),
        (&[("AT+CSCA?", "+CSCA: \"\",129\r\nOK\r\n")], Finding::NoServiceCentre, 0),
    ];
    for (answers, want, closes) in rows {
        let mut rig = Rig::new();
        rig.answers = answers.to_vec();
        rig.open();
        rig.after(60_000);
        let events = rig.take_events();
        assert_eq!(events, [Event::Health(Health::Starting), down(want.clone())], "{answers:?}");
        assert_eq!(rig.closes.min(1), *closes, "{answers:?}");

        // It is told once, and goes away with its cause.
        rig.after(600_000);
        rig.answers.clear();
        if rig.closes > 0 {
            rig.after(60_000);
            rig.opened();
        }
        rig.after(60_000);
        let events = rig.take_events();
        assert!(matches!(&events[..], [Event::Health(Health::Ready(_))]), "{answers:?}: {events:?}");
    }
}

#[test]
fn what_a_modem_may_lack_is_passed_over() {
    let rows: &[Answers] = &[
        &[("AT+CMEE=1", "ERROR\r\n"), ("AT+CSMS=0", "+CMS ERROR: 303\r\n")],
        &[("AT+CGMI", "ERROR\r\n"), ("AT+CGMM", "ERROR\r\n"), ("AT+CGMR", "ERROR\r\n")],
        &[("AT+CREG?", "ERROR\r\n"), ("AT+CEREG?", "ERROR\r\n")],
        &[("AT+CREG?", "+CREG: 0,0\r\nOK\r\n"), ("AT+CEREG?", "+CEREG: 0,5\r\nOK\r\n")],
        &[("AT+CREG?", "+CREG: 2,6,\"8B37\",\"0A265185\",7\r\nOK\r\n")],
        &[("AT+CPIN?", "OK\r\n")],
        &[("AT+CPIN?", "+CPIN:READY\r\n")],
        &[("AT+CSCA?", "ERROR\r\n")],
        &[("AT+CGSN", "+CME ERROR: 11\r\n")],
        &[("AT", "+CME ERROR: 11\r\n")],
    ];
    for answers in rows {
        let mut rig = Rig::new();
        rig.answers = answers.to_vec();
        rig.open();
        rig.after(120_000);
        assert!(matches!(rig.driver.health, Health::Ready(_)), "{answers:?}: {:?}", rig.take_events());
    }
}

#[test]
fn the_sim_is_known_by_its_imsi_where_nothing_better_is_to_be_had() {
    let mut rig = Rig::new();
    rig.answers = vec![("AT+CCID", "ERROR\r\n")];
    rig.open();
    rig.settle();
    let Health::Ready(identity) = &rig.driver.health else { panic!("{:?}", rig.events) };
    assert_eq!(identity.sim.as_deref(), Some("imsi:001010000000001"));
}

#[test]
fn another_modem_or_sim_than_configured_is_not_used() {
    let (imei, iccid) = ("356938035643809", "8933010000000000010");
    let rows = [
        (Some(imei), Some(iccid), None),
        (Some("3569380356438001"), Some("89330100000000000105F"), None),
        (
            Some("356938035643999"),
            None,
            Some(Finding::WrongModem { expected: "356938035643999".into(), found: imei.into() }),
        ),
        (
            None,
            Some("8933010000000000028"),
            Some(Finding::WrongSim { expected: "8933010000000000028".into(), found: iccid.into() }),
        ),
    ];
    for (imei, iccid, want) in rows {
        let mut settings = Settings::at("/dev/ttyTEST");
        settings.imei = imei.map(str::to_owned);
        settings.iccid = iccid.map(str::to_owned);
        let mut rig = Rig::with(settings);
        rig.open();
        rig.after(5_000);
        match want {
            None => assert!(matches!(rig.driver.health, Health::Ready(_)), "{:?}", rig.events),
            Some(finding) => {
                assert_eq!(rig.events.last(), Some(&down(finding)));
                assert_eq!(rig.closes, 1);
            }
        }
    }
}

#[test]
fn indications_are_tried_whatever_is_offered_and_checked_afterwards() {
    const REFUSED: &str = "\r\n+CMS ERROR: 303\r\n";
    let rows: &[(Answers, &str, ReportRoute)] = &[
        (&[], "AT+CNMI=2,1,0,1,0", ReportRoute::Direct),
        // Messages can't wait in the modem.
        (
            &[
                ("AT+CNMI=2,1,0,1,0", REFUSED),
                ("AT+CNMI=2,2,0,1,0", "OK\r\n"),
                ("AT+CNMI?", "+CNMI: 2,2,0,1,0\r\nOK\r\n"),
            ],
            "AT+CNMI=2,2,0,1,0",
            ReportRoute::Direct,
        ),
        // Mode 2 is offered, and refused when it is used.
        (
            &[
                ("AT+CNMI=2,1,0,1,0", "ERROR\r\n"),
                ("AT+CNMI=2,1,0,1,1", REFUSED),
                ("AT+CNMI=2,2,0,1,0", REFUSED),
                ("AT+CNMI=2,2,0,1,1", REFUSED),
                ("AT+CNMI=1,1,0,1,0", "OK\r\n"),
                ("AT+CNMI?", "+CNMI: 1,1,0,1,0\r\nOK\r\n"),
            ],
            "AT+CNMI=1,1,0,1,0",
            ReportRoute::Direct,
        ),
        // No routing of reports at all.
        (
            &[
                ("AT+CNMI=?", "+CNMI: (0-2),(0,1),(0,2),(0),(1)\r\nOK\r\n"),
                ("AT+CNMI=2,1,0,0,1", "OK\r\n"),
                ("AT+CNMI?", "+CNMI: 2,1,0,0,1\r\nOK\r\n"),
            ],
            "AT+CNMI=2,1,0,0,1",
            ReportRoute::None,
        ),
        // The query is not known; the OK must do.
        (&[("AT+CNMI=?", "ERROR\r\n"), ("AT+CNMI?", "ERROR\r\n")], "AT+CNMI=2,1,0,1,0", ReportRoute::Direct),
    ];
    for (answers, want, route) in rows {
        let mut rig = Rig::new();
        rig.answers = answers.to_vec();
        rig.open();
        rig.after(120_000);
        let Health::Ready(identity) = &rig.driver.health else { panic!("{answers:?} {:?}", rig.events) };
        assert_eq!(identity.reports, *route, "{answers:?}");
        let last = rig.written.iter().rfind(|line| line.starts_with("AT+CNMI=") && !line.contains('?'));
        assert_eq!(last, Some(&format!("{want}\\r")), "{answers:?}");
    }
}

#[test]
fn a_stale_answer_does_not_put_the_bring_up_out_of_step() {
    let mut rig = Rig::new();
    rig.open();
    rig.says("\r\nOK\r\n\r\n+CREG: 0,3\r\n\r\nERROR\r\n\r\n> ");
    rig.settle();
    assert!(matches!(rig.driver.health, Health::Ready(_)), "{:?}", rig.events);
}

#[test]
fn a_modem_that_starts_while_it_is_brought_up_is_begun_anew() {
    let mut rig = Rig::new();
    rig.answers = vec![("AT+CPIN?", "+CME ERROR: 14\r\n")];
    rig.open();
    rig.after(2_000);
    rig.forget();
    rig.says("\r\n+CPIN: NOT READY\r\nSMS Ready\r\n");
    assert_eq!(rig.take_events(), [], "a later stage of the same start");
    rig.says("\r\nRDY\r\n");
    assert_eq!(rig.take_events(), [down(Finding::Restarted)]);
    rig.answers.clear();
    rig.settle();
    assert_eq!(rig.written[..3], ["\\x1b", "AT\\r", "ATE0\\r"]);
    assert!(matches!(rig.driver.health, Health::Ready(_)));
}
