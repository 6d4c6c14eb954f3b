//! Who was told and who was not: a table of fates, their sum in a sentence, and the list of those whom
//! somebody must call. Made of what the daemon says of its messages, and of the rows of a roster
//! that never became one. Prints nothing itself.

use std::time::SystemTime;

use comfy_table::{Table, presets};

use crate::control::Summary;
use crate::intake::roster::RefusedRow;
use crate::message::{MessageId, Reason, State};
use crate::moment::{Moment, Zone};
use crate::text::shown::one_line;
use crate::wording::{self, Language};

/// A number, whose it is, and how it stands with it.
#[derive(Clone)]
pub(super) struct Fate {
    /// As one dials it; as it was typed where it is none.
    pub(super) number: String,
    /// The names of those who are told by it; empty where nobody knows.
    pub(super) who: String,
    pub(super) state: State,
    pub(super) reason: Option<Reason>,
    /// `None`: the row never became a message.
    pub(super) message: Option<MessageId>,
    pub(super) parts: u32,
    pub(super) sent_at: Option<Moment>,
    pub(super) delivered_at: Option<Moment>,
    /// Asked for by an earlier command: this one sends nothing for it.
    pub(super) repeated: bool,
}

/// Whether more may still be heard of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hearing {
    /// A report may still come.
    Open,
    /// Nobody waits any longer: who is not reported to be reached is to be called.
    Over,
}

/// How many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) delivered: usize,
    /// Those of the list to call, the unknown among them.
    pub(super) to_call: usize,
    pub(super) unknown: usize,
    /// Sent, and a report may still come.
    pub(super) sent: usize,
    /// Nothing of it has ended.
    pub(super) waiting: usize,
    pub(super) cancelled: usize,
}

impl Fate {
    /// Of a message.
    pub(super) fn of(summary: &Summary, who: &str) -> Self {
        let number = summary.to.as_ref().map(|number| number.national()).or_else(|| summary.typed.clone());
        Self {
            number: number.unwrap_or_default(),
            who: who.to_owned(),
            state: summary.state,
            reason: summary.reason.clone(),
            message: Some(summary.message),
            parts: summary.parts,
            sent_at: summary.sent_at,
            delivered_at: summary.delivered_at,
            repeated: false,
        }
    }

    /// Of a row that gets no message.
    pub(super) fn refused(row: &RefusedRow) -> Self {
        Self {
            number: row.typed.trim().to_owned(),
            who: row.name.clone(),
            state: State::Refused,
            reason: Some(row.reason.clone()),
            message: None,
            parts: 0,
            sent_at: None,
            delivered_at: None,
            repeated: false,
        }
    }

    /// Takes over how its message stands by now; whose number it is stays.
    pub(super) fn follow(&mut self, summary: &Summary) {
        let repeated = self.repeated;
        *self = Self { repeated, ..Self::of(summary, &self.who) };
    }

    /// Nothing will be heard any more that changes it.
    pub(super) fn is_settled(&self) -> bool {
        self.state.is_at_rest() && !matches!(self.state, State::Sent | State::Unknown)
    }

    /// The same was told today by another message, with other options.
    pub(super) fn is_told_otherwise(&self) -> bool {
        matches!(self.reason, Some(Reason::ReferenceTaken { .. }))
    }

    fn is_to_call(&self, hearing: Hearing) -> bool {
        if self.is_told_otherwise() {
            return false;
        }
        self.state.is_to_call() || (self.state == State::Sent && hearing == Hearing::Over)
    }

    /// What the state alone does not say.
    fn remark(&self, language: Language, zone: &Zone) -> String {
        if let Some(Reason::ReferenceTaken { message }) = self.reason {
            return wording::say(language, "fates-other-options", &[("message", message.0.into())]);
        }
        let reason = self.reason.as_ref().map(|reason| remark(reason, language, zone)).unwrap_or_default();
        match (self.repeated, reason.is_empty()) {
            (false, _) => reason,
            (true, true) => wording::say(language, "fates-already", &[]),
            (true, false) => wording::say(language, "fates-asked-before", &[("reason", reason.into())]),
        }
    }
}

impl Tally {
    /// Counts.
    pub(super) fn of(fates: &[Fate], hearing: Hearing) -> Self {
        let mut tally = Self::default();
        for fate in fates {
            tally.to_call += usize::from(fate.is_to_call(hearing));
            match fate.state {
                State::Delivered => tally.delivered += 1,
                State::Unknown => tally.unknown += 1,
                State::Sent if hearing == Hearing::Open => tally.sent += 1,
                State::Cancelled => tally.cancelled += 1,
                State::New | State::Held | State::Queued | State::Sending => tally.waiting += 1,
                State::Sent | State::Refused | State::Undelivered | State::Failed | State::Expired => {}
            }
        }
        tally
    }

    /// `31 delivered, 4 to call, 0 unknown`, and what else there is.
    pub(super) fn sentence(&self, language: Language) -> String {
        let values = [
            ("delivered", self.delivered.into()),
            ("to_call", self.to_call.into()),
            ("unknown", self.unknown.into()),
            ("sent", self.sent.into()),
            ("waiting", self.waiting.into()),
            ("cancelled", self.cancelled.into()),
        ];
        wording::say(language, "fates-tally", &values)
    }
}

/// All of them, a line each; a column that is empty everywhere is left out.
pub(super) fn table(fates: &[Fate], language: Language, zone: &Zone) -> String {
    let head = [
        "column-message",
        "column-to",
        "column-who",
        "column-parts",
        "column-state",
        "column-at",
        "column-reason",
    ]
    .map(|id| wording::say(language, id, &[]));
    let rows: Vec<[String; 7]> = fates
        .iter()
        .map(|fate| {
            let at = fate.delivered_at.or(fate.sent_at);
            [
                fate.message.map(|message| message.to_string()).unwrap_or_default(),
                fate.number.clone(),
                fate.who.clone(),
                if fate.parts > 0 { fate.parts.to_string() } else { String::new() },
                if fate.state == State::New { String::new() } else { wording::state(language, fate.state) },
                at.map(|at| at.local(zone, "%H:%M:%S")).unwrap_or_default(),
                fate.remark(language, zone),
            ]
        })
        .collect();
    columns(&head, &rows)
}

/// Whom somebody must call and why, a line each; empty where there is nobody.
pub(super) fn to_call(fates: &[Fate], hearing: Hearing, language: Language, zone: &Zone) -> String {
    let rows: Vec<[String; 3]> = fates
        .iter()
        .filter(|fate| fate.is_to_call(hearing))
        .map(|fate| {
            let why = match fate.state {
                State::Sent => wording::say(language, "fates-no-report", &[]),
                _ => fate.remark(language, zone),
            };
            let why = if why.is_empty() { wording::state(language, fate.state) } else { why };
            [fate.number.clone(), fate.who.clone(), why]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let head = ["column-to", "column-who", "column-reason"].map(|id| wording::say(language, id, &[]));
    columns(&head, &rows)
}

/// A reason, where the state beside it does not say it already; empty where it does.
pub(super) fn remark(reason: &Reason, language: Language, zone: &Zone) -> String {
    match reason {
        Reason::Accepted
        | Reason::AcceptedChanged { .. }
        | Reason::TakenByNetwork { .. }
        | Reason::ReportDelivered { .. } => String::new(),
        other => wording::reason_local(language, other, &from_now(zone)),
    }
}

/// A table without lines; columns that are empty in every row are left out.
pub(super) fn columns<const N: usize>(head: &[String; N], rows: &[[String; N]]) -> String {
    let rows: Vec<[String; N]> = rows.iter().map(|row| row.each_ref().map(|cell| one_line(cell))).collect();
    let filled: Vec<bool> =
        (0..N).map(|at| rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.is_empty()))).collect();
    let kept = |row: &[String; N]| -> Vec<String> {
        let cells = row.iter().zip(&filled).filter(|(_, filled)| **filled);
        cells.map(|(cell, _)| cell.clone()).collect()
    };
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(kept(head));
    for row in &rows {
        table.add_row(kept(row));
    }
    let drawn = table.trim_fmt();
    let lines: Vec<&str> = drawn.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n")
}

/// How an instant within a sentence is shown that somebody reads now: without its day where that is today.
pub(super) fn nearby(zone: &Zone, now: Moment) -> impl Fn(i64) -> String + '_ {
    let today = now.local(zone, "%d/%m/%Y");
    move |millis| {
        let (at, day) = (Moment::from_millis(millis), "%d/%m/%Y");
        let format = if at.local(zone, day) == today { "%H:%M" } else { "%d/%m/%Y %H:%M" };
        at.local(zone, format)
    }
}

/// [`nearby`] to the clock.
pub(super) fn from_now(zone: &Zone) -> impl Fn(i64) -> String + '_ {
    nearby(zone, Moment::from_system(SystemTime::now()))
}

/// How an instant within a sentence is shown.
pub(super) fn local(zone: &Zone) -> impl Fn(i64) -> String + '_ {
    |millis| Moment::from_millis(millis).local(zone, "%d/%m/%Y %H:%M:%S")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    fn fate(number: &str, who: &str, state: State, reason: Reason) -> Fate {
        let (message, parts) = (Some(MessageId(7)), 1);
        let (number, who, reason) = (number.to_owned(), who.to_owned(), Some(reason));
        let repeated = state == State::Queued;
        Fate { number, who, state, reason, message, parts, sent_at: None, delivered_at: None, repeated }
    }

    fn evening() -> Vec<Fate> {
        vec![
            fate("06 39 98 00 01", "Chloé Lefèvre", State::Delivered, Reason::ReportDelivered { status: 0 }),
            fate("06 39 98 00 02", "Zoé Garçon", State::Sent, Reason::TakenByNetwork { reference: 7 }),
            fate("01 99 00 00 03", "Léa\nNoël\u{202E}", State::Refused, Reason::Landline),
            fate("06 39 98 00 04", "", State::Unknown, Reason::NoAnswer),
            fate("06 39 98 00 05", "", State::Queued, Reason::Accepted),
        ]
    }

    #[test]
    fn who_has_no_report_is_to_be_called_only_once_nobody_waits() {
        let rows = [
            (Hearing::Open, "1 delivered, 2 to call, 1 of them unknown, 1 sent, 1 waiting"),
            (Hearing::Over, "1 delivered, 3 to call, 1 of them unknown, 1 waiting"),
        ];
        for (hearing, want) in rows {
            assert_eq!(Tally::of(&evening(), hearing).sentence(Language::English), want);
        }
        let tally = Tally { delivered: 31, to_call: 4, ..Tally::default() };
        assert_eq!(tally.sentence(Language::English), "31 delivered, 4 to call, 0 unknown");
        assert_eq!(tally.sentence(Language::French), "31 reçus, 4 à appeler, 0 incertain");
    }

    #[test]
    fn the_list_to_call_says_whom_and_why() {
        let list = to_call(&evening(), Hearing::Over, Language::English, &Zone::UTC);
        let want = "\
number          name        why\n\
06 39 98 00 02  Zoé Garçon  sent, but no report says that it arrived\n\
01 99 00 00 03  Léa Noël    landline: to be called\n\
06 39 98 00 04              the modem gave no answer: perhaps sent, perhaps not";
        assert_eq!(list, want);
        assert_eq!(to_call(&[], Hearing::Over, Language::French, &Zone::UTC), "");
    }

    #[test]
    fn the_next_try_is_told_with_its_day_only_where_that_is_another() {
        let at = |minutes: i64| Moment::from_millis(minutes * 60_000);
        let rows = [
            (at(600), "nouvel essai à 10:02", "next try at 10:02"),
            (at(60 * 24 * 3), "nouvel essai le 01/01/1970 à 10:02", "next try at 01/01/1970 10:02"),
        ];
        let reason = Reason::RefusedForNow { error: "+CMS ERROR: 38".into(), again_at: at(602) };
        for (now, french, english) in rows {
            for (language, want) in [(Language::French, french), (Language::English, english)] {
                let said = wording::reason_local(language, &reason, &nearby(&Zone::UTC, now));
                assert!(said.ends_with(want), "{said}");
            }
        }
    }

    #[test]
    fn the_table_leaves_out_what_nobody_has() {
        let whole = table(&evening(), Language::English, &Zone::UTC);
        assert!(whole.lines().next().unwrap().contains("name"), "{whole}");
        assert!(whole.contains("already told today"), "{whole}");
        assert!(!whole.contains("taken by the network"), "the state says it: {whole}");
        let nameless = table(evening().get(3..).unwrap(), Language::English, &Zone::UTC);
        assert!(!nameless.lines().next().unwrap().contains("name"), "{nameless}");
        assert_eq!(nameless.lines().count(), 3);
    }
}
