//! segment.json, whole: where texts are cut. What the text engine does not send by itself (national tables of
//! TS 23.038 annex A, 8-bit data, further header elements) is cut and written all the same, through `sms`.

use beffroi::message::Alphabet;
use beffroi::sms::frame;
use beffroi::sms::header::{Concatenation, Element, Header, Reference};
use beffroi::sms::national::{Identifier, Tables};
use beffroi::sms::submit::Submit;
use beffroi::sms::user_data::{Body, UserData};
use beffroi::text::segment::{ReferenceWidth, Room, Segments, Writing, split_within};
use serde_json::Value;

use super::{Checked, Unfollowed, check, number_of, octets, same, says, text_of};

const UNFOLLOWED: Unfollowed = &[];

/// Octets in a part of several, beside an 8-bit reference.
const OCTETS_AMONG_SEVERAL: usize = 134;

#[test]
fn texts_are_cut_where_others_cut_them() {
    // Parts put together again are the codec's business.
    let within = |vector: &Value| !says(vector, "op", "reassemble");
    check("segment.json", UNFOLLOWED, within, check_segments);
}

fn parts_of(vector: &Value) -> impl Iterator<Item = &Value> {
    vector.get("part_expected").and_then(Value::as_array).into_iter().flatten()
}

fn check_segments(vector: &Value) -> Checked {
    if says(vector, "encoding", "8bit") {
        return check_octets(vector);
    }
    let text = match vector.get("text_repeat") {
        Some(repeat) => repeat[0].as_str().unwrap().repeat(repeat[1].as_u64().unwrap() as usize),
        None => text_of(vector, "text").unwrap().to_owned(),
    };
    if parts_of(vector).any(|part| number_of(part, "nli_locking").unwrap_or(0) > 0) {
        return check_tables(vector, &text);
    }
    let writing = match number_of(vector, "nli_single_shift") {
        None | Some(0) => Writing::of(&text),
        Some(number) => Writing::Shifted(Identifier(number as u8).language().ok_or("an unknown language")?),
    };
    if let Some(want) = text_of(vector, "encoding") {
        let got = if writing.alphabet() == Alphabet::Gsm7 { "gsm7" } else { "ucs2" };
        same("alphabet", got, if want == "not-gsm7" { "ucs2" } else { want })?;
    }
    if says(vector, "op", "detect") {
        return Ok(());
    }
    let width = match number_of(vector, "concat_ref_bits") {
        Some(16) => ReferenceWidth::Sixteen,
        _ => ReferenceWidth::Eight,
    };
    let elements = others(vector)?;
    let room = writing.room(width, elements.iter().map(|element| 2 + element.data().len()).sum());
    let segments = split_within(&text, writing, room);
    same("the parts joined", &*segments.texts.concat(), &*text)?;
    if vector["parts"].is_null() {
        return if segments.count() > 255 { Ok(()) } else { Err("is not too long".to_owned()) };
    }
    same("parts", Some(segments.count().into()), number_of(vector, "parts"))?;
    check_units(vector, &segments, room)?;
    for (number, (got, want)) in segments.texts.iter().zip(parts_of(vector)).enumerate() {
        check_part(got, want)?;
        if !elements.is_empty() {
            check_header(got, want, &elements, number + 1, segments.texts.len())?;
        }
    }
    Ok(())
}

/// Header elements beside the concatenation, of the first part.
fn others(vector: &Value) -> Result<Vec<Element>, String> {
    let elements = vector.pointer("/part_expected/0/udh/ies").and_then(Value::as_array);
    let beside = elements
        .into_iter()
        .flatten()
        .filter(|element| !matches!(number_of(element, "iei"), Some(0 | 8 | 0x24 | 0x25)));
    beside
        .map(|element| {
            let data = octets(text_of(element, "data_hex").unwrap())?;
            let identifier = number_of(element, "iei").unwrap() as u8;
            let air = [&[data.len() as u8 + 2, identifier, data.len() as u8][..], &data].concat();
            let (header, _) = Header::decode(&air).map_err(|error| error.to_string())?;
            header.elements().first().cloned().ok_or_else(|| "no element".to_owned())
        })
        .collect()
}

/// The header with further elements in front, written and read back.
fn check_header(text: &str, want: &Value, others: &[Element], number: usize, total: usize) -> Checked {
    let reference = want.pointer("/udh/concat/ref").and_then(Value::as_u64).unwrap();
    let concatenation = Concatenation::new(Reference::Eight(reference as u8), total as u8, number as u8);
    let concatenation = Element::Concatenation(concatenation.map_err(|error| error.to_string())?);
    let elements = others.iter().cloned().chain([concatenation]).collect();
    let header = Header::new(elements).map_err(|error| error.to_string())?;
    let plain = UserData::gsm7(text, None).map_err(|error| error.to_string())?;
    let data =
        UserData::new(Some(header.clone()), plain.body().clone()).map_err(|error| error.to_string())?;
    let mut hex = Vec::new();
    for element in want.pointer("/udh/ies").and_then(Value::as_array).unwrap() {
        let octets = octets(text_of(element, "data_hex").unwrap())?;
        hex.extend([number_of(element, "iei").unwrap() as u8, octets.len() as u8]);
        hex.extend(octets);
    }
    same("header", header.encode()[1..].to_vec(), hex)?;
    check_septets(&data, want)
}

/// Texts in the tables of a language, which `sms` writes.
fn check_tables(vector: &Value, text: &str) -> Checked {
    let want = parts_of(vector).next().ok_or("no part")?;
    let language = |key| {
        let number = number_of(want, key).unwrap_or(0) as u8;
        Identifier(number).language().ok_or("an unknown language")
    };
    let tables = Tables { locking: language("nli_locking")?, single: language("nli_single_shift")? };
    let data = UserData::national(text, tables, None).map_err(|error| error.to_string())?;
    same("text", data.text().unwrap(), text.to_owned())?;
    check_septets(&data, want)
}

fn check_septets(data: &UserData, want: &Value) -> Checked {
    let Some(hex) = text_of(want, "septets_hex") else { return Ok(()) };
    match data.body() {
        Body::Gsm7(septets) => same("septets", septets.as_octets().to_vec(), octets(hex)?),
        other => Err(format!("{other:?} is not in septets")),
    }
}

/// 8-bit data: parts of 134 octets.
fn check_octets(vector: &Value) -> Checked {
    let data = octets(text_of(vector, "text_hex").unwrap())?;
    let parts: Vec<&[u8]> = data.chunks(OCTETS_AMONG_SEVERAL).collect();
    same("parts", Some(parts.len() as u64), number_of(vector, "parts"))?;
    for (number, (part, want)) in (1..).zip(parts.iter().zip(parts_of(vector))) {
        let concatenation = Concatenation::new(Reference::Eight(1), parts.len() as u8, number);
        let header = Header::from(concatenation.map_err(|error| error.to_string())?);
        let written = UserData::new(Some(header), Body::Octets(part.to_vec()));
        same("fits", written.is_ok(), true)?;
        same("data", part.to_vec(), octets(text_of(want, "data_hex").unwrap())?)?;
    }
    Ok(())
}

fn check_units(vector: &Value, segments: &Segments<'_>, room: Room) -> Checked {
    let room = if segments.texts.len() == 1 { room.alone } else { room.among_several };
    let bits = segments.used as u64 * if segments.alphabet == Alphabet::Gsm7 { 7 } else { 16 };
    let headers = if segments.texts.len() == 1 { 0 } else { 48 * u64::from(segments.count()) };
    let rows = [
        ("septets", segments.used as u64),
        ("units", segments.used as u64),
        ("units_remaining_in_last", segments.left as u64),
        ("units_per_part", room as u64),
        ("message_bits", bits),
        ("total_bits_with_udh", bits + headers),
    ];
    rows.into_iter()
        .try_for_each(|(key, got)| number_of(vector, key).map_or(Ok(()), |want| same(key, got, want)))
}

fn check_part(got: &str, want: &Value) -> Checked {
    if let Some(text) = text_of(want, "text") {
        same("part", got, text)?;
    }
    if let Some(hex) = text_of(want, "pdu_hex") {
        let octets = octets(hex)?;
        let (_, tpdu) = frame::split(&octets).map_err(|error| error.to_string())?;
        let submit = Submit::decode(tpdu).map_err(|error| error.to_string())?;
        same("part", got, &*submit.text().unwrap())?;
        let concatenation = submit.user_data.concatenation().ok_or("no concatenation")?;
        same("reference", matches!(concatenation.reference(), Reference::Eight(_)), true)?;
        same("TPDU", submit.encode().unwrap(), tpdu.to_vec())?;
    }
    Ok(())
}
