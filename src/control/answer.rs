//! What the daemon does with a request: writes go through the gateway's mailbox, reads through a
//! read-only connection of their own.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use super::MAX_CHANGES;
use super::inbox;
use super::recall;
use super::rights::Peer;
use super::standing::Standing;
use super::status::{DropStatus, LineStatus, OutboxStatus, Status};
use super::summary::{Detail, Step, Summary};
use super::waiting::{self, Wait};
use super::wire::{Draft, Fault, Held, Request, Response};
use crate::gateway::{Handle, Trouble};
use crate::intake::admit::{self, Judge};
use crate::intake::dropfolder;
use crate::message::{MessageId, PartState, Reason, Resolution, State};
use crate::moment::Moment;
use crate::outbox::Health;
use crate::store::{
    EventRow, HeldMessages, ListFilter, MessageRow, Reader, Resolved, RuleDelay, StoreError, Story,
};

/// What a caller's own key may take.
const UID_OCTETS: usize = 64;

/// The daemon as the socket sees it.
#[derive(Clone, Debug)]
pub struct Daemon {
    /// The gateway.
    pub gateway: Handle,
    /// The judge of what people ask for.
    pub judge: Arc<Judge>,
    /// The store.
    pub store: PathBuf,
    /// How long a report is waited for before what is unknown goes once more.
    pub resend_after: RuleDelay,
    /// When it began.
    pub since: Moment,
    /// How its outboxes stand.
    pub outboxes: Vec<Health>,
    /// How its drop folders stand.
    pub drops: Vec<dropfolder::Health>,
}

impl Daemon {
    /// Does what is asked; the peer may ask it.
    pub fn answer(&self, peer: &Peer, request: Request) -> Response {
        let done = match request {
            Request::Send(draft) => self.send(draft),
            Request::Cancel { message } => self.cancel(message, peer),
            Request::Resolve { message, resolution } => self.resolve(message, resolution, peer),
            Request::Status => self.status().map(Response::Status),
            Request::List { states, notice, before, limit } => {
                self.list(&ListFilter { states, notice, before, at_most: limit.max(1) })
            }
            Request::Show { message } => self.show(message),
            Request::AcceptRestore { held } => self.accept_restore(held),
            Request::Inbox { before, limit } => {
                inbox::list(&self.store, before, limit).map_err(Failure::from)
            }
            Request::Notices { limit } => self.notices(limit),
            Request::ShowNotice { notice } => self.show_notice(notice),
            Request::ConfirmNotice { notice } => self.confirm_notice(notice, peer),
            Request::CancelNotice { notice } => self.cancel_notice(notice, peer),
        };
        done.unwrap_or_else(|failure| match failure {
            Failure::Trouble(Trouble::NoMessage(_)) | Failure::Store(StoreError::NoMessage(_)) => {
                Response::NoSuchMessage
            }
            other => Response::Failed { why: other.to_string(), fault: other.fault() },
        })
    }

    fn send(&self, draft: Draft) -> Result<Response, Failure> {
        if draft.uid.as_ref().is_some_and(|uid| !(1..=UID_OCTETS).contains(&uid.len())) {
            return Ok(Response::Unreadable { why: format!("uid takes 1 to {UID_OCTETS} octets") });
        }
        let uid = draft.uid.clone();
        let admission = match self.judge.judge_request(&admit::Request::from(draft), self.gateway.now()) {
            Ok(admission) => admission,
            Err(reason) => return Ok(Response::Refused { reason }),
        };
        let changes = admission.changes.iter().take(MAX_CHANGES).cloned().collect();
        let done = self.gateway.send_message(admission, uid)?;
        if done.state == State::Refused {
            return Ok(Response::Refused { reason: done.reason });
        }
        Ok(Response::Taken {
            message: done.message,
            state: done.state,
            parts: done.parts,
            reason: Some(done.reason),
            changes,
        })
    }

    fn cancel(&self, message: MessageId, peer: &Peer) -> Result<Response, Failure> {
        tracing::info!(message_id = message.0, uid = peer.uid, "asked to take a message back");
        let count = self.gateway.cancel(message, Reason::CancelledByPerson)?;
        // Told as `show` tells it: a part may have come back from the modem since.
        let story = Reader::open(&self.store)?.story(message)?;
        let (state, parts) = (story.message.state, states(&story));
        let recall = story.cancel.and_then(|_| recall::of(&parts));
        if !parts.contains(&PartState::Cancelled) {
            return Ok(Response::TooLate { state, recall });
        }
        let taken_back =
            |event: &&EventRow| event.state == State::Cancelled || event.reason.is_cancellation();
        let first = story.events.iter().find(taken_back).map(|event| event.at);
        let gone = u32::try_from(recall::gone(&parts)).unwrap_or(u32::MAX);
        let before = first.filter(|_| count.now == 0 && count.at_modem == 0);
        Ok(Response::Cancelled { gone, of: count.of, recall, before })
    }

    fn resolve(&self, message: MessageId, resolution: Resolution, peer: &Peer) -> Result<Response, Failure> {
        let by = peer.name.clone().unwrap_or_else(|| format!("uid {}", peer.uid));
        tracing::info!(message_id = message.0, %resolution, uid = peer.uid, "asked to settle what is unknown");
        Ok(match self.gateway.resolve(message, resolution, by)? {
            Resolved::Done { parts, state } => Response::Resolved { state, parts },
            Resolved::NotUnknown { state } => Response::NotResolved { state, expired_at: None },
            Resolved::TooLate { expired_at } => {
                Response::NotResolved { state: State::Unknown, expired_at: Some(expired_at) }
            }
        })
    }

    fn status(&self) -> Result<Status, Failure> {
        let mut status = self.uncounted()?;
        status.standing = Standing::of(&self.store, Moment::from_system(SystemTime::now()))?;
        if status.lines.len() > 1 {
            let reader = Reader::open(&self.store)?;
            let sends = |line: &LineStatus| line.is_ready() && line.rest_until.is_none();
            for line in status.lines.iter_mut().filter(|line| !sends(line)) {
                line.waiting = reader.waiting_for(&line.sim)?;
            }
        }
        Ok(status)
    }

    /// How the daemon stands, without what is counted in the store.
    fn uncounted(&self) -> Result<Status, Failure> {
        let now = self.gateway.status()?;
        let clock = Moment::from_system(SystemTime::now());
        let lines = now.lines.into_iter().map(|line| LineStatus {
            line: line.name,
            sim: line.sim,
            health: line.health,
            message: line.message,
            listens_until: line.listens_until,
            rest_until: line.rest_until,
            silent_since: line.silent_since,
            doubts_until: line.doubts_until,
            hindrances: line.hindrances,
            waiting: 0,
        });
        let outboxes = self.outboxes.iter().map(|outbox| OutboxStatus {
            path: outbox.path().display().to_string(),
            hitches: outbox.hitches(),
            aside: outbox.aside(clock),
            befallen: outbox.befallen(clock),
        });
        let drops = self.drops.iter().map(|drop| DropStatus {
            folder: drop.folder().display().to_string(),
            troubles: drop.troubles(),
        });
        Ok(Status {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            since: self.since,
            lines: lines.collect(),
            restored: now.restored,
            trouble: now.trouble,
            standing: Standing::default(),
            unread: now.unread,
            outboxes: outboxes.collect(),
            drops: drops.collect(),
            alarms: now.alarms,
        })
    }

    fn list(&self, filter: &ListFilter) -> Result<Response, Failure> {
        let reader = Reader::open(&self.store)?;
        let mut messages: Vec<Summary> = reader.list(filter)?.into_iter().map(Summary::from).collect();
        let unknown = |message: &&mut Summary| message.state == State::Unknown;
        // A store that waits to be accepted applies no rule.
        if messages.iter_mut().any(|message| unknown(&message))
            && self.gateway.status().is_ok_and(|status| status.restored.is_none())
        {
            for message in messages.iter_mut().filter(unknown) {
                message.again_at = reader.goes_again(message.message, self.resend_after)?;
            }
        }
        Ok(Response::Messages { messages })
    }

    fn show(&self, message: MessageId) -> Result<Response, Failure> {
        let reader = Reader::open(&self.store)?;
        let story = reader.story(message)?;
        // What it waits for is the gateway's to say; what has become of it is told without.
        let is = |state: PartState| story.parts.iter().any(|part| part.state == state);
        let part_waits = is(PartState::Queued) && !is(PartState::Sending);
        let waits = match self.uncounted() {
            Ok(status) if part_waits => {
                let clock = Moment::from_system(SystemTime::now());
                waiting::why(&story.message, &reader.queued(message)?, &status, clock)
            }
            Ok(Status { restored: None, .. }) if story.message.state == State::Unknown => {
                reader.goes_again(message, self.resend_after)?.map(|at| Wait::Rule { at })
            }
            _ => None,
        };
        Ok(Response::Message(Detail { waits, ..story.into() }))
    }

    fn accept_restore(&self, held: Held) -> Result<Response, Failure> {
        self.gateway.accept_restore(held.into())?;
        let states = vec![State::Held];
        let left = Reader::open(&self.store)?.list(&ListFilter { states, ..ListFilter::default() })?;
        Ok(Response::Released { held: u64::try_from(left.len()).unwrap_or(u64::MAX) })
    }
}

impl From<Held> for HeldMessages {
    fn from(held: Held) -> Self {
        match held {
            Held::Keep => HeldMessages::Keep,
            Held::Send => HeldMessages::Send,
            Held::Cancel => HeldMessages::Cancel,
        }
    }
}

impl From<MessageRow> for Summary {
    fn from(row: MessageRow) -> Self {
        Summary {
            message: row.id,
            to: row.recipient,
            typed: row.typed,
            state: row.state,
            reason: Some(row.reason),
            service: row.service,
            lane: row.lane,
            notice: row.notice,
            reference: row.reference,
            parts: row.parts,
            taken_at: row.created_at,
            sent_at: row.sent_at,
            delivered_at: row.delivered_at,
            again_at: None,
        }
    }
}

impl From<Story> for Detail {
    fn from(story: Story) -> Self {
        let parts = states(&story);
        let recall = story.cancel.and_then(|_| recall::of(&parts));
        let steps = story.events.into_iter();
        let history = steps.map(|event| Step {
            at: event.at,
            part: event.part,
            state: event.state,
            reason: event.reason,
        });
        Detail {
            text: story.message.body.clone().unwrap_or_default(),
            alphabet: story.parts.first().and_then(|part| part.alphabet),
            history: history.collect(),
            waits: None,
            recall,
            summary: story.message.into(),
        }
    }
}

fn states(story: &Story) -> Vec<PartState> {
    story.parts.iter().map(|part| part.state).collect()
}

/// Why a request could not be done.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Trouble(#[from] Trouble),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Failure {
    fn fault(&self) -> Fault {
        match self {
            Failure::Trouble(Trouble::Store(detail)) => Fault::StoreUnwritable { detail: detail.clone() },
            Failure::Trouble(Trouble::Gone) => Fault::Stopped,
            Failure::Trouble(Trouble::Mixed | Trouble::NoMessage(_)) => Fault::Other,
            Failure::Store(error) => Fault::StoreUnreadable { detail: error.to_string() },
        }
    }
}

/// To be judged.
impl From<Draft> for admit::Request {
    fn from(draft: Draft) -> Self {
        Self {
            recipient: Some(draft.to),
            body: Some(draft.text),
            service: draft.service,
            lane: draft.lane,
            reference: draft.reference,
            not_before: draft.not_before,
            expires_at: draft.expires_at,
            notice: draft.notice,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::control::Right;
    use crate::gateway;
    use crate::store::Store;

    fn draft(uid: Option<&str>) -> Draft {
        Draft {
            to: "06 39 98 00 01".into(),
            text: "Cours annulé.".into(),
            service: None,
            lane: None,
            not_before: None,
            expires_at: None,
            reference: None,
            notice: None,
            uid: uid.map(str::to_owned),
        }
    }

    #[test]
    fn the_same_uid_again_is_the_same_message() {
        let folder = tempfile::tempdir().unwrap();
        let (path, configured) = (folder.path().join("beffroi.db"), folder.path().join("beffroi.toml"));
        std::fs::write(&configured, format!("[store]\npath = {:?}\n", path.display().to_string())).unwrap();
        let config = Config::read(&configured).unwrap();
        let (gateway, thread) =
            gateway::start(Store::open(&path).unwrap(), gateway::Rules::default(), |_| Vec::new(), ())
                .unwrap();
        let judge = Arc::new(Judge::new(&config));
        let (outboxes, drops) = (Vec::new(), Vec::new());
        let since = Moment::from_millis(0);
        let resend_after = RuleDelay::default();
        let daemon = Daemon { gateway, judge, store: path, resend_after, since, outboxes, drops };
        let peer = Peer { uid: 0, pid: 1, name: None, right: Some(Right::All) };
        let long = "x".repeat(65);
        let rows = [
            (Some("first"), Some(1)),
            (Some("first"), Some(1)),
            (Some("second"), Some(2)),
            (None, Some(3)),
            (None, Some(4)),
            (Some("first"), Some(1)),
            (Some(""), None),
            (Some(long.as_str()), None),
        ];
        for (uid, want) in rows {
            let taken = match daemon.answer(&peer, Request::Send(draft(uid))) {
                Response::Taken { message, .. } => Some(message.0),
                Response::Unreadable { .. } => None,
                other => panic!("{other:?}"),
            };
            assert_eq!(taken, want, "{uid:?}");
        }
        daemon.gateway.stop().unwrap();
        thread.join().unwrap().unwrap();
    }
}
