//! What a modem's standing conditions make of its commands: a SIM that is not open refuses what needs it
//! (TS 27.007 §9.2), a port for something else says OK to everything, noise is all that comes.

use super::basic::{done, line};
use super::syntax::{Command, Form};
use super::{Answer, Failure, Terminal};
use crate::sim::condition::{Answers, Condition, Presence, Room, Sim};

/// What the SIM opens with.
const PIN: &str = "1234";

/// Octets that no modem says.
const NOISE: &[u8] = b"\x7E\x8A\x01\xF3\xC0\x1F\x9D\x55\xAA\x7E\x0B\xE2";

/// Commands that ask the SIM, or what is on it.
const OF_SIM: &[&str] = &[
    "+CIMI", "+CCID", "+CNUM", "+CSCA", "+CPMS", "+CMGL", "+CMGR", "+CMGD", "+CMGS", "+CNMI", "+CPBS",
    "+CPBR", "+CLCK", "+CMGF",
];

/// The card's own number, which can be read before any PIN (TS 102 221 §13.2: read always).
const NUMBER_OF_SIM: &str = "+CCID";

impl Terminal {
    /// From now on it stands so.
    pub(in crate::sim) fn stand(&mut self, condition: Condition) {
        match condition {
            Condition::Sim(sim) => self.conditions.sim = sim,
            Condition::Registration(stat) => self.conditions.registration = stat,
            Condition::Signal(level) => self.conditions.signal = level,
            Condition::Technology(technology) => self.conditions.technology = technology,
            Condition::Reports(reports) => self.conditions.reports = reports,
            Condition::Answers(answers) => self.conditions.answers = answers,
            // The network's business.
            Condition::Duplicates(_) => {}
            Condition::Radio(radio) => {
                self.registers.functionality = if radio == Presence::Present { 1 } else { 4 };
            }
            Condition::ServiceCentre(Presence::Missing) => self.service_centre.clear(),
            Condition::ServiceCentre(Presence::Present) => {
                self.personality.service_centre.clone_into(&mut self.service_centre);
            }
            Condition::Memory(room) => self.memory.occupy(match room {
                Room::Empty => 0,
                Room::Scarce => 90,
                Room::Full => 100,
            }),
        }
    }

    /// Whether it is in the network.
    pub(super) fn is_registered(&self) -> bool {
        self.is_on_air() && matches!(self.conditions.registration, 1 | 5 | 6)
    }

    /// Whether it hears nothing at all.
    pub(in crate::sim) fn is_deaf(&self) -> bool {
        self.conditions.answers == Answers::None
    }

    /// What comes instead of an answer to a command line, where something does.
    pub(super) fn says_instead(&mut self) -> bool {
        match self.conditions.answers {
            Answers::Proper => false,
            Answers::OkToAll => {
                self.finish();
                true
            }
            Answers::None => true,
            Answers::Rubbish => {
                self.output.extend(NOISE.iter().copied().cycle().take(120));
                true
            }
        }
    }

    /// Why a command can't be done with this SIM.
    pub(super) fn refused_by_sim(&self, command: &Command) -> Option<Failure> {
        let asks_sim = OF_SIM.contains(&command.name.as_str()) && command.form != Form::Test;
        let locked = matches!(self.conditions.sim, Sim::Pin(_) | Sim::Puk);
        if locked && command.name == NUMBER_OF_SIM {
            return None;
        }
        let code = self.sim_error().filter(|_| asks_sim)?;
        Some(Failure::Equipment(code))
    }

    fn sim_error(&self) -> Option<u16> {
        match self.conditions.sim {
            Sim::Ready => None,
            Sim::Absent => Some(10),
            Sim::Pin(_) => Some(11),
            Sim::Puk => Some(12),
            Sim::Failed => Some(13),
            Sim::Busy => Some(14),
        }
    }
}

/// `+CPIN`: what the SIM asks for, and the answer to it.
pub(super) fn pin(terminal: &mut Terminal, command: &Command) -> Answer {
    match (&command.form, terminal.conditions.sim) {
        (Form::Read, Sim::Ready) => line("+CPIN: READY".to_owned()),
        (Form::Read, Sim::Pin(_)) => line("+CPIN: SIM PIN".to_owned()),
        (Form::Read, Sim::Puk) => line("+CPIN: SIM PUK".to_owned()),
        (Form::Set(_), Sim::Pin(tries)) => {
            if command.value(0) == Some(PIN) {
                terminal.conditions.sim = Sim::Ready;
                return done();
            }
            terminal.conditions.sim = if tries > 1 { Sim::Pin(tries - 1) } else { Sim::Puk };
            Answer::Failed(Failure::Equipment(16))
        }
        (Form::Set(_), Sim::Ready) => Answer::Failed(Failure::Equipment(3)),
        _ => Answer::Failed(terminal.sim_error().map_or(Failure::Equipment(3), Failure::Equipment)),
    }
}

/// `+CPINR`: tries left, and those that there were (TS 27.007 §8.65).
pub(super) fn pin_tries(terminal: &mut Terminal, _command: &Command) -> Answer {
    let left = match terminal.conditions.sim {
        Sim::Ready => 3,
        Sim::Pin(tries) => tries,
        Sim::Puk => 0,
        _ => return Answer::Failed(terminal.sim_error().map_or(Failure::Equipment(3), Failure::Equipment)),
    };
    line(format!("+CPINR: SIM PIN,{left},3"))
}

/// `+CSQ`.
pub(super) fn signal(terminal: &mut Terminal, command: &Command) -> Answer {
    match command.form {
        Form::Execute => line(format!("+CSQ: {},99", terminal.conditions.signal)),
        _ => Answer::Failed(Failure::Unknown),
    }
}
