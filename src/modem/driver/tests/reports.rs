//! How reports come, are acknowledged and leave the modem, by each route; and that no failure of it stops
//! the line.

mod memories;

use super::*;
use crate::line::{Raw, Reception, ReportReading};
use crate::modem::Reports;

/// What a modem answers otherwise than one in order.
pub(super) type Answers = &'static [(&'static str, &'static str)];

const OK: &str = "\r\nOK\r\n";
const REFUSED: &str = "\r\n+CMS ERROR: 303\r\n";

/// STATUS-REPORT about TP-MR 201, without service centre.
const REPORT: &str = "0006C90B913336990841F242112311000040421123110030400000";
/// A DELIVER.
const MESSAGE: &str = "00040B913336399810F00000421123110000800448E8301A";
/// A SUBMIT that a person left on the SIM.
const DRAFT: &str = "0001000B913336990841F2000004C8329BFD06";

pub(super) const STORED: Answers = &[
    ("AT+CNMI=2,1,0,2,0", OK),
    ("AT+CNMI?", "\r\n+CNMI: 2,1,0,2,0\r\n\r\nOK\r\n"),
    ("AT+CMGR=3", "\r\n+CMGR: 0,,25\r\n0006C90B913336990841F242112311000040421123110030400000\r\n\r\nOK\r\n"),
    ("AT+CMGD=3", OK),
];

pub(super) const ACKNOWLEDGED: Answers = &[
    ("AT+CSMS=?", "\r\n+CSMS: (0,1)\r\n\r\nOK\r\n"),
    ("AT+CSMS=1", "\r\n+CSMS: 1,1,1\r\n\r\nOK\r\n"),
    ("AT+CNMI=2,1,0,1,0", OK),
    ("AT+CNMI?", "\r\n+CNMI: 2,1,0,1,0\r\n\r\nOK\r\n"),
    ("AT+CNMA", OK),
];

fn rig(route: ReportRoute, answers: &[Answers]) -> Rig {
    let mut rig = Rig::with(Settings { reports: Reports::By(route), ..Settings::at("/dev/ttyTEST") });
    rig.answers = answers.concat();
    rig.open();
    rig.after(250_000);
    rig
}

/// Ready, with nothing left to fetch.
fn ready(route: ReportRoute, answers: &[Answers]) -> Rig {
    let mut rig = rig(route, answers);
    let Health::Ready(identity) = &rig.driver.health else { panic!("{:?}", rig.events) };
    assert_eq!(identity.reports, route);
    rig.forget();
    rig
}

/// What was brought: reports by reference, messages by a word.
fn brought(rig: &mut Rig) -> Vec<String> {
    let brought = rig.take_events().into_iter().filter_map(|event| match event {
        Event::Report { reading: Some(ReportReading { reference, .. }), .. } => {
            Some(format!("report {reference}"))
        }
        Event::Report { reading: None, .. } => Some("report unread".to_owned()),
        Event::Incoming { reading, .. } => Some(format!("message {}", reading.is_some())),
        _ => None,
    });
    brought.collect()
}

fn receptions(rig: &mut Rig) -> Vec<Reception> {
    let receptions = rig.take_events().into_iter().filter_map(|event| match event {
        Event::Report { reception, .. } | Event::Incoming { reception, .. } => Some(reception),
        _ => None,
    });
    receptions.collect()
}

fn hindrances(rig: &mut Rig) -> Vec<Hindrance> {
    let told = rig.take_events().into_iter().filter_map(|event| match event {
        Event::Hindered(hindrance) => Some(hindrance),
        _ => None,
    });
    told.collect()
}

/// What a modem offers and keeps -> which way the reports take, and what is said of it.
#[test]
fn the_wanted_route_is_taken_where_the_modem_keeps_to_it() {
    use ReportRoute::{Acknowledged, Direct, None, Stored};
    let otherwise = |route| vec![Hindrance::ReportsOtherwise { route }];
    const NO_PLACES: Answers = &[("AT+CPMS=\\\"SR\\\"", "\r\n+CPMS: 0,0,3,23,3,23\r\n\r\nOK\r\n")];
    const NO_SR: Answers = &[("AT+CPMS=?", "\r\n+CPMS: (\"SM\"),(\"SM\"),(\"SM\")\r\n\r\nOK\r\n")];
    const THREE_NAMES: Answers = &[
        ("AT+CPMS=\\\"SR\\\"", REFUSED),
        ("AT+CPMS=\\\"SR\\\",\\\"SM\\\",\\\"SM\\\"", OK),
        ("AT+CPMS=\\\"SM\\\"", REFUSED),
        ("AT+CPMS=\\\"SM\\\",\\\"SM\\\",\\\"SM\\\"", OK),
    ];
    const NOT_OFFERED: Answers = &[("AT+CNMI=?", "\r\n+CNMI: (0-2),(0-2),(0,2),(0,1),(0,1)\r\n\r\nOK\r\n")];
    const ONLY_STORED: Answers = &[("AT+CNMI=?", "\r\n+CNMI: (0-2),(0-1),(0-3),(0,2),(0-1)\r\n\r\nOK\r\n")];
    const NO_SERVICE: Answers = &[("AT+CSMS=?", "\r\n+CSMS: (0)\r\n\r\nOK\r\n")];
    const SERVICE_REFUSED: Answers = &[("AT+CSMS=1", REFUSED)];
    const NONE_SET: Answers = &[("AT+CNMI?", "\r\n+CNMI: 0,0,0,0,0\r\n\r\nOK\r\n")];
    let rows: &[(ReportRoute, &[Answers], ReportRoute, Vec<Hindrance>)] = &[
        (Stored, &[STORED], Stored, vec![]),
        (Stored, &[THREE_NAMES, STORED], Stored, vec![]),
        (Stored, &[NO_PLACES, STORED], Direct, otherwise(Direct)),
        (Stored, &[NO_SR, STORED], Direct, otherwise(Direct)),
        (Stored, &[NOT_OFFERED, STORED], Direct, otherwise(Direct)),
        (Acknowledged, &[ACKNOWLEDGED], Acknowledged, vec![]),
        (Acknowledged, &[NO_SERVICE, ACKNOWLEDGED], Direct, otherwise(Direct)),
        (Acknowledged, &[SERVICE_REFUSED, ACKNOWLEDGED], Direct, otherwise(Direct)),
        (Direct, &[ONLY_STORED, STORED], Stored, otherwise(Stored)),
        (Direct, &[NONE_SET], None, otherwise(None)),
    ];
    for (wanted, answers, want, told) in rows {
        let mut answers = answers.to_vec();
        // What comes to it in the end is a modem in order, but for what a row says.
        const REST: Answers = &[("AT+CNMI=2,2,0,1,0", OK)];
        const SHOWN: Answers = &[("AT+CNMI?", "\r\n+CNMI: 2,2,0,1,0\r\n\r\nOK\r\n")];
        if *want == Direct && *wanted != Direct {
            answers.insert(0, SHOWN);
        }
        answers.push(REST);
        let mut rig = rig(*wanted, &answers);
        let Health::Ready(identity) = &rig.driver.health else { panic!("{answers:?}: {:?}", rig.events) };
        assert_eq!(identity.reports, *want, "{answers:?}");
        assert_eq!(hindrances(&mut rig), *told, "{answers:?}");
    }
}

#[test]
fn a_stored_report_is_read_at_once_and_deleted_only_once_it_is_on_disk() {
    let mut rig = ready(ReportRoute::Stored, &[STORED]);
    rig.says("\r\n+CDSI: \"SR\",3\r\n");
    assert_eq!(rig.take_written(), ["AT+CPMS=\\\"SR\\\"\\r", "AT+CMGR=3\\r"]);
    let events = rig.take_events();
    let [Event::Report { reception, raw: Raw(raw), reading: Some(reading) }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!((reading.reference, raw.len()), (201, 26));
    // Told again, or met in a list: it is not brought twice while it waits for the disk.
    rig.says("\r\n+CDSI: \"SR\",3\r\n");
    rig.after(1_000);
    assert_eq!((rig.take_events(), rig.take_written().len()), (vec![], 0));
    rig.order(Order::Acknowledge { receptions: vec![*reception] });
    assert_eq!(rig.take_written(), ["AT+CMGD=3\\r"]);
    rig.order(Order::Acknowledge { receptions: vec![*reception] });
    assert_eq!(rig.take_written(), [""; 0], "deleted once");
    // The place is free: the next one may lie there.
    rig.says("\r\n+CDSI: \"SR\",3\r\n");
    assert_eq!(brought(&mut rig), ["report 201"]);
}

#[test]
fn a_shown_report_is_thanked_for_once_it_is_on_disk_and_not_too_late() {
    // Milliseconds until it is on disk -> what is written then.
    let rows: &[(u64, &[&str])] = &[
        (0, &["AT+CNMA\\r"]),
        (11_900, &["AT+CNMA\\r"]),
        // The modem has given up, or will before the thanks reach it: whether it shows any more is asked.
        (12_000, &["AT+CNMI?\\r"]),
    ];
    for (wait, want) in rows {
        let mut rig = ready(ReportRoute::Acknowledged, &[ACKNOWLEDGED]);
        rig.says(&format!("\r\n+CDS: 25\r\n{REPORT}\r\n"));
        let came = receptions(&mut rig);
        assert_eq!((came.len(), rig.take_written().len()), (1, 0));
        rig.after(*wait);
        rig.order(Order::Acknowledge { receptions: came });
        assert_eq!(rig.take_written(), *want, "{wait}");
    }
}

#[test]
fn thanks_never_reach_another_report_than_their_own() {
    let mut rig = ready(ReportRoute::Acknowledged, &[ACKNOWLEDGED]);
    let report = format!("\r\n+CDS: 25\r\n{REPORT}\r\n");
    rig.says(&report);
    let first = receptions(&mut rig);
    rig.says(&report);
    let second = receptions(&mut rig);
    rig.order(Order::Acknowledge { receptions: first });
    assert_eq!(rig.take_written(), [""; 0], "the modem shows the next only where it has given up the first");
    rig.order(Order::Acknowledge { receptions: second });
    assert_eq!(rig.take_written(), ["AT+CNMA\\r"]);
}

#[test]
fn without_a_wish_for_thanks_none_are_given() {
    let mut rig = Rig::ready();
    rig.says(&format!("\r\n+CDS: 25\r\n{REPORT}\r\n"));
    let receptions = receptions(&mut rig);
    rig.order(Order::Acknowledge { receptions });
    assert_eq!((rig.take_written().len(), rig.driver.poll_timeout()), (0, None));
}

#[test]
fn routing_that_the_modem_has_switched_off_is_switched_on_again() {
    let mut rig = ready(ReportRoute::Acknowledged, &[ACKNOWLEDGED]);
    rig.answers.insert(0, ("AT+CNMI?", "\r\n+CNMI: 2,0,0,0,0\r\n\r\nOK\r\n"));
    rig.answers.insert(0, ("AT+CNMA", "\r\n+CMS ERROR: 340\r\n"));
    rig.says(&format!("\r\n+CDS: 25\r\n{REPORT}\r\n"));
    let receptions = receptions(&mut rig);
    rig.order(Order::Acknowledge { receptions });
    assert_eq!(rig.take_written(), ["AT+CNMA\\r", "AT+CNMI?\\r", "AT+CNMI=2,1,0,1,0\\r"]);
    // And the net finds it without any thanks.
    rig.after(300_000);
    assert_eq!(rig.take_written(), ["AT+CNMI?\\r", "AT+CNMI=2,1,0,1,0\\r"]);
    assert!(matches!(rig.driver.health, Health::Ready(_)));
}

#[test]
fn a_modem_that_takes_no_thanks_is_asked_for_reports_without() {
    for no in ["\r\nERROR\r\n", "\r\n+CMS ERROR: 340\r\n", "\r\n+CMS ERROR: 303\r\n"] {
        let mut rig = ready(ReportRoute::Acknowledged, &[ACKNOWLEDGED]);
        rig.answers.insert(0, ("AT+CNMA", no));
        rig.answers.insert(0, ("AT+CNMA=1", no));
        for _ in 0..3 {
            assert!(
                matches!(&rig.driver.health, Health::Ready(id) if id.reports == ReportRoute::Acknowledged)
            );
            rig.says(&format!("\r\n+CDS: 25\r\n{REPORT}\r\n"));
            let receptions = receptions(&mut rig);
            rig.order(Order::Acknowledge { receptions });
        }
        rig.answers.insert(0, ("AT+CNMI=2,2,0,1,0", OK));
        rig.answers.insert(0, ("AT+CNMI?", "\r\n+CNMI: 2,2,0,1,0\r\n\r\nOK\r\n"));
        let mut told = hindrances(&mut rig);
        rig.after(60_000);
        told.extend(hindrances(&mut rig));
        let otherwise = Hindrance::ReportsOtherwise { route: ReportRoute::Direct };
        assert_eq!(told, [Hindrance::Unthanked, otherwise], "{no:?}");
        assert!(
            matches!(&rig.driver.health, Health::Ready(id) if id.reports == ReportRoute::Direct),
            "{no:?}"
        );
        assert_eq!((rig.closes, rig.opens), (0, 1), "{no:?}: the port stays");
    }
}

/// What was refused before the modem was reset or plugged in anew may be taken then; one that starts anew
/// because of it is not asked for ever.
#[test]
fn a_refused_way_is_tried_again_when_the_modem_comes_anew_a_few_times() {
    const DIRECT: Answers = &[("AT+CNMI=2,2,0,1,0", OK), ("AT+CNMI?", "\r\n+CNMI: 2,2,0,1,0\r\n\r\nOK\r\n")];
    const NO_THANKS: Answers = &[("AT+CNMA", "\r\nERROR\r\n"), ("AT+CNMA=1", "\r\nERROR\r\n")];
    let route = |rig: &Rig| match &rig.driver.health {
        Health::Ready(identity) => Some(identity.reports),
        _ => None,
    };
    let mut rig = ready(ReportRoute::Acknowledged, &[ACKNOWLEDGED]);
    for round in 1..=3 {
        assert_eq!(route(&rig), Some(ReportRoute::Acknowledged), "{round}");
        rig.forget();
        rig.answers = [NO_THANKS, ACKNOWLEDGED].concat();
        for _ in 0..3 {
            rig.says(&format!("\r\n+CDS: 25\r\n{REPORT}\r\n"));
            let told: Vec<Event> = rig.take_events();
            let receptions = told.iter().filter_map(|event| match event {
                Event::Report { reception, .. } => Some(*reception),
                _ => None,
            });
            let receptions = receptions.collect();
            rig.order(Order::Acknowledge { receptions });
            rig.answers.splice(0..0, DIRECT.iter().copied());
        }
        assert!(hindrances(&mut rig).contains(&Hindrance::Unthanked), "{round}: told each time");
        rig.after(60_000);
        assert_eq!(route(&rig), Some(ReportRoute::Direct), "{round}");
        rig.answers = ACKNOWLEDGED.to_vec();
        rig.forget();
        rig.lost();
        rig.after(2_000);
        rig.opened();
        rig.after(250_000);
        let afresh = rig.take_events().contains(&Event::Unhindered);
        assert_eq!(afresh, round < 3, "{round}");
    }
    assert_eq!(route(&rig), Some(ReportRoute::Direct), "three times are enough");
}

/// One firmware announces each report at a place where none is.
#[test]
fn reports_that_are_not_where_they_are_announced_come_otherwise_from_then_on() {
    for nothing in ["\r\nOK\r\n", "\r\n+CMS ERROR: 321\r\n"] {
        let mut rig = ready(ReportRoute::Stored, &[STORED]);
        rig.answers.insert(0, ("AT+CMGR=0", nothing));
        rig.answers.insert(0, ("AT+CNMI=2,2,0,1,0", OK));
        rig.answers.insert(0, ("AT+CNMI?", "\r\n+CNMI: 2,2,0,1,0\r\n\r\nOK\r\n"));
        for _ in 0..3 {
            rig.says("\r\n+CDSI: \"SM\",0\r\n");
            rig.after(2_000);
        }
        rig.after(60_000);
        let otherwise = Hindrance::ReportsOtherwise { route: ReportRoute::Direct };
        assert_eq!(hindrances(&mut rig), [Hindrance::Unreadable { memory: "SM".into() }, otherwise]);
        assert!(matches!(&rig.driver.health, Health::Ready(id) if id.reports == ReportRoute::Direct));
        assert!(
            !rig.take_written().iter().any(|line| line.starts_with("AT+CMGD")),
            "nothing is deleted unread"
        );
    }
}
