//! TP-UDL and TP-UD (TS 23.040 §9.2.3.16, §9.2.3.24): an optional header and what is said, in one of
//! three alphabets. A packed text begins at the next septet boundary behind the header (fill bits).

use std::fmt;

use super::coding::{Alphabet, Coding, Compression};
use super::error::{DecodeError, EncodeError, Fault};
use super::gsm7::Septets;
use super::header::{Concatenation, Element, Header};
use super::national::{Language, Tables};
use super::packing;
use super::reader::Reader;
use super::ucs2;

/// Octets of the longest TPDU (TS 23.040 §9.2.2).
const LONGEST: usize = 164;

/// Octets of user data that a TPDU has room for; what is left of 164 beside all its other fields
/// (TS 23.040 §9.2.2, §9.2.3.16).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Room(usize);

impl Room {
    /// DELIVER and SUBMIT.
    pub(super) const MESSAGE: Self = Self(140);
    /// DELIVER-REPORT as an acknowledgement; one less as an error.
    pub(super) const DELIVER_REPORT: Self = Self(159);
    /// SUBMIT-REPORT as an acknowledgement; one less as an error.
    pub(super) const SUBMIT_REPORT: Self = Self(152);

    /// In a STATUS-REPORT whose fields before TP-UDL take so many octets: 131 are guaranteed, and 143 are all that
    /// short fields can leave of 164 (TS 23.040 §9.2.2.3).
    pub(super) fn of_status_report(before: usize) -> Self {
        Self(LONGEST.saturating_sub(before + 1).clamp(131, 143))
    }

    /// In a COMMAND whose fields before TP-CDL take so many octets: 146 are guaranteed, and 156 are all that a short
    /// TP-DA leaves (TS 23.040 §9.2.2.4).
    pub(super) fn of_command(before: usize) -> Self {
        Self(LONGEST.saturating_sub(before + 1).clamp(146, 156))
    }

    /// Octets.
    pub(super) const fn octets(self) -> usize {
        self.0
    }

    /// Beside TP-FCS.
    pub(super) const fn beside_cause(self) -> Self {
        Self(self.0 - 1)
    }

    const fn septets(self) -> usize {
        self.0 * 8 / 7
    }
}

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

    /// A text, or a part of one, in national tables, which the header names.
    ///
    /// # Errors
    /// As [`UserData::gsm7`]; the header takes three octets for each table.
    pub fn national(
        text: &str,
        tables: Tables,
        concatenation: Option<Concatenation>,
    ) -> Result<Self, EncodeError> {
        let named = |language: Language| (language != Language::Default).then(|| language.identifier());
        let elements: Vec<Element> = concatenation
            .map(Element::Concatenation)
            .into_iter()
            .chain(named(tables.single).map(Element::SingleShift))
            .chain(named(tables.locking).map(Element::LockingShift))
            .collect();
        let header = (!elements.is_empty()).then(|| Header::new(elements)).transpose()?;
        Self::new(header, Body::Gsm7(Septets::from_text_in(text, tables)?))
    }

    /// Any header with any body, for a message.
    ///
    /// # Errors
    /// More than one TPDU holds (140 octets), or half a UCS-2 unit.
    pub fn new(header: Option<Header>, body: Body) -> Result<Self, EncodeError> {
        Self::within(Room::MESSAGE, header, body)
    }

    /// Any header with any body, for a report, which may hold more. The report refuses what is too much
    /// for it.
    ///
    /// # Errors
    /// Over 159 octets, or half a UCS-2 unit.
    pub fn for_report(header: Option<Header>, body: Body) -> Result<Self, EncodeError> {
        Self::within(Room::DELIVER_REPORT, header, body)
    }

    fn within(room: Room, header: Option<Header>, body: Body) -> Result<Self, EncodeError> {
        let user_data = Self { header, body };
        user_data.fits(room)?;
        if matches!(&user_data.body, Body::Ucs2(octets) if octets.len() % 2 == 1) {
            return Err(EncodeError::CodingMismatch);
        }
        Ok(user_data)
    }

    fn fits(&self, room: Room) -> Result<(), EncodeError> {
        let header_octets = self.header.as_ref().map_or(0, |header| header.encode().len());
        let (found, limit) = match &self.body {
            Body::Gsm7(septets) => {
                (septets.len(), room.septets().saturating_sub(septets_of_header(header_octets)))
            }
            Body::Octets(octets) => (octets.len(), room.0.saturating_sub(header_octets)),
            Body::Ucs2(octets) => (octets.len().div_ceil(2), room.0.saturating_sub(header_octets) / 2),
        };
        let too_long = found > limit || header_octets > room.0;
        if too_long { Err(EncodeError::TooLong { field: "user data", found, limit }) } else { Ok(()) }
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

    /// The tables that a text in GSM-7 is written in.
    pub fn tables(&self) -> Tables {
        self.header.as_ref().map_or(Tables::DEFAULT, Header::tables)
    }

    /// TP-UDL: septets for GSM-7, else octets, the header among them.
    pub fn length(&self) -> u8 {
        let header = self.header.as_ref().map_or(0, |header| header.encode().len());
        let length = match &self.body {
            Body::Gsm7(septets) => septets_of_header(header) + septets.len(),
            Body::Octets(body) | Body::Ucs2(body) => header + body.len(),
        };
        u8::try_from(length).unwrap_or(u8::MAX)
    }

    /// What is said, as text. Half a surrogate pair reads as U+FFFD.
    ///
    /// # Errors
    /// [`NotText`] for 8-bit data.
    pub fn text(&self) -> Result<String, NotText> {
        match &self.body {
            Body::Gsm7(septets) => Ok(septets.text_in(self.tables())),
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
    pub(super) fn write(&self, coding: Coding, room: Room, octets: &mut Vec<u8>) -> Result<(), EncodeError> {
        let fits = match &self.body {
            Body::Gsm7(_) => reading(coding) == Alphabet::Gsm7,
            Body::Octets(_) => reading(coding) == Alphabet::Octets,
            Body::Ucs2(_) => reading(coding) == Alphabet::Ucs2,
        };
        if !fits {
            return Err(EncodeError::CodingMismatch);
        }
        self.fits(room)?;
        octets.push(self.length());
        let header = self.header.as_ref().map(Header::encode).unwrap_or_default();
        let fill_bits = fill_bits(header.len());
        octets.extend(header);
        match &self.body {
            Body::Gsm7(septets) => octets.extend(septets.pack(fill_bits)),
            Body::Octets(body) | Body::Ucs2(body) => octets.extend(body),
        }
        Ok(())
    }

    /// TP-UDL and TP-UD.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        coding: Coding,
        indicator: HeaderIndicator,
        room: Room,
    ) -> Result<Self, DecodeError> {
        let begin = reader.at();
        let length = usize::from(reader.octet("udl")?);
        let alphabet = reading(coding);
        let octets = if alphabet == Alphabet::Gsm7 { (length * 7).div_ceil(8) } else { length };
        if octets > room.0 {
            reader.forgive(reader.fault_at(begin, "udl", Fault::TooLong))?;
        } else if octets > reader.rest().len() {
            reader.forgive(reader.fault("ud", Fault::Underflow))?;
        }
        let mut inside = reader.enter(octets.min(room.0));
        let header = Header::read_if_announced(&mut inside, indicator)?;
        let body = match alphabet {
            Alphabet::Gsm7 => read_septets(&mut inside, length, begin + 1)?,
            Alphabet::Octets => Body::Octets(inside.take(inside.rest().len(), "ud")?.to_vec()),
            Alphabet::Ucs2 => read_units(&mut inside)?,
        };
        reader.leave(inside);
        Ok(Self { header, body })
    }
}

/// What stands behind the header; `length` counts the header too, which begins at `begin`.
fn read_septets(inside: &mut Reader<'_>, length: usize, begin: usize) -> Result<Body, DecodeError> {
    let header_octets = inside.at() - begin;
    let septets = match length.checked_sub(septets_of_header(header_octets)) {
        Some(septets) => septets,
        None => {
            inside.forgive(inside.fault("udhl", Fault::BeyondUserData))?;
            0
        }
    };
    let fill_bits = fill_bits(header_octets);
    let at = inside.at();
    let packed = inside.take(inside.rest().len(), "ud")?;
    let there = (packed.len() * 8).saturating_sub(fill_bits) / 7;
    // With no text there may be no octet for the fill bits.
    let read = match septets.min(there) {
        0 => Septets::default(),
        count => Septets::unpack(packed, fill_bits, count)
            .ok_or_else(|| inside.fault_at(at, "ud", Fault::Underflow))?,
    };
    let bare = packing::is_bare(packed, if packed.is_empty() { 0 } else { fill_bits }, read.len());
    // What was cut off was told before.
    if !bare && septets <= there {
        inside.forgive(inside.fault_at(at, "ud", Fault::SpareBit))?;
    }
    Ok(Body::Gsm7(read))
}

fn read_units(inside: &mut Reader<'_>) -> Result<Body, DecodeError> {
    let odd = inside.rest().len() % 2;
    if odd == 1 {
        inside.forgive(inside.fault("ud", Fault::HalfUnit))?;
    }
    let units = inside.take(inside.rest().len() - odd, "ud")?.to_vec();
    inside.take(odd, "ud")?;
    Ok(Body::Ucs2(units))
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
