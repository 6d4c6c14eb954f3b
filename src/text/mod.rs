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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sms::header::{Concatenation, Reference};
    use crate::sms::user_data::UserData;

    #[test]
    fn a_text_is_worded_as_its_policy_says() {
        use Alphabet::{Gsm7, Ucs2};
        use TextPolicy::{Keep, Typographic};
        let rows = [
            (Typographic, "L’école est fermée…", "L'école est fermée...", Gsm7),
            (Typographic, "«\u{A0}Fête\u{A0}»", "«\u{A0}Fête\u{A0}»", Ucs2),
            (Typographic, "«\u{A0}Noël\u{A0}»", "«\u{A0}Noël\u{A0}»", Ucs2),
            (Typographic, "«\u{202F}Répétition\u{202F}» à 17h", "\" Répétition \" à 17h", Gsm7),
            (Typographic, "Salle n° 3, 20 m², 19°C", "Salle no 3, 20 m2, 19C", Gsm7),
            // A bare degree or power would be misread without its sign.
            (Typographic, "40° à l’ombre", "40° à l’ombre", Ucs2),
            (Typographic, "10²", "10²", Ucs2),
            (Typographic, "Œuvres et cœurs, ŒUVRES", "Oeuvres et coeurs, OEUVRES", Gsm7),
            (Typographic, "• 1ᵉʳ cours – 14\u{A0}h", "- 1er cours - 14 h", Gsm7),
            (Typographic, "e\u{301}cole", "école", Gsm7),
            (Typographic, "ligne 1\r\nligne\t2", "ligne 1\nligne 2", Gsm7),
            (Typographic, "soft\u{AD}hyphen", "softhyphen", Gsm7),
            (Typographic, "ça va 😀", "ça va 😀", Ucs2),
            (Keep, "L’école", "L’école", Ucs2),
            (Keep, "L'école", "L'école", Gsm7),
        ];
        for (policy, given, text, alphabet) in rows {
            let prepared = prepare(given, policy).unwrap();
            assert_eq!((&*prepared.text, prepared.alphabet), (text, alphabet), "{given}");
        }
    }

    #[test]
    fn each_change_is_told_with_its_place() {
        let prepared = prepare("e\u{301}té\r\n« l’œuvre »", TextPolicy::Typographic).unwrap();
        let told: Vec<_> =
            prepared.changes.iter().map(|change| (change.position, change.from, change.to)).collect();
        assert_eq!(told, [(7, '«', "\""), (10, '’', "'"), (11, 'œ', "oe"), (17, '»', "\"")]);
    }

    #[test]
    fn what_cannot_be_sent_is_refused_with_a_reason() {
        use TextPolicy::{Keep, Refuse, Typographic};
        let stranger =
            |character: &str, position| Reason::NotInAlphabet { character: character.into(), position };
        let control = Reason::ControlCharacter { character: "U+0000".into(), position: 2 };
        let long = |parts| Reason::TextTooLong { parts, limit: 255 };
        let rows = [
            (Typographic, "".to_owned(), Reason::EmptyText),
            (Keep, " \t\r\n\u{A0}".to_owned(), Reason::EmptyText),
            (Refuse, "a\0".to_owned(), control),
            (Refuse, "Il l’a".to_owned(), stranger("’", 5)),
            (Refuse, "forêt".to_owned(), stranger("ê", 4)),
            (Typographic, "x".repeat(255 * 153 + 1), long(256)),
            (Keep, "ê".repeat(255 * 67 + 1), long(256)),
            (Typographic, "x".repeat(100_000), long(654)),
        ];
        for (policy, given, want) in rows {
            assert_eq!(prepare(&given, policy).map(|_| ()), Err(want), "{:.20}", given);
        }
        assert_eq!(prepare(&"x".repeat(255 * 153), TextPolicy::Keep).unwrap().parts.len(), 255);
    }

    #[test]
    fn parts_are_numbered_only_where_there_are_several() {
        let alone = prepare(&"x".repeat(160), TextPolicy::Keep).unwrap();
        assert_eq!(alone.parts.iter().map(|part| part.concat).collect::<Vec<_>>(), [None]);
        let two = prepare(&"x".repeat(161), TextPolicy::Keep).unwrap();
        let numbers: Vec<_> = two.parts.iter().map(|part| part.concat.unwrap()).collect();
        assert_eq!(
            numbers,
            [Concat { reference: 0, total: 2, number: 1 }, Concat { reference: 0, total: 2, number: 2 }]
        );
    }

    #[test]
    fn nothing_of_a_text_is_shown_in_a_log() {
        let prepared = prepare("Il l’a dit", TextPolicy::Typographic).unwrap();
        assert_eq!(format!("{prepared:?}"), "Prepared(gsm7, 1 parts, 1 changes)");
        assert_eq!(format!("{:?}", prepared.changes), "[Change(at 5)]");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn parts_joined_are_the_text_and_each_fits(
            text in prop_oneof![any::<String>(), "[a-zéêç’« €\\[😀\u{301}\r\n]{0,400}", "[a-zé€\\[ ]{150,700}"],
            policy in prop::sample::select(TextPolicy::ALL),
        ) {
            let Ok(prepared) = prepare(&text, policy) else { return Ok(()) };
            let joined: String = prepared.parts.iter().map(|part| &*part.text).collect();
            prop_assert_eq!(&joined, &prepared.text);
            for part in &prepared.parts {
                let concatenation = part
                    .concat
                    .map(|concat| Concatenation::new(Reference::Eight(0), concat.total, concat.number).unwrap());
                let data = match part.alphabet {
                    Alphabet::Gsm7 => UserData::gsm7(&part.text, concatenation),
                    Alphabet::Ucs2 => UserData::ucs2(&part.text, concatenation),
                };
                prop_assert_eq!(data.unwrap().text().unwrap(), part.text.clone());
            }
            // A second pass changes nothing.
            let again = prepare(&prepared.text, policy).unwrap();
            prop_assert!(again.changes.is_empty());
            prop_assert_eq!(again.text, prepared.text);
        }
    }
}
