//! What is said of messages, and how a state is named.

use super::*;
use crate::control::Recall;
use crate::message::Reason;

#[test]
fn what_a_wish_to_take_a_message_back_came_to_is_told() {
    let rows = [
        (Recall::Pending { gone: 0, of: 1 }, "back: it is at the modem", "s’il en revient, il sera annulé"),
        (Recall::Pending { gone: 1, of: 2 }, "back: 1 of its 2 SMS", "s’il en revient, il ne partira pas"),
        (Recall::Gone { gone: 1, of: 1 }, "too late: it had gone", "trop tard\u{A0}: il était parti"),
        (Recall::Gone { gone: 2, of: 3 }, "2 of its 3 SMS had gone", "2 de ses 3 SMS étaient partis"),
        (Recall::Unknown { gone: 1, of: 1 }, "nobody knows whether", "personne ne sait s’il était parti"),
        (Recall::Unknown { gone: 2, of: 3 }, "had gone, or may have", "ou l’étaient peut-être"),
    ];
    for (given, english, french) in rows {
        for (language, want) in [(Language::English, english), (Language::French, french)] {
            let said = wording::sentence(language, "recall", &given);
            assert!(said.contains(want), "{said}");
        }
    }
}

#[test]
fn what_cancel_says_in_words_is_what_it_says_to_programs() {
    let cancelled = |gone, of, recall, before| Response::Cancelled { gone, of, recall, before };
    let too_late = |state, recall| Response::TooLate { state, recall };
    let before = Some(Moment::from_millis(0));
    let rows = [
        (cancelled(0, 2, None, None), "message 7 is cancelled: nothing of it has gone"),
        (cancelled(1, 2, None, None), "but 1 of 2 SMS had gone"),
        (
            cancelled(0, 2, Some(Recall::Pending { gone: 0, of: 2 }), None),
            "message 7 asked to be taken back: it is at the modem, and is cancelled should it come back",
        ),
        (
            too_late(State::Sending, Some(Recall::Pending { gone: 0, of: 1 })),
            "message 7 asked to be taken back: it is at the modem",
        ),
        (too_late(State::Unknown, Some(Recall::Unknown { gone: 1, of: 1 })), "nobody knows whether it had"),
        (too_late(State::Delivered, None), "message 7: too late to cancel it (delivered)"),
        (cancelled(0, 1, None, before), "message 7 was cancelled already, on 01/01/1970 at 00:00"),
        (cancelled(2, 3, None, before), "00:00; 2 of its 3 SMS had gone by then"),
    ];
    for (given, want) in rows {
        let said = taken_back(7, (&given, Held::Not), &Zone::UTC, Language::English);
        assert!(said.contains(want), "{said}");
        assert!(!said.contains("too late") || matches!(given, Response::TooLate { .. }), "{said}");
        let french = taken_back(7, (&given, Held::Not), &Zone::UTC, Language::French);
        assert!(french.starts_with("message n°\u{A0}7") && !french.contains('{'), "{french}");
    }
}

#[test]
fn of_what_is_held_since_a_restore_nobody_says_that_it_had_not_gone() {
    let given = Response::Cancelled { gone: 0, of: 1, recall: None, before: None };
    let rows =
        [(Language::English, "this store does not know"), (Language::French, "cette base ne le sait pas")];
    for (language, want) in rows {
        let said = taken_back(7, (&given, Held::Restored), &Zone::UTC, language);
        assert!(said.ends_with(want), "{said}");
    }
}

#[test]
fn the_states_there_are_are_named_with_the_words_of_the_list() {
    let known = known_states(Language::French);
    assert!(known.contains("queued (en attente), sending (envoi en cours), sent (envoyé)"), "{known}");
    assert!(known_states(Language::English).contains("new, refused, held, queued (waiting)"));
}

#[test]
fn the_state_beside_a_part_is_said_to_be_the_messages() {
    let step = |part| Step {
        at: Moment::from_millis(0),
        part,
        state: State::Sending,
        reason: Reason::TakenByNetwork { reference: 7 },
    };
    let rows = [
        (None, 2, "being sent: taken by the network (reference 7)"),
        (Some(1), 1, "being sent: taken by the network (reference 7)"),
        (Some(2), 2, "SMS 2/2: taken by the network (reference 7) [message: being sent]"),
    ];
    for (part, parts, want) in rows {
        let said = told(&step(part), parts, &Zone::UTC, Language::English);
        assert_eq!(said, format!("01/01/1970 00:00:00  {want}"));
    }
    let said = told(&step(Some(2)), 2, &Zone::UTC, Language::French);
    assert!(said.ends_with("[message\u{A0}: envoi en cours]"), "{said}");
}

#[test]
fn a_state_is_named_by_its_code_or_as_it_is_shown() {
    for known in State::ALL {
        for language in [Language::French, Language::English] {
            let word = wording::state(language, *known);
            assert_eq!(state(&word), Ok(*known), "{word}");
        }
        assert_eq!(state(known.as_str()), Ok(*known));
    }
    let rows = [(" En attente ", Some(State::Queued)), ("WAITING", Some(State::Queued)), ("lost", None)];
    for (given, want) in rows {
        assert_eq!(state(given).ok(), want, "{given}");
    }
}
