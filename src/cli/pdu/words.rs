//! The words of the workbench, English and French, and what the codes of TS 23.040 mean.

use crate::sms::address::TypeOfNumber;
use crate::sms::{DecodeError, Fault};
use crate::wording::{Language, french_typography};

/// English, French.
pub(super) type Pair = [&'static str; 2];

/// The one for the reader.
pub(super) const fn say(language: Language, [english, french]: Pair) -> &'static str {
    match language {
        Language::English => english,
        Language::French => french,
    }
}

/// As a line of that language is set.
pub(super) fn typographic(line: &str, language: Language) -> String {
    match language {
        Language::French => french_typography(line).into_owned(),
        Language::English => line.to_owned(),
    }
}

/// Fields: the codec's name, the standard's, the clause.
pub(super) const FIELDS: [(&str, &str, &str); 23] = [
    ("sca", "SCA", "TS 24.011 §8.2.5.1"),
    ("first octet", "TP-MTI…", "TS 23.040 §9.2.3.1"),
    ("mr", "TP-MR", "TS 23.040 §9.2.3.6"),
    ("oa", "TP-OA", "TS 23.040 §9.2.3.7"),
    ("da", "TP-DA", "TS 23.040 §9.2.3.8"),
    ("pid", "TP-PID", "TS 23.040 §9.2.3.9"),
    ("dcs", "TP-DCS", "TS 23.038 §4"),
    ("scts", "TP-SCTS", "TS 23.040 §9.2.3.11"),
    ("vp", "TP-VP", "TS 23.040 §9.2.3.12"),
    ("dt", "TP-DT", "TS 23.040 §9.2.3.13"),
    ("ra", "TP-RA", "TS 23.040 §9.2.3.14"),
    ("st", "TP-ST", "TS 23.040 §9.2.3.15"),
    ("udl", "TP-UDL", "TS 23.040 §9.2.3.16"),
    ("mn", "TP-MN", "TS 23.040 §9.2.3.18"),
    ("ct", "TP-CT", "TS 23.040 §9.2.3.19"),
    ("cdl", "TP-CDL", "TS 23.040 §9.2.3.20"),
    ("cd", "TP-CD", "TS 23.040 §9.2.3.21"),
    ("fcs", "TP-FCS", "TS 23.040 §9.2.3.22"),
    ("udhl", "UDHL", "TS 23.040 §9.2.3.24"),
    ("udh.ie", "IE", "TS 23.040 §9.2.3.24"),
    ("udh.ignored", "UDH", "TS 23.040 §9.2.3.24"),
    ("ud", "TP-UD", "TS 23.040 §9.2.3.24"),
    ("pi", "TP-PI", "TS 23.040 §9.2.3.27"),
];

/// NPI (TS 23.040 §9.1.2.5).
pub(super) const PLAN: Codes = &[
    (0x00, 0x0F, ["reserved plan", "plan réservé"]),
    (0x00, 0x00, ["plan not said", "plan non dit"]),
    (0x01, 0x01, ["telephone", "téléphone"]),
    (0x03, 0x03, ["data", "données"]),
    (0x04, 0x04, ["telex", "télex"]),
    (0x05, 0x06, ["of a service centre", "d'un centre de service"]),
    (0x08, 0x08, ["national plan", "plan national"]),
    (0x09, 0x09, ["private plan", "plan privé"]),
    (0x0A, 0x0A, ["ERMES", "ERMES"]),
];

/// Types of number, by the words of the vectors.
pub(super) const NUMBER_TYPES: [(TypeOfNumber, &str); 8] = [
    (TypeOfNumber::Unknown, "unknown"),
    (TypeOfNumber::International, "international"),
    (TypeOfNumber::National, "national"),
    (TypeOfNumber::NetworkSpecific, "network-specific"),
    (TypeOfNumber::Subscriber, "subscriber"),
    (TypeOfNumber::Alphanumeric, "alphanumeric"),
    (TypeOfNumber::Abbreviated, "abbreviated"),
    (TypeOfNumber::Reserved, "reserved"),
];

/// The same for people.
pub(super) const NUMBER_TYPE: [(&str, Pair); 8] = [
    ("unknown", ["type not said", "type non dit"]),
    ("international", ["international", "international"]),
    ("national", ["national", "national"]),
    ("network-specific", ["of the network's own", "propre au réseau"]),
    ("subscriber", ["of a subscriber", "d'abonné"]),
    ("alphanumeric", ["a name", "un nom"]),
    ("abbreviated", ["abbreviated", "abrégé"]),
    ("reserved", ["reserved type", "type réservé"]),
];

/// First and last code, and what they mean; the last row that holds a code counts.
pub(super) type Codes = &'static [(u8, u8, Pair)];

/// What a code means.
pub(super) fn meaning(codes: Codes, code: u8) -> Option<Pair> {
    codes.iter().rev().find(|(first, last, _)| (*first..=*last).contains(&code)).map(|(.., pair)| *pair)
}

/// TP-ST (TS 23.040 §9.2.3.15).
pub(super) const STATUS: Codes = &[
    (0x00, 0x1F, ["completed", "terminé"]),
    (0x20, 0x3F, ["the service centre still tries", "le centre essaie encore"]),
    (0x40, 0x5F, ["permanent error, no more tries", "erreur définitive, plus d'essai"]),
    (0x60, 0x7F, ["temporary error, no more tries", "erreur passagère, plus d'essai"]),
    (0x80, 0xFF, ["reserved: given up", "réservé : abandonné"]),
    (0x00, 0x00, ["received by the phone", "reçu par le téléphone"]),
    (0x01, 0x01, ["forwarded, reception unknown", "transmis, réception inconnue"]),
    (0x02, 0x02, ["replaced by the service centre", "remplacé par le centre"]),
    (0x20, 0x20, ["congestion; still trying", "encombrement ; encore essayé"]),
    (0x21, 0x21, ["phone busy; still trying", "téléphone occupé ; encore essayé"]),
    (0x22, 0x22, ["no answer; still trying", "pas de réponse ; encore essayé"]),
    (0x23, 0x23, ["service rejected; still trying", "service rejeté ; encore essayé"]),
    (
        0x24,
        0x24,
        ["quality of service not available; still trying", "qualité de service indisponible ; encore essayé"],
    ),
    (0x25, 0x25, ["error in the phone; still trying", "erreur du téléphone ; encore essayé"]),
    (0x40, 0x40, ["remote procedure error", "erreur de procédure distante"]),
    (0x41, 0x41, ["incompatible destination", "destination incompatible"]),
    (0x42, 0x42, ["connection rejected by the phone", "connexion rejetée par le téléphone"]),
    (0x43, 0x43, ["not obtainable", "impossible à obtenir"]),
    (0x44, 0x44, ["quality of service not available", "qualité de service indisponible"]),
    (0x45, 0x45, ["no interworking available", "pas d'interfonctionnement"]),
    (0x46, 0x46, ["validity period expired", "durée de validité passée"]),
    (0x47, 0x47, ["deleted by the sender", "supprimé par l'expéditeur"]),
    (0x48, 0x48, ["deleted by the service centre", "supprimé par le centre"]),
    (0x49, 0x49, ["the message does not exist", "le message n'existe pas"]),
    (0x60, 0x60, ["congestion", "encombrement"]),
    (0x61, 0x61, ["phone busy", "téléphone occupé"]),
    (0x62, 0x62, ["no answer", "pas de réponse"]),
    (0x63, 0x63, ["service rejected", "service rejeté"]),
    (0x64, 0x64, ["quality of service not available", "qualité de service indisponible"]),
    (0x65, 0x65, ["error in the phone", "erreur du téléphone"]),
];

/// TP-FCS (TS 23.040 §9.2.3.22).
pub(super) const CAUSE: Codes = &[
    (0x00, 0xFF, ["reserved", "réservé"]),
    (0x80, 0x80, ["telematic interworking not supported", "interfonctionnement télématique absent"]),
    (0x81, 0x81, ["short message type 0 not supported", "message de type 0 non admis"]),
    (0x82, 0x82, ["cannot replace a message", "remplacement impossible"]),
    (0x8F, 0x8F, ["TP-PID error", "erreur de TP-PID"]),
    (0x90, 0x90, ["alphabet not supported", "alphabet non admis"]),
    (0x91, 0x91, ["message class not supported", "classe non admise"]),
    (0x9F, 0x9F, ["TP-DCS error", "erreur de TP-DCS"]),
    (0xA0, 0xA0, ["command cannot be acted on", "commande inexécutable"]),
    (0xA1, 0xA1, ["command not supported", "commande non admise"]),
    (0xAF, 0xAF, ["TP-CT error", "erreur de TP-CT"]),
    (0xB0, 0xB0, ["TPDU not supported", "TPDU non admis"]),
    (0xC0, 0xC0, ["service centre busy", "centre occupé"]),
    (0xC1, 0xC1, ["no subscription at the service centre", "pas d'abonnement au centre"]),
    (0xC2, 0xC2, ["service centre system failure", "panne du centre"]),
    (0xC3, 0xC3, ["invalid address of a correspondent", "adresse invalide"]),
    (0xC4, 0xC4, ["destination barred", "destinataire interdit"]),
    (0xC5, 0xC5, ["rejected: duplicate", "rejeté : doublon"]),
    (0xC6, 0xC6, ["TP-VPF not supported", "TP-VPF non admis"]),
    (0xC7, 0xC7, ["TP-VP not supported", "TP-VP non admis"]),
    (0xD0, 0xD0, ["SIM memory full", "mémoire de la SIM pleine"]),
    (0xD1, 0xD1, ["no memory for messages in the SIM", "la SIM n'a pas de mémoire pour les messages"]),
    (0xD2, 0xD2, ["error in the phone", "erreur du téléphone"]),
    (0xD3, 0xD3, ["memory full", "mémoire pleine"]),
    (0xD4, 0xD4, ["SIM toolkit busy", "application de la SIM occupée"]),
    (0xD5, 0xD5, ["SIM data download error", "erreur de chargement de la SIM"]),
    (0xE0, 0xFE, ["of an application", "propre à une application"]),
    (0xFF, 0xFF, ["unspecified", "non précisé"]),
];

/// TP-CT (TS 23.040 §9.2.3.19).
pub(super) const COMMAND: Codes = &[
    (0x00, 0xFF, ["reserved", "réservé"]),
    (0x00, 0x00, ["what became of the message?", "qu'est devenu le message ?"]),
    (0x01, 0x01, ["send no report of the message", "ne pas envoyer d'accusé"]),
    (0x02, 0x02, ["delete the message", "supprimer le message"]),
    (0x03, 0x03, ["send a report of the message", "envoyer un accusé"]),
    (0xE0, 0xFF, ["the service centre's own", "propre au centre"]),
];

/// TP-PID (TS 23.040 §9.2.3.9).
pub(super) const PROTOCOL: Codes = &[
    (0x00, 0xBF, ["reserved", "réservé"]),
    (0x00, 0x00, ["from phone to phone", "de téléphone à téléphone"]),
    (0x01, 0x1F, ["a protocol between the phones", "un protocole entre téléphones"]),
    (0x20, 0x3F, ["telematic interworking", "interfonctionnement télématique"]),
    (0x22, 0x22, ["fax group 3", "télécopie groupe 3"]),
    (0x32, 0x32, ["electronic mail", "courrier électronique"]),
    (0x40, 0x40, ["type 0: acknowledged and thrown away", "type 0 : acquitté puis jeté"]),
    (0x41, 0x47, ["replaces an earlier message", "remplace un message précédent"]),
    (0x48, 0x48, ["device triggering", "déclenchement d'un appareil"]),
    (0x5E, 0x5E, ["enhanced message service (obsolete)", "EMS (désuet)"]),
    (0x5F, 0x5F, ["return call", "rappel demandé"]),
    (0x7C, 0x7C, ["ANSI-136 R-DATA", "ANSI-136 R-DATA"]),
    (0x7D, 0x7D, ["data for the phone", "données pour le téléphone"]),
    (0x7E, 0x7E, ["unlocks the phone", "déverrouille le téléphone"]),
    (0x7F, 0x7F, ["data for the SIM", "données pour la SIM"]),
    (0xC0, 0xFF, ["the service centre's own", "propre au centre"]),
];

/// Field, mistake, and what a receiver makes of it (TS 23.040, by the clauses of [`DecodeError::is_overlooked`]).
pub(super) const MADE_OF_IT: [(&[&str], Fault, Pair); 7] = [
    (&["mti"], Fault::MessageType, ["read as a DELIVER", "lu comme un DELIVER"]),
    (&["oa", "ra", "da", "sca"], Fault::NotADigit, ["a filler, passed over", "un remplissage, sauté"]),
    (
        &["scts", "dt", "vp"],
        Fault::NotADigit,
        ["counts as 0, stays as it came", "compte pour 0, reste tel que reçu"],
    ),
    (&["vp"], Fault::Reserved, ["stays as it came", "reste telle que reçue"]),
    (&["udh.ie"], Fault::Underflow, ["the header is ignored whole", "l'en-tête est ignoré en entier"]),
    (
        &["udhi", "udhl"],
        Fault::Underflow,
        ["no user data, so no header", "pas de données, donc pas d'en-tête"],
    ),
    (&["pi"], Fault::SpareBit, ["ignored, stays as it came", "ignoré, reste tel que reçu"]),
];

/// What is made of a mistake that is overlooked.
pub(super) fn made_of(error: &DecodeError) -> Option<Pair> {
    let row =
        MADE_OF_IT.iter().find(|(fields, fault, _)| *fault == error.fault && fields.contains(&error.field));
    row.map(|(.., pair)| *pair)
}

/// What stands between a name and what is said of it.
pub(super) const COLON: Pair = [":", " :"];
pub(super) const SERVICE_CENTRE_UNSET: Pair = ["as set in the modem", "celui du modem"];
pub(super) const OVERLOOKED: Pair = ["overlooked:", "toléré :"];
pub(super) const BEHIND: Pair = ["not read", "non lu"];
pub(super) const NO_DATE: Pair = ["a date that does not exist", "une date qui n'existe pas"];
/// So many of a unit; in French none is no plural.
pub(super) fn counted(count: usize, unit: Pair, language: Language) -> String {
    let unit = say(language, unit);
    let is_one = count == 1 || (count == 0 && language == Language::French);
    format!("{count} {}", if is_one { unit.trim_end_matches('s') } else { unit })
}

pub(super) const SEPTETS: Pair = ["septets", "septets"];
pub(super) const OCTETS: Pair = ["octets", "octets"];
pub(super) const DATA: Pair = ["8-bit data", "données de 8 bits"];
pub(super) const COMPRESSED: Pair = ["compressed", "compressé"];
pub(super) const CLASS: Pair = ["class", "classe"];
pub(super) const LAMP_ON: Pair = ["something waits", "quelque chose attend"];
pub(super) const LAMP_OFF: Pair = ["nothing waits any more", "plus rien n'attend"];
pub(super) const DISCARDED: Pair = ["not kept", "non gardé"];
pub(super) const DELETED: Pair = ["deleted once read", "supprimé une fois lu"];
pub(super) const RESERVED: Pair = ["reserved", "réservé"];
pub(super) const SINGLE_SHOT: Pair = ["one try", "un seul essai"];
pub(super) const FORM_WANTED: Pair = [
    "a report looks alike as an acknowledgement and as an error: say --ack or --error",
    "un compte rendu a la même forme, qu'il acquitte ou signale une erreur : dire --ack ou --error",
];
pub(super) const DIRECTION_WANTED: Pair = [
    "--ack and --error tell the form of a report: say --direction sc (SUBMIT-REPORT) or ms (DELIVER-REPORT) too",
    "--ack et --error disent la forme d'un compte rendu : dire aussi --direction sc (SUBMIT-REPORT) ou ms (DELIVER-REPORT)",
];
pub(super) const NO_FORM: Pair = [
    "this is a {kind}, which has neither acknowledgement nor error: leave out {option}",
    "c'est un {kind}, qui n'a ni acquittement ni erreur : ôter {option}",
];
pub(super) const LENGTH_TOLD: Pair = [
    "the line above says {told} octets, the TPDU has {real}",
    "la ligne au-dessus dit {told} octets, le TPDU en a {real}",
];
pub(super) const TOO_LARGE: Pair =
    [": over 16 MiB: give it in pieces", " : plus de 16 Mio : le donner par morceaux"];
pub(super) const TRY_COMMAND: Pair =
    ["with --direction ms it reads as a COMMAND", "avec --direction ms il se lit comme un COMMAND"];
pub(super) const RECEIVED_SUBMIT: Pair = [
    "the line above says that it was received, but it reads as a SUBMIT: if it is one, say --direction ms; a report wants --ack or --error",
    "la ligne au-dessus le dit reçu, mais il se lit comme un SUBMIT : si c'en est un, dire --direction ms ; un compte rendu demande --ack ou --error",
];
pub(super) const AT_OCTET: Pair = ["at octet", "à l'octet"];
pub(super) const UNDERFLOW: Pair = ["underflow", "il manque des octets"];
pub(super) const FAULT_DIGIT: Pair = ["not a digit", "pas un chiffre"];
pub(super) const FAULT_TOO_LONG: Pair =
    ["longer than the field may be", "plus long que le champ ne peut l'être"];
pub(super) const BEYOND: Pair = ["longer than the user data", "plus long que les données"];
pub(super) const OTHER_TYPE: Pair = ["another type of message", "un autre type de message"];
pub(super) const HALF_UNIT: Pair = ["half a character", "la moitié d'un caractère"];
pub(super) const LONE_SURROGATE: Pair = ["half a surrogate pair", "la moitié d'une paire"];
pub(super) const NOT_HEXADECIMAL: Pair = ["not a hexadecimal digit", "pas un chiffre hexadécimal"];
pub(super) const HALF_OCTET: Pair = ["half an octet", "la moitié d'un octet"];
pub(super) const TRAILING: Pair = ["octets behind the end", "des octets après la fin"];
pub(super) const ANNOUNCED: Pair = [
    "octets that a reserved bit of the parameter indicator announces, discarded",
    "des octets qu'un bit réservé de TP-PI annonce, laissés de côté",
];
pub(super) const SPARE_BIT: Pair = ["a spare bit is set", "un bit inutilisé est mis"];
pub(super) const RESERVED_VALUE: Pair = ["a reserved value", "une valeur réservée"];
pub(super) const FILLER: Pair = ["the filler is not F", "le remplissage n'est pas F"];
/// Of one line, of several.
pub(super) const PASSED_OVER: [Pair; 2] =
    [["no PDU on line", "pas de PDU à la ligne"], ["no PDU on lines", "pas de PDU aux lignes"]];
/// Likewise.
pub(super) const IN_VAIN: [Pair; 2] =
    [["no PDU below line", "pas de PDU sous la ligne"], ["no PDU below lines", "pas de PDU sous les lignes"]];
pub(super) const IGNORED_HEADER: Pair = ["ignored octets", "octets ignorés"];
pub(super) const LINE: Pair = ["line", "ligne"];
pub(super) const REFUSED: Pair = ["refused:", "refusé :"];
pub(super) const TRY_LENIENT: Pair = ["with --lenient it can be read", "avec --lenient il se lit"];
pub(super) const NOTHING: Pair = ["no PDU in what was given", "aucun PDU dans ce qui est donné"];
pub(super) const CHARACTER: Pair = ["character", "le signe"];
pub(super) const NOT_IN_ALPHABET: Pair = ["is not in GSM-7", "ne s'écrit pas en GSM-7"];
pub(super) const CODING_MISMATCH: Pair =
    ["TP-DCS names another alphabet than the text has", "TP-DCS nomme un autre alphabet que celui du texte"];
pub(super) const TOO_LONG: Pair = ["too long", "trop long"];
pub(super) const AT_MOST: Pair = ["at most", "au plus"];
pub(super) const NOT_A_NUMBER: Pair = ["this is no number", "ce n'est pas un numéro"];
pub(super) const NOT_A_DIGIT: Pair =
    ["a number has digits, *, #, a, b, c and nothing else", "un numéro n'a que des chiffres, *, #, a, b, c"];
pub(super) const NO_SUCH_PART: Pair = ["there is no part", "il n'y a pas de partie"];
pub(super) const NO_SUCH_TIME: Pair =
    ["seven octets can't say this year or this zone", "sept octets ne peuvent dire cette année ou ce fuseau"];
pub(super) const NO_SUCH_PERIOD: Pair = ["from 5 minutes to 63 weeks", "de 5 minutes à 63 semaines"];
pub(super) const MISSING: Pair = ["is wanted for such a TPDU", "manque à un tel TPDU"];
pub(super) const NOT_A_TIME: Pair = [
    "write a time with its zone, in quarters of an hour: 2026-12-24T17:00:00+01:00",
    "écrire l'heure avec son fuseau, en quarts d'heure : 2026-12-24T17:00:00+01:00",
];
pub(super) const NOT_A_WORD: Pair = ["does not know", "ne connaît pas"];
pub(super) const DISAGREEING: Pair = ["say different things", "se contredisent"];
pub(super) const FOREIGN: Pair = ["there is no such field in a", "pas de tel champ dans un"];
pub(super) const NO_SHIFT: Pair = [
    "national tables are for septets (gsm7), and this goes as",
    "les tables nationales valent pour des septets (gsm7), et ceci part en",
];
pub(super) const REFUSED_BEFORE: Pair =
    ["passed over, holds an error: TPDU", "passé, porte une erreur : TPDU"];
pub(super) const REFUSED_NOW: Pair = ["refused: TPDU", "refusé : TPDU"];
pub(super) const UNKNOWN_FIELD: Pair =
    ["no such field; decode --json prints their names", "pas de tel champ ; decode --json en donne les noms"];
pub(super) const UNFIT: Pair = ["this can't be", "ceci ne peut être"];
pub(super) const NO_OBJECT: Pair =
    ["no JSON object with fields was given", "aucun objet JSON avec des champs n'est donné"];
pub(super) const NO_JSON: Pair = [
    "no JSON at line {line}, column {column}; from there on nothing is read",
    "pas de JSON ligne {line}, colonne {column} ; rien n'est lu à partir de là",
];
pub(super) const NOT_FIELDS: Pair = ["these are no fields:", "ce ne sont pas des champs :"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_a_unit_is_no_plural() {
        let rows = [
            (0, Language::English, "0 septets"),
            (1, Language::English, "1 septet"),
            (2, Language::English, "2 septets"),
            (0, Language::French, "0 septet"),
            (1, Language::French, "1 septet"),
            (2, Language::French, "2 septets"),
        ];
        for (count, language, want) in rows {
            assert_eq!(counted(count, SEPTETS, language), want);
        }
    }
}
