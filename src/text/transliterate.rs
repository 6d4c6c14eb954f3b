//! The policy of a service for signs that GSM-7 has not: which of their plain writings it allows. Whatever it
//! allows, nothing at all is changed in a text that must be UCS-2 anyway, where the author's signs cost nothing.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::message::{Alphabet, ChangeKind, Emoji, NationalTable, Reason, TextPolicy};
use crate::sms::gsm7;

use super::Rules;
use super::measure::{Cost, cost, cost_in};
use super::plain::{Plain, plain};
use super::segment::{self, Writing};
use super::signature::{Place, Within};
use super::signs::{self, Sign};

/// What a policy changed at one place.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// In the text as given, or in the signature; 1 for the first character.
    pub position: u32,
    /// In which of them.
    #[serde(default, skip_serializing_if = "Within::is_text")]
    pub within: Within,
    /// The sign that stood there.
    pub from: char,
    /// What stands there now; may be nothing.
    pub to: Cow<'static, str>,
    /// How much a reader misses.
    pub kind: ChangeKind,
}

impl Change {
    pub(super) fn at(place: Place, from: char, to: Cow<'static, str>, kind: ChangeKind) -> Self {
        Self { position: place.position(), within: place.within(), from, to, kind }
    }

    pub(super) const fn place(&self) -> Place {
        Place::of(self.within, self.position)
    }

    /// As a reason, for people and for programs.
    pub fn reason(&self) -> Reason {
        let (character, position) = (shown(self.from), self.position);
        match &*self.to {
            "" => Reason::SignRemoved { character, position },
            by => Reason::SignReplaced { character, by: by.to_owned(), position },
        }
    }
}

/// Shows the place only: what a text says is nobody's business in a log.
impl std::fmt::Debug for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Change(at {})", self.position)
    }
}

/// A sign itself, or its number where nobody would see it, or a terminal would obey it.
pub fn shown(character: char) -> String {
    let hidden = character.is_control() || signs::is_blank(character) || signs::is_mark(character);
    if hidden { format!("U+{:04X}", u32::from(character)) } else { character.to_string() }
}

/// A text after its policy.
pub(super) struct Worded {
    pub(super) text: String,
    pub(super) changes: Vec<Change>,
    pub(super) alphabet: Alphabet,
    /// Where the line break before the signature is, in octets of `text`; its end where there is none.
    pub(super) signed_at: usize,
}

impl Worded {
    /// Nothing yet, with room for a change of every sign that GSM-7 has not, and no more.
    fn for_all(signs: &[Sign], alphabet: Alphabet) -> Self {
        let strangers = signs.iter().filter(|sign| gsm7::septets(sign.character).is_none()).count();
        let changes = Vec::with_capacity(strangers);
        Self { text: String::with_capacity(signs.len()), changes, alphabet, signed_at: usize::MAX }
    }

    /// What the author wrote, and what is put below.
    pub(super) fn halves(&self) -> (&str, &str) {
        self.text.split_at_checked(self.signed_at).unwrap_or((&self.text, ""))
    }

    pub(super) fn cost(&self) -> Cost {
        cost_in(&self.text, self.alphabet)
    }
}

impl Rules<'_> {
    /// Whether a sign may be changed so.
    pub(super) fn allow(self, kind: ChangeKind) -> bool {
        let changes = matches!(self.policy, TextPolicy::Typographic | TextPolicy::Fold);
        match kind {
            ChangeKind::Typographic => changes,
            ChangeKind::Folded | ChangeKind::Transcribed => self.policy == TextPolicy::Fold,
            ChangeKind::Named => changes && self.emoji == Emoji::Name,
            ChangeKind::Shortened => false,
        }
    }

    /// The rules as they serve a text: pictures stay where their names would take more parts. A name takes up
    /// to sixteen septets where the picture takes two units, so a row of them is dearer in the cheap alphabet.
    pub(super) fn serving(self, signs: &[Sign]) -> Self {
        if !self.allow(ChangeKind::Named) {
            return self;
        }
        let named = plainly(signs, |kind| self.allow(kind));
        let any = named.changes.iter().any(|change| change.kind == ChangeKind::Named);
        match any && cost(&named.text).parts > cost(&keep(signs).text).parts {
            true => Self { emoji: Emoji::Keep, ..self },
            false => self,
        }
    }
}

/// Words a text as the rules ask.
pub(super) fn apply(signs: &[Sign], rules: Rules<'_>) -> Result<Worded, Reason> {
    match rules.policy {
        TextPolicy::Typographic | TextPolicy::Fold | TextPolicy::Keep => Ok(worded(signs, rules)),
        TextPolicy::Refuse => match signs.iter().find(|sign| gsm7::septets(sign.character).is_none()) {
            None => Ok(keep(signs)),
            Some(sign) => Err(Reason::NotInAlphabet {
                character: shown(sign.character),
                position: sign.place.position(),
            }),
        },
    }
}

/// Whether a text is ever written with the table of a language under it.
pub const fn takes_tables(policy: TextPolicy) -> bool {
    matches!(policy, TextPolicy::Typographic | TextPolicy::Keep)
}

/// By a policy that changes signs; as the author wrote it under another.
pub(super) fn worded(signs: &[Sign], rules: Rules<'_>) -> Worded {
    let rules = rules.serving(signs);
    let worded = plainly(signs, |kind| rules.allow(kind));
    if worded.alphabet != Alphabet::Ucs2 || !takes_tables(rules.policy) {
        return worded;
    }
    let by_table = rules.tables.iter().filter_map(|table| in_table(signs, *table, |kind| rules.allow(kind)));
    // The first of the best: as the service lists them.
    let best = by_table.map(|found| (found.cost().parts, found)).min_by_key(|(parts, _)| *parts);
    match best {
        // Fewer too than its own wording takes in UCS-2: signs that went away on the road save nothing by the table.
        Some((parts, found))
            if parts < worded.cost().parts && parts < cost_in(&found.text, Alphabet::Ucs2).parts =>
        {
            found
        }
        _ => worded,
    }
}

/// As the author wrote it.
pub(super) fn keep(signs: &[Sign]) -> Worded {
    let text: String = signs.iter().map(|sign| sign.character).collect();
    let own = signs.iter().take_while(|sign| sign.place.within().is_text());
    let signed_at = own.map(|sign| sign.character.len_utf8()).sum();
    Worded { alphabet: segment::alphabet(&text), text, changes: Vec::new(), signed_at }
}

/// In GSM-7, where changes that are allowed make the whole text so.
pub(super) fn plainly(signs: &[Sign], allowed: impl Fn(ChangeKind) -> bool) -> Worded {
    in_gsm7(signs, allowed).unwrap_or_else(|| keep(signs))
}

/// In GSM-7 by the changes that are allowed; `None` where they do not suffice, or would leave nothing to see.
pub(super) fn in_gsm7(signs: &[Sign], allowed: impl Fn(ChangeKind) -> bool) -> Option<Worded> {
    in_gsm7_as(signs, |_, plain| match plain {
        Plain::Instead(kind, _) if !allowed(kind) => Plain::Stranger,
        other => other,
    })
}

/// With the letters of a language behind an escape, by changes that are allowed of what it has not either; `None` where
/// they do not suffice.
fn in_table(signs: &[Sign], table: NationalTable, allowed: impl Fn(ChangeKind) -> bool) -> Option<Worded> {
    let writing = Writing::from(table);
    written_as(signs, table.into(), |sign, plain| match plain {
        Plain::Same(_) => plain,
        _ if writing.has(sign) => Plain::Same(sign),
        Plain::Instead(kind, _) if !allowed(kind) => Plain::Stranger,
        other => other,
    })
}

/// In GSM-7, each sign as `chosen` has it; `None` where one stays that can't be written, or nothing is to see.
pub(super) fn in_gsm7_as(signs: &[Sign], chosen: impl Fn(char, Plain) -> Plain) -> Option<Worded> {
    written_as(signs, Alphabet::Gsm7, chosen)
}

fn written_as(signs: &[Sign], alphabet: Alphabet, chosen: impl Fn(char, Plain) -> Plain) -> Option<Worded> {
    let mut worded = Worded::for_all(signs, alphabet);
    for (sign, plain) in signs.iter().zip(plain(signs)) {
        if !sign.place.within().is_text() {
            worded.signed_at = worded.signed_at.min(worded.text.len());
        }
        match chosen(sign.character, plain) {
            Plain::Same(character) => worded.text.push(character),
            Plain::Instead(kind, to) => {
                worded.text.push_str(&to);
                worded.changes.push(Change::at(sign.place, sign.character, to, kind));
            }
            Plain::Stranger => return None,
        }
    }
    let visible = worded.halves().0.chars().any(|character| !signs::is_blank(character));
    visible.then_some(worded)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::message::Alphabet;
    use crate::text::{prepare, prepare_within};

    #[test]
    fn a_terminal_is_not_commanded_by_a_sign() {
        let rows = [
            ('\u{202E}', "U+202E"),
            ('\u{1B}', "U+001B"),
            ('\u{FE0F}', "U+FE0F"),
            ('\u{A0}', "U+00A0"),
            ('\u{61C}', "U+061C"),
            ('\u{206A}', "U+206A"),
            ('\u{206F}', "U+206F"),
            ('\u{301}', "U+0301"),
            ('’', "’"),
        ];
        for (given, want) in rows {
            assert_eq!(shown(given), want);
        }
        // Nor by the one for which a text is refused; a control character never comes so far.
        for (given, want) in rows.into_iter().filter(|(given, _)| !given.is_control()) {
            let refused = prepare(&format!("q{given}"), TextPolicy::Refuse).unwrap_err();
            assert_eq!(refused, Reason::NotInAlphabet { character: want.to_owned(), position: 2 });
        }
    }

    #[test]
    fn pictures_stay_where_their_names_would_take_more_parts() {
        let rows = [
            (TextPolicy::Fold, "😀".repeat(60), Alphabet::Ucs2, 2),
            (TextPolicy::Fold, "😀".repeat(20), Alphabet::Ucs2, 1),
            (TextPolicy::Typographic, "😀".repeat(20), Alphabet::Ucs2, 1),
            // As many parts either way: the name, which every phone shows.
            (TextPolicy::Fold, "😀".repeat(17), Alphabet::Gsm7, 1),
            (TextPolicy::Fold, format!("{} 😀", "x".repeat(90)), Alphabet::Gsm7, 1),
            (TextPolicy::Fold, "Une pieuvre 🦑".to_owned(), Alphabet::Ucs2, 1),
        ];
        for (policy, given, alphabet, parts) in rows {
            let prepared = prepare_within(&given, Rules { emoji: Emoji::Name, ..policy.into() }, 3).unwrap();
            assert_eq!((prepared.alphabet, prepared.parts.len()), (alphabet, parts), "{policy} {given}");
        }
    }
}
