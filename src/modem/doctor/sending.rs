//! The one message that may be sent to see whether one goes: prompt, result, report, and how long each
//! took. Nothing of it is repeated, whatever becomes of it.

use std::time::{Duration, Instant};

use super::facts::{Reported, SimState};
use super::{Doctor, Phase, REPORT_PATIENCE, Sending};
use crate::at::reply;
use crate::at::stored::{self, Notice, NoticeOf};
use crate::at::{self, Argument, Command};
use crate::line::{Repeated, Submission, Verdict};
use crate::modem::pdu;

/// How long a result may take.
const RESULT_PATIENCE: Duration = Duration::from_secs(120);

impl Doctor {
    /// Asks for a prompt, once the modem is set to take octets and to show reports without being thanked.
    pub(super) fn submit(&mut self, submission: &Submission, now: Instant) {
        if self.facts.sim() != SimState::Ready {
            return self.listen(now);
        }
        if let Some(change) = self.still_to_set() {
            self.order.send = Some(submission.clone());
            return self.queue.push_front(change);
        }
        let encoded = pdu::encode(submission).map_err(|error| error.to_string());
        let asked = encoded.and_then(|tpdu| {
            let length = u8::try_from(tpdu.len()).map_err(|error| error.to_string())?;
            self.session.submit(length, now).map_err(|error| error.to_string())?;
            Ok(tpdu)
        });
        match asked {
            Ok(tpdu) => {
                self.tpdu = tpdu;
                self.phase = Phase::Submitting { asked: now, proceeded: None };
            }
            Err(error) => {
                self.facts.sending = Some(Sending::NoPrompt(Some(error)));
                self.listen(now);
            }
        }
    }

    /// A setting that stands in the way, once each.
    fn still_to_set(&mut self) -> Option<Command> {
        let format = reply::number(self.facts.lines(&Command::MessageFormat), "+CMGF");
        let service = reply::number(self.facts.lines(&Command::Service), "+CSMS");
        let settings = [
            (
                Command::SetMessageFormat(0),
                format.filter(|format| *format != 0).map(Command::SetMessageFormat),
            ),
            (Command::SetService(0), service.filter(|service| *service != 0).map(Command::SetService)),
        ];
        for (wanted, found) in settings {
            if let Some(found) = found
                && self.facts.answer(&wanted).is_none()
            {
                self.changed.push(found);
                return Some(wanted);
            }
        }
        None
    }

    pub(super) fn on_submit_event(&mut self, event: at::Event, now: Instant) {
        let Phase::Submitting { asked, proceeded } = &mut self.phase else { return };
        let (asked, since) = (*asked, *proceeded);
        let took = |since: Option<Instant>| {
            since.map_or(Duration::ZERO, |since| now.saturating_duration_since(since))
        };
        let sending = match event {
            at::Event::Prompt => {
                *proceeded = Some(now);
                let octets = pdu::framed(&self.tpdu);
                match self.session.proceed(&octets, RESULT_PATIENCE, now) {
                    Ok(()) => return,
                    Err(error) => Sending::NoPrompt(Some(error.to_string())),
                }
            }
            at::Event::NoPrompt(end) => Sending::NoPrompt(end.map(|end| end.to_string())),
            at::Event::Submitted { reference, .. } => {
                let prompt = since.map_or(Duration::ZERO, |at| at.saturating_duration_since(asked));
                self.facts.sending =
                    Some(Sending::Sent { reference, prompt, result: took(since), report: None });
                if self.facts.shows_reports.is_some() {
                    self.phase = Phase::AwaitingReport { since: now, until: now + REPORT_PATIENCE };
                } else {
                    self.listen(now);
                }
                return;
            }
            at::Event::SubmitEnded { end, .. } => match self.profile.advice(&end, Repeated::No) {
                Some(_) => Sending::Refused(end.to_string()),
                None => Sending::Unknown(Some(end.to_string())),
            },
            at::Event::SubmitSilent => Sending::Unknown(None),
            _ => return,
        };
        self.facts.sending = Some(sending);
        self.listen(now);
    }

    /// A stored report is read where it is announced, and left there for the daemon.
    pub(super) fn on_stored(&mut self, line: &str) {
        let Some(Notice { of: NoticeOf::Report, memory, index: Some(index) }) = stored::notice(line) else {
            return;
        };
        let (Phase::AwaitingReport { .. }, Ok(memory)) = (&self.phase, Argument::new(&memory)) else {
            return;
        };
        let found = reply::storages(self.facts.lines(&Command::Storage)).unwrap_or_default();
        let found = found.first().and_then(|storage| Argument::new(&storage.name).ok());
        let back = found.map(|name| Command::SelectStorage(vec![name]));
        self.changed.extend(back.filter(|back| !self.changed.contains(back)));
        self.queue.push_back(Command::SelectStorage(vec![memory]));
        self.queue.push_back(Command::ReadStored(index));
    }

    /// A report that is ours ends the wait, unless the network still tries.
    pub(super) fn on_report(&mut self, octets: &[u8], now: Instant) {
        let Phase::AwaitingReport { since, .. } = self.phase else { return };
        let (_, Some(reading)) = pdu::report(octets) else { return };
        let Some(Sending::Sent { reference, report, .. }) = &mut self.facts.sending else { return };
        if reading.reference == *reference && reading.verdict != Verdict::StillTrying {
            let after = now.saturating_duration_since(since);
            *report = Some(Reported { status: reading.status, verdict: reading.verdict, after });
            self.listen(now);
        }
    }
}
