//! fields.json: single fields.

use beffroi::moment::{Moment, Zone};
use beffroi::sms::address::{Address, NumberingPlan, TypeOfNumber};
use beffroi::sms::coding::{Coding, Compression};
use beffroi::sms::frame;
use beffroi::sms::header::{Element, Header};
use beffroi::sms::reading::Lenient;
use beffroi::sms::time::Timestamp;
use beffroi::sms::validity::{Format, Validity};
use serde_json::Value;

use super::values::{
    alphabet, check_header, check_indication, check_time, check_validity, kind, quarter_hours,
};
use super::{Checked, Unfollowed, check, octets, same, says, text_of};

const UNFOLLOWED: Unfollowed = &[(
    "warthog-validity-enc-enhancedrelativeseconds",
    "TS 23.040 §9.2.3.12.3: one octet of seconds says 255 at most, not 3600",
)];

#[test]
fn fields_read_and_write_as_others_read_and_write_them() {
    check("fields.json", UNFOLLOWED, |_| true, check_field);
}

fn check_field(vector: &Value) -> Checked {
    let mut want = vector["expected"].clone();
    let octets_read = want.as_object_mut().and_then(|want| want.remove("octets_read"));
    let want = &want;
    let hex = text_of(vector, "hex").unwrap();
    let octets = octets(text_of(vector, "hex_with_trailing").unwrap_or(hex))?;
    let encodes = says(vector, "asserts", "encode");
    let told = |error: beffroi::sms::DecodeError| error.to_string();
    let (written, read) = match text_of(vector, "kind").unwrap() {
        "address" => {
            // Strictly, but for what a receiver must not look at.
            let (address, read) = match Address::decode(&octets) {
                Ok(read) => read,
                Err(_) => {
                    let read = Lenient::<Address>::decode(&octets).and_then(Lenient::as_a_receiver);
                    (read.map_err(told)?, octets.len())
                }
            };
            check_address(&address, want)?;
            (address.encode(), read)
        }
        "smsc_address" => {
            let (address, read) = match Address::decode_service_centre(&octets) {
                Ok(read) => read,
                Err(_) => {
                    let read = Lenient::<Option<Address>>::decode_service_centre(&octets);
                    (read.and_then(Lenient::as_a_receiver).map_err(told)?, octets.len())
                }
            };
            let address = address.ok_or("no address")?;
            check_address(&address, want)?;
            (address.encode_service_centre(), read)
        }
        "semi_octets" => {
            let digits = text_of(want, "digits").unwrap();
            let address = Address::number(TypeOfNumber::Unknown, NumberingPlan::TELEPHONE, digits).unwrap();
            let framed = [&[digits.len() as u8, 0x81], &*octets].concat();
            same("digits", Address::decode(&framed).map_err(told)?.0.display(), digits.to_owned())?;
            (address.encode()[2..].to_vec(), octets.len())
        }
        "timestamp" => {
            let time = Lenient::<Timestamp>::decode(&octets).and_then(Lenient::as_a_receiver);
            let time = time.map_err(told)?;
            for (key, iso) in want.as_object().unwrap() {
                check_time(key, Some(time), iso)?;
            }
            let written = match text_of(want, "timestamp") {
                Some(iso) => {
                    let moment = Moment::parse(iso, &Zone::UTC).unwrap();
                    Timestamp::from_moment(moment, quarter_hours(iso)).map_err(|error| error.to_string())?
                }
                None => time,
            };
            (written.octets().to_vec(), 7)
        }
        "validity" => {
            let format = match text_of(want, "format").unwrap() {
                "relative" => Format::Relative,
                "absolute" => Format::Absolute,
                _ => Format::Enhanced,
            };
            let validity = Validity::decode(&octets, format)
                .or_else(|_| Lenient::<Option<Validity>>::decode(&octets, format)?.as_a_receiver());
            let validity = validity.map_err(told)?.unwrap();
            check_validity(Some(validity), want)?;
            let written = match validity {
                Validity::Relative(relative) => Validity::at_most(relative.duration()).encode(),
                other => other.encode(),
            };
            let read = written.len();
            (written, read)
        }
        "udh" => {
            // Strictly, but for what a receiver must not look at.
            let (header, read) = match Header::decode(&octets) {
                Ok(read) => read,
                Err(_) => {
                    let read = octets.len().min(1 + usize::from(octets[0]));
                    let header = Lenient::<Header>::decode(&octets[..read]).and_then(Lenient::as_a_receiver);
                    (header.map_err(told)?, read)
                }
            };
            check_header(Some(&header), want)?;
            let elements = header.elements().iter();
            let elements =
                elements.map(|element| Element::new(element.identifier(), &element.data()).unwrap());
            (Header::new(elements.collect()).unwrap().encode(), read)
        }
        "dcs" => {
            let coding = Coding::from_octet(octets[0]);
            check_coding(coding, want)?;
            (vec![coding.octet()], 1)
        }
        other => return Err(format!("{other} is not known to this test")),
    };
    if let Some(want) = octets_read {
        same("octets read", Some(read as u64), want.as_u64())?;
    }
    if encodes { same("the field", frame::to_hex(&written), hex.to_owned()) } else { Ok(()) }
}

fn check_address(address: &Address, want: &Value) -> Checked {
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
            "length" => same(key, address.digits().map(|digits| digits.len() as u64), want.as_u64())?,
            other => return Err(format!("{other} is not known to this test")),
        }
    }
    Ok(())
}

fn check_coding(coding: Coding, want: &Value) -> Checked {
    for (key, want) in want.as_object().unwrap() {
        match key.as_str() {
            "alphabet" => same(key, Some(alphabet(coding.alphabet())), want.as_str())?,
            "compressed" => {
                same(key, Some(coding.compression() == Compression::Compressed), want.as_bool())?;
            }
            "class" => same(key, coding.class().map(|class| class as u64), want.as_u64())?,
            "dcs" => same(key, Some(coding.octet().into()), want.as_u64())?,
            "mwi" => check_indication(Some(coding), None, want)?,
            other => return Err(format!("{other} is not known to this test")),
        }
    }
    Ok(())
}
