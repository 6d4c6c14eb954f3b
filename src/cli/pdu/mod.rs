//! `beffroi pdu`: a workbench for TPDUs. Reads no configuration and needs no daemon.

mod agreement;
mod belongs;
mod bits;
mod build;
mod decode;
mod draft;
mod element;
mod encode;
mod fields;
mod header;
mod input;
mod meaning;
mod named;
mod options;
mod say;
mod values;
mod words;
mod wrong;

use super::{Failure, Screen};

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  beffroi pdu encode --to '06 39 98 00 12' --text 'Cours annulé.'")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Reads TPDUs: every field with its octets, its clause, its value and what it means.
    #[command(after_help = decode::HELP)]
    Decode(decode::Arguments),
    /// Writes TPDUs, field by field; of a long text its parts.
    #[command(after_help = encode::HELP)]
    Encode(Box<encode::Arguments>),
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    match &arguments.command {
        Command::Decode(arguments) => decode::run(arguments, screen),
        Command::Encode(arguments) => encode::run(arguments, screen),
    }
}
