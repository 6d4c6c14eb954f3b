//! What a person sees: standard output without a panic on a closed pipe, errors on standard error,
//! the language of the locale, `NO_COLOR`, and the exit codes.

use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::process::ExitCode;

use super::diagnosis;
use crate::control::client;
use crate::wording::Language;

/// Why a command did not do what was asked, and its exit code. Made from any error (exit 1) by `?`.
#[derive(Debug)]
pub enum Failure {
    /// Exit 1.
    Failed(anyhow::Error),
    /// Usage or configuration: exit 2.
    Usage(anyhow::Error),
    /// Some input was refused: exit 3. Everything has been told already.
    Refused,
    /// The whole input was refused: exit 3.
    RefusedFor(anyhow::Error),
    /// No line usable: exit 4.
    NoLine(anyhow::Error),
    /// The time of `--wait` is over, and not all has gone yet: exit 5.
    StillWaiting(anyhow::Error),
    /// Exit 1; everything has been told already.
    Told,
    /// This exit code, by the convention of who asked; everything has been told already.
    Code(u8),
    /// Broken off by a signal, and left clean: exit 130, as shells say of Ctrl-C.
    Interrupted,
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure::Failed(error.into())
    }
}

/// What somebody says to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Yes.
    Yes,
    /// No, or nothing.
    No,
    /// Standard input is no terminal.
    NobodyThere,
}

/// Standard output and what is known of who reads it.
#[derive(Debug)]
pub struct Screen {
    /// From LC_ALL, LC_MESSAGES, LANG: French when it begins with `fr`.
    pub language: Language,
    /// Standard output is a terminal and NO_COLOR is unset or empty.
    pub colour: bool,
    /// Standard output is a terminal.
    pub terminal: bool,
}

/// As [`Screen::note`], for who has no screen at hand.
pub(super) fn note(line: &str) {
    let mut err = io::stderr().lock();
    if writeln!(err, "{line}").is_err() {}
}

impl Screen {
    /// As the environment says.
    pub fn from_environment() -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let locale = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG"));
        let french = locale.is_some_and(|locale| locale.starts_with("fr"));
        let terminal = io::stdout().is_terminal();
        let dumb = set("TERM").is_some_and(|term| term == "dumb");
        Self {
            language: if french { Language::French } else { Language::English },
            colour: terminal && set("NO_COLOR").is_none() && !dumb,
            terminal,
        }
    }

    /// Prints a line.
    ///
    /// # Errors
    /// A reader that has gone ends the program quietly, by the error that [`Screen::end`] knows.
    pub fn line(&mut self, line: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(line.as_bytes())?;
        out.write_all(b"\n")
    }

    /// Writes as it is and at once: for what moves the cursor of a terminal.
    ///
    /// # Errors
    /// As [`Screen::line`].
    pub fn paint(&mut self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Says a line on standard error; a standard error that is gone is nobody's loss.
    pub fn note(&self, line: &str) {
        note(line);
    }

    /// Asks for a yes on the terminal, where somebody sits at one; whatever else is typed is a no.
    ///
    /// # Errors
    /// The terminal's.
    pub fn ask(&self, question: &str) -> io::Result<Consent> {
        if !io::stdin().is_terminal() {
            return Ok(Consent::NobodyThere);
        }
        let mut err = io::stderr().lock();
        write!(err, "{question} ")?;
        err.flush()?;
        let mut typed = String::new();
        io::stdin().lock().take(80).read_line(&mut typed)?;
        let yes = match self.language {
            Language::French => ["o", "oui"],
            Language::English => ["y", "yes"],
        };
        Ok(if yes.contains(&typed.trim().to_lowercase().as_str()) { Consent::Yes } else { Consent::No })
    }

    /// Why, in the reader's language; `None` where it has been told, or is only that no daemon answers.
    pub(super) fn reason(&self, failure: &Failure) -> Option<String> {
        match failure {
            Failure::Told | Failure::Refused | Failure::Interrupted | Failure::Code(_) => None,
            Failure::Failed(error)
            | Failure::Usage(error)
            | Failure::RefusedFor(error)
            | Failure::NoLine(error)
            | Failure::StillWaiting(error) => match error.downcast_ref() {
                Some(client::Error::NoDaemon(_) | client::Error::HungUp) => None,
                _ => Some(diagnosis::chain(error, self.language)),
            },
        }
    }

    /// Prints what went wrong, and gives the exit code.
    pub fn end(&mut self, done: Result<(), Failure>) -> ExitCode {
        let (code, error) = match done {
            Ok(()) => return ExitCode::SUCCESS,
            Err(Failure::Told) => return ExitCode::from(1),
            Err(Failure::Code(code)) => return ExitCode::from(code),
            Err(Failure::Refused) => return ExitCode::from(3),
            Err(Failure::Interrupted) => return ExitCode::from(130),
            Err(Failure::Failed(error)) => (1, error),
            Err(Failure::Usage(error)) => (2, error),
            Err(Failure::RefusedFor(error)) => (3, error),
            Err(Failure::NoLine(error)) => (4, error),
            Err(Failure::StillWaiting(error)) => (5, error),
        };
        let closed = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
        if closed.into_iter().any(|cause| cause.kind() == io::ErrorKind::BrokenPipe) {
            return ExitCode::SUCCESS;
        }
        self.note(&format!("beffroi: {}", diagnosis::chain(&error, self.language)));
        ExitCode::from(code)
    }
}
