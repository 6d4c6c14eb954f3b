//! Where a line's PIN comes from: its `pin_file`, else the credential `pin` that systemd hands over. A file
//! that can't be used is its line's trouble and no other's. What became of a PIN goes into `refusals`, so
//! that the next daemon knows it too.

use std::path::{Path, PathBuf};

use super::refusals::Refusals;
use crate::cli::pin_file::{self, CREDENTIAL, Problem};
use crate::cli::unit::Unit;
use crate::config::Line;
use crate::line::{Event, Finding, Health};
use crate::modem::{Pin, PinFate, RefusedBy};

/// A line's PIN, and what is to be said of it.
#[derive(Debug)]
pub(super) struct Source {
    line: String,
    pin: Option<Pin>,
    /// The file as whoever administers it knows it.
    file: Option<PathBuf>,
    /// Why there is no PIN, where there should be.
    unusable: Option<Finding>,
    refusals: Refusals,
}

impl Source {
    /// Reads it. The credential may be missing or blank: most SIMs have no PIN.
    pub(super) fn of(line: &Line, store: &Path, unit: &Unit) -> Self {
        let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
        Self::read(line, store, credentials.map(|folder| folder.join(CREDENTIAL)).as_deref(), unit)
    }

    fn read(line: &Line, store: &Path, credential: Option<&Path>, unit: &Unit) -> Self {
        let path = line.pin_file.as_deref().or(credential.filter(|path| path.exists()));
        // Under /run/credentials stands a copy that nobody can mend.
        let shown =
            line.pin_file.clone().or_else(|| unit.credential(CREDENTIAL)).or(path.map(Path::to_owned));
        let mut source = Self {
            line: line.name.clone(),
            pin: None,
            file: shown,
            unusable: None,
            refusals: Refusals::beside(store),
        };
        match path.map(pin_file::read) {
            Some(Ok(pin)) => source.pin = pin,
            Some(Err(problem)) => source.complain(problem),
            None => {}
        }
        if line.pin_file.is_some() && source.pin.is_none() && source.unusable.is_none() {
            source.complain(Problem::Malformed);
        }
        source
    }

    fn complain(&mut self, problem: Problem) {
        let path = self.file();
        self.unusable = Some(match problem {
            Problem::Unreadable(error) => {
                tracing::error!(line = self.line, path, %error, "the PIN file can't be read; the other lines go on");
                Finding::PinUnreadable { path, kind: format!("{:?}", error.kind()), error: error.to_string() }
            }
            Problem::Malformed => {
                tracing::error!(line = self.line, path, "the PIN file holds no PIN; the other lines go on");
                Finding::PinMalformed { path }
            }
        });
    }

    fn file(&self) -> String {
        self.file.as_ref().map_or_else(String::new, |file| file.display().to_string())
    }

    /// The PIN itself.
    pub(super) fn pin(&self) -> Option<Pin> {
        self.pin.clone()
    }

    /// Who has refused it.
    pub(super) fn refused_by(&self) -> Vec<RefusedBy> {
        self.pin.as_ref().map_or_else(Vec::new, |pin| self.refusals.of(&self.line, pin))
    }

    /// What became of it is kept for the next daemon.
    pub(super) fn learn(&self, fate: &PinFate) {
        let Some(pin) = &self.pin else { return };
        let kept = match fate {
            PinFate::Refused(by) => self.refusals.add(&self.line, pin, by),
            PinFate::Accepted(sim) => self.refusals.clear(&self.line, sim.as_deref()),
        };
        if let Err(error) = kept {
            let note = self.refusals.path().display();
            tracing::error!(%note, %error, "what became of a PIN could not be noted");
        }
    }

    /// The same event with what the line itself does not know: the files' names.
    pub(super) fn explain(&self, event: Event) -> Event {
        match (event, &self.unusable) {
            (Event::Health(Health::Down(Finding::PinRequired { .. })), Some(finding)) => {
                Event::Health(Health::Down(finding.clone()))
            }
            (Event::Health(Health::Down(Finding::PinRefused { tries, .. })), _) => {
                let pin_file = Some(self.file()).filter(|file| !file.is_empty());
                let note = Some(self.refusals.path().display().to_string());
                Event::Health(Health::Down(Finding::PinRefused { tries, pin_file, note }))
            }
            (event, _) => event,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use std::fs;

    use super::*;
    use crate::config::{Device, Reports, TriesUnknown};

    fn line(pin_file: Option<PathBuf>) -> Line {
        Line {
            name: "sim-1".to_owned(),
            device: Device::Auto,
            imei: None,
            iccid: None,
            result_timeout: std::time::Duration::from_secs(120),
            pin_file,
            pin_tries_unknown: TriesUnknown::Keep,
            reports: Reports::Auto,
        }
    }

    fn wanted() -> Event {
        Event::Health(Health::Down(Finding::PinRequired { tries: Some(3) }))
    }

    #[test]
    fn a_file_that_gives_no_pin_is_its_lines_finding_by_its_own_name() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("beffroi.db");
        let (bad, blank, none) =
            (folder.path().join("bad"), folder.path().join("blank"), folder.path().join("none"));
        fs::write(&bad, "12a4").unwrap();
        fs::write(&blank, "\n").unwrap();
        let malformed = |path: &Path| Finding::PinMalformed { path: path.display().to_string() };
        let missing = Finding::PinUnreadable {
            path: none.display().to_string(),
            kind: "NotFound".to_owned(),
            error: "No such file or directory (os error 2)".to_owned(),
        };
        for (file, want) in [(&bad, malformed(&bad)), (&blank, malformed(&blank)), (&none, missing)] {
            let source = Source::read(&line(Some(file.clone())), &store, None, &Unit::default());
            assert_eq!(source.pin(), None);
            assert_eq!(source.explain(wanted()), Event::Health(Health::Down(want)));
            assert_eq!(source.explain(Event::Closed), Event::Closed);
        }
        // Blank or missing, a credential says that there is no PIN.
        for credential in [Some(blank.as_path()), Some(none.as_path()), None] {
            let source = Source::read(&line(None), &store, credential, &Unit::default());
            assert_eq!(source.explain(wanted()), wanted());
        }
    }

    #[test]
    fn a_credential_goes_by_the_name_of_its_source() {
        let folder = tempfile::tempdir().unwrap();
        let credential = folder.path().join("pin");
        fs::write(&credential, "12a4").unwrap();
        let unit = folder.path().join("usr/lib/systemd/system");
        fs::create_dir_all(&unit).unwrap();
        fs::write(unit.join("beffroi.service"), "[Service]\nLoadCredential=pin:/etc/beffroi/pin\n").unwrap();
        let unit = Unit::read(folder.path());
        let source = Source::read(&line(None), &folder.path().join("db"), Some(&credential), &unit);
        let want = Finding::PinMalformed { path: "/etc/beffroi/pin".to_owned() };
        assert_eq!(source.explain(wanted()), Event::Health(Health::Down(want)));
    }

    #[test]
    fn a_refused_pin_stays_refused_for_the_next_daemon_until_one_is_accepted() {
        let folder = tempfile::tempdir().unwrap();
        let (store, file) = (folder.path().join("beffroi.db"), folder.path().join("pin"));
        let read = || Source::read(&line(Some(file.clone())), &store, None, &Unit::default());
        fs::write(&file, "7391\n").unwrap();
        assert_eq!(read().refused_by(), []);
        read().learn(&PinFate::Refused(RefusedBy::Unknown));
        assert_eq!(read().refused_by(), [RefusedBy::Unknown]);
        fs::write(&file, "7392\n").unwrap();
        assert_eq!(read().refused_by(), [], "another PIN has its own try");
        read().learn(&PinFate::Accepted(None));
        assert!(!store.with_file_name("beffroi.db.pin-refused").exists());
    }
}
