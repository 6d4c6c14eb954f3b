//! Claims about the codec as a whole: what is written is read back, whatever octets come nothing panics,
//! and one SUBMIT octet by octet.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests may panic")]

mod any;
mod octets;
mod reassembly;
mod receiver;

use std::time::Duration;

use proptest::prelude::*;

use self::any::{any_command, any_deliver, any_deliver_report, any_report, any_submit, any_submit_report};
use self::octets::read_all;
use super::address::Address;
use super::cause::{FailureCause, Form, Outcome};
use super::coding::Coding;
use super::command::Command;
use super::deliver::Deliver;
use super::deliver_report::DeliverReport;
use super::frame;
use super::gsm7::Septets;
use super::header::{Concatenation, Element, Header, Reference};
use super::national::{Language, Tables};
use super::reading::Lenient;
use super::status_report::{Extras, Status, StatusReport};
use super::submit::{RejectDuplicates, ReportRequest, Submit};
use super::submit_report::SubmitReport;
use super::time::Timestamp;
use super::tpdu::Kind;
use super::user_data::{Body, UserData};
use super::validity::{Relative, Validity};
use super::{DecodeError, EncodeError, Fault, ucs2};
use crate::moment::Moment;
use crate::phone::PhoneNumber;

fn someone() -> Address {
    Address::international(&PhoneNumber::from_e164("+33639980123").unwrap())
}

#[test]
fn a_submit_octet_by_octet() {
    let part = Concatenation::new(Reference::Eight(0x2A), 2, 1).unwrap();
    let submit = Submit {
        reject_duplicates: RejectDuplicates::Yes,
        report_request: ReportRequest::Yes,
        validity: Some(Validity::at_most(Duration::from_secs(12 * 3600))),
        ..Submit::new(someone(), UserData::gsm7("à 17h", Some(part)).unwrap())
    };
    let want = [
        // First octet: TP-MTI 01, TP-RD, TP-VPF 10 (relative), TP-SRR, TP-UDHI; TS 23.040 §9.2.2.2.
        "75",
        // TP-MR: the modem writes its own.
        "00",
        // TP-DA: 11 digits, international, telephone; two digits an octet, swapped, filled with F.
        "0B913336990821F3",
        // TP-PID, TP-DCS: a person, the default alphabet.
        "0000",
        // TP-VP: 143 is 12 hours; TS 23.040 §9.2.3.12.1.
        "8F",
        // TP-UDL: 12 septets, 7 of which are the header's 48 bits and one fill bit.
        "0C",
        // TP-UDHL, then element 00 of 3 octets: part 1 of 2 of message 2A; TS 23.040 §9.2.3.24.1.
        "0500032A0201",
        // 7F 20 31 37 68 behind the fill bit: 7F << 1 is FE, and 20 begins with the next octet.
        "FEA0D80D0D",
    ];
    let octets = submit.encode().unwrap();
    assert_eq!(frame::to_hex(&octets), want.concat());
    let read = Submit::decode(&octets).unwrap();
    assert_eq!(read, submit);
    assert_eq!(read.text().unwrap(), "à 17h");
    assert_eq!(read.destination.display(), "+33639980123");
}

#[test]
fn a_part_holds_so_much_and_no_more() {
    let eight = Some(Concatenation::new(Reference::Eight(1), 2, 1).unwrap());
    let sixteen = Some(Concatenation::new(Reference::Sixteen(1), 2, 1).unwrap());
    for (concatenation, septets, units) in [(None, 160, 70), (eight, 153, 67), (sixteen, 152, 66)] {
        let whole = UserData::gsm7(&"x".repeat(septets), concatenation).unwrap();
        let octets = Submit::new(someone(), whole.clone()).encode().unwrap();
        assert_eq!(Submit::decode(&octets).unwrap().user_data, whole);
        assert!(UserData::gsm7(&"x".repeat(septets + 1), concatenation).is_err());
        assert!(UserData::gsm7(&("x".repeat(septets - 1) + "€"), concatenation).is_err());
        assert!(UserData::ucs2(&"ê".repeat(units), concatenation).is_ok());
        assert!(UserData::ucs2(&"ê".repeat(units + 1), concatenation).is_err());
    }
}

#[test]
fn a_report_holds_what_its_other_fields_leave() {
    let extras = |octets| Extras {
        coding: Some(Coding::OCTETS),
        user_data: Some(UserData::for_report(None, Body::Octets(vec![7; octets])).unwrap()),
        ..Extras::default()
    };
    let now = Timestamp::from_moment(Moment::from_millis(1_790_000_000_000), 4).unwrap();
    let refused = Outcome::Refused(FailureCause::from_octet(0xD3));
    let delivered = |outcome, octets| DeliverReport { outcome, extras: extras(octets) }.encode().is_ok();
    let submitted = |outcome, octets| {
        SubmitReport { outcome, service_centre_time: now, extras: extras(octets) }.encode().is_ok()
    };
    let told = |octets| {
        let report = StatusReport::new(0, someone(), now, now, Status::RECEIVED);
        StatusReport { extras: Some(extras(octets)), ..report }.encode().is_ok()
    };
    // TS 23.040 §9.2.2: 164 octets in all.
    let rows = [
        ((delivered(Outcome::Accepted, 158), delivered(Outcome::Accepted, 159)), (true, true)),
        ((delivered(refused, 158), delivered(refused, 159)), (true, false)),
        ((submitted(Outcome::Accepted, 152), submitted(Outcome::Accepted, 153)), (true, false)),
        ((submitted(refused, 151), submitted(refused, 152)), (true, false)),
        // 131 are guaranteed; beside a number of 11 digits and no TP-PID 5 more are left (TS 23.040 §9.2.2.3).
        ((told(136), told(137)), (true, false)),
    ];
    for (at, (got, want)) in rows.into_iter().enumerate() {
        assert_eq!(got, want, "row {at}");
    }
    assert!(UserData::for_report(None, Body::Octets(vec![7; 160])).is_err());
}

#[test]
fn a_national_text_names_its_tables_and_is_read_by_them() {
    let turkish = Tables { locking: Language::Default, single: Language::Turkish };
    let user_data = UserData::national("Şişli", turkish, None).unwrap();
    // UDHL 03, element 24 of one octet: Turkish; TS 23.040 §9.2.3.24.15.
    assert_eq!(user_data.header().unwrap().encode(), [0x03, 0x24, 0x01, 0x01]);
    assert_eq!(user_data.text().unwrap(), "Şişli");
    let octets = Submit::new(someone(), user_data.clone()).encode().unwrap();
    assert_eq!(Submit::decode(&octets).unwrap().user_data, user_data);
    // 155 beside one table, 149 beside one table and a concatenation (TS 23.040 §9.2.3.24.15).
    let part = Concatenation::new(Reference::Eight(1), 2, 1).unwrap();
    for (concatenation, room) in [(None, 155), (Some(part), 149)] {
        assert!(UserData::national(&"x".repeat(room), turkish, concatenation).is_ok());
        assert!(UserData::national(&"x".repeat(room + 1), turkish, concatenation).is_err());
    }
    assert!(UserData::national("ç", turkish, None).is_ok());
    assert!(UserData::national("ê", turkish, None).is_err());
}

#[test]
fn known_elements_are_values_and_the_rest_survives() {
    use super::header::{CentreControl, Ports, SpecialIndication};
    let rows: [(u8, &[u8], Option<Element>); 9] = [
        (0x01, &[0x80, 3], Some(Element::SpecialIndication(SpecialIndication { kind: 0x80, count: 3 }))),
        (0x04, &[0xF0, 0xF1], Some(Element::Ports(Ports::Eight { destination: 0xF0, source: 0xF1 }))),
        (0x05, &[0x0B, 0x84, 0, 1], Some(Element::Ports(Ports::Sixteen { destination: 2948, source: 1 }))),
        (0x06, &[0x41], Some(Element::CentreControl(CentreControl(0x41)))),
        (0x24, &[1], Some(Element::SingleShift(Language::Turkish.identifier()))),
        (0x25, &[13], Some(Element::LockingShift(Language::Urdu.identifier()))),
        // Of the wrong length, of part 0, unknown: kept and not looked at.
        (0x05, &[0x0B], None),
        (0x00, &[7, 2, 0], None),
        (0x70, &[1, 2, 3], None),
    ];
    for (identifier, data, want) in rows {
        let element = Element::new(identifier, data).unwrap();
        match want {
            Some(want) => assert_eq!(element, want),
            None => {
                assert!(matches!(element, Element::Raw(_)), "{identifier:02X}");
                assert_eq!(element.is_ignored(), identifier != 0x70, "{identifier:02X}");
            }
        }
        assert_eq!((element.identifier(), element.data()), (identifier, data.to_vec()));
    }
}

#[test]
fn every_character_of_every_national_table_is_read_as_it_is_written() {
    for language in Language::ALL {
        for tables in [
            Tables { locking: language, single: Language::Default },
            Tables { locking: Language::Default, single: language },
            Tables { locking: language, single: language },
        ] {
            for first in 0..128_u8 {
                for septets in [vec![first], vec![0x1B, first]] {
                    let text = Septets::from_octets(&septets).unwrap().text_in(tables);
                    let written = Septets::from_text_in(&text, tables).unwrap();
                    assert_eq!(written.text_in(tables), text, "{tables:?} {septets:02X?}");
                    assert!(written.len() <= septets.len(), "{tables:?} {septets:02X?}");
                }
            }
        }
    }
}

#[test]
fn what_is_forgiven_is_told_and_strictly_refused() {
    use Fault::*;
    let rows: [(&str, &str, usize, Fault); 6] = [
        ("01000291210000014100", "end", 9, Trailing),
        ("010003912103000000", "da", 4, Filler),
        ("010002112100000141", "da", 3, SpareBit),
        ("01000291210000054142", "ud", 8, Underflow),
        ("01000291210000 01C1", "ud", 8, SpareBit),
        ("0100029121000803004100", "ud", 8, HalfUnit),
    ];
    for (hex, field, octet, fault) in rows {
        let octets = frame::from_hex(&hex.replace(' ', "")).unwrap();
        let want = DecodeError { field, index: None, octet, fault };
        assert_eq!(Submit::decode(&octets), Err(want), "{hex}");
        assert_eq!(Lenient::<Submit>::decode(&octets).unwrap().forgiven, [want], "{hex}");
    }
}

#[test]
fn direction_and_form_decide_what_the_same_octets_are() {
    use super::tpdu::Direction::{FromCentre, FromPhone};
    let rows = [
        (0b00, FromCentre, Kind::Deliver),
        (0b00, FromPhone, Kind::DeliverReport(Form::Error)),
        (0b01, FromCentre, Kind::SubmitReport(Form::Error)),
        (0b01, FromPhone, Kind::Submit),
        (0b10, FromCentre, Kind::StatusReport),
        (0b10, FromPhone, Kind::Command),
    ];
    for (first, direction, want) in rows {
        assert_eq!(Kind::of(&[first], direction, Form::Error), Ok(want));
    }
    assert!(Kind::of(&[0b11], FromPhone, Form::Error).is_err(), "reserved");
    assert!(Kind::of(&[], FromPhone, Form::Error).is_err());
    // RP-ACK: TP-PI says TP-PID. RP-ERROR: the same octet is TP-FCS, and TP-PI follows.
    let octets = [0x00, 0x01, 0x00];
    let acknowledged = DeliverReport::decode(&octets, Form::Acknowledgement).unwrap();
    assert_eq!((acknowledged.outcome, acknowledged.extras.protocol), (Outcome::Accepted, Some(0)));
    let refused = DeliverReport::decode(&octets, Form::Error).unwrap();
    assert_eq!(refused.outcome.cause().map(FailureCause::octet), Some(1));
}

#[test]
fn values_that_no_tpdu_can_carry_are_refused() {
    let submit = |coding| Submit { coding, ..Submit::new(someone(), UserData::ucs2("é", None).unwrap()) };
    assert_eq!(submit(Coding::GSM7).encode(), Err(EncodeError::CodingMismatch));
    assert!(submit(Coding::from_octet(0x18)).encode().is_ok(), "UCS-2 of class 0");
    assert_eq!(
        UserData::gsm7("forêt", None),
        Err(EncodeError::NotInAlphabet { character: 'ê', position: 4 })
    );
    assert_eq!(UserData::new(None, Body::Ucs2(vec![0])), Err(EncodeError::CodingMismatch));
    assert!(Header::new(vec![Element::new(0x24, &[0; 137]).unwrap()]).is_ok());
    assert!(
        Header::new(vec![Element::new(0x24, &[0; 137]).unwrap(), Element::new(1, &[]).unwrap()]).is_err()
    );
    assert!(Concatenation::new(Reference::Eight(1), 2, 3).is_err());
    assert!(Concatenation::new(Reference::Eight(1), 2, 0).is_err());
}

#[test]
fn an_error_names_its_field_and_octet() {
    let told = |hex: &str| Submit::decode(&frame::from_hex(hex).unwrap()).unwrap_err().to_string();
    let rows = [
        ("", "first octet at octet 0: underflow"),
        ("00", "mti at octet 0: another type of message"),
        ("0100", "da at octet 2: underflow"),
        ("01001591", "da at octet 2: longer than the field may be"),
        ("010002912F0000", "da at octet 4: not a digit"),
        ("0100029121000003E8", "ud at octet 8: underflow"),
        ("01000291210000A1", "udl at octet 7: longer than the field may be"),
        // The second element says three octets and the header has two left.
        ("410002912100040A0800032A0201700300FFFF", "udh.ie[1] at octet 16: underflow"),
        ("410002912100000605000300020100", "udhl at octet 14: longer than the user data"),
        ("0100029121000803004100", "ud at octet 8: half a character"),
    ];
    for (hex, want) in rows {
        assert_eq!(told(hex), want, "{hex}");
    }
}

#[test]
fn a_report_that_a_sim_has_filled_up_is_read() {
    let hex = "06070B913336990821F3622132610000406221326100104000";
    let filled = frame::from_hex(&(hex.to_owned() + "FFFFFFFF")).unwrap();
    assert!(StatusReport::decode(&filled).is_err(), "strictly, FF is a TP-PI");
    let Lenient { value: report, forgiven } = Lenient::<StatusReport>::decode(&filled).unwrap();
    assert_eq!(forgiven, [DecodeError { field: "pi", index: None, octet: 25, fault: Fault::Trailing }]);
    assert_eq!((report.reference, report.extras.as_ref()), (7, None));
    assert_eq!(report.recipient.digits(), Some("33639980123"));
    assert_eq!(report.discharge_time.moment().unwrap().to_rfc3339(), "2026-12-23T15:00:01.000Z");
    assert_eq!(frame::to_hex(&report.encode().unwrap()), hex);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_submit_is_read_as_it_was_written(submit in any_submit()) {
        prop_assert_eq!(Submit::decode(&submit.encode().unwrap()), Ok(submit));
    }

    #[test]
    fn a_deliver_is_read_as_it_was_written(deliver in any_deliver()) {
        prop_assert_eq!(Deliver::decode(&deliver.encode().unwrap()), Ok(deliver));
    }

    #[test]
    fn a_report_is_read_as_it_was_written(report in any_report()) {
        prop_assert_eq!(StatusReport::decode(&report.encode().unwrap()), Ok(report));
    }

    #[test]
    fn an_answer_is_read_as_it_was_written(
        delivered in any_deliver_report(), submitted in any_submit_report(), command in any_command(),
    ) {
        let form = delivered.outcome.form();
        prop_assert_eq!(DeliverReport::decode(&delivered.encode().unwrap(), form), Ok(delivered));
        let form = submitted.outcome.form();
        prop_assert_eq!(SubmitReport::decode(&submitted.encode().unwrap(), form), Ok(submitted));
        prop_assert_eq!(Command::decode(&command.encode()), Ok(command));
    }

    #[test]
    fn answers_that_are_nearly_right_never_panic(
        delivered in any_deliver_report(), submitted in any_submit_report(), command in any_command(),
        at in any::<prop::sample::Index>(), octet in any::<u8>(), cut in any::<bool>(),
    ) {
        for mut octets in [delivered.encode().unwrap(), submitted.encode().unwrap(), command.encode()] {
            let at = at.index(octets.len());
            if cut { octets.truncate(at) } else { octets[at] = octet }
            read_all(&octets)?;
        }
    }

    #[test]
    fn arbitrary_octets_never_panic(octets in prop::collection::vec(any::<u8>(), 0..200)) {
        read_all(&octets)?;
    }

    #[test]
    fn octets_that_are_nearly_right_never_panic(
        submit in any_submit(), deliver in any_deliver(), report in any_report(),
        at in any::<prop::sample::Index>(), octet in any::<u8>(), cut in any::<bool>(),
    ) {
        for mut octets in [submit.encode().unwrap(), deliver.encode().unwrap(), report.encode().unwrap()] {
            let at = at.index(octets.len());
            if cut { octets.truncate(at) } else { octets[at] = octet }
            read_all(&octets)?;
        }
    }

    #[test]
    fn any_text_of_the_alphabet_survives_packing(text in "[a-zé€\\[\\]Ç@ \n]{0,170}", fill in 0..7_usize) {
        let septets = Septets::from_text(&text).unwrap();
        let unpacked = Septets::unpack(&septets.pack(fill), fill, septets.len()).unwrap();
        prop_assert_eq!(unpacked.text(), text);
    }

    #[test]
    fn any_text_survives_ucs2(text in any::<String>()) {
        prop_assert_eq!(ucs2::decode(&ucs2::encode(&text)), Ok(text));
    }

    #[test]
    fn arbitrary_characters_are_hexadecimal_or_refused(text in any::<String>()) {
        let read: Result<Vec<u8>, DecodeError> = frame::from_hex(&text);
        if let Ok(octets) = read {
            prop_assert_eq!(frame::to_hex(&octets), text.to_ascii_uppercase());
        }
    }

    #[test]
    fn a_validity_is_never_longer_than_asked(seconds in 300..40_000_000_u64) {
        let asked = Duration::from_secs(seconds);
        let said = Relative::at_most(asked);
        prop_assert!(said.duration() <= asked);
        if let Some(next) = said.octet().checked_add(1) {
            prop_assert!(Relative::from_octet(next).duration() > asked);
        }
    }
}
