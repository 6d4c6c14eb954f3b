//! From a draft to TPDUs: each field by its type, refused by its name. What is said is in `say`.

use serde_json::{Map, Value};

use super::draft::{Draft, ValidityDraft};
use super::say::{self, Said};
use super::wrong::Wrong;
use super::{fields, header, words};
use crate::moment::{Moment, Zone};
use crate::phone::PhoneNumber;
use crate::sms::address::{Address, NumberingPlan, TypeOfNumber};
use crate::sms::cause::{FailureCause, Outcome};
use crate::sms::coding::{Class, Coding};
use crate::sms::command::{Command, CommandType};
use crate::sms::deliver::{Deliver, LoopPrevention, MoreMessages, ReplyPath, ReportIndication};
use crate::sms::deliver_report::DeliverReport;
use crate::sms::frame;
use crate::sms::reading::Lenient;
use crate::sms::status_report::{Cause, Extras, Reserved, Status, StatusReport};
use crate::sms::submit::{RejectDuplicates, ReportRequest, Submit};
use crate::sms::submit_report::SubmitReport;
use crate::sms::time::Timestamp;
use crate::sms::tpdu::Tpdu;
use crate::sms::user_data::UserData;
use crate::sms::validity::{Enhanced, Format, Period, Relative, Tries, Validity};

/// A TPDU that was written.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// With the service centre in front, if it is to stand there.
    pub(super) pdu: Vec<u8>,
    /// The octets of the TPDU alone.
    pub(super) tpdu: Vec<u8>,
    /// What it says.
    pub(super) said: Option<Said>,
    /// What `decode` will say of it.
    pub(super) fields: Map<String, Value>,
}

/// All TPDUs of a draft: several for a text that one can't hold.
pub(super) fn write(draft: &Draft) -> Result<Vec<Written>, Wrong> {
    let direction = draft.direction.as_deref().unwrap_or("submit");
    check_in_order(draft, direction)?;
    let said = match direction {
        "submit" | "deliver" => say::parts(draft)?.into_iter().map(Some).collect(),
        "status-report" | "submit-report" | "deliver-report" => vec![say::extra(draft)?],
        "command" => vec![None],
        other => return Err(Wrong::Word("direction", other.to_owned())),
    };
    let mut written = Vec::with_capacity(said.len());
    for said in said {
        let user_data = said.as_ref().map(|said| said.user_data.clone());
        let tpdu = match (direction, user_data) {
            ("submit", Some(user_data)) => Tpdu::Submit(submit(draft, user_data)?),
            ("deliver", Some(user_data)) => Tpdu::Deliver(deliver(draft, user_data)?),
            ("status-report", user_data) => Tpdu::StatusReport(status_report(draft, user_data)?),
            ("submit-report", user_data) => Tpdu::SubmitReport(SubmitReport {
                outcome: outcome(draft),
                service_centre_time: taken_at(draft)?,
                extras: extras(draft, user_data)?,
            }),
            ("deliver-report", user_data) => Tpdu::DeliverReport(DeliverReport {
                outcome: outcome(draft),
                extras: extras(draft, user_data)?,
            }),
            _ => Tpdu::Command(command(draft)?),
        };
        let value = tpdu;
        let tpdu = value.encode().map_err(|error| Wrong::Value("dcs", error))?;
        let mut fields = fields::tpdu(&value, &tpdu);
        let pdu = if draft.has_smsc == Some(false) {
            tpdu.clone()
        } else {
            let centre = service_centre(draft)?;
            fields::service_centre(centre.as_ref(), &mut fields);
            frame::join(centre.as_ref(), &tpdu)
        };
        written.push(Written { pdu, tpdu, said, fields });
    }
    Ok(written)
}

/// In the order of the standard's fields, so that the first that is wrong is named.
fn check_in_order(draft: &Draft, direction: &str) -> Result<(), Wrong> {
    if !matches!(direction, "submit-report" | "deliver-report") {
        number(draft)?;
    }
    if matches!(direction, "deliver" | "status-report" | "submit-report") {
        taken_at(draft)?;
    }
    if direction == "status-report" {
        discharged_at(draft)?;
    }
    Ok(())
}

fn submit(draft: &Draft, user_data: UserData) -> Result<Submit, Wrong> {
    let mut submit = Submit::new(number(draft)?, user_data);
    submit.reject_duplicates = if is(draft.rd) { RejectDuplicates::Yes } else { RejectDuplicates::No };
    submit.report_request = if is(draft.srr) { ReportRequest::Yes } else { ReportRequest::No };
    submit.reply_path = reply_path(draft);
    submit.reference = draft.mr.unwrap_or_default();
    submit.protocol = draft.pid.unwrap_or_default();
    submit.coding = coding(draft, submit.coding)?;
    submit.validity = draft.validity.as_ref().map(validity).transpose()?.flatten();
    Ok(submit)
}

fn deliver(draft: &Draft, user_data: UserData) -> Result<Deliver, Wrong> {
    let mut deliver = Deliver::new(number(draft)?, taken_at(draft)?, user_data);
    (deliver.more_messages, deliver.loop_prevention) = waiting(draft);
    deliver.report_indication = if is(draft.sri) { ReportIndication::Yes } else { ReportIndication::No };
    deliver.reply_path = reply_path(draft);
    deliver.protocol = draft.pid.unwrap_or_default();
    deliver.coding = coding(draft, deliver.coding)?;
    Ok(deliver)
}

fn status_report(draft: &Draft, user_data: Option<UserData>) -> Result<StatusReport, Wrong> {
    let recipient = number(draft)?;
    let taken = taken_at(draft)?;
    let discharged = discharged_at(draft)?;
    let status = Status::from_octet(draft.status.unwrap_or_default());
    let mut report = StatusReport::new(draft.mr.unwrap_or_default(), recipient, taken, discharged, status);
    (report.more_messages, report.loop_prevention) = waiting(draft);
    report.cause = if is(draft.srq) { Cause::Command } else { Cause::Submit };
    let any = draft.pi.is_some()
        || draft.pi_hex.is_some()
        || draft.pid.is_some()
        || draft.dcs.is_some()
        || user_data.is_some();
    report.extras = any.then(|| extras(draft, user_data)).transpose()?;
    Ok(report)
}

fn command(draft: &Draft) -> Result<Command, Wrong> {
    let kind = CommandType::from_octet(draft.command_type.unwrap_or_default());
    let mut command = Command::new(kind, draft.message_number.unwrap_or_default(), number(draft)?);
    command.report_request = if is(draft.srr) { ReportRequest::Yes } else { ReportRequest::No };
    command.reference = draft.mr.unwrap_or_default();
    command.protocol = draft.pid.unwrap_or_default();
    let data = say::octets("data_hex", draft.data_hex.as_deref().unwrap_or_default())?;
    command.with_data(header::header(draft)?, &data).map_err(|error| Wrong::Value("data_hex", error))
}

fn is(flag: Option<bool>) -> bool {
    flag.unwrap_or_default()
}

fn reply_path(draft: &Draft) -> ReplyPath {
    if is(draft.rp) { ReplyPath::Present } else { ReplyPath::Absent }
}

/// Without a word, nothing more waits.
fn waiting(draft: &Draft) -> (MoreMessages, LoopPrevention) {
    let more = if draft.mms == Some(false) { MoreMessages::Waiting } else { MoreMessages::None };
    (more, if is(draft.lp) { LoopPrevention::Forwarded } else { LoopPrevention::Free })
}

fn outcome(draft: &Draft) -> Outcome {
    draft.fcs.map_or(Outcome::Accepted, |cause| Outcome::Refused(FailureCause::from_octet(cause)))
}

fn extras(draft: &Draft, user_data: Option<UserData>) -> Result<Extras, Wrong> {
    let plain = user_data.as_ref().map(UserData::coding).filter(|coding| *coding != Coding::GSM7);
    let scheme = match (draft.dcs, draft.class, plain) {
        (None, None, plain) => plain,
        (.., plain) => Some(coding(draft, plain.unwrap_or_default())?),
    };
    let octets = match (&draft.pi_hex, draft.pi) {
        (Some(hex), _) => Some(say::octets("pi_hex", hex)?),
        // What an extension announces stands in `pi_hex`.
        (None, announced) => announced.map(|octet| vec![octet & 0x7F]),
    };
    let reserved = octets.as_deref().map(Reserved::from_octets).transpose();
    let reserved = reserved.map_err(|error| Wrong::Octets("pi_hex", error))?.unwrap_or_default();
    let extras = Extras { protocol: draft.pid, coding: scheme, user_data, reserved };
    let disagreeing = |field| Err(Wrong::Disagreeing(field, "pid, dcs, text"));
    match (draft.pi, octets) {
        (Some(announced), _) if announced != extras.indicator() => disagreeing("pi"),
        (_, Some(octets)) if draft.pi_hex.is_some() && octets != extras.indicator_octets() => {
            disagreeing("pi_hex")
        }
        _ => Ok(extras),
    }
}

/// TP-DCS as it is given, else that of the alphabet, with a class if one is given.
fn coding(draft: &Draft, plain: Coding) -> Result<Coding, Wrong> {
    let class = match draft.class {
        None => None,
        Some(0) => Some(Class::Flash),
        Some(1) => Some(Class::Phone),
        Some(2) => Some(Class::Sim),
        Some(3) => Some(Class::Terminal),
        Some(other) => return Err(Wrong::Word("class", other.to_string())),
    };
    match (draft.dcs.map(Coding::from_octet), class) {
        (Some(coding), Some(class)) if coding.class() != Some(class) => {
            Err(Wrong::Disagreeing("class", "dcs"))
        }
        (Some(coding), _) => Ok(coding),
        (None, Some(class)) => Ok(Coding::of_class(plain.alphabet(), class)),
        (None, None) => Ok(plain),
    }
}

fn taken_at(draft: &Draft) -> Result<Timestamp, Wrong> {
    time("timestamp", draft.timestamp.as_deref(), draft.timestamp_hex.as_deref())
}

fn discharged_at(draft: &Draft) -> Result<Timestamp, Wrong> {
    time("discharge", draft.discharge.as_deref(), draft.discharge_hex.as_deref())
}

/// The seven octets where they say the same as the words, else the words.
fn time(field: &'static str, iso: Option<&str>, hex: Option<&str>) -> Result<Timestamp, Wrong> {
    if let Some(hex) = hex {
        let read = Lenient::<Timestamp>::decode(&say::octets(field, hex)?).and_then(Lenient::as_it_came);
        let read = read.map_err(|error| Wrong::Octets(field, error))?;
        if iso.is_none_or(|iso| fields::time(read).as_str() == Some(iso)) {
            return Ok(read);
        }
    }
    let iso = iso.ok_or(Wrong::Missing(field))?;
    let moment = Moment::parse(iso, &Zone::UTC).map_err(|_| Wrong::Time(field))?;
    let quarters = quarter_hours(iso).ok_or(Wrong::Time(field))?;
    Timestamp::from_moment(moment, quarters).map_err(|error| Wrong::Value(field, error))
}

/// The zone at the end of `2026-12-24T17:00:00+01:00`, or `Z`.
fn quarter_hours(iso: &str) -> Option<i8> {
    if iso.ends_with(['Z', 'z']) {
        return Some(0);
    }
    let (_, clock) = iso.split_once(['T', 't', ' '])?;
    let at = clock.find(['+', '-'])?;
    let (_, zone) = clock.split_at_checked(at)?;
    let (hours, minutes) = zone.split_once(':').unwrap_or((zone, "0"));
    let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.parse().ok()?);
    // Of the zone there are quarters of an hour (TS 23.040 §9.2.3.11).
    let quarters = Some(minutes / 15).filter(|_| minutes % 15 == 0)?;
    i8::try_from(hours * 4 + if zone.starts_with('-') { -quarters } else { quarters }).ok()
}

/// TP-VP; `none` is none.
fn validity(draft: &ValidityDraft) -> Result<Option<Validity>, Wrong> {
    let absolute = || time("validity.absolute", draft.absolute.as_deref(), draft.absolute_hex.as_deref());
    let format = draft.format.as_deref().or_else(|| {
        let relative = draft.raw.is_some() || draft.seconds.is_some();
        let absolute = draft.absolute.is_some() || draft.absolute_hex.is_some();
        if relative { Some("relative") } else { absolute.then_some("absolute") }
    });
    Ok(match format {
        Some("none") => None,
        Some("relative") => Some(Validity::Relative(relative(draft.raw, draft.seconds)?)),
        Some("absolute") => Some(Validity::Absolute(absolute()?)),
        Some("enhanced") => Some(Validity::Enhanced(enhanced(draft)?)),
        other => return Err(Wrong::Word("validity.format", other.unwrap_or_default().to_owned())),
    })
}

fn relative(raw: Option<u8>, seconds: Option<u64>) -> Result<Relative, Wrong> {
    let seconds = seconds.map(std::time::Duration::from_secs);
    match (raw.map(Relative::from_octet), seconds) {
        (Some(raw), Some(seconds)) if raw.duration() != seconds => {
            Err(Wrong::Disagreeing("validity.raw", "validity.seconds"))
        }
        (Some(raw), _) => Ok(raw),
        (None, Some(seconds)) => {
            Relative::within(seconds).map_err(|error| Wrong::Value("validity.seconds", error))
        }
        (None, None) => Err(Wrong::Missing("validity.seconds")),
    }
}

/// The octets where they are given, which must say what the words beside them say; else those of the words.
fn enhanced(draft: &ValidityDraft) -> Result<Enhanced, Wrong> {
    const FIELD: &str = "validity.enhanced_hex";
    let Some(hex) = &draft.enhanced_hex else { return enhanced_in_words(draft) };
    let read = Lenient::<Option<Validity>>::decode(&say::octets(FIELD, hex)?, Format::Enhanced);
    let read = read.and_then(Lenient::as_it_came);
    let Some(Validity::Enhanced(read)) = read.map_err(|error| Wrong::Octets(FIELD, error))? else {
        return Err(Wrong::Missing(FIELD));
    };
    let single = read.tries() == Tries::Single;
    let seconds = read.duration().map(|duration| duration.as_secs());
    let (raw, clock) = match read.period() {
        Period::Relative(relative) => (Some(relative.octet()), None),
        Period::Clock(hours, minutes, seconds) => (None, Some([hours, minutes, seconds])),
        _ => (None, None),
    };
    let words = [
        ("validity.single_shot", draft.single_shot.is_none_or(|said| said == single)),
        ("validity.seconds", draft.seconds.is_none_or(|said| Some(said) == seconds)),
        ("validity.relative_raw", draft.relative_raw.is_none_or(|said| Some(said) == raw)),
        ("validity.clock", draft.clock.is_none_or(|said| Some(said) == clock)),
    ];
    match words.iter().find(|(_, same)| !same) {
        Some((word, _)) => Err(Wrong::Disagreeing(word, FIELD)),
        None => Ok(read),
    }
}

fn enhanced_in_words(draft: &ValidityDraft) -> Result<Enhanced, Wrong> {
    let tries = if is(draft.single_shot) { Tries::Single } else { Tries::Many };
    let period = match (draft.relative_raw, draft.clock, draft.seconds) {
        (Some(raw), ..) => Period::Relative(Relative::from_octet(raw)),
        (None, Some([hours, minutes, seconds]), _) => Period::Clock(hours, minutes, seconds),
        (None, None, Some(seconds)) => {
            let too_long = Wrong::Word("validity.seconds", seconds.to_string());
            Period::Seconds(u8::try_from(seconds).map_err(|_| too_long)?)
        }
        (None, None, None) => Period::None,
    };
    let [hours, minutes, seconds] = draft.clock.unwrap_or_default();
    let clock = || Wrong::Word("validity.clock", format!("{hours:02}:{minutes:02}:{seconds:02}"));
    Enhanced::new(tries, period).ok_or_else(|| match period {
        Period::Seconds(seconds) => Wrong::Word("validity.seconds", seconds.to_string()),
        _ => clock(),
    })
}

fn service_centre(draft: &Draft) -> Result<Option<Address>, Wrong> {
    let words = draft.smsc.as_deref().filter(|digits| !digits.is_empty());
    if let Some(hex) = &draft.smsc_hex {
        let octets = say::octets("smsc_hex", hex)?;
        let (read, _) =
            Address::decode_service_centre(&octets).map_err(|error| Wrong::Octets("smsc_hex", error))?;
        let said = read.as_ref().map(fields::number).unwrap_or_default();
        let kind = read.as_ref().map(fields::kind_of_number);
        let same = draft.smsc.as_ref().is_none_or(|digits| *digits == said)
            && draft.smsc_type.as_deref().is_none_or(|word| Some(word) == kind);
        if same {
            return Ok(read);
        }
    }
    words.map(|digits| address("smsc", digits, draft.smsc_type.as_deref(), None)).transpose()
}

/// TP-DA, TP-OA or TP-RA.
fn number(draft: &Draft) -> Result<Address, Wrong> {
    if let Some(hex) = &draft.number_hex {
        let octets = say::octets("number_hex", hex)?;
        let (read, _) = Address::decode(&octets).map_err(|error| Wrong::Octets("number_hex", error))?;
        let same = draft.number.as_ref().is_none_or(|number| *number == fields::number(&read))
            && draft.toa.is_none_or(|toa| toa == read.type_octet())
            && draft.number_type.as_deref().is_none_or(|kind| kind == fields::kind_of_number(&read));
        if same {
            return Ok(read);
        }
    }
    let number = draft.number.as_deref().ok_or(Wrong::Missing("number"))?;
    address("number", number, draft.number_type.as_deref(), draft.toa)
}

/// With a type, the digits as they are. Without, `+` and digits as they are, else as people write numbers;
/// what is none of them goes as it is, its type unknown: a workbench may write what the daemon would not send.
fn address(field: &'static str, number: &str, kind: Option<&str>, toa: Option<u8>) -> Result<Address, Wrong> {
    let told = kind.map(|word| {
        let known = words::NUMBER_TYPES.iter().find(|(_, known)| *known == word);
        known.map(|(kind, _)| *kind).ok_or_else(|| Wrong::Word("number_type", word.to_owned()))
    });
    let told = told.transpose()?;
    let by_octet = toa.map(|toa| (TypeOfNumber::from_octet(toa), NumberingPlan::from_bits(toa)));
    match (told, by_octet) {
        (Some(kind), Some((by_octet, _))) if kind != by_octet => {
            return Err(Wrong::Disagreeing("number_type", "toa"));
        }
        _ => {}
    }
    let plan = |kind| match kind {
        TypeOfNumber::Alphanumeric => NumberingPlan::UNKNOWN,
        _ => NumberingPlan::TELEPHONE,
    };
    let (kind, plan) = match by_octet.or(told.map(|kind| (kind, plan(kind)))) {
        Some((kind, plan)) => (kind, plan),
        None if number.is_empty() => return Err(Wrong::Number(field)),
        None => {
            let known = PhoneNumber::from_e164(number).ok().or_else(|| PhoneNumber::parse(number).ok());
            if let Some(number) = known {
                return Ok(Address::international(&number));
            }
            let kind =
                if number.starts_with('+') { TypeOfNumber::International } else { TypeOfNumber::Unknown };
            (kind, NumberingPlan::TELEPHONE)
        }
    };
    let digits = number.strip_prefix('+').filter(|_| kind == TypeOfNumber::International).unwrap_or(number);
    Address::number(kind, plan, digits).map_err(|error| match error {
        crate::sms::EncodeError::NotADigit => Wrong::Number(field),
        other => Wrong::Value(field, other),
    })
}
