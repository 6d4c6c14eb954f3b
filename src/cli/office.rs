//! How commands reach the daemon: by its socket while it runs; else by the same gateway, without
//! lines, in this process, under the daemon's lock. Both answer alike.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, anyhow};

use super::config::told;
use super::screen::note;
use super::waiting::hindrance;
use super::{Failure, Screen, diagnosis};
use crate::config::{Config, Outbox};
use crate::control::{Daemon, Fault, Peer, Request, Response, Right, Shelf, Status, client};
use crate::gateway::{self, FileUpstream};
use crate::intake::admit::Judge;
use crate::moment::Moment;
use crate::outbox::{self, Unusable};
use crate::store::{self, Lock, Marker, Store, StoreError};
use crate::wording::{self, Language};

/// A store that could not be written is opened anew by then.
const PAUSE: Duration = Duration::from_secs(4);

/// Whoever answers.
#[derive(Debug)]
pub(super) struct Office {
    clerk: Clerk,
    language: Language,
    /// What can be read of the store where the daemon is silent.
    shelf: Shelf,
    /// It was silent once, and that has been told.
    silent: Cell<bool>,
}

#[derive(Debug)]
enum Clerk {
    /// The running daemon.
    Socket(PathBuf),
    /// Nobody: this process does it.
    Alone(Box<Alone>),
    /// A store that nobody writes, and that is only read.
    Shelf(Shelf),
}

/// Whether anything can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// A line is ready.
    Sending,
    /// None is, and why.
    NoLine(String),
    /// Nobody is there who could.
    NoDaemon,
}

/// What becomes of a store that is not there, where no daemon runs either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absent {
    /// It is made: something is to be put into it.
    Made,
    /// There is nothing to look at: perhaps the configuration names another place.
    Refused,
}

/// Neither a store nor what says that there was one; of a place that can't be looked at nobody knows.
fn is_nowhere(store: &Path) -> bool {
    store::is_gone(store) && store::is_gone(&Marker::path(store))
}

/// The gateway without lines.
#[derive(Debug)]
struct Alone {
    daemon: Daemon,
    thread: Option<JoinHandle<Result<(), StoreError>>>,
    _lock: Lock,
}

impl Office {
    /// Reads the configuration, and finds out who answers: for what looks at a store, or changes what is in it.
    pub(super) fn open(configured: &Path, screen: &Screen) -> Result<(Config, Self), Failure> {
        let config = read_config(configured, screen)?;
        let office = Self::of(&config, Absent::Refused, screen)?;
        Ok((config, office))
    }

    /// Finds out who answers.
    pub(super) fn of(config: &Config, absent: Absent, screen: &Screen) -> Result<Self, Failure> {
        let language = screen.language;
        let shelf = Shelf {
            store: config.store.clone(),
            resend_after: Some(gateway::Rules::from(&config.ledger).resend_after),
        };
        let silent = Cell::new(false);
        if client::is_served(&config.control) {
            let clerk = Clerk::Socket(config.control.clone());
            return Ok(Office { clerk, language, shelf, silent });
        }
        // A socket that is there and may not be opened says so better than a store that may not.
        if let Err(error @ client::Error::NotAllowed(_)) = client::ask(&config.control, &Request::Status) {
            return Err(error.into());
        }
        if absent == Absent::Refused && is_nowhere(&config.store) {
            let values = [("path", config.store.display().to_string().into())];
            return Err(Failure::Failed(anyhow!(wording::say(language, "office-no_store", &values))));
        }
        let alone = Alone::begin(config, language).map_err(|failure| out_of_reach(failure, language))?;
        let clerk = Clerk::Alone(Box::new(alone));
        Ok(Office { clerk, language, shelf, silent })
    }

    /// A store elsewhere, set aside or copied: it is read, and nothing else.
    pub(super) fn reading(store: &Path, screen: &Screen) -> Result<Self, Failure> {
        store::is_a_store(store)?;
        let shelf = Shelf { store: store.to_owned(), resend_after: None };
        let (clerk, silent) = (Clerk::Shelf(shelf.clone()), Cell::new(false));
        Ok(Office { clerk, language: screen.language, shelf, silent })
    }

    /// Asks; a daemon that may not be asked for this is an error.
    pub(super) fn ask(&self, request: Request) -> Result<Response, Failure> {
        let response = self.exchange(&request)?;
        self.granted(response)
    }

    /// Asks for what is done once, however often it is asked for by the same uid. Where nobody can tell
    /// whether it was done, the store has come to rest by then, and it is asked for once more.
    pub(super) fn ask_surely(&self, request: &Request) -> Result<Response, Failure> {
        self.ask_twice(request, PAUSE)
    }

    fn ask_twice(&self, request: &Request, pause: Duration) -> Result<Response, Failure> {
        let first = self.exchange(request);
        if !is_unsure(&first) {
            return self.granted(first?);
        }
        thread::sleep(pause);
        // What was not known before is not known better where nobody answers now.
        let second = match (self.exchange_again(request), first) {
            (Err(_), Err(unsure)) => return Err(unsure.into()),
            (Err(_), Ok(failed)) => failed,
            (Ok(second), _) => second,
        };
        match second {
            Response::Failed { why, fault } => {
                let values = [("why", diagnosis::fault(&fault, &why, self.language).into())];
                Err(Failure::Failed(anyhow!(wording::say(self.language, "office-unsure", &values))))
            }
            other => self.granted(other),
        }
    }

    fn exchange(&self, request: &Request) -> Result<Response, client::Error> {
        match &self.clerk {
            Clerk::Socket(path) => {
                let slow = || {
                    let values = [("seconds", seconds(client::PATIENCE).into())];
                    note(&wording::say(self.language, "office-slow", &values));
                };
                match client::ask_aloud(path, request, slow) {
                    Err(client::Error::Silent | client::Error::Shut) if request.needs() == Right::Ask => {
                        self.read_instead(request)
                    }
                    answered => answered,
                }
            }
            Clerk::Shelf(shelf) => Ok(told_by(shelf, request)),
            Clerk::Alone(alone) => {
                let peer = Peer {
                    uid: nix::unistd::geteuid().as_raw(),
                    pid: nix::unistd::getpid().as_raw(),
                    name: None,
                    right: Some(Right::All),
                };
                Ok(alone.daemon.answer(&peer, request.clone()))
            }
        }
    }

    /// A daemon that did not answer for long may have come to itself since; if not, it is not waited for again.
    fn exchange_again(&self, request: &Request) -> Result<Response, client::Error> {
        match &self.clerk {
            Clerk::Socket(path) => client::ask_within(path, request, client::READING_PATIENCE),
            Clerk::Alone(_) | Clerk::Shelf(_) => self.exchange(request),
        }
    }

    /// What the store itself says, to whoever may read it, where its daemon is silent.
    fn read_instead(&self, request: &Request) -> Result<Response, client::Error> {
        match self.shelf.answer(request) {
            Ok(Some(response)) => {
                if !self.silent.replace(true) {
                    let values = [("seconds", seconds(client::READING_PATIENCE).into())];
                    note(&wording::say(self.language, "office-from-store", &values));
                }
                Ok(response)
            }
            Ok(None) | Err(_) => Err(client::Error::Silent),
        }
    }

    fn granted(&self, response: Response) -> Result<Response, Failure> {
        let failed = |id: &str, values: &[(&str, wording::Value<'_>)]| {
            Err(Failure::Failed(anyhow!(wording::say(self.language, id, values))))
        };
        match response {
            Response::Denied { needs: Right::Ask } => failed("office-denied-ask", &[]),
            Response::Denied { needs: Right::Send } => failed("office-denied-send", &[]),
            Response::Denied { needs: Right::All } => failed("office-denied-all", &[]),
            Response::Failed { why, fault } => {
                let why = diagnosis::fault(&fault, &why, self.language);
                match &self.clerk {
                    Clerk::Shelf(shelf) => {
                        let path = shelf.store.display().to_string();
                        failed("office-shelf", &[("path", path.into()), ("why", why.into())])
                    }
                    Clerk::Socket(_) | Clerk::Alone(_) => failed("office-failed", &[("why", why.into())]),
                }
            }
            Response::Unreadable { why } => failed("office-unreadable", &[("why", why.into())]),
            Response::Busy => failed("office-busy", &[]),
            other => Ok(other),
        }
    }

    /// Whether a daemon runs that will send what it is given.
    pub(super) fn is_running(&self) -> bool {
        match &self.clerk {
            Clerk::Socket(path) => client::is_served(path),
            Clerk::Alone(_) | Clerk::Shelf(_) => false,
        }
    }

    /// Whether it is the store that the daemon works with.
    pub(super) fn is_live(&self) -> bool {
        !matches!(self.clerk, Clerk::Shelf(_))
    }

    /// Whether anything can be sent just now.
    pub(super) fn standing(&self) -> Standing {
        if !self.is_running() {
            return Standing::NoDaemon;
        }
        match self.ask(Request::Status) {
            Ok(Response::Status(status)) => match hindrance(&status, self.language) {
                Some(why) => Standing::NoLine(why),
                None => Standing::Sending,
            },
            // It is there and has no time to say: nothing speaks against its lines.
            Ok(_) | Err(_) => Standing::Sending,
        }
    }

    /// Lets the store hear what a public file has seen of it, and compares it with the file's rows where it
    /// is older than they are; where a daemon runs, the file's thread does that. A store that can't be
    /// written is waited for no longer than it takes to be opened anew.
    pub(super) fn compare(&self, rules: &Outbox) -> Result<Result<(), Unusable>, Failure> {
        let Clerk::Alone(alone) = &self.clerk else { return Ok(Ok(())) };
        let upstream = FileUpstream {
            gateway: alone.daemon.gateway.clone(),
            judge: Arc::clone(&alone.daemon.judge),
            rules: rules.clone(),
            greeted: sync_channel(1).0,
            gives_up_at: Some(Instant::now() + PAUSE),
        };
        let compared = outbox::compare(&rules.path, &upstream);
        if let (Err(_), Response::Status(Status { trouble: Some(detail), .. })) =
            (&compared, self.ask(Request::Status)?)
        {
            let sentence = wording::sentence(self.language, "fault", &Fault::StoreUnwritable { detail });
            return Err(Failure::Failed(anyhow!(sentence)));
        }
        Ok(compared)
    }

    /// The answer was to another question.
    pub(super) fn mixed(&self) -> Failure {
        Failure::Failed(anyhow!(wording::say(self.language, "office-mixed", &[])))
    }
}

/// What a store says of itself; nothing is done in it.
fn told_by(shelf: &Shelf, request: &Request) -> Response {
    match shelf.answer(request) {
        Ok(Some(response)) => response,
        Ok(None) => Response::Denied { needs: request.needs() },
        Err(error) => {
            let why = error.to_string();
            Response::Failed { fault: Fault::StoreUnreadable { detail: why.clone() }, why }
        }
    }
}

fn seconds(time: Duration) -> i64 {
    i64::try_from(time.as_secs()).unwrap_or(i64::MAX)
}

/// Who may not open the store himself can only ask a daemon, and none runs.
fn out_of_reach(failure: Failure, language: Language) -> Failure {
    let Failure::Failed(error) = &failure else { return failure };
    let denied = error.chain().any(|cause| {
        let cause = match cause.downcast_ref() {
            Some(StoreError::Io { error, .. }) => Some(error),
            _ => cause.downcast_ref::<std::io::Error>(),
        };
        cause.is_some_and(|cause| cause.kind() == std::io::ErrorKind::PermissionDenied)
    });
    if !denied {
        return failure;
    }
    Failure::Failed(anyhow!(OutOfReach(wording::say(language, "office-out_of_reach", &[]))))
}

/// No daemon runs, and this user can't do without one.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct OutOfReach(String);

/// The same for whoever wants to send: no line is usable.
pub(super) fn to_send(failure: Failure) -> Failure {
    match failure {
        Failure::Failed(error) if error.is::<OutOfReach>() => Failure::NoLine(error),
        other => other,
    }
}

/// Whether what was asked for may have been done all the same: also a commit that failed may stand.
fn is_unsure(answer: &Result<Response, client::Error>) -> bool {
    matches!(answer, Ok(Response::Failed { .. }) | Err(client::Error::HungUp | client::Error::TooSlow))
}

impl Alone {
    fn begin(config: &Config, language: Language) -> Result<Self, Failure> {
        let (lock, mut store) = open_store(&config.store, language)?;
        let now = Moment::from_system(SystemTime::now());
        notice_restore(&mut store, now)?;
        let judge = Arc::new(Judge::new(config));
        let (gateway, thread) = gateway::start(store, gateway::Rules::default(), |_| Vec::new(), ())?;
        let (outboxes, drops) = (Vec::new(), Vec::new());
        let resend_after = gateway::Rules::from(&config.ledger).resend_after;
        let store = config.store.clone();
        let daemon = Daemon { gateway, judge, store, resend_after, since: now, outboxes, drops };
        Ok(Self { daemon, thread: Some(thread), _lock: lock })
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        // Without lines the first stop ends it; nothing is in hand.
        if self.daemon.gateway.stop().is_ok()
            && self.thread.take().is_some_and(|thread| thread.join().is_err())
        {
            tracing::error!("the gateway's thread has died");
        }
    }
}

/// The gateway looks at this when it opens its lines; here there are none, and a message taken in or
/// freed now would go as if nothing had happened.
fn notice_restore(store: &mut Store, now: Moment) -> Result<(), Failure> {
    let marker = Marker::read(store.path())?;
    let ledger = store.ledger()?;
    let behind = marker.is_some_and(|marker| marker.is_ahead_of(ledger)) || store.is_a_backup()?;
    if store.restored()?.is_none() && behind {
        store.turn(|turn| turn.mark_restored(now))?;
    }
    Ok(())
}

/// Reads the configuration; what is wrong with it is told in the reader's language.
pub(super) fn read_config(configured: &Path, screen: &Screen) -> Result<Config, Failure> {
    Config::read(configured).map_err(|mistakes| Failure::Usage(told(mistakes, screen.language).into()))
}

/// Takes the lock and opens the store, made with its folder where there is none.
pub(super) fn open_store(path: &Path, language: Language) -> Result<(Lock, Store), Failure> {
    let doing = |id, path: &Path| wording::say(language, id, &[("path", path.display().to_string().into())]);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| doing("making-folder", folder))?;
    }
    let lock = Lock::take(path)?;
    let store = Store::open(path).with_context(|| doing("opening-store", path))?;
    Ok((lock, store))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]
mod tests;
