//! The backup format of gammu, as gammu-smsd's spool has it (`OUT….smsbackup`): an INI file with a section
//! for each part of one SMS, the number in quotes, the text in UCS-2 as hexadecimal digits, cut into lines
//! (gammu's manual, "SMS Backup Format").

use super::spool::Problem;
use crate::intake::table::{Charset, text_as};

/// Sections that one file may have: more parts than any text here has.
const MOST_PARTS: usize = 32;

/// Number and text.
pub(super) fn read(file: &str, octets: &[u8]) -> Result<(String, String), Problem> {
    let broken = || Problem::Backup { file: file.to_owned() };
    let ini = text_as(octets, Charset::Any).ok_or_else(broken)?;
    let (mut parts, mut number, mut digits) = (0, None, String::new());
    for line in ini.lines().map(str::trim) {
        if line.starts_with('[') {
            parts += usize::from(line.starts_with("[SMSBackup"));
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        let (key, value) = (key.trim(), value.trim().trim_matches('"'));
        match key {
            _ if parts == 0 || key.starts_with([';', '#']) => {}
            // Parts of one SMS go to one person.
            "Number" if number.as_ref().is_none_or(|known| known == value) => number = Some(value.to_owned()),
            "Number" => return Err(broken()),
            // Octets for a program, not a text.
            "Coding" if value.starts_with("8bit") => return Err(broken()),
            _ if is_text(key) => digits.push_str(value),
            _ => {}
        }
    }
    let number = number.filter(|number| !number.is_empty());
    let number = number.ok_or_else(|| Problem::NoRecipient { file: file.to_owned() })?;
    if parts > MOST_PARTS {
        return Err(broken());
    }
    let octets = hexadecimal(&digits).ok_or_else(broken)?;
    let text = text_as(&octets, Charset::Utf16).ok_or_else(broken)?;
    Ok((number, text))
}

/// `Text00`, `Text01`, and so on; `TextUnicode` and the like are others.
fn is_text(key: &str) -> bool {
    key.strip_prefix("Text").is_some_and(|digits| digits.bytes().all(|octet| octet.is_ascii_digit()))
}

fn hexadecimal(digits: &str) -> Option<Vec<u8>> {
    let octets = digits.as_bytes();
    if !octets.len().is_multiple_of(2) || !octets.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    octets.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    fn hex(text: &str) -> String {
        text.encode_utf16().map(|unit| format!("{unit:04X}")).collect()
    }

    fn part(number: &str, texts: &[&str]) -> String {
        let texts = texts.iter().enumerate().map(|(at, text)| format!("Text{at:02} = {}\n", hex(text)));
        format!(
            "[SMSBackup000]\n# {}\nSMSC = \"+33639980999\"\nState = UnSent\nNumber = \"{number}\"\n\
             NumberUnicode = {}\n{}Coding = Unicode_No_Compression\nFolder = 1\nClass = -1\n\n",
            texts.len(),
            hex(number),
            texts.collect::<String>(),
        )
    }

    #[test]
    fn one_sms_is_read_however_it_is_cut() {
        let head = "; This file format was designed for Gammu\n; Text00 = 0041\n\n";
        let rows = [
            (part("+33639980001", &["Été à 18h", " : 5 €"]), "+33639980001", "Été à 18h : 5 €"),
            (part("0639980001", &["Un"]) + &part("0639980001", &[" et deux"]), "0639980001", "Un et deux"),
            (part("0639980001", &["Deux\nlignes 🎵"]).replace('\n', "\r\n"), "0639980001", "Deux\nlignes 🎵"),
            (part("0639980001", &[]), "0639980001", ""),
        ];
        for (given, number, text) in rows {
            let read = read("OUT.smsbackup", format!("{head}{given}").as_bytes());
            assert_eq!(read, Ok((number.to_owned(), text.to_owned())), "{given}");
        }
    }

    #[test]
    fn what_is_no_sms_is_told() {
        let file = || "OUT.smsbackup".to_owned();
        let good = part("0639980001", &["Un"]);
        let rows = [
            (String::new(), Problem::NoRecipient { file: file() }),
            (good.replace("[SMSBackup000]", "[Other]"), Problem::NoRecipient { file: file() }),
            (part("", &["Un"]), Problem::NoRecipient { file: file() }),
            (good.replace("Unicode_No_Compression", "8bit"), Problem::Backup { file: file() }),
            (good.replace("0055", "005"), Problem::Backup { file: file() }),
            (good.replace("0055", "00é5"), Problem::Backup { file: file() }),
            (good.replace("0055", "D83D"), Problem::Backup { file: file() }),
            (good.clone() + &part("0639980002", &["Un"]), Problem::Backup { file: file() }),
            (good.repeat(33), Problem::Backup { file: file() }),
        ];
        for (given, want) in rows {
            assert_eq!(read(&file(), given.as_bytes()), Err(want), "{given}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_octets_make_it_panic(text in "(\\[SMSBackup000\\]\nNumber = 06\n)?(Text0[01] = [0-9A-Fé]{0,9}\n){0,3}\\PC{0,20}") {
            if let Ok((number, _)) = read("x", text.as_bytes()) {
                assert!(!number.is_empty());
            }
        }
    }
}
