//! On a real terminal and in real time: waits are for events, with a generous deadline.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use nix::fcntl::OFlag;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use tempfile::TempDir;

use super::*;
use crate::sim::{Fault, Mishap, NetworkSettings, WhileClosed};

const PATIENCE: Duration = Duration::from_secs(30);
/// To +33639980123: "Bonjour", with a report asked for.
const TPDU: &str = "21000B913336990821F3000007C2B75BFDAECB01";

struct Bench {
    folder: TempDir,
    handle: Handle,
    sightings: Receiver<Sighting>,
}

impl Bench {
    fn new(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (watcher, sightings) = mpsc::sync_channel(1_000);
        let network = NetworkSettings { latency: Duration::from_millis(20), ..NetworkSettings::default() };
        let mut settings = Settings {
            place: Place::Link(folder.path().join("modem")),
            modem: sim::Settings { network, ..sim::Settings::default() },
            journal: Some(folder.path().join("journal")),
            control: Some(folder.path().join("control")),
            watcher: Some(watcher),
        };
        change(&mut settings);
        Self { handle: start(settings).unwrap(), folder, sightings }
    }

    /// Opens the port as a program does, blocking.
    fn open(&self) -> File {
        let mut options = OpenOptions::new();
        options.read(true).write(true).custom_flags(OFlag::O_NOCTTY.bits());
        options.open(self.handle.path()).unwrap()
    }

    /// Waits for a sighting.
    fn until(&self, mut wanted: impl FnMut(&Sighting) -> bool) -> Sighting {
        loop {
            let sighting = self.sightings.recv_timeout(PATIENCE).unwrap();
            if wanted(&sighting) {
                return sighting;
            }
        }
    }

    fn noted(&self, text: &str) {
        self.until(
            |sighting| matches!(sighting, Sighting::Record(Record::Note { note, .. }) if note == text),
        );
    }

    fn released(&self) {
        self.until(|sighting| *sighting == Sighting::Released);
    }

    fn command(&self, line: &str) {
        let control = self.folder.path().join("control");
        OpenOptions::new().append(true).open(control).unwrap().write_all(line.as_bytes()).unwrap();
    }
}

/// Reads until what was read ends so.
fn hear(port: &mut File, end: &str) -> String {
    let mut heard = String::new();
    while !heard.ends_with(end) {
        let mut octet = [0];
        assert_eq!(port.read(&mut octet).unwrap(), 1, "{heard:?}");
        heard.push(octet[0].into());
    }
    heard
}

fn ask(port: &mut File, line: &str) -> String {
    port.write_all(line.as_bytes()).unwrap();
    hear(port, "OK\r\n")
}

fn hand_over(port: &mut File) {
    port.write_all(format!("AT+CMGS={}\r", TPDU.len() / 2).as_bytes()).unwrap();
    hear(port, "> ");
    port.write_all(format!("00{TPDU}\x1A").as_bytes()).unwrap();
}

#[test]
fn a_program_sends_and_the_journal_has_it() {
    let bench = Bench::new(|_| {});
    let mut port = bench.open();
    bench.until(|sighting| *sighting == Sighting::Opened);
    ask(&mut port, "ATE0\r");
    ask(&mut port, "AT+CNMI=2,1,0,1,0\r");
    hand_over(&mut port);
    assert_eq!(hear(&mut port, "OK\r\n"), "\r\n+CMGS: 0\r\n\r\nOK\r\n");
    assert!(hear(&mut port, "\r\n").is_ascii());
    assert!(hear(&mut port, "\r\n").starts_with("+CDS: "));
    let journal = fs::read_to_string(bench.folder.path().join("journal")).unwrap();
    let lines: Vec<serde_json::Value> =
        journal.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["kind"], "submit");
    assert_eq!(lines[0]["tpdu"], TPDU);
    assert_eq!(lines[0]["to"], "+33639980123");
    assert_eq!(lines[0]["text"], "Bonjour");
    assert_eq!(lines[0]["result"], "sent");
    assert_eq!(lines[1]["kind"], "report");
    let link = bench.handle.path().to_owned();
    bench.handle.stop().unwrap();
    assert!(fs::symlink_metadata(link).is_err(), "the link has gone");
}

#[test]
fn what_a_dead_holder_left_unread_is_gone_for_the_next() {
    for (while_closed, kept) in [(WhileClosed::Discard, false), (WhileClosed::Buffer, true)] {
        let bench = Bench::new(|settings| settings.modem.while_closed = while_closed);
        let mut port = bench.open();
        ask(&mut port, "ATE0\r");
        port.write_all(b"ATI\r").unwrap();
        // The answer waits in the terminal; nobody reads it.
        let mut waiting = [PollFd::new(port.as_fd(), PollFlags::POLLIN)];
        assert_eq!(poll(&mut waiting, PollTimeout::from(30_000_u16)), Ok(1));
        drop(port);
        bench.released();
        let mut port = bench.open();
        let heard = ask(&mut port, "AT\r");
        assert_eq!(heard.contains("GENERIC"), kept, "{while_closed:?}: {heard:?}");
    }
}

#[test]
fn a_dead_holder_keeps_nobody_out() {
    let bench = Bench::new(|_| {});
    let port = bench.open();
    exclusive::begin(&port).unwrap();
    drop(port);
    bench.released();
    assert!(!exclusive::holds(bench.open()).unwrap());
}

#[test]
fn what_was_handed_over_before_death_was_sent() {
    let bench = Bench::new(|_| {});
    let mut port = bench.open();
    ask(&mut port, "ATE0\r");
    hand_over(&mut port);
    drop(port);
    let record = bench.until(|sighting| matches!(sighting, Sighting::Record(Record::Submit(_))));
    let Sighting::Record(Record::Submit(entry)) = record else { panic!("{record:?}") };
    assert!(entry.accepted);
    bench.released();
    let mut port = bench.open();
    // Its answer may still come, or has been lost; the modem goes on.
    port.write_all(b"AT+CMEE?\r").unwrap();
    hear(&mut port, "+CMEE: 0\r\n\r\nOK\r\n");
}

#[test]
fn an_unplugged_port_is_gone_and_comes_back_under_the_same_link() {
    let bench = Bench::new(|_| {});
    let mut port = bench.open();
    ask(&mut port, "ATE0\r");
    bench.command("unplug:1ms now\n");
    bench.noted("unplugged");
    // The holder sees the end of the file, or an error: at any rate it does not wait for ever.
    while port.read(&mut [0; 64]).is_ok_and(|count| count > 0) {}
    bench.noted("plugged in again");
    bench.noted("starts anew");
    let mut port = bench.open();
    hear(&mut port, "RDY\r\n");
    hear(&mut port, "+CPIN: READY\r\n");
    assert_eq!(ask(&mut port, "AT\r"), "AT\r\r\nOK\r\n", "echo is back");
}

#[test]
fn faults_and_messages_come_in_while_it_runs() {
    let bench = Bench::new(|_| {});
    let mut port = bench.open();
    ask(&mut port, "ATE0\r");
    bench.handle.inject(Fault::once(Mishap::Refuse(38)));
    hand_over(&mut port);
    assert_eq!(hear(&mut port, "38\r\n"), "\r\n+CMS ERROR: 38\r\n");
    ask(&mut port, "AT+CNMI=2,1\r");
    bench.command("explode\n");
    bench.until(|sighting| matches!(sighting, Sighting::Misunderstood(_)));
    bench.command("from +33639980123 Merci\n");
    assert_eq!(hear(&mut port, "1\r\n"), "\r\n+CMTI: \"SM\",1\r\n");
}

#[test]
fn a_port_with_two_holders_is_free_when_both_have_gone() {
    let bench = Bench::new(|_| {});
    let mut first = bench.open();
    ask(&mut first, "ATE0\r");
    drop(bench.open());
    assert_eq!(ask(&mut first, "AT\r"), "\r\nOK\r\n");
    drop(first);
    bench.released();
}

#[test]
fn what_can_not_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        place: Place::Link(folder.path().join("missing/modem")),
        modem: sim::Settings::default(),
        journal: None,
        control: None,
        watcher: None,
    };
    let told = start(settings.clone()).unwrap_err().to_string();
    assert!(told.contains("link"), "{told}");
    let journal = Some(folder.path().to_owned());
    let told = start(Settings { journal, ..settings }).unwrap_err().to_string();
    assert!(told.contains("journal"), "{told}");
}

#[test]
fn a_device_that_is_there_can_be_the_port() {
    let pty = nix::pty::openpty(None, None).unwrap();
    let device = nix::unistd::ttyname(&pty.slave).unwrap();
    let handle = start(Settings {
        place: Place::Device(device),
        modem: sim::Settings::default(),
        journal: None,
        control: None,
        watcher: None,
    });
    let handle = handle.unwrap();
    let mut far = std::fs::File::from(pty.master);
    far.write_all(b"AT\r").unwrap();
    let mut heard = String::new();
    while !heard.ends_with("\r\nOK\r\n") {
        let mut octets = [0; 64];
        let count = far.read(&mut octets).unwrap();
        heard.push_str(std::str::from_utf8(&octets[..count]).unwrap());
    }
    handle.stop().unwrap();
}

/// Hands a message over with a trap at the middle of its PDU; what the journal has of it.
fn trapped(meanwhile: Meanwhile) -> bool {
    let bench = Bench::new(|_| {});
    let mut port = bench.open();
    ask(&mut port, "ATE0\r");
    let (reached, sprung) = mpsc::channel();
    let (go, gone) = mpsc::channel::<()>();
    let spring = Box::new(move || {
        reached.send(()).unwrap();
        gone.recv().unwrap();
    });
    let (phase, occurrence, depth, pause) = (Phase::Pdu, 1, 500, Duration::from_millis(1));
    bench.handle.set(Trap { phase, occurrence, depth, pause, meanwhile, spring });
    hand_over(&mut port);
    sprung.recv_timeout(PATIENCE).unwrap();
    drop(port);
    go.send(()).unwrap();
    bench.released();
    // The next finds a modem that waits for the rest of the PDU, or one that has sent it.
    let mut port = bench.open();
    ask(&mut port, "\x1BAT\r");
    fs::read_to_string(bench.folder.path().join("journal")).unwrap().contains("submit")
}

#[test]
fn at_a_trap_what_was_not_read_is_lost_or_read_as_it_is_told() {
    let rows =
        [(Meanwhile::HoldsThenDrops, false), (Meanwhile::HoldsThenGoesOn, true), (Meanwhile::GoesOn, true)];
    for (meanwhile, want) in rows {
        assert_eq!(trapped(meanwhile), want, "{meanwhile:?}");
    }
}
