//! From the outbox to the phone.

use std::time::Duration;

use crate::house::{House, LINE, OUTBOX, STORE, Submit, is_there, left_out, run_to_end};

/// The texts of a message's parts, put together.
fn together(parts: &[Submit]) -> String {
    parts.iter().map(Submit::says).collect()
}

#[test]
fn a_row_from_python_is_delivered_and_its_state_is_readable_in_the_outbox() {
    if !is_there("python3") {
        return left_out("a row from Python, no python3 here");
    }
    const NUMBER: &str = "+33 6 39 98 12 34";
    const TEXT: &str = "Le cours de piano est annulé.";
    const SCRIPT: &str = "
import contextlib, sqlite3, sys
with contextlib.closing(sqlite3.connect(sys.argv[1], timeout=5)) as db, db:
    db.execute('INSERT INTO outbox (recipient, body, lane, reference) VALUES (?, ?, ?, ?)',
               (sys.argv[2], sys.argv[3], 'urgent', 'absence-0012'))
";
    let house = House::new();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    house.keep_secret(NUMBER, TEXT);
    let mut python = std::process::Command::new("python3");
    python.args(["-c", SCRIPT]).arg(house.outbox()).args([NUMBER, TEXT]);
    assert_eq!(run_to_end(python).code, Some(0));

    let row = house.wait_for_state(1, "delivered");
    assert_eq!(row.reason.as_deref(), Some("report_delivered"));
    assert_eq!(row.explanation.as_deref(), Some("le téléphone l’a reçu"));
    assert_eq!((row.message, row.parts), (Some(1), Some(1)));
    let (sent, delivered) = (row.sent_at.unwrap(), row.delivered_at.unwrap());
    assert!(sent <= delivered && sent.ends_with('Z'), "{sent} {delivered}");
    let submits = house.submits();
    assert_eq!(submits.len(), 1);
    assert_eq!((submits[0].to.as_deref(), submits[0].says()), (Some("+33639981234"), TEXT));
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn each_text_arrives_as_it_is_to_be_read() {
    let long = "Répétition générale samedi à 14 h, salle Bizet. ".repeat(8);
    let emoji = "Bravo 🎉 à tous les élèves du conservatoire 🎻 ! ".repeat(4);
    let rows: &[(&str, &str, usize)] = &[
        // What comes in, what is read, parts.
        ("Cours annulé ce soir.", "Cours annulé ce soir.", 1),
        (long.trim(), long.trim(), 3),
        ("Prix : 5 € [par {personne}]", "Prix : 5 € [par {personne}]", 1),
        ("Ça va ŷ 🎉", "Ça va ŷ 🎉", 1),
        (emoji.trim(), emoji.trim(), 3),
        ("L’élève n’a « rien » oublié…", "L'élève n'a \" rien \" oublié...", 1),
        ("Première ligne\nseconde ligne", "Première ligne\nseconde ligne", 1),
    ];
    let house = House::new();
    let _modem = house.modem(|_| {});
    let _daemon = house.run();
    for (index, (body, _, _)) in rows.iter().enumerate() {
        house.insert(&[("recipient", &format!("06 39 98 20 {index:02}")), ("body", body)]);
    }
    house.wait_for_all("delivered");
    for (index, (body, read, parts)) in rows.iter().enumerate() {
        let to = format!("+336399820{index:02}");
        let mut sent: Vec<_> =
            house.submits().into_iter().filter(|submit| submit.to.as_deref() == Some(&to)).collect();
        sent.sort_by_key(Submit::number);
        assert_eq!(sent.len(), *parts, "{body}");
        assert_eq!(together(&sent), *read, "{body}");
        let concats: Vec<_> = sent.iter().filter_map(|part| part.concat).collect();
        if *parts > 1 {
            let alike = |part: &&crate::house::Part| {
                (part.reference, usize::from(part.total)) == (concats[0].reference, *parts)
            };
            assert_eq!(concats.iter().filter(alike).count(), *parts, "{concats:?}");
        } else {
            assert!(concats.is_empty(), "{body}");
        }
        assert_eq!(house.all_rows()[index].parts, Some(i64::try_from(*parts).unwrap()));
    }
}

#[test]
fn the_letters_of_a_language_arrive_as_they_are_written_and_are_told() {
    let service = "[service.default]\nnational = [\"spanish\", \"portuguese\"]\n";
    let house = House::with(&format!("{STORE}{service}{OUTBOX}{LINE}"));
    let _modem = house.modem(|_| {});
    let _daemon = house.run();
    let (long, read) = ("L’enquête sur la forêt… ".repeat(8), "L'enquête sur la forêt... ".repeat(8));
    let rows: &[(&str, &str, usize, Option<&str>)] = &[
        // What comes in, what is read, parts, the table.
        ("Cours annulé ce soir.", "Cours annulé ce soir.", 1, None),
        ("Fête du conservatoire", "Fête du conservatoire", 1, None),
        (
            "Fête de la musique samedi à 14h, salle Bizet, entrée libre, garçons et filles",
            "Fête de la musique samedi à 14h, salle Bizet, entrée libre, garçons et filles",
            1,
            Some("Portuguese"),
        ),
        (long.trim(), read.trim(), 2, Some("Portuguese")),
    ];
    for (index, (body, ..)) in rows.iter().enumerate() {
        house.insert(&[("recipient", &format!("06 39 98 21 {index:02}")), ("body", body)]);
    }
    house.wait_for_all("delivered");
    for (index, (body, read, parts, table)) in rows.iter().enumerate() {
        let to = format!("+336399821{index:02}");
        let mut sent: Vec<_> =
            house.submits().into_iter().filter(|submit| submit.to.as_deref() == Some(&to)).collect();
        sent.sort_by_key(Submit::number);
        assert_eq!((sent.len(), &*together(&sent)), (*parts, *read), "{body}");
        let row = &house.all_rows()[index];
        let shown = house.ask(&["message", "show", &row.message.unwrap().to_string()]).said();
        let want = table.map(|table| format!("written with the {table} table"));
        assert_eq!(shown.contains("written with the"), want.is_some(), "{shown}");
        assert!(want.is_none_or(|want| shown.contains(&want)), "{shown}");
    }
    let audit = house.ask(&["audit", "store/beffroi.db", "modem/journal.jsonl"]);
    assert_eq!(audit.code, Some(0), "{audit:?}");
}

#[test]
fn each_text_of_a_service_ends_with_its_signature_and_no_row_is_rewritten() {
    let services = "[service.ecole]\nsignature = \"L’École\"\n[service.autre]\n";
    let house = House::with(&format!("{STORE}{services}{OUTBOX}{LINE}"));
    let _modem = house.modem(|_| {});
    let _daemon = house.run();
    let rows = [
        ("ecole", "Cours annulé.\n", "Cours annulé.\nL'École"),
        ("ecole", "Cours annulé. L’École", "Cours annulé. L'École"),
        ("ecole", "Forêt", "Forêt\nL’École"),
        ("autre", "Cours annulé.", "Cours annulé."),
    ];
    for (index, (service, body, _)) in rows.iter().enumerate() {
        let to = format!("06 39 98 22 {index:02}");
        house.insert(&[("recipient", &*to), ("body", body), ("service", service)]);
    }
    house.wait_for_all("delivered");
    for (index, (_, body, read)) in rows.iter().enumerate() {
        let to = format!("+336399822{index:02}");
        let submits = house.submits();
        let sent: Vec<_> = submits.iter().filter(|submit| submit.to.as_deref() == Some(&to)).collect();
        assert_eq!(sent.iter().map(|submit| submit.says()).collect::<Vec<_>>(), [*read], "{body:?}");
        let query = format!("SELECT body FROM outbox WHERE id = {}", index + 1);
        let kept: String = house.producer().query_row(&query, [], |row| row.get(0)).unwrap();
        assert_eq!(kept, *body);
    }
    let audit = house.ask(&["audit", "store/beffroi.db", "modem/journal.jsonl"]);
    assert_eq!(audit.code, Some(0), "{audit:?}");
}

#[test]
fn urgent_overtakes_a_mailing_between_two_parts_of_one_message() {
    let house = House::with(&format!("{STORE}[service.default]\nmax_parts = 6\n{OUTBOX}{LINE}"));
    let _modem = house.modem(|modem| modem.network.latency = Duration::from_millis(250));
    let _daemon = house.run();
    let long = "Grand concert de printemps, samedi à 18 heures, salle Bizet, entrée libre. ".repeat(11);
    let mailing: Vec<_> = (0..4).map(|n| (format!("06 39 98 30 {n:02}"), long.trim().to_owned())).collect();
    house.insert_all("bulk", &mailing);
    house.wait_for_accepted(1);
    house.insert(&[("recipient", "06 39 98 31 00"), ("body", "Cours annulé ce soir."), ("lane", "urgent")]);
    house.wait("the urgent one is sent", |house| {
        house.submits().iter().any(|submit| submit.to.as_deref() == Some("+33639983100")).then_some(())
    });
    let order: Vec<_> = house.submits().iter().map(|submit| (submit.to.clone(), submit.number())).collect();
    let urgent = order.iter().position(|(to, _)| to.as_deref() == Some("+33639983100")).unwrap();
    assert_eq!(house.all_rows()[0].parts, Some(6));
    assert!((1..6).contains(&urgent), "behind part {urgent} of the first message: {order:?}");
    // The message that was cut in two goes on where it stopped.
    let submits = house.wait_for_accepted(8);
    assert_eq!(submits[urgent + 1].number(), submits[urgent - 1].number() % 6 + 1);
}

#[test]
fn lanes_are_emptied_in_their_order() {
    let house = House::new();
    let daemon = house.run();
    for (lane, number) in [("bulk", 0), ("normal", 1), ("urgent", 2), ("bulk", 3), ("urgent", 4)] {
        let number = format!("06 39 98 32 {number:02}");
        house.insert(&[("recipient", &number), ("body", "Bonjour à tous"), ("lane", lane)]);
    }
    house.wait_for_all("queued");
    let _modem = house.modem(|_| {});
    house.wait_for_all("delivered");
    let order: Vec<_> = house.submits().iter().map(|submit| submit.to.clone().unwrap()).collect();
    let last: Vec<_> = order.iter().map(|to| &to[to.len() - 1..]).collect();
    assert_eq!(last, ["2", "4", "1", "0", "3"]);
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn what_the_network_refuses_for_good_fails_with_its_code_and_the_rest_goes_on() {
    let house = House::new();
    let modem = house.modem(|_| {});
    modem.instruct("refuse-number +33639983301=1");
    modem.instruct("phone-off +33639983302");
    let _daemon = house.run();
    for number in 0..4 {
        house.insert(&[
            ("recipient", &format!("06 39 98 33 {number:02}")),
            ("body", "Bonjour à tous les élèves"),
        ]);
    }
    house.wait_for_state(4, "delivered");
    let failed = house.wait_for_state(2, "failed");
    assert_eq!(failed.reason.as_deref(), Some("refused_for_good"));
    assert!(failed.explanation.unwrap().contains("refusé par le réseau (+CMS ERROR: 1)"));
    let off = house.wait_for_state(3, "sent");
    assert!(off.sent_at.is_some() && off.delivered_at.is_none());
    modem.instruct("phone-on +33639983302");
    house.wait_for_state(3, "delivered");
    house.assert_none_twice();
}
