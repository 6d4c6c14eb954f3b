//! What wakes an outbox's thread: events on its files, the gateway's bell, the order to stop.
//! One poll(2) on three descriptors; nothing is asked while nothing happens.

use std::ffi::OsString;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::eventfd::{EfdFlags, EventFd};
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify, InotifyEvent, WatchDescriptor};

/// Rung by the gateway when a state has changed: wakes the thread of an outbox, or of a drop folder. Rings
/// that come before the thread has looked are one.
#[derive(Clone, Debug)]
pub struct Bell(Arc<EventFd>);

impl Bell {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self(Arc::new(EventFd::from_flags(EfdFlags::EFD_CLOEXEC | EfdFlags::EFD_NONBLOCK)?)))
    }

    /// Says that something has changed. Never waits.
    pub fn ring(&self) {
        match self.0.write(1) {
            // Rung two to the power of 64 times and not heard: it will be.
            Ok(_) | Err(Errno::EAGAIN) => {}
            Err(error) => tracing::warn!(%error, "a bell does not ring"),
        }
    }

    /// Heard: it may ring anew.
    pub(crate) fn silence(&self) {
        match self.0.read() {
            Ok(_) | Err(Errno::EAGAIN) => {}
            Err(error) => tracing::warn!(%error, "a bell can't be read"),
        }
    }
}

/// To be waited for.
impl AsFd for Bell {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// Whether the bell may wake the thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ears {
    /// It may.
    Open,
    /// What it would say is known: a mirror run is due already.
    Closed,
}

/// What has happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Woken {
    /// Something was committed, or the file is another.
    pub(super) file: bool,
    /// It is being written to; a commit follows within a moment, or there is none to wait for.
    pub(super) stirred: bool,
    pub(super) bell: bool,
    pub(super) stop: bool,
}

/// The three descriptors.
#[derive(Debug)]
pub(super) struct Watch {
    inotify: Inotify,
    folder: Option<(PathBuf, WatchDescriptor)>,
    name: OsString,
    journal: OsString,
    log: OsString,
    /// The file was written to since the last commit that was told.
    stirred: bool,
    bell: Bell,
    stop: Bell,
}

/// Closing is not among them: our own connections close, and would wake us for ever.
const EVENTS: AddWatchFlags = AddWatchFlags::IN_CREATE
    .union(AddWatchFlags::IN_DELETE)
    .union(AddWatchFlags::IN_MODIFY)
    .union(AddWatchFlags::IN_MOVE)
    .union(AddWatchFlags::IN_ATTRIB)
    .union(AddWatchFlags::IN_DELETE_SELF)
    .union(AddWatchFlags::IN_MOVE_SELF);

impl Watch {
    pub(super) fn new(path: &Path, bell: Bell, stop: Bell) -> io::Result<Self> {
        let inotify = Inotify::init(InitFlags::IN_CLOEXEC | InitFlags::IN_NONBLOCK)?;
        let name = path.file_name().unwrap_or_default().to_owned();
        let with = |suffix: &str| {
            let mut name = name.clone();
            name.push(suffix);
            name
        };
        let (journal, log) = (with("-journal"), with("-wal"));
        Ok(Self { inotify, folder: None, name, journal, log, stirred: false, bell, stop })
    }

    /// Watches a folder, once; again when it was lost.
    pub(super) fn look_at(&mut self, folder: &Path) -> io::Result<()> {
        if self.folder.as_ref().is_some_and(|(watched, _)| watched == folder) {
            return Ok(());
        }
        self.forget_folder();
        let descriptor = self.inotify.add_watch(folder, EVENTS)?;
        self.folder = Some((folder.to_owned(), descriptor));
        Ok(())
    }

    /// Waits for one of them, or for the time to pass; a time in milliseconds, rounded up.
    pub(super) fn wait(&mut self, at_most: Duration, ears: Ears) -> io::Result<Woken> {
        let millis = at_most.as_micros().div_ceil(1_000);
        let timeout = PollTimeout::try_from(millis).unwrap_or(PollTimeout::MAX);
        let (file, stop, bell) = {
            let readable = |fd| PollFd::new(fd, PollFlags::POLLIN);
            let mut all =
                [readable(self.inotify.as_fd()), readable(self.stop.as_fd()), readable(self.bell.as_fd())];
            let count = if ears == Ears::Open { 3 } else { 2 };
            match poll(all.get_mut(..count).unwrap_or_default(), timeout) {
                Ok(_) | Err(Errno::EINTR) => {}
                Err(error) => return Err(error.into()),
            }
            let has = |fd: &PollFd<'_>| fd.any().unwrap_or(false);
            let [file, stop, bell] = &all;
            (has(file), has(stop), ears == Ears::Open && has(bell))
        };
        if bell {
            self.bell.silence();
        }
        let file = file && self.drain()?;
        let stirred = self.stirred && !file;
        if file {
            self.stirred = false;
        }
        Ok(Woken { file, stirred, bell, stop })
    }

    /// Reads the events that wait: whether one of them is a commit or concerns the folder.
    fn drain(&mut self) -> io::Result<bool> {
        let mut committed = false;
        loop {
            let events = match self.inotify.read_events() {
                Ok(events) => events,
                Err(Errno::EAGAIN) => return Ok(committed),
                Err(Errno::EINTR) => continue,
                Err(error) => return Err(error.into()),
            };
            for event in events {
                committed |= self.is_commit(&event);
                let gone =
                    AddWatchFlags::IN_DELETE_SELF | AddWatchFlags::IN_MOVE_SELF | AddWatchFlags::IN_IGNORED;
                let current = self.folder.as_ref().is_some_and(|(_, watch)| *watch == event.wd);
                if current && event.mask.intersects(gone) {
                    self.forget_folder();
                }
            }
        }
    }

    /// A commit is the end of the journal: deleted, or cut or blanked after the file was written.
    /// Looking any earlier would put our lock in the way of the writer's, and a program that does
    /// not wait for locks would fail.
    fn is_commit(&mut self, event: &InotifyEvent) -> bool {
        let written = event.mask.contains(AddWatchFlags::IN_MODIFY);
        let gone = event.mask.intersects(AddWatchFlags::IN_DELETE | AddWatchFlags::IN_MOVE);
        match &event.name {
            None => true,
            Some(name) if *name == self.name => {
                self.stirred |= written;
                !written
            }
            Some(name) if *name == self.journal => gone || (written && self.stirred),
            Some(name) if *name == self.log => {
                self.stirred = true;
                false
            }
            Some(_) => false,
        }
    }

    fn forget_folder(&mut self) {
        if let Some((_, descriptor)) = self.folder.take()
            && let Err(error) = self.inotify.rm_watch(descriptor)
            && error != Errno::EINVAL
        {
            tracing::debug!(%error, "a watch that was gone could not be taken back");
        }
    }
}
