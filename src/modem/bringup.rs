//! From a port that answers to a line that may send: echo off, errors as numbers, who is there, PIN,
//! SIM, PDU mode, registration, service centre, how reports come (TS 27.005, TS 27.007). Each answer
//! decides the next step; what a modem may lack is passed over, what it must have is a finding.
//! A PIN is entered once and never as the last try: see `pin`.

mod pin;
pub(super) mod routes;

use std::collections::VecDeque;
use std::time::Duration;

use self::routes::{Naming, Routes, choice};
use super::Settings;
use super::profile::Profile;
use crate::at::command::Pin;
use crate::at::reply;
use crate::at::{Answer, Argument, Command, FinalResult, Indications};
use crate::line::{Finding, Identity, ReportRoute};

/// Tries of what a SIM that is still starting refuses, one second apart.
const SIM_TRIES: u32 = 15;

/// Tries of what needs another second or two.
const FEW_TRIES: u32 = 5;

/// The pause between them.
const SHORTLY: Duration = Duration::from_secs(1);

/// The pause where somebody has to do something, or the network has.
const PATIENTLY: Duration = Duration::from_secs(10);

/// The pause while the modem looks for its network.
const SEARCHING: Duration = Duration::from_secs(2);

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Ask this, and give the answer to [`Bringup::answer`].
    Ask(Command),
    /// Come back by [`Bringup::resume`] after a pause; with what to say meanwhile.
    Wait { finding: Option<Finding>, pause: Duration },
    /// Not this one: close it.
    Fail(Finding),
    /// The line may send.
    Ready(Box<Prepared>),
}

/// What a modem is set to, and who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Prepared {
    pub(super) identity: Identity,
    /// What `+CNMI` was set to; `None`: it took nothing.
    pub(super) indications: Option<Indications>,
    /// Memories in which something may lie.
    pub(super) memories: Vec<Argument>,
    /// The memories to write and to receive in.
    pub(super) others: Vec<Argument>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    EchoOff,
    NumericErrors,
    Manufacturer,
    Model,
    Revision,
    SerialNumber,
    PinState,
    /// Whose PIN it is, where the modem tells before it has it.
    LockedSim(Argument),
    PinTries(Argument),
    EnterPin(Pin),
    /// Before the PIN some refuse even this.
    SerialNumberAgain,
    SimNumber(Argument),
    SubscriberId,
    PduMode,
    Registration,
    EpsRegistration,
    ServiceCentre,
    StorageSupport,
    Storage,
    IndicationSupport,
    ReportMemory(Argument, Naming),
    ServiceSupport,
    Service(u8),
    SetIndications(Indications),
    IndicationState(Indications),
}

/// One way from `ATE0` to ready.
#[derive(Debug)]
pub(super) struct Bringup {
    step: Step,
    tries: u32,
    pauses_unregistered: u32,
    identity: Identity,
    registration: Option<u8>,
    sim_queries: VecDeque<Argument>,
    pin_tries: Option<Argument>,
    pin: pin::Guard,
    routes: Routes,
    memories: Vec<Argument>,
    imei: Option<String>,
    iccid: Option<String>,
}

impl Bringup {
    /// With the PIN that an earlier bring-up has entered, and whose fate is not known; and with the ways for
    /// reports that are to be tried.
    pub(super) fn new(
        settings: &Settings,
        profile: &Profile,
        port: &str,
        entered: Option<&Pin>,
        wanted: &[ReportRoute],
    ) -> Self {
        let sim_queries: VecDeque<Argument> = profile.sim_number_queries().collect();
        Self {
            step: Step::EchoOff,
            tries: 0,
            pauses_unregistered: 0,
            identity: Identity { port: port.to_owned(), ..Identity::default() },
            registration: None,
            pin_tries: profile.pin_tries_query(),
            pin: pin::Guard::of(settings, entered, sim_queries.clone()),
            sim_queries,
            routes: Routes::of(wanted, profile.report_memories().collect()),
            memories: profile.memories().collect(),
            imei: settings.imei.clone(),
            iccid: settings.iccid.clone(),
        }
    }

    /// Asks what this step asks.
    pub(super) fn resume(&self) -> Action {
        Action::Ask(match &self.step {
            Step::EchoOff => Command::EchoOff,
            Step::NumericErrors => Command::NumericErrors,
            Step::Manufacturer => Command::Manufacturer,
            Step::Model => Command::Model,
            Step::Revision => Command::Revision,
            Step::SerialNumber | Step::SerialNumberAgain => Command::SerialNumber,
            Step::PinState => Command::PinState,
            Step::EnterPin(pin) => Command::EnterPin(pin.clone()),
            Step::PinTries(query) | Step::SimNumber(query) | Step::LockedSim(query) => {
                Command::Special(query.clone())
            }
            Step::SubscriberId => Command::SubscriberId,
            Step::PduMode => Command::PduMode,
            Step::Registration => Command::Registration,
            Step::EpsRegistration => Command::EpsRegistration,
            Step::ServiceCentre => Command::ServiceCentre,
            Step::StorageSupport => Command::StorageSupport,
            Step::Storage => Command::Storage,
            Step::IndicationSupport => Command::IndicationSupport,
            Step::ReportMemory(memory, naming) => {
                Command::SelectStorage(choice(memory, *naming, &self.routes.others))
            }
            Step::ServiceSupport => Command::ServiceSupport,
            Step::Service(service) => Command::SetService(*service),
            Step::SetIndications(wanted) => Command::SetIndications(*wanted),
            Step::IndicationState(_) => Command::IndicationState,
        })
    }

    /// Takes the answer to what was asked last.
    pub(super) fn answer(&mut self, answer: &Answer) -> Action {
        let lines = answer.lines.as_slice();
        match self.step.clone() {
            Step::EchoOff => self.go(Step::NumericErrors),
            Step::NumericErrors => self.go(Step::Manufacturer),
            Step::Manufacturer => {
                self.identity.model = reply::words(lines).unwrap_or_default();
                self.go(Step::Model)
            }
            Step::Model => {
                let model = reply::words(lines).unwrap_or_default();
                self.identity.model = format!("{} {model}", self.identity.model).trim().to_owned();
                self.go(Step::Revision)
            }
            Step::Revision => {
                self.identity.revision = reply::words(lines).unwrap_or_default();
                self.go(Step::SerialNumber)
            }
            Step::SerialNumber => {
                self.identity.imei = reply::serial_number(lines);
                match &self.identity.imei {
                    Some(_) => self.check_modem(Step::PinState),
                    None => self.go(Step::PinState),
                }
            }
            Step::SerialNumberAgain => {
                self.identity.imei = reply::serial_number(lines);
                self.check_modem_then_sim()
            }
            Step::PinState => self.on_pin_state(answer),
            Step::LockedSim(_) => self.on_locked_sim(reply::sim_id(lines)),
            Step::PinTries(_) => self.on_pin_tries(pin::tries_left(lines)),
            Step::EnterPin(_) => self.on_pin_entered(answer),
            Step::SimNumber(_) => {
                self.identity.sim = reply::sim_id(lines);
                if self.identity.sim.is_some() { self.check_sim() } else { self.next_sim_query() }
            }
            Step::SubscriberId => {
                self.identity.sim = reply::subscriber_id(lines).map(|imsi| format!("imsi:{imsi}"));
                self.check_sim()
            }
            Step::PduMode => match answer.end {
                Some(FinalResult::Ok) => self.go(Step::Registration),
                _ => self.again(SIM_TRIES, |_| Action::Fail(Finding::NoPduMode)),
            },
            Step::Registration => {
                self.registration = reply::registration(lines);
                if self.registration.is_some_and(registered) {
                    self.go(Step::ServiceCentre)
                } else {
                    self.go(Step::EpsRegistration)
                }
            }
            Step::EpsRegistration => self.on_registrations(reply::registration(lines)),
            Step::ServiceCentre => self.on_service_centre(answer),
            Step::StorageSupport => self.on_storage_support(answer),
            Step::Storage => self.on_storage(answer),
            Step::IndicationSupport => self.on_indication_support(answer),
            Step::ReportMemory(memory, naming) => self.on_report_memory(answer, &memory, naming),
            Step::ServiceSupport => self.on_service_support(answer),
            Step::Service(service) => self.on_service(service, answer),
            Step::SetIndications(wanted) => match answer.end {
                Some(FinalResult::Ok) => self.go(Step::IndicationState(wanted)),
                _ => self.next_candidate(),
            },
            Step::IndicationState(wanted) => self.on_indication_state(answer, wanted),
        }
    }

    fn go(&mut self, step: Step) -> Action {
        self.step = step;
        self.tries = 0;
        self.resume()
    }

    fn again(&mut self, most: u32, last: impl FnOnce(&mut Self) -> Action) -> Action {
        self.tries += 1;
        if self.tries < most { Action::Wait { finding: None, pause: SHORTLY } } else { last(self) }
    }

    fn patiently(&mut self, finding: Finding) -> Action {
        self.tries = 0;
        Action::Wait { finding: Some(finding), pause: PATIENTLY }
    }

    fn check_modem(&mut self, next: Step) -> Action {
        let found = self.identity.imei.clone().unwrap_or_default();
        match self.imei.clone() {
            Some(expected) if !same_modem(&expected, &found) => {
                Action::Fail(Finding::WrongModem { expected, found })
            }
            _ => self.go(next),
        }
    }

    fn check_modem_then_sim(&mut self) -> Action {
        match self.check_modem(Step::SubscriberId) {
            Action::Ask(_) => self.next_sim_query(),
            other => other,
        }
    }

    fn next_sim_query(&mut self) -> Action {
        match self.sim_queries.pop_front() {
            Some(query) => self.go(Step::SimNumber(query)),
            None => self.go(Step::SubscriberId),
        }
    }

    fn check_sim(&mut self) -> Action {
        let found = self.identity.sim.clone().unwrap_or_default();
        match self.iccid.clone() {
            Some(expected) if !same_sim(&expected, &found) => {
                Action::Fail(Finding::WrongSim { expected, found })
            }
            _ => self.go(Step::PduMode),
        }
    }

    fn after_pin(&mut self) -> Action {
        match self.identity.imei {
            None => self.go(Step::SerialNumberAgain),
            Some(_) => self.next_sim_query(),
        }
    }

    fn on_registrations(&mut self, eps: Option<u8>) -> Action {
        match (self.registration, eps) {
            (_, Some(stat)) if registered(stat) => self.go(Step::ServiceCentre),
            // Neither query is known: the first message will show.
            (None, None) => self.go(Step::ServiceCentre),
            (circuit, eps) => {
                self.step = Step::Registration;
                self.pauses_unregistered += 1;
                let denied = circuit == Some(DENIED) || (circuit.is_none() && eps == Some(DENIED));
                let searching = eps == Some(SEARCH);
                let told = self.pauses_unregistered > FEW_TRIES;
                match (denied && !searching, told) {
                    (true, _) if self.pauses_unregistered > 1 => self.patiently(Finding::RegistrationDenied),
                    (_, true) => self.patiently(Finding::NotRegistered),
                    _ => Action::Wait { finding: None, pause: SEARCHING },
                }
            }
        }
    }

    fn on_service_centre(&mut self, answer: &Answer) -> Action {
        match (reply::service_centre(&answer.lines), &answer.end) {
            (Some(number), _) if !number.is_empty() => {
                self.identity.service_centre = Some(number);
                self.go(Step::StorageSupport)
            }
            // Some SIMs show theirs only some seconds after they began.
            (Some(_), _) => self.again(FEW_TRIES, |me| me.patiently(Finding::NoServiceCentre)),
            (None, Some(FinalResult::Ok)) => self.go(Step::StorageSupport),
            (None, _) => self.again(FEW_TRIES, |me| me.go(Step::StorageSupport)),
        }
    }

    fn end(&mut self, reports: ReportRoute) -> Action {
        if self.is_nobody() {
            return Action::Fail(Finding::NotAModem { device: self.identity.port.clone() });
        }
        self.identity.reports = reports;
        let there = |memory: &&Argument| self.routes.is_there(memory);
        Action::Ready(Box::new(Prepared {
            identity: self.identity.clone(),
            indications: self.routes.set,
            memories: self.memories.iter().filter(there).cloned().collect(),
            others: self.routes.others.clone(),
        }))
    }

    /// Whatever says OK to everything and tells nothing, like a noise in which an OK stands, is no modem.
    fn is_nobody(&self) -> bool {
        let Identity { model, imei, sim, .. } = &self.identity;
        model.is_empty() && imei.is_none() && sim.is_none() && self.registration.is_none()
    }
}

/// `<stat>` of `+CREG` and `+CEREG` (TS 27.007 §7.2).
const SEARCH: u8 = 2;
/// As above.
const DENIED: u8 = 3;

/// At home or roaming; 6 and 7 for messages only, which is all we want; 9 and 10 by the circuit side.
fn registered(stat: u8) -> bool {
    matches!(stat, 1 | 5 | 6 | 7 | 9 | 10)
}

/// An IMEISV shares its first 14 digits with the IMEI (TS 23.003 §6.2).
pub(super) fn same_modem(expected: &str, found: &str) -> bool {
    let core = |text: &str| text.chars().filter(char::is_ascii_digit).take(14).collect::<String>();
    core(expected).len() == 14 && core(expected) == core(found)
}

/// Some show the ICCID without its check digit.
pub fn same_sim(expected: &str, found: &str) -> bool {
    let plain = |text: &str| text.trim_end_matches(['F', 'f']).replace([' ', '-'], "");
    let (expected, found) = (plain(expected), plain(found));
    let long = expected.len() >= 18 && found.len() >= 18;
    expected == found || long && (expected.starts_with(&found) || found.starts_with(&expected))
}

#[cfg(test)]
mod tests;
