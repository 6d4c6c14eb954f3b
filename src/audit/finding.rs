//! What can be wrong, in sentences. A message is named by its number in the store, a PDU by its place in
//! a journal; neither a text nor a telephone number is told.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::journal::{Place, Seen};
use super::matching::Owner;
use super::{Claim, Outcome};
use crate::message::{AttemptNumber, MessageId, PartState};

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// The network took a part more than once, and nobody had asked for it.
    Twice {
        /// Of the store.
        message: MessageId,
        /// From 1.
        part: u8,
        /// Each time it was taken.
        places: Vec<Place>,
    },
    /// The store says that the network has it; no journal saw it.
    Lost {
        /// Of the store.
        message: MessageId,
        /// From 1.
        part: u8,
        /// The try that claims it, where one does.
        attempt: Option<AttemptNumber>,
    },
    /// Handed over after the message had expired.
    Late {
        /// Of the store.
        message: MessageId,
        /// From 1.
        part: u8,
        /// Where it was seen.
        place: Place,
        /// After its expiry.
        #[serde(rename = "late_by_seconds", serialize_with = "seconds")]
        by: Duration,
    },
    /// No message of the store says this to this number.
    Unknown {
        /// Where it was seen.
        place: Place,
    },
    /// To the right number, in the right place, but it says something else than the store.
    Altered {
        /// Of the store.
        message: MessageId,
        /// From 1.
        part: u8,
        /// Where it was seen.
        place: Place,
    },
    /// The network took it, and the store says that it was never sent.
    Denied {
        /// Of the store.
        message: MessageId,
        /// From 1.
        part: u8,
        /// What the store says.
        state: PartState,
        /// Where it was seen.
        place: Place,
    },
    /// Sent, but under another reference than the store has: its reports will go astray.
    Miscounted {
        /// Of the store.
        message: MessageId,
        /// From 1.
        part: u8,
        /// TP-MR that the store has.
        stored: u8,
        /// Where it was seen.
        place: Place,
    },
    /// A try that nothing allowed: the part had been sent, or nobody had wanted it again in spite of the doubt.
    Unasked {
        /// Of the store.
        message: MessageId,
        /// From 1.
        part: u8,
        /// That try.
        attempt: AttemptNumber,
    },
    /// A report has settled a try, as the store says, and no journal has it.
    Forged {
        /// Of the store.
        message: MessageId,
        /// From 1.
        part: u8,
        /// That try.
        attempt: AttemptNumber,
    },
}

fn seconds<S: serde::Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(duration.as_secs_f64())
}

impl Finding {
    /// One word for it, as verdicts count it.
    pub fn sort(&self) -> &'static str {
        match self {
            Finding::Twice { .. } => "twice",
            Finding::Lost { .. } => "lost",
            Finding::Late { .. } => "late",
            Finding::Unknown { .. } => "unknown",
            Finding::Altered { .. } => "altered",
            Finding::Denied { .. } => "denied",
            Finding::Miscounted { .. } => "miscounted",
            Finding::Unasked { .. } => "unasked",
            Finding::Forged { .. } => "forged",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::Twice { message, part, places } => {
                let places = places.iter().map(Place::to_string).collect::<Vec<_>>().join(", ");
                write!(f, "message {message} part {part} was sent more than once: {places}")
            }
            Finding::Lost { message, part, attempt: Some(AttemptNumber(attempt)) } => {
                write!(
                    f,
                    "message {message} part {part} counts as sent by attempt {attempt}, and no journal has it"
                )
            }
            Finding::Lost { message, part, attempt: None } => {
                write!(f, "message {message} part {part} counts as sent, and no journal has it")
            }
            Finding::Late { message, part, place, by } => {
                let late = by.as_secs();
                write!(f, "message {message} part {part} was handed over {late} s after its expiry: {place}")
            }
            Finding::Unknown { place } => write!(f, "{place} is of no message in the store"),
            Finding::Altered { message, part, place } => {
                write!(f, "message {message} part {part} says something else at {place} than in the store")
            }
            Finding::Denied { message, part, state, place } => {
                write!(f, "message {message} part {part} was sent at {place}, and the store says {state}")
            }
            Finding::Miscounted { message, part, stored, place } => {
                write!(
                    f,
                    "message {message} part {part} has another reference at {place} than {stored} in the store"
                )
            }
            Finding::Unasked { message, part, attempt: AttemptNumber(attempt) } => write!(
                f,
                "message {message} part {part} was tried again by attempt {attempt}, and nothing had allowed that"
            ),
            Finding::Forged { message, part, attempt: AttemptNumber(attempt) } => write!(
                f,
                "message {message} part {part} has a report on attempt {attempt} in the store, and no journal has it"
            ),
        }
    }
}

/// What is wrong with one claim, given each time that the network took it.
pub(super) fn of_claim(claim: &Claim, takings: &[(&Seen, Owner)]) -> Vec<Finding> {
    let (message, part) = (claim.message, claim.number());
    let mut findings = Vec::new();
    let owned = |number| takings.iter().find(|(_, owner)| owner.attempt == Some(number));
    for attempt in &claim.attempts {
        let Outcome::Sent { reference } = attempt.outcome else { continue };
        match owned(attempt.number) {
            None => findings.push(Finding::Lost { message, part, attempt: Some(attempt.number) }),
            Some((seen, _)) if seen.reference != Some(reference) => {
                let place = seen.place.clone();
                findings.push(Finding::Miscounted { message, part, stored: reference, place });
            }
            Some(_) => {}
        }
    }
    let excused = claim.is_vouched_for() || claim.is_told_by_mirror(takings);
    if claim.is_sent() && !excused && takings.is_empty() && findings.is_empty() {
        findings.push(Finding::Lost { message, part, attempt: None });
    }
    if !claim.may_be_sent()
        && !excused
        && let Some((seen, _)) = takings.first()
    {
        findings.push(Finding::Denied { message, part, state: claim.state, place: seen.place.clone() });
    }
    let unasked = takings.iter().filter(|(_, owner)| !owner.resend).count();
    if unasked > 1 {
        let places = takings.iter().map(|(seen, _)| seen.place.clone()).collect();
        findings.push(Finding::Twice { message, part, places });
    }
    findings
}
