//! Which row names the columns: the one with the most words of headers among the first ten; without
//! such words, the first with several cells and no number in them.

use super::Row;
use crate::intake::names::fold;

/// The header is looked for in so many rows.
const HEADER_WITHIN: usize = 10;

/// Digits that a name of a column has not, but a telephone number and a date have.
const DIGITS: usize = 5;

/// Characters that a name of a column has at most; a title above the table has more.
const NAME: usize = 60;

/// Words of headers, folded; a row with the most of them is the header.
const HEADER_WORDS: &[&str] = &[
    "nom",
    "prenom",
    "eleve",
    "eleves",
    "responsable",
    "pere",
    "mere",
    "adresse",
    "ville",
    "email",
    "mail",
    "courriel",
    "discipline",
    "cours",
    "professeur",
    "prof",
    "enseignant",
    "jour",
    "date",
    "heure",
    "horaire",
    "salle",
    "classe",
    "groupe",
    "name",
    "surname",
    "teacher",
    "day",
    "time",
];

/// Words of the headers of telephone columns, folded.
pub(in crate::intake) const PHONE_WORDS: &[&str] =
    &["portable", "port", "mobile", "mob", "gsm", "sms", "cell", "tel", "telephone", "telephones", "phone"];

pub(super) fn position(rows: &[Row]) -> Option<usize> {
    let first = rows.get(..HEADER_WITHIN).unwrap_or(rows);
    let scores: Vec<usize> = first.iter().map(score).collect();
    let best = scores.iter().copied().max()?;
    if best > 0 {
        return scores.iter().position(|score| *score == best);
    }
    let several = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count() > 1;
    first.iter().position(|row| several(row) && !row.cells.iter().any(|cell| is_number(cell)))
}

fn is_number(cell: &str) -> bool {
    cell.chars().filter(char::is_ascii_digit).count() >= DIGITS
}

fn score(row: &Row) -> usize {
    if row.cells.iter().any(|cell| is_number(cell)) {
        return 0;
    }
    let points = |cell: &String| {
        let folded = fold(cell);
        let has = |words: &[&str]| folded.split(' ').any(|word| words.contains(&word));
        match cell.chars().count() {
            0 => 0,
            length if length > NAME => 0,
            _ if has(PHONE_WORDS) => 3,
            _ => usize::from(has(HEADER_WORDS)),
        }
    };
    row.cells.iter().map(points).sum()
}

/// The names in that row: on one line, all different; a cell without one is called by its place.
pub(super) fn names(rows: &[Row], header: usize) -> Vec<String> {
    let cells = rows.get(header).map(|row| row.cells.as_slice()).unwrap_or_default();
    let mut names: Vec<String> = Vec::with_capacity(cells.len());
    for (at, cell) in cells.iter().enumerate() {
        let words: Vec<&str> = cell.split_whitespace().collect();
        let name = if words.is_empty() { format!("#{}", at + 1) } else { words.join(" ") };
        let taken = |name: &str| names.iter().any(|other| fold(other) == fold(name));
        let free = (2..).map(|number| format!("{name} ({number})")).find(|name| !taken(name));
        names.push(if taken(&name) { free.unwrap_or(name) } else { name });
    }
    names
}
