//! Makes a public file and its folder: for `run` what is missing, with the modes a daemon may set;
//! for `db init` also the owner, the group and the setgid bit, so that producers can write at once.
//! Refuses file systems whose locks other machines do not see.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::sys::statfs::statfs;

use super::file::{COMPANIONS, beside, open_new, what_stands_there};
use super::rights::{self, Rights};
use super::schema;
use super::trouble::{Door, Trouble};

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
    /// Something else, or a link, has the folder's name.
    #[error("{} is a symbolic link, or no folder: name the folder itself under [[outbox]] path", path.display())]
    NotAFolder {
        /// The folder.
        path: PathBuf,
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
        error: Trouble,
    },
}

const ENOTDIR: i32 = Errno::ENOTDIR as i32;
const ELOOP: i32 = Errno::ELOOP as i32;

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
    let given = match maker {
        Maker::Run => None,
        Maker::Init { owner, group } => Some((open_folder(folder)?, owner, group)),
    };
    let made = match what_stands_there(path) {
        Ok(_) => Made::Already,
        Err(Trouble::Missing) => place(path)?,
        Err(what) => return Err(CreateError::NotAFile { path: path.to_owned(), what }),
    };
    if let Some((opened, owner, group)) = given {
        hand_over(&opened, path, owner, group)?;
    }
    Ok(made)
}

/// The folder itself, before anything is made in it.
fn open_folder(path: &Path) -> Result<File, CreateError> {
    rights::open_folder(path).map_err(|source| match source.raw_os_error() {
        Some(ENOTDIR | ELOOP) => CreateError::NotAFolder { path: path.to_owned() },
        _ => CreateError::System { path: path.to_owned(), source },
    })
}

/// Gives folder and file to the daemon and its producers. The file is opened before the folder is given,
/// so that what is refused has changed nothing.
fn hand_over(opened: &File, path: &Path, owner: Option<u32>, group: Option<u32>) -> Result<(), CreateError> {
    let folder = path.parent().unwrap_or(Path::new("/"));
    let system = |path: &Path, source| CreateError::System { path: path.to_owned(), source };
    let file = rights::open_file_in(opened, path.file_name().unwrap_or_default())
        .map_err(|what| CreateError::NotAFile { path: path.to_owned(), what })?;
    let of_folder = Rights { owner, group, mode: FOLDER_OF_INIT };
    of_folder.set(opened).map_err(|error| system(folder, error))?;
    let of_file = Rights { mode: FILE_MODE, ..of_folder };
    of_file.set(&file).map_err(|error| system(path, error))?;
    // What a program left when it died belongs to its user, and holds what the file lacks.
    for left in COMPANIONS.map(|suffix| beside(path, suffix)) {
        match rights::open_file_in(opened, left.file_name().unwrap_or_default()) {
            Ok(file) => of_file.set(&file).map_err(|error| system(&left, error))?,
            Err(Trouble::Missing) => {}
            Err(what) => return Err(CreateError::NotAFile { path: left, what }),
        }
    }
    Ok(())
}

/// What a producer of that group could not write; `None` if it can.
pub(super) fn hindrance(path: &Path, group: u32) -> Option<Door> {
    let folder = path.parent().unwrap_or(Path::new("/"));
    let checks = [(folder, 0o2070, Door::Folder), (path, 0o060, Door::File)];
    checks.into_iter().find_map(|(path, needed, door)| {
        let metadata = fs::metadata(path).ok()?;
        let sticky = door == Door::Folder && metadata.mode() & 0o1000 != 0;
        let shut = metadata.gid() != group || metadata.mode() & needed != needed || sticky;
        shut.then_some(door)
    })
}

/// The group that a folder is open to, as `db init` makes it.
pub(super) fn producers(path: &Path) -> Option<u32> {
    let folder = fs::metadata(path.parent()?).ok()?;
    (folder.mode() & FOLDER_OF_INIT == FOLDER_OF_INIT).then(|| folder.gid())
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
    let sqlite = |error: Trouble| CreateError::Sqlite { path: path.to_owned(), error };
    {
        let connection = open_new(&new).map_err(sqlite)?;
        schema::lay(&connection).map_err(|error| sqlite(error.into()))?;
    }
    let made = rights::open_file(&new).map_err(|what| CreateError::NotAFile { path: new.clone(), what })?;
    Rights::mode(FILE_MODE).set(&made).map_err(system)?;
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

pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent)?;
    }
    match DirBuilder::new().mode(FOLDER_OF_RUN).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        // The umask has taken bits away.
        Ok(()) => Rights::mode(FOLDER_OF_RUN).set(&rights::open_folder(folder)?),
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
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;
    use crate::outbox::trouble::Obstacle;

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
        assert_eq!((hindrance(&path, group), producers(&path)), (Some(Door::Folder), None), "without setgid");
        let init = Maker::Init { owner: None, group: Some(group) };
        assert_eq!(create(&path, init).unwrap(), Made::Already);
        assert_eq!((mode(path.parent().unwrap()), mode(&path)), (0o2770, 0o660));
        assert_eq!((hindrance(&path, group), producers(&path)), (None, Some(group)));
        assert_eq!(hindrance(&path, group + 1), Some(Door::Folder));
        fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
        assert_eq!(hindrance(&path, group), Some(Door::File));
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
        symlink(home.path().join("elsewhere.db"), &path).unwrap();
        let sentence = create(&path, Maker::Run).unwrap_err().to_string();
        assert!(sentence.contains("a symbolic link"), "{sentence}");
    }

    #[test]
    fn what_comes_into_the_file_s_place_is_refused_and_where_it_leads_nothing_changes() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("outbox");
        let (path, elsewhere) = (folder.join("outbox.db"), home.path().join("shadow"));
        fs::create_dir(&folder).unwrap();
        fs::write(&elsewhere, "secret").unwrap();
        for path in [&folder, &elsewhere] {
            fs::set_permissions(path, Permissions::from_mode(0o700)).unwrap();
        }
        let put: [(Obstacle, &dyn Fn()); 4] = [
            (Obstacle::Link, &|| symlink(&elsewhere, &path).unwrap()),
            (Obstacle::SecondName, &|| fs::hard_link(&elsewhere, &path).unwrap()),
            (Obstacle::Other, &|| nix::unistd::mkfifo(&path, nix::sys::stat::Mode::S_IRWXU).unwrap()),
            (Obstacle::Other, &|| drop(std::os::unix::net::UnixListener::bind(&path).unwrap())),
        ];
        for (what, put) in put {
            put();
            let opened = open_folder(&folder).unwrap();
            let refused = hand_over(&opened, &path, None, None).unwrap_err();
            let found = matches!(&refused, CreateError::NotAFile { what: Trouble::NotAFile { what: found }, .. } if *found == what);
            assert!(found, "{what:?}: {refused}");
            assert_eq!((mode(&folder), mode(&elsewhere)), (0o700, 0o700), "{what:?}");
            fs::remove_file(&path).unwrap();
        }
        let link = home.path().join("link");
        symlink(&folder, &link).unwrap();
        let refused = create(&link.join("outbox.db"), Maker::Init { owner: None, group: None }).unwrap_err();
        assert!(matches!(refused, CreateError::NotAFolder { .. }), "{refused}");
        assert_eq!(mode(&folder), 0o700);
        assert!(fs::read_dir(&folder).unwrap().next().is_none(), "nothing was made behind it");
        fs::write(&path, "").unwrap();
        hand_over(&open_folder(&folder).unwrap(), &path, None, None).unwrap();
        assert_eq!((mode(&folder), mode(&path)), (0o2770, 0o660));
    }
}
