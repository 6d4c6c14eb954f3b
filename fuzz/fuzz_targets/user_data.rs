//! `cargo fuzz run user_data`; what it claims stands in `bodies/user_data.rs`, which `cargo test` replays.

#![no_main]

#[path = "../bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|input: &[u8]| bodies::user_data::claim(input));
