//! `beffroi db init|accept-restore`: the files, and the way out of a restore.

mod accept;
mod drops;
mod init;
mod package;

use std::path::Path;

use super::{Failure, Screen};

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sudo beffroi db init")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Makes store, outboxes and folders with their owners, groups and modes; changes no content.
    #[command(after_help = "\
Example:
  sudo beffroi db init

As root the files belong to the user beffroi, where there is one, and each outbox to the group that
[[outbox]] group names. What is there stays; what a copy of /var/lib/beffroi has lost of owners, groups \
and modes is put back. It may run beside the daemon, and again.")]
    Init(init::Arguments),
    /// Says that a restored store may work again, and what becomes of the messages that it holds.
    #[command(after_help = "\
Examples:
  beffroi db accept-restore              # lines and new work go on; what is held stays held
  beffroi db accept-restore --send       # what is held goes too: some of it may have gone before
  beffroi db accept-restore --cancel")]
    AcceptRestore(accept::Arguments),
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    match &arguments.command {
        Command::Init(arguments) => init::run(arguments, configured, screen),
        Command::AcceptRestore(arguments) => accept::run(arguments, configured, screen),
    }
}
