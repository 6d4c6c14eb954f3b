//! What comes in, within the turn that keeps it: parts that wait are put together, at each that comes, at a start,
//! and once what is missing has been waited for long enough.

use tracing::{info, warn};

use super::dispatch::Dispatch;
use super::joining::{self, Joined};
use crate::message::Ending;
use crate::moment::Moment;
use crate::store::{Received, StoreError, Turn};

impl Dispatch {
    /// Puts together what has come to every SIM, and gives up waiting for what has been missing for too long.
    pub(super) fn join_all_parts(&self, turn: &Turn<'_>, now: Moment) -> Result<Vec<Received>, StoreError> {
        let mut came_in = Vec::new();
        for sim in turn.sims_with_parts()? {
            came_in.extend(self.join_parts(turn, sim.as_deref(), now)?);
        }
        Ok(came_in)
    }

    /// The same for one SIM.
    pub(super) fn join_parts(
        &self,
        turn: &Turn<'_>,
        sim: Option<&str>,
        now: Moment,
    ) -> Result<Vec<Received>, StoreError> {
        let mut came_in = Vec::new();
        for joined in joining::join(&turn.parts_of(sim)?, self.clock.believed(now)) {
            match joined {
                Joined::Message(received, parts) => {
                    turn.put_in_inbox(&received, &parts)?;
                    came_in.push(received);
                }
                Joined::Doubled(part) => turn.set_doubled(part)?,
            }
        }
        Ok(came_in)
    }
}

/// Neither who wrote it nor what.
pub(super) fn name_received(received: &Received) {
    let (line, parts) = (&received.line, received.total);
    match received.ending {
        Ending::Whole => info!(%line, parts, "a message came in (beffroi inbox list)"),
        Ending::Waited => {
            warn!(%line, parts, "a message came in of which parts are missing: they were waited for 3 days")
        }
        Ending::Crowded => {
            warn!(%line, parts, "a message came in of which parts are missing: too many others waited")
        }
        Ending::Unreadable => warn!(%line, "what came in can't be read"),
    }
}
