//! What a line's word on an attempt means for the ledger. Only `+CMGS: <mr>` proves sent; a refusal
//! is one only where the profile's table says so; all else is unknown and stays so. PURE.

use super::desk::Ended;
use super::retry;
use crate::line::{Doubt, Outcome};
use crate::message::Reason;
use crate::moment::Moment;
use crate::store::AttemptEnd;

pub(super) fn end_of(ended: &Ended, tries: u32, now: Moment) -> AttemptEnd {
    match ended {
        Ended::Withdrawn(cause) => AttemptEnd::Withdrawn { reason: Reason::Withdrawn { cause: *cause } },
        Ended::Outcome(Outcome::Sent { reference, late: false }) => AttemptEnd::Sent {
            reference: Some(*reference),
            reason: Reason::TakenByNetwork { reference: *reference },
        },
        Ended::Outcome(Outcome::Sent { reference, late: true }) => AttemptEnd::Sent {
            reference: Some(*reference),
            reason: Reason::LateAnswer { reference: *reference },
        },
        Ended::Outcome(Outcome::Refused(refusal)) => retry::after(refusal, tries, now),
        Ended::Outcome(Outcome::Unknown(doubt)) => AttemptEnd::Unknown {
            reason: match doubt {
                Doubt::Silence => Reason::NoAnswer,
                Doubt::Unclear { answer } => Reason::UnclearAnswer { answer: answer.clone() },
                Doubt::PerhapsEarlier { reference } => Reason::PerhapsEarlierAnswer { reference: *reference },
                Doubt::Restarted => Reason::ModemRestarted,
                Doubt::PortLost => Reason::PortLost,
                Doubt::ProcessEnded => Reason::ProcessEnded,
            },
        },
    }
}
