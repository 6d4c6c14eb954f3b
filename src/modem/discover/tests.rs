#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

#[path = "../../../tests/devices/tree.rs"]
mod tree;

use serde_json::json;

use super::*;
use tree::{Tree, trees};

/// What stands in a tree, and the folder that it is in.
fn look(tree: &Tree) -> (tempfile::TempDir, Vec<Stick>) {
    let folder = tempfile::tempdir().unwrap();
    tree.plant(folder.path());
    let sticks = sticks(&Roots::under(folder.path()));
    (folder, sticks)
}

fn named(name: &str) -> Tree {
    trees().into_iter().find(|tree| tree.name == name).unwrap()
}

fn word(value: impl Serialize) -> String {
    json!(value).as_str().unwrap().to_owned()
}

fn tty(port: &Port) -> String {
    port.path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn each_device_is_what_its_table_says() {
    let all = trees();
    assert!(all.len() > 12);
    for tree in &all {
        let (_folder, sticks) = look(tree);
        let found: Vec<String> = sticks
            .iter()
            .flat_map(|stick| {
                let ports = stick.ports.iter().map(|port| format!("{}:{}", tty(port), word(port.role)));
                std::iter::once(word(stick.nature)).chain(ports).collect::<Vec<_>>()
            })
            .collect();
        let want = tree.all("want").concat();
        let want = if want == ["nothing"] { Vec::new() } else { want };
        assert_eq!(found, want, "{}", tree.name);
    }
}

#[test]
fn the_name_to_write_down_is_one_that_stays() {
    let mut seen = 0;
    for tree in trees() {
        let (folder, sticks) = look(&tree);
        for words in tree.all("stable") {
            let ports: Vec<&Port> = sticks.iter().flat_map(|stick| &stick.ports).collect();
            let port = ports.iter().find(|port| tty(port) == words[0]).unwrap();
            assert_eq!(port.stable, folder.path().join("dev").join(&words[1]), "{}", tree.name);
            seen += 1;
        }
    }
    assert!(seen > 2);
}

#[test]
fn a_serial_number_that_all_share_names_nobody() {
    for (name, want) in [("quectel-ec25", Some("a1b2c3d4")), ("simcom-sim7600", None), ("zte-mf190", None)] {
        let (_folder, sticks) = look(&named(name));
        assert_eq!(sticks[0].serial.as_deref(), want, "{name}");
    }
}

#[test]
fn modem_manager_is_seen_and_whether_it_keeps_away() {
    let rows = [
        ("quectel-ec25", Attitude::Absent),
        ("quectel-ec25-by-our-rules", Attitude::KeepsAway),
        ("simcom-sim7600", Attitude::Interested),
    ];
    for (name, want) in rows {
        let (_folder, sticks) = look(&named(name));
        assert!(sticks[0].ports.iter().all(|port| port.modem_manager == want), "{name}");
    }
}

#[test]
fn who_holds_a_port_is_named() {
    let (folder, sticks) = look(&named("simcom-sim7600"));
    let held: Vec<(String, Vec<Holder>)> =
        sticks[0].ports.iter().map(|port| (tty(port), port.holders.seen.clone())).collect();
    let manager = Holder { pid: 700, name: "ModemManager".into() };
    assert_eq!(held[2], ("ttyUSB2".into(), vec![manager]));
    assert!(held.iter().filter(|(_, seen)| !seen.is_empty()).count() == 1);
    let roots = Roots::under(folder.path());
    assert!(is_running(&roots.proc, MODEM_MANAGER) && !is_running(&roots.proc, "sendmail"));
}

#[test]
fn a_line_that_looks_everywhere_begins_with_the_ports_for_commands() {
    let rows: &[(&str, &[&str])] = &[
        ("quectel-ec25", &["serial/by-id/usb-Quectel_EC25-AF_a1b2c3d4-if02-port0", "ttyUSB3"]),
        ("cinterion-pls62", &["ttyACM0", "ttyACM1"]),
        ("huawei-e173-old-firmware", &["serial/by-path/pci-0000:00:1d.0-usb-0:1:1.0-port0", "ttyUSB1"]),
        ("a-board-of-nobody-known", &["ttyACM0"]),
        ("huawei-hilink", &[]),
    ];
    for (name, want) in rows {
        let (folder, _) = look(&named(name));
        let want: Vec<PathBuf> = want.iter().map(|path| folder.path().join("dev").join(path)).collect();
        assert_eq!(candidates_under(&Roots::under(folder.path())), want, "{name}");
    }
    let container = tempfile::tempdir().unwrap();
    let names = container.path().join("dev/serial/by-id");
    std::fs::create_dir_all(&names).unwrap();
    std::fs::write(names.join("usb-x"), "").unwrap();
    assert_eq!(candidates_under(&Roots::under(container.path())), [names.join("usb-x")]);
}

#[test]
fn what_is_not_there_is_no_device() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(sticks(&Roots::under(folder.path())), Vec::new());
    assert_eq!(access_to(&folder.path().join("ttyUSB0")), None);
}

/// The virtual modem keeps both ends of its own terminal open: it is the modem, and holds nothing.
#[test]
fn the_other_end_of_a_pseudo_terminal_is_no_holder() {
    let pty = nix::pty::openpty(None, None).unwrap();
    let path = nix::unistd::ttyname(&pty.slave).unwrap();
    let roots = Roots::machine();
    assert_eq!(holders_of(&roots, &path).seen, Vec::new(), "this process is none");
    // A program that inherited the other end would be the modem.
    let keep = nix::fcntl::FcntlArg::F_SETFD(nix::fcntl::FdFlag::FD_CLOEXEC);
    nix::fcntl::fcntl(&pty.master, keep).unwrap();
    let input = pty.slave.try_clone().unwrap();
    let mut child = std::process::Command::new("sleep").arg("60").stdin(input).spawn().unwrap();
    let seen = holders_of(&roots, &path).seen;
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(seen, [Holder { pid: child.id(), name: "sleep".into() }]);
}
