//! SMS-COMMAND (TS 23.040 §9.2.2.4): what a phone asks its service centre to do with a message that it sent
//! before.

use super::address::Address;
use super::error::{DecodeError, EncodeError, Fault};
use super::header::Header;
use super::reader::Reader;
use super::submit::ReportRequest;
use super::user_data::{HeaderIndicator, Room};

/// TP-MTI, bits 1 and 0 of the first octet (TS 23.040 §9.2.3.1).
const MESSAGE_TYPE: u8 = 0b10;
/// Bits of the first octet without a meaning.
const SPARE: u8 = 0x9C;
/// Octets of the fields before TP-DA.
const BEFORE_ADDRESS: usize = 5;

/// An order about a message.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Command {
    /// TP-SRR: report what became of the order.
    pub report_request: ReportRequest,
    /// TP-MR of the order itself.
    pub reference: u8,
    /// TP-PID (TS 23.040 §9.2.3.9).
    pub protocol: u8,
    /// TP-CT.
    pub kind: CommandType,
    /// TP-MN: TP-MR of the message that it is about.
    pub message_number: u8,
    /// TP-DA of that message.
    pub destination: Address,
    header: Option<Header>,
    data: Vec<u8>,
}

/// TP-CT (TS 23.040 §9.2.3.19): 0 enquiry, 1 cancel the report request, 2 delete, 3 enable the report request;
/// E0 to FF are the service centre's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CommandType(u8);

impl CommandType {
    /// What became of the message?
    pub const ENQUIRY: Self = Self(0);
    /// Send no report of it.
    pub const CANCEL_REPORT: Self = Self(1);
    /// Delete it.
    pub const DELETE: Self = Self(2);
    /// Send a report of it.
    pub const ENABLE_REPORT: Self = Self(3);

    /// Any octet is a type.
    pub const fn from_octet(octet: u8) -> Self {
        Self(octet)
    }

    /// As on the air.
    pub const fn octet(self) -> u8 {
        self.0
    }
}

impl Command {
    /// An order without data, about the message of number `message_number` to `destination`.
    pub fn new(kind: CommandType, message_number: u8, destination: Address) -> Self {
        Self {
            report_request: ReportRequest::No,
            reference: 0,
            protocol: 0,
            kind,
            message_number,
            destination,
            header: None,
            data: Vec::new(),
        }
    }

    /// With TP-CD (TS 23.040 §9.2.3.21), which no standard order needs, perhaps with a header in front
    /// (TP-UDHI, TS 23.040 §9.2.3.23).
    ///
    /// # Errors
    /// Over 146 octets, or what is left beside a short TP-DA: 156 at most.
    pub fn with_data(self, header: Option<Header>, data: &[u8]) -> Result<Self, EncodeError> {
        let found = header.as_ref().map_or(0, |header| header.encode().len()) + data.len();
        let limit = Room::of_command(BEFORE_ADDRESS + self.destination.encode().len()).octets();
        if found > limit {
            return Err(EncodeError::TooLong { field: "command data", found, limit });
        }
        Ok(Self { header, data: data.to_vec(), ..self })
    }

    /// The header at the front of TP-CD.
    pub fn header(&self) -> Option<&Header> {
        self.header.as_ref()
    }

    /// TP-CD behind its header.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// The TPDU.
    pub fn encode(&self) -> Vec<u8> {
        let indicator = if self.header.is_some() { HeaderIndicator::BIT } else { 0 };
        let header = self.header.as_ref().map(Header::encode).unwrap_or_default();
        let mut octets = vec![
            MESSAGE_TYPE | (self.report_request as u8) << 5 | indicator,
            self.reference,
            self.protocol,
            self.kind.octet(),
            self.message_number,
        ];
        self.destination.write(&mut octets);
        octets.push(u8::try_from(header.len() + self.data.len()).unwrap_or(u8::MAX));
        octets.extend(header);
        octets.extend(&self.data);
        octets
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
        let report_request = if first & 0x20 == 0 { ReportRequest::No } else { ReportRequest::Yes };
        let [reference, protocol] = [reader.octet("mr")?, reader.octet("pid")?];
        let [kind, message_number] = [reader.octet("ct")?, reader.octet("mn")?];
        let destination = Address::read(reader, "da")?;
        let begin = reader.at();
        let length = usize::from(reader.octet("cdl")?);
        let most = Room::of_command(begin).octets();
        if length > most {
            reader.forgive(reader.fault_at(begin, "cdl", Fault::TooLong))?;
        } else if length > reader.rest().len() {
            reader.forgive(reader.fault("cd", Fault::Underflow))?;
        }
        let mut inside = reader.enter(length.min(most));
        let header = Header::read_if_announced(&mut inside, HeaderIndicator::from_first_octet(first))?;
        let data = inside.take(inside.rest().len(), "cd")?.to_vec();
        reader.leave(inside);
        let kind = CommandType(kind);
        Ok(Self { report_request, reference, protocol, kind, message_number, destination, header, data })
    }
}

/// Shows no data: nobody knows what it is.
impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Command({:?}, of {}, {} octets)", self.kind, self.message_number, self.data.len())
    }
}
