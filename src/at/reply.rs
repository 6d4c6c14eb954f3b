//! A parser per answer: the lines that came before the final result -> a value. As tolerant as
//! real modems need: names with and without, blanks left out, quotes left open, fields missing.
//! `None` says that the lines do not hold what was asked.

use nom::Parser;
use nom::character::complete::char;
use nom::multi::separated_list0;

use super::command::Indications;
use super::line::{fields, number_list, split_name};

/// What `AT+CPIN?` says (TS 27.007 §8.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PinState {
    /// No code is wanted.
    Ready,
    /// The SIM's PIN.
    Pin,
    /// The SIM's PUK.
    Puk,
    /// There is no SIM.
    Missing,
    /// Another lock (`PH-NET PIN`, …).
    Other(String),
}

/// What `AT+CNMI=?` offers, number by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicationSupport {
    /// `<mode>`.
    pub mode: Vec<u8>,
    /// `<mt>`.
    pub messages: Vec<u8>,
    /// `<bm>`.
    pub broadcasts: Vec<u8>,
    /// `<ds>`.
    pub reports: Vec<u8>,
    /// `<bfr>`.
    pub buffer: Vec<u8>,
}

/// A storage of `AT+CPMS?` (TS 27.005 §3.2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storage {
    /// `SM`, `ME`, …
    pub name: String,
    /// Messages in it.
    pub used: u16,
    /// Messages that it can hold.
    pub total: u16,
}

/// `+COPS: mode[,format,"operator"[,act]]` (TS 27.007 §7.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operator {
    /// Its name or number, as the modem is set; `None` while no network is chosen.
    pub name: Option<String>,
    /// `<AcT>`: 0, 1 and 3 are GSM, 2 and 4 to 6 UMTS, 7 and 9 LTE.
    pub technology: Option<u8>,
}

/// The one line of an answer in words (`+CGMI`, `+CGMM`, `+CGMR`), its name and quotes taken off.
pub fn words(lines: &[String]) -> Option<String> {
    let line = lines.first()?;
    let text = split_name(line).map_or(line.as_str(), |(_, rest)| rest);
    let text: Vec<&str> = text.trim_matches('"').split_whitespace().collect();
    (!text.is_empty()).then(|| text.join(" "))
}

/// `+CGSN`: the IMEI, or an IMEISV, of 14 to 17 digits.
pub fn serial_number(lines: &[String]) -> Option<String> {
    digits(lines, 14, 17)
}

/// `+CIMI`: the IMSI of 6 to 15 digits (TS 23.003 §2.2).
pub fn subscriber_id(lines: &[String]) -> Option<String> {
    digits(lines, 6, 15)
}

/// `+CCID` and its like: the ICCID of 18 to 20 digits (ITU-T E.118); a filling `F` is taken off.
pub fn sim_id(lines: &[String]) -> Option<String> {
    digits(lines, 18, 20)
}

/// The first line that is a number of so many digits, its name, quotes and fillings taken off.
fn digits(lines: &[String], shortest: usize, longest: usize) -> Option<String> {
    lines.iter().find_map(|line| {
        let text = split_name(line).map_or(line.as_str(), |(_, rest)| rest);
        let number = text.trim_matches('"').trim_end_matches(['F', 'f']);
        let fits = (shortest..=longest).contains(&number.len());
        (fits && number.bytes().all(|b| b.is_ascii_digit())).then(|| number.to_owned())
    })
}

/// `+CPIN`.
pub fn pin_state(lines: &[String]) -> Option<PinState> {
    let line = named(lines, "+CPIN")?;
    Some(match line.trim_matches('"') {
        "READY" => PinState::Ready,
        "SIM PIN" => PinState::Pin,
        "SIM PUK" => PinState::Puk,
        "NOT INSERTED" | "NOT READY" => PinState::Missing,
        other => PinState::Other(other.to_owned()),
    })
}

/// `+CREG: n,stat[,…]` and its like (TS 27.007 §7.2): `<stat>`.
///
/// The unsolicited form has `<stat>` first and then nothing, or a quoted area: those are no answer.
pub fn registration(lines: &[String]) -> Option<u8> {
    lines.iter().filter_map(|line| split_name(line)).find_map(|(_, rest)| {
        let (_, _setting) = rest.split_once(',')?;
        let mut parts = rest.split(',').map(str::trim);
        let setting: u8 = parts.next()?.parse().ok()?;
        let stat: u8 = parts.next()?.parse().ok()?;
        (setting <= 5 && stat <= 11).then_some(stat)
    })
}

/// `+CSCA: "number",type`: the number; an empty text where the SIM has none.
pub fn service_centre(lines: &[String]) -> Option<String> {
    let fields = fields(named(lines, "+CSCA")?);
    let number = fields.first()?;
    Some(from_ucs2_digits(number).unwrap_or_else(|| (*number).to_owned()))
}

/// A number that a modem set to UCS-2 shows as four hexadecimal digits a sign.
fn from_ucs2_digits(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let (signs, []) = bytes.as_chunks::<4>() else { return None };
    if signs.len() < 3 {
        return None;
    }
    signs
        .iter()
        .map(|sign| match sign {
            b"002B" | b"002b" => Some('+'),
            [b'0', b'0', b'3', digit] if digit.is_ascii_digit() => Some(char::from(*digit)),
            _ => None,
        })
        .collect()
}

/// `+CNMI=?`.
pub fn indication_support(lines: &[String]) -> Option<IndicationSupport> {
    let line = named(lines, "+CNMI")?;
    let (_, lists) = separated_list0(char(','), number_list).parse(line).ok()?;
    let mut lists = lists.into_iter();
    Some(IndicationSupport {
        mode: lists.next()?,
        messages: lists.next()?,
        broadcasts: lists.next()?,
        reports: lists.next()?,
        buffer: lists.next().unwrap_or_default(),
    })
}

/// `+CNMI?`; a number that is not shown counts as 0.
pub fn indications(lines: &[String]) -> Option<Indications> {
    let numbers: Vec<u8> =
        fields(named(lines, "+CNMI")?).iter().map(|f| f.parse().ok()).collect::<Option<_>>()?;
    let number = |at: usize| numbers.get(at).copied().unwrap_or(0);
    (numbers.len() >= 2).then(|| Indications {
        mode: number(0),
        messages: number(1),
        broadcasts: number(2),
        reports: number(3),
        buffer: number(4),
    })
}

/// `+CPMS?`: the three storages, fewer where a modem shows fewer.
pub fn storages(lines: &[String]) -> Option<Vec<Storage>> {
    let fields = fields(named(lines, "+CPMS")?);
    let (threes, _) = fields.as_chunks::<3>();
    threes
        .iter()
        .map(|[name, used, total]| {
            Some(Storage { name: (*name).to_owned(), used: used.parse().ok()?, total: total.parse().ok()? })
        })
        .collect()
}

/// `+CSQ: rssi,ber`: 0 to 31, where 31 is best; `None` also for 99, which says unknown.
pub fn signal_quality(lines: &[String]) -> Option<u8> {
    let rssi: u8 = fields(named(lines, "+CSQ")?).first()?.parse().ok()?;
    (rssi <= 31).then_some(rssi)
}

/// `+COPS?`.
pub fn operator(lines: &[String]) -> Option<Operator> {
    let fields = fields(named(lines, "+COPS")?);
    let name = fields.get(2).filter(|name| !name.is_empty()).map(|name| (*name).to_owned());
    Some(Operator { name, technology: fields.get(3).and_then(|act| act.parse().ok()) })
}

/// The one number of an answer like `+CFUN: 1`, `+CMEE: 0`, or the first of `+CSMS: 0,1,1,1`.
pub fn number(lines: &[String], name: &str) -> Option<u8> {
    fields(named(lines, name)?).first()?.parse().ok()
}

/// `+CMGF=?`: the formats that there are.
pub fn message_formats(lines: &[String]) -> Option<Vec<u8>> {
    number_list(named(lines, "+CMGF")?).ok().map(|(_, formats)| formats)
}

/// `+CSMS=?`: the services that there are.
pub fn services(lines: &[String]) -> Option<Vec<u8>> {
    number_list(named(lines, "+CSMS")?).ok().map(|(_, services)| services)
}

/// `+CPINR: SIM PIN,3,3` (TS 27.007 §8.65) and its like: the tries left for a code. Where an answer names
/// no code, its first number.
pub fn tries_left(lines: &[String], code: &str) -> Option<u8> {
    let number = |line: &str| fields(line).iter().find_map(|field| field.parse().ok());
    let rests = || lines.iter().filter_map(|line| split_name(line)).map(|(_, rest)| rest);
    let own = rests().find(|rest| fields(rest).first().is_some_and(|first| *first == code));
    number(own.or_else(|| rests().next())?)
}

/// Whether an answer holds anything at all: what says OK to everything tells nothing.
pub fn tells_anything(lines: &[String]) -> bool {
    lines.iter().any(|line| !split_name(line).map_or(line.as_str(), |(_, rest)| rest).is_empty())
}

/// What stands after `name:` in the first line that has it.
fn named<'a>(lines: &'a [String], name: &str) -> Option<&'a str> {
    lines.iter().filter_map(|line| split_name(line)).find(|(n, _)| *n == name).map(|(_, rest)| rest)
}

#[cfg(test)]
mod tests;
