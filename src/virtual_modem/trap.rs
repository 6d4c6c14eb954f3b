//! A trap on a virtual modem's port, for who tries what a program does when it dies: at a certain octet of
//! a certain phase of a message's life, heard or said, something is called. A plain reading of the octets
//! that shares nothing with the engine; no command line reaches it.

use std::time::{Duration, Instant};

const CTRL_Z: u8 = 0x1A;
const ESCAPE: u8 = 0x1B;
const LINE_END: &[u8] = b"\r\n";
/// Octets of what is heard that are kept to tell what a line is.
const LONGEST_LINE: usize = 64;

/// What goes over the port in a message's life, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// `AT+CMGS=n` is heard.
    Command,
    /// `>` is said.
    Prompt,
    /// The PDU's digits are heard.
    Pdu,
    /// Ctrl-Z is heard.
    CtrlZ,
    /// `+CMGS: r` and OK, or an error, are said.
    Result,
    /// A report, its announcement, or the answer that has it, is said.
    Report,
    /// `AT+CNMA` or `AT+CMGD` is heard.
    Acknowledgement,
}

/// What the modem does from the octet on until the trap has sprung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meanwhile {
    /// What it always does.
    GoesOn,
    /// It neither reads nor speaks; what it had not read by then, or said, is lost.
    HoldsThenDrops,
    /// It neither reads nor speaks until then, and goes on.
    HoldsThenGoesOn,
}

/// When it springs and what is called.
pub struct Trap {
    /// In this phase…
    pub phase: Phase,
    /// …when it comes for this time, from 1…
    pub occurrence: u32,
    /// …at the octet this far in it: 0 for the first, 1000 for the last.
    pub depth: u16,
    /// So much later.
    pub pause: Duration,
    /// What the modem does until then.
    pub meanwhile: Meanwhile,
    /// Called on the modem's thread, which stands still meanwhile.
    pub spring: Box<dyn FnOnce() + Send>,
}

impl std::fmt::Debug for Trap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { phase, occurrence, depth, pause, meanwhile, .. } = self;
        write!(f, "Trap({phase:?} {occurrence}, {depth}/1000, {pause:?}, {meanwhile:?})")
    }
}

/// The beginning of lines that are heard, and their phases.
const HEARD: &[(&[u8], Phase)] = &[
    (b"AT+CMGS=", Phase::Command),
    (b"AT+CNMA", Phase::Acknowledgement),
    (b"AT+CMGD=", Phase::Acknowledgement),
];

/// The beginning of what is said, its phase, and how many ends of a line belong to it.
const SAID: &[(&[u8], Phase, usize)] = &[
    (b"\r\n> ", Phase::Prompt, 0),
    (b"\r\n+CMGS: ", Phase::Result, 4),
    (b"\r\n+CMS ERROR: ", Phase::Result, 2),
    (b"\r\n+CDS: ", Phase::Report, 3),
    (b"\r\n+CDSI: ", Phase::Report, 2),
    (b"\r\n+CMGR: ", Phase::Report, 5),
    (b"\r\n+CMGL: ", Phase::Report, 3),
];

/// The place where a trap may be set.
#[derive(Debug, Default)]
pub(super) struct Snare {
    state: State,
    occurrences: u32,
    /// Octets that are heard before the trap's, once its phase has begun.
    countdown: Option<usize>,
    place: Place,
    line: Vec<u8>,
    /// Digits that the next PDU has.
    announced: usize,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Empty,
    Set(Trap),
    Springs(Instant, Trap),
}

/// What an octet that is heard belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Line,
    BeforePdu,
    InPdu,
}

impl Snare {
    /// Sets a trap in the place of the one before.
    pub(super) fn set(&mut self, trap: Trap) {
        *self = Self { state: State::Set(trap), ..Self::default() };
    }

    /// When it springs, once its octet has come.
    pub(super) fn springs_at(&self) -> Option<Instant> {
        if let State::Springs(at, _) = &self.state { Some(*at) } else { None }
    }

    /// Whether the modem neither reads nor speaks.
    pub(super) fn holds(&self) -> bool {
        matches!(&self.state, State::Springs(_, trap) if trap.meanwhile != Meanwhile::GoesOn)
    }

    /// Its octet has come: it springs after its pause.
    pub(super) fn touch(&mut self, now: Instant) {
        self.state = match std::mem::take(&mut self.state) {
            State::Set(trap) => State::Springs(now + trap.pause, trap),
            other => other,
        };
    }

    /// Springs if its time has come, and tells what the modem did until then.
    pub(super) fn spring(&mut self, now: Instant) -> Option<Meanwhile> {
        if self.springs_at().is_none_or(|at| at > now) {
            return None;
        }
        let State::Springs(_, trap) = std::mem::take(&mut self.state) else { return None };
        (trap.spring)();
        Some(trap.meanwhile)
    }

    /// Octets that are heard; how many there are up to the trap's.
    pub(super) fn hear(&mut self, octets: &[u8]) -> Option<usize> {
        if !matches!(self.state, State::Set(_)) {
            return None;
        }
        let rest = |at| octets.get(at..).unwrap_or_default();
        (0..octets.len()).find(|&at| self.hear_octet(rest(at))).map(|at| at + 1)
    }

    /// Octets that are to be said; how many there are up to the trap's.
    pub(super) fn say(&mut self, octets: &[u8]) -> Option<usize> {
        if !matches!(self.state, State::Set(_)) {
            return None;
        }
        for at in 0..octets.len() {
            let rest = octets.get(at..).unwrap_or_default();
            let said = SAID.iter().find(|(said, ..)| rest.starts_with(said));
            let Some(&(beginning, phase, ends)) = said else { continue };
            if phase == Phase::Prompt {
                self.place = Place::BeforePdu;
            }
            let length = through(rest, ends).unwrap_or(if ends == 0 { beginning.len() } else { rest.len() });
            if let Some(before) = self.begins(phase, length) {
                return Some(at + before + 1);
            }
        }
        None
    }

    /// Takes the first of these octets; whether it is the trap's.
    fn hear_octet(&mut self, rest: &[u8]) -> bool {
        let begun = match (self.place, rest.first()) {
            (_, None) => None,
            (_, Some(&ESCAPE)) => {
                self.place = Place::Line;
                self.line.clear();
                None
            }
            (Place::BeforePdu | Place::InPdu, Some(&CTRL_Z)) => {
                self.place = Place::Line;
                self.begins(Phase::CtrlZ, 1)
            }
            (Place::BeforePdu, Some(_)) => {
                self.place = Place::InPdu;
                self.begins(Phase::Pdu, self.announced)
            }
            (Place::InPdu, Some(_)) => None,
            (Place::Line, Some(octet)) => self.hear_in_line(*octet, rest),
        };
        let countdown = begun.or(self.countdown);
        self.countdown = countdown.and_then(|left| left.checked_sub(1));
        countdown == Some(0)
    }

    fn hear_in_line(&mut self, octet: u8, rest: &[u8]) -> Option<usize> {
        if octet == b'\r' {
            self.announced = announced(&self.line).unwrap_or(self.announced);
            self.line.clear();
            return None;
        }
        let begins = self.line.is_empty();
        if self.line.len() < LONGEST_LINE {
            self.line.push(octet);
        }
        let (_, phase) = HEARD.iter().find(|(heard, _)| begins && rest.starts_with(heard))?;
        let length = rest.iter().position(|octet| *octet == b'\r').map_or(rest.len(), |end| end + 1);
        self.begins(*phase, length)
    }

    /// A phase of so many octets begins; how many of them are before the trap's, where that is in it.
    fn begins(&mut self, phase: Phase, length: usize) -> Option<usize> {
        let State::Set(trap) = &self.state else { return None };
        if trap.phase != phase {
            return None;
        }
        self.occurrences += 1;
        let before = length.saturating_sub(1) * usize::from(trap.depth.min(1_000)) / 1_000;
        (self.occurrences == trap.occurrence).then_some(before)
    }
}

/// Octets up to the so-manieth end of a line.
fn through(octets: &[u8], ends: usize) -> Option<usize> {
    let found = octets.windows(LINE_END.len()).enumerate().filter(|(_, two)| *two == LINE_END);
    found.map(|(at, _)| at + LINE_END.len()).nth(ends.checked_sub(1)?)
}

/// Digits of the PDU that `AT+CMGS=n` announces, with a service centre of no octets before it.
fn announced(line: &[u8]) -> Option<usize> {
    let octets: usize = str::from_utf8(line.strip_prefix(b"AT+CMGS=")?).ok()?.parse().ok()?;
    octets.checked_mul(2)?.checked_add(2)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    const COMMAND: &str = "AT+CMGS=3\r";
    const PROMPT: &str = "\r\n> ";
    const RESULT: &str = "\r\n+CMGS: 7\r\n\r\nOK\r\n";
    const REPORT: &str = "\r\n+CDS: 2\r\n0006\r\n";

    /// Who says what, in turns: two messages by their report, the second thanked for.
    const LIFE: &[(Way, &str)] = &[
        (Way::Heard, "\x1BAT\rAT+CMGF=0\r"),
        (Way::Said, "\r\nOK\r\n"),
        (Way::Heard, COMMAND),
        (Way::Said, PROMPT),
        (Way::Heard, "00A1"),
        (Way::Heard, "B2C3\x1A"),
        (Way::Said, "\r\n+CMGS: 7\r\n\r\nOK\r\n\r\n+CDS: 2\r\n0006\r\n"),
        (Way::Heard, COMMAND),
        (Way::Said, PROMPT),
        (Way::Heard, "00A1B2C4\x1A"),
        (Way::Said, RESULT),
        (Way::Said, REPORT),
        (Way::Heard, "AT+CNMA\r"),
    ];

    #[derive(Clone, Copy)]
    enum Way {
        Heard,
        Said,
    }

    fn trap(phase: Phase, occurrence: u32, depth: u16) -> Trap {
        let spring = Box::new(|| {});
        Trap { phase, occurrence, depth, pause: Duration::ZERO, meanwhile: Meanwhile::GoesOn, spring }
    }

    /// The part that the trap's octet is in, and what of it went up to there.
    fn sprung(trap: Trap) -> Option<(usize, String)> {
        let mut snare = Snare::default();
        snare.set(trap);
        LIFE.iter().enumerate().find_map(|(at, (way, octets))| {
            let count = match way {
                Way::Heard => snare.hear(octets.as_bytes()),
                Way::Said => snare.say(octets.as_bytes()),
            };
            Some((at, octets.get(..count?)?.to_owned()))
        })
    }

    #[test]
    fn a_trap_is_at_its_octet_of_its_phase() {
        let rows = [
            ((Phase::Command, 1, 0), (2, "A")),
            ((Phase::Command, 2, 1_000), (7, COMMAND)),
            ((Phase::Prompt, 1, 0), (3, "\r")),
            ((Phase::Prompt, 2, 1_000), (8, PROMPT)),
            ((Phase::Pdu, 1, 0), (4, "0")),
            ((Phase::Pdu, 1, 500), (4, "00A1")),
            ((Phase::Pdu, 1, 999), (5, "B2C")),
            ((Phase::Pdu, 2, 1_000), (9, "00A1B2C4")),
            ((Phase::CtrlZ, 1, 300), (5, "B2C3\x1A")),
            ((Phase::Result, 1, 1_000), (6, RESULT)),
            ((Phase::Report, 1, 0), (6, "\r\n+CMGS: 7\r\n\r\nOK\r\n\r")),
            ((Phase::Report, 2, 1_000), (11, REPORT)),
            ((Phase::Acknowledgement, 1, 1_000), (12, "AT+CNMA\r")),
        ];
        for ((phase, occurrence, depth), (at, octets)) in rows {
            let want = Some((at, octets.to_owned()));
            assert_eq!(sprung(trap(phase, occurrence, depth)), want, "{phase:?} {occurrence}, {depth}");
        }
        assert_eq!(sprung(trap(Phase::Acknowledgement, 2, 0)), None);
    }

    #[test]
    fn it_springs_once_after_its_pause() {
        let (tell, told) = std::sync::mpsc::channel();
        let pause = Duration::from_millis(3);
        let mut snare = Snare::default();
        let spring = Box::new(move || tell.send(()).unwrap());
        let meanwhile = Meanwhile::HoldsThenDrops;
        snare.set(Trap { pause, spring, meanwhile, ..trap(Phase::Command, 1, 0) });
        let now = Instant::now();
        assert_eq!((snare.springs_at(), snare.holds(), snare.spring(now)), (None, false, None));
        assert_eq!(snare.hear(COMMAND.as_bytes()), Some(1));
        snare.touch(now);
        assert_eq!((snare.springs_at(), snare.holds()), (Some(now + pause), true));
        assert_eq!(snare.hear(COMMAND.as_bytes()), None, "there is one trap");
        assert_eq!(snare.spring(now), None);
        assert!(told.try_recv().is_err());
        assert_eq!(snare.spring(now + pause), Some(meanwhile));
        assert!(told.try_recv().is_ok());
        assert_eq!((snare.springs_at(), snare.holds()), (None, false));
    }
}
