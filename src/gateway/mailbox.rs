//! How the rest of the process speaks to the gateway: one bounded mailbox, an answer once committed.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use super::upstream::new_message;
use super::work::{Answer, Judged, Status, Trouble, Work};
use crate::intake::admit::Admission;
use crate::line::Event;
use crate::message::{MessageId, Reason, Resolution};
use crate::moment::{Moment, Reckoning};
use crate::outbox::{Seen, Welcome};
use crate::store::{Admitted, CancelCount, HeldMessages, Origin, Resolved};

/// Mail that may wait; a sender beyond it waits with it.
const CAPACITY: usize = 4096;

/// Where uids come from that are no file's; the ids of files are random.
const DIRECT: &str = "direct";

/// What comes in.
pub(super) enum Mail {
    Line(usize, Event),
    Work(Box<Work>, SyncSender<Result<Answer, Trouble>>),
    /// Rung whenever states have moved.
    Bell(Box<dyn Fn() + Send>),
    /// Open the lines.
    Start,
    /// The first asks lines to finish, the second ends at once.
    Stop,
}

/// The way to the gateway; cheap to clone.
#[derive(Clone, Debug)]
pub struct Handle {
    mail: SyncSender<Mail>,
    believed: Arc<Believed>,
}

/// What the gateway believes of the clock, for those who judge rows beside it.
#[derive(Debug, Default)]
pub(super) struct Believed(Mutex<Option<Moment>>);

impl Believed {
    /// `None`: the clock is right.
    pub(super) fn is(&self, last: Option<Moment>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = last;
    }

    fn moment(&self) -> Option<Moment> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The gateway's end of it.
pub(super) struct Mailbox {
    mail: Receiver<Mail>,
}

impl std::fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mailbox")
    }
}

pub(super) fn mailbox() -> (Handle, Mailbox) {
    let (sender, receiver) = sync_channel(CAPACITY);
    (Handle { mail: sender, believed: Arc::default() }, Mailbox { mail: receiver })
}

impl Handle {
    /// Now, for those who judge rows; while the clock is doubted, between what it says and the last moment that
    /// was believed: nothing is refused or cut short by a clock that lies, nor by one that is right after all.
    pub fn now(&self) -> Reckoning {
        let now = clock();
        self.believed.moment().map_or(now.into(), |believed| Reckoning::between(believed, now))
    }

    pub(super) fn believed(&self) -> Arc<Believed> {
        Arc::clone(&self.believed)
    }

    /// What a line tells. Lines are counted in the order in which the gateway was given them.
    ///
    /// # Errors
    /// [`Trouble::Gone`].
    pub fn tell(&self, line: usize, event: Event) -> Result<(), Trouble> {
        self.send(Mail::Line(line, event))
    }

    /// Takes in a message that does not come from a file; committed when this returns. With a `uid` that
    /// came before it is answered with the message of that one: after [`Trouble::Store`] nobody knows
    /// whether it was taken in, and whoever asks again must not send twice.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn send_message(&self, admission: Admission, uid: Option<String>) -> Result<Admitted, Trouble> {
        let origin = uid.map(|uid| Origin { outbox: DIRECT.to_owned(), uid });
        let new = new_message(admission, origin);
        match self.ask(Work::Send(Box::new(Judged::Good(new))))? {
            Answer::Admitted(admitted) => Ok(admitted),
            _ => Err(Trouble::Mixed),
        }
    }

    /// Takes a message back as far as it has not begun.
    ///
    /// # Errors
    /// [`Trouble::NoMessage`] among others.
    pub fn cancel(&self, message: MessageId, reason: Reason) -> Result<CancelCount, Trouble> {
        match self.ask(Work::Cancel { message, reason })? {
            Answer::Cancelled(count) => Ok(count),
            _ => Err(Trouble::Mixed),
        }
    }

    /// A person settles what is unknown of a message.
    ///
    /// # Errors
    /// [`Trouble::NoMessage`] among others.
    pub fn resolve(
        &self,
        message: MessageId,
        resolution: Resolution,
        by: String,
    ) -> Result<Resolved, Trouble> {
        match self.ask(Work::Resolve { message, resolution, by })? {
            Answer::Resolved(resolved) => Ok(resolved),
            _ => Err(Trouble::Mixed),
        }
    }

    /// Hears what a public file has seen of the store; committed when this returns.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn hello(&self, seen: Seen) -> Result<Welcome, Trouble> {
        match self.ask(Work::Hello(seen))? {
            Answer::Welcome(welcome) => Ok(welcome),
            _ => Err(Trouble::Mixed),
        }
    }

    /// How things stand.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn status(&self) -> Result<Status, Trouble> {
        match self.ask(Work::Status)? {
            Answer::Status(status) => Ok(status),
            _ => Err(Trouble::Mixed),
        }
    }

    /// A person accepts a restored store.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn accept_restore(&self, held: HeldMessages) -> Result<(), Trouble> {
        match self.ask(Work::AcceptRestore(held))? {
            Answer::Accepted => Ok(()),
            _ => Err(Trouble::Mixed),
        }
    }

    /// Asks, and waits until what was asked is committed.
    ///
    /// # Errors
    /// [`Trouble`].
    pub(super) fn ask(&self, work: Work) -> Result<Answer, Trouble> {
        let (reply, answer) = sync_channel(1);
        self.send(Mail::Work(Box::new(work), reply))?;
        answer.recv().map_err(|_| Trouble::Gone)?
    }

    /// `ring` is called whenever states have moved; it must not wait for anything.
    ///
    /// # Errors
    /// [`Trouble::Gone`].
    pub fn hang_bell(&self, ring: impl Fn() + Send + 'static) -> Result<(), Trouble> {
        self.send(Mail::Bell(Box::new(ring)))
    }

    /// Opens the lines: once, when the public files have said hello.
    ///
    /// # Errors
    /// [`Trouble::Gone`].
    pub fn start_lines(&self) -> Result<(), Trouble> {
        self.send(Mail::Start)
    }

    /// Lines finish what has passed Ctrl-Z; asked twice, the gateway ends at once.
    ///
    /// # Errors
    /// [`Trouble::Gone`].
    pub fn stop(&self) -> Result<(), Trouble> {
        self.send(Mail::Stop)
    }

    fn send(&self, mail: Mail) -> Result<(), Trouble> {
        self.mail.send(mail).map_err(|_| Trouble::Gone)
    }
}

impl Mailbox {
    /// The next mail, waiting for at most `patience`; `None`: nothing came. An end of all senders
    /// reads as a stop.
    pub(super) fn next(&self, patience: Option<Duration>) -> Option<Mail> {
        match patience {
            None => Some(self.mail.recv().unwrap_or(Mail::Stop)),
            Some(patience) => match self.mail.recv_timeout(patience) {
                Ok(mail) => Some(mail),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(Mail::Stop),
            },
        }
    }

    /// Mail that is there already.
    pub(super) fn waiting(&self) -> Option<Mail> {
        self.mail.try_recv().ok()
    }
}

/// The clock of this machine; only shells read it.
pub(super) fn clock() -> Moment {
    Moment::from_system(SystemTime::now())
}
