//! Everything that comes in: a row of an outbox, a request of a person, a file of the office.
//! [`admit`] judges one message and makes an [`Admission`] or a Reason of it; [`table`] and [`roster`]
//! turn a file into recipients and texts, which are then judged one by one in the same way.
//! Leaves storing, and whether a reference is new, to the gateway.

#![deny(clippy::indexing_slicing, clippy::string_slice)]

pub mod admit;
pub mod table;
pub mod roster;
pub mod dropfolder;
mod cells;
mod fingerprint;
mod names;

pub use admit::{Admission, Judge, Request};
pub use fingerprint::Fingerprint;
