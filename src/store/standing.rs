//! How things stand, in numbers that a screen shows: what waits and since when, what the last day
//! brought. Bounded, however long the history is.

use std::collections::BTreeMap;

use super::StoreError;
use super::moves::word;
use super::reader::Reader;
use crate::message::{Lane, State};
use crate::moment::Moment;

/// The newest messages that are looked at for the day's figures, at most.
const NEWEST: i64 = 100_000;

/// What waits in a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The lane.
    pub lane: Lane,
    /// Messages that may go now.
    pub messages: u32,
    /// When the oldest of them was taken in.
    pub oldest: Moment,
}

impl Reader {
    /// What might go now and has not, by lane; what is to wait (`not_before`) is left out.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn waiting(&self, now: Moment) -> Result<Vec<Waiting>, StoreError> {
        // Grouped by the states too, in the order of their index: nothing has to be sorted.
        let mut statement = self.connection.prepare_cached(
            "SELECT lane, count(*), min(max(created_at, coalesce(not_before, 0))) \
             FROM message INDEXED BY message_waiting \
             WHERE state IN ('queued', 'sending') AND coalesce(not_before, 0) <= ?1 GROUP BY lane, state",
        )?;
        let mut rows = statement.query([now.millis()])?;
        let mut waiting: BTreeMap<Lane, Waiting> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let lane = word(&row.get::<_, String>(0)?)?;
            let (messages, oldest): (u32, Moment) = (row.get(1)?, Moment::from_millis(row.get(2)?));
            let of_lane = waiting.entry(lane).or_insert(Waiting { lane, messages: 0, oldest });
            of_lane.messages += messages;
            of_lane.oldest = of_lane.oldest.min(oldest);
        }
        Ok(waiting.into_values().collect())
    }

    /// Messages of which a part is at a modem, by lane.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn at_modems(&self) -> Result<BTreeMap<Lane, u32>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT m.lane FROM attempt a INDEXED BY attempt_open CROSS JOIN part p ON p.id = a.part \
             CROSS JOIN message m ON m.id = p.message WHERE a.outcome IS NULL",
        )?;
        let mut rows = statement.query([])?;
        let mut lanes: BTreeMap<Lane, u32> = BTreeMap::new();
        // One a line at most, and no two lines have parts of one message.
        while let Some(row) = rows.next()? {
            *lanes.entry(word(&row.get::<_, String>(0)?)?).or_default() += 1;
        }
        Ok(lanes)
    }

    /// How many of the messages that were taken in since then are in which state.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn states_since(&self, since: Moment) -> Result<Vec<(State, u32)>, StoreError> {
        // Counted here: to group them, SQLite would read the whole history in the order of its states.
        let mut statement = self.connection.prepare_cached(
            "SELECT state FROM message \
             WHERE id > (SELECT coalesce(max(id), 0) FROM message) - ?1 AND created_at >= ?2",
        )?;
        let mut rows = statement.query([NEWEST, since.millis()])?;
        let mut states: BTreeMap<State, u32> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            *states.entry(word(&row.get::<_, String>(0)?)?).or_default() += 1;
        }
        Ok(states.into_iter().collect())
    }
}
