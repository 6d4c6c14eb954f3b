//! How commands reach the daemon: by its socket while it runs; else by the same gateway, without
//! lines, in this process, under the daemon's lock. Both answer alike.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::SystemTime;

use anyhow::{Context, anyhow};

use super::config::told;
use super::{Failure, Screen};
use crate::config::Config;
use crate::control::{Daemon, Peer, Request, Response, Right, client};
use crate::gateway;
use crate::intake::admit::Judge;
use crate::moment::Moment;
use crate::store::{Lock, Store};

/// Whoever answers.
#[derive(Debug)]
pub(super) enum Office {
    /// The running daemon.
    Socket(PathBuf),
    /// Nobody: this process does it.
    Alone(Box<Alone>),
}

/// The gateway without lines.
#[derive(Debug)]
pub(super) struct Alone {
    daemon: Daemon,
    thread: Option<JoinHandle<()>>,
    _lock: Lock,
}

impl Office {
    /// Reads the configuration, and finds out who answers.
    pub(super) fn open(configured: &Path, screen: &Screen) -> Result<(Config, Self), Failure> {
        let config = Config::read(configured)
            .map_err(|mistakes| Failure::Usage(told(mistakes, screen.language).into()))?;
        if client::is_served(&config.control) {
            let socket = config.control.clone();
            return Ok((config, Office::Socket(socket)));
        }
        // A socket that is there and may not be opened says so better than a store that may not.
        if let Err(error @ client::Error::NotAllowed(_)) = client::ask(&config.control, &Request::Status) {
            return Err(error.into());
        }
        let (lock, store) = open_store(&config.store)?;
        let judge = Arc::new(Judge::new(&config));
        let (gateway, thread) = gateway::start(store, |_| Vec::new(), ())?;
        let since = Moment::from_system(SystemTime::now());
        let daemon = Daemon { gateway, judge, store: config.store.clone(), since };
        let alone = Alone { daemon, thread: Some(thread), _lock: lock };
        Ok((config, Office::Alone(Box::new(alone))))
    }

    /// Asks; a daemon that may not be asked for this is an error.
    pub(super) fn ask(&self, request: Request) -> Result<Response, Failure> {
        let response = match self {
            Office::Socket(path) => client::ask(path, &request)?,
            Office::Alone(alone) => {
                let peer = Peer {
                    uid: nix::unistd::geteuid().as_raw(),
                    pid: nix::unistd::getpid().as_raw(),
                    name: None,
                    right: Some(Right::All),
                };
                alone.daemon.answer(&peer, request)
            }
        };
        match response {
            Response::Denied { needs } => Err(Failure::Failed(anyhow!(
                "you may not do this: it takes the right to {needs}; ask to be made a member of the group beffroi-send"
            ))),
            Response::Failed { why } => Err(Failure::Failed(anyhow!(why))),
            Response::Unreadable { why } => {
                Err(Failure::Failed(anyhow!("the daemon does not understand: {why}")))
            }
            Response::Busy => Err(Failure::Failed(anyhow!("too many ask the daemon at once; try again"))),
            other => Ok(other),
        }
    }

    /// Whether a daemon runs that will send what it is given.
    pub(super) fn is_running(&self) -> bool {
        matches!(self, Office::Socket(_))
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

/// Takes the lock and opens the store, made with its folder where there is none.
pub(super) fn open_store(path: &Path) -> Result<(Lock, Store), Failure> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| format!("making the folder {}", folder.display()))?;
    }
    let lock = Lock::take(path)?;
    let store = Store::open(path).with_context(|| format!("opening the store {}", path.display()))?;
    Ok((lock, store))
}
