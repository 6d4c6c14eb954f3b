//! What is said of a text before it is sent: by `text measure`, and by `--dry-run` under the service's rules.

use serde_json::json;

use crate::daemon::Daemon;
use crate::home::{Home, SMALLEST, said};

#[test]
fn a_message_is_rehearsed_by_the_rules_of_its_service_and_leaves_nothing_behind() {
    let home = Home::new();
    let send = |text: &str, more: &[&str]| {
        let words = ["send", "--to", "06 39 98 00 12", "--text", text, "--dry-run"];
        home.run_in("fr_FR.UTF-8", &[&words[..], more].concat())
    };
    let rehearsed = send("L’école ferme…", &[]);
    let want = "    L'école ferme...
1 SMS, GSM-7_: 16 septets, reste 144 dans le dernier
’ devient ' (position 2)
… devient ... (position 14)
essai, rien n’est envoyé_: 06 39 98 00 12, service default, voie normal
";
    assert_eq!((rehearsed.code, rehearsed.out.replace('\u{A0}', "_").as_str()), (0, want), "{rehearsed:?}");
    let told = send("L’école ferme…", &["--json"]).json();
    assert_eq!(
        told["changes"][1],
        json!({ "code": "sign_replaced", "position": 14, "from": "…", "to": "...", "kind": "typographic" })
    );
    let folded = send(&format!("Fête {}", "x".repeat(250)), &["--json"]).json();
    assert_eq!((&folded["parts"], &folded["changes"][0]["kind"]), (&json!(2), &json!("folded")));
    assert_eq!(folded.get("cheaper"), Some(&json!(null)), "what goes is the cheaper one");
    let long = send(&"x".repeat(153 * 3 + 7), &["--json"]);
    assert_eq!(long.code, 3, "{long:?}");
    assert_eq!(
        long.json()["reason"],
        json!({
            "code": "text_too_long", "parts": 4, "limit": 3, "over": 7, "signs": null, "wording": "own",
            "signature": 0,
        })
    );
    assert_eq!(send(&"x".repeat(153 * 6), &["--lane", "urgent"]).code, 0);
    assert!(!home.path("state").exists(), "no store, no folder");
}

#[test]
fn a_text_by_the_table_of_a_language_is_told_wherever_it_is_rehearsed() {
    let home = Home::with(&format!("{SMALLEST}\n[service.default]\nnational = [\"portuguese\"]\n"));
    let french = |words: &[&str]| home.run_in("fr_FR.UTF-8", words).out.replace('\u{A0}', "_");
    let told = "écrit avec la table portugaise_: un téléphone qui ne la connaît pas montre d’autres lettres";
    let text = format!("Fête… {}", "x".repeat(80));
    let send = ["send", "--to", "06 39 98 00 12", "--text", &*text, "--dry-run"];
    assert_eq!(french(&send).lines().nth(2), Some(told), "{}", french(&send));
    assert!(french(&send).contains("1 SMS, GSM-7_: 89 septets, reste 66"), "{}", french(&send));
    let json = home.run(&[&send[..], &["--json"]].concat()).json();
    assert_eq!((&json["alphabet"], &json["parts"]), (&json!("gsm7_portuguese"), &json!(1)));

    let measure = ["text", "measure", "--service", "default", &*text];
    assert_eq!(french(&measure).lines().nth(1), Some(told), "{}", french(&measure));
    assert!(
        french(&measure).contains("\n1 signe est écrit avec cette table_: ê (2)\n"),
        "{}",
        french(&measure)
    );
    assert!(!french(&measure).contains("pas en GSM-7"), "{}", french(&measure));
    assert!(french(&measure).contains("typographic *  1    GSM-7, table portugaise"), "{}", french(&measure));
    assert!(!french(&["text", "measure", &*text]).contains(told), "without a service no table");
    let long = home.run(&["text", "measure", "--service", "default", &"x".repeat(153 * 3 + 7)]);
    assert_eq!(long.code, 3, "{long:?}");
    assert!(long.out.contains("refused: text too long: 4 SMS"), "{long:?}");
    let folded = home.run(&["text", "measure", "--service", "default", &"îx ".repeat(70), "--json"]).json();
    assert_eq!((&folded["parts"], &folded["alphabet"]), (&json!(2), &json!("gsm7")));
    home.run(&["text", "measure", "--service", "défaut", "x"]).assert_sentence(2, "--service: no service");

    home.write("list.csv", "Nom;Portable\nJo;06 39 98 00 12\nLéa;06 39 98 00 13\n".as_bytes());
    let import = ["roster", "import", "list.csv", "--all", "--text", &*text, "--dry-run"];
    let of_all = "2 textes écrits avec la table portugaise_: un téléphone qui ne la connaît pas montre d’autres lettres";
    assert!(french(&import).contains(of_all), "{}", french(&import));
}

#[test]
fn a_signature_is_told_as_what_it_is_and_counts_wherever_a_text_is_rehearsed() {
    let signed = |signature: &str, more: &str| {
        Home::with(&format!("{SMALLEST}\n[service.default]\nsignature = \"{signature}\"\n{more}\n"))
    };
    let home = signed("L’école", "max_parts = 1");
    let french = |words: &[&str]| home.run_in("fr_FR.UTF-8", words).out.replace('\u{A0}', "_");
    let send = |text: &str| french(&["send", "--to", "06 39 98 00 12", "--text", text, "--dry-run"]);
    let want = "    C'est annulé
    L'école
1 SMS, GSM-7_: 20 septets, reste 140 dans le dernier
’ devient ' (position 2)
dans la signature_: ’ devient ' (position 2)
essai, rien n’est envoyé_: 06 39 98 00 12, service default, voie normal
";
    assert_eq!(send("C’est annulé"), want);
    assert!(send("C'est annulé.\nL'école").starts_with("    C'est annulé.\n    L'école\n1 SMS"));
    let told = home.run(&["text", "measure", "--service", "default", "C’est", "--json"]).json();
    let places: Vec<_> =
        (0..2).map(|n| (&told["changes"][n]["position"], &told["changes"][n]["within"])).collect();
    assert_eq!(places, [(&json!(2), &json!(null)), (&json!(2), &json!("signature"))]);
    let long = home.run(&["text", "measure", "--service", "default", &"x".repeat(155)]);
    assert_eq!(long.code, 3, "{long:?}");
    let counted = "3 characters too many; the service's signature counts for 8 characters";
    assert!(long.out.contains(counted), "{long:?}");
    let measured = french(&["text", "measure", "--service", "default", "C’est"]);
    assert!(measured.starts_with("    C'est\n    L'école\n1 SMS, GSM-7_: 13 septets"), "{measured}");
    assert!(french(&["text", "measure", "C’est"]).starts_with("1 SMS"), "no service signs it");

    home.write("list.csv", "Nom;Portable\nJo;06 39 98 00 12\nMarie-Françoise;06 39 98 00 13\n".as_bytes());
    let text = format!("{{Nom}} {}", "x".repeat(140));
    let import = ["roster", "import", "list.csv", "--all", "--dry-run", "--text", &*text];
    assert!(french(&import).contains("4 caractères de trop"), "{}", french(&import));

    let home = signed("Noël", "");
    let said = home.run(&["text", "measure", "--service", "default", &format!("Fête {}", "x".repeat(70))]);
    assert!(said.out.contains("2 signs cost a second SMS: ê (2), ë (signature, 3)"), "{said:?}");
}

#[test]
fn the_check_tells_of_a_signature_that_makes_texts_dearer_and_finds_nothing_wrong_with_it() {
    let check_by = |signature: &str, rules: &str, text: &str| {
        let service = format!("[service.default]\nsignature = \"{signature}\"\n{rules}");
        let drop = format!("[[drop]]\npath = \"in\"\ntext = \"{text}\"\n");
        let said = Home::with(&format!("{SMALLEST}\n{service}\n{drop}")).run(&["config", "check"]);
        assert_eq!(said.code, 0, "{said:?}");
        said.err
    };
    let check = |signature: &str, text: &str| check_by(signature, "", text);
    assert_eq!(check("L’École de Musique…", "x"), "", "print costs nothing");
    assert!(check("Noël en Forêt", "x").contains("its signature has ê ë, which GSM-7 has not"));
    let portuguese = "national = [\"portuguese\"]";
    let rows = [
        (
            "Théâtre",
            "",
            "each text takes UCS-2 for it, 70 characters an SMS for 160; write it otherwise, or text = \"fold\"",
        ),
        (
            "Théâtre",
            portuguese,
            "beyond one SMS of UCS-2 (70 characters) a text is written, where it can be, with the Portuguese table",
        ),
        ("Théâtre", portuguese, "write it otherwise, or text = \"fold\" without national"),
        // The table has no ë.
        ("Noël", portuguese, "each text takes UCS-2 for it"),
        ("L’École", "text = \"keep\"", "write it otherwise, or text = \"typographic\""),
        ("L’École de la Forêt", "text = \"keep\"", "write it otherwise, or text = \"fold\""),
    ];
    for (signature, rules, want) in rows {
        let said = check_by(signature, rules, "x");
        assert!(said.contains(want), "{signature} {rules} {said}");
    }
    let longer = check("Conservatoire", &"x".repeat(150));
    assert!(
        longer.contains("its text takes 2 SMS, and 1 without the signature of service default"),
        "{longer}"
    );
}

#[test]
fn another_signature_makes_no_other_content_of_what_was_sent() {
    let config = |signature: &str| format!("{SMALLEST}\n[service.default]\nsignature = \"{signature}\"\n");
    let home = Home::with(&config("Conservatoire"));
    let send = |text: &str| {
        let words = ["send", "--to", "06 39 98 00 12", "--reference", "absence-1", "--json", "--text", text];
        home.run(&words)
    };
    let text_of =
        |message: i64| home.run(&["message", "show", &message.to_string(), "--json"]).json()["text"].clone();
    let daemon = Daemon::start(&home);
    let first = send("Cours annulé.").json();
    assert_eq!(text_of(1), "Cours annulé.\nConservatoire");
    drop(daemon);
    home.write("beffroi.toml", config("Conservatoire de Musique").as_bytes());
    let _daemon = Daemon::start(&home);
    let again = send("Cours annulé.").json();
    assert_eq!((&again["message"], &again["reason"]["code"]), (&first["message"], &json!("same_reference")));
    assert_eq!(text_of(1), "Cours annulé.\nConservatoire", "it went as it went then");
    let other = send("Cours maintenu.");
    assert!(other.out.contains("reference_taken"), "{other:?}");
}

#[test]
fn a_text_from_standard_input_is_measured_with_what_it_costs_for_all() {
    let home = Home::new();
    let text = format!("Fête de l’école {}\n", "x".repeat(60));
    home.write("notice.txt", text.as_bytes());
    let measure = ["text", "measure", "--recipients", "120", "--price", "0.045", "--json", "-"];
    let input = std::fs::File::open(home.path("notice.txt")).unwrap();
    let told = said(home.command("C", &measure).stdin(input).output().unwrap()).json();
    assert_eq!((&told["parts"], &told["cheaper"]["cost"]["parts"]), (&json!(2), &json!(1)));
    assert_eq!(
        told["recipients"],
        json!({
            "count": 120, "now": { "sms": 240, "euros": "10.80" }, "cheaper": { "sms": 120, "euros": "5.40" },
            "cut": null,
        })
    );
}

#[test]
fn what_was_changed_in_a_text_that_goes_is_told_with_its_fate() {
    let home = Home::new();
    let _daemon = Daemon::start(&home);
    let send = |reference: &str, text: &str| {
        home.run(&["send", "--to", "06 39 98 00 12", "--reference", reference, "--text", text])
    };
    let folded = send("a", &"forêt ".repeat(60));
    assert_eq!(folded.out.lines().nth(1), Some("changed in the text: ê → e"), "{folded:?}");
    let again = send("a", &"forêt ".repeat(60));
    assert_eq!(again.out.lines().count(), 1, "it went as it went then: {again:?}");
    let as_typed = send("b", "Cours annulé");
    assert_eq!(as_typed.out.lines().count(), 1, "{as_typed:?}");
}

#[test]
fn the_check_tells_of_a_text_that_nobody_would_get_and_of_names_that_nothing_writes() {
    let check = |service: &str, text: &str| {
        let drop = format!("[[drop]]\npath = \"in\"\ntext = \"{text}\"\n");
        Home::with(&format!("{SMALLEST}\n[service.default]\n{service}\n{drop}")).run(&["config", "check"])
    };
    let long = "x".repeat(460);
    check("", &long).assert_sentence(2, "text too long: 4 SMS, where 3 at most are allowed");
    check("text = \"refuse\"", "forêt").assert_sentence(2, "the text is refused for it");
    check("text = \"keep\"\nemoji = \"name\"", "x").assert_sentence(2, "does nothing with text = \"keep\"");
    for policy in ["fold", "refuse"] {
        let said = check(&format!("text = \"{policy}\"\nnational = [\"portuguese\"]"), "x");
        said.assert_sentence(2, &format!("national: does nothing with text = \"{policy}\""));
    }
    for (service, text) in [
        ("emoji = \"name\"", "x"),
        ("max_parts = 4", &*long),
        ("national = [\"spanish\"]\ntext = \"keep\"", "x"),
        ("", &format!("{{Nom}}{long}")),
    ] {
        let said = check(service, text);
        assert_eq!(said.code, 0, "{said:?}");
    }
}

#[test]
fn a_notice_tells_the_changes_of_all_its_texts() {
    let config = format!("{SMALLEST}\n[service.default]\ntext = \"fold\"\n");
    let home = Home::with(&config);
    let list = "Nom;Portable\nJo;06 39 98 00 12\nZoë Forêt;06 39 98 00 13\nLéo Forêt;06 39 98 00 14\n";
    home.write("list.csv", list.as_bytes());
    let import = ["roster", "import", "list.csv", "--all", "--text", "Bonjour {Nom}, c’est annulé"];
    let want = ["’ → ' (in 3 texts)", "ë → e (in 1 text)", "ê → e (in 2 texts)"];
    let told = |more: &[&str]| {
        let said = home.run(&[&import[..], more].concat());
        let changes = said.out.lines().filter(|line| line.contains(" → ")).map(str::to_owned);
        changes.collect::<Vec<_>>()
    };
    assert_eq!(told(&["--dry-run"]), want);
    let told_to_a_program = home.run(&[&import[..], &["--dry-run", "--json"]].concat()).json();
    assert_eq!(told_to_a_program.get("cheaper"), Some(&json!(null)), "one SMS each is all it takes");
    let _daemon = Daemon::start(&home);
    assert_eq!(told(&[]), want);
    assert!(told(&[]).is_empty(), "nothing goes twice");
}
