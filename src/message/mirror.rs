//! What a public file proves about a message that an older store has: the mirror was written by a later
//! life of that store, and what it shows as gone must never go again. A table over states; whether a
//! store is older than the file is for others to find out.

use super::{PartState, State};

/// What the mirror shows, what that makes of the last part that it moves, and of those before it: which
/// of several parts was failed, given up or taken back nobody can tell, and the others may have gone.
/// States that are not here prove nothing: `new`, `held`, `queued`, `refused`.
const PROOFS: [(State, PartState, PartState); 8] = [
    (State::Sending, PartState::Unknown, PartState::Unknown),
    (State::Unknown, PartState::Unknown, PartState::Unknown),
    (State::Sent, PartState::Sent, PartState::Sent),
    (State::Delivered, PartState::Delivered, PartState::Delivered),
    (State::Undelivered, PartState::Undelivered, PartState::Unknown),
    (State::Failed, PartState::Failed, PartState::Unknown),
    (State::Cancelled, PartState::Cancelled, PartState::Unknown),
    (State::Expired, PartState::Expired, PartState::Unknown),
];

/// What becomes of a message's parts when its mirror shows `mirror`: nothing that waits there goes on
/// waiting, what has moved gives way to a stronger proof only.
///
/// | the mirror shows                           | part waits, or is at a modem | part unknown          | part sent             | part undelivered, failed, expired | part delivered, cancelled |
/// |--------------------------------------------|------------------------------|-----------------------|-----------------------|-----------------------------------|---------------------------|
/// | new, held, queued, refused, any other word | stays (held by the restore)  | stays                 | stays                 | stays                             | stays                     |
/// | sending, unknown                           | unknown                      | stays                 | stays                 | stays                             | stays                     |
/// | sent                                       | sent                         | sent                  | stays                 | stays                             | stays                     |
/// | delivered                                  | delivered                    | delivered             | delivered             | delivered                         | stays                     |
/// | undelivered                                | the last one, others unknown | the last one          | the last one          | stays                             | stays                     |
/// | failed                                     | the last one, others unknown | the last one          | stays                 | stays                             | stays                     |
/// | cancelled, expired                         | the last one, others unknown | stays                 | stays                 | stays                             | stays                     |
///
/// A row that the store does not know is a message whose parts all wait, but for one that the mirror
/// shows as refused: that one was never to go.
pub fn shown_by_mirror(parts: &[PartState], mirror: State) -> Vec<PartState> {
    let Some((_, last, before)) = PROOFS.iter().find(|(shown, ..)| *shown == mirror) else {
        return parts.to_vec();
    };
    let last_moved = parts.iter().rposition(|part| gives_way(*part, *last));
    let becomes = |(at, part): (usize, &PartState)| {
        let to = if Some(at) == last_moved { *last } else { *before };
        if gives_way(*part, to) { to } else { *part }
    };
    parts.iter().enumerate().map(becomes).collect()
}

/// What waits has no proof of its own. Nothing waits again for a mirror's sake: `to` is never `queued`.
fn gives_way(part: PartState, to: PartState) -> bool {
    matches!(part, PartState::Queued | PartState::Sending) || part.moved_to(to).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use PartState as P;

    #[test]
    fn what_the_mirror_shows_as_gone_never_waits_again() {
        for &mirror in State::ALL {
            let proves_nothing = matches!(mirror, State::New | State::Held | State::Queued | State::Refused);
            for parts in [&[P::Queued][..], &[P::Sending], &[P::Sent, P::Queued, P::Queued]] {
                let shown = shown_by_mirror(parts, mirror);
                let waits = shown.iter().any(|part| matches!(part, P::Queued | P::Sending));
                assert_eq!(waits, proves_nothing, "{mirror} over {parts:?}");
                assert_eq!(proves_nothing, shown == parts, "{mirror} over {parts:?}");
            }
        }
    }

    #[test]
    fn a_store_becomes_what_its_mirror_shows_and_keeps_what_is_stronger() {
        let rows: &[(&[PartState], State, &[PartState])] = &[
            (&[P::Queued], State::Sent, &[P::Sent]),
            (&[P::Queued], State::Cancelled, &[P::Cancelled]),
            (&[P::Sending], State::Sending, &[P::Unknown]),
            (&[P::Unknown], State::Sending, &[P::Unknown]),
            (&[P::Unknown], State::Sent, &[P::Sent]),
            (&[P::Sent], State::Sending, &[P::Sent]),
            (&[P::Sent], State::Delivered, &[P::Delivered]),
            (&[P::Sent], State::Failed, &[P::Sent]),
            (&[P::Expired], State::Delivered, &[P::Delivered]),
            (&[P::Delivered], State::Undelivered, &[P::Delivered]),
            (&[P::Cancelled], State::Delivered, &[P::Cancelled]),
            (&[P::Sent, P::Queued, P::Queued], State::Failed, &[P::Sent, P::Unknown, P::Failed]),
            (&[P::Sent, P::Sent], State::Undelivered, &[P::Sent, P::Undelivered]),
            (&[P::Delivered, P::Queued], State::Sent, &[P::Delivered, P::Sent]),
            (&[P::Delivered, P::Queued], State::Delivered, &[P::Delivered, P::Delivered]),
        ];
        for (parts, mirror, want) in rows {
            assert_eq!(shown_by_mirror(parts, *mirror), *want, "{mirror} over {parts:?}");
        }
    }
}
