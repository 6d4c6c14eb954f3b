//! Parts: what fits into one TPDU, and where a longer text is cut (TS 23.040 §9.2.3.16, §9.2.3.24.1): never
//! between an escape and its character, nor between the halves of a surrogate pair; and where it costs no
//! part more, never within what a reader takes for one sign (a letter and its accents, a flag, a family).

use unicode_segmentation::UnicodeSegmentation;

use crate::message::{Alphabet, NationalTable};
use crate::sms::gsm7;
use crate::sms::national::{Language, Tables};

/// How wide the reference of a concatenation is; it costs the room of its octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceWidth {
    /// 0 to 255: what we send.
    Eight,
    /// 0 to 65,535.
    Sixteen,
}

/// How a text is written on the air.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// The default alphabet and its extension.
    Default,
    /// The default alphabet, with the extension of a language, which the header names (TS 23.038 §6.2.1.2.2).
    /// Phones that do not know it show other letters: sent only where a service allows it.
    Shifted(Language),
    /// Sixteen-bit units.
    Ucs2,
}

/// How much a part holds, in septets or in sixteen-bit units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// The only part of a message.
    pub alone: usize,
    /// One of several.
    pub among_several: usize,
}

/// The parts of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segments<'a> {
    /// That of the coding scheme.
    pub alphabet: Alphabet,
    /// At least one; joined they are the text.
    pub texts: Vec<&'a str>,
    /// Septets or sixteen-bit units of the whole text.
    pub used: usize,
    /// Septets or sixteen-bit units left in the last part.
    pub left: usize,
}

impl Segments<'_> {
    /// How many parts, 1 or more.
    pub fn count(&self) -> u32 {
        u32::try_from(self.texts.len()).unwrap_or(u32::MAX)
    }
}

/// Octets of user data (TS 23.040 §9.2.3.16).
const OCTETS: usize = 140;
/// The length octet of a header.
const LENGTH: usize = 1;
/// Octets of the element that names a language (TS 23.040 §9.2.3.24.15).
const SHIFT: usize = 3;

impl ReferenceWidth {
    /// Octets of the element (TS 23.040 §9.2.3.24.1, §9.2.3.24.8).
    const fn octets(self) -> usize {
        match self {
            ReferenceWidth::Eight => 5,
            ReferenceWidth::Sixteen => 6,
        }
    }
}

impl Writing {
    /// GSM-7 if it can write the whole text.
    pub fn of(text: &str) -> Self {
        if text.chars().all(|character| Writing::Default.has(character)) {
            Writing::Default
        } else {
            Writing::Ucs2
        }
    }

    /// What is sent by itself, or the extension of a language where that alone can write the text and saves a part.
    pub fn of_with(text: &str, language: Language) -> Self {
        let shifted = Writing::Shifted(language);
        let plain = Writing::of(text);
        if plain == Writing::Default || !text.chars().all(|character| shifted.has(character)) {
            return plain;
        }
        let parts = |writing| split_in(text, writing, ReferenceWidth::Eight).count();
        if parts(shifted) < parts(plain) { shifted } else { plain }
    }

    /// The alphabet of its coding scheme.
    pub const fn alphabet(self) -> Alphabet {
        match self {
            Writing::Default | Writing::Shifted(_) => Alphabet::Gsm7,
            Writing::Ucs2 => Alphabet::Ucs2,
        }
    }

    /// How much a part holds, `others` octets of other elements in each header beside those of the writing.
    pub const fn room(self, width: ReferenceWidth, others: usize) -> Room {
        let elements = match self {
            Writing::Shifted(_) => SHIFT + others,
            Writing::Default | Writing::Ucs2 => others,
        };
        Room { alone: self.beside(elements), among_several: self.beside(elements + width.octets()) }
    }

    const fn beside(self, elements: usize) -> usize {
        let header = if elements == 0 { 0 } else { LENGTH + elements };
        match self {
            // The text begins at the next septet behind the header.
            Writing::Default | Writing::Shifted(_) => {
                (OCTETS * 8 / 7).saturating_sub((header * 8).div_ceil(7))
            }
            Writing::Ucs2 => OCTETS.saturating_sub(header) / 2,
        }
    }

    /// Whether a character can be written.
    pub fn has(self, character: char) -> bool {
        self.size(character).is_some()
    }

    /// Septets or sixteen-bit units that a character takes; `None` where it can't be written.
    fn size(self, character: char) -> Option<usize> {
        match self {
            // Nearly everything, and it costs no search.
            Writing::Default if matches!(character, 'a'..='z' | 'A'..='Z' | ' ') => Some(1),
            Writing::Default => gsm7::septets(character),
            Writing::Shifted(language) => {
                gsm7::septets_in(character, Tables { single: language, ..Tables::DEFAULT })
            }
            Writing::Ucs2 => Some(character.len_utf16()),
        }
    }
}

impl From<NationalTable> for Writing {
    fn from(table: NationalTable) -> Self {
        Writing::Shifted(match table {
            NationalTable::Portuguese => Language::Portuguese,
            NationalTable::Spanish => Language::Spanish,
            NationalTable::Turkish => Language::Turkish,
        })
    }
}

impl From<Alphabet> for Writing {
    fn from(alphabet: Alphabet) -> Self {
        match alphabet.table() {
            Some(table) => table.into(),
            None if alphabet == Alphabet::Ucs2 => Writing::Ucs2,
            None => Writing::Default,
        }
    }
}

/// GSM-7 if it can write the whole text.
pub fn alphabet(text: &str) -> Alphabet {
    Writing::of(text).alphabet()
}

/// Cuts a text into parts, in GSM-7 if it can write it.
pub fn split(text: &str, width: ReferenceWidth) -> Segments<'_> {
    split_in(text, Writing::of(text), width)
}

/// Cuts a text into parts. What the writing has not counts as one septet: whoever encodes it is told.
pub fn split_in(text: &str, writing: Writing, width: ReferenceWidth) -> Segments<'_> {
    split_within(text, writing, writing.room(width, 0))
}

/// Cuts a text into parts of a room.
pub fn split_within(text: &str, writing: Writing, room: Room) -> Segments<'_> {
    let alphabet = writing.alphabet();
    let size = |character: char| writing.size(character).unwrap_or(1);
    let used: usize = text.chars().map(size).sum();
    if used <= room.alone {
        return Segments { alphabet, texts: vec![text], used, left: room.alone - used };
    }
    let room = room.among_several;
    let full = full(text, size, room);
    let texts = match writing {
        // No sign of GSM-7 combines with another.
        Writing::Default | Writing::Shifted(_) => full,
        Writing::Ucs2 => whole(text, size, room, full),
    };
    let last: usize = texts.last().map_or(0, |last| last.chars().map(size).sum());
    Segments { alphabet, texts, used, left: room.saturating_sub(last) }
}

/// As much of a text, from its beginning, as so many parts hold.
pub fn fitting(text: &str, writing: Writing, width: ReferenceWidth, parts: usize) -> &str {
    let size = |character: char| writing.size(character).unwrap_or(1);
    let room = writing.room(width, 0);
    let whole: usize = text.chars().map(size).sum();
    match parts {
        _ if whole <= room.alone => text,
        0 => "",
        1 => full(text, size, room.alone).first().copied().unwrap_or_default(),
        parts => {
            let behind: usize =
                full(text, size, room.among_several).iter().skip(parts).map(|part| part.len()).sum();
            text.get(..text.len().saturating_sub(behind)).unwrap_or(text)
        }
    }
}

/// Each part as full as it can be: no way needs fewer.
fn full(text: &str, size: impl Fn(char) -> usize, room: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut rest, mut cut, mut used) = (text, 0, 0);
    for character in text.chars() {
        let more = size(character);
        if used + more > room && cut > 0 {
            let (part, behind) = rest.split_at_checked(cut).unwrap_or((rest, ""));
            parts.push(part);
            (rest, cut, used) = (behind, 0, 0);
        }
        cut += character.len_utf8();
        used += more;
    }
    parts.push(rest);
    parts
}

/// As many parts as `full` has, but cut before a reader's sign rather than within, wherever what follows
/// still fits into the parts that are left.
fn whole<'a>(text: &'a str, size: impl Fn(char) -> usize, room: usize, full: Vec<&'a str>) -> Vec<&'a str> {
    if text.chars().all(stands_alone) {
        return full;
    }
    let starts = latest_starts(text, &size, room);
    let mut signs = text.grapheme_indices(true).map(|(at, _)| at).peekable();
    let (mut parts, mut begin) = (Vec::with_capacity(full.len()), 0);
    for left in (0..full.len()).rev() {
        let (mut end, mut used) = (begin, 0);
        for character in text.get(begin..).unwrap_or_default().chars() {
            used += size(character);
            if used > room {
                break;
            }
            end += character.len_utf8();
        }
        let needed = starts.get(left).copied().unwrap_or(0);
        let mut cut = end;
        if end < text.len() {
            let mut soft = None;
            while let Some(at) = signs.next_if(|at| *at <= end) {
                soft = Some(at).filter(|at| *at > begin);
            }
            cut = soft.filter(|at| *at >= needed).unwrap_or(end);
        }
        parts.push(text.get(begin..cut).unwrap_or_default());
        begin = cut;
    }
    parts
}

/// What is one sign of a reader whatever stands beside it: nearly all that is in a European text.
fn stands_alone(character: char) -> bool {
    matches!(character, ' '..='\u{A8}' | '\u{AF}'..='\u{2FF}' | '\n' | '\u{2010}'..='\u{2027}' | '\u{202F}'..='\u{203B}' | '€')
}

/// Where what fits into so many parts begins at the earliest, by their number: none, one, two, …
fn latest_starts(text: &str, size: impl Fn(char) -> usize, room: usize) -> Vec<usize> {
    let (mut starts, mut used) = (vec![text.len()], 0);
    for (at, character) in text.char_indices().rev() {
        used += size(character);
        if used > room {
            starts.push(at + character.len_utf8());
            used = size(character);
        }
    }
    starts.push(0);
    starts
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn no_pair_is_cut() {
        let parts = |text: &str| {
            let segments = split(text, ReferenceWidth::Eight);
            let lengths = segments.texts.iter().map(|part| part.chars().count()).collect::<Vec<_>>();
            (lengths, segments.used, segments.left)
        };
        let x = |count| "x".repeat(count);
        let rows = [
            (String::new(), vec![0], 0, 160),
            (x(158) + "€", vec![159], 160, 0),
            (x(159) + "€", vec![153, 7], 161, 145),
            // The euro would begin at the last septet of the first part.
            (x(152) + "€" + &x(10), vec![152, 11], 164, 141),
            ("ê".repeat(70), vec![70], 70, 0),
            ("ê".repeat(66) + "😀" + &"ê".repeat(10), vec![66, 11], 78, 55),
        ];
        for (text, lengths, used, left) in rows {
            assert_eq!(parts(&text), (lengths, used, left), "{text}");
        }
    }

    #[test]
    fn a_header_takes_the_room_that_the_standard_says() {
        let portuguese = Writing::Shifted(Language::Portuguese);
        let (eight, sixteen) = (ReferenceWidth::Eight, ReferenceWidth::Sixteen);
        let rows = [
            (Writing::Default, eight, 0, (160, 153)),
            (Writing::Default, sixteen, 0, (160, 152)),
            (Writing::Ucs2, eight, 0, (70, 67)),
            (Writing::Ucs2, sixteen, 0, (70, 66)),
            (portuguese, eight, 0, (155, 149)),
            (portuguese, sixteen, 0, (155, 148)),
            // Application ports of 16 bits beside.
            (Writing::Default, eight, 6, (152, 146)),
        ];
        for (writing, width, others, (alone, among_several)) in rows {
            assert_eq!(writing.room(width, others), Room { alone, among_several }, "{writing:?} {width:?}");
        }
    }

    #[test]
    fn where_it_is_free_no_sign_of_a_reader_is_cut() {
        let family = "👨\u{200D}👩\u{200D}👧";
        let lengths = |text: &str| {
            let texts = split(text, ReferenceWidth::Eight).texts;
            texts.iter().map(|part| part.encode_utf16().count()).collect::<Vec<_>>()
        };
        let x = |count| "x".repeat(count);
        let rows = [
            // Eight units from the 65th on: the whole of it goes into the second part.
            (x(64) + family + &x(20), vec![64, 28]),
            (x(66) + "q\u{301}" + &x(20), vec![66, 22]),
            (x(66) + "🇫🇷" + &x(20), vec![66, 24]),
            // 67 in each of two parts leave no room to be kind.
            (x(64) + family + &x(62), vec![67, 67]),
            // Three parts, and room enough for both.
            (x(66) + "q\u{301}" + &x(65) + "q\u{301}", vec![66, 67, 2]),
            // One sign that is longer than a part.
            (format!("q{}", "\u{301}".repeat(100)), vec![67, 34]),
        ];
        for (text, want) in rows {
            assert_eq!(lengths(&text), want, "{text}");
        }
    }

    #[test]
    fn as_much_as_parts_hold_is_what_fits() {
        let x = |count| "x".repeat(count);
        let rows = [
            (x(160), 1, 160),
            (x(161), 1, 160),
            (x(161), 2, 161),
            (x(400), 2, 306),
            (x(159) + "€", 1, 159),
            ("ê".repeat(71), 1, 70),
            ("ê".repeat(135), 2, 134),
        ];
        for (text, parts, want) in rows {
            let fits = fitting(&text, Writing::of(&text), ReferenceWidth::Eight, parts);
            assert_eq!(fits.chars().count(), want, "{text}");
            assert!(text.starts_with(fits) && split(fits, ReferenceWidth::Eight).texts.len() <= parts.max(1));
        }
    }

    #[test]
    fn the_table_of_a_language_is_taken_where_it_alone_saves_a_part() {
        let portuguese = Writing::Shifted(Language::Portuguese);
        let rows = [
            ("Cours de piano".to_owned(), Writing::Default),
            // One part either way: then what every phone reads.
            ("Fête".to_owned(), Writing::Ucs2),
            (format!("Fête {}", "x".repeat(80)), portuguese),
            // î is in no table.
            (format!("Fête, dîner {}", "x".repeat(80)), Writing::Ucs2),
        ];
        for (text, want) in rows {
            assert_eq!(Writing::of_with(&text, Language::Portuguese), want, "{text}");
        }
        let text = format!("Fête {}", "x".repeat(150));
        let segments = split_in(&text, portuguese, ReferenceWidth::Eight);
        assert_eq!((segments.used, segments.left), (156, 142));
        assert_eq!(segments.texts.concat(), text);
    }
}
