//! `beffroi db check`: whether a store, or a copy of one, is sound. Each finding is a sentence with what to
//! do; judging is `store`'s.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::office::read_config;
use crate::cli::{Failure, Screen, diagnosis, engine};
use crate::config::Config;
use crate::moment::{Moment, Zone};
use crate::store::{
    self, Checkup, Depth, Finding, Rule, StoreError, backup_folder, copy_before, newest_copy,
};
use crate::wording::{self, Language};

/// The arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A copy, in the place of the store of the configuration.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Compares each index with its table too.
    #[arg(long)]
    full: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What was checked.
enum Checked {
    Store,
    Copy {
        /// Where another may lie.
        folders: Vec<PathBuf>,
    },
}

impl Checked {
    /// In JSON: which other copy might be put back.
    const fn key(&self) -> &'static str {
        match self {
            Checked::Store => "newest_backup",
            Checked::Copy { .. } => "older_backup",
        }
    }
}

/// A file, the zone of its times, how it is, what it is, and which other there is.
type Looked = (PathBuf, Zone, Checkup, Checked, Option<PathBuf>);

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let depth = if arguments.full { Depth::Full } else { Depth::Quick };
    let (path, zone, checkup, what, other) = match &arguments.file {
        Some(file) => look_at_copy(file, depth, configured, screen)?,
        None => {
            let config = read_config(configured, screen)?;
            let checkup = store::check(&config.store, depth)?;
            let newest = newest_copy(&config.store);
            (config.store, config.zone, checkup, Checked::Store, newest)
        }
    };
    if arguments.json {
        screen
            .line(&as_json(&path, &checkup, depth, &what, other.as_deref(), screen.language).to_string())?;
    } else {
        let local = |at: Moment| at.local(&zone, "%d/%m/%Y %H:%M");
        for line in lines(&path, &checkup, depth, screen.language, &local) {
            screen.line(&line)?;
        }
        if checkup.is_damaged() {
            screen.line(&way_out(&path, &what, other.as_deref(), screen.language))?;
        }
    }
    if checkup.is_sound() { Ok(()) } else { Err(Failure::Told) }
}

/// What is none of ours is refused with what it is; where its name says that it was to be a copy, with another.
fn look_at_copy(file: &Path, depth: Depth, configured: &Path, screen: &Screen) -> Result<Looked, Failure> {
    // A copy may be looked at on a machine that has no configuration.
    let config = read_config(configured, screen).ok();
    let folders = folders_of_copies(file, config.as_ref());
    let zone = config.map_or_else(Zone::system, |config| config.zone);
    let older = copy_before(file, &folders);
    let what = Checked::Copy { folders };
    match store::check_copy(file, depth) {
        Ok(checkup) => Ok((file.to_owned(), zone, checkup, what, older)),
        Err(error @ StoreError::NoStore { .. }) if store::is_named_as_copy(file) => {
            screen.note(&format!("beffroi: {}", diagnosis::sentence(&error, screen.language)));
            screen.note(&way_out(file, &what, older.as_deref(), screen.language));
            Err(Failure::Told)
        }
        Err(error) => Err(error.into()),
    }
}

/// Its own, and the store's: who was given a copy on a stick has others there.
fn folders_of_copies(copy: &Path, config: Option<&Config>) -> Vec<PathBuf> {
    let own = copy.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut folders = vec![own.to_owned()];
    let stores = config.map(|config| backup_folder(&config.store));
    folders.extend(stores.filter(|folder| folder.canonicalize().ok() != own.canonicalize().ok()));
    folders
}

fn lines(
    path: &Path,
    checkup: &Checkup,
    depth: Depth,
    language: Language,
    local: &dyn Fn(Moment) -> String,
) -> Vec<String> {
    let shown = || path.display().to_string().into();
    let mut lines = Vec::new();
    if checkup.is_sound() {
        let messages = i64::try_from(checkup.messages).unwrap_or(i64::MAX);
        let depth = if depth == Depth::Full { "full" } else { "quick" };
        let values = [("path", shown()), ("messages", messages.into()), ("depth", depth.into())];
        lines.push(wording::say(language, "care-sound", &values));
    } else {
        let values = [("path", shown()), ("count", checkup.findings.len().into())];
        lines.push(wording::say(language, "care-unsound", &values));
        lines.extend(sentences(&checkup.findings, language));
    }
    for (id, at) in [("care-backup-of", checkup.backup), ("care-restored", checkup.restored)] {
        lines.extend(at.map(|at| wording::say(language, id, &[("at", local(at).into())])));
    }
    lines
}

/// What to do about damage. A copy that is damaged is not mended by putting it back.
fn way_out(path: &Path, what: &Checked, other: Option<&Path>, language: Language) -> String {
    let shown = |path: &Path| path.display().to_string();
    let (id, name, shown) = match (what, other) {
        (Checked::Store, Some(newest)) => ("care-put-back", "backup", shown(newest)),
        (Checked::Store, None) => ("care-no-backup", "folder", shown(&backup_folder(path))),
        (Checked::Copy { .. }, Some(older)) => ("care-copy-older", "older", shown(older)),
        (Checked::Copy { folders }, None) => {
            let folders: Vec<_> = folders.iter().map(|folder| shown(folder)).collect();
            ("care-copy-none", "folder", folders.join(", "))
        }
    };
    wording::say(language, id, &[(name, shown.into())])
}

/// What was found, in sentences that say what to do.
pub(super) fn sentences(findings: &[Finding], language: Language) -> Vec<String> {
    let say = |finding: &Finding| {
        let values = [("count", finding.count.into()), ("examples", examples(finding, language).into())];
        wording::say(language, &sentence_of(finding), &values)
    };
    findings.iter().map(say).collect()
}

/// Numbers and names as they are; of what SQLite says, each sentence of ours once.
fn examples(finding: &Finding, language: Language) -> String {
    if finding.rule == Rule::Damaged {
        let told: BTreeSet<_> = finding.examples.iter().map(|words| engine::harm(words, language)).collect();
        return told.into_iter().collect::<Vec<_>>().join(", ");
    }
    let more = if finding.count > finding.examples.len() { ", …" } else { "" };
    format!("{}{more}", finding.examples.join(", "))
}

fn sentence_of(finding: &Finding) -> String {
    if finding.rule == Rule::Damaged && finding.examples.iter().any(|words| engine::is_no_database(words)) {
        return "care-not_sqlite".to_owned();
    }
    let word = serde_json::to_value(finding.rule).ok();
    format!("care-{}", word.as_ref().and_then(|word| word.as_str()).unwrap_or_default())
}

fn as_json(
    path: &Path,
    checkup: &Checkup,
    depth: Depth,
    what: &Checked,
    other: Option<&Path>,
    language: Language,
) -> serde_json::Value {
    let said = sentences(&checkup.findings, language);
    let findings = checkup.findings.iter().zip(said).map(|(finding, sentence)| {
        json!({ "rule": finding.rule, "count": finding.count, "examples": finding.examples,
            "sentence": sentence })
    });
    json!({
        "path": path, "sound": checkup.is_sound(), "full": depth == Depth::Full,
        "messages": checkup.messages, "restored": checkup.restored, "backup": checkup.backup,
        "findings": findings.collect::<Vec<_>>(), what.key(): other,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_sentence_in_both_languages_for_one_and_for_many() {
        for &rule in Rule::ALL {
            for count in [1, 7] {
                let finding = Finding { rule, count, examples: vec!["41".into()] };
                let [french, english] = [Language::French, Language::English]
                    .map(|language| sentences(std::slice::from_ref(&finding), language).remove(0));
                assert_ne!(french, english);
                for said in [french, english] {
                    assert!(said.len() > 30 && !said.contains(['{', '$']), "{rule:?}: {said}");
                }
            }
        }
    }
}
