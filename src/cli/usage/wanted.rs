//! What an option wants whose values are no short list: one sentence with an example, by the option as clap
//! names it. The parsers themselves say it in English; numbers are read by clap, whose words name no example.

use clap::error::{ContextKind, ErrorKind};

use crate::wording::french_typography;

/// What is wanted of some options.
struct Wanted {
    /// As they are typed, or as the usage names them.
    arguments: &'static [&'static str],
    /// Behind `il faut`. Write ' and plain blanks, as in `wording`.
    french: &'static str,
    /// Where clap's own parser speaks.
    english: Option<&'static str>,
}

const fn wanted(
    arguments: &'static [&'static str],
    french: &'static str,
    english: Option<&'static str>,
) -> Wanted {
    Wanted { arguments, french, english }
}

const OCTETS: &[&str] = &[
    "--toa",
    "--message-reference",
    "--protocol",
    "--coding",
    "--status",
    "--cause",
    "--command-type",
    "--message-number",
];

const DURATIONS: &[&str] = &["--valid-for", "--latency", "--jitter", "--offer-again", "--late-tolerance"];

const ALL: &[Wanted] = &[
    wanted(OCTETS, "un nombre de 0 à 255, ou de 0x00 à 0xFF : 245 ou 0xF5", None),
    wanted(DURATIONS, "une durée : 100ms, 2s, 1.5s, 5min, 3h ou 2d", None),
    wanted(
        &["--validity"],
        "un nombre de 0 à 255, ou de 0x00 à 0xFF : 143 pour 12 heures, comme --valid-for 12h",
        None,
    ),
    wanted(
        &["--single-shift"],
        "une langue qui a une table (turkish, spanish, portuguese, …), ou son numéro, de 1 à 13",
        None,
    ),
    wanted(
        &["--locking-shift"],
        "une langue qui a une table principale (turkish, portuguese, …), ou son numéro, de 1 à 13 ; l'espagnol n'en \
         a pas : --single-shift spanish",
        None,
    ),
    wanted(&["--class"], "0, 1, 2 ou 3", None),
    wanted(&["--direction"], "sc (centre de service) ou ms (téléphone)", None),
    wanted(&["--part"], "le numéro d'une partie et combien il y en a : 2/3", None),
    wanted(&["--ports"], "le port du destinataire, puis celui de l'expéditeur : 2948:9200", None),
    wanted(
        &["--short-ports"],
        "le port du destinataire, puis celui de l'expéditeur, 255 au plus : 240:241",
        None,
    ),
    wanted(&["--waiting"], "quoi et combien : voice:2, fax:1, mail:1 ou other:1", None),
    wanted(&["--element"], "un identifiant et des données en chiffres hexadécimaux : 70:000102", None),
    wanted(&["--part-reference"], "un nombre de 0 à 65535 : 42", Some("a number from 0 to 65535, as 42")),
    wanted(
        &["--reference", "--notice", "--service"],
        "un nom, et il n'y a rien : une variable est-elle restée vide ? Sans nom, ne pas mettre l'option",
        None,
    ),
    wanted(&["--recipients"], "un nombre de personnes : 120", Some("a number of people, as 120")),
    wanted(&["--price"], "un prix en euros, à quatre décimales au plus : 0,045", None),
    wanted(&["--limit"], "un nombre de lignes : 50", Some("a number of lines, as 50")),
    wanted(&["--keep"], "un nombre de copies : 14", Some("a number of copies, as 14")),
    wanted(&["--seed"], "un nombre entier : 42", Some("a whole number, as 42")),
    wanted(
        &["MESSAGE"],
        "son numéro, que montre beffroi message list : 1204",
        Some("its number, as beffroi message list shows it: 1204"),
    ),
    wanted(
        &["NOTICE"],
        "son numéro, que montre beffroi notice list : 12",
        Some("its number, as beffroi notice list shows it: 12"),
    ),
    wanted(
        &["--before"],
        "un numéro que montre beffroi inbox list : 120",
        Some("a number that beffroi inbox list shows, as 120"),
    ),
    wanted(&["--personality"], "un modèle que montre beffroi simulate --list : generic", None),
    wanted(&["--iccid"], "les 19 ou 20 chiffres d'une carte SIM (ICCID)", None),
    wanted(
        &["--fault"],
        "une panne ou une condition, que montre beffroi simulate --list : answer-lost*1@3 ou sim=pin",
        None,
    ),
    wanted(&["--refuse"], "un numéro international, = et un code : +33639980123=21", None),
    wanted(&["--phone-off"], "un numéro international, + et 7 à 15 chiffres : +33639980123", None),
];

/// For who reads French.
pub(super) fn french(error: &clap::Error) -> Option<String> {
    let known = || of(error).map(|wanted| french_typography(wanted.french).into_owned());
    range(error).map(|(least, most)| format!("un nombre de {least} à {most}")).or_else(known)
}

/// For who reads English, where clap's words for a value name no example.
pub(super) fn english(error: &clap::Error) -> Option<String> {
    let said_by_clap = error.kind() == ErrorKind::ValueValidation && range(error).is_none();
    let wanted = said_by_clap.then(|| of(error)).flatten()?;
    Some(format!("write {}", wanted.english?))
}

fn of(error: &clap::Error) -> Option<&'static Wanted> {
    let shown = error.get(ContextKind::InvalidArg)?.to_string();
    let name = shown.split([' ', '=']).next()?.trim_matches(['<', '>', '[', ']', '.']);
    ALL.iter().find(|wanted| wanted.arguments.contains(&name))
}

/// Of a number that is one and out of what its option takes; clap's `300 is not in 0..=255` is all that tells.
fn range(error: &clap::Error) -> Option<(String, String)> {
    let cause = std::error::Error::source(error)?.to_string();
    let (least, most) = cause.split_once(" is not in ")?.1.split_once("..=")?;
    Some((least.to_owned(), most.to_owned()))
}
