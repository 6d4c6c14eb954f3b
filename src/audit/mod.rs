//! A store's claims against what the modems' journals saw: each part once, none lost, none late, none
//! that the store never knew, none with another text. Plain values in, findings out; where rows and
//! files come from is the caller's business. Shares nothing with what sends.

mod finding;
mod journal;
mod ledger;
mod matching;

#[cfg(test)]
mod tests;

use std::fmt;
use std::time::Duration;

use serde::Serialize;

pub use self::finding::Finding;
pub use self::journal::{Heard, Journal, Place, Remark, Seen};

use self::matching::Owner;
pub use crate::message::Ground;
use crate::message::{self, AttemptNumber, MessageId, PartState, PartText, Resolution};
use crate::moment::Moment;
use crate::phone::PhoneNumber;

/// What the store says of one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The message it belongs to.
    pub message: MessageId,
    /// To whom.
    pub recipient: PhoneNumber,
    /// What was to be sent, and which part of how many.
    pub text: PartText,
    /// What has become of it.
    pub state: PartState,
    /// Nothing may begin after it.
    pub expires_at: Option<Moment>,
    /// In the order of the ledger.
    pub attempts: Vec<Attempt>,
    /// What a person said of it while it was unknown: no journal has to prove that.
    pub resolved: Option<Resolution>,
    /// How often it was to go once more, though a try was of unknown fate.
    pub resends: u32,
    /// How many of these its service's rule made, always the first; a person asked for the others.
    pub ruled: u32,
    /// The mirror of its outbox has told its message's state to a restored store, which has lost the tries that led to it.
    pub mirrored: bool,
}

/// What the store says of one try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its ledger number.
    pub number: AttemptNumber,
    /// When it was written ahead.
    pub begun_at: Moment,
    /// How it ended.
    pub outcome: Outcome,
    /// Why there was one.
    pub ground: Ground,
    /// What the store says that a report has said of it.
    pub verdict: Option<message::Verdict>,
}

/// How a try ended, as the store has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Not at all yet.
    Open,
    /// Taken back before Ctrl-Z.
    Withdrawn,
    /// The network has it.
    Sent {
        /// TP-MR.
        reference: u8,
    },
    /// The network refused it.
    Refused,
    /// Nothing is known.
    Unknown,
}

/// What an audit has come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Parts that the store knows.
    pub parts: usize,
    /// Of them, those that a journal saw the network take.
    pub sent: usize,
    /// Parts whose fate the store calls unknown, whatever the journals saw.
    pub unknown: usize,
    /// Parts whose state the outbox's mirror alone tells: neither a try nor a journal proves it.
    pub mirrored: usize,
    /// Taken once more, because a rule or a person asked for it.
    pub resent: usize,
    /// Of these, those that the rule of their service made.
    pub resent_by_rule: usize,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// Judges the claims of one store by what the journals of its modems saw. `tolerance` is for the clocks: nothing
/// is late that came so much after its expiry.
pub fn audit(claims: &[Claim], journals: &[Journal], tolerance: Duration) -> Verdict {
    let seen: Vec<Seen> = journals.iter().flat_map(|journal| journal.seen.iter().cloned()).collect();
    let heard: Vec<&Heard> = journals.iter().flat_map(|journal| &journal.heard).collect();
    let matched = matching::matched(claims, &seen);
    let unknown = claims.iter().filter(|claim| claim.state == PartState::Unknown).count();
    let (parts, findings) = (claims.len(), matched.findings);
    let mut verdict = Verdict { parts, unknown, findings, ..Verdict::default() };
    let mut takings: Vec<Vec<(&Seen, Owner)>> = vec![Vec::new(); claims.len()];
    for (seen, owner) in seen.iter().zip(&matched.owners) {
        let Some((owner, claim)) = owner.and_then(|owner| Some((owner, claims.get(owner.claim)?))) else {
            continue;
        };
        if let Some(takings) = takings.get_mut(owner.claim).filter(|_| seen.accepted) {
            takings.push((seen, owner));
        }
        if let Some(expires_at) = claim.expires_at.filter(|expires_at| seen.at > expires_at.plus(tolerance)) {
            let (message, part, place) = (claim.message, claim.number(), seen.place.clone());
            verdict.findings.push(Finding::Late { message, part, place, by: seen.at.since(expires_at) });
        }
    }
    for (claim, takings) in claims.iter().zip(&takings) {
        verdict.sent += usize::from(!takings.is_empty());
        verdict.mirrored += usize::from(claim.is_told_by_mirror(takings));
        let resent = || takings.iter().filter(|(_, owner)| owner.resend);
        verdict.resent += resent().count();
        let by_rule = |owner: &Owner| owner.attempt.is_some_and(|attempt| ledger::is_ruled(claim, attempt));
        verdict.resent_by_rule += resent().filter(|(_, owner)| by_rule(owner)).count();
        verdict.findings.extend(finding::of_claim(claim, takings));
        verdict.findings.extend(ledger::unasked(claim));
        verdict.findings.extend(ledger::forged(claim, &heard));
    }
    verdict
}

impl Claim {
    /// Which part, from 1.
    pub fn number(&self) -> u8 {
        self.text.concat.map_or(1, |concat| concat.number)
    }

    /// Whether the store says that the network has it.
    fn is_sent(&self) -> bool {
        matches!(self.state, PartState::Sent | PartState::Delivered | PartState::Undelivered)
    }

    /// Whether that stands on a person's word alone.
    fn is_vouched_for(&self) -> bool {
        self.resolved == Some(Resolution::Sent) && self.state == PartState::Sent && !self.is_proven()
    }

    /// Whether what is said of it stands on the mirror's word alone, given each time that the network took it: a
    /// person may have said so in the life that was lost.
    fn is_told_by_mirror(&self, takings: &[(&Seen, Owner)]) -> bool {
        let unproven = if takings.is_empty() { self.is_sent() } else { !self.may_be_sent() };
        self.mirrored && unproven && !self.is_vouched_for() && !self.is_proven()
    }

    fn is_proven(&self) -> bool {
        self.attempts.iter().any(|attempt| matches!(attempt.outcome, Outcome::Sent { .. }))
    }

    /// Whether the network may have it without the store being wrong.
    /// A store that was restored has lost the attempts of what it calls unknown.
    fn may_be_sent(&self) -> bool {
        let in_doubt = || self.attempts.iter().any(Attempt::may_be_sent) && !self.is_given_up();
        self.is_sent() || self.state == PartState::Unknown || in_doubt()
    }

    /// Whether it is called undone; by nobody but a person, where a try is in doubt.
    fn is_given_up(&self) -> bool {
        matches!(self.state, PartState::Failed | PartState::Expired | PartState::Cancelled)
            && self.resolved != Some(Resolution::Failed)
    }
}

impl Attempt {
    fn may_be_sent(&self) -> bool {
        matches!(self.outcome, Outcome::Open | Outcome::Unknown | Outcome::Sent { .. })
    }
}

impl Verdict {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// How many findings of each sort there are, in a fixed order.
    pub fn counts(&self) -> [(&'static str, usize); 9] {
        let sorts =
            ["twice", "lost", "late", "unknown", "altered", "denied", "miscounted", "unasked", "forged"];
        sorts.map(|sort| (sort, self.findings.iter().filter(|finding| finding.sort() == sort).count()))
    }
}

/// `12 parts, 12 sent, none twice, none lost, none late`, and what else there is.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} parts, {} sent", self.parts, self.sent)?;
        if self.unknown > 0 {
            write!(f, ", {} unknown to the store", self.unknown)?;
        }
        if self.mirrored > 0 {
            write!(f, ", {} known from the outbox alone", self.mirrored)?;
        }
        if self.resent_by_rule > 0 {
            write!(f, ", {} sent once more by the service's rule", self.resent_by_rule)?;
        }
        if self.resent > self.resent_by_rule {
            write!(f, ", {} sent once more on request", self.resent - self.resent_by_rule)?;
        }
        for (place, (sort, count)) in self.counts().into_iter().enumerate() {
            match (place, count) {
                (0..=2, 0) => write!(f, ", none {sort}")?,
                (_, 0) => {}
                _ => write!(f, ", {count} {sort}")?,
            }
        }
        Ok(())
    }
}
