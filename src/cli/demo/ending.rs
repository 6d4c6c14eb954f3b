//! What is told at the end: how the two notices ended, whom somebody must call and why, what it cost,
//! whether the audit agrees, and what to try next.

use std::time::Duration;

use super::play::{Outcome, Played};
use super::stage::Stage;
use super::{called, shell_words};
use crate::cli::audit::{self, Judged};
use crate::cli::fates::{self, Fate, Hearing};
use crate::cli::{Failure, Screen};
use crate::message::State;
use crate::moment::Zone;
use crate::wording::{self, Language};

/// So much after its expiry nothing is late: the demo has one clock.
const LATE_TOLERANCE: Duration = Duration::ZERO;

/// The columns of the table of fates: notice, lane, a state each, SMS.
const COLUMNS: usize = 15;

/// Whether all went as it should.
pub(super) struct Ended {
    is_over: bool,
    is_proven: bool,
}

impl Ended {
    /// As the command's end.
    pub(super) fn verdict(&self) -> Result<(), Failure> {
        if self.is_over && self.is_proven { Ok(()) } else { Err(Failure::Told) }
    }
}

/// Tells it.
pub(super) fn tell(
    played: &Played,
    stage: &Stage,
    stays: bool,
    screen: &mut Screen,
) -> Result<Ended, Failure> {
    let language = screen.language;
    let place = &stage.place;
    let judged = audit::judge(&place.store(), &[place.journal()], LATE_TOLERANCE, language)?;
    screen.line("")?;
    screen.line(&table(&played.notices, language))?;
    screen.line("")?;
    for outcome in &played.notices {
        let values = [("notice", outcome.notice.into()), ("tally", outcome.tally.sentence(language).into())];
        let line = wording::say(language, "demo-tally", &values);
        screen.line(&strong(&line, screen))?;
    }
    if let Some(overtaking) = &played.overtaking {
        screen.line(&wording::say(language, "demo-overtook", &overtaking.values(language)))?;
    }
    to_call(played, screen)?;
    screen.line("")?;
    screen.line(&cost(played, language))?;
    tell_audit(&judged, screen)?;
    let next = if stays { running(played, stage, language) } else { later(stage, language) };
    screen.line("")?;
    screen.line(&strong(&say(language, "demo-next"), screen))?;
    next.iter().try_for_each(|command| screen.line(&format!("  {command}")))?;
    let is_over = played.notices.iter().all(|outcome| outcome.tally.waiting == 0);
    Ok(Ended { is_over, is_proven: judged.is_proven() })
}

/// Messages by state, a line a notice; a state that none has is left out.
fn table(outcomes: &[Outcome], language: Language) -> String {
    let count = |count: usize| if count == 0 { String::new() } else { count.to_string() };
    let mut head = vec![say(language, "column-notice"), say(language, "column-lane")];
    head.extend(State::ALL.iter().map(|state| wording::state(language, *state)));
    head.push(say(language, "column-parts"));
    let rows = outcomes.iter().map(|outcome| {
        let mut row = vec![outcome.notice.to_owned(), wording::lane(language, outcome.lane)];
        let of = |state: &State| outcome.fates.iter().filter(|fate| fate.state == *state).count();
        row.extend(State::ALL.iter().map(|state| count(of(state))));
        row.push(sms(&outcome.fates).to_string());
        filled(row)
    });
    fates::columns(&filled(head), &rows.collect::<Vec<_>>())
}

fn filled(cells: Vec<String>) -> [String; COLUMNS] {
    let mut cells = cells.into_iter();
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

fn to_call(played: &Played, screen: &mut Screen) -> Result<(), Failure> {
    let language = screen.language;
    let all: Vec<Fate> = played.notices.iter().flat_map(|outcome| outcome.fates.clone()).collect();
    let list = fates::to_call(&all, Hearing::Over, language, &Zone::system());
    if list.is_empty() {
        return Ok(());
    }
    screen.line("")?;
    screen.line(&strong(&say(language, "fates-to-call"), screen))?;
    Ok(list.lines().try_for_each(|line| screen.line(&format!("  {line}")))?)
}

/// What the network took: a refused number costs nothing.
fn sms(fates: &[Fate]) -> u32 {
    let taken = |fate: &&Fate| {
        matches!(fate.state, State::Sent | State::Delivered | State::Undelivered | State::Unknown)
    };
    fates.iter().filter(taken).map(|fate| fate.parts).sum()
}

fn cost(played: &Played, language: Language) -> String {
    let all: u32 = played.notices.iter().map(|outcome| sms(&outcome.fates)).sum();
    wording::say(language, "demo-cost", &[("sms", all.into())])
}

fn tell_audit(judged: &Judged, screen: &mut Screen) -> Result<(), Failure> {
    let lines = judged.lines(screen.language);
    Ok(lines.iter().try_for_each(|line| {
        let values = [("verdict", line.as_str().into())];
        screen.line(&wording::say(screen.language, "demo-audit", &values))
    })?)
}

/// While everything goes on running.
fn running(played: &Played, stage: &Stage, language: Language) -> Vec<String> {
    let roster = stage.place.roster();
    let refused = refused(played);
    let (text, other) = (say(language, "demo-try-text"), say(language, "demo-try-other"));
    vec![
        with_config(stage, &["message", "show", &refused]),
        with_config(stage, &["send", "--to", "06 39 98 00 12", "--text", &text, "--wait"]),
        with_config(
            stage,
            &[
                "roster",
                "import",
                &roster.display().to_string(),
                "--where",
                "Discipline=Guitare",
                "--text",
                &other,
                "--wait",
            ],
        ),
    ]
}

/// When the daemon has gone, and the folder with it unless it is kept.
fn later(stage: &Stage, language: Language) -> Vec<String> {
    let program = called().display().to_string();
    let (store, journal) = (stage.place.store(), stage.place.journal());
    if stage.place.is_kept() {
        return vec![
            with_config(stage, &["message", "list", "--notice", "concert"]),
            with_config(stage, &["message", "list", "--state", "failed"]),
            shell_words(&[&program, "audit", &store.display().to_string(), &journal.display().to_string()]),
        ];
    }
    let demo = shell_words(&[&program, "demo"]);
    vec![
        format!("{demo}    # {}", say(language, "demo-try-demo")),
        shell_words(&[&program, "text", "measure", &say(language, "demo-try-measure")]),
        shell_words(&[&program, "config", "default"]),
    ]
}

/// The number of the message with the most to tell.
fn refused(played: &Played) -> String {
    let mut fates = played.notices.iter().flat_map(|outcome| &outcome.fates);
    let failed = fates.clone().find(|fate| fate.state == State::Failed);
    let message = failed.or_else(|| fates.next()).and_then(|fate| fate.message);
    message.map_or_else(|| "1".to_owned(), |message| message.to_string())
}

fn with_config(stage: &Stage, words: &[&str]) -> String {
    let (program, config) = (called().display().to_string(), stage.place.config().display().to_string());
    let all: Vec<&str> =
        [program.as_str(), "--config", &config].into_iter().chain(words.iter().copied()).collect();
    shell_words(&all)
}

fn strong(line: &str, screen: &Screen) -> String {
    if screen.colour { format!("\x1b[1m{line}\x1b[0m") } else { line.to_owned() }
}

fn say(language: Language, id: &str) -> String {
    wording::say(language, id, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_column_for_each_state() {
        assert_eq!(COLUMNS, State::ALL.len() + 3);
    }
}
