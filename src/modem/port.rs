//! A serial port by tokio-serial: locked for us alone, never flushed (a flush blocks, and what the
//! modem said before we came is evidence), written in limited time. A read of nothing means that
//! the device is gone.

use std::io;
use std::os::unix::fs::FileTypeExt;
use std::path::Path;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::Instant;
use tokio_serial::{ClearBuffer, ErrorKind, SerialPort as _, SerialStream};

use super::terminal;
use crate::line::Finding;

/// USB modems don't care; a modem behind a UART bridge finds the rate by itself at this one.
const BAUD_RATE: u32 = 115_200;

/// How long a write may take in all.
const WRITE_PATIENCE: Duration = Duration::from_secs(5);

/// A port that is open.
pub(super) struct Port {
    stream: SerialStream,
    label: String,
}

/// What a write came to.
pub(super) enum Written {
    /// All of it.
    Whole,
    /// So many of its last octets did not go, and will not.
    Stalled(usize),
    /// So many did not go, and the port is gone.
    Failed(usize, Finding),
}

impl Port {
    /// Opens a port; what waits in it stays there.
    ///
    /// # Errors
    /// The finding that says why not.
    pub(super) fn open(path: &Path) -> Result<Self, Finding> {
        let label = path.display().to_string();
        let metadata = std::fs::metadata(path).map_err(|error| from_io(&label, &error))?;
        if !metadata.file_type().is_char_device() {
            return Err(Finding::NotASerialPort { device: label });
        }
        // Before it is opened: that alone would change how the terminal works.
        if terminal::is_somebodys(&metadata) {
            return Err(Finding::SomebodysTerminal { device: label });
        }
        let builder = tokio_serial::new(label.clone(), BAUD_RATE).dtr_on_open(true);
        match SerialStream::open(&builder) {
            Ok(stream) => Ok(Self { stream, label }),
            Err(error) => Err(from_serial(&label, &error)),
        }
    }

    /// The path.
    pub(super) fn label(&self) -> &str {
        &self.label
    }

    /// Waits for octets. May be dropped while it waits: nothing is lost.
    ///
    /// # Errors
    /// The port is gone.
    pub(super) async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Finding> {
        match self.stream.read(buffer).await {
            Ok(0) => Err(Finding::NoDevice { device: self.label.clone() }),
            Ok(count) => Ok(count),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Reads what is there already; 0 where nothing is.
    ///
    /// # Errors
    /// The port is gone.
    pub(super) fn read_pending(&mut self, buffer: &mut [u8]) -> Result<usize, Finding> {
        match self.stream.try_read(buffer) {
            Ok(0) => Err(Finding::NoDevice { device: self.label.clone() }),
            Ok(count) => Ok(count),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(0),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(0),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Writes, for five seconds at most.
    pub(super) async fn write(&mut self, octets: &[u8]) -> Written {
        let end = Instant::now() + WRITE_PATIENCE;
        let mut rest = octets;
        while !rest.is_empty() {
            match tokio::time::timeout_at(end, self.stream.write(rest)).await {
                Ok(Ok(count)) if count > 0 => rest = rest.get(count..).unwrap_or_default(),
                Ok(Ok(_)) | Err(_) => return Written::Stalled(rest.len()),
                Ok(Err(error)) => return Written::Failed(rest.len(), self.failed(&error)),
            }
        }
        Written::Whole
    }

    /// Drops what the kernel still holds for a device that takes nothing, so that it can't go
    /// later and closing does not wait for it. What has come in stays.
    pub(super) fn forget_output(&mut self) {
        if let Err(error) = self.stream.clear(ClearBuffer::Output) {
            tracing::debug!(port = self.label, %error, "output could not be dropped");
        }
    }

    /// Closes it, on a thread of its own: the kernel waits for up to 30 s until a USB modem has taken what
    /// was written (`closing_wait`), and one that is hung takes nothing. Nobody else may stand still for it.
    pub(super) fn close(mut self) {
        self.forget_output();
        // Where the system has no thread left, it is closed here.
        if let Err(error) = std::thread::Builder::new().name("closing".into()).spawn(move || drop(self)) {
            tracing::warn!(%error, "a port could not be closed beside");
        }
    }

    fn failed(&self, error: &io::Error) -> Finding {
        from_io(&self.label, error)
    }
}

fn from_io(label: &str, error: &io::Error) -> Finding {
    let device = label.to_owned();
    match error.raw_os_error().map(nix::errno::Errno::from_raw) {
        Some(nix::errno::Errno::ENOENT | nix::errno::Errno::ENODEV | nix::errno::Errno::ENXIO) => {
            Finding::NoDevice { device }
        }
        Some(nix::errno::Errno::EACCES | nix::errno::Errno::EPERM) => Finding::NoPermission { device },
        Some(nix::errno::Errno::EBUSY) => Finding::Busy { device },
        Some(nix::errno::Errno::ENOTTY) => Finding::NotASerialPort { device },
        _ => Finding::PortFailed { device, error: error.to_string() },
    }
}

/// The library tells most causes by a text only, which is the system's own.
fn from_serial(label: &str, error: &tokio_serial::Error) -> Finding {
    let device = label.to_owned();
    let says = |errno: nix::errno::Errno| error.description == errno.desc();
    match error.kind() {
        ErrorKind::Io(io::ErrorKind::NotFound) => Finding::NoDevice { device },
        ErrorKind::Io(io::ErrorKind::PermissionDenied) => Finding::NoPermission { device },
        ErrorKind::NoDevice => Finding::Busy { device },
        _ if says(nix::errno::Errno::ENOTTY) => Finding::NotASerialPort { device },
        _ if says(nix::errno::Errno::ENODEV) || says(nix::errno::Errno::ENXIO) => {
            Finding::NoDevice { device }
        }
        _ => Finding::PortFailed { device, error: error.description.clone() },
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    fn finding(path: &Path) -> Option<Finding> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let _in_runtime = runtime.enter();
        Port::open(path).err()
    }

    #[test]
    fn what_is_no_serial_port_is_found_and_nothing_hangs() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "x").unwrap();
        let fifo = folder.path().join("fifo");
        nix::unistd::mkfifo(&fifo, nix::sys::stat::Mode::S_IRWXU).unwrap();
        let missing = folder.path().join("missing");
        let device = |path: &Path| path.display().to_string();
        for path in [folder.path(), &file, &fifo, Path::new("/dev/null")] {
            let want = Finding::NotASerialPort { device: device(path) };
            assert_eq!(finding(path), Some(want));
        }
        assert_eq!(finding(&missing), Some(Finding::NoDevice { device: device(&missing) }));
    }

    #[test]
    fn a_port_that_somebody_holds_is_busy() {
        let pty = nix::pty::openpty(None, None).unwrap();
        let path = nix::unistd::ttyname(&pty.slave).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let _in_runtime = runtime.enter();
        let held = Port::open(&path).unwrap();
        assert_eq!(Port::open(&path).err(), Some(Finding::Busy { device: held.label().to_owned() }));
    }

    #[test]
    fn what_the_modem_said_before_is_still_there() {
        let pty = nix::pty::openpty(None, None).unwrap();
        let path = nix::unistd::ttyname(&pty.slave).unwrap();
        nix::unistd::write(&pty.master, b"\r\n+CMGS: 7\r\n").unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut buffer = [0; 64];
        let read = runtime.block_on(async {
            let mut port = Port::open(&path).unwrap();
            port.read(&mut buffer).await.unwrap()
        });
        let said = String::from_utf8_lossy(buffer.get(..read).unwrap());
        assert!(said.contains("+CMGS: 7"), "{said:?}");
    }
}
