//! `beffroi pdu encode`: TPDUs of options, of fields as `decode --json` prints them, or of both.

use anyhow::anyhow;
use serde_json::{Value, json};

use super::super::text::read_text;
use super::super::{Failure, Screen};
use super::build::{Written, write};
use super::draft::{Draft, Drafts, Refused};
use super::input::taken;
use super::options::Options;
use super::words::{self, say};
use super::wrong::Wrong;
use crate::sms::frame;
use crate::wording::{Language, french_typography};

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
    let Drafts { drafts, refused } = match fields.as_deref().map(Draft::all).transpose() {
        Ok(drafts) => drafts.unwrap_or_else(Drafts::of_options),
        Err(wrong) => return refuse(&wrong.told(screen.language), wrong.field(), arguments, screen),
    };
    let parts = written(arguments, text.as_deref(), drafts);
    let done = show(parts, arguments, screen);
    for Refused { number, line, why } in &refused {
        let [before, line_word, colon] =
            [words::REFUSED_BEFORE, words::LINE, words::COLON].map(|pair| say(screen.language, pair));
        let line = line.map(|line| format!(", {line_word} {line}")).unwrap_or_default();
        let told = format!("{before} {number}{line}{colon} {why}");
        screen.note(&typographic(&told, screen.language));
    }
    done.and(if refused.is_empty() { Ok(()) } else { Err(Failure::Refused) })
}

fn show(
    parts: Result<Vec<Written>, Wrong>,
    arguments: &Arguments,
    screen: &mut Screen,
) -> Result<(), Failure> {
    match parts {
        Ok(parts) if arguments.json => {
            let parts: Vec<Value> = parts.iter().map(to_json).collect();
            Ok(screen.line(&json!({ "parts": parts }).to_string())?)
        }
        Ok(parts) => {
            let octets = say(screen.language, words::OCTETS);
            for part in parts {
                let (length, pdu) = (part.tpdu.len(), frame::to_hex(&part.pdu));
                screen.line(&format!("TPDU: {length} {octets}\n{pdu}"))?;
            }
            Ok(())
        }
        Err(wrong @ Wrong::Foreign(..)) => {
            Err(Failure::Usage(anyhow!(typographic(&wrong.told(screen.language), screen.language))))
        }
        Err(wrong) => refuse(&wrong.told(screen.language), wrong.field(), arguments, screen),
    }
}

fn written(arguments: &Arguments, text: Option<&str>, drafts: Vec<Draft>) -> Result<Vec<Written>, Wrong> {
    let mut written = Vec::new();
    for mut draft in drafts {
        arguments.options.put(text, &mut draft)?;
        let parts = write(&draft)?;
        let otherwise = |part: &Written| part.said.as_ref().map(|said| said.alphabet);
        let otherwise = parts.iter().filter_map(otherwise).find(|alphabet| *alphabet != "gsm7");
        if let (Some(option), Some(alphabet)) = (arguments.options.shift(), otherwise) {
            return Err(Wrong::Shift(option, alphabet));
        }
        draft.printed.check(&parts)?;
        written.extend(parts);
    }
    Ok(written)
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
        screen.line(&json!({ "refused": why, "field": field }).to_string())?;
    } else {
        let line = format!("{} {why}", say(screen.language, words::REFUSED));
        screen.note(&typographic(&line, screen.language));
    }
    Err(Failure::Refused)
}

fn typographic(line: &str, language: Language) -> String {
    match language {
        Language::French => french_typography(line).into_owned(),
        Language::English => line.to_owned(),
    }
}
