//! Messages that come in: shown, announced or kept, and read from the memory and deleted.

use super::*;
use crate::sms::deliver::Deliver;

#[test]
fn incoming_messages_go_where_they_are_wanted() {
    let rows = [
        ("AT+CNMI=2,0\r", "", Shown::Stored),
        ("AT+CNMI=2,1\r", "\r\n+CMTI: \"SM\",1\r\n", Shown::Announced),
        ("AT+CNMI=2,2\r", "\r\n+CMT: ,", Shown::Direct),
        ("AT+CNMI=0,1\r", "", Shown::Held),
    ];
    for (set, head, shown) in rows {
        let mut bench = Bench::new(&[]);
        bench.asked(set);
        let text = "Merci, c'est noté ☺";
        bench.modem.instruct(format!("from {REACHED} {text}").parse().unwrap(), bench.now);
        bench.drain();
        let heard = bench.take();
        assert!(heard.starts_with(head) && heard.is_empty() == head.is_empty(), "{set:?}: {heard:?}");
        let [Record::Incoming(entry)] = bench.records.as_slice() else { panic!("{set:?}") };
        assert_eq!((entry.shown, entry.text.as_str()), (shown, text));
        let octets = frame::from_hex(&entry.tpdu).unwrap();
        assert_eq!(Deliver::decode(&octets).unwrap().text().unwrap(), text);
        if set.starts_with("AT+CNMI=0") {
            assert!(bench.asked("AT+CNMI=2,1\r").ends_with("+CMTI: \"SM\",1\r\n"), "held lines are let go");
        }
    }
}

#[test]
fn stored_messages_are_listed_read_and_deleted() {
    let mut bench = Bench::new(&[]);
    for text in ["Un", "Deux"] {
        bench.modem.instruct(format!("from {REACHED} {text}").parse().unwrap(), bench.now);
    }
    bench.drain();
    bench.take();
    assert!(bench.asked("AT+CPMS?\r").contains("+CPMS: \"SM\",2,20,\"SM\",2,20,\"SM\",2,20"));
    let read = bench.asked("AT+CMGR=2\r");
    assert!(read.starts_with("\r\n+CMGR: 0,,") && read.ends_with("\r\n\r\nOK\r\n"), "{read:?}");
    assert!(bench.asked("AT+CMGR=2\r").contains("+CMGR: 1,,"), "read by now");
    let all = bench.asked("AT+CMGL=4\r");
    assert_eq!(all.matches("+CMGL: ").count(), 2, "{all:?}");
    assert_eq!(bench.asked("AT+CMGD=1\r"), "\r\nOK\r\n");
    assert!(bench.asked("AT+CMGR=1\r").contains("+CMS ERROR: 321"));
    assert_eq!(bench.asked("AT+CMGL=4\r").matches("+CMGL: ").count(), 1);
    assert_eq!(bench.asked("AT+CMGD=1,4\r"), "\r\nOK\r\n");
    assert_eq!(bench.asked("AT+CMGL=4\r"), "\r\nOK\r\n");
}
