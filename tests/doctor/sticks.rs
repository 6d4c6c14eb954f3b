//! Trees of devices as udev shows them: what is plugged in, what of it is a modem, and what is none.

use std::os::unix::fs::symlink;

use super::*;

/// A tree of devices whose port for commands is a virtual modem.
fn plant(name: &str, tty: &str, modem: Option<&Path>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let tree = tree::trees().into_iter().find(|tree| tree.name == name).unwrap();
    tree.plant(folder.path());
    if let Some(modem) = modem {
        let node = folder.path().join("dev").join(tty);
        fs::remove_file(&node).unwrap();
        symlink(modem, &node).unwrap();
    }
    folder
}

#[test]
fn the_list_shows_each_port_and_explains_what_can_not_be_used() {
    let patient = Patient::with(&[]);
    let list = |folder: &TempDir, locale: &str| {
        run(folder.path(), locale, &["modem", "list", "--root", folder.path().to_str().unwrap()])
    };
    let stick = plant("quectel-ec25", "ttyUSB2", Some(&patient.device()));
    let said = list(&stick, "C");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        said.out.contains("usb-Quectel_EC25-AF_a1b2c3d4-if02-port0  port for commands, a modem answers"),
        "{said:?}"
    );
    assert!(said.out.contains("ttyUSB0  port for something else, not asked"), "{said:?}");
    let rows = [
        ("huawei-storage", "shows itself as a CD-ROM only", "ne se montre que comme un CD-ROM"),
        ("huawei-hilink", "is a router without a serial port", "est un routeur sans port série"),
        ("quectel-ec25-without-driver", "has no port", "n’a aucun port"),
        ("simcom-sim7600", "open in ModemManager (process 700)", "ouvert par ModemManager (processus 700)"),
        ("keyboard-and-disk", "", ""),
    ];
    for (name, english, french) in rows {
        let tree = plant(name, "", None);
        for (locale, want) in [("C", english), ("fr_FR.UTF-8", french)] {
            let said = list(&tree, locale);
            assert!(said.code == 4 && said.out.contains(want) && !said.err.is_empty(), "{name}: {said:?}");
        }
    }
}

#[test]
fn the_rules_name_the_stick_that_is_plugged_in() {
    for (name, want) in [
        (
            "quectel-ec25",
            "ATTRS{idVendor}==\"2c7c\", ATTRS{idProduct}==\"0125\", ATTRS{serial}==\"a1b2c3d4\"",
        ),
        ("zte-mf190", "ATTRS{idVendor}==\"19d2\", ATTRS{idProduct}==\"0082\", KERNELS==\"1-1\""),
    ] {
        let tree = plant(name, "", None);
        let said =
            run(tree.path(), "C", &["modem", "list", "--udev", "--root", tree.path().to_str().unwrap()]);
        assert!(said.code == 0 && said.out.contains(want), "{said:?}");
    }
}

#[test]
fn a_stick_that_is_no_modem_yet_is_the_first_finding() {
    let tree = plant("zte-storage", "", None);
    let root = tree.path().to_str().unwrap().to_owned();
    let said = run(tree.path(), "C", &["modem", "diagnose", "--root", &root]);
    assert!(said.code == 4 && said.headline().contains("CD-ROM"), "{said:?}");
    assert!(said.out.contains("usb-modeswitch"), "{said:?}");
    let nothing = plant("keyboard-and-disk", "", None);
    let root = nothing.path().to_str().unwrap().to_owned();
    let said = run(nothing.path(), "fr_FR.UTF-8", &["modem", "diagnose", "--root", &root]);
    assert!(said.code == 4 && said.headline().ends_with("aucun modem n’est branché"), "{said:?}");
}

/// The device in a tree -> what `modem diagnose` and `config check` say of it.
#[test]
fn a_printer_is_told_from_a_modem_before_anything_is_said_to_it() {
    let rows = [
        ("a-printer", "dev/usb/lp0", "(EPSON TM-T20II)"),
        ("a-printer-with-a-serial-port", "dev/ttyACM0", "(Star TSP143)"),
        ("a-printer-with-a-serial-port", "dev/serial/by-id/usb-Star_TSP143_2550000001-if00", "(Star TSP143)"),
    ];
    for (name, device, want) in rows {
        let tree = plant(name, "", None);
        let root = tree.path().to_str().unwrap().to_owned();
        let device = tree.path().join(device).display().to_string();
        let diagnose = ["modem", "diagnose", &device, "--root", &root];
        for (locale, words) in [("C", "is a printer"), ("fr_FR.UTF-8", "est une imprimante")] {
            let said = run(tree.path(), locale, &diagnose);
            let headline = format!("{device} {words} {want}");
            assert!(said.code == 4 && said.headline().contains(&headline), "{said:?}");
        }
        let text =
            format!("[store]\npath = \"beffroi.db\"\n[[line]]\nname = \"sim-1\"\ndevice = {device:?}\n");
        fs::write(tree.path().join("none.toml"), text).unwrap();
        let said = run(tree.path(), "C", &["config", "check", "--root", &root]);
        assert!(said.code == 2 && said.err.lines().count() == 1, "{said:?}");
        assert!(said.err.contains(&format!("line sim-1: {device} is a printer {want}")), "{said:?}");
        let json = run(tree.path(), "C", &["modem", "list", "--json", "--root", &root]);
        assert!(json.code == 4 && !json.out.contains("\"role\":\"unsure\""), "auto would ask it: {json:?}");
    }
}

#[test]
fn where_nothing_can_be_listened_to_that_is_said() {
    let tree = plant("huawei-hilink", "", None);
    let root = tree.path().to_str().unwrap().to_owned();
    let rows = [
        ("C", "network card with a web page", "there was no modem to listen to"),
        ("fr_FR.UTF-8", "carte réseau avec une page web", "il n’y avait aucun modem à écouter"),
    ];
    for (locale, means, note) in rows {
        let said = run(tree.path(), locale, &["modem", "diagnose", "--listen", "--root", &root]);
        assert!(said.code == 4 && said.out.contains(means) && said.err.contains(note), "{said:?}");
        let said = run(tree.path(), locale, &["modem", "diagnose", "--root", &root]);
        assert!(!said.err.contains(note), "{said:?}");
    }
}
