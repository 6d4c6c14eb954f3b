//! One task a line: carries octets between port and driver, orders in, events out. The only place of
//! the line that reads the clock. Before `Proceed` reaches the driver, what the modem has said
//! meanwhile does: a modem that no longer waits must not be given a message.

use std::path::{Path, PathBuf};
use std::time::Instant;

use tokio::sync::mpsc::Receiver;

use super::discover::Roots;
use super::driver::{Driver, Output};
use super::port::{Port, Written};
use super::{Device, PinFate, Settings, discover};
use crate::line::{Event, Finding, Order};

/// Octets taken from the port at once.
const CHUNK: usize = 1024;

/// Octets that are taken before one `Proceed` at most: chatter must not hold it up.
const CHUNKS_BEFORE_PROCEED: usize = 64;

/// Runs the line until [`Event::Closed`] has been told, which [`Order::Close`] brings about, or the
/// end of `orders`. Must run on a tokio runtime with I/O and time.
pub async fn run<S>(settings: Settings, orders: Receiver<Order>, events: S)
where
    S: FnMut(Event) + Send,
{
    run_with_pin(settings, orders, events, |_| {}).await;
}

/// [`run`], with what becomes of the line's PIN: told before the event that follows from it.
pub async fn run_with_pin<S, P>(
    settings: Settings,
    mut orders: Receiver<Order>,
    mut events: S,
    mut pin_fates: P,
) where
    S: FnMut(Event) + Send,
    P: FnMut(PinFate) + Send,
{
    let mut shell = Shell { device: settings.device.clone(), opened: 0, port: None };
    let mut driver = Driver::new(settings);
    let mut buffer = vec![0; CHUNK];
    let mut orders_end = OrdersEnd::Open;
    loop {
        shell.carry_out(&mut driver).await;
        while let Some(fate) = driver.poll_pin_fate() {
            pin_fates(fate);
        }
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
                Output::Close => self.close(),
            }
        }
    }

    fn close(&mut self) {
        if let Some(port) = self.port.take() {
            port.close();
        }
    }

    fn open(&mut self, driver: &mut Driver) {
        let port = self.next_path().ok_or(Finding::NoModemFound).and_then(|path| open(&path));
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
                self.close();
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
                self.close();
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

/// What is said to a printer is printed: it is not opened.
fn open(path: &Path) -> Result<Port, Finding> {
    match discover::printer_at(&Roots::machine(), path) {
        Some(name) => Err(Finding::Printer { device: path.display().to_string(), name }),
        None => Port::open(path),
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]
mod tests {
    use std::io::{Read, Write};
    use std::os::fd::OwnedFd;
    use std::time::Duration;

    use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};
    use tokio::sync::mpsc;

    use super::*;
    use crate::line::{Health, Outcome, Repeated, Submission, Ticket};
    use crate::message::{Alphabet, PartText, Withdrawal};
    use crate::phone::PhoneNumber;

    /// A modem of few words at the other end, which takes one message and is then pulled out.
    fn modem(master: OwnedFd) -> String {
        let mut port = std::fs::File::from(master);
        let (mut line, mut octet, mut pdu) = (String::new(), [0], String::new());
        while port.read(&mut octet).is_ok_and(|count| count == 1) {
            match octet {
                [b'\r'] => {
                    let answer = match std::mem::take(&mut line).as_str() {
                        "AT+CPIN?" => "\r\n+CPIN: READY\r\n\r\nOK\r\n",
                        "AT+CREG?" => "\r\n+CREG: 0,1\r\n\r\nOK\r\n",
                        command if command.starts_with("AT+CMGS=") && !pdu.is_empty() => return pdu,
                        command if command.starts_with("AT+CMGS=") => "\r\n> ",
                        _ => "\r\nOK\r\n",
                    };
                    port.write_all(answer.as_bytes()).unwrap();
                }
                [0x1A] => {
                    pdu = std::mem::take(&mut line);
                    port.write_all(b"\r\n+CMGS: 42\r\n\r\nOK\r\n").unwrap();
                }
                [0x1B] => line.clear(),
                [other] => line.push(char::from(other)),
            }
        }
        pdu
    }

    fn submit(ticket: u64) -> Order {
        let text = PartText { alphabet: Alphabet::Gsm7, text: "Bonjour".into(), concat: None };
        let submission = Submission {
            to: PhoneNumber::from_e164("+33639980142").unwrap(),
            text,
            valid_for: Duration::from_secs(3600),
            repeated: Repeated::No,
        };
        Order::Submit { ticket: Ticket(ticket), submission }
    }

    /// Real time, since a port is at the other end; nothing here waits for a time to pass.
    #[test]
    fn a_message_goes_over_a_real_port_and_a_pulled_modem_is_noticed() {
        let pty = nix::pty::openpty(None, None).unwrap();
        let mut raw = tcgetattr(&pty.slave).unwrap();
        cfmakeraw(&mut raw);
        tcsetattr(&pty.slave, SetArg::TCSANOW, &raw).unwrap();
        let path = nix::unistd::ttyname(&pty.slave).unwrap();
        // Our own end of the slave stays open: without any, the modem would read an end at once.
        let nix::pty::OpenptyResult { master, slave: _slave } = pty;
        let other_end = std::thread::spawn(move || modem(master));

        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let told = runtime.block_on(async {
            let (orders, inbox) = mpsc::channel(8);
            let (sink, mut events) = mpsc::unbounded_channel();
            let line = run(Settings::at(path), inbox, move |event| sink.send(event).unwrap());
            let gateway = async {
                orders.send(Order::Open { listen: None }).await.unwrap();
                let mut told = Vec::new();
                while let Some(event) = events.recv().await {
                    let order = match &event {
                        Event::Health(Health::Ready(_)) => Some(submit(1)),
                        Event::Prompt { ticket } => Some(Order::Proceed { ticket: *ticket }),
                        Event::Result { .. } => Some(submit(2)),
                        Event::Withdrawn { .. } => Some(Order::Close),
                        _ => None,
                    };
                    told.push(event);
                    if let Some(order) = order {
                        orders.send(order).await.unwrap();
                    }
                }
                told
            };
            tokio::join!(line, gateway).1
        });
        let pdu = other_end.join().unwrap();
        assert!(pdu.starts_with("0031000B913336990841F2"), "{pdu}");
        let sent = Outcome::Sent { reference: 42, late: false };
        assert!(told.contains(&Event::Result { ticket: Ticket(1), outcome: sent }), "{told:?}");
        let lost = Event::Withdrawn { ticket: Ticket(2), cause: Withdrawal::PortLost };
        assert!(told.contains(&lost), "{told:?}");
        assert_eq!(told.last(), Some(&Event::Closed));
    }

    #[test]
    fn a_line_may_run_on_any_thread() {
        fn wants_send<T: Send>(_: T) {}
        let (_orders, inbox) = mpsc::channel(1);
        wants_send(run(Settings::at("/dev/null"), inbox, |_| {}));
    }

    #[test]
    fn the_end_of_the_orders_ends_the_line() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut told = Vec::new();
        runtime.block_on(async {
            let (orders, inbox) = mpsc::channel(8);
            let listen = crate::line::Listen { ticket: Ticket(1), at_most: Duration::from_secs(150) };
            orders.send(Order::Open { listen: Some(listen) }).await.unwrap();
            drop(orders);
            run(Settings::at("/dev/null"), inbox, |event| told.push(event)).await;
        });
        assert!(
            told.contains(&Event::Health(Health::Down(Finding::NotASerialPort {
                device: "/dev/null".into()
            })))
        );
        assert_eq!(told.last(), Some(&Event::Closed));
    }
}
