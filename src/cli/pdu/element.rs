//! What an element of a user data header says (TS 23.040 §9.2.3.24), in the reader's language.

use super::words::{COLON, Codes, Pair, meaning, say};
use crate::sms::header::{Element, Ports, Reference};
use crate::wording::Language;

/// Identifiers.
const ELEMENT: Codes = &[
    (0x00, 0xFF, ["reserved", "réservé"]),
    (0x00, 0x00, ["part of a message", "partie d'un message"]),
    (0x01, 0x01, ["messages that wait elsewhere", "messages en attente ailleurs"]),
    (0x04, 0x04, ["ports, 8 bits", "ports, 8 bits"]),
    (0x05, 0x05, ["ports, 16 bits", "ports, 16 bits"]),
    (0x06, 0x06, ["when the service centre is to report", "quand le centre doit rendre compte"]),
    (0x07, 0x07, ["whose header this is", "à qui est cet en-tête"]),
    (0x08, 0x08, ["part of a message, 16 bits", "partie d'un message, 16 bits"]),
    (0x09, 0x09, ["wireless control message protocol", "protocole WCMP"]),
    (0x0A, 0x0A, ["text formatting", "mise en forme"]),
    (0x0B, 0x0C, ["a sound", "un son"]),
    (0x0D, 0x0F, ["an animation", "une animation"]),
    (0x10, 0x12, ["a picture", "une image"]),
    (0x13, 0x1A, ["an object of EMS", "un objet EMS"]),
    (0x20, 0x20, ["header of electronic mail", "en-tête de courrier électronique"]),
    (0x21, 0x21, ["a link", "un lien"]),
    (0x22, 0x22, ["an address to answer to", "une adresse de réponse"]),
    (0x23, 0x23, ["enhanced voice mail", "messagerie vocale étendue"]),
    (0x24, 0x24, ["national single shift table", "table nationale d'extension"]),
    (0x25, 0x25, ["national locking shift table", "table nationale principale"]),
    (0x70, 0x7F, ["security of the SIM toolkit", "sécurité de la SIM"]),
    (0x80, 0x9F, ["between the two ends", "entre les deux bouts"]),
    (0xC0, 0xDF, ["the service centre's own", "propre au centre"]),
];

/// Ports that are known by name.
const PORTS: [(u16, &str); 8] = [
    (226, "WAP vCard"),
    (228, "WAP vCalendar"),
    (2948, "WAP push"),
    (2949, "WAP push, secure"),
    (5499, "visual voice mail"),
    (5505, "ring tone"),
    (9200, "WAP"),
    (16420, "SUPL"),
];

const PART: Pair = ["part", "partie"];
const OF: Pair = ["of", "sur"];
const REFERENCE: Pair = ["reference", "référence"];
const BITS: Pair = ["bits", "bits"];
const TO: Pair = ["to", "vers"];
const FROM: Pair = ["from", "de"];
const IGNORED: Pair = ["not as the standard has it: to be ignored", "non conforme : à ignorer"];
const NOBODY: Pair = ["a language that nobody knows", "une langue inconnue"];
const STORED: Pair = ["the message is kept", "le message est gardé"];
const NOT_STORED: Pair = ["the message may be thrown away", "le message peut être jeté"];
const WAITING: [Pair; 4] = [
    ["voice messages", "messages vocaux"],
    ["faxes", "télécopies"],
    ["electronic mails", "courriers électroniques"],
    ["others", "autres"],
];

/// What the octets of one element say, from its identifier on.
pub(super) fn of(octets: &[u8], language: Language) -> String {
    let pair = |pair| say(language, pair);
    let &[identifier, _, ref data @ ..] = octets else { return pair(IGNORED).to_owned() };
    let name = meaning(ELEMENT, identifier).map(pair).unwrap_or_default();
    let colon = pair(COLON);
    let port = |number: u16| match PORTS.iter().find(|(known, _)| *known == number) {
        Some((_, name)) => format!("{number} ({name})"),
        None => number.to_string(),
    };
    match Element::new(identifier, data) {
        Ok(Element::Concatenation(part)) => {
            let (reference, bits) = match part.reference() {
                Reference::Eight(reference) => (u16::from(reference), 8),
                Reference::Sixteen(reference) => (reference, 16),
            };
            let (number, total) = (part.number(), part.total());
            let [word, of, said, unit] = [PART, OF, REFERENCE, BITS].map(pair);
            format!("{word} {number} {of} {total}, {said} {reference} ({bits} {unit})")
        }
        Ok(Element::Ports(ports)) => {
            let (destination, source) = match ports {
                Ports::Eight { destination, source } => (destination.into(), source.into()),
                Ports::Sixteen { destination, source } => (destination, source),
            };
            let [to, from] = [TO, FROM].map(pair);
            format!("{name}{colon} {to} {}, {from} {}", port(destination), port(source))
        }
        Ok(Element::SpecialIndication(indication)) => {
            let what = WAITING.get(usize::from(indication.waiting())).or(WAITING.last()).copied();
            let kept = if indication.is_stored() { STORED } else { NOT_STORED };
            format!("{} {}, {}", indication.count, pair(what.unwrap_or_default()), pair(kept))
        }
        Ok(Element::SingleShift(table) | Element::LockingShift(table)) => {
            let known = table.language().map(|known| format!("{known:?}"));
            format!("{name}{colon} {} ({})", table.0, known.unwrap_or_else(|| pair(NOBODY).to_owned()))
        }
        Ok(Element::CentreControl(control)) => format!("{name}{colon} {:08b}", control.0),
        Ok(element) if element.is_ignored() => format!("{name}{colon} {}", pair(IGNORED)),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_says_what_it_says() {
        let rows: [(&[u8], &str); 9] = [
            (&[0x00, 3, 42, 3, 2], "part 2 of 3, reference 42 (8 bits)"),
            (&[0x08, 4, 0x12, 0x34, 3, 2], "part 2 of 3, reference 4660 (16 bits)"),
            (&[0x00, 3, 42, 2, 3], "part of a message: not as the standard has it: to be ignored"),
            (&[0x05, 4, 0x0B, 0x84, 0x23, 0xF0], "ports, 16 bits: to 2948 (WAP push), from 9200 (WAP)"),
            (&[0x01, 2, 0x80, 2], "2 voice messages, the message is kept"),
            (&[0x24, 1, 1], "national single shift table: 1 (Turkish)"),
            (&[0x25, 1, 99], "national locking shift table: 99 (a language that nobody knows)"),
            (&[0x70, 0], "security of the SIM toolkit"),
            (&[0x70], "not as the standard has it: to be ignored"),
        ];
        for (octets, want) in rows {
            assert_eq!(of(octets, Language::English), want, "{octets:02X?}");
        }
        let french = of(&[0x24, 1, 1], Language::French);
        assert_eq!(french, "table nationale d'extension : 1 (Turkish)");
    }
}
