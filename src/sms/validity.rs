//! TP-VP, how long the service centre may keep trying, in its three formats (TS 23.040 §9.2.3.12).
//! We write the relative one; the absolute one is a time stamp, the enhanced one stands in `enhanced`.

use std::time::Duration;

pub use super::enhanced::{Enhanced, Period, Tries};
use super::error::{DecodeError, EncodeError};
use super::reader::Reader;
use super::time::Timestamp;

pub(super) const MINUTE: u64 = 60;
pub(super) const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;
const SHORTEST: u64 = 5 * MINUTE;
const LONGEST: u64 = 63 * WEEK;

/// The steps of the relative format: first and last octet, seconds of the first, seconds between two
/// (TS 23.040 §9.2.3.12.1).
const STEPS: [(u8, u8, u64, u64); 4] = [
    (0, 143, 5 * MINUTE, 5 * MINUTE),
    (144, 167, 12 * HOUR + 30 * MINUTE, 30 * MINUTE),
    (168, 196, 2 * DAY, DAY),
    (197, 255, 5 * WEEK, WEEK),
];

/// How long the service centre may keep trying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Validity {
    /// From the moment that the service centre takes it.
    Relative(Relative),
    /// Until then.
    Absolute(Timestamp),
    /// In one of several ways, with flags.
    Enhanced(Enhanced),
}

/// The relative format: one octet, 5 minutes to 63 weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Relative(u8);

/// TP-VPF (TS 23.040 §9.2.3.3), bits 4 and 3 of the first octet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// No TP-VP.
    None,
    /// Seven octets.
    Enhanced,
    /// One octet.
    Relative,
    /// Seven octets.
    Absolute,
}

impl Relative {
    /// The longest that is not over `duration`; 5 minutes where that is shorter still.
    pub fn at_most(duration: Duration) -> Self {
        let seconds = duration.as_secs();
        let step = STEPS.iter().rev().find(|(.., begin, _)| *begin <= seconds);
        Self(step.map_or(0, |(first, last, begin, between)| {
            let beyond = u8::try_from((seconds - begin) / between).unwrap_or(u8::MAX);
            first.saturating_add(beyond).min(*last)
        }))
    }

    /// As [`Relative::at_most`], for who would rather be told.
    ///
    /// # Errors
    /// [`EncodeError::NoSuchPeriod`] under 5 minutes, which would be rounded up, and over 63 weeks.
    pub fn within(duration: Duration) -> Result<Self, EncodeError> {
        let seconds = duration.as_secs();
        match (SHORTEST..=LONGEST).contains(&seconds) {
            true => Ok(Self::at_most(duration)),
            false => Err(EncodeError::NoSuchPeriod { seconds }),
        }
    }

    /// Any octet is one.
    pub const fn from_octet(octet: u8) -> Self {
        Self(octet)
    }

    /// As on the air.
    pub const fn octet(self) -> u8 {
        self.0
    }

    /// 5 minutes to 63 weeks.
    pub fn duration(self) -> Duration {
        let step = STEPS.iter().rev().find(|(first, ..)| *first <= self.0);
        let seconds =
            step.map_or(0, |(first, _, begin, between)| begin + u64::from(self.0 - first) * between);
        Duration::from_secs(seconds)
    }
}

impl Validity {
    /// The relative one that is not over `duration` (and never under 5 minutes).
    pub fn at_most(duration: Duration) -> Self {
        Self::Relative(Relative::at_most(duration))
    }

    /// TP-VPF.
    pub const fn format(&self) -> Format {
        match self {
            Self::Relative(_) => Format::Relative,
            Self::Absolute(_) => Format::Absolute,
            Self::Enhanced(_) => Format::Enhanced,
        }
    }

    /// How long, where that can be said without a calendar.
    pub fn duration(&self) -> Option<Duration> {
        match self {
            Self::Relative(relative) => Some(relative.duration()),
            Self::Absolute(_) => None,
            Self::Enhanced(enhanced) => enhanced.duration(),
        }
    }

    /// Reads the octets of a format, as they stand between TP-DCS and TP-UDL.
    ///
    /// # Errors
    /// Fewer octets than the format has, or a semi-octet that is no digit.
    pub fn decode(octets: &[u8], format: Format) -> Result<Option<Self>, DecodeError> {
        Self::read(&mut Reader::new(octets), format)
    }

    /// The octets, as they stand between TP-DCS and TP-UDL.
    pub fn encode(&self) -> Vec<u8> {
        let mut octets = Vec::new();
        self.write(&mut octets);
        octets
    }

    pub(super) fn write(&self, octets: &mut Vec<u8>) {
        match self {
            Self::Relative(relative) => octets.push(relative.octet()),
            Self::Absolute(until) => octets.extend(until.octets()),
            Self::Enhanced(enhanced) => octets.extend(enhanced.octets()),
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>, format: Format) -> Result<Option<Self>, DecodeError> {
        Ok(match format {
            Format::None => None,
            Format::Relative => Some(Self::Relative(Relative(reader.octet("vp")?))),
            Format::Absolute => Some(Self::Absolute(Timestamp::read(reader, "vp")?)),
            Format::Enhanced => Some(Self::Enhanced(Enhanced::read(reader)?)),
        })
    }
}

impl Format {
    pub(super) const fn from_first_octet(octet: u8) -> Self {
        match (octet >> 3) & 0b11 {
            0 => Self::None,
            1 => Self::Enhanced,
            2 => Self::Relative,
            _ => Self::Absolute,
        }
    }

    pub(super) const fn bits(self) -> u8 {
        (self as u8) << 3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_rounded_down_to_what_can_be_said() {
        let rows = [
            (0, 0, 5 * MINUTE),
            (299, 0, 5 * MINUTE),
            (5 * MINUTE, 0, 5 * MINUTE),
            (10 * MINUTE - 1, 0, 5 * MINUTE),
            (10 * MINUTE, 1, 10 * MINUTE),
            (12 * HOUR, 143, 12 * HOUR),
            (12 * HOUR + 29 * MINUTE, 143, 12 * HOUR),
            (12 * HOUR + 30 * MINUTE, 144, 12 * HOUR + 30 * MINUTE),
            (DAY, 167, DAY),
            (2 * DAY - 1, 167, DAY),
            (2 * DAY, 168, 2 * DAY),
            (72 * HOUR, 169, 3 * DAY),
            (30 * DAY, 196, 30 * DAY),
            (5 * WEEK - 1, 196, 30 * DAY),
            (5 * WEEK, 197, 5 * WEEK),
            (63 * WEEK, 255, 63 * WEEK),
            (u64::MAX, 255, 63 * WEEK),
        ];
        for (seconds, octet, said) in rows {
            let relative = Relative::at_most(Duration::from_secs(seconds));
            assert_eq!((relative.octet(), relative.duration().as_secs()), (octet, said), "{seconds}");
        }
    }

    #[test]
    fn every_octet_is_its_own_duration() {
        for octet in 0..=255 {
            let relative = Relative::from_octet(octet);
            assert_eq!(Relative::at_most(relative.duration()), relative);
        }
    }

    #[test]
    fn what_cannot_be_said_is_refused_to_who_asks() {
        let rows =
            [(299, None), (300, Some(0)), (301, Some(0)), (63 * WEEK, Some(255)), (63 * WEEK + 1, None)];
        for (seconds, want) in rows {
            let said = Relative::within(Duration::from_secs(seconds));
            assert_eq!(said.ok().map(Relative::octet), want, "{seconds}");
        }
    }
}
