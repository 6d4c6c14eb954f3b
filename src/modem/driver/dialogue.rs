//! What the session says -> what becomes of the order, the listening and the bring-up.

use super::job::unclear;
use super::*;
use crate::at;
use crate::at::code::FIRST_OWN_CODE;
use crate::at::line::Boot;
use crate::at::session::Arrival;
use crate::at::stored;
use crate::at::{ErrorCode, FinalResult};
use crate::line::Repeated;

impl Driver {
    pub(super) fn on_session_event(&mut self, event: at::Event, now: Instant) {
        match event {
            at::Event::Answer(answer) => self.on_answer(answer, now),
            at::Event::Prompt => self.on_prompt(now),
            at::Event::NoPrompt(end) => self.no_prompt(end, now),
            at::Event::Submitted { reference, arrival } => {
                self.missed_prompts = 0;
                let late = arrival == Arrival::Late;
                self.result(Outcome::Sent { reference, late });
                self.heard(Outcome::Sent { reference, late: true }, now);
            }
            at::Event::SubmitEnded { end, .. } => {
                self.missed_prompts = 0;
                self.submit_ended(&end);
                self.heard_end(&end, now);
            }
            at::Event::SubmitSilent => self.result(Outcome::Unknown(Doubt::Silence)),
            at::Event::Restarted(boot) => self.on_restarted(boot, now),
            at::Event::Report(octets) => {
                let (raw, reading) = pdu::report(&octets);
                let reception = self.errands.shelf.shown(now);
                self.events.push_back(Event::Report { reception, raw, reading });
            }
            at::Event::Message(octets) => {
                let (raw, reading) = pdu::incoming(&octets);
                let reception = self.errands.shelf.shown(now);
                self.events.push_back(Event::Incoming { reception, raw, reading });
            }
            at::Event::Unsolicited(line) => {
                if let (Phase::Ready, Some(notice)) = (&self.phase, stored::notice(&line)) {
                    self.errands.on_notice(notice);
                }
            }
            at::Event::InStep => self.on_in_step(now),
            at::Event::OutOfStep(heard) => self.out_of_step(heard, now),
        }
    }

    fn on_prompt(&mut self, now: Instant) {
        match &mut self.job {
            Some(job) if job.stage == Stage::Asked => {
                job.stage = Stage::AtPrompt { until: now + GO_PATIENCE };
                self.missed_prompts = 0;
                let ticket = job.ticket;
                self.events.push_back(Event::Prompt { ticket });
            }
            _ => self.session.withdraw(now),
        }
    }

    fn on_answer(&mut self, answer: Answer, now: Instant) {
        if matches!(self.phase, Phase::Ready) {
            let verdict = self.errands.on_answer(&answer, now);
            return self.follow(verdict, now);
        }
        let Phase::BringUp { bringup, unanswered } = &mut self.phase else { return };
        if answer.end.is_none() {
            // The session is getting into step; the bring-up goes on after that.
            *unanswered = Some(answer);
            return;
        }
        let action = bringup.answer(&answer);
        self.act(action, now);
    }

    fn on_in_step(&mut self, now: Instant) {
        match &mut self.phase {
            Phase::Probing => {
                let (entered, wanted) = (self.entered_pin.as_ref(), self.wanted_routes());
                let bringup = Bringup::new(&self.settings, &self.profile, &self.port, entered, &wanted);
                let bringup = Box::new(bringup);
                let action = bringup.resume();
                self.phase = Phase::BringUp { bringup, unanswered: None };
                self.act(action, now);
            }
            Phase::BringUp { bringup, unanswered } => {
                let action = match unanswered.take() {
                    Some(answer) => bringup.answer(&answer),
                    None => bringup.resume(),
                };
                self.act(action, now);
            }
            _ => {}
        }
    }

    fn follow(&mut self, verdict: errands::Verdict, now: Instant) {
        self.events.extend(self.errands.take_events());
        match verdict {
            errands::Verdict::Well => return,
            errands::Verdict::Refuse(route) => {
                self.refused_routes.push(route);
                self.refusals.push(route);
            }
            errands::Verdict::BringUp => {}
        }
        self.end_job(Withdrawal::ModemRestarted, Doubt::Silence);
        self.set_health(Health::Starting);
        self.probe(now);
    }

    /// Ways for reports, in the order in which they are tried.
    fn wanted_routes(&self) -> Vec<ReportRoute> {
        let first = match self.settings.reports {
            Reports::Auto => None,
            Reports::By(route) => Some(route),
        };
        let others = self.profile.report_routes().filter(|route| Some(*route) != first);
        first.into_iter().chain(others).filter(|route| !self.refused_routes.contains(route)).collect()
    }

    fn on_restarted(&mut self, boot: Boot, now: Instant) {
        match &self.phase {
            Phase::Ready => {
                self.end_job(Withdrawal::ModemRestarted, Doubt::Restarted);
                self.restart(now);
            }
            Phase::Listening => self.heard(Outcome::Unknown(Doubt::Restarted), now),
            // What was set is lost; what only shows that a start goes on changes nothing.
            Phase::Probing | Phase::BringUp { .. } | Phase::Pausing { .. } if boot == Boot::Start => {
                self.restart(now);
            }
            _ => {}
        }
    }

    /// Ends the listening, and begins to speak where the port is there.
    pub(super) fn heard(&mut self, outcome: Outcome, now: Instant) {
        let Some(Listening { ticket, .. }) = self.listening.take() else { return };
        let restarted = outcome == Outcome::Unknown(Doubt::Restarted);
        self.events.push_back(Event::Result { ticket, outcome });
        if matches!(self.phase, Phase::Listening) {
            self.set_health(Health::Starting);
            if restarted {
                self.phase = Phase::Pausing { bringup: None, until: now + SETTLING };
            } else {
                self.probe(now);
            }
        }
    }

    /// A final result while listening. A bare OK or ERROR may belong to anything; and since the
    /// earlier process may have asked for its next prompt before the result was committed, only what
    /// the network alone says refuses the message itself.
    fn heard_end(&mut self, end: &FinalResult, now: Instant) {
        let of_network = match end {
            FinalResult::Cms(ErrorCode::Number(code)) => *code < FIRST_OWN_CODE,
            FinalResult::Cms(_) | FinalResult::Cme(_) => false,
            FinalResult::Ok | FinalResult::Error => return,
        };
        if self.listening.is_some() {
            let outcome = if of_network { self.judged(end, Repeated::No) } else { unclear(end) };
            self.heard(outcome, now);
        }
    }
}
