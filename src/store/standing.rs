//! How things stand, in numbers that a screen shows: what waits and since when, what the last day
//! brought. Bounded, however long the history is.

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
        let mut statement = self.connection.prepare_cached(
            "SELECT lane, count(*), min(max(created_at, coalesce(not_before, 0))) FROM message \
             WHERE state IN ('queued', 'sending') AND coalesce(not_before, 0) <= ?1 GROUP BY lane",
        )?;
        let mut rows = statement.query([now.millis()])?;
        let mut waiting = Vec::new();
        while let Some(row) = rows.next()? {
            waiting.push(Waiting {
                lane: word(&row.get::<_, String>(0)?)?,
                messages: row.get(1)?,
                oldest: Moment::from_millis(row.get(2)?),
            });
        }
        Ok(waiting)
    }

    /// How many of the messages that were taken in since then are in which state.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn states_since(&self, since: Moment) -> Result<Vec<(State, u32)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT state, count(*) FROM message \
             WHERE id > (SELECT coalesce(max(id), 0) FROM message) - ?1 AND created_at >= ?2 GROUP BY state",
        )?;
        let mut rows = statement.query([NEWEST, since.millis()])?;
        let mut states = Vec::new();
        while let Some(row) = rows.next()? {
            states.push((word(&row.get::<_, String>(0)?)?, row.get(1)?));
        }
        Ok(states)
    }
}
