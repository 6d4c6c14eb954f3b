//! Addresses: TP-DA, TP-OA, TP-RA (TS 23.040 §9.1.2.5) and the service centre's (TS 24.011 §8.2.5.1),
//! which differ in what their length octet counts: semi-octets of the value, or octets with the type.

use std::fmt;

use super::error::{DecodeError, EncodeError, Fault};
use super::gsm7::Septets;
use super::reader::Reader;
use crate::phone::PhoneNumber;

/// Semi-octets that an address may have (TS 23.040 §9.1.2.5: twelve octets in all).
const MOST_DIGITS: usize = 20;
/// Semi-octet values 0 to 14 (TS 23.040 §9.1.2.3); 15 fills an odd last octet.
const DIGITS: &[u8; 15] = b"0123456789*#abc";

/// Type of number, TON (TS 23.040 §9.1.2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TypeOfNumber {
    /// Nothing is said.
    Unknown,
    /// With country code, without `+`.
    International,
    /// Without country code.
    National,
    /// Of the network's own.
    NetworkSpecific,
    /// Without area code.
    Subscriber,
    /// A name in the GSM 7-bit default alphabet.
    Alphanumeric,
    /// A short number.
    Abbreviated,
    /// Kept for extension.
    Reserved,
}

impl TypeOfNumber {
    const ALL: [Self; 8] = [
        Self::Unknown,
        Self::International,
        Self::National,
        Self::NetworkSpecific,
        Self::Subscriber,
        Self::Alphanumeric,
        Self::Abbreviated,
        Self::Reserved,
    ];

    /// Bits 6 to 4 of the octet of TON and NPI.
    pub fn from_octet(octet: u8) -> Self {
        Self::ALL.get(usize::from((octet >> 4) & 0b111)).copied().unwrap_or(Self::Reserved)
    }

    fn bits(self) -> u8 {
        (self as u8) << 4
    }
}

/// Numbering plan, NPI (TS 23.040 §9.1.2.5): four bits, the unknown ones survive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumberingPlan(u8);

impl NumberingPlan {
    /// Nothing is said.
    pub const UNKNOWN: Self = Self(0);
    /// The telephone network (E.164).
    pub const TELEPHONE: Self = Self(1);

    /// The lower four bits count.
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & 0x0F)
    }

    /// 0 to 15.
    pub const fn bits(self) -> u8 {
        self.0
    }
}

/// Who sends or is sent to.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address {
    value: Value,
    plan: NumberingPlan,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Value {
    /// Never of type Alphanumeric; at most [`MOST_DIGITS`] of [`DIGITS`].
    Number(TypeOfNumber, String),
    /// At most 11 septets, and how many semi-octets its length says: some senders count whole octets.
    Name(Septets, u8),
}

impl Address {
    /// A number with its country code.
    pub fn international(number: &PhoneNumber) -> Self {
        let value = Value::Number(TypeOfNumber::International, number.digits().to_owned());
        Self { value, plan: NumberingPlan::TELEPHONE }
    }

    /// A number of any type; for [`TypeOfNumber::Alphanumeric`] a name.
    ///
    /// # Errors
    /// Over 20 digits, something that is none of `0-9 * # a b c`, or what [`Address::name`] refuses.
    pub fn number(kind: TypeOfNumber, plan: NumberingPlan, digits: &str) -> Result<Self, EncodeError> {
        if kind == TypeOfNumber::Alphanumeric {
            return Ok(Self { plan, ..Self::name(digits)? });
        }
        if !digits.bytes().all(|digit| DIGITS.contains(&digit)) {
            return Err(EncodeError::NotADigit);
        }
        if digits.len() > MOST_DIGITS {
            return Err(EncodeError::TooLong { field: "address", found: digits.len(), limit: MOST_DIGITS });
        }
        Ok(Self { value: Value::Number(kind, digits.to_owned()), plan })
    }

    /// An alphanumeric sender such as `Conservatoire`, cut nowhere.
    ///
    /// # Errors
    /// Over 11 septets, or a character outside the GSM 7-bit default alphabet.
    pub fn name(name: &str) -> Result<Self, EncodeError> {
        let septets = Septets::from_text(name)?;
        let limit = MOST_DIGITS * 4 / 7;
        if septets.len() > limit {
            return Err(EncodeError::TooLong { field: "address", found: septets.len(), limit });
        }
        let semi_octets = (septets.len() * 7).div_ceil(4) as u8;
        Ok(Self { value: Value::Name(septets, semi_octets), plan: NumberingPlan::UNKNOWN })
    }

    /// TON.
    pub fn kind(&self) -> TypeOfNumber {
        match self.value {
            Value::Number(kind, _) => kind,
            Value::Name(..) => TypeOfNumber::Alphanumeric,
        }
    }

    /// NPI.
    pub fn plan(&self) -> NumberingPlan {
        self.plan
    }

    /// The digits without `+` (`*#abc` among them), or `None` for an alphanumeric sender.
    pub fn digits(&self) -> Option<&str> {
        match &self.value {
            Value::Number(_, digits) => Some(digits),
            Value::Name(..) => None,
        }
    }

    /// For people, in full: `+33639980123`, `36105`, `Conservatoire`. Not for a log.
    pub fn display(&self) -> String {
        match &self.value {
            Value::Number(TypeOfNumber::International, digits) => format!("+{digits}"),
            Value::Number(_, digits) => digits.clone(),
            Value::Name(name, _) => name.text(),
        }
    }

    /// What stands behind the type, as on the air.
    pub fn value_octets(&self) -> Vec<u8> {
        match &self.value {
            Value::Number(_, digits) => semi_octets(digits),
            Value::Name(name, _) => name.pack(0),
        }
    }

    /// The octet of TON and NPI.
    pub fn type_octet(&self) -> u8 {
        0x80 | self.kind().bits() | self.plan.bits()
    }

    /// As in a TPDU: the length counts the semi-octets of the value.
    pub fn encode(&self) -> Vec<u8> {
        let mut octets = Vec::with_capacity(2 + MOST_DIGITS / 2);
        self.write(&mut octets);
        octets
    }

    pub(super) fn write(&self, octets: &mut Vec<u8>) {
        let (length, value) = match &self.value {
            Value::Number(_, digits) => (digits.len(), semi_octets(digits)),
            Value::Name(name, semi_octets) => (usize::from(*semi_octets), name.pack(0)),
        };
        octets.extend([u8::try_from(length).unwrap_or(u8::MAX), self.type_octet()]);
        octets.extend(value);
    }

    /// As in front of a TPDU: the length counts octets, the type among them.
    pub fn encode_service_centre(&self) -> Vec<u8> {
        let value = self.value_octets();
        let length = u8::try_from(value.len() + 1).unwrap_or(u8::MAX);
        [&[length, self.type_octet()], &*value].concat()
    }

    /// Reads an address as in a TPDU, and says how many octets it took.
    ///
    /// # Errors
    /// Octets that end early, over 20 semi-octets, a filler where a digit should be.
    pub fn decode(octets: &[u8]) -> Result<(Self, usize), DecodeError> {
        let mut reader = Reader::new(octets);
        let address = Self::read(&mut reader, "address")?;
        Ok((address, reader.at()))
    }

    /// Reads an address as in front of a TPDU, and says how many octets it took; `None` if it is empty.
    ///
    /// # Errors
    /// As [`Address::decode`].
    pub fn decode_service_centre(octets: &[u8]) -> Result<(Option<Self>, usize), DecodeError> {
        let mut reader = Reader::new(octets);
        let address = Self::read_service_centre(&mut reader, "sca")?;
        Ok((address, reader.at()))
    }

    pub(super) fn read(reader: &mut Reader<'_>, field: &'static str) -> Result<Self, DecodeError> {
        let begin = reader.at();
        let [length, kind] = reader.array(field)?;
        let length = usize::from(length);
        if length > MOST_DIGITS {
            return Err(reader.fault_at(begin, field, Fault::TooLong));
        }
        Self::read_value(reader, kind, length, field)
    }

    pub(super) fn read_service_centre(
        reader: &mut Reader<'_>,
        field: &'static str,
    ) -> Result<Option<Self>, DecodeError> {
        let begin = reader.at();
        let length = usize::from(reader.octet(field)?);
        let Some(octets) = length.checked_sub(1) else {
            return Ok(None);
        };
        let kind = reader.octet(field)?;
        if octets > reader.rest().len() {
            return Err(reader.fault(field, Fault::Underflow));
        }
        if octets > MOST_DIGITS / 2 {
            return Err(reader.fault_at(begin, field, Fault::TooLong));
        }
        let number = TypeOfNumber::from_octet(kind) != TypeOfNumber::Alphanumeric;
        let last = reader.rest().get(octets.wrapping_sub(1));
        let odd = number && last.is_some_and(|last| last >> 4 == 0x0F);
        Self::read_value(reader, kind, octets * 2 - usize::from(odd), field).map(Some)
    }

    fn read_value(
        reader: &mut Reader<'_>,
        kind_octet: u8,
        length: usize,
        field: &'static str,
    ) -> Result<Self, DecodeError> {
        reader.spare(!kind_octet, 0x80, field)?;
        let plan = NumberingPlan::from_bits(kind_octet);
        let kind = TypeOfNumber::from_octet(kind_octet);
        let begin = reader.at();
        let octets = reader.take(length.div_ceil(2), field)?;
        let value = if kind == TypeOfNumber::Alphanumeric {
            let name = Septets::unpack(octets, 0, length * 4 / 7);
            let name = name.ok_or_else(|| reader.fault_at(begin, field, Fault::Underflow))?;
            let mut semi_octets = length;
            if name.pack(0) != octets {
                reader.forgive(reader.fault_at(begin, field, Fault::SpareBit))?;
                semi_octets = (name.len() * 7).div_ceil(4);
            }
            Value::Name(name, semi_octets as u8)
        } else {
            let (digits, fault) = read_semi_octets(octets, length);
            if let Some(fault) = fault {
                reader.forgive(reader.fault_at(begin, field, fault))?;
            }
            Value::Number(kind, digits)
        };
        Ok(Self { value, plan })
    }
}

/// Two digits in an octet, the first in the lower half; an odd last one is filled with 15. What is no
/// digit was refused before.
fn semi_octets(digits: &str) -> Vec<u8> {
    let value = |digit: &u8| match digit {
        b'0'..=b'9' => digit - b'0',
        other => DIGITS.iter().position(|known| known == other).unwrap_or(0x0F) as u8,
    };
    digits
        .as_bytes()
        .chunks(2)
        .map(|pair| {
            let mut halves = pair.iter().map(value);
            let low = halves.next().unwrap_or(0x0F);
            halves.next().unwrap_or(0x0F) << 4 | low
        })
        .collect()
}

/// So many digits, and what is wrong with them. Fillers before the last digit are passed over
/// (TS 23.040 §9.1.2.3); some senders count the one at the end as a digit, some networks leave a zero there.
fn read_semi_octets(octets: &[u8], length: usize) -> (String, Option<Fault>) {
    let halves = || octets.iter().flat_map(|octet| [octet & 0x0F, octet >> 4]);
    let digits = halves().filter_map(|half| DIGITS.get(usize::from(half)).map(|digit| char::from(*digit)));
    let is_filler = |half: u8| usize::from(half) >= DIGITS.len();
    let fault = if halves().take(length).any(is_filler) {
        Some(Fault::NotADigit)
    } else {
        halves().nth(length).filter(|half| !is_filler(*half)).map(|_| Fault::Filler)
    };
    (digits.take(length).collect(), fault)
}

/// Redacted, so that no log shows a number by accident.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Value::Number(kind, digits) => {
                let tail: String = digits.chars().skip(digits.len().saturating_sub(2)).collect();
                write!(f, "Address({kind:?}, …{tail})")
            }
            Value::Name(name, _) => write!(f, "Address(Alphanumeric, {} septets)", name.len()),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::super::reader::Tolerance;
    use super::*;

    #[test]
    fn the_two_lengths_count_different_things() {
        let address = Address::international(&PhoneNumber::from_e164("+33639980123").unwrap());
        let value = [0x33, 0x36, 0x99, 0x08, 0x21, 0xF3];
        // TS 23.040 §9.1.2.5: eleven digits. TS 24.011 §8.2.5.1: six octets and the type.
        assert_eq!(address.encode(), [&[0x0B, 0x91], &value[..]].concat());
        assert_eq!(address.encode_service_centre(), [&[0x07, 0x91], &value[..]].concat());
        assert_eq!(Address::decode(&address.encode()), Ok((address.clone(), 8)));
        assert_eq!(Address::decode_service_centre(&address.encode_service_centre()), Ok((Some(address), 8)));
        assert_eq!(Address::decode_service_centre(&[0x00, 0x01]), Ok((None, 1)));
    }

    #[test]
    fn a_name_is_shown_and_has_no_digits() {
        let name = Address::name("Mairie").unwrap();
        assert_eq!(
            (name.display(), name.digits(), name.kind()),
            ("Mairie".into(), None, TypeOfNumber::Alphanumeric)
        );
        assert!(Address::name("Conservatoir").is_err(), "twelve septets");
        assert!(Address::name("Fête").is_err());
        assert!(Address::name("[[[[[x").is_ok(), "eleven septets");
    }

    #[test]
    fn a_filler_of_zero_is_forgiven_by_a_lenient_reader_alone() {
        let octets = [0x03, 0x81, 0x21, 0x03];
        let want = DecodeError { field: "address", index: None, octet: 2, fault: Fault::Filler };
        assert_eq!(Address::decode(&octets), Err(want));
        let mut reader = Reader::with(&octets, Tolerance::Lenient);
        assert_eq!(Address::read(&mut reader, "address").unwrap().digits(), Some("123"));
    }

    #[test]
    fn no_number_is_shown_in_a_log() {
        let address = Address::international(&PhoneNumber::from_e164("+33639980123").unwrap());
        assert_eq!(format!("{address:?}"), "Address(International, …23)");
    }
}
