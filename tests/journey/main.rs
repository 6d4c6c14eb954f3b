//! The whole road with the built program, a real terminal and real files: from a row in an outbox to a
//! phone and back. Everything is waited for by events; nothing sleeps.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

#[path = "../house/mod.rs"]
mod house;

mod coming_in;
mod routes;
mod going_out;
mod restoring;
mod caring;
mod stopping;
mod two_lines;
mod commands;
