//! `beffroi db check`: whether a store, or a copy of one, is sound. Each finding is a sentence with what to
//! do; judging is `store`'s.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::office::read_config;
use crate::cli::{Failure, Screen};
use crate::moment::{Moment, Zone};
use crate::store::{self, Checkup, Depth, Finding, Rule, backup_folder, newest_backup};
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

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let depth = if arguments.full { Depth::Full } else { Depth::Quick };
    let (path, zone, checkup) = match &arguments.file {
        Some(file) => (file.clone(), Zone::system(), store::check_copy(file, depth)?),
        None => {
            let config = read_config(configured, screen)?;
            let checkup = store::check(&config.store, depth)?;
            (config.store, config.zone, checkup)
        }
    };
    let newest = newest_backup(&backup_folder(&path));
    if arguments.json {
        screen.line(&as_json(&path, &checkup, depth, newest.as_deref(), screen.language).to_string())?;
    } else {
        let local = |at: Moment| at.local(&zone, "%d/%m/%Y %H:%M");
        for line in lines(&path, &checkup, depth, newest.as_deref(), screen.language, &local) {
            screen.line(&line)?;
        }
    }
    if checkup.is_sound() { Ok(()) } else { Err(Failure::Told) }
}

fn lines(
    path: &Path,
    checkup: &Checkup,
    depth: Depth,
    newest: Option<&Path>,
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
    if checkup.is_damaged() {
        lines.push(match newest {
            Some(backup) => {
                let values = [("backup", backup.display().to_string().into())];
                wording::say(language, "care-put-back", &values)
            }
            None => {
                let folder = backup_folder(path).display().to_string();
                wording::say(language, "care-no-backup", &[("folder", folder.into())])
            }
        });
    }
    lines
}

/// What was found, in sentences that say what to do.
pub(super) fn sentences(findings: &[Finding], language: Language) -> Vec<String> {
    let say = |finding: &Finding| {
        let more = if finding.count > finding.examples.len() { ", …" } else { "" };
        let examples = format!("{}{more}", finding.examples.join(", "));
        let values = [("count", finding.count.into()), ("examples", examples.into())];
        wording::say(language, &sentence_of(finding.rule), &values)
    };
    findings.iter().map(say).collect()
}

fn sentence_of(rule: Rule) -> String {
    let word = serde_json::to_value(rule).ok();
    format!("care-{}", word.as_ref().and_then(|word| word.as_str()).unwrap_or_default())
}

fn as_json(
    path: &Path,
    checkup: &Checkup,
    depth: Depth,
    newest: Option<&Path>,
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
        "findings": findings.collect::<Vec<_>>(), "newest_backup": newest,
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
