//! Modems and daemons come and go; no message is lost or sent twice for it.

use std::fs;
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use nix::sys::signal::Signal;

use crate::house::{House, LINE, OUTBOX, STORE};

/// Numbers and texts for a mailing.
fn mailing(count: usize) -> Vec<(String, String)> {
    let row = |n| (format!("06 39 98 50 {n:02}"), format!("Concert samedi à 18h, place {n}."));
    (0..count).map(row).collect()
}

#[test]
fn without_a_modem_work_is_taken_in_and_goes_when_one_appears() {
    let house = House::new();
    let daemon = house.run();
    house.insert_all("normal", &mailing(3));
    house.wait_for_all("queued");
    // The port is looked for again and again; that it is not there is said once.
    let first = house.insert(&[("recipient", "06 39 98 51 00"), ("body", "Bonjour à tous les élèves")]);
    house.wait_for_state(first, "queued");
    let _modem = house.modem(|_| {});
    house.wait_for_all("delivered");
    assert_eq!(house.logged("line can't send").len(), 1, "{}", house.log());
    assert_eq!(house.logged("line ready").len(), 1);
    house.assert_none_twice();
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_modem_that_is_pulled_out_in_mid_mailing_and_comes_back_goes_on() {
    let house = House::new();
    let modem = house.modem(|modem| modem.network.latency = Duration::from_millis(40));
    let _daemon = house.run();
    house.insert_all("bulk", &mailing(30));
    house.wait_for_accepted(8);
    modem.instruct("unplug:300ms now");
    let rows = house.wait_until_quiet();
    let unknown = rows.iter().filter(|row| row.state == "unknown").count();
    assert!(unknown <= 1, "{:?}", house.states());
    let told = rows.iter().filter(|row| matches!(row.state.as_str(), "sent" | "delivered")).count();
    assert_eq!(told + unknown, 30, "{:?}", house.states());
    house.assert_none_twice();
}

#[test]
fn sigterm_in_mid_mailing_finishes_what_is_at_the_modem_and_the_next_run_goes_on() {
    let house = House::new();
    let _modem = house.modem(|modem| modem.network.latency = Duration::from_millis(60));
    let daemon = house.run();
    house.insert_all("bulk", &mailing(24));
    house.wait_for_accepted(5);
    assert_eq!(daemon.stop(), Some(0));
    let gone = house.submits().len();
    assert!(gone < 24, "it was to be in the middle");
    let states = house.states();
    // The outbox tells of all that went, though nobody runs who could write it later.
    let told = ["sent", "delivered"].iter().filter_map(|state| states.get(*state)).sum::<usize>();
    assert_eq!((told, states.get("queued").copied()), (gone, Some(24 - gone)), "{states:?}");
    let _daemon = house.run();
    let rows = house.wait_until_quiet();
    assert!(
        rows.iter().all(|row| matches!(row.state.as_str(), "sent" | "delivered")),
        "{:?}",
        house.states()
    );
    assert_eq!(house.submits().len(), 24);
    house.assert_none_twice();
}

#[test]
fn a_second_sigterm_does_not_wait_and_leaves_what_nobody_knows() {
    let house = House::new();
    let _modem = house.modem(|modem| {
        modem.network.latency = Duration::from_millis(20);
        modem.faults = vec!["silence*1@2".parse().unwrap()];
    });
    house.configure(&format!("{STORE}{OUTBOX}{}", LINE.replace("3s", "60s")));
    let daemon = house.run();
    house.insert_all("bulk", &mailing(4));
    house.wait("the silent one", |house| (house.submits().len() == 2).then_some(()));
    daemon.signal(Signal::SIGTERM);
    house.wait_for_log("asked to stop");
    daemon.signal(Signal::SIGTERM);
    assert_eq!(daemon.end().code(), Some(0));
    assert_eq!(house.logged("is finished first").len(), 1, "it does not wait a second time");
    assert_eq!(house.logged("asked again: ending at once").len(), 1);
    // With a shorter patience its time is over at once.
    house.configure(&format!("{STORE}{OUTBOX}{}", LINE.replace("3s", "1s")));
    let _daemon = house.run();
    house.wait_until_quiet();
    let unknown: Vec<_> = house.all_rows().into_iter().filter(|row| row.state == "unknown").collect();
    assert_eq!(unknown.len(), 1, "{:?}", house.states());
    assert_eq!(unknown[0].reason.as_deref(), Some("process_ended"));
    house.assert_none_twice();
    assert_eq!(house.submits().len(), 4);
}

#[test]
fn after_a_kill_it_says_which_message_it_listens_for_and_until_when() {
    let house = House::new();
    let _modem = house.modem(|modem| modem.faults = vec!["silence*1@2".parse().unwrap()]);
    let daemon = house.run();
    house.insert_all("bulk", &mailing(3));
    house.wait("the silent one", |house| (house.submits().len() == 2).then_some(()));
    daemon.kill();
    let _daemon = house.run();
    house.wait_for_log("listening for its result");
    let said = house.logged("listening for its result");
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("message_id=2") && said[0].contains("until=2"), "{said:?}");
    let rows = house.wait_until_quiet();
    let states: Vec<_> = rows.iter().map(|row| row.state.as_str()).collect();
    assert_eq!(states[1], "unknown", "{states:?}");
    assert!(matches!(states[2], "sent" | "delivered"), "{states:?}");
    house.assert_none_twice();
}

#[test]
fn a_late_answer_after_a_kill_proves_it_sent() {
    let house = House::new();
    let _modem = house.modem(|modem| {
        modem.network.latency = Duration::from_millis(1_500);
        modem.network.phone_off =
            ["+33639985000"].map(|to| beffroi::phone::PhoneNumber::from_e164(to).unwrap()).into();
    });
    let daemon = house.run();
    house.insert_all("bulk", &mailing(1));
    house.wait("Ctrl-Z", |house| (house.submits().len() == 1).then_some(()));
    daemon.kill();
    let _daemon = house.run();
    let row = house.wait_for_state(1, "sent");
    assert_eq!(house.logged("listening for its result").len(), 1);
    assert_eq!(row.reason.as_deref(), Some("late_answer"), "{row:?}");
    assert_eq!(house.submits().len(), 1);
}

#[test]
fn a_second_daemon_on_the_same_store_is_told_so() {
    let house = House::new();
    let daemon = house.run();
    let second = house.ask(&["run"]);
    let said = second.is_one_sentence(1);
    assert!(said.contains("another beffroi has this store open"), "{said}");
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_store_that_has_gone_is_not_made_anew() {
    let house = House::new();
    assert_eq!(house.run().stop(), Some(0));
    for file in ["beffroi.db", "beffroi.db-wal", "beffroi.db-shm"] {
        let path = house.path("store").join(file);
        if path.exists() {
            fs::remove_file(path).unwrap();
        }
    }
    for command in [&["run"][..], &["send", "--to", "06 39 98 00 12", "--text", "Bonjour"]] {
        let refused = house.ask(command);
        let said = refused.is_one_sentence(1);
        assert!(said.contains("is gone or empty, but") && said.contains("put the store back"), "{said}");
        assert!(!house.store().exists());
    }
}

/// A store that must be brought to this version may take longer than a unit has to start.
#[test]
fn systemd_is_asked_to_wait_for_a_start_before_it_hears_of_its_end() {
    let house = House::new();
    let socket = UnixDatagram::bind(house.path("notify")).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut command = house.command(&["run"]);
    command.env("NOTIFY_SOCKET", house.path("notify"));
    let daemon = house.spawn_command(command);
    let hear = || {
        let mut said = [0; 256];
        let length = socket.recv(&mut said).unwrap();
        String::from_utf8_lossy(&said[..length]).trim_end().to_owned()
    };
    assert_eq!([hear(), hear()], ["EXTEND_TIMEOUT_USEC=60000000", "READY=1"]);
    assert_eq!(daemon.stop(), Some(0));
    assert_eq!(hear(), "STOPPING=1");
}
