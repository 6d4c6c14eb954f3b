//! The configuration: TOML in, checked values out, with line, key and remedy for what is wrong.
//! Prints its own commented default. Opens no other file and asks no clock.

mod problem;
mod tree;
mod check;
mod dropfolder;
mod ledger;
mod line;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::de::DeTable;

use crate::message::{Emoji, Lane, NationalTable, TextPolicy, WhenUnknown};
use crate::moment::Zone;
use crate::text::Rules;

pub use ledger::{ClockTrust, Ledger};
pub use problem::{Kind, Mistake, Mistakes, Problem};

/// A commented configuration that is right as it stands.
pub const DEFAULT: &str = include_str!("default.toml");

/// A checked configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// The private SQLite file.
    pub store: PathBuf,
    /// The control socket; `control.sock` beside the store unless written.
    pub control: PathBuf,
    /// `language = "fr" | "en"` for what the daemon writes into outboxes; French unless written.
    pub language: String,
    /// For local times in rows; Europe/Paris unless written.
    pub zone: Zone,
    /// By name; holds `default` where none is written.
    pub services: BTreeMap<String, Service>,
    /// At least one.
    pub outboxes: Vec<Outbox>,
    /// Folders into which files are put; may be empty.
    pub drops: Vec<DropFolder>,
    /// In the order written; may be empty (then work is taken in and waits).
    pub lines: Vec<Line>,
    /// How what is not certain is dealt with.
    pub ledger: Ledger,
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// For rows that name no lane; `normal` unless written.
    pub lane: Lane,
    /// The rule for what stays unknown; where none is written, `resend-once` for urgent messages that say when
    /// they expire, else `ask`.
    pub when_unknown: Option<WhenUnknown>,
    /// What becomes of signs that GSM-7 has not.
    pub text: TextPolicy,
    /// What becomes of emoji where `text` changes signs.
    pub emoji: Emoji,
    /// The languages whose letters may stand behind an escape where that takes fewer parts than UCS-2, the one to
    /// take first before the others; none unless written.
    pub tables: Vec<NationalTable>,
    /// The last line of each of its texts; none unless written.
    pub signature: Option<String>,
    /// Parts that a message may have at most; [`Service::most_parts`] where none is written.
    pub max_parts: Option<u8>,
}

impl Service {
    /// What is done to its texts.
    pub fn rules(&self) -> Rules<'_> {
        let (tables, signature) = (&*self.tables, self.signature.as_deref());
        Rules { policy: self.text, emoji: self.emoji, tables, signature }
    }

    /// Parts that a message of a lane may have at most: 3, urgent 6, unless written.
    pub fn most_parts(&self, lane: Lane) -> u8 {
        self.max_parts.unwrap_or(match lane {
            Lane::Urgent => 6,
            Lane::Normal | Lane::Bulk => 3,
        })
    }
}

/// A public file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbox {
    /// Where.
    pub path: PathBuf,
    /// Services it may speak for; `None`: any that is configured.
    pub services: Option<Vec<String>>,
    /// Lanes it may use; `None`: any.
    pub lanes: Option<Vec<Lane>>,
    /// Its producer's group, for `db init`.
    pub group: Option<String>,
}

/// A folder into which office programs put files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropFolder {
    /// The folder.
    pub path: PathBuf,
    /// What its files are.
    pub format: DropFormat,
    /// Who speaks.
    pub service: String,
    /// How urgently; the service's unless written.
    pub lane: Lane,
    /// What is said, with `{Column}` fields; empty for a spool.
    pub text: String,
    /// `COLUMN=VALUE` each: only these rows.
    pub conditions: Vec<String>,
    /// The telephone column; found by its name unless written.
    pub phone: Option<String>,
    /// The group of those who fill it, for `db init`.
    pub group: Option<String>,
    /// More recipients than this wait for a person; 50, in the urgent lane 200, unless written; 0: never.
    pub confirm_above: u32,
    /// How long files and results are kept, and the same content is not taken twice; 24 h unless written.
    pub keep: Duration,
}

/// What the files of a drop folder are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropFormat {
    /// Lists with a header, a recipient a row.
    Csv,
    /// One SMS each, as gammu-smsd and smstools take them.
    Spool,
}

/// A SIM in a modem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// Where the modem is.
    pub device: Device,
    /// Only this modem (15 digits), whatever its port.
    pub imei: Option<String>,
    /// Only this SIM.
    pub iccid: Option<String>,
    /// How long a result may take; 120 s unless written.
    pub result_timeout: Duration,
    /// Where this SIM's PIN is, on a line of its own.
    pub pin_file: Option<PathBuf>,
    /// What becomes of the PIN where the modem does not tell how many tries are left; kept unless
    /// written.
    pub pin_tries_unknown: TriesUnknown,
    /// How delivery reports are to come; as is best for the modem unless written.
    pub reports: Reports,
}

/// How delivery reports are to come from a modem.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reports {
    /// As is best for this kind of modem.
    #[default]
    Auto,
    /// Kept in the modem until they are on disk.
    Stored,
    /// Shown, and offered again by the network until they are on disk.
    Acknowledged,
    /// Shown once.
    Direct,
}

impl Reports {
    /// All, as they are written.
    pub(crate) const ALL: [(&str, Reports); 4] = [
        ("auto", Reports::Auto),
        ("stored", Reports::Stored),
        ("acknowledged", Reports::Acknowledged),
        ("direct", Reports::Direct),
    ];
}

impl std::str::FromStr for Reports {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or(())
    }
}

/// What becomes of a PIN whose tries can't be counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TriesUnknown {
    /// Not entered.
    #[default]
    Keep,
    /// Entered, once.
    Enter,
}

impl TriesUnknown {
    /// Both, as they are written.
    pub(crate) const ALL: [(&str, TriesUnknown); 2] =
        [("keep", TriesUnknown::Keep), ("enter", TriesUnknown::Enter)];
}

impl std::str::FromStr for TriesUnknown {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or(())
    }
}

/// Where a modem is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Device {
    /// At this path.
    Path(PathBuf),
    /// At any port that looks like a modem's.
    Auto,
}

impl Config {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// [`Mistakes`]: all that is wrong with it, or that it can't be read.
    pub fn read(file: &Path) -> Result<Self, Mistakes> {
        let (line, problem) = match std::fs::read(file).map(String::from_utf8) {
            Ok(Ok(text)) => return Self::parse(&text, file),
            Ok(Err(error)) => {
                let right = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
                (1 + right.filter(|&&octet| octet == b'\n').count(), Problem::NotUnicode)
            }
            Err(error) => (0, Problem::Unreadable { kind: error.kind(), error: error.to_string() }),
        };
        let mistake = Mistake { line, key: String::new(), problem };
        Err(Mistakes { file: file.to_owned(), list: vec![mistake] })
    }

    /// Checks a text; `file` is for the sentences, and relative paths begin at its folder.
    ///
    /// # Errors
    /// [`Mistakes`]: all that is wrong with it.
    pub fn parse(text: &str, file: &Path) -> Result<Self, Mistakes> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reader = tree::Reader::of(text);
        // Behind a slip of the grammar keys stand where nobody wrote them: nothing more is judged.
        for error in &errors {
            let line = error.span().map_or(1, |span| reader.line(&span));
            let problem = Problem::Syntax { message: error.message().replace('\n', ", ") };
            reader.note(line, String::new(), problem);
        }
        let folder = file.parent().unwrap_or(Path::new(""));
        let config = match errors.is_empty() {
            true => check::config(&mut reader, &tree::Section::top(table.get_ref()), folder),
            false => None,
        };
        let list = reader.into_mistakes();
        match config {
            Some(config) if list.is_empty() => Ok(config),
            _ => Err(Mistakes { file: file.to_owned(), list }),
        }
    }
}

impl Default for Service {
    /// What a service is unless written.
    fn default() -> Self {
        Self {
            lane: Lane::Normal,
            when_unknown: None,
            text: TextPolicy::Typographic,
            emoji: Emoji::Keep,
            tables: Vec::new(),
            signature: None,
            max_parts: None,
        }
    }
}
