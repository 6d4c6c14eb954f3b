//! TP-UDL and TP-UD (TS 23.040 §9.2.3.16, §9.2.3.24): an optional header and what is said, in one of
//! three alphabets. A packed text begins at the next septet boundary behind the header (fill bits).

use std::fmt;

use super::coding::{Alphabet, Coding, Compression};
use super::error::{DecodeError, EncodeError, Fault};
use super::gsm7::Septets;
use super::header::{Concatenation, Header};
use super::reader::Reader;
use super::ucs2;

/// TS 23.040 §9.2.3.16.
const MOST_OCTETS: usize = 140;
/// TS 23.040 §9.2.3.16.
const MOST_SEPTETS: usize = 160;

/// What a TPDU carries; it fits into one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UserData {
    header: Option<Header>,
    body: Body,
}

/// What is said, without the header.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Body {
    /// In the default alphabet.
    Gsm7(Septets),
    /// 8-bit data, or compressed text.
    Octets(Vec<u8>),
    /// Sixteen-bit units, high octet first; an even number of octets.
    Ucs2(Vec<u8>),
}

/// Why user data can't be read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// 8-bit data.
    #[error("the user data is 8-bit data, not text")]
    Octets,
}

/// TP-UDHI (TS 23.040 §9.2.3.23), the bit 0x40 of the first octet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeaderIndicator {
    Absent,
    Present,
}

impl HeaderIndicator {
    pub(super) const BIT: u8 = 0x40;

    pub(super) const fn from_first_octet(octet: u8) -> Self {
        if octet & Self::BIT == 0 { Self::Absent } else { Self::Present }
    }
}

impl UserData {
    /// Nothing at all, in the default alphabet.
    pub fn empty() -> Self {
        Self { header: None, body: Body::Gsm7(Septets::default()) }
    }

    /// A text, or a part of one, in the default alphabet.
    ///
    /// # Errors
    /// A character outside the alphabet, or more than 160 septets (153 beside an 8-bit reference, 152
    /// beside a 16-bit one).
    pub fn gsm7(text: &str, concatenation: Option<Concatenation>) -> Result<Self, EncodeError> {
        Self::new(concatenation.map(Header::from), Body::Gsm7(Septets::from_text(text)?))
    }

    /// A text, or a part of one, in UCS-2.
    ///
    /// # Errors
    /// More than 70 units (67 beside an 8-bit reference, 66 beside a 16-bit one).
    pub fn ucs2(text: &str, concatenation: Option<Concatenation>) -> Result<Self, EncodeError> {
        Self::new(concatenation.map(Header::from), Body::Ucs2(ucs2::encode(text)))
    }

    /// Any header with any body.
    ///
    /// # Errors
    /// More than one TPDU holds, or half a UCS-2 unit.
    pub fn new(header: Option<Header>, body: Body) -> Result<Self, EncodeError> {
        let header_octets = header.as_ref().map_or(0, |header| header.encode().len());
        let (found, room) = match &body {
            Body::Gsm7(septets) => {
                (septets.len(), MOST_SEPTETS.saturating_sub(septets_of_header(header_octets)))
            }
            Body::Octets(octets) => (octets.len(), MOST_OCTETS.saturating_sub(header_octets)),
            Body::Ucs2(octets) => (octets.len().div_ceil(2), MOST_OCTETS.saturating_sub(header_octets) / 2),
        };
        if found > room {
            return Err(EncodeError::TooLong { field: "user data", found, limit: room });
        }
        if matches!(&body, Body::Ucs2(octets) if octets.len() % 2 == 1) {
            return Err(EncodeError::CodingMismatch);
        }
        Ok(Self { header, body })
    }

    /// The header.
    pub fn header(&self) -> Option<&Header> {
        self.header.as_ref()
    }

    /// What is said.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// Which part of how many.
    pub fn concatenation(&self) -> Option<Concatenation> {
        self.header.as_ref().and_then(Header::concatenation)
    }

    /// What is said, as text. Half a surrogate pair reads as U+FFFD.
    ///
    /// # Errors
    /// [`NotText`] for 8-bit data.
    pub fn text(&self) -> Result<String, NotText> {
        match &self.body {
            Body::Gsm7(septets) => Ok(septets.text()),
            Body::Ucs2(octets) => Ok(ucs2::decode_lossy(octets)),
            Body::Octets(_) => Err(NotText::Octets),
        }
    }

    /// The plain scheme of its alphabet, without class.
    pub fn coding(&self) -> Coding {
        match self.body {
            Body::Gsm7(_) => Coding::GSM7,
            Body::Octets(_) => Coding::OCTETS,
            Body::Ucs2(_) => Coding::UCS2,
        }
    }

    /// TP-UDHI as a bit of the first octet.
    pub(super) fn header_bit(&self) -> u8 {
        if self.header.is_some() { HeaderIndicator::BIT } else { 0 }
    }

    /// TP-UDL and TP-UD.
    pub(super) fn write(&self, coding: Coding, octets: &mut Vec<u8>) -> Result<(), EncodeError> {
        let fits = match &self.body {
            Body::Gsm7(_) => reading(coding) == Alphabet::Gsm7,
            Body::Octets(_) => reading(coding) == Alphabet::Octets,
            Body::Ucs2(_) => reading(coding) == Alphabet::Ucs2,
        };
        if !fits {
            return Err(EncodeError::CodingMismatch);
        }
        let header = self.header.as_ref().map(Header::encode).unwrap_or_default();
        let (length, body) = match &self.body {
            Body::Gsm7(septets) => {
                (septets_of_header(header.len()) + septets.len(), septets.pack(fill_bits(header.len())))
            }
            Body::Octets(body) | Body::Ucs2(body) => (header.len() + body.len(), body.clone()),
        };
        octets.push(u8::try_from(length).unwrap_or(u8::MAX));
        octets.extend(header);
        octets.extend(body);
        Ok(())
    }

    /// TP-UDL and TP-UD.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        coding: Coding,
        indicator: HeaderIndicator,
    ) -> Result<Self, DecodeError> {
        let before = reader.clone();
        let length = usize::from(reader.octet("udl")?);
        let alphabet = reading(coding);
        let octets = if alphabet == Alphabet::Gsm7 { (length * 7).div_ceil(8) } else { length };
        if octets > MOST_OCTETS {
            return Err(before.fault("udl", Fault::TooLong));
        }
        let at = reader.at();
        let octets = reader.take(octets, "ud")?;
        let mut inside = Reader::within(octets, at);
        let header = match indicator {
            HeaderIndicator::Absent => None,
            HeaderIndicator::Present => Some(Header::read(&mut inside)?),
        };
        let header_octets = inside.at() - at;
        let body = inside.rest();
        let body = match alphabet {
            Alphabet::Octets => Body::Octets(body.to_vec()),
            Alphabet::Ucs2 if body.len() % 2 == 1 => return Err(inside.fault("ud", Fault::HalfUnit)),
            Alphabet::Ucs2 => Body::Ucs2(body.to_vec()),
            Alphabet::Gsm7 => {
                let septets = length.checked_sub(septets_of_header(header_octets));
                let septets = septets.ok_or_else(|| inside.fault("udhl", Fault::BeyondUserData))?;
                let read = Septets::unpack(body, fill_bits(header_octets), septets);
                Body::Gsm7(read.ok_or_else(|| inside.fault("ud", Fault::Underflow))?)
            }
        };
        Ok(Self { header, body })
    }
}

/// Compressed text is octets to us: TS 23.042 was never used.
fn reading(coding: Coding) -> Alphabet {
    match coding.compression() {
        Compression::Compressed => Alphabet::Octets,
        Compression::None => coding.alphabet(),
    }
}

/// Septets whose bits a header touches; the text begins behind them.
const fn septets_of_header(octets: usize) -> usize {
    (octets * 8).div_ceil(7)
}

/// Zero bits between a header and the first septet.
const fn fill_bits(header_octets: usize) -> usize {
    septets_of_header(header_octets) * 7 - header_octets * 8
}

/// Shows lengths only: a text is nobody's business in a log.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gsm7(septets) => write!(f, "Gsm7({} septets)", septets.len()),
            Self::Octets(octets) => write!(f, "Octets({})", octets.len()),
            Self::Ucs2(octets) => write!(f, "Ucs2({} units)", octets.len() / 2),
        }
    }
}
