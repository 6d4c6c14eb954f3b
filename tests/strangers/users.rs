//! Real users of the machine: the daemon, a producer in the outbox's group, somebody else. They are made in
//! a mount namespace with a passwd(5) and a group(5) of its own, so that the machine gets none of them and
//! nothing is left behind; the kernel asks for numbers alone, and these nobody has.

use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::process::{Command, Output};

use super::*;
use house::Daemon;

/// Between the numbers of people and those that systemd gives out: users, then the group.
const DAEMON: u32 = 60_571;
const PRODUCER: u32 = 60_572;
const OTHER_USER: u32 = 60_573;
const GROUP: u32 = 60_574;

/// Whether the daemon's user is in the group of those who fill the outbox.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Member {
    Yes,
    No,
}

/// A house whose people are others than whoever runs the test.
struct Village {
    house: House,
    program: PathBuf,
}

impl Village {
    /// Files made by `db init`, as root makes them; `None`, and a word of it, where that can't be tried.
    fn found(member: Member) -> Option<Self> {
        let tools = ["unshare", "mount", "setpriv", "sqlite3"];
        if !nix::unistd::geteuid().is_root() {
            house::left_out("users of their own for daemon and producer, only root makes users");
            return None;
        }
        if let Some(missing) = tools.iter().find(|tool| !house::is_there(tool)) {
            house::left_out(&format!("users of their own for daemon and producer, no {missing} here"));
            return None;
        }
        let house = House::with(&format!("{STORE}{OUTBOX}group = \"bft-office\"\n{OTHER}{LINE}"));
        // As a package has it: nothing is there but the way to it.
        for made in ["outbox", "store"] {
            fs::remove_dir(house.path(made)).unwrap();
        }
        for (path, mode) in [(".", 0o755), ("log", 0o755), ("modem", 0o755)] {
            fs::set_permissions(house.path(path), Permissions::from_mode(mode)).unwrap();
        }
        let program = house.path("beffroi");
        // By a process of its own: see `House::become_plain_user`.
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_beffroi")).arg(&program).status();
        assert!(copied.unwrap().success());
        let village = Self { house, program };
        let people = [("beffroi", DAEMON), ("bft-producer", PRODUCER), ("bft-other", OTHER_USER)];
        let users = people.map(|(name, id)| format!("{name}:x:{id}:{id}::/nonexistent:/bin/sh\n"));
        village.add("passwd", &users.concat());
        let members = if member == Member::Yes { "bft-producer,beffroi" } else { "bft-producer" };
        let groups = people.map(|(name, id)| format!("{name}:x:{id}:\n"));
        village.add("group", &format!("{}bft-office:x:{GROUP}:{members}\n", groups.concat()));
        let probe = village.run_as("root", "true", &[]);
        if !probe.status.success() {
            house::left_out("users of their own for daemon and producer, no mount namespace here");
            return None;
        }
        let init = village.beffroi("root", &["db", "init"]);
        assert!(init.status.success(), "{init:?}");
        let named = said(&init).contains("sudo usermod --append --groups bft-office beffroi");
        assert_eq!(named, member == Member::No, "{init:?}");
        Some(village)
    }

    /// The machine's, without names that are ours here, and ours.
    fn add(&self, file: &str, ours: &str) {
        let machines = fs::read_to_string(Path::new("/etc").join(file)).unwrap();
        let name = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
        let own: Vec<String> = ours.lines().map(name).collect();
        let kept = machines.lines().filter(|line| !own.contains(&name(line)));
        let all: String = kept.map(|line| format!("{line}\n")).collect::<String>() + ours;
        fs::write(self.house.path(file), all).unwrap();
    }

    /// A command as one of them.
    fn command(&self, user: &str, program: &Path) -> Command {
        let script =
            "mount --bind \"$1\" /etc/passwd && mount --bind \"$2\" /etc/group && shift 2 && exec \"$@\"";
        let mut command = Command::new("unshare");
        command.args(["--mount", "--propagation", "private", "sh", "-c", script, "sh"]);
        command.arg(self.house.path("passwd")).arg(self.house.path("group"));
        command.args(["setpriv", "--reuid", user, "--regid", user, "--init-groups"]).arg(program);
        for variable in ["LANG", "LC_MESSAGES", "NOTIFY_SOCKET", "JOURNAL_STREAM"] {
            command.env_remove(variable);
        }
        command.env("LC_ALL", "C.UTF-8").env("BEFFROI_LOG", "debug").current_dir("/");
        command
    }

    fn run_as(&self, user: &str, program: &str, arguments: &[&str]) -> Output {
        self.command(user, Path::new(program)).args(arguments).output().unwrap()
    }

    fn beffroi(&self, user: &str, arguments: &[&str]) -> Output {
        let mut command = self.command(user, &self.program);
        command.arg("--config").arg(self.house.config()).args(arguments).output().unwrap()
    }

    fn daemon(&self) -> Daemon {
        let mut command = self.command("beffroi", &self.program);
        command.arg("--config").arg(self.house.config()).arg("run");
        let daemon = self.house.spawn_command(command);
        self.house.wait_for_log_of(&daemon, "running store=");
        daemon
    }

    fn modem(&self) -> house::Modem {
        let modem = self.house.modem(|_| {});
        chown(self.house.path("modem/port"), Some(DAEMON), None).unwrap();
        modem
    }

    /// What the shell of SQLite says.
    fn sql(&self, user: &str, file: &Path, sql: &str) -> Output {
        self.run_as(user, "sqlite3", &["-bail", "-cmd", ".timeout 5000", file.to_str().unwrap(), sql])
    }

    fn insert_as_producer(&self, n: usize) {
        self.house.keep_secret(&number(n), BODY);
        let sql = format!(
            "INSERT INTO outbox (recipient, body) VALUES ('{}', '{}')",
            number(n),
            BODY.replace('\'', "''")
        );
        let said = self.sql("bft-producer", &self.house.outbox(), &sql);
        assert!(said.status.success(), "{said:?}");
    }

    /// Root's, since only those who may ask get an answer.
    fn audit(&self) {
        self.house.assert_none_twice();
        let (store, journal) = (self.house.store(), self.house.journal_path());
        let said = self.beffroi("root", &["audit", store.to_str().unwrap(), journal.to_str().unwrap()]);
        assert!(said.status.success(), "{said:?}");
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn a_producer_fills_and_reads_the_outbox_and_nothing_else_and_nobody_else_even_that() {
    let Some(village) = Village::found(Member::No) else { return };
    let house = &village.house;
    let _modem = village.modem();
    let daemon = village.daemon();
    village.insert_as_producer(0);
    house.wait_for_all("delivered");
    let states = village.sql("bft-producer", &house.outbox(), "SELECT state FROM outbox");
    assert_eq!(String::from_utf8_lossy(&states.stdout), "delivered\n");
    let (outbox, store, socket) = (house.outbox(), house.store(), house.path("store/control.sock"));
    assert!(socket.exists());
    let folder = house.path("store");
    let read = |user: &str, path: &Path| village.run_as(user, "cat", &[path.to_str().unwrap()]);
    let refused = |what: &str, output: Output| {
        assert!(!output.status.success(), "{what}: {output:?}");
        let said = said(&output);
        let plain = ["Permission denied", "unable to open database file", "may not", "not allowed"];
        assert!(plain.iter().any(|words| said.contains(words)), "{what}: {said}");
    };
    for user in ["bft-producer", "bft-other"] {
        refused("the store", read(user, &store));
        refused("the store by SQLite", village.sql(user, &store, "SELECT count(*) FROM message"));
        refused("the store's folder", village.run_as(user, "ls", &[folder.to_str().unwrap()]));
        refused("the control socket", village.beffroi(user, &["status"]));
        refused("sending by it", village.beffroi(user, &["send", "--to", "0639984001", "--text", "x"]));
    }
    refused("the outbox", read("bft-other", &outbox));
    let insert = "INSERT INTO outbox (recipient, body) VALUES ('0639984001', 'x')";
    refused("the outbox by SQLite", village.sql("bft-other", &outbox, insert));
    refused("its folder", village.run_as("bft-other", "ls", &[house.path("outbox").to_str().unwrap()]));
    assert_eq!(house.submits().len(), 1);
    village.audit();
    assert_eq!(daemon.stop(), Some(0));
}

/// The daemon may not open what a program of another user has left: who is in the group may.
#[test]
fn what_a_producer_leaves_when_it_dies_is_worked_off_or_named_with_what_to_do() {
    for member in [Member::Yes, Member::No] {
        let Some(village) = Village::found(member) else { return };
        let house = &village.house;
        let _modem = village.modem();
        let daemon = village.daemon();
        village.insert_as_producer(0);
        house.wait_for_all("delivered");
        village.insert_as_producer(1);
        let mut shell = village.command("bft-producer", Path::new("sqlite3"));
        shell.arg("-bail").arg(house.outbox());
        Session::begin(shell, HALF).kill();
        let says = "a program has left outbox.db-journal beside it";
        if member == Member::No {
            house.wait_for_log(says);
            is_found_by_root(&village, says);
            the_other_outbox_works(house, 10);
            let init = village.beffroi("root", &["db", "init"]);
            assert!(init.status.success(), "{init:?}");
        }
        house.wait("two delivered", |house| {
            let rows = house.all_rows();
            (rows.len() == 2 && rows.iter().all(|row| row.state == "delivered")).then_some(())
        });
        // Once that rows can't be read, and once that states can't be written, where some were to be.
        let told = house.logged(says);
        let sentences: BTreeSet<&str> =
            told.iter().filter_map(|line| Some(line.split_once("outbox::remedy: ")?.1)).collect();
        assert_eq!(sentences.len(), told.len(), "{}", house.log());
        village.audit();
        assert_eq!(daemon.stop(), Some(0));
    }
}

#[track_caller]
fn is_found_by_root(village: &Village, says: &str) {
    village.house.wait("status", |_| {
        let status = village.beffroi("root", &["status"]);
        said(&status).contains(says).then_some(())
    });
}

#[test]
fn a_journal_that_a_producer_keeps_is_no_trouble_for_a_daemon_of_its_group() {
    let Some(village) = Village::found(Member::Yes) else { return };
    let house = &village.house;
    let _modem = village.modem();
    let daemon = village.daemon();
    for (n, mode) in ["PERSIST", "TRUNCATE", "WAL", "MEMORY", "DELETE"].into_iter().enumerate() {
        let said = village.sql("bft-producer", &house.outbox(), &format!("PRAGMA journal_mode = {mode}"));
        assert!(said.status.success(), "{said:?}");
        house.keep_secret(&number(n), BODY);
        let insert = format!(
            "PRAGMA journal_mode = {mode}; INSERT INTO outbox (recipient, body) VALUES ('{}', '{}')",
            number(n),
            BODY.replace('\'', "''")
        );
        let said = village.sql("bft-producer", &house.outbox(), &insert);
        assert!(said.status.success(), "{mode}: {said:?}");
        house.wait(mode, |house| {
            let rows = house.all_rows();
            (rows.len() == n + 1 && rows.iter().all(|row| row.state == "delivered")).then_some(())
        });
    }
    village.audit();
    assert_eq!(daemon.stop(), Some(0));
}
