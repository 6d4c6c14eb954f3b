//! A daemon as it is installed, its virtual modem, its outbox, in a folder of their own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use beffroi::outbox::{Maker, create};
use beffroi::sim::{NetworkSettings, Record, Settings, Submitted};
use beffroi::virtual_modem::{self, Handle, Sighting};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use rusqlite::{Connection, OpenFlags};

use super::disk::Disk;

/// Longer than any message takes here.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Longer than half a million rows take to be taken in.
const LONG_PATIENCE: Duration = Duration::from_secs(900);

/// The daemon, its modem, its outbox.
pub(crate) struct Rig {
    folder: tempfile::TempDir,
    daemon: Option<Child>,
    modem: Option<Handle>,
    sightings: Option<Receiver<Sighting>>,
}

impl Rig {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let rig = Self { folder, daemon: None, modem: None, sightings: None };
        let config = format!(
            "[store]\npath = {:?}\n[[line]]\nname = \"sim-1\"\ndevice = {:?}\n",
            rig.store(),
            rig.path("modem")
        );
        std::fs::write(rig.path("beffroi.toml"), config).unwrap();
        create(&rig.outbox(), Maker::Run).unwrap();
        rig
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.path("beffroi.db")
    }

    pub(crate) fn outbox(&self) -> PathBuf {
        self.path("outbox/outbox.db")
    }

    pub(crate) fn plug_modem(&mut self, latency: Duration) {
        let (watcher, sightings) = sync_channel(100_000);
        let network = NetworkSettings { latency, ..NetworkSettings::default() };
        let settings = virtual_modem::Settings {
            place: virtual_modem::Place::Link(self.path("modem")),
            modem: Settings { network, ..Settings::default() },
            journal: None,
            control: None,
            watcher: Some(watcher),
        };
        self.modem = Some(virtual_modem::start(settings).unwrap());
        self.sightings = Some(sightings);
    }

    pub(crate) fn unplug_modem(&mut self) {
        self.modem = None;
        self.sightings = None;
    }

    /// The program, with this configuration.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_beffroi"));
        command.arg("--config").arg(self.path("beffroi.toml")).args(arguments).stdin(Stdio::null());
        command
    }

    pub(crate) fn start_daemon(&mut self) {
        self.start_daemon_on(&Disk::AsItIs);
    }

    pub(crate) fn start_daemon_on(&mut self, disk: &Disk) {
        let log = std::fs::File::options().create(true).append(true).open(self.path("log")).unwrap();
        self.daemon = Some(self.command(&["run"]).envs(disk.environment()).stderr(log).spawn().unwrap());
    }

    pub(crate) fn daemon(&self) -> u32 {
        self.daemon.as_ref().unwrap().id()
    }

    /// As systemd stops it: what is at the modem is finished.
    pub(crate) fn stop_daemon(&mut self) {
        let mut daemon = self.daemon.take().unwrap();
        kill(Pid::from_raw(i32::try_from(daemon.id()).unwrap()), Signal::SIGTERM).unwrap();
        daemon.wait().unwrap();
    }

    /// Rows in one transaction; when its COMMIT had returned.
    pub(crate) fn insert(&self, rows: u32) -> Instant {
        insert(&self.outbox(), rows)
    }

    /// The moments at which the next `count` PDUs were complete at the modem.
    pub(crate) fn submits(&self, count: usize) -> Vec<Instant> {
        self.submitted(count).into_iter().map(|(at, _)| at).collect()
    }

    /// The next `count` PDUs, and when each was complete at the modem.
    pub(crate) fn submitted(&self, count: usize) -> Vec<(Instant, Submitted)> {
        let sightings = self.sightings.as_ref().unwrap();
        let mut seen = Vec::with_capacity(count);
        while seen.len() < count {
            if let Sighting::Record(Record::Submit(submitted)) = sightings.recv_timeout(PATIENCE).unwrap() {
                seen.push((Instant::now(), submitted));
            }
        }
        seen
    }

    /// Until every row up to `row` is known to the daemon, whether it could mark them or not.
    pub(crate) fn wait_until_known(&self, row: i64) {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let begun = Instant::now();
        let cursor = || -> rusqlite::Result<i64> {
            let store = Connection::open_with_flags(self.store(), flags)?;
            store.query_row(
                "SELECT coalesce(max(cursor), -1) FROM outbox WHERE id <> 'of last year'",
                [],
                |row| row.get(0),
            )
        };
        while cursor().unwrap_or(-1) < row {
            assert!(begun.elapsed() < LONG_PATIENCE, "the rows are not taken in");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Rig {
    /// At once, whatever it does.
    pub(crate) fn end_daemon(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            daemon.kill().unwrap();
            daemon.wait().unwrap();
        }
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.end_daemon();
    }
}

fn insert(outbox: &Path, rows: u32) -> Instant {
    let mut connection = Connection::open(outbox).unwrap();
    connection.busy_timeout(PATIENCE).unwrap();
    let transaction = connection.transaction().unwrap();
    {
        let mut statement =
            transaction.prepare("INSERT INTO outbox (recipient, body) VALUES (?1, ?2)").unwrap();
        for row in 0..rows {
            let recipient = format!("06 39 98 {:02} {:02}", row / 100 % 100, row % 100);
            statement.execute((recipient, "Cours de piano annulé ce soir.")).unwrap();
        }
    }
    transaction.commit().unwrap();
    Instant::now()
}

/// Messages a second, from the first to the last.
pub(crate) fn rate(seen: &[Instant]) -> f64 {
    let span = seen[seen.len() - 1].duration_since(seen[0]).as_secs_f64();
    f64::from(u32::try_from(seen.len() - 1).unwrap()) / span
}
