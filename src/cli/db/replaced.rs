//! What is said of the store that a copy took the place of: what it held beyond the copy, and how to look at it
//! where it was set aside. A person has to know what of it went, since what waits in the copy is sent on his word.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::message::{MessageId, State};
use crate::store::{Beyond, Further, PutBack, Replaced};
use crate::wording::{self, Language};

/// Numbers that one sentence names at most.
const NAMED: usize = 20;

/// Messages that `message list` shows at most.
const LISTED: u64 = 10_000;

/// In sentences; none where there was nothing.
pub(super) fn lines(put: &PutBack, language: Language) -> Vec<String> {
    let say = |id: &str, values: &[(&str, wording::Value<'_>)]| wording::say(language, id, values);
    match &put.replaced {
        Replaced::Nothing => Vec::new(),
        Replaced::Unreadable => vec![say("restore-unreadable", &[])],
        Replaced::Another(all) => {
            let values =
                [("count", count(all.values().sum()).into()), ("states", states(all, language).into())];
            vec![say("restore-another", &values)]
        }
        Replaced::Known(beyond) if beyond.is_nothing() => vec![say("restore-no-more", &[])],
        Replaced::Known(beyond) => known(beyond, put.aside.first().map(|path| path.as_path()), language),
    }
}

fn known(beyond: &Beyond, aside: Option<&Path>, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(last) = beyond.last {
        let aside = aside.map(|path| path.display().to_string()).unwrap_or_default();
        let values = [
            ("count", count(beyond.count()).into()),
            ("last", last.to_string().into()),
            ("states", states(&beyond.more, language).into()),
            ("path", aside.into()),
            ("limit", count(beyond.count().min(LISTED)).to_string().into()),
        ];
        lines.push(wording::say(language, "restore-more", &values));
    }
    if !beyond.further.is_empty() {
        let values =
            [("count", beyond.further.len().into()), ("states", went_on(&beyond.further, language).into())];
        lines.push(wording::say(language, "restore-further", &values));
    }
    let gone: Vec<&Further> = beyond.further.iter().filter(|one| is_held_though_gone(one)).collect();
    if !gone.is_empty() {
        let values =
            [("count", gone.len().into()), ("messages", named(gone.iter().map(|one| one.message)).into())];
        lines.push(wording::say(language, "restore-gone", &values));
    }
    if beyond.came_in > 0 {
        let aside = aside.map(|path| path.display().to_string()).unwrap_or_default();
        let values = [("count", count(beyond.came_in).into()), ("path", aside.into())];
        lines.push(wording::say(language, "restore-came-in", &values));
    }
    if beyond.ledger > beyond.ledger_of_copy {
        let values = [
            ("there", beyond.ledger.0.to_string().into()),
            ("copy", beyond.ledger_of_copy.0.to_string().into()),
        ];
        lines.push(wording::say(language, "restore-ledger", &values));
    }
    lines
}

/// It waits in the copy, and somebody has it, or may have.
fn is_held_though_gone(one: &Further) -> bool {
    let went = matches!(
        one.since,
        State::Sending | State::Sent | State::Delivered | State::Undelivered | State::Unknown
    );
    went && matches!(one.then, State::Queued | State::Held)
}

fn went_on(further: &[Further], language: Language) -> String {
    let mut by_state = BTreeMap::<State, Vec<MessageId>>::new();
    for one in further {
        by_state.entry(one.since).or_default().push(one.message);
    }
    let told = by_state.iter().map(|(state, messages)| {
        let named = named(messages.iter().copied());
        format!("{} {} ({named})", wording::state(language, *state), messages.len())
    });
    told.collect::<Vec<_>>().join(" · ")
}

fn named(messages: impl ExactSizeIterator<Item = MessageId>) -> String {
    let more = if messages.len() > NAMED { ", …" } else { "" };
    let first: Vec<String> = messages.take(NAMED).map(|message| message.to_string()).collect();
    format!("{}{more}", first.join(", "))
}

fn states(all: &BTreeMap<State, u64>, language: Language) -> String {
    let told = all.iter().map(|(state, count)| format!("{} {count}", wording::state(language, *state)));
    told.collect::<Vec<_>>().join(" · ")
}

/// The same for programs.
pub(super) fn as_json(put: &PutBack) -> Value {
    match &put.replaced {
        Replaced::Nothing => Value::Null,
        Replaced::Unreadable => json!({ "is": "unreadable" }),
        Replaced::Another(all) => {
            json!({ "is": "another_store", "messages": all.values().sum::<u64>(), "states": all })
        }
        Replaced::Known(beyond) => {
            let further = beyond
                .further
                .iter()
                .map(|one| json!({ "message": one.message, "in_copy": one.then, "state": one.since }));
            json!({
                "is": "same_store", "messages": beyond.count(), "states": beyond.more,
                "last_message": beyond.last, "further": further.collect::<Vec<_>>(),
                "came_in": beyond.came_in,
                "ledger": beyond.ledger, "ledger_of_copy": beyond.ledger_of_copy,
            })
        }
    }
}

fn count(messages: u64) -> i64 {
    i64::try_from(messages).unwrap_or(i64::MAX)
}
