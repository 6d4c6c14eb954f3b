//! Answers: what became of a message, and whether a TPDU was taken.

use super::{Lesson, check};

#[test]
fn a_report_is_read_octet_by_octet() {
    LESSONS.iter().for_each(check);
}

const LESSONS: &[Lesson] = &[
    // Delivered.
    Lesson {
        id: "gammu-cmgr-30",
        direction: "status-report",
        octets: &[
            ("sca", "0791246030500200"),
            // 06: TP-MTI 10 from a service centre: a STATUS-REPORT; no more wait.
            ("first octet", "06"),
            // TP-MR E8: the number that the modem told when the SUBMIT was taken. By this a report finds its
            // message.
            ("mr", "E8"),
            // TP-RA: to whom the message went.
            ("ra", "0C91666666666666"),
            // TP-SCTS: when the service centre took it.
            ("scts", "90907061842280"),
            // TP-DT: when it arrived, four seconds later.
            ("dt", "90907061846280"),
            // TP-ST 00: received by the phone. Everything below 20 is final and good (TS 23.040 §9.2.3.15).
            ("st", "00"),
        ],
        forgiven: &[],
        says: &[("/mr", "232"), ("/status", "0"), ("/status_class", "completed")],
    },
    // Not yet: the service centre still tries.
    Lesson {
        id: "mm-pdu-not-stored",
        direction: "status-report",
        octets: &[
            ("sca", "07914356060013F1"),
            ("first octet", "06"),
            ("mr", "5A"),
            // Nine digits whose type is not said, though the message went to +34 …: a report may name its
            // recipient in another form than the message did. So the last digits are compared, not all.
            ("ra", "098136397339F7"),
            ("scts", "21901170046380"),
            ("dt", "21901170046380"),
            // 30: 20 to 3F say that another report follows. Who takes it for a failure sends twice.
            ("st", "30"),
        ],
        forgiven: &[],
        says: &[("/status", "48"), ("/status_class", "still-trying")],
    },
    // Given up: the phone was off until the message expired. (No suite has one; this one was made.)
    Lesson {
        id: "made-failed",
        direction: "status-report",
        octets: &[
            ("sca", "00"),
            ("first octet", "06"),
            ("mr", "2A"),
            ("ra", "0B913336990810F2"),
            ("scts", "62214271000040"),
            // TP-DT: when the centre gave up: a day later.
            ("dt", "62215271000040"),
            // 46: validity period expired. 40 and up: no more tries.
            ("st", "46"),
        ],
        forgiven: &[],
        says: &[("/status", "70"), ("/status_class", "given-up")],
    },
    // A report about a message to a short number.
    Lesson {
        id: "pymsg-decoding-delivery-status-report-without-smsc-address-1",
        direction: "status-report",
        octets: &[
            ("sca", "00"),
            ("first octet", "06"),
            ("mr", "05"),
            // Five digits, six half octets.
            ("ra", "05810531F1"),
            ("scts", "01015061000040"),
            ("dt", "01015061000040"),
            ("st", "00"),
        ],
        forgiven: &[],
        says: &[("/number", "50131"), ("/status", "0")],
    },
    // A report that says more: the optional fields.
    Lesson {
        id: "warthog-unmarshal-smsstatusreport-ud",
        direction: "status-report",
        octets: &[
            // 02: TP-MMS 0: more messages wait.
            ("first octet", "02"),
            ("mr", "42"),
            ("ra", "04913619"),
            ("scts", "51507132200523"),
            // TP-DT: a month before TP-SCTS. Nobody checks.
            ("dt", "51408132200542"),
            // AB: reserved, and what is reserved counts as given up.
            ("st", "AB"),
            // TP-PI 06: TP-DCS and TP-UD follow, TP-PID does not (TS 23.040 §9.2.3.27).
            ("pi", "06"),
            ("dcs", "04"),
            ("udl", "06"),
            // 8-bit data, six letters in ASCII.
            ("ud", "7265706F7274"),
        ],
        forgiven: &[],
        says: &[("/pi", "6"), ("/data_hex", "7265706F7274"), ("/status_class", "given-up")],
    },
    // As a SIM gives it: a record of 176 octets, filled with FF. Only a lenient reading takes it.
    Lesson {
        id: "gammu-cmgr-32",
        direction: "status-report",
        octets: &[
            ("sca", "0791246020099990"),
            ("first octet", "02"),
            ("mr", "AB"),
            ("ra", "098106845688F8"),
            ("scts", "90708051737580"),
            ("dt", "90708051830180"),
            // Behind TP-ST there may be a TP-PI; FF would announce everything. Where all the rest is FF, it
            // is none.
            ("st", "00"),
            // What is forgiven, and told.
            (
                "end",
                "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF\
                 FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF\
                 FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF\
                 FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
            ),
        ],
        forgiven: &["pi: octets behind the end"],
        says: &[("/status", "0"), ("/number", "604865888")],
    },
    // The service centre refuses a SUBMIT (RP-ERROR).
    Lesson {
        id: "warthog-unmarshal-smssubmitreport-pid",
        direction: "submit-report",
        octets: &[
            // 01 from a service centre: a SUBMIT-REPORT. That it is one of an error is not in it: the layer
            // below says so.
            ("first octet", "01"),
            // TP-FCS: why. In an acknowledgement this octet is not there.
            ("fcs", "12"),
            // 01: TP-PID follows, behind TP-SCTS.
            ("pi", "01"),
            ("scts", "51507132200523"),
            ("pid", "AB"),
        ],
        forgiven: &[],
        says: &[("/fcs", "18"), ("/pid", "171")],
    },
    // A phone refuses a DELIVER, and says something.
    Lesson {
        id: "warthog-unmarshal-smsdeliverreport-ud",
        direction: "deliver-report",
        octets: &[
            // 00 from a phone: the same two bits are a DELIVER from the other side.
            ("first octet", "00"),
            ("fcs", "12"),
            ("pi", "06"),
            ("dcs", "04"),
            ("udl", "06"),
            // Up to 158 octets may stand here.
            ("ud", "7265706F7274"),
        ],
        forgiven: &[],
        says: &[("/fcs", "18"), ("/data_hex", "7265706F7274")],
    },
];
