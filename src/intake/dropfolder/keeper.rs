//! The steps of one folder: take what is complete, tell what became of it, move it away, forget it. Each
//! step reads from the store what is true before it does anything, and may be the last.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use super::folder::{Content, Folder};
use super::plan::{Desk, fingerprint, folder_key};
use super::results::TELL_EVERY;
use super::thread::Settings;
use super::watchlist::{Entry, Kind, Watchlist};
use super::{Gone, Upstream, names};
use crate::moment::Moment;
use crate::store::{DropId, DropRecord, Place, Reader, StoreError};

/// Where a file went that is nowhere any more.
const NOWHERE: &str = "";

/// Names that are tried for a file where strangers' files are in the way.
const MOST_NAMES: u32 = 20;

/// One folder and what is remembered of it; whatever is forgotten is read again.
pub(super) struct Keeper<U> {
    pub(super) settings: Settings,
    upstream: U,
    watchlist: Watchlist,
    /// What stands in the results.
    pub(super) told: BTreeMap<DropId, [String; 2]>,
    pub(super) told_at: Option<Instant>,
    pub(super) tell_every: Duration,
    /// States have moved since then.
    pub(super) moved: bool,
    /// What the log was told of, so that it is told once.
    troubles: BTreeMap<String, String>,
}

/// Why a look was broken off.
enum Broken {
    Gone,
    Store(StoreError),
}

impl From<Gone> for Broken {
    fn from(_: Gone) -> Self {
        Self::Gone
    }
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl<U: Upstream> Keeper<U> {
    pub(super) fn new(settings: Settings, upstream: U) -> Self {
        Self {
            settings,
            upstream,
            watchlist: Watchlist::default(),
            told: BTreeMap::new(),
            told_at: None,
            tell_every: TELL_EVERY,
            moved: true,
            troubles: BTreeMap::new(),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.settings.rules.path
    }

    /// States have moved.
    pub(super) fn moved(&mut self) {
        self.moved = true;
    }

    /// Whether something has moved that is still to be told.
    pub(super) fn has_news(&self) -> bool {
        self.moved
    }

    /// One look at the folder and all that follows from it; when to look again at the latest.
    pub(super) fn look(&mut self, now: Instant, at: Moment) -> Result<Option<Duration>, Gone> {
        let opened = Folder::open(self.path(), self.settings.store.parent());
        let (folder, listing) = match opened.and_then(|folder| folder.list().map(|list| (folder, list))) {
            Ok(both) => both,
            Err(error) => {
                let what = format!("the drop folder can't be used: {error}; what is put there waits");
                self.trouble("folder", &what);
                return Ok(None);
            }
        };
        self.mended("folder", "the drop folder can be used again");
        match self.steps(&folder, &listing, now, at) {
            Ok(again) => {
                self.mended("store", "the store can be read again");
                Ok(again)
            }
            Err(Broken::Gone) => Err(Gone),
            Err(Broken::Store(error)) => {
                self.trouble("store", &format!("the store can't be read: {error}"));
                Ok(None)
            }
        }
    }

    fn steps(
        &mut self,
        folder: &Folder,
        listing: &[Entry],
        now: Instant,
        at: Moment,
    ) -> Result<Option<Duration>, Broken> {
        let store = Reader::open(&self.settings.store)?;
        let records = self.expire(&store, at)?;
        for record in &records {
            self.go_on(record)?;
        }
        // What was taken leaves first: a file that comes under the same name is another one.
        self.settle(folder, &records, &store)?;
        let look = self.watchlist.look(listing, now);
        for entry in &look.odd {
            self.tell_odd(entry);
        }
        for entry in &look.locked {
            let name = names::redacted(&entry.name);
            tracing::warn!(folder = %self.path().display(), %name, "a lock lies beside this file for ten minutes: it waits until it is closed, or the lock is removed");
        }
        for entry in &look.ready {
            self.take(folder, entry, at)?;
        }
        if !look.ready.is_empty() {
            self.settle(folder, &store.drops(&folder_key(&self.settings.rules))?, &store)?;
        }
        self.forget(folder, &records, at)?;
        self.tell(folder, &store, now, at)?;
        let until_telling = self.moved.then(|| {
            self.told_at.map(|told| self.tell_every.saturating_sub(now.saturating_duration_since(told)))
        });
        Ok([look.again_in, until_telling.flatten()].into_iter().flatten().min())
    }

    fn tell_odd(&self, entry: &Entry) {
        let what = match entry.kind {
            Kind::Folder => "a folder",
            Kind::Link => "a link",
            Kind::Nameless => "a name that is not UTF-8",
            Kind::Other | Kind::File => "a device or a pipe",
        };
        let name = names::redacted(&entry.name);
        tracing::warn!(folder = %self.path().display(), %name, "{what} is left where it is: only plain files are taken");
    }

    /// What is known of the folder, once what was waited for too long has ended.
    fn expire(&mut self, store: &Reader, at: Moment) -> Result<Vec<DropRecord>, Broken> {
        if store.first_expiry()?.is_some_and(|until| until <= at) {
            self.upstream.expire()?;
            self.moved = true;
        }
        Ok(store.drops(&folder_key(&self.settings.rules))?)
    }

    /// The rest of a long notice becomes messages.
    fn go_on(&self, record: &DropRecord) -> Result<(), Gone> {
        if let (Some(notice), 1..) = (record.notice, record.left) {
            while self.upstream.go_on(notice)? > 0 {}
        }
        Ok(())
    }

    /// Reads a complete file and hands it over.
    pub(super) fn take(&mut self, folder: &Folder, entry: &Entry, at: Moment) -> Result<(), Gone> {
        let name = names::redacted(&entry.name);
        let content = match folder.read(None, entry) {
            Ok(content) => content,
            Err(error) => {
                self.trouble(
                    &format!("read {}", entry.name),
                    &format!("{name} can't be read: {error}; it waits"),
                );
                return Ok(());
            }
        };
        self.troubles.remove(&format!("read {}", entry.name));
        let message = |admission| self.upstream.message(admission);
        let desk = Desk {
            rules: &self.settings.rules,
            judge: &self.settings.judge,
            language: self.settings.language,
            now: at,
            message: &message,
        };
        let file = match content {
            Content::Stirred => {
                self.watchlist.stirred(entry);
                return Ok(());
            }
            Content::TooLarge => desk.too_large(&entry.name, &unread(entry)),
            Content::Closed => desk.closed(&entry.name, &unread(entry)),
            Content::Whole(octets) => desk.read(&entry.name, &octets),
        };
        let standing = self.upstream.take(file)?;
        tracing::info!(folder = %self.path().display(), %name, drop = standing.drop.0,
            notice = standing.notice.map(|notice| notice.0), "a dropped file was taken");
        if let (Some(notice), 1..) = (standing.notice, standing.left) {
            while self.upstream.go_on(notice)? > 0 {}
        }
        self.watchlist.done(entry);
        self.moved = true;
        self.told_at = None;
        Ok(())
    }

    /// What does not stay leaves the folder, its results written before.
    pub(super) fn settle(
        &mut self,
        folder: &Folder,
        records: &[DropRecord],
        store: &Reader,
    ) -> Result<(), Gone> {
        for record in records.iter().filter(|record| record.moved_to.is_none()) {
            let below = match record.place {
                Place::Stays => continue,
                Place::Done => names::DONE,
                Place::Refused => names::REFUSED,
            };
            match self.move_away(folder, record, below, store) {
                Ok(place) => {
                    self.troubles.remove(&format!("move {}", record.id.0));
                    self.upstream.moved(record.id, place)?;
                }
                Err(error) => {
                    let name = names::redacted(&record.file);
                    let what = format!(
                        "{name} was taken but can't be moved to {below}/: {error}; it is not taken twice"
                    );
                    self.trouble(&format!("move {}", record.id.0), &what);
                }
            }
        }
        Ok(())
    }

    /// Where the file is then. A process may have died after the move and before it said so.
    fn move_away(
        &mut self,
        folder: &Folder,
        record: &DropRecord,
        below: &str,
        store: &Reader,
    ) -> io::Result<String> {
        let extension = names::parts(&record.file).1;
        for number in 0..MOST_NAMES {
            let to = match number {
                0 => format!("{}{extension}", record.stem),
                _ => format!("{}-{number}{extension}", record.stem),
            };
            let there = format!("{below}/{to}");
            match content(folder, Some(below), &to)? {
                Some(found) if found == record.fingerprint => return Ok(there),
                // A stranger's.
                Some(_) => continue,
                None => {}
            }
            // Whoever put it there may have taken it away, or put another in its place.
            if content(folder, None, &record.file)?.is_none_or(|found| found != record.fingerprint) {
                return Ok(NOWHERE.to_owned());
            }
            self.write(folder, record, store);
            folder.move_into(&record.file, below, &to)?;
            return Ok(there);
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// What was kept long enough goes, results first, the record last.
    fn forget(&mut self, folder: &Folder, records: &[DropRecord], at: Moment) -> Result<(), Gone> {
        let keep = self.settings.rules.keep;
        for record in records.iter().filter(|record| is_over(record, keep, at)) {
            let Some(moved_to) = &record.moved_to else { continue };
            let mut done: io::Result<()> = Ok(());
            for name in names::results(&record.stem, self.settings.language) {
                done = done.and_then(|()| folder.remove(None, &name));
            }
            if let Some((below, name)) = moved_to.split_once('/') {
                done = done.and_then(|()| folder.remove(Some(below), name));
            }
            match done {
                Ok(()) => {
                    self.told.remove(&record.id);
                    self.upstream.forget(record.id)?;
                }
                Err(error) => {
                    self.trouble("remove", &format!("what was kept long enough can't be removed: {error}"));
                }
            }
        }
        Ok(())
    }

    /// Tells the log once, until it is mended or something else is wrong.
    pub(super) fn trouble(&mut self, key: &str, what: &str) {
        if self.troubles.insert(key.to_owned(), what.to_owned()).is_none_or(|told| told != what) {
            tracing::error!(folder = %self.path().display(), "{what}");
        }
    }

    pub(super) fn mended(&mut self, key: &str, what: &str) {
        if self.troubles.remove(key).is_some() {
            tracing::info!(folder = %self.path().display(), "{what}");
        }
    }
}

/// The fingerprint of a plain file of that name, if there is one.
fn content(folder: &Folder, below: Option<&str>, name: &str) -> io::Result<Option<String>> {
    let Some(entry) = folder.entry(below, name)? else { return Ok(None) };
    match folder.read(below, &entry)? {
        Content::Whole(octets) => Ok(Some(fingerprint(&octets))),
        Content::TooLarge | Content::Closed => Ok(Some(unread(&entry))),
        Content::Stirred => Err(io::ErrorKind::ResourceBusy.into()),
    }
}

/// A file that could not be moved away is known for ever: it would be taken anew.
pub(super) fn is_over(record: &DropRecord, keep: Duration, at: Moment) -> bool {
    record.moved_to.is_some() && record.place != Place::Stays && record.since.plus(keep) <= at
}

/// What tells a file that was not read from others.
fn unread(entry: &Entry) -> String {
    let identity = entry.identity;
    format!("unread {}:{}:{}:{}", identity.device, identity.inode, identity.size, identity.modified)
}
