//! What the keeper does when something is wrong with its file: wait, say it once, set aside, make anew.

use std::path::Path;
use std::time::{Instant, SystemTime};

use rusqlite::Connection;

use super::aside;
use super::create::{self, CreateError, Maker};
use super::file::{self, Fingerprint, Inode};
use super::health::{Mishap, Step};
use super::keeper::{Halt, Keeper};
use super::marks::Written;
use super::opening::Past;
use super::schema;
use super::trouble::{Damage, Trouble};
use super::{Gone, Upstream};
use crate::moment::Moment;

/// Rows that are named in the log, in all.
const NAMED: usize = 1_000;

/// How many times the patience a file may be wrong while it keeps changing.
const PATIENCE_AT_MOST: u32 = 20;

/// What seemed wrong: a file in this condition, or none at all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Suspect {
    pub(super) found: Option<Fingerprint>,
    /// In this condition.
    pub(super) since: Instant,
    /// In whatever condition.
    pub(super) first: Instant,
}

impl<U: Upstream> Keeper<U> {
    /// Decides what follows from a step.
    pub(super) fn judge(&mut self, step: Step, done: Result<(), Halt>, now: Instant) -> Result<(), Gone> {
        let trouble = match done {
            Ok(()) => return Ok(()),
            Err(Halt::Gone) => return Err(Gone),
            Err(Halt::Trouble(Trouble::Denied(error))) => file::why_denied(&self.path, error),
            Err(Halt::Trouble(trouble)) => trouble,
        };
        let answered = match step {
            Step::Write => self.answer_unwritable(trouble, now),
            Step::Read | Step::Fill => self.answer(trouble, now),
        };
        match answered {
            Ok(()) => Ok(()),
            Err(Halt::Gone) => Err(Gone),
            Err(Halt::Trouble(trouble)) => {
                self.say(Step::Read, &trouble);
                Ok(())
            }
        }
    }

    /// What keeps states from being written, and no row from being read.
    fn answer_unwritable(&mut self, trouble: Trouble, now: Instant) -> Result<(), Halt> {
        match trouble {
            // Where it can't be read either, that is said.
            Trouble::Busy if self.said.busy_since.is_none() => {
                let since = *self.said.occupied_since.get_or_insert(now);
                if now.saturating_duration_since(since) >= self.pace.busy {
                    self.say(Step::Write, &Trouble::Occupied);
                }
                self.soon(now);
            }
            Trouble::ReadOnly
            | Trouble::Full
            | Trouble::Denied(_)
            | Trouble::LeftBehind { .. }
            | Trouble::Failed(_) => {
                // Where it can't even be read, that is said.
                if self.said.reading.is_none() {
                    self.say(Step::Write, &trouble);
                }
                self.due.mirror = Some(now + self.pace.unwritable);
            }
            other => return self.answer(other, now),
        }
        Ok(())
    }

    /// What keeps rows from being read.
    fn answer(&mut self, trouble: Trouble, now: Instant) -> Result<(), Halt> {
        match trouble {
            Trouble::Busy => {
                let since = *self.said.busy_since.get_or_insert(now);
                if now.saturating_duration_since(since) >= self.pace.busy {
                    self.say(Step::Read, &trouble);
                }
                self.soon(now);
            }
            Trouble::Wal => {
                self.say(Step::Read, &trouble);
                self.soon(now);
            }
            Trouble::Swapped => self.file_was_swapped(now),
            Trouble::Missing => return self.file_is_missing(now),
            Trouble::Damaged(damage) => return self.file_is_damaged(damage, now),
            // A file that must be written before it can be read: its journal says so, or that it is nobody's.
            Trouble::ReadOnly => self.try_again(&Trouble::Denied("it can only be read".to_owned()), now),
            Trouble::Full => self.try_again(&Trouble::Failed("no room on its disk".to_owned()), now),
            other => self.try_again(&other, now),
        }
        Ok(())
    }

    /// What a person sets right may make no event.
    fn try_again(&mut self, trouble: &Trouble, now: Instant) {
        self.say(Step::Read, trouble);
        self.due.look = self.due.look.min(now + self.pace.unwritable);
    }

    /// A program that writes into our own table makes it so with each of its rows: it is said now and then.
    fn file_was_swapped(&mut self, now: Instant) {
        let silent = self.said.swapped.is_some_and(|said| now < said + self.pace.sweep);
        if !silent {
            tracing::warn!("{}: {}", self.path.display(), Trouble::Swapped);
            self.said.swapped = Some(now);
        }
        let before = self.bound.take();
        self.forget_file();
        self.past = before.map_or(Past::Unknown, |bound| Past::WrittenOver { outbox: bound.outbox });
        self.due.look = now;
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
            // What was read until now is kept in its folder, which may have gone with it.
            if let Err(error) = self.path.parent().map_or(Ok(()), create::make_folder) {
                self.try_again(&Trouble::NotMade { error: error.to_string() }, now);
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
            Err(CreateError::NotAFile { what, .. }) => self.try_again(&what, now),
            Err(CreateError::System { source, .. }) => {
                self.try_again(&Trouble::NotMade { error: source.to_string() }, now);
            }
            Err(error) => self.try_again(&Trouble::NotMade { error: error.to_string() }, now),
        }
        Ok(())
    }

    /// The file that was read until now has lost its name: a copy is kept, and what it still held
    /// is taken in.
    pub(super) fn file_was_replaced(&mut self, word: &'static str) -> Result<(), Halt> {
        let (held, bound) = (self.held.take(), self.bound.take());
        self.forget_file();
        self.past = Past::SetAside;
        let Some(mut held) = held else { return Ok(()) };
        let now = Moment::from_system(SystemTime::now());
        let path = self.path.display().to_string();
        let aside = match aside::keep_copy(&mut held, &self.path, now, word) {
            Ok(aside) => aside,
            Err(error) => {
                self.past = Past::Unknown;
                tracing::warn!("{path}: the file was {word}, and the old one could not be kept ({error})");
                return Ok(());
            }
        };
        drop(held);
        let drained = match (bound, file::open(&aside)) {
            (Some(bound), Ok(connection)) => self.drain(&connection, Some(bound)),
            _ => Ok(0),
        };
        self.health.set_aside(&aside, word, drained.as_ref().ok().copied(), now);
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
            self.health.befell(Mishap::Emptied, Moment::from_system(SystemTime::now()));
            tracing::warn!("{path}: the file was empty; its tables were made");
            self.due.look = now;
            return Ok(());
        }
        let Ok(connection) = lock(&self.path) else { return self.answer(Trouble::Busy, now) };
        let same = self.held.as_ref().is_some_and(|held| held.inode == Inode::of(&metadata));
        let known = self.bound.clone().filter(|_| same);
        let rows = match connection.as_ref().map(|connection| self.drain(connection, known)) {
            Some(Err(Halt::Gone)) => return Err(Halt::Gone),
            Some(Err(Halt::Trouble(_))) | None => None,
            Some(Ok(rows)) => Some(rows),
        };
        let clock = Moment::from_system(SystemTime::now());
        let swapped = aside::swap(&self.path, clock, damage.word());
        drop(connection);
        match swapped {
            Ok(aside) => {
                aside::shut_to_others(&aside);
                self.health.set_aside(&aside, damage.word(), rows, clock);
                let (aside, rows) = (aside.display(), rows.unwrap_or(0));
                tracing::warn!(
                    "{path}: {damage}; it is kept as {aside}, {rows} rows of it were taken in now, and a new outbox was made"
                );
                self.forget_file();
                self.past = Past::SetAside;
                self.due.look = now;
            }
            Err(error) => self.try_again(&Trouble::Stuck { damage, error: error.to_string() }, now),
        }
        Ok(())
    }

    /// Says once what can't be done, and keeps it for who asks.
    pub(super) fn say(&mut self, step: Step, trouble: &Trouble) {
        self.health.begin(step, trouble, Moment::from_system(SystemTime::now()));
        let said = match step {
            Step::Read => &mut self.said.reading,
            Step::Write => &mut self.said.writing,
            Step::Fill => &mut self.said.filling,
        };
        let sentence = match (step, trouble) {
            (Step::Write, Trouble::Denied(_) | Trouble::LeftBehind { .. } | Trouble::Failed(_)) => {
                format!("states can't be written behind its rows: {trouble}")
            }
            _ => trouble.to_string(),
        };
        if said.as_ref() != Some(&sentence) {
            tracing::warn!("{}: {sentence}", self.path.display());
            *said = Some(sentence);
        }
    }

    pub(super) fn reading_works(&mut self) {
        self.said.busy_since = None;
        self.health.end(Step::Read);
        if self.said.reading.take().is_some() {
            tracing::info!("{}: its rows are read again", self.path.display());
        }
    }

    /// Whether those who fill the file can: a folder that was made anew is the daemon's alone.
    pub(super) fn look_at_doors(&mut self) {
        self.group = self.group.or_else(|| create::producers(&self.path));
        let shut = self.group.and_then(|group| create::hindrance(&self.path, group));
        let trouble = shut.map(|what| Trouble::Shut { what });
        match trouble.or(self.ids_used_up.then_some(Trouble::IdsUsedUp)) {
            Some(trouble) => self.say(Step::Fill, &trouble),
            None => {
                self.health.end(Step::Fill);
                if self.said.filling.take().is_some() {
                    tracing::info!("{}: the programs that fill it can write it again", self.path.display());
                }
            }
        }
    }

    /// The file to which nothing could be written has gone, or something was written.
    pub(super) fn nothing_to_write(&mut self) -> Option<String> {
        self.said.occupied_since = None;
        self.health.end(Step::Write);
        self.said.writing.take()
    }

    /// After a transaction that went through.
    pub(super) fn writing_works(&mut self, written: &Written, now: Instant) {
        self.suspect = None;
        self.name_rows(&written.long, "is over 4 MB; it was marked all the same");
        self.name_rows(&written.refused, "can't be marked: a stranger's constraint, or over 64 MB in it");
        if self.nothing_to_write().is_some() {
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
