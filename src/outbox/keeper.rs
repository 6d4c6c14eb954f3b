//! One public file's keeper: what a look and a mirror run do, and when each is due.
//! Gets the time and what woke it as arguments; the thread around it waits.
//! No connection is open while the gateway is asked: its locks would hold producers up.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::file::{self, Fingerprint, Held, Inode};
use super::health::{Health, Step};
use super::marks::{self, Writing};
use super::opening::{Open, Past};
use super::remedy::Suspect;
use super::rows::{self, BATCH, Which};
use super::trouble::Trouble;
use super::watch::{Ears, Woken};
use super::{CancelAnswer, Changes, Explain, Gone, Mark, Pace, Row, Seen, Settings, Upstream};

/// Batches that one look takes in before cancellations and the mirror have their turn.
pub(super) const BATCHES_A_LOOK: usize = 20;

/// Marks that wait for a file that can't be written at the moment; the sweep makes up for more.
const MARKS_KEPT: usize = 20_000;

/// Keeps one file.
pub(super) struct Keeper<U> {
    pub(super) upstream: U,
    pub(super) explain: Box<Explain>,
    pub(super) pace: Pace,
    pub(super) path: PathBuf,
    /// The folder's path holds no symbolic link.
    pub(super) resolved: bool,
    pub(super) held: Option<Held>,
    pub(super) bound: Option<Bound>,
    pub(super) past: Past,
    /// A file of another store, as it was when that was found out.
    pub(super) left: Option<Fingerprint>,
    pub(super) suspect: Option<Suspect>,
    pub(super) due: Due,
    pub(super) said: Said,
    pub(super) health: Health,
    /// Of those who fill it, as configured or as its folder was found.
    pub(super) group: Option<u32>,
    pub(super) looks: u64,
    /// The file's change counter as of the last look.
    pub(super) counter: Option<u32>,
    /// The file has no id to give, as of the last look.
    pub(super) ids_used_up: bool,
    pub(super) marks: Vec<Mark>,
    answers: Vec<(String, CancelAnswer)>,
    /// Rows whose cancellation could not be answered yet: asked again when they move.
    unanswered: BTreeSet<String>,
    written: Option<Instant>,
}

/// The file as the store knows it.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub(super) outbox: String,
    pub(super) cursor: i64,
    pub(super) mirrored: i64,
    /// When all is read, rows up to this one are known.
    pub(super) highest: i64,
    /// The change up to which the file itself says that it is mirrored.
    pub(super) told: i64,
    /// That it is bound to.
    pub(super) store: String,
}

impl Bound {
    /// Whether it is what a file says now. Only we write that: otherwise an older copy, or another file,
    /// was written over it.
    pub(super) fn is_of(&self, seen: &Seen) -> bool {
        let same = self.outbox == seen.outbox && self.told == seen.mirrored;
        same && seen.store.as_ref() == Some(&self.store)
    }
}

/// When what is to be done.
#[derive(Debug)]
pub(super) struct Due {
    pub(super) look: Instant,
    pub(super) mirror: Option<Instant>,
    pub(super) sweep: Instant,
    pub(super) sweep_from: i64,
}

/// What has been logged, so that it is logged once.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) reading: Option<String>,
    pub(super) writing: Option<String>,
    pub(super) filling: Option<String>,
    /// Rows that were named, as far as they are.
    pub(super) rows: BTreeSet<i64>,
    /// Since when it can't be read for a lock.
    pub(super) busy_since: Option<Instant>,
    /// Since when it can't be written for a lock.
    pub(super) occupied_since: Option<Instant>,
    /// When it was last said that another file had come into its place.
    pub(super) swapped: Option<Instant>,
}

/// Why a step ended early.
#[derive(Debug)]
pub(super) enum Halt {
    /// The gateway has stopped.
    Gone,
    /// The file.
    Trouble(Trouble),
}

impl From<Gone> for Halt {
    fn from(Gone: Gone) -> Self {
        Halt::Gone
    }
}

impl<T: Into<Trouble>> From<T> for Halt {
    fn from(trouble: T) -> Self {
        Halt::Trouble(trouble.into())
    }
}

impl<U: Upstream> Keeper<U> {
    pub(super) fn new(settings: Settings, upstream: U, now: Instant) -> Self {
        let Settings { path, group, explain, pace } = settings;
        Self {
            upstream,
            explain,
            pace,
            health: Health::of(&path),
            path,
            group,
            resolved: false,
            held: None,
            bound: None,
            past: Past::default(),
            left: None,
            suspect: None,
            due: Due { look: now, mirror: None, sweep: now, sweep_from: i64::MIN },
            said: Said::default(),
            looks: 0,
            counter: None,
            ids_used_up: false,
            marks: Vec::new(),
            answers: Vec::new(),
            unanswered: BTreeSet::new(),
            written: None,
        }
    }

    /// Does all that is due, and says how long to wait at most and for what.
    ///
    /// # Errors
    /// [`Gone`].
    pub(super) fn turn(&mut self, woken: Woken, now: Instant) -> Result<(Duration, Ears), Gone> {
        if woken.bell {
            self.want_mirror(now);
        }
        if woken.stirred {
            self.due.look = self.due.look.min(now + self.pace.stirred);
        }
        let whole = now >= self.due.look;
        let known = woken.file && self.is_known();
        if known {
            // A mode may have changed.
            self.look_at_doors();
        }
        if whole || (woken.file && !known) {
            self.due.look = now + self.pace.slow_poll;
            let done = self.look(now);
            if done.is_ok() && self.left.is_none() {
                self.reading_works();
                self.look_at_doors();
            }
            self.judge(Step::Read, done, now)?;
            if whole {
                self.want_mirror(now);
            }
        }
        if self.bound.is_some() && self.due.mirror.is_some_and(|due| now >= due) {
            self.due.mirror = None;
            let done = self.write_back(now);
            self.judge(Step::Write, done, now)?;
        }
        if self.bound.is_some() && now >= self.due.sweep {
            self.due.sweep = now + self.pace.sweep;
            let done = self.sweep_page(now);
            self.judge(Step::Read, done, now)?;
        }
        Ok(self.rest(now))
    }

    fn rest(&self, now: Instant) -> (Duration, Ears) {
        let mut next = self.due.look;
        if self.bound.is_some() {
            next = next.min(self.due.sweep).min(self.due.mirror.unwrap_or(next));
        }
        // While a run is due anyway, each ring would only wake us to learn nothing.
        let ears = if self.due.mirror.is_some() { Ears::Closed } else { Ears::Open };
        (next.saturating_duration_since(now), ears)
    }

    /// Marks and states are written a little later and together: the mirror's fsyncs must not
    /// stand in the way of the ledger's.
    pub(super) fn want_mirror(&mut self, now: Instant) {
        let settled = now + self.pace.settle;
        let due = self.written.map_or(settled, |written| settled.max(written + self.pace.mirror));
        self.due.mirror = Some(self.due.mirror.map_or(due, |already| already.min(due)));
    }

    /// Whether nothing was committed since the last look but what we wrote ourselves. Asked
    /// without a lock, so that our own marks do not make us stand in a producer's way once more.
    fn is_known(&self) -> bool {
        let Some(held) = &self.held else { return false };
        let same_file = file::what_stands_there(&self.path).is_ok_and(|now| Inode::of(&now) == held.inode);
        same_file && self.counter.is_some() && self.counter == held.change_counter()
    }

    /// New rows, then cancellations.
    fn look(&mut self, now: Instant) -> Result<(), Halt> {
        self.looks += 1;
        self.counter = None;
        let fingerprint = self.which_file()?;
        // Before anything is read: what is committed from here on counts as news.
        let counter = self.held.as_ref().and_then(Held::change_counter);
        self.take_in_and_cancel(fingerprint, now)?;
        self.counter = counter.filter(|_| self.bound.is_some());
        Ok(())
    }

    fn take_in_and_cancel(&mut self, fingerprint: Fingerprint, now: Instant) -> Result<(), Halt> {
        if self.left == Some(fingerprint) {
            return Ok(());
        }
        let mut open = self.connect()?;
        if self.bound.is_none() {
            let Some(opened) = self.greet(open, fingerprint, now)? else { return Ok(()) };
            open = opened;
        }
        let Some(mut bound) = self.bound.clone() else { return Ok(()) };
        self.ids_used_up = marks::sequence(&open.connection).is_ok_and(|last| last == i64::MAX);
        for batch in 1.. {
            let Some(from) = bound.cursor.checked_add(1) else { break };
            let rows = rows::between(&open.connection, &open.columns, Which::All, from, i64::MAX)?;
            let ended = rows.is_empty().then_some(bound.highest).filter(|highest| *highest > bound.cursor);
            let Some(last) = rows.last().map(|row| row.id).or(ended) else { break };
            drop(open);
            self.hand_over(&bound.outbox, rows, last)?;
            self.want_mirror(now);
            bound.cursor = last;
            self.bound = Some(bound.clone());
            if batch == BATCHES_A_LOOK {
                self.due.look = now;
                return self.answer_cancels(self.connect()?, &bound, now);
            }
            open = self.connect()?;
        }
        open = self.take_in_low(open, &bound, now)?;
        self.answer_cancels(open, &bound, now)
    }

    /// Hands rows over and keeps what is to be written behind them.
    pub(super) fn hand_over(&mut self, outbox: &str, rows: Vec<Row>, cursor: i64) -> Result<(), Gone> {
        let marks = self.upstream.take_in(outbox, rows, cursor)?;
        if self.marks.len() + marks.len() <= MARKS_KEPT {
            self.marks.extend(marks);
        }
        Ok(())
    }

    fn answer_cancels(&mut self, mut open: Open, bound: &Bound, now: Instant) -> Result<(), Halt> {
        let mut from = i64::MIN;
        self.unanswered.clear();
        loop {
            let asked = rows::cancel_asked(&open.connection, from, bound.cursor)?;
            let Some(next) = asked.last().and_then(|(id, _)| id.checked_add(1)) else { return Ok(()) };
            from = next;
            // Asked twice, the gateway could only say that it is too late.
            let answered = |uid: &String| self.answers.iter().any(|(answered, _)| answered == uid);
            let uids: Vec<String> =
                asked.into_iter().map(|(_, uid)| uid).filter(|uid| !answered(uid)).collect();
            drop(open);
            if !uids.is_empty() {
                let answers = self.upstream.cancel(&bound.outbox, uids.clone())?;
                let open = |uid: &String| !answers.iter().any(|(answered, _)| answered == uid);
                self.unanswered.extend(uids.into_iter().filter(open));
                self.answers.extend(answers);
                self.want_mirror(now);
            }
            open = self.connect()?;
        }
    }

    /// Writes what waits, then every change there is. What moves meanwhile has a run of its own, lest a
    /// mailing makes this one endless.
    fn write_back(&mut self, now: Instant) -> Result<(), Halt> {
        let mut more = true;
        loop {
            let Some(bound) = self.bound.clone() else { return Ok(()) };
            let at_most = u32::try_from(BATCH).unwrap_or(u32::MAX);
            let changes = self.upstream.changes(&bound.outbox, bound.mirrored, at_most)?;
            if changes.anew {
                self.bound = None;
                self.due.look = now;
                return Ok(());
            }
            if !more && !changes.marks.is_empty() {
                self.want_mirror(now);
                return Ok(());
            }
            if changes.marks.iter().any(|mark| self.unanswered.contains(&mark.uid)) {
                self.due.look = now;
            }
            let nothing = changes.marks.is_empty() && self.marks.is_empty() && self.answers.is_empty();
            let upto = changes.upto;
            more = changes.more;
            if changes.marks.is_empty() {
                // None of them is of this file, whatever becomes of what waits.
                self.has_mirrored(upto);
            }
            // Where it could not be written, only a write says that it can be again.
            let writes = !nothing || self.said.writing.is_some();
            if writes {
                self.write(changes, bound.cursor, now)?;
                self.has_mirrored(upto);
                self.has_told(upto);
            }
            if upto <= bound.mirrored || (nothing && !more) {
                return Ok(());
            }
        }
    }

    fn has_mirrored(&mut self, upto: i64) {
        if let Some(bound) = &mut self.bound {
            bound.mirrored = bound.mirrored.max(upto);
        }
    }

    /// The file itself says so now.
    fn has_told(&mut self, upto: i64) {
        if let Some(bound) = &mut self.bound {
            bound.told = upto;
        }
    }

    /// Writes what waits and these changes behind it, in one transaction.
    fn write(&mut self, changes: Changes, highest_row: i64, now: Instant) -> Result<(), Trouble> {
        let waiting = self.marks.len();
        let Changes { marks, upto: mirrored, ledger, .. } = changes;
        self.marks.extend(marks);
        let (marks, answers) = (&self.marks, &self.answers);
        let writing = Writing { marks, answers, ledger: Some(ledger), highest_row, mirrored };
        let counter = || self.held.as_ref().and_then(Held::change_counter);
        let open = self.connect();
        let done = open.and_then(|open| marks::write(&open.connection, &writing, &*self.explain, counter));
        let written = match done {
            Ok(written) => written,
            Err(trouble) => {
                // The changes are asked for again; they are not mirrored yet.
                self.marks.truncate(waiting);
                return Err(trouble);
            }
        };
        // Nobody else has written since the last look: our own commit is no news.
        if written.before.is_some() && written.before == self.counter {
            self.counter = written.before.map(|counter| counter.wrapping_add(1));
        }
        self.marks.clear();
        self.answers.clear();
        self.written = Some(now);
        self.writing_works(&written, now);
        Ok(())
    }

    /// The marks that wait belong to a file that has gone.
    pub(super) fn forget_file(&mut self) {
        self.held = None;
        self.bound = None;
        self.left = None;
        self.suspect = None;
        self.said.rows.clear();
        self.nothing_to_write();
        self.marks.clear();
        self.answers.clear();
        self.unanswered.clear();
    }
}
