//! What is told of a text, line by line.

#![allow(clippy::unwrap_used, reason = "tests may panic")]

use clap::Parser;
use clap::error::ErrorKind;

use super::*;

#[derive(Debug, Parser)]
struct Program {
    #[command(flatten)]
    arguments: MeasureArguments,
}

/// What is told of a text, its no-break blanks as `_`.
fn told(text: &str, options: &[&str], language: Language) -> Vec<String> {
    let words = ["measure", text].into_iter().chain(options.iter().copied());
    let arguments = Program::parse_from(words).arguments;
    let rules = Rules { emoji: arguments.emoji, ..arguments.policy.into() };
    let national = by_language(text, rules, &arguments);
    let told = judged(text, rules, None).unwrap();
    let lines = lines(&told, rules, national.as_ref(), &arguments, language);
    lines.iter().flat_map(|line| line.split('\n')).map(|line| line.replace('\u{A0}', "_")).collect()
}

#[test]
fn what_was_changed_is_told_once_with_all_its_places() {
    let want = [
        "1 SMS, GSM-7_: 26 septets, reste 134 dans le dernier",
        "’ devient ' (positions 2, 23)",
        "« devient \" (position 9)",
        "» devient \" (position 18)",
        "U+00A0 devient U+0020 (position 19)",
        "… devient ... (position 24)",
    ];
    assert_eq!(told("L’école « Moulin »\u{A0}pas’…", &[], Language::French)[..6], want);
}

#[test]
fn what_costs_a_second_sms_is_named_with_the_cheaper_wording_and_what_it_saves() {
    let text = format!("Fête, L’île {}", "x".repeat(70));
    let x = "x".repeat(70);
    let want = [
        "2 SMS, UCS-2_: 82 unités, reste 52 dans le dernier".to_owned(),
        "2 signes coûtent un deuxième SMS_: ê (2), î (9)_; sans eux_: 1 SMS au lieu de 2".to_owned(),
        "1 SMS au lieu de 2, avec 3 changements (ê → e, ’ → ', î → i)_:".to_owned(),
        format!("    Fete, L'ile {x}"),
        String::new(),
        "règle          SMS  alphabet".to_owned(),
        "keep           2    UCS-2".to_owned(),
        "typographic *  2    UCS-2".to_owned(),
        "fold           1    GSM-7".to_owned(),
        String::new(),
        "120 destinataires_: 240 SMS, 10,80_€".to_owned(),
        "au moins cher_: 120 SMS, 5,40_€".to_owned(),
    ];
    let options = ["--recipients", "120", "--price", "0,045"];
    assert_eq!(told(&text, &options, Language::French), want);
    let english = told(&text, &["--policy", "keep"], Language::English);
    assert_eq!(
        english.get(1).unwrap(),
        "3 signs cost a second SMS: ê (2), ’ (8), î (9); without them: 1 SMS instead of 2"
    );
}

#[test]
fn what_is_cut_off_is_no_cheaper_wording() {
    let said = told(&"x".repeat(232), &["--recipients", "120"], Language::French);
    let want = [
        "2 SMS, GSM-7_: 232 septets, reste 74 dans le dernier",
        "en enlevant 72 caractères_: 1 SMS au lieu de 2",
        "",
        "120 destinataires_: 240 SMS",
        "en enlevant 72 caractères_: 120 SMS",
    ];
    assert_eq!(said, want);
    let arguments = Program::parse_from(["measure", "-", "--recipients", "120"]).arguments;
    let rules = arguments.policy.into();
    let value = to_json(&judged(&"x".repeat(232), rules, None), rules, None, &arguments);
    assert_eq!((&value["cheaper"]["text"], &value["cheaper"]["cut"]), (&Value::Null, &json!(72)));
    let recipients = &value["recipients"];
    assert_eq!((&recipients["cheaper"], &recipients["cut"]["sms"]), (&Value::Null, &json!(120)));
}

#[test]
fn a_price_is_told_for_so_many_people_and_never_passed_over() {
    let rows = [
        (&["--price", "0,045"][..], Some(ErrorKind::MissingRequiredArgument)),
        (&["--price", "0,045", "--recipients", "2"], None),
        (&["--recipients", "2"], None),
    ];
    for (options, want) in rows {
        let words = ["measure", "x"].iter().chain(options);
        let refused = Program::try_parse_from(words).err().map(|error| error.kind());
        assert_eq!(refused, want, "{options:?}");
    }
}

#[test]
fn a_long_list_is_cut_and_counted() {
    let said = told(&"ê".repeat(80), &["--policy", "keep"], Language::French).join("\n");
    assert!(said.contains("ê (10), et 70 autres_; sans eux"), "{said}");
}

#[test]
fn the_letters_of_a_language_are_told_only_where_they_save_something() {
    let text = format!("L’enquête… {}", "x".repeat(100));
    let said = told(&text, &["--national", "portuguese"], Language::English).join("\n");
    assert!(said.contains("by the Portuguese table (sent so only where the service says national"), "{said}");
    let said = told(&text, &["--national", "portuguese"], Language::French).join("\n");
    assert!(said.contains("par la table portugaise (envoyé ainsi seulement"), "{said}");
    let said = told("Fête", &["--national", "portuguese"], Language::English).join("\n");
    assert!(!said.contains("Portuguese"), "{said}");
    let ending = "x".repeat(80);
    let rows = [
        ("île", "typographic", "la table portugaise ne sert pas à ce texte_: elle n’a pas î"),
        ("fête…", "keep", "la table portugaise ne sert pas à ce texte_: elle n’a pas …"),
        ("fête", "fold", "aucune table n’est prise avec la règle fold_: seulement avec typographic ou keep"),
        (
            "fete",
            "refuse",
            "aucune table n’est prise avec la règle refuse_: seulement avec typographic ou keep",
        ),
    ];
    for (text, policy, want) in rows {
        let options = ["--national", "portuguese", "--policy", policy];
        let said = told(&format!("{text} {ending}"), &options, Language::French);
        assert!(said.iter().any(|line| line == want), "{text} {policy} {said:?}");
    }
}

#[test]
fn one_septet_and_one_unit_are_one() {
    let rows = [
        ("x", Language::French, "1 SMS, GSM-7_: 1 septet, reste 159 dans le dernier"),
        ("x", Language::English, "1 SMS, GSM-7: 1 septet, 159 left in the last one"),
        ("xy", Language::English, "1 SMS, GSM-7: 2 septets, 158 left in the last one"),
        ("ж", Language::French, "1 SMS, UCS-2_: 1 unité, reste 69 dans le dernier"),
        ("ж", Language::English, "1 SMS, UCS-2: 1 unit, 69 left in the last one"),
    ];
    for (text, language, want) in rows {
        assert_eq!(told(text, &[], language).first().map(String::as_str), Some(want));
    }
}
