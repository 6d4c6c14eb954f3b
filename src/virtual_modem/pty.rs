//! A pseudo terminal as a modem's port: raw from its creation (a fresh one echoes, and a modem would
//! read its own words), with a slave descriptor of our own, so that neither side ever sees an end of
//! file and a dead holder's exclusive lock can be taken off.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::fcntl::{OFlag, open};
use nix::pty::{PtyMaster, grantpt, posix_openpt, ptsname_r, unlockpt};
use nix::sys::stat::Mode;
use nix::sys::termios::{BaudRate, FlushArg, SetArg, cfmakeraw, cfsetspeed, tcflush, tcgetattr, tcsetattr};
use nix::unistd;

use super::exclusive;

/// Both sides of a pseudo terminal.
#[derive(Debug)]
pub(super) struct Pty {
    master: PtyMaster,
    slave: OwnedFd,
    path: PathBuf,
}

impl Pty {
    pub(super) fn new() -> io::Result<Self> {
        let flags = OFlag::O_RDWR | OFlag::O_NOCTTY | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
        let master = posix_openpt(flags)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let path = PathBuf::from(ptsname_r(&master)?);
        let slave = open(&path, flags, Mode::empty())?;
        let pty = Self { master, slave, path };
        pty.make_raw()?;
        Ok(pty)
    }

    /// The device node.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn make_raw(&self) -> io::Result<()> {
        let mut attributes = tcgetattr(&self.slave)?;
        cfmakeraw(&mut attributes);
        cfsetspeed(&mut attributes, BaudRate::B115200)?;
        tcsetattr(&self.slave, SetArg::TCSANOW, &attributes)?;
        Ok(())
    }

    /// Makes the port as new for the next holder, whatever the last one did to it.
    pub(super) fn release(&self) -> io::Result<()> {
        exclusive::end(&self.slave)?;
        self.make_raw()
    }

    /// Discards what was written and not read.
    pub(super) fn discard_unread(&self) -> io::Result<()> {
        Ok(tcflush(&self.slave, FlushArg::TCIFLUSH)?)
    }

    /// Octets from the holder; `None` when there are none.
    pub(super) fn read(&self, buffer: &mut [u8]) -> io::Result<Option<usize>> {
        would_block(unistd::read(&self.master, buffer))
    }

    /// Octets to the holder; `None` when there is no room.
    pub(super) fn write(&self, octets: &[u8]) -> io::Result<Option<usize>> {
        would_block(unistd::write(&self.master, octets))
    }

    #[cfg(test)]
    pub(super) fn is_exclusive(&self) -> io::Result<bool> {
        exclusive::holds(&self.slave)
    }
}

impl AsFd for Pty {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.master.as_fd()
    }
}

fn would_block(done: nix::Result<usize>) -> io::Result<Option<usize>> {
    match done {
        Ok(count) => Ok(Some(count)),
        Err(Errno::EAGAIN | Errno::EINTR) => Ok(None),
        Err(errno) => Err(errno.into()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use std::fs::OpenOptions;
    use std::io::{Read, Write};
    use std::os::unix::fs::OpenOptionsExt;

    use super::*;

    fn holder(pty: &Pty) -> std::fs::File {
        let mut options = OpenOptions::new();
        options.read(true).write(true).custom_flags(OFlag::O_NOCTTY.bits() | OFlag::O_NONBLOCK.bits());
        options.open(pty.path()).unwrap()
    }

    #[test]
    fn a_fresh_one_does_not_echo() {
        let pty = Pty::new().unwrap();
        pty.write(b"RDY\r\n").unwrap();
        assert_eq!(pty.read(&mut [0; 16]).unwrap(), None);
        let mut heard = [0; 16];
        let count = holder(&pty).read(&mut heard).unwrap();
        assert_eq!(heard.get(..count).unwrap(), b"RDY\r\n", "and changes nothing");
    }

    #[test]
    fn a_killed_holder_leaves_it_exclusive_until_it_is_released() {
        let pty = Pty::new().unwrap();
        let holder = holder(&pty);
        exclusive::begin(&holder).unwrap();
        // The kernel closes the descriptors of the killed in the same way: nobody takes the lock off.
        drop(holder);
        assert!(pty.is_exclusive().unwrap());
        pty.release().unwrap();
        assert!(!pty.is_exclusive().unwrap());
    }

    #[test]
    fn the_master_side_can_not_take_the_lock_off() {
        let pty = Pty::new().unwrap();
        exclusive::begin(holder(&pty)).unwrap();
        exclusive::end(&pty).unwrap();
        assert!(pty.is_exclusive().unwrap(), "or the kept descriptor has become needless");
    }

    #[test]
    fn what_nobody_read_can_be_discarded() {
        let pty = Pty::new().unwrap();
        // More than the line discipline holds, so that some of it lies before it.
        while pty.write(&[b'x'; 1_000]).unwrap().is_some() {}
        pty.discard_unread().unwrap();
        let mut holder = holder(&pty);
        assert_eq!(holder.read(&mut [0; 16]).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        pty.write(b"new").unwrap();
        assert_eq!(holder.read(&mut [0; 16]).unwrap(), 3);
        holder.write_all(b"AT\r").unwrap();
        assert_eq!(pty.read(&mut [0; 16]).unwrap(), Some(3));
    }
}
