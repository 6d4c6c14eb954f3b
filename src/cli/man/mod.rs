//! `beffroi man [DIR]`: the manual pages. Those of the commands are made from the same text as
//! `--help`, that of the configuration from the commented default; the outbox's is written by hand.

use std::path::PathBuf;

use anyhow::Context;
use clap::CommandFactory;

use super::{Failure, Screen};
use crate::config;

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  beffroi man | man -l -\n  beffroi man /usr/local/share/man/man1")]
pub(super) struct Arguments {
    /// Write the page of every command into this folder; without it, the first page is printed.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Prints one page, or writes all.
pub(super) fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let command = super::Arguments::command();
    let Some(folder) = &arguments.folder else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        screen.line(String::from_utf8_lossy(&page).trim_end())?;
        return Ok(());
    };
    std::fs::create_dir_all(folder).with_context(|| format!("no folder {}", folder.display()))?;
    let refused = || format!("no manual pages in {}", folder.display());
    clap_mangen::generate_to(command, folder).with_context(refused)?;
    for (name, page) in [("beffroi.toml.5", configuration()), ("beffroi-outbox.5", OUTBOX.to_owned())] {
        std::fs::write(folder.join(name), page).with_context(refused)?;
    }
    Ok(())
}

/// The page of the outbox contract.
const OUTBOX: &str = include_str!("beffroi-outbox.5");

/// The page of the configuration: the commented default, as it stands.
fn configuration() -> String {
    let head = [
        r#".TH beffroi.toml 5 "" "beffroi""#,
        ".SH NAME",
        r"beffroi.toml \- configuration of beffroi",
        ".SH SYNOPSIS",
        ".I /etc/beffroi/beffroi.toml",
        ".SH DESCRIPTION",
        "A file in TOML. All keys with their defaults and what they mean, as",
        r".B beffroi config default",
        "prints them;",
        r".B beffroi config check",
        "names line, key and remedy of whatever is wrong in a file.",
        ".SH KEYS",
        ".nf",
    ];
    let tail = [".fi", ".SH SEE ALSO", ".BR beffroi (1),", ".BR beffroi-outbox (5)", ""];
    let keys =
        config::DEFAULT.lines().map(|line| format!(r"\&{}", line.replace('\\', r"\e").replace('-', r"\-")));
    let lines = head.into_iter().map(str::to_owned).chain(keys).chain(tail.into_iter().map(str::to_owned));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_with_its_example() {
        let folder = tempfile::tempdir().unwrap();
        let command = super::super::Arguments::command();
        clap_mangen::generate_to(command.clone(), folder.path()).unwrap();
        for name in command.get_subcommands().map(|sub| format!("beffroi-{}.1", sub.get_name())) {
            assert!(folder.path().join(&name).is_file(), "{name}");
        }
        let page = std::fs::read_to_string(folder.path().join("beffroi-man.1")).unwrap();
        assert!(page.contains("/usr/local/share/man/man1"), "{page}");
    }

    #[test]
    fn the_page_of_the_configuration_names_every_key_of_the_default() {
        let page = configuration();
        for key in ["device", "result_timeout", "[store]", "[[outbox]]"] {
            assert!(page.contains(&key.replace('-', r"\-")), "{key}");
        }
        // A line that begins with a dot or a quote would be taken for a request.
        assert!(
            page.lines()
                .skip_while(|line| *line != ".nf")
                .skip(1)
                .take_while(|line| *line != ".fi")
                .all(|line| line.starts_with(r"\&"))
        );
    }
}
