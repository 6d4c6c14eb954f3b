//! The names that udev gave to ports, and what it tells ModemManager of them: its own data
//! (`/run/udev/data/c188:2`), else the links under `/dev`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::Roots;

/// Folders of links to serial ports.
const FOLDERS: &[&str] = &["beffroi", "serial/by-id", "serial/by-path"];

/// Properties by which ModemManager leaves a whole device, or one port, alone (ModemManager 1.12 on).
const IGNORED: &[&str] = &["E:ID_MM_DEVICE_IGNORE=1", "E:ID_MM_PORT_IGNORE=1"];

/// What is known of a port's names.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) links: Vec<PathBuf>,
    /// ModemManager is told to leave it alone.
    pub(super) ignored: bool,
}

/// The links under `/dev` by the port that they lead to, and where udev keeps its data.
#[derive(Debug)]
pub(super) struct Names {
    links: BTreeMap<String, Vec<PathBuf>>,
    dev: PathBuf,
    udev: PathBuf,
}

impl Names {
    pub(super) fn read(roots: &Roots) -> Self {
        let mut links = BTreeMap::<String, Vec<PathBuf>>::new();
        for path in FOLDERS.iter().flat_map(|folder| listed(&roots.dev.join(folder))) {
            let target = fs::read_link(&path).ok();
            if let Some(name) = target.as_deref().and_then(Path::file_name) {
                links.entry(name.to_string_lossy().into_owned()).or_default().push(path);
            }
        }
        Self { links, dev: roots.dev.clone(), udev: roots.udev.clone() }
    }

    /// Of a port by its name and its `major:minor`, and by that of its device's bus node.
    pub(super) fn of(&self, tty: &str, number: &str, device: &str) -> Known {
        let data = fs::read_to_string(self.udev.join(format!("c{number}"))).unwrap_or_default();
        let mut links = self.links.get(tty).cloned().unwrap_or_default();
        links.extend(data.lines().filter_map(|line| Some(self.dev.join(line.strip_prefix("S:")?))));
        links.sort();
        links.dedup();
        let whole = fs::read_to_string(self.udev.join(format!("c{device}"))).unwrap_or_default();
        Known { links, ignored: says_ignored(&data) || says_ignored(&whole) }
    }
}

fn says_ignored(data: &str) -> bool {
    data.lines().any(|line| IGNORED.contains(&line))
}

/// What lies in a folder, sorted; nothing where there is none.
pub(super) fn listed(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}
