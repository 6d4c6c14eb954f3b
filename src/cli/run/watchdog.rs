//! The watchdog that systemd gives us (sd_watchdog_enabled(3)), fed by the loops themselves: the gateway
//! answers, so it is in no commit that never ends; the runtime turns, so no line hangs it; each outbox
//! turns. While one of them does not, nothing is fed, and systemd starts the daemon anew.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use tokio::runtime;

use crate::gateway::Handle;

/// Rounds in the time that systemd gives.
const ROUNDS: u32 = 4;

/// An outbox turns once in 30 s without anything to do.
const STILL_FOR: Duration = Duration::from_secs(90);

/// Ends the feeding when dropped.
pub(super) struct Watchdog {
    _quit: Option<Sender<()>>,
}

/// Starts to feed it, where systemd wants that.
///
/// # Errors
/// The system has no thread left.
pub(super) fn start(
    gateway: &Handle,
    runtime: &runtime::Handle,
    outboxes: impl Iterator<Item = (PathBuf, Arc<AtomicU64>)>,
) -> std::io::Result<Watchdog> {
    let Some(patience) = sd_notify::watchdog_enabled() else { return Ok(Watchdog { _quit: None }) };
    let (quit, quitting) = channel::<()>();
    let mut loops = Loops {
        gateway: gateway.clone(),
        runtime: runtime.clone(),
        outboxes: outboxes.map(|(path, turns)| Turning::new(path, turns)).collect(),
    };
    let round = patience / ROUNDS;
    thread::Builder::new().name("watchdog".into()).spawn(move || {
        while quitting.recv_timeout(round) == Err(RecvTimeoutError::Timeout) {
            if !loops.all_turn(round, Instant::now()) {
                continue;
            }
            if let Err(error) = sd_notify::notify(&[sd_notify::NotifyState::Watchdog]) {
                tracing::warn!(%error, "systemd's watchdog could not be fed");
            }
        }
    })?;
    Ok(Watchdog { _quit: Some(quit) })
}

/// All that must go round.
struct Loops {
    gateway: Handle,
    runtime: runtime::Handle,
    outboxes: Vec<Turning>,
}

impl Loops {
    /// Whether each has turned lately. A gateway that is stuck keeps this from returning, which feeds
    /// nothing either.
    fn all_turn(&mut self, patience: Duration, now: Instant) -> bool {
        let (turned, turns) = channel();
        self.runtime.spawn(async move { turned.send(()) });
        if turns.recv_timeout(patience).is_err() {
            tracing::error!("the lines are stuck; systemd's watchdog is not fed");
            return false;
        }
        let outboxes =
            self.outboxes.iter_mut().filter_map(|outbox| (!outbox.turns(now)).then_some(&outbox.path));
        let stuck: Vec<String> = outboxes.map(|path| path.display().to_string()).collect();
        if !stuck.is_empty() {
            tracing::error!(paths = ?stuck, "an outbox or a drop folder is stuck; systemd's watchdog is not fed");
            return false;
        }
        self.gateway.status().is_ok()
    }
}

/// The loop of one outbox.
struct Turning {
    path: PathBuf,
    turns: Arc<AtomicU64>,
    last: u64,
    since: Option<Instant>,
}

impl Turning {
    fn new(path: PathBuf, turns: Arc<AtomicU64>) -> Self {
        Self { path, turns, last: 0, since: None }
    }

    /// Asked once a round.
    fn turns(&mut self, now: Instant) -> bool {
        let count = self.turns.load(Ordering::Relaxed);
        if count != self.last {
            (self.last, self.since) = (count, Some(now));
        }
        now.duration_since(*self.since.get_or_insert(now)) < STILL_FOR
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use tokio::runtime::Builder;
    use tokio::sync::oneshot;

    use super::*;
    use crate::gateway;
    use crate::store::Store;

    #[test]
    fn a_loop_that_stands_still_is_noticed_and_one_that_turns_again_too() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("beffroi.db")).unwrap();
        let (alive, _ended) = oneshot::channel::<()>();
        let (gateway, thread) =
            gateway::start(store, gateway::Rules::default(), |_| Vec::new(), alive).unwrap();
        let driven = Builder::new_current_thread().build().unwrap();
        let runtime = driven.handle().clone();
        let (over, end) = oneshot::channel::<()>();
        let driver = thread::spawn(move || driven.block_on(end));
        let turns = Arc::new(AtomicU64::new(1));
        let outboxes = vec![Turning::new("outbox.db".into(), Arc::clone(&turns))];
        let mut loops = Loops { gateway: gateway.clone(), runtime: runtime.clone(), outboxes };
        let patience = Duration::from_secs(60);
        let begun = Instant::now();
        let mut after = |seconds| loops.all_turn(patience, begun + Duration::from_secs(seconds));
        assert_eq!([0, 30, 89, 90].map(&mut after), [true, true, true, false]);
        turns.fetch_add(1, Ordering::Relaxed);
        assert!(after(91));
        // One that never turns: nobody drives it.
        let idle = Builder::new_current_thread().build().unwrap();
        loops.runtime = idle.handle().clone();
        turns.fetch_add(1, Ordering::Relaxed);
        assert!(!loops.all_turn(Duration::from_millis(1), begun));
        loops.runtime = runtime;
        gateway.stop().unwrap();
        thread.join().unwrap().unwrap();
        turns.fetch_add(1, Ordering::Relaxed);
        assert!(!loops.all_turn(patience, begun), "a gateway that is gone answers nothing");
        over.send(()).unwrap();
        driver.join().unwrap().unwrap();
    }
}
