//! The daemon's side of the socket: makes the file, takes connections, asks the kernel who is there,
//! and gives each request to the handler on a thread of its own. Bounded in connections, octets and time.
//! Leaves to the daemon's lock that there is one daemon a store; here only the file is guarded.

use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nix::sys::socket::{Shutdown, shutdown};
use nix::unistd::{Group, chown};

use super::frames::{LineError, Lines, write_response};
use super::rights::{GROUPS, Peer, Right};
use super::wire::{Fault, Request, Response};
use super::{MAX_CONNECTIONS, MAX_REQUEST};

/// How long a client may take to write its request, and to read a line of the answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why there is no socket.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Somebody answers at that path.
    #[error("another daemon answers at {}: stop it first", .0.display())]
    AlreadyServed(PathBuf),
    /// Something lies there that is no socket; it is left alone.
    #[error("{} is no socket: move it away, or write another path as socket under [control]", .0.display())]
    InTheWay(PathBuf),
    /// The system's.
    #[error("no control socket at {}: {error}", path.display())]
    Io {
        /// Where it was to be.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

/// The running socket; ends when dropped. Requests under way are finished by their own threads.
#[derive(Debug)]
pub struct Server {
    path: PathBuf,
    /// Device and inode: a file that took our place is not removed.
    file: (u64, u64),
    listener: Arc<UnixListener>,
    stopping: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// Makes the socket (mode 0660, group `beffroi` where there is one) and answers on it until the
/// [`Server`] is dropped. The handler is called only with requests that the peer may make, from up to
/// [`MAX_CONNECTIONS`] threads at once.
///
/// # Errors
/// [`ServeError`]; a file whose owner is gone is replaced, one that answers or is no socket is not.
pub fn serve<H>(path: &Path, handler: H) -> Result<Server, ServeError>
where
    H: Fn(Peer, Request) -> Response + Send + Sync + 'static,
{
    make_way(path)?;
    let failed = |error| ServeError::Io { path: path.to_owned(), error };
    let listener = Arc::new(bind(path).map_err(failed)?);
    let file = fs::symlink_metadata(path).map(|file| (file.dev(), file.ino())).map_err(failed)?;
    let stopping = Arc::new(AtomicBool::new(false));
    let door =
        Door { listener: Arc::clone(&listener), stopping: Arc::clone(&stopping), handler: Arc::new(handler) };
    let thread = thread::Builder::new().name("control".into()).spawn(move || door.keep()).map_err(failed)?;
    Ok(Server { path: path.to_owned(), file, listener, stopping, thread: Some(thread) })
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        // Wakes the thread in accept(2) with EINVAL, whoever holds the path by now.
        if let Err(error) = shutdown(self.listener.as_raw_fd(), Shutdown::Both) {
            tracing::warn!(%error, "the control socket did not close");
            return;
        }
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the control thread had died");
        }
        let still_ours =
            fs::symlink_metadata(&self.path).is_ok_and(|file| (file.dev(), file.ino()) == self.file);
        if still_ours && let Err(error) = fs::remove_file(&self.path) {
            tracing::warn!(path = %self.path.display(), %error, "the control socket stays behind");
        }
    }
}

/// Lets nothing but nothing, or a socket that nobody answers, stand at the path.
fn make_way(path: &Path) -> Result<(), ServeError> {
    let failed = |error| ServeError::Io { path: path.to_owned(), error };
    match fs::symlink_metadata(path) {
        Ok(file) if !file.file_type().is_socket() => return Err(ServeError::InTheWay(path.to_owned())),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    }
    match UnixStream::connect(path) {
        Ok(_) => Err(ServeError::AlreadyServed(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            fs::remove_file(path).map_err(failed)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed(error)),
    }
}

/// Binds inside a folder that only we may enter and moves the socket out once its mode and group are
/// right: at no time can anybody connect who may not.
fn bind(path: &Path) -> io::Result<UnixListener> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let private = folder.join(format!(".control-{}", std::process::id()));
    let inside = private.join("s");
    // Left behind by a process of the same number that was killed at this point.
    if private.symlink_metadata().is_ok_and(|file| file.is_dir()) {
        fs::remove_dir_all(&private)?;
    }
    fs::DirBuilder::new().mode(0o700).create(&private)?;
    let bound = UnixListener::bind(&inside).and_then(|listener| {
        fs::set_permissions(&inside, fs::Permissions::from_mode(0o660))?;
        give_to_askers(&inside);
        fs::rename(&inside, path)?;
        Ok(listener)
    });
    fs::remove_dir_all(&private)?;
    bound
}

/// The group that may ask gets the file, where it exists and we may give it away; who may more is in
/// that group too, since the kernel lets nobody else connect.
fn give_to_askers(path: &Path) {
    let Some(group) = GROUPS.last().and_then(|(name, _)| Group::from_name(name).ok().flatten()) else {
        return;
    };
    // Where it is so by itself, nothing is asked of a system that may forbid the very call.
    if fs::metadata(path).is_ok_and(|file| file.gid() == group.gid.as_raw()) {
        return;
    }
    if let Err(error) = chown(path, None, Some(group.gid)) {
        tracing::info!(group = %group.name, %error, "the control socket stays with the daemon's own group");
    }
}

/// Where connections come in.
struct Door<H> {
    listener: Arc<UnixListener>,
    stopping: Arc<AtomicBool>,
    handler: Arc<H>,
}

impl<H> Door<H>
where
    H: Fn(Peer, Request) -> Response + Send + Sync + 'static,
{
    fn keep(&self) {
        let inside = Arc::new(AtomicUsize::new(0));
        loop {
            let accepted = self.listener.accept();
            if self.stopping.load(Ordering::SeqCst) {
                return;
            }
            match accepted {
                Ok((stream, _)) => self.let_in(stream, &inside),
                Err(error) => {
                    tracing::warn!(%error, "a control connection was lost");
                    // Out of descriptors, most likely: accept(2) would say so again at once.
                    thread::sleep(Duration::from_millis(100));
                }
            }
        }
    }

    fn let_in(&self, stream: UnixStream, inside: &Arc<AtomicUsize>) {
        let Some(place) = Place::take(inside) else {
            return say(&stream, Response::Busy);
        };
        let handler = Arc::clone(&self.handler);
        let spawned = thread::Builder::new().name("control-client".into()).spawn(move || {
            say(&stream, answer(&stream, handler.as_ref()));
            drop(place);
        });
        if let Err(error) = spawned {
            tracing::warn!(%error, "no thread for a control connection");
        }
    }
}

/// One of the places inside; free again when dropped, also by a panic.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(inside: &Arc<AtomicUsize>) -> Option<Self> {
        let taken = inside
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| (n < MAX_CONNECTIONS).then_some(n + 1));
        taken.ok().map(|_| Self(Arc::clone(inside)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Learns who asks, reads the request, and has it judged.
fn answer<H>(stream: &UnixStream, handler: &H) -> Response
where
    H: Fn(Peer, Request) -> Response,
{
    let until = Instant::now() + PATIENCE;
    match Peer::of(stream) {
        Ok(peer) => judge(peer, Until { stream, until }, handler),
        Err(error) => Response::Failed {
            why: format!("nobody knows who asks: {error}"),
            fault: Fault::Stranger { detail: error.to_string() },
        },
    }
}

/// Hands on what can be read and may be asked. A stranger learns nothing, not even whether his
/// request was one.
fn judge<H>(peer: Peer, from: impl Read, handler: &H) -> Response
where
    H: Fn(Peer, Request) -> Response,
{
    if !peer.may(Right::Ask) {
        return Response::Denied { needs: Right::Ask };
    }
    let request: Request = match Lines::new(from, MAX_REQUEST).next() {
        Ok(request) => request,
        Err(LineError::Io(error)) => {
            return Response::Unreadable { why: format!("no request came: {error}") };
        }
        Err(error) => return Response::Unreadable { why: error.to_string() },
    };
    if !peer.may(request.needs()) {
        tracing::info!(uid = peer.uid, needs = %request.needs(), "a control request was denied");
        return Response::Denied { needs: request.needs() };
    }
    handler(peer, request)
}

/// Writes the answer; who has hung up meanwhile loses the answer, not what was done.
fn say(stream: &UnixStream, response: Response) {
    let written = stream.set_write_timeout(Some(PATIENCE)).and_then(|()| {
        let mut to = BufWriter::new(stream);
        write_response(&mut to, response)?;
        to.flush()
    });
    if let Err(error) = written {
        tracing::debug!(%error, "a control client did not wait for its answer");
    }
}

/// A stream that is read until an absolute time: a client that sends an octet now and then gains none.
struct Until<'a> {
    stream: &'a UnixStream,
    until: Instant,
}

impl Read for Until<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        let mut stream = self.stream;
        stream.read(buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_gets_further_than_his_right() {
        let status = &b"{\"ask\":\"status\"}\n"[..];
        let cancel = &b"{\"ask\":\"cancel\",\"message\":1}\n"[..];
        let accept = &b"{\"ask\":\"accept_restore\"}\n"[..];
        let rubbish = &b"hello\n"[..];
        let done = Response::NoSuchMessage;
        let denied = |needs| Response::Denied { needs };
        let rows = [
            (None, status, denied(Right::Ask)),
            (None, rubbish, denied(Right::Ask)),
            (Some(Right::Ask), status, done.clone()),
            (Some(Right::Ask), cancel, denied(Right::Send)),
            (Some(Right::Send), cancel, done.clone()),
            (Some(Right::Send), accept, denied(Right::All)),
            (Some(Right::All), accept, done.clone()),
        ];
        for (right, given, want) in rows {
            let peer = Peer { uid: 1000, pid: 1, name: None, right };
            let got = judge(peer, given, &|_: Peer, _: Request| done.clone());
            assert_eq!(got, want, "{right:?} {}", String::from_utf8_lossy(given));
        }
    }
}
