//! The options that `send` and `roster import` have in common: in whose name, how urgently, until when,
//! and how long somebody waits for what becomes of it.

use std::time::Duration;

use super::Failure;
use crate::control::Draft;
use crate::moment::read_duration;

/// Flattened into the arguments of both.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// In whose name; `default` unless given.
    #[arg(long)]
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

    #[derive(Debug, Parser)]
    struct Command {
        #[command(flatten)]
        options: Options,
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
