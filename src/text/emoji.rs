//! Emoji and their likes, and what they are called where a service asks for their names: in French those that
//! an office uses. One without a French name stays as it is: an English word in a French SMS helps nobody.
//! Between brackets, so that no reader takes a name for a word of the author's.

use std::borrow::Cow;

/// What joins, colours or shapes an emoji, and says nothing without it.
const MODIFIERS: [(u32, u32); 3] = [(0x1F3FB, 0x1F3FF), (0x20E3, 0x20E3), (0xE0020, 0xE007F)];

/// The letters of which flags are made.
const FLAG_LETTERS: (u32, u32) = (0x1F1E6, 0x1F1FF);

/// Blocks of pictures and pictograms.
const PICTURES: [(u32, u32); 7] = [
    (0x1F000, 0x1FAFF),
    (0x2600, 0x27BF),
    (0x2B00, 0x2BFF),
    (0x2300, 0x23FF),
    (0x25A0, 0x25FF),
    (0x3297, 0x3299),
    // ℹ, a letter to Unicode.
    (0x2139, 0x2139),
];

fn within(blocks: &[(u32, u32)], character: char) -> bool {
    let code = u32::from(character);
    blocks.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

/// A picture, or what shapes one.
pub(super) fn is_emoji(character: char) -> bool {
    within(&PICTURES, character) || within(&MODIFIERS, character)
}

/// What to write for it; `None` where nobody has given it a name.
pub(super) fn name(character: char) -> Option<Cow<'static, str>> {
    if within(&MODIFIERS, character) {
        return Some(Cow::Borrowed(""));
    }
    if let Some((_, name)) = FRENCH.iter().find(|(known, _)| *known == character) {
        return Some(Cow::Owned(format!("({name})")));
    }
    let is_flag = within(&[FLAG_LETTERS], character);
    is_flag.then(|| deunicode::deunicode_char(character).map(|letter| Cow::Borrowed(letter.trim())))?
}

/// What offices, schools and town halls write. Only letters that GSM-7 has.
const FRENCH: [(char, &str); 207] = [
    ('😀', "sourire"),
    ('😃', "sourire"),
    ('😄', "sourire"),
    ('😁', "sourire"),
    ('😊', "sourire"),
    ('🙂', "sourire"),
    ('☺', "sourire"),
    ('😉', "clin d'oeil"),
    ('😂', "rire"),
    ('😍', "coup de coeur"),
    ('😢', "triste"),
    ('😞', "triste"),
    ('🙁', "triste"),
    ('☹', "triste"),
    ('😷', "masque"),
    ('🤒', "malade"),
    ('👍', "d'accord"),
    ('👎', "pas d'accord"),
    ('👏', "bravo"),
    ('🙏', "merci"),
    ('💪', "courage"),
    ('👋', "bonjour"),
    ('❤', "coeur"),
    ('♥', "coeur"),
    ('💙', "coeur"),
    ('💚', "coeur"),
    ('⚠', "attention"),
    ('❗', "attention"),
    ('🚨', "alerte"),
    ('⛔', "interdit"),
    ('🚫', "interdit"),
    ('❌', "non"),
    ('✅', "oui"),
    ('✔', "oui"),
    ('✓', "oui"),
    ('ℹ', "info"),
    ('☎', "tél."),
    ('✆', "tél."),
    ('📞', "tél."),
    ('📱', "tél."),
    ('✉', "courrier"),
    ('📧', "mél"),
    ('📍', "lieu"),
    ('📅', "date"),
    ('📆', "date"),
    ('⏰', "heure"),
    ('🕐', "heure"),
    ('🎵', "musique"),
    ('🎶', "musique"),
    ('♪', "musique"),
    ('♫', "musique"),
    ('🎹', "piano"),
    ('🎻', "violon"),
    ('🎸', "guitare"),
    ('🎺', "trompette"),
    ('🥁', "batterie"),
    ('🎭', "spectacle"),
    ('🎉', "bravo"),
    ('🎄', "sapin"),
    ('❄', "neige"),
    ('☀', "soleil"),
    ('🗑', "poubelle"),
    ('♻', "recyclage"),
    ('😅', "sourire"),
    ('😆', "rire"),
    ('🤣', "rire"),
    ('😎', "cool"),
    ('😘', "bisou"),
    ('🥰', "tendresse"),
    ('🤗', "accolade"),
    ('🤔', "question"),
    ('😮', "surprise"),
    ('😱', "peur"),
    ('😡', "colère"),
    ('😠', "colère"),
    ('😭', "pleurs"),
    ('😴', "sommeil"),
    ('🤧', "rhume"),
    ('🥳', "fete"),
    ('🎊', "fete"),
    ('🎁', "cadeau"),
    ('🎂', "anniversaire"),
    ('🎈', "ballon"),
    ('🧡', "coeur"),
    ('💛', "coeur"),
    ('💜', "coeur"),
    ('🖤', "coeur"),
    ('💐', "bouquet"),
    ('🌹', "rose"),
    ('🌸', "fleur"),
    ('🌻', "fleur"),
    ('🌳', "arbre"),
    ('🌍', "terre"),
    ('🌈', "arc-en-ciel"),
    ('⭐', "étoile"),
    ('🌟', "étoile"),
    ('✨', "étoiles"),
    ('🔥', "feu"),
    ('💧', "eau"),
    ('☔', "pluie"),
    ('🌧', "pluie"),
    ('⛈', "orage"),
    ('⛄', "neige"),
    ('🌞', "soleil"),
    ('☁', "nuage"),
    ('💨', "vent"),
    ('👨', "homme"),
    ('👩', "femme"),
    ('👦', "garcon"),
    ('👧', "fille"),
    ('👶', "bébé"),
    ('👪', "famille"),
    ('👮', "police"),
    ('👌', "d'accord"),
    ('✌', "victoire"),
    ('☝', "attention"),
    ('👉', "à droite"),
    ('👈', "à gauche"),
    ('👇', "ci-dessous"),
    ('👆', "ci-dessus"),
    ('🏫', "école"),
    ('🏥', "hopital"),
    ('🏠', "maison"),
    ('🏡', "maison"),
    ('🏛', "mairie"),
    ('⛪', "église"),
    ('🏦', "banque"),
    ('🏪', "magasin"),
    ('📚', "livres"),
    ('📖', "livre"),
    ('📕', "livre"),
    ('✏', "crayon"),
    ('📝', "note"),
    ('🎓', "diplome"),
    ('🎒', "cartable"),
    ('🎨', "peinture"),
    ('🎤', "micro"),
    ('🎼', "partition"),
    ('🎷', "saxophone"),
    ('🎬', "cinéma"),
    ('🎥', "cinéma"),
    ('📷', "photo"),
    ('📸', "photo"),
    ('💻', "ordinateur"),
    ('🖥', "ordinateur"),
    ('📢', "annonce"),
    ('📣', "annonce"),
    ('🔔', "cloche"),
    ('🔑', "clé"),
    ('🔒', "fermé"),
    ('🔓', "ouvert"),
    ('💡', "idée"),
    ('🔧', "travaux"),
    ('🚧', "travaux"),
    ('🚗', "voiture"),
    ('🚌', "bus"),
    ('🚎', "bus"),
    ('🚆', "train"),
    ('🚲', "vélo"),
    ('🚶', "à pied"),
    ('🚑', "ambulance"),
    ('🚒', "pompiers"),
    ('🚮', "poubelle"),
    ('🅿', "parking"),
    ('⚽', "football"),
    ('🏀', "basket"),
    ('🎾', "tennis"),
    ('🏊', "natation"),
    ('🏆', "coupe"),
    ('🏃', "course"),
    ('☕', "café"),
    ('🍽', "repas"),
    ('🍴', "repas"),
    ('🥐', "croissant"),
    ('🍰', "gateau"),
    ('🍕', "pizza"),
    ('🍎', "pomme"),
    ('🍞', "pain"),
    ('🥖', "pain"),
    ('🍷', "vin"),
    ('🍺', "bière"),
    ('🥂', "santé"),
    ('🍾', "champagne"),
    ('🐶', "chien"),
    ('🐱', "chat"),
    ('💊', "médicament"),
    ('💉', "vaccin"),
    ('🩺', "médecin"),
    ('🕒', "heure"),
    ('⏳', "attente"),
    ('⌛', "attente"),
    ('🆘', "au secours"),
    ('❓', "question"),
    ('❔', "question"),
    ('❕', "attention"),
    ('💯', "cent"),
    ('💰', "argent"),
    ('💶', "euros"),
    ('💳', "carte"),
    ('🎟', "billet"),
    ('🎫', "billet"),
    ('🗓', "date"),
    ('📌', "lieu"),
    ('🗳', "vote"),
    ('🎅', "Père Noel"),
    ('🎃', "Halloween"),
    ('🐣', "Paques"),
];

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::message::ChangeKind;
    use crate::sms::gsm7;
    use crate::text::plain::{Plain, plain};
    use crate::text::signature::{Place, Within};
    use crate::text::signs::Sign;

    #[test]
    fn a_name_is_between_brackets_and_what_shapes_a_picture_is_nothing() {
        let rows = [
            ('😀', Some("(sourire)")),
            ('🥐', Some("(croissant)")),
            ('🇫', Some("F")),
            ('🏫', Some("(école)")),
            // No French name: it stays.
            ('🦑', None),
            ('ℹ', Some("(info)")),
            ('🏽', Some("")),
        ];
        for (given, want) in rows {
            assert!(is_emoji(given), "{given}");
            assert_eq!(name(given).as_deref(), want, "{given}");
        }
        for letter in ['é', 'ж', '中', '½', '→', '’', '\u{301}'] {
            assert!(!is_emoji(letter), "{letter}");
        }
    }

    #[test]
    fn every_name_can_be_written_and_is_what_its_picture_is_given() {
        for (emoji, _) in FRENCH {
            let name = name(emoji).unwrap();
            assert!(is_emoji(emoji), "{emoji}");
            let plain = plain(&[Sign { character: emoji, place: Place::of(Within::Text, 1) }]).next();
            assert_eq!(plain, Some(Plain::Instead(ChangeKind::Named, name.clone())), "{emoji}");
            assert!(name.chars().all(|character| gsm7::septets(character).is_some()), "{name}");
        }
    }
}
