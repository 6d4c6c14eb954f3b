//! pdu.json: whole TPDUs with their service centre.

use beffroi::moment::{Moment, Zone};
use beffroi::sms::DecodeError;
use beffroi::sms::address::{Address, TypeOfNumber};
use beffroi::sms::cause::{FailureCause, Form};
use beffroi::sms::coding::{Alphabet, Coding, Kept, Lamp};
use beffroi::sms::deliver::{LoopPrevention, MoreMessages, ReplyPath, ReportIndication};
use beffroi::sms::frame;
use beffroi::sms::header::{Header, Ports, Reference};
use beffroi::sms::reading::Lenient;
use beffroi::sms::status_report::Extras;
use beffroi::sms::submit::{RejectDuplicates, ReportRequest};
use beffroi::sms::time::Timestamp;
use beffroi::sms::tpdu::{Direction, Kind, Tpdu};
use beffroi::sms::user_data::{Body, UserData};
use beffroi::sms::validity::{Tries, Validity};
use serde_json::Value;

use super::{Checked, Unfollowed, are_others, check, number_of, octets, same, says, text_of};

const UNFOLLOWED: Unfollowed = &[
    (
        "aosp-cphsvoicemail-1",
        "a lamp told in the sender's address is of CPHS; TS 23.040 §9.2.3.24.2 has other ways",
    ),
    ("aosp-cphsvoicemail-3", "the same"),
    (
        "xlab-submitgsm7-enhancedtpvp2",
        "spare bits are zero, TS 23.038 §6.1.2.1.1; filling with CR is for USSD, §6.1.2.3.1",
    ),
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
    let read = Lenient::<Tpdu>::decode(octets, kind)?;
    match read.forgiven.into_iter().find(|error| !error.fault.is_overlooked()) {
        Some(error) => Err(error),
        None => Ok(read.value),
    }
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
        self.user_data().and_then(UserData::header)
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
            "discharge" | "discharge_local" => match self.tpdu {
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
            "mwi" => check_indication(self.coding(), want),
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

pub(super) fn kind(address: &Address) -> &'static str {
    match address.kind() {
        TypeOfNumber::Unknown => "unknown",
        TypeOfNumber::International => "international",
        TypeOfNumber::National => "national",
        TypeOfNumber::NetworkSpecific => "network-specific",
        TypeOfNumber::Subscriber => "subscriber",
        TypeOfNumber::Alphanumeric => "alphanumeric",
        TypeOfNumber::Abbreviated => "abbreviated",
        TypeOfNumber::Reserved => "reserved",
    }
}

/// `…_utc` asserts the instant, `…_local` the digits without a zone, others both.
pub(super) fn check_time(key: &str, got: Option<Timestamp>, want: &Value) -> Checked {
    let got = got.ok_or("no time")?;
    let want = want.as_str().unwrap();
    if key.ends_with("_local") {
        let local = got.moment().and_then(|moment| moment.civil(i32::from(got.quarter_hours()) * 15));
        let local = local.map(|civil| {
            let (year, month, day) = (civil.year, civil.month, civil.day);
            format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}", civil.hour, civil.minute, civil.second)
        });
        return same(key, local.as_deref(), Some(want));
    }
    same(key, got.moment(), Moment::parse(want, &Zone::UTC).ok())?;
    if key.ends_with("_utc") { Ok(()) } else { same(key, got.quarter_hours(), quarter_hours(want)) }
}

/// Of `2015-05-17T23:02:50+08:00`.
pub(super) fn quarter_hours(iso: &str) -> i8 {
    let zone = &iso[19..];
    if zone == "Z" {
        return 0;
    }
    let (hours, minutes): (i8, i8) = (zone[1..3].parse().unwrap(), zone[4..6].parse().unwrap());
    let quarters = hours * 4 + minutes / 15;
    if zone.starts_with('-') { -quarters } else { quarters }
}

pub(super) fn check_header(header: Option<&Header>, want: &Value) -> Checked {
    let header = header.ok_or("no header")?;
    for (key, want) in want.as_object().unwrap() {
        let elements = header.elements();
        match key.as_str() {
            "concat" => check_concatenation(header, want)?,
            "ports" => {
                let ports = header.ports().map(|ports| match ports {
                    Ports::Eight { destination, source } => [destination.into(), source.into()],
                    Ports::Sixteen { destination, source } => [destination, source],
                });
                let want = ["dst", "src"].map(|port| number_of(want, port).unwrap() as u16);
                same("ports", ports, Some(want))?;
            }
            "ies" | "ies_prefix" => {
                let want = want.as_array().unwrap();
                if key == "ies" {
                    same("elements", elements.len(), want.len())?;
                }
                for (element, want) in elements.iter().zip(want) {
                    same("iei", Some(u64::from(element.identifier())), number_of(want, "iei"))?;
                    if let Some(data) = text_of(want, "data_hex") {
                        same("element", frame::to_hex(&element.data()), data.to_owned())?;
                    }
                    if let Some(length) = number_of(want, "len") {
                        same("element", element.data().len() as u64, length)?;
                    }
                }
            }
            other => return Err(format!("{other} is not known to this test")),
        }
    }
    Ok(())
}

fn check_concatenation(header: &Header, want: &Value) -> Checked {
    let got = header.concatenation();
    if want.is_null() {
        return same("concatenation", got, None);
    }
    let got = got.ok_or("no concatenation")?;
    let (reference, bits) = match got.reference() {
        Reference::Eight(reference) => (u64::from(reference), 8),
        Reference::Sixteen(reference) => (u64::from(reference), 16),
    };
    same("reference", Some(reference), number_of(want, "ref"))?;
    same("total", Some(got.total().into()), number_of(want, "total"))?;
    same("number", Some(got.number().into()), number_of(want, "seq"))?;
    number_of(want, "ref_bits").map_or(Ok(()), |want| same("reference bits", bits, want))
}

pub(super) fn check_validity(got: Option<Validity>, want: &Value) -> Checked {
    let format = match got {
        None => "none",
        Some(Validity::Relative(_)) => "relative",
        Some(Validity::Absolute(_)) => "absolute",
        Some(Validity::Enhanced(_)) => "enhanced",
    };
    for (key, want) in want.as_object().unwrap() {
        match (key.as_str(), got) {
            ("format", _) => same(key, Some(format), want.as_str())?,
            ("seconds", Some(validity)) => {
                same(key, validity.duration().map(|duration| duration.as_secs()), want.as_u64())?;
            }
            ("raw", Some(Validity::Relative(relative))) => {
                same(key, Some(relative.octet().into()), want.as_u64())?;
            }
            ("absolute", Some(Validity::Absolute(until))) => check_time("vp", Some(until), want)?,
            ("absolute_local", Some(Validity::Absolute(until))) => check_time("vp_local", Some(until), want)?,
            ("single_shot", Some(Validity::Enhanced(enhanced))) => {
                same(key, Some(enhanced.tries() == Tries::Single), want.as_bool())?;
            }
            ("extension", Some(Validity::Enhanced(enhanced))) => {
                same(key, Some(enhanced.octets()[0] & 0x80 != 0), want.as_bool())?;
            }
            ("enhanced_functionality_indicator", Some(Validity::Enhanced(enhanced))) => {
                same(key, Some(enhanced.octets()[0].into()), want.as_u64())?;
            }
            ("relative_raw", Some(Validity::Enhanced(enhanced))) => {
                same(key, Some(enhanced.octets()[1].into()), want.as_u64())?;
            }
            _ => return Err(format!("{key} is not known to this test")),
        }
    }
    Ok(())
}

fn check_indication(coding: Option<Coding>, want: &Value) -> Checked {
    let got = coding.and_then(Coding::indication).ok_or("no indication")?;
    let flag = |key: &str| want.get(key).and_then(Value::as_bool);
    for (key, got) in [
        ("set", got.lamp == Lamp::On),
        ("clear", got.lamp == Lamp::Off),
        ("discard", got.message == Kept::Discarded),
    ] {
        if let Some(want) = flag(key) {
            same(key, got, want)?;
        }
    }
    Ok(())
}

pub(super) fn alphabet(alphabet: Alphabet) -> &'static str {
    match alphabet {
        Alphabet::Gsm7 => "gsm7",
        Alphabet::Octets => "8bit",
        Alphabet::Ucs2 => "ucs2",
    }
}
