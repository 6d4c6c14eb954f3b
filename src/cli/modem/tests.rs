//! Every sign, check, verdict, role and standing of a port has its words in both languages.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The tags of an enum's variants, as serde writes them, from its source.
fn tags(file: &str, name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
    let parsed = syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap();
    let found = parsed.items.iter().find_map(|item| match item {
        syn::Item::Enum(found) if found.ident == name => Some(found),
        _ => None,
    });
    found.unwrap().variants.iter().map(|variant| snake(&variant.ident.to_string())).collect()
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

fn ids(language: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/wording/{language}.ftl"));
    let text = fs::read_to_string(path).unwrap();
    text.lines().filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect()
}

#[test]
fn everything_that_is_found_can_be_said() {
    let sources = [
        ("modem/doctor/sign.rs", "Sign", "check-"),
        ("modem/doctor/sign.rs", "Check", "check-name-"),
        ("modem/doctor/sign.rs", "Verdict", "check-verdict-"),
        ("modem/profile/family.rs", "Role", "modem-role-"),
        ("cli/modem/list.rs", "Standing", "modem-port-"),
    ];
    let mut wanted = BTreeSet::new();
    for (file, name, prefix) in sources {
        wanted.extend(tags(file, name).into_iter().map(|tag| format!("{prefix}{tag}")));
    }
    for language in ["fr", "en"] {
        let known = ids(language);
        let missing: Vec<&String> = wanted.difference(&known).collect();
        assert!(missing.is_empty(), "{language}: {missing:?}");
        let idle: Vec<&String> = known
            .iter()
            .filter(|id| {
                id.starts_with("check-") || id.starts_with("modem-role-") || id.starts_with("modem-port-")
            })
            .filter(|id| {
                !wanted.contains(*id) && !id.starts_with("check-means-") && !id.starts_with("check-do-")
            })
            .collect();
        assert!(idle.is_empty(), "{language}: {idle:?}");
    }
}
