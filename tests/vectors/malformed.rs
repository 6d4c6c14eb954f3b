//! malformed.json: what must be refused, with the octet where that shows.

use beffroi::moment::{Moment, Zone};
use beffroi::sms::DecodeError;
use beffroi::sms::address::{Address, NumberingPlan, TypeOfNumber};
use beffroi::sms::cause::Form;
use beffroi::sms::coding::Coding;
use beffroi::sms::frame;
use beffroi::sms::gsm7::Septets;
use beffroi::sms::header::Header;
use beffroi::sms::status_report::{Extras, Status, StatusReport};
use beffroi::sms::time::Timestamp;
use beffroi::sms::tpdu::Tpdu;
use beffroi::sms::ucs2;
use beffroi::sms::user_data::{Body, UserData};
use beffroi::sms::validity::{Format, Validity};
use serde_json::Value;

use super::pdu::{kind_of, quarter_hours};
use super::{Checked, Unfollowed, check, number_of, octets, says, text_of};

const UNFOLLOWED: Unfollowed = &[
    (
        "pymsg-converting-timedelta-to-validity-240",
        "TS 23.040 §9.2.3.12.1 begins at 5 minutes: rounded up to that on purpose",
    ),
    (
        "pymsg-converting-timedelta-to-validity-38707200",
        "TS 23.040 §9.2.3.12.1 ends at 63 weeks: rounded down on purpose",
    ),
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
        return refused(encoding_is_refused(kind, input));
    }
    let Ok(octets) = octets(text_of(vector, "input_hex").unwrap()) else {
        return Ok(());
    };
    let error = match kind {
        "pdu" => decode(vector, &octets),
        "address" => Address::decode(&octets).err(),
        "smsc_address" => Address::decode_service_centre(&octets).err(),
        "timestamp" => Timestamp::decode(&octets).err(),
        "validity" => Validity::decode(&octets, Format::Enhanced).err(),
        "ucs2" => ucs2::decode(&octets).err(),
        "udh" => Header::decode(&octets).err(),
        other => return Err(format!("{other} is not known to this test")),
    };
    let Some(error) = error else {
        return refused(false);
    };
    match number_of(&vector["error"], "offset") {
        Some(offset) if offset != error.octet as u64 && text_of(vector, "kind") == Some("pdu") => {
            Err(format!("{error}, should be at octet {offset}"))
        }
        _ => Ok(()),
    }
}

/// By direction, else by TP-MTI.
fn decode(vector: &Value, octets: &[u8]) -> Option<DecodeError> {
    let tpdu = if vector["has_smsc"] == true {
        match frame::split(octets) {
            Ok((_, tpdu)) => tpdu,
            Err(error) => return Some(error),
        }
    } else {
        octets
    };
    // The sources know the form of an error alone.
    match kind_of(vector, Form::Error, tpdu) {
        Ok(kind) => Tpdu::decode(tpdu, kind).err(),
        Err(error) => Some(error),
    }
}

fn encoding_is_refused(kind: &str, input: &Value) -> bool {
    let number = || {
        let digits = text_of(input, "number")?;
        let kind = match text_of(input, "number_type") {
            Some("alphanumeric") => TypeOfNumber::Alphanumeric,
            _ => TypeOfNumber::International,
        };
        Some(Address::number(kind, NumberingPlan::TELEPHONE, digits))
    };
    let time = |key: &str| {
        let iso = text_of(input, key)?;
        // No calendar has such a zone; what TP-SCTS can say is judged by its quarters.
        let moment = Moment::parse(iso, &Zone::UTC).unwrap_or(Moment::from_millis(1_431_900_000_000));
        Some(Timestamp::from_moment(moment, quarter_hours(iso)))
    };
    match kind {
        "gsm7-encode" => Septets::from_text(text_of(input, "text").unwrap()).is_err(),
        "encode-address" | "encode-smsc_address" => number().unwrap().is_err(),
        "encode" => {
            if matches!(number(), Some(Err(_)))
                || matches!(time("timestamp"), Some(Err(_)))
                || matches!(time("discharge"), Some(Err(_)))
            {
                return true;
            }
            let data = text_of(input, "data_hex").map(|hex| octets(hex).unwrap()).unwrap_or_default();
            let now = Timestamp::from_moment(Moment::from_millis(1_431_900_000_000), 0).unwrap();
            let nobody = Address::number(TypeOfNumber::Unknown, NumberingPlan::UNKNOWN, "").unwrap();
            let report = StatusReport {
                extras: Some(Extras {
                    protocol: None,
                    coding: number_of(input, "dcs").map(|dcs| Coding::from_octet(dcs as u8)),
                    user_data: UserData::new(None, Body::Octets(data)).ok(),
                }),
                ..StatusReport::new(0, nobody, now, now, Status::RECEIVED)
            };
            report.encode().is_err()
        }
        _ => false,
    }
}
