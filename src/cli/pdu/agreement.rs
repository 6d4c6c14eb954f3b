//! Whether what `decode --json` prints beside the fields, and which follows from them, still says what is
//! written. What stands as it was read may be outdated by an edit of the fields; what was edited itself and
//! says otherwise is refused, since it would be dropped in silence.

use serde_json::{Map, Value};

use super::build::Written;
use super::fields;
use super::wrong::Wrong;
use crate::sms::cause::Form;
use crate::sms::frame;
use crate::sms::reading::Dissected;
use crate::sms::tpdu::{Direction, Kind};

/// What follows from the rest, and from what. Octets beside words stand here too: where both differ the words
/// count, since they are what a person edits.
const FOLLOWING: [(&str, &str); 22] = [
    ("mti", "direction"),
    ("udhi", "udh"),
    ("udhl", "udh"),
    ("udl", "text, data_hex, udh"),
    ("vpf", "validity"),
    ("tpdu_len", "pdu"),
    ("smsc_hex", "smsc, smsc_type"),
    ("number_digits", "number"),
    ("number_hex", "number, number_type, toa"),
    ("timestamp_hex", "timestamp"),
    ("discharge_hex", "discharge"),
    ("status_class", "status"),
    ("compressed", "dcs"),
    ("replace_type_pid", "pid"),
    ("mwi", "dcs, udh"),
    ("multipart", "udh"),
    ("septets_hex", "text"),
    ("data_hex", "text"),
    ("validity.absolute_hex", "validity.absolute"),
    ("validity.extension", "validity.enhanced_hex"),
    ("validity.enhanced_functionality_indicator", "validity.enhanced_hex"),
    ("first_octet", "direction, srr, rd, rp, mms, lp, sri, srq"),
];
/// Those that are not the same in each part of a long text.
const OF_ONE_PART: [&str; 10] =
    ["udhi", "udhl", "udl", "vpf", "tpdu_len", "mwi", "multipart", "septets_hex", "data_hex", "first_octet"];

/// What was printed: that which follows, as it is given and as it was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Printed {
    given: Map<String, Value>,
    read: Map<String, Value>,
    /// A value or a bit in `fields` that is no longer that of the octets.
    edited: bool,
}

impl Printed {
    /// Out of an object of `decode --json`, or of one that a person wrote.
    pub(super) fn of(said: &Map<String, Value>) -> Self {
        let pdu = said.get("pdu").and_then(Value::as_str).and_then(|pdu| frame::from_hex(pdu).ok());
        let pdu = pdu.unwrap_or_default();
        let framed = said.get("has_smsc") != Some(&Value::Bool(false));
        let tpdu = if framed { frame::split(&pdu).map_or(&[][..], |(_, tpdu)| tpdu) } else { &pdu };
        let given = FOLLOWING.iter().filter_map(|(key, _)| Some(((*key).to_owned(), at(said, key)?.clone())));
        let listed = said.get("fields").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        Self {
            given: given.collect(),
            read: readings(&pdu, tpdu, said),
            edited: !pdu.is_empty() && listed.iter().any(|field| is_edited(field, &pdu)),
        }
    }

    /// Against what is written now.
    pub(super) fn check(&self, written: &[Written]) -> Result<(), Wrong> {
        if self.edited {
            return Err(Wrong::Disagreeing("fields", "pdu"));
        }
        let Some(first) = written.first() else { return Ok(()) };
        for (key, rest) in FOLLOWING {
            let Some(given) = self.given.get(key) else { continue };
            let same = [&first.fields, &self.read].iter().any(|said| says(said, key, given));
            if !same && (written.len() == 1 || !OF_ONE_PART.contains(&key)) {
                return Err(Wrong::Disagreeing(key, rest));
            }
        }
        Ok(())
    }

    /// No longer of interest: an option says it anew.
    pub(super) fn forget(&mut self, keys: &[&str]) {
        self.given.retain(|key, _| !keys.contains(&key.as_str()));
    }
}

/// A value, by its way through the objects: `validity.extension`.
fn at<'a>(said: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    match key.split_once('.') {
        Some((holder, key)) => said.get(holder)?.get(key),
        None => said.get(key),
    }
}

/// Whether that is what is said. A flag that is down need not be there; octets are what they are in any case of
/// letters, and with blanks.
fn says(said: &Map<String, Value>, key: &str, given: &Value) -> bool {
    match (given, at(said, key)) {
        (Value::Bool(false), None) => true,
        (Value::String(given), Some(Value::String(said))) if key.ends_with("_hex") => is_hex_of(given, said),
        (given, said) => Some(given) == said,
    }
}

fn is_hex_of(given: &str, hex: &str) -> bool {
    let digits = given.chars().filter(|sign| !sign.is_whitespace());
    digits.map(|digit| digit.to_ascii_uppercase()).eq(hex.chars())
}

/// What `decode` says of the octets as they were, from whichever side they can be read.
fn readings(pdu: &[u8], tpdu: &[u8], said: &Map<String, Value>) -> Map<String, Value> {
    let form = if said.contains_key("fcs") { Form::Error } else { Form::Acknowledgement };
    let mut told = Map::new();
    for direction in [Direction::FromPhone, Direction::FromCentre] {
        let Ok(kind) = Kind::of(tpdu, direction, form) else { continue };
        let Ok(Dissected { tpdu: read, .. }) = Dissected::leniently(tpdu, kind) else { continue };
        let as_said = said.get("direction").and_then(Value::as_str) == Some(fields::kind_word(kind));
        if told.is_empty() || as_said {
            told = fields::tpdu(&read, tpdu);
        }
    }
    if let (true, Ok((centre, _))) = (pdu.len() > tpdu.len(), frame::split(pdu)) {
        fields::service_centre(centre.as_ref(), &mut told);
    }
    told
}

/// Whether one of `fields`, or a bit of it, says other than the octets that it was read from.
fn is_edited(field: &Value, pdu: &[u8]) -> bool {
    let number = |list: &Value, at: usize| list.get(at).and_then(Value::as_u64).map(|number| number as usize);
    let octets = field.get("octets").and_then(|range| pdu.get(number(range, 0)?..number(range, 1)?));
    let Some(octets) = octets else { return false };
    let value = field.get("value").and_then(Value::as_str);
    if value.is_some_and(|value| !is_hex_of(value, &frame::to_hex(octets))) {
        return true;
    }
    let octet = u64::from(octets.first().copied().unwrap_or_default());
    let bits = field.get("bits").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    bits.iter().any(|bit| {
        let place = bit.get("bits").and_then(|place| Some((number(place, 0)?, number(place, 1)?)));
        let mask = |(last, first): (usize, usize)| octet >> first & if first == last { 0b1 } else { 0b11 };
        place.map(mask) != bit.get("value").and_then(Value::as_u64)
    })
}
