//! What a phone hands to its service centre.

use super::{Lesson, check};

#[test]
fn a_submit_is_read_octet_by_octet() {
    LESSONS.iter().for_each(check);
}

const LESSONS: &[Lesson] = &[
    // The whole of a SUBMIT.
    Lesson {
        id: "ofono-simple-submit",
        direction: "submit",
        octets: &[
            // 00: the modem puts its own service centre.
            ("sca", "00"),
            // 11: TP-MTI 01; bits 4 and 3 are TP-VPF 10: a relative TP-VP (TS 23.040 §9.2.3.3).
            ("first octet", "11"),
            // TP-MR: whatever stands here, a modem counts its own.
            ("mr", "00"),
            // TP-DA.
            ("da", "0B916407281553F8"),
            ("pid", "00"),
            ("dcs", "00"),
            // TP-VP AA: from 168 on days: 170 - 166 = 4 days (TS 23.040 §9.2.3.12.1).
            ("vp", "AA"),
            ("udl", "0A"),
            ("ud", "E8329BFD4697D9EC37"),
        ],
        forgiven: &[],
        says: &[("/validity/seconds", "345600"), ("/text", "hellohello")],
    },
    // A national number through Orange, as a phone's memory kept it.
    Lesson {
        id: "gammu-cmgr-29",
        direction: "submit",
        octets: &[
            // 33 6 16…: the service centre has a mobile number like anybody.
            ("sca", "07913316968186F5"),
            ("first octet", "11"),
            ("mr", "00"),
            // 81: the type is not said, so 06… is dialled as people write it, ten digits and no filler.
            ("da", "0A816003656115"),
            ("pid", "00"),
            // 11: general group, bit 4 says that a class is given: 1.
            ("dcs", "11"),
            // FF: 63 weeks, the longest.
            ("vp", "FF"),
            ("udl", "11"),
            ("ud", "EDB71B442FE3E96510F9549ECFC369"),
        ],
        forgiven: &[],
        says: &[("/number", "0630561651"), ("/class", "1"), ("/text", "mon texte d'essai")],
    },
    // The smallest UCS-2.
    Lesson {
        id: "cuttlefish-valid-1",
        direction: "submit",
        octets: &[
            ("sca", "00"),
            // 01: no TP-VP, no report, no header.
            ("first octet", "01"),
            ("mr", "00"),
            // Four digits, 5445: the type octet is 81, the digits stand behind it, swapped as ever.
            ("da", "04814554"),
            ("pid", "00"),
            ("dcs", "08"),
            // 2 octets: one unit.
            ("udl", "02"),
            ("ud", "4F60"),
        ],
        forgiven: &[],
        says: &[("/text", "你"), ("/validity/format", "none")],
    },
    // Flash: shown at once, kept nowhere.
    Lesson {
        id: "pymsg-encoding-class-1",
        direction: "submit",
        octets: &[
            ("sca", "00"),
            ("first octet", "01"),
            ("mr", "00"),
            ("da", "0B914356143254F6"),
            ("pid", "00"),
            // 10: general group, bit 4: a class is given, 00.
            ("dcs", "10"),
            ("udl", "06"),
            ("ud", "E8721E947F03"),
        ],
        forgiven: &[],
        says: &[("/class", "0"), ("/text", "hey yo")],
    },
    // Octets that happen to be letters.
    Lesson {
        id: "pymsg-encoding-8bit-message-1",
        direction: "submit",
        octets: &[
            ("sca", "07914400000000F0"),
            ("first octet", "01"),
            ("mr", "00"),
            ("da", "0B811000000000F0"),
            ("pid", "00"),
            // 04: 8-bit data. Which letters these are, the standard does not say; to it they are octets.
            ("dcs", "04"),
            ("udl", "0B"),
            ("ud", "48692074686572652E2E2E"),
        ],
        forgiven: &[],
        says: &[("/alphabet", "8bit"), ("/data_hex", "48692074686572652E2E2E")],
    },
    // Greetings to the world in ten octets.
    Lesson {
        id: "gsmmodem-encode-submit-2",
        direction: "submit",
        octets: &[
            ("sca", "07914400000000F0"),
            ("first octet", "11"),
            ("mr", "00"),
            ("da", "099121436587F9"),
            ("pid", "00"),
            ("dcs", "08"),
            // F4: from 197 on weeks: 244 - 192 = 52 weeks.
            ("vp", "F4"),
            ("udl", "0A"),
            ("ud", "4E16754C60A8597DFF01"),
        ],
        forgiven: &[],
        says: &[("/validity/seconds", "31449600"), ("/text", "世界您好！")],
    },
    // Three seconds to live, and one try.
    Lesson {
        id: "xlab-submitgsm7-enhancedtpvp",
        direction: "submit",
        octets: &[
            ("sca", "059151550100"),
            // 09: bits 4 and 3 are 01: TP-VP in the enhanced format.
            ("first octet", "09"),
            ("mr", "01"),
            ("da", "089151551111"),
            ("pid", "00"),
            ("dcs", "00"),
            // Seven octets. 42: bit 6, one try only; 010: the next octet counts seconds, 03; the rest is zero
            // (TS 23.040 §9.2.3.12.3).
            ("vp", "42030000000000"),
            ("udl", "1E"),
            ("ud", "54747A0E9A36A72074780E9A81E6E5F1DB4D9E83E86F103B6D2F03"),
        ],
        forgiven: &[],
        says: &[("/validity/seconds", "3"), ("/validity/single_shot", "true")],
    },
    // Valid until the year 2001, in Nepal.
    Lesson {
        id: "xlab-submitgsm7-absolutetpvp",
        direction: "submit",
        octets: &[
            ("sca", "059151550100"),
            ("first octet", "19"),
            ("mr", "00"),
            ("da", "089151551111"),
            ("pid", "00"),
            ("dcs", "00"),
            // TP-VPF 11: a time stamp. 32 swapped is 23: 23 quarters, +05:45.
            ("vp", "10101032959532"),
            ("udl", "46"),
            (
                "ud",
                "CFBA1CE42CC3C3ECF2BC0C32CBD36537790EBA87DD74101D9D9E83A6CD29485C36BFE565900C068B\
                 B560B1162C0692CD74B59CAE960355A9C3554D47AB01",
            ),
        ],
        forgiven: &[],
        says: &[("/validity/absolute", "2001-01-01T23:59:59+05:45")],
    },
];
