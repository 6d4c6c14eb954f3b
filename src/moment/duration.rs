//! Durations as people write them: `100ms`, `1.5s`, `5min`, `12h`, `3d`. No bare `m` (minutes or
//! months?), no bare number but 0 (of what?).

use std::time::Duration;

/// Milliseconds of each unit, the longest first.
const UNITS: [(&str, u32); 5] =
    [("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000), ("ms", 1)];

/// A text that is no duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a duration: write 100ms, 2s, 1.5s, 5min, 3h or 2d")]
pub struct NotADuration;

/// Reads a duration as people write it in options and files: digits with at most one decimal point,
/// then a unit: `ms`, `s`, `min`, `h` or `d`. A bare `0` needs none. At most 10,000 days.
///
/// # Errors
/// [`NotADuration`] for everything else, a number without a unit among them.
pub fn read_duration(text: &str) -> Result<Duration, NotADuration> {
    const LONGEST: f64 = 10_000.0 * 86_400_000.0;
    let text = text.trim();
    if text == "0" {
        return Ok(Duration::ZERO);
    }
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    let unit = text.trim_start_matches(is_number);
    let number: f64 = text.strip_suffix(unit).unwrap_or_default().parse().map_err(|_| NotADuration)?;
    let (_, length) = UNITS.iter().find(|(name, _)| *name == unit.trim()).ok_or(NotADuration)?;
    let millis = number * f64::from(*length);
    if millis > LONGEST {
        return Err(NotADuration);
    }
    Duration::try_from_secs_f64(millis / 1_000.0).map_err(|_| NotADuration)
}

/// The shortest form that reads back as the same whole milliseconds.
pub fn show_duration(duration: Duration) -> String {
    let millis = duration.as_millis();
    let whole =
        |(_, unit): &&(&str, u32)| millis >= u128::from(*unit) && millis.is_multiple_of(u128::from(*unit));
    match UNITS.iter().find(whole) {
        Some((name, unit)) => format!("{}{name}", millis / u128::from(*unit)),
        None => "0s".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit() {
        let rows = [
            ("100ms", Some(100)),
            ("2s", Some(2_000)),
            ("1.5s", Some(1_500)),
            (" 5min ", Some(300_000)),
            ("5 min", Some(300_000)),
            ("3h", Some(10_800_000)),
            ("2d", Some(172_800_000)),
            ("0", Some(0)),
            ("0s", Some(0)),
            ("5", None),
            ("s", None),
            ("-1s", None),
            ("1.2.3s", None),
            ("1e3s", None),
            ("5 s s", None),
            ("٥s", None),
            ("5m", None),
            ("99999999d", None),
            ("", None),
        ];
        for (given, want) in rows {
            assert_eq!(read_duration(given).ok().map(|d| d.as_millis()), want, "{given}");
        }
    }

    #[test]
    fn what_is_shown_reads_back() {
        for millis in [0, 1, 999, 1_000, 1_500, 60_000, 120_000, 3_600_000, 86_400_000, 90_000_000] {
            let duration = Duration::from_millis(millis);
            assert_eq!(read_duration(&show_duration(duration)), Ok(duration));
        }
        assert_eq!(show_duration(Duration::from_secs(120)), "2min");
    }
}
