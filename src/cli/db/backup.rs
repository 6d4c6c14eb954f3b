//! `beffroi db backup`: a copy of the store while the daemon sends. Copying is `store`'s; here are the
//! folder, how many are kept, and what is said of it.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::anyhow;
use serde_json::json;

use crate::cli::office::read_config;
use crate::cli::{Failure, Screen};
use crate::moment::Moment;
use crate::store::{self, Backup, Target, back_up, backup_folder};
use crate::wording::{self, Language};

/// The arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The file to be made, or the folder where it is named after the time; backup beside the store without it.
    #[arg(value_name = "FILE|DIR")]
    target: Option<PathBuf>,
    /// Removes the oldest copies of the folder beyond so many.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let config = read_config(configured, screen)?;
    let target = match &arguments.target {
        None => Target::Folder(backup_folder(&config.store)),
        Some(path) if path.is_dir() => Target::Folder(path.clone()),
        Some(path) => Target::File(path.clone()),
    };
    if let (Target::File(path), Some(_)) = (&target, arguments.keep) {
        let values = [("path", path.display().to_string().into())];
        return Err(Failure::Usage(anyhow!(wording::say(screen.language, "backup-keep-file", &values))));
    }
    let made = back_up(&config.store, &target, Moment::from_system(SystemTime::now()))?;
    let removed = match (&target, arguments.keep) {
        (Target::Folder(folder), Some(keep)) => store::keep_newest(folder, keep.into(), &made.path)?,
        _ => Vec::new(),
    };
    if arguments.json {
        let value = json!({
            "path": made.path, "octets": made.octets, "messages": made.checkup.messages,
            "made": made.checkup.backup, "sound": made.checkup.is_sound(), "removed": removed,
        });
        screen.line(&value.to_string())?;
    } else {
        tell(&made, &removed, screen)?;
    }
    if made.checkup.is_sound() {
        return Ok(());
    }
    Err(Failure::Failed(anyhow!(wording::say(screen.language, "backup-unsound", &[]))))
}

fn tell(made: &Backup, removed: &[PathBuf], screen: &mut Screen) -> std::io::Result<()> {
    let language = screen.language;
    let path = |path: &Path| ("path", path.display().to_string().into());
    let messages = i64::try_from(made.checkup.messages).unwrap_or(i64::MAX);
    let values =
        [path(&made.path), ("messages", messages.into()), ("size", size(made.octets, language).into())];
    screen.line(&wording::say(language, "backup-made", &values))?;
    removed.iter().try_for_each(|old| screen.line(&wording::say(language, "backup-removed", &[path(old)])))
}

/// In thousands or millions of octets.
fn size(octets: u64, language: Language) -> String {
    let (unit, mega, kilo) = match language {
        Language::French => (",", "Mo", "ko"),
        Language::English => (".", "MB", "kB"),
    };
    match octets / 100_000 {
        tenths @ 10.. => format!("{}{unit}{}\u{A0}{mega}", tenths / 10, tenths % 10),
        _ => format!("{}\u{A0}{kilo}", octets.div_ceil(1000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_in_the_readers_units() {
        let rows = [(4_096, "5\u{A0}kB", "5\u{A0}ko"), (1_260_000, "1.2\u{A0}MB", "1,2\u{A0}Mo")];
        for (octets, english, french) in rows {
            assert_eq!(size(octets, Language::English), english);
            assert_eq!(size(octets, Language::French), french);
        }
    }
}
