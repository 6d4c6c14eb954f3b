//! The audit in French: findings, remarks and the verdict. Their English is `audit`'s own.

use crate::audit::{Finding, Remark, Verdict};
use crate::message::AttemptNumber;
use crate::wording::{self, Language};

/// What is wrong.
pub(super) fn finding(finding: &Finding) -> String {
    match finding {
        Finding::Twice { message, part, places } => {
            let places = places.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            format!("message {message}, SMS {part}\u{A0}: envoyé plus d’une fois ({places})")
        }
        Finding::Lost { message, part, attempt: Some(AttemptNumber(attempt)) } => format!(
            "message {message}, SMS {part}\u{A0}: envoyé selon l’essai {attempt}, absent de tous les journaux"
        ),
        Finding::Lost { message, part, attempt: None } => {
            format!("message {message}, SMS {part}\u{A0}: compté comme envoyé, absent de tous les journaux")
        }
        Finding::Late { message, part, place, by } => {
            let late = by.as_secs();
            format!("message {message}, SMS {part}\u{A0}: remis {late} s après son échéance ({place})")
        }
        Finding::Unknown { place } => format!("{place}\u{A0}: n’appartient à aucun message de la base"),
        Finding::Altered { message, part, place } => {
            format!("message {message}, SMS {part}\u{A0}: texte différent à {place}")
        }
        Finding::Denied { message, part, state, place } => {
            let state = wording::sentence(Language::French, "state", state);
            format!(
                "message {message}, SMS {part}\u{A0}: envoyé à {place}, alors que la base dit «\u{A0}{state}\u{A0}»"
            )
        }
        Finding::Unasked { message, part, attempt: AttemptNumber(attempt) } => format!(
            "message {message}, SMS {part}\u{A0}: l’essai {attempt} a repris l’envoi, et rien ne l’avait permis"
        ),
        Finding::Forged { message, part, attempt: AttemptNumber(attempt) } => format!(
            "message {message}, SMS {part}\u{A0}: accusé de l’essai {attempt} dans la base, absent de tous les journaux"
        ),
        Finding::Miscounted { message, part, stored, place } => {
            format!(
                "message {message}, SMS {part}\u{A0}: référence différente à {place} ({stored} dans la base)"
            )
        }
    }
}

/// What should be known of a journal.
pub(super) fn remark(remark: &Remark) -> String {
    match remark {
        Remark::CutOff(place) => format!("{place}\u{A0}: dernière ligne coupée, laissée de côté"),
        Remark::Unreadable(place) => format!("{place}\u{A0}: ligne illisible, peut-être un message"),
        Remark::NoJournal(place) => {
            format!("{place}\u{A0}: ce n’est pas le journal d’un modem, aucune de ses lignes n’est lisible")
        }
    }
}

/// The last line.
pub(super) fn verdict(verdict: &Verdict) -> String {
    // An asterisk stands for the plural.
    let words = [
        "en double",
        "perdu*",
        "en retard",
        "étranger* à la base",
        "altéré*",
        "parti* contre l’avis de la base",
        "de référence fausse",
        "repris* sans droit",
        "d’accusé faux",
    ];
    let counted = |count: usize, word: &str| {
        let ending = if count > 1 { "s" } else { "" };
        format!("{count} {}", word.replace('*', ending))
    };
    let mut sentence = format!("{} SMS, {}", verdict.parts, counted(verdict.sent, "envoyé*"));
    if verdict.unknown > 0 {
        sentence.push_str(&format!(", {} pour la base", counted(verdict.unknown, "incertain*")));
    }
    if verdict.mirrored > 0 {
        sentence.push_str(&format!(", {} par la seule boîte d’envoi", counted(verdict.mirrored, "connu*")));
    }
    let asked = verdict.resent.saturating_sub(verdict.resent_by_rule);
    for (count, by) in [(verdict.resent_by_rule, "par la règle du service"), (asked, "sur demande")] {
        if count > 0 {
            sentence.push_str(&format!(", {} {by}", counted(count, "renvoyé*")));
        }
    }
    for (place, ((_, count), word)) in verdict.counts().into_iter().zip(words).enumerate() {
        match (place, count) {
            (0..=2, 0) => sentence.push_str(&format!(", aucun {}", word.replace('*', ""))),
            (_, 0) => {}
            _ => sentence.push_str(&format!(", {}", counted(count, word))),
        }
    }
    sentence
}
