//! What holds of any text under any rules: its parts, its signature, its table and its changes.

use proptest::prelude::*;

use super::*;
use crate::phone::PhoneNumber;
use crate::sms::address::Address;
use crate::sms::header::{Concatenation, Reference};
use crate::sms::national::{Language, Tables};
use crate::sms::submit::Submit;
use crate::sms::user_data::UserData;

/// Texts of every kind; the more usual ones long enough for several parts.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-zéêç’« €\\[😀\u{301}\r\n]{0,400}",
        "[a-zé€\\[ ]{150,700}",
        "[ж中👍🏽🇫🇷\u{FE0F}\u{200D}\u{20E3}°²ê 1]{0,300}",
        // Letters of three languages, and what they do not share.
        "[a-zçêôâãõ’… \u{200B}]{0,400}",
        "[a-zçşğıİáíóú’{ ]{60,300}",
    ]
}

/// None, one, and all in either order.
const TABLES: [&[NationalTable]; 4] = [
    &[],
    &[NationalTable::Portuguese],
    NationalTable::ALL,
    &[NationalTable::Turkish, NationalTable::Spanish, NationalTable::Portuguese],
];

/// None; plain; what print changes; what makes it dearer, or is written as it sounds.
const SIGNATURES: [Option<&str>; 6] = [
    None,
    Some("Conservatoire"),
    Some("L’école – n° 3"),
    Some("Forêt & Noël"),
    Some("Ça ♪ [a]"),
    Some("Музыка"),
];

fn any_rules() -> impl Strategy<Value = Rules<'static>> {
    let choices = (
        prop::sample::select(TextPolicy::ALL),
        prop::sample::select(Emoji::ALL),
        prop::sample::select(&TABLES[..]),
        prop::sample::select(&SIGNATURES[..]),
    );
    choices.prop_map(|(policy, emoji, tables, signature)| Rules { policy, emoji, tables, signature })
}

/// What a phone reads of a part, octet by octet as it is sent.
fn read(text: &str, alphabet: Alphabet, concatenation: Option<Concatenation>) -> String {
    let single = |language| Tables { single: language, ..Tables::DEFAULT };
    let data = match alphabet {
        Alphabet::Gsm7 => UserData::gsm7(text, concatenation),
        Alphabet::Gsm7Portuguese => UserData::national(text, single(Language::Portuguese), concatenation),
        Alphabet::Gsm7Spanish => UserData::national(text, single(Language::Spanish), concatenation),
        Alphabet::Gsm7Turkish => UserData::national(text, single(Language::Turkish), concatenation),
        Alphabet::Ucs2 => UserData::ucs2(text, concatenation),
    };
    let sent =
        Submit::new(Address::international(&PhoneNumber::parse("06 39 98 00 01").unwrap()), data.unwrap());
    Submit::decode(&sent.encode().unwrap()).unwrap().user_data.text().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn parts_joined_are_the_text_and_each_fits(text in any_text(), rules in any_rules()) {
        let Ok(prepared) = prepare(&text, rules) else { return Ok(()) };
        let joined: String = prepared.parts.iter().map(|part| &*part.text).collect();
        prop_assert_eq!(&joined, &prepared.text);
        for part in &prepared.parts {
            let concatenation = part
                .concat
                .map(|concat| Concatenation::new(Reference::Eight(0), concat.total, concat.number).unwrap());
            prop_assert_eq!(read(&part.text, part.alphabet, concatenation), part.text.clone());
        }
        // A second pass changes nothing.
        let again = prepare(&prepared.text, rules).unwrap();
        prop_assert!(again.changes.is_empty());
        prop_assert_eq!((again.text, again.parts), (prepared.text, prepared.parts));
    }

    #[test]
    fn every_text_is_signed_once(text in any_text(), rules in any_rules()) {
        let Ok(prepared) = prepare(&text, rules) else { return Ok(()) };
        let without = prepare(&text, Rules { signature: None, ..rules });
        match rules.signature {
            None => prop_assert_eq!(Ok(prepared), without),
            Some(_) => {
                let last = prepared.text.lines().last().unwrap_or_default();
                let lines = prepared.text.lines().filter(|line| *line == last).count();
                prop_assert!(signature::is_signature(last) && lines == 1 || text.contains(last));
                // What is told of the text is what would be told without it, where the same is done to it.
                if let Ok(without) = without
                    && without.alphabet == prepared.alphabet
                {
                    // Blanks at its end have gone.
                    prop_assert!(without.changes.starts_with(changed::of_text(&prepared.changes)));
                }
            }
        }
    }

    #[test]
    fn a_table_is_used_only_where_it_saves_parts(text in any_text(), rules in any_rules()) {
        let Ok(prepared) = prepare(&text, rules) else { return Ok(()) };
        let without = prepare(&text, Rules { tables: &[], ..rules }).unwrap();
        match prepared.alphabet.table() {
            None => prop_assert_eq!(prepared, without),
            Some(table) => {
                prop_assert!(rules.tables.contains(&table));
                prop_assert_eq!(without.alphabet, Alphabet::Ucs2);
                prop_assert!(prepared.parts.len() < without.parts.len());
            }
        }
    }

    #[test]
    fn no_cut_costs_a_part_and_each_part_fits_beside_either_reference(
        text in any_text(),
        width in prop::sample::select(&[ReferenceWidth::Eight, ReferenceWidth::Sixteen][..]),
    ) {
        let segments = segment::split(&text, width);
        prop_assert_eq!(segments.texts.concat(), text.clone());
        let several = segments.texts.len() > 1;
        let reference = match width {
            ReferenceWidth::Eight => Reference::Eight(7),
            ReferenceWidth::Sixteen => Reference::Sixteen(700),
        };
        let concatenation = several.then(|| Concatenation::new(reference, 2, 1).unwrap());
        for part in &segments.texts {
            prop_assert_eq!(read(part, segments.alphabet, concatenation), part.to_string());
        }
        // Full parts, and no fewer would do.
        let room = segment::Writing::from(segments.alphabet).room(width, 0).among_several;
        prop_assert!(!several || segments.used > room * (segments.texts.len() - 1) - segments.texts.len());
    }

    #[test]
    fn a_change_is_where_its_sign_is(text in any_text(), rules in any_rules()) {
        let Ok(prepared) = prepare(&text, rules) else { return Ok(()) };
        let given: Vec<char> = text.chars().collect();
        let signature: Vec<char> = rules.signature.unwrap_or_default().chars().collect();
        for change in &prepared.changes {
            let given = if change.within.is_text() { &given } else { &signature };
            let at = usize::try_from(change.position).unwrap() - 1;
            let there: String = given[at..].iter().take(4).collect();
            let composed: String = unicode_normalization::UnicodeNormalization::nfc(&*there).collect();
            prop_assert!(composed.contains(change.from) || given[at] == change.from, "{:?}", change.from);
        }
    }
}
