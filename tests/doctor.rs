//! The built program beside a virtual modem on a pseudo terminal: what it finds and asks, and the exit code,
//! which says whether anything can be sent.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

#[path = "devices/tree.rs"]
mod tree;
#[path = "doctor/faults.rs"]
mod faults;
#[path = "doctor/sticks.rs"]
mod sticks;

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use tempfile::TempDir;

/// What the program said and how it ended.
#[derive(Debug)]
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    /// What was said first, after the name of the modem.
    fn headline(&self) -> &str {
        self.out.lines().nth(1).unwrap_or_else(|| panic!("{self:?}"))
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_beffroi"))
}

fn command(program: &Path, folder: &Path, locale: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).stdin(Stdio::null()).args(["--config", "none.toml"]).args(arguments);
    for name in ["LC_ALL", "LC_MESSAGES", "BEFFROI_LOG"] {
        command.env_remove(name);
    }
    command.env("LANG", locale);
    command
}

fn run(folder: &Path, locale: &str, arguments: &[&str]) -> Said {
    said(command(&program(), folder, locale, arguments))
}

fn said(mut command: Command) -> Said {
    let output = command.output().unwrap();
    let text = |octets: Vec<u8>| String::from_utf8(octets).unwrap();
    Said { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// A virtual modem at `modem` in a folder of its own, until it is dropped.
struct Patient {
    folder: TempDir,
    modem: Child,
}

impl Patient {
    fn with(faults: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut arguments = vec!["simulate", "--link", "modem", "--latency", "20ms"];
        arguments.extend(["--journal", "journal", "--control", "do"]);
        faults.iter().for_each(|fault| arguments.extend(["--fault", fault]));
        let mut command = command(&program(), folder.path(), "C", &arguments);
        let mut modem = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        // It says so once it can be found.
        let mut line = String::new();
        BufReader::new(modem.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert!(line.contains("virtual modem"), "{line:?}");
        Self { folder, modem }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn device(&self) -> PathBuf {
        fs::canonicalize(self.path().join("modem")).unwrap()
    }

    fn diagnose(&self, locale: &str, more: &[&str]) -> Said {
        run(self.path(), locale, &[&["modem", "diagnose", "./modem"], more].concat())
    }
}

impl Drop for Patient {
    fn drop(&mut self) {
        self.modem.kill().unwrap();
        self.modem.wait().unwrap();
    }
}

#[test]
fn whoever_holds_the_port_is_named_and_nothing_is_asked() {
    let patient = Patient::with(&[]);
    let port =
        OpenOptions::new().read(true).custom_flags(nix::libc::O_NOCTTY).open(patient.device()).unwrap();
    let mut holder = Command::new("sleep").arg("60").stdin(port).stdout(Stdio::null()).spawn().unwrap();
    let (french, english) = (patient.diagnose("fr_FR.UTF-8", &[]), patient.diagnose("C", &[]));
    holder.kill().unwrap();
    holder.wait().unwrap();
    let pid = holder.id();
    assert!(
        english.headline().ends_with(&format!("is open in the program sleep already (process {pid})")),
        "{english:?}"
    );
    assert!(french.headline().ends_with(&format!("par le programme sleep (processus {pid})")), "{french:?}");
    assert_eq!((french.code, english.code), (4, 4));
    assert_eq!(patient.diagnose("C", &[]).code, 0, "it is free again");
}

#[test]
fn a_port_that_is_not_ours_is_told_with_its_group() {
    let patient = Patient::with(&[]);
    fs::set_permissions(patient.device(), fs::Permissions::from_mode(0o0)).unwrap();
    let device = patient.device().display().to_string();
    let arguments = ["modem", "diagnose", &device];
    let told = |locale: &str| match nix::unistd::geteuid().is_root() {
        false => run(patient.path(), locale, &arguments),
        // Root may open anything: somebody else asks, with a copy that he may run.
        true => {
            let copy = patient.path().join("beffroi");
            if !copy.exists() {
                fs::hard_link(program(), &copy).or_else(|_| fs::copy(program(), &copy).map(drop)).unwrap();
            }
            fs::set_permissions(patient.path(), fs::Permissions::from_mode(0o755)).unwrap();
            let mut command = command(&copy, Path::new("/"), locale, &arguments);
            command.uid(65_534).gid(65_534);
            said(command)
        }
    };
    let (french, english) = (told("fr_FR.UTF-8"), told("C"));
    assert!(english.headline().contains(&format!("you may not open {device} (group ")), "{english:?}");
    assert!(french.headline().contains("vous n’avez pas le droit d’ouvrir"), "{french:?}");
    assert_eq!((french.code, english.code), (4, 4));
}

#[test]
fn what_is_no_modem_is_told_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "x").unwrap();
    let rows = [
        ("./missing", 4, "./missing does not exist"),
        ("./file", 4, "./file is no serial port"),
        ("/dev/null", 4, "/dev/null is no serial port"),
    ];
    for (device, code, want) in rows {
        let said = run(folder.path(), "C", &["modem", "diagnose", device]);
        assert!(said.code == code && said.headline().ends_with(want), "{said:?}");
    }
    let said = run(folder.path(), "C", &["modem", "diagnose", "sim-1"]);
    assert!(said.code == 2 && said.err.contains("no line \"sim-1\""), "{said:?}");
}

#[test]
fn a_message_goes_only_with_consent_and_is_told() {
    let patient = Patient::with(&[]);
    let asked = patient.diagnose("C", &["--send", "06 39 98 01 42"]);
    assert!(asked.code == 2 && asked.err.contains("--yes"), "{asked:?}");
    let submits = || {
        let journal = fs::read_to_string(patient.path().join("journal")).unwrap();
        journal.lines().filter(|line| line.contains("+33639980142") && line.contains("submit")).count()
    };
    assert_eq!(submits(), 0);
    let sent = patient.diagnose("C", &["--send", "06 39 98 01 42", "--yes", "--json"]);
    assert_eq!(sent.code, 0, "{sent:?}");
    assert!(sent.err.contains("no ledger of beffroi knows it"), "{sent:?}");
    let modem = &sent.json()["modems"][0];
    let sending =
        modem["checks"].as_array().unwrap().iter().find(|check| check["check"] == "sending").unwrap();
    assert_eq!(sending["sign"]["code"], "delivered", "{sending}");
    assert_eq!(submits(), 1);
}

#[test]
fn what_can_not_be_sent_to_is_refused_before_anything_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    for (locale, want) in [("C", "--send: landline: to be called"), ("fr_FR.UTF-8", "numéro fixe")] {
        let said = run(
            folder.path(),
            locale,
            &["modem", "diagnose", "./modem", "--send", "01 99 00 12 34", "--yes"],
        );
        assert!(said.code == 2 && said.err.contains(want), "{said:?}");
    }
}

#[test]
fn the_bundle_has_no_number_and_says_what_was_found() {
    let patient = Patient::with(&[]);
    let told = patient.diagnose("C", &["--redacted", "--send", "0639980142", "--yes", "--verbose"]);
    assert_eq!(told.code, 0, "{told:?}");
    assert!(told.out.contains("+CSCA: \"+33639980009\""), "on the own screen all is shown: {told:?}");
    let bundle = fs::read_dir(patient.path()).unwrap().map(|entry| entry.unwrap().path());
    let bundle = bundle.into_iter().find(|path| path.extension().is_some_and(|ext| ext == "json")).unwrap();
    assert!(told.err.contains(bundle.file_name().unwrap().to_str().unwrap()), "{told:?}");
    let text = fs::read_to_string(&bundle).unwrap();
    for secret in ["39980", "001010123456780", "8933010000000000010", "001010000000001", "test message:"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(text.contains("AT+CSCA?") && text.contains("\"code\": \"sim_ready\""), "{text}");
}

#[test]
fn what_comes_unasked_is_shown_while_one_listens() {
    let patient = Patient::with(&[]);
    let quiet = patient.diagnose("C", &["--listen=1s", "--json"]);
    let heard = |said: &Said| {
        let checks = said.json()["modems"][0]["checks"].as_array().unwrap().clone();
        checks.into_iter().find(|check| check["check"] == "listening").unwrap()["sign"].clone()
    };
    assert_eq!(heard(&quiet)["code"], "heard_nothing", "{quiet:?}");
    // A message that comes in is announced, and stays where its reader finds it.
    let arguments = ["modem", "diagnose", "./modem", "--listen=60s", "--verbose"];
    let mut command = command(&program(), patient.path(), "C", &arguments);
    let mut listening = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(listening.stdout.take().unwrap()).lines().map(|line| line.unwrap());
    // The last question before it listens.
    lines.find(|line| line.contains("+CNMI: 2,")).unwrap();
    fs::write(patient.path().join("do"), "from +33639980123 Merci\n").unwrap();
    let announced = lines.find(|line| line.trim_start().starts_with('<')).unwrap();
    nix::sys::signal::kill(
        nix::unistd::Pid::from_raw(listening.id().cast_signed()),
        nix::sys::signal::SIGINT,
    )
    .unwrap();
    assert!(announced.contains("+CM"), "{announced}");
    let rest: Vec<String> = lines.collect();
    assert!(rest.iter().any(|line| line.contains("AT+CMEE=0")), "what was changed is put back: {rest:?}");
    listening.wait().unwrap();
}

/// A daemon whose line has the virtual modem, until it is dropped.
struct Daemon(Child);

impl Daemon {
    fn beside(patient: &Patient) -> Self {
        let config = "[store]\npath = \"state/beffroi.db\"\n[[line]]\nname = \"sim-1\"\ndevice = \"modem\"\n";
        fs::write(patient.path().join("beffroi.toml"), config).unwrap();
        let mut command = Command::new(program());
        command.current_dir(patient.path()).args(["--config", "beffroi.toml", "run"]);
        let mut daemon = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let log = BufReader::new(daemon.stderr.take().unwrap()).lines();
        let mut log = log.map(|line| line.unwrap());
        assert!(log.any(|line| line.contains("running")), "it has not begun");
        // Somebody has to read on, or it would stand still once the pipe is full.
        thread::spawn(move || log.for_each(drop));
        Self(daemon)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Asks until the daemon is no longer just speaking to its modem.
fn beside(patient: &Patient, locale: &str, more: &[&str]) -> Said {
    for _ in 0..2_000 {
        let mut command = Command::new(program());
        command
            .current_dir(patient.path())
            .args(["--config", "beffroi.toml", "modem", "diagnose"])
            .args(more);
        command.stdin(Stdio::null()).env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", locale);
        let said = said(command);
        if !said.out.contains("is just speaking to the modem") && !said.out.contains("answers_later") {
            return said;
        }
    }
    panic!("the daemon never gets ready");
}

#[test]
fn a_running_daemon_is_asked_and_its_port_is_left_alone() {
    let patient = Patient::with(&["sim=pin"]);
    let _daemon = Daemon::beside(&patient);
    let said = beside(&patient, "C", &[]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.starts_with("sim-1"), "{said:?}");
    assert!(said.headline().contains("the SIM card asks for its PIN"), "{said:?}");
    assert!(said.out.contains("is held by the daemon (line sim-1), which answered for it"), "{said:?}");
    let by_device = beside(&patient, "C", &["./modem"]);
    assert!(by_device.out.contains("is held by the daemon (line sim-1)"), "{by_device:?}");
}

#[test]
fn beside_a_daemon_the_test_message_goes_through_its_ledger() {
    let patient = Patient::with(&[]);
    let _daemon = Daemon::beside(&patient);
    let ready = beside(&patient, "C", &["sim-1", "--json"]);
    assert_eq!(ready.code, 0, "{ready:?}");
    let sent = beside(&patient, "C", &["sim-1", "--send", "0639980142"]);
    assert!(sent.code == 0 && sent.out.contains("test message 1 delivered, sent by the daemon"), "{sent:?}");
}
