//! What can be wrong in a configuration, as data, and the English sentence of each.
//! The command line says the same in French.

use std::fmt;
use std::path::PathBuf;

use crate::message::TextPolicy;

/// All that is wrong with one file. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes {
    /// The file.
    pub file: PathBuf,
    /// In the order of their lines.
    pub list: Vec<Mistake>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// 1 for the first; 0 when the whole file is meant.
    pub line: usize,
    /// As `line.device`; empty when the whole file is meant.
    pub key: String,
    /// What.
    pub problem: Problem,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Between quotes.
    Text,
    /// Texts between brackets.
    Texts,
    /// A whole number.
    Number,
    /// Keys of its own, under a header.
    Table,
}

/// What is wrong, with what its sentence needs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The file can't be read.
    Unreadable {
        /// Of which kind that is.
        kind: std::io::ErrorKind,
        /// What the system said.
        error: String,
    },
    /// Octets that are no UTF-8.
    NotUnicode,
    /// Not TOML.
    Syntax {
        /// What the reader said.
        message: String,
    },
    /// No such key here.
    UnknownKey {
        /// The most alike of those there are.
        nearest: Option<String>,
        /// The section that has a key of this name.
        belongs: Option<&'static str>,
        /// All there are.
        known: String,
    },
    /// Another type than the key takes.
    WrongType {
        /// What it takes.
        takes: Kind,
        /// A right line.
        example: &'static str,
    },
    /// A word that is none of the list.
    NotOneOf {
        /// As written.
        found: String,
        /// The most alike.
        nearest: Option<String>,
        /// All there are.
        known: String,
    },
    /// A number or a duration that is too small or too great.
    OutOfRange {
        /// As written.
        found: String,
        /// The smallest.
        least: String,
        /// The greatest.
        most: String,
    },
    /// Not a duration.
    NotADuration {
        /// As written.
        found: String,
    },
    /// A key that must be there.
    Missing {
        /// A right line.
        example: &'static str,
        /// The section that it goes under, where that is missing too.
        under: Option<&'static str>,
    },
    /// A path that names no file.
    NotAFile {
        /// A right line.
        example: &'static str,
    },
    /// `[line]` where `[[line]]` is meant.
    SingleBrackets {
        /// Its name.
        section: &'static str,
    },
    /// A list without anything in it.
    EmptyList,
    /// The same once more.
    Duplicate {
        /// What.
        value: String,
        /// Where it stands first.
        first: usize,
    },
    /// An outbox names a service that no table describes.
    UnknownService {
        /// As written.
        found: String,
        /// The most alike.
        nearest: Option<String>,
        /// All there are.
        known: String,
    },
    /// A name that is no name.
    BadName {
        /// As written.
        found: String,
    },
    /// A signature that is none.
    BadSignature {
        /// Characters that it may have.
        most: usize,
    },
    /// A signature for which each text would be refused.
    SignatureRefused {
        /// The first sign that GSM-7 has not.
        character: String,
    },
    /// Names of emoji under a policy that changes no sign.
    IdleEmoji {
        /// The policy.
        policy: TextPolicy,
    },
    /// Tables of languages under a policy that never takes one.
    IdleNational {
        /// The policy.
        policy: TextPolicy,
    },
    /// Not 15 digits.
    BadImei,
    /// Neither an ICCID nor `imsi:` and digits.
    BadIccid,
    /// No zone of that name.
    UnknownZone {
        /// As written.
        found: String,
    },
    /// Neither `device` nor `imei`.
    NoPlace,
    /// An outbox that lies in the store's own folder.
    BesideStore,
    /// An outbox in the folder of another.
    SharedFolder {
        /// Where that one stands.
        first: usize,
    },
    /// The path of the store.
    PathTaken,
    /// A folder that is needed for another thing.
    FolderTaken {
        /// `the store` or `an outbox`.
        by: &'static str,
    },
    /// A key that only lists have, in a drop folder of single SMS.
    NotInSpool,
    /// A brace that is not closed.
    OpenBrace,
    /// Not `COLUMN=VALUE`.
    BadWhere {
        /// As written.
        found: String,
    },
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.list.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            let place = mistake.place(&self.file);
            write!(f, "{place}: {}", mistake.problem)?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}

impl Mistake {
    /// `beffroi.toml:12: line.device`, as far as it is known.
    pub fn place(&self, file: &std::path::Path) -> String {
        let mut place = file.display().to_string();
        if self.line > 0 {
            place.push_str(&format!(":{}", self.line));
        }
        if !self.key.is_empty() {
            place.push_str(": ");
            place.push_str(&self.key);
        }
        place
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Text => "a text between quotes",
            Kind::Texts => "a list of texts",
            Kind::Number => "a whole number",
            Kind::Table => "a section of keys",
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Unreadable { error, .. } => {
                write!(f, "can't be read ({error}): name another with --config, or write one with beffroi config default")
            }
            Problem::NotUnicode => f.write_str("not UTF-8: save the file as UTF-8 in a text editor"),
            Problem::Syntax { message } => write!(f, "not TOML: {message}"),
            Problem::UnknownKey { belongs: Some(section), .. } => {
                write!(f, "no such key here: it belongs {}", where_english(section))
            }
            Problem::UnknownKey { nearest: Some(nearest), .. } => {
                write!(f, "no such key: is {nearest} meant?")
            }
            Problem::UnknownKey { known, .. } => write!(f, "no such key in this version: choose from {known}"),
            Problem::WrongType { takes, example } => write!(f, "takes {takes}: write {example}"),
            Problem::NotOneOf { found, nearest: Some(nearest), .. } => {
                write!(f, "\"{found}\" is not known here: is \"{nearest}\" meant?")
            }
            Problem::NotOneOf { found, known, .. } => {
                write!(f, "\"{found}\" is not known here: write one of {known}")
            }
            Problem::OutOfRange { found, least, most } => {
                write!(f, "{found} is out of range: write {least} to {most}")
            }
            Problem::NotADuration { found } => {
                write!(f, "\"{found}\" is not a duration: write a whole number and its unit, as in 100ms, 5s, 2min, 12h or 3d")
            }
            Problem::Missing { example, under: None } => write!(f, "is missing: write {example}"),
            Problem::Missing { example, under: Some(section) } => {
                write!(f, "is missing: write {example} under {section}")
            }
            Problem::NotAFile { example } => write!(f, "names no file: write {example}"),
            Problem::SingleBrackets { section } => {
                write!(f, "there may be several: write [[{section}]] with two brackets")
            }
            Problem::EmptyList => {
                f.write_str("allows nothing at all: name some, or leave the key out to allow all")
            }
            Problem::Duplicate { value, first } => {
                write!(f, "\"{value}\" stands in line {first} already: each must be its own")
            }
            Problem::UnknownService { found, nearest: Some(nearest), .. } => {
                write!(f, "no service \"{found}\": is \"{nearest}\" meant? else add [service.{found}]")
            }
            Problem::UnknownService { found, known, .. } => {
                write!(f, "no service \"{found}\": add [service.{found}], or name one of {known}")
            }
            Problem::BadName { found } => write!(
                f,
                "\"{found}\" is no name: write 1 to 32 letters, digits, - _ or . and begin with a letter or a digit"
            ),
            Problem::BadSignature { most } => {
                write!(f, "is no signature: write 1 to {most} characters on one line, with a letter or a digit among them")
            }
            Problem::SignatureRefused { character } => write!(
                f,
                "has a {character}, which GSM-7 has not: with text = \"refuse\" each text would be refused for it; write it otherwise"
            ),
            Problem::IdleEmoji { policy } => write!(
                f,
                "does nothing with text = \"{policy}\": write text = \"typographic\" or \"fold\", or leave it out"
            ),
            Problem::IdleNational { policy } => write!(
                f,
                "does nothing with text = \"{policy}\": write text = \"typographic\" or \"keep\", or leave it out"
            ),
            Problem::BadImei => f.write_str("is no IMEI: write its 15 digits, as in imei = \"356938035643809\""),
            Problem::BadIccid => f.write_str("is no ICCID: write the 18 to 20 digits printed on the SIM, or imsi: and 14 or 15 digits"),
            Problem::UnknownZone { found } => write!(
                f,
                "no time zone \"{found}\": write an IANA name, as in zone = \"Europe/Paris\" or \"Indian/Reunion\""
            ),
            Problem::NoPlace => f.write_str(
                "has neither device nor imei: write device = \"/dev/serial/by-id/…\", device = \"auto\" or imei = \"…\"",
            ),
            Problem::BesideStore => f.write_str(
                "lies in the store's own folder, which no producer may enter: give it a folder of its own, as in outbox/outbox.db",
            ),
            Problem::SharedFolder { first } => {
                write!(f, "lies in the folder of the outbox in line {first}: give each a folder of its own")
            }
            Problem::PathTaken => f.write_str("is the path of the store already: write another"),
            Problem::FolderTaken { by } => {
                write!(f, "holds {by}: give the dropped files a folder of their own, as in /var/lib/beffroi/drop")
            }
            Problem::NotInSpool => {
                f.write_str("is for lists: with format = \"spool\" each file brings its own recipient and text; leave the key out")
            }
            Problem::OpenBrace => f.write_str(
                "opens a brace without closing it: write the name of a column between braces, or the brace twice for one in the text",
            ),
            Problem::BadWhere { found } => {
                write!(f, "\"{found}\" is no condition: write COLUMN=VALUE, as in where = [\"Professeur=Mme Petit\"]")
            }
        }
    }
}

fn where_english(section: &str) -> String {
    match section {
        "" => "at the top, before the first [section]".to_owned(),
        _ => format!("under {section}"),
    }
}
