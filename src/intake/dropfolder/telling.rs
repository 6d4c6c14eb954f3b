//! What stands beside a file that was taken: a table for programs, row by row, and a page for people. Made
//! of what the store says; the same again gives the same octets, so that only news is written.

use std::collections::BTreeSet;
use std::path::Path;

use super::copies::same_content;
use super::names;
use super::spot::Spot;
use crate::config::{DropFolder, DropFormat};
use crate::message::{Reason, State};
use crate::moment::{Moment, Zone};
use crate::store::{DropRecord, NoticeRecord, NoticeRow, NoticeState, SameContent, WaitCause};
use crate::text::shown::{indented, one_line};
use crate::wording::{self, Language, Value};

/// Rows that a page lists of one kind at most; the table has all.
const LISTED: usize = 200;

/// Begins a file that office programs shall read as UTF-8.
const MARK: &str = "\u{FEFF}";

/// All that is known of a file.
pub(super) struct Outcome<'a> {
    pub(super) record: &'a DropRecord,
    pub(super) notice: Option<&'a NoticeRecord>,
    pub(super) rows: &'a [NoticeRow],
    /// Other files that say the same, where this one waits.
    pub(super) same: Option<SameContent>,
    /// When the results go.
    pub(super) until: Moment,
    /// Where these stand.
    pub(super) spot: Spot,
    /// Where those of the latest of this name stand, where that is another.
    pub(super) newer: Option<Spot>,
    /// Where those of the one before stand, and when that was taken.
    pub(super) older: Option<(Moment, Spot)>,
}

/// In whose language and time, and by which rules.
pub(super) struct Reader<'a> {
    pub(super) language: Language,
    pub(super) zone: &'a Zone,
    pub(super) rules: &'a DropFolder,
    /// The file that the rules stand in.
    pub(super) configuration: &'a Path,
}

impl Reader<'_> {
    /// `NAME.resultat.csv`: a line for each row of the list.
    pub(super) fn table(&self, outcome: &Outcome<'_>) -> String {
        let head = [
            "drop-column-line",
            "column-who",
            "column-to",
            "column-state",
            "column-reason",
            "drop-column-sent",
            "drop-column-delivered",
            "column-parts",
            "column-message",
        ];
        let mut lines = vec![head.map(|id| self.say(id, &[]))];
        if let Some(problem) = &outcome.record.problem {
            let state = wording::state(self.language, State::Refused);
            lines.push(["", "", "", &state, problem, "", "", "", ""].map(str::to_owned));
        }
        let mut rows: Vec<(u64, [String; 9])> = Vec::new();
        for row in outcome.rows {
            let told = self.cells(outcome, row);
            if row.lines.is_empty() {
                rows.push((0, told.clone()));
            }
            for (line, name) in row.lines.iter().zip(&row.names) {
                let mut cells = told.clone();
                [cells[0], cells[1]] = [line.to_string(), name.clone()];
                rows.push((*line, cells));
            }
        }
        rows.sort_by_key(|(line, _)| *line);
        lines.extend(rows.into_iter().map(|(_, cells)| cells));
        let lines =
            lines.iter().map(|cells| cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(";"));
        MARK.chars().map(String::from).chain(lines.map(|line| line + "\r\n")).collect()
    }

    /// `NAME.resultat.txt`: what somebody at the office needs to know, the most urgent first.
    pub(super) fn page(&self, outcome: &Outcome<'_>) -> String {
        let record = outcome.record;
        let mut page = vec![self.say(
            "drop-title",
            &[("file", record.file.as_str().into()), ("at", self.at(record.since).into())],
        )];
        self.namesakes(outcome, &mut page);
        page.push(String::new());
        match (&record.problem, outcome.notice) {
            (Some(problem), _) => {
                page.push(self.say("drop-refused", &[("problem", problem.as_str().into())]))
            }
            (None, Some(notice)) => self.notice(outcome, notice, &mut page),
            (None, None) => {}
        }
        if let Some(remark) = &record.remark {
            page.extend([String::new(), remark.clone()]);
        }
        self.list("fates-to-call", outcome, &mut page, |row| row.message.is_some() && row.state.is_to_call());
        self.refused(outcome, &mut page);
        let [table, _] = names::results(&outcome.spot.stem, self.language);
        page.push(String::new());
        page.push(self.say("drop-table", &[("table", table.into())]));
        if outcome.notice.is_none_or(|notice| notice.state != NoticeState::Waiting) {
            page.push(self.say("drop-until", &[("at", self.at(outcome.until).into())]));
        }
        MARK.chars()
            .map(String::from)
            .chain(page.iter().flat_map(|lines| lines.split('\n')).map(|line| one_line(line) + "\r\n"))
            .collect()
    }

    /// Other files of the same name, and what was left beside this one.
    fn namesakes(&self, outcome: &Outcome<'_>, page: &mut Vec<String>) {
        let record = outcome.record;
        if let Some(newer) = &outcome.newer {
            page.push(self.say("drop-newer", &[("page", newer.page(self.language).into())]));
        }
        if let Some((at, older)) = &outcome.older {
            let values = [("at", self.at(*at).into()), ("page", older.page(self.language).into())];
            page.push(self.say("drop-older", &values));
        }
        if let Some(replaces) = record.replaces {
            page.push(self.say("drop-replaces", &[("notice", replaces.0.into())]));
        }
        if let Some(twin) = &record.twin {
            let values = [("ok", record.file.as_str().into()), ("file", twin.as_str().into())];
            page.push(self.say("drop-twin", &values));
        }
    }

    fn notice(&self, outcome: &Outcome<'_>, notice: &NoticeRecord, page: &mut Vec<String>) {
        let rows = outcome.rows;
        match (&notice.cause, notice.state) {
            (Some(cause), NoticeState::Waiting) => {
                page.push(self.say("drop-waits", &[]));
                let at = |millis| self.at(Moment::from_millis(millis));
                page.push(wording::sentence_local(self.language, "waits", cause, &at));
                if let Some(same) = &outcome.same {
                    page.extend(same_content(same, Some(cause), self.language, &|moment| self.at(moment)));
                }
                self.content(outcome, page);
                self.already(rows, page);
                self.ways_on(outcome.record, notice, cause, page);
            }
            (_, NoticeState::Expired) => {
                let until = notice.until.map(|until| self.at(until)).unwrap_or_default();
                page.push(self.say("drop-expired", &[("at", until.into())]));
            }
            (_, NoticeState::Replaced) => page.push(self.say("drop-replaced", &[])),
            (_, NoticeState::Cancelled) => {
                page.push(self.say("drop-cancelled", &[]));
                page.push(self.tally(rows));
            }
            (_, NoticeState::Waiting | NoticeState::Open) if rows.iter().all(is_left_out) => {
                let by_text = rows.iter().any(|row| self.is_by_text(row));
                let id = match self.rules.format {
                    DropFormat::Spool => "drop-nobody-sms",
                    DropFormat::Csv if by_text => "drop-nobody-text",
                    DropFormat::Csv => "drop-nobody",
                };
                page.push(self.say(id, &[]));
            }
            (_, NoticeState::Waiting | NoticeState::Open) => {
                page.push(self.tally(rows));
                self.content(outcome, page);
                self.already(rows, page);
                // What has gone, or was told before, is not taken back.
                if rows.iter().any(|row| !row.already && !row.state.is_at_rest()) {
                    page.push(self.say("drop-notice", &[("notice", notice.id.0.into())]));
                }
            }
        }
    }

    /// Who is not told again.
    fn already(&self, rows: &[NoticeRow], page: &mut Vec<String>) {
        let already = NoticeRow::told_before(rows);
        if already > 0 {
            page.push(self.say("drop-already", &[("already", already.into())]));
        }
    }

    /// How much is or would be sent, what it says, and to which numbers.
    fn content(&self, outcome: &Outcome<'_>, page: &mut Vec<String>) {
        let new = || outcome.rows.iter().filter(|row| !is_left_out(row) && !row.already);
        let messages = new().count();
        if messages > 0 {
            let sms: u32 = new().map(|row| row.parts).sum();
            let texts: BTreeSet<&str> = new().filter_map(|row| row.text.as_deref()).collect();
            let texts = if texts.len() > 1 { "several" } else { "one" };
            let values = [("messages", messages.into()), ("sms", sms.into()), ("texts", texts.into())];
            page.push(self.say("drop-size", &values));
            if let Some(text) = new().find_map(|row| row.text.as_ref()) {
                page.push(indented(text));
            }
        }
    }

    fn ways_on(&self, record: &DropRecord, notice: &NoticeRecord, cause: &WaitCause, page: &mut Vec<String>) {
        let until = notice.until.map(|until| self.at(until)).unwrap_or_default();
        let ask = match cause {
            WaitCause::Many { .. } => "drop-ways",
            WaitCause::AlsoWaiting { .. } | WaitCause::AlsoConfirmed { .. } => "drop-ways",
            WaitCause::Repeated { .. } | WaitCause::Unremembered { .. } => "drop-ways-again",
        };
        page.push(String::new());
        page.push(self.say(ask, &[("at", until.into())]));
        let names = [("file", record.file.as_str().into()), ("ok", names::confirming(&record.file).into())];
        page.push(self.say("drop-way-rename", &names));
        page.push(self.say("drop-way-confirm", &[("notice", notice.id.0.into())]));
        page.push(self.say("drop-way-none", &[("refused", names::REFUSED.into())]));
    }

    /// Counted in people, as the list does: two at one number are two.
    fn tally(&self, rows: &[NoticeRow]) -> String {
        let count = |is: &dyn Fn(&NoticeRow) -> bool| -> Value<'static> {
            rows.iter().filter(|row| is(row)).map(NoticeRow::people).sum::<usize>().into()
        };
        let state = |state: State| move |row: &NoticeRow| row.state == state;
        let values = [
            ("delivered", count(&state(State::Delivered))),
            ("to_call", count(&|row| row.state.is_to_call())),
            ("unknown", count(&state(State::Unknown))),
            ("sent", count(&state(State::Sent))),
            ("waiting", count(&|row| !row.state.is_at_rest())),
            ("cancelled", count(&state(State::Cancelled))),
        ];
        let tally = self.say("fates-tally", &values);
        self.say("drop-people", &[("people", count(&|_| true)), ("tally", tally.into())])
    }

    pub(super) fn list(
        &self,
        title: &str,
        outcome: &Outcome<'_>,
        page: &mut Vec<String>,
        belongs: impl Fn(&NoticeRow) -> bool,
    ) {
        let rows: Vec<&NoticeRow> = outcome.rows.iter().filter(|row| belongs(row)).collect();
        if rows.is_empty() {
            return;
        }
        page.push(String::new());
        page.push(self.say(title, &[]));
        for row in rows.iter().take(LISTED) {
            let lines: Vec<String> = row.lines.iter().map(u64::to_string).collect();
            let who: Vec<&str> = row
                .names
                .iter()
                .map(String::as_str)
                .chain([row.number.as_str()])
                .map(str::trim)
                .filter(|word| !word.is_empty())
                .collect();
            let mut why = self.why(row);
            if why.is_empty() {
                why = wording::state(self.language, row.state);
            }
            let values = [
                ("line", Value::from(if lines.is_empty() { "none".to_owned() } else { lines.join(", ") })),
                ("whose", who.join(", ").into()),
                ("cause", why.into()),
            ];
            page.push(format!("  {}", self.say("drop-row", &values)));
        }
        if rows.len() > LISTED {
            page.push("  …".to_owned());
        }
    }

    fn cells(&self, outcome: &Outcome<'_>, row: &NoticeRow) -> [String; 9] {
        let waits = outcome.notice.is_some_and(|notice| notice.state == NoticeState::Waiting);
        let state = match row.state {
            State::New if waits => self.say("drop-state-waits", &[]),
            State::New => wording::state(self.language, State::Queued),
            state => wording::state(self.language, state),
        };
        let at = |moment: Option<Moment>| moment.map(|at| self.at(at)).unwrap_or_default();
        [
            String::new(),
            row.names.join(", "),
            row.number.clone(),
            state,
            self.why(row),
            at(row.sent_at),
            at(row.delivered_at),
            if row.parts > 0 { row.parts.to_string() } else { String::new() },
            row.message.map(|message| message.to_string()).unwrap_or_default(),
        ]
    }

    /// The reason, where the state beside it does not say it.
    fn why(&self, row: &NoticeRow) -> String {
        let reason = match &row.reason {
            None
            | Some(
                Reason::Accepted
                | Reason::AcceptedChanged { .. }
                | Reason::TakenByNetwork { .. }
                | Reason::ReportDelivered { .. },
            ) => String::new(),
            Some(reason) => {
                let at = |millis| self.at(Moment::from_millis(millis));
                wording::reason_local(self.language, reason, &at)
            }
        };
        match (row.already, reason.is_empty()) {
            (true, true) => self.say("drop-told-before", &[]),
            _ => reason,
        }
    }

    pub(super) fn say(&self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        wording::say(self.language, id, values)
    }

    fn at(&self, moment: Moment) -> String {
        moment.local(self.zone, "%d/%m/%Y %H:%M:%S")
    }
}

/// A row that gets no message.
pub(super) fn is_left_out(row: &NoticeRow) -> bool {
    row.message.is_none() && row.state == State::Refused
}

/// A cell of CSV. One that a spreadsheet would take for a formula is made a text: it came from a stranger.
fn quoted(cell: &str) -> String {
    let cell = one_line(cell);
    let formula = cell.starts_with(['=', '-', '@', '\t']) || (cell.starts_with('+') && !is_number(&cell));
    let cell = if formula { format!("'{cell}") } else { cell };
    if cell.contains([';', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

fn is_number(cell: &str) -> bool {
    cell.chars().skip(1).all(|sign| sign.is_ascii_digit() || sign == ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_of_a_strangers_list_is_a_formula() {
        let rows = [
            ("06 39 98 00 01", "06 39 98 00 01"),
            ("+33 6 39 98 00 01", "+33 6 39 98 00 01"),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("+1+cmd", "'+1+cmd"),
            ("-2", "'-2"),
            ("@SUM(1)", "'@SUM(1)"),
            ("a;b", "\"a;b\""),
            ("a\nb", "a b"),
            ("Zoé\u{202E} oN", "Zoé oN"),
            ("\u{200B}=1+1", "'=1+1"),
        ];
        for (cell, want) in rows {
            assert_eq!(quoted(cell), want);
        }
    }
}
