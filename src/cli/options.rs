//! The options that `send` and `roster import` have in common: in whose name, how urgently, until when,
//! and how long somebody waits for what becomes of it.

use std::time::Duration;

use anyhow::anyhow;

use super::Failure;
use crate::control::Draft;
use crate::message::{Misfit, Reason};
use crate::moment::read_duration;
use crate::wording::{self, Language};

/// Flattened into the arguments of both.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// In whose name; `default` unless given.
    #[arg(long, value_parser = named)]
    service: Option<String>,
    /// How urgently: urgent, normal, bulk; the service's own unless given.
    #[arg(long)]
    lane: Option<String>,
    /// Not to be begun after: 2026-11-23T17:00:00+01:00, '2026-11-23 17:00'.
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
    /// Waits until all is delivered or has ended otherwise, at most so long (unless given: 2min for one
    /// message, 10min for a roster).
    #[arg(long, value_name = "DURATION", num_args = 0..=1, require_equals = true)]
    wait: Option<Option<String>>,
    /// Prints one JSON object.
    #[arg(long)]
    pub(super) json: bool,
}

/// A key or a name: an unset variable of a shell must not pass for none.
pub(super) fn named(word: &str) -> Result<String, Blank> {
    if word.trim().is_empty() { Err(Blank) } else { Ok(word.to_owned()) }
}

/// Nothing is written where a name is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is empty: was a variable not set? leave the option out where none is meant")]
pub(super) struct Blank;

impl Options {
    /// How long somebody waits, `usually` where he does not say; `None`: not at all.
    pub(super) fn patience(&self, usually: Duration) -> Result<Option<Duration>, Failure> {
        match &self.wait {
            None => Ok(None),
            Some(None) => Ok(Some(usually)),
            Some(Some(written)) => match read_duration(written) {
                Ok(patience) => Ok(Some(patience)),
                Err(error) => Err(Failure::Usage(anyhow::Error::from(error).context("--wait"))),
            },
        }
    }

    /// Whether somebody waits.
    pub(super) fn waits(&self) -> bool {
        self.wait.is_some()
    }

    /// What a refusal says of an option of this command rather than of whom or what: it is a mistake of the
    /// command line then, and nothing is done.
    pub(super) fn misused(reason: &Reason, language: Language) -> Option<Failure> {
        let say = |id, values: &[_]| wording::say(language, id, values);
        let of = |column: &str| match column {
            "expires_at" => Some("--expires"),
            "service" => Some("--service"),
            "lane" => Some("--lane"),
            "reference" => Some("--reference"),
            "notice" => Some("--notice"),
            _ => None,
        };
        let (option, why) = match reason {
            Reason::UnknownService { .. } => ("--service", wording::reason(language, reason)),
            Reason::ServiceMissing => ("--service", say("usage-service", &[])),
            Reason::UnknownLane { .. } => ("--lane", wording::reason(language, reason)),
            Reason::BadDate { column } => (of(column)?, say("usage-date", &[])),
            Reason::ValueTooLong { column, limit } => {
                (of(column)?, say("usage-too_long", &[("limit", (*limit).into())]))
            }
            Reason::WrongType { column, found: Misfit::ControlCharacter } => {
                (of(column)?, say("usage-invisible", &[]))
            }
            _ => return None,
        };
        let sentence = say("usage-option", &[("option", option.into()), ("why", why.into())]);
        Some(Failure::Usage(anyhow!(sentence)))
    }

    /// A message as the daemon is asked for it, unjudged.
    pub(super) fn draft(
        &self,
        to: &str,
        text: &str,
        reference: Option<String>,
        notice: Option<String>,
    ) -> Draft {
        Draft {
            to: to.to_owned(),
            text: text.to_owned(),
            service: self.service.clone(),
            lane: self.lane.clone(),
            not_before: None,
            expires_at: self.expires.clone(),
            reference,
            notice,
            uid: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::moment::Moment;

    #[derive(Debug, Parser)]
    struct Command {
        #[command(flatten)]
        options: Options,
    }

    #[test]
    fn a_refusal_for_an_option_is_a_mistake_of_the_command_line() {
        let column = |name: &str| name.to_owned();
        let rows = [
            (Reason::UnknownService { service: "zut".into() }, Some("--service: no service \"zut\"")),
            (Reason::ServiceMissing, Some("--service: name one")),
            (Reason::UnknownLane { lane: "fast".into() }, Some("--lane: no lane \"fast\"")),
            (Reason::BadDate { column: column("expires_at") }, Some("--expires: not a date with a time")),
            (
                Reason::ValueTooLong { column: column("notice"), limit: 255 },
                Some("--notice: over 255 octets"),
            ),
            (
                Reason::WrongType { column: column("reference"), found: Misfit::ControlCharacter },
                Some("--reference: holds a forbidden"),
            ),
            (Reason::ValueTooLong { column: column("body"), limit: 255 }, None),
            (Reason::BadDate { column: column("not_before") }, None),
            (Reason::Landline, None),
            (Reason::AlreadyExpired { at: Moment::from_millis(0) }, None),
        ];
        for (given, want) in rows {
            let got = match Options::misused(&given, Language::English) {
                Some(Failure::Usage(error)) => Some(error.to_string()),
                _ => None,
            };
            assert_eq!(got.is_some(), want.is_some(), "{given:?}: {got:?}");
            assert!(got.unwrap_or_default().starts_with(want.unwrap_or_default()), "{given:?}");
        }
    }

    #[test]
    fn what_is_to_be_typed_stands_in_quotes_that_a_shell_knows() {
        for language in [Language::French, Language::English] {
            let reason = Reason::BadDate { column: "expires_at".into() };
            let said = match Options::misused(&reason, language) {
                Some(Failure::Usage(error)) => error.to_string(),
                _ => String::new(),
            };
            let quoted = ["'2026-11-23 17:00'", "\"2026-11-23 17:00\""];
            assert!(quoted.iter().any(|date| said.contains(date)), "{said}");
        }
    }

    #[test]
    fn somebody_waits_as_long_as_he_says_and_usually_where_he_says_nothing() {
        let usually = Duration::from_secs(120);
        let rows: &[(&[&str], Option<Option<Duration>>)] = &[
            (&["x"], Some(None)),
            (&["x", "--wait"], Some(Some(usually))),
            (&["x", "--wait=5s"], Some(Some(Duration::from_secs(5)))),
            (&["x", "--wait=0"], Some(Some(Duration::ZERO))),
            (&["x", "--wait=soon"], None),
            (&["x", "--wait="], None),
        ];
        for (given, want) in rows {
            let read = Command::try_parse_from(*given).ok();
            let got = read.and_then(|command| command.options.patience(usually).ok());
            assert_eq!(got, *want, "{given:?}");
        }
    }
}
