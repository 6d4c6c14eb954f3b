//! What becomes of messages and their parts: states, the moves that are legal, and how a message's
//! state follows from those of its parts. A table; who moves and why is others' business.

use serde::{Deserialize, Serialize};

use super::words::words;

/// What a message's life has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Read, not judged yet.
    New,
    /// Judged and not taken; never sent.
    Refused,
    /// Taken, but nothing moves until a person frees it.
    Held,
    /// Waits for its turn.
    Queued,
    /// A part is at a modem, or some parts have gone and others wait.
    Sending,
    /// Every part was accepted by the network; no report has settled it.
    Sent,
    /// Every part reached the phone.
    Delivered,
    /// The network gave a part up.
    Undelivered,
    /// A part may or may not have been sent.
    Unknown,
    /// A part was refused for good.
    Failed,
    /// Withdrawn before all of it had gone.
    Cancelled,
    /// Its time passed before all of it had gone.
    Expired,
}

words!(State: "new, refused, held, queued, sending, sent, delivered, undelivered, unknown, failed, cancelled, expired";
    New = "new", Refused = "refused", Held = "held", Queued = "queued", Sending = "sending",
    Sent = "sent", Delivered = "delivered", Undelivered = "undelivered", Unknown = "unknown",
    Failed = "failed", Cancelled = "cancelled", Expired = "expired");

impl State {
    /// Nothing more will be sent for it; only a report or a person may still move it.
    pub const fn is_at_rest(self) -> bool {
        !matches!(self, State::New | State::Held | State::Queued | State::Sending)
    }

    /// The state of the parts that make a message's state this one, and whose reason so is the message's;
    /// `None` where it is none of theirs.
    pub fn decided_by(self) -> Option<PartState> {
        if self == State::Sending {
            return Some(PartState::Sending);
        }
        WORST_FIRST.into_iter().find(|(_, state)| *state == self).map(|(part, _)| part)
    }

    /// Whether somebody should telephone: nothing proves that the person was told, nothing will.
    pub const fn is_to_call(self) -> bool {
        matches!(self, State::Refused | State::Undelivered | State::Unknown | State::Failed | State::Expired)
    }
}

/// What has become of one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// Waits.
    Queued,
    /// Has an open attempt: written ahead, no result committed.
    Sending,
    /// `+CMGS: <mr>` was seen.
    Sent,
    /// A report says received.
    Delivered,
    /// A report says given up.
    Undelivered,
    /// Silence after Ctrl-Z, or the process died in that moment.
    Unknown,
    /// Refused for good.
    Failed,
    /// Withdrawn.
    Cancelled,
    /// Too late to begin.
    Expired,
}

words!(PartState: "queued, sending, sent, delivered, undelivered, unknown, failed, cancelled, expired";
    Queued = "queued", Sending = "sending", Sent = "sent", Delivered = "delivered",
    Undelivered = "undelivered", Unknown = "unknown", Failed = "failed",
    Cancelled = "cancelled", Expired = "expired");

/// A move that the table does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a part does not go from {from} to {to}")]
pub struct IllegalMove {
    /// Where it stands.
    pub from: PartState,
    /// Where it was to go.
    pub to: PartState,
}

impl PartState {
    /// Where a part may go from here. A stronger proof corrects a verdict; nothing else leaves a
    /// final state.
    pub const fn successors(self) -> &'static [PartState] {
        use PartState::*;
        match self {
            // Sent and delivered: a report on an earlier attempt of unknown fate, after somebody chose to resend;
            // unknown: taken back before it went again, and that attempt is in doubt still.
            Queued => &[Sending, Sent, Delivered, Unknown, Failed, Cancelled, Expired],
            Sending => &[Queued, Sent, Failed, Unknown, Cancelled, Expired],
            Sent => &[Delivered, Undelivered],
            Unknown => &[Sent, Delivered, Undelivered, Queued, Failed],
            Undelivered | Failed | Expired => &[Delivered],
            Delivered | Cancelled => &[],
        }
    }

    /// The move, if the table has it.
    ///
    /// # Errors
    /// [`IllegalMove`] names both ends.
    pub fn moved_to(self, to: PartState) -> Result<PartState, IllegalMove> {
        if self.successors().contains(&to) { Ok(to) } else { Err(IllegalMove { from: self, to }) }
    }
}

/// What a message itself may be, besides what its parts say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// Its parts speak for it.
    Open,
    /// Taken, but nothing moves until a person frees it.
    Held,
    /// Not taken.
    Refused,
}

words!(Gate: "open, held, refused"; Open = "open", Held = "held", Refused = "refused");

/// Of parts that have all ended, the one that speaks for the message.
const WORST_FIRST: [(PartState, State); 7] = [
    (PartState::Failed, State::Failed),
    (PartState::Undelivered, State::Undelivered),
    (PartState::Expired, State::Expired),
    (PartState::Cancelled, State::Cancelled),
    (PartState::Unknown, State::Unknown),
    (PartState::Sent, State::Sent),
    (PartState::Delivered, State::Delivered),
];

/// The state of a message from its gate and its parts' states.
///
/// Where parts differ, the one that a person must know of wins: failed, undelivered, expired,
/// cancelled, unknown, sent, delivered, in that order. While a part waits or is at a modem, the
/// message is `queued` or `sending`.
pub fn message_state(gate: Gate, parts: &[PartState]) -> State {
    use PartState as P;
    let any = |state: P| parts.contains(&state);
    let waiting = any(P::Queued);
    match gate {
        Gate::Refused => return State::Refused,
        Gate::Held if waiting || parts.is_empty() => return State::Held,
        Gate::Held | Gate::Open => {}
    }
    if any(P::Sending) {
        return State::Sending;
    }
    if waiting {
        let all = parts.iter().all(|&part| part == P::Queued);
        return if all { State::Queued } else { State::Sending };
    }
    WORST_FIRST.into_iter().find(|(part, _)| any(*part)).map_or(State::New, |(_, state)| state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_what_its_parts_are() {
        use PartState::*;
        let rows: &[(Gate, &[PartState], State)] = &[
            (Gate::Refused, &[], State::Refused),
            (Gate::Held, &[Queued], State::Held),
            (Gate::Held, &[Sent, Queued], State::Held),
            (Gate::Held, &[Delivered], State::Delivered),
            (Gate::Open, &[], State::New),
            (Gate::Open, &[Queued, Queued], State::Queued),
            (Gate::Open, &[Sending, Queued], State::Sending),
            (Gate::Open, &[Sent, Queued], State::Sending),
            (Gate::Open, &[Sent, Sent], State::Sent),
            (Gate::Open, &[Delivered, Sent], State::Sent),
            (Gate::Open, &[Delivered, Delivered], State::Delivered),
            (Gate::Open, &[Delivered, Unknown], State::Unknown),
            (Gate::Open, &[Sent, Cancelled], State::Cancelled),
            (Gate::Open, &[Sent, Expired], State::Expired),
            (Gate::Open, &[Unknown, Failed], State::Failed),
            (Gate::Open, &[Undelivered, Delivered], State::Undelivered),
        ];
        for (gate, parts, want) in rows {
            assert_eq!(message_state(*gate, parts), *want, "{gate} {parts:?}");
        }
    }

    #[test]
    fn a_final_verdict_gives_way_to_a_stronger_proof_only() {
        for &from in PartState::ALL {
            for &to in PartState::ALL {
                let legal = from.moved_to(to).is_ok();
                let final_state =
                    matches!(from, PartState::Undelivered | PartState::Failed | PartState::Expired);
                if final_state {
                    assert_eq!(legal, to == PartState::Delivered, "{from} to {to}");
                }
            }
        }
        assert!(PartState::Delivered.successors().is_empty());
        assert!(PartState::Sent.moved_to(PartState::Queued).is_err(), "what was sent never goes again");
        assert!(
            PartState::Queued.moved_to(PartState::Undelivered).is_err(),
            "what is sent again is not given up"
        );
    }
}
