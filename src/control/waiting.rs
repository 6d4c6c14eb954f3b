//! Why a message that is queued does not go just now, as the daemon sees it: what stops everything first, then
//! what stops this message, then the lines. Values in, values out; `wording` has a sentence for each.

use serde::{Deserialize, Serialize};

use super::status::{LineStatus, Status};
use crate::line::{Finding, Health};
use crate::message::{Lane, Reason, State};
use crate::moment::Moment;
use crate::store::{AlarmCode, MessageRow, Queued};

/// What a message waits for that is queued, or goes once more by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Wait {
    /// No daemon runs.
    NotRunning,
    /// The store was put back, and nobody has accepted that.
    Restored,
    /// The store can't be written.
    Unwritable,
    /// Its own time has not come.
    NotBefore {
        /// When it does.
        at: Moment,
    },
    /// It was refused, and rests.
    Again {
        /// Until when.
        at: Moment,
    },
    /// The clock is doubted: only what is urgent goes.
    Clock,
    /// No line is configured.
    NoLine,
    /// A part of it went by a line that is not configured any more.
    Stranded {
        /// That line.
        line: String,
    },
    /// The line can't send.
    LineDown {
        /// Which.
        line: String,
        /// Why.
        finding: Finding,
    },
    /// The line is not ready yet.
    Preparing {
        /// Which.
        line: String,
    },
    /// The line rests after a refusal.
    Rest {
        /// Which.
        line: String,
        /// Until when.
        at: Moment,
    },
    /// The line's modem was given a message before it, and does not answer.
    Silent {
        /// Which.
        line: String,
        /// When it was.
        asked_at: Moment,
    },
    /// Nothing is in its way: others are before it.
    Turn,
    /// Nobody knows whether it went, and by its service's rule it goes once more.
    Rule {
        /// When.
        at: Moment,
    },
}

/// What a message waits for; nothing where it does not wait.
pub(super) fn why(message: &MessageRow, queued: &Queued, status: &Status, now: Moment) -> Option<Wait> {
    // Of a message that is on its way a part may wait.
    if !matches!(message.state, State::Queued | State::Sending) {
        return None;
    }
    if status.restored.is_some() {
        return Some(Wait::Restored);
    }
    if status.trouble.is_some() {
        return Some(Wait::Unwritable);
    }
    if let Some(at) = queued.due.filter(|due| *due > now) {
        let refused = matches!(message.reason, Reason::RefusedForNow { .. });
        return Some(if refused { Wait::Again { at } } else { Wait::NotBefore { at } });
    }
    let is_doubt = |code| matches!(code, AlarmCode::ClockAhead | AlarmCode::ClockBehind);
    if message.lane != Lane::Urgent && status.alarms.iter().any(|alarm| is_doubt(alarm.code)) {
        return Some(Wait::Clock);
    }
    Some(for_lines(message.lane, queued, &status.lines, now))
}

fn for_lines(lane: Lane, queued: &Queued, lines: &[LineStatus], now: Moment) -> Wait {
    let has = |line: &LineStatus, sim: &str| {
        line.sim == sim || sim.strip_prefix("line:") == Some(line.line.0.as_str())
    };
    // A home that no line has any more gives way to any line, as does one that can't send to what is urgent.
    let binds = |line: &LineStatus| lane != Lane::Urgent || line.is_ready();
    let is_home = |home: &&String| lines.iter().any(|line| has(line, home) && binds(line));
    let home = queued.home.as_ref().filter(is_home);
    let bound = queued.sim.as_ref().or(home);
    let may = |line: &&LineStatus| bound.is_none_or(|bound| has(line, bound));
    let lines: Vec<&LineStatus> = lines.iter().filter(may).collect();
    let Some(first) = lines.first() else {
        return queued.line.clone().map_or(Wait::NoLine, |line| Wait::Stranded { line });
    };
    let ready = || lines.iter().filter(|line| line.is_ready());
    if ready().next().is_none() {
        let silent = |line: &&LineStatus| Some((line.silent_since?, line.line.0.clone()));
        if let Some((asked_at, line)) = lines.iter().filter_map(silent).min() {
            return Wait::Silent { line, asked_at };
        }
        let down = lines.iter().find_map(|line| match &line.health {
            Health::Down(finding) => {
                Some(Wait::LineDown { line: line.line.0.clone(), finding: finding.clone() })
            }
            _ => None,
        });
        return down.unwrap_or_else(|| Wait::Preparing { line: first.line.0.clone() });
    }
    let rests = |line: &LineStatus| line.rest_until.filter(|until| *until > now);
    if ready().any(|line| rests(line).is_none()) {
        return Wait::Turn;
    }
    let soonest = ready().filter_map(|line| Some((rests(line)?, line))).min_by_key(|(until, _)| *until);
    soonest.map_or(Wait::Turn, |(at, line)| Wait::Rest { line: line.line.0.clone(), at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Standing;
    use crate::line::{Identity, LineName};
    use crate::message::MessageId;
    use crate::store::Alarm;

    fn at(millis: i64) -> Moment {
        Moment::from_millis(millis)
    }

    fn line(name: &str, health: Health, rest: Option<i64>) -> LineStatus {
        LineStatus {
            line: LineName(name.into()),
            sim: format!("SIM of {name}"),
            health,
            message: None,
            listens_until: None,
            rest_until: rest.map(at),
            silent_since: None,
            doubts_until: None,
            hindrances: Vec::new(),
            waiting: 0,
        }
    }

    fn status(lines: Vec<LineStatus>) -> Status {
        Status {
            lines,
            restored: None,
            trouble: None,
            version: String::new(),
            since: at(0),
            standing: Standing::default(),
            unread: Vec::new(),
            outboxes: Vec::new(),
            drops: Vec::new(),
            alarms: Vec::new(),
        }
    }

    fn message(lane: Lane, reason: Reason) -> MessageRow {
        MessageRow {
            id: MessageId(1),
            recipient: None,
            typed: None,
            state: State::Queued,
            reason,
            service: "default".into(),
            lane,
            notice: None,
            reference: None,
            parts: 1,
            created_at: at(0),
            changed_at: at(0),
            expires_at: None,
            sent_at: None,
            delivered_at: None,
            body: None,
        }
    }

    #[test]
    fn a_message_waits_for_what_is_nearest_to_everybody_first() {
        let ready = |rest| line("sim-1", Health::Ready(Identity::default()), rest);
        let down = || line("sim-1", Health::Down(Finding::NoSim), None);
        let silent = || LineStatus { silent_since: Some(at(20)), ..ready(None) };
        let other = || line("sim-2", Health::Ready(Identity::default()), None);
        let free = |due: Option<i64>| Queued { due: due.map(at), line: None, sim: None, home: None };
        let sim = |line: &str| Some(format!("SIM of {line}"));
        let bound =
            |line: &str| Queued { due: None, line: Some("old name".into()), sim: sim(line), home: None };
        let home = |line: &str| Queued { home: sim(line), ..free(None) };
        let plain = || message(Lane::Normal, Reason::Accepted);
        let urgent = || message(Lane::Urgent, Reason::Accepted);
        let again = Reason::RefusedForNow { error: "+CMS ERROR: 42".into(), again_at: at(90) };
        let alarm = Alarm { code: AlarmCode::ClockAhead, subject: String::new(), since: at(0) };
        let doubt = |lines| Status { alarms: vec![alarm.clone()], ..status(lines) };
        let name = || "sim-1".to_owned();
        let rows = [
            (plain(), free(None), status(vec![ready(None)]), Wait::Turn),
            (plain(), free(Some(90)), status(vec![down()]), Wait::NotBefore { at: at(90) }),
            (message(Lane::Normal, again), free(Some(90)), status(vec![]), Wait::Again { at: at(90) }),
            (plain(), free(Some(50)), status(vec![ready(None)]), Wait::Turn),
            (plain(), free(None), status(vec![]), Wait::NoLine),
            (plain(), free(None), status(vec![ready(Some(70))]), Wait::Rest { line: name(), at: at(70) }),
            (plain(), free(None), status(vec![ready(Some(40))]), Wait::Turn),
            (
                plain(),
                free(None),
                status(vec![down()]),
                Wait::LineDown { line: name(), finding: Finding::NoSim },
            ),
            (plain(), bound("sim-2"), status(vec![ready(None)]), Wait::Stranded { line: "old name".into() }),
            (plain(), bound("sim-1"), status(vec![ready(None)]), Wait::Turn),
            (plain(), home("sim-2"), status(vec![ready(None)]), Wait::Turn),
            (
                plain(),
                home("sim-1"),
                status(vec![down(), other()]),
                Wait::LineDown { line: name(), finding: Finding::NoSim },
            ),
            (plain(), free(None), status(vec![silent()]), Wait::Silent { line: name(), asked_at: at(20) }),
            (
                plain(),
                home("sim-1"),
                status(vec![silent(), other()]),
                Wait::Silent { line: name(), asked_at: at(20) },
            ),
            (plain(), free(None), status(vec![silent(), other()]), Wait::Turn),
            (urgent(), home("sim-1"), status(vec![silent(), other()]), Wait::Turn),
            (urgent(), home("sim-1"), status(vec![down(), other()]), Wait::Turn),
            // The rest of what has begun there goes by no other.
            (
                urgent(),
                bound("sim-1"),
                status(vec![silent(), other()]),
                Wait::Silent { line: name(), asked_at: at(20) },
            ),
            (plain(), free(None), doubt(vec![ready(None)]), Wait::Clock),
            (urgent(), free(None), doubt(vec![ready(None)]), Wait::Turn),
            (
                plain(),
                free(None),
                status(vec![line("sim-1", Health::Starting, None)]),
                Wait::Preparing { line: name() },
            ),
            (
                plain(),
                free(Some(90)),
                Status { restored: Some(at(1)), ..status(vec![ready(None)]) },
                Wait::Restored,
            ),
            (
                plain(),
                free(None),
                Status { trouble: Some("full".into()), ..status(vec![ready(None)]) },
                Wait::Unwritable,
            ),
        ];
        for (message, queued, status, want) in rows {
            assert_eq!(why(&message, &queued, &status, at(50)), Some(want), "{queued:?} {status:?}");
        }
        let sent = MessageRow { state: State::Sent, ..plain() };
        assert_eq!(why(&sent, &free(None), &status(vec![]), at(50)), None);
    }
}
