//! The command line: one file a subcommand. The only room that may import all others, and the only
//! one that prints.

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

mod audit;
mod completions;
mod config;
mod db;
mod demo;
mod diagnosis;
mod engine;
mod fates;
mod help;
mod hints;
mod inbox;
mod interrupt;
mod man;
mod message;
mod mistakes;
mod modem;
mod notice;
mod office;
mod options;
mod pdu;
mod pin_file;
mod roster;
mod run;
mod sandbox;
mod screen;
mod send;
mod simulate;
mod status;
mod text;
mod unit;
mod usage;
mod waiting;
mod waits;

pub use screen::{Consent, Failure, Screen};

use crate::wording::Language;

const HELP: &str = "\
Examples:
  beffroi demo --once
  sudo beffroi db init
  beffroi send --to '06 39 98 00 12' --text 'Cours annulé ce soir.' --lane urgent --wait

Exit codes: 0 done; 1 failed; 2 usage or configuration; 3 some input was refused; 4 no line usable; \
5 something still waits when the time of --wait is over; 130 broken off.";

/// A SIM card in a USB modem as a council's own SMS service.
#[derive(Debug, Parser)]
#[command(name = "beffroi", version, propagate_version = true, after_help = HELP)]
struct Arguments {
    /// The configuration file.
    #[arg(long, global = true, value_name = "FILE", default_value = "/etc/beffroi/beffroi.toml")]
    config: std::path::PathBuf,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The whole road with a virtual modem: a concert mailing, and a teacher who is ill.
    Demo(demo::Arguments),
    /// A virtual modem on a pseudo terminal.
    Simulate(simulate::Arguments),
    /// The daemon.
    Run(run::Arguments),
    /// Sends one message.
    Send(send::Arguments),
    /// Lists of people as the office exports them: tells those of some rows.
    Roster(roster::Arguments),
    /// Messages: a list, the story of one, taking one back.
    Message(message::Arguments),
    /// What people have written to the SIMs.
    Inbox(inbox::Arguments),
    /// Modems: what is plugged in, and what is wrong with it.
    Modem(modem::Arguments),
    /// Notices of dropped files: a list, the story of one, letting one go, taking one back.
    Notice(notice::Arguments),
    /// How everything stands, worst first.
    Status(status::Arguments),
    /// Proves from modems' journals and a store: none twice, none lost, none late.
    Audit(audit::Arguments),
    /// What a text costs.
    Text(text::Arguments),
    /// A workbench for TPDUs: reads them field by field, writes them.
    Pdu(pdu::Arguments),
    /// What a shell sources to complete commands and options.
    Completions(completions::Arguments),
    /// The manual pages.
    Man(man::Arguments),
    /// The files: making, checking and copying them, putting a copy back.
    Db(db::Arguments),
    /// Checks a configuration, or prints one to begin with.
    Config(config::Arguments),
}

/// Parses, runs, prints the error chain.
pub fn main() -> ExitCode {
    let mut screen = Screen::from_environment();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return misused(error, &mut screen),
    };
    let done = match arguments.command {
        Command::Demo(command) => demo::run(&command, &mut screen),
        Command::Simulate(command) => simulate::run(&command, &mut screen),
        Command::Run(command) => run::run(&command, &arguments.config, &mut screen),
        Command::Send(command) => send::run(&command, &arguments.config, &mut screen),
        Command::Roster(command) => roster::run(&command, &arguments.config, &mut screen),
        Command::Message(command) => message::run(&command, &arguments.config, &mut screen),
        Command::Inbox(command) => inbox::run(&command, &arguments.config, &mut screen),
        Command::Modem(command) => modem::run(&command, &arguments.config, &mut screen),
        Command::Notice(command) => notice::run(&command, &arguments.config, &mut screen),
        Command::Status(command) => status::run(&command, &arguments.config, &mut screen),
        Command::Audit(command) => audit::run(&command, &mut screen),
        Command::Text(command) => text::run(&command, &arguments.config, &mut screen),
        Command::Pdu(command) => pdu::run(&command, &mut screen),
        Command::Completions(command) => completions::run(&command, &mut screen),
        Command::Man(command) => man::run(&command, &mut screen),
        Command::Db(command) => db::run(&command, &arguments.config, &mut screen),
        Command::Config(command) => config::run(&command, &arguments.config, &mut screen),
    };
    screen.end(done)
}

/// What is no command line, or asks for help.
fn misused(mut error: clap::Error, screen: &mut Screen) -> ExitCode {
    use clap::error::{ContextKind, ContextValue, ErrorKind as Kind};
    let words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let words: Vec<String> = words.collect();
    if screen.language == Language::English {
        if let Some(tip) = usage::english(&error, &words) {
            error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
        }
        error.exit();
    }
    if matches!(error.kind(), Kind::DisplayHelp | Kind::DisplayHelpOnMissingArgumentOrSubcommand) {
        return help::show(Arguments::command(), &words, &error, screen);
    }
    match usage::french(&error, &words) {
        Some(sentence) => {
            screen.note(&sentence);
            ExitCode::from(2)
        }
        None => error.exit(),
    }
}
