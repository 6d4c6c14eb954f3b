//! The marker beside the store, written by a thread of its own. To make it durable takes two fsyncs
//! and a rename, tens of milliseconds on a slow disk: that must not stand between a modem's answer and
//! its next order. The newest marker counts; what came before it and was not written is not missed.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tracing::{error, warn};

use crate::store::Marker;

/// It is written at most so often.
const EVERY: Duration = Duration::from_secs(1);

/// The thread, from outside.
#[derive(Debug)]
pub(super) struct Marking {
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Desk {
    next: Mutex<Next>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Next {
    marker: Option<Marker>,
    ended: bool,
}

impl Marking {
    /// For the store at `path`.
    pub(super) fn start(path: &Path) -> io::Result<Self> {
        let desk = Arc::new(Desk::default());
        let (theirs, store) = (Arc::clone(&desk), path.to_owned());
        let thread = thread::Builder::new().name("marker".into()).spawn(move || theirs.work(store))?;
        Ok(Self { desk, thread: Some(thread) })
    }

    /// To be written within a second; does not wait for it.
    pub(super) fn note(&self, marker: &Marker) {
        let mut next = self.desk.next();
        if next.marker.as_ref() != Some(marker) {
            next.marker = Some(marker.clone());
            self.desk.changed.notify_one();
        }
    }
}

/// What was noted last is on disk then.
impl Drop for Marking {
    fn drop(&mut self) {
        self.desk.next().ended = true;
        self.desk.changed.notify_one();
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            error!("the marker's thread has panicked");
        }
    }
}

impl Desk {
    fn next(&self) -> MutexGuard<'_, Next> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, store: PathBuf) {
        let (mut written, mut told) = (None, false);
        loop {
            let idle = |next: &mut Next| next.marker.is_none() && !next.ended;
            let waited = self.changed.wait_while(self.next(), idle);
            let Some(marker) = waited.unwrap_or_else(PoisonError::into_inner).marker.take() else { return };
            if written.as_ref() != Some(&marker) {
                match marker.write(&store) {
                    Ok(()) => (written, told) = (Some(marker), false),
                    Err(failure) if told => {
                        tracing::debug!(error = %failure, "the marker can't be written yet")
                    }
                    Err(failure) => {
                        told = true;
                        warn!(error = %failure, "the marker beside the store can't be written");
                    }
                }
            }
            let rested = self.changed.wait_timeout_while(self.next(), EVERY, |next| !next.ended);
            drop(rested.unwrap_or_else(PoisonError::into_inner));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn what_was_noted_last_stands_when_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("beffroi.db");
        let marking = Marking::start(&store).unwrap();
        let marker = |ledger| Marker { store: "one".into(), ledger, ..Marker::default() };
        for ledger in 1..=1000 {
            marking.note(&marker(ledger));
        }
        drop(marking);
        assert_eq!(Marker::read(&store).unwrap(), Some(marker(1000)));
        drop(Marking::start(&store).unwrap());
        assert_eq!(Marker::read(&store).unwrap(), Some(marker(1000)), "nothing noted, nothing written");
    }
}
