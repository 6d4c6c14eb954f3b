//! Octets of a file as text: a byte order mark first, then UTF-16 where every other octet is mostly zero,
//! UTF-8 if they are that, else Windows-1252.
//! Tells the first line that no text has; does not know what a table is.

use encoding_rs::{Encoding, ISO_8859_15, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Octets by which UTF-16 without a mark is known.
const SNIFFED: usize = 512;

/// Why octets are no text, with the number of the first line that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoText {
    /// They are for programs.
    Binary(usize),
    /// They are letters as Macs and DOS wrote them, or so it seems: to guess which would spoil names.
    OldAlphabet(usize),
}

/// The text, lines ended by LF.
pub(super) fn text(octets: &[u8]) -> Result<(String, &'static str), NoText> {
    let (encoding, mark): (&'static Encoding, usize) = match Encoding::for_bom(octets) {
        Some((encoding, length)) => (encoding, length),
        None => (unmarked(octets), 0),
    };
    let (text, broken) = encoding.decode_without_bom_handling(octets.get(mark..).unwrap_or_default());
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    // The end-of-file sign of DOS closes some old exports.
    let text = text.trim_end_matches('\u{1A}');
    let is_text = |sign: char| !sign.is_control() || "\t\n\u{B}\u{C}".contains(sign);
    let is_wrong = |sign: char| !is_text(sign) || (broken && sign == char::REPLACEMENT_CHARACTER);
    let found = |is_wrong: &dyn Fn(&str) -> bool| text.split('\n').position(is_wrong).map(|line| line + 1);
    // Octets that Windows-1252 has no letter for come out as controls of their own.
    let single = encoding == WINDOWS_1252;
    let is_old = |sign: char| single && ('\u{80}'..='\u{9F}').contains(&sign);
    if let Some(line) = found(&|line| line.contains(|sign| is_wrong(sign) && !is_old(sign))) {
        return Err(NoText::Binary(line));
    }
    match found(&|line| line.contains(is_old) || (single && is_misread(line))) {
        Some(line) => Err(NoText::OldAlphabet(line)),
        None => Ok((text.to_owned(), encoding.name())),
    }
}

/// The é of a Mac reads as Ž and that of DOS as a low quote; neither follows a small letter.
fn is_misread(line: &str) -> bool {
    let mut pairs = line.chars().zip(line.chars().skip(1));
    pairs.any(|(before, sign)| before.is_ascii_lowercase() && "Ž‚".contains(sign))
}

/// How a text is written that says so itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::intake) enum Charset {
    /// By its mark, else UTF-8 if it is that, else Windows-1252.
    Any,
    /// ISO 8859-15.
    Latin9,
    /// Sixteen bits, the higher octet first.
    Utf16,
}

/// The text, lines ended by LF; `None` where it is none.
pub(in crate::intake) fn text_as(octets: &[u8], charset: Charset) -> Option<String> {
    let encoding = match charset {
        Charset::Any => return text(octets).ok().map(|(text, _)| text),
        Charset::Latin9 => ISO_8859_15,
        Charset::Utf16 => UTF_16BE,
    };
    let (decoded, _, broken) = encoding.decode(octets);
    let utf8 = decoded.replace("\r\n", "\n");
    text(utf8.as_bytes()).ok().map(|(text, _)| text).filter(|_| !broken)
}

/// What octets without a mark are. Letters of our languages have a zero for their other half in UTF-16,
/// and no text of another encoding holds one.
fn unmarked(octets: &[u8]) -> &'static Encoding {
    let start = octets.get(..octets.len().min(SNIFFED)).unwrap_or_default();
    let zeros = |offset: usize| start.iter().skip(offset).step_by(2).filter(|octet| **octet == 0).count();
    let (first, second, pairs) = (zeros(0), zeros(1), start.len() / 2);
    match (first, second) {
        (0, second) if second * 2 > pairs => UTF_16LE,
        (first, 0) if first * 2 > pairs => UTF_16BE,
        _ if std::str::from_utf8(octets).is_ok() => UTF_8,
        _ => WINDOWS_1252,
    }
}
