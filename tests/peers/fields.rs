//! A TPDU as flat fields, by the names that `codecs.py` gives to what others read: what can be compared.

use std::collections::BTreeMap;

use beffroi::moment::Moment;
use beffroi::sms::address::Address;
use beffroi::sms::deliver::{Deliver, LoopPrevention, ReplyPath, ReportIndication};
use beffroi::sms::header::Reference;
use beffroi::sms::status_report::StatusReport;
use beffroi::sms::submit::{RejectDuplicates, ReportRequest, Submit};
use beffroi::sms::time::Timestamp;
use beffroi::sms::tpdu::{self, Tpdu};
use beffroi::sms::user_data::{Body, UserData};
use beffroi::sms::validity::Validity;
use serde_json::{Value, json};

pub(crate) type Fields = BTreeMap<String, Value>;

/// The three that others read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Submit,
    Deliver,
    StatusReport,
}

impl Kind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Deliver => "deliver",
            Self::StatusReport => "status-report",
        }
    }

    pub(crate) fn of_tpdu(self) -> tpdu::Kind {
        match self {
            Self::Submit => tpdu::Kind::Submit,
            Self::Deliver => tpdu::Kind::Deliver,
            Self::StatusReport => tpdu::Kind::StatusReport,
        }
    }
}

/// All that can be compared of a TPDU.
pub(crate) fn of(tpdu: &Tpdu) -> Fields {
    let fields: Vec<(&str, Value)> = match tpdu {
        Tpdu::Submit(submit) => of_submit(submit),
        Tpdu::Deliver(deliver) => of_deliver(deliver),
        Tpdu::StatusReport(report) => of_report(report),
        _ => Vec::new(),
    };
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn of_submit(submit: &Submit) -> Vec<(&'static str, Value)> {
    let mut fields = vec![
        ("kind", json!("submit")),
        ("number", number(&submit.destination)),
        ("protocol", json!(submit.protocol)),
        ("coding", json!(submit.coding.octet())),
        ("reference", json!(submit.reference)),
        ("report", json!(submit.report_request == ReportRequest::Yes)),
        ("reject_duplicates", json!(submit.reject_duplicates == RejectDuplicates::Yes)),
        ("reply_path", json!(submit.reply_path == ReplyPath::Present)),
    ];
    match &submit.validity {
        Some(Validity::Relative(relative)) => fields.push(("validity_octet", json!(relative.octet()))),
        Some(Validity::Absolute(time)) => fields.push(("validity_time", utc(*time))),
        _ => {}
    }
    fields.extend(of_user_data(&submit.user_data));
    fields
}

fn of_deliver(deliver: &Deliver) -> Vec<(&'static str, Value)> {
    let mut fields = vec![
        ("kind", json!("deliver")),
        ("number", number(&deliver.originator)),
        ("protocol", json!(deliver.protocol)),
        ("coding", json!(deliver.coding.octet())),
        ("report", json!(deliver.report_indication == ReportIndication::Yes)),
        ("loop_prevention", json!(deliver.loop_prevention == LoopPrevention::Forwarded)),
        ("reply_path", json!(deliver.reply_path == ReplyPath::Present)),
        ("time", utc(deliver.service_centre_time)),
        ("time_local", local(deliver.service_centre_time)),
    ];
    fields.extend(of_user_data(&deliver.user_data));
    fields
}

fn of_report(report: &StatusReport) -> Vec<(&'static str, Value)> {
    vec![
        ("kind", json!("status-report")),
        ("number", number(&report.recipient)),
        ("reference", json!(report.reference)),
        ("status", json!(report.status.octet())),
        ("time", utc(report.service_centre_time)),
        ("time_local", local(report.service_centre_time)),
        ("discharge", utc(report.discharge_time)),
        ("discharge_local", local(report.discharge_time)),
    ]
}

fn of_user_data(data: &UserData) -> Vec<(&'static str, Value)> {
    let said = match data.body() {
        Body::Octets(octets) => {
            let hex: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
            ("data", json!(hex))
        }
        _ => ("text", json!(data.text().unwrap())),
    };
    let mut fields = vec![said, ("header", json!(data.header().is_some()))];
    if let Some(header) = data.header() {
        let identifiers: Vec<u8> = header.elements().iter().map(|element| element.identifier()).collect();
        fields.push(("elements", json!(identifiers)));
    }
    if let Some(part) = data.concatenation() {
        let reference = match part.reference() {
            Reference::Eight(reference) => u16::from(reference),
            Reference::Sixteen(reference) => reference,
        };
        fields.push(("concatenation", json!([reference, part.total(), part.number()])));
    }
    fields
}

fn number(address: &Address) -> Value {
    json!(address.display())
}

fn utc(time: Timestamp) -> Value {
    shown(time.moment())
}

/// By the clock of who wrote it.
fn local(time: Timestamp) -> Value {
    let quarter = i64::from(time.quarter_hours()) * 15 * 60 * 1_000;
    shown(time.moment().map(|moment| Moment::from_millis(moment.millis() + quarter)))
}

fn shown(moment: Option<Moment>) -> Value {
    moment.map_or(Value::Null, |moment| json!(moment.to_rfc3339().trim_end_matches(".000Z")))
}
