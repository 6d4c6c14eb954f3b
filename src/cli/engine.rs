//! What SQLite says, in the reader's language: its sentences are few and never change, so that each that people
//! meet has one of ours. Its own words stay in the log.

use crate::wording::{self, Language};

/// Its words, and the sentence that stands for them.
const KNOWN: [(&str, &str); 18] = [
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
    ("malformed database schema", "engine-corrupt"),
    // What a store says of itself where its daemon can only pass it on.
    ("is damaged (", "engine-corrupt"),
    ("was written over by another program", "engine-written_over"),
    ("was replaced while it was open", "engine-replaced"),
    (" is gone or empty, but ", "engine-gone"),
    ("is not the store that", "engine-other_store"),
    ("made by a later version", "engine-newer"),
    ("of an earlier version", "engine-older"),
];

/// How what it finds in the pages of a file begins, or goes on.
const OF_PAGES: [&str; 8] =
    ["*** in", "Tree ", "Page ", "row ", "wrong #", "Freelist", "non-unique", "NULL value in"];

/// What is said of a copy that is too short.
const CUT: &str = "the file ends after ";

/// The sentence for what was said, where SQLite said it; else as it was.
pub(super) fn said(words: &str, language: Language) -> String {
    let known = KNOWN.iter().find(|(theirs, _)| words.contains(theirs));
    known.map_or_else(|| words.to_owned(), |(_, id)| wording::say(language, id, &[]))
}

/// Whether it says that a file is no database at all.
pub(super) fn is_no_database(words: &str) -> bool {
    words.contains("file is not a database")
}

/// The same of what was found wrong in a file, by SQLite or before it was asked.
pub(super) fn harm(words: &str, language: Language) -> String {
    let cut = words.strip_prefix(CUT).and_then(|words| words.strip_suffix(" octets")?.split_once(" of "));
    if let Some((there, whole)) = cut {
        return wording::say(language, "engine-cut", &[("there", there.into()), ("whole", whole.into())]);
    }
    let unreadable = ["malformed", "corruption"].iter().any(|theirs| words.contains(theirs));
    if unreadable || OF_PAGES.iter().any(|theirs| words.starts_with(theirs)) {
        return wording::say(language, "engine-pages", &[]);
    }
    said(words, language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoreError;

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
        let path = || std::path::PathBuf::from("/srv/un.db");
        let ours = [
            StoreError::Damaged { path: path(), what: "page 7".into() },
            StoreError::WrittenOver { path: path() },
            StoreError::Replaced { path: path() },
            StoreError::Gone { path: path(), marker: path() },
            StoreError::OtherStore { path: path(), marker: path() },
            StoreError::Newer { found: 31, known: 17 },
            StoreError::Older { found: 31, known: 17 },
        ];
        for error in ours {
            let told = said(&error.to_string(), Language::French);
            assert!(!told.contains("/srv/un.db") && !told.contains(" the "), "{told}");
        }
        assert_eq!(said("no such table: outbox", Language::French), "no such table: outbox");
    }

    #[test]
    fn what_is_wrong_with_a_file_is_told_without_words_of_sqlite() {
        let rows = [
            ("*** in database main ***\nTree 9 page 9: btreeInitPage() returns error code 11", "ses pages"),
            ("Tree 12 page 12 cell 3: Rowid 7 out of order", "ses pages"),
            ("Page 14: never used", "ses pages"),
            ("row 3 missing from index message_state", "ses pages"),
            ("wrong # of entries in index message_state", "ses pages"),
            ("the file ends after 2048 of 4096 octets", "après 2048 octets sur 4096"),
            ("database disk image is malformed", "ses pages"),
            ("file is not a database", "fichier SQLite"),
        ];
        for (given, want) in rows {
            let told = harm(given, Language::French);
            assert!(told.contains(want), "{given}: {told}");
        }
    }
}
