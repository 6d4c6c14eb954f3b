//! Which attempt a delivery report is about. TP-MR comes back every 256 messages and is never
//! trusted alone: the SIM, the number's last eight digits and the age have been asked already by
//! whoever gives the candidates. PURE.

use crate::message::AttemptNumber;
use crate::store::{Age, Candidate, Fate};

/// How many references beyond the expected one are believed: a modem may have used some for what is
/// not in the ledger.
const SLACK: u32 = 2;

/// The attempt that a report with TP-MR `reference` settles.
///
/// First the latest attempt that was given that very reference; where that one is too old by the clock, nothing is
/// certain. Otherwise only attempts of unknown
/// fate, their reference within what the SIM must have given by then; and only if one alone remains.
/// `candidates` come latest first.
pub(super) fn choose(reference: u8, candidates: &[Candidate]) -> Option<AttemptNumber> {
    if let Some(exact) = candidates.iter().find(|candidate| candidate.reference == Some(reference)) {
        return (exact.age == Age::Fresh).then_some(exact.attempt);
    }
    let candidates = || candidates.iter().filter(|candidate| candidate.age == Age::Fresh);
    // It may be about one whose `+CMGS` is still to come; it is asked again after that.
    if candidates().any(|candidate| candidate.fate == Fate::Open) {
        return None;
    }
    let mut possible =
        candidates().filter(|candidate| candidate.reference.is_none() && is_near(reference, candidate));
    match (possible.next(), possible.next()) {
        (Some(only), None) => Some(only.attempt),
        _ => None,
    }
}

fn is_near(reference: u8, candidate: &Candidate) -> bool {
    let Some(last) = candidate.last_reference else { return true };
    let steps = u32::from(reference.wrapping_sub(last));
    (1..=candidate.since + SLACK).contains(&steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(attempt: i64, reference: u8) -> Candidate {
        Candidate {
            attempt: AttemptNumber(attempt),
            reference: Some(reference),
            last_reference: None,
            since: 0,
            fate: Fate::Ended,
            age: Age::Fresh,
        }
    }

    fn unknown(attempt: i64, last_reference: Option<u8>, since: u32) -> Candidate {
        Candidate {
            attempt: AttemptNumber(attempt),
            reference: None,
            last_reference,
            since,
            fate: Fate::Ended,
            age: Age::Fresh,
        }
    }

    #[test]
    fn a_report_that_may_be_about_an_open_attempt_waits_for_its_result() {
        let open = Candidate { fate: Fate::Open, ..unknown(5, None, 0) };
        assert_eq!(choose(116, &[open.clone(), unknown(4, Some(115), 1)]), None);
        assert_eq!(choose(116, &[open, sent(4, 116)]), Some(AttemptNumber(4)));
    }

    #[test]
    fn what_is_too_old_by_the_clock_settles_nothing_and_lets_nothing_else_be_settled() {
        let old = |candidate| Candidate { age: Age::Lapsed, ..candidate };
        let rows: &[(&[Candidate], Option<i64>)] = &[
            (&[old(sent(9, 7)), unknown(4, None, 0)], None),
            (&[old(sent(9, 8)), unknown(4, None, 0)], Some(4)),
            (&[old(unknown(4, None, 0))], None),
            (&[sent(9, 7), old(sent(8, 7))], Some(9)),
        ];
        for (candidates, want) in rows {
            assert_eq!(choose(7, candidates).map(|attempt| attempt.0), *want, "{candidates:?}");
        }
    }

    #[test]
    fn the_exact_reference_wins_and_doubt_settles_nothing() {
        let rows: &[(u8, &[Candidate], Option<i64>)] = &[
            (7, &[], None),
            (7, &[sent(3, 7)], Some(3)),
            (7, &[sent(9, 7), sent(3, 7)], Some(9)),
            (8, &[sent(3, 7)], None),
            (8, &[unknown(4, Some(7), 1)], Some(4)),
            (10, &[unknown(4, Some(7), 1)], Some(4)),
            (11, &[unknown(4, Some(7), 1)], None),
            (7, &[unknown(4, Some(7), 1)], None),
            (1, &[unknown(4, Some(255), 1)], Some(4)),
            (200, &[unknown(4, None, 0)], Some(4)),
            (8, &[unknown(5, Some(7), 2), unknown(4, Some(7), 1)], None),
            (8, &[unknown(5, Some(7), 2), sent(4, 8)], Some(4)),
        ];
        for (reference, candidates, want) in rows {
            let chosen = choose(*reference, candidates).map(|attempt| attempt.0);
            assert_eq!(chosen, *want, "{reference} among {candidates:?}");
        }
    }
}
