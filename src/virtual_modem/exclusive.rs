//! TIOCEXCL and its end (tty_ioctl(4)). A holder that is killed leaves its terminal exclusive for as
//! long as the other side lives: every later open without privileges fails with EBUSY. The ioctl works
//! on a descriptor of the slave side that was open before; on the master it does nothing.

use std::io;
use std::os::fd::{AsFd, AsRawFd};

mod ioctl {
    nix::ioctl_none_bad!(tiocnxcl, nix::libc::TIOCNXCL);
    #[cfg(test)]
    nix::ioctl_none_bad!(tiocexcl, nix::libc::TIOCEXCL);
    #[cfg(test)]
    nix::ioctl_read_bad!(tiocgexcl, nix::libc::TIOCGEXCL, nix::libc::c_int);
}

/// Lets others open the terminal again.
#[allow(unsafe_code, reason = "nix has no safe call for this ioctl")]
pub(super) fn end(terminal: impl AsFd) -> io::Result<()> {
    // SAFETY: the ioctl takes no argument, and the borrow keeps the descriptor open meanwhile.
    unsafe { ioctl::tiocnxcl(terminal.as_fd().as_raw_fd()) }?;
    Ok(())
}

/// Keeps others out, as serial port libraries do.
#[cfg(test)]
#[allow(unsafe_code, reason = "nix has no safe call for this ioctl")]
pub(super) fn begin(terminal: impl AsFd) -> io::Result<()> {
    // SAFETY: the ioctl takes no argument, and the borrow keeps the descriptor open meanwhile.
    unsafe { ioctl::tiocexcl(terminal.as_fd().as_raw_fd()) }?;
    Ok(())
}

/// Whether the terminal is exclusive.
#[cfg(test)]
#[allow(unsafe_code, reason = "nix has no safe call for this ioctl")]
pub(super) fn holds(terminal: impl AsFd) -> io::Result<bool> {
    let mut answer = 0;
    // SAFETY: the ioctl writes one int, `answer`, which outlives the call.
    unsafe { ioctl::tiocgexcl(terminal.as_fd().as_raw_fd(), &raw mut answer) }?;
    Ok(answer != 0)
}
