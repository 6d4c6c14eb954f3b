//! The fuzzer's corpus, replayed: `fuzz/corpus/NAME` through the same function that the target NAME calls. What
//! the fuzzer once found stands there too, so that it is never found again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

use std::fs;
use std::path::Path;

use beffroi::phone::PhoneNumber;
use beffroi::sms::address::Address;
use beffroi::sms::submit::Submit;
use beffroi::sms::user_data::UserData;
use fastrand::Rng;

#[path = "../fuzz/bodies/mod.rs"]
mod bodies;

/// A target, what it claims, and how few inputs its corpus may have.
type Target = (&'static str, fn(&[u8]), usize);

const TARGETS: [Target; 5] = [
    ("tpdu", bodies::tpdu::claim, 100),
    ("user_data", bodies::user_data::claim, 100),
    ("lines", bodies::lines::claim, 100),
    ("session", bodies::session::claim, 10),
    ("text", bodies::text::claim, 100),
];

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Octets of all inputs; a corpus is minimised before it goes in.
const MOST_OCTETS: usize = 200_000;
/// Neighbours of each input that are tried; `BEFFROI_NEIGHBOURS=N` draws N anew.
const NEIGHBOURS: usize = 20;

/// The inputs of a target, with the names of their files.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(top().join("fuzz/corpus").join(name)).unwrap();
    let mut inputs: Vec<(String, Vec<u8>)> = files
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
        .collect();
    inputs.sort();
    inputs
}

fn must_hold(name: &str, claim: fn(&[u8]), whose: &str, input: &[u8]) {
    let held = std::panic::catch_unwind(|| claim(input));
    assert!(held.is_ok(), "{whose} breaks a claim of {name}: {input:02X?}");
}

#[test]
fn what_is_claimed_of_any_octets_holds_for_the_corpus() {
    let mut octets = 0;
    for (name, claim, fewest) in TARGETS {
        let inputs = corpus(name);
        assert!(inputs.len() >= fewest, "{name}: {} inputs", inputs.len());
        for (file, input) in inputs {
            must_hold(name, claim, &file, &input);
            octets += input.len();
        }
    }
    assert!(octets <= MOST_OCTETS, "{octets} octets");
}

#[test]
fn what_holds_for_the_corpus_holds_for_its_neighbours() {
    let drawn = std::env::var("BEFFROI_NEIGHBOURS").ok().map(|count| count.parse().unwrap());
    let mut draw = Rng::with_seed(if drawn.is_some() { fastrand::u64(..) } else { 23_040 });
    for (name, claim, _) in TARGETS {
        let inputs = corpus(name);
        for (file, input) in &inputs {
            for _ in 0..drawn.unwrap_or(NEIGHBOURS) {
                let (_, other) = &inputs[draw.usize(..inputs.len())];
                must_hold(
                    name,
                    claim,
                    &format!("a neighbour of {file}"),
                    &neighbour(&mut draw, input, other),
                );
            }
        }
    }
}

/// One to four octets changed, put in or left out, the end cut off, or that of another input in its place.
fn neighbour(draw: &mut Rng, input: &[u8], other: &[u8]) -> Vec<u8> {
    let mut octets = input.to_vec();
    for _ in 0..draw.usize(1..=4) {
        let at = draw.usize(..=octets.len());
        match draw.u8(..8) {
            0 => octets.truncate(at),
            1 => octets.insert(at, draw.u8(..)),
            2 => octets.extend_from_slice(&other[draw.usize(..=other.len())..]),
            _ if at == octets.len() => {}
            3 => drop(octets.remove(at)),
            4 | 5 => octets[at] ^= 1 << draw.u8(..8),
            _ => octets[at] = draw.u8(..),
        }
    }
    octets
}

#[test]
fn every_target_of_the_fuzzer_is_replayed() {
    let targets = fs::read_dir(top().join("fuzz/fuzz_targets")).unwrap();
    let mut there: Vec<String> = targets
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    there.sort();
    let mut replayed = TARGETS.map(|(name, ..)| name);
    replayed.sort_unstable();
    assert_eq!(there, replayed);
}

#[test]
fn a_reading_that_holds_too_much_is_noticed() {
    let held = |octets: usize| {
        std::panic::catch_unwind(|| bodies::allocation::bounded(10, || vec![0_u8; octets])).is_ok()
    };
    assert_eq!([4_000, 4_256, 4_257].map(held), [true, true, false]);
}

#[test]
fn a_submit_asks_for_memory_as_often_whatever_its_length() {
    let to = Address::international(&PhoneNumber::from_e164("+33639980123").unwrap());
    let asked = |text: String| {
        let (read, asked) = bodies::allocation::allocations(|| {
            let octets = Submit::new(to.clone(), UserData::gsm7(&text, None).unwrap()).encode().unwrap();
            Submit::decode(&octets).unwrap().text().unwrap()
        });
        assert_eq!(read, text);
        asked
    };
    for sign in ["x", "é", "€"] {
        let few = asked(sign.repeat(10));
        assert_eq!(asked(sign.repeat(80)), few, "{sign}");
        assert!(few <= 16, "{sign}: {few} times");
    }
}
