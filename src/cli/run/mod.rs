//! `beffroi run`: the daemon. Here and nowhere else lines, public files and the socket are wired to
//! the gateway; each is a thread or a task of its own, and only the gateway writes the store.

mod drops;
mod pin;
mod refusals;
mod starting;
mod stopping;
mod watchdog;

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use anyhow::{Context, anyhow};
use nix::unistd::Group;
use stopping::{Dead, Organ, Pulse, Signals, until_stopped};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc, oneshot};

use super::config::told;
use super::office::open_store;
use super::unit::Unit;
use super::{Failure, Screen};
use crate::config::{Config, Device, Line, Reports, TriesUnknown};
use crate::control::{self, Daemon};
use crate::gateway::{self, FileUpstream, Handle, LineGone, LineSetup, Rules};
use crate::intake::admit::Judge;
use crate::intake::dropfolder;
use crate::line::{Event, LineName, Order, ReportRoute};
use crate::moment::Moment;
use crate::store::{Store, StoreError};
use crate::wording::{self, Language};
use crate::{modem, outbox, telemetry};

/// Orders that may wait at a line; the gateway never has more than three under way.
const ORDERS: usize = 16;

/// Lines open when every public file has said which store it belongs to, or after this time.
const HELLO: Duration = Duration::from_secs(2);

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: beffroi --config ./beffroi.toml run\n\n\
    The log goes to standard error; BEFFROI_LOG=debug says more. SIGTERM finishes what is at the modem \
    and ends; a second one ends at once.")]
pub(super) struct Arguments {}

/// Runs it.
pub(super) fn run(_: &Arguments, configured: &Path, screen: &mut Screen) -> Result<(), Failure> {
    telemetry::begin().map_err(|error| Failure::Usage(error.into()))?;
    let config = Config::read(configured)
        .map_err(|mistakes| Failure::Usage(told(mistakes, screen.language).into()))?;
    let starting = starting::begin()?;
    let (_lock, store) = open_store(&config.store, screen.language)?;
    store.look_over()?;
    let unit = Unit::of_machine();
    let pins = config.lines.iter().map(|line| pin::Source::of(line, &config.store, &unit)).collect();
    let runtime = Builder::new_current_thread().enable_all().build()?;
    // Before anybody is told that it runs: who is told may ask it to stop at once.
    let signals = Signals::listen(&runtime)?;
    let (alive, ended) = oneshot::channel::<()>();
    let (gateway, thread) = start_gateway(&config, pins, store, &runtime, alive)?;
    let judge = Arc::new(Judge::new(&config));
    let (died, deaths) = mpsc::channel(1);
    let files = open_files(&config, &gateway, &judge, &died)?;
    let drops = drops::open((&config, configured), &gateway, &judge, &died)?;
    let since = Moment::from_system(SystemTime::now());
    let daemon = Daemon {
        gateway: gateway.clone(),
        judge,
        store: config.store.clone(),
        resend_after: Rules::from(&config.ledger).resend_after,
        since,
        outboxes: files.iter().map(outbox::Handle::health).collect(),
        drops: drops.iter().map(dropfolder::Handle::health).collect(),
    };
    let server = control::serve(&config.control, move |peer, request| daemon.answer(&peer, request))?;
    gateway.start_lines()?;
    if config.lines.is_empty() {
        tracing::warn!("no [[line]] is configured: work is taken in and waits");
    }
    drop(starting);
    sd_notify::notify(&[sd_notify::NotifyState::Ready])
        .with_context(|| wording::say(screen.language, "run-systemd", &[]))?;
    tracing::info!(store = %config.store.display(), control = %config.control.display(), "running");
    let turns = config.outboxes.iter().zip(&files).map(|(rules, file)| (rules.path.clone(), file.turns()));
    let drop_turns = config.drops.iter().zip(&drops).map(|(rules, drop)| (rules.path.clone(), drop.turns()));
    let turns = turns.chain(drop_turns);
    let _watchdog = watchdog::start(&gateway, runtime.handle(), turns)?;
    let dead = runtime.block_on(until_stopped(&gateway, signals, ended, deaths))?;
    drop(server);
    for file in files {
        file.stop();
    }
    for drop in drops {
        drop.stop();
    }
    thread.join().map_err(|_| anyhow!(wording::say(screen.language, "run-died", &[])))??;
    tracing::info!("stopped");
    dead.map_or(Ok(()), |dead| Err(died_of(&dead, screen.language)))
}

/// Starts the gateway's thread and a task for each line.
fn start_gateway(
    config: &Config,
    pins: Vec<pin::Source>,
    store: Store,
    runtime: &Runtime,
    alive: oneshot::Sender<()>,
) -> Result<(Handle, JoinHandle<Result<(), StoreError>>), StoreError> {
    let mut tasks = Vec::new();
    let lines = |handle: &Handle| {
        let setups = config.lines.iter().zip(pins).enumerate().map(|(index, (line, pin))| {
            let (orders, inbox) = mpsc::channel(ORDERS);
            tasks.push(line_task(line, pin, Wire { gateway: handle.clone(), index }, inbox));
            setup(line, orders)
        });
        setups.collect()
    };
    let started = gateway::start(store, Rules::from(&config.ledger), lines, alive)?;
    for task in tasks {
        runtime.spawn(task);
    }
    Ok(started)
}

fn died_of(dead: &Dead, language: Language) -> Failure {
    let values = [("path", dead.path.display().to_string().into())];
    let id = match dead.organ {
        Organ::Outbox => "run-outbox-died",
        Organ::DropFolder => "run-drop-died",
    };
    Failure::Failed(anyhow!(wording::say(language, id, &values)))
}

fn setup(line: &Line, orders: mpsc::Sender<Order>) -> LineSetup {
    LineSetup {
        name: LineName(line.name.clone()),
        result_timeout: line.result_timeout,
        orders: Box::new(move |order| orders.try_send(order).map_err(|_| LineGone)),
    }
}

fn line_task(
    line: &Line,
    pin: pin::Source,
    wire: Wire,
    orders: mpsc::Receiver<Order>,
) -> impl Future<Output = ()> + Send + 'static {
    let settings = modem::Settings {
        device: match &line.device {
            Device::Path(path) => modem::Device::Path(path.clone()),
            Device::Auto => modem::Device::Auto,
        },
        imei: line.imei.clone(),
        iccid: line.iccid.clone(),
        result_timeout: line.result_timeout,
        pin: pin.pin(),
        pin_refused_by: pin.refused_by(),
        pin_tries_unknown: match line.pin_tries_unknown {
            TriesUnknown::Keep => modem::WhenUncounted::Keep,
            TriesUnknown::Enter => modem::WhenUncounted::Enter,
        },
        reports: match line.reports {
            Reports::Auto => modem::Reports::Auto,
            Reports::Stored => modem::Reports::By(ReportRoute::Stored),
            Reports::Acknowledged => modem::Reports::By(ReportRoute::Acknowledged),
            Reports::Direct => modem::Reports::By(ReportRoute::Direct),
        },
    };
    let pin = Arc::new(pin);
    let kept = Arc::clone(&pin);
    modem::run_with_pin(
        settings,
        orders,
        move |event| wire.tell(pin.explain(event)),
        move |fate| kept.learn(&fate),
    )
}

/// From a line to the gateway. However the line ends, by a panic too, the gateway hears that it has.
struct Wire {
    gateway: Handle,
    index: usize,
}

impl Wire {
    fn tell(&self, event: Event) {
        if self.gateway.tell(self.index, event).is_err() {
            tracing::debug!("a line spoke after the gateway had stopped");
        }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.tell(Event::Closed);
    }
}

/// Starts a thread for each public file, and waits a moment for each to say whose it is.
fn open_files(
    config: &Config,
    gateway: &Handle,
    judge: &Arc<Judge>,
    died: &mpsc::Sender<Dead>,
) -> Result<Vec<outbox::Handle>, Failure> {
    let language: Language = config.language.parse().unwrap_or(Language::French);
    let mut files = Vec::new();
    let mut hellos = Vec::new();
    for rules in &config.outboxes {
        let (greeted, hello) = sync_channel(1);
        let upstream = FileUpstream {
            gateway: gateway.clone(),
            judge: Arc::clone(judge),
            rules: rules.clone(),
            greeted,
            gives_up_at: None,
        };
        make_file(&rules.path)?;
        let zone = config.zone.clone();
        let settings = outbox::Settings {
            path: rules.path.clone(),
            group: rules.group.as_deref().and_then(number_of),
            pace: outbox::Pace::default(),
            explain: Box::new(move |reason| {
                let local = |millis| Moment::from_millis(millis).local(&zone, "%d/%m/%Y %H:%M");
                wording::reason_local(language, reason, &local)
            }),
        };
        let file = outbox::start(settings, upstream, Pulse::of(Organ::Outbox, &rules.path, died))?;
        let bell = file.bell();
        gateway.hang_bell(move || bell.ring())?;
        files.push(file);
        hellos.push(hello);
    }
    for (hello, rules) in hellos.iter().zip(&config.outboxes) {
        if hello.recv_timeout(HELLO).is_err() {
            tracing::warn!(path = %rules.path.display(), "this outbox can't be read yet; the lines begin without it");
        }
    }
    Ok(files)
}

/// A group that this machine does not know is named by `config check` and `db init`.
fn number_of(group: &str) -> Option<u32> {
    Group::from_name(group).ok().flatten().map(|group| group.gid.as_raw())
}

fn make_file(path: &Path) -> Result<(), Failure> {
    match outbox::create(path, outbox::Maker::Run) {
        Ok(_) => {}
        Err(error @ outbox::CreateError::NotLocal { .. }) => return Err(Failure::Usage(error.into())),
        // Its thread waits until it is set right; the others go on.
        Err(error) => tracing::error!(%error, "an outbox can't be used yet"),
    }
    Ok(())
}
