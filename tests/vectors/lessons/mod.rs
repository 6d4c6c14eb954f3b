//! TPDUs of real networks, read octet by octet: a course in TS 23.040 whose examples are checked. The octets are
//! those of the vectors; three that no suite has were made, and say so. `delivers` begins, then `headers`,
//! `submits`, `reports`; a comment stands where something is new.

mod delivers;
mod headers;
mod reports;
mod submits;

use std::collections::BTreeMap;

use serde_json::Value;

use super::workbench::run;
use super::{are_others, text_of, vectors};

/// A TPDU, field by field.
struct Lesson {
    /// Of the vector, or `made-…`.
    id: &'static str,
    direction: &'static str,
    /// Each field with its octets, from the first to the last.
    octets: &'static [(&'static str, &'static str)],
    /// What a strict reading refuses.
    forgiven: &'static [&'static str],
    /// What it says: where in what `decode --json` prints, and what stands there.
    says: &'static [(&'static str, &'static str)],
}

/// A string without its quotes.
fn plain(value: Option<&Value>) -> String {
    value.map_or_else(String::new, |value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

fn check(lesson: &Lesson) {
    let hex: String = lesson.octets.iter().map(|(_, octets)| *octets).collect();
    if !lesson.id.starts_with("made-") && !are_others() {
        let known: BTreeMap<String, String> = ["pdu.json", "lenient.json"]
            .into_iter()
            .flat_map(|file| vectors(file).unwrap_or_default())
            .map(|vector| {
                (text_of(&vector, "id").unwrap().to_owned(), text_of(&vector, "pdu_hex").unwrap().to_owned())
            })
            .collect();
        assert_eq!(Some(&hex), known.get(lesson.id), "{}", lesson.id);
    }
    let has = |field: &str| lesson.octets.iter().any(|(known, _)| *known == field);
    let sender = match lesson.direction {
        "deliver" | "status-report" | "submit-report" => "sc",
        _ => "ms",
    };
    let mut arguments = vec!["decode", "--json", "--lenient", "--direction", sender, &hex];
    if ["submit-report", "deliver-report"].contains(&lesson.direction) {
        arguments.push(if has("fcs") { "--error" } else { "--ack" });
    }
    if !has("sca") {
        arguments.push("--tpdu");
    }
    let read: Value = serde_json::from_str(&run(&arguments, "")).unwrap();
    assert_eq!(text_of(&read, "direction"), Some(lesson.direction), "{}: {read}", lesson.id);
    let list = |key: &str| read[key].as_array().cloned().unwrap_or_default();
    let fields = list("fields");
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|field| (text_of(field, "field").unwrap(), text_of(field, "value").unwrap()))
        .collect();
    assert_eq!(fields, lesson.octets, "{}", lesson.id);
    let forgiven: Vec<String> = list("forgiven")
        .iter()
        .map(|error| format!("{}: {}", text_of(error, "field").unwrap(), text_of(error, "reason").unwrap()))
        .collect();
    assert_eq!(forgiven, lesson.forgiven, "{}", lesson.id);
    for (place, want) in lesson.says {
        assert_eq!(plain(read.pointer(place)), *want, "{place} of {}", lesson.id);
    }
}
