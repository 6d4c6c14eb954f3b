//! What a modem has answered, by question; the last answer counts. What follows from it is `judge`'s.

use std::time::Duration;

use crate::at::code::{cme, cme_code};
use crate::at::reply::{self, PinState};
use crate::at::session::Heard;
use crate::at::{Answer, Command, ErrorCode, FinalResult, Indications};

/// How the way into the dialogue ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contact {
    /// Under way.
    Sought,
    /// It answers.
    Made,
    /// It does not.
    Failed(Heard),
}

/// How the examination was broken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Break {
    /// No answer to this.
    Silence(String),
    /// It started anew.
    Restart,
    /// The port went away.
    PortLost,
}

/// What became of the message that was sent to see whether one goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sending {
    /// The modem did not wait for it.
    NoPrompt(Option<String>),
    /// The network has it.
    Sent { reference: u8, prompt: Duration, result: Duration, report: Option<Reported> },
    /// It was refused.
    Refused(String),
    /// Nobody knows.
    Unknown(Option<String>),
}

/// A delivery report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reported {
    pub(super) status: u8,
    pub(super) verdict: crate::line::Verdict,
    pub(super) after: Duration,
}

/// All that is known.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) device: String,
    pub(super) contact: Contact,
    pub(super) broken_off: Option<Break>,
    /// How long the first answer took.
    pub(super) first_answer: Option<Duration>,
    /// How `+CNMI` was found.
    pub(super) found_indications: Option<Indications>,
    /// What `+CNMI` was set to and kept, with reports shown or stored.
    pub(super) shows_reports: Option<Indications>,
    pub(super) sending: Option<Sending>,
    /// Lines that came unasked while they were waited for.
    pub(super) heard: Option<u32>,
    answers: Vec<Answer>,
}

impl Facts {
    pub(super) fn of(device: &str) -> Self {
        Self {
            device: device.to_owned(),
            contact: Contact::Sought,
            broken_off: None,
            first_answer: None,
            found_indications: None,
            shows_reports: None,
            sending: None,
            heard: None,
            answers: Vec::new(),
        }
    }

    pub(super) fn keep(&mut self, answer: Answer) {
        self.answers.retain(|kept| kept.command != answer.command);
        self.answers.push(answer);
    }

    pub(super) fn answer(&self, command: &Command) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.command == *command)
    }

    pub(super) fn lines(&self, command: &Command) -> &[String] {
        self.answer(command).map_or(&[], |answer| &answer.lines)
    }

    /// What a question with a name of its own was answered, over all that were asked.
    pub(super) fn special<T>(&self, parse: impl Fn(&[String]) -> Option<T>) -> Option<T> {
        let special = self.answers.iter().filter(|answer| matches!(answer.command, Command::Special(_)));
        special.filter(|answer| answer.end == Some(FinalResult::Ok)).find_map(|answer| parse(&answer.lines))
    }

    /// Whatever says OK to everything and tells nothing, or refuses everything alike, is no modem's port
    /// for commands.
    pub(super) fn is_nobody(&self) -> bool {
        let asked = [
            Command::Manufacturer,
            Command::Model,
            Command::SerialNumber,
            Command::StorageSupport,
            Command::Functionality,
            Command::PinState,
        ];
        let plain_ok = |command: &Command| {
            let answer = self.answer(command);
            answer.is_some_and(|a| a.end == Some(FinalResult::Ok) && !reply::tells_anything(&a.lines))
        };
        asked.iter().all(plain_ok)
    }

    pub(super) fn sim(&self) -> SimState {
        let Some(answer) = self.answer(&Command::PinState) else { return SimState::Unasked };
        match (reply::pin_state(&answer.lines), answer.end.as_ref().and_then(refusal)) {
            (Some(PinState::Ready), _) => SimState::Ready,
            (Some(PinState::Pin), _) | (_, Some(cme::SIM_PIN_REQUIRED)) => SimState::Pin,
            (Some(PinState::Puk), _) | (_, Some(cme::SIM_PUK_REQUIRED)) => SimState::Puk,
            (Some(PinState::Other(lock)), _) => SimState::Other(lock),
            (Some(PinState::Missing), _) | (_, Some(cme::SIM_NOT_INSERTED)) => SimState::Absent,
            (_, Some(cme::SIM_BUSY)) => SimState::Busy,
            (None, _) => match &answer.end {
                // Some firmwares have no such query.
                Some(FinalResult::Ok) => SimState::Ready,
                end => SimState::Failed(end.as_ref().map(ToString::to_string)),
            },
        }
    }

    /// Tries left for the PIN, where one of the queries told them.
    pub(super) fn pin_tries(&self) -> Option<u8> {
        self.special(|lines| reply::tries_left(lines, "SIM PIN"))
    }

    /// `<stat>` of each kind of registration that the modem knows (TS 27.007 §7.2).
    pub(super) fn registrations(&self) -> Vec<u8> {
        let kinds = [Command::Registration, Command::EpsRegistration, Command::PacketRegistration];
        kinds.iter().filter_map(|kind| reply::registration(self.lines(kind))).collect()
    }

    pub(super) fn is_registered(&self) -> bool {
        self.registrations().into_iter().any(is_registered)
    }

    /// It is not registered, and looks for a network.
    pub(super) fn is_searching(&self) -> bool {
        const SEARCHING: u8 = 2;
        !self.is_registered() && self.registrations().contains(&SEARCHING)
    }
}

/// How the SIM stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SimState {
    Unasked,
    Ready,
    Pin,
    Puk,
    Other(String),
    Absent,
    Busy,
    Failed(Option<String>),
}

/// At home or roaming; 6 and 7 for messages only; 9 and 10 by the circuit side (TS 27.007 §7.2).
pub(super) fn is_registered(stat: u8) -> bool {
    matches!(stat, 1 | 5 | 6 | 7 | 9 | 10)
}

/// The number of a `+CME ERROR`, also where it is shown in words.
fn refusal(end: &FinalResult) -> Option<u16> {
    match end {
        FinalResult::Cme(ErrorCode::Number(number)) => Some(*number),
        FinalResult::Cme(ErrorCode::Text(text)) => cme_code(text),
        FinalResult::Ok | FinalResult::Error | FinalResult::Cms(_) => None,
    }
}
