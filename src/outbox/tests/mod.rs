#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests may panic and say what they leave out"
)]

//! A keeper on real files, in virtual time, with a gateway that remembers what it was told.

mod coming_in;
mod going_back;
mod harms;
mod strangers;
mod threads;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tempfile::TempDir;

use super::keeper::Keeper;
use super::watch::Woken;
use super::*;

/// A gateway that takes everything and remembers it.
#[derive(Clone, Default)]
struct Fake(Arc<Mutex<Told>>);

#[derive(Default)]
struct Told {
    /// Every row of every hand-over, with the outbox that gave it.
    offered: Vec<(String, Row)>,
    /// Rows in each hand-over.
    batches: Vec<usize>,
    /// The message of each key, in the order of their coming.
    messages: HashMap<String, Mark>,
    cursors: BTreeMap<String, i64>,
    greeted: Vec<Seen>,
    cancelled: Vec<String>,
    /// A part of every message is at a modem.
    at_modem: bool,
    changes: Vec<Mark>,
    /// The next answers to the mirror are each followed by one more change.
    moving: usize,
    /// How often the mirror has asked.
    asked: usize,
    mirrored: i64,
    ledger: i64,
    other_store: bool,
    gone: bool,
    panics: bool,
    tell: Option<Sender<&'static str>>,
    /// Done while the file says hello.
    at_hello: Option<Box<dyn FnMut() + Send>>,
}

impl Fake {
    fn told(&self) -> MutexGuard<'_, Told> {
        self.0.lock().unwrap()
    }

    fn ids(&self) -> Vec<i64> {
        self.told().offered.iter().map(|(_, row)| row.id).collect()
    }

    fn change(&self, mark: Mark) {
        let mut told = self.told();
        told.ledger += 1;
        told.changes.push(mark);
    }
}

impl Told {
    fn tell(&self, what: &'static str) {
        if let Some(tell) = &self.tell {
            tell.send(what).unwrap();
        }
    }
}

impl Upstream for Fake {
    fn hello(&self, seen: Seen) -> Result<Welcome, Gone> {
        let mut told = self.told();
        told.greeted.push(seen.clone());
        assert!(!told.panics, "as asked for");
        if let Some(act) = &mut told.at_hello {
            act();
        }
        if told.gone {
            return Err(Gone);
        }
        if told.other_store || seen.store.is_some_and(|store| store != "store-1") {
            return Ok(Welcome::OtherStore);
        }
        let cursor = told.cursors.get(&seen.outbox).copied().unwrap_or(0);
        let age = if (1..told.mirrored).contains(&seen.mirrored) { Age::Older } else { Age::AsLeft };
        Ok(Welcome::Bound { store: "store-1".into(), cursor, mirrored: told.mirrored, highest: cursor, age })
    }

    fn take_in(&self, outbox: &str, rows: Vec<Row>, cursor: i64) -> Result<Vec<Mark>, Gone> {
        let mut told = self.told();
        if told.gone {
            return Err(Gone);
        }
        told.batches.push(rows.len());
        told.cursors.insert(outbox.into(), cursor);
        let mut marks = Vec::new();
        for row in rows {
            let next = i64::try_from(told.messages.len()).unwrap() + 1;
            let new = mark(&row.uid, next, State::Queued);
            marks.push(told.messages.entry(row.uid.clone()).or_insert(new).clone());
            told.offered.push((outbox.into(), row));
        }
        told.tell("rows");
        Ok(marks)
    }

    fn cancel(&self, _outbox: &str, uids: Vec<String>) -> Result<Vec<(String, CancelAnswer)>, Gone> {
        let mut told = self.told();
        let answers =
            [CancelAnswer::Cancelled, CancelAnswer::After { gone: 1, of: 3 }, CancelAnswer::TooLate];
        let first = told.cancelled.len();
        told.cancelled.extend(uids.iter().cloned());
        told.tell("cancel");
        if told.at_modem {
            return Ok(Vec::new());
        }
        Ok(uids.into_iter().enumerate().map(|(n, uid)| (uid, answers[(first + n) % 3])).collect())
    }

    fn changes(&self, _outbox: &str, after: i64, at_most: u32) -> Result<Changes, Gone> {
        let mut told = self.told();
        told.mirrored = after;
        let from = usize::try_from(after).unwrap();
        let to = told.changes.len().min(from + at_most as usize);
        let marks = told.changes.get(from..to).unwrap_or_default().to_vec();
        told.tell(if marks.is_empty() { "no changes" } else { "changes" });
        let upto = i64::try_from(to).unwrap().max(after);
        let more = to < told.changes.len();
        told.asked += 1;
        if told.moving > 0
            && let Some(last) = told.changes.last().cloned()
        {
            told.moving -= 1;
            told.changes.push(last);
        }
        Ok(Changes { marks, upto, more, ledger: AttemptNumber(told.ledger), anew: false })
    }
}

fn mark(uid: &str, message: i64, state: State) -> Mark {
    Mark {
        uid: uid.into(),
        message: Some(MessageId(message)),
        state,
        reason: None,
        parts: 1,
        sent_at: None,
        delivered_at: None,
    }
}

/// A folder, a keeper, and the time.
struct House {
    folder: TempDir,
    path: PathBuf,
    keeper: Keeper<Fake>,
    fake: Fake,
    now: Instant,
}

impl House {
    /// With a file that has been greeted.
    fn new() -> Self {
        let mut house = Self::empty();
        house.settle();
        house
    }

    fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("outbox").join("outbox.db");
        let (fake, now) = (Fake::default(), Instant::now());
        let keeper = keeper(&path, &fake, now);
        Self { folder, path, keeper, fake, now }
    }

    /// Another process on the same file.
    fn restart(&mut self) {
        self.keeper = keeper(&self.path, &self.fake, self.now);
    }

    /// An event on the file, and turns until nothing but the slow poll is due.
    fn settle(&mut self) {
        self.wake(Woken { file: true, bell: true, ..Woken::default() });
    }

    /// States have moved, and turns until nothing but the slow poll is due.
    fn ring(&mut self) {
        self.wake(Woken { bell: true, ..Woken::default() });
    }

    fn wake(&mut self, mut woken: Woken) {
        for _ in 0..2_000 {
            let (wait, _) = self.keeper.turn(woken, self.now).expect("the gateway is there");
            if wait > Duration::from_secs(4) {
                return;
            }
            woken = Woken::default();
            self.now += wait;
        }
        panic!("it never comes to rest");
    }

    /// Turns until so much time has passed.
    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while self.now < end {
            let (wait, _) = self.keeper.turn(Woken::default(), self.now).expect("the gateway is there");
            self.now += wait.min(end - self.now);
        }
    }

    /// As a producer would open it.
    fn open(&self) -> Connection {
        let connection = Connection::open(&self.path).unwrap();
        connection.busy_timeout(Duration::from_secs(5)).unwrap();
        connection
    }

    fn sql(&self, sql: &str) {
        self.open().execute_batch(sql).unwrap();
    }

    fn ask<T: rusqlite::types::FromSql>(&self, sql: &str) -> Vec<T> {
        let connection = self.open();
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    fn insert(&self, body: &str) {
        let sql = "INSERT INTO outbox (recipient, body) VALUES ('06 39 98 00 01', ?1)";
        self.open().execute(sql, [body]).unwrap();
    }

    fn bodies(&self) -> Vec<String> {
        let text = |row: &Row| match &row.body {
            Cell::Text(text) => text.clone(),
            other => format!("{other:?}"),
        };
        self.fake.told().offered.iter().map(|(_, row)| text(row)).collect()
    }

    /// What who asks is told of it: why, and how many rows were taken in then.
    fn told_aside(&self) -> Vec<(String, Option<u64>)> {
        let now = Moment::from_system(std::time::SystemTime::now());
        self.keeper.health.aside(now).into_iter().map(|aside| (aside.cause, aside.rows)).collect()
    }

    /// What was set aside, without the date.
    fn aside(&self) -> Vec<String> {
        let mut words: Vec<String> = fs::read_dir(self.path.parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_prefix("outbox.db.").map(str::to_owned))
            .map(|name| name.split_once('-').unwrap().1.split_once('Z').unwrap().1.to_owned())
            .collect();
        words.sort();
        words
    }

    /// Permission bits of what was set aside.
    fn modes_aside(&self) -> Vec<u32> {
        let entries = fs::read_dir(self.path.parent().unwrap()).unwrap().map(Result::unwrap);
        let aside = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("outbox.db.2"));
        aside.map(|entry| entry.metadata().unwrap().permissions().mode() & 0o7777).collect()
    }
}

fn keeper(path: &Path, fake: &Fake, now: Instant) -> Keeper<Fake> {
    let explain = Box::new(|reason: &Reason| format!("sentence for {}", reason.code()));
    let settings = Settings { path: path.to_owned(), group: None, explain, pace: Pace::default() };
    Keeper::new(settings, fake.clone(), now)
}

/// Runs Python on the file; `None`, and a word of it, where there is no Python.
fn python(path: &Path, script: &str) -> Option<String> {
    let script = format!("import sqlite3, sys\ndb = sqlite3.connect(sys.argv[1])\n{script}\n");
    match Command::new("python3").arg("-c").arg(&script).arg(path).output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8(output.stdout).unwrap().trim_end().to_owned())
        }
        Err(error) => {
            eprintln!("left out: a writer in Python (python3: {error})");
            None
        }
    }
}
