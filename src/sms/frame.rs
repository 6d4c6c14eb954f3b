//! What stands around a TPDU when a modem shows or takes one: the service centre's address in front
//! (TS 27.005 §3.1), and hexadecimal digits. The length that a modem is told counts the TPDU alone:
//! it is `tpdu.len()`.

use super::address::Address;
use super::error::{DecodeError, Fault};
use super::reading::Lenient;

/// Parts service centre and TPDU; `None` for the service centre when its place is empty.
///
/// # Errors
/// A service centre that can't be read.
pub fn split(octets: &[u8]) -> Result<(Option<Address>, &[u8]), DecodeError> {
    let (service_centre, read) = Address::decode_service_centre(octets)?;
    Ok((service_centre, octets.get(read..).unwrap_or_default()))
}

/// As [`split`], with a lenient reading of the service centre.
///
/// # Errors
/// A service centre of which no sense can be made.
pub fn split_leniently(octets: &[u8]) -> Result<(Lenient<Option<Address>>, &[u8]), DecodeError> {
    let (service_centre, read) = Lenient::<Option<Address>>::at_the_front(octets)?;
    Ok((service_centre, octets.get(read..).unwrap_or_default()))
}

/// Puts the service centre in front; without one, the octet that means "as set in the modem".
pub fn join(service_centre: Option<&Address>, tpdu: &[u8]) -> Vec<u8> {
    let mut octets = service_centre.map_or_else(|| vec![0], Address::encode_service_centre);
    octets.extend(tpdu);
    octets
}

/// Reads hexadecimal digits of either case.
///
/// # Errors
/// An odd number of them, or another character; the octet is where that happens.
pub fn from_hex(text: &str) -> Result<Vec<u8>, DecodeError> {
    let error = |octet, fault| DecodeError { field: "hex", index: None, octet, fault };
    let (pairs, odd) = text.as_bytes().as_chunks::<2>();
    let mut octets = Vec::with_capacity(pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
        let (Some(high), Some(low)) = (high, low) else {
            return Err(error(at, Fault::NotHexadecimal));
        };
        octets.push((high << 4 | low) as u8);
    }
    if odd.is_empty() { Ok(octets) } else { Err(error(octets.len(), Fault::HalfOctet)) }
}

/// Writes hexadecimal digits in capitals, as modems do.
pub fn to_hex(octets: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase();
    octets.iter().flat_map(|octet| [digit(octet >> 4), digit(octet & 0x0F)]).collect()
}
