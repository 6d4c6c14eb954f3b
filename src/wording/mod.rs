//! French and English sentences for every Reason, finding and refusal, and what commands say.
//! A tagged value becomes a message's id, its fields the message's arguments: `{"code": "landline"}`
//! is `reason-landline` in `fr.ftl` and `en.ftl`. So nothing here knows the types of other rooms.
//! French typography (no-break blanks, ’) is put in here; the files are written with plain keys.

mod speech;
#[cfg(test)]
mod tests;

pub use speech::french_typography;

use std::borrow::Cow;
use std::str::FromStr;

use serde::Serialize;

use crate::message::{Lane, Reason, State, UnknownWord};

/// A language that people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Français.
    French,
    /// English.
    English,
}

impl Language {
    /// `fr` or `en`, as in the configuration.
    pub const fn code(self) -> &'static str {
        match self {
            Language::French => "fr",
            Language::English => "en",
        }
    }
}

impl FromStr for Language {
    type Err = UnknownWord;

    fn from_str(code: &str) -> Result<Self, UnknownWord> {
        match code {
            "fr" => Ok(Language::French),
            "en" => Ok(Language::English),
            _ => Err(UnknownWord { known: "fr, en" }),
        }
    }
}

/// What stands for `{ $name }` in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// As it is.
    Text(Cow<'a, str>),
    /// Plurals follow it.
    Number(i64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Value::Number(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Value::Number(number.into())
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Value::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// The sentence of that id; the id itself where there is none (a test finds those).
pub fn say(language: Language, id: &str, arguments: &[(&str, Value<'_>)]) -> String {
    speech::say(language, id, arguments).0
}

/// Why, in a sentence without capital and full stop; instants in UTC.
pub fn reason(language: Language, reason: &Reason) -> String {
    sentence(language, "reason", reason)
}

/// Why, with instants (milliseconds since 1970 UTC) as the caller shows them.
pub fn reason_local(language: Language, reason: &Reason, local: &dyn Fn(i64) -> String) -> String {
    sentence_local(language, "reason", reason, local)
}

/// The sentence of a tagged value: its tag is the field `code`, or the one called like `prefix`
/// (`finding`, `health`); a bare word is its own tag. Instants (`at`, `…_at`) are shown in UTC; each is also given
/// as `…_day` and `…_time`, the day being `none` where the caller shows the time alone.
pub fn sentence(language: Language, prefix: &str, value: &impl Serialize) -> String {
    sentence_local(language, prefix, value, &speech::utc)
}

/// [`sentence`] with instants (milliseconds since 1970 UTC) as the caller shows them.
pub fn sentence_local(
    language: Language,
    prefix: &str,
    value: &impl Serialize,
    local: &dyn Fn(i64) -> String,
) -> String {
    speech::sentence(language, prefix, value, local).0
}

/// A state in one or two words, for tables.
pub fn state(language: Language, state: State) -> String {
    sentence(language, "state", &state)
}

/// A lane in one or two words, for tables.
pub fn lane(language: Language, lane: Lane) -> String {
    sentence(language, "lane", &lane)
}
