//! Parts that become messages again: rows of what came and what comes of it, and any order of any parts.

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;

use super::super::address::Address;
use super::super::gsm7::Septets;
use super::super::header::{Concatenation, Header, Reference};
use super::super::reassembly::{Arrival, Assembled, Ending, Event, Limits, PATIENCE, Piece, Reassembly};
use super::super::time::Timestamp;
use super::super::ucs2;
use super::super::user_data::{Body, UserData};
use crate::moment::Moment;

const START: i64 = 1_790_000_000_000;

fn at(minutes: u64) -> Moment {
    Moment::from_millis(START).plus(Duration::from_mins(minutes))
}

fn time(minutes: u64) -> Timestamp {
    Timestamp::from_moment(at(minutes), 4).unwrap()
}

/// Part `number` of `total` under an 8-bit reference; its id is its place among all that came.
fn part(minutes: u64, sender: &str, (reference, total, number): (u8, u8, u8), text: &str) -> Arrival<usize> {
    let part = Concatenation::new(Reference::Eight(reference), total, number).unwrap();
    Arrival {
        id: 0,
        sender: Address::name(sender).unwrap(),
        service_centre_time: time(minutes),
        received_at: at(minutes),
        user_data: UserData::gsm7(text, Some(part)).unwrap(),
    }
}

/// All that comes of it, in short: `whole: …`, `waited: … [2-3] …`, `doubled`.
fn told(events: impl IntoIterator<Item = Event<usize>>) -> Vec<String> {
    let told = events.into_iter().map(|event| match event {
        Event::Doubled(_) => "doubled".to_owned(),
        Event::Message(message) => {
            let ending = format!("{:?}", message.ending).to_lowercase();
            let pieces = message.pieces().into_iter().map(|piece| match piece {
                Piece::Text(text) => text,
                Piece::Octets(octets) => format!("{octets:02X?}"),
                Piece::Missing(parts) => format!("[{}-{}]", parts.start(), parts.end()),
            });
            format!("{ending}: {}", pieces.collect::<Vec<_>>().join(" "))
        }
    });
    told.collect()
}

fn drain(reassembly: &mut Reassembly<usize>) -> Vec<Event<usize>> {
    std::iter::from_fn(|| reassembly.poll_event()).collect()
}

fn after(arrivals: Vec<Arrival<usize>>, minutes: u64) -> Vec<String> {
    let mut reassembly = Reassembly::new(Limits::default());
    for (id, arrival) in arrivals.into_iter().enumerate() {
        reassembly.handle_timeout(arrival.received_at);
        reassembly.handle_arrival(Arrival { id, ..arrival });
    }
    reassembly.handle_timeout(at(minutes));
    told(drain(&mut reassembly))
}

const THREE_DAYS: u64 = 72 * 60;

/// A claim, what comes, minutes until one looks, what is handed over by then.
type Row = (&'static str, Vec<Arrival<usize>>, u64, Vec<&'static str>);

#[test]
fn parts_become_the_message_that_they_are_of() {
    let a = |minutes, key, text| part(minutes, "A", key, text);
    let b = |minutes, key, text| part(minutes, "B", key, text);
    let alone = Arrival { user_data: UserData::gsm7("seul", None).unwrap(), ..a(0, (1, 1, 1), "") };
    let rows: Vec<Row> = vec![
        ("no part of anything", vec![alone], 0, vec!["whole: seul"]),
        ("one of one", vec![a(0, (1, 1, 1), "un")], 0, vec!["whole: un"]),
        (
            "out of order",
            vec![a(0, (1, 3, 3), "trois"), a(1, (1, 3, 1), "un"), a(2, (1, 3, 2), "deux")],
            2,
            vec!["whole: undeuxtrois"],
        ),
        (
            "doubled while open, and sent once more when it was whole",
            vec![
                a(0, (1, 2, 1), "un"),
                a(1, (1, 2, 1), "un"),
                a(2, (1, 2, 2), "deux"),
                a(2, (1, 2, 2), "deux"),
            ],
            9999,
            vec!["doubled", "whole: undeux", "doubled"],
        ),
        (
            "the same words under the same reference, said anew",
            vec![
                a(0, (1, 2, 1), "un"),
                a(0, (1, 2, 2), "deux"),
                a(60, (1, 2, 1), "un"),
                a(60, (1, 2, 2), "deux"),
            ],
            60,
            vec!["whole: undeux", "whole: undeux"],
        ),
        (
            "missing, a minute before three days",
            vec![a(0, (1, 4, 1), "un"), a(9, (1, 4, 4), "quatre")],
            THREE_DAYS - 1,
            vec![],
        ),
        (
            "missing for three days",
            vec![a(0, (1, 4, 1), "un"), a(9, (1, 4, 4), "quatre")],
            THREE_DAYS,
            vec!["waited: un [2-3] quatre"],
        ),
        (
            "late by more than three days: told, not lost",
            vec![a(0, (1, 2, 1), "un"), a(THREE_DAYS + 1, (1, 2, 2), "deux")],
            3 * THREE_DAYS,
            vec!["waited: un [2-2]", "waited: [1-1] deux"],
        ),
        (
            "another sender under the same reference",
            vec![a(0, (1, 2, 1), "a1"), b(0, (1, 2, 1), "b1"), b(0, (1, 2, 2), "b2"), a(0, (1, 2, 2), "a2")],
            0,
            vec!["whole: b1b2", "whole: a1a2"],
        ),
        (
            "a reference reused with another total",
            vec![
                a(0, (1, 3, 1), "un"),
                a(5, (1, 2, 1), "I"),
                a(5, (1, 2, 2), "II"),
                a(6, (1, 3, 2), "deux"),
                a(7, (1, 3, 3), "trois"),
            ],
            7,
            vec!["whole: III", "whole: undeuxtrois"],
        ),
        (
            "a reference reused: a second part 1 of other content",
            vec![a(0, (1, 2, 1), "un"), a(600, (1, 2, 1), "I"), a(601, (1, 2, 2), "II")],
            THREE_DAYS,
            vec!["whole: III", "waited: un [2-2]"],
        ),
        (
            "reused while open: each part goes where the service centre's time is nearest",
            vec![
                a(0, (1, 2, 1), "un"),
                a(600, (1, 2, 1), "I"),
                Arrival { received_at: at(601), ..a(1, (1, 2, 2), "deux") },
                a(602, (1, 2, 2), "II"),
            ],
            602,
            vec!["whole: undeux", "whole: III"],
        ),
    ];
    for (claim, arrivals, minutes, want) in rows {
        assert_eq!(after(arrivals, minutes), want, "{claim}");
    }
}

#[test]
fn what_a_phone_cuts_in_two_is_read_as_one() {
    let body = |number, body| {
        let part = Concatenation::new(Reference::Sixteen(700), 2, number).unwrap();
        UserData::new(Some(Header::from(part)), body).unwrap()
    };
    let septets = |octets: &[u8]| Body::Gsm7(Septets::from_octets(octets).unwrap());
    let rows = [
        // ESC at the end of one part, e (the euro's) at the front of the next: TS 23.038 §6.2.1.1.
        ([septets(&[0x31, 0x1B]), septets(&[0x65, 0x21])], Some("1€!")),
        ([Body::Ucs2(vec![0xD8, 0x3D]), Body::Ucs2(vec![0xDE, 0x00])], Some("😀")),
        // Each part has its own TP-DCS, and so its own alphabet.
        ([septets(&[0x41]), Body::Ucs2(ucs2::encode("ê"))], Some("Aê")),
        ([septets(&[0x41]), Body::Octets(vec![1])], None),
    ];
    for ([first, second], want) in rows {
        let arrival = |number, half| Arrival { user_data: body(number, half), ..part(0, "A", (1, 1, 1), "") };
        let mut reassembly = Reassembly::new(Limits::default());
        reassembly.handle_arrival(arrival(2, second));
        reassembly.handle_arrival(arrival(1, first));
        let texts: Vec<_> = assembled(drain(&mut reassembly)).iter().map(Assembled::text).collect();
        assert_eq!(texts, [want.map(str::to_owned)]);
    }
}

#[test]
fn a_sender_who_opens_too_many_closes_his_own() {
    let limits = Limits { open: 4, of_one_sender: 2 };
    let mut reassembly = Reassembly::new(limits);
    reassembly.handle_arrival(part(0, "B", (9, 2, 1), "b"));
    for reference in 1..=5 {
        reassembly.handle_arrival(part(1, "A", (reference, 2, 1), &reference.to_string()));
    }
    let want = ["crowded: 1 [2-2]", "crowded: 2 [2-2]", "crowded: 3 [2-2]"];
    assert_eq!(told(drain(&mut reassembly)), want);
    // B's is the oldest of all, and goes when there are too many in all.
    for sender in ["C", "D"] {
        reassembly.handle_arrival(part(2, sender, (1, 2, 1), sender));
    }
    assert_eq!(told(drain(&mut reassembly)), ["crowded: b [2-2]"]);
    assert_eq!(reassembly.open(), 4);
    assert_eq!(reassembly.poll_timeout(), Some(at(1).plus(PATIENCE)));
}

#[test]
fn a_restart_hands_over_what_waited_too_long_meanwhile() {
    let kept = [part(0, "A", (1, 2, 1), "un"), part(100, "B", (1, 2, 1), "I")];
    let mut restored = Reassembly::restore(Limits::default(), kept, at(THREE_DAYS + 50));
    assert_eq!(told(drain(&mut restored)), ["waited: un [2-2]"]);
    restored.handle_arrival(part(THREE_DAYS + 60, "B", (1, 2, 2), "II"));
    assert_eq!(told(drain(&mut restored)), ["whole: III"]);
    assert_eq!(restored.poll_timeout(), None);
}

/// Messages of several senders, no two of one sender under one reference.
#[test]
fn what_was_received_arrives_whatever_its_first_octet_and_its_mistakes() {
    let whole = "0B913336990821F3 0000 62213261000040 01 31";
    let rows = [
        (format!("04{whole}"), Some("whole: 1")),
        (format!("07{whole}"), Some("whole: 1")),
        // TP-MTI 1, as a phone has kept it (Gammu's dump at-sms/01).
        (format!("01{whole}"), Some("whole: 1")),
        // Filled up behind its end.
        (format!("04{whole} FFFF"), Some("whole: 1")),
        ("04 0B913336990821F3 0000 62213261000040 05 31".to_owned(), Some("whole: 1")),
        ("04 0B913336990821F3 0000 6221".to_owned(), None),
        ("04".to_owned(), None),
        (String::new(), None),
    ];
    for (hex, want) in rows {
        let octets = super::super::frame::from_hex(&hex.replace(' ', "")).unwrap();
        let arrived = Arrival::read(0, &octets, at(0)).map(|arrival| after(vec![arrival], 0).join(", "));
        assert_eq!(arrived.as_deref(), want, "{hex}");
    }
}

fn any_messages() -> impl Strategy<Value = BTreeMap<(u8, Reference), Vec<String>>> {
    let reference = prop_oneof![
        (0..9_u8).prop_map(Reference::Eight),
        (0..9_u16).prop_map(Reference::Sixteen), //
    ];
    let texts = prop::collection::vec("[a-zé€ ]{0,20}", 1..6);
    prop::collection::btree_map((0..4_u8, reference), texts, 0..12)
}

fn all_parts(messages: &BTreeMap<(u8, Reference), Vec<String>>) -> Vec<Arrival<usize>> {
    let mut parts = Vec::new();
    for ((sender, reference), texts) in messages {
        for (before, text) in texts.iter().enumerate() {
            let number = before as u8 + 1;
            let concatenation = Concatenation::new(*reference, texts.len() as u8, number).unwrap();
            parts.push(Arrival {
                sender: Address::name(&format!("S{sender}")).unwrap(),
                user_data: UserData::gsm7(text, Some(concatenation)).unwrap(),
                ..part(0, "A", (1, 1, 1), "")
            });
        }
    }
    parts
}

fn assembled(events: Vec<Event<usize>>) -> Vec<Assembled<usize>> {
    let messages = events.into_iter().filter_map(|event| match event {
        Event::Message(message) => Some(message),
        Event::Doubled(_) => None,
    });
    messages.collect()
}

proptest! {
    #[test]
    fn any_order_of_the_parts_of_any_messages_gives_the_messages(
        (messages, order) in any_messages().prop_flat_map(|messages| {
            let parts = all_parts(&messages);
            // Every second part comes twice.
            let order: Vec<usize> = (0..parts.len()).chain((0..parts.len()).step_by(2)).collect();
            (Just(messages), Just(order).prop_shuffle())
        }),
        restart in any::<prop::sample::Index>(),
    ) {
        let parts = all_parts(&messages);
        let limits = Limits { open: 999, of_one_sender: 999 };
        let mut reassembly = Reassembly::new(limits);
        let mut events = Vec::new();
        let restart = restart.index(order.len() + 1);
        for (id, index) in order.iter().enumerate() {
            reassembly.handle_arrival(Arrival { id, ..parts[*index].clone() });
            events.extend(drain(&mut reassembly));
            // A machine that was rebuilt from what waits goes on as the old one would.
            if id == restart {
                let kept: Vec<Arrival<usize>> = reassembly.waiting().cloned().collect();
                let mut restored = Reassembly::restore(limits, kept.clone(), at(0));
                prop_assert_eq!(restored.poll_event(), None);
                prop_assert_eq!(restored.waiting().cloned().collect::<Vec<_>>(), kept);
                prop_assert_eq!(restored.poll_timeout(), reassembly.poll_timeout());
            }
        }
        prop_assert_eq!(reassembly.open(), 0);
        let mut got: Vec<String> = assembled(events).iter().filter_map(Assembled::text).collect();
        let mut want: Vec<String> = messages.values().map(|texts| texts.concat()).collect();
        got.sort();
        want.sort();
        prop_assert_eq!(got, want);
    }

    #[test]
    fn every_part_is_handed_over_once_and_no_limit_is_passed(
        arrivals in prop::collection::vec((0..3_u8, 0..2_u8, 1..4_u8, 0..4_u8, "[ab]", 0..9999_u64), 0..60),
        open in 0..5_usize, of_one_sender in 0..4_usize,
    ) {
        let limits = Limits { open, of_one_sender };
        let mut reassembly = Reassembly::new(limits);
        let mut events = Vec::new();
        for (id, (sender, reference, total, number, text, minutes)) in arrivals.iter().enumerate() {
            let key = (*reference, *total, (*number).clamp(1, *total));
            reassembly.handle_arrival(Arrival { id, ..part(*minutes, &format!("S{sender}"), key, text) });
            prop_assert!(reassembly.open() <= open.max(1));
            let waiting: Vec<usize> = reassembly.waiting().map(|part| part.id).collect();
            events.extend(drain(&mut reassembly));
            prop_assert!(waiting.len() <= id + 1);
        }
        reassembly.handle_timeout(at(99_999));
        events.extend(drain(&mut reassembly));
        prop_assert_eq!((reassembly.open(), reassembly.poll_timeout()), (0, None));
        let mut ids = Vec::new();
        for event in events {
            match event {
                Event::Doubled(arrival) => ids.push(arrival.id),
                Event::Message(message) => {
                    prop_assert_eq!(message.missing().is_empty(), message.ending == Ending::Whole);
                    prop_assert!(message.sender().is_some());
                    ids.extend(message.parts.values().map(|part| part.id));
                }
            }
        }
        ids.sort_unstable();
        prop_assert_eq!(ids, (0..arrivals.len()).collect::<Vec<_>>());
    }
}
