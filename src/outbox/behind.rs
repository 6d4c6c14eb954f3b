//! Rows that stand behind the cursor, where no look comes by, and those of an id that no cursor comes to: read by the
//! index of those that nobody has marked.

use std::collections::BTreeSet;
use std::time::Instant;

use super::keeper::{BATCHES_A_LOOK, Bound, Halt, Keeper};
use super::opening::Open;
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
        let rows = self.without_a_mark(rows);
        if !rows.is_empty() {
            self.hand_over(&bound.outbox, rows, bound.cursor)?;
            if !unwritable {
                self.want_mirror(now);
            }
        }
        Ok(())
    }

    /// Hands new rows over whose ids a producer has chosen, 0 or less: every cursor begins above them. While nothing
    /// can be marked they are the sweep's, which goes slowly then.
    pub(super) fn take_in_low(&mut self, mut open: Open, bound: &Bound, now: Instant) -> Result<Open, Halt> {
        let (mut from, to) = (i64::MIN, bound.cursor.min(0));
        for _ in 0..BATCHES_A_LOOK {
            if self.said.writing.is_some() {
                break;
            }
            let rows = rows::between(&open.connection, &open.columns, Which::Unmarked, from, to)?;
            let Some(last) = rows.last().map(|row| row.id) else { break };
            from = last.saturating_add(1);
            let mut rows = self.without_a_mark(rows);
            // One that lets nobody mark it was handed over before it was found out.
            rows.retain(|row| !self.said.rows.contains(&row.id));
            if !rows.is_empty() {
                drop(open);
                self.hand_over(&bound.outbox, rows, bound.cursor)?;
                self.want_mirror(now);
                open = self.connect()?;
            }
        }
        Ok(open)
    }

    /// Without those whose marks wait to be written.
    fn without_a_mark(&self, rows: Vec<Row>) -> Vec<Row> {
        let waiting: BTreeSet<&str> = self.marks.iter().map(|mark| mark.uid.as_str()).collect();
        rows.into_iter().filter(|row| !waiting.contains(row.uid.as_str())).collect()
    }
}
