//! Which numbers may receive an SMS: the French plan from overseas prefixes to special rates, then
//! libphonenumber for what is assigned and for the rest of the world.
//! Answers first where libphonenumber would be wrong: the blocks that ARCEP keeps for fiction (our
//! sample numbers), and overseas mobiles, which it reads as invalid numbers of mainland France.

use rlibphonenumber::{PhoneNumber as Assigned, PhoneNumberFormat, PhoneNumberType};

use super::typed::Written;
use super::{NotSendable, PhoneNumber};

/// Mainland France.
const FRANCE: &str = "33";

/// `06 39 98 xx xx`: kept for films and books, and for our tests.
const FICTION: &str = "63998";

/// Overseas mobiles by the first three digits after the 0, and their country code.
const OVERSEAS: &[(&str, &str)] = &[
    ("690", "590"), // Guadeloupe, Saint-Martin, Saint-Barthélemy
    ("691", "590"),
    ("692", "262"), // Réunion
    ("693", "262"),
    ("639", "262"), // Mayotte
    ("694", "594"), // Guyane
    ("696", "596"), // Martinique
    ("697", "596"),
];

/// Whether a country code is one of those whose numbers are dialled like French ones.
pub(super) fn is_overseas(code: &str) -> bool {
    OVERSEAS.iter().any(|(_, overseas)| *overseas == code)
}

pub(super) fn judge(written: &Written) -> Result<PhoneNumber, NotSendable> {
    match written {
        Written::International(digits) => international_digits(digits),
        Written::National(digits) => match (digits.len(), digits.strip_prefix('0')) {
            (3..=6, _) => Err(NotSendable::Short),
            (10, Some(nine)) => french(nine),
            // A spreadsheet has eaten the zero.
            (9, None) => french(digits),
            // A spreadsheet has eaten the plus.
            (11 | 12, None) if digits.starts_with(FRANCE) => international_digits(digits),
            (12, None) if OVERSEAS.iter().any(|(_, code)| digits.starts_with(code)) => {
                international_digits(digits)
            }
            (7..=12, Some(_)) => Err(NotSendable::WrongLength),
            (8, None) if digits.starts_with(['6', '7']) => Err(NotSendable::WrongLength),
            _ => Err(NotSendable::NotANumber),
        },
    }
}

/// Country code first.
fn international_digits(digits: &str) -> Result<PhoneNumber, NotSendable> {
    let Some(rest) = digits.strip_prefix(FRANCE) else {
        return assigned(digits);
    };
    // `+33 (0)6` and `+33 06`: the zero is for calls from inside.
    let nine = rest.strip_prefix('0').unwrap_or(rest);
    if nine.len() == 9 { french(nine) } else { Err(NotSendable::WrongLength) }
}

/// The nine digits after the zero, or after +33.
fn french(nine: &str) -> Result<PhoneNumber, NotSendable> {
    match nine.bytes().next() {
        Some(b'1'..=b'5' | b'9') => return Err(NotSendable::Landline),
        Some(b'8') => return Err(NotSendable::Premium),
        Some(b'6' | b'7') => {}
        _ => return Err(NotSendable::NotANumber),
    }
    if nine.starts_with(FICTION) {
        return Ok(PhoneNumber(format!("+{FRANCE}{nine}")));
    }
    let overseas = OVERSEAS.iter().find(|(prefix, _)| nine.starts_with(prefix));
    assigned(&format!("{}{nine}", overseas.map_or(FRANCE, |(_, code)| code)))
}

/// Whether the plan of its country has it, and for what.
fn assigned(digits: &str) -> Result<PhoneNumber, NotSendable> {
    let number = Assigned::parse(format!("+{digits}"), None).map_err(|_| NotSendable::NotANumber)?;
    use PhoneNumberType as Kind;
    match number.get_type() {
        Kind::Mobile | Kind::FixedLineOrMobile => {
            let e164 = number.format_as(PhoneNumberFormat::E164);
            PhoneNumber::from_e164(&e164).map_err(|_| NotSendable::NotANumber)
        }
        Kind::FixedLine | Kind::VoIP | Kind::UAN | Kind::Pager => Err(NotSendable::Landline),
        Kind::PremiumRate | Kind::SharedCost | Kind::TollFree | Kind::PersonalNumber | Kind::VoiceMail => {
            Err(NotSendable::Premium)
        }
        Kind::Unknown => Err(NotSendable::Unassigned),
    }
}

/// Country code and the digits after it; no code for a number of no known country.
pub(super) fn split(number: &PhoneNumber) -> (&str, &str) {
    let digits = number.digits();
    let code = Assigned::parse(number.e164(), None).map_or(0, |read| read.country_code.to_string().len());
    digits.split_at_checked(code).unwrap_or(("", digits))
}

/// Grouped as in its own country: `+41 79 123 45 67`.
pub(super) fn international(number: &PhoneNumber) -> String {
    match Assigned::parse(number.e164(), None) {
        Ok(read) => read.format_as(PhoneNumberFormat::International).into_owned(),
        Err(_) => number.e164().to_owned(),
    }
}
