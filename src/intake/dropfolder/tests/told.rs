//! Who was told the same before: neither counted nor shown as somebody who would be; and what a store that
//! was put back has forgotten.

use super::*;
use crate::store::{CopyTells, NoticeCancel, NoticeCopy, NoticeRow};

const RULES: &str = "text = \"Concert samedi.\"\nlane = \"bulk\"\nconfirm_above = 1";

fn list(people: &[u8]) -> String {
    let rows = people.iter().map(|n| format!("Élève {n};06 39 98 00 {n:02}\n"));
    format!("Nom;Portable\n{}", rows.collect::<String>())
}

#[test]
fn only_those_who_would_get_it_now_are_counted_and_shown() {
    let office = Office::new(RULES);
    let mut life = office.alive();
    office.put("un.csv", &list(&[1]));
    office.looks(&mut life).unwrap();
    // One of the two knows already: nobody need be asked about the other.
    office.put("deux.csv", &list(&[1, 2]));
    office.looks(&mut life).unwrap();
    assert_eq!(office.messages(), ["06 39 98 00 01", "06 39 98 00 02"]);
    office.put("quatre.csv", &list(&[1, 2, 3, 4]));
    office.looks(&mut life).unwrap();
    let page = office.page("quatre");
    for part in [
        "EN ATTENTE, rien n’est parti.\r\n2 numéros recevraient ce message, alors que 1 au plus",
        "2 messages, 2 SMS :\r\n    Concert samedi.\r\n2 personnes ont déjà été prévenues par un fichier précédent",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let table = fs::read_to_string(office.path("quatre.resultat.csv")).unwrap();
    let known = table.lines().filter(|line| line.contains("déjà prévenu")).count();
    assert_eq!((known, table.matches("attend une confirmation").count()), (2, 2), "{table}");
    // Its own messages, and who was told before: while it waits and once it is open.
    let counted = |office: &Office| -> Vec<(u32, u32)> {
        let notices = office.reader().notices(9, office.now()).unwrap();
        notices.iter().map(|notice| (notice.messages, notice.already)).collect()
    };
    assert_eq!(counted(&office), [(2, 2), (1, 1), (1, 0)]);
    assert_eq!(life.clerk.confirm(3), Confirmation::Confirmed { messages: 2 });
    office.looks(&mut life).unwrap();
    assert_eq!(office.messages().len(), 4, "none twice");
    assert_eq!(counted(&office), [(2, 2), (1, 1), (1, 0)]);
    for (notice, want) in [(3, 2), (2, 1), (1, 0)] {
        let rows = office.reader().notice_rows(NoticeId(notice)).unwrap();
        assert_eq!(NoticeRow::told_before(&rows), want, "the rows say the same");
    }
    assert!(office.page("quatre").contains("2 personnes ont déjà été prévenues"));
}

#[test]
fn who_was_told_by_what_has_failed_is_told_and_counted() {
    let office = Office::new(RULES);
    let mut life = office.alive();
    office.put("un.csv", &list(&[1]));
    office.looks(&mut life).unwrap();
    life.clerk.cancel(1);
    office.put("deux.csv", &list(&[1, 2]));
    office.looks(&mut life).unwrap();
    let page = office.page("deux");
    assert!(page.contains("2 numéros recevraient") && !page.contains("déjà été prévenue"), "{page}");
}

#[test]
fn a_list_that_is_taken_back_while_it_waits_takes_nothing_from_who_was_told_before() {
    let office = Office::new(RULES);
    let mut life = office.alive();
    office.put("un.csv", &list(&[1]));
    office.looks(&mut life).unwrap();
    office.put("trois.csv", &list(&[1, 2, 3]));
    office.looks(&mut life).unwrap();
    let done = life.clerk.turn(|turn, at| turn.cancel_notice(NoticeId(2), at));
    assert_eq!(done, NoticeCancel::Cancelled { cancelled: 2, gone: 0 });
    office.looks(&mut life).unwrap();
    let table = fs::read_to_string(office.path("trois.resultat.csv")).unwrap();
    assert_eq!((table.matches(";annulé;").count(), table.matches("déjà prévenu").count()), (2, 1), "{table}");
    let rows = office.reader().notice_rows(NoticeId(2)).unwrap();
    assert_eq!(NoticeRow::told_before(&rows), 1);
}

#[test]
fn the_copies_of_a_confirmed_list_that_wait_still_are_known_with_whom_a_yes_would_tell() {
    let office = Office::new(RULES);
    let mut life = office.alive();
    let copies = |notice| office.reader().waiting_copies(NoticeId(notice), office.now()).unwrap();
    let copy = |notice, file: &str, tells| NoticeCopy { notice: NoticeId(notice), file: file.into(), tells };
    for file in ["un.csv", "deux.csv"] {
        office.put(file, &list(&[1, 2]));
        office.looks(&mut life).unwrap();
    }
    office.put("autre.csv", &list(&[3, 4]));
    office.looks(&mut life).unwrap();
    let page = office.page("deux");
    assert!(page.contains("qui attend aussi une confirmation"), "{page}");
    assert!(!page.contains("dit la même chose"), "not said twice: {page}");
    let page = office.page("un");
    assert!(page.contains("deux.csv (avis n° 2) dit la même chose et attend aussi : un seul oui"), "{page}");
    assert_eq!(life.clerk.confirm(1), Confirmation::Confirmed { messages: 2 });
    office.looks(&mut life).unwrap();
    assert_eq!(copies(1), [copy(2, "deux.csv", CopyTells::NobodyTwice)]);
    let page = office.page("deux");
    assert!(page.contains("un.csv") && page.contains("a été confirmé depuis"), "{page}");
    assert!(page.contains("(avis n° 1) : un oui ne préviendrait personne une seconde fois"), "{page}");
    assert_eq!(life.clerk.confirm(2), Confirmation::Confirmed { messages: 0 });
    assert_eq!(copies(1), []);
    office.looks(&mut life).unwrap();
    // What comes after one that has gone tells everybody again, and so does its copy.
    for file in ["trois.csv", "quatre.csv"] {
        office.put(file, &list(&[1, 2]));
        office.looks(&mut life).unwrap();
    }
    // Each of the two is told of the other, of the one that went, and of whom a yes would tell.
    let said = |file: &str, other: &str, notice| {
        let page = office.page(file);
        for part in [
            "la même liste a été acceptée le ".to_owned(),
            "(avis n° 1) : un oui préviendrait à nouveau tout le monde".to_owned(),
            format!("{other}.csv (avis n° {notice}) dit la même chose et attend aussi : un oui aux deux"),
        ] {
            assert!(page.contains(&part), "{part}\n{page}");
        }
    };
    said("trois", "quatre", 5);
    said("quatre", "trois", 4);
    assert_eq!(life.clerk.confirm(4), Confirmation::Confirmed { messages: 2 });
    office.looks(&mut life).unwrap();
    let page = office.page("quatre");
    assert!(page.contains("(avis n° 4) : un oui préviendrait à nouveau"), "the last that went: {page}");
    assert!(!page.contains("attend aussi"), "{page}");
    assert_eq!(copies(4), [copy(5, "quatre.csv", CopyTells::EverybodyAgain)]);
    assert_eq!(life.clerk.confirm(5), Confirmation::Confirmed { messages: 2 });
}

#[test]
fn what_is_wrong_with_the_text_is_the_administrators_to_mend_and_the_rest_the_offices() {
    let long = "Le concert est reporté. ".repeat(40);
    let rows = [
        (
            format!("text = \"{long}\""),
            "est à raccourcir, ou, sous [service.ecole], max_parts à augmenter.",
            None,
        ),
        (format!("text = \"{long} {{Nom}}\""), "ou ce que la liste a sous Nom à raccourcir, ou, sous", None),
        ("text = \"Concert {Nom}.\"".to_owned(), "À corriger dans la liste", Some("texte")),
    ];
    for (rules, part, absent) in rows {
        let office = Office::new(&rules);
        let mut life = office.alive();
        office.put("liste.csv", &format!("{}Élève 7;01 99 00 12 34\n", list(&[1])));
        office.looks(&mut life).unwrap();
        let page = office.page("liste");
        assert!(page.contains(part), "{part}\n{page}");
        assert_eq!(page.contains("ce texte ne peut pas être envoyé"), absent.is_none(), "{page}");
        assert_eq!(page.matches("À corriger dans la liste").count(), 1, "the landline alone: {page}");
        match absent {
            Some(word) => assert!(!page.contains(word), "{page}"),
            None => {
                let text =
                    page.split_once("Texte refusé.").unwrap().1.split_once("Lignes refusées").unwrap().0;
                assert!(text.contains("la clé text sous [[drop]], dans /etc/beffroi/beffroi.toml"), "{page}");
                assert!(text.contains("Élève 1") && !text.contains("Élève 7"), "{page}");
            }
        }
    }
}

#[test]
fn a_signature_is_named_where_it_makes_a_text_too_long_and_nowhere_else() {
    const LISTS: &str = "ou la signature à raccourcir";
    const SINGLES: &str = "ou raccourcir la signature";
    let long = "Le concert est reporté. ".repeat(40);
    let drop = format!("text = \"{long}\"");
    let rows = [
        ("signature = \"École de musique\"", drop.as_str(), "liste.csv", LISTS, true),
        ("", drop.as_str(), "liste.csv", LISTS, false),
        ("signature = \"École de musique\"", "format = \"spool\"", "OUT0639980001.txt", SINGLES, true),
        ("", "format = \"spool\"", "OUT0639980001.txt", SINGLES, false),
    ];
    for (service, rules, file, part, is_named) in rows {
        let office = Office::of(service, rules);
        let mut life = office.alive();
        let content = if rules == drop { list(&[1]) } else { long.clone() };
        office.put(file, &content);
        office.looks(&mut life).unwrap();
        let page = office.page(file.split_once('.').unwrap().0);
        assert!(page.contains("max_parts"), "{page}");
        assert_eq!(page.contains(part), is_named, "{service}: {page}");
    }
}

#[test]
fn a_page_says_that_texts_are_written_with_a_table_of_a_language() {
    // Beyond one SMS of UCS-2, and with signs of the table alone.
    let text = "Ação e coração: as inscrições das crianças começam já amanhã às 9h, na praça da Câmara.";
    let told = "Écrit avec la table portugaise : 1 texte ; un téléphone qui ne la connaît pas montre d’autres lettres.";
    let rows = [
        ("national = [\"portuguese\"]", "csv", true),
        ("national = [\"portuguese\"]", "spool", true),
        ("", "csv", false),
        ("", "spool", false),
    ];
    for (service, format, is_told) in rows {
        let (file, content) = match format {
            "csv" => ("liste.csv", list(&[1])),
            _ => ("OUT0639980001.txt", text.to_owned()),
        };
        let said = if format == "csv" { format!("text = \"{text}\"") } else { String::new() };
        let office = Office::of(service, &format!("format = \"{format}\"\n{said}"));
        let mut life = office.alive();
        office.put(file, &content);
        office.looks(&mut life).unwrap();
        let page = office.page(file.split_once('.').unwrap().0);
        assert_eq!(page.contains(told), is_told, "{service} {format}: {page}");
    }
}

#[test]
fn a_sign_is_replaced_and_not_made_shorter() {
    let rows = [
        (
            "text = \"Concert {Nom}.\"",
            "ou ce que la liste a sous Nom à corriger, ou, sous [service.ecole], text",
        ),
        (
            "text = \"Œuvres.\"",
            "dans /etc/beffroi/beffroi.toml, est à changer, ou, sous [service.ecole], text",
        ),
    ];
    for (rules, part) in rows {
        let office = Office::of("text = \"refuse\"", rules);
        let mut life = office.alive();
        office.put("liste.csv", "Nom;Portable\nNoël ê;06 39 98 00 01\n");
        office.looks(&mut life).unwrap();
        let page = office.page("liste");
        assert!(page.contains(part) && !page.contains("raccourcir"), "{part}\n{page}");
        assert_eq!(page.contains("ne se corrige pas dans la liste"), !rules.contains('{'), "{page}");
    }
}

#[test]
fn of_a_spool_no_list_is_spoken_and_no_landline_that_is_none() {
    let long = "Le concert est reporté. ".repeat(40);
    let rows = [
        ("OUT0639980001.txt", long.as_str(), "Raccourcir le texte là où il est écrit"),
        ("OUT0639980002.txt", "\n", "À corriger là où ce SMS est écrit, puis déposer un nouveau fichier."),
        ("OUT0639980003.txt", "Œuvre", "Remplacer ce signe là où le texte est écrit"),
        ("OUT0199001234.txt", "Concert.", "Un numéro fixe est à appeler."),
    ];
    for (file, text, part) in rows {
        let office = Office::of("text = \"refuse\"", "format = \"spool\"");
        let mut life = office.alive();
        office.put(file, text);
        office.looks(&mut life).unwrap();
        let page = office.page(file.trim_end_matches(".txt"));
        assert!(page.contains(part) && page.contains("REFUSÉ : ce SMS"), "{part}\n{page}");
        assert!(!page.contains("redéposer toute la liste") && !page.contains("aucune ligne"), "{page}");
        assert_eq!(page.contains("numéro fixe"), file.contains("0199"), "{page}");
    }
}

#[test]
fn a_page_says_how_to_stop_only_what_can_be_stopped() {
    const STOP: &str = "Pour tout arrêter : beffroi notice cancel";
    let office = Office::new(RULES);
    let mut life = office.alive();
    office.put("un.csv", &list(&[1]));
    office.looks(&mut life).unwrap();
    assert!(office.page("un").contains(STOP));
    // Nobody of this one is told by it.
    office.put("deux.csv", "Nom;Portable\nÉlève 1;06 39 98 00 01\nÉlève 2;01 99 00 12 34\n");
    office.looks(&mut life).unwrap();
    let page = office.page("deux");
    assert!(page.contains("1 personne a déjà été prévenue") && !page.contains(STOP), "{page}");
    life.clerk.turn(|turn, at| turn.expire(at.plus(Duration::from_hours(1_000)), 9));
    office.looks(&mut life).unwrap();
    assert!(!office.page("un").contains(STOP), "its message has ended");
}

#[test]
fn a_twofold_yes_is_a_yes() {
    for (waits, answer) in [("liste.csv", "liste.ok.ok.csv"), ("liste.ok.csv", "liste.ok.ok.csv")] {
        let office = Office::new(RULES);
        let mut life = office.alive();
        office.put(waits, &list(&[1, 2]));
        office.looks(&mut life).unwrap();
        assert_eq!(office.notices(), [(NoticeId(1), NoticeState::Waiting)], "{waits}");
        fs::rename(office.path(waits), office.path(answer)).unwrap();
        office.looks(&mut life).unwrap();
        assert_eq!(office.notices(), [(NoticeId(1), NoticeState::Open)], "{waits}");
        assert_eq!(office.messages().len(), 2, "{waits}");
    }
}

#[test]
fn what_a_restored_store_has_forgotten_is_kept_as_long_as_the_rest_and_then_goes() {
    let office = Office::new(RULES);
    let mut life = office.alive();
    office.put("liste.csv", &list(&[1]));
    office.looks(&mut life).unwrap();
    let forgotten =
        ["fait/Ancienne.csv", "fait/ancienne.resultat.txt", "refuse/vieux.csv", "fait/liste-1.csv"];
    let kept = ["fait/.caché", "fait/Thumbs.db", "fait/dossier/x.csv"];
    for path in forgotten.iter().chain(&kept) {
        fs::create_dir_all(office.path(path).parent().unwrap()).unwrap();
        fs::write(office.path(path), "x").unwrap();
    }
    let there = |paths: &[&str]| paths.iter().filter(|path| office.path(path).exists()).count();
    // Since when they lie there is the disk's to say: the clock is moved, they are not.
    let made = fs::metadata(office.path(forgotten[0])).unwrap();
    let made = Moment::from_system(made.modified().unwrap()).since(office.begin.1);
    let keep = office.config.drops[0].keep;
    // What the store knows is newer.
    office.clock.store(i64::try_from((made + keep / 2).as_millis()).unwrap(), Ordering::SeqCst);
    office.put("liste.csv", &list(&[5]));
    office.looks(&mut life).unwrap();
    assert_eq!(there(&forgotten), 4, "never before");
    office.look(&mut life, keep / 2 + Duration::from_hours(2)).unwrap();
    assert_eq!((there(&forgotten), there(&kept)), (0, 3));
    assert!(office.path("fait/liste.csv").exists(), "the store knows it");
}
