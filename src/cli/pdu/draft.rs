//! A TPDU as a person describes it: the fields that `decode --json` prints, by the same names, each of which
//! may be left out. What is written twice, in words and in octets, must agree; so a printed TPDU can be
//! edited and written again, and one that was not edited becomes the same octets.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value, json};

use super::agreement::Printed;
use super::wrong::Wrong;

/// What is to be written.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Draft {
    /// `submit`, `deliver`, …
    pub(super) direction: Option<String>,
    /// Whether the service centre stands in front; it does without this.
    pub(super) has_smsc: Option<bool>,
    pub(super) smsc: Option<String>,
    pub(super) smsc_type: Option<String>,
    pub(super) smsc_hex: Option<String>,
    pub(super) number: Option<String>,
    pub(super) number_type: Option<String>,
    pub(super) toa: Option<u8>,
    pub(super) number_hex: Option<String>,
    pub(super) text: Option<String>,
    pub(super) alphabet: Option<String>,
    pub(super) septets_hex: Option<String>,
    pub(super) data_hex: Option<String>,
    pub(super) udh: Option<HeaderDraft>,
    pub(super) dcs: Option<u8>,
    pub(super) class: Option<u8>,
    pub(super) pid: Option<u8>,
    pub(super) timestamp: Option<String>,
    pub(super) timestamp_hex: Option<String>,
    pub(super) discharge: Option<String>,
    pub(super) discharge_hex: Option<String>,
    pub(super) mr: Option<u8>,
    pub(super) status: Option<u8>,
    pub(super) srr: Option<bool>,
    pub(super) rd: Option<bool>,
    pub(super) rp: Option<bool>,
    pub(super) mms: Option<bool>,
    pub(super) lp: Option<bool>,
    pub(super) sri: Option<bool>,
    pub(super) srq: Option<bool>,
    pub(super) validity: Option<ValidityDraft>,
    pub(super) pi: Option<u8>,
    pub(super) pi_hex: Option<String>,
    pub(super) fcs: Option<u8>,
    pub(super) command_type: Option<u8>,
    pub(super) message_number: Option<u8>,
    /// Of a long text; 0 without it.
    pub(super) part_reference: Option<u16>,
    pub(super) part_reference_bits: Option<u8>,
    /// What it was read from, and what follows from the rest.
    #[serde(skip)]
    pub(super) printed: Printed,
}

/// One of those that were given.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// Of what `decode` read, where it says so.
    pub(super) line: Option<u64>,
    pub(super) draft: Result<Draft, Refused>,
}

/// Why one is none.
#[derive(Clone, Debug)]
pub(super) enum Refused {
    /// By `decode` already, which told why.
    Before(String),
    /// Now.
    Now(Wrong),
}

/// A user data header.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeaderDraft {
    pub(super) ies: Option<Vec<ElementDraft>>,
    pub(super) concat: Option<PartDraft>,
    pub(super) ports: Option<PortsDraft>,
    pub(super) nli_single_shift: Option<u8>,
    pub(super) nli_locking: Option<u8>,
    /// Elements behind those that have a word.
    #[serde(skip)]
    pub(super) further: Vec<ElementDraft>,
}

/// An element, as it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ElementDraft {
    pub(super) iei: u8,
    pub(super) data_hex: String,
}

/// Which part of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartDraft {
    #[serde(rename = "ref")]
    pub(super) reference: u16,
    pub(super) total: u8,
    pub(super) seq: u8,
    #[serde(default = "eight")]
    pub(super) ref_bits: u8,
}

/// Application ports; of 16 bits without more words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PortsDraft {
    pub(super) dst: u16,
    pub(super) src: u16,
    #[serde(default = "sixteen")]
    pub(super) bits: u8,
}

/// TP-VP.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValidityDraft {
    pub(super) format: Option<String>,
    pub(super) raw: Option<u8>,
    pub(super) seconds: Option<u64>,
    pub(super) absolute: Option<String>,
    pub(super) absolute_hex: Option<String>,
    pub(super) enhanced_hex: Option<String>,
    pub(super) single_shot: Option<bool>,
    pub(super) relative_raw: Option<u8>,
    /// `[hours, minutes, seconds]`.
    pub(super) clock: Option<[u8; 3]>,
    /// Both stand in the octets; an edit of them is found by what is printed.
    #[serde(default, rename = "extension")]
    pub(super) _extension: IgnoredAny,
    #[serde(default, rename = "enhanced_functionality_indicator")]
    pub(super) _indicator: IgnoredAny,
}

const fn eight() -> u8 {
    8
}

const fn sixteen() -> u8 {
    16
}

/// What `decode --json` prints beside, all of which follows from the rest.
const FOLLOWING: [&str; 18] = [
    "pdu",
    "fields",
    "forgiven",
    "first_octet",
    "tpdu_len",
    "mti",
    "vpf",
    "udhi",
    "udl",
    "udhl",
    "multipart",
    "number_digits",
    "status_class",
    "replace_type_pid",
    "compressed",
    "mwi",
    "other_length",
    "line",
];

/// What a draft may say.
const FIELDS: [&str; 38] = [
    "direction",
    "has_smsc",
    "smsc",
    "smsc_type",
    "smsc_hex",
    "number",
    "number_type",
    "toa",
    "number_hex",
    "text",
    "alphabet",
    "septets_hex",
    "data_hex",
    "udh",
    "dcs",
    "class",
    "pid",
    "timestamp",
    "timestamp_hex",
    "discharge",
    "discharge_hex",
    "mr",
    "status",
    "srr",
    "rd",
    "rp",
    "mms",
    "lp",
    "sri",
    "srq",
    "validity",
    "pi",
    "pi_hex",
    "fcs",
    "command_type",
    "message_number",
    "part_reference",
    "part_reference_bits",
];

/// All objects of a text, one behind the other or in a list. Behind what is no JSON nothing is read.
pub(super) fn all(text: &str) -> Result<Vec<Given>, Wrong> {
    let mut all = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        match value {
            Ok(Value::Array(list)) => all.extend(list.into_iter().map(Given::of)),
            Ok(value) => all.push(Given::of(value)),
            Err(error) => {
                let wrong = Wrong::NoJson { line: error.line(), column: error.column() };
                all.push(Given { line: None, draft: Err(Refused::Now(wrong)) });
            }
        }
    }
    if all.is_empty() { Err(Wrong::NoObject) } else { Ok(all) }
}

impl Given {
    /// One of which the options say everything.
    pub(super) fn by_options() -> Self {
        Self { line: None, draft: Ok(Draft::default()) }
    }

    fn of(value: Value) -> Self {
        let line = value.get("line").and_then(Value::as_u64);
        let draft = match value.get("refused").and_then(Value::as_str) {
            Some(why) => Err(Refused::Before(why.to_owned())),
            None => Draft::one(value).map_err(Refused::Now),
        };
        Self { line, draft }
    }
}

impl Draft {
    fn one(value: Value) -> Result<Self, Wrong> {
        let Value::Object(object) = value else { return Err(Wrong::Unreadable(shortened(&value))) };
        let strange = object.keys().find(|key| !FIELDS.contains(&&***key) && !FOLLOWING.contains(&&***key));
        if let Some(strange) = strange {
            return Err(Wrong::Unknown(strange.clone()));
        }
        let type_of_message = object.get("mti").or_else(|| object.get("first_octet")).cloned();
        let said: Map<String, Value> = object.into_iter().filter(|(_, value)| !value.is_null()).collect();
        let printed = Printed::of(&said);
        let draft: Self = serde_json::from_value(Value::Object(said.clone())).map_err(|_| misfit(&said))?;
        // TP-MTI 3 is reserved, and no name stands for it (TS 23.040 §9.2.3.1).
        let reserved = type_of_message.as_ref().and_then(Value::as_u64).is_some_and(|octet| octet & 3 == 3);
        if draft.direction.is_none() && reserved {
            Err(Wrong::Unknown("mti 3".to_owned()))
        } else {
            Ok(Self { printed, ..draft })
        }
    }
}

/// The first field that can't be what it is said to be, by its way through the objects.
fn misfit(said: &Map<String, Value>) -> Wrong {
    let fits = |key: &str, value: &Value| serde_json::from_value::<Draft>(json!({ key: value })).is_ok();
    let Some((key, value)) = said.iter().find(|(key, value)| !fits(key, value)) else {
        return Wrong::Unreadable(shortened(&Value::Object(said.clone())));
    };
    let at = |inner: &String, value: &Value| fits(key, &json!({ inner.as_str(): value }));
    let mut inside = value.as_object().into_iter().flatten();
    match inside.find(|(inner, value)| !at(inner, value)) {
        // Nothing is what each field that there is may be.
        Some((inner, _)) if !at(inner, &Value::Null) => Wrong::Unknown(format!("{key}.{inner}")),
        Some((inner, value)) => Wrong::Unfit(format!("{key}.{inner}"), shortened(value)),
        None => Wrong::Unfit(key.clone(), shortened(value)),
    }
}

/// As much of a value as fits on a line beside what is said of it.
fn shortened(value: &Value) -> String {
    const MOST: usize = 60;
    let whole = value.to_string();
    match whole.char_indices().nth(MOST) {
        Some((end, _)) => whole.get(..end).unwrap_or_default().to_owned() + "…",
        None => whole,
    }
}
