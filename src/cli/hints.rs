//! What stands below a list of messages: which of them want a person, and with which command; which go on by
//! themselves. Sentences only; prints nothing itself.

use crate::control::Summary;
use crate::message::State;
use crate::moment::Zone;
use crate::wording::{self, Language};

/// Numbers that one sentence names at most.
const NAMED: usize = 20;

/// A line for each kind that the list has.
pub(super) fn below(messages: &[Summary], zone: &Zone, language: Language) -> Vec<String> {
    let unknown = || messages.iter().filter(|message| message.state == State::Unknown);
    let again: Vec<String> = unknown()
        .filter_map(|message| {
            let at = message.again_at?.local(zone, "%d/%m %H:%M:%S");
            Some(format!("{} ({at})", message.message))
        })
        .collect();
    let asks: Vec<String> = unknown()
        .filter(|message| message.again_at.is_none())
        .map(|message| message.message.to_string())
        .collect();
    let mut lines = Vec::new();
    if !again.is_empty() {
        let values = [("messages", named(&again).into()), ("count", again.len().into())];
        lines.push(wording::say(language, "message-unknown-again", &values));
    }
    if !asks.is_empty() {
        // Where all of them ask, the list itself says which.
        let which = if again.is_empty() { "none".to_owned() } else { named(&asks) };
        lines.push(wording::say(language, "message-unknown-list", &[("messages", which.into())]));
    }
    if messages.iter().any(|message| message.state == State::Held) {
        lines.push(wording::say(language, "message-held", &[]));
    }
    lines
}

fn named(messages: &[String]) -> String {
    let first: Vec<&str> = messages.iter().take(NAMED).map(String::as_str).collect();
    let more = if messages.len() > NAMED { ", …" } else { "" };
    format!("{}{more}", first.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{Lane, MessageId};
    use crate::moment::Moment;

    fn message(number: i64, state: State, again: Option<i64>) -> Summary {
        Summary {
            message: MessageId(number),
            to: None,
            typed: None,
            state,
            reason: None,
            service: "ecole".into(),
            lane: Lane::Normal,
            notice: None,
            reference: None,
            parts: 1,
            taken_at: Moment::from_millis(0),
            sent_at: None,
            delivered_at: None,
            again_at: again.map(Moment::from_millis),
        }
    }

    #[test]
    fn who_waits_for_a_person_is_told_from_what_goes_once_more_by_itself() {
        let asks = |number| message(number, State::Unknown, None);
        let goes = |number| message(number, State::Unknown, Some(3_600_000));
        let ask = "Unknown: perhaps sent, perhaps not";
        let rows: [(Vec<Summary>, &[&str]); 6] = [
            (vec![message(1, State::Sent, None)], &[]),
            (vec![asks(2), asks(1)], &["Unknown: perhaps sent, perhaps not. Ask the person"]),
            (vec![goes(3)], &["By the rule of its service this goes once more by itself"]),
            (
                vec![goes(4), asks(3), goes(2), asks(1)],
                &[
                    "themselves, unless a report comes or somebody settles them before: 4 (01/01 01:00:00), 2",
                    "not (3, 1). Ask",
                ],
            ),
            (vec![message(1, State::Held, None)], &["sudo beffroi db accept-restore --send"]),
            ((1..=21).map(asks).chain([goes(22)]).collect(), &["22 (", "19, 20, …)."]),
        ];
        for (given, want) in rows {
            let said = below(&given, &Zone::UTC, Language::English);
            assert_eq!(said.len(), want.len(), "{said:?}");
            for (line, part) in said.iter().zip(want) {
                assert!(line.contains(part), "{part}: {line}");
            }
        }
        let french = below(&[goes(2), asks(1)], &Zone::UTC, Language::French);
        assert!(french.first().is_some_and(|line| line.contains("repartira")), "{french:?}");
        assert!(french.last().is_some_and(|line| line.contains("peut-être pas (1). Demander")), "{french:?}");
        assert!(!below(&[goes(2)], &Zone::UTC, Language::English).concat().contains(ask));
    }
}
