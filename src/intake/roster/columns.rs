//! Which columns hold telephone numbers and names, by what their headers say.

use crate::intake::names::fold;
use crate::intake::table::PHONE_WORDS;

/// A telephone that can receive an SMS.
const MOBILE: &[&str] = &["portable", "port", "mobile", "mob", "gsm", "sms", "cell"];

/// A telephone that can't.
const FIXED: &[&str] =
    &["fixe", "domicile", "maison", "bureau", "travail", "fax", "home", "work", "landline"];

/// Whoever is not the person of the row.
const OTHERS: &[&str] = &["responsable", "pere", "mere", "professeur", "prof", "enseignant", "teacher"];

/// Places of the telephone columns, the one to take first: mobiles, then those that may be, then
/// those that are fixed; in the order of the file among equals.
pub(super) fn phones(columns: &[String]) -> Vec<usize> {
    let mut phones: Vec<(usize, usize)> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let folded = fold(column);
        let has = |words: &[&str]| folded.split(' ').any(|word| words.contains(&word));
        if has(PHONE_WORDS) {
            phones.push((if has(FIXED) { 2 } else { usize::from(!has(MOBILE)) }, at));
        }
    }
    phones.sort_unstable();
    phones.into_iter().map(|(_, at)| at).collect()
}

/// Places of first name and name, in the order in which one says them.
pub(super) fn names(columns: &[String]) -> Vec<usize> {
    let find = |wanted: &[&str]| {
        columns.iter().position(|column| {
            let folded = fold(column);
            let has = |words: &[&str]| folded.split(' ').any(|word| words.contains(&word));
            has(wanted) && !has(OTHERS)
        })
    };
    let (first, last) = (find(&["prenom", "firstname"]), find(&["nom", "name", "surname", "lastname"]));
    first.into_iter().chain(last.filter(|last| Some(*last) != first)).collect()
}
