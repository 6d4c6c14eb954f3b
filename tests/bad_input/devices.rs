//! What is no modem: work is taken in all the same, the cause is said once, and the daemon neither spins
//! nor grows, whatever it has to listen to.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Instant;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::pty::openpty;
use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};

use crate::house::{Cost, Daemon, House};

const BODY: &str = "Cours de piano annulé ce soir.";

fn row(house: &House) -> i64 {
    house.insert(&[("recipient", "06 39 98 74 00"), ("body", BODY)])
}

/// Makes something in a house.
type Place = fn(&House) -> PathBuf;

#[test]
fn what_is_no_serial_port_is_said_once_and_work_waits() {
    let house_path = |house: &House, name: &str| house.path(name);
    let devices: &[(&str, Place, &str)] = &[
        (
            "a regular file",
            |house| {
                let path = house.path("file");
                std::fs::write(&path, "+CMGS: 1\r\nOK\r\n").unwrap();
                path
            },
            "is no serial port",
        ),
        ("a directory", |house| house.path("log"), "is no serial port"),
        ("/dev/null", |_| PathBuf::from("/dev/null"), "is no serial port"),
        ("nothing", |house| house.path("nothing"), "is it plugged in?"),
    ];
    for (what, device, says) in devices {
        let house = House::new();
        let at = device(&house);
        if at.exists() {
            symlink(at, house_path(&house, "modem/port")).unwrap();
        }
        let daemon = house.run();
        house.wait_for_log(says);
        house.wait_for_state(row(&house), "queued");
        assert_eq!(house.logged("line can't send").len(), 1, "{what}: {}", house.log());
        assert_eq!(daemon.stop(), Some(0), "{what}");
    }
}

/// The other end of a port, played by the test.
struct Impostor {
    quit: Arc<AtomicBool>,
    /// Octets that it has written.
    heard: Arc<AtomicU64>,
    thread: Option<JoinHandle<()>>,
}

impl Impostor {
    /// At the house's port; `say` gives what comes next, for what was heard.
    fn at(house: &House, mut say: impl FnMut(&[u8]) -> Vec<u8> + Send + 'static) -> Self {
        let pty = openpty(None, None).unwrap();
        let mut raw = tcgetattr(&pty.slave).unwrap();
        cfmakeraw(&mut raw);
        tcsetattr(&pty.slave, SetArg::TCSANOW, &raw).unwrap();
        symlink(nix::unistd::ttyname(&pty.slave).unwrap(), house.path("modem/port")).unwrap();
        let flag = nix::fcntl::FcntlArg::F_SETFL(nix::fcntl::OFlag::O_NONBLOCK);
        nix::fcntl::fcntl(&pty.master, flag).unwrap();
        let (quit, heard) = (Arc::<AtomicBool>::default(), Arc::<AtomicU64>::default());
        let inner = (Arc::clone(&quit), Arc::clone(&heard));
        let thread = std::thread::spawn(move || {
            let (quit, heard) = inner;
            // Our own end of the slave stays open: the port is never hung up.
            let _slave = pty.slave;
            let mut master = File::from(pty.master);
            let (mut next, mut chunk) = (Vec::new(), [0; 4_096]);
            while !quit.load(Ordering::Relaxed) {
                let wants =
                    if next.is_empty() { PollFlags::POLLIN } else { PollFlags::POLLIN | PollFlags::POLLOUT };
                poll(&mut [PollFd::new(master.as_fd(), wants)], PollTimeout::from(100_u8)).unwrap();
                let got = master.read(&mut chunk).unwrap_or(0);
                heard.fetch_add(got as u64, Ordering::Relaxed);
                if next.is_empty() {
                    next = say(&chunk[..got]);
                }
                let gone = master.write(&next).unwrap_or(0);
                next.drain(..gone);
            }
        });
        Self { quit, heard, thread: Some(thread) }
    }

    fn wait_until_heard(&self, house: &House, octets: u64) {
        house.wait("commands written", |_| (self.heard.load(Ordering::Relaxed) >= octets).then_some(()));
    }
}

impl Drop for Impostor {
    fn drop(&mut self) {
        self.quit.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            assert!(thread.join().is_ok() || std::thread::panicking());
        }
    }
}

/// It is no modem, it says so, takes work in, and stops when it is told to.
fn is_borne(house: &House, daemon: Daemon, says: &str) {
    house.wait_for_log(says);
    house.wait_for_state(row(house), "queued");
    assert_eq!(house.logged("line can't send").len(), 1, "{}", house.log());
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_port_where_nothing_answers_is_silent_and_costs_nothing() {
    let house = House::new();
    let silent = Impostor::at(&house, |_| Vec::new());
    let begun = Instant::now();
    let daemon = house.run();
    // Several rounds of questions.
    silent.wait_until_heard(&house, 12);
    let Cost { processor, resident } = daemon.cost();
    let share = processor.as_secs_f64() / begun.elapsed().as_secs_f64();
    assert!(share < 0.3, "it spins: {processor:?} of {:?}", begun.elapsed());
    assert!(resident < 64 << 20, "{resident} octets");
    is_borne(&house, daemon, "nothing answers");
}

#[test]
fn a_port_that_echoes_everything_is_no_modem() {
    let house = House::new();
    let _echo = Impostor::at(&house, <[u8]>::to_vec);
    let daemon = house.run();
    is_borne(&house, daemon, "is no modem");
}

/// It takes what it is given, stops and goes on (DC3, DC1) as its paper does, and tells its status (ESC/POS).
#[test]
fn a_printer_that_is_taken_for_a_modem_answers_nothing_and_is_left() {
    let house = House::new();
    let printer = Impostor::at(&house, |given| {
        if given.is_empty() { Vec::new() } else { [&[0x13, 0x11][..], &[0x16]].concat() }
    });
    let daemon = house.run();
    printer.wait_until_heard(&house, 2);
    house.wait_for_log("line can't send");
    let port = house.path("modem/port").display().to_string();
    let said = house.ask(&["status"]);
    assert!(said.code == Some(4) && said.stdout.contains("line sim-1 can't send"), "{said:?}");
    assert_eq!(daemon.stop(), Some(0));
    let said = house.ask(&["modem", "diagnose", &port]);
    let headline = said.stdout.lines().nth(1).unwrap();
    assert!(said.code == Some(4) && headline.starts_with("not ready: "), "{said:?}");
    assert_eq!(house.ask(&["config", "check"]).code, Some(0), "a file can't know it");
}

/// Kinds of rubbish that never end, each with what may confuse a reader of lines.
fn rubbish(kind: &str, round: u64) -> Vec<u8> {
    let mut dice = fastrand::Rng::with_seed(round);
    match kind {
        "random octets" => std::iter::repeat_with(|| dice.u8(..)).take(1_024).collect(),
        "one line without end" => vec![b'A'; 1_024],
        "empty lines" => b"\r\n".repeat(512),
        "prompts" => b"\r\n> ".repeat(256),
        "answers to nothing" => b"\r\nOK\r\n\r\n+CMGS: 7\r\n\r\nERROR\r\n\r\n+CMS ERROR: 500\r\n".repeat(20),
        "reports of nothing" => b"\r\n+CDS: 26\r\nZZZZ\r\n\r\n+CMTI: \"SM\",1\r\n\r\nRING\r\n".repeat(20),
        other => panic!("{other}"),
    }
}

const KINDS: [&str; 6] = [
    "random octets",
    "one line without end",
    "empty lines",
    "prompts",
    "answers to nothing",
    "reports of nothing",
];

/// Each for itself, side by side: most of it is waiting.
#[test]
fn rubbish_for_ever_makes_the_daemon_neither_spin_nor_grow() {
    std::thread::scope(|scope| {
        for kind in KINDS {
            scope.spawn(move || is_given_up_again_and_again(kind));
        }
    });
}

fn is_given_up_again_and_again(kind: &'static str) {
    let house = House::new();
    let mut round = 0;
    let _modem = Impostor::at(&house, move |_| {
        round += 1;
        rubbish(kind, round)
    });
    let begun = Instant::now();
    let daemon = house.run();
    // Some seconds later each time.
    let tried = |times: usize| {
        house.wait(kind, |house| (house.logged("port open").len() >= times).then_some(()));
        daemon.cost()
    };
    let (early, late) = (tried(2), tried(3));
    assert!(late.resident < early.resident + (2 << 20), "{kind}: it grows from {early:?} to {late:?}");
    let share = late.processor.as_secs_f64() / begun.elapsed().as_secs_f64();
    assert!(share < 0.3, "{kind}: it spins, {late:?} of {:?}", begun.elapsed());
    house.wait_for_state(row(&house), "queued");
    assert_eq!(house.logged("line can't send").len(), 1, "{kind}: {}", house.log());
    assert_eq!(house.submits().len(), 0, "{kind}");
    assert_eq!(daemon.stop(), Some(0), "{kind}");
}
