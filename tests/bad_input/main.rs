//! What people, programs and machines do wrong, against the built program: each time one clear sentence,
//! the right exit code, nothing lost, no panic. That no text and no full number is logged is asserted
//! whenever a house is left.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

#[path = "../house/mod.rs"]
mod house;

mod rows;
mod outboxes;
mod stores;
mod disks;
mod copies;
mod devices;
mod pins;
mod configuration;
