//! Which SIM has refused which PIN, in a small file beside the store, so that no daemon enters a refused one
//! a second time: three wrong ones lock the SIM. A line of it: the line's name, the SIM's ICCID or `-` where
//! the modem did not tell it before the PIN, and a mark of the PIN. A person may delete it.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::intake::Fingerprint;
use crate::modem::{Pin, RefusedBy, same_sim};

/// What stands for a SIM that was not told.
const UNKNOWN: &str = "-";

/// Refusals that are kept, the newest.
const MOST: usize = 64;

/// Octets that are read of it.
const LONGEST: u64 = 64 << 10;

/// The file.
#[derive(Clone, Debug)]
pub(super) struct Refusals {
    path: PathBuf,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    line: String,
    sim: Option<String>,
    mark: String,
}

impl Refusals {
    /// The one that belongs to a store.
    pub(super) fn beside(store: &Path) -> Self {
        let mut path = store.as_os_str().to_owned();
        path.push(".pin-refused");
        Self { path: path.into() }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Who has refused this PIN: a known SIM in whatever line, one that is not known in this line.
    pub(super) fn of(&self, line: &str, pin: &Pin) -> Vec<RefusedBy> {
        let mark = mark(pin);
        let entries = self.read().into_iter().filter(|entry| entry.mark == mark);
        let known = entries.filter_map(|entry| match entry.sim {
            Some(sim) => Some(RefusedBy::Sim(sim)),
            None => (entry.line == line).then_some(RefusedBy::Unknown),
        });
        known.collect()
    }

    /// Notes a refusal.
    pub(super) fn add(&self, line: &str, pin: &Pin, by: &RefusedBy) -> io::Result<()> {
        let sim = match by {
            RefusedBy::Sim(sim) => Some(sim.clone()),
            RefusedBy::Unknown => None,
        };
        let entry = Entry { line: line.to_owned(), sim, mark: mark(pin) };
        let mut entries = self.read();
        entries.retain(|old| *old != entry);
        entries.push(entry);
        self.write(&entries)
    }

    /// A SIM has taken its PIN in this line: what is noted of it, or of one that may be it, is over. What
    /// another SIM has refused stays.
    pub(super) fn clear(&self, line: &str, sim: Option<&str>) -> io::Result<()> {
        let entries = self.read();
        let over = |entry: &Entry| match (&entry.sim, sim) {
            (Some(refused), Some(sim)) => same_sim(refused, sim),
            (None, _) => entry.line == line,
            (Some(_), None) => false,
        };
        let kept: Vec<Entry> = entries.iter().filter(|entry| !over(entry)).cloned().collect();
        if kept.len() == entries.len() { Ok(()) } else { self.write(&kept) }
    }

    /// What can't be read is not known; a line of an earlier form counts for its line.
    fn read(&self) -> Vec<Entry> {
        let mut text = String::new();
        let read = fs::File::open(&self.path).and_then(|file| file.take(LONGEST).read_to_string(&mut text));
        match read {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::error!(note = %self.path.display(), %error, "which PINs were refused can't be read");
            }
            Ok(_) | Err(_) => {}
        }
        let entries = text.lines().filter_map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let (name, sim, mark) = match *fields {
                [name, sim, mark_of_pin] => (name, sim, mark_of_pin.to_owned()),
                // As an earlier version wrote it.
                [name, digits] => (name, UNKNOWN, mark(&Pin::new(digits).ok()?)),
                _ => return None,
            };
            Some(Entry { line: name.to_owned(), sim: (sim != UNKNOWN).then(|| sim.to_owned()), mark })
        });
        entries.collect()
    }

    /// Whole or not at all; without any entry there is no file.
    fn write(&self, entries: &[Entry]) -> io::Result<()> {
        if entries.is_empty() {
            return fs::remove_file(&self.path);
        }
        let new = self.path.with_extension("pin-refused.new");
        let newest = entries.get(entries.len().saturating_sub(MOST)..).unwrap_or(entries);
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
        for Entry { line, sim, mark } in newest {
            writeln!(file, "{line}\t{}\t{mark}", sim.as_deref().unwrap_or(UNKNOWN))?;
        }
        file.sync_all()?;
        fs::rename(&new, &self.path)?;
        self.path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
    }
}

/// Hides nothing from whoever tries all PINs, only from whoever glances at the file.
fn mark(pin: &Pin) -> String {
    Fingerprint::of(&[Some("pin"), Some(pin.expose())]).as_str().to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    const SIM: &str = "8933010000000000010";
    const OTHER: &str = "8933010000000000028";

    fn pin(digits: &str) -> Pin {
        Pin::new(digits).unwrap()
    }

    fn of(sim: &str) -> RefusedBy {
        RefusedBy::Sim(sim.to_owned())
    }

    #[test]
    fn a_known_sim_refuses_in_every_line_and_an_unknown_one_in_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let refusals = Refusals::beside(&folder.path().join("beffroi.db"));
        refusals.add("sim-1", &pin("7391"), &of(SIM)).unwrap();
        refusals.add("sim-2", &pin("7391"), &RefusedBy::Unknown).unwrap();
        assert_eq!(refusals.of("sim-1", &pin("7391")), [of(SIM)]);
        assert_eq!(refusals.of("sim-2", &pin("7391")), [of(SIM), RefusedBy::Unknown]);
        assert_eq!(refusals.of("sim-1", &pin("7392")), []);
        let text = fs::read_to_string(refusals.path()).unwrap();
        assert!(text.lines().count() == 2 && !text.contains("7391"), "{text}");
        assert_eq!(fs::metadata(refusals.path()).unwrap().permissions().mode() & 0o777, 0o600);
    }

    /// The SIM that took its PIN, and whose refusals are left.
    #[test]
    fn an_accepted_pin_ends_what_its_own_sim_refused_and_no_others() {
        let rows = [
            (Some(SIM), "sim-1", vec![of(OTHER)]),
            (Some(OTHER), "sim-1", vec![of(SIM)]),
            (None, "sim-1", vec![of(SIM), of(OTHER)]),
            (Some(SIM), "sim-2", vec![of(OTHER), RefusedBy::Unknown]),
        ];
        for (sim, line, want) in rows {
            let folder = tempfile::tempdir().unwrap();
            let refusals = Refusals::beside(&folder.path().join("beffroi.db"));
            for by in [of(SIM), of(OTHER), RefusedBy::Unknown] {
                refusals.add("sim-1", &pin("7391"), &by).unwrap();
            }
            refusals.clear(line, sim).unwrap();
            assert_eq!(refusals.of("sim-1", &pin("7391")), want, "{sim:?} {line}");
        }
    }

    #[test]
    fn what_an_earlier_version_noted_counts_for_its_line_and_is_rewritten_without_the_pin() {
        let folder = tempfile::tempdir().unwrap();
        let refusals = Refusals::beside(&folder.path().join("beffroi.db"));
        fs::write(refusals.path(), "sim-1\t7391\nnonsense\n\n").unwrap();
        assert_eq!(refusals.of("sim-1", &pin("7391")), [RefusedBy::Unknown]);
        assert_eq!(refusals.of("sim-2", &pin("7391")), []);
        refusals.add("sim-2", &pin("7392"), &RefusedBy::Unknown).unwrap();
        assert_eq!(refusals.of("sim-1", &pin("7391")), [RefusedBy::Unknown]);
        assert!(!fs::read_to_string(refusals.path()).unwrap().contains("7391"));
    }

    #[test]
    fn the_last_one_takes_the_file_with_it_and_their_number_is_bounded() {
        let folder = tempfile::tempdir().unwrap();
        let refusals = Refusals::beside(&folder.path().join("beffroi.db"));
        for number in 0..200 {
            refusals.add("sim-1", &pin(&format!("{:04}", 1_000 + number)), &RefusedBy::Unknown).unwrap();
        }
        assert_eq!(refusals.read().len(), MOST);
        assert_eq!(refusals.of("sim-1", &pin("1199")), [RefusedBy::Unknown]);
        refusals.clear("sim-1", None).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
