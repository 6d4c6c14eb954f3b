//! A service's signature: the last line of each of its texts, unless a text is signed already. It is told apart
//! from what the author wrote wherever a place is told: nobody finds the fourth sign of a signature in a text.

use serde::{Deserialize, Serialize};

use crate::message::{ChangeKind, Reason};

use super::Rules;
use super::plain::{Plain, plain};
use super::signs::{self, Sign};

/// Whose words a sign is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Within {
    /// The text as its author gave it.
    #[default]
    Text,
    /// What the service puts below.
    Signature,
}

impl Within {
    /// Whether it is the author's own.
    pub const fn is_text(&self) -> bool {
        matches!(self, Within::Text)
    }
}

/// Where a sign stands: counted from 1, in the text or in the signature, whose signs come behind all others. One
/// number, since a text has many of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(u32);

impl Place {
    const SIGNATURE: u32 = 1 << 31;

    pub(super) const fn of(within: Within, position: u32) -> Self {
        match within {
            Within::Text => Self(position & !Self::SIGNATURE),
            Within::Signature => Self(position | Self::SIGNATURE),
        }
    }

    pub(super) const fn within(self) -> Within {
        if self.0 & Self::SIGNATURE == 0 { Within::Text } else { Within::Signature }
    }

    pub(super) const fn position(self) -> u32 {
        self.0 & !Self::SIGNATURE
    }
}

/// Reads a text, and signs it where its rules say so.
pub(super) fn read(body: &str, rules: Rules<'_>) -> Result<Vec<Sign>, Reason> {
    let mut signs = signs::read(body)?;
    // The configuration refuses a signature that can't be read.
    if let Some(Ok(signature)) = rules.signature.map(signs::read) {
        sign(&mut signs, &signature);
    }
    Ok(signs)
}

/// Whether a service may have it: it can be found again at the end of a text.
pub fn is_signature(text: &str) -> bool {
    let is_one_line = !text.contains(char::is_control);
    is_one_line && signs::read(text).is_ok_and(|signs| !essence(&signs, without_pictures).is_empty())
}

fn sign(signs: &mut Vec<Sign>, signature: &[Sign]) {
    while signs.last().is_some_and(|last| signs::is_blank(last.character)) {
        signs.pop();
    }
    if is_signed(signs, signature) {
        return;
    }
    let own = |position| Place::of(Within::Signature, position);
    signs.push(Sign { character: '\n', place: own(0) });
    let behind = signature.iter().map(|sign| Sign { place: own(sign.place.position()), ..*sign });
    signs.extend(behind);
}

/// Whether a text ends with its signature, behind a line's end or a mark that ends something: "rendez-vous à la Mairie"
/// and "les cours de l'école" are signed by nobody. Capitals, accents and what stands between the letters do not count; a picture may be named.
fn is_signed(signs: &[Sign], signature: &[Sign]) -> bool {
    [essence(signature, without_pictures), essence(signature, |_| true)]
        .iter()
        .any(|wanted| begins_the_end(signs, wanted, marks_before(signature, wanted)))
}

/// What a signature has of its own before its first letter.
fn marks_before<'s>(signature: &'s [Sign], essence: &[(usize, char)]) -> &'s [Sign] {
    essence.first().and_then(|(at, _)| signature.get(..*at)).unwrap_or_default()
}

/// Whether a text ends with these letters, and they are no part of what stands before; `own` are marks of their own.
fn begins_the_end(signs: &[Sign], wanted: &[(usize, char)], own: &[Sign]) -> bool {
    // Nothing but what could be it is looked at, with room for blanks and dots.
    let before = signs.len().saturating_sub(4 * wanted.len() + 64);
    let ending = essence(signs.get(before..).unwrap_or_default(), without_pictures);
    let Some(from) = ending.len().checked_sub(wanted.len()).filter(|_| !wanted.is_empty()) else {
        return false;
    };
    let found = ending.get(from..).unwrap_or_default();
    if !found.iter().map(|(_, letter)| letter).eq(wanted.iter().map(|(_, letter)| letter)) {
        return false;
    }
    let first = found.first().map_or(0, |(at, _)| before + at);
    let in_front = signs.get(..first).unwrap_or_default();
    is_apart(in_front, own)
}

/// Whether what stands before a signature is no part of one phrase with it.
fn is_apart(in_front: &[Sign], own: &[Sign]) -> bool {
    let is_space = |sign: &Sign| sign.character != '\n' && signs::is_blank(sign.character);
    let Some(last) = in_front.iter().rposition(|sign| !is_space(sign)) else { return true };
    let Some(mark) = in_front.get(last).map(|sign| sign.character) else { return true };
    let touches = last + 1 == in_front.len();
    let word_before = last.checked_sub(1).and_then(|before| in_front.get(before));
    let in_a_word = touches && word_before.is_some_and(|sign| sign.character.is_alphanumeric());
    if own.iter().any(|sign| sign.character == mark) {
        return true;
    }
    match mark {
        // l'école, Théâtre & Musique, au « Phare ».
        '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '&' | '+' | '«' | '“' | '„' => false,
        '"' => !touches,
        // Saint-Rémy, Mairie/École, contact@mairie; a dash before a signature has a blank beside it.
        '-' | '\u{2010}' | '\u{2011}' | '/' | '@' | '_' => !in_a_word,
        mark => !mark.is_alphanumeric(),
    }
}

fn without_pictures(kind: ChangeKind) -> bool {
    kind != ChangeKind::Named
}

/// The letters and digits, small and without accents, each with the place of its sign; also those by which signs are
/// changed so.
fn essence(signs: &[Sign], changed: impl Fn(ChangeKind) -> bool) -> Vec<(usize, char)> {
    let mut essence = Vec::with_capacity(signs.len());
    for (at, (sign, plain)) in signs.iter().zip(plain(signs)).enumerate() {
        let letters = match plain {
            Plain::Instead(kind, to) if changed(kind) => to.into_owned(),
            _ => deunicode::deunicode_char(sign.character)
                .filter(|_| sign.character.is_alphabetic())
                .map_or_else(|| sign.character.to_string(), str::to_owned),
        };
        let letters = letters.chars().flat_map(char::to_lowercase);
        essence.extend(letters.filter(|letter| letter.is_alphanumeric()).map(|letter| (at, letter)));
    }
    essence
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::message::TextPolicy;
    use crate::text::measure::{Culprit, measure};
    use crate::text::{Change, prepare, prepare_within};

    fn signing(signature: &str, policy: TextPolicy) -> Rules<'_> {
        Rules { signature: Some(signature), ..policy.into() }
    }

    #[test]
    fn a_text_is_signed_on_a_line_of_its_own_unless_it_is_signed_already() {
        let appended = |text: &str| format!("{text}\nL’École de Musique");
        let rows = [
            ("Cours annulé.", Some("Cours annulé.")),
            ("Cours annulé. \n\n", Some("Cours annulé.")),
            ("Un jour\nou l’autre", Some("Un jour\nou l’autre")),
            // Signed by whoever wrote it, on a line or behind a mark, as people write it.
            ("Cours annulé.\nL’École de Musique", None),
            ("Cours annulé. L'ecole de musique.", None),
            ("Cours annulé, l’E\u{301}cole de Musique \n", None),
            ("Cours annulé - L’École\nde musique", None),
            ("L’École de Musique", None),
            // Where it is met is no signature, nor is a part of another word.
            ("Rendez-vous à L’École de Musique", Some("Rendez-vous à L’École de Musique")),
            ("Contre l’école de musique", Some("Contre l’école de musique")),
            ("École de musique", Some("École de musique")),
            ("L’École de Musique est fermée", Some("L’École de Musique est fermée")),
        ];
        for (text, want) in rows {
            let prepared = prepare(text, signing("L’École de Musique", TextPolicy::Keep)).unwrap();
            let want = want.map_or_else(|| prepare(text, TextPolicy::Keep).unwrap().text, appended);
            assert_eq!(prepared.text, want.trim_end(), "{text:?}");
        }
        let empty = prepare(" \n", signing("Mairie", TextPolicy::Keep));
        assert_eq!(empty, Err(Reason::EmptyText), "a signature alone says nothing");
        let marks = prepare("\u{301} \u{a47}", signing("Mairie", TextPolicy::Fold));
        assert_eq!(marks, Err(Reason::EmptyText), "nor do accents on nothing");
    }

    #[test]
    fn an_apostrophe_or_a_hyphen_is_no_end_of_what_stands_before() {
        let rows = [
            ("École de Musique", "Portes ouvertes de l'école de musique", false),
            ("École de Musique", "L’École de Musique.", false),
            ("École de Musique", "Les amis de l’ école de musique", false),
            ("Rémy", "Rendez-vous à Saint-Rémy", false),
            ("Mairie", "Écrivez à contact@mairie", false),
            ("Mairie", "Théâtre & Mairie", false),
            ("Le Phare", "Répétition au « Le Phare »", false),
            ("Le Phare", "Répétition au \"Le Phare\"", false),
            ("École de Musique", "Cours annulé.\nÉcole de Musique", true),
            ("Mairie", "Cours annulé - Mairie", true),
            ("Mairie", "Cours annulé -Mairie", true),
            ("Mairie", "Cours annulé- Mairie", true),
            ("Mairie", "Cours annulé\n-Mairie", true),
            ("Mairie", "Cours annulé — Mairie", true),
            ("Mairie", "Cours annulé.Mairie", true),
            ("Mairie", "Cours annulé (Mairie)", true),
            ("Mairie", "Cours annulé « demain » Mairie", true),
            // What a signature has before its letters is its own.
            ("« Le Phare »", "Cours annulé « Le Phare »", true),
            ("- Mairie", "Cours annulé - Mairie", true),
        ];
        for (signature, text, signed) in rows {
            let prepared = prepare(text, signing(signature, TextPolicy::Keep)).unwrap();
            assert_eq!(prepared.text == text, signed, "{text:?}: {:?}", prepared.text);
        }
    }

    #[test]
    fn blanks_behind_a_text_do_not_count_where_it_is_signed() {
        for text in ["Cours annulé", "Cours annulé\nMairie"] {
            let trailing =
                prepare(&format!("{text} \n \u{A0}"), signing("Mairie", TextPolicy::Keep)).unwrap();
            assert_eq!(trailing.text, "Cours annulé\nMairie", "{text:?}");
        }
    }

    #[test]
    fn what_can_be_found_again_is_a_signature() {
        let rows = [
            ("Conservatoire", true),
            ("♪ 2e étage", true),
            ("Музыка", true),
            ("", false),
            ("—", false),
            ("♪", false),
            ("Mairie\nVilliers", false),
            ("Mairie\t", false),
        ];
        for (text, want) in rows {
            assert_eq!(is_signature(text), want, "{text:?}");
        }
    }

    #[test]
    fn a_place_in_the_signature_is_none_of_the_text() {
        let rules = signing("L’été…", TextPolicy::Typographic);
        let prepared = prepare("Il l’a dit", rules).unwrap();
        assert_eq!(prepared.text, "Il l'a dit\nL'été...");
        let told = |change: &Change| (change.within, change.position, change.from);
        let want = [(Within::Text, 5, '’'), (Within::Signature, 2, '’'), (Within::Signature, 6, '…')];
        assert_eq!(prepared.changes.iter().map(told).collect::<Vec<_>>(), want);

        let measured = measure("Fête", signing("Noël", TextPolicy::Typographic)).unwrap();
        let culprit = |within, position, character| Culprit { within, position, character };
        assert_eq!(measured.culprits, [culprit(Within::Text, 2, 'ê'), culprit(Within::Signature, 3, 'ë')]);
    }

    #[test]
    fn a_signature_counts_and_is_never_what_is_to_be_cut() {
        let x = |count| "x".repeat(count);
        let rows = [
            (x(153), 1, None),
            (x(154), 2, Some(1)),
            (x(200), 2, Some(47)),
            // Each of these takes two septets: half of what is too much, rounded up.
            (format!("{}{}", x(133), "€".repeat(10)), 1, None),
            (format!("{}{}", x(134), "€".repeat(10)), 2, Some(1)),
            (format!("{}{}", x(140), "€".repeat(10)), 2, Some(4)),
        ];
        for (text, parts, over) in rows {
            let rules = signing("Mairie", TextPolicy::Keep);
            let measured = measure(&text, rules).unwrap();
            assert_eq!(measured.cost.parts, parts, "{text}");
            assert_eq!(measured.cheaper.as_ref().map(|cheaper| cheaper.cut), over, "{text}");
            if let Some(cheaper) = &measured.cheaper {
                assert!(cheaper.text.ends_with("x\nMairie") || cheaper.text.ends_with("€\nMairie"));
                assert_eq!(cheaper.cost.parts, 1, "{text}");
            }
            let refused = prepare_within(&text, rules, 1).err();
            let told = refused.map(|reason| match reason {
                Reason::TextTooLong { over, signature, .. } => {
                    assert_eq!(signature, 7, "with the line's end: {text}");
                    over
                }
                other => unreachable!("{other:?}"),
            });
            let signed = prepare_within(&format!("{text}\nMairie"), rules, 1).err();
            assert!(!matches!(signed, Some(Reason::TextTooLong { signature: 1.., .. })), "its author's own");
            assert_eq!(told, over, "{text}");
        }
        let blamed = prepare_within(&x(100), signing("Noël", TextPolicy::Keep), 1);
        let Err(Reason::TextTooLong { signs: Some(signs), .. }) = blamed else { unreachable!("{blamed:?}") };
        assert_eq!(signs, "ë (signature)");
    }
}
