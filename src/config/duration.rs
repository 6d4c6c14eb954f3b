//! Durations as people write them: `100ms`, `5s`, `2min`, `12h`, `3d`.
//! A whole number and one unit. No bare `m` (minutes or months?) and no bare number (of what?).

use std::time::Duration;

/// A text that is no duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a duration: write a whole number and its unit, as in 100ms, 5s, 2min, 12h or 3d")]
pub struct NotADuration;

/// Milliseconds of each unit, the longest first.
const UNITS: [(&str, u64); 5] =
    [("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000), ("ms", 1)];

/// Reads a whole number with its unit; a blank may stand between them.
///
/// # Errors
/// [`NotADuration`] for anything else, and for what is longer than 36,500 days.
pub fn read_duration(text: &str) -> Result<Duration, NotADuration> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).ok_or(NotADuration)?;
    let (number, unit) = text.split_at_checked(digits).ok_or(NotADuration)?;
    let unit = unit.trim_start();
    let (_, millis) = UNITS.iter().find(|(name, _)| *name == unit).ok_or(NotADuration)?;
    let number: u64 = number.parse().map_err(|_| NotADuration)?;
    let total = number.checked_mul(*millis).ok_or(NotADuration)?;
    if total > 36_500 * 86_400_000 { Err(NotADuration) } else { Ok(Duration::from_millis(total)) }
}

/// The shortest form that reads back as the same whole milliseconds.
pub fn show_duration(duration: Duration) -> String {
    let millis = duration.as_millis();
    let whole =
        |(_, unit): &&(&str, u64)| millis >= u128::from(*unit) && millis.is_multiple_of(u128::from(*unit));
    match UNITS.iter().find(whole) {
        Some((name, unit)) => format!("{}{name}", millis / u128::from(*unit)),
        None => "0s".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_its_unit_are_read_and_nothing_else() {
        let rows = [
            ("100ms", Some(100)),
            ("5s", Some(5_000)),
            (" 2 min ", Some(120_000)),
            ("12h", Some(43_200_000)),
            ("3d", Some(259_200_000)),
            ("0s", Some(0)),
            ("5", None),
            ("5m", None),
            ("s", None),
            ("", None),
            ("-5s", None),
            ("1.5s", None),
            ("5 s s", None),
            ("٥s", None),
            ("99999999999999999999d", None),
            ("36501d", None),
        ];
        for (given, want) in rows {
            assert_eq!(read_duration(given).ok(), want.map(Duration::from_millis), "{given}");
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
