//! `beffroi message list|show|cancel|resolve`.

mod restored;

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use serde_json::json;

use self::restored::Held;
use super::fates::{columns, from_now};
use super::hints;
use super::office::{Office, read_config};
use super::text::tell;
use super::waiting::waited_for;
use super::{Failure, Screen};
use crate::control::{Detail, Request, Response, Step, Summary, Wait};
use crate::message::{MessageId, Resolution, State, UnknownWord};
use crate::moment::{Moment, Zone};
use crate::text::shown::{indented, one_line};
use crate::wording::{self, Language, Value};

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  beffroi message list --state unknown")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Messages, the newest first.
    #[command(after_help = "Examples:\n  beffroi message list --notice concert-2026-12 --limit 50\n  \
        beffroi message list --state failed,undelivered,expired    # whom to call\n  \
        sudo beffroi message list --store /var/lib/beffroi/backup/beffroi-2026-11-30T03-00-00Z.db")]
    List {
        /// Only in this state, or in these with commas between, by its code (queued, sending, sent, delivered,
        /// unknown, failed, …) or by the word that the list has for it (waiting, en attente, …).
        #[arg(long, value_parser = state, value_delimiter = ',')]
        state: Vec<State>,
        /// Only of this notice.
        #[arg(long)]
        notice: Option<String>,
        /// At most so many.
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        limit: u32,
        /// Of another store, set aside or copied, which is only read.
        #[arg(long, value_name = "FILE")]
        store: Option<PathBuf>,
        /// Prints JSON, a line a message.
        #[arg(long)]
        json: bool,
    },
    /// All that happened to one message.
    #[command(after_help = "Example:\n  beffroi message show 1204")]
    Show {
        /// Its number.
        message: i64,
        /// Of another store, set aside or copied, which is only read.
        #[arg(long, value_name = "FILE")]
        store: Option<PathBuf>,
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
    /// Settles a message that is unknown: nobody could tell whether it went.
    #[command(after_help = "Examples:\n  beffroi message list --state unknown\n  \
        beffroi message resolve 1204 sent      (she has it: I asked her)\n  \
        beffroi message resolve 1204 resend    (once more, though she may read it twice)")]
    Resolve {
        /// Its number.
        message: i64,
        /// sent: the person has it; failed: does not, and it does not go any more; resend: it goes once more.
        #[arg(value_name = "sent|failed|resend", value_parser = resolution)]
        resolution: Resolution,
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
    /// Takes a message back, as far as it has not gone.
    #[command(
        after_help = "Example:\n  beffroi message cancel 1204\n\nWhat is at the modem is cancelled should it \
        come back from there. Exit code 1: nothing of it could be taken back.\n\n\
        --json: answer is cancelled or too_late; gone of of SMS had gone, or may have; before: when it was cancelled \
        already; recall, as in message show, where an SMS was at the modem: code is pending (at the modem still), gone (too \
        late), unknown (nobody knows)."
    )]
    Cancel {
        /// Its number.
        message: i64,
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
}

fn resolution(word: &str) -> Result<Resolution, UnknownWord> {
    word.trim().to_lowercase().parse()
}

/// No state is called so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("choose from {}", known_states(Language::English))]
pub(super) struct UnknownState;

/// The codes, each with the word that a list has for it where that is another: `queued (en attente)`.
pub(super) fn known_states(language: Language) -> String {
    let shown = State::ALL.iter().map(|state| match wording::state(language, *state) {
        word if word == state.as_str() => word,
        word => format!("{state} ({word})"),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// By its code, or as a list shows it in either language.
fn state(word: &str) -> Result<State, UnknownState> {
    let plain = word.trim().to_lowercase();
    let is_shown_so = |state: &&State| {
        [Language::French, Language::English]
            .iter()
            .any(|language| wording::state(*language, **state) == plain)
    };
    let by_word = State::ALL.iter().find(is_shown_so).copied();
    by_word.or_else(|| plain.parse().ok()).ok_or(UnknownState)
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let (config, office) = match &arguments.command {
        Command::List { store: Some(store), .. } | Command::Show { store: Some(store), .. } => {
            (read_config(configured, screen)?, Office::reading(store, screen)?)
        }
        _ => Office::open(configured, screen)?,
    };
    match &arguments.command {
        Command::List { state, notice, limit, json, .. } => {
            let states = state.clone();
            let request = Request::List { states, notice: notice.clone(), before: None, limit: *limit };
            let Response::Messages { messages } = office.ask(request)? else { return Err(office.mixed()) };
            if *json {
                return messages.iter().try_for_each(|message| Ok(screen.line(&json!(message).to_string())?));
            }
            list(&messages, &config.zone, screen)?;
            // What stands in a store that is only read waits for nobody any more.
            let hints = office.is_live().then(|| hints::below(&messages, &config.zone, screen.language));
            hints.iter().flatten().try_for_each(|line| Ok(screen.line(line)?))
        }
        Command::Show { message, json, .. } => {
            let detail = look_up(*message, &office, screen)?;
            if *json {
                return Ok(screen.line(&json!(detail).to_string())?);
            }
            show(&detail, &config.zone, screen)?;
            let hint = office.is_live().then(|| hint(&detail.summary, screen.language)).flatten();
            hint.iter().try_for_each(|line| Ok(screen.line(line)?))
        }
        Command::Cancel { message, json } => {
            let held = restored::look(*message, &config, &office, screen)?;
            let response = office.ask(Request::Cancel { message: MessageId(*message) })?;
            cancelled(*message, (&response, held), *json, &config.zone, &office, screen)
        }
        Command::Resolve { message, resolution, json } => {
            let request = Request::Resolve { message: MessageId(*message), resolution: *resolution };
            let response = office.ask(request)?;
            let zone = &config.zone;
            resolved(*message, *resolution, &response, *json, zone, &office, screen)
        }
    }
}

fn look_up(message: i64, office: &Office, screen: &Screen) -> Result<Detail, Failure> {
    match office.ask(Request::Show { message: MessageId(message) })? {
        Response::Message(mut detail) => {
            if detail.summary.state == State::Queued && office.is_live() && !office.is_running() {
                detail.waits = Some(Wait::NotRunning);
            }
            Ok(detail)
        }
        Response::NoSuchMessage => Err(no_such(message, screen)),
        _ => Err(office.mixed()),
    }
}

fn list(messages: &[Summary], zone: &Zone, screen: &mut Screen) -> Result<(), Failure> {
    let language = screen.language;
    if messages.is_empty() {
        return Ok(screen.line(&wording::say(language, "message-none", &[]))?);
    }
    let head = [
        "column-message",
        "column-taken",
        "column-to",
        "column-state",
        "column-lane",
        "column-notice",
        "column-reason",
    ]
    .map(|id| wording::say(language, id, &[]));
    let rows: Vec<[String; 7]> = messages
        .iter()
        .map(|message| {
            let to = message.to.as_ref().map(|number| number.national());
            let reason = message.reason.as_ref();
            let reason = reason.map(|reason| wording::reason_local(language, reason, &from_now(zone)));
            [
                message.message.to_string(),
                message.taken_at.local(zone, "%d/%m %H:%M:%S"),
                to.or_else(|| message.typed.clone()).unwrap_or_default(),
                wording::state(language, message.state),
                wording::lane(language, message.lane),
                message.notice.clone().unwrap_or_default(),
                reason.unwrap_or_default(),
            ]
        })
        .collect();
    Ok(screen.line(&columns(&head, &rows))?)
}

fn show(detail: &Detail, zone: &Zone, screen: &mut Screen) -> Result<(), Failure> {
    let language = screen.language;
    let summary = &detail.summary;
    let to = summary.to.as_ref().map(|number| number.national()).or_else(|| summary.typed.clone());
    let id = if summary.service.is_empty() { "message-head-of_none" } else { "message-head" };
    let head = wording::say(
        language,
        id,
        &[
            ("message", summary.message.0.into()),
            ("to", to.unwrap_or_else(|| "?".to_owned()).into()),
            ("service", summary.service.clone().into()),
            ("lane", wording::lane(language, summary.lane).into()),
            ("state", wording::state(language, summary.state).into()),
        ],
    );
    screen.line(&one_line(&head))?;
    if !detail.text.is_empty() {
        screen.line(&indented(&detail.text))?;
    }
    if let Some(table) = detail.alphabet.and_then(|alphabet| tell::table(alphabet, language)) {
        screen.line(&table)?;
    }
    for step in &detail.history {
        screen.line(&one_line(&told(step, summary.parts, zone, language)))?;
    }
    if let Some(waits) = &detail.waits {
        let why = waited_for(waits, zone, language);
        screen.line(&wording::say(language, "message-waits", &[("why", why.into())]))?;
    }
    if let Some(recall) = &detail.recall {
        screen.line(&wording::sentence(language, "recall", recall))?;
    }
    Ok(())
}

/// What a person may do about it.
fn hint(summary: &Summary, language: Language) -> Option<String> {
    let values = [("message", summary.message.0.into())];
    match summary.state {
        State::Unknown => Some(wording::say(language, "message-unknown-one", &values)),
        State::Held => Some(wording::say(language, "message-held", &[])),
        _ => None,
    }
}

/// One move. The state is the message's: beside a part of several it is said to be.
fn told(step: &Step, parts: u32, zone: &Zone, language: Language) -> String {
    let (line, part) = match step.part {
        Some(part) if parts > 1 => ("message-step-part", format!("{part}/{parts}")),
        _ => ("message-step", String::new()),
    };
    let values = [
        ("at", step.at.local(zone, "%d/%m/%Y %H:%M:%S").into()),
        ("state", wording::state(language, step.state).into()),
        ("part", part.into()),
        ("reason", wording::reason_local(language, &step.reason, &from_now(zone)).into()),
    ];
    wording::say(language, line, &values)
}

fn cancelled(
    message: i64,
    (response, held): (&Response, Held),
    json: bool,
    zone: &Zone,
    office: &Office,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let done = match response {
        Response::Cancelled { .. } => Ok(()),
        Response::TooLate { .. } => Err(Failure::Told),
        Response::NoSuchMessage => return Err(no_such(message, screen)),
        _ => return Err(office.mixed()),
    };
    match json {
        true => screen.line(&json!(response).to_string())?,
        false => screen.line(&taken_back(message, (response, held), zone, screen.language))?,
    }
    done
}

/// What a wish to take a message back came to.
fn taken_back(message: i64, (response, held): (&Response, Held), zone: &Zone, language: Language) -> String {
    let say = |line: &str, more: &[(&str, Value<'_>)]| {
        wording::say(language, line, &[&[("message", message.into())], more].concat())
    };
    match response {
        Response::Cancelled { before: Some(before), gone, of, .. } => {
            let (day, time) = (before.local(zone, "%d/%m/%Y"), before.local(zone, "%H:%M"));
            let values =
                [("day", day.into()), ("time", time.into()), ("gone", (*gone).into()), ("of", (*of).into())];
            say("message-cancelled-before", &values)
        }
        Response::Cancelled { recall: Some(recall), .. } | Response::TooLate { recall: Some(recall), .. } => {
            say("message-recall", &[("recall", wording::sentence(language, "recall", recall).into())])
        }
        Response::Cancelled { gone: 0, .. } if held == Held::Restored => {
            say("message-cancelled-restored", &[])
        }
        Response::Cancelled { gone: 0, .. } => say("message-cancelled", &[]),
        Response::Cancelled { gone, of, .. } => {
            say("message-cancelled-partly", &[("gone", (*gone).into()), ("of", (*of).into())])
        }
        Response::TooLate { state, .. } => {
            say("message-too-late", &[("state", wording::state(language, *state).into())])
        }
        _ => String::new(),
    }
}

#[allow(clippy::too_many_arguments, reason = "what is said, and all that is said of it")]
fn resolved(
    message: i64,
    resolution: Resolution,
    response: &Response,
    json: bool,
    zone: &Zone,
    office: &Office,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let language = screen.language;
    let at = |moment: &Moment| moment.local(zone, "%d/%m/%Y %H:%M");
    let (line, state, expired, done) = match response {
        Response::Resolved { state, .. } => {
            let line = match resolution {
                Resolution::Sent => "message-resolved-sent",
                Resolution::Failed => "message-resolved-failed",
                Resolution::Resend => "message-resolved-resend",
            };
            (line, state, String::new(), Ok(()))
        }
        Response::NotResolved { state, expired_at: Some(expired) } => {
            ("message-resend-too-late", state, at(expired), Err(Failure::Told))
        }
        Response::NotResolved { state, expired_at: None } => {
            ("message-not-unknown", state, String::new(), Err(Failure::Told))
        }
        Response::NoSuchMessage => return Err(no_such(message, screen)),
        _ => return Err(office.mixed()),
    };
    if json {
        screen.line(&json!(response).to_string())?;
        return done;
    }
    let state = wording::state(language, *state);
    let values = [("message", message.into()), ("state", state.into()), ("at", expired.into())];
    screen.line(&wording::say(language, line, &values))?;
    done
}

fn no_such(message: i64, screen: &Screen) -> Failure {
    let sentence = wording::say(screen.language, "message-no-such", &[("message", message.into())]);
    Failure::Failed(anyhow!(sentence))
}

#[cfg(test)]
mod tests;
