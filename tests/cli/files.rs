//! `db init`: what it makes, for whom, and what it leaves alone.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use beffroi::store::Lock;
use nix::unistd::{Group, getegid};

use crate::home::{Home, SMALLEST, said};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

#[test]
fn the_files_are_made_once_so_that_a_producer_can_write_before_the_first_run() {
    let group = Group::from_gid(getegid()).unwrap().unwrap();
    let config = format!(
        "{SMALLEST}[[outbox]]\npath = \"state/outbox/outbox.db\"\ngroup = \"{}\"\n\
         [[outbox]]\npath = \"state/other/outbox.db\"\n",
        group.name
    );
    let home = Home::with(&config);
    let first = home.run(&["db", "init"]);
    let want = "\
made: the folder state
made: the store state/beffroi.db
made: the outbox state/outbox/outbox.db
made: the outbox state/other/outbox.db
";
    assert_eq!((first.code, first.out.as_str()), (0, want), "{first:?}");
    let outbox = home.path("state/outbox/outbox.db");
    assert_eq!((mode(&home.path("state")), mode(&home.store())), (0o711, 0o600));
    assert_eq!((mode(outbox.parent().unwrap()), mode(&outbox)), (0o2770, 0o660));
    assert_eq!(fs::metadata(&outbox).unwrap().gid(), group.gid.as_raw());
    let producer = rusqlite::Connection::open(&outbox).unwrap();
    producer.execute("INSERT INTO outbox (recipient, body) VALUES ('06 39 98 00 12', 'x')", []).unwrap();
    fs::set_permissions(&outbox, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let id = beffroi::store::Marker::read(&home.store()).unwrap().unwrap().store;
    let _running = Lock::take(&home.store()).unwrap();
    let second = home.run_in("fr_FR.UTF-8", &["db", "init", "--json"]);
    assert_eq!(second.code, 0, "beside a daemon too: {second:?}");
    let files = second.json()["files"].as_array().unwrap().clone();
    assert!(files.len() == 4 && files.iter().all(|file| file["made"] == false), "{files:?}");
    assert_eq!(mode(&outbox), 0o660, "modes are put right");
    assert_eq!(beffroi::store::Marker::read(&home.store()).unwrap().unwrap().store, id);
    let rows: i64 = producer.query_row("SELECT count(*) FROM outbox", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 1);
}

#[test]
fn what_can_t_be_made_is_named_before_anything_is() {
    let home =
        Home::with(&format!("{SMALLEST}[[outbox]]\npath = \"o/outbox.db\"\ngroup = \"no-such-group\"\n"));
    home.run(&["db", "init"]).assert_sentence(2, "there is no group \"no-such-group\" on this machine");
    assert!(!home.path("state").exists());
    let home = Home::new();
    fs::create_dir_all(home.path("state/outbox/outbox.db")).unwrap();
    let said = home.run(&["db", "init"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("a directory stands where the file should be"), "{said:?}");
    assert!(said.out.contains("made: the store"), "what was made is told all the same: {said:?}");
}

#[test]
fn a_store_that_existed_is_never_made_anew_and_one_that_is_being_made_is_not_disturbed() {
    let home = Home::new();
    assert_eq!(home.run(&["db", "init"]).code, 0);
    fs::remove_file(home.store()).unwrap();
    let said = home.run(&["db", "init"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("is gone or empty, but"), "{said:?}");
    fs::remove_file(home.path("state/beffroi.db.marker")).unwrap();
    let running = Lock::take(&home.store()).unwrap();
    let said = home.run(&["db", "init"]);
    assert!(said.code == 1 && said.err.contains("another beffroi has this store open"), "{said:?}");
    drop(running);
    assert_eq!(home.run(&["db", "init"]).code, 0);
}

#[test]
fn what_db_init_would_stop_at_config_check_says() {
    let outbox = |path: &str, group: &str| format!("[[outbox]]\npath = \"{path}\"\n{group}");
    let rows = [
        (outbox("a/o.db", "") + &outbox("b/o.db", ""), 0, ""),
        (outbox("a/o.db", "") + &outbox("a/p.db", ""), 2, "in the folder of the outbox in line 4: give each"),
        (outbox("a/o.db", "") + &outbox("a/o.db", ""), 2, "stands in line 4 already"),
        (outbox("a/o.db", "group = \"no-such-group\"\n"), 2, "there is no group \"no-such-group\""),
    ];
    for (more, code, part) in rows {
        let home = Home::with(&format!("{SMALLEST}{more}"));
        let said = home.run(&["config", "check"]);
        assert_eq!((said.code, said.err.contains(part)), (code, true), "{said:?}");
        assert!(code == 0 || said.err.lines().count() == 1, "{said:?}");
    }
}

#[test]
fn config_check_tells_all_that_is_wrong_here_and_calls_nothing_right_that_is_not() {
    let home = Home::with(&format!(
        "{SMALLEST}[[outbox]]\npath = \"a/o.db\"\ngroup = \"no-such-group\"\n\
         [[outbox]]\npath = \"b/o.db\"\ngroup = \"nor-this\"\n\
         [[line]]\nname = \"sim-9\"\ndevice = \"auto\"\npin_file = \"no-such.pin\"\n"
    ));
    for (locale, right, parts) in [
        ("C.UTF-8", "is right", ["no-such-group", "nor-this", "no-such.pin"]),
        ("fr_FR.UTF-8", "est juste", ["no-such-group", "nor-this", "no-such.pin"]),
    ] {
        let said = home.run_in(locale, &["config", "check"]);
        assert!(said.code == 2 && !said.out.contains(right), "{said:?}");
        assert!(parts.iter().all(|part| said.err.contains(part)), "{said:?}");
        let json = home.run_in(locale, &["config", "check", "--json"]).json();
        let problems = json["problems"].as_array().unwrap();
        assert_eq!((&json["right"], problems.len()), (&false.into(), 3), "{json}");
    }
    let home = Home::with(SMALLEST);
    assert!(home.run(&["config", "check"]).out.contains("is right"));
}

/// To send, no line is usable; to look, it failed. Both name the groups.
#[test]
fn who_may_not_open_the_store_is_told_that_no_daemon_runs() {
    let home = Home::new();
    assert_eq!(home.run(&["db", "init"]).code, 0);
    let program = home.path("beffroi");
    // By a process of its own: a child that another test forks would inherit the file open for writing.
    let copied = std::process::Command::new("cp").arg(env!("CARGO_BIN_EXE_beffroi")).arg(&program).status();
    assert!(copied.unwrap().success());
    let root = nix::unistd::geteuid().is_root();
    let closed = if root { "." } else { "state" };
    fs::set_permissions(home.path(closed), PermissionsExt::from_mode(if root { 0o755 } else { 0 })).unwrap();
    let ask = |locale: &str, arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.current_dir(home.path(".")).env("LC_ALL", locale).stdin(Stdio::null());
        command.args(["--config", "beffroi.toml"]).args(arguments);
        if root {
            const NOBODY: u32 = 65_534;
            command.uid(NOBODY).gid(NOBODY);
        }
        said(command.output().unwrap())
    };
    home.write("cours.csv", "Nom;Téléphone\nAda;06 39 98 00 01\n".as_bytes());
    let import = ["roster", "import", "cours.csv", "--all", "--text", "x"];
    let rows: [(&[&str], i32); 5] = [
        (&["message", "list"], 1),
        (&["notice", "list"], 1),
        (&["message", "cancel", "1"], 1),
        (&["send", "--to", "06 39 98 00 01", "--text", "x"], 4),
        (&import, 4),
    ];
    for (arguments, code) in rows {
        let told = ask("C", arguments);
        told.assert_sentence(code, "the daemon is not running, and its files are closed to you: start it");
        assert!(told.err.contains("group beffroi") && told.err.contains("beffroi-send"), "{told:?}");
        ask("fr_FR.UTF-8", arguments).assert_sentence(code, "le service n’est pas lancé");
    }
    fs::set_permissions(home.path("state"), PermissionsExt::from_mode(0o711)).unwrap();
}

#[test]
fn what_stands_in_the_stores_place_is_named_by_db_init_and_nothing_is_made() {
    let (none, text) =
        ("is no store of beffroi and no copy of one: ", "Ce n'est pas une base.\n".repeat(100));
    let foreign = |home: &Home| {
        let made = rusqlite::Connection::open(home.store()).unwrap();
        made.execute_batch("CREATE TABLE a (b)").unwrap();
    };
    type Lay<'l> = &'l dyn Fn(&Home);
    let rows: &[(Lay, &str, &str)] = &[
        (&|home| drop(home.write("state/beffroi.db", b"")), "it is empty", "le fichier est vide"),
        (
            &|home| drop(home.write("state/beffroi.db", text.as_bytes())),
            "no SQLite file",
            "pas un fichier SQLite",
        ),
        (&foreign, "another program's SQLite file", "d’un autre logiciel"),
        (
            &|home| assert!(beffroi::outbox::create(&home.store(), beffroi::outbox::Maker::Run).is_ok()),
            "it is an outbox",
            "boîte d’envoi",
        ),
        (
            &|home| nix::unistd::mkfifo(&home.store(), nix::sys::stat::Mode::S_IRWXU).unwrap(),
            "is no regular file",
            "n’est pas un fichier ordinaire",
        ),
    ];
    for (lay, english, french) in rows {
        let home = Home::new();
        fs::create_dir(home.path("state")).unwrap();
        lay(&home);
        let standing = || {
            let names = fs::read_dir(home.path("state")).unwrap().map(|entry| entry.unwrap().file_name());
            let whole =
                fs::metadata(home.store()).unwrap().is_file().then(|| fs::read(home.store()).unwrap());
            (names.collect::<std::collections::BTreeSet<_>>(), whole)
        };
        let before = standing();
        let said = home.run(&["db", "init"]);
        said.assert_sentence(1, english);
        assert!(said.err.contains("nothing is made: move away what stands in the store's place"), "{said:?}");
        assert!(said.err.contains(none) || said.err.contains("regular"), "{said:?}");
        let said = home.run_in("fr_FR.UTF-8", &["db", "init"]);
        said.assert_sentence(1, french);
        assert!(said.err.contains("rien n’est créé\u{A0}:"), "{said:?}");
        assert!(standing() == before, "{english}");
    }
    let home = Home::new();
    assert_eq!((home.run(&["db", "init"]).code, home.run(&["db", "init"]).code), (0, 0));
    home.write("state/beffroi.db", b"");
    home.run(&["db", "init"]).assert_sentence(1, "is gone or empty, but");
    home.write("state/beffroi.db", text.as_bytes());
    let lost = "beffroi.db.marker says that there was a store, put it back (sudo beffroi db restore): ";
    home.run(&["db", "init"]).assert_sentence(1, lost);
    home.run_in("fr_FR.UTF-8", &["db", "init"]).assert_sentence(1, "dit qu’une base était là, la remettre");
}

#[test]
fn what_is_no_store_is_named_by_whoever_is_to_read_it() {
    let home = Home::new();
    home.write("empty.db", b"");
    home.write("text.db", "Ce n'est pas une base.\n".repeat(100).as_bytes());
    nix::unistd::mkfifo(&home.path("pipe.db"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    let rows = [
        ("empty.db", "is no store of beffroi and no copy of one: it is empty"),
        ("text.db", "is no store of beffroi and no copy of one: "),
        ("pipe.db", "is no regular file"),
    ];
    for (file, sentence) in rows {
        home.run(&["message", "list", "--store", file]).assert_sentence(1, sentence);
        home.run(&["audit", file, "x.jsonl"]).assert_sentence(1, sentence);
    }
}

#[test]
fn looking_makes_no_store_and_says_that_there_is_none() {
    let home = Home::new();
    let rows: [&[&str]; 7] = [
        &["message", "list"],
        &["message", "show", "1"],
        &["message", "cancel", "1"],
        &["message", "resolve", "1", "sent"],
        &["notice", "list"],
        &["inbox", "list", "--json"],
        &["db", "accept-restore"],
    ];
    for arguments in rows {
        home.run(arguments).assert_sentence(1, "there is no store at");
        assert!(!home.store().exists(), "{arguments:?}");
    }
    std::fs::create_dir_all(home.store().parent().unwrap()).unwrap();
    std::fs::write(home.store(), "").unwrap();
    home.run(&["inbox", "list"]).assert_sentence(1, "there is no store at");
    assert_eq!(std::fs::metadata(home.store()).unwrap().len(), 0, "it is left as it was");
    // What puts something into it makes it.
    assert_eq!(home.run(&["send", "--to", "06 39 98 00 01", "--text", "x"]).code, 0);
    assert!(home.run(&["inbox", "list"]).out.contains("nothing has come in"));
}
