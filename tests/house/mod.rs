//! A house to try the built program in: a folder with configuration, store, outbox and a virtual modem,
//! a daemon that is a real process, and waiting for what is to happen without a sleep. When a house is
//! left, its daemon's whole log must hold no panic, no text and no number that was put in.

#![allow(dead_code, unused_imports, reason = "each test uses its own part of the house")]

mod daemon;
mod journal;
mod outbox;
mod privacy;
mod watch;

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use beffroi::sim::{self, Instruction};
use beffroi::virtual_modem;

pub(crate) use daemon::is_there;
pub(crate) use daemon::{Cost, Daemon, Ended, run_to_end};
pub(crate) use journal::{Part, Submit};
pub(crate) use outbox::{Row, insert, producer, rows_of};
pub(crate) use watch::{PATIENCE, wait};

/// A folder in which everything happens.
pub(crate) struct House {
    folder: tempfile::TempDir,
    secrets: RefCell<privacy::Secrets>,
    user: Option<User>,
}

/// Somebody without privileges, as whom the daemon runs.
#[derive(Clone, Debug)]
pub(crate) struct User {
    uid: u32,
    program: PathBuf,
}

/// What the smallest configuration is here; `{folder}` is the house's.
pub(crate) const STORE: &str = "[store]\npath = \"{folder}/store/beffroi.db\"\n";
pub(crate) const OUTBOX: &str = "[[outbox]]\npath = \"{folder}/outbox/outbox.db\"\n";
pub(crate) const LINE: &str =
    "[[line]]\nname = \"sim-1\"\ndevice = \"{folder}/modem/port\"\nresult_timeout = \"3s\"\n";

impl House {
    /// With store, one outbox and one line.
    pub(crate) fn new() -> Self {
        Self::with(&format!("{STORE}{OUTBOX}{LINE}"))
    }

    /// With this configuration.
    pub(crate) fn with(config: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for inner in ["store", "outbox", "modem", "log"] {
            fs::create_dir(folder.path().join(inner)).unwrap();
        }
        let house = Self { folder, secrets: RefCell::default(), user: None };
        house.configure(config);
        house
    }

    /// Writes the configuration anew.
    pub(crate) fn configure(&self, config: &str) {
        let folder = self.folder.path().to_str().unwrap();
        fs::write(self.config(), config.replace("{folder}", folder)).unwrap();
    }

    /// From now on the daemon runs without privileges: whoever is root would not notice modes.
    pub(crate) fn become_plain_user(&mut self) {
        if !nix::unistd::geteuid().is_root() {
            return;
        }
        const NOBODY: u32 = 65_534;
        let program = self.path("beffroi");
        // By a process of its own: a child that another test forks meanwhile would inherit the file open for
        // writing, and the kernel runs no such file.
        let copied =
            std::process::Command::new("cp").arg(env!("CARGO_BIN_EXE_beffroi")).arg(&program).status();
        assert!(copied.unwrap().success());
        self.user = Some(User { uid: NOBODY, program });
        self.give_away(self.folder.path());
    }

    fn give_away(&self, path: &Path) {
        let uid = self.user.as_ref().map(|user| user.uid);
        std::os::unix::fs::lchown(path, uid, uid).unwrap();
        if path.is_dir() {
            for entry in fs::read_dir(path).unwrap() {
                self.give_away(&entry.unwrap().path());
            }
        }
    }

    /// A path in the house.
    pub(crate) fn path(&self, inner: &str) -> PathBuf {
        self.folder.path().join(inner)
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.path("beffroi.toml")
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.path("store/beffroi.db")
    }

    /// Starts the daemon, and waits until it says that it runs.
    pub(crate) fn run(&self) -> Daemon {
        let daemon = self.spawn();
        self.wait_for_log_of(&daemon, "running store=");
        daemon
    }

    /// Starts the daemon.
    pub(crate) fn spawn(&self) -> Daemon {
        self.spawn_command(self.command(&["run"]))
    }

    /// Starts the daemon by another program.
    pub(crate) fn spawn_command(&self, command: std::process::Command) -> Daemon {
        Daemon::start(command, self.log_path())
    }

    /// A command of the program, in English, to be changed by the caller.
    pub(crate) fn command(&self, arguments: &[&str]) -> std::process::Command {
        use std::os::unix::process::CommandExt;
        let program = self.user.as_ref().map(|user| user.program.clone());
        let program = program.unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_beffroi")));
        let mut command = std::process::Command::new(program);
        command.arg("--config").arg(self.config()).args(arguments);
        for variable in ["LANG", "LC_MESSAGES", "NOTIFY_SOCKET", "JOURNAL_STREAM"] {
            command.env_remove(variable);
        }
        command.env("LC_ALL", "C.UTF-8").env("BEFFROI_LOG", "debug").current_dir(self.folder.path());
        if let Some(user) = &self.user {
            command.uid(user.uid).gid(user.uid);
        }
        command
    }

    /// Runs a command to its end.
    pub(crate) fn ask(&self, arguments: &[&str]) -> Ended {
        run_to_end(self.command(arguments))
    }

    /// The same, of someone who reads French.
    pub(crate) fn demander(&self, arguments: &[&str]) -> Ended {
        let mut command = self.command(arguments);
        command.env("LC_ALL", "fr_FR.UTF-8");
        run_to_end(command)
    }

    fn log_path(&self) -> PathBuf {
        self.path("log/run.log")
    }

    /// All that the daemons have logged.
    pub(crate) fn log(&self) -> String {
        let octets = fs::read(self.log_path()).unwrap_or_default();
        String::from_utf8_lossy(&octets).into_owned()
    }

    /// Lines of the log with these words.
    pub(crate) fn logged(&self, words: &str) -> Vec<String> {
        self.log().lines().filter(|line| line.contains(words)).map(str::to_owned).collect()
    }

    /// Until any daemon has said so.
    pub(crate) fn wait_for_log(&self, words: &str) {
        self.wait(words, |house| house.log().contains(words).then_some(()));
    }

    /// Until this daemon has said so.
    pub(crate) fn wait_for_log_of(&self, daemon: &Daemon, words: &str) {
        self.wait(words, |house| {
            let log = fs::read(house.log_path()).unwrap_or_default();
            let own = log.get(daemon.log_begins_at()..).unwrap_or_default();
            String::from_utf8_lossy(own).contains(words).then_some(())
        });
    }

    /// Looks again whenever something changes at outbox, log or modem, until there is an answer.
    #[track_caller]
    pub(crate) fn wait<T>(&self, what: &str, mut look: impl FnMut(&Self) -> Option<T>) -> T {
        let folders = [self.path("outbox"), self.path("log"), self.path("modem")];
        let found = wait(PATIENCE, &folders, || look(self));
        found.unwrap_or_else(|| {
            panic!("{what}: not within {PATIENCE:?}\n{}\n{:?}", self.log(), self.all_rows())
        })
    }

    /// Plugs a virtual modem in, in this process: 20 ms from Ctrl-Z to the result unless `change` says
    /// otherwise.
    pub(crate) fn modem(&self, change: impl FnOnce(&mut sim::Settings)) -> Modem {
        let mut settings = sim::Settings::default();
        settings.network.latency = Duration::from_millis(20);
        change(&mut settings);
        let handle = virtual_modem::start(virtual_modem::Settings {
            place: virtual_modem::Place::Link(self.path("modem/port")),
            modem: settings,
            journal: Some(self.journal_path()),
            control: None,
            watcher: None,
        });
        if let Some(user) = &self.user {
            std::os::unix::fs::chown(self.path("modem/port"), Some(user.uid), None).unwrap();
        }
        Modem(handle.unwrap())
    }

    pub(crate) fn journal_path(&self) -> PathBuf {
        self.path("modem/journal.jsonl")
    }

    /// All PDUs that the modem was handed.
    pub(crate) fn submits(&self) -> Vec<Submit> {
        journal::read(&self.journal_path())
    }

    /// What must never stand in the log.
    pub(crate) fn keep_secret(&self, number: &str, text: &str) {
        self.secrets.borrow_mut().add(number, text);
    }
}

impl Drop for House {
    /// Whatever a test was about: nothing has panicked, and nothing private was logged. With BEFFROI_KEEP
    /// a house in which a test has failed is kept.
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.secrets.borrow().assert_kept_from(&self.log());
        } else if std::env::var_os("BEFFROI_KEEP").is_some() {
            self.folder.disable_cleanup(true);
            tell(&format!("kept: {}", self.folder.path().display()));
        }
    }
}

/// A virtual modem; pulled out when dropped.
pub(crate) struct Modem(virtual_modem::Handle);

impl Modem {
    /// As a line of a control file.
    pub(crate) fn instruct(&self, instruction: &str) {
        self.0.inject(instruction.parse::<Instruction>().unwrap());
    }

    /// Sets a trap on its port.
    pub(crate) fn set(&self, trap: virtual_modem::Trap) {
        self.0.set(trap);
    }
}

/// Says that something was not tried here.
pub(crate) fn left_out(why: &str) {
    tell(&format!("left out: {why}"));
}

/// Says something past what captures a test's output.
pub(crate) fn tell(what: &str) {
    use std::io::Write;
    std::io::stderr().write_all(format!("{what}\n").as_bytes()).unwrap();
}
