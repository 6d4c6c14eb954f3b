//! The asker's side of the socket: one request, one answer, and a sentence with the next step for
//! every way in which nobody answers.

use std::io;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::MAX_ANSWER_LINE;
use super::frames::{LineError, Lines, write_line};
use super::wire::{Request, Response};

/// How long a line of the answer may take: longer than any commit that the daemon waits for.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody listens there.
    #[error("no daemon answers at {}: start it with beffroi run", .0.display())]
    NoDaemon(PathBuf),
    /// The file's mode says no.
    #[error("you may not open {}: ask to be made a member of the group beffroi (and beffroi-send, to send)", .0.display())]
    NotAllowed(PathBuf),
    /// It ended in the middle. What was asked may have been done.
    #[error("the daemon hung up before it answered: look with beffroi message list before you ask again")]
    HungUp,
    /// It took too long. What was asked may have been done.
    #[error("the daemon did not answer within {} s: look with beffroi message list before you ask again", PATIENCE.as_secs())]
    TooSlow,
    /// Something else answers there, or another version.
    #[error("what answers at {} is not a beffroi of this version: {why}", path.display())]
    NotABeffroi {
        /// Where.
        path: PathBuf,
        /// What it said wrong.
        why: String,
    },
    /// The system's.
    #[error("control socket {}: {error}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

/// Whether a daemon answers there: a file alone does not mean that.
pub fn is_served(path: &Path) -> bool {
    UnixStream::connect(path).is_ok()
}

/// Asks, and waits for the answer.
///
/// # Errors
/// [`Error`] where no answer came; a refusal or a denial is an answer.
pub fn ask(path: &Path, request: &Request) -> Result<Response, Error> {
    use io::ErrorKind as Kind;
    let failed = |error: io::Error| Error::Io { path: path.to_owned(), error };
    let mut stream = UnixStream::connect(path).map_err(|error| match error.kind() {
        Kind::NotFound | Kind::ConnectionRefused => Error::NoDaemon(path.to_owned()),
        Kind::PermissionDenied => Error::NotAllowed(path.to_owned()),
        _ => failed(error),
    })?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
    stream.set_write_timeout(Some(PATIENCE)).map_err(failed)?;
    // A daemon that is busy, or refuses us, answers before it has read: its answer counts, not EPIPE.
    let written = write_line(&mut stream, request);
    match (Lines::new(&stream, MAX_ANSWER_LINE).response(), written) {
        (Ok(response), _) => Ok(response),
        (Err(LineError::HalfLine), _) => Err(Error::HungUp),
        (Err(LineError::Io(error)), written) => Err(match error.kind() {
            Kind::WouldBlock | Kind::TimedOut => Error::TooSlow,
            Kind::ConnectionReset | Kind::BrokenPipe => Error::HungUp,
            _ => failed(written.err().unwrap_or(error)),
        }),
        (Err(error), _) => Err(Error::NotABeffroi { path: path.to_owned(), why: error.to_string() }),
    }
}
