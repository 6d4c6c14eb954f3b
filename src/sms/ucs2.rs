//! UCS-2 (TS 23.038 §6.2.3) as phones use it: sixteen-bit units, high octet first, characters beyond
//! the basic plane as surrogate pairs (UTF-16).

use super::error::{DecodeError, Fault};

/// Sixteen-bit units that a text takes.
pub fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Writes a text.
pub fn encode(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// Reads a text, strictly.
///
/// # Errors
/// An odd number of octets, or a surrogate without its other half.
pub fn decode(octets: &[u8]) -> Result<String, DecodeError> {
    let error = |octet, fault| DecodeError { field: "ucs2", index: None, octet, fault };
    let (pairs, odd) = octets.as_chunks::<2>();
    if !odd.is_empty() {
        return Err(error(octets.len() - 1, Fault::HalfUnit));
    }
    let mut text = String::with_capacity(pairs.len());
    let mut read = 0;
    for character in char::decode_utf16(pairs.iter().map(|pair| u16::from_be_bytes(*pair))) {
        let character = character.map_err(|_| error(read, Fault::LoneSurrogate))?;
        read += character.len_utf16() * 2;
        text.push(character);
    }
    Ok(text)
}

/// Reads what can be read: half a surrogate pair becomes U+FFFD, half a unit at the end is left out.
///
/// Some phones cut a pair between two parts, and what is left must not be lost for that.
pub fn decode_lossy(octets: &[u8]) -> String {
    let (pairs, _odd) = octets.as_chunks::<2>();
    let characters = char::decode_utf16(pairs.iter().map(|pair| u16::from_be_bytes(*pair)));
    characters.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_pair_is_refused_or_shown_as_such() {
        let fault = |octets: &[u8]| decode(octets).map_err(|error| (error.octet, error.fault));
        assert_eq!(fault(&[0xD8, 0x3D, 0xDE, 0x00]), Ok("😀".to_owned()));
        assert_eq!(fault(&[0x00, 0x41, 0xD8, 0x3D]), Err((2, Fault::LoneSurrogate)));
        assert_eq!(fault(&[0x00, 0x41, 0x00]), Err((2, Fault::HalfUnit)));
        assert_eq!(decode_lossy(&[0x00, 0x41, 0xD8, 0x3D]), "A\u{FFFD}");
        assert_eq!(units("é😀"), 3);
    }
}
