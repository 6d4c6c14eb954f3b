//! `beffroi status`: how everything stands on one screen, worst first; as JSON, as a Nagios plugin, as
//! OpenMetrics. Asks the daemon; where none runs, says so and reads the store itself.

mod findings;
mod metrics;
mod sheet;

use std::path::Path;
use std::time::SystemTime;

use serde_json::{Value, json};

use self::findings::{Finding, Severity};
use super::office::read_config;
use super::{Failure, Screen, diagnosis};
use crate::config::Config;
use crate::control::{LineStatus, Request, Response, Standing, Status, client};
use crate::moment::Moment;
use crate::store::{Marker, StoreError};
use crate::wording::{self, Language};

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  beffroi status\n  beffroi status --check    # for Nagios, Icinga, Centreon\n  \
    beffroi status --metrics > /var/lib/prometheus/node-exporter/beffroi.prom\n\n\
    Exit: 0 a line is ready, 1 nothing goes (no daemon, or none that answers, a store that can't be written), 4 no line is usable; with --check 0 OK, 1 WARNING, \
    2 CRITICAL, 3 UNKNOWN."
)]
#[group(multiple = false)]
pub(super) struct Arguments {
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
    /// One line and an exit code as monitoring plugins give them.
    #[arg(long)]
    check: bool,
    /// OpenMetrics, without anything personal.
    #[arg(long)]
    metrics: bool,
}

/// What could be found out.
struct View {
    /// What the daemon says; `None` where none runs.
    running: Option<Status>,
    standing: Standing,
    /// Without a daemon: the store is damaged, or gone and should be there.
    is_store_lost: bool,
    /// Without a daemon: the store is of a later version than this program.
    is_store_newer: bool,
    /// A daemon is there, and does not answer.
    is_silent: bool,
    now: Moment,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let config = read_config(configured, screen)?;
    let view = match View::of(&config, screen.language) {
        Ok(view) => view,
        Err(failure) if arguments.check => return unknown(&failure, screen),
        Err(failure) => return Err(failure),
    };
    let findings = findings::of(&view, &config, screen.language);
    let worst = findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Fine);
    if arguments.check {
        screen.line(&sheet::check(&view, &findings, worst))?;
        return if worst == Severity::Fine { Ok(()) } else { Err(Failure::Code(worst.exit_code())) };
    }
    if arguments.metrics {
        screen.line(metrics::of(&view).trim_end())?;
        return Ok(());
    }
    if arguments.json {
        screen.line(&as_json(&view, &findings, worst).to_string())?;
    } else {
        for line in sheet::lines(&view, &findings, &config, screen) {
            screen.line(&line)?;
        }
    }
    match &view.running {
        None => Err(Failure::Told),
        Some(status) if !status.lines.iter().any(LineStatus::is_ready) => Err(Failure::Code(4)),
        Some(status) if status.trouble.is_some() || status.restored.is_some() => Err(Failure::Told),
        Some(_) => Ok(()),
    }
}

/// A monitor wants its line also where nothing could be found out.
fn unknown(failure: &Failure, screen: &mut Screen) -> Result<(), Failure> {
    let why = match failure {
        Failure::Failed(error) | Failure::Usage(error) => diagnosis::chain(error, screen.language),
        _ => String::new(),
    };
    screen.line(&format!("BEFFROI UNKNOWN - {}", why.replace(['\n', '|'], " ")))?;
    Err(Failure::Code(3))
}

impl View {
    /// Whether the store's figures were to be had: nobody but the daemon's user reads it, and before the
    /// first run there is none. What is there has a disk.
    fn has_figures(&self) -> bool {
        self.standing.free.is_some()
    }

    fn of(config: &Config, language: Language) -> Result<Self, Failure> {
        let now = Moment::from_system(SystemTime::now());
        match client::ask(&config.control, &Request::Status) {
            Ok(Response::Status(status)) => {
                let standing = status.standing.clone();
                let (is_store_lost, is_store_newer, is_silent) = (false, false, false);
                Ok(Self { running: Some(status), standing, is_store_lost, is_store_newer, is_silent, now })
            }
            Err(error @ (client::Error::NoDaemon(_) | client::Error::Silent | client::Error::Shut)) => {
                // Before the first run there is nothing to read, and not everybody may read it: that no
                // daemon runs is what counts.
                let read = Standing::of(&config.store, now);
                let is_silent = !matches!(error, client::Error::NoDaemon(_));
                let gone = !config.store.exists() && Marker::path(&config.store).exists();
                let is_store_newer = matches!(read, Err(StoreError::Newer { .. }));
                let is_store_lost = gone || read.as_ref().is_err_and(StoreError::is_ruin) && !is_store_newer;
                let standing = read.unwrap_or_default();
                Ok(Self { running: None, standing, is_store_lost, is_store_newer, is_silent, now })
            }
            Ok(Response::Failed { why, fault }) => {
                let why = diagnosis::fault(&fault, &why, language);
                let failed = wording::say(language, "office-failed", &[("why", why.into())]);
                Err(Failure::Failed(anyhow::anyhow!(failed)))
            }
            Ok(Response::Denied { .. }) => {
                Err(Failure::Failed(anyhow::anyhow!(wording::say(language, "office-denied-ask", &[]))))
            }
            Ok(_) => Err(Failure::Failed(anyhow::anyhow!(wording::say(language, "office-mixed", &[])))),
            Err(error) => Err(error.into()),
        }
    }
}

fn as_json(view: &View, findings: &[Finding], worst: Severity) -> Value {
    let told = findings.iter().map(|finding| {
        json!({ "severity": finding.severity.word(), "code": finding.code, "sentence": finding.sentence })
    });
    let lines = view.running.iter().flat_map(|status| &status.lines).map(|line| {
        json!({
            "line": line.line,
            "ready": line.is_ready(),
            "health": line.health,
            "rest_until": line.rest_until.map(Moment::to_rfc3339),
            "silent_since": line.silent_since.map(Moment::to_rfc3339),
            "doubts_until": line.doubts_until.map(Moment::to_rfc3339),
            "hindrances": line.hindrances,
            "message": line.message,
            "listens_until": line.listens_until.map(Moment::to_rfc3339),
            "waiting": line.waiting,
        })
    });
    let drops = view.running.iter().flat_map(|status| &status.drops).map(|drop| {
        json!({ "folder": drop.folder, "usable": findings::is_usable(drop), "troubles": drop.troubles })
    });
    let alarms = view.running.iter().flat_map(|status| &status.alarms).map(
        |alarm| json!({ "code": alarm.code, "subject": alarm.subject, "since": alarm.since.to_rfc3339() }),
    );
    let outboxes = view.running.iter().flat_map(|status| &status.outboxes).map(|outbox| {
        json!({ "path": outbox.path, "read": findings::is_read(outbox), "troubles": outbox.hitches,
            "aside": outbox.aside, "befallen": outbox.befallen })
    });
    let oldest = view.standing.oldest.iter().map(|(lane, at)| (lane.to_string(), json!(at.to_rfc3339())));
    json!({
        "worst": worst.word(),
        "findings": told.collect::<Vec<_>>(),
        "running": view.running.is_some(),
        "version": view.running.as_ref().map(|status| &status.version),
        "since": view.running.as_ref().map(|status| status.since.to_rfc3339()),
        "restored": view.running.as_ref().and_then(|status| status.restored).map(Moment::to_rfc3339),
        "lines": lines.collect::<Vec<_>>(),
        "outboxes": outboxes.collect::<Vec<_>>(),
        "drops": drops.collect::<Vec<_>>(),
        "waiting": view.standing.waiting,
        "at_modem": view.standing.at_modem,
        "oldest": oldest.collect::<serde_json::Map<_, _>>(),
        "alarms": alarms.collect::<Vec<_>>(),
        "states": view.standing.states,
        "day": view.standing.day,
        "free": view.standing.free,
        "size": view.standing.size,
    })
}
