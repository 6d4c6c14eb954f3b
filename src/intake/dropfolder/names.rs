//! What the name of a file says: whether it may be taken, what is being written beside it, what its results
//! are called. Case never counts: these folders are shared with Windows.

use crate::wording::Language;

/// The folder of what was taken.
pub(super) const DONE: &str = "fait";

/// The folder of what was not.
pub(super) const REFUSED: &str = "refuse";

/// Ends of names of files that are still being written, copied or fetched.
const UNFINISHED: &[&str] = &[".tmp", ".part", ".partial", ".crdownload", ".filepart", ".lock", ".lck", "~"];

/// What other systems leave in every folder that they show.
const FURNITURE: &[&str] = &["desktop.ini", "thumbs.db"];

/// Ends of the names of our own files, in every language.
const RESULTS: &[&str] = &[".resultat.csv", ".resultat.txt", ".result.csv", ".result.txt"];

/// What stands before the extension of a file that confirms another.
const OK: &str = ".ok";

/// Octets that a name may have, so that what is added to it still fits.
const LONGEST: usize = 200;

/// Whether a file of this name may be taken at all.
pub(super) fn may_be_taken(name: &str) -> bool {
    let lower = name.to_lowercase();
    !name.starts_with('.')
        && !name.starts_with("~$")
        && !UNFINISHED.iter().any(|end| lower.ends_with(end))
        && !FURNITURE.contains(&lower.as_str())
        && !is_result(name)
}

/// Whether it is one of our own.
pub(super) fn is_result(name: &str) -> bool {
    let lower = name.to_lowercase();
    RESULTS.iter().any(|end| lower.ends_with(end))
}

/// Whether the second is a lock that an office program keeps beside the first while it has it open.
pub(super) fn is_lock_of(name: &str, other: &str) -> bool {
    let (name, other) = (name.to_lowercase(), other.to_lowercase());
    // A word processor replaces the first two letters of a long name.
    let mut short = name.chars();
    let short = short.next().and(short.next()).map(|_| short.as_str());
    other == format!(".~lock.{name}#")
        || other.strip_prefix("~$").is_some_and(|rest| rest == name || Some(rest) == short)
        || [".lock", ".lck"].iter().any(|end| other.strip_suffix(end) == Some(name.as_str()))
}

/// Name and extension: `liste` and `.csv`. The name is cut where nothing could be added to it.
pub(super) fn parts(name: &str) -> (String, String) {
    let (stem, extension) = match name.rfind('.') {
        Some(at) if at > 0 && name.len() - at <= 12 => name.split_at(at),
        _ => (name, ""),
    };
    let mut stem = stem.to_owned();
    while stem.len() > LONGEST {
        stem.pop();
    }
    (stem, extension.to_owned())
}

/// Whatever it may confirm, the nearest first: for `liste.ok.ok.csv`, which an answer to the answer is called,
/// or somebody's twofold yes, `liste.ok.csv` and `liste.csv`.
pub(super) fn all_confirmed(name: &str) -> Vec<String> {
    std::iter::successors(confirms(name), |nearer| confirms(nearer)).collect()
}

/// For `liste.ok.csv`: `liste.csv`.
pub(super) fn confirms(name: &str) -> Option<String> {
    let (stem, extension) = parts(name);
    let at = stem.len().checked_sub(OK.len())?;
    let (before, end) = stem.is_char_boundary(at).then(|| stem.split_at(at))?;
    (end.eq_ignore_ascii_case(OK) && !before.is_empty()).then(|| format!("{before}{extension}"))
}

/// For `liste.csv`: `liste.ok.csv`.
pub(super) fn confirming(name: &str) -> String {
    let (stem, extension) = parts(name);
    format!("{stem}{OK}{extension}")
}

/// The names of the results for programs and for people.
pub(super) fn results(stem: &str, language: Language) -> [String; 2] {
    let word = match language {
        Language::French => "resultat",
        Language::English => "result",
    };
    [format!("{stem}.{word}.csv"), format!("{stem}.{word}.txt")]
}

/// What a file is kept by: `liste.csv`, or `liste-1.csv` where a stranger's is in the way.
pub(super) fn kept(stem: &str, extension: &str, number: u32) -> String {
    if number == 0 { format!("{stem}{extension}") } else { format!("{stem}-{number}{extension}") }
}

/// What the copy of a file is kept by that confirmed it.
pub(super) fn kept_twin(stem: &str, extension: &str, number: u32) -> String {
    kept(&format!("{stem}{OK}"), extension, number)
}

/// Fit for a log: the names of spool files hold telephone numbers.
pub(super) fn redacted(name: &str) -> String {
    let mut shown = String::with_capacity(name.len());
    let mut digits = String::new();
    for sign in name.chars().chain(['\0']) {
        match sign {
            '0'..='9' => digits.push(sign),
            _ => {
                shown.push_str(if digits.len() < 9 { &digits } else { "…" });
                digits.clear();
                if sign != '\0' {
                    shown.push(if sign.is_control() { '\u{FFFD}' } else { sign });
                }
            }
        }
    }
    shown
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn half_written_files_locks_and_our_own_are_never_taken() {
        let rows = [
            ("liste.csv", true),
            ("LISTE.CSV", true),
            ("export", true),
            ("liste.txt", true),
            ("liste.ok.csv", true),
            (".liste.csv", false),
            (".~lock.liste.csv#", false),
            ("~$liste.csv", false),
            ("liste.csv.part", false),
            ("liste.csv.TMP", false),
            ("liste.csv~", false),
            ("0612.LOCK", false),
            ("Thumbs.db", false),
            ("liste.resultat.csv", false),
            ("Liste.Resultat.txt", false),
            ("liste.result.csv", false),
        ];
        for (name, want) in rows {
            assert_eq!(may_be_taken(name), want, "{name}");
        }
    }

    #[test]
    fn a_lock_belongs_to_one_file() {
        let rows = [
            ("liste.csv", ".~lock.liste.csv#", true),
            ("Liste.csv", "~$liste.csv", true),
            ("liste.csv", "~$ste.csv", true),
            ("liste.csv", "liste.csv.LOCK", true),
            ("liste.csv", ".~lock.autre.csv#", false),
            ("liste.csv", "~$autre.csv", false),
            ("é.csv", "~$csv", true),
            ("a", "~$", false),
        ];
        for (name, other, want) in rows {
            assert_eq!(is_lock_of(name, other), want, "{name} {other}");
        }
    }

    #[test]
    fn a_name_says_what_it_confirms_and_what_confirms_it() {
        let rows = [
            ("liste.csv", None, "liste.ok.csv"),
            ("liste.ok.csv", Some("liste.csv"), "liste.ok.ok.csv"),
            ("Liste.OK.CSV", Some("Liste.CSV"), "Liste.OK.ok.CSV"),
            ("liste", None, "liste.ok"),
            ("rook.csv", None, "rook.ok.csv"),
            (".ok.csv", None, ".ok.ok.csv"),
            ("é", None, "é.ok"),
        ];
        for (name, want, confirmed_by) in rows {
            assert_eq!(confirms(name).as_deref(), want, "{name}");
            assert_eq!(confirming(name), confirmed_by, "{name}");
        }
        assert_eq!(all_confirmed("liste.ok.OK.csv"), ["liste.ok.csv", "liste.csv"]);
        assert!(all_confirmed("liste.csv").is_empty());
        assert_eq!(parts(&format!("{}.csv", "é".repeat(120))).0.len(), 200);
        assert_eq!(results("liste (2)", Language::French)[1], "liste (2).resultat.txt");
    }

    #[test]
    fn no_number_reaches_a_log() {
        assert_eq!(redacted("OUTA20261125_120000_00_+33639980001_x.txt"), "OUTA20261125_120000_00_+…_x.txt");
        assert_eq!(redacted("liste\n2026.csv"), "liste\u{FFFD}2026.csv");
    }
}
