//! What the octets of a field mean, in the reader's language.

use serde_json::{Map, Value};

use super::element;
use super::words::{self, say};
use crate::sms::coding::{Alphabet, Coding, Compression, Group, Kept, Lamp};
use crate::text::shown::is_hidden;
use crate::wording::Language;

/// What a field means: what the TPDU itself says stands as it is between words of ours.
#[derive(Clone, Debug, Default)]
pub(super) struct Meaning {
    before: String,
    /// The sender's: of it nothing is changed but what a terminal would obey.
    quoted: String,
    behind: String,
}

impl Meaning {
    /// All of it, the words of ours by the rules of the language.
    pub(super) fn printed(&self, typographic: impl Fn(String) -> String) -> String {
        let Self { before, quoted, behind } = self;
        [typographic(before.clone()), quoted.clone(), typographic(behind.clone())].concat()
    }
}

/// The meaning of a field, out of its octets and of what the whole TPDU says.
pub(super) fn of(field: &str, octets: &[u8], said: &Map<String, Value>, language: Language) -> Meaning {
    let text = |key: &str| said.get(key).map(plain).unwrap_or_default();
    match field {
        "oa" | "da" | "ra" => Meaning {
            quoted: visible(&text("number")),
            behind: format!(" ({}, {})", number_type(&text("number_type"), language), plan(said, language)),
            ..Meaning::default()
        },
        "ud" => match said.get("text") {
            Some(text) => Meaning { quoted: visible(&plain(text)), ..Meaning::default() },
            None => Meaning {
                before: format!("{}{} ", say(language, words::DATA), say(language, words::COLON)),
                quoted: visible(&String::from_utf8_lossy(octets)),
                ..Meaning::default()
            },
        },
        _ => Meaning { before: in_words(field, octets, said, language), ..Meaning::default() },
    }
}

fn plan(said: &Map<String, Value>, language: Language) -> &'static str {
    let plan = said.get("toa").and_then(Value::as_u64).unwrap_or_default() & 0x0F;
    words::meaning(words::PLAN, plan as u8).map(|pair| say(language, pair)).unwrap_or_default()
}

/// Of a field that says nothing of a sender's own.
fn in_words(field: &str, octets: &[u8], said: &Map<String, Value>, language: Language) -> String {
    let pair = |pair| say(language, pair).to_owned();
    let text = |key: &str| said.get(key).map(plain).unwrap_or_default();
    match field {
        "first octet" => text("direction").to_uppercase(),
        "sca" if octets == [0] => pair(words::SERVICE_CENTRE_UNSET),
        "sca" => format!("{} ({})", text("smsc"), number_type(&text("smsc_type"), language)),
        "mr" | "mn" | "cdl" | "udhl" => octets.first().map(u8::to_string).unwrap_or_default(),
        // That of an error with unused bits is not looked at (TS 23.040 §9.2.2.1a(i)).
        "fcs" => {
            code(field, &text("fcs").parse().map_or_else(|_| octets.to_vec(), |cause| vec![cause]), language)
        }
        "pid" | "st" | "ct" => code(field, octets, language),
        "udh.ignored" => pair(words::IGNORED_HEADER),
        "udh.ie" => element::of(octets, language),
        "dcs" => coding(Coding::from_octet(octets.first().copied().unwrap_or_default()), language),
        "scts" | "dt" => {
            let key = if field == "dt" { "discharge" } else { "timestamp" };
            said.get(key).and_then(Value::as_str).map_or_else(|| pair(words::NO_DATE), str::to_owned)
        }
        "vp" => validity(said.get("validity"), language),
        "udl" => {
            let unit = if text("alphabet") == "gsm7" { words::SEPTETS } else { words::OCTETS };
            words::counted(usize::from(octets.first().copied().unwrap_or_default()), unit, language)
        }
        "pi" => announced(said, language),
        "end" => pair(words::BEHIND),
        _ => String::new(),
    }
}

/// Of a field whose every value has a name.
fn code(field: &str, octets: &[u8], language: Language) -> String {
    const CODES: [(&str, words::Codes); 4] =
        [("pid", words::PROTOCOL), ("st", words::STATUS), ("fcs", words::CAUSE), ("ct", words::COMMAND)];
    let octet = octets.first().copied().unwrap_or_default();
    let codes = CODES.iter().find(|(known, _)| *known == field).map(|(_, codes)| *codes);
    let meaning = codes.and_then(|codes| words::meaning(codes, octet));
    meaning.map(|pair| say(language, pair).to_owned()).unwrap_or_default()
}

fn number_type(word: &str, language: Language) -> String {
    let known = words::NUMBER_TYPE.iter().find(|(known, _)| *known == word);
    known.map_or_else(|| word.to_owned(), |(_, pair)| say(language, *pair).to_owned())
}

/// A string without its quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Nothing that a terminal would obey or nobody would see.
fn visible(text: &str) -> String {
    text.chars()
        .flat_map(|sign| if is_hidden(sign) { sign.escape_default().collect() } else { vec![sign] })
        .collect()
}

fn announced(said: &Map<String, Value>, language: Language) -> String {
    let bits = said.get("pi").and_then(Value::as_u64).unwrap_or_default();
    let names = [(1, "TP-PID"), (2, "TP-DCS"), (4, "TP-UD"), (0xF8, say(language, words::RESERVED))];
    names.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
}

fn coding(coding: Coding, language: Language) -> String {
    let mut told = vec![
        match coding.alphabet() {
            Alphabet::Gsm7 => "GSM-7",
            Alphabet::Octets => say(language, words::DATA),
            Alphabet::Ucs2 => "UCS-2",
        }
        .to_owned(),
    ];
    if coding.compression() == Compression::Compressed {
        told.push(say(language, words::COMPRESSED).to_owned());
    }
    if let Some(class) = coding.class() {
        told.push(format!("{} {}", say(language, words::CLASS), class as u8));
    }
    match coding.group() {
        Group::DeletedOnceRead => told.push(say(language, words::DELETED).to_owned()),
        Group::Reserved => told.push(say(language, words::RESERVED).to_owned()),
        _ => {}
    }
    if let Some(indication) = coding.indication() {
        let lamp = if indication.lamp == Lamp::On { words::LAMP_ON } else { words::LAMP_OFF };
        told.push(say(language, lamp).to_owned());
        if indication.message == Kept::Discarded {
            told.push(say(language, words::DISCARDED).to_owned());
        }
    }
    told.join(", ")
}

fn validity(said: Option<&Value>, language: Language) -> String {
    let Some(said) = said else { return String::new() };
    let told = |key: &str| said.get(key).filter(|value| !value.is_null()).map(plain);
    let time = told("absolute").or_else(|| told("seconds").map(|seconds| format!("{seconds} s")));
    let shot = said.get("single_shot").and_then(Value::as_bool).unwrap_or_default();
    let shot = shot.then(|| say(language, words::SINGLE_SHOT).to_owned());
    time.into_iter().chain(shot).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::french_typography;

    #[test]
    fn what_a_sender_says_stays_as_it_is_between_words_of_ours() {
        let said = serde_json::json!({
            "number": "L'as\u{1B}[2J\u{202E} ?", "number_type": "alphanumeric", "toa": 0xD0,
        });
        let said = said.as_object().cloned().unwrap_or_default();
        let french = |line: String| french_typography(&line).into_owned();
        let rows = [
            ("oa", "L'as\\u{1b}[2J\\u{202e} ? (un nom, plan non dit)"),
            ("ud", "données de 8 bits\u{A0}: d'où ?\\n"),
        ];
        for (field, want) in rows {
            let told = of(field, "d'où ?\n".as_bytes(), &said, Language::French);
            assert_eq!(told.printed(french), want, "{field}");
        }
    }
}
