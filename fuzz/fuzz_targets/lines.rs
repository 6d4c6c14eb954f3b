//! `cargo fuzz run lines`; what it claims stands in `bodies/lines.rs`, which `cargo test` replays.

#![no_main]

#[path = "../bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|input: &[u8]| bodies::lines::claim(input));
