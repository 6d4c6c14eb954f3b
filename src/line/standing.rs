//! How a line stands: who answers at its other end, how reports come from there, and what is in its
//! way; `finding` has why it can't send. Plain values with names that the control socket and the sentences of `wording` share.

use serde::{Deserialize, Serialize};

use super::Finding;

/// How a line stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "health", rename_all = "snake_case")]
pub enum Health {
    /// Has not begun.
    Idle,
    /// Listens for the result of an earlier process's attempt; nothing is sent meanwhile.
    Listening,
    /// Speaks with the modem, which is not ready.
    Starting,
    /// May be given orders.
    Ready(Identity),
    /// Can't send; tries again by itself.
    Down(Finding),
}

/// Who answers at the other end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// `+CGMI` and `+CGMM`, joined by a blank.
    pub model: String,
    /// `+CGMR`.
    pub revision: String,
    /// `+CGSN`: 15 digits.
    pub imei: Option<String>,
    /// The SIM: its ICCID, else its IMSI with `imsi:` in front.
    pub sim: Option<String>,
    /// `+CSCA?`.
    pub service_centre: Option<String>,
    /// How reports reach us.
    pub reports: ReportRoute,
    /// The port it was found at.
    pub port: String,
}

/// How delivery reports reach us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportRoute {
    /// Not at all.
    #[default]
    None,
    /// `+CDS` with the octets; what comes while nobody holds the port is lost.
    Direct,
    /// `+CDS`, and the network offers it again until we have said thanks (`+CSMS=1`, `+CNMA`).
    Acknowledged,
    /// Kept in the modem's memory until we have it (`+CDSI`, `+CMGR`, `+CMGD`).
    Stored,
}

/// What is wrong with a line that sends. `wording` has a sentence for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "hindrance", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Hindrance {
    /// The modem takes no other way for reports than this, whatever is configured.
    ReportsOtherwise {
        /// The way they come.
        route: ReportRoute,
    },
    /// What the modem stores can't be read.
    Unreadable {
        /// The name of its memory.
        memory: String,
    },
    /// What was read stays in the modem's memory, which will be full.
    Undeletable {
        /// The name of its memory.
        memory: String,
    },
    /// The modem does not take thanks for what it shows.
    Unthanked,
}
