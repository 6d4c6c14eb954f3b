//! gammu(1) against the virtual modem: it identifies it and sends through it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::left_out;

/// `beffroi simulate` in a folder of its own; ends with the test.
struct Simulator {
    child: Child,
    folder: TempDir,
}

impl Simulator {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_beffroi"))
            .args(["simulate", "--latency", "20ms", "--link"])
            .arg(folder.path().join("modem"))
            .arg("--journal")
            .arg(folder.path().join("journal"))
            .env("LC_ALL", "C")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(first.starts_with("virtual modem generic at "), "{first:?}");
        Self { child, folder }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn submitted(&self) -> Vec<serde_json::Value> {
        let journal = fs::read_to_string(self.path("journal")).unwrap();
        let records = journal.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        records.filter(|record| record["kind"] == "submit").collect()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Whether a program is there; says so where it is not.
fn installed(program: &str, test: &str) -> bool {
    let found = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
        .any(|folder| folder.join(program).is_file());
    if !found {
        left_out(test, program);
    }
    found
}

fn gammu(configuration: &Path, arguments: &[&str]) -> String {
    let done = Command::new("gammu")
        .arg("-c")
        .arg(configuration)
        .args(arguments)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "gammu {arguments:?}: {said}{}", String::from_utf8_lossy(&done.stderr));
    said
}

#[test]
fn gammu_identifies_the_virtual_modem_and_sends_through_it() {
    if !installed("gammu", "gammu_identifies_the_virtual_modem_and_sends_through_it") {
        return;
    }
    let simulator = Simulator::new();
    let configuration = simulator.path("gammurc");
    let device = simulator.path("modem");
    fs::write(&configuration, format!("[gammu]\ndevice = {}\nconnection = at115200\n", device.display()))
        .unwrap();

    let said = gammu(&configuration, &["identify"]);
    for expected in ["VirtualModem", "GENERIC-27005", "001010123456780", "001010000000001"] {
        assert!(said.contains(expected), "{expected}: {said}");
    }

    let text = "Le cours de piano est annul\u{e9}.";
    let said = gammu(&configuration, &["sendsms", "TEXT", "+33639980123", "-unicode", "-text", text]);
    assert!(said.contains("message reference=0"), "{said}");
    let long = "Le concert aura lieu. ".repeat(12);
    let long = long.trim_end();
    let said = gammu(&configuration, &["sendsms", "TEXT", "+33639980123", "-len", "400", "-text", long]);
    assert!(said.contains("message reference=2"), "{said}");

    let submitted = simulator.submitted();
    let fields = |name: &str| submitted.iter().map(|record| record[name].clone()).collect::<Vec<_>>();
    assert_eq!(fields("result"), ["sent", "sent", "sent"]);
    assert_eq!(fields("to"), ["+33639980123"; 3]);
    let [_, first, second] = submitted.as_slice() else { panic!("{} messages", submitted.len()) };
    assert_eq!((&first["concat"]["number"], &second["concat"]["number"]), (&1.into(), &2.into()));
    let joined = format!("{}{}", first["text"].as_str().unwrap(), second["text"].as_str().unwrap());
    assert_eq!(joined, long);
}
