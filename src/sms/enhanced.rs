//! TP-VP in its enhanced format: octets of functionality, and behind the last of them the time in one of several
//! ways (TS 23.040 §9.2.3.12.3). What is reserved is refused strictly; else it is kept as it came.

use std::time::Duration;

use super::error::{DecodeError, Fault};
use super::reader::Reader;
use super::time::plain;
use super::validity::{HOUR, MINUTE, Relative};

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
            (1, [relative, ..]) => Period::Relative(Relative::from_octet(*relative)),
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
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
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

#[cfg(test)]
mod tests {
    use super::super::validity::{Format, Validity};
    use super::*;

    #[test]
    fn the_enhanced_format_is_written_as_it_is_read() {
        let rows = [
            (Tries::Many, Period::None, Some([0x00, 0, 0, 0, 0, 0, 0])),
            (Tries::Single, Period::Relative(Relative::from_octet(143)), Some([0x41, 0x8F, 0, 0, 0, 0, 0])),
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
