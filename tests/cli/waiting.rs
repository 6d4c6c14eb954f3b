//! `--wait`: what is taken in is named at once, a daemon that goes away is none of the message's faults,
//! and the exit code says what has become of it.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStderr, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::daemon::{Daemon, Manner};
use crate::home::{Home, Said, said};

const TO: &str = "06 39 98 00 12";
const LIST: &str = "Nom;Tel\nA;06 39 98 00 12\nB;01 99 00 12 34\n";

/// A command that runs beside the test, and what it says on standard error.
struct Beside {
    child: Child,
    heard: Lines<BufReader<ChildStderr>>,
}

impl Beside {
    fn start(home: &Home, arguments: &[&str]) -> Self {
        let mut command = home.command("C", arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let heard = BufReader::new(child.stderr.take().unwrap()).lines();
        Self { child, heard }
    }

    /// The next thing that it says is this.
    #[track_caller]
    fn says(&mut self, part: &str) {
        let line = self.heard.next().expect("it has ended").unwrap();
        assert!(line.contains(part), "{part}: {line}");
    }

    fn interrupt(&self) {
        kill(Pid::from_raw(i32::try_from(self.child.id()).unwrap()), Signal::SIGINT).unwrap();
    }

    fn end(self) -> Said {
        said(self.child.wait_with_output().unwrap())
    }
}

#[test]
fn a_daemon_that_goes_and_comes_back_is_waited_for_and_the_number_is_told_at_once() {
    let home = Home::new();
    home.write("list.csv", LIST.as_bytes());
    let commands: &[(&[&str], &str, i32, &str)] = &[
        (
            &["send", "--to", TO, "--text", "x", "--wait=60s"],
            "message 1 is taken in, 1 SMS; waiting for what becomes of it, 1min at most",
            0,
            "message 1: delivered, 1 SMS\n",
        ),
        (
            &["roster", "import", "list.csv", "--all", "--text", "x", "--wait=60s"],
            "1 message is with the daemon",
            3,
            "line 3 (B, 01 99 00 12 34): landline",
        ),
    ];
    for (arguments, first, code, last) in commands {
        let deaf = Daemon::start_with(&home, Manner::Deaf);
        let mut waiting = Beside::start(&home, arguments);
        waiting.says(first);
        drop(deaf);
        waiting.says("is taken in; no daemon answers: it goes on when the daemon does; to follow: beffroi");
        let _daemon = Daemon::start(&home);
        let said = waiting.end();
        assert_eq!(said.code, *code, "{said:?}");
        assert!(said.out.contains(last), "{said:?}");
    }
}

#[test]
fn ctrl_c_ends_the_waiting_and_says_what_goes_on() {
    let home = Home::new();
    home.write("list.csv", LIST.as_bytes());
    let _daemon = Daemon::start_with(&home, Manner::Deaf);
    let commands: &[(&[&str], &str, &str)] = &[
        (
            &["send", "--to", TO, "--text", "x", "--wait"],
            "message 1 goes on without this command; to follow: beffroi message show 1",
            "message 1: ",
        ),
        (
            &["roster", "import", "list.csv", "--all", "--text", "x", "--wait"],
            "message 2 goes on without this command; to follow: beffroi message list --notice \"list\"",
            "line 3 (B, 01 99 00 12 34): landline",
        ),
    ];
    for (arguments, ended, last) in commands {
        let mut waiting = Beside::start(&home, arguments);
        waiting.says("Ctrl-C ends the waiting only");
        waiting.interrupt();
        waiting.says(ended);
        let said = waiting.end();
        assert_eq!(said.code, 130, "{said:?}");
        assert!(said.out.contains(last), "{said:?}");
    }
}

#[test]
fn the_exit_code_says_what_has_become_of_it() {
    let rows: &[(Option<Manner>, &str, i32, &str)] = &[
        (Some(Manner::Obedient), "--wait=60s", 0, ""),
        (Some(Manner::Deaf), "--wait=1ms", 5, "message 1 still waits and goes on by itself"),
        (Some(Manner::Unplugged), "--wait=1ms", 4, "no line can send it: sim-1: no modem at /dev/none"),
        (None, "--wait", 4, "the daemon is not running"),
    ];
    for (manner, wait, code, part) in rows {
        for command in [&["send", "--to", TO][..], &["roster", "import", "list.csv", "--all"]] {
            let home = Home::new();
            home.write("list.csv", b"Nom;Tel\nA;06 39 98 00 12\n");
            let _daemon = manner.map(|manner| Daemon::start_with(&home, manner));
            let said = home.run(&[command, &["--text", "x", wait]].concat());
            assert_eq!(said.code, *code, "{said:?}");
            assert!(said.err.contains(part), "{part}: {said:?}");
        }
    }
}

/// `send` says why too, but where it goes in a moment; programs are always told.
#[track_caller]
fn told_by_send(home: &Home, english: &str) {
    let said = home.run(&["send", "--to", TO, "--text", "y"]);
    let is_hindrance = english.contains("can't send");
    assert_eq!(said.err.contains(english), is_hindrance, "{said:?}");
    let said = home.run(&["send", "--to", TO, "--text", "z", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert!(value.pointer("/waits/code").is_some_and(|code| code.is_string()), "{said:?}");
    let said = home.run(&["send", "--to", TO, "--text", "t", "--wait=1ms"]);
    assert_eq!(said.err.contains(english), is_hindrance, "{said:?}");
}

/// The manner of the daemon, and what is said in both languages of a message that waits.
#[test]
fn a_message_that_waits_says_what_for() {
    let rows: &[(Option<Manner>, &str, &str)] = &[
        (None, "waits: the daemon does not run", "attend\u{A0}: le service ne fonctionne pas"),
        (
            Some(Manner::Unplugged),
            "waits: line sim-1 can't send: no modem at /dev/none",
            "attend\u{A0}: la ligne sim-1 ne peut pas envoyer\u{A0}: aucun modem sur /dev/none",
        ),
        (Some(Manner::Deaf), "waits: other messages are before it", "attend\u{A0}: d’autres messages"),
    ];
    for (manner, english, french) in rows {
        let home = Home::new();
        let _daemon = manner.map(|manner| Daemon::start_with(&home, manner));
        home.run(&["send", "--to", TO, "--text", "x"]);
        for (locale, part) in [("C.UTF-8", english), ("fr_FR.UTF-8", french)] {
            let said = home.run_in(locale, &["message", "show", "1"]);
            assert!(said.out.contains(part), "{part}: {said:?}");
        }
        told_by_send(&home, english);
    }
}

#[test]
fn what_is_lost_is_1_and_what_the_network_has_is_0() {
    let home = Home::new();
    let _daemon = Daemon::start(&home);
    let refused = home.run(&["send", "--to", "06 39 98 00 07", "--text", "x", "--wait"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    let send = ["send", "--to", "06 39 98 00 08", "--text", "x", "--reference", "off"];
    assert_eq!(home.run(&send).code, 0);
    while home.run(&["message", "show", "2", "--json"]).json()["summary"]["state"] != "sent" {}
    let sent = home.run(&[&send[..], &["--wait=1ms"]].concat());
    assert_eq!((sent.code, sent.out.as_str()), (0, "message 2: sent, 1 SMS\n"), "{sent:?}");
}
