//! What the virtual modem has seen, read from its journal; the program's own reading is not asked.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::House;

/// A PDU that was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Submit {
    pub(crate) t: i64,
    pub(crate) to: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) tpdu: String,
    pub(crate) concat: Option<Part>,
    pub(crate) accepted: bool,
    pub(crate) result: String,
}

/// Which part of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(crate) struct Part {
    pub(crate) reference: u16,
    pub(crate) total: u8,
    pub(crate) number: u8,
}

impl Submit {
    pub(crate) fn says(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    pub(crate) fn number(&self) -> u8 {
        self.concat.map_or(1, |part| part.number)
    }
}

/// The PDUs of a journal.
pub(super) fn read(path: &Path) -> Vec<Submit> {
    let submits = records(path).into_iter().filter(|record| record["kind"] == "submit");
    submits.map(|record| serde_json::from_value(record).unwrap()).collect()
}

/// Its whole lines.
fn records(path: &Path) -> Vec<serde_json::Value> {
    let all = std::fs::read_to_string(path).unwrap_or_default();
    let whole = all.rsplit_once('\n').map_or("", |(whole, _)| whole);
    whole.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

impl House {
    /// What the network has accepted.
    pub(crate) fn accepted(&self) -> Vec<Submit> {
        self.submits().into_iter().filter(|submit| submit.accepted).collect()
    }

    /// Messages of which a report has come, by number and reference, whoever was there to see it.
    pub(crate) fn reports_shown(&self) -> usize {
        let records = records(&self.journal_path()).into_iter().filter(|record| record["kind"] == "report");
        let each = records.map(|record| (record["to"].to_string(), record["reference"].to_string()));
        each.collect::<std::collections::BTreeSet<_>>().len()
    }

    /// The network has no part twice: the same recipient, part and words.
    #[track_caller]
    pub(crate) fn assert_none_twice(&self) {
        let mut seen = BTreeMap::<_, Vec<i64>>::new();
        for submit in self.accepted() {
            let key = (submit.to.clone(), submit.number(), submit.text.clone());
            seen.entry(key).or_default().push(submit.t);
        }
        let twice: Vec<_> = seen.iter().filter(|(_, times)| times.len() > 1).collect();
        assert!(twice.is_empty(), "sent twice: {twice:?}");
    }

    /// Until the network has accepted so many parts.
    #[track_caller]
    pub(crate) fn wait_for_accepted(&self, count: usize) -> Vec<Submit> {
        self.wait(&format!("{count} parts accepted"), |house| {
            let accepted = house.accepted();
            (accepted.len() >= count).then_some(accepted)
        })
    }
}
