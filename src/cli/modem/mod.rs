//! `beffroi modem`: what is plugged in, and what is wrong with it. Works beside a running daemon, which it
//! asks by its socket and whose port it never opens, and without one or any configuration.

mod bundle;
mod desk;
mod elsewhere;
mod diagnose;
mod examination;
mod list;
mod show;
#[cfg(test)]
mod tests;
mod udev;

use std::path::{Path, PathBuf};

use super::{Failure, Screen};
use crate::modem::discover::Roots;

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: beffroi modem list\n  beffroi modem diagnose")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// What is plugged in, which port speaks AT, who holds it, and its stable name.
    List(list::Arguments),
    /// Examines a modem, says what is wrong and what to do.
    Diagnose(diagnose::Arguments),
}

/// Where devices are looked for.
#[derive(Debug, clap::Args)]
struct Where {
    /// Another root than /, with sys, dev, run and proc in it.
    #[arg(long, value_name = "FOLDER", default_value = "/", hide = true)]
    root: PathBuf,
}

impl Where {
    fn roots(&self) -> Roots {
        Roots::under(&self.root)
    }
}

/// Runs it; `configured` is what `--config` names.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    match &arguments.command {
        Command::List(arguments) => list::run(arguments, configured, screen),
        Command::Diagnose(arguments) => diagnose::run(arguments, configured, screen),
    }
}
