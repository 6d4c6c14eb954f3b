//! What a play needs: the folder, the virtual modem, the daemon and the office's hold of the public file.
//! Ends them in an order in which nobody misses another: daemon, modem, folder.

use std::io;
use std::os::fd::AsFd;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::termios::{FlushArg, tcflush};

use super::daemon::Daemon;
use super::place::Place;
use super::school::School;
use crate::cli::interrupt::Interrupts;
use crate::cli::{Failure, Screen};
use crate::control::{Request, Response, Summary, client};
use crate::line::Health;
use crate::outbox::{self, Maker, Producer};
use crate::sim::{self, NetworkSettings};
use crate::virtual_modem::{self, Sighting};
use crate::wording::{self, Language};

/// From Ctrl-Z to the result.
const LATENCY: Duration = Duration::from_millis(100);

/// How long daemon and modem may take to find each other.
const READY_WITHIN: Duration = Duration::from_secs(20);

/// Between two questions.
const ASK_EVERY: Duration = Duration::from_millis(25);

/// Between two looks while the visitor tries the commands.
const STAY_FOR: Duration = Duration::from_millis(100);

/// Messages of a notice that are asked for; there are fewer.
const MOST: u32 = 1_000;

/// Everything that runs. Dropped in the order of its fields.
pub(super) struct Stage {
    pub(super) office: Producer,
    daemon: Daemon,
    /// `None` once it was stopped.
    modem: Option<virtual_modem::Handle>,
    sightings: Receiver<Sighting>,
    pub(super) place: Place,
    language: Language,
}

impl Stage {
    /// Starts everything; the daemon may not be ready yet.
    ///
    /// # Errors
    /// Where there is no room, no pseudo terminal, no program to start.
    pub(super) fn set(place: Place, language: Language) -> anyhow::Result<Self> {
        place.furnish(language)?;
        let (watcher, sightings) = sync_channel(1);
        let modem = virtual_modem::start(virtual_modem::Settings {
            place: virtual_modem::Place::Link(place.link()),
            modem: sim::Settings {
                network: NetworkSettings {
                    latency: LATENCY,
                    refuse: School::refused(),
                    phone_off: School::switched_off().collect(),
                    ..NetworkSettings::default()
                },
                ..sim::Settings::default()
            },
            journal: Some(place.journal()),
            control: None,
            watcher: Some(watcher),
        })
        .context("the virtual modem")?;
        // Made before the daemon starts, as `db init` does it: an office need not wait for it.
        let file = place.folder().join("outbox/outbox.db");
        outbox::create(&file, Maker::Run)?;
        let office = Producer::open(&file)?;
        let daemon = Daemon::start(&place, language)?;
        Ok(Self { office, daemon, modem: Some(modem), sightings, place, language })
    }

    /// Waits until the daemon has its modem.
    ///
    /// # Errors
    /// Where one of them has ended, or they did not find each other.
    pub(super) fn ready(&mut self, interrupts: &Interrupts) -> Result<(), Failure> {
        let until = Instant::now() + READY_WITHIN;
        loop {
            self.check()?;
            let health = match self.ask(&Request::Status) {
                Ok(Response::Status(status)) => status.lines.into_iter().next().map(|line| line.health),
                // No socket yet.
                Ok(_) | Err(_) => None,
            };
            match health {
                Some(Health::Ready(_)) => return Ok(()),
                health if Instant::now() >= until => return Err(self.not_ready(health.as_ref()).into()),
                _ => interrupts.pause(ASK_EVERY)?,
            }
        }
    }

    fn not_ready(&self, health: Option<&Health>) -> anyhow::Error {
        let how = match health {
            Some(Health::Down(finding)) => wording::sentence(self.language, "finding", finding),
            Some(health) => wording::sentence(self.language, "health", health),
            None => String::new(),
        };
        anyhow!("{} {how}\n{}", wording::say(self.language, "demo-not-ready", &[]), self.daemon.last_words())
    }

    /// An error once daemon or modem has ended by itself.
    ///
    /// # Errors
    /// That.
    pub(super) fn check(&mut self) -> anyhow::Result<()> {
        self.daemon.check()?;
        loop {
            match self.sightings.try_recv() {
                Ok(_) => {}
                Err(TryRecvError::Empty) => return Ok(()),
                Err(TryRecvError::Disconnected) => break,
            }
        }
        let Some(modem) = self.modem.take() else { return Ok(()) };
        modem.wait().context("the virtual modem")?;
        Err(anyhow!("the virtual modem has ended"))
    }

    /// The messages of a notice as the daemon has them, in the order they were taken in.
    ///
    /// # Errors
    /// Where it does not answer.
    pub(super) fn messages(&self, notice: &str) -> anyhow::Result<Vec<Summary>> {
        let notice = Some(notice.to_owned());
        match self.ask(&Request::List { states: Vec::new(), notice, before: None, limit: MOST })? {
            Response::Messages { mut messages } => {
                messages.reverse();
                Ok(messages)
            }
            other => Err(anyhow!("the daemon gave an answer that was not asked for: {other:?}")),
        }
    }

    fn ask(&self, request: &Request) -> Result<Response, client::Error> {
        client::ask_within(&self.place.folder().join("control.sock"), request, client::PATIENCE)
    }

    /// Lets everything run until Enter or a signal.
    ///
    /// # Errors
    /// Where daemon or modem ends before that.
    pub(super) fn stay(&mut self, interrupts: &Interrupts, screen: &mut Screen) -> Result<(), Failure> {
        // What was typed while the play ran was not meant for this.
        tcflush(io::stdin().as_fd(), FlushArg::TCIFLUSH)?;
        screen.line(&wording::say(screen.language, "demo-stays", &[]))?;
        loop {
            self.check()?;
            if interrupts.pause(STAY_FOR).is_err() {
                screen.line("")?;
                return Ok(());
            }
            let stdin = io::stdin();
            let mut asked = [PollFd::new(stdin.as_fd(), PollFlags::POLLIN)];
            // Anything is an answer: a line, its end, a terminal that was closed, one that fails.
            if poll(&mut asked, PollTimeout::ZERO) != Ok(0) {
                return Ok(());
            }
        }
    }

    /// Ends everything, in order.
    ///
    /// # Errors
    /// What would not end well, or could not be removed.
    pub(super) fn close(mut self, interrupts: &Interrupts) -> Result<(), Failure> {
        let daemon = self.daemon.stop(Some(interrupts));
        let modem = self.modem.take().map_or(Ok(()), virtual_modem::Handle::stop);
        let place = self.place.leave();
        daemon?;
        modem.context("the virtual modem")?;
        Ok(place?)
    }
}
