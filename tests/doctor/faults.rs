//! Each fault of a virtual modem has a first finding of its own, in both languages. All of it at once, since
//! most of the time is spent waiting for what never comes.

use std::collections::BTreeSet;
use std::sync::Mutex;

use super::*;

/// A fault, the exit code, and the first finding in French and in English.
type Row = (&'static str, i32, &'static str, &'static str);

const ROWS: &[Row] = &[
    ("sim=ready", 0, "prêt à envoyer", "ready to send"),
    ("sim=absent", 1, "le modem ne trouve pas de carte SIM", "the modem finds no SIM card"),
    (
        "sim=pin",
        1,
        "la carte SIM demande son code PIN (3 essais restants)",
        "the SIM card asks for its PIN (3 tries left)",
    ),
    (
        "sim=last-try",
        1,
        "la carte SIM demande son code PIN et il ne reste qu’un essai",
        "the SIM card asks for its PIN and one try is left",
    ),
    (
        "sim=puk",
        1,
        "la carte SIM est bloquée et demande son code PUK",
        "the SIM card is locked and asks for its PUK",
    ),
    (
        "sim=busy",
        1,
        "la carte SIM reste occupée et ne répond pas",
        "the SIM card stays busy and does not answer",
    ),
    (
        "sim=failed",
        1,
        "la carte SIM ne fonctionne pas (+CME ERROR: 13)",
        "the SIM card does not work (+CME ERROR: 13)",
    ),
    ("radio=missing", 1, "la radio du modem est éteinte (mode 4)", "the modem’s radio is off (mode 4)"),
    (
        "service-centre=missing",
        1,
        "la carte SIM n’a pas de numéro de centre SMS",
        "the SIM card has no number of a service centre",
    ),
    (
        "registration=none",
        1,
        "la carte SIM n’est inscrite dans aucun réseau, et le modem n’en cherche pas",
        "the SIM card is registered with no network, and the modem is not looking for one",
    ),
    (
        "registration=searching",
        1,
        "la carte SIM n’a pas encore de réseau, le modem cherche",
        "the SIM card has no network yet, the modem is looking",
    ),
    ("registration=denied", 1, "le réseau refuse cette carte SIM", "the network refuses this SIM card"),
    (
        "registration=roaming",
        0,
        "inscrite en itinérance dans le réseau Virtual Network (4G)",
        "roaming in the network Virtual Network (4G)",
    ),
    (
        "registration=messages-only",
        0,
        "inscrite pour les SMS seulement, dans le réseau Virtual Network (4G)",
        "registered for SMS only, with the network Virtual Network (4G)",
    ),
    (
        "technology=2g",
        0,
        "inscrite en 2G seulement, dans le réseau Virtual Network",
        "registered by 2G only, with the network Virtual Network",
    ),
    ("signal=4", 0, "signal faible\u{A0}: 4 sur 31", "weak signal: 4 of 31"),
    (
        "signal=99",
        0,
        "le modem ne dit pas la force du signal",
        "the modem does not tell the signal’s strength",
    ),
    (
        "memory=scarce",
        0,
        "la mémoire des messages SM est presque pleine\u{A0}: 18 sur 20",
        "the memory for messages SM is nearly full: 18 of 20",
    ),
    (
        "memory=full",
        1,
        "la mémoire des messages SM est pleine\u{A0}: 20 sur 20",
        "the memory for messages SM is full: 20 of 20",
    ),
    (
        "reports=missing",
        0,
        "les accusés de réception ne nous parviennent pas",
        "delivery reports don’t reach us",
    ),
    (
        "answers=ok-to-all",
        4,
        "ce qui est sur ./modem répond OK à tout et ne dit rien",
        "what is at ./modem says OK to everything and tells nothing",
    ),
    ("answers=none", 4, "rien ne répond sur ./modem", "nothing answers at ./modem"),
    (
        "answers=rubbish",
        4,
        "./modem n’envoie que des octets illisibles",
        "./modem sends nothing but unreadable octets",
    ),
];

/// Modems at one time: each takes one of the 128 inotify instances that a user may have.
const AT_ONCE: usize = 16;

/// What makes the doctor wait for what never comes; these begin first.
const SLOW: &[&str] = &["sim=busy", "registration=searching", "answers=none", "answers=rubbish"];

#[test]
fn each_fault_has_its_own_first_finding_in_both_languages() {
    let mut visits: Vec<(&Row, &str, &str)> =
        ROWS.iter().flat_map(|row| [(row, "fr_FR.UTF-8", row.2), (row, "C", row.3)]).collect();
    visits.sort_by_key(|(row, ..)| !SLOW.contains(&row.0));
    let visits = Mutex::new(visits.into_iter());
    let (firsts, wrong) = (Mutex::new(BTreeSet::new()), Mutex::new(String::new()));
    let attend = || {
        while let Some((row, locale, want)) = next(&visits) {
            let said = Patient::with(&[row.0]).diagnose(locale, &[]);
            let plain = |text: &str| text.replace('’', "'");
            if said.code != row.1 || !plain(said.headline()).ends_with(&plain(want)) {
                wrong.lock().unwrap().push_str(&format!("{}: {said:?}\n", row.0));
            }
            firsts.lock().unwrap().insert(said.headline().to_owned());
        }
    };
    thread::scope(|scope| (0..AT_ONCE).for_each(|_| drop(scope.spawn(attend))));
    let (firsts, wrong) = (firsts.into_inner().unwrap(), wrong.into_inner().unwrap());
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(firsts.len(), 2 * ROWS.len(), "two faults share a finding");
}

/// The next of what is still to be done; nothing is held while it is done.
fn next<T>(queue: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    queue.lock().unwrap().next()
}
