//! Ctrl-C, SIGTERM and a terminal that was closed, as something that is asked for between two looks.
//! Handlers, not a blocked mask: a mask would be inherited by the daemon, which then hears nothing.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};

use super::Failure;

/// Signals that wait to be asked for; more say nothing more.
const WAITING: usize = 8;

/// The signals that have come.
#[derive(Debug)]
pub(super) struct Interrupts(Receiver<()>);

impl Interrupts {
    /// From when this returns no such signal ends the process by itself.
    pub(super) fn listen() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (mut interrupt, mut terminate, mut hangup) = {
            let _within = runtime.enter();
            (
                signal(SignalKind::interrupt())?,
                signal(SignalKind::terminate())?,
                signal(SignalKind::hangup())?,
            )
        };
        let (sender, receiver) = sync_channel(WAITING);
        thread::Builder::new().name("signals".to_owned()).spawn(move || {
            runtime.block_on(async {
                loop {
                    tokio::select! {
                        _ = interrupt.recv() => {}
                        _ = terminate.recv() => {}
                        _ = hangup.recv() => {}
                    }
                    // Full: enough have come. Gone: nobody asks any more.
                    if sender.try_send(()).is_err() {}
                }
            });
        })?;
        Ok(Self(receiver))
    }

    /// Waits so long, unless a signal comes.
    ///
    /// # Errors
    /// [`Failure::Interrupted`].
    pub(super) fn pause(&self, time: Duration) -> Result<(), Failure> {
        match self.0.recv_timeout(time) {
            Err(RecvTimeoutError::Timeout) => Ok(()),
            Ok(()) | Err(RecvTimeoutError::Disconnected) => Err(Failure::Interrupted),
        }
    }
}
