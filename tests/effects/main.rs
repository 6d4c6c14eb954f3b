//! In which order the daemon's effects reach the world, as strace(1) sees the process: no octet of a PDU before the
//! entry is on disk, nothing thrown away that the modem said; and what remains when it is killed at the entry of
//! each system call that writes or syncs, one by one.
//!
//! `BEFFROI_KILL_POINTS=all cargo test --test effects` tries every one of them; else each third.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

#[path = "../house/mod.rs"]
mod house;
mod restoring;
mod trace;

use std::process::Command;
use std::thread;
use std::time::Duration;

use house::{Daemon, House, LINE, OUTBOX, STORE, is_there, left_out};
use trace::{Disorder, Trace};

/// What writes, syncs, or throws input away; and what comes in from the modem.
const EFFECTS: &str = "trace=openat,read,write,writev,pwrite64,fsync,fdatasync,ioctl,ftruncate,rename,unlink";

fn house() -> House {
    House::with(&format!("{STORE}{OUTBOX}{}", LINE.replace("3s", "1s")))
}

/// The daemon under strace, with these options.
fn traced(house: &House, options: &[&str]) -> Daemon {
    let run = house.command(&["run"]);
    // As a process of its own beside the daemon, which stays our child: signals are for the daemon.
    let mut command = Command::new("strace");
    command.arg("-D");
    command.args(options).arg("--").arg(run.get_program()).args(run.get_args());
    for (name, value) in run.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.current_dir(run.get_current_dir().unwrap());
    house.spawn_command(command)
}

fn row(number: usize) -> (String, String) {
    let (hundreds, rest) = (number / 100, number % 100);
    (format!("06 39 98 {hundreds:02} {rest:02}"), format!("Cours annulé ce soir, place numéro {number}."))
}

#[test]
fn no_octet_of_a_pdu_leaves_before_its_entry_is_on_disk_and_nothing_is_thrown_away() {
    if !is_there("strace") {
        return left_out("the order of effects, no strace here");
    }
    let house = house();
    let _modem = house.modem(|_| {});
    house.run().kill();
    let path = house.path("log/trace");
    let daemon = traced(&house, &["-f", "-y", "-s", "64", "-o", path.to_str().unwrap(), "-e", EFFECTS]);
    let rows: Vec<_> = (0..10).map(row).collect();
    house.insert_all("normal", &rows);
    house.wait_until_quiet();
    assert_eq!(daemon.stop(), Some(0));
    let text = std::fs::read_to_string(&path).unwrap();
    let trace = Trace::read(&text, house.path("modem/port").to_str().unwrap());
    assert_eq!(trace.pdus(), rows.len(), "each message was seen on its way");
    assert_eq!(trace.disorder(), None);
    // A build that wrote the PDU first, or did not wait for the disk, would leave these.
    for (name, changed) in trace.doctored() {
        assert!(changed.disorder().is_some(), "{name} is not found");
    }
    assert_eq!(trace.with_flush().disorder(), Some(Disorder::ThrownAway));
}

/// Kills at the n-th call of a kind, for every n until one run comes to its end.
fn kill_points(calls: &'static str, first: usize, step: usize) -> usize {
    let house = house();
    let _modem = house.modem(|modem| modem.network.latency = Duration::from_millis(5));
    house.run().kill();
    let mut rows = 0;
    let mut killed = 0;
    for n in (first..).step_by(step) {
        house.insert_all("normal", &[row(rows)]);
        rows += 1;
        let inject = format!("inject={calls}:signal=SIGKILL:when={n}");
        let (only, devnull) = (format!("trace={calls}"), "/dev/null");
        let mut daemon = traced(&house, &["-f", "-o", devnull, "-e", &only, "-e", &inject]);
        let dead = house.wait("a death, or rest", |house| {
            let resting = || house.all_rows().iter().all(house::Row::is_at_rest);
            if daemon.has_ended() { Some(true) } else { resting().then_some(false) }
        });
        // It writes while it stops, too.
        if !dead && daemon.stop() == Some(0) {
            break;
        }
        killed += 1;
        let after = house.run();
        house.wait_until_quiet();
        after.kill();
    }
    let daemon = house.run();
    house.wait_until_quiet();
    assert_eq!(daemon.stop(), Some(0));
    assert_eq!(house.all_rows().len(), rows);
    house.assert_none_twice();
    let audit =
        house.ask(&["audit", house.store().to_str().unwrap(), house.journal_path().to_str().unwrap()]);
    assert_eq!(audit.code, Some(0), "{calls}: {audit:?}");
    killed
}

#[test]
fn killed_at_any_call_that_writes_or_syncs_nothing_is_lost_or_sent_twice() {
    if !is_there("strace") {
        return left_out("kills at each system call, no strace here");
    }
    let all = std::env::var("BEFFROI_KILL_POINTS").is_ok_and(|which| which == "all");
    let step = if all { 1 } else { 3 };
    let kinds: [(&str, usize); 4] =
        [("fsync,fdatasync", 1), ("write", step), ("pwrite64", step * 2), ("rename,unlink,ftruncate", 1)];
    let campaigns = kinds.map(|(calls, step)| (calls, thread::spawn(move || kill_points(calls, 1, step))));
    let killed = campaigns.map(|(calls, campaign)| (calls, campaign.join().unwrap()));
    for (calls, killed) in killed {
        assert!(killed > 1, "{calls}: {killed} kills");
    }
    let sum: usize = killed.iter().map(|(_, killed)| killed).sum();
    house::tell(&format!(
        "figures: {sum} kills at the entry of a system call {killed:?}: none lost, none twice"
    ));
}
