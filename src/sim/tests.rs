//! The engine in virtual time: every scenario jumps from deadline to deadline.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

mod faults;
mod memories;
mod reports;
mod terminal;

use std::time::UNIX_EPOCH;

use super::*;
use crate::moment::Moment;
use crate::sms::frame;
use crate::sms::header::{Concatenation, Reference};
use crate::sms::status_report::StatusReport;
use crate::sms::submit::{ReportRequest, Submit};
use crate::sms::user_data::UserData;

const START: u64 = 1_795_000_000_000;
const LATENCY: Duration = Duration::from_millis(100);
const REACHED: &str = "+33639980123";
const REFUSED: &str = "+33639980021";
const OFF: &str = "+33639980044";

/// A modem and the time.
struct Bench {
    modem: Modem,
    start: Instant,
    now: Instant,
    heard: String,
    records: Vec<Record>,
    plugs: Vec<Event>,
}

fn number(text: &str) -> PhoneNumber {
    PhoneNumber::from_e164(text).unwrap()
}

impl Bench {
    fn new(faults: &[&str]) -> Self {
        Self::with(faults, WhileClosed::Discard)
    }

    fn with(faults: &[&str], while_closed: WhileClosed) -> Self {
        let network = NetworkSettings {
            latency: LATENCY,
            refuse: [(number(REFUSED), 21)].into(),
            phone_off: [number(OFF)].into(),
            ..NetworkSettings::default()
        };
        let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
        let settings = Settings { network, faults, while_closed, ..Settings::default() };
        let start = Instant::now();
        let modem = Modem::new(settings, start, UNIX_EPOCH + Duration::from_millis(START));
        let mut bench =
            Self { modem, start, now: start, heard: String::new(), records: Vec::new(), plugs: Vec::new() };
        bench.say("ATE0\r");
        bench.say("AT+CNMI=2,1,0,1,0\r");
        bench.heard.clear();
        bench
    }

    fn drain(&mut self) {
        while let Some(output) = self.modem.poll_output() {
            self.heard.push_str(std::str::from_utf8(&output).unwrap());
        }
        while let Some(event) = self.modem.poll_event() {
            match event {
                Event::Record(record) => self.records.push(record),
                other => self.plugs.push(other),
            }
        }
    }

    fn say(&mut self, text: &str) {
        self.modem.handle_bytes(text.as_bytes(), self.now);
        self.drain();
    }

    /// Lets time pass, deadline by deadline.
    fn pass(&mut self, millis: u64) {
        let end = self.now + Duration::from_millis(millis);
        while let Some(next) = self.modem.poll_timeout().filter(|&next| next <= end) {
            self.now = next;
            self.modem.handle_timeout(next);
            self.drain();
        }
        self.now = end;
    }

    fn take(&mut self) -> String {
        std::mem::take(&mut self.heard)
    }

    fn asked(&mut self, text: &str) -> String {
        self.say(text);
        self.pass(1);
        self.take()
    }

    /// Asks for a prompt and hands a PDU over.
    fn submit(&mut self, to: &str, text: &str) {
        self.hand_over(&tpdu(to, text));
    }

    fn hand_over(&mut self, tpdu: &[u8]) {
        self.say(&format!("AT+CMGS={}\r", tpdu.len()));
        self.pass(10);
        self.say(&format!("00{}\x1A", frame::to_hex(tpdu)));
    }

    fn submitted(&self) -> Vec<&Submitted> {
        let submitted = |record: &'_ Record| matches!(record, Record::Submit(_));
        let records = self.records.iter().filter(|record| submitted(record));
        records.map(|record| if let Record::Submit(entry) = record { entry } else { panic!() }).collect()
    }

    fn fate(&self) -> String {
        let fates = self.submitted().into_iter().map(|entry| {
            let mark = if entry.accepted { "+" } else { "-" };
            format!("{mark}{}", entry.result)
        });
        fates.collect::<Vec<_>>().join(" ")
    }
}

fn tpdu(to: &str, text: &str) -> Vec<u8> {
    submit(to, text).encode().unwrap()
}

fn submit(to: &str, text: &str) -> Submit {
    let user_data = UserData::gsm7(text, None).unwrap();
    let mut submit = Submit::new(Address::international(&number(to)), user_data);
    submit.report_request = ReportRequest::Yes;
    submit
}

#[test]
fn a_message_is_prompted_sent_and_reported_each_in_its_time() {
    let mut bench = Bench::new(&[]);
    let tpdu = tpdu(REACHED, "Bonjour");
    bench.say(&format!("AT+CMGS={}\r", tpdu.len()));
    bench.pass(9);
    assert_eq!(bench.take(), "");
    bench.pass(1);
    assert_eq!(bench.take(), "\r\n> ", "the prompt takes a tenth of the latency");
    bench.say(&format!("00{}\x1A", frame::to_hex(&tpdu)));
    bench.pass(99);
    assert_eq!(bench.take(), "");
    bench.pass(1);
    assert_eq!(bench.take(), "\r\n+CMGS: 0\r\n\r\nOK\r\n");
    bench.pass(299);
    assert_eq!(bench.take(), "");
    bench.pass(1);
    let heard = bench.take();
    let report = heard.strip_prefix("\r\n+CDS: ").and_then(|rest| rest.trim_end().split_once("\r\n"));
    let (length, octets) = report.unwrap();
    let octets = frame::from_hex(octets).unwrap();
    let (centre, report) = frame::split(&octets).unwrap();
    assert_eq!(centre.map(|centre| centre.display()).as_deref(), Some("+33639980009"));
    assert_eq!(length, report.len().to_string());
    let report = StatusReport::decode(report).unwrap();
    assert_eq!((report.reference, report.status.octet()), (0, 0));
    assert_eq!(report.recipient.display(), REACHED);
    let moment = |millis| Some(Moment::from_millis(START.cast_signed() / 1_000 * 1_000 + millis));
    assert_eq!(report.service_centre_time.moment(), moment(0));

    let entry = bench.submitted()[0];
    assert_eq!(entry.t, Moment::from_millis(START.cast_signed() + 10), "the moment of Ctrl-Z");
    assert_eq!(entry.tpdu, frame::to_hex(&tpdu));
    assert_eq!((entry.to.as_deref(), entry.text.as_deref()), (Some(REACHED), Some("Bonjour")));
    assert_eq!((entry.accepted, entry.result, entry.reference), (true, "sent", Some(0)));
    assert_eq!(bench.modem.poll_timeout(), None, "idle costs nothing");
}

#[test]
fn references_count_up_and_come_round() {
    let mut bench = Bench::new(&[]);
    for sent in 0..300_u32 {
        bench.submit(REACHED, "x");
        bench.pass(1_000);
        assert!(bench.take().contains(&format!("+CMGS: {}\r\n", sent % 256)), "{sent}");
    }
}

#[test]
fn the_network_refuses_reports_or_keeps_silent_by_number() {
    let rows = [
        (REACHED, "+CMGS: 0", true, "+sent"),
        (REFUSED, "+CMS ERROR: 21", false, "-refused"),
        (OFF, "+CMGS: 0", false, "+sent"),
    ];
    for (to, answer, reported, fate) in rows {
        let mut bench = Bench::new(&[]);
        bench.submit(to, "Bonjour");
        bench.pass(10_000);
        let heard = bench.take();
        assert!(heard.contains(answer), "{to}: {heard:?}");
        assert_eq!(heard.contains("+CDS"), reported, "{to}: {heard:?}");
        assert_eq!(bench.fate(), fate, "{to}");
    }
}

#[test]
fn a_phone_that_comes_on_gets_what_has_waited() {
    let mut bench = Bench::new(&[]);
    bench.submit(OFF, "Bonjour");
    bench.pass(10_000);
    assert!(!bench.take().contains("+CDS"));
    bench.modem.instruct(format!("phone-on {OFF}").parse().unwrap(), bench.now);
    bench.pass(1_000);
    assert!(bench.take().contains("+CDS: "));
}

#[test]
fn a_report_comes_only_when_asked_for() {
    let mut bench = Bench::new(&[]);
    let user_data = UserData::gsm7("x", None).unwrap();
    let tpdu = Submit::new(Address::international(&number(REACHED)), user_data).encode().unwrap();
    bench.say(&format!("AT+CMGS={}\r", tpdu.len()));
    bench.pass(10);
    bench.say(&format!("00{}\x1A", frame::to_hex(&tpdu)));
    bench.pass(10_000);
    assert_eq!(bench.take(), "\r\n> \r\n+CMGS: 0\r\n\r\nOK\r\n");
}

#[test]
fn a_pdu_that_is_not_right_is_refused_at_once_and_noted() {
    let good = frame::to_hex(&tpdu(REACHED, "Bonjour"));
    let length = good.len() / 2;
    let too_long = "0".repeat(5_000);
    let rows: &[(&str, usize, String)] = &[
        ("one too few announced", length - 1, format!("00{good}")),
        ("one too many announced", length + 1, format!("00{good}")),
        ("half an octet", length, format!("00{good}0")),
        ("not hexadecimal", length, format!("00{good}xx")),
        ("a report instead", 5, "000200000000".to_owned()),
        ("nothing", 10, String::new()),
        ("far too long", length, too_long),
        (
            "more septets than there is room for",
            153,
            format!("0001000B913336990821F30000C8{}", "41".repeat(140)),
        ),
        ("a filler counted as a digit", 14, "0001000C913336990821F300000178".to_owned()),
        ("a validity of no digits", 21, "0019000B913336990821F30000FFFFFFFFFFFFFF0178".to_owned()),
    ];
    for (name, length, typed) in rows {
        let mut bench = Bench::new(&[]);
        bench.say(&format!("AT+CMGS={length}\r"));
        bench.pass(10);
        bench.say(&format!("{typed}\x1A"));
        assert_eq!(bench.take(), "\r\n> \r\n+CMS ERROR: 304\r\n", "{name}");
        assert_eq!(bench.fate(), "-refused", "{name}");
        assert_eq!(bench.asked("AT\r"), "\r\nOK\r\n", "{name}: and it goes on");
    }
}

#[test]
fn what_every_receiver_overlooks_is_no_reason_to_refuse() {
    // A filler of zero, a bit behind the last septet.
    for typed in ["0001000B91333699082103000001F8", "0001000B913336990821F3000001F8"] {
        let mut bench = Bench::new(&[]);
        bench.say("AT+CMGS=14\r");
        bench.pass(10);
        bench.say(&format!("{typed}\x1A"));
        bench.pass(10_000);
        assert_eq!(bench.take(), "\r\n> \r\n+CMGS: 0\r\n\r\nOK\r\n", "{typed}");
    }
}

#[test]
fn escape_takes_a_message_back() {
    let mut bench = Bench::new(&[]);
    bench.say("AT+CMGS=20\r");
    bench.pass(10);
    bench.say("0011\x1B");
    assert_eq!(bench.take(), "\r\n> \r\nOK\r\n");
    bench.pass(10_000);
    assert_eq!((bench.take().as_str(), bench.records.len()), ("", 0));
    // Before the prompt has come, too.
    bench.say("AT+CMGS=20\r\x1B");
    bench.pass(10);
    assert_eq!(bench.take(), "\r\n> \r\nOK\r\n");
    assert_eq!(bench.asked("AT\r"), "\r\nOK\r\n");
}

#[test]
fn what_nobody_hears_is_lost_or_kept_as_set() {
    for (while_closed, kept) in [(WhileClosed::Discard, false), (WhileClosed::Buffer, true)] {
        let mut bench = Bench::with(&[], while_closed);
        bench.submit(REACHED, "Bonjour");
        bench.take();
        bench.modem.handle_hangup(bench.now);
        bench.pass(10_000);
        let early = bench.take();
        bench.modem.handle_open(bench.now);
        bench.drain();
        let heard = early + &bench.take();
        assert_eq!(heard.contains("+CMGS: 0"), kept, "{heard:?}");
        assert_eq!(heard.contains("+CDS"), kept, "{heard:?}");
        assert_eq!(bench.fate(), "+sent", "it went all the same");
        assert_eq!(bench.asked("AT\r"), "\r\nOK\r\n");
    }
}

#[test]
fn a_holder_that_dies_at_the_prompt_leaves_the_modem_there() {
    let mut bench = Bench::new(&[]);
    bench.say("AT+CMGS=20\r");
    bench.pass(10);
    bench.say("0011");
    bench.modem.handle_hangup(bench.now);
    bench.modem.handle_open(bench.now);
    bench.take();
    assert_eq!(bench.asked("\x1B"), "\r\nOK\r\n");
    assert_eq!(bench.asked("AT\r"), "\r\nOK\r\n");
}

#[test]
fn parts_and_national_numbers_are_written_down() {
    let concat = Concatenation::new(Reference::Eight(7), 2, 1).unwrap();
    let user_data = UserData::gsm7("Le cours", Some(concat)).unwrap();
    let kind = crate::sms::address::TypeOfNumber::Unknown;
    let plan = crate::sms::address::NumberingPlan::TELEPHONE;
    let national = Address::number(kind, plan, "0639980123").unwrap();
    let tpdu = Submit::new(national, user_data).encode().unwrap();
    let mut bench = Bench::new(&[]);
    bench.say(&format!("AT+CMGS={}\r", tpdu.len()));
    bench.pass(10);
    bench.say(&format!("00{}\x1A", frame::to_hex(&tpdu)));
    let entry = bench.submitted()[0];
    assert_eq!(entry.to.as_deref(), Some(REACHED));
    assert_eq!(entry.concat, Some(Part { reference: 7, total: 2, number: 1 }));
    let json = serde_json::to_value(&bench.records[0]).unwrap();
    assert_eq!(json["kind"], "submit");
    assert_eq!(json["concat"]["number"], 1);
    assert_eq!(json["t"], START + 10);
}

#[test]
fn the_seed_decides_the_spread() {
    let times = |seed| {
        let network =
            NetworkSettings { latency: LATENCY, jitter: LATENCY / 2, seed, ..NetworkSettings::default() };
        let mut bench = Bench::new(&[]);
        bench.modem = Modem::new(Settings { network, ..Settings::default() }, bench.start, UNIX_EPOCH);
        let mut times = Vec::new();
        for _ in 0..5 {
            let tpdu = tpdu(REACHED, "x");
            bench.say(&format!("AT+CMGS={}\r", tpdu.len()));
            bench.pass(20);
            bench.say(&format!("00{}\x1A", frame::to_hex(&tpdu)));
            times.push(bench.modem.poll_timeout().unwrap().duration_since(bench.now));
            bench.pass(10_000);
        }
        times
    };
    assert_eq!(times(1), times(1));
    assert_ne!(times(1), times(2));
    let within = Duration::from_millis(50)..=Duration::from_millis(150);
    assert!(times(3).iter().all(|time| within.contains(time)));
}
