//! The music school: its roster, and the two notices of the play as rows of an office file.

use std::collections::BTreeMap;

use anyhow::Context;

use crate::intake::roster::{Mailing, Roster, Template, Where};
use crate::intake::table::Table;
use crate::message::Lane;
use crate::outbox::NewRow;
use crate::phone::PhoneNumber;
use crate::wording::{self, Language};

/// A sample: the numbers are those that are nobody's (06 39 98 xx xx, 01 99 00 xx xx, 02 61 91 xx xx).
pub(super) const ROSTER: &str = include_str!("roster.csv");

/// The network of the play refuses this number for good.
const REFUSED: &str = "+33639989921";

/// `+CMS ERROR: 21`: short message transfer rejected (TS 24.011 Annex E).
const REFUSED_WITH: u16 = 21;

/// In this family the phone is off.
const PHONE_OFF: &str = "+33639989900";

/// The school.
pub(super) struct School {
    pub(super) pupils: usize,
    pub(super) concert: Notice,
    pub(super) lesson: Notice,
}

/// One text to several families.
pub(super) struct Notice {
    pub(super) name: &'static str,
    pub(super) lane: Lane,
    pub(super) text: String,
    /// In the order of the roster.
    pub(super) families: Vec<Family>,
}

/// Who is told by one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Family {
    /// The key of its row.
    pub(super) reference: String,
    /// As the office wrote it.
    pub(super) typed: String,
    /// The pupils' names.
    pub(super) names: String,
    /// Its phone is off in this play: no report will come.
    pub(super) is_off: bool,
}

impl School {
    /// Reads the roster, and writes the two notices.
    ///
    /// # Errors
    /// None, unless this program was built with a roster of another form.
    pub(super) fn open(language: Language) -> anyhow::Result<Self> {
        let table = Table::parse("roster.csv", ROSTER.as_bytes()).context("the sample roster")?;
        let roster = Roster::read(table, None).context("the sample roster")?;
        let lesson = ["Professeur=Mme Petit", "Jour=Lundi", "Heure=17:00"];
        Ok(Self {
            pupils: roster.rows().count(),
            concert: notice(&roster, "concert", Lane::Bulk, &[], language)?,
            lesson: notice(&roster, "absence-petit-17h", Lane::Urgent, &lesson, language)?,
        })
    }

    /// The numbers that the network refuses, each with its `+CMS ERROR`.
    pub(super) fn refused() -> BTreeMap<PhoneNumber, u16> {
        PhoneNumber::from_e164(REFUSED).map(|number| (number, REFUSED_WITH)).into_iter().collect()
    }

    /// The numbers whose phone is off.
    pub(super) fn switched_off() -> impl Iterator<Item = PhoneNumber> {
        PhoneNumber::from_e164(PHONE_OFF).into_iter()
    }
}

impl Notice {
    /// Its rows, as they go into the office file.
    pub(super) fn rows(&self) -> Vec<NewRow<'_>> {
        let rows = self.families.iter().map(|family| NewRow {
            recipient: &family.typed,
            body: &self.text,
            lane: self.lane,
            reference: &family.reference,
            notice: self.name,
        });
        rows.collect()
    }

    /// Whose row has that key.
    pub(super) fn names(&self, reference: &str) -> &str {
        let family = self.families.iter().find(|family| family.reference == reference);
        family.map_or("", |family| family.names.as_str())
    }
}

fn notice(
    roster: &Roster,
    name: &'static str,
    lane: Lane,
    conditions: &[&str],
    language: Language,
) -> anyhow::Result<Notice> {
    let text = wording::say(language, &format!("demo-text-{name}"), &[]);
    let conditions: Vec<Where> =
        conditions.iter().map(|condition| condition.parse()).collect::<Result<_, _>>()?;
    let rows = roster.select(&conditions)?;
    let mailing = roster.compose(&rows, &Template::parse(&text, roster)?);
    Ok(Notice { name, lane, text, families: families(name, roster, mailing) })
}

/// A row for each number: siblings are told once. Those that can't get an SMS have theirs, too: to
/// refuse them with a reason is the daemon's business.
fn families(name: &str, roster: &Roster, mailing: Mailing) -> Vec<Family> {
    let column = roster.columns().iter().position(|column| column == roster.phone_column());
    let typed = |line: u64| {
        let row = roster.rows().find(|row| row.line == line)?;
        Some(row.cell(column?).to_owned())
    };
    let off: Vec<PhoneNumber> = School::switched_off().collect();
    let told = mailing.drafts.iter().filter_map(|draft| {
        let line = draft.lines.first().copied()?;
        Some((line, typed(line)?, draft.names.join(", "), off.contains(&draft.to)))
    });
    let refused = mailing.refused.iter().map(|row| (row.line, row.typed.clone(), row.name.clone(), false));
    let mut families: Vec<(u64, Family)> = told
        .chain(refused)
        .map(|(line, typed, names, is_off)| {
            (line, Family { reference: format!("{name}-{line:04}"), typed, names, is_off })
        })
        .collect();
    families.sort_by_key(|(line, _)| *line);
    families.into_iter().map(|(_, family)| family).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::message::TextPolicy;
    use crate::phone::NotSendable;
    use crate::text::measure::measure;

    #[test]
    fn the_roster_is_the_one_that_the_play_tells_of() {
        let school = School::open(Language::English).unwrap();
        assert_eq!((school.pupils, school.concert.families.len(), school.lesson.families.len()), (36, 35, 7));
        let siblings: Vec<&Family> =
            school.concert.families.iter().filter(|family| family.names.contains(", ")).collect();
        assert_eq!(siblings.len(), 1);
        assert_eq!(siblings.first().unwrap().names, "Léa Bernard, Jérôme Bernard");
        let numbers: Vec<_> =
            school.concert.families.iter().map(|family| PhoneNumber::parse(&family.typed)).collect();
        let landlines = numbers.iter().filter(|number| **number == Err(NotSendable::Landline));
        assert_eq!((landlines.count(), numbers.iter().filter(|number| number.is_err()).count()), (2, 2));
        assert!(School::refused().keys().all(|number| numbers.contains(&Ok(number.clone()))));
        assert_eq!(School::refused().len(), 1);
        assert_eq!(school.concert.families.iter().filter(|family| family.is_off).count(), 1);
        assert!(school.lesson.families.iter().all(|family| !family.is_off));
    }

    #[test]
    fn a_row_goes_in_as_the_office_wrote_it() {
        let school = School::open(Language::French).unwrap();
        let rows = school.concert.rows();
        let second = rows.get(1).unwrap();
        assert_eq!((second.recipient, second.reference), ("06.39.98.00.02", "concert-0003"));
        assert_eq!(school.concert.names("concert-0003"), "Zoé Garçon");
        assert_eq!(school.concert.names("other"), "");
    }

    #[test]
    fn each_text_takes_one_part() {
        for language in [Language::French, Language::English] {
            let school = School::open(language).unwrap();
            for notice in [school.concert, school.lesson] {
                assert!(!notice.text.starts_with("demo-"), "{}", notice.text);
                let measured = measure(&notice.text, TextPolicy::Keep).unwrap();
                assert_eq!(measured.cost.parts, 1, "{}", notice.text);
            }
        }
    }
}
