//! What is given to `db check`, `db backup` and `db restore` and is none, or has no room: one sentence, the
//! exit code, nothing changed. A journal that was cut is no proof, and says so.

use std::fs;
use std::path::{Path, PathBuf};

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use rusqlite::Connection;

use crate::house::{House, left_out};
use crate::stores::{Disk, mailing};

/// All files of the folder of the store with what they hold.
fn content(house: &House) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(house.path("store"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    all.sort();
    all
}

#[test]
fn what_is_no_copy_is_refused_with_one_sentence_and_nothing_is_changed() {
    let house = House::new();
    assert_eq!(house.run().stop(), Some(0));
    let file = |name: &str| house.path(&format!("log/{name}"));
    mkfifo(&file("pipe"), Mode::S_IRWXU).unwrap();
    fs::write(file("list.csv"), "Nom;Téléphone\n".repeat(300)).unwrap();
    fs::write(file("empty.db"), "").unwrap();
    Connection::open(file("invoices.db")).unwrap().execute_batch("CREATE TABLE invoices (id)").unwrap();
    fs::copy(house.store(), file("later.db")).unwrap();
    Connection::open(file("later.db")).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let other = House::new();
    assert_eq!(other.run().stop(), Some(0));
    fs::copy(other.store(), file("other.db")).unwrap();
    let before = content(&house);
    let rows = [
        (file("pipe"), "is no regular file", "n’est pas un fichier ordinaire"),
        (house.path("log"), "is no regular file", "n’est pas un fichier ordinaire"),
        (file("missing.db"), "missing.db: ", "missing.db\u{A0}: "),
        (file("list.csv"), "is no store of beffroi", "n’est ni une base"),
        (file("empty.db"), "is no store of beffroi", "n’est ni une base"),
        (file("invoices.db"), "is no store of beffroi", "n’est ni une base"),
        (house.outbox(), "is no store of beffroi", "n’est ni une base"),
        (file("later.db"), "made by a later version", "version plus récente"),
        (file("other.db"), "--replace-store", "--replace-store"),
        (house.store(), "is the store itself", "est la base elle-même"),
    ];
    for (given, english, french) in rows {
        let asked = ["db", "restore", given.to_str().unwrap()];
        for (said, want) in [(house.ask(&asked), english), (house.demander(&asked), french)] {
            assert!(said.is_one_sentence(1).contains(want), "{given:?}: {said:?}");
        }
        assert!(content(&house) == before, "{given:?}");
    }
    assert_eq!(house.ask(&["db", "restore"]).code, Some(2));
    let nothing = house.ask(&["db", "accept-restore", "--yes"]);
    assert!(nothing.is_one_sentence(1).contains("nothing to accept"), "{nothing:?}");
}

#[test]
fn a_copy_that_was_cut_is_named_with_the_one_before_it_and_never_with_itself() {
    let house = House::new();
    let daemon = house.run();
    house.insert_all("normal", &mailing(0, 50));
    house.wait_for_all("queued");
    let copies: Vec<String> = (0..2)
        .map(|_| house.ask(&["db", "backup", "--json"]).json()["path"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(daemon.stop(), Some(0));
    let [older, newer] = &copies[..] else { panic!("{copies:?}") };
    let cut = fs::metadata(newer).unwrap().len() / 2;
    fs::OpenOptions::new().write(true).open(newer).unwrap().set_len(cut).unwrap();
    let before = content(&house);
    let rows = [
        (
            house.ask(&["db", "restore", newer]),
            house.ask(&["db", "check", newer]),
            "is damaged",
            "check it: ",
        ),
        (
            house.demander(&["db", "restore", newer]),
            house.demander(&["db", "check", newer]),
            "est endommagée",
            "la vérifier\u{A0}: ",
        ),
    ];
    for (restore, check, damaged, older_one) in rows {
        let said = restore.is_one_sentence(1);
        assert!(said.contains(damaged) && said.contains(newer.as_str()), "{said}");
        assert!(!said.contains("db restore"), "no circle: {said}");
        assert_eq!(check.code, Some(1), "{check:?}");
        let last = check.stdout.lines().last().unwrap();
        assert!(last.contains(older.as_str()) && last.contains(older_one), "{check:?}");
        assert!(!last.contains("db restore"), "{check:?}");
    }
    assert!(content(&house) == before);
    assert_eq!(house.ask(&["db", "restore", older]).code, Some(0));
}

#[test]
fn of_a_damaged_copy_elsewhere_the_next_to_take_is_looked_for_beside_the_store_too() {
    let house = House::new();
    assert_eq!(house.run().stop(), Some(0));
    let made = house.ask(&["db", "backup", "--json"]).json()["path"].as_str().unwrap().to_owned();
    let elsewhere = house.path("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let copy = elsewhere.join(Path::new(&made).file_name().unwrap());
    let octets = fs::read(&made).unwrap();
    fs::write(&copy, &octets[..octets.len() / 2]).unwrap();
    let checked = house.ask(&["db", "check", copy.to_str().unwrap()]);
    assert!(checked.stdout.lines().last().unwrap().contains(&made), "{checked:?}");
    fs::remove_file(&made).unwrap();
    let checked = house.ask(&["db", "check", copy.to_str().unwrap()]);
    let last = checked.stdout.lines().last().unwrap();
    let folders = [elsewhere.as_path(), Path::new(&made).parent().unwrap()];
    assert!(folders.iter().all(|folder| last.contains(folder.to_str().unwrap())), "{checked:?}");
}

#[test]
fn a_copy_says_when_it_was_made_in_the_zone_of_the_configuration() {
    let house = House::new();
    assert_eq!(house.run().stop(), Some(0));
    let made = house.ask(&["db", "backup", "--json"]).json();
    let copy = made["path"].as_str().unwrap();
    let config = fs::read_to_string(house.config()).unwrap();
    let said_in = |zone: &str| {
        fs::write(house.config(), format!("zone = \"{zone}\"\n{config}")).unwrap();
        let said = house.ask(&["db", "check", copy]).stdout;
        said.lines().find(|line| line.contains("it is a copy")).unwrap().to_owned()
    };
    assert_ne!(said_in("Pacific/Auckland"), said_in("Europe/Paris"));
}

#[test]
fn a_folder_that_is_not_there_is_named_and_nothing_is_made() {
    let house = House::new();
    assert_eq!(house.run().stop(), Some(0));
    let missing = house.path("missing");
    for target in [missing.join("copy.db"), missing.join("")] {
        let target = target.to_str().unwrap();
        let rows = [
            (house.ask(&["db", "backup", target]), "there is no folder"),
            (house.demander(&["db", "backup", target]), "il n’y a pas de dossier"),
        ];
        for (refused, words) in rows {
            let said = refused.is_one_sentence(1);
            assert!(said.contains(words) && said.contains(missing.to_str().unwrap()), "{said}");
            assert!(!said.contains(".part"), "{said}");
        }
    }
    assert!(!missing.exists());
}

#[test]
fn while_a_daemon_runs_nothing_is_put_back() {
    let house = House::new();
    let daemon = house.run();
    let copy = house.path("log/copy.db");
    assert_eq!(house.ask(&["db", "backup", copy.to_str().unwrap()]).code, Some(0));
    for asked in [&["db", "restore", copy.to_str().unwrap()][..], &["db", "restore", "--declare"]] {
        let refused = house.ask(asked);
        assert!(refused.is_one_sentence(1).contains("stop it first"), "{refused:?}");
    }
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_store_that_is_damaged_is_not_copied_and_its_newest_copy_is_named() {
    let house = House::new();
    let daemon = house.run();
    house.insert_all("normal", &mailing(0, 50));
    house.wait_for_all("queued");
    assert_eq!(daemon.stop(), Some(0));
    let without = harmed(&house);
    let said = house.ask(&["db", "check"]);
    assert!(said.code == Some(1) && said.stdout.contains("no copy lies in"), "{said:?}");
    fs::write(house.store(), without).unwrap();
    let made = house.ask(&["db", "backup", "--json"]).json();
    let copy = made["path"].as_str().unwrap().to_owned();
    harmed(&house);
    let said = house.ask(&["db", "check"]);
    assert!(said.code == Some(1) && said.stdout.contains(&format!("db restore {copy} ")), "{said:?}");
    let json = house.ask(&["db", "check", "--json"]).json();
    assert_eq!(json["findings"][0]["rule"], "damaged", "{json}");
    let target = house.path("log/copy.db");
    let refused = house.ask(&["db", "backup", target.to_str().unwrap()]);
    assert!(refused.is_one_sentence(1).contains("is damaged"), "{refused:?}");
    assert!(fs::read_dir(house.path("log")).unwrap().all(|file| !is_copy(&file.unwrap().path())));
}

/// Scribbles over the store; gives what it was.
fn harmed(house: &House) -> Vec<u8> {
    let whole = fs::read(house.store()).unwrap();
    let mut octets = whole.clone();
    octets[4_096..].fill(0x5a);
    fs::write(house.store(), &octets).unwrap();
    whole
}

fn is_copy(path: &Path) -> bool {
    path.file_name().unwrap().to_str().unwrap().starts_with("copy.db")
}

#[test]
fn without_room_no_copy_is_made_none_is_put_back_and_nothing_is_left() {
    let house = House::new();
    let Some(disk) = Disk::mount(&house.path("store")) else {
        return left_out("a disk without room for a copy, only root may mount a small one");
    };
    assert_eq!(house.run().stop(), Some(0));
    let copy = house.path("log/copy.db");
    assert_eq!(house.ask(&["db", "backup", copy.to_str().unwrap()]).code, Some(0));
    disk.fill();
    let files = || fs::read_dir(house.path("store")).unwrap().count();
    let before = (files(), fs::read(house.store()).unwrap());
    let full = house.path("store/copy.db");
    for asked in [["db", "backup", full.to_str().unwrap()], ["db", "restore", copy.to_str().unwrap()]] {
        let refused = house.ask(&asked);
        let said = refused.is_one_sentence(1);
        assert!(said.contains("full") || said.contains("No space left"), "{said}");
        assert!((files(), fs::read(house.store()).unwrap()) == before, "{asked:?}");
    }
    disk.make_room();
    assert_eq!(house.ask(&["db", "restore", copy.to_str().unwrap()]).code, Some(0));
}

#[test]
fn a_journal_that_was_cut_in_mid_line_says_so_and_proves_nothing_that_it_has_lost() {
    let house = House::new();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    house.insert_all("normal", &mailing(0, 3));
    house.wait_for_all("delivered");
    assert_eq!(daemon.stop(), Some(0));
    let whole = fs::read_to_string(house.journal_path()).unwrap();
    let last_message = whole.rfind("{\"kind\":\"submit\"").unwrap();
    let (store, cut) = (house.store(), house.path("log/cut.jsonl"));
    let asked = ["audit", store.to_str().unwrap(), cut.to_str().unwrap()];
    // Whole but for a line that has begun; in the middle of a report; in the middle of a message that went.
    for (upto, code) in [(whole.len(), 0), (whole.len() - 20, 1), (last_message + 40, 1)] {
        fs::write(&cut, format!("{}{{\"kind\":", &whole[..upto])).unwrap();
        let said = house.ask(&asked);
        assert_eq!(said.code, Some(code), "{said:?}");
        assert!(said.stdout.contains("cut off in its last line"), "{said:?}");
        let said = house.demander(&asked);
        assert!(said.code == Some(code) && said.stdout.contains("cut.jsonl"), "{said:?}");
    }
}
