//! What the answers to errands mean: what was found goes to the gateway, what fails is tried again, and
//! what keeps failing is told and done otherwise.

use std::time::Instant;

use super::{BETWEEN, Doubted, Errand, Errands, PATIENCE, SHORTLY, Verdict};
use crate::at::code::{is_no_such_index, is_nothing_expected};
use crate::at::reply;
use crate::at::session::LINES;
use crate::at::stored::{self, Stored};
use crate::at::{Answer, Argument, FinalResult};
use crate::line::{Event, Hindrance, ReportRoute};
use crate::modem::bringup::routes::Naming;
use crate::modem::driver::shelf::Slot;
use crate::modem::pdu::{self, Came};

impl Errands {
    /// What came of the question.
    pub(in crate::modem::driver) fn on_answer(&mut self, answer: &Answer, now: Instant) -> Verdict {
        let Some(errand) = self.asked.take() else { return Verdict::Well };
        if answer.end.is_none() {
            return self.on_silence(&errand, now);
        }
        if let Errand::List(memory) | Errand::Read(Slot { memory, .. }) = &errand {
            self.silences.remove(memory);
        }
        let done = answer.end == Some(FinalResult::Ok);
        match errand {
            Errand::Thanks => return self.on_thanks(answer, now),
            Errand::Choose(memory) => return self.on_choice(memory, answer),
            Errand::List(memory) => return self.on_list(&memory, answer, now),
            Errand::Read(slot) => return self.on_read(slot, answer, now),
            Errand::Delete(slot) if done || answer.end.as_ref().is_some_and(is_no_such_index) => {
                self.shelf.deleted(&slot);
            }
            Errand::Delete(slot) => self.delete_failed(&slot, now),
            Errand::CheckRouting => return self.on_routing(answer, now),
            Errand::SetRouting(_) if done => {
                self.unset = 0;
                self.check_later(now);
            }
            Errand::SetRouting(_) => return self.routing_refused(now),
        }
        Verdict::Well
    }

    /// The session finds its way back by itself; what never answers is not asked for ever.
    fn on_silence(&mut self, errand: &Errand, now: Instant) -> Verdict {
        (self.chosen, self.pause) = (None, Some(now + SHORTLY));
        // A message that waits has waited for this long enough.
        (self.hold, self.since_message) = (None, BETWEEN);
        match errand {
            Errand::Thanks => self.thanks_failed(now),
            Errand::CheckRouting | Errand::SetRouting(_) => self.routing_refused(now),
            Errand::Delete(slot) => {
                self.delete_failed(slot, now);
                Verdict::Well
            }
            Errand::Choose(memory) | Errand::List(memory) | Errand::Read(Slot { memory, .. }) => {
                let silences = self.silences.entry(memory.clone()).or_default();
                *silences = silences.saturating_add(1);
                if *silences < PATIENCE {
                    return Verdict::Well;
                }
                self.announced_in_vain(memory)
            }
        }
    }

    fn on_thanks(&mut self, answer: &Answer, now: Instant) -> Verdict {
        match &answer.end {
            Some(FinalResult::Ok) => {
                (self.thankless, self.doubted) = (0, Doubted::No);
                Verdict::Well
            }
            // Too late, or never wanted: whether it still shows reports tells which.
            Some(end) if is_nothing_expected(end) => {
                (self.doubted, self.check_at) = (Doubted::Yes, Some(now));
                Verdict::Well
            }
            _ => self.thanks_failed(now),
        }
    }

    /// These may be the wrong words.
    fn thanks_failed(&mut self, now: Instant) -> Verdict {
        self.thankless = self.thankless.saturating_add(1);
        self.thanking = if self.thanking.is_none() { Some(1) } else { None };
        self.check_at = Some(now);
        if self.thankless < PATIENCE {
            return Verdict::Well;
        }
        (self.thankless, self.doubted) = (0, Doubted::No);
        self.tell(Hindrance::Unthanked);
        Verdict::Refuse(ReportRoute::Acknowledged)
    }

    fn on_choice(&mut self, memory: Argument, answer: &Answer) -> Verdict {
        if answer.end == Some(FinalResult::Ok) {
            self.chosen = Some(memory);
            return Verdict::Well;
        }
        self.chosen = None;
        if self.naming == Naming::One && !self.others.is_empty() {
            self.naming = Naming::Three;
            return Verdict::Well;
        }
        self.naming = Naming::One;
        self.shun(&memory)
    }

    fn on_list(&mut self, memory: &Argument, answer: &Answer, now: Instant) -> Verdict {
        self.shelf.listed(memory);
        if answer.end != Some(FinalResult::Ok) {
            self.list(memory.clone());
            return self.found_nothing(memory, now);
        }
        let mut entries = stored::entries(&answer.lines);
        if answer.lines.len() >= LINES {
            self.shelf.holds_more(memory);
            entries.pop_if(|last| last.octets.is_none());
        }
        for entry in entries {
            if let Some(index) = entry.index {
                self.found(Slot { memory: memory.clone(), index }, &entry);
            }
        }
        if self.fruitless >= PATIENCE { self.announced_in_vain(memory) } else { Verdict::Well }
    }

    /// An index that is announced and holds nothing: some announce 0 whatever it is, so all is looked at.
    fn on_read(&mut self, slot: Slot, answer: &Answer, now: Instant) -> Verdict {
        self.shelf.read(&slot);
        let entry = stored::entries(&answer.lines).into_iter().next();
        match entry.filter(|entry| answer.end == Some(FinalResult::Ok) && entry.octets.is_some()) {
            Some(entry) => self.found(slot, &entry),
            None => {
                self.list(slot.memory.clone());
                return self.found_nothing(&slot.memory, now);
            }
        }
        Verdict::Well
    }

    fn found_nothing(&mut self, memory: &Argument, now: Instant) -> Verdict {
        self.fruitless = self.fruitless.saturating_add(1);
        self.pause = Some(now + SHORTLY);
        if self.fruitless > PATIENCE { self.announced_in_vain(memory) } else { Verdict::Well }
    }

    /// Brings what came in. What a person wrote into the memory is none of our business.
    fn found(&mut self, slot: Slot, entry: &Stored) {
        let Some(octets) = &entry.octets else {
            if !self.shelf.is_known(&slot) {
                self.tell(Hindrance::Unreadable { memory: slot.memory.as_str().to_owned() });
                self.shelf.leave(slot);
            }
            return;
        };
        match pdu::came(octets, entry.status) {
            Came::Report(raw, reading) => {
                if let Some(reception) = self.shelf.stored(&slot) {
                    self.fruitless = 0;
                    self.events.push(Event::Report { reception, raw, reading });
                }
            }
            Came::Message(raw, reading) => {
                if let Some(reception) = self.shelf.stored(&slot) {
                    self.fruitless = 0;
                    self.events.push(Event::Incoming { reception, raw, reading });
                }
            }
            Came::Other => self.shelf.leave(slot),
        }
    }

    fn delete_failed(&mut self, slot: &Slot, now: Instant) {
        self.pause = Some(now + SHORTLY);
        if !self.shelf.delete_again(slot) {
            self.tell(Hindrance::Undeletable { memory: slot.memory.as_str().to_owned() });
        }
    }

    /// What should lie there can't be had.
    fn announced_in_vain(&mut self, memory: &Argument) -> Verdict {
        self.tell(Hindrance::Unreadable { memory: memory.as_str().to_owned() });
        self.shun(memory)
    }

    /// Nothing more is asked of this memory. Where reports were to come from it they come otherwise from
    /// now on, and then it may be looked into once more.
    fn shun(&mut self, memory: &Argument) -> Verdict {
        (self.fruitless, self.chosen) = (0, None);
        self.silences.remove(memory);
        self.shelf.shun(memory);
        if self.route == ReportRoute::Stored && self.report_memories.contains(memory) {
            self.tell(Hindrance::Unreadable { memory: memory.as_str().to_owned() });
            return Verdict::Refuse(ReportRoute::Stored);
        }
        self.shunned.insert(memory.clone());
        Verdict::Well
    }

    /// A modem that waited in vain for thanks has switched it off (TS 27.005 §3.4.4); one that has not,
    /// and did not want the last ones, wants none.
    fn on_routing(&mut self, answer: &Answer, now: Instant) -> Verdict {
        self.check_later(now);
        let doubted = std::mem::take(&mut self.doubted);
        let Some(wanted) = self.indications else { return Verdict::Well };
        let found = reply::indications(&answer.lines);
        if found.is_some_and(|found| (found.messages, found.reports) == (wanted.messages, wanted.reports)) {
            return match doubted {
                Doubted::Yes => {
                    let verdict = self.thanks_failed(now);
                    self.check_later(now);
                    verdict
                }
                Doubted::No => Verdict::Well,
            };
        }
        self.shelf.forget_shown();
        self.check_at = None;
        self.reset = Some(wanted);
        Verdict::Well
    }

    fn routing_refused(&mut self, now: Instant) -> Verdict {
        self.unset = self.unset.saturating_add(1);
        self.check_at = Some(now + SHORTLY);
        if self.unset < PATIENCE {
            return Verdict::Well;
        }
        self.unset = 0;
        Verdict::BringUp
    }
}
