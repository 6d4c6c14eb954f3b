//! Why others read otherwise: each row names the codec, the fields, when it is so, and the clause by which ours
//! is right. What no row explains fails the test.

use beffroi::sms::Fault;
use beffroi::sms::address::Address;
use beffroi::sms::gsm7::Septets;
use beffroi::sms::header::{Element, Header};
use beffroi::sms::tpdu::Tpdu;
use beffroi::sms::user_data::{Body, UserData};
use serde_json::Value;

use super::differential::Difference;
use super::fields;

pub(crate) struct Clause {
    /// One of `codecs::CODECS`, or [`ANY`].
    pub(crate) codec: &'static str,
    pub(crate) fields: &'static [&'static str],
    pub(crate) holds: fn(&Difference) -> bool,
    pub(crate) clause: &'static str,
}

/// More than one codec does it.
pub(crate) const ANY: &str = "any";

const fn row(
    codec: &'static str,
    fields: &'static [&'static str],
    holds: fn(&Difference) -> bool,
    clause: &'static str,
) -> Clause {
    Clause { codec, fields, holds, clause }
}

pub(crate) const CLAUSES: &[Clause] = &[
    // What nearly is a message.
    row(
        ANY,
        &["refused by us"],
        |seen| has_fault(seen, &[Fault::NotADigit]),
        "TS 23.040 §9.1.2.3: 1111 fills an odd end and is no digit, and time is decimal (§9.2.3.11)",
    ),
    row(
        ANY,
        &["refused by us"],
        |seen| has_fault(seen, &[Fault::Underflow]),
        "TS 23.040 §9.2.2: a mandatory field, and what TP-PI announces, must be there; they make it up",
    ),
    row(
        ANY,
        &["refused by us"],
        |seen| has_fault(seen, &[Fault::TooLong]),
        "TS 23.040 §9.1.2.5: twenty semi-octets at most; §9.2.3.16: 160 septets, 140 octets",
    ),
    row(
        ANY,
        &["number"],
        |seen| said(&seen.ours).contains(['*', '#', 'a', 'b', 'c']) && !is_name(&seen.octets),
        "TS 23.040 §9.1.2.3: 1010 to 1110 are * # a b c; they show hexadecimal, or leave them out",
    ),
    row(
        ANY,
        ALL,
        |seen| !seen.faults.is_empty(),
        "refused by a strict reading, and which octets are looked at is everybody's own; what we forgave is told",
    ),
    row(
        ANY,
        &["concatenation"],
        |seen| seen.ours.is_null() && no_such_part(&seen.theirs),
        "TS 23.040 §9.2.3.24.1: a part 0, or beyond the total, is ignored",
    ),
    row(
        ANY,
        &["text", "data", "refused by them"],
        |seen| coding(seen).is_some_and(is_rare_scheme),
        "TS 23.038 §4: the group says where the alphabet stands, and a reserved scheme is the default alphabet; \
         they look at bits 3 and 2 alone, and read compressed text as if it were none",
    ),
    row(
        ANY,
        &["time", "time_local", "discharge", "discharge_local"],
        |seen| said(&seen.ours).starts_with("199") || said(&seen.theirs).starts_with("19"),
        "TS 23.040 §9.2.3.11: of the year there are two digits; the first short message went in 1992, so 90 to \
         99 are 19xx and all others 20xx",
    ),
    row(
        ANY,
        &["text"],
        has_unlisted_escape,
        "TS 23.038 §6.2.1.1: behind an escape a code that the extension has not is the default table's sign",
    ),
    row(
        ANY,
        &["refused by them"],
        |seen| seen.read.as_ref().is_some_and(|read| fields::of(read).values().any(Value::is_null)),
        "TS 23.040 §9.2.3.11: a date that does not exist is shown as none, and the rest of the message is kept",
    ),
    row(
        ANY,
        &["refused by them"],
        |seen| data(seen).is_some_and(|data| data.text().is_ok_and(|text| text.contains('\u{FFFD}'))),
        "TS 23.038 §6.2.3: half a surrogate pair is shown as such, and the rest of the text is kept",
    ),
    row(
        ANY,
        &["refused by them"],
        has_misshapen_element,
        "TS 23.040 §9.2.3.24: an element of the wrong length is ignored",
    ),
    row(
        ANY,
        &["refused by them"],
        |seen| address(seen).is_some_and(|address| matches!(address.plan().bits(), 2 | 7 | 11..=14)),
        "TS 23.040 §9.1.2.5: a reserved numbering plan is read as an unknown one",
    ),
    // libgammu
    row(
        "gammu",
        &["number"],
        |seen| is_name(&seen.octets) && said(&seen.ours).contains(|sign: char| !sign.is_ascii_alphanumeric()),
        "TS 23.040 §9.1.2.5: a name is in the default alphabet; gammu shows its code as that of Unicode",
    ),
    row(
        "gammu",
        &["number"],
        |seen| is_name(&seen.octets) && said(&seen.theirs).contains('\u{1b}'),
        "TS 23.038 §6.2.1.1: behind an escape what the extension table has not is as in the default alphabet; gammu \
         shows the escape as well",
    ),
    row(
        "gammu",
        &["reject_duplicates"],
        |seen| seen.octets[0] & 0x04 != 0 && seen.theirs == false,
        "TS 23.040 §9.2.3.25: TP-RD is bit 2 of a SUBMIT; gammu does not read it",
    ),
    row(
        "gammu",
        &["reply_path"],
        |seen| seen.octets[0] & 0x80 != 0 && seen.theirs == false,
        "TS 23.040 §9.2.3.17: TP-RP is bit 7; gammu does not read it",
    ),
    row(
        "gammu",
        &["text"],
        |seen| has_escape(seen) && said(&seen.theirs).starts_with(&format!("{}\0", said(&seen.ours))),
        "TS 23.038 §6.2.1.1: an escape and its septet are one sign; python-gammu counts two and shows what \
         lies in memory behind the text",
    ),
    row(
        "gammu",
        &["text"],
        has_a_tilde_of_gammu,
        "TS 23.038 §6.2.3: 0001 is a unit like others; gammu has it for a tilde, and doubles that",
    ),
    // python-gsmmodem-new
    row(
        "gsmmodem",
        ALL,
        |seen| address(seen).is_some_and(|address| address.digits() == Some("")),
        "TS 23.040 §9.1.2.5: an address without digits has its type all the same; gsmmodem looks for none",
    ),
    row(
        "gsmmodem",
        &["refused by them"],
        |seen| is_header_alone(seen) || is_octets(seen),
        "TS 23.040 §9.2.3.16: behind a header there may be nothing, and TS 23.038 §4: 8-bit data; gsmmodem looks \
         for septets in both",
    ),
    row(
        "gsmmodem",
        &["text"],
        |seen| seen.ours.is_null(),
        "TS 23.038 §4: with a class too, bits 3 and 2 name the alphabet; gsmmodem reads 8-bit data as text",
    ),
    row(
        "gsmmodem",
        &["text"],
        is_read_by_gsmmodem,
        "TS 23.038 §6.2.1: 5F is a section sign; TS 23.040 §9.2.3.24: behind a header of seven octets are no fill \
         bits; §9.2.3.16: the last of eight septets counts, be it 0. gsmmodem has a grave accent, drops the \
         first, drops the last",
    ),
    row("gsmmodem", &["not written"], |seen| has_pairs(&seen.ours), PAIRS),
    // python-messaging
    row("messaging", &["number"], has_filling, FILLING),
    row(
        "messaging",
        &["refused by them"],
        |seen| data(seen).is_some_and(|data| data.length() == 0),
        "TS 23.040 §9.2.3.16: TP-UDL may be 0",
    ),
    row("messaging", &["not written"], |seen| has_pairs(&seen.ours), PAIRS),
    row("messaging", &["refused by us"], |seen| has_pairs(&seen.theirs), PAIRS),
    row(
        "messaging",
        &["text"],
        is_parted_at_an_escape,
        "TS 23.038 §6.2.1.1: an escape announces the septet behind it in the same part; python-messaging \
         parts them",
    ),
    // smspdudecoder
    row("smspdudecoder", &["number"], has_filling, FILLING),
    row(
        "smspdudecoder",
        &["text"],
        has_escape,
        "TS 23.040 §9.2.3.16: TP-UDL counts septets; smspdudecoder cuts by signs, of which an escape makes fewer",
    ),
];

/// What stands in a TPDU, and whether it is read.
const ALL: &[&str] = &[
    "number",
    "protocol",
    "coding",
    "text",
    "data",
    "header",
    "elements",
    "concatenation",
    "time",
    "time_local",
    "discharge",
    "discharge_local",
    "status",
    "validity_octet",
    "refused by them",
];

const PAIRS: &str =
    "TS 23.038 §6.2.3: sixteen-bit units; they have no way to write what is beyond the basic plane";
const FILLING: &str =
    "TS 23.040 §9.1.2.5: a name has as many septets as its semi-octets hold, and the rest is filling";

fn said(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn has_fault(seen: &Difference, faults: &[Fault]) -> bool {
    seen.faults.iter().any(|error| faults.contains(&error.fault))
}

fn has_pairs(text: &Value) -> bool {
    said(text).chars().any(|sign| sign > '\u{FFFF}')
}

/// Whether a DELIVER's sender is alphanumeric.
fn is_name(octets: &[u8]) -> bool {
    octets[0] & 0b11 == 0 && octets.get(2).is_some_and(|kind| kind & 0x70 == 0x50)
}

fn has_filling(seen: &Difference) -> bool {
    is_name(&seen.octets) && said(&seen.theirs) == format!("{}@", said(&seen.ours))
}

fn data(seen: &Difference) -> Option<&UserData> {
    match seen.read.as_ref()? {
        Tpdu::Submit(submit) => Some(&submit.user_data),
        Tpdu::Deliver(deliver) => Some(&deliver.user_data),
        _ => None,
    }
}

fn address(seen: &Difference) -> Option<&Address> {
    match seen.read.as_ref()? {
        Tpdu::Submit(submit) => Some(&submit.destination),
        Tpdu::Deliver(deliver) => Some(&deliver.originator),
        Tpdu::StatusReport(report) => Some(&report.recipient),
        _ => None,
    }
}

fn has_a_tilde_of_gammu(seen: &Difference) -> bool {
    let [ours, theirs] = [&seen.ours, &seen.theirs].map(|text| said(text).replace(['~', '\u{1}'], ""));
    ours != said(&seen.ours) && ours.starts_with(&theirs)
}

fn coding(seen: &Difference) -> Option<u8> {
    match seen.read.as_ref()? {
        Tpdu::Submit(submit) => Some(submit.coding.octet()),
        Tpdu::Deliver(deliver) => Some(deliver.coding.octet()),
        _ => None,
    }
}

fn no_such_part(part: &Value) -> bool {
    let [_, total, number] = [0, 1, 2].map(|at| part[at].as_u64().unwrap_or_default());
    number == 0 || number > total
}

fn is_header_alone(seen: &Difference) -> bool {
    let Some(data) = data(seen) else { return false };
    data.header().is_some() && data.text().is_ok_and(|text| text.is_empty())
}

fn septets(seen: &Difference) -> Option<&Septets> {
    match data(seen)?.body() {
        Body::Gsm7(septets) => Some(septets),
        _ => None,
    }
}

/// Whether an escape is among the septets, those that are the header's bits too.
fn has_escape(seen: &Difference) -> bool {
    let Some(septets) = septets(seen) else { return false };
    let header = data(seen).and_then(UserData::header).map(|header| header.encode()).unwrap_or_default();
    let count = (header.len() * 8).div_ceil(7);
    let of_header = Septets::unpack(&[header, vec![0]].concat(), 0, count).unwrap_or_default();
    [of_header.as_octets(), septets.as_octets()].concat().contains(&0x1B)
}

/// Whether an escape stands before something that the extension table has not.
fn has_unlisted_escape(seen: &Difference) -> bool {
    let Some(septets) = septets(seen) else { return false };
    let listed = [0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65];
    let pair = |pair: &[u8]| pair[0] == 0x1B && !listed.contains(&pair[1]);
    septets.as_octets().windows(2).any(pair) || septets.as_octets().last() == Some(&0x1B)
}

fn is_octets(seen: &Difference) -> bool {
    data(seen).is_some_and(|data| matches!(data.body(), Body::Octets(_)))
}

/// Whether a scheme is none of those whose bits 3 and 2 say it all.
fn is_rare_scheme(octet: u8) -> bool {
    let compressed = octet & 0xA0 == 0x20;
    compressed || matches!(octet, 0x40..=0xEF | 0xF8..) || octet & 0x8C == 0x0C
}

/// Whether a known element is none, being of the wrong length.
fn has_misshapen_element(seen: &Difference) -> bool {
    let elements = data(seen).and_then(UserData::header).map(Header::elements).unwrap_or_default();
    let known = [0x00, 0x04, 0x05, 0x08];
    elements.iter().any(|element| matches!(element, Element::Raw(raw) if known.contains(&raw.identifier())))
}

fn is_read_by_gsmmodem(seen: &Difference) -> bool {
    let header = data(seen).and_then(UserData::header).map_or(0, |header| header.encode().len());
    let dropped = usize::from(header > 0 && header.is_multiple_of(7));
    let septets = septets(seen).map(Septets::as_octets).unwrap_or_default();
    let left = Septets::from_octets(septets.get(dropped..).unwrap_or_default()).unwrap_or_default();
    let read = left.text().replace('§', "`").replace('\u{C}', "");
    said(&seen.theirs) == read || read.strip_suffix('@') == Some(said(&seen.theirs))
}

fn is_parted_at_an_escape(seen: &Difference) -> bool {
    let (ours, theirs) = (said(&seen.ours), said(&seen.theirs));
    let first = ours.chars().zip(theirs.chars()).find(|(ours, theirs)| ours != theirs);
    first.is_some_and(|(ours, theirs)| ours == ' ' && "^{}\\[~]|€".contains(theirs))
}
