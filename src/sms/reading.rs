//! Two readings, chosen by type. Each type's own `decode` is strict: what it takes is written again to the same
//! octets. [`Lenient`] reads what networks and phones really send (a filler of zero, a user data length that
//! is one off, a record filled with FF) and tells what it forgave. [`Dissected`] is either, with the octets of
//! each field.

use super::address::Address;
use super::deliver::Deliver;
use super::error::DecodeError;
use super::header::Header;
use super::reader::{Reader, Span, Tolerance};
use super::status_report::StatusReport;
use super::submit::Submit;
use super::time::Timestamp;
use super::tpdu::{Kind, Tpdu};
use super::validity::{Format, Validity};

/// What was read in spite of mistakes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lenient<T> {
    /// What was read.
    pub value: T,
    /// What was forgiven, in the order of the octets; a strict reading stops at the first.
    pub forgiven: Vec<DecodeError>,
}

impl<T> Lenient<T> {
    fn read(
        octets: &[u8],
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, DecodeError>,
    ) -> Result<Self, DecodeError> {
        let (value, forgiven, _) = Reader::with(octets, Tolerance::Lenient).whole(read)?;
        Ok(Self { value, forgiven })
    }

    /// The value where it is written to the same octets again.
    ///
    /// # Errors
    /// The first that was forgiven and that writing mends.
    pub fn as_it_came(self) -> Result<T, DecodeError> {
        match self.forgiven.iter().find(|error| !error.is_kept()) {
            Some(error) => Err(*error),
            None => Ok(self.value),
        }
    }

    /// As a receiver takes it: strictly, but for what the standard tells it to overlook
    /// ([`DecodeError::is_overlooked`]). That is written again only where it [is kept](DecodeError::is_kept).
    ///
    /// # Errors
    /// The first that was forgiven and that no receiver overlooks.
    pub fn as_a_receiver(self) -> Result<T, DecodeError> {
        match noticed(&self.forgiven) {
            Some(error) => Err(error),
            None => Ok(self.value),
        }
    }
}

/// The first that a receiver does not overlook.
fn noticed(forgiven: &[DecodeError]) -> Option<DecodeError> {
    forgiven.iter().find(|error| !error.is_overlooked()).copied()
}

impl Lenient<Address> {
    /// Reads an address as in a TPDU, and nothing behind it.
    ///
    /// # Errors
    /// As [`Address::decode`], but for what is told.
    pub fn decode(octets: &[u8]) -> Result<Self, DecodeError> {
        Self::read(octets, |reader| Address::read(reader, "address"))
    }
}

impl Lenient<Option<Address>> {
    /// Reads an address as in front of a TPDU, and nothing behind it; `None` if it is empty.
    ///
    /// # Errors
    /// As [`Address::decode_service_centre`], but for what is told.
    pub fn decode_service_centre(octets: &[u8]) -> Result<Self, DecodeError> {
        Self::read(octets, |reader| Address::read_service_centre(reader, "sca"))
    }

    /// The same with something behind it, and how many octets it took.
    ///
    /// # Errors
    /// As [`Address::decode_service_centre`], but for what is told.
    pub(super) fn at_the_front(octets: &[u8]) -> Result<(Self, usize), DecodeError> {
        let mut reader = Reader::with(octets, Tolerance::Lenient);
        let value = Address::read_service_centre(&mut reader, "sca")?;
        let read = reader.at();
        let (value, forgiven, _) = reader.ended(value);
        Ok((Self { value, forgiven }, read))
    }
}

impl Lenient<Timestamp> {
    /// Reads a time stamp, and nothing behind it.
    ///
    /// # Errors
    /// Fewer than seven octets.
    pub fn decode(octets: &[u8]) -> Result<Self, DecodeError> {
        Self::read(octets, |reader| Timestamp::read(reader, "scts"))
    }
}

impl Lenient<Option<Validity>> {
    /// Reads the octets of a format, as they stand between TP-DCS and TP-UDL, and nothing behind them.
    ///
    /// # Errors
    /// Fewer octets than the format has.
    pub fn decode(octets: &[u8], format: Format) -> Result<Self, DecodeError> {
        Self::read(octets, |reader| Validity::read(reader, format))
    }
}

impl Lenient<Header> {
    /// Reads a header from its length octet on, and nothing behind it; one that is ignored has no elements.
    ///
    /// # Errors
    /// As [`Header::decode`], but for what is told.
    pub fn decode(octets: &[u8]) -> Result<Self, DecodeError> {
        Self::read(octets, |reader| Header::read(reader).map(Option::unwrap_or_default))
    }
}

impl Lenient<Deliver> {
    /// Reads a DELIVER.
    ///
    /// # Errors
    /// Octets of which no sense can be made.
    pub fn decode(octets: &[u8]) -> Result<Self, DecodeError> {
        Self::read(octets, Deliver::read)
    }

    /// Reads what was received, whatever TP-MTI says: that it was received says more, and phones have been seen to keep
    /// such with TP-MTI 1, of what is sent (Gammu's dump at-sms/01).
    ///
    /// # Errors
    /// As [`Deliver::decode`], but for what is told.
    pub fn decode_received(octets: &[u8]) -> Result<Self, DecodeError> {
        match octets {
            [first, rest @ ..] => Self::decode(&[&[first & !0b11], rest].concat()),
            [] => Self::decode(octets),
        }
    }
}

impl Lenient<Submit> {
    /// Reads a SUBMIT.
    ///
    /// # Errors
    /// Octets of which no sense can be made.
    pub fn decode(octets: &[u8]) -> Result<Self, DecodeError> {
        Self::read(octets, Submit::read)
    }
}

impl Lenient<StatusReport> {
    /// Reads a STATUS-REPORT.
    ///
    /// # Errors
    /// Octets of which no sense can be made.
    pub fn decode(octets: &[u8]) -> Result<Self, DecodeError> {
        Self::read(octets, StatusReport::read)
    }
}

impl Lenient<Tpdu> {
    /// Reads any TPDU.
    ///
    /// # Errors
    /// Octets of which no sense can be made.
    pub fn decode(octets: &[u8], kind: Kind) -> Result<Self, DecodeError> {
        Self::read(octets, |reader| Tpdu::read(reader, kind))
    }
}

/// A TPDU with the octets of each field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dissected {
    /// What was read.
    pub tpdu: Tpdu,
    /// What was forgiven; nothing by a strict reading.
    pub forgiven: Vec<DecodeError>,
    /// Which octets each field took, in their order and without a gap.
    pub spans: Vec<Span>,
}

impl Dissected {
    /// Reads strictly.
    ///
    /// # Errors
    /// As [`Tpdu::decode`].
    pub fn strictly(octets: &[u8], kind: Kind) -> Result<Self, DecodeError> {
        Self::read(octets, kind, Tolerance::Strict)
    }

    /// Reads leniently.
    ///
    /// # Errors
    /// As [`Lenient`].
    pub fn leniently(octets: &[u8], kind: Kind) -> Result<Self, DecodeError> {
        Self::read(octets, kind, Tolerance::Lenient)
    }

    /// Why a receiver refuses it, as [`Lenient::as_a_receiver`] does.
    pub fn noticed_by_a_receiver(&self) -> Option<DecodeError> {
        noticed(&self.forgiven)
    }

    fn read(octets: &[u8], kind: Kind, tolerance: Tolerance) -> Result<Self, DecodeError> {
        let reader = Reader::tracing(octets, tolerance);
        let (tpdu, forgiven, spans) = reader.whole(|reader| Tpdu::read(reader, kind))?;
        Ok(Self { tpdu, forgiven, spans })
    }
}
