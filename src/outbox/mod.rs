//! The public SQLite files that programs of the office fill, and where the fate of each row is read.
//! A source of work: reads rows, hands them upstream, marks them once they are committed there,
//! mirrors states back. Knows nothing of the store or the ledger; a stranger's lock stops one thread.

mod schema;
mod trouble;
mod file;
mod health;
mod create;
mod rights;
mod rows;
mod marks;
mod aside;
mod watch;
mod keeper;
mod opening;
mod behind;
mod drain;
mod remedy;
mod thread;
mod belonging;
mod producer;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::message::{AttemptNumber, MessageId, Reason, State};
use crate::moment::Moment;

pub use belonging::{Unusable, compare, last_row, rebind, seen};
pub use create::{CreateError, Made, Maker, create};
pub use health::{Aside, Befallen, Health, Hitch, Mishap, Step};
pub use producer::{NewRow, Producer, ProducerError};
pub use thread::{Handle, Pace, Settings, start};
pub use trouble::{Damage, Door, Obstacle, Trouble};
pub use watch::Bell;

/// Gives the sentence of a reason, in the language that the outbox speaks.
pub type Explain = dyn Fn(&Reason) -> String + Send;

/// A row as it stands in the file, unjudged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// For people, and the order of reading.
    pub id: i64,
    /// The intake key: its uid, or `row:` and its id where the uid can't serve (NULL, another row's).
    pub uid: String,
    /// Its columns.
    pub recipient: Cell,
    /// The text.
    pub body: Cell,
    /// A configured service.
    pub service: Cell,
    /// urgent, normal, bulk.
    pub lane: Cell,
    /// The caller's idempotency key.
    pub reference: Cell,
    /// RFC 3339, or local.
    pub not_before: Cell,
    /// RFC 3339, or local.
    pub expires_at: Cell,
    /// A name that several rows share.
    pub notice: Cell,
    /// What the mirror shows: `new` for a row that nobody has marked.
    pub mirrored: String,
    /// What the mirror says of when the network had it.
    pub sent_at: Option<String>,
    /// What the mirror says of when the phone had it.
    pub delivered_at: Option<String>,
    /// Its caller took it back before it was read: nothing of it may go.
    pub cancel_asked: bool,
}

/// A value of any type that a stranger put into a column.
#[derive(Clone, PartialEq, Eq)]
pub enum Cell {
    /// NULL.
    Null,
    /// A text, at most 64 kB.
    Text(String),
    /// An integer, as a producer that thinks a telephone number is a number writes it.
    Integer(i64),
    /// A number with a point, which no column takes.
    Real,
    /// Octets, which no column takes.
    Blob,
    /// Over 64 kB.
    TooLong,
    /// A text that is not UTF-8.
    NotUnicode,
}

/// Shows the kind only.
impl std::fmt::Debug for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Cell::Null => "Null",
            Cell::Text(_) => "Text",
            Cell::Integer(_) => "Integer",
            Cell::Real => "Real",
            Cell::Blob => "Blob",
            Cell::TooLong => "TooLong",
            Cell::NotUnicode => "NotUnicode",
        })
    }
}

/// What the file says of the store it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The file's own id; a new file has a new one.
    pub outbox: String,
    /// The id of the store it is bound to; `None` for a file that was never used.
    pub store: Option<String>,
    /// The highest ledger number that was mirrored into it.
    pub ledger: AttemptNumber,
    /// The highest row id that it has given.
    pub highest_row: i64,
    /// Changes of the store up to this one stand in it: a copy of yesterday says so itself.
    pub mirrored: i64,
}

/// How the store answers a file that says hello.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Welcome {
    /// Go on from here.
    Bound {
        /// The store's id, to be written into a file that is bound to none.
        store: String,
        /// Rows up to this id are known.
        cursor: i64,
        /// Changes up to this one are mirrored.
        mirrored: i64,
        /// The highest row that was ever read, at least the cursor: above it the file gives its next ids, and
        /// rows between are read though they were read before.
        highest: i64,
        /// Against what was written into it.
        age: Age,
    },
    /// It belongs to another store: leave it alone.
    OtherStore,
}

/// What a file says of itself, against what the store remembers to have written into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// No less.
    AsLeft,
    /// Less: it is a copy of before, or its disk has lost what was written last.
    Older,
}

/// What is to be written behind a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The row's.
    pub uid: String,
    /// In the store.
    pub message: Option<MessageId>,
    /// Its state now.
    pub state: State,
    /// Why; its code goes into `reason`, its sentence into `explanation`.
    pub reason: Option<Reason>,
    /// Parts it takes; 0 when refused.
    pub parts: u32,
    /// When the last part was accepted by the network.
    pub sent_at: Option<Moment>,
    /// When the last part was reported received.
    pub delivered_at: Option<Moment>,
}

/// How a cancellation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelAnswer {
    /// Nothing of it has gone, nothing will.
    Cancelled,
    /// All of it has gone, or it had ended already.
    TooLate,
    /// So many of so many parts had gone; the rest will not.
    After {
        /// Parts that went.
        gone: u32,
        /// Parts in all.
        of: u32,
    },
}

/// As in the column `cancel_result`.
impl fmt::Display for CancelAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CancelAnswer::Cancelled => f.write_str("cancelled"),
            CancelAnswer::TooLate => f.write_str("too late"),
            CancelAnswer::After { gone, of } => write!(f, "after {gone} of {of} parts"),
        }
    }
}

/// Changes of state, for the mirror.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// At most as many as asked for.
    pub marks: Vec<Mark>,
    /// They lead up to this change; ask for what comes after it next.
    pub upto: i64,
    /// There were changes after that one when this was answered.
    pub more: bool,
    /// The highest ledger number by now, to be written into the file with them.
    pub ledger: AttemptNumber,
    /// The store wants all rows once more, and the file must say hello for it.
    pub anew: bool,
}

/// The gateway is gone: the thread ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the gateway has stopped")]
pub struct Gone;

/// The gateway as an outbox sees it. Each call waits until what it says is committed in the store.
pub trait Upstream: Send {
    /// At start, and whenever the file was replaced.
    ///
    /// # Errors
    /// [`Gone`].
    fn hello(&self, seen: Seen) -> Result<Welcome, Gone>;

    /// Rows in the order of their ids, at most 500; rows up to `cursor` are known from now on.
    /// A row that came before is answered with its present state.
    ///
    /// # Errors
    /// [`Gone`].
    fn take_in(&self, outbox: &str, rows: Vec<Row>, cursor: i64) -> Result<Vec<Mark>, Gone>;

    /// Cancels by uid, at most 500. One whose answer is not known yet, because a part is at a modem, is
    /// left out of the answer, and may be asked again when its row has moved.
    ///
    /// # Errors
    /// [`Gone`].
    fn cancel(&self, outbox: &str, uids: Vec<String>) -> Result<Vec<(String, CancelAnswer)>, Gone>;

    /// What has changed after change number `after`, which is taken as mirrored by this call.
    ///
    /// # Errors
    /// [`Gone`].
    fn changes(&self, outbox: &str, after: i64, at_most: u32) -> Result<Changes, Gone>;
}
