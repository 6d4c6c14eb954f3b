//! Counts what a thread allocates, and holds a reading to its bound: at no moment more than 16 times its input
//! and 4 KiB. Counts by thread, so that the tests beside it don't disturb it.

#![allow(unsafe_code, reason = "a global allocator is an unsafe trait; both methods hand on to the system's")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    /// Octets that live.
    static LIVE: Cell<i64> = const { Cell::new(0) };
    /// The most that lived at once.
    static PEAK: Cell<i64> = const { Cell::new(0) };
    /// How often anything was asked for.
    static ASKED: Cell<u64> = const { Cell::new(0) };
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

struct Counting;

fn grown(by: i64) {
    // A thread that ends has no counters any more.
    let counted = LIVE.try_with(|live| {
        live.set(live.get() + by);
        live.get()
    });
    let Ok(live) = counted else { return };
    let _ended = PEAK.try_with(|peak| peak.set(peak.get().max(live)));
    if by > 0 {
        let _ended = ASKED.try_with(|asked| asked.set(asked.get() + 1));
    }
}

fn octets(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

// SAFETY: every call is the system allocator's; counting touches no memory that it hands out.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grown(octets(layout.size()));
        // SAFETY: the caller keeps what `GlobalAlloc` asks of it.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        grown(-octets(layout.size()));
        // SAFETY: as above; the pointer came of `alloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
    // `realloc` of the trait is `alloc` and `dealloc`: old and new count while both live.
}

/// Runs `read` on an input of `input` octets; panics when it held more at once than the bound.
pub fn bounded<T>(input: usize, read: impl FnOnce() -> T) -> T {
    let (read, held) = held_at_most(read);
    let bound = 16 * input + 4_096;
    assert!(held <= bound, "{held} octets were held for an input of {input}: {bound} at most");
    read
}

/// What a call held at once at most, beyond what was there before.
pub fn held_at_most<T>(call: impl FnOnce() -> T) -> (T, usize) {
    let before = LIVE.get();
    PEAK.set(before);
    let done = call();
    (done, usize::try_from(PEAK.get() - before).unwrap_or(0))
}

/// How often a call asked for memory.
pub fn allocations<T>(call: impl FnOnce() -> T) -> (T, u64) {
    let before = ASKED.get();
    let done = call();
    (done, ASKED.get() - before)
}
