//! The short message protocol: TS 23.040 (transfer layer) and TS 23.038 (alphabets), octets to values
//! and back, one file per element of the standard. Knows nothing of AT, of clocks or of policies.
//! The octets it reads come from a network: nothing here panics, indexes or slices.

#![deny(clippy::indexing_slicing, clippy::string_slice)]

pub mod national;
mod packing;
pub mod gsm7;
pub mod ucs2;
pub mod address;
pub mod coding;
pub mod time;
pub mod validity;
mod enhanced;
mod element;
pub mod header;
pub mod user_data;
mod extras;
pub mod submit;
pub mod deliver;
pub mod status_report;
pub mod submit_report;
pub mod deliver_report;
pub mod command;
pub mod cause;
pub mod protocol;
pub mod tpdu;
pub mod reading;
pub mod frame;
pub mod reassembly;
pub mod error;
mod reader;
#[cfg(test)]
mod tests;

pub use error::{DecodeError, EncodeError, Fault};
pub use reader::Span;
