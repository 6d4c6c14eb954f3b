//! One task a line: carries octets between port and driver, orders in, events out. The only place of
//! the line that reads the clock. Before `Proceed` reaches the driver, what the modem has said
//! meanwhile does: a modem that no longer waits must not be given a message.

use std::path::PathBuf;
use std::time::Instant;

use tokio::sync::mpsc::Receiver;

use super::driver::{Driver, Output};
use super::port::{Port, Written};
use super::{Device, Settings, discover};
use crate::line::{Event, Finding, Order};

/// Octets taken from the port at once.
const CHUNK: usize = 1024;

/// Octets that are taken before one `Proceed` at most: chatter must not hold it up.
const CHUNKS_BEFORE_PROCEED: usize = 64;

/// Runs the line until [`Event::Closed`] has been told, which [`Order::Close`] brings about, or the
/// end of `orders`. Must run on a tokio runtime with I/O and time.
pub async fn run<S>(settings: Settings, mut orders: Receiver<Order>, mut events: S)
where
    S: FnMut(Event) + Send,
{
    let mut shell = Shell { device: settings.device.clone(), opened: 0, port: None };
    let mut driver = Driver::new(settings);
    let mut buffer = vec![0; CHUNK];
    let mut orders_end = OrdersEnd::Open;
    loop {
        shell.carry_out(&mut driver).await;
        while let Some(event) = driver.poll_event() {
            let closed = event == Event::Closed;
            events(event);
            if closed {
                return;
            }
        }
        let deadline = driver.poll_timeout();
        tokio::select! {
            read = read(&mut shell.port, &mut buffer) => shell.take(read, &buffer, &mut driver),
            order = orders.recv(), if orders_end == OrdersEnd::Open => {
                if order.is_none() {
                    orders_end = OrdersEnd::Reached;
                }
                let order = order.unwrap_or(Order::Close);
                if matches!(order, Order::Proceed { .. }) {
                    shell.drain(&mut buffer, &mut driver);
                }
                driver.handle_order(order, Instant::now());
            }
            () = sleep_until(deadline) => driver.handle_timeout(Instant::now()),
        }
    }
}

/// Whether the gateway may still say something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OrdersEnd {
    Open,
    Reached,
}

struct Shell {
    device: Device,
    opened: usize,
    port: Option<Port>,
}

impl Shell {
    /// Does what the driver wants.
    async fn carry_out(&mut self, driver: &mut Driver) {
        while let Some(output) = driver.poll_output() {
            match output {
                Output::Open => self.open(driver),
                Output::Write(octets) => self.write(&octets, driver).await,
                Output::Close => self.port = None,
            }
        }
    }

    fn open(&mut self, driver: &mut Driver) {
        let port = self.next_path().ok_or(Finding::NoModemFound).and_then(|path| Port::open(&path));
        let now = Instant::now();
        match port {
            Ok(port) => {
                tracing::debug!(port = port.label(), "port open");
                driver.handle_opened_at(port.label().to_owned(), now);
                self.port = Some(port);
            }
            Err(finding) => driver.handle_closed(now, finding),
        }
    }

    /// Where several could be the modem's, each is tried in turn.
    fn next_path(&mut self) -> Option<PathBuf> {
        match &self.device {
            Device::Path(path) => Some(path.clone()),
            Device::Auto => {
                let candidates = discover::candidates();
                let at = self.opened.checked_rem(candidates.len())?;
                self.opened = self.opened.wrapping_add(1);
                candidates.get(at).cloned()
            }
        }
    }

    async fn write(&mut self, octets: &[u8], driver: &mut Driver) {
        let Some(port) = &mut self.port else { return };
        let written = port.write(octets).await;
        let now = Instant::now();
        match written {
            Written::Whole => {}
            Written::Stalled(unwritten) => {
                port.forget_output();
                driver.handle_write_stalled(unwritten, now);
            }
            Written::Failed(unwritten, finding) => {
                self.port = None;
                driver.handle_write_failed(unwritten, now, finding);
            }
        }
    }

    fn take(&mut self, read: Result<usize, Finding>, buffer: &[u8], driver: &mut Driver) {
        let now = Instant::now();
        match read {
            Ok(count) => driver.handle_bytes(buffer.get(..count).unwrap_or_default(), now),
            Err(finding) => {
                tracing::debug!("port gone");
                self.port = None;
                driver.handle_closed(now, finding);
            }
        }
    }

    /// Gives the driver what is there already.
    fn drain(&mut self, buffer: &mut [u8], driver: &mut Driver) {
        for _ in 0..CHUNKS_BEFORE_PROCEED {
            let Some(port) = &mut self.port else { return };
            match port.read_pending(buffer) {
                Ok(0) => return,
                read => self.take(read, buffer, driver),
            }
        }
    }
}

async fn read(port: &mut Option<Port>, buffer: &mut [u8]) -> Result<usize, Finding> {
    match port {
        Some(port) => port.read(buffer).await,
        None => std::future::pending().await,
    }
}

async fn sleep_until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline.into()).await,
        None => std::future::pending().await,
    }
}
