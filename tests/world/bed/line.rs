//! A line of the test bed: the real driver, the modem behind it, and the port between them, which may be cut
//! after so many octets.

use std::time::{Duration, Instant, SystemTime};

use beffroi::line::Finding;
use beffroi::modem::driver::{Driver, Output};
use beffroi::modem::{Reports, Settings};
use beffroi::sim::{self, Record};

/// How lines are driven.
#[derive(Clone, Copy)]
pub(super) struct How {
    pub(super) result_timeout: Duration,
    pub(super) reports: Reports,
}

impl How {
    fn driver(self) -> Driver {
        let Self { result_timeout, reports } = self;
        Driver::new(Settings { result_timeout, reports, ..Settings::at("virtual") })
    }
}

/// A line and the modem behind it.
pub(super) struct Line {
    pub(super) driver: Driver,
    pub(super) modem: sim::Modem,
    pub(super) is_open: bool,
    pub(super) is_plugged: bool,
    pub(super) journal: Vec<Record>,
    /// Octets that have gone over the port, either way; no more than so many go.
    pub(super) octets: usize,
    pub(super) most_octets: usize,
}

impl Line {
    /// Its modem is on, nobody has opened its port.
    pub(super) fn new(settings: sim::Settings, how: How, now: Instant, wall: SystemTime) -> Self {
        let mut modem = sim::Modem::new(settings, now, wall);
        modem.handle_hangup(now);
        Self {
            driver: how.driver(),
            modem,
            is_open: false,
            is_plugged: true,
            journal: Vec::new(),
            octets: 0,
            most_octets: usize::MAX,
        }
    }

    /// The process that drove it has ended, and another begins.
    pub(super) fn begin_anew(&mut self, how: How, now: Instant) {
        self.is_open = false;
        self.modem.handle_hangup(now);
        self.driver = how.driver();
        self.most_octets = usize::MAX;
    }

    /// Nothing goes over its port any more.
    pub(super) fn is_cut(&self) -> bool {
        self.octets >= self.most_octets
    }

    /// As much of it as may still go.
    fn may_go<'o>(&mut self, octets: &'o [u8]) -> &'o [u8] {
        let count = octets.len().min(self.most_octets - self.octets);
        self.octets += count;
        &octets[..count]
    }

    /// What the modem has said comes to the driver.
    pub(super) fn listen(&mut self, now: Instant) -> bool {
        let mut moved = false;
        while let Some(octets) = self.modem.poll_output() {
            moved = true;
            if self.is_open {
                let octets = self.may_go(&octets);
                self.driver.handle_bytes(octets, now);
            }
        }
        moved
    }

    /// Nobody hears the modem.
    pub(super) fn be_alone(&mut self) {
        while self.modem.poll_output().is_some() {}
        while let Some(event) = self.modem.poll_event() {
            match event {
                sim::Event::Record(record) => self.journal.push(record),
                sim::Event::Plugged => self.is_plugged = true,
                sim::Event::Unplugged => self.is_plugged = false,
            }
        }
    }

    pub(super) fn carry(&mut self, now: Instant) -> bool {
        let mut moved = self.listen(now);
        while let Some(event) = self.modem.poll_event() {
            moved = true;
            match event {
                sim::Event::Record(record) => self.journal.push(record),
                sim::Event::Plugged => self.is_plugged = true,
                sim::Event::Unplugged => {
                    self.is_plugged = false;
                    if std::mem::take(&mut self.is_open) {
                        let (device, error) = ("virtual".to_owned(), "gone".to_owned());
                        self.driver.handle_closed(now, Finding::PortFailed { device, error });
                    }
                }
            }
        }
        while let Some(output) = self.driver.poll_output() {
            moved = true;
            match output {
                Output::Open if self.is_plugged => {
                    self.is_open = true;
                    self.modem.handle_open(now);
                    self.driver.handle_opened(now);
                }
                Output::Open => {
                    self.driver.handle_closed(now, Finding::NoDevice { device: "virtual".into() });
                }
                Output::Write(octets) => {
                    let octets = self.may_go(&octets);
                    self.modem.handle_bytes(octets, now);
                }
                Output::Close => {
                    self.is_open = false;
                    self.modem.handle_hangup(now);
                }
            }
        }
        moved
    }
}
