//! The heart: what goes now, by which line, and what is believed afterwards. One plain thread and the
//! only writer of the store. Knows lines by `line` alone and modems not at all.
//!
//! A turn: everything that waits in the mailbox is heard, decided, committed once; only then do
//! orders that depend on it go out.

mod alarms;
mod clock;
mod commit;
mod desk;
mod desk_work;
mod dispatch;
mod ending;
mod hearing;
mod homes;
mod inbox;
mod joining;
mod mailbox;
mod timekeeping;
mod marking;
mod notices;
mod opening;
mod owed;
mod retry;
mod ruin;
mod settle;
mod rules;
mod shell;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]
mod tests;
mod upstream;
mod verdict;
mod work;

pub use clock::Synchronised;
pub use dispatch::Dispatch;
pub use mailbox::Handle;
pub use notices::{DropUpstream, NoticeAnswer, NoticeWork};
pub use rules::Rules;
pub use shell::{LineGone, LineSetup, OrderSink, start};
pub use upstream::FileUpstream;
#[cfg(test)]
pub(crate) use upstream::new_message;
pub use work::{Answer, Judged, JudgedRow, LineStatus, Status, Trouble, Work, WorkId};
