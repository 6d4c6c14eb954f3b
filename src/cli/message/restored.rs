//! A message that is held because the store was put back: whether it went after the copy was made only the
//! outboxes can tell. Until they were compared it is not taken back, and nobody says that it had not gone.

use anyhow::anyhow;

use crate::cli::office::Office;
use crate::cli::{Failure, Screen};
use crate::config::Config;
use crate::control::{Request, Response};
use crate::message::{MessageId, Reason, State};
use crate::outbox;
use crate::wording;

/// What holds a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// Nothing, or not that.
    Not,
    /// The store was restored.
    Restored,
}

/// Refuses while an outbox that is there may show the message as gone.
pub(super) fn look(message: i64, config: &Config, office: &Office, screen: &Screen) -> Result<Held, Failure> {
    let Response::Message(detail) = office.ask(Request::Show { message: MessageId(message) })? else {
        // Whoever asks to cancel it is told the same.
        return Ok(Held::Not);
    };
    if (detail.summary.state, &detail.summary.reason) != (State::Held, &Some(Reason::StoreRestored)) {
        return Ok(Held::Not);
    }
    let Response::Status(status) = office.ask(Request::Status)? else { return Err(office.mixed()) };
    let is_behind = |path| match outbox::seen(path) {
        Ok(seen) => seen.is_some_and(|seen| status.unread.contains(&seen.outbox)),
        Err(_) => !status.unread.is_empty(),
    };
    let Some(behind) = config.outboxes.iter().find(|rules| is_behind(&rules.path)) else {
        return Ok(Held::Restored);
    };
    let id = if office.is_running() { "db-not-compared" } else { "message-not-compared" };
    let values = [("path", behind.path.display().to_string().into()), ("message", message.into())];
    Err(Failure::Failed(anyhow!(wording::say(screen.language, id, &values))))
}
