//! How things stand with a virtual modem for as long as nobody changes it: its SIM, its network, its
//! memory, what it says at all. Written `NAME=VALUE`, e.g. `sim=pin`; the values are a table.

use std::fmt;
use std::str::FromStr;

/// How the SIM stands (TS 27.007 §8.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sim {
    /// Open.
    Ready,
    /// There is none.
    Absent,
    /// It wants its PIN, with so many tries left.
    Pin(u8),
    /// It wants its PUK.
    Puk,
    /// It never gets ready.
    Busy,
    /// It does not work.
    Failed,
}

/// What comes of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// What should.
    Proper,
    /// OK and no more, whatever is asked: a port for something else.
    OkToAll,
    /// Nothing.
    None,
    /// Octets that are no language.
    Rubbish,
}

/// What comes of a message that is like one that the service centre has, and asks not to be taken then (TP-RD,
/// TS 23.040 §9.2.3.25).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplicates {
    /// It is taken all the same: most centres go by TP-MR, which a modem gives anew each time.
    #[default]
    Taken,
    /// It is refused by 197 where recipient and text are the same.
    Refused,
}

/// One thing that stands in some way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The SIM.
    Sim(Sim),
    /// `<stat>` of `+CREG` and its like (TS 27.007 §7.2).
    Registration(u8),
    /// `<rssi>` of `+CSQ`, 0 to 31, or 99 (TS 27.007 §8.5).
    Signal(u8),
    /// `<AcT>` of `+COPS` (TS 27.007 §7.3).
    Technology(u8),
    /// Whether the SIM knows its service centre.
    ServiceCentre(Presence),
    /// Whether the SIM's memory has room.
    Memory(Room),
    /// Whether `+CNMI` has a way for reports.
    Reports(Presence),
    /// The radio.
    Radio(Presence),
    /// What comes of a command.
    Answers(Answers),
    /// What the service centre does with what it has already.
    Duplicates(Duplicates),
}

/// Whether something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    Present,
    /// It is not.
    Missing,
}

/// Whether a memory has room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// All of it.
    Empty,
    /// One place in ten.
    Scarce,
    /// None.
    Full,
}

/// What a text may say: the condition as it is written, and what it is.
const WORDS: &[(&str, Condition)] = &[
    ("sim=ready", Condition::Sim(Sim::Ready)),
    ("sim=absent", Condition::Sim(Sim::Absent)),
    ("sim=pin", Condition::Sim(Sim::Pin(3))),
    ("sim=last-try", Condition::Sim(Sim::Pin(1))),
    ("sim=puk", Condition::Sim(Sim::Puk)),
    ("sim=busy", Condition::Sim(Sim::Busy)),
    ("sim=failed", Condition::Sim(Sim::Failed)),
    ("registration=home", Condition::Registration(1)),
    ("registration=roaming", Condition::Registration(5)),
    ("registration=messages-only", Condition::Registration(6)),
    ("registration=searching", Condition::Registration(2)),
    ("registration=none", Condition::Registration(0)),
    ("registration=denied", Condition::Registration(3)),
    ("technology=2g", Condition::Technology(0)),
    ("technology=3g", Condition::Technology(2)),
    ("technology=4g", Condition::Technology(7)),
    ("service-centre=present", Condition::ServiceCentre(Presence::Present)),
    ("service-centre=missing", Condition::ServiceCentre(Presence::Missing)),
    ("memory=empty", Condition::Memory(Room::Empty)),
    ("memory=scarce", Condition::Memory(Room::Scarce)),
    ("memory=full", Condition::Memory(Room::Full)),
    ("reports=present", Condition::Reports(Presence::Present)),
    ("reports=missing", Condition::Reports(Presence::Missing)),
    ("radio=present", Condition::Radio(Presence::Present)),
    ("radio=missing", Condition::Radio(Presence::Missing)),
    ("answers=proper", Condition::Answers(Answers::Proper)),
    ("answers=ok-to-all", Condition::Answers(Answers::OkToAll)),
    ("answers=none", Condition::Answers(Answers::None)),
    ("answers=rubbish", Condition::Answers(Answers::Rubbish)),
    ("duplicates=taken", Condition::Duplicates(Duplicates::Taken)),
    ("duplicates=refused", Condition::Duplicates(Duplicates::Refused)),
];

/// The signal has a number for each level.
const SIGNAL: &str = "signal";

/// Why a text is no condition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{given:?} is no condition: write one of {}, signal=0 to signal=31 or signal=99", known())]
pub struct NotACondition {
    given: String,
}

/// All that can be written, but for the signal.
pub fn known() -> String {
    WORDS.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ")
}

impl FromStr for Condition {
    type Err = NotACondition;

    fn from_str(text: &str) -> Result<Self, NotACondition> {
        let text = text.trim();
        let wrong = || NotACondition { given: text.to_owned() };
        if let Some((SIGNAL, level)) = text.split_once('=') {
            let level: u8 = level.parse().map_err(|_| wrong())?;
            return if level <= 31 || level == 99 { Ok(Condition::Signal(level)) } else { Err(wrong()) };
        }
        WORDS.iter().find(|(word, _)| *word == text).map(|(_, condition)| *condition).ok_or_else(wrong)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, WORDS.iter().find(|(_, condition)| condition == self)) {
            (Condition::Signal(level), _) => write!(f, "{SIGNAL}={level}"),
            (_, Some((word, _))) => f.write_str(word),
            (_, None) => write!(f, "{self:?}"),
        }
    }
}

/// How everything stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conditions {
    pub(super) sim: Sim,
    pub(super) registration: u8,
    pub(super) signal: u8,
    pub(super) technology: u8,
    pub(super) reports: Presence,
    pub(super) answers: Answers,
}

impl Default for Conditions {
    fn default() -> Self {
        Self {
            sim: Sim::Ready,
            registration: 1,
            signal: 22,
            technology: 7,
            reports: Presence::Present,
            answers: Answers::Proper,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn each_reads_back() {
        for (word, condition) in WORDS {
            assert_eq!(word.parse::<Condition>().unwrap(), *condition);
            assert_eq!(condition.to_string(), *word);
        }
        assert_eq!("signal=4".parse::<Condition>().unwrap(), Condition::Signal(4));
        assert_eq!(Condition::Signal(99).to_string(), "signal=99");
    }

    #[test]
    fn what_is_none_is_told_what_there_is() {
        for given in ["sim", "sim=", "sim=lost", "signal=32", "signal=x", "weather=bad"] {
            let told = given.parse::<Condition>().unwrap_err().to_string();
            assert!(told.contains("sim=absent"), "{told}");
        }
    }
}
