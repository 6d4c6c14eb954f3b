//! Makes a drop folder and those below it for `db init`, with owner, group and modes, so that the office can
//! put files there at once. Set by descriptor and never through a link: root does this where others write.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::fcntl::{OFlag, open, openat};
use nix::sys::stat::{Mode, fchmod, mkdirat};
use nix::unistd::{Gid, Uid, fchown};

use super::names;
use crate::outbox::Made;

/// The group may put files in, and what is made there is the group's.
const MODE: Mode = Mode::from_bits_truncate(0o2770);

/// Makes what is missing, and sets owner, group and mode of what is there too; `None` leaves them alone.
///
/// # Errors
/// Whatever the system refuses, with the folder that it was about.
pub fn make(path: &Path, owner: Option<u32>, group: Option<u32>) -> Result<Made, (PathBuf, io::Error)> {
    let of = |folder: &str| path.join(folder);
    let made = make_folder(path).map_err(|error| (path.to_owned(), error))?;
    let flags = OFlag::O_DIRECTORY | OFlag::O_RDONLY | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
    let folder = open(path, flags, Mode::empty()).map_err(|error| (path.to_owned(), error.into()))?;
    set(&folder, owner, group).map_err(|error| (path.to_owned(), error))?;
    for below in [names::DONE, names::REFUSED] {
        let done = match mkdirat(&folder, below, MODE) {
            Ok(()) | Err(Errno::EEXIST) => openat(folder.as_fd(), below, flags, Mode::empty()),
            Err(error) => Err(error),
        };
        let inner = done.map_err(|error| (of(below), error.into()))?;
        set(&inner, owner, group).map_err(|error| (of(below), error))?;
    }
    Ok(made)
}

fn make_folder(path: &Path) -> io::Result<Made> {
    if path.is_dir() {
        return Ok(Made::Already);
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    DirBuilder::new().mode(0o770).create(path)?;
    Ok(Made::New)
}

/// Ownership first: changing it clears the setgid bit.
fn set(folder: &OwnedFd, owner: Option<u32>, group: Option<u32>) -> io::Result<()> {
    fchown(folder, owner.map(Uid::from_raw), group.map(Gid::from_raw))?;
    Ok(fchmod(folder, MODE)?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn the_group_may_write_in_all_three_and_no_link_is_followed() {
        let top = tempfile::tempdir().unwrap();
        let path = top.path().join("depot");
        assert_eq!(make(&path, None, None).unwrap(), Made::New);
        assert_eq!(make(&path, None, None).unwrap(), Made::Already);
        for folder in ["", "fait", "refuse"] {
            let mode = fs::metadata(path.join(folder)).unwrap().permissions().mode();
            assert_eq!(mode & 0o7777, 0o2770, "{folder}");
        }
        let elsewhere = tempfile::tempdir().unwrap();
        let before = fs::metadata(elsewhere.path()).unwrap().permissions().mode();
        fs::remove_dir(path.join("fait")).unwrap();
        symlink(elsewhere.path(), path.join("fait")).unwrap();
        assert_eq!(make(&path, None, None).unwrap_err().0, path.join("fait"));
        assert_eq!(fs::metadata(elsewhere.path()).unwrap().permissions().mode(), before);
    }
}
