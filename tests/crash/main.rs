//! Kills triggered by octets: the virtual modem kills the daemon's process group at a drawn octet of a drawn
//! phase of a message's life (command, prompt, PDU, Ctrl-Z, result, report, acknowledgement), 0 to 5 ms
//! later, while rows keep coming in. At the end every row has its message, every message has come to rest,
//! the network has no part twice and none is lost, each unknown has a kill that excuses it, and the audit
//! agrees.
//!
//! `BEFFROI_KILLS=500 cargo test --test crash -- --include-ignored` is a campaign.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

#[path = "../house/mod.rs"]
mod house;

mod draw;
mod judge;

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use beffroi::moment::Moment;
use beffroi::virtual_modem::Trap;
use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::{Id, WaitPidFlag, waitid};
use nix::unistd::Pid;

use draw::{Circumstances, Death, Drawn, PortSpeed, ROWS_A_KILL, row};
use house::{House, is_there, left_out, run_to_end};
use judge::Tally;

/// Houses at the same time, each with a daemon and a modem of its own.
const PAIRS: usize = 8;

/// Kills in one house.
const KILLS_A_HOUSE: usize = 4;

/// A trap that has not sprung by then has nothing to wait for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A kill that was.
#[derive(Clone, Copy, Debug)]
struct Kill {
    death: Death,
    /// Milliseconds since 1970.
    at: i64,
}

#[test]
fn nothing_is_lost_or_sent_twice_by_a_few_kills() {
    campaign(8, 2);
}

#[test]
#[ignore = "minutes: tests/run does it; BEFFROI_KILLS says how many kills"]
fn nothing_is_lost_or_sent_twice_by_many_kills() {
    let kills = std::env::var("BEFFROI_KILLS").map_or(64, |written| written.parse().unwrap());
    let tally = campaign(kills, KILLS_A_HOUSE);
    if kills >= 500 {
        tally.assert_each_phase(20);
    }
    tally.assert_brief_lives();
}

fn campaign(kills: usize, kills_a_house: usize) -> Tally {
    let folder = tempfile::tempdir().unwrap();
    let throttle = Arc::new(compile_throttle(folder.path()));
    let next = Arc::new(AtomicUsize::new(0));
    let pairs: Vec<_> = (0..PAIRS)
        .map(|_| {
            let (next, throttle) = (Arc::clone(&next), Arc::clone(&throttle));
            thread::spawn(move || {
                let mut tally = Tally::default();
                let _last = LastHouse(&next, kills);
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let first = number * kills_a_house;
                    if first >= kills {
                        return tally;
                    }
                    let deaths = first..kills.min(first + kills_a_house);
                    tally.add(under_kills(Circumstances::of(number), deaths, throttle.as_deref()));
                }
            })
        })
        .collect();
    // All of them end before one's failure is told: a daemon that is left behind would look for its modem
    // for ever, and find another test's under the same number.
    let pairs: Vec<_> = pairs.into_iter().map(thread::JoinHandle::join).collect();
    let mut all = Tally::default();
    pairs.into_iter().for_each(|tally| all.add(tally.unwrap()));
    assert_eq!(all.kills(), kills, "each trap has sprung: {all:?}");
    house::tell(&format!("figures: {all}"));
    all
}

/// Where one house fails, no other begins.
struct LastHouse<'n>(&'n AtomicUsize, usize);

impl Drop for LastHouse<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.store(self.1, Ordering::Relaxed);
        }
    }
}

/// The port that takes 16 octets a write; `None` where there is no C compiler.
fn compile_throttle(folder: &Path) -> Option<PathBuf> {
    if !is_there("cc") {
        left_out("kills in the midst of a throttled write, no C compiler here");
        return None;
    }
    let library = folder.join("throttle.so");
    let mut compiler = std::process::Command::new("cc");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/crash/throttle.c");
    compiler.args(["-O1", "-shared", "-fPIC", "-o"]).arg(&library).arg(source).arg("-ldl");
    let compiled = run_to_end(compiler);
    assert_eq!(compiled.code, Some(0), "{compiled:?}");
    Some(library)
}

/// Kills one daemon after the other in a house, then lets the last one come to rest.
fn under_kills(lives: Circumstances, deaths: std::ops::Range<usize>, throttle: Option<&Path>) -> Tally {
    let house = House::with(&lives.config());
    let modem = house.modem(|modem| lives.apply(modem));
    let mut dice = fastrand::Rng::with_seed(12 + lives.number as u64);
    let (mut rows, mut kills) = (0, Vec::new());
    house.run().kill();
    for number in deaths {
        let death = Death::draw(number, lives.route, &mut dice);
        let batch: Vec<_> = (rows..rows + ROWS_A_KILL).map(|number| row(number, &mut dice)).collect();
        rows += batch.len();
        put_in(&house, ["bulk", "normal", "urgent"][number % 3], &batch);
        let at = die(&house, &modem, death, lives.speed, throttle);
        kills.push(Kill { death, at: at.unwrap_or_else(|| panic!("{lives:?}, {death:?}\n{}", house.log())) });
    }
    let daemon = house.run();
    judge::wait_until_quiet(&house, lives);
    assert_eq!(daemon.stop(), Some(0));
    judge::judge(&house, lives, rows, &kills)
}

/// All rows in one transaction, their lives counted from now.
fn put_in(house: &House, lane: &str, rows: &[Drawn]) {
    let mut connection = house.producer();
    let transaction = connection.transaction().unwrap();
    let sql = "INSERT INTO outbox (recipient, body, lane, expires_at) VALUES (?1, ?2, ?3, ?4)";
    for row in rows {
        house.keep_secret(&row.recipient, &row.body);
        let ends = row.life.map(|life| Moment::from_system(SystemTime::now()).plus(life).to_rfc3339());
        transaction.execute(sql, rusqlite::params![row.recipient, row.body, lane, ends]).unwrap();
    }
    transaction.commit().unwrap();
}

/// A daemon lives until its octet has come, and dies; when, in milliseconds since 1970.
fn die(
    house: &House,
    modem: &house::Modem,
    death: Death,
    speed: PortSpeed,
    throttle: Option<&Path>,
) -> Option<i64> {
    let (name, named) = mpsc::channel::<Pid>();
    let (tell, told) = mpsc::channel();
    let spring = Box::new(move || {
        // Where the test has given up, there is nobody to kill, or to tell.
        let Ok(daemon) = named.recv() else { return };
        killpg(daemon, Signal::SIGKILL).unwrap();
        // Until its files are closed: what it wrote can be read, and nothing more comes.
        waitid(Id::Pid(daemon), WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT).unwrap();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        if tell.send(i64::try_from(now.as_millis()).unwrap()).is_err() {}
    });
    let Death { phase, occurrence, depth, pause, meanwhile } = death;
    modem.set(Trap { phase, occurrence, depth, pause, meanwhile, spring });
    let mut command = house.command(&["run"]);
    command.process_group(0);
    if let (PortSpeed::Throttled, Some(throttle)) = (speed, throttle) {
        command.env("LD_PRELOAD", throttle);
    }
    let daemon = house.spawn_command(command);
    name.send(daemon.pid()).unwrap();
    let at = told.recv_timeout(PATIENCE).ok();
    daemon.kill();
    at
}
