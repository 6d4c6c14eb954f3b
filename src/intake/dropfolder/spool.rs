//! The spool files of two programs that towns already have, one SMS a file: gammu-smsd puts the recipient
//! into the name (`OUT+336….txt`, gammu-smsd-files(7)) or writes its own format (`backup`), smstools into headers before a
//! blank line.

use serde::Serialize;

use super::backup;
use crate::intake::table::{Charset, text_as};

/// Recipients that one file may name.
const MOST: usize = 100;

/// A file's one SMS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sms {
    /// As written, a plus before what is international.
    pub(super) recipients: Vec<String>,
    pub(super) text: String,
}

/// Why a file is none. Its sentences are `spool-…` in `wording`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub(super) enum Problem {
    /// No header `To:`, and no `OUT…` name.
    NoRecipient { file: String },
    /// More than [`MOST`].
    TooManyRecipients { file: String, limit: usize },
    /// Not text in the alphabet that it says.
    NotText { file: String },
    /// An alphabet that is none of text.
    Alphabet { file: String, alphabet: String },
    /// Not one SMS of text in gammu's own format.
    Backup { file: String },
}

/// Reads one.
pub(super) fn read(file: &str, octets: &[u8]) -> Result<Sms, Problem> {
    let name = || file.to_owned();
    let lower = file.to_lowercase();
    if lower.contains(".smsbackup") {
        let (number, text) = backup::read(file, octets)?;
        return Ok(Sms { recipients: vec![international(&number)], text: trimmed(&text) });
    }
    let by_name = of_name(file);
    if let Some(recipient) = by_name {
        let text = text_as(octets, Charset::Any).ok_or_else(|| Problem::NotText { file: name() })?;
        return Ok(Sms { recipients: vec![recipient], text: trimmed(&text) });
    }
    with_headers(file, octets)
}

/// The recipient in a name of gammu's: `OUT<number>`, `OUT<A-Z>_<number>_…`, or
/// `OUT<A-Z><date>_<time>_<serial>_<number>_…`.
fn of_name(file: &str) -> Option<String> {
    let stem = file.strip_prefix("OUT")?;
    let stem = stem.split_once('.').map_or(stem, |(stem, _)| stem);
    let is_number = |text: &&str| {
        let digits = text.strip_prefix('+').unwrap_or(text);
        digits.len() > 2 && digits.bytes().all(|octet| octet.is_ascii_digit())
    };
    let without = stem.strip_prefix(|sign: char| sign.is_ascii_uppercase());
    let fields: Vec<&str> = stem.split('_').collect();
    let number = match (without, fields.as_slice()) {
        (Some(rest), [_, number, ..]) if rest.split('_').next() == Some("") => number,
        (_, [_, _, _, number, ..]) => number,
        (None, [number, ..]) => number,
        _ => return None,
    };
    Some(*number).filter(is_number).map(international)
}

/// `To:` and the like, a blank line, the text; headers that say nothing to us are passed over.
fn with_headers(file: &str, octets: &[u8]) -> Result<Sms, Problem> {
    let name = || file.to_owned();
    let (head, body) = halves(octets);
    let head = text_as(head, Charset::Any).ok_or_else(|| Problem::NotText { file: name() })?;
    let (mut recipients, mut charset) = (Vec::new(), Charset::Any);
    for line in head.lines() {
        let Some((header, value)) = line.split_once(':') else { continue };
        match header.trim() {
            "To" => recipients.extend(
                value.split(',').map(str::trim).filter(|number| !number.is_empty()).map(international),
            ),
            "Alphabet" => {
                charset = alphabet(value)
                    .ok_or_else(|| Problem::Alphabet { file: name(), alphabet: value.trim().to_owned() })?;
            }
            _ => {}
        }
    }
    if recipients.is_empty() {
        return Err(Problem::NoRecipient { file: name() });
    }
    if recipients.len() > MOST {
        return Err(Problem::TooManyRecipients { file: name(), limit: MOST });
    }
    let text = text_as(body, charset).ok_or_else(|| Problem::NotText { file: name() })?;
    Ok(Sms { recipients, text: trimmed(&text) })
}

/// Before and after the first blank line.
fn halves(octets: &[u8]) -> (&[u8], &[u8]) {
    let mut begin = 0;
    for line in octets.split_inclusive(|octet| *octet == b'\n') {
        let end = begin + line.len();
        if line.trim_ascii().is_empty() {
            return (octets.get(..begin).unwrap_or_default(), octets.get(end..).unwrap_or_default());
        }
        begin = end;
    }
    (octets, &[])
}

/// Only the first three letters count, as there.
fn alphabet(value: &str) -> Option<Charset> {
    let word: String = value.trim().chars().take(3).collect::<String>().to_lowercase();
    match word.as_str() {
        "iso" | "lat" | "ans" => Some(Charset::Latin9),
        "utf" => Some(Charset::Any),
        "ucs" | "chi" | "uni" => Some(Charset::Utf16),
        _ => None,
    }
}

/// Numbers stand there in international form without the plus, short ones with an `s`.
fn international(number: &str) -> String {
    let digits: String = number.chars().filter(|sign| !sign.is_whitespace()).collect();
    let bare =
        digits.len() > 8 && digits.bytes().all(|octet| octet.is_ascii_digit()) && !digits.starts_with('0');
    if bare { format!("+{digits}") } else { digits }
}

/// Without the line end that editors put behind the last line.
fn trimmed(text: &str) -> String {
    text.trim_end_matches('\n').to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_recipient_is_in_the_name_or_in_the_headers() {
        let rows: &[(&str, &[u8], &[&str], &str)] = &[
            ("OUT+33639980001.txt", "Été à 18h\n".as_bytes(), &["+33639980001"], "Été à 18h"),
            ("OUT0639980001.txt", b"\xC9t\xE9", &["0639980001"], "Été"),
            ("OUTA_33639980001_03.txtd", b"x", &["+33639980001"], "x"),
            ("OUTC20261125_120000_00_+33639980001_sms0.txt", b"x", &["+33639980001"], "x"),
            ("OUT20261125_120000_00_0639980001_note.txt", b"x", &["0639980001"], "x"),
            ("OUT0639980001.txt", b"\xFF\xFE\xC9\0t\0", &["0639980001"], "Ét"),
            ("send_x1", b"To: 33639980001\n\nHello\n\nyou\n", &["+33639980001"], "Hello\n\nyou"),
            ("x", b"To: 33 6 39 98 00 01\r\nFlash: yes\r\n\r\nHi\r\n", &["+33639980001"], "Hi"),
            ("x", b"To: 0639980001\nAlphabet: ISO-8859-15\n\n5 \xA4", &["0639980001"], "5 €"),
            ("x", "To: 0639980001\nAlphabet: UTF-8\n\n5 €".as_bytes(), &["0639980001"], "5 €"),
            ("x", b"To: 0639980001\nAlphabet: UCS2\n\n\0O\0K", &["0639980001"], "OK"),
            (
                "x",
                b"To: 0639980001, 0639980002\nTo: 0639980003\n\nx",
                &["0639980001", "0639980002", "0639980003"],
                "x",
            ),
            ("x", b"To: 0639980001", &["0639980001"], ""),
        ];
        for (file, octets, recipients, text) in rows {
            let want = Sms {
                recipients: recipients.iter().map(|number| (*number).to_owned()).collect(),
                text: (*text).to_owned(),
            };
            assert_eq!(read(file, octets).as_ref(), Ok(&want), "{file}");
        }
    }

    #[test]
    fn what_is_no_sms_is_told() {
        let file = || "x".to_owned();
        let many = format!("To: {}\n\nx", "0639980001,".repeat(101));
        let rows: &[(&str, &[u8], Problem)] = &[
            ("x", b"", Problem::NoRecipient { file: file() }),
            ("x", b"Hello\n\nTo: 0639980001", Problem::NoRecipient { file: file() }),
            (
                "x",
                b"To: 1\nAlphabet: binary\n\nx",
                Problem::Alphabet { file: file(), alphabet: "binary".into() },
            ),
            ("x", b"To: 1\nAlphabet: UCS2\n\n\0O\0", Problem::NotText { file: file() }),
            ("x", b"To: 1\n\n\0\x01", Problem::NotText { file: file() }),
            ("x", many.as_bytes(), Problem::TooManyRecipients { file: file(), limit: 100 }),
            ("OUTA.smsbackup", b"x", Problem::NoRecipient { file: "OUTA.smsbackup".into() }),
        ];
        for (file, octets, want) in rows {
            assert_eq!(read(file, octets).as_ref(), Err(want), "{file}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_octets_make_it_panic(name in "(OUT)?[A-Z]?[0-9_+.]{0,20}\\PC{0,3}", octets: Vec<u8>) {
            if let Ok(sms) = read(&name, &octets) {
                assert!(!sms.recipients.is_empty());
            }
        }
    }
}
