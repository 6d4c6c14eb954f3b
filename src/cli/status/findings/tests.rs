#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]

use std::path::Path;

use clap::Parser;

use super::super::{metrics, sheet};
use super::*;
use crate::cli::Screen;
use crate::control::{DropStatus, OutboxStatus, Standing, Status};
use crate::intake::dropfolder::{self, Cause};
use crate::line::{Finding as LineFinding, Identity, LineName};
use crate::moment::Moment;
use crate::outbox::{Aside, Befallen, Door, Hitch, Obstacle};

const NOW: i64 = 1_000_000_000_000;

fn config() -> Config {
    Config::parse("[store]\npath = \"/x/beffroi.db\"\n", Path::new("/x/beffroi.toml")).unwrap()
}

fn line(name: &str, health: Health) -> LineStatus {
    LineStatus {
        line: LineName(name.into()),
        sim: format!("SIM of {name}"),
        health,
        message: None,
        listens_until: None,
        rest_until: None,
        silent_since: None,
        doubts_until: None,
        hindrances: Vec::new(),
        waiting: 0,
    }
}

fn ready() -> Health {
    Health::Ready(Identity::default())
}

fn silent(name: &str) -> LineStatus {
    LineStatus { silent_since: Some(ago(45)), ..line(name, ready()) }
}

fn ago(seconds: i64) -> Moment {
    Moment::from_millis(NOW - seconds * 1_000)
}

/// All is well.
fn well() -> View {
    let standing = Standing { free: Some(50 << 30), ..Standing::default() };
    let status = Status {
        version: "0.1.0".into(),
        since: ago(3_600),
        lines: vec![line("sim-1", ready())],
        restored: None,
        trouble: None,
        unread: Vec::new(),
        outboxes: vec![OutboxStatus {
            path: "/o.db".into(),
            hitches: Vec::new(),
            aside: Vec::new(),
            befallen: Vec::new(),
        }],
        drops: vec![DropStatus { folder: "/d".into(), troubles: Vec::new() }],
        alarms: Vec::new(),
        standing: standing.clone(),
    };
    View {
        running: Some(status),
        standing,
        is_store_lost: false,
        is_store_newer: false,
        is_silent: false,
        now: Moment::from_millis(NOW),
    }
}

fn hitches(view: &mut View, hitches: &[(Step, Trouble, i64)]) {
    let hitch = |(step, trouble, age): &(_, Trouble, _)| Hitch {
        step: *step,
        trouble: trouble.clone(),
        since: ago(*age),
    };
    let status = view.running.as_mut().unwrap();
    status.outboxes.first_mut().unwrap().hitches = hitches.iter().map(hitch).collect();
}

/// Each step and each cause.
fn troubles() -> Vec<dropfolder::Trouble> {
    let trouble = |step, cause| dropfolder::Trouble { step, cause };
    vec![
        trouble(dropfolder::Step::Use, Cause::Gone),
        trouble(dropfolder::Step::Read, Cause::Failed { error: "broken".into() }),
        trouble(dropfolder::Step::Tell, Cause::Full),
        trouble(dropfolder::Step::Move, Cause::NotAFolder),
        trouble(dropfolder::Step::Move, Cause::Link),
        trouble(dropfolder::Step::Remove, Cause::Denied),
        trouble(dropfolder::Step::Remove, Cause::ReadOnly),
    ]
}

type Change = fn(&mut View);

/// What is changed -> what is said first.
#[test]
fn the_worst_is_said_first_and_what_is_fine_is_not_said() {
    let rows: &[(Change, &[(Severity, &str)])] = &[
        (|_| {}, &[]),
        (|view| view.running = None, &[(Severity::Critical, "not-running")]),
        (
            |view| view.running.as_mut().unwrap().trouble = Some("full".into()),
            &[(Severity::Critical, "not-writable")],
        ),
        (|view| view.running.as_mut().unwrap().restored = Some(ago(9)), &[(Severity::Critical, "restored")]),
        (|view| view.running.as_mut().unwrap().lines.clear(), &[(Severity::Critical, "no-line")]),
        (
            |view| view.running.as_mut().unwrap().lines = vec![line("a", Health::Down(LineFinding::NoSim))],
            &[(Severity::Critical, "line-down")],
        ),
        (
            |view| view.running.as_mut().unwrap().lines.push(line("b", Health::Down(LineFinding::NoSim))),
            &[(Severity::Warning, "line-down")],
        ),
        (
            |view| view.running.as_mut().unwrap().lines.push(line("b", Health::Starting)),
            &[(Severity::Fine, "line-starting")],
        ),
        (
            |view| {
                let down = line("b", Health::Down(LineFinding::NoSim));
                view.running.as_mut().unwrap().lines.push(LineStatus { waiting: 12, ..down });
            },
            &[(Severity::Warning, "line-down"), (Severity::Warning, "waits-home")],
        ),
        (
            |view| view.running.as_mut().unwrap().lines = vec![silent("a")],
            &[(Severity::Warning, "line-silent")],
        ),
        (
            |view| {
                let doubts = LineStatus { doubts_until: Some(ago(-200)), ..line("a", ready()) };
                view.running.as_mut().unwrap().lines = vec![doubts];
            },
            &[(Severity::Fine, "line-doubts")],
        ),
        // One that does not answer is none that sends beside one that is down.
        (
            |view| {
                let down = line("b", Health::Down(LineFinding::NoSim));
                view.running.as_mut().unwrap().lines = vec![silent("a"), down];
            },
            &[(Severity::Critical, "line-down"), (Severity::Warning, "line-silent")],
        ),
        // It comes back by itself, and nobody is told to take it out.
        (
            |view| {
                let listens = line("b", Health::Listening);
                view.running.as_mut().unwrap().lines.push(LineStatus { waiting: 12, ..listens });
            },
            &[(Severity::Fine, "line-listening")],
        ),
        (
            |view| {
                let sim = || Health::Ready(Identity { sim: Some("89330100".into()), ..Identity::default() });
                view.running.as_mut().unwrap().lines = vec![line("a", sim()), line("b", sim())];
            },
            &[(Severity::Warning, "one-sim-twice")],
        ),
        (
            |view| {
                let stored = Hindrance::ReportsOtherwise { route: ReportRoute::Stored };
                let full = Hindrance::Undeletable { memory: "SR".into() };
                view.running.as_mut().unwrap().lines[0].hindrances = vec![stored, full];
            },
            &[(Severity::Warning, "line-hindered"), (Severity::Fine, "line-hindered")],
        ),
        (
            |view| {
                let aside = |rows| Aside {
                    path: "/o.db.2026-11-23T160210Z-damaged".into(),
                    cause: "damaged".into(),
                    rows,
                    since: ago(60),
                };
                view.running.as_mut().unwrap().outboxes[0].aside = vec![aside(Some(3)), aside(None)];
            },
            &[(Severity::Warning, "aside-outbox"), (Severity::Warning, "aside-outbox")],
        ),
        (
            |view| {
                let befallen = |what| Befallen { what, since: ago(60) };
                let all = [Mishap::Emptied, Mishap::OverwrittenByAnother, Mishap::Older];
                view.running.as_mut().unwrap().outboxes[0].befallen = all.map(befallen).to_vec();
            },
            &[(Severity::Warning, "mishap-outbox"); 3],
        ),
        (|view| hitches(view, &[(Step::Read, Trouble::Busy, 59)]), &[(Severity::Fine, "unread-outbox")]),
        (|view| hitches(view, &[(Step::Read, Trouble::Busy, 60)]), &[(Severity::Warning, "unread-outbox")]),
        (
            |view| hitches(view, &[(Step::Write, Trouble::Occupied, 60)]),
            &[(Severity::Warning, "unwritten-outbox")],
        ),
        (
            |view| {
                let link = Trouble::NotAFile { what: Obstacle::Link };
                let shut = Trouble::Shut { what: Door::Folder };
                hitches(
                    view,
                    &[(Step::Read, link, 0), (Step::Write, Trouble::Full, 0), (Step::Fill, shut, 0)],
                );
            },
            &[
                (Severity::Warning, "unread-outbox"),
                (Severity::Warning, "unwritten-outbox"),
                (Severity::Warning, "shut-outbox"),
            ],
        ),
        (
            |view| view.running.as_mut().unwrap().drops[0].troubles = troubles(),
            &[
                (Severity::Warning, "drop-use"),
                (Severity::Warning, "drop-read"),
                (Severity::Warning, "drop-tell"),
                (Severity::Warning, "drop-move"),
                (Severity::Warning, "drop-move"),
                (Severity::Warning, "drop-remove"),
                (Severity::Warning, "drop-remove"),
            ],
        ),
        (|view| view.standing.notices = 1, &[(Severity::Fine, "notices")]),
        (|view| view.standing.oldest = [(Lane::Urgent, ago(119))].into(), &[]),
        (
            |view| view.standing.oldest = [(Lane::Urgent, ago(120))].into(),
            &[(Severity::Warning, "waits-long")],
        ),
        (
            |view| view.standing.oldest = [(Lane::Urgent, ago(600))].into(),
            &[(Severity::Critical, "waits-long")],
        ),
        (|view| view.standing.oldest = [(Lane::Bulk, ago(80_000))].into(), &[]),
        (|view| view.standing.day = [(State::Unknown, 1)].into(), &[(Severity::Warning, "unknown")]),
        (|view| view.standing.states = [(State::Held, 2)].into(), &[(Severity::Warning, "held")]),
        (|view| view.standing.free = Some(LITTLE_ROOM - 1), &[(Severity::Critical, "little-room")]),
        (|view| view.standing.free = Some(SOME_ROOM - 1), &[(Severity::Warning, "little-room")]),
        (
            |view| {
                view.standing.day = [(State::Refused, 1), (State::Failed, 1), (State::Unknown, 3)].into();
                view.standing.free = Some(0);
            },
            &[
                (Severity::Critical, "little-room"),
                (Severity::Warning, "unknown"),
                (Severity::Fine, "to-call"),
                (Severity::Fine, "refused"),
            ],
        ),
    ];
    for (change, want) in rows {
        let mut view = well();
        change(&mut view);
        for language in [Language::French, Language::English] {
            let found = of(&view, &config(), language);
            let said: Vec<_> = found.iter().map(|finding| (finding.severity, finding.code)).collect();
            assert_eq!(said, *want);
            // A sentence that is missing comes back as its own name.
            let missing = |sentence: &str| {
                sentence.starts_with("status-") || sentence.contains("drop_cause-") || sentence.contains('{')
            };
            assert!(!found.iter().any(|finding| missing(&finding.sentence)), "{found:?}");
        }
    }
}

#[test]
fn what_status_says_to_do_about_messages_can_be_done() {
    let mut view = well();
    view.standing.day = [(State::Failed, 1), (State::Undelivered, 2), (State::Expired, 1)].into();
    view.standing.states = [(State::Held, 2)].into();
    let rows = [
        (
            "4 messages of the last day did not arrive",
            "beffroi message list --state failed,undelivered,expired",
        ),
        ("2 messages are held", "beffroi message list --state held"),
        ("2 messages are held", "beffroi db accept-restore --send"),
    ];
    let found = of(&view, &config(), Language::English);
    for (says, command) in rows {
        let finding = found.iter().find(|finding| finding.sentence.starts_with(says)).unwrap();
        assert!(finding.sentence.contains(command), "{finding:?}");
        let words = command.split(' ');
        assert!(crate::cli::Arguments::try_parse_from(words).is_ok(), "{command}");
    }
}

#[test]
fn a_monitor_gets_one_line_with_what_is_worst_and_figures() {
    let mut view = well();
    view.standing.day = [(State::Unknown, 3), (State::Failed, 1)].into();
    view.standing.waiting = [(Lane::Bulk, 20)].into();
    view.standing.oldest = [(Lane::Bulk, ago(90))].into();
    let found = of(&view, &config(), Language::English);
    let line = sheet::check(&view, &found, Severity::Warning);
    assert_eq!(
        line,
        "BEFFROI WARNING - 3 messages of the last day may or may not have gone: beffroi message list \
         --state unknown | queue_urgent=0;;;0 oldest_urgent=0s;;;0 queue_normal=0;;;0 oldest_normal=0s;;;0 \
         queue_bulk=20;;;0 oldest_bulk=90s;;;0 unknown_day=3;;;0 free=53687091200B;;;0"
    );
}

#[test]
fn what_is_at_the_modem_is_told_from_what_waits_and_counts_for_a_monitor() {
    let mut view = well();
    view.standing.waiting = [(Lane::Bulk, 19)].into();
    view.standing.at_modem = [(Lane::Urgent, 1)].into();
    view.standing.oldest = [(Lane::Urgent, ago(60)), (Lane::Bulk, ago(120))].into();
    let found = of(&view, &config(), Language::French);
    let screen = Screen { language: Language::French, colour: false, terminal: false };
    let shown = sheet::lines(&view, &found, &config(), &screen).join("\n").replace('\u{A0}', " ");
    assert!(shown.contains("en attente : urgent 0 · normal 0 · en nombre 19 (le plus ancien"), "{shown}");
    assert!(shown.contains("\nau modem : urgent 1\n"), "{shown}");
    let page = metrics::of(&view);
    assert!(page.contains("beffroi_queue_messages{lane=\"urgent\"} 1\n"), "{page}");
    view.standing.at_modem.clear();
    let shown = sheet::lines(&view, &found, &config(), &screen).join("\n");
    assert!(!shown.contains("au modem"), "{shown}");
}

#[test]
fn metrics_are_whole_families_and_end_as_they_must() {
    let mut view = well();
    view.running.as_mut().unwrap().lines.push(line("a\"b", Health::Down(LineFinding::NoSim)));
    let page = metrics::of(&view);
    assert!(page.ends_with("# EOF\n"));
    assert!(
        page.contains("beffroi_line_ready{line=\"sim-1\"} 1\nbeffroi_line_ready{line=\"a\\\"b\"} 0\n"),
        "{page}"
    );
    assert!(page.contains("beffroi_outbox_read{outbox=\"/o.db\"} 1\n"), "{page}");
    hitches(&mut view, &[(Step::Read, Trouble::OtherStore, 0)]);
    assert!(metrics::of(&view).contains("beffroi_outbox_read{outbox=\"/o.db\"} 0\n"));
    assert!(page.contains("beffroi_drop_usable{folder=\"/d\"} 1\n"), "{page}");
    view.running.as_mut().unwrap().drops[0].troubles = troubles();
    assert!(metrics::of(&view).contains("beffroi_drop_usable{folder=\"/d\"} 0\n"));
    for line in page.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(value.parse::<u64>().is_ok() && name.starts_with("beffroi_"), "{line}");
    }
}

#[test]
fn figures_that_were_not_to_be_had_are_not_shown_as_none() {
    let view = View {
        running: None,
        standing: Standing::default(),
        is_store_lost: false,
        is_store_newer: false,
        is_silent: false,
        now: Moment::from_millis(NOW),
    };
    let found = of(&view, &config(), Language::English);
    let screen = Screen { language: Language::English, colour: false, terminal: false };
    let shown = sheet::lines(&view, &found, &config(), &screen);
    assert_eq!(shown, ["✗ beffroi is not running, nothing goes: sudo systemctl start beffroi"]);
    let line = sheet::check(&view, &found, Severity::Critical);
    assert_eq!(line, "BEFFROI CRITICAL - beffroi is not running, nothing goes: sudo systemctl start beffroi");
    let page = metrics::of(&view);
    assert_eq!(
        page,
        "# TYPE beffroi_up gauge\n# HELP beffroi_up Whether a daemon answers.\nbeffroi_up 0\n# EOF\n"
    );
}
