//! Answers that stayed out and may come late. A modem that was silent after a Ctrl-Z and then does what else
//! it is asked may still bring that `+CMGS`, while another message waits for its own: nothing in it says
//! whose it is. The order of references does, where it leaves one way only. PURE.

use std::time::Duration;

/// So long after a silence its answer may still come.
pub(super) const OWED_FOR: Duration = Duration::from_secs(300);

/// Whether `+CMGS: reference` can be the answer to the message that waits for one, and to none before it.
///
/// `last` is the last reference known of that SIM, and `unanswered` how many messages have gone since whose
/// fate is unknown: each may have taken a reference or not. Only one that is beyond all of theirs is certain.
pub(super) fn is_certain(reference: u8, last: Option<u8>, unanswered: u32) -> bool {
    last.is_some_and(|last| u32::from(reference.wrapping_sub(last)) == unanswered + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_certain_where_no_message_before_can_have_its_reference() {
        let rows = [
            ((8, Some(7), 0), true),
            ((7, Some(7), 0), false),
            ((6, Some(7), 0), false),
            ((8, Some(7), 1), false),
            ((9, Some(7), 1), true),
            ((10, Some(7), 1), false),
            ((1, Some(255), 1), true),
            ((0, Some(255), 1), false),
            ((1, None, 1), false),
        ];
        for ((reference, last, unanswered), want) in rows {
            let given = is_certain(reference, last, unanswered);
            assert_eq!(given, want, "{reference} after {last:?} and {unanswered}");
        }
    }
}
