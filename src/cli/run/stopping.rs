//! How the daemon comes to its end: by a signal, by the death of a thread that it can't do without, or
//! with the gateway.

use std::path::PathBuf;

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

/// Lives as long as the thread of an outbox.
pub(super) struct Pulse {
    pub(super) path: PathBuf,
    pub(super) died: mpsc::Sender<PathBuf>,
}

impl Drop for Pulse {
    fn drop(&mut self) {
        if self.died.try_send(self.path.clone()).is_err() {
            tracing::debug!("an outbox ended after the daemon, or after another");
        }
    }
}

/// Until the gateway has ended: the first signal asks it to, the second does not wait for results.
///
/// An outbox whose thread dies before that ends the daemon too, in order: rows would come in and nobody
/// would read them, and whoever started the daemon starts it anew. Its path is given then.
pub(super) async fn until_stopped(
    gateway: &Handle,
    mut signals: Signals,
    mut ended: oneshot::Receiver<()>,
    mut deaths: mpsc::Receiver<PathBuf>,
) -> Result<Option<PathBuf>, Failure> {
    let (mut dead, mut stopping) = (None, false);
    loop {
        tokio::select! {
            _ = signals.terminate.recv() => {}
            _ = signals.interrupt.recv() => {}
            Some(path) = deaths.recv(), if !stopping => {
                tracing::error!(path = %path.display(), "the thread of this outbox or drop folder has died: the daemon ends");
                dead = Some(path);
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
    use std::path::Path;

    use tokio::runtime::Builder;

    use super::*;
    use crate::gateway;
    use crate::store::Store;

    #[test]
    fn an_outbox_whose_thread_dies_ends_the_daemon() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("beffroi.db")).unwrap();
        let (alive, ended) = oneshot::channel::<()>();
        let (gateway, thread) =
            gateway::start(store, gateway::Rules::default(), |_| Vec::new(), alive).unwrap();
        let (died, deaths) = mpsc::channel(1);
        let path = PathBuf::from("outbox.db");
        let pulse = |path: &Path| Pulse { path: path.to_owned(), died: died.clone() };
        let living = pulse(Path::new("other.db"));
        drop(pulse(&path));
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let signals = Signals::listen(&runtime).unwrap();
        let dead = runtime.block_on(until_stopped(&gateway, signals, ended, deaths)).unwrap();
        assert_eq!(dead, Some(path));
        thread.join().unwrap();
        drop(living);
    }
}
