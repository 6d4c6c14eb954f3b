//! The model: DESIGN's table of states, and nothing else.

use beffroi::message::State;

/// What the table says of a message in one part.
pub(super) fn may_follow(from: Option<State>, to: State) -> bool {
    use State::*;
    let Some(from) = from else { return matches!(to, Queued | Refused) };
    let next: &[State] = match from {
        New => &[Queued, Refused],
        // The last two here and behind Queued: a report on an earlier attempt, while it waits to go once more.
        // Unknown: it does not go once more, and a try before may have gone.
        Held => &[Queued, Unknown, Cancelled, Expired, Sent, Delivered],
        Queued => &[Sending, Held, Unknown, Cancelled, Expired, Failed, Sent, Delivered],
        Sending => &[Queued, Sent, Failed, Unknown, Cancelled, Expired],
        Sent => &[Delivered, Undelivered],
        Unknown => &[Sent, Delivered, Undelivered, Queued, Failed],
        Undelivered | Failed | Expired => &[Delivered],
        Refused | Delivered | Cancelled => &[],
    };
    from == to || next.contains(&to)
}

/// The same of one in several: while its parts differ it may be anything that one of them is, but what has ended
/// for good never waits again, unless somebody had reason to doubt, and is held only while a part waits.
pub(super) fn may_follow_in_parts(from: Option<State>, to: State) -> bool {
    use State::*;
    match from {
        None => matches!(to, Queued | Refused),
        Some(Refused | Delivered) => Some(to) == from,
        Some(Cancelled | Expired | Failed | Undelivered | Sent) => {
            !matches!(to, New | Held | Queued | Refused)
        }
        Some(Unknown) => !matches!(to, New | Held | Refused),
        Some(New | Held | Queued | Sending) => !matches!(to, New | Refused),
    }
}
