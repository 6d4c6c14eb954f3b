//! Holds the house to its plan: which room may import which, which rooms touch no world at all, which
//! foreign crate lives where, no vendor's name outside data, no AT line outside its one writer.
//! The plan is data (`layering/plan.rs`), the reading is syn (`layering/reader.rs`), and both prove
//! themselves: on every edge of the table in every way to write it, and on `layering/fixtures/`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

#[path = "layering/plan.rs"]
mod plan;
#[path = "layering/reader.rs"]
mod reader;
#[path = "layering/syntax.rs"]
mod syntax;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use plan::{CRATES, IMPORTS, PURE, home_of, may_import};
use reader::{Finding, read, test_files};

fn house() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every `.rs` file below, by its path from `top`, with its text.
fn sources(top: &Path, below: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![top.join(below)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let name = path.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn the_house_keeps_to_its_plan() {
    let files = sources(&house(), "src");
    assert!(files.contains_key("src/lib.rs"));
    let tests: BTreeSet<String> = files.iter().flat_map(|(path, text)| test_files(path, text)).collect();
    let is_test = |path: &str| {
        tests.iter().any(|test| path == format!("{test}.rs") || path.starts_with(&format!("{test}/")))
    };
    let mut all = String::new();
    for (path, text) in files.iter().filter(|(path, _)| !is_test(path)) {
        for Finding { line, what } in read(path, text) {
            all.push_str(&format!("{path}:{line}: {what}: {}\n", remedy(&what)));
        }
    }
    assert!(all.is_empty(), "\n{all}");
}

fn remedy(what: &str) -> &'static str {
    match what.split(' ').next() {
        Some("import") => "this room may not import that one (DESIGN 2.1, tests/layering/plan.rs)",
        Some("pure") => "this room is pure: let the shell do it and pass the result in",
        Some("home") => "that crate has one home, and this is not it",
        Some("vendor") => "a vendor's name belongs into the data of modem/profile or sim/personality",
        Some("at-line") => "AT lines are written in at/command.rs only",
        Some("rename") => "renaming or globbing a root hides what is imported",
        Some("room") => "no such room in tests/layering/plan.rs",
        _ => "not Rust that can be read",
    }
}

/// Every way to write an import of `to` in a file of `from`, each with the path of its file.
fn ways_to_import(from: &str, to: &str) -> Vec<(String, String)> {
    let (top, inner) = (format!("src/{from}.rs"), format!("src/{from}/inner.rs"));
    let folder = format!("src/{from}/mod.rs");
    let thing = if to == "gateway" { "Thing" } else { "thing::Thing" };
    vec![
        (top.clone(), format!("use crate::{to}::{thing};")),
        (top.clone(), format!("use crate::{to};")),
        (top.clone(), format!("use crate::{{{from}::Own, {to}::{{self, {thing}}}}};")),
        (top.clone(), format!("pub use crate::{to}::*;")),
        (top.clone(), format!("use super::{to}::{thing};")),
        (folder, format!("fn act() {{ super::{to}::act() }}")),
        (inner.clone(), format!("use super::super::{to}::{thing};")),
        (inner.clone(), format!("mod deeper {{ fn act(_: super::super::super::{to}::{thing}) {{}} }}")),
        (inner.clone(), format!("fn act() -> Option<crate::{to}::{thing}> {{ None }}")),
        (inner.clone(), format!("fn act() {{ println!(\"{{}}\", crate::{to}::act()); }}")),
        (inner.clone(), format!("macro_rules! act {{ () => {{ $crate::{to}::act() }} }}")),
        (
            inner,
            format!("#[derive(Serialize)] struct A {{ #[serde(with = \"crate::{to}::{thing}\")] b: u8 }}"),
        ),
        (top, format!("impl crate::{to}::{thing} for u8 {{}}")),
    ]
}

#[test]
fn every_forbidden_edge_is_found_and_every_other_is_not() {
    let rooms: Vec<&str> =
        IMPORTS.iter().map(|(room, _)| *room).filter(|room| !["main", "lib"].contains(room)).collect();
    let mut forbidden = 0;
    for from in &rooms {
        for to in rooms.iter().filter(|to| *to != from) {
            forbidden += usize::from(!may_import(from, to, None));
            for (path, text) in ways_to_import(from, to) {
                let found = read(&path, &text).iter().any(|finding| finding.what == format!("import {to}"));
                assert_eq!(found, !may_import(from, to, None), "{path}: {text}");
            }
        }
    }
    assert!(forbidden > 200, "{forbidden}");
}

#[test]
fn the_web_and_the_control_socket_know_of_the_gateway_its_handle_only() {
    for room in ["web", "control"] {
        let path = format!("src/{room}/mod.rs");
        assert!(read(&path, "use crate::gateway::Handle;").is_empty());
        for text in ["use crate::gateway;", "use crate::gateway::{Handle, Turn};", "use crate::gateway::*;"] {
            assert_eq!(read(&path, text).len(), 1, "{text}");
        }
    }
}

#[test]
fn every_pure_room_is_found_with_the_world_in_it() {
    for room in PURE {
        for path in [format!("src/{room}.rs"), format!("src/{room}/inner.rs")] {
            let finds =
                |text: &str| read(&path, text).iter().any(|finding| finding.what.starts_with("pure "));
            for world in
                ["tokio", "std::fs", "std::thread", "std::net", "std::env", "rusqlite", "tracing", "rand"]
            {
                assert!(finds(&format!("use {world}::thing;")), "{path}: {world}");
            }
            assert!(finds("fn f() { let now = std::time::Instant::now(); }"), "{path}");
            assert!(!finds("use std::time::{Duration, Instant}; fn f(now: Instant) {}"), "{path}");
        }
    }
}

/// The first line names the file that a fixture claims to be; `//~` says what is to be found there.
#[test]
fn every_fixture_shows_what_it_says_and_no_more() {
    let fixtures = sources(&house(), "tests/layering/fixtures");
    assert!(fixtures.len() > 10);
    for (name, text) in fixtures {
        let claims = text.lines().next().unwrap().strip_prefix("//@ ").expect(&name);
        let claims = claims.split(" //~").next().unwrap();
        let wanted: BTreeSet<(usize, String)> = text
            .lines()
            .enumerate()
            .filter_map(|(at, line)| line.split_once("//~ ").map(|(_, wanted)| (at + 1, wanted)))
            .flat_map(|(at, wanted)| wanted.split(", ").map(move |one| (at, one.to_owned())))
            .collect();
        let found: BTreeSet<(usize, String)> =
            read(claims, &text).into_iter().map(|Finding { line, what }| (line, what)).collect();
        assert_eq!(found, wanted, "{name}");
        let is_clean = name.rsplit('/').next().unwrap().starts_with("clean");
        assert_eq!(is_clean, wanted.is_empty(), "{name}: the name says whether something is to be found");
    }
}

#[test]
fn the_plan_has_no_circle() {
    let mut left: BTreeMap<&str, Vec<&str>> = IMPORTS
        .iter()
        .map(|(room, imports)| (*room, imports.iter().map(|to| to.split("::").next().unwrap()).collect()))
        .collect();
    while !left.is_empty() {
        let free: Vec<&str> = left
            .iter()
            .filter(|(_, to)| !to.iter().any(|to| left.contains_key(to)))
            .map(|(room, _)| *room)
            .collect();
        assert!(!free.is_empty(), "these import one another: {:?}", left.keys());
        left.retain(|room, _| !free.contains(room));
    }
}

#[test]
fn every_dependency_has_a_home() {
    let manifest: toml::Table = fs::read_to_string(house().join("Cargo.toml")).unwrap().parse().unwrap();
    let dependencies = manifest.get("dependencies").and_then(|table| table.as_table()).unwrap();
    for name in dependencies.keys().map(|name| name.replace('-', "_")) {
        assert!(home_of(&name).is_some(), "{name}: say in tests/layering/plan.rs where it lives");
    }
    let names: BTreeSet<&str> = CRATES.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), CRATES.len(), "one row a crate");
}
