//! What is said of a harm, to whom and how often, and that all goes on when it is put right.

use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;
use crate::outbox::trouble::{Door, Obstacle, Trouble};

/// Ten minutes of another program's lock, tried as often as the keeper tries.
const TEN_MINUTES: Duration = Duration::from_secs(600);

impl House {
    /// What can't be done just now.
    fn hitches(&self) -> Vec<(Step, Trouble)> {
        self.keeper.health.hitches().into_iter().map(|hitch| (hitch.step, hitch.trouble)).collect()
    }

    fn beside(&self, suffix: &str) -> PathBuf {
        self.path.with_file_name(format!("outbox.db{suffix}"))
    }
}

#[test]
fn a_transaction_of_ten_minutes_is_named_once_for_what_it_holds_up_and_what_waited_comes_in_then() {
    let rows: [(&str, &[&str], (Step, Trouble)); 2] = [
        ("IMMEDIATE", &["before"], (Step::Write, Trouble::Occupied)),
        ("EXCLUSIVE", &[], (Step::Read, Trouble::Busy)),
    ];
    for (kind, bodies, hitch) in rows {
        let mut house = House::new();
        house.insert("before");
        let stranger = house.open();
        stranger
            .execute_batch(&format!("BEGIN {kind}; INSERT INTO outbox (body) VALUES ('inside')"))
            .unwrap();
        // Shorter than the real pace: each try of a real lock takes real time.
        house.keeper.pace.retry = Duration::from_secs(30);
        house.keeper.turn(Woken { file: true, ..Woken::default() }, house.now).unwrap();
        house.pass(TEN_MINUTES);
        assert_eq!(house.bodies(), *bodies, "{kind}");
        assert_eq!(house.hitches(), [hitch], "{kind}");
        let since = house.keeper.health.hitches().first().unwrap().since;
        house.pass(TEN_MINUTES);
        assert_eq!(house.keeper.health.hitches().first().unwrap().since, since, "{kind}: one and the same");
        stranger.execute_batch("COMMIT").unwrap();
        house.pass(TEN_MINUTES);
        assert_eq!(house.bodies(), ["before", "inside"], "{kind}");
        assert_eq!(house.ask::<String>("SELECT state FROM outbox"), ["queued", "queued"], "{kind}");
        assert_eq!((house.hitches(), house.fake.ids()), (vec![], vec![1, 2]), "{kind}");
    }
}

#[test]
fn what_stands_in_the_place_of_a_journal_is_named_and_never_waited_for() {
    type Put = fn(&Path);
    let puts: [(Put, Obstacle); 3] = [
        (|path| nix::unistd::mkfifo(path, nix::sys::stat::Mode::S_IRWXU).unwrap(), Obstacle::Other),
        (|path| fs::create_dir(path).unwrap(), Obstacle::Directory),
        (|path| symlink("/dev/zero", path).unwrap(), Obstacle::Link),
    ];
    for suffix in ["-journal", "-wal"] {
        for (put, what) in puts {
            let mut house = House::new();
            house.insert("one");
            let place = house.beside(suffix);
            put(&place);
            house.settle();
            let beside = format!("outbox.db{suffix}");
            assert_eq!(house.hitches(), [(Step::Read, Trouble::InTheWay { beside, what })]);
            assert!(house.bodies().is_empty() && house.aside().is_empty(), "{what:?}");
            fs::rename(&place, house.folder.path().join("moved")).unwrap();
            house.pass(house.keeper.pace.unwritable);
            assert_eq!((house.bodies(), house.hitches()), (vec!["one".to_owned()], vec![]), "{what:?}");
        }
    }
}

#[test]
fn a_pipe_that_comes_into_the_place_of_the_file_is_not_waited_for() {
    let house = House::new();
    let pipe = house.beside(".pipe");
    nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
    // As if it had come between the look and the opening.
    assert!(super::super::file::Held::of(&pipe).is_ok());
    symlink(&house.path, house.beside(".link")).unwrap();
    assert!(super::super::file::Held::of(&house.beside(".link")).is_err());
}

/// What is done to a house, given the octets of its file as they were when its first row was queued.
type Harm<'h> = &'h dyn Fn(&mut House, &[u8]);

#[test]
fn a_file_that_was_emptied_or_written_over_is_told_with_a_daemon_that_ran_then_or_without() {
    let another = |house: &mut House, _: &[u8]| {
        let other = House::new();
        fs::copy(&other.path, &house.path).unwrap();
    };
    let emptied = |house: &mut House, _: &[u8]| fs::write(&house.path, "").unwrap();
    let older = |house: &mut House, octets: &[u8]| fs::write(&house.path, octets).unwrap();
    let moved = |house: &mut House, octets: &[u8]| {
        fs::write(house.beside("-draft"), octets).unwrap();
        fs::rename(house.beside("-draft"), &house.path).unwrap();
    };
    let meddled = |house: &mut House, _: &[u8]| house.sql("UPDATE outbox_file SET mirrored = 7");
    let deleted = |house: &mut House, _: &[u8]| house.sql("DELETE FROM outbox");
    let rows: [(Harm<'_>, &[Mishap], &[Mishap]); 6] = [
        (&emptied, &[Mishap::Emptied], &[Mishap::Emptied]),
        // Where nobody looked on, it is an outbox like any other.
        (&another, &[Mishap::OverwrittenByAnother], &[]),
        (&older, &[Mishap::Older], &[Mishap::Older]),
        // The old one is kept, and that is told.
        (&moved, &[], &[Mishap::Older]),
        (&meddled, &[], &[]),
        (&deleted, &[], &[]),
    ];
    for (number, (harm, running, stopped)) in rows.into_iter().enumerate() {
        for (restarts, want) in [(false, running), (true, stopped)] {
            let mut house = House::new();
            house.insert("one");
            house.settle();
            let uid = house.ask::<String>("SELECT uid FROM outbox").remove(0);
            let mut octets = Vec::new();
            for state in [State::Queued, State::Sent] {
                octets.push(fs::read(&house.path).unwrap());
                house.fake.change(mark(&uid, 1, state));
                house.ring();
            }
            let octets = octets.remove(1);
            harm(&mut house, &octets);
            if restarts {
                house.restart();
            }
            house.settle();
            let now = Moment::from_system(std::time::SystemTime::now());
            let told: Vec<Mishap> =
                house.keeper.health.befallen(now).into_iter().map(|befallen| befallen.what).collect();
            assert_eq!(told, want, "{number}, restarted: {restarts}");
            house.insert("two");
            house.settle();
            assert_eq!(house.bodies().last().unwrap(), "two", "{number}");
        }
    }
}

#[test]
fn a_file_that_is_given_to_another_store_while_it_is_read_gives_no_more_rows() {
    let mut house = House::new();
    house.insert("one");
    house.settle();
    house.sql("UPDATE outbox_file SET store = 'store-2'");
    house.insert("two");
    house.settle();
    assert_eq!(house.bodies(), ["one"]);
    assert_eq!(house.hitches(), [(Step::Read, Trouble::OtherStore)]);
}

#[test]
fn a_folder_that_was_made_anew_is_said_to_shut_its_producers_out_until_it_is_opened() {
    let mut house = House::new();
    let folder = house.path.parent().unwrap().to_owned();
    let mode = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
    mode(0o2770);
    house.settle();
    assert_eq!(house.hitches(), []);
    fs::remove_dir_all(&folder).unwrap();
    house.settle();
    assert_eq!(house.hitches(), [(Step::Fill, Trouble::Shut { what: Door::Folder })]);
    house.insert("one");
    house.settle();
    assert_eq!(house.bodies(), ["one"], "whoever can write all the same is read");
    mode(0o2770);
    house.settle();
    assert_eq!(house.hitches(), []);
    fs::set_permissions(&house.path, fs::Permissions::from_mode(0o640)).unwrap();
    house.settle();
    assert_eq!(house.hitches(), [(Step::Fill, Trouble::Shut { what: Door::File })]);
}

#[test]
fn a_file_that_has_no_id_to_give_is_said_so_until_it_is_moved_away() {
    let used_up = (Step::Fill, Trouble::IdsUsedUp);
    let rows = [
        (i64::MAX - 2, false, vec![]),
        (i64::MAX, false, vec![used_up.clone()]),
        (i64::MAX, true, vec![used_up]),
    ];
    for (id, removed, want) in rows {
        let mut house = House::new();
        house.sql(&format!("INSERT INTO outbox (id) VALUES ({id})"));
        if removed {
            house.sql("DELETE FROM outbox");
        }
        let full = house.open().execute("INSERT INTO outbox (id) VALUES (NULL)", []);
        assert_eq!(full.is_err(), id == i64::MAX, "{full:?}");
        house.settle();
        assert_eq!(house.hitches(), want, "{id}, removed: {removed}");
        house.restart();
        house.settle();
        assert_eq!(house.hitches(), want, "after a restart: {id}");
        fs::rename(&house.path, house.path.with_extension("away")).unwrap();
        house.settle();
        house.insert("one");
        house.settle();
        assert_eq!((house.hitches(), house.bodies().last().map(String::as_str)), (vec![], Some("one")));
    }
}

#[test]
fn a_file_that_can_be_written_again_is_known_by_a_write_though_nothing_waits() {
    let mut house = House::new();
    house.insert("one");
    house.settle();
    // Read-only for everybody, root included (file format, octet 18).
    let path = house.path.clone();
    let version = |octet: u8| {
        let file = fs::File::options().write(true).open(&path).unwrap();
        std::os::unix::fs::FileExt::write_at(&file, &[octet], 18).unwrap();
    };
    // Of another change than a row: nobody can insert one.
    house.fake.change(mark("gone", 9, State::Sent));
    version(3);
    house.ring();
    house.pass(Duration::from_secs(1));
    assert_eq!(house.hitches(), [(Step::Write, Trouble::ReadOnly)]);
    assert_eq!(house.fake.told().changes.len(), 1);
    house.fake.told().changes.clear();
    version(1);
    house.pass(house.keeper.pace.unwritable * 2);
    assert_eq!(house.hitches(), []);
}

#[test]
fn a_trigger_that_writes_into_our_table_costs_no_row_and_is_said_now_and_then() {
    let mut house = House::new();
    house.sql(
        "CREATE TRIGGER mine AFTER INSERT ON outbox BEGIN
           UPDATE outbox_file SET mirrored = 7, ledger = ledger + 1; END",
    );
    house.insert("one");
    house.settle();
    let first = house.keeper.said.swapped.unwrap();
    for body in ["two", "three"] {
        house.pass(Duration::from_secs(60));
        house.insert(body);
        house.settle();
    }
    assert_eq!(house.keeper.said.swapped, Some(first), "not with each row");
    assert_eq!(house.bodies(), ["one", "two", "three"]);
    house.pass(house.keeper.pace.sweep);
    assert_eq!(house.ask::<String>("SELECT state FROM outbox"), ["queued"; 3]);
    assert_eq!(house.fake.told().messages.len(), 3);
    house.insert("four");
    house.settle();
    assert!(house.keeper.said.swapped.unwrap() > first, "and again after a while");
}

#[test]
fn a_trigger_that_empties_our_table_has_the_file_set_aside_once_and_no_row_is_lost() {
    let mut house = House::new();
    house.sql("CREATE TRIGGER mine AFTER INSERT ON outbox BEGIN DELETE FROM outbox_file; END");
    house.insert("one");
    house.settle();
    house.insert("two");
    house.settle();
    assert_eq!((house.bodies(), house.aside()), (vec!["one".into(), "two".into()], vec!["-foreign".into()]));
    assert_eq!(house.told_aside(), [("foreign".to_owned(), Some(1))]);
}

#[test]
fn what_a_stranger_writes_into_the_header_and_how_the_file_is_packed_changes_nothing() {
    let mut house = House::new();
    house.insert("one");
    house.settle();
    let harmless = [
        "PRAGMA user_version = 77",
        "PRAGMA application_id = 1234567",
        "PRAGMA encoding = 'UTF-16'",
        "PRAGMA auto_vacuum = FULL; VACUUM",
        "PRAGMA page_size = 512; VACUUM",
        "PRAGMA journal_mode = TRUNCATE",
        "PRAGMA journal_mode = PERSIST",
        "REINDEX; ANALYZE",
        "CREATE VIEW box AS SELECT * FROM outbox; CREATE TABLE notes (x)",
        "ALTER TABLE outbox DROP COLUMN created_at",
    ];
    for (number, sql) in harmless.into_iter().enumerate() {
        house.open().execute_batch(&format!("{sql}; INSERT INTO outbox (body) VALUES ('{number}')")).unwrap();
        house.settle();
        assert_eq!(house.fake.ids().len(), number + 2, "{sql}");
        assert_eq!(house.ask::<i64>("SELECT count(*) FROM outbox WHERE state = 'new'"), [0], "{sql}");
        assert_eq!(house.hitches(), [], "{sql}");
    }
    assert!(house.aside().is_empty());
}

#[test]
fn a_file_in_utf_16_is_read_and_written_like_any_other() {
    let mut house = House::new();
    let tables =
        house.ask::<String>("SELECT sql FROM sqlite_master WHERE type = 'table' AND name LIKE 'outbox%'");
    let draft = house.folder.path().join("draft.db");
    let other = Connection::open(&draft).unwrap();
    other.execute_batch(&format!("PRAGMA encoding = 'UTF-16le'; {}", tables.join(";"))).unwrap();
    other
        .execute_batch("INSERT INTO outbox_file VALUES (1, 'other', 1, NULL, 0, 0, 0); INSERT INTO outbox (body) VALUES ('été ✓')")
        .unwrap();
    drop(other);
    fs::rename(draft, &house.path).unwrap();
    house.settle();
    assert_eq!(house.bodies(), ["été ✓"]);
    assert_eq!(house.ask::<String>("SELECT state FROM outbox"), ["queued"]);
}

#[test]
fn a_file_with_a_second_name_is_read_as_before() {
    let mut house = House::new();
    fs::hard_link(&house.path, house.folder.path().join("copy.db")).unwrap();
    house.insert("one");
    house.settle();
    let other = Connection::open(house.folder.path().join("copy.db")).unwrap();
    other.execute("INSERT INTO outbox (body) VALUES ('two')", []).unwrap();
    house.pass(house.keeper.pace.slow_poll);
    assert_eq!((house.bodies(), house.hitches()), (vec!["one".to_owned(), "two".to_owned()], vec![]));
}

#[test]
fn a_file_that_is_away_for_a_moment_is_the_same_one_when_it_is_back() {
    let mut house = House::new();
    house.insert("one");
    house.settle();
    let away = house.folder.path().join("away.db");
    fs::rename(&house.path, &away).unwrap();
    house.keeper.turn(Woken { file: true, ..Woken::default() }, house.now).unwrap();
    fs::rename(&away, &house.path).unwrap();
    house.insert("two");
    house.settle();
    assert_eq!((house.bodies(), house.aside()), (vec!["one".to_owned(), "two".to_owned()], vec![]));
    assert_eq!(house.fake.told().greeted.len(), 1);
}

#[test]
fn rows_that_are_taken_out_or_changed_after_they_were_read_are_neither_read_again_nor_missed() {
    let mut house = House::new();
    for body in ["one", "two", "three", "four"] {
        house.insert(body);
    }
    house.settle();
    let uids = house.ask::<String>("SELECT uid FROM outbox ORDER BY id");
    house.sql(
        "DELETE FROM outbox WHERE body = 'one';
         UPDATE outbox SET id = id + 1000 WHERE body = 'two';
         UPDATE outbox SET uid = 'mine' WHERE body = 'three';
         INSERT INTO outbox (body) VALUES ('never'); DELETE FROM outbox WHERE body = 'never';
         INSERT INTO outbox (body, state, message, sent_at) VALUES ('forged', 'delivered', 1, 'never')",
    );
    for (number, uid) in (1..).zip(&uids) {
        house.fake.change(mark(uid, number, State::Sent));
    }
    house.settle();
    house.pass(house.keeper.pace.sweep * 2);
    assert_eq!(house.fake.told().messages.len(), 5, "the four, and the one that says it was delivered");
    let forged = house.fake.told().offered.last().unwrap().1.clone();
    assert_eq!((forged.mirrored.as_str(), forged.sent_at.as_deref()), ("delivered", Some("never")));
    let states = house.ask::<String>("SELECT body || ' ' || state FROM outbox ORDER BY body");
    assert_eq!(states, ["forged queued", "four sent", "three queued", "two sent"], "found by their uid");
    house.insert("five");
    house.settle();
    assert_eq!(house.bodies().last().unwrap(), "five");
}
