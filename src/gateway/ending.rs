//! What the log says of the end of an attempt, once it is committed: one line each, by numbers alone.

use tracing::{info, warn};

use super::desk::{Desk, Ended};
use crate::line::Outcome;

/// One line in the log for each end.
pub(super) fn tell(desk: &Desk) {
    let (Some(open), Some(ended)) = (&desk.open, &desk.ended) else { return };
    let (line, message, attempt) = (&desk.name, open.message.0, open.attempt.0);
    match ended {
        Ended::Outcome(Outcome::Sent { .. }) => {
            tracing::debug!(%line, message_id = message, attempt_id = attempt, "sent");
        }
        Ended::Outcome(Outcome::Refused(refusal)) => {
            info!(%line, message_id = message, attempt_id = attempt, error = %refusal.error, "refused by the network");
        }
        Ended::Outcome(Outcome::Unknown(doubt)) => {
            warn!(%line, message_id = message, attempt_id = attempt, ?doubt, "nothing proves whether this message was sent: unknown");
        }
        Ended::Withdrawn(cause) => {
            tracing::debug!(%line, message_id = message, attempt_id = attempt, ?cause, "withdrawn before it was sent");
        }
    }
}
