//! The built program from outside: exit codes, one clear sentence for what is wrong, nothing that
//! panics, JSON that reads, both languages. A daemon, where one is needed, is the library's own
//! gateway and socket in this process, with a line that obeys at once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod daemon;
mod files;
mod home;
mod mistakes;
mod replaced;
mod restore;
mod roster;
mod silent;
mod texts;
mod waiting;
mod words;
