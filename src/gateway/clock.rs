//! Whether the clock of this machine can be believed. One that stands before what the ledger has seen, or has
//! jumped ahead, while nothing synchronises it, may be a battery that is empty or a hand that slipped: as long
//! as it is doubted nothing expires and what is not urgent waits. PURE.

use std::time::Duration;

use crate::moment::Moment;

/// A step back that a synchronisation may well make.
const SMALL_STEP: Duration = Duration::from_secs(60);

/// Nobody looks at the clock less often while it runs, so that it can't have gone further by itself.
const LARGE_STEP: Duration = Duration::from_hours(24);

/// Whether something keeps the clock right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Synchronised {
    /// It is kept right: whatever it says is believed.
    #[default]
    Yes,
    /// It is not, or nobody knows.
    No,
}

/// What is wrong with the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClockDoubt {
    /// It stands before the newest entry of the ledger.
    Behind,
    /// It stands more than a day after it.
    Ahead,
}

/// The clock as the gateway believes it.
#[derive(Debug)]
pub(super) struct Clock {
    /// The last moment that was believed.
    newest: Option<Moment>,
    synchronised: Synchronised,
    doubt: Option<ClockDoubt>,
}

impl Clock {
    /// `newest` is the last moment that the ledger believed; `None` for one without entries.
    pub(super) fn new(newest: Option<Moment>) -> Self {
        Self { newest, synchronised: Synchronised::default(), doubt: None }
    }

    pub(super) fn is(&mut self, synchronised: Synchronised) {
        self.synchronised = synchronised;
    }

    /// Compares the clock with what is known.
    pub(super) fn look(&mut self, now: Moment) {
        self.doubt = match self.newest {
            _ if self.synchronised == Synchronised::Yes => None,
            Some(newest) if now < newest.minus(SMALL_STEP) => Some(ClockDoubt::Behind),
            Some(newest) if now > newest.plus(LARGE_STEP) => Some(ClockDoubt::Ahead),
            _ => None,
        };
        if self.doubt.is_none() {
            // What a synchronised clock says counts, also where it says earlier.
            let kept = self.newest.filter(|_| self.synchronised == Synchronised::No);
            self.newest = Some(kept.map_or(now, |kept| kept.max(now)));
        }
    }

    pub(super) fn doubt(&self) -> Option<ClockDoubt> {
        self.doubt
    }

    /// The last moment that was believed, where the clock is doubted; else `now`.
    pub(super) fn believed(&self, now: Moment) -> Moment {
        self.newest.filter(|_| self.doubt.is_some()).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn a_clock_that_nothing_keeps_right_is_doubted_when_it_jumps() {
        use ClockDoubt::{Ahead, Behind};
        let at = |millis| Moment::from_millis(1_000 * HOUR + millis);
        let rows = [
            (Synchronised::No, 0, None),
            (Synchronised::No, -59_000, None),
            (Synchronised::No, -61_000, Some(Behind)),
            (Synchronised::No, 24 * HOUR, None),
            (Synchronised::No, 24 * HOUR + 1, Some(Ahead)),
            (Synchronised::Yes, -900 * HOUR, None),
            (Synchronised::Yes, 900 * HOUR, None),
        ];
        for (synchronised, says, want) in rows {
            let mut clock = Clock::new(Some(at(0)));
            clock.is(synchronised);
            clock.look(at(says));
            assert_eq!(clock.doubt(), want, "{synchronised:?} {says}");
            assert_eq!(clock.believed(at(says)), if want.is_some() { at(0) } else { at(says) });
        }
    }

    #[test]
    fn doubt_ends_when_the_clock_comes_back_or_is_synchronised() {
        let at = |hours| Moment::from_millis(hours * HOUR);
        let mut clock = Clock::new(None);
        clock.is(Synchronised::No);
        clock.look(at(100));
        clock.look(at(200));
        assert_eq!(clock.doubt(), Some(ClockDoubt::Ahead));
        clock.look(at(101));
        assert_eq!(clock.doubt(), None, "it is where it was");
        clock.look(at(50));
        assert_eq!(clock.doubt(), Some(ClockDoubt::Behind));
        clock.is(Synchronised::Yes);
        clock.look(at(50));
        assert_eq!(clock.doubt(), None);
        clock.is(Synchronised::No);
        clock.look(at(51));
        assert_eq!(clock.doubt(), None, "what a synchronised clock said is the newest now");
    }
}
