//! The screen of `beffroi status`, and the line of its `--check`.

use super::View;
use super::findings::{Finding, Severity};
use crate::cli::Screen;
use crate::config::Config;
use crate::line::Health;
use crate::message::{Lane, State};
use crate::wording::{self, Language};

/// What stands before a finding, and its colour.
fn mark(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Critical => ("✗", "\u{1b}[31m"),
        Severity::Warning => ("!", "\u{1b}[33m"),
        Severity::Fine => ("·", ""),
    }
}

/// The whole screen.
pub(super) fn lines(view: &View, findings: &[Finding], config: &Config, screen: &Screen) -> Vec<String> {
    let language = screen.language;
    let mut sheet = Vec::new();
    let worst = findings.first().map_or(Severity::Fine, |finding| finding.severity);
    if worst == Severity::Fine {
        sheet.push(format!("✓ {}", wording::say(language, "status-fine", &[])));
    }
    for finding in findings {
        let (sign, colour) = mark(finding.severity);
        let plain = format!("{sign} {}", finding.sentence);
        let coloured = screen.colour && !colour.is_empty();
        sheet.push(if coloured { format!("{colour}{plain}\u{1b}[0m") } else { plain });
    }
    if view.running.is_some() || view.has_figures() {
        sheet.push(String::new());
    }
    if let Some(status) = &view.running {
        let since = status.since.local(&config.zone, "%d/%m/%Y %H:%M");
        let values = [("version", status.version.as_str().into()), ("since", since.into())];
        sheet.push(wording::say(language, "status-running", &values));
        for line in &status.lines {
            if let (Health::Ready(identity), true) = (&line.health, line.is_ready()) {
                let values = [
                    ("line", line.line.0.as_str().into()),
                    ("model", identity.model.as_str().into()),
                    ("port", identity.port.as_str().into()),
                ];
                sheet.push(wording::say(language, "status-line-ready", &values));
            }
        }
    }
    if !view.has_figures() {
        return sheet;
    }
    sheet.push(queue(view, language));
    sheet.extend(at_modem(view, language));
    sheet.push(day(view, language));
    let values = [
        ("free", megabytes(view.standing.free.unwrap_or(0)).into()),
        ("size", megabytes(view.standing.size).into()),
    ];
    sheet.push(wording::say(language, "status-disk", &values));
    sheet
}

fn queue(view: &View, language: Language) -> String {
    let lanes = [Lane::Urgent, Lane::Normal, Lane::Bulk].map(|lane| {
        let waiting = view.standing.waiting.get(&lane).copied().unwrap_or(0);
        let name = wording::lane(language, lane);
        // What is at the modem alone is the oldest then, and waits for no turn.
        match view.standing.oldest.get(&lane).filter(|_| waiting > 0) {
            None => format!("{name} {waiting}"),
            Some(oldest) => {
                let minutes = i64::try_from(view.now.since(*oldest).as_secs() / 60).unwrap_or(i64::MAX);
                let age = wording::say(language, "status-oldest", &[("minutes", minutes.into())]);
                format!("{name} {waiting} ({age})")
            }
        }
    });
    wording::say(language, "status-queue", &[("lanes", lanes.join(" · ").into())])
}

/// What is at a modem just now, where something is.
fn at_modem(view: &View, language: Language) -> Option<String> {
    let lanes = view.standing.at_modem.iter().filter(|(_, messages)| **messages > 0);
    let lanes: Vec<String> =
        lanes.map(|(lane, messages)| format!("{} {messages}", wording::lane(language, *lane))).collect();
    let said = || wording::say(language, "status-at-modem", &[("lanes", lanes.join(" · ").into())]);
    (!lanes.is_empty()).then(said)
}

fn day(view: &View, language: Language) -> String {
    let states = State::ALL.iter().filter_map(|state| {
        let count = view.standing.day.get(state).copied().filter(|count| *count > 0)?;
        Some(format!("{} {count}", wording::state(language, *state)))
    });
    let states = states.collect::<Vec<_>>().join(" · ");
    match states.is_empty() {
        true => wording::say(language, "status-day-empty", &[]),
        false => wording::say(language, "status-day", &[("states", states.into())]),
    }
}

fn megabytes(octets: u64) -> i64 {
    i64::try_from(octets.div_ceil(1 << 20)).unwrap_or(i64::MAX)
}

/// `BEFFROI CRITICAL - sentence; sentence | perfdata`.
pub(super) fn check(view: &View, findings: &[Finding], worst: Severity) -> String {
    let said: Vec<&str> = findings
        .iter()
        .filter(|finding| finding.severity == worst)
        .map(|finding| finding.sentence.as_str())
        .collect();
    let said = match (worst, said.is_empty()) {
        (Severity::Fine, _) | (_, true) => "all is well".to_owned(),
        _ => said.join("; "),
    };
    let head = format!("BEFFROI {} - {}", worst.word().to_uppercase(), said.replace('|', " "));
    if !view.has_figures() {
        return head;
    }
    let mut data = Vec::new();
    for lane in [Lane::Urgent, Lane::Normal, Lane::Bulk] {
        let waiting = view.standing.under_way(lane);
        let age = view.standing.oldest.get(&lane).map_or(0, |oldest| view.now.since(*oldest).as_secs());
        data.push(format!("queue_{lane}={waiting};;;0"));
        data.push(format!("oldest_{lane}={age}s;;;0"));
    }
    let unknown = view.standing.day.get(&State::Unknown).copied().unwrap_or(0);
    data.push(format!("unknown_day={unknown};;;0"));
    data.push(format!("free={}B;;;0", view.standing.free.unwrap_or(0)));
    format!("{head} | {}", data.join(" "))
}
