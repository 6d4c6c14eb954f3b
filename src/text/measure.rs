//! What a text costs, which signs make it cost more, and what another wording would cost: advice for
//! people, before anything is sent.

use crate::message::{Alphabet, ChangeKind, Reason, TextPolicy};
use crate::sms::national::Language;

use super::advise::{self, Wording};
use super::plain::{Plain, plain};
use super::segment::{self, ReferenceWidth, Segments, Writing};
use super::signature::{self, Within};
use super::signs::{self, Sign};
use super::transliterate::{self, Change};
use super::{MOST_PARTS, Rules};

/// What a wording costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// How it is written.
    pub alphabet: Alphabet,
    /// How many SMS.
    pub parts: u32,
    /// Septets or sixteen-bit units used, over all parts.
    pub used: u32,
    /// Septets or sixteen-bit units left in the last part.
    pub left: u32,
}

/// A sign that GSM-7 has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Culprit {
    /// In the text as given, or in the signature; 1 for the first character.
    pub position: u32,
    /// In which of them.
    pub within: Within,
    /// The sign.
    pub character: char,
}

/// Everything there is to say of a text under a policy.
#[derive(Clone, PartialEq, Eq)]
pub struct Measure {
    /// What would be sent.
    pub text: String,
    /// What that costs.
    pub cost: Cost,
    /// What the policy changed.
    pub changes: Vec<Change>,
    /// Signs of the text as given that GSM-7 has not and the rules do not mend: they make it UCS-2.
    pub culprits: Vec<Culprit>,
    /// What it would cost if each culprit were one plain character.
    pub without_culprits: Cost,
    /// What it costs under `keep`.
    pub kept: Cost,
    /// What it costs under `typographic`, with the same rule for emoji.
    pub typographic: Cost,
    /// What it costs under `fold`, with the same rule for emoji.
    pub folded: Cost,
    /// A wording that takes fewer parts and changes least.
    pub cheaper: Option<Wording>,
    /// Why it would not be sent.
    pub refusal: Option<Reason>,
}

/// Shows lengths only: a text is nobody's business in a log.
impl std::fmt::Debug for Measure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Measure({:?}, {} culprits)", self.cost, self.culprits.len())
    }
}

/// Measures a text.
///
/// # Errors
/// A text that no policy would send: [`Reason::EmptyText`], [`Reason::ControlCharacter`]. What only
/// these rules or the length forbids stands in [`Measure::refusal`].
pub fn measure<'a>(body: &str, rules: impl Into<Rules<'a>>) -> Result<Measure, Reason> {
    let asked = rules.into();
    let signs = signature::read(body, asked)?;
    let rules = asked.serving(&signs);
    let by = |policy| transliterate::worded(&signs, Rules { policy, ..asked });
    let (worded, refusal) = match transliterate::apply(&signs, rules) {
        Ok(worded) => (worded, None),
        Err(reason) => (transliterate::keep(&signs), Some(reason)),
    };
    let own = worded.cost();
    let (culprits, without) = culprits(&signs, rules);
    let too_long = || advise::too_long(&signs, rules, &worded, None, MOST_PARTS);
    Ok(Measure {
        cost: own,
        culprits,
        without_culprits: cost(&without),
        kept: by(TextPolicy::Keep).cost(),
        typographic: by(TextPolicy::Typographic).cost(),
        folded: by(TextPolicy::Fold).cost(),
        cheaper: advise::cheaper(&signs, &worded, own),
        refusal: refusal.or_else(|| (own.parts > MOST_PARTS).then(too_long)),
        text: worded.text,
        changes: worded.changes,
    })
}

/// The culprits, and the text with a question mark for each. What the rules mend is no culprit.
fn culprits(signs: &[Sign], rules: Rules<'_>) -> (Vec<Culprit>, String) {
    let mut culprits = Vec::new();
    let mut without = String::with_capacity(signs.len());
    for (sign, plain) in signs.iter().zip(plain(signs)) {
        match plain {
            Plain::Same(character) => without.push(character),
            Plain::Instead(kind, plain) if rules.allow(kind) => without.push_str(&plain),
            Plain::Instead(..) | Plain::Stranger => {
                without.push('?');
                let (within, position) = (sign.place.within(), sign.place.position());
                culprits.push(Culprit { position, within, character: sign.character });
            }
        }
    }
    (culprits, without)
}

/// What a text costs as it is, in GSM-7 if that can write it.
pub fn cost(text: &str) -> Cost {
    cost_in(text, segment::alphabet(text))
}

/// What a text costs in an alphabet that can write it.
pub fn cost_in(text: &str, alphabet: Alphabet) -> Cost {
    let segments = segment::split_in(text, alphabet.into(), ReferenceWidth::Eight);
    Cost { alphabet, ..Cost::of(&segments) }
}

/// What a text costs with the extension table of a language, and typographic neighbours for what that has not;
/// `None` where it can't be written so, or needs no such table.
pub fn national(body: &str, language: Language) -> Option<Cost> {
    let shifted = Writing::Shifted(language);
    let signs = signs::read(body).ok()?;
    let mut text = String::with_capacity(signs.len());
    for (sign, plain) in signs.iter().zip(plain(&signs)) {
        match plain {
            _ if shifted.has(sign.character) => text.push(sign.character),
            Plain::Instead(ChangeKind::Typographic, to) => text.push_str(&to),
            _ => return None,
        }
    }
    let writing = Writing::of_with(&text, language);
    (writing == shifted).then(|| Cost::of(&segment::split_in(&text, writing, ReferenceWidth::Eight)))
}

impl Cost {
    fn of(segments: &Segments<'_>) -> Self {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            alphabet: segments.alphabet,
            parts: segments.count(),
            used: count(segments.used),
            left: count(segments.left),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::message::{Emoji, Shortest};

    fn cost(alphabet: Alphabet, parts: u32, used: u32, left: u32) -> Cost {
        Cost { alphabet, parts, used, left }
    }

    #[test]
    fn one_curly_apostrophe_is_what_doubles_the_cost() {
        let text = "L’école est fermée demain en raison de la neige. ".repeat(2);
        let measured = measure(&text, TextPolicy::Typographic).unwrap();
        assert_eq!(measured.cost, cost(Alphabet::Gsm7, 1, 98, 62));
        assert_eq!(measured.kept, cost(Alphabet::Ucs2, 2, 98, 36));
        assert!(measured.culprits.is_empty());
        let kept = measure(&text, TextPolicy::Keep).unwrap();
        assert_eq!((kept.cost, kept.typographic), (measured.kept, measured.cost));
        let culprit = |position| Culprit { position, within: Within::Text, character: '’' };
        assert_eq!(kept.culprits, [culprit(2), culprit(51)]);
    }

    #[test]
    fn only_what_the_policy_cannot_mend_is_a_culprit() {
        let text = format!("L’enquête {}", "x".repeat(100));
        let measured = measure(&text, TextPolicy::Typographic).unwrap();
        assert_eq!(measured.culprits, [Culprit { position: 7, within: Within::Text, character: 'ê' }]);
        assert_eq!(measured.cost.parts, 2);
        assert_eq!(measured.without_culprits, cost(Alphabet::Gsm7, 1, 110, 50));
        assert!(measured.changes.is_empty(), "in UCS-2 the author's signs cost nothing");
    }

    #[test]
    fn the_row_of_a_policy_is_what_the_policy_comes_to() {
        let texts = ["😀".repeat(17), "😀".repeat(60), format!("Fête 😀 {}", "x".repeat(80))];
        for text in texts {
            for emoji in Emoji::ALL {
                let by =
                    |policy: TextPolicy| measure(&text, Rules { emoji: *emoji, ..policy.into() }).unwrap();
                let rows = [TextPolicy::Keep, TextPolicy::Typographic, TextPolicy::Fold].map(by);
                let own = rows.each_ref().map(|measured| measured.cost);
                for row in &rows {
                    assert_eq!([row.kept, row.typographic, row.folded], own, "{emoji:?} {text}");
                }
            }
        }
        let rules = Rules { emoji: Emoji::Name, ..TextPolicy::Typographic.into() };
        let named = measure(&"😀".repeat(17), rules);
        assert_eq!(named.unwrap().typographic.alphabet, Alphabet::Gsm7);
    }

    #[test]
    fn a_refusal_is_told_beside_the_measure() {
        let measured = measure("forêt", TextPolicy::Refuse).unwrap();
        assert_eq!(measured.refusal, Some(Reason::NotInAlphabet { character: "ê".into(), position: 4 }));
        let long = measure(&"x".repeat(40_000), TextPolicy::Keep).unwrap();
        assert_eq!(
            long.refusal,
            Some(Reason::TextTooLong {
                parts: 262,
                limit: 255,
                over: 985,
                signs: None,
                wording: Shortest::Own
            })
        );
        assert_eq!(measure(" ", TextPolicy::Keep), Err(Reason::EmptyText));
    }
}
