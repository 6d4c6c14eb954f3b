//! pdu.json: whole TPDUs with their service centre.

use beffroi::sms::DecodeError;
use beffroi::sms::address::Address;
use beffroi::sms::cause::{FailureCause, Form};
use beffroi::sms::coding::{Coding, Compression, Lamp};
use beffroi::sms::deliver::{LoopPrevention, MoreMessages, ReplyPath, ReportIndication};
use beffroi::sms::frame;
use beffroi::sms::header::Header;
use beffroi::sms::reading::Lenient;
use beffroi::sms::status_report::{Cause, Extras, StatusGroup};
use beffroi::sms::submit::{RejectDuplicates, ReportRequest};
use beffroi::sms::time::Timestamp;
use beffroi::sms::tpdu::{Direction, Kind, Tpdu};
use beffroi::sms::user_data::{Body, UserData};
use serde_json::Value;

use super::values::{check_header, check_indication, check_time, check_validity, kind};
use super::{Checked, Unfollowed, are_others, check, octets, same, says, text_of};

const UNFOLLOWED: Unfollowed = &[(
    "xlab-submitgsm7-enhancedtpvp2",
    "spare bits are zero, TS 23.038 §6.1.2.1.1; filling with CR is for USSD, §6.1.2.3.1",
)];

/// How sources call what became of a message (TS 23.040 §9.2.3.15).
const STATUS_CLASSES: [(&str, StatusGroup); 11] = [
    ("complete", StatusGroup::Completed),
    ("delivered", StatusGroup::Completed),
    ("success", StatusGroup::Completed),
    ("still", StatusGroup::StillTrying),
    ("pending", StatusGroup::StillTrying),
    ("trying", StatusGroup::StillTrying),
    ("retry", StatusGroup::StillTrying),
    ("given", StatusGroup::GivenUp),
    ("perm", StatusGroup::GivenUp),
    ("fail", StatusGroup::GivenUp),
    ("error", StatusGroup::GivenUp),
];

/// Of what 23.040 forbids and others read all the same.
const UNFORGIVEN: Unfollowed = &[];

#[test]
fn tpdus_read_and_write_as_others_read_and_write_them() {
    check("pdu.json", UNFOLLOWED, |_| true, |vector| check_pdu(vector, as_a_receiver));
}

#[test]
fn a_lenient_reading_reads_what_others_forgive() {
    let lenient = |octets: &[u8], kind| Lenient::<Tpdu>::decode(octets, kind).map(|read| read.value);
    check("lenient.json", UNFORGIVEN, |_| true, |vector| check_pdu(vector, lenient));
}

#[test]
fn a_strict_reading_refuses_what_others_forgive() {
    let refused = |vector: &Value| match check_pdu(vector, Tpdu::decode) {
        Ok(()) => Err("is taken".to_owned()),
        Err(_) => Ok(()),
    };
    if !are_others() {
        check("lenient.json", &[], |_| true, refused);
    }
}

/// Strictly, but for what a receiver must not look at (TS 23.040 §9.2.2); that it is not written again.
fn as_a_receiver(octets: &[u8], kind: Kind) -> Result<Tpdu, DecodeError> {
    Lenient::<Tpdu>::decode(octets, kind)?.as_a_receiver()
}

/// What the octets are: by what the vector says; else as a modem's memory would hold them.
pub(super) fn kind_of(vector: &Value, form: Form, octets: &[u8]) -> Result<Kind, DecodeError> {
    match text_of(vector, "direction") {
        Some("submit") => Ok(Kind::Submit),
        Some("deliver") => Ok(Kind::Deliver),
        Some("status-report") => Ok(Kind::StatusReport),
        Some("submit-report") => Ok(Kind::SubmitReport(form)),
        Some("deliver-report") => Ok(Kind::DeliverReport(form)),
        Some("command") => Ok(Kind::Command),
        _ if octets.first().is_some_and(|first| first & 0b11 == 0b01) => Ok(Kind::Submit),
        _ => Kind::of(octets, Direction::FromCentre, form),
    }
}

fn check_pdu(vector: &Value, decode: impl Fn(&[u8], Kind) -> Result<Tpdu, DecodeError>) -> Checked {
    let framed = octets(text_of(vector, "pdu_hex").unwrap())?;
    let has_service_centre = vector["has_smsc"] == true;
    let (service_centre, octets) = if has_service_centre {
        frame::split(&framed).map_err(|error| error.to_string())?
    } else {
        (None, &*framed)
    };
    let want = vector["expected"].as_object().unwrap();
    let form = if want.contains_key("fcs") { Form::Error } else { Form::Acknowledgement };
    let kind = kind_of(vector, form, octets).map_err(|error| error.to_string())?;
    let tpdu = decode(octets, kind).map_err(|error| error.to_string())?;
    for (key, want) in want {
        let read = Read { tpdu: &tpdu, octets, service_centre: service_centre.as_ref() };
        read.check(key, want)?;
    }
    if says(vector, "asserts", "encode") || says(vector, "asserts", "reencode") {
        let written = tpdu.encode().map_err(|error| error.to_string())?;
        let written =
            if has_service_centre { frame::join(service_centre.as_ref(), &written) } else { written };
        same("the TPDU", frame::to_hex(&written), frame::to_hex(&framed))?;
    }
    Ok(())
}

struct Read<'a> {
    tpdu: &'a Tpdu,
    octets: &'a [u8],
    service_centre: Option<&'a Address>,
}

impl Read<'_> {
    fn address(&self) -> Option<&Address> {
        match self.tpdu {
            Tpdu::Submit(submit) => Some(&submit.destination),
            Tpdu::Deliver(deliver) => Some(&deliver.originator),
            Tpdu::StatusReport(report) => Some(&report.recipient),
            Tpdu::Command(command) => Some(&command.destination),
            Tpdu::DeliverReport(_) | Tpdu::SubmitReport(_) => None,
        }
    }

    fn extras(&self) -> Option<&Extras> {
        match self.tpdu {
            Tpdu::StatusReport(report) => report.extras.as_ref(),
            Tpdu::DeliverReport(report) => Some(&report.extras),
            Tpdu::SubmitReport(report) => Some(&report.extras),
            _ => None,
        }
    }

    fn coding(&self) -> Option<Coding> {
        match self.tpdu {
            Tpdu::Submit(submit) => Some(submit.coding),
            Tpdu::Deliver(deliver) => Some(deliver.coding),
            _ => self.extras()?.coding,
        }
    }

    fn user_data(&self) -> Option<&UserData> {
        match self.tpdu {
            Tpdu::Submit(submit) => Some(&submit.user_data),
            Tpdu::Deliver(deliver) => Some(&deliver.user_data),
            _ => self.extras()?.user_data.as_ref(),
        }
    }

    fn header(&self) -> Option<&Header> {
        match self.tpdu {
            Tpdu::Command(command) => command.header(),
            _ => self.user_data().and_then(UserData::header),
        }
    }

    fn protocol(&self) -> Option<u8> {
        match self.tpdu {
            Tpdu::Submit(submit) => Some(submit.protocol),
            Tpdu::Deliver(deliver) => Some(deliver.protocol),
            Tpdu::Command(command) => Some(command.protocol),
            _ => self.extras()?.protocol,
        }
    }

    fn time(&self) -> Option<Timestamp> {
        match self.tpdu {
            Tpdu::Deliver(deliver) => Some(deliver.service_centre_time),
            Tpdu::StatusReport(report) => Some(report.service_centre_time),
            Tpdu::SubmitReport(report) => Some(report.service_centre_time),
            _ => None,
        }
    }

    fn cause(&self) -> Option<u8> {
        let outcome = match self.tpdu {
            Tpdu::DeliverReport(report) => report.outcome,
            Tpdu::SubmitReport(report) => report.outcome,
            _ => return None,
        };
        outcome.cause().map(FailureCause::octet)
    }

    fn check(&self, key: &str, want: &Value) -> Checked {
        let octet = |got: Option<u8>| same(key, got.map(u64::from), want.as_u64());
        let word = |got: Option<&str>| same(key, got, want.as_str());
        match key {
            "smsc" => word(Some(self.service_centre.map_or("", |address| address.digits().unwrap_or("")))),
            "smsc_type" => word(self.service_centre.map(kind)),
            "number" => {
                let address = self.address().ok_or("no address")?;
                same(
                    key,
                    Some(address.digits().map_or_else(|| address.display(), str::to_owned)).as_deref(),
                    want.as_str(),
                )
            }
            "number_type" => word(self.address().map(kind)),
            "number_digits" => {
                let digits = self.address().and_then(Address::digits);
                same(key, digits.map(|digits| digits.len() as u64), want.as_u64())
            }
            "toa" => octet(self.address().map(Address::type_octet)),
            "text" => same(key, self.user_data().and_then(|data| data.text().ok()).as_deref(), want.as_str()),
            // The source writes look-alikes, and does not say which.
            "text_transliterated_from" | "truncated" => Ok(()),
            "tpdu_len" => same(key, Some(self.octets.len() as u64), want.as_u64()),
            "first_octet" => octet(self.octets.first().copied()),
            "mti" => octet(self.octets.first().map(|octet| octet & 0b11)),
            "timestamp" | "timestamp_utc" | "timestamp_local" => check_time(key, self.time(), want),
            "discharge" | "discharge_local" | "discharge_utc" => match self.tpdu {
                Tpdu::StatusReport(report) => check_time(key, Some(report.discharge_time), want),
                _ => Err("no report".to_owned()),
            },
            "pid" => octet(self.protocol()),
            "pi" => octet(self.extras().map(Extras::indicator)),
            "fcs" => octet(self.cause()),
            // TS 23.040 §9.2.3.9: 0x41 to 0x47 replace an earlier message.
            "replace_type_pid" => {
                same(key, self.protocol().map(|pid| (0x41..=0x47).contains(&pid)), want.as_bool())
            }
            "dcs" => octet(self.coding().map(Coding::octet)),
            "class" => octet(self.coding().and_then(Coding::class).map(|class| class as u8)),
            "mwi" => match self.tpdu {
                Tpdu::Deliver(deliver) if deliver.cphs_lamp().is_some() => {
                    let lamp = deliver.cphs_lamp();
                    let said = |word: &str| want.get(word).and_then(Value::as_bool);
                    same(
                        key,
                        said("set").or(said("clear").map(|clear| !clear)),
                        lamp.map(|lamp| lamp == Lamp::On),
                    )
                }
                _ => check_indication(self.coding(), self.header(), want),
            },
            "compressed" => {
                let compressed = self.coding().unwrap_or_default().compression() == Compression::Compressed;
                same(key, Some(compressed), want.as_bool())
            }
            "data_hex" if matches!(self.tpdu, Tpdu::Command(_)) => match self.tpdu {
                Tpdu::Command(command) => same(key, Some(&*frame::to_hex(command.data())), want.as_str()),
                _ => Ok(()),
            },
            // TP-CDL and TP-CD of a COMMAND, by the names of user data.
            "udl" if matches!(self.tpdu, Tpdu::Command(_)) => match self.tpdu {
                Tpdu::Command(command) => {
                    let header = command.header().map_or(0, |header| header.encode().len());
                    same(key, Some((header + command.data().len()) as u64), want.as_u64())
                }
                _ => Ok(()),
            },
            "alphabet" if matches!(self.tpdu, Tpdu::Command(_)) => word(Some("8bit")),
            "udh" | "udhl" | "udhi" | "udl" | "multipart" | "alphabet" | "septets_hex" | "data_hex" => {
                self.check_user_data(key, want)
            }
            _ => self.check_flags(key, want),
        }
    }

    fn check_user_data(&self, key: &str, want: &Value) -> Checked {
        let concatenation = self.user_data().and_then(UserData::concatenation);
        let body = self.user_data().map(UserData::body);
        match key {
            "udh" => check_header(self.header(), want),
            "udhl" => same(key, self.header().map(|header| header.encode()[0].into()), want.as_u64()),
            "udhi" => same(key, Some(self.header().is_some()), want.as_bool()),
            "udl" => same(key, self.user_data().map(|data| data.length().into()), want.as_u64()),
            "multipart" => {
                same(key, Some(concatenation.is_some_and(|part| part.total() > 1)), want.as_bool())
            }
            "alphabet" => {
                let alphabet = body.map(|body| match body {
                    Body::Gsm7(_) => "gsm7",
                    Body::Octets(_) => "8bit",
                    Body::Ucs2(_) => "ucs2",
                });
                same(key, alphabet, want.as_str())
            }
            _ => {
                let data = body.map(|body| match body {
                    Body::Gsm7(septets) => frame::to_hex(septets.as_octets()),
                    Body::Octets(octets) | Body::Ucs2(octets) => frame::to_hex(octets),
                });
                same(key, data.as_deref(), want.as_str())
            }
        }
    }

    fn check_flags(&self, key: &str, want: &Value) -> Checked {
        let flag = |got: bool| same(key, Some(got), want.as_bool());
        match (key, self.tpdu) {
            ("vpf", Tpdu::Submit(_)) => same(key, Some(u64::from(self.octets[0] >> 3 & 0b11)), want.as_u64()),
            ("srr", Tpdu::Command(command)) => flag(command.report_request == ReportRequest::Yes),
            ("srq", Tpdu::StatusReport(report)) => flag(report.cause == Cause::Command),
            ("mms", Tpdu::StatusReport(report)) => flag(report.more_messages == MoreMessages::None),
            ("lp", Tpdu::StatusReport(report)) => flag(report.loop_prevention == LoopPrevention::Forwarded),
            ("status_class", Tpdu::StatusReport(report)) => {
                let want = want.as_str().unwrap();
                let known =
                    STATUS_CLASSES.iter().find(|(word, _)| want.contains(word)).map(|(_, group)| *group);
                same(key, Some(report.status.group()), known)
            }
            ("mr", Tpdu::Submit(submit)) => same(key, Some(submit.reference.into()), want.as_u64()),
            ("mr", Tpdu::Command(command)) => same(key, Some(command.reference.into()), want.as_u64()),
            ("command_type", Tpdu::Command(command)) => {
                same(key, Some(command.kind.octet().into()), want.as_u64())
            }
            ("message_number", Tpdu::Command(command)) => {
                same(key, Some(command.message_number.into()), want.as_u64())
            }
            ("mr", Tpdu::StatusReport(report)) => same(key, Some(report.reference.into()), want.as_u64()),
            ("status", Tpdu::StatusReport(report)) => {
                same(key, Some(report.status.octet().into()), want.as_u64())
            }
            ("srr", Tpdu::Submit(submit)) => flag(submit.report_request == ReportRequest::Yes),
            ("rd", Tpdu::Submit(submit)) => flag(submit.reject_duplicates == RejectDuplicates::Yes),
            ("rp", Tpdu::Submit(submit)) => flag(submit.reply_path == ReplyPath::Present),
            ("validity", Tpdu::Submit(submit)) => check_validity(submit.validity, want),
            ("rp", Tpdu::Deliver(deliver)) => flag(deliver.reply_path == ReplyPath::Present),
            ("lp", Tpdu::Deliver(deliver)) => flag(deliver.loop_prevention == LoopPrevention::Forwarded),
            ("sri", Tpdu::Deliver(deliver)) => flag(deliver.report_indication == ReportIndication::Yes),
            // The source gives the bit, which means that nothing more waits.
            ("mms", Tpdu::Deliver(deliver)) => flag(deliver.more_messages == MoreMessages::None),
            _ => Err(format!("{key} is not known to this test")),
        }
    }
}
