//! `cargo fuzz run session`; what it claims stands in `bodies/session.rs`, which `cargo test` replays.

#![no_main]

#[path = "../bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|input: &[u8]| bodies::session::claim(input));
