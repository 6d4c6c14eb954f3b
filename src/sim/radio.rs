//! Between modem and network: a PDU that was handed over, its verdict and the time of its answer; what
//! the network brings, and how the modem shows it.

use std::time::{Duration, Instant};

use super::fault::{Fate, Mishap, Occasion};
use super::handover;
use super::journal::{Received, Record, Reported, Shown, Verdict};
use super::network;
use super::terminal::{Coming, Failure};
use super::{Modem, Port, Task, WhileClosed};
use crate::sms::frame;
use crate::sms::status_report::Status;

impl Modem {
    /// Ctrl-Z: what becomes of the message is decided now; the answer takes its time.
    pub(super) fn hand_over(&mut self, length: usize, typed: &str, now: Instant) {
        let wall = self.wall(now);
        let (entry, judged) = handover::read(typed, length, self.terminal.service_centre(), wall);
        let submit = match judged {
            Ok(submit) => submit,
            Err(code) => {
                self.record(Record::Submit(entry.ended(Verdict::Refused(code), None)));
                self.terminal.fail(Failure::Message(code));
                return;
            }
        };
        let mishap = self.faults.strike(Occasion::Handover, self.network.dice());
        let (verdict, report) = match mishap {
            Some(Mishap::Refuse(code)) => (Verdict::Refused(code), None),
            Some(Mishap::Silence | Mishap::Reboot(Fate::Lost) | Mishap::Unplug(Fate::Lost, _)) => {
                (Verdict::Lost, None)
            }
            _ => match self.network.take(&submit, wall) {
                network::Answer::Taken { reference, report } => (Verdict::Sent(reference), report),
                network::Answer::Refused(code) => (Verdict::Refused(code), None),
            },
        };
        self.record(Record::Submit(entry.ended(verdict, mishap)));
        let answer_at = now + self.network.latency();
        if let Some(report) = report {
            let when = answer_at + self.network.report_latency();
            self.agenda.at(when, Task::Report(report));
        }
        let late = if let Some(Mishap::LateAnswer(late)) = mishap { late } else { Duration::ZERO };
        let task = match (mishap, verdict) {
            (Some(Mishap::Reboot(_)), _) => Task::Restart,
            (Some(Mishap::Unplug(_, gap)), _) => Task::Unplug(gap),
            (Some(Mishap::Silence | Mishap::AnswerLost), _) | (_, Verdict::Lost) => Task::Idle,
            (_, Verdict::Sent(reference)) => Task::Sent(reference),
            (_, Verdict::Refused(code)) => Task::Refused(code),
        };
        self.busy = true;
        self.agenda.at(answer_at + late, task);
    }

    /// Brings what the network has.
    pub(super) fn bring(&mut self, task: Task, now: Instant) {
        let t = self.wall(now);
        match task {
            Task::Report(report) => match report.encode(t) {
                Ok(tpdu) => {
                    let shown = self.show(Coming::Report, &tpdu);
                    let (tpdu, to) = (frame::to_hex(&tpdu), network::written(&report.recipient));
                    let status = Status::RECEIVED.octet();
                    let reference = report.reference;
                    self.record(Record::Report(Reported { t, tpdu, reference, to, status, shown }));
                }
                Err(error) => self.note(&format!("no report: {error}"), now),
            },
            Task::Incoming { from, text } => match network::deliver(&from, &text, t) {
                Ok(tpdu) => {
                    let shown = self.show(Coming::Message, &tpdu);
                    let tpdu = frame::to_hex(&tpdu);
                    self.record(Record::Incoming(Received { t, tpdu, from, text, shown }));
                }
                Err(error) => self.note(&format!("no message can come in: {error}"), now),
            },
            _ => {}
        }
    }

    fn show(&mut self, coming: Coming, tpdu: &[u8]) -> Shown {
        let octets = frame::join(self.service_centre.as_ref(), tpdu);
        let shown = self.terminal.receive(coming, tpdu.len(), octets);
        match (self.port, self.while_closed, shown) {
            (Port::Closed, WhileClosed::Discard, Shown::Direct) => Shown::Unread,
            (Port::Closed, WhileClosed::Discard, Shown::Announced) => Shown::Stored,
            _ => shown,
        }
    }
}
