//! What has become of a wish to take a message back that came while a part of it was at a modem: it is kept
//! until the part comes back from there, or has gone. Values in, values out; `wording` has a sentence for each.

use serde::{Deserialize, Serialize};

use crate::message::PartState;

/// How it stands with the wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Recall {
    /// A part is at the modem: it is cancelled should it come back from there.
    Pending {
        /// Parts that the network has, or may have.
        gone: usize,
        /// Parts in all.
        of: usize,
    },
    /// It came too late.
    Gone {
        /// Parts that the network has.
        gone: usize,
        /// Parts in all.
        of: usize,
    },
    /// Nobody knows whether it came too late; nothing of it goes once more by itself.
    Unknown {
        /// Parts that the network has, or may have.
        gone: usize,
        /// Parts in all.
        of: usize,
    },
}

/// How many parts the network has, or may have; one that is at a modem is not counted.
pub(super) fn gone(parts: &[PartState]) -> usize {
    use PartState::{Delivered, Sent, Undelivered, Unknown};
    parts.iter().filter(|state| matches!(state, Sent | Delivered | Undelivered | Unknown)).count()
}

/// How it stands by the parts of a message that was to be taken back; nothing where its history says so.
pub(super) fn of(parts: &[PartState]) -> Option<Recall> {
    let unknown = parts.iter().filter(|state| **state == PartState::Unknown).count();
    let (gone, of) = (gone(parts), parts.len());
    if parts.contains(&PartState::Sending) {
        return Some(Recall::Pending { gone, of });
    }
    match (gone, unknown) {
        (0, _) => None,
        (_, 0) => Some(Recall::Gone { gone, of }),
        _ => Some(Recall::Unknown { gone, of }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_to_take_back_is_open_while_a_part_is_at_a_modem_and_then_says_what_it_came_to() {
        use PartState::{Cancelled, Delivered, Failed, Queued, Sending, Sent, Undelivered, Unknown};
        let rows: [(&[PartState], _); 9] = [
            (&[Sending], Some(Recall::Pending { gone: 0, of: 1 })),
            (&[Sent, Sending, Cancelled], Some(Recall::Pending { gone: 1, of: 3 })),
            (&[Sent], Some(Recall::Gone { gone: 1, of: 1 })),
            (&[Undelivered], Some(Recall::Gone { gone: 1, of: 1 })),
            (&[Delivered, Sent, Cancelled], Some(Recall::Gone { gone: 2, of: 3 })),
            (&[Sent, Unknown, Cancelled], Some(Recall::Unknown { gone: 2, of: 3 })),
            (&[Cancelled], None),
            (&[Failed, Cancelled], None),
            (&[Queued], None),
        ];
        for (parts, want) in rows {
            assert_eq!(of(parts), want, "{parts:?}");
        }
    }
}
