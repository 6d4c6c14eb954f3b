//! `beffroi db accept-restore`: a person says that a restored store may work again. Shows first what is
//! held and which outboxes are bound anew, then asks. Beside a running daemon or alone.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use serde_json::json;

use crate::cli::diagnosis::sentence;
use crate::cli::office::Office;
use crate::cli::{Consent, Failure, Screen};
use crate::config::Config;
use crate::control::{Held, Request, Response, Status};
use crate::message::State;
use crate::outbox;
use crate::store::Marker;
use crate::wording;

/// The arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What is held goes.
    #[arg(long, conflicts_with = "cancel")]
    send: bool,
    /// What is held is taken back.
    #[arg(long)]
    cancel: bool,
    /// Asks nothing.
    #[arg(long)]
    yes: bool,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What there is to accept.
struct Matter {
    status: Status,
    held: u64,
    wish: Held,
    /// This store's id.
    store: String,
    /// Outboxes of other stores.
    foreign: Vec<PathBuf>,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let (config, office) = Office::open(configured, screen)?;
    let wish = match (arguments.send, arguments.cancel) {
        (true, _) => Held::Send,
        (false, true) => Held::Cancel,
        (false, false) => Held::Keep,
    };
    let matter = look(&config, &office, wish, screen)?;
    if !matter.is_any() {
        let id = if matter.held > 0 { "db-still-held" } else { "db-nothing-to-accept" };
        let sentence = wording::say(screen.language, id, &[("held", count(matter.held).into())]);
        return Err(Failure::Failed(anyhow!(sentence)));
    }
    if !arguments.json {
        matter.show(&config, screen)?;
    }
    if !arguments.yes {
        match screen.ask(&wording::say(screen.language, "db-ask", &[]))? {
            Consent::Yes => {}
            Consent::No => {
                screen.note(&wording::say(screen.language, "db-unchanged", &[]));
                return Err(Failure::Told);
            }
            Consent::NobodyThere => {
                return Err(Failure::Usage(anyhow!(wording::say(screen.language, "db-need-yes", &[]))));
            }
        }
    }
    let left = matter.accept(&office)?;
    if arguments.json {
        let value = json!({
            "restored": matter.status.restored, "held": matter.held, "left_held": left,
            "rebound": matter.foreign,
        });
        return Ok(screen.line(&value.to_string())?);
    }
    Ok(screen.line(&wording::say(screen.language, "db-accepted", &[("held", count(left).into())]))?)
}

/// Hears from every outbox how far it has seen the ledger come: new numbers begin above all of it. What is
/// held is let go or taken back only once each outbox that can be found was compared with the store: some
/// of it may show there as gone.
fn look(config: &Config, office: &Office, wish: Held, screen: &Screen) -> Result<Matter, Failure> {
    let store = Marker::read(&config.store)?.map(|marker| marker.store).unwrap_or_default();
    let (mut foreign, mut ours) = (Vec::new(), Vec::new());
    for rules in &config.outboxes {
        let seen = outbox::seen(&rules.path);
        let unread = match seen {
            Ok(Some(seen)) if seen.store.as_ref().is_some_and(|bound| *bound != store) => {
                foreign.push(rules.path.clone());
                None
            }
            Ok(Some(seen)) if seen.store.is_some() => {
                ours.push((seen.outbox, &rules.path));
                office.compare(rules)?.err()
            }
            Ok(_) => None,
            Err(error) => Some(error),
        };
        if let Some(error) = unread {
            let values = [("problem", sentence(&error, screen.language).into())];
            screen.note(&wording::say(screen.language, "db-outbox-unread", &values));
            if wish != Held::Keep {
                return Err(not_compared(&rules.path, screen));
            }
        }
    }
    let Response::Status(status) = office.ask(Request::Status)? else { return Err(office.mixed()) };
    let behind = ours.iter().find(|(outbox, _)| status.unread.contains(outbox));
    if let (Some((_, path)), true) = (behind, wish != Held::Keep) {
        return Err(not_compared(path, screen));
    }
    let held = status.standing.states.get(&State::Held).copied().unwrap_or(0);
    Ok(Matter { status, held, wish, store, foreign })
}

fn not_compared(path: &Path, screen: &Screen) -> Failure {
    let values = [("path", path.display().to_string().into())];
    Failure::Failed(anyhow!(wording::say(screen.language, "db-not-compared", &values)))
}

impl Matter {
    fn is_any(&self) -> bool {
        let frees = self.wish != Held::Keep && self.held > 0;
        self.status.restored.is_some() || !self.foreign.is_empty() || frees
    }

    fn show(&self, config: &Config, screen: &mut Screen) -> Result<(), Failure> {
        let language = screen.language;
        if let Some(since) = self.status.restored {
            let at = since.local(&config.zone, "%d/%m/%Y %H:%M");
            screen.line(&wording::say(language, "db-restored", &[("at", at.into())]))?;
        }
        let id = match self.wish {
            Held::Keep => "db-held-keep",
            Held::Send => "db-held-send",
            Held::Cancel => "db-held-cancel",
        };
        screen.line(&wording::say(language, id, &[("held", count(self.held).into())]))?;
        for path in &self.foreign {
            let values = [("path", path.display().to_string().into())];
            screen.line(&wording::say(language, "db-rebind", &values))?;
        }
        Ok(())
    }

    /// Files first: lines go on only when each outbox is the store's. Gives what stays held.
    fn accept(&self, office: &Office) -> Result<u64, Failure> {
        for path in &self.foreign {
            outbox::rebind(path, &self.store)?;
        }
        if self.status.restored.is_none() && self.wish == Held::Keep {
            return Ok(self.held);
        }
        match office.ask(Request::AcceptRestore { held: self.wish })? {
            Response::Released { held } => Ok(held),
            _ => Err(office.mixed()),
        }
    }
}

fn count(messages: u64) -> i64 {
    i64::try_from(messages).unwrap_or(i64::MAX)
}
