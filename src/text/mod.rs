//! What people type becomes what fits: a policy for signs that GSM-7 has not, parts, and advice on
//! what a text costs. Octets are `sms`'s business; how many parts a service allows is its caller's.

#![deny(clippy::indexing_slicing, clippy::string_slice)]

pub mod segment;
pub mod transliterate;
pub mod measure;
mod signs;

use crate::message::{Alphabet, Concat, PartText, Reason, TextPolicy};

use segment::{ReferenceWidth, Segments};
pub use transliterate::Change;

/// How many parts a concatenation can count (TS 23.040 §9.2.3.24.1).
const MOST_PARTS: u32 = 255;

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
pub fn prepare(body: &str, policy: TextPolicy) -> Result<Prepared, Reason> {
    let signs = signs::read(body)?;
    let worded = transliterate::apply(&signs, policy)?;
    let segments = segment::split(&worded.text, ReferenceWidth::Eight);
    let parts = parts(&segments)?;
    let alphabet = segments.alphabet;
    Ok(Prepared { parts, alphabet, text: worded.text, changes: worded.changes })
}

fn parts(segments: &Segments<'_>) -> Result<Vec<PartText>, Reason> {
    let count = segments.count();
    let total = u8::try_from(count).map_err(|_| too_long(count))?;
    let texts = (1..=total).zip(&segments.texts);
    Ok(texts
        .map(|(number, text)| PartText {
            alphabet: segments.alphabet,
            text: (*text).to_owned(),
            concat: (total > 1).then_some(Concat { reference: 0, total, number }),
        })
        .collect())
}

fn too_long(parts: u32) -> Reason {
    Reason::TextTooLong { parts, limit: MOST_PARTS }
}
