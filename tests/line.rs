//! The driver against the virtual modem's engine in one loop of virtual time: whatever fault
//! strikes, what the line claims agrees with what the network has.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant, SystemTime};

use beffroi::line::{Event, Finding, Health, Order, Outcome, Repeated, Submission, Ticket};
use beffroi::message::{Alphabet, PartText};
use beffroi::modem::Settings;
use beffroi::modem::driver::{Driver, Output};
use beffroi::phone::PhoneNumber;
use beffroi::sim::{self, Fault, Modem, Record};

/// How the port between the two stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cable {
    Closed,
    Open,
    PulledOut,
}

struct World {
    now: Instant,
    driver: Driver,
    modem: Modem,
    cable: Cable,
    /// Texts that the network has, and how often.
    network: BTreeMap<String, usize>,
    /// What the line said of each ticket.
    said: BTreeMap<u64, Event>,
    reports: usize,
    orders: u64,
    most: u64,
    ready: bool,
}

impl World {
    fn new(faults: &[&str], seed: u64, most: u64) -> Self {
        let now = Instant::now();
        let settings = sim::Settings {
            network: sim::NetworkSettings {
                latency: Duration::from_millis(1_500),
                jitter: Duration::from_millis(1_400),
                seed,
                ..sim::NetworkSettings::default()
            },
            faults: faults.iter().map(|fault| fault.parse::<Fault>().unwrap()).collect(),
            ..sim::Settings::default()
        };
        let mut modem =
            Modem::new(settings, now, SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
        modem.handle_hangup(now);
        let mut line = Settings::at("sim");
        line.result_timeout = Duration::from_secs(20);
        Self {
            now,
            driver: Driver::new(line),
            modem,
            cable: Cable::Closed,
            network: BTreeMap::new(),
            said: BTreeMap::new(),
            reports: 0,
            orders: 0,
            most,
            ready: false,
        }
    }

    /// Runs until every order has ended and nothing moves, for two virtual hours at most.
    fn run(&mut self) {
        let end = self.now + Duration::from_secs(7_200);
        self.driver.handle_order(Order::Open { listen: None }, self.now);
        loop {
            self.settle();
            let next = [self.driver.poll_timeout(), self.modem.poll_timeout()].into_iter().flatten().min();
            let Some(next) = next.filter(|next| *next <= end) else { return };
            self.now = next.max(self.now);
            if self.driver.poll_timeout().is_some_and(|deadline| deadline <= self.now) {
                self.driver.handle_timeout(self.now);
            }
            self.settle();
            if self.modem.poll_timeout().is_some_and(|deadline| deadline <= self.now) {
                self.modem.handle_timeout(self.now);
            }
        }
    }

    fn settle(&mut self) {
        loop {
            let mut moved = false;
            while let Some(output) = self.driver.poll_output() {
                moved = true;
                self.carry_out(output);
            }
            while let Some(octets) = self.modem.poll_output() {
                moved = true;
                if self.cable == Cable::Open {
                    self.driver.handle_bytes(&octets, self.now);
                }
            }
            while let Some(event) = self.modem.poll_event() {
                moved = true;
                self.on_modem(event);
            }
            while let Some(event) = self.driver.poll_event() {
                moved = true;
                self.on_line(event);
            }
            if self.ready && self.said.len() as u64 == self.orders && self.orders < self.most {
                moved = true;
                self.orders += 1;
                let order =
                    Order::Submit { ticket: Ticket(self.orders), submission: submission(self.orders) };
                self.driver.handle_order(order, self.now);
            }
            if !moved {
                return;
            }
        }
    }

    fn carry_out(&mut self, output: Output) {
        match output {
            Output::Open if self.cable == Cable::Closed => {
                self.cable = Cable::Open;
                self.modem.handle_open(self.now);
                self.driver.handle_opened(self.now);
            }
            Output::Open => self.driver.handle_closed(self.now, no_device()),
            Output::Write(octets) if self.cable == Cable::Open => self.modem.handle_bytes(&octets, self.now),
            Output::Write(_) => {}
            Output::Close => {
                self.cable = Cable::Closed;
                self.modem.handle_hangup(self.now);
            }
        }
    }

    fn on_modem(&mut self, event: sim::Event) {
        match event {
            sim::Event::Record(Record::Submit(submitted)) if submitted.accepted => {
                *self.network.entry(submitted.text.unwrap()).or_default() += 1;
            }
            sim::Event::Record(_) => {}
            sim::Event::Unplugged => {
                if self.cable == Cable::Open {
                    self.driver.handle_closed(self.now, no_device());
                    self.modem.handle_hangup(self.now);
                }
                self.cable = Cable::PulledOut;
            }
            sim::Event::Plugged => self.cable = Cable::Closed,
        }
    }

    fn on_line(&mut self, event: Event) {
        match event {
            Event::Health(health) => self.ready = matches!(health, Health::Ready(_)),
            Event::Prompt { ticket } => self.driver.handle_order(Order::Proceed { ticket }, self.now),
            Event::Report { reading, .. } => {
                assert!(reading.is_some());
                self.reports += 1;
            }
            Event::Incoming { .. } | Event::Hindered(_) | Event::Unhindered | Event::Closed => {}
            Event::Declined { ticket, .. }
            | Event::Withdrawn { ticket, .. }
            | Event::Result { ticket, .. } => {
                assert!(self.said.insert(ticket.0, event).is_none(), "{ticket:?} ended twice");
            }
        }
    }

    /// What the line says of each order, against what the network has; how many are sent,
    /// not sent, unknown.
    fn audit(&self, faults: &[&str]) -> [u64; 3] {
        let mut counts = [0; 3];
        for (ticket, event) in &self.said {
            let times = self.network.get(&text(*ticket)).copied().unwrap_or(0);
            let (class, may_be) = match event {
                Event::Result { outcome: Outcome::Sent { .. }, .. } => (0, 1..=1),
                Event::Result { outcome: Outcome::Unknown(_), .. } => (2, 0..=1),
                _ => (1, 0..=0),
            };
            assert!(may_be.contains(&times), "{faults:?}: {event:?}, and the network has it {times} times");
            counts[class] += 1;
        }
        assert_eq!(self.said.len() as u64, self.orders, "{faults:?}: an order never ended");
        counts
    }
}

fn text(number: u64) -> String {
    format!("Le cours de {number} h est annulé.")
}

fn submission(number: u64) -> Submission {
    Submission {
        to: PhoneNumber::from_e164(&format!("+336399801{:02}", number % 100)).unwrap(),
        text: PartText { alphabet: Alphabet::Gsm7, text: text(number), concat: None },
        valid_for: Duration::from_secs(3_600),
        repeated: Repeated::No,
    }
}

fn no_device() -> Finding {
    Finding::NoDevice { device: "sim".into() }
}

#[test]
fn what_the_line_says_is_what_the_network_has() {
    // Faults, and of 20 orders: sent, not sent, unknown.
    let rows: &[(&[&str], [u64; 3])] = &[
        (&[], [20, 0, 0]),
        (&["refuse:38*3@2"], [17, 3, 0]),
        (&["refuse:500*3@2"], [17, 0, 3]),
        (&["silence*2@3"], [18, 0, 2]),
        (&["answer-lost*2@3"], [18, 0, 2]),
        (&["late-answer:21s*2@3"], [20, 0, 0]),
        (&["no-prompt*2@3"], [18, 2, 0]),
        (&["reboot*1@3"], [19, 0, 1]),
        (&["sent-reboot*1@3"], [19, 0, 1]),
        (&["unplug*1@3"], [19, 0, 1]),
        (&["sent-unplug:30s*1@3"], [19, 0, 1]),
    ];
    for (faults, want) in rows {
        let mut world = World::new(faults, 7, 20);
        world.run();
        assert_eq!(world.audit(faults), *want, "{faults:?}");
    }
}

#[test]
fn every_message_of_a_healthy_line_is_reported() {
    let mut world = World::new(&[], 11, 30);
    world.run();
    assert_eq!(world.reports, 30);
}

#[test]
fn a_line_with_every_fault_at_once_claims_nothing_false() {
    let faults = [
        "refuse:38%4",
        "refuse:500%4",
        "silence%4",
        "answer-lost%4",
        "late-answer:25s%4",
        "late-answer:90s%2",
        "no-prompt%5",
        "reboot%3",
        "sent-reboot%3",
        "unplug%3",
        "sent-unplug%3",
    ];
    for seed in 0..40 {
        let mut world = World::new(&faults, seed, 60);
        world.run();
        let [sent, ..] = world.audit(&faults);
        assert!(sent > 20, "seed {seed}: only {sent} were sent");
    }
}
