//! What strangers do to the file, its folder and what lies beside it.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;

type Act = fn(&House);

/// What somebody does, and what comes of it.
struct Harm {
    name: &'static str,
    act: Act,
    /// In the log, once.
    says: &'static str,
    /// In `status`, until it is put right.
    finding: Option<&'static str>,
    cure: Option<Act>,
    /// Messages of its own.
    sends: usize,
}

/// Nothing stands in its way any more, and it is told for three days.
const MISHAP: &str = "mishap-outbox";

const HARM: Harm = Harm { name: "", act: |_| {}, says: "", finding: None, cure: None, sends: 0 };

fn mode(path: PathBuf, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn away(house: &House) {
    fs::rename(house.outbox(), house.path("away.db")).unwrap();
}

fn back(house: &House) {
    if house.outbox().is_dir() {
        fs::remove_dir(house.outbox()).unwrap();
    } else {
        fs::remove_file(house.outbox()).unwrap();
    }
    fs::rename(house.path("away.db"), house.outbox()).unwrap();
}

fn pipe(path: PathBuf) {
    nix::unistd::mkfifo(&path, nix::sys::stat::Mode::S_IRWXU).unwrap();
}

/// Which tables there are and what fires in them.
const WITHIN: &[Harm] = &[
    Harm {
        name: "drops the table",
        act: |house| house.execute("DROP TABLE outbox"),
        says: "it has no table outbox",
        ..HARM
    },
    Harm {
        name: "drops a column",
        act: |house| house.execute("ALTER TABLE outbox DROP COLUMN lane"),
        says: "its tables are not those of an outbox",
        ..HARM
    },
    Harm {
        name: "puts a view in the table's place",
        act: |house| {
            house.execute("ALTER TABLE outbox RENAME TO hidden; CREATE VIEW outbox AS SELECT * FROM hidden");
        },
        says: "it has no table outbox",
        ..HARM
    },
    Harm {
        name: "has triggers that delete, raise and write into our table",
        act: |house| {
            house.execute(
                "CREATE TRIGGER a AFTER UPDATE ON outbox BEGIN DELETE FROM outbox; END;
                 CREATE TRIGGER b BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ROLLBACK, 'no'); END;
                 CREATE TRIGGER c AFTER INSERT ON outbox BEGIN UPDATE outbox_file SET mirrored = 0; END",
            );
            row(house, 20);
        },
        says: "another outbox, or an older copy of it, was written over it",
        sends: 1,
        ..HARM
    },
    Harm {
        name: "has a trigger that inserts",
        act: |house| {
            house.keep_secret(&number(21), BODY);
            house.execute(
                "CREATE TRIGGER more AFTER INSERT ON outbox WHEN NEW.recipient = '0639984020' BEGIN
                 INSERT INTO outbox (recipient, body) VALUES ('0639984021', NEW.body); END",
            );
            row(house, 20);
        },
        says: "INFO",
        sends: 2,
        ..HARM
    },
];

/// What octets the file holds.
const OCTETS: &[Harm] = &[
    Harm {
        name: "empties it",
        act: |house| fs::write(house.outbox(), "").unwrap(),
        says: "the file was empty",
        finding: Some(MISHAP),
        ..HARM
    },
    Harm {
        name: "scribbles over its header",
        act: |house| {
            let file = fs::File::options().write(true).open(house.outbox()).unwrap();
            std::os::unix::fs::FileExt::write_at(&file, &[b'x'; 100], 0).unwrap();
        },
        says: "it is no SQLite file",
        ..HARM
    },
    Harm {
        name: "says that it is of a later version",
        act: |house| {
            house.execute("UPDATE outbox_file SET version = 9");
        },
        says: "its version 9 is newer than this program",
        finding: Some("unread-outbox"),
        cure: Some(|house| house.execute("UPDATE outbox_file SET version = 1")),
        ..HARM
    },
    Harm {
        name: "changes what is none of an outbox's business, and packs it",
        act: |house| {
            house.execute(
                "PRAGMA user_version = 7; PRAGMA application_id = 7; PRAGMA encoding = 'UTF-16'; VACUUM;
                 PRAGMA journal_mode = PERSIST",
            );
            row(house, 20);
        },
        says: "running store=",
        sends: 1,
        ..HARM
    },
];

/// What has its name.
const PLACES: &[Harm] = &[
    Harm {
        name: "a link in its place",
        act: |house| {
            away(house);
            symlink(house.store(), house.outbox()).unwrap();
        },
        says: "a symbolic link stands where the file should be",
        finding: Some("unread-outbox"),
        cure: Some(back),
        ..HARM
    },
    Harm {
        name: "a pipe in its place",
        act: |house| {
            away(house);
            pipe(house.outbox());
        },
        says: "something that is no file stands where the file should be",
        finding: Some("unread-outbox"),
        cure: Some(back),
        ..HARM
    },
    Harm {
        name: "a directory in its place",
        act: |house| {
            away(house);
            fs::create_dir(house.outbox()).unwrap();
        },
        says: "a directory stands where the file should be",
        finding: Some("unread-outbox"),
        cure: Some(back),
        ..HARM
    },
    Harm {
        name: "removes the folder",
        act: |house| fs::remove_dir_all(house.path("outbox")).unwrap(),
        says: "the file was deleted",
        ..HARM
    },
];

/// What a daemon without privileges may do.
const RIGHTS: &[Harm] = &[
    Harm {
        name: "shuts the folder",
        act: |house| mode(house.path("outbox"), 0o000),
        says: "look at its owner, group and mode",
        finding: Some("unread-outbox"),
        cure: Some(|house| mode(house.path("outbox"), 0o770)),
        ..HARM
    },
    Harm {
        name: "makes the folder read-only",
        act: |house| {
            row(house, 20);
            house.wait_for_accepted(2);
            mode(house.path("outbox"), 0o550);
            row(house, 22);
        },
        says: "it can't be written",
        finding: Some("unwritten-outbox"),
        cure: Some(|house| mode(house.path("outbox"), 0o770)),
        sends: 2,
    },
    Harm {
        name: "takes the file from the daemon",
        act: |house| {
            house.wait_for_state(row(house, 20), "delivered");
            mode(house.outbox(), 0o000);
            row(house, 22);
        },
        says: "look at its owner, group and mode",
        finding: Some("unread-outbox"),
        cure: Some(|house| mode(house.outbox(), 0o660)),
        sends: 2,
    },
];

/// Until an outbox stands there again.
fn a_row_can_be_inserted(house: &House) {
    house.wait("an outbox", |house| {
        let file =
            rusqlite::Connection::open_with_flags(house.outbox(), rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY);
        let sql = "SELECT count(recipient), count(lane) FROM outbox WHERE typeof(id) = 'integer'";
        let is_table = "SELECT count(*) FROM sqlite_master WHERE name = 'outbox' AND type = 'table'";
        let ask = |file: &rusqlite::Connection, sql| file.query_row(sql, [], |row| row.get::<_, i64>(0));
        file.and_then(|file| ask(&file, sql).and(ask(&file, is_table)))
            .is_ok_and(|tables| tables == 1)
            .then_some(())
    });
}

fn borne(mut house: House, harm: &Harm, plain: bool) {
    let name = harm.name;
    if plain {
        house.become_plain_user();
    }
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    house.wait_for_state(row(&house, 0), "delivered");
    (harm.act)(&house);
    house.wait_for_log(harm.says);
    if let Some(code) = harm.finding {
        is_found(&house, code, harm.says);
    }
    the_other_outbox_works(&house, 1);
    if let Some(cure) = harm.cure {
        cure(&house);
    }
    a_row_can_be_inserted(&house);
    house.wait_for_state(row(&house, 2), "delivered");
    let lasts = |code: &str| code == MISHAP && harm.finding == Some(MISHAP);
    house.wait(name, |house| findings(house).iter().all(|(code, _)| lasts(code)).then_some(()));
    if harm.says != "INFO" {
        assert_eq!(house.logged(harm.says).len(), 1, "{name}: {}", house.log());
    }
    house.wait(name, |house| (house.submits().len() >= 3 + harm.sends).then_some(()));
    assert_eq!(house.submits().len(), 3 + harm.sends, "{name}");
    audit(&house);
    assert_eq!(daemon.stop(), Some(0), "{name}");
}

#[test]
fn whatever_somebody_does_within_the_file_stops_nothing_else() {
    WITHIN.iter().for_each(|harm| borne(two_outboxes(), harm, false));
}

#[test]
fn whatever_octets_somebody_writes_into_the_file_stop_nothing_else() {
    OCTETS.iter().for_each(|harm| borne(two_outboxes(), harm, false));
}

#[test]
fn whatever_somebody_puts_in_the_place_of_the_file_stops_nothing_else() {
    PLACES.iter().for_each(|harm| borne(two_outboxes(), harm, false));
}

#[test]
fn whatever_rights_somebody_takes_stop_nothing_else_and_go_on_when_they_are_given_back() {
    if !nix::unistd::geteuid().is_root() {
        return house::left_out("rights taken from the daemon, only root still inserts then");
    }
    RIGHTS.iter().for_each(|harm| borne(two_outboxes(), harm, true));
}

#[test]
fn a_reader_that_is_killed_under_wal_leaves_nothing_that_stops_anything() {
    if !house::is_there("sqlite3") {
        return house::left_out("a reader that is killed under WAL, no sqlite3 here");
    }
    let house = two_outboxes();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    house.wait_for_state(row(&house, 0), "delivered");
    let (kept, put_back) = ("a program set journal_mode=WAL and keeps it open", "it was put back to DELETE");
    // Between its two statements the shell holds nothing, and the daemon may be faster: then once more.
    let mut tries = 20..;
    let reader = loop {
        let to = number(tries.next().unwrap());
        house.keep_secret(&to, BODY);
        let insert =
            format!("INSERT INTO outbox (recipient, body) VALUES ('{to}', '{}')", BODY.replace('\'', "''"));
        let before = house.logged(put_back).len();
        let reader = Session::of(
            &house.outbox(),
            &format!("PRAGMA journal_mode = WAL; {insert}; SELECT count(*) FROM outbox"),
        );
        let told = house.wait("what becomes of the mode", |house| {
            let is_kept = !house.logged(kept).is_empty();
            (is_kept || house.logged(put_back).len() > before).then_some(is_kept)
        });
        if told {
            break reader;
        }
        reader.kill();
    };
    let before = house.logged(put_back).len();
    is_found(&house, "unread-outbox", "journal_mode=WAL");
    the_other_outbox_works(&house, 1);
    reader.kill();
    house.wait_for_all("delivered");
    assert_eq!(house.logged(put_back).len(), before + 1);
    house.wait_for_state(row(&house, 2), "delivered");
    house.wait("nothing to say", |house| findings(house).is_empty().then_some(()));
    audit(&house);
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_pipe_in_the_place_of_a_journal_keeps_no_daemon_from_starting_working_and_stopping() {
    let house = two_outboxes();
    let _modem = house.modem(|_| {});
    assert_eq!(house.run().stop(), Some(0));
    row(&house, 0);
    let journal = house.path("outbox/outbox.db-journal");
    pipe(journal.clone());
    let daemon = house.run();
    let says = "something that is no file stands in the place of outbox.db-journal";
    house.wait_for_log(says);
    is_found(&house, "unread-outbox", says);
    the_other_outbox_works(&house, 1);
    assert_eq!(daemon.stop(), Some(0));
    let daemon = house.run();
    the_other_outbox_works(&house, 2);
    fs::remove_file(journal).unwrap();
    house.wait_for_all("delivered");
    house.wait("nothing to say", |house| findings(house).is_empty().then_some(()));
    assert_eq!(house.logged(says).len(), 2, "once a daemon");
    audit(&house);
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn rows_whose_keys_are_changed_after_they_were_read_are_not_sent_again() {
    let house = two_outboxes();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    for (n, uid) in
        ["NULL", "'row:1'", "'same'", "'same'", "''", "9223372036854775808", "-1e999"].iter().enumerate()
    {
        house.keep_secret(&number(n), BODY);
        let body = BODY.replace('\'', "''");
        house.execute(&format!(
            "INSERT INTO outbox (uid, recipient, body) VALUES ({uid}, '{}', '{body}')",
            number(n)
        ));
    }
    house.wait_for_all("delivered");
    house.execute("UPDATE outbox SET id = id + 1000; UPDATE outbox SET uid = 'other' || id");
    // Numbers begin anew behind what was read.
    house.wait_for_state(row(&house, 20), "delivered");
    house.execute("UPDATE outbox SET id = -id, uid = NULL");
    house.execute("UPDATE outbox SET state = 'sent'; DELETE FROM outbox WHERE id % 2 = 0");
    house.wait_for_state(row(&house, 21), "delivered");
    assert_eq!(daemon.stop(), Some(0));
    // At the start all that is unmarked is looked for.
    let daemon = house.run();
    house.wait_for_state(row(&house, 22), "delivered");
    // A row of which neither key is known is another one: taken in as its mirror shows it, and never sent.
    assert_eq!(house.submits().len(), 7 + 3);
    house.assert_none_twice();
    assert_eq!(daemon.stop(), Some(0));
}
