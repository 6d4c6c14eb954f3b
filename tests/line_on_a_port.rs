//! The whole line, shell and port included, against the virtual modem on a pseudo terminal, in real
//! time: nothing here waits for a time to pass, only for events.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use std::time::Duration;

use beffroi::line::{Event, Health, Order, Outcome, Repeated, Submission, Ticket};
use beffroi::message::{Alphabet, PartText};
use beffroi::modem::{self, Settings};
use beffroi::phone::PhoneNumber;
use beffroi::sim;
use beffroi::virtual_modem;
use tokio::sync::mpsc;

/// How many of the orders were sent, unknown, neither; and how many reports came.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    sent: u64,
    unknown: u64,
    neither: u64,
    reports: u64,
}

impl Count {
    fn ended(&self) -> u64 {
        self.sent + self.unknown + self.neither
    }
}

fn submission(number: u64) -> Submission {
    Submission {
        to: PhoneNumber::from_e164("+33639980142").unwrap(),
        text: PartText { alphabet: Alphabet::Gsm7, text: format!("Message {number}"), concat: None },
        valid_for: Duration::from_secs(3_600),
        repeated: Repeated::No,
    }
}

/// Sends so many messages through a virtual modem with these faults.
fn send(most: u64, faults: &[&str]) -> Count {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("modem");
    let modem = virtual_modem::start(virtual_modem::Settings {
        place: virtual_modem::Place::Link(link.clone()),
        modem: sim::Settings {
            faults: faults.iter().map(|fault| fault.parse().unwrap()).collect(),
            ..sim::Settings::default()
        },
        journal: None,
        control: None,
        watcher: None,
    })
    .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let count = runtime.block_on(async {
        let (orders, inbox) = mpsc::channel(8);
        let (sink, mut events) = mpsc::unbounded_channel();
        let line = modem::run(Settings::at(link), inbox, move |event| sink.send(event).unwrap());
        let gateway = async {
            let mut count = Count::default();
            let mut ready = false;
            let mut given = 0;
            orders.send(Order::Open { listen: None }).await.unwrap();
            while let Some(event) = events.recv().await {
                match event {
                    Event::Health(health) => ready = matches!(health, Health::Ready(_)),
                    Event::Prompt { ticket } => orders.send(Order::Proceed { ticket }).await.unwrap(),
                    Event::Report { .. } => count.reports += 1,
                    Event::Result { outcome: Outcome::Sent { .. }, .. } => count.sent += 1,
                    Event::Result { outcome: Outcome::Unknown(_), .. } => count.unknown += 1,
                    Event::Result { .. } | Event::Withdrawn { .. } | Event::Declined { .. } => {
                        count.neither += 1;
                    }
                    Event::Incoming { .. } | Event::Hindered(_) | Event::Unhindered | Event::Closed => {}
                }
                if ready && count.ended() == given && given < most {
                    given += 1;
                    let order = Order::Submit { ticket: Ticket(given), submission: submission(given) };
                    orders.send(order).await.unwrap();
                }
                if count.ended() == most && count.reports >= count.sent && !orders.is_closed() {
                    orders.send(Order::Close).await.unwrap();
                }
            }
            count
        };
        tokio::join!(line, gateway).1
    });
    modem.stop().unwrap();
    count
}

#[test]
fn messages_go_and_their_reports_come() {
    let want = Count { sent: 200, reports: 200, ..Count::default() };
    assert_eq!(send(200, &[]), want);
}

#[test]
fn a_modem_that_is_pulled_out_and_comes_back_goes_on() {
    let count = send(20, &["unplug:100ms*1@5"]);
    // The next order may cross the news that the line is down; then nothing of it is sent.
    assert_eq!((count.sent + count.neither, count.unknown), (19, 1));
    assert!(count.neither <= 1, "{count:?}");
}

#[test]
fn a_modem_that_starts_anew_goes_on() {
    let count = send(20, &["reboot*1@5"]);
    // The next order may cross the news that the line is down; then nothing of it is sent.
    assert_eq!((count.sent + count.neither, count.unknown), (19, 1));
    assert!(count.neither <= 1, "{count:?}");
}
