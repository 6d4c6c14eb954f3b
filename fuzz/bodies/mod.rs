//! What holds for any octets, one file a target. The fuzzer and the replay of its corpus by `cargo test`
//! (`tests/fuzz_corpus.rs`) run the same functions: each takes the input and panics where a claim is broken.

#![allow(dead_code, unreachable_pub, reason = "each program that includes this calls what it needs")]

pub mod allocation;
pub mod lines;
pub mod session;
pub mod text;
pub mod tpdu;
pub mod user_data;
