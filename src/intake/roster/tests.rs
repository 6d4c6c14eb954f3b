//! Rosters, and the sample of the demonstration.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::message::Reason;

const DEMO: &str = include_str!("../../cli/demo/roster.csv");

fn roster(text: &str) -> Roster {
    Roster::read(Table::parse("liste.csv", text.as_bytes()).unwrap(), None).unwrap()
}

fn wheres(conditions: &[&str]) -> Vec<Where> {
    conditions.iter().map(|condition| condition.parse().unwrap()).collect()
}

/// Names of the pupils whom some conditions select.
fn selected(roster: &Roster, conditions: &[&str]) -> Result<Vec<String>, RosterError> {
    let rows = roster.select(&wheres(conditions))?;
    Ok(rows.into_iter().map(|row| roster.name_of(row)).collect())
}

fn compose(roster: &Roster, conditions: &[&str], text: &str) -> Mailing {
    let rows = roster.select(&wheres(conditions)).unwrap();
    roster.compose(&rows, &Template::parse(text, roster).unwrap())
}

#[test]
fn the_sample_roster_adds_up() {
    let roster = roster(DEMO);
    let all = compose(&roster, &[], "Concert samedi.");
    assert_eq!(roster.rows().count(), 36, "pupils");
    assert_eq!(all.refused.len(), 2);
    assert!(all.refused.iter().all(|row| row.reason == Reason::Landline));
    assert_eq!(all.drafts.len(), 33, "35 distinct numbers, two of them in a wall");
    let shared: Vec<_> = all.drafts.iter().filter(|draft| draft.lines.len() > 1).collect();
    assert_eq!(shared.len(), 1, "one pair of siblings");
    assert_eq!(shared[0].names, ["Léa Bernard", "Jérôme Bernard"]);
    let odd = ["+33639989921", "+33639989900"];
    let delivered = all.drafts.iter().filter(|draft| !odd.contains(&draft.to.e164())).count();
    assert_eq!(delivered, 31, "one is refused by the network, one phone is off");
    assert!(all.drafts.iter().all(|draft| draft.to.e164().starts_with("+3363998")));
    assert!(DEMO.contains(['é', 'è', 'ï', 'ç', 'œ']));
}

#[test]
fn the_lesson_of_the_sample_can_be_told_entirely() {
    let roster = roster(DEMO);
    for conditions in [
        &["Professeur=Mme Petit", "Heure=17:00"][..],
        &["Professeur=Mme Petit", "Jour=Lundi", "Heure=17:00"],
        &["professeur=mme petit", "HEURE = 17:00 "],
    ] {
        let text = "Bonjour, le cours de {Discipline} de {Heure} n'aura pas lieu : Mme Petit est absente.";
        let mailing = compose(&roster, conditions, text);
        assert_eq!((mailing.drafts.len(), mailing.refused.len()), (7, 0));
        assert!(mailing.drafts[0].text.starts_with("Bonjour, le cours de Formation musicale de 17:00 n'"));
        let numbers: BTreeSet<_> = mailing.drafts.iter().map(|draft| draft.to.e164()).collect();
        assert!(!numbers.contains("+33639989921") && !numbers.contains("+33639989900"));
        assert_eq!(numbers.len(), 7);
    }
}

#[test]
fn the_telephone_column_is_found_by_its_name() {
    let rows: &[(&str, Option<&str>, &str, Option<&str>)] = &[
        ("Nom;Tél", None, "Tél", None),
        ("Nom;Téléphone", None, "Téléphone", None),
        ("Nom;N° de téléphone", None, "N° de téléphone", None),
        ("Nom;Portable", None, "Portable", None),
        ("Nom;Mobile élève", None, "Mobile élève", None),
        ("Nom;TEL_MOBILE", None, "TEL_MOBILE", None),
        ("Nom;Tél. fixe;Tél. portable", None, "Tél. portable", Some("Tél. fixe")),
        ("Nom;Téléphone;Mobile", None, "Mobile", Some("Téléphone")),
        (
            "Nom;Portable père;Portable mère;Tél. domicile",
            None,
            "Portable père",
            Some("Portable mère, Tél. domicile"),
        ),
        ("Nom;Portable père;Portable mère", Some("portable mere"), "Portable mère", None),
        ("Nom;Contact;Tél", Some("Contact"), "Contact", None),
        ("Nom;Tél. domicile", None, "Tél. domicile", None),
        ("Name;Phone", None, "Phone", None),
    ];
    for (header, asked, taken, others) in rows {
        let table = Table::parse("liste.csv", format!("{header}\nA;1;2;3\n").as_bytes()).unwrap();
        let roster = Roster::read(table, *asked).unwrap();
        assert_eq!(roster.phone_column(), *taken, "{header}");
        let choice = roster.phone_choice();
        assert_eq!(choice.as_ref().map(|choice| choice.others.as_str()), *others, "{header}");
    }
}

#[test]
fn a_choice_that_nobody_made_is_told() {
    let choice = roster("Nom;Portable père;Portable mère\nA;1;2\n").phone_choice().unwrap();
    let want = "plusieurs colonnes de téléphone\u{A0}: «\u{A0}Portable père\u{A0}» est utilisée\u{A0}; \
                pour une autre (Portable mère), ajouter --column";
    assert_eq!(wording::sentence(Language::French, "roster", &choice), want);
}

#[test]
fn conditions_are_met_all_together_and_values_of_one_column_in_turn() {
    let roster = roster(
        "Nom;Prénom;Professeur;Heure;Tél\nA;Zoé;Mme Petit;17:00;1\nB;Éva;MME  PETIT;18:00;2\nC;Léo;M. Noël;17:00;3\n",
    );
    let rows: &[(&[&str], &[&str])] = &[
        (&[], &["Zoé A", "Éva B", "Léo C"]),
        (&["Professeur=Mme Petit"], &["Zoé A", "Éva B"]),
        (&["PROFESSEUR= mme petit "], &["Zoé A", "Éva B"]),
        (&["prenom=éva"], &["Éva B"]),
        (&["Professeur=Mme Petit", "Heure=17:00"], &["Zoé A"]),
        (&["Professeur=Mme Petit", "Professeur=m. noël", "Heure=17:00"], &["Zoé A", "Léo C"]),
        (&["Heure=17:00", "Heure=17:00"], &["Zoé A", "Léo C"]),
    ];
    for (conditions, want) in rows {
        assert_eq!(selected(&roster, conditions).unwrap(), *want, "{conditions:?}");
    }
}

#[test]
fn what_selects_nothing_says_what_there_is() {
    let roster = roster(DEMO);
    let french = |conditions: &[&str]| {
        let refusal = selected(&roster, conditions).unwrap_err();
        wording::sentence(Language::French, "roster", &refusal).replace('\u{A0}', "_")
    };
    let rows: &[(&[&str], &str)] = &[
        (
            &["Proffesseur=Mme Petit"],
            "il n’y a pas de colonne «_Proffesseur_» («_Professeur_» peut-être_?)_; les colonnes sont_: \
             Nom, Prénom, Discipline, Professeur, Jour, Heure, Tél. portable",
        ),
        (
            &["Salle=3"],
            "il n’y a pas de colonne «_Salle_»_; les colonnes sont_: \
             Nom, Prénom, Discipline, Professeur, Jour, Heure, Tél. portable",
        ),
        (
            &["Jour=Lundy"],
            "aucune ligne n’a «_Lundy_» dans la colonne «_Jour_» («_Lundi_» peut-être_?)_; \
             on y trouve_: Jeudi, Lundi, Mardi, Mercredi, Samedi, Vendredi",
        ),
        (&["Jour=Samedi", "Professeur=Mme Petit"], "aucune ligne ne remplit toutes les conditions à la fois"),
    ];
    for (conditions, want) in rows {
        assert_eq!(french(conditions), *want);
    }
    let refusal = selected(&roster, &["Nom=Dupont"]).unwrap_err();
    assert!(refusal.to_string().ends_with(", …"), "a long list is cut: {refusal}");
    let bad: RosterError = "Professeur".parse::<Where>().unwrap_err();
    assert_eq!(bad.to_string(), "\"Professeur\" is no condition: write COLUMN=VALUE");
    assert!("=x".parse::<Where>().is_err());
    assert_eq!("a=b=c".parse::<Where>().unwrap().value, "b=c");
}

#[test]
fn a_roster_without_telephones_says_which_columns_there_are() {
    let table = || Table::parse("liste.csv", b"Nom;Contact\nA;0639980012\n").unwrap();
    let refusal = Roster::read(table(), None).unwrap_err();
    let want = "liste.csv: no telephone column; name it with --column, one of: Nom, Contact";
    assert_eq!(refusal.to_string(), want);
    let refusal = Roster::read(table(), Some("Contacts")).unwrap_err();
    let want = "there is no column \"Contacts\" (\"Contact\" perhaps?); the columns are: Nom, Contact";
    assert_eq!(refusal.to_string(), want);
    assert!(Roster::read(table(), Some("contact")).is_ok());
}

#[test]
fn siblings_are_told_once_unless_they_are_told_different_things() {
    let roster = roster(
        "Nom;Prénom;Heure;Tél\nA;Zoé;17:00;06 39 98 00 12\nA;Léo;17:00;+33639980012\nA;Éva;18:00;0639980012\n",
    );
    let rows: &[(&str, &[&[u64]])] = &[
        ("Pas de cours.", &[&[2, 3, 4]]),
        ("Pas de cours à {heure}.", &[&[2, 3], &[4]]),
        ("{Prénom} n'a pas cours.", &[&[2], &[3], &[4]]),
    ];
    for (text, want) in rows {
        let drafts = compose(&roster, &[], text).drafts;
        let lines: Vec<&[u64]> = drafts.iter().map(|draft| draft.lines.as_slice()).collect();
        assert_eq!(lines, *want, "{text}");
    }
}

#[test]
fn fields_are_filled_and_braces_can_be_written() {
    let roster = roster("Nom;Prénom;Tél. portable\nPetit;{Nom};0639980012\n");
    let row = roster.rows().next().unwrap();
    let rows = [
        ("Bonjour {Nom}", "Bonjour Petit"),
        ("{nom}{NOM}{ nom }", "PetitPetitPetit"),
        ("{tel portable}", "0639980012"),
        ("{{Nom}} = {Nom}", "{Nom} = Petit"),
        ("a } b }} c", "a } b } c"),
        ("{{{Nom}}}", "{Petit}"),
        ("{prenom}", "{Nom}"),
        ("", ""),
    ];
    for (given, want) in rows {
        let template = Template::parse(given, &roster).unwrap();
        assert_eq!(template.fill(row).as_deref(), Ok(want), "{given}");
    }
    assert_eq!(Template::parse("Bonjour {Nom", &roster), Err(RosterError::OpenField));
    assert_eq!(Template::parse("Bonjour {", &roster), Err(RosterError::OpenField));
    for (given, near) in [("{Noms}", Some("Nom")), ("{Salle}", None)] {
        let Err(RosterError::UnknownField { nearest, .. }) = Template::parse(given, &roster) else {
            panic!("{given} was taken");
        };
        assert_eq!(nearest.as_deref(), near);
    }
    for given in ["{}", "a { } b", "{\u{A0}}"] {
        let empty = RosterError::EmptyField { columns: roster.columns().join(", ") };
        assert_eq!(Template::parse(given, &roster), Err(empty), "{given}");
    }
}

#[test]
fn every_row_that_gets_nothing_is_named() {
    let roster = roster(
        "École\n\nNom;Prénom;Heure;Tél\nGarçon;Zoé;17:00;01 99 00 12 34\nB;;17:00;\nC;;;0639980012\n;;17:00;n'a pas\n",
    );
    let mailing = compose(&roster, &[], "À {Heure}.");
    assert!(mailing.drafts.is_empty());
    let french: Vec<String> = mailing.refused.iter().map(|row| row.sentence(Language::French)).collect();
    let want = [
        "liste.csv, ligne 4 (Zoé Garçon, 01 99 00 12 34)_: numéro fixe_: à appeler",
        "liste.csv, ligne 5 (B)_: pas de numéro de téléphone",
        "liste.csv, ligne 6 (C, 0639980012)_: la case Heure est vide, alors que le texte en a besoin",
        "liste.csv, ligne 7 (n'a pas)_: ce n’est pas un numéro de téléphone",
    ];
    assert_eq!(french, want.map(|line| line.replace('_', "\u{A0}")));
    let shown = format!("{mailing:?} {roster:?}");
    assert!(!shown.contains("Zoé") && !shown.contains("99 00"), "{shown}");
    let nameless = RefusedRow { name: String::new(), typed: " ".into(), ..mailing.refused[1].clone() };
    assert_eq!(nameless.sentence(Language::English), "liste.csv, line 5: no telephone number");
}

#[test]
fn every_refusal_has_its_sentences() {
    let text = || "x".to_owned();
    let rows = [
        RosterError::NoPhoneColumn { file: text(), columns: text() },
        RosterError::UnknownColumn { column: text(), columns: text(), nearest: None },
        RosterError::UnknownField { column: text(), columns: text(), nearest: Some(text()) },
        RosterError::EmptyField { columns: text() },
        RosterError::OpenField,
        RosterError::BadWhere { given: text() },
        RosterError::NoSuchValue { column: text(), value: text(), values: text(), nearest: None },
        RosterError::NoSuchRow,
    ];
    for refusal in rows {
        use RosterError::*;
        // Fails to compile when one is added, to be put into the list above.
        match &refusal {
            NoPhoneColumn { .. }
            | UnknownColumn { .. }
            | UnknownField { .. }
            | EmptyField { .. }
            | OpenField => {}
            BadWhere { .. } | NoSuchValue { .. } | NoSuchRow => {}
        }
        for language in [Language::French, Language::English] {
            let text = wording::sentence(language, "roster", &refusal);
            assert!(!text.starts_with("roster-") && !text.contains(['{', '$']), "{text}");
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_texts_and_conditions_never_panic(
        text in "[{}a-cN o\\PC]{0,30}", column in "\\PC{0,10}", value in "\\PC{0,10}",
    ) {
        let roster = roster("Nom;Tél\nA;0639980012\nB;\n");
        if let Ok(template) = Template::parse(&text, &roster) {
            let rows: Vec<&Row> = roster.rows().collect();
            let mailing = roster.compose(&rows, &template);
            prop_assert_eq!(mailing.drafts.len() + mailing.refused.len(), 2);
        }
        let found = roster.select(&[Where { column, value }]);
        prop_assert!(found.is_ok() || !found.unwrap_err().to_string().is_empty());
    }
}
