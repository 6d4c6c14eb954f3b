//! What is typed: lines however they are cut, what is asked of the modem itself, and rubbish.

use super::*;

#[test]
fn nothing_comes_between_prompt_and_ctrl_z() {
    let mut bench = Bench::new(&[]);
    bench.say("AT+CMGS=20\r");
    bench.pass(10);
    bench.take();
    bench.modem.instruct(format!("from {REACHED} Bonjour").parse().unwrap(), bench.now);
    bench.pass(1_000);
    assert_eq!(bench.take(), "");
    assert_eq!(bench.asked("\x1B"), "\r\nOK\r\n\r\n+CMTI: \"SM\",1\r\n");
}

#[test]
fn lines_are_understood_however_they_are_cut() {
    let said = "AT+CMEE=1;+CREG?\r\nat+cgmi\rAT+NONSENSE\rATE1Q0V1\rAT+CMGF=1\r";
    let whole = Bench::new(&[]).asked(said);
    assert_eq!(
        whole,
        "\r\n+CREG: 0,1\r\n\r\nOK\r\n\r\nVirtualModem\r\n\r\nOK\r\n\r\nERROR\r\n\r\nOK\r\n\
         AT+CMGF=1\r\r\n+CMS ERROR: 303\r\n"
    );
    for cut in 1..said.len() {
        let mut bench = Bench::new(&[]);
        let (head, tail) = said.split_at(cut);
        bench.say(head);
        bench.pass(50);
        bench.say(tail);
        assert_eq!(bench.take(), whole, "cut at {cut}");
    }
}

#[test]
fn identity_and_errors_are_as_asked() {
    let rows = [
        ("ATI\r", "\r\nVirtual\r\nGENERIC-27005\r\nRevision: 1.0\r\n\r\nOK\r\n"),
        ("AT+CGSN\r", "\r\n001010123456780\r\n\r\nOK\r\n"),
        ("AT+CGSN=?\r", "\r\nOK\r\n"),
        ("AT+CPIN?\r", "\r\n+CPIN: READY\r\n\r\nOK\r\n"),
        ("AT+CSCA?\r", "\r\n+CSCA: \"+33639980009\",145\r\n\r\nOK\r\n"),
        ("AT+CPIN=\"0000\"\r", "\r\nERROR\r\n"),
        ("AT+CMEE=1;+CPIN=\"0000\"\r", "\r\n+CME ERROR: 3\r\n"),
        ("AT+CMEE=2;+CPIN=\"0000\"\r", "\r\n+CME ERROR: operation not allowed\r\n"),
        ("AT+COPS=3,2;+COPS?\r", "\r\n+COPS: 0,2,\"00101\",7\r\n\r\nOK\r\n"),
        ("AT+CFUN=4;+CREG?\r", "\r\n+CREG: 0,0\r\n\r\nOK\r\n"),
        ("AT+CFUN=4;+CMGS=10\r", "\r\n+CMS ERROR: 331\r\n"),
        ("AT+CMGS=999\r", "\r\n+CMS ERROR: 304\r\n"),
        ("ATV0;I\r", "Virtual\r\nGENERIC-27005\r\nRevision: 1.0\r\n0\r"),
        ("ATQ1\r", ""),
        ("hello\r", ""),
        ("\r", ""),
    ];
    for (given, want) in rows {
        assert_eq!(Bench::new(&[]).asked(given), want, "{given:?}");
    }
}

#[test]
fn the_last_line_comes_again() {
    let mut bench = Bench::new(&[]);
    bench.asked("AT+CSQ\r");
    assert_eq!(bench.asked("A/"), "\r\n+CSQ: 22,99\r\n\r\nOK\r\n");
}

#[test]
fn rubbish_for_ever_ends_nowhere() {
    let mut bench = Bench::new(&[]);
    for octet in 0..=255_u8 {
        bench.modem.handle_bytes(&vec![octet; 3_000], bench.now);
        bench.modem.poll_output();
    }
    bench.say("\x1B\r");
    bench.take();
    assert_eq!(bench.asked("AT\r"), "\r\nOK\r\n");
}
