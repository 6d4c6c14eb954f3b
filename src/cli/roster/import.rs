//! Hands a planned notice over, message by message, and follows the messages while somebody waits.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use super::plan::{Plan, Planned};
use super::{Import, report};
use crate::cli::fates::{Fate, Hearing, Tally};
use crate::cli::interrupt::Interrupts;
use crate::cli::office::{Absent, Office, read_config, to_send};
use crate::cli::send::uid;
use crate::cli::waiting::{End, Fortune, Vigil, fortune};
use crate::cli::waits;
use crate::cli::{Failure, Screen};
use crate::control::{Draft, MAX_ROWS, Request, Response, Summary, Wait};
use crate::message::{MessageId, Reason, State};
use crate::moment::{Zone, show_duration};
use crate::wording;

/// How often the fates are looked up while somebody waits.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// A change is told so many looks after the one before, at the earliest.
const TELL_EVERY: u32 = 4;

/// How long a notice is waited for unless somebody says.
const USUAL_PATIENCE: Duration = Duration::from_secs(600);

/// Runs it.
pub(super) fn run(arguments: &Import, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let patience = arguments.options.patience(USUAL_PATIENCE)?;
    let config = read_config(configured, screen)?;
    let mut plan = Plan::make(arguments, &config, screen)?;
    if arguments.dry_run {
        report::rehearsal(&plan, arguments, &config, screen)?;
        return if plan.refused.is_empty() { Ok(()) } else { Err(Failure::Refused) };
    }
    let office = Office::of(&config, Absent::Made, screen).map_err(to_send)?;
    hand_over(&office, &mut plan, screen)?;
    let end = match patience {
        Some(patience) if office.is_running() => {
            Some(follow(&office, &mut plan, patience, &config.zone, screen)?)
        }
        _ => None,
    };
    // Whoever breaks the waiting off has not waited for reports.
    let waited = end.is_some_and(|end| end != End::Interrupted);
    let hearing = if waited { Hearing::Over } else { Hearing::Open };
    report::outcome(&plan, hearing, arguments, &config.zone, &office, screen)?;
    match end {
        Some(End::Interrupted) => Err(Failure::Interrupted),
        _ if patience.is_some() => waited_for(&office, &plan, screen),
        _ => Ok(()),
    }?;
    let refused = |planned: &Planned| planned.fate.state == State::Refused;
    let any = !plan.refused.is_empty() || plan.good.iter().any(refused);
    if any { Err(Failure::Refused) } else { Ok(()) }
}

/// What the waiting has come to, the worst first.
fn waited_for(office: &Office, plan: &Plan, screen: &Screen) -> Result<(), Failure> {
    let taken = plan.good.iter().filter(|planned| planned.fate.message.is_some());
    let count = |wanted| taken.clone().filter(|planned| fortune(planned.fate.state) == wanted).count();
    match (count(Fortune::Waits), count(Fortune::Lost)) {
        (0, 0) => Ok(()),
        (0, _) => Err(Failure::Told),
        (waiting, _) => Err(vigil(plan, waiting, screen).still_waiting(office)),
    }
}

fn vigil<'a>(plan: &Plan, messages: usize, screen: &'a Screen) -> Vigil<'a> {
    let first = plan.good.iter().find_map(|planned| planned.fate.message);
    let message = first.unwrap_or(MessageId(0));
    let follow = format!("beffroi message list --notice \"{}\"", plan.notice);
    Vigil { screen, messages, message, follow }
}

/// Each message is committed by the time it is answered: what goes wrong in the middle can be done again.
fn hand_over(office: &Office, plan: &mut Plan, screen: &Screen) -> Result<(), Failure> {
    let of = plan.good.len();
    for (done, planned) in plan.good.iter_mut().enumerate() {
        let draft = Draft { uid: Some(uid()), ..planned.draft.clone() };
        let response = office.ask_surely(&Request::Send(draft));
        if response.is_err() && done > 0 {
            let values = [("done", done.into()), ("of", of.into())];
            screen.note(&wording::say(screen.language, "import-broken-off", &values));
        }
        match response? {
            Response::Taken { message, state, parts, reason, .. } => {
                let fate = &mut planned.fate;
                fate.repeated = matches!(reason, Some(Reason::SameReference { .. }));
                fate.reason = reason.filter(|_| !fate.repeated);
                (fate.message, fate.state, fate.parts) = (Some(message), state, parts);
            }
            Response::Refused { reason } => {
                planned.fate.state = State::Refused;
                planned.fate.reason = Some(reason);
                planned.fate.parts = 0;
            }
            _ => return Err(office.mixed()),
        }
    }
    Ok(())
}

/// Looks until each has ended or the time is over.
fn follow(
    office: &Office,
    plan: &mut Plan,
    patience: Duration,
    zone: &Zone,
    screen: &Screen,
) -> Result<End, Failure> {
    let messages = plan.good.iter().filter(|planned| planned.fate.message.is_some()).count();
    if messages == 0 {
        return Ok(End::Settled);
    }
    let interrupts = Interrupts::listen()?;
    let values = [("messages", messages.into()), ("patience", show_duration(patience).into())];
    screen.note(&wording::say(screen.language, "import-waiting", &values));
    let (mut told, mut looks, mut hindered) = (Tally::default(), 0, Vec::new());
    let vigil = vigil(plan, messages, screen);
    Ok(vigil.keep(patience, LOOK_EVERY, &interrupts, || {
        look(office, plan)?;
        let fates: Vec<Fate> = plan.good.iter().map(|planned| planned.fate.clone()).collect();
        if fates.iter().all(Fate::is_settled) {
            return Ok(ControlFlow::Break(()));
        }
        if looks % TELL_EVERY == 0 {
            let hindrances = waits::of_all(office, plan.standing()).into_iter();
            // That the daemon has gone is said by the waiting itself.
            let is_told = |wait: &Wait| !waits::passes(wait) && *wait != Wait::NotRunning;
            for group in hindrances.filter(|group| is_told(&group.wait)) {
                if !hindered.contains(&waits::kind(&group.wait)) {
                    screen.note(&group.sentence(zone, screen.language));
                    hindered.push(waits::kind(&group.wait));
                }
            }
        }
        let tally = Tally::of(&fates, Hearing::Open);
        if screen.terminal && tally != told && looks % TELL_EVERY == 0 {
            screen.note(&tally.sentence(screen.language));
            told = tally;
        }
        looks += 1;
        Ok(ControlFlow::Continue(()))
    }))
}

/// Takes over how the messages stand, a page of the notice after the other as far as they reach.
fn look(office: &Office, plan: &mut Plan) -> Result<(), Failure> {
    let oldest = plan.good.iter().filter_map(|planned| planned.fate.message).min();
    let limit = u32::try_from(MAX_ROWS).unwrap_or(u32::MAX);
    let (mut found, mut before) = (BTreeMap::<MessageId, Summary>::new(), None);
    loop {
        let request = Request::List { states: Vec::new(), notice: Some(plan.notice.clone()), before, limit };
        let Response::Messages { messages } = office.ask(request)? else { return Err(office.mixed()) };
        before = messages.last().map(|last| last.message);
        let full = messages.len() >= MAX_ROWS;
        found.extend(messages.into_iter().map(|summary| (summary.message, summary)));
        if !full || before <= oldest {
            break;
        }
    }
    for planned in &mut plan.good {
        if let Some(summary) = planned.fate.message.and_then(|message| found.get(&message)) {
            planned.fate.follow(summary);
        }
    }
    Ok(())
}
