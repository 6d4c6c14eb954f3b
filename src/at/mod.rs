//! The AT dialogue (V.250, TS 27.005, TS 27.007) without any I/O: octets and instants in, octets
//! and events out. Knows nothing of a PDU's inside (it is hexadecimal text here), of ports or of
//! what a line is; decisions about messages are `modem`'s.
#![deny(clippy::indexing_slicing, clippy::string_slice)]

pub mod lexer;
pub mod line;
pub mod code;
pub mod command;
pub mod reply;
pub mod stored;
pub mod session;
mod submit;
mod resync;
mod unsolicited;

pub use command::{Argument, Command, Indications, NotAnArgument};
pub use line::{ErrorCode, FinalResult};
pub use session::{Answer, Event, Session};
