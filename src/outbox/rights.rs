//! Owner, group and mode of a public file and its folder. Set through descriptors, never by path: producers
//! may write the folder, and a link put in a file's place between two looks must not lead root elsewhere.

use std::ffi::OsStr;
use std::fs::{File, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::Path;

use nix::errno::Errno;
use nix::fcntl::{AT_FDCWD, OFlag, open, openat};
use nix::sys::stat::Mode;

use super::trouble::{Obstacle, Trouble};

/// What is to hold of a file or folder.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rights {
    /// User number; left alone if `None`.
    pub(super) owner: Option<u32>,
    /// Group number; left alone if `None`.
    pub(super) group: Option<u32>,
    /// Permission bits.
    pub(super) mode: u32,
}

impl Rights {
    /// A mode alone.
    pub(super) fn mode(mode: u32) -> Self {
        Self { owner: None, group: None, mode }
    }

    pub(super) fn set(self, file: &File) -> io::Result<()> {
        // Ownership first: changing it clears the setgid bit.
        if self.owner.is_some() || self.group.is_some() {
            fchown(file, self.owner, self.group)?;
        }
        file.set_permissions(Permissions::from_mode(self.mode))
    }
}

/// What a file that is set aside is open to at most: who fills the outbox, and nobody else.
const KEPT: u32 = 0o660;

/// Gives a copy to the owner and group of what it was copied from, with its mode and no wider. Where it can't be
/// given, whoever would come in by another owner or group than that is kept out.
pub(super) fn like(copy: &File, original: &Metadata) -> io::Result<()> {
    let there = copy.metadata()?;
    let owner = Some(original.uid()).filter(|owner| *owner != there.uid());
    let group = Some(original.gid()).filter(|group| *group != there.gid());
    // Only root gives to another user; that it stays with the daemon opens it to nobody.
    if owner.is_some() && fchown(copy, owner, None).is_err() {
        tracing::debug!("a file that is kept stays with the daemon's own user");
    }
    let given = group.is_none() || fchown(copy, None, group).is_ok();
    let mode = original.mode() & if given { KEPT } else { 0o600 };
    // Its owner is to be able to read what is kept, whatever the file was.
    copy.set_permissions(Permissions::from_mode(mode | 0o600))
}

/// Shuts out whom a file that is set aside need not be open to, where it is ours. No connection to it may be open.
pub(super) fn shut_to_others(path: &Path) {
    let Ok(file) = open_file(path) else { return };
    let shut = file.metadata().and_then(|there| match there.mode() & 0o7777 {
        mode if mode & !KEPT == 0 => Ok(()),
        mode => file.set_permissions(Permissions::from_mode(mode & KEPT)),
    });
    if let Err(error) = shut {
        tracing::info!(path = %path.display(), %error, "a file that is kept stays open to others");
    }
}

/// A folder that is one, and no link to one.
pub(super) fn open_folder(path: &Path) -> io::Result<File> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let flags = OFlag::O_RDONLY | OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
    Ok(open(path, flags, Mode::empty())?.into())
}

/// A regular file of that name alone, and no link to one. Closing it drops this process's SQLite locks
/// on it: no connection to it may be open.
pub(super) fn open_file_in(folder: &File, name: &OsStr) -> Result<File, Trouble> {
    // A pipe without a writer would be waited for.
    regular(openat(folder, name, READ | OFlag::O_NONBLOCK, Mode::empty()))
}

/// The same by its path, of which only the name must be no link.
pub(super) fn open_file(path: &Path) -> Result<File, Trouble> {
    regular(openat(AT_FDCWD, path, READ | OFlag::O_NONBLOCK, Mode::empty()))
}

const READ: OFlag = OFlag::O_RDONLY.union(OFlag::O_NOFOLLOW).union(OFlag::O_NOCTTY).union(OFlag::O_CLOEXEC);

fn regular(opened: nix::Result<std::os::fd::OwnedFd>) -> Result<File, Trouble> {
    let file: File = match opened {
        Ok(file) => file.into(),
        Err(Errno::ELOOP) => return Err(Trouble::NotAFile { what: Obstacle::Link }),
        // What a socket answers.
        Err(Errno::ENXIO) => return Err(Trouble::NotAFile { what: Obstacle::Other }),
        Err(errno) => return Err(io::Error::from(errno).into()),
    };
    let metadata = file.metadata()?;
    match () {
        () if metadata.is_dir() => Err(Trouble::NotAFile { what: Obstacle::Directory }),
        () if !metadata.is_file() => Err(Trouble::NotAFile { what: Obstacle::Other }),
        () if metadata.nlink() > 1 => Err(Trouble::NotAFile { what: Obstacle::SecondName }),
        () => Ok(file),
    }
}
