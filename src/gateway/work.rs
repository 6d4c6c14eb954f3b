//! What is asked of the gateway from inside the process, and its answers; plain values.

use super::notices::{NoticeAnswer, NoticeWork};
use crate::line::{Health, Hindrance, LineName};
use crate::message::{AttemptNumber, MessageId, Reason, Resolution};
use crate::moment::Moment;
use crate::outbox::{CancelAnswer, Changes, Mark, Seen, Welcome};
use crate::store::{Admitted, Alarm, CancelCount, HeldMessages, NewMessage, Proof, Refused, Resolved};

/// Names one piece of work until it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkId(pub u64);

/// What is asked.
#[derive(Clone, Debug)]
pub enum Work {
    /// A public file says hello.
    Hello(Seen),
    /// Rows of a public file, judged.
    TakeIn {
        /// The file's own id.
        outbox: String,
        /// In the order of the file.
        rows: Vec<JudgedRow>,
        /// Rows up to this id are known then.
        cursor: i64,
    },
    /// Rows of a public file are taken back.
    CancelRows {
        /// The file's own id.
        outbox: String,
        /// Theirs.
        uids: Vec<String>,
    },
    /// What is to be mirrored.
    Changes {
        /// The file's own id.
        outbox: String,
        /// Up to here it is mirrored.
        after: i64,
        /// Messages at most.
        at_most: u32,
    },
    /// A message that does not come from a file.
    Send(Box<Judged>),
    /// A message is taken back.
    Cancel {
        /// Its number.
        message: MessageId,
        /// By whom.
        reason: Reason,
    },
    /// A person settles what is unknown of a message.
    Resolve {
        /// Its number.
        message: MessageId,
        /// How.
        resolution: Resolution,
        /// By whom.
        by: String,
    },
    /// How things stand.
    Status,
    /// A person accepts a restored store.
    AcceptRestore(HeldMessages),
    /// Notices, and the files that they come in.
    Notices(Box<NoticeWork>),
}

/// A row of a public file after judgement.
#[derive(Clone, Debug)]
pub struct JudgedRow {
    /// Its id, for the marker.
    pub id: i64,
    /// Its key.
    pub uid: String,
    /// What its mirror shows, where it is marked.
    pub proof: Option<Proof>,
    /// Its caller took it back before it was read.
    pub cancel_asked: bool,
    /// The verdict.
    pub judged: Judged,
}

/// A verdict.
#[derive(Clone, Debug)]
pub enum Judged {
    /// To be sent.
    Good(NewMessage),
    /// Not.
    Bad(Refused),
}

/// What is answered, once committed.
#[derive(Clone, Debug)]
pub enum Answer {
    /// To a hello.
    Welcome(Welcome),
    /// To rows.
    Marks(Vec<Mark>),
    /// To cancelled rows.
    Cancels(Vec<(String, CancelAnswer)>),
    /// To the mirror.
    Changes(Changes),
    /// To a message.
    Admitted(Admitted),
    /// To a cancelled message.
    Cancelled(CancelCount),
    /// To a message that was unknown.
    Resolved(Resolved),
    /// How things stand.
    Status(Status),
    /// The store was accepted.
    Accepted,
    /// To notices.
    Notices(NoticeAnswer),
}

/// Why a piece of work could not be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The store can't be written just now: try again.
    #[error("the store can't be written: {0}")]
    Store(String),
    /// There is no such message.
    #[error("there is no message {0}")]
    NoMessage(i64),
    /// The gateway is gone.
    #[error("the gateway has stopped")]
    Gone,
    /// Another answer than was asked for: a bug.
    #[error("the gateway gave another answer than was asked for")]
    Mixed,
}

/// How things stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Each line.
    pub lines: Vec<LineStatus>,
    /// Since when the store is known to be restored and waits for `accept-restore`.
    pub restored: Option<Moment>,
    /// Why the store can't be written, where it can't.
    pub trouble: Option<String>,
    /// The highest ledger number.
    pub ledger: AttemptNumber,
    /// Outboxes, by their ids, with which a restored store was not compared yet.
    pub unread: Vec<String>,
    /// Alarms that stand, the oldest first, written or not.
    pub alarms: Vec<Alarm>,
}

/// How a line stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineStatus {
    /// Its name.
    pub name: LineName,
    /// Its health.
    pub health: Health,
    /// The SIM in it, as the ledger names it: the one that was last seen there.
    pub sim: String,
    /// The message it has in hand.
    pub message: Option<MessageId>,
    /// For an attempt of an earlier process: until when it listens.
    pub listens_until: Option<Moment>,
    /// After a refusal: until when it is given nothing.
    pub rest_until: Option<Moment>,
    /// It was given a message, and its modem has answered nothing for half a minute: since when.
    pub silent_since: Option<Moment>,
    /// An answer that stayed out may still come: until when none is believed that may be that one.
    pub doubts_until: Option<Moment>,
    /// What is not as it should be though it sends.
    pub hindrances: Vec<Hindrance>,
}
