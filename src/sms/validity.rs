//! TP-VP, how long the service centre may keep trying, in its three formats (TS 23.040 §9.2.3.12).
//! We write the relative one; the absolute one is a time stamp.

use std::time::Duration;

use super::error::{DecodeError, Fault};
use super::reader::Reader;
use super::time::Timestamp;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;

/// Where each step of the relative format begins: first octet, its seconds, seconds a step
/// (TS 23.040 §9.2.3.12.1).
const STEPS: [(u8, u64, u64); 4] = [
    (0, 5 * MINUTE, 5 * MINUTE),
    (144, 12 * HOUR + 30 * MINUTE, 30 * MINUTE),
    (168, 2 * DAY, DAY),
    (197, 5 * WEEK, WEEK),
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

/// The enhanced format: seven octets, the first of which says what the others mean
/// (TS 23.040 §9.2.3.12.3). They are kept as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Enhanced([u8; 7]);

/// How often the service centre may try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tries {
    /// As often as it likes within the time.
    Many,
    /// Once.
    Single,
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
        let (mut octet, mut reached) = (0_u8, 0_u64);
        for (first, begin, step) in STEPS {
            if seconds >= begin && begin >= reached {
                let steps = u8::try_from((seconds - begin) / step).unwrap_or(u8::MAX);
                octet = first.saturating_add(steps);
                reached = begin;
            }
        }
        Self(octet)
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
        let seconds = step.map_or(0, |(first, begin, step)| begin + u64::from(self.0 - first) * step);
        Duration::from_secs(seconds)
    }
}

impl Enhanced {
    const SINGLE_SHOT: u8 = 0x40;

    /// The octets of the air.
    pub const fn octets(self) -> [u8; 7] {
        self.0
    }

    /// Whether one try is all.
    pub const fn tries(self) -> Tries {
        let [indicator, ..] = self.0;
        if indicator & Self::SINGLE_SHOT == 0 { Tries::Many } else { Tries::Single }
    }

    /// How long; `None` where no time is given, or in a way that the standard keeps for later.
    pub fn duration(self) -> Option<Duration> {
        let [indicator, first, second, third, ..] = self.0;
        let pair = |octet: u8| u64::from(octet & 0x0F) * 10 + u64::from(octet >> 4);
        match indicator & 0b111 {
            1 => Some(Relative(first).duration()),
            2 => Some(Duration::from_secs(first.into())),
            3 => Some(Duration::from_secs(pair(first) * HOUR + pair(second) * MINUTE + pair(third))),
            _ => None,
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let before = reader.clone();
        let octets: [u8; 7] = reader.array("vp")?;
        let [indicator, first, second, third, ..] = octets;
        let decimal = |octet: u8| octet & 0x0F <= 9 && octet >> 4 <= 9;
        let digits = indicator & 0b111 != 3 || [first, second, third].into_iter().all(decimal);
        if digits { Ok(Self(octets)) } else { Err(before.fault("vp", Fault::NotADigit)) }
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
