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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn every_shell_learns_every_command() {
        for shell in <clap_complete::Shell as clap::ValueEnum>::value_variants() {
            let mut script = Vec::new();
            let mut command = super::super::Arguments::command();
            clap_complete::generate(*shell, &mut command, "beffroi", &mut script);
            let script = String::from_utf8(script).unwrap();
            for name in command.get_subcommands().map(clap::Command::get_name) {
                assert!(script.contains(name), "{shell}: {name}");
            }
        }
    }
}
