//! malformed.json: what must be refused, for what is wrong and with the octet where that shows.

use beffroi::moment::{Moment, Zone};
use beffroi::sms::address::{Address, NumberingPlan, TypeOfNumber};
use beffroi::sms::cause::Form;
use beffroi::sms::frame;
use beffroi::sms::gsm7::Septets;
use beffroi::sms::header::{Element, Header};
use beffroi::sms::reading::Lenient;
use beffroi::sms::time::Timestamp;
use beffroi::sms::tpdu::{Direction, Kind, Tpdu};
use beffroi::sms::ucs2;
use beffroi::sms::user_data::UserData;
use beffroi::sms::validity::{Format, Relative, Validity};
use beffroi::sms::{DecodeError, Fault};
use serde_json::{Value, json};

use super::pdu::kind_of;
use super::values::quarter_hours;
use super::workbench::run;
use super::{Checked, Unfollowed, check, number_of, octets, same, says, text_of};

const UNFOLLOWED: Unfollowed = &[];

/// Fields as the sources name them, by the end of the path, and as we do.
const FIELDS: [(&str, &[&str]); 22] = [
    ("firstOctet", &["first octet", "mti"]),
    ("oa.addr", &["oa"]),
    ("da.addr", &["da"]),
    ("ra.addr", &["ra"]),
    ("addr", &["address", "sca"]),
    ("length", &["address", "sca"]),
    ("pid", &["pid"]),
    ("dcs", &["dcs"]),
    ("scts", &["scts"]),
    ("dt", &["dt"]),
    ("st", &["st"]),
    ("mr", &["mr"]),
    ("mn", &["mn"]),
    ("ct", &["ct"]),
    ("vp", &["vp"]),
    ("pi", &["pi"]),
    ("fcs", &["fcs"]),
    ("ud.udl", &["udl", "cdl"]),
    ("ud.sm", &["ud", "cd"]),
    ("udhl", &["udhl", "udh"]),
    ("ied", &["udh.ie"]),
    ("ie", &["udh", "udh.ie"]),
];

/// Reasons of the sources that say what we can say.
const REASONS: [(&str, Fault); 5] = [
    ("ErrUnderflow", Fault::Underflow),
    ("ErrInvalidOctet", Fault::NotADigit),
    ("ErrNonZero", Fault::SpareBit),
    ("ErrInvalidLength", Fault::HalfUnit),
    ("ErrDanglingSurrogate", Fault::LoneSurrogate),
];

/// What an encoder is told, as the sources name it, and the fields that the workbench may blame for it.
const TOLD: [(&str, &[&str]); 6] = [
    ("addr", &["number"]),
    ("scts", &["timestamp"]),
    ("dt", &["discharge"]),
    ("ud.alphabet", &["data_hex", "dcs", "text", "alphabet"]),
    ("vp", &["validity.seconds", "validity.format", "validity.clock"]),
    ("ErrUnsupportedSmsType", &["mti 3"]),
];

#[test]
fn what_others_refuse_is_refused() {
    let within = |vector: &Value| {
        let others = ["at", "operator-id", "pdu-text", "reassembly"];
        !others.iter().any(|kind| says(vector, "kind", kind))
    };
    check("malformed.json", UNFOLLOWED, within, check_refusal);
}

fn check_refusal(vector: &Value) -> Checked {
    let kind = text_of(vector, "kind").unwrap();
    let refused = |refused: bool| if refused { Ok(()) } else { Err("is not refused".to_owned()) };
    if let Some(input) = vector.get("input") {
        return match kind {
            "encode" => encoding_is_refused(vector, input),
            _ => refused(value_is_refused(kind, input)?),
        };
    }
    // What is no octets is refused before it comes to a TPDU.
    let Ok(octets) = octets(text_of(vector, "input_hex").unwrap()) else {
        return Ok(());
    };
    let error = match kind {
        "pdu" => decode(vector, &octets)?,
        "address" => Address::decode(&octets).err(),
        "smsc_address" => Address::decode_service_centre(&octets).err(),
        "timestamp" => Timestamp::decode(&octets).err(),
        "validity" => Validity::decode(&octets, format(vector)).err(),
        "ucs2" => ucs2::decode(&octets).err(),
        "udh" => Header::decode(&octets).err(),
        other => return Err(format!("{other} is not known to this test")),
    };
    let Some(error) = error else {
        return refused(false);
    };
    check_error(&error, &vector["error"])?;
    text_of(vector, "lenient_text").map_or(Ok(()), |text| check_lenient(vector, &octets, text))
}

fn format(vector: &Value) -> Format {
    match text_of(vector, "vp_format") {
        Some("relative") => Format::Relative,
        Some("absolute") => Format::Absolute,
        _ => Format::Enhanced,
    }
}

/// Octet, field and reason, as far as the source gives them.
fn check_error(error: &DecodeError, want: &Value) -> Checked {
    if let Some(offset) = number_of(want, "offset") {
        same("the octet", error.octet as u64, offset)?;
    }
    let named = text_of(want, "field").unwrap_or_default();
    let ends = |end: &str| named == end || named.ends_with(&format!(".{end}"));
    let field = FIELDS.iter().find(|(end, _)| ends(end)).map(|(_, ours)| *ours);
    if field.is_some_and(|ours| !ours.contains(&error.field)) {
        return Err(format!("{error}, should be of {named}"));
    }
    let reason = text_of(want, "reason").unwrap_or_default();
    match REASONS.iter().find(|(theirs, _)| reason.ends_with(theirs)) {
        // A filler before the last digit: they miss a digit there, we find what is none.
        Some((_, Fault::Underflow)) if named.ends_with("addr") && error.fault == Fault::NotADigit => Ok(()),
        Some((_, fault)) => same("what is wrong", error.fault, *fault),
        None => Ok(()),
    }
}

/// By direction, else by who sent it, else by TP-MTI.
fn kind_told(vector: &Value, tpdu: &[u8]) -> Result<Kind, DecodeError> {
    let sender = match (text_of(vector, "direction"), text_of(vector, "sender")) {
        (None, Some("MT")) => Some(Direction::FromCentre),
        (None, Some("MO")) => Some(Direction::FromPhone),
        _ => None,
    };
    // The sources know the form of an error alone.
    match sender {
        Some(sender) => Kind::of(tpdu, sender, Form::Error),
        None => kind_of(vector, Form::Error, tpdu),
    }
}

fn split<'a>(vector: &Value, octets: &'a [u8]) -> Result<&'a [u8], DecodeError> {
    if vector["has_smsc"] == true { frame::split(octets).map(|(_, tpdu)| tpdu) } else { Ok(octets) }
}

fn decode(vector: &Value, octets: &[u8]) -> Result<Option<DecodeError>, String> {
    let read = split(vector, octets)
        .and_then(|tpdu| kind_told(vector, tpdu).and_then(|kind| Tpdu::decode(tpdu, kind)));
    Ok(read.err())
}

/// What can be read all the same, where the source reads it.
fn check_lenient(vector: &Value, octets: &[u8], want: &str) -> Checked {
    let told = |error: DecodeError| error.to_string();
    let tpdu = split(vector, octets).map_err(told)?;
    let kind = kind_told(vector, tpdu).map_err(told)?;
    let user_data: Option<UserData> = match Lenient::<Tpdu>::decode(tpdu, kind).map_err(told)?.value {
        Tpdu::Deliver(deliver) => Some(deliver.user_data),
        Tpdu::Submit(submit) => Some(submit.user_data),
        _ => None,
    };
    let text = user_data.and_then(|user_data| user_data.text().ok());
    same("what can be read", text.as_deref(), Some(want))
}

fn value_is_refused(kind: &str, input: &Value) -> Result<bool, String> {
    let number = || {
        let digits = text_of(input, "number").unwrap();
        let kind = match text_of(input, "number_type") {
            Some("alphanumeric") => TypeOfNumber::Alphanumeric,
            _ => TypeOfNumber::International,
        };
        Address::number(kind, NumberingPlan::TELEPHONE, digits)
    };
    Ok(match kind {
        "gsm7-encode" | "encode-gsm7" => Septets::from_text(text_of(input, "text").unwrap()).is_err(),
        "encode-address" | "encode-smsc_address" | "encode-semi_octets" => number().is_err(),
        "encode-validity" => {
            let seconds = std::time::Duration::from_secs(number_of(input, "seconds").unwrap());
            Relative::within(seconds).is_err()
        }
        "encode-timestamp" => {
            let iso = text_of(input, "timestamp").unwrap();
            let moment = Moment::parse(iso, &Zone::UTC);
            moment.is_err() || Timestamp::from_moment(moment.unwrap(), quarter_hours(iso)).is_err()
        }
        "encode-udh" => {
            let elements = input["ies"].as_array().unwrap().iter().map(|element| {
                let data = octets(text_of(element, "data_hex").unwrap()).unwrap();
                Element::new(number_of(element, "iei").unwrap() as u8, &data)
            });
            elements.collect::<Result<Vec<_>, _>>().and_then(Header::new).is_err()
        }
        other => return Err(format!("{other} is not known to this test")),
    })
}

/// By the workbench, which takes fields by the names of the vectors; what a source leaves out is nothing.
fn encoding_is_refused(vector: &Value, input: &Value) -> Checked {
    let mut fields = input.clone();
    fields["direction"] = vector["direction"].clone();
    let nothing = [
        ("number", json!("")),
        ("number_type", json!("unknown")),
        ("timestamp", json!("2015-05-17T23:02:50+08:00")),
        ("discharge", json!("2015-05-17T23:02:50+08:00")),
    ];
    for (key, value) in nothing {
        if fields[key].is_null() {
            fields[key] = value;
        }
    }
    let told: Value =
        serde_json::from_str(&run(&["encode", "--json", "--fields", "-"], &fields.to_string())).unwrap();
    let field = text_of(&told, "field").ok_or("is not refused")?;
    let named = text_of(&vector["error"], "field").unwrap_or_default();
    match TOLD.iter().find(|(end, _)| named.ends_with(end)) {
        Some((_, ours)) if !ours.contains(&field) => Err(format!("{field} is blamed, should be {named}")),
        _ => Ok(()),
    }
}
