//! Doctored pairs: a store and a journal that agree, then one thing changed, and what is found.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]

mod restored;

use super::*;
use crate::message::{Alphabet, Concat};
use crate::sms::address::Address;
use crate::sms::frame;
use crate::sms::header::{Concatenation, Reference};
use crate::sms::status_report::{Status, StatusReport};
use crate::sms::submit::Submit;
use crate::sms::time::Timestamp;
use crate::sms::user_data::UserData;

const TOLERANCE: Duration = Duration::from_secs(10);
const ANNE: &str = "+33639980123";
const PAUL: &str = "+33639980124";
const EXPIRY: i64 = 600_000;

fn number(text: &str) -> PhoneNumber {
    PhoneNumber::from_e164(text).unwrap()
}

fn part(text: &str, number: u8) -> PartText {
    let concat = (number > 0).then_some(Concat { reference: 9, total: 2, number });
    PartText { alphabet: Alphabet::Gsm7, text: text.into(), concat }
}

fn claim(
    message: i64,
    to: &str,
    text: PartText,
    state: PartState,
    attempts: &[(i64, i64, Outcome)],
) -> Claim {
    let attempts = attempts.iter().map(|&(number, begun_at, outcome)| Attempt {
        number: AttemptNumber(number),
        begun_at: Moment::from_millis(begun_at),
        outcome,
        ground: Ground::Ordinary,
        verdict: None,
    });
    Claim {
        message: MessageId(message),
        recipient: number(to),
        text,
        state,
        expires_at: Some(Moment::from_millis(EXPIRY)),
        attempts: attempts.collect(),
        resolved: None,
        resends: 0,
        ruled: 0,
        mirrored: false,
    }
}

/// A line as `simulate` writes it; `reference` only where the network took it.
fn line(at: i64, to: &str, text: &PartText, reference: Option<u8>) -> String {
    let concat = text.concat.map(|concat| {
        Concatenation::new(Reference::Eight(concat.reference), concat.total, concat.number).unwrap()
    });
    let user_data = UserData::gsm7(&text.text, concat).unwrap();
    let tpdu = Submit::new(Address::international(&number(to)), user_data).encode().unwrap();
    let record = serde_json::json!({
        "kind": "submit", "t": at, "tpdu": frame::to_hex(&tpdu), "to": to, "text": text.text, "concat": null,
        "accepted": reference.is_some(), "result": "x", "reference": reference, "code": null,
    });
    format!("{record}\n")
}

/// A report as `simulate` writes it.
fn report(to: &str, reference: u8, status: Status) -> String {
    let now = Timestamp::from_moment(Moment::from_millis(1_795_000_000_000), 0).unwrap();
    let recipient = Address::international(&number(to));
    let tpdu = StatusReport::new(reference, recipient, now, now, status).encode().unwrap();
    let record = serde_json::json!({ "kind": "report", "t": 102, "tpdu": frame::to_hex(&tpdu), "status": 0 });
    format!("{record}\n")
}

/// Three messages: one of one part, with its report; one of two parts, one that was refused once and sent then.
fn pair() -> (Vec<Claim>, Vec<String>) {
    let sent = |reference| Outcome::Sent { reference };
    let (one, two) = (part("Le cours de ", 1), part("17 h est annule", 2));
    let (single, retried) = (part("Bonjour", 0), part("Concert samedi", 0));
    let mut claims = vec![
        claim(1, ANNE, single.clone(), PartState::Delivered, &[(1, 100, sent(5))]),
        claim(2, PAUL, one.clone(), PartState::Sent, &[(2, 200, sent(6))]),
        claim(2, PAUL, two.clone(), PartState::Sent, &[(3, 300, sent(7))]),
        claim(3, PAUL, retried.clone(), PartState::Sent, &[(4, 400, Outcome::Refused), (5, 500, sent(8))]),
    ];
    let lines = vec![
        line(101, ANNE, &single, Some(5)),
        line(201, PAUL, &one, Some(6)),
        line(301, PAUL, &two, Some(7)),
        line(401, PAUL, &retried, None),
        line(501, PAUL, &retried, Some(8)),
        report(ANNE, 5, Status::RECEIVED),
    ];
    claims[0].attempts[0].verdict = Some(message::Verdict::Delivered);
    (claims, lines)
}

fn judged(claims: &[Claim], lines: &[String]) -> Verdict {
    let journal = Journal::read("j", lines.concat().as_bytes());
    assert!(journal.remarks.is_empty());
    audit(claims, &[journal], TOLERANCE)
}

fn found(claims: &[Claim], lines: &[String]) -> Vec<String> {
    judged(claims, lines).findings.iter().map(Finding::to_string).collect()
}

#[test]
fn a_true_pair_is_clean() {
    let (claims, lines) = pair();
    let verdict = judged(&claims, &lines);
    assert_eq!(verdict.findings, []);
    assert_eq!(verdict.to_string(), "4 parts, 4 sent, none twice, none lost, none late");
    assert!(verdict.is_clean());
}

#[test]
fn each_untruth_is_found_and_nothing_else() {
    type Change = fn(&mut Vec<Claim>, &mut Vec<String>);
    let rows: &[(&str, Change, &[&str])] = &[
        (
            "sent twice",
            |_, lines| lines.push(line(900, ANNE, &part("Bonjour", 0), Some(9))),
            &["message 1 part 1 was sent more than once: j:1, j:7"],
        ),
        (
            "sent twice, once before its result was lost",
            |claims, lines| {
                claims[0].attempts.insert(
                    0,
                    Attempt {
                        number: AttemptNumber(0),
                        begun_at: Moment::from_millis(50),
                        outcome: Outcome::Unknown,
                        ground: Ground::Ordinary,
                        verdict: None,
                    },
                );
                lines.insert(0, line(51, ANNE, &part("Bonjour", 0), Some(4)));
            },
            &[
                "message 1 part 1 was sent more than once: j:1, j:2",
                "message 1 part 1 was tried again by attempt 1, and nothing had allowed that",
            ],
        ),
        (
            "tried again after a doubt that nobody settled, though it had not gone",
            |claims, _| claims[3].attempts[0].outcome = Outcome::Unknown,
            &["message 3 part 1 was tried again by attempt 5, and nothing had allowed that"],
        ),
        (
            "a resend that its ledger does not count",
            |claims, _| {
                claims[3].attempts[0].outcome = Outcome::Unknown;
                claims[3].attempts[1].ground = Ground::Resend;
            },
            &["message 3 part 1 was tried again by attempt 5, and nothing had allowed that"],
        ),
        (
            "a resend of what was known to have gone",
            |claims, lines| {
                let again = Attempt {
                    number: AttemptNumber(6),
                    begun_at: Moment::from_millis(600),
                    outcome: Outcome::Refused,
                    ground: Ground::Resend,
                    verdict: None,
                };
                claims[3].attempts.push(again);
                claims[3].resends = 1;
                lines.push(line(601, PAUL, &part("Concert samedi", 0), None));
            },
            &["message 3 part 1 was tried again by attempt 6, and nothing had allowed that"],
        ),
        (
            "a report that no network gave",
            |_, lines| drop(lines.remove(5)),
            &["message 1 part 1 has a report on attempt 1 in the store, and no journal has it"],
        ),
        (
            "a report on another reference",
            |_, lines| lines[5] = report(ANNE, 6, Status::RECEIVED),
            &["message 1 part 1 has a report on attempt 1 in the store, and no journal has it"],
        ),
        (
            "a report on another number",
            |_, lines| lines[5] = report(PAUL, 5, Status::RECEIVED),
            &["message 1 part 1 has a report on attempt 1 in the store, and no journal has it"],
        ),
        (
            "a report that says the contrary",
            |_, lines| lines[5] = report(ANNE, 5, Status::EXPIRED),
            &["message 1 part 1 has a report on attempt 1 in the store, and no journal has it"],
        ),
        (
            "missing",
            |_, lines| drop(lines.remove(0)),
            &["message 1 part 1 counts as sent by attempt 1, and no journal has it"],
        ),
        (
            "refused, though claimed",
            |_, lines| lines[0] = line(101, ANNE, &part("Bonjour", 0), None),
            &["message 1 part 1 counts as sent by attempt 1, and no journal has it"],
        ),
        (
            "claimed without any try",
            |claims, lines| {
                claims[0].attempts.clear();
                lines.remove(0);
            },
            &["message 1 part 1 counts as sent, and no journal has it"],
        ),
        (
            "late",
            |_, lines| lines[2] = line(EXPIRY + 12_000, PAUL, &part("17 h est annule", 2), Some(7)),
            &["message 2 part 2 was handed over 12 s after its expiry: j:3"],
        ),
        (
            "a text altered",
            |_, lines| lines[0] = line(101, ANNE, &part("Bonsoir", 0), Some(5)),
            &["message 1 part 1 says something else at j:1 than in the store"],
        ),
        (
            "an unknown PDU",
            |_, lines| lines.push(line(900, "+33639980199", &part("Bonjour", 0), Some(9))),
            &["j:7 is of no message in the store"],
        ),
        (
            "an unknown PDU that was refused",
            |_, lines| lines.push(line(900, "+33639980199", &part("Bonjour", 0), None)),
            &["j:7 is of no message in the store"],
        ),
        (
            "parts swapped",
            |_, lines| {
                lines[1] = line(201, PAUL, &part("17 h est annule", 1), Some(6));
                lines[2] = line(301, PAUL, &part("Le cours de ", 2), Some(7));
            },
            &[
                "message 2 part 1 says something else at j:2 than in the store",
                "message 2 part 2 says something else at j:3 than in the store",
            ],
        ),
        (
            "to the wrong number",
            |_, lines| lines[0] = line(101, PAUL, &part("Bonjour", 0), Some(5)),
            &[
                "j:1 is of no message in the store",
                "message 1 part 1 counts as sent by attempt 1, and no journal has it",
            ],
        ),
        (
            "sent, though the store says failed",
            |claims, _| {
                claims[0].state = PartState::Failed;
                claims[0].attempts[0].outcome = Outcome::Refused;
            },
            &["message 1 part 1 was sent at j:1, and the store says failed"],
        ),
        (
            "sent, though it was taken back",
            |claims, _| {
                claims[0].state = PartState::Cancelled;
                claims[0].attempts[0].outcome = Outcome::Withdrawn;
            },
            &["message 1 part 1 was sent at j:1, and the store says cancelled"],
        ),
        (
            "another reference",
            |claims, _| claims[1].attempts[0].outcome = Outcome::Sent { reference: 77 },
            &["message 2 part 1 has another reference at j:2 than 77 in the store"],
        ),
    ];
    for (name, change, want) in rows {
        let (mut claims, mut lines) = pair();
        change(&mut claims, &mut lines);
        assert_eq!(found(&claims, &lines), *want, "{name}");
        let verdict = judged(&claims, &lines);
        assert!(!verdict.is_clean(), "{name}");
        let counted: usize = verdict.counts().iter().map(|(_, count)| count).sum();
        assert_eq!(counted, want.len(), "{name}: every sort is counted");
    }
}

#[test]
fn what_is_unknown_may_have_gone_or_not() {
    for outcome in [Outcome::Unknown, Outcome::Open] {
        let state = if outcome == Outcome::Open { PartState::Sending } else { PartState::Unknown };
        let (mut claims, mut lines) = pair();
        claims[0].state = state;
        claims[0].attempts[0].outcome = outcome;
        assert!(found(&claims, &lines).is_empty(), "{outcome:?}: it went");
        lines[0] = line(101, ANNE, &part("Bonjour", 0), None);
        assert!(found(&claims, &lines).is_empty(), "{outcome:?}: it did not");
        lines.remove(0);
        assert!(found(&claims, &lines).is_empty(), "{outcome:?}: it never reached the modem");
    }
}

#[test]
fn what_a_try_in_doubt_may_have_sent_is_called_undone_by_nobody_but_a_person() {
    use PartState::{Cancelled, Expired, Failed};
    let rows = [(Failed, None), (Expired, None), (Cancelled, None), (Failed, Some(Resolution::Failed))];
    for (state, resolved) in rows {
        let (mut claims, lines) = pair();
        (claims[0].state, claims[0].resolved) = (state, resolved);
        claims[0].attempts[0].outcome = Outcome::Unknown;
        let said = format!("message 1 part 1 was sent at j:1, and the store says {state}");
        let want = if resolved.is_some() { vec![] } else { vec![said] };
        assert_eq!(found(&claims, &lines), want, "{state} {resolved:?}");
    }
}

#[test]
fn a_clock_may_be_a_little_off() {
    let (claims, mut lines) = pair();
    lines[2] = line(EXPIRY + 9_000, PAUL, &part("17 h est annule", 2), Some(7));
    assert!(found(&claims, &lines).is_empty());
}

#[test]
fn two_messages_may_say_the_same() {
    let (mut claims, mut lines) = pair();
    let again = Outcome::Sent { reference: 200 };
    claims.push(claim(9, ANNE, part("Bonjour", 0), PartState::Sent, &[(9, 950, again)]));
    lines.push(line(951, ANNE, &part("Bonjour", 0), Some(200)));
    assert!(found(&claims, &lines).is_empty());
    lines.push(line(960, ANNE, &part("Bonjour", 0), Some(201)));
    assert_eq!(judged(&claims, &lines).counts()[0], ("twice", 1));
}

#[test]
fn a_resend_that_was_asked_for_is_counted_and_no_fault() {
    let (mut claims, mut lines) = pair();
    claims[0].attempts[0].outcome = Outcome::Unknown;
    claims[0].resends = 1;
    claims[0].attempts.push(Attempt {
        number: AttemptNumber(6),
        begun_at: Moment::from_millis(900),
        outcome: Outcome::Sent { reference: 9 },
        ground: Ground::Resend,
        verdict: None,
    });
    lines.push(line(901, ANNE, &part("Bonjour", 0), Some(9)));
    let verdict = judged(&claims, &lines);
    assert_eq!(
        verdict.to_string(),
        "4 parts, 4 sent, 1 sent once more on request, none twice, none lost, none late"
    );
}

#[test]
fn the_rules_resend_is_told_from_a_persons() {
    let rows = [
        (0, 2, "2 sent once more on request"),
        (1, 2, "1 sent once more by the service's rule, 1 sent once more on request"),
        (1, 1, "1 sent once more by the service's rule"),
    ];
    for (ruled, resends, want) in rows {
        let (mut claims, mut lines) = pair();
        claims[0].attempts[0].outcome = Outcome::Unknown;
        (claims[0].ruled, claims[0].resends) = (ruled, resends);
        for again in 0..i64::from(resends) {
            // The last answer alone has come.
            let reference = 9 + u8::try_from(again).unwrap();
            let last = again + 1 == i64::from(resends);
            claims[0].attempts.push(Attempt {
                number: AttemptNumber(6 + again),
                begun_at: Moment::from_millis(900 + again * 50),
                outcome: if last { Outcome::Sent { reference } } else { Outcome::Unknown },
                ground: Ground::Resend,
                verdict: None,
            });
            lines.push(line(901 + again * 50, ANNE, &part("Bonjour", 0), Some(reference)));
        }
        let verdict = judged(&claims, &lines);
        assert_eq!(verdict.to_string(), format!("4 parts, 4 sent, {want}, none twice, none lost, none late"));
    }
}

#[test]
fn a_journal_that_was_cut_is_read_as_far_as_it_goes() {
    let (claims, lines) = pair();
    let whole = lines.concat();
    let last = lines[5].len();
    for cut in last + 1..last + lines[4].len() {
        let octets = &whole.as_bytes()[..whole.len() - cut];
        let journal = Journal::read("j", octets);
        assert_eq!(journal.seen.len(), 4);
        assert_eq!(journal.remarks.len(), 1, "{cut}");
        assert!(!journal.remarks[0].is_gap());
        assert!(journal.remarks[0].to_string().starts_with("j:5: cut off"));
        let verdict = audit(&claims, &[journal], TOLERANCE);
        assert_eq!(verdict.counts()[1], ("lost", 1), "what was answered is missed");
    }
}

#[test]
fn a_line_that_can_not_be_read_is_a_gap() {
    let (_, lines) = pair();
    let rows =
        [("rubbish\n", 1), ("{\"kind\":\"submit\"}\n", 1), ("\n", 0), ("{\"kind\":\"note\",\"t\":1}\n", 0)];
    for (line, gaps) in rows {
        let journal = Journal::read("j", format!("{line}{}", lines[0]).as_bytes());
        assert_eq!((journal.seen.len(), journal.remarks.len()), (1, gaps), "{line:?}");
        assert!(journal.remarks.iter().all(Remark::is_gap));
    }
    assert_eq!(Journal::read("j", b"").seen.len(), 0);
    assert_eq!(Journal::read("j", &[0xFF; 100]).remarks.len(), 1);
}

#[test]
fn what_is_no_journal_is_said_to_be_none_once() {
    let (_, lines) = pair();
    let read = |octets: &[u8]| {
        Journal::read("j", octets).remarks.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let none =
        |line| vec![format!("j:{line}: this is no journal of a modem, and none of its lines can be read")];
    let unreadable = |line: usize| format!("j:{line}: this line can't be read, and may have been a PDU");
    let cut = |line: usize| format!("j:{line}: cut off in its last line, which is left out");
    let binary: Vec<u8> = (0..=255).cycle().take(256 * 3_000).collect();
    let journal = lines.concat().into_bytes();
    let rows: &[(&[u8], Vec<String>)] = &[
        (&binary, none(1)),
        (&[0xFF; 100], none(1)),
        (b"\n\nNom;Pr\xE9nom\nPetit;Anne\n", none(3)),
        (b"{}\n{\"log\":1}\n", none(1)),
        (b"{\"kind\":\"subm", vec![cut(1)]),
        (b"", vec![]),
        (&[&journal[..], b"\xFF\xFE"].concat(), vec![cut(7)]),
        (&[&journal[..], b"\xFF\n\xFE\n"].concat(), vec![unreadable(7), unreadable(8)]),
        (&[b"\xFF\n", &journal[..]].concat(), vec![unreadable(1)]),
    ];
    for (octets, want) in rows {
        let shown = String::from_utf8_lossy(octets.get(..20).unwrap_or(octets)).into_owned();
        assert_eq!(read(octets), *want, "{shown:?}");
        let gap = Journal::read("j", octets).remarks.iter().any(Remark::is_gap);
        assert_eq!(gap, want.iter().any(|remark| !remark.contains("cut off")), "{shown:?}");
    }
}

#[test]
fn rubbish_as_a_pdu_is_of_no_message() {
    let (claims, mut lines) = pair();
    lines.push("{\"kind\":\"submit\",\"t\":1,\"tpdu\":\"xyz\",\"accepted\":false}\n".to_owned());
    assert_eq!(found(&claims, &lines), ["j:7 is of no message in the store"]);
}
