//! A disk under the store that fails while messages go out: nothing is sent without its entry, a result in
//! hand is kept, all goes on by itself. A store that is damaged, replaced or taken away meanwhile ends the
//! daemon with a sentence, and nothing of it goes twice once it is put back.

use std::fs;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::Connection;

use crate::house::{Daemon, Ended, House, is_there, left_out, run_to_end};
use crate::stores::{BODY, Disk, mailing};

/// What fails below the folder of the store.
struct Faults {
    library: PathBuf,
    control: PathBuf,
}

impl Faults {
    /// Compiles it; `None` where there is no C compiler.
    fn of(house: &House) -> Option<Self> {
        let faults = Self { library: house.path("fault.so"), control: house.path("fault") };
        if !is_there("cc") {
            return None;
        }
        let mut compiler = std::process::Command::new("cc");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/house/fault.c");
        compiler.args(["-O1", "-shared", "-fPIC", "-o"]).arg(&faults.library).arg(source).arg("-ldl");
        let compiled = run_to_end(compiler);
        assert_eq!(compiled.code, Some(0), "{compiled:?}");
        Some(faults)
    }

    fn run(&self, house: &House) -> Daemon {
        let mut command = house.command(&["run"]);
        command.env("LD_PRELOAD", &self.library).env("BEFFROI_FAULT", &self.control);
        let daemon = house.spawn_command({
            command.env("BEFFROI_FAULT_FOLDER", house.path("store"));
            command
        });
        house.wait_for_log_of(&daemon, "running store=");
        daemon
    }

    fn begin(&self, what: &str) {
        fs::write(self.control.with_extension("new"), what).unwrap();
        fs::rename(self.control.with_extension("new"), &self.control).unwrap();
    }

    fn end(&self) {
        fs::remove_file(&self.control).unwrap();
    }
}

fn audit(house: &House) -> Ended {
    house.ask(&["audit", house.store().to_str().unwrap(), house.journal_path().to_str().unwrap()])
}

#[test]
fn a_disk_that_fails_for_a_while_loses_and_doubles_nothing() {
    // EIO, EIO, EROFS as after errors=remount-ro; mostly waiting, so together.
    let trials = ["write 5", "sync 5", "all 30"].map(|fault| std::thread::spawn(move || under(fault)));
    for trial in trials {
        trial.join().unwrap();
    }
}

fn under(fault: &str) {
    let house = House::new();
    let Some(faults) = Faults::of(&house) else {
        return left_out("a disk that fails, there is no C compiler here");
    };
    let _modem = house.modem(|modem| modem.network.latency = Duration::from_millis(60));
    let daemon = faults.run(&house);
    house.insert_all("bulk", &mailing(0, 20));
    house.wait_for_accepted(4);
    faults.begin(fault);
    house.insert_all("bulk", &mailing(20, 20));
    house.wait_for_log("the store can't be written");
    let asked = house.ask(&["send", "--to", "06 39 98 73 99", "--text", BODY]);
    assert!(asked.is_one_sentence(1).contains("the store"), "{fault}: {asked:?}");
    house.keep_secret("0639987399", BODY);
    assert!(house.accepted().len() < 40, "{fault}: it was to be in the middle");
    faults.end();
    let rows = house.wait_until_quiet();
    let gone = |state: &str| matches!(state, "sent" | "delivered");
    assert!(rows.iter().all(|row| gone(&row.state)), "{fault}: {:?}", house.states());
    assert_eq!((rows.len(), house.accepted().len()), (40, 40), "{fault}");
    house.assert_none_twice();
    house.wait_for_log("the store can be written again");
    assert_eq!(daemon.stop(), Some(0), "{fault}");
    let audit = audit(&house);
    assert_eq!(audit.code, Some(0), "{fault}: {audit:?}");
    let check = house.ask(&["db", "check", "--full"]);
    assert_eq!(check.code, Some(0), "{fault}: {check:?}");
}

#[test]
fn a_store_on_a_disk_for_reading_only_is_said_in_one_sentence() {
    let house = House::new();
    let Some(disk) = Disk::mount(&house.path("store")) else {
        return left_out("a disk for reading only, only root may mount one");
    };
    assert_eq!(house.run().stop(), Some(0));
    disk.remount("ro");
    for (asked, said) in
        [(house.ask(&["run"]), "Read-only file system"), (house.demander(&["run"]), "beffroi.db")]
    {
        assert!(asked.is_one_sentence(1).contains(said), "{asked:?}");
    }
    disk.remount("rw");
    assert_eq!(house.run().stop(), Some(0));
}

/// Ten messages of which some have gone, and a copy from then; the daemon still runs.
fn under_way() -> (House, crate::house::Modem, Daemon, PathBuf) {
    let house = House::new();
    let modem = house.modem(|modem| modem.network.latency = Duration::from_millis(60));
    let daemon = house.run();
    house.insert_all("bulk", &mailing(0, 10));
    house.wait_for_accepted(3);
    let copy = house.path("log/copy.db");
    let made = house.ask(&["db", "backup", copy.to_str().unwrap()]);
    assert_eq!(made.code, Some(0), "{made:?}");
    (house, modem, daemon, copy)
}

/// From the copy on nothing goes twice: what waited is held, what the outbox shows as gone is known.
#[track_caller]
fn goes_on_from(house: &House, copy: &std::path::Path) {
    let put = house.ask(&["db", "restore", copy.to_str().unwrap()]);
    assert_eq!(put.code, Some(0), "{put:?}");
    assert!(put.stdout.contains("what was there: "), "{put:?}");
    let daemon = house.run();
    house.wait_for_log_of(&daemon, "all of its rows are compared");
    let free = house.ask(&["db", "accept-restore", "--send", "--yes"]);
    assert_eq!(free.code, Some(0), "{free:?}");
    let rows = house.wait_until_quiet();
    assert!(rows.len() >= 10);
    assert_eq!(daemon.stop(), Some(0));
    house.assert_none_twice();
    let check = house.ask(&["db", "check"]);
    assert_eq!(check.code, Some(0), "{check:?}");
}

#[test]
fn a_store_that_is_damaged_while_the_daemon_runs_ends_it_with_a_sentence() {
    let (house, modem, daemon, copy) = under_way();
    house.wait_until_quiet();
    // Nothing of it is left in the log, nor so in the daemon's memory.
    Connection::open(house.store())
        .unwrap()
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let file = fs::File::options().write(true).open(house.store()).unwrap();
    let octets = usize::try_from(file.metadata().unwrap().len()).unwrap();
    file.write_all_at(&vec![0x5a; octets - 4_096], 4_096).unwrap();
    let before = house.submits().len();
    house.insert_all("bulk", &mailing(10, 10));
    assert_eq!(daemon.end().code(), Some(1));
    assert_eq!(house.submits().len(), before, "nothing goes on its word");
    let told = house.logged("nothing more is sent");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(house.log().contains("was written over by another program"), "{}", house.log());
    let refused = house.ask(&["run"]);
    assert!(refused.is_one_sentence(1).contains("beffroi db restore"), "{refused:?}");
    let damaged = house.demander(&["db", "check"]);
    assert!(damaged.code == Some(1) && damaged.stdout.contains("endommagée"), "{damaged:?}");
    // The reports that came after the copy are lost; what they said stands in the outbox.
    goes_on_from(&house, &copy);
    drop(modem);
}

#[test]
fn a_store_that_is_replaced_or_taken_away_ends_the_daemon_and_what_it_held_is_saved() {
    for taken_away in [false, true] {
        let (house, modem, daemon, copy) = under_way();
        if taken_away {
            fs::rename(house.store(), house.path("log/away.db")).unwrap();
        } else {
            fs::copy(&copy, house.path("store/new.db")).unwrap();
            fs::rename(house.path("store/new.db"), house.store()).unwrap();
        }
        house.insert_all("bulk", &mailing(10, 10));
        assert_eq!(daemon.end().code(), Some(1));
        let said = if taken_away { "is gone or empty, but" } else { "was replaced while it was open" };
        assert!(house.log().contains(said), "{}", house.log());
        let files = fs::read_dir(house.path("store")).unwrap().map(|file| file.unwrap().path());
        let saved: Vec<PathBuf> = files.filter(|file| file.to_str().unwrap().contains(".rescued-")).collect();
        assert_eq!(saved.len(), 1, "{saved:?}");
        let check = house.ask(&["db", "check", saved[0].to_str().unwrap()]);
        assert_eq!(check.code, Some(0), "{check:?}");
        if taken_away {
            // So that there is something to set aside.
            fs::copy(house.path("log/away.db"), house.store()).unwrap();
        }
        goes_on_from(&house, &saved[0]);
        let audit = audit(&house);
        assert_eq!(audit.code, Some(0), "{audit:?}");
        drop(modem);
    }
}
