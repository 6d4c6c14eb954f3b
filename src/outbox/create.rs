//! Makes a public file and its folder: for `run` what is missing, with the modes a daemon may set;
//! for `db init` also the owner, the group and the setgid bit, so that producers can write at once.
//! Refuses file systems whose locks other machines do not see.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use nix::sys::statfs::statfs;

use super::file::{open_new, what_stands_there};
use super::schema;
use super::trouble::Trouble;

/// On whose behalf a file is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maker {
    /// The daemon: makes what is missing, changes nothing that is there, no group, no setgid bit.
    Run,
    /// `db init`: sets owner, group and modes, also of what is there.
    Init {
        /// User number of the daemon; left alone if `None`.
        owner: Option<u32>,
        /// Group number of the producers; left alone if `None`.
        group: Option<u32>,
    },
}

/// What was to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// It was there.
    Already,
    /// It was made.
    New,
}

/// Why there can be no outbox at that path.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// On a file system of another machine.
    #[error(
        "{} is on {kind}, where programs on other machines do not see SQLite's locks: put the outbox on a local disk; \
         from another machine use the drop folder or the API",
        folder.display()
    )]
    NotLocal {
        /// The folder.
        folder: PathBuf,
        /// As people call it.
        kind: &'static str,
    },
    /// Something else has that name.
    #[error("{}: {what}", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
        /// What stands there.
        what: Trouble,
    },
    /// The system refused.
    #[error("{} can't be made or set right ({source}): run sudo beffroi db init", path.display())]
    System {
        /// The path.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// SQLite refused.
    #[error("{} can't be made ({error})", path.display())]
    Sqlite {
        /// The path.
        path: PathBuf,
        /// What it said.
        error: String,
    },
}

const FOLDER_OF_RUN: u32 = 0o770;
const FOLDER_OF_INIT: u32 = 0o2770;
const FILE_MODE: u32 = 0o660;

/// File systems that are, or may be, another machine's, by their number (linux/magic.h).
const DISTANT: [(u32, &str); 6] = [
    (0x6969, "nfs"),
    (0x517B, "smb"),
    (0xFF53_4D42, "cifs"),
    (0xFE53_4D42, "cifs"),
    (0x0102_1997, "9p"),
    (0x6573_5546, "fuse"),
];

/// Makes the folder and the file where they are missing.
///
/// # Errors
/// [`CreateError`]; nothing half made is left at the path itself.
pub fn create(path: &Path, maker: Maker) -> Result<Made, CreateError> {
    let folder = path.parent().unwrap_or(Path::new("/"));
    let system = |path: &Path| {
        let path = path.to_owned();
        move |source| CreateError::System { path, source }
    };
    refuse_distant(folder)?;
    make_folder(folder).map_err(system(folder))?;
    let made = match what_stands_there(path) {
        Ok(_) => Made::Already,
        Err(Trouble::Missing) => place(path)?,
        Err(what) => return Err(CreateError::NotAFile { path: path.to_owned(), what }),
    };
    if let Maker::Init { owner, group } = maker {
        // Ownership first: changing it clears the setgid bit.
        for (path, mode) in [(folder, FOLDER_OF_INIT), (path, FILE_MODE)] {
            chown(path, owner, group).map_err(system(path))?;
            fs::set_permissions(path, Permissions::from_mode(mode)).map_err(system(path))?;
        }
    }
    Ok(made)
}

/// Why a producer of that group could not write, with the remedy; `None` if it can.
pub fn hindrance(path: &Path, group: u32) -> Option<String> {
    let folder = path.parent().unwrap_or(Path::new("/"));
    let checks = [(folder, 0o2070, "folder"), (path, 0o060, "file")];
    for (path, needed, what) in checks {
        let Ok(metadata) = fs::metadata(path) else { continue };
        let sticky = what == "folder" && metadata.mode() & 0o1000 != 0;
        if metadata.gid() != group || metadata.mode() & needed != needed || sticky {
            let path = path.display();
            return Some(format!(
                "{path}: the group of its producers can't write this {what}: run sudo beffroi db init"
            ));
        }
    }
    None
}

/// Builds a new file beside the path, under a name that nothing watches.
pub(super) fn build_beside(path: &Path) -> Result<PathBuf, CreateError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let new = path.with_file_name(format!(".new-{}-{name}", std::process::id()));
    let system = |source| CreateError::System { path: new.clone(), source };
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(system(error)),
        Ok(()) | Err(_) => {}
    }
    let sqlite = |error: String| CreateError::Sqlite { path: path.to_owned(), error };
    {
        let connection = open_new(&new).map_err(|trouble| sqlite(trouble.to_string()))?;
        schema::lay(&connection).map_err(|error| sqlite(error.to_string()))?;
    }
    fs::set_permissions(&new, Permissions::from_mode(FILE_MODE)).map_err(system)?;
    Ok(new)
}

/// A new file at a path where none is; never over one that has come meanwhile.
fn place(path: &Path) -> Result<Made, CreateError> {
    let new = build_beside(path)?;
    let linked = fs::hard_link(&new, path);
    let removed = fs::remove_file(&new);
    match linked.and(removed).and_then(|()| sync_folder(path)) {
        Ok(()) => Ok(Made::New),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Made::Already),
        Err(source) => Err(CreateError::System { path: path.to_owned(), source }),
    }
}

pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path.parent().unwrap_or(Path::new("/")))?.sync_all()
}

fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent)?;
    }
    match DirBuilder::new().mode(FOLDER_OF_RUN).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        // The umask has taken bits away.
        Ok(()) => fs::set_permissions(folder, Permissions::from_mode(FOLDER_OF_RUN)),
        Err(_) => Ok(()),
    }
}

fn refuse_distant(folder: &Path) -> Result<(), CreateError> {
    let there = folder.ancestors().find(|ancestor| ancestor.exists()).unwrap_or(Path::new("."));
    let found = statfs(there)
        .map_err(|error| CreateError::System { path: there.to_owned(), source: error.into() })?;
    #[allow(clippy::unnecessary_cast, reason = "the number has another width on other machines")]
    let number = found.filesystem_type().0 as i64;
    match distant(number) {
        Some(kind) => Err(CreateError::NotLocal { folder: folder.to_owned(), kind }),
        None => Ok(()),
    }
}

/// What people call it; the number's low half counts, the upper one is the sign on some machines.
fn distant(number: i64) -> Option<&'static str> {
    DISTANT.iter().find(|(magic, _)| i64::from(*magic) == number & 0xFFFF_FFFF).map(|(_, name)| *name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    #[test]
    fn run_makes_what_is_missing_without_setgid_and_changes_nothing_later() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("state/outbox/outbox.db");
        assert_eq!(create(&path, Maker::Run).unwrap(), Made::New);
        assert_eq!((mode(path.parent().unwrap()), mode(&path)), (0o770, 0o660));
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        fs::set_permissions(path.parent().unwrap(), Permissions::from_mode(0o750)).unwrap();
        assert_eq!(create(&path, Maker::Run).unwrap(), Made::Already);
        assert_eq!((mode(path.parent().unwrap()), mode(&path)), (0o750, 0o600));
        let names: Vec<_> =
            fs::read_dir(path.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["outbox.db"], "nothing is left beside it");
    }

    #[test]
    fn init_sets_modes_and_tells_afterwards_whether_the_group_can_write() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("outbox/outbox.db");
        create(&path, Maker::Run).unwrap();
        let group = fs::metadata(&path).unwrap().gid();
        let without_setgid = hindrance(&path, group).unwrap();
        assert!(without_setgid.contains("sudo beffroi db init"), "{without_setgid}");
        let init = Maker::Init { owner: None, group: Some(group) };
        assert_eq!(create(&path, init).unwrap(), Made::Already);
        assert_eq!((mode(path.parent().unwrap()), mode(&path)), (0o2770, 0o660));
        assert_eq!(hindrance(&path, group), None);
        assert!(hindrance(&path, group + 1).is_some());
    }

    #[test]
    fn a_folder_of_another_machine_is_refused_by_name() {
        let rows = [
            (0x6969, Some("nfs")),
            (0xFF53_4D42, Some("cifs")),
            (i64::from(0xFF53_4D42_u32.cast_signed()), Some("cifs")),
            (0x0102_1997, Some("9p")),
            (0x6573_5546, Some("fuse")),
            (0xEF53, None),
            (0x0102_1994, None),
        ];
        for (kind, want) in rows {
            assert_eq!(distant(kind), want);
        }
        let sentence = CreateError::NotLocal { folder: "/srv/x".into(), kind: "nfs" }.to_string();
        assert!(sentence.contains("drop folder") && sentence.contains("API"), "{sentence}");
    }

    #[test]
    fn what_is_no_file_is_left_alone_with_a_sentence() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("outbox.db");
        fs::create_dir(&path).unwrap();
        let sentence = create(&path, Maker::Run).unwrap_err().to_string();
        assert!(sentence.contains("a directory stands where the file should be"), "{sentence}");
        fs::remove_dir(&path).unwrap();
        std::os::unix::fs::symlink(home.path().join("elsewhere.db"), &path).unwrap();
        let sentence = create(&path, Maker::Run).unwrap_err().to_string();
        assert!(sentence.contains("a symbolic link"), "{sentence}");
    }
}
