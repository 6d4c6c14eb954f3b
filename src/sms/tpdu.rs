//! Any of the six TPDUs. TP-MTI alone does not tell them apart (TS 23.040 §9.2.3.1): the same two bits mean
//! one thing from the service centre and another to it, so the direction is an argument, and so is the form of
//! a report.

use super::cause::Form;
use super::command::Command;
use super::deliver::Deliver;
use super::deliver_report::DeliverReport;
use super::error::{DecodeError, EncodeError, Fault};
use super::reader::Reader;
use super::status_report::StatusReport;
use super::submit::Submit;
use super::submit_report::SubmitReport;

/// Where a TPDU comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the service centre to the phone: DELIVER, SUBMIT-REPORT, STATUS-REPORT.
    FromCentre,
    /// From the phone to the service centre: SUBMIT, DELIVER-REPORT, COMMAND.
    FromPhone,
}

/// Which of the six.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// TS 23.040 §9.2.2.1.
    Deliver,
    /// TS 23.040 §9.2.2.1a.
    DeliverReport(Form),
    /// TS 23.040 §9.2.2.2.
    Submit,
    /// TS 23.040 §9.2.2.2a.
    SubmitReport(Form),
    /// TS 23.040 §9.2.2.3.
    StatusReport,
    /// TS 23.040 §9.2.2.4.
    Command,
}

impl Kind {
    /// By TP-MTI of the first octet, where it comes from, and the form that a report would have.
    ///
    /// # Errors
    /// No octet at all, or TP-MTI 3 from a phone, which is reserved.
    pub fn of(octets: &[u8], direction: Direction, form: Form) -> Result<Self, DecodeError> {
        let error = |field, fault| DecodeError { field, index: None, octet: 0, fault };
        let first = octets.first().ok_or(error("first octet", Fault::Underflow))?;
        Ok(match (first & 0b11, direction) {
            // 3 is reserved; a phone processes it as a DELIVER, which only a lenient reading takes.
            (0b00 | 0b11, Direction::FromCentre) => Self::Deliver,
            (0b00, Direction::FromPhone) => Self::DeliverReport(form),
            (0b01, Direction::FromCentre) => Self::SubmitReport(form),
            (0b01, Direction::FromPhone) => Self::Submit,
            (0b10, Direction::FromCentre) => Self::StatusReport,
            (0b10, Direction::FromPhone) => Self::Command,
            _ => return Err(error("mti", Fault::MessageType)),
        })
    }
}

/// One of the six.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tpdu {
    /// A message to a phone.
    Deliver(Deliver),
    /// The phone's answer.
    DeliverReport(DeliverReport),
    /// A message to a service centre.
    Submit(Submit),
    /// The service centre's answer.
    SubmitReport(SubmitReport),
    /// What became of a message.
    StatusReport(StatusReport),
    /// An order about a message.
    Command(Command),
}

impl Tpdu {
    /// Reads a TPDU strictly; [`super::reading::Lenient`] forgives.
    ///
    /// # Errors
    /// [`DecodeError`] with field and octet.
    pub fn decode(octets: &[u8], kind: Kind) -> Result<Self, DecodeError> {
        Reader::new(octets).whole(|reader| Self::read(reader, kind)).map(|(read, ..)| read)
    }

    /// The TPDU, without service centre.
    ///
    /// # Errors
    /// What its own `encode` refuses.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        match self {
            Self::Deliver(deliver) => deliver.encode(),
            Self::DeliverReport(report) => report.encode(),
            Self::Submit(submit) => submit.encode(),
            Self::SubmitReport(report) => report.encode(),
            Self::StatusReport(report) => report.encode(),
            Self::Command(command) => Ok(command.encode()),
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>, kind: Kind) -> Result<Self, DecodeError> {
        Ok(match kind {
            Kind::Deliver => Self::Deliver(Deliver::read(reader)?),
            Kind::DeliverReport(form) => Self::DeliverReport(DeliverReport::read(reader, form)?),
            Kind::Submit => Self::Submit(Submit::read(reader)?),
            Kind::SubmitReport(form) => Self::SubmitReport(SubmitReport::read(reader, form)?),
            Kind::StatusReport => Self::StatusReport(StatusReport::read(reader)?),
            Kind::Command => Self::Command(Command::read(reader)?),
        })
    }
}
