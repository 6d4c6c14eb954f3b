//! The `[[drop]]` sections: folders into which office programs put files, and what becomes of those.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::check::{DROP, ELSEWHERE, Once, group, not_one_of, word};
use super::problem::Problem;
use super::tree::{At, Reader, Section, nearest};
use super::{DropFolder, DropFormat, Outbox, Service};
use crate::message::Lane;
use crate::moment::{read_duration, show_duration};

const FORMATS: &[&str] = &["csv", "spool"];
const COLUMNS: &[&str] = &["phone"];
const ONLY_CSV: &[&str] = &["text", "where", "columns", "confirm_above"];

const SHORTEST_KEEP: Duration = Duration::from_mins(1);
const LONGEST_KEEP: Duration = Duration::from_hours(90 * 24);
const DEFAULT_KEEP: Duration = Duration::from_hours(24);
const MOST_RECIPIENTS: u32 = 100_000;

/// What else the configuration says.
pub(super) struct Around<'a> {
    pub(super) folder: &'a Path,
    pub(super) store: Option<&'a Path>,
    pub(super) services: &'a BTreeMap<String, Service>,
    pub(super) outboxes: &'a [Outbox],
}

pub(super) fn drops(reader: &mut Reader<'_>, top: &Section<'_>, around: &Around<'_>) -> Vec<DropFolder> {
    let mut drops = Vec::new();
    let mut paths = Once::default();
    for section in reader.list(top, "drop") {
        reader.only(&section, DROP, ELSEWHERE);
        let path = path(reader, &section, around);
        if let Some(At { value, line }) = &path {
            paths.note(reader, *line, &section, "path", value.display().to_string());
        }
        let format = format(reader, &section);
        let service = service(reader, &section, around.services);
        let lanes = Lane::ALL.iter().map(|lane| lane.as_str());
        let lane = word(reader, &section, "lane", r#"lane = "urgent""#, lanes);
        let of_service = around.services.get(&service).map_or(Lane::Normal, |service| service.lane);
        let lane = lane.unwrap_or(of_service);
        let text = text(reader, &section, format);
        let conditions = conditions(reader, &section);
        let phone = phone(reader, &section);
        let confirm_above = confirm_above(reader, &section, lane);
        let keep = keep(reader, &section);
        let group = group(reader, &section);
        if let Some(At { value: path, .. }) = path {
            drops.push(DropFolder {
                path,
                format,
                service,
                lane,
                text,
                conditions,
                phone,
                confirm_above,
                keep,
                group,
            });
        }
    }
    drops
}

fn path(reader: &mut Reader<'_>, section: &Section<'_>, around: &Around<'_>) -> Option<At<PathBuf>> {
    let example = r#"path = "/var/lib/beffroi/drop""#;
    let found = reader.text(section, "path", example);
    let Some(At { value, line }) = found else {
        if !section.has("path") {
            reader.tell(section.line, section, "path", Problem::Missing { example, under: None });
        }
        return None;
    };
    let trimmed = value.trim_end_matches('/');
    if trimmed.is_empty() || Path::new(trimmed).file_name().is_none() || trimmed.contains('\0') {
        reader.tell(line, section, "path", Problem::Missing { example, under: None });
        return None;
    }
    let path = around.folder.join(trimmed);
    let holds = |file: &Path| file.parent().is_some_and(|folder| folder.starts_with(&path));
    if around.store.is_some_and(|store| store.starts_with(&path)) {
        reader.tell(line, section, "path", Problem::FolderTaken { by: "the store" });
    } else if around.outboxes.iter().any(|outbox| holds(&outbox.path)) {
        reader.tell(line, section, "path", Problem::FolderTaken { by: "an outbox" });
    }
    Some(At { value: path, line })
}

fn format(reader: &mut Reader<'_>, section: &Section<'_>) -> DropFormat {
    let Some(found) = reader.text(section, "format", r#"format = "csv""#) else { return DropFormat::Csv };
    match found.value {
        "csv" => DropFormat::Csv,
        "spool" => {
            for key in ONLY_CSV.iter().filter(|key| section.has(key)) {
                reader.tell(section.line_of(reader, key), section, key, Problem::NotInSpool);
            }
            DropFormat::Spool
        }
        other => {
            reader.tell(found.line, section, "format", not_one_of(other, FORMATS.iter().copied()));
            DropFormat::Csv
        }
    }
}

/// The one that is named; else the one that need not be.
fn service(reader: &mut Reader<'_>, section: &Section<'_>, services: &BTreeMap<String, Service>) -> String {
    let example = r#"service = "conservatoire""#;
    let known = services.keys().map(String::as_str);
    match reader.text(section, "service", example) {
        Some(At { value, line }) => {
            if !services.contains_key(value) {
                let problem = Problem::UnknownService {
                    found: value.to_owned(),
                    nearest: nearest(value, known.clone()),
                    known: known.collect::<Vec<_>>().join(", "),
                };
                reader.tell(line, section, "service", problem);
            }
            value.to_owned()
        }
        None => {
            let mut names = services.keys();
            match (services.contains_key("default"), names.next(), names.next()) {
                (true, ..) => "default".to_owned(),
                (false, Some(only), None) => only.clone(),
                _ => {
                    if !section.has("service") {
                        reader.tell(
                            section.line,
                            section,
                            "service",
                            Problem::Missing { example, under: None },
                        );
                    }
                    String::new()
                }
            }
        }
    }
}

fn text(reader: &mut Reader<'_>, section: &Section<'_>, format: DropFormat) -> String {
    let example = r#"text = "Pas de cours de {Discipline} ce soir.""#;
    match reader.text(section, "text", example) {
        Some(At { value, line }) => {
            if value.trim().is_empty() {
                reader.tell(line, section, "text", Problem::Missing { example, under: None });
            } else if has_open_brace(value) {
                reader.tell(line, section, "text", Problem::OpenBrace);
            }
            value.to_owned()
        }
        None => {
            if format == DropFormat::Csv && !section.has("text") {
                reader.tell(section.line, section, "text", Problem::Missing { example, under: None });
            }
            String::new()
        }
    }
}

/// `{` without its `}`; `{{` stands for a brace.
fn has_open_brace(text: &str) -> bool {
    let plain = text.replace("{{", "");
    plain.rsplit_once('{').is_some_and(|(_, after)| !after.contains('}'))
}

fn conditions(reader: &mut Reader<'_>, section: &Section<'_>) -> Vec<String> {
    let example = r#"where = ["Professeur=Mme Petit"]"#;
    let mut conditions = Vec::new();
    for At { value, line } in reader.texts(section, "where", example).unwrap_or_default() {
        match value.split_once('=') {
            Some((column, _)) if !column.trim().is_empty() => conditions.push(value.to_owned()),
            _ => reader.tell(line, section, "where", Problem::BadWhere { found: value.to_owned() }),
        }
    }
    conditions
}

fn phone(reader: &mut Reader<'_>, section: &Section<'_>) -> Option<String> {
    let columns = reader.section(section, "columns")?;
    reader.only(&columns, COLUMNS, &[]);
    let found = reader.text(&columns, "phone", r#"columns = { phone = "Tél. portable" }"#)?;
    Some(found.value.to_owned())
}

fn confirm_above(reader: &mut Reader<'_>, section: &Section<'_>, lane: Lane) -> u32 {
    let default = if lane == Lane::Urgent { 200 } else { 50 };
    let Some(found) = reader.number(section, "confirm_above", "confirm_above = 50") else { return default };
    match u32::try_from(found.value) {
        Ok(limit) if limit <= MOST_RECIPIENTS => limit,
        _ => {
            let (least, most) = ("0".to_owned(), MOST_RECIPIENTS.to_string());
            let problem = Problem::OutOfRange { found: found.value.to_string(), least, most };
            reader.tell(found.line, section, "confirm_above", problem);
            default
        }
    }
}

fn keep(reader: &mut Reader<'_>, section: &Section<'_>) -> Duration {
    let Some(found) = reader.text(section, "keep", r#"keep = "24h""#) else { return DEFAULT_KEEP };
    let given = found.value.to_owned();
    let problem = match read_duration(found.value) {
        Ok(keep) if (SHORTEST_KEEP..=LONGEST_KEEP).contains(&keep) => return keep,
        Ok(_) => Problem::OutOfRange {
            found: given,
            least: show_duration(SHORTEST_KEEP),
            most: show_duration(LONGEST_KEEP),
        },
        Err(_) => Problem::NotADuration { found: given },
    };
    reader.tell(found.line, section, "keep", problem);
    DEFAULT_KEEP
}
