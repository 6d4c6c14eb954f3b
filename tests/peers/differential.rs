//! Our codec beside those of others, on the same drawn messages: what we write they read, what they write we
//! read, and what nearly is a message both read alike or both refuse. A difference is explained by a clause of
//! `clauses.rs`, or the test fails and shows the octets. `BEFFROI_PEER_CASES=N` draws N anew instead of the
//! 1,000 that are drawn alike each time.

use std::collections::BTreeMap;
use std::io::{self, Write};

use beffroi::sms::reading::Lenient;
use beffroi::sms::tpdu::Tpdu;
use beffroi::sms::{DecodeError, frame};
use fastrand::Rng;
use serde_json::{Value, json};

use super::clauses::{ANY, CLAUSES, Clause};
use super::codecs::{CODECS, Codecs, Read};
use super::fields::{self, Kind};
use super::{drawn, left_out};

const CASES: usize = 1_000;
const SEED: u64 = 23_040;

/// Something that one codec reads otherwise than ours.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) codec: &'static str,
    pub(crate) kind: Kind,
    pub(crate) octets: Vec<u8>,
    /// A name of `fields.rs`, `refused by us` or `refused by them`.
    pub(crate) field: String,
    pub(crate) ours: Value,
    pub(crate) theirs: Value,
    /// What we made of it.
    pub(crate) read: Option<Tpdu>,
    /// What a lenient reading forgave, or what was wrong for it too.
    pub(crate) faults: Vec<DecodeError>,
}

/// What we make of octets.
struct Ours {
    read: Option<Tpdu>,
    faults: Vec<DecodeError>,
}

impl Ours {
    fn of(octets: &[u8], kind: Kind) -> Self {
        match Lenient::<Tpdu>::decode(octets, kind.of_tpdu()) {
            Ok(Lenient { value, forgiven }) => Self { read: Some(value), faults: forgiven },
            Err(error) => Self { read: None, faults: vec![error] },
        }
    }
}

/// What a codec can read.
fn reads(codec: &str, kind: Kind) -> bool {
    !matches!((codec, kind), ("smspdudecoder", Kind::StatusReport) | ("messaging", Kind::Submit))
}

/// What was seen in one test.
struct Comparison {
    draw: Rng,
    cases: usize,
    codecs: Codecs,
    here: Vec<&'static str>,
    explained: BTreeMap<(&'static str, &'static str), usize>,
    unexplained: BTreeMap<(&'static str, String), Vec<String>>,
    compared: usize,
}

impl Comparison {
    fn begin(test: &str, wanted: &[&'static str]) -> Option<Self> {
        let Some(codecs) = Codecs::start() else {
            left_out(test, "python3");
            return None;
        };
        let (here, missing): (Vec<_>, Vec<_>) = wanted.iter().partition(|codec| codecs.has(codec));
        if !missing.is_empty() {
            left_out(&format!("{test} against {}", missing.join(", ")), "its Python package");
        }
        let drawn = std::env::var("BEFFROI_PEER_CASES").ok().map(|cases| cases.parse().unwrap());
        let seed = if drawn.is_some() { fastrand::u64(..) } else { SEED };
        Some(Self {
            draw: Rng::with_seed(seed),
            cases: drawn.unwrap_or(CASES),
            codecs,
            here,
            explained: BTreeMap::new(),
            unexplained: BTreeMap::new(),
            compared: 0,
        })
    }

    /// How one codec reads octets, beside what we read.
    fn compare(&mut self, codec: &'static str, kind: Kind, octets: &[u8], ours: &Ours) {
        let theirs = self.codecs.decode(codec, kind, octets);
        self.compared += 1;
        for (field, ours_says, theirs_says) in differences(ours, &theirs) {
            self.judge(Difference {
                codec,
                kind,
                octets: octets.to_vec(),
                field,
                ours: ours_says,
                theirs: theirs_says,
                read: ours.read.clone(),
                faults: ours.faults.clone(),
            });
        }
    }

    fn judge(&mut self, difference: Difference) {
        let explains = |clause: &&Clause| {
            (clause.codec == ANY || clause.codec == difference.codec)
                && clause.fields.contains(&difference.field.as_str())
                && (clause.holds)(&difference)
        };
        if let Some(clause) = CLAUSES.iter().find(explains) {
            *self.explained.entry((clause.codec, clause.clause)).or_default() += 1;
            return;
        }
        let Difference { codec, kind, octets, field, ours, theirs, .. } = difference;
        let told = format!("{} {}: ours {ours}, theirs {theirs}", kind.as_str(), frame::to_hex(&octets));
        self.unexplained.entry((codec, field)).or_default().push(told);
    }

    fn end(self, test: &str) {
        let explained: usize = self.explained.values().sum();
        let told = format!(
            "figures: {test}: {} comparisons, {explained} differences explained by {} clauses\n",
            self.compared,
            self.explained.len(),
        );
        io::stderr().write_all(told.as_bytes()).unwrap();
        let mut failure = String::new();
        for ((codec, field), seen) in &self.unexplained {
            let shown: Vec<&str> = seen.iter().take(3).map(String::as_str).collect();
            failure += &format!("{codec}: {field}: {} times\n  {}\n", seen.len(), shown.join("\n  "));
        }
        assert!(failure.is_empty(), "differences that no clause explains:\n{failure}");
    }
}

type Told = (String, Value, Value);

/// Octets that a strict reading refuses may be refused by others too, and what they make of them is theirs.
fn differences(ours: &Ours, theirs: &Read) -> Vec<Told> {
    match (&ours.read, theirs) {
        (None, Err(_)) => Vec::new(),
        (Some(_), Err(_)) if !ours.faults.is_empty() => Vec::new(),
        (Some(_), Err(error)) => vec![("refused by them".to_owned(), Value::Null, json!(error))],
        (None, Ok(_)) => {
            let told: Vec<String> = ours.faults.iter().map(ToString::to_string).collect();
            vec![("refused by us".to_owned(), json!(told.join(", ")), Value::Null)]
        }
        (Some(read), Ok(theirs)) => {
            let ours = fields::of(read);
            let said = |name: &String| ours.get(name).cloned().unwrap_or_default();
            let differ = theirs.iter().filter(|(name, value)| said(name) != **value);
            differ.map(|(name, value)| (name.clone(), said(name), value.clone())).collect()
        }
    }
}

fn kind(draw: &mut Rng) -> Kind {
    [Kind::Submit, Kind::Submit, Kind::Deliver, Kind::Deliver, Kind::StatusReport][draw.usize(..5)]
}

#[test]
fn what_we_write_others_read_alike() {
    let test = "what_we_write_others_read_alike";
    let Some(mut comparison) = Comparison::begin(test, &CODECS) else { return };
    for _ in 0..comparison.cases {
        let kind = kind(&mut comparison.draw);
        let written = drawn::tpdu(&mut comparison.draw, kind);
        let octets = written.encode().unwrap();
        let ours = Ours { read: Some(written), faults: Vec::new() };
        for codec in comparison.here.clone().into_iter().filter(|codec| reads(codec, kind)) {
            comparison.compare(codec, kind, &octets, &ours);
        }
    }
    comparison.end(test);
}

#[test]
fn what_nearly_is_a_message_is_read_alike() {
    let test = "what_nearly_is_a_message_is_read_alike";
    let Some(mut comparison) = Comparison::begin(test, &CODECS) else { return };
    for _ in 0..comparison.cases {
        let kind = kind(&mut comparison.draw);
        let written = drawn::tpdu(&mut comparison.draw, kind).encode().unwrap();
        let octets = drawn::harmed(&mut comparison.draw, written);
        let ours = Ours::of(&octets, kind);
        for codec in comparison.here.clone().into_iter().filter(|codec| reads(codec, kind)) {
            comparison.compare(codec, kind, &octets, &ours);
        }
    }
    comparison.end(test);
}

#[test]
fn what_others_write_we_read() {
    let test = "what_others_write_we_read";
    let Some(mut comparison) = Comparison::begin(test, &["gammu", "messaging", "gsmmodem"]) else { return };
    for _ in 0..comparison.cases {
        let draw = &mut comparison.draw;
        let ucs2 = draw.bool();
        let most = [160, 70, 400, 200][draw.usize(..2) * 2 + usize::from(ucs2)];
        let text = if ucs2 { drawn::ucs2_text(draw, most) } else { drawn::gsm7_text(draw, most) };
        let wanted = json!({
            "number": format!("+{}", drawn::digits(draw)),
            "text": text,
            "alphabet": if ucs2 { "ucs2" } else { "gsm7" },
            "reference": draw.u8(..),
            "report": draw.bool(),
        });
        let kind = if draw.bool() { Kind::Submit } else { Kind::Deliver };
        for codec in comparison.here.clone() {
            let kind = if codec == "gammu" { kind } else { Kind::Submit };
            let written = comparison.codecs.encode(codec, kind, &wanted);
            comparison.compared += 1;
            for difference in unlike(codec, kind, &wanted, written) {
                comparison.judge(difference);
            }
        }
    }
    comparison.end(test);
}

/// Where TPDUs don't say what was asked for.
fn unlike(
    codec: &'static str,
    kind: Kind,
    wanted: &Value,
    written: Result<Vec<Vec<u8>>, String>,
) -> Vec<Difference> {
    let told = |field: &str, octets: &[u8], ours: Value, theirs: Value, read: Option<Tpdu>| Difference {
        codec,
        kind,
        octets: octets.to_vec(),
        field: field.to_owned(),
        ours,
        theirs,
        read,
        faults: Vec::new(),
    };
    let tpdus = match written {
        Ok(tpdus) => tpdus,
        Err(error) => return vec![told("not written", &[], wanted["text"].clone(), json!(error), None)],
    };
    let (mut differences, mut text, mut last) = (Vec::new(), String::new(), None);
    for octets in &tpdus {
        match Tpdu::decode(octets, kind.of_tpdu()) {
            Err(error) => {
                let (ours, theirs) = (json!(error.to_string()), wanted["text"].clone());
                differences.push(told("refused by us", octets, ours, theirs, None));
            }
            Ok(read) => {
                let fields = fields::of(&read);
                text += fields["text"].as_str().unwrap_or_default();
                if fields["number"] != wanted["number"] {
                    let (ours, theirs) = (fields["number"].clone(), wanted["number"].clone());
                    differences.push(told("number", octets, ours, theirs, None));
                }
                last = Some(read);
            }
        }
    }
    if differences.is_empty() && json!(text) != wanted["text"] {
        let octets = tpdus.concat();
        differences.push(told("text", &octets, json!(text), wanted["text"].clone(), last));
    }
    differences
}
