//! What strangers do to an outbox while the daemon runs and before it starts: each is said once, harms
//! no message that was taken in, and ends when it is put right.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use crate::house::{House, producer, rows_of};

/// What is done to a house.
type Act = fn(&House);

/// What is done to a file.
type Deed = fn(&Path);

const BODY: &str = "Cours de piano annulé ce soir.";

fn number(n: usize) -> String {
    format!("06 39 98 72 {n:02}")
}

fn row(house: &House, n: usize) -> i64 {
    house.insert(&[("recipient", &number(n)), ("body", BODY)])
}

fn mailing(count: usize) -> Vec<(String, String)> {
    (0..count).map(|n| (number(n), format!("{BODY} Place {n}."))).collect()
}

/// The files that stand beside the outbox: kept, never deleted.
fn set_aside(house: &House) -> Vec<PathBuf> {
    let entries = fs::read_dir(house.path("outbox")).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    entries.filter(|path| !name(path).starts_with("outbox.db") || name(path).len() > 17).collect()
}

#[test]
fn an_outbox_that_somebody_keeps_locked_stops_no_message_that_was_taken_in() {
    let house = House::new();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    house.insert_all("bulk", &mailing(10));
    house.wait_for_accepted(2);
    let stranger = house.producer();
    stranger.execute_batch("BEGIN EXCLUSIVE").unwrap();
    house.wait_for_accepted(10);
    house.wait_for_log("another program keeps it locked");
    // The row of the one who holds the lock comes in with its commit.
    house.keep_secret("0639987250", BODY);
    stranger.execute("INSERT INTO outbox (recipient, body) VALUES ('0639987250', ?1)", [BODY]).unwrap();
    stranger.execute_batch("COMMIT").unwrap();
    house.wait_for_all("delivered");
    assert_eq!(house.logged("keeps it locked").len(), 1, "{}", house.log());
    assert_eq!(house.logged("its rows are read again").len(), 1);
    house.assert_none_twice();
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn sigterm_ends_a_daemon_whose_outbox_is_locked() {
    let house = House::new();
    let daemon = house.run();
    let stranger = house.producer();
    stranger.execute_batch("BEGIN EXCLUSIVE").unwrap();
    assert_eq!(daemon.stop(), Some(0));
    // And one is started with it: it runs, and says what it waits for.
    let daemon = house.run();
    house.wait_for_log("this outbox can't be read yet");
    stranger.execute_batch("COMMIT").unwrap();
    house.wait_for_state(row(&house, 0), "queued");
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn an_outbox_that_can_only_be_read_is_sent_and_its_states_follow_later() {
    let mut house = House::new();
    house.become_plain_user();
    assert_eq!(house.run().stop(), Some(0));
    house.insert_all("normal", &mailing(3));
    let modes = |file, folder| {
        fs::set_permissions(house.outbox(), fs::Permissions::from_mode(file)).unwrap();
        fs::set_permissions(house.path("outbox"), fs::Permissions::from_mode(folder)).unwrap();
    };
    modes(0o444, 0o555);
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    house.wait_for_accepted(3);
    house.wait_for_log("it can't be written");
    assert_eq!(house.states()["new"], 3);
    modes(0o660, 0o770);
    house.wait_for_all("delivered");
    assert_eq!(house.logged("it can't be written").len(), 1, "{}", house.log());
    house.assert_none_twice();
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn an_outbox_that_may_not_be_opened_is_said_and_the_daemon_runs() {
    let mut house = House::new();
    house.become_plain_user();
    assert_eq!(house.run().stop(), Some(0));
    fs::set_permissions(house.outbox(), fs::Permissions::from_mode(0o000)).unwrap();
    let daemon = house.run();
    house.wait_for_log("look at its owner, group and mode");
    fs::set_permissions(house.outbox(), fs::Permissions::from_mode(0o660)).unwrap();
    house.wait_for_state(row(&house, 0), "queued");
    assert_eq!(daemon.stop(), Some(0));
}

/// What a stranger puts in the place of the outbox, and what the daemon says.
struct Swap {
    act: fn(&House),
    says: &'static str,
    /// What stood there before, or what the stranger put there, is kept beside it.
    keeps: bool,
}

/// Writes a file and moves it over the outbox, as editors and backup programs do.
fn move_into_place(house: &House, octets: &[u8]) {
    let draft = house.path("outbox.draft");
    fs::write(&draft, octets).unwrap();
    fs::rename(draft, house.outbox()).unwrap();
}

fn foreign_database(path: &Path) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch("CREATE TABLE invoices (id); INSERT INTO invoices VALUES (42)").unwrap();
}

const SWAPS: &[(&str, Swap)] = &[
    ("deleted", Swap { act: |house| fs::remove_file(house.outbox()).unwrap(), says: "deleted", keeps: true }),
    (
        "emptied",
        Swap {
            act: |house| fs::write(house.outbox(), "").unwrap(),
            says: "the file was empty",
            keeps: false,
        },
    ),
    (
        "cut in half",
        Swap {
            act: |house| {
                let file = fs::OpenOptions::new().write(true).open(house.outbox()).unwrap();
                file.set_len(file.metadata().unwrap().len() / 2).unwrap();
            },
            says: "it is damaged",
            keeps: true,
        },
    ),
    (
        "a text file",
        Swap {
            act: |house| fs::write(house.outbox(), "Nom;Téléphone\n".repeat(500)).unwrap(),
            says: "it is no SQLite file",
            keeps: true,
        },
    ),
    (
        "another text file",
        Swap {
            act: |house| move_into_place(house, "Nom;Téléphone\n".repeat(500).as_bytes()),
            says: "it is no SQLite file",
            keeps: true,
        },
    ),
    (
        "another program's",
        Swap {
            act: |house| {
                foreign_database(&house.path("other.db"));
                fs::rename(house.path("other.db"), house.outbox()).unwrap();
            },
            says: "it has no table outbox",
            keeps: true,
        },
    ),
    (
        "without its table",
        Swap { act: |house| house.execute("DROP TABLE outbox"), says: "it has no table outbox", keeps: true },
    ),
    (
        "with another table",
        Swap {
            act: |house| house.execute("ALTER TABLE outbox RENAME COLUMN recipient TO destinataire"),
            says: "its tables are not those of an outbox",
            keeps: true,
        },
    ),
];

#[test]
fn an_outbox_that_is_damaged_or_replaced_is_set_aside_and_made_anew() {
    for (what, swap) in SWAPS {
        let house = House::new();
        let _modem = house.modem(|_| {});
        let daemon = house.run();
        let first = row(&house, 0);
        house.wait_for_state(first, "delivered");
        (swap.act)(&house);
        house.wait_for_log(swap.says);
        // The new one is an outbox like any other.
        house.wait(what, |house| {
            let columns = Connection::open(house.outbox()).and_then(|connection| {
                connection.query_row("SELECT count(recipient) FROM outbox", [], |row| row.get::<_, i64>(0))
            });
            columns.is_ok().then_some(())
        });
        let again = row(&house, 1);
        house.wait_for_state(again, "delivered");
        assert_eq!(
            !set_aside(&house).is_empty(),
            swap.keeps,
            "{what}: {:?}\n{}",
            set_aside(&house),
            house.log()
        );
        assert_eq!(house.submits().len(), 2, "{what}");
        assert_eq!(daemon.stop(), Some(0), "{what}");
    }
}

#[test]
fn a_file_that_is_no_outbox_when_the_daemon_starts_is_set_aside() {
    let acts: &[(&str, Act, &str)] = &[
        ("a text file", |house| fs::write(house.outbox(), "Nom;Téléphone\n").unwrap(), "no SQLite file"),
        ("another program's", |house| foreign_database(&house.outbox()), "it has no table outbox"),
        ("an empty file", |house| fs::write(house.outbox(), "").unwrap(), "the file was empty"),
    ];
    for (what, act, says) in acts {
        let house = House::new();
        act(&house);
        let daemon = house.run();
        house.wait_for_log(says);
        house.wait(what, |house| rows_of_is_possible(&house.outbox()).then_some(()));
        house.wait_for_state(row(&house, 0), "queued");
        assert_eq!(daemon.stop(), Some(0));
        if *what == "another program's" {
            let kept = set_aside(&house).pop().unwrap();
            let kept = Connection::open(kept).unwrap();
            let invoice: i64 = kept.query_row("SELECT id FROM invoices", [], |row| row.get(0)).unwrap();
            assert_eq!(invoice, 42);
        }
    }
}

fn rows_of_is_possible(outbox: &Path) -> bool {
    Connection::open(outbox).is_ok_and(|connection| connection.prepare("SELECT id FROM outbox").is_ok())
}

#[test]
fn what_is_no_file_is_left_where_it_is() {
    let acts: &[(&str, Deed)] = &[
        ("a directory", |path| fs::create_dir(path).unwrap()),
        ("a symbolic link", |path| symlink("/dev/null", path).unwrap()),
        ("something that is no file", |path| {
            nix::unistd::mkfifo(path, nix::sys::stat::Mode::S_IRWXU).unwrap();
        }),
    ];
    for (what, act) in acts {
        let house = House::new();
        act(&house.outbox());
        let daemon = house.run();
        house.wait_for_log(&format!("{what} stands where the file should be"));
        // Once it is moved away, the outbox is made.
        fs::rename(house.outbox(), house.path("moved")).unwrap();
        house.wait(what, |house| rows_of_is_possible(&house.outbox()).then_some(()));
        house.wait_for_state(row(&house, 0), "queued");
        assert_eq!(daemon.stop(), Some(0));
    }
}

#[test]
fn an_outbox_that_is_put_back_from_a_copy_sends_nothing_again() {
    let house = House::new();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    house.insert_all("normal", &mailing(4));
    house.wait_for_all("delivered");
    assert_eq!(daemon.stop(), Some(0));
    let copy = fs::read(house.outbox()).unwrap();
    let daemon = house.run();
    let later = row(&house, 10);
    house.wait_for_state(later, "delivered");
    move_into_place(&house, &copy);
    house.wait_for_log("the file was replaced");
    let next = row(&house, 11);
    house.wait_for_state(next, "delivered");
    assert_eq!(house.submits().len(), 6);
    house.assert_none_twice();
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn rows_that_only_the_replaced_file_had_are_still_sent() {
    let house = House::new();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    house.wait_for_state(row(&house, 0), "delivered");
    let copy = fs::read(house.outbox()).unwrap();
    // In one step from outside: rows come in, and the file is replaced before anybody can look.
    let stranger = house.producer();
    stranger.execute_batch("BEGIN EXCLUSIVE").unwrap();
    for n in 1..4 {
        house.keep_secret(&number(n), BODY);
        stranger
            .execute("INSERT INTO outbox (recipient, body) VALUES (?1, ?2)", [number(n).as_str(), BODY])
            .unwrap();
    }
    stranger.execute_batch("COMMIT").unwrap();
    drop(stranger);
    move_into_place(&house, &copy);
    house.wait_for_accepted(4);
    house.assert_none_twice();
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_journal_mode_that_a_stranger_sets_is_put_back() {
    let house = House::new();
    let daemon = house.run();
    let stranger = house.producer();
    let mode: String = stranger.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    house.keep_secret(&number(0), BODY);
    stranger
        .execute("INSERT INTO outbox (recipient, body) VALUES (?1, ?2)", [number(0).as_str(), BODY])
        .unwrap();
    drop(stranger);
    house.wait_for_log("it was put back to DELETE");
    house.wait_for_all("queued");
    let mode: String = house.producer().query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "delete");
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn triggers_and_constraints_of_a_stranger_stop_nothing() {
    let house = House::new();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    house.execute(
        "CREATE TRIGGER loud AFTER UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'no'); END;
         CREATE TRIGGER more AFTER UPDATE ON outbox BEGIN
           INSERT INTO outbox (recipient, body) VALUES ('0639987299', 'Encore un message'); END;
         CREATE UNIQUE INDEX one_sent ON outbox (state) WHERE state = 'delivered';
         CREATE VIEW everything AS SELECT * FROM outbox;",
    );
    house.insert_all("normal", &mailing(3));
    house.wait_for_accepted(3);
    house.wait_for_log("row 2 can't be marked");
    assert_eq!(house.all_rows().len(), 3, "a trigger has run");
    house.execute("DROP INDEX one_sent");
    house.assert_none_twice();
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn an_outbox_of_another_store_is_left_alone() {
    let house = House::new();
    assert_eq!(house.run().stop(), Some(0));
    row(&house, 0);
    // Another store, as after a machine was set up anew; the outbox was kept.
    for entry in fs::read_dir(house.path("store")).unwrap() {
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
    let before = fs::read(house.outbox()).unwrap();
    let daemon = house.run();
    house.wait_for_log("it belongs to another store");
    assert_eq!(daemon.stop(), Some(0));
    assert_eq!(fs::read(house.outbox()).unwrap(), before);
    assert_eq!(rows_of(&house.outbox())[0].state, "new");
}

#[test]
fn a_producer_that_is_killed_in_its_transaction_leaves_nothing_and_blocks_nothing() {
    let house = House::new();
    let daemon = house.run();
    if !crate::house::is_there("sqlite3") {
        return crate::house::left_out("a producer killed in its transaction, no sqlite3 here");
    }
    let mut child = std::process::Command::new("sqlite3")
        .arg(house.outbox())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    use std::io::{Read, Write};
    let half = ".timeout 20000\nPRAGMA cache_size = 1; BEGIN IMMEDIATE;
        WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
        INSERT INTO outbox (recipient, body) SELECT '0639987200', hex(randomblob(200)) FROM n;
        SELECT 'half';\n";
    child.stdin.as_mut().unwrap().write_all(half.as_bytes()).unwrap();
    let mut said = [0; 4];
    child.stdout.as_mut().unwrap().read_exact(&mut said).unwrap();
    assert_eq!(&said, b"half");
    child.kill().unwrap();
    child.wait().unwrap();
    // Its journal is rolled back by whoever comes next.
    house.wait_for_state(row(&house, 1), "queued");
    assert_eq!(house.all_rows().len(), 1);
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_database_that_is_written_to_all_the_time_is_read_all_the_same() {
    let house = House::new();
    let daemon = house.run();
    let outbox = house.outbox();
    let writer = std::thread::spawn(move || {
        let connection = producer(&outbox);
        connection.busy_timeout(Duration::from_secs(60)).unwrap();
        for n in 0..200 {
            connection
                .execute(
                    "INSERT INTO outbox (recipient, body) VALUES (?1, ?2)",
                    [number(n % 100).as_str(), BODY],
                )
                .unwrap();
        }
    });
    writer.join().unwrap();
    house.wait_for_all("queued");
    assert_eq!(house.all_rows().len(), 200);
    assert_eq!(daemon.stop(), Some(0));
}
