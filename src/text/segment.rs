//! Parts: what fits into one TPDU, and where a longer text is cut (TS 23.040 §9.2.3.16, §9.2.3.24.1):
//! never between an escape and its character, nor between the halves of a surrogate pair.

use crate::message::Alphabet;
use crate::sms::gsm7;

/// How wide the reference of a concatenation is; it costs the room of its octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceWidth {
    /// 0 to 255: what we send.
    Eight,
    /// 0 to 65,535.
    Sixteen,
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
    /// GSM-7 wherever it can write the whole text.
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

/// GSM-7 if it can write the whole text.
pub fn alphabet(text: &str) -> Alphabet {
    let plain = text.chars().all(|character| gsm7::septets(character).is_some());
    if plain { Alphabet::Gsm7 } else { Alphabet::Ucs2 }
}

/// How much a part holds.
pub const fn room(alphabet: Alphabet, width: ReferenceWidth) -> Room {
    let (alone, eight, sixteen) = match alphabet {
        Alphabet::Gsm7 => (160, 153, 152),
        Alphabet::Ucs2 => (70, 67, 66),
    };
    let among_several = match width {
        ReferenceWidth::Eight => eight,
        ReferenceWidth::Sixteen => sixteen,
    };
    Room { alone, among_several }
}

/// Septets or sixteen-bit units that a character takes.
fn size(character: char, alphabet: Alphabet) -> usize {
    match alphabet {
        Alphabet::Gsm7 => gsm7::septets(character).unwrap_or(1),
        Alphabet::Ucs2 => character.len_utf16(),
    }
}

/// Cuts a text into parts, each as full as it can be.
pub fn split(text: &str, width: ReferenceWidth) -> Segments<'_> {
    let alphabet = alphabet(text);
    let size = |character: char| size(character, alphabet);
    let Room { alone, among_several } = room(alphabet, width);
    let whole: usize = text.chars().map(size).sum();
    if whole <= alone {
        return Segments { alphabet, texts: vec![text], used: whole, left: alone - whole };
    }
    let mut texts = Vec::with_capacity(whole / among_several + 1);
    let (mut rest, mut cut, mut used) = (text, 0, 0);
    for character in text.chars() {
        if used + size(character) > among_several {
            let (part, behind) = rest.split_at_checked(cut).unwrap_or((rest, ""));
            texts.push(part);
            (rest, cut, used) = (behind, 0, 0);
        }
        cut += character.len_utf8();
        used += size(character);
    }
    texts.push(rest);
    Segments { alphabet, texts, used: whole, left: among_several - used }
}

#[cfg(test)]
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
}
