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

/// What TP-PI says beside the fields that we know: bits that are kept for later, and further octets. A receiver
/// ignores them (TS 23.040 §9.2.3.27), and they are written again as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reserved {
    bits: u8,
    further: Vec<u8>,
}

impl Reserved {
    /// Out of the octets of a TP-PI: of the first the reserved bits, and all that its extension announces.
    ///
    /// # Errors
    /// No octet, octets behind the one that announces no other, or none where one is announced.
    pub fn from_octets(octets: &[u8]) -> Result<Self, DecodeError> {
        Reader::new(octets)
            .whole(|reader| {
                let first = reader.octet("pi")?;
                Indicator::behind(first, reader)
            })
            .map(|(read, ..)| read.reserved)
    }

    /// Octets behind TP-UD, that is, of which nobody knows what they are.
    fn announces_any(&self) -> bool {
        self.bits != 0 || self.further.iter().any(|octet| octet & !EXTENSION != 0)
    }
}

/// TP-PI as it was read.
pub(super) struct Indicator {
    announced: u8,
    reserved: Reserved,
}

/// Optional fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Extras {
    /// TP-PID.
    pub protocol: Option<u8>,
    /// TP-DCS.
    pub coding: Option<Coding>,
    /// TP-UD, in the default alphabet where no TP-DCS stands before it.
    pub user_data: Option<UserData>,
    /// What else TP-PI says.
    pub reserved: Reserved,
}

impl Extras {
    /// TP-PI; its first octet, where it has more.
    pub fn indicator(&self) -> u8 {
        let announced = [
            (self.protocol.is_some(), PROTOCOL),
            (self.coding.is_some(), CODING),
            (self.user_data.is_some(), USER_DATA),
        ];
        let extension = if self.reserved.further.is_empty() { 0 } else { EXTENSION };
        let bits = self.reserved.bits | extension;
        announced.into_iter().filter(|(there, _)| *there).fold(bits, |bits, (_, bit)| bits | bit)
    }

    /// All octets of TP-PI.
    pub fn indicator_octets(&self) -> Vec<u8> {
        [&[self.indicator()], &*self.reserved.further].concat()
    }

    /// TP-UDHI.
    pub(super) fn header_bit(&self) -> u8 {
        self.user_data.as_ref().map_or(0, UserData::header_bit)
    }

    pub(super) fn write(
        &self,
        room: impl FnOnce(usize) -> Room,
        octets: &mut Vec<u8>,
    ) -> Result<(), EncodeError> {
        octets.extend(self.indicator_octets());
        self.write_fields(room, octets)
    }

    /// What stands behind TP-PI, for a TPDU that has another field between.
    pub(super) fn write_fields(
        &self,
        room: impl FnOnce(usize) -> Room,
        octets: &mut Vec<u8>,
    ) -> Result<(), EncodeError> {
        octets.extend(self.protocol);
        octets.extend(self.coding.map(Coding::octet));
        match &self.user_data {
            Some(user_data) => {
                let room = room(octets.len());
                user_data.write(self.coding.unwrap_or_default(), room, octets)
            }
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
        let indicator = Indicator::read(reader)?;
        Self::read_fields(reader, indicator, header, Room::of_status_report).map(Some)
    }

    /// What `indicator` announces; the room for TP-UD may depend on the octets before it.
    pub(super) fn read_fields(
        reader: &mut Reader<'_>,
        indicator: Indicator,
        header: HeaderIndicator,
        room: impl FnOnce(usize) -> Room,
    ) -> Result<Self, DecodeError> {
        let Indicator { announced: bits, reserved } = indicator;
        let announced = |bit: u8| bits & bit != 0;
        let protocol = announced(PROTOCOL).then(|| reader.octet("pid")).transpose()?;
        let coding = announced(CODING).then(|| reader.octet("dcs")).transpose()?;
        let coding = coding.map(Coding::from_octet);
        let written_in = coding.unwrap_or_default();
        let room = room(reader.at());
        let user_data = announced(USER_DATA).then(|| UserData::read(reader, written_in, header, room));
        let user_data = user_data.transpose()?;
        if user_data.is_none() {
            Self::without_user_data(reader, header)?;
        }
        // What a reserved bit announces is discarded (TS 23.040 §9.2.3.27).
        if reserved.announces_any() && !reader.rest().is_empty() {
            reader.forgive(reader.fault("end", Fault::Discarded))?;
            reader.take(reader.rest().len(), "end")?;
        }
        Ok(Self { protocol, coding, user_data, reserved })
    }

    /// TP-UDHI speaks of a header in user data; without any it means nothing.
    fn without_user_data(reader: &mut Reader<'_>, header: HeaderIndicator) -> Result<(), DecodeError> {
        match header {
            HeaderIndicator::Absent => Ok(()),
            HeaderIndicator::Present => reader.forgive(reader.fault("udhi", Fault::Underflow)),
        }
    }
}

impl Indicator {
    /// Strictly, no reserved bit is set and no octet follows, since none has a meaning yet.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let first = reader.octet("pi")?;
        reader.spare(first, RESERVED | EXTENSION, "pi")?;
        Self::behind(first, reader)
    }

    fn behind(first: u8, reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (mut last, mut further) = (first, Vec::new());
        while last & EXTENSION != 0 {
            last = reader.octet("pi")?;
            further.push(last);
        }
        Ok(Self {
            announced: first & !(RESERVED | EXTENSION),
            reserved: Reserved { bits: first & RESERVED, further },
        })
    }
}
