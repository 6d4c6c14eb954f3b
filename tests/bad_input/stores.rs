//! What can be wrong with the store: refused with one sentence and nothing changed, or waited for until
//! there is room again.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::Connection;

use crate::house::{House, LINE, OUTBOX, STORE, left_out, run_to_end};

pub(crate) const BODY: &str = "Cours de piano annulé ce soir.";

pub(crate) fn mailing(from: usize, count: usize) -> Vec<(String, String)> {
    (from..from + count).map(|n| (format!("06 39 98 73 {n:02}"), format!("{BODY} Place {n}."))).collect()
}

/// Each command that opens the store says the same.
#[track_caller]
fn is_refused(house: &House, code: i32, says: &str) {
    for command in [&["run"][..], &["send", "--to", "06 39 98 73 00", "--text", BODY]] {
        let refused = house.ask(command);
        let said = refused.is_one_sentence(code);
        assert!(said.contains(says), "{command:?}: {said}");
    }
    house.keep_secret("0639987300", BODY);
}

#[test]
fn a_directory_in_the_place_of_the_store_is_named() {
    let house = House::new();
    fs::create_dir(house.store()).unwrap();
    is_refused(&house, 1, "is a directory");
}

#[test]
fn another_programs_database_is_refused_and_not_touched() {
    let house = House::new();
    Connection::open(house.store()).unwrap().execute_batch("CREATE TABLE invoices (id)").unwrap();
    let before = fs::read(house.store()).unwrap();
    is_refused(&house, 1, "another program's database");
    assert!(before == fs::read(house.store()).unwrap(), "the file was changed");
}

#[test]
fn an_outbox_in_the_place_of_the_store_is_refused_and_not_touched() {
    let house = House::new();
    assert_eq!(house.run().stop(), Some(0));
    let outbox = fs::read(house.outbox()).unwrap();
    for file in fs::read_dir(house.path("store")).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    fs::write(house.store(), &outbox).unwrap();
    is_refused(&house, 1, "another program's database");
    assert!(outbox == fs::read(house.store()).unwrap(), "the file was changed");
}

#[test]
fn a_text_file_in_the_place_of_the_store_is_refused_and_not_touched() {
    let house = House::new();
    let text = "Nom;Téléphone\n".repeat(300);
    fs::write(house.store(), &text).unwrap();
    is_refused(&house, 1, "beffroi.db");
    assert_eq!(fs::read_to_string(house.store()).unwrap(), text);
}

#[test]
fn a_store_of_a_later_version_is_refused_and_not_touched() {
    let house = House::new();
    assert_eq!(house.run().stop(), Some(0));
    Connection::open(house.store()).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(house.store()).unwrap();
    is_refused(&house, 1, "made by a later version");
    assert!(before == fs::read(house.store()).unwrap(), "the file was changed");
}

#[test]
fn a_marker_that_can_not_be_read_is_named() {
    let house = House::new();
    assert_eq!(house.run().stop(), Some(0));
    fs::write(house.path("store/beffroi.db.marker"), "{\"store\":").unwrap();
    is_refused(&house, 1, "beffroi.db.marker");
}

#[test]
fn an_emptied_store_is_not_taken_for_a_new_one() {
    let house = House::new();
    let daemon = house.run();
    house.insert_all("normal", &mailing(0, 2));
    house.wait_for_all("queued");
    assert_eq!(daemon.stop(), Some(0));
    fs::write(house.store(), "").unwrap();
    is_refused(&house, 1, "is gone or empty, but");
}

#[test]
fn a_store_that_is_scribbled_over_ends_with_a_sentence_and_without_a_panic() {
    let house = House::new();
    let daemon = house.run();
    house.insert_all("normal", &mailing(0, 50));
    house.wait_for_all("queued");
    assert_eq!(daemon.stop(), Some(0));
    let mut octets = fs::read(house.store()).unwrap();
    let length = octets.len();
    for octet in &mut octets[4_096..length] {
        *octet = 0x5a;
    }
    fs::write(house.store(), &octets).unwrap();
    is_refused(&house, 1, "is damaged");
}

#[test]
fn a_store_whose_folder_is_a_file_is_named() {
    let house = House::with(&format!("{}{OUTBOX}{LINE}", STORE.replace("store/", "notes/")));
    fs::write(house.path("notes"), "").unwrap();
    is_refused(&house, 1, "notes");
}

#[test]
fn a_store_that_may_not_be_opened_is_named() {
    let mut house = House::new();
    house.become_plain_user();
    assert_eq!(house.run().stop(), Some(0));
    fs::set_permissions(house.store(), fs::Permissions::from_mode(0o000)).unwrap();
    is_refused(&house, 1, "beffroi.db");
    fs::set_permissions(house.store(), fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(house.run().stop(), Some(0));
    fs::set_permissions(house.path("store"), fs::Permissions::from_mode(0o000)).unwrap();
    let refused = house.ask(&["run"]);
    assert!(refused.is_one_sentence(1).contains("store"), "{refused:?}");
    fs::set_permissions(house.path("store"), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn the_store_is_its_owners_alone() {
    let house = House::new();
    let _daemon = house.run();
    house.wait_for_state(house.insert(&[("recipient", "06 39 98 73 00"), ("body", BODY)]), "queued");
    for file in fs::read_dir(house.path("store")).unwrap().map(|file| file.unwrap()) {
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        let may = if file.file_name() == "control.sock" { 0o777 } else { 0o600 };
        assert_eq!(mode & !may, 0, "{:?}: {mode:o}", file.file_name());
    }
}

/// A disk of 16 MB, four times what the write-ahead log takes; taken away when dropped.
pub(crate) struct Disk(PathBuf);

impl Disk {
    pub(crate) fn mount(at: &Path) -> Option<Self> {
        if !nix::unistd::geteuid().is_root() {
            return None;
        }
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=16m,mode=0700", "tmpfs"]).arg(at);
        (run_to_end(mount).code == Some(0)).then(|| Self(at.to_owned()))
    }

    /// For reading only ("ro"), or as before ("rw").
    pub(crate) fn remount(&self, how: &str) {
        let mut mount = Command::new("mount");
        mount.args(["-o", &format!("remount,{how}")]).arg(&self.0);
        let done = run_to_end(mount);
        assert_eq!(done.code, Some(0), "{done:?}");
    }

    /// Leaves no octet.
    pub(crate) fn fill(&self) {
        use std::io::Write;
        let mut filler = fs::File::create(self.0.join("filler")).unwrap();
        while filler.write(&[0; 4_096]).is_ok_and(|count| count > 0) {}
    }

    pub(crate) fn make_room(&self) {
        fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let mut umount = Command::new("umount");
        umount.arg("-l").arg(&self.0);
        run_to_end(umount);
    }
}

#[test]
fn a_full_disk_loses_and_doubles_nothing_and_all_goes_on_when_there_is_room() {
    let house = House::new();
    let Some(disk) = Disk::mount(&house.path("store")) else {
        return left_out("a full disk, only root may mount a small one");
    };
    let _modem = house.modem(|modem| modem.network.latency = std::time::Duration::from_millis(60));
    let daemon = house.run();
    house.insert_all("bulk", &mailing(0, 20));
    house.wait_for_accepted(4);
    disk.fill();
    house.insert_all("bulk", &mailing(20, 20));
    house.wait_for_log("the store can't be written");
    // What may go, goes no further than what was entered.
    let asked = house.ask(&["send", "--to", "06 39 98 73 99", "--text", BODY]);
    assert!(asked.is_one_sentence(1).contains("full"), "{asked:?}");
    house.keep_secret("0639987399", BODY);
    disk.make_room();
    let rows = house.wait_until_quiet();
    assert_eq!(rows.len(), 40);
    assert!(
        rows.iter().all(|row| matches!(row.state.as_str(), "sent" | "delivered")),
        "{:?}",
        house.states()
    );
    house.assert_none_twice();
    assert_eq!(house.accepted().len(), 40);
    house.wait_for_log("the store can be written again");
    for said in ["the store can't be written;", "the store can be written again"] {
        assert_eq!(house.logged(said).len(), 1, "{}", house.log());
    }
    assert_eq!(daemon.stop(), Some(0));
    let audit =
        house.ask(&["audit", house.store().to_str().unwrap(), house.journal_path().to_str().unwrap()]);
    assert_eq!(audit.code, Some(0), "{audit:?}");
    drop(disk);
}

#[test]
fn a_disk_that_is_full_from_the_start_is_said_in_one_sentence() {
    let house = House::new();
    let Some(disk) = Disk::mount(&house.path("store")) else {
        return left_out("a disk that is full from the start, only root may mount a small one");
    };
    disk.fill();
    let refused = house.ask(&["run"]);
    let said = refused.is_one_sentence(1);
    assert!(said.contains("beffroi.db"), "{said}");
    assert!(said.contains("No space left") || said.contains("disk is full"), "{said}");
    disk.make_room();
    assert_eq!(house.run().stop(), Some(0));
    // And for a store that is there.
    disk.fill();
    let refused = house.ask(&["run"]);
    let said = refused.is_one_sentence(1);
    assert!(said.contains("disk is full") || said.contains("is the disk full?"), "{said}");
    assert!(said.contains("beffroi.db"), "{said}");
    disk.make_room();
    assert_eq!(house.run().stop(), Some(0));
    drop(disk);
}

/// Enough to open the store and to note that it was restored, too little for the rows of its outbox.
#[test]
fn a_restore_that_has_no_room_is_not_waited_for_without_end() {
    let house = House::new();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    let backup = house.path("backup.db");
    assert_eq!(daemon.stop(), Some(0));
    fs::copy(house.store(), &backup).unwrap();
    let daemon = house.run();
    house.insert_all("bulk", &mailing(0, 60));
    house.wait_until_quiet();
    assert_eq!(daemon.stop(), Some(0));
    fs::copy(&backup, house.store()).unwrap();
    let accept = |locale: &str| {
        let script =
            "trap '' XFSZ; ulimit -f 40; exec env LC_ALL=$2 \"$0\" --config \"$1\" db accept-restore --yes";
        let mut limited = std::process::Command::new("bash");
        limited.args(["-c", script, env!("CARGO_BIN_EXE_beffroi")]).arg(house.config()).arg(locale);
        limited.env("LC_ALL", "C").current_dir(house.path("."));
        run_to_end(limited)
    };
    let said = accept("C.UTF-8");
    assert!(said.is_one_sentence(1).contains("the store can't be written: "), "{said:?}");
    let said = accept("fr_FR.UTF-8");
    assert!(said.is_one_sentence(1).contains("la base ne peut pas être écrite ("), "{said:?}");
    let said = house.ask(&["db", "accept-restore", "--yes"]);
    assert_eq!(said.code, Some(0), "there is room again: {said:?}");
}

#[test]
fn a_limit_on_the_size_of_files_loses_and_doubles_nothing() {
    let house = House::new();
    let _modem = house.modem(|_| {});
    assert_eq!(house.run().stop(), Some(0));
    // 200 kB a file, and an error instead of a signal: the write-ahead log soon has no room.
    let script = "trap '' XFSZ; ulimit -f 200; exec \"$0\" --config \"$1\" run";
    let mut limited = house.command(&["run"]);
    let program = limited.get_program().to_owned();
    limited = Command::new("bash");
    limited.args(["-c", script]).arg(program).arg(house.config()).env("BEFFROI_LOG", "debug");
    let daemon = house.spawn_command(limited);
    house.wait_for_log_of(&daemon, "running store=");
    for batch in 0..4 {
        house.insert_all("bulk", &mailing(batch * 25, 25));
    }
    house.wait_for_log("the store can't be written");
    daemon.kill();
    let daemon = house.run();
    let rows = house.wait_until_quiet();
    assert_eq!(rows.len(), 100);
    assert!(rows.iter().filter(|row| row.state == "unknown").count() <= 1, "{:?}", house.states());
    house.assert_none_twice();
    assert_eq!(daemon.stop(), Some(0));
}
