//! What of the gateway's conduct the configuration decides. PURE.

use super::clock::Synchronised;
use crate::config::{ClockTrust, Ledger};
use crate::store::RuleDelay;

/// What of the gateway's conduct the configuration decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// How long a report is waited for before what is unknown goes once more, where its service wants that.
    pub resend_after: RuleDelay,
    /// Whether a clock that nothing synchronises is doubted when it jumps.
    pub clock: ClockTrust,
}

impl From<&Ledger> for Rules {
    fn from(ledger: &Ledger) -> Self {
        let resend_after = RuleDelay { urgent: ledger.resend_after_urgent, others: ledger.resend_after };
        Self { resend_after, clock: ledger.clock }
    }
}

impl Rules {
    pub(super) fn believed(&self, synchronised: Synchronised) -> Synchronised {
        match self.clock {
            ClockTrust::Check => synchronised,
            ClockTrust::Trust => Synchronised::Yes,
        }
    }
}
