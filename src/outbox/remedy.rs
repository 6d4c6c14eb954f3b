//! What the keeper does when something is wrong with its file: wait, say it once, set aside, make anew.

use std::path::Path;
use std::time::{Instant, SystemTime};

use rusqlite::Connection;

use super::aside;
use super::create::{self, Maker};
use super::file::{self, Fingerprint, Inode};
use super::keeper::{Halt, Keeper, Suspect};
use super::marks::Written;
use super::schema;
use super::trouble::{Damage, Trouble};
use super::{Gone, Upstream};
use crate::moment::Moment;

/// Rows that are named in the log, in all.
const NAMED: usize = 1_000;

/// How many times the patience a file may be wrong while it keeps changing.
const PATIENCE_AT_MOST: u32 = 20;

impl<U: Upstream> Keeper<U> {
    /// Decides what follows from a step.
    pub(super) fn judge(&mut self, done: Result<(), Halt>, now: Instant) -> Result<(), Gone> {
        let trouble = match done {
            Ok(()) => return Ok(()),
            Err(Halt::Gone) => return Err(Gone),
            Err(Halt::Trouble(trouble)) => trouble,
        };
        match self.answer(trouble, now) {
            Ok(()) => Ok(()),
            Err(Halt::Gone) => Err(Gone),
            Err(Halt::Trouble(trouble)) => {
                self.say_reading(&trouble.to_string());
                Ok(())
            }
        }
    }

    fn answer(&mut self, trouble: Trouble, now: Instant) -> Result<(), Halt> {
        match trouble {
            Trouble::Busy => {
                let since = *self.said.busy_since.get_or_insert(now);
                if now.saturating_duration_since(since) >= self.pace.busy {
                    self.say_reading(&Trouble::Busy.to_string());
                }
                self.soon(now);
            }
            Trouble::Wal => {
                self.say_reading(&trouble.to_string());
                self.soon(now);
            }
            Trouble::ReadOnly | Trouble::Full => {
                self.say_writing(&trouble.to_string());
                self.due.mirror = Some(now + self.pace.unwritable);
            }
            Trouble::Swapped => {
                tracing::warn!("{}: {trouble}", self.path.display());
                self.forget_file();
                self.due.look = now;
            }
            Trouble::Missing => return self.file_is_missing(now),
            Trouble::Damaged(damage) => return self.file_is_damaged(damage, now),
            Trouble::NotAFile { .. } | Trouble::Denied(_) | Trouble::Newer { .. } | Trouble::Failed(_) => {
                self.say_reading(&trouble.to_string());
            }
        }
        Ok(())
    }

    /// A lock that ends without a change makes no event: it has to be tried.
    fn soon(&mut self, now: Instant) {
        let retry = now + self.pace.retry;
        self.due.look = self.due.look.min(retry);
        self.due.mirror = Some(retry);
    }

    /// Whether what is wrong has stood unchanged for a while: a file that is being copied into place
    /// is missing, then too short, then right. One that others go on writing to is not waited for
    /// for ever.
    fn is_certain(&mut self, found: Option<Fingerprint>, now: Instant) -> bool {
        let before = self.suspect.unwrap_or(Suspect { found, since: now, first: now });
        let since = if before.found == found { before.since } else { now };
        self.suspect = Some(Suspect { found, since, first: before.first });
        let passed = |from| now.saturating_duration_since(from);
        let certain = passed(since) >= self.pace.patience
            || passed(before.first) >= self.pace.patience * PATIENCE_AT_MOST;
        if !certain {
            self.due.look = self.due.look.min(since + self.pace.patience);
            self.due.mirror = None;
        }
        certain
    }

    fn file_is_missing(&mut self, now: Instant) -> Result<(), Halt> {
        let had_one = self.held.is_some();
        if had_one {
            if !self.is_certain(None, now) {
                return Ok(());
            }
            self.file_was_replaced("deleted")?;
        }
        match create::create(&self.path, Maker::Run) {
            Ok(_) => {
                self.forget_file();
                self.due.look = now;
                tracing::info!("{}: a new outbox was made", self.path.display());
            }
            Err(error) => self.say_reading(&error.to_string()),
        }
        Ok(())
    }

    /// The file that was read until now has lost its name: a copy is kept, and what it still held
    /// is taken in.
    pub(super) fn file_was_replaced(&mut self, word: &'static str) -> Result<(), Halt> {
        let (held, bound) = (self.held.take(), self.bound.take());
        self.forget_file();
        let Some(mut held) = held else { return Ok(()) };
        let now = Moment::from_system(SystemTime::now());
        let path = self.path.display().to_string();
        let aside = match aside::keep_copy(&mut held, &self.path, now, word) {
            Ok(aside) => aside,
            Err(error) => {
                tracing::warn!("{path}: the file was {word}, and the old one could not be kept ({error})");
                return Ok(());
            }
        };
        drop(held);
        let drained = match (bound, file::open(&aside)) {
            (Some(bound), Ok(connection)) => self.drain(&connection, Some(bound)),
            _ => Ok(0),
        };
        let aside = aside.display();
        match drained {
            Err(Halt::Gone) => return Err(Halt::Gone),
            Err(Halt::Trouble(trouble)) => {
                tracing::warn!(
                    "{path}: the file was {word}; the old one is kept as {aside}, and could not be read to its end ({trouble})"
                );
            }
            Ok(rows) => {
                tracing::warn!(
                    "{path}: the file was {word}; the old one is kept as {aside}, and {rows} rows of it were taken in now"
                );
            }
        }
        Ok(())
    }

    fn file_is_damaged(&mut self, damage: Damage, now: Instant) -> Result<(), Halt> {
        let metadata = file::what_stands_there(&self.path)?;
        if !self.is_certain(Some(Fingerprint::of(&metadata)), now) {
            return Ok(());
        }
        let path = self.path.display().to_string();
        if metadata.len() == 0 {
            self.forget_file();
            schema::lay(&file::open(&self.path)?)?;
            tracing::warn!("{path}: the file was empty; its tables were made");
            self.due.look = now;
            return Ok(());
        }
        let Ok(connection) = lock(&self.path) else { return self.answer(Trouble::Busy, now) };
        let same = self.held.as_ref().is_some_and(|held| held.inode == Inode::of(&metadata));
        let known = self.bound.clone().filter(|_| same);
        let rows = match connection.as_ref().map(|connection| self.drain(connection, known)) {
            Some(Err(Halt::Gone)) => return Err(Halt::Gone),
            Some(Err(Halt::Trouble(_))) | None => 0,
            Some(Ok(rows)) => rows,
        };
        let clock = Moment::from_system(SystemTime::now());
        let swapped = aside::swap(&self.path, clock, damage.word());
        drop(connection);
        match swapped {
            Ok(aside) => {
                let aside = aside.display();
                tracing::warn!(
                    "{path}: {damage}; it is kept as {aside}, {rows} rows of it were taken in now, and a new outbox was made"
                );
                self.forget_file();
                self.due.look = now;
            }
            Err(error) => self.say_reading(&format!("{damage}, and it can't be set aside: {error}")),
        }
        Ok(())
    }

    /// Says once why rows are not read.
    pub(super) fn say_reading(&mut self, sentence: &str) {
        if self.said.reading.as_deref() != Some(sentence) {
            tracing::warn!("{}: {sentence}", self.path.display());
            self.said.reading = Some(sentence.to_owned());
        }
    }

    /// Says once why states are not written.
    pub(super) fn say_writing(&mut self, sentence: &str) {
        if self.said.writing.as_deref() != Some(sentence) {
            tracing::warn!("{}: {sentence}", self.path.display());
            self.said.writing = Some(sentence.to_owned());
        }
    }

    pub(super) fn reading_works(&mut self) {
        self.said.busy_since = None;
        if self.said.reading.take().is_some() {
            tracing::info!("{}: its rows are read again", self.path.display());
        }
    }

    /// After a transaction that went through.
    pub(super) fn writing_works(&mut self, written: &Written, now: Instant) {
        self.suspect = None;
        self.name_rows(&written.long, "is over 4 MB; it was marked all the same");
        self.name_rows(&written.refused, "can't be marked: a stranger's constraint, or over 64 MB in it");
        if self.said.writing.take().is_some() {
            tracing::info!("{}: states are written again", self.path.display());
            // Marks were given up meanwhile.
            self.due.sweep = now;
            self.due.sweep_from = i64::MIN;
        }
    }

    /// Names each row once; they come again with each sweep.
    fn name_rows(&mut self, rows: &[i64], what: &str) {
        let file = self.path.display();
        for row in rows {
            if self.said.rows.len() < NAMED && self.said.rows.insert(*row) {
                tracing::warn!("{file}: row {row} {what}");
            }
        }
    }
}

/// Under the lock no row can come between draining and setting aside. What is no database has no
/// lock, and nothing to drain: `None`. [`Trouble::Busy`] where another program has the lock.
fn lock(path: &Path) -> Result<Option<Connection>, Trouble> {
    let connection = match file::open(path) {
        Ok(connection) => connection,
        Err(Trouble::Busy) => return Err(Trouble::Busy),
        Err(_) => return Ok(None),
    };
    match connection.execute_batch("BEGIN IMMEDIATE").map_err(Trouble::from) {
        Err(Trouble::Busy) => Err(Trouble::Busy),
        // Too damaged to be locked; some of it may be readable.
        Ok(()) | Err(_) => Ok(Some(connection)),
    }
}
