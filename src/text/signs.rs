//! A text sign by sign, with places as the author counts them: line ends and tabs made one kind, control
//! characters refused, and a letter that its accent follows composed where one letter for both exists
//! (Unicode's canonical composition, for Latin letters).

use crate::message::Reason;

/// One character of the text, after composition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    /// What it is.
    pub(super) character: char,
    /// Where it began in the text as given, 1 for the first character.
    pub(super) position: u32,
}

/// Reads a text.
pub(super) fn read(body: &str) -> Result<Vec<Sign>, Reason> {
    let mut signs: Vec<Sign> = Vec::with_capacity(body.len());
    let mut characters = body.chars().peekable();
    let mut position = 0_u32;
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
        let composed = signs.last_mut().and_then(|last| Some((compose(last.character, character)?, last)));
        match composed {
            Some((composed, last)) => last.character = composed,
            None => signs.push(Sign { character, position }),
        }
    }
    if signs.iter().all(|sign| is_blank(sign.character)) { Err(Reason::EmptyText) } else { Ok(signs) }
}

/// Whether a reader sees nothing of it.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || is_invisible(character)
}

/// Marks that take no room: soft hyphen, zero-width space, direction marks, joiners, byte order mark.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}')
}

/// One letter for a letter and the accent behind it.
fn compose(letter: char, accent: char) -> Option<char> {
    let (_, letters, composed) = COMPOSITIONS.iter().find(|(known, ..)| *known == accent)?;
    let found = letters.chars().zip(composed.chars()).find(|(known, _)| *known == letter);
    found.map(|(_, composed)| composed)
}

/// An accent, the letters that take it, and what they make together, in the same order.
const COMPOSITIONS: [(char, &str, &str); 13] = [
    ('\u{0300}', "AEINOUaeinou", "ÀÈÌǸÒÙàèìǹòù"),
    ('\u{0301}', "ACEGILNORSUYZacegilnorsuyz", "ÁĆÉǴÍĹŃÓŔŚÚÝŹáćéǵíĺńóŕśúýź"),
    ('\u{0302}', "ACEGHIJOSUWYaceghijosuwy", "ÂĈÊĜĤÎĴÔŜÛŴŶâĉêĝĥîĵôŝûŵŷ"),
    ('\u{0303}', "AINOUainou", "ÃĨÑÕŨãĩñõũ"),
    ('\u{0304}', "AEIOUYaeiouy", "ĀĒĪŌŪȲāēīōūȳ"),
    ('\u{0306}', "AEGIOUaegiou", "ĂĔĞĬŎŬăĕğĭŏŭ"),
    ('\u{0307}', "ACEGIOZacegoz", "ȦĊĖĠİȮŻȧċėġȯż"),
    ('\u{0308}', "AEIOUYaeiouy", "ÄËÏÖÜŸäëïöüÿ"),
    ('\u{030A}', "AUau", "ÅŮåů"),
    ('\u{030B}', "OUou", "ŐŰőű"),
    ('\u{030C}', "ACDEGHIKLNORSTUZacdeghijklnorstuz", "ǍČĎĚǦȞǏǨĽŇǑŘŠŤǓŽǎčďěǧȟǐǰǩľňǒřšťǔž"),
    ('\u{0327}', "CEGKLNRSTcegklnrst", "ÇȨĢĶĻŅŖŞŢçȩģķļņŗşţ"),
    ('\u{0328}', "AEIOUaeiou", "ĄĘĮǪŲąęįǫų"),
];

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
            // No letter stands for both: left as it is.
            ("q\u{301}", "q\u{301}"),
            ("\u{301}e", "\u{301}e"),
        ];
        for (given, want) in rows {
            assert_eq!(text(given), want, "{given:?}");
        }
    }

    #[test]
    fn places_are_counted_in_the_text_as_given() {
        let positions = |body: &str| read(body).unwrap().iter().map(|sign| sign.position).collect::<Vec<_>>();
        assert_eq!(positions("e\u{301}x"), [1, 3]);
        assert_eq!(positions("a\r\nb"), [1, 3, 4]);
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
