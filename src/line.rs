//! What a line is to the gateway: orders in, events out, health; plain values.
//! A line is a SIM in a modem, later an external program or an SMPP account; nothing here knows
//! which. One order is under way per line: `Submit` → `Prompt` → `Proceed` or `Withdraw` → one end.
//!
//! Every ticket ends exactly once (but for one that is listened for when the line is closed): [`Event::Declined`] or [`Event::Withdrawn`] (nothing was sent:
//! proven), or, only after `Proceed`, [`Event::Result`].

mod finding;
mod standing;

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use self::finding::Finding;
pub use self::standing::{Health, Hindrance, Identity, ReportRoute};
pub use crate::message::Verdict;
use crate::message::{PartText, Withdrawal};
use crate::moment::Moment;
use crate::phone::PhoneNumber;

/// A line's name in the configuration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LineName(pub String);

impl fmt::Display for LineName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Names one order in this run of the daemon; the gateway counts them up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// Names one thing that a line has brought, until the gateway has it on disk; the line counts them up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reception(pub u64);

/// One part on its way to one recipient; the line makes the octets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// To whom.
    pub to: PhoneNumber,
    /// What.
    pub text: PartText,
    /// How long the network may keep it; rounded down to what TP-VP can say, at least 5 minutes.
    pub valid_for: Duration,
    /// A try before was refused: the network may recognise a duplicate (TP-RD).
    pub repeated: Repeated,
}

/// Whether an earlier attempt of the same part was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeated {
    /// The first try.
    No,
    /// Another; TP-RD is set.
    Yes,
}

/// Octets as a modem showed them, without service centre prefix; kept raw in the store.
#[derive(Clone, PartialEq, Eq)]
pub struct Raw(pub Vec<u8>);

/// Shows the length only: it holds a number and may hold a text.
impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({} octets)", self.0.len())
    }
}

/// What a delivery report says (SMS-STATUS-REPORT, TS 23.040 §9.2.2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportReading {
    /// TP-MR of the SUBMIT it is about.
    pub reference: u8,
    /// TP-RA: digits as written by the network, without `+`.
    pub recipient: Digits,
    /// TP-DT.
    pub discharged_at: Option<Moment>,
    /// TP-ST.
    pub status: u8,
    /// What TP-ST means.
    pub verdict: Verdict,
}

/// Digits of a telephone number; `Debug` hides all but the last two.
#[derive(Clone, PartialEq, Eq)]
pub struct Digits(pub String);

impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tail: String = self.0.chars().skip(self.0.chars().count().saturating_sub(2)).collect();
        write!(f, "Digits(…{tail})")
    }
}

/// What an incoming message says (SMS-DELIVER, TS 23.040 §9.2.2.1).
#[derive(Clone, PartialEq, Eq)]
pub struct IncomingReading {
    /// TP-OA: digits or an alphanumeric sender.
    pub from: String,
    /// The text of this part.
    pub text: String,
    /// TP-SCTS.
    pub sent_at: Option<Moment>,
}

/// Shows nothing of whom or what.
impl fmt::Debug for IncomingReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IncomingReading(…)")
    }
}

/// What the gateway asks of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Begin: open the device whenever it is there, and say so when ready. Given once.
    ///
    /// With `listen`, nothing is written to the modem until that attempt's result has been heard
    /// or the time is over; then [`Event::Result`] ends its ticket and the bring-up begins.
    Open {
        /// An attempt of an earlier process that may still be answered.
        listen: Option<Listen>,
    },
    /// Ask the modem for a prompt for this part; nothing of it leaves before `Proceed`.
    Submit {
        /// The gateway's name for it.
        ticket: Ticket,
        /// What will be sent.
        submission: Submission,
    },
    /// The attempt is on disk: send. Ignored for a ticket that has ended.
    Proceed {
        /// Of the order that has its prompt.
        ticket: Ticket,
    },
    /// Take it back where that is still possible; else the result comes as ever.
    Withdraw {
        /// Of the order.
        ticket: Ticket,
        /// Why, for the event.
        cause: Withdrawal,
    },
    /// These are on disk: the modem may be told so, and forget them. Those of an earlier opening of the
    /// port are passed over; what is brought once more is acknowledged once more.
    Acknowledge {
        /// As they were brought.
        receptions: Vec<Reception>,
    },
    /// Finish what has passed Ctrl-Z, withdraw what has not, close the port, then [`Event::Closed`].
    Close,
}

/// To listen for what an earlier process left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listen {
    /// The ticket under which the result is told.
    pub ticket: Ticket,
    /// How long at most, from now.
    pub at_most: Duration,
}

/// What a line tells the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// How it stands has changed.
    Health(Health),
    /// The modem waits for the octets of this order.
    Prompt {
        /// Of the order.
        ticket: Ticket,
    },
    /// The modem refused the order before its prompt: nothing was sent.
    Declined {
        /// Of the order.
        ticket: Ticket,
        /// What it said.
        refusal: Refusal,
    },
    /// Taken back before Ctrl-Z: nothing was sent.
    Withdrawn {
        /// Of the order.
        ticket: Ticket,
        /// Why.
        cause: Withdrawal,
    },
    /// What became of an order whose Ctrl-Z has gone (or may have).
    Result {
        /// Of the order, or of [`Listen`].
        ticket: Ticket,
        /// What is known.
        outcome: Outcome,
    },
    /// A delivery report came. The same may come again, until it has been acknowledged.
    Report {
        /// For [`Order::Acknowledge`].
        reception: Reception,
        /// As it came.
        raw: Raw,
        /// What it says; `None` where it can't be read.
        reading: Option<ReportReading>,
    },
    /// A message came. The same may come again, until it has been acknowledged.
    Incoming {
        /// For [`Order::Acknowledge`].
        reception: Reception,
        /// As it came.
        raw: Raw,
        /// What it says; `None` where it can't be read.
        reading: Option<IncomingReading>,
    },
    /// The line sends, but something about it is not as it should be; told once for each cause.
    Hindered(Hindrance),
    /// The modem begins anew: what hindered the line so far is tried again, and told again where it still does.
    Unhindered,
    /// The port is closed, after [`Order::Close`] or because the line ended by itself. Nothing follows
    /// but the same again.
    Closed,
}

/// What is known of a part after its Ctrl-Z.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `+CMGS: <mr>` was seen: the network has it.
    Sent {
        /// TP-MR, 0 to 255.
        reference: u8,
        /// It came after its time, or in answer to an earlier process.
        late: bool,
    },
    /// Refused with a code that says: not sent.
    Refused(Refusal),
    /// Nothing proves either.
    Unknown(Doubt),
}

/// A refusal and what its code means (TS 27.005 §3.2.5 and the profile's table).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// As the modem said it: `+CMS ERROR: 38`.
    pub error: String,
    /// What to do about it.
    pub advice: Advice,
}

/// What a refusal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Advice {
    /// Try again within seconds.
    Soon,
    /// Try again within minutes, with growing pauses.
    Later,
    /// Wait for the network; costs no try.
    AwaitNetwork,
    /// This message is refused for good; others may go.
    Never,
    /// The subscription is barred or without credit: this message waits, a row of them stops the SIM.
    Account,
    /// The SIM or the modem is in no state to send: waits, costs no try.
    Modem,
    /// Called a duplicate of a try before (code 197): that one arrived.
    Duplicate,
}

/// Why nothing is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// No answer within the result timeout.
    Silence,
    /// An answer that proves nothing: a bare OK, a bare ERROR, 332, 500, 513, …
    Unclear {
        /// As the modem said it.
        answer: String,
    },
    /// A `+CMGS` that may be an earlier message's, whose answer has not come.
    PerhapsEarlier {
        /// TP-MR, 0 to 255.
        reference: u8,
    },
    /// A boot line came.
    Restarted,
    /// The port was gone.
    PortLost,
    /// An earlier process ended in that moment, and nothing was heard of it since.
    ProcessEnded,
}
