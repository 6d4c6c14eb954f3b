//! The folder of one demo: configuration, roster, and what modem and daemon put there. Only its owner
//! may enter it.

use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::iter;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};

use super::school::ROSTER;
use crate::wording::Language;

/// A path of a socket may have 107 octets, the socket's name among them.
const LONGEST_BASE: usize = 70;

/// What becomes of the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Afterwards {
    /// It goes.
    Removed,
    /// It stays.
    Kept,
}

/// A folder that goes when this does.
#[derive(Debug)]
pub(super) struct Place {
    folder: PathBuf,
    afterwards: Afterwards,
}

impl Place {
    /// Makes the folder.
    ///
    /// # Errors
    /// Where there is no room or no right to.
    pub(super) fn make(afterwards: Afterwards) -> anyhow::Result<Self> {
        let temporary = std::env::temp_dir();
        let base = if temporary.as_os_str().len() > LONGEST_BASE { Path::new("/tmp") } else { &temporary };
        for _ in 0..16 {
            let random: String = iter::repeat_with(|| fastrand::char('a'..='z')).take(8).collect();
            let folder = base.join(format!("beffroi-demo-{random}"));
            match DirBuilder::new().mode(0o700).create(&folder) {
                Ok(()) => return Ok(Self { folder, afterwards }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error).with_context(|| no_room(base)),
            }
        }
        Err(anyhow!(no_room(base)))
    }

    /// Writes what the daemon and the visitor find there.
    ///
    /// # Errors
    /// The system's.
    pub(super) fn furnish(&self, language: Language) -> anyhow::Result<()> {
        let written =
            fs::write(self.config(), configuration(language)).and_then(|()| fs::write(self.roster(), ROSTER));
        written.with_context(|| no_room(&self.folder))
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn config(&self) -> PathBuf {
        self.folder.join("beffroi.toml")
    }

    pub(super) fn store(&self) -> PathBuf {
        self.folder.join("beffroi.db")
    }

    pub(super) fn roster(&self) -> PathBuf {
        self.folder.join("roster.csv")
    }

    pub(super) fn link(&self) -> PathBuf {
        self.folder.join("modem")
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.folder.join("modem.jsonl")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.folder.join("beffroi.log")
    }

    pub(super) fn is_kept(&self) -> bool {
        self.afterwards == Afterwards::Kept
    }

    /// Removes the folder, unless it is to stay.
    ///
    /// # Errors
    /// The system's; the folder is named.
    pub(super) fn leave(&mut self) -> anyhow::Result<()> {
        if self.is_kept() {
            return Ok(());
        }
        self.afterwards = Afterwards::Kept;
        fs::remove_dir_all(&self.folder).with_context(|| format!("removing {}", self.folder.display()))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Only where an error is being told already.
        if self.leave().is_err() {}
    }
}

fn no_room(base: &Path) -> String {
    format!("no room for the demo in {}: TMPDIR=/another/folder names another", base.display())
}

/// Relative paths begin at the configuration's folder.
fn configuration(language: Language) -> String {
    format!(
        "language = \"{}\"\n\n[store]\npath = \"beffroi.db\"\n\n[service.conservatoire]\n\n\
         [[line]]\nname = \"sim-1\"\ndevice = \"modem\"\n",
        language.code()
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::config::{Config, Device};

    #[test]
    fn the_configuration_is_right_and_stays_within_the_folder() {
        for language in [Language::French, Language::English] {
            let config = Config::parse(&configuration(language), Path::new("/tmp/d/beffroi.toml")).unwrap();
            assert_eq!(config.store, Path::new("/tmp/d/beffroi.db"));
            assert_eq!(config.control, Path::new("/tmp/d/control.sock"));
            let device = config.lines.first().map(|line| line.device.clone());
            assert_eq!(device, Some(Device::Path("/tmp/d/modem".into())));
        }
    }

    #[test]
    fn a_folder_goes_unless_it_is_to_stay() {
        for (afterwards, stays) in [(Afterwards::Removed, false), (Afterwards::Kept, true)] {
            let place = Place::make(afterwards).unwrap();
            place.furnish(Language::French).unwrap();
            let folder = place.folder().to_owned();
            assert!(folder.join("roster.csv").is_file());
            drop(place);
            assert_eq!(folder.exists(), stays);
            if stays {
                fs::remove_dir_all(&folder).unwrap();
            }
        }
    }
}
