//! Examines a modem without its port: octets and instants in, octets and events out, then the signs that
//! were found. Asks what TS 27.005 and TS 27.007 let anybody ask; what it changes to be able to ask
//! (echo, error numbers, how reports come) is put back as it was found. Never enters a PIN.
//! The caller drains outputs, then events, after each `handle_*`.

mod facts;
mod judge;
mod questions;
mod sending;
mod sign;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use self::facts::{Break, Contact, Facts, Sending};
pub use self::sign::{Check, Examined, Sign, Verdict, headline};
use super::profile::Profile;
use crate::at::line::Boot;
use crate::at::session::Heard;
use crate::at::{self, Answer, Command, Indications, Session, stored};
use crate::line::Submission;

/// Between two tries of what a SIM or a network needs time for.
const SHORTLY: Duration = Duration::from_secs(2);

/// Such tries.
const TRIES: u8 = 4;

/// How long a delivery report is waited for.
const REPORT_PATIENCE: Duration = Duration::from_secs(60);

/// What an examination is to find out beyond what can be asked.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// Only this modem: 15 digits.
    pub imei: Option<String>,
    /// Only this SIM: its ICCID.
    pub iccid: Option<String>,
    /// Sends this, once, and waits for its report.
    pub send: Option<Submission>,
    /// Then shows for so long what comes unasked.
    pub listen: Option<Duration>,
}

/// What has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A question and what came of it.
    Asked(Exchange),
    /// A line that came unasked.
    Heard(String),
    /// That was all: the port may be closed, and [`Doctor::findings`] is complete.
    Done,
}

/// A question and its answer, as they went over the port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// What was asked.
    pub question: String,
    /// The lines of the answer.
    pub lines: Vec<String>,
    /// How it ended; `None`: not in time.
    pub end: Option<String>,
    /// How long it took.
    pub took: Duration,
}

#[derive(Debug)]
enum Phase {
    Probing,
    Asking,
    Pausing { until: Instant },
    Submitting { asked: Instant, proceeded: Option<Instant> },
    AwaitingReport { since: Instant, until: Instant },
    Listening { until: Instant },
    Restoring,
    Done,
}

/// The examination.
#[derive(Debug)]
pub struct Doctor {
    order: Order,
    profile: Profile,
    session: Session,
    facts: Facts,
    phase: Phase,
    queue: VecDeque<Command>,
    asked: Option<(Command, Instant)>,
    /// Tries of a question that needs patience.
    tries: u8,
    /// What is still to be tried for reports.
    trial: VecDeque<Indications>,
    /// What was changed, as it was found: put back in the end, the last first.
    changed: Vec<Command>,
    /// What the prompt will be given.
    tpdu: Vec<u8>,
    events: VecDeque<Event>,
}

impl Doctor {
    /// Begins at a port that has just been opened; `device` is how people know it.
    pub fn new(order: Order, device: &str, now: Instant) -> Self {
        let mut session = Session::default();
        session.probe(now);
        Self {
            order,
            profile: Profile::generic(),
            session,
            facts: Facts::of(device),
            phase: Phase::Probing,
            queue: VecDeque::new(),
            asked: None,
            tries: 0,
            trial: VecDeque::new(),
            changed: Vec::new(),
            tpdu: Vec::new(),
            events: VecDeque::new(),
        }
    }

    /// The modem said something.
    pub fn handle_bytes(&mut self, octets: &[u8], now: Instant) {
        for octets in octets.chunks(Session::AT_ONCE) {
            self.session.handle_bytes(octets, now);
            self.turn(now);
        }
    }

    /// Acts on the deadlines that are over.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.session.handle_timeout(now);
        match &self.phase {
            Phase::Pausing { until } if *until <= now => self.phase = Phase::Asking,
            Phase::AwaitingReport { until, .. } if *until <= now => self.listen(now),
            Phase::Listening { until } if *until <= now => self.restore(),
            _ => {}
        }
        self.turn(now);
    }

    /// The port has gone.
    pub fn handle_closed(&mut self) {
        self.facts.broken_off = Some(Break::PortLost);
        self.done();
    }

    /// Ends it as soon as nothing is owed to the modem: what was changed is put back.
    pub fn stop(&mut self, now: Instant) {
        self.order.send = None;
        self.order.listen = None;
        self.trial.clear();
        match &self.phase {
            // Its result is awaited: a message may have gone.
            Phase::Submitting { proceeded: Some(_), .. } | Phase::Done | Phase::Restoring => {}
            Phase::Submitting { proceeded: None, .. } => {
                self.session.withdraw(now);
                self.restore();
            }
            Phase::Probing => self.done(),
            _ => self.restore(),
        }
        self.turn(now);
    }

    /// The next octets to write, in one write.
    pub fn poll_output(&mut self) -> Option<Vec<u8>> {
        self.session.poll_output()
    }

    /// When [`Doctor::handle_timeout`] is due.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let own = match &self.phase {
            Phase::Pausing { until } | Phase::AwaitingReport { until, .. } | Phase::Listening { until } => {
                Some(*until)
            }
            _ => None,
        };
        [own, self.session.poll_timeout()].into_iter().flatten().min()
    }

    /// The next event.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// What was found, for each check from the first answer on.
    pub fn findings(&self) -> Vec<Examined> {
        judge::judge(&self.facts, &self.order)
    }

    /// Takes what the session tells and asks what comes next, until nothing moves.
    fn turn(&mut self, now: Instant) {
        loop {
            while let Some(event) = self.session.poll_event() {
                self.on_session_event(event, now);
            }
            if !self.session.is_free() {
                return;
            }
            match (&self.phase, self.queue.pop_front()) {
                (Phase::Asking | Phase::Restoring | Phase::AwaitingReport { .. }, Some(command)) => {
                    self.ask(command, now);
                }
                (Phase::Asking, None) => self.after_questions(now),
                (Phase::Restoring, None) => self.done(),
                (_, Some(command)) => {
                    self.queue.push_front(command);
                    return;
                }
                (_, None) => return,
            }
        }
    }

    fn ask(&mut self, command: Command, now: Instant) {
        // The session is free here.
        if self.session.ask(command.clone(), now).is_ok() {
            self.asked = Some((command, now));
        }
    }

    fn on_session_event(&mut self, event: at::Event, now: Instant) {
        match event {
            at::Event::InStep => self.on_in_step(),
            at::Event::OutOfStep(heard) => self.on_out_of_step(heard),
            at::Event::Answer(answer) => self.on_answer(answer, now),
            at::Event::Restarted(boot) => self.on_restarted(boot),
            at::Event::Unsolicited(line) => {
                self.on_stored(&line);
                self.hear(line);
            }
            at::Event::Report(octets) => {
                self.hear(format!("+CDS ({} octets)", octets.len()));
                self.on_report(&octets, now);
            }
            at::Event::Message(octets) => self.hear(format!("+CMT ({} octets)", octets.len())),
            other => self.on_submit_event(other, now),
        }
    }

    fn on_in_step(&mut self) {
        if matches!(self.phase, Phase::Probing) {
            self.facts.contact = Contact::Made;
            self.phase = Phase::Asking;
            self.queue.extend(questions::FIRST.iter().cloned());
        }
    }

    fn on_out_of_step(&mut self, heard: Heard) {
        match (&self.phase, &self.asked) {
            (Phase::Probing, _) => self.facts.contact = Contact::Failed(heard),
            (_, Some((command, _))) => self.facts.broken_off = Some(Break::Silence(command.to_string())),
            (_, None) => self.facts.broken_off = Some(Break::Silence(String::new())),
        }
        self.done();
    }

    fn on_restarted(&mut self, boot: Boot) {
        if boot == Boot::Start && !matches!(self.phase, Phase::Probing | Phase::Done) {
            self.facts.broken_off = Some(Break::Restart);
            self.session.abandon();
            self.done();
        }
    }

    fn on_answer(&mut self, answer: Answer, now: Instant) {
        let took =
            self.asked.as_ref().map_or(Duration::ZERO, |(_, since)| now.saturating_duration_since(*since));
        if answer.end.is_some() {
            self.facts.first_answer.get_or_insert(took);
        }
        self.events.push_back(Event::Asked(Exchange {
            question: answer.command.to_string(),
            lines: answer.lines.clone(),
            end: answer.end.as_ref().map(ToString::to_string),
            took,
        }));
        if let (Phase::AwaitingReport { .. }, Command::ReadStored(_)) = (&self.phase, &answer.command) {
            let octets = stored::entries(&answer.lines).into_iter().next().and_then(|entry| entry.octets);
            self.on_report(&octets.unwrap_or_default(), now);
        }
        if matches!(self.phase, Phase::Asking) {
            self.facts.keep(answer.clone());
            self.follow_up(&answer, now);
        }
    }

    fn hear(&mut self, line: String) {
        if let (Phase::Listening { .. }, Some(lines)) = (&self.phase, &mut self.facts.heard) {
            *lines = lines.saturating_add(1);
        }
        self.events.push_back(Event::Heard(line));
    }

    fn after_questions(&mut self, now: Instant) {
        match self.order.send.take() {
            Some(submission) => self.submit(&submission, now),
            None => self.listen(now),
        }
    }

    fn listen(&mut self, now: Instant) {
        match self.order.listen.take().filter(|_| !self.facts.is_nobody()) {
            Some(time) => {
                self.facts.heard = Some(0);
                self.phase = Phase::Listening { until: now + time };
            }
            None => self.restore(),
        }
    }

    fn restore(&mut self) {
        self.queue.clear();
        self.queue.extend(self.changed.drain(..).rev());
        self.phase = Phase::Restoring;
    }

    fn done(&mut self) {
        if !matches!(self.phase, Phase::Done) {
            self.phase = Phase::Done;
            self.queue.clear();
            self.events.push_back(Event::Done);
        }
    }
}
