//! segment.json: where texts are cut. National tables (TS 23.038 annex A), 8-bit data and further header
//! elements are not what the text engine sends.

use beffroi::message::Alphabet;
use beffroi::sms::frame;
use beffroi::sms::header::Reference;
use beffroi::sms::submit::Submit;
use beffroi::text::segment::{ReferenceWidth, Segments, alphabet, room, split};
use serde_json::Value;

use super::{Checked, Unfollowed, check, number_of, octets, same, says, text_of};

const UNFOLLOWED: Unfollowed = &[];

#[test]
fn texts_are_cut_where_others_cut_them() {
    let within = |vector: &Value| {
        let options = vector.get("options").map(Value::to_string).unwrap_or_default();
        number_of(vector, "nli_single_shift").unwrap_or(0) == 0
            && !says(vector, "encoding", "8bit")
            && !says(vector, "op", "reassemble")
            && !options.contains("AllCharsets")
            && !options.contains("WithUDH")
    };
    check("segment.json", UNFOLLOWED, within, check_segments);
}

fn check_segments(vector: &Value) -> Checked {
    let text = match vector.get("text_repeat") {
        Some(repeat) => repeat[0].as_str().unwrap().repeat(repeat[1].as_u64().unwrap() as usize),
        None => text_of(vector, "text").unwrap().to_owned(),
    };
    if let Some(want) = text_of(vector, "encoding") {
        let got = if alphabet(&text) == Alphabet::Gsm7 { "gsm7" } else { "ucs2" };
        same("alphabet", got, if want == "not-gsm7" { "ucs2" } else { want })?;
    }
    if says(vector, "op", "detect") {
        return Ok(());
    }
    let width = match number_of(vector, "concat_ref_bits") {
        Some(16) => ReferenceWidth::Sixteen,
        _ => ReferenceWidth::Eight,
    };
    let segments = split(&text, width);
    same("the parts joined", &*segments.texts.concat(), &*text)?;
    if vector["parts"].is_null() {
        return if segments.count() > 255 { Ok(()) } else { Err("is not too long".to_owned()) };
    }
    same("parts", Some(segments.count().into()), number_of(vector, "parts"))?;
    check_units(vector, &segments, width)?;
    let parts = vector.get("part_expected").and_then(Value::as_array).into_iter().flatten();
    for (got, want) in segments.texts.iter().zip(parts) {
        check_part(got, want)?;
    }
    Ok(())
}

fn check_units(vector: &Value, segments: &Segments<'_>, width: ReferenceWidth) -> Checked {
    let room = room(segments.alphabet, width);
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
