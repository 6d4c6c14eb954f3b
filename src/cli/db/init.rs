//! `beffroi db init`: store, outboxes and folders, so that a producer can fill an outbox before the
//! first `run`. Says each thing it made or found, and what would still keep a producer out.

use std::ffi::CString;
use std::fs::{self, DirBuilder};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, lchown};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use nix::unistd::{Gid, Group, User, getegid, geteuid, getgrouplist};
use serde_json::json;

use super::drops;
use super::package::{self, Place};
use crate::cli::office::{open_store, read_config};
use crate::cli::{Failure, Screen, sandbox};
use crate::config::{Config, Outbox};
use crate::outbox::{self, Made, Maker};
use crate::store::{Marker, StoreError, give_files, is_a_store};
use crate::wording::{self, Language};

/// Whose the files are, where there is such a user.
const DAEMON: &str = sandbox::USER;

/// The store's folder: producers pass through it to their outbox, and see nothing of it.
const STORE_FOLDER: u32 = 0o711;

/// Written by a group, and setgid: what comes into it is that group's too.
const SHARED: u32 = 0o2070;

/// The arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What was made or found, and what is still to be set right by somebody.
#[derive(Default)]
struct Work {
    things: Vec<(&'static str, PathBuf, Made)>,
    remarks: Vec<String>,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let language = screen.language;
    let config = read_config(configured, screen)?;
    // What is wrong with the configuration is found before anything is made.
    let groups = config.outboxes.iter().map(|rules| group(rules, language));
    let mut groups: Vec<Option<u32>> = groups.collect::<Result<_, _>>()?;
    let drop_groups = config.drops.iter().map(|rules| drops::group(rules, language));
    let mut drop_groups: Vec<Option<u32>> = drop_groups.collect::<Result<_, _>>()?;
    refuse_what_is_no_store(&config.store, language)?;
    let mut work = Work::default();
    let owner = owner(&mut work, language);
    if let Some(owner) = owner.filter(|_| sandbox::is_of_service(&config)) {
        let places = package::places();
        put_back(&config, &places, owner, &mut work, language)?;
        let folders = config.outboxes.iter().map(|rules| rules.path.parent());
        of_package(&places, &mut groups, folders);
        of_package(&places, &mut drop_groups, config.drops.iter().map(|rules| Some(rules.path.as_path())));
    }
    let mut done = make_all(&config, owner, &groups, &mut work, language);
    for (rules, group) in config.drops.iter().zip(drop_groups) {
        done = done.and_then(|()| {
            let (path, made, remark) = drops::make(rules, owner, group, language)?;
            work.things.push(("folder", path, made));
            work.remarks.extend(remark);
            Ok(())
        });
    }
    if arguments.json {
        let things = work
            .things
            .iter()
            .map(|(what, path, made)| json!({ "what": what, "path": path, "made": *made == Made::New }));
        let things: Vec<_> = things.collect();
        screen.line(&json!({ "files": things, "remarks": work.remarks }).to_string())?;
    } else {
        for (what, path, made) in &work.things {
            let id = if *made == Made::New { "db-made" } else { "db-found" };
            let values = [("what", (*what).into()), ("path", path.display().to_string().into())];
            screen.line(&wording::say(language, id, &values))?;
        }
        for remark in &work.remarks {
            screen.note(remark);
        }
    }
    done
}

/// Where the configuration names no group, a folder of the package has the package's.
fn of_package<'a>(
    places: &[Place],
    groups: &mut [Option<u32>],
    folders: impl Iterator<Item = Option<&'a Path>>,
) {
    for (group, folder) in groups.iter_mut().zip(folders) {
        *group = group.or_else(|| Some(package::place_of(places, folder?)?.group));
    }
}

/// What the package has made and a copy has changed; the folders that the configuration names are set by
/// what makes them.
fn put_back(
    config: &Config,
    places: &[Place],
    owner: u32,
    work: &mut Work,
    language: Language,
) -> Result<(), Failure> {
    let top = Path::new(sandbox::OWN);
    if !top.exists() {
        return Ok(());
    }
    let named = config.outboxes.iter().filter_map(|rules| rules.path.parent());
    let named = named.chain(config.drops.iter().map(|rules| rules.path.as_path()));
    let named: Vec<&Place> = named.filter_map(|path| package::place_of(places, path)).collect();
    let own: Vec<Place> = places.iter().filter(|place| !named.contains(place)).cloned().collect();
    let changed = package::put_back(top, &own, &config.store, owner).map_err(|(path, error)| {
        let values = [("path", path.display().to_string().into()), ("user", DAEMON.into())];
        anyhow!(error).context(wording::say(language, "giving-file", &values))
    })?;
    for path in changed {
        let values = [("path", path.display().to_string().into())];
        work.remarks.push(wording::say(language, "db-put-back", &values));
    }
    Ok(())
}

fn make_all(
    config: &Config,
    owner: Option<u32>,
    groups: &[Option<u32>],
    work: &mut Work,
    language: Language,
) -> Result<(), Failure> {
    store(&config.store, owner, work, language)?;
    for (rules, group) in config.outboxes.iter().zip(groups) {
        let made = outbox::create(&rules.path, Maker::Init { owner, group: *group })?;
        work.things.push(("outbox", rules.path.clone(), made));
        match group {
            Some(group) => {
                work.remarks.extend(closed_door(&rules.path, *group, language));
                work.remarks.extend(owner.and_then(|_| outsider(&rules.path, *group, language)));
            }
            None if geteuid().is_root() && !has_producers(&rules.path) => {
                let values = [("path", rules.path.display().to_string().into())];
                work.remarks.push(wording::say(language, "db-no-group", &values));
            }
            None => {}
        }
    }
    Ok(())
}

/// Whether the folder is some group's already, as the package makes it.
fn has_producers(outbox: &Path) -> bool {
    let folder = outbox.parent().and_then(|folder| fs::metadata(folder).ok());
    let daemons = User::from_name(DAEMON).ok().flatten().map(|user| user.gid);
    let nobodys = [Some(getegid()), daemons];
    let whose = |folder: &fs::Metadata| Some(Gid::from_raw(folder.gid()));
    folder.is_some_and(|folder| folder.mode() & SHARED == SHARED && !nobodys.contains(&whose(&folder)))
}

fn group(rules: &Outbox, language: Language) -> Result<Option<u32>, Failure> {
    let Some(name) = &rules.group else { return Ok(None) };
    match Group::from_name(name)? {
        Some(group) => Ok(Some(group.gid.as_raw())),
        None => {
            let values = [("group", name.as_str().into()), ("path", rules.path.display().to_string().into())];
            Err(Failure::Usage(anyhow!(wording::say(language, "db-unknown-group", &values))))
        }
    }
}

/// The daemon's user; only root can give files away.
fn owner(work: &mut Work, language: Language) -> Option<u32> {
    if !geteuid().is_root() {
        return None;
    }
    let user = User::from_name(DAEMON).ok().flatten().map(|user| user.uid.as_raw());
    if user.is_none() {
        work.remarks.push(wording::say(language, "db-no-user", &[("user", DAEMON.into())]));
    }
    user
}

/// What stands in the store's place and is none would keep the daemon from starting: it is named, and nothing is made.
fn refuse_what_is_no_store(path: &Path, language: Language) -> Result<(), Failure> {
    let Ok(there) = fs::metadata(path) else { return Ok(()) };
    let (path, marker) = (path.to_owned(), Marker::path(path));
    if there.is_dir() {
        return Err(StoreError::Directory { path }.into());
    }
    if there.is_file() && there.len() == 0 && marker.exists() {
        return Err(StoreError::Gone { path, marker }.into());
    }
    let values = [("marker", marker.display().to_string().into())];
    // What a store became is not to be moved away unseen.
    let id = if marker.exists() { "db-in-its-place" } else { "db-in-the-way" };
    Ok(is_a_store(&path).with_context(|| wording::say(language, id, &values))?)
}

/// A store that is there is left alone, whoever has it open.
fn store(path: &Path, owner: Option<u32>, work: &mut Work, language: Language) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let doing = |id, path: &Path| {
        let values = [("path", path.display().to_string().into()), ("user", DAEMON.into())];
        wording::say(language, id, &values)
    };
    let found = make_folder(folder, owner).with_context(|| doing("making-folder", folder))?;
    work.things.push(("folder", folder.to_owned(), found));
    if path.exists() {
        work.things.push(("store", path.to_owned(), Made::Already));
        // Others may belong to root though the store does not: an earlier version left its marker so.
        for given in owner.map(|owner| give_files(path, owner)).transpose()?.unwrap_or_default() {
            work.remarks.push(doing("db-given", &given));
        }
        return Ok(());
    }
    drop(open_store(path, language)?);
    if let Some(owner) = owner {
        give_files(path, owner).with_context(|| doing("giving-file", path))?;
    }
    work.things.push(("store", path.to_owned(), Made::New));
    Ok(())
}

fn make_folder(folder: &Path, owner: Option<u32>) -> std::io::Result<Made> {
    if folder.is_dir() {
        return Ok(Made::Already);
    }
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent)?;
    }
    DirBuilder::new().mode(STORE_FOLDER).create(folder)?;
    // The umask has taken bits away.
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(STORE_FOLDER))?;
    lchown(folder, owner, None)?;
    Ok(Made::New)
}

/// A daemon that is not in the group of an outbox may not open what a program of that group leaves beside the
/// file when it dies, or when it keeps its journal.
fn outsider(outbox: &Path, group: u32, language: Language) -> Option<String> {
    let daemon = User::from_name(DAEMON).ok().flatten()?;
    let group = Group::from_gid(Gid::from_raw(group)).ok().flatten()?;
    let groups = getgrouplist(&CString::new(DAEMON).ok()?, daemon.gid).ok()?;
    if groups.contains(&group.gid) {
        return None;
    }
    let values = [
        ("path", outbox.display().to_string().into()),
        ("user", DAEMON.into()),
        ("group", group.name.as_str().into()),
    ];
    Some(wording::say(language, "db-outsider", &values))
}

/// A folder on the way to an outbox that the group of its producers can't pass.
pub(super) fn closed_door(outbox: &Path, group: u32, language: Language) -> Option<String> {
    let closed = |folder: &&Path| {
        let passable = |there: fs::Metadata| {
            there.mode() & 0o001 != 0 || (there.gid() == group && there.mode() & 0o010 != 0)
        };
        fs::metadata(folder).is_ok_and(|there| !passable(there))
    };
    let folder = outbox.ancestors().skip(2).filter(|folder| !folder.as_os_str().is_empty()).find(closed)?;
    let values =
        [("outbox", outbox.display().to_string().into()), ("folder", folder.display().to_string().into())];
    Some(wording::say(language, "db-closed-door", &values))
}
