//! Telephone numbers: read what people type, keep E.164 (ITU-T), show and redact.
//! Leaves to `intake` what a row with a refused number becomes.

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

impl PhoneNumber {
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
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tail: String = self.0.chars().skip(self.0.len().saturating_sub(2)).collect();
        write!(f, "PhoneNumber(…{tail})")
    }
}
