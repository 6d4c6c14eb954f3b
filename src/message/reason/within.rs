//! What stands within some reasons as a code of its own: a wording, a cell that is none, a withdrawal.

use serde::{Deserialize, Serialize};

/// The wording with the least too much of those that a service allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shortest {
    /// As its policy has it.
    #[default]
    Own,
    /// Letters without their accent.
    Folded,
}

/// What stands in a column that can't hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Misfit {
    /// A whole number, where none is meant.
    Integer,
    /// A number with a point.
    Real,
    /// Octets.
    Blob,
    /// A text that is not UTF-8.
    #[serde(alias = "not UTF-8")]
    NotUnicode,
    /// A text with a sign that no table may show.
    #[serde(alias = "control character")]
    ControlCharacter,
}

/// Why an attempt was taken back before Ctrl-Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withdrawal {
    /// No prompt in time.
    NoPrompt,
    /// The gateway did not say go in time.
    NoGo,
    /// The commit failed.
    CommitFailed,
    /// Cancelled meanwhile.
    Cancelled,
    /// Expired meanwhile.
    Expired,
    /// The daemon stops.
    Stopping,
    /// The port took no more octets.
    WriteStalled,
    /// The modem answered something final instead of waiting for the PDU.
    FinalInstead,
    /// The modem started anew.
    ModemRestarted,
    /// The port was gone.
    PortLost,
    /// Something more urgent came.
    Overtaken,
}
