//! Scale: a store with a million messages of history, and half a million rows that were taken in from a
//! file that can't be marked any more, against a store that has neither; what the office notices of it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::chronicle;
use super::figure::{Bound, Figure, median};
use super::process::resident;
use super::rig::{Rig, rate};

const HISTORY: u32 = 1_000_000;
const WAITING: u32 = 500_000;
const ROUNDS: u32 = 12;
/// Measured in each round, after the first of them.
const MESSAGES: usize = 1_000;
const FIRST: usize = 100;
const MIB: f64 = 64.0;

pub(crate) fn history() -> Vec<Figure> {
    let begun = Instant::now();
    let mut long = Town::new(HISTORY, WAITING);
    let made = begun.elapsed().as_secs_f64();
    let few = u32::try_from(MESSAGES + FIRST).unwrap() * (ROUNDS + 1);
    let mut empty = Town::new(0, few);
    for round in 1..=ROUNDS {
        empty.round();
        long.round();
        let last = |town: &Town| (town.rates.last().copied(), town.starts.last().copied());
        eprintln!(
            "round {round}: empty {:.3?}, history {:.3?} (messages/s, s to the first)",
            last(&empty),
            last(&long)
        );
    }
    let rates = (median(long.rates.clone()), median(empty.rates.clone()));
    let starts = (median(long.starts.clone()), median(empty.starts.clone()));
    let mut figures = vec![
        Figure::new("made and taken in", made, "s", Bound::None),
        Figure::new("rows taken in while their file can't be marked", long.taken_in, "/s", Bound::None),
        Figure::new("rate with an empty store", rates.1, "/s", Bound::None),
        Figure::new("rate with history, of that", rates.0 / rates.1, "", Bound::AtLeast(0.95)),
        Figure::new("from start to the first PDU, empty", starts.1, "s", Bound::None),
        Figure::new("history adds to that", starts.0 - starts.1, "s", Bound::AtMost(2.0)),
    ];
    figures.extend(long.commands());
    figures.push(Figure::new("resident at most, the daemon", long.resident, "MiB", Bound::AtMost(MIB)));
    figures
}

/// A store, the file that it is filled from, and what was seen of it.
struct Town {
    /// Ends before the folder goes.
    shut: Option<Shut>,
    rig: Rig,
    rates: Vec<f64>,
    starts: Vec<f64>,
    resident: f64,
    /// Rows a second.
    taken_in: f64,
}

impl Town {
    fn new(history: u32, waiting: u32) -> Self {
        let mut rig = Rig::new();
        if history > 0 {
            chronicle::write(&rig.store(), history);
        }
        // Bound first: nothing is taken from a file that can't say whose it is.
        rig.start_daemon();
        rig.wait_until_known(0);
        rig.stop_daemon();
        rig.insert(waiting);
        let shut = Some(Shut::folder_of(&rig.outbox()));
        let mut town =
            Self { shut, rig, rates: Vec::new(), starts: Vec::new(), resident: 0.0, taken_in: 0.0 };
        let begun = Instant::now();
        town.rig.start_daemon();
        town.rig.wait_until_known(i64::from(waiting));
        town.taken_in = f64::from(waiting) / begun.elapsed().as_secs_f64();
        town.note_resident();
        town.rig.stop_daemon();
        town
    }

    /// A start with its first PDU, and the rate that follows, while the file is swept for what can't be marked.
    fn round(&mut self) {
        self.rig.plug_modem(Duration::ZERO);
        let begun = Instant::now();
        self.rig.start_daemon();
        let first = self.rig.submits(1);
        self.starts.push(first[0].duration_since(begun).as_secs_f64());
        self.rig.submits(FIRST - 1);
        self.rates.push(rate(&self.rig.submits(MESSAGES)));
        self.note_resident();
        self.rig.stop_daemon();
        self.rig.unplug_modem();
    }

    fn note_resident(&mut self) {
        self.resident = self.resident.max(resident(self.rig.daemon(), "VmHWM"));
    }

    /// What people ask while it sends.
    fn commands(&mut self) -> Vec<Figure> {
        self.rig.plug_modem(Duration::from_millis(100));
        self.rig.start_daemon();
        self.rig.submits(1);
        let middle = (HISTORY / 2).to_string();
        let asked: [&[&str]; 6] = [
            &["status"],
            &["status", "--metrics"],
            &["message", "list"],
            &["message", "list", "--state", "queued"],
            &["message", "list", "--state", "unknown"],
            &["message", "show", &middle],
        ];
        let figures = asked.map(|arguments| {
            let taken = (0..5).map(|_| seconds(self.rig.command(arguments))).collect();
            Figure::new(arguments.join(" "), median(taken), "s", Bound::AtMost(1.0))
        });
        self.note_resident();
        self.rig.stop_daemon();
        figures.into()
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        // It has files open in the folder.
        self.rig.end_daemon();
        self.shut = None;
    }
}

fn seconds(mut command: Command) -> f64 {
    let begun = Instant::now();
    let said = command.stderr(Stdio::inherit()).output().unwrap();
    let taken = begun.elapsed().as_secs_f64();
    assert!(said.status.success() && !said.stdout.is_empty(), "{command:?}: {}", said.status);
    taken
}

/// The folder of a file that can't be written while this lives: root writes past every mode, so for root
/// it is mounted read-only onto itself.
enum Shut {
    Mounted(PathBuf),
    ByMode(PathBuf),
}

impl Shut {
    fn folder_of(file: &Path) -> Self {
        let folder = file.parent().unwrap().to_owned();
        if nix::unistd::geteuid().is_root() {
            mount(&["--bind"], &folder);
            run(Command::new("mount").args(["-o", "remount,bind,ro"]).arg(&folder));
            return Self::Mounted(folder);
        }
        set_mode(file, 0o440);
        Self::ByMode(file.to_owned())
    }
}

impl Drop for Shut {
    fn drop(&mut self) {
        match self {
            Self::Mounted(folder) => run(Command::new("umount").arg(folder)),
            Self::ByMode(file) => set_mode(file, 0o660),
        }
    }
}

fn mount(how: &[&str], folder: &Path) {
    run(Command::new("mount").args(how).args([folder, folder]));
}

fn set_mode(file: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn run(command: &mut Command) {
    assert!(command.status().unwrap().success(), "{command:?}");
}
