//! The policy of a service for signs that GSM-7 has not. `typographic` writes them with neighbours that a
//! reader takes for the same: it never touches a letter's accent, and changes nothing at all in a text that
//! must be UCS-2 anyway, where the author's signs cost nothing.

use crate::message::{Reason, TextPolicy};
use crate::sms::gsm7;

use super::signs::Sign;

/// What a policy changed at one place.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    /// In the text as given, 1 for the first character.
    pub position: u32,
    /// The sign that stood there.
    pub from: char,
    /// What stands there now; may be nothing.
    pub to: &'static str,
}

/// Shows the place only: what a text says is nobody's business in a log.
impl std::fmt::Debug for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Change(at {})", self.position)
    }
}

/// A text after its policy.
pub(super) struct Worded {
    pub(super) text: String,
    pub(super) changes: Vec<Change>,
}

/// How GSM-7 writes a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// As it is.
    Same(char),
    /// With others.
    Instead(&'static str),
    /// Not at all.
    Stranger,
}

/// Words a text as the policy asks.
pub(super) fn apply(signs: &[Sign], policy: TextPolicy) -> Result<Worded, Reason> {
    match policy {
        TextPolicy::Typographic => Ok(typographic(signs)),
        TextPolicy::Keep => Ok(keep(signs)),
        TextPolicy::Refuse => match signs.iter().find(|sign| gsm7::septets(sign.character).is_none()) {
            None => Ok(keep(signs)),
            Some(sign) => {
                Err(Reason::NotInAlphabet { character: sign.character.into(), position: sign.position })
            }
        },
    }
}

/// As the author wrote it.
pub(super) fn keep(signs: &[Sign]) -> Worded {
    Worded { text: signs.iter().map(|sign| sign.character).collect(), changes: Vec::new() }
}

/// With GSM-7 neighbours, where that makes the whole text GSM-7.
pub(super) fn typographic(signs: &[Sign]) -> Worded {
    let mut worded = Worded { text: String::with_capacity(signs.len()), changes: Vec::new() };
    for (sign, plain) in signs.iter().zip(plain(signs)) {
        match plain {
            Plain::Same(character) => worded.text.push(character),
            Plain::Instead(to) => {
                worded.text.push_str(to);
                worded.changes.push(Change { position: sign.position, from: sign.character, to });
            }
            Plain::Stranger => return keep(signs),
        }
    }
    worded
}

/// How GSM-7 writes each sign, as its neighbours have it.
pub(super) fn plain(signs: &[Sign]) -> impl Iterator<Item = Plain> {
    let at = |index: Option<usize>| signs.get(index?).map(|sign| sign.character);
    signs.iter().enumerate().map(move |(index, sign)| {
        let character = sign.character;
        if gsm7::septets(character).is_some() {
            return Plain::Same(character);
        }
        let known = NEIGHBOURS.iter().find(|(known, _)| *known == character).map(|(_, plain)| *plain);
        let plain = known.or_else(|| among(at(index.checked_sub(1)), character, at(Some(index + 1))));
        plain.map_or(Plain::Stranger, Plain::Instead)
    })
}

/// Signs whose neighbour depends on what stands around them.
fn among(before: Option<char>, sign: char, behind: Option<char>) -> Option<&'static str> {
    let follows_letter = before.is_some_and(char::is_alphabetic);
    match sign {
        'Œ' if behind.is_some_and(char::is_lowercase) => Some("Oe"),
        'Œ' => Some("OE"),
        // n° is a number, 20 °C a temperature; a bare 20° would read as 200 with an o for it.
        '°' | 'º' if matches!(before, Some('n' | 'N')) => Some("o"),
        '°' if matches!(behind, Some('C')) => Some(""),
        // m² is an area; 10² would read as 102.
        '²' if follows_letter => Some("2"),
        '³' if follows_letter => Some("3"),
        _ => None,
    }
}

/// Signs and their neighbours.
const NEIGHBOURS: [(char, &str); 66] = [
    // Apostrophes and single quotes, as word processors and telephones write them.
    ('\u{2019}', "'"),
    ('\u{2018}', "'"),
    ('\u{201A}', "'"),
    ('\u{201B}', "'"),
    ('\u{02BC}', "'"),
    ('\u{2032}', "'"),
    ('\u{2039}', "'"),
    ('\u{203A}', "'"),
    ('´', "'"),
    ('`', "'"),
    // Quotation marks.
    ('«', "\""),
    ('»', "\""),
    ('\u{201C}', "\""),
    ('\u{201D}', "\""),
    ('\u{201E}', "\""),
    ('\u{201F}', "\""),
    ('\u{2033}', "\""),
    // Hyphens, dashes, the minus sign, bullets.
    ('\u{2010}', "-"),
    ('\u{2011}', "-"),
    ('\u{2012}', "-"),
    ('\u{2013}', "-"),
    ('\u{2014}', "-"),
    ('\u{2015}', "-"),
    ('\u{2212}', "-"),
    ('\u{2022}', "-"),
    ('\u{2023}', "-"),
    ('\u{2043}', "-"),
    ('\u{25AA}', "-"),
    ('\u{25CF}', "-"),
    ('\u{25E6}', "-"),
    // Points: élu·es is written élu.es as well.
    ('…', "..."),
    ('·', "."),
    ('\u{2027}', "."),
    // Spaces of every width, the French ones before ! ? ; : among them.
    ('\u{00A0}', " "),
    ('\u{202F}', " "),
    ('\u{2000}', " "),
    ('\u{2001}', " "),
    ('\u{2002}', " "),
    ('\u{2003}', " "),
    ('\u{2004}', " "),
    ('\u{2005}', " "),
    ('\u{2006}', " "),
    ('\u{2007}', " "),
    ('\u{2008}', " "),
    ('\u{2009}', " "),
    ('\u{200A}', " "),
    ('\u{205F}', " "),
    ('\u{3000}', " "),
    ('\u{2028}', "\n"),
    ('\u{2029}', "\n"),
    // Nothing that a reader sees.
    ('\u{00AD}', ""),
    ('\u{200B}', ""),
    ('\u{2060}', ""),
    ('\u{FEFF}', ""),
    // Ligatures; the f ones come out of PDF files.
    ('œ', "oe"),
    ('ﬀ', "ff"),
    ('ﬁ', "fi"),
    ('ﬂ', "fl"),
    ('ﬃ', "ffi"),
    ('ﬄ', "ffl"),
    // Raised letters of 2ᵉ, 1ᵉʳ, nᵒ; signs that have letters of their own.
    ('ᵉ', "e"),
    ('ʳ', "r"),
    ('ᵒ', "o"),
    ('№', "No"),
    ('×', "x"),
    ('→', "->"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_neighbour_is_in_the_alphabet_and_stands_for_a_stranger() {
        for (sign, neighbour) in NEIGHBOURS {
            assert_eq!(gsm7::septets(sign), None, "{sign:?} needs no neighbour");
            assert!(neighbour.chars().all(|character| gsm7::septets(character).is_some()), "{sign:?}");
            assert!(!sign.is_alphabetic() || !neighbour.is_empty(), "{sign:?}");
        }
    }
}
