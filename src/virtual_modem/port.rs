//! The thread of a virtual modem: waits for octets, for the holder's coming and going, for orders and
//! for the modem's own deadlines; journals first and answers then.

use std::io;
use std::os::fd::AsFd;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant, SystemTime};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, ppoll};
use nix::sys::eventfd::EventFd;
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify, InotifyEvent, WatchDescriptor};
use nix::sys::time::TimeSpec;

use super::claim::Claim;
use super::files::{Control, Journal};
use super::link::Link;
use super::pty::Pty;
use super::trap::{Meanwhile, Snare};
use super::wire::{Heard, Wire};
use super::{Order, Place, Settings, Sighting, Trouble};
use crate::sim::{Event, Modem, Record, WhileClosed};

/// A device that has hung up is opened again after so long.
const REOPEN: Duration = Duration::from_millis(200);

pub(super) struct Worker {
    modem: Modem,
    while_closed: WhileClosed,
    /// `None` while unplugged, or while the device has hung up.
    plugged: Option<Plugged>,
    /// When a device that has hung up is opened again.
    reopen_at: Option<Instant>,
    socket: Socket,
    inotify: Inotify,
    journal: Option<Journal>,
    control: Option<(Control, WatchDescriptor)>,
    watcher: Option<std::sync::mpsc::SyncSender<Sighting>>,
    mailbox: Receiver<Order>,
    wake: Arc<EventFd>,
    snare: Snare,
    /// Let go after the link is gone: fields are dropped in their order.
    _claim: Claim,
}

/// Where the port is.
enum Socket {
    Link(Link),
    Device(PathBuf),
}

struct Plugged {
    wire: Wire,
    /// Of a pseudo terminal.
    watch: Option<WatchDescriptor>,
    /// Programs that have the port open; we ourselves don't count.
    holders: u32,
    /// Octets that the terminal had no room for.
    unwritten: Vec<u8>,
    /// So many of them up to a trap's.
    before_trap: Option<usize>,
    /// Octets that came behind a trap's, and are not read yet.
    unread: Vec<u8>,
}

/// Whether to go on.
enum Next {
    Wait,
    Stop,
}

impl Worker {
    pub(super) fn new(
        settings: Settings,
        mailbox: Receiver<Order>,
        wake: Arc<EventFd>,
    ) -> Result<Self, Trouble> {
        let path = settings.place.path();
        let claim = Claim::stake(path).map_err(Trouble::while_doing(path.display().to_string()))?;
        let flags = InitFlags::IN_NONBLOCK | InitFlags::IN_CLOEXEC;
        let inotify = Inotify::init(flags).map_err(io::Error::from);
        let inotify = inotify.map_err(Trouble::while_doing("cannot watch files"))?;
        let journal = settings.journal.as_deref().map(|path| {
            Journal::open(path).map_err(Trouble::while_doing(format!("journal {}", path.display())))
        });
        let control = settings.control.as_deref().map(|path| {
            let watched = Control::open(path).and_then(|control| {
                let watch = inotify.add_watch(path, AddWatchFlags::IN_MODIFY)?;
                Ok((control, watch))
            });
            watched.map_err(Trouble::while_doing(format!("control file {}", path.display())))
        });
        let while_closed = settings.modem.while_closed;
        let now = Instant::now();
        let mut modem = Modem::new(settings.modem, now, SystemTime::now());
        modem.handle_hangup(now);
        let mut worker = Self {
            modem,
            while_closed,
            plugged: None,
            reopen_at: None,
            socket: match settings.place {
                Place::Link(path) => Socket::Link(Link::new(path)),
                Place::Device(path) => Socket::Device(path),
            },
            inotify,
            journal: journal.transpose()?,
            control: control.transpose()?,
            watcher: settings.watcher,
            mailbox,
            wake,
            snare: Snare::default(),
            _claim: claim,
        };
        worker.plug()?;
        Ok(worker)
    }

    /// Until it is told to stop.
    pub(super) fn run(mut self) -> Result<(), Trouble> {
        loop {
            self.wait().map_err(Trouble::while_doing("cannot wait for the terminal"))?;
            self.modem.set_wall(Instant::now(), SystemTime::now());
            if let Next::Stop = self.obey().map_err(Trouble::while_doing("cannot take orders"))? {
                return Ok(());
            }
            self.look_at_files()?;
            if self.reopen_at.is_some_and(|at| at <= Instant::now()) {
                self.plug()?;
            }
            self.spring().map_err(terminal_trouble)?;
            self.listen().map_err(terminal_trouble)?;
            self.modem.handle_timeout(Instant::now());
            // What a program has an answer to is written down.
            self.record()?;
            self.answer().map_err(terminal_trouble)?;
            self.spring().map_err(terminal_trouble)?;
        }
    }

    /// Sleeps until something happens or the modem has something to do.
    fn wait(&self) -> io::Result<()> {
        let mut watched = vec![
            PollFd::new(self.wake.as_fd(), PollFlags::POLLIN),
            PollFd::new(self.inotify.as_fd(), PollFlags::POLLIN),
        ];
        if let Some(plugged) = self.plugged.as_ref().filter(|_| !self.snare.holds()) {
            let room = if plugged.unwritten.is_empty() { PollFlags::empty() } else { PollFlags::POLLOUT };
            watched.push(PollFd::new(plugged.wire.as_fd(), PollFlags::POLLIN | room));
        }
        let deadline =
            [self.modem.poll_timeout(), self.reopen_at, self.snare.springs_at()].into_iter().flatten().min();
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        match ppoll(&mut watched, left.map(TimeSpec::from_duration), None) {
            Ok(_) | Err(Errno::EINTR) => Ok(()),
            Err(errno) => Err(errno.into()),
        }
    }

    fn obey(&mut self) -> io::Result<Next> {
        match self.wake.read() {
            // The counter is empty now.
            Ok(_) | Err(Errno::EAGAIN | Errno::EINTR) => {}
            Err(errno) => return Err(errno.into()),
        }
        while let Ok(order) = self.mailbox.try_recv() {
            match order {
                Order::Stop => return Ok(Next::Stop),
                Order::Instruct(instruction) => self.modem.instruct(instruction, Instant::now()),
                Order::Set(trap) => self.snare.set(trap),
            }
        }
        Ok(Next::Wait)
    }

    /// Who came and went at the port, and what was added to the control file.
    fn look_at_files(&mut self) -> Result<(), Trouble> {
        let events = match self.inotify.read_events() {
            Ok(events) => events,
            Err(Errno::EAGAIN | Errno::EINTR) => return Ok(()),
            Err(errno) => return Err(Trouble::while_doing("cannot watch files")(errno.into())),
        };
        for event in &events {
            if self.control.as_ref().is_some_and(|(_, watch)| *watch == event.wd) {
                self.read_control().map_err(Trouble::while_doing("cannot read the control file"))?;
            } else if self.plugged.as_ref().is_some_and(|plugged| plugged.watch == Some(event.wd)) {
                self.holder_moved(event)?;
            }
        }
        Ok(())
    }

    fn read_control(&mut self) -> io::Result<()> {
        let Some((control, _)) = &mut self.control else { return Ok(()) };
        for line in control.added()? {
            match line.parse() {
                Ok(instruction) => self.modem.instruct(instruction, Instant::now()),
                Err(error) => self.sight(Sighting::Misunderstood(error.to_string())),
            }
        }
        Ok(())
    }

    fn holder_moved(&mut self, event: &InotifyEvent) -> Result<(), Trouble> {
        let Some(plugged) = &mut self.plugged else { return Ok(()) };
        if event.mask.contains(AddWatchFlags::IN_OPEN) {
            plugged.holders += 1;
            if plugged.holders == 1 {
                self.modem.handle_open(Instant::now());
                self.sight(Sighting::Opened);
            }
        } else if event.mask.intersects(AddWatchFlags::IN_CLOSE) {
            if plugged.holders <= 1 {
                return self.holder_gone();
            }
            plugged.holders -= 1;
        }
        Ok(())
    }

    /// The port is free. What its holder wrote before counts; what it did not read is lost.
    fn holder_gone(&mut self) -> Result<(), Trouble> {
        self.listen().map_err(terminal_trouble)?;
        self.modem.handle_hangup(Instant::now());
        self.record()?;
        let Some(plugged) = &mut self.plugged else { return Ok(()) };
        plugged.holders = 0;
        let Wire::Pty(pty) = &plugged.wire else { return Ok(()) };
        if self.while_closed == WhileClosed::Discard {
            (plugged.before_trap, plugged.unwritten) = (None, Vec::new());
            pty.discard_unread().map_err(terminal_trouble)?;
        }
        pty.release().map_err(terminal_trouble)?;
        self.sight(Sighting::Released);
        Ok(())
    }

    fn listen(&mut self) -> io::Result<()> {
        let mut buffer = [0; 4_096];
        while let Some(plugged) = self.plugged.as_mut().filter(|_| !self.snare.holds()) {
            let count = match plugged.wire.read(&mut buffer)? {
                Heard::Octets(count) => count,
                Heard::Nothing => return Ok(()),
                Heard::HungUp => {
                    self.plugged = None;
                    self.reopen_at = Some(Instant::now() + REOPEN);
                    self.modem.handle_hangup(Instant::now());
                    self.sight(Sighting::Released);
                    return Ok(());
                }
            };
            // inotify merges two openings that follow each other, and a device shows none: whoever
            // speaks is there.
            if plugged.holders == 0 {
                plugged.holders = 1;
                self.modem.handle_open(Instant::now());
            }
            self.hear(buffer.get(..count).unwrap_or_default())?;
        }
        Ok(())
    }

    /// Octets that were read, up to a trap and beyond.
    fn hear(&mut self, octets: &[u8]) -> io::Result<()> {
        let Some(count) = self.snare.hear(octets) else {
            self.modem.handle_bytes(octets, Instant::now());
            return Ok(());
        };
        let (before, behind) = octets.split_at_checked(count).unwrap_or((octets, &[]));
        self.modem.handle_bytes(before, Instant::now());
        if let Some(plugged) = &mut self.plugged {
            plugged.unread.extend(behind);
        }
        self.snare.touch(Instant::now());
        self.spring()?;
        if !self.snare.holds() {
            self.read_on();
        }
        Ok(())
    }

    /// What came behind a trap.
    fn read_on(&mut self) {
        let Some(plugged) = &mut self.plugged else { return };
        let unread = std::mem::take(&mut plugged.unread);
        self.modem.handle_bytes(&unread, Instant::now());
    }

    /// What happens once a trap's time has come.
    fn spring(&mut self) -> io::Result<()> {
        let Some(meanwhile) = self.snare.spring(Instant::now()) else { return Ok(()) };
        if let (Meanwhile::HoldsThenDrops, Some(plugged)) = (meanwhile, &mut self.plugged) {
            (plugged.before_trap, plugged.unwritten, plugged.unread) = (None, Vec::new(), Vec::new());
            while let Heard::Octets(_) = plugged.wire.read(&mut [0; 4_096])? {}
        }
        self.read_on();
        Ok(())
    }

    /// What has happened to the modem, for the journal first.
    fn record(&mut self) -> Result<(), Trouble> {
        while let Some(event) = self.modem.poll_event() {
            match event {
                Event::Record(record) => self.write_down(record)?,
                Event::Plugged => self.plug()?,
                Event::Unplugged => {
                    if let Socket::Link(link) = &mut self.socket {
                        link.remove().map_err(Trouble::while_doing("cannot remove the link"))?;
                    }
                    self.plugged = None;
                    self.modem.handle_hangup(Instant::now());
                }
            }
        }
        Ok(())
    }

    /// What the modem says, up to a trap and beyond.
    fn answer(&mut self) -> io::Result<()> {
        while !self.snare.holds() {
            let Some(plugged) = &mut self.plugged else { return Ok(()) };
            if plugged.unwritten.is_empty() {
                let Some(output) = self.modem.poll_output() else { return Ok(()) };
                plugged.before_trap = self.snare.say(&output);
                plugged.unwritten = output;
            }
            let end = plugged.before_trap.unwrap_or(plugged.unwritten.len());
            let Some(count) = plugged.wire.write(plugged.unwritten.get(..end).unwrap_or_default())? else {
                return Ok(());
            };
            plugged.unwritten.drain(..count.min(end));
            plugged.before_trap = plugged.before_trap.map(|left| left.saturating_sub(count));
            if plugged.before_trap.take_if(|left| *left == 0).is_some() {
                self.snare.touch(Instant::now());
                self.spring()?;
            }
        }
        Ok(())
    }

    fn write_down(&mut self, record: Record) -> Result<(), Trouble> {
        if let Some(journal) = &mut self.journal {
            journal.write(&record).map_err(Trouble::while_doing("cannot write the journal"))?;
        }
        self.sight(Sighting::Record(record));
        Ok(())
    }

    /// Makes a new terminal and turns the link to it, or opens the device.
    fn plug(&mut self) -> Result<(), Trouble> {
        self.reopen_at = None;
        let (wire, watch) = match &mut self.socket {
            Socket::Link(link) => {
                let pty = Pty::new().map_err(Trouble::while_doing("cannot make a pseudo terminal"))?;
                // After our own opening, before anybody else can know of it.
                let flags = AddWatchFlags::IN_OPEN | AddWatchFlags::IN_CLOSE;
                let watch = self.inotify.add_watch(pty.path(), flags).map_err(io::Error::from);
                let watch = watch.map_err(Trouble::while_doing("cannot watch the pseudo terminal"))?;
                link.point_at(pty.path()).map_err(Trouble::while_doing("cannot make the link"))?;
                (Wire::Pty(pty), Some(watch))
            }
            Socket::Device(path) => {
                let wire = Wire::to_device(path);
                let doing = || format!("cannot open {}", path.display());
                (wire.map_err(|error| Trouble::while_doing(doing())(error))?, None)
            }
        };
        let (unwritten, unread) = (Vec::new(), Vec::new());
        self.plugged = Some(Plugged { wire, watch, holders: 0, unwritten, before_trap: None, unread });
        Ok(())
    }

    /// A watcher that has gone, or has no room, misses it.
    fn sight(&self, sighting: Sighting) {
        if let Some(watcher) = &self.watcher
            && watcher.try_send(sighting).is_err()
        {}
    }
}

fn terminal_trouble(error: io::Error) -> Trouble {
    Trouble::while_doing("the pseudo terminal fails")(error)
}
