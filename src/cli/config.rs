//! `beffroi config check` and `beffroi config default`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use nix::unistd::Group;
use serde_json::json;

use super::mistakes::{ToldMistakes, sentence};
use super::unit::Unit;
use super::{Failure, Screen, pin_file, sandbox};
use crate::config::{Config, DEFAULT, Device, DropFolder, DropFormat, Line, Mistakes, Service};
use crate::message::Alphabet;
use crate::modem::discover::{self, Roots};
use crate::moment::show_duration;
use crate::text::measure::measure;
use crate::text::transliterate::shown;
use crate::text::{Rules, prepare_within};
use crate::wording::{self, Language};

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: beffroi config check /etc/beffroi/beffroi.toml")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Says what is wrong with a configuration, line by line, or what it amounts to.
    #[command(after_help = "Example: sudo beffroi config check ./beffroi.toml\n\n\
        Looks at the machine too: groups, whether the service's user can read the PINs, ports that are none, \
        folders that the systemd unit does not open yet.")]
    Check {
        /// The file; the one that --config names unless given.
        file: Option<PathBuf>,
        /// Prints JSON.
        #[arg(long)]
        json: bool,
        /// Another root than /, with etc, sys and dev in it.
        #[arg(long, value_name = "FOLDER", default_value = "/", hide = true)]
        root: PathBuf,
    },
    /// Prints a commented configuration to begin with.
    #[command(after_help = "Example: beffroi config default > beffroi.toml")]
    Default,
}

/// One sentence below the other, as the mistakes of a file stand.
const BELOW: &str = "\n         ";

/// Septets of a text that takes several SMS in each alphabet.
const SEVERAL_SMS: usize = 1000;

/// Runs it; `configured` is what `--config` names.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    match &arguments.command {
        Command::Default => Ok(screen.line(DEFAULT.trim_end())?),
        Command::Check { file, json, root } => {
            let file = file.as_deref().unwrap_or(configured);
            let unit = Unit::read(root);
            match (Config::read(file), json) {
                (Ok(config), json) => {
                    let mut wrong = machine(&config, &unit, root, screen.language)?;
                    wrong.extend(pointless(&config, screen.language));
                    let remarks = remarks(&config, screen.language);
                    match json {
                        true => screen.line(&as_json(&config, &unit, &wrong, &remarks).to_string())?,
                        false => summary(file, &config, &unit, &wrong, screen)?,
                    }
                    remarks.iter().for_each(|remark| screen.note(remark));
                    if wrong.is_empty() {
                        return Ok(());
                    }
                    Err(Failure::Usage(anyhow!(wrong.join(BELOW))))
                }
                (Err(mistakes), false) => Err(Failure::Usage(told(mistakes, screen.language).into())),
                (Err(mistakes), true) => {
                    screen.line(&mistakes_as_json(&mistakes, screen.language).to_string())?;
                    Err(Failure::Usage(told(mistakes, screen.language).into()))
                }
            }
        }
    }
}

/// What is wrong, in a language, as the error that ends a command.
pub(super) fn told(mistakes: Mistakes, language: Language) -> ToldMistakes {
    ToldMistakes { mistakes, language }
}

fn summary(
    file: &Path,
    config: &Config,
    unit: &Unit,
    wrong: &[String],
    screen: &mut Screen,
) -> Result<(), Failure> {
    let language = screen.language;
    let word = |id| wording::say(language, id, &[]);
    let head = if wrong.is_empty() { "config-right" } else { "config-not-here" };
    screen.line(&wording::say(language, head, &[("file", file.display().to_string().into())]))?;
    screen.line(&format!("  store     {}", config.store.display()))?;
    screen.line(&format!("  control   {}", config.control.display()))?;
    let names: Vec<&str> = config.services.keys().map(String::as_str).collect();
    screen.line(&format!("  {:<9} {}", word("config-services"), names.join(", ")))?;
    for outbox in &config.outboxes {
        let allowed = outbox.services.as_ref().map_or_else(|| word("config-any"), |names| names.join(", "));
        let allowed = wording::say(language, "config-allowed", &[("services", allowed.into())]);
        screen.line(&format!("  outbox    {} ({allowed})", outbox.path.display()))?;
    }
    for drop in &config.drops {
        let values = [
            ("service", drop.service.as_str().into()),
            ("lane", wording::lane(language, drop.lane).into()),
            ("limit", drop.confirm_above.into()),
        ];
        let rules = wording::say(language, "config-drop", &values);
        screen.line(&format!("  drop      {} ({rules})", drop.path.display()))?;
    }
    let shown: Vec<String> = config
        .lines
        .iter()
        .map(|line| {
            format!("{} ({}, {})", line.name, place(&line.device), show_duration(line.result_timeout))
        })
        .collect();
    let shown = if shown.is_empty() { word("config-no_line") } else { shown.join(", ") };
    screen.line(&format!("  {:<9} {shown}", word("config-lines")))?;
    let drop_in = sandbox::drop_in(config, unit);
    if !drop_in.is_empty() {
        screen.line(&word("config-closed"))?;
        for line in drop_in {
            screen.line(&format!("  {line}"))?;
        }
    }
    Ok(())
}

/// What is right in itself, and not on this machine: all of it, a sentence each.
fn machine(config: &Config, unit: &Unit, root: &Path, language: Language) -> Result<Vec<String>, Failure> {
    let mut wrong = groups(config, language)?;
    let roots = Roots::under(root);
    wrong.extend(config.lines.iter().filter_map(|line| no_modem(line, &roots, language)));
    wrong.extend(pin_file::faults(config, unit, language));
    Ok(wrong)
}

/// What a file may hold and would never serve, on whichever machine.
fn pointless(config: &Config, language: Language) -> impl Iterator<Item = String> {
    config.drops.iter().filter_map(move |drop| refused_text(drop, config, language))
}

/// Why a folder's own text would be refused for everybody; one with fields depends on its lists.
fn refused_text(drop: &DropFolder, config: &Config, language: Language) -> Option<String> {
    if drop.format == DropFormat::Spool || drop.text.contains(['{', '}']) {
        return None;
    }
    let service = config.services.get(&drop.service)?;
    let limit = service.most_parts(drop.lane).into();
    let reason = prepare_within(&drop.text, service.rules(), limit).err()?;
    let values = [
        ("path", drop.path.display().to_string().into()),
        ("service", drop.service.as_str().into()),
        ("reason", wording::reason(language, &reason).into()),
    ];
    Some(wording::say(language, "config-refused_text", &values))
}

/// What is right and costs more than somebody may think: signatures that make a text dearer.
fn remarks(config: &Config, language: Language) -> Vec<String> {
    let dear = config.services.iter().filter_map(|(name, service)| dear_signature(name, service, language));
    let longer = config.drops.iter().filter_map(|drop| longer_by_signature(drop, config, language));
    dear.chain(longer).collect()
}

/// A signature that makes texts UCS-2, or has them written with the table of a language.
fn dear_signature(name: &str, service: &Service, language: Language) -> Option<String> {
    service.signature.as_ref()?;
    // Only where a text takes several SMS is a table worth its while.
    let measured = measure(&"x".repeat(SEVERAL_SMS), service.rules()).ok()?;
    let table = measured.cost.alphabet.table();
    if table.is_none() && measured.cost.alphabet == Alphabet::Gsm7 {
        return None;
    }
    let signs: BTreeSet<String> = measured.culprits.iter().map(|culprit| shown(culprit.character)).collect();
    let signs = signs.into_iter().collect::<Vec<_>>().join(" ");
    let mends = [("typographic", measured.typographic), ("fold", measured.folded)];
    let mend = match mends.into_iter().find(|(_, cost)| cost.alphabet == Alphabet::Gsm7) {
        Some(("fold", _)) if !service.tables.is_empty() => "alone",
        Some((policy, _)) => policy,
        None => "none",
    };
    let values = [
        ("service", name.into()),
        ("signs", signs.into()),
        ("mend", mend.into()),
        ("table", table.map_or("none", |table| table.as_str()).into()),
    ];
    let id = if table.is_some() { "config-signature_by_table" } else { "config-dear_signature" };
    Some(wording::say(language, id, &values))
}

/// A folder's own text that takes more SMS for its signature; one with fields depends on its lists.
fn longer_by_signature(drop: &DropFolder, config: &Config, language: Language) -> Option<String> {
    if drop.format == DropFormat::Spool || drop.text.contains(['{', '}']) {
        return None;
    }
    let rules = config.services.get(&drop.service)?.rules();
    let parts = |rules| measure(&drop.text, rules).ok().map(|measured| measured.cost.parts);
    let (with, without) = (parts(rules)?, parts(Rules { signature: None, ..rules })?);
    let values = [
        ("path", drop.path.display().to_string().into()),
        ("service", drop.service.as_str().into()),
        ("with", with.into()),
        ("without", without.into()),
    ];
    (with > without).then(|| wording::say(language, "config-longer_by_signature", &values))
}

/// Why a line's device can't be a modem, as far as can be seen without opening it.
fn no_modem(line: &Line, roots: &Roots, language: Language) -> Option<String> {
    let Device::Path(device) = &line.device else { return None };
    let name = discover::printer_at(roots, device);
    if name.is_none() && !discover::is_no_port(roots, device) {
        return None;
    }
    let id = if name.is_some() { "config-printer" } else { "config-no_port" };
    let values = [
        ("line", line.name.as_str().into()),
        ("device", device.display().to_string().into()),
        ("name", name.unwrap_or_default().into()),
    ];
    Some(wording::say(language, id, &values))
}

/// A group that this machine has not is no mistake of the file, but `db init` stops at it.
fn groups(config: &Config, language: Language) -> Result<Vec<String>, Failure> {
    let mut wrong = Vec::new();
    for outbox in &config.outboxes {
        let Some(group) = &outbox.group else { continue };
        if Group::from_name(group)?.is_none() {
            let path = outbox.path.display().to_string();
            let values = [("group", group.as_str().into()), ("path", path.into())];
            wrong.push(wording::say(language, "db-unknown-group", &values));
        }
    }
    Ok(wrong)
}

fn place(device: &Device) -> String {
    match device {
        Device::Path(path) => path.display().to_string(),
        Device::Auto => "auto".to_owned(),
    }
}

fn as_json(config: &Config, unit: &Unit, wrong: &[String], remarks: &[String]) -> serde_json::Value {
    let services: serde_json::Map<_, _> = config
        .services
        .iter()
        .map(|(name, service)| {
            let value = json!({
                "lane": service.lane, "when_unknown": service.when_unknown.map_or("default", |rule| rule.as_str()),
                "text": service.text, "emoji": service.emoji, "national": service.tables,
                "signature": service.signature,
                "max_parts": service.max_parts,
            });
            (name.clone(), value)
        })
        .collect();
    let outboxes: Vec<_> = config
        .outboxes
        .iter()
        .map(|outbox| {
            json!({
                "path": outbox.path, "services": outbox.services, "lanes": outbox.lanes,
                "group": outbox.group,
            })
        })
        .collect();
    let lines: Vec<_> = config
        .lines
        .iter()
        .map(|line| {
            json!({
                "name": line.name, "device": place(&line.device), "imei": line.imei,
                "iccid": line.iccid, "result_timeout": show_duration(line.result_timeout),
            })
        })
        .collect();
    let drops: Vec<_> = config
        .drops
        .iter()
        .map(|drop| {
            json!({
                "path": drop.path, "service": drop.service, "lane": drop.lane, "text": drop.text,
                "where": drop.conditions, "phone": drop.phone, "confirm_above": drop.confirm_above,
                "spool": drop.format == DropFormat::Spool, "keep": show_duration(drop.keep),
            })
        })
        .collect();
    json!({
        "right": wrong.is_empty(), "problems": wrong, "remarks": remarks, "store": config.store, "control": config.control, "language": config.language,
        "services": services, "outboxes": outboxes, "drops": drops, "lines": lines,
        "drop_in": sandbox::drop_in(config, unit),
    })
}

fn mistakes_as_json(mistakes: &Mistakes, language: Language) -> serde_json::Value {
    let list: Vec<_> = mistakes
        .list
        .iter()
        .map(|mistake| {
            json!({
                "line": mistake.line, "key": mistake.key,
                "sentence": sentence(&mistake.problem, language),
            })
        })
        .collect();
    json!({ "right": false, "file": mistakes.file, "mistakes": list })
}
