//! What goes to somebody who helps: everything that was seen, without telephone numbers and texts, and
//! with what identifies modem and SIM cut short. Whatever looks like a number is one here.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use anyhow::Context;
use serde_json::{Value as Json, json};

use super::super::Failure;
use super::examination::Examination;
use super::show;
use crate::modem::discover::Stick;
use crate::moment::{Moment, Zone};
use crate::wording::Language;

/// Digits from which on a row of them may be a telephone number.
const NUMBER: usize = 6;

/// Digits from which on a row of them is an IMEI, an IMSI or an ICCID: longer than any French number.
const IDENTITY: usize = 14;

/// Digits of an identity that stay: maker, or country and operator.
const KEPT: usize = 5;

/// Hexadecimal digits from which on a row of them is a PDU, or a number in UCS-2.
const OCTETS: usize = 20;

/// Writes it into the current folder, for its owner alone, and tells its name.
pub(super) fn write(
    examinations: &[Examination],
    sticks: &[Stick],
    heard: &[String],
    now: Moment,
) -> Result<PathBuf, Failure> {
    let path = PathBuf::from(format!("beffroi-diagnose-{}.json", now.local(&Zone::UTC, "%Y%m%d-%H%M%S")));
    let text = serde_json::to_string_pretty(&content(examinations, sticks, heard, now))?;
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    let mut file = file.with_context(|| format!("{} can't be made", path.display()))?;
    writeln!(file, "{text}").with_context(|| format!("{} can't be written", path.display()))?;
    Ok(path)
}

fn content(examinations: &[Examination], sticks: &[Stick], heard: &[String], now: Moment) -> Json {
    let modems: Vec<Json> = examinations
        .iter()
        .map(|examination| {
            let mut value = show::as_json(examination, Language::English, &examination.transcript);
            redact(&mut value);
            value
        })
        .collect();
    let devices: Vec<Json> = sticks.iter().map(stick).collect();
    let heard: Vec<String> = heard.iter().map(|line| line_without_text(line)).collect();
    json!({
        "beffroi": env!("CARGO_PKG_VERSION"),
        "at": now.to_rfc3339(),
        "modems": modems,
        "usb": devices,
        "heard": heard,
    })
}

/// A device without its serial number.
fn stick(stick: &Stick) -> Json {
    let ports: Vec<Json> = stick
        .ports
        .iter()
        .map(|port| {
            json!({
                "interface": port.interface, "driver": port.driver, "path": port.path, "role": port.role,
                "access": port.access, "holders": port.holders, "modem_manager": port.modem_manager,
            })
        })
        .collect();
    json!({
        "place": stick.place, "vendor": format!("{:04x}", stick.vendor),
        "product": format!("{:04x}", stick.product), "name": stick.name, "nature": stick.nature, "ports": ports,
    })
}

/// Every text within; numbers (milliseconds, counts) stay.
fn redact(value: &mut Json) {
    match value {
        Json::String(text) => *text = masked(text),
        Json::Array(values) => values.iter_mut().for_each(redact),
        Json::Object(fields) => fields.iter_mut().for_each(|(name, value)| match (name.as_str(), value) {
            ("lines", Json::Array(lines)) => lines.iter_mut().for_each(|line| {
                if let Json::String(text) = line {
                    *text = line_without_text(text);
                }
            }),
            (_, value) => redact(value),
        }),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// A line of a modem: what begins with no sign of a modem's may be the text of a message, unless it is
/// one short word or number.
fn line_without_text(line: &str) -> String {
    let is_modems = line.starts_with(['+', '^', '*', '#', '%', '$', '!', '_']);
    let is_word = line.len() <= 32 && line.split_whitespace().count() <= 3;
    if is_modems || is_word { masked(line) } else { format!("({} signs)", line.chars().count()) }
}

/// A text in which numbers are cut short.
pub(super) fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = rest.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len());
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (taken, shown) = match (run, digits) {
            (run, digits) if run >= OCTETS && run > digits => (run, format!("({} octets)", run / 2)),
            (_, digits) if digits >= NUMBER => {
                let (row, _) = rest.split_at(digits);
                let is_number = out.ends_with('+') || digits < IDENTITY;
                let kept: String = row.chars().take(if is_number { 0 } else { KEPT }).collect();
                (digits, format!("{kept}…({digits})"))
            }
            _ => (first.len_utf8(), first.to_string()),
        };
        out.push_str(&shown);
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_may_be_a_number_stays_whole() {
        let rows = [
            ("+CSCA: \"+33639980009\",145", "+CSCA: \"+…(11)\",145"),
            ("+CSCA: \"0639980009\",129", "+CSCA: \"…(10)\",129"),
            ("+CSCA: \"002B00330036003300390039\",145", "+CSCA: \"00200…(22)\",145"),
            ("001010123456780", "00101…(15)"),
            ("+CCID: 8933010000000000010", "+CCID: 89330…(19)"),
            ("IMEI 353490069873319, revision 1.0", "IMEI 35349…(15), revision 1.0"),
            ("0891683110304105F0240D91683108", "(15 octets)"),
            ("+CMGS: 42", "+CMGS: 42"),
            ("+CNUM: \"\",\"+33639980000\",145", "+CNUM: \"\",\"+…(11)\",145"),
            ("réseau Éé", "réseau Éé"),
        ];
        for (given, want) in rows {
            let got = masked(given);
            // A number in UCS-2 that has no letter is a long row of digits: cut, whatever it is called.
            if given.contains("002B") {
                assert!(!got.contains("0039"), "{got}");
                continue;
            }
            assert_eq!(got, want, "{given}");
        }
    }

    #[test]
    fn a_text_is_not_shown() {
        assert_eq!(line_without_text("Bonjour, le cours de piano est annulé"), "(37 signs)");
        assert_eq!(line_without_text("GENERIC-27005"), "GENERIC-27005");
        assert_eq!(line_without_text("RDY"), "RDY");
    }
}
