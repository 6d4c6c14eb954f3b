//! The mistakes of a configuration in the reader's language, a line each. What `config` finds becomes a
//! sentence's id and arguments; in English it says what its own Display says.

use std::fmt::{self, Display};

use crate::config::{Kind, Mistakes, Problem};
use crate::wording::{self, Language, Value};

/// All mistakes of a file, a line each.
#[derive(Debug)]
pub(super) struct ToldMistakes {
    pub(super) mistakes: Mistakes,
    pub(super) language: Language,
}

impl std::error::Error for ToldMistakes {}

impl Display for ToldMistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.mistakes.list.iter().enumerate() {
            if index > 0 {
                f.write_str("\n         ")?;
            }
            let place = mistake.place(&self.mistakes.file);
            write!(f, "{place}: {}", sentence(&mistake.problem, self.language))?;
        }
        Ok(())
    }
}

/// What is wrong and what to do about it.
pub(super) fn sentence(problem: &Problem, language: Language) -> String {
    let (id, values) = said(problem);
    wording::say(language, id, &values)
}

fn text(name: &'static str, shown: impl Display) -> (&'static str, Value<'static>) {
    (name, shown.to_string().into())
}

/// The word that a sentence takes for an argument that is not there.
fn or_none(value: Option<&str>) -> &str {
    value.unwrap_or("none")
}

fn said(problem: &Problem) -> (&'static str, Vec<(&'static str, Value<'static>)>) {
    match problem {
        Problem::Unreadable { kind, error } => {
            ("config-unreadable", vec![text("kind", format_args!("{kind:?}")), text("error", error)])
        }
        Problem::NotUnicode => ("config-not_unicode", vec![]),
        Problem::Syntax { message } => ("config-syntax", vec![text("message", message)]),
        Problem::UnknownKey { belongs: Some(""), .. } => ("config-belongs_at_the_top", vec![]),
        Problem::UnknownKey { belongs: Some(section), .. } => {
            ("config-belongs_elsewhere", vec![text("section", section)])
        }
        Problem::UnknownKey { nearest: Some(nearest), .. } => {
            ("config-nearest_key", vec![text("nearest", nearest)])
        }
        Problem::UnknownKey { known, .. } => ("config-unknown_key", vec![text("known", known)]),
        Problem::WrongType { takes: Kind::Table, .. } => ("config-not_a_section", vec![]),
        Problem::WrongType { takes, example } => {
            let takes = match takes {
                Kind::Text => "text",
                Kind::Texts => "texts",
                Kind::Number | Kind::Table => "number",
            };
            ("config-wrong_type", vec![text("takes", takes), text("example", example)])
        }
        Problem::NotOneOf { found, nearest: Some(nearest), .. } => {
            ("config-nearest_word", vec![text("found", found), text("nearest", nearest)])
        }
        Problem::NotOneOf { found, known, .. } => {
            ("config-not_one_of", vec![text("found", found), text("known", known)])
        }
        Problem::OutOfRange { found, least, most } => {
            ("config-out_of_range", vec![text("found", found), text("least", least), text("most", most)])
        }
        Problem::NotADuration { found } => ("config-not_a_duration", vec![text("found", found)]),
        Problem::Missing { example, under } => {
            ("config-missing", vec![text("example", example), text("section", or_none(*under))])
        }
        Problem::NotAFile { example } => ("config-not_a_file", vec![text("example", example)]),
        Problem::SingleBrackets { section } => ("config-single_brackets", vec![text("section", section)]),
        Problem::EmptyList => ("config-empty_list", vec![]),
        Problem::Duplicate { value, first } => {
            ("config-duplicate", vec![text("value", value), text("first", first)])
        }
        Problem::UnknownService { found, nearest: Some(nearest), .. } => {
            ("config-nearest_service", vec![text("found", found), text("nearest", nearest)])
        }
        Problem::UnknownService { found, known, .. } => {
            ("config-unknown_service", vec![text("found", found), text("known", known)])
        }
        Problem::BadName { found } => ("config-bad_name", vec![text("found", found)]),
        Problem::BadSignature { most } => ("config-bad_signature", vec![text("most", most)]),
        Problem::SignatureRefused { character } => {
            ("config-signature_refused", vec![text("character", character)])
        }
        Problem::IdleEmoji { policy } => ("config-idle_emoji", vec![text("policy", policy)]),
        Problem::IdleNational { policy } => ("config-idle_national", vec![text("policy", policy)]),
        Problem::BadImei => ("config-bad_imei", vec![]),
        Problem::BadIccid => ("config-bad_iccid", vec![]),
        Problem::UnknownZone { found } => ("config-unknown_zone", vec![text("found", found)]),
        Problem::NoPlace => ("config-no_place", vec![]),
        Problem::BesideStore => ("config-beside_store", vec![]),
        Problem::SharedFolder { first } => ("config-shared_folder", vec![text("first", first)]),
        Problem::PathTaken => ("config-path_taken", vec![]),
        Problem::FolderTaken { by } => ("config-folder_taken", vec![text("by", by.replace(' ', "_"))]),
        Problem::NotInSpool => ("config-not_in_spool", vec![]),
        Problem::OpenBrace => ("config-open_brace", vec![]),
        Problem::BadWhere { found } => ("config-bad_where", vec![text("found", found)]),
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::*;
    use crate::message::TextPolicy;

    const SECTION: &str = "a header in brackets and its keys under it";

    fn all() -> Vec<Problem> {
        use Problem as P;
        let word = || "vite".to_owned();
        let near = || [Some("urgent".to_owned()), None];
        let known = || "urgent, bulk".to_owned();
        let mut all = vec![
            P::Unreadable { kind: ErrorKind::NotFound, error: "No such file (os error 2)".into() },
            P::Unreadable { kind: ErrorKind::PermissionDenied, error: "Denied (os error 13)".into() },
            P::NotUnicode,
            P::NotAFile { example: "path = \"x\"" },
            P::WrongType { takes: Kind::Table, example: SECTION },
            P::Syntax { message: "duplicate key".into() },
            P::UnknownKey { nearest: None, belongs: Some(""), known: known() },
            P::UnknownKey { nearest: None, belongs: Some("[[line]]"), known: known() },
            P::OutOfRange { found: "0".into(), least: "1".into(), most: "255".into() },
            P::NotADuration { found: word() },
            P::SharedFolder { first: 12 },
            P::Missing { example: "name = \"sim-1\"", under: None },
            P::Missing { example: "path = \"x\"", under: Some("[store]") },
            P::SingleBrackets { section: "line" },
            P::EmptyList,
            P::Duplicate { value: word(), first: 12 },
            P::BadName { found: "a b".into() },
            P::BadSignature { most: 50 },
            P::SignatureRefused { character: "ê".into() },
            P::IdleEmoji { policy: TextPolicy::Keep },
            P::IdleNational { policy: TextPolicy::Fold },
            P::BadImei,
            P::BadIccid,
            P::UnknownZone { found: "Paris".into() },
            P::NoPlace,
            P::BesideStore,
            P::PathTaken,
            P::FolderTaken { by: "the store" },
            P::FolderTaken { by: "an outbox" },
            P::NotInSpool,
            P::OpenBrace,
            P::BadWhere { found: word() },
        ];
        for takes in [Kind::Text, Kind::Texts, Kind::Number] {
            all.push(P::WrongType { takes, example: "max_parts = 6" });
        }
        for nearest in near() {
            all.push(P::UnknownKey { nearest: nearest.clone(), belongs: None, known: known() });
            all.push(P::NotOneOf { found: word(), nearest: nearest.clone(), known: known() });
            all.push(P::UnknownService { found: word(), nearest, known: known() });
        }
        all
    }

    #[test]
    fn each_problem_says_in_english_what_it_says_itself_and_in_french_something_else() {
        let mut said = std::collections::BTreeSet::new();
        for problem in all() {
            assert_eq!(sentence(&problem, Language::English), problem.to_string());
            let french = sentence(&problem, Language::French);
            assert!(french.len() > 12 && !french.contains(['{', '$']), "{french}");
            let own = french.split('(').next().unwrap_or_default();
            let strange = [" is ", " the ", " under ", " write ", " takes ", " none"];
            assert!(!strange.iter().any(|word| own.contains(word)), "{french}");
            assert!(said.insert(french.clone()), "twice: {french}");
        }
    }
}
