//! What configuration and daemon know of modems: the lines that are written, and how each stands. Neither
//! need be there: whoever looks for a modem may not have come so far.

use std::fs;
use std::path::Path;

use super::super::diagnosis::{self, sentence};
use super::super::{Screen, config};
use crate::config::{Config, Device, Line};
use crate::control::{LineStatus, Request, Response, client};
use crate::line::Health;
use crate::wording;

/// Whoever may know.
#[derive(Debug)]
pub(super) struct Desk {
    config: Option<Config>,
    daemon: Daemon,
}

#[derive(Debug)]
enum Daemon {
    /// None runs, or none that is known.
    Absent,
    /// It runs, and says how its lines stand.
    Running(Vec<LineStatus>),
    /// It runs, and does not say.
    Mute,
    /// It runs, and answers nobody.
    Silent,
}

impl Desk {
    /// Reads the configuration and asks the daemon; what keeps it from that is noted and no more.
    pub(super) fn open(configured: &Path, screen: &Screen) -> Self {
        let config = match Config::read(configured) {
            Ok(config) => Some(config),
            Err(_) if !configured.exists() => None,
            Err(mistakes) => {
                screen.note(&config::told(mistakes, screen.language).to_string());
                None
            }
        };
        let daemon = config.as_ref().map_or(Daemon::Absent, |config| ask(config, screen));
        Self { config, daemon }
    }

    /// The lines of the configuration.
    pub(super) fn lines(&self) -> &[Line] {
        self.config.as_ref().map_or(&[], |config| &config.lines)
    }

    /// The configuration, where there is one.
    pub(super) fn config(&self) -> Option<&Config> {
        self.config.as_ref()
    }

    /// Whether a daemon runs.
    pub(super) fn is_served(&self) -> bool {
        !matches!(self.daemon, Daemon::Absent)
    }

    /// Whether one runs that answers nobody.
    pub(super) fn is_silent(&self) -> bool {
        matches!(self.daemon, Daemon::Silent)
    }

    /// How a line stands, as the daemon says.
    pub(super) fn status(&self, line: &str) -> Option<&LineStatus> {
        match &self.daemon {
            Daemon::Running(lines) => lines.iter().find(|status| status.line.0 == line),
            Daemon::Absent | Daemon::Mute | Daemon::Silent => None,
        }
    }

    /// The line of the running daemon that has this port, or may open it at any time.
    pub(super) fn line_at(&self, path: &Path) -> Option<&Line> {
        if !self.is_served() {
            return None;
        }
        self.lines().iter().find(|line| self.has(line, path))
    }

    fn has(&self, line: &Line, path: &Path) -> bool {
        let found = match self.status(&line.name).map(|status| &status.health) {
            Some(Health::Ready(identity)) => Some(Path::new(&identity.port)),
            _ => None,
        };
        match (&line.device, found) {
            (_, Some(port)) => is_same(port, path),
            (Device::Path(device), None) => is_same(device, path),
            (Device::Auto, None) => false,
        }
    }

    /// A line of the running daemon that tries every port until it has found its modem.
    pub(super) fn seeker(&self) -> Option<&Line> {
        let seeks = |line: &&Line| {
            let ready =
                self.status(&line.name).is_some_and(|status| matches!(status.health, Health::Ready(_)));
            line.device == Device::Auto && !ready
        };
        if self.is_served() { self.lines().iter().find(seeks) } else { None }
    }
}

fn ask(config: &Config, screen: &Screen) -> Daemon {
    use client::Error;
    let language = screen.language;
    let (daemon, why) = match client::ask(&config.control, &Request::Status) {
        Ok(Response::Status(status)) => return Daemon::Running(status.lines),
        Err(Error::NoDaemon(_)) => return Daemon::Absent,
        Err(error @ (Error::Silent | Error::Shut)) => (Daemon::Silent, sentence(&error, language)),
        Ok(Response::Denied { .. }) | Err(Error::NotAllowed(_)) => {
            (Daemon::Mute, wording::say(language, "modem-daemon-mute", &[]))
        }
        Ok(Response::Failed { why, fault }) => {
            let why = diagnosis::fault(&fault, &why, language);
            (Daemon::Mute, wording::say(language, "office-failed", &[("why", why.into())]))
        }
        Ok(_) => (Daemon::Mute, wording::say(language, "office-mixed", &[])),
        Err(error) => (Daemon::Mute, sentence(&error, language)),
    };
    screen.note(&why);
    daemon
}

/// Whether two names lead to one port.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    one == other || real(one) == real(other)
}
