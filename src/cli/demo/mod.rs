//! `beffroi demo`: the whole road without hardware. A virtual modem in this process, the real daemon
//! beside it, a sample roster, and an office that writes rows into the public file: a concert mailing,
//! overtaken by the lesson of a teacher who is ill. Leaves nothing behind, however it ends.

mod daemon;
mod ending;
mod place;
mod play;
mod progress;
mod school;
mod stage;
mod view;

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use anyhow::Context;

use self::place::{Afterwards, Place};
use self::school::School;
use self::stage::Stage;
use self::view::View;
use super::interrupt::Interrupts;
use super::{Failure, Screen};
use crate::wording;

const HELP: &str = "\
Needs no modem and no configuration: all of it happens in a temporary folder and is removed at the
end. In a terminal modem and daemon go on running at the end, until Enter or Ctrl-C, so that you can
try the commands that are shown.

Exit code 0: all went as it should. 1: it did not. 130: broken off (Ctrl-C) before the end.

Example:
  beffroi demo --once";

/// Room for words in a line of a terminal of 80, beside an indent and a backslash.
const COLUMNS: usize = 72;

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    /// Ends by itself, within 30 seconds.
    #[arg(long)]
    once: bool,
    /// Keeps the folder with store, outbox, journal and log, and names it.
    #[arg(long)]
    keep: bool,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    // First of all: from here on a signal leaves nothing behind.
    let interrupts = Interrupts::listen().context("listening for signals")?;
    let school = School::open(screen.language)?;
    let afterwards = if arguments.keep { Afterwards::Kept } else { Afterwards::Removed };
    let stays = !arguments.once && screen.terminal && io::stdin().is_terminal();
    let mut stage = Stage::set(Place::make(afterwards)?, screen.language)?;
    let folder = stage.place.folder().to_owned();
    let done = on_stage(&mut stage, &school, stays, &interrupts, screen);
    let closed = stage.close(&interrupts);
    if arguments.keep {
        let folder = folder.display().to_string();
        screen.note(&wording::say(screen.language, "demo-kept", &[("folder", folder.into())]));
    }
    done.and(closed)
}

fn on_stage(
    stage: &mut Stage,
    school: &School,
    stays: bool,
    interrupts: &Interrupts,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let mut view = View::of(screen);
    let played = play::play(stage, school, &mut view, interrupts, screen);
    view.leave(screen)?;
    let ended = ending::tell(&played?, stage, stays, screen)?;
    if stays {
        stage.stay(interrupts, screen)?;
    }
    ended.verdict()
}

/// A program's name and arguments, as a shell takes them; over several lines where that is long.
fn shell_words(words: &[&str]) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-=:,@%+".contains(c);
    let quoted = words.iter().map(|word| match word.chars().all(plain) && !word.is_empty() {
        true => (*word).to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    });
    let mut line = String::new();
    let mut left = COLUMNS;
    for word in quoted {
        let width = word.chars().count() + 1;
        match (line.is_empty(), width <= left) {
            (true, _) => {}
            (false, true) => line.push(' '),
            (false, false) => {
                line.push_str(" \\\n      ");
                left = COLUMNS;
            }
        }
        left = left.saturating_sub(width);
        line.push_str(&word);
    }
    line
}

/// How this program is called from anywhere: by its name where the path finds it, else where it lies.
fn called() -> PathBuf {
    let Ok(program) = std::env::current_exe() else { return "beffroi".into() };
    let Some(name) = program.file_name() else { return program };
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let first = std::env::split_paths(&paths).map(|folder| folder.join(name)).find(|path| path.is_file());
    match first.and_then(|found| found.canonicalize().ok()) {
        Some(found) if found == program => name.into(),
        _ => program,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_the_words_that_were_meant() {
        let rows: &[(&[&str], &str)] = &[
            (&["beffroi", "--config", "/tmp/a/b.toml"], "beffroi --config /tmp/a/b.toml"),
            (&["send", "--to", "06 39 98 00 12"], "send --to '06 39 98 00 12'"),
            (&["--text", "l'été", ""], r"--text 'l'\''été' ''"),
        ];
        for (given, want) in rows {
            assert_eq!(shell_words(given), *want);
        }
        let long = [
            "beffroi",
            "--config",
            "/tmp/beffroi-demo-AbCdEf/beffroi.toml",
            "message",
            "list",
            "--notice",
            "concert",
        ];
        let want =
            "beffroi --config /tmp/beffroi-demo-AbCdEf/beffroi.toml message list \\\n      --notice concert";
        assert_eq!(shell_words(&long), want);
    }
}
