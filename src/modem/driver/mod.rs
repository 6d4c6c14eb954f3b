//! The line without its port: orders and octets in, events and octets out. Decides what the ledger
//! rests on: nothing of a message before `Proceed`; taken back only while Ctrl-Z has not been
//! written; `+CMGS: <mr>` proves sent and nothing else does; only a listed code proves not sent.
//! The caller drains outputs, then events, after each `handle_*`.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::bringup::{Action, Bringup};
use super::pdu;
use super::profile::Profile;
use super::{PinFate, Reports, Settings};
use crate::at::command::Pin;
use crate::at::session::Heard;
use crate::at::{Answer, Command, Session};
use crate::line::{
    Advice, Doubt, Event, Finding, Health, Hindrance, Listen, Order, Outcome, Refusal, ReportRoute,
    Submission, Ticket,
};
use crate::message::Withdrawal;

mod dialogue;
mod errands;
mod job;
mod port;
mod shelf;

use errands::{Errands, Waiting};
use job::{Job, Stage};

/// How long a prompt waits for `Proceed`: a gateway that hangs in a commit never hangs a modem.
const GO_PATIENCE: Duration = Duration::from_secs(5);

/// A modem that has just started is given this before it is asked anything.
const SETTLING: Duration = Duration::from_secs(2);

/// Prompts missed in a row before the modem is brought up anew.
const MISSED_PROMPTS: u8 = 3;

/// So often a way for reports that was refused is tried again when the modem begins anew.
const MOST_REFUSALS: usize = 3;

/// What the shell does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Open the port, then [`Driver::handle_opened`] or [`Driver::handle_closed`].
    Open,
    /// Write all of it; where that can't be done, [`Driver::handle_write_stalled`].
    Write(Vec<u8>),
    /// Close the port. Nothing is to be reported.
    Close,
}

#[derive(Debug)]
enum Phase {
    /// Not begun.
    Idle,
    /// No port; the next try at that time.
    Away { retry_at: Instant },
    /// The shell is opening.
    Opening,
    /// Only listening: not an octet is written.
    Listening,
    /// Finding out whether a modem answers.
    Probing,
    /// Between two tries of the same, or of all, at that time.
    Pausing { bringup: Option<Box<Bringup>>, until: Instant },
    /// Making it ready; with an answer that did not come in time.
    BringUp { bringup: Box<Bringup>, unanswered: Option<Answer> },
    /// May be given orders.
    Ready,
    /// Done.
    Closed,
}

/// Whether the line is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    No,
    Wanted,
}

/// What the last octets were that went to the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Command,
    Pdu,
}

/// Something that is listened for until then.
#[derive(Clone, Copy, Debug)]
struct Listening {
    ticket: Ticket,
    until: Instant,
}

/// The line.
#[derive(Debug)]
pub struct Driver {
    settings: Settings,
    /// Entered, and not known to be right yet.
    entered_pin: Option<Pin>,
    pin_fates: VecDeque<PinFate>,
    profile: Profile,
    port: String,
    phase: Phase,
    session: Session,
    job: Option<Job>,
    errands: Errands,
    /// Ways for reports that this modem, as it is now, does not keep to.
    refused_routes: Vec<ReportRoute>,
    /// The same over all its beginnings, each as often as it was refused.
    refusals: Vec<ReportRoute>,
    listening: Option<Listening>,
    ending: Ending,
    health: Health,
    failures: usize,
    missed_prompts: u8,
    written: Written,
    outputs: VecDeque<Output>,
    events: VecDeque<Event>,
}

impl Driver {
    /// A line that has not begun.
    pub fn new(settings: Settings) -> Self {
        let profile = Profile::generic();
        Self {
            port: settings.device_label(),
            settings,
            entered_pin: None,
            pin_fates: VecDeque::new(),
            errands: Errands::new(profile.report_memories().collect()),
            refused_routes: Vec::new(),
            refusals: Vec::new(),
            profile,
            phase: Phase::Idle,
            session: Session::default(),
            job: None,
            listening: None,
            ending: Ending::No,
            health: Health::Idle,
            failures: 0,
            missed_prompts: 0,
            written: Written::Command,
            outputs: VecDeque::new(),
            events: VecDeque::new(),
        }
    }

    /// Takes an order of the gateway.
    pub fn handle_order(&mut self, order: Order, now: Instant) {
        match order {
            Order::Open { listen } => self.open(listen, now),
            Order::Submit { ticket, submission } => self.submit(ticket, &submission),
            Order::Proceed { ticket } => self.proceed(ticket, now),
            Order::Withdraw { ticket, cause } => self.withdraw(ticket, cause, now),
            Order::Acknowledge { receptions } => self.errands.acknowledge(&receptions, now),
            Order::Close => self.close(now),
        }
        self.turn(now);
    }

    /// The modem said something.
    pub fn handle_bytes(&mut self, octets: &[u8], now: Instant) {
        for octets in octets.chunks(Session::AT_ONCE) {
            if !self.has_port() {
                return;
            }
            self.session.handle_bytes(octets, now);
            self.turn(now);
        }
    }

    /// Acts on the deadlines that are over.
    pub fn handle_timeout(&mut self, now: Instant) {
        if matches!(&self.job, Some(Job { stage: Stage::AtPrompt { until }, .. }) if *until <= now) {
            self.session.withdraw(now);
            self.withdrawn(Withdrawal::NoGo);
        }
        if self.listening.is_some_and(|listening| listening.until <= now) {
            self.heard(Outcome::Unknown(Doubt::ProcessEnded), now);
        }
        match &mut self.phase {
            Phase::Away { retry_at } if *retry_at <= now => self.begin_opening(),
            Phase::Pausing { bringup, until } if *until <= now => match bringup.take() {
                Some(bringup) => {
                    let action = bringup.resume();
                    self.phase = Phase::BringUp { bringup, unanswered: None };
                    self.act(action, now);
                }
                None => self.probe(now),
            },
            _ => {}
        }
        self.session.handle_timeout(now);
        self.turn(now);
    }

    /// What the shell does next.
    pub fn poll_output(&mut self) -> Option<Output> {
        let output = self.outputs.pop_front();
        if let Some(Output::Write(octets)) = &output {
            self.written = match octets.last() {
                Some(0x1A) => Written::Pdu,
                _ => Written::Command,
            };
        }
        output
    }

    /// When [`Driver::handle_timeout`] is due; `None` while nothing is waited for.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let phase = match &self.phase {
            Phase::Away { retry_at } => Some(*retry_at),
            Phase::Pausing { until, .. } => Some(*until),
            _ => None,
        };
        let job = match &self.job {
            Some(Job { stage: Stage::AtPrompt { until }, .. }) => Some(*until),
            _ => None,
        };
        let listening = self.listening.map(|listening| listening.until);
        let free = matches!(self.phase, Phase::Ready) && self.session.is_free();
        let errands = self.errands.poll_timeout().filter(|_| free);
        [phase, job, listening, errands, self.session.poll_timeout()].into_iter().flatten().min()
    }

    /// What became of the PIN that was entered, to be kept beyond this process.
    pub fn poll_pin_fate(&mut self) -> Option<PinFate> {
        self.pin_fates.pop_front()
    }

    /// The next event.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    fn open(&mut self, listen: Option<Listen>, now: Instant) {
        if !matches!(self.phase, Phase::Idle) {
            return;
        }
        if let Some(Listen { ticket, at_most }) = listen {
            self.listening = Some(Listening { ticket, until: now + at_most });
            self.set_health(Health::Listening);
        }
        self.begin_opening();
    }

    /// Withdraws what can be, and ends as soon as nothing is owed.
    fn close(&mut self, now: Instant) {
        self.ending = Ending::Wanted;
        // What it listened for stays open in the ledger: the next process listens on.
        self.listening = None;
        if !self.is_gone() {
            self.session.withdraw(now);
            self.withdrawn(Withdrawal::Stopping);
        }
    }

    /// Carries octets and events between session and outside until nothing moves.
    fn turn(&mut self, now: Instant) {
        loop {
            self.collect_output();
            match self.session.poll_event() {
                Some(event) => self.on_session_event(event, now),
                None if self.go_on(now) => {}
                None => break,
            }
        }
        if self.ending == Ending::Wanted && self.job.is_none() && !matches!(self.phase, Phase::Closed) {
            self.outputs.retain(|output| *output != Output::Open);
            if self.has_port() {
                self.outputs.push_back(Output::Close);
            }
            self.phase = Phase::Closed;
            self.session = Session::default();
            self.events.push_back(Event::Closed);
        }
    }

    fn is_gone(&self) -> bool {
        self.job.as_ref().is_some_and(|job| job.stage == Stage::Gone)
    }

    fn collect_output(&mut self) {
        while let Some(octets) = self.session.poll_output() {
            self.outputs.push_back(Output::Write(octets));
        }
    }

    fn set_health(&mut self, health: Health) {
        if self.health != health {
            self.health = health.clone();
            self.events.push_back(Event::Health(health));
        }
    }

    fn probe(&mut self, now: Instant) {
        self.phase = Phase::Probing;
        self.session.probe(now);
    }

    /// What becomes of a modem that does not answer.
    fn out_of_step(&mut self, heard: Heard, now: Instant) {
        let device = self.port.clone();
        let finding = match (&self.phase, heard) {
            (Phase::Probing, Heard::Rubbish) => Finding::NotAModem { device },
            (Phase::Probing, Heard::Nothing | Heard::Lines) => Finding::Silent { device },
            _ => Finding::Unresponsive,
        };
        self.end_job(Withdrawal::PortLost, Doubt::Silence);
        self.drop_port(finding, now);
    }

    /// The session is free here: an answer has just ended, or a pause.
    fn ask(&mut self, command: Command, now: Instant) {
        if self.session.ask(command, now).is_err() {
            self.probe(now);
        }
    }

    /// Does what the bring-up wants.
    fn act(&mut self, action: Action, now: Instant) {
        self.learn_pin_fate();
        match action {
            // Gone from here until the SIM has taken it: no other bring-up enters a wrong one again.
            Action::Ask(command @ Command::EnterPin(_)) => {
                self.entered_pin = self.settings.pin.take();
                self.ask(command, now);
            }
            Action::Ask(command) => self.ask(command, now),
            Action::Wait { finding, pause } => {
                if let Some(finding) = finding {
                    self.set_health(Health::Down(finding));
                }
                let phase = std::mem::replace(&mut self.phase, Phase::Ready);
                let bringup = match phase {
                    Phase::BringUp { bringup, .. } => Some(bringup),
                    _ => None,
                };
                self.phase = Phase::Pausing { bringup, until: now + pause };
            }
            Action::Fail(finding) => self.drop_port(finding, now),
            Action::Ready(prepared) => {
                self.failures = 0;
                self.missed_prompts = 0;
                self.phase = Phase::Ready;
                self.errands.begin(&prepared, now);
                let route = prepared.identity.reports;
                if matches!(self.settings.reports, Reports::By(wanted) if wanted != route) {
                    self.errands.tell(Hindrance::ReportsOtherwise { route });
                }
                self.set_health(Health::Ready(prepared.identity));
            }
        }
    }

    /// Once it is known, the PIN is kept: for this SIM after a reset, or for another one.
    fn learn_pin_fate(&mut self) {
        let Phase::BringUp { bringup, .. } = &mut self.phase else { return };
        let Some(fate) = bringup.poll_pin_fate() else { return };
        self.settings.pin = self.entered_pin.take().or(self.settings.pin.take());
        if let PinFate::Refused(by) = &fate {
            self.settings.pin_refused_by.push(by.clone());
        }
        self.pin_fates.push_back(fate);
    }

    /// What a modem refused before it was reset or plugged in it may take now. A few times at most: some start
    /// anew because of what they are asked.
    fn begin_afresh(&mut self) {
        let times = |route| self.refusals.iter().filter(|refused| **refused == route).count();
        let for_good = self.refused_routes.iter().copied().filter(|route| times(*route) >= MOST_REFUSALS);
        self.refused_routes = for_good.collect();
        if self.refused_routes.is_empty() {
            self.errands.forgive();
            self.events.extend(self.errands.take_events());
        }
    }

    /// The modem started anew: brings it up again after a moment.
    fn restart(&mut self, now: Instant) {
        self.session.abandon();
        self.errands.clear();
        self.begin_afresh();
        self.set_health(Health::Down(Finding::Restarted));
        self.phase = Phase::Pausing { bringup: None, until: now + SETTLING };
    }
}

#[cfg(test)]
mod tests;
