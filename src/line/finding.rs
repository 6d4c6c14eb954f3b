//! Why a line can't send, as plain values that go from the line to status, diagnosis and log; `wording` has
//! a sentence for each.

use serde::{Deserialize, Serialize};

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
    /// It is a printer, to which nothing is said.
    Printer {
        /// The path.
        device: String,
        /// What it calls itself.
        name: String,
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
        /// The file that holds it, where somebody knows.
        #[serde(default)]
        pin_file: Option<String>,
        /// The file that remembers the refusal.
        #[serde(default)]
        note: Option<String>,
    },
    /// The SIM asks for its PIN, and the file that should hold it can't be read.
    PinUnreadable {
        /// The file.
        path: String,
        /// The kind of error, as Rust calls it.
        kind: String,
        /// What the system said.
        error: String,
    },
    /// The SIM asks for its PIN, and the file that should hold it holds something else.
    PinMalformed {
        /// The file.
        path: String,
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
