//! A text with `{Column}` in it, filled from a row. `{{` and `}}` stand for braces.

use crate::intake::names::nearest;
use crate::intake::table::Row;
use crate::message::Reason;

use super::{Roster, RosterError, position};

/// A text whose fields are columns of one roster.
#[derive(Clone, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

#[derive(Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field { column: usize, name: String },
}

impl Template {
    /// Reads a text for a roster.
    ///
    /// # Errors
    /// [`RosterError::UnknownField`] and [`RosterError::EmptyField`] with the columns there are,
    /// [`RosterError::OpenField`].
    pub fn parse(text: &str, roster: &Roster) -> Result<Self, RosterError> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(['{', '}']) {
            plain.push_str(before);
            let opens = rest.get(before.len()..).is_some_and(|at| at.starts_with('{'));
            let brace = if opens { '{' } else { '}' };
            if !opens || after.starts_with('{') {
                plain.push(brace);
                rest = after.strip_prefix(brace).unwrap_or(after);
                continue;
            }
            let (typed, after) = after.split_once('}').ok_or(RosterError::OpenField)?;
            let column = position(&roster.table, typed).ok_or_else(|| unknown_field(roster, typed))?;
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
            pieces.push(Piece::Field { column, name: roster.column(column).to_owned() });
            rest = after;
        }
        plain.push_str(rest);
        pieces.push(Piece::Text(plain));
        Ok(Self(pieces))
    }

    /// The names in the braces of a text, as written there.
    pub fn fields(text: &str) -> Vec<&str> {
        let (mut fields, mut rest) = (Vec::new(), text);
        while let Some((_, after)) = rest.split_once('{') {
            rest = after;
            if let Some(after) = after.strip_prefix('{') {
                rest = after;
            } else if let Some((field, after)) = after.split_once('}') {
                fields.push(field);
                rest = after;
            }
        }
        fields
    }

    /// The text for a row.
    ///
    /// # Errors
    /// [`Reason::EmptyField`]: half a sentence is worse than none.
    pub fn fill(&self, row: &Row) -> Result<String, Reason> {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Field { column, name } => match row.cell(*column) {
                    "" => return Err(Reason::EmptyField { column: name.clone() }),
                    value => text.push_str(value),
                },
            }
        }
        Ok(text)
    }
}

/// Shows the number of its fields only.
impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Template({} fields)", self.0.len() / 2)
    }
}

fn unknown_field(roster: &Roster, typed: &str) -> RosterError {
    let columns = roster.columns();
    if typed.trim().is_empty() {
        return RosterError::EmptyField { columns: columns.join(", ") };
    }
    RosterError::UnknownField {
        column: typed.to_owned(),
        columns: columns.join(", "),
        nearest: nearest(typed, columns.iter().map(String::as_str)).map(str::to_owned),
    }
}
