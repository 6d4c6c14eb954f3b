//! What wakes a drop folder's thread: events in the folder, the gateway's bell, the order to stop.

use std::io;
use std::os::fd::AsFd;
use std::path::Path;
use std::time::Duration;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify, WatchDescriptor};

use crate::outbox::Bell;

/// What may wake the thread; each kind holds those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ears {
    /// The order to stop: what else would be said is looked for soon anyway.
    Stop,
    /// Events in the folder: that states have moved is known already.
    Files,
    /// The bell.
    All,
}

/// What has happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Woken {
    pub(super) bell: bool,
    pub(super) stop: bool,
}

const EVENTS: AddWatchFlags = AddWatchFlags::IN_CREATE
    .union(AddWatchFlags::IN_CLOSE_WRITE)
    .union(AddWatchFlags::IN_MODIFY)
    .union(AddWatchFlags::IN_DELETE)
    .union(AddWatchFlags::IN_MOVE)
    .union(AddWatchFlags::IN_ATTRIB)
    .union(AddWatchFlags::IN_DELETE_SELF)
    .union(AddWatchFlags::IN_MOVE_SELF);

/// The three descriptors.
#[derive(Debug)]
pub(super) struct Watch {
    inotify: Inotify,
    folder: Option<WatchDescriptor>,
    bell: Bell,
    stop: Bell,
}

impl Watch {
    pub(super) fn new(bell: Bell, stop: Bell) -> io::Result<Self> {
        let inotify = Inotify::init(InitFlags::IN_CLOEXEC | InitFlags::IN_NONBLOCK)?;
        Ok(Self { inotify, folder: None, bell, stop })
    }

    /// Watches the folder, whichever it is by now; whether that can be done. One that can't be watched is
    /// looked at all the same.
    pub(super) fn look_at(&mut self, folder: &Path) -> bool {
        match self.inotify.add_watch(folder, EVENTS) {
            Ok(descriptor) if self.folder == Some(descriptor) => {}
            Ok(descriptor) => {
                if let Some(old) = self.folder.replace(descriptor)
                    && let Err(error) = self.inotify.rm_watch(old)
                    && error != Errno::EINVAL
                {
                    tracing::debug!(%error, "a watch that was gone could not be taken back");
                }
            }
            Err(error) => {
                self.folder = None;
                tracing::debug!(%error, "a drop folder can't be watched; it is looked at every 5 s");
            }
        }
        self.folder.is_some()
    }

    /// Waits for one of them, or for the time to pass.
    pub(super) fn wait(&mut self, at_most: Duration, ears: Ears) -> io::Result<Woken> {
        let timeout = PollTimeout::try_from(at_most.as_micros().div_ceil(1_000)).unwrap_or(PollTimeout::MAX);
        let (stop, bell) = {
            let readable = |fd| PollFd::new(fd, PollFlags::POLLIN);
            let mut all =
                [readable(self.stop.as_fd()), readable(self.inotify.as_fd()), readable(self.bell.as_fd())];
            let count = match ears {
                Ears::Stop => 1,
                Ears::Files => 2,
                Ears::All => 3,
            };
            match poll(all.get_mut(..count).unwrap_or_default(), timeout) {
                Ok(_) | Err(Errno::EINTR) => {}
                Err(error) => return Err(error.into()),
            }
            let has = |fd: &PollFd<'_>| fd.any().unwrap_or(false);
            let [stop, _, bell] = &all;
            (has(stop), ears == Ears::All && has(bell))
        };
        if bell {
            self.bell.silence();
        }
        if ears != Ears::Stop {
            self.drain()?;
        }
        Ok(Woken { bell, stop })
    }

    fn drain(&mut self) -> io::Result<()> {
        loop {
            match self.inotify.read_events() {
                Ok(_) | Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
    }
}
