//! Answers that stayed out and may come late. A modem that was silent after a Ctrl-Z and then does what else
//! it is asked may still bring that `+CMGS`, while another message waits for its own: nothing in it says
//! whose it is. The order of references does, where it leaves one way only. PURE.

use std::time::Duration;

use super::desk::Rest;
use super::dispatch::Dispatch;
use crate::moment::Moment;
use crate::store::{Store, StoreError, Untold};

/// So long after a silence its answer may still come.
pub(super) const OWED_FOR: Duration = Duration::from_secs(300);

/// While an answer is owed, the clock is looked at so often.
const LOOK: Duration = Duration::from_secs(30);

/// More between two looks is a clock that has jumped.
const JUMP: Duration = Duration::from_secs(60);

impl Dispatch {
    /// A clock that jumps ahead does not make an answer late: the doubt begins anew.
    pub(super) fn watch_owed(&mut self, now: Moment) {
        let jumped = self.looked_at.is_some_and(|last| now.since(last) > JUMP);
        self.looked_at = Some(now);
        for desk in self.desks.iter_mut().filter(|desk| jumped && desk.owed.is_some()) {
            desk.owed = Some(Rest::of(OWED_FOR, now));
        }
    }

    /// What the process before left in doubt may be answered to this one.
    pub(super) fn inherit_owed(&mut self, store: &Store, now: Moment) -> Result<(), StoreError> {
        for desk in &mut self.desks {
            // Whoever doubts the clock can't say how long ago it was.
            let is_young = |at: &Moment| self.clock.doubt().is_some() || now.since(*at) < OWED_FOR;
            desk.owed = store.last_silence(&desk.name.0)?.filter(is_young).map(|_| Rest::of(OWED_FOR, now));
        }
        Ok(())
    }

    /// When it is to be looked at again.
    pub(super) fn next_look_for_owed(&self, now: Moment) -> Option<Moment> {
        self.desks.iter().any(|desk| desk.owed.is_some()).then(|| now.plus(LOOK))
    }
}

/// Whether `+CMGS: reference` can be the answer to the message that waits for one, and to none before it.
///
/// `last` is the last reference known of that SIM, and `untold` how many messages have gone since that may each have
/// taken one or not: of unknown fate, or refused. Only one that is beyond all up to the last of unknown fate is
/// certain, and none that is beyond what all of them can have used up.
pub(super) fn is_certain(reference: u8, last: Option<u8>, untold: Untold) -> bool {
    let steps = last.map(|last| u32::from(reference.wrapping_sub(last)));
    steps.is_some_and(|steps| untold.upto_unknown < steps && steps <= untold.all + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_certain_where_no_message_before_can_have_its_reference() {
        // The reference, the last known one; how many since, and how many of them up to one in doubt.
        let rows = [
            ((8, Some(7), 0, 0), true),
            ((7, Some(7), 0, 0), false),
            ((6, Some(7), 0, 0), false),
            ((8, Some(7), 1, 1), false),
            ((9, Some(7), 1, 1), true),
            ((10, Some(7), 1, 1), false),
            ((1, Some(255), 1, 1), true),
            ((0, Some(255), 1, 1), false),
            ((1, None, 1, 1), false),
            // In doubt, then refused: whether that took one or not.
            ((9, Some(7), 2, 1), true),
            ((10, Some(7), 2, 1), true),
            // Refused, then in doubt: it may be the one of that.
            ((9, Some(7), 2, 2), false),
            ((10, Some(7), 2, 2), true),
        ];
        for ((reference, last, all, upto_unknown), want) in rows {
            let given = is_certain(reference, last, Untold { all, upto_unknown });
            assert_eq!(given, want, "{reference} after {last:?}, {all} and {upto_unknown}");
        }
    }
}
