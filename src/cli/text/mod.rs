//! `beffroi text`: what a text costs, which signs make it cost more, and what another wording would
//! cost. Reads no configuration unless a service is named, and needs no daemon. [`tell`] has the sentences, for other commands too.

mod price;
pub(super) mod tell;
#[cfg(test)]
mod tests;

use std::io::Read;
use std::path::Path;

use anyhow::Context;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::{Value, json};

use self::price::Price;
use super::office::read_config;
use super::options::Options;
use super::{Failure, Screen};
use crate::config::{Config, Service};
use crate::message::{Emoji, NationalTable, Reason, TextPolicy};
use crate::text::measure::{self, ByTable, Cost, Measure, cost_in, measure};
use crate::text::shown::indented;
use crate::text::{Prepared, Rules, prepare_within};
use crate::wording::{self, Language};

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  beffroi text measure 'Cours de piano annulé ce soir.'")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Alphabet, parts, what costs a second part, and the cheaper wording.
    #[command(after_help = "\
Examples:
  beffroi text measure 'Cours de piano annulé ce soir.'
  beffroi text measure --policy fold --recipients 120 --price 0.045 - < notice.txt
  beffroi text measure --service conservatoire 'L’enquête est reportée…'

Exit code 3: the text would be refused.")]
    Measure(MeasureArguments),
}

#[derive(Debug, clap::Args)]
struct MeasureArguments {
    /// The text; `-` reads it from standard input.
    text: String,
    /// What becomes of signs that GSM-7 has not: typographic, fold, keep or refuse.
    #[arg(long, value_name = "POLICY", default_value = "typographic")]
    policy: TextPolicy,
    /// What becomes of emoji: keep, or name (with typographic and fold).
    #[arg(long, value_name = "EMOJI", default_value = "keep")]
    emoji: Emoji,
    /// By the rules of a service of the configuration, and as many SMS as it allows in its own lane.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["policy", "emoji"])]
    service: Option<String>,
    /// So many people would get it.
    #[arg(long, value_name = "COUNT")]
    recipients: Option<u32>,
    /// What one SMS costs, in euros: 0.045.
    #[arg(long, value_name = "EUROS", requires = "recipients")]
    price: Option<Price>,
    /// Also by the letters of a language that few phones know, for trials: portuguese (ç ê ô), spanish or turkish.
    #[arg(long, value_name = "LANGUAGE", value_parser = shifted())]
    national: Option<NationalTable>,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What standard input may hold at most: far beyond 255 parts.
const MOST_INPUT: u64 = 1 << 20;

/// What is told of a text.
struct Told {
    measured: Measure,
    /// As it would go, where it had to be folded to be within.
    folded: Option<Prepared>,
    refusal: Option<Reason>,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let Command::Measure(arguments) = &arguments.command;
    let config = arguments.service.is_some().then(|| read_config(configured, screen)).transpose()?;
    let service = service(arguments, config.as_ref(), screen)?;
    let rules = service.map_or(Rules { emoji: arguments.emoji, ..arguments.policy.into() }, Service::rules);
    let limit = service.map(|service| service.most_parts(service.lane).into());
    let text = read_text(&arguments.text, screen.language)?;
    let national = text.as_ref().ok().and_then(|text| by_language(text, rules, arguments));
    let told = text.and_then(|text| judged(&text, rules, limit));
    let refusal = match &told {
        Ok(told) => told.refusal.clone(),
        Err(reason) => Some(reason.clone()),
    };
    if arguments.json {
        screen.line(&to_json(&told, rules, national.as_ref(), arguments).to_string())?;
    } else {
        if let Ok(told) = &told {
            for line in lines(told, rules, national.as_ref(), arguments, screen.language) {
                screen.line(&line)?;
            }
        }
        if let Some(reason) = &refusal {
            let reason = wording::reason(screen.language, reason);
            screen.line(&wording::say(screen.language, "text-refused", &[("reason", reason.into())]))?;
        }
    }
    if refusal.is_some() { Err(Failure::Refused) } else { Ok(()) }
}

/// The service that is named.
fn service<'c>(
    arguments: &MeasureArguments,
    config: Option<&'c Config>,
    screen: &Screen,
) -> Result<Option<&'c Service>, Failure> {
    let (Some(name), Some(config)) = (&arguments.service, config) else { return Ok(None) };
    let unknown = || Reason::UnknownService { service: name.clone() };
    match config.services.get(name) {
        Some(service) => Ok(Some(service)),
        None => Err(Options::misused(&unknown(), screen.language).unwrap_or(Failure::Refused)),
    }
}

/// Measures a text, and says whether it may go in so many parts, where somebody sets a limit.
fn judged(text: &str, rules: Rules<'_>, limit: Option<u32>) -> Result<Told, Reason> {
    let measured = measure(text, rules)?;
    let Some(limit) = limit else {
        return Ok(Told { refusal: measured.refusal.clone(), measured, folded: None });
    };
    let prepared = prepare_within(text, rules, limit);
    let refusal = prepared.as_ref().err().cloned();
    let folded = prepared.ok().filter(|prepared| prepared.text != measured.text);
    Ok(Told { measured, folded, refusal })
}

/// The text itself, or what standard input holds where it is `-`.
pub(super) fn read_text(argument: &str, language: Language) -> Result<Result<String, Reason>, Failure> {
    if argument != "-" {
        return Ok(Ok(argument.to_owned()));
    }
    let mut octets = Vec::new();
    std::io::stdin()
        .lock()
        .take(MOST_INPUT + 1)
        .read_to_end(&mut octets)
        .with_context(|| wording::say(language, "reading-input", &[]))?;
    if octets.len() as u64 > MOST_INPUT {
        let values = [("octets", MOST_INPUT.to_string().into())];
        let sentence = wording::say(language, "input-too-long", &values);
        return Err(Failure::Failed(anyhow::anyhow!(sentence)));
    }
    let Ok(text) = String::from_utf8(octets) else {
        return Ok(Err(Reason::NotUnicode));
    };
    // The line end that a shell or an editor puts behind a text is not part of it.
    let text = text.strip_suffix('\n').map_or(&*text, |text| text.strip_suffix('\r').unwrap_or(text));
    Ok(Ok(text.to_owned()))
}

fn lines(
    told: &Told,
    rules: Rules<'_>,
    national: Option<&ByTable>,
    arguments: &MeasureArguments,
    language: Language,
) -> Vec<String> {
    let (measured, now) = (&told.measured, told.cost());
    // A signed text is shown as it goes: a line counts that nobody sees.
    let is_shown = rules.signature.is_some() && told.refusal.is_none();
    let text = is_shown.then(|| indented(told.text()));
    let mut lines: Vec<String> = text.into_iter().chain(tell::priced(now, language)).collect();
    match &told.folded {
        // Of a text that had to be folded to be sent at all, the changes say enough.
        Some(folded) => lines.extend(tell::changes(&folded.changes, language)),
        None => {
            lines.extend(tell::changes(&measured.changes, language));
            lines.extend(tell::advice(measured, language));
        }
    }
    lines.extend(tell::policies(measured, rules.policy, language));
    if let (Some(found), Some(table)) = (national, arguments.national) {
        lines.extend(tell::by_table(found, table, rules.policy, language));
    }
    if let Some(recipients) = arguments.recipients {
        lines.push(String::new());
        let total = |cost: Cost| tell::total(cost, recipients, arguments.price, language);
        let values = [("recipients", recipients.into()), ("total", total(now).into())];
        lines.push(wording::say(language, "text-total", &values));
        if let Some(cheaper) = measured.cheaper.as_ref().filter(|_| told.folded.is_none()) {
            let values = [("total", total(cheaper.cost).into()), ("cut", cheaper.cut.into())];
            let id = if cheaper.is_whole() { "text-total-cheaper" } else { "text-total-cut" };
            lines.push(wording::say(language, id, &values));
        }
    }
    lines
}

/// What the letters of the language that somebody tries would do for the text; one that can't be sent is refused
/// elsewhere.
fn by_language(text: &str, rules: Rules<'_>, arguments: &MeasureArguments) -> Option<ByTable> {
    measure::national(text, rules, arguments.national?).ok()
}

/// The languages in Latin letters that have a table of their own for what stands behind an escape, by their names.
fn shifted() -> impl TypedValueParser<Value = NationalTable> {
    PossibleValuesParser::new(["portuguese", "spanish", "turkish"])
        .try_map(|name| name.parse::<NationalTable>())
}

impl Told {
    /// What would be sent.
    fn text(&self) -> &str {
        self.folded.as_ref().map_or(&self.measured.text, |folded| &folded.text)
    }

    /// What would be sent costs so much.
    fn cost(&self) -> Cost {
        let folded = self.folded.as_ref().map(|folded| cost_in(&folded.text, folded.alphabet));
        folded.unwrap_or(self.measured.cost)
    }
}

fn to_json(
    told: &Result<Told, Reason>,
    rules: Rules<'_>,
    national: Option<&ByTable>,
    arguments: &MeasureArguments,
) -> Value {
    let policy = rules.policy;
    match told {
        Err(reason) => json!({ "policy": policy, "refused": reason }),
        Ok(told) => {
            let (measured, now) = (&told.measured, told.cost());
            let text = told.text();
            let changes = told.folded.as_ref().map_or(&measured.changes, |folded| &folded.changes);
            let total = |cost: Cost| {
                let sms =
                    arguments.recipients.map(|recipients| u64::from(recipients) * u64::from(cost.parts));
                let euros = sms.and_then(|sms| Some(arguments.price?.times(sms).to_string()));
                json!({ "sms": sms, "euros": euros })
            };
            let saved = |whole: bool| {
                let cheaper = measured.cheaper.as_ref().filter(|cheaper| cheaper.is_whole() == whole);
                cheaper.map(|cheaper| total(cheaper.cost))
            };
            json!({
                "policy": policy,
                "emoji": rules.emoji,
                "service": arguments.service,
                "text": text,
                "alphabet": now.alphabet,
                "parts": now.parts,
                "used": now.used,
                "left": now.left,
                "changes": tell::changes_json(changes),
                "culprits": tell::culprits_json(&measured.culprits),
                "without_culprits": tell::cost_json(measured.without_culprits),
                "kept": tell::cost_json(measured.kept),
                "typographic": tell::cost_json(measured.typographic),
                "folded": tell::cost_json(measured.folded),
                "cheaper": measured.cheaper.as_ref().map(tell::wording_json),
                "national": match national {
                    Some(ByTable::Written(cost)) => Some(tell::cost_json(*cost)),
                    _ => None,
                },
                "recipients": arguments.recipients.map(|recipients| json!({
                    "count": recipients,
                    "now": total(now),
                    "cheaper": saved(true),
                    "cut": saved(false),
                })),
                "refused": told.refusal,
            })
        }
    }
}
