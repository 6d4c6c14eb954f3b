//! Folders into which office programs put files: a list with a text of the configuration, or a spool of
//! single SMS. Decisions are pure (`watchlist`, `names`, `plan`, `spool`, `spot`, `telling`); the keeper
//! does the steps, one plain thread a folder does them again and again. What was taken is what the store
//! says; the folder only follows, so that a process may die between any two steps.

mod archive;
mod backup;
mod copies;
mod folder;
mod keeper;
mod make;
mod mending;
mod moving;
mod names;
mod plan;
mod results;
mod spool;
mod spot;
mod sweeping;
mod telling;
mod thread;
mod trouble;
mod watch;
mod watchlist;
#[cfg(test)]
mod tests;

use crate::intake::admit::Admission;
use crate::moment::{Moment, Reckoning};
use crate::store::{DropId, DropStanding, NewDrop, NewMessage, NoticeId};

pub use copies::same_content;
pub use make::make;
pub use thread::{Handle, Settings, start};
pub use trouble::{Cause, Health, Step, Trouble};

/// Octets that a file may have; a larger one is refused unread.
pub const FILE_LIMIT: u64 = 8 * 1024 * 1024;

/// The gateway is gone: the thread ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the gateway has stopped")]
pub struct Gone;

/// The gateway as a drop folder sees it. Each call waits until what it says is committed in the store.
pub trait Upstream: Send {
    /// Now, for who judges the rows of a file.
    fn now(&self, clock: Moment) -> Reckoning {
        clock.into()
    }

    /// An admitted message as the store takes it.
    fn message(&self, admission: Admission) -> NewMessage;

    /// Takes a file, its notice and its first messages in.
    ///
    /// # Errors
    /// [`Gone`].
    fn take(&self, file: NewDrop) -> Result<DropStanding, Gone>;

    /// More of an open notice's drafts become messages; gives how many are left.
    ///
    /// # Errors
    /// [`Gone`].
    fn go_on(&self, notice: NoticeId) -> Result<u32, Gone>;

    /// The file lies there now, below the folder; nowhere, where it is empty.
    ///
    /// # Errors
    /// [`Gone`].
    fn moved(&self, drop: DropId, to: String) -> Result<(), Gone>;

    /// Its time is over.
    ///
    /// # Errors
    /// [`Gone`].
    fn forget(&self, drop: DropId) -> Result<(), Gone>;

    /// Notices that nobody confirmed in time end.
    ///
    /// # Errors
    /// [`Gone`].
    fn expire(&self) -> Result<(), Gone>;
}
