//! `beffroi demo` as a visitor runs it: the whole road in real time, in a terminal's absence. Waits for
//! nothing but its lines and its end; its temporary folder must be empty afterwards, and nobody left.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

/// A demo under way, with a temporary folder of its own.
struct Demo {
    child: Child,
    lines: BufReader<ChildStdout>,
    folder: TempDir,
}

impl Demo {
    fn start(language: &str, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_beffroi"))
            .arg("demo")
            .args(options)
            .env("TMPDIR", folder.path())
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .env("LANG", language)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines, folder }
    }

    /// Reads until a line has these words.
    fn until(&mut self, words: &str) {
        let mut line = String::new();
        while !line.contains(words) {
            line.clear();
            assert_ne!(self.lines.read_line(&mut line).unwrap(), 0, "it ended before {words:?}");
        }
    }

    /// Exit code, and the rest of both outputs.
    fn end(mut self) -> (Option<i32>, String, String, TempDir) {
        let (mut out, mut err) = (String::new(), String::new());
        self.lines.read_to_string(&mut out).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        let status = self.child.wait().unwrap();
        (status.code(), out, err, self.folder)
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.id()).unwrap())
    }
}

/// The processes that have this folder on their command line.
fn daemons_of(folder: &Path) -> Vec<i32> {
    let folder = folder.to_str().unwrap();
    let numbers =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().into_string().ok());
    let runs_there = |number: &i32| {
        let line = fs::read(format!("/proc/{number}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).contains(folder)
    };
    numbers.filter_map(|name| name.parse().ok()).filter(runs_there).collect()
}

#[track_caller]
fn nothing_is_left(folder: &TempDir) {
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(daemons_of(folder.path()), []);
}

/// The lines of the list of those to call.
fn to_call<'o>(out: &'o str, head: &str) -> Vec<&'o str> {
    let list = out.lines().skip_while(|line| *line != head).skip(2);
    list.take_while(|line| !line.is_empty()).collect()
}

#[test]
fn the_road_is_told_in_both_languages_and_nothing_is_left() {
    let rows = [
        (
            "C",
            "concert: 31 delivered, 4 to call, 0 unknown",
            "absence-petit-17h: 7 delivered, 0 to call, 0 unknown",
            "To call:",
            "audit: 40 parts, 39 sent, none twice, none lost, none late",
        ),
        (
            "fr_FR.UTF-8",
            "concert\u{a0}: 31 reçus, 4 à appeler, 0 incertain",
            "absence-petit-17h\u{a0}: 7 reçus, 0 à appeler, 0 incertain",
            "À appeler\u{a0}:",
            "audit\u{a0}: 40 SMS, 39 envoyés, aucun en double, aucun perdu, aucun en retard",
        ),
    ];
    for (language, mailing, lesson, head, audit) in rows {
        let (code, out, err, folder) = Demo::start(language, &["--once"]).end();
        assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
        for line in [mailing, lesson, audit] {
            assert_eq!(out.lines().filter(|told| *told == line).count(), 1, "{line}\n{out}");
        }
        let list = to_call(&out, head);
        let numbers = ["01 99 00 00 27", "06 39 98 99 21", "02 61 91 00 14", "06 39 98 99 00"];
        assert_eq!(list.len(), numbers.len(), "{out}");
        for (line, number) in list.iter().zip(numbers) {
            assert!(line.contains(number), "{line}");
        }
        assert!(!out.contains('\x1b'), "nothing is drawn where nobody looks");
        assert!(
            !out.contains("demo-") || out.matches("demo-").count() == out.matches("beffroi-demo-").count()
        );
        nothing_is_left(&folder);
    }
}

#[test]
fn the_lesson_overtakes_the_mailing() {
    let (code, out, _, _) = Demo::start("C", &[]).end();
    assert_eq!(code, Some(0));
    let told = out.lines().find(|line| line.starts_with("urgent overtook: ")).unwrap();
    let numbers: Vec<usize> = told.split([' ', ':', ',']).filter_map(|word| word.parse().ok()).collect();
    assert!(numbers[0] > 0, "{told}");
    assert_eq!(numbers[1], 7, "{told}");
}

#[test]
fn broken_off_in_the_middle_it_leaves_nothing() {
    for (signal, words) in [(Signal::SIGINT, "Mme Petit is ill"), (Signal::SIGTERM, "beffroi demo")] {
        let mut demo = Demo::start("C", &["--once"]);
        demo.until(words);
        kill(demo.pid(), signal).unwrap();
        let (code, out, err, folder) = demo.end();
        assert_eq!(code, Some(130), "{out}{err}");
        nothing_is_left(&folder);
    }
}

#[test]
fn a_daemon_that_dies_is_told_with_its_last_words() {
    let mut demo = Demo::start("C", &["--once"]);
    demo.until("Mme Petit is ill");
    let daemons = daemons_of(demo.folder.path());
    assert_eq!(daemons.len(), 1);
    kill(Pid::from_raw(daemons[0]), Signal::SIGKILL).unwrap();
    let (code, _, err, folder) = demo.end();
    assert_eq!(code, Some(1));
    assert!(err.contains("the daemon has ended by itself (signal: 9 (SIGKILL)); its last words:"), "{err}");
    assert!(err.lines().count() > 2, "{err}");
    nothing_is_left(&folder);
}

#[test]
fn a_reader_who_goes_away_ends_it_quietly() {
    let mut demo = Demo::start("C", &["--once"]);
    demo.until("lane bulk");
    let Demo { mut child, lines, folder } = demo;
    drop(lines);
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
    nothing_is_left(&folder);
}

#[test]
fn what_is_kept_is_named_and_can_be_audited() {
    let (code, _, err, folder) = Demo::start("C", &["--once", "--keep"]).end();
    assert_eq!(code, Some(0));
    let kept = err.trim().strip_prefix("kept: ").unwrap().to_owned();
    assert_eq!(daemons_of(folder.path()), []);
    assert!(fs::symlink_metadata(Path::new(&kept).join("modem")).is_err(), "the link goes with the modem");
    let audit = Command::new(env!("CARGO_BIN_EXE_beffroi"))
        .args(["audit", &format!("{kept}/beffroi.db"), &format!("{kept}/modem.jsonl")])
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    assert_eq!(audit.status.code(), Some(0));
    assert_eq!(audit.stdout, b"40 parts, 39 sent, none twice, none lost, none late\n");
}

#[test]
fn no_room_is_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Command::new(env!("CARGO_BIN_EXE_beffroi"))
        .args(["demo", "--once"])
        .env("TMPDIR", folder.path().join("nowhere"))
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    assert_eq!(demo.status.code(), Some(1));
    let said = String::from_utf8(demo.stderr).unwrap();
    assert!(said.starts_with("beffroi: no room for the demo in ") && said.lines().count() == 1, "{said}");
}
