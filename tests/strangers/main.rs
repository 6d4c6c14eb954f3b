//! The public file under strangers, with the built program: other users, programs that lock it and die in
//! it, whatever is put in its place, a crowd of rows. Each time another outbox, the line and the store go
//! on, one sentence says what is wrong, and nothing is lost or sent twice.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

#[path = "../house/mod.rs"]
mod house;

mod crowd;
mod disks;
mod harms;
mod locks;
mod users;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use house::{House, LINE, OUTBOX, STORE, rows_of};

const OTHER: &str = "[[outbox]]\npath = \"{folder}/other/outbox.db\"\n";

const BODY: &str = "Le cours de violon n'a pas lieu.";

/// Two outboxes, one line.
fn two_outboxes() -> House {
    House::with(&format!("{STORE}{OUTBOX}{OTHER}{LINE}"))
}

/// Nobody's.
fn number(n: usize) -> String {
    format!("063998{:04}", 4_000 + n)
}

fn mailing(from: usize, count: usize) -> Vec<(String, String)> {
    (from..from + count).map(|n| (number(n), BODY.to_owned())).collect()
}

/// A row in the outbox that strangers are at.
fn row(house: &House, n: usize) -> i64 {
    house.insert(&[("recipient", &number(n)), ("body", BODY)])
}

fn other(house: &House) -> PathBuf {
    house.path("other/outbox.db")
}

/// A message goes from the other outbox to its phone.
#[track_caller]
fn the_other_outbox_works(house: &House, n: usize) {
    let id = house.insert_into(&other(house), &[("recipient", &number(n)), ("body", BODY)]);
    house.wait("the other outbox", |house| {
        rows_of(&other(house)).into_iter().find(|row| row.id == id && row.state == "delivered")
    });
}

/// Codes and sentences of what `status` says of outboxes.
fn findings(house: &House) -> Vec<(String, String)> {
    let said = house.ask(&["status", "--json"]).json();
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let all = said["findings"].as_array().unwrap().iter();
    all.map(|finding| (text(finding, "code"), text(finding, "sentence")))
        // What was set aside is told for as long as it lies there, whatever works again.
        .filter(|(code, _)| code.ends_with("-outbox") && code != "aside-outbox")
        .collect()
}

/// Until `status` says so of the outbox that strangers are at, and of no other.
#[track_caller]
fn is_found(house: &House, code: &str, says: &str) {
    house.wait(code, |house| {
        let found = findings(house);
        assert!(found.iter().all(|(_, sentence)| sentence.contains("/outbox/outbox.db")), "{found:?}");
        found.iter().any(|(found, sentence)| found == code && sentence.contains(says)).then_some(())
    });
}

/// The journal of the modem against the store: none twice, none lost.
#[track_caller]
fn audit(house: &House) {
    house.assert_none_twice();
    let (store, journal) = (house.store(), house.journal_path());
    let said = house.ask(&["audit", store.to_str().unwrap(), journal.to_str().unwrap()]);
    assert_eq!(said.code, Some(0), "{said:?}");
}

/// A program that has said its SQL and stays, with what it holds; to be killed.
struct Session(Child);

impl Session {
    fn begin(mut command: Command, sql: &str) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        writeln!(stdin, "PRAGMA busy_timeout = 30000; {sql}; SELECT 'done';").unwrap();
        child.stdin = Some(stdin);
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.map(Result::unwrap).any(|line| line == "done"), "{sql}");
        Self(child)
    }

    /// In the shell of SQLite, as whoever runs the test.
    fn of(outbox: &Path, sql: &str) -> Self {
        let mut command = Command::new("sqlite3");
        command.arg("-bail").arg(outbox);
        Self::begin(command, sql)
    }

    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// As no program should die: its transaction is half in the file, its journal lies beside it. Nobody's number,
/// so that what a program without a journal leaves is refused.
const HALF: &str = "PRAGMA cache_size = 1; BEGIN IMMEDIATE;
    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
    INSERT INTO outbox (recipient, body) SELECT 'nobody', hex(randomblob(200)) FROM n";
