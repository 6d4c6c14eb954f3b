//! What a row may say, and what is answered in it.

use rusqlite::types::Value;

use crate::house::{House, LINE, OUTBOX, STORE, insert, producer};

const BODY: &str = "Cours de piano annulé ce soir.";

/// A moment so far from now, as SQLite writes it.
fn moment(house: &House, shift: &str) -> String {
    let sql = "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now', ?1)";
    house.producer().query_row(sql, [shift], |row| row.get(0)).unwrap()
}

fn millis(house: &House, written: &str) -> i64 {
    let sql = "SELECT CAST(strftime('%s', ?1) AS INTEGER) * 1000";
    house.producer().query_row(sql, [written], |row| row.get(0)).unwrap()
}

#[test]
fn the_same_reference_sends_once_and_another_content_is_refused() {
    let house = House::new();
    let _modem = house.modem(|_| {});
    let _daemon = house.run();
    let row = |body: &str| {
        house.insert(&[("recipient", "06 39 98 40 00"), ("body", body), ("reference", "absence-0012")])
    };
    let first = row(BODY);
    house.wait_for_state(first, "delivered");
    let (same, other) = (row(BODY), row("Cours de piano avancé à midi."));
    let mirror = house.wait_for_state(same, "delivered");
    assert_eq!(mirror.message, Some(1));
    let refused = house.wait_for_state(other, "refused");
    assert_eq!(refused.reason.as_deref(), Some("reference_taken"));
    assert!(refused.explanation.unwrap().contains("message n°"));
    assert_eq!(house.submits().len(), 1);
}

#[test]
fn a_row_is_taken_back_before_it_goes_in_its_middle_and_not_after() {
    let house = House::with(&format!("{STORE}[service.default]\nmax_parts = 6\n{OUTBOX}{LINE}"));
    let _modem = house.modem(|modem| modem.network.latency = std::time::Duration::from_millis(150));
    let _daemon = house.run();
    let gone = house.insert(&[("recipient", "06 39 98 41 00"), ("body", BODY)]);
    house.wait_for_state(gone, "delivered");
    let later = moment(&house, "+1 hours");
    let waits = house.insert(&[("recipient", "06 39 98 41 01"), ("body", BODY), ("not_before", &later)]);
    house.wait_for_state(waits, "queued");
    let long = "Grand concert de printemps, samedi à 18 heures, salle Bizet, entrée libre. ".repeat(11);
    let cut = house.insert(&[("recipient", "06 39 98 41 02"), ("body", long.trim())]);
    house.wait_for_accepted(3);
    house.execute("UPDATE outbox SET cancel = 1");
    let taken_back = house.insert_values(&[
        ("recipient", Value::from("06 39 98 41 03".to_owned())),
        ("body", Value::from(BODY.to_owned())),
        ("cancel", Value::from(1)),
    ]);

    let answered =
        |id| house.wait("an answer", |house| house.row(id).filter(|row| row.cancel_result.is_some()));
    let gone = answered(gone);
    assert_eq!((gone.state.as_str(), gone.cancel_result.as_deref()), ("delivered", Some("too late")));
    let waits = answered(waits);
    assert_eq!((waits.state.as_str(), waits.cancel_result.as_deref()), ("cancelled", Some("cancelled")));
    assert_eq!(waits.reason.as_deref(), Some("cancelled_by_caller"));
    let taken_back = answered(taken_back);
    assert_eq!(taken_back.state, "cancelled");
    assert_eq!(taken_back.cancel_result.as_deref(), Some("cancelled"));
    let cut = answered(cut);
    let cut = house.wait_for_state(cut.id, "cancelled");
    let parts = |to: &str| house.accepted().iter().filter(|submit| submit.to.as_deref() == Some(to)).count();
    let went = parts("+33639984102");
    assert!((2..6).contains(&went), "{went}");
    // The one that had its Ctrl-Z may have been counted as gone or not; its result was still to come.
    let answers = [format!("after {went} of 6 parts"), format!("after {} of 6 parts", went - 1)];
    assert!(answers.contains(&cut.cancel_result.clone().unwrap()), "{went}: {cut:?}");
    assert_eq!((parts("+33639984101"), parts("+33639984103")), (0, 0));
}

#[test]
fn nothing_goes_before_not_before_nor_after_expires_at() {
    let house = House::new();
    let daemon = house.run();
    let (soon, start) = (moment(&house, "+2 seconds"), moment(&house, "+3 seconds"));
    let past = moment(&house, "-1 hours");
    let row = |number: &str, column: &str, when: &str| {
        house.insert(&[("recipient", number), ("body", BODY), (column, when)])
    };
    let over = row("06 39 98 42 00", "expires_at", &past);
    let short = row("06 39 98 42 01", "expires_at", &soon);
    let later = row("06 39 98 42 02", "not_before", &start);
    let refused = house.wait_for_state(over, "refused");
    assert_eq!(refused.reason.as_deref(), Some("already_expired"));
    house.wait_for_state(later, "queued");
    let expired = house.wait_for_state(short, "expired");
    assert_eq!(expired.reason.as_deref(), Some("expired"));
    let _modem = house.modem(|_| {});
    house.wait_for_state(later, "delivered");
    let submits = house.submits();
    assert_eq!(submits.len(), 1, "{submits:?}");
    assert!(submits[0].t >= millis(&house, &start), "{} is before {start}", submits[0].t);
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn what_is_changed_in_a_text_is_told_to_the_row_and_in_its_story() {
    let house = House::new();
    let _daemon = house.run();
    let row = house.insert(&[("recipient", "06 39 98 44 00"), ("body", "L’école ferme à midi…")]);
    let waits = house.wait_for_state(row, "queued");
    assert_eq!(waits.reason.as_deref(), Some("accepted_changed"));
    let told = waits.explanation.unwrap();
    assert_eq!(told, "accepté\u{a0}; changé dans le texte\u{a0}: ’ → ', … → ...");
    let _modem = house.modem(|_| {});
    house.wait_for_state(row, "delivered");
    let story = house.ask(&["message", "show", "1"]).said();
    assert!(story.contains("accepted; changed in the text: ’ → ', … → ..."), "{story}");
}

#[test]
fn a_landline_is_refused_in_french_and_never_dialled() {
    let house = House::new();
    let _modem = house.modem(|_| {});
    let _daemon = house.run();
    let landline = house.insert(&[("recipient", "01 99 00 12 34"), ("body", BODY)]);
    let mobile = house.insert(&[("recipient", "06 39 98 43 00"), ("body", BODY)]);
    let row = house.wait_for_state(landline, "refused");
    assert_eq!(row.reason.as_deref(), Some("landline"));
    assert_eq!(row.explanation.as_deref(), Some("numéro fixe\u{a0}: à appeler"));
    assert_eq!(row.parts, Some(0));
    house.wait_for_state(mobile, "delivered");
    assert_eq!(house.submits().len(), 1);
}

#[test]
fn each_outbox_says_what_its_configuration_lets_it_say() {
    let services = "[service.conservatoire]\nlane = \"urgent\"\n[service.dechets]\n";
    let outboxes = "
        [[outbox]]
        path = \"{folder}/outbox/outbox.db\"
        services = [\"conservatoire\"]
        [[outbox]]
        path = \"{folder}/modem/other/outbox.db\"
        lanes = [\"bulk\"]
    ";
    let house = House::with(&format!("{STORE}{services}{outboxes}{LINE}"));
    let other = house.path("modem/other/outbox.db");
    let _daemon = house.run();
    house.wait("both files", |_| other.exists().then_some(()));
    let rows = [
        ("", "", "queued", ""),
        ("conservatoire", "normal", "queued", ""),
        ("dechets", "", "refused", "service_not_allowed"),
        ("voirie", "", "refused", "unknown_service"),
        ("", "rapide", "refused", "unknown_lane"),
    ];
    for (service, lane, state, reason) in rows {
        let mut row = vec![("recipient", "06 39 98 44 00"), ("body", BODY)];
        row.extend([("service", service), ("lane", lane)].iter().filter(|(_, word)| !word.is_empty()));
        let row = house.wait_for_state(house.insert(&row), state);
        if !reason.is_empty() {
            assert_eq!(row.reason.as_deref(), Some(reason));
        }
    }
    let others = [
        ("dechets", "bulk", "queued", "accepted"),
        ("dechets", "urgent", "refused", "lane_not_allowed"),
        ("dechets", "", "refused", "lane_not_allowed"),
        ("", "bulk", "refused", "service_missing"),
    ];
    for (service, lane, state, reason) in others {
        let text = |word: &str| if word.is_empty() { Value::Null } else { Value::from(word.to_owned()) };
        house.keep_secret("06 39 98 44 01", BODY);
        let id = insert(
            &producer(&other),
            &[
                ("recipient", text("06 39 98 44 01")),
                ("body", text(BODY)),
                ("service", text(service)),
                ("lane", text(lane)),
            ],
        );
        let row = house.wait("a verdict in the other file", |_| {
            let rows = crate::house::rows_of(&other);
            rows.into_iter().find(|row| row.id == id && row.state != "new")
        });
        assert_eq!((row.state.as_str(), row.reason.as_deref()), (state, Some(reason)), "{service} {lane}");
    }
    // What is not written is the service's, as far as only one may be meant.
    let first = house.ask(&["message", "show", "1", "--json"]).json();
    assert_eq!(first["summary"]["service"], "conservatoire");
    assert_eq!(first["summary"]["lane"], "urgent");
}

#[test]
fn a_row_without_service_and_lane_is_the_default_services() {
    let house = House::with(&format!("{STORE}{OUTBOX}"));
    let _daemon = house.run();
    let id = house.insert(&[("recipient", "06 39 98 45 00"), ("body", BODY)]);
    house.wait_for_state(id, "queued");
    let shown = house.ask(&["message", "show", "1", "--json"]).json();
    assert_eq!(shown["summary"]["service"], "default");
    assert_eq!(shown["summary"]["lane"], "normal");
    assert_eq!(house.logged("no [[line]] is configured").len(), 1);
}
