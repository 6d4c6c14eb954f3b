//! The hardware line: a SIM in a modem on a serial port. `driver`, `bringup`, `profile` and `pdu` are
//! pure; `port`, `discover` and `shell` touch the machine. The gateway meets none of it but by
//! `line`'s orders and events.

use std::path::PathBuf;
use std::time::Duration;

pub mod driver;
pub mod profile;
mod bringup;
mod pdu;
mod port;
mod terminal;
pub mod discover;
pub mod doctor;
pub mod visit;
mod shell;

pub use crate::at::command::{NotAPin, Pin};
pub use bringup::same_sim;
pub use shell::{run, run_with_pin};

use crate::line::ReportRoute;

/// Where the modem is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Device {
    /// At this path.
    Path(PathBuf),
    /// At any port that looks like a modem's; each is tried in turn.
    Auto,
}

/// What a line is told when it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where the modem is.
    pub device: Device,
    /// Only this modem: 15 digits.
    pub imei: Option<String>,
    /// Only this SIM: its ICCID.
    pub iccid: Option<String>,
    /// How long a result may take after Ctrl-Z.
    pub result_timeout: Duration,
    /// What opens the SIM, where it asks for it.
    pub pin: Option<Pin>,
    /// SIMs that have refused it: it is not entered into them again.
    pub pin_refused_by: Vec<RefusedBy>,
    /// Whether it is entered where the modem does not tell how many tries are left.
    pub pin_tries_unknown: WhenUncounted,
    /// How delivery reports are to come.
    pub reports: Reports,
}

/// How delivery reports are to come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reports {
    /// As is best for this kind of modem.
    #[default]
    Auto,
    /// In this way, where the modem has it; else in another.
    By(ReportRoute),
}

/// A SIM that has refused a PIN, as far as it was known: many modems tell the ICCID before the PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusedBy {
    /// This one, by its ICCID.
    Sim(String),
    /// It could not be told: any may be it.
    Unknown,
}

/// What became of a PIN that was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PinFate {
    /// The SIM is open; its ICCID, where it was told before.
    Accepted(Option<String>),
    /// The SIM did not take it.
    Refused(RefusedBy),
}

/// What becomes of a PIN whose tries can't be counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenUncounted {
    /// It is kept: a wrong one could be the SIM's last.
    #[default]
    Keep,
    /// It is entered, once.
    Enter,
}

impl Settings {
    /// For the modem at a path; any modem, any SIM, 120 s for a result.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self {
            device: Device::Path(path.into()),
            imei: None,
            iccid: None,
            result_timeout: Duration::from_secs(120),
            pin: None,
            pin_refused_by: Vec::new(),
            pin_tries_unknown: WhenUncounted::Keep,
            reports: Reports::Auto,
        }
    }

    /// What the device is called where nothing better is known.
    pub fn device_label(&self) -> String {
        match &self.device {
            Device::Path(path) => path.display().to_string(),
            Device::Auto => "auto".to_owned(),
        }
    }
}
