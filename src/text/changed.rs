//! What was changed, told shortly: each kind of change once.

use std::collections::{BTreeMap, btree_map::Entry};
use std::fmt;

use crate::message::{ChangeKind, Reason};

use super::transliterate::{Change, shown};

/// Kinds that a reason names; the rest is counted.
const NAMED: usize = 10;

/// The same change wherever it was made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Kind<'c> {
    /// The sign that stood there.
    pub from: char,
    /// What stands there now; may be nothing.
    pub to: &'c str,
    /// How much a reader misses.
    pub kind: ChangeKind,
    /// In how many texts it was made.
    pub texts: u32,
}

/// `’ → '`; what is left out as `U+200B → ∅`.
impl fmt::Display for Kind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blank: String;
        let to = match self.to {
            "" => "∅",
            to if to.trim().is_empty() => {
                blank = to.chars().map(shown).collect();
                &blank
            }
            to => to,
        };
        write!(f, "{} → {to}", shown(self.from))
    }
}

/// Those of the text; what the service puts below is known before, and is none of its author's.
pub fn of_text(changes: &[Change]) -> &[Change] {
    changes.split(|change| !change.within.is_text()).next().unwrap_or_default()
}

/// Those of the signature.
pub fn of_signature(changes: &[Change]) -> &[Change] {
    changes.get(of_text(changes).len()..).unwrap_or_default()
}

/// The changes of several texts, in the order in which they were first made.
pub fn kinds<'c>(texts: impl IntoIterator<Item = &'c [Change]>) -> Vec<Kind<'c>> {
    let mut kinds: Vec<(Kind<'c>, usize)> = Vec::new();
    let mut places: BTreeMap<(char, &str), usize> = BTreeMap::new();
    for (text, changes) in texts.into_iter().enumerate() {
        for Change { from, to, kind, .. } in changes {
            match places.entry((*from, to)) {
                Entry::Vacant(place) => {
                    place.insert(kinds.len());
                    kinds.push((Kind { from: *from, to, kind: *kind, texts: 1 }, text));
                }
                Entry::Occupied(place) => {
                    if let Some((kind, last)) = kinds.get_mut(*place.get()).filter(|(_, last)| *last != text)
                    {
                        kind.texts = kind.texts.saturating_add(1);
                        *last = text;
                    }
                }
            }
        }
    }
    kinds.into_iter().map(|(kind, _)| kind).collect()
}

/// Why a message with these changes was taken in.
pub fn accepted(changes: &[Change]) -> Reason {
    let kinds = kinds([of_text(changes)]);
    if kinds.is_empty() {
        return Reason::Accepted;
    }
    let named: Vec<String> = kinds.iter().take(NAMED).map(Kind::to_string).collect();
    let more = u32::try_from(kinds.len().saturating_sub(NAMED)).unwrap_or(u32::MAX);
    Reason::AcceptedChanged { changed: named.join(", "), more }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::message::TextPolicy;
    use crate::text::{Rules, prepare};

    fn changes(text: &str) -> Vec<Change> {
        prepare(text, TextPolicy::Fold).unwrap().changes
    }

    #[test]
    fn each_kind_is_told_once_with_the_number_of_its_texts() {
        let texts = [changes("Ça va, l’été ? L’hiver"), changes("d’ici"), changes("rien")];
        let told: Vec<String> = kinds(texts.iter().map(Vec::as_slice))
            .iter()
            .map(|kind| format!("{kind} in {}, {}", kind.texts, kind.kind))
            .collect();
        assert_eq!(told, ["’ → ' in 2, typographic"]);
    }

    #[test]
    fn what_is_changed_in_a_signature_is_no_change_of_the_text() {
        let rules = Rules { signature: Some("L’école"), ..TextPolicy::Typographic.into() };
        for (text, want) in [("Cours", 0), ("d’été", 1)] {
            let changes = prepare(text, rules).unwrap().changes;
            assert_eq!((of_text(&changes).len(), of_signature(&changes).len()), (want, 1), "{text}");
            assert_eq!(accepted(&changes) == Reason::Accepted, want == 0, "{text}");
        }
    }

    #[test]
    fn what_was_changed_is_a_reason_of_its_own() {
        let rows = [
            ("Cours annulé", None),
            ("l’été, l’hiver, ça", Some(("’ → ', ç → c", 0))),
            ("a\u{200B}b\u{A0}: ê", Some(("U+200B → ∅, U+00A0 → U+0020, ê → e", 0))),
            (
                "âêîôûëïç’“”œ",
                Some(("â → a, ê → e, î → i, ô → o, û → u, ë → e, ï → i, ç → c, ’ → ', “ → \"", 2)),
            ),
        ];
        for (text, want) in rows {
            let want = want.map_or(Reason::Accepted, |(changed, more)| Reason::AcceptedChanged {
                changed: changed.to_owned(),
                more,
            });
            assert_eq!(accepted(&changes(text)), want, "{text}");
        }
    }
}
