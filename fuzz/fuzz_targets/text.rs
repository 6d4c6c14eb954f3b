//! `cargo fuzz run text`; what it claims stands in `bodies/text.rs`, which `cargo test` replays.

#![no_main]

#[path = "../bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|input: &[u8]| bodies::text::claim(input));
