//! The service's own folders as the package makes them (its tmpfiles.d(5), which is part of the program):
//! `db init` puts owner, groups and modes back where a copy has lost them. By descriptors and never through
//! a link: root does this where the daemon's user writes.

use std::fs::{File, Permissions};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::{Component, Path, PathBuf};

use nix::errno::Errno;
use nix::fcntl::{OFlag, open, openat};
use nix::sys::stat::Mode;
use nix::unistd::Group;

use crate::cli::sandbox::OWN;

const LAYOUT: &str = include_str!("../../../systemd/tmpfiles.d/beffroi.conf");

/// What belongs to the daemon alone: the store, what SQLite and we append to its name.
const SUFFIXES: [&str; 7] = ["", "-wal", "-shm", "-journal", ".lock", ".marker", ".pin-refused"];

const PRIVATE: u32 = 0o600;

/// A folder of the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Below the service's folder; empty for that itself.
    below: PathBuf,
    mode: u32,
    pub(super) group: u32,
}

/// All, with the numbers of their groups on this machine; those whose group is missing are left out.
pub(super) fn places() -> Vec<Place> {
    let number = |group: &str| Some(Group::from_name(group).ok()??.gid.as_raw());
    read(LAYOUT, &number)
}

/// The place at a path.
pub(super) fn place_of<'a>(places: &'a [Place], path: &Path) -> Option<&'a Place> {
    let below = path.strip_prefix(OWN).ok()?;
    places.iter().find(|place| place.below == below)
}

fn read(layout: &str, number: &dyn Fn(&str) -> Option<u32>) -> Vec<Place> {
    let lines = layout.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let (kind, path, mode, _owner) = (words.next()?, words.next()?, words.next()?, words.next()?);
        let below = Path::new(path).strip_prefix(OWN).ok().filter(|_| kind == "d")?.to_owned();
        Some(Place { below, mode: u32::from_str_radix(mode, 8).ok()?, group: number(words.next()?)? })
    });
    lines.collect()
}

/// Puts the folders back that are there, and the store's files; what was changed.
///
/// # Errors
/// The system's, with the path that it was about.
pub(super) fn put_back(
    top: &Path,
    places: &[Place],
    store: &Path,
    owner: u32,
) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
    let mut changed = Vec::new();
    let own = open(top, FOLDER, Mode::empty()).map_err(|errno| (top.to_owned(), errno.into()))?;
    let own = File::from(own);
    let mut set = |path: PathBuf, file: io::Result<Option<File>>, group, mode| {
        let done = file.and_then(|file| file.map_or(Ok(false), |file| set(&file, owner, group, mode)));
        match done {
            Ok(true) => changed.push(path),
            Ok(false) => {}
            Err(error) => return Err((path, error)),
        }
        Ok(())
    };
    for place in places {
        set(top.join(&place.below), open_below(&own, &place.below, FOLDER), place.group, place.mode)?;
    }
    let daemons = places.iter().find(|place| place.below.as_os_str().is_empty()).map(|place| place.group);
    let beside = store.parent() == Some(top);
    if let (Some(group), Some(name), true) = (daemons, store.file_name(), beside) {
        for suffix in SUFFIXES {
            let mut name = name.to_owned();
            name.push(suffix);
            set(top.join(&name), open_below(&own, Path::new(&name), FILE), group, PRIVATE)?;
        }
    }
    Ok(changed)
}

const FILE: OFlag = OFlag::O_RDONLY.union(OFlag::O_NOFOLLOW).union(OFlag::O_CLOEXEC).union(OFlag::O_NONBLOCK);
const FOLDER: OFlag = FILE.union(OFlag::O_DIRECTORY);

/// Component by component, none of which may be a link; `None` where nothing is.
fn open_below(top: &File, below: &Path, last: OFlag) -> io::Result<Option<File>> {
    let mut at = top.try_clone()?;
    let names: Vec<Component<'_>> = below.components().collect();
    for (number, name) in names.iter().enumerate() {
        let flags = if number + 1 == names.len() { last } else { FOLDER };
        at = match openat(at.as_fd(), name.as_os_str().as_bytes(), flags, Mode::empty()) {
            Ok(opened) => opened.into(),
            Err(Errno::ENOENT) => return Ok(None),
            Err(errno) => return Err(errno.into()),
        };
    }
    Ok(Some(at))
}

/// Ownership first: changing it clears the setgid bit. A second name would lead elsewhere.
fn set(file: &File, owner: u32, group: u32, mode: u32) -> io::Result<bool> {
    let there = file.metadata()?;
    if !there.is_dir() && (!there.is_file() || there.nlink() > 1) {
        return Err(io::Error::other("it is no file, or has a second name (a hard link)"));
    }
    if (there.uid(), there.gid(), there.mode() & 0o7777) == (owner, group, mode) {
        return Ok(false);
    }
    fchown(file, Some(owner), Some(group))?;
    file.set_permissions(Permissions::from_mode(mode))?;
    Ok(true)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use nix::unistd::geteuid;

    use super::*;

    const NOBODY: u32 = 65_534;

    fn number(group: &str) -> Option<u32> {
        match group {
            "beffroi" => Some(64_001),
            "beffroi-send" => Some(64_002),
            _ => None,
        }
    }

    #[test]
    fn the_packages_own_layout_reads() {
        let places = read(LAYOUT, &number);
        let found: Vec<_> = places.iter().map(|p| (p.below.to_str().unwrap(), p.mode, p.group)).collect();
        let want = [
            ("", 0o711, 64_001),
            ("outbox", 0o2770, 64_002),
            ("drop", 0o2770, 64_002),
            ("drop/fait", 0o2770, 64_002),
            ("drop/refuse", 0o2770, 64_002),
        ];
        assert_eq!(found, want);
        assert_eq!(place_of(&places, Path::new("/var/lib/beffroi/drop")).unwrap().group, 64_002);
        assert_eq!(place_of(&places, Path::new("/srv/drop")), None);
    }

    /// As `cp -r` by root leaves them.
    #[test]
    fn what_a_copy_has_lost_is_put_back_once_and_no_link_is_followed() {
        if !geteuid().is_root() {
            return;
        }
        let home = tempfile::tempdir().unwrap();
        let top = home.path().join("beffroi");
        for folder in ["outbox", "drop/fait"] {
            fs::create_dir_all(top.join(folder)).unwrap();
        }
        let store = top.join("beffroi.db");
        for file in ["beffroi.db", "beffroi.db.marker", "beffroi.db.pin-refused"] {
            fs::write(top.join(file), "x").unwrap();
        }
        let places = read(LAYOUT, &number);
        assert_eq!(put_back(&top, &places, &store, NOBODY).unwrap().len(), 7);
        let rows = [
            ("", 0o711, 64_001),
            ("outbox", 0o2770, 64_002),
            ("drop/fait", 0o2770, 64_002),
            ("beffroi.db", 0o600, 64_001),
            ("beffroi.db.pin-refused", 0o600, 64_001),
        ];
        for (path, mode, group) in rows {
            let there = fs::metadata(top.join(path)).unwrap();
            assert_eq!((there.uid(), there.gid(), there.mode() & 0o7777), (NOBODY, group, mode), "{path}");
        }
        assert!(put_back(&top, &places, &store, NOBODY).unwrap().is_empty());
        let elsewhere = home.path().join("elsewhere");
        fs::create_dir_all(elsewhere.join("fait")).unwrap();
        fs::remove_dir_all(top.join("drop")).unwrap();
        symlink(&elsewhere, top.join("drop")).unwrap();
        assert_eq!(put_back(&top, &places, &store, NOBODY).unwrap_err().0, top.join("drop"));
        assert_eq!(fs::metadata(elsewhere.join("fait")).unwrap().uid(), 0);
    }
}
