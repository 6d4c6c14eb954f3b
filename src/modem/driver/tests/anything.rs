//! What must hold whatever a modem says and whenever the gateway speaks.

use proptest::prelude::*;

use super::reports::{ACKNOWLEDGED, Answers, STORED};
use super::*;
use crate::line::Reception;

/// Pieces of what modems say, and of what they don't.
const SAID: &[&str] = &[
    "\r\n> ",
    ">",
    "\r\nOK\r\n",
    "\r\nERROR\r\n",
    "\r\n+CMGS: 12\r\n",
    "\r\n+CMS ERROR: 38\r\n",
    "\r\n+CMS ERROR: 500\r\n",
    "\r\n+CME ERROR: 31\r\n",
    "\r\nRDY\r\n",
    "\r\n+CPIN: READY\r\n",
    "\r\n+CDS: 25\r\n",
    "0006C90B913336990841F242112311000040421123110030400000\r\n",
    "^RSSI:18\r\n",
    "\r\nNO CARRIER\r\n",
    "\u{FFFD}\0rubbish",
    "\r\n+CMGF: 0\r\n\r\nOK\r\n",
    "\r\n+CDSI: \"SR\",3\r\n",
    "\r\n+CMTI: \"SM\",-1\r\n",
    "\r\n+CMGR: 0,,25\r\n0006C90B913336990841F242112311000040421123110030400000\r\n\r\nOK\r\n",
    "\r\n+CMGL: 1,0,,25\r\n0006C90B913336990841F242112311000040421123110030400000\r\n\r\nOK\r\n",
    "\r\n+CNMI: 0,0,0,0,0\r\n\r\nOK\r\n",
    "\r\n+CMS ERROR: 340\r\n",
];

#[derive(Clone, Debug)]
enum Act {
    Says(usize),
    Submit,
    Proceed,
    Withdraw,
    Acknowledge(u64),
    Passes(u64),
    Stalls(usize),
    PortGoes,
    PortComes,
}

/// A way for reports, and what a modem that has it answers.
fn routes() -> impl Strategy<Value = (ReportRoute, Answers)> {
    const DIRECT: Answers = &[];
    prop_oneof![
        Just((ReportRoute::Direct, DIRECT)),
        Just((ReportRoute::Stored, STORED)),
        Just((ReportRoute::Acknowledged, ACKNOWLEDGED)),
    ]
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        8 => (0..SAID.len()).prop_map(Act::Says),
        4 => Just(Act::Submit),
        4 => Just(Act::Proceed),
        1 => Just(Act::Withdraw),
        2 => (0_u64..12).prop_map(Act::Acknowledge),
        4 => prop_oneof![Just(100), Just(600), Just(5_000), Just(11_000), Just(121_000)].prop_map(Act::Passes),
        1 => (1_usize..4).prop_map(Act::Stalls),
        1 => Just(Act::PortGoes),
        2 => Just(Act::PortComes),
    ];
    prop::collection::vec(act, 0..60)
}

/// Follows one run: which tickets were ordered, allowed and ended.
#[derive(Default)]
struct Books {
    ordered: u64,
    proceeded: Vec<u64>,
    ended: Vec<u64>,
}

impl Books {
    fn read(&mut self, rig: &mut Rig) {
        for written in rig.take_written() {
            if written.ends_with("\\x1a") {
                assert!(self.proceeded.contains(&self.ordered), "a message left before its go");
                self.proceeded.retain(|ticket| *ticket != self.ordered);
            }
        }
        for event in rig.take_events() {
            let (Event::Declined { ticket, .. }
            | Event::Withdrawn { ticket, .. }
            | Event::Result { ticket, .. }) = &event
            else {
                continue;
            };
            assert!(!self.ended.contains(&ticket.0), "{event:?} ended twice");
            self.ended.push(ticket.0);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_ticket_ends_once_and_nothing_leaves_without_a_go(acts in acts(), (route, answers) in routes()) {
        let mut rig = Rig::with(Settings { reports: Reports::By(route), ..Settings::at("/dev/ttyTEST") });
        rig.answers = answers.to_vec();
        rig.open();
        rig.after(1_000);
        prop_assert!(matches!(&rig.driver.health, Health::Ready(identity) if identity.reports == route));
        rig.forget();
        let mut books = Books::default();
        for act in acts {
            match act {
                Act::Says(which) => rig.says(SAID[which]),
                // The gateway has one order under way.
                Act::Submit if books.ended.len() as u64 == books.ordered => {
                    books.ordered += 1;
                    rig.submit(books.ordered);
                }
                Act::Submit => {}
                Act::Proceed => {
                    if !books.proceeded.contains(&books.ordered) {
                        books.proceeded.push(books.ordered);
                    }
                    rig.order(Order::Proceed { ticket: Ticket(books.ordered) });
                }
                Act::Withdraw => {
                    let ticket = Ticket(books.ordered);
                    rig.order(Order::Withdraw { ticket, cause: Withdrawal::Cancelled });
                }
                Act::Acknowledge(reception) => {
                    rig.order(Order::Acknowledge { receptions: vec![Reception(reception)] });
                }
                Act::Passes(milliseconds) => rig.after(milliseconds),
                Act::Stalls(unwritten) => {
                    rig.driver.handle_write_stalled(unwritten, rig.now);
                    rig.drain();
                }
                Act::PortGoes => rig.lost(),
                Act::PortComes if matches!(rig.driver.phase, Phase::Opening) => rig.opened(),
                Act::PortComes => {}
            }
            books.read(&mut rig);
        }
        rig.order(Order::Close);
        rig.after(200_000);
        prop_assert_eq!(rig.events.last(), Some(&Event::Closed));
        books.read(&mut rig);
        prop_assert_eq!(books.ended.len() as u64, books.ordered, "an order never ended");
    }

    #[test]
    fn rubbish_for_ever_ends_in_a_finding(octets in prop::collection::vec(any::<u8>(), 1..200)) {
        let mut rig = Rig::new();
        rig.answers = IN_ORDER.iter().map(|(asked, _)| (*asked, "")).collect();
        rig.open();
        for _ in 0..300 {
            rig.driver.handle_bytes(&octets, rig.now);
            rig.drain();
            rig.after(100);
        }
        let told: Vec<_> = rig.take_events();
        prop_assert!(told.iter().any(|event| matches!(event, Event::Health(Health::Down(_)))), "{:?}", told);
    }
}

#[test]
fn rubbish_after_the_line_was_ready_ends_in_a_finding_too() {
    for rubbish in ["lorem ipsum\r\n", "x", ">", "\r\n>\r\n", "OKAY\r\n", "\0\0\0\0", "+CMGS: 999\r\n"] {
        let mut rig = Rig::ready();
        rig.answers = IN_ORDER.iter().map(|(asked, _)| (*asked, "")).collect();
        rig.submit(1);
        for _ in 0..2_000 {
            rig.driver.handle_bytes(rubbish.repeat(50).as_bytes(), rig.now);
            rig.drain();
            rig.after(100);
        }
        let health: Vec<_> = rig.events.iter().filter(|event| matches!(event, Event::Health(_))).collect();
        assert!(!health.is_empty(), "{rubbish:?}: {:?}", rig.events);
        assert!(rig.written.len() < 100 && rig.events.len() < 20, "{rubbish:?}");
    }
}
