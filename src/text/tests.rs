//! Texts of every kind under every policy: wordings, parts and refusals. What holds of any text is
//! in `any`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

mod any;

use super::*;
use crate::message::Shortest;

#[test]
fn a_text_is_worded_as_its_policy_says() {
    use Alphabet::{Gsm7, Ucs2};
    use TextPolicy::{Fold, Keep, Typographic};
    let rows = [
        (Typographic, "L’école est fermée…", "L'école est fermée...", Gsm7),
        (Typographic, "«\u{A0}Fête\u{A0}»", "«\u{A0}Fête\u{A0}»", Ucs2),
        (Typographic, "«\u{A0}Noël\u{A0}»", "«\u{A0}Noël\u{A0}»", Ucs2),
        (Typographic, "«\u{202F}Répétition\u{202F}» à 17h", "\" Répétition \" à 17h", Gsm7),
        (Typographic, "Salle n° 3, 20 m², 19°C", "Salle no 3, 20 m2, 19C", Gsm7),
        (Typographic, "20°c ou 68°F", "20c ou 68F", Gsm7),
        // A bare degree or power would be misread without its sign.
        (Typographic, "40° à l’ombre", "40° à l’ombre", Ucs2),
        (Typographic, "10²", "10²", Ucs2),
        (Typographic, "Œuvres et cœurs, ŒUVRES", "Oeuvres et coeurs, OEUVRES", Gsm7),
        (Typographic, "• 1ᵉʳ cours – 14\u{A0}h", "- 1er cours - 14 h", Gsm7),
        (Typographic, "e\u{301}cole", "école", Gsm7),
        (Typographic, "ligne 1\r\nligne\t2", "ligne 1\nligne 2", Gsm7),
        (Typographic, "soft\u{AD}hyphen", "softhyphen", Gsm7),
        (Typographic, "ça va 😀", "ça va 😀", Ucs2),
        (Keep, "L’école", "L’école", Ucs2),
        (Keep, "L'école", "L'école", Gsm7),
        (Fold, "Fête de l’été, ça «\u{202F}marche\u{202F}»", "Fete de l'été, ca \" marche \"", Gsm7),
        (Fold, "GARÇON, garçon", "GARÇON, garcon", Gsm7),
        (Fold, "À BIENTÔT, NOËL, Œil, île, Aÿ", "A BIENTOT, NOEL, Oeil, ile, Ay", Gsm7),
        (Fold, "40° à l’ombre, 10², 2½, ½", "40 degrés à l'ombre, 10^2, 2 1/2, 1/2", Gsm7),
        (Fold, "Łódź, Phạm, Ştefan", "Lodz, Pham, Stefan", Gsm7),
        (Fold, "Привет", "Privet", Gsm7),
        (Fold, "q\u{301}", "q", Gsm7),
        // Not guessed: as the author has it.
        (Fold, "forêt 😀", "forêt 😀", Ucs2),
        (Fold, "x\u{2077}ê", "x\u{2077}ê", Ucs2),
    ];
    for (policy, given, text, alphabet) in rows {
        let prepared = prepare(given, policy).unwrap();
        assert_eq!((&*prepared.text, prepared.alphabet), (text, alphabet), "{given}");
    }
}

#[test]
fn pictures_are_named_only_where_that_is_asked() {
    let rules = |policy: TextPolicy| Rules { emoji: Emoji::Name, ..policy.into() };
    let rows = [
        (TextPolicy::Typographic, "Bravo 👍🏽 ❤️", "Bravo (d'accord) (coeur)"),
        (TextPolicy::Typographic, "Fête 👍", "Fête 👍"),
        (TextPolicy::Fold, "Fête 👍 🇫🇷 1\u{FE0F}\u{20E3}", "Fete (d'accord) FR 1"),
        (TextPolicy::Keep, "👍", "👍"),
    ];
    for (policy, given, want) in rows {
        assert_eq!(prepare(given, rules(policy)).unwrap().text, want, "{policy}");
    }
}

#[test]
fn what_is_over_the_limit_is_folded_where_that_helps_and_the_policy_changes_signs() {
    use TextPolicy::{Fold, Keep, Refuse, Typographic};
    let x = |count| "x".repeat(count);
    let over = |over, signs: Option<&str>, parts| Reason::TextTooLong {
        parts,
        limit: 1,
        over,
        signs: signs.map(str::to_owned),
        wording: Shortest::Own,
        signature: 0,
    };
    let folded = |parts, limit, over| Reason::TextTooLong {
        parts,
        limit,
        over,
        signs: None,
        wording: Shortest::Folded,
        signature: 0,
    };
    let rows = [
        (Typographic, "Fête".to_owned(), Ok("Fête".to_owned())),
        (Typographic, format!("Fête {}", x(80)), Ok(format!("Fete {}", x(80)))),
        (Fold, format!("Fête {}", x(80)), Ok(format!("Fete {}", x(80)))),
        (Keep, format!("Fête {}", x(80)), Err(over(15, Some("ê"), 2))),
        (Refuse, x(162), Err(over(2, None, 2))),
        // A reader of Russian is not given Latin letters unasked; a service that folds has asked.
        (Typographic, format!("ж{}", x(80)), Err(over(11, Some("ж"), 2))),
        (Fold, format!("ж{}", x(80)), Ok(format!("zh{}", x(80)))),
        (Typographic, format!("Fête 😀\u{FE0F} {}", x(80)), Err(over(19, Some("😀"), 2))),
        (Typographic, format!("Fête {}", x(160)), Err(folded(2, 1, 5))),
    ];
    for (policy, given, want) in rows {
        let got = prepare_within(&given, policy, 1);
        assert_eq!(got.map(|prepared| prepared.text), want, "{policy} {given}");
    }
    // Both numbers are of the folded text, which is what an author has to shorten.
    assert_eq!(prepare_within(&"ê".repeat(460), Typographic, 3), Err(folded(4, 3, 1)));
    // One sign in the way, less than what would be cut: it is named even where nothing may stand for it.
    let apostrophe = format!("{}’", "a".repeat(459));
    let Err(Reason::TextTooLong { parts: 7, over: 259, signs, .. }) = prepare_within(&apostrophe, Keep, 3)
    else {
        panic!("refused")
    };
    assert_eq!(signs.as_deref(), Some("’"));
    let folded = prepare_within(&format!("L’enquête {}", x(80)), Typographic, 1).unwrap();
    let told: Vec<_> = folded.changes.iter().map(Change::reason).collect();
    let replaced = |character: &str, by: &str, position| Reason::SignReplaced {
        character: character.into(),
        by: by.into(),
        position,
    };
    assert_eq!(told, [replaced("’", "'", 2), replaced("ê", "e", 7)]);
}

#[test]
fn the_letters_of_a_language_stand_behind_an_escape_where_that_saves_parts() {
    use Alphabet::{Gsm7, Gsm7Portuguese, Gsm7Spanish, Gsm7Turkish, Ucs2};
    use TextPolicy::{Fold, Keep, Refuse, Typographic};
    let x = |count| "x".repeat(count);
    let some = |text: &str, alphabet, parts| Some((text.to_owned(), alphabet, parts));
    let long = format!("Fête… {}", x(80));
    let (portuguese, all) = (&[NationalTable::Portuguese][..], NationalTable::ALL);
    let rows = [
        // Not without leave; not where every phone reads it, nor where UCS-2 costs no more.
        (Typographic, &[][..], &*long, some(&long, Ucs2, 2)),
        (Typographic, all, "L’été… é", some("L'été... é", Gsm7, 1)),
        (Typographic, all, "Fête…", some("Fête…", Ucs2, 1)),
        (Keep, all, "Fête", some("Fête", Ucs2, 1)),
        // Print becomes what the table has not; letters stay.
        (Typographic, portuguese, &*long, some(&format!("Fête... {}", x(80)), Gsm7Portuguese, 1)),
        (Keep, portuguese, &*long, some(&long, Ucs2, 2)),
        (Keep, portuguese, &*x(80).replace("xx", "xê"), some(&x(80).replace("xx", "xê"), Gsm7Portuguese, 1)),
        // î is in no table.
        (Typographic, all, &*(long.clone() + "î"), some(&(long.clone() + "î"), Ucs2, 2)),
        // Where folding is wanted there is nothing left for a table; what is to be refused is.
        (Fold, all, &*long, some(&format!("Fete... {}", x(80)), Gsm7, 1)),
        (Fold, portuguese, &*format!("ê∞{}", x(80)), some(&format!("ê∞{}", x(80)), Ucs2, 2)),
        (Refuse, all, "Fête", None),
        // The one that can write it, and of several the first.
        (Typographic, all, &*format!("ğ{}", x(80)), some(&format!("ğ{}", x(80)), Gsm7Turkish, 1)),
        (
            Typographic,
            &[NationalTable::Spanish, NationalTable::Portuguese],
            &*format!("á{}", x(80)),
            some(&format!("á{}", x(80)), Gsm7Spanish, 1),
        ),
        // Two septets each: 149 of them in a part of several.
        (Typographic, portuguese, &*"ê".repeat(149), some(&"ê".repeat(149), Ucs2, 3)),
        (Typographic, portuguese, &*"ê".repeat(148), some(&"ê".repeat(148), Gsm7Portuguese, 2)),
    ];
    for (policy, tables, given, want) in rows {
        let got = prepare(given, Rules { tables, ..policy.into() }).ok();
        let got = got.map(|prepared| (prepared.text, prepared.alphabet, prepared.parts.len()));
        assert_eq!(got, want, "{policy} {tables:?} {given}");
    }
    // Letters are kept rather than folded to be within.
    let rules = Rules { tables: portuguese, ..Typographic.into() };
    assert_eq!(prepare_within(&long, rules, 1).unwrap().alphabet, Gsm7Portuguese);
}

#[test]
fn a_hundred_thousand_signs_of_any_kind_are_judged() {
    let rules = Rules { emoji: Emoji::Name, ..TextPolicy::Fold.into() };
    let signs = [
        "\u{301}",
        "\u{301}\u{323}",
        "\u{1112}\u{1161}\u{11AB}",
        "👨\u{200D}",
        "🇫",
        "\u{200F}ا",
        "x\u{202E}",
        "\u{E000}",
        "é",
        "[",
        "a\r\n",
        "  ",
        "q\u{301}",
    ];
    for sign in signs {
        let text = sign.repeat(100_000 / sign.chars().count());
        assert!(prepare_within(&text, rules, 6).is_err(), "{sign:?}");
        let few = Rules { policy: TextPolicy::Typographic, ..rules };
        let measured = measure::measure(&text, few).map(|measured| measured.cost.parts > 300);
        let says_nothing =
            sign.chars().all(|character| signs::is_blank(character) || signs::is_mark(character));
        assert!(measured.unwrap_or(says_nothing), "{sign:?}");
    }
    let tower = format!("q{}", "\u{301}\u{323}".repeat(50_000));
    assert_eq!(prepare_within(&tower, rules, 6).unwrap().text, "q");
    assert!(measure::measure(&tower, TextPolicy::Keep).unwrap().cost.parts > 300);
}

#[test]
fn blanks_and_accents_on_nothing_are_no_text() {
    for text in ["", " \n", "\u{301}", "\u{200D} \u{a47}\u{301}"] {
        for policy in TextPolicy::ALL {
            assert_eq!(prepare(text, *policy), Err(Reason::EmptyText), "{text:?} {policy:?}");
        }
    }
}

#[test]
fn each_change_is_told_with_its_place() {
    let prepared = prepare("e\u{301}té\r\n« l’œuvre »", TextPolicy::Typographic).unwrap();
    let told: Vec<_> =
        prepared.changes.iter().map(|change| (change.position, change.from, &*change.to)).collect();
    assert_eq!(told, [(7, '«', "\""), (10, '’', "'"), (11, 'œ', "oe"), (17, '»', "\"")]);
}

#[test]
fn what_cannot_be_sent_is_refused_with_a_reason() {
    use TextPolicy::{Keep, Refuse, Typographic};
    let stranger =
        |character: &str, position| Reason::NotInAlphabet { character: character.into(), position };
    let control = Reason::ControlCharacter { character: "U+0000".into(), position: 2 };
    let long = |parts, over| Reason::TextTooLong {
        parts,
        limit: 255,
        over,
        signs: None,
        wording: Shortest::Own,
        signature: 0,
    };
    let rows = [
        (Typographic, "".to_owned(), Reason::EmptyText),
        (Keep, " \t\r\n\u{A0}".to_owned(), Reason::EmptyText),
        (Refuse, "a\0".to_owned(), control),
        (Refuse, "Il l’a".to_owned(), stranger("’", 5)),
        (Refuse, "forêt".to_owned(), stranger("ê", 4)),
        (Typographic, "x".repeat(255 * 153 + 1), long(256, 1)),
        (Keep, "ê".repeat(255 * 67 + 1), long(256, 1)),
        (Typographic, "x".repeat(100_000), long(654, 60_985)),
    ];
    for (policy, given, want) in rows {
        assert_eq!(prepare(&given, policy).map(|_| ()), Err(want), "{:.20}", given);
    }
    assert_eq!(prepare(&"x".repeat(255 * 153), TextPolicy::Keep).unwrap().parts.len(), 255);
}

#[test]
fn parts_are_numbered_only_where_there_are_several() {
    let alone = prepare(&"x".repeat(160), TextPolicy::Keep).unwrap();
    assert_eq!(alone.parts.iter().map(|part| part.concat).collect::<Vec<_>>(), [None]);
    let two = prepare(&"x".repeat(161), TextPolicy::Keep).unwrap();
    let numbers: Vec<_> = two.parts.iter().map(|part| part.concat.unwrap()).collect();
    assert_eq!(
        numbers,
        [Concat { reference: 0, total: 2, number: 1 }, Concat { reference: 0, total: 2, number: 2 }]
    );
}

#[test]
fn nothing_of_a_text_is_shown_in_a_log() {
    let prepared = prepare("Il l’a dit", TextPolicy::Typographic).unwrap();
    assert_eq!(format!("{prepared:?}"), "Prepared(gsm7, 1 parts, 1 changes)");
    assert_eq!(format!("{:?}", prepared.changes), "[Change(at 5)]");
}
