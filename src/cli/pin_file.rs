//! The files that hold PINs: reading one without waiting or growing, and whether the service's user could,
//! judged by owner, groups and modes, since `config check` is run by another user than the daemon's.

use std::fmt;
use std::fs::{self, Metadata, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::fcntl::OFlag;
use nix::unistd::{Gid, Group, Uid, User, getgrouplist};

use super::unit::Unit;
use super::{diagnosis, sandbox};
use crate::config::{Config, Line};
use crate::modem::Pin;
use crate::wording::{self, Language};

/// The name of the credential in the unit.
pub(super) const CREDENTIAL: &str = "pin";

/// Octets that are looked at: a PIN has eight.
const LONGEST: u64 = 64;

/// Why a file gives no PIN.
#[derive(Debug)]
pub(super) enum Problem {
    /// The system's.
    Unreadable(io::Error),
    /// It holds something else.
    Malformed,
}

/// The PIN in a file; `None` where it is blank.
pub(super) fn read(path: &Path) -> Result<Option<Pin>, Problem> {
    let mut text = String::new();
    let mut options = OpenOptions::new();
    // A pipe is not waited for.
    let opened = options.read(true).custom_flags(OFlag::O_NONBLOCK.bits()).open(path);
    match opened.and_then(|file| file.take(LONGEST).read_to_string(&mut text)) {
        // Some editors begin a file with a mark of its encoding that nobody sees.
        Ok(_) if written(&text).is_empty() => Ok(None),
        Ok(_) => Pin::new(written(&text)).map(Some).map_err(|_| Problem::Malformed),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(Problem::Malformed),
        Err(error) => Err(Problem::Unreadable(error)),
    }
}

fn written(text: &str) -> &str {
    text.trim_start_matches('\u{FEFF}').trim()
}

/// Whoever runs the daemon.
#[derive(Debug)]
struct Reader {
    name: String,
    uid: u32,
    groups: Vec<u32>,
}

/// What keeps a reader from a file.
#[derive(Debug, PartialEq, Eq)]
enum Hindrance {
    /// The file itself.
    File(PathBuf),
    /// A folder on the way to it.
    Folder(PathBuf),
}

const READ: u32 = 0o4;
const PASS: u32 = 0o1;

impl Reader {
    /// The service's user, where this machine has one.
    fn of_service(unit: &Unit) -> Option<Self> {
        let name = unit.last("User").unwrap_or(sandbox::USER);
        let user = User::from_name(name).ok().flatten()?;
        let number = |group: &str| {
            let known = Group::from_name(group).ok().flatten().map(|group| group.gid.as_raw());
            known.or_else(|| group.parse().ok())
        };
        let own = unit.last("Group").and_then(number).map_or(user.gid, Gid::from_raw);
        let member = std::ffi::CString::new(name).ok().and_then(|name| getgrouplist(&name, own).ok());
        let mut groups: Vec<u32> = member.unwrap_or_default().into_iter().map(Gid::as_raw).collect();
        groups.push(own.as_raw());
        groups.extend(unit.list("SupplementaryGroups").iter().filter_map(|group| number(group)));
        Some(Self { name: name.to_owned(), uid: user.uid.as_raw(), groups })
    }

    /// What keeps it out, as far as this process can see.
    fn hindrance(&self, path: &Path) -> Option<Hindrance> {
        let real = fs::canonicalize(path).ok()?;
        let closed = |folder: &&Path| fs::metadata(folder).is_ok_and(|there| !self.may(&there, PASS));
        let folders: Vec<&Path> = real.ancestors().skip(1).collect();
        if let Some(folder) = folders.into_iter().rev().find(closed) {
            return Some(Hindrance::Folder(folder.to_owned()));
        }
        let there = fs::metadata(&real).ok()?;
        (!self.may(&there, READ)).then(|| Hindrance::File(path.to_owned()))
    }

    /// One class of bits counts: the owner's for him, the group's for its members, else the others'.
    fn may(&self, there: &Metadata, wanted: u32) -> bool {
        let class = match there {
            _ if self.uid == 0 => return true,
            _ if there.uid() == self.uid => there.mode() >> 6,
            _ if self.groups.contains(&there.gid()) => there.mode() >> 3,
            _ => there.mode(),
        };
        class & wanted == wanted
    }
}

/// A sentence, with the remedy, for each line whose PIN could not be read by whoever runs the daemon, or is none.
pub(super) fn faults(config: &Config, unit: &Unit, language: Language) -> Vec<String> {
    let reader = sandbox::is_of_service(config).then(|| Reader::of_service(unit)).flatten();
    config.lines.iter().filter_map(|line| fault(line, config, reader.as_ref(), unit, language)).collect()
}

fn fault(
    line: &Line,
    config: &Config,
    reader: Option<&Reader>,
    unit: &Unit,
    language: Language,
) -> Option<String> {
    let given = sandbox::is_of_service(config).then(|| unit.credential(CREDENTIAL)).flatten();
    let path = line.pin_file.clone().or(given)?;
    // A credential is read by systemd, as root.
    if let (Some(reader), true) = (reader, line.pin_file.is_some())
        && let Some(hindrance) = reader.hindrance(&path)
    {
        return Some(closed(line, reader, &path, &hindrance, language));
    }
    let shown = ("path", path.display().to_string().into());
    let (id, error) = match read(&path) {
        Ok(None) if line.pin_file.is_some() => ("pin-bad", String::new()),
        Ok(_) => return None,
        Err(Problem::Malformed) => ("pin-bad", String::new()),
        Err(Problem::Unreadable(error)) => {
            // A credential may be missing; and what this user may not read, the service's may.
            let nobodys = error.kind() == io::ErrorKind::NotFound && line.pin_file.is_none();
            let denied = error.kind() == io::ErrorKind::PermissionDenied;
            if nobodys || denied && (line.pin_file.is_none() || reader.is_some()) {
                return None;
            }
            ("pin-unreadable", diagnosis::sentence(&error, language))
        }
    };
    Some(wording::say(language, id, &[shown, ("error", error.into())]))
}

/// What keeps the service's user out, and the remedy.
fn closed(line: &Line, reader: &Reader, path: &Path, by: &Hindrance, language: Language) -> String {
    let (id, key, value) = match by {
        Hindrance::File(file) => {
            let whose = fs::metadata(file).map(|there| Whose::of(&there).to_string());
            ("pin-closed", "whose", whose.unwrap_or_default())
        }
        Hindrance::Folder(folder) => ("pin-closed-folder", "folder", folder.display().to_string()),
    };
    let values = [
        ("line", line.name.as_str().into()),
        ("user", reader.name.as_str().into()),
        ("path", path.display().to_string().into()),
        (key, value.into()),
    ];
    wording::say(language, id, &values)
}

/// Mode, owner and group, as `ls` shows them.
struct Whose {
    mode: u32,
    owner: String,
    group: String,
}

impl Whose {
    fn of(there: &Metadata) -> Self {
        let owner = User::from_uid(Uid::from_raw(there.uid())).ok().flatten();
        let group = Group::from_gid(Gid::from_raw(there.gid())).ok().flatten();
        Self {
            mode: there.mode() & 0o7777,
            owner: owner.map_or_else(|| there.uid().to_string(), |user| user.name),
            group: group.map_or_else(|| there.gid().to_string(), |group| group.name),
        }
    }
}

impl fmt::Display for Whose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}, {:04o}", self.owner, self.group, self.mode)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_file_holds_a_pin_nothing_or_something_else_and_is_never_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pin");
        let pin = |text: &str| {
            fs::write(&file, text).unwrap();
            read(&file)
        };
        assert_eq!(pin("7391\n").unwrap(), Some(Pin::new("7391").unwrap()));
        assert_eq!(pin(" \n").unwrap(), None);
        for text in ["12a4", "123", &"1".repeat(4_000), "7391\n7392\n"] {
            assert!(matches!(pin(text), Err(Problem::Malformed)), "{text}");
        }
        fs::write(&file, [0xFF, 0xFE]).unwrap();
        assert!(matches!(read(&file), Err(Problem::Malformed)));
        let pipe = folder.path().join("pipe");
        nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
        assert!(matches!(read(&pipe), Ok(None)));
        for path in [folder.path(), &folder.path().join("none")] {
            assert!(matches!(read(path), Err(Problem::Unreadable(_))), "{path:?}");
        }
    }

    /// Mode of file and folder, whether the reader owns them, is of their group -> what keeps it out.
    #[test]
    fn the_modes_say_who_may_read() {
        let (file, inside) = (Some("file"), Some("folder"));
        let rows = [
            (0o600, 0o755, false, false, file),
            (0o600, 0o755, true, false, None),
            (0o640, 0o755, false, true, None),
            (0o640, 0o755, false, false, file),
            (0o604, 0o755, false, true, file),
            (0o644, 0o755, false, false, None),
            (0o644, 0o750, false, false, inside),
            (0o644, 0o750, false, true, None),
            (0o640, 0o700, false, true, inside),
        ];
        for (of_file, of_folder, owns, belongs, want) in rows {
            let top = tempfile::tempdir().unwrap();
            let folder = top.path().join("secret");
            let path = folder.join("pin");
            fs::create_dir(&folder).unwrap();
            fs::write(&path, "7391").unwrap();
            mode(top.path(), 0o755);
            mode(&path, of_file);
            let there = fs::metadata(&path).unwrap();
            mode(&folder, of_folder);
            let reader = Reader {
                name: "beffroi".into(),
                uid: if owns { there.uid().max(1) } else { 64_000 },
                groups: if belongs { vec![there.gid()] } else { Vec::new() },
            };
            if owns && there.uid() == 0 {
                std::os::unix::fs::chown(&path, Some(1), None).unwrap();
            }
            let found = reader.hindrance(&path).map(|hindrance| match hindrance {
                Hindrance::File(_) => "file",
                Hindrance::Folder(found) if found == fs::canonicalize(&folder).unwrap() => "folder",
                Hindrance::Folder(other) => panic!("{other:?}"),
            });
            assert_eq!(found, want, "{of_file:o} {of_folder:o} {owns} {belongs}");
        }
    }
}
