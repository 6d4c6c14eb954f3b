//! What SMS cost, in euros, without the rounding of binary fractions.

use std::fmt;
use std::str::FromStr;

use crate::wording::Language;

/// Ten-thousandths of a euro.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Price(u64);

/// Of one euro.
const UNITS: u64 = 10_000;

/// Digits behind the point.
const DIGITS: usize = 4;

/// Digits behind the point that are written in any case.
const LEAST_DIGITS: usize = 2;

/// Digits before the point, at most: no SMS costs more.
const MOST_EUROS: usize = 6;

/// Not a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a price in euros is expected, as 0.045, with at most four digits behind the point")]
pub(super) struct NotAPrice;

impl FromStr for Price {
    type Err = NotAPrice;

    fn from_str(written: &str) -> Result<Self, NotAPrice> {
        let (euros, rest) = written.trim().split_once(['.', ',']).unwrap_or((written.trim(), "0"));
        let digits = |digits: &str, most| {
            let fits =
                (1..=most).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
            if fits { digits.parse::<u64>().map_err(|_| NotAPrice) } else { Err(NotAPrice) }
        };
        let euros = digits(euros, MOST_EUROS)?;
        Ok(Self(euros * UNITS + digits(&format!("{rest:0<DIGITS$}"), DIGITS)?))
    }
}

impl Price {
    /// Of so many SMS.
    pub(super) fn times(self, sms: u64) -> Self {
        Self(self.0.saturating_mul(sms))
    }

    /// `10,80 €` or `10.80 €`.
    pub(super) fn shown(self, language: Language) -> String {
        match language {
            Language::French => format!("{}\u{A0}€", self.to_string().replace('.', ",")),
            Language::English => format!("{self} €"),
        }
    }
}

/// With a point, and two digits or as many more as say something.
impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (euros, rest) = (self.0 / UNITS, self.0 % UNITS);
        let digits = format!("{rest:04}");
        let said = digits.trim_end_matches('0').len().max(LEAST_DIGITS);
        write!(f, "{euros}.{digits:.said$}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_counted_in_whole_units() {
        let rows = [
            ("0.045", 240, Some("10.80")),
            ("0,045", 1, Some("0.045")),
            ("0.0455", 1, Some("0.0455")),
            ("0.045", 30, Some("1.35")),
            ("0.04", 1, Some("0.04")),
            ("12.0001", 1, Some("12.0001")),
            ("0.001", 100, Some("0.10")),
            ("1", 3, Some("3.00")),
            ("0.1", 3, Some("0.30")),
            ("0.00005", 1, None),
            ("-1", 1, None),
            (".5", 1, None),
            ("1.", 1, Some("1.00")),
            ("un", 1, None),
            ("", 1, None),
        ];
        for (written, sms, want) in rows {
            let got = written.parse::<Price>().ok().map(|price| price.times(sms).to_string());
            assert_eq!(got.as_deref(), want, "{written}");
        }
        let shown = |language| "0.045".parse::<Price>().map(|price| price.shown(language));
        assert_eq!(shown(Language::French), Ok("0,045\u{A0}€".to_owned()));
        assert_eq!(shown(Language::English), Ok("0.045 €".to_owned()));
    }
}
