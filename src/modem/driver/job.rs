//! One order on its way: asked for a prompt, at the prompt, gone. Every way ends in exactly one
//! event; after Ctrl-Z that is a result.

use super::*;
use crate::at::FinalResult;
use crate::line::Repeated;

/// Characters of an error that are shown.
const ERROR_LENGTH: usize = 80;

/// How far an order has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The modem is asked something else, or gets into step after the order before.
    Waits,
    /// `AT+CMGS` is written.
    Asked,
    /// The modem waits, and so does the gateway's commit, until then.
    AtPrompt {
        /// When it is taken back.
        until: Instant,
    },
    /// PDU and Ctrl-Z are given to the shell.
    Gone,
}

/// An order that has not ended.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) ticket: Ticket,
    pub(super) stage: Stage,
    tpdu: Vec<u8>,
    repeated: Repeated,
}

impl Driver {
    /// The order waits until the modem may be asked: see [`Driver::go_on`].
    pub(super) fn submit(&mut self, ticket: Ticket, submission: &Submission) {
        let decline = |error: String, advice| Event::Declined { ticket, refusal: Refusal { error, advice } };
        if self.job.is_some() {
            self.events.push_back(decline("another order is under way".to_owned(), Advice::Soon));
            return;
        }
        if !matches!(self.phase, Phase::Ready) || self.ending == Ending::Wanted {
            let cause = match self.ending {
                Ending::Wanted => Withdrawal::Stopping,
                Ending::No if self.has_port() => Withdrawal::ModemRestarted,
                Ending::No => Withdrawal::PortLost,
            };
            self.events.push_back(Event::Withdrawn { ticket, cause });
            return;
        }
        match pdu::encode(submission) {
            Ok(tpdu) => {
                self.job = Some(Job { ticket, stage: Stage::Waits, tpdu, repeated: submission.repeated });
            }
            Err(error) => self.events.push_back(decline(error.to_string(), Advice::Never)),
        }
    }

    /// Asks what is to be asked next: something about what the modem brings, or for a prompt. False where
    /// nothing is, or can be.
    pub(super) fn go_on(&mut self, now: Instant) -> bool {
        if !matches!(self.phase, Phase::Ready) || !self.session.is_free() {
            return false;
        }
        let waits = self.job.as_ref().is_some_and(|job| job.stage == Stage::Waits);
        let waiting = if waits { Waiting::Message } else { Waiting::Nothing };
        let errand = if self.ending == Ending::No { self.errands.next(waiting, now) } else { None };
        self.events.extend(self.errands.take_events());
        match errand {
            Some(command) => self.ask(command, now),
            None => self.ask_for_prompt(now),
        }
        !self.session.is_free()
    }

    /// Writes `AT+CMGS` where the modem may be asked; else the order waits for that.
    fn ask_for_prompt(&mut self, now: Instant) {
        let Some(job) = &mut self.job else { return };
        let length = u8::try_from(job.tpdu.len()).unwrap_or(u8::MAX);
        if job.stage == Stage::Waits && self.session.submit(length, now).is_ok() {
            job.stage = Stage::Asked;
            self.errands.message_begins();
        }
    }

    pub(super) fn proceed(&mut self, ticket: Ticket, now: Instant) {
        let Some(job) = &mut self.job else { return };
        let Stage::AtPrompt { until } = job.stage else { return };
        if job.ticket != ticket {
            return;
        }
        if until <= now {
            self.session.withdraw(now);
            self.withdrawn(Withdrawal::NoGo);
            return;
        }
        let framed = pdu::framed(&job.tpdu);
        if self.session.proceed(&framed, self.settings.result_timeout, now).is_ok() {
            job.stage = Stage::Gone;
        }
    }

    pub(super) fn withdraw(&mut self, ticket: Ticket, cause: Withdrawal, now: Instant) {
        let open = self.job.as_ref().filter(|job| job.ticket == ticket && job.stage != Stage::Gone);
        if open.is_some() {
            self.session.withdraw(now);
            self.withdrawn(cause);
        }
    }

    /// Ends the order, of which nothing was sent.
    pub(super) fn withdrawn(&mut self, cause: Withdrawal) {
        if let Some(Job { ticket, .. }) = self.job.take() {
            self.events.push_back(Event::Withdrawn { ticket, cause });
        }
    }

    /// Ends the order, whose Ctrl-Z has gone.
    pub(super) fn result(&mut self, outcome: Outcome) {
        if let Some(Job { ticket, .. }) = self.job.take_if(|job| job.stage == Stage::Gone) {
            self.events.push_back(Event::Result { ticket, outcome });
        }
    }

    /// Ends whatever order there is: by a doubt after Ctrl-Z, else by a withdrawal.
    pub(super) fn end_job(&mut self, cause: Withdrawal, doubt: Doubt) {
        self.result(Outcome::Unknown(doubt));
        self.withdrawn(cause);
    }

    /// The modem does not wait for a PDU: `None` is silence.
    pub(super) fn no_prompt(&mut self, end: Option<FinalResult>, now: Instant) {
        let Some(job) = &self.job else { return };
        match (end, job.stage) {
            (Some(end @ (FinalResult::Error | FinalResult::Cms(_) | FinalResult::Cme(_))), Stage::Asked) => {
                let reason = self.profile.advice(&end, Repeated::No);
                let refusal = Refusal { error: shown(&end), advice: reason.unwrap_or(Advice::Later) };
                let ticket = job.ticket;
                self.job = None;
                self.events.push_back(Event::Declined { ticket, refusal });
                if reason.is_none() {
                    self.prompt_missed(now);
                }
            }
            (Some(_), Stage::Asked) => {
                self.withdrawn(Withdrawal::FinalInstead);
                self.prompt_missed(now);
            }
            (Some(_), _) => self.withdrawn(Withdrawal::FinalInstead),
            (None, _) => {
                self.withdrawn(Withdrawal::NoPrompt);
                self.prompt_missed(now);
            }
        }
    }

    /// One that gives no prompt time after time, and no reason, may have lost what was set in it.
    fn prompt_missed(&mut self, now: Instant) {
        self.missed_prompts = self.missed_prompts.saturating_add(1);
        if self.missed_prompts >= MISSED_PROMPTS {
            self.missed_prompts = 0;
            self.drop_port(Finding::Unresponsive, now);
        }
    }

    /// What a final result without `+CMGS` says of the order.
    pub(super) fn judged(&self, end: &FinalResult, repeated: Repeated) -> Outcome {
        match self.profile.advice(end, repeated) {
            Some(advice) => Outcome::Refused(Refusal { error: shown(end), advice }),
            None => unclear(end),
        }
    }

    pub(super) fn submit_ended(&mut self, end: &FinalResult) {
        if let Some(repeated) = self.job.as_ref().map(|job| job.repeated) {
            let outcome = self.judged(end, repeated);
            self.result(outcome);
        }
    }
}

/// What a final result that proves nothing says of the order.
pub(super) fn unclear(end: &FinalResult) -> Outcome {
    Outcome::Unknown(Doubt::Unclear { answer: shown(end) })
}

/// A final result as the modem said it, short enough to show.
fn shown(end: &FinalResult) -> String {
    end.to_string().chars().take(ERROR_LENGTH).collect()
}
