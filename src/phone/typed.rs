//! What people type and what spreadsheets make of it, undone: blanks of all kinds, dots, brackets,
//! fullwidth digits, `tel:`, a leading apostrophe, `612345678.0`, `6,12345678E8`.
//! Tells one number from several; does not know which numbers exist (that is `plan`).

use super::NotSendable;

/// Digits, and how they are to be taken.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Written {
    /// After `+` or `00`: country code first.
    International(String),
    /// Anything else.
    National(String),
}

/// Longer cells hold a letter to somebody, no number. Octets.
const LONGEST: usize = 200;

/// What stands before a number on visiting cards; a longer one before its own beginning.
const LABELS: &[&str] =
    &["téléphone", "telephone", "portable", "mobile", "tél", "tel", "port", "mob", "gsm", "sms", "n°"];

/// Words between two numbers.
const BETWEEN: &[&str] = &["ou", "et", "puis", "or", "and"];

/// Two French numbers without their zeros: the least that several numbers in a row can be.
const SEVERAL_DIGITS: usize = 18;

/// A piece beside `/` or `,` with so many digits is a number of its own, not a pair of digits.
const OWN_DIGITS: usize = 5;

pub(super) fn read(typed: &str) -> Result<Written, NotSendable> {
    if typed.len() > LONGEST {
        return Err(NotSendable::NotANumber);
    }
    let plain = plain(typed);
    let bare = without_label(plain.trim_matches(|c: char| c.is_whitespace() || "'\"=".contains(c)));
    if !bare.chars().any(char::is_alphanumeric) {
        return Err(NotSendable::Empty);
    }
    if let Some(digits) = from_spreadsheet(bare) {
        return Ok(Written::National(digits?));
    }
    if is_several(bare) {
        return Err(NotSendable::Several);
    }
    one_number(bare)
}

/// In lower-case ASCII where that is what is meant; a line break becomes `;`, which it stands for.
fn plain(typed: &str) -> String {
    typed
        .chars()
        .filter_map(|c| match c {
            // Directional marks come along when a number is copied from a contact list.
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => None,
            '\u{FEFF}' | '\u{AD}' => None,
            '\n' | '\r' => Some(';'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' | '\u{2043}' => Some('-'),
            '’' | '‘' | '`' | '´' | 'ʼ' => Some('\''),
            '«' | '»' | '“' | '”' => Some('"'),
            '·' | '•' | '\u{2024}' | '\u{2027}' => Some('.'),
            // Fullwidth forms repeat ASCII from 0x21 on.
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0),
            c if c.is_whitespace() => Some(' '),
            c => Some(c),
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// `tél. portable : 06…` without what stands before the number.
fn without_label(text: &str) -> &str {
    let mut rest = text;
    while let Some(after) = LABELS.iter().find_map(|label| rest.strip_prefix(label)) {
        if after.starts_with(char::is_alphabetic) {
            break;
        }
        rest = after.trim_start_matches([' ', '.', ':']);
    }
    rest
}

/// The digits of a number that a spreadsheet took for a quantity: `612345678.0`, `6,12345678E8`.
fn from_spreadsheet(text: &str) -> Option<Result<String, NotSendable>> {
    let (mantissa, exponent) = match text.split_once('e') {
        Some((mantissa, exponent)) => {
            let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
            let plausible = (1..=2).contains(&exponent.len()) && all_digits(exponent);
            (mantissa, Some(exponent.parse::<usize>().ok().filter(|_| plausible)?))
        }
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    if !all_digits(whole) || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match exponent {
        // Fewer digits behind the comma than the exponent moves it: the last were rounded away, or
        // were zeros. Nobody can tell.
        Some(places) if fraction.len() < places => Some(Err(NotSendable::LostDigits)),
        Some(places) => {
            let (kept, rest) = fraction.split_at_checked(places)?;
            let exact = rest.bytes().all(|b| b == b'0');
            Some(if exact { Ok(format!("{whole}{kept}")) } else { Err(NotSendable::NotANumber) })
        }
        // `06.39.98.00` has pairs of digits between dots; a quantity has all before its only one.
        None if whole.len() >= 9 && !fraction.is_empty() && fraction.bytes().all(|b| b == b'0') => {
            Some(Ok(whole.to_owned()))
        }
        None => None,
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn digits_in(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// Whether a person would read more than one number here.
fn is_several(text: &str) -> bool {
    if digits_in(text) >= SEVERAL_DIGITS && !all_digits(text) {
        return true;
    }
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| BETWEEN.contains(word)).count();
    let hard = text.split([';', '|', '&']).filter(|piece| digits_in(piece) > 0).count();
    let soft = text.split(['/', ',', '\\']).filter(|piece| digits_in(piece) >= OWN_DIGITS).count();
    words > 0 || hard > 1 || soft > 1
}

/// The digits of one number, when nothing but what people put between digits stands between them.
fn one_number(text: &str) -> Result<Written, NotSendable> {
    let opened = text.trim_start_matches(['(', '[', ' ']);
    let (plus, rest) = opened.strip_prefix('+').map_or((false, opened), |rest| (true, rest));
    let between = |c: char| " .-()[]/,\\_;|&'\"".contains(c);
    if !rest.chars().all(|c| c.is_ascii_digit() || between(c)) {
        return Err(NotSendable::NotANumber);
    }
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let after_exit_code = digits.strip_prefix("00");
    Ok(match (plus, after_exit_code) {
        (_, Some(after)) => Written::International(after.to_owned()),
        (true, None) => Written::International(digits),
        (false, None) => Written::National(digits),
    })
}
