//! `beffroi send`: one message, judged like a row of an outbox.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::anyhow;
use serde_json::json;

use super::fates::{from_now, remark};
use super::interrupt::Interrupts;
use super::office::{Absent, Office, read_config, to_send};
use super::options::{Options, named};
use super::text::{read_text, tell};
use super::waiting::{End, Fortune, Vigil, fortune};
use super::{Failure, Screen, waits};
use crate::config::{Config, Service};
use crate::control::{Draft, Request, Response, Wait, client};
use crate::intake::admit::{Admission, Judge, Request as Asked};
use crate::message::{MessageId, Reason, State, TextPolicy};
use crate::moment::{Moment, Zone, show_duration};
use crate::text::Change;
use crate::text::measure::{Measure, cost_in, measure};
use crate::text::shown::indented;
use crate::wording::{self, Language};

/// How often the fate of a message is looked up while somebody waits for it.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// How long one message is waited for unless somebody says.
const USUAL_PATIENCE: Duration = Duration::from_secs(120);

const HELP: &str = "\
Examples:
  beffroi send --to '06 39 98 00 12' --text 'Cours annulé ce soir.' --lane urgent --wait
  beffroi send --to '06 39 98 00 12' --text 'L’enquête est reportée…' --dry-run

With --wait, exit code 0: the network has it. 1: it failed, or nobody knows. 4: nothing can send it. 5: it \
still waits when the time is over, and goes on by itself. Its number is told before the waiting. 4 also, with or \
without --wait, where no daemon runs and you can't do without one; 1 where you may not send (group beffroi-send).";

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    /// To whom, as people write it.
    #[arg(long, value_name = "NUMBER")]
    to: String,
    /// What; - reads it from standard input.
    #[arg(long)]
    text: String,
    /// Your key: the same one again sends nothing twice.
    #[arg(long, value_parser = named)]
    reference: Option<String>,
    /// What a send that nobody answered has named: the same message is not taken twice.
    #[arg(long)]
    uid: Option<String>,
    /// A name that several messages share.
    #[arg(long, value_parser = named)]
    notice: Option<String>,
    /// Says what would go, what of it is changed and what it costs; sends nothing, needs no daemon.
    #[arg(long, conflicts_with = "wait")]
    dry_run: bool,
    #[command(flatten)]
    options: Options,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let patience = arguments.options.patience(USUAL_PATIENCE)?;
    let text = read_text(&arguments.text, screen.language)?;
    if arguments.dry_run {
        return rehearse(arguments, text, &read_config(configured, screen)?, screen);
    }
    let config = read_config(configured, screen)?;
    let office = Office::of(&config, Absent::Made, screen).map_err(to_send)?;
    let text = match text {
        Ok(text) => text,
        Err(reason) => return refused(&reason, arguments, &config.zone, screen),
    };
    let (reference, notice) = (arguments.reference.clone(), arguments.notice.clone());
    let draft = arguments.options.draft(&arguments.to, &text, reference.clone(), notice);
    let uid = arguments.uid.clone().unwrap_or_else(uid);
    let draft = Draft { uid: Some(uid.clone()), ..draft };
    let answer = office.ask_surely(&Request::Send(draft));
    match answer.map_err(|failure| unanswered(failure, reference.as_deref(), &uid, screen.language))? {
        Response::Taken { message, state, parts, reason, changes } => {
            let mut fate = Fate { message, state, parts, reason, changes, waits: None };
            let vigil = Vigil {
                screen: &*screen,
                messages: 1,
                message,
                follow: format!("beffroi message show {message}"),
            };
            let done = match patience {
                Some(patience) => wait_for(&office, &mut fate, &vigil, patience, &config.zone),
                None => Ok(()),
            };
            fate.waits = waits::of_one(&office, fate.message, fate.state);
            tell(&fate, arguments, &config.zone, &office, screen)?;
            done
        }
        Response::Refused { reason } => refused(&reason, arguments, &config.zone, screen),
        _ => Err(office.mixed()),
    }
}

/// Nobody knows whether it is taken: how it may be given once more without going twice.
fn unanswered(failure: Failure, reference: Option<&str>, uid: &str, language: Language) -> Failure {
    let why = match &failure {
        Failure::Failed(error) => match error.downcast_ref() {
            Some(client::Error::TooSlow) => "silent",
            Some(client::Error::HungUp) => "hung_up",
            _ => return failure,
        },
        _ => return failure,
    };
    let seconds = i64::try_from(client::PATIENCE.as_secs()).unwrap_or(i64::MAX);
    let again = match reference {
        Some(_) => "none".to_owned(),
        None => format!("--uid {uid}"),
    };
    let values = [("why", why.into()), ("seconds", seconds.into()), ("again", again.into())];
    Failure::Failed(anyhow!(wording::say(language, "send-unanswered", &values)))
}

/// No other call has it, on this machine or after its next start.
pub(super) fn uid() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{:x}-{:x}-{:016x}", since.as_nanos(), std::process::id(), fastrand::u64(..))
}

/// How a message stands.
struct Fate {
    message: MessageId,
    state: State,
    parts: u32,
    reason: Option<Reason>,
    /// What the service's policy changed in the text.
    changes: Vec<Change>,
    /// What it waits for, where it does.
    waits: Option<Wait>,
}

/// Says what would go, and what it costs.
fn rehearse(
    arguments: &Arguments,
    text: Result<String, Reason>,
    config: &Config,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let judged = text.and_then(|text| {
        let (reference, notice) = (arguments.reference.clone(), arguments.notice.clone());
        let draft = arguments.options.draft(&arguments.to, &text, reference, notice);
        let now = Moment::from_system(SystemTime::now());
        let admission = Judge::new(config).judge_request(&Asked::from(draft), now)?;
        let service = config.services.get(&admission.service);
        let measured = measure(&text, service.map_or(TextPolicy::Keep.into(), Service::rules))?;
        // Of a text that had to be folded to be sent at all, the changes say enough.
        let measured = Some(measured).filter(|measured| measured.text == admission.body);
        Ok((admission, measured))
    });
    match judged {
        Err(reason) => refused(&reason, arguments, &config.zone, screen),
        Ok((admission, measured)) if arguments.options.json => {
            Ok(screen.line(&rehearsal_json(&admission, measured.as_ref()).to_string())?)
        }
        Ok((admission, measured)) => {
            screen.line(&indented(&admission.body))?;
            let language = screen.language;
            let cost = cost_in(&admission.body, admission.alphabet);
            for line in tell::priced(cost, language).chain(tell::changes(&admission.changes, language)) {
                screen.line(&line)?;
            }
            for line in measured.iter().flat_map(|measured| tell::advice(measured, language)) {
                screen.line(&line)?;
            }
            let values = [
                ("to", admission.recipient.national().into()),
                ("service", admission.service.as_str().into()),
                ("lane", wording::lane(screen.language, admission.lane).into()),
            ];
            Ok(screen.line(&wording::say(screen.language, "send-rehearsal", &values))?)
        }
    }
}

fn rehearsal_json(admission: &Admission, measured: Option<&Measure>) -> serde_json::Value {
    let cost = cost_in(&admission.body, admission.alphabet);
    let cheaper = measured.and_then(|measured| measured.cheaper.as_ref());
    json!({
        "dry_run": true, "to": admission.recipient.e164(), "service": admission.service,
        "lane": admission.lane, "text": admission.body, "parts": cost.parts, "alphabet": cost.alphabet,
        "left": cost.left, "changes": tell::changes_json(&admission.changes),
        "cheaper": cheaper.map(tell::wording_json), "expires_at": admission.expires_at,
    })
}

/// Follows it as far as somebody waits, and says what that has come to as the command's end.
fn wait_for(
    office: &Office,
    fate: &mut Fate,
    vigil: &Vigil<'_>,
    patience: Duration,
    zone: &Zone,
) -> Result<(), Failure> {
    let mut told = Vec::new();
    let mut end = End::Settled;
    if office.is_running() && !is_settled(fate.state) {
        let interrupts = Interrupts::listen()?;
        let values = [
            ("message", fate.message.0.into()),
            ("parts", fate.parts.into()),
            ("patience", show_duration(patience).into()),
        ];
        vigil.screen.note(&wording::say(vigil.screen.language, "send-taken", &values));
        end = vigil.keep(patience, LOOK_EVERY, &interrupts, || {
            let detail = waits::look_up(office, fate.message)?;
            (fate.state, fate.reason) = (detail.summary.state, detail.summary.reason);
            // Each hindrance once.
            if let Some(wait) = detail.waits.filter(|wait| !waits::passes(wait) && !told.contains(wait)) {
                waits::say(&wait, zone, vigil.screen);
                told.push(wait);
            }
            Ok(if is_settled(fate.state) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        });
    }
    match (end, fortune(fate.state)) {
        (End::Interrupted, _) => Err(Failure::Interrupted),
        (_, Fortune::Gone) => Ok(()),
        (_, Fortune::Lost) => Err(Failure::Told),
        (_, Fortune::Waits) => Err(vigil.still_waiting(office)),
    }
}

/// A report may still come for what is sent, and one may settle what is unknown.
fn is_settled(state: State) -> bool {
    state.is_at_rest() && !matches!(state, State::Sent | State::Unknown)
}

fn tell(
    fate: &Fate,
    arguments: &Arguments,
    zone: &Zone,
    office: &Office,
    screen: &mut Screen,
) -> Result<(), Failure> {
    if arguments.options.json {
        let value = json!({
            "message": fate.message, "state": fate.state, "parts": fate.parts,
            "reason": fate.reason, "changes": tell::changes_json(&fate.changes),
            "waits": fate.waits, "daemon": office.is_running(),
        });
        return Ok(screen.line(&value.to_string())?);
    }
    screen.line(&sentence(fate, zone, screen.language))?;
    // What was sent before went as it went then.
    let is_new = !matches!(fate.reason, Some(Reason::SameReference { .. }));
    if let Some(changed) = tell::changed(&fate.changes, screen.language).filter(|_| is_new) {
        screen.line(&changed)?;
    }
    let (waited, running) = (arguments.options.waits(), office.is_running());
    // Who waited has heard why meanwhile.
    let waits = fate.waits.as_ref().filter(|_| !(waited && running));
    if let Some(waits) = waits.filter(|waits| !matches!(waits, Wait::Turn | Wait::NotRunning)) {
        waits::say(waits, zone, screen);
    }
    let told_as_the_end = waited && fortune(fate.state) == Fortune::Waits;
    if !told_as_the_end && !running {
        screen.note(&wording::say(screen.language, "send-no-daemon", &[]));
    }
    Ok(())
}

fn sentence(fate: &Fate, zone: &Zone, language: Language) -> String {
    let reason = fate.reason.as_ref().map(|reason| match reason {
        Reason::SameReference { .. } => wording::say(language, "send-before", &[]),
        other => remark(other, language, zone),
    });
    let reason = reason.filter(|reason| !reason.is_empty());
    let values = [
        ("message", fate.message.0.into()),
        ("state", wording::state(language, fate.state).into()),
        ("reason", reason.unwrap_or_else(|| "none".to_owned()).into()),
        ("parts", fate.parts.into()),
    ];
    wording::say(language, "send-fate", &values)
}

fn refused(reason: &Reason, arguments: &Arguments, zone: &Zone, screen: &mut Screen) -> Result<(), Failure> {
    let misused = Options::misused(reason, screen.language);
    if arguments.options.json {
        screen.line(&json!({ "state": State::Refused, "reason": reason }).to_string())?;
    } else if misused.is_none() {
        let sentence = wording::reason_local(screen.language, reason, &from_now(zone));
        screen.note(&wording::say(screen.language, "send-refused", &[("reason", sentence.into())]));
    }
    Err(misused.unwrap_or(Failure::Refused))
}

#[cfg(test)]
#[allow(clippy::panic, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_send_that_was_not_answered_is_unknown_and_says_how_it_is_repeated_safely() {
        use client::Error as E;
        let rows: [(E, Option<&str>, Language, &[&str]); 5] = [
            (
                E::TooSlow,
                None,
                Language::English,
                &["within 60 s", "is not known", "once more", "with --uid 7-a"],
            ),
            (E::TooSlow, Some("r"), Language::English, &["is not known", "nothing twice, its reference"]),
            (E::HungUp, None, Language::English, &["hung up", "is not known", "--uid 7-a"]),
            (
                E::TooSlow,
                None,
                Language::French,
                &["on ne sait pas", "avec --uid 7-a, n’envoie rien deux fois"],
            ),
            (E::Shut, None, Language::English, &["nothing was handed over"]),
        ];
        for (error, reference, language, parts) in rows {
            let Failure::Failed(error) = unanswered(error.into(), reference, "7-a", language) else {
                panic!("it has failed");
            };
            for part in parts {
                assert!(error.to_string().contains(part), "{part}: {error}");
            }
        }
    }
}
