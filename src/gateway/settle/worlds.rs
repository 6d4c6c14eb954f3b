//! Small worlds, drawn: one SIM, messages to one number and to others, attempts whose answers are known or not, that
//! went or not, modems that begin anew, references that something else took, processes that end, reports that come
//! whenever they like or never. Whatever was drawn, no report is taken for that on another part.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use super::*;
use crate::message::PartId;
use crate::store::Count;

/// What becomes of one try.
#[derive(Clone, Copy, Debug)]
enum Answer {
    /// It went, and the modem said so.
    Told,
    /// It went, and nobody knows.
    Lost,
    /// It never went, and nobody knows.
    Never,
}

/// What happens before one try.
#[derive(Clone, Copy, Debug)]
enum Before {
    Nothing,
    /// The modem begins anew, and counts from here.
    Reboot(u8),
    /// The daemon does: it knows what its store knows.
    Kill,
}

/// One try.
#[derive(Clone, Debug)]
struct Try {
    before: Before,
    /// Which part; the odd ones go to the number that is looked at.
    part: i64,
    answer: Answer,
    /// References that the modem gives to something else before it.
    elsewhere: u8,
    /// After how many further tries its report comes; `None`: never.
    report_after: Option<usize>,
}

#[derive(Clone, Debug)]
struct World {
    first: u8,
    tries: Vec<Try>,
}

/// An entry of the ledger, as far as reports ask for it.
struct Entry {
    part: i64,
    reference: Option<u8>,
    last: Count,
    settled: bool,
}

/// A report that waits: what it says, how far the ledger had come, and of which part it truly is.
struct Waiting {
    reference: u8,
    ledger: usize,
    part: i64,
}

#[derive(Default)]
struct Store {
    entries: Vec<Entry>,
    waiting: Vec<Waiting>,
}

/// Attempts are counted from 1.
fn number(at: usize) -> AttemptNumber {
    AttemptNumber(i64::try_from(at + 1).unwrap())
}

impl Entry {
    fn last_attempt(&self) -> Option<AttemptNumber> {
        match self.last {
            Count::Last(_, attempt) => Some(attempt),
            Count::BegunAnew => Some(AttemptNumber(0)),
            Count::Unknown => None,
        }
    }
}

fn is_looked_at(part: i64) -> bool {
    part % 2 == 1
}

impl Store {
    /// As the store's own question does.
    fn candidates(&self, upto: usize) -> Vec<Candidate> {
        let entered = self.entries.iter().enumerate().take(upto);
        let to_number = entered.filter(|(_, entry)| is_looked_at(entry.part));
        let mut candidates: Vec<Candidate> = to_number.map(|(at, entry)| self.candidate(at, entry)).collect();
        candidates.reverse();
        candidates
    }

    fn candidate(&self, at: usize, entry: &Entry) -> Candidate {
        let same_count = |other: &&Entry| other.last_attempt() == entry.last_attempt();
        let next = || self.entries.iter().skip(at + 1).filter(same_count).find_map(|next| next.reference);
        Candidate {
            attempt: number(at),
            part: PartId(entry.part),
            reference: entry.reference,
            last_reference: match entry.last {
                Count::Last(reference, _) => Some(reference),
                Count::BegunAnew | Count::Unknown => None,
            },
            last_attempt: entry.last_attempt(),
            next_reference: if entry.reference.is_none() { next() } else { None },
            since: match entry.last {
                Count::Last(_, last) => u32::try_from(number(at).0 - last.0).unwrap(),
                Count::BegunAnew | Count::Unknown => 0,
            },
            fate: Fate::Ended,
            age: Age::Fresh,
        }
    }

    /// As the store's own question does.
    fn last_reference(&self) -> Count {
        for (at, entry) in self.entries.iter().enumerate().rev() {
            match (entry.reference, entry.last) {
                (Some(reference), _) => return Count::Last(reference, number(at)),
                (None, Count::BegunAnew) => return Count::Unknown,
                (None, _) => {}
            }
        }
        Count::Unknown
    }

    /// As the gateway does, until nothing more is found; what was taken for another part's.
    fn settle(&mut self) -> Result<(), String> {
        loop {
            let seen: Vec<_> =
                self.waiting.iter().map(|report| (report, self.candidates(report.ledger))).collect();
            let found = seen.iter().enumerate().find_map(|(at, (report, candidates))| {
                let beside =
                    beside(candidates, seen.iter().map(|(other, theirs)| (other.reference, &**theirs)));
                Some((at, choose(report.reference, candidates, &beside)?))
            });
            let Some((at, about)) = found else { return Ok(()) };
            let report = self.waiting.remove(at);
            let entry = &mut self.entries[usize::try_from(about.attempt().0 - 1).unwrap()];
            // Of two that had the same reference, since the modem began anew, the later counts.
            if entry.reference.is_none() && entry.part != report.part {
                return Err(format!("the report on part {} settled part {}", report.part, entry.part));
            }
            entry.settled = true;
            if matches!(about, About::Attempt(_)) {
                entry.reference = entry.reference.or(Some(report.reference));
            }
        }
    }
}

impl World {
    fn run(&self) -> Result<(), String> {
        let (mut store, mut counter) = (Store::default(), self.first);
        let mut known = Count::Unknown;
        let mut to_come: BTreeMap<usize, Vec<(u8, i64)>> = BTreeMap::new();
        for (at, tried) in self.tries.iter().enumerate() {
            match tried.before {
                Before::Nothing => {}
                Before::Reboot(from) => (known, counter) = (Count::BegunAnew, from),
                // Whether a modem began anew meanwhile, the store does not know.
                Before::Kill => known = store.last_reference(),
            }
            counter = counter.wrapping_add(tried.elsewhere);
            // What is settled does not go again.
            let is_settled =
                |entry: &Entry| entry.part == tried.part && (entry.reference.is_some() || entry.settled);
            let afresh = tried.part + 100 * i64::try_from(at + 1).unwrap();
            let part = if store.entries.iter().any(is_settled) { afresh } else { tried.part };
            store.entries.push(Entry { part, reference: None, last: known, settled: false });
            if !matches!(tried.answer, Answer::Never) {
                counter = counter.wrapping_add(1);
                let after = tried.report_after.filter(|_| is_looked_at(part));
                if let Some(after) = after {
                    to_come.entry(at + after).or_default().push((counter, part));
                }
            }
            if matches!(tried.answer, Answer::Told) {
                store.entries[at].reference = Some(counter);
                known = Count::Last(counter, number(at));
            }
            for (reference, part) in to_come.remove(&at).unwrap_or_default() {
                store.waiting.push(Waiting { reference, ledger: at + 1, part });
            }
            store.settle()?;
        }
        Ok(())
    }
}

fn tried() -> impl Strategy<Value = Try> {
    let before = prop_oneof![
        6 => Just(Before::Nothing),
        1 => (0..6_u8).prop_map(Before::Reboot),
        2 => Just(Before::Kill)
    ];
    let part = prop_oneof![3 => Just(1_i64), 3 => Just(3), 1 => Just(5), 2 => Just(2)];
    let answer = prop_oneof![2 => Just(Answer::Told), 3 => Just(Answer::Lost), 3 => Just(Answer::Never)];
    let elsewhere = prop_oneof![9 => Just(0_u8), 1 => 1..3_u8];
    let report_after = prop_oneof![1 => Just(None), 4 => (0..4_usize).prop_map(Some)];
    (before, part, answer, elsewhere, report_after).prop_map(
        |(before, part, answer, elsewhere, report_after)| Try {
            before,
            part,
            answer,
            elsewhere,
            report_after,
        },
    )
}

/// A modem gives two references at most to what is not in the ledger: so many are allowed for.
fn world() -> impl Strategy<Value = World> {
    let drawn = (0..6_u8, prop::collection::vec(tried(), 2..7));
    drawn.prop_map(|(first, mut tries)| {
        let mut left = 2_u8;
        for tried in &mut tries {
            tried.elsewhere = tried.elsewhere.min(left);
            left -= tried.elsewhere;
        }
        World { first, tries }
    })
}

/// The same worlds each time, or as many as are asked for, others each time.
fn config() -> Config {
    let asked = std::env::var("BEFFROI_WORLDS").ok().and_then(|worlds| worlds.parse().ok());
    let (cases, rng_seed) = asked.map_or((20_000, RngSeed::Fixed(14)), |worlds| (worlds, RngSeed::Random));
    Config { cases, rng_seed, failure_persistence: None, ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_report_is_taken_for_that_on_another_part(world in world()) {
        if let Err(wrong) = world.run() {
            prop_assert!(false, "{wrong}");
        }
    }
}
