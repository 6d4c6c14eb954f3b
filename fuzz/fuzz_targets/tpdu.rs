//! `cargo fuzz run tpdu`; what it claims stands in `bodies/tpdu.rs`, which `cargo test` replays.

#![no_main]

#[path = "../bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|input: &[u8]| bodies::tpdu::claim(input));
