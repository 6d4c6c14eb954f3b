//! Any value of every type.

use proptest::prelude::*;

use super::super::address::{Address, NumberingPlan, TypeOfNumber};
use super::super::cause::{FailureCause, Outcome};
use super::super::coding::{Alphabet, Coding, Compression};
use super::super::command::{Command, CommandType};
use super::super::deliver::{Deliver, LoopPrevention, MoreMessages, ReplyPath, ReportIndication};
use super::super::deliver_report::DeliverReport;
use super::super::gsm7::Septets;
use super::super::header::{Concatenation, Element, Header, Reference};
use super::super::status_report::{Cause, Extras, Status, StatusReport};
use super::super::submit::{RejectDuplicates, ReportRequest, Submit};
use super::super::submit_report::SubmitReport;
use super::super::time::Timestamp;
use super::super::user_data::{Body, UserData};
use super::super::validity::{Enhanced, Format, Period, Relative, Tries, Validity};
use crate::moment::Moment;

pub(super) fn any_address() -> impl Strategy<Value = Address> {
    let number = ("[0-9*#abc]{0,20}", 0..7_usize, 0..16_u8).prop_map(|(digits, kind, plan)| {
        use TypeOfNumber::*;
        let kinds = [Unknown, International, National, NetworkSpecific, Subscriber, Abbreviated, Reserved];
        Address::number(kinds[kind], NumberingPlan::from_bits(plan), &digits).unwrap()
    });
    prop_oneof![number, "[@A-Za-zé_]{0,11}".prop_map(|name| Address::name(&name).unwrap())]
}

pub(super) fn any_header() -> impl Strategy<Value = Option<Header>> {
    let concatenation =
        (any::<u16>(), any::<bool>(), 1..=255_u8).prop_flat_map(|(reference, wide, total)| {
            (1..=total).prop_map(move |number| {
                let reference =
                    if wide { Reference::Sixteen(reference) } else { Reference::Eight(reference as u8) };
                Element::Concatenation(Concatenation::new(reference, total, number).unwrap())
            })
        });
    let raw = (any::<u8>(), prop::collection::vec(any::<u8>(), 0..12))
        .prop_map(|(identifier, data)| Element::new(identifier, &data).unwrap());
    let known = prop::sample::select(vec![(1, 2), (4, 2), (5, 4), (6, 1), (0x24, 1), (0x25, 1)]);
    let known = (known, any::<[u8; 4]>())
        .prop_map(|((identifier, length), data)| Element::new(identifier, &data[..length]).unwrap());
    let elements = prop::collection::vec(prop_oneof![concatenation, known, raw], 0..5);
    prop::option::of(elements.prop_map(|elements| Header::new(elements).unwrap()))
}

pub(super) fn any_user_data() -> impl Strategy<Value = UserData> {
    let octets = || prop::collection::vec(any::<u8>(), 0..60);
    let septets = prop::collection::vec(0..128_u8, 0..70);
    let body = prop_oneof![
        septets.prop_map(|septets| Body::Gsm7(Septets::from_octets(&septets).unwrap())),
        octets().prop_map(Body::Octets),
        octets().prop_map(|octets| Body::Ucs2([&*octets, &*octets].concat())),
    ];
    (any_header(), body).prop_filter_map("too long", |(header, body)| UserData::new(header, body).ok())
}

/// From the second day of 1990 on: the first is still 1989 in zones west of Greenwich.
pub(super) fn any_time() -> impl Strategy<Value = Timestamp> {
    (631_238_400_i64..3_700_000_000, -79..=79_i8).prop_map(|(seconds, zone)| {
        Timestamp::from_moment(Moment::from_millis(seconds * 1000), zone).unwrap()
    })
}

pub(super) fn any_validity() -> impl Strategy<Value = Option<Validity>> {
    prop::option::of(prop_oneof![
        any::<u8>().prop_map(|octet| Validity::Relative(Relative::from_octet(octet))),
        any_time().prop_map(Validity::Absolute),
        any_enhanced().prop_map(Validity::Enhanced),
        any_extended().prop_map(Validity::Enhanced),
    ])
}

/// The same with further octets of functionality in front, of which none says anything yet.
fn any_extended() -> impl Strategy<Value = Enhanced> {
    (any_enhanced(), 1..=3_usize).prop_map(|(enhanced, further)| {
        let [indicator, value @ ..] = enhanced.octets();
        let mut octets = [0; 7];
        octets[0] = indicator | 0x80;
        octets[1..further].fill(0x80);
        octets[further + 1..].copy_from_slice(&value[..6 - further]);
        match Validity::decode(&octets, Format::Enhanced) {
            Ok(Some(Validity::Enhanced(extended))) => extended,
            other => panic!("{other:?}"),
        }
    })
}

/// Every way to say a time that the standard has, and none.
fn any_enhanced() -> impl Strategy<Value = Enhanced> {
    let period = prop_oneof![
        Just(Period::None),
        any::<u8>().prop_map(|octet| Period::Relative(Relative::from_octet(octet))),
        (1..=255_u8).prop_map(Period::Seconds),
        (0..=99_u8, 0..=59_u8, 0..=59_u8).prop_map(|(h, m, s)| Period::Clock(h, m, s)),
    ];
    let tries = prop_oneof![Just(Tries::Many), Just(Tries::Single)];
    (tries, period).prop_map(|(tries, period)| Enhanced::new(tries, period).unwrap())
}

/// Any scheme that names the alphabet of the user data: of all groups, reserved ones among them.
pub(super) fn any_coding(user_data: &UserData) -> impl Strategy<Value = Coding> + use<> {
    let fitting: Vec<Coding> = (0..=255)
        .map(Coding::from_octet)
        .filter(|coding| match (user_data.body(), coding.compression()) {
            (Body::Octets(_), Compression::Compressed) => true,
            (_, Compression::Compressed) => false,
            (Body::Gsm7(_), Compression::None) => coding.alphabet() == Alphabet::Gsm7,
            (Body::Octets(_), Compression::None) => coding.alphabet() == Alphabet::Octets,
            (Body::Ucs2(_), Compression::None) => coding.alphabet() == Alphabet::Ucs2,
        })
        .collect();
    prop::sample::select(fitting)
}

fn any_coded() -> impl Strategy<Value = (Coding, UserData)> {
    any_user_data().prop_flat_map(|user_data| (any_coding(&user_data), Just(user_data)))
}

pub(super) fn any_submit() -> impl Strategy<Value = Submit> {
    let flags = any::<[bool; 3]>();
    (flags, any::<[u8; 2]>(), any_address(), any_validity(), any_coded()).prop_map(
        |([duplicates, report, path], [reference, protocol], destination, validity, (coding, user_data))| {
            Submit {
                reject_duplicates: if duplicates { RejectDuplicates::Yes } else { RejectDuplicates::No },
                report_request: if report { ReportRequest::Yes } else { ReportRequest::No },
                reply_path: if path { ReplyPath::Present } else { ReplyPath::Absent },
                reference,
                protocol,
                validity,
                coding,
                ..Submit::new(destination, user_data)
            }
        },
    )
}

pub(super) fn any_deliver() -> impl Strategy<Value = Deliver> {
    (any::<[bool; 4]>(), any::<u8>(), any_address(), any_time(), any_coded()).prop_map(
        |([more, forwarded, report, path], protocol, originator, time, (coding, user_data))| Deliver {
            more_messages: if more { MoreMessages::Waiting } else { MoreMessages::None },
            loop_prevention: if forwarded { LoopPrevention::Forwarded } else { LoopPrevention::Free },
            report_indication: if report { ReportIndication::Yes } else { ReportIndication::No },
            reply_path: if path { ReplyPath::Present } else { ReplyPath::Absent },
            protocol,
            coding,
            ..Deliver::new(originator, time, user_data)
        },
    )
}

pub(super) fn any_extras() -> impl Strategy<Value = Extras> {
    let coded = any_coded().prop_filter("131 octets are all", |(_, data)| {
        let bits = if matches!(data.body(), Body::Gsm7(_)) { 7 } else { 8 };
        usize::from(data.length()) * bits <= 131 * 8
    });
    // TP-DCS without TP-UD, TP-UD without TP-DCS (in the default alphabet), both, none.
    (any::<Option<u8>>(), any::<Option<u8>>(), prop::option::of(coded), any::<bool>()).prop_map(
        |(protocol, alone, coded, bare)| {
            let (coding, user_data) = match coded {
                None => (alone.map(Coding::from_octet), None),
                Some((_, data)) if bare && matches!(data.body(), Body::Gsm7(_)) => (None, Some(data)),
                Some((coding, data)) => (Some(coding), Some(data)),
            };
            Extras { protocol, coding, user_data, ..Extras::default() }
        },
    )
}

pub(super) fn any_outcome() -> impl Strategy<Value = Outcome> {
    any::<Option<u8>>().prop_map(|cause| {
        cause.map_or(Outcome::Accepted, |cause| Outcome::Refused(FailureCause::from_octet(cause)))
    })
}

pub(super) fn any_deliver_report() -> impl Strategy<Value = DeliverReport> {
    (any_outcome(), any_extras()).prop_map(|(outcome, extras)| DeliverReport { outcome, extras })
}

pub(super) fn any_submit_report() -> impl Strategy<Value = SubmitReport> {
    (any_outcome(), any_time(), any_extras()).prop_map(|(outcome, service_centre_time, extras)| {
        SubmitReport { outcome, service_centre_time, extras }
    })
}

pub(super) fn any_command() -> impl Strategy<Value = Command> {
    let data = (any_header(), prop::collection::vec(any::<u8>(), 0..147));
    (any::<[u8; 4]>(), any::<bool>(), any_address(), data).prop_filter_map(
        "too long",
        |([reference, protocol, kind, number], report, destination, (header, data))| {
            let mut order = Command::new(CommandType::from_octet(kind), number, destination);
            order.report_request = if report { ReportRequest::Yes } else { ReportRequest::No };
            (order.reference, order.protocol) = (reference, protocol);
            order.with_data(header, &data).ok()
        },
    )
}

pub(super) fn any_report() -> impl Strategy<Value = StatusReport> {
    let times = (any_time(), any_time());
    (any::<[bool; 3]>(), any::<[u8; 2]>(), any_address(), times, prop::option::of(any_extras())).prop_map(
        |([command, more, forwarded], [reference, status], recipient, (taken, discharged), extras)| {
            StatusReport {
                more_messages: if more { MoreMessages::Waiting } else { MoreMessages::None },
                loop_prevention: if forwarded { LoopPrevention::Forwarded } else { LoopPrevention::Free },
                cause: if command { Cause::Command } else { Cause::Submit },
                extras,
                ..StatusReport::new(reference, recipient, taken, discharged, Status::from_octet(status))
            }
        },
    )
}
