//! `beffroi pdu encode`: TPDUs of options, of fields as `decode --json` prints them, or of both.

use std::io::Read as _;

use anyhow::Context;
use serde_json::{Value, json};

use super::super::text::read_text;
use super::super::{Failure, Screen};
use super::build::{Written, write};
use super::draft::Draft;
use super::options::Options;
use super::words::{self, say};
use super::wrong::Wrong;
use crate::sms::frame;
use crate::wording::{self, Language, french_typography};

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

/// What a file of fields may hold at most.
const MOST_INPUT: u64 = 16 << 20;

/// Runs it.
pub(super) fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let text = match arguments.options.text.as_deref().map(|text| read_text(text, screen.language)) {
        None => None,
        Some(read) => match read? {
            Ok(text) => Some(text),
            Err(reason) => return refuse(&reason.code(), None, arguments, screen),
        },
    };
    let fields = arguments.fields.as_deref().map(|file| read(file, screen.language)).transpose()?;
    match written(arguments, text, fields.as_deref()) {
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
        Err(wrong) => refuse(&wrong.told(screen.language), wrong.field(), arguments, screen),
    }
}

fn read(file: &str, language: Language) -> Result<String, Failure> {
    let mut octets = Vec::new();
    if file == "-" {
        let reading = || wording::say(language, "reading-input", &[]);
        std::io::stdin().lock().take(MOST_INPUT).read_to_end(&mut octets).with_context(reading)?;
    } else {
        let opened = std::fs::File::open(file).with_context(|| file.to_owned())?;
        opened.take(MOST_INPUT).read_to_end(&mut octets).with_context(|| file.to_owned())?;
    }
    Ok(String::from_utf8_lossy(&octets).into_owned())
}

fn written(arguments: &Arguments, text: Option<String>, fields: Option<&str>) -> Result<Vec<Written>, Wrong> {
    let drafts = match fields {
        Some(fields) => Draft::all(fields)?,
        None => vec![Draft::default()],
    };
    if drafts.is_empty() {
        return Err(Wrong::Unreadable(String::new()));
    }
    let mut written = Vec::new();
    for mut draft in drafts {
        arguments.options.put(text.as_deref(), &mut draft)?;
        written.extend(write(&draft)?);
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
        match screen.language {
            Language::French => screen.note(&french_typography(&line)),
            Language::English => screen.note(&line),
        }
    }
    Err(Failure::Refused)
}
