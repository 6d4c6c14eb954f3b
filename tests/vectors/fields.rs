//! fields.json: single fields.

use beffroi::moment::{Moment, Zone};
use beffroi::sms::address::{Address, NumberingPlan, TypeOfNumber};
use beffroi::sms::coding::{Coding, Compression};
use beffroi::sms::frame;
use beffroi::sms::header::{Element, Header};
use beffroi::sms::time::Timestamp;
use beffroi::sms::validity::{Format, Validity};
use serde_json::Value;

use super::pdu::{alphabet, check_header, check_time, check_validity, kind, quarter_hours};
use super::{Checked, Unfollowed, check, number_of, octets, same, says, text_of};

const UNFOLLOWED: Unfollowed = &[(
    "warthog-validity-enc-enhancedrelativeseconds",
    "TS 23.040 §9.2.3.12.3: one octet of seconds says 255 at most, not 3600",
)];

#[test]
fn fields_read_and_write_as_others_read_and_write_them() {
    check("fields.json", UNFOLLOWED, |_| true, check_field);
}

fn check_field(vector: &Value) -> Checked {
    let want = &vector["expected"];
    let hex = text_of(vector, "hex").unwrap();
    let octets = octets(text_of(vector, "hex_with_trailing").unwrap_or(hex))?;
    let encodes = says(vector, "asserts", "encode");
    let told = |error: beffroi::sms::DecodeError| error.to_string();
    let written = match text_of(vector, "kind").unwrap() {
        "address" => {
            let (address, read) = Address::decode(&octets).map_err(told)?;
            check_address(&address, read, want)?;
            address.encode()
        }
        "smsc_address" => {
            let (address, read) = Address::decode_service_centre(&octets).map_err(told)?;
            let address = address.ok_or("no address")?;
            check_address(&address, read, want)?;
            address.encode_service_centre()
        }
        "semi_octets" => {
            let digits = text_of(want, "digits").unwrap();
            let address = Address::number(TypeOfNumber::Unknown, NumberingPlan::TELEPHONE, digits).unwrap();
            let framed = [&[digits.len() as u8, 0x81], &*octets].concat();
            same("digits", Address::decode(&framed).map_err(told)?.0.display(), digits.to_owned())?;
            address.encode()[2..].to_vec()
        }
        "timestamp" => {
            let time = Timestamp::decode(&octets).map_err(told)?;
            let (key, iso) = want.as_object().unwrap().iter().next().unwrap();
            check_time(key, Some(time), iso)?;
            let iso = iso.as_str().unwrap();
            let moment = Moment::parse(iso, &Zone::UTC).unwrap();
            let written = Timestamp::from_moment(moment, quarter_hours(iso));
            written.map_err(|error| error.to_string())?.octets().to_vec()
        }
        "validity" => {
            let format = match text_of(want, "format").unwrap() {
                "relative" => Format::Relative,
                "absolute" => Format::Absolute,
                _ => Format::Enhanced,
            };
            let validity = Validity::decode(&octets, format).map_err(told)?.unwrap();
            check_validity(Some(validity), want)?;
            match validity {
                Validity::Relative(relative) => Validity::at_most(relative.duration()).encode(),
                other => other.encode(),
            }
        }
        "udh" => {
            let (header, _) = Header::decode(&octets).map_err(told)?;
            check_header(Some(&header), want)?;
            let elements = header.elements().iter();
            let elements =
                elements.map(|element| Element::new(element.identifier(), &element.data()).unwrap());
            Header::new(elements.collect()).unwrap().encode()
        }
        "dcs" => {
            let coding = Coding::from_octet(octets[0]);
            check_coding(coding, want)?;
            vec![coding.octet()]
        }
        other => return Err(format!("{other} is not known to this test")),
    };
    if encodes { same("the field", frame::to_hex(&written), hex.to_owned()) } else { Ok(()) }
}

fn check_address(address: &Address, read: usize, want: &Value) -> Checked {
    for (key, want) in want.as_object().unwrap() {
        match key.as_str() {
            "number" => {
                let got = address.digits().map_or_else(|| address.display(), str::to_owned);
                same(key, Some(&*got), want.as_str())?;
            }
            "number_type" => same(key, Some(kind(address)), want.as_str())?,
            "toa" => same(key, Some(address.type_octet().into()), want.as_u64())?,
            "npi" if want == "unknown" => same(key, address.plan(), NumberingPlan::UNKNOWN)?,
            "npi" => same(key, Some(address.plan().bits().into()), want.as_u64())?,
            "octets_read" => same(key, Some(read as u64), want.as_u64())?,
            "length" => same(key, address.digits().map(|digits| digits.len() as u64), want.as_u64())?,
            other => return Err(format!("{other} is not known to this test")),
        }
    }
    Ok(())
}

fn check_coding(coding: Coding, want: &Value) -> Checked {
    if let Some(want) = text_of(want, "alphabet") {
        same("alphabet", alphabet(coding.alphabet()), want)?;
    }
    if let Some(want) = want.get("compressed").and_then(Value::as_bool) {
        same("compressed", coding.compression() == Compression::Compressed, want)?;
    }
    number_of(want, "class")
        .map_or(Ok(()), |want| same("class", coding.class().map(|class| class as u64), Some(want)))
}
