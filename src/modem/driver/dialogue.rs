//! What the session says -> what becomes of the order, the listening and the bring-up.

use super::job::unclear;
use super::*;
use crate::at;
use crate::at::code::FIRST_OWN_CODE;
use crate::at::line::Boot;
use crate::at::session::Arrival;
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
                self.events.push_back(Event::Report { raw, reading });
            }
            at::Event::Message(octets) => {
                let (raw, reading) = pdu::incoming(&octets);
                self.events.push_back(Event::Incoming { raw, reading });
            }
            at::Event::Unsolicited(_) => {}
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
                let entered = self.entered_pin.as_ref();
                let bringup = Box::new(Bringup::new(&self.settings, &self.profile, &self.port, entered));
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
            Phase::Ready => self.ask_for_prompt(now),
            _ => {}
        }
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
