//! Mistakes in the configuration: exit code 2, and each named with line, key and remedy.

use std::fs;

use crate::house::{House, LINE, OUTBOX, STORE};

/// What is written, the line that is named, and words of the sentence.
const MISTAKES: &[(&str, &str, &[&str])] = &[
    ("[store\n", "line 1", &[]),
    ("[store]\npath = 7\n", "line 2", &["path"]),
    ("[store]\n", "line 1", &["path"]),
    ("[store]\npath = \"a.db\"\npaht = \"b.db\"\n", "line 3", &["paht", "path"]),
    ("[store]\npath = \"a.db\"\n[[lines]]\nname = \"x\"\n", "line 3", &["lines", "line"]),
    ("[store]\npath = \"a.db\"\n[[line]]\nname = \"x\"\n", "line 3", &["device"]),
    ("[store]\npath = \"a.db\"\n[[line]]\nname = \"x\"\ndevice = \"\"\n", "line 5", &["device"]),
    (
        "[store]\npath = \"a.db\"\n[[line]]\nname = \"x\"\ndevice = \"auto\"\nresult_timeout = \"5\"\n",
        "line 6",
        &["result_timeout"],
    ),
    (
        "[store]\npath = \"a.db\"\n[[line]]\nname = \"x\"\ndevice = \"auto\"\nresult_timeout = \"1h\"\n",
        "line 6",
        &["result_timeout"],
    ),
    (
        "[store]\npath = \"a.db\"\n[[line]]\nname = \"x\"\ndevice = \"auto\"\n[[line]]\nname = \"x\"\ndevice = \"auto\"\n",
        "line 7",
        &["name"],
    ),
    ("[store]\npath = \"a.db\"\n[service.x]\nwhen_unknown = \"twice\"\n", "line 4", &["when_unknown", "ask"]),
    ("[store]\npath = \"a.db\"\n[service.x]\nlane = \"vite\"\n", "line 4", &["urgent"]),
    (
        "[store]\npath = \"a.db\"\n[[outbox]]\npath = \"o/o.db\"\nservices = [\"voirie\"]\n",
        "line 5",
        &["voirie"],
    ),
    (
        "[store]\npath = \"a.db\"\n[[outbox]]\npath = \"o/o.db\"\n[[outbox]]\npath = \"o/o.db\"\n",
        "line 6",
        &["o.db"],
    ),
    ("[store]\npath = \"o/o.db\"\n[[outbox]]\npath = \"o/o.db\"\n", "line 4", &["store", "path"]),
    ("zone = \"Europe/Pariss\"\n[store]\npath = \"a.db\"\n", "line 1", &["zone"]),
    ("language = \"de\"\n[store]\npath = \"a.db\"\n", "line 1", &["fr"]),
];

#[test]
fn each_mistake_is_named_by_check_and_by_run_alike() {
    for (config, line, words) in MISTAKES {
        let house = House::with(config);
        for command in [&["run"][..], &["config", "check"], &["message", "list"], &["db", "init"]] {
            let refused = house.ask(command);
            assert_eq!(refused.code, Some(2), "{config}: {command:?} {refused:?}");
            let said = refused.said();
            let place = line.replace("line ", "beffroi.toml:");
            assert!(said.contains(&place), "{config}: {command:?} {said}");
            for word in *words {
                assert!(said.contains(word), "{config}: {command:?} {said}");
            }
            assert!(!said.contains("panicked") && said.trim_end().lines().count() <= 3, "{said}");
        }
        // Nothing was made meanwhile.
        assert!(!house.path("a.db").exists() && !house.path("o").exists(), "{config}");
        let (english, french) = (house.ask(&["config", "check"]), house.demander(&["config", "check"]));
        assert_ne!(english.said(), french.said());
    }
}

#[test]
fn a_configuration_that_can_not_be_read_is_named() {
    let house = House::new();
    fs::remove_file(house.config()).unwrap();
    assert!(house.ask(&["run"]).is_one_sentence(2).contains("beffroi.toml"));
    fs::create_dir(house.config()).unwrap();
    assert!(house.ask(&["run"]).is_one_sentence(2).contains("beffroi.toml"));
    fs::remove_dir(house.config()).unwrap();
    fs::write(house.config(), b"[store]\npath = \"\xE9.db\"\n").unwrap();
    assert!(house.ask(&["run"]).is_one_sentence(2).contains("beffroi.toml"));
}

#[test]
fn what_the_environment_says_wrong_is_named_too() {
    let house = House::new();
    let mut loud = house.command(&["run"]);
    loud.env("BEFFROI_LOG", "loud");
    let refused = crate::house::run_to_end(loud);
    assert!(refused.is_one_sentence(2).contains("BEFFROI_LOG"), "{refused:?}");
}

#[test]
fn a_socket_path_that_is_too_long_for_the_system_is_named() {
    let deep = "d".repeat(120);
    let config = format!("{STORE}{OUTBOX}{LINE}[control]\nsocket = \"{{folder}}/{deep}/control.sock\"\n");
    let house = House::with(&config);
    let refused = house.ask(&["run"]);
    assert!(matches!(refused.code, Some(1 | 2)), "{refused:?}");
    assert!(refused.said().contains("control.sock"), "{refused:?}");
    assert!(!refused.said().contains("panicked"));
}
