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
pub mod discover;
pub mod doctor;
pub mod visit;
mod shell;

pub use shell::run;

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
}

impl Settings {
    /// For the modem at a path; any modem, any SIM, 120 s for a result.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self {
            device: Device::Path(path.into()),
            imei: None,
            iccid: None,
            result_timeout: Duration::from_secs(120),
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
