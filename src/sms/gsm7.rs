//! The GSM 7-bit default alphabet with its extension table (TS 23.038 §6.2.1, §6.2.1.1) and septets
//! packed into octets, for USSD too (§6.1.2.3.1): `packing` moves the bits. National tables stand in
//! [`super::national`].

use std::fmt;

use super::error::EncodeError;
use super::national::Tables;
use super::packing;

/// Announces a character of the extension table.
const ESCAPE: u8 = 0x1B;
const CARRIAGE_RETURN: u8 = 0x0D;

/// TS 23.038 §6.2.1. The place of ESCAPE holds a blank: that is what a phone shows for a stray one.
const DEFAULT: [char; 128] = [
    '@', '£', '$', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', '\n', 'Ø', 'ø', '\r', 'Å', 'å', //
    'Δ', '_', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ', ' ', 'Æ', 'æ', 'ß', 'É', //
    ' ', '!', '"', '#', '¤', '%', '&', '\'', '(', ')', '*', '+', ',', '-', '.', '/', //
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ':', ';', '<', '=', '>', '?', //
    '¡', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', //
    'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 'Ä', 'Ö', 'Ñ', 'Ü', '§', //
    '¿', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', //
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 'ä', 'ö', 'ñ', 'ü', 'à',
];

/// TS 23.038 §6.2.1.1.
const EXTENSION: [(u8, char); 10] = [
    (0x0A, '\u{0C}'),
    (0x14, '^'),
    (0x28, '{'),
    (0x29, '}'),
    (0x2F, '\\'),
    (0x3C, '['),
    (0x3D, '~'),
    (0x3E, ']'),
    (0x40, '|'),
    (0x65, '€'),
];

/// How a character is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    /// One septet of the default table.
    Plain(u8),
    /// ESCAPE and a septet of the extension table.
    Escaped(u8),
}

impl Code {
    const fn septets(self) -> usize {
        match self {
            Code::Plain(_) => 1,
            Code::Escaped(_) => 2,
        }
    }
}

/// Of the characters below U+0100, which are nearly all that is written: made of the two tables when this is
/// compiled, so that no text pays for a search.
const LATIN: [Option<Code>; 256] = latin();

#[expect(clippy::indexing_slicing, reason = "runs when this is compiled, and would fail there")]
const fn latin() -> [Option<Code>; 256] {
    let mut codes = [None; 256];
    let mut at = 0;
    while at < EXTENSION.len() {
        let (septet, character) = EXTENSION[at];
        if (character as usize) < codes.len() {
            codes[character as usize] = Some(Code::Escaped(septet));
        }
        at += 1;
    }
    let mut septet = 0;
    while septet < 128 {
        let character = DEFAULT[septet as usize];
        // The place of ESCAPE shows a blank, and is none.
        if septet != ESCAPE && (character as usize) < codes.len() {
            codes[character as usize] = Some(Code::Plain(septet));
        }
        septet += 1;
    }
    codes
}

/// The octet in UTF-8 of each septet's sign where that has one octet; 0 for the others, and for ESCAPE.
const ASCII: [u8; 128] = ascii();

#[expect(clippy::indexing_slicing, reason = "runs when this is compiled, and would fail there")]
const fn ascii() -> [u8; 128] {
    let mut octets = [0; 128];
    let mut septet = 0;
    while septet < octets.len() {
        let character = DEFAULT[septet];
        if character.is_ascii() && septet != ESCAPE as usize {
            octets[septet] = character as u8;
        }
        septet += 1;
    }
    octets
}

/// Whether an octet is a septet and its sign in UTF-8 alike: letters, figures, most of the punctuation.
const ALIKE: [bool; 256] = alike();

#[expect(clippy::indexing_slicing, reason = "runs when this is compiled, and would fail there")]
const fn alike() -> [bool; 256] {
    let mut octets = [false; 256];
    let mut septet = 0;
    while septet < ASCII.len() {
        octets[septet] = ASCII[septet] as usize == septet && septet != 0;
        septet += 1;
    }
    octets
}

/// How many octets at the beginning are septets and signs alike.
fn alike_at_first(octets: &[u8]) -> usize {
    let other = |octet: &u8| !ALIKE.get(usize::from(*octet)).is_some_and(|alike| *alike);
    octets.iter().position(other).unwrap_or(octets.len())
}

fn code(character: char) -> Option<Code> {
    if let Some(latin) = LATIN.get(character as usize) {
        return *latin;
    }
    if let Some(found) = EXTENSION.iter().find(|(_, known)| *known == character) {
        return Some(Code::Escaped(found.0));
    }
    let found = DEFAULT.iter().position(|&known| known == character)?;
    u8::try_from(found).ok().map(Code::Plain)
}

/// In national tables; a character that both have is written with one septet.
fn national_code(character: char, tables: Tables) -> Option<Code> {
    // The blank stands at 0x20; others in a table are codes that it has not.
    if character == ' ' {
        return Some(Code::Plain(0x20));
    }
    let plain = tables.locking.locking().unwrap_or(&DEFAULT);
    if let Some(septet) = plain.iter().position(|&known| known == character) {
        return u8::try_from(septet).ok().map(Code::Plain);
    }
    let extension = tables.single.single().unwrap_or(&EXTENSION);
    extension.iter().find(|(_, known)| *known == character).map(|(septet, _)| Code::Escaped(*septet))
}

/// Septets that a character takes: 1, 2 with its escape, `None` when the alphabet has it not.
pub fn septets(character: char) -> Option<usize> {
    code(character).map(Code::septets)
}

/// [`septets`] in national tables; `None` when neither has it.
pub fn septets_in(character: char, tables: Tables) -> Option<usize> {
    national_code(character, tables).map(Code::septets)
}

/// A run of septets, each 0 to 127, as the default alphabet writes it.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Septets(Vec<u8>);

impl Septets {
    /// Writes a text.
    ///
    /// # Errors
    /// [`EncodeError::NotInAlphabet`] names the first character that the alphabet has not.
    pub fn from_text(text: &str) -> Result<Self, EncodeError> {
        let mut septets = Vec::with_capacity(text.len());
        let mut rest = text;
        loop {
            let (alike, behind) =
                rest.split_at_checked(alike_at_first(rest.as_bytes())).unwrap_or((rest, ""));
            septets.extend_from_slice(alike.as_bytes());
            let mut characters = behind.chars();
            let Some(character) = characters.next() else { return Ok(Self(septets)) };
            match code(character) {
                Some(Code::Plain(septet)) => septets.push(septet),
                Some(Code::Escaped(septet)) => septets.extend([ESCAPE, septet]),
                None => {
                    let position = text.chars().count() - characters.count();
                    return Err(EncodeError::NotInAlphabet { character, position });
                }
            }
            rest = characters.as_str();
        }
    }

    /// Writes a text in national tables.
    ///
    /// # Errors
    /// [`EncodeError::NotInAlphabet`] names the first character that neither table has.
    pub fn from_text_in(text: &str, tables: Tables) -> Result<Self, EncodeError> {
        Self::written(text, |character| national_code(character, tables))
    }

    fn written(text: &str, code: impl Fn(char) -> Option<Code>) -> Result<Self, EncodeError> {
        let mut septets = Vec::with_capacity(text.len());
        for (before, character) in text.chars().enumerate() {
            match code(character) {
                Some(Code::Plain(septet)) => septets.push(septet),
                Some(Code::Escaped(septet)) => septets.extend([ESCAPE, septet]),
                None => return Err(EncodeError::NotInAlphabet { character, position: before + 1 }),
            }
        }
        Ok(Self(septets))
    }

    /// Takes septets as they are, one in an octet; `None` if one is over 127.
    pub fn from_octets(octets: &[u8]) -> Option<Self> {
        octets.iter().all(|octet| *octet < 0x80).then(|| Self(octets.to_vec()))
    }

    /// Takes `count` septets out of packed octets, after `fill_bits` (0 to 6) bits (TS 23.038 §6.1.2.1.1);
    /// `None` if there are not that many bits, or more to fill.
    pub fn unpack(octets: &[u8], fill_bits: usize, count: usize) -> Option<Self> {
        packing::unpack(octets, fill_bits, count).map(Self)
    }

    /// Packs, after `fill_bits` (0 to 6) zero bits; the bits left in the last octet are zero.
    pub fn pack(&self, fill_bits: usize) -> Vec<u8> {
        packing::pack(&self.0, fill_bits)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// None at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One in an octet.
    pub fn as_octets(&self) -> &[u8] {
        &self.0
    }

    /// Packs for USSD, which counts octets: seven spare bits hold a CR, and a CR that ends an octet is
    /// doubled, lest it be taken for one of those (TS 23.038 §6.1.2.3.1).
    pub fn pack_for_ussd(&self, fill_bits: usize) -> Vec<u8> {
        let bits = fill_bits.min(6) + self.0.len() * 7;
        let filled = bits % 8 == 1 || (bits.is_multiple_of(8) && self.0.last() == Some(&CARRIAGE_RETURN));
        if !filled {
            return self.pack(fill_bits);
        }
        let mut septets = self.clone();
        septets.0.push(CARRIAGE_RETURN);
        septets.pack(fill_bits)
    }

    /// Takes all septets out of the octets of USSD, without the CR that [`Septets::pack_for_ussd`] adds;
    /// `None` for more than 6 bits to fill.
    pub fn unpack_from_ussd(octets: &[u8], fill_bits: usize) -> Option<Self> {
        let count = (octets.len() * 8).saturating_sub(fill_bits) / 7;
        let mut septets = Self::unpack(octets, fill_bits, count)?;
        let ends_an_octet = |count: usize| (fill_bits + count * 7).is_multiple_of(8);
        let added = match septets.0.as_slice() {
            [.., CARRIAGE_RETURN, CARRIAGE_RETURN] if ends_an_octet(count.wrapping_sub(1)) => true,
            [_, .., CARRIAGE_RETURN] => ends_an_octet(count),
            _ => false,
        };
        if added {
            septets.0.pop();
        }
        Some(septets)
    }

    /// As a phone shows it.
    ///
    /// A code that the extension table has not is shown as the default table's character, a doubled
    /// or a last escape as a blank (TS 23.038 §6.2.1.1).
    pub fn text(&self) -> String {
        self.text_in(Tables::DEFAULT)
    }

    /// As a phone shows it that knows the national tables.
    pub fn text_in(&self, tables: Tables) -> String {
        let plain = tables.locking.locking().unwrap_or(&DEFAULT);
        let extension = tables.single.single().unwrap_or(&EXTENSION);
        let plain = |septet: u8| plain.get(usize::from(septet)).copied().unwrap_or(' ');
        let alike = |rest: &[u8]| if tables == Tables::DEFAULT { alike_at_first(rest) } else { 0 };
        // Few signs take a second octet.
        let mut text = Vec::with_capacity(self.0.len() + self.0.len() / 4);
        let mut buffer = [0; 4];
        let mut rest = self.0.as_slice();
        loop {
            let (run, behind) = rest.split_at_checked(alike(rest)).unwrap_or((rest, &[]));
            text.extend_from_slice(run);
            let (sign, behind) = match behind {
                [] => break,
                [ESCAPE] => (' ', [].as_slice()),
                [ESCAPE, escaped, behind @ ..] => {
                    let known = extension.iter().find(|(code, _)| code == escaped);
                    (known.map_or_else(|| plain(*escaped), |(_, character)| *character), behind)
                }
                [septet, behind @ ..] => (plain(*septet), behind),
            };
            text.extend_from_slice(sign.encode_utf8(&mut buffer).as_bytes());
            rest = behind;
        }
        String::from_utf8(text).unwrap_or_default()
    }
}

/// Shows the length only: a text is nobody's business in a log.
impl fmt::Debug for Septets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Septets({})", self.0.len())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_read_as_it_is_written() {
        for septet in (0..128_u8).filter(|septet| *septet != ESCAPE) {
            let text = Septets(vec![septet]).text();
            // The blank stands at 0x20.
            assert_eq!(Septets::from_text(&text).unwrap().0, [septet], "{septet:02X}");
        }
        for (septet, character) in EXTENSION {
            let septets = Septets(vec![ESCAPE, septet]);
            assert_eq!(septets.text(), character.to_string());
            assert_eq!(Septets::from_text(&character.to_string()), Ok(septets));
            assert_eq!(super::septets(character), Some(2));
        }
    }

    #[test]
    fn french_costs_what_the_standard_says() {
        let (one, two, none) = (Some(1), Some(2), None);
        let rows =
            [('é', one), ('è', one), ('à', one), ('ù', one), ('É', one), ('Ç', one), ('€', two), ('[', two)];
        for (character, want) in rows {
            assert_eq!(septets(character), want, "{character}");
        }
        // Ç is there, ç is not: a phone would show a capital.
        for character in
            ['ç', 'ê', 'î', 'ô', 'û', 'ë', 'ï', 'â', 'œ', 'À', 'È', '’', '«', '\u{A0}', '`', '\t', '\u{1B}']
        {
            assert_eq!(septets(character), none, "{character}");
        }
    }

    #[test]
    fn stray_escapes_are_shown_as_the_standard_says() {
        let rows: [(&[u8], &str); 4] = [
            (&[0x41, ESCAPE], "A "),
            (&[ESCAPE, ESCAPE, 0x41], " A"),
            (&[ESCAPE, 0x41], "A"),
            (&[ESCAPE, 0x65], "€"),
        ];
        for (septets, want) in rows {
            assert_eq!(Septets(septets.to_vec()).text(), want, "{septets:02X?}");
        }
    }

    #[test]
    fn packing_needs_all_its_bits() {
        let septets = Septets::from_text("hellohello").unwrap();
        let packed = septets.pack(0);
        assert_eq!(packed, [0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC, 0x37]);
        assert_eq!(Septets::unpack(&packed, 0, 10), Some(septets));
        assert_eq!(Septets::unpack(&packed, 0, 11), None);
        assert_eq!(Septets::unpack(&packed, 3, 10), None);
        assert_eq!(Septets::unpack(&[], 0, 0), Some(Septets::default()));
    }
}
