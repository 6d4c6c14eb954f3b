//! What somebody has written to a SIM, as the store keeps it and people read it: one message, of as many
//! parts as came.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::words;

/// The number of a message that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReceivedId(pub i64);

impl fmt::Display for ReceivedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A stretch of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Piece {
    /// What can be read.
    Text {
        /// As it was written.
        text: String,
    },
    /// What is no text.
    Data {
        /// How many octets.
        octets: u32,
    },
    /// Parts that never came.
    Missing {
        /// The first of them, from 1.
        first: u8,
        /// The last.
        last: u8,
    },
}

/// Shows nothing of what is said.
impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Piece::Text { text } => write!(f, "Text({} characters)", text.chars().count()),
            Piece::Data { octets } => write!(f, "Data({octets})"),
            Piece::Missing { first, last } => write!(f, "Missing({first}..={last})"),
        }
    }
}

/// What a sender is called by (TP-OA's type of number, TS 23.040 §9.1.2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SenderKind {
    /// A number, in full or a short one.
    Number,
    /// A name, that anybody may have chosen; it may look like a number.
    Name,
}

words!(SenderKind: "number, name"; Number = "number", Name = "name");

/// Why it is shown as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// All of it is there.
    Whole,
    /// What is missing was waited for long enough.
    Waited,
    /// More messages were open than may be; this one was the oldest.
    Crowded,
    /// Nobody can read what came.
    Unreadable,
}

words!(Ending: "whole, waited, crowded, unreadable";
    Whole = "whole", Waited = "waited", Crowded = "crowded", Unreadable = "unreadable");
