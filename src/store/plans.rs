//! For tests: how SQLite goes about every statement that a connection has prepared so far. Asked of the
//! connection itself, so that no statement is forgotten, and none that is added later.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::CStr;

use rusqlite::{Connection, ffi};

use super::Store;
use super::reader::Reader;

/// One step of a plan that reads a long table from end to end, or sorts what it has read; or that it was
/// planned more than once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SlowStep {
    pub(crate) step: String,
    pub(crate) sql: String,
}

impl Store {
    /// From here on each statement stays prepared, to be judged.
    pub(crate) fn keep_statements(&self) {
        self.connection().unwrap().set_prepared_statement_cache_capacity(1_000);
    }

    /// What those since have cost, in steps of SQLite's machine.
    pub(crate) fn steps_taken(&self) -> i64 {
        let steps = prepared(self.connection().unwrap(), ffi::SQLITE_STMTSTATUS_VM_STEP);
        steps.into_values().map(i64::from).sum()
    }

    /// Those since that cost more the longer the history is, and how many were looked at.
    pub(crate) fn slow_steps(&self) -> (BTreeSet<SlowStep>, usize) {
        slow_steps(self.connection().unwrap())
    }
}

impl Reader {
    /// See [`Store::keep_statements`].
    pub(crate) fn keep_statements(&self) {
        self.connection.set_prepared_statement_cache_capacity(1_000);
    }

    /// See [`Store::slow_steps`].
    pub(crate) fn slow_steps(&self) -> (BTreeSet<SlowStep>, usize) {
        slow_steps(&self.connection)
    }
}

/// And how many statements were looked at.
fn slow_steps(connection: &Connection) -> (BTreeSet<SlowStep>, usize) {
    let statements = prepared(connection, ffi::SQLITE_STMTSTATUS_REPREPARE);
    let slow = statements.iter().flat_map(|(sql, planned_anew)| {
        let steps = steps(connection, sql).into_iter().filter(|step| is_slow(step));
        let anew = (*planned_anew > 0).then(|| format!("planned anew {planned_anew} times"));
        steps.chain(anew).map(|step| SlowStep { step, sql: sql.clone() })
    });
    (slow.collect(), statements.len())
}

/// Tables that stay short whatever the history, and what is no table.
const SHORT: [&str; 9] =
    ["json_each", "outbox", "meta", "sqlite_sequence", "alarm", "notice", "dropped", "CONSTANT", "moved"];

/// `SCAN p USING INDEX part_expiry` reads a partial index in its order, which a LIMIT may end; whether it does
/// is for who allows it to say.
fn is_slow(step: &str) -> bool {
    let scans = step.strip_prefix("SCAN ").and_then(|of| of.split(' ').next());
    scans.is_some_and(|table| !SHORT.contains(&table))
        || step.contains("TEMP B-TREE")
        || step.contains("AUTOMATIC")
}

fn steps(connection: &Connection, sql: &str) -> Vec<String> {
    // By text and not prepared for long: it must not be found the next time.
    let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let values = vec![0; explain.parameter_count()];
    let rows = explain.query_map(rusqlite::params_from_iter(values), |row| row.get(3)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[allow(unsafe_code, reason = "rusqlite does not list what is prepared")]
fn prepared(connection: &Connection, counter: i32) -> BTreeMap<String, i32> {
    let mut found = BTreeMap::new();
    // SAFETY: the connection lives and is this thread's; SQLite gives its own statements, none is finalized
    // meanwhile, and the text of each lives as long as it does.
    unsafe {
        let database = connection.handle();
        let mut statement = ffi::sqlite3_next_stmt(database, std::ptr::null_mut());
        while !statement.is_null() {
            let text = CStr::from_ptr(ffi::sqlite3_sql(statement)).to_str().unwrap();
            let acts = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];
            if acts.iter().any(|act| text.trim_start().starts_with(act)) {
                found.insert(text.to_owned(), ffi::sqlite3_stmt_status(statement, counter, 0));
            }
            statement = ffi::sqlite3_next_stmt(database, statement);
        }
    }
    found
}

#[test]
fn what_costs_more_with_the_history_is_seen() {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch("CREATE TABLE part (id INTEGER PRIMARY KEY, state TEXT, due INTEGER); CREATE INDEX by_state ON part (state)")
        .unwrap();
    let rows = [
        ("SELECT id FROM part WHERE due = ?1", "SCAN part"),
        ("SELECT id FROM part WHERE state = ?1 ORDER BY due", "USE TEMP B-TREE FOR ORDER BY"),
        ("SELECT id FROM part WHERE state = ?1 ORDER BY id", ""),
    ];
    for (sql, want) in rows {
        connection.flush_prepared_statement_cache();
        drop(connection.prepare_cached(sql).unwrap());
        let (slow, looked_at) = slow_steps(&connection);
        let steps: Vec<String> = slow.into_iter().map(|slow| slow.step).collect();
        assert_eq!((steps.concat().as_str(), looked_at), (want, 1), "{sql}");
    }
}
