//! From the gateway to the file.

use super::*;

#[test]
fn a_refusal_is_mirrored_with_its_code_and_its_sentence_and_times_in_utc() {
    let mut house = House::new();
    house.insert("one");
    house.insert("two");
    house.settle();
    let uids = house.ask::<String>("SELECT uid FROM outbox ORDER BY id");
    let sent = Moment::from_millis(1_795_449_600_250);
    house.fake.change(Mark { reason: Some(Reason::Landline), parts: 0, ..mark(&uids[0], 1, State::Refused) });
    house.fake.change(Mark {
        sent_at: Some(sent),
        delivered_at: Some(sent.plus(Duration::from_secs(2))),
        parts: 3,
        ..mark(&uids[1], 2, State::Delivered)
    });
    house.settle();
    let shown = "SELECT state || '|' || coalesce(reason, '-') || '|' || coalesce(explanation, '-') || '|' || parts || '|' || coalesce(sent_at, '-') || '|' || coalesce(delivered_at, '-') FROM outbox ORDER BY id";
    assert_eq!(
        house.ask::<String>(shown),
        [
            "refused|landline|sentence for landline|0|-|-",
            "delivered|-|-|3|2026-11-23T16:00:00.250Z|2026-11-23T16:00:02.250Z"
        ]
    );
    assert_eq!(house.ask::<i64>("SELECT ledger FROM outbox_file"), [2]);
    assert_eq!(house.ask::<i64>("SELECT highest_row FROM outbox_file"), [2]);
    assert_eq!(house.ask::<String>("SELECT store FROM outbox_file"), ["store-1"]);
    assert_eq!(house.fake.told().mirrored, 2, "the last call acknowledges");
}

#[test]
fn changes_come_in_pages_until_there_are_none() {
    let mut house = House::new();
    house.insert("one");
    house.settle();
    let uid = house.ask::<String>("SELECT uid FROM outbox").remove(0);
    for _ in 0..1_200 {
        house.fake.change(mark(&uid, 1, State::Sending));
    }
    house.fake.change(mark(&uid, 1, State::Sent));
    house.settle();
    assert_eq!(house.ask::<String>("SELECT state FROM outbox"), ["sent"]);
    assert_eq!(house.fake.told().mirrored, 1_201);
}

#[test]
fn during_a_mailing_the_mirror_writes_at_most_five_times_a_second() {
    let mut house = House::new();
    house.insert("one");
    house.settle();
    let uid = house.ask::<String>("SELECT uid FROM outbox").remove(0);
    let version = |house: &House| house.fake.told().mirrored;
    let (mut writes, mut last) = (0, version(&house));
    let start = house.now;
    while house.now < start + Duration::from_secs(2) {
        house.fake.change(mark(&uid, 1, State::Sending));
        house.keeper.turn(Woken { bell: true, ..Woken::default() }, house.now).unwrap();
        house.now += Duration::from_millis(5);
        if version(&house) != last {
            (writes, last) = (writes + 1, version(&house));
        }
    }
    assert!((9..=11).contains(&writes), "{writes} in two seconds");
}

#[test]
fn what_moves_while_a_run_writes_waits_for_the_next_run() {
    let mut house = House::new();
    house.insert("one");
    house.settle();
    let uid = house.ask::<String>("SELECT uid FROM outbox").remove(0);
    house.fake.change(mark(&uid, 1, State::Sending));
    house.fake.told().moving = 50;
    let before = house.fake.told().asked;
    house.keeper.turn(Woken { bell: true, ..Woken::default() }, house.now).unwrap();
    house.now += house.keeper.pace.mirror;
    house.keeper.turn(Woken::default(), house.now).unwrap();
    assert_eq!(
        house.fake.told().asked - before,
        2,
        "once for what there was, once to say that it is written"
    );
    house.settle();
    assert_eq!(house.fake.told().mirrored, 51, "and none is forgotten");
}

#[test]
fn a_cancellation_is_answered_once_in_the_words_of_the_contract() {
    let mut house = House::new();
    for body in ["a", "b", "c", "d"] {
        house.insert(body);
    }
    house.settle();
    house.sql("UPDATE outbox SET cancel = 1 WHERE id <> 4; UPDATE outbox SET cancel = 0 WHERE id = 4");
    house.settle();
    house.settle();
    let answers = house.ask::<String>("SELECT coalesce(cancel_result, '-') FROM outbox ORDER BY id");
    assert_eq!(answers, ["cancelled", "after 1 of 3 parts", "too late", "-"]);
    assert_eq!(house.fake.told().cancelled.len(), 3);
}

#[test]
fn a_cancellation_that_cant_be_answered_yet_is_asked_again_when_its_row_moves() {
    let mut house = House::new();
    house.insert("a");
    house.insert("b");
    house.settle();
    house.fake.told().at_modem = true;
    house.sql("UPDATE outbox SET cancel = 1 WHERE id = 1");
    house.settle();
    let asked = house.fake.told().cancelled.len();
    let uids = house.ask::<String>("SELECT uid FROM outbox ORDER BY id");
    let answer = "SELECT coalesce(cancel_result, '-') FROM outbox WHERE id = 1";
    house.fake.change(mark(&uids[1], 2, State::Sent));
    house.ring();
    assert_eq!((house.fake.told().cancelled.len(), house.ask::<String>(answer)), (asked, vec!["-".into()]));
    house.fake.told().at_modem = false;
    house.fake.told().cancelled.clear();
    house.fake.change(mark(&uids[0], 1, State::Cancelled));
    house.ring();
    assert_eq!(house.ask::<String>(answer), ["cancelled"]);
}

#[test]
fn an_answer_that_a_lock_keeps_from_being_written_is_not_asked_for_again() {
    let mut house = House::new();
    house.insert("a");
    house.settle();
    house.sql("UPDATE outbox SET cancel = 1");
    let writer = house.open();
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    for _ in 0..5 {
        house.keeper.turn(Woken { file: true, ..Woken::default() }, house.now).unwrap();
        house.now += Duration::from_millis(300);
    }
    writer.execute_batch("COMMIT").unwrap();
    house.settle();
    assert_eq!(house.fake.told().cancelled.len(), 1);
    assert_eq!(house.ask::<String>("SELECT cancel_result FROM outbox"), ["cancelled"]);
}

#[test]
fn a_row_cancelled_before_it_was_read_says_so() {
    let mut house = House::new();
    house.sql("INSERT INTO outbox (body, cancel) VALUES ('a', 1), ('b', NULL), ('c', 0), ('d', 'oui')");
    house.settle();
    let asked: Vec<bool> = house.fake.told().offered.iter().map(|(_, row)| row.cancel_asked).collect();
    assert_eq!(asked, [true, false, false, true]);
    assert_eq!(house.fake.told().cancelled.len(), 2, "and it is answered like any other");
}

#[test]
fn a_file_that_cannot_be_written_is_read_and_marked_when_it_can_be_again() {
    let mut house = House::new();
    house.insert("before");
    house.settle();
    house.insert("after");
    // A write version above 2 makes a file read-only for everybody, root included (file format, octet 18).
    let path = house.path.clone();
    let version = |octet: u8| {
        let file = fs::File::options().write(true).open(&path).unwrap();
        std::os::unix::fs::FileExt::write_at(&file, &[octet], 18).unwrap();
    };
    version(3);
    house.settle();
    assert_eq!(house.bodies(), ["before", "after"]);
    assert_eq!(house.ask::<String>("SELECT state FROM outbox ORDER BY id"), ["queued", "new"]);
    version(1);
    house.pass(Duration::from_secs(10));
    assert_eq!(house.ask::<String>("SELECT state FROM outbox ORDER BY id"), ["queued", "queued"]);
}

#[test]
fn a_commit_wakes_us_and_its_beginning_does_not() {
    use super::super::watch::{Bell, Ears, Watch};
    let house = House::new();
    let mut watch = Watch::new(&house.path, Bell::new().unwrap(), Bell::new().unwrap()).unwrap();
    watch.look_at(house.path.parent().unwrap()).unwrap();
    let mut wake = || {
        let woken = watch.wait(Duration::ZERO, Ears::Open).unwrap();
        (woken.file, woken.stirred)
    };
    for mode in ["DELETE", "TRUNCATE", "PERSIST"] {
        let producer = house.open();
        producer.query_row(&format!("PRAGMA journal_mode = {mode}"), [], |_| Ok(())).unwrap();
        producer.execute_batch("BEGIN IMMEDIATE; INSERT INTO outbox (body) VALUES ('x')").unwrap();
        assert_eq!(wake(), (false, false), "{mode}: our lock would stand in the writer's way");
        producer.execute_batch("COMMIT").unwrap();
        assert_eq!(wake(), (true, false), "{mode}");
        drop(producer);
        if mode != "DELETE" {
            fs::remove_file(house.path.with_file_name("outbox.db-journal")).unwrap();
            wake();
        }
    }
    house.sql("PRAGMA journal_mode = MEMORY; INSERT INTO outbox (body) VALUES ('x')");
    assert_eq!(wake(), (false, true), "without a journal there is no end to wait for");
    fs::write(house.path.with_file_name("notes.txt"), "x").unwrap();
    fs::write(house.path.with_file_name("outbox.db.2026-11-23T160210Z-damaged"), "x").unwrap();
}

#[test]
fn our_own_commit_is_no_news_and_a_producers_beside_it_is() {
    let mut house = House::new();
    let event = Woken { file: true, ..Woken::default() };
    house.insert("one");
    house.settle();
    let looks = house.keeper.looks;
    house.keeper.turn(event, house.now).unwrap();
    assert_eq!(house.keeper.looks, looks, "the file is not even opened");
    house.insert("two");
    house.keeper.turn(event, house.now).unwrap();
    // Between the look and the marks of what it found.
    house.insert("three");
    house.pass(Duration::from_millis(500));
    house.keeper.turn(event, house.now).unwrap();
    assert_eq!(house.bodies(), ["one", "two", "three"]);
}

#[test]
fn what_is_written_without_a_journal_is_found_too() {
    let mut house = House::new();
    house.insert("one");
    house.keeper.turn(Woken { stirred: true, ..Woken::default() }, house.now).unwrap();
    assert!(house.bodies().is_empty(), "it may not be whole yet");
    house.pass(Duration::from_millis(50));
    assert_eq!(house.bodies(), ["one"]);
}

#[test]
fn a_second_rests_without_a_turn_while_nothing_happens() {
    let mut house = House::new();
    house.insert("one");
    house.settle();
    let looks = house.keeper.looks;
    house.pass(Duration::from_secs(300));
    assert!(house.keeper.looks - looks <= 10, "the slow poll alone: {}", house.keeper.looks - looks);
}
