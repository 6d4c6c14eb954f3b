//! What waits for a person's yes: how it is given, what comes of none, and what is taken back.

use super::*;

#[test]
fn the_same_content_again_waits_and_goes_by_either_way() {
    for by_name in [true, false] {
        let office = Office::list();
        let mut life = office.alive();
        office.put("liste.csv", LIST);
        office.looks(&mut life).unwrap();
        office.put("autre.csv", LIST);
        office.looks(&mut life).unwrap();
        assert_eq!(office.messages().len(), 3, "not sent");
        assert!(office.files().contains(&"autre.csv".to_owned()), "it stays where it is");
        let page = office.page("autre");
        for part in [
            "EN ATTENTE, rien n’est parti.",
            "même contenu que liste.csv, pris le ",
            "Pour l’envoyer tout de même, avant le ",
            "renommer autre.csv en autre.ok.csv, ici même",
            "beffroi notice confirm 2",
        ] {
            assert!(page.contains(part), "{part}\n{page}");
        }
        match by_name {
            true => fs::rename(office.path("autre.csv"), office.path("autre.ok.csv")).unwrap(),
            false => assert_eq!(life.clerk.confirm(2), Confirmation::Confirmed { messages: 3 }),
        }
        office.looks(&mut life).unwrap();
        assert_eq!(office.messages().len(), 6, "all the same: all of them");
        assert!(office.files().contains(&"fait/autre.csv".to_owned()), "{:?}", office.files());
        assert!(office.page("autre").contains("3 en attente"), "{}", office.page("autre"));
    }
}

#[test]
fn many_recipients_wait_for_a_yes_and_nothing_is_admitted_before() {
    let rules = "text = \"Concert samedi.\"\nlane = \"bulk\"\nconfirm_above = 1";
    let office = Office::new(rules);
    let mut life = office.alive();
    office.put("liste.csv", LIST);
    office.looks(&mut life).unwrap();
    assert_eq!(office.notices(), [(NoticeId(1), NoticeState::Waiting)]);
    assert!(office.messages().is_empty());
    let page = office.page("liste");
    for part in [
        "2 numéros recevraient ce message, alors que 1 au plus partent sans confirmation",
        "2 messages, 2 SMS :\r\n    Concert samedi.",
        "renommer liste.csv en liste.ok.csv",
        "Sans réponse, rien ne part, et le fichier va dans refuse/.",
        "ligne 4 (Maël Noël, 01 99 00 12 34)",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    // It outlives the time that is kept, and a process.
    drop(life);
    let mut life = office.alive();
    office.look(&mut life, Duration::from_hours(30)).unwrap();
    office.looks(&mut life).unwrap();
    fs::rename(office.path("liste.csv"), office.path("liste.OK.csv")).unwrap();
    office.looks(&mut life).unwrap();
    assert_eq!(office.messages().len(), 2);
    assert_eq!(office.files(), TAKEN, "kept from the yes on");
    assert_eq!(life.clerk.confirm(1), Confirmation::NotWaiting(NoticeState::Open));
    assert_eq!(life.clerk.confirm(9), Confirmation::NoNotice);
}

#[test]
fn what_nobody_confirms_ends_and_what_somebody_takes_back_too() {
    let rules = "text = \"Concert samedi.\"\nlane = \"bulk\"\nconfirm_above = 1";
    let office = Office::new(rules);
    let mut life = office.alive();
    office.put("liste.csv", LIST);
    office.looks(&mut life).unwrap();
    office.look(&mut life, Duration::from_hours(72)).unwrap();
    office.look(&mut life, Duration::from_secs(5)).unwrap();
    assert_eq!(office.notices(), [(NoticeId(1), NoticeState::Expired)]);
    assert!(office.messages().is_empty());

    let office = Office::new(rules);
    let mut life = office.alive();
    office.put("liste.csv", LIST);
    office.looks(&mut life).unwrap();
    life.clerk.cancel(1);
    office.looks(&mut life).unwrap();
    assert_eq!(office.files(), ["liste.resultat.csv", "liste.resultat.txt", "refuse/liste.csv"]);
    assert!(
        office.page("liste").contains(
            "Annulé par une personne.\r\n4 personnes : 0 reçu, 1 à appeler, 0 incertain, 3 annulés"
        )
    );
    assert!(office.messages().is_empty());
    // What was taken back is no reason to hold the next.
    office.put("liste.csv", &LIST.replace("Petit;Éva;06 39 98 00 05\n", ""));
    office.looks(&mut life).unwrap();
    assert_eq!(office.messages(), ["06 39 98 00 01"]);
    life.clerk.cancel(2);
    let states = office.reader().list(&ListFilter::default()).unwrap();
    assert!(states.iter().all(|row| row.state == State::Cancelled));
}
