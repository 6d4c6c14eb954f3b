//! The elements of a user data header (TS 23.040 §9.2.3.24). Those that we know are values; every other one,
//! and a known one of the wrong shape, which a receiver must ignore, survives as it is.

use super::error::EncodeError;
use super::national::Identifier;

/// What an element may hold beside its own header and the length octet of all.
const MOST_DATA: usize = 137;

const CONCATENATION_8: u8 = 0x00;
const SPECIAL_INDICATION: u8 = 0x01;
const PORTS_8: u8 = 0x04;
const PORTS_16: u8 = 0x05;
const CENTRE_CONTROL: u8 = 0x06;
const CONCATENATION_16: u8 = 0x08;
const SINGLE_SHIFT: u8 = 0x24;
const LOCKING_SHIFT: u8 = 0x25;

/// One element.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Element {
    /// Which part of how many.
    Concatenation(Concatenation),
    /// Which application it is for.
    Ports(Ports),
    /// How many messages wait elsewhere.
    SpecialIndication(SpecialIndication),
    /// When the service centre is to report.
    CentreControl(CentreControl),
    /// The table that stands in for the extension (TS 23.040 §9.2.3.24.15).
    SingleShift(Identifier),
    /// The table that stands in for the default alphabet (TS 23.040 §9.2.3.24.16).
    LockingShift(Identifier),
    /// Any other, or one that the standard tells to ignore.
    Raw(RawElement),
}

/// An element that is not read further.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RawElement {
    identifier: u8,
    data: Vec<u8>,
}

/// Which part of how many (TS 23.040 §9.2.3.24.1, §9.2.3.24.8): `number` is 1 to `total`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Concatenation {
    reference: Reference,
    total: u8,
    number: u8,
}

/// What the parts of one message have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reference {
    /// Element 00: a header of six octets.
    Eight(u8),
    /// Element 08: a header of seven octets.
    Sixteen(u16),
}

/// Application ports (TS 23.040 §9.2.3.24.3, §9.2.3.24.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ports {
    /// Element 04: 240 to 255 are in use, the rest is reserved.
    Eight {
        /// Of the receiver.
        destination: u8,
        /// Of the sender.
        source: u8,
    },
    /// Element 05.
    Sixteen {
        /// Of the receiver.
        destination: u16,
        /// Of the sender.
        source: u16,
    },
}

/// Messages that wait elsewhere (TS 23.040 §9.2.3.24.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SpecialIndication {
    /// Bit 7: keep the message; bits 6 and 5: profile; bits 4 to 0: what waits.
    pub kind: u8,
    /// How many; 255 for that many or more.
    pub count: u8,
}

impl SpecialIndication {
    /// Whether the message that says so is kept itself.
    pub const fn is_stored(self) -> bool {
        self.kind & 0x80 != 0
    }

    /// 0 voice, 1 fax, 2 mail, 3 what the extension says (7: video).
    pub const fn waiting(self) -> u8 {
        self.kind & 0x1F
    }
}

/// When the service centre is to report (TS 23.040 §9.2.3.24.5), bit by bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CentreControl(pub u8);

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
    /// Reads identifier and data. A known element of the wrong length, a part 0 and one beyond the total
    /// stay raw, since a receiver must ignore them (TS 23.040 §9.2.3.24, §9.2.3.24.1).
    ///
    /// # Errors
    /// More data than a header can hold.
    pub fn new(identifier: u8, data: &[u8]) -> Result<Self, EncodeError> {
        if data.len() > MOST_DATA {
            return Err(EncodeError::TooLong { field: "udh.ie", found: data.len(), limit: MOST_DATA });
        }
        Ok(Self::from_air(identifier, data))
    }

    pub(super) fn from_air(identifier: u8, data: &[u8]) -> Self {
        let known = match (identifier, data) {
            (CONCATENATION_8, &[reference, total, number]) => {
                let part = Concatenation::new(Reference::Eight(reference), total, number);
                part.ok().map(Self::Concatenation)
            }
            (CONCATENATION_16, &[high, low, total, number]) => {
                let reference = Reference::Sixteen(u16::from_be_bytes([high, low]));
                Concatenation::new(reference, total, number).ok().map(Self::Concatenation)
            }
            (PORTS_8, &[destination, source]) => Some(Self::Ports(Ports::Eight { destination, source })),
            (PORTS_16, &[high, low, source_high, source_low]) => Some(Self::Ports(Ports::Sixteen {
                destination: u16::from_be_bytes([high, low]),
                source: u16::from_be_bytes([source_high, source_low]),
            })),
            (SPECIAL_INDICATION, &[kind, count]) => {
                Some(Self::SpecialIndication(SpecialIndication { kind, count }))
            }
            (CENTRE_CONTROL, &[bits]) => Some(Self::CentreControl(CentreControl(bits))),
            (SINGLE_SHIFT, &[language]) => Some(Self::SingleShift(Identifier(language))),
            (LOCKING_SHIFT, &[language]) => Some(Self::LockingShift(Identifier(language))),
            _ => None,
        };
        known.unwrap_or_else(|| Self::Raw(RawElement { identifier, data: data.to_vec() }))
    }

    /// Whether a receiver must ignore it: a known element of the wrong shape, a part 0, one beyond the total
    /// (TS 23.040 §9.2.3.24, §9.2.3.24.1).
    pub fn is_ignored(&self) -> bool {
        const KNOWN: [u8; 8] = [
            CONCATENATION_8,
            SPECIAL_INDICATION,
            PORTS_8,
            PORTS_16,
            CENTRE_CONTROL,
            CONCATENATION_16,
            SINGLE_SHIFT,
            LOCKING_SHIFT,
        ];
        matches!(self, Self::Raw(raw) if KNOWN.contains(&raw.identifier))
    }

    /// The element's identifier (TS 23.040 §9.2.3.24).
    pub fn identifier(&self) -> u8 {
        match self {
            Self::Concatenation(Concatenation { reference: Reference::Eight(_), .. }) => CONCATENATION_8,
            Self::Concatenation(_) => CONCATENATION_16,
            Self::Ports(Ports::Eight { .. }) => PORTS_8,
            Self::Ports(Ports::Sixteen { .. }) => PORTS_16,
            Self::SpecialIndication(_) => SPECIAL_INDICATION,
            Self::CentreControl(_) => CENTRE_CONTROL,
            Self::SingleShift(_) => SINGLE_SHIFT,
            Self::LockingShift(_) => LOCKING_SHIFT,
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
            Self::Ports(Ports::Eight { destination, source }) => vec![*destination, *source],
            Self::Ports(Ports::Sixteen { destination, source }) => {
                [destination.to_be_bytes(), source.to_be_bytes()].concat()
            }
            Self::SpecialIndication(indication) => vec![indication.kind, indication.count],
            Self::CentreControl(CentreControl(bits)) => vec![*bits],
            Self::SingleShift(language) | Self::LockingShift(language) => vec![language.0],
            Self::Raw(raw) => raw.data.clone(),
        }
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
