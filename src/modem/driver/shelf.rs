//! What lies in the modem and is to be fetched, and what was brought from there and waits to be
//! acknowledged. Nothing is deleted, and no thanks are given, before the gateway has it on disk; what is
//! met again meanwhile is not brought twice. Decides nothing about when: that is `errands`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use crate::at::Argument;
use crate::line::Reception;

/// Things that wait to be fetched one by one, at most; beyond that the whole memory is listed.
const MOST_READS: usize = 64;

/// Things brought and not acknowledged, at most; beyond that nothing is brought.
const MOST_OPEN: usize = 256;

/// Tries to delete one thing.
const DELETE_TRIES: u8 = 3;

/// A modem waits for thanks for as long as the network does, about 15 s (TS 27.005 §3.4.4): later than
/// this they might reach it for the next thing that it shows.
const THANKS_PATIENCE: Duration = Duration::from_secs(12);

/// A place in a memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    pub(super) memory: Argument,
    pub(super) index: u16,
}

/// What an acknowledgement means for the modem.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// It was shown, and may be thanked for until then.
    Shown { until: Instant },
    /// It is to be deleted.
    Stored(Slot),
}

/// Whether all that was acknowledged can be told to the modem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timely {
    Yes,
    /// For one that was shown it is too late.
    No,
}

/// The books about it.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    last: u64,
    open: BTreeMap<Reception, Place>,
    pub(super) lists: VecDeque<Argument>,
    reads: VecDeque<Slot>,
    deletes: VecDeque<(Slot, u8)>,
    /// Read, and not to be deleted, or nothing that came in.
    left: BTreeSet<Slot>,
    /// Memories that hold more than one answer showed.
    more: BTreeSet<Argument>,
    thanks: Option<Instant>,
}

impl Shelf {
    /// The port has gone: what lies in the modem is found anew. Numbers go on.
    pub(super) fn clear(&mut self) {
        *self = Self { last: self.last, ..Self::default() };
    }

    fn next(&mut self) -> Reception {
        self.last += 1;
        Reception(self.last)
    }

    /// A number for what was shown. Whatever was shown before is not waited for by the modem any more.
    pub(super) fn shown(&mut self, now: Instant) -> Reception {
        self.forget_shown();
        let reception = self.next();
        self.open.insert(reception, Place::Shown { until: now + THANKS_PATIENCE });
        reception
    }

    /// The modem waits for no thanks.
    pub(super) fn forget_shown(&mut self) {
        self.thanks = None;
        self.open.retain(|_, place| matches!(place, Place::Stored(_)));
    }

    /// A number for what was read, unless it was brought already, or too much is open.
    pub(super) fn stored(&mut self, slot: &Slot) -> Option<Reception> {
        self.reads.retain(|read| read != slot);
        if self.is_known(slot) {
            return None;
        }
        if self.open.len() >= MOST_OPEN {
            self.more.insert(slot.memory.clone());
            return None;
        }
        let reception = self.next();
        self.open.insert(reception, Place::Stored(slot.clone()));
        Some(reception)
    }

    /// Whether it was brought, or is to be left alone.
    pub(super) fn is_known(&self, slot: &Slot) -> bool {
        self.left.contains(slot) || self.is_held(slot)
    }

    fn is_held(&self, slot: &Slot) -> bool {
        let brought = |place: &Place| matches!(place, Place::Stored(stored) if stored == slot);
        self.open.values().any(brought) || self.deletes.iter().any(|(held, _)| held == slot)
    }

    /// It is nothing that came in, or can't be deleted.
    pub(super) fn leave(&mut self, slot: Slot) {
        self.left.insert(slot);
    }

    /// Something new lies there, whatever was left there before.
    pub(super) fn announced(&mut self, slot: Slot) {
        self.left.remove(&slot);
        if self.is_held(&slot) || self.reads.contains(&slot) {
            return;
        }
        if self.reads.len() < MOST_READS {
            self.reads.push_back(slot);
        } else {
            self.list(slot.memory);
        }
    }

    /// All that a memory holds is to be seen.
    pub(super) fn list(&mut self, memory: Argument) {
        if !self.lists.contains(&memory) {
            self.lists.push_back(memory);
        }
    }

    /// An answer did not show all of it: it is looked at again once there is room.
    pub(super) fn holds_more(&mut self, memory: &Argument) {
        self.more.insert(memory.clone());
    }

    /// These are on disk.
    pub(super) fn acknowledge(&mut self, receptions: &[Reception], now: Instant) -> Timely {
        let mut timely = Timely::Yes;
        for reception in receptions {
            match self.open.remove(reception) {
                Some(Place::Stored(slot)) => self.deletes.push_back((slot, 1)),
                Some(Place::Shown { until }) if now < until => self.thanks = Some(until),
                Some(Place::Shown { .. }) => timely = Timely::No,
                None => {}
            }
        }
        timely
    }

    /// Whether thanks are due; taken once. Too late they are not given.
    pub(super) fn take_thanks(&mut self, now: Instant) -> Option<Timely> {
        self.thanks.take().map(|until| if now < until { Timely::Yes } else { Timely::No })
    }

    /// Whether anything is to be read or deleted.
    pub(super) fn has_work(&self) -> bool {
        !(self.lists.is_empty() && self.reads.is_empty() && self.deletes.is_empty())
    }

    /// What is to be done next, in the chosen memory where there is something: to choose another costs.
    pub(super) fn next_delete(&self, chosen: Option<&Argument>) -> Option<&Slot> {
        let mut slots = self.deletes.iter().map(|(slot, _)| slot);
        slots.find(|slot| chosen.is_none_or(|chosen| slot.memory == *chosen))
    }

    /// As [`Shelf::next_delete`].
    pub(super) fn next_read(&self, chosen: Option<&Argument>) -> Option<&Slot> {
        self.reads.iter().find(|slot| chosen.is_none_or(|chosen| slot.memory == *chosen))
    }

    /// As [`Shelf::next_delete`].
    pub(super) fn next_list(&self, chosen: Option<&Argument>) -> Option<&Argument> {
        self.lists.iter().find(|memory| chosen.is_none_or(|chosen| *memory == chosen))
    }

    /// The modem has listed a memory, or will not.
    pub(super) fn listed(&mut self, memory: &Argument) {
        self.lists.retain(|listed| listed != memory);
    }

    /// It was read, or can't be.
    pub(super) fn read(&mut self, slot: &Slot) {
        self.reads.retain(|read| read != slot);
    }

    /// It is gone from the memory, which is listed again where it holds more.
    pub(super) fn deleted(&mut self, slot: &Slot) {
        self.deletes.retain(|(deleted, _)| deleted != slot);
        let of_memory = |other: &Slot| other.memory == slot.memory;
        let busy = self.deletes.iter().any(|(other, _)| of_memory(other))
            || self.open.values().any(|place| matches!(place, Place::Stored(other) if of_memory(other)));
        if !busy && self.more.remove(&slot.memory) {
            self.list(slot.memory.clone());
        }
    }

    /// It can't be deleted just now; false: it is left where it is.
    pub(super) fn delete_again(&mut self, slot: &Slot) -> bool {
        let Some(at) = self.deletes.iter().position(|(deleted, _)| deleted == slot) else { return true };
        match self.deletes.remove(at) {
            Some((slot, tries)) if tries < DELETE_TRIES => {
                self.deletes.push_back((slot, tries + 1));
                true
            }
            Some((slot, _)) => {
                self.leave(slot);
                false
            }
            None => true,
        }
    }

    /// Nothing more is asked of a memory.
    pub(super) fn shun(&mut self, memory: &Argument) {
        self.listed(memory);
        self.reads.retain(|slot| slot.memory != *memory);
        self.deletes.retain(|(slot, _)| slot.memory != *memory);
    }
}
