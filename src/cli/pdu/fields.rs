//! What a TPDU says, as JSON: the names are those of the test vectors (`number`, `timestamp`, `udh`, …).

use serde_json::{Map, Value, json};

use super::words::NUMBER_TYPES;
use crate::sms::address::Address;
use crate::sms::cause::{FailureCause, Outcome};
use crate::sms::coding::{Alphabet, Coding, Compression, Kept, Lamp};
use crate::sms::deliver::{LoopPrevention, MoreMessages, ReplyPath, ReportIndication};
use crate::sms::frame;
use crate::sms::header::{Element, Header, Ports, Reference, SpecialIndication};
use crate::sms::protocol::{Meaning, Protocol};
use crate::sms::status_report::{Extras, Reserved, Status, StatusGroup};
use crate::sms::submit::{RejectDuplicates, ReportRequest};
use crate::sms::time::Timestamp;
use crate::sms::tpdu::{Kind, Tpdu};
use crate::sms::user_data::{Body, UserData};
use crate::sms::validity::{Period, Tries, Validity};

/// The word for a kind.
pub(super) const fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Deliver => "deliver",
        Kind::DeliverReport(_) => "deliver-report",
        Kind::Submit => "submit",
        Kind::SubmitReport(_) => "submit-report",
        Kind::StatusReport => "status-report",
        Kind::Command => "command",
    }
}

/// The service centre.
pub(super) fn service_centre(centre: Option<&Address>, fields: &mut Map<String, Value>) {
    fields.insert("smsc".into(), centre.map(number).unwrap_or_default().into());
    if let Some(centre) = centre {
        fields.insert("smsc_type".into(), kind_of_number(centre).into());
        fields.insert("smsc_hex".into(), frame::to_hex(&centre.encode_service_centre()).into());
    }
}

/// Everything else.
pub(super) fn tpdu(tpdu: &Tpdu, octets: &[u8]) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| {
        fields.insert(key.to_owned(), value);
    };
    let first = octets.first().copied().unwrap_or_default();
    put("tpdu_len", octets.len().into());
    put("first_octet", first.into());
    put("mti", (first & 0b11).into());
    put("udhi", (first & 0x40 != 0).into());
    put("multipart", false.into());
    match tpdu {
        Tpdu::Deliver(deliver) => {
            put("mms", (deliver.more_messages == MoreMessages::None).into());
            put("lp", (deliver.loop_prevention == LoopPrevention::Forwarded).into());
            put("sri", (deliver.report_indication == ReportIndication::Yes).into());
            put("rp", (deliver.reply_path == ReplyPath::Present).into());
            address(&deliver.originator, &mut put);
            protocol(deliver.protocol, &mut put);
            coding(deliver.coding, &mut put);
            moment("timestamp", deliver.service_centre_time, &mut put);
            if let Some(lamp) = deliver.cphs_lamp() {
                put("mwi", json!({ "set": lamp == Lamp::On, "clear": lamp == Lamp::Off, "cphs": true }));
            }
            user_data(&deliver.user_data, &mut put);
        }
        Tpdu::Submit(submit) => {
            put("rd", (submit.reject_duplicates == RejectDuplicates::Yes).into());
            put("srr", (submit.report_request == ReportRequest::Yes).into());
            put("rp", (submit.reply_path == ReplyPath::Present).into());
            put("vpf", (first >> 3 & 0b11).into());
            put("mr", submit.reference.into());
            address(&submit.destination, &mut put);
            protocol(submit.protocol, &mut put);
            coding(submit.coding, &mut put);
            put("validity", validity(submit.validity));
            user_data(&submit.user_data, &mut put);
        }
        Tpdu::StatusReport(report) => {
            put("mms", (report.more_messages == MoreMessages::None).into());
            put("lp", (report.loop_prevention == LoopPrevention::Forwarded).into());
            put("srq", (first & 0x20 != 0).into());
            put("mr", report.reference.into());
            address(&report.recipient, &mut put);
            moment("timestamp", report.service_centre_time, &mut put);
            moment("discharge", report.discharge_time, &mut put);
            put("status", report.status.octet().into());
            put("status_class", status_class(report.status).into());
            if let Some(report) = &report.extras {
                extras(report, &mut put);
            }
        }
        Tpdu::SubmitReport(report) => {
            outcome(report.outcome, &mut put);
            moment("timestamp", report.service_centre_time, &mut put);
            extras(&report.extras, &mut put);
        }
        Tpdu::DeliverReport(report) => {
            outcome(report.outcome, &mut put);
            extras(&report.extras, &mut put);
        }
        Tpdu::Command(command) => {
            put("srr", (command.report_request == ReportRequest::Yes).into());
            put("mr", command.reference.into());
            protocol(command.protocol, &mut put);
            put("command_type", command.kind.octet().into());
            put("message_number", command.message_number.into());
            address(&command.destination, &mut put);
            if let Some(header) = command.header() {
                put("udh", header_fields(header));
            }
            let header = command.header().map_or(0, |header| header.encode().len());
            put("udl", (header + command.data().len()).into());
            put("alphabet", "8bit".into());
            put("data_hex", frame::to_hex(command.data()).into());
        }
    }
    fields
}

fn address(address: &Address, put: &mut impl FnMut(&str, Value)) {
    put("number", number(address).into());
    put("number_hex", frame::to_hex(&address.encode()).into());
    put("number_type", kind_of_number(address).into());
    put("toa", address.type_octet().into());
    if let Some(digits) = address.digits() {
        put("number_digits", digits.len().into());
    }
}

/// Digits without `+`, or a name.
pub(super) fn number(address: &Address) -> String {
    address.digits().map_or_else(|| address.display(), str::to_owned)
}

/// The word for a type of number.
pub(super) fn kind_of_number(address: &Address) -> &'static str {
    let kind = address.kind();
    NUMBER_TYPES.iter().find(|(known, _)| *known == kind).map_or("", |(_, word)| word)
}

fn moment(key: &str, said: Timestamp, put: &mut impl FnMut(&str, Value)) {
    put(key, time(said));
    put(&format!("{key}_hex"), frame::to_hex(&said.octets()).into());
}

fn protocol(octet: u8, put: &mut impl FnMut(&str, Value)) {
    put("pid", octet.into());
    if let Meaning::Replace(_) = Protocol::from_octet(octet).meaning() {
        put("replace_type_pid", true.into());
    }
}

fn coding(coding: Coding, put: &mut impl FnMut(&str, Value)) {
    put("dcs", coding.octet().into());
    if coding.compression() == Compression::Compressed {
        put("compressed", true.into());
    }
    if let Some(class) = coding.class() {
        put("class", (class as u8).into());
    }
    if let Some(indication) = coding.indication() {
        let lamp = |lamp| indication.lamp == lamp;
        let discard = indication.message == Kept::Discarded;
        put("mwi", json!({ "set": lamp(Lamp::On), "clear": lamp(Lamp::Off), "discard": discard }));
    }
}

fn outcome(outcome: Outcome, put: &mut impl FnMut(&str, Value)) {
    if let Some(cause) = outcome.cause().map(FailureCause::octet) {
        put("fcs", cause.into());
    }
}

fn extras(extras: &Extras, put: &mut impl FnMut(&str, Value)) {
    put("pi", extras.indicator().into());
    if extras.reserved != Reserved::default() {
        put("pi_hex", frame::to_hex(&extras.indicator_octets()).into());
    }
    if let Some(octet) = extras.protocol {
        protocol(octet, put);
    }
    if let Some(scheme) = extras.coding {
        coding(scheme, put);
    }
    if let Some(data) = &extras.user_data {
        user_data(data, put);
    }
}

const fn status_class(status: Status) -> &'static str {
    match status.group() {
        StatusGroup::Completed => "completed",
        StatusGroup::StillTrying => "still-trying",
        StatusGroup::GivenUp => "given-up",
    }
}

/// ISO 8601 with its offset; null for a date that does not exist.
pub(super) fn time(time: Timestamp) -> Value {
    let quarters = time.quarter_hours();
    let civil = time.moment().and_then(|moment| moment.civil(i32::from(quarters) * 15));
    let sign = if quarters < 0 { '-' } else { '+' };
    let minutes = u32::from(quarters.unsigned_abs()) * 15;
    civil.map_or(Value::Null, |at| {
        let zone = format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        let day = format!("{:04}-{:02}-{:02}", at.year, at.month, at.day);
        format!("{day}T{:02}:{:02}:{:02}{zone}", at.hour, at.minute, at.second).into()
    })
}

/// TP-VP.
pub(super) fn validity(validity: Option<Validity>) -> Value {
    match validity {
        None => json!({ "format": "none" }),
        Some(Validity::Relative(relative)) => {
            json!({ "format": "relative", "raw": relative.octet(), "seconds": relative.duration().as_secs() })
        }
        Some(Validity::Absolute(until)) => json!({
            "format": "absolute", "absolute": time(until), "absolute_hex": frame::to_hex(&until.octets()),
        }),
        Some(Validity::Enhanced(enhanced)) => {
            let [indicator, ..] = enhanced.octets();
            let mut said = json!({
                "format": "enhanced",
                "enhanced_hex": frame::to_hex(&enhanced.octets()),
                "enhanced_functionality_indicator": indicator,
                "single_shot": enhanced.tries() == Tries::Single,
                "extension": enhanced.is_extended(),
                "seconds": enhanced.duration().map(|duration| duration.as_secs()),
            });
            if let (Period::Relative(relative), Some(said)) = (enhanced.period(), said.as_object_mut()) {
                said.insert("relative_raw".into(), relative.octet().into());
            }
            said
        }
    }
}

fn user_data(data: &UserData, put: &mut impl FnMut(&str, Value)) {
    let alphabet = match data.coding().alphabet() {
        Alphabet::Gsm7 => "gsm7",
        Alphabet::Octets => "8bit",
        Alphabet::Ucs2 => "ucs2",
    };
    put("alphabet", alphabet.into());
    put("udl", data.length().into());
    if let Some(header) = data.header() {
        put("udhl", header.encode().first().copied().into());
        put("udh", header_fields(header));
    }
    if let Some(indication) = special_indication(data) {
        let (set, discard) = (indication.count > 0, !indication.is_stored());
        put("mwi", json!({ "set": set, "clear": !set, "discard": discard }));
    }
    put("multipart", data.concatenation().is_some_and(|part| part.total() > 1).into());
    if let Ok(text) = data.text() {
        put("text", text.into());
    }
    match data.body() {
        Body::Gsm7(septets) => put("septets_hex", frame::to_hex(septets.as_octets()).into()),
        Body::Octets(octets) | Body::Ucs2(octets) => put("data_hex", frame::to_hex(octets).into()),
    }
}

/// What waits elsewhere, as a header says it; where TP-DCS says it too, the header counts
/// (TS 23.040 §9.2.3.24.2).
fn special_indication(data: &UserData) -> Option<SpecialIndication> {
    data.header()?.elements().iter().find_map(|element| match element {
        Element::SpecialIndication(indication) => Some(*indication),
        _ => None,
    })
}

fn header_fields(header: &Header) -> Value {
    let elements = header.elements().iter();
    let mut fields = json!({
        "ies": elements.map(|element| json!({
            "iei": element.identifier(), "data_hex": frame::to_hex(&element.data()),
        })).collect::<Vec<_>>(),
    });
    let Some(said) = fields.as_object_mut() else { return fields };
    if let Some(part) = header.concatenation() {
        let (reference, bits) = match part.reference() {
            Reference::Eight(reference) => (u16::from(reference), 8),
            Reference::Sixteen(reference) => (reference, 16),
        };
        let (total, number) = (part.total(), part.number());
        let part = json!({ "ref": reference, "total": total, "seq": number, "ref_bits": bits });
        said.insert("concat".into(), part);
    }
    if let Some(ports) = header.ports() {
        let (destination, source, bits) = match ports {
            Ports::Eight { destination, source } => (destination.into(), source.into(), 8),
            Ports::Sixteen { destination, source } => (destination, source, 16),
        };
        said.insert("ports".into(), json!({ "dst": destination, "src": source, "bits": bits }));
    }
    for element in header.elements() {
        match element {
            Element::SingleShift(language) => said.insert("nli_single_shift".into(), language.0.into()),
            Element::LockingShift(language) => said.insert("nli_locking".into(), language.0.into()),
            _ => None,
        };
    }
    fields
}
