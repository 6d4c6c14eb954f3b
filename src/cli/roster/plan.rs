//! What a notice to some rows of a list comes to, before anything is sent: who gets what under which
//! key, and which rows get nothing, with their cause.

use std::io::Read;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, anyhow};

use super::Import;
use crate::cli::fates::{Fate, from_now};
use crate::cli::options::Options;
use crate::cli::text::read_text;
use crate::cli::{Failure, Screen};
use crate::config::Config;
use crate::control::Draft;
use crate::intake::admit::{Judge, Request};
use crate::intake::roster::{self, RefusedRow, Roster, RosterError, Template, Where, notice_name};
use crate::intake::table::{FILE_LIMIT, Table, Unreadable};
use crate::message::{Alphabet, MessageId, Reason, State};
use crate::moment::Moment;
use crate::text::Change;
use crate::text::measure::{Measure, measure};
use crate::wording::{self, Language};

/// Stands for standard input.
const INPUT: &str = "-";

/// What standard input is called, in sentences and in the name of a notice.
const STDIN: &str = "stdin";

/// For a file and conditions without a letter.
const NAMELESS: &str = "roster";

/// A notice, judged.
pub(super) struct Plan {
    pub(super) notice: String,
    pub(super) file: String,
    /// The telephone column.
    pub(super) column: String,
    /// Which one was taken where there are several.
    pub(super) choice: Option<String>,
    /// In the order of the file.
    pub(super) good: Vec<Planned>,
    /// In the order of the file.
    pub(super) refused: Vec<RefusedRow>,
}

/// A message that can be sent.
pub(super) struct Planned {
    pub(super) draft: Draft,
    /// As the phone shows it.
    pub(super) body: String,
    /// What the service's policy changed in it.
    pub(super) changes: Vec<Change>,
    /// How its parts are written.
    pub(super) alphabet: Alphabet,
    /// Who speaks.
    pub(super) service: String,
    pub(super) lines: Vec<u64>,
    pub(super) names: Vec<String>,
    pub(super) fate: Fate,
}

impl Plan {
    /// Its messages, as far as they were taken, and how they stand.
    pub(super) fn standing(&self) -> impl Iterator<Item = (MessageId, State)> {
        self.good.iter().filter_map(|planned| Some((planned.fate.message?, planned.fate.state)))
    }

    /// Reads the file and judges each message as the daemon would.
    pub(super) fn make(arguments: &Import, config: &Config, screen: &Screen) -> Result<Self, Failure> {
        let language = screen.language;
        let now = Moment::from_system(SystemTime::now());
        if arguments.conditions.is_empty() && !arguments.all {
            return Err(Failure::Usage(anyhow!(wording::say(language, "import-where", &[]))));
        }
        if arguments.text == INPUT && arguments.file == Path::new(INPUT) {
            return Err(Failure::Usage(anyhow!(wording::say(language, "import-one-input", &[]))));
        }
        let text = match read_text(&arguments.text, language)? {
            Ok(text) => text,
            Err(reason) => return Err(nobody(&reason, config, screen)),
        };
        let table = read_table(&arguments.file, language)?;
        let conditions: Vec<Where> = arguments
            .conditions
            .iter()
            .map(|given| given.parse())
            .collect::<Result<_, _>>()
            .map_err(said(language))?;
        let roster = Roster::read(table, arguments.column.as_deref()).map_err(said(language))?;
        let template = Template::parse(&text, &roster).map_err(said(language))?;
        let rows = roster.select(&conditions).map_err(said(language))?;
        let mailing = roster.compose(&rows, &template);
        let given = arguments.notice.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let made = notice_name(roster.file(), &conditions);
        let made = if made.is_empty() { NAMELESS } else { made.as_str() };
        let mut plan = Plan {
            notice: given.unwrap_or(made).to_owned(),
            file: roster.file().to_owned(),
            column: roster.phone_column().to_owned(),
            choice: roster.phone_choice().map(|choice| wording::sentence(language, "roster", &choice)),
            good: Vec::new(),
            refused: mailing.refused,
        };
        let pattern = if arguments.again { "%Y-%m-%dT%H:%M:%S%.3f" } else { "%Y-%m-%d" };
        let day = now.local(&config.zone, pattern);
        match plan.judge(mailing.drafts, arguments, &day, &Judge::new(config), now) {
            // What is wrong with every message is wrong with the command: one sentence, not a hundred.
            Some(reason) if plan.good.is_empty() => Err(nobody(&reason, config, screen)),
            _ => Ok(plan),
        }
    }

    /// SMS that the good ones take.
    pub(super) fn sms(&self) -> u32 {
        self.good.iter().map(|planned| planned.fate.parts).sum()
    }

    /// Rows that were selected.
    pub(super) fn rows(&self) -> usize {
        self.refused.len() + self.good.iter().map(|planned| planned.lines.len()).sum::<usize>()
    }

    /// The dearest text of those that would go, its fields filled, with what there is to say of it; `None` where
    /// one SMS each is all it takes.
    pub(super) fn dearest(&self, config: &Config) -> Option<(&Planned, Measure)> {
        let several = self.good.iter().filter(|planned| planned.fate.parts > 1);
        let dearest = several.max_by_key(|planned| (planned.fate.parts, planned.body.len()))?;
        let rules = config.services.get(&dearest.service)?.rules();
        let measured = measure(&dearest.draft.text, rules).ok()?;
        // Of a text that had to be folded to be sent at all, the changes say enough.
        (measured.text == dearest.body).then_some((dearest, measured))
    }

    /// The reason that all messages are refused for, if it is one and the same.
    fn judge(
        &mut self,
        drafts: Vec<roster::Draft>,
        arguments: &Import,
        day: &str,
        judge: &Judge,
        now: Moment,
    ) -> Option<Reason> {
        let mut reasons: Vec<Reason> = Vec::new();
        for draft in drafts {
            let (reference, notice) = (draft.reference(day, &self.notice), self.notice.clone());
            let asked = arguments.options.draft(draft.to.e164(), &draft.text, Some(reference), Some(notice));
            match judge.judge_request(&Request::from(asked.clone()), now) {
                Ok(admission) => {
                    let parts = u32::try_from(admission.parts.len()).unwrap_or(u32::MAX);
                    let fate = planned(&draft, parts);
                    self.good.push(Planned {
                        draft: asked,
                        body: admission.body,
                        changes: admission.changes,
                        alphabet: admission.alphabet,
                        service: admission.service,
                        lines: draft.lines,
                        names: draft.names,
                        fate,
                    });
                }
                Err(reason) => {
                    self.refuse(&draft, &reason);
                    reasons.push(reason);
                }
            }
        }
        self.refused.sort_by_key(|row| row.line);
        let first = reasons.pop()?;
        reasons.iter().all(|reason| *reason == first).then_some(first)
    }

    fn refuse(&mut self, draft: &roster::Draft, reason: &Reason) {
        for (line, name) in draft.lines.iter().zip(&draft.names) {
            self.refused.push(RefusedRow {
                file: self.file.clone(),
                line: *line,
                name: name.clone(),
                typed: draft.to.national(),
                reason: reason.clone(),
            });
        }
    }
}

fn planned(draft: &roster::Draft, parts: u32) -> Fate {
    Fate {
        number: draft.to.national(),
        who: draft.names.iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join(", "),
        state: State::New,
        reason: None,
        message: None,
        parts,
        sent_at: None,
        delivered_at: None,
        repeated: false,
    }
}

/// The list; `-` is standard input.
fn read_table(file: &Path, language: Language) -> Result<Table, Failure> {
    let read = match file == Path::new(INPUT) {
        true => {
            let mut octets = Vec::new();
            let at_most = u64::try_from(FILE_LIMIT).unwrap_or(u64::MAX).saturating_add(1);
            std::io::stdin()
                .lock()
                .take(at_most)
                .read_to_end(&mut octets)
                .with_context(|| wording::say(language, "reading-input", &[]))?;
            Table::parse(STDIN, &octets)
        }
        false => Table::read(file),
    };
    read.map_err(|error| unreadable(&error, language))
}

/// Tells that nobody gets anything, and why.
fn nobody(reason: &Reason, config: &Config, screen: &Screen) -> Failure {
    if let Some(misused) = Options::misused(reason, screen.language) {
        return misused;
    }
    let reason = wording::reason_local(screen.language, reason, &from_now(&config.zone));
    screen.note(&wording::say(screen.language, "import-nobody", &[("reason", reason.into())]));
    Failure::Refused
}

/// A wrong name is a mistake of the command; a file that holds no list is input that is refused.
fn unreadable(error: &Unreadable, language: Language) -> Failure {
    let sentence = anyhow!(wording::sentence(language, "table", error));
    match error {
        Unreadable::NotThere { .. } | Unreadable::NotAFile { .. } => Failure::Usage(sentence),
        Unreadable::Failed { .. } => Failure::Failed(sentence),
        _ => Failure::RefusedFor(sentence),
    }
}

fn said(language: Language) -> impl Fn(RosterError) -> Failure {
    move |error| Failure::Usage(anyhow!(wording::sentence(language, "roster", &error)))
}
