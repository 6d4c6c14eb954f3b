//! What the numbers of `+CMS ERROR` (TS 27.005 §3.2.5, TS 24.011 §8.2.5.4, TS 23.040 §9.2.3.22) and
//! `+CME ERROR` (TS 27.007 §9.2) are called. What to do about one is the profile's.

use super::line::{ErrorCode, FinalResult};

/// `+CME ERROR` codes that decide a bring-up.
pub mod cme {
    /// The SIM wants its PIN.
    pub const SIM_PIN_REQUIRED: u16 = 11;
    /// The SIM wants its PUK.
    pub const SIM_PUK_REQUIRED: u16 = 12;
    /// There is no SIM.
    pub const SIM_NOT_INSERTED: u16 = 10;
    /// The SIM does not work.
    pub const SIM_FAILURE: u16 = 13;
    /// The SIM is not ready yet; some modems say so for ten seconds after they started.
    pub const SIM_BUSY: u16 = 14;
    /// Not a SIM that this modem takes.
    pub const SIM_WRONG: u16 = 15;
}

/// RP causes and TP-FCS, which only the network says of a message that it was given, end below this
/// `+CMS ERROR` code; from here on one speaks of the modem's own state, and may as well be the answer
/// to another command (TS 27.005 §3.2.5).
pub const FIRST_OWN_CODE: u16 = 300;

/// Nothing is there (`+CMS ERROR`: invalid memory index; `+CME ERROR`: invalid index, not found).
const NOTHING_THERE: (u16, [u16; 2]) = (321, [21, 22]);

/// Whether a refusal to read or delete says that there is nothing at that place.
pub fn is_no_such_index(end: &FinalResult) -> bool {
    let (of_messages, of_equipment) = NOTHING_THERE;
    match end {
        FinalResult::Cms(ErrorCode::Number(number)) => *number == of_messages,
        FinalResult::Cme(ErrorCode::Number(number)) => of_equipment.contains(number),
        _ => false,
    }
}

/// Whether a refusal of `AT+CNMA` says that none is expected.
pub fn is_nothing_expected(end: &FinalResult) -> bool {
    matches!(end, FinalResult::Cms(ErrorCode::Number(340)))
}

/// Names of `+CMS ERROR` codes.
const CMS: &[(u16, &str)] = &[
    (1, "unassigned number"),
    (8, "operator determined barring"),
    (10, "call barred"),
    (17, "network failure"),
    (21, "short message transfer rejected"),
    (22, "congestion"),
    (27, "destination out of service"),
    (28, "unidentified subscriber"),
    (29, "facility rejected"),
    (30, "unknown subscriber"),
    (38, "network out of order"),
    (41, "temporary failure"),
    (42, "congestion"),
    (47, "resources unavailable"),
    (50, "requested facility not subscribed"),
    (69, "requested facility not implemented"),
    (81, "invalid short message transfer reference"),
    (95, "semantically incorrect message"),
    (96, "invalid mandatory information"),
    (97, "message type not implemented"),
    (98, "message not compatible with the protocol state"),
    (99, "information element not implemented"),
    (111, "protocol error"),
    (127, "interworking"),
    (192, "service centre busy"),
    (193, "no service centre subscription"),
    (194, "service centre system failure"),
    (195, "invalid recipient address"),
    (196, "recipient barred"),
    (197, "rejected as a duplicate"),
    (208, "SIM storage full"),
    (211, "memory capacity exceeded"),
    (212, "SIM toolkit busy"),
    (255, "unspecified error"),
    (300, "modem failure"),
    (301, "message service reserved"),
    (302, "operation not allowed"),
    (303, "operation not supported"),
    (304, "invalid PDU parameter"),
    (305, "invalid text parameter"),
    (310, "SIM not inserted"),
    (311, "SIM PIN required"),
    (313, "SIM failure"),
    (314, "SIM busy"),
    (315, "SIM wrong"),
    (316, "SIM PUK required"),
    (320, "memory failure"),
    (321, "invalid memory index"),
    (322, "memory full"),
    (330, "service centre address unknown"),
    (331, "no network service"),
    (332, "network timeout"),
    (340, "no acknowledgement expected"),
    (500, "unknown error"),
];

/// Names of `+CME ERROR` codes; also the texts that `AT+CMEE=2` shows in their place.
const CME: &[(u16, &str)] = &[
    (3, "operation not allowed"),
    (4, "operation not supported"),
    (5, "PH-SIM PIN required"),
    (10, "SIM not inserted"),
    (11, "SIM PIN required"),
    (12, "SIM PUK required"),
    (13, "SIM failure"),
    (14, "SIM busy"),
    (15, "SIM wrong"),
    (16, "incorrect password"),
    (17, "SIM PIN2 required"),
    (18, "SIM PUK2 required"),
    (20, "memory full"),
    (21, "invalid index"),
    (22, "not found"),
    (23, "memory failure"),
    (30, "no network service"),
    (31, "network timeout"),
    (32, "network not allowed, emergency calls only"),
    (100, "unknown"),
];

/// What a `+CMS ERROR` code is called.
pub fn cms_name(code: u16) -> Option<&'static str> {
    name(CMS, code)
}

/// What a `+CME ERROR` code is called.
pub fn cme_name(code: u16) -> Option<&'static str> {
    name(CME, code)
}

/// The `+CME ERROR` code that a text stands for, where a modem shows texts; the case of letters
/// differs between firmwares.
pub fn cme_code(text: &str) -> Option<u16> {
    CME.iter().find(|(_, name)| name.eq_ignore_ascii_case(text.trim())).map(|(code, _)| *code)
}

fn name(table: &[(u16, &'static str)], wanted: u16) -> Option<&'static str> {
    table.iter().find(|(code, _)| *code == wanted).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_verbose_firmwares_are_known() {
        assert_eq!(cme_code("SIM busy"), Some(cme::SIM_BUSY));
        assert_eq!(cme_code(" sim pin required "), Some(cme::SIM_PIN_REQUIRED));
        assert_eq!(cme_code("Unknown error"), None);
    }

    #[test]
    fn the_tables_rise_and_repeat_nothing() {
        for table in [CMS, CME] {
            assert!(table.is_sorted_by(|(a, _), (b, _)| a < b));
        }
        assert_eq!(cms_name(38), Some("network out of order"));
        assert_eq!(cme_name(30), Some("no network service"));
        assert_eq!(cms_name(9999), None);
    }
}
