//! The steps of one folder: take what is complete, tell what became of it, move it away, forget it. Each
//! step reads from the store what is true before it does anything, and may be the last.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use super::archive::{self, Archive, content};
use super::folder::{Content, Folder};
use super::plan::{Arrival, Desk, fingerprint, folder_key};
use super::results::TELL_EVERY;
use super::spot::Spot;
use super::thread::Settings;
use super::trouble::{Cause, Health, Step, Trouble};
use super::watchlist::{Entry, Kind, Watchlist};
use super::{Gone, Upstream, names};
use crate::moment::Moment;
use crate::store::{DropId, DropRecord, NewDrop, Reader, StoreError};

/// What the trouble with a file is known by that can't be read; its name follows.
const UNREAD: &str = "read ";

/// One folder and what is remembered of it; whatever is forgotten is read again.
pub(super) struct Keeper<U> {
    pub(super) settings: Settings,
    pub(super) upstream: U,
    watchlist: Watchlist,
    /// What stands in the results, and where.
    pub(super) told: BTreeMap<DropId, (Spot, [String; 2])>,
    pub(super) told_at: Option<Instant>,
    /// When it was last looked for files that nobody knows.
    pub(super) swept_at: Option<Instant>,
    pub(super) tell_every: Duration,
    /// States have moved since then.
    pub(super) moved: bool,
    /// What the log was told of, so that it is told once.
    troubles: BTreeMap<String, Told>,
    health: Health,
}

/// What the log was told of.
struct Told {
    what: String,
    /// `None`: nothing that is wrong with the folder.
    trouble: Option<Trouble>,
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
        let health = Health::new(&settings.rules.path);
        Self {
            health,
            settings,
            upstream,
            watchlist: Watchlist::default(),
            told: BTreeMap::new(),
            told_at: None,
            swept_at: None,
            tell_every: TELL_EVERY,
            moved: true,
            troubles: BTreeMap::new(),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.settings.rules.path
    }

    /// How the folder stands, for whoever asks.
    pub(super) fn health(&self) -> Health {
        self.health.clone()
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
        let again = self.look_in(now, at);
        self.health.say(self.troubles.values().filter_map(|told| told.trouble.clone()).collect());
        again
    }

    fn look_in(&mut self, now: Instant, at: Moment) -> Result<Option<Duration>, Gone> {
        let opened = Folder::open(self.path(), self.settings.store.parent());
        let (folder, listing) = match opened.and_then(|folder| folder.list().map(|list| (folder, list))) {
            Ok(both) => both,
            Err(error) => {
                let what = "the drop folder can't be used; what is put there waits";
                self.trouble("folder", Step::Use, what, &error);
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
                self.unreadable(&error);
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
        // What can't be read and is gone is nobody's trouble any more.
        self.troubles.retain(|key, _| {
            key.strip_prefix(UNREAD).is_none_or(|name| listing.iter().any(|entry| entry.name == name))
        });
        look.odd.iter().for_each(|entry| self.tell_odd(entry));
        look.locked.iter().for_each(|entry| self.tell_locked(entry));
        if !look.ready.is_empty() {
            let key = folder_key(&self.settings.rules);
            let archive = Archive::of(folder, &store.drops(&key)?, at.minus(self.settings.rules.keep));
            for entry in &look.ready {
                self.take(folder, &archive, entry, at)?;
            }
            self.settle(folder, &store.drops(&key)?, &store)?;
        }
        self.forget(folder, &records, at)?;
        self.sweep(folder, &records, now, at);
        self.tell(folder, &store, now, at)?;
        let until_telling = self.moved.then(|| {
            self.told_at.map(|told| self.tell_every.saturating_sub(now.saturating_duration_since(told)))
        });
        Ok([look.again_in, until_telling.flatten()].into_iter().flatten().min())
    }

    fn tell_locked(&self, entry: &Entry) {
        let name = names::redacted(&entry.name);
        tracing::warn!(folder = %self.path().display(), %name, "a lock lies beside this file for ten minutes: it waits until it is closed, or the lock is removed");
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
    pub(super) fn take(
        &mut self,
        folder: &Folder,
        archive: &Archive,
        entry: &Entry,
        at: Moment,
    ) -> Result<(), Gone> {
        let name = names::redacted(&entry.name);
        let key = format!("{UNREAD}{}", entry.name);
        let content = match folder.read(None, entry) {
            Ok(content) => content,
            Err(error) => {
                self.trouble(&key, Step::Read, &format!("{name} can't be read; it waits"), &error);
                return Ok(());
            }
        };
        self.troubles.remove(&key);
        let Some(file) = self.judged(folder, archive, entry, content, at) else {
            self.watchlist.stirred(entry);
            return Ok(());
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

    /// What it comes to; nothing where it was not whole.
    fn judged(
        &self,
        folder: &Folder,
        archive: &Archive,
        entry: &Entry,
        content: Content,
        at: Moment,
    ) -> Option<NewDrop> {
        let message = |admission| self.upstream.message(admission);
        let desk = Desk {
            rules: &self.settings.rules,
            judge: &self.settings.judge,
            language: self.settings.language,
            now: self.upstream.now(at),
            message: &message,
        };
        let arrival = |fingerprint: &str| Arrival {
            file: entry.name.clone(),
            twin: names::all_confirmed(&entry.name).iter().find_map(|name| twin(folder, name, fingerprint)),
            unremembered: archive.same(folder, entry, fingerprint),
        };
        Some(match content {
            Content::Stirred => return None,
            Content::TooLarge => desk.too_large(arrival(""), &archive::unread(entry)),
            Content::Closed => desk.closed(arrival(""), &archive::unread(entry)),
            Content::Whole(octets) => desk.read(arrival(&fingerprint(&octets)), &octets),
        })
    }

    /// Tells the log once, until it is mended or something else is wrong; and whoever asks how the folder
    /// stands.
    pub(super) fn trouble(&mut self, key: &str, step: Step, what: &str, error: &io::Error) {
        let trouble = Trouble { step, cause: Cause::of(error) };
        let (head, rest) = what.split_once(';').unwrap_or((what, ""));
        let rest = if rest.is_empty() { String::new() } else { format!(";{rest}") };
        self.say_once(key, format!("{head}: {error}{rest}"), Some(trouble));
    }

    pub(super) fn unreadable(&mut self, error: &StoreError) {
        self.say_once("store", format!("the store can't be read: {error}"), None);
    }

    fn say_once(&mut self, key: &str, what: String, trouble: Option<Trouble>) {
        let told = self.troubles.get(key).is_some_and(|told| told.what == what);
        if !told {
            tracing::error!(folder = %self.path().display(), "{what}");
            self.troubles.insert(key.to_owned(), Told { what, trouble });
        }
    }

    /// It is no trouble any more, and nobody need hear of it.
    pub(super) fn over(&mut self, key: &str) {
        self.troubles.remove(key);
    }

    pub(super) fn mended(&mut self, key: &str, what: &str) {
        if self.troubles.remove(key).is_some() {
            tracing::info!(folder = %self.path().display(), "{what}");
        }
    }
}

/// The plain file of that name, whatever its case, that says the same.
fn twin(folder: &Folder, name: &str, fingerprint: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let listing = folder.list().unwrap_or_default();
    let is_it = |entry: &Entry| {
        entry.kind == Kind::File
            && entry.name.to_lowercase() == lower
            && content(folder, None, &entry.name).is_ok_and(|found| found.as_deref() == Some(fingerprint))
    };
    listing.into_iter().find(is_it).map(|entry| entry.name)
}
