//! What comes in becomes messages, whatever ends when.

use super::*;
use crate::line::IncomingReading;
use crate::message::{Ending, Piece, ReceivedId, SenderKind};
use crate::sms::address::Address;
use crate::sms::deliver::Deliver;
use crate::sms::header::{Concatenation, Reference};
use crate::sms::time::Timestamp;
use crate::sms::user_data::{Body, UserData};
use crate::store::{PartsWaiting, Received};

/// 06 39 98 01 23 writes this, whole or as part `number` of `total` under reference 7.
fn note(second: i64, part: Option<(u8, u8)>, text: &str) -> Event {
    let part = part.map(|(number, total)| Concatenation::new(Reference::Eight(7), total, number).unwrap());
    let sender = Address::international(&PhoneNumber::from_e164("+33639980123").unwrap());
    let sent_at = Timestamp::from_moment(Moment::from_millis(START.millis() + second * 1_000), 0).unwrap();
    let deliver = Deliver::new(sender, sent_at, UserData::gsm7(text, part).unwrap());
    brought(deliver.encode().unwrap(), Some(text))
}

fn brought(raw: Vec<u8>, text: Option<&str>) -> Event {
    static COUNT: AtomicU64 = AtomicU64::new(1_000_000);
    let reception = Reception(COUNT.fetch_add(1, Ordering::Relaxed));
    let reading = text.map(|text| IncomingReading { from: "36105".into(), text: text.into(), sent_at: None });
    Event::Incoming { reception, raw: Raw(raw), reading }
}

impl Bench {
    /// The inbox, oldest first, in short: how it ended, and what it says.
    fn inbox(&self) -> Vec<String> {
        let reader = Reader::open(self.store.path()).unwrap();
        let mut rows = reader.inbox(None, 100).unwrap();
        rows.reverse();
        rows.iter().map(|row| format!("{} {}", row.received.ending, read(&row.received))).collect()
    }

    fn parts_waiting(&self) -> Option<PartsWaiting> {
        Reader::open(self.store.path()).unwrap().parts_waiting().unwrap()
    }
}

fn read(received: &Received) -> String {
    let pieces = received.pieces.iter().map(|piece| match piece {
        Piece::Text { text } => text.clone(),
        Piece::Data { octets } => format!("<{octets}>"),
        Piece::Missing { first, last } => format!("[{first}-{last}]"),
    });
    pieces.collect()
}

#[test]
fn parts_become_a_message_in_whatever_order_they_come() {
    for order in [[1, 2, 3], [3, 1, 2], [2, 3, 1]] {
        let mut bench = Bench::new();
        bench.ready();
        for (at, number) in order.iter().enumerate() {
            assert!(bench.inbox().is_empty(), "{order:?}");
            bench.hear(note(
                i64::from(*number),
                Some((*number, 3)),
                ["un ", "deux ", "trois"][usize::from(number - 1)],
            ));
            assert_eq!(
                bench.parts_waiting().map_or(3, |waiting| waiting.parts),
                u32::try_from(at + 1).unwrap()
            );
        }
        assert_eq!(bench.inbox(), ["whole un deux trois"], "{order:?}");
    }
}

#[test]
fn what_waits_for_its_other_parts_outlives_any_end_of_the_process() {
    let mut bench = Bench::new();
    bench.ready();
    bench.hear(note(2, Some((2, 3)), "deux "));
    let mut bench = bench.restarted(Duration::from_secs(600));
    bench.ready();
    bench.hear(note(1, Some((1, 3)), "un "));
    let mut bench = bench.restarted(Duration::from_secs(3_600));
    bench.ready();
    bench.hear(note(9, None, "Merci"));
    bench.hear(note(3, Some((3, 3)), "trois"));
    assert_eq!(bench.inbox(), ["whole Merci", "whole un deux trois"]);
    assert_eq!(bench.parts_waiting(), None);
}

#[test]
fn a_part_that_never_comes_is_waited_for_three_days_and_named() {
    let missing_until = Duration::from_secs(3 * 86_400);
    // Whether the process lives through it, or is there again later.
    for lives in [true, false] {
        let mut bench = Bench::new();
        bench.ready();
        bench.hear(note(1, Some((1, 4)), "un "));
        bench.hear(note(4, Some((4, 4)), "quatre"));
        assert_eq!(bench.dispatch.poll_timeout(), Some(START.plus(missing_until)));
        let mut bench = match lives {
            true => bench,
            false => bench.restarted(missing_until + Duration::from_secs(1)),
        };
        bench.now = START.plus(missing_until);
        bench.commit();
        assert_eq!(bench.inbox(), ["waited un [2-3]quatre"], "{lives}");
        assert_eq!((bench.parts_waiting(), bench.dispatch.poll_timeout()), (None, None), "{lives}");
        // What comes after all is not lost either.
        bench.hear(note(2, Some((2, 4)), "deux "));
        assert_eq!(bench.parts_waiting().map(|waiting| waiting.parts), Some(1));
    }
}

#[test]
fn what_is_brought_again_is_no_other_message() {
    let mut bench = Bench::new();
    bench.ready();
    let Event::Incoming { raw: Raw(whole), .. } = note(1, None, "Merci") else { panic!() };
    // TP-MMS: once more are waiting, once none.
    let mut last = whole.clone();
    last[0] ^= 0b100;
    for raw in [&whole, &last, &whole] {
        bench.hear(brought(raw.clone(), Some("Merci")));
    }
    assert_eq!(bench.inbox(), ["whole Merci"]);
    // The phone sends a part once more, some seconds later; before the message is whole, and never after a restart.
    bench.hear(note(1, Some((1, 2)), "un "));
    bench.hear(note(5, Some((1, 2)), "un "));
    bench.hear(note(6, Some((2, 2)), "deux"));
    let bench = bench.restarted(Duration::from_secs(4 * 86_400));
    assert_eq!(bench.inbox(), ["whole Merci", "whole un deux"]);
    assert_eq!(bench.parts_waiting(), None);
}

#[test]
fn what_can_not_be_read_is_there_all_the_same() {
    let mut bench = Bench::new();
    bench.ready();
    bench.hear(brought(vec![0xFF], None));
    bench.hear(brought(b"{\"from\":\"a gateway\"}".to_vec(), Some("Bonjour")));
    assert_eq!(bench.inbox(), ["unreadable ", "whole Bonjour"]);
}

#[test]
fn it_is_kept_when_it_was_sent_and_whether_a_name_wrote_it_whatever_it_holds() {
    let sent_at = Timestamp::from_moment(START, 0).unwrap();
    let number = Address::international(&PhoneNumber::from_e164("+33639980123").unwrap());
    let data = || UserData::new(None, Body::Octets(vec![1, 2, 3])).unwrap();
    let text = || UserData::gsm7("Merci", None).unwrap();
    let rows = [
        (number.clone(), text(), SenderKind::Number),
        (number, data(), SenderKind::Number),
        (Address::name("0639980123").unwrap(), data(), SenderKind::Name),
    ];
    for (sender, user_data, kind) in rows {
        let mut bench = Bench::new();
        bench.ready();
        bench.hear(brought(Deliver::new(sender, sent_at, user_data).encode().unwrap(), None));
        let row = Reader::open(bench.store.path()).unwrap().inbox(None, 1).unwrap().remove(0).received;
        assert_eq!((row.sender_kind, row.sent_at, row.ending), (kind, sent_at.moment(), Ending::Whole));
    }
}

#[test]
fn nothing_of_a_commit_that_failed_is_shown_and_all_of_it_comes_later() {
    let mut bench = Bench::new();
    bench.ready();
    bench.hear(note(1, Some((1, 2)), "un "));
    bench.orders();
    bench.meddle("CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(FAIL, 'disk full'); END");
    bench.hear(note(2, Some((2, 2)), "deux"));
    assert_eq!((bench.inbox(), bench.orders()), (vec![], vec![]));
    bench.meddle("DROP TRIGGER full");
    bench.now = bench.dispatch.poll_timeout().unwrap();
    bench.commit();
    assert_eq!(
        (bench.inbox(), bench.orders()),
        (vec!["whole un deux".to_owned()], vec!["acknowledge 1".to_owned()])
    );
}

#[test]
fn what_an_earlier_version_kept_is_in_the_inbox_once_this_one_has_begun() {
    let mut bench = Bench::new();
    let Event::Incoming { raw: Raw(raw), .. } = note(1, None, "Merci") else { panic!() };
    let hex: String = raw.iter().map(|octet| format!("{octet:02X}")).collect();
    bench.meddle(&format!(
        "INSERT INTO incoming (line, sim, received_at, raw) VALUES ('sim-1', NULL, 1, x'{hex}')"
    ));
    bench = bench.restarted(Duration::from_secs(1));
    assert_eq!(bench.inbox(), ["whole Merci"]);
}

#[test]
fn pages_of_the_inbox_go_on_from_the_last() {
    let mut bench = Bench::new();
    bench.ready();
    for second in 0..5 {
        bench.hear(note(second, None, "Merci"));
    }
    let reader = Reader::open(bench.store.path()).unwrap();
    let page = |before, at_most| -> Vec<i64> {
        reader.inbox(before, at_most).unwrap().iter().map(|row| row.id.0).collect()
    };
    assert_eq!(
        (page(None, 2), page(Some(ReceivedId(4)), 2), page(Some(ReceivedId(2)), 9)),
        (vec![5, 4], vec![3, 2], vec![1])
    );
}

#[test]
fn two_sims_count_for_themselves() {
    let mut bench = Bench::of_lines(&["sim-1", "sim-2"]);
    bench.ready();
    bench.ready_at(1);
    bench.hear_at(0, note(1, Some((1, 2)), "un "));
    bench.hear_at(1, note(2, Some((2, 2)), "two"));
    assert_eq!(bench.inbox(), [""; 0]);
    bench.hear_at(0, note(2, Some((2, 2)), "deux"));
    assert_eq!(bench.inbox(), ["whole un deux"]);
}
