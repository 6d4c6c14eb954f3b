//! `beffroi inbox list`: what people have written to the SIMs.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::office::{Office, read_config};
use super::{Failure, Screen};
use crate::control::{InboxMessage, Request, Response};
use crate::message::{Ending, Piece, ReceivedId, SenderKind};
use crate::moment::Zone;
use crate::phone::PhoneNumber;
use crate::sms::reassembly;
use crate::store::PartsWaiting;
use crate::text::shown::{indented, one_line};
use crate::wording::{self, Language};

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  beffroi inbox list --limit 10")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// What came in, the newest first.
    #[command(
        after_help = "Examples:\n  beffroi inbox list --limit 10\n  beffroi inbox list --before 120\n\nA long message \
        comes in parts and is shown once all are there, until then part by part below the list; what is missing after three days is shown as missing.\n\n\
        --json: text is null where a part is missing or is no text; pieces holds what there is; ending is whole, \
        waited (a part never came), crowded (too many others waited), unreadable."
    )]
    List {
        /// At most so many.
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        limit: u32,
        /// Only what came before this one: the last of the list before.
        #[arg(long, value_name = "NUMBER")]
        before: Option<i64>,
        /// Of another store, set aside or copied, which is only read.
        #[arg(long, value_name = "FILE")]
        store: Option<PathBuf>,
        /// Prints JSON, a line a message.
        #[arg(long)]
        json: bool,
    },
}

/// What an office knows of what came in.
struct Inbox {
    messages: Vec<InboxMessage>,
    more: bool,
    /// Only what came before this one was asked for.
    before: Option<ReceivedId>,
    incomplete: Option<PartsWaiting>,
    place: Place,
}

/// Where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In the store that the daemon works with: what is not whole may still become so.
    Live,
    /// In one that was set aside or copied.
    Aside,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let Command::List { limit, before, store, json } = &arguments.command;
    let (config, office) = match store {
        Some(store) => (read_config(configured, screen)?, Office::reading(store, screen)?),
        None => Office::open(configured, screen)?,
    };
    let inbox = read(&office, before.map(ReceivedId), *limit)?;
    if *json {
        return inbox.messages.iter().try_for_each(|message| Ok(screen.line(&json!(message).to_string())?));
    }
    lines(&inbox, &config.zone, screen.language).iter().try_for_each(|line| Ok(screen.line(line)?))
}

/// One answer may hold less than is asked for.
fn read(office: &Office, before: Option<ReceivedId>, limit: u32) -> Result<Inbox, Failure> {
    let place = if office.is_live() { Place::Live } else { Place::Aside };
    let mut inbox = Inbox { messages: Vec::new(), more: true, before, incomplete: None, place };
    let mut before = before;
    while inbox.more {
        let left = limit.saturating_sub(u32::try_from(inbox.messages.len()).unwrap_or(u32::MAX));
        if left == 0 {
            break;
        }
        let Response::Inbox { messages, more, incomplete } =
            office.ask(Request::Inbox { before, limit: left })?
        else {
            return Err(office.mixed());
        };
        before = messages.last().map(|message| message.inbox);
        inbox.more = more && before.is_some();
        inbox.incomplete = incomplete;
        inbox.messages.extend(messages);
    }
    Ok(inbox)
}

fn lines(inbox: &Inbox, zone: &Zone, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    if inbox.messages.is_empty() {
        lines.push(match inbox.before {
            Some(before) => wording::say(language, "inbox-none_before", &[("number", before.0.into())]),
            None => wording::say(language, "inbox-none", &[]),
        });
    }
    for message in &inbox.messages {
        lines.push(head(message, zone, language));
        lines.push(indented(&said(message, language)));
    }
    // They are newer than what is asked for.
    if let Some(waiting) = inbox.incomplete.as_ref().filter(|_| inbox.before.is_none()) {
        lines.extend(incomplete(waiting, inbox.place, zone, language));
    }
    if let Some(last) = inbox.messages.last().filter(|_| inbox.more) {
        lines.push(wording::say(language, "inbox-more", &[("number", last.inbox.0.into())]));
    }
    lines
}

/// Parts that are no message yet, the newest with what they say: half of it may be enough.
fn incomplete(waiting: &PartsWaiting, place: Place, zone: &Zone, language: Language) -> Vec<String> {
    let until = waiting.since.plus(reassembly::PATIENCE).local(zone, "%d/%m/%Y %H:%M");
    let values = [("parts", waiting.parts.into()), ("until", until.into())];
    let id = match place {
        Place::Live => "inbox-incomplete",
        Place::Aside => "inbox-incomplete_aside",
    };
    let mut lines = vec![wording::say(language, id, &values)];
    for part in &waiting.newest {
        let values = [
            ("at", part.received_at.local(zone, "%d/%m/%Y %H:%M:%S").into()),
            ("from", shown(part.from.as_deref(), SenderKind::Number, language).into()),
            ("line", part.line.clone().into()),
        ];
        lines.push(wording::say(language, "inbox-part", &values));
        lines.extend(part.text.as_deref().map(indented));
    }
    lines
}

/// A number as one dials it; a name as such, since anybody may have chosen it.
fn shown(from: Option<&str>, kind: SenderKind, language: Language) -> String {
    let Some(from) = from else { return "?".to_owned() };
    match (kind, PhoneNumber::from_e164(from)) {
        (SenderKind::Name, _) => wording::say(language, "inbox-name", &[("name", one_line(from).into())]),
        (SenderKind::Number, Ok(number)) => number.national(),
        (SenderKind::Number, Err(_)) => one_line(from),
    }
}

fn head(message: &InboxMessage, zone: &Zone, language: Language) -> String {
    let values = [
        ("number", message.inbox.0.into()),
        ("at", message.received_at.local(zone, "%d/%m/%Y %H:%M:%S").into()),
        ("from", shown(message.from.as_deref(), message.from_kind, language).into()),
        ("line", message.line.clone().into()),
    ];
    wording::say(language, "inbox-head", &values)
}

/// What there is of it, and in brackets what is not.
fn said(message: &InboxMessage, language: Language) -> String {
    if message.ending == Ending::Unreadable {
        return wording::say(language, "inbox-unreadable", &[]);
    }
    let pieces = message.pieces.iter().map(|piece| match piece {
        Piece::Text { text } => text.clone(),
        Piece::Data { octets } => wording::say(language, "inbox-data", &[("octets", (*octets).into())]),
        Piece::Missing { first, last } => {
            let count = u32::from(last.saturating_sub(*first)) + 1;
            let values = [
                ("count", count.into()),
                ("first", u32::from(*first).into()),
                ("last", u32::from(*last).into()),
                ("of", u32::from(message.parts).into()),
            ];
            wording::say(language, "inbox-missing", &values)
        }
    });
    let text: String = pieces.collect();
    if text.is_empty() { wording::say(language, "inbox-empty", &[]) } else { text }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::moment::Moment;
    use crate::store::WaitingPart;

    fn message(from: &str, ending: Ending, pieces: Vec<Piece>) -> InboxMessage {
        InboxMessage {
            inbox: ReceivedId(7),
            line: "sim-1".into(),
            from: Some(from.into()),
            from_kind: if from.starts_with('M') { SenderKind::Name } else { SenderKind::Number },
            text: None,
            pieces,
            parts: 4,
            ending,
            sent_at: None,
            received_at: Moment::from_millis(1_795_446_000_000),
        }
    }

    const NOTHING: Inbox =
        Inbox { messages: vec![], more: false, before: None, incomplete: None, place: Place::Live };

    fn waiting(parts: u32) -> PartsWaiting {
        let (since, line) = (Moment::from_millis(1_795_446_000_000), "sim-1".into());
        let (from, text) = (Some("+33639980123".into()), Some("et la fin".into()));
        PartsWaiting { parts, since, newest: vec![WaitingPart { line, from, text, received_at: since }] }
    }

    #[test]
    fn who_wrote_is_shown_as_a_number_or_as_a_name_that_may_look_like_one() {
        let rows = [
            (Some("+33639980123"), SenderKind::Number, "06 39 98 01 23"),
            (Some("36105"), SenderKind::Number, "36105"),
            (Some("+33639980"), SenderKind::Name, "«\u{A0}+33639980\u{A0}»"),
            (Some("Mai\nrie"), SenderKind::Name, "«\u{A0}Mai rie\u{A0}»"),
            (None, SenderKind::Number, "?"),
        ];
        for (from, kind, want) in rows {
            assert_eq!(shown(from, kind, Language::French), want);
        }
    }

    #[test]
    fn what_is_missing_stands_where_it_is_missing() {
        let text = |text: &str| Piece::Text { text: text.into() };
        let rows = [
            (
                message("+33639980123", Ending::Whole, vec![text("Merci\u{7},\u{202E}\nà demain")]),
                "    Merci ,\n    à demain",
            ),
            (
                message(
                    "Mairie",
                    Ending::Waited,
                    vec![text("Bonjour "), Piece::Missing { first: 2, last: 3 }, text("ans")],
                ),
                "    Bonjour [parts 2 to 3 of 4 have not come]ans",
            ),
            (
                message(
                    "36105",
                    Ending::Crowded,
                    vec![Piece::Missing { first: 1, last: 1 }, Piece::Data { octets: 1 }],
                ),
                "    [part 1 of 4 has not come][1 octet that is no text]",
            ),
            (message("36105", Ending::Whole, vec![]), "    [no text]"),
            (message("36105", Ending::Unreadable, vec![]), "    [what came can't be read]"),
        ];
        for (given, want) in rows {
            let inbox = Inbox { messages: vec![given], ..NOTHING };
            assert_eq!(lines(&inbox, &Zone::UTC, Language::English)[1..].join("\n"), want);
        }
    }

    #[test]
    fn the_list_says_who_wrote_when_and_what_is_not_in_it() {
        let inbox = Inbox {
            messages: vec![message("+33639980123", Ending::Unreadable, vec![])],
            more: true,
            incomplete: Some(waiting(2)),
            ..NOTHING
        };
        let french = lines(&inbox, &Zone::UTC, Language::French);
        let want = [
            "n°\u{A0}7, 23/11/2026 15:00:00, de 06 39 98 01 23 (ligne sim-1)",
            "    [illisible]",
            "2 parties attendent les autres de leur message\u{A0}; ce qui manquera encore le 26/11/2026 15:00 sera montré manquant",
            "23/11/2026 15:00:00, de 06 39 98 01 23 (ligne sim-1), partie d’un message plus long",
            "    et la fin",
            "plus anciens\u{A0}: la même commande avec --before 7",
        ];
        assert_eq!(french, want);
        let rows = [
            (NOTHING, "aucun message reçu"),
            (
                Inbox { before: Some(ReceivedId(3)), incomplete: Some(waiting(1)), ..NOTHING },
                "aucun message reçu avant le n°\u{A0}3",
            ),
        ];
        for (given, want) in rows {
            assert_eq!(lines(&given, &Zone::UTC, Language::French), [want]);
        }
        let aside = Inbox { incomplete: Some(waiting(1)), place: Place::Aside, ..NOTHING };
        let said = lines(&aside, &Zone::UTC, Language::English);
        assert_eq!(said[1], "1 part waited there for the others of its message");
    }
}
