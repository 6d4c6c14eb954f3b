//! The figures that the project promises, as ratios within one run: the daemon as it is installed,
//! the virtual modem on a PTY in this process, real files on the disk of the target folder.
//!
//! `cargo bench --bench figures` runs all; `-- NAME` one: `busy`, `pickup`, `depth`, `idle`, `durable`,
//! `history`, `codec`, `texts`. One line a figure; the exit code is 1 where one misses its bound.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a bench may panic and prints"
)]

mod bare;
mod chronicle;
mod codec;
mod daily;
mod disk;
mod durable;
mod figure;
mod history;
mod process;
mod rig;
mod texts;

use std::process::ExitCode;

use self::figure::Figure;

type Bench = fn() -> Vec<Figure>;

fn main() -> ExitCode {
    if disk::measured_commits() {
        return ExitCode::SUCCESS;
    }
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let benches: [(&str, Bench); 8] = [
        ("busy", daily::busy),
        ("pickup", daily::pickup),
        ("depth", daily::depth),
        ("idle", daily::idle),
        ("durable", durable::durable),
        ("history", history::history),
        ("codec", codec::codec),
        ("texts", texts::texts),
    ];
    if let Some(unknown) = wanted.iter().find(|wanted| benches.iter().all(|(name, _)| name != wanted)) {
        println!("there is no bench {unknown}");
        return ExitCode::from(2);
    }
    let mut missed = 0;
    for (name, bench) in benches {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            missed += bench().iter().filter(|figure| !figure.told(name)).count();
        }
    }
    if missed > 0 {
        println!("{missed} missed; load {}", process::load());
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
