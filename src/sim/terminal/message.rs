//! Commands that send and receive (TS 27.005 §3.1, §3.2.1, §3.4, §3.5): what may go out, and how what
//! comes in is shown, which `+CNMI` decides.

use super::basic::{NOT_SUPPORTED, done, line, register};
use super::memory::Place;
use super::offer::{Held, Offer, Taken};
use super::syntax::{Command, Form};
use super::{Answer, Failure, Terminal};
use crate::sim::condition::Presence;
use crate::sim::journal::Shown;
use crate::sim::personality::Unrouted;
use crate::sms::frame;

/// `+CMS ERROR: operation not supported`.
const UNSUPPORTED: Answer = Answer::Failed(Failure::Message(303));
/// The longest TPDU (TS 23.040 §9.2.2: 164 octets of SUBMIT).
const LONGEST_TPDU: usize = 164;

/// The value of `+CNMI` that says what becomes of reports.
const REPORTS: usize = 3;

/// What comes from the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sim) enum Coming {
    /// An SMS-DELIVER.
    Message,
    /// An SMS-STATUS-REPORT.
    Report,
}

/// What the second and fourth value of `+CNMI` make of what comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Route {
    Nowhere,
    Store,
    Announce(&'static str),
    Direct(&'static str),
}

impl Terminal {
    /// Shows what has come, as `+CNMI` says. `octets` begin with the service centre.
    pub(in crate::sim) fn receive(
        &mut self,
        coming: Coming,
        length: usize,
        octets: Vec<u8>,
        offer: Offer,
    ) -> Shown {
        let [_, messages, _, reports, _] = self.registers.indications;
        let [_, _, receiving] = self.registers.places;
        let (route, place) = match (coming, messages, reports) {
            (Coming::Message, 0, _) => (Route::Store, receiving),
            (Coming::Message, 2, _) => (Route::Direct("+CMT: ,"), receiving),
            (Coming::Message, _, _) => (Route::Announce("+CMTI"), receiving),
            (Coming::Report, _, 1) => (Route::Direct("+CDS: "), Place::Reports),
            (Coming::Report, _, 2) => (Route::Announce("+CDSI"), Place::Reports),
            (Coming::Report, _, _) => (Route::Nowhere, Place::Reports),
        };
        let head = match route {
            Route::Nowhere => return self.unrouted(),
            Route::Direct(head) => {
                let line = format!("{head}{length}\r\n{}", frame::to_hex(&octets));
                return self.show(Held { line, offer: Some(offer) }, Shown::Direct);
            }
            Route::Store => None,
            Route::Announce(head) => Some(head),
        };
        match (self.memory.store(place, length, octets), head) {
            (None, _) => Shown::Refused,
            (Some(_), None) => Shown::Stored,
            (Some(index), Some(head)) => {
                let line = format!("{head}: \"{}\",{index}", place.word());
                self.show(Held { line, offer: None }, Shown::Announced)
            }
        }
    }

    /// Who promised to say thanks can't be passed over.
    fn unrouted(&self) -> Shown {
        match (self.registers.service, self.personality.unrouted) {
            (0, Unrouted::Dropped) => Shown::Dropped,
            _ => Shown::Refused,
        }
    }

    /// Mode 0 keeps lines until another is chosen; with `+CSMS=1` each direct one waits for the
    /// `+CNMA` of the last (TS 27.005 §3.4.4).
    fn show(&mut self, held: Held, shown: Shown) -> Shown {
        let [mode, ..] = self.registers.indications;
        if mode == 0 || self.pdu.is_some() || (held.offer.is_some() && self.unacknowledged.is_some()) {
            self.hold(held);
            return Shown::Held;
        }
        self.say(held);
        shown
    }

    fn say(&mut self, held: Held) {
        self.write_lines(&[held.line]);
        match held.offer {
            Some(offer) if self.registers.service == 1 => self.unacknowledged = Some(offer),
            Some(offer) => self.judge(offer, Taken::Yes),
            None => {}
        }
    }

    /// Shows what has been held, as far as it may be shown now.
    pub(in crate::sim) fn release_held(&mut self) {
        let [mode, ..] = self.registers.indications;
        while mode != 0 && self.pdu.is_none() && self.unacknowledged.is_none() && !self.held.is_empty() {
            let held = self.held.remove(0);
            self.say(held);
        }
    }
}

/// `+CSCA`.
pub(super) fn service_centre(terminal: &mut Terminal, command: &Command) -> Answer {
    match (&command.form, command.value(0)) {
        (Form::Read, _) => {
            let number = &terminal.service_centre;
            let kind = if number.starts_with('+') { 145 } else { 129 };
            line(format!("+CSCA: \"{number}\",{kind}"))
        }
        (Form::Set(_), number) => {
            number.unwrap_or_default().clone_into(&mut terminal.service_centre);
            done()
        }
        _ => UNSUPPORTED,
    }
}

/// `+CSMS`: 1 asks for acknowledgements.
pub(super) fn service(terminal: &mut Terminal, command: &Command) -> Answer {
    match (&command.form, command.number::<u8>(0)) {
        (Form::Read, _) => line(format!("+CSMS: {},1,1,1", terminal.registers.service)),
        (Form::Set(_), Ok(Some(value))) if terminal.personality.services.contains(&value) => {
            if value == 0 {
                terminal.owe_nothing();
            }
            terminal.registers.service = value;
            line("+CSMS: 1,1,1".to_owned())
        }
        _ => UNSUPPORTED,
    }
}

/// `+CMGF`: PDU mode is the only one.
pub(super) fn format(_terminal: &mut Terminal, command: &Command) -> Answer {
    match (&command.form, command.value(0)) {
        (Form::Read, _) => line("+CMGF: 0".to_owned()),
        (Form::Set(_), Some("0")) => done(),
        _ => UNSUPPORTED,
    }
}

/// `+CNMI`: omitted values become 0, as its `=` without them would.
pub(super) fn indications(terminal: &mut Terminal, command: &Command) -> Answer {
    let Form::Set(values) = &command.form else {
        return match command.form {
            Form::Read => {
                let [mode, messages, broadcasts, reports, buffer] = terminal.registers.indications;
                line(format!("+CNMI: {mode},{messages},{broadcasts},{reports},{buffer}"))
            }
            _ => UNSUPPORTED,
        };
    };
    let without_reports = terminal.conditions.reports == Presence::Missing;
    let mut chosen = [0; 5];
    if values.len() > chosen.len() {
        return UNSUPPORTED;
    }
    let allowed = terminal.personality.indications;
    for (place, (register, allowed)) in chosen.iter_mut().zip(allowed).enumerate() {
        *register = match command.number::<u8>(place) {
            Ok(Some(1..)) if place == REPORTS && without_reports => return UNSUPPORTED,
            Ok(value) if allowed.contains(&value.unwrap_or(0)) => value.unwrap_or(0),
            _ => return UNSUPPORTED,
        };
    }
    terminal.registers.indications = chosen;
    done()
}

/// `+CMMS`.
pub(super) fn keep_link(terminal: &mut Terminal, command: &Command) -> Answer {
    register(terminal, command, 2, |registers| &mut registers.keep_link)
}

/// `+CMGS=<length>`: asks for a prompt.
pub(super) fn send(terminal: &mut Terminal, command: &Command) -> Answer {
    match command.number::<usize>(0) {
        _ if !matches!(command.form, Form::Set(_)) => Answer::Failed(NOT_SUPPORTED),
        _ if !terminal.is_registered() => Answer::Failed(Failure::Message(331)),
        Ok(Some(length @ 1..=LONGEST_TPDU)) => Answer::Prompt(length),
        _ => Answer::Failed(Failure::Message(304)),
    }
}
