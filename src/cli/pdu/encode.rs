//! `beffroi pdu encode`: TPDUs of options, of fields as `decode --json` prints them, or of both.

use anyhow::anyhow;
use serde_json::{Value, json};

use super::super::text::read_text;
use super::super::{Failure, Screen};
use super::build::{Written, write};
use super::draft::{self, Draft, Given, Refused};
use super::input::taken;
use super::named::Source;
use super::options::Options;
use super::words::{self, Pair, say, typographic};
use super::wrong::Wrong;
use crate::sms::frame;
use crate::wording::Language;

pub(super) const HELP: &str = "\
Examples:
  beffroi pdu encode --to '06 39 98 00 12' --text 'Cours annulé.' --json
  beffroi pdu encode --to 36105 --data 0605040B8423F0 --ports 2948:9200 --class 1
  beffroi pdu encode --type deliver --to Mairie --toa 0xD0 --sent-at 2026-12-24T17:00:00+01:00 --text 'Marché.'
  beffroi pdu encode --type status-report --to +33639980012 --sent-at 2026-12-24T17:00:00+01:00 \\
      --discharged-at 2026-12-24T17:00:04+01:00 --status 0x46
  beffroi pdu decode --json < modem.log | beffroi pdu encode --fields -

OCTET is 245 or 0xF5.";

/// The arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    options: Options,
    /// Fields, one JSON object for each TPDU, named as by decode --json; `-` reads standard input. Options go before them.
    #[arg(long, value_name = "FILE")]
    fields: Option<String>,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let text = match arguments.options.text.as_deref().map(|text| read_text(text, screen.language)) {
        None => None,
        Some(read) => match read? {
            Ok(text) => Some(text),
            Err(reason) => return refuse(&reason.code(), None, arguments, screen),
        },
    };
    let fields = arguments.fields.as_deref().map(|file| taken(file, screen.language)).transpose()?;
    let given = match fields.as_deref().map(draft::all).transpose() {
        Ok(given) => given.unwrap_or_else(|| vec![Given::by_options()]),
        Err(wrong) => return refuse(&wrong.told(screen.language), wrong.field(), arguments, screen),
    };
    let source = if fields.is_some() { Source::OptionsAndFields } else { Source::Options };
    write_all(given, text.as_deref(), source, arguments, screen)
}

/// Each by itself: one that is refused does not stop the others.
fn write_all(
    given: Vec<Given>,
    text: Option<&str>,
    source: Source,
    arguments: &Arguments,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let language = screen.language;
    let told =
        |wrong: &Wrong| typographic(&arguments.options.blame(wrong.clone(), source).told(language), language);
    let mut done = Done::default();
    let alone = given.len() == 1;
    for (number, Given { line, draft }) in (1..).zip(given) {
        let written = match draft {
            Ok(draft) => written(arguments, text, draft).map_err(Refused::Now),
            Err(refused) => Err(refused),
        };
        let (before, why, field) = match written {
            Ok(parts) => {
                done.parts.extend(parts);
                continue;
            }
            Err(Refused::Now(wrong @ Wrong::Foreign(..))) => {
                return Err(Failure::Usage(anyhow!(told(&wrong))));
            }
            Err(Refused::Now(wrong)) if alone => {
                return refuse(&told(&wrong), wrong.field(), arguments, screen);
            }
            Err(Refused::Now(wrong)) => (words::REFUSED_NOW, told(&wrong), wrong.field().map(str::to_owned)),
            Err(Refused::Before(why)) => (words::REFUSED_BEFORE, typographic(&why, language), None),
        };
        done.passed_over.push(PassedOver { number, line, before, why, field });
    }
    show(&done, arguments, screen)
}

/// What became of all that was given.
#[derive(Default)]
struct Done {
    parts: Vec<Written>,
    passed_over: Vec<PassedOver>,
}

/// One that could not be written.
struct PassedOver {
    /// From 1.
    number: usize,
    /// Of what `decode` read, where it says so.
    line: Option<u64>,
    before: Pair,
    why: String,
    /// By the name that `--fields` has for it.
    field: Option<String>,
}

impl PassedOver {
    fn line(&self, language: Language) -> String {
        let [line, colon, before] = [words::LINE, words::COLON, self.before].map(|pair| say(language, pair));
        let line = self.line.map(|number| format!(", {line} {number}")).unwrap_or_default();
        typographic(&format!("{before} {}{line}{colon} {}", self.number, self.why), language)
    }

    fn to_json(&self) -> Value {
        json!({ "number": self.number, "line": self.line, "refused": self.why, "field": self.field })
    }
}

fn show(done: &Done, arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let passed_over = &done.passed_over;
    if arguments.json {
        let parts: Vec<Value> = done.parts.iter().map(to_json).collect();
        let refused: Vec<Value> = passed_over.iter().map(PassedOver::to_json).collect();
        let all = match refused.is_empty() {
            true => json!({ "parts": parts }),
            false => json!({ "parts": parts, "passed_over": refused }),
        };
        screen.line(&all.to_string())?;
    } else {
        let octets = say(screen.language, words::OCTETS);
        for part in &done.parts {
            let (length, pdu) = (part.tpdu.len(), frame::to_hex(&part.pdu));
            screen.line(&format!("TPDU: {length} {octets}\n{pdu}"))?;
        }
    }
    for refused in passed_over {
        screen.note(&refused.line(screen.language));
    }
    if passed_over.is_empty() { Ok(()) } else { Err(Failure::Refused) }
}

/// The parts of one draft.
fn written(arguments: &Arguments, text: Option<&str>, mut draft: Draft) -> Result<Vec<Written>, Wrong> {
    arguments.options.put(text, &mut draft)?;
    let parts = write(&draft)?;
    let otherwise = |part: &Written| part.said.as_ref().map(|said| said.alphabet);
    let otherwise = parts.iter().filter_map(otherwise).find(|alphabet| *alphabet != "gsm7");
    if let (Some(option), Some(alphabet)) = (arguments.options.shift(), otherwise) {
        return Err(Wrong::Shift(option, alphabet));
    }
    draft.printed.check(&parts)?;
    Ok(parts)
}

fn to_json(written: &Written) -> Value {
    let said = written.said.as_ref();
    let (number, total) = said.map_or((1, 1), |said| said.part);
    json!({
        "pdu": frame::to_hex(&written.pdu),
        "tpdu_length": written.tpdu.len(),
        "text": said.and_then(|said| said.user_data.text().ok()),
        "alphabet": said.map(|said| said.alphabet),
        "number": number,
        "total": total,
    })
}

fn refuse(why: &str, field: Option<&str>, arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    if arguments.json {
        let why = typographic(why, screen.language);
        screen.line(&json!({ "refused": why, "field": field }).to_string())?;
    } else {
        let line = format!("{} {why}", say(screen.language, words::REFUSED));
        screen.note(&typographic(&line, screen.language));
    }
    Err(Failure::Refused)
}
