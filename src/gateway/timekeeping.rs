//! Asks the kernel whether something keeps its clock right, once a minute: NTP daemons of every make tell it
//! (adjtimex(2), STA_UNSYNC). Only read: setting the clock takes a right that the daemon has not.

use std::time::{Duration, Instant};

use nix::libc;
use nix::sys::sysinfo::sysinfo;

use super::clock::Synchronised;
use crate::moment::Moment;

/// An answer is good for so long.
const GOOD_FOR: Duration = Duration::from_secs(60);

/// What the kernel said last.
#[derive(Debug, Default)]
pub(super) struct Timekeeping {
    said: Option<(Instant, Synchronised)>,
}

impl Timekeeping {
    /// Whether the clock is kept right.
    pub(super) fn state(&mut self) -> Synchronised {
        if let Some((at, said)) = self.said
            && at.elapsed() < GOOD_FOR
        {
            return said;
        }
        let said = ask();
        self.said = Some((Instant::now(), said));
        said
    }
}

/// When the machine was started, by the clock that says `now`; `None` where the kernel does not say.
pub(super) fn booted_at(now: Moment) -> Option<Moment> {
    sysinfo().ok().map(|said| now.minus(said.uptime()))
}

#[allow(unsafe_code, reason = "nix has no safe call for adjtimex")]
fn ask() -> Synchronised {
    // SAFETY: all zeros is a valid timex, and modes = 0 asks only; the kernel writes nothing but this struct.
    let state = unsafe {
        let mut timex: libc::timex = std::mem::zeroed();
        libc::adjtimex(&raw mut timex)
    };
    // -1: the call is forbidden here, nobody knows.
    if state == libc::TIME_ERROR || state < 0 { Synchronised::No } else { Synchronised::Yes }
}
