//! A year of a busy town, written into a store by SQL in one go: messages of one and two parts, their
//! attempts, homes, events, sources and reports, in the shapes that the daemon writes.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use beffroi::store::Store;
use rusqlite::Connection;

/// Each tenth message has two parts. Ids leave room for both: part and attempt `2i - 1`, `2i`; events from
/// `7i - 6` on. Of a thousand, 3 stay unknown, 5 fail, 10 are undelivered, 22 never get a report.
const HISTORY: &str = "
CREATE TEMP TABLE i (i INTEGER PRIMARY KEY);
INSERT INTO i WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < :messages) SELECT i FROM n;
CREATE TEMP TABLE told AS SELECT i, (i * 7919) % 10000 AS phone, 1 + (i % 10 = 0) AS parts,
  :now - 3600000 - (:messages - i) * 31000 AS at,
  CASE WHEN i % 1000 < 3 THEN 'unknown' WHEN i % 1000 < 8 THEN 'failed' WHEN i % 1000 < 18 THEN 'undelivered'
       WHEN i % 1000 < 40 THEN 'sent' ELSE 'delivered' END AS state FROM i;
INSERT INTO outbox (id, cursor, mirrored) VALUES ('of last year', :messages, 7 * :messages);
INSERT INTO message (id, service, lane, reference, fingerprint, recipient, body, notice, when_unknown, gate, state,
  reason, parts, expires_at, created_at, changed_at, sent_at, delivered_at, event)
SELECT i, 'default', 'normal', iif(i % 2, 'absence-' || i, NULL), lower(hex(randomblob(16))),
  printf('+3363998%04d', phone), 'Cours de piano annulé ce soir. Merci de prévenir les familles.',
  iif(i % 2, NULL, 'avis-' || (i / 400)), 'ask', 'open', state,
  CASE state WHEN 'delivered' THEN '{\"code\":\"report_delivered\",\"status\":0}'
    WHEN 'undelivered' THEN '{\"code\":\"report_given_up\",\"status\":70}'
    ELSE printf('{\"code\":\"taken_by_network\",\"reference\":%d}', i % 256) END,
  parts, at + 259200000, at, at + 9000, iif(state IN ('failed', 'unknown'), NULL, at + 4000),
  iif(state = 'delivered', at + 9000, NULL), 7 * i - 7 + iif(parts = 2, 7, 4) FROM told;
INSERT INTO source (outbox, uid, message) SELECT 'of last year', printf('%032x', i), i FROM i;
CREATE TEMP TABLE piece AS SELECT 2 * i - 2 + number AS id, number, told.* FROM told
  CROSS JOIN (SELECT 1 AS number UNION ALL SELECT 2) WHERE number <= parts ORDER BY 1;
INSERT INTO part (id, message, number, total, alphabet, text, state, lane, expires_at)
SELECT id, i, number, parts, 'gsm7', 'Cours de piano annulé ce soir. Merci de prévenir les familles.', state, 1,
  at + 259200000 FROM piece;
INSERT INTO attempt (number, part, line, sim, tail, opened_at, report_until, last_reference, last_attempt, closed_at,
  outcome, reference, reason, verdict)
SELECT id, id, 'sim-1', '8933010000000000010', printf('3998%04d', phone), at + 1000 * number, at + 262800000,
  iif(id > 1, (id + 255) % 256, NULL), iif(id > 1, id - 1, NULL), at + 1000 * number + 3000,
  CASE state WHEN 'unknown' THEN 'unknown' WHEN 'failed' THEN 'refused' ELSE 'sent' END,
  iif(state IN ('unknown', 'failed'), NULL, id % 256),
  printf('{\"code\":\"taken_by_network\",\"reference\":%d}', id % 256),
  CASE state WHEN 'delivered' THEN 'delivered' WHEN 'undelivered' THEN 'given_up' END FROM piece;
INSERT INTO home (recipient, sim, attempt, since)
SELECT printf('+3363998%04d', phone), '8933010000000000010', max(id), max(at) FROM piece
  WHERE state NOT IN ('failed', 'unknown') GROUP BY phone;
INSERT INTO report (line, sim, received_at, raw, reference, tail, status, verdict, discharged_at, attempt, ledger)
SELECT 'sim-1', '8933010000000000010', at + 9000, randomblob(26), id % 256, printf('3998%04d', phone),
  iif(state = 'delivered', 0, 70), iif(state = 'delivered', 'delivered', 'given_up'), at + 8000,
  iif(i % 500 = 499, NULL, id), id FROM piece WHERE state IN ('delivered', 'undelivered');
INSERT INTO event (id, message, part, attempt, at, state, reason)
SELECT 7 * i - 6, i, NULL, NULL, at, 'queued', '{\"code\":\"accepted\"}' FROM told UNION ALL
SELECT 7 * i - 5 + 3 * (number - 1) + step, i, id, id, at + 1000 * number + 3000 * step,
  CASE step WHEN 0 THEN 'sending' WHEN 1 THEN 'sent' ELSE state END,
  CASE step WHEN 0 THEN '{\"code\":\"at_modem\",\"line\":\"sim-1\"}'
    WHEN 1 THEN printf('{\"code\":\"taken_by_network\",\"reference\":%d}', id % 256)
    ELSE '{\"code\":\"report_delivered\",\"status\":0}' END
FROM piece CROSS JOIN (SELECT 0 AS step UNION ALL SELECT 1 UNION ALL SELECT 2) ORDER BY 1;
";

/// Makes a store at `path` with so many messages that have all ended.
pub(crate) fn write(path: &Path, messages: u32) {
    drop(Store::open(path).unwrap());
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA foreign_keys = OFF")
        .unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    let sql = HISTORY.replace(":messages", &messages.to_string()).replace(":now", &now.to_string());
    let indexes: Vec<(String, String)> = {
        let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    connection.execute_batch("BEGIN").unwrap();
    for (name, _) in &indexes {
        connection.execute_batch(&format!("DROP INDEX {name}")).unwrap();
    }
    connection.execute_batch(&sql).unwrap();
    for (_, sql) in &indexes {
        connection.execute_batch(sql).unwrap();
    }
    connection.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let whole: String =
        connection.query_row("PRAGMA foreign_key_check", [], |row| row.get(0)).unwrap_or_default();
    assert_eq!(whole, "", "a row of the history hangs in the air");
}
