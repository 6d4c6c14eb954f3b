//! From the file to the gateway.

use super::*;

#[test]
fn each_row_is_offered_once_and_in_order_whoever_wrote_it() {
    let mut house = House::new();
    house.insert("one");
    house.settle();
    let script = "for body in ['two', 'three']:\n db.execute('INSERT INTO outbox (recipient, body, reference) VALUES (?, ?, ?)', ('0639980002', body, 42))\ndb.commit()";
    if python(&house.path, script).is_none() {
        house.sql("INSERT INTO outbox (recipient, body, reference) VALUES ('0639980002', 'two', 42), ('0639980002', 'three', 42)");
    }
    house.settle();
    house.settle();
    house.pass(Duration::from_secs(1_300));
    assert_eq!(house.bodies(), ["one", "two", "three"]);
    assert_eq!(house.fake.ids(), [1, 2, 3]);
    let row = house.fake.told().offered[1].1.clone();
    assert_eq!((row.reference, row.mirrored.as_str()), (Cell::Text("42".into()), "new"));
    assert_eq!(house.ask::<String>("SELECT state FROM outbox"), ["queued"; 3]);
    assert_eq!(house.ask::<i64>("SELECT message FROM outbox ORDER BY id"), [1, 2, 3]);
}

#[test]
fn a_value_of_any_type_in_any_column_comes_in_as_what_it_is() {
    let mut house = House::new();
    let kinds = ["NULL", "'x'", "7", "1.5", "x'00ff'"];
    for column in super::schema::CALLER {
        for kind in kinds {
            house.sql(&format!("INSERT INTO outbox ({column}) VALUES ({kind})"));
        }
    }
    house.sql("INSERT INTO outbox (cancel, state, parts, sent_at, message) VALUES (x'01', 1.5, 'x', 3, 'y')");
    house.settle();
    let told = house.fake.told();
    assert_eq!(told.offered.len(), 8 * 5 + 1);
    for (number, (_, row)) in told.offered.iter().take(40).enumerate() {
        let cells = [
            &row.recipient,
            &row.body,
            &row.service,
            &row.lane,
            &row.reference,
            &row.not_before,
            &row.expires_at,
            &row.notice,
        ];
        let typed = [2, 3, 4, 7].contains(&(number / 5));
        let want = match (number % 5, typed) {
            (0, _) => Cell::Null,
            (1, _) => Cell::Text("x".into()),
            (2, true) => Cell::Text("7".into()),
            (2, false) => Cell::Integer(7),
            (3, true) => Cell::Text("1.5".into()),
            (3, false) => Cell::Real,
            _ => Cell::Blob,
        };
        assert!(*cells[number / 5] == want, "column {} kind {}", number / 5, kinds[number % 5]);
    }
    let last = &told.offered[40].1;
    assert!(last.cancel_asked, "anything but NULL and 0 asks");
    assert_eq!(last.mirrored, "1.5");
}

#[test]
fn lengths_are_octets_and_end_at_64_kilobytes() {
    let mut house = House::new();
    let rows = [65_536, 65_537, 3_000_000, 6_000_000, 1];
    for length in rows {
        house.insert(&"é".repeat(length / 2).chars().chain("x".chars().take(length % 2)).collect::<String>());
    }
    house.settle();
    let kinds: Vec<_> = house.fake.told().offered.iter().map(|(_, row)| format!("{:?}", row.body)).collect();
    assert_eq!(kinds, ["Text", "TooLong", "TooLong", "TooLong", "Text"]);
    let states = house.ask::<String>("SELECT state FROM outbox ORDER BY id");
    assert_eq!(states, ["queued"; 5], "over 4 MB too, though it is not loaded");
    house.insert("after");
    house.settle();
    assert_eq!(house.bodies().last().unwrap(), "after");
}

#[test]
fn nul_and_octets_that_are_no_text_come_in_as_such() {
    let mut house = House::new();
    house.sql(
        "INSERT INTO outbox (body) VALUES (CAST(x'610062' AS TEXT)), (CAST(x'eda080' AS TEXT)), (CAST(x'ff' AS TEXT));",
    );
    house.settle();
    let told = house.fake.told();
    let bodies: Vec<_> = told.offered.iter().map(|(_, row)| row.body.clone()).collect();
    assert!(bodies == [Cell::Text("a\0b".into()), Cell::NotUnicode, Cell::NotUnicode]);
}

#[test]
fn a_uid_that_cannot_serve_as_a_key_loses_no_row() {
    let mut house = House::new();
    house.sql(
        "INSERT INTO outbox (uid, body) VALUES ('a', '1'), ('a', '2'), (NULL, '3'), (NULL, '4'), (x'61', '5'), \
         ('', '6'), ('row:1', '7'), (CAST(x'ff' AS TEXT), '8'), (7, '9');",
    );
    house.sql(&format!("INSERT INTO outbox (uid, body) VALUES ('{}', '10')", "u".repeat(65)));
    house.settle();
    let uids: Vec<_> = house.fake.told().offered.iter().map(|(_, row)| row.uid.clone()).collect();
    let want = ["a", "row:2", "row:3", "row:4", "row:5", "row:6", "row:7", "row:8", "7", "row:10"];
    assert_eq!(uids, want);
    let messages = house.ask::<i64>("SELECT message FROM outbox ORDER BY id");
    assert_eq!(messages, (1..=10).collect::<Vec<_>>(), "each mark stands behind its own row");
}

#[test]
fn many_rows_come_in_batches_of_five_hundred_and_few_octets() {
    let mut house = House::new();
    house.sql(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12200)
         INSERT INTO outbox (recipient, body) SELECT '0639980001', i FROM n",
    );
    house.settle();
    assert_eq!(house.fake.ids(), (1..=12_200).collect::<Vec<_>>());
    assert!(house.fake.told().batches.iter().all(|&rows| rows <= 500));
    assert_eq!(house.ask::<i64>("SELECT count(*) FROM outbox WHERE state = 'queued'"), [12_200]);
    let before = house.fake.told().batches.len();
    house.sql(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
         INSERT INTO outbox (recipient, body) SELECT '0639980001', printf('%.*c', 60000, 'x') FROM n",
    );
    house.settle();
    let batches = house.fake.told().batches.split_off(before);
    assert!(batches.len() >= 3 && batches.iter().sum::<usize>() == 200, "{batches:?}");
}

#[test]
fn a_row_whose_mark_was_lost_is_handed_in_again_with_the_same_key() {
    let mut house = House::new();
    house.insert("one");
    house.keeper.turn(Woken { file: true, ..Woken::default() }, house.now).unwrap();
    assert_eq!(house.ask::<String>("SELECT state FROM outbox"), ["new"], "marks settle for a moment");
    house.restart();
    house.settle();
    assert_eq!(house.fake.ids(), [1, 1]);
    assert_eq!(house.fake.told().messages.len(), 1);
    assert_eq!(house.ask::<String>("SELECT state FROM outbox"), ["queued"]);
}

#[test]
fn the_sweep_finds_rows_below_the_cursor_and_without_a_state() {
    let mut house = House::new();
    house.sql("INSERT INTO outbox (id, body) VALUES (1000, 'first')");
    house.settle();
    house.sql("INSERT INTO outbox (id, body, state) VALUES (5, 'low', NULL), (-3, 'below zero', 'new')");
    house.settle();
    assert_eq!(house.bodies(), ["first", "below zero"], "what no cursor comes to waits for no sweep");
    house.pass(Duration::from_secs(660));
    assert_eq!(house.bodies(), ["first", "below zero", "low"]);
    house.pass(Duration::from_secs(660));
    assert_eq!(house.fake.ids().len(), 3, "marked rows are not swept again");
}

#[test]
fn rows_of_id_0_or_less_are_taken_in_at_once_and_once() {
    let rows: &[(&str, &[i64])] = &[
        ("(0)", &[0]),
        ("(-1), (7), (-9)", &[7, -9, -1]),
        ("(-9223372036854775808), (9223372036854775806)", &[i64::MAX - 1, i64::MIN]),
    ];
    for (ids, want) in rows {
        let mut house = House::new();
        let insert = |ids: &str| format!("INSERT INTO outbox (id) VALUES {ids}");
        house.sql(&insert(ids));
        house.settle();
        assert_eq!(house.fake.ids(), *want, "{ids}");
        house.settle();
        house.sql(&insert("(-3)"));
        house.settle();
        assert_eq!(house.fake.ids(), [want, &[-3][..]].concat(), "{ids}");
    }
    let mut house = House::new();
    let many = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i - 1 FROM n WHERE i > -1200)
         INSERT INTO outbox (id) SELECT i FROM n";
    house.sql(many);
    house.settle();
    assert_eq!(house.fake.ids(), (-1_200..=0).collect::<Vec<_>>());
    assert_eq!(house.ask::<i64>("SELECT count(*) FROM outbox WHERE state = 'queued'"), [1_201]);
}

#[test]
fn a_row_of_a_low_id_that_cant_be_marked_is_handed_over_no_more_often_than_others() {
    let mut house = House::new();
    house.sql("CREATE UNIQUE INDEX one ON outbox (state) WHERE id < 0");
    house.sql("INSERT INTO outbox (id, state) VALUES (-1, NULL), (-2, 'new')");
    house.settle();
    assert_eq!(house.ask::<i64>("SELECT id FROM outbox WHERE state IS NULL"), [-1], "it refuses");
    let before = house.fake.ids();
    for body in ["one", "two", "three"] {
        house.insert(body);
        house.settle();
    }
    assert_eq!(house.fake.ids(), [&before[..], &[1, 2, 3]].concat());
}

#[test]
fn the_greatest_id_there_is_is_taken_in() {
    let mut house = House::new();
    house.sql(&format!(
        "INSERT INTO outbox (id, body) VALUES ({}, 'last'), ({}, 'least')",
        i64::MAX,
        i64::MIN
    ));
    house.settle();
    house.pass(Duration::from_secs(660));
    assert_eq!(house.bodies(), ["last", "least"]);
}

#[test]
fn looking_and_sweeping_use_the_indexes() {
    let house = House::new();
    let connection = house.open();
    let rows = [
        (
            format!("SELECT id FROM outbox WHERE {} AND id BETWEEN 1 AND 9 ORDER BY id", schema::UNMARKED),
            "outbox_unmarked",
        ),
        (
            format!(
                "SELECT id FROM outbox WHERE {} AND id BETWEEN 1 AND 9 ORDER BY id",
                schema::CANCEL_ASKED
            ),
            "outbox_cancel",
        ),
        ("SELECT min(id) FROM outbox WHERE uid = 'x'".to_owned(), "outbox_uid"),
        ("SELECT state FROM outbox WHERE reference = 'x'".to_owned(), "outbox_reference"),
    ];
    for (sql, index) in rows {
        let plan: Vec<String> = connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .unwrap()
            .query_map([], |row| row.get(3))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert!(plan.iter().any(|step| step.contains(index)), "{sql}: {plan:?}");
        assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{sql}: {plan:?}");
    }
}

#[test]
fn while_nothing_can_be_marked_a_sweep_hands_over_a_page_in_five_seconds() {
    let unwritable = || Some("it can't be written".to_owned());
    for (said, want) in [(None, 1_200), (unwritable(), 500)] {
        let mut house = House::new();
        let insert = "INSERT INTO outbox (recipient, body) VALUES ('06 39 98 00 01', 'a')";
        house.sql(&format!("BEGIN; {} COMMIT", format!("{insert};").repeat(1_200)));
        house.settle();
        house.sql("UPDATE outbox SET state = 'new'");
        house.settle();
        house.fake.told().offered.clear();
        (house.keeper.due.sweep, house.keeper.due.sweep_from) = (house.now, i64::MIN);
        house.keeper.said.writing = said.clone();
        house.pass(Duration::from_millis(4_900));
        assert_eq!(house.fake.ids().len(), want, "{said:?}");
    }
}
