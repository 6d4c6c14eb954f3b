//! A submission: `AT+CMGS=n` -> prompt -> the caller says go -> PDU and Ctrl-Z -> result
//! (TS 27.005 §3.5.1). `+CMGS: <mr>` is kept until the final result, so that the next command does
//! not meet a modem that still speaks.

use std::time::{Duration, Instant};

use super::command::pdu_octets;
use super::line::{FinalResult, Line};
use super::resync::Owed;
use super::session::{Arrival, Event, Mail, Next, NotAtPrompt, unasked};

/// How long a prompt may take: no network is involved.
const PROMPT_PATIENCE: Duration = Duration::from_secs(10);

/// How long the final result may take after `+CMGS`; what counts has been said.
const FINAL_PATIENCE: Duration = Duration::from_secs(5);

/// How far a submission has come.
#[derive(Debug)]
pub(super) enum Submit {
    /// Asked for a prompt.
    AwaitsPrompt { deadline: Instant },
    /// The modem waits; the caller has its own deadline.
    AtPrompt,
    /// Ctrl-Z has gone.
    AwaitsResult { reference: Option<u8>, deadline: Instant },
}

impl Submit {
    pub(super) fn begin(now: Instant) -> Self {
        Self::AwaitsPrompt { deadline: now + PROMPT_PATIENCE }
    }

    pub(super) fn awaits_prompt(&self) -> bool {
        matches!(self, Self::AwaitsPrompt { .. })
    }

    pub(super) fn reference(&self) -> Option<u8> {
        match self {
            Self::AwaitsResult { reference, .. } => *reference,
            Self::AwaitsPrompt { .. } | Self::AtPrompt => None,
        }
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        match self {
            Self::AwaitsPrompt { deadline } | Self::AwaitsResult { deadline, .. } => Some(*deadline),
            Self::AtPrompt => None,
        }
    }

    pub(super) fn on_prompt(&mut self, mail: &mut Mail) {
        if self.awaits_prompt() {
            *self = Self::AtPrompt;
            mail.tell(Event::Prompt);
        }
    }

    pub(super) fn proceed(
        &mut self,
        octets: &[u8],
        deadline: Instant,
        mail: &mut Mail,
    ) -> Result<(), NotAtPrompt> {
        if !matches!(self, Self::AtPrompt) {
            return Err(NotAtPrompt);
        }
        mail.write(pdu_octets(octets));
        *self = Self::AwaitsResult { reference: None, deadline };
        Ok(())
    }

    pub(super) fn on_line(&mut self, line: &Line, text: String, now: Instant, mail: &mut Mail) -> Next {
        match (self, line) {
            // A refusal leaves the modem in step; a stray OK does not say that no prompt follows.
            (Self::AwaitsPrompt { .. }, Line::Final(end)) => {
                mail.tell(Event::NoPrompt(Some(end.clone())));
                if *end == FinalResult::Ok { Next::Lost(Owed::Nothing) } else { Next::Free }
            }
            (Self::AtPrompt, Line::Final(end)) => {
                mail.tell(Event::NoPrompt(Some(end.clone())));
                Next::Lost(Owed::Nothing)
            }
            (Self::AwaitsResult { reference, deadline }, Line::Submitted { reference: seen }) => {
                *reference = Some(*seen);
                *deadline = (*deadline).min(now + FINAL_PATIENCE);
                Next::Stay
            }
            (Self::AwaitsResult { reference, .. }, Line::Final(end)) => {
                mail.tell(match *reference {
                    Some(reference) => Event::Submitted { reference, arrival: Arrival::InTime },
                    None => Event::SubmitEnded { end: end.clone(), arrival: Arrival::InTime },
                });
                Next::Free
            }
            (_, line) => {
                mail.tell(unasked(line, text));
                Next::Stay
            }
        }
    }

    pub(super) fn on_timeout(&mut self, mail: &mut Mail) -> Next {
        match self {
            Self::AtPrompt => Next::Stay,
            Self::AwaitsPrompt { .. } => {
                mail.tell(Event::NoPrompt(None));
                Next::Lost(Owed::Nothing)
            }
            Self::AwaitsResult { reference: Some(reference), .. } => {
                mail.tell(Event::Submitted { reference: *reference, arrival: Arrival::InTime });
                Next::Lost(Owed::Nothing)
            }
            Self::AwaitsResult { reference: None, .. } => Next::Lost(Owed::SubmitResult),
        }
    }
}
