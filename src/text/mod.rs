//! What people type becomes what fits: a policy for signs that GSM-7 has not, parts, and advice on
//! what a text costs. Octets are `sms`'s business; how many parts a service allows is its caller's.

#![deny(clippy::indexing_slicing, clippy::string_slice)]

pub mod changed;
pub mod signature;
pub mod segment;
pub mod transliterate;
pub mod measure;
pub mod advise;
pub mod shown;
mod emoji;
mod plain;
mod signs;
#[cfg(test)]
mod tests;

use crate::message::{Alphabet, ChangeKind, Concat, Emoji, NationalTable, PartText, Reason, TextPolicy};

use segment::ReferenceWidth;
pub use transliterate::Change;
use transliterate::Worded;

/// How many parts a concatenation can count (TS 23.040 §9.2.3.24.1).
pub const MOST_PARTS: u32 = 255;

/// What a service wants of signs that GSM-7 has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules<'a> {
    /// What may be changed.
    pub policy: TextPolicy,
    /// Whether pictures are named.
    pub emoji: Emoji,
    /// The languages whose letters may stand behind an escape; the first of those that serve equally well is taken.
    /// Only under `typographic` and `keep`, and only where that takes fewer parts than UCS-2.
    pub tables: &'a [NationalTable],
    /// What every text ends with, on a line of its own.
    pub signature: Option<&'a str>,
}

impl From<TextPolicy> for Rules<'_> {
    fn from(policy: TextPolicy) -> Self {
        Self { policy, emoji: Emoji::Keep, tables: &[], signature: None }
    }
}

/// A text that is ready to go.
#[derive(Clone, PartialEq, Eq)]
pub struct Prepared {
    /// What the recipient will read.
    pub text: String,
    /// 1 to 255; the reference of a concatenation is 0 until someone gives it one.
    pub parts: Vec<PartText>,
    /// The same for all parts.
    pub alphabet: Alphabet,
    /// What the policy changed, in the order of the text.
    pub changes: Vec<Change>,
}

/// Shows lengths only: a text is nobody's business in a log.
impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Prepared({}, {} parts, {} changes)", self.alphabet, self.parts.len(), self.changes.len())
    }
}

/// Makes a text ready under a policy, in linear time.
///
/// Under every policy line ends become LF, a tab a blank, and a letter followed by its accent one
/// letter (what Unicode holds to be the same); these are not told as changes.
///
/// # Errors
/// [`Reason::EmptyText`], [`Reason::ControlCharacter`], under [`TextPolicy::Refuse`]
/// [`Reason::NotInAlphabet`], and [`Reason::TextTooLong`] over 255 parts.
pub fn prepare<'a>(body: &str, rules: impl Into<Rules<'a>>) -> Result<Prepared, Reason> {
    prepare_within(body, rules, MOST_PARTS)
}

/// Makes a text ready that may have so many parts (at most 255). One that has more is folded, where its policy
/// changes signs at all and folding brings it within; that is told like every change. Letters of other
/// scripts are left alone even then: a text that its reader can't read is no shorter text.
///
/// # Errors
/// As [`prepare`]; [`Reason::TextTooLong`] says what to do about it.
pub fn prepare_within<'a>(body: &str, rules: impl Into<Rules<'a>>, limit: u32) -> Result<Prepared, Reason> {
    let (rules, limit) = (rules.into(), limit.min(MOST_PARTS));
    let signs = signature::read(body, rules)?;
    let worded = match cut(transliterate::apply(&signs, rules)?, limit) {
        Ok(prepared) => return Ok(prepared),
        Err(worded) => worded,
    };
    let folded = match rules.policy {
        TextPolicy::Typographic => {
            transliterate::in_gsm7(&signs, |kind| kind == ChangeKind::Folded || rules.allow(kind))
        }
        TextPolicy::Fold | TextPolicy::Keep | TextPolicy::Refuse => None,
    };
    let folded = match folded.map(|folded| cut(folded, limit)) {
        Some(Ok(prepared)) => return Ok(prepared),
        Some(Err(folded)) => Some(folded),
        None => None,
    };
    Err(advise::too_long(&signs, rules, &worded, folded.as_ref(), limit))
}

/// The parts of a wording; the wording itself where they are too many.
fn cut(worded: Worded, limit: u32) -> Result<Prepared, Worded> {
    let segments = segment::split_in(&worded.text, worded.alphabet.into(), ReferenceWidth::Eight);
    let total = match u8::try_from(segments.count()) {
        Ok(total) if u32::from(total) <= limit => total,
        _ => return Err(worded),
    };
    let alphabet = worded.alphabet;
    let part = |(number, text): (u8, &&str)| PartText {
        alphabet,
        text: (*text).to_owned(),
        concat: (total > 1).then_some(Concat { reference: 0, total, number }),
    };
    let parts = (1..=total).zip(&segments.texts).map(part).collect();
    Ok(Prepared { parts, alphabet, text: worded.text, changes: worded.changes })
}
