//! Hearing what an earlier process left open.

use super::*;

fn listening() -> Rig {
    let mut rig = Rig::new();
    let listen = Listen { ticket: Ticket(1), at_most: Duration::from_secs(150) };
    rig.order(Order::Open { listen: Some(listen) });
    assert_eq!(rig.take_events(), [Event::Health(Health::Listening)]);
    rig
}

#[test]
fn a_listening_line_writes_nothing_until_it_knows() {
    let refusal = Refusal { error: "+CMS ERROR: 38".into(), advice: Advice::Later };
    let rows = [
        ("+CMGS: 77\r\n\r\nOK", Outcome::Sent { reference: 77, late: true }),
        ("+CMS ERROR: 38", Outcome::Refused(refusal)),
        // The earlier process had asked for the next prompt already: this may be the answer to that.
        ("+CMS ERROR: 331", Outcome::Unknown(Doubt::Unclear { answer: "+CMS ERROR: 331".into() })),
        ("+CME ERROR: 14", Outcome::Unknown(Doubt::Unclear { answer: "+CME ERROR: 14".into() })),
        ("+CMS ERROR: 500", Outcome::Unknown(Doubt::Unclear { answer: "+CMS ERROR: 500".into() })),
        ("RDY", Outcome::Unknown(Doubt::Restarted)),
    ];
    for (said, want) in rows {
        let mut rig = listening();
        rig.opened();
        rig.after(100_000);
        rig.says("^RSSI:18\r\n\r\n> \r\nOK\r\n\r\nERROR\r\n");
        assert_eq!((rig.take_events(), rig.take_written()), (vec![], vec![]), "{said}");
        rig.says(&format!("\r\n{said}\r\n"));
        let events = rig.take_events();
        assert_eq!(events, [result(want), Event::Health(Health::Starting)], "{said}");
        rig.settle();
        let events = rig.take_events();
        assert!(matches!(&events[..], [Event::Health(Health::Ready(_))]), "{said}: {events:?}");
        assert_eq!(rig.written[0], "\\x1b", "{said}");
    }
}

#[test]
fn the_time_runs_out_with_a_port_and_without() {
    let mut rig = listening();
    rig.opened();
    rig.after(149_999);
    assert_eq!((rig.take_events(), rig.take_written()), (vec![], vec![]));
    rig.after(1);
    let over = result(Outcome::Unknown(Doubt::ProcessEnded));
    assert_eq!(rig.take_events(), [over.clone(), Event::Health(Health::Starting)]);
    assert_eq!(rig.take_written(), ["\\x1b"]);

    let mut rig = listening();
    rig.lost();
    assert_eq!(rig.take_events(), [down(no_device())]);
    rig.after(1_000);
    rig.opened();
    assert_eq!(rig.take_events(), [Event::Health(Health::Listening)]);
    rig.lost();
    rig.after(149_000);
    assert_eq!(rig.take_events(), [down(no_device()), over]);
    assert_eq!(rig.take_written(), [""; 0]);
}

#[test]
fn reports_are_told_while_listening() {
    let mut rig = listening();
    rig.opened();
    rig.says("\r\n+CDS: 25\r\n0006C90B913336990841F242112311000040421123110030400000\r\n");
    let events = rig.take_events();
    let [Event::Report { reading: Some(reading), .. }] = &events[..] else { panic!("{events:?}") };
    assert_eq!((reading.reference, reading.status), (201, 0));
    assert_eq!(reading.recipient.0, "33639980142");
}

#[test]
fn a_line_that_ends_while_listening_leaves_its_attempt_to_the_next_process() {
    let mut rig = listening();
    rig.opened();
    rig.order(Order::Close);
    assert_eq!(rig.take_events(), [Event::Closed]);
    assert_eq!(rig.take_written(), [""; 0]);
}
