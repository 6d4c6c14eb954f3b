//! What strangers do to a public file.

use std::io::Write;

use super::*;

#[test]
fn a_strangers_triggers_do_not_fire_for_our_writes() {
    let mut house = House::new();
    house.sql(
        "CREATE TABLE spy (x);
         CREATE TRIGGER t AFTER UPDATE ON outbox BEGIN INSERT INTO spy VALUES (1); DELETE FROM outbox; END;
         CREATE TRIGGER r BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ROLLBACK, 'no'); END;",
    );
    house.insert("one");
    house.settle();
    assert_eq!(house.ask::<String>("SELECT state FROM outbox"), ["queued"]);
    assert_eq!(house.ask::<i64>("SELECT count(*) FROM spy"), [0]);
}

#[test]
fn a_strangers_constraint_keeps_its_row_unmarked_and_no_other() {
    let mut house = House::new();
    house.sql("CREATE UNIQUE INDEX mine ON outbox (state) WHERE body = 'mine' AND state <> 'new'; CREATE TABLE other (x)");
    for body in ["mine", "mine", "yours"] {
        house.insert(body);
    }
    house.settle();
    assert_eq!(house.ask::<String>("SELECT state FROM outbox ORDER BY id"), ["queued", "new", "queued"]);
}

#[test]
fn rollback_mode_is_put_back() {
    let mut house = House::new();
    house.sql("PRAGMA journal_mode = WAL; INSERT INTO outbox (body) VALUES ('in the log')");
    house.settle();
    assert_eq!(house.bodies(), ["in the log"]);
    assert_eq!(house.ask::<String>("PRAGMA journal_mode"), ["delete"]);
}

#[test]
fn a_program_that_keeps_the_file_open_under_wal_is_waited_for() {
    let mut house = House::new();
    let stranger = house.open();
    stranger.execute_batch("PRAGMA journal_mode = WAL; INSERT INTO outbox (body) VALUES ('late')").unwrap();
    for _ in 0..3 {
        house.keeper.turn(Woken { file: true, ..Woken::default() }, house.now).unwrap();
        house.now += Duration::from_millis(300);
    }
    assert!(house.bodies().is_empty());
    assert!(house.keeper.said.reading.as_deref().is_some_and(|said| said.contains("journal_mode=WAL")));
    drop(stranger);
    house.settle();
    assert_eq!(house.bodies(), ["late"]);
    assert_eq!(house.keeper.said.reading, None);
}

#[test]
fn a_locked_file_is_waited_for_and_named_once() {
    let mut house = House::new();
    house.insert("before");
    let stranger = house.open();
    stranger.execute_batch("BEGIN EXCLUSIVE; INSERT INTO outbox (body) VALUES ('inside')").unwrap();
    let mut said = Vec::new();
    for _ in 0..14 {
        house.keeper.turn(Woken::default(), house.now).unwrap();
        house.keeper.turn(Woken { file: true, ..Woken::default() }, house.now).unwrap();
        said.extend(house.keeper.said.reading.clone());
        house.now += Duration::from_millis(300);
    }
    said.dedup();
    assert!(matches!(said.as_slice(), [one] if one.contains("locked")), "{said:?}");
    assert!(house.bodies().is_empty());
    stranger.execute_batch("ROLLBACK").unwrap();
    house.settle();
    assert_eq!(house.bodies(), ["before"]);
}

#[test]
fn a_writer_that_has_only_begun_does_not_keep_rows_from_being_read() {
    let mut house = House::new();
    house.insert("before");
    let stranger = house.open();
    stranger.execute_batch("BEGIN IMMEDIATE; INSERT INTO outbox (body) VALUES ('inside')").unwrap();
    house.keeper.turn(Woken { file: true, ..Woken::default() }, house.now).unwrap();
    assert_eq!(house.bodies(), ["before"]);
}

#[test]
fn a_file_replaced_in_place_is_drained_and_kept() {
    let mut house = House::new();
    house.insert("read");
    house.settle();
    let old = house.fake.told().greeted[0].outbox.clone();
    house.insert("not read yet");
    let other = House::new();
    other.insert("of the new file");
    fs::rename(&other.path, &house.path).unwrap();
    house.settle();
    assert_eq!(house.bodies(), ["read", "not read yet", "of the new file"]);
    assert_eq!(house.aside(), ["-replaced"]);
    assert_eq!(house.told_aside(), [("replaced".to_owned(), Some(1))]);
    assert_eq!(house.modes_aside(), [0o660]);
    let told = house.fake.told();
    assert_eq!(told.offered[1].0, old, "under the name it was known by");
    assert_ne!(told.offered[2].0, old);
}

#[test]
fn a_deleted_file_is_drained_kept_and_made_anew_after_a_moment() {
    let mut house = House::new();
    house.insert("not read yet");
    fs::remove_file(&house.path).unwrap();
    house.keeper.turn(Woken { file: true, ..Woken::default() }, house.now).unwrap();
    assert!(!house.path.exists(), "a file that is being moved into place is given a moment");
    house.settle();
    house.insert("in the new file");
    house.settle();
    assert_eq!(house.bodies(), ["not read yet", "in the new file"]);
    assert_eq!(house.aside(), ["-deleted"]);
}

#[test]
fn what_is_set_aside_is_open_to_nobody_to_whom_the_outbox_was_not_and_never_to_all() {
    let rows = [(0o660, 0o660), (0o600, 0o600), (0o640, 0o640), (0o666, 0o660), (0o400, 0o600)];
    for (mode, kept) in rows {
        let mut deleted = House::new();
        deleted.insert("not read yet");
        deleted.settle();
        fs::set_permissions(&deleted.path, fs::Permissions::from_mode(mode)).unwrap();
        fs::remove_file(&deleted.path).unwrap();
        deleted.settle();
        assert_eq!(
            (deleted.aside(), deleted.modes_aside()),
            (vec!["-deleted".into()], vec![kept]),
            "{mode:o}"
        );
    }
    let mut foreign = House::new();
    fs::write(&foreign.path, "Nom;Téléphone\n".repeat(300)).unwrap();
    fs::set_permissions(&foreign.path, fs::Permissions::from_mode(0o644)).unwrap();
    foreign.settle();
    assert_eq!((foreign.aside(), foreign.modes_aside()), (vec!["-foreign".into()], vec![0o640]));
}

#[test]
fn a_folder_that_was_removed_is_made_again() {
    let mut house = House::new();
    house.insert("not read yet");
    fs::remove_dir_all(house.path.parent().unwrap()).unwrap();
    house.settle();
    house.insert("one");
    house.settle();
    assert_eq!(house.bodies(), ["not read yet", "one"]);
    assert_eq!(house.aside(), ["-deleted"]);
}

#[test]
fn what_is_no_outbox_is_set_aside_whole_and_a_new_one_made() {
    let foreign = |house: &House| {
        fs::remove_file(&house.path).unwrap();
        house.sql("CREATE TABLE outbox (id INTEGER PRIMARY KEY, recipient, body); INSERT INTO outbox VALUES (1, '0639980001', 'not for us')");
    };
    let rubbish = |house: &House| fs::write(&house.path, "binary rubbish ".repeat(500)).unwrap();
    let short = |house: &House| fs::write(&house.path, "x").unwrap();
    let dropped = |house: &House| house.sql("DROP TABLE outbox");
    let view = |house: &House| {
        house.sql("DROP TABLE outbox; CREATE VIEW outbox AS SELECT 1 AS id, 'x' AS uid, 'no' AS body, '06' AS recipient");
    };
    let without_file_row = |house: &House| house.sql("DELETE FROM outbox_file");
    let renamed_column = |house: &House| house.sql("ALTER TABLE outbox RENAME COLUMN lane TO voie");
    type Harm<'h> = &'h dyn Fn(&House);
    let rows: [(&str, Harm<'_>, &[&str]); 7] = [
        ("-foreign", &foreign, &["before"]),
        ("-foreign", &rubbish, &["before"]),
        ("-emptied", &short, &["before"]),
        ("-emptied", &dropped, &["before"]),
        ("-emptied", &view, &["before"]),
        ("-foreign", &without_file_row, &["before", "waiting"]),
        ("-foreign", &renamed_column, &["before", "waiting"]),
    ];
    for (number, (word, harm, bodies)) in rows.into_iter().enumerate() {
        let mut house = House::new();
        house.insert("before");
        house.settle();
        house.insert("waiting");
        harm(&house);
        let kept = fs::read(&house.path).unwrap();
        house.settle();
        let aside = house.aside();
        let replaced = aside.iter().any(|name| name == "-replaced" || name == "-deleted");
        assert!(aside.iter().any(|name| name == word), "{number}: {aside:?}");
        let mut bodies = bodies.to_vec();
        if replaced {
            bodies.push("waiting");
        }
        house.insert("after");
        house.settle();
        bodies.push("after");
        assert_eq!(house.bodies(), bodies, "{number}");
        let found = fs::read_dir(house.path.parent().unwrap())
            .unwrap()
            .any(|entry| fs::read(entry.unwrap().path()).unwrap() == kept);
        assert!(found, "{number}: nothing of it was changed or lost");
    }
}

#[test]
fn a_file_cut_short_is_set_aside_and_what_can_be_read_of_it_is_taken_in() {
    for pages in [1, 3, 9] {
        let mut house = House::new();
        house.insert("before");
        house.settle();
        for number in 0..200 {
            house.insert(&format!("{number} {}", "x".repeat(500)));
        }
        let length = fs::metadata(&house.path).unwrap().len();
        let file = fs::File::options().write(true).open(&house.path).unwrap();
        file.set_len(length - pages * 4_096).unwrap();
        house.settle();
        assert_eq!(house.aside(), ["-damaged"]);
        house.insert("after");
        house.settle();
        let bodies = house.bodies();
        assert_eq!((bodies[0].as_str(), bodies.last().unwrap().as_str()), ("before", "after"));
    }
}

#[test]
fn an_emptied_file_gets_its_tables_again() {
    let mut house = House::new();
    house.insert("before");
    house.settle();
    fs::write(&house.path, "").unwrap();
    house.settle();
    house.insert("after");
    house.settle();
    assert_eq!(house.bodies(), ["before", "after"]);
    assert!(house.aside().is_empty());
}

#[test]
fn what_stands_in_the_files_place_is_left_alone_and_named() {
    let mut house = House::new();
    fs::remove_file(&house.path).unwrap();
    fs::create_dir(&house.path).unwrap();
    house.settle();
    assert!(house.keeper.said.reading.as_deref().unwrap().contains("a directory stands"));
    fs::remove_dir(&house.path).unwrap();
    let private = house.folder.path().join("store.db");
    Connection::open(&private).unwrap().execute_batch("CREATE TABLE secret (x)").unwrap();
    let before = fs::read(&private).unwrap();
    std::os::unix::fs::symlink(&private, &house.path).unwrap();
    house.settle();
    assert!(house.keeper.said.reading.as_deref().unwrap().contains("a symbolic link stands"));
    assert_eq!(fs::read(&private).unwrap(), before);
    fs::remove_file(&house.path).unwrap();
    house.settle();
    house.insert("after");
    house.settle();
    assert_eq!(house.bodies(), ["after"]);
}

#[test]
fn a_file_of_another_store_is_left_alone_until_it_changes() {
    let mut house = House::new();
    house.insert("one");
    house.sql("UPDATE outbox_file SET store = 'store-2'");
    house.restart();
    house.settle();
    house.settle();
    house.pass(Duration::from_secs(700));
    assert!(house.bodies().is_empty());
    assert_eq!(house.fake.told().greeted.len(), 2, "asked once, and not again for the same file");
    house.sql("UPDATE outbox_file SET store = 'store-1'");
    house.settle();
    assert_eq!(house.bodies(), ["one"]);
}

#[test]
fn a_file_of_a_newer_version_is_left_alone() {
    let mut house = House::new();
    house.insert("one");
    house.sql("UPDATE outbox_file SET version = 2");
    house.restart();
    house.settle();
    house.pass(Duration::from_secs(60));
    assert!(house.bodies().is_empty() && house.aside().is_empty());
    assert!(house.keeper.said.reading.as_deref().unwrap().contains("newer"));
}

#[test]
fn a_file_brought_back_from_a_backup_gives_its_next_rows_new_numbers() {
    let mut house = House::new();
    house.insert("one");
    house.settle();
    let backup = fs::read(&house.path).unwrap();
    house.insert("two");
    house.insert("three");
    house.settle();
    let restored = house.folder.path().join("restored.db");
    fs::write(&restored, backup).unwrap();
    fs::rename(&restored, &house.path).unwrap();
    house.settle();
    house.insert("four");
    house.settle();
    assert_eq!(house.bodies(), ["one", "two", "three", "four"]);
    assert_eq!(house.fake.ids(), [1, 2, 3, 4]);
}

#[test]
fn indexes_that_were_dropped_come_back() {
    let mut house = House::new();
    house.sql("DROP INDEX outbox_uid; DROP INDEX outbox_unmarked; DROP INDEX outbox_cancel");
    house.restart();
    house.settle();
    assert_eq!(house.ask::<i64>("SELECT count(*) FROM sqlite_master WHERE type = 'index'"), [4]);
}

#[test]
fn a_column_more_harms_nobody() {
    let mut house = House::new();
    house.sql("ALTER TABLE outbox ADD COLUMN office_number; INSERT INTO outbox (body, office_number) VALUES ('one', 7)");
    house.settle();
    assert_eq!(house.bodies(), ["one"]);
    assert_eq!(house.ask::<String>("SELECT state FROM outbox"), ["queued"]);
}

#[test]
fn a_gateway_that_has_stopped_ends_the_thread() {
    let mut house = House::new();
    house.insert("one");
    house.fake.told().gone = true;
    assert_eq!(house.keeper.turn(Woken { file: true, ..Woken::default() }, house.now).err(), Some(Gone));
}

#[test]
fn no_octets_in_the_file_make_it_panic_or_turn_for_ever() {
    for seed in 0..30_u64 {
        let mut house = House::new();
        for number in 0..40 {
            house.insert(&format!("{number} {}", "x".repeat(200)));
        }
        let mut random = fastrand::Rng::with_seed(seed);
        let mut octets = fs::read(&house.path).unwrap();
        for _ in 0..random.usize(1..40) {
            let at = random.usize(..octets.len());
            octets[at] = random.u8(..);
        }
        let mut file = fs::File::options().write(true).truncate(random.bool()).open(&house.path).unwrap();
        file.write_all(&octets).unwrap();
        drop(file);
        house.settle();
        house.pass(Duration::from_secs(700));
    }
}

#[test]
fn a_row_too_long_to_be_loaded_is_marked_and_stops_no_other_whatever_column_is_long() {
    let mut house = House::new();
    let columns = [
        "recipient",
        "body",
        "service",
        "lane",
        "reference",
        "not_before",
        "expires_at",
        "notice",
        "uid",
        "state",
        "reason",
        "explanation",
        "message",
        "cancel",
        "cancel_result",
        "created_at",
    ];
    for column in columns {
        house.sql(&format!("INSERT INTO outbox ({column}) VALUES (hex(zeroblob(2200000)))"));
        house.insert("behind it");
    }
    house.settle();
    // What was not marked at once would come again.
    house.pass(house.keeper.pace.sweep * 2);
    let last = i64::try_from(2 * columns.len()).unwrap();
    assert_eq!(house.fake.ids(), (1..=last).collect::<Vec<_>>(), "each once");
    let unmarked: Vec<i64> = house.ask("SELECT id FROM outbox WHERE state IS NOT 'queued'");
    assert_eq!(unmarked, Vec::<i64>::new());
    let named: Vec<i64> = house.keeper.said.rows.iter().copied().collect();
    // Where a mark is written over what was long, the row is short by then.
    let over = columns.iter().filter(|column| !["reason", "explanation", "message"].contains(column));
    assert_eq!(named.len(), over.count(), "{named:?}");
    let sized: Vec<i64> = house.ask("SELECT id FROM outbox WHERE octet_length(body) = 4400000");
    assert_eq!(sized, [3], "what the caller wrote stays");
}

#[test]
fn a_row_that_is_not_even_rewritten_is_named_and_stops_no_other() {
    let mut house = House::new();
    house.sql("INSERT INTO outbox (body) VALUES (zeroblob(68000000))");
    house.insert("behind it");
    house.settle();
    house.pass(house.keeper.pace.sweep);
    assert_eq!(house.ask::<String>("SELECT state FROM outbox ORDER BY id"), ["new", "queued"]);
    assert!(house.keeper.said.rows.contains(&1));
}

#[test]
fn of_two_stores_that_greet_a_new_file_at_once_one_takes_its_rows() {
    let mut house = House::empty();
    create(&house.path, Maker::Run).unwrap();
    house.insert("one");
    // The other daemon binds it between our hello and our binding.
    let path = house.path.clone();
    house.fake.told().at_hello = Some(Box::new(move || {
        let other = Connection::open(&path).unwrap();
        other.execute("UPDATE outbox_file SET store = 'store-2'", []).unwrap();
    }));
    house.settle();
    house.pass(Duration::from_secs(60));
    assert!(house.bodies().is_empty(), "the other has them");
    assert_eq!(house.ask::<String>("SELECT state FROM outbox"), ["new"]);
    assert_eq!(house.ask::<String>("SELECT store FROM outbox_file"), ["store-2"]);
}

#[test]
fn a_new_file_that_cant_be_bound_gives_no_row_until_it_can() {
    let mut house = House::empty();
    create(&house.path, Maker::Run).unwrap();
    house.insert("one");
    let path = house.path.clone();
    // Read-only for everybody, root included (file format, octet 18).
    let version = |octet: u8| {
        let file = fs::File::options().write(true).open(&path).unwrap();
        std::os::unix::fs::FileExt::write_at(&file, &[octet], 18).unwrap();
    };
    version(3);
    house.pass(Duration::from_secs(60));
    assert!(house.bodies().is_empty(), "another daemon could take it too");
    version(1);
    house.pass(Duration::from_secs(60));
    assert_eq!(house.bodies(), ["one"]);
}
