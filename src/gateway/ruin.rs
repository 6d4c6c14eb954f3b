//! A store that can't be believed any more: damaged, replaced or taken away under the daemon. Nothing that is
//! tried again helps. Lines take back what has not gone, wait for the results of what has, and close; what
//! they still say can't be entered and stands in the log, for the person who resolves it later.

use tracing::error;

use super::desk::{Desk, Ended};
use super::dispatch::{Dispatch, Pending};
use super::work::Trouble;
use crate::line::Outcome;
use crate::message::Withdrawal;
use crate::store::StoreError;

impl Dispatch {
    /// The end begins where that is what a failure says; the store is not touched again.
    pub fn end_if_ruined(&mut self, failure: StoreError) {
        if !failure.is_ruin() || self.ruin.is_some() {
            return;
        }
        error!(error = %failure, "nothing more is sent: what this store says can't be believed any more");
        self.ruin = Some(failure);
        for line in 0..self.desks.len() {
            self.withdraw(line, Withdrawal::CommitFailed);
        }
        self.stop();
    }

    /// What has ended the gateway, if anything but a person has.
    pub fn ruin(&self) -> Option<&StoreError> {
        self.ruin.as_ref()
    }

    /// The same, to be told by whoever started it.
    pub fn take_ruin(&mut self) -> Option<StoreError> {
        self.ruin.take()
    }

    /// In the place of a commit: what is heard is logged, what is asked is answered with why not.
    pub(super) fn forgo_commit(&mut self) {
        let Some(why) = self.ruin.as_ref().map(ToString::to_string) else { return };
        self.timeout = None;
        self.desks.iter_mut().for_each(name_unentered);
        let mut reports = 0;
        for pending in std::mem::take(&mut self.pending) {
            match pending {
                Pending::Work(id, _) => {
                    self.answers.push_back((id, Err(Trouble::Store(why.clone()))));
                }
                Pending::Report(_) | Pending::Incoming { .. } => reports += 1,
                Pending::Declined { .. } => {}
            }
        }
        if reports > 0 {
            error!(count = reports, "what a modem brought could not be entered any more");
        }
    }
}

/// No result is thrown away unsaid: its entry stays open, and is unknown to whoever reads the store.
fn name_unentered(desk: &mut Desk) {
    let (Some(open), Some(ended)) = (&desk.open, desk.ended.take()) else { return };
    let how = match &ended {
        Ended::Outcome(Outcome::Sent { .. }) => "sent",
        Ended::Outcome(Outcome::Refused(_)) => "refused",
        Ended::Outcome(Outcome::Unknown(_)) => "unknown",
        Ended::Withdrawn(_) => "withdrawn",
    };
    error!(line = %desk.name, message_id = open.message.0, attempt_id = open.attempt.0, outcome = how,
        "this result could not be entered");
    (desk.open, desk.listens_until) = (None, None);
}
