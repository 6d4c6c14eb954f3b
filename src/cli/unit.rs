//! The service as this machine has it: `beffroi.service` and its drop-ins, merged as systemd.unit(5) merges
//! them, as far as its section [Service] goes. Where it is looked for is an argument; without any unit it
//! says nothing, and whoever asks goes by what the package writes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Where units stand, the one that counts most last.
const FOLDERS: &[&str] = &[
    "lib/systemd/system",
    "usr/lib/systemd/system",
    "usr/local/lib/systemd/system",
    "run/systemd/system",
    "etc/systemd/system",
];

const UNIT: &str = "beffroi.service";
const DROP_INS: &str = "beffroi.service.d";

/// What [Service] says, assignment by assignment.
#[derive(Debug, Default)]
pub(super) struct Unit {
    assignments: Vec<(String, String)>,
}

impl Unit {
    /// Of this machine.
    pub(super) fn of_machine() -> Self {
        Self::read(Path::new("/"))
    }

    /// Of the machine below a root; what can't be read is not there.
    pub(super) fn read(root: &Path) -> Self {
        let folders = || FOLDERS.iter().map(|folder| root.join(folder));
        let main = folders().map(|folder| folder.join(UNIT)).rfind(|file| file.exists());
        // Of two drop-ins of one name the more important folder's counts; then they follow by their names.
        let drop_ins = folders().flat_map(|folder| listed(&folder.join(DROP_INS)));
        let drop_ins: BTreeMap<_, PathBuf> = drop_ins.collect();
        let mut unit = Self::default();
        for file in main.into_iter().chain(drop_ins.into_values()) {
            unit.take(&fs::read_to_string(file).unwrap_or_default());
        }
        unit
    }

    /// What an option says in the end, where it is written once.
    pub(super) fn last(&self, key: &str) -> Option<&str> {
        let value = self.assignments.iter().rfind(|(written, _)| written == key)?.1.as_str();
        Some(value).filter(|value| !value.is_empty())
    }

    /// The words of an option that may be written often; an empty one takes back those before it.
    pub(super) fn list(&self, key: &str) -> Vec<String> {
        let mut all = Vec::new();
        for (_, value) in self.assignments.iter().filter(|(written, _)| written == key) {
            if value.is_empty() {
                all.clear();
            }
            all.extend(words(value));
        }
        all
    }

    /// The file behind a credential.
    pub(super) fn credential(&self, name: &str) -> Option<PathBuf> {
        let given = self.list("LoadCredential").into_iter().chain(self.list("LoadCredentialEncrypted"));
        let mut sources = given.filter_map(|pair| {
            let (id, source) = pair.split_once(':')?;
            (id == name).then(|| PathBuf::from(source))
        });
        sources.next_back()
    }

    fn take(&mut self, text: &str) {
        let mut of_service = false;
        for line in text.replace("\\\n", " ").lines().map(str::trim) {
            if line.starts_with('[') {
                of_service = line == "[Service]";
            } else if of_service
                && !line.starts_with(['#', ';'])
                && let Some((key, value)) = line.split_once('=')
            {
                self.assignments.push((key.trim().to_owned(), value.trim().to_owned()));
            }
        }
    }
}

/// Files of a drop-in folder by their names.
fn listed(folder: &Path) -> Vec<(String, PathBuf)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let named = entries.filter_map(|entry| {
        let entry = entry.ok()?;
        let name = entry.file_name().into_string().ok().filter(|name| name.ends_with(".conf"))?;
        Some((name, entry.path()))
    });
    named.collect()
}

/// Words between blanks; one in quotes may hold blanks (systemd.syntax(7)).
fn words(value: &str) -> Vec<String> {
    let (mut all, mut word, mut quote) = (Vec::new(), String::new(), None);
    for sign in value.chars().chain([' ']) {
        match quote {
            Some(open) if sign == open => quote = None,
            None if matches!(sign, '"' | '\'') => quote = Some(sign),
            None if sign.is_whitespace() => {
                if !word.is_empty() {
                    all.push(std::mem::take(&mut word));
                }
            }
            _ => word.push(sign),
        }
    }
    all
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    fn machine(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        root
    }

    #[test]
    fn a_machine_without_the_service_says_nothing() {
        let unit = Unit::read(machine(&[]).path());
        assert_eq!(
            (unit.last("User"), unit.list("ReadWritePaths"), unit.credential("pin")),
            (None, vec![], None)
        );
    }

    #[test]
    fn the_units_own_file_reads() {
        let unit = Unit::read(
            machine(&[(
                "usr/lib/systemd/system/beffroi.service",
                include_str!("../../systemd/beffroi.service"),
            )])
            .path(),
        );
        assert_eq!(unit.last("User"), Some("beffroi"));
        assert_eq!(unit.list("SupplementaryGroups"), ["beffroi-modem", "dialout"]);
        assert_eq!(unit.credential("pin"), Some(PathBuf::from("/etc/beffroi/pin")));
    }

    #[test]
    fn drop_ins_follow_by_name_the_one_in_etc_counts_and_an_empty_option_takes_back() {
        let own = "[Unit]\nUser=nobody\n[Service]\nUser=beffroi\nReadWritePaths=/a\n";
        type Files = &'static [(&'static str, &'static str)];
        let rows: &[(Files, &[&str])] = &[
            (&[], &["/a"]),
            (
                &[("etc/systemd/system/beffroi.service.d/override.conf", "[Service]\nReadWritePaths=/b")],
                &["/a", "/b"],
            ),
            (
                &[
                    (
                        "etc/systemd/system/beffroi.service.d/20.conf",
                        "[Service]\nReadWritePaths=\nReadWritePaths=\"/c d\" -/e",
                    ),
                    ("run/systemd/system/beffroi.service.d/10.conf", "[Service]\nReadWritePaths=/f"),
                ],
                &["/c d", "-/e"],
            ),
            (
                &[
                    (
                        "etc/systemd/system/beffroi.service.d/10.conf",
                        "[Service]\n# ReadWritePaths=/no\nReadWritePaths=/g \\\n  /h",
                    ),
                    ("usr/lib/systemd/system/beffroi.service.d/10.conf", "[Service]\nReadWritePaths=/hidden"),
                    (
                        "etc/systemd/system/beffroi.service.d/10.conf.dpkg-old",
                        "[Service]\nReadWritePaths=/old",
                    ),
                ],
                &["/a", "/g", "/h"],
            ),
        ];
        for (drop_ins, want) in rows {
            let files = [&[("lib/systemd/system/beffroi.service", own)], *drop_ins].concat();
            let unit = Unit::read(machine(&files).path());
            assert_eq!(unit.list("ReadWritePaths"), *want);
            assert_eq!(unit.last("User"), Some("beffroi"));
        }
    }
}
