//! The port goes, stalls, comes back; the line ends.

use super::*;

#[test]
fn a_port_that_goes_leaves_unknown_only_what_passed_ctrl_z() {
    let mut asked = Rig::ready();
    asked.submit(1);
    asked.forget();
    let mut answered = Rig::gone();
    answered.says("\r\n+CMGS: 8\r\n");
    let rows = [
        (asked, withdrawn(Withdrawal::PortLost)),
        (Rig::at_prompt(), withdrawn(Withdrawal::PortLost)),
        (Rig::gone(), result(Outcome::Unknown(Doubt::PortLost))),
        (answered, result(Outcome::Sent { reference: 8, late: false })),
    ];
    for (mut rig, want) in rows {
        rig.lost();
        assert_eq!(rig.take_events(), [want, down(no_device())]);
        assert_eq!(rig.take_written(), [""; 0]);
    }
}

#[test]
fn a_line_without_device_says_so_once_and_tries_with_growing_pauses() {
    let mut rig = Rig::new();
    rig.order(Order::Open { listen: None });
    assert_eq!(rig.opens, 1);
    let mut opens = Vec::new();
    for _ in 0..6 {
        rig.lost();
        let before = rig.now;
        let deadline = rig.driver.poll_timeout().unwrap();
        opens.push((deadline - before).as_secs());
        rig.after(u64::try_from((deadline - before).as_millis()).unwrap());
    }
    assert_eq!(opens, [1, 2, 4, 5, 5, 5]);
    assert_eq!(rig.opens, 7);
    assert_eq!(rig.take_events(), [down(no_device())]);
    rig.opened();
    rig.settle();
    let events = rig.take_events();
    assert!(
        matches!(&events[..], [Event::Health(Health::Starting), Event::Health(Health::Ready(_))]),
        "{events:?}"
    );
}

#[test]
fn an_order_for_a_line_that_is_down_is_withdrawn() {
    let mut rig = Rig::ready();
    rig.lost();
    rig.forget();
    rig.submit(1);
    assert_eq!(rig.take_events(), [withdrawn(Withdrawal::PortLost)]);
    assert_eq!(rig.take_written(), [""; 0]);
}

#[test]
fn a_pdu_that_the_port_did_not_take_whole_is_withdrawn() {
    let mut rig = Rig::gone();
    rig.driver.handle_write_stalled(1, rig.now);
    rig.drain();
    assert_eq!(rig.take_events(), [withdrawn(Withdrawal::WriteStalled)]);
    assert_eq!(rig.take_written(), ["\\x1b"]);
    rig.says("\r\nOK\r\n");
    rig.submit(2);
    assert_eq!(rig.take_written(), ["AT+CMGF?\\r", "AT+CMGS=32\\r"]);

    let mut rig = Rig::gone();
    rig.driver.handle_write_stalled(0, rig.now);
    rig.lost();
    assert_eq!(rig.take_events()[0], result(Outcome::Unknown(Doubt::PortLost)), "Ctrl-Z has gone");

    let mut rig = Rig::gone();
    rig.driver.handle_write_failed(3, rig.now, no_device());
    rig.drain();
    assert_eq!(rig.take_events(), [withdrawn(Withdrawal::WriteStalled), down(no_device())]);
}

#[test]
fn a_port_that_takes_no_command_is_given_up() {
    let mut rig = Rig::ready();
    rig.submit(1);
    rig.forget();
    rig.driver.handle_write_stalled(3, rig.now);
    rig.drain();
    assert_eq!(rig.take_events(), [withdrawn(Withdrawal::WriteStalled), down(Finding::Unresponsive)]);
    assert_eq!(rig.closes, 1);

    // The same after a stalled message, when not even ESC goes.
    let mut rig = Rig::gone();
    rig.driver.handle_write_stalled(9, rig.now);
    rig.drain();
    rig.forget();
    rig.driver.handle_write_stalled(1, rig.now);
    rig.drain();
    assert_eq!(rig.take_events(), [down(Finding::Unresponsive)]);
}

#[test]
fn a_line_ends_when_nothing_is_owed_any_more() {
    let mut bringing_up = Rig::new();
    bringing_up.open();
    bringing_up.forget();
    let mut asked = Rig::ready();
    asked.submit(1);
    asked.forget();
    let mut away = Rig::ready();
    away.lost();
    away.forget();
    let mut opening = Rig::new();
    opening.order(Order::Open { listen: None });
    let stopping = withdrawn(Withdrawal::Stopping);
    let rows = [
        ("idle", Rig::new(), vec![], vec![], 0),
        ("opening", opening, vec![], vec![], 0),
        ("away", away, vec![], vec![], 0),
        ("bring-up", bringing_up, vec![], vec![], 1),
        ("ready", Rig::ready(), vec![], vec![], 1),
        ("asked", asked, vec![stopping.clone()], vec!["\\x1b"], 1),
        ("at the prompt", Rig::at_prompt(), vec![stopping], vec!["\\x1b"], 1),
    ];
    for (name, mut rig, mut events, written, closes) in rows {
        let before = rig.closes;
        rig.order(Order::Close);
        events.push(Event::Closed);
        assert_eq!(rig.take_events(), events, "{name}");
        assert_eq!(rig.take_written(), written, "{name}");
        assert_eq!(rig.closes - before, closes, "{name}");
        rig.says("\r\nRDY\r\n");
        rig.settle();
        assert_eq!((rig.take_events(), rig.take_written()), (vec![], vec![]), "{name}: nothing follows");
    }
}

#[test]
fn a_line_that_ends_waits_for_the_result() {
    let rows = [
        ("\r\n+CMGS: 4\r\n\r\nOK\r\n", Outcome::Sent { reference: 4, late: false }),
        ("\r\nRDY\r\n", Outcome::Unknown(Doubt::Restarted)),
        ("", Outcome::Unknown(Doubt::Silence)),
    ];
    for (said, want) in rows {
        let mut rig = Rig::gone();
        rig.order(Order::Close);
        assert_eq!(rig.take_events(), []);
        rig.says(said);
        if said.is_empty() {
            rig.after(121_000);
        }
        let events = rig.take_events();
        assert_eq!(events.first(), Some(&result(want)), "{said}");
        assert_eq!(events.last(), Some(&Event::Closed), "{said}");
        assert_eq!(rig.closes, 1);
    }
    let mut rig = Rig::gone();
    rig.order(Order::Close);
    rig.lost();
    let events = rig.take_events();
    assert_eq!(events.first(), Some(&result(Outcome::Unknown(Doubt::PortLost))));
    assert_eq!(events.last(), Some(&Event::Closed));
}
