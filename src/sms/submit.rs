//! SMS-SUBMIT (TS 23.040 §9.2.2.2): a message from a phone to its service centre.

use super::address::Address;
use super::coding::Coding;
use super::deliver::ReplyPath;
use super::error::{DecodeError, EncodeError};
use super::reader::Reader;
use super::user_data::{HeaderIndicator, NotText, Room, UserData};
use super::validity::{Format, Validity};

/// TP-MTI, bits 1 and 0 of the first octet (TS 23.040 §9.2.3.1).
const MESSAGE_TYPE: u8 = 0b01;
/// Bits of the first octet without a meaning.
const SPARE: u8 = 0x00;

/// Octets of the longest (TS 23.040 §9.2.2: 164 in all).
const LONGEST: usize = 164;

/// A message on its way to the service centre.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Submit {
    /// TP-RD.
    pub reject_duplicates: RejectDuplicates,
    /// TP-RP.
    pub reply_path: ReplyPath,
    /// TP-SRR.
    pub report_request: ReportRequest,
    /// TP-MR; a modem writes its own over it.
    pub reference: u8,
    /// TP-DA.
    pub destination: Address,
    /// TP-PID (TS 23.040 §9.2.3.9); 0 for a message to a person.
    pub protocol: u8,
    /// TP-DCS; must name the alphabet of `user_data`.
    pub coding: Coding,
    /// TP-VP; without it the service centre has its own idea.
    pub validity: Option<Validity>,
    /// TP-UD.
    pub user_data: UserData,
}

/// TP-RD (TS 23.040 §9.2.3.25), bit 2 of the first octet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RejectDuplicates {
    /// Take it in any case.
    No,
    /// Refuse it if one of the same reference and destination is still held.
    Yes,
}

/// TP-SRR (TS 23.040 §9.2.3.5), bit 5 of the first octet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReportRequest {
    /// Say nothing.
    No,
    /// Send a status report.
    Yes,
}

impl Submit {
    /// A message to a person that asks for nothing.
    pub fn new(destination: Address, user_data: UserData) -> Self {
        Self {
            reject_duplicates: RejectDuplicates::No,
            reply_path: ReplyPath::Absent,
            report_request: ReportRequest::No,
            reference: 0,
            destination,
            protocol: 0,
            coding: user_data.coding(),
            validity: None,
            user_data,
        }
    }

    /// What is said, as text.
    ///
    /// # Errors
    /// [`NotText`] for 8-bit data.
    pub fn text(&self) -> Result<String, NotText> {
        self.user_data.text()
    }

    /// The TPDU, without service centre.
    ///
    /// # Errors
    /// [`EncodeError::CodingMismatch`] when `coding` names another alphabet than `user_data` has.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let format = self.validity.as_ref().map_or(Format::None, Validity::format);
        let mut octets = Vec::with_capacity(LONGEST);
        octets.extend([
            MESSAGE_TYPE
                | (self.reject_duplicates as u8) << 2
                | format.bits()
                | (self.report_request as u8) << 5
                | self.user_data.header_bit()
                | self.reply_path.bit(),
            self.reference,
        ]);
        self.destination.write(&mut octets);
        octets.extend([self.protocol, self.coding.octet()]);
        if let Some(validity) = &self.validity {
            validity.write(&mut octets);
        }
        self.user_data.write(self.coding, Room::MESSAGE, &mut octets)?;
        Ok(octets)
    }

    /// Reads a TPDU strictly; [`super::reading::Lenient`] forgives.
    ///
    /// # Errors
    /// [`DecodeError`] with field and octet.
    pub fn decode(octets: &[u8]) -> Result<Self, DecodeError> {
        Reader::new(octets).whole(Self::read).map(|(read, ..)| read)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let first = reader.first_octet(MESSAGE_TYPE, SPARE)?;
        let header = HeaderIndicator::from_first_octet(first);
        let reference = reader.octet("mr")?;
        let destination = Address::read(reader, "da")?;
        let protocol = reader.octet("pid")?;
        let coding = Coding::from_octet(reader.octet("dcs")?);
        let validity = Validity::read(reader, Format::from_first_octet(first))?;
        let user_data = UserData::read(reader, coding, header, Room::MESSAGE)?;
        let flag = |bit: u8| first & bit != 0;
        Ok(Self {
            reject_duplicates: if flag(0x04) { RejectDuplicates::Yes } else { RejectDuplicates::No },
            reply_path: ReplyPath::from_first_octet(first),
            report_request: if flag(0x20) { ReportRequest::Yes } else { ReportRequest::No },
            reference,
            destination,
            protocol,
            coding,
            validity,
            user_data,
        })
    }
}
