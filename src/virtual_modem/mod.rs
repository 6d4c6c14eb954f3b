//! A virtual modem on a real pseudo terminal: `sim` with a clock, a link by which programs find it, a
//! journal and a control file. One plain thread that sleeps until something happens. It knows by
//! inotify on the terminal's node when its holder has gone, even killed, and frees the port then.

mod claim;
mod exclusive;
mod files;
mod link;
mod pty;
mod wire;
mod trap;
mod port;

#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, SyncSender};
use std::thread::{self, JoinHandle};

use nix::sys::eventfd::{EfdFlags, EventFd};

use self::port::Worker;
pub use self::trap::{Meanwhile, Phase, Trap};
use crate::sim::{self, Instruction, Record};

/// Everything about a virtual modem and where it is found.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where programs find it.
    pub place: Place,
    /// How the modem behaves.
    pub modem: sim::Settings,
    /// JSON lines are appended here.
    pub journal: Option<PathBuf>,
    /// Lines that are appended here are [`Instruction`]s.
    pub control: Option<PathBuf>,
    /// Is told what happens; what it has no room for is not told.
    pub watcher: Option<SyncSender<Sighting>>,
}

/// Where a virtual modem is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At a link to a pseudo terminal: made now, removed at the end.
    Link(PathBuf),
    /// At the far side of this serial device, which is there: of a USB gadget, or of a null modem cable.
    Device(PathBuf),
}

impl Place {
    /// The link, or the device.
    pub fn path(&self) -> &Path {
        match self {
            Place::Link(path) | Place::Device(path) => path,
        }
    }
}

/// What can be seen of a virtual modem from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sighting {
    /// A program opened the port.
    Opened,
    /// The last program that held the port has gone, and the port is free for the next.
    Released,
    /// Goes into the journal, too.
    Record(Record),
    /// A line of the control file that can't be done, and why.
    Misunderstood(String),
}

/// Why a virtual modem could not start, or had to end.
#[derive(Debug, thiserror::Error)]
#[error("{doing}")]
pub struct Trouble {
    doing: String,
    source: io::Error,
}

impl Trouble {
    fn while_doing(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let doing = doing.into();
        move |source| Self { doing, source }
    }
}

/// A running virtual modem; it ends when this is dropped.
#[derive(Debug)]
pub struct Handle {
    place: Place,
    remote: Remote,
    thread: Option<JoinHandle<Result<(), Trouble>>>,
}

/// Reaches a running virtual modem from another thread.
#[derive(Clone, Debug)]
pub struct Remote {
    orders: mpsc::SyncSender<Order>,
    wake: Arc<EventFd>,
}

#[derive(Debug)]
enum Order {
    Instruct(Instruction),
    Set(Trap),
    Stop,
}

/// Orders that may wait for the thread, which takes them at once.
const MOST_ORDERS: usize = 1_024;

/// Starts a virtual modem; when this returns, the port can be opened.
///
/// # Errors
/// [`Trouble`] when terminal, link, journal or control file can't be made.
pub fn start(settings: Settings) -> Result<Handle, Trouble> {
    let place = settings.place.clone();
    let (orders, mailbox) = mpsc::sync_channel(MOST_ORDERS);
    let flags = EfdFlags::EFD_NONBLOCK | EfdFlags::EFD_CLOEXEC;
    let wake = EventFd::from_flags(flags).map_err(io::Error::from);
    let wake = Arc::new(wake.map_err(Trouble::while_doing("cannot make an event descriptor"))?);
    let worker = Worker::new(settings, mailbox, Arc::clone(&wake))?;
    let thread = thread::Builder::new().name("virtual-modem".to_owned()).spawn(move || worker.run());
    let thread = thread.map_err(Trouble::while_doing("cannot start a thread"))?;
    Ok(Handle { place, remote: Remote { orders, wake }, thread: Some(thread) })
}

impl Handle {
    /// Where the port is found.
    pub fn path(&self) -> &Path {
        self.place.path()
    }

    /// Does what is asked, soon.
    pub fn inject(&self, instruction: impl Into<Instruction>) {
        self.remote.inject(instruction);
    }

    /// Sets a trap in the place of the one before, soon.
    pub fn set(&self, trap: Trap) {
        self.remote.send(Order::Set(trap));
    }

    /// For another thread.
    pub fn remote(&self) -> Remote {
        self.remote.clone()
    }

    /// Ends it and removes the link.
    ///
    /// # Errors
    /// The [`Trouble`] that has ended it before.
    pub fn stop(mut self) -> Result<(), Trouble> {
        self.remote.stop();
        self.join()
    }

    /// Waits until it ends.
    ///
    /// # Errors
    /// The [`Trouble`] that has ended it.
    pub fn wait(mut self) -> Result<(), Trouble> {
        self.join()
    }

    fn join(&mut self) -> Result<(), Trouble> {
        let Some(thread) = self.thread.take() else { return Ok(()) };
        let panicked = || io::Error::other("its thread panicked");
        thread.join().unwrap_or_else(|_| Err(Trouble { doing: "virtual modem".into(), source: panicked() }))
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.remote.stop();
        // Whoever wants to know calls `stop`.
        if self.join().is_err() {}
    }
}

impl Remote {
    /// Does what is asked, soon; nothing when the modem has ended.
    pub fn inject(&self, instruction: impl Into<Instruction>) {
        self.send(Order::Instruct(instruction.into()));
    }

    /// Ends the modem; nothing when it has ended.
    pub fn stop(&self) {
        self.send(Order::Stop);
    }

    fn send(&self, order: Order) {
        // Both fail only when the thread has gone, and then nobody is left to obey.
        if self.orders.send(order).is_ok() && self.wake.write(1).is_ok() {}
    }
}
