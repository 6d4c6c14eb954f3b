//! Names of columns and values as people type them: compared without case, accents and punctuation,
//! and the nearest one for a name that does not exist.

/// Lower case, without accents; whatever is neither letter nor digit is one blank.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for sign in text.chars().flat_map(char::to_lowercase) {
        match sign {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'î' | 'ï' | 'í' | 'ì' => folded.push('i'),
            'ô' | 'ö' | 'ó' | 'ò' | 'õ' => folded.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => folded.push('u'),
            'ÿ' | 'ý' => folded.push('y'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            // What is left of a letter that was taken apart into base and accent.
            '\u{300}'..='\u{36F}' => {}
            sign if sign.is_alphanumeric() => folded.push(sign),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// For values: trimmed, lower case, blanks of any kind as one; accents count.
pub(super) fn plain_value(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// The candidate that was probably meant: at most a third of its letters away, or one that holds
/// what was typed.
pub(super) fn nearest<'a>(typed: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed = fold(typed);
    let near = candidates.filter_map(|candidate| {
        let folded = fold(candidate);
        let away = distance(&typed, &folded);
        let allowed = (folded.chars().count().max(typed.chars().count()) / 3).max(1);
        let within = typed.chars().count() > 2 && folded.contains(&typed);
        match (away <= allowed, within) {
            (true, _) => Some((away, candidate)),
            (false, true) => Some((allowed + away, candidate)),
            (false, false) => None,
        }
    });
    near.min_by_key(|(away, _)| *away).map(|(_, candidate)| candidate)
}

/// Levenshtein's: letters to put in, take out or replace.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(at + 1);
        for ((replaced, removed), wanted) in row.iter().zip(row.iter().skip(1)).zip(&other) {
            let put_in = next.last().copied().unwrap_or(at) + 1;
            next.push((replaced + usize::from(letter != *wanted)).min(removed + 1).min(put_in));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_punctuation_do_not_count_in_names() {
        let rows = [
            ("Tél. portable", "tel portable"),
            ("  TÉL_PORTABLE ", "tel portable"),
            ("Te\u{301}l.\u{A0}portable", "tel portable"),
            ("N° de téléphone", "n de telephone"),
            ("Prénom", "prenom"),
            ("Cœur", "coeur"),
            ("…", ""),
        ];
        for (given, want) in rows {
            assert_eq!(fold(given), want, "{given}");
        }
    }

    #[test]
    fn the_nearest_name_is_found_and_none_where_none_is_near() {
        let columns = ["Nom", "Prénom", "Discipline", "Professeur", "Jour", "Heure", "Tél. portable"];
        let rows = [
            ("Proffesseur", Some("Professeur")),
            ("prof", Some("Professeur")),
            ("heures", Some("Heure")),
            ("portable", Some("Tél. portable")),
            ("jours", Some("Jour")),
            ("prenoms", Some("Prénom")),
            ("Salle", None),
            ("", None),
        ];
        for (given, want) in rows {
            assert_eq!(nearest(given, columns.into_iter()), want, "{given}");
        }
    }

    #[test]
    fn distance_counts_letters() {
        for (one, other, want) in [("", "", 0), ("a", "", 1), ("", "ab", 2), ("kitten", "sitting", 3)] {
            assert_eq!(distance(one, other), want);
            assert_eq!(distance(other, one), want);
        }
    }
}
