//! `beffroi pdu encode`: the SUBMITs of a text, with what a modem wants to know of them.

use serde_json::{Value, json};

use super::super::text::{read_text, single_shift};
use super::super::{Failure, Screen};
use super::words::{self, say};
use crate::phone::PhoneNumber;
use crate::sms::address::{Address, NumberingPlan, TypeOfNumber};
use crate::sms::coding::Coding;
use crate::sms::deliver::ReplyPath;
use crate::sms::header::{Concatenation, Reference};
use crate::sms::national::Tables;
use crate::sms::submit::{RejectDuplicates, ReportRequest, Submit};
use crate::sms::user_data::UserData;
use crate::sms::validity::{Relative, Validity};
use crate::sms::{EncodeError, frame};
use crate::text::segment::{self, ReferenceWidth, Writing};
use crate::wording::{Language, french_typography};

/// The arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// To whom: a number as it is dialled, or digits that go as they are (36105).
    #[arg(long, value_name = "NUMBER")]
    to: String,
    /// The text; `-` reads it from standard input.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: String,
    /// gsm7, ucs2, or auto: gsm7 if it can write the text.
    #[arg(long, value_name = "ALPHABET", default_value = "auto", value_parser = ["auto", "gsm7", "ucs2"])]
    alphabet: String,
    /// The letters of a language (TS 23.038 §6.2.1.2), for trials: few phones know them.
    #[arg(long, value_name = "LANGUAGE", value_parser = ["portuguese", "spanish", "turkish"])]
    national: Option<String>,
    /// The service centre; that of the modem without it.
    #[arg(long, value_name = "NUMBER")]
    service_centre: Option<String>,
    /// TP-MR; a modem writes its own over it.
    #[arg(long, value_name = "OCTET", default_value_t = 0)]
    message_reference: u8,
    /// TP-PID.
    #[arg(long, value_name = "OCTET", default_value_t = 0)]
    protocol: u8,
    /// TP-DCS; must name the alphabet.
    #[arg(long, value_name = "OCTET")]
    coding: Option<u8>,
    /// TP-VP, as the relative octet: 143 is 12 hours, 167 a day.
    #[arg(long, value_name = "OCTET")]
    validity: Option<u8>,
    /// TP-SRR: asks for a report.
    #[arg(long)]
    report: bool,
    /// TP-RD: a doubled one is to be refused.
    #[arg(long)]
    reject_duplicates: bool,
    /// TP-RP: the answer goes by the same service centre.
    #[arg(long)]
    reply_path: bool,
    /// What the parts of a long text have in common.
    #[arg(long, value_name = "REFERENCE", default_value_t = 0)]
    part_reference: u16,
    /// A reference of 16 bits; one over 255 has it anyway.
    #[arg(long)]
    wide: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let text = match read_text(&arguments.text, screen.language)? {
        Ok(text) => text,
        Err(reason) => return refuse(&reason.code(), arguments, screen),
    };
    match parts(arguments, &text) {
        Ok(parts) if arguments.json => Ok(screen.line(&json!({ "parts": parts }).to_string())?),
        Ok(parts) => {
            for part in parts {
                let told = |key: &str| part.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
                let length = part.get("tpdu_length").map(Value::to_string).unwrap_or_default();
                let octets = say(screen.language, words::OCTETS);
                screen.line(&format!("TPDU: {length} {octets}\n{}", told("pdu")))?;
            }
            Ok(())
        }
        Err(Wrong::Number) => refuse(say(screen.language, words::NOT_A_NUMBER), arguments, screen),
        Err(Wrong::Value(error)) => refuse(&why(error, screen.language), arguments, screen),
    }
}

fn refuse(why: &str, arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    if arguments.json {
        screen.line(&json!({ "refused": why }).to_string())?;
    } else {
        let line = format!("{} {why}", say(screen.language, words::REFUSED));
        match screen.language {
            Language::French => screen.note(&french_typography(&line)),
            Language::English => screen.note(&line),
        }
    }
    Err(Failure::Refused)
}

/// In the reader's language; a part that does not exist can't come of a text.
fn why(error: EncodeError, language: Language) -> String {
    let pair = match error {
        EncodeError::NotInAlphabet { character, position } => {
            let code = u32::from(character);
            let [sign, lacking] = [words::CHARACTER, words::NOT_IN_ALPHABET].map(|pair| say(language, pair));
            return format!("{sign} {position} (U+{code:04X}) {lacking}");
        }
        EncodeError::TooLong { .. } => words::TOO_LONG,
        EncodeError::CodingMismatch => words::CODING_MISMATCH,
        other => return other.to_string(),
    };
    say(language, pair).to_owned()
}

enum Wrong {
    Number,
    Value(EncodeError),
}

impl From<EncodeError> for Wrong {
    fn from(error: EncodeError) -> Self {
        Self::Value(error)
    }
}

fn parts(arguments: &Arguments, text: &str) -> Result<Vec<Value>, Wrong> {
    let destination = address(&arguments.to)?;
    let centre = arguments.service_centre.as_deref().map(address).transpose()?;
    let writing = match (arguments.alphabet.as_str(), arguments.national.as_deref()) {
        ("ucs2", _) => Writing::Ucs2,
        ("gsm7", None) => Writing::Default,
        (_, None) => Writing::of(text),
        (_, Some(named)) => Writing::Shifted(single_shift(named)),
    };
    let wide = arguments.wide || arguments.part_reference > 255;
    let width = if wide { ReferenceWidth::Sixteen } else { ReferenceWidth::Eight };
    let texts = segment::split_in(text, writing, width).texts;
    let total = u8::try_from(texts.len());
    let total = total.map_err(|_| EncodeError::TooLong { field: "text", found: texts.len(), limit: 255 })?;
    let mut parts = Vec::with_capacity(texts.len());
    for (text, number) in texts.iter().zip(1..=total) {
        let reference = if wide {
            Reference::Sixteen(arguments.part_reference)
        } else {
            Reference::Eight(arguments.part_reference as u8)
        };
        let part = (total > 1).then(|| Concatenation::new(reference, total, number)).transpose()?;
        let user_data = match writing {
            Writing::Default => UserData::gsm7(text, part)?,
            Writing::Shifted(single) => UserData::national(text, Tables { single, ..Tables::DEFAULT }, part)?,
            Writing::Ucs2 => UserData::ucs2(text, part)?,
        };
        let tpdu = submit(arguments, destination.clone(), user_data).encode()?;
        let pdu = frame::to_hex(&frame::join(centre.as_ref(), &tpdu));
        parts.push(json!({
            "pdu": pdu, "tpdu_length": tpdu.len(), "text": text, "alphabet": writing.alphabet(),
            "number": number, "total": total,
        }));
    }
    Ok(parts)
}

fn submit(arguments: &Arguments, destination: Address, user_data: UserData) -> Submit {
    let mut submit = Submit::new(destination, user_data);
    submit.reference = arguments.message_reference;
    submit.protocol = arguments.protocol;
    if let Some(octet) = arguments.coding {
        submit.coding = Coding::from_octet(octet);
    }
    submit.validity = arguments.validity.map(|octet| Validity::Relative(Relative::from_octet(octet)));
    if arguments.report {
        submit.report_request = ReportRequest::Yes;
    }
    if arguments.reject_duplicates {
        submit.reject_duplicates = RejectDuplicates::Yes;
    }
    if arguments.reply_path {
        submit.reply_path = ReplyPath::Present;
    }
    submit
}

/// `+` and digits as they are, else as people write numbers; what is none of them goes as it is, its type
/// unknown: a workbench may write what the daemon would not send.
fn address(number: &str) -> Result<Address, Wrong> {
    if number.is_empty() {
        return Err(Wrong::Number);
    }
    let known = PhoneNumber::from_e164(number).ok().or_else(|| PhoneNumber::parse(number).ok());
    let address = match (known, number.strip_prefix('+')) {
        (Some(number), _) => return Ok(Address::international(&number)),
        (None, Some(digits)) => {
            Address::number(TypeOfNumber::International, NumberingPlan::TELEPHONE, digits)
        }
        (None, None) => Address::number(TypeOfNumber::Unknown, NumberingPlan::TELEPHONE, number),
    };
    address.map_err(|_| Wrong::Number)
}
