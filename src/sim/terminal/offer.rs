//! What the network offers and the program behind the port must take before the modem says so to the
//! network: with `+CSMS=1`, what is shown waits for its `+CNMA` (TS 27.005 §3.4.4). What nobody takes in
//! time is refused, and routing to the port ends.

use super::basic::done;
use super::syntax::Command;
use super::{Answer, Failure, Terminal};

/// Lines that wait for the port to be ready for them.
const MOST_HELD: usize = 100;

/// A line that waits, and what of the network it shows.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) line: String,
    pub(super) offer: Option<Offer>,
}

/// Names one thing that the network has brought, until it is known whether it was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::sim) struct Offer(pub(in crate::sim) u64);

/// What the network is told of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sim) enum Taken {
    Yes,
    No,
}

impl Terminal {
    pub(super) fn hold(&mut self, held: Held) {
        if self.held.len() < MOST_HELD {
            self.held.push(held);
        } else if let Some(offer) = held.offer {
            self.judge(offer, Taken::No);
        }
    }

    pub(super) fn judge(&mut self, offer: Offer, taken: Taken) {
        self.verdicts.push((offer, taken));
    }

    /// What has been decided since.
    pub(in crate::sim) fn take_verdicts(&mut self) -> Vec<(Offer, Taken)> {
        std::mem::take(&mut self.verdicts)
    }

    /// Nobody acknowledged in time: nothing is shown directly any more.
    pub(in crate::sim) fn give_up_acknowledgement(&mut self) {
        self.forget_offers();
        self.registers.indications = [0; 5];
    }

    /// Nothing that was shown or waits will be acknowledged. What needed no thanks was taken.
    pub(super) fn forget_offers(&mut self) {
        self.owe_nothing();
        let taken = if self.registers.service == 1 { Taken::No } else { Taken::Yes };
        for held in std::mem::take(&mut self.held) {
            self.verdicts.extend(held.offer.map(|offer| (offer, taken)));
        }
    }

    /// What was shown last is not thanked for any more.
    pub(super) fn owe_nothing(&mut self) {
        if let Some(offer) = self.unacknowledged.take() {
            self.judge(offer, Taken::No);
        }
    }

    /// Whether a `+CNMA` is owed.
    pub(in crate::sim) fn is_acknowledgement_owed(&self) -> bool {
        self.unacknowledged.is_some()
    }
}

/// `+CNMA[=<n>]`: 0 and 1 take what was shown last, 2 refuses it.
pub(super) fn acknowledge(terminal: &mut Terminal, command: &Command) -> Answer {
    /// `+CMS ERROR: no +CNMA acknowledgement expected`.
    const NONE_EXPECTED: Answer = Answer::Failed(Failure::Message(340));
    /// `+CMS ERROR: invalid PDU mode parameter`.
    const NO_SUCH_WAY: Answer = Answer::Failed(Failure::Message(304));
    let taken = match command.number::<u8>(0) {
        Ok(None | Some(0 | 1)) => Taken::Yes,
        Ok(Some(2)) => Taken::No,
        _ => return NO_SUCH_WAY,
    };
    let Some(offer) = terminal.unacknowledged.take() else { return NONE_EXPECTED };
    terminal.judge(offer, taken);
    done()
}
