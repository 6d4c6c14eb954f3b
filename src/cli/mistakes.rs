//! The mistakes of a configuration in the reader's language. English is what `config` says itself.

use std::fmt;

use crate::config::{Kind, Mistakes, Problem};
use crate::wording::Language;

/// All mistakes of a file, a line each.
#[derive(Debug)]
pub(super) struct ToldMistakes {
    pub(super) mistakes: Mistakes,
    pub(super) language: Language,
}

impl std::error::Error for ToldMistakes {}

impl fmt::Display for ToldMistakes {
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
    match language {
        Language::English => problem.to_string(),
        Language::French => french(problem),
    }
}

fn french(problem: &Problem) -> String {
    match problem {
        Problem::Unreadable { error } => format!(
            "illisible ({error}): nommez-en un autre par --config, ou écrivez-en un avec beffroi config default"
        ),
        Problem::Syntax { message } => format!("ce n'est pas du TOML: {message}"),
        Problem::UnknownKey { belongs: Some(""), .. } => {
            "cette clé n'existe pas ici: elle se place en tête, avant la première [section]".to_owned()
        }
        Problem::UnknownKey { belongs: Some(section), .. } => {
            format!("cette clé n'existe pas ici: elle se place sous {section}")
        }
        Problem::UnknownKey { nearest: Some(nearest), .. } => {
            format!("cette clé n'existe pas: vouliez-vous {nearest}?")
        }
        Problem::UnknownKey { known, .. } => format!("cette clé n'existe pas: il y a {known}"),
        Problem::WrongType { takes, example } => {
            let takes = match takes {
                Kind::Text => "un texte entre guillemets",
                Kind::Texts => "une liste de textes",
                Kind::Number => "un nombre entier",
                Kind::Table => "une section de clés",
                };
            format!("attend {takes}: écrivez {example}")
        }
        Problem::NotOneOf { found, nearest: Some(nearest), .. } => {
            format!("«{found}» n'est pas connu ici: vouliez-vous \"{nearest}\"?")
        }
        Problem::NotOneOf { found, known, .. } => {
            format!("«{found}» n'est pas connu ici: écrivez l'un de {known}")
        }
        Problem::OutOfRange { found, least, most } => {
            format!("{found} est hors limites: écrivez de {least} à {most}")
        }
        Problem::NotADuration { found } => format!(
            "«{found}» n'est pas une durée: écrivez un nombre entier et son unité, par exemple 100ms, 5s, 2min, 12h ou 3d"
        ),
        Problem::Missing { example } => format!("manque: écrivez {example}"),
        Problem::SingleBrackets { section } => {
            format!("il peut y en avoir plusieurs: écrivez [[{section}]] avec deux crochets")
        }
        Problem::EmptyList => {
            "n'autorise rien du tout: nommez-en, ou ôtez la clé pour tout autoriser".to_owned()
        }
        Problem::Duplicate { value, first } => {
            format!("«{value}» est déjà à la ligne {first}: chacun doit avoir le sien")
        }
        Problem::UnknownService { found, nearest: Some(nearest), .. } => {
            format!("aucun service «{found}»: vouliez-vous \"{nearest}\"? sinon ajoutez [service.{found}]")
        }
        Problem::UnknownService { found, known, .. } => {
            format!("aucun service «{found}»: ajoutez [service.{found}], ou nommez l'un de {known}")
        }
        Problem::BadName { found } => format!(
            "«{found}» n'est pas un nom: écrivez 1 à 32 lettres, chiffres, - _ ou . en commençant par une lettre ou un chiffre"
        ),
        Problem::BadImei => {
            "n'est pas un IMEI: écrivez ses 15 chiffres, par exemple imei = \"356938035643809\"".to_owned()
        }
        Problem::BadIccid => {
            "n'est pas un ICCID: écrivez les 18 à 20 chiffres imprimés sur la SIM, ou imsi: et 14 ou 15 chiffres".to_owned()
        }
        Problem::UnknownZone { found } => format!(
            "aucun fuseau «{found}»: écrivez un nom IANA, par exemple zone = \"Europe/Paris\" ou \"Indian/Reunion\""
        ),
        Problem::NoPlace => {
            "n'a ni device ni imei: écrivez device = \"/dev/serial/by-id/…\", device = \"auto\" ou imei = \"…\"".to_owned()
        }
        Problem::BesideStore => {
            "est dans le dossier de la base, où personne ne doit entrer: donnez-lui son propre dossier, par exemple outbox/outbox.db".to_owned()
        }
        Problem::PathTaken { .. } => "est déjà le chemin de la base (store): écrivez-en un autre".to_owned(),
        Problem::FolderTaken { by } => {
            let by = if *by == "the store" { "la base" } else { "une boîte d'envoi" };
            format!("contient {by}: donnez aux fichiers déposés un dossier à eux, par exemple /var/lib/beffroi/drop")
        }
        Problem::NotInSpool => {
            "ne sert qu'aux listes: avec format = \"spool\" chaque fichier apporte son destinataire et son texte; ôtez la clé".to_owned()
        }
        Problem::OpenBrace => {
            "ouvre une accolade sans la fermer: écrivez {Colonne}, ou {{ pour une vraie accolade".to_owned()
        }
        Problem::BadWhere { found } => format!(
            "«{found}» n'est pas une condition: écrivez COLONNE=VALEUR, par exemple where = [\"Professeur=Mme Petit\"]"
        ),
        Problem::OnlyAsk => {
            "resend-once n'est pas dans cette version, qui n'a pour l'instant que ask: écrivez when_unknown = \"ask\"".to_owned()
        }
    }
}
