//! A store that was put back has lost its tries: what it says of messages it has from a person, or from the mirror of
//! their outbox.

use super::*;

#[test]
fn a_restored_store_has_no_attempts_for_what_it_calls_unknown() {
    let (mut claims, mut lines) = pair();
    claims[0].state = PartState::Unknown;
    claims[0].attempts.clear();
    assert!(found(&claims, &lines).is_empty(), "it went");
    lines.remove(0);
    assert!(found(&claims, &lines).is_empty(), "it did not");
}

#[test]
fn what_the_mirror_told_a_restored_store_is_neither_lost_nor_denied_nor_proven() {
    let sent = Outcome::Sent { reference: 5 };
    // The state, the try that is left, whether a journal has it; what is excused, what is found.
    let rows = [
        (PartState::Sent, None, false, 1, ""),
        (PartState::Delivered, None, false, 1, ""),
        (PartState::Sent, None, true, 0, ""),
        (PartState::Failed, None, true, 1, ""),
        (PartState::Cancelled, None, true, 1, ""),
        (PartState::Failed, None, false, 0, ""),
        (PartState::Sent, Some(Outcome::Unknown), false, 1, ""),
        (PartState::Failed, Some(Outcome::Unknown), true, 1, ""),
        (PartState::Failed, Some(Outcome::Refused), true, 1, ""),
        (PartState::Sent, Some(sent), false, 0, "1 lost"),
    ];
    for (state, outcome, seen, told, fault) in rows {
        let attempt = outcome.map(|outcome| (1, 100, outcome));
        let mut claim = claim(1, ANNE, part("Bonjour", 0), state, attempt.as_slice());
        let lines = seen.then(|| line(101, ANNE, &part("Bonjour", 0), Some(5)));
        let row = format!("{state} {outcome:?} {seen}");
        claim.mirrored = true;
        let verdict = judged(std::slice::from_ref(&claim), lines.as_slice());
        assert_eq!((verdict.mirrored, verdict.sent), (told, usize::from(seen)), "{row}");
        assert_eq!(verdict.is_clean(), fault.is_empty(), "{row}: {verdict}");
        assert!(verdict.to_string().contains(fault), "{row}: {verdict}");
        let words = verdict.to_string().contains("known from the outbox alone");
        assert_eq!(words, told > 0, "{row}: {verdict}");
        claim.mirrored = false;
        let verdict = judged(&[claim], lines.as_slice());
        assert_eq!((verdict.mirrored, verdict.is_clean()), (0, told == 0 && fault.is_empty()), "{row}");
    }
}
