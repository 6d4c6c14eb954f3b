//! What carries a virtual modem's octets: a pseudo terminal of its own, or a serial device that is there,
//! such as the far side of a USB gadget. A device may hang up and come back; a pseudo terminal never does.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

use nix::errno::Errno;
use nix::fcntl::{OFlag, open};
use nix::sys::stat::Mode;
use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};
use nix::unistd;

use super::pty::Pty;

/// Either of them.
#[derive(Debug)]
pub(super) enum Wire {
    Pty(Pty),
    Device(OwnedFd),
}

/// What a read has brought.
pub(super) enum Heard {
    Octets(usize),
    Nothing,
    /// The far side has gone.
    HungUp,
}

impl Wire {
    /// Opens a device, raw, and not as anybody's terminal.
    pub(super) fn to_device(path: &Path) -> io::Result<Self> {
        let flags = OFlag::O_RDWR | OFlag::O_NOCTTY | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
        let device = open(path, flags, Mode::empty())?;
        let mut attributes = tcgetattr(&device)?;
        cfmakeraw(&mut attributes);
        tcsetattr(&device, SetArg::TCSANOW, &attributes)?;
        Ok(Self::Device(device))
    }

    pub(super) fn read(&self, buffer: &mut [u8]) -> io::Result<Heard> {
        let device = match self {
            Self::Pty(pty) => return Ok(pty.read(buffer)?.map_or(Heard::Nothing, Heard::Octets)),
            Self::Device(device) => device,
        };
        match unistd::read(device, buffer) {
            Ok(0) | Err(Errno::EIO | Errno::ENODEV) => Ok(Heard::HungUp),
            Ok(count) => Ok(Heard::Octets(count)),
            Err(Errno::EAGAIN | Errno::EINTR) => Ok(Heard::Nothing),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Octets that went; `None` when there is no room. What a device that has hung up does not take is
    /// gone, as on a line without a far end.
    pub(super) fn write(&self, octets: &[u8]) -> io::Result<Option<usize>> {
        let device = match self {
            Self::Pty(pty) => return pty.write(octets),
            Self::Device(device) => device,
        };
        match unistd::write(device, octets) {
            Ok(count) => Ok(Some(count)),
            Err(Errno::EIO | Errno::ENODEV) => Ok(Some(octets.len())),
            Err(Errno::EAGAIN | Errno::EINTR) => Ok(None),
            Err(errno) => Err(errno.into()),
        }
    }
}

impl AsFd for Wire {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Pty(pty) => pty.as_fd(),
            Self::Device(device) => device.as_fd(),
        }
    }
}
