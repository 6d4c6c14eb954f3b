//! `db restore`, killed at the entry of each system call by which it changes anything: the old store is there
//! then or the new one with everything held, and the same command goes through.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::house::{self, House, is_there, left_out};

/// A store with two messages that wait, and a copy from when it had one.
fn place() -> (House, PathBuf) {
    let house = crate::house();
    let send = |number: &str| {
        let said = house.ask(&["send", "--to", number, "--text", "Cours annulé ce soir."]);
        assert_eq!(said.code, Some(0), "{said:?}");
    };
    let copy = house.path("log/copy.db");
    send("06 39 98 58 01");
    assert_eq!(house.ask(&["db", "backup", copy.to_str().unwrap()]).code, Some(0));
    send("06 39 98 58 02");
    fs::create_dir(house.path("log/store")).unwrap();
    duplicate(&house.path("store"), &house.path("log/store"));
    (house, copy)
}

fn duplicate(from: &Path, to: &Path) {
    for file in fs::read_dir(to).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    for file in fs::read_dir(from).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file()) {
        fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
}

/// Restores under strace with this injected; whether it came to its end.
fn restored(house: &House, copy: &Path, calls: &str, n: usize) -> bool {
    let run = house.command(&["db", "restore", copy.to_str().unwrap()]);
    let mut traced = Command::new("strace");
    traced.args(["-f", "-o", "/dev/null", "-e", &format!("trace={calls}"), "-e"]);
    traced.arg(format!("inject={calls}:signal=SIGKILL:when={n}")).arg("--").arg(run.get_program());
    traced.args(run.get_args()).env("LC_ALL", "C.UTF-8").stdout(std::process::Stdio::null());
    traced.stderr(std::process::Stdio::null()).status().unwrap().success()
}

#[test]
fn a_restore_killed_at_any_call_leaves_the_old_store_or_the_new_one() {
    if !is_there("strace") {
        return left_out("kills of a restore at each system call, no strace here");
    }
    let all = std::env::var("BEFFROI_KILL_POINTS").is_ok_and(|which| which == "all");
    let (house, copy) = place();
    let (mut old, mut new) = (0, 0);
    for (calls, step) in [("rename,link,linkat", 1), ("fsync,fdatasync", 2), ("pwrite64,write", 11)] {
        for n in (1..).step_by(if all { 1 } else { step }) {
            duplicate(&house.path("log/store"), &house.path("store"));
            if restored(&house, &copy, calls, n) {
                break;
            }
            assert!(house.store().exists(), "{calls} {n}");
            let listed = house.ask(&["message", "list", "--json"]);
            let held = house.ask(&["message", "list", "--state", "held", "--json"]).stdout.lines().count();
            match (listed.stdout.lines().count(), held) {
                (2, 0) => old += 1,
                (1, 1) => new += 1,
                other => panic!("{calls} {n}: {other:?} {listed:?}"),
            }
            let check = house.ask(&["db", "check"]);
            assert_eq!(check.code, Some(0), "{calls} {n}: {check:?}");
            let again = house.ask(&["db", "restore", copy.to_str().unwrap()]);
            assert_eq!(again.code, Some(0), "{calls} {n}: {again:?}");
        }
    }
    assert!(old > 2 && new > 2, "{old} {new}");
    house::tell(&format!(
        "figures: a restore was killed {} times: {old} times the old store, {new} times the new",
        old + new
    ));
    let check = house.ask(&["db", "check", "--full"]);
    assert_eq!(check.code, Some(0), "{check:?}");
}
