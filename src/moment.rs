//! Instants as UTC milliseconds, the only time the ledger knows, and their readings for people.
//! Leaves the clock to the shells: nothing here asks what time it is. Local readings go through
//! the time zone database (jiff); RFC 3339 is the written form in files and on the wire.

mod duration;
mod reckoning;

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use duration::{NotADuration, read_duration, show_duration};
pub use reckoning::Reckoning;

/// An instant: milliseconds since 1970-01-01T00:00:00Z, without leap seconds. In JSON it is RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

/// A text that is no instant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date and time: write 2026-11-23T17:00:00+01:00 or 2026-11-23 17:00")]
pub struct NotAMoment;

/// A date and a time of day somewhere, without saying where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// With its century.
    pub year: i16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

impl Moment {
    /// From milliseconds since 1970 UTC.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970 UTC.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// From a reading of the system clock; before 1970 counts as 1970.
    pub fn from_system(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        Self(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    /// Later by `duration`; saturates.
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// Earlier by `duration`; saturates.
    pub fn minus(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How long since `earlier`; zero when `earlier` is not earlier.
    pub fn since(self, earlier: Moment) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// Reads RFC 3339, the same with a blank for the `T`, or a local date and time without offset.
    ///
    /// A local time is read in `zone`; one that a change to summer time skips is read as the
    /// instant after the gap, one that comes twice as the first.
    ///
    /// # Errors
    /// [`NotAMoment`] for everything else, a bare date among them.
    pub fn parse(text: &str, zone: &Zone) -> Result<Self, NotAMoment> {
        let text = text.trim();
        if let Ok(timestamp) = text.parse::<Timestamp>() {
            return Ok(Self(timestamp.as_millisecond()));
        }
        // A civil reading accepts a bare date as midnight: nobody means a message to die at 0:00.
        if !text.contains(':') {
            return Err(NotAMoment);
        }
        let civil: DateTime = text.parse().map_err(|_| NotAMoment)?;
        let zoned = zone.0.to_ambiguous_zoned_datetime(civil).compatible().map_err(|_| NotAMoment)?;
        Ok(Self(zoned.timestamp().as_millisecond()))
    }

    /// RFC 3339 in UTC with milliseconds: `2026-11-23T16:00:00.000Z`.
    pub fn to_rfc3339(self) -> String {
        match Timestamp::from_millisecond(self.0) {
            Ok(timestamp) => format!("{timestamp:.3}"),
            Err(_) => format!("{} ms", self.0),
        }
    }

    /// From a date and time read `offset_minutes` east of UTC; `None` if there is no such date or time.
    pub fn from_civil(civil: Civil, offset_minutes: i32) -> Option<Self> {
        let signed = |number: u8| i8::try_from(number).unwrap_or(i8::MAX);
        let time = DateTime::new(
            civil.year,
            signed(civil.month),
            signed(civil.day),
            signed(civil.hour),
            signed(civil.minute),
            signed(civil.second),
            0,
        );
        let utc = time.ok()?.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp();
        Some(Self(utc.as_millisecond() - i64::from(offset_minutes) * 60_000))
    }

    /// The date and time that is read `offset_minutes` east of UTC; `None` outside the years of the
    /// calendar.
    pub fn civil(self, offset_minutes: i32) -> Option<Civil> {
        let shifted = self.0.checked_add(i64::from(offset_minutes) * 60_000)?;
        let time = Timestamp::from_millisecond(shifted).ok()?.to_zoned_datetime(TimeZone::UTC);
        let unsigned = |number: i8| u8::try_from(number).unwrap_or(0);
        Some(Civil {
            year: time.year(),
            month: unsigned(time.month()),
            day: unsigned(time.day()),
            hour: unsigned(time.hour()),
            minute: unsigned(time.minute()),
            second: unsigned(time.second()),
        })
    }

    /// Read in `zone` by a strftime pattern, e.g. `%d/%m/%Y %H:%M:%S`.
    pub fn local(self, zone: &Zone, pattern: &str) -> String {
        match Timestamp::from_millisecond(self.0) {
            Ok(timestamp) => timestamp.to_zoned_datetime(zone.0.clone()).strftime(pattern).to_string(),
            Err(_) => format!("{} ms", self.0),
        }
    }
}

/// As [`Moment::to_rfc3339`]; in milliseconds outside the years of the calendar.
impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match Timestamp::from_millisecond(self.0) {
            Ok(_) => serializer.collect_str(self),
            Err(_) => serializer.serialize_i64(self.0),
        }
    }
}

/// From RFC 3339 with its offset, or from milliseconds.
impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Millis(i64),
            Text(String),
        }
        match Written::deserialize(deserializer)? {
            Written::Millis(millis) => Ok(Self(millis)),
            Written::Text(text) => text
                .parse::<Timestamp>()
                .map(|timestamp| Self(timestamp.as_millisecond()))
                .map_err(|_| serde::de::Error::custom(NotAMoment)),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

/// A time zone, by its IANA name.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone(TimeZone);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Zone = Zone(TimeZone::UTC);

    /// By IANA name, e.g. `Europe/Paris`; `None` if the database knows none of that name.
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(Self)
    }

    /// The zone this machine is set to.
    pub fn system() -> Self {
        Self(TimeZone::system())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn reads_what_programs_and_people_write() {
        let paris = Zone::named("Europe/Paris").unwrap();
        let rows = [
            ("2026-11-23T17:00:00+01:00", Some("2026-11-23T16:00:00.000Z")),
            ("2026-11-23T16:00:00Z", Some("2026-11-23T16:00:00.000Z")),
            ("2026-11-23 16:00:00.250Z", Some("2026-11-23T16:00:00.250Z")),
            ("2026-11-23 17:00", Some("2026-11-23T16:00:00.000Z")),
            ("2026-07-14 17:00:00", Some("2026-07-14T15:00:00.000Z")),
            // 02:30 does not exist that night; the clocks go from 2 to 3.
            ("2026-03-29 02:30", Some("2026-03-29T01:30:00.000Z")),
            // 02:30 comes twice; the first is still summer time.
            ("2026-10-25 02:30", Some("2026-10-25T00:30:00.000Z")),
            ("2026-11-23", None),
            ("demain", None),
            ("", None),
            ("99999-01-01 00:00", None),
        ];
        for (given, want) in rows {
            let read = Moment::parse(given, &paris).ok().map(Moment::to_rfc3339);
            assert_eq!(read.as_deref(), want, "{given}");
        }
    }

    #[test]
    fn in_json_it_is_rfc_3339_and_milliseconds_are_read_too() {
        let at = Moment::from_millis(1_795_446_000_250);
        assert_eq!(serde_json::to_string(&at).unwrap(), r#""2026-11-23T15:00:00.250Z""#);
        let rows = [
            (r#""2026-11-23T15:00:00.250Z""#, Some(at)),
            (r#""2026-11-23T16:00:00.250+01:00""#, Some(at)),
            ("1795446000250", Some(at)),
            (r#""2026-11-23 16:00""#, None),
            (r#""demain""#, None),
            ("1.5", None),
        ];
        for (given, want) in rows {
            assert_eq!(serde_json::from_str(given).ok(), want, "{given}");
        }
        for far in [Moment::from_millis(i64::MAX), Moment::from_millis(i64::MIN)] {
            let written = serde_json::to_string(&far).unwrap();
            assert_eq!(serde_json::from_str::<Moment>(&written).unwrap(), far);
        }
    }

    #[test]
    fn differences_never_go_below_zero() {
        let early = Moment::from_millis(1_000);
        let late = early.plus(Duration::from_secs(2));
        assert_eq!(late.since(early), Duration::from_secs(2));
        assert_eq!(early.since(late), Duration::ZERO);
        assert_eq!(late.minus(Duration::from_secs(2)), early);
    }
}
