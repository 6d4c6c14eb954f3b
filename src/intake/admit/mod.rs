//! Judges one message: who, what, in whose name, how urgently, until when. The same judge for a row
//! of an outbox and for a request of a person; a refusal is always a Reason, never lost.
//! Asks no clock and no store: `now` comes in, and whether a reference is new is the gateway's to say.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use crate::config::{Config, Outbox, Service};
use crate::message::{Alphabet, Lane, Misfit, PartText, Reason, WhenUnknown};
use crate::moment::{Moment, Reckoning, Zone};
use crate::outbox::{Cell, Row};
use crate::phone::{NotSendable, PhoneNumber};
use crate::text::{self, Change};

use super::cells;
use super::fingerprint::Fingerprint;

/// Octets that a value may have.
pub const VALUE_LIMIT: u32 = 64 * 1024;

/// Octets that a reference or the name of a notice may have: they stand in tables.
pub const NAME_LIMIT: u32 = 255;

/// How much of a wrong word a Reason repeats, in characters: it may be a whole message in the wrong
/// column.
const SHOWN: usize = 40;

/// The service that is taken where a row names none.
const DEFAULT_SERVICE: &str = "default";

/// A message as somebody asks for it, nothing of it judged. Blank is as good as absent.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// As typed.
    pub recipient: Option<String>,
    /// The text.
    pub body: Option<String>,
    /// A configured service.
    pub service: Option<String>,
    /// urgent, normal, bulk.
    pub lane: Option<String>,
    /// The caller's idempotency key.
    pub reference: Option<String>,
    /// RFC 3339, or local.
    pub not_before: Option<String>,
    /// RFC 3339, or local.
    pub expires_at: Option<String>,
    /// A name that several messages share.
    pub notice: Option<String>,
}

/// Shows nothing of whom or what.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("service", &self.service)
            .field("lane", &self.lane)
            .finish_non_exhaustive()
    }
}

/// A message that may go into the store.
#[derive(Clone, PartialEq, Eq)]
pub struct Admission {
    /// In whose name; configured.
    pub service: String,
    /// How urgently.
    pub lane: Lane,
    /// To whom.
    pub recipient: PhoneNumber,
    /// What will be read, after the service's text policy.
    pub body: String,
    /// 1 to the service's `max_parts`; the reference of a concatenation is 0 until the store gives one.
    pub parts: Vec<PartText>,
    /// That of all parts.
    pub alphabet: Alphabet,
    /// What the text policy changed, in the order of the text.
    pub changes: Vec<Change>,
    /// The caller's idempotency key.
    pub reference: Option<String>,
    /// A name that several messages share.
    pub notice: Option<String>,
    /// Not to be sent earlier.
    pub not_before: Option<Moment>,
    /// Not to be begun later; lies after `now` and `not_before`.
    pub expires_at: Moment,
    /// The service's rule for what stays unknown.
    pub when_unknown: WhenUnknown,
    /// Of the content, to compare what comes under the same reference.
    pub fingerprint: Fingerprint,
}

/// Shows nothing of whom or what.
impl fmt::Debug for Admission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admission")
            .field("service", &self.service)
            .field("lane", &self.lane)
            .field("recipient", &self.recipient)
            .field("parts", &self.parts.len())
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// A column of the outbox, by the name that a Reason gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Recipient,
    Body,
    Service,
    Lane,
    Reference,
    NotBefore,
    ExpiresAt,
    Notice,
}

impl Column {
    fn name(self) -> String {
        match self {
            Column::Recipient => "recipient",
            Column::Body => "body",
            Column::Service => "service",
            Column::Lane => "lane",
            Column::Reference => "reference",
            Column::NotBefore => "not_before",
            Column::ExpiresAt => "expires_at",
            Column::Notice => "notice",
        }
        .to_owned()
    }

    pub(super) fn holds(self, found: Misfit) -> Reason {
        Reason::WrongType { column: self.name(), found }
    }

    pub(super) fn is_over(self, limit: u32) -> Reason {
        Reason::ValueTooLong { column: self.name(), limit }
    }
}

/// What the source of a message may ask for; `None`: whatever is configured.
#[derive(Clone, Copy, Debug)]
struct Rights<'a> {
    services: Option<&'a [String]>,
    lanes: Option<&'a [Lane]>,
}

impl Rights<'_> {
    fn speaks_for(&self, service: &str) -> bool {
        self.services.is_none_or(|allowed| allowed.iter().any(|name| name == service))
    }
}

/// Knows the services and the local time; judges one message after the other.
#[derive(Clone, Debug)]
pub struct Judge {
    services: BTreeMap<String, Service>,
    zone: Zone,
}

impl Judge {
    /// By a checked configuration.
    pub fn new(config: &Config) -> Self {
        Self { services: config.services.clone(), zone: config.zone.clone() }
    }

    /// Judges a row by what its outbox may say.
    ///
    /// # Errors
    /// The Reason why it is refused: the first that is found, the recipient's first of all.
    pub fn judge(&self, rules: &Outbox, row: &Row, now: impl Into<Reckoning>) -> Result<Admission, Reason> {
        let rights = Rights { services: rules.services.as_deref(), lanes: rules.lanes.as_deref() };
        self.admit(&cells::request(row)?, rights, now.into())
    }

    /// The service that a row names, whatever that is, else the one that it would have had: for what is refused.
    /// `None` where nobody can say.
    pub fn service_of(&self, rules: &Outbox, row: &Row) -> Option<String> {
        let unnamed = || {
            let rights = Rights { services: rules.services.as_deref(), lanes: None };
            self.service(None, rights).ok().map(|(name, _)| name.to_owned())
        };
        match &row.service {
            Cell::Null => unnamed(),
            Cell::Text(text) if text.trim().is_empty() => unnamed(),
            Cell::Text(text) => Some(text.trim().chars().take(NAME_LIMIT as usize).collect()),
            Cell::Integer(number) => Some(number.to_string()),
            Cell::Real | Cell::Blob | Cell::TooLong | Cell::NotUnicode => None,
        }
    }

    /// Judges what a person asks for, who may speak for any service in any lane.
    ///
    /// # Errors
    /// The Reason why it is refused.
    pub fn judge_request(&self, request: &Request, now: impl Into<Reckoning>) -> Result<Admission, Reason> {
        self.admit(request, Rights { services: None, lanes: None }, now.into())
    }

    fn admit(&self, request: &Request, rights: Rights<'_>, now: Reckoning) -> Result<Admission, Reason> {
        let recipient =
            PhoneNumber::parse(bounded(Column::Recipient, &request.recipient)?.unwrap_or_default())
                .map_err(refusal)?;
        let (name, service) = self.service(bounded(Column::Service, &request.service)?, rights)?;
        let lane = lane(bounded(Column::Lane, &request.lane)?, service.lane, rights)?;
        let body = bounded(Column::Body, &request.body)?.unwrap_or_default();
        let prepared = text::prepare_within(body, service.rules(), service.most_parts(lane).into())?;
        let life = self.life(request, lane, now)?;
        let instant = |moment: Option<Moment>| moment.map(|moment| moment.millis().to_string());
        let fingerprint = Fingerprint::of(&[
            Some(recipient.e164()),
            Some(body),
            Some(name),
            Some(lane.as_str()),
            instant(life.not_before).as_deref(),
            instant(life.expires_as_written).as_deref(),
        ]);
        Ok(Admission {
            service: name.to_owned(),
            lane,
            recipient,
            body: prepared.text,
            parts: prepared.parts,
            alphabet: prepared.alphabet,
            changes: prepared.changes,
            reference: label(Column::Reference, &request.reference)?,
            notice: label(Column::Notice, &request.notice)?,
            not_before: life.not_before,
            expires_at: life.expires_at,
            when_unknown: service.when_unknown.unwrap_or(default_rule(lane, life.expires_as_written)),
            fingerprint,
        })
    }

    /// The service named; else `default`; else the only one allowed.
    fn service(&self, named: Option<&str>, rights: Rights<'_>) -> Result<(&str, &Service), Reason> {
        let mut allowed = self.services.iter().filter(|(name, _)| rights.speaks_for(name));
        let found = match named {
            Some(written) if !self.services.contains_key(written) => {
                return Err(Reason::UnknownService { service: shown(written) });
            }
            Some(written) => allowed
                .find(|(name, _)| *name == written)
                .ok_or_else(|| Reason::ServiceNotAllowed { service: shown(written) })?,
            None => {
                let allowed: Vec<_> = allowed.collect();
                match (allowed.iter().find(|(name, _)| *name == DEFAULT_SERVICE), allowed.as_slice()) {
                    (Some(default), _) => *default,
                    (None, [only]) => *only,
                    (None, _) => return Err(Reason::ServiceMissing),
                }
            }
        };
        Ok((found.0.as_str(), found.1))
    }

    fn life(&self, request: &Request, lane: Lane, now: Reckoning) -> Result<Life, Reason> {
        let not_before = self.instant(Column::NotBefore, &request.not_before)?;
        let expires_as_written = self.instant(Column::ExpiresAt, &request.expires_at)?;
        let expires_at = match expires_as_written {
            Some(at) if at <= now.earliest => return Err(Reason::AlreadyExpired { at }),
            Some(at) if not_before.is_some_and(|start| at <= start) => {
                return Err(Reason::ExpiresBeforeStart);
            }
            Some(at) => at,
            None => not_before.map_or(now.latest, |start| start.max(now.latest)).plus(default_life(lane)),
        };
        Ok(Life { not_before, expires_as_written, expires_at })
    }

    fn instant(&self, column: Column, value: &Option<String>) -> Result<Option<Moment>, Reason> {
        let Some(written) = bounded(column, value)? else { return Ok(None) };
        match Moment::parse(written, &self.zone) {
            Ok(moment) => Ok(Some(moment)),
            Err(_) => Err(Reason::BadDate { column: column.name() }),
        }
    }
}

/// When a message may go.
struct Life {
    not_before: Option<Moment>,
    expires_as_written: Option<Moment>,
    expires_at: Moment,
}

/// For a service that says nothing: a child before a locked door is worse than a text that is read twice.
const fn default_rule(lane: Lane, expires: Option<Moment>) -> WhenUnknown {
    match (lane, expires) {
        (Lane::Urgent, Some(_)) => WhenUnknown::ResendOnce,
        _ => WhenUnknown::Ask,
    }
}

/// For a row that says nothing of its end.
const fn default_life(lane: Lane) -> Duration {
    match lane {
        Lane::Urgent => Duration::from_hours(12),
        Lane::Normal | Lane::Bulk => Duration::from_hours(72),
    }
}

/// The lane written, else the service's; either must be one that the source may use.
fn lane(written: Option<&str>, of_service: Lane, rights: Rights<'_>) -> Result<Lane, Reason> {
    let lane = match written {
        None => of_service,
        Some(word) => word.to_lowercase().parse().map_err(|_| Reason::UnknownLane { lane: shown(word) })?,
    };
    match rights.lanes {
        Some(allowed) if !allowed.contains(&lane) => {
            Err(Reason::LaneNotAllowed { lane: lane.as_str().to_owned() })
        }
        _ => Ok(lane),
    }
}

/// The value, if it is neither absent nor blank; a text keeps its blanks, all else loses them.
fn bounded(column: Column, value: &Option<String>) -> Result<Option<&str>, Reason> {
    let Some(value) = value else { return Ok(None) };
    if u32::try_from(value.len()).is_ok_and(|length| length <= VALUE_LIMIT) {
        let value = if column == Column::Body { value } else { value.trim() };
        return Ok((!value.is_empty()).then_some(value));
    }
    Err(column.is_over(VALUE_LIMIT))
}

/// A key or a name: bounded more narrowly, and fit for a line of a table.
fn label(column: Column, value: &Option<String>) -> Result<Option<String>, Reason> {
    let Some(value) = bounded(column, value)? else { return Ok(None) };
    if u32::try_from(value.len()).is_ok_and(|length| length <= NAME_LIMIT) {
        return match value.chars().any(char::is_control) {
            true => Err(column.holds(Misfit::ControlCharacter)),
            false => Ok(Some(value.to_owned())),
        };
    }
    Err(column.is_over(NAME_LIMIT))
}

/// The beginning of what stands where a known word should, fit for a terminal.
fn shown(written: &str) -> String {
    let cut = written.chars().nth(SHOWN).map(|_| '…');
    written.chars().take(SHOWN).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).chain(cut).collect()
}

/// A refused number as a Reason.
pub fn refusal(refused: NotSendable) -> Reason {
    match refused {
        NotSendable::Empty => Reason::NoRecipient,
        NotSendable::NotANumber => Reason::NotANumber,
        NotSendable::WrongLength => Reason::WrongLength,
        NotSendable::Several => Reason::SeveralNumbers,
        NotSendable::LostDigits => Reason::LostDigits,
        NotSendable::Landline => Reason::Landline,
        NotSendable::Short => Reason::ShortNumber,
        NotSendable::Premium => Reason::PremiumNumber,
        NotSendable::Unassigned => Reason::UnassignedNumber,
    }
}
