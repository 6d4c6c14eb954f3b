//! The real daemon as a child: this same program with `run`, in a process group of its own, so that a
//! terminal's Ctrl-C reaches the demo alone, which then asks the daemon to end.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::place::Place;
use crate::cli::interrupt::Interrupts;
use crate::wording::{self, Language};

/// How long the daemon may take to end when it is asked to; what is at the modem takes 0.1 s.
const PATIENCE: Duration = Duration::from_secs(10);

/// Between two looks at whether it has ended.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// Lines of its log that are shown when it has died.
const LAST_LINES: usize = 8;

/// A running daemon; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Daemon {
    child: Child,
    log: PathBuf,
    language: Language,
    /// Known once it has ended.
    ended: Option<ExitStatus>,
}

impl Daemon {
    /// Starts it; it is not ready yet.
    ///
    /// # Errors
    /// Where its program or its log can't be opened.
    pub(super) fn start(place: &Place, language: Language) -> anyhow::Result<Self> {
        let program = std::env::current_exe().context("finding this program's own file")?;
        let log = place.log();
        let file = File::create(&log).with_context(|| format!("making {}", log.display()))?;
        let child = Command::new(&program)
            .arg("--config")
            .arg(place.config())
            .arg("run")
            .current_dir(place.folder())
            // It is not systemd that waits for it.
            .env_remove("NOTIFY_SOCKET")
            .stdin(Stdio::null())
            .stdout(file.try_clone().context("the daemon's log")?)
            .stderr(file)
            .process_group(0)
            .spawn();
        let child = child.with_context(|| {
            format!(
                "starting the daemon, {} run (was the file moved since the demo began?)",
                program.display()
            )
        })?;
        Ok(Self { child, log, language, ended: None })
    }

    /// An error once it has ended by itself, with the last it said.
    ///
    /// # Errors
    /// That.
    pub(super) fn check(&mut self) -> anyhow::Result<()> {
        match self.look()? {
            None => Ok(()),
            Some(status) => Err(self.badly("demo-died", status)),
        }
    }

    /// The last lines of its log, for an error's sake.
    pub(super) fn last_words(&self) -> String {
        last_lines(&self.log)
    }

    /// Asks it to end and waits; a signal, or ten seconds, and it is killed.
    ///
    /// # Errors
    /// The system's, or an exit code other than 0.
    pub(super) fn stop(&mut self, interrupts: Option<&Interrupts>) -> anyhow::Result<()> {
        if self.look()?.is_some() {
            return Ok(());
        }
        let number = i32::try_from(self.child.id()).context("the daemon's process number")?;
        kill(Pid::from_raw(number), Signal::SIGTERM).context("asking the daemon to end")?;
        let until = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.look()? {
                break status;
            }
            let impatient = match interrupts {
                Some(interrupts) => interrupts.pause(LOOK_EVERY).is_err(),
                None => {
                    thread::sleep(LOOK_EVERY);
                    false
                }
            };
            if impatient || Instant::now() >= until {
                self.child.kill().context("killing the daemon")?;
                self.ended = Some(self.child.wait().context("waiting for the daemon")?);
                return Err(self.badly("demo-killed", PATIENCE.as_secs()));
            }
        };
        match status.success() {
            true => Ok(()),
            false => Err(self.badly("demo-died", status)),
        }
    }

    fn badly(&self, id: &str, how: impl ToString) -> anyhow::Error {
        let said = wording::say(self.language, id, &[("how", how.to_string().into())]);
        anyhow!("{said}\n{}", self.last_words())
    }

    fn look(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait().context("looking after the daemon")?;
        }
        Ok(self.ended)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // Only where an error is being told already; nothing may be left all the same.
        if self.stop(None).is_err() && self.ended.is_none() && self.child.kill().is_ok() {
            self.ended = self.child.wait().ok();
        }
    }
}

fn last_lines(log: &Path) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    let last = lines.get(lines.len().saturating_sub(LAST_LINES)..).unwrap_or_default();
    last.iter().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_log_is_shown_and_none_is_no_error() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        assert_eq!(last_lines(&log), "");
        let lines: Vec<String> = (1..=20).map(|number| format!("line {number}")).collect();
        std::fs::write(&log, lines.join("\n")).unwrap();
        assert_eq!(last_lines(&log).lines().count(), LAST_LINES);
        assert!(last_lines(&log).ends_with("    line 20"));
    }
}
