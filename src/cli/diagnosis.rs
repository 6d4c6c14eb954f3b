//! What went wrong, as a command's last sentence, in the reader's language. Each error that an assistant
//! or an administrator can meet has an id in `wording`; in English it says what its own Display says.
//! What only an engineer meets stays as it is, in English, as in the log.

use std::error::Error;
use std::fmt::Display;
use std::io;
use std::path::Path;

use super::engine;
use crate::control::{Fault, ServeError, client};
use crate::moment::NotADuration;
use crate::outbox::{CreateError, Damage, Door, Obstacle, Trouble, Unusable};
use crate::store::{NoCopy, StoreError};
use crate::wording::{self, Language, Value};
use crate::{gateway, telemetry};

/// A sentence's id and its arguments.
type Sentence = (&'static str, Vec<(&'static str, Value<'static>)>);

/// An error with what led to it, in one line. A known one names its own causes.
pub(super) fn chain(error: &anyhow::Error, language: Language) -> String {
    let mut line = String::new();
    for cause in error.chain() {
        if !line.is_empty() {
            line.push_str(match language {
                Language::French => "\u{A0}: ",
                Language::English => ": ",
            });
        }
        if let Some((id, values)) = known(cause, language) {
            line.push_str(&wording::say(language, id, &values));
            break;
        }
        line.push_str(&cause.to_string());
    }
    line
}

/// An error alone.
pub(super) fn sentence(error: &(dyn Error + 'static), language: Language) -> String {
    match known(error, language) {
        Some((id, values)) => wording::say(language, id, &values),
        None => error.to_string(),
    }
}

/// Why a daemon could not do what it was asked, in the asker's language; what it said where it gave no kind.
pub(super) fn fault(fault: &Fault, why: &str, language: Language) -> String {
    match fault {
        Fault::Other => why.to_owned(),
        known => wording::sentence(language, "fault", &plain(known.clone(), language)),
    }
}

/// Without words of SQLite's.
fn plain(fault: Fault, language: Language) -> Fault {
    let said = |detail: String| engine::said(&detail, language);
    match fault {
        Fault::StoreUnwritable { detail } => Fault::StoreUnwritable { detail: said(detail) },
        Fault::StoreUnreadable { detail } => Fault::StoreUnreadable { detail: said(detail) },
        other => other,
    }
}

fn known(error: &(dyn Error + 'static), language: Language) -> Option<Sentence> {
    let none = None::<Sentence>;
    none.or_else(|| error.downcast_ref().map(|error| store(error, language)))
        .or_else(|| error.downcast_ref().map(|error| asking(error, language)))
        .or_else(|| error.downcast_ref().map(|error| serving(error, language)))
        .or_else(|| error.downcast_ref().map(|error| making(error, language)))
        .or_else(|| error.downcast_ref().map(|error| unusable(error, language)))
        .or_else(|| error.downcast_ref().map(|error| outbox(error, language)))
        .or_else(|| error.downcast_ref().map(|error| gateway(error, language)))
        .or_else(|| error.downcast_ref().map(logs))
        .or_else(|| error.downcast_ref().map(|NotADuration| ("not-a-duration", Vec::new())))
        .or_else(|| error.downcast_ref().map(system))
}

fn text(name: &'static str, shown: impl Display) -> (&'static str, Value<'static>) {
    (name, shown.to_string().into())
}

fn place(path: &Path) -> (&'static str, Value<'static>) {
    text("path", path.display())
}

/// Another error within the sentence.
fn within(
    name: &'static str,
    error: &(dyn Error + 'static),
    language: Language,
) -> (&'static str, Value<'static>) {
    text(name, sentence(error, language))
}

fn system(error: &io::Error) -> Sentence {
    ("system", vec![text("kind", format_args!("{:?}", error.kind())), text("error", error)])
}

fn store(error: &StoreError, language: Language) -> Sentence {
    use StoreError as E;
    match error {
        E::Sqlite(error) => {
            let code = error.sqlite_error_code().map(|code| format!("{code:?}"));
            ("store-sqlite", vec![text("code", code.unwrap_or_default()), text("error", error)])
        }
        E::Io { path, error } => ("store-io", vec![place(path), within("error", error, language)]),
        E::Locked { path } => ("store-locked", vec![place(path)]),
        E::Directory { path } => ("store-directory", vec![place(path)]),
        E::Foreign => ("store-foreign", vec![]),
        E::Newer { found, known } => ("store-newer", vec![text("found", found), text("known", known)]),
        E::Older { found, known } => ("store-older", vec![text("found", found), text("known", known)]),
        E::Gone { path, marker } => ("store-gone", vec![place(path), text("marker", marker.display())]),
        E::OtherStore { path, marker } => {
            ("store-other_store", vec![place(path), text("marker", marker.display())])
        }
        E::BadMarker { path } => ("store-bad_marker", vec![place(path)]),
        E::Damaged { path, what } => {
            ("store-damaged", vec![place(path), text("what", engine::harm(what, language))])
        }
        E::DamagedCopy { path, what } => {
            ("store-damaged_copy", vec![place(path), text("what", engine::harm(what, language))])
        }
        E::Replaced { path } => ("store-replaced", vec![place(path)]),
        E::WrittenOver { path } => ("store-written-over", vec![place(path)]),
        E::NoFolder { path } => ("store-no_folder", vec![place(path)]),
        E::NotAFile { path } => ("store-not_a_file", vec![place(path)]),
        E::NoStore { path, what } => {
            let what = match what {
                NoCopy::Empty => "empty",
                NoCopy::NotSqlite => "not_sqlite",
                NoCopy::Outbox => "outbox",
                NoCopy::Foreign => "foreign",
            };
            ("store-no_store", vec![place(path), text("what", what)])
        }
        E::OtherCopy { path, store } => {
            ("store-other_copy", vec![place(path), text("store", store.display())])
        }
        E::Itself { path } => ("store-itself", vec![place(path)]),
        E::Exists { path } => ("store-exists", vec![place(path)]),
        E::Copy { path, error } => {
            ("store-copy", vec![place(path), text("error", engine::said(error, language))])
        }
        E::Move(illegal) => ("store-move", vec![text("from", illegal.from), text("to", illegal.to)]),
        E::Nonsense { what } => ("store-nonsense", vec![text("what", what)]),
        E::NoMessage(message) => ("message-no-such", vec![text("message", message)]),
    }
}

fn asking(error: &client::Error, language: Language) -> Sentence {
    use client::Error as E;
    match error {
        E::NoDaemon(path) => ("client-no_daemon", vec![place(path)]),
        E::NotAllowed(path) => ("client-not_allowed", vec![place(path)]),
        E::HungUp => ("client-hung_up", vec![]),
        E::Silent => ("client-silent", vec![text("seconds", client::READING_PATIENCE.as_secs())]),
        E::Shut => ("client-shut", vec![]),
        E::TooSlow => ("client-too_slow", vec![text("seconds", client::PATIENCE.as_secs())]),
        E::NotABeffroi { path, why } => ("client-not_a_beffroi", vec![place(path), text("why", why)]),
        E::Io { path, error } => ("client-io", vec![place(path), within("error", error, language)]),
    }
}

fn serving(error: &ServeError, language: Language) -> Sentence {
    use ServeError as E;
    match error {
        E::AlreadyServed(path) => ("socket-already_served", vec![place(path)]),
        E::InTheWay(path) => ("socket-in_the_way", vec![place(path)]),
        E::Io { path, error } => ("socket-io", vec![place(path), within("error", error, language)]),
    }
}

fn making(error: &CreateError, language: Language) -> Sentence {
    use CreateError as E;
    match error {
        E::NotLocal { folder, kind } => ("create-not_local", vec![place(folder), text("kind", kind)]),
        E::NotAFolder { path } => ("create-not_a_folder", vec![place(path)]),
        E::NotAFile { path, what } => ("outbox-file", vec![place(path), within("what", what, language)]),
        E::System { path, source } => ("create-system", vec![place(path), within("error", source, language)]),
        E::Sqlite { path, error } => ("create-sqlite", vec![place(path), within("error", error, language)]),
    }
}

fn unusable(Unusable { path, what }: &Unusable, language: Language) -> Sentence {
    ("outbox-file", vec![place(path), within("what", what, language)])
}

fn obstacle(what: Obstacle) -> (&'static str, Value<'static>) {
    let what = match what {
        Obstacle::Directory => "directory",
        Obstacle::Link => "link",
        Obstacle::SecondName => "second_name",
        Obstacle::Other => "other",
    };
    text("what", what)
}

fn outbox(trouble: &Trouble, language: Language) -> Sentence {
    match trouble {
        Trouble::Busy => ("outbox-busy", vec![]),
        Trouble::Wal => ("outbox-wal", vec![]),
        Trouble::ReadOnly => ("outbox-read_only", vec![]),
        Trouble::Full => ("outbox-full", vec![]),
        Trouble::Missing => ("outbox-missing", vec![]),
        Trouble::Swapped => ("outbox-swapped", vec![]),
        Trouble::Occupied => ("outbox-occupied", vec![]),
        Trouble::NotAFile { what } => ("outbox-not_a_file", vec![obstacle(*what)]),
        Trouble::InTheWay { beside, what } => {
            ("outbox-in_the_way", vec![text("beside", beside), obstacle(*what)])
        }
        Trouble::LeftBehind { beside } => ("outbox-left_behind", vec![text("beside", beside)]),
        Trouble::OtherStore => ("outbox-other_store", vec![]),
        Trouble::NotMade { error } => ("outbox-not_made", vec![text("error", engine::said(error, language))]),
        Trouble::Stuck { damage, error } => (
            "outbox-stuck",
            vec![
                within("damage", &Trouble::Damaged(*damage), language),
                text("error", engine::said(error, language)),
            ],
        ),
        Trouble::Shut { what } => {
            let what = match what {
                Door::Folder => "folder",
                Door::File => "file",
            };
            ("outbox-shut", vec![text("what", what)])
        }
        Trouble::IdsUsedUp => ("outbox-ids_used_up", vec![text("id", i64::MAX)]),
        Trouble::Denied(error) => ("outbox-denied", vec![text("error", engine::said(error, language))]),
        Trouble::Newer { version } => ("outbox-newer", vec![text("version", version)]),
        Trouble::Damaged(Damage::NotSqlite) => ("outbox-not_sqlite", vec![]),
        Trouble::Damaged(Damage::Corrupt) => ("outbox-corrupt", vec![]),
        Trouble::Damaged(Damage::NoTable) => ("outbox-no_table", vec![]),
        Trouble::Damaged(Damage::OtherTable) => ("outbox-other_table", vec![]),
        Trouble::Failed(error) => ("outbox-failed", vec![text("error", engine::said(error, language))]),
    }
}

fn gateway(trouble: &gateway::Trouble, language: Language) -> Sentence {
    match trouble {
        gateway::Trouble::Store(error) => {
            ("gateway-store", vec![text("error", engine::said(error, language))])
        }
        gateway::Trouble::NoMessage(message) => ("message-no-such", vec![text("message", message)]),
        gateway::Trouble::Gone => ("gateway-gone", vec![]),
        gateway::Trouble::Mixed => ("gateway-mixed", vec![]),
    }
}

fn logs(error: &telemetry::Error) -> Sentence {
    match error {
        telemetry::Error::Level(given) => (
            "log-level",
            vec![text("variable", telemetry::VARIABLE), text("given", format_args!("{given:?}"))],
        ),
        telemetry::Error::Begun => ("log-begun", vec![]),
    }
}

#[cfg(test)]
mod tests;
