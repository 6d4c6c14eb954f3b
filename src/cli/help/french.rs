//! The help of every command in French: a file for each family of commands, a page for each command, in
//! their order. Write ' and plain blanks, as in `wording`.

mod start;
mod sending;
mod messages;
mod modems;
mod notices;
mod overview;
mod text;
mod pdu;
mod shell;
mod store;
mod config;

/// What is said of one command.
pub(super) struct Page {
    /// Its names, as they are typed.
    pub(super) path: &'static str,
    pub(super) about: &'static str,
    /// Examples, and what else there is to know.
    pub(super) after: &'static str,
    /// By clap's id of the argument.
    pub(super) arguments: &'static [(&'static str, &'static str)],
}

/// What is said of an argument wherever its command's page says nothing else.
pub(super) const SHARED: &[(&str, &str)] = &[
    ("config", "Le fichier de configuration"),
    ("help", "Affiche cette aide (-h l'abrège)"),
    ("version", "Affiche la version"),
    ("json", "Affiche un objet JSON"),
    ("service", "Au nom de quel service ; default sans cette option"),
    ("lane", "Urgence : urgent, normal ou bulk ; celle du service sans cette option"),
    ("expires", "Rien ne part après : 2026-11-23T17:00:00+01:00 ou « 2026-11-23 17:00 »"),
    (
        "wait",
        "Attend que tout soit reçu ou fini autrement, aussi longtemps au plus (sans durée : 2min pour un message, \
         10min pour une liste)",
    ),
];

/// What stands for a value.
pub(super) const VALUES: &[(&str, &str)] = &[
    ("FILE", "FICHIER"),
    ("NUMBER", "NUMÉRO"),
    ("TEXT", "TEXTE"),
    ("TIME", "DATE"),
    ("DURATION", "DURÉE"),
    ("NAME", "NOM"),
    ("COLUMN", "COLONNE"),
    ("COLUMN=VALUE", "COLONNE=VALEUR"),
    ("PATH", "CHEMIN"),
    ("DIR", "DOSSIER"),
    ("STORE", "BASE"),
    ("POLICY", "RÈGLE"),
    ("FAULT", "PANNE"),
    ("NUMBER=CODE", "NUMÉRO=CODE"),
    ("LANE", "VOIE"),
    ("REFERENCE", "RÉFÉRENCE"),
    ("NOTICE", "AVIS"),
    ("STATE", "ÉTAT"),
    ("LIMIT", "NOMBRE"),
    ("DEVICE", "PÉRIPHÉRIQUE"),
    ("FILE|DIR", "FICHIER|DOSSIER"),
    ("COUNT", "NOMBRE"),
    ("OCTET", "NOMBRE"),
    ("LANGUAGE", "LANGUE"),
    ("FORM", "FORME"),
    ("KIND:COUNT", "QUOI:NOMBRE"),
    ("TO:FROM", "VERS:DE"),
    ("NUMBER/TOTAL", "NUMÉRO/TOTAL"),
    ("LINE|DEVICE", "LIGNE|PÉRIPHÉRIQUE"),
];

/// Values that are the same in both languages.
#[cfg(test)]
pub(super) const SAME: &[&str] = &[
    "SERVICE",
    "UID",
    "MESSAGE",
    "JOURNAL",
    "SHELL",
    "sent|failed|resend",
    "PDU",
    "ALPHABET",
    "sc|ms",
    "EMOJI",
    "EUROS",
    "TYPE",
    "HEX",
    "HEX:HEX",
    "0-3",
];

/// Every family of commands, in their order.
const FAMILIES: &[&[Page]] = &[
    start::PAGES,
    sending::PAGES,
    messages::PAGES,
    modems::PAGES,
    notices::PAGES,
    overview::PAGES,
    text::PAGES,
    pdu::PAGES,
    shell::PAGES,
    store::PAGES,
    config::PAGES,
];

/// Every command.
pub(super) fn pages() -> impl Iterator<Item = &'static Page> {
    FAMILIES.iter().copied().flatten()
}
