//! `beffroi pdu decode`: every field with its octets, its clause, its value and what it means.

use anyhow::anyhow;
use serde_json::{Map, Value, json};

use super::super::{Failure, Screen};
use super::bits::Bits;
use super::fields as said_by;
use super::input::{Found, Reading, of_arguments, pdus, taken};
use super::meaning::Meaning;
use super::words::{self, FIELDS, say, typographic};
use super::wrong::octets as octets_told;
use super::{bits, meaning};
use crate::sms::cause::Form;
use crate::sms::reading::{Dissected, Lenient};
use crate::sms::tpdu::{Direction, Kind, Tpdu};
use crate::sms::{DecodeError, Span, frame};
use crate::wording::Language;

pub(super) const HELP: &str = "\
Examples:
  beffroi pdu decode 07913336990800F0040B913336990821F300006221326100004007C2B75BFDAECB01
  beffroi pdu decode --json < modem.log
  beffroi pdu decode --direction sc --error 01D30062213261000040 --tpdu

From standard input without a PDU: one a line, alone or in a log; lines without one, and those that announce one which does not follow, are named. A line \
such as +CMT:, +CMGL: or AT+CMGS= above a PDU tells where it comes from and how long it is. Else, without --direction, it is taken for what a modem's memory holds: DELIVER, SUBMIT or STATUS-REPORT.";

/// The arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// PDUs in hexadecimal digits, the service centre in front; standard input without any, or for `-`.
    #[arg(value_name = "PDU")]
    pdus: Vec<String>,
    /// Who sent it: sc (service centre: DELIVER, SUBMIT-REPORT, STATUS-REPORT) or ms (phone: SUBMIT, DELIVER-REPORT, COMMAND).
    #[arg(long, value_name = "sc|ms", value_parser = direction)]
    direction: Option<Direction>,
    /// A report that acknowledges (RP-ACK); with --direction, unless the line above tells it.
    #[arg(long, conflicts_with = "error")]
    ack: bool,
    /// A report of an error (RP-ERROR), with TP-FCS; likewise.
    #[arg(long)]
    error: bool,
    /// No service centre stands in front.
    #[arg(long)]
    tpdu: bool,
    /// Reads what breaks the standard too, and tells how.
    #[arg(long)]
    lenient: bool,
    /// Prints one JSON object for each PDU.
    #[arg(long)]
    json: bool,
}

impl Arguments {
    /// The option that tells the form of a report.
    fn form(&self) -> Option<&'static str> {
        let error = self.error.then_some("--error");
        error.or(self.ack.then_some("--ack"))
    }
}

/// Not the name of a sender.
#[derive(Debug, thiserror::Error)]
#[error("sc or ms")]
struct NotASender;

fn direction(text: &str) -> Result<Direction, NotASender> {
    match text {
        "sc" => Ok(Direction::FromCentre),
        "ms" => Ok(Direction::FromPhone),
        _ => Err(NotASender),
    }
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let Reading { found, passed_over, in_vain } = match arguments.pdus.as_slice() {
        [] => pdus(&taken("-", screen.language)?),
        [input] if input == "-" => pdus(&taken("-", screen.language)?),
        words => of_arguments(words),
    };
    for (lines, told) in [(passed_over, words::PASSED_OVER), (in_vain, words::IN_VAIN)] {
        if !lines.is_empty() {
            let [one, several] = told;
            let told = if lines.len() == 1 { one } else { several };
            screen.note(&format!("{} {}", say(screen.language, told), ranges(&lines)));
        }
    }
    if found.is_empty() {
        screen.note(say(screen.language, words::NOTHING));
        return Err(Failure::Refused);
    }
    let unsaid = |found: &Found| arguments.direction.or(found.direction).is_none();
    if arguments.form().is_some() && found.iter().all(unsaid) {
        let told = say(screen.language, words::DIRECTION_WANTED);
        return Err(Failure::Usage(anyhow!(typographic(told, screen.language))));
    }
    show(&found, arguments, screen)
}

fn show(found: &[Found], arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let many = found.len() > 1;
    let mut all_read = true;
    for (at, found) in found.iter().enumerate() {
        let read = read(found, arguments, screen.language);
        all_read &= read.is_ok();
        if arguments.json {
            screen.line(&to_json(found, &read, screen.language).to_string())?;
            continue;
        }
        if at > 0 {
            screen.line("")?;
        }
        if many {
            screen.line(&format!("{} {}", say(screen.language, words::LINE), found.line))?;
        }
        for line in lines(&read, screen.language) {
            screen.line(&line)?;
        }
    }
    if all_read { Ok(()) } else { Err(Failure::Refused) }
}

/// `1-3, 7`: as many stretches as fit on a line.
fn ranges(lines: &[usize]) -> String {
    const MOST: usize = 12;
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for &line in lines {
        match stretches.last_mut() {
            Some((_, last)) if *last + 1 == line => *last = line,
            _ => stretches.push((line, line)),
        }
    }
    let told = stretches.iter().take(MOST).map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    let told = told.collect::<Vec<_>>().join(", ");
    if stretches.len() > MOST { told + ", …" } else { told }
}

/// A field with its octets, counted in all that was given.
struct Field {
    span: Span,
    octets: Vec<u8>,
    meaning: Meaning,
}

struct Read {
    said: Map<String, Value>,
    fields: Vec<Field>,
    forgiven: Vec<DecodeError>,
    /// As the line above has it and as it is, where they differ.
    other_length: Option<(usize, usize)>,
}

/// Why not, as one line, and the error where octets are to blame.
struct Refusal(String, Option<DecodeError>);

/// With or without a service centre in front, as the line above counts the octets; a line that miscounts is
/// not believed where the octets can be read the other way only.
fn read(found: &Found, arguments: &Arguments, language: Language) -> Result<Read, Refusal> {
    let blame = |error: DecodeError| Refusal(octets_told(error, language), Some(error));
    let octets = frame::from_hex(&found.digits).map_err(blame)?;
    let framing = |without: bool| if without { Framing::Bare } else { Framing::Framed };
    let told = framing(arguments.tpdu || found.length == Some(octets.len()));
    let other = framing(told == Framing::Framed);
    match read_as(&octets, told, found, arguments, language) {
        Err(_) if found.length.is_some() && !arguments.tpdu => {
            let first = || read_as(&octets, told, found, arguments, language);
            read_as(&octets, other, found, arguments, language).or_else(|_| first())
        }
        read => read,
    }
}

/// Whether the service centre stands in front.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Framing {
    Framed,
    Bare,
}

fn read_as(
    octets: &[u8],
    framing: Framing,
    found: &Found,
    arguments: &Arguments,
    language: Language,
) -> Result<Read, Refusal> {
    let blame = |error: DecodeError| Refusal(octets_told(error, language), Some(error));
    let without_centre = framing == Framing::Bare;
    let nobody = Lenient { value: None, forgiven: Vec::new() };
    let (Lenient { value: centre, mut forgiven }, tpdu) = match without_centre {
        true => (nobody, octets),
        false => frame::split_leniently(octets).map_err(blame)?,
    };
    let before = octets.len() - tpdu.len();
    let shifted = |error: DecodeError| DecodeError { octet: error.octet + before, ..error };
    let kind = kind(tpdu, found, arguments, language)?;
    let unsaid = arguments.direction.or(found.direction).is_none();
    let read = Dissected::leniently(tpdu, kind);
    let read = read.map_err(|error| match unsaid && kind == Kind::StatusReport && is_command(tpdu) {
        true => hinting(shifted(error), words::TRY_COMMAND, language),
        false => blame(shifted(error)),
    })?;
    if let Some(error) = read.noticed_by_a_receiver().filter(|_| !arguments.lenient) {
        let command = unsaid && kind == Kind::StatusReport && is_command(tpdu);
        let hint = if command { words::TRY_COMMAND } else { words::TRY_LENIENT };
        return Err(hinting(shifted(error), hint, language));
    }
    let mut said = Map::new();
    said.insert("direction".into(), said_by::kind_word(kind).into());
    said.insert("has_smsc".into(), (!without_centre).into());
    if !without_centre {
        said_by::service_centre(centre.as_ref(), &mut said);
    }
    said.extend(said_by::tpdu(&read.tpdu, tpdu));
    let fields = fields(octets, before, read.spans, &said, language);
    let other_length = found.length.filter(|length| *length != tpdu.len()).map(|length| (length, tpdu.len()));
    forgiven.extend(read.forgiven.into_iter().map(shifted));
    Ok(Read { said, fields, forgiven, other_length })
}

/// TP-MTI is the same for a STATUS-REPORT and a COMMAND (TS 23.040 §9.2.3.1).
fn is_command(tpdu: &[u8]) -> bool {
    Tpdu::decode(tpdu, Kind::Command).is_ok()
}

fn hinting(error: DecodeError, hint: words::Pair, language: Language) -> Refusal {
    Refusal(format!("{} ({})", octets_told(error, language), say(language, hint)), Some(error))
}

/// Each field with its octets and its meaning; `before` of them are the service centre's.
fn fields(
    octets: &[u8],
    before: usize,
    spans: Vec<Span>,
    said: &Map<String, Value>,
    language: Language,
) -> Vec<Field> {
    let centre = Span { field: "sca", index: None, octets: 0..before };
    let spans = spans
        .into_iter()
        .map(|span| Span { octets: span.octets.start + before..span.octets.end + before, ..span });
    let spans = (before > 0).then_some(centre).into_iter().chain(spans);
    let fields = spans.map(|span| {
        let octets = octets.get(span.octets.clone()).unwrap_or_default().to_vec();
        let meaning = meaning::of(span.field, &octets, said, language);
        Field { span, octets, meaning }
    });
    fields.collect()
}

/// What it is: by `--direction`, else by the line above, else as a modem's memory holds it. A report's form is
/// never guessed.
fn kind(tpdu: &[u8], found: &Found, arguments: &Arguments, language: Language) -> Result<Kind, Refusal> {
    let blame = |error: DecodeError| Refusal(octets_told(error, language), Some(error));
    let asked = match (arguments.ack, arguments.error) {
        (_, true) => Some(Form::Error),
        (true, false) => Some(Form::Acknowledgement),
        (false, false) => found.form,
    };
    let form = asked.unwrap_or(Form::Acknowledgement);
    let submit = tpdu.first().is_some_and(|first| first & 0b11 == 0b01);
    let memory = if submit { Direction::FromPhone } else { Direction::FromCentre };
    let direction = arguments.direction.or(found.direction).unwrap_or(memory);
    let kind = Kind::of(tpdu, direction, form).map_err(blame)?;
    let report = matches!(kind, Kind::DeliverReport(_) | Kind::SubmitReport(_));
    if let Some(option) = arguments.form() {
        if arguments.direction.or(found.direction).is_none() {
            return Err(Refusal(say(language, words::DIRECTION_WANTED).to_owned(), None));
        }
        // Of a log it is said of the reports in it.
        if !report && arguments.direction.is_some() && found.direction.is_none() {
            let word = said_by::kind_word(kind).to_uppercase();
            let told = say(language, words::NO_FORM).replace("{kind}", &word).replace("{option}", option);
            return Err(Refusal(told, None));
        }
    }
    if report && asked.is_none() {
        let announced = arguments.direction.is_none() && found.direction == Some(Direction::FromCentre);
        let received = announced && Tpdu::decode(tpdu, Kind::Submit).is_ok();
        let told = if received { words::RECEIVED_SUBMIT } else { words::FORM_WANTED };
        return Err(Refusal(say(language, told).to_owned(), None));
    }
    Ok(kind)
}

fn named(field: &str) -> (&'static str, &'static str) {
    FIELDS.iter().find(|(known, ..)| *known == field).map_or(("", ""), |(_, name, clause)| (*name, *clause))
}

fn lines(read: &Result<Read, Refusal>, language: Language) -> Vec<String> {
    let typographic = |line: String| words::typographic(&line, language);
    let read = match read {
        Ok(read) => read,
        Err(Refusal(why, _)) => {
            return vec![typographic(format!("{} {why}", say(language, words::REFUSED)))];
        }
    };
    let mut lines: Vec<String> = Vec::new();
    for field in &read.fields {
        lines.push(line(field, &typographic));
        if field.span.field == "first octet" {
            let octet = field.octets.first().copied().unwrap_or_default();
            let bits = bits::of(&read.said, octet);
            lines.extend(bits.iter().map(|bit| typographic(bit.line(field.span.octets.start, language))));
        }
    }
    for error in &read.forgiven {
        let told = octets_told(*error, language);
        let made = words::made_of(error).map(|pair| format!(" ({})", say(language, pair)));
        let made = made.unwrap_or_default();
        lines.push(typographic(format!("{} {told}{made}", say(language, words::OVERLOOKED))));
    }
    if let Some((told, real)) = read.other_length {
        let sentence = say(language, words::LENGTH_TOLD).replace("{told}", &told.to_string());
        lines.push(typographic(sentence.replace("{real}", &real.to_string())));
    }
    lines
}

fn line(field: &Field, typographic: &impl Fn(String) -> String) -> String {
    let (name, clause) = named(field.span.field);
    let octets = &field.span.octets;
    let last = octets.end.saturating_sub(1);
    let range = if octets.start == last { last.to_string() } else { format!("{}-{last}", octets.start) };
    let name = field.span.index.map_or_else(|| name.to_owned(), |index| format!("{name}[{index}]"));
    let meaning = field.meaning.printed(typographic);
    let line = format!("{range:>7}  {name:<8} {clause:<20} {}  {meaning}", frame::to_hex(&field.octets));
    line.trim_end().to_owned()
}

/// Sentences for people (`meaning`, `refused`) are in the reader's language; the rest is the same in each.
fn to_json(found: &Found, read: &Result<Read, Refusal>, language: Language) -> Value {
    let typographic = |line: String| words::typographic(&line, language);
    let error = |error: &DecodeError| {
        json!({
            "field": error.field, "index": error.index, "octet": error.octet,
            "reason": error.fault.to_string(),
        })
    };
    let read = match read {
        Ok(read) => read,
        Err(Refusal(why, blamed)) => {
            return json!({
                "pdu": found.digits, "line": found.line, "refused": typographic(why.clone()),
                "error": blamed.as_ref().map(error),
            });
        }
    };
    let fields = read.fields.iter().map(|field| {
        let (name, clause) = named(field.span.field);
        let mut object = json!({
            "field": field.span.field, "name": name, "index": field.span.index,
            "octets": [field.span.octets.start, field.span.octets.end], "clause": clause,
            "value": frame::to_hex(&field.octets), "meaning": field.meaning.printed(typographic),
        });
        if let (Some(object), "first octet") = (object.as_object_mut(), field.span.field) {
            let octet = field.octets.first().copied().unwrap_or_default();
            let bits = bits::of(&read.said, octet).into_iter().map(|bits: Bits| bits.to_json(language));
            object.insert("bits".into(), bits.collect());
        }
        object
    });
    let mut object = Map::new();
    object.insert("pdu".into(), found.digits.clone().into());
    object.insert("line".into(), found.line.into());
    object.extend(read.said.clone());
    if let Some((told, _)) = read.other_length {
        object.insert("other_length".into(), told.into());
    }
    object.insert("fields".into(), fields.collect());
    object.insert("forgiven".into(), read.forgiven.iter().map(error).collect());
    Value::Object(object)
}
