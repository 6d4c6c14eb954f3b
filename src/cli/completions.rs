//! `beffroi completions SHELL`: what the shell sources to complete commands and options.

use clap::CommandFactory;

use super::{Failure, Screen};

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  beffroi completions bash > /etc/bash_completion.d/beffroi")]
pub(super) struct Arguments {
    /// For which shell.
    shell: clap_complete::Shell,
}

/// Prints the script.
pub(super) fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "beffroi", &mut script);
    screen.line(String::from_utf8_lossy(&script).trim_end())?;
    Ok(())
}
