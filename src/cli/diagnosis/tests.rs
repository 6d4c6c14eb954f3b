//! Each error has its sentence: in English what it says itself, in French no English.

#![allow(clippy::unwrap_used, reason = "tests may panic")]

use std::path::PathBuf;

use anyhow::Context;

use super::*;
use crate::message::PartState;

/// One of each that the match arms above know, with arguments that show.
fn all() -> Vec<Box<dyn Error>> {
    let mut all: Vec<Box<dyn Error>> = Vec::new();
    all.extend(stores().into_iter().map(|error| Box::new(error) as Box<dyn Error>));
    all.extend(talks());
    all.extend(files());
    all
}

fn at() -> PathBuf {
    PathBuf::from("/srv/un.db")
}

fn refused() -> io::Error {
    io::Error::from_raw_os_error(13)
}

fn stores() -> Vec<StoreError> {
    use StoreError as E;
    let (path, marker) = (at(), PathBuf::from("/srv/deux.marker"));
    vec![
        E::Io { path: path.clone(), error: refused() },
        E::Locked { path: path.clone() },
        E::Directory { path: path.clone() },
        E::Foreign,
        E::Newer { found: 31, known: 17 },
        E::Older { found: 31, known: 17 },
        E::Gone { path: path.clone(), marker: marker.clone() },
        E::OtherStore { path: path.clone(), marker },
        E::BadMarker { path: path.clone() },
        E::Damaged { path: path.clone(), what: "page 7".into() },
        E::NoFolder { path: path.clone() },
        E::DamagedCopy { path: path.clone(), what: "page 7".into() },
        E::Replaced { path: path.clone() },
        E::WrittenOver { path: path.clone() },
        E::NotAFile { path: path.clone() },
        E::NoStore { path: path.clone(), what: NoCopy::Empty },
        E::NoStore { path: path.clone(), what: NoCopy::NotSqlite },
        E::NoStore { path: path.clone(), what: NoCopy::Outbox },
        E::NoStore { path: path.clone(), what: NoCopy::Foreign },
        E::OtherCopy { path: path.clone(), store: at() },
        E::Itself { path: path.clone() },
        E::Exists { path: path.clone() },
        E::Copy { path, error: "disk full".into() },
        PartState::Sent.moved_to(PartState::Queued).unwrap_err().into(),
        E::Nonsense { what: "a state" },
        E::NoMessage(1204),
    ]
}

fn talks() -> Vec<Box<dyn Error>> {
    use client::Error as E;
    vec![
        Box::new(E::NoDaemon(at())),
        Box::new(E::NotAllowed(at())),
        Box::new(E::HungUp),
        Box::new(E::Silent),
        Box::new(E::Shut),
        Box::new(E::TooSlow),
        Box::new(E::NotABeffroi { path: at(), why: "half a line".into() }),
        Box::new(E::Io { path: at(), error: refused() }),
        Box::new(ServeError::AlreadyServed(at())),
        Box::new(ServeError::InTheWay(at())),
        Box::new(ServeError::Io { path: at(), error: refused() }),
        Box::new(gateway::Trouble::Store("disk full".into())),
        Box::new(gateway::Trouble::NoMessage(1204)),
        Box::new(gateway::Trouble::Gone),
        Box::new(gateway::Trouble::Mixed),
        Box::new(telemetry::Error::Level("loud".into())),
        Box::new(telemetry::Error::Begun),
        Box::new(NotADuration),
    ]
}

fn files() -> Vec<Box<dyn Error>> {
    let mut all: Vec<Box<dyn Error>> = vec![
        Box::new(CreateError::NotLocal { folder: at(), kind: "nfs" }),
        Box::new(CreateError::NotAFolder { path: at() }),
        Box::new(CreateError::System { path: at(), source: refused() }),
        Box::new(CreateError::Sqlite { path: at(), error: Trouble::Full }),
    ];
    for what in [
        Trouble::Busy,
        Trouble::Wal,
        Trouble::ReadOnly,
        Trouble::Full,
        Trouble::Missing,
        Trouble::NotAFile { what: Obstacle::Directory },
        Trouble::NotAFile { what: Obstacle::Link },
        Trouble::NotAFile { what: Obstacle::SecondName },
        Trouble::NotAFile { what: Obstacle::Other },
        Trouble::Occupied,
        Trouble::InTheWay { beside: "un.db-journal".into(), what: Obstacle::Directory },
        Trouble::InTheWay { beside: "un.db-journal".into(), what: Obstacle::Other },
        Trouble::LeftBehind { beside: "un.db-journal".into() },
        Trouble::OtherStore,
        Trouble::NotMade { error: "mode 0500".into() },
        Trouble::Stuck { damage: Damage::Corrupt, error: "mode 0500".into() },
        Trouble::Shut { what: Door::Folder },
        Trouble::Shut { what: Door::File },
        Trouble::IdsUsedUp,
        Trouble::Denied("mode 0600".into()),
        Trouble::Newer { version: 31 },
        Trouble::Damaged(Damage::NotSqlite),
        Trouble::Damaged(Damage::Corrupt),
        Trouble::Damaged(Damage::NoTable),
        Trouble::Damaged(Damage::OtherTable),
        Trouble::Failed("no reason".into()),
    ] {
        all.push(Box::new(CreateError::NotAFile { path: at(), what: what.clone() }));
        all.push(Box::new(Unusable { path: at(), what: what.clone() }));
        all.push(Box::new(what));
    }
    all
}

/// Words that stand in no French sentence.
const ENGLISH: &[&str] = &["the", "is", "it", "of", "not", "this", "with", "or", "to", "be", "no"];

#[test]
fn every_error_says_in_english_what_it_says_itself_and_in_french_no_english() {
    for error in all() {
        let error = error.as_ref();
        assert_eq!(sentence(error, Language::English), error.to_string());
        let french = sentence(error, Language::French);
        assert!(known(error, Language::French).is_some() && french.len() > 8, "{french}");
        assert!(!french.contains(['{', '$']), "{french}");
        // What the system or another program said may stand in brackets.
        let own = french.split('(').next().unwrap();
        let words = own.split(|sign: char| !sign.is_alphabetic());
        let strange: Vec<&str> = words.filter(|word| ENGLISH.contains(word)).collect();
        assert!(strange.is_empty(), "{strange:?} in: {french}");
    }
}

#[test]
fn each_fault_of_the_daemon_has_its_sentence() {
    let detail = || "disk full".to_owned();
    let rows = [
        (Fault::Other, "as it was", "as it was"),
        (
            Fault::StoreUnwritable { detail: detail() },
            "the store can't be written: disk full",
            "la base ne peut pas être écrite (disk full)",
        ),
        (
            Fault::StoreUnreadable { detail: detail() },
            "the store can't be read: disk full",
            "la base ne peut pas être lue (disk full)",
        ),
        (Fault::Stopped, "it is just stopping", "il est en train de s’arrêter"),
        (Fault::TooLong { octets: 7 }, "the answer is over 7 octets", "la réponse dépasse 7 octets"),
        (
            Fault::Stranger { detail: detail() },
            "nobody knows who asks: disk full",
            "personne ne sait qui demande (disk full)",
        ),
    ];
    for (given, english, french) in rows {
        assert_eq!(fault(&given, "as it was", Language::English), english);
        assert_eq!(fault(&given, "as it was", Language::French), french);
    }
}

#[test]
fn what_sqlite_says_is_known_by_its_code() {
    let rows = [
        (13, "plus de place", "its disk is full"),
        (10, "le disque est-il plein", "is the disk full?"),
        (8, "ne peut pas être écrite", "can't be written"),
        (14, "ne peut pas être ouverte", "can't be opened"),
        (3, "fermée à cet utilisateur", "closed to this user"),
        (11, "est endommagée", "is damaged"),
        (26, "n’est pas un fichier SQLite", "is no SQLite file"),
        (5, "verrouillée par un autre", "locked by another program"),
        (6, "verrouillée par un autre", "locked by another program"),
        (1, "n’a pas pu être lue ou écrite", "could not be read or written"),
    ];
    for (code, french, english) in rows {
        let error = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
        let error = StoreError::from(error);
        for (language, begins, part) in
            [(Language::French, "la base ", french), (Language::English, "the store ", english)]
        {
            let said = sentence(&error, language);
            assert!(said.starts_with(begins) && said.contains(part), "{said}");
            // Of what has no sentence of ours, SQLite's own words are all there is.
            assert_eq!(said.contains(&format!("code {code}")), code == 1, "{said}");
        }
    }
}

#[test]
fn a_chain_ends_at_what_names_its_own_cause() {
    let error = StoreError::Io { path: at(), error: refused() };
    let error = Err::<(), _>(error).context("ouverture").unwrap_err();
    assert_eq!(chain(&error, Language::French), "ouverture\u{A0}: /srv/un.db\u{A0}: accès refusé");
    let unknown = anyhow::anyhow!("inner").context("outer");
    assert_eq!(chain(&unknown, Language::English), "outer: inner");
}
