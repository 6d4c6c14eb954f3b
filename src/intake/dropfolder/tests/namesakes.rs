//! Files of one name after another, copies, and content that came before: what is sent, what waits, and that
//! the plain name tells of the latest.

use super::*;

const BULK: &str = "text = \"Concert samedi.\"\nlane = \"bulk\"\nconfirm_above = 1";

fn mended() -> String {
    LIST.replace("01 99 00 12 34", "06 39 98 00 09")
}

impl Office {
    /// As it is on the disk.
    fn read(&self, inner: &str) -> String {
        fs::read_to_string(self.path(inner)).unwrap().replace('\u{A0}', " ")
    }

    /// Of today, as the system dates what it moves.
    fn today() -> Self {
        let begin = (Instant::now(), Moment::from_system(std::time::SystemTime::now()));
        Self { begin, ..Self::list() }
    }

    /// The store of before all this.
    fn back_up(&self) -> Vec<u8> {
        drop(self.alive());
        fs::read(&self.config.store).unwrap()
    }

    fn restore(&self, store: &[u8]) {
        for ending in ["-wal", "-shm"] {
            let path = format!("{}{ending}", self.config.store.display());
            if let Err(error) = fs::remove_file(path) {
                assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
            }
        }
        fs::write(&self.config.store, store).unwrap();
    }
}

#[test]
fn the_plain_name_tells_of_the_latest_file_and_the_earlier_one_is_told_beside_it() {
    let office = Office::list();
    let mut life = office.alive();
    office.put("liste.csv", LIST);
    office.looks(&mut life).unwrap();
    office.put("liste.csv", &mended());
    office.looks(&mut life).unwrap();
    assert_eq!(
        office.files(),
        [
            "fait/liste (2).csv",
            "fait/liste.csv",
            "fait/liste.resultat.csv",
            "fait/liste.resultat.txt",
            "liste.resultat.csv",
            "liste.resultat.txt",
        ]
    );
    let page = office.page("liste");
    assert!(page.contains("sont à présent fait/liste.resultat.txt"), "{page}");
    assert!(!page.contains("numéro fixe") && page.contains("Ligne par ligne : liste.resultat.csv"), "{page}");
    let older = office.read("fait/liste.resultat.txt");
    assert!(older.contains("a été pris : ses résultats sont liste.resultat.txt"), "{older}");
    assert!(older.contains("numéro fixe") && older.contains("3 en attente"), "{older}");
    // It is told on: of what becomes of its messages.
    life.clerk.cancel(1);
    office.looks(&mut life).unwrap();
    let older = office.read("fait/liste.resultat.txt");
    assert!(older.contains("Annulé par une personne.") && older.contains("3 annulés"), "{older}");
    office.put("liste.csv", "Nom\nGarçon\n");
    office.looks(&mut life).unwrap();
    assert!(office.page("liste").contains("REFUSÉ"), "also where the latest is refused");
    let second = office.read("fait/liste (2).resultat.txt");
    assert!(second.contains("ses résultats sont liste.resultat.txt"), "{second}");
    office.look(&mut life, Duration::from_hours(24)).unwrap();
    office.looks(&mut life).unwrap();
    assert_eq!(office.files(), [] as [&str; 0], "all of it goes when its time is over");
}

#[test]
fn two_files_of_one_stem_are_two_names() {
    let office = Office::list();
    let mut life = office.alive();
    office.put("liste.csv", LIST);
    office.put("liste.txt", &mended());
    office.looks(&mut life).unwrap();
    let files = office.files();
    for name in ["liste.resultat.txt", "liste (2).resultat.txt", "fait/liste.csv", "fait/liste (2).txt"] {
        assert!(files.contains(&name.to_owned()), "{name} {files:?}");
    }
    assert!(office.page("liste").starts_with("\u{FEFF}liste.csv, pris le"));
    assert!(office.page("liste (2)").starts_with("\u{FEFF}liste.txt, pris le"));
}

#[test]
fn whenever_the_process_dies_the_plain_name_tells_of_the_latest_and_nobody_is_told_twice() {
    let mut deaths = 0;
    for after in [false, true] {
        for nth in 1.. {
            let office = Office::list();
            office.put("liste.csv", LIST);
            office.looks(&mut office.alive()).unwrap();
            office.put("liste.csv", &mended());
            let mut life = office.life(|clerk| Dying { clerk, left: Cell::new(nth), after });
            let died = office.looks(&mut life).is_err();
            drop(life);
            office.looks(&mut office.alive()).unwrap();
            assert_eq!(office.messages().len(), 4, "{nth} {after}");
            assert!(!office.page("liste").contains("numéro fixe"), "{nth} {after}");
            assert!(office.read("fait/liste.resultat.txt").contains("numéro fixe"), "{nth} {after}");
            if !died {
                break;
            }
            deaths += 1;
        }
    }
    assert_eq!(deaths, 4, "take and moved, before and after each");
}

#[test]
fn a_waiting_file_that_is_changed_takes_its_notice_with_it() {
    // In place, by another file, or with the name that was to confirm the first.
    for name in ["liste.csv", "liste.ok.csv"] {
        let office = Office::new(BULK);
        let mut life = office.alive();
        office.put("liste.csv", LIST);
        office.looks(&mut life).unwrap();
        fs::remove_file(office.path("liste.csv")).unwrap();
        office.put(name, &mended());
        office.looks(&mut life).unwrap();
        assert_eq!(
            office.notices(),
            [(NoticeId(2), NoticeState::Waiting), (NoticeId(1), NoticeState::Replaced)],
            "{name}"
        );
        assert_eq!(life.clerk.confirm(1), Confirmation::NotWaiting(NoticeState::Replaced), "{name}");
        let page = office.page("liste");
        assert!(
            page.contains("l’avis n° 1 ne partira pas") && page.contains("3 numéros recevraient"),
            "{page}"
        );
        let older = office.read("refuse/liste.resultat.txt");
        assert!(older.contains("REMPLACÉ par un autre fichier du même nom"), "{older}");
        assert!(office.files().contains(&name.to_owned()), "{:?}", office.files());
        assert_eq!(life.clerk.confirm(2), Confirmation::Confirmed { messages: 3 });
        office.looks(&mut life).unwrap();
        let (told, kept) = (office.messages().len(), office.files());
        assert_eq!(told, 3, "{name}");
        assert!(!kept.contains(&name.to_owned()), "{name} {kept:?}");
    }
}

#[test]
fn a_changed_file_replaces_the_first_whenever_the_process_dies() {
    let mut deaths = 0;
    for after in [false, true] {
        for nth in 1.. {
            let office = Office::new(BULK);
            office.put("liste.csv", LIST);
            office.looks(&mut office.alive()).unwrap();
            office.put("liste.csv", &mended());
            let mut life = office.life(|clerk| Dying { clerk, left: Cell::new(nth), after });
            let died = office.looks(&mut life).is_err();
            drop(life);
            let mut life = office.alive();
            office.looks(&mut life).unwrap();
            let want = [(NoticeId(2), NoticeState::Waiting), (NoticeId(1), NoticeState::Replaced)];
            assert_eq!(office.notices(), want, "{nth} {after}");
            assert!(office.files().contains(&"liste.csv".to_owned()), "{nth} {after}");
            assert_eq!(life.clerk.confirm(1), Confirmation::NotWaiting(NoticeState::Replaced));
            if !died {
                break;
            }
            deaths += 1;
        }
    }
    assert_eq!(deaths, 4, "take the second, give the first up as gone: before and after each");
}

#[test]
fn a_copy_that_confirms_takes_the_first_with_it() {
    let mut deaths = 0;
    for after in [false, true] {
        for nth in 1.. {
            let office = Office::new(BULK);
            office.put("liste.csv", LIST);
            office.looks(&mut office.alive()).unwrap();
            office.put("Liste.ok.csv", LIST);
            let mut life = office.life(|clerk| Dying { clerk, left: Cell::new(nth), after });
            let died = office.looks(&mut life).is_err();
            drop(life);
            let mut life = office.alive();
            office.looks(&mut life).unwrap();
            assert_eq!(office.messages().len(), 2, "{nth} {after}");
            let want = ["fait/liste.csv", "fait/liste.ok.csv", "liste.resultat.csv", "liste.resultat.txt"];
            assert_eq!(office.files(), want, "{nth} {after}");
            let page = office.page("liste");
            assert!(page.contains("Confirmé par Liste.ok.csv ; liste.csv, qui dit la même chose,"), "{page}");
            office.look(&mut life, Duration::from_hours(24)).unwrap();
            assert_eq!(office.files(), [] as [&str; 0], "{nth} {after}");
            if !died {
                break;
            }
            deaths += 1;
        }
    }
    assert_eq!(deaths, 6, "take either, and moved: before and after each");
}

#[test]
fn a_restored_store_sends_no_list_again_that_is_kept_beside_its_folder() {
    for by_name in [true, false] {
        let office = Office::today();
        let backup = office.back_up();
        office.put("liste.csv", LIST);
        office.looks(&mut office.alive()).unwrap();
        office.restore(&backup);
        let mut life = office.alive();
        office.put("liste.csv", LIST);
        office.looks(&mut life).unwrap();
        assert!(office.messages().is_empty(), "not sent silently");
        let page = office.page("liste");
        for part in [
            "le même contenu est dans fait/liste.csv, depuis le ",
            "la base n’en sait rien",
            "renommer liste.csv en liste.ok.csv",
            "beffroi notice confirm 1",
        ] {
            assert!(page.contains(part), "{part}\n{page}");
        }
        match by_name {
            true => fs::rename(office.path("liste.csv"), office.path("liste.ok.csv")).unwrap(),
            false => assert_eq!(life.clerk.confirm(1), Confirmation::Confirmed { messages: 3 }),
        }
        office.looks(&mut life).unwrap();
        assert_eq!(office.messages().len(), 3, "{by_name}");
        let files = office.files();
        assert!(files.contains(&"fait/liste (2).csv".to_owned()), "{files:?}");
        assert!(!files.contains(&"liste.csv".to_owned()), "{files:?}");
        drop(life);
        office.looks(&mut office.alive()).unwrap();
        assert_eq!(office.messages().len(), 3, "{by_name}: not anew by the next process");
    }
}

#[test]
fn what_a_restored_store_is_not_asked_about_goes_as_ever() {
    let office = Office::today();
    let backup = office.back_up();
    let mut life = office.alive();
    // Of the same size, kept from before: read and found to be another.
    let (one, other) = (LIST, LIST.replace("00 05", "00 06"));
    office.put("liste.csv", one);
    office.looks(&mut life).unwrap();
    drop(life);
    office.restore(&backup);
    let mut life = office.alive();
    office.put("autre.csv", &other);
    office.looks(&mut life).unwrap();
    assert_eq!(office.messages().len(), 3);
    assert_eq!(office.notices(), [(NoticeId(1), NoticeState::Open)]);
    // After the time for which files are kept the same list is a new notice.
    office.look(&mut life, Duration::from_hours(25)).unwrap();
    office.put("liste.csv", one);
    office.looks(&mut life).unwrap();
    assert_eq!(office.messages().len(), 6);
    assert_eq!(office.notices().first(), Some(&(NoticeId(2), NoticeState::Open)));
    // What is refused is told so again, and leaves the folder though it is kept by that name.
    let office = Office::today();
    let backup = office.back_up();
    office.put("liste.csv", "Nom\nGarçon\n");
    office.looks(&mut office.alive()).unwrap();
    office.restore(&backup);
    office.put("liste.csv", "Nom\nGarçon\n");
    office.looks(&mut office.alive()).unwrap();
    assert!(office.page("liste").contains("REFUSÉ"));
    assert!(office.files().contains(&"refuse/liste (2).csv".to_owned()), "{:?}", office.files());
    assert!(!office.files().contains(&"liste.csv".to_owned()), "{:?}", office.files());
}

#[test]
fn only_what_went_or_waits_is_a_reason_to_wait() {
    type End = fn(&Office, &mut Life<Clerk>);
    let ends: &[(&str, End)] = &[
        ("cancelled while it waited", |_, life| life.clerk.cancel(1)),
        ("nobody confirmed it", |office, life| {
            office.look(life, Duration::from_hours(72)).unwrap();
        }),
        ("each of its messages was taken back", |_, life| {
            assert_eq!(life.clerk.confirm(1), Confirmation::Confirmed { messages: 2 });
            life.clerk.turn(|turn, at| {
                turn.admit_drafts(NoticeId(1), ADMITTED_AT_ONCE, at)?;
                for message in [1, 2] {
                    let message = crate::message::MessageId(message);
                    turn.cancel(message, &crate::message::Reason::CancelledByPerson, at)?;
                }
                Ok(())
            });
        }),
    ];
    for (what, end) in ends {
        // It waits for many, never as a repetition.
        let office = Office::new(&format!("{BULK}\nkeep = \"90d\""));
        let mut life = office.alive();
        office.put("liste.csv", LIST);
        office.looks(&mut life).unwrap();
        end(&office, &mut life);
        office.looks(&mut life).unwrap();
        office.put("autre.csv", LIST);
        office.looks(&mut life).unwrap();
        let page = office.page("autre");
        assert!(page.contains("2 numéros recevraient ce message"), "{what}: {page}");
        assert!(!page.contains("même contenu"), "{what}: {page}");
    }
}

#[test]
fn a_copy_of_what_waits_is_told_as_such_and_both_together_tell_nobody_twice() {
    let office = Office::new(BULK);
    let mut life = office.alive();
    office.put("liste.csv", LIST);
    office.looks(&mut life).unwrap();
    office.put("copie.csv", LIST);
    office.looks(&mut life).unwrap();
    let page = office.page("copie");
    assert!(page.contains("même contenu que liste.csv, déposé le "), "{page}");
    assert!(page.contains("qui attend aussi une confirmation : un seul oui suffit"), "{page}");
    assert_eq!(life.clerk.confirm(1), Confirmation::Confirmed { messages: 2 });
    assert_eq!(life.clerk.confirm(2), Confirmation::Confirmed { messages: 2 });
    office.looks(&mut life).unwrap();
    assert_eq!(office.messages().len(), 2);
    // A third is held back for the one that went.
    office.put("encore.csv", LIST);
    office.looks(&mut life).unwrap();
    assert!(office.page("encore").contains("même contenu que liste.csv, pris le "));
}

#[test]
fn of_two_telephone_columns_the_page_says_which_was_taken() {
    let list = "Nom;Portable;Portable mère\nGarçon;06 39 98 00 01;06 39 98 00 02\n";
    let rows = [
        ("text = \"Pas de cours.\"", Some("06 39 98 00 01")),
        ("text = \"Pas de cours.\"\ncolumns = { phone = \"Portable mère\" }", None),
    ];
    for (rules, taken) in rows {
        let office = Office::new(rules);
        let mut life = office.alive();
        office.put("liste.csv", list);
        office.looks(&mut life).unwrap();
        let page = office.page("liste");
        assert_eq!(office.messages(), [taken.unwrap_or("06 39 98 00 02")]);
        let told = page.contains("les numéros de « Portable » sont pris, ceux de Portable mère sont laissés");
        assert_eq!(told, taken.is_some(), "{page}");
    }
}

#[test]
fn a_text_with_fields_is_shown_as_one_of_several() {
    let rows = [
        ("text = \"Pas de cours, {Prénom}.\"", "3 messages, 3 SMS, par exemple :\r\n    Pas de cours, Zoé."),
        ("text = \"Pas de cours.\"", "2 messages, 2 SMS :\r\n    Pas de cours."),
    ];
    for (rules, want) in rows {
        for waits in [false, true] {
            let office = Office::new(&format!("{rules}\nconfirm_above = {}", u8::from(waits)));
            let mut life = office.alive();
            office.put("liste.csv", LIST);
            office.looks(&mut life).unwrap();
            assert!(office.page("liste").contains(want), "{waits} {}", office.page("liste"));
        }
    }
}

#[test]
fn what_a_reader_would_notice_of_a_changed_text_is_on_the_page() {
    let long = "x".repeat(450);
    let rows = [
        ("Reporté à mardi.".to_owned(), ""),
        ("L’école ferme.".to_owned(), ""),
        (
            format!("Forêt {{Prénom}}, l’ïle {long}"),
            "Changé dans le texte : ê → e (dans 3 textes), ï → i (dans 3 textes).",
        ),
    ];
    for (text, want) in rows {
        let office = Office::new(&format!("text = \"{text}\""));
        let mut life = office.alive();
        office.put("liste.csv", LIST);
        office.looks(&mut life).unwrap();
        let page = office.page("liste");
        let told = page.lines().find(|line| line.starts_with("Changé")).unwrap_or_default();
        assert_eq!(told.trim().replace('\u{A0}', " "), want, "{page}");
    }
}

#[test]
fn people_are_counted_as_the_list_does() {
    let office = Office::new("text = \"Pas de cours.\"");
    let mut life = office.alive();
    office.put("liste.csv", LIST);
    office.looks(&mut life).unwrap();
    let page = office.page("liste");
    assert!(
        page.contains("4 personnes : 0 reçu, 1 à appeler, 0 incertain, 3 en attente\r\n2 messages"),
        "{page}"
    );
    office.put("autre.csv", &mended());
    office.looks(&mut life).unwrap();
    let page = office.page("autre");
    assert!(page.contains("1 message, 1 SMS :"), "{page}");
    assert!(page.contains("3 personnes ont déjà été prévenues"), "{page}");
}

#[test]
fn a_files_backup_of_gammu_is_sent_like_its_other_files() {
    let office = Office::new("format = \"spool\"");
    let mut life = office.alive();
    let text: String = "Été à 18h".encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    office.put(
        "OUTC20261125_120000_00_+33639980001_sms0.smsbackup",
        &format!(
            "[SMSBackup000]\nNumber = \"+33639980001\"\nText00 = {text}\nCoding = Default_No_Compression\n"
        ),
    );
    office.looks(&mut life).unwrap();
    let rows = office.reader().list(&ListFilter::default()).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].body.as_deref(), Some("Été à 18h"));
}
