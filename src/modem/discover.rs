//! Which ports may be a modem's, for `device = "auto"`: the stable names that udev gives, in order
//! of their names, so that the same machine always tries them alike.

use std::path::PathBuf;

/// Where udev puts a name for every serial port that has one.
const BY_ID: &str = "/dev/serial/by-id";

/// The ports there are; none where the folder is missing: no serial device was ever plugged in.
pub(super) fn candidates() -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(BY_ID) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}
