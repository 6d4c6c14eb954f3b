//! Which question follows which: a locked SIM is asked no more, a busy one again, and how reports come is
//! tried until it is seen to be kept. What a question changes is noted with what it was before.

use std::collections::VecDeque;
use std::time::Instant;

use super::facts::SimState;
use super::{Doctor, Phase, SHORTLY, TRIES};
use crate::at::reply::{self, IndicationSupport};
use crate::at::{Answer, Command, FinalResult, Indications, stored};

/// What any port is asked.
pub(super) const FIRST: &[Command] = &[
    Command::EchoOff,
    Command::ErrorStyle,
    Command::SetErrorStyle(1),
    Command::Manufacturer,
    Command::Model,
    Command::Revision,
    Command::SerialNumber,
    Command::StorageSupport,
    Command::Functionality,
    Command::PinState,
];

/// The three kinds of registration that there are; the last decides what follows.
const REGISTRATIONS: &[Command] =
    &[Command::Registration, Command::EpsRegistration, Command::PacketRegistration];

/// What only an open SIM answers, behind its number and the registrations.
const OPEN: &[Command] = &[
    Command::Operator,
    Command::SignalQuality,
    Command::ServiceCentre,
    Command::MessageFormatSupport,
    Command::MessageFormat,
    Command::Service,
    Command::Storage,
    Command::IndicationState,
    Command::IndicationSupport,
];

impl Doctor {
    /// What an answer leads to.
    pub(super) fn follow_up(&mut self, answer: &Answer, now: Instant) {
        let done = answer.end == Some(FinalResult::Ok);
        match &answer.command {
            Command::EchoOff if self.session.has_echoed() => self.changed.push(Command::EchoOn),
            Command::SetErrorStyle(new) if done => {
                let found = reply::number(self.facts.lines(&Command::ErrorStyle), "+CMEE");
                if let Some(found) = found.filter(|found| found != new) {
                    self.changed.push(Command::SetErrorStyle(found));
                }
            }
            Command::PinState => self.on_pin_state(now),
            Command::Special(_) if done && reply::tells_anything(&answer.lines) => {
                self.queue.retain(|next| !matches!(next, Command::Special(_)));
            }
            Command::PacketRegistration if self.facts.is_searching() => {
                self.again(REGISTRATIONS, now);
            }
            Command::PacketRegistration => self.tries = 0,
            Command::IndicationState if self.facts.found_indications.is_none() => {
                self.facts.found_indications = reply::indications(&answer.lines);
            }
            Command::IndicationState => self.on_kept(reply::indications(&answer.lines)),
            Command::IndicationSupport => self.begin_trial(reply::indication_support(&answer.lines)),
            Command::SetIndications(_) if done => self.queue.push_front(Command::IndicationState),
            Command::SetIndications(_) => self.next_trial(),
            _ => {}
        }
    }

    fn on_pin_state(&mut self, now: Instant) {
        if self.facts.is_nobody() {
            return;
        }
        match self.facts.sim() {
            SimState::Busy => self.again(&[Command::PinState], now),
            SimState::Pin => self.queue.extend(self.profile.known_pin_tries_queries().map(Command::Special)),
            SimState::Ready => {
                self.tries = 0;
                self.queue.extend(self.profile.sim_number_queries().map(Command::Special));
                self.queue.push_back(Command::SubscriberId);
                self.queue.extend(REGISTRATIONS.iter().chain(OPEN).cloned());
            }
            _ => {}
        }
    }

    /// Asks the same again after a pause, as often as patience allows.
    fn again(&mut self, commands: &[Command], now: Instant) {
        if self.tries < TRIES {
            self.tries += 1;
            commands.iter().rev().for_each(|command| self.queue.push_front(command.clone()));
            self.phase = Phase::Pausing { until: now + SHORTLY };
        }
    }

    /// Only where it can be put back is anything tried. Messages stay as they are found, so that none that
    /// comes meanwhile is shown to us and lost to its reader; who listens wants them announced, and kept.
    fn begin_trial(&mut self, support: Option<IndicationSupport>) {
        let Some(found) = self.facts.found_indications else { return };
        let messages = if self.order.listen.is_some() { found.messages.max(1) } else { found.messages };
        let wanted = Indications { messages, ..found };
        if found.reports == 1 {
            self.facts.shows_reports = Some(found);
            if wanted == found {
                return;
            }
        }
        self.trial = candidates(wanted, support.as_ref(), self.has_report_memory());
        if !self.trial.is_empty() {
            self.changed.push(Command::SetIndications(found));
        }
        self.next_trial();
    }

    /// Whether there is a memory to store reports in, where the daemon would fetch them.
    fn has_report_memory(&self) -> MemoryOfReports {
        let names = stored::memories(self.facts.lines(&Command::StorageSupport)).unwrap_or_default();
        let there = self.profile.report_memories().any(|memory| names.iter().any(|n| n == memory.as_str()));
        if there { MemoryOfReports::Present } else { MemoryOfReports::Missing }
    }

    fn next_trial(&mut self) {
        if let Some(next) = self.trial.pop_front() {
            self.queue.push_front(Command::SetIndications(next));
        }
    }

    fn on_kept(&mut self, kept: Option<Indications>) {
        match kept {
            Some(kept) if matches!(kept.reports, 1 | 2) => {
                self.facts.shows_reports = Some(kept);
                self.trial.clear();
            }
            _ => self.next_trial(),
        }
    }
}

/// Whether a modem has a memory for reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MemoryOfReports {
    Present,
    Missing,
}

/// What to try so that reports are shown, or stored where they can be fetched: many firmwares refuse what
/// they offer.
fn candidates(
    wanted: Indications,
    support: Option<&IndicationSupport>,
    memory: MemoryOfReports,
) -> VecDeque<Indications> {
    let offers = |list: fn(&IndicationSupport) -> &Vec<u8>, number: u8| {
        support.is_none_or(|support| list(support).is_empty() || list(support).contains(&number))
    };
    let ways: &[u8] = match memory {
        MemoryOfReports::Present => &[1, 2],
        MemoryOfReports::Missing => &[1],
    };
    let mut all = VecDeque::new();
    for &reports in ways {
        for mode in [2, 1] {
            for buffer in [0, 1] {
                let offered = offers(|s| &s.mode, mode) && offers(|s| &s.buffer, buffer);
                if offered && offers(|s| &s.reports, reports) {
                    all.push_back(Indications { mode, reports, buffer, ..wanted });
                }
            }
        }
    }
    all
}
