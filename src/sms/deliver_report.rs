//! SMS-DELIVER-REPORT (TS 23.040 §9.2.2.1a): a phone's answer to a DELIVER, as an acknowledgement (RP-ACK) or
//! as an error (RP-ERROR).

use super::cause::{Form, Outcome};
use super::error::{DecodeError, EncodeError};
use super::extras::{Extras, Indicator};
use super::reader::Reader;
use super::user_data::{HeaderIndicator, Room};

/// TP-MTI, bits 1 and 0 of the first octet (TS 23.040 §9.2.3.1).
const MESSAGE_TYPE: u8 = 0b00;
/// Bits of the first octet without a meaning.
const SPARE: u8 = 0xBC;

/// A phone's answer to a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeliverReport {
    /// Taken, or refused with TP-FCS.
    pub outcome: Outcome,
    /// What TP-PI announces.
    pub extras: Extras,
}

impl DeliverReport {
    /// The TPDU, in the form of its outcome.
    ///
    /// # Errors
    /// User data in another alphabet than the coding says, or over 159 octets (158 in an error).
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let mut octets = vec![MESSAGE_TYPE | self.extras.header_bit()];
        octets.extend(self.outcome.cause().map(|cause| cause.octet()));
        self.extras.write(|_| room(self.outcome.form()), &mut octets)?;
        Ok(octets)
    }

    /// Reads a TPDU of this form strictly; [`super::reading::Lenient`] forgives.
    ///
    /// # Errors
    /// [`DecodeError`] with field and octet.
    pub fn decode(octets: &[u8], form: Form) -> Result<Self, DecodeError> {
        Reader::new(octets).whole(|reader| Self::read(reader, form)).map(|(read, ..)| read)
    }

    pub(super) fn read(reader: &mut Reader<'_>, form: Form) -> Result<Self, DecodeError> {
        let first = reader.first_octet(MESSAGE_TYPE, SPARE)?;
        if let Some(outcome) = Outcome::unexamined(reader, form, first & SPARE)? {
            return Ok(Self { outcome, extras: Extras::default() });
        }
        let outcome = Outcome::read(reader, form)?;
        let indicator = Indicator::read(reader)?;
        let header = HeaderIndicator::from_first_octet(first);
        let extras = Extras::read_fields(reader, indicator, header, |_| room(form))?;
        Ok(Self { outcome, extras })
    }
}

const fn room(form: Form) -> Room {
    match form {
        Form::Acknowledgement => Room::DELIVER_REPORT,
        Form::Error => Room::DELIVER_REPORT.beside_cause(),
    }
}
