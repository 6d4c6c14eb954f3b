//! What TS 23.040 tells a receiver to do about a sender's mistakes: each row with the clause that says so. A strict
//! reading refuses all of them.

use super::super::Fault;
use super::super::cause::{FailureCause, Form, Outcome};
use super::super::frame;
use super::super::reading::{Dissected, Lenient};
use super::super::status_report::Extras;
use super::super::tpdu::{Kind, Tpdu};
use super::super::user_data::UserData;

fn octets(hex: &str) -> Vec<u8> {
    frame::from_hex(&hex.replace(' ', "")).unwrap()
}

/// As a receiver takes it; that a strict reading does not is checked on the way.
fn taken(kind: Kind, hex: &str) -> Tpdu {
    let octets = octets(hex);
    assert!(Tpdu::decode(&octets, kind).is_err(), "{hex} is taken strictly");
    let lenient = Lenient::<Tpdu>::decode(&octets, kind).unwrap();
    assert!(!lenient.forgiven.is_empty(), "{hex}");
    let read = lenient.as_a_receiver();
    read.unwrap_or_else(|error| panic!("{hex}: {error}"))
}

fn user_data(tpdu: &Tpdu) -> Option<&UserData> {
    match tpdu {
        Tpdu::Deliver(deliver) => Some(&deliver.user_data),
        Tpdu::Submit(submit) => Some(&submit.user_data),
        Tpdu::StatusReport(report) => report.extras.as_ref()?.user_data.as_ref(),
        Tpdu::DeliverReport(report) => report.extras.user_data.as_ref(),
        Tpdu::SubmitReport(report) => report.extras.user_data.as_ref(),
        Tpdu::Command(_) => None,
    }
}

const ACK: Kind = Kind::DeliverReport(Form::Acknowledgement);

/// TS 23.040 §9.2.3.24. The text begins behind the header all the same.
#[test]
fn a_header_whose_last_element_does_not_fit_is_ignored_whole() {
    const TO: &str = "44 0B913336990821F3 00";
    let rows = [
        // Part 1 of 2, then element 24, which says three octets and has none: no second part is waited for.
        (Kind::Deliver, format!("{TO} 00 62213261000040 0B 0700030102012403 4018"), "a"),
        // An identifier and no length.
        (Kind::Deliver, format!("{TO} 00 62213261000040 09 06000301020124 58"), "X"),
        (Kind::Submit, "41 00 0291 21 00 00 0B 0400030102 A0CB6CF61B".to_owned(), "hello"),
        (Kind::Deliver, format!("{TO} 08 62213261000040 05 02000700E9"), "é"),
    ];
    for (kind, hex, want) in rows {
        let read = taken(kind, &hex);
        let data = user_data(&read).unwrap();
        assert_eq!((data.header(), data.text().unwrap().as_str()), (None, want), "{hex}");
    }
}

/// TS 23.040 §9.2.3.16, §9.2.3.23.
#[test]
fn where_there_is_no_user_data_a_header_is_not_looked_for() {
    const REPORT: &str = "0B913336990821F3 62213261000040 62213261000040 00";
    let rows = [
        (Kind::Deliver, "44 0B913336990821F3 00 00 62213261000040 00".to_owned(), Some("")),
        (Kind::Submit, "41 00 0291 21 00 08 00".to_owned(), Some("")),
        (Kind::StatusReport, format!("46 2A {REPORT}"), None),
        (Kind::StatusReport, format!("46 2A {REPORT} 01 00"), None),
        (ACK, "40 00".to_owned(), None),
        (ACK, "40 04 00".to_owned(), Some("")),
        (Kind::Command, "42 00 00 00 00 0291 21 00".to_owned(), None),
    ];
    for (kind, hex, want) in rows {
        let read = taken(kind, &hex);
        let data = user_data(&read);
        assert_eq!(data.map(|data| data.text().unwrap()).as_deref(), want, "{hex}");
        assert_eq!(data.and_then(UserData::header), None, "{hex}");
    }
}

/// TS 23.040 §9.2.2.1a(i), §9.2.2.2a(i).
#[test]
fn nothing_but_the_unused_bits_of_an_error_is_examined() {
    let delivered = [
        "84 D3 00",
        "04 D0",
        "04", // TP-PI that announces what is not there, octets that nothing announces.
        "20 D0 07",
        "50 D2 04 01 00 AB",
    ];
    for hex in delivered {
        let Tpdu::DeliverReport(report) = taken(Kind::DeliverReport(Form::Error), hex) else {
            panic!("{hex}")
        };
        assert_eq!(report.outcome, Outcome::Refused(FailureCause::UNSPECIFIED), "{hex}");
        assert_eq!(report.extras, Extras::default(), "{hex}");
    }
    for hex in ["85 C3 00 62213261000040", "09 C0 00 51"] {
        let Tpdu::SubmitReport(report) = taken(Kind::SubmitReport(Form::Error), hex) else { panic!("{hex}") };
        assert_eq!(report.outcome.cause().map(FailureCause::octet), Some(0xFF), "{hex}");
        assert_eq!(report.service_centre_time.moment(), None, "{hex}");
    }
    // Of an acknowledgement they are ignored, and the rest is read.
    let Tpdu::DeliverReport(report) = taken(ACK, "84 01 05") else { panic!() };
    assert_eq!((report.outcome, report.extras.protocol), (Outcome::Accepted, Some(5)));
}

/// TS 23.040 §9.2.3.11: that digit counts as 0, and the field is stored exactly as received.
#[test]
fn what_is_no_digit_of_a_time_is_0_and_stays_as_it_came() {
    const TO: &str = "0B913336990821F3";
    let rows = [
        // The hours, the year, the zone: its sign stands beside the digit.
        ("622132A1000040", "2026-12-23T09:00:00.000Z"),
        ("6F213261000040", "2006-12-23T15:00:00.000Z"),
        ("622132610000E1", "2026-12-23T13:30:00.000Z"),
        ("622132610000E9", "2026-12-23T18:30:00.000Z"),
    ];
    for (time, want) in rows {
        let hex = format!("06 2A {TO} {time} {time} 00");
        let read = taken(Kind::StatusReport, &hex);
        assert_eq!(read.encode().unwrap(), octets(&hex), "{hex}");
        let Tpdu::StatusReport(report) = read else { panic!("{hex}") };
        for said in [report.service_centre_time, report.discharge_time] {
            assert_eq!(said.moment().unwrap().to_rfc3339(), want, "{hex}");
        }
        // TP-VP goes to a service centre, of which the clause does not speak: a lenient reading alone takes it.
        let hex = format!("19 00 0291 21 00 00 {time} 01 41");
        let lenient = Lenient::<Tpdu>::decode(&octets(&hex), Kind::Submit).unwrap();
        assert_eq!(lenient.value.encode().unwrap(), octets(&hex), "{hex}");
        assert_eq!(lenient.as_a_receiver().unwrap_err().fault, Fault::NotADigit, "{hex}");
    }
}

/// TS 23.040 §9.1.2.3: processing goes on with the next semi-octet.
#[test]
fn a_filler_before_the_last_digit_is_passed_over() {
    let rows = [
        ("0B91 3336F9899012", "33639980921"),
        ("0B91 3F6393891012", "33639980121"),
        // Counted as a digit at the end, and nothing else.
        ("0C91 3336990821F3", "33639980123"),
        ("0291 FF", ""),
    ];
    for (number, want) in rows {
        let hex = format!("04 {number} 00 00 62213261000040 00");
        let Tpdu::Deliver(deliver) = taken(Kind::Deliver, &hex) else { panic!("{hex}") };
        assert_eq!(deliver.originator.digits(), Some(want), "{hex}");
    }
}

/// TS 23.040 §9.2.3.27.
#[test]
fn what_a_reserved_bit_of_tp_pi_announces_is_discarded_and_the_bit_stays() {
    const REPORT: &str = "06 2A 0B913336990821F3 62213261000040 62213261000040 00";
    const TAKEN: Kind = Kind::SubmitReport(Form::Acknowledgement);
    // What is written again, what is discarded, TP-PI and the text.
    let rows = [
        (ACK, "00 14 01 41".to_owned(), "DEAD", 0x14, Some("A")),
        (ACK, "00 08".to_owned(), "00", 0x08, None),
        (ACK, "00 84 40 01 41".to_owned(), "FF", 0x84, Some("A")),
        (ACK, "00 81 80 00 05".to_owned(), "", 0x81, None),
        (TAKEN, "01 44 62213261000040 01 41".to_owned(), "00", 0x44, Some("A")),
        (Kind::StatusReport, format!("{REPORT} 0C 01 41"), "AABB", 0x0C, Some("A")),
        (Kind::StatusReport, format!("{REPORT} 80 00"), "", 0x80, None),
    ];
    for (kind, kept, discarded, indicator, text) in rows {
        let read = taken(kind, &(kept.clone() + discarded));
        assert_eq!(read.encode().unwrap(), octets(&kept), "{kept}");
        assert_eq!(user_data(&read).map(|data| data.text().unwrap()).as_deref(), text, "{kept}");
        let got = match &read {
            Tpdu::DeliverReport(report) => report.extras.indicator(),
            Tpdu::SubmitReport(report) => report.extras.indicator(),
            Tpdu::StatusReport(report) => report.extras.as_ref().unwrap().indicator(),
            _ => panic!("{kept}"),
        };
        assert_eq!(got, indicator, "{kept}");
    }
    // Without a reserved bit nothing announces them.
    let lenient = Lenient::<Tpdu>::decode(&octets("00 04 01 41 DE"), ACK).unwrap();
    assert_eq!(lenient.as_a_receiver().unwrap_err().fault, Fault::Trailing);
}

/// TS 23.040 §9.2.3.1.
#[test]
fn the_reserved_type_from_a_service_centre_is_processed_as_a_deliver() {
    let Tpdu::Deliver(deliver) = taken(Kind::Deliver, "07 0291 21 00 00 62213261000040 01 41") else {
        panic!("no DELIVER")
    };
    assert_eq!(deliver.text().unwrap(), "A");
    let other = Lenient::<Tpdu>::decode(&octets("05 0291 21 00 00 62213261000040 01 41"), Kind::Deliver);
    assert_eq!(other.unwrap_err().fault, Fault::MessageType);
}

/// TS 23.040 §9.2.3.12.3.
#[test]
fn what_is_reserved_of_an_enhanced_validity_is_overlooked_and_stays() {
    let rows = [
        ("09 05 0000000000", Some(1800)),
        ("02 00 0000000000", None),
        ("03 00 06 00 000000", Some(3600)),
        ("81 01 05 00000000", Some(1800)),
        ("07 05 0000000000", None),
        ("81 808080808080", None),
    ];
    for (validity, want) in rows {
        let hex = format!("09 00 0291 21 00 00 {validity} 01 41");
        let read = taken(Kind::Submit, &hex);
        assert_eq!(read.encode().unwrap(), octets(&hex), "{hex}");
        let Tpdu::Submit(submit) = read else { panic!("{hex}") };
        let seconds = submit.validity.and_then(|validity| validity.duration()).map(|said| said.as_secs());
        assert_eq!(seconds, want, "{hex}");
    }
}

#[test]
fn a_header_that_is_ignored_has_no_elements_to_tell_of() {
    let rows: [(&str, &[(&str, &str)]); 3] = [
        (
            "410002912100040A0201FFFFFFFFFFFFFFFF",
            &[("udhl", "02"), ("udh.ignored", "01FF"), ("ud", "FFFFFFFFFFFFFF")],
        ),
        (
            "410002912100040A0800032A0201700300FF",
            &[("udhl", "08"), ("udh.ignored", "00032A0201700300"), ("ud", "FF")],
        ),
        (
            "410002912100040A0500032A0201FFFFFFFF",
            &[("udhl", "05"), ("udh.ie", "00032A0201"), ("ud", "FFFFFFFF")],
        ),
    ];
    for (hex, want) in rows {
        let octets = frame::from_hex(hex).unwrap();
        let spans = Dissected::leniently(&octets, Kind::Submit).unwrap().spans;
        let told: Vec<_> = spans
            .iter()
            .skip_while(|span| span.field != "udhl")
            .map(|span| (span.field, frame::to_hex(&octets[span.octets.clone()])))
            .collect();
        let want: Vec<_> = want.iter().map(|(field, hex)| (*field, (*hex).to_owned())).collect();
        assert_eq!(told, want, "{hex}");
    }
}
