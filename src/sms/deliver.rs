//! SMS-DELIVER (TS 23.040 §9.2.2.1): a message from the service centre to a phone.

use super::address::{Address, NumberingPlan, TypeOfNumber};
use super::coding::{Coding, Lamp};
use super::error::{DecodeError, EncodeError};
use super::reader::Reader;
use super::time::Timestamp;
use super::user_data::{HeaderIndicator, NotText, Room, UserData};

/// TP-MTI, bits 1 and 0 of the first octet (TS 23.040 §9.2.3.1).
const MESSAGE_TYPE: u8 = 0b00;
/// Bits of the first octet without a meaning.
const SPARE: u8 = 0x10;

/// A message on its way to a phone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Deliver {
    /// TP-MMS.
    pub more_messages: MoreMessages,
    /// TP-LP.
    pub loop_prevention: LoopPrevention,
    /// TP-SRI.
    pub report_indication: ReportIndication,
    /// TP-RP.
    pub reply_path: ReplyPath,
    /// TP-OA.
    pub originator: Address,
    /// TP-PID (TS 23.040 §9.2.3.9); 0 for a message from a person.
    pub protocol: u8,
    /// TP-DCS; must name the alphabet of `user_data`.
    pub coding: Coding,
    /// TP-SCTS: when the service centre took it.
    pub service_centre_time: Timestamp,
    /// TP-UD.
    pub user_data: UserData,
}

/// TP-MMS (TS 23.040 §9.2.3.2), bit 2 of the first octet, where 0 means that more is waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MoreMessages {
    /// More wait for the phone.
    Waiting,
    /// This is the last.
    None,
}

/// TP-LP (TS 23.040 §9.2.3.28), bit 3 of the first octet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LoopPrevention {
    /// May be forwarded.
    Free,
    /// Was forwarded, or came of a forwarding: not again.
    Forwarded,
}

/// TP-SRI (TS 23.040 §9.2.3.4), bit 5 of the first octet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReportIndication {
    /// The sender gets no report.
    No,
    /// The sender gets a report.
    Yes,
}

/// TP-RP (TS 23.040 §9.2.3.17), bit 7 of the first octet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReplyPath {
    /// An answer goes its own way.
    Absent,
    /// An answer goes by the same service centre.
    Present,
}

impl ReplyPath {
    pub(super) const fn from_first_octet(octet: u8) -> Self {
        if octet & 0x80 == 0 { Self::Absent } else { Self::Present }
    }

    pub(super) const fn bit(self) -> u8 {
        (self as u8) << 7
    }
}

impl MoreMessages {
    pub(super) const fn from_first_octet(octet: u8) -> Self {
        if octet & 0x04 == 0 { Self::Waiting } else { Self::None }
    }

    pub(super) const fn bit(self) -> u8 {
        (self as u8) << 2
    }
}

impl LoopPrevention {
    pub(super) const fn from_first_octet(octet: u8) -> Self {
        if octet & 0x08 == 0 { Self::Free } else { Self::Forwarded }
    }

    pub(super) const fn bit(self) -> u8 {
        (self as u8) << 3
    }
}

impl Deliver {
    /// A message from a person, the last that waits.
    pub fn new(originator: Address, service_centre_time: Timestamp, user_data: UserData) -> Self {
        Self {
            more_messages: MoreMessages::None,
            loop_prevention: LoopPrevention::Free,
            report_indication: ReportIndication::No,
            reply_path: ReplyPath::Absent,
            originator,
            protocol: 0,
            coding: user_data.coding(),
            service_centre_time,
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

    /// The lamp for voice mail that CPHS (B.4.2), which is older than the standard's ways, tells in the
    /// sender's address: a name of four semi-octets, 11 or 10 in its first octet.
    pub fn cphs_lamp(&self) -> Option<Lamp> {
        let address = &self.originator;
        let name = address.kind() == TypeOfNumber::Alphanumeric && address.plan() == NumberingPlan::UNKNOWN;
        match address.value_octets().as_slice() {
            [0x11, _] if name => Some(Lamp::On),
            [0x10, _] if name => Some(Lamp::Off),
            _ => None,
        }
    }

    /// The TPDU, without service centre.
    ///
    /// # Errors
    /// [`EncodeError::CodingMismatch`] when `coding` names another alphabet than `user_data` has.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let mut octets = vec![
            MESSAGE_TYPE
                | self.more_messages.bit()
                | self.loop_prevention.bit()
                | (self.report_indication as u8) << 5
                | self.user_data.header_bit()
                | self.reply_path.bit(),
        ];
        self.originator.write(&mut octets);
        octets.extend([self.protocol, self.coding.octet()]);
        octets.extend(self.service_centre_time.octets());
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
        let originator = Address::read(reader, "oa")?;
        let protocol = reader.octet("pid")?;
        let coding = Coding::from_octet(reader.octet("dcs")?);
        let service_centre_time = Timestamp::read(reader, "scts")?;
        let user_data = UserData::read(reader, coding, header, Room::MESSAGE)?;
        let asked = first & 0x20 != 0;
        Ok(Self {
            more_messages: MoreMessages::from_first_octet(first),
            loop_prevention: LoopPrevention::from_first_octet(first),
            report_indication: if asked { ReportIndication::Yes } else { ReportIndication::No },
            reply_path: ReplyPath::from_first_octet(first),
            originator,
            protocol,
            coding,
            service_centre_time,
            user_data,
        })
    }
}
