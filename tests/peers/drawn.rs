//! Messages by chance, and octets that nearly are one: the same for the same seed.

use beffroi::moment::Moment;
use beffroi::sms::address::{Address, NumberingPlan, TypeOfNumber};
use beffroi::sms::coding::Coding;
use beffroi::sms::deliver::{Deliver, LoopPrevention, MoreMessages, ReplyPath, ReportIndication};
use beffroi::sms::header::{Concatenation, Element, Header, Ports, Reference};
use beffroi::sms::status_report::{Status, StatusReport};
use beffroi::sms::submit::{RejectDuplicates, ReportRequest, Submit};
use beffroi::sms::time::Timestamp;
use beffroi::sms::tpdu::Tpdu;
use beffroi::sms::user_data::{Body, UserData};
use beffroi::sms::validity::{Relative, Validity};
use beffroi::sms::{gsm7::Septets, ucs2};
use fastrand::Rng;

use super::fields::Kind;

/// 2020 to 2037: nobody asked is older, and a naive reader of two digits is right too.
const TIMES: std::ops::Range<i64> = 1_577_836_800..2_114_380_800;
const GSM7: &str = "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡AZÄÖÑÜ§¿azäöñüà";
const EXTENSION: &str = "^{}\\[~]|€";
const BEYOND: &str = "çêîôûœÀÊ’“”«»…–\u{A0}жщ漢字ﷺ";
const PLANES: &str = "😀🎹👩🏽";

fn one_of<T: Copy>(draw: &mut Rng, of: &[T]) -> T {
    of[draw.usize(..of.len())]
}

fn sign(draw: &mut Rng, of: &str) -> char {
    let signs: Vec<char> = of.chars().collect();
    one_of(draw, &signs)
}

/// Of so many units at most; often exactly that many, or a multiple of eight septets.
fn text(draw: &mut Rng, tables: &[&str], most: usize, units: impl Fn(&str) -> usize) -> String {
    let wanted = match draw.u8(..4) {
        0 => most,
        1 => draw.usize(..=most) / 8 * 8,
        _ => draw.usize(..=most),
    };
    let mut text = String::new();
    loop {
        let table = if draw.u8(..5) == 0 { one_of(draw, tables) } else { tables[0] };
        let next = sign(draw, table);
        text.push(next);
        if units(&text) > wanted {
            text.pop();
            return text;
        }
    }
}

pub(crate) fn gsm7_text(draw: &mut Rng, most: usize) -> String {
    text(draw, &[GSM7, EXTENSION], most, |text| Septets::from_text(text).unwrap().len())
}

pub(crate) fn ucs2_text(draw: &mut Rng, most: usize) -> String {
    text(draw, &[GSM7, BEYOND, PLANES], most, ucs2::units)
}

pub(crate) fn digits(draw: &mut Rng) -> String {
    format!("3363998{:04}", draw.u16(..10_000))
}

fn number(draw: &mut Rng) -> Address {
    let digits = digits(draw);
    let number = |kind, digits: &str| Address::number(kind, NumberingPlan::TELEPHONE, digits).unwrap();
    match draw.u8(..6) {
        0 => number(TypeOfNumber::Unknown, &digits.replacen("33", "0", 1)),
        1 => number(TypeOfNumber::National, &digits[2..]),
        2 => number(TypeOfNumber::Unknown, &digits[..draw.usize(3..=6)]),
        _ => number(TypeOfNumber::International, &digits),
    }
}

fn sender(draw: &mut Rng) -> Address {
    if draw.u8(..4) > 0 {
        return number(draw);
    }
    let letters = draw.usize(1..=11);
    let name: String = (0..letters).map(|_| sign(draw, "ABCDEFGHXYZabcéxyz09 &")).collect();
    Address::name(&name).unwrap()
}

fn time(draw: &mut Rng) -> Timestamp {
    let moment = Moment::from_millis(draw.i64(TIMES) * 1_000);
    Timestamp::from_moment(moment, draw.i8(-48..=56)).unwrap()
}

fn header(draw: &mut Rng) -> Option<Header> {
    let total = draw.u8(2..=255);
    let reference = match draw.u8(..6) {
        0 => Reference::Eight(draw.u8(..)),
        1 => Reference::Sixteen(draw.u16(..)),
        2 => {
            let ports = Ports::Sixteen { destination: draw.u16(..), source: draw.u16(..) };
            return Header::new(vec![Element::Ports(ports)]).ok();
        }
        _ => return None,
    };
    Concatenation::new(reference, total, draw.u8(1..=total)).ok().map(Header::from)
}

fn user_data(draw: &mut Rng) -> UserData {
    let header = header(draw);
    let taken = header.as_ref().map_or(0, |header| header.encode().len());
    let body = match draw.u8(..5) {
        0 => Body::Octets((0..draw.usize(..=140 - taken)).map(|_| draw.u8(..)).collect()),
        1 | 2 => Body::Ucs2(ucs2::encode(&ucs2_text(draw, (140 - taken) / 2))),
        _ => Body::Gsm7(Septets::from_text(&gsm7_text(draw, (140 - taken) * 8 / 7)).unwrap()),
    };
    UserData::new(header, body).unwrap()
}

/// One of the schemes that name the alphabet.
fn coding(draw: &mut Rng, data: &UserData) -> Coding {
    let schemes: &[u8] = match data.body() {
        Body::Gsm7(_) => &[0x00, 0x00, 0x10, 0x11, 0xF1],
        Body::Octets(_) => &[0x04, 0x04, 0x15, 0xF5],
        Body::Ucs2(_) => &[0x08, 0x08, 0x18, 0x19],
    };
    Coding::from_octet(one_of(draw, schemes))
}

fn submit(draw: &mut Rng) -> Submit {
    let data = user_data(draw);
    let validity = match draw.u8(..4) {
        0 | 1 => Some(Validity::Relative(Relative::from_octet(draw.u8(..)))),
        2 => Some(Validity::Absolute(time(draw))),
        _ => None,
    };
    Submit {
        reject_duplicates: one_of(draw, &[RejectDuplicates::No, RejectDuplicates::Yes]),
        reply_path: one_of(draw, &[ReplyPath::Absent, ReplyPath::Present]),
        report_request: one_of(draw, &[ReportRequest::No, ReportRequest::Yes]),
        reference: draw.u8(..),
        protocol: one_of(draw, &[0x00, 0x00, 0x41, 0x7F]),
        coding: coding(draw, &data),
        validity,
        ..Submit::new(number(draw), data)
    }
}

fn deliver(draw: &mut Rng) -> Deliver {
    let data = user_data(draw);
    Deliver {
        more_messages: one_of(draw, &[MoreMessages::None, MoreMessages::Waiting]),
        loop_prevention: one_of(draw, &[LoopPrevention::Free, LoopPrevention::Forwarded]),
        report_indication: one_of(draw, &[ReportIndication::No, ReportIndication::Yes]),
        reply_path: one_of(draw, &[ReplyPath::Absent, ReplyPath::Present]),
        protocol: one_of(draw, &[0x00, 0x00, 0x41, 0x7F]),
        coding: coding(draw, &data),
        ..Deliver::new(sender(draw), time(draw), data)
    }
}

fn report(draw: &mut Rng) -> StatusReport {
    let status = Status::from_octet(one_of(draw, &[0x00, 0x01, 0x30, 0x41, 0x46, 0x63]));
    StatusReport::new(draw.u8(..), number(draw), time(draw), time(draw), status)
}

pub(crate) fn tpdu(draw: &mut Rng, kind: Kind) -> Tpdu {
    match kind {
        Kind::Submit => Tpdu::Submit(submit(draw)),
        Kind::Deliver => Tpdu::Deliver(deliver(draw)),
        Kind::StatusReport => Tpdu::StatusReport(report(draw)),
    }
}

/// An octet changed, left out or put in, or the end cut off; TP-MTI stays.
pub(crate) fn harmed(draw: &mut Rng, mut octets: Vec<u8>) -> Vec<u8> {
    let at = draw.usize(1..octets.len());
    match draw.u8(..5) {
        0 => octets.truncate(at),
        1 => drop(octets.remove(at)),
        2 => octets.insert(at, draw.u8(..)),
        3 => octets[at] ^= 1 << draw.u8(..8),
        _ => octets[at] = draw.u8(..),
    }
    octets
}
