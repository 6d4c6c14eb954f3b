//! How a line stands: who answers at its other end, how reports come from there, and what is in its
//! way. Plain values with names that the control socket and the sentences of `wording` share.

use serde::{Deserialize, Serialize};

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

/// Why a line can't send. `wording` has a sentence for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Finding {
    /// Nothing at that path.
    NoDevice {
        /// The path.
        device: String,
    },
    /// No port that looks like a modem's (`device = "auto"`, or `imei =`).
    NoModemFound,
    /// Another program holds it.
    Busy {
        /// The path.
        device: String,
    },
    /// We may not open it.
    NoPermission {
        /// The path.
        device: String,
    },
    /// It opens, but is no serial port.
    NotASerialPort {
        /// The path.
        device: String,
    },
    /// It is the terminal of somebody's session.
    SomebodysTerminal {
        /// The path.
        device: String,
    },
    /// The port failed.
    PortFailed {
        /// The path.
        device: String,
        /// What the system said.
        error: String,
    },
    /// Nothing answers `AT`.
    Silent {
        /// The path.
        device: String,
    },
    /// Something answers, but not as a modem does.
    NotAModem {
        /// The path.
        device: String,
    },
    /// No SIM, or one that does not work.
    NoSim,
    /// The SIM asks for its PIN.
    PinRequired {
        /// Tries left, where the modem tells.
        tries: Option<u8>,
    },
    /// The SIM did not take the configured PIN; it is not entered again.
    PinRefused {
        /// Tries left, where the modem tells.
        tries: Option<u8>,
    },
    /// The SIM is locked; only the PUK opens it.
    PukRequired,
    /// Not registered with a network yet.
    NotRegistered,
    /// The network refuses this SIM.
    RegistrationDenied,
    /// No service centre on the SIM (`+CSCA?`).
    NoServiceCentre,
    /// PDU mode is refused: not a port for messages.
    NoPduMode,
    /// Another modem than configured.
    WrongModem {
        /// IMEI in the configuration.
        expected: String,
        /// IMEI read.
        found: String,
    },
    /// Another SIM than configured.
    WrongSim {
        /// ICCID in the configuration.
        expected: String,
        /// ICCID read.
        found: String,
    },
    /// The modem started anew.
    Restarted,
    /// It stopped answering; being brought back.
    Unresponsive,
}
