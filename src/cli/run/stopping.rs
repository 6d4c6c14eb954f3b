//! How the daemon comes to its end: by a signal, by the death of a thread that it can't do without, or
//! with the gateway.

use std::path::{Path, PathBuf};

use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{mpsc, oneshot};

use crate::cli::Failure;
use crate::gateway::Handle;

/// What asks the daemon to stop.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    pub(super) fn listen(runtime: &Runtime) -> std::io::Result<Self> {
        let _inside = runtime.enter();
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }
}

/// What a thread reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Organ {
    Outbox,
    DropFolder,
}

/// A thread that is no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dead {
    pub(super) organ: Organ,
    /// What it read.
    pub(super) path: PathBuf,
}

/// Lives as long as the thread of an outbox or a drop folder.
pub(super) struct Pulse {
    dead: Dead,
    died: mpsc::Sender<Dead>,
}

impl Pulse {
    pub(super) fn of(organ: Organ, path: &Path, died: &mpsc::Sender<Dead>) -> Self {
        Self { dead: Dead { organ, path: path.to_owned() }, died: died.clone() }
    }
}

impl Drop for Pulse {
    fn drop(&mut self) {
        if self.died.try_send(self.dead.clone()).is_err() {
            tracing::debug!("a thread ended after the daemon, or after another");
        }
    }
}

/// Until the gateway has ended: the first signal asks it to, the second does not wait for results.
///
/// An outbox or drop folder whose thread dies before that ends the daemon too, in order: rows and lists
/// would come in and nobody would read them, and whoever started the daemon starts it anew. What has died
/// is given then.
pub(super) async fn until_stopped(
    gateway: &Handle,
    mut signals: Signals,
    mut ended: oneshot::Receiver<()>,
    mut deaths: mpsc::Receiver<Dead>,
) -> Result<Option<Dead>, Failure> {
    let (mut dead, mut stopping) = (None, false);
    loop {
        tokio::select! {
            _ = signals.terminate.recv() => {}
            _ = signals.interrupt.recv() => {}
            Some(found) = deaths.recv(), if !stopping => {
                let path = found.path.display();
                match found.organ {
                    Organ::Outbox => tracing::error!(%path, "the thread of this outbox has died: the daemon ends"),
                    Organ::DropFolder => {
                        tracing::error!(%path, "the thread of this drop folder has died: the daemon ends");
                    }
                }
                dead = Some(found);
            }
            // The sender is dropped when the gateway's thread ends, however it does.
            _ = &mut ended => return Ok(dead),
        }
        match stopping {
            false => tracing::info!("asked to stop; what is at the modem is finished first"),
            true => tracing::warn!(
                "asked again: ending at once; what is at the modem stays unknown until it is reported"
            ),
        }
        stopping = true;
        if let Err(error) = sd_notify::notify(&[sd_notify::NotifyState::Stopping]) {
            tracing::warn!(%error, "systemd could not be told");
        }
        if gateway.stop().is_err() {
            return Ok(dead);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use tokio::runtime::Builder;

    use super::*;
    use crate::gateway;
    use crate::store::Store;

    #[test]
    fn a_thread_that_dies_ends_the_daemon_and_is_named_for_what_it_read() {
        for organ in [Organ::Outbox, Organ::DropFolder] {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::open(&folder.path().join("beffroi.db")).unwrap();
            let (alive, ended) = oneshot::channel::<()>();
            let (gateway, thread) =
                gateway::start(store, gateway::Rules::default(), |_| Vec::new(), alive).unwrap();
            let (died, deaths) = mpsc::channel(1);
            let living = Pulse::of(Organ::Outbox, Path::new("other"), &died);
            drop(Pulse::of(organ, Path::new("this"), &died));
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            let signals = Signals::listen(&runtime).unwrap();
            let dead = runtime.block_on(until_stopped(&gateway, signals, ended, deaths)).unwrap();
            assert_eq!(dead, Some(Dead { organ, path: "this".into() }));
            thread.join().unwrap().unwrap();
            drop(living);
        }
    }
}
