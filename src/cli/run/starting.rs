//! While a start takes its time, systemd is asked to wait (EXTEND_TIMEOUT_USEC, sd_notify(3)): a store of an earlier
//! version becomes one of this first, which on a slow disk takes a large one longer than a unit may take to start.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use sd_notify::NotifyState;

/// Asked for each time, from then on.
const PATIENCE: Duration = Duration::from_secs(60);

/// Asked for anew after so long.
const ROUND: Duration = Duration::from_secs(20);

/// A start that takes half an hour hangs.
const ROUNDS: u32 = 90;

/// Ends the asking when dropped.
pub(super) struct Starting {
    _begun: Option<Sender<()>>,
}

/// Begins to ask, where systemd waits for us.
///
/// # Errors
/// The system has no thread left.
pub(super) fn begin() -> std::io::Result<Starting> {
    if std::env::var_os("NOTIFY_SOCKET").is_none() {
        return Ok(Starting { _begun: None });
    }
    ask();
    let (begun, ended) = channel::<()>();
    thread::Builder::new().name("starting".into()).spawn(move || {
        for _ in 0..ROUNDS {
            if ended.recv_timeout(ROUND) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            ask();
        }
    })?;
    Ok(Starting { _begun: Some(begun) })
}

fn ask() {
    let more = u32::try_from(PATIENCE.as_micros()).unwrap_or(u32::MAX);
    if let Err(error) = sd_notify::notify(&[NotifyState::ExtendTimeoutUsec(more)]) {
        tracing::warn!(%error, "systemd could not be asked to wait for the start");
    }
}
