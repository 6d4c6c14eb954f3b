//! What an option of `beffroi pdu encode` takes: octets, parts, ports, languages and elements, read as they are written.

use super::say::language;
use crate::sms::national::{Identifier, Language};

/// Not what an option wants.
#[derive(Debug, thiserror::Error)]
#[error("write {0}")]
pub(super) struct Wanted(&'static str);

pub(super) fn octet(text: &str) -> Result<u8, Wanted> {
    let read = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => u8::from_str_radix(digits, 16),
        None => text.parse(),
    };
    read.map_err(|_| Wanted("0 to 255, or 0x00 to 0xFF"))
}

pub(super) fn national(text: &str) -> Result<u8, Wanted> {
    let known = language(text).filter(|number| Identifier(*number).language().is_some());
    known.ok_or(Wanted("a language that has a table, such as turkish, or its number, 1 to 13"))
}

/// Spanish is the one language with a single shift table alone (TS 23.038 §A.3).
pub(super) fn locking(text: &str) -> Result<u8, Wanted> {
    match national(text)? {
        number if number == Language::Spanish.identifier().0 => {
            Err(Wanted("another language: Spanish has no locking shift table, only --single-shift"))
        }
        number => Ok(number),
    }
}

pub(super) fn part(text: &str) -> Result<(u8, u8), Wanted> {
    let pair = text.split_once('/').and_then(|(number, total)| number.parse().ok().zip(total.parse().ok()));
    pair.ok_or(Wanted("2/3"))
}

pub(super) fn ports(text: &str) -> Result<(u16, u16), Wanted> {
    let pair = text.split_once(':').and_then(|(to, from)| to.parse().ok().zip(from.parse().ok()));
    pair.ok_or(Wanted("2948:9200"))
}

pub(super) fn short_ports(text: &str) -> Result<(u16, u16), Wanted> {
    let pair = ports(text).ok().filter(|(to, from)| [to, from].iter().all(|port| **port <= 255));
    pair.ok_or(Wanted("240:241"))
}

/// The words keep the message; without bit 7 it may be thrown away.
pub(super) fn waiting(text: &str) -> Result<(u8, u8), Wanted> {
    const KINDS: [(&str, u8); 4] = [("voice", 0x80), ("fax", 0x81), ("mail", 0x82), ("other", 0x83)];
    let (word, count) = text.split_once(':').ok_or(Wanted("voice:2"))?;
    let known = KINDS.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind);
    Ok((known.map_or_else(|| octet(word), Ok)?, octet(count)?))
}

pub(super) fn element(text: &str) -> Result<(u8, String), Wanted> {
    let wanted = Wanted("70:000102");
    let Some((identifier, data)) = text.split_once(':') else { return Err(wanted) };
    match u8::from_str_radix(identifier, 16) {
        Ok(identifier) => Ok((identifier, data.to_owned())),
        Err(_) => Err(wanted),
    }
}
