//! What is to be said of how things stand: sentences with a severity, the worst first. Values in,
//! values out.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

use super::View;
use crate::cli::{diagnosis, engine};
use crate::config::Config;
use crate::control::{DropStatus, LineStatus, OutboxStatus};
use crate::intake::dropfolder;
use crate::line::{Health, Hindrance, Identity, ReportRoute};
use crate::message::{Lane, State};
use crate::outbox::{Mishap, Step, Trouble};
use crate::store::{Alarm, AlarmCode};
use crate::wording::{self, Language};

/// Less room on the store's disk than this stops everything soon: octets.
const LITTLE_ROOM: u64 = 100 << 20;

/// Less than this wants somebody's attention: octets.
const SOME_ROOM: u64 = 1 << 30;

/// How long the oldest message of a lane may wait before somebody is told, and before it is grave.
const PATIENCE: [(Lane, Duration, Option<Duration>); 3] = [
    (Lane::Urgent, Duration::from_secs(120), Some(Duration::from_secs(600))),
    (Lane::Normal, Duration::from_secs(3_600), None),
    (Lane::Bulk, Duration::from_secs(24 * 3_600), None),
];

/// How long a program may keep an outbox locked before somebody should look.
const LOCKED: Duration = Duration::from_secs(60);

/// How bad something is; the last is the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
    /// Nothing to do.
    Fine,
    /// Somebody should look.
    Warning,
    /// Messages do not go.
    Critical,
}

impl Severity {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Severity::Fine => "ok",
            Severity::Warning => "warning",
            Severity::Critical => "critical",
        }
    }

    /// As monitoring plugins end.
    pub(super) const fn exit_code(self) -> u8 {
        match self {
            Severity::Fine => 0,
            Severity::Warning => 1,
            Severity::Critical => 2,
        }
    }
}

/// One thing that is to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) severity: Severity,
    /// Stable, for programs.
    pub(super) code: &'static str,
    pub(super) sentence: String,
}

/// Whether an outbox's rows are read.
pub(super) fn is_read(outbox: &OutboxStatus) -> bool {
    !outbox.hitches.iter().any(|hitch| hitch.step == Step::Read)
}

/// Whether what is put into a drop folder is taken.
pub(super) fn is_usable(drop: &DropStatus) -> bool {
    !drop.troubles.iter().any(|trouble| trouble.step == dropfolder::Step::Use)
}

/// All there is to say, worst first.
pub(super) fn of(view: &View, config: &Config, language: Language) -> Vec<Finding> {
    let mut told = Told { findings: Vec::new(), language };
    told.daemon(view, config);
    told.lines(view, config);
    told.homes(view);
    told.one_sim_twice(view);
    told.queue(view);
    told.fates(view);
    told.outboxes(view);
    told.asides(view);
    told.mishaps(view, config);
    told.drops(view);
    told.disk(view);
    told.findings.sort_by_key(|finding| Reverse(finding.severity));
    told.findings
}

struct Told {
    findings: Vec<Finding>,
    language: Language,
}

impl Told {
    fn say(&mut self, severity: Severity, code: &'static str, values: &[(&str, wording::Value<'_>)]) {
        let sentence = wording::say(self.language, &format!("status-{code}"), values);
        self.findings.push(Finding { severity, code, sentence });
    }

    fn daemon(&mut self, view: &View, config: &Config) {
        let Some(status) = &view.running else {
            if view.is_store_lost {
                self.say(
                    Severity::Critical,
                    "lost-store",
                    &[("path", config.store.display().to_string().into())],
                );
            }
            if view.is_store_newer {
                self.say(Severity::Critical, "newer-store", &[]);
            }
            let code = if view.is_silent { "not-answering" } else { "not-running" };
            return self.say(Severity::Critical, code, &[]);
        };
        if let Some(why) = &status.trouble {
            let why = engine::said(why, self.language);
            self.say(Severity::Critical, "not-writable", &[("why", why.into())]);
        }
        if let Some(since) = status.restored {
            let at = since.local(&config.zone, "%d/%m/%Y %H:%M");
            self.say(Severity::Critical, "restored", &[("at", at.into())]);
        }
        for alarm in &status.alarms {
            self.alarm(alarm);
        }
        if status.lines.is_empty() {
            self.say(Severity::Critical, "no-line", &[]);
        }
    }

    /// Those that nothing else here speaks of.
    fn alarm(&mut self, alarm: &Alarm) {
        let code = match alarm.code {
            AlarmCode::ClockBehind => "clock_behind",
            AlarmCode::ClockAhead => "clock_ahead",
            AlarmCode::AccountRefused => "account_refused",
            AlarmCode::Restored | AlarmCode::NotWritable | AlarmCode::LineDown => return,
        };
        self.say(Severity::Critical, code, &[("line", alarm.subject.clone().into())]);
    }

    /// A line that is down is grave where no other can send.
    fn lines(&mut self, view: &View, config: &Config) {
        let lines = view.running.iter().flat_map(|status| &status.lines);
        let any = lines.clone().any(LineStatus::is_ready);
        for line in lines {
            let name = ("line", line.line.0.as_str().into());
            let not_yet = if any { Severity::Fine } else { Severity::Warning };
            match &line.health {
                Health::Ready(_) => {
                    if let Some(since) = line.silent_since {
                        let since = since.local(&config.zone, "%H:%M:%S");
                        self.say(Severity::Warning, "line-silent", &[name, ("since", since.into())]);
                    }
                }
                Health::Idle | Health::Starting => self.say(not_yet, "line-starting", &[name]),
                Health::Listening => self.say(not_yet, "line-listening", &[name]),
                Health::Down(finding) => {
                    let severity = if any { Severity::Warning } else { Severity::Critical };
                    let why = wording::sentence(self.language, "finding", finding);
                    self.say(severity, "line-down", &[name, ("why", why.into())]);
                }
            }
            if let Some(until) = line.doubts_until {
                let until = until.local(&config.zone, "%H:%M");
                self.say(
                    Severity::Fine,
                    "line-doubts",
                    &[("line", line.line.0.as_str().into()), ("until", until.into())],
                );
            }
            self.hindrances(line);
        }
    }

    /// It sends, and something is not as it should be.
    fn hindrances(&mut self, line: &LineStatus) {
        for hindrance in &line.hindrances {
            let severity = match hindrance {
                // Nothing is lost on these ways: only the configuration says otherwise.
                Hindrance::ReportsOtherwise { route: ReportRoute::Stored | ReportRoute::Acknowledged } => {
                    Severity::Fine
                }
                _ => Severity::Warning,
            };
            let what = wording::sentence(self.language, "hindrance", hindrance);
            let remedy = wording::sentence(self.language, "hindrance-remedy", hindrance);
            let name = ("line", line.line.0.as_str().into());
            self.say(severity, "line-hindered", &[name, ("what", what.into()), ("remedy", remedy.into())]);
        }
    }

    /// Two lines that say they hold the same SIM: reports on what one sent are looked for at the other.
    fn one_sim_twice(&mut self, view: &View) {
        let lines = view.running.iter().flat_map(|status| &status.lines);
        let sims = lines.filter_map(|line| match &line.health {
            Health::Ready(Identity { sim: Some(sim), .. }) => Some((sim, &line.line.0)),
            _ => None,
        });
        let mut seen = BTreeMap::new();
        for (sim, line) in sims {
            if let Some(first) = seen.insert(sim, line) {
                let values = [("line", line.as_str().into()), ("first", first.as_str().into())];
                self.say(Severity::Warning, "one-sim-twice", &values);
            }
        }
    }

    /// Who knows a line by its number waits for it, but for what is urgent; one that listens comes back by itself.
    fn homes(&mut self, view: &View) {
        let lines = view.running.iter().flat_map(|status| &status.lines);
        let away = |line: &&LineStatus| line.waiting > 0 && matches!(line.health, Health::Down(_));
        for line in lines.filter(away) {
            let count = i64::try_from(line.waiting).unwrap_or(i64::MAX);
            let values = [("line", line.line.0.as_str().into()), ("count", count.into())];
            self.say(Severity::Warning, "waits-home", &values);
        }
    }

    fn queue(&mut self, view: &View) {
        for (lane, soon, grave) in PATIENCE {
            let Some(oldest) = view.standing.oldest.get(&lane) else { continue };
            let age = view.now.since(*oldest);
            if age < soon {
                continue;
            }
            let severity =
                if grave.is_some_and(|grave| age >= grave) { Severity::Critical } else { Severity::Warning };
            let minutes = i64::try_from(age.as_secs() / 60).unwrap_or(i64::MAX);
            let lane = wording::lane(self.language, lane);
            self.say(severity, "waits-long", &[("lane", lane.into()), ("minutes", minutes.into())]);
        }
    }

    fn fates(&mut self, view: &View) {
        let count = |of: &[State]| {
            let sum: u64 = of.iter().filter_map(|state| view.standing.day.get(state)).sum();
            i64::try_from(sum).unwrap_or(i64::MAX)
        };
        let unknown = count(&[State::Unknown]);
        if unknown > 0 {
            self.say(Severity::Warning, "unknown", &[("count", unknown.into())]);
        }
        let held = view.standing.states.get(&State::Held).copied().unwrap_or(0);
        if held > 0 {
            let held = i64::try_from(held).unwrap_or(i64::MAX);
            self.say(Severity::Warning, "held", &[("count", held.into())]);
        }
        if view.standing.notices > 0 {
            self.say(Severity::Fine, "notices", &[("count", view.standing.notices.into())]);
        }
        let to_call = count(&[State::Failed, State::Undelivered, State::Expired]);
        if to_call > 0 {
            self.say(Severity::Fine, "to-call", &[("count", to_call.into())]);
        }
        let refused = count(&[State::Refused]);
        if refused > 0 {
            self.say(Severity::Fine, "refused", &[("count", refused.into())]);
        }
    }

    /// Rows wait there, or nobody sees what became of them; what is in other outboxes goes.
    fn outboxes(&mut self, view: &View) {
        let outboxes = view.running.iter().flat_map(|status| &status.outboxes);
        for (outbox, hitch) in
            outboxes.flat_map(|outbox| outbox.hitches.iter().map(move |hitch| (outbox, hitch)))
        {
            let code = match hitch.step {
                Step::Read => "unread-outbox",
                Step::Write => "unwritten-outbox",
                Step::Fill => "shut-outbox",
            };
            // A lock ends by itself, unless somebody has forgotten it.
            let passes = matches!(hitch.trouble, Trouble::Busy | Trouble::Occupied | Trouble::Wal);
            let young = view.now.since(hitch.since) < LOCKED;
            let severity = if passes && young { Severity::Fine } else { Severity::Warning };
            let why = diagnosis::sentence(&hitch.trouble, self.language);
            self.say(severity, code, &[("path", outbox.path.as_str().into()), ("why", why.into())]);
        }
    }

    /// Files that were set aside lately: somebody should see what became of their rows.
    fn asides(&mut self, view: &View) {
        for outbox in view.running.iter().flat_map(|status| &status.outboxes) {
            for aside in &outbox.aside {
                let rows = aside.rows.map(|rows| i64::try_from(rows).unwrap_or(i64::MAX));
                let rows = rows.map_or_else(|| "unknown".into(), wording::Value::from);
                let values = [
                    ("path", outbox.path.as_str().into()),
                    ("cause", aside.cause.as_str().into()),
                    ("aside", aside.path.as_str().into()),
                    ("rows", rows),
                ];
                self.say(Severity::Warning, "aside-outbox", &values);
            }
        }
    }

    /// What was taken in goes on; nobody but the office knows whether a row was lost before it was read.
    fn mishaps(&mut self, view: &View, config: &Config) {
        for outbox in view.running.iter().flat_map(|status| &status.outboxes) {
            for befallen in &outbox.befallen {
                let what = match befallen.what {
                    Mishap::Emptied => "emptied",
                    Mishap::OverwrittenByAnother => "another",
                    Mishap::Older => "older",
                };
                let at = befallen.since.local(&config.zone, "%d/%m/%Y %H:%M");
                let values =
                    [("path", outbox.path.as_str().into()), ("what", what.into()), ("at", at.into())];
                self.say(Severity::Warning, "mishap-outbox", &values);
            }
        }
    }

    /// Lists wait there, or nobody reads of them; messages of other sources go.
    fn drops(&mut self, view: &View) {
        for drop in view.running.iter().flat_map(|status| &status.drops) {
            for trouble in &drop.troubles {
                let code = match trouble.step {
                    dropfolder::Step::Use => "drop-use",
                    dropfolder::Step::Read => "drop-read",
                    dropfolder::Step::Tell => "drop-tell",
                    dropfolder::Step::Move => "drop-move",
                    dropfolder::Step::Remove => "drop-remove",
                };
                let why = wording::sentence(self.language, "drop_cause", &trouble.cause);
                let values = [("folder", drop.folder.as_str().into()), ("why", why.into())];
                self.say(Severity::Warning, code, &values);
            }
        }
    }

    fn disk(&mut self, view: &View) {
        let Some(free) = view.standing.free.filter(|free| *free < SOME_ROOM) else { return };
        let severity = if free < LITTLE_ROOM { Severity::Critical } else { Severity::Warning };
        let megabytes = i64::try_from(free >> 20).unwrap_or(i64::MAX);
        self.say(severity, "little-room", &[("megabytes", megabytes.into())]);
    }
}

#[cfg(test)]
mod tests;
