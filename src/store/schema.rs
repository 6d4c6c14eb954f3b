//! The store's tables and how a store of an earlier version becomes one of this.
//! A migration that has landed is never edited: a change is a new one at the end of the list.

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// `PRAGMA application_id` of a store: "beff".
const APPLICATION: i64 = 0x6265_6666;

/// One step each, in order; `PRAGMA user_version` counts those that have run.
const MIGRATIONS: &[&str] = &[V1, V2, V3, V4, NOTICES, DOUBT, NAMESAKES, ONCE, WAITING, HOMES, INBOX];

const V1: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- The public files that have said hello, by their own id.
CREATE TABLE outbox (
  id       TEXT PRIMARY KEY,
  cursor   INTEGER NOT NULL DEFAULT 0,  -- rows up to this id are known
  mirrored INTEGER NOT NULL DEFAULT 0   -- events up to this id stand in the file
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  service      TEXT NOT NULL,
  lane         TEXT NOT NULL,
  reference    TEXT,
  fingerprint  TEXT NOT NULL,
  recipient    TEXT,                    -- E.164; NULL when refused
  typed        TEXT,                    -- the recipient as it came, when refused: whom to call
  body         TEXT,
  notice       TEXT,
  when_unknown TEXT NOT NULL,
  gate         TEXT NOT NULL,
  state        TEXT NOT NULL,
  reason       TEXT NOT NULL,           -- JSON
  parts        INTEGER NOT NULL,
  not_before   INTEGER,
  expires_at   INTEGER,
  created_at   INTEGER NOT NULL,
  changed_at   INTEGER NOT NULL,
  sent_at      INTEGER,
  delivered_at INTEGER,
  event        INTEGER NOT NULL DEFAULT 0  -- the last one that its outbox must be told of
) STRICT;
CREATE UNIQUE INDEX message_reference ON message (service, reference)
  WHERE reference IS NOT NULL AND gate <> 'refused';
CREATE INDEX message_event ON message (event);
CREATE INDEX message_notice ON message (notice) WHERE notice IS NOT NULL;
CREATE INDEX message_state ON message (state);

-- Which rows of which outbox a message answers: several, where a reference came twice.
CREATE TABLE source (
  outbox  TEXT NOT NULL,
  uid     TEXT NOT NULL,
  message INTEGER NOT NULL REFERENCES message (id),
  PRIMARY KEY (outbox, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_message ON source (message);

CREATE TABLE part (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  message    INTEGER NOT NULL REFERENCES message (id),
  number     INTEGER NOT NULL,
  total      INTEGER NOT NULL,
  alphabet   TEXT NOT NULL,
  text       TEXT NOT NULL,
  state      TEXT NOT NULL,
  held       INTEGER NOT NULL DEFAULT 0,
  lane       INTEGER NOT NULL,            -- 0 urgent, 1 normal, 2 bulk
  due        INTEGER NOT NULL DEFAULT 0,  -- 0: now; else not before this moment
  expires_at INTEGER NOT NULL,
  tries      INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX part_message ON part (message, number);
CREATE INDEX part_queue ON part (lane, id) WHERE state = 'queued' AND held = 0 AND due = 0;
CREATE INDEX part_waiting ON part (due) WHERE state = 'queued' AND held = 0 AND due > 0;
CREATE INDEX part_expiry ON part (expires_at) WHERE state = 'queued';

-- The ledger: an entry is committed before the first octet of its part leaves.
CREATE TABLE attempt (
  number         INTEGER PRIMARY KEY AUTOINCREMENT,
  part           INTEGER NOT NULL REFERENCES part (id),
  line           TEXT NOT NULL,
  sim            TEXT NOT NULL,
  tail           TEXT NOT NULL,           -- last 8 digits of the recipient
  opened_at      INTEGER NOT NULL,
  report_until   INTEGER NOT NULL,        -- TP-VP and one hour
  last_reference INTEGER,                 -- TP-MR of that SIM before this attempt, where known
  last_attempt   INTEGER,                 -- the attempt that had it
  closed_at      INTEGER,
  outcome        TEXT,                    -- NULL: open; sent, refused, unknown, withdrawn
  reference      INTEGER,                 -- TP-MR, once sent
  reason         TEXT,                    -- JSON
  verdict        TEXT                     -- of its report
) STRICT;
CREATE UNIQUE INDEX attempt_open ON attempt (line) WHERE outcome IS NULL;
CREATE INDEX attempt_line ON attempt (line, number);
CREATE INDEX attempt_part ON attempt (part);
CREATE INDEX attempt_report ON attempt (sim, tail, number);
CREATE INDEX attempt_sim ON attempt (sim, number);

-- Every report as it came; tried again while it waits for its attempt.
CREATE TABLE report (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  line          TEXT NOT NULL,
  sim           TEXT,
  received_at   INTEGER NOT NULL,
  raw           BLOB NOT NULL,
  reference     INTEGER,
  tail          TEXT,
  status        INTEGER,
  verdict       TEXT NOT NULL,            -- delivered, still_trying, given_up, unreadable
  discharged_at INTEGER,
  attempt       INTEGER                   -- NULL while it waits
) STRICT;
CREATE INDEX report_waiting ON report (tail, id) WHERE attempt IS NULL AND tail IS NOT NULL;

CREATE TABLE incoming (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  line        TEXT NOT NULL,
  sim         TEXT,
  received_at INTEGER NOT NULL,
  raw         BLOB NOT NULL,
  sender      TEXT,
  text        TEXT,
  sent_at     INTEGER
) STRICT;

-- Every move of every message; its id is the change number of the mirror.
CREATE TABLE event (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  message INTEGER NOT NULL,
  part    INTEGER,
  attempt INTEGER,
  at      INTEGER NOT NULL,
  state   TEXT NOT NULL,                  -- of the message after it
  reason  TEXT NOT NULL                   -- JSON
) STRICT;
CREATE INDEX event_message ON event (message, id);
";

const V2: &str = "
-- The highest entry when the report was kept: it is about none that came later. NULL: not known.
ALTER TABLE report ADD COLUMN ledger INTEGER;
";

const V3: &str = "
-- Why it is to be cancelled (JSON), asked while a part was at a modem: should that one come back.
ALTER TABLE message ADD COLUMN cancel TEXT;
";

const V4: &str = "
-- Counting reads this alone, in its order, and none of the texts.
CREATE INDEX message_count ON message (notice, lane, state, parts);
";

/// Notices that may wait for a person, and the files of drop folders that they came in.
const NOTICES: &str = "
CREATE TABLE notice (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT NOT NULL,               -- what its messages are called by; no key
  source     TEXT NOT NULL,               -- where it comes from, as `source.outbox` has it
  service    TEXT NOT NULL,
  lane       TEXT NOT NULL,
  state      TEXT NOT NULL,               -- waiting, open, cancelled, expired
  cause      TEXT,                        -- JSON: why it waits, or waited
  made_at    INTEGER NOT NULL,
  until      INTEGER,                     -- a waiting one can be confirmed before
  ended_at   INTEGER,                     -- when it was confirmed, cancelled, expired
  told_since INTEGER,                     -- who was told the same since then is not told again
  life       INTEGER NOT NULL             -- of its messages, once confirmed
) STRICT;
CREATE INDEX notice_waiting ON notice (until) WHERE state = 'waiting';

CREATE TABLE notice_row (
  notice  INTEGER NOT NULL REFERENCES notice (id),
  number  INTEGER NOT NULL,
  lines   TEXT NOT NULL,                  -- JSON
  names   TEXT NOT NULL,                  -- JSON
  shown   TEXT NOT NULL,                  -- the number, for people
  draft   TEXT,                           -- JSON: a message that is none yet
  message INTEGER,                        -- what became of the draft
  already INTEGER NOT NULL DEFAULT 0,     -- that message was there before
  reason  TEXT,                           -- JSON: why there is none
  PRIMARY KEY (notice, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX notice_row_draft ON notice_row (notice, number) WHERE draft IS NOT NULL;

CREATE TABLE dropped (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  folder      TEXT NOT NULL,
  file        TEXT NOT NULL,
  stem        TEXT NOT NULL,              -- what its results are called by
  fingerprint TEXT NOT NULL,
  since       INTEGER NOT NULL,           -- taken or confirmed: kept from then on
  notice      INTEGER REFERENCES notice (id),
  problem     TEXT,                       -- why it was refused as a whole
  moved_to    TEXT                        -- NULL while it is where it was put
) STRICT;
CREATE INDEX dropped_folder ON dropped (folder, fingerprint);
CREATE INDEX dropped_notice ON dropped (notice) WHERE notice IS NOT NULL;
";

/// What becomes of a part that stays unknown, and what a person must know of.
const DOUBT: &str = "
-- How often it went again although an attempt was of unknown fate.
ALTER TABLE part ADD COLUMN resends INTEGER NOT NULL DEFAULT 0;
-- What a person said of it while it was unknown: sent, failed, resend.
ALTER TABLE part ADD COLUMN resolved TEXT;
-- Since when it is unknown, while its service's rule is still to be applied to it.
ALTER TABLE part ADD COLUMN unknown_since INTEGER;
CREATE INDEX part_unknown ON part (lane, unknown_since) WHERE unknown_since IS NOT NULL;

-- ordinary; or resend, where an attempt before it is of unknown fate.
ALTER TABLE attempt ADD COLUMN ground TEXT NOT NULL DEFAULT 'ordinary';

CREATE INDEX report_attempt ON report (attempt) WHERE attempt IS NOT NULL;

CREATE TABLE alarm (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  code    TEXT NOT NULL,
  subject TEXT NOT NULL,                  -- a line's name, or empty
  since   INTEGER NOT NULL,
  ended   INTEGER                         -- NULL while it stands
) STRICT;
CREATE UNIQUE INDEX alarm_standing ON alarm (code, subject) WHERE ended IS NULL;
";

/// Files of one name after another, and what else their results say.
const NAMESAKES: &str = "
-- The name that people know it by: that of the file it confirms or replaces, else its own.
ALTER TABLE dropped ADD COLUMN called TEXT NOT NULL DEFAULT '';
-- What the results of the latest of that name are called by; `stem` is the file's own for ever.
ALTER TABLE dropped ADD COLUMN shown TEXT NOT NULL DEFAULT '';
-- A copy that lay beside the file that confirmed it.
ALTER TABLE dropped ADD COLUMN twin TEXT;
-- The notice that waited under the same name before.
ALTER TABLE dropped ADD COLUMN replaces INTEGER REFERENCES notice (id);
-- What people should know of how it was read: a sentence.
ALTER TABLE dropped ADD COLUMN remark TEXT;
UPDATE dropped SET called = file, shown = stem;
";

/// What a modem or a network brings twice is kept once.
const ONCE: &str = "
CREATE INDEX report_raw ON report (raw);
CREATE INDEX incoming_raw ON incoming (raw);
";

/// What a long history made slow.
const WAITING: &str = "
-- Since when what waits has waited, by lane, without reading each message.
CREATE INDEX message_waiting ON message (lane, state, created_at, not_before)
  WHERE state IN ('queued', 'sending');
-- What waits in several parts.
CREATE INDEX part_several ON part (message) WHERE state = 'queued' AND total > 1;
-- Which of the attempts to a number are too old for a report is told without reading them.
DROP INDEX attempt_report;
CREATE INDEX attempt_report ON attempt (sim, tail, number, report_until);
";

/// Which SIM each recipient hears from. Of an earlier store: the one that was last to send to them, among the
/// newest entries, so that a long history is not read whole.
const HOMES: &str = "
CREATE TABLE home (
  recipient TEXT PRIMARY KEY,             -- E.164
  sim       TEXT NOT NULL,                -- as `attempt.sim` has it
  attempt   INTEGER NOT NULL,             -- the entry that set it
  since     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO home (recipient, sim, attempt, since)
  SELECT m.recipient, a.sim, a.number, a.opened_at
  FROM attempt a CROSS JOIN part p ON p.id = a.part CROSS JOIN message m ON m.id = p.message
  WHERE a.number > (SELECT coalesce(max(number), 0) FROM attempt) - 200000
  AND a.outcome = 'sent' AND m.recipient IS NOT NULL ORDER BY a.number DESC;

-- The home line's name, where it went by another (urgent).
ALTER TABLE attempt ADD COLUMN home TEXT;

-- The SIM that it waits for: its recipient's home, or the one by which its message has begun. Empty: any.
ALTER TABLE part ADD COLUMN home TEXT NOT NULL DEFAULT '';
UPDATE part SET home = coalesce((SELECT h.sim FROM message m CROSS JOIN home h ON h.recipient = m.recipient
  WHERE m.id = part.message), '') WHERE state = 'queued';
DROP INDEX part_queue;
CREATE INDEX part_queue ON part (lane, home, id) WHERE state = 'queued' AND held = 0 AND due = 0;
-- What else waits for the same number.
CREATE INDEX message_recipient ON message (recipient) WHERE state IN ('queued', 'sending', 'held');
";

/// Messages that came in: made of the parts that are kept as they came.
const INBOX: &str = "
CREATE TABLE inbox (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  line        TEXT NOT NULL,
  sender      TEXT,                       -- TP-OA for people; NULL: unreadable
  sender_kind TEXT NOT NULL,              -- number, name
  pieces      TEXT NOT NULL,              -- JSON: what it says, from front to back
  total       INTEGER NOT NULL,           -- parts that it has
  ending      TEXT NOT NULL,              -- whole, waited, crowded, unreadable
  sent_at     INTEGER,                    -- TP-SCTS
  received_at INTEGER NOT NULL            -- when the last of its parts came
) STRICT;

-- The message that it is a part of. NULL while it waits for the others.
ALTER TABLE incoming ADD COLUMN inbox INTEGER REFERENCES inbox (id);
-- It says what another part has said, and is part of nothing.
ALTER TABLE incoming ADD COLUMN doubled INTEGER NOT NULL DEFAULT 0;
CREATE INDEX incoming_waiting ON incoming (sim) WHERE inbox IS NULL AND doubled = 0;
CREATE INDEX incoming_inbox ON incoming (inbox) WHERE inbox IS NOT NULL;
-- The first octet says anew each time whether more wait (TP-MMS).
DROP INDEX incoming_raw;
CREATE INDEX incoming_raw ON incoming (substr(raw, 2));
";

/// Reads whether an open database is a store, or nothing yet; changes nothing.
///
/// # Errors
/// [`StoreError::Foreign`] for another program's file, [`StoreError::Newer`] for a later version's.
pub(super) fn refuse_foreign(connection: &Connection) -> Result<(), StoreError> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let application = pragma("application_id")?;
    let version = pragma("user_version")?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION && (application != 0 || version != 0 || tables != 0) {
        return Err(StoreError::Foreign);
    }
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if version > known { Err(StoreError::Newer { found: version, known }) } else { Ok(()) }
}

/// Brings an open database to this version.
///
/// # Errors
/// [`StoreError::Foreign`] for another program's file, [`StoreError::Newer`] for a later version's.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    refuse_foreign(&transaction)?;
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    let done = usize::try_from(version).unwrap_or(0);
    for step in MIGRATIONS.iter().skip(done) {
        transaction.execute_batch(step)?;
    }
    if version < known {
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", known)?;
        transaction.execute(
            "INSERT OR IGNORE INTO meta (key, value) VALUES ('store', lower(hex(randomblob(16))))",
            [],
        )?;
    }
    transaction.commit()?;
    Ok(())
}

/// Whether an open database is a store that this version reads, without changing it.
///
/// # Errors
/// [`StoreError::Foreign`], [`StoreError::Newer`], or [`StoreError::Older`] for one that `run` must migrate.
pub(super) fn check(connection: &Connection) -> Result<(), StoreError> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    if pragma("application_id")? != APPLICATION {
        return Err(StoreError::Foreign);
    }
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    match pragma("user_version")? {
        found if found > known => Err(StoreError::Newer { found, known }),
        found if found < known => Err(StoreError::Older { found, known }),
        _ => Ok(()),
    }
}

/// The version of an open database that is a store, of this version or an earlier one; `None` for what is
/// no store, an empty file too.
///
/// # Errors
/// [`StoreError::Newer`] for a later version's.
pub(super) fn version(connection: &Connection) -> Result<Option<i64>, StoreError> {
    match check(connection) {
        Ok(()) => Ok(Some(i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX))),
        Err(StoreError::Older { found, .. }) => Ok(Some(found)),
        Err(StoreError::Foreign) => Ok(None),
        Err(other) => Err(other),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]
pub(super) mod tests;
