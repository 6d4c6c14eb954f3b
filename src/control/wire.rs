//! What goes over the socket, as values: requests and responses; `frames` reads and writes their lines.
//! A key that nobody knows is refused, so that a misspelt `expires` never becomes a message without end.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::inbox::InboxMessage;
use super::notices::{NoticeDetail, NoticeSummary};
use super::recall::Recall;
use super::rights::Right;
use super::status::Status;
use super::summary::{Detail, Summary};
use crate::message::{MessageId, Reason, ReceivedId, Resolution, State};
use crate::moment::Moment;
use crate::store::{NoticeCopy, NoticeId, NoticeState, PartsWaiting};
use crate::text::transliterate::Change;

/// What somebody wants of the daemon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Take in one message: [`Response::Taken`] or [`Response::Refused`].
    Send(Draft),
    /// Take a message back: [`Response::Cancelled`] or [`Response::TooLate`].
    Cancel {
        /// Its number.
        message: MessageId,
    },
    /// Settle what is unknown of a message: [`Response::Resolved`] or [`Response::NotResolved`].
    Resolve {
        /// Its number.
        message: MessageId,
        /// How.
        resolution: Resolution,
    },
    /// How everything stands: [`Response::Status`].
    Status,
    /// Messages, newest first: [`Response::Messages`].
    List {
        /// Only in these states; empty: in any. One alone may be written without brackets.
        #[serde(default, rename = "state", deserialize_with = "one_or_several")]
        #[serde(skip_serializing_if = "Vec::is_empty")]
        states: Vec<State>,
        /// Only of this notice.
        #[serde(default)]
        notice: Option<String>,
        /// Only before this one: the last of the page before.
        #[serde(default)]
        before: Option<MessageId>,
        /// At most so many; at most [`super::MAX_ROWS`].
        limit: u32,
    },
    /// One message and its history: [`Response::Message`].
    Show {
        /// Its number.
        message: MessageId,
    },
    /// What came in, newest first: [`Response::Inbox`].
    Inbox {
        /// Only before this one: the last of the page before.
        #[serde(default)]
        before: Option<ReceivedId>,
        /// At most so many.
        limit: u32,
    },
    /// Notices, newest first: [`Response::Notices`].
    Notices {
        /// At most so many.
        limit: u32,
    },
    /// One notice and its rows: [`Response::Notice`].
    ShowNotice {
        /// Its number.
        notice: NoticeId,
    },
    /// A waiting notice may go: [`Response::NoticeConfirmed`] or [`Response::NoticeEnded`].
    ConfirmNotice {
        /// Its number.
        notice: NoticeId,
    },
    /// Take a notice back: [`Response::NoticeCancelled`] or [`Response::NoticeEnded`].
    CancelNotice {
        /// Its number.
        notice: NoticeId,
    },
    /// A restored store may work again: [`Response::Released`].
    AcceptRestore {
        /// What becomes of the messages that were held.
        #[serde(default)]
        held: Held,
    },
}

/// A state, or a list of them.
fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<State>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        One(State),
        Several(Vec<State>),
    }
    Ok(match Option::deserialize(deserializer)? {
        None => Vec::new(),
        Some(Written::One(state)) => vec![state],
        Some(Written::Several(states)) => states,
    })
}

impl Request {
    /// The right it asks for.
    pub const fn needs(&self) -> Right {
        match self {
            Request::Status
            | Request::List { .. }
            | Request::Show { .. }
            | Request::Inbox { .. }
            | Request::Notices { .. }
            | Request::ShowNotice { .. } => Right::Ask,
            Request::Send(_)
            | Request::Cancel { .. }
            | Request::Resolve { .. }
            | Request::ConfirmNotice { .. }
            | Request::CancelNotice { .. } => Right::Send,
            Request::AcceptRestore { .. } => Right::All,
        }
    }
}

/// What becomes of the messages that a restored store holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// They stay held.
    #[default]
    Keep,
    /// They go.
    Send,
    /// They are taken back.
    Cancel,
}

/// A message as somebody writes it, unjudged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// To whom, as typed.
    pub to: String,
    /// What.
    pub text: String,
    /// A configured service.
    #[serde(default)]
    pub service: Option<String>,
    /// The service's lane unless written.
    #[serde(default)]
    pub lane: Option<String>,
    /// Not before: RFC 3339, or local.
    #[serde(default)]
    pub not_before: Option<String>,
    /// Nothing begins after it: RFC 3339, or local.
    #[serde(default)]
    pub expires_at: Option<String>,
    /// The caller's idempotency key.
    #[serde(default)]
    pub reference: Option<String>,
    /// A name that several messages share.
    #[serde(default)]
    pub notice: Option<String>,
    /// Random, 1 to 64 octets: the same one again is answered with the first message, so that a caller
    /// who got no answer, or none that he can trust, may ask again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
}

/// Shows neither whom nor what.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draft({} characters, {:?}, {:?})", self.text.chars().count(), self.service, self.lane)
    }
}

/// What the daemon says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Response {
    /// Committed in the store.
    Taken {
        /// Its number; with a reference that came before, the first message's.
        message: MessageId,
        /// Its state now.
        state: State,
        /// Parts it takes.
        parts: u32,
        /// `same_reference`, or what was changed.
        #[serde(default)]
        reason: Option<Reason>,
        /// What the service's policy changed in the text; the first [`super::MAX_CHANGES`].
        #[serde(default)]
        changes: Vec<Change>,
    },
    /// Not taken: nothing will be sent.
    Refused {
        /// Why.
        reason: Reason,
    },
    /// No more of it will go.
    Cancelled {
        /// Parts that had gone, or may have; one that is at a modem is not counted.
        gone: u32,
        /// Parts in all.
        of: u32,
        /// Where one of them is at a modem, or was when it was asked first: what has become of that.
        #[serde(default)]
        recall: Option<Recall>,
        /// When it was taken back before; nothing was changed now.
        #[serde(default)]
        before: Option<Moment>,
    },
    /// Nothing of it could be taken back: all of it has gone or is at a modem, or it had ended already.
    TooLate {
        /// Its state.
        state: State,
        /// As in [`Response::Cancelled`].
        #[serde(default)]
        recall: Option<Recall>,
    },
    /// What was unknown of it is settled.
    Resolved {
        /// Its state now.
        state: State,
        /// Parts that were unknown.
        parts: u32,
    },
    /// Nothing was changed.
    NotResolved {
        /// Its state.
        state: State,
        /// Where it is too late to send it once more: when it ended. Else nothing of it is unknown.
        #[serde(default)]
        expired_at: Option<Moment>,
    },
    /// How everything stands.
    Status(Status),
    /// A list.
    Messages {
        /// Newest first.
        messages: Vec<Summary>,
    },
    /// One message.
    Message(Detail),
    /// A restored store works again.
    Released {
        /// Messages that stay held.
        held: u64,
    },
    /// What came in.
    Inbox {
        /// Newest first.
        messages: Vec<InboxMessage>,
        /// There are more than were asked for, or than an answer holds.
        more: bool,
        /// Parts that wait for others; none of their messages is in the list.
        incomplete: Option<PartsWaiting>,
    },
    /// Notices.
    Notices {
        /// Newest first.
        notices: Vec<NoticeSummary>,
    },
    /// One notice.
    Notice(NoticeDetail),
    /// A notice goes now.
    NoticeConfirmed {
        /// Messages that it has.
        messages: u32,
        /// Other files of the same content that wait still.
        #[serde(default)]
        copies: Vec<NoticeCopy>,
    },
    /// No more of a notice goes.
    NoticeCancelled {
        /// Messages that will not go.
        cancelled: u32,
        /// Messages that had gone.
        gone: u32,
    },
    /// It does not wait, or had ended: nothing was changed.
    NoticeEnded {
        /// How it stands.
        state: NoticeState,
    },
    /// No notice has that number.
    NoSuchNotice,
    /// No message has that number.
    NoSuchMessage,
    /// The asker may not.
    Denied {
        /// The right it would take.
        needs: Right,
    },
    /// The request is none.
    Unreadable {
        /// What is wrong with it.
        why: String,
    },
    /// Too many ask at once.
    Busy,
    /// It could not be done.
    Failed {
        /// Why, in one line.
        why: String,
        /// The same, for a sentence in the asker's language.
        #[serde(default)]
        fault: Fault,
    },
}

/// The kinds of [`Response::Failed`]; `wording` has a sentence for each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// No other kind.
    #[default]
    Other,
    /// The store can't be written just now.
    StoreUnwritable {
        /// What it said.
        detail: String,
    },
    /// The store can't be read.
    StoreUnreadable {
        /// What it said.
        detail: String,
    },
    /// The daemon ends.
    Stopped,
    /// The answer would be longer than one may be.
    TooLong {
        /// The most.
        octets: usize,
    },
    /// The kernel does not say who asks.
    Stranger {
        /// What it said.
        detail: String,
    },
}
