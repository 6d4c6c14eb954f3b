//! Why a TPDU can't be written, as one line in the reader's language that names the field.

use super::words::{self, say};
use crate::sms::{DecodeError, EncodeError, Fault};
use crate::wording::Language;

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// A field that such a TPDU can't be without.
    Missing(&'static str),
    /// This is no number.
    Number(&'static str),
    /// This is no time, or has no zone.
    Time(&'static str),
    /// A word that is none of those that the field knows.
    Word(&'static str, String),
    /// Two fields that say the same differently.
    Disagreeing(&'static str, &'static str),
    /// Octets that are not what they should be.
    Octets(&'static str, DecodeError),
    /// A value that the field can't hold.
    Value(&'static str, EncodeError),
    /// An option that such a TPDU has no field for.
    Foreign(&'static str, String),
    /// A table of septets for what goes otherwise.
    Shift(&'static str, &'static str),
    /// A field that nobody knows.
    Unknown(String),
    /// A field that can't be this.
    Unfit(String, String),
    /// What was given as fields is none.
    Unreadable(String),
    /// Nothing was given as fields.
    NoObject,
    /// From there on it is no JSON.
    NoJson { line: usize, column: usize },
}

impl Wrong {
    /// The field, by the name that `--fields` has for it.
    pub(super) fn field(&self) -> Option<&str> {
        match self {
            Self::Missing(field)
            | Self::Number(field)
            | Self::Time(field)
            | Self::Word(field, _)
            | Self::Disagreeing(field, _)
            | Self::Octets(field, _)
            | Self::Value(field, _) => Some(field),
            Self::Unknown(field) | Self::Unfit(field, _) => Some(field),
            Self::Foreign(option, _) | Self::Shift(option, _) => Some(option),
            Self::Unreadable(_) | Self::NoObject | Self::NoJson { .. } => None,
        }
    }

    /// The same of fields by other names.
    pub(super) fn renamed(self, name: impl Fn(&'static str) -> &'static str) -> Self {
        match self {
            Self::Missing(field) => Self::Missing(name(field)),
            Self::Number(field) => Self::Number(name(field)),
            Self::Time(field) => Self::Time(name(field)),
            Self::Word(field, word) => Self::Word(name(field), word),
            Self::Disagreeing(one, other) => Self::Disagreeing(name(one), name(other)),
            Self::Octets(field, error) => Self::Octets(name(field), error),
            Self::Value(field, error) => Self::Value(name(field), error),
            otherwise => otherwise,
        }
    }

    /// One line.
    pub(super) fn told(&self, language: Language) -> String {
        let pair = |pair| say(language, pair);
        let colon = pair(words::COLON);
        match self {
            Self::Missing(field) => format!("{field}{colon} {}", pair(words::MISSING)),
            Self::Number(field) => format!("{field}{colon} {}", pair(words::NOT_A_NUMBER)),
            Self::Time(field) => format!("{field}{colon} {}", pair(words::NOT_A_TIME)),
            Self::Word(field, word) => format!("{field}{colon} {} {word}", pair(words::NOT_A_WORD)),
            Self::Disagreeing(one, other) => format!("{one}, {other}{colon} {}", pair(words::DISAGREEING)),
            Self::Octets(field, error) => format!("{field}{colon} {}", octets(*error, language)),
            Self::Value(field, error) => format!("{field}{colon} {}", value(*error, language)),
            Self::Foreign(option, kind) => format!("{option}{colon} {} {kind}", pair(words::FOREIGN)),
            Self::Shift(option, alphabet) => format!("{option}{colon} {} {alphabet}", pair(words::NO_SHIFT)),
            Self::Unknown(field) => format!("{field}{colon} {}", pair(words::UNKNOWN_FIELD)),
            Self::Unfit(field, value) => format!("{field}{colon} {} {value}", pair(words::UNFIT)),
            Self::Unreadable(why) => format!("{} {why}", pair(words::NOT_FIELDS)),
            Self::NoObject => pair(words::NO_OBJECT).to_owned(),
            Self::NoJson { line, column } => {
                let place = [("{line}", line), ("{column}", column)];
                place.iter().fold(pair(words::NO_JSON).to_owned(), |told, (word, number)| {
                    told.replace(word, &number.to_string())
                })
            }
        }
    }
}

/// What is wrong with octets.
pub(super) fn octets(error: DecodeError, language: Language) -> String {
    let fault = match error.fault {
        Fault::Underflow => words::UNDERFLOW,
        Fault::NotADigit => words::FAULT_DIGIT,
        Fault::TooLong => words::FAULT_TOO_LONG,
        Fault::BeyondUserData => words::BEYOND,
        Fault::MessageType => words::OTHER_TYPE,
        Fault::HalfUnit => words::HALF_UNIT,
        Fault::LoneSurrogate => words::LONE_SURROGATE,
        Fault::NotHexadecimal => words::NOT_HEXADECIMAL,
        Fault::HalfOctet => words::HALF_OCTET,
        Fault::Trailing => words::TRAILING,
        Fault::Discarded => words::ANNOUNCED,
        Fault::SpareBit => words::SPARE_BIT,
        Fault::Reserved => words::RESERVED_VALUE,
        Fault::Filler => words::FILLER,
    };
    let index = error.index.map(|index| format!("[{index}]")).unwrap_or_default();
    let [at, fault, colon] = [words::AT_OCTET, fault, words::COLON].map(|pair| say(language, pair));
    format!("{}{index} {at} {}{colon} {fault}", error.field, error.octet)
}

/// What a field can't hold.
fn value(error: EncodeError, language: Language) -> String {
    let pair = |pair| say(language, pair);
    match error {
        EncodeError::NotInAlphabet { character, position } => {
            let code = u32::from(character);
            format!("{} {position} (U+{code:04X}) {}", pair(words::CHARACTER), pair(words::NOT_IN_ALPHABET))
        }
        EncodeError::TooLong { found, limit, .. } => {
            format!("{} ({found}, {} {limit})", pair(words::TOO_LONG), pair(words::AT_MOST))
        }
        EncodeError::NotADigit => pair(words::NOT_A_DIGIT).to_owned(),
        EncodeError::NoSuchPart { number, total } => {
            format!("{} {number}/{total}", pair(words::NO_SUCH_PART))
        }
        EncodeError::NoSuchTime { .. } => pair(words::NO_SUCH_TIME).to_owned(),
        EncodeError::NoSuchPeriod { .. } => pair(words::NO_SUCH_PERIOD).to_owned(),
        EncodeError::CodingMismatch => pair(words::CODING_MISMATCH).to_owned(),
    }
}
