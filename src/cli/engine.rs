//! What SQLite says, in the reader's language: its sentences are few and never change, so that each that people
//! meet has one of ours. Its own words stay in the log.

use crate::wording::{self, Language};

/// Its words, and the sentence that stands for them.
const KNOWN: [(&str, &str); 10] = [
    ("database or disk is full", "engine-full"),
    ("attempt to write a readonly database", "engine-readonly"),
    ("disk I/O error", "engine-io"),
    ("database is locked", "engine-busy"),
    ("database table is locked", "engine-busy"),
    ("database disk image is malformed", "engine-corrupt"),
    ("database corruption", "engine-corrupt"),
    ("file is not a database", "engine-not_a_database"),
    ("unable to open database file", "engine-cant_open"),
    ("access permission denied", "engine-denied"),
];

/// The sentence for what was said, where SQLite said it; else as it was.
pub(super) fn said(words: &str, language: Language) -> String {
    let known = KNOWN.iter().find(|(theirs, _)| words.contains(theirs));
    known.map_or_else(|| words.to_owned(), |(_, id)| wording::say(language, id, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SQLite's own result codes: full, readonly, ioerr, busy, locked, corrupt, notadb, cantopen, perm.
    #[test]
    fn no_word_of_sqlite_stands_in_a_sentence() {
        for code in [13, 8, 10, 5, 6, 11, 26, 14, 3] {
            let error = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None).to_string();
            for language in [Language::French, Language::English] {
                let told = said(&format!("the store: {error}; and more"), language);
                assert!(!told.contains("and more") && !told.starts_with("engine-"), "{code} {error}: {told}");
            }
        }
        assert_eq!(said("no such table: outbox", Language::French), "no such table: outbox");
    }
}
