//! The user data header (TS 23.040 §9.2.3.24): a length octet and elements of identifier, length, data.
//! What the elements say is read in `element`.

pub use super::element::{
    CentreControl, Concatenation, Element, Ports, RawElement, Reference, SpecialIndication,
};
use super::error::{DecodeError, EncodeError, Fault};
use super::national::Tables;
use super::reader::Reader;
use super::user_data::HeaderIndicator;

/// Octets that user data, and so a header with its length octet, may take (TS 23.040 §9.2.3.16).
const MOST_OCTETS: usize = 140;

/// Elements, in the order of the air.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Header {
    elements: Vec<Element>,
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
            _ => None,
        })
    }

    /// Which application it is for; of several elements the last counts.
    pub fn ports(&self) -> Option<Ports> {
        self.elements.iter().rev().find_map(|element| match element {
            Element::Ports(ports) => Some(*ports),
            _ => None,
        })
    }

    /// The tables that the text is written in; a language that nobody knows changes nothing
    /// (TS 23.038 §6.2.1.2.4).
    pub fn tables(&self) -> Tables {
        self.elements.iter().fold(Tables::DEFAULT, |tables, element| match element {
            Element::SingleShift(language) => {
                Tables { single: language.language().unwrap_or_default(), ..tables }
            }
            Element::LockingShift(language) => {
                Tables { locking: language.language().unwrap_or_default(), ..tables }
            }
            _ => tables,
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
        let header = Self::read(&mut reader)?.unwrap_or_default();
        Ok((header, reader.at()))
    }

    /// What TP-UDHI announces. Where there is no user data there is no header (TS 23.040 §9.2.3.16, §9.2.3.23).
    pub(super) fn read_if_announced(
        reader: &mut Reader<'_>,
        indicator: HeaderIndicator,
    ) -> Result<Option<Self>, DecodeError> {
        match indicator {
            HeaderIndicator::Absent => Ok(None),
            HeaderIndicator::Present if reader.rest().is_empty() => {
                reader.forgive(reader.fault("udhl", Fault::Underflow))?;
                Ok(None)
            }
            HeaderIndicator::Present => Self::read(reader),
        }
    }

    /// From its length octet on; `None` for one that a receiver ignores.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Option<Self>, DecodeError> {
        let begin = reader.at();
        let length = usize::from(reader.octet("udhl")?);
        if length >= MOST_OCTETS {
            return Err(reader.fault_at(begin, "udhl", Fault::TooLong));
        }
        if length > reader.rest().len() {
            return Err(reader.fault("udh", Fault::Underflow));
        }
        let mut inside = reader.enter(length);
        let elements = Self::read_elements(&mut inside)?;
        reader.leave(inside);
        Ok(elements.map(|elements| Self { elements }))
    }

    /// With too few or too many octets for its last element a header is ignored whole (TS 23.040 §9.2.3.24):
    /// a part that the others stand behind would wait for them for ever.
    fn read_elements(inside: &mut Reader<'_>) -> Result<Option<Vec<Element>>, DecodeError> {
        let mut elements = Vec::new();
        while !inside.rest().is_empty() {
            inside.index(Some(elements.len()));
            match Self::read_element(inside) {
                Ok(element) => elements.push(element),
                Err(error) => {
                    inside.forgive(error)?;
                    inside.discard("udh.ignored");
                    return Ok(None);
                }
            }
        }
        Ok(Some(elements))
    }

    fn read_element(inside: &mut Reader<'_>) -> Result<Element, DecodeError> {
        let [identifier, length] = inside.array("udh.ie")?;
        Ok(Element::from_air(identifier, inside.take(usize::from(length), "udh.ie")?))
    }
}
