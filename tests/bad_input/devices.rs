//! What is no modem: work is taken in all the same, the cause is said once, and the daemon neither spins
//! nor grows, whatever it has to listen to.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::symlink;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::pty::openpty;
use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};

use crate::house::{Cost, Daemon, House};

const BODY: &str = "Cours de piano annulé ce soir.";

fn row(house: &House) -> i64 {
    house.insert(&[("recipient", "06 39 98 74 00"), ("body", BODY)])
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
    let begun = std::time::Instant::now();
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
