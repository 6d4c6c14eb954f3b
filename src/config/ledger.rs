//! `[ledger]`: how long a report is waited for before the rule of `when_unknown` is applied, and whether a clock
//! that nothing synchronises is believed.

use std::time::Duration;

use super::check::word;
use super::problem::Problem;
use super::tree::{At, Reader, Section};
use crate::moment::{read_duration, show_duration};

/// A report comes within seconds or not at all, and a day is a long time before a locked door.
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_hours(24);

/// How the ledger deals with what is not certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// Before an urgent message that is unknown goes once more; 3 min unless written.
    pub resend_after_urgent: Duration,
    /// Before another does; 15 min unless written.
    pub resend_after: Duration,
    /// Whether a clock that nothing synchronises is doubted when it jumps; it is, unless written.
    pub clock: ClockTrust,
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            resend_after_urgent: Duration::from_secs(180),
            resend_after: Duration::from_secs(900),
            clock: ClockTrust::default(),
        }
    }
}

/// Whether a clock that nothing synchronises is doubted when it jumps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClockTrust {
    /// It is.
    #[default]
    Check,
    /// It is right whatever it says: on a machine that is off for days and has nobody to ask.
    Trust,
}

impl ClockTrust {
    /// Both, as they are written.
    pub(crate) const ALL: [(&str, ClockTrust); 2] =
        [("check", ClockTrust::Check), ("trust", ClockTrust::Trust)];
}

impl std::str::FromStr for ClockTrust {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or(())
    }
}

pub(super) fn ledger(reader: &mut Reader<'_>, top: &Section<'_>) -> Ledger {
    let default = Ledger::default();
    let Some(section) = reader.section(top, "ledger") else { return default };
    reader.only(&section, super::check::LEDGER, super::check::ELSEWHERE);
    let urgent = r#"resend_after_urgent = "3min""#;
    let others = r#"resend_after = "15min""#;
    let known = ClockTrust::ALL.iter().map(|(word, _)| *word);
    Ledger {
        resend_after_urgent: time(
            reader,
            &section,
            "resend_after_urgent",
            urgent,
            default.resend_after_urgent,
        ),
        resend_after: time(reader, &section, "resend_after", others, default.resend_after),
        clock: word(reader, &section, "clock", r#"clock = "check""#, known).unwrap_or_default(),
    }
}

fn time(
    reader: &mut Reader<'_>,
    section: &Section<'_>,
    key: &str,
    example: &'static str,
    default: Duration,
) -> Duration {
    let Some(At { value, line }) = reader.text(section, key, example) else { return default };
    let found = value.to_owned();
    let problem = match read_duration(value) {
        Ok(time) if (SHORTEST..=LONGEST).contains(&time) => return time,
        Ok(_) => Problem::OutOfRange { found, least: show_duration(SHORTEST), most: show_duration(LONGEST) },
        Err(_) => Problem::NotADuration { found },
    };
    reader.tell(line, section, key, problem);
    default
}
