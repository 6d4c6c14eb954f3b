//! Selected rows and a text become messages: one for each number and text, however many rows share
//! them; and a list of the rows that get none, with their cause.

use std::collections::BTreeMap;
use std::fmt;

use crate::intake::admit::refusal;
use crate::intake::table::Row;
use crate::message::Reason;
use crate::phone::PhoneNumber;
use crate::wording::{self, Language};

use super::{Roster, Template};

/// What a notice to some rows of a roster comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mailing {
    /// In the order of the file.
    pub drafts: Vec<Draft>,
    /// In the order of the file.
    pub refused: Vec<RefusedRow>,
}

/// A message to be judged.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// To whom.
    pub to: PhoneNumber,
    /// What, its fields filled.
    pub text: String,
    /// The lines of the rows that it tells.
    pub lines: Vec<u64>,
    /// Whose rows they are.
    pub names: Vec<String>,
}

/// Shows neither whom nor what.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draft({:?}, lines {:?})", self.to, self.lines)
    }
}

/// A row that gets no message.
#[derive(Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// The roster's.
    pub file: String,
    /// In the file; 1 for the first.
    pub line: u64,
    /// Whose row it is; empty where no column says.
    pub name: String,
    /// What stands in its telephone cell: somebody may have to call it.
    pub typed: String,
    /// Why.
    pub reason: Reason,
}

/// Shows neither the name nor the number.
impl fmt::Debug for RefusedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RefusedRow({}, line {}, {:?})", self.file, self.line, self.reason)
    }
}

impl RefusedRow {
    /// `liste.csv, ligne 7 (Zoé Garçon, 01 99 00 12 34) : numéro fixe : à appeler`. For the eyes of
    /// whoever gave the roster; never for a log.
    pub fn sentence(&self, language: Language) -> String {
        let whose: Vec<&str> = [&self.name, &self.typed]
            .into_iter()
            .map(|word| word.trim())
            .filter(|word| !word.is_empty())
            .collect();
        let id = if whose.is_empty() { "roster-refused_row" } else { "roster-refused_row_of" };
        let whose = whose.join(", ");
        let line = i64::try_from(self.line).unwrap_or(i64::MAX);
        let cause = wording::reason(language, &self.reason);
        let mut arguments =
            vec![("file", self.file.as_str().into()), ("line", line.into()), ("cause", cause.into())];
        if !whose.is_empty() {
            arguments.push(("whose", whose.into()));
        }
        wording::say(language, id, &arguments)
    }
}

impl Roster {
    /// Fills a text for some rows. One message for each number and text; a number with two texts gets
    /// both, since they differ in what they say.
    pub fn compose(&self, rows: &[&Row], template: &Template) -> Mailing {
        let mut mailing = Mailing::default();
        let mut known = BTreeMap::<(PhoneNumber, String), usize>::new();
        for row in rows {
            let name = self.name_of(row);
            let (to, text) = match self.address(row, template) {
                Ok(addressed) => addressed,
                Err(reason) => {
                    mailing.refused.push(self.refused(row, name, reason));
                    continue;
                }
            };
            let next = mailing.drafts.len();
            let at = *known.entry((to.clone(), text.clone())).or_insert(next);
            match mailing.drafts.get_mut(at) {
                Some(draft) => {
                    draft.lines.push(row.line);
                    draft.names.push(name);
                }
                None => mailing.drafts.push(Draft { to, text, lines: vec![row.line], names: vec![name] }),
            }
        }
        mailing
    }

    fn address(&self, row: &Row, template: &Template) -> Result<(PhoneNumber, String), Reason> {
        let to = PhoneNumber::parse(row.cell(self.phone)).map_err(refusal)?;
        Ok((to, template.fill(row)?))
    }

    fn refused(&self, row: &Row, name: String, reason: Reason) -> RefusedRow {
        let typed = row.cell(self.phone).to_owned();
        RefusedRow { file: self.file().to_owned(), line: row.line, name, typed, reason }
    }
}
