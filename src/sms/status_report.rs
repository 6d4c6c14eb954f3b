//! SMS-STATUS-REPORT (TS 23.040 §9.2.2.3): what became of a message that asked for a report.

use super::address::Address;
use super::coding::Coding;
use super::deliver::{LoopPrevention, MoreMessages};
use super::error::{DecodeError, EncodeError, Fault};
use super::reader::Reader;
use super::time::Timestamp;
use super::user_data::{HeaderIndicator, UserData};

/// TP-MTI, bits 1 and 0 of the first octet (TS 23.040 §9.2.3.1).
const MESSAGE_TYPE: u8 = 0b10;

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

/// Optional fields (TP-PI, TS 23.040 §9.2.3.27).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Extras {
    /// TP-PID.
    pub protocol: Option<u8>,
    /// TP-DCS.
    pub coding: Option<Coding>,
    /// TP-UD, in the default alphabet where no TP-DCS stands before it.
    pub user_data: Option<UserData>,
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
        octets.extend(self.recipient.encode());
        octets.extend(self.service_centre_time.octets());
        octets.extend(self.discharge_time.octets());
        octets.push(self.status.octet());
        if let Some(extras) = &self.extras {
            extras.write(&mut octets)?;
        }
        Ok(octets)
    }

    /// Reads a TPDU; octets behind the last field are not looked at.
    ///
    /// # Errors
    /// [`DecodeError`] with field and octet.
    pub fn decode(octets: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(octets);
        let first = reader.octet("first octet")?;
        if first & 0b11 != MESSAGE_TYPE {
            return Err(Reader::new(octets).fault("mti", Fault::MessageType));
        }
        Ok(Self {
            more_messages: MoreMessages::from_first_octet(first),
            loop_prevention: LoopPrevention::from_first_octet(first),
            cause: if first & 0x20 == 0 { Cause::Submit } else { Cause::Command },
            reference: reader.octet("mr")?,
            recipient: Address::read(&mut reader, "ra")?,
            service_centre_time: Timestamp::read(&mut reader, "scts")?,
            discharge_time: Timestamp::read(&mut reader, "dt")?,
            status: Status(reader.octet("st")?),
            extras: Extras::read(&mut reader, HeaderIndicator::from_first_octet(first))?,
        })
    }
}

impl Extras {
    const PROTOCOL: u8 = 0x01;
    const CODING: u8 = 0x02;
    const USER_DATA: u8 = 0x04;
    /// Another octet of TP-PI follows.
    const EXTENSION: u8 = 0x80;

    fn write(&self, octets: &mut Vec<u8>) -> Result<(), EncodeError> {
        let bit = |present: Option<()>, bit: u8| present.map_or(0, |()| bit);
        octets.push(
            bit(self.protocol.map(|_| ()), Self::PROTOCOL)
                | bit(self.coding.map(|_| ()), Self::CODING)
                | bit(self.user_data.as_ref().map(|_| ()), Self::USER_DATA),
        );
        octets.extend(self.protocol);
        octets.extend(self.coding.map(Coding::octet));
        if let Some(user_data) = &self.user_data {
            user_data.write(self.coding.unwrap_or_default(), octets)?;
        }
        Ok(())
    }

    fn read(reader: &mut Reader<'_>, header: HeaderIndicator) -> Result<Option<Self>, DecodeError> {
        // A record read from a SIM is filled with FF behind the report, which is no TP-PI.
        if reader.rest().iter().all(|octet| *octet == 0xFF) {
            return Ok(None);
        }
        let indicator = reader.octet("pi")?;
        let mut last = indicator;
        while last & Self::EXTENSION != 0 {
            last = reader.octet("pi")?;
        }
        let announced = |bit: u8| indicator & bit != 0;
        let protocol = announced(Self::PROTOCOL).then(|| reader.octet("pid")).transpose()?;
        let coding = announced(Self::CODING).then(|| reader.octet("dcs")).transpose()?;
        let coding = coding.map(Coding::from_octet);
        let written_in = coding.unwrap_or_default();
        let user_data = announced(Self::USER_DATA).then(|| UserData::read(reader, written_in, header));
        Ok(Some(Self { protocol, coding, user_data: user_data.transpose()? }))
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
