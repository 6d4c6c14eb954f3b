//! What the ledger promises of its rows, as data: a rule and the query that gives what breaks it. The state
//! of a message is asked of `message`, which alone knows how it follows from its parts.

use rusqlite::Connection;
use serde::Serialize;

use super::{EXAMPLES, Finding};
use crate::message::{Gate, PartState, State, message_state};
use crate::store::StoreError;

/// What a sound store never breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The file is whole.
    Damaged,
    /// What a row names is there (foreign keys).
    Dangling,
    /// A message's state follows from its parts.
    State,
    /// A message has the parts that it says.
    Parts,
    /// What is held is held as a whole.
    Held,
    /// A line has at most one open attempt.
    TwoOpen,
    /// A part at a modem has an open attempt.
    NotEntered,
    /// An open attempt has its part at a modem.
    NotAtModem,
    /// An attempt is open, or was closed at some time.
    HalfClosed,
    /// An event is of a message that is there.
    Event,
    /// A report that was settled names an attempt that is there.
    Report,
    /// A row of a list names a message that is there.
    Row,
    /// What a recipient hears from is the SIM of an attempt to them by which something may have gone.
    Home,
    /// What waits for a SIM waits for its recipient's, or for one that has had a part of the same message.
    WaitsFor,
    /// A message that came in is made of parts that are kept.
    Inbox,
    /// No number is given twice.
    Numbers,
    /// The marker beside it can be read.
    MarkerUnreadable,
    /// The marker beside it is its own.
    MarkerOfAnother,
    /// The marker beside it has seen no more than it has.
    MarkerAhead,
}

impl Rule {
    /// Every one, in the order in which they are told.
    pub const ALL: &'static [Rule] = &[
        Rule::Damaged,
        Rule::Dangling,
        Rule::State,
        Rule::Parts,
        Rule::Held,
        Rule::TwoOpen,
        Rule::NotEntered,
        Rule::NotAtModem,
        Rule::HalfClosed,
        Rule::Event,
        Rule::Report,
        Rule::Row,
        Rule::Home,
        Rule::WaitsFor,
        Rule::Inbox,
        Rule::Numbers,
        Rule::MarkerUnreadable,
        Rule::MarkerOfAnother,
        Rule::MarkerAhead,
    ];
}

/// Indexes are of no help where they might be what is wrong.
const LAWS: &[(Rule, &str)] = &[
    (Rule::Dangling, "SELECT \"table\" || ' ' || coalesce(rowid, '') FROM pragma_foreign_key_check"),
    (
        Rule::Parts,
        "SELECT m.id FROM message m WHERE m.parts <> \
         (SELECT count(DISTINCT p.number) FROM part p WHERE p.message = m.id AND p.total = m.parts)",
    ),
    (
        Rule::Held,
        "SELECT DISTINCT p.message FROM part p JOIN message m ON m.id = p.message \
         WHERE p.state = 'queued' AND p.held <> (m.gate = 'held')",
    ),
    (
        Rule::TwoOpen,
        "SELECT line FROM attempt NOT INDEXED WHERE outcome IS NULL GROUP BY line HAVING count(*) > 1",
    ),
    (
        Rule::NotEntered,
        "SELECT p.message FROM part p WHERE p.state = 'sending' AND NOT EXISTS \
         (SELECT 1 FROM attempt a WHERE a.part = p.id AND a.outcome IS NULL)",
    ),
    (
        Rule::NotAtModem,
        "SELECT a.number FROM attempt a NOT INDEXED WHERE a.outcome IS NULL AND NOT EXISTS \
         (SELECT 1 FROM part p WHERE p.id = a.part AND p.state = 'sending')",
    ),
    (
        Rule::HalfClosed,
        "SELECT number FROM attempt NOT INDEXED WHERE (outcome IS NULL) <> (closed_at IS NULL)",
    ),
    (
        Rule::Event,
        "SELECT DISTINCT e.message FROM event e WHERE NOT EXISTS \
         (SELECT 1 FROM message m WHERE m.id = e.message)",
    ),
    (
        Rule::Report,
        "SELECT r.id FROM report r NOT INDEXED WHERE r.attempt IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM attempt a WHERE a.number = r.attempt)",
    ),
    (
        Rule::Row,
        "SELECT DISTINCT r.message FROM notice_row r WHERE r.message IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM message m WHERE m.id = r.message)",
    ),
    (
        // By the entry that set it: a number is nobody's business here.
        Rule::Home,
        "SELECT h.attempt FROM home h WHERE NOT EXISTS (SELECT 1 FROM attempt a JOIN part p ON p.id = a.part \
         JOIN message m ON m.id = p.message WHERE a.number = h.attempt AND a.sim = h.sim \
         AND m.recipient = h.recipient AND coalesce(a.outcome, 'open') NOT IN ('refused', 'withdrawn')) ORDER BY 1",
    ),
    (
        Rule::WaitsFor,
        "SELECT DISTINCT p.message FROM part p WHERE p.state = 'queued' AND p.home <> '' \
         AND NOT EXISTS (SELECT 1 FROM message m JOIN home h ON h.recipient = m.recipient \
         WHERE m.id = p.message AND h.sim = p.home) \
         AND NOT (p.total > 1 AND EXISTS (SELECT 1 FROM part s JOIN attempt a ON a.part = s.id \
         WHERE s.message = p.message AND a.sim = p.home))",
    ),
    (
        Rule::Inbox,
        "SELECT i.id FROM inbox i WHERE NOT EXISTS (SELECT 1 FROM incoming p NOT INDEXED WHERE p.inbox = i.id)",
    ),
    (
        Rule::Numbers,
        "WITH highest (name, number) AS (SELECT 'attempt', max(number) FROM attempt \
         UNION ALL SELECT 'message', max(id) FROM message UNION ALL SELECT 'part', max(id) FROM part \
         UNION ALL SELECT 'event', max(id) FROM event UNION ALL SELECT 'inbox', max(id) FROM inbox) \
         SELECT h.name FROM highest h LEFT JOIN sqlite_sequence s ON s.name = h.name \
         WHERE h.number > coalesce(s.seq, 0)",
    ),
];

/// Which rules are broken.
///
/// # Errors
/// [`StoreError::Sqlite`].
pub(in crate::store) fn broken(connection: &Connection) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    let mut states = Breach::of(Rule::State);
    states_that_do_not_follow(connection, &mut states)?;
    findings.extend(states.finding());
    for (rule, law) in LAWS {
        let mut breach = Breach::of(*rule);
        let mut statement = connection.prepare(law)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            breach.add(match row.get_ref(0)? {
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                other => other.as_str().unwrap_or_default().to_owned(),
            });
        }
        findings.extend(breach.finding());
    }
    findings.sort_by_key(|finding| Rule::ALL.iter().position(|rule| *rule == finding.rule));
    Ok(findings)
}

/// A word that no version wrote follows from nothing.
fn states_that_do_not_follow(connection: &Connection, breach: &mut Breach) -> Result<(), StoreError> {
    let mut statement = connection.prepare(
        "SELECT m.id, m.gate, m.state, coalesce((SELECT group_concat(p.state) FROM part p \
         WHERE p.message = m.id), '') FROM message m",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = |index| row.get_ref(index).ok().and_then(|value| value.as_str().ok()).unwrap_or_default();
        let words = text(3).split(',').filter(|word| !word.is_empty());
        let parts: Option<Vec<PartState>> = words.map(|word| word.parse().ok()).collect();
        let follows = match (text(1).parse::<Gate>(), text(2).parse::<State>(), parts) {
            (Ok(gate), Ok(state), Some(parts)) => message_state(gate, &parts) == state,
            _ => false,
        };
        if !follows {
            breach.add(row.get::<_, i64>(0)?.to_string());
        }
    }
    Ok(())
}

/// What breaks a rule, counted; some of it kept.
struct Breach {
    rule: Rule,
    count: usize,
    examples: Vec<String>,
}

impl Breach {
    fn of(rule: Rule) -> Self {
        Self { rule, count: 0, examples: Vec::new() }
    }

    fn add(&mut self, what: String) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(what);
        }
    }

    fn finding(self) -> Option<Finding> {
        let Self { rule, count, examples } = self;
        (count > 0).then_some(Finding { rule, count, examples })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::store::check::{Depth, check};
    use crate::store::schema::tests::FILLED;
    use crate::store::{Marker, Store};

    /// Homes that were set by what was sent, and by what is at a modem; one more message to the first waits there.
    const HOMES: &str = "INSERT INTO home VALUES ('+33639980003', '8933', 31, 1500), ('+33639980002', '8933', 21, 1500);
        UPDATE message SET recipient = '+33639980003' WHERE id = 1; UPDATE part SET home = '8933' WHERE id = 11";

    const CAME_IN: &str =
        "INSERT INTO inbox VALUES (5, 'sim-1', NULL, 'number', '[]', 1, 'unreadable', NULL, 1900);
        UPDATE incoming SET inbox = 5";

    /// A store with messages in every state, in a folder of its own.
    fn filled() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("beffroi.db");
        let store = Store::open(&path).unwrap();
        let id = store.id().to_owned();
        drop(store);
        let connection = Connection::open(&path).unwrap();
        connection.execute("DELETE FROM meta", []).unwrap();
        connection.execute_batch(FILLED).unwrap();
        connection.execute("UPDATE meta SET value = ?1 WHERE key = 'store'", [id]).unwrap();
        (folder, path)
    }

    #[test]
    fn whatever_breaks_a_rule_is_found_and_named() {
        let rows = [
            ("", None),
            ("UPDATE message SET state = 'sent' WHERE id = 6", Some((Rule::State, "6"))),
            ("UPDATE message SET state = 'gone' WHERE id = 1", Some((Rule::State, "1"))),
            ("UPDATE message SET parts = 2 WHERE id = 5", Some((Rule::Parts, "5"))),
            ("UPDATE part SET number = 7 WHERE message = 4 AND number = 2", None),
            ("UPDATE part SET number = 1 WHERE message = 4", Some((Rule::Parts, "4"))),
            ("UPDATE part SET held = 0 WHERE message = 10", Some((Rule::Held, "10"))),
            ("UPDATE part SET held = 1 WHERE message = 1", Some((Rule::Held, "1"))),
            (
                "DROP INDEX attempt_open; UPDATE attempt SET outcome = NULL, closed_at = NULL WHERE part = 31",
                Some((Rule::TwoOpen, "sim-1")),
            ),
            ("DELETE FROM attempt WHERE outcome IS NULL", Some((Rule::NotEntered, "2"))),
            ("UPDATE part SET state = 'queued' WHERE state = 'sending'", Some((Rule::NotAtModem, "21"))),
            ("UPDATE attempt SET closed_at = NULL WHERE number = 31", Some((Rule::HalfClosed, "31"))),
            ("UPDATE event SET message = 99 WHERE id = 3", Some((Rule::Event, "99"))),
            ("UPDATE report SET attempt = 98 WHERE id = 1", Some((Rule::Report, "1"))),
            (
                "PRAGMA foreign_keys = OFF; UPDATE source SET message = 97 WHERE message = 3",
                Some((Rule::Dangling, "source ")),
            ),
            // 1 waits; 21 of 2 is at a modem, 22 waits; 31 was sent, 71 refused.
            (HOMES, None),
            ("INSERT INTO home VALUES ('+33639980003', '8934', 31, 1500)", Some((Rule::Home, "31"))),
            ("INSERT INTO home VALUES ('+33639980003', '8933', 99, 1500)", Some((Rule::Home, "99"))),
            ("INSERT INTO home VALUES ('+33639980001', '8933', 31, 1500)", Some((Rule::Home, "31"))),
            ("INSERT INTO home VALUES ('+33639980007', '8933', 71, 1500)", Some((Rule::Home, "71"))),
            (
                "INSERT INTO home VALUES ('+33639980003', '8933', 31, 1500); \
                 UPDATE attempt SET outcome = 'withdrawn' WHERE number = 31",
                Some((Rule::Home, "31")),
            ),
            ("UPDATE part SET home = '8933' WHERE id = 11", Some((Rule::WaitsFor, "1"))),
            ("UPDATE part SET home = '8934' WHERE id = 22", Some((Rule::WaitsFor, "2"))),
            ("UPDATE part SET home = '8933' WHERE id = 22", None),
            ("UPDATE part SET home = '8934' WHERE id = 31", None),
            (CAME_IN, None),
            (
                "INSERT INTO inbox VALUES (5, 'sim-1', NULL, 'number', '[]', 1, 'whole', NULL, 1900)",
                Some((Rule::Inbox, "5")),
            ),
            ("UPDATE sqlite_sequence SET seq = 3 WHERE name = 'attempt'", Some((Rule::Numbers, "attempt"))),
        ];
        for (harm, want) in rows {
            let (_folder, path) = filled();
            Connection::open(&path).unwrap().execute_batch(harm).unwrap();
            let found = check(&path, Depth::Quick).unwrap();
            let first =
                found.findings.iter().find(|finding| want.is_some_and(|(rule, _)| rule == finding.rule));
            match want {
                None => assert!(found.is_sound(), "{harm}: {:?}", found.findings),
                Some((_, example)) => {
                    let first = first.unwrap_or_else(|| panic!("{harm}: {:?}", found.findings));
                    assert_eq!((first.count, first.examples.concat().as_str()), (1, example), "{harm}");
                }
            }
        }
    }

    #[test]
    fn a_marker_that_speaks_of_something_else_is_found() {
        let (_folder, path) = filled();
        let ours = Marker::read(&path).unwrap().unwrap();
        let ahead = Marker { ledger: 900, ..ours.clone() };
        let other = Marker { store: "beef".into(), ..ours.clone() };
        for (marker, want) in [
            (ours, None),
            (ahead, Some((Rule::MarkerAhead, "900"))),
            (other, Some((Rule::MarkerOfAnother, "beef"))),
        ] {
            marker.write(&path).unwrap();
            let found = check(&path, Depth::Full).unwrap().findings;
            let told = found.first().map(|finding| (finding.rule, finding.examples.concat()));
            assert_eq!(told, want.map(|(rule, example)| (rule, example.to_owned())));
        }
        std::fs::write(Marker::path(&path), "{").unwrap();
        let found = check(&path, Depth::Quick).unwrap().findings;
        assert_eq!(found.first().map(|finding| finding.rule), Some(Rule::MarkerUnreadable));
    }
}
