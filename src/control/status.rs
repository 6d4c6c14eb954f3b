//! How everything stands, as the socket tells it: the daemon, its lines, outboxes and drop folders. What the store
//! itself says is `standing`.

use serde::{Deserialize, Serialize};

use super::standing::Standing;
use crate::intake::dropfolder::Trouble;
use crate::line::{Health, Hindrance, LineName};
use crate::message::MessageId;
use crate::moment::Moment;
use crate::outbox::{Aside, Befallen, Hitch};
use crate::store::Alarm;

/// How everything stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The daemon's.
    pub version: String,
    /// When it began.
    pub since: Moment,
    /// By name, in the order of the configuration.
    pub lines: Vec<LineStatus>,
    /// Since when the store is known to be restored: nothing goes before `db accept-restore`.
    pub restored: Option<Moment>,
    /// Why the store can't be written; `None` where it can.
    #[serde(default)]
    pub trouble: Option<String>,
    /// What the store says.
    #[serde(flatten)]
    pub standing: Standing,
    /// Outboxes, by their ids, with which a restored store was not compared yet.
    #[serde(default)]
    pub unread: Vec<String>,
    /// The outboxes, in the order of the configuration.
    #[serde(default)]
    pub outboxes: Vec<OutboxStatus>,
    /// The drop folders, in the order of the configuration.
    #[serde(default)]
    pub drops: Vec<DropStatus>,
    /// Alarms that stand, the oldest first.
    #[serde(default)]
    pub alarms: Vec<Alarm>,
}

/// How one outbox stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxStatus {
    /// Its path in the configuration.
    pub path: String,
    /// What can't be done with it just now, the worst first.
    #[serde(default)]
    pub hitches: Vec<Hitch>,
    /// Files that were set aside of late, while they lie there.
    #[serde(default)]
    pub aside: Vec<Aside>,
    /// What befell it of late, of which nothing could be set aside.
    #[serde(default)]
    pub befallen: Vec<Befallen>,
}

/// How one drop folder stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropStatus {
    /// Its path in the configuration.
    pub folder: String,
    /// What can't be done there just now, the worst first.
    #[serde(default)]
    pub troubles: Vec<Trouble>,
}

impl LineStatus {
    /// Whether it may be given a message, or will be after the one it has in hand.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        matches!(self.health, Health::Ready(_)) && self.silent_since.is_none()
    }
}

/// How one line stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineStatus {
    /// Its name.
    pub line: LineName,
    /// The SIM in it, or that was last seen there; `line:` and its name where none was.
    #[serde(default)]
    pub sim: String,
    /// How it stands.
    pub health: Health,
    /// The message that it has in hand.
    #[serde(default)]
    pub message: Option<MessageId>,
    /// For a message of an earlier run: until when it listens.
    #[serde(default)]
    pub listens_until: Option<Moment>,
    /// After a refusal: until when it is given nothing.
    #[serde(default)]
    pub rest_until: Option<Moment>,
    /// It was given a message, and its modem has answered nothing for half a minute: since when. Nothing but
    /// what is urgent, by another line, goes before it does or the line's `result_timeout` is over.
    #[serde(default)]
    pub silent_since: Option<Moment>,
    /// Its modem left a message without an answer, which may still come: until then an answer proves nothing that may be
    /// that one, and a message without a report may stay unknown.
    #[serde(default)]
    pub doubts_until: Option<Moment>,
    /// What is not as it should be though it sends.
    #[serde(default)]
    pub hindrances: Vec<Hindrance>,
    /// Messages that wait for this line alone, since their recipients know it; counted while it is not ready
    /// and there are others.
    #[serde(default)]
    pub waiting: u64,
}
