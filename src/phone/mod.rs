//! Telephone numbers: read what people type, keep E.164 (ITU-T), show and redact.
//! [`PhoneNumber::parse`] is the only way from a cell to a number: `typed` undoes what keyboards and
//! spreadsheets do, `plan` knows what may receive an SMS. Nothing is guessed: a cell that may mean two
//! things is refused. Leaves to `intake` what a row with a refused number becomes.

mod plan;
mod typed;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::{Deserialize, Serialize};

/// A number in E.164 form: `+` and 7 to 15 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// A text that is not in E.164 form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number in international form: write + and 7 to 15 digits")]
pub struct NotE164;

/// Why nothing can be sent to what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NotSendable {
    /// Blank, or a dash in place of a number.
    #[error("no telephone number")]
    Empty,
    /// Not readable as a telephone number.
    #[error("not a telephone number")]
    NotANumber,
    /// As many digits as nearly a number has.
    #[error("a number with a digit too few or too many")]
    WrongLength,
    /// More than one number; which one is meant is not ours to guess.
    #[error("more than one telephone number")]
    Several,
    /// A spreadsheet has rounded the digits away: `6,12E+08`.
    #[error("digits were lost in a spreadsheet")]
    LostDigits,
    /// A line in a wall: can't get an SMS, is to be called.
    #[error("a landline: to be called")]
    Landline,
    /// Three to six digits: a service, not a person.
    #[error("a short number")]
    Short,
    /// Calls to it are charged to the caller, or it belongs to a platform.
    #[error("a special-rate number")]
    Premium,
    /// A number that no plan in its country has.
    #[error("a number that nobody has")]
    Unassigned,
}

impl PhoneNumber {
    /// Reads what a person typed or a spreadsheet made of it, as in France: a national form is a
    /// French one, overseas mobiles (0690 to 0697, 0639) get their own country code.
    ///
    /// # Errors
    /// [`NotSendable`] says why no SMS can go there.
    pub fn parse(typed: &str) -> Result<Self, NotSendable> {
        plan::judge(&typed::read(typed)?)
    }

    /// Takes a number that is in E.164 form already, as the store keeps it.
    ///
    /// # Errors
    /// [`NotE164`] for anything but `+` and 7 to 15 digits, the first of them not 0.
    pub fn from_e164(text: &str) -> Result<Self, NotE164> {
        let digits = text.strip_prefix('+').ok_or(NotE164)?;
        let plausible = (7..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        if plausible { Ok(Self(text.to_owned())) } else { Err(NotE164) }
    }

    /// `+` and digits.
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// The digits alone.
    pub fn digits(&self) -> &str {
        self.0.trim_start_matches('+')
    }

    /// As one dials it in France: `06 39 98 00 12`, `0692 12 34 56`, `+41 79 123 45 67`. For eyes
    /// that may see it, never for a log.
    pub fn national(&self) -> String {
        let (code, rest) = plan::split(self);
        let pairs = |digits: &str| -> String {
            let odd = digits.len() % 2;
            let gap = |at: usize| at > 0 && at % 2 == odd;
            digits.char_indices().fold(String::new(), |mut shown, (at, digit)| {
                if gap(at) {
                    shown.push(' ');
                }
                shown.push(digit);
                shown
            })
        };
        match rest.split_at_checked(3) {
            _ if code == "33" => pairs(&format!("0{rest}")),
            Some((area, tail)) if plan::is_overseas(code) => format!("0{area} {}", pairs(tail)),
            _ => plan::international(self),
        }
    }

    /// Country code, first and last two digits: `+33 6 ** ** ** 12`. For logs and errors.
    pub fn redacted(&self) -> String {
        let (code, rest) = plan::split(self);
        let first = rest.get(..1).unwrap_or_default();
        let last = rest.get(rest.len().saturating_sub(2)..).unwrap_or_default();
        format!("+{code} {first} ** ** ** {last}")
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = NotE164;

    fn try_from(text: String) -> Result<Self, NotE164> {
        Self::from_e164(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> String {
        number.0
    }
}

/// Redacted, so that no log shows a number by accident.
impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.redacted())
    }
}

/// Redacted, so that no log shows a number by accident.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tail: String = self.0.chars().skip(self.0.len().saturating_sub(2)).collect();
        write!(f, "PhoneNumber(…{tail})")
    }
}
