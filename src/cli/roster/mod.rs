//! `beffroi roster import`: tells the people of some rows of a list, one SMS for each number.
//! [`plan`] reads and judges, [`import`] hands over and waits, [`report`] says what came of it.

mod import;
mod plan;
mod report;

use std::path::{Path, PathBuf};

use clap::builder::NonEmptyStringValueParser;

use super::options::{Options, named};
use super::{Failure, Screen};

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  beffroi roster import cours.csv --where 'Professeur=Mme Petit' --where Heure=17:00 \
                  --text 'Pas de cours ce soir.' --lane urgent"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Tells the people of some rows of a CSV file: one SMS for each number.
    #[command(after_help = "\
Examples:
  beffroi roster import cours.csv --where 'Professeur=Mme Petit' --where Heure=17:00 \\
      --text 'Pas de cours de {Discipline} ce soir.' --lane urgent --dry-run
  beffroi roster import cours.csv --all --text 'Concert samedi à 18h.' --lane bulk

The same command twice on one day sends nothing twice; --again does. Exit code 3: some row was refused. \
With --wait also 1: some message failed, or nobody knows. 4: some message waits, and nothing can send it. \
5: some message still waits when the time is over, and goes on by itself.")]
    Import(Import),
}

/// What `import` takes.
#[derive(Debug, clap::Args)]
struct Import {
    /// The list, as the office software exports it: CSV, its header among the first rows; - reads it from
    /// standard input.
    file: PathBuf,
    /// Only rows that have this value there; given again for the same column, another value for it,
    /// else one more condition. Case does not count.
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    conditions: Vec<String>,
    /// Every row.
    #[arg(long, conflicts_with = "conditions")]
    all: bool,
    /// What; {Column} stands for what the row has there; - reads it from standard input.
    #[arg(long)]
    text: String,
    /// The name that the messages share; made of the file's and the values unless given.
    #[arg(long, value_name = "NAME", value_parser = named)]
    notice: Option<String>,
    /// The telephone column; found by its name unless given.
    #[arg(long, value_name = "COLUMN", value_parser = NonEmptyStringValueParser::new())]
    column: Option<String>,
    /// Tells once more whom the same command has told today.
    #[arg(long)]
    again: bool,
    /// Says who would be told and what it costs; sends nothing, needs no daemon.
    #[arg(long, conflicts_with = "wait")]
    dry_run: bool,
    #[command(flatten)]
    options: Options,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let Command::Import(arguments) = &arguments.command;
    import::run(arguments, configured, screen)
}
