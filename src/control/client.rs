//! The asker's side of the socket: one request, one answer, and a sentence with the next step for
//! every way in which nobody answers. A daemon that is stopped or hangs takes connections all the same: the
//! kernel does that for it.

use std::io::{self, Read};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::socket::{
    AddressFamily, SockFlag, SockType, UnixAddr, connect, setsockopt, socket, sockopt::SendTimeout,
};
use nix::sys::time::{TimeVal, TimeValLike};

use super::MAX_ANSWER_LINE;
use super::frames::{LineError, Lines, write_line};
use super::rights::Right;
use super::wire::{Request, Response};

/// How long a line of the answer may take: longer than any commit that the daemon waits for.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The same of what only reads: a daemon that is well has answered long before.
pub const READING_PATIENCE: Duration = Duration::from_secs(5);

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
    /// What was only to be read did not come: nothing is changed.
    #[error(
        "the daemon runs, but has not answered within {} s: systemctl status beffroi and journalctl -u beffroi say more, sudo systemctl restart beffroi starts it anew",
        READING_PATIENCE.as_secs()
    )]
    Silent,
    /// Nobody took the connection: nothing was handed over.
    #[error(
        "the daemon runs, but takes nobody in any more; nothing was handed over: systemctl status beffroi and journalctl -u beffroi say more, sudo systemctl restart beffroi starts it anew"
    )]
    Shut,
    /// It took too long. What was asked may have been done, or be done yet.
    #[error(
        "the daemon runs, but has not answered within {} s: whether it has done it, or will yet, is not known. systemctl status beffroi and journalctl -u beffroi say more; once it answers, look with beffroi message list before you ask again",
        PATIENCE.as_secs()
    )]
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

/// Whether a daemon is there: a file alone does not mean that.
pub fn is_served(path: &Path) -> bool {
    matches!(reach(path, READING_PATIENCE), Ok(_) | Err(Error::Shut))
}

/// Asks, and waits for the answer: for what only reads not long, see [`READING_PATIENCE`].
///
/// # Errors
/// [`Error`] where no answer came; a refusal or a denial is an answer.
pub fn ask(path: &Path, request: &Request) -> Result<Response, Error> {
    ask_aloud(path, request, || {})
}

/// The same; `slow` is called once where what writes is not answered soon, and is waited for.
///
/// # Errors
/// As [`ask`].
pub fn ask_aloud(path: &Path, request: &Request, slow: impl FnOnce()) -> Result<Response, Error> {
    match request.needs() {
        Right::Ask => ask_within(path, request, READING_PATIENCE).map_err(|error| match error {
            Error::TooSlow => Error::Silent,
            other => other,
        }),
        _ => converse(path, request, READING_PATIENCE, PATIENCE, slow),
    }
}

/// The same, whatever it is, for so long.
///
/// # Errors
/// As [`ask`].
pub fn ask_within(path: &Path, request: &Request, patience: Duration) -> Result<Response, Error> {
    converse(path, request, patience, patience, || {})
}

/// `slow` is called once `soon` is over, where that is less than the patience.
pub(super) fn converse(
    path: &Path,
    request: &Request,
    soon: Duration,
    patience: Duration,
    slow: impl FnOnce(),
) -> Result<Response, Error> {
    use io::ErrorKind as Kind;
    let failed = |error: io::Error| Error::Io { path: path.to_owned(), error };
    let mut stream = reach(path, patience)?;
    stream.set_write_timeout(Some(patience)).map_err(failed)?;
    // A daemon that is busy, or refuses us, answers before it has read: its answer counts, not EPIPE.
    let written = write_line(&mut stream, request);
    let patient = Patient { stream: &stream, soon, patience, slow: Some(slow) };
    match (Lines::new(patient, MAX_ANSWER_LINE).response(), written) {
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

/// Connects. Where as many wait already as the kernel holds for a daemon, it would wait for ever.
pub(super) fn reach(path: &Path, patience: Duration) -> Result<UnixStream, Error> {
    let failed = |errno: Errno| Error::Io { path: path.to_owned(), error: errno.into() };
    let socket: OwnedFd =
        socket(AddressFamily::Unix, SockType::Stream, SockFlag::SOCK_CLOEXEC, None).map_err(failed)?;
    // None at all would be for ever.
    let millis = i64::try_from(patience.as_millis()).unwrap_or(i64::MAX).max(1);
    setsockopt(&socket, SendTimeout, &TimeVal::milliseconds(millis)).map_err(failed)?;
    let there = UnixAddr::new(path).map_err(failed)?;
    match connect(socket.as_raw_fd(), &there) {
        Ok(()) => Ok(socket.into()),
        Err(Errno::ENOENT | Errno::ECONNREFUSED) => Err(Error::NoDaemon(path.to_owned())),
        Err(Errno::EACCES) => Err(Error::NotAllowed(path.to_owned())),
        Err(Errno::EAGAIN) => Err(Error::Shut),
        Err(errno) => Err(failed(errno)),
    }
}

/// A stream that says once when an answer is slow to come, and is read on.
struct Patient<'a, F> {
    stream: &'a UnixStream,
    soon: Duration,
    patience: Duration,
    slow: Option<F>,
}

impl<F: FnOnce()> Read for Patient<'_, F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        use io::ErrorKind as Kind;
        let mut stream = self.stream;
        let rest = self.patience.saturating_sub(self.soon);
        if self.slow.is_none() || rest.is_zero() {
            stream.set_read_timeout(Some(self.patience))?;
            return stream.read(buffer);
        }
        stream.set_read_timeout(Some(self.soon))?;
        match stream.read(buffer) {
            Err(error) if matches!(error.kind(), Kind::WouldBlock | Kind::TimedOut) => {}
            read => return read,
        }
        if let Some(slow) = self.slow.take() {
            slow();
        }
        stream.set_read_timeout(Some(rest))?;
        stream.read(buffer)
    }
}
