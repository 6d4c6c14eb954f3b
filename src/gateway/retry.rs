//! What a refusal leads to: again and when, or the end. Decisions only; the codes behind an advice
//! are the line's profile's business. PURE.

use std::time::Duration;

use crate::line::{Advice, Refusal};
use crate::message::Reason;
use crate::moment::Moment;
use crate::store::AttemptEnd;

/// Tries that may be refused for now before a message has failed.
const TRIES: u32 = 6;

/// First pause and longest, by advice; each refusal doubles it.
const SOON: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(120));
const LATER: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(1800));

/// How long a line rests that can't reach its network or is in no state to send.
pub(super) const LINE_PAUSE: Duration = Duration::from_secs(30);

/// What becomes of a part after its `tries` + 1st refusal.
pub(super) fn after(refusal: &Refusal, tries: u32, now: Moment) -> AttemptEnd {
    let error = refusal.error.clone();
    let pause = match refusal.advice {
        Advice::Never => return AttemptEnd::Failed { reason: Reason::RefusedForGood { error } },
        Advice::Duplicate => {
            return AttemptEnd::Sent { reference: None, reason: Reason::DuplicateAtNetwork };
        }
        Advice::AwaitNetwork | Advice::Modem => {
            let reason = Reason::RefusedForNow { error, again_at: now.plus(LINE_PAUSE) };
            return AttemptEnd::Again { due: None, tries, reason };
        }
        Advice::Soon => SOON,
        Advice::Later | Advice::Account => LATER,
    };
    let tries = tries.saturating_add(1);
    if tries >= TRIES {
        return AttemptEnd::Failed { reason: Reason::TriesUsedUp { tries, error } };
    }
    let again_at = now.plus(doubled(pause, tries - 1));
    AttemptEnd::Again { due: Some(again_at), tries, reason: Reason::RefusedForNow { error, again_at } }
}

/// Whether the whole line should rest, not this message alone.
pub(super) fn rests_the_line(advice: Advice) -> bool {
    matches!(advice, Advice::AwaitNetwork | Advice::Modem)
}

fn doubled((first, longest): (Duration, Duration), times: u32) -> Duration {
    first.saturating_mul(2_u32.saturating_pow(times)).min(longest)
}

#[cfg(test)]
#[allow(clippy::panic, reason = "tests may panic")]
mod tests {
    use super::*;

    fn end(advice: Advice, tries: u32) -> String {
        let refusal = Refusal { error: "+CMS ERROR: 1".into(), advice };
        match after(&refusal, tries, Moment::from_millis(0)) {
            AttemptEnd::Again { due, tries, .. } => {
                format!("again at {} after {tries}", due.map_or(0, |due| due.millis() / 1000))
            }
            AttemptEnd::Failed { reason } => reason.code(),
            AttemptEnd::Sent { reason, .. } => reason.code(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn pauses_double_and_end() {
        let rows = [
            (Advice::Soon, 0, "again at 10 after 1"),
            (Advice::Soon, 1, "again at 20 after 2"),
            (Advice::Soon, 4, "again at 120 after 5"),
            (Advice::Soon, 5, "tries_used_up"),
            (Advice::Later, 0, "again at 60 after 1"),
            (Advice::Later, 4, "again at 960 after 5"),
            (Advice::Account, 0, "again at 60 after 1"),
            (Advice::AwaitNetwork, 3, "again at 0 after 3"),
            (Advice::Modem, 5, "again at 0 after 5"),
            (Advice::Never, 0, "refused_for_good"),
            (Advice::Duplicate, 1, "duplicate_at_network"),
        ];
        for (advice, tries, want) in rows {
            assert_eq!(end(advice, tries), want, "{advice:?} after {tries}");
        }
    }
}
