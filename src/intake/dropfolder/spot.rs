//! Where the results of a file stand. Those of the latest of a name stand in the folder under that name, so
//! that whoever put a list there reads of it and not of the one before; those of earlier ones stand beside
//! their files, under names of their own.

use super::names;
use crate::store::{DropRecord, Place};
use crate::wording::Language;

/// A place and what the results are called by there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The folder below; `None`: the drop folder itself.
    pub(super) below: Option<&'static str>,
    pub(super) stem: String,
}

impl Spot {
    /// Of one of the files that are known of a folder.
    pub(super) fn of(record: &DropRecord, records: &[DropRecord]) -> Self {
        match newer(record, records) {
            None => Self { below: None, stem: record.shown.clone() },
            Some(_) => Self { below: Some(beside(record)), stem: record.stem.clone() },
        }
    }

    /// The page for people as it is found from the drop folder.
    pub(super) fn page(&self, language: Language) -> String {
        let [_, page] = names::results(&self.stem, language);
        self.below.map_or(page.clone(), |below| format!("{below}/{page}"))
    }
}

/// The latest file of the same name, where that is another one.
pub(super) fn newer<'a>(record: &DropRecord, records: &'a [DropRecord]) -> Option<&'a DropRecord> {
    records.iter().rfind(|other| other.shown == record.shown && other.id > record.id)
}

/// The file of that name before this one.
pub(super) fn older<'a>(record: &DropRecord, records: &'a [DropRecord]) -> Option<&'a DropRecord> {
    records.iter().rfind(|other| other.shown == record.shown && other.id < record.id)
}

/// Where the file lies, or would if it were there still.
fn beside(record: &DropRecord) -> &'static str {
    let folder = record.moved_to.as_deref().and_then(|moved| moved.split_once('/')).map(|(below, _)| below);
    match (folder, record.place) {
        (Some(names::DONE), _) | (None, Place::Done) => names::DONE,
        _ => names::REFUSED,
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::moment::Moment;
    use crate::store::DropId;

    fn record(id: i64, stem: &str, shown: &str, place: Place, moved_to: Option<&str>) -> DropRecord {
        DropRecord {
            id: DropId(id),
            file: format!("{shown}.csv"),
            stem: stem.to_owned(),
            shown: shown.to_owned(),
            twin: None,
            replaces: None,
            remark: None,
            fingerprint: String::new(),
            since: Moment::from_millis(id),
            notice: None,
            problem: None,
            moved_to: moved_to.map(str::to_owned),
            place,
            rows: 0,
            left: 0,
        }
    }

    #[test]
    fn the_plain_name_is_the_latest_files_and_earlier_results_stand_beside_their_files() {
        let records = [
            record(1, "liste", "liste", Place::Done, Some("fait/liste.csv")),
            record(2, "autre", "autre", Place::Done, None),
            record(3, "liste (2)", "liste", Place::Refused, Some("")),
            record(4, "liste (3)", "liste", Place::Refused, Some("fait/liste (3).csv")),
            record(5, "liste (4)", "liste", Place::Stays, None),
        ];
        let want = [
            "fait/liste.resultat.txt",
            "autre.resultat.txt",
            "refuse/liste (2).resultat.txt",
            "fait/liste (3).resultat.txt",
            "liste.resultat.txt",
        ];
        for (record, want) in records.iter().zip(want) {
            assert_eq!(Spot::of(record, &records).page(Language::French), want);
        }
        let before = records.iter().map(|record| older(record, &records).map(|older| older.id.0));
        assert_eq!(before.collect::<Vec<_>>(), [None, None, Some(1), Some(3), Some(4)]);
        assert_eq!(newer(&records[0], &records).map(|newer| newer.id.0), Some(5));
    }
}
