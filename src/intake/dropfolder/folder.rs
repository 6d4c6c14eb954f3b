//! The folder's files: listed, read, moved, written, removed. Everything happens below an open folder and
//! never through a link, since whoever may put files there might put links there too.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::fcntl::{AtFlags, OFlag, RenameFlags, openat, renameat, renameat2};
use nix::sys::stat::{FileStat, Mode, SFlag, fchmod, fstat, fstatat, mkdirat};
use nix::unistd::{AccessFlags, UnlinkatFlags, faccessat, fsync, unlinkat};

use super::FILE_LIMIT;
use super::watchlist::{Entry, Identity, Kind};
use crate::moment::Moment;

/// Names of a folder that one look takes in at most.
const MOST_ENTRIES: usize = 20_000;

/// For files and folders that the office shares.
const FILE_MODE: Mode = Mode::from_bits_truncate(0o660);
const FOLDER_MODE: Mode = Mode::from_bits_truncate(0o770);

/// What results are written to before they take their names.
const DRAFT: &str = ".beffroi-resultat.tmp";

/// An open folder.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    fd: OwnedFd,
}

/// What came of reading.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// All of it, as it stood still.
    Whole(Vec<u8>),
    /// Over [`FILE_LIMIT`].
    TooLarge,
    /// Whoever put it there did not let us read it.
    Closed,
    /// It is not the file any more that was seen, or was written meanwhile.
    Stirred,
}

impl Folder {
    /// Opens it; one that is missing is made below `home` only: elsewhere its disk may be missing.
    pub(super) fn open(path: &Path, home: Option<&Path>) -> io::Result<Self> {
        if home.is_some_and(|home| path.starts_with(home)) && !path.exists() {
            fs::DirBuilder::new().mode(0o770).recursive(true).create(path)?;
        }
        let flags = OFlag::O_DIRECTORY | OFlag::O_RDONLY | OFlag::O_CLOEXEC;
        let fd = nix::fcntl::open(path, flags, Mode::empty())?;
        // Where no result can be put beside a list, none is taken: somebody would wait for it in vain.
        faccessat(&fd, ".", AccessFlags::W_OK | AccessFlags::X_OK, AtFlags::AT_EACCESS)?;
        Ok(Self { path: path.to_owned(), fd })
    }

    /// What is in it.
    pub(super) fn list(&self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(&self.path)?.take(MOST_ENTRIES) {
            let entry = entry?;
            let (name, unicode) = match entry.file_name().into_string() {
                Ok(name) => (name, true),
                Err(name) => (name.to_string_lossy().into_owned(), false),
            };
            // Gone between the listing and the look.
            let Ok(metadata) = entry.metadata() else { continue };
            let kind = match metadata.file_type() {
                _ if !unicode => Kind::Nameless,
                kind if kind.is_file() => Kind::File,
                kind if kind.is_dir() => Kind::Folder,
                kind if kind.is_symlink() => Kind::Link,
                _ => Kind::Other,
            };
            entries.push(Entry { name, kind, identity: identity(&metadata) });
        }
        Ok(entries)
    }

    /// A plain file of that name, in the folder or one below, if there is one.
    pub(super) fn entry(&self, below: Option<&str>, name: &str) -> io::Result<Option<Entry>> {
        let found = match below {
            None => fstatat(&self.fd, name, AtFlags::AT_SYMLINK_NOFOLLOW),
            Some(below) => {
                self.inner(below).and_then(|inner| fstatat(&inner, name, AtFlags::AT_SYMLINK_NOFOLLOW))
            }
        };
        let found = match found {
            Ok(found) if is_plain(&found) => found,
            Ok(_) | Err(Errno::ENOENT) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        Ok(Some(entry(name, &found)))
    }

    /// The plain files of a folder below, each with the moment since when it is there; none where there is
    /// no such folder.
    pub(super) fn kept(&self, below: &str) -> io::Result<Vec<(Entry, Moment)>> {
        let inner = match self.inner(below) {
            Ok(inner) => inner,
            Err(Errno::ENOENT) => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        };
        let mut kept = Vec::new();
        for found in fs::read_dir(self.path.join(below))?.take(MOST_ENTRIES) {
            let Ok(name) = found?.file_name().into_string() else { continue };
            match fstatat(&inner, name.as_str(), AtFlags::AT_SYMLINK_NOFOLLOW) {
                Ok(found) if is_plain(&found) => {
                    let since = Moment::from_millis(found.st_ctime.saturating_mul(1_000));
                    kept.push((entry(&name, &found), since));
                }
                // Gone meanwhile, or nothing that was put here by us.
                Ok(_) | Err(_) => {}
            }
        }
        Ok(kept)
    }

    /// Reads a file that was seen.
    pub(super) fn read(&self, below: Option<&str>, entry: &Entry) -> io::Result<Content> {
        if entry.identity.size > FILE_LIMIT {
            return Ok(Content::TooLarge);
        }
        let flags = OFlag::O_RDONLY | OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
        let name = entry.name.as_str();
        let opened = match below {
            None => openat(&self.fd, name, flags, Mode::empty()),
            Some(below) => self.inner(below).and_then(|inner| openat(&inner, name, flags, Mode::empty())),
        };
        let file = match opened {
            Ok(fd) => File::from(fd),
            Err(Errno::ENOENT | Errno::ELOOP) => return Ok(Content::Stirred),
            Err(Errno::EACCES | Errno::EPERM) => return Ok(Content::Closed),
            Err(error) => return Err(error.into()),
        };
        let is_it = |file: &File| -> io::Result<bool> {
            let metadata = file.metadata()?;
            Ok(metadata.is_file() && entry.identity == identity(&metadata))
        };
        if !is_it(&file)? {
            return Ok(Content::Stirred);
        }
        let mut octets = Vec::new();
        (&file).take(FILE_LIMIT + 1).read_to_end(&mut octets)?;
        let whole = u64::try_from(octets.len()).is_ok_and(|length| length == entry.identity.size);
        Ok(if whole && is_it(&file)? { Content::Whole(octets) } else { Content::Stirred })
    }

    /// Moves a file into a folder below, which is made where it is missing; never over another file.
    pub(super) fn move_into(&self, name: &str, below: &str, to: &str) -> io::Result<()> {
        let inner = self.made(below)?;
        match renameat2(&self.fd, name, &inner, to, RenameFlags::RENAME_NOREPLACE) {
            Ok(()) => Ok(()),
            Err(Errno::EXDEV) => self.carry_into(name, &inner, to),
            // A file system that can't promise it: names here are given once anyway.
            Err(Errno::EINVAL | Errno::ENOSYS) if self.entry(Some(below), to)?.is_none() => {
                Ok(renameat(&self.fd, name, &inner, to)?)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// To another disk: a copy that is safe there takes the name, and only then the file goes. Whoever finds
    /// both knows by [`Folder::is_carried`] that the process died in between.
    fn carry_into(&self, name: &str, inner: &OwnedFd, to: &str) -> io::Result<()> {
        let flags = OFlag::O_RDONLY | OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
        let source = File::from(openat(&self.fd, name, flags, Mode::empty())?);
        let before = source.metadata()?;
        if !before.is_file() {
            return Err(Errno::ELOOP.into());
        }
        let mut copy = draft(inner)?;
        io::copy(&mut &source, &mut copy)?;
        if identity(&source.metadata()?) != identity(&before) {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        copy.set_modified(before.modified()?)?;
        copy.sync_all()?;
        if fstatat(inner, to, AtFlags::AT_SYMLINK_NOFOLLOW).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        renameat(inner, DRAFT, inner, to)?;
        fsync(inner)?;
        self.remove(None, name)
    }

    /// Whether a file lies there still that was carried to another disk already.
    pub(super) fn is_carried(&self, name: &str, below: &str, to: &str) -> io::Result<bool> {
        let (Some(here), Some(there)) = (self.entry(None, name)?, self.entry(Some(below), to)?) else {
            return Ok(false);
        };
        let (here, there) = (here.identity, there.identity);
        Ok(here.device != there.device && here.size == there.size && here.modified == there.modified)
    }

    /// Writes a file by rename, in the folder or one below: a reader sees the old one or the new one.
    pub(super) fn write(&self, below: Option<&str>, name: &str, octets: &[u8]) -> io::Result<()> {
        let inner = below.map(|below| self.made(below)).transpose()?;
        let place = inner.as_ref().unwrap_or(&self.fd);
        draft(place)?.write_all(octets)?;
        Ok(renameat(place, DRAFT, place, name)?)
    }

    /// Removes a file, if it is there.
    pub(super) fn remove(&self, below: Option<&str>, name: &str) -> io::Result<()> {
        let done = match below {
            None => unlinkat(&self.fd, name, UnlinkatFlags::NoRemoveDir),
            Some(below) => {
                self.inner(below).and_then(|inner| unlinkat(&inner, name, UnlinkatFlags::NoRemoveDir))
            }
        };
        match done {
            Ok(()) | Err(Errno::ENOENT) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// A folder below, made where it is missing.
    fn made(&self, below: &str) -> io::Result<OwnedFd> {
        let made = match mkdirat(&self.fd, below, FOLDER_MODE) {
            Ok(()) => true,
            Err(Errno::EEXIST) => false,
            Err(error) => return Err(error.into()),
        };
        let inner = self.inner(below)?;
        if made {
            // Whatever the umask: the office reads there. A setgid bit that it has inherited stays.
            let mode = Mode::from_bits_truncate(fstat(&inner)?.st_mode) | FOLDER_MODE;
            fchmod(&inner, mode)?;
        }
        Ok(inner)
    }

    /// A folder below, which must not be a link: it would lead our files where a stranger wants them.
    fn inner(&self, below: &str) -> nix::Result<OwnedFd> {
        let flags = OFlag::O_DIRECTORY | OFlag::O_RDONLY | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
        openat(self.fd.as_fd(), below, flags, Mode::empty())
    }
}

/// An empty file under the name of drafts.
fn draft(place: &OwnedFd) -> io::Result<File> {
    match unlinkat(place, DRAFT, UnlinkatFlags::NoRemoveDir) {
        Ok(()) | Err(Errno::ENOENT) => {}
        Err(error) => return Err(error.into()),
    }
    let flags = OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_EXCL | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
    let file = File::from(openat(place, DRAFT, flags, FILE_MODE)?);
    fchmod(&file, FILE_MODE)?;
    Ok(file)
}

fn is_plain(found: &FileStat) -> bool {
    found.st_mode & SFlag::S_IFMT.bits() == SFlag::S_IFREG.bits()
}

fn entry(name: &str, found: &FileStat) -> Entry {
    let identity = Identity {
        device: found.st_dev,
        inode: found.st_ino,
        size: u64::try_from(found.st_size).unwrap_or(u64::MAX),
        modified: i128::from(found.st_mtime) * 1_000_000_000 + i128::from(found.st_mtime_nsec),
    };
    Entry { name: name.to_owned(), kind: Kind::File, identity }
}

fn identity(metadata: &fs::Metadata) -> Identity {
    let modified = i128::from(metadata.mtime()) * 1_000_000_000 + i128::from(metadata.mtime_nsec());
    Identity { device: metadata.dev(), inode: metadata.ino(), size: metadata.size(), modified }
}
