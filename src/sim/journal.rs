//! What a virtual modem has seen, as records: one for each PDU that a program handed over, whatever
//! became of it, and one for each report and incoming message. Serialised as one JSON object each.

use std::fmt;

use serde::{Serialize, Serializer};

use super::fault::Mishap;
use crate::moment::Moment;
use crate::sms::header::{Concatenation, Reference};

/// One entry.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Record {
    /// A PDU came with its Ctrl-Z.
    Submit(Submitted),
    /// A report went to the modem.
    Report(Reported),
    /// A message went to the modem.
    Incoming(Received),
    /// Something happened to the modem itself, or was done to it.
    Note {
        /// When, UTC milliseconds.
        #[serde(serialize_with = "millis")]
        t: Moment,
        /// What, for people.
        note: String,
    },
}

/// Other programs compare it with their clocks: a number, as the journal has always had it.
fn millis<S: Serializer>(at: &Moment, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(at.millis())
}

/// Shows the kind only: a record holds numbers and texts.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Record::Submit(_) => "Submit",
            Record::Report(_) => "Report",
            Record::Incoming(_) => "Incoming",
            Record::Note { .. } => "Note",
        })
    }
}

/// A PDU that was handed over.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Submitted {
    /// When Ctrl-Z came, UTC milliseconds.
    #[serde(serialize_with = "millis")]
    pub t: Moment,
    /// The TPDU in hexadecimal, without service centre; as typed where it is none.
    pub tpdu: String,
    /// The recipient as E.164 with `+`, or its digits where it is no such number.
    pub to: Option<String>,
    /// What is said, where it is text.
    pub text: Option<String>,
    /// Which part of how many.
    pub concat: Option<Part>,
    /// Whether the network has it.
    pub accepted: bool,
    /// `sent`, `refused`, or the word of the fault that struck.
    pub result: &'static str,
    /// TP-MR, where the network has it.
    pub reference: Option<u8>,
    /// `+CMS ERROR`, where it was refused, or the modem said so.
    pub code: Option<u16>,
}

/// Which part of how many (TS 23.040 §9.2.3.24.1, §9.2.3.24.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The same in all parts.
    pub reference: u16,
    /// How many.
    pub total: u8,
    /// 1 for the first.
    pub number: u8,
}

/// A report that went to the modem.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Reported {
    /// When, UTC milliseconds.
    #[serde(serialize_with = "millis")]
    pub t: Moment,
    /// The TPDU in hexadecimal, without service centre.
    pub tpdu: String,
    /// TP-MR of the message it is about.
    pub reference: u8,
    /// TP-RA as E.164 with `+`, or its digits.
    pub to: String,
    /// TP-ST.
    pub status: u8,
    /// How the program that holds the port learned of it.
    pub shown: Shown,
}

/// A message that went to the modem.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Received {
    /// When, UTC milliseconds.
    #[serde(serialize_with = "millis")]
    pub t: Moment,
    /// The TPDU in hexadecimal, without service centre.
    pub tpdu: String,
    /// TP-OA.
    pub from: String,
    /// What is said.
    pub text: String,
    /// Which part of how many, where it is not the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concat: Option<Part>,
    /// How the program that holds the port learned of it.
    pub shown: Shown,
}

/// How something that came was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// With its octets.
    Direct,
    /// Stored, and told where.
    Announced,
    /// Stored, and not told.
    Stored,
    /// Kept until the port is ready for it.
    Held,
    /// Nobody held the port: lost.
    Unread,
    /// `+CNMI` wants none of it.
    Dropped,
    /// There is no room, or nobody who would take it: the network offers it again.
    Refused,
}

impl Part {
    /// From a header.
    pub(super) fn of(concatenation: Concatenation) -> Self {
        let reference = match concatenation.reference() {
            Reference::Eight(reference) => reference.into(),
            Reference::Sixteen(reference) => reference,
        };
        Self { reference, total: concatenation.total(), number: concatenation.number() }
    }
}

/// What the network answered, and what the modem made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It has it, under this TP-MR.
    Sent(u8),
    /// It has not, for this reason.
    Refused(u16),
    /// It was never asked.
    Lost,
}

impl Submitted {
    /// Fills in what became of it.
    pub(super) fn ended(mut self, verdict: Verdict, mishap: Option<Mishap>) -> Self {
        let word = match verdict {
            Verdict::Sent(reference) => {
                (self.accepted, self.reference) = (true, Some(reference));
                "sent"
            }
            Verdict::Refused(code) => {
                self.code = Some(code);
                "refused"
            }
            Verdict::Lost => "lost",
        };
        self.result = match mishap {
            None | Some(Mishap::Refuse(_)) => word,
            Some(Mishap::FalseRefusal(_)) if !self.accepted => word,
            Some(mishap @ Mishap::FalseRefusal(code)) => {
                self.code = Some(code);
                mishap.word()
            }
            Some(mishap) => mishap.word(),
        };
        self
    }
}
