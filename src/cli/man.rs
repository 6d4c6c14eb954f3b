//! `beffroi man [DIR]`: the manual pages, made from the same text as `--help`.

use std::path::PathBuf;

use anyhow::Context;
use clap::CommandFactory;

use super::{Failure, Screen};

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
    clap_mangen::generate_to(command, folder)
        .with_context(|| format!("no manual pages in {}", folder.display()))?;
    Ok(())
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
}
