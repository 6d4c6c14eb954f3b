//! `beffroi run`: the daemon. Here and nowhere else lines, public files and the socket are wired to
//! the gateway; each is a thread or a task of its own, and only the gateway writes the store.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, SystemTime};

use anyhow::{Context, anyhow};
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{mpsc, oneshot};

use super::config::told;
use super::office::open_store;
use super::{Failure, Screen};
use crate::config::{Config, Device, Line};
use crate::control::{self, Daemon};
use crate::gateway::{self, DropUpstream, FileUpstream, Handle, LineGone, LineSetup};
use crate::intake::admit::Judge;
use crate::intake::dropfolder;
use crate::line::{Event, LineName, Order};
use crate::moment::Moment;
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
    let (_lock, store) = open_store(&config.store)?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    // Before anybody is told that it runs: who is told may ask it to stop at once.
    let signals = Signals::listen(&runtime)?;
    let mut tasks = Vec::new();
    let (alive, ended) = oneshot::channel::<()>();
    let lines = |handle: &Handle| {
        let setups = config.lines.iter().enumerate().map(|(index, line)| {
            let (orders, inbox) = mpsc::channel(ORDERS);
            tasks.push(line_task(line, index, handle.clone(), inbox));
            setup(line, orders)
        });
        setups.collect()
    };
    let (gateway, thread) = gateway::start(store, lines, alive)?;
    for task in tasks {
        runtime.spawn(task);
    }
    let judge = Arc::new(Judge::new(&config));
    let files = open_files(&config, &gateway, &judge)?;
    let drops = open_drops(&config, &gateway, &judge)?;
    let since = Moment::from_system(SystemTime::now());
    let daemon = Daemon { gateway: gateway.clone(), judge, store: config.store.clone(), since };
    let server = control::serve(&config.control, move |peer, request| daemon.answer(&peer, request))?;
    gateway.start_lines()?;
    if config.lines.is_empty() {
        tracing::warn!("no [[line]] is configured: work is taken in and waits");
    }
    sd_notify::notify(&[sd_notify::NotifyState::Ready])
        .context("telling systemd that the daemon is ready")?;
    tracing::info!(store = %config.store.display(), control = %config.control.display(), "running");
    runtime.block_on(until_stopped(&gateway, signals, ended))?;
    drop(server);
    for file in files {
        file.stop();
    }
    for drop in drops {
        drop.stop();
    }
    thread.join().map_err(|_| anyhow!("the gateway's thread has died; the log says why"))?;
    tracing::info!("stopped");
    Ok(())
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
    index: usize,
    gateway: Handle,
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
    };
    let wire = Wire { gateway, index };
    modem::run(settings, orders, move |event| wire.tell(event))
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
fn open_files(config: &Config, gateway: &Handle, judge: &Arc<Judge>) -> Result<Vec<outbox::Handle>, Failure> {
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
        };
        let zone = config.zone.clone();
        match outbox::create(&rules.path, outbox::Maker::Run) {
            Ok(_) => {}
            Err(error @ outbox::CreateError::NotLocal { .. }) => return Err(Failure::Usage(error.into())),
            // Its thread waits until it is set right; the others go on.
            Err(error) => tracing::error!(%error, "an outbox can't be used yet"),
        }
        let settings = outbox::Settings {
            path: rules.path.clone(),
            pace: outbox::Pace::default(),
            explain: Box::new(move |reason| {
                let local = |millis| Moment::from_millis(millis).local(&zone, "%d/%m/%Y %H:%M");
                wording::reason_local(language, reason, &local)
            }),
        };
        let file = outbox::start(settings, upstream)?;
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

/// Starts a thread for each drop folder.
fn open_drops(
    config: &Config,
    gateway: &Handle,
    judge: &Arc<Judge>,
) -> Result<Vec<dropfolder::Handle>, Failure> {
    let mut drops = Vec::new();
    for rules in &config.drops {
        let settings = dropfolder::Settings {
            rules: rules.clone(),
            judge: Arc::clone(judge),
            store: config.store.clone(),
            language: config.language.parse().unwrap_or(Language::French),
            zone: config.zone.clone(),
        };
        let drop = dropfolder::start(settings, DropUpstream { gateway: gateway.clone() })?;
        let bell = drop.bell();
        gateway.hang_bell(move || bell.ring())?;
        drops.push(drop);
    }
    Ok(drops)
}

/// What asks the daemon to stop.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen(runtime: &Runtime) -> std::io::Result<Self> {
        let _inside = runtime.enter();
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }
}

/// Until the gateway has ended: the first signal asks it to, the second does not wait for results.
async fn until_stopped(
    gateway: &Handle,
    mut signals: Signals,
    mut ended: oneshot::Receiver<()>,
) -> Result<(), Failure> {
    loop {
        tokio::select! {
            _ = signals.terminate.recv() => {}
            _ = signals.interrupt.recv() => {}
            // The sender is dropped when the gateway's thread ends, however it does.
            _ = &mut ended => return Ok(()),
        }
        tracing::info!("asked to stop; what is at the modem is finished first");
        if let Err(error) = sd_notify::notify(&[sd_notify::NotifyState::Stopping]) {
            tracing::warn!(%error, "systemd could not be told");
        }
        if gateway.stop().is_err() {
            return Ok(());
        }
    }
}
