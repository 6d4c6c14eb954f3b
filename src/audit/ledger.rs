//! What the store's own entries must agree on among themselves and with the reports that a journal has: no try
//! without a ground for it, no report that no network gave.

use super::journal::{Heard, tail};
use super::{Attempt, Claim, Finding, Ground, Outcome};
use crate::message::{AttemptNumber, Verdict};

/// Tries that nothing allowed: after one that had sent the part, or after one in doubt without anybody's word.
pub(super) fn unasked(claim: &Claim) -> Vec<Finding> {
    let (message, part) = (claim.message, claim.number());
    let mut findings = Vec::new();
    let (mut sent, mut doubts, mut in_doubt) = (false, 0, false);
    for attempt in &claim.attempts {
        doubts += u32::from(in_doubt);
        let asked = attempt.ground == Ground::Resend && doubts <= claim.resends;
        if sent || (in_doubt && !asked) {
            findings.push(Finding::Unasked { message, part, attempt: attempt.number });
        }
        sent |= matches!(attempt.outcome, Outcome::Sent { .. });
        in_doubt = match attempt.outcome {
            Outcome::Open | Outcome::Unknown => true,
            Outcome::Withdrawn | Outcome::Refused | Outcome::Sent { .. } => false,
        };
    }
    findings
}

/// Whether a try that was made in spite of a doubt was the rule's, not a person's.
pub(super) fn is_ruled(claim: &Claim, number: AttemptNumber) -> bool {
    let before = claim.attempts.iter().filter(|attempt| attempt.number < number);
    let doubts = before.filter(|attempt| matches!(attempt.outcome, Outcome::Open | Outcome::Unknown));
    u32::try_from(doubts.count()).is_ok_and(|doubts| doubts <= claim.ruled)
}

/// Tries that a report has settled, as the store says, and no journal has one to that number that says so.
pub(super) fn forged(claim: &Claim, heard: &[&Heard]) -> Vec<Finding> {
    let number = tail(claim.recipient.e164());
    let settled = claim.attempts.iter().filter_map(|attempt| Some((attempt, attempt.verdict?)));
    settled
        .filter(|(attempt, verdict)| !heard.iter().any(|report| tells(report, &number, attempt, *verdict)))
        .map(|(attempt, _)| Finding::Forged {
            message: claim.message,
            part: claim.number(),
            attempt: attempt.number,
        })
        .collect()
}

fn tells(report: &Heard, number: &str, attempt: &Attempt, verdict: Verdict) -> bool {
    let same = match attempt.outcome {
        Outcome::Sent { reference } => report.reference == reference,
        // It was the report that told which.
        _ => true,
    };
    same && report.tail == number && report.verdict == verdict
}
