//! SMS-STATUS-REPORT (TS 23.040 §9.2.2.3): what became of a message that asked for a report.

use super::address::Address;
use super::deliver::{LoopPrevention, MoreMessages};
use super::error::{DecodeError, EncodeError};
pub use super::extras::{Extras, Reserved};
use super::reader::Reader;
use super::time::Timestamp;
use super::user_data::{HeaderIndicator, Room, UserData};

/// TP-MTI, bits 1 and 0 of the first octet (TS 23.040 §9.2.3.1).
const MESSAGE_TYPE: u8 = 0b10;
/// Bits of the first octet without a meaning.
const SPARE: u8 = 0x90;

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StatusReport {
    /// TP-MMS.
    pub more_messages: MoreMessages,
    /// TP-LP.
    pub loop_prevention: LoopPrevention,
    /// TP-SRQ.
    pub cause: Cause,
    /// TP-MR of the message it is about.
    pub reference: u8,
    /// TP-RA.
    pub recipient: Address,
    /// TP-SCTS of the message it is about.
    pub service_centre_time: Timestamp,
    /// TP-DT: when it arrived, or was tried last.
    pub discharge_time: Timestamp,
    /// TP-ST.
    pub status: Status,
    /// What TP-PI announces; most networks send none of it.
    pub extras: Option<Extras>,
}

/// TP-SRQ (TS 23.040 §9.2.3.26), bit 5 of the first octet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// A SUBMIT.
    Submit,
    /// A COMMAND.
    Command,
}

/// TP-ST (TS 23.040 §9.2.3.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Status(u8);

/// What a status means for who waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatusGroup {
    /// 0x00 to 0x1F: the transaction is completed.
    Completed,
    /// 0x20 to 0x3F: the service centre still tries; another report follows.
    StillTrying,
    /// 0x40 and up: the service centre makes no more tries.
    GivenUp,
}

impl Status {
    /// Received by the phone.
    pub const RECEIVED: Self = Self(0x00);
    /// Validity period expired.
    pub const EXPIRED: Self = Self(0x46);

    /// Any octet is a status.
    pub const fn from_octet(octet: u8) -> Self {
        Self(octet)
    }

    /// As on the air.
    pub const fn octet(self) -> u8 {
        self.0
    }

    /// A value that the standard keeps for later is a permanent failure, as it says there.
    pub const fn group(self) -> StatusGroup {
        match self.0 {
            0x00..=0x1F => StatusGroup::Completed,
            0x20..=0x3F => StatusGroup::StillTrying,
            0x40.. => StatusGroup::GivenUp,
        }
    }
}

impl StatusReport {
    /// A report about a SUBMIT, without optional fields.
    pub fn new(
        reference: u8,
        recipient: Address,
        service_centre_time: Timestamp,
        discharge_time: Timestamp,
        status: Status,
    ) -> Self {
        Self {
            more_messages: MoreMessages::None,
            loop_prevention: LoopPrevention::Free,
            cause: Cause::Submit,
            reference,
            recipient,
            service_centre_time,
            discharge_time,
            status,
            extras: None,
        }
    }

    /// The TPDU, without service centre.
    ///
    /// # Errors
    /// [`EncodeError::CodingMismatch`] when the coding of `extras` does not fit its user data.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let user_data = self.extras.as_ref().and_then(|extras| extras.user_data.as_ref());
        let mut octets = vec![
            MESSAGE_TYPE
                | self.more_messages.bit()
                | self.loop_prevention.bit()
                | (self.cause as u8) << 5
                | user_data.map_or(0, UserData::header_bit),
            self.reference,
        ];
        self.recipient.write(&mut octets);
        octets.extend(self.service_centre_time.octets());
        octets.extend(self.discharge_time.octets());
        octets.push(self.status.octet());
        if let Some(extras) = &self.extras {
            extras.write(Room::of_status_report, &mut octets)?;
        }
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
        Ok(Self {
            more_messages: MoreMessages::from_first_octet(first),
            loop_prevention: LoopPrevention::from_first_octet(first),
            cause: if first & 0x20 == 0 { Cause::Submit } else { Cause::Command },
            reference: reader.octet("mr")?,
            recipient: Address::read(reader, "ra")?,
            service_centre_time: Timestamp::read(reader, "scts")?,
            discharge_time: Timestamp::read(reader, "dt")?,
            status: Status(reader.octet("st")?),
            extras: Extras::read_if_there(reader, HeaderIndicator::from_first_octet(first))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_says_whether_the_network_still_tries() {
        use StatusGroup::*;
        let rows = [
            (0x00, Completed),
            (0x01, Completed),
            (0x1F, Completed),
            (0x20, StillTrying),
            (0x30, StillTrying),
            (0x3F, StillTrying),
            (0x40, GivenUp),
            (0x46, GivenUp),
            (0x60, GivenUp),
            (0x7F, GivenUp),
            (0xFF, GivenUp),
        ];
        for (octet, want) in rows {
            assert_eq!(Status::from_octet(octet).group(), want, "{octet:02X}");
        }
    }
}
