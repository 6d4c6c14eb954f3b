//! Between `line`'s plain values and the octets of TS 23.040: a submission becomes a SUBMIT, what
//! stands behind `+CDS` and `+CMT` becomes a report or a message. What can't be read keeps its
//! octets.

use crate::line::{Digits, IncomingReading, Raw, Repeated, ReportReading, Submission, Verdict};
use crate::message::{Alphabet, Concat, NationalTable};
use crate::sms::EncodeError;
use crate::sms::address::Address;
use crate::sms::cause::Form;
use crate::sms::deliver::Deliver;
use crate::sms::frame;
use crate::sms::header::{Concatenation, Reference};
use crate::sms::national::{Language, Tables};
use crate::sms::reading::Lenient;
use crate::sms::status_report::{StatusGroup, StatusReport};
use crate::sms::submit::{RejectDuplicates, ReportRequest, Submit};
use crate::sms::tpdu::{Direction, Kind};
use crate::sms::user_data::UserData;
use crate::sms::validity::Validity;

/// The TPDU of a submission. A modem puts its own TP-MR over ours.
pub(super) fn encode(submission: &Submission) -> Result<Vec<u8>, EncodeError> {
    let concatenation = submission.text.concat.map(concatenation).transpose()?;
    let text = &submission.text.text;
    let alphabet = submission.text.alphabet;
    let user_data = match alphabet.table() {
        Some(table) => UserData::national(text, tables(table), concatenation)?,
        None if alphabet == Alphabet::Ucs2 => UserData::ucs2(text, concatenation)?,
        None => UserData::gsm7(text, concatenation)?,
    };
    let mut submit = Submit::new(Address::international(&submission.to), user_data);
    submit.report_request = ReportRequest::Yes;
    submit.validity = Some(Validity::at_most(submission.valid_for));
    submit.reject_duplicates = match submission.repeated {
        Repeated::No => RejectDuplicates::No,
        Repeated::Yes => RejectDuplicates::Yes,
    };
    submit.encode()
}

/// Of an extension only: what stands in for the default alphabet itself would make a whole text unreadable on a phone
/// that does not know it, and is never sent.
const fn tables(table: NationalTable) -> Tables {
    let single = match table {
        NationalTable::Portuguese => Language::Portuguese,
        NationalTable::Spanish => Language::Spanish,
        NationalTable::Turkish => Language::Turkish,
    };
    Tables { single, ..Tables::DEFAULT }
}

fn concatenation(concat: Concat) -> Result<Concatenation, EncodeError> {
    Concatenation::new(Reference::Eight(concat.reference), concat.total, concat.number)
}

/// What a prompt gets: the service centre that is set in the modem, and the TPDU.
pub(super) fn framed(tpdu: &[u8]) -> Vec<u8> {
    frame::join(None, tpdu)
}

/// The octets behind `+CDS`.
pub(super) fn report(octets: &[u8]) -> (Raw, Option<ReportReading>) {
    let tpdu = without_service_centre(octets);
    let reading =
        Lenient::<StatusReport>::decode(tpdu).ok().map(|Lenient { value: report, .. }| ReportReading {
            reference: report.reference,
            recipient: Digits(report.recipient.digits().unwrap_or_default().to_owned()),
            discharged_at: report.discharge_time.moment(),
            status: report.status.octet(),
            verdict: match report.status.group() {
                StatusGroup::Completed => Verdict::Delivered,
                StatusGroup::StillTrying => Verdict::StillTrying,
                StatusGroup::GivenUp => Verdict::GivenUp,
            },
        });
    (Raw(tpdu.to_vec()), reading)
}

/// The octets behind `+CMT`.
pub(super) fn incoming(octets: &[u8]) -> (Raw, Option<IncomingReading>) {
    let tpdu = without_service_centre(octets);
    let reading = Lenient::<Deliver>::decode(tpdu).ok().and_then(|read| said(&read.value));
    (Raw(tpdu.to_vec()), reading)
}

fn said(deliver: &Deliver) -> Option<IncomingReading> {
    Some(IncomingReading {
        from: deliver.originator.display(),
        text: deliver.text().ok()?,
        sent_at: deliver.service_centre_time.moment(),
    })
}

/// What lay in a memory.
pub(super) enum Came {
    /// A STATUS-REPORT.
    Report(Raw, Option<ReportReading>),
    /// A DELIVER.
    Message(Raw, Option<IncomingReading>),
    /// Neither: a person's draft, or what was sent.
    Other,
}

/// The octets behind `+CMGR` and `+CMGL`, and `<stat>`: 0 and 1 are of what was received (TS 27.005 §3.1). What was
/// sent has TP-MTI of a SUBMIT-REPORT, which no memory holds.
pub(super) fn came(octets: &[u8], status: Option<u8>) -> Came {
    let tpdu = without_service_centre(octets);
    match Kind::of(tpdu, Direction::FromCentre, Form::Acknowledgement) {
        Ok(Kind::Deliver) => {
            let (raw, reading) = incoming(octets);
            Came::Message(raw, reading)
        }
        Ok(Kind::StatusReport) => {
            let (raw, reading) = report(octets);
            Came::Report(raw, reading)
        }
        _ if matches!(status, Some(0 | 1)) => received(tpdu),
        _ => Came::Other,
    }
}

/// With a TP-MTI of what is sent it is a message where it reads as a DELIVER but for that, and as no SUBMIT.
fn received(tpdu: &[u8]) -> Came {
    let deliver = Lenient::<Deliver>::decode_received(tpdu).and_then(Lenient::as_a_receiver);
    match (deliver, Lenient::<Submit>::decode(tpdu)) {
        (Ok(deliver), Err(_)) => Came::Message(Raw(tpdu.to_vec()), said(&deliver)),
        _ => Came::Other,
    }
}

/// What follows the service centre, whose mistakes are not ours; all of it where that can't be read.
fn without_service_centre(octets: &[u8]) -> &[u8] {
    frame::split_leniently(octets).map_or(octets, |(_, tpdu)| tpdu)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_in_is_told_from_what_a_person_left_there() {
        let rows = [
            ("0004 0B913336990821F3 0000 62213261000040 01 31", None, Some("1")),
            // A filler in the service centre's number (TS 23.040 §9.1.2.3).
            ("0791333F990821F3 04 0B913336990821F3 0000 62213261000040 01 31", None, Some("1")),
            // TP-MTI 3 is reserved, and processed as a DELIVER (TS 23.040 §9.2.3.1).
            ("0007 0B913336990821F3 0000 62213261000040 01 31", None, Some("1")),
            ("0006 2A 0B913336990821F3 62213261000040 62213261000040 00", None, Some("report")),
            ("0011 00 0B913336990821F3 0000 A7 01 31", Some(3), None),
            // The memory says that it was received, and it reads as such; a draft does not, whatever the memory says.
            ("0001 0B913336990821F3 0000 62213261000040 01 31", Some(1), Some("1")),
            ("0011 0B913336990821F3 0000 62213261000040 01 31", Some(0), Some("1")),
            ("0001 0B913336990821F3 0000 62213261000040 01 31", Some(2), None),
            ("0001 0B913336990821F3 0000 62213261000040 01 31", None, None),
            ("0011 00 0B913336990821F3 0000 A7 01 31", Some(1), None),
            ("00", Some(1), None),
        ];
        for (hex, status, want) in rows {
            let octets = frame::from_hex(&hex.replace(' ', "")).unwrap_or_default();
            let got = match came(&octets, status) {
                Came::Message(_, reading) => reading.map(|reading| reading.text),
                Came::Report(_, reading) => reading.map(|_| "report".to_owned()),
                Came::Other => None,
            };
            assert_eq!(got.as_deref(), want, "{hex}");
        }
    }
}
