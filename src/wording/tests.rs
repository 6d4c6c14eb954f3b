//! Every reason, finding, state and lane has a sentence in both languages, with nothing left open.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

mod samples;

use std::collections::{BTreeMap, BTreeSet};

use self::samples::{chain, finding_after, misfit_after, reason_after, withdrawal_after};
use super::speech::{self, ENGLISH, FRENCH};
use super::*;
use crate::line::{Finding, Hindrance};
use crate::message::{MessageId, Misfit, Shortest, Withdrawal};
use crate::moment::Moment;

const BOTH: [Language; 2] = [Language::French, Language::English];

#[track_caller]
fn complete(prefix: &str, value: &impl Serialize) -> [String; 2] {
    BOTH.map(|language| {
        let (text, wrong) = speech::sentence(language, prefix, value, &speech::utc);
        assert!(wrong.is_empty(), "{language:?}: {text}: {wrong:?}");
        assert!(!text.contains(['{', '}', '$']) && !text.trim().is_empty(), "{language:?}: {text}");
        assert!(!text.ends_with('.'), "{language:?}: {text}: something follows it");
        text
    })
}

#[test]
fn the_files_are_read_without_a_complaint() {
    for (language, source) in [(Language::French, FRENCH), (Language::English, ENGLISH)] {
        let (_, wrong) = speech::bundle(language, source);
        assert!(wrong.is_empty(), "{language:?}: {wrong:?}");
    }
}

#[test]
fn every_reason_has_a_sentence_of_its_own() {
    let all = chain(Reason::NoRecipient, reason_after);
    assert!(all.len() > 45, "the chain is cut at {:?}", all.last());
    let mut said = BTreeSet::new();
    for reason in &all {
        for text in complete("reason", reason) {
            assert!(said.insert(text.clone()), "twice: {text}");
        }
    }
}

/// An argument that is a code is one of a sentence's cases: never shown itself, nor left to the last
/// case, which is for codes of later versions.
#[track_caller]
fn chooses_a_case(reason: &Reason, code: &impl Serialize, said: &mut BTreeSet<String>) {
    let code = serde_json::to_value(code).unwrap().as_str().unwrap().to_owned();
    let mut later = serde_json::to_value(reason).unwrap();
    for field in later.as_object_mut().unwrap().values_mut() {
        if *field == code.as_str() {
            *field = "later".into();
        }
    }
    for (text, last_case) in complete("reason", reason).into_iter().zip(complete("reason", &later)) {
        assert!(last_case.contains("later") && text != last_case.replace("later", &code), "{text}");
        assert!(said.insert(text.clone()), "twice: {text}");
    }
}

#[test]
fn every_code_within_a_reason_chooses_its_words_in_both_languages() {
    let mut said = BTreeSet::new();
    for cause in chain(Withdrawal::NoPrompt, |cause| withdrawal_after(*cause)) {
        chooses_a_case(&Reason::Withdrawn { cause }, &cause, &mut said);
    }
    for found in chain(Misfit::Integer, |found| misfit_after(*found)) {
        chooses_a_case(&Reason::WrongType { column: "lane".into(), found }, &found, &mut said);
    }
    assert_eq!(said.len(), 2 * (11 + 5));
}

#[test]
fn every_finding_has_a_sentence() {
    let device = "/dev/ttyUSB0".to_owned();
    let all = chain(Finding::NoDevice { device }, finding_after);
    assert!(all.len() > 15, "the chain is cut at {:?}", all.last());
    for finding in all {
        complete("finding", &finding);
    }
    complete("finding", &Finding::PinRequired { tries: None });
    complete("finding", &Finding::PinRefused { tries: None, pin_file: None, note: None });
    let of = |path: &str| Some(path.to_owned());
    let refused = Finding::PinRefused { tries: Some(1), pin_file: of("/etc/pin"), note: of("/srv/note") };
    for said in complete("finding", &refused) {
        assert!(said.contains("/etc/pin") && said.contains("/srv/note"), "{said}");
    }
}

#[test]
fn every_hindrance_has_a_sentence() {
    let memory = || "SR".to_owned();
    use crate::line::ReportRoute::{Acknowledged, Direct, None, Stored};
    let routes = [None, Direct, Acknowledged, Stored].map(|route| Hindrance::ReportsOtherwise { route });
    for hindrance in routes.into_iter().chain([
        Hindrance::Unreadable { memory: memory() },
        Hindrance::Undeletable { memory: memory() },
        Hindrance::Unthanked,
    ]) {
        complete("hindrance", &hindrance);
        complete("hindrance-remedy", &hindrance);
    }
}

#[test]
fn every_state_and_lane_has_its_words() {
    for state in State::ALL {
        complete("state", state);
    }
    for lane in Lane::ALL {
        complete("lane", lane);
    }
    for health in ["idle", "listening", "starting", "ready", "down"] {
        complete("health", &health);
    }
}

#[test]
fn sentences_read_well() {
    use Language::*;
    use Reason::*;
    let at = Moment::from_millis(1_795_446_000_000);
    let rows: &[(Reason, &str, &str)] = &[
        (Landline, "numéro fixe\u{A0}: à appeler", "landline: to be called"),
        (
            UnknownService { service: "dechets".into() },
            "le service «\u{A0}dechets\u{A0}» n’existe pas dans la configuration",
            "no service \"dechets\" in the configuration",
        ),
        (
            TextTooLong { parts: 66, limit: 6, over: 0, signs: None, wording: Shortest::Own, signature: 0 },
            "texte trop long\u{A0}: 66 SMS, alors que 6 au plus sont permis",
            "text too long: 66 SMS, where 6 at most are allowed",
        ),
        (
            TextTooLong { parts: 4, limit: 3, over: 37, signs: None, wording: Shortest::Own, signature: 0 },
            "texte trop long\u{A0}: 4 SMS, alors que 3 au plus sont permis\u{A0}; 37 caractères de trop",
            "text too long: 4 SMS, where 3 at most are allowed; 37 characters too many",
        ),
        (
            SignReplaced { character: "ê".into(), by: "e".into(), position: 7 },
            "ê (position 7) devient e",
            "ê (position 7) becomes e",
        ),
        (
            TextTooLong {
                parts: 2,
                limit: 1,
                over: 1,
                signs: Some("😀".into()),
                wording: Shortest::Own,
                signature: 0,
            },
            "texte trop long\u{A0}: 2 SMS, alors que 1 seul est permis\u{A0}; 1 caractère de trop, ou rien de trop sans 😀",
            "text too long: 2 SMS, where only 1 is allowed; 1 character too many, or none without 😀",
        ),
        (
            TextTooLong { parts: 4, limit: 3, over: 1, signs: None, wording: Shortest::Folded, signature: 0 },
            "texte trop long\u{A0}: 4 SMS même sans accents, alors que 3 au plus sont permis\u{A0}; 1 caractère de trop",
            "text too long: 4 SMS even without accents, where 3 at most are allowed; 1 character too many",
        ),
        (
            TextTooLong { parts: 2, limit: 1, over: 1, signs: None, wording: Shortest::Own, signature: 25 },
            "texte trop long\u{A0}: 2 SMS, alors que 1 seul est permis\u{A0}; 1 caractère de trop\u{A0}; la signature du service compte pour 25 caractères, saut de ligne compris",
            "text too long: 2 SMS, where only 1 is allowed; 1 character too many; the service's signature counts for 25 characters, its line break included",
        ),
        (
            NotInAlphabet { character: "ê".into(), position: 4 },
            "le signe «\u{A0}ê\u{A0}», en position 4, n’est pas en GSM-7\u{A0}: le texte est refusé pour ce signe (text = \"refuse\")",
            "the sign \"ê\" at position 4 is not in GSM-7: the text is refused for it (text = \"refuse\")",
        ),
        (
            AlreadyExpired { at },
            "arrivé trop tard\u{A0}: il fallait l’envoyer avant le 2026-11-23 à 15:00 UTC",
            "came too late: it was to be sent before 2026-11-23 15:00 UTC",
        ),
        (
            SameReference { message: MessageId(1234) },
            "déjà demandé\u{A0}: c’est le message n°\u{A0}1234",
            "asked for before: this is message 1234",
        ),
        (
            Withdrawn { cause: Withdrawal::Overtaken },
            "repris avant l’envoi, rien n’est parti\u{A0}: un message plus urgent passe devant",
            "taken back before sending, nothing has left: something more urgent goes first",
        ),
    ];
    for (given, french, english) in rows {
        assert_eq!(reason(French, given), *french);
        assert_eq!(reason(English, given), *english);
    }
    let tries = |tries| sentence(French, "finding", &Finding::PinRequired { tries });
    assert_eq!(tries(None), "la carte SIM demande son code PIN");
    assert_eq!(tries(Some(1)), "la carte SIM demande son code PIN (il reste 1 essai)");
    assert_eq!(tries(Some(3)), "la carte SIM demande son code PIN (il reste 3 essais)");
}

#[test]
fn instants_are_shown_as_the_caller_likes() {
    let again_at = Moment::from_millis(5);
    let given = Reason::RefusedForNow { error: "+CMS ERROR: 38".into(), again_at };
    let text = reason_local(Language::English, &given, &|millis| format!("five past ({millis})"));
    assert_eq!(text, "the network refuses for now (+CMS ERROR: 38); next try at five past (5)");
}

#[test]
fn no_break_blanks_stand_where_french_print_has_them() {
    let (bundle, _) = speech::bundle(Language::French, "a = l'« { $x } » : oui ! n° { $x } ; 17:00 ?");
    let pattern = bundle.get_message("a").and_then(|message| message.value()).unwrap();
    let arguments = [("x", "l'« a » : b")].into_iter().collect();
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&arguments), &mut errors);
    let want = "l’«_l'« a » : b_»_: oui_! n°_l'« a » : b_; 17:00_?".replace('_', "\u{A0}");
    assert_eq!(text, want, "arguments are left as they are");
}

#[test]
fn what_has_no_sentence_is_named_and_never_panics() {
    assert_eq!(say(Language::French, "no-such", &[]), "no-such");
    assert_eq!(sentence(Language::French, "reason", &17), "reason-17");
    assert_eq!(sentence(Language::French, "reason", &None::<Reason>), "reason-null");
    let text = say(Language::English, "reason-unknown_lane", &[("lane", "vite".into())]);
    assert_eq!(text, "no lane \"vite\": urgent, normal or bulk");
    let twelve = say(Language::English, "reason-same_reference", &[("message", 12_usize.into())]);
    assert_eq!(twelve, "asked for before: this is message 12");
}

/// Each message's id with the arguments it names.
fn arguments_by_id(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    let mut id = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if !line.starts_with([' ', '}']) {
            id = line.split_once(" =").unwrap().0.to_owned();
            assert!(!found.contains_key(&id), "{id} stands twice");
        }
        let names = line.split('$').skip(1);
        let names = names.map(|rest| rest.split([' ', '}', ',', ')']).next().unwrap().to_owned());
        found.entry(id.clone()).or_default().extend(names);
    }
    found
}

#[test]
fn both_languages_say_the_same_things_of_the_same_arguments() {
    let (french, english) = (arguments_by_id(FRENCH), arguments_by_id(ENGLISH));
    assert_eq!(french, english);
    assert!(french.len() > 80);
}

#[test]
fn a_step_does_not_say_its_state_twice() {
    let rows = [
        (State::Held, Reason::StoreRestored),
        (State::Cancelled, Reason::CancelledByCaller),
        (State::Cancelled, Reason::CancelledByPerson),
        (State::Cancelled, Reason::CancelledAfterRefusal { error: "+CMS ERROR: 21".into() }),
        (State::Expired, Reason::Expired),
        (State::Failed, Reason::RefusedForGood { error: "+CMS ERROR: 21".into() }),
        (State::Delivered, Reason::ReportDelivered { status: 0 }),
        (State::Undelivered, Reason::ReportGivenUp { status: 70 }),
        (State::Sent, Reason::TakenByNetwork { reference: 7 }),
    ];
    for language in BOTH {
        for (state, why) in &rows {
            let (word, why) = (super::state(language, *state), reason(language, why));
            assert!(!why.starts_with(&word), "{word}: {why}");
        }
    }
}
