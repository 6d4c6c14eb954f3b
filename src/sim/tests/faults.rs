//! What each fault does to a message and to its answer, and that the modem goes on after it.

use super::*;

#[test]
fn faults_do_what_they_say() {
    // What is heard after Ctrl-Z within a second, what the journal says of it.
    let rows = [
        ("refuse:38", "\r\n+CMS ERROR: 38\r\n", "-refused"),
        ("silence", "", "-silence"),
        ("answer-lost", "+CDS", "+answer-lost"),
        ("late-answer:500ms", "+CDS \r\n+CMGS: 0\r\n\r\nOK\r\n", "+late-answer"),
    ];
    for (fault, want, fate) in rows {
        let mut bench = Bench::new(&[fault]);
        bench.submit(REACHED, "Bonjour");
        bench.take();
        bench.pass(1_000);
        let heard = bench.take();
        let heard = match heard.find("\r\n+CDS").zip(heard.find("+CMGS")) {
            Some((_, answer)) => format!("+CDS {}", heard.get(answer - 2..).unwrap()),
            None if heard.contains("+CDS") => "+CDS".to_owned(),
            None => heard,
        };
        assert_eq!((heard.as_str(), bench.fate().as_str()), (want, fate), "{fault}");
        assert_eq!(bench.asked("AT\r"), "\r\nOK\r\n", "{fault}: the modem lives");
    }
}

#[test]
fn a_duplicate_is_refused_where_it_is_to_be_told_and_asks_for_that() {
    use crate::sms::submit::RejectDuplicates;
    let rows = [
        ("duplicates=refused", RejectDuplicates::Yes, "Bonjour", "-refused"),
        ("duplicates=refused", RejectDuplicates::Yes, "Bonsoir", "+sent"),
        ("duplicates=refused", RejectDuplicates::No, "Bonjour", "+sent"),
        ("duplicates=taken", RejectDuplicates::Yes, "Bonjour", "+sent"),
    ];
    for (condition, reject_duplicates, text, want) in rows {
        let mut bench = Bench::new(&["sent-refuse:38*1"]);
        bench.modem.instruct(condition.parse().unwrap(), bench.now);
        bench.submit(REACHED, "Bonjour");
        bench.pass(100);
        assert!(bench.take().ends_with("+CMS ERROR: 38\r\n"), "the modem says that it was refused");
        let mut again = submit(REACHED, text);
        again.reject_duplicates = reject_duplicates;
        bench.hand_over(&again.encode().unwrap());
        bench.pass(100);
        assert_eq!(bench.take().contains("+CMS ERROR: 197"), want == "-refused", "{condition}, {text}");
        assert_eq!(bench.fate(), format!("+sent-refuse {want}"), "{condition}, {text}");
        let codes: Vec<_> = bench.submitted().iter().map(|entry| entry.code).collect();
        assert_eq!(codes, [Some(38), (want == "-refused").then_some(197)]);
    }
}

#[test]
fn a_late_answer_keeps_the_modem_busy() {
    let mut bench = Bench::new(&["late-answer:30s"]);
    bench.submit(REACHED, "Bonjour");
    bench.take();
    bench.pass(20_000);
    bench.take();
    assert_eq!(bench.asked("\x1BAT\r"), "");
    bench.pass(20_000);
    assert_eq!(bench.take(), "\r\n+CMGS: 0\r\n\r\nOK\r\n\r\nOK\r\n");
}

#[test]
fn a_stray_answer_comes_when_the_modem_has_done_other_things() {
    let mut bench = Bench::new(&["stray-answer:9s*1"]);
    bench.asked("ATE0\r");
    bench.submit(REACHED, "Bonjour");
    bench.pass(8_000);
    bench.take();
    assert_eq!(bench.asked("AT\r"), "\r\nOK\r\n", "it does not wait for it");
    bench.pass(2_000);
    assert_eq!(bench.take(), "\r\n+CMGS: 0\r\n\r\nOK\r\n");
    assert_eq!(bench.fate(), "+stray-answer");
}

#[test]
fn without_a_prompt_only_escape_helps() {
    let mut bench = Bench::new(&["no-prompt*1"]);
    bench.say("AT+CMGS=20\r");
    bench.pass(60_000);
    assert_eq!(bench.take(), "");
    assert_eq!(bench.asked("AT\r"), "", "it is typed into the PDU");
    assert_eq!(bench.asked("\x1B"), "\r\nOK\r\n");
    bench.submit(REACHED, "Bonjour");
    bench.pass(1_000);
    assert!(bench.take().contains("+CMGS: 0"));
}

#[test]
fn a_reboot_forgets_what_was_set_and_the_network_waits() {
    for (fault, fate) in [("reboot*1", "-reboot"), ("sent-reboot*1", "+sent-reboot")] {
        let mut bench = Bench::new(&[fault]);
        bench.submit(REACHED, "Bonjour");
        bench.take();
        bench.pass(1_000);
        assert_eq!(bench.asked("AT\r"), "", "{fault}: deaf while it starts");
        bench.pass(5_000);
        assert_eq!(bench.take(), "\r\nRDY\r\n\r\n+CPIN: READY\r\n", "{fault}");
        assert_eq!(bench.fate(), fate);
        assert_eq!(bench.asked("AT+CNMI?\r"), "AT+CNMI?\r\r\n+CNMI: 0,0,0,0,0\r\n\r\nOK\r\n", "{fault}");
    }
}

#[test]
fn a_reboot_on_the_spot_loses_the_answer_of_what_was_sent() {
    let mut bench = Bench::new(&[]);
    bench.submit(REACHED, "Bonjour");
    bench.take();
    bench.modem.instruct("reboot now".parse().unwrap(), bench.now);
    bench.pass(10_000);
    assert!(!bench.take().contains("+CMGS"));
    assert_eq!(bench.fate(), "+sent");
}

#[test]
fn an_unplugged_modem_comes_back_whatever_it_is_told_meanwhile() {
    for told in ["reboot now", "unplug:1s now"] {
        let mut bench = Bench::new(&[]);
        bench.modem.instruct("unplug:1s now".parse().unwrap(), bench.now);
        bench.pass(300);
        bench.modem.instruct(told.parse().unwrap(), bench.now);
        bench.pass(20_000);
        assert_eq!(bench.plugs.last(), Some(&Event::Plugged), "{told}");
        assert!(bench.asked("AT\r").ends_with("OK\r\n"), "{told}");
    }
}

#[test]
fn an_unplugged_modem_is_gone_and_comes_back() {
    let mut bench = Bench::new(&["sent-unplug:5s*1"]);
    bench.submit(REACHED, "Bonjour");
    bench.take();
    bench.pass(100);
    assert_eq!(bench.plugs, [Event::Unplugged]);
    bench.pass(4_999);
    assert_eq!((bench.asked("AT\r").as_str(), bench.plugs.len()), ("", 2));
    assert_eq!(bench.plugs, [Event::Unplugged, Event::Plugged]);
    bench.pass(10_000);
    assert_eq!(bench.fate(), "+sent-unplug");
    let said = bench.asked("AT\r");
    assert!(said.ends_with("AT\r\r\nOK\r\n"), "{said:?}: echo is back");
}
