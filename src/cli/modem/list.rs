//! `beffroi modem list`: each device with its ports. A port is asked only where nobody holds it and no
//! running daemon may; what can't be used is explained.

use std::path::Path;

use serde::Serialize;
use serde_json::json;
use tokio::runtime::{Builder, Runtime};

use super::super::{Failure, Screen};
use super::desk::Desk;
use super::elsewhere;
use super::examination::{name, portless};
use super::show::Words;
use super::{Where, udev};
use crate::line::{Finding, Health};
use crate::modem::discover::{self, Attitude, Port, Stick};
use crate::modem::doctor::Sign;
use crate::modem::profile::family::{Nature, Role};
use crate::modem::visit::{self, Heard, Unanswered};
use crate::wording::{self, Language};

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: beffroi modem list\n\n\
    Exit 0 where a modem answers or the daemon has one, 4 where nothing is usable.")]
pub(super) struct Arguments {
    /// Prints the udev rules that are for these sticks and no others, as a file.
    #[arg(long, conflicts_with = "json")]
    udev: bool,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Where,
}

/// How a port stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
enum Standing {
    /// A modem answers.
    Answers,
    /// The daemon has it, and is ready.
    Daemon { line: String },
    /// The daemon has it, and is not ready.
    DaemonWaits { line: String },
    /// The daemon may open it at any time.
    DaemonTries,
    /// Somebody has it open.
    Held { name: String, pid: u32 },
    /// Somebody has it open who can't be seen.
    HeldUnseen,
    /// Not ours to open.
    Forbidden { group: String },
    /// No node.
    Missing,
    /// Nothing answers.
    Silent,
    /// Something that is no modem.
    NoModem,
    /// It can't be opened.
    Failed,
    /// It is for something else.
    NotAsked,
    /// Nobody knows what it is.
    Stranger,
}

impl Standing {
    fn is_usable(&self) -> bool {
        matches!(self, Standing::Answers | Standing::Daemon { .. })
    }
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    let sticks = discover::sticks(&arguments.place.roots());
    if arguments.udev {
        return rules(&sticks, screen);
    }
    let desk = Desk::open(configured, screen);
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let looked: Vec<(&Stick, Vec<Standing>)> = sticks
        .iter()
        .map(|stick| (stick, stick.ports.iter().map(|port| standing(stick, port, &desk, &runtime)).collect()))
        .collect();
    let others = elsewhere::lines(&desk, &sticks, screen.language);
    let usable = looked.iter().flat_map(|(_, standings)| standings).any(Standing::is_usable)
        || others.iter().any(elsewhere::Elsewhere::is_usable);
    if arguments.json {
        let devices: Vec<_> =
            looked.iter().map(|(stick, ports)| as_json(stick, ports, screen.language)).collect();
        screen.line(&json!({ "usable": usable, "devices": devices, "lines": others }).to_string())?;
    } else {
        for (stick, standings) in &looked {
            show(stick, standings, screen)?;
        }
        others.iter().try_for_each(|other| screen.line(&other.sentence(screen.language)))?;
    }
    let unseen = |standing: &Standing| matches!(standing, Standing::HeldUnseen | Standing::Forbidden { .. });
    let hidden = sticks.iter().flat_map(|stick| &stick.ports).any(|port| port.holders.hidden);
    if hidden && looked.iter().flat_map(|(_, standings)| standings).any(unseen) {
        screen.note(&wording::say(screen.language, "modem-hidden", &[]));
    }
    match usable {
        true => Ok(()),
        false => {
            let id = if sticks.is_empty() && others.is_empty() { "modem-none" } else { "modem-none-usable" };
            Err(Failure::NoLine(anyhow::anyhow!(wording::say(screen.language, id, &[]))))
        }
    }
}

fn rules(sticks: &[Stick], screen: &mut Screen) -> Result<(), Failure> {
    let lines = udev::rules(sticks);
    if lines.is_empty() {
        return Err(Failure::NoLine(anyhow::anyhow!(wording::say(screen.language, "modem-none", &[]))));
    }
    lines.iter().try_for_each(|line| screen.line(line))?;
    screen.note(&wording::say(screen.language, "modem-udev-where", &[("place", udev::PLACE.into())]));
    Ok(())
}

fn standing(stick: &Stick, port: &Port, desk: &Desk, runtime: &Runtime) -> Standing {
    if let Some(line) = desk.line_at(&port.stable).or_else(|| desk.line_at(&port.path)) {
        let ready = desk.status(&line.name).is_some_and(|status| matches!(status.health, Health::Ready(_)));
        let line = line.name.clone();
        return if ready { Standing::Daemon { line } } else { Standing::DaemonWaits { line } };
    }
    if port.access.is_missing() {
        return Standing::Missing;
    }
    if let Some(holder) = port.holders.seen.first() {
        return Standing::Held { name: holder.name.clone(), pid: holder.pid };
    }
    if port.role == Role::Other {
        return Standing::NotAsked;
    }
    // A board of nobody known may do anything when it is spoken to.
    if stick.nature == Nature::Serial {
        return Standing::Stranger;
    }
    if !port.access.allowed {
        return Standing::Forbidden { group: port.access.group.clone() };
    }
    if desk.seeker().is_some() {
        return Standing::DaemonTries;
    }
    match runtime.block_on(visit::answers(&port.path)) {
        Ok(()) => Standing::Answers,
        Err(Unanswered::Silent(Heard::Nothing)) => Standing::Silent,
        Err(Unanswered::Silent(_)) => Standing::NoModem,
        Err(Unanswered::Closed(Finding::Busy { .. })) => Standing::HeldUnseen,
        Err(Unanswered::Closed(_)) => Standing::Failed,
    }
}

fn show(stick: &Stick, standings: &[Standing], screen: &mut Screen) -> Result<(), Failure> {
    let language = screen.language;
    let numbers = format!("{:04x}:{:04x}", stick.vendor, stick.product);
    screen.line(&format!("{} ({numbers}, USB {})", name(stick), stick.place))?;
    if let Some(sign) = remark(stick) {
        let words = Words::of(&sign, language);
        for line in [Some(words.seen), words.means].into_iter().flatten() {
            screen.line(&format!("  {line}"))?;
        }
        if let Some(what) = words.remedy {
            let remedy = wording::say(language, "modem-remedy", &[("what", what.into())]);
            screen.line(&format!("  {remedy}"))?;
        }
    }
    for (port, standing) in stick.ports.iter().zip(standings) {
        let role = wording::sentence(language, "modem-role", &port.role);
        let how = wording::sentence(language, "modem-port", standing);
        screen.line(&format!("  {}  {role}, {how}", port.stable.display()))?;
    }
    Ok(())
}

/// What is to be said of a device as a whole.
fn remark(stick: &Stick) -> Option<Sign> {
    let asked = stick.ports.iter().find(|port| port.modem_manager == Attitude::Interested);
    portless(stick).or_else(|| {
        let port = asked.filter(|port| port.role != Role::Other)?;
        Some(Sign::UsbModemManager { device: port.stable.display().to_string() })
    })
}

fn as_json(stick: &Stick, standings: &[Standing], language: Language) -> serde_json::Value {
    let ports: Vec<_> = stick
        .ports
        .iter()
        .zip(standings)
        .map(|(port, standing)| {
            json!({
                "path": port.path, "stable": port.stable, "names": port.names, "interface": port.interface,
                "driver": port.driver, "role": port.role, "state": standing, "holders": port.holders,
                "access": port.access, "modem_manager": port.modem_manager,
            })
        })
        .collect();
    json!({
        "place": stick.place, "vendor": format!("{:04x}", stick.vendor),
        "product": format!("{:04x}", stick.product), "name": name(stick), "serial": stick.serial,
        "family": stick.family, "nature": stick.nature, "ports": ports,
        "remark": remark(stick).map(|sign| Words::of(&sign, language).seen),
    })
}
