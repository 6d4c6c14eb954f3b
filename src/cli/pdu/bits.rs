//! The bits of a first octet, each with its clause and what it says (TS 23.040 §9.2.2, §9.2.3.1 to §9.2.3.5,
//! §9.2.3.17, §9.2.3.23 to §9.2.3.28). Which there are is a matter of the kind of TPDU.

use serde_json::{Map, Value, json};

use super::words::{Pair, say, typographic};
use crate::wording::Language;

/// One or two bits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bits {
    first: u8,
    last: u8,
    value: u8,
    name: &'static str,
    clause: &'static str,
    meaning: Pair,
}

/// Key of the field, lowest and highest bit, name, clause, what each value means.
type Row = (&'static str, u8, u8, &'static str, &'static str, &'static [Pair]);

const ROWS: [Row; 10] = [
    (
        "mms",
        2,
        2,
        "TP-MMS",
        "TS 23.040 §9.2.3.2",
        &[
            ["more messages wait", "d'autres messages attendent"],
            ["no more messages wait", "aucun autre message n'attend"],
        ],
    ),
    (
        "rd",
        2,
        2,
        "TP-RD",
        "TS 23.040 §9.2.3.25",
        &[
            ["a duplicate is taken", "un double est accepté"],
            ["a duplicate is to be refused", "un double est à refuser"],
        ],
    ),
    (
        "lp",
        3,
        3,
        "TP-LP",
        "TS 23.040 §9.2.3.28",
        &[
            ["may be forwarded", "peut être renvoyé"],
            ["was forwarded: not again", "a été renvoyé : plus jamais"],
        ],
    ),
    (
        "vpf",
        3,
        4,
        "TP-VPF",
        "TS 23.040 §9.2.3.3",
        &[
            ["no TP-VP", "pas de TP-VP"],
            ["TP-VP in the enhanced format", "TP-VP étendu"],
            ["TP-VP in the relative format", "TP-VP relatif"],
            ["TP-VP in the absolute format", "TP-VP absolu"],
        ],
    ),
    (
        "sri",
        5,
        5,
        "TP-SRI",
        "TS 23.040 §9.2.3.4",
        &[
            ["the sender gets no report", "l'expéditeur n'a pas d'accusé"],
            ["the sender gets a report", "l'expéditeur reçoit un accusé"],
        ],
    ),
    (
        "srr",
        5,
        5,
        "TP-SRR",
        "TS 23.040 §9.2.3.5",
        &[["no report is asked for", "aucun accusé demandé"], ["a report is asked for", "accusé demandé"]],
    ),
    (
        "srq",
        5,
        5,
        "TP-SRQ",
        "TS 23.040 §9.2.3.26",
        &[["about a SUBMIT", "au sujet d'un SUBMIT"], ["about a COMMAND", "au sujet d'un COMMAND"]],
    ),
    (
        "udhi",
        6,
        6,
        "TP-UDHI",
        "TS 23.040 §9.2.3.23",
        &[
            ["no header in the user data", "pas d'en-tête dans les données"],
            ["the user data begins with a header", "les données commencent par un en-tête"],
        ],
    ),
    (
        "rp",
        7,
        7,
        "TP-RP",
        "TS 23.040 §9.2.3.17",
        &[
            ["an answer goes its own way", "la réponse suit son chemin"],
            ["an answer goes by the same service centre", "la réponse passe par le même centre"],
        ],
    ),
    ("mti", 0, 1, "TP-MTI", "TS 23.040 §9.2.3.1", &[]),
];

/// Those that such a TPDU has, the lowest first.
pub(super) fn of(said: &Map<String, Value>, octet: u8) -> Vec<Bits> {
    let (mti, others): (Vec<&Row>, Vec<&Row>) = ROWS.iter().partition(|(key, ..)| *key == "mti");
    let rows = mti.into_iter().chain(others).filter(|(key, ..)| said.contains_key(*key));
    let bits = rows.map(|(_, first, last, name, clause, meanings)| {
        let value = octet >> first & if first == last { 0b1 } else { 0b11 };
        let meaning = match *name {
            "TP-MTI" => kind(said),
            _ => meanings.get(usize::from(value)).copied().unwrap_or_default(),
        };
        Bits { first: *first, last: *last, value, name, clause, meaning }
    });
    bits.collect()
}

/// TP-MTI means one thing from a service centre and another to it.
fn kind(said: &Map<String, Value>) -> Pair {
    const KINDS: [(&str, Pair); 6] = [
        ("deliver", ["from the service centre: DELIVER", "du centre de service : DELIVER"]),
        ("submit", ["from the phone: SUBMIT", "du téléphone : SUBMIT"]),
        ("status-report", ["from the service centre: STATUS-REPORT", "du centre de service : STATUS-REPORT"]),
        ("submit-report", ["from the service centre: SUBMIT-REPORT", "du centre de service : SUBMIT-REPORT"]),
        ("deliver-report", ["from the phone: DELIVER-REPORT", "du téléphone : DELIVER-REPORT"]),
        ("command", ["from the phone: COMMAND", "du téléphone : COMMAND"]),
    ];
    let word = said.get("direction").and_then(Value::as_str).unwrap_or_default();
    KINDS.iter().find(|(known, _)| *known == word).map(|(_, pair)| *pair).unwrap_or_default()
}

impl Bits {
    /// As a line below that of the octet.
    pub(super) fn line(self, octet: usize, language: Language) -> String {
        let Self { first, last, value, name, clause, meaning } = self;
        let place =
            if first == last { format!("{octet}.{first}") } else { format!("{octet}.{last}-{first}") };
        let value = if first == last { format!("{value:b}") } else { format!("{value:02b}") };
        format!("{place:>7}  {name:<8} {clause:<20} {value}  {}", say(language, meaning))
            .trim_end()
            .to_owned()
    }

    /// As an object.
    pub(super) fn to_json(self, language: Language) -> Value {
        json!({
            "name": self.name, "bits": [self.last, self.first], "clause": self.clause,
            "value": self.value, "meaning": typographic(say(language, self.meaning), language),
        })
    }
}
