//! The plain thread of one drop folder: waits for what wakes it, and gives the keeper its turn.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use super::Upstream;
use super::keeper::Keeper;
use super::trouble::Health;
use super::watch::{Ears, Watch};
use crate::config::DropFolder;
use crate::intake::admit::Judge;
use crate::moment::{Moment, Zone};
use crate::outbox::Bell;
use crate::wording::Language;

/// A look without any event.
const SLOW: Duration = Duration::from_secs(5);

/// Between two looks: a file that is written slowly is an event for each of its pages.
const PAUSE: Duration = Duration::from_millis(200);

/// What a drop folder's thread needs to know.
#[derive(Debug)]
pub struct Settings {
    /// What the configuration says of it.
    pub rules: DropFolder,
    /// The file in which it says so.
    pub configuration: PathBuf,
    /// The judge of messages.
    pub judge: Arc<Judge>,
    /// The store, to be read.
    pub store: PathBuf,
    /// Of the results.
    pub language: Language,
    /// Of the times in them.
    pub zone: Zone,
}

/// A drop folder's thread, from outside.
#[derive(Debug)]
pub struct Handle {
    bell: Bell,
    stop: Bell,
    turns: Arc<AtomicU64>,
    health: Health,
    thread: Option<JoinHandle<()>>,
}

impl Handle {
    /// For the gateway, to ring when a state has changed.
    pub fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// How often its loop has turned: every few seconds, or the thread is stuck.
    pub fn turns(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.turns)
    }

    /// How the folder stands.
    pub fn health(&self) -> Health {
        self.health.clone()
    }

    /// Ends the thread, after what it is doing, and waits for that. An upstream that blocks must
    /// have answered [`super::Gone`] before.
    pub fn stop(mut self) {
        self.stop.ring();
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("a drop folder's thread has panicked");
        }
    }
}

/// Tells the thread to end, without waiting for it.
impl Drop for Handle {
    fn drop(&mut self) {
        self.stop.ring();
    }
}

/// Starts the thread of one drop folder. `alive` is dropped when the thread ends, however it does.
///
/// # Errors
/// When the system has no descriptor or thread left. What is wrong with the folder is no error here: the
/// thread says it and waits.
pub fn start(
    settings: Settings,
    upstream: impl Upstream + 'static,
    alive: impl Send + 'static,
) -> io::Result<Handle> {
    let (bell, stop) = (Bell::new()?, Bell::new()?);
    let watch = Watch::new(bell.clone(), stop.clone())?;
    let keeper = Keeper::new(settings, upstream);
    let health = keeper.health();
    let turns = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&turns);
    let thread = std::thread::Builder::new().name("drop".to_owned()).spawn(move || {
        let _alive = alive;
        run(keeper, watch, &counter);
    })?;
    Ok(Handle { bell, stop, turns, health, thread: Some(thread) })
}

fn run<U: Upstream>(mut keeper: Keeper<U>, mut watch: Watch, turns: &AtomicU64) {
    loop {
        turns.fetch_add(1, Ordering::Relaxed);
        // Watched before it is looked at: what comes between is an event.
        let watched = watch.look_at(keeper.path());
        let Ok(again) = keeper.look(Instant::now(), Moment::from_system(SystemTime::now())) else { return };
        // The look has made it: what came in meanwhile was no event.
        let again = if !watched && watch.look_at(keeper.path()) { Some(Duration::ZERO) } else { again };
        let pause = watch.wait(PAUSE, Ears::Stop);
        if pause.is_ok_and(|woken| woken.stop) {
            return;
        }
        let at_most = again.map_or(SLOW, |again| again.min(SLOW)).saturating_sub(PAUSE);
        let ears = if keeper.has_news() { Ears::Files } else { Ears::All };
        match watch.wait(at_most, ears) {
            Ok(woken) if woken.stop => return,
            Ok(woken) => {
                if woken.bell {
                    keeper.moved();
                }
            }
            Err(error) => {
                tracing::error!(%error, "a drop folder can't wait for events");
                std::thread::sleep(SLOW);
            }
        }
    }
}
