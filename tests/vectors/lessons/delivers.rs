//! What comes from a service centre, the plain part of it: who, when, in which letters.

use super::{Lesson, check};

#[test]
fn a_deliver_is_read_octet_by_octet() {
    LESSONS.iter().for_each(check);
}

const LESSONS: &[Lesson] = &[
    // The whole of a DELIVER, once, slowly.
    Lesson {
        id: "ofono-simple-deliver",
        direction: "deliver",
        octets: &[
            // In front, and no part of the TPDU: the service centre. 7 octets follow; 91 is international,
            // telephone; digits are swapped in each octet, an odd last one is filled with F (TS 24.011
            // §8.2.5.1).
            ("sca", "07911326040000F0"),
            // TP-MTI 00 in the lowest bits: from a service centre, a DELIVER. Bit 2 is TP-MMS, where 1 means
            // that no more wait (TS 23.040 §9.2.3.2).
            ("first octet", "04"),
            // TP-OA: here the length counts digits, not octets: 11 (TS 23.040 §9.1.2.5).
            ("oa", "0B911346610089F6"),
            // TP-PID: from a person to a person.
            ("pid", "00"),
            // TP-DCS: the default alphabet, no class.
            ("dcs", "00"),
            // TP-SCTS: year, month, day, hour, minute, second, swapped like digits; the last is the zone in
            // quarters of an hour. 48 swapped reads 84, and the highest bit of that 8 is the sign: minus 04
            // quarters, an hour west of Greenwich, where no Dutch centre ever stood. The zone is as good as
            // who set it.
            ("scts", "20806291731448"),
            // TP-UDL counts septets where the alphabet has seven bits: 12 of them in 11 octets.
            ("udl", "0C"),
            // C8 is 1 1001000: its low seven bits are 48, H; the bit left over is the lowest of the next
            // septet (TS 23.038 §6.1.2.1.1).
            ("ud", "C8F71D14969741F977FD07"),
        ],
        forgiven: &[],
        says: &[
            ("/number", "31641600986"),
            ("/timestamp", "2002-08-26T19:37:41-01:00"),
            ("/text", "How are you?"),
        ],
    },
    // French letters that cost nothing: they are in the default alphabet (TS 23.038 §6.2.1).
    Lesson {
        id: "gammu-cmgr-10",
        direction: "deliver",
        octets: &[
            ("sca", "07912374151616F6"),
            ("first octet", "04"),
            ("oa", "0B912374786468F3"),
            ("pid", "00"),
            ("dcs", "00"),
            // 40 swapped is 04: an hour east of Greenwich, as in France in winter.
            ("scts", "20100302455040"),
            // 11 septets: è and à take one each. ç, ê, î and their like are not in the table.
            ("udl", "0B"),
            // The second septet is 04, è: where ASCII has control characters, this table has letters. @ is
            // 00, £ is 01.
            ("ud", "54C29E2E1F8300A0800B"),
        ],
        forgiven: &[],
        says: &[("/text", "Tèätrc @ £.")],
    },
    // Ten septets for eight signs: brackets are in the extension table.
    Lesson {
        id: "nodepdu-extended-7-bit-symbols-1",
        direction: "deliver",
        octets: &[
            ("sca", "07919730071111F1"),
            ("first octet", "00"),
            ("oa", "0B919746121611F1"),
            ("pid", "00"),
            ("dcs", "00"),
            ("scts", "81117002122223"),
            // [ and ] are two septets each: ESC 1B, then 3C or 3E (TS 23.038 §6.2.1.1).
            ("udl", "0A"),
            // 1B 5E …: the first septet is 1B, the second 3C.
            ("ud", "1B5E583C2697CD1B1F"),
        ],
        forgiven: &[],
        says: &[("/septets_hex", "1B3C6162636465661B3E"), ("/text", "[abcdef]")],
    },
    // @ is septet 00, and looks like padding to the careless.
    Lesson {
        id: "gammu-cmgr-08",
        direction: "deliver",
        octets: &[
            ("sca", "07912374151616F6"),
            ("first octet", "04"),
            ("oa", "0B912374786468F3"),
            ("pid", "00"),
            ("dcs", "00"),
            ("scts", "20107012803340"),
            ("udl", "09"),
            // 01 00: the two @ are fourteen zero bits, of which the last seven fill octet seven up. Of a text
            // that ended there, TP-UDL alone would tell the @ from nothing.
            ("ud", "D4E2940A6A01002D"),
        ],
        forgiven: &[],
        says: &[("/text", "TEST -@@-")],
    },
    // A zone of five hours and a half.
    Lesson {
        id: "gammu-cmgr-03",
        direction: "deliver",
        octets: &[
            ("sca", "0791198948004544"),
            ("first octet", "04"),
            ("oa", "0C91198948820062"),
            ("pid", "00"),
            ("dcs", "00"),
            // 22 swapped is 22: 22 quarters east: India.
            ("scts", "70503070400422"),
            ("udl", "06"),
            ("ud", "CF35689E9603"),
        ],
        forgiven: &[],
        says: &[("/timestamp", "2007-05-03T07:04:40+05:30"), ("/text", "Ok sir")],
    },
    // An odd number of digits, and the edge of the zones.
    Lesson {
        id: "nrf-recv-large-negative-time-zone-offset-1",
        direction: "deliver",
        octets: &[
            ("sca", "0791534874894320"),
            ("first octet", "04"),
            // 13 digits in seven octets; the last half octet is the filler F, not a digit (TS 23.040
            // §9.1.2.3).
            ("oa", "0D91214365870921F3"),
            ("pid", "00"),
            ("dcs", "00"),
            // 5D: the low half, D, is 1101: the sign, and 5 tens; the high half are 5 ones: minus 55 quarters
            // of an hour.
            ("scts", "1220900285435D"),
            ("udl", "03"),
            ("ud", "CD771A"),
        ],
        forgiven: &[],
        says: &[("/number", "1234567890123"), ("/timestamp", "2021-02-09T20:58:34-13:45")],
    },
    // Semi-octets beyond nine: A to E are * # a b c (TS 23.040 §9.1.2.3).
    Lesson {
        id: "aosp-addressing-3",
        direction: "deliver",
        octets: &[
            ("sca", "07914151551512F2"),
            ("first octet", "04"),
            // E1: bits 6 to 4 are 110, an abbreviated number. Nine semi-octets: A B C D E B A 5 1, and the
            // filler.
            ("oa", "09E1BADCBE5AF1"),
            ("pid", "00"),
            ("dcs", "00"),
            ("scts", "6060605130308A"),
            ("udl", "04"),
            ("ud", "D4F29C0E"),
        ],
        forgiven: &[],
        says: &[("/number", "*#abc#*51"), ("/number_type", "abbreviated")],
    },
    // A name as the sender.
    Lesson {
        id: "ofono-alnum-sender",
        direction: "deliver",
        octets: &[
            ("sca", "0791447758100650"),
            ("first octet", "04"),
            // Type D0: 101, alphanumeric: seven-bit letters packed like a text. The length counts semi-
            // octets: 13, of which 7 × 7 = 49 bits are used (TS 23.040 §9.1.2.5).
            ("oa", "0DD0F334FC1CA69701"),
            ("pid", "00"),
            ("dcs", "00"),
            ("scts", "80803121702240"),
            ("udl", "08"),
            ("ud", "D4F29CDE0EA7D9"),
        ],
        forgiven: &[],
        says: &[("/number", "sipgate"), ("/number_type", "alphanumeric"), ("/text", "Testmail")],
    },
    // The longest name, and Cyrillic.
    Lesson {
        id: "mm-pdu2",
        direction: "deliver",
        octets: &[
            ("sca", "07919730071111F1"),
            ("first octet", "04"),
            // 14 is 20 semi-octets, ten octets, eleven letters: no name is longer.
            ("oa", "14D04937BD2C7797E9D3E614"),
            ("pid", "00"),
            // 08: UCS-2, sixteen bits a letter (TS 23.038 §4).
            ("dcs", "08"),
            // 61 swapped is 16: Moscow, then four hours east.
            ("scts", "11309291024061"),
            // In UCS-2 and 8-bit data TP-UDL counts octets: 8.
            ("udl", "08"),
            // 0442 is т; high octet first.
            ("ud", "0442043504410442"),
        ],
        forgiven: &[],
        says: &[("/number", "InternetSMS"), ("/alphabet", "ucs2"), ("/text", "тест")],
    },
    // A name that is a web address.
    Lesson {
        id: "pymsg-decoding-number-alphanumeric-2",
        direction: "deliver",
        octets: &[
            ("sca", "0791933385280400"),
            ("first octet", "04"),
            // 12 is 18 semi-octets: 72 bits, ten letters of seven and two bits left over.
            ("oa", "12D0F7FBDD454FB75D693A"),
            ("pid", "00"),
            ("dcs", "00"),
            ("scts", "90300280115340"),
            ("udl", "2B"),
            ("ud", "CD301E9F0605D9E971191483C140412A35690D52832063D2F9040599A058EE05A3BD6430580E"),
        ],
        forgiven: &[],
        says: &[("/number", "www.tim.it")],
    },
    // Signs without which nobody would have invented UCS-2.
    Lesson {
        id: "aosp-ucs2-1",
        direction: "deliver",
        octets: &[
            ("sca", "07912160130300F4"),
            ("first octet", "04"),
            ("oa", "0B914151245584F6"),
            ("pid", "00"),
            ("dcs", "08"),
            ("scts", "7010807121352B"),
            // 16 octets, eight signs: a text of up to 70.
            ("udl", "10"),
            ("ud", "212200A900AE00680065006C006C006F"),
        ],
        forgiven: &[],
        says: &[("/text", "™©®hello")],
    },
    // Nothing at all, which is a message too.
    Lesson {
        id: "nrf-recv-empty-sms-text-1",
        direction: "deliver",
        octets: &[
            // 00: no service centre told.
            ("sca", "00"),
            ("first octet", "04"),
            ("oa", "0A912143658709"),
            ("pid", "00"),
            ("dcs", "00"),
            ("scts", "12209002854380"),
            // 0, and no TP-UD behind it.
            ("udl", "00"),
        ],
        forgiven: &[],
        says: &[("/text", ""), ("/udl", "0")],
    },
    // A French network writes to its subscriber: SFR, 2011.
    Lesson {
        id: "mm-pdu-dcsf1",
        direction: "deliver",
        octets: &[
            ("sca", "07913306091093F0"),
            ("first octet", "04"),
            // 85: bits 6 to 4 are 000, the type is not said; plan 5, the service centre's own. Nobody can
            // answer this.
            ("oa", "04858100"),
            ("pid", "00"),
            // F1: group 1111, alphabet and class. Class 1: for the phone's own memory (TS 23.038 §4).
            ("dcs", "F1"),
            // 80 swapped is 08: summer time in France.
            ("scts", "11604231805180"),
            // A0 is 160: all that one TPDU holds.
            ("udl", "A0"),
            (
                "ud",
                "49B7F90D9A1AA5A01668F8769BD3E4B29B9E2EB359A03FC85D06A9C3ED707A0EA2CBC3EE79BB4CA7\
                 CBCBA05643617DA7C76990FD4D979741EE77DD5E0ED741ED371D442E83E0E1F9BC0CD281E677D9B8\
                 4C06C1DF7539E85C9097E520FB9B2E2F83C6EF369C5E064D8D52D0BC2E07DDEF77D7DC2C7799E5A0\
                 771D040FCB41F402BB0047BFDD6550B80ECAD966",
            ),
        ],
        forgiven: &[],
        says: &[
            ("/class", "1"),
            ("/number", "1800"),
            ("/timestamp", "2011-06-24T13:08:15+02:00"),
            ("/udl", "160"),
        ],
    },
];
