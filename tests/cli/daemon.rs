//! A running daemon without its process: lock, gateway, socket, and a line that obeys at once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use beffroi::config::Config;
use beffroi::control::{self, Server};
use beffroi::gateway::{self, Handle, LineGone, LineSetup};
use beffroi::intake::admit::Judge;
use beffroi::line::{
    Advice, Digits, Event, Finding, Health, Identity, LineName, Order, Outcome, Raw, Reception, Refusal,
    ReportReading, Ticket, Verdict,
};
use beffroi::moment::Moment;
use beffroi::phone::PhoneNumber;
use beffroi::store::{Lock, RuleDelay, Store};

use crate::home::Home;

/// Its last digits say what becomes of a message: `07` is refused for good, `08` is off, every other
/// phone has it at once.
pub(crate) struct Daemon {
    gateway: Handle,
    server: Option<Server>,
    thread: Option<JoinHandle<Result<(), beffroi::store::StoreError>>>,
    _lock: Lock,
}

/// How the line of a daemon behaves.
#[derive(Clone, Copy)]
pub(crate) enum Manner {
    /// Obeys at once.
    Obedient,
    /// Is ready, and never has a prompt.
    Deaf,
    /// Has no modem.
    Unplugged,
}

impl Daemon {
    pub(crate) fn start(home: &Home) -> Self {
        Self::start_with(home, Manner::Obedient)
    }

    pub(crate) fn start_with(home: &Home, manner: Manner) -> Self {
        let config = Config::read(&home.path("beffroi.toml")).unwrap();
        std::fs::create_dir_all(config.store.parent().unwrap()).unwrap();
        let lock = Lock::take(&config.store).unwrap();
        let store = Store::open(&config.store).unwrap();
        let line = |handle: &Handle| vec![line(handle.clone(), manner)];
        let (gateway, thread) = gateway::start(store, gateway::Rules::default(), line, ()).unwrap();
        let since = Moment::from_system(SystemTime::now());
        let judge = Arc::new(Judge::new(&config));
        let daemon = control::Daemon {
            gateway: gateway.clone(),
            judge,
            store: config.store,
            resend_after: RuleDelay::default(),
            since,
            outboxes: Vec::new(),
            drops: Vec::new(),
        };
        let server = control::serve(&config.control, move |peer, ask| daemon.answer(&peer, ask)).unwrap();
        gateway.start_lines().unwrap();
        Self { gateway, server: Some(server), thread: Some(thread), _lock: lock }
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        drop(self.server.take());
        self.gateway.stop().unwrap();
        self.thread.take().unwrap().join().unwrap().unwrap();
    }
}

fn line(gateway: Handle, manner: Manner) -> LineSetup {
    let mut under_way = BTreeMap::<Ticket, PhoneNumber>::new();
    let mut reference = 0_u8;
    let orders = move |order| {
        for event in obey(order, manner, &mut under_way, &mut reference) {
            gateway.tell(0, event).map_err(|_| LineGone)?;
        }
        Ok(())
    };
    LineSetup {
        name: LineName("sim-1".into()),
        result_timeout: Duration::from_secs(5),
        orders: Box::new(orders),
    }
}

fn obey(
    order: Order,
    manner: Manner,
    under_way: &mut BTreeMap<Ticket, PhoneNumber>,
    reference: &mut u8,
) -> Vec<Event> {
    match order {
        Order::Open { .. } if matches!(manner, Manner::Unplugged) => {
            let device = "/dev/none".to_owned();
            vec![Event::Health(Health::Down(Finding::NoDevice { device }))]
        }
        Order::Acknowledge { .. } => Vec::new(),
        Order::Open { .. } => vec![Event::Health(Health::Ready(Identity::default()))],
        Order::Submit { ticket, submission } => {
            under_way.insert(ticket, submission.to);
            if matches!(manner, Manner::Deaf) { Vec::new() } else { vec![Event::Prompt { ticket }] }
        }
        Order::Proceed { ticket } => {
            let to = under_way.remove(&ticket).unwrap();
            if to.digits().ends_with("07") {
                let refusal = Refusal { error: "+CMS ERROR: 21".into(), advice: Advice::Never };
                return vec![Event::Result { ticket, outcome: Outcome::Refused(refusal) }];
            }
            *reference = reference.wrapping_add(1);
            let outcome = Outcome::Sent { reference: *reference, late: false };
            let mut events = vec![Event::Result { ticket, outcome }];
            if !to.digits().ends_with("08") {
                events.push(report(*reference, &to));
            }
            events
        }
        Order::Withdraw { ticket, cause } => {
            let known = under_way.remove(&ticket);
            known.map(|_| Event::Withdrawn { ticket, cause }).into_iter().collect()
        }
        Order::Close => vec![Event::Closed],
    }
}

fn report(reference: u8, to: &PhoneNumber) -> Event {
    let reading = ReportReading {
        reference,
        recipient: Digits(to.digits().to_owned()),
        discharged_at: None,
        status: 0,
        verdict: Verdict::Delivered,
    };
    // No two are alike to the octet: real ones hold two times.
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let raw = Raw(number.to_be_bytes().to_vec());
    Event::Report { reception: Reception(number), raw, reading: Some(reading) }
}
