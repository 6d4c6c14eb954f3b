//! The plain thread of one outbox: waits for what wakes it, and gives the keeper its turn.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::health::Health;
use super::keeper::Keeper;
use super::watch::{Bell, Ears, Watch, Woken};
use super::{Explain, Upstream};

/// What an outbox's thread needs to know.
pub struct Settings {
    /// The file; made if missing.
    pub path: PathBuf,
    /// Group number of those who fill it, where one is configured: they are to be able to write it.
    pub group: Option<u32>,
    /// The sentence for a reason, for the column `explanation`.
    pub explain: Box<Explain>,
    /// How often what is done.
    pub pace: Pace,
}

/// How often what is done. The default is right outside tests.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// A look without any event: the net below inotify. 30 s.
    pub slow_poll: Duration,
    /// After a write to the file that no commit follows: it was made without a journal. 30 ms.
    pub stirred: Duration,
    /// Between a change and its mirroring, so that several go together. 20 ms.
    pub settle: Duration,
    /// Between two transactions of the mirror. 200 ms.
    pub mirror: Duration,
    /// Between two sweeps. 10 min.
    pub sweep: Duration,
    /// Between two pages of one sweep. 50 ms.
    pub page: Duration,
    /// How long a file must be missing or damaged, unchanged, before it is made anew. 1 s.
    pub patience: Duration,
    /// Before a locked file is tried again. 250 ms.
    pub retry: Duration,
    /// How long a file is locked before the log says so. 3 s.
    pub busy: Duration,
    /// Before a file that can't be written is tried again. 5 s.
    pub unwritable: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            slow_poll: Duration::from_secs(30),
            stirred: Duration::from_millis(30),
            settle: Duration::from_millis(20),
            mirror: Duration::from_millis(200),
            sweep: Duration::from_secs(600),
            page: Duration::from_millis(50),
            patience: Duration::from_secs(1),
            retry: Duration::from_millis(250),
            busy: Duration::from_secs(3),
            unwritable: Duration::from_secs(5),
        }
    }
}

/// An outbox's thread, from outside.
#[derive(Debug)]
pub struct Handle {
    bell: Bell,
    stop: Bell,
    looks: Arc<AtomicU64>,
    turns: Arc<AtomicU64>,
    health: Health,
    thread: Option<JoinHandle<()>>,
}

impl Handle {
    /// For the gateway, to ring when a state has changed.
    pub fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// How often the file was looked at; stands still while nothing happens.
    pub fn looks(&self) -> u64 {
        self.looks.load(Ordering::Relaxed)
    }

    /// How often its loop has turned: once in [`Pace::slow_poll`] at least, or the thread is stuck.
    pub fn turns(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.turns)
    }

    /// How the file stands.
    pub fn health(&self) -> Health {
        self.health.clone()
    }

    /// Ends the thread, after what it is doing, and waits for that. An upstream that blocks must
    /// have answered [`super::Gone`] before.
    pub fn stop(mut self) {
        self.stop.ring();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("an outbox's thread has panicked");
        }
    }
}

/// Tells the thread to end, without waiting for it.
impl Drop for Handle {
    fn drop(&mut self) {
        self.stop.ring();
    }
}

/// Starts the thread of one outbox. `alive` is dropped when the thread ends, however it does.
///
/// # Errors
/// When the system has no descriptor or thread left. What is wrong with the file is no error here:
/// the thread says it and waits.
pub fn start(
    settings: Settings,
    upstream: impl Upstream + 'static,
    alive: impl Send + 'static,
) -> io::Result<Handle> {
    let (bell, stop) = (Bell::new()?, Bell::new()?);
    let (looks, turns) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let watch = Watch::new(&settings.path, bell.clone(), stop.clone())?;
    let keeper = Keeper::new(settings, upstream, Instant::now());
    let health = keeper.health.clone();
    let counters = (Arc::clone(&looks), Arc::clone(&turns));
    let thread = std::thread::Builder::new().name("outbox".to_owned()).spawn(move || {
        let _alive = alive;
        run(keeper, watch, &counters.0, &counters.1);
    })?;
    Ok(Handle { bell, stop, looks, turns, health, thread: Some(thread) })
}

fn run<U: Upstream>(mut keeper: Keeper<U>, mut watch: Watch, looks: &AtomicU64, turns: &AtomicU64) {
    let mut woken = Woken::default();
    let mut unwatched = false;
    loop {
        turns.fetch_add(1, Ordering::Relaxed);
        let now = Instant::now();
        // Watched before it is looked at: what comes between is an event.
        if let Some(folder) = keeper.path.parent() {
            match watch.look_at(folder) {
                Ok(()) => unwatched = false,
                Err(error) if !unwatched && keeper.resolved => {
                    unwatched = true;
                    let folder = folder.display();
                    tracing::warn!("{folder} can't be watched ({error}): it is looked at every 30 s");
                }
                Err(_) => {}
            }
        }
        let Ok((at_most, ears)) = keeper.turn(woken, now) else { return };
        looks.store(keeper.looks, Ordering::Relaxed);
        woken = match watch.wait(at_most, ears) {
            Ok(Woken { stop: true, .. }) => return,
            Ok(woken) => woken,
            Err(error) => {
                tracing::error!(%error, "an outbox can't wait for events");
                std::thread::sleep(Duration::from_secs(1));
                Woken { file: true, bell: ears == Ears::Open, ..Woken::default() }
            }
        };
    }
}
