//! Which attempt a delivery report is about. TP-MR comes back every 256 messages and is never
//! trusted alone: the SIM, the number's last eight digits and the age have been asked already by
//! whoever gives the candidates. PURE.

use crate::message::AttemptNumber;
use crate::store::{About, Age, Candidate, Fate};

/// How many references beyond the expected one are believed: a modem may have used some for what is
/// not in the ledger.
const SLACK: u32 = 2;

/// The attempt that a report with TP-MR `reference` settles.
///
/// First the latest attempt that was given that very reference; where that one is too old by the clock, nothing is
/// certain. Otherwise only attempts of unknown fate, their reference within what the SIM must have given by then;
/// if one alone remains, that one. Of several tries of one part any: what the report says, it says of that part, and
/// each of these tries stays one that another report may be about. Of several parts only where a report waits for each.
/// `candidates` come latest first; `waiting` are the references of all reports of that SIM that wait on the number.
pub(super) fn choose(reference: u8, candidates: &[Candidate], waiting: &[u8]) -> Option<About> {
    if let Some(exact) = candidates.iter().find(|candidate| candidate.reference == Some(reference)) {
        return (exact.age == Age::Fresh).then_some(About::Attempt(exact.attempt));
    }
    let fresh = || candidates.iter().filter(|candidate| candidate.age == Age::Fresh);
    // It may be about one whose `+CMGS` is still to come; it is asked again after that.
    if fresh().any(|candidate| candidate.fate == Fate::Open) {
        return None;
    }
    // It may be about one that is too old by the clock, and the clock may have jumped.
    let mut lapsed =
        candidates.iter().filter(|candidate| candidate.age == Age::Lapsed && candidate.reference.is_none());
    if lapsed.any(|candidate| is_near(reference, candidate)) {
        return None;
    }
    let about = |reference: u8| {
        fresh().filter(move |candidate| candidate.reference.is_none() && is_near(reference, candidate))
    };
    let mut possible: Vec<&Candidate> = about(reference).collect();
    possible.reverse();
    // A report beside it that may be about others too leaves one of these without any.
    let among_them = |other: &u8| about(*other).all(|candidate| possible.contains(&candidate));
    match possible.as_slice() {
        [only] => Some(About::Attempt(only.attempt)),
        several => waiting
            .iter()
            .all(among_them)
            .then(|| in_order(reference, several, waiting))
            .flatten()
            .map(About::Attempt)
            .or_else(|| one_try(several)),
    }
}

/// As many attempts as references, none of which is another's: a modem counts up, so the first attempt has the
/// first reference after the last known one, and so on. `several` come earliest first.
fn in_order(reference: u8, several: &[&Candidate], waiting: &[u8]) -> Option<AttemptNumber> {
    let first = several.first()?;
    let last = first.last_reference?;
    let mut steps: Vec<u8> = waiting.iter().map(|reference| reference.wrapping_sub(last)).collect();
    steps.sort_unstable();
    steps.dedup();
    if steps.len() != several.len() {
        return None;
    }
    let mut own = None;
    for (candidate, step) in several.iter().zip(steps) {
        let theirs = last.wrapping_add(step);
        // The same reference of another attempt: the modem has begun anew since.
        let same_count = candidate.last_attempt == first.last_attempt;
        if !same_count || candidate.last_reference != Some(last) || !is_near(theirs, candidate) {
            return None;
        }
        own = own.or((theirs == reference).then_some(candidate.attempt));
    }
    own
}

/// One of the tries of a part, where all are of one.
fn one_try(several: &[&Candidate]) -> Option<About> {
    let first = several.first()?;
    several.iter().all(|candidate| candidate.part == first.part).then_some(About::OneTry(first.attempt))
}

/// The references of those of the `waiting` reports of one SIM, each with its candidates, that the order of a report's
/// `candidates` may be told by: one that came when other attempts had been made may be about those, and one whose
/// reference is known is.
pub(super) fn beside<'c>(
    candidates: &[Candidate],
    waiting: impl Iterator<Item = (u8, &'c [Candidate])>,
) -> Vec<u8> {
    let alike = waiting.filter(|(reference, theirs)| {
        are_in_doubt_alike(theirs, candidates)
            && !theirs.iter().any(|candidate| candidate.reference == Some(*reference))
    });
    alike.map(|(reference, _)| reference).collect()
}

/// Whether two reports may be about the same attempts, as far as nobody knows their references.
fn are_in_doubt_alike(one: &[Candidate], other: &[Candidate]) -> bool {
    let in_doubt = |candidate: &&Candidate| candidate.reference.is_none();
    let numbers = |candidate: &Candidate| candidate.attempt;
    one.iter().filter(in_doubt).map(numbers).eq(other.iter().filter(in_doubt).map(numbers))
}

fn is_near(reference: u8, candidate: &Candidate) -> bool {
    let Some(last) = candidate.last_reference else { return true };
    let steps = |reference: u8| u32::from(reference.wrapping_sub(last));
    let next = candidate.next_reference.map_or(u32::MAX, steps);
    (1..=candidate.since + SLACK).contains(&steps(reference)) && (next == 0 || steps(reference) < next)
}

#[cfg(test)]
mod worlds;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::PartId;

    fn sent(attempt: i64, reference: u8) -> Candidate {
        Candidate {
            attempt: AttemptNumber(attempt),
            part: PartId(attempt),
            reference: Some(reference),
            last_reference: None,
            last_attempt: None,
            next_reference: None,
            since: 0,
            fate: Fate::Ended,
            age: Age::Fresh,
        }
    }

    fn unknown(attempt: i64, last_reference: Option<u8>, since: u32) -> Candidate {
        Candidate {
            attempt: AttemptNumber(attempt),
            part: PartId(attempt),
            reference: None,
            last_reference,
            last_attempt: last_reference.map(|_| AttemptNumber(0)),
            next_reference: None,
            since,
            fate: Fate::Ended,
            age: Age::Fresh,
        }
    }

    #[test]
    fn a_report_that_may_be_about_an_open_attempt_waits_for_its_result() {
        let open = Candidate { fate: Fate::Open, ..unknown(5, None, 0) };
        assert_eq!(choose(116, &[open.clone(), unknown(4, Some(115), 1)], &[116]), None);
        assert_eq!(choose(116, &[open, sent(4, 116)], &[116]), Some(About::Attempt(AttemptNumber(4))));
    }

    #[test]
    fn what_is_too_old_by_the_clock_settles_nothing_and_lets_nothing_else_be_settled() {
        let old = |candidate| Candidate { age: Age::Lapsed, ..candidate };
        let rows: &[(&[Candidate], Option<i64>)] = &[
            (&[old(sent(9, 7)), unknown(4, None, 0)], None),
            (&[old(sent(9, 8)), unknown(4, None, 0)], Some(4)),
            (&[old(unknown(4, None, 0))], None),
            (&[old(unknown(9, None, 0)), unknown(4, None, 0)], None),
            (&[old(unknown(9, Some(6), 1)), unknown(4, None, 0)], None),
            (&[old(unknown(9, Some(7), 1)), unknown(4, None, 0)], Some(4)),
            (&[sent(9, 7), old(sent(8, 7))], Some(9)),
        ];
        for (candidates, want) in rows {
            assert_eq!(choose(7, candidates, &[7]).map(|about| about.attempt().0), *want, "{candidates:?}");
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
            let chosen = choose(*reference, candidates, &[*reference]).map(|about| about.attempt().0);
            assert_eq!(chosen, *want, "{reference} among {candidates:?}");
        }
    }

    #[test]
    fn what_went_before_another_has_a_lower_reference_than_that() {
        let before = |next| Candidate { next_reference: Some(next), ..unknown(4, Some(254), 1) };
        let rows = [(255, 0, Some(4)), (0, 0, None), (0, 1, Some(4)), (1, 1, None), (255, 254, Some(4))];
        for (reference, next, want) in rows {
            let chosen = choose(reference, &[before(next)], &[reference]).map(|about| about.attempt().0);
            assert_eq!(chosen, want, "{reference} before {next}");
        }
    }

    #[test]
    fn a_report_on_one_of_several_tries_of_a_part_is_about_that_part() {
        let of = |part, candidate| Candidate { part: PartId(part), ..candidate };
        let tries = [of(2, unknown(7, Some(2), 1)), of(2, unknown(4, None, 0))];
        let beside = |candidate: Candidate| [tries.as_slice(), &[candidate]].concat();
        let one_try = Some(About::OneTry(AttemptNumber(4)));
        let rows: &[(&[Candidate], Option<About>)] = &[
            (&tries, one_try),
            (&tries[..1], Some(About::Attempt(AttemptNumber(7)))),
            (&beside(of(1, sent(3, 9))), one_try),
            (&beside(of(1, unknown(3, Some(77), 1))), one_try),
            (&beside(of(1, unknown(3, Some(1), 1))), None),
        ];
        for (candidates, want) in rows {
            assert_eq!(choose(3, candidates, &[3]), *want, "{candidates:?}");
        }
    }

    #[test]
    #[allow(clippy::type_complexity, reason = "rows of given and wanted")]
    fn several_in_doubt_are_told_apart_by_the_order_of_as_many_references() {
        let begun_anew = |candidate| Candidate { last_attempt: Some(AttemptNumber(3)), ..candidate };
        let two: &[Candidate] = &[unknown(5, Some(254), 2), unknown(4, Some(254), 1)];
        type Row<'r> = (u8, &'r [u8], &'r [Candidate], Option<i64>);
        let rows: &[Row<'_>] = &[
            (255, &[255, 0], two, Some(4)),
            (0, &[0, 255], two, Some(5)),
            (0, &[0, 255, 0], two, Some(5)),
            // The modem used one for what is not in the ledger.
            (1, &[255, 1], two, Some(5)),
            // Only one was accepted, or the other's report is still to come.
            (0, &[0], two, None),
            // One of the three is foreign: nothing tells which.
            (0, &[255, 0, 1], two, None),
            // Beyond what the SIM can have given.
            (255, &[255, 77], two, None),
            (77, &[255, 77], two, None),
            // The other may be about a third, and the first of these about nothing: so it was drawn once.
            (4, &[4, 6], &[unknown(8, Some(5), 1), unknown(6, Some(1), 4), unknown(3, Some(1), 1)], None),
            // The same count, begun anew in between.
            (255, &[255, 0], &[unknown(5, Some(254), 2), begun_anew(unknown(4, Some(254), 1))], None),
            // Another reference is known between the two, or none at all.
            (12, &[12, 13], &[unknown(5, Some(11), 1), unknown(4, Some(10), 1)], None),
            (12, &[12, 13], &[unknown(5, None, 0), unknown(4, None, 0)], None),
        ];
        for (reference, waiting, candidates, want) in rows {
            let chosen = choose(*reference, candidates, waiting).map(|about| about.attempt().0);
            assert_eq!(chosen, *want, "{reference} of {waiting:?} among {candidates:?}");
        }
    }
}
