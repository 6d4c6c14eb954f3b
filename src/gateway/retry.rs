//! What a refusal leads to: again and when, or the end. Decisions only; the codes behind an advice
//! are the line's profile's business. PURE.
//!
//! What was refused for now is tried until it expires, however often: a network that is down for half a
//! day fails no mailing. The pauses grow, so that a number which is refused for ever costs little.

use std::time::Duration;

use super::dispatch::SHORT_REST;
use crate::line::{Advice, Refusal};
use crate::message::Reason;
use crate::moment::Moment;
use crate::store::AttemptEnd;

/// First pause, by advice; each refusal doubles it.
const SOON: Duration = Duration::from_secs(10);
const LATER: Duration = Duration::from_secs(60);

/// And none is longer.
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// How long a line rests that can't reach its network or is in no state to send.
pub(super) const LINE_PAUSE: Duration = Duration::from_secs(30);

/// A part that was refused for the line's state waits a little longer than the line: should it be
/// this number after all (fixed dialling, say), others go first.
const STEP_ASIDE: Duration = Duration::from_secs(35);

/// What becomes of a part after its `tries` + 1st refusal.
pub(super) fn after(refusal: &Refusal, tries: u32, now: Moment) -> AttemptEnd {
    let error = refusal.error.clone();
    let pause = match refusal.advice {
        Advice::Never => return AttemptEnd::Failed { reason: Reason::RefusedForGood { error } },
        Advice::Duplicate => {
            return AttemptEnd::Sent { reference: None, reason: Reason::DuplicateAtNetwork };
        }
        Advice::AwaitNetwork | Advice::Modem => {
            return again(error, now.plus(STEP_ASIDE), tries);
        }
        Advice::Soon => SOON,
        Advice::Later | Advice::Account => LATER,
    };
    again(error, now.plus(doubled(pause, tries)), tries.saturating_add(1))
}

/// What becomes of a part that got no prompt. The modem had seen no more of it than its length: it is
/// not at fault, keeps its place and loses no try; only what no modem takes ends here.
pub(super) fn after_decline(refusal: &Refusal, tries: u32, now: Moment) -> AttemptEnd {
    let error = refusal.error.clone();
    match refusal.advice {
        Advice::Never => AttemptEnd::Failed { reason: Reason::RefusedForGood { error } },
        advice => {
            let again_at = now.plus(rest_after_decline(advice));
            AttemptEnd::Again { due: None, tries, reason: Reason::RefusedForNow { error, again_at } }
        }
    }
}

/// How long a line rests that gave no prompt: the next message would get none either.
pub(super) fn rest_after_decline(advice: Advice) -> Duration {
    match advice {
        Advice::Never => SHORT_REST,
        Advice::Soon => SOON,
        _ => LINE_PAUSE,
    }
}

fn again(error: String, again_at: Moment, tries: u32) -> AttemptEnd {
    AttemptEnd::Again { due: Some(again_at), tries, reason: Reason::RefusedForNow { error, again_at } }
}

/// Whether the whole line should rest, not this message alone.
pub(super) fn rests_the_line(advice: Advice) -> bool {
    matches!(advice, Advice::AwaitNetwork | Advice::Modem)
}

fn doubled(first: Duration, times: u32) -> Duration {
    first.saturating_mul(2_u32.saturating_pow(times)).min(LONGEST)
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
    fn pauses_double_up_to_half_an_hour_and_never_end() {
        let rows = [
            (Advice::Soon, 0, "again at 10 after 1"),
            (Advice::Soon, 1, "again at 20 after 2"),
            (Advice::Soon, 7, "again at 1280 after 8"),
            (Advice::Soon, 8, "again at 1800 after 9"),
            (Advice::Later, 0, "again at 60 after 1"),
            (Advice::Later, 4, "again at 960 after 5"),
            (Advice::Later, 5, "again at 1800 after 6"),
            (Advice::Later, u32::MAX, "again at 1800 after 4294967295"),
            (Advice::Account, 0, "again at 60 after 1"),
            (Advice::Account, 140, "again at 1800 after 141"),
            (Advice::AwaitNetwork, 3, "again at 35 after 3"),
            (Advice::Modem, 5, "again at 35 after 5"),
            (Advice::Never, 0, "refused_for_good"),
            (Advice::Duplicate, 1, "duplicate_at_network"),
        ];
        for (advice, tries, want) in rows {
            assert_eq!(end(advice, tries), want, "{advice:?} after {tries}");
        }
    }
}
