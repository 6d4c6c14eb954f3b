//! A daemon that takes connections and answers none, as one that is stopped or hangs: said within seconds, and
//! what can be read without it is read.

use std::os::unix::net::UnixListener;
use std::process::{Child, Stdio};

use crate::home::{Home, SMALLEST, Said, said};

fn begin(home: &Home, locale: &str, arguments: &[&str]) -> Child {
    let mut command = home.command(locale, arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn end(child: Child) -> Said {
    said(child.wait_with_output().unwrap())
}

#[test]
fn a_daemon_that_does_not_answer_is_named_and_the_store_is_read_instead() {
    let home = Home::new();
    assert_eq!(home.run(&["db", "init"]).code, 0);
    assert_eq!(home.run(&["send", "--to", "06 39 98 00 01", "--text", "x"]).code, 0);
    let _hangs = UnixListener::bind(home.path("state/control.sock")).unwrap();
    let rows = [
        ("C", &["status"][..], 1, "runs and does not answer", ""),
        ("fr_FR.UTF-8", &["status"], 1, "tourne et ne répond pas", ""),
        ("C", &["status", "--check"], 2, "runs and does not answer", ""),
        ("C", &["status", "--json"], 1, "\"not-answering\"", ""),
        ("C", &["message", "list"], 0, "00 01", "has not answered within 5 s"),
        ("fr_FR.UTF-8", &["message", "show", "1"], 0, "00 01", "n’a pas répondu en 5 s"),
        ("C", &["notice", "list"], 0, "", "journalctl -u beffroi"),
        ("C", &["db", "accept-restore"], 1, "", "systemctl restart beffroi"),
    ];
    let under_way: Vec<Child> = rows.iter().map(|(locale, asked, ..)| begin(&home, locale, asked)).collect();
    for (child, (_, asked, code, out, err)) in under_way.into_iter().zip(rows) {
        let said = end(child);
        assert_eq!(said.code, code, "{asked:?}: {said:?}");
        assert!(said.out.contains(out) && said.err.contains(err), "{asked:?}: {said:?}");
        assert!(said.err.lines().count() <= 1, "told once: {said:?}");
    }
}

#[test]
fn of_its_modems_too_a_daemon_that_does_not_answer_is_said_to_be_silent_and_no_right_is_blamed() {
    let home = Home::with(&format!("{SMALLEST}[[line]]\nname = \"sim-1\"\ndevice = \"/dev/null\"\n"));
    assert_eq!(home.run(&["db", "init"]).code, 0);
    let _hangs = UnixListener::bind(home.path("state/control.sock")).unwrap();
    let (english, french) = ("has not answered within 5 s", "n’a pas répondu en 5 s");
    let rows = [
        ("C", &["modem", "list", "--json"][..], "\"mute\"", english),
        ("fr_FR.UTF-8", &["modem", "list"], "ne dit pas où elle en est", french),
        ("C", &["modem", "diagnose", "--json"], "\"port_daemon_silent\"", english),
        ("C", &["modem", "diagnose"], "has /dev/null and does not answer", english),
        ("fr_FR.UTF-8", &["modem", "diagnose"], "a /dev/null et ne répond pas", french),
    ];
    let under_way: Vec<Child> = rows.iter().map(|(locale, asked, ..)| begin(&home, locale, asked)).collect();
    for (child, (_, asked, out, err)) in under_way.into_iter().zip(rows) {
        let said = end(child);
        assert_eq!(said.code, 4, "{asked:?}: {said:?}");
        assert!(said.out.contains(out) && said.err.contains(err), "{asked:?}: {said:?}");
        let all = format!("{}{}", said.out, said.err);
        assert!(!all.contains("member") && !all.contains("membre"), "{asked:?}: {said:?}");
    }
}
