//! The user data header (TS 23.040 §9.2.3.24): a length octet and elements of identifier, length, data.
//! Concatenation is read as a value (§9.2.3.24.1, §9.2.3.24.8); every other element survives as it is.

use super::error::{DecodeError, EncodeError, Fault};
use super::reader::Reader;

/// Octets that user data, and so a header with its length octet, may take (TS 23.040 §9.2.3.16).
const MOST_OCTETS: usize = 140;
const CONCATENATION_8: u8 = 0x00;
const CONCATENATION_16: u8 = 0x08;

/// Elements, in the order of the air.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Header {
    elements: Vec<Element>,
}

/// One element.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Element {
    /// Which part of how many.
    Concatenation(Concatenation),
    /// Any other, or a concatenation that the standard tells to ignore.
    Raw(RawElement),
}

/// An element that is not read further.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RawElement {
    identifier: u8,
    data: Vec<u8>,
}

/// Which part of how many: `number` is 1 to `total`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Concatenation {
    reference: Reference,
    total: u8,
    number: u8,
}

/// What the parts of one message have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// Element 00: a header of six octets.
    Eight(u8),
    /// Element 08: a header of seven octets.
    Sixteen(u16),
}

impl Concatenation {
    /// Part `number` of `total`.
    ///
    /// # Errors
    /// [`EncodeError::NoSuchPart`] unless 1 ≤ `number` ≤ `total`.
    pub const fn new(reference: Reference, total: u8, number: u8) -> Result<Self, EncodeError> {
        if number == 0 || number > total {
            return Err(EncodeError::NoSuchPart { number, total });
        }
        Ok(Self { reference, total, number })
    }

    /// What the parts have in common.
    pub const fn reference(self) -> Reference {
        self.reference
    }

    /// How many parts, 1 to 255.
    pub const fn total(self) -> u8 {
        self.total
    }

    /// Which one, 1 to `total`.
    pub const fn number(self) -> u8 {
        self.number
    }
}

impl Element {
    /// Reads identifier and data; a concatenation of the wrong length, of part 0 or of a part beyond
    /// the total stays raw, since a receiver must ignore it (TS 23.040 §9.2.3.24.1).
    ///
    /// # Errors
    /// More data than a header can hold.
    pub fn new(identifier: u8, data: &[u8]) -> Result<Self, EncodeError> {
        let limit = MOST_OCTETS - 3;
        if data.len() > limit {
            return Err(EncodeError::TooLong { field: "udh.ie", found: data.len(), limit });
        }
        Ok(Self::from_air(identifier, data))
    }

    fn from_air(identifier: u8, data: &[u8]) -> Self {
        let read = match (identifier, data) {
            (CONCATENATION_8, &[reference, total, number]) => {
                Concatenation::new(Reference::Eight(reference), total, number)
            }
            (CONCATENATION_16, &[high, low, total, number]) => {
                Concatenation::new(Reference::Sixteen(u16::from_be_bytes([high, low])), total, number)
            }
            _ => return Self::Raw(RawElement { identifier, data: data.to_vec() }),
        };
        match read {
            Ok(concatenation) => Self::Concatenation(concatenation),
            Err(_) => Self::Raw(RawElement { identifier, data: data.to_vec() }),
        }
    }

    /// The element's identifier (TS 23.040 §9.2.3.24).
    pub fn identifier(&self) -> u8 {
        match self {
            Self::Concatenation(concatenation) => match concatenation.reference {
                Reference::Eight(_) => CONCATENATION_8,
                Reference::Sixteen(_) => CONCATENATION_16,
            },
            Self::Raw(raw) => raw.identifier,
        }
    }

    /// The element's data, as on the air.
    pub fn data(&self) -> Vec<u8> {
        match self {
            Self::Concatenation(Concatenation { reference, total, number }) => match reference {
                Reference::Eight(reference) => vec![*reference, *total, *number],
                Reference::Sixteen(reference) => {
                    let [high, low] = reference.to_be_bytes();
                    vec![high, low, *total, *number]
                }
            },
            Self::Raw(raw) => raw.data.clone(),
        }
    }
}

impl From<Concatenation> for Header {
    fn from(concatenation: Concatenation) -> Self {
        Self { elements: vec![Element::Concatenation(concatenation)] }
    }
}

impl Header {
    /// Puts elements into a header.
    ///
    /// # Errors
    /// More than 140 octets with the length octet.
    pub fn new(elements: Vec<Element>) -> Result<Self, EncodeError> {
        let header = Self { elements };
        let found = header.encode().len();
        if found > MOST_OCTETS {
            return Err(EncodeError::TooLong { field: "udh", found, limit: MOST_OCTETS });
        }
        Ok(header)
    }

    /// In the order of the air.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// Which part of how many; of several elements the last counts (TS 23.040 §9.2.3.24).
    pub fn concatenation(&self) -> Option<Concatenation> {
        self.elements.iter().rev().find_map(|element| match element {
            Element::Concatenation(concatenation) => Some(*concatenation),
            Element::Raw(_) => None,
        })
    }

    /// With the length octet.
    pub fn encode(&self) -> Vec<u8> {
        let mut octets = vec![0];
        for element in &self.elements {
            let data = element.data();
            octets.push(element.identifier());
            octets.push(u8::try_from(data.len()).unwrap_or(u8::MAX));
            octets.extend(data);
        }
        let length = u8::try_from(octets.len() - 1).unwrap_or(u8::MAX);
        if let Some(first) = octets.first_mut() {
            *first = length;
        }
        octets
    }

    /// Reads a header from its length octet on, and says how many octets it took.
    ///
    /// # Errors
    /// Octets that end early, or an element that reaches beyond the header.
    pub fn decode(octets: &[u8]) -> Result<(Self, usize), DecodeError> {
        let mut reader = Reader::new(octets);
        let header = Self::read(&mut reader)?;
        Ok((header, reader.at()))
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let before = reader.clone();
        let length = usize::from(reader.octet("udhl")?);
        if length >= MOST_OCTETS {
            return Err(before.fault("udhl", Fault::TooLong));
        }
        let at = reader.at();
        let mut inside = Reader::within(reader.take(length, "udh")?, at);
        let mut elements = Vec::new();
        while !inside.rest().is_empty() {
            let element = Self::read_element(&mut inside);
            elements.push(element.map_err(|error| DecodeError { index: Some(elements.len()), ..error })?);
        }
        Ok(Self { elements })
    }

    fn read_element(inside: &mut Reader<'_>) -> Result<Element, DecodeError> {
        let identifier = inside.octet("udh.ie")?;
        let length = usize::from(inside.octet("udh.ie")?);
        Ok(Element::from_air(identifier, inside.take(length, "udh.ie")?))
    }
}

impl RawElement {
    /// What it is (TS 23.040 §9.2.3.24).
    pub fn identifier(&self) -> u8 {
        self.identifier
    }

    /// What it says.
    pub fn data(&self) -> &[u8] {
        &self.data
    }
}

impl std::fmt::Debug for RawElement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RawElement({:02X}, {} octets)", self.identifier, self.data.len())
    }
}
