//! What the page beside a file says of rows that get no message: whose it is to mend, and how. The text of
//! lists is the configuration's, the rows are the office's; a spool's one SMS is the program's that wrote it.

use std::collections::BTreeSet;

use super::telling::{Outcome, Reader, is_left_out};
use crate::config::DropFormat;
use crate::intake::roster::Template;
use crate::message::Reason;
use crate::store::NoticeRow;

impl Reader<'_> {
    /// Rows that get no message: what is wrong with the list is the office's to mend, the text is not.
    pub(super) fn refused(&self, outcome: &Outcome<'_>, page: &mut Vec<String>) {
        let by_text = |row: &NoticeRow| self.is_by_text(row);
        let by_list = |row: &NoticeRow| is_left_out(row) && !self.is_by_text(row);
        if outcome.rows.iter().any(by_text) {
            let columns = Template::fields(&self.rules.text).join(", ");
            let columns = if columns.is_empty() { "none".to_owned() } else { columns };
            let title = if columns == "none" { "drop-text-refused" } else { "drop-text-refused-columns" };
            self.list(title, outcome, page, by_text);
            self.mend(outcome, "drop-text-mend", &columns, page);
            page.push(self.say("drop-text-then", &[]));
        }
        if outcome.rows.iter().any(by_list) {
            match self.rules.format {
                DropFormat::Csv => {
                    self.list("import-refused", outcome, page, by_list);
                    page.push(self.say("drop-mend", &[]));
                }
                DropFormat::Spool => {
                    self.list("drop-sms-refused", outcome, page, by_list);
                    self.mend(outcome, "drop-sms-mend", "none", page);
                }
            }
        }
    }

    /// What to do, once for each way in which something is wrong.
    fn mend(&self, outcome: &Outcome<'_>, id: &str, columns: &str, page: &mut Vec<String>) {
        let reasons =
            outcome.rows.iter().filter(|row| is_left_out(row)).filter_map(|row| row.reason.as_ref());
        let csv = self.rules.format == DropFormat::Csv;
        let wrongs: BTreeSet<&str> =
            reasons.clone().filter(|reason| !csv || reason.is_of_text()).map(wrong).collect();
        let is_signed = |reason: &Reason| matches!(reason, Reason::TextTooLong { signature: 1.., .. });
        let signed = if reasons.clone().any(is_signed) { "some" } else { "none" };
        let (file, service) = (self.configuration.display().to_string(), self.rules.service.as_str());
        for wrong in wrongs {
            let values = [
                ("wrong", wrong.into()),
                ("signed", signed.into()),
                ("file", file.as_str().into()),
                ("service", service.into()),
                ("columns", columns.into()),
            ];
            page.push(self.say(id, &values));
        }
    }

    /// Whether a row gets no message for what the configuration has it say.
    pub(super) fn is_by_text(&self, row: &NoticeRow) -> bool {
        let of_text = row.reason.as_ref().is_some_and(Reason::is_of_text);
        is_left_out(row) && of_text && self.rules.format == DropFormat::Csv
    }
}

/// In which way something is wrong, as the sentences about mending it tell them apart.
const fn wrong(reason: &Reason) -> &'static str {
    match reason {
        Reason::TextTooLong { .. } => "long",
        Reason::NotInAlphabet { .. } => "sign",
        Reason::Landline => "landline",
        _ => "other",
    }
}
