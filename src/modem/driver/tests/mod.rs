#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod listening;
mod pin;
mod port;
mod readiness;
mod reports;
mod sending;
mod anything;

use super::*;
use crate::line::Repeated;
use crate::message::{Alphabet, PartText};
use crate::phone::PhoneNumber;

/// A driver in a time of its own, a modem that answers by a table, and what was written and told.
struct Rig {
    driver: Driver,
    now: Instant,
    /// What the modem answers instead of what a modem in order would; the first that fits.
    answers: Vec<(&'static str, &'static str)>,
    written: Vec<String>,
    events: Vec<Event>,
    opens: usize,
    closes: usize,
}

impl Rig {
    fn new() -> Self {
        Self::with(Settings::at("/dev/ttyTEST"))
    }

    fn with(settings: Settings) -> Self {
        Self {
            driver: Driver::new(settings),
            now: Instant::now(),
            answers: Vec::new(),
            written: Vec::new(),
            events: Vec::new(),
            opens: 0,
            closes: 0,
        }
    }

    /// A line that may be given orders.
    fn ready() -> Self {
        let mut rig = Self::new();
        rig.open();
        rig.settle();
        assert!(matches!(rig.driver.health, Health::Ready(_)), "{:?}", rig.events);
        rig.forget();
        rig
    }

    /// Ready, with an order whose prompt stands.
    fn at_prompt() -> Self {
        let mut rig = Self::ready();
        rig.submit(1);
        rig.says("\r\n> ");
        assert_eq!(rig.take_events(), [Event::Prompt { ticket: Ticket(1) }]);
        rig.forget();
        rig
    }

    /// Ready, with an order that has passed Ctrl-Z.
    fn gone() -> Self {
        let mut rig = Self::at_prompt();
        rig.order(Order::Proceed { ticket: Ticket(1) });
        assert!(rig.written.last().unwrap().ends_with("\\x1a"));
        rig.forget();
        rig
    }

    fn open(&mut self) {
        self.order(Order::Open { listen: None });
        self.opened();
    }

    fn opened(&mut self) {
        self.driver.handle_opened(self.now);
        self.drain();
    }

    fn order(&mut self, order: Order) {
        self.driver.handle_order(order, self.now);
        self.drain();
    }

    fn submit(&mut self, ticket: u64) {
        self.order(Order::Submit { ticket: Ticket(ticket), submission: submission(Repeated::No) });
    }

    /// The modem says something by itself.
    fn says(&mut self, text: &str) {
        self.driver.handle_bytes(text.as_bytes(), self.now);
        self.drain();
    }

    fn lost(&mut self) {
        self.driver.handle_closed(self.now, no_device());
        self.drain();
    }

    /// So many milliseconds pass; the modem answers queries at once.
    fn after(&mut self, milliseconds: u64) {
        let end = self.now + Duration::from_millis(milliseconds);
        while let Some(deadline) = self.driver.poll_timeout().filter(|deadline| *deadline <= end) {
            self.now = deadline.max(self.now);
            self.driver.handle_timeout(self.now);
            self.drain();
        }
        self.now = end;
    }

    /// Until nothing is waited for any more.
    fn settle(&mut self) {
        for _ in 0..200 {
            let Some(deadline) = self.driver.poll_timeout() else { return };
            let wait = deadline.saturating_duration_since(self.now);
            self.after(u64::try_from(wait.as_millis()).unwrap() + 1);
        }
    }

    fn drain(&mut self) {
        while let Some(output) = self.driver.poll_output() {
            match output {
                Output::Open => self.opens += 1,
                Output::Close => self.closes += 1,
                Output::Write(octets) => {
                    let text = octets.escape_ascii().to_string();
                    self.written.push(text.clone());
                    if let Some(answer) = self.answer(&text) {
                        self.driver.handle_bytes(answer.as_bytes(), self.now);
                    }
                }
            }
        }
        while let Some(event) = self.driver.poll_event() {
            self.events.push(event);
        }
    }

    fn answer(&self, written: &str) -> Option<&'static str> {
        let command = written.strip_suffix("\\r")?;
        let own = self.answers.iter().find(|(asked, _)| *asked == command);
        let answer = own.or_else(|| IN_ORDER.iter().find(|(asked, _)| *asked == command))?.1;
        (!answer.is_empty()).then_some(answer)
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn take_written(&mut self) -> Vec<String> {
        std::mem::take(&mut self.written)
    }

    fn forget(&mut self) {
        self.events.clear();
        self.written.clear();
    }

    /// Every octet of a message that was written, in hexadecimal.
    fn pdus(&self) -> usize {
        self.written.iter().filter(|text| text.ends_with("\\x1a")).count()
    }
}

/// What a modem in order answers; `AT+CMGS` is answered by the test.
const IN_ORDER: &[(&str, &str)] = &[
    ("AT", "\r\nOK\r\n"),
    ("ATE0", "ATE0\r\r\nOK\r\n"),
    ("AT+CMEE=1", "\r\nOK\r\n"),
    ("AT+CGMI", "\r\nTest\r\n\r\nOK\r\n"),
    ("AT+CGMM", "\r\nBook 27.005\r\n\r\nOK\r\n"),
    ("AT+CGMR", "\r\n1.0\r\n\r\nOK\r\n"),
    ("AT+CGSN", "\r\n356938035643809\r\n\r\nOK\r\n"),
    ("AT+CPIN?", "\r\n+CPIN: READY\r\n\r\nOK\r\n"),
    ("AT+CCID", "\r\n+CCID: 8933010000000000010\r\n\r\nOK\r\n"),
    ("AT+CIMI", "\r\n001010000000001\r\n\r\nOK\r\n"),
    ("AT+ICCID", "\r\nERROR\r\n"),
    ("AT+CSMS=0", "\r\n+CSMS: 1,1,1\r\n\r\nOK\r\n"),
    ("AT+CMGF=0", "\r\nOK\r\n"),
    ("AT+CMGF?", "\r\n+CMGF: 0\r\n\r\nOK\r\n"),
    ("AT+CREG?", "\r\n+CREG: 0,1\r\n\r\nOK\r\n"),
    ("AT+CEREG?", "\r\n+CEREG: 0,1\r\n\r\nOK\r\n"),
    ("AT+CSCA?", "\r\n+CSCA: \"+33639980099\",145\r\n\r\nOK\r\n"),
    ("AT+CPMS=?", "\r\n+CPMS: (\"SM\",\"SR\"),(\"SM\"),(\"SM\")\r\n\r\nOK\r\n"),
    ("AT+CPMS?", "\r\n+CPMS: \"SM\",0,20,\"SM\",0,20,\"SM\",0,20\r\n\r\nOK\r\n"),
    ("AT+CPMS=\\\"SM\\\"", "\r\n+CPMS: 0,20,0,20,0,20\r\n\r\nOK\r\n"),
    ("AT+CPMS=\\\"SR\\\"", "\r\n+CPMS: 0,20,0,20,0,20\r\n\r\nOK\r\n"),
    ("AT+CMGL=4", "\r\nOK\r\n"),
    ("AT+CNMI=?", "\r\n+CNMI: (0-3),(0-3),(0,2),(0-2),(0,1)\r\n\r\nOK\r\n"),
    ("AT+CNMI=2,1,0,1,0", "\r\nOK\r\n"),
    ("AT+CNMI?", "\r\n+CNMI: 2,1,0,1,0\r\n\r\nOK\r\n"),
];

fn submission(repeated: Repeated) -> Submission {
    Submission {
        to: PhoneNumber::from_e164("+33639980142").unwrap(),
        text: PartText { alphabet: Alphabet::Gsm7, text: "Le cours est annulé.".into(), concat: None },
        valid_for: Duration::from_secs(12 * 3600),
        repeated,
    }
}

fn no_device() -> Finding {
    Finding::NoDevice { device: "/dev/ttyTEST".into() }
}

fn down(finding: Finding) -> Event {
    Event::Health(Health::Down(finding))
}

fn result(outcome: Outcome) -> Event {
    Event::Result { ticket: Ticket(1), outcome }
}

fn withdrawn(cause: Withdrawal) -> Event {
    Event::Withdrawn { ticket: Ticket(1), cause }
}
