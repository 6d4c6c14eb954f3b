//! What is asked of a modem between two submissions: thanks for what it has shown, what it has stored,
//! deletions, and whether it still routes reports to us. Never between a prompt and its result, since the
//! session is busy then; and never so long that a message waits: see `HOLD` and `BETWEEN`.
//! Nothing that fails here stops the line: after a few tries it is told, and another way is taken.

mod answers;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::shelf::{Shelf, Slot, Timely};
use crate::at::stored::{Notice, NoticeOf};
use crate::at::{Argument, Command, Indications};
use crate::line::{Event, Hindrance, Reception, ReportRoute};
use crate::modem::bringup::Prepared;
use crate::modem::bringup::routes::{Naming, choice};

/// The first message waits at most so long for what lay in the modem.
const HOLD: Duration = Duration::from_secs(10);

/// And for so many questions at most.
const HOLD_QUESTIONS: u8 = 24;

/// Questions between two messages, while messages wait. A stored report costs two, so these outrun them.
const BETWEEN: u8 = 4;

/// Seconds between looks at a modem that may give up showing reports at any moment, since an earlier
/// process owes it thanks: in the end it has.
const SUSPICIONS: &[u64] = &[2, 4, 8, 16];

/// And in any case every so often; so is the memory for reports, whose announcement may have been lost.
const NET: Duration = Duration::from_secs(300);

/// Between two tries.
const SHORTLY: Duration = Duration::from_secs(1);

/// Failures in a row before another way is taken.
const PATIENCE: u8 = 3;

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Errand {
    Thanks,
    Choose(Argument),
    List(Argument),
    Read(Slot),
    Delete(Slot),
    CheckRouting,
    SetRouting(Indications),
}

/// What an answer asks of the driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing.
    Well,
    /// This way for reports does not work: the modem is brought up with another.
    Refuse(ReportRoute),
    /// The modem is brought up anew.
    BringUp,
}

/// Whether a message is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waiting {
    Message,
    Nothing,
}

/// Whether the modem has said that it expects no thanks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Doubted {
    #[default]
    No,
    Yes,
}

/// What messages wait for at first.
#[derive(Clone, Copy, Debug)]
struct Hold {
    until: Instant,
    questions: u8,
}

/// All that is to be asked.
#[derive(Debug)]
pub(super) struct Errands {
    pub(super) shelf: Shelf,
    route: ReportRoute,
    indications: Option<Indications>,
    others: Vec<Argument>,
    /// Those in which reports may lie.
    report_memories: Vec<Argument>,
    chosen: Option<Argument>,
    naming: Naming,
    /// What follows `AT+CNMA`.
    thanking: Option<u8>,
    asked: Option<Errand>,
    hold: Option<Hold>,
    /// Questions since the last message.
    since_message: u8,
    pause: Option<Instant>,
    check_at: Option<Instant>,
    /// Looks at how it routes since it was brought up.
    checks: usize,
    /// What is to be set again.
    reset: Option<Indications>,
    look_at: Option<Instant>,
    /// Failures in a row: thanks not taken, things not found where they were announced, settings refused.
    thankless: u8,
    doubted: Doubted,
    fruitless: u8,
    unset: u8,
    /// How often a memory was asked for and nothing was answered. Not forgotten with the port: one whose
    /// list hangs the modem would hang it again and again.
    silences: BTreeMap<Argument, u8>,
    shunned: BTreeSet<Argument>,
    told: Vec<Hindrance>,
    events: Vec<Event>,
}

impl Errands {
    pub(super) fn new(report_memories: Vec<Argument>) -> Self {
        Self {
            shelf: Shelf::default(),
            route: ReportRoute::None,
            indications: None,
            others: Vec::new(),
            report_memories,
            chosen: None,
            naming: Naming::One,
            thanking: None,
            asked: None,
            hold: None,
            since_message: 0,
            pause: None,
            check_at: None,
            checks: 0,
            reset: None,
            look_at: None,
            thankless: 0,
            doubted: Doubted::No,
            fruitless: 0,
            unset: 0,
            silences: BTreeMap::new(),
            shunned: BTreeSet::new(),
            told: Vec::new(),
            events: Vec::new(),
        }
    }

    /// The port has gone, or the modem has begun anew.
    pub(super) fn clear(&mut self) {
        self.shelf.clear();
        self.chosen = None;
        self.asked = None;
        (self.hold, self.pause, self.check_at, self.reset, self.look_at) = (None, None, None, None, None);
    }

    /// The modem is ready: what lies in it comes first.
    pub(super) fn begin(&mut self, prepared: &Prepared, now: Instant) {
        self.route = prepared.identity.reports;
        self.indications = prepared.indications;
        self.others.clone_from(&prepared.others);
        (self.chosen, self.asked, self.reset) = (None, None, None);
        for memory in &prepared.memories {
            self.list(memory.clone());
        }
        self.hold = Some(Hold { until: now + HOLD, questions: HOLD_QUESTIONS });
        (self.checks, self.check_at) = (0, None);
        if self.route == ReportRoute::Acknowledged {
            self.check_later(now);
        }
        self.look_at = (self.route == ReportRoute::Stored).then_some(now + NET);
    }

    /// A message was asked for.
    pub(super) fn message_begins(&mut self) {
        self.since_message = 0;
        self.hold = None;
    }

    /// What has come of it since, for the gateway.
    pub(super) fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// When something is due though nothing happens.
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        let pause = self.pause.filter(|_| self.shelf.has_work());
        [pause, self.check_at, self.look_at].into_iter().flatten().min()
    }

    /// Something was stored there.
    pub(super) fn on_notice(&mut self, notice: Notice) {
        let Ok(memory) = Argument::new(&notice.memory) else { return };
        if self.shunned.contains(&memory) {
            return;
        }
        if notice.of == NoticeOf::Report && !self.report_memories.contains(&memory) {
            self.report_memories.push(memory.clone());
        }
        match notice.index {
            Some(index) => self.shelf.announced(Slot { memory, index }),
            None => self.list(memory),
        }
    }

    /// The gateway has these on disk.
    pub(super) fn acknowledge(&mut self, receptions: &[Reception], now: Instant) {
        if self.shelf.acknowledge(receptions, now) == Timely::No {
            self.suspect(now);
        }
    }

    /// A hindrance, told once.
    pub(super) fn tell(&mut self, hindrance: Hindrance) {
        if !self.told.contains(&hindrance) {
            self.told.push(hindrance.clone());
            self.events.push(Event::Hindered(hindrance));
        }
    }

    /// What was told is told again where it is still so.
    pub(super) fn forgive(&mut self) {
        self.shunned.clear();
        if !self.told.is_empty() {
            self.told.clear();
            self.events.push(Event::Unhindered);
        }
    }

    /// The next question, where one is due; `waiting` is a message that is to go.
    pub(super) fn next(&mut self, waiting: Waiting, now: Instant) -> Option<Command> {
        self.look_around(now);
        let errand = self.due(waiting, now)?;
        let command = match &errand {
            Errand::Thanks => Command::Acknowledge(self.thanking),
            Errand::Choose(memory) => Command::SelectStorage(choice(memory, self.naming, &self.others)),
            Errand::List(_) => Command::ListStored,
            Errand::Read(slot) => Command::ReadStored(slot.index),
            Errand::Delete(slot) => Command::DeleteStored(slot.index),
            Errand::CheckRouting => Command::IndicationState,
            Errand::SetRouting(wanted) => Command::SetIndications(*wanted),
        };
        self.since_message = self.since_message.saturating_add(1);
        if let Some(hold) = &mut self.hold {
            hold.questions = hold.questions.saturating_sub(1);
        }
        self.asked = Some(errand);
        Some(command)
    }

    /// The net below the announcements.
    fn look_around(&mut self, now: Instant) {
        if self.look_at.is_some_and(|at| at <= now) {
            self.look_at = Some(now + NET);
            for memory in self.report_memories.clone() {
                self.list(memory);
            }
        }
        if self.pause.is_some_and(|until| until <= now) {
            self.pause = None;
        }
    }

    fn due(&mut self, waiting: Waiting, now: Instant) -> Option<Errand> {
        if self.route != ReportRoute::Acknowledged {
            self.shelf.forget_shown();
        }
        match self.shelf.take_thanks(now) {
            Some(Timely::Yes) => return Some(Errand::Thanks),
            Some(Timely::No) => self.suspect(now),
            None => {}
        }
        let held = self.hold.is_some_and(|hold| now < hold.until && hold.questions > 0);
        if waiting == Waiting::Message && !held && self.since_message >= BETWEEN {
            return None;
        }
        if let Some(wanted) = self.reset.take() {
            return Some(Errand::SetRouting(wanted));
        }
        if self.check_at.is_some_and(|at| at <= now) {
            return Some(Errand::CheckRouting);
        }
        if self.pause.is_some() {
            return None;
        }
        self.at_shelf(self.chosen.as_ref()).or_else(|| self.at_shelf(None))
    }

    /// Something to do in the chosen memory; or the choice of the one where something is.
    fn at_shelf(&self, chosen: Option<&Argument>) -> Option<Errand> {
        let delete = self.shelf.next_delete(chosen).cloned().map(Errand::Delete);
        let read = || self.shelf.next_read(chosen).cloned().map(Errand::Read);
        let list = || self.shelf.next_list(chosen).cloned().map(Errand::List);
        let errand = delete.or_else(read).or_else(list)?;
        match (&errand, &self.chosen) {
            (
                Errand::Delete(Slot { memory, .. })
                | Errand::Read(Slot { memory, .. })
                | Errand::List(memory),
                chosen,
            ) if chosen.as_ref() != Some(memory) => Some(Errand::Choose(memory.clone())),
            _ => Some(errand),
        }
    }

    fn list(&mut self, memory: Argument) {
        if !self.shunned.contains(&memory) {
            self.shelf.list(memory);
        }
    }

    /// Whether reports are still shown is looked at after a while, and from time to time.
    fn check_later(&mut self, now: Instant) {
        let pause = SUSPICIONS.get(self.checks).copied().map_or(NET, Duration::from_secs);
        self.checks = self.checks.saturating_add(1);
        self.check_at = Some(now + pause);
    }

    /// Whether reports are still shown is looked at soon.
    fn suspect(&mut self, now: Instant) {
        self.shelf.forget_shown();
        if self.route == ReportRoute::Acknowledged {
            self.check_at = Some(self.check_at.map_or(now, |at| at.min(now)));
        }
    }
}
