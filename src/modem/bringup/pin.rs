//! The SIM's PIN. It is asked for first; entered once, with two tries left at least, so that a wrong
//! one leaves one to a person with a telephone; not where the modem tells no number, unless the
//! configuration says so; and never again after a refusal or a silence.

use super::{Action, Bringup, FEW_TRIES, SHORTLY, SIM_TRIES, Step};
use crate::at::code::{cme, cme_code};
use crate::at::command::Pin;
use crate::at::reply::{self, PinState};
use crate::at::{Answer, ErrorCode, FinalResult};
use crate::line::Finding;
use crate::modem::{Settings, WhenUncounted};

/// Tries that must be left before the PIN is entered.
const LEAST_TRIES: u8 = 2;

/// A PIN that may be entered once.
#[derive(Debug)]
pub(super) struct Guard {
    pin: Option<Pin>,
    uncounted: WhenUncounted,
    stage: Stage,
    /// How often it was asked for again after it had been entered.
    looks: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Kept,
    /// What became of it is not known yet.
    Entered,
    Accepted,
    Refused,
}

impl Guard {
    pub(super) fn of(settings: &Settings, refused: Option<&Pin>) -> Self {
        let stage = if refused.is_some() { Stage::Refused } else { Stage::Kept };
        Self { pin: settings.pin.clone(), uncounted: settings.pin_tries_unknown, stage, looks: 0 }
    }

    /// Takes it out, if it may be entered with so many tries left.
    fn take(&mut self, tries: Option<u8>) -> Option<Pin> {
        let may = match tries {
            Some(tries) => tries >= LEAST_TRIES,
            None => self.uncounted == WhenUncounted::Enter,
        };
        if may { self.pin.take() } else { None }
    }
}

impl Bringup {
    /// Whether the SIM has taken the PIN that was entered.
    pub(in crate::modem) fn pin_is_accepted(&self) -> bool {
        self.pin.stage == Stage::Accepted
    }

    pub(super) fn on_pin_state(&mut self, answer: &Answer) -> Action {
        let refused = answer.end.as_ref().and_then(refusal);
        match (reply::pin_state(&answer.lines), refused) {
            (Some(PinState::Ready), _) => {
                if self.pin.stage == Stage::Entered {
                    self.pin.stage = Stage::Accepted;
                }
                self.after_pin()
            }
            (Some(PinState::Pin), _) | (_, Some(cme::SIM_PIN_REQUIRED)) => match self.pin_tries.clone() {
                Some(query) => self.go(Step::PinTries(query)),
                None => self.on_pin_tries(None),
            },
            (Some(PinState::Puk), _) | (_, Some(cme::SIM_PUK_REQUIRED)) => {
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

    pub(super) fn on_pin_tries(&mut self, tries: Option<u8>) -> Action {
        if let Some(pin) = self.pin.take(tries) {
            self.pin.stage = Stage::Entered;
            return self.go(Step::EnterPin(pin));
        }
        self.step = Step::PinState;
        if self.pin.stage == Stage::Entered {
            self.pin.looks += 1;
            if self.pin.looks < FEW_TRIES {
                return Action::Wait { finding: None, pause: SHORTLY };
            }
            self.pin.stage = Stage::Refused;
        }
        let refused = self.pin.stage == Stage::Refused;
        self.patiently(if refused { Finding::PinRefused { tries } } else { Finding::PinRequired { tries } })
    }

    /// Also where nothing was answered: whatever was wrong, the next PIN state tells how it stands.
    pub(super) fn on_pin_entered(&mut self, answer: &Answer) -> Action {
        self.step = Step::PinState;
        self.tries = 0;
        if answer.end != Some(FinalResult::Ok) {
            self.pin.stage = Stage::Refused;
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
