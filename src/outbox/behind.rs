//! Rows that stand behind the cursor, where no look comes by: read by the index of those that nobody has marked.

use std::collections::BTreeSet;
use std::time::Instant;

use super::keeper::{Halt, Keeper};
use super::rows::{self, Which};
use super::{Row, Upstream};

impl<U: Upstream> Keeper<U> {
    /// Hands rows in again that stand unmarked though they are known: their marks were lost with a
    /// crash or a lock, or a producer chose ids below those that were read.
    pub(super) fn sweep_page(&mut self, now: Instant) -> Result<(), Halt> {
        let Some(bound) = self.bound.clone() else { return Ok(()) };
        let open = self.connect()?;
        let from = self.due.sweep_from;
        let rows = rows::between(&open.connection, &open.columns, Which::Unmarked, from, bound.cursor)?;
        drop(open);
        let next = rows.last().and_then(|row| row.id.checked_add(1));
        self.due.sweep_from = next.unwrap_or(i64::MIN);
        // While nothing can be marked, all that is found is what was found before.
        let unwritable = self.said.writing.is_some();
        if next.is_some() {
            self.due.sweep = now + if unwritable { self.pace.unwritable } else { self.pace.page };
        }
        let waiting: BTreeSet<&str> = self.marks.iter().map(|mark| mark.uid.as_str()).collect();
        let rows: Vec<Row> = rows.into_iter().filter(|row| !waiting.contains(row.uid.as_str())).collect();
        if !rows.is_empty() {
            self.hand_over(&bound.outbox, rows, bound.cursor)?;
            if !unwritable {
                self.want_mirror(now);
            }
        }
        Ok(())
    }
}
