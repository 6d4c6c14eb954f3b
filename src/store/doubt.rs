//! What becomes of parts that stay unknown: the service's rule once the time for a report is over, a person's
//! word, and the report that comes after either. A part goes again by the rule once at most; each time is
//! counted with the move that allows it (DESIGN: nothing whose fate is unknown is sent again by itself).

use std::time::Duration;

use rusqlite::{OptionalExtension, params};

use super::moves::{Why, word};
use super::{Reader, Store, StoreError, Turn};
use crate::message::{
    AttemptNumber, Gate, MessageId, PartId, PartState, Reason, Resolution, State, Verdict, WhenUnknown,
};
use crate::moment::Moment;

/// Parts to which the rule is applied in one transaction, at most.
const AT_ONCE: u32 = 200;

/// How long a report is waited for before the service's rule is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleDelay {
    /// In the urgent lane.
    pub urgent: Duration,
    /// In the others.
    pub others: Duration,
}

impl Default for RuleDelay {
    fn default() -> Self {
        Self { urgent: Duration::from_secs(180), others: Duration::from_secs(900) }
    }
}

impl RuleDelay {
    /// By the number of a lane in the queue.
    fn by_lane(self) -> [(i64, Duration); 3] {
        [(0, self.urgent), (1, self.others), (2, self.others)]
    }
}

/// What a person's word came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// Done.
    Done {
        /// Parts that were unknown.
        parts: u32,
        /// The message's state now.
        state: State,
    },
    /// It is not unknown, or has ended otherwise: nothing was changed.
    NotUnknown {
        /// Its state.
        state: State,
    },
    /// Its time is over: it can't go once more, nothing was changed.
    TooLate {
        /// When it ended.
        expired_at: Moment,
    },
}

/// What a report has proven of an earlier attempt of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Proven {
    attempt: AttemptNumber,
    verdict: Verdict,
    status: u8,
}

impl Store {
    /// When the rule is to be applied next; `None` where nothing waits for it.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn next_rule(&self, delay: RuleDelay) -> Result<Option<Moment>, StoreError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT unknown_since FROM part WHERE unknown_since IS NOT NULL AND lane = ?1 ORDER BY unknown_since LIMIT 1",
        )?;
        let mut next = None;
        for (lane, delay) in delay.by_lane() {
            let since: Option<i64> = statement.query_row([lane], |row| row.get(0)).optional()?;
            let due = since.map(|since| Moment::from_millis(since).plus(delay));
            next = [next, due].into_iter().flatten().min();
        }
        Ok(next)
    }
}

impl Reader {
    /// When a message of which something is unknown goes once more by itself; `None` where its service does not want
    /// that, it has gone once more already, was to be taken back, or is too late by then: as [`Turn::apply_rule`] will
    /// find it.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn goes_again(&self, message: MessageId, delay: RuleDelay) -> Result<Option<Moment>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT p.lane, p.unknown_since, p.expires_at FROM part p CROSS JOIN message m ON m.id = p.message \
             WHERE p.message = ?1 AND p.unknown_since IS NOT NULL AND m.gate = 'open' AND m.cancel IS NULL \
             AND NOT EXISTS (SELECT 1 FROM part s WHERE s.message = ?1 \
             AND s.state IN ('cancelled', 'expired', 'failed', 'undelivered')) \
             ORDER BY p.unknown_since LIMIT 1",
        )?;
        let first = statement.query_row([message.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        let first: Option<(i64, i64, i64)> = first.optional()?;
        let Some((lane, since, expires)) = first else { return Ok(None) };
        let (since, expires) = (Moment::from_millis(since), Moment::from_millis(expires));
        let mut delays = delay.by_lane().into_iter().filter(|(known, _)| *known == lane);
        Ok(delays.next().map(|(_, delay)| since.plus(delay)).filter(|at| *at < expires))
    }
}

impl Turn<'_> {
    /// Notes since when a part is unknown, where its service wants it to go once more and it has not yet.
    pub(super) fn note_doubt(&self, part: PartId, at: Moment) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "UPDATE part SET unknown_since = ?2 WHERE id = ?1 AND state = 'unknown' AND resends = 0 \
             AND (SELECT when_unknown FROM message WHERE id = part.message) = ?3",
        )?;
        statement.execute(params![part.0, at.millis(), WhenUnknown::ResendOnce.as_str()])?;
        Ok(())
    }

    /// Applies the service's rule to what has been unknown for `delay` without a report. Gives the messages
    /// that go once more.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`].
    pub fn apply_rule(&self, delay: RuleDelay, now: Moment) -> Result<Vec<MessageId>, StoreError> {
        let mut again = Vec::new();
        for (lane, delay) in delay.by_lane() {
            for (part, message) in self.long_unknown(lane, now.minus(delay))? {
                if self.may_go_again(part, message, now)? {
                    self.send_again(part, Why::new(&Reason::SentOnceMore, now))?;
                    again.push(message);
                } else {
                    self.forget_doubt(part)?;
                }
            }
        }
        Ok(again)
    }

    fn long_unknown(&self, lane: i64, before: Moment) -> Result<Vec<(PartId, MessageId)>, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT id, message FROM part WHERE unknown_since IS NOT NULL AND lane = ?1 AND unknown_since <= ?2 \
             ORDER BY unknown_since LIMIT ?3",
        )?;
        let rows = statement.query_map(params![lane, before.millis(), AT_ONCE], |row| {
            Ok((PartId(row.get(0)?), MessageId(row.get(1)?)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Not what is too late, was taken back, or of which another part has failed: half a message is of no use.
    fn may_go_again(&self, part: PartId, message: MessageId, now: Moment) -> Result<bool, StoreError> {
        use PartState::{Cancelled, Expired, Failed, Undelivered};
        let lost = |state: &PartState| matches!(state, Cancelled | Expired | Failed | Undelivered);
        Ok(self.expiry(part)? > now
            && self.gate(message)? == Gate::Open
            && self.cancel_noted(part)?.is_none()
            && !self.parts(message)?.iter().any(|(_, state)| lost(state)))
    }

    /// Counted with the move: after a crash either both stand or neither.
    fn send_again(&self, part: PartId, why: Why<'_>) -> Result<(), StoreError> {
        let mut count = self
            .transaction
            .prepare_cached("UPDATE part SET resends = resends + 1, due = 0 WHERE id = ?1")?;
        count.execute([part.0])?;
        self.wait_at_home(part)?;
        self.move_part(part, PartState::Queued, why)
    }

    pub(super) fn forget_doubt(&self, part: PartId) -> Result<(), StoreError> {
        let mut statement =
            self.transaction.prepare_cached("UPDATE part SET unknown_since = NULL WHERE id = ?1")?;
        statement.execute([part.0])?;
        Ok(())
    }

    /// A person settles what is unknown of a message.
    ///
    /// # Errors
    /// [`StoreError::NoMessage`].
    pub fn resolve(
        &self,
        message: MessageId,
        resolution: Resolution,
        by: &str,
        now: Moment,
    ) -> Result<Resolved, StoreError> {
        let standing = self.standing(message)?;
        let parts = self.parts(message)?;
        let unknown: Vec<PartId> =
            parts.iter().filter(|(_, state)| *state == PartState::Unknown).map(|(part, _)| *part).collect();
        // Half a message that was taken back, or has failed, has its end: nobody asks about the other half any more.
        let has_ended = standing.state.is_at_rest() && standing.state != State::Unknown;
        let Some(first) = unknown.first().filter(|_| !has_ended) else {
            return Ok(Resolved::NotUnknown { state: standing.state });
        };
        let expired_at = self.expiry(*first)?;
        if resolution == Resolution::Resend && expired_at <= now {
            return Ok(Resolved::TooLate { expired_at });
        }
        if resolution == Resolution::Resend {
            self.forget_cancel(message)?;
        }
        let reason = Reason::ResolvedByPerson { resolution, by: by.to_owned() };
        let why = Why::new(&reason, now);
        for part in &unknown {
            self.note_word(*part, resolution)?;
            match resolution {
                Resolution::Sent => self.move_part(*part, PartState::Sent, why)?,
                Resolution::Failed => {
                    self.move_part(*part, PartState::Failed, why)?;
                    self.fail_the_rest(*part, now)?;
                }
                Resolution::Resend => self.send_again(*part, why)?,
            }
        }
        let parts = u32::try_from(unknown.len()).unwrap_or(u32::MAX);
        Ok(Resolved::Done { parts, state: self.standing(message)?.state })
    }

    fn note_word(&self, part: PartId, resolution: Resolution) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare_cached("UPDATE part SET resolved = ?2 WHERE id = ?1")?;
        statement.execute(params![part.0, resolution.as_str()])?;
        Ok(())
    }

    fn expiry(&self, part: PartId) -> Result<Moment, StoreError> {
        let mut statement = self.transaction.prepare_cached("SELECT expires_at FROM part WHERE id = ?1")?;
        Ok(statement.query_row([part.0], |row| row.get(0)).map(Moment::from_millis)?)
    }

    /// What a report has said of an attempt of this part before `attempt`: it had gone then, whatever became of
    /// the one that was made in spite of it.
    pub(super) fn proven_before(
        &self,
        part: PartId,
        attempt: AttemptNumber,
    ) -> Result<Option<Proven>, StoreError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT a.number, a.verdict, \
             (SELECT status FROM report WHERE report.attempt = a.number ORDER BY id DESC LIMIT 1) FROM attempt a \
             WHERE a.part = ?1 AND a.number < ?2 AND a.verdict IN ('delivered', 'still_trying') \
             ORDER BY a.verdict, a.number DESC LIMIT 1",
        )?;
        let found = statement.query_row(params![part.0, attempt.0], |row| {
            Ok((AttemptNumber(row.get(0)?), row.get::<_, String>(1)?, row.get::<_, Option<u8>>(2)?))
        });
        let Some((attempt, verdict, status)) = found.optional()? else { return Ok(None) };
        Ok(Some(Proven { attempt, verdict: word(&verdict)?, status: status.unwrap_or(0) }))
    }

    /// An earlier attempt is known to have sent it; `taken` where the last one has sent it too.
    pub(super) fn prove_sent(
        &self,
        part: PartId,
        proof: Proven,
        taken: Option<Why<'_>>,
        at: Moment,
    ) -> Result<(), StoreError> {
        let Proven { attempt, verdict, status } = proof;
        let still = Reason::ReportStillTrying { status };
        let earlier = Why::new(&still, at).within(attempt);
        self.move_part(part, PartState::Sent, taken.unwrap_or(earlier))?;
        if verdict != Verdict::Delivered {
            return Ok(());
        }
        let reason = Reason::ReportDelivered { status };
        self.move_part(part, PartState::Delivered, Why::new(&reason, at).within(attempt))
    }
}
