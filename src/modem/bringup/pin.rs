//! The SIM's PIN. It is asked for first; entered once, with two tries left at least, so that a wrong
//! one leaves one to a person with a telephone; not where the modem tells no number, unless the
//! configuration says so; and never again after a refusal or a silence, in this process or an earlier
//! one. A SIM that is known not to be the one that refused it has its own try.

use std::collections::VecDeque;

use super::{Action, Bringup, FEW_TRIES, SHORTLY, SIM_TRIES, Step, same_sim};
use crate::at::code::{cme, cme_code};
use crate::at::command::Pin;
use crate::at::reply::{self, PinState};
use crate::at::{Answer, Argument, ErrorCode, FinalResult};
use crate::line::Finding;
use crate::modem::{PinFate, RefusedBy, Settings, WhenUncounted};

/// Tries that must be left before the PIN is entered.
const LEAST_TRIES: u8 = 2;

/// A PIN that may be entered once.
#[derive(Debug)]
pub(super) struct Guard {
    pin: Option<Pin>,
    uncounted: WhenUncounted,
    refused_by: Vec<RefusedBy>,
    stage: Stage,
    /// How often it was asked for again after it had been entered.
    looks: u32,
    /// How a SIM without its PIN may be asked who it is.
    known_queries: VecDeque<Argument>,
    queries: VecDeque<Argument>,
    /// The SIM's number, where it was told before the PIN.
    sim: Option<String>,
    fate: Option<PinFate>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Kept,
    /// What became of it is not known yet.
    Entered,
    /// It was answered with an error: refused, unless the SIM is open all the same.
    Doubted,
    Accepted,
    Refused,
}

impl Guard {
    pub(super) fn of(settings: &Settings, entered: Option<&Pin>, known_queries: VecDeque<Argument>) -> Self {
        Self {
            pin: settings.pin.clone(),
            uncounted: settings.pin_tries_unknown,
            refused_by: settings.pin_refused_by.clone(),
            stage: if entered.is_some() { Stage::Entered } else { Stage::Kept },
            looks: 0,
            queries: VecDeque::new(),
            known_queries,
            sim: None,
            fate: None,
        }
    }

    /// Takes it out, if it may be entered with so many tries left.
    fn take(&mut self, tries: Option<u8>) -> Option<Pin> {
        let may = match tries {
            Some(tries) => tries >= LEAST_TRIES,
            None => self.uncounted == WhenUncounted::Enter,
        };
        if may && !self.was_refused() { self.pin.take() } else { None }
    }

    /// By this SIM, or by one that may be this one.
    fn was_refused(&self) -> bool {
        self.pin.is_some()
            && self.refused_by.iter().any(|refused| match (refused, &self.sim) {
                (RefusedBy::Sim(refused), Some(sim)) => same_sim(refused, sim),
                (RefusedBy::Unknown, _) | (_, None) => true,
            })
    }

    fn accepted(&mut self) {
        self.stage = Stage::Accepted;
        self.fate = Some(PinFate::Accepted(self.sim.clone()));
    }

    /// Told once for each time that it was entered.
    fn refused(&mut self) {
        self.stage = Stage::Refused;
        self.fate = Some(PinFate::Refused(self.sim.clone().map_or(RefusedBy::Unknown, RefusedBy::Sim)));
    }
}

impl Bringup {
    /// What became of the PIN that was entered, once it is known.
    pub(in crate::modem) fn poll_pin_fate(&mut self) -> Option<PinFate> {
        self.pin.fate.take()
    }

    pub(super) fn on_pin_state(&mut self, answer: &Answer) -> Action {
        let refused = answer.end.as_ref().and_then(refusal);
        match (reply::pin_state(&answer.lines), refused) {
            (Some(PinState::Ready), _) => {
                if self.pin.stage == Stage::Entered {
                    self.pin.accepted();
                }
                self.after_pin()
            }
            (Some(PinState::Pin), _) | (_, Some(cme::SIM_PIN_REQUIRED)) => self.on_pin_wanted(),
            (Some(PinState::Puk), _) | (_, Some(cme::SIM_PUK_REQUIRED)) => {
                // The last try after all, where nobody could count them.
                if matches!(self.pin.stage, Stage::Entered | Stage::Doubted) {
                    self.pin.refused();
                }
                self.patiently(Finding::PukRequired)
            }
            // Another lock than the SIM's own: nothing that we or a PIN could open.
            (Some(PinState::Other(_)), _) => self.patiently(Finding::PukRequired),
            (_, Some(cme::SIM_NOT_INSERTED | cme::SIM_FAILURE | cme::SIM_WRONG)) => {
                self.again(FEW_TRIES, |me| me.patiently(Finding::NoSim))
            }
            (Some(PinState::Missing), _) => self.again(FEW_TRIES, |me| me.patiently(Finding::NoSim)),
            // Some firmwares have no such query and answer a bare OK.
            (None, _) if answer.end == Some(FinalResult::Ok) => self.again(2, Self::after_pin),
            (None, _) => self.again(SIM_TRIES, |me| me.patiently(Finding::NoSim)),
        }
    }

    /// Whose it is matters only while there is one to enter; the SIM may be another each time.
    fn on_pin_wanted(&mut self) -> Action {
        if self.pin.pin.is_some() {
            self.pin.sim = None;
            self.pin.queries = self.pin.known_queries.clone();
        }
        self.next_locked_query()
    }

    fn next_locked_query(&mut self) -> Action {
        match (self.pin.queries.pop_front(), self.pin_tries.clone()) {
            (Some(query), _) => self.go(Step::LockedSim(query)),
            (None, Some(query)) => self.go(Step::PinTries(query)),
            (None, None) => self.on_pin_tries(None),
        }
    }

    pub(super) fn on_locked_sim(&mut self, sim: Option<String>) -> Action {
        if sim.is_some() {
            self.pin.sim = sim;
            self.pin.queries.clear();
        }
        self.next_locked_query()
    }

    pub(super) fn on_pin_tries(&mut self, tries: Option<u8>) -> Action {
        if let Some(pin) = self.pin.take(tries) {
            self.pin.stage = Stage::Entered;
            return self.go(Step::EnterPin(pin));
        }
        self.step = Step::PinState;
        match self.pin.stage {
            Stage::Entered if self.pin.looks + 1 < FEW_TRIES => {
                self.pin.looks += 1;
                return Action::Wait { finding: None, pause: SHORTLY };
            }
            Stage::Entered | Stage::Doubted => self.pin.refused(),
            Stage::Kept | Stage::Accepted | Stage::Refused => {}
        }
        let refused = self.pin.stage == Stage::Refused || self.pin.was_refused();
        self.patiently(match refused {
            true => Finding::PinRefused { tries, pin_file: None, note: None },
            false => Finding::PinRequired { tries },
        })
    }

    /// Also where nothing was answered: whatever was wrong, the next PIN state tells how it stands.
    pub(super) fn on_pin_entered(&mut self, answer: &Answer) -> Action {
        self.step = Step::PinState;
        self.tries = 0;
        if answer.end.is_some() && answer.end != Some(FinalResult::Ok) {
            self.pin.stage = Stage::Doubted;
        }
        // A SIM that was just opened takes a moment to say so.
        Action::Wait { finding: None, pause: SHORTLY }
    }
}

/// The number of a `+CME ERROR`, also where it is shown in words.
fn refusal(end: &FinalResult) -> Option<u16> {
    match end {
        FinalResult::Cme(ErrorCode::Number(number)) => Some(*number),
        FinalResult::Cme(ErrorCode::Text(text)) => cme_code(text),
        FinalResult::Ok | FinalResult::Error | FinalResult::Cms(_) => None,
    }
}

/// The PIN's tries: the first number behind `SIM PIN`, where several codes are counted, else the
/// first of all.
pub(super) fn tries_left(lines: &[String]) -> Option<u8> {
    let counted = lines.iter().find(|line| line.contains("SIM PIN,") || line.contains("\"SIM PIN\""));
    let line = counted.or(lines.first())?;
    let after_name = line.split_once(':').map_or(line.as_str(), |(_, rest)| rest);
    after_name.split(|c: char| !c.is_ascii_digit()).find_map(|digits| digits.parse().ok())
}
