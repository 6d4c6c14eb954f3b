//! What a line tells, as it comes. What needs no commit happens at once: a result orders the next
//! part, whose prompt the modem prepares while the result is committed.

use tracing::{error, info, warn};

use super::desk::{Desk, Ended, Rest, Stage};
use super::dispatch::{Dispatch, Pending, SHORT_REST, tail};
use super::homes::BRAKE;
use super::{owed, retry};
use crate::line::{
    Advice, Doubt, Event, Finding, Health, Hindrance, IncomingReading, Outcome, Raw, Refusal, ReportReading,
    ReportRoute, Ticket,
};
use crate::message::{AttemptNumber, Withdrawal};
use crate::moment::Moment;
use crate::store::{Incoming, NewReport, Reported, Store, StoreError};
use crate::wording::{self, Language};

/// What is kept of what hinders a line; a modem has few memories.
const MOST_HINDRANCES: usize = 16;

impl Dispatch {
    /// Takes what a line tells.
    ///
    /// # Errors
    /// [`StoreError`] where the queue can't be read; the event has been taken all the same.
    pub fn hear(&mut self, store: &Store, line: usize, event: Event, now: Moment) -> Result<(), StoreError> {
        self.watch_owed(now);
        match event {
            Event::Health(health) => return self.hear_health(store, line, health, now),
            Event::Result { ticket, outcome } => return self.hear_result(store, line, ticket, outcome, now),
            Event::Prompt { ticket } => self.hear_prompt(line, ticket),
            Event::Declined { ticket, refusal } => self.hear_declined(line, ticket, refusal, now),
            Event::Withdrawn { ticket, cause } => self.hear_withdrawn(line, ticket, cause, now),
            Event::Report { reception, raw, reading } => {
                self.hear_report(line, raw, reading, now);
                self.receptions.push((line, reception));
            }
            Event::Incoming { reception, raw, reading } => {
                self.hear_incoming(line, raw, reading, now);
                self.receptions.push((line, reception));
            }
            Event::Hindered(hindrance) => self.hear_hindered(line, hindrance),
            Event::Unhindered => self.hear_unhindered(line),
            Event::Closed => self.hear_closed(line),
        }
        Ok(())
    }

    fn hear_health(
        &mut self,
        store: &Store,
        line: usize,
        health: Health,
        now: Moment,
    ) -> Result<(), StoreError> {
        let Some(desk) = self.desks.get_mut(line) else { return Ok(()) };
        desk.health = health;
        match &desk.health {
            Health::Ready(identity) => {
                info!(line = %desk.name, model = %identity.model, port = %identity.port, "line ready");
                desk.sim = identity.sim.clone().unwrap_or_else(|| format!("line:{}", desk.name));
                (desk.listens_until, desk.down_since) = (None, None);
                desk.last_reference = None;
                if !desk.restarted {
                    desk.last_reference = store.last_reference(&desk.sim)?;
                }
            }
            Health::Down(finding) => {
                desk.restarted |= may_have_restarted(finding);
                if matches!(finding, Finding::Restarted | Finding::NoDevice { .. }) {
                    desk.owed = None;
                }
                desk.down_since = desk.down_since.or(Some(now));
                let why = wording::sentence(Language::English, "finding", finding);
                warn!(line = %desk.name, "line can't send: {why}; work is taken in and waits");
            }
            Health::Idle | Health::Listening | Health::Starting => {}
        }
        Ok(())
    }

    /// Kept for who asks how things stand.
    fn hear_hindered(&mut self, line: usize, hindrance: Hindrance) {
        let Some(desk) = self.desks.get_mut(line) else { return };
        if !desk.logged.contains(&hindrance) && desk.logged.len() < MOST_HINDRANCES {
            let what = wording::sentence(Language::English, "hindrance", &hindrance);
            warn!(line = %desk.name, "{what}");
            desk.logged.push(hindrance.clone());
        }
        if !desk.hindrances.contains(&hindrance) && desk.hindrances.len() < MOST_HINDRANCES {
            desk.hindrances.push(hindrance);
        }
    }

    fn hear_unhindered(&mut self, line: usize) {
        if let Some(desk) = self.desks.get_mut(line) {
            desk.hindrances.clear();
        }
    }

    /// After a stop nothing is in hand any more. A line that ends by itself takes with it what had not
    /// gone, and leaves in doubt what had; what it listened for is left to the next process.
    fn hear_closed(&mut self, line: usize) {
        let stopping = self.is_stopping();
        let Some(desk) = self.desks.get_mut(line) else { return };
        if !stopping && !desk.closed {
            error!(line = %desk.name, "this line has ended by itself and sends nothing more until beffroi is started anew");
            let (device, error) = (desk.name.0.clone(), "its task has ended".to_owned());
            desk.health = Health::Down(Finding::PortFailed { device, error });
        }
        desk.closed = true;
        desk.asked = None;
        if desk.open.is_some() && desk.ended.is_none() && desk.listens_until.is_none() {
            desk.ended = Some(Ended::Outcome(Outcome::Unknown(Doubt::PortLost)));
        }
    }

    fn hear_prompt(&mut self, line: usize, ticket: Ticket) {
        let asked = self.desks.get_mut(line).and_then(|desk| desk.asked.as_mut());
        let asked = asked.filter(|asked| asked.ticket == ticket && asked.stage == Stage::Waiting);
        if let Some(asked) = asked {
            asked.stage = Stage::Prompted;
        }
    }

    fn hear_declined(&mut self, line: usize, ticket: Ticket, refusal: Refusal, now: Moment) {
        let Some(desk) = self.desks.get_mut(line) else { return };
        let Some(asked) = desk.asked.take_if(|asked| asked.ticket == ticket) else { return };
        let rest = retry::rest_after_decline(refusal.advice);
        desk.rest = Some(Rest::of(rest, now));
        if rest >= retry::LINE_PAUSE {
            desk.brake = Some(Rest::of(BRAKE, now));
        }
        self.pending.push(Pending::Declined { part: asked.part, refusal });
    }

    fn hear_withdrawn(&mut self, line: usize, ticket: Ticket, cause: Withdrawal, now: Moment) {
        let Some(desk) = self.desks.get_mut(line) else { return };
        if desk.asked.take_if(|asked| asked.ticket == ticket).is_some() {
            if !matches!(cause, Withdrawal::Cancelled | Withdrawal::Expired) {
                desk.rest = Some(Rest::of(SHORT_REST, now));
            }
        } else if desk.open.as_ref().is_some_and(|open| open.ticket == ticket) {
            desk.ended = Some(Ended::Withdrawn(cause));
        }
    }

    fn hear_result(
        &mut self,
        store: &Store,
        line: usize,
        ticket: Ticket,
        outcome: Outcome,
        now: Moment,
    ) -> Result<(), StoreError> {
        let Some(desk) = self.desks.get_mut(line) else { return Ok(()) };
        if desk.ended.is_some() || desk.open.as_ref().is_none_or(|open| open.ticket != ticket) {
            return Ok(());
        }
        if let Outcome::Refused(refusal) = &outcome
            && retry::rests_the_line(refusal.advice)
        {
            desk.rest = Some(Rest::of(retry::LINE_PAUSE, now));
            desk.brake = Some(Rest::of(BRAKE, now));
        }
        let outcome = believed(store, desk, outcome, now);
        if outcome == Outcome::Unknown(Doubt::Silence) {
            desk.owed = Some(Rest::of(owed::OWED_FOR, now));
            desk.brake = Some(Rest::of(BRAKE, now));
        }
        if let (Outcome::Sent { reference, .. }, Some(open)) = (&outcome, &desk.open) {
            // Now and not with its commit: a modem that starts anew in between counts from anywhere.
            desk.last_reference = Some((*reference, open.attempt));
            desk.restarted = false;
            desk.brake = None;
        }
        desk.refusals = match &outcome {
            Outcome::Sent { .. } => 0,
            outcome => desk.refusals.saturating_add(u32::from(speaks_of_the_account(outcome))),
        };
        desk.ended = Some(Ended::Outcome(outcome));
        self.ask_line(store, line, now)
    }

    fn hear_report(&mut self, line: usize, raw: Raw, reading: Option<ReportReading>, now: Moment) {
        let Some(desk) = self.desks.get(line) else { return };
        let reading = reading.map(|said| Reported {
            reference: said.reference,
            tail: tail(&said.recipient.0),
            status: said.status,
            verdict: said.verdict,
            discharged_at: said.discharged_at,
        });
        let (line, sim, raw) = (desk.name.0.clone(), desk.sim.clone(), raw.0);
        // A clock that has jumped would make it seem too old for any attempt.
        let received_at = self.clock.believed(now);
        self.pending.push(Pending::Report(NewReport { line, sim, received_at, raw, reading }));
    }

    fn hear_incoming(&mut self, line: usize, raw: Raw, reading: Option<IncomingReading>, now: Moment) {
        let Some(desk) = self.desks.get(line) else { return };
        let (sender, text, sent_at) = match reading {
            Some(said) => (Some(said.from), Some(said.text), said.sent_at),
            None => (None, None, None),
        };
        let (line, sim, raw) = (desk.name.0.clone(), desk.sim.clone(), raw.0);
        // By a clock that has jumped it would wait for its other parts for ever, or not at all.
        let received_at = self.clock.believed(now);
        let incoming = Incoming { line, received_at, raw, sender, text, sent_at };
        self.pending.push(Pending::Incoming { sim, incoming });
    }
}

/// While an answer of before may still come, a `+CMGS` that may be that one proves nothing; nor does one while
/// the ledger can't be asked.
fn believed(store: &Store, desk: &Desk, outcome: Outcome, now: Moment) -> Outcome {
    let (Outcome::Sent { reference, .. }, Some(open)) = (&outcome, &desk.open) else { return outcome };
    // Where no report can settle it, the doubt would cost more than it is worth.
    let settles = !matches!(&desk.health, Health::Ready(who) if who.reports == ReportRoute::None);
    if !settles || desk.owed.is_none_or(|owed| owed.seen_at(now).is_none()) {
        return outcome;
    }
    let certain = is_certain(store, desk, *reference, open.attempt).unwrap_or_else(|failure| {
        error!(line = %desk.name, %failure, "the ledger can't be asked whose answer this is");
        false
    });
    if certain {
        return outcome;
    }
    let doubt = Doubt::PerhapsEarlier { reference: *reference };
    warn!(line = %desk.name, message_id = open.message.0, "an answer that may be an earlier message's");
    Outcome::Unknown(doubt)
}

fn is_certain(store: &Store, desk: &Desk, reference: u8, open: AttemptNumber) -> Result<bool, StoreError> {
    // A report may have told a later one than the last answer did.
    let told = if desk.restarted { None } else { store.last_reference(&desk.sim)? };
    let known = told.into_iter().chain(desk.last_reference).max_by_key(|(_, attempt)| *attempt);
    let untold = store.untold_between(&desk.sim, known.map(|(_, attempt)| attempt), open)?;
    Ok(owed::is_certain(reference, known.map(|(reference, _)| reference), untold))
}

/// Whether a row of such ends is the SIM's doing: barred, without credit, or a code that nobody can read.
fn speaks_of_the_account(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Refused(refusal) => refusal.advice == Advice::Account,
        Outcome::Unknown(doubt) => matches!(doubt, Doubt::Unclear { .. }),
        Outcome::Sent { .. } => false,
    }
}

/// Whether a modem that comes back from this may count its references from anywhere: it has begun
/// anew, or was out of sight and may have been without power.
fn may_have_restarted(finding: &Finding) -> bool {
    match finding {
        Finding::NotRegistered
        | Finding::RegistrationDenied
        | Finding::NoServiceCentre
        | Finding::NoPduMode => false,
        Finding::NoDevice { .. }
        | Finding::NoModemFound
        | Finding::Busy { .. }
        | Finding::NoPermission { .. }
        | Finding::NotASerialPort { .. }
        | Finding::Printer { .. }
        | Finding::SomebodysTerminal { .. }
        | Finding::PortFailed { .. }
        | Finding::Silent { .. }
        | Finding::NotAModem { .. }
        | Finding::NoSim
        | Finding::PinRequired { .. }
        | Finding::PinRefused { .. }
        | Finding::PinUnreadable { .. }
        | Finding::PinMalformed { .. }
        | Finding::PukRequired
        | Finding::WrongModem { .. }
        | Finding::WrongSim { .. }
        | Finding::Restarted
        | Finding::Unresponsive => true,
    }
}
