//! How GSM-7 writes the signs that it has not, each with what a reader would miss: neighbours in print first
//! (’ and '), then French letters without their accent, then deunicode's letter for a letter, emoji by name.
//! Which of it is done is the policy's business.

use std::borrow::Cow;

use crate::message::ChangeKind;
use crate::sms::gsm7;

use super::emoji;
use super::signs::{self, Sign};

/// How GSM-7 writes a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// As it is.
    Same(char),
    /// With others.
    Instead(ChangeKind, Cow<'static, str>),
    /// Not at all.
    Stranger,
}

/// How GSM-7 writes each sign, as what stands beside it has it.
pub(super) fn plain(signs: &[Sign]) -> impl Iterator<Item = Plain> {
    let at = |index: Option<usize>| signs.get(index?).map(|sign| sign.character);
    signs.iter().enumerate().map(move |(index, sign)| match gsm7::septets(sign.character) {
        Some(_) => Plain::Same(sign.character),
        None => stranger(at(index.checked_sub(1)), sign.character, at(Some(index + 1))),
    })
}

fn stranger(before: Option<char>, sign: char, behind: Option<char>) -> Plain {
    let instead = |kind| move |text| Plain::Instead(kind, Cow::Borrowed(text));
    let neighbour = known(&NEIGHBOURS, sign).or_else(|| among(before, sign, behind));
    let neighbour = neighbour.or_else(|| signs::is_invisible(sign).then_some(""));
    let folded = || known(&FOLDED, sign).or_else(|| folded_among(before, sign));
    let named = || emoji::name(sign).map_or(Plain::Stranger, |name| Plain::Instead(ChangeKind::Named, name));
    neighbour
        .map(instead(ChangeKind::Typographic))
        .or_else(|| folded().map(instead(ChangeKind::Folded)))
        .or_else(|| emoji::is_emoji(sign).then(named))
        .or_else(|| letter(sign).map(|(kind, text)| instead(kind)(text)))
        .unwrap_or(Plain::Stranger)
}

fn known(table: &[(char, &'static str)], sign: char) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == sign).map(|(_, plain)| *plain)
}

/// Signs whose neighbour depends on what stands around them.
fn among(before: Option<char>, sign: char, behind: Option<char>) -> Option<&'static str> {
    let follows_letter = before.is_some_and(char::is_alphabetic);
    match sign {
        'Œ' if behind.is_some_and(char::is_lowercase) => Some("Oe"),
        'Œ' => Some("OE"),
        // n° is a number, 20 °C a temperature; a bare 20° would read as 200 with an o for it.
        '°' | 'º' if matches!(before, Some('n' | 'N')) => Some("o"),
        '°' if matches!(behind, Some('C' | 'c' | 'F')) => Some(""),
        // m² is an area; 10² would read as 102.
        '²' if follows_letter => Some("2"),
        '³' if follows_letter => Some("3"),
        _ => None,
    }
}

/// What folding makes of signs that would be misread beside a digit: 2½ is no 21/2.
fn folded_among(before: Option<char>, sign: char) -> Option<&'static str> {
    let follows_digit = before.is_some_and(|before| before.is_ascii_digit());
    match sign {
        '°' if follows_digit => Some(" degrés"),
        '²' if follows_digit => Some("^2"),
        '³' if follows_digit => Some("^3"),
        '½' if follows_digit => Some(" 1/2"),
        '½' => Some("1/2"),
        '¼' if follows_digit => Some(" 1/4"),
        '¼' => Some("1/4"),
        '¾' if follows_digit => Some(" 3/4"),
        '¾' => Some("3/4"),
        _ => None,
    }
}

/// A letter by deunicode: of the Latin script without what distinguishes it, of another as it sounds. A mark
/// that no letter took goes. Signs are not guessed: a 2 for a ² would be another number.
fn letter(sign: char) -> Option<(ChangeKind, &'static str)> {
    if signs::is_mark(sign) {
        return Some((ChangeKind::Folded, ""));
    }
    let is_letter = sign.is_alphabetic() && !is_raised(sign);
    let plain = deunicode::deunicode_char(sign).filter(|_| is_letter || is_other_width(sign))?;
    let written = !plain.is_empty() && plain.chars().all(|character| gsm7::septets(character).is_some());
    let kind = if is_latin(sign) { ChangeKind::Folded } else { ChangeKind::Transcribed };
    written.then_some((kind, plain))
}

/// Letters that stand for a power or an index.
fn is_raised(sign: char) -> bool {
    matches!(sign, '\u{2070}'..='\u{209F}')
}

/// The wide letters of Asian keyboards, and the letters of mathematics that people use for bold ones.
fn is_other_width(sign: char) -> bool {
    matches!(sign, '\u{FF01}'..='\u{FF5E}' | '\u{1D400}'..='\u{1D7FF}')
}

fn is_latin(sign: char) -> bool {
    matches!(sign, '\u{AA}'..='\u{24F}' | '\u{250}'..='\u{2AF}' | '\u{1D00}'..='\u{1DBF}' | '\u{1E00}'..='\u{1EFF}'
        | '\u{2C60}'..='\u{2C7F}' | '\u{A720}'..='\u{A7FF}' | '\u{FB00}'..='\u{FB06}')
        || is_other_width(sign)
}

/// French letters and signs that folding writes otherwise; all other letters are deunicode's. ç becomes c, not
/// the Ç that GSM-7 has at 0x09 (TS 23.038 §6.2.1): every phone shows that one as the capital that it is, and
/// nobody writes garÇon, while garcon is what French has always been written as where there was no cedilla.
const FOLDED: [(char, &str); 38] = [
    ('ç', "c"),
    ('â', "a"),
    ('ê', "e"),
    ('ë', "e"),
    ('î', "i"),
    ('ï', "i"),
    ('ô', "o"),
    ('û', "u"),
    ('ÿ', "y"),
    // É is in GSM-7, as are é è à ù; an È is no É.
    ('À', "A"),
    ('Â', "A"),
    ('È', "E"),
    ('Ê', "E"),
    ('Ë', "E"),
    ('Î', "I"),
    ('Ï', "I"),
    ('Ô', "O"),
    ('Ù', "U"),
    ('Û', "U"),
    ('Ÿ', "Y"),
    // 1ᵃ, 2º of other languages.
    ('ª', "a"),
    ('º', "o"),
    ('©', "(c)"),
    ('®', "(R)"),
    ('™', "(TM)"),
    ('÷', "/"),
    ('±', "+/-"),
    ('≤', "<="),
    ('≥', ">="),
    ('≠', "<>"),
    ('≈', "env. "),
    ('‰', " pour mille"),
    ('µ', "u"),
    ('←', "<-"),
    ('⇒', "=>"),
    ('¢', "c"),
    // Music schools: fa ♯, si ♭.
    ('♯', "#"),
    ('♭', "b"),
];

/// Signs and their neighbours.
const NEIGHBOURS: [(char, &str); 64] = [
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
    ('‼', "!!"),
    ('⁉', "!?"),
    ('×', "x"),
    ('→', "->"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_neighbour_is_in_the_alphabet_and_stands_for_a_stranger() {
        for (sign, neighbour) in NEIGHBOURS.into_iter().chain(FOLDED) {
            assert_eq!(gsm7::septets(sign), None, "{sign:?} needs no neighbour");
            assert!(neighbour.chars().all(|character| gsm7::septets(character).is_some()), "{sign:?}");
            assert!(!sign.is_alphabetic() || !neighbour.is_empty(), "{sign:?}");
        }
    }

    #[test]
    fn what_a_reader_would_miss_is_told_of_each_sign() {
        use ChangeKind::{Folded, Named, Transcribed, Typographic};
        let rows = [
            ('’', Some((Typographic, "'"))),
            ('\u{200D}', Some((Typographic, ""))),
            ('\u{202E}', Some((Typographic, ""))),
            ('\u{FE0F}', Some((Typographic, ""))),
            ('ç', Some((Folded, "c"))),
            ('Ÿ', Some((Folded, "Y"))),
            ('ł', Some((Folded, "l"))),
            ('ệ', Some((Folded, "e"))),
            ('\u{301}', Some((Folded, ""))),
            ('Ａ', Some((Folded, "A"))),
            ('𝐁', Some((Folded, "B"))),
            ('½', Some((Folded, "1/2"))),
            ('ж', Some((Transcribed, "zh"))),
            ('中', Some((Transcribed, "Zhong "))),
            ('😀', Some((Named, "(sourire)"))),
            // Neither letter nor picture; a power without its number.
            ('∞', None),
            ('⁷', None),
            ('²', None),
            ('\u{E000}', None),
        ];
        for (given, want) in rows {
            let want = want.map_or(Plain::Stranger, |(kind, text)| Plain::Instead(kind, Cow::Borrowed(text)));
            assert_eq!(stranger(None, given, None), want, "{given:?}");
        }
    }
}
