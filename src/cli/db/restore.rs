//! `beffroi db restore`: a copy takes the store's place, or somebody says that it did by other means.
//! Only while no daemon runs. Afterwards everything that waited is held, until `db accept-restore`.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::json;

use super::check::sentences;
use super::replaced;
use crate::cli::office::{open_store, read_config};
use crate::cli::{Failure, Screen};
use crate::config::Config;
use crate::message::State;
use crate::moment::Moment;
use crate::outbox;
use crate::store::{self, Lock, PutBack, Whose, put_back};
use crate::wording;

/// The arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The copy.
    #[arg(value_name = "FILE", required_unless_present = "declare", conflicts_with = "declare")]
    file: Option<PathBuf>,
    /// The store was put back by other means already: it is marked as restored.
    #[arg(long)]
    declare: bool,
    /// Even where the copy is another store's.
    #[arg(long, conflicts_with = "declare")]
    replace_store: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let config = read_config(configured, screen)?;
    let now = Moment::from_system(SystemTime::now());
    let Some(file) = &arguments.file else { return declare(&config, arguments, now, screen) };
    // What is no copy is refused before anything beside the store is touched.
    store::is_a_file(file)?;
    let lock = Lock::take(&config.store)?;
    let whose = if arguments.replace_store { Whose::Any } else { Whose::Own };
    let put = put_back(&lock, &config.store, file, whose, now)?;
    if arguments.json {
        let value = json!({
            "path": config.store, "copy": file, "made": put.made, "held": count(&put, State::Held),
            "at_modem": count(&put, State::Sending), "aside": put.aside,
            "findings": put.checkup.findings, "replaced": replaced::as_json(&put),
        });
        return Ok(screen.line(&value.to_string())?);
    }
    tell(&put, file, &config, screen)?;
    Ok(())
}

/// Everything was put back together, and nothing is left that could tell: so a person does.
fn declare(config: &Config, arguments: &Arguments, now: Moment, screen: &mut Screen) -> Result<(), Failure> {
    store::is_a_file(&config.store)?;
    let (_lock, mut store) = open_store(&config.store, screen.language)?;
    let already = store.restored()?;
    let held = match already {
        Some(_) => store.held()?,
        None => {
            // Before anything is marked: rows of a file that can't be read would go as if they were new.
            let files = config.outboxes.iter().map(|rules| outbox::last_row(&rules.path));
            let files: Vec<_> = files.collect::<Result<_, _>>()?;
            store.turn(|turn| {
                let held = turn.mark_restored(now)?;
                for (outbox, last) in files.iter().flatten() {
                    turn.greet(outbox)?;
                    turn.read_anew(outbox, *last)?;
                }
                Ok(held)
            })?
        }
    };
    if arguments.json {
        let value = json!({ "path": config.store, "held": held, "already": already });
        return Ok(screen.line(&value.to_string())?);
    }
    let id = if already.is_some() { "restore-already" } else { "restore-declared" };
    screen.line(&wording::say(screen.language, id, &[]))?;
    if already.is_none() {
        screen.line(&wording::say(screen.language, "restore-held", &[("held", held.into())]))?;
    }
    Ok(screen.line(&wording::say(screen.language, "restore-next", &[]))?)
}

fn tell(put: &PutBack, file: &Path, config: &Config, screen: &mut Screen) -> std::io::Result<()> {
    let language = screen.language;
    let path = |path: &Path| ("path", path.display().to_string().into());
    let made = put.made.map(|made| made.local(&config.zone, "%d/%m/%Y %H:%M"));
    let values = [path(file), ("made", made.unwrap_or_else(|| "unknown".to_owned()).into())];
    screen.line(&wording::say(language, "restore-done", &values))?;
    for aside in &put.aside {
        screen.line(&wording::say(language, "restore-aside", &[path(aside)]))?;
    }
    for line in replaced::lines(put, language) {
        screen.line(&line)?;
    }
    let held = count(put, State::Held);
    screen.line(&wording::say(language, "restore-held", &[("held", held.into())]))?;
    let at_modem = count(put, State::Sending);
    if at_modem > 0 {
        screen.line(&wording::say(language, "restore-at-modem", &[("count", at_modem.into())]))?;
    }
    for finding in sentences(&put.checkup.findings, language) {
        screen.line(&finding)?;
    }
    screen.line(&wording::say(language, "restore-next", &[]))
}

fn count(put: &PutBack, state: State) -> i64 {
    let found = put.waiting.iter().find(|(of, _)| *of == state);
    found.map_or(0, |(_, count)| i64::try_from(*count).unwrap_or(i64::MAX))
}
