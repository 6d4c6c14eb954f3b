//! `beffroi modem diagnose`: one modem or all, what is wrong first. Sends only where it is told to, and
//! then by the daemon where one runs; enters no PIN and puts back what it changed.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use anyhow::anyhow;
use serde_json::json;
use tokio::runtime::Builder;

use super::super::{Consent, Failure, Screen};
use super::desk::Desk;
use super::examination::{Examination, Practice, Target, portless};
use super::{Where, bundle, show};
use crate::config::{Config, Device, Line};
use crate::control::{Draft, Request, Response, client};
use crate::intake::admit;
use crate::line::{Repeated, Submission};
use crate::message::{Alphabet, MessageId, PartText, State};
use crate::modem::discover::{self, Stick};
use crate::modem::doctor::{Check, Event, Order, Sign, Verdict};
use crate::modem::profile::family::{Nature, Role};
use crate::moment::{Moment, read_duration};
use crate::phone::PhoneNumber;
use crate::wording;

/// How long the network may keep the message that is sent to see whether one goes.
const VALID_FOR: Duration = Duration::from_secs(3_600);

/// How long the daemon is given to send it and to hear of its report.
const DAEMON_PATIENCE: Duration = Duration::from_secs(90);

/// How often the daemon is asked.
const LOOK_EVERY: Duration = Duration::from_millis(300);

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: beffroi modem diagnose\n  beffroi modem diagnose /dev/ttyUSB2 --send 0639980123\n\n\
    Exit 0: ready (warnings are told). 1: something is to be mended. 4: no modem can be spoken to.\n\
    Nothing is changed for good, and no PIN is entered. A port that another program or the running daemon \
    holds is not opened; the daemon is asked instead."
)]
pub(super) struct Arguments {
    /// A line's name or a device; unless given, every line of the configuration, else every modem.
    #[arg(value_name = "LINE|DEVICE")]
    what: Option<String>,
    /// Sends one message to this number, and waits for its report.
    #[arg(long, value_name = "NUMBER")]
    send: Option<String>,
    /// Sends it without asking, where no daemon runs that keeps account of it.
    #[arg(long, requires = "send")]
    yes: bool,
    /// Then shows what the modem says unasked.
    #[arg(long, value_name = "DURATION", num_args = 0..=1, default_missing_value = "60s", require_equals = true)]
    listen: Option<String>,
    /// Writes what was found into a file for somebody who helps, without numbers and texts.
    #[arg(long)]
    redacted: bool,
    /// Shows each question and its answer.
    #[arg(long)]
    verbose: bool,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Where,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let listen = arguments.listen.as_deref().map(read_duration).transpose();
    let listen = listen.map_err(|error| Failure::Usage(anyhow::Error::from(error).context("--listen")))?;
    let to = arguments.send.as_deref().map(PhoneNumber::parse).transpose();
    let to = to.map_err(|refused| {
        let reason = wording::reason(screen.language, &admit::refusal(refused));
        let values = [("option", "--send".into()), ("why", reason.into())];
        Failure::Usage(anyhow!(wording::say(screen.language, "usage-option", &values)))
    })?;
    let roots = arguments.place.roots();
    let sticks = discover::sticks(&roots);
    let desk = Desk::open(configured, screen);
    let targets = targets(arguments.what.as_deref(), &desk, &sticks, screen)?;
    let direct = to.filter(|_| !desk.is_served());
    if let Some(to) = &direct {
        consent(to, arguments, screen)?;
    }
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let stopped = Cell::new(false);
    let practice = Practice { desk: &desk, roots: &roots, sticks: &sticks, runtime: &runtime, stopped };
    let mut round = Round { arguments, listen, direct, heard: Vec::new(), broken: None };
    let mut all = round.examine_all(&practice, &targets, screen)?;
    if let (Some(to), Some(config), true) = (&arguments.send, desk.config(), desk.is_served()) {
        let sign = send_by_daemon(to, config, screen)?;
        if let Some(first) = all.first_mut() {
            first.add(sign);
        }
    }
    tell(&all, arguments, screen)?;
    if listen.is_some() && !all.iter().any(Examination::was_listened_to) {
        screen.note(&wording::say(screen.language, "modem-no-listening", &[]));
    }
    if arguments.redacted {
        let path = bundle::write(&all, &sticks, &round.heard, Moment::from_system(SystemTime::now()))?;
        let path = path.display().to_string();
        screen.note(&wording::say(screen.language, "modem-bundle", &[("path", path.into())]));
    }
    verdict(&all, screen)
}

/// What is examined: for each modem the ports at which it may be, to be tried in turn.
fn targets(
    what: Option<&str>,
    desk: &Desk,
    sticks: &[Stick],
    screen: &Screen,
) -> Result<Vec<Vec<Target>>, Failure> {
    match what {
        Some(name) if !name.contains('/') => {
            let line = desk.lines().iter().find(|line| line.name == name);
            let line = line.ok_or_else(|| no_such_line(name, desk, screen))?;
            Ok(vec![of_line(line, sticks)])
        }
        Some(path) => {
            let device = Some(PathBuf::from(path));
            Ok(vec![vec![Target { line: None, device, stick: None }]])
        }
        None if !desk.lines().is_empty() => {
            Ok(desk.lines().iter().map(|line| of_line(line, sticks)).collect())
        }
        None => {
            let all: Vec<Vec<Target>> =
                sticks.iter().filter_map(of_stick).map(|target| vec![target]).collect();
            let nothing = Target { line: None, device: None, stick: None };
            Ok(if all.is_empty() { vec![vec![nothing]] } else { all })
        }
    }
}

fn no_such_line(name: &str, desk: &Desk, screen: &Screen) -> Failure {
    let known: Vec<&str> = desk.lines().iter().map(|line| line.name.as_str()).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    let values = [("name", name.into()), ("known", known.into())];
    Failure::Usage(anyhow!(wording::say(screen.language, "modem-no-such-line", &values)))
}

fn of_line(line: &Line, sticks: &[Stick]) -> Vec<Target> {
    let own = |target: Target| Target { line: Some(line.clone()), ..target };
    let at = |device: Option<PathBuf>| own(Target { line: None, device, stick: None });
    match &line.device {
        Device::Path(path) => vec![at(Some(path.clone()))],
        Device::Auto => {
            let found: Vec<Target> = sticks.iter().filter_map(of_stick).map(own).collect();
            if found.is_empty() { vec![at(None)] } else { found }
        }
    }
}

/// A device at its best port; `None` where it is nothing that anybody wants examined.
fn of_stick(stick: &Stick) -> Option<Target> {
    if portless(stick).is_some() {
        return Some(Target { line: None, device: None, stick: Some(stick.clone()) });
    }
    // A board of nobody known may do anything when it is spoken to.
    if stick.nature == Nature::Serial {
        return None;
    }
    let best = stick.ports.iter().filter(|port| port.role < Role::Other).min_by_key(|port| port.role)?;
    Some(Target { line: None, device: Some(best.stable.clone()), stick: None })
}

/// Asks before a message goes that no ledger will know.
fn consent(to: &PhoneNumber, arguments: &Arguments, screen: &Screen) -> Result<(), Failure> {
    if arguments.yes {
        screen.note(&wording::say(screen.language, "modem-send-apart", &[("to", to.national().into())]));
        return Ok(());
    }
    let question = wording::say(screen.language, "modem-send-ask", &[("to", to.national().into())]);
    match screen.ask(&question)? {
        Consent::Yes => Ok(()),
        Consent::No => Err(Failure::Failed(anyhow!(wording::say(screen.language, "modem-send-not", &[])))),
        Consent::NobodyThere => {
            Err(Failure::Usage(anyhow!(wording::say(screen.language, "modem-send-need-yes", &[]))))
        }
    }
}

/// One modem after the other.
struct Round<'a> {
    arguments: &'a Arguments,
    listen: Option<Duration>,
    /// To whom one message goes, by the first modem that can.
    direct: Option<PhoneNumber>,
    heard: Vec<String>,
    broken: Option<std::io::Error>,
}

impl Round<'_> {
    /// Examines all, until somebody breaks it off.
    fn examine_all(
        &mut self,
        practice: &Practice<'_>,
        targets: &[Vec<Target>],
        screen: &mut Screen,
    ) -> Result<Vec<Examination>, Failure> {
        let mut all = Vec::new();
        for candidates in targets.iter().take_while(|_| !practice.stopped.get()) {
            all.push(self.examine(practice, candidates, screen));
        }
        self.broken.take().map_or(Ok(all), |error| Err(error.into()))
    }

    /// Examines each port at which a modem may be, until it is the one that was meant.
    fn examine(
        &mut self,
        practice: &Practice<'_>,
        candidates: &[Target],
        screen: &mut Screen,
    ) -> Examination {
        let mut last = self.examine_one(practice, candidates.first(), screen);
        for target in candidates.iter().skip(1) {
            if practice.stopped.get() || last.is_usable() && !last.is_another() {
                break;
            }
            let next = self.examine_one(practice, Some(target), screen);
            if next.is_usable() || !last.is_usable() {
                last = next;
            }
        }
        last
    }

    fn examine_one(
        &mut self,
        practice: &Practice<'_>,
        target: Option<&Target>,
        screen: &mut Screen,
    ) -> Examination {
        let nothing = Target { line: None, device: None, stick: None };
        let target = target.unwrap_or(&nothing);
        let send = self.direct.clone().map(|to| submission(to, screen));
        let order = Order {
            imei: target.line.as_ref().and_then(|line| line.imei.clone()),
            iccid: target.line.as_ref().and_then(|line| line.iccid.clone()),
            send,
            listen: self.listen,
        };
        let aloud = !self.arguments.json;
        let listening = self.listen.is_some();
        let (verbose, heard, broken) = (self.arguments.verbose, &mut self.heard, &mut self.broken);
        let mut tell = |event: &Event| {
            let line = match event {
                Event::Asked(exchange) if verbose && aloud => Some(show::exchange(exchange)),
                Event::Heard(line) => {
                    heard.push(line.clone());
                    (listening && aloud).then(|| format!("  < {line}"))
                }
                _ => None,
            };
            if let Some(Err(error)) = line.map(|line| screen.line(&line)) {
                broken.get_or_insert(error);
            }
        };
        let examination = practice.examine(target, order, &mut tell);
        // One message in all, whatever became of it.
        if examination.checks.iter().any(|check| check.sign.as_ref().is_some_and(is_of_sending)) {
            self.direct = None;
        }
        examination
    }
}

fn is_of_sending(sign: &Sign) -> bool {
    sign.check() == Check::Sending
}

fn submission(to: PhoneNumber, screen: &Screen) -> Submission {
    let text = wording::say(screen.language, "modem-test-text", &[]);
    // Typographic signs that print wants would double the price.
    let text = text.replace('’', "'").replace('\u{A0}', " ");
    let text = PartText { alphabet: Alphabet::Gsm7, text, concat: None };
    Submission { to, text, valid_for: VALID_FOR, repeated: Repeated::No }
}

/// Gives the message to the daemon, whose ledger knows it like any other, and follows it for a while.
fn send_by_daemon(to: &str, config: &Config, screen: &Screen) -> Result<Sign, Failure> {
    let text = wording::say(screen.language, "modem-test-text", &[]);
    let draft = Draft {
        to: to.to_owned(),
        text,
        service: None,
        lane: Some("urgent".to_owned()),
        not_before: None,
        expires_at: None,
        reference: None,
        notice: None,
        uid: None,
    };
    let message = match client::ask(&config.control, &Request::Send(draft))? {
        Response::Taken { message, .. } => message,
        Response::Refused { reason } => {
            let reason = wording::reason(screen.language, &reason);
            let sentence = wording::say(screen.language, "send-refused", &[("reason", reason.into())]);
            return Err(Failure::RefusedFor(anyhow!(sentence)));
        }
        _ => return Err(Failure::Failed(anyhow!(wording::say(screen.language, "modem-send-denied", &[])))),
    };
    let MessageId(number) = message;
    let number = u64::try_from(number).unwrap_or_default();
    let until = Instant::now() + DAEMON_PATIENCE;
    loop {
        let state = match client::ask(&config.control, &Request::Show { message })? {
            Response::Message(detail) => Some(detail.summary.state),
            _ => None,
        };
        match state {
            Some(State::Delivered) => return Ok(Sign::TakenDelivered { message: number }),
            Some(state) if state.is_at_rest() && !matches!(state, State::Sent | State::Unknown) => {
                return Ok(Sign::TakenFailed { message: number });
            }
            _ if Instant::now() > until => return Ok(Sign::TakenNotYet { message: number }),
            _ => std::thread::sleep(LOOK_EVERY),
        }
    }
}

fn tell(all: &[Examination], arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let language = screen.language;
    if arguments.json {
        let modems: Vec<_> = all
            .iter()
            .map(|examination| {
                let transcript = if arguments.verbose { examination.transcript.as_slice() } else { &[] };
                show::as_json(examination, language, transcript)
            })
            .collect();
        return Ok(screen.line(&json!({ "modems": modems }).to_string())?);
    }
    for (at, examination) in all.iter().enumerate() {
        if at > 0 {
            screen.line("")?;
        }
        for line in show::lines(examination, language) {
            screen.line(&line)?;
        }
    }
    Ok(())
}

/// The exit code: everything has been told already.
fn verdict(all: &[Examination], screen: &Screen) -> Result<(), Failure> {
    if !all.iter().any(Examination::is_usable) {
        let sentence = wording::say(screen.language, "modem-none-usable", &[]);
        return Err(Failure::NoLine(anyhow!(sentence)));
    }
    let fault = |examination: &Examination| {
        examination.headline().is_some_and(|sign| sign.verdict() == Verdict::Fault)
    };
    if all.iter().any(fault) { Err(Failure::Told) } else { Ok(()) }
}
