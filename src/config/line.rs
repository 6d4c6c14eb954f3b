//! The `[[line]]` sections: a SIM in a modem each.

use std::path::Path;
use std::time::Duration;

use super::check::{ELSEWHERE, LINE, Once, is_name, word};
use super::problem::Problem;
use super::tree::{At, Reader, Section};
use super::{Device, Line, Reports, TriesUnknown};
use crate::moment::{read_duration, show_duration};

const SHORTEST_RESULT: Duration = Duration::from_secs(1);
const LONGEST_RESULT: Duration = Duration::from_secs(600);

pub(super) fn lines(reader: &mut Reader<'_>, top: &Section<'_>, folder: &Path) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut names, mut devices, mut imeis, mut iccids) =
        (Once::default(), Once::default(), Once::default(), Once::default());
    for section in reader.list(top, "line") {
        reader.only(&section, LINE, ELSEWHERE);
        let name = line_name(reader, &section);
        if let Some(At { value, line }) = &name {
            names.note(reader, *line, &section, "name", (*value).to_owned());
        }
        let imei =
            identity(reader, &section, "imei", r#"imei = "356938035643809""#, is_imei, Problem::BadImei);
        let iccid = identity(reader, &section, "iccid", r#"iccid = "8933…""#, is_iccid, Problem::BadIccid);
        for (once, key, found) in [(&mut imeis, "imei", &imei), (&mut iccids, "iccid", &iccid)] {
            if let Some(value) = found {
                once.note(reader, section.line_of(reader, key), &section, key, value.clone());
            }
        }
        let device = device(reader, &section, folder);
        // Two lines may share a port that is only a hint when each has a modem of its own.
        if let (Some(Device::Path(path)), None) = (&device, &imei) {
            let line = section.line_of(reader, "device");
            devices.note(reader, line, &section, "device", path.display().to_string());
        }
        let result_timeout = result_timeout(reader, &section);
        let pin_file = reader.text(&section, "pin_file", r#"pin_file = "/etc/beffroi/pin-sim-1""#);
        let pin_file = pin_file.map(|found| folder.join(found.value));
        let words = TriesUnknown::ALL.iter().map(|(word, _)| *word);
        let pin_tries_unknown =
            word(reader, &section, "pin_tries_unknown", r#"pin_tries_unknown = "keep""#, words);
        let words = Reports::ALL.iter().map(|(word, _)| *word);
        let reports = word(reader, &section, "reports", r#"reports = "auto""#, words).unwrap_or_default();
        if let (Some(name), Some(device)) = (name, device) {
            let (name, pin_tries_unknown) = (name.value.to_owned(), pin_tries_unknown.unwrap_or_default());
            lines.push(Line {
                name,
                device,
                imei,
                iccid,
                result_timeout,
                pin_file,
                pin_tries_unknown,
                reports,
            });
        }
    }
    lines
}

fn line_name<'t>(reader: &mut Reader<'_>, section: &Section<'t>) -> Option<At<&'t str>> {
    let example = r#"name = "sim-1""#;
    let name = reader.text(section, "name", example);
    match &name {
        Some(At { value, line }) if !is_name(value) => {
            reader.tell(*line, section, "name", Problem::BadName { found: (*value).to_owned() });
        }
        None if !section.has("name") => {
            reader.tell(section.line, section, "name", Problem::Missing { example, under: None });
        }
        _ => {}
    }
    name
}

fn device(reader: &mut Reader<'_>, section: &Section<'_>, folder: &Path) -> Option<Device> {
    let example = r#"device = "/dev/serial/by-id/…""#;
    if !section.has("device") {
        if !section.has("imei") {
            reader.tell(section.line, section, "device", Problem::NoPlace);
        }
        return section.has("imei").then_some(Device::Auto);
    }
    let found = reader.text(section, "device", example)?;
    match found.value {
        "auto" => Some(Device::Auto),
        "" => {
            reader.tell(found.line, section, "device", Problem::NoPlace);
            None
        }
        path => Some(Device::Path(folder.join(path))),
    }
}

fn result_timeout(reader: &mut Reader<'_>, section: &Section<'_>) -> Duration {
    let default = Duration::from_secs(120);
    let Some(found) = reader.text(section, "result_timeout", r#"result_timeout = "120s""#) else {
        return default;
    };
    let given = found.value.to_owned();
    let problem = match read_duration(found.value) {
        Ok(timeout) if (SHORTEST_RESULT..=LONGEST_RESULT).contains(&timeout) => return timeout,
        Ok(_) => Problem::OutOfRange {
            found: given,
            least: show_duration(SHORTEST_RESULT),
            most: show_duration(LONGEST_RESULT),
        },
        Err(_) => Problem::NotADuration { found: given },
    };
    reader.tell(found.line, section, "result_timeout", problem);
    default
}

/// An identity, kept even where it is wrong, so that the rest is judged as if it were right.
fn identity(
    reader: &mut Reader<'_>,
    section: &Section<'_>,
    key: &str,
    example: &'static str,
    right: fn(&str) -> bool,
    problem: Problem,
) -> Option<String> {
    let found = reader.text(section, key, example)?;
    if !right(found.value) {
        reader.tell(found.line, section, key, problem);
    }
    Some(found.value.to_owned())
}

fn is_imei(text: &str) -> bool {
    text.len() == 15 && text.bytes().all(|octet| octet.is_ascii_digit())
}

fn is_iccid(text: &str) -> bool {
    let (digits, lengths) = match text.strip_prefix("imsi:") {
        Some(imsi) => (imsi, 14..=15),
        None => (text, 18..=20),
    };
    lengths.contains(&digits.len()) && digits.bytes().all(|octet| octet.is_ascii_digit())
}
