//! What a service allows a text to take, and what is done to one that takes more.

use super::*;
use crate::message::Shortest;

fn too_long(parts: u32, limit: u32, over: u32, signs: Option<&str>) -> Reason {
    Reason::TextTooLong {
        parts,
        limit,
        over,
        signs: signs.map(str::to_owned),
        wording: Shortest::Own,
        signature: 0,
    }
}

#[test]
fn a_text_may_take_three_parts_and_an_urgent_one_six_unless_written() {
    let parts = |written, lane: &str, text: String| {
        let services = [("default".to_owned(), service(Lane::Normal, written))].into();
        let judge = Judge { services, zone: Zone::UTC };
        let request = Request {
            recipient: Some("06 39 98 00 12".into()),
            body: Some(text),
            lane: Some(lane.to_owned()),
            ..Request::default()
        };
        judge.judge_request(&request, NOW).map(|admission| admission.parts.len())
    };
    let rows = [
        (None, "normal", 3, 3),
        (None, "bulk", 3, 3),
        (None, "urgent", 6, 6),
        (Some(2), "urgent", 2, 2),
        (Some(9), "normal", 9, 9),
    ];
    for (written, lane, most, limit) in rows {
        assert_eq!(parts(written, lane, "x".repeat(153 * most)), Ok(most), "{written:?} {lane}");
        let over = parts(written, lane, "x".repeat(153 * most + 2));
        let found = u32::try_from(most).unwrap() + 1;
        assert_eq!(over, Err(too_long(found, limit, 2, None)), "{written:?} {lane}");
    }
}

#[test]
fn a_text_over_the_limit_is_folded_and_that_is_told() {
    let body = format!("L’enquête {}", "x".repeat(200));
    let admission = admitted(&Row { body: text(&body), ..row() });
    assert_eq!((admission.parts.len(), admission.changes.len()), (4, 0), "within: as the author has it");
    let mut judge = usual();
    judge.services.get_mut("default").unwrap().max_parts = None;
    let folded = judge.judge(&outbox(None, None), &Row { body: text(&body), ..row() }, NOW).unwrap();
    assert!(folded.body.starts_with("L'enquete "));
    assert_eq!((folded.parts.len(), folded.changes.len()), (2, 2));
    judge.services.get_mut("default").unwrap().text = TextPolicy::Keep;
    let kept = judge.judge(&outbox(None, None), &Row { body: text(&body), ..row() }, NOW).unwrap_err();
    assert_eq!(kept, too_long(4, 3, 9, Some("’ ê")));
}

#[test]
fn every_wrong_text_has_its_reason() {
    let control =
        |character: &str, position| Reason::ControlCharacter { character: character.into(), position };
    let rows = [
        (String::new(), Reason::EmptyText),
        (" \n\u{A0} ".to_owned(), Reason::EmptyText),
        ("abc\0def".to_owned(), control("U+0000", 4)),
        ("\u{1B}[31m".to_owned(), control("U+001B", 1)),
        ("x".repeat(10_000), too_long(66, 6, 9082, None)),
        ("é".repeat(153 * 6 + 1), too_long(7, 6, 1, None)),
        ("x".repeat(60_000), too_long(393, 6, 59_082, None)),
        ("😀".repeat(202), too_long(7, 6, 4, Some("😀"))),
    ];
    for (given, want) in rows {
        assert_eq!(refused(&Row { body: text(&given), ..row() }), want, "{} octets", given.len());
    }
    let six = admitted(&Row { body: text(&"é".repeat(153 * 6)), ..row() });
    assert_eq!(six.parts.len(), 6);
}
