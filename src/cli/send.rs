//! `beffroi send`: one message, judged like a row of an outbox.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::json;

use super::fates::{local, remark};
use super::office::Office;
use super::options::Options;
use super::text::read_text;
use super::{Failure, Screen};
use crate::control::{Draft, Request, Response};
use crate::message::{MessageId, Reason, State};
use crate::moment::Zone;
use crate::wording;

/// How often the fate of a message is looked up while somebody waits for it.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// How long one message is waited for unless somebody says.
const USUAL_PATIENCE: Duration = Duration::from_secs(120);

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  beffroi send --to '06 39 98 00 12' --text 'Cours annulé ce soir.' --lane urgent --wait"
)]
pub(super) struct Arguments {
    /// To whom, as people write it.
    #[arg(long, value_name = "NUMBER")]
    to: String,
    /// What; - reads it from standard input.
    #[arg(long)]
    text: String,
    /// Your key: the same one again sends nothing twice.
    #[arg(long)]
    reference: Option<String>,
    /// A name that several messages share.
    #[arg(long)]
    notice: Option<String>,
    #[command(flatten)]
    options: Options,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let patience = arguments.options.patience(USUAL_PATIENCE)?;
    let text = read_text(&arguments.text, screen.language)?;
    let (config, office) = Office::open(configured, screen)?;
    let text = match text {
        Ok(text) => text,
        Err(reason) => return refused(&reason, arguments, &config.zone, screen),
    };
    let (reference, notice) = (arguments.reference.clone(), arguments.notice.clone());
    let draft = arguments.options.draft(&arguments.to, &text, reference, notice);
    let draft = Draft { uid: Some(uid()), ..draft };
    match office.ask_surely(&Request::Send(draft))? {
        Response::Taken { message, state, parts, reason } => {
            let fate = Fate { message, state, parts, reason };
            let fate = match patience {
                Some(patience) => wait_for(&office, fate, patience)?,
                None => fate,
            };
            tell(&fate, arguments, &config.zone, &office, screen)
        }
        Response::Refused { reason } => refused(&reason, arguments, &config.zone, screen),
        _ => Err(office.mixed()),
    }
}

/// No other call has it, on this machine or after its next start.
fn uid() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{:x}-{:x}-{:016x}", since.as_nanos(), std::process::id(), fastrand::u64(..))
}

/// How a message stands.
struct Fate {
    message: MessageId,
    state: State,
    parts: u32,
    reason: Option<Reason>,
}

fn wait_for(office: &Office, mut fate: Fate, patience: Duration) -> Result<Fate, Failure> {
    if !office.is_running() {
        return Ok(fate);
    }
    let until = Instant::now() + patience;
    while !is_settled(fate.state) && Instant::now() < until {
        thread::sleep(LOOK_EVERY);
        if let Response::Message(detail) = office.ask(Request::Show { message: fate.message })? {
            (fate.state, fate.reason) = (detail.summary.state, detail.summary.reason);
        }
    }
    Ok(fate)
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
            "reason": fate.reason, "daemon": office.is_running(),
        });
        screen.line(&value.to_string())?;
    } else {
        let reason = fate.reason.as_ref().map(|reason| remark(reason, screen.language, zone));
        let reason = reason.filter(|reason| !reason.is_empty());
        let line = wording::say(
            screen.language,
            "send-fate",
            &[
                ("message", fate.message.0.into()),
                ("state", wording::state(screen.language, fate.state).into()),
                ("reason", reason.unwrap_or_else(|| "none".to_owned()).into()),
                ("parts", fate.parts.into()),
            ],
        );
        screen.line(&line)?;
        if !office.is_running() {
            screen.note(&wording::say(screen.language, "send-no-daemon", &[]));
        }
    }
    let lost = matches!(fate.state, State::Failed | State::Undelivered | State::Expired | State::Unknown);
    if arguments.options.waits() && lost { Err(Failure::Told) } else { Ok(()) }
}

fn refused(reason: &Reason, arguments: &Arguments, zone: &Zone, screen: &mut Screen) -> Result<(), Failure> {
    if arguments.options.json {
        screen.line(&json!({ "state": State::Refused, "reason": reason }).to_string())?;
    } else {
        let sentence = wording::reason_local(screen.language, reason, &local(zone));
        screen.note(&wording::say(screen.language, "send-refused", &[("reason", sentence.into())]));
    }
    Err(Failure::Refused)
}
