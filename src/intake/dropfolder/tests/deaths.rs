//! A process that dies at any step, and a store that was restored: each file counts once all the same.

use super::*;

#[test]
fn a_file_counts_once_whenever_the_process_dies() {
    // Over a thousand numbers: the notice becomes messages in three transactions.
    let rows: String =
        (0..1_001).map(|n| format!("Élève {n};06 39 98 {:02} {:02}\n", n / 100, n % 100)).collect();
    let long = format!("Nom;Portable\n{rows}");
    let mut deaths = 0;
    for after in [false, true] {
        for nth in 1.. {
            let office = Office::new("text = \"Pas de cours.\"\nconfirm_above = 0");
            office.put("liste.csv", &long);
            let mut life = office.life(|clerk| Dying { clerk, left: Cell::new(nth), after });
            let died = office.looks(&mut life).is_err();
            drop(life);
            let mut life = office.alive();
            office.looks(&mut life).unwrap();
            assert_eq!(office.files(), TAKEN, "{nth} {after}");
            let mut messages = office.messages();
            assert_eq!(messages.len(), 1_001, "{nth} {after}");
            messages.dedup();
            assert_eq!(messages.len(), 1_001, "{nth} {after}: none twice");
            assert_eq!(office.notices(), [(NoticeId(1), NoticeState::Open)], "{nth} {after}");
            if !died {
                break;
            }
            deaths += 1;
        }
    }
    assert_eq!(deaths, 8, "take, twice more, moved: before and after each");
}

#[test]
fn a_restored_store_holds_the_rest_of_a_long_notice() {
    let rows: String =
        (0..700).map(|n| format!("Élève {n};06 39 98 {:02} {:02}\n", n / 100, n % 100)).collect();
    let office = Office::new("text = \"Pas de cours.\"\nconfirm_above = 0");
    office.put("liste.csv", &format!("Nom;Portable\n{rows}"));
    let mut life = office.life(|clerk| Dying { clerk, left: Cell::new(1), after: true });
    assert_eq!(office.looks(&mut life), Err(Gone));
    assert_eq!(office.messages().len(), 500);
    life.clerk.turn(|turn, at| turn.mark_restored(at));
    drop(life);
    let mut life = office.alive();
    office.looks(&mut life).unwrap();
    let all = office.reader().list(&ListFilter::default()).unwrap();
    let held = all.iter().filter(|row| row.state == State::Held).count();
    assert_eq!((all.len(), held), (700, 700), "a person decides");
}

#[test]
fn it_counts_once_too_when_the_process_dies_between_the_files() {
    type Step = fn(&Office, &mut Life<Clerk>);
    let steps: &[(&str, Step)] = &[
        ("taken, nothing written", |_, _| {}),
        ("results written, not moved", |office, life| {
            let folder = super::folder::Folder::open(&office.path(""), None).unwrap();
            let records = office.reader().drops(&office.config.drops[0].path.display().to_string()).unwrap();
            assert!(life.keeper.write(&folder, &records[0], &records, &office.reader()));
        }),
        ("moved, and nobody was told", |office, _| {
            fs::create_dir(office.path("fait")).unwrap();
            fs::rename(office.path("liste.csv"), office.path("fait/liste.csv")).unwrap();
        }),
        ("moved, and the same list put there again", |office, _| {
            fs::create_dir(office.path("fait")).unwrap();
            fs::rename(office.path("liste.csv"), office.path("fait/liste.csv")).unwrap();
            office.put("liste.csv", LIST);
        }),
        ("a draft of a result left behind", |office, _| office.put(".beffroi-resultat.tmp", "half")),
    ];
    for (what, step) in steps {
        let office = Office::list();
        office.put("liste.csv", LIST);
        let mut life = office.life(|clerk| Dying { clerk, left: Cell::new(1), after: true });
        assert_eq!(office.looks(&mut life), Err(Gone), "{what}");
        drop(life);
        assert_eq!(office.messages().len(), 3, "{what}: committed");
        let mut life = office.alive();
        step(&office, &mut life);
        drop(life);
        let mut life = office.alive();
        office.looks(&mut life).unwrap();
        assert_eq!(office.messages().len(), 3, "{what}");
        let again = office.files().contains(&"liste.csv".to_owned());
        assert_eq!(again, what.contains("again"), "{what}: {:?}", office.files());
        assert!(office.files().contains(&"fait/liste.csv".to_owned()), "{what}");
    }
}
