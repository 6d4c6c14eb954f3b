//! The doctor against the virtual modem's engine, in virtual time: each fault has its own first finding,
//! and the modem is left as it was found.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

use std::time::{Duration, SystemTime};

use super::*;
use crate::line::Repeated;
use crate::message::{Alphabet, PartText};
use crate::phone::PhoneNumber;
use crate::sim::{self, Modem, NetworkSettings};

/// A patient in the doctor's hands.
struct Room {
    modem: Modem,
    now: Instant,
    said: String,
}

impl Room {
    fn new(conditions: &[&str], faults: &[&str]) -> Self {
        Self::of("generic", conditions, faults)
    }

    fn of(personality: &str, conditions: &[&str], faults: &[&str]) -> Self {
        let settings = sim::Settings {
            personality: sim::Personality::named(personality).unwrap(),
            network: NetworkSettings { latency: Duration::from_millis(900), ..NetworkSettings::default() },
            faults: faults.iter().map(|fault| fault.parse().unwrap()).collect(),
            conditions: conditions.iter().map(|condition| condition.parse().unwrap()).collect(),
            ..sim::Settings::default()
        };
        let now = Instant::now();
        let wall = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_000_000);
        Self { modem: Modem::new(settings, now, wall), now, said: String::new() }
    }

    /// Types a line and gives the answer.
    fn ask(&mut self, line: &str) -> String {
        self.said.clear();
        self.modem.handle_bytes(format!("{line}\r").as_bytes(), self.now);
        while let Some(octets) = self.modem.poll_output() {
            self.said.push_str(&String::from_utf8_lossy(&octets));
        }
        self.said.clone()
    }

    /// Examines it.
    fn examine(&mut self, order: Order) -> (Vec<Examined>, Vec<Event>) {
        let mut events = Vec::new();
        let examined = self.attend(order, |_, event, _| events.push(event));
        (examined, events)
    }

    /// Lets the doctor do his work, for ten virtual minutes at most.
    fn attend(&mut self, order: Order, mut on: impl FnMut(&mut Doctor, Event, Instant)) -> Vec<Examined> {
        let mut doctor = Doctor::new(order, "sim", self.now);
        let end = self.now + Duration::from_secs(600);
        while self.now < end {
            let mut moved = false;
            while let Some(octets) = doctor.poll_output() {
                moved = true;
                self.modem.handle_bytes(&octets, self.now);
            }
            while let Some(octets) = self.modem.poll_output() {
                moved = true;
                doctor.handle_bytes(&octets, self.now);
            }
            while let Some(event) = doctor.poll_event() {
                if event == Event::Done {
                    return doctor.findings();
                }
                on(&mut doctor, event, self.now);
            }
            if !moved {
                let deadlines = [doctor.poll_timeout(), self.modem.poll_timeout()];
                self.now = self.now.max(deadlines.into_iter().flatten().min().unwrap());
                self.modem.handle_timeout(self.now);
                doctor.handle_timeout(self.now);
            }
        }
        panic!("the doctor never ends");
    }
}

fn first(conditions: &[&str]) -> Option<Sign> {
    headline(&Room::new(conditions, &[]).examine(Order::default()).0).cloned()
}

fn message() -> Submission {
    Submission {
        to: PhoneNumber::from_e164("+33639980142").unwrap(),
        text: PartText { alphabet: Alphabet::Gsm7, text: "essai".into(), concat: None },
        valid_for: Duration::from_secs(3_600),
        repeated: Repeated::No,
    }
}

#[test]
fn each_fault_has_a_first_finding_of_its_own() {
    let device = || "sim".to_owned();
    let operator = || Some("Virtual Network".to_owned());
    let (name, total) = ("SM".to_owned(), 20);
    let rows = [
        ("sim=ready", None),
        ("sim=absent", Some(Sign::SimAbsent)),
        ("sim=pin", Some(Sign::SimPin { tries: Some(3) })),
        ("sim=last-try", Some(Sign::SimPinLastTry)),
        ("sim=puk", Some(Sign::SimPuk)),
        ("sim=busy", Some(Sign::SimBusy)),
        ("sim=failed", Some(Sign::SimFailed { error: Some("+CME ERROR: 13".into()) })),
        ("radio=missing", Some(Sign::RadioOff { mode: 4 })),
        ("registration=none", Some(Sign::NotRegistered)),
        ("registration=searching", Some(Sign::Searching)),
        ("registration=denied", Some(Sign::Denied)),
        ("registration=roaming", Some(Sign::Roaming { operator: operator(), generation: Some(4) })),
        (
            "registration=messages-only",
            Some(Sign::MessagesOnly { operator: operator(), generation: Some(4) }),
        ),
        ("technology=2g", Some(Sign::OnlySecondGeneration { operator: operator() })),
        ("signal=4", Some(Sign::SignalWeak { level: 4 })),
        ("signal=99", Some(Sign::SignalUnknown)),
        ("service-centre=missing", Some(Sign::ServiceCentreMissing)),
        ("memory=scarce", Some(Sign::StorageNearlyFull { name: name.clone(), used: 18, total })),
        ("memory=full", Some(Sign::StorageFull { name, used: 20, total })),
        ("reports=missing", Some(Sign::ReportsNot)),
        ("answers=ok-to-all", Some(Sign::SaysOkToAll { device: device() })),
        ("answers=none", Some(Sign::Silent { device: device() })),
        ("answers=rubbish", Some(Sign::Rubbish { device: device() })),
    ];
    for (given, want) in rows {
        assert_eq!(first(&[given]), want, "{given}");
    }
}

#[test]
fn a_modem_of_which_nothing_is_wrong_is_examined_whole() {
    let (examined, _) = Room::new(&[], &[]).examine(Order::default());
    for check in Check::ALL.iter().filter(|check| (Check::Answer..=Check::Reports).contains(check)) {
        let found = examined.iter().find(|examined| examined.check == *check).unwrap();
        assert_eq!(found.verdict(), Verdict::Ok, "{found:?}");
    }
}

#[test]
fn the_modem_is_left_as_it_was_found() {
    let settings = ["ATE1", "AT+CMEE=0", "AT+CNMI=1,1,0,2,0", "AT+CSMS=1"];
    let questions = ["AT+CMEE?", "AT+CNMI?", "AT+CSMS?", "AT+CMGF?", "AT+CFUN?", "AT+CREG?", "AT+COPS?"];
    let orders = [Order::default(), Order { send: Some(message()), ..Order::default() }];
    for order in orders {
        let mut room = Room::new(&[], &[]);
        settings.iter().for_each(|line| drop(room.ask(line)));
        let before = questions.map(|question| room.ask(question));
        assert!(before[0].contains("AT+CMEE?"), "it echoes: {before:?}");
        room.examine(order);
        assert_eq!(questions.map(|question| room.ask(question)), before);
    }
}

/// Whatever way a modem has for reports: the daemon takes it, and so a message that is sent is reported.
#[test]
fn each_way_of_reports_is_found_tried_and_put_back() {
    for personality in ["reports-stored", "reports-acknowledged", "reports-direct"] {
        for found in ["AT+CNMI=1,1,0,0,0", "AT+CNMI=2,1,0,0,1"] {
            let mut room = Room::of(personality, &[], &[]);
            room.ask(found);
            let questions = ["AT+CNMI?", "AT+CSMS?", "AT+CPMS?"];
            let before = questions.map(|question| room.ask(question));
            let (examined, _) = room.examine(Order { send: Some(message()), ..Order::default() });
            let sign = |check| examined.iter().find(|examined| examined.check == check).unwrap().sign.clone();
            assert_eq!(sign(Check::Reports), Some(Sign::ReportsShown), "{personality}");
            let sending = sign(Check::Sending);
            assert!(matches!(sending, Some(Sign::Delivered { .. })), "{personality}: {sending:?}");
            let after = questions.map(|question| room.ask(question));
            assert_eq!(after[..2], before[..2], "{personality}");
            assert_eq!(after[2].split(',').next(), before[2].split(',').next(), "{personality}");
        }
    }
}

#[test]
fn a_locked_sim_is_given_no_pin_and_asked_nothing_more() {
    let (_, events) = Room::new(&["sim=pin"], &[]).examine(Order::default());
    let asked: Vec<String> = events
        .iter()
        .filter_map(|event| match event {
            Event::Asked(exchange) => Some(exchange.question.clone()),
            _ => None,
        })
        .collect();
    assert!(asked.iter().all(|question| !question.contains("CPIN=")), "{asked:?}");
    assert_eq!(
        asked.iter().filter(|question| question.contains("CREG") || question.contains("CSCA")).count(),
        0
    );
}

#[test]
fn one_message_goes_where_one_is_asked_for_and_its_fate_is_told() {
    let send = || Order { send: Some(message()), ..Order::default() };
    let sent = |faults: &[&str], conditions: &[&str]| {
        let mut room = Room::new(conditions, faults);
        let (examined, _) = room.examine(send());
        let submitted = std::iter::from_fn(|| room.modem.poll_event())
            .filter(|event| matches!(event, sim::Event::Record(sim::Record::Submit(_))))
            .count();
        (examined.into_iter().find(|examined| examined.check == Check::Sending).unwrap().sign, submitted)
    };
    assert!(matches!(sent(&[], &[]), (Some(Sign::Delivered { report_seconds: 1..=9, .. }), 1)));
    assert!(matches!(sent(&[], &["reports=missing"]), (Some(Sign::SentNoReport { .. }), 1)));
    let refused = Sign::SendRefused { error: "+CMS ERROR: 21".into() };
    assert_eq!(sent(&["refuse:21"], &[]), (Some(refused), 1));
    let unknown = Sign::SendUnknown { answer: Some("+CMS ERROR: 500".into()) };
    assert_eq!(sent(&["refuse:500"], &[]), (Some(unknown), 1));
    assert_eq!(sent(&["answer-lost"], &[]), (Some(Sign::SendUnknown { answer: None }), 1));
    assert_eq!(sent(&["no-prompt"], &[]), (Some(Sign::SendNoPrompt { answer: None }), 0));
    assert_eq!(sent(&[], &["sim=pin"]), (None, 0));
}

#[test]
fn another_modem_or_sim_than_configured_is_told() {
    let order = Order { imei: Some("356938035643809".into()), ..Order::default() };
    let (examined, _) = Room::new(&[], &[]).examine(order);
    assert!(matches!(headline(&examined), Some(Sign::WrongModem { .. })), "{examined:?}");
    let order = Order { iccid: Some("8933010000000000028".into()), ..Order::default() };
    let (examined, _) = Room::new(&[], &[]).examine(order);
    assert!(matches!(headline(&examined), Some(Sign::WrongSim { .. })), "{examined:?}");
    let order = Order { imei: Some("001010123456780".into()), ..Order::default() };
    assert_eq!(headline(&Room::new(&[], &[]).examine(order).0), None);
}

#[test]
fn whoever_stops_it_leaves_nothing_behind() {
    let mut room = Room::new(&[], &[]);
    room.ask("ATE1");
    room.ask("AT+CNMI=2,1,0,2,0");
    let before = ["AT+CNMI?", "AT+CMEE?"].map(|question| room.ask(question));
    let mut stopped = false;
    let order = Order { listen: Some(Duration::from_secs(60)), ..Order::default() };
    room.attend(order, |doctor, event, now| {
        let set = matches!(&event, Event::Asked(exchange) if exchange.question == "AT+CNMI=2,1,0,1,0");
        if set && !stopped {
            stopped = true;
            doctor.stop(now);
        }
    });
    assert!(stopped);
    assert_eq!(["AT+CNMI?", "AT+CMEE?"].map(|question| room.ask(question)), before);
}
