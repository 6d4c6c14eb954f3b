//! Which option of `beffroi pdu encode` belongs to which TPDU: the fields of each as TS 23.040 §9.2.2 lays them
//! out. What does not belong is refused by name, since a field that is left out in silence misleads.

use super::wrong::Wrong;

/// The types whose TPDUs have what an option says.
pub(super) type Types = &'static [&'static str];

pub(super) const SUBMIT: Types = &["submit"];
pub(super) const COMMAND: Types = &["command"];
pub(super) const STATUS: Types = &["status-report"];
pub(super) const MESSAGE: Types = &["submit", "deliver"];
pub(super) const TO_PHONE: Types = &["deliver", "status-report"];
pub(super) const REPORTABLE: Types = &["submit", "deliver", "command"];
pub(super) const REFERENCED: Types = &["submit", "status-report", "command"];
pub(super) const ADDRESSED: Types = &["submit", "deliver", "status-report", "command"];
pub(super) const TAKEN: Types = &["deliver", "status-report", "submit-report"];
pub(super) const ANSWER: Types = &["submit-report", "deliver-report"];
pub(super) const ALL: Types =
    &["submit", "deliver", "status-report", "submit-report", "deliver-report", "command"];
/// A COMMAND has octets and no TP-DCS.
pub(super) const TEXT: Types = &["submit", "deliver", "status-report", "submit-report", "deliver-report"];

/// Refuses the first of those that are given and don't belong to such a TPDU.
pub(super) fn check(given: &[(&'static str, Given, Types)], kind: &str) -> Result<(), Wrong> {
    let foreign = |row: &&(&str, Given, Types)| row.1 == Given::Yes && !row.2.contains(&kind);
    match given.iter().find(foreign) {
        Some((option, ..)) => Err(Wrong::Foreign(option, kind.to_uppercase())),
        None => Ok(()),
    }
}

/// Whether an option stands on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    Yes,
    No,
}

impl<T> From<&Option<T>> for Given {
    fn from(option: &Option<T>) -> Self {
        if option.is_some() { Self::Yes } else { Self::No }
    }
}

impl From<&bool> for Given {
    fn from(flag: &bool) -> Self {
        if *flag { Self::Yes } else { Self::No }
    }
}
