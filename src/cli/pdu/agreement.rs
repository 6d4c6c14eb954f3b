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

/// What follows from the rest, and from what.
const FOLLOWING: [(&str, &str); 10] = [
    ("mti", "direction"),
    ("udhi", "udh"),
    ("udhl", "udh"),
    ("udl", "text, data_hex, udh"),
    ("vpf", "validity"),
    ("tpdu_len", "pdu"),
    ("number_digits", "number"),
    ("status_class", "status"),
    ("septets_hex", "text"),
    ("first_octet", "direction, srr, rd, rp, mms, lp, sri, srq"),
];
/// Those that are the same in each part of a long text.
const OF_EACH_PART: [&str; 3] = ["mti", "number_digits", "status_class"];

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
        let given = said.iter().filter(|(key, _)| FOLLOWING.iter().any(|(known, _)| known == *key));
        let listed = said.get("fields").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        Self {
            given: given.map(|(key, value)| (key.clone(), value.clone())).collect(),
            read: readings(tpdu, said),
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
            let given = self.given.get(key);
            let same = given.is_none() || given == first.fields.get(key) || given == self.read.get(key);
            if !same && (written.len() == 1 || OF_EACH_PART.contains(&key)) {
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

/// What `decode` says of the octets as they were, from whichever side they can be read.
fn readings(tpdu: &[u8], said: &Map<String, Value>) -> Map<String, Value> {
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
    told
}

/// Whether one of `fields`, or a bit of it, says other than the octets that it was read from.
fn is_edited(field: &Value, pdu: &[u8]) -> bool {
    let number = |list: &Value, at: usize| list.get(at).and_then(Value::as_u64).map(|number| number as usize);
    let octets = field.get("octets").and_then(|range| pdu.get(number(range, 0)?..number(range, 1)?));
    let Some(octets) = octets else { return false };
    let value = field.get("value").and_then(Value::as_str);
    if value.is_some_and(|value| !value.eq_ignore_ascii_case(&frame::to_hex(octets))) {
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
