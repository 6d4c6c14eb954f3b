//! A folder with a configuration, and the program run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The smallest configuration.
pub(crate) const SMALLEST: &str = "[store]\npath = \"state/beffroi.db\"\n";

pub(crate) struct Home {
    folder: TempDir,
}

/// What the program said and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self::with(SMALLEST)
    }

    pub(crate) fn with(config: &str) -> Self {
        let home = Self { folder: tempfile::tempdir().unwrap() };
        home.write("beffroi.toml", config.as_bytes());
        home
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.path("state/beffroi.db")
    }

    pub(crate) fn write(&self, name: &str, octets: &[u8]) -> String {
        std::fs::write(self.path(name), octets).unwrap();
        name.to_owned()
    }

    /// Runs it in English.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        self.run_in("C", arguments)
    }

    /// Runs it in a locale.
    pub(crate) fn run_in(&self, locale: &str, arguments: &[&str]) -> Said {
        said(self.command(locale, arguments).output().unwrap())
    }

    /// The program with its configuration, nothing on standard input.
    pub(crate) fn command(&self, locale: &str, arguments: &[&str]) -> Command {
        let mut command = beffroi(self.folder.path(), locale);
        command.arg("--config").arg("beffroi.toml").args(arguments);
        command
    }
}

pub(crate) fn beffroi(folder: &Path, locale: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beffroi"));
    command.current_dir(folder).stdin(Stdio::null());
    for name in ["LC_ALL", "LC_MESSAGES", "NO_COLOR", "BEFFROI_LOG"] {
        command.env_remove(name);
    }
    command.env("LANG", locale);
    command
}

pub(crate) fn said(output: Output) -> Said {
    let text = |octets: Vec<u8>| String::from_utf8(octets).unwrap();
    Said { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

impl Said {
    /// The one JSON object that was printed.
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.out.lines().count(), 1, "{self:?}");
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Exit code, and nothing said but one sentence on standard error that holds this.
    pub(crate) fn assert_sentence(&self, code: i32, part: &str) {
        assert_eq!(self.code, code, "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "{self:?}");
        assert!(self.err.contains(part), "{part}: {self:?}");
        assert!(!self.err.contains("panicked"), "{self:?}");
    }
}
