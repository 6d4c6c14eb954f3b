//! What a text costs, which signs make it cost more, and what another wording would cost: advice for
//! people, before anything is sent.

use crate::message::{Alphabet, NationalTable, Reason, TextPolicy};

use super::advise::{self, Wording};
use super::plain::{Plain, plain};
use super::segment::{self, ReferenceWidth, Segments, Writing};
use super::signature::{self, Within};
use super::signs::Sign;
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

/// What the table of a language would do for a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ByTable {
    /// It is written with the table, and costs this.
    Written(Cost),
    /// It must be UCS-2 for these signs, which the table has not and the rules do not mend; each once.
    Lacking(Vec<char>),
    /// The text costs no less by it, or needs no table.
    NoUse,
    /// The policy never takes a table.
    Idle,
}

/// What would become of a text under the same rules, were this the only table that they allow.
///
/// # Errors
/// As [`measure`].
pub fn national(body: &str, rules: Rules<'_>, table: NationalTable) -> Result<ByTable, Reason> {
    let signs = signature::read(body, rules)?;
    if !transliterate::takes_tables(rules.policy) {
        return Ok(ByTable::Idle);
    }
    let rules = Rules { tables: &[table], ..rules.serving(&signs) };
    let worded = transliterate::worded(&signs, rules);
    if worded.alphabet.table().is_some() {
        return Ok(ByTable::Written(worded.cost()));
    }
    let mut lacking = Vec::new();
    for (sign, plain) in signs.iter().zip(plain(&signs)) {
        let mended = match plain {
            Plain::Same(_) => true,
            Plain::Instead(kind, _) => rules.allow(kind),
            Plain::Stranger => false,
        };
        let is_written = mended || Writing::from(table).has(sign.character);
        if worded.alphabet == Alphabet::Ucs2 && !is_written && !lacking.contains(&sign.character) {
            lacking.push(sign.character);
        }
    }
    Ok(if lacking.is_empty() { ByTable::NoUse } else { ByTable::Lacking(lacking) })
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
    fn a_table_is_promised_only_as_the_rules_would_take_it() {
        use TextPolicy::{Fold, Keep, Refuse, Typographic};
        let x = "x".repeat(75);
        let written = |parts, used, left| ByTable::Written(cost(Alphabet::Gsm7Portuguese, parts, used, left));
        let rows = [
            (Typographic, format!("ê{x}"), written(1, 77, 78)),
            (Typographic, format!("ê{x}…"), written(1, 80, 75)),
            (Keep, format!("ê{x}"), written(1, 77, 78)),
            (Keep, format!("ê{x}… ’"), ByTable::Lacking(vec!['…', '’'])),
            (Typographic, format!("îêîë{x}"), ByTable::Lacking(vec!['î', 'ë'])),
            (Typographic, "ê".to_owned(), ByTable::NoUse),
            (Typographic, format!("’{x}"), ByTable::NoUse),
            (Fold, format!("ê{x}"), ByTable::Idle),
            (Refuse, format!("ê{x}"), ByTable::Idle),
        ];
        for (policy, text, want) in rows {
            assert_eq!(
                national(&text, policy.into(), NationalTable::Portuguese),
                Ok(want),
                "{policy} {text}"
            );
        }
        let signed = Rules { signature: Some("Noël"), ..Typographic.into() };
        let told = national(&x, signed, NationalTable::Portuguese);
        assert_eq!(told, Ok(ByTable::Lacking(vec!['ë'])), "the signature is written with it too");
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
                wording: Shortest::Own,
                signature: 0,
            })
        );
        assert_eq!(measure(" ", TextPolicy::Keep), Err(Reason::EmptyText));
    }
}
