//! The header of user data out of a draft: elements as octets, as words, or both; and what an option puts into one
//! that is there (TS 23.040 §9.2.3.24).

use super::draft::{Draft, ElementDraft, HeaderDraft, PartDraft};
use super::say::octets;
use super::wrong::Wrong;
use crate::sms::frame;
use crate::sms::header::{Concatenation, Element, Header, Ports, Reference};
use crate::sms::national::Identifier;

/// Elements that say the same, by their identifiers: either stands for the other.
const ALIKE: [[u8; 2]; 2] = [[0x00, 0x08], [0x04, 0x05]];

/// The elements as they are, which must say what the words beside them say; else those of the words.
pub(super) fn header(draft: &Draft) -> Result<Option<Header>, Wrong> {
    let Some(said) = &draft.udh else { return Ok(None) };
    let told = |error| Wrong::Value("udh", error);
    let by_words = by_words(said)?;
    let Some(elements) = &said.ies else {
        let elements = by_words.into_iter().chain(raw(&said.further)?).collect();
        return Ok(Some(Header::new(elements).map_err(told)?));
    };
    let read = raw(elements)?;
    match by_words.iter().find(|element| !read.contains(element)) {
        Some(_) => Err(Wrong::Disagreeing("udh.ies", "udh.concat, udh.ports, udh.nli_*")),
        None => Ok(Some(Header::new(read).map_err(told)?)),
    }
}

fn raw(elements: &[ElementDraft]) -> Result<Vec<Element>, Wrong> {
    let mut read = Vec::with_capacity(elements.len());
    for element in elements {
        let data = octets("udh.ies", &element.data_hex)?;
        read.push(Element::new(element.iei, &data).map_err(|error| Wrong::Value("udh", error))?);
    }
    Ok(read)
}

fn by_words(said: &HeaderDraft) -> Result<Vec<Element>, Wrong> {
    let mut elements = Vec::new();
    if let Some(part) = said.concat {
        elements.push(Element::Concatenation(concatenation(part)?));
    }
    if let Some(ports) = said.ports {
        // Elements that say 8 bits say so by themselves.
        let short = u8::try_from(ports.dst).ok().zip(u8::try_from(ports.src).ok());
        elements.push(Element::Ports(match short {
            Some((destination, source)) if ports.bits == 8 => Ports::Eight { destination, source },
            None if ports.bits == 8 => {
                return Err(Wrong::Word("udh.ports", format!("{}:{}", ports.dst, ports.src)));
            }
            _ => Ports::Sixteen { destination: ports.dst, source: ports.src },
        }));
    }
    elements.extend(said.nli_single_shift.map(|number| Element::SingleShift(Identifier(number))));
    elements.extend(said.nli_locking.map(|number| Element::LockingShift(Identifier(number))));
    Ok(elements)
}

fn concatenation(part: PartDraft) -> Result<Concatenation, Wrong> {
    let reference = match (u8::try_from(part.reference), part.ref_bits) {
        (Ok(reference), 8) => Reference::Eight(reference),
        _ => Reference::Sixteen(part.reference),
    };
    Concatenation::new(reference, part.total, part.seq).map_err(|error| Wrong::Value("udh.concat", error))
}

/// What is there with what is put in: that replaces what says the same, at its place; the rest stays.
pub(super) fn with(there: HeaderDraft, put: HeaderDraft) -> Result<HeaderDraft, Wrong> {
    let mut fresh: Vec<ElementDraft> = Vec::new();
    for element in by_words(&put)? {
        fresh.push(ElementDraft { iei: element.identifier(), data_hex: frame::to_hex(&element.data()) });
    }
    fresh.extend(put.further.iter().cloned());
    let words = HeaderDraft {
        ies: None,
        concat: put.concat.or(there.concat),
        ports: put.ports.or(there.ports),
        nli_single_shift: put.nli_single_shift.or(there.nli_single_shift),
        nli_locking: put.nli_locking.or(there.nli_locking),
        further: put.further,
    };
    let Some(elements) = there.ies else { return Ok(words) };
    let said: Vec<u8> = fresh.iter().map(|element| element.iei).collect();
    let mut kept = Vec::with_capacity(elements.len() + fresh.len());
    for element in elements {
        if said.iter().any(|iei| are_alike(*iei, element.iei)) {
            kept.extend(fresh.extract_if(.., |fresh| are_alike(fresh.iei, element.iei)));
        } else {
            kept.push(element);
        }
    }
    kept.extend(fresh);
    Ok(HeaderDraft { ies: Some(kept), further: Vec::new(), ..words })
}

fn are_alike(one: u8, other: u8) -> bool {
    one == other || ALIKE.iter().any(|alike| alike.contains(&one) && alike.contains(&other))
}
