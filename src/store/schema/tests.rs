//! Stores of every version that ever landed, with messages in every state, become stores of this one.

use rusqlite::OptionalExtension;

use super::*;
use crate::store::check::rules::broken;
use crate::store::check::{Depth, integrity};

/// A message of each state with its parts, attempts, reports and events: what the first version could write.
pub(in crate::store) const FILLED: &str = "
INSERT INTO meta VALUES ('store', '00112233445566778899aabbccddeeff');
INSERT INTO outbox VALUES ('cafe', 12, 30);
WITH state (id, state, gate, parts) AS (VALUES
  (1, 'queued', 'open', 1), (2, 'sending', 'open', 2), (3, 'sent', 'open', 1), (4, 'delivered', 'open', 2),
  (5, 'undelivered', 'open', 1), (6, 'unknown', 'open', 1), (7, 'failed', 'open', 1),
  (8, 'cancelled', 'open', 1), (9, 'expired', 'open', 1), (10, 'held', 'held', 1), (11, 'refused', 'refused', 0))
INSERT INTO message (id, service, lane, reference, fingerprint, recipient, typed, body, notice, when_unknown,
  gate, state, reason, parts, expires_at, created_at, changed_at, sent_at, delivered_at, event)
SELECT id, 'default', 'normal', 'ref-' || id, 'f' || id, iif(gate = 'refused', NULL, printf('+336399800%02d', id)),
  iif(gate = 'refused', '06 39 98', NULL), 'Cours annulé ' || id, 'absence', 'ask', gate, state, '{\"code\":\"cancelled_by_person\"}',
  parts, 4000, 1000, 1000 + id, iif(state IN ('sent', 'delivered'), 2000, NULL),
  iif(state = 'delivered', 3000, NULL), id FROM state;
INSERT INTO source SELECT 'cafe', 'row-' || id, id FROM message;
INSERT INTO part (id, message, number, total, alphabet, text, state, held, lane, expires_at, tries)
SELECT id * 10 + n, id, n, parts, 'gsm7', 'Cours annulé', iif(n = 2 AND state = 'sending', 'queued',
  iif(gate = 'held', 'queued', state)), gate = 'held', 1, 4000, 1 FROM message, (SELECT 1 AS n UNION SELECT 2)
  WHERE n <= parts;
INSERT INTO attempt (number, part, line, sim, tail, opened_at, report_until, closed_at, outcome, reference)
SELECT id, id, 'sim-1', '8933', '39980001', 1500, 9000, iif(state = 'sending', NULL, 1600),
  CASE state WHEN 'sending' THEN NULL WHEN 'unknown' THEN 'unknown' WHEN 'failed' THEN 'refused' ELSE 'sent' END,
  iif(state IN ('sent', 'delivered', 'undelivered'), id, NULL)
  FROM part WHERE state IN ('sending', 'sent', 'delivered', 'undelivered', 'unknown', 'failed');
INSERT INTO report (line, sim, received_at, raw, reference, tail, status, verdict, attempt)
SELECT line, sim, 1700, x'0106', reference, tail, 0, 'delivered', number FROM attempt WHERE reference IS NOT NULL;
INSERT INTO report (line, received_at, raw, verdict) VALUES ('sim-1', 1800, x'ff', 'unreadable');
INSERT INTO incoming (line, received_at, raw) VALUES ('sim-1', 1900, x'00');
INSERT INTO event (id, message, at, state, reason) SELECT id, id, changed_at, state, reason FROM message;
";

/// What each later version could add; what a step of no data brings is nothing.
const ADDED: &[(usize, &str)] = &[
    (2, "UPDATE report SET ledger = 41"),
    (3, "UPDATE message SET cancel = '{\"code\":\"cancelled_by_person\"}' WHERE state = 'sending'"),
    (
        5,
        "INSERT INTO notice (id, name, source, service, lane, state, made_at, life)
           VALUES (1, 'absence', 'drop:1', 'default', 'normal', 'open', 1000, 5000);
         INSERT INTO notice_row (notice, number, lines, names, shown, message)
           SELECT 1, id, '[]', '[]', '06 39 98', id FROM message;
         INSERT INTO dropped (folder, file, stem, fingerprint, since, notice)
           VALUES ('/drop', 'a.csv', 'a', 'f', 1000, 1)",
    ),
    (
        6,
        "UPDATE part SET unknown_since = 1600 WHERE state = 'unknown';
         INSERT INTO alarm (code, subject, since) VALUES ('line_down', 'sim-1', 1000)",
    ),
    (
        11,
        "INSERT INTO inbox (line, sender, sender_kind, pieces, total, ending, received_at)
           VALUES ('sim-1', '+33639980001', 'number', '[]', 1, 'whole', 1900);
         UPDATE incoming SET inbox = 1",
    ),
];

/// A store of an earlier version, filled.
fn filled(version: usize) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(MIGRATIONS[0]).unwrap();
    connection.execute_batch(FILLED).unwrap();
    for step in 2..=version {
        connection.execute_batch(MIGRATIONS[step - 1]).unwrap();
        for (_, sql) in ADDED.iter().filter(|(since, _)| *since == step) {
            connection.execute_batch(sql).unwrap();
        }
    }
    connection.pragma_update(None, "application_id", APPLICATION).unwrap();
    connection.pragma_update(None, "user_version", i64::try_from(version).unwrap()).unwrap();
    connection
}

/// Every value of the columns that a version had, row by row.
fn content(connection: &Connection, tables: &[(String, String)]) -> Vec<String> {
    let mut all = Vec::new();
    for (table, columns) in tables {
        let sql = format!("SELECT json_array({columns}) FROM {table} ORDER BY 1");
        let mut statement = connection.prepare(&sql).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        all.extend(rows.map(|row| format!("{table} {}", row.unwrap())));
    }
    all
}

fn tables(connection: &Connection) -> Vec<(String, String)> {
    let mut statement = connection
        .prepare(
            "SELECT t.name, group_concat('quote(' || c.name || ')') FROM sqlite_schema t, pragma_table_info(t.name) c \
             WHERE t.type = 'table' GROUP BY t.name ORDER BY t.name",
        )
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_store_of_each_earlier_version_becomes_one_of_this_and_loses_nothing() {
    for version in 1..=MIGRATIONS.len() {
        let mut connection = filled(version);
        assert_eq!(check(&connection).is_ok(), version == MIGRATIONS.len());
        let had = tables(&connection);
        let before = content(&connection, &had);
        assert!(before.len() > 60, "{}", before.len());
        migrate(&mut connection).unwrap();
        check(&connection).unwrap();
        assert_eq!(content(&connection, &had), before, "from version {version}");
        assert_eq!(integrity(&connection, Depth::Full).unwrap(), [""; 0]);
        let broken = broken(&connection).unwrap();
        assert!(broken.is_empty(), "from version {version}: {broken:?}");
    }
}

#[test]
fn recipients_of_an_earlier_store_are_at_home_where_they_were_last_sent_to() {
    let mut connection = filled(9);
    // Message 3 went by another SIM later; 6 is of unknown fate; to 1 nothing went yet, but 3 is their number too.
    connection
        .execute_batch(
            "INSERT INTO attempt (number, part, line, sim, tail, opened_at, report_until, closed_at, outcome)
               VALUES (1000, 31, 'sim-2', '8934', '39980003', 1700, 9000, 1800, 'sent'),
                      (1001, 31, 'sim-1', '8933', '39980003', 1700, 9000, 1800, 'refused');
             UPDATE message SET recipient = '+33639980003' WHERE id = 1",
        )
        .unwrap();
    migrate(&mut connection).unwrap();
    let home = "SELECT sim FROM home WHERE recipient = ?1";
    for (recipient, want) in
        [("+33639980003", Some("8934")), ("+33639980004", Some("8933")), ("+33639980006", None)]
    {
        let found = connection.query_row(home, [recipient], |row| row.get::<_, String>(0)).optional();
        assert_eq!(found.unwrap().as_deref(), want, "{recipient}");
    }
    let waits = "SELECT home FROM part WHERE message = 1";
    assert_eq!(connection.query_row(waits, [], |row| row.get::<_, String>(0)).unwrap(), "8934");
}
