//! Finds the PDUs in what is given: one a line, alone or at the end of a line of a log. The line that a modem
//! writes above a PDU (TS 27.005 §3.4.1, §4.1, §4.2) tells where it comes from and how long it is.

use std::io::Read;
use std::ops::Range;

use anyhow::{Context, anyhow};

use super::super::Failure;
use super::words::{self, say};
use crate::sms::cause::Form;
use crate::sms::frame;
use crate::sms::reading::Dissected;
use crate::sms::tpdu::{self, Direction, Tpdu};
use crate::wording::{self, Language, french_typography};

/// What is taken in at most, in octets; [`words::TOO_LARGE`] tells it.
const MOST_INPUT: u64 = 16 << 20;

/// All of a file, or of standard input where it is `-`.
pub(super) fn taken(file: &str, language: Language) -> Result<String, Failure> {
    if file == "-" {
        return whole(std::io::stdin().lock(), &wording::say(language, "reading-input", &[]), language);
    }
    whole(std::fs::File::open(file).with_context(|| file.to_owned())?, file, language)
}

/// What is larger is refused: of half an input nothing true can be said.
fn whole(source: impl Read, name: &str, language: Language) -> Result<String, Failure> {
    let mut octets = Vec::new();
    source.take(MOST_INPUT + 1).read_to_end(&mut octets).with_context(|| name.to_owned())?;
    if octets.len() as u64 > MOST_INPUT {
        let told = format!("{name}{}", say(language, words::TOO_LARGE));
        return Err(Failure::Usage(match language {
            Language::French => anyhow!(french_typography(&told).into_owned()),
            Language::English => anyhow!(told),
        }));
    }
    // Editors of Windows put a mark in front, which is no sign of the text.
    let octets = octets.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&octets);
    Ok(String::from_utf8_lossy(octets).into_owned())
}

/// What was found in a text, and which of its lines were neither PDU nor spoke of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) found: Vec<Found>,
    /// By their number, from 1; blank ones are not counted among them.
    pub(super) passed_over: Vec<usize>,
    /// Lines of a modem that told of a PDU below, and none was there.
    pub(super) in_vain: Vec<usize>,
}

/// A PDU, and what the line above told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// As it was given: perhaps no hexadecimal digits at all.
    pub(super) digits: String,
    /// On which line, from 1.
    pub(super) line: usize,
    /// Where it comes from.
    pub(super) direction: Option<Direction>,
    /// Of a report.
    pub(super) form: Option<Form>,
    /// Octets without the service centre.
    pub(super) length: Option<usize>,
}

/// Its first number tells the form of the report below: 1 acknowledges, 2 is an error (TS 27.005 §4.5).
const ACKNOWLEDGED: &str = "+CNMA=";
/// Lines above a PDU that tell where it comes from.
const ABOVE: [(&str, Direction); 6] = [
    ("+CMT:", Direction::FromCentre),
    ("+CDS:", Direction::FromCentre),
    ("+CMGS=", Direction::FromPhone),
    ("+CMGW=", Direction::FromPhone),
    (ACKNOWLEDGED, Direction::FromPhone),
    ("+CMGC=", Direction::FromPhone),
];
/// How an echoed command begins; hexadecimal digits never do.
const ECHO: &str = "at";
/// Those that tell it by a state, with its place: 0 and 1 were received, 2 and 3 are to be sent.
const STORED: [(&str, usize); 2] = [("+CMGR:", 0), ("+CMGL:", 1)];

/// How logs write the line ends of what passed on one line of theirs.
const LINE_ENDS: [&str; 8] = ["<CR>", "<LF>", "<cr>", "<lf>", "\\r", "\\n", "\\x0d", "\\x0a"];
/// How they write the octet 0x1A that ends a PDU; ModemManager has `\26`.
const PDU_ENDS: [&str; 9] =
    ["<Ctrl-Z>", "<CTRL-Z>", "^Z", "<SUB>", "<sub>", "\\26", "\\032", "\\x1a", "\\x1A"];
/// What logs put around what passed.
const AROUND: [char; 5] = ['\'', '"', '`', '[', ']'];

/// What PDUs are looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// One word, which is meant as a PDU whatever it is.
    Word,
    /// One PDU a line.
    List,
    /// What passed between a modem and somebody, and what else a program had to say.
    Log,
}

impl Kind {
    fn of(text: &str) -> Self {
        match text.lines().any(is_of_a_log) {
            true => Kind::Log,
            false if text.split_whitespace().nth(1).is_none() => Kind::Word,
            false => Kind::List,
        }
    }
}

/// All PDUs of a text.
pub(super) fn pdus(text: &str) -> Reading {
    let mut reading = Reading::default();
    let mut told = Found::default();
    // Where a modem announced what has not come yet.
    let mut awaited = None;
    let kind = Kind::of(text);
    for (before, whole) in text.lines().enumerate() {
        let mut understood = whole.trim().is_empty();
        for line in LINE_ENDS.iter().fold(whole.to_owned(), |line, end| line.replace(end, "\n")).lines() {
            let edge = |sign: char| sign.is_whitespace() || sign == '\x1a' || AROUND.contains(&sign);
            let line = line.trim_matches(edge);
            let line = PDU_ENDS.iter().find_map(|end| line.strip_suffix(end)).unwrap_or(line);
            if let Some((above, digits)) = on_one_line(line) {
                understood = true;
                told = Found::default();
                reading.in_vain.extend(awaited.take());
                reading.found.push(Found { digits, line: before + 1, ..above });
            } else if let Some(above) = above(line) {
                let announces = above.length.is_some() && is_said_of_one_below(line);
                reading.in_vain.extend(std::mem::replace(&mut awaited, announces.then_some(before + 1)));
                (told, understood) = (above, true);
            } else if is_final(line) {
                told = Found::default();
                reading.in_vain.extend(awaited.take());
            } else if let Some(digits) = digits(line, &told, kind) {
                (understood, awaited) = (true, None);
                reading.found.push(Found { digits, line: before + 1, ..std::mem::take(&mut told) });
            }
        }
        if !understood {
            reading.passed_over.push(before + 1);
        }
    }
    reading.in_vain.extend(awaited);
    reading
}

/// Each argument of a command line is meant as a PDU, or tells of the next one; what is neither is read all the
/// same, so that its mistake is told. One of several lines is a text.
pub(super) fn of_arguments(words: &[String]) -> Reading {
    let mut reading = pdus(&words.join("\n"));
    if words.iter().any(|word| word.contains('\n')) {
        return reading;
    }
    let passed_over = std::mem::take(&mut reading.passed_over);
    for (line, word) in (1..).zip(words) {
        if word.trim().is_empty() || passed_over.contains(&line) {
            reading.found.push(Found { digits: word.clone(), line, ..Found::default() });
        }
    }
    reading.found.sort_by_key(|found| found.line);
    reading
}

/// Some logs put the PDU behind what tells of it.
fn on_one_line(line: &str) -> Option<(Found, String)> {
    let (front, last) = line.rsplit_once(char::is_whitespace)?;
    let told = above(front).filter(|told| told.length.is_some())?;
    is_long_enough(last).then(|| (told, last.to_owned()))
}

/// Whether a modem says it, which then has a PDU to say; whoever announces one to a modem may think better of it.
fn is_said_of_one_below(line: &str) -> bool {
    let line = line.to_ascii_uppercase();
    let direct = ABOVE.iter().filter(|(word, _)| word.ends_with(':')).map(|(word, _)| *word);
    direct.chain(STORED.map(|(word, _)| word)).any(|word| line.contains(word))
}

fn above(line: &str) -> Option<Found> {
    let line = line.to_ascii_uppercase();
    let behind = |word: &str| line.split_once(word).map(|(_, behind)| behind);
    let fields = |behind: &str| behind.split(',').map(|field| field.trim().to_owned()).collect::<Vec<_>>();
    let told = |behind: &str, direction| {
        let length = fields(behind).last().and_then(|length| length.parse().ok());
        Found { direction, length, ..Found::default() }
    };
    if let Some((direction, behind)) =
        ABOVE.iter().find_map(|(word, direction)| Some((*direction, behind(word)?)))
    {
        let form = match (line.contains(ACKNOWLEDGED), fields(behind).first().map(String::as_str)) {
            (true, Some("1")) => Some(Form::Acknowledgement),
            (true, Some("2")) => Some(Form::Error),
            _ => None,
        };
        return Some(Found { form, ..told(behind, Some(direction)) });
    }
    STORED.iter().find_map(|(word, place)| {
        let behind = behind(word)?;
        let direction = match fields(behind).get(*place).map(String::as_str) {
            Some("0" | "1") => Some(Direction::FromCentre),
            Some("2" | "3") => Some(Direction::FromPhone),
            _ => None,
        };
        Some(told(behind, direction))
    })
}

/// Not one of a list of PDUs: it announces one, a modem says it, or it has several words.
fn is_of_a_log(line: &str) -> bool {
    let line = line.trim();
    let mut words = line.split_whitespace();
    let several = words.by_ref().count() > 1 && !line.split_whitespace().all(is_hexadecimal);
    several || above(line).is_some() || (!line.is_empty() && is_said_by_a_modem(line))
}

fn is_hexadecimal(word: &str) -> bool {
    word.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// What ends an answer: no PDU of it follows.
fn is_final(line: &str) -> bool {
    let ends = line.split_whitespace().last().is_some_and(|word| ["OK", "ERROR"].contains(&word));
    ends || ["+CMS ERROR", "+CME ERROR"].iter().any(|error| line.contains(error))
}

/// An IMEI, an IMSI, an ICCID (which may end with a filler), the number of a call: none has another letter.
fn is_a_number(word: &str) -> bool {
    const LONGEST_WITH_FILLER: usize = 20;
    let filled = if word.len() <= LONGEST_WITH_FILLER { word.strip_suffix(['F', 'f']) } else { None };
    filled.unwrap_or(word).bytes().all(|digit| digit.is_ascii_digit())
}

/// A hash, or a UUID without its dashes: programs write them into their logs, and no PDU of that length is one of
/// them by chance that reads as a PDU.
fn is_a_digest(word: &str) -> bool {
    const DIGITS: [usize; 6] = [32, 40, 56, 64, 96, 128];
    DIGITS.contains(&word.len()) && is_hexadecimal(word) && !is_readable(word)
}

/// Whether it has as many octets as were announced, and those of a service centre.
fn is_as_long(word: &str, told: &Found) -> bool {
    const CENTRE: usize = 12;
    told.length.is_none_or(|length| (length..=length.saturating_add(CENTRE)).contains(&(word.len() / 2)))
}

/// What a modem's memory holds.
const HELD: [tpdu::Kind; 3] = [tpdu::Kind::Deliver, tpdu::Kind::Submit, tpdu::Kind::StatusReport];

/// With a service centre in front or without one.
fn is_faultless(word: &str) -> bool {
    let Ok(octets) = frame::from_hex(word) else { return false };
    let reads = |octets: &[u8]| HELD.iter().any(|kind| Tpdu::decode(octets, *kind).is_ok());
    reads(&octets) || frame::split(&octets).is_ok_and(|(_, tpdu)| reads(tpdu))
}

/// With a service centre in front, and be it with a mistake, or without one.
fn is_readable(word: &str) -> bool {
    let Ok(octets) = frame::from_hex(word) else { return false };
    let framed = frame::split_leniently(&octets)
        .is_ok_and(|(_, tpdu)| HELD.iter().any(|kind| Dissected::leniently(tpdu, *kind).is_ok()));
    framed || HELD.iter().any(|kind| Tpdu::decode(&octets, *kind).is_ok())
}

fn is_said_by_a_modem(word: &str) -> bool {
    ["OK", "ERROR", ">", "RING"].contains(&word)
        || word.starts_with(['+', '^', '#', '*', '%'])
        || word.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(ECHO))
}

/// Whether what stands before a word is a counter: as octets it would be half a one, or a quote begins behind it.
fn is_counted(line: &str, count: &str, word: &str) -> bool {
    count.len() % 2 == 1 || line.contains(&format!("\"{word}"))
}

/// Shorter ones stand alone on their line.
fn is_long_enough(word: &str) -> bool {
    word.len() >= 16 && is_hexadecimal(word)
}

/// A PDU may hold a slip; a word of a language, a clock or a date is none.
fn might_be_digits(word: &str) -> bool {
    let hexadecimal = |sign: &char| sign.is_ascii_hexdigit();
    let plain =
        word.chars().all(char::is_alphanumeric) && word.chars().next().is_some_and(|sign| hexadecimal(&sign));
    plain && 2 * word.chars().filter(hexadecimal).count() >= word.chars().count() && !is_a_date(word)
}

/// `20261130`; as a PDU it would have a service centre of 32 octets.
fn is_a_date(word: &str) -> bool {
    let number = |range: Range<usize>| word.get(range).and_then(|digits| digits.parse::<u32>().ok());
    let is = |range, from, to: u32| number(range).is_some_and(|number| (from..=to).contains(&number));
    word.len() == 8 && is(0..4, 1990, 2099) && is(4..6, 1, 12) && is(6..8, 1, 31)
}

/// A word without what stands around it: quotes, brackets, `PDU=`.
fn bare(word: &str) -> &str {
    const ANGLES: [char; 4] = ['<', '>', '‹', '›'];
    let edge = |sign: char| AROUND.contains(&sign) || ANGLES.contains(&sign);
    let word = word.trim_matches(edge);
    match word.split_once(['=', ':']) {
        Some((label, rest)) if ["PDU", "TPDU"].iter().any(|known| label.eq_ignore_ascii_case(known)) => {
            rest.trim_matches(edge)
        }
        _ => word,
    }
}

/// A PDU at the end of a line whose octets stand apart, as dumps of a port have them, if it reads as one without
/// a mistake: other things are dumped alike.
fn octets_apart(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let octets = words.rsplit(|word| word.len() != 2 || !is_hexadecimal(word)).next()?.concat();
    let before = words.len() > octets.len() / 2;
    (before && is_long_enough(&octets) && is_faultless(&octets)).then_some(octets)
}

/// The words of a line without the quotes around them, and without a time that they begin with.
fn words_of(line: &str) -> Vec<&str> {
    const CLOCK: usize = 6;
    let words = line.split_whitespace().map(bare).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    match words.as_slice() {
        [date, clock, rest @ ..] if is_a_date(date) && clock.len() == CLOCK => rest.to_vec(),
        [date, rest @ ..] if is_a_date(date) => rest.to_vec(),
        _ => words,
    }
}

/// A word alone on its line is a PDU in a list of them, and where it was announced, if it might be one with a slip; in
/// a log if it is hexadecimal. Of a longer line the last word is one, if it looks like one. In a log nothing of
/// decimal digits alone is, unless it was announced.
fn digits(line: &str, told: &Found, kind: Kind) -> Option<String> {
    let line = line.strip_prefix('>').unwrap_or(line).trim_start();
    if kind == Kind::Word {
        let word = bare(line);
        return (!word.is_empty() && !is_said_by_a_modem(line)).then(|| word.to_owned());
    }
    if let (Kind::Log, Some(octets)) = (kind, octets_apart(line)) {
        return Some(octets);
    }
    let is_log = kind == Kind::Log;
    let announced = told.length.is_some() || told.direction.is_some();
    match words_of(line).as_slice() {
        [.., last] if is_log && !announced && is_a_number(last) => None,
        [.., last] if is_log && !(announced && is_as_long(last, told)) && is_a_digest(last) => None,
        [] => None,
        [word] => {
            let meant = !is_log || told.length.is_some() || is_hexadecimal(word);
            (meant && might_be_digits(word) && !is_said_by_a_modem(word)).then(|| (*word).to_owned())
        }
        [count, last] if is_a_number(count) && is_long_enough(last) && is_counted(line, count, last) => {
            Some((*last).to_owned())
        }
        pieces if pieces.iter().all(|piece| is_hexadecimal(piece)) => Some(pieces.concat()),
        [.., last] if is_long_enough(last) => Some((*last).to_owned()),
        pieces => (told.length.is_some() && might_be_digits(&pieces.concat())).then(|| pieces.join(" ")),
    }
}

#[cfg(test)]
mod tests;
