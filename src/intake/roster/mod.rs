//! A roster: who is in which lesson, with which numbers. Finds the telephone column, selects rows by
//! `COLUMN=VALUE`, fills a text for each and makes one message for each number: siblings are told once.
//! Nothing is guessed: with several telephone columns it says which one it takes. Every row that gets
//! nothing is named with file, row and cause; the texts are judged later, like all others.

mod columns;
mod mailing;
mod notice;
mod template;
#[cfg(test)]
mod tests;

use std::str::FromStr;

use serde::Serialize;

use crate::wording::{self, Language};

use super::names::{fold, nearest, plain_value};
use super::table::{Row, Table};

pub use mailing::{Draft, Mailing, RefusedRow};
pub use notice::notice_name;
pub use template::Template;

/// Values of a column that a refusal lists at most.
const LISTED: usize = 12;

/// A table whose telephone column is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    table: Table,
    phone: usize,
    other_phones: Vec<usize>,
    names: Vec<usize>,
}

/// `COLUMN=VALUE`: the rows that have this value there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    /// As typed; case, accents and punctuation do not count.
    pub column: String,
    /// As typed; case and outer blanks do not count.
    pub value: String,
}

impl FromStr for Where {
    type Err = RosterError;

    fn from_str(given: &str) -> Result<Self, RosterError> {
        match given.split_once('=') {
            Some((column, value)) if !column.trim().is_empty() => {
                Ok(Self { column: column.trim().to_owned(), value: value.trim().to_owned() })
            }
            _ => Err(RosterError::BadWhere { given: given.to_owned() }),
        }
    }
}

/// Which telephone column was taken where there are several, and which were not.
/// Its sentence is `roster-several_columns` in `wording`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename = "several_columns")]
pub struct PhoneChoice {
    /// The one whose numbers are told.
    pub taken: String,
    /// The others, with commas between.
    pub others: String,
}

/// Why a roster can't be used as asked. Its sentences are `roster-…` in `wording`; Display is the
/// English one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum RosterError {
    /// No column is called like one of telephone numbers.
    NoPhoneColumn {
        /// The roster's.
        file: String,
        /// The columns there are.
        columns: String,
    },
    /// No column of that name, in a condition or as the telephone column.
    UnknownColumn {
        /// As typed.
        column: String,
        /// The columns there are.
        columns: String,
        /// The one that was meant, perhaps.
        nearest: Option<String>,
    },
    /// No column of that name, in braces in the text.
    UnknownField {
        /// As typed.
        column: String,
        /// The columns there are.
        columns: String,
        /// The one that was meant, perhaps.
        nearest: Option<String>,
    },
    /// Braces in the text with nothing between them.
    EmptyField {
        /// The columns there are.
        columns: String,
    },
    /// A brace in the text is not closed.
    OpenField,
    /// A condition is not `COLUMN=VALUE`.
    BadWhere {
        /// As typed.
        given: String,
    },
    /// No row has that value.
    NoSuchValue {
        /// The column's name.
        column: String,
        /// As typed.
        value: String,
        /// Values that the column has.
        values: String,
        /// The one that was meant, perhaps.
        nearest: Option<String>,
    },
    /// Each condition is met by some row, all together by none.
    NoSuchRow,
}

impl std::fmt::Display for RosterError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&wording::sentence(Language::English, "roster", self))
    }
}

impl std::error::Error for RosterError {}

impl Roster {
    /// Finds the telephone column of a table, or takes the one that is asked for.
    ///
    /// # Errors
    /// [`RosterError::NoPhoneColumn`], or [`RosterError::UnknownColumn`] for the one asked for.
    pub fn read(table: Table, column: Option<&str>) -> Result<Self, RosterError> {
        let mut phones = columns::phones(&table.columns);
        let phone = match column {
            Some(asked) => position(&table, asked).ok_or_else(|| unknown_column(&table, asked))?,
            None => phones.first().copied().ok_or_else(|| RosterError::NoPhoneColumn {
                file: table.file.clone(),
                columns: table.columns.join(", "),
            })?,
        };
        phones.retain(|other| *other != phone);
        let other_phones = if column.is_none() { phones } else { Vec::new() };
        let names = columns::names(&table.columns);
        Ok(Self { table, phone, other_phones, names })
    }

    /// The file's name.
    pub fn file(&self) -> &str {
        &self.table.file
    }

    /// All rows, in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.table.rows.iter()
    }

    /// The columns' names.
    pub fn columns(&self) -> &[String] {
        &self.table.columns
    }

    /// The telephone column's name.
    pub fn phone_column(&self) -> &str {
        self.column(self.phone)
    }

    /// What to say where there was a choice and nobody made it.
    pub fn phone_choice(&self) -> Option<PhoneChoice> {
        if self.other_phones.is_empty() {
            return None;
        }
        let others: Vec<&str> = self.other_phones.iter().map(|at| self.column(*at)).collect();
        Some(PhoneChoice { taken: self.phone_column().to_owned(), others: others.join(", ") })
    }

    /// The rows that meet every condition; several values for one column are alternatives.
    ///
    /// # Errors
    /// [`RosterError::UnknownColumn`]; [`RosterError::NoSuchValue`] and [`RosterError::NoSuchRow`]
    /// where nothing is left: to tell nobody is never what was meant.
    pub fn select(&self, conditions: &[Where]) -> Result<Vec<&Row>, RosterError> {
        let mut wanted: Vec<(usize, Vec<String>)> = Vec::new();
        for condition in conditions {
            let column = self.known_column(&condition.column)?;
            let value = plain_value(&condition.value);
            if !self.rows().any(|row| plain_value(row.cell(column)) == value) {
                return Err(self.no_such_value(column, &condition.value));
            }
            match wanted.iter_mut().find(|(other, _)| *other == column) {
                Some((_, values)) => values.push(value),
                None => wanted.push((column, vec![value])),
            }
        }
        let meets = |row: &&Row| {
            wanted.iter().all(|(column, values)| values.contains(&plain_value(row.cell(*column))))
        };
        let rows: Vec<&Row> = self.rows().filter(meets).collect();
        if rows.is_empty() { Err(RosterError::NoSuchRow) } else { Ok(rows) }
    }

    /// Whose row it is, as far as the columns say: first name and name.
    pub fn name_of(&self, row: &Row) -> String {
        let words = self.names.iter().map(|at| row.cell(*at)).filter(|cell| !cell.is_empty());
        words.collect::<Vec<_>>().join(" ")
    }

    fn column(&self, at: usize) -> &str {
        self.table.columns.get(at).map(String::as_str).unwrap_or_default()
    }

    fn known_column(&self, typed: &str) -> Result<usize, RosterError> {
        position(&self.table, typed).ok_or_else(|| unknown_column(&self.table, typed))
    }

    fn no_such_value(&self, column: usize, value: &str) -> RosterError {
        let mut values: Vec<&str> = self.rows().map(|row| row.cell(column)).collect();
        values.retain(|value| !value.is_empty());
        values.sort_unstable();
        values.dedup();
        let nearest = nearest(value, values.iter().copied()).map(str::to_owned);
        let more = if values.len() > LISTED { ", …" } else { "" };
        values.truncate(LISTED);
        RosterError::NoSuchValue {
            column: self.column(column).to_owned(),
            value: value.to_owned(),
            values: format!("{}{more}", values.join(", ")),
            nearest,
        }
    }
}

fn position(table: &Table, typed: &str) -> Option<usize> {
    let exact = table.columns.iter().position(|column| column == typed.trim());
    exact.or_else(|| table.columns.iter().position(|column| fold(column) == fold(typed)))
}

fn unknown_column(table: &Table, typed: &str) -> RosterError {
    RosterError::UnknownColumn {
        column: typed.to_owned(),
        columns: table.columns.join(", "),
        nearest: nearest(typed, table.columns.iter().map(String::as_str)).map(str::to_owned),
    }
}
