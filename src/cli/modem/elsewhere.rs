//! Lines whose device is no USB port of this machine: a virtual modem, a serial port of the board, a path that
//! does not exist. Nothing is asked there; what the daemon knows is told.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::desk::{Desk, is_same};
use crate::config::Device;
use crate::line::Health;
use crate::modem::discover::Stick;
use crate::wording::{self, Language};

/// A line, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Elsewhere {
    line: String,
    device: PathBuf,
    state: Known,
}

/// What is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
enum Known {
    /// The daemon has it, and is ready.
    Ready {
        /// Who answers there.
        model: String,
    },
    /// The daemon has it, and is not ready.
    Preparing,
    /// The daemon can't send by it.
    Down {
        /// Why, in a sentence.
        why: String,
    },
    /// The daemon does not say, or does not know it.
    Mute,
    /// No daemon runs, and there is something at that path.
    Unasked,
    /// No daemon runs, and there is nothing at that path.
    Missing,
}

/// All of them, in the order of the configuration.
pub(super) fn lines(desk: &Desk, sticks: &[Stick], language: Language) -> Vec<Elsewhere> {
    let is_listed = |path: &Path| {
        let mut ports = sticks.iter().flat_map(|stick| &stick.ports);
        ports.any(|port| is_same(&port.path, path) || is_same(&port.stable, path))
    };
    let lines = desk.lines().iter().filter_map(|line| {
        let health = desk.status(&line.name).map(|status| &status.health);
        let device = match (&line.device, health) {
            (_, Some(Health::Ready(identity))) => PathBuf::from(&identity.port),
            (Device::Path(device), _) => device.clone(),
            (Device::Auto, _) => return None,
        };
        let state = match health {
            Some(Health::Ready(identity)) => Known::Ready { model: identity.model.clone() },
            Some(Health::Down(finding)) => {
                Known::Down { why: wording::sentence(language, "finding", finding) }
            }
            Some(Health::Idle | Health::Listening | Health::Starting) => Known::Preparing,
            None if desk.is_served() => Known::Mute,
            None if device.exists() => Known::Unasked,
            None => Known::Missing,
        };
        (!is_listed(&device)).then(|| Elsewhere { line: line.name.clone(), device, state })
    });
    lines.collect()
}

impl Elsewhere {
    pub(super) fn is_usable(&self) -> bool {
        matches!(self.state, Known::Ready { .. })
    }

    pub(super) fn sentence(&self, language: Language) -> String {
        let how = wording::sentence(language, "elsewhere", &self.state);
        let values = [
            ("line", self.line.as_str().into()),
            ("device", self.device.display().to_string().into()),
            ("how", how.into()),
        ];
        wording::say(language, "modem-elsewhere", &values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_standing_has_its_words() {
        let states = [
            Known::Ready { model: "beffroi virtual".into() },
            Known::Preparing,
            Known::Down { why: "x".into() },
            Known::Mute,
            Known::Unasked,
            Known::Missing,
        ];
        for state in states {
            let other = Elsewhere { line: "sim-1".into(), device: "/tmp/modem".into(), state };
            let [french, english] =
                [Language::French, Language::English].map(|language| other.sentence(language));
            assert_ne!(french, english);
            for said in [french, english] {
                assert!(said.contains("/tmp/modem") && !said.contains("elsewhere"), "{said}");
            }
        }
    }
}
