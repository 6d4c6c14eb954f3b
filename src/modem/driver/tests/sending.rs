//! From an order to what is known of it.

use super::*;

const ESC: &str = "\\x1b";

fn sent(reference: u8, late: bool) -> Event {
    result(Outcome::Sent { reference, late })
}

fn unclear(answer: &str) -> Event {
    result(Outcome::Unknown(Doubt::Unclear { answer: answer.into() }))
}

fn refused(error: &str, advice: Advice) -> Event {
    result(Outcome::Refused(Refusal { error: error.into(), advice }))
}

#[test]
fn nothing_of_a_message_leaves_before_proceed() {
    let mut rig = Rig::ready();
    rig.submit(1);
    assert_eq!(rig.take_written(), ["AT+CMGS=32\\r"]);
    rig.says("\r\n> ");
    assert_eq!(rig.take_events(), [Event::Prompt { ticket: Ticket(1) }]);
    rig.after(4_999);
    assert_eq!(rig.take_written(), [""; 0]);
    rig.order(Order::Proceed { ticket: Ticket(2) });
    assert_eq!(rig.take_written(), [""; 0], "that is another ticket");
    rig.order(Order::Proceed { ticket: Ticket(1) });
    // First octet 31: SUBMIT, relative validity, report wanted (TS 23.040 §9.2.2.2); 8F is 12 h.
    let pdu = "0031000B913336990841F200008F14CC3268FCAECBE7A0F29C0E0ABBDD7576C105\\x1a";
    assert_eq!(rig.take_written(), [pdu]);
    rig.order(Order::Proceed { ticket: Ticket(1) });
    assert_eq!(rig.take_written(), [""; 0], "not twice");
    rig.says("^RSSI:18\r\n\r\n+CMGS: 17\r\n");
    assert_eq!(rig.take_events(), [], "the modem has not finished");
    rig.says("\r\nOK\r\n");
    assert_eq!(rig.take_events(), [sent(17, false)]);
    assert_eq!(rig.driver.poll_timeout(), None, "an idle line waits for nothing");
}

#[test]
fn a_repeated_part_asks_to_reject_duplicates() {
    let mut rig = Rig::ready();
    rig.order(Order::Submit { ticket: Ticket(1), submission: submission(Repeated::Yes) });
    rig.says("\r\n> ");
    rig.order(Order::Proceed { ticket: Ticket(1) });
    assert!(rig.written.last().unwrap().starts_with("0035000B91"), "TP-RD is bit 2: {:?}", rig.written);
    rig.forget();
    rig.says("\r\n+CMS ERROR: 197\r\n");
    assert_eq!(rig.take_events(), [refused("+CMS ERROR: 197", Advice::Duplicate)]);
}

#[test]
fn the_next_order_is_written_in_the_turn_that_gives_it() {
    let mut rig = Rig::gone();
    rig.says("\r\n+CMGS: 17\r\n\r\nOK\r\n");
    assert_eq!(rig.take_events(), [sent(17, false)]);
    rig.submit(2);
    assert_eq!(rig.take_written(), ["AT+CMGS=32\\r"]);
}

#[test]
fn only_a_reference_proves_sent_and_only_a_listed_code_proves_not_sent() {
    let rows = [
        ("+CMGS: 0\r\n\r\nOK", sent(0, false)),
        ("+CMGS: 5\r\n\r\n+CMS ERROR: 500", sent(5, false)),
        ("OK", unclear("OK")),
        ("ERROR", unclear("ERROR")),
        ("+CMS ERROR: 332", unclear("+CMS ERROR: 332")),
        ("+CMS ERROR: 500", unclear("+CMS ERROR: 500")),
        ("+CMS ERROR: 513", unclear("+CMS ERROR: 513")),
        ("+CMS ERROR: network timeout", unclear("+CMS ERROR: network timeout")),
        ("+CMS ERROR: 197", unclear("+CMS ERROR: 197")),
        ("+CME ERROR: 31", unclear("+CME ERROR: 31")),
        ("+CMS ERROR: 38", refused("+CMS ERROR: 38", Advice::Later)),
        ("+CMS ERROR: 41", refused("+CMS ERROR: 41", Advice::Soon)),
        ("+CMS ERROR: 304", refused("+CMS ERROR: 304", Advice::Never)),
        ("+CMS ERROR: 331", refused("+CMS ERROR: 331", Advice::AwaitNetwork)),
        ("+CMS ERROR: 8", refused("+CMS ERROR: 8", Advice::Account)),
        ("+CME ERROR: 10", refused("+CME ERROR: 10", Advice::Modem)),
        ("RDY", result(Outcome::Unknown(Doubt::Restarted))),
        ("+CPIN: READY", result(Outcome::Unknown(Doubt::Restarted))),
        ("+CMGS: 5\r\n\r\nRDY", sent(5, false)),
    ];
    for (given, want) in rows {
        let mut rig = Rig::gone();
        rig.says(&format!("\r\n{given}\r\n"));
        assert_eq!(rig.take_events().first(), Some(&want), "{given}");
    }
}

#[test]
fn every_cut_of_the_octets_gives_the_same_events() {
    let said = b"\r\n+CDS: 25\r\n0006C90B913336990841F242112311000040421123110030400000\r\n\r\n+CMGS: 201\r\n\r\nOK\r\n";
    let events = |cut: usize| {
        let mut rig = Rig::gone();
        rig.driver.handle_bytes(&said[..cut], rig.now);
        rig.drain();
        rig.driver.handle_bytes(&said[cut..], rig.now);
        rig.drain();
        rig.take_events()
    };
    let whole = events(0);
    assert!(matches!(&whole[0], Event::Report { reading: Some(reading), .. } if reading.reference == 201));
    assert_eq!(whole[1], sent(201, false));
    for cut in 1..said.len() {
        assert_eq!(events(cut), whole, "{cut}");
    }
}

#[test]
fn a_refusal_in_place_of_the_prompt_declines_the_order() {
    let rows = [
        ("+CMS ERROR: 331", Advice::AwaitNetwork),
        ("+CMS ERROR: 310", Advice::Modem),
        ("+CMS ERROR: 500", Advice::Later),
        ("+CMS ERROR: Unknown error", Advice::Later),
        ("ERROR", Advice::Later),
    ];
    for (error, advice) in rows {
        let mut rig = Rig::ready();
        rig.submit(1);
        rig.says(&format!("\r\n{error}\r\n"));
        let refusal = Refusal { error: error.into(), advice };
        assert_eq!(rig.take_events(), [Event::Declined { ticket: Ticket(1), refusal }]);
        rig.forget();
        rig.submit(2);
        assert_eq!(rig.take_written(), ["AT+CMGS=32\\r"], "the modem is in step");
    }
}

#[test]
fn a_modem_that_refuses_every_prompt_for_no_reason_is_brought_up_anew() {
    // As one that has lost PDU mode, and says neither that nor that it started anew.
    for said in ["ERROR", "+CMS ERROR: 500", "OK"] {
        let mut rig = Rig::ready();
        for count in 1..=3 {
            assert_eq!(rig.closes, 0, "{said} {count}");
            rig.submit(1);
            rig.says(&format!("\r\n{said}\r\n"));
            rig.after(2_000);
        }
        assert_eq!(rig.take_events().last(), Some(&down(Finding::Unresponsive)), "{said}");
        assert_eq!(rig.closes, 1, "{said}");
        rig.after(1_000);
        rig.forget();
        rig.opened();
        rig.settle();
        assert!(rig.written.iter().any(|line| line == "AT+CMGF=0\\r"), "{said}");
    }
    // A reason of the modem's own is believed.
    let mut rig = Rig::ready();
    for _ in 0..5 {
        rig.submit(1);
        rig.says("\r\n+CMS ERROR: 331\r\n");
    }
    assert_eq!(rig.closes, 0);
}

#[test]
fn an_ok_in_place_of_the_prompt_withdraws_the_order() {
    let mut rig = Rig::ready();
    rig.submit(1);
    rig.says("\r\nOK\r\n");
    assert_eq!(rig.take_events(), [withdrawn(Withdrawal::FinalInstead)]);
    rig.says("\r\n> ");
    rig.order(Order::Proceed { ticket: Ticket(1) });
    rig.settle();
    assert_eq!(rig.pdus(), 0);
}

#[test]
fn a_prompt_that_does_not_come_is_withdrawn_and_the_next_order_waits_for_the_modem() {
    let mut rig = Rig::ready();
    rig.submit(1);
    rig.forget();
    rig.after(5_000);
    rig.says("^RSSI:18\r\n");
    rig.after(4_999);
    assert_eq!(rig.take_events(), []);
    rig.after(1);
    assert_eq!(rig.take_events(), [withdrawn(Withdrawal::NoPrompt)], "noise put it off");
    assert_eq!(rig.take_written(), [ESC]);
    rig.submit(2);
    assert_eq!(rig.take_written(), [""; 0], "the modem is not in step yet");
    rig.says("\r\n> ");
    assert_eq!(rig.take_written(), [ESC], "the late prompt is cancelled");
    rig.after(500);
    assert_eq!(rig.take_written(), ["AT+CMGF?\\r", "AT+CMGS=32\\r"]);
    rig.says("\r\n> ");
    assert_eq!(rig.take_events(), [Event::Prompt { ticket: Ticket(2) }]);
}

#[test]
fn three_prompts_missed_in_a_row_bring_the_modem_up_anew() {
    let mut rig = Rig::ready();
    for _ in 0..2 {
        rig.submit(1);
        rig.after(11_000);
        assert_eq!(rig.take_events(), [withdrawn(Withdrawal::NoPrompt)]);
    }
    rig.submit(1);
    rig.after(10_000);
    assert_eq!(rig.take_events(), [withdrawn(Withdrawal::NoPrompt), down(Finding::Unresponsive)]);
    assert_eq!(rig.closes, 1);
}

#[test]
fn a_gateway_that_hangs_does_not_hang_the_modem() {
    let mut rig = Rig::at_prompt();
    rig.after(4_999);
    assert_eq!(rig.take_events(), []);
    rig.after(1);
    assert_eq!(rig.take_events(), [withdrawn(Withdrawal::NoGo)]);
    assert_eq!(rig.take_written(), [ESC]);
    rig.order(Order::Proceed { ticket: Ticket(1) });
    rig.settle();
    assert_eq!(rig.pdus(), 0, "a late go is ignored");
    assert_eq!(rig.take_events(), []);

    // The same where the order to go is handled before the deadline that is over.
    let mut rig = Rig::at_prompt();
    rig.now += Duration::from_secs(5);
    rig.order(Order::Proceed { ticket: Ticket(1) });
    assert_eq!(rig.take_events(), [withdrawn(Withdrawal::NoGo)]);
    assert_eq!(rig.pdus(), 0);
}

#[test]
fn an_order_is_taken_back_until_ctrl_z_and_not_after() {
    let cause = Withdrawal::Cancelled;
    let mut rig = Rig::ready();
    rig.submit(1);
    rig.order(Order::Withdraw { ticket: Ticket(1), cause });
    assert_eq!(rig.take_events(), [withdrawn(cause)]);
    assert_eq!(rig.take_written(), ["AT+CMGS=32\\r", ESC]);

    let mut rig = Rig::at_prompt();
    rig.order(Order::Withdraw { ticket: Ticket(2), cause });
    assert_eq!(rig.take_events(), [], "that is another ticket");
    rig.order(Order::Withdraw { ticket: Ticket(1), cause });
    assert_eq!(rig.take_events(), [withdrawn(cause)]);
    assert_eq!(rig.take_written(), [ESC]);

    let mut rig = Rig::gone();
    rig.order(Order::Withdraw { ticket: Ticket(1), cause });
    assert_eq!(rig.take_events(), []);
    assert_eq!(rig.take_written(), [""; 0]);
    rig.says("\r\n+CMGS: 3\r\n\r\nOK\r\n");
    assert_eq!(rig.take_events(), [sent(3, false)]);

    // While the session still gets into step, nothing of the order is written yet.
    let mut rig = Rig::at_prompt();
    rig.order(Order::Withdraw { ticket: Ticket(1), cause });
    rig.submit(2);
    rig.order(Order::Withdraw { ticket: Ticket(2), cause });
    rig.settle();
    assert_eq!(rig.take_written(), [ESC, "AT+CMGF?\\r"]);
    assert_eq!(rig.take_events(), [withdrawn(cause), Event::Withdrawn { ticket: Ticket(2), cause }]);
}

#[test]
fn silence_is_unknown_only_after_the_late_answer_had_its_chance() {
    let mut rig = Rig::gone();
    rig.after(119_999);
    assert_eq!(rig.take_written(), [""; 0]);
    rig.after(1);
    assert_eq!((rig.take_written(), rig.take_events()), (vec![ESC.to_owned()], vec![]));
    rig.after(499);
    assert_eq!(rig.take_events(), []);
    rig.after(1);
    assert_eq!(rig.take_events(), [result(Outcome::Unknown(Doubt::Silence))]);

    for (said, want) in [
        ("\r\n+CMGS: 9\r\n\r\nOK\r\n", sent(9, true)),
        ("\r\n+CMS ERROR: 41\r\n", refused("+CMS ERROR: 41", Advice::Soon)),
        ("\r\n+CMS ERROR: 500\r\n", unclear("+CMS ERROR: 500")),
        ("\r\nRDY\r\n", result(Outcome::Unknown(Doubt::Restarted))),
    ] {
        let mut rig = Rig::gone();
        rig.after(120_200);
        rig.says(said);
        rig.after(1_000);
        assert_eq!(rig.take_events().first(), Some(&want), "{said}");
        rig.settle();
        assert!(!rig.events.iter().any(|event| matches!(event, Event::Result { .. })), "told twice");
    }
}

#[test]
fn a_modem_that_never_answers_again_is_unknown_and_then_down() {
    let mut rig = Rig::gone();
    rig.answers = vec![("AT+CMGF?", ""), ("AT+CNMI?", ""), ("AT+CPIN?", "")];
    rig.after(140_000);
    assert_eq!(rig.take_events(), [result(Outcome::Unknown(Doubt::Silence)), down(Finding::Unresponsive)]);
    assert_eq!(rig.closes, 1);
}

#[test]
fn a_modem_that_starts_anew_before_ctrl_z_has_sent_nothing() {
    for line in ["RDY", "^SYSSTART", "+CPIN: READY", "SMS Ready"] {
        let mut waiting = Rig::ready();
        waiting.submit(1);
        for mut rig in [waiting, Rig::at_prompt()] {
            rig.says(&format!("\0\r\n{line}\r\n"));
            let want = [withdrawn(Withdrawal::ModemRestarted), down(Finding::Restarted)];
            assert_eq!(rig.take_events(), want, "{line}");
            rig.order(Order::Proceed { ticket: Ticket(1) });
            rig.settle();
            assert_eq!(rig.pdus(), 0);
            assert!(matches!(rig.take_events().as_slice(), [Event::Health(Health::Ready(_))]));
        }
    }
}

#[test]
fn a_final_result_at_the_prompt_withdraws_the_order() {
    for line in ["OK", "ERROR", "+CMS ERROR: 500", "+CME ERROR: 14"] {
        let mut rig = Rig::at_prompt();
        rig.says(&format!("\r\n{line}\r\n"));
        assert_eq!(rig.take_events(), [withdrawn(Withdrawal::FinalInstead)], "{line}");
        rig.order(Order::Proceed { ticket: Ticket(1) });
        rig.settle();
        assert_eq!(rig.pdus(), 0);
    }
}

#[test]
fn what_fits_no_message_is_declined_for_good() {
    let mut rig = Rig::ready();
    let mut submission = submission(Repeated::No);
    submission.text.text = "x".repeat(161);
    rig.order(Order::Submit { ticket: Ticket(1), submission });
    let events = rig.take_events();
    assert!(
        matches!(&events[..], [Event::Declined { refusal, .. }] if refusal.advice == Advice::Never),
        "{events:?}"
    );
    assert_eq!(rig.take_written(), [""; 0]);
}

#[test]
fn a_second_order_is_declined_and_the_first_goes_on() {
    let mut rig = Rig::at_prompt();
    rig.submit(2);
    assert!(matches!(&rig.take_events()[..], [Event::Declined { ticket: Ticket(2), .. }]));
    rig.order(Order::Proceed { ticket: Ticket(1) });
    rig.says("\r\n+CMGS: 3\r\n\r\nOK\r\n");
    assert_eq!(rig.take_events(), [sent(3, false)]);
}
