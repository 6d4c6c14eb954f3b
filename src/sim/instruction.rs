//! What may be asked of a virtual modem while it runs: one line of text each, as a control file has
//! them. A fault by its own grammar, or one of a few verbs.

use std::str::FromStr;
use std::time::Duration;

use super::condition::{Condition, NotACondition};
use super::fault::{Fault, NotAFault, UNPLUG_GAP};
use crate::moment::read_duration;
use crate::phone::PhoneNumber;
use crate::sms::header::{Concatenation, Reference};

/// What is asked.
#[derive(Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Puts a fault into force.
    Inject(Fault),
    /// From now on it stands so.
    Stand(Condition),
    /// Puts all faults out of force.
    Clear,
    /// Starts anew at once.
    Reboot,
    /// The port goes away at once, and comes back after so long.
    Unplug(Duration),
    /// A message comes in, or one part of a longer one.
    Incoming(Note),
    /// Messages for this number get no report until the phone is on.
    PhoneOff(PhoneNumber),
    /// What has waited for this number is delivered.
    PhoneOn(PhoneNumber),
    /// The network refuses this number from now on.
    RefuseNumber(PhoneNumber, u16),
}

/// What somebody writes to the SIM.
#[derive(Clone, PartialEq, Eq)]
pub struct Note {
    /// A number, or a name of at most 11 characters.
    pub from: String,
    /// At most one part.
    pub text: String,
    /// Which part of how many; `None`: it is whole.
    pub part: Option<Concatenation>,
}

/// Shows nothing of whom or what.
impl std::fmt::Debug for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Note(…)")
    }
}

impl From<Fault> for Instruction {
    fn from(fault: Fault) -> Self {
        Instruction::Inject(fault)
    }
}

/// Shows no text and no number.
impl std::fmt::Debug for Instruction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Instruction::Inject(fault) => write!(f, "Inject({fault})"),
            Instruction::Stand(condition) => write!(f, "Stand({condition})"),
            Instruction::Clear => f.write_str("Clear"),
            Instruction::Reboot => f.write_str("Reboot"),
            Instruction::Unplug(gap) => write!(f, "Unplug({gap:?})"),
            Instruction::Incoming(note) => write!(f, "Incoming({note:?})"),
            Instruction::PhoneOff(number) => write!(f, "PhoneOff({number:?})"),
            Instruction::PhoneOn(number) => write!(f, "PhoneOn({number:?})"),
            Instruction::RefuseNumber(number, code) => write!(f, "RefuseNumber({number:?}, {code})"),
        }
    }
}

/// Why a line is no instruction.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnInstruction {
    /// It reads as a fault, and is none.
    #[error(transparent)]
    Fault(#[from] NotAFault),
    /// It reads as a condition, and is none.
    #[error(transparent)]
    Condition(#[from] NotACondition),
    /// A verb without what it needs.
    #[error("write {0}")]
    Incomplete(&'static str),
}

/// The verbs in one line, for help.
pub const VERBS: &str = "a fault, a condition, clear, reboot now, unplug now, unplug:GAP now, from NUMBER TEXT, \
     from-part REFERENCE:PART/TOTAL NUMBER TEXT, phone-off NUMBER, phone-on NUMBER, refuse-number NUMBER=CODE";

impl FromStr for Instruction {
    type Err = NotAnInstruction;

    fn from_str(line: &str) -> Result<Self, NotAnInstruction> {
        let line = line.trim();
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        let number = |usage| PhoneNumber::from_e164(rest).map_err(|_| NotAnInstruction::Incomplete(usage));
        match (verb, rest) {
            ("clear", "") => Ok(Instruction::Clear),
            ("reboot", "now") => Ok(Instruction::Reboot),
            ("unplug", "now") => Ok(Instruction::Unplug(UNPLUG_GAP)),
            (_, "now") if verb.starts_with("unplug:") => {
                let gap = read_duration(verb.trim_start_matches("unplug:"));
                gap.map(Instruction::Unplug).map_err(|_| NotAnInstruction::Incomplete("unplug:5s now"))
            }
            ("from", _) => read_note(rest, None)
                .ok_or(NotAnInstruction::Incomplete("from +33639980123 and a text"))
                .map(Instruction::Incoming),
            ("from-part", _) => read_part(rest)
                .ok_or(NotAnInstruction::Incomplete("from-part 7:2/3 +33639980123 and a text"))
                .map(Instruction::Incoming),
            ("phone-off", _) => number("phone-off +33639980123").map(Instruction::PhoneOff),
            ("phone-on", _) => number("phone-on +33639980123").map(Instruction::PhoneOn),
            ("refuse-number", _) => {
                read_refusal(rest).map(|(number, code)| Instruction::RefuseNumber(number, code))
            }
            _ if line.contains('=') => Ok(Instruction::Stand(line.parse()?)),
            _ => Ok(Instruction::Inject(line.parse()?)),
        }
    }
}

fn read_note(text: &str, part: Option<Concatenation>) -> Option<Note> {
    let (from, text) = text.split_once(' ')?;
    Some(Note { from: from.into(), text: text.trim().into(), part })
}

/// Reads `7:2/3 +33639980123 TEXT`: the second of three parts under reference 7, which is one of 8 bits where it can be.
fn read_part(text: &str) -> Option<Note> {
    let (place, note) = text.split_once(' ')?;
    let (reference, place) = place.split_once(':')?;
    let (number, total) = place.split_once('/')?;
    let reference: u16 = reference.parse().ok()?;
    let reference = u8::try_from(reference).map_or(Reference::Sixteen(reference), Reference::Eight);
    let part = Concatenation::new(reference, total.parse().ok()?, number.parse().ok()?).ok()?;
    read_note(note.trim_start(), Some(part))
}

/// Reads `+33639980123=21`.
///
/// # Errors
/// [`NotAnInstruction`] says how it is written.
pub fn read_refusal(text: &str) -> Result<(PhoneNumber, u16), NotAnInstruction> {
    let wrong =
        NotAnInstruction::Incomplete("a number in international form, = and a code, as in +33639980123=21");
    let Some((number, code)) = text.split_once('=') else { return Err(wrong) };
    match (PhoneNumber::from_e164(number.trim()), code.trim().parse()) {
        (Ok(number), Ok(code)) => Ok((number, code)),
        _ => Err(wrong),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::sim::fault::Mishap;

    fn note(from: &str, text: &str, part: Option<(Reference, u8, u8)>) -> Note {
        let part =
            part.map(|(reference, total, number)| Concatenation::new(reference, total, number).unwrap());
        Note { from: from.into(), text: text.into(), part }
    }

    #[test]
    fn each_verb_reads() {
        let number = || PhoneNumber::from_e164("+33639980123").unwrap();
        let rows = [
            ("clear", Instruction::Clear),
            ("  reboot now ", Instruction::Reboot),
            ("unplug now", Instruction::Unplug(UNPLUG_GAP)),
            ("unplug:500ms now", Instruction::Unplug(Duration::from_millis(500))),
            ("silence*1", Instruction::Inject(Fault::once(Mishap::Silence))),
            ("reboot", Instruction::Inject("reboot".parse().unwrap())),
            (
                "from +33639980123 Merci, c'est noté",
                Instruction::Incoming(note("+33639980123", "Merci, c'est noté", None)),
            ),
            (
                "from-part 7:2/3 Mairie  de Lille",
                Instruction::Incoming(note("Mairie", "de Lille", Some((Reference::Eight(7), 3, 2)))),
            ),
            (
                "from-part 700:1/2 36105 Un",
                Instruction::Incoming(note("36105", "Un", Some((Reference::Sixteen(700), 2, 1)))),
            ),
            ("sim=pin", Instruction::Stand("sim=pin".parse().unwrap())),
            ("phone-off +33639980123", Instruction::PhoneOff(number())),
            ("phone-on +33639980123", Instruction::PhoneOn(number())),
            ("refuse-number +33639980123=21", Instruction::RefuseNumber(number(), 21)),
        ];
        for (given, want) in rows {
            assert_eq!(given.parse::<Instruction>().unwrap(), want, "{given}");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for given in [
            "",
            "sim=lost",
            "explode now",
            "unplug:x now",
            "from +33639980123",
            "from-part +33639980123 Un",
            "from-part 7:3/2 +33639980123 Un",
            "from-part 70000:1/2 +33639980123 Un",
            "from-part 7:1/2 +33639980123",
            "phone-on 12",
            "refuse-number 21",
        ] {
            assert!(given.parse::<Instruction>().is_err(), "{given}");
        }
    }
}
