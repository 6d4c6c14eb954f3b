//! From a file's octets to what the store takes: rows as `roster import` makes them, one SMS for each
//! number and text, each judged like a row of an outbox. A list that can't be used is refused whole, with
//! a sentence; a row that can't be used is told, and the others go.

use std::time::Duration;

use super::{FILE_LIMIT, names, spool};
use crate::config::{DropFolder, DropFormat};
use crate::intake::admit::{Admission, Judge, Request};
use crate::intake::fingerprint::Fingerprint;
use crate::intake::roster::{PhoneChoice, Roster, RosterError, Template, Where, notice_name};
use crate::intake::table::{ROW_LIMIT, Table, Unreadable};
use crate::message::{Alphabet, ChangeKind, Lane, NationalTable, Reason};
use crate::moment::Reckoning;
use crate::phone::PhoneNumber;
use crate::store::{KeptFile, NewDrop, NewMessage, NewNotice, NewRow, ToldBefore};
use crate::text::Change;
use crate::text::changed::{kinds, of_text};
use crate::wording::{self, Language};

/// For a file whose name has no letter.
const NAMELESS: &str = "drop";

/// Kinds of changes that are named; the rest is counted.
const KINDS: usize = 10;

/// What judging needs.
pub(super) struct Desk<'a> {
    pub(super) rules: &'a DropFolder,
    pub(super) judge: &'a Judge,
    pub(super) language: Language,
    pub(super) now: Reckoning,
    pub(super) message: &'a dyn Fn(Admission) -> NewMessage,
}

/// What is known of a file besides its content.
pub(super) struct Arrival {
    /// Its name.
    pub(super) file: String,
    /// For `NAME.ok.csv`: `NAME.csv`, where that lies there too.
    pub(super) twin: Option<String>,
    /// The same content, kept and unknown to the store.
    pub(super) unremembered: Vec<KeptFile>,
}

/// How texts are written that were judged.
#[derive(Default)]
struct Written {
    /// What was changed in each.
    changes: Vec<Vec<Change>>,
    alphabets: Vec<Alphabet>,
}

/// What a file comes to: a notice, and what people should know of how it was read; or why there is none.
type Verdict = Result<(NewNotice, Option<String>), String>;

impl Desk<'_> {
    /// A file that was read.
    pub(super) fn read(&self, arrival: Arrival, octets: &[u8]) -> NewDrop {
        let verdict = match self.rules.format {
            DropFormat::Csv => self.list(&arrival.file, octets),
            DropFormat::Spool => self.single(&arrival.file, octets),
        };
        self.drop(arrival, fingerprint(octets), verdict)
    }

    /// A file that nobody lets us read; `what` tells it from others.
    pub(super) fn closed(&self, arrival: Arrival, what: &str) -> NewDrop {
        let sentence = wording::say(self.language, "drop-closed", &[("file", arrival.file.as_str().into())]);
        self.drop(arrival, what.to_owned(), Err(sentence))
    }

    /// A file that is too large to be read; `what` tells it from others.
    pub(super) fn too_large(&self, arrival: Arrival, what: &str) -> NewDrop {
        let megabytes = usize::try_from(FILE_LIMIT / (1024 * 1024)).unwrap_or(usize::MAX);
        let too_large = Unreadable::TooLarge { file: arrival.file.clone(), megabytes, rows: ROW_LIMIT };
        let sentence = wording::sentence(self.language, "table", &too_large);
        self.drop(arrival, what.to_owned(), Err(sentence))
    }

    fn drop(&self, arrival: Arrival, fingerprint: String, verdict: Verdict) -> NewDrop {
        let (verdict, remark) = match verdict {
            Ok((notice, remark)) => (Ok(notice), remark),
            Err(problem) => (Err(problem), None),
        };
        NewDrop {
            folder: folder_key(self.rules),
            stem: names::parts(&arrival.file).0,
            confirms: names::all_confirmed(&arrival.file),
            file: arrival.file,
            twin: arrival.twin,
            unremembered: arrival.unremembered,
            fingerprint,
            keep: self.rules.keep,
            verdict,
            remark,
        }
    }

    fn list(&self, file: &str, octets: &[u8]) -> Verdict {
        let said = |error: RosterError| self.sentence(file, &error);
        let table =
            Table::parse(file, octets).map_err(|error| wording::sentence(self.language, "table", &error))?;
        let conditions: Vec<Where> = self
            .rules
            .conditions
            .iter()
            .map(|given| given.parse())
            .collect::<Result<_, _>>()
            .map_err(said)?;
        let roster = Roster::read(table, self.rules.phone.as_deref()).map_err(said)?;
        let template = Template::parse(&self.rules.text, &roster).map_err(said)?;
        let rows = roster.select(&conditions).map_err(said)?;
        let mailing = roster.compose(&rows, &template);
        // One that confirms another is called like it.
        let name =
            notice_name(&names::all_confirmed(file).pop().unwrap_or_else(|| file.to_owned()), &conditions);
        let name = if name.is_empty() { NAMELESS.to_owned() } else { name };
        let mut written = Written::default();
        let mut rows: Vec<NewRow> = mailing
            .drafts
            .into_iter()
            .map(|draft| NewRow {
                number: draft.to.national(),
                content: self.judged(draft.to.e164(), draft.text, &name, &mut written),
                lines: draft.lines,
                names: draft.names,
            })
            .collect();
        rows.extend(mailing.refused.into_iter().map(|row| NewRow {
            lines: vec![row.line],
            names: vec![row.name],
            number: row.typed,
            content: Err(row.reason),
        }));
        rows.sort_by_key(|row| row.lines.first().copied());
        let notice = self.notice(name, self.rules.confirm_above, ToldBefore::Skip, rows);
        let columns = roster.phone_choice().map(|choice| self.columns(&choice));
        let remarks = columns.into_iter().chain(self.changed(&written.changes));
        Ok((notice, joined(remarks.chain(self.by_tables(&written.alphabets)))))
    }

    fn columns(&self, choice: &PhoneChoice) -> String {
        let values = [("taken", choice.taken.as_str().into()), ("others", choice.others.as_str().into())];
        wording::say(self.language, "drop-several-columns", &values)
    }

    /// Of what was changed in the texts, what a reader would notice.
    fn changed(&self, changes: &[Vec<Change>]) -> Option<String> {
        let kinds = kinds(changes.iter().map(|changes| of_text(changes)));
        let noticed = kinds.iter().filter(|kind| kind.kind > ChangeKind::Typographic);
        let told: Vec<String> = noticed
            .map(|kind| {
                let values = [("pairs", kind.to_string().into()), ("count", kind.texts.into())];
                wording::say(self.language, "text-changes-of-all", &values)
            })
            .collect();
        let named = told.get(..told.len().min(KINDS)).unwrap_or_default().join(", ");
        let values = [("changed", named.into()), ("more", told.len().saturating_sub(KINDS).into())];
        (!told.is_empty()).then(|| wording::say(self.language, "drop-changed", &values))
    }

    /// The texts that are written with a table of a language, which not every phone has.
    fn by_tables(&self, alphabets: &[Alphabet]) -> impl Iterator<Item = String> {
        NationalTable::ALL.iter().filter_map(|table| {
            let texts = alphabets.iter().filter(|alphabet| alphabet.table() == Some(*table)).count();
            let values = [("table", table.as_str().into()), ("count", texts.into())];
            (texts > 0).then(|| wording::say(self.language, "drop-by-table", &values))
        })
    }

    fn single(&self, file: &str, octets: &[u8]) -> Verdict {
        let sms = spool::read(file, octets)
            .map_err(|problem| wording::sentence(self.language, "spool", &problem))?;
        let mut written = Written::default();
        let rows = sms.recipients.into_iter().map(|typed| NewRow {
            lines: Vec::new(),
            names: Vec::new(),
            number: PhoneNumber::parse(&typed).map_or_else(|_| typed.clone(), |number| number.national()),
            content: self.judged(&typed, sms.text.clone(), NAMELESS, &mut written),
        });
        let rows = rows.collect();
        // Programs say the same thing twice on purpose, and nobody sits there to agree.
        let notice = self.notice(NAMELESS.to_owned(), 0, ToldBefore::Again, rows);
        Ok((notice, joined(self.by_tables(&written.alphabets))))
    }

    fn notice(
        &self,
        name: String,
        confirm_above: u32,
        told_before: ToldBefore,
        rows: Vec<NewRow>,
    ) -> NewNotice {
        let (service, lane) = (self.rules.service.clone(), self.rules.lane);
        NewNotice { name, service, lane, confirm_above, life: life(lane), told_before, rows }
    }

    /// How its text is written goes behind what was judged before.
    fn judged(
        &self,
        recipient: &str,
        text: String,
        notice: &str,
        written: &mut Written,
    ) -> Result<Box<NewMessage>, Reason> {
        let request = Request {
            recipient: Some(recipient.to_owned()),
            body: Some(text),
            service: Some(self.rules.service.clone()),
            lane: Some(self.rules.lane.as_str().to_owned()),
            reference: None,
            not_before: None,
            expires_at: None,
            notice: Some(notice.to_owned()),
        };
        let admission = self.judge.judge_request(&request, self.now)?;
        written.changes.push(admission.changes.clone());
        written.alphabets.push(admission.alphabet);
        Ok(Box::new((self.message)(admission)))
    }

    /// A list's mistake, without the options of a command that nobody has typed.
    fn sentence(&self, file: &str, error: &RosterError) -> String {
        match error {
            RosterError::NoPhoneColumn { columns, .. } => {
                let values = [("file", file.into()), ("columns", columns.as_str().into())];
                wording::say(self.language, "drop-no-phone-column", &values)
            }
            other => wording::sentence(self.language, "roster", other),
        }
    }
}

/// A line each; `None` where there is none.
fn joined(remarks: impl Iterator<Item = String>) -> Option<String> {
    let remarks: Vec<String> = remarks.collect();
    (!remarks.is_empty()).then(|| remarks.join("\n"))
}

/// The folder as the store knows it.
pub(super) fn folder_key(rules: &DropFolder) -> String {
    rules.path.display().to_string()
}

/// Of a file's content.
pub(super) fn fingerprint(octets: &[u8]) -> String {
    Fingerprint::of_octets(octets).to_string()
}

/// How long a notice may wait for a person: as long as its messages would.
const fn life(lane: Lane) -> Duration {
    match lane {
        Lane::Urgent => Duration::from_hours(12),
        Lane::Normal | Lane::Bulk => Duration::from_hours(72),
    }
}
