//! Parts, ports and lamps: user data that begins with a header (TS 23.040 §9.2.3.24).

use super::{Lesson, check};

#[test]
fn a_header_is_read_octet_by_octet() {
    LESSONS.iter().for_each(check);
}

const LESSONS: &[Lesson] = &[
    // The first part of two, through a French network.
    Lesson {
        id: "chandongle-cmgr-2",
        direction: "deliver",
        octets: &[
            ("sca", "07913306000000F0"),
            // 44: bit 6 is TP-UDHI: the user data begins with a header (TS 23.040 §9.2.3.23).
            ("first octet", "44"),
            ("oa", "0B913306000000F0"),
            ("pid", "00"),
            ("dcs", "00"),
            ("scts", "61011012939280"),
            // 160 septets, those of the header among them: 7, since 6 octets are 48 bits and the text begins
            // at the next septet.
            ("udl", "A0"),
            // UDHL: five octets of header follow.
            ("udhl", "05"),
            // Element 00, three octets: reference CA, of 2 parts the first (TS 23.040 §9.2.3.24.1).
            ("udh.ie", "0003CA0201"),
            // 82 is 1000001 0: one fill bit, then 41, A. 153 septets are left for the text.
            (
                "ud",
                "82E170380C0A86C3E13028180E87C3A060381C0E8382E170380C0A86C3E13028180E87C3A060381C\
                 0E8382E170380C0A86C3E13028180E87C3A060381C0E8382E170380C0A86C3E13028180E87C3A060\
                 381C0E8382E170380C0A86C3E13028180E87C3A060381C0E8382E170380C0A86C3E13028180E87C3\
                 A060381C0E8382E170380C0A86C3",
            ),
        ],
        forgiven: &[],
        says: &[("/udh/concat/ref", "202"), ("/udh/concat/total", "2"), ("/udh/concat/seq", "1")],
    },
    // Its second part, a second later.
    Lesson {
        id: "chandongle-cmgr-3",
        direction: "deliver",
        octets: &[
            ("sca", "07913306000000F0"),
            // 64: TP-SRI too: the sender has asked for a report (TS 23.040 §9.2.3.4).
            ("first octet", "64"),
            ("oa", "0B913306000000F0"),
            ("pid", "00"),
            ("dcs", "00"),
            ("scts", "61011012930380"),
            ("udl", "1B"),
            ("udhl", "05"),
            // The same reference and total; only the number differs.
            ("udh.ie", "0003CA0202"),
            ("ud", "C26150301C0E8741C170381C0605C3E17018"),
        ],
        forgiven: &[],
        says: &[("/udh/concat/seq", "2"), ("/sri", "true"), ("/text", "aa Aaaaa Aaaaa Aaaaa")],
    },
    // A header, and one letter.
    Lesson {
        id: "nrf-recv-udh-with-datalen1-1",
        direction: "deliver",
        octets: &[
            ("sca", "00"),
            ("first octet", "44"),
            ("oa", "0A912143658709"),
            ("pid", "00"),
            ("dcs", "00"),
            ("scts", "12201232054480"),
            // 8: seven septets that the header touches, and one.
            ("udl", "08"),
            ("udhl", "05"),
            ("udh.ie", "0003AB0101"),
            // 62 is 0110001 0: the fill bit below, 31 above: the digit 1.
            ("ud", "62"),
        ],
        forgiven: &[],
        says: &[("/text", "1"), ("/udh/concat/total", "1")],
    },
    // A reference of sixteen bits.
    Lesson {
        id: "mm-pdu-udhi",
        direction: "deliver",
        octets: &[
            ("sca", "07911356131313F6"),
            ("first octet", "40"),
            // A short number of four digits.
            ("oa", "04850120"),
            ("pid", "39"),
            ("dcs", "00"),
            ("scts", "11609232239180"),
            ("udl", "A0"),
            // Six octets: with this one seven, 56 bits, eight septets and no fill bit at all.
            ("udhl", "06"),
            // Element 08: reference 0010, of 2 parts the first (TS 23.040 §9.2.3.24.8).
            ("udh.ie", "080400100201"),
            (
                "ud",
                "D7327BFD6EB340E2321BF46E83EA7790F59D1E97DBE1341B442F83C465763D3DA797E56537C81D0E\
                 CB41AB59CC1693C16031D96C064241E5656838AF03A96230982A269BCD462917C8FA4E8FCBED709A\
                 0D7ABBE9F6B0FB5C7683D27350984D4FABC9A0B33C4C4FCF5D20EBFB2D079DCB62793DBD06D9C36E\
                 50FB2D4E97D9A0B49B5E96BBCB",
            ),
        ],
        forgiven: &[],
        says: &[("/udh/concat/ref_bits", "16"), ("/udh/concat/ref", "16")],
    },
    // Two elements; a receiver skips what it does not know.
    Lesson {
        id: "chandongle-cmgr-5",
        direction: "deliver",
        octets: &[
            ("sca", "0791293303501180"),
            ("first octet", "44"),
            ("oa", "09D055F3DB5D06"),
            ("pid", "00"),
            ("dcs", "00"),
            ("scts", "41112071207102"),
            ("udl", "2A"),
            ("udhl", "08"),
            // Element 07: who put the elements that follow: 03, the service centre (TS 23.040 §9.2.3.24.6).
            ("udh.ie", "070103"),
            // Elements may come in any order; the part is told by the second.
            ("udh.ie", "0003990202"),
            ("ud", "A09976D7E9E5390B640FB3D364103DCD668364B3562CD692C1623417"),
        ],
        forgiven: &[],
        says: &[("/number", "Ufone"), ("/udh/concat/seq", "2")],
    },
    // A picture message announces itself: WAP push in two parts.
    Lesson {
        id: "aosp-udh-1",
        direction: "deliver",
        octets: &[
            ("sca", "07914140279510F6"),
            ("first octet", "44"),
            // 81: the type is not said, plan telephone.
            ("oa", "0A811111030100"),
            // 3B: telematic interworking, of a kind that is this service centre's own (TS 23.040 §9.2.3.9).
            ("pid", "3B"),
            // F5: group 1111, 8-bit data of class 1.
            ("dcs", "F5"),
            ("scts", "6080207130138A"),
            ("udl", "8C"),
            // Eleven octets, two elements.
            ("udhl", "0B"),
            // Element 05: ports of 16 bits, the receiver's 0B84 (2948, WAP push), the sender's 23F0 (9200).
            ("udh.ie", "05040B8423F0"),
            // And it is part 1 of 2.
            ("udh.ie", "00032A0201"),
            // No text: octets for the program that listens on that port.
            (
                "ud",
                "0106276170706C69636174696F6E2F766E642E7761702E6D6D732D6D65737361676500AF848D0185\
                 B4848C8298524E453955304A6D713551414142666C414141414D7741414236514141414141008D90\
                 8918802B31353132323937373638332F545950453D504C4D4E008A808E022B918805810306977F83\
                 687474703A2F2F36",
            ),
        ],
        forgiven: &[],
        says: &[("/udh/ports/dst", "2948"), ("/udh/ports/src", "9200"), ("/alphabet", "8bit")],
    },
    // A lamp goes out: no voice mail waits.
    Lesson {
        id: "aosp-cingularvoicemail-2",
        direction: "deliver",
        octets: &[
            ("sca", "07912180958750F8"),
            ("first octet", "44"),
            // One digit, 5. The half octet beside it ought to be the filler F; some networks leave 0 there,
            // and a receiver looks away.
            ("oa", "018005"),
            ("pid", "00"),
            // C0: group 1100: the message may be thrown away; bit 3 is 0: nothing waits; 00: voice (TS 23.038
            // §4).
            ("dcs", "C0"),
            ("scts", "7020027160112B"),
            // 6: the septets that a header of five octets touches, and no text.
            ("udl", "06"),
            ("udhl", "04"),
            // Element 01 says the same with a count: voice, 0 messages, not to be kept (TS 23.040
            // §9.2.3.24.2).
            ("udh.ie", "01020000"),
            // The two fill bits have an octet to themselves.
            ("ud", "00"),
        ],
        forgiven: &["oa: the filler is not F"],
        says: &[("/mwi/clear", "true"), ("/mwi/discard", "true")],
    },
    // Not for people: an order to the SIM.
    Lesson {
        id: "pysim-deliver-from-bytes",
        direction: "deliver",
        octets: &[
            ("first octet", "04"),
            ("oa", "08D0E5759A0E"),
            // 7F: data for the SIM.
            ("pid", "7F"),
            // F6: 8-bit data of class 2, for the SIM.
            ("dcs", "F6"),
            ("scts", "90709030751300"),
            ("udl", "08"),
            ("ud", "24010101BB400101"),
        ],
        forgiven: &[],
        says: &[("/class", "2"), ("/alphabet", "8bit"), ("/number_type", "alphanumeric")],
    },
    // A smile takes two units, and four octets. (No suite has one in a TPDU; this one was made.)
    Lesson {
        id: "made-emoji",
        direction: "deliver",
        octets: &[
            ("sca", "00"),
            ("first octet", "04"),
            ("oa", "0B913336990810F2"),
            ("pid", "00"),
            ("dcs", "08"),
            ("scts", "62214271000040"),
            // 4 octets for one sign.
            ("udl", "04"),
            // D83D DE00: high and low surrogate of U+1F600. TS 23.038 knows UCS-2 only; every phone of today
            // writes UTF-16.
            ("ud", "D83DDE00"),
        ],
        forgiven: &[],
        says: &[("/text", "😀")],
    },
    // Turkish letters at seven bits. (Made as well.)
    Lesson {
        id: "made-national",
        direction: "deliver",
        octets: &[
            ("sca", "00"),
            ("first octet", "44"),
            ("oa", "0B913336990810F2"),
            ("pid", "00"),
            ("dcs", "00"),
            ("scts", "62214271000040"),
            // Five septets of header (32 bits and 3 fill bits) and 4 for the text.
            ("udl", "09"),
            ("udhl", "03"),
            // Element 24: the single shift table is that of language 1, Turkish (TS 23.040 §9.2.3.24.15).
            ("udh.ie", "240101"),
            // ESC 53 is Ş in that table, ESC 69 the ı without a dot: TS 23.038 §A.2.1.
            ("ud", "D84C3769"),
        ],
        forgiven: &[],
        says: &[("/text", "Şı"), ("/udh/nli_single_shift", "1")],
    },
];
