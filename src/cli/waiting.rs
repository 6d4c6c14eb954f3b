//! Waiting for what becomes of messages: looked up now and then, through a daemon that is lost and comes
//! back, until nothing more is to be heard, the time is over, or Ctrl-C. The messages are committed by
//! then: nothing that goes wrong here is theirs, and whoever took it for that would send twice.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use anyhow::anyhow;

use super::fates::from_now;
use super::interrupt::Interrupts;
use super::office::{Office, Standing};
use super::{Failure, Screen};
use crate::control::{LineStatus, Wait};
use crate::message::{MessageId, State};
use crate::moment::Zone;
use crate::wording::{self, Language, Value};

/// How a waiting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// All is known.
    Settled,
    /// Something may still be heard.
    TimeOver,
    /// By a signal.
    Interrupted,
}

/// What is waited for.
pub(super) struct Vigil<'a> {
    pub(super) screen: &'a Screen,
    /// How many.
    pub(super) messages: usize,
    /// The only one, or the first.
    pub(super) message: MessageId,
    /// The command that follows them.
    pub(super) follow: String,
}

impl Vigil<'_> {
    /// Looks every so often, for so long at most; a look that fails is told once and taken again.
    pub(super) fn keep(
        &self,
        patience: Duration,
        every: Duration,
        interrupts: &Interrupts,
        mut look: impl FnMut() -> Result<ControlFlow<()>, Failure>,
    ) -> End {
        let until = Instant::now() + patience;
        let mut lost = false;
        loop {
            match look() {
                Ok(ControlFlow::Break(())) => return End::Settled,
                Ok(ControlFlow::Continue(())) if lost => {
                    lost = false;
                    self.screen.note(&wording::say(self.screen.language, "wait-back", &[]));
                }
                Ok(ControlFlow::Continue(())) => {}
                Err(_) if lost => {}
                Err(failure) => {
                    lost = true;
                    let why = self.screen.reason(&failure).unwrap_or_else(|| "none".to_owned());
                    self.screen.note(&self.say("wait-lost", ("why", why.into())));
                }
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return End::TimeOver;
            }
            if interrupts.pause(every.min(left)).is_err() {
                self.screen.note(&self.say("wait-ended", ("follow", self.follow.as_str().into())));
                return End::Interrupted;
            }
        }
    }

    /// Why what still waits does, as the command's end.
    pub(super) fn still_waiting(&self, office: &Office) -> Failure {
        let language = self.screen.language;
        match office.standing() {
            Standing::NoDaemon => Failure::NoLine(anyhow!(wording::say(language, "send-no-daemon", &[]))),
            Standing::NoLine(why) => Failure::NoLine(anyhow!(self.say("wait-no-line", ("why", why.into())))),
            Standing::Sending => {
                let follow = ("follow", self.follow.as_str().into());
                Failure::StillWaiting(anyhow!(self.say("wait-over", follow)))
            }
        }
    }

    fn say(&self, id: &str, more: (&str, Value<'_>)) -> String {
        let values = [
            ("messages", self.messages.into()),
            ("message", self.message.0.into()),
            ("follow", self.follow.as_str().into()),
            more,
        ];
        wording::say(self.screen.language, id, &values)
    }
}

/// What a waiting came to for one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fortune {
    /// The network has it, at least.
    Gone,
    /// Nothing moves it any more, and nothing proves that it has gone.
    Lost,
    /// It goes on by itself.
    Waits,
}

/// By its state.
pub(super) const fn fortune(state: State) -> Fortune {
    match state {
        State::Sent | State::Delivered => Fortune::Gone,
        State::New | State::Held | State::Queued | State::Sending => Fortune::Waits,
        State::Refused
        | State::Undelivered
        | State::Unknown
        | State::Failed
        | State::Cancelled
        | State::Expired => Fortune::Lost,
    }
}

/// What a queued message waits for.
pub(super) fn waited_for(waits: &Wait, zone: &Zone, language: Language) -> String {
    match waits {
        Wait::LineDown { line, finding } => {
            let why = wording::sentence(language, "finding", finding);
            wording::say(
                language,
                "waiting-line_down",
                &[("line", line.as_str().into()), ("why", why.into())],
            )
        }
        other => wording::sentence_local(language, "waiting", other, &from_now(zone)),
    }
}

/// How a line stands, where it can't send.
pub(super) fn hindrance(status: &crate::control::Status, language: Language) -> Option<String> {
    use crate::line::Health;
    if status.restored.is_some() {
        return Some(wording::say(language, "wait-restored", &[]));
    }
    if status.lines.iter().any(LineStatus::is_ready) {
        return None;
    }
    if status.lines.is_empty() {
        return Some(wording::say(language, "wait-unconfigured", &[]));
    }
    let told = status.lines.iter().map(|line| {
        let why = match &line.health {
            Health::Down(finding) => wording::sentence(language, "finding", finding),
            Health::Ready(_) => wording::say(language, "wait-silent", &[]),
            other => wording::sentence(language, "health", other),
        };
        wording::say(language, "wait-line", &[("line", line.line.0.as_str().into()), ("why", why.into())])
    });
    Some(told.collect::<Vec<_>>().join(", "))
}
