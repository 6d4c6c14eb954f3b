//! Programs of others against ours. Each is left out, and says so, where it is not installed:
//! `apt-get install gammu python3-gammu`; the codecs of PyPI are installed by `tests/run`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "tests may panic"
)]

mod clauses;
mod codecs;
mod differential;
mod drawn;
mod fields;
mod virtual_modem;

use std::io::{self, Write};

/// Says so where something is missing, past the capture of test output.
fn left_out(test: &str, missing: &str) {
    let told = format!("left out: {test}, since {missing} is not installed\n");
    io::stderr().write_all(told.as_bytes()).unwrap();
}
