//! The engine in virtual time: every scenario jumps from deadline to deadline.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use std::time::UNIX_EPOCH;

use super::*;
use crate::moment::Moment;
use crate::sms::deliver::Deliver;
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
fn faults_do_what_they_say() {
    // What is heard after Ctrl-Z within a second, what the journal says of it.
    let rows = [
        ("refuse:38", "\r\n+CMS ERROR: 38\r\n", "-refused"),
        ("silence", "", "-silence"),
        ("answer-lost", "+CDS", "+answer-lost"),
        ("late-answer:500ms", "+CDS \r\n+CMGS: 0\r\n\r\nOK\r\n", "+late-answer"),
    ];
    for (fault, want, fate) in rows {
        let mut bench = Bench::new(&[fault]);
        bench.submit(REACHED, "Bonjour");
        bench.take();
        bench.pass(1_000);
        let heard = bench.take();
        let heard = match heard.find("\r\n+CDS").zip(heard.find("+CMGS")) {
            Some((_, answer)) => format!("+CDS {}", heard.get(answer - 2..).unwrap()),
            None if heard.contains("+CDS") => "+CDS".to_owned(),
            None => heard,
        };
        assert_eq!((heard.as_str(), bench.fate().as_str()), (want, fate), "{fault}");
        assert_eq!(bench.asked("AT\r"), "\r\nOK\r\n", "{fault}: the modem lives");
    }
}

#[test]
fn a_duplicate_is_refused_where_it_is_to_be_told_and_asks_for_that() {
    use crate::sms::submit::RejectDuplicates;
    let rows = [
        ("duplicates=refused", RejectDuplicates::Yes, "Bonjour", "-refused"),
        ("duplicates=refused", RejectDuplicates::Yes, "Bonsoir", "+sent"),
        ("duplicates=refused", RejectDuplicates::No, "Bonjour", "+sent"),
        ("duplicates=taken", RejectDuplicates::Yes, "Bonjour", "+sent"),
    ];
    for (condition, reject_duplicates, text, want) in rows {
        let mut bench = Bench::new(&["sent-refuse:38*1"]);
        bench.modem.instruct(condition.parse().unwrap(), bench.now);
        bench.submit(REACHED, "Bonjour");
        bench.pass(100);
        assert!(bench.take().ends_with("+CMS ERROR: 38\r\n"), "the modem says that it was refused");
        let mut again = submit(REACHED, text);
        again.reject_duplicates = reject_duplicates;
        bench.hand_over(&again.encode().unwrap());
        bench.pass(100);
        assert_eq!(bench.take().contains("+CMS ERROR: 197"), want == "-refused", "{condition}, {text}");
        assert_eq!(bench.fate(), format!("+sent-refuse {want}"), "{condition}, {text}");
        let codes: Vec<_> = bench.submitted().iter().map(|entry| entry.code).collect();
        assert_eq!(codes, [Some(38), (want == "-refused").then_some(197)]);
    }
}

#[test]
fn a_late_answer_keeps_the_modem_busy() {
    let mut bench = Bench::new(&["late-answer:30s"]);
    bench.submit(REACHED, "Bonjour");
    bench.take();
    bench.pass(20_000);
    bench.take();
    assert_eq!(bench.asked("\x1BAT\r"), "");
    bench.pass(20_000);
    assert_eq!(bench.take(), "\r\n+CMGS: 0\r\n\r\nOK\r\n\r\nOK\r\n");
}

#[test]
fn a_stray_answer_comes_when_the_modem_has_done_other_things() {
    let mut bench = Bench::new(&["stray-answer:9s*1"]);
    bench.asked("ATE0\r");
    bench.submit(REACHED, "Bonjour");
    bench.pass(8_000);
    bench.take();
    assert_eq!(bench.asked("AT\r"), "\r\nOK\r\n", "it does not wait for it");
    bench.pass(2_000);
    assert_eq!(bench.take(), "\r\n+CMGS: 0\r\n\r\nOK\r\n");
    assert_eq!(bench.fate(), "+stray-answer");
}

#[test]
fn without_a_prompt_only_escape_helps() {
    let mut bench = Bench::new(&["no-prompt*1"]);
    bench.say("AT+CMGS=20\r");
    bench.pass(60_000);
    assert_eq!(bench.take(), "");
    assert_eq!(bench.asked("AT\r"), "", "it is typed into the PDU");
    assert_eq!(bench.asked("\x1B"), "\r\nOK\r\n");
    bench.submit(REACHED, "Bonjour");
    bench.pass(1_000);
    assert!(bench.take().contains("+CMGS: 0"));
}

#[test]
fn a_reboot_forgets_what_was_set_and_the_network_waits() {
    for (fault, fate) in [("reboot*1", "-reboot"), ("sent-reboot*1", "+sent-reboot")] {
        let mut bench = Bench::new(&[fault]);
        bench.submit(REACHED, "Bonjour");
        bench.take();
        bench.pass(1_000);
        assert_eq!(bench.asked("AT\r"), "", "{fault}: deaf while it starts");
        bench.pass(5_000);
        assert_eq!(bench.take(), "\r\nRDY\r\n\r\n+CPIN: READY\r\n", "{fault}");
        assert_eq!(bench.fate(), fate);
        assert_eq!(bench.asked("AT+CNMI?\r"), "AT+CNMI?\r\r\n+CNMI: 0,0,0,0,0\r\n\r\nOK\r\n", "{fault}");
    }
}

#[test]
fn a_reboot_on_the_spot_loses_the_answer_of_what_was_sent() {
    let mut bench = Bench::new(&[]);
    bench.submit(REACHED, "Bonjour");
    bench.take();
    bench.modem.instruct("reboot now".parse().unwrap(), bench.now);
    bench.pass(10_000);
    assert!(!bench.take().contains("+CMGS"));
    assert_eq!(bench.fate(), "+sent");
}

#[test]
fn an_unplugged_modem_is_gone_and_comes_back() {
    let mut bench = Bench::new(&["sent-unplug:5s*1"]);
    bench.submit(REACHED, "Bonjour");
    bench.take();
    bench.pass(100);
    assert_eq!(bench.plugs, [Event::Unplugged]);
    bench.pass(4_999);
    assert_eq!((bench.asked("AT\r").as_str(), bench.plugs.len()), ("", 2));
    assert_eq!(bench.plugs, [Event::Unplugged, Event::Plugged]);
    bench.pass(10_000);
    assert_eq!(bench.fate(), "+sent-unplug");
    let said = bench.asked("AT\r");
    assert!(said.ends_with("AT\r\r\nOK\r\n"), "{said:?}: echo is back");
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
fn incoming_messages_go_where_they_are_wanted() {
    let rows = [
        ("AT+CNMI=2,0\r", "", Shown::Stored),
        ("AT+CNMI=2,1\r", "\r\n+CMTI: \"SM\",1\r\n", Shown::Announced),
        ("AT+CNMI=2,2\r", "\r\n+CMT: ,", Shown::Direct),
        ("AT+CNMI=0,1\r", "", Shown::Held),
    ];
    for (set, head, shown) in rows {
        let mut bench = Bench::new(&[]);
        bench.asked(set);
        let text = "Merci, c'est noté ☺";
        bench.modem.instruct(format!("from {REACHED} {text}").parse().unwrap(), bench.now);
        bench.drain();
        let heard = bench.take();
        assert!(heard.starts_with(head) && heard.is_empty() == head.is_empty(), "{set:?}: {heard:?}");
        let [Record::Incoming(entry)] = bench.records.as_slice() else { panic!("{set:?}") };
        assert_eq!((entry.shown, entry.text.as_str()), (shown, text));
        let octets = frame::from_hex(&entry.tpdu).unwrap();
        assert_eq!(Deliver::decode(&octets).unwrap().text().unwrap(), text);
        if set.starts_with("AT+CNMI=0") {
            assert!(bench.asked("AT+CNMI=2,1\r").ends_with("+CMTI: \"SM\",1\r\n"), "held lines are let go");
        }
    }
}

#[test]
fn stored_messages_are_listed_read_and_deleted() {
    let mut bench = Bench::new(&[]);
    for text in ["Un", "Deux"] {
        bench.modem.instruct(format!("from {REACHED} {text}").parse().unwrap(), bench.now);
    }
    bench.drain();
    bench.take();
    assert!(bench.asked("AT+CPMS?\r").contains("+CPMS: \"SM\",2,20,\"SM\",2,20,\"SM\",2,20"));
    let read = bench.asked("AT+CMGR=2\r");
    assert!(read.starts_with("\r\n+CMGR: 0,,") && read.ends_with("\r\n\r\nOK\r\n"), "{read:?}");
    assert!(bench.asked("AT+CMGR=2\r").contains("+CMGR: 1,,"), "read by now");
    let all = bench.asked("AT+CMGL=4\r");
    assert_eq!(all.matches("+CMGL: ").count(), 2, "{all:?}");
    assert_eq!(bench.asked("AT+CMGD=1\r"), "\r\nOK\r\n");
    assert!(bench.asked("AT+CMGR=1\r").contains("+CMS ERROR: 321"));
    assert_eq!(bench.asked("AT+CMGL=4\r").matches("+CMGL: ").count(), 1);
    assert_eq!(bench.asked("AT+CMGD=1,4\r"), "\r\nOK\r\n");
    assert_eq!(bench.asked("AT+CMGL=4\r"), "\r\nOK\r\n");
}

#[test]
fn reports_can_be_stored_and_read() {
    let mut bench = Bench::new(&[]);
    bench.asked("AT+CNMI=2,1,0,2,0\r");
    bench.submit(REACHED, "x");
    bench.take();
    bench.pass(1_000);
    assert!(bench.take().ends_with("\r\n+CDSI: \"SR\",1\r\n"));
    assert!(bench.asked("AT+CPMS=\"SR\"\r").contains("+CPMS: 1,20,0,20,0,20"));
    assert!(bench.asked("AT+CMGR=1\r").contains("+CMGR: 0,,"));
}

#[test]
fn what_must_be_acknowledged_stops_when_it_is_not() {
    let mut bench = Bench::new(&[]);
    assert!(bench.asked("AT+CNMA\r").contains("+CMS ERROR: 340"));
    bench.asked("AT+CSMS=1\r");
    for _ in 0..2 {
        bench.submit(REACHED, "x");
        bench.pass(150);
    }
    bench.take();
    bench.pass(1_000);
    assert_eq!(bench.take().matches("+CDS").count(), 1, "the second waits for +CNMA");
    assert_eq!(bench.asked("AT+CNMA\r").matches("+CDS").count(), 1);
    bench.pass(15_000);
    assert!(bench.asked("AT+CNMI?\r").contains("+CNMI: 0,0,0,0,0"));
}

/// A modem of a kind, set so, with a message that was taken.
fn reported(personality: &str, faults: &[&str], set: &[&str]) -> Bench {
    let mut bench = Bench::with(faults, WhileClosed::Discard);
    let settings = Settings {
        personality: Personality::named(personality).unwrap(),
        network: NetworkSettings { latency: LATENCY, ..NetworkSettings::default() },
        faults: faults.iter().map(|fault| fault.parse().unwrap()).collect(),
        ..Settings::default()
    };
    bench.modem = Modem::new(settings, bench.start, UNIX_EPOCH + Duration::from_millis(START));
    for line in ["ATE0\r"].iter().chain(set) {
        let said = bench.asked(line);
        assert!(said.ends_with("OK\r\n"), "{personality}: {line:?} {said:?}");
    }
    bench.submit(REACHED, "x");
    bench.pass(100);
    bench.take();
    bench
}

/// The TPDUs of all offers of reports, and how each was shown.
fn offers(bench: &Bench) -> (Vec<String>, Vec<Shown>) {
    let reports = bench.records.iter().filter_map(|record| match record {
        Record::Report(report) => Some((report.tpdu.clone(), report.shown)),
        _ => None,
    });
    reports.unzip()
}

#[test]
fn a_report_that_nobody_takes_is_offered_again_and_stays_the_same() {
    let acknowledged: &[&str] = &["AT+CSMS=1\r", "AT+CNMI=2,1,0,1,0\r"];
    // By a modem, set so: what is done after the first offer, and how the offers of one minute are shown.
    type Row = (&'static str, &'static [&'static str], &'static [&'static str], &'static [Shown]);
    let rows: &[Row] = &[
        ("generic", acknowledged, &["AT+CNMA\r"], &[Shown::Direct]),
        ("reports-acknowledged", acknowledged, &["AT+CNMA=1\r"], &[Shown::Direct]),
        ("generic", acknowledged, &["AT+CNMA=2\r"], &[Shown::Direct, Shown::Direct, Shown::Refused]),
        ("generic", acknowledged, &[], &[Shown::Direct, Shown::Refused, Shown::Refused]),
        ("generic", acknowledged, &["AT+CSMS=0\r"], &[Shown::Direct, Shown::Direct]),
        ("generic", &["AT+CNMI=2,1,0,1,0\r"], &[], &[Shown::Direct]),
        ("generic", &["AT+CNMI=2,1,0,0,0\r"], &[], &[Shown::Dropped]),
        ("generic", &["AT+CNMI=2,1,0,2,0\r"], &[], &[Shown::Announced]),
        ("reports-stored", &["AT+CNMI=2,1,0,2,0\r"], &[], &[Shown::Announced]),
        ("reports-stored", &[], &["AT+CNMI=2,1,0,2,0\r"], &[Shown::Refused, Shown::Announced]),
        ("reports-direct", &["AT+CNMI=2,1,0,1,0\r"], &[], &[Shown::Direct]),
    ];
    for (personality, set, then, want) in rows {
        let mut bench = reported(personality, &[], set);
        bench.pass(500);
        for line in *then {
            bench.say(line);
        }
        bench.pass(60_000);
        let (tpdus, shown) = offers(&bench);
        assert_eq!(shown, *want, "{personality} {set:?} {then:?}");
        assert!(tpdus.windows(2).all(|two| two[0] == two[1]), "{personality} {set:?}: {tpdus:?}");
    }
}

#[test]
fn reports_wait_in_the_network_while_their_memory_is_full_or_the_modem_is_away() {
    let mut bench = reported("reports-stored", &[], &["AT+CNMI=2,1,0,2,0\r"]);
    for _ in 0..11 {
        bench.submit(REACHED, "x");
        bench.pass(1_000);
    }
    let shown = offers(&bench).1;
    assert_eq!(shown.iter().filter(|shown| **shown == Shown::Announced).count(), 10, "{shown:?}");
    assert!(bench.asked("AT+CPMS=\"SR\"\r").contains("+CPMS: 10,10,"));
    bench.say("AT+CMGD=3\r");
    bench.say("AT+CMGD=7\r");
    bench.take();
    bench.pass(21_000);
    let heard = bench.take();
    assert!(heard.contains("+CDSI: \"SR\",3") && heard.contains("+CDSI: \"SR\",7"), "{heard:?}");

    let mut bench = reported("reports-stored", &[], &["AT+CNMI=2,1,0,2,0\r"]);
    bench.modem.instruct("unplug:1s now".parse().unwrap(), bench.now);
    bench.pass(10_000);
    bench.asked("AT+CNMI=2,1,0,2,0\r");
    bench.pass(20_000);
    assert!(bench.take().contains("+CDSI: \"SR\",1"));
}

#[test]
fn what_was_shown_and_not_acknowledged_outlives_the_modem() {
    let acknowledged = ["AT+CSMS=1\r", "AT+CNMI=2,1,0,1,0\r"];
    for trouble in ["reboot now", "unplug:1s now"] {
        let mut bench = reported("generic", &[], &acknowledged);
        bench.pass(500);
        assert!(bench.take().contains("+CDS: "));
        bench.modem.instruct(trouble.parse().unwrap(), bench.now);
        bench.pass(10_000);
        acknowledged.iter().for_each(|line| drop(bench.asked(line)));
        bench.pass(15_000);
        assert!(bench.take().contains("+CDS: "), "{trouble}");
    }
}

#[test]
fn a_report_comes_twice_or_never_when_that_is_asked_for() {
    for (fault, want) in [("report-twice", 2), ("report-lost", 0), ("report-twice@2", 1)] {
        let mut bench = reported("generic", &[fault], &["AT+CNMI=2,1,0,1,0\r"]);
        bench.pass(5_000);
        let (tpdus, _) = offers(&bench);
        assert_eq!(tpdus.len(), want, "{fault}");
        assert!(tpdus.windows(2).all(|two| two[0] == two[1]), "{fault}");
    }
}

#[test]
fn nothing_comes_between_prompt_and_ctrl_z() {
    let mut bench = Bench::new(&[]);
    bench.say("AT+CMGS=20\r");
    bench.pass(10);
    bench.take();
    bench.modem.instruct(format!("from {REACHED} Bonjour").parse().unwrap(), bench.now);
    bench.pass(1_000);
    assert_eq!(bench.take(), "");
    assert_eq!(bench.asked("\x1B"), "\r\nOK\r\n\r\n+CMTI: \"SM\",1\r\n");
}

#[test]
fn lines_are_understood_however_they_are_cut() {
    let said = "AT+CMEE=1;+CREG?\r\nat+cgmi\rAT+NONSENSE\rATE1Q0V1\rAT+CMGF=1\r";
    let whole = Bench::new(&[]).asked(said);
    assert_eq!(
        whole,
        "\r\n+CREG: 0,1\r\n\r\nOK\r\n\r\nVirtualModem\r\n\r\nOK\r\n\r\nERROR\r\n\r\nOK\r\n\
         AT+CMGF=1\r\r\n+CMS ERROR: 303\r\n"
    );
    for cut in 1..said.len() {
        let mut bench = Bench::new(&[]);
        let (head, tail) = said.split_at(cut);
        bench.say(head);
        bench.pass(50);
        bench.say(tail);
        assert_eq!(bench.take(), whole, "cut at {cut}");
    }
}

#[test]
fn identity_and_errors_are_as_asked() {
    let rows = [
        ("ATI\r", "\r\nVirtual\r\nGENERIC-27005\r\nRevision: 1.0\r\n\r\nOK\r\n"),
        ("AT+CGSN\r", "\r\n001010123456780\r\n\r\nOK\r\n"),
        ("AT+CGSN=?\r", "\r\nOK\r\n"),
        ("AT+CPIN?\r", "\r\n+CPIN: READY\r\n\r\nOK\r\n"),
        ("AT+CSCA?\r", "\r\n+CSCA: \"+33639980009\",145\r\n\r\nOK\r\n"),
        ("AT+CPIN=\"0000\"\r", "\r\nERROR\r\n"),
        ("AT+CMEE=1;+CPIN=\"0000\"\r", "\r\n+CME ERROR: 3\r\n"),
        ("AT+CMEE=2;+CPIN=\"0000\"\r", "\r\n+CME ERROR: operation not allowed\r\n"),
        ("AT+COPS=3,2;+COPS?\r", "\r\n+COPS: 0,2,\"00101\",7\r\n\r\nOK\r\n"),
        ("AT+CFUN=4;+CREG?\r", "\r\n+CREG: 0,0\r\n\r\nOK\r\n"),
        ("AT+CFUN=4;+CMGS=10\r", "\r\n+CMS ERROR: 331\r\n"),
        ("AT+CMGS=999\r", "\r\n+CMS ERROR: 304\r\n"),
        ("ATV0;I\r", "Virtual\r\nGENERIC-27005\r\nRevision: 1.0\r\n0\r"),
        ("ATQ1\r", ""),
        ("hello\r", ""),
        ("\r", ""),
    ];
    for (given, want) in rows {
        assert_eq!(Bench::new(&[]).asked(given), want, "{given:?}");
    }
}

#[test]
fn the_last_line_comes_again() {
    let mut bench = Bench::new(&[]);
    bench.asked("AT+CSQ\r");
    assert_eq!(bench.asked("A/"), "\r\n+CSQ: 22,99\r\n\r\nOK\r\n");
}

#[test]
fn rubbish_for_ever_ends_nowhere() {
    let mut bench = Bench::new(&[]);
    for octet in 0..=255_u8 {
        bench.modem.handle_bytes(&vec![octet; 3_000], bench.now);
        bench.modem.poll_output();
    }
    bench.say("\x1B\r");
    bench.take();
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
