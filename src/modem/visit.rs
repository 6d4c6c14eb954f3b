//! The doctor at a port: opens it as a line would, carries octets and reads the clock, until the doctor is
//! done, somebody stops it or the port goes. Also the short question whether a modem answers there.

use std::path::Path;
use std::time::{Duration, Instant};

use super::doctor::{Doctor, Event, Examined, Order};
use super::port::{Port, Written};
pub use crate::at::session::Heard;
use crate::at::{self, Session};
use crate::line::Finding;

/// Octets taken from the port at once.
const CHUNK: usize = 1024;

/// Tries at a port that is busy, and the pause between them.
const BUSY_TRIES: u8 = 5;
const BUSY_PAUSE: Duration = Duration::from_millis(200);

/// Examines the modem at a path and tells what happens meanwhile. Ends early, with what was changed put
/// back, when `stopped` does. Must run on a tokio runtime with I/O and time.
///
/// # Errors
/// The finding that says why the port can't be opened.
pub async fn examine<S>(
    path: &Path,
    order: Order,
    mut tell: impl FnMut(Event),
    stopped: S,
) -> Result<Vec<Examined>, Finding>
where
    S: Future<Output = ()>,
{
    let mut port = open(path).await?;
    let mut doctor = Doctor::new(order, port.label(), Instant::now());
    let mut buffer = vec![0; CHUNK];
    let (mut stopped, mut stopping) = (std::pin::pin!(stopped), false);
    loop {
        while let Some(octets) = doctor.poll_output() {
            if !matches!(port.write(&octets).await, Written::Whole) {
                port.forget_output();
                doctor.handle_closed();
            }
        }
        while let Some(event) = doctor.poll_event() {
            match event {
                Event::Done => return Ok(doctor.findings()),
                event => tell(event),
            }
        }
        let deadline = doctor.poll_timeout();
        tokio::select! {
            read = port.read(&mut buffer) => match read {
                Ok(count) => doctor.handle_bytes(buffer.get(..count).unwrap_or_default(), Instant::now()),
                Err(_) => doctor.handle_closed(),
            },
            () = sleep_until(deadline) => doctor.handle_timeout(Instant::now()),
            () = &mut stopped, if !stopping => {
                stopping = true;
                doctor.stop(Instant::now());
            }
        }
    }
}

/// Whether a modem answers at a path; `Err` also says what was heard instead.
///
/// # Errors
/// Why the port can't be opened, or that nothing answers there.
pub async fn answers(path: &Path) -> Result<(), Unanswered> {
    let mut port = open(path).await.map_err(Unanswered::Closed)?;
    let mut session = Session::default();
    session.probe(Instant::now());
    let mut buffer = [0; Session::AT_ONCE];
    loop {
        while let Some(octets) = session.poll_output() {
            if !matches!(port.write(&octets).await, Written::Whole) {
                port.forget_output();
                return Err(Unanswered::Silent(Heard::Nothing));
            }
        }
        while let Some(event) = session.poll_event() {
            match event {
                at::Event::InStep => return Ok(()),
                at::Event::OutOfStep(heard) => return Err(Unanswered::Silent(heard)),
                _ => {}
            }
        }
        let deadline = session.poll_timeout();
        tokio::select! {
            read = port.read(&mut buffer) => {
                let count = read.map_err(Unanswered::Closed)?;
                session.handle_bytes(buffer.get(..count).unwrap_or_default(), Instant::now());
            }
            () = sleep_until(deadline) => session.handle_timeout(Instant::now()),
        }
    }
}

/// Why no modem answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// The port can't be opened, or has gone.
    Closed(Finding),
    /// Nobody answers; what was heard instead.
    Silent(Heard),
}

/// Opens a port. One that was let go just now may be busy for a moment longer.
async fn open(path: &Path) -> Result<Port, Finding> {
    for _ in 0..BUSY_TRIES {
        match Port::open(path) {
            Err(Finding::Busy { .. }) => tokio::time::sleep(BUSY_PAUSE).await,
            other => return other,
        }
    }
    Port::open(path)
}

async fn sleep_until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline.into()).await,
        None => std::future::pending().await,
    }
}
