//! Between modem and network: a PDU that was handed over, its verdict and the time of its answer; what
//! the network brings, and how the modem shows it.

use std::time::{Duration, Instant};

use super::fault::{Fate, Mishap, Occasion};
use super::handover;
use super::journal::{Part, Received, Record, Reported, Shown, Verdict};
use super::network;
use super::terminal::{Coming, Failure, Offer, Taken};
use super::{Modem, Note, Offered, Port, Task, WhileClosed};
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
            self.plan(report, answer_at);
        }
        let late = if let Some(Mishap::LateAnswer(late)) = mishap { late } else { Duration::ZERO };
        let task = match (mishap, verdict) {
            (Some(Mishap::Reboot(_)), _) => Task::Restart,
            (Some(Mishap::Unplug(_, gap)), _) => Task::Unplug(gap),
            (Some(Mishap::Silence | Mishap::AnswerLost | Mishap::StrayAnswer(_)), _) | (_, Verdict::Lost) => {
                Task::Idle
            }
            (Some(Mishap::FalseRefusal(code)), Verdict::Sent(_)) => Task::Refused(code),
            (_, Verdict::Sent(reference)) => Task::Sent(reference),
            (_, Verdict::Refused(code)) => Task::Refused(code),
        };
        if let (Some(Mishap::StrayAnswer(late)), Verdict::Sent(reference)) = (mishap, verdict) {
            self.agenda.at(answer_at + late, Task::StrayAnswer(reference));
        }
        self.busy = true;
        self.agenda.at(answer_at + late, task);
    }

    /// One report, two that are alike, or none.
    fn plan(&mut self, report: network::Report, answer_at: Instant) {
        let times = match self.faults.strike(Occasion::Report, self.network.dice()) {
            Some(Mishap::ReportLost) => 0,
            Some(Mishap::ReportTwice) => 2,
            _ => 1,
        };
        let first = self.network.report_latency();
        let gap = if times > 1 { self.network.report_latency() } else { first };
        let wall = self.wall(answer_at + first);
        for time in 0..times {
            let discharged_at = if times > 1 { Some(wall) } else { None };
            let copy = network::Report { discharged_at, ..report.clone() };
            self.agenda.at(answer_at + first + gap * time, Task::Report(copy, Offered::FIRST));
        }
    }

    /// Brings what the network has.
    pub(super) fn bring(&mut self, task: Task, now: Instant) {
        let t = self.wall(now);
        self.offers += 1;
        let offer = Offer(self.offers);
        match task {
            Task::Report(mut report, offered) => match report.encode(t) {
                Ok(tpdu) => {
                    let shown = self.show(Coming::Report, &tpdu, offer);
                    let (tpdu, to) = (frame::to_hex(&tpdu), network::written(&report.recipient));
                    let status = Status::RECEIVED.octet();
                    let reference = report.reference;
                    self.record(Record::Report(Reported { t, tpdu, reference, to, status, shown }));
                    self.keep(offer, Task::Report(report, offered), shown, now);
                }
                Err(error) => self.note(&format!("no report: {error}"), now),
            },
            Task::Incoming { note, sent_at, offered } => {
                let sent_at = sent_at.unwrap_or(t);
                match network::deliver(&note, sent_at) {
                    Ok(tpdu) => {
                        let shown = self.show(Coming::Message, &tpdu, offer);
                        let tpdu = frame::to_hex(&tpdu);
                        let again = Task::Incoming { note: note.clone(), sent_at: Some(sent_at), offered };
                        let Note { from, text, part } = note;
                        let concat = part.map(Part::of);
                        self.record(Record::Incoming(Received { t, tpdu, from, text, concat, shown }));
                        self.keep(offer, again, shown, now);
                    }
                    Err(error) => self.note(&format!("no message can come in: {error}"), now),
                }
            }
            _ => {}
        }
    }

    /// The network keeps what it has brought until it knows that the modem has it.
    fn keep(&mut self, offer: Offer, task: Task, shown: Shown, now: Instant) {
        match shown {
            Shown::Direct | Shown::Held | Shown::Unread => {
                self.on_offer.insert(offer, task);
            }
            Shown::Refused => self.offer_again(task, now),
            Shown::Announced | Shown::Stored | Shown::Dropped => {}
        }
        self.hear_verdicts(now);
    }

    /// What was taken is forgotten; what was not comes again.
    pub(super) fn hear_verdicts(&mut self, now: Instant) {
        for (offer, taken) in self.terminal.take_verdicts() {
            if let (Some(task), Taken::No) = (self.on_offer.remove(&offer), taken) {
                self.offer_again(task, now);
            }
        }
    }

    fn offer_again(&mut self, task: Task, now: Instant) {
        match task.again() {
            Some(task) => self.agenda.at(now + self.network.offer_again(), task),
            None => self.note("the network has given up what the modem never takes", now),
        }
    }

    fn show(&mut self, coming: Coming, tpdu: &[u8], offer: Offer) -> Shown {
        let octets = frame::join(self.service_centre.as_ref(), tpdu);
        let shown = self.terminal.receive(coming, tpdu.len(), octets, offer);
        match (self.port, self.while_closed, shown) {
            (Port::Closed, WhileClosed::Discard, Shown::Direct) => Shown::Unread,
            (Port::Closed, WhileClosed::Discard, Shown::Announced) => Shown::Stored,
            _ => shown,
        }
    }
}
