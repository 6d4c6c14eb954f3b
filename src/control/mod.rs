//! The unix socket of the running daemon: JSON lines, one request a connection, one or more lines in
//! answer. Plain threads, everything bounded. Who asks is told by the kernel (SO_PEERCRED), what he
//! may is a table ([`GROUPS`], [`Request::needs`]); what is done is the caller's, given to [`serve`] as a handler.
//!
//! On the wire: the client writes one [`Request`] and a newline; the daemon writes a line
//! `{"row":{…}}` for each [`Summary`] of a list, then exactly one line `{"last":{…}}` with the
//! [`Response`], and hangs up.

mod answer;
mod inbox;
mod notices;
pub mod client;
mod rights;
mod standing;
mod status;
mod summary;
mod waiting;
mod recall;
mod server;
mod shelf;
mod wire;
mod frames;

pub use answer::Daemon;
pub use inbox::InboxMessage;
pub use notices::{NoticeDetail, NoticeLine, NoticeSummary};
pub use recall::Recall;
pub use rights::{GROUPS, Peer, Right};
pub use server::{ServeError, Server, serve};
pub use shelf::Shelf;
pub use standing::Standing;
pub use status::{DropStatus, LineStatus, OutboxStatus, Status};
pub use summary::{Detail, Step, Summary};
pub use waiting::Wait;
pub use wire::{Draft, Fault, Held, Request, Response};

/// Connections at one time; one more is told to come back.
pub const MAX_CONNECTIONS: usize = 16;

/// Octets of a request, its newline included.
pub const MAX_REQUEST: usize = 256 * 1024;

/// Octets of a line in an answer, its newline included: a refused text of 64 kB may need six times
/// as many once every sign of it is escaped.
pub const MAX_ANSWER_LINE: usize = 1024 * 1024;

/// Changes of one text: what its answer has room for in one line.
pub const MAX_CHANGES: usize = 5_000;

/// Rows of a list at one time; ask for less and go on from the last one.
pub const MAX_ROWS: usize = 10_000;

/// Messages that came in of one answer; ask on from the last one.
pub const MAX_INBOX: u32 = 500;

/// Octets of what came in that one answer holds: there may be six times as many once every sign is escaped.
pub const MAX_INBOX_OCTETS: usize = 150_000;

/// Notices of a list.
pub const MAX_NOTICES: u32 = 1_000;

/// Rows of one notice: what its answer has room for in one line.
pub const MAX_NOTICE_ROWS: usize = 1_000;

#[cfg(test)]
mod tests;
