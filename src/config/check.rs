//! From the tree of keys to checked values: one function a section, and what sections owe each other.
//! A section that is wrong is noted and left out, so that one run of the check finds everything.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::dropfolder::{Around, drops};
use super::ledger::ledger;
use super::line::lines;
use super::problem::Problem;
use super::tree::{At, Keys, Reader, Section, nearest};
use super::{Config, Outbox, Service};
use crate::message::{Emoji, Lane, NationalTable, Reason, TextPolicy, WhenUnknown};
use crate::moment::Zone;
use crate::text::prepare;
use crate::text::signature::is_signature;
use crate::text::transliterate::takes_tables;

const TOP: Keys = &["language", "zone", "store", "control", "service", "outbox", "drop", "line", "ledger"];
const STORE: Keys = &["path"];
const CONTROL: Keys = &["socket"];
const SERVICE: Keys = &["lane", "when_unknown", "text", "emoji", "national", "signature", "max_parts"];
pub(super) const LEDGER: Keys = &["resend_after_urgent", "resend_after", "clock"];
const OUTBOX: Keys = &["path", "services", "lanes", "group"];
pub(super) const DROP: Keys =
    &["path", "format", "service", "lane", "text", "where", "columns", "confirm_above", "keep", "group"];
pub(super) const LINE: Keys =
    &["name", "device", "imei", "iccid", "result_timeout", "pin_file", "pin_tries_unknown", "reports"];

/// Where a key belongs that stands in a section that has none of its name. Names that several
/// sections have are left out, and with them what a nearest name says better.
pub(super) const ELSEWHERE: &[(&str, Keys)] = &[
    ("", &["language", "zone"]),
    ("[control]", CONTROL),
    ("[ledger]", LEDGER),
    ("[service.NAME]", SERVICE),
    ("[[outbox]]", &["services", "lanes", "group"]),
    ("[[drop]]", &["format", "where", "columns", "confirm_above", "keep"]),
    ("[[line]]", &["device", "imei", "iccid", "result_timeout", "pin_file", "pin_tries_unknown", "reports"]),
];

const LANGUAGES: &[&str] = &["fr", "en"];
/// Characters of a signature (sixteen-bit units): beside it there is room for a text in one SMS of UCS-2.
const SIGNATURE_LENGTH: usize = 50;
/// Where each value that must be its own stands first.
#[derive(Default)]
pub(super) struct Once(BTreeMap<String, usize>);

/// Builds a configuration; `None` where something it can't be without is missing or wrong, and
/// then that is noted.
pub(super) fn config(reader: &mut Reader<'_>, top: &Section<'_>, folder: &Path) -> Option<Config> {
    reader.only(top, TOP, ELSEWHERE);
    let language = language(reader, top);
    let zone = zone(reader, top);
    let services = services(reader, top);
    let store = store(reader, top, folder);
    let control = control(reader, top, folder);
    let outboxes = outboxes(reader, top, folder, store.as_deref(), &services);
    let around =
        Around { folder, store: store.as_deref(), services: &services, outboxes: outboxes.as_slice() };
    let drops = drops(reader, top, &around);
    let lines = lines(reader, top, folder);
    let ledger = ledger(reader, top);
    let store = store?;
    let beside = store.parent().unwrap_or(folder);
    let control = control.unwrap_or_else(|| beside.join("control.sock"));
    let default_outbox =
        || Outbox { path: beside.join("outbox").join("outbox.db"), services: None, lanes: None, group: None };
    let outboxes = if outboxes.is_empty() { vec![default_outbox()] } else { outboxes };
    Some(Config { store, control, language, zone, services, outboxes, drops, lines, ledger })
}

fn language(reader: &mut Reader<'_>, top: &Section<'_>) -> String {
    let Some(found) = reader.text(top, "language", r#"language = "fr""#) else { return "fr".to_owned() };
    if !LANGUAGES.contains(&found.value) {
        let problem = not_one_of(found.value, LANGUAGES.iter().copied());
        reader.tell(found.line, top, "language", problem);
    }
    found.value.to_owned()
}

fn zone(reader: &mut Reader<'_>, top: &Section<'_>) -> Zone {
    let name = reader.text(top, "zone", r#"zone = "Europe/Paris""#);
    let At { value, line } = name.unwrap_or(At { value: "Europe/Paris", line: 0 });
    Zone::named(value).unwrap_or_else(|| {
        reader.tell(line, top, "zone", Problem::UnknownZone { found: value.to_owned() });
        Zone::UTC
    })
}

fn store(reader: &mut Reader<'_>, top: &Section<'_>, folder: &Path) -> Option<PathBuf> {
    let example = r#"path = "/var/lib/beffroi/beffroi.db""#;
    let missing = |under| Problem::Missing { example, under };
    let Some(section) = reader.section(top, "store") else {
        if !top.has("store") {
            reader.note(0, "store.path".to_owned(), missing(Some("[store]")));
        }
        return None;
    };
    reader.only(&section, STORE, ELSEWHERE);
    let Some(path) = path(reader, &section, "path", example, folder) else {
        if !section.has("path") {
            reader.tell(section.line, &section, "path", missing(None));
        }
        return None;
    };
    Some(path.value)
}

fn control(reader: &mut Reader<'_>, top: &Section<'_>, folder: &Path) -> Option<PathBuf> {
    let section = reader.section(top, "control")?;
    reader.only(&section, CONTROL, ELSEWHERE);
    let example = r#"socket = "/run/beffroi/control.sock""#;
    path(reader, &section, "socket", example, folder).map(|path| path.value)
}

fn services(reader: &mut Reader<'_>, top: &Section<'_>) -> BTreeMap<String, Service> {
    let mut services = BTreeMap::new();
    if let Some(parent) = reader.section(top, "service") {
        for (name, section) in reader.sections(&parent) {
            reader.only(&section, SERVICE, ELSEWHERE);
            if !is_name(name.value) {
                let problem = Problem::BadName { found: name.value.to_owned() };
                reader.note(name.line, section.name.clone(), problem);
            }
            let service = service(reader, &section);
            services.insert(name.value.to_owned(), service);
        }
    }
    if services.is_empty() {
        services.insert("default".to_owned(), Service::default());
    }
    services
}

fn service(reader: &mut Reader<'_>, section: &Section<'_>) -> Service {
    let default = Service::default();
    let lanes = Lane::ALL.iter().map(|lane| lane.as_str());
    let rules = WhenUnknown::ALL.iter().map(|rule| rule.as_str());
    let policies = TextPolicy::ALL.iter().map(|policy| policy.as_str());
    let pictures = Emoji::ALL.iter().map(|emoji| emoji.as_str());
    let lane = word(reader, section, "lane", r#"lane = "urgent""#, lanes);
    let rule = word(reader, section, "when_unknown", r#"when_unknown = "ask""#, rules);
    let text = word(reader, section, "text", r#"text = "typographic""#, policies);
    let emoji = word(reader, section, "emoji", r#"emoji = "name""#, pictures);
    let tables = tables(reader, section);
    let text = text.unwrap_or(default.text);
    idle(reader, section, text, emoji, &tables);
    let signature = signature(reader, section, text);
    let max_parts = reader.number(section, "max_parts", "max_parts = 6").and_then(|found| {
        let parts = u8::try_from(found.value).ok().filter(|parts| *parts > 0);
        if parts.is_none() {
            let (least, most) = ("1".to_owned(), "255".to_owned());
            let problem = Problem::OutOfRange { found: found.value.to_string(), least, most };
            reader.tell(found.line, section, "max_parts", problem);
        }
        parts
    });
    Service {
        lane: lane.unwrap_or(default.lane),
        when_unknown: rule,
        text,
        emoji: emoji.unwrap_or(default.emoji),
        tables,
        signature,
        max_parts,
    }
}

/// What does nothing under the policy that stands beside it.
fn idle(
    reader: &mut Reader<'_>,
    section: &Section<'_>,
    policy: TextPolicy,
    emoji: Option<Emoji>,
    tables: &[NationalTable],
) {
    if emoji == Some(Emoji::Name) && matches!(policy, TextPolicy::Keep | TextPolicy::Refuse) {
        let line = section.line_of(reader, "emoji");
        reader.tell(line, section, "emoji", Problem::IdleEmoji { policy });
    }
    if !tables.is_empty() && !takes_tables(policy) {
        let line = section.line_of(reader, "national");
        reader.tell(line, section, "national", Problem::IdleNational { policy });
    }
}

fn tables(reader: &mut Reader<'_>, section: &Section<'_>) -> Vec<NationalTable> {
    // What is off unless written may be written as none.
    if section.lists_nothing("national") {
        return Vec::new();
    }
    let words = reader.texts(section, "national", r#"national = ["portuguese"]"#).unwrap_or_default();
    let mut tables = Vec::with_capacity(words.len());
    for At { value, line } in words {
        match value.parse() {
            Ok(table) => tables.push(table),
            Err(_) => {
                let problem = not_one_of(value, NationalTable::ALL.iter().map(|table| table.as_str()));
                reader.tell(line, section, "national", problem);
            }
        }
    }
    tables
}

fn signature(reader: &mut Reader<'_>, section: &Section<'_>, policy: TextPolicy) -> Option<String> {
    let found = reader.text(section, "signature", r#"signature = "Conservatoire de Musique""#)?;
    let signature = found.value.trim();
    let units = signature.encode_utf16().count();
    if units > SIGNATURE_LENGTH || !is_signature(signature) {
        reader.tell(found.line, section, "signature", Problem::BadSignature { most: SIGNATURE_LENGTH });
        return None;
    }
    // Under this policy nothing of the service could ever be sent.
    let refused = (policy == TextPolicy::Refuse).then(|| prepare(signature, policy).err()).flatten();
    if let Some(Reason::NotInAlphabet { character, .. }) = refused {
        reader.tell(found.line, section, "signature", Problem::SignatureRefused { character });
        return None;
    }
    Some(signature.to_owned())
}

fn outboxes(
    reader: &mut Reader<'_>,
    top: &Section<'_>,
    folder: &Path,
    store: Option<&Path>,
    services: &BTreeMap<String, Service>,
) -> Vec<Outbox> {
    let mut outboxes = Vec::new();
    let mut paths = Once::default();
    let mut folders = BTreeMap::<PathBuf, usize>::new();
    for section in reader.list(top, "outbox") {
        reader.only(&section, OUTBOX, ELSEWHERE);
        let example = r#"path = "/var/lib/beffroi/outbox/outbox.db""#;
        let found = path(reader, &section, "path", example, folder);
        if found.is_none() && !section.has("path") {
            reader.tell(section.line, &section, "path", Problem::Missing { example, under: None });
        }
        if let Some(At { value, line }) = &found {
            paths.note(reader, *line, &section, "path", value.display().to_string());
            if store == Some(value.as_path()) {
                reader.tell(*line, &section, "path", Problem::PathTaken);
            } else if store.is_some_and(|store| store.parent() == value.parent()) {
                reader.tell(*line, &section, "path", Problem::BesideStore);
            } else if let Some(beside) = value.parent() {
                // The same file twice is told as such.
                match folders.entry(beside.to_owned()) {
                    Entry::Occupied(first) if outboxes.iter().all(|known: &Outbox| known.path != *value) => {
                        reader.tell(*line, &section, "path", Problem::SharedFolder { first: *first.get() });
                    }
                    Entry::Occupied(_) => {}
                    Entry::Vacant(new) => {
                        new.insert(*line);
                    }
                }
            }
        }
        let allowed = allowed_services(reader, &section, services);
        let lanes = allowed_lanes(reader, &section);
        let group = group(reader, &section);
        if let Some(At { value, .. }) = found {
            outboxes.push(Outbox { path: value, services: allowed, lanes, group });
        }
    }
    outboxes
}

fn allowed_services(
    reader: &mut Reader<'_>,
    section: &Section<'_>,
    services: &BTreeMap<String, Service>,
) -> Option<Vec<String>> {
    let names = reader.texts(section, "services", r#"services = ["conservatoire"]"#)?;
    for At { value, line } in names.iter().filter(|name| !services.contains_key(name.value)) {
        let known = services.keys().map(String::as_str);
        let problem = Problem::UnknownService {
            found: (*value).to_owned(),
            nearest: nearest(value, known.clone()),
            known: known.collect::<Vec<_>>().join(", "),
        };
        reader.tell(*line, section, "services", problem);
    }
    Some(names.into_iter().map(|name| name.value.to_owned()).collect())
}

fn allowed_lanes(reader: &mut Reader<'_>, section: &Section<'_>) -> Option<Vec<Lane>> {
    let words = reader.texts(section, "lanes", r#"lanes = ["urgent", "normal"]"#)?;
    let mut lanes = Vec::with_capacity(words.len());
    for At { value, line } in words {
        match value.parse() {
            Ok(lane) => lanes.push(lane),
            Err(_) => {
                let problem = not_one_of(value, Lane::ALL.iter().map(|lane| lane.as_str()));
                reader.tell(line, section, "lanes", problem);
            }
        }
    }
    Some(lanes)
}

pub(super) fn group(reader: &mut Reader<'_>, section: &Section<'_>) -> Option<String> {
    let found = reader.text(section, "group", r#"group = "scolarite""#)?;
    if !is_name(found.value) {
        reader.tell(found.line, section, "group", Problem::BadName { found: found.value.to_owned() });
    }
    Some(found.value.to_owned())
}

/// A path; one that does not begin at the root begins at the configuration file's folder.
pub(super) fn path(
    reader: &mut Reader<'_>,
    section: &Section<'_>,
    key: &str,
    example: &'static str,
    folder: &Path,
) -> Option<At<PathBuf>> {
    let found = reader.text(section, key, example)?;
    let path = Path::new(found.value);
    if path.file_name().is_none() || found.value.contains('\0') || found.value.ends_with('/') {
        reader.tell(found.line, section, key, Problem::NotAFile { example });
        return None;
    }
    Some(At { value: folder.join(path), line: found.line })
}

/// One of an enumeration's words, if the key is there.
pub(super) fn word<T: FromStr>(
    reader: &mut Reader<'_>,
    section: &Section<'_>,
    key: &str,
    example: &'static str,
    known: impl Iterator<Item = &'static str> + Clone,
) -> Option<T> {
    let found = reader.text(section, key, example)?;
    let parsed = found.value.parse().ok();
    if parsed.is_none() {
        reader.tell(found.line, section, key, not_one_of(found.value, known));
    }
    parsed
}

pub(super) fn not_one_of(found: &str, known: impl Iterator<Item = &'static str> + Clone) -> Problem {
    Problem::NotOneOf {
        found: found.to_owned(),
        nearest: nearest(found, known.clone()),
        known: known.collect::<Vec<_>>().join(", "),
    }
}

pub(super) fn is_name(text: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    text.chars().count() <= 32
        && text.chars().all(inner)
        && text.chars().next().is_some_and(char::is_alphanumeric)
}

impl Once {
    pub(super) fn note(
        &mut self,
        reader: &mut Reader<'_>,
        line: usize,
        section: &Section<'_>,
        key: &str,
        value: String,
    ) {
        match self.0.entry(value) {
            Entry::Vacant(entry) => {
                entry.insert(line);
            }
            Entry::Occupied(entry) => {
                let problem = Problem::Duplicate { value: entry.key().clone(), first: *entry.get() };
                reader.tell(line, section, key, problem);
            }
        }
    }
}
