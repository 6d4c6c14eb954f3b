//! What a TPDU is to say: header and body out of a draft, cut into parts where one TPDU can't hold it.

use super::draft::Draft;
use super::header::header;
use super::wrong::Wrong;
use crate::sms::coding::{Alphabet, Coding, Compression};
use crate::sms::frame;
use crate::sms::gsm7::Septets;
use crate::sms::header::{Concatenation, Element, Header, Reference};
use crate::sms::national::{Language, Tables};
use crate::sms::ucs2;
use crate::sms::user_data::{Body, UserData};
use crate::text::segment::{self, ReferenceWidth, Room, Writing};

/// Octets of user data that a message has room for (TS 23.040 §9.2.3.16).
const ROOM: usize = 140;

/// What one TPDU says.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) user_data: UserData,
    /// The word for its alphabet.
    pub(super) alphabet: &'static str,
    /// Which part of how many.
    pub(super) part: (u8, u8),
}

impl Said {
    fn new(user_data: UserData) -> Self {
        let alphabet = match user_data.body() {
            Body::Gsm7(_) => "gsm7",
            Body::Octets(_) => "8bit",
            Body::Ucs2(_) => "ucs2",
        };
        let part = user_data.concatenation().map_or((1, 1), |part| (part.number(), part.total()));
        Self { user_data, alphabet, part }
    }
}

/// Hexadecimal digits of a field.
pub(super) fn octets(field: &'static str, hex: &str) -> Result<Vec<u8>, Wrong> {
    let digits: String = hex.chars().filter(|sign| !sign.is_whitespace()).collect();
    frame::from_hex(&digits).map_err(|error| Wrong::Octets(field, error))
}

/// The user data of a report, which may have none.
pub(super) fn extra(draft: &Draft) -> Result<Option<Said>, Wrong> {
    let any = draft.text.is_some()
        || draft.septets_hex.is_some()
        || draft.data_hex.is_some()
        || draft.udh.is_some()
        || draft.pi.is_some_and(|announced| announced & 0x04 != 0);
    if !any {
        return Ok(None);
    }
    let header = header(draft)?;
    let body = body(draft, header.as_ref().map_or(Tables::DEFAULT, Header::tables))?;
    let user_data = UserData::for_report(header, body).map_err(|error| Wrong::Value("text", error))?;
    Ok(Some(Said::new(user_data)))
}

/// The user data of a message, in one part if it fits or if the draft says which part it is.
pub(super) fn parts(draft: &Draft) -> Result<Vec<Said>, Wrong> {
    let header = header(draft)?;
    let tables = header.as_ref().map_or(Tables::DEFAULT, Header::tables);
    let body = body(draft, tables)?;
    let is_part = header.as_ref().is_some_and(|header| header.concatenation().is_some());
    let whole = UserData::new(header.clone(), body.clone());
    match whole {
        Ok(user_data) => return Ok(vec![Said::new(user_data)]),
        Err(error) if is_part => return Err(Wrong::Value("text", error)),
        Err(_) => {}
    }
    let elements = header.map(|header| header.elements().to_vec()).unwrap_or_default();
    let wide =
        draft.part_reference_bits == Some(16) || draft.part_reference.is_some_and(|number| number > 255);
    let number = draft.part_reference.unwrap_or_default();
    let reference = match u8::try_from(number) {
        Ok(number) if !wide => Reference::Eight(number),
        _ => Reference::Sixteen(number),
    };
    let bodies = cut(draft, &body, tables, &elements, reference)?;
    let too_long = || {
        Wrong::Value(
            "text",
            crate::sms::EncodeError::TooLong { field: "parts", found: bodies.len(), limit: 255 },
        )
    };
    let total = u8::try_from(bodies.len()).map_err(|_| too_long())?;
    let part = |(number, body)| {
        let concatenation = Concatenation::new(reference, total, number)?;
        let own = std::iter::once(Element::Concatenation(concatenation));
        UserData::new(Some(Header::new(own.chain(elements.iter().cloned()).collect())?), body).map(Said::new)
    };
    let parts: Result<Vec<Said>, _> = (1..=total).zip(bodies).map(part).collect();
    parts.map_err(|error| Wrong::Value("text", error))
}

/// A text is cut by the text engine, which spares what a reader takes for one sign, where it knows the tables.
fn cut(
    draft: &Draft,
    body: &Body,
    tables: Tables,
    elements: &[Element],
    reference: Reference,
) -> Result<Vec<Body>, Wrong> {
    let (room, octets) = rooms(body, elements, reference)?;
    let writing = match body {
        Body::Gsm7(_) if tables == Tables::DEFAULT => Some(Writing::Default),
        Body::Ucs2(_) => Some(Writing::Ucs2),
        _ => None,
    };
    let text = draft.text.as_deref().filter(|text| written(text, body, tables).is_ok_and(|all| all == *body));
    if let (Some(writing), Some(text)) = (writing, text) {
        let texts = segment::split_within(text, writing, room).texts;
        return texts.into_iter().map(|text| written(text, body, tables)).collect();
    }
    let room = room.among_several;
    Ok(match body {
        Body::Octets(data) => data.chunks(octets).map(|part| Body::Octets(part.to_vec())).collect(),
        Body::Gsm7(septets) => runs(septets.as_octets(), room, |septet| *septet == 0x1B)
            .into_iter()
            .map(|run| Body::Gsm7(Septets::from_octets(run).unwrap_or_default()))
            .collect(),
        Body::Ucs2(octets) => {
            let (units, _) = octets.as_chunks::<2>();
            let high = |unit: &[u8; 2]| matches!(unit, [0xD8..=0xDB, _]);
            runs(units, room, high).into_iter().map(|run| Body::Ucs2(run.concat())).collect()
        }
    })
}

/// What a part holds beside a concatenation and other elements: in the unit of a text's alphabet, and in octets.
fn rooms(body: &Body, elements: &[Element], reference: Reference) -> Result<(Room, usize), Wrong> {
    let others: usize = elements.iter().map(|element| element.data().len() + 2).sum();
    let (width, own) = match reference {
        Reference::Eight(_) => (ReferenceWidth::Eight, 5),
        Reference::Sixteen(_) => (ReferenceWidth::Sixteen, 6),
    };
    let writing = if matches!(body, Body::Gsm7(_)) { Writing::Default } else { Writing::Ucs2 };
    let room = writing.room(width, others);
    if room.among_several < 2 {
        let error = crate::sms::EncodeError::TooLong { field: "udh", found: 1 + own + others, limit: ROOM };
        return Err(Wrong::Value("udh", error));
    }
    Ok((room, ROOM.saturating_sub(1 + own + others)))
}

/// Runs of at most `room`, of which none ends with what belongs to the next: an escape, half a pair.
fn runs<T>(mut rest: &[T], room: usize, leads: impl Fn(&T) -> bool) -> Vec<&[T]> {
    let mut runs = Vec::new();
    while !rest.is_empty() {
        let mut end = room.min(rest.len());
        if end < rest.len() && rest.get(end - 1).is_some_and(&leads) {
            end -= 1;
        }
        let (run, behind) = rest.split_at_checked(end.max(1)).unwrap_or((rest, &[]));
        runs.push(run);
        rest = behind;
    }
    runs
}

/// A text in the alphabet of `like`.
fn written(text: &str, like: &Body, tables: Tables) -> Result<Body, Wrong> {
    match like {
        Body::Gsm7(_) => {
            Septets::from_text_in(text, tables).map(Body::Gsm7).map_err(|error| Wrong::Value("text", error))
        }
        Body::Octets(_) | Body::Ucs2(_) => Ok(Body::Ucs2(ucs2::encode(text))),
    }
}

/// Text, septets or octets, in the alphabet that is named, or that TP-DCS names, or that can write the text.
fn body(draft: &Draft, tables: Tables) -> Result<Body, Wrong> {
    let text = draft.text.as_deref();
    let scheme = draft.dcs.map(Coding::from_octet).map(|coding| match coding.compression() {
        Compression::Compressed => "8bit",
        Compression::None => match coding.alphabet() {
            Alphabet::Gsm7 => "gsm7",
            Alphabet::Octets => "8bit",
            Alphabet::Ucs2 => "ucs2",
        },
    });
    let data = draft.data_hex.as_deref().map(|hex| octets("data_hex", hex)).transpose()?;
    let named = draft.alphabet.as_deref().filter(|word| *word != "auto");
    let national = || text.is_none_or(|text| Septets::from_text_in(text, tables).is_ok());
    let written = if national() { "gsm7" } else { "ucs2" };
    let fallback = if data.is_some() && text.is_none() { "8bit" } else { written };
    match named.or(scheme).unwrap_or(fallback) {
        "gsm7" => gsm7(draft, text, tables, data.is_some()),
        "ucs2" => Ok(Body::Ucs2(match (data, text) {
            (Some(data), Some(text)) if ucs2::decode_lossy(&data) != text => ucs2::encode(text),
            (Some(data), _) => data,
            (None, text) => ucs2::encode(text.unwrap_or_default()),
        })),
        "8bit" => match (data, text) {
            (Some(data), None) => Ok(Body::Octets(data)),
            (None, None) => Ok(Body::Octets(Vec::new())),
            (_, Some(_)) => Err(Wrong::Disagreeing("text", "alphabet 8bit")),
        },
        other => Err(Wrong::Word("alphabet", other.to_owned())),
    }
}

fn gsm7(draft: &Draft, text: Option<&str>, tables: Tables, data: bool) -> Result<Body, Wrong> {
    const FIELD: &str = "septets_hex";
    if let Some(hex) = &draft.septets_hex {
        let septets = Septets::from_octets(&octets(FIELD, hex)?);
        let septets = septets.ok_or_else(|| Wrong::Word(FIELD, hex.clone()))?;
        if text.is_none_or(|text| septets.text_in(tables) == text) {
            return Ok(Body::Gsm7(septets));
        }
    }
    if data && text.is_none() {
        return Err(Wrong::Disagreeing("data_hex", "dcs, alphabet gsm7"));
    }
    let septets = Septets::from_text_in(text.unwrap_or_default(), tables);
    septets.map(Body::Gsm7).map_err(|error| Wrong::Value("text", error))
}

/// A national table by its number or its English name.
pub(super) fn language(word: &str) -> Option<u8> {
    Language::named(word).map(|language| language.identifier().0).or_else(|| word.parse().ok())
}
