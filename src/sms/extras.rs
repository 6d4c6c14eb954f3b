//! TP-PI and the optional fields that it announces (TS 23.040 §9.2.3.27): TP-PID, TP-DCS, TP-UD at the end
//! of the reports.

use super::coding::Coding;
use super::error::{DecodeError, EncodeError, Fault};
use super::reader::Reader;
use super::user_data::{HeaderIndicator, Room, UserData};

const PROTOCOL: u8 = 0x01;
const CODING: u8 = 0x02;
const USER_DATA: u8 = 0x04;
/// Kept for later: what they announce would stand behind TP-UD.
const RESERVED: u8 = 0x78;
/// Another octet of TP-PI follows.
const EXTENSION: u8 = 0x80;

/// Optional fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Extras {
    /// TP-PID.
    pub protocol: Option<u8>,
    /// TP-DCS.
    pub coding: Option<Coding>,
    /// TP-UD, in the default alphabet where no TP-DCS stands before it.
    pub user_data: Option<UserData>,
}

impl Extras {
    /// TP-PI.
    pub fn indicator(&self) -> u8 {
        let announced = [
            (self.protocol.is_some(), PROTOCOL),
            (self.coding.is_some(), CODING),
            (self.user_data.is_some(), USER_DATA),
        ];
        announced.into_iter().filter(|(there, _)| *there).fold(0, |bits, (_, bit)| bits | bit)
    }

    /// TP-UDHI.
    pub(super) fn header_bit(&self) -> u8 {
        self.user_data.as_ref().map_or(0, UserData::header_bit)
    }

    pub(super) fn write(&self, room: Room, octets: &mut Vec<u8>) -> Result<(), EncodeError> {
        octets.push(self.indicator());
        self.write_fields(room, octets)
    }

    /// What stands behind TP-PI, for a TPDU that has another field between.
    pub(super) fn write_fields(&self, room: Room, octets: &mut Vec<u8>) -> Result<(), EncodeError> {
        octets.extend(self.protocol);
        octets.extend(self.coding.map(Coding::octet));
        match &self.user_data {
            Some(user_data) => user_data.write(self.coding.unwrap_or_default(), room, octets),
            None => Ok(()),
        }
    }

    /// In a TPDU that may end before TP-PI.
    pub(super) fn read_if_there(
        reader: &mut Reader<'_>,
        header: HeaderIndicator,
    ) -> Result<Option<Self>, DecodeError> {
        if reader.rest().is_empty() {
            return Self::without_user_data(reader, header).map(|()| None);
        }
        // A record read from a SIM is filled with FF behind the report, which is no TP-PI.
        if reader.rest().iter().all(|octet| *octet == 0xFF) {
            reader.forgive(reader.fault("pi", Fault::Trailing))?;
            reader.take(reader.rest().len(), "end")?;
            return Ok(None);
        }
        let indicator = read_indicator(reader)?;
        Self::read_fields(reader, indicator, header, Room::STATUS_REPORT).map(Some)
    }

    /// What `indicator` announces.
    pub(super) fn read_fields(
        reader: &mut Reader<'_>,
        indicator: u8,
        header: HeaderIndicator,
        room: Room,
    ) -> Result<Self, DecodeError> {
        let announced = |bit: u8| indicator & bit != 0;
        let protocol = announced(PROTOCOL).then(|| reader.octet("pid")).transpose()?;
        let coding = announced(CODING).then(|| reader.octet("dcs")).transpose()?;
        let coding = coding.map(Coding::from_octet);
        let written_in = coding.unwrap_or_default();
        let user_data = announced(USER_DATA).then(|| UserData::read(reader, written_in, header, room));
        let user_data = user_data.transpose()?;
        if user_data.is_none() {
            Self::without_user_data(reader, header)?;
        }
        Ok(Self { protocol, coding, user_data })
    }

    /// TP-UDHI speaks of a header in user data; without any it means nothing.
    fn without_user_data(reader: &mut Reader<'_>, header: HeaderIndicator) -> Result<(), DecodeError> {
        match header {
            HeaderIndicator::Absent => Ok(()),
            HeaderIndicator::Present => reader.forgive(reader.fault("udhi", Fault::Underflow)),
        }
    }
}

/// TP-PI; a lenient reader skips its further octets, of which none has a meaning yet.
pub(super) fn read_indicator(reader: &mut Reader<'_>) -> Result<u8, DecodeError> {
    let indicator = reader.octet("pi")?;
    reader.spare(indicator, RESERVED | EXTENSION, "pi")?;
    let mut last = indicator;
    while last & EXTENSION != 0 {
        last = reader.octet("pi")?;
    }
    Ok(indicator)
}
