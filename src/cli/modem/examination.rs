//! One modem examined: first what the machine shows of it, then what the daemon knows, and only where
//! nobody holds its port, what it says itself.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

use super::desk::{Desk, is_same};
use crate::config::Line;
use crate::control::LineStatus;
use crate::line::{Health, Identity, ReportRoute};
use crate::modem::discover::{self, Attitude, Port, Roots, Stick};
use crate::modem::doctor::{Check, Event, Examined, Exchange, Order, Sign, headline};
use crate::modem::profile::family::{Nature, Role};
use crate::modem::visit;

/// What is to be examined.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// The line of the configuration that it is.
    pub(super) line: Option<Line>,
    /// Where it is; `None`: there is no port.
    pub(super) device: Option<PathBuf>,
    /// The device without a port.
    pub(super) stick: Option<Stick>,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Examination {
    pub(super) line: Option<String>,
    pub(super) device: Option<PathBuf>,
    pub(super) checks: Vec<Examined>,
    pub(super) transcript: Vec<Exchange>,
}

impl Examination {
    fn of(target: &Target, signs: Vec<Sign>, transcript: Vec<Exchange>) -> Self {
        let checks = Check::ALL.iter().map(|check| {
            let found = signs.iter().find(|sign| sign.check() == *check).cloned();
            found.map_or_else(|| Examined::not_asked(*check), Examined::found)
        });
        Self {
            line: target.line.as_ref().map(|line| line.name.clone()),
            device: target.device.clone(),
            checks: checks.collect(),
            transcript,
        }
    }

    /// What counts first.
    pub(super) fn headline(&self) -> Option<&Sign> {
        headline(&self.checks)
    }

    /// Whether there is a modem to speak of.
    pub(super) fn is_usable(&self) -> bool {
        !self.checks.iter().filter_map(|examined| examined.sign.as_ref()).any(Sign::leaves_nothing_usable)
    }

    /// Whether what it says unasked was waited for.
    pub(super) fn was_listened_to(&self) -> bool {
        self.checks.iter().any(|examined| examined.check == Check::Listening && examined.sign.is_some())
    }

    /// Whether it is another modem than the one that was looked for.
    pub(super) fn is_another(&self) -> bool {
        self.checks.iter().any(|examined| matches!(examined.sign, Some(Sign::WrongModem { .. })))
    }

    /// Puts a sign in the place of what its check had.
    pub(super) fn add(&mut self, sign: Sign) {
        if let Some(examined) = self.checks.iter_mut().find(|examined| examined.check == sign.check()) {
            examined.sign = Some(sign);
        }
    }
}

/// What is needed to examine one.
pub(super) struct Practice<'a> {
    pub(super) desk: &'a Desk,
    pub(super) roots: &'a Roots,
    pub(super) sticks: &'a [Stick],
    pub(super) runtime: &'a Runtime,
    /// Somebody has broken it off: what is under way is ended in order, and nothing more begun.
    pub(super) stopped: Cell<bool>,
}

impl Practice<'_> {
    /// Examines one.
    pub(super) fn examine(&self, target: &Target, order: Order, tell: &mut dyn FnMut(&Event)) -> Examination {
        let Some(device) = &target.device else {
            let sign = target.stick.as_ref().and_then(portless).unwrap_or(Sign::UsbNothing);
            return Examination::of(target, vec![sign], Vec::new());
        };
        if let Some(name) = discover::printer_at(self.roots, device) {
            let sign = Sign::UsbPrinter { device: device.display().to_string(), name };
            return Examination::of(target, vec![sign], Vec::new());
        }
        let mut signs: Vec<Sign> = self.usb(device).into_iter().collect();
        if let Some(known) = self.asked_of_daemon(target, device) {
            signs.extend(known);
            return Examination::of(target, signs, Vec::new());
        }
        if let Some(obstacle) = self.obstacle(device) {
            signs.push(obstacle);
            return Examination::of(target, signs, Vec::new());
        }
        let mut transcript = Vec::new();
        let label = device.display().to_string();
        let told = |event: Event| {
            tell(&event);
            if let Event::Asked(exchange) = event {
                transcript.push(exchange);
            }
        };
        let stopped = async {
            until_signal().await;
            self.stopped.set(true);
        };
        match self.runtime.block_on(visit::examine(device, order, told, stopped)) {
            Ok(examined) => {
                signs.push(Sign::PortOpen { device: label });
                let found: Vec<Sign> = examined.into_iter().filter_map(|examined| examined.sign).collect();
                // What answers as it should is the right port, whatever the table says.
                if found.iter().any(|sign| matches!(sign, Sign::Answers { .. })) {
                    signs.retain(|sign| !matches!(sign, Sign::UsbOtherPort { .. }));
                }
                signs.extend(found);
            }
            Err(finding) => signs.push(Sign::of_finding(&finding, &label)),
        }
        Examination::of(target, signs, transcript)
    }

    /// What the machine shows of the device behind a port; `None` for one that is no USB device.
    fn usb(&self, device: &Path) -> Option<Sign> {
        let (stick, port) = self.sticks.iter().find_map(|stick| Some((stick, port_of(stick, device)?)))?;
        let better = stick.ports.iter().find(|port| port.role == Role::At);
        let label = device.display().to_string();
        Some(match (port.role, better, port.modem_manager) {
            (Role::Other, Some(better), _) => {
                Sign::UsbOtherPort { device: label, better: better.stable.display().to_string() }
            }
            (_, _, Attitude::Interested) => Sign::UsbModemManager { device: label },
            _ => Sign::UsbModem { name: name(stick), place: stick.place.clone() },
        })
    }

    /// What the daemon says, where the port is its own; nothing of it is opened then.
    fn asked_of_daemon(&self, target: &Target, device: &Path) -> Option<Vec<Sign>> {
        let label = device.display().to_string();
        let own = target.line.as_ref().filter(|_| self.desk.is_served());
        if let Some(line) = self.desk.line_at(device).or(own) {
            let (device, line) = (label.clone(), line.name.clone());
            return Some(match self.desk.status(&line) {
                None if self.desk.is_silent() => vec![Sign::PortDaemonSilent { device, line }],
                None => vec![Sign::PortDaemonMute { device, line }],
                // A sign of the port itself counts before the daemon's having it.
                Some(status) => {
                    of_status(status, &label).into_iter().chain([Sign::PortDaemon { device, line }]).collect()
                }
            });
        }
        self.desk.seeker().map(|_| vec![Sign::PortDaemonTries { device: label }])
    }

    /// Why a port is not opened.
    fn obstacle(&self, device: &Path) -> Option<Sign> {
        let label = device.display().to_string();
        let Some(access) = discover::access_to(device) else {
            return Some(Sign::PortMissing { device: label });
        };
        if !access.allowed {
            return Some(Sign::PortForbidden { device: label, group: Some(access.group) });
        }
        let holder = discover::holders_of(self.roots, device).seen.into_iter().next()?;
        Some(Sign::PortHeld { device: label, name: holder.name, pid: holder.pid })
    }
}

/// Ctrl-C, or whoever ends this process in order.
async fn until_signal() {
    let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
    let [Ok(mut interrupt), Ok(mut terminate), Ok(mut hangup)] = kinds.map(signal) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        _ = hangup.recv() => {}
    }
}

/// The port of a device that a name leads to.
fn port_of<'a>(stick: &'a Stick, device: &Path) -> Option<&'a Port> {
    stick
        .ports
        .iter()
        .find(|port| is_same(&port.path, device) || port.names.iter().any(|name| name == device))
}

/// What a device without a usable port is; `None` for one with ports.
pub(super) fn portless(stick: &Stick) -> Option<Sign> {
    let (name, place) = (name(stick), stick.place.clone());
    match stick.nature {
        Nature::Storage => Some(Sign::UsbStorage { name, place }),
        Nature::Network => Some(Sign::UsbNetwork { name, place }),
        Nature::Boot => Some(Sign::UsbBoot { name, place }),
        Nature::Modem if stick.ports.is_empty() => Some(Sign::UsbNoDriver {
            name,
            vendor: format!("{:04x}", stick.vendor),
            product: format!("{:04x}", stick.product),
        }),
        Nature::Modem | Nature::Bridge | Nature::Serial => None,
    }
}

/// What people know a device as.
pub(super) fn name(stick: &Stick) -> String {
    match stick.name.is_empty() {
        true => format!("{:04x}:{:04x}", stick.vendor, stick.product),
        false => stick.name.clone(),
    }
}

/// What the daemon's knowledge of a line amounts to.
fn of_status(status: &LineStatus, device: &str) -> Vec<Sign> {
    match &status.health {
        Health::Ready(identity) => of_identity(identity),
        Health::Down(finding) => vec![Sign::of_finding(finding, device)],
        Health::Idle | Health::Listening | Health::Starting => {
            vec![Sign::AnswersLater { line: status.line.0.clone() }]
        }
    }
}

fn of_identity(identity: &Identity) -> Vec<Sign> {
    let Identity { model, revision, imei, sim, service_centre, reports, .. } = identity.clone();
    vec![
        Sign::Identity { model, revision, imei },
        Sign::SimReady { sim },
        service_centre.map_or(Sign::ServiceCentreUntold, |number| Sign::ServiceCentre { number }),
        match reports {
            ReportRoute::Direct | ReportRoute::Acknowledged | ReportRoute::Stored => Sign::ReportsShown,
            ReportRoute::None => Sign::ReportsNot,
        },
    ]
}
