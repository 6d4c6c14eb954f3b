//! Which file stands at the path, whether it is whole, and whose it is.
//! Puts rollback mode back where a stranger has changed it.

use std::time::{Instant, SystemTime};

use rusqlite::Connection;

use super::file::{self, Fingerprint, Held, Inode};
use super::health::{Mishap, Step};
use super::keeper::{Bound, Halt, Keeper};
use super::marks::{self, Whose};
use super::schema;
use super::trouble::Trouble;
use super::{Age, Seen, Upstream, Welcome};
use crate::moment::Moment;

/// A connection to a file that is whole.
pub(super) struct Open {
    pub(super) connection: Connection,
    pub(super) columns: Vec<String>,
    seen: Seen,
    mended: bool,
}

/// What became of the file that stood there before, for the next greeting.
#[derive(Clone, Debug, Default)]
pub(super) enum Past {
    /// Nothing that this run knows of.
    #[default]
    Unknown,
    /// It is kept beside it.
    SetAside,
    /// Its octets are no more.
    WrittenOver {
        /// Its id.
        outbox: String,
    },
}

impl<U: Upstream> Keeper<U> {
    /// The file that stands at the path now; one that was replaced is drained first.
    pub(super) fn which_file(&mut self) -> Result<Fingerprint, Halt> {
        if !self.resolved
            && let Some(folder) = self.path.parent().and_then(|folder| folder.canonicalize().ok())
        {
            self.path = folder.join(self.path.file_name().unwrap_or_default());
            self.resolved = true;
        }
        let metadata = file::what_stands_there(&self.path)?;
        if self.held.as_ref().is_some_and(|held| held.inode != Inode::of(&metadata)) {
            self.file_was_replaced("replaced")?;
        }
        if self.held.is_none() {
            self.held = Some(Held::of(&self.path)?);
        }
        // It was not there for a moment, and is back.
        self.suspect = self.suspect.filter(|suspect| suspect.found.is_some());
        Ok(Fingerprint::of(&metadata))
    }

    /// Opens the file, puts rollback mode back where a stranger has changed it, checks the tables.
    pub(super) fn connect(&self) -> Result<Open, Trouble> {
        let wal = |trouble| {
            let held = self.held.as_ref();
            let is_wal = trouble == Trouble::Busy && held.is_some_and(Held::says_wal);
            if is_wal { Trouble::Wal } else { trouble }
        };
        let connection = file::open(&self.path).map_err(wal)?;
        if !file::in_rollback_mode(&connection).map_err(wal)? {
            file::put_rollback_mode_back(&connection).map_err(wal)?;
            let file = self.path.display();
            tracing::warn!("{file}: a program had set journal_mode=WAL; it was put back to DELETE");
        }
        let schema::Read { seen, columns, mended } = schema::read(&connection)?;
        if self.bound.as_ref().is_some_and(|bound| !bound.is_of(&seen)) {
            return Err(Trouble::Swapped);
        }
        Ok(Open { connection, columns, seen, mended })
    }

    /// Says hello for a file; `None` where it belongs to another store.
    pub(super) fn greet(
        &mut self,
        open: Open,
        fingerprint: Fingerprint,
        now: Instant,
    ) -> Result<Option<Open>, Halt> {
        let (seen, mended) = (open.seen.clone(), open.mended);
        let sequence = marks::sequence(&open.connection)?;
        drop(open);
        let welcome = self.upstream.hello(seen.clone())?;
        let Welcome::Bound { store, cursor, mirrored, highest, age } = welcome else {
            return Ok(self.leave_alone(fingerprint));
        };
        let open = self.connect()?;
        if open.seen.outbox != seen.outbox {
            return Err(Trouble::Swapped.into());
        }
        if seen.store.is_none() || !mended || sequence < highest {
            match marks::bind(&open.connection, &store, highest) {
                // Nothing may be taken from a file that does not say whose it is: another daemon would take
                // the same.
                Err(trouble) if trouble.is_unwritable() && seen.store.is_some() => {
                    self.say(Step::Write, &trouble);
                }
                Ok(Whose::Others) => return Ok(self.leave_alone(fingerprint)),
                done => {
                    done?;
                }
            }
        }
        drop(open);
        self.left = None;
        self.tell_what_befell_it(&seen.outbox, age);
        self.bound =
            Some(Bound { outbox: seen.outbox, cursor, mirrored, highest, told: seen.mirrored, store });
        self.due.sweep = now;
        self.due.sweep_from = i64::MIN;
        self.want_mirror(now);
        Ok(Some(self.connect()?))
    }

    /// Where the file of before was set aside, that is told already.
    fn tell_what_befell_it(&mut self, outbox: &str, age: Age) {
        let what = match (std::mem::take(&mut self.past), age) {
            (Past::SetAside, _) => return,
            (Past::WrittenOver { outbox: before }, _) if before != outbox => Mishap::OverwrittenByAnother,
            (_, Age::Older) => Mishap::Older,
            (_, Age::AsLeft) => return,
        };
        self.health.befell(what, Moment::from_system(SystemTime::now()));
    }

    fn leave_alone(&mut self, fingerprint: Fingerprint) -> Option<Open> {
        self.left = Some(fingerprint);
        self.say(Step::Read, &Trouble::OtherStore);
        None
    }
}
