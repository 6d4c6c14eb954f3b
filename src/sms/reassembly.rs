//! Parts that came become messages again (TS 23.040 §9.2.3.24.1, §9.2.3.24.8): in any order, doubled, with
//! one missing, with a reference used before. One such machine serves one SIM, since a sender counts for each
//! recipient. Nothing is lost: each part is handed over once, in a message or as the double of another.
//! The caller keeps what came until it is handed over, and after a restart gives it back ([`Reassembly::restore`]).

use std::collections::{BTreeMap, VecDeque};
use std::ops::RangeInclusive;
use std::time::Duration;

use super::address::Address;
use super::deliver::Deliver;
use super::gsm7::Septets;
use super::header::{Concatenation, Reference};
use super::national::Tables;
use super::reading::Lenient;
use super::time::Timestamp;
use super::ucs2;
use super::user_data::{Body, UserData};
use crate::moment::Moment;

/// How long a missing part is waited for, from the first that came: as long as most networks keep a message.
pub const PATIENCE: Duration = Duration::from_hours(72);

/// How many finished messages are remembered, so that a part that the network sends once more is known.
const REMEMBERED: usize = 32;

/// A message, or a part of one, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival<I> {
    /// What the caller calls it: the row that keeps it.
    pub id: I,
    /// TP-OA.
    pub sender: Address,
    /// TP-SCTS.
    pub service_centre_time: Timestamp,
    /// When it came.
    pub received_at: Moment,
    /// TP-UD; its header says which part it is.
    pub user_data: UserData,
}

impl<I> Arrival<I> {
    /// What a DELIVER brought.
    pub fn new(id: I, deliver: &Deliver, received_at: Moment) -> Self {
        Self {
            id,
            sender: deliver.originator.clone(),
            service_centre_time: deliver.service_centre_time,
            received_at,
            user_data: deliver.user_data.clone(),
        }
    }

    /// What the octets of a TPDU bring that was received; `None` where they are no DELIVER.
    pub fn read(id: I, tpdu: &[u8], received_at: Moment) -> Option<Self> {
        let deliver = Lenient::<Deliver>::decode_received(tpdu).ok()?;
        Some(Self::new(id, &deliver.value, received_at))
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<I> {
    /// A message, perhaps with parts missing.
    Message(Assembled<I>),
    /// The same part was there before; this one says nothing new.
    Doubled(Arrival<I>),
}

/// Why a message is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All of it is there.
    Whole,
    /// [`PATIENCE`] is over.
    Waited,
    /// More messages were open than [`Limits`] lets be; this one was the oldest.
    Crowded,
}

/// A message, or what there is of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assembled<I> {
    /// Why now.
    pub ending: Ending,
    /// How many parts it has.
    pub total: u8,
    /// Those that came, by their number, 1 to `total`; never none.
    pub parts: BTreeMap<u8, Arrival<I>>,
}

/// A stretch of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// What can be read.
    Text(String),
    /// 8-bit data.
    Octets(Vec<u8>),
    /// Parts that never came.
    Missing(RangeInclusive<u8>),
}

impl<I> Assembled<I> {
    /// Who sent it.
    pub fn sender(&self) -> Option<&Address> {
        self.parts.values().next().map(|part| &part.sender)
    }

    /// The parts that never came.
    pub fn missing(&self) -> Vec<u8> {
        (1..=self.total).filter(|number| !self.parts.contains_key(number)).collect()
    }

    /// What it says, from front to back. Parts in one alphabet are read as one: some phones cut between an
    /// escape and what it escapes, or within a surrogate pair, and each half alone would be lost.
    pub fn pieces(&self) -> Vec<Piece> {
        let mut runs: Vec<Run> = Vec::new();
        for number in 1..=self.total {
            let next = self.parts.get(&number).map_or(Run::Missing(number, number), |part| {
                Run::of(part.user_data.body(), part.user_data.tables())
            });
            let apart = match runs.last_mut() {
                Some(last) => last.join(next),
                None => Some(next),
            };
            runs.extend(apart);
        }
        runs.into_iter().map(Run::read).collect()
    }

    /// The whole text; `None` when a part is missing, or is 8-bit data.
    pub fn text(&self) -> Option<String> {
        self.pieces()
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) => Some(text),
                Piece::Octets(_) | Piece::Missing(_) => None,
            })
            .collect()
    }
}

/// Neighbouring parts of one kind, not yet read.
enum Run {
    Septets(Vec<u8>, Tables),
    Units(Vec<u8>),
    Octets(Vec<u8>),
    Missing(u8, u8),
}

impl Run {
    fn of(body: &Body, tables: Tables) -> Self {
        match body {
            Body::Gsm7(septets) => Self::Septets(septets.as_octets().to_vec(), tables),
            Body::Ucs2(units) => Self::Units(units.clone()),
            Body::Octets(octets) => Self::Octets(octets.clone()),
        }
    }

    /// Takes the next in, or gives it back if it is of another kind.
    fn join(&mut self, next: Self) -> Option<Self> {
        match (self, next) {
            (Self::Septets(all, tables), Self::Septets(more, its)) if *tables == its => all.extend(more),
            (Self::Units(all), Self::Units(more)) | (Self::Octets(all), Self::Octets(more)) => {
                all.extend(more);
            }
            (Self::Missing(_, last), Self::Missing(_, next)) => *last = next,
            (_, next) => return Some(next),
        }
        None
    }

    fn read(self) -> Piece {
        match self {
            Self::Septets(septets, tables) => {
                Piece::Text(Septets::from_octets(&septets).unwrap_or_default().text_in(tables))
            }
            Self::Units(units) => Piece::Text(ucs2::decode_lossy(&units)),
            Self::Octets(octets) => Piece::Octets(octets),
            Self::Missing(first, last) => Piece::Missing(first..=last),
        }
    }
}

/// How many messages may be open at once; above that the oldest is handed over as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In all, at least 1.
    pub open: usize,
    /// Of one sender, at least 1: nobody pushes out what others began.
    pub of_one_sender: usize,
}

impl Default for Limits {
    /// 64 and 8; a message of 255 parts takes some 40 KiB.
    fn default() -> Self {
        Self { open: 64, of_one_sender: 8 }
    }
}

/// What parts of one message have in common. Another total under the same reference is another message.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    sender: Address,
    reference: Reference,
    total: u8,
}

#[derive(Clone, Debug)]
struct Set<I> {
    key: Key,
    parts: BTreeMap<u8, Arrival<I>>,
}

/// A finished message, as far as its parts must be known again.
#[derive(Clone, Debug)]
struct Finished {
    key: Key,
    parts: BTreeMap<u8, (Timestamp, UserData)>,
}

/// Messages that wait for parts, the one that was opened last at the end.
#[derive(Clone, Debug)]
pub struct Reassembly<I> {
    limits: Limits,
    open: Vec<Set<I>>,
    finished: VecDeque<Finished>,
    events: VecDeque<Event<I>>,
}

impl<I> Reassembly<I> {
    /// Nothing is open.
    pub const fn new(limits: Limits) -> Self {
        Self { limits, open: Vec::new(), finished: VecDeque::new(), events: VecDeque::new() }
    }

    /// What is open after a restart: `kept` came before, in that order, and was not handed over.
    pub fn restore(limits: Limits, kept: impl IntoIterator<Item = Arrival<I>>, now: Moment) -> Self {
        let mut restored = Self::new(limits);
        for arrival in kept {
            restored.handle_arrival(arrival);
        }
        restored.handle_timeout(now);
        restored
    }

    /// A DELIVER came. One that is no part of anything is a message at once.
    pub fn handle_arrival(&mut self, arrival: Arrival<I>) {
        let Some(concatenation) = arrival.user_data.concatenation() else {
            let parts = BTreeMap::from([(1, arrival)]);
            self.events.push_back(Event::Message(Assembled { ending: Ending::Whole, total: 1, parts }));
            return;
        };
        let key = Key {
            sender: arrival.sender.clone(),
            reference: concatenation.reference(),
            total: concatenation.total(),
        };
        if self.is_doubled(&key, concatenation, &arrival) {
            self.events.push_back(Event::Doubled(arrival));
            return;
        }
        let number = concatenation.number();
        let at = self.lacking(&key, number, arrival.service_centre_time).unwrap_or_else(|| {
            self.open.push(Set { key, parts: BTreeMap::new() });
            self.open.len() - 1
        });
        let Some(set) = self.open.get_mut(at) else { return };
        set.parts.insert(number, arrival);
        if set.parts.len() == usize::from(set.key.total) {
            self.close(at, Ending::Whole);
        }
        self.make_room();
    }

    /// Time has passed: what has waited too long is handed over with what is missing.
    pub fn handle_timeout(&mut self, now: Moment) {
        while let Some(at) = self.open.iter().position(|set| set.waits_until() <= now) {
            self.close(at, Ending::Waited);
        }
    }

    /// When [`Reassembly::handle_timeout`] has something to do.
    pub fn poll_timeout(&self) -> Option<Moment> {
        self.open.iter().map(Set::waits_until).min()
    }

    /// What came of it, in the order that it happened.
    pub fn poll_event(&mut self) -> Option<Event<I>> {
        self.events.pop_front()
    }

    /// The parts that wait.
    pub fn waiting(&self) -> impl Iterator<Item = &Arrival<I>> {
        self.open.iter().flat_map(|set| set.parts.values())
    }

    /// How many messages are open.
    pub const fn open(&self) -> usize {
        self.open.len()
    }

    /// In an open message the same content is the same part, whoever sent it twice: phones do after a missing
    /// acknowledgement. Of a finished one the service centre's time must be the same as well, for a sender
    /// may well say the same thing under the same reference again.
    fn is_doubled(&self, key: &Key, concatenation: Concatenation, arrival: &Arrival<I>) -> bool {
        let number = concatenation.number();
        let open = self.open.iter().filter(|set| set.key == *key);
        let finished = self.finished.iter().filter(|set| set.key == *key);
        open.filter_map(|set| set.parts.get(&number)).any(|part| part.user_data == arrival.user_data)
            || finished.filter_map(|set| set.parts.get(&number)).any(|(time, user_data)| {
                *time == arrival.service_centre_time && *user_data == arrival.user_data
            })
    }

    /// The open message that lacks this part. Of several, where a sender reused its reference, the one whose
    /// parts the service centre took at the nearest time, and the later opened of two equally near.
    fn lacking(&self, key: &Key, number: u8, time: Timestamp) -> Option<usize> {
        let sets = self.open.iter().enumerate().rev();
        let lacking = sets.filter(|(_, set)| set.key == *key && !set.parts.contains_key(&number));
        lacking.min_by_key(|(_, set)| set.distance(time)).map(|(at, _)| at)
    }

    fn close(&mut self, at: usize, ending: Ending) {
        let Set { key, parts } = self.open.remove(at);
        let known = parts
            .iter()
            .map(|(number, part)| (*number, (part.service_centre_time, part.user_data.clone())))
            .collect();
        let total = key.total;
        self.finished.push_back(Finished { key, parts: known });
        if self.finished.len() > REMEMBERED {
            self.finished.pop_front();
        }
        self.events.push_back(Event::Message(Assembled { ending, total, parts }));
    }

    /// Hands over the oldest of a sender that has too many open, else the oldest of all.
    fn make_room(&mut self) {
        let Some(sender) = self.open.last().map(|set| set.key.sender.clone()) else { return };
        let of_sender = self.open.iter().filter(|set| set.key.sender == sender).count();
        if of_sender > self.limits.of_one_sender.max(1) {
            let oldest = self.open.iter().position(|set| set.key.sender == sender);
            oldest.into_iter().for_each(|at| self.close(at, Ending::Crowded));
        } else if self.open.len() > self.limits.open.max(1) {
            self.close(0, Ending::Crowded);
        }
    }
}

impl<I> Set<I> {
    fn waits_until(&self) -> Moment {
        let first = self.parts.values().map(|part| part.received_at).min();
        first.map_or(Moment::from_millis(i64::MAX), |first| first.plus(PATIENCE))
    }

    /// Milliseconds to the nearest of its parts; a time that is no date is near to nothing.
    fn distance(&self, time: Timestamp) -> u64 {
        let millis = |time: Timestamp| time.moment().map(Moment::millis);
        let Some(at) = millis(time) else { return u64::MAX };
        let parts = self.parts.values().filter_map(|part| millis(part.service_centre_time));
        parts.map(|part| part.abs_diff(at)).min().unwrap_or(u64::MAX)
    }
}
