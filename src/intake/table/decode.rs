//! Octets of a file as text: a byte order mark first, then UTF-8 if they are that, else Windows-1252.
//! Tells the first line that no text has; does not know what a table is.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The text, lines ended by LF; or the number of the line that is none.
pub(super) fn text(octets: &[u8]) -> Result<(String, &'static str), usize> {
    let (encoding, mark): (&'static Encoding, usize) = match Encoding::for_bom(octets) {
        Some((encoding, length)) => (encoding, length),
        None if std::str::from_utf8(octets).is_ok() => (UTF_8, 0),
        None => (WINDOWS_1252, 0),
    };
    let (text, broken) = encoding.decode_without_bom_handling(octets.get(mark..).unwrap_or_default());
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    // The end-of-file sign of DOS closes some old exports.
    let text = text.trim_end_matches('\u{1A}');
    let is_text = |sign: char| !sign.is_control() || "\t\n\u{B}\u{C}".contains(sign);
    let is_wrong = |sign: char| !is_text(sign) || (broken && sign == char::REPLACEMENT_CHARACTER);
    match text.split('\n').position(|line| line.contains(is_wrong)) {
        Some(line) => Err(line + 1),
        None => Ok((text.to_owned(), encoding.name())),
    }
}
