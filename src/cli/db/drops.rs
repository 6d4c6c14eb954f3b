//! The drop folders of `db init`, with the groups of those who fill them.

use std::path::PathBuf;

use anyhow::anyhow;
use nix::unistd::{Group, geteuid};

use super::init::closed_door;
use crate::cli::Failure;
use crate::config::DropFolder;
use crate::intake::dropfolder;
use crate::outbox::Made;
use crate::wording::{self, Language};

/// The number of its group, where one is named.
pub(super) fn group(rules: &DropFolder, language: Language) -> Result<Option<u32>, Failure> {
    let Some(name) = &rules.group else { return Ok(None) };
    match Group::from_name(name)? {
        Some(group) => Ok(Some(group.gid.as_raw())),
        None => {
            let values = [("group", name.as_str().into()), ("path", rules.path.display().to_string().into())];
            Err(Failure::Usage(anyhow!(wording::say(language, "db-unknown-drop-group", &values))))
        }
    }
}

/// Makes one; what was made or found, and what would still keep the office out.
pub(super) fn make(
    rules: &DropFolder,
    owner: Option<u32>,
    group: Option<u32>,
    language: Language,
) -> Result<(PathBuf, Made, Option<String>), Failure> {
    let made = dropfolder::make(&rules.path, owner, group).map_err(|(path, error)| {
        let values = [("path", path.display().to_string().into())];
        anyhow!(error).context(wording::say(language, "making-drop", &values))
    })?;
    let remark = match group {
        Some(group) => closed_door(&rules.path.join("*"), group, language),
        None if geteuid().is_root() => {
            let values = [("path", rules.path.display().to_string().into())];
            Some(wording::say(language, "db-no-drop-group", &values))
        }
        None => None,
    };
    Ok((rules.path.clone(), made, remark))
}
