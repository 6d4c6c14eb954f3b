//! Whether what is printed goes anywhere. A program that is started without standard output (`>&-`) gets /dev/null
//! from Rust's runtime before `main`, and all that it prints is lost without an error: so it is looked at before
//! that. A reader that goes away meanwhile is another matter: see `screen`.

use std::sync::atomic::{AtomicBool, Ordering};

use nix::libc::{self, c_int};

static IS_SHUT: AtomicBool = AtomicBool::new(false);

/// Run by the loader, before the runtime.
#[allow(unsafe_code, reason = "nothing of Rust's own runs before its runtime")]
#[used]
#[unsafe(link_section = ".init_array")]
static LOOK: extern "C" fn() = look;

#[allow(unsafe_code, reason = "a safe call takes no descriptor that may be closed")]
extern "C" fn look() {
    // SAFETY: F_GETFL reads a number of the kernel's and touches no memory; a closed descriptor is an answer.
    let flags: c_int = unsafe { libc::fcntl(libc::STDOUT_FILENO, libc::F_GETFL) };
    let is_shut = flags < 0 || flags & libc::O_ACCMODE == libc::O_RDONLY;
    IS_SHUT.store(is_shut, Ordering::Relaxed);
}

/// Nothing that is printed would go anywhere, not even to /dev/null.
pub(super) fn is_shut() -> bool {
    IS_SHUT.load(Ordering::Relaxed)
}
