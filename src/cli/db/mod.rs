//! `beffroi db init|check|backup|restore|accept-restore`: the files, what they hold, copies of them, and the
//! way out of a restore.

mod accept;
mod backup;
mod check;
mod drops;
mod init;
mod package;
mod replaced;
mod restore;

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
    /// Reads the whole store, and says whether it is sound; changes nothing.
    #[command(after_help = "\
Examples:
  beffroi db check
  beffroi db check --full                # every index too; takes several times as long
  beffroi db check /mnt/usb/beffroi-2026-11-30T03-00-00Z.db

It may run beside the daemon. Exit code 0: sound. 1: something is wrong; each finding says what to do.")]
    Check(check::Arguments),
    /// Copies the store while the daemon sends, checks the copy, and overwrites nothing.
    #[command(after_help = "\
Examples:
  beffroi db backup                      # into the folder backup beside the store
  beffroi db backup --keep 14            # and no more than fourteen there
  beffroi db backup /mnt/usb/beffroi.db

The copy holds numbers and texts: it is its owner's alone, and wants to be kept so.")]
    Backup(backup::Arguments),
    /// Puts a copy in the place of the store: nothing is sent until somebody accepts it.
    #[command(after_help = "\
Examples:
  sudo systemctl stop beffroi
  sudo beffroi db restore /var/lib/beffroi/backup/beffroi-2026-11-30T03-00-00Z.db
  sudo beffroi db restore --declare      # the whole folder, or machine, was put back by other means

What was there is set aside beside the store and never deleted; what it knew beyond the copy is told, and
beffroi message list --store shows it. Everything that waited in the copy is held: it may have gone since. beffroi db accept-restore lets lines and new work go on.")]
    Restore(restore::Arguments),
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
        Command::Check(arguments) => check::run(arguments, configured, screen),
        Command::Backup(arguments) => backup::run(arguments, configured, screen),
        Command::Restore(arguments) => restore::run(arguments, configured, screen),
        Command::AcceptRestore(arguments) => accept::run(arguments, configured, screen),
    }
}
