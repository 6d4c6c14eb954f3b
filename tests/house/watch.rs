//! Waiting without sleeping: inotify says when to look again.

use std::os::fd::AsFd;
use std::path::Path;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify};

/// How long anything may take before a test gives up: generous, for machines that do much else.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// A look without an event: what is not a file of the folders may have changed.
const NET: Duration = Duration::from_millis(500);

/// Looks, and looks again after each change in one of the folders, until there is an answer; `None`
/// after `patience`.
pub(crate) fn wait<T>(
    patience: Duration,
    folders: &[impl AsRef<Path>],
    mut look: impl FnMut() -> Option<T>,
) -> Option<T> {
    let until = Instant::now() + patience;
    let inotify = Inotify::init(InitFlags::IN_NONBLOCK | InitFlags::IN_CLOEXEC).unwrap();
    let changes = AddWatchFlags::IN_MODIFY
        | AddWatchFlags::IN_CREATE
        | AddWatchFlags::IN_DELETE
        | AddWatchFlags::IN_MOVE;
    for folder in folders.iter().map(AsRef::as_ref).filter(|folder| folder.is_dir()) {
        inotify.add_watch(folder, changes).unwrap();
    }
    loop {
        match inotify.read_events() {
            Ok(_) | Err(Errno::EAGAIN | Errno::EINTR) => {}
            Err(errno) => panic!("{errno}"),
        }
        if let Some(found) = look() {
            return Some(found);
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return None;
        }
        let left = PollTimeout::try_from(left.min(NET).as_millis()).unwrap();
        match poll(&mut [PollFd::new(inotify.as_fd(), PollFlags::POLLIN)], left) {
            Ok(_) | Err(Errno::EINTR) => {}
            Err(errno) => panic!("{errno}"),
        }
    }
}
