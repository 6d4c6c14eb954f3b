//! A text sign by sign, with places as the author counts them: line ends and tabs made one kind, control
//! characters refused, and Unicode's canonical composition (NFC) for every script, so that a letter and the
//! accent behind it are one. Linear in the text, whatever it is made of.

use unicode_normalization::char::{canonical_combining_class, decompose_canonical, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::message::Reason;

use super::signature::{Place, Within};

/// One character of the text, after composition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    /// What it is.
    pub(super) character: char,
    /// Where it began in the text as given.
    pub(super) place: Place,
}

/// The first character that may combine with what stands before it.
const FIRST_MARK: char = '\u{300}';

/// Reads a text.
pub(super) fn read(body: &str) -> Result<Vec<Sign>, Reason> {
    let mut signs: Vec<Sign> = Vec::with_capacity(body.len());
    let mut characters = body.chars().peekable();
    let (mut position, mut letter) = (0_u32, 0);
    while let Some(character) = characters.next() {
        position = position.saturating_add(1);
        let character = match character {
            // The LF of a CR LF stands for both.
            '\r' if characters.peek() == Some(&'\n') => continue,
            '\r' | '\n' => '\n',
            '\t' => ' ',
            control if control.is_control() => {
                let character = format!("U+{:04X}", u32::from(control));
                return Err(Reason::ControlCharacter { character, position });
            }
            other => other,
        };
        if begins_a_letter(character) {
            compose(&mut signs, letter);
            letter = signs.len();
        }
        signs.push(Sign { character, place: Place::of(Within::Text, position) });
    }
    compose(&mut signs, letter);
    // Accents on nothing are no text either.
    let says_nothing = |sign: &Sign| is_blank(sign.character) || is_mark(sign.character);
    if signs.iter().all(says_nothing) { Err(Reason::EmptyText) } else { Ok(signs) }
}

/// Whether a reader sees nothing of it.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace() || is_invisible(character)
}

/// Marks that take no room: soft hyphen, zero-width space, direction marks, joiners, what shaped Arabic digits
/// once, the choice between two shapes of a sign, byte order mark.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// An accent or another mark that stands on the letter before it.
pub(super) fn is_mark(character: char) -> bool {
    character >= FIRST_MARK && is_combining_mark(character)
}

/// Nothing before it can become one with it, nor change places with it.
fn begins_a_letter(character: char) -> bool {
    if character < FIRST_MARK {
        return true;
    }
    let mut first = None;
    decompose_canonical(character, |part| {
        first.get_or_insert(part);
    });
    let first = first.unwrap_or(character);
    canonical_combining_class(first) == 0 && is_nfc_quick(std::iter::once(first)) == IsNormalized::Yes
}

/// Composes what stands from `letter` on; where that changes anything, the place is that of the letter.
fn compose(signs: &mut Vec<Sign>, letter: usize) {
    let Some(run) = signs.get(letter..) else { return };
    let characters = || run.iter().map(|sign| sign.character);
    if matches!(run, [only] if only.character < FIRST_MARK) || is_nfc_quick(characters()) == IsNormalized::Yes
    {
        return;
    }
    let composed: Vec<char> = characters().nfc().collect();
    let Some(place) = run.first().map(|sign| sign.place) else { return };
    if !composed.iter().copied().eq(characters()) {
        signs.truncate(letter);
        signs.extend(composed.into_iter().map(|character| Sign { character, place }));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    fn text(body: &str) -> String {
        read(body).unwrap().iter().map(|sign| sign.character).collect()
    }

    #[test]
    fn line_ends_and_tabs_are_one_kind() {
        let rows = [
            ("a\r\nb", "a\nb"),
            ("a\rb\nc", "a\nb\nc"),
            ("a\r\r\nb", "a\n\nb"),
            ("a\tb", "a b"),
            ("a\r", "a\n"),
        ];
        for (given, want) in rows {
            assert_eq!(text(given), want, "{given:?}");
        }
    }

    #[test]
    fn a_letter_and_its_accent_are_one() {
        let rows = [
            ("e\u{301}te\u{301}", "été"),
            ("Noe\u{308}l, c\u{327}a", "Noël, ça"),
            ("A\u{300} bientôt", "À bientôt"),
            // Vietnamese: two accents, in any order.
            ("e\u{302}\u{323}, e\u{323}\u{302}", "ệ, ệ"),
            // Greek, Hangul, and signs that are other ones in another place: Kelvin, Ångström, Ohm.
            ("α\u{301}", "ά"),
            ("\u{1112}\u{1161}\u{11AB}", "한"),
            ("x\u{212A}\u{212B}\u{2126}", "xKÅΩ"),
            // The accents that stand in the way of no other are put into the order of the standard.
            ("q\u{301}\u{323}", "q\u{323}\u{301}"),
            // No letter stands for both: left as it is.
            ("q\u{301}", "q\u{301}"),
            ("\u{301}e", "\u{301}e"),
        ];
        for (given, want) in rows {
            assert_eq!(text(given), want, "{given:?}");
            assert_eq!(text(want), want, "{want:?}");
        }
    }

    #[test]
    fn places_are_counted_in_the_text_as_given() {
        let positions =
            |body: &str| read(body).unwrap().iter().map(|sign| sign.place.position()).collect::<Vec<_>>();
        assert_eq!(positions("e\u{301}x"), [1, 3]);
        assert_eq!(positions("a\r\nb"), [1, 3, 4]);
        assert_eq!(positions("q\u{301}x"), [1, 2, 3]);
        assert_eq!(positions("x\u{212B}y"), [1, 2, 3]);
        assert_eq!(positions("xe\u{302}\u{331}y"), [1, 2, 2, 5]);
    }

    #[test]
    fn what_no_phone_shows_is_refused_with_its_place() {
        let control =
            |code: &str, position| Reason::ControlCharacter { character: code.to_owned(), position };
        let rows = [
            ("ab\0", control("U+0000", 3)),
            ("\u{1B}[2J", control("U+001B", 1)),
            ("é\u{7F}", control("U+007F", 2)),
            ("é\u{85}", control("U+0085", 2)),
            ("", Reason::EmptyText),
            (" \r\n\t\u{A0}\u{202F}\u{200B}\u{FEFF}", Reason::EmptyText),
        ];
        for (given, want) in rows {
            assert_eq!(read(given), Err(want), "{given:?}");
        }
    }
}
