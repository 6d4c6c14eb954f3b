//! The last reading of a file that is given up.

use rusqlite::Connection;

use super::keeper::{Bound, Halt, Keeper};
use super::rows::{self, Which};
use super::schema;
use super::trouble::{Damage, Trouble};
use super::{Upstream, Welcome};

impl<U: Upstream> Keeper<U> {
    /// Hands over from a file that is given up whatever can be read and was not handed over, and
    /// says how many rows that were. Writes nothing into it. One that says of no store whose it is may be
    /// read under its lock alone: another daemon would take the same.
    pub(super) fn drain(&mut self, connection: &Connection, known: Option<Bound>) -> Result<usize, Halt> {
        let bound = match known {
            Some(bound) => bound,
            None => {
                let seen = schema::seen(connection)?;
                if seen.store.is_none() && connection.is_autocommit() {
                    return Ok(0);
                }
                let (outbox, told) = (seen.outbox.clone(), seen.mirrored);
                match self.upstream.hello(seen)? {
                    Welcome::Bound { store, cursor, mirrored, highest, .. } => {
                        Bound { outbox, cursor, mirrored, highest, told, store }
                    }
                    Welcome::OtherStore => return Ok(0),
                }
            }
        };
        let columns = schema::columns(connection)?;
        let mut count = 0;
        let mut cursor = bound.cursor;
        let passes = [
            (Which::Unmarked, i64::MIN, bound.cursor),
            (Which::All, bound.cursor.saturating_add(1), i64::MAX),
        ];
        for (which, mut from, to) in passes {
            loop {
                let rows = match rows::between(connection, &columns, which, from, to) {
                    Ok(rows) => rows,
                    // Torn in the middle: what came before it has been handed over.
                    Err(Trouble::Damaged(Damage::Corrupt)) => break,
                    Err(trouble) => return Err(trouble.into()),
                };
                let Some(last) = rows.last().map(|row| row.id) else { break };
                count += rows.len();
                cursor = cursor.max(last);
                self.upstream.take_in(&bound.outbox, rows, cursor)?;
                let Some(next) = last.checked_add(1) else { break };
                from = next;
            }
        }
        Ok(count)
    }
}
