//! Single values as the vectors write them: times, headers, validities, lamps.

use beffroi::moment::{Moment, Zone};
use beffroi::sms::address::{Address, TypeOfNumber};
use beffroi::sms::coding::{Alphabet, Coding, Kept, Lamp};
use beffroi::sms::frame;
use beffroi::sms::header::{Element, Header, Ports, Reference};
use beffroi::sms::time::Timestamp;
use beffroi::sms::validity::{Tries, Validity};
use serde_json::Value;

use super::{Checked, number_of, same, text_of};

pub(super) fn kind(address: &Address) -> &'static str {
    match address.kind() {
        TypeOfNumber::Unknown => "unknown",
        TypeOfNumber::International => "international",
        TypeOfNumber::National => "national",
        TypeOfNumber::NetworkSpecific => "network-specific",
        TypeOfNumber::Subscriber => "subscriber",
        TypeOfNumber::Alphanumeric => "alphanumeric",
        TypeOfNumber::Abbreviated => "abbreviated",
        TypeOfNumber::Reserved => "reserved",
    }
}

/// `…_utc` asserts the instant, `…_local` the digits without a zone, others both.
pub(super) fn check_time(key: &str, got: Option<Timestamp>, want: &Value) -> Checked {
    let got = got.ok_or("no time")?;
    let Some(want) = want.as_str() else { return same(key, got.moment(), None) };
    if key.ends_with("_local") || want.len() <= "2015-05-17T23:02:50".len() {
        let local = got.moment().and_then(|moment| moment.civil(i32::from(got.quarter_hours()) * 15));
        let local = local.map(|civil| {
            let (year, month, day) = (civil.year, civil.month, civil.day);
            format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}", civil.hour, civil.minute, civil.second)
        });
        return same(key, local.as_deref(), Some(want));
    }
    same(key, got.moment(), Moment::parse(want, &Zone::UTC).ok())?;
    if key.ends_with("_utc") { Ok(()) } else { same(key, got.quarter_hours(), quarter_hours(want)) }
}

/// Of `2015-05-17T23:02:50+08:00`.
pub(super) fn quarter_hours(iso: &str) -> i8 {
    let zone = &iso[19..];
    if zone == "Z" {
        return 0;
    }
    let (hours, minutes): (i8, i8) = (zone[1..3].parse().unwrap(), zone[4..6].parse().unwrap());
    let quarters = hours * 4 + minutes / 15;
    if zone.starts_with('-') { -quarters } else { quarters }
}

pub(super) fn check_header(header: Option<&Header>, want: &Value) -> Checked {
    let header = header.ok_or("no header")?;
    for (key, want) in want.as_object().unwrap() {
        let elements = header.elements();
        match key.as_str() {
            "concat" => check_concatenation(header, want)?,
            "ports" => {
                if want.is_null() {
                    same("ports", header.ports(), None)?;
                    continue;
                }
                let (destination, source) = match header.ports().ok_or("no ports")? {
                    Ports::Eight { destination, source } => (destination.into(), source.into()),
                    Ports::Sixteen { destination, source } => (destination, source),
                };
                numbers(want, &[("dst", destination.into()), ("src", source.into())])?;
            }
            "ies" | "ies_prefix" => {
                let want = want.as_array().unwrap();
                if key == "ies" {
                    same("elements", elements.len(), want.len())?;
                }
                for (element, want) in elements.iter().zip(want) {
                    same("iei", Some(u64::from(element.identifier())), number_of(want, "iei"))?;
                    if let Some(data) = text_of(want, "data_hex") {
                        same("element", frame::to_hex(&element.data()), data.to_owned())?;
                    }
                    if let Some(length) = number_of(want, "len") {
                        same("element", element.data().len() as u64, length)?;
                    }
                }
                if want.len() > elements.len() {
                    return Err(format!("{} elements are too few", elements.len()));
                }
            }
            "nli_single_shift" | "nli_locking" => {
                let tables = header.tables();
                let language = if key == "nli_locking" { tables.locking } else { tables.single };
                same(key, Some(language.identifier().0.into()), want.as_u64())?;
            }
            "mwi" => check_indication(None, Some(header), want)?,
            other => return Err(format!("{other} is not known to this test")),
        }
    }
    Ok(())
}

fn check_concatenation(header: &Header, want: &Value) -> Checked {
    let got = header.concatenation();
    if want.is_null() {
        return same("concatenation", got, None);
    }
    let got = got.ok_or("no concatenation")?;
    let (reference, bits) = match got.reference() {
        Reference::Eight(reference) => (u64::from(reference), 8),
        Reference::Sixteen(reference) => (u64::from(reference), 16),
    };
    let (total, number) = (got.total().into(), got.number().into());
    numbers(want, &[("ref", reference), ("total", total), ("seq", number), ("ref_bits", bits)])
}

/// All that `want` says, of what is known.
fn numbers(want: &Value, known: &[(&str, u64)]) -> Checked {
    for (key, want) in want.as_object().unwrap() {
        let got = known.iter().find(|(word, _)| word == key).map(|(_, got)| *got);
        same(key, Some(got.ok_or(format!("{key} is not known to this test"))?), want.as_u64())?;
    }
    Ok(())
}

pub(super) fn check_validity(got: Option<Validity>, want: &Value) -> Checked {
    let format = match got {
        None => "none",
        Some(Validity::Relative(_)) => "relative",
        Some(Validity::Absolute(_)) => "absolute",
        Some(Validity::Enhanced(_)) => "enhanced",
    };
    for (key, want) in want.as_object().unwrap() {
        match (key.as_str(), got) {
            ("format", _) => same(key, Some(format), want.as_str())?,
            ("seconds", Some(validity)) => {
                same(key, validity.duration().map(|duration| duration.as_secs()), want.as_u64())?;
            }
            ("raw", Some(Validity::Relative(relative))) => {
                same(key, Some(relative.octet().into()), want.as_u64())?;
            }
            ("absolute", Some(Validity::Absolute(until))) => check_time("vp", Some(until), want)?,
            ("absolute_utc", Some(Validity::Absolute(until))) => check_time("vp_utc", Some(until), want)?,
            ("absolute_local", Some(Validity::Absolute(until))) => check_time("vp_local", Some(until), want)?,
            ("single_shot", Some(Validity::Enhanced(enhanced))) => {
                same(key, Some(enhanced.tries() == Tries::Single), want.as_bool())?;
            }
            ("extension", Some(Validity::Enhanced(enhanced))) => {
                same(key, Some(enhanced.octets()[0] & 0x80 != 0), want.as_bool())?;
            }
            ("enhanced_functionality_indicator", Some(Validity::Enhanced(enhanced))) => {
                same(key, Some(enhanced.octets()[0].into()), want.as_u64())?;
            }
            ("relative_raw", Some(Validity::Enhanced(enhanced))) => {
                same(key, Some(enhanced.octets()[1].into()), want.as_u64())?;
            }
            _ => return Err(format!("{key} is not known to this test")),
        }
    }
    Ok(())
}

/// By TP-DCS, or by an element of the header, which counts where there are both (TS 23.040 §9.2.3.24.2).
pub(super) fn check_indication(coding: Option<Coding>, header: Option<&Header>, want: &Value) -> Checked {
    let special = header.into_iter().flat_map(Header::elements).find_map(|element| match element {
        Element::SpecialIndication(indication) => Some(*indication),
        _ => None,
    });
    let lamp = coding.and_then(Coding::indication);
    let by_coding = lamp.map(|lamp| (lamp.lamp == Lamp::On, lamp.message == Kept::Discarded));
    let by_header = special.map(|special| (special.count > 0, !special.is_stored()));
    if want.is_null() {
        return same("indication", by_header.or(by_coding), None);
    }
    let (set, discard) = by_header.or(by_coding).ok_or("no indication")?;
    for (key, want) in want.as_object().unwrap() {
        let got = match key.as_str() {
            "set" => set,
            "clear" => !set,
            "discard" => discard,
            other => return Err(format!("{other} is not known to this test")),
        };
        same(key, Some(got), want.as_bool())?;
    }
    Ok(())
}

pub(super) fn alphabet(alphabet: Alphabet) -> &'static str {
    match alphabet {
        Alphabet::Gsm7 => "gsm7",
        Alphabet::Octets => "8bit",
        Alphabet::Ucs2 => "ucs2",
    }
}
