//! Where a line's PIN comes from: its `pin_file`, else the credential `pin` that systemd hands over. A PIN
//! that a SIM has refused is noted beside the store and not used again, also by the next daemon: three
//! wrong ones lock the SIM.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use crate::cli::Failure;
use crate::config::Line;
use crate::modem::Pin;
use crate::wording::{self, Language};

/// The name of the credential in the unit.
const CREDENTIAL: &str = "pin";

/// A PIN, and what is to be done if the SIM refuses it.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) pin: Option<Pin>,
    note: PathBuf,
    noted: String,
}

impl Source {
    /// Reads it.
    ///
    /// # Errors
    /// A file that can't be read, or that holds no PIN: the configuration is to be mended.
    pub(super) fn of(line: &Line, store: &Path, language: Language) -> Result<Self, Failure> {
        let note = note_beside(store);
        let Some((path, text)) = text_of(line, language)? else {
            return Ok(Self { pin: None, note, noted: String::new() });
        };
        let pin = Pin::new(&text).map_err(|_| mistake("pin-bad", &path, None, language))?;
        let noted = format!("{}\t{text}", line.name);
        let refused = fs::read_to_string(&note).is_ok_and(|all| all.lines().any(|old| old == noted));
        if refused {
            tracing::error!(
                line = %line.name, path = %path.display(), note = %note.display(),
                "this PIN was refused before and is not entered again: correct it, or remove the note if the SIM is another"
            );
        }
        Ok(Self { pin: (!refused).then_some(pin), note, noted })
    }

    /// The SIM has refused it.
    pub(super) fn refuse(&self) {
        if let Err(error) = self.write_note() {
            tracing::error!(note = %self.note.display(), %error, "that a PIN was refused could not be noted");
        }
    }

    fn write_note(&self) -> io::Result<()> {
        let mut file = fs::OpenOptions::new().append(true).create(true).mode(0o600).open(&self.note)?;
        writeln!(file, "{}", self.noted)?;
        file.sync_all()
    }
}

fn note_beside(store: &Path) -> PathBuf {
    let mut note = store.as_os_str().to_owned();
    note.push(".pin-refused");
    note.into()
}

/// Where it was found, and the digits. The credential may be missing or blank: most SIMs have no PIN.
fn text_of(line: &Line, language: Language) -> Result<Option<(PathBuf, String)>, Failure> {
    let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
    let given = credentials.map(|folder| folder.join(CREDENTIAL));
    let Some(path) = line.pin_file.clone().or(given) else { return Ok(None) };
    match fs::read_to_string(&path) {
        Ok(text) if text.trim().is_empty() && line.pin_file.is_none() => Ok(None),
        Ok(text) => Ok(Some((path, text.trim().to_owned()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound && line.pin_file.is_none() => Ok(None),
        Err(error) => Err(mistake("pin-unreadable", &path, Some(error), language)),
    }
}

fn mistake(id: &'static str, path: &Path, error: Option<io::Error>, language: Language) -> Failure {
    let error = error.map_or_else(String::new, |error| error.to_string());
    let values = [("path", path.display().to_string().into()), ("error", error.into())];
    Failure::Usage(anyhow!(wording::say(language, id, &values)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::config::{Device, Reports, TriesUnknown};

    fn line(pin_file: PathBuf) -> Line {
        Line {
            name: "sim-1".to_owned(),
            device: Device::Auto,
            imei: None,
            iccid: None,
            result_timeout: std::time::Duration::from_secs(120),
            pin_file: Some(pin_file),
            pin_tries_unknown: TriesUnknown::Keep,
            reports: Reports::Auto,
        }
    }

    #[test]
    fn a_pin_that_was_refused_is_not_given_out_again_and_another_is() {
        let folder = tempfile::tempdir().unwrap();
        let (store, file) = (folder.path().join("beffroi.db"), folder.path().join("pin"));
        let read = || Source::of(&line(file.clone()), &store, Language::English).unwrap();
        fs::write(&file, "7391\n").unwrap();
        assert_eq!(read().pin, Some(Pin::new("7391").unwrap()));
        read().refuse();
        assert_eq!(read().pin, None);
        fs::write(&file, "7392\n").unwrap();
        assert!(read().pin.is_some());
    }

    #[test]
    fn a_file_without_a_pin_is_named_in_both_languages() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pin");
        for (text, says) in
            [(None, ["can't be read", "illisible"]), (Some("12a4"), ["4 to 8 digits", "4 à 8 chiffres"])]
        {
            if let Some(text) = text {
                fs::write(&file, text).unwrap();
            }
            for (language, says) in [Language::English, Language::French].into_iter().zip(says) {
                let refused = Source::of(&line(file.clone()), folder.path(), language);
                let Err(Failure::Usage(error)) = refused else { unreachable!("{refused:?}") };
                let said = error.to_string();
                assert!(said.contains(says) && said.contains("pin") && !said.contains("12a4"), "{said}");
            }
        }
    }
}
