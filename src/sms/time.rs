//! TP-SCTS and TP-DT: seven octets of swapped decimal digits, the last one the distance from UTC in
//! quarters of an hour with its sign (TS 23.040 §9.2.3.11). Of the year there are two digits: the first short
//! message went in 1992, so 90 to 99 are 19xx and all others 20xx.

use super::error::{DecodeError, EncodeError, Fault};
use super::reader::Reader;
use crate::moment::{Civil, Moment};

/// The bit of the last octet that means west of Greenwich.
const MINUS: u8 = 0x08;
/// Two decimal digits, the first of them at most 7.
const MOST_QUARTERS: i8 = 79;

/// A time stamp as on the air. The date need not exist, and a digit that is not decimal, which a strict reading
/// refuses, counts as 0.
///
/// Networks do write zeros for a time that they don't know, and the rest of such a report is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Timestamp([u8; 7]);

impl Timestamp {
    /// No time, as networks write it.
    pub(super) const NONE: Self = Self([0; 7]);

    /// An instant as read `quarter_hours` east of UTC; milliseconds are cut off.
    ///
    /// # Errors
    /// Over 79 quarters either way, or a year outside 1990 to 2089.
    pub fn from_moment(moment: Moment, quarter_hours: i8) -> Result<Self, EncodeError> {
        if !(-MOST_QUARTERS..=MOST_QUARTERS).contains(&quarter_hours) {
            return Err(EncodeError::NoSuchTime { field: "time zone" });
        }
        let civil = moment.civil(i32::from(quarter_hours) * 15);
        let civil = civil.filter(|civil| (1990..=2089).contains(&civil.year));
        let civil = civil.ok_or(EncodeError::NoSuchTime { field: "year" })?;
        let year = u8::try_from(civil.year.rem_euclid(100)).unwrap_or(0);
        let sign = if quarter_hours < 0 { MINUS } else { 0 };
        Ok(Self([
            swapped(year),
            swapped(civil.month),
            swapped(civil.day),
            swapped(civil.hour),
            swapped(civil.minute),
            swapped(civil.second),
            swapped(quarter_hours.unsigned_abs()) | sign,
        ]))
    }

    /// The instant; `None` for a date that does not exist.
    pub fn moment(self) -> Option<Moment> {
        let [year, month, day, hour, minute, second, _] = self.0.map(plain);
        let century = if year >= 90 { 1900 } else { 2000 };
        let civil = Civil { year: century + i16::from(year), month, day, hour, minute, second };
        Moment::from_civil(civil, i32::from(self.quarter_hours()) * 15)
    }

    /// East of UTC, -79 to 79.
    pub fn quarter_hours(self) -> i8 {
        let [.., zone] = self.0;
        let quarters = i8::try_from(plain(zone & !MINUS)).unwrap_or(0);
        if zone & MINUS == 0 { quarters } else { -quarters }
    }

    /// As on the air.
    pub fn octets(self) -> [u8; 7] {
        self.0
    }

    /// Reads seven octets.
    ///
    /// # Errors
    /// Fewer octets, or a semi-octet that is no decimal digit.
    pub fn decode(octets: &[u8]) -> Result<Self, DecodeError> {
        Self::read(&mut Reader::new(octets), "scts")
    }

    pub(super) fn read(reader: &mut Reader<'_>, field: &'static str) -> Result<Self, DecodeError> {
        let begin = reader.at();
        let octets = reader.array::<7>(field)?;
        let [digits @ .., zone] = octets;
        let decimal = |octet: u8| octet & 0x0F <= 9 && octet >> 4 <= 9;
        if digits.into_iter().all(decimal) && decimal(zone & !MINUS) {
            return Ok(Self(octets));
        }
        // A receiver takes such a digit for 0 and keeps the field as it came (TS 23.040 §9.2.3.11).
        reader.forgive(reader.fault_at(begin, field, Fault::NotADigit))?;
        Ok(Self(octets))
    }
}

/// 0 to 99 as two digits, the tens in the lower half.
const fn swapped(number: u8) -> u8 {
    (number % 10) << 4 | (number / 10)
}

/// Two swapped digits as a number.
pub(super) const fn plain(octet: u8) -> u8 {
    decimal(octet & 0x0F) * 10 + decimal(octet >> 4)
}

/// What is no digit is 0 to a receiver (TS 23.040 §9.2.3.11).
const fn decimal(semi_octet: u8) -> u8 {
    if semi_octet <= 9 { semi_octet } else { 0 }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_time_stamp_is_an_instant_and_a_zone() {
        let rows: [([u8; 7], Option<&str>, i8); 6] = [
            // 23/11/26 17:00:05, an hour east of Greenwich.
            ([0x62, 0x11, 0x32, 0x71, 0x00, 0x50, 0x40], Some("2026-11-23T16:00:05.000Z"), 4),
            // The sign is a bit of the first digit: 12 quarters west.
            ([0x62, 0x11, 0x32, 0x71, 0x00, 0x50, 0x29], Some("2026-11-23T20:00:05.000Z"), -12),
            ([0x29, 0x21, 0x30, 0x00, 0x00, 0x00, 0x00], Some("1992-12-03T00:00:00.000Z"), 0),
            ([0x00, 0x20, 0x92, 0x00, 0x00, 0x00, 0x00], Some("2000-02-29T00:00:00.000Z"), 0),
            // No time, as some networks write it.
            ([0x00; 7], None, 0),
            ([0x62, 0x20, 0x03, 0x00, 0x00, 0x00, 0x00], None, 0),
        ];
        for (octets, want, zone) in rows {
            let time = Timestamp::decode(&octets).unwrap();
            assert_eq!(time.moment().map(Moment::to_rfc3339).as_deref(), want, "{octets:02X?}");
            assert_eq!(time.quarter_hours(), zone);
            if let Some(moment) = time.moment() {
                assert_eq!(Timestamp::from_moment(moment, zone), Ok(time));
            }
        }
    }

    #[test]
    fn what_seven_octets_cannot_say_is_refused() {
        let moment = Moment::from_millis(1_790_000_000_000);
        assert!(Timestamp::from_moment(moment, 80).is_err());
        assert!(Timestamp::from_moment(Moment::from_millis(0), 0).is_err(), "1970 would be read as 2070");
        assert!(Timestamp::from_moment(Moment::from_millis(i64::MAX), 0).is_err());
        assert!(Timestamp::decode(&[0x62, 0x11, 0x3A, 0x71, 0x00, 0x50, 0x40]).is_err());
    }
}
