//! Which PDU belongs to which part of the store: by number, place and text first, then by reference and
//! time. Several messages may say the same to the same number; each try explains one PDU.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::journal::{Content, Seen};
use super::{Attempt, Claim, Finding, Ground, Outcome};
use crate::message::AttemptNumber;
use crate::moment::Moment;
use crate::phone::PhoneNumber;

/// To whom a PDU belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    /// Its index.
    pub(super) claim: usize,
    /// The try that explains it, where one does.
    pub(super) attempt: Option<AttemptNumber>,
    /// That try was asked for, though the fate of the one before was unknown.
    pub(super) resend: bool,
}

/// An owner for each PDU, and the PDUs that have none or are not as they should be.
pub(super) struct Matched {
    pub(super) owners: Vec<Option<Owner>>,
    pub(super) findings: Vec<Finding>,
}

/// To whom, and which part of how many.
type Position = (PhoneNumber, Option<(u16, u8, u8)>);

struct Matcher<'a> {
    claims: &'a [Claim],
    seen: &'a [Seen],
    by_content: HashMap<Content, Vec<usize>>,
    by_position: HashMap<Position, Vec<usize>>,
    owners: Vec<Option<Owner>>,
    explained: HashSet<(usize, AttemptNumber)>,
    /// Claims of which the network took something.
    taken: HashSet<usize>,
    findings: Vec<Finding>,
}

/// Finds them.
pub(super) fn matched(claims: &[Claim], seen: &[Seen]) -> Matched {
    let mut matcher = Matcher::new(claims, seen);
    // The surest proofs first, so that a doubtful one takes nothing from them.
    matcher.explain(|seen, attempt| match attempt.outcome {
        Outcome::Sent { reference } => seen.accepted && seen.reference == Some(reference),
        _ => false,
    });
    matcher.explain(|seen, attempt| !seen.accepted && attempt.outcome == Outcome::Refused);
    matcher.explain(|_, attempt| matches!(attempt.outcome, Outcome::Open | Outcome::Unknown));
    matcher.explain(|seen, attempt| seen.accepted && matches!(attempt.outcome, Outcome::Sent { .. }));
    matcher.surplus();
    matcher.altered();
    matcher.unknown();
    Matched { owners: matcher.owners, findings: matcher.findings }
}

fn content(claim: &Claim) -> Content {
    let concat = claim.text.concat.map(|concat| (concat.reference.into(), concat.total, concat.number));
    Content { to: claim.recipient.clone(), concat, text: claim.text.text.clone() }
}

fn distance(one: Moment, other: Moment) -> Duration {
    one.since(other).max(other.since(one))
}

impl<'a> Matcher<'a> {
    fn new(claims: &'a [Claim], seen: &'a [Seen]) -> Self {
        let mut by_content: HashMap<Content, Vec<usize>> = HashMap::new();
        let mut by_position: HashMap<Position, Vec<usize>> = HashMap::new();
        for (at, claim) in claims.iter().enumerate() {
            let content = content(claim);
            by_position.entry((content.to.clone(), content.concat)).or_default().push(at);
            by_content.entry(content).or_default().push(at);
        }
        let owners = vec![None; seen.len()];
        let (explained, taken) = (HashSet::new(), HashSet::new());
        Self { claims, seen, by_content, by_position, owners, explained, taken, findings: Vec::new() }
    }

    /// Gives each PDU without an owner the try of its content that fits and is nearest in time.
    fn explain(&mut self, fits: impl Fn(&Seen, &Attempt) -> bool) {
        for (at, seen) in self.seen.iter().enumerate() {
            let group = seen.content.as_ref().and_then(|content| self.by_content.get(content));
            let (None, Some(group)) = (self.owner(at), group) else { continue };
            if let Some(owner) = self.nearest(group, seen, |attempt| fits(seen, attempt)) {
                self.give(at, owner);
            }
        }
    }

    /// PDUs of a known content that no try explains: they go to a part that nothing has been seen of,
    /// else to one that has been seen already.
    fn surplus(&mut self) {
        for (at, seen) in self.seen.iter().enumerate() {
            let group = seen.content.as_ref().and_then(|content| self.by_content.get(content));
            let (None, Some(group)) = (self.owner(at), group) else { continue };
            let unseen = group.iter().find(|claim| !self.taken.contains(claim));
            if let Some(&claim) = unseen.or_else(|| group.first()) {
                self.give(at, Owner { claim, attempt: None, resend: false });
            }
        }
    }

    /// PDUs in the place of a part that says something else: same number, same part of several, and a
    /// try that nothing else explains.
    fn altered(&mut self) {
        for (at, seen) in self.seen.iter().enumerate() {
            let position = seen.content.as_ref().map(|content| (content.to.clone(), content.concat));
            let group = position.and_then(|position| self.by_position.get(&position));
            let (None, Some(group)) = (self.owner(at), group) else { continue };
            let Some(owner) = self.nearest(group, seen, Attempt::may_be_sent) else { continue };
            self.give(at, owner);
            if let Some(claimed) = self.claims.get(owner.claim) {
                let (message, part, place) = (claimed.message, claimed.number(), seen.place.clone());
                self.findings.push(Finding::Altered { message, part, place });
            }
        }
    }

    fn unknown(&mut self) {
        let without = self.seen.iter().zip(&self.owners).filter(|(_, owner)| owner.is_none());
        let findings = without.map(|(seen, _)| Finding::Unknown { place: seen.place.clone() });
        self.findings.extend(findings);
    }

    /// Of the claims, the try that fits, explains nothing yet and is nearest in time.
    fn nearest(&self, group: &[usize], seen: &Seen, fits: impl Fn(&Attempt) -> bool) -> Option<Owner> {
        let tries = group.iter().filter_map(|&claim| Some((claim, &self.claims.get(claim)?.attempts)));
        let tries = tries.flat_map(|(claim, tries)| tries.iter().map(move |attempt| (claim, attempt)));
        let free = tries
            .filter(|(claim, attempt)| fits(attempt) && !self.explained.contains(&(*claim, attempt.number)));
        let (claim, attempt) = free.min_by_key(|(_, attempt)| distance(attempt.begun_at, seen.at))?;
        Some(Owner { claim, attempt: Some(attempt.number), resend: attempt.ground == Ground::Resend })
    }

    fn owner(&self, at: usize) -> Option<Owner> {
        self.owners.get(at).copied().flatten()
    }

    fn give(&mut self, at: usize, owner: Owner) {
        if let Some(place) = self.owners.get_mut(at) {
            *place = Some(owner);
        }
        self.explained.extend(owner.attempt.map(|number| (owner.claim, number)));
        if self.seen.get(at).is_some_and(|seen| seen.accepted) {
            self.taken.insert(owner.claim);
        }
    }
}
