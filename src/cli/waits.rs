//! Why the messages of a command wait that has just handed them over: of one, as `message show` has it; of many,
//! a sentence for all that wait for the same. A look that fails hides nothing of what was done.

use serde_json::{Value as Json, json};

use super::office::Office;
use super::waiting::waited_for;
use super::{Failure, Screen};
use crate::control::{Detail, Request, Response, Wait};
use crate::message::{MessageId, State};
use crate::moment::{Moment, Zone};
use crate::wording::{self, Language};

/// Messages that are asked about at most: each is a question to the daemon.
const ASKED: usize = 500;

/// Messages that wait for the same.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    /// What for; of several moments the first.
    pub(super) wait: Wait,
    /// How many; `None` where more wait than were asked about.
    pub(super) messages: Option<usize>,
}

/// Of all that wait, the largest group first.
pub(super) fn of_all(office: &Office, messages: impl Iterator<Item = (MessageId, State)>) -> Vec<Group> {
    let waiting: Vec<_> = messages.filter(|(_, state)| is_to_go(*state)).collect();
    let waits = waiting.iter().take(ASKED).filter_map(|(message, state)| of_one(office, *message, *state));
    let mut groups = gathered(waits);
    if waiting.len() > ASKED {
        groups.iter_mut().for_each(|group| group.messages = None);
    }
    groups
}

/// What a message waits for.
pub(super) fn of_one(office: &Office, message: MessageId, state: State) -> Option<Wait> {
    if !is_to_go(state) {
        return None;
    }
    match look_up(office, message).ok().and_then(|detail| detail.waits) {
        Some(Wait::Restored) => Some(Wait::Restored),
        _ if !office.is_running() => Some(Wait::NotRunning),
        waits => waits,
    }
}

/// How a message stands.
pub(super) fn look_up(office: &Office, message: MessageId) -> Result<Detail, Failure> {
    match office.ask(Request::Show { message })? {
        Response::Message(detail) => Ok(detail),
        _ => Err(office.mixed()),
    }
}

const fn is_to_go(state: State) -> bool {
    matches!(state, State::Queued | State::Sending)
}

/// Whether it ends by itself within moments: no hindrance.
pub(super) const fn passes(wait: &Wait) -> bool {
    matches!(wait, Wait::Turn | Wait::Preparing { .. })
}

fn gathered(waits: impl Iterator<Item = Wait>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for wait in waits {
        match groups.iter_mut().find(|group| kind(&group.wait) == kind(&wait)) {
            None => groups.push(Group { wait, messages: Some(1) }),
            Some(group) => {
                group.messages = group.messages.map(|messages| messages + 1);
                if moment(&wait) < moment(&group.wait) {
                    group.wait = wait;
                }
            }
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.messages));
    groups
}

/// All but its moments.
pub(super) fn kind(wait: &Wait) -> Json {
    let mut kind = json!(wait);
    if let Some(fields) = kind.as_object_mut() {
        fields.retain(|name, _| name != "at" && !name.ends_with("_at"));
    }
    kind
}

fn moment(wait: &Wait) -> Option<Moment> {
    serde_json::from_value(json!(wait).get("at")?.clone()).ok()
}

impl Group {
    /// In words.
    pub(super) fn sentence(&self, zone: &Zone, language: Language) -> String {
        let why = waited_for(&self.wait, zone, language);
        let values = [("count", self.messages.unwrap_or(0).into()), ("why", why.into())];
        wording::say(language, "messages-wait", &values)
    }

    /// For programs.
    pub(super) fn as_json(&self) -> Json {
        json!({ "messages": self.messages, "waits": self.wait })
    }
}

/// Of a single message; on standard error, where a command says what is not its answer.
pub(super) fn say(wait: &Wait, zone: &Zone, screen: &Screen) {
    let why = waited_for(wait, zone, screen.language);
    screen.note(&wording::say(screen.language, "message-waits", &[("why", why.into())]));
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::line::Finding;

    fn again(seconds: i64) -> Wait {
        Wait::Again { at: Moment::from_millis(seconds * 1000) }
    }

    fn down(line: &str) -> Wait {
        Wait::LineDown { line: line.into(), finding: Finding::NoSim }
    }

    #[test]
    fn those_that_wait_for_the_same_are_told_in_one_sentence_with_the_first_moment() {
        type Row<'r> = (Vec<Wait>, &'r [(&'r str, usize)]);
        let rows: [Row<'_>; 5] = [
            (vec![], &[]),
            (vec![down("sim-1"), down("sim-1")], &[("2 messages wait: line sim-1 can't send", 2)]),
            (
                vec![down("sim-2"), down("sim-1"), down("sim-1")],
                &[("2 messages wait: line sim-1", 2), ("1 message waits: line sim-2", 1)],
            ),
            (vec![again(7200), again(3600), again(5400)], &[("next try at 01/01/1970 01:00", 3)]),
            (
                vec![Wait::Turn, again(60)],
                &[("1 message waits: other messages", 1), ("waits: refused for now", 1)],
            ),
        ];
        for (waits, want) in rows {
            let groups = gathered(waits.into_iter());
            assert_eq!(groups.len(), want.len(), "{groups:?}");
            for (group, (sentence, messages)) in groups.iter().zip(want) {
                let said = group.sentence(&Zone::UTC, Language::English);
                assert!(said.contains(sentence) && group.messages == Some(*messages), "{said} {group:?}");
            }
        }
    }

    #[test]
    fn where_not_all_were_asked_about_no_number_is_told() {
        let group = Group { wait: down("sim-1"), messages: None };
        assert!(group.sentence(&Zone::UTC, Language::English).starts_with("messages wait: line sim-1"));
        let french = group.sentence(&Zone::UTC, Language::French);
        assert!(french.starts_with("des messages attendent\u{A0}: la ligne sim-1"), "{french}");
        assert_eq!(group.as_json()["messages"], Json::Null);
    }
}
