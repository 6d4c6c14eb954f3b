//! The configuration: TOML in, checked values out, with line, key and remedy for what is wrong.
//! Prints its own commented default. Opens no other file and asks no clock.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use crate::message::{Lane, TextPolicy, WhenUnknown};
use crate::moment::Zone;

/// A checked configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// The private SQLite file.
    pub store: PathBuf,
    /// The control socket; `control.sock` beside the store unless written.
    pub control: PathBuf,
    /// `language = "fr" | "en"` for what the daemon writes into outboxes; French unless written.
    pub language: String,
    /// For local times in rows; Europe/Paris unless written.
    pub zone: Zone,
    /// By name; holds `default` where none is written.
    pub services: BTreeMap<String, Service>,
    /// At least one.
    pub outboxes: Vec<Outbox>,
    /// In the order written; may be empty (then work is taken in and waits).
    pub lines: Vec<Line>,
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// For rows that name no lane; `normal` unless written.
    pub lane: Lane,
    /// The rule for what stays unknown.
    pub when_unknown: WhenUnknown,
    /// What becomes of signs that GSM-7 has not.
    pub text: TextPolicy,
    /// Parts that a message may have at most; 6 unless written.
    pub max_parts: u8,
}

/// A public file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbox {
    /// Where.
    pub path: PathBuf,
    /// Services it may speak for; `None`: any that is configured.
    pub services: Option<Vec<String>>,
    /// Lanes it may use; `None`: any.
    pub lanes: Option<Vec<Lane>>,
    /// Its producer's group, for `db init`.
    pub group: Option<String>,
}

/// A SIM in a modem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// Where the modem is.
    pub device: Device,
    /// Only this modem (15 digits), whatever its port.
    pub imei: Option<String>,
    /// Only this SIM.
    pub iccid: Option<String>,
    /// How long a result may take; 120 s unless written.
    pub result_timeout: Duration,
}

/// Where a modem is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Device {
    /// At this path.
    Path(PathBuf),
    /// At any port that looks like a modem's.
    Auto,
}
