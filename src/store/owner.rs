//! Whose the store's files are. A command that root gives writes some of them anew while the daemon, a user
//! without privileges, is stopped: it must find all of them its own. Set through descriptors and never
//! behind a link, since that user may write the folder.

use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown, lchown};
use std::path::{Path, PathBuf};

use nix::fcntl::OFlag;
use nix::unistd::geteuid;

use super::StoreError;

/// What SQLite and we append to the store's name.
const SUFFIXES: [&str; 7] = ["", "-wal", "-shm", "-journal", ".lock", ".marker", ".marker.new"];

/// Gives every file of a store to a user, and says which were another's. Closing a file that SQLite has
/// open in this process would drop its locks: only what is given is opened, and no connection may be.
///
/// # Errors
/// [`StoreError::Io`] names the file: a link or one with a second name is none of ours.
pub fn give_files(store: &Path, owner: u32) -> Result<Vec<PathBuf>, StoreError> {
    let mut given = Vec::new();
    for suffix in SUFFIXES {
        let mut name = store.as_os_str().to_owned();
        name.push(suffix);
        let path = PathBuf::from(name);
        let theirs = |there: Metadata| there.uid() != owner;
        if fs::symlink_metadata(&path).is_ok_and(theirs) {
            let done = not_followed().read(true).open(&path).and_then(|file| give(&file, owner));
            done.map_err(|error| StoreError::Io { path: path.clone(), error })?;
            given.push(path);
        }
    }
    Ok(given)
}

/// The same to whom they are to belong, where this process is root and they are another's.
pub(super) fn give_back(store: &Path) -> Result<(), StoreError> {
    heir(store).map_or(Ok(()), |owner| give_files(store, owner).map(drop))
}

/// One file that this process has made or opened, as [`give_back`] does.
pub(super) fn give_one(file: &File, store: &Path) -> io::Result<()> {
    match heir(store) {
        Some(owner) if file.metadata()?.uid() != owner => give(file, owner),
        _ => Ok(()),
    }
}

/// A folder that this process has made for a store.
pub(super) fn give_folder(folder: &Path, store: &Path) -> io::Result<()> {
    heir(store).map_or(Ok(()), |owner| lchown(folder, Some(owner), None))
}

/// What is kept is its owner's alone, as the store is, however it came there. No connection to it may be open.
pub(super) fn shut(path: &Path) {
    let shut = not_followed().read(true).open(path).and_then(|file| match file.metadata()? {
        there if there.is_file() && there.mode() & 0o177 != 0 => {
            file.set_permissions(Permissions::from_mode(0o600))
        }
        _ => Ok(()),
    });
    if let Err(error) = shut.or_else(|error| match error.kind() {
        io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    }) {
        tracing::info!(path = %path.display(), %error, "a file that is kept stays open to others");
    }
}

/// Opens no link, and waits for no pipe's other end.
pub(super) fn not_followed() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.custom_flags((OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits()).mode(0o600);
    options
}

fn give(file: &File, owner: u32) -> io::Result<()> {
    let there = file.metadata()?;
    if !there.is_file() || there.nlink() > 1 {
        return Err(io::Error::other("it is no file, or has a second name (a hard link)"));
    }
    fchown(file, Some(owner), None)
}

/// Whoever owns the folder, or in a folder of root the store; `None` where that is root, or we are not.
fn heir(store: &Path) -> Option<u32> {
    if !geteuid().is_root() {
        return None;
    }
    let folder = store.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let of = |there: io::Result<Metadata>| there.ok().map(|there| there.uid()).filter(|uid| *uid != 0);
    of(fs::metadata(folder)).or_else(|| of(fs::symlink_metadata(store)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use std::os::unix::fs::{chown, symlink};

    use super::*;
    use crate::store::{Lock, Marker, Store};

    const NOBODY: u32 = 65_534;

    fn owners(folder: &Path) -> Vec<(String, u32)> {
        let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
        let mut owners: Vec<_> = entries
            .map(|entry| (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().uid()))
            .collect();
        owners.sort();
        owners
    }

    #[test]
    fn what_root_writes_belongs_to_whom_the_folder_belongs() {
        if !geteuid().is_root() {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        chown(folder.path(), Some(NOBODY), None).unwrap();
        let path = folder.path().join("beffroi.db");
        let lock = Lock::take(&path).unwrap();
        let mut store = Store::open(&path).unwrap();
        store.turn(|turn| turn.greet("box")).unwrap();
        Marker { store: store.id().to_owned(), ledger: 7, ..Marker::default() }.write(&path).unwrap();
        let found = owners(folder.path());
        assert_eq!(found.len(), 5, "{found:?}");
        assert!(found.iter().all(|(_, uid)| *uid == NOBODY), "{found:?}");
        drop((store, lock));
        // A backup that root has put back, and what earlier versions left.
        for (name, _) in owners(folder.path()) {
            chown(folder.path().join(name), Some(0), None).unwrap();
        }
        drop((Lock::take(&path).unwrap(), Store::open(&path).unwrap()));
        let found = owners(folder.path());
        assert!(found.iter().all(|(_, uid)| *uid == NOBODY), "{found:?}");
    }

    #[test]
    fn where_a_link_leads_nothing_is_given_away() {
        let folder = tempfile::tempdir().unwrap();
        let (path, shadow) = (folder.path().join("beffroi.db"), folder.path().join("shadow"));
        fs::write(&shadow, "secret").unwrap();
        let mine = fs::metadata(&shadow).unwrap().uid();
        let marker = Marker::path(&path);
        symlink(&shadow, &marker).unwrap();
        assert!(give_files(&path, NOBODY).is_err());
        fs::remove_file(&marker).unwrap();
        fs::hard_link(&shadow, &marker).unwrap();
        assert!(give_files(&path, NOBODY).is_err());
        assert_eq!(fs::metadata(&shadow).unwrap().uid(), mine);
        let draft = folder.path().join("beffroi.db.marker.new");
        symlink(&shadow, &draft).unwrap();
        symlink(&shadow, folder.path().join("beffroi.db.lock")).unwrap();
        fs::remove_file(&marker).unwrap();
        Marker::default().write(&path).unwrap();
        assert!(Lock::take(&path).is_err());
        assert_eq!(fs::read_to_string(&shadow).unwrap(), "secret");
    }
}
