//! What came in, on the socket: what is said of it, and how it is read from the store.

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::wire::Response;
use super::{MAX_INBOX, MAX_INBOX_OCTETS};
use crate::message::{Ending, Piece, ReceivedId, SenderKind};
use crate::moment::Moment;
use crate::store::{Reader, ReceivedRow, StoreError};

/// A message that came in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxMessage {
    /// Its number.
    pub inbox: ReceivedId,
    /// The line by which it came.
    pub line: String,
    /// Who wrote it: a number with `+`, a short one, or a name; `None`: unreadable.
    pub from: Option<String>,
    /// What that is: a name may look like a number.
    pub from_kind: SenderKind,
    /// The whole text; `None` where a part is missing, or is no text.
    pub text: Option<String>,
    /// What there is of it, from front to back.
    pub pieces: Vec<Piece>,
    /// Parts that it has.
    pub parts: u8,
    /// Whether all of it came, and why it is shown if not.
    pub ending: Ending,
    /// When the network took its first part from the sender, by the network's clock.
    pub sent_at: Option<Moment>,
    /// When the last of its parts came.
    pub received_at: Moment,
}

/// Shows neither who wrote it nor what.
impl fmt::Debug for InboxMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InboxMessage({}, {} parts, {})", self.inbox, self.parts, self.ending)
    }
}

impl From<ReceivedRow> for InboxMessage {
    fn from(ReceivedRow { id, received }: ReceivedRow) -> Self {
        let texts = received.pieces.iter().map(|piece| match piece {
            Piece::Text { text } => Some(text.as_str()),
            Piece::Data { .. } | Piece::Missing { .. } => None,
        });
        let text: Option<String> = texts.collect();
        Self {
            inbox: id,
            line: received.line,
            from: received.sender,
            from_kind: received.sender_kind,
            text: text.filter(|_| received.ending != Ending::Unreadable),
            pieces: received.pieces,
            parts: received.total,
            ending: received.ending,
            sent_at: received.sent_at,
            received_at: received.received_at,
        }
    }
}

/// The newest first, as many as are asked for and an answer holds.
pub(super) fn list(store: &Path, before: Option<ReceivedId>, limit: u32) -> Result<Response, StoreError> {
    let reader = Reader::open(store)?;
    let limit = limit.min(MAX_INBOX);
    let mut messages = Vec::new();
    let (mut octets, mut more) = (0, false);
    for row in reader.inbox(before, limit + 1)? {
        let message = InboxMessage::from(row);
        octets += message.octets();
        let full = messages.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
        if full || (octets > MAX_INBOX_OCTETS && !messages.is_empty()) {
            more = true;
            break;
        }
        messages.push(message);
    }
    Ok(Response::Inbox { messages, more, incomplete: reader.parts_waiting()? })
}

impl InboxMessage {
    /// What it takes in an answer, about, twice its text.
    fn octets(&self) -> usize {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Text { text } => text.len(),
            Piece::Data { .. } | Piece::Missing { .. } => 0,
        });
        2 * pieces.sum::<usize>() + 400
    }
}
