//! TP-VP, how long the service centre may keep trying, in its three formats (TS 23.040 §9.2.3.12).
//! We write the relative one; the absolute one is a time stamp.

use std::time::Duration;

use super::error::{DecodeError, EncodeError, Fault};
use super::reader::Reader;
use super::time::{Timestamp, plain};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
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

/// The enhanced format: seven octets, the first of which says what the others mean
/// (TS 23.040 §9.2.3.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Enhanced([u8; 7]);

/// How the enhanced format says a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// Not at all: as long as the service centre likes.
    None,
    /// As the relative format does.
    Relative(Relative),
    /// 1 to 255 seconds; 0 is kept for later.
    Seconds(u8),
    /// Hours, 0 to 99, minutes and seconds.
    Clock(u8, u8, u8),
    /// In a way that the standard keeps for later.
    Reserved,
}

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

impl Enhanced {
    /// Bits of the first octet that are kept for later.
    const RESERVED: u8 = 0x38;
    const SINGLE_SHOT: u8 = 0x40;
    const EXTENSION: u8 = 0x80;
    /// How the time is said.
    const WAY: u8 = 0x07;

    /// Says a time and how often to try; `None` for what is reserved: a way, 0 seconds, a part of the clock beyond
    /// its range.
    pub fn new(tries: Tries, period: Period) -> Option<Self> {
        let swapped = |number: u8| (number % 10) << 4 | (number / 10);
        let (format, [first, second, third]) = match period {
            Period::None => (0, [0; 3]),
            Period::Relative(relative) => (1, [relative.octet(), 0, 0]),
            Period::Seconds(seconds) if seconds > 0 => (2, [seconds, 0, 0]),
            Period::Clock(hours, minutes, seconds) if hours <= 99 && minutes.max(seconds) <= 59 => {
                (3, [hours, minutes, seconds].map(swapped))
            }
            Period::Seconds(_) | Period::Clock(..) | Period::Reserved => return None,
        };
        let shot = if tries == Tries::Single { Self::SINGLE_SHOT } else { 0 };
        Some(Self([format | shot, first, second, third, 0, 0, 0]))
    }

    /// The octets of the air.
    pub const fn octets(self) -> [u8; 7] {
        self.0
    }

    /// Whether one try is all.
    pub const fn tries(self) -> Tries {
        let [indicator, ..] = self.0;
        if indicator & Self::SINGLE_SHOT == 0 { Tries::Many } else { Tries::Single }
    }

    /// Whether another octet of functionality follows the first, which nobody has defined.
    pub const fn is_extended(self) -> bool {
        let [indicator, ..] = self.0;
        indicator & Self::EXTENSION != 0
    }

    /// The time. It stands behind the last octet of functionality.
    pub fn period(self) -> Period {
        let [indicator, ..] = self.0;
        let value = self.0.get(self.indicators()..).unwrap_or_default();
        match (indicator & Self::WAY, value) {
            (0, _) => Period::None,
            (1, [relative, ..]) => Period::Relative(Relative(*relative)),
            (2, [seconds, ..]) if *seconds > 0 => Period::Seconds(*seconds),
            (3, [hours, minutes, seconds, ..]) => {
                Period::Clock(plain(*hours), plain(*minutes), plain(*seconds))
            }
            _ => Period::Reserved,
        }
    }

    /// How many octets of functionality there are: each but the last says that another follows.
    fn indicators(self) -> usize {
        1 + self.0.iter().take_while(|octet| **octet & Self::EXTENSION != 0).count()
    }

    /// How long; `None` where no time is given, or in a way that the standard keeps for later.
    pub fn duration(self) -> Option<Duration> {
        match self.period() {
            Period::Relative(relative) => Some(relative.duration()),
            Period::Seconds(seconds) => Some(Duration::from_secs(seconds.into())),
            Period::Clock(hours, minutes, seconds) => Some(Duration::from_secs(
                u64::from(hours) * HOUR + u64::from(minutes) * MINUTE + u64::from(seconds),
            )),
            Period::None | Period::Reserved => None,
        }
    }

    /// What is reserved is kept as it came; octets that say nothing become zeros.
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let begin = reader.at();
        let Self(mut octets) = Self(reader.array("vp")?);
        for (at, fault) in Self(octets).faults() {
            reader.forgive(reader.fault_at(begin + at, "vp", fault))?;
            if fault == Fault::SpareBit {
                octets.iter_mut().skip(at).for_each(|octet| *octet = 0);
            }
        }
        Ok(Self(octets))
    }

    /// What is not as it should be, and at which octet, in their order (TS 23.040 §9.2.3.12.3).
    fn faults(self) -> Vec<(usize, Fault)> {
        let [indicator, ..] = self.0;
        let begin = self.indicators();
        let mut faults = Vec::new();
        let reserved_bits =
            [(0, Self::RESERVED)].into_iter().chain((1..begin).map(|at| (at, !Self::EXTENSION)));
        for (at, bits) in reserved_bits {
            if self.0.get(at).is_some_and(|octet| octet & bits != 0) {
                faults.push((at, Fault::Reserved));
            }
        }
        // Of a way that nobody knows nobody knows the octets either.
        let Some(length) = [0, 1, 1, 3].get(usize::from(indicator & Self::WAY)).copied() else {
            return if faults.is_empty() { vec![(0, Fault::Reserved)] } else { faults };
        };
        let Some(value) = self.0.get(begin..begin + length) else {
            faults.push((begin.min(self.0.len()), Fault::Underflow));
            return faults;
        };
        faults.extend(value_fault(indicator & Self::WAY, value).map(|fault| (begin, fault)));
        let unused = self.0.iter().enumerate().skip(begin + length).find(|(_, octet)| **octet != 0);
        faults.extend(unused.map(|(at, _)| (at, Fault::SpareBit)));
        faults
    }
}

/// What is wrong with a time that is said in one of the ways.
fn value_fault(way: u8, value: &[u8]) -> Option<Fault> {
    match (way, value) {
        (2, [0]) => Some(Fault::Reserved),
        (3, value) if value.iter().any(|octet| octet & 0x0F > 9 || octet >> 4 > 9) => Some(Fault::NotADigit),
        (3, [_, minutes, seconds]) if plain(*minutes).max(plain(*seconds)) > 59 => Some(Fault::Reserved),
        _ => None,
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
    fn the_enhanced_format_is_written_as_it_is_read() {
        let rows = [
            (Tries::Many, Period::None, Some([0x00, 0, 0, 0, 0, 0, 0])),
            (Tries::Single, Period::Relative(Relative(143)), Some([0x41, 0x8F, 0, 0, 0, 0, 0])),
            (Tries::Many, Period::Seconds(255), Some([0x02, 0xFF, 0, 0, 0, 0, 0])),
            (Tries::Many, Period::Clock(1, 2, 30), Some([0x03, 0x10, 0x20, 0x03, 0, 0, 0])),
            (Tries::Many, Period::Clock(99, 59, 59), Some([0x03, 0x99, 0x95, 0x95, 0, 0, 0])),
            (Tries::Many, Period::Clock(100, 0, 0), None),
            (Tries::Many, Period::Clock(0, 60, 0), None),
            (Tries::Many, Period::Seconds(0), None),
            (Tries::Many, Period::Reserved, None),
        ];
        for (tries, period, want) in rows {
            let written = Enhanced::new(tries, period);
            assert_eq!(written.map(Enhanced::octets), want, "{period:?}");
            if let Some(written) = written {
                assert_eq!((written.tries(), written.period()), (tries, period));
            }
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

    #[test]
    fn a_strict_reading_names_the_octet_that_is_not_as_it_should_be() {
        let rows = [
            ([0x00, 1, 0, 0, 0, 0, 0], 1, Fault::SpareBit),
            ([0x01, 7, 0, 0, 0, 1, 0], 5, Fault::SpareBit),
            ([0x03, 0x30, 0x2D, 0x54, 0, 0, 0], 1, Fault::NotADigit),
            ([0x07, 1, 0, 0, 0, 0, 0], 0, Fault::Reserved),
            ([0x09, 5, 0, 0, 0, 0, 0], 0, Fault::Reserved),
            ([0x02, 0, 0, 0, 0, 0, 0], 1, Fault::Reserved),
            ([0x03, 0, 6, 0, 0, 0, 0], 1, Fault::Reserved),
            ([0x03, 0, 0, 0x99, 0, 0, 0], 1, Fault::Reserved),
            // A further octet of functionality says what nobody knows, none that is the last, no room for the time.
            ([0x81, 1, 5, 0, 0, 0, 0], 1, Fault::Reserved),
            ([0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80], 7, Fault::Underflow),
            ([0x83, 0x80, 0x80, 0x80, 0x80, 0, 0x10], 6, Fault::Underflow),
        ];
        for (octets, octet, fault) in rows {
            let want = DecodeError { field: "vp", index: None, octet, fault };
            assert_eq!(Validity::decode(&octets, Format::Enhanced), Err(want));
        }
    }

    #[test]
    fn the_enhanced_format_is_read_by_its_first_octet() {
        let rows = [
            ([0x00, 0, 0, 0, 0, 0, 0], None, Tries::Many),
            ([0x41, 0x8F, 0, 0, 0, 0, 0], Some(12 * HOUR), Tries::Single),
            ([0x02, 0xFF, 0, 0, 0, 0, 0], Some(255), Tries::Many),
            ([0x03, 0x10, 0x20, 0x30, 0, 0, 0], Some(HOUR + 2 * MINUTE + 3), Tries::Many),
            ([0x07, 0, 0, 0, 0, 0, 0], None, Tries::Many),
            // The time stands behind the last octet of functionality.
            ([0x81, 0, 5, 0, 0, 0, 0], Some(1800), Tries::Many),
            ([0xC2, 0x80, 0, 0x2D, 0, 0, 0], Some(45), Tries::Single),
            ([0x83, 0x80, 0x80, 0, 0x10, 0x20, 0x30], Some(HOUR + 2 * MINUTE + 3), Tries::Many),
            ([0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80], None, Tries::Many),
        ];
        for (octets, seconds, tries) in rows {
            let enhanced = Enhanced(octets);
            assert_eq!(enhanced.duration().map(|duration| duration.as_secs()), seconds, "{octets:02X?}");
            assert_eq!(enhanced.tries(), tries);
        }
    }
}
