//! What came of a notice, for people and for programs.

use serde_json::{Value, json};

use super::Import;
use super::plan::Plan;
use crate::cli::fates::{self, Fate, Hearing, Tally};
use crate::cli::office::Office;
use crate::cli::text::tell;
use crate::cli::waiting::{Fortune, fortune};
use crate::cli::waits::{self, Group};
use crate::cli::{Failure, Screen};
use crate::config::Config;
use crate::control::Wait;
use crate::message::State;
use crate::moment::Zone;
use crate::text::shown::{indented, one_line};
use crate::wording::{self, Language};

/// What would go, to whom, and what it costs.
pub(super) fn rehearsal(
    plan: &Plan,
    arguments: &Import,
    config: &Config,
    screen: &mut Screen,
) -> Result<(), Failure> {
    if arguments.options.json {
        let mut value = as_json(plan, None, screen);
        let cheaper = plan.dearest(config).and_then(|(_, measured)| measured.cheaper);
        if let Some(fields) = value.as_object_mut() {
            fields.insert("cheaper".to_owned(), cheaper.as_ref().map(tell::wording_json).into());
        }
        return Ok(screen.line(&value.to_string())?);
    }
    head(plan, screen)?;
    let fates: Vec<Fate> = plan.good.iter().map(|planned| planned.fate.clone()).collect();
    if let Some(first) = plan.good.first() {
        screen.line(&indented(&first.body))?;
        changes(plan, screen)?;
        screen.line(&fates::table(&fates, screen.language, &config.zone))?;
    }
    refused(plan, screen)?;
    if let Some((planned, measured)) = plan.dearest(config) {
        let who =
            one_line(if planned.fate.who.is_empty() { &planned.fate.number } else { &planned.fate.who });
        screen.line(&wording::say(screen.language, "text-longest", &[("who", who.into())]))?;
        screen.line(&tell::cost(measured.cost, screen.language))?;
        for line in tell::advice(&measured, screen.language) {
            screen.line(&line)?;
        }
    }
    let values = [
        ("messages", plan.good.len().into()),
        ("sms", plan.sms().into()),
        ("refused", plan.refused.len().into()),
        ("notice", plan.notice.as_str().into()),
    ];
    Ok(screen.line(&wording::say(screen.language, "import-rehearsal", &values))?)
}

/// What was taken, and with `--wait` what became of it and whom somebody must call.
pub(super) fn outcome(
    plan: &Plan,
    hearing: Hearing,
    arguments: &Import,
    zone: &Zone,
    office: &Office,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let language = screen.language;
    if arguments.options.json {
        screen.line(&as_json(plan, Some((hearing, office)), screen).to_string())?;
        return Ok(());
    }
    head(plan, screen)?;
    let mut fates: Vec<Fate> = plan.good.iter().map(|planned| planned.fate.clone()).collect();
    if !fates.is_empty() {
        screen.line(&fates::table(&fates, language, zone))?;
    }
    changes(plan, screen)?;
    refused(plan, screen)?;
    let repeated = fates.iter().filter(|fate| fate.repeated).count();
    screen.line(&summary(plan, &fates, repeated, language))?;
    if hearing == Hearing::Over {
        fates.extend(plan.refused.iter().map(Fate::refused));
        screen.line(&Tally::of(&fates, hearing).sentence(language))?;
        let list = fates::to_call(&fates, hearing, language, zone);
        if !list.is_empty() {
            screen.line("")?;
            screen.line(&wording::say(language, "fates-to-call", &[]))?;
            screen.line(&list)?;
        }
    }
    if repeated > 0 || fates.iter().any(Fate::is_told_otherwise) {
        screen.note(&wording::say(language, "import-again", &[]));
    }
    // Who waited has heard why meanwhile.
    if hearing == Hearing::Open {
        for group in hindrances(plan, office) {
            screen.note(&group.sentence(zone, language));
        }
    }
    if !office.is_running() {
        // Whoever waits for one of them is told so as the command's end.
        let waits = |fate: &Fate| fortune(fate.state) == Fortune::Waits;
        if arguments.options.waits() && fates.iter().any(waits) {
            return Ok(());
        }
        screen.note(&wording::say(language, "send-no-daemon", &[]));
    } else if hearing == Hearing::Open {
        screen.note(&wording::say(language, "import-follow", &[("notice", plan.notice.as_str().into())]));
    }
    Ok(())
}

/// Why what waits does; that no daemon runs is said by itself.
fn hindrances(plan: &Plan, office: &Office) -> impl Iterator<Item = Group> {
    let groups = waits::of_all(office, plan.standing()).into_iter();
    groups.filter(|group| !matches!(group.wait, Wait::Turn | Wait::NotRunning))
}

fn summary(plan: &Plan, fates: &[Fate], repeated: usize, language: Language) -> String {
    // The daemon may refuse what was good here: another hand has used the key.
    let refused = fates.iter().filter(|fate| fate.message.is_none()).count();
    let sms: u32 = fates.iter().filter(|fate| !fate.repeated).map(|fate| fate.parts).sum();
    let values = [
        ("taken", (fates.len() - repeated - refused).into()),
        ("sms", sms.into()),
        ("already", repeated.into()),
        ("refused", (plan.refused.len() + refused).into()),
        ("notice", plan.notice.as_str().into()),
    ];
    wording::say(language, "import-summary", &values)
}

fn head(plan: &Plan, screen: &mut Screen) -> Result<(), Failure> {
    if let Some(choice) = &plan.choice {
        screen.note(choice);
    }
    let values = [
        ("file", plan.file.as_str().into()),
        ("rows", plan.rows().into()),
        ("numbers", plan.good.len().into()),
        ("column", plan.column.as_str().into()),
    ];
    Ok(screen.line(&one_line(&wording::say(screen.language, "import-head", &values)))?)
}

/// What the service's rules changed in the texts that go, all of them taken together.
fn changes(plan: &Plan, screen: &mut Screen) -> Result<(), Failure> {
    let going =
        plan.good.iter().filter(|planned| !planned.fate.repeated && planned.fate.state != State::Refused);
    let lines = tell::changes_of_all(going.clone().map(|planned| &*planned.changes), screen.language);
    let tables = tell::tables_of_all(going.map(|planned| planned.alphabet), screen.language);
    for line in lines.into_iter().chain(tables) {
        screen.line(&line)?;
    }
    Ok(())
}

fn refused(plan: &Plan, screen: &mut Screen) -> Result<(), Failure> {
    if plan.refused.is_empty() {
        return Ok(());
    }
    screen.line(&wording::say(screen.language, "import-refused", &[]))?;
    for row in &plan.refused {
        screen.line(&format!("  {}", one_line(&row.sentence(screen.language))))?;
    }
    Ok(())
}

/// Why what waits does, a group each.
fn waiting(plan: &Plan, office: &Office) -> Vec<Value> {
    waits::of_all(office, plan.standing()).iter().map(Group::as_json).collect()
}

/// `handed` where the messages were handed over.
fn as_json(plan: &Plan, handed: Option<(Hearing, &Office)>, screen: &Screen) -> Value {
    let messages: Vec<Value> = plan
        .good
        .iter()
        .map(|planned| {
            let fate = &planned.fate;
            json!({
                "to": planned.draft.to, "names": planned.names, "lines": planned.lines,
                "text": planned.body, "changes": tell::changes_json(&planned.changes),
                "parts": fate.parts, "alphabet": planned.alphabet, "reference": planned.draft.reference,
                "message": fate.message, "state": fate.state, "reason": fate.reason,
                "already": fate.repeated, "sent_at": fate.sent_at, "delivered_at": fate.delivered_at,
            })
        })
        .collect();
    let rows: Vec<Value> = plan
        .refused
        .iter()
        .map(|row| {
            json!({
                "file": row.file, "line": row.line, "name": row.name, "typed": row.typed,
                "reason": row.reason, "sentence": row.sentence(screen.language),
            })
        })
        .collect();
    let sms: u32 = match handed {
        None => plan.sms(),
        Some(_) => {
            let new = plan.good.iter().filter(|planned| !planned.fate.repeated);
            new.filter(|planned| planned.fate.state != State::Refused).map(|planned| planned.fate.parts).sum()
        }
    };
    json!({
        "file": plan.file, "notice": plan.notice, "column": plan.column, "dry_run": handed.is_none(),
        "waited": handed.is_some_and(|(hearing, _)| hearing == Hearing::Over),
        "daemon": handed.map(|(_, office)| office.is_running()),
        "messages": messages, "refused": rows, "sms": sms,
        "waits": handed.map(|(_, office)| waiting(plan, office)),
    })
}
