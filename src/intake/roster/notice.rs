//! What a notice to some rows of a roster is called, and the key under which each of its messages is
//! told once: told again with the same key, nothing is sent.

use crate::intake::fingerprint::Fingerprint;
use crate::intake::names::fold;

use super::{Draft, Where};

/// Letters that a name made here has at most.
const NAME: usize = 60;

/// Octets of a notice's name that stand in a key at most; the key holds to all of it.
const SHOWN: usize = 100;

/// Hexadecimal digits of a key: 64 bits.
const DIGITS: usize = 16;

/// What one calls people; says nothing of who is meant.
const TITLES: &[&str] = &["mme", "mlle", "m", "mr", "mrs", "ms", "madame", "monsieur"];

/// A short name from a file's name and the conditions: `cours-petit-17h` for the rows of `cours.csv`
/// with `Professeur=Mme Petit` and `Heure=17:00`. Letters, digits and hyphens only; may be empty.
pub fn notice_name(file: &str, conditions: &[Where]) -> String {
    let base = file.rsplit('/').next().unwrap_or(file);
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| if stem.is_empty() { base } else { stem });
    let mut words: Vec<String> = fold(stem).split(' ').map(str::to_owned).collect();
    for condition in conditions {
        match hour(&condition.value) {
            Some(hour) => words.push(hour),
            None => {
                let folded = fold(&condition.value);
                words.extend(folded.split(' ').filter(|word| !TITLES.contains(word)).map(str::to_owned));
            }
        }
    }
    words.retain(|word| !word.is_empty());
    let name: String = words.join("-").chars().take(NAME).collect();
    name.trim_end_matches('-').to_owned()
}

/// `17:00` as `17h`, `17:30` as `17h30`.
fn hour(value: &str) -> Option<String> {
    let (hour, minute) = value.trim().split_once([':', 'h'])?;
    let number = |text: &str| text.len() <= 2 && text.bytes().all(|octet| octet.is_ascii_digit());
    if hour.is_empty() || !number(hour) || !number(minute) {
        return None;
    }
    let hour = hour.trim_start_matches('0');
    let hour = if hour.is_empty() { "0" } else { hour };
    Some(if minute.is_empty() || minute == "00" { format!("{hour}h") } else { format!("{hour}h{minute}") })
}

impl Draft {
    /// The key of this message within a notice of one day (or of one moment, to be told anew). Other
    /// words or another number make another key; it shows neither.
    pub fn reference(&self, day: &str, notice: &str) -> String {
        let content = Fingerprint::of(&[Some(notice), Some(self.to.e164()), Some(&self.text)]);
        let digits = content.as_str().get(..DIGITS).unwrap_or_default();
        let mut shown = notice.trim();
        while shown.len() > SHOWN {
            shown = shown.char_indices().next_back().and_then(|(at, _)| shown.get(..at)).unwrap_or_default();
        }
        format!("{day} {shown} {digits}")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::phone::PhoneNumber;

    #[test]
    fn a_notice_is_called_after_its_file_and_its_conditions() {
        let rows: &[(&str, &[&str], &str)] = &[
            ("cours.csv", &["Professeur=Mme Petit", "Heure=17:00"], "cours-petit-17h"),
            ("/srv/école/Élèves 2026.csv", &["Jour=Lundi"], "eleves-2026-lundi"),
            ("liste", &["Heure=09:30"], "liste-9h30"),
            ("liste.csv", &["Heure=17h"], "liste-17h"),
            ("liste.csv", &["Heure=00:00"], "liste-0h"),
            ("liste.csv", &["Salle=12:345"], "liste-12-345"),
            ("liste.csv", &["Professeur=M. Noël"], "liste-noel"),
            (".csv", &[], "csv"),
            ("…", &["Nom=M."], ""),
        ];
        for (file, conditions, want) in rows {
            let conditions: Vec<Where> = conditions.iter().map(|given| given.parse().unwrap()).collect();
            assert_eq!(notice_name(file, &conditions), *want, "{file} {conditions:?}");
        }
        let long = notice_name(&format!("{}.csv", "é".repeat(200)), &[]);
        assert_eq!(long, "e".repeat(60));
    }

    #[test]
    fn a_key_changes_with_the_day_the_notice_the_number_and_the_text_and_with_nothing_else() {
        let draft = |to: &str, text: &str, line| Draft {
            to: PhoneNumber::parse(to).unwrap(),
            text: text.to_owned(),
            lines: vec![line],
            names: Vec::new(),
        };
        let one = draft("06 39 98 00 12", "Pas de cours.", 4);
        let key = one.reference("2026-11-23", "cours");
        assert_eq!(draft("+33639980012", "Pas de cours.", 9).reference("2026-11-23", "cours"), key);
        let others = [
            one.reference("2026-11-24", "cours"),
            one.reference("2026-11-23", "cours-2"),
            draft("06 39 98 00 13", "Pas de cours.", 4).reference("2026-11-23", "cours"),
            draft("06 39 98 00 12", "Pas de cours !", 4).reference("2026-11-23", "cours"),
        ];
        assert!(others.iter().all(|other| *other != key), "{key} {others:?}");
        assert!(key.starts_with("2026-11-23 cours ") && !key.contains("639980012"), "{key}");
        let (long, longer) = ("é".repeat(120), "é".repeat(121));
        let (long, longer) = (one.reference("2026-11-23", &long), one.reference("2026-11-23", &longer));
        assert!(long.len() <= 130 && long != longer, "{long}");
    }
}
