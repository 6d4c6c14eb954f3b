//! `beffroi audit`: reads a store's claims and the journals of its modems, and says whether they agree.
//! Judging is `audit`'s; here are files, sentences and the exit code.

mod french;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, anyhow};

use super::{Failure, Screen};
use crate::audit::{self, Attempt, Claim, Finding, Journal, Outcome, Remark, Verdict};
use crate::moment::{NotADuration, read_duration};
use crate::store::{self, AttemptRow, Reader};
use crate::wording::{self, Language};

const HELP: &str = "\
Exit code 0: they agree. 1: something is wrong, and is named. A journal is what
`beffroi simulate --journal FILE` writes; give those of all modems that the store used.

EXAMPLE
  beffroi audit /var/lib/beffroi/beffroi.db /tmp/modem.jsonl
  12 parts, 12 sent, none twice, none lost, none late
";

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    /// The store, read only.
    #[arg(value_name = "STORE")]
    store: PathBuf,

    /// What its modems have seen.
    #[arg(value_name = "JOURNAL", required = true)]
    journals: Vec<PathBuf>,

    /// So much after its expiry a message is not late yet: clocks differ.
    #[arg(long, value_name = "DURATION", default_value = "10s", value_parser = duration)]
    late_tolerance: Duration,

    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

fn duration(text: &str) -> Result<Duration, NotADuration> {
    read_duration(text)
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, screen: &mut Screen) -> Result<(), Failure> {
    let judged = judge(&arguments.store, &arguments.journals, arguments.late_tolerance, screen.language)?;
    match arguments.json {
        true => screen.line(&as_json(&judged.verdict, &judged.remarks()).to_string())?,
        false => judged.lines(screen.language).iter().try_for_each(|line| screen.line(line))?,
    }
    if judged.is_proven() { Ok(()) } else { Err(Failure::Told) }
}

/// A verdict, and the journals it was found with.
pub(super) struct Judged {
    verdict: Verdict,
    journals: Vec<Journal>,
}

/// Reads the store and the journals, and judges.
pub(super) fn judge(
    store: &Path,
    paths: &[PathBuf],
    late_tolerance: Duration,
    language: Language,
) -> anyhow::Result<Judged> {
    let claims = claims(store, language)?;
    let journals = journals(paths, language)?;
    Ok(Judged { verdict: audit::audit(&claims, &journals, late_tolerance), journals })
}

impl Judged {
    /// Findings, remarks, and the verdict as the last line.
    pub(super) fn lines(&self, language: Language) -> Vec<String> {
        lines(&self.verdict, &self.remarks(), language)
    }

    /// Nothing is wrong, and nothing may have been missed.
    pub(super) fn is_proven(&self) -> bool {
        is_proven(&self.verdict, &self.remarks())
    }

    fn remarks(&self) -> Vec<&Remark> {
        self.journals.iter().flat_map(|journal| &journal.remarks).collect()
    }
}

/// What the store says, by its read-only side.
fn claims(store: &Path, language: Language) -> anyhow::Result<Vec<Claim>> {
    if !store.exists() {
        return Err(anyhow!(at("no-store", store, language)));
    }
    store::is_a_store(store).with_context(|| at("reading-store", store, language))?;
    let reader = Reader::open(store).with_context(|| at("reading-store", store, language))?;
    let claims = reader.claims().with_context(|| at("reading-store", store, language))?;
    Ok(claims.into_iter().map(claim).collect())
}

fn claim(claim: store::Claim) -> Claim {
    Claim {
        message: claim.message,
        recipient: claim.recipient,
        text: claim.text,
        state: claim.state,
        expires_at: Some(claim.expires_at),
        attempts: claim.attempts.iter().map(attempt).collect(),
        resolved: claim.resolved,
        resends: claim.resends,
        ruled: claim.ruled,
        mirrored: claim.mirrored,
    }
}

fn attempt(row: &AttemptRow) -> Attempt {
    let outcome = match (row.outcome.as_str(), row.reference) {
        ("open", _) => Outcome::Open,
        ("withdrawn", _) => Outcome::Withdrawn,
        ("refused", _) => Outcome::Refused,
        ("sent", Some(reference)) => Outcome::Sent { reference },
        // Sent without a reference: called a duplicate of a try before, which is the one that was taken.
        _ => Outcome::Unknown,
    };
    Attempt { number: row.number, begun_at: row.opened_at, outcome, ground: row.ground, verdict: row.verdict }
}

fn journals(paths: &[PathBuf], language: Language) -> anyhow::Result<Vec<Journal>> {
    let read = |path: &PathBuf| {
        // A pipe would be waited for, a device may never end.
        if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
            return Err(anyhow!(at("journal-not_a_file", path, language)));
        }
        let octets = fs::read(path).with_context(|| at("reading-journal", path, language))?;
        let journal = Journal::read(&path.display().to_string(), &octets);
        // With something else in a journal's place all of the store would count as lost.
        match journal.remarks.iter().find(|remark| matches!(remark, Remark::NoJournal(_))) {
            Some(remark) => Err(anyhow!(said(remark, language))),
            None => Ok(journal),
        }
    };
    paths.iter().map(read).collect()
}

fn at(id: &str, path: &Path, language: Language) -> String {
    wording::say(language, id, &[("path", path.display().to_string().into())])
}

/// Nothing is wrong, and nothing may have been missed.
fn is_proven(verdict: &Verdict, remarks: &[&Remark]) -> bool {
    verdict.is_clean() && !remarks.iter().any(|remark| remark.is_gap())
}

fn as_json(verdict: &Verdict, remarks: &[&Remark]) -> serde_json::Value {
    let sentences: Vec<_> = verdict.findings.iter().map(Finding::to_string).collect();
    let remarks: Vec<_> = remarks.iter().map(|remark| remark.to_string()).collect();
    serde_json::json!({
        "parts": verdict.parts, "sent": verdict.sent, "unknown": verdict.unknown,
        "mirrored": verdict.mirrored, "resent": verdict.resent,
        "resent_by_rule": verdict.resent_by_rule,
        "findings": verdict.findings, "sentences": sentences, "remarks": remarks,
    })
}

fn said(remark: &Remark, language: Language) -> String {
    if language == Language::French { french::remark(remark) } else { remark.to_string() }
}

/// Findings, remarks, and the verdict as the last line.
fn lines(verdict: &Verdict, remarks: &[&Remark], language: Language) -> Vec<String> {
    let french = language == Language::French;
    let remarks = remarks.iter().map(|remark| said(remark, language));
    let findings = verdict.findings.iter();
    let findings =
        findings.map(|finding| if french { french::finding(finding) } else { finding.to_string() });
    let last = if french { french::verdict(verdict) } else { verdict.to_string() };
    findings.chain(remarks).chain([last]).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use std::time::{Instant, UNIX_EPOCH};

    use super::*;
    use crate::audit::Place;
    use crate::message::{Alphabet, AttemptNumber, MessageId, PartState, PartText};
    use crate::moment::Moment;
    use crate::phone::PhoneNumber;
    use crate::sim::{self, Modem};
    use crate::sms::address::Address;
    use crate::sms::frame;
    use crate::sms::submit::Submit;
    use crate::sms::user_data::UserData;

    fn verdict() -> Verdict {
        let place = || Place { journal: "j".into(), line: 3 };
        let (message, part) = (MessageId(7), 1);
        let findings = vec![
            Finding::Twice { message, part, places: vec![place(), place()] },
            Finding::Lost { message, part, attempt: Some(AttemptNumber(4)) },
            Finding::Lost { message, part, attempt: None },
            Finding::Late { message, part, place: place(), by: Duration::from_secs(90) },
            Finding::Unknown { place: place() },
            Finding::Altered { message, part, place: place() },
            Finding::Denied { message, part, state: PartState::Failed, place: place() },
            Finding::Miscounted { message, part, stored: 5, place: place() },
            Finding::Unasked { message, part, attempt: AttemptNumber(4) },
            Finding::Forged { message, part, attempt: AttemptNumber(4) },
        ];
        Verdict { parts: 9, sent: 8, unknown: 1, resent: 1, findings, ..Verdict::default() }
    }

    #[test]
    fn every_finding_has_a_sentence_of_its_own_in_both_languages() {
        let (english, french) =
            (lines(&verdict(), &[], Language::English), lines(&verdict(), &[], Language::French));
        assert_eq!(english.len(), 11);
        for (english, french) in english.iter().zip(&french) {
            assert_ne!(english, french);
        }
        assert_eq!(
            english.last().unwrap(),
            "9 parts, 8 sent, 1 unknown to the store, 1 sent once more on request, 1 twice, 2 lost, 1 late, 1 unknown, 1 altered, \
             1 denied, 1 miscounted, 1 unasked, 1 forged"
        );
        let clean = Verdict { parts: 12, sent: 12, ..Verdict::default() };
        assert_eq!(
            french::verdict(&clean),
            "12 SMS, 12 envoyés, aucun en double, aucun perdu, aucun en retard"
        );
        let one = Verdict { parts: 1, sent: 1, resent: 1, ..Verdict::default() };
        assert!(french::verdict(&one).starts_with("1 SMS, 1 envoyé, 1 renvoyé sur demande, aucun"));
        let ruled = Verdict { resent: 3, resent_by_rule: 2, ..one };
        let want = "1 SMS, 1 envoyé, 2 renvoyés par la règle du service, 1 renvoyé sur demande, aucun";
        assert!(french::verdict(&ruled).starts_with(want), "{}", french::verdict(&ruled));
        let told = Verdict { mirrored: 2, resent: 0, resent_by_rule: 0, ..ruled };
        let want = "1 SMS, 1 envoyé, 2 connus par la seule boîte d’envoi, aucun en double";
        assert!(french::verdict(&told).starts_with(want), "{}", french::verdict(&told));
        let finding =
            |place| Finding::Denied { message: MessageId(7), part: 1, state: PartState::Failed, place };
        let twice = (1..=2).map(|line| finding(Place { journal: "j".into(), line })).collect();
        let denied = Verdict { parts: 2, sent: 2, unknown: 2, findings: twice, ..Verdict::default() };
        let want = "2 SMS, 2 envoyés, 2 incertains pour la base, aucun en double, aucun perdu, aucun en retard, \
                    2 partis contre l’avis de la base";
        assert_eq!(french::verdict(&denied), want);
    }

    #[test]
    fn what_a_virtual_modem_writes_is_read() {
        let recipient = PhoneNumber::from_e164("+33639980123").unwrap();
        let user_data = UserData::gsm7("Bonjour", None).unwrap();
        let tpdu = Submit::new(Address::international(&recipient), user_data).encode().unwrap();
        let now = Instant::now();
        let wall = UNIX_EPOCH + Duration::from_secs(1_000_000);
        let mut modem = Modem::new(sim::Settings::default(), now, wall);
        modem.handle_bytes(format!("AT+CMGS={}\r00{}\x1A", tpdu.len(), frame::to_hex(&tpdu)).as_bytes(), now);
        let mut octets = Vec::new();
        while let Some(event) = modem.poll_event() {
            let sim::Event::Record(record) = event else { continue };
            octets.extend(serde_json::to_vec(&record).unwrap());
            octets.push(b'\n');
        }
        let journal = Journal::read("j", &octets);
        assert!(journal.remarks.is_empty());
        let at = Moment::from_system(wall);
        assert_eq!(
            journal.seen.iter().map(|seen| (seen.accepted, seen.at)).collect::<Vec<_>>(),
            [(true, at)]
        );
        let sent = Outcome::Sent { reference: 0 };
        let claim = Claim {
            message: MessageId(1),
            recipient,
            text: PartText { alphabet: Alphabet::Gsm7, text: "Bonjour".into(), concat: None },
            state: PartState::Sent,
            expires_at: None,
            attempts: vec![Attempt {
                number: AttemptNumber(1),
                begun_at: at,
                outcome: sent,
                ground: audit::Ground::Ordinary,
                verdict: None,
            }],
            resolved: None,
            resends: 0,
            ruled: 0,
            mirrored: false,
        };
        assert!(audit::audit(&[claim], &[journal], Duration::ZERO).is_clean());
    }

    #[test]
    fn json_has_values_and_sentences() {
        let json = as_json(&verdict(), &[]);
        assert_eq!(json.pointer("/findings/3/finding").unwrap(), "late");
        assert_eq!(json.pointer("/findings/3/late_by_seconds").unwrap(), 90.0);
        assert_eq!(json.pointer("/findings/3/place/line").unwrap(), 3);
        assert_eq!(json.pointer("/sentences").unwrap().as_array().unwrap().len(), 10);
    }

    #[test]
    fn a_gap_leaves_nothing_proven_and_a_cut_does() {
        let place = Place { journal: "j".into(), line: 3 };
        let clean = Verdict::default();
        assert!(is_proven(&clean, &[&Remark::CutOff(place.clone())]));
        assert!(!is_proven(&clean, &[&Remark::Unreadable(place.clone())]));
        assert!(!is_proven(&clean, &[&Remark::NoJournal(place)]));
        assert!(!is_proven(&verdict(), &[]));
    }
}
