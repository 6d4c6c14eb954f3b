//! How the gateway begins: what an earlier process left at a modem is listened for or given up, a
//! store that is older than what was sent from it holds everything, then the lines are opened.

use std::time::Duration;

use tracing::{error, info, warn};

use super::desk::Open;
use super::dispatch::{Dispatch, Running};
use super::inbox::name_received;
use crate::line::{Listen, Order};
use crate::moment::Moment;
use crate::store::{OpenAttempt, Store, StoreError};

/// An attempt may still be answered for so many result timeouts.
const LISTENS_FOR: f64 = 1.25;

impl Dispatch {
    /// Reads what an earlier process left, and opens the lines: one with an attempt that may still
    /// be answered listens for it first. Where the store is in no state for that, [`Dispatch::commit`]
    /// tries again.
    ///
    /// # Errors
    /// [`StoreError`] where the store can't be read or written.
    pub fn start(&mut self, store: &mut Store, now: Moment) -> Result<(), StoreError> {
        if self.running != Running::Starting {
            return Ok(());
        }
        self.running = Running::Wanted;
        self.clock.look(now);
        let done = self.open_wanted(store, now);
        if let Err(failure) = &done {
            self.commit_failed(failure, now);
        }
        done
    }

    /// The machine has been up since `booted_at`, by the clock that says `now`: a modem that did not send within that time
    /// may have been without power, and counts its references from anywhere.
    ///
    /// # Errors
    /// [`StoreError`] where the store can't be read.
    pub fn machine_is_up_since(
        &mut self,
        booted_at: Moment,
        store: &Store,
        now: Moment,
    ) -> Result<(), StoreError> {
        let is_known = |entered_at| (booted_at..=now).contains(&entered_at);
        if store.last_entered_at()?.is_some_and(|entered_at| !is_known(entered_at)) {
            self.desks.iter_mut().for_each(|desk| desk.restarted = true);
        }
        Ok(())
    }

    /// Opens the lines where that is wanted and was not done; nothing of it is, where it fails.
    pub(super) fn open_wanted(&mut self, store: &mut Store, now: Moment) -> Result<(), StoreError> {
        if self.running != Running::Wanted {
            return Ok(());
        }
        let behind =
            self.restored.is_none() && (self.marker.is_ahead_of(store.ledger()?) || store.is_a_backup()?);
        let holds = behind || self.restored.is_some();
        let (mut heard, mut over) = (Vec::new(), Vec::new());
        for attempt in store.open_attempts()? {
            match self.window(&attempt, now).filter(|_| !holds) {
                Some((line, at_most)) => heard.push((line, at_most, attempt)),
                None => over.push(attempt),
            }
        }
        let (held, came_in) = store.turn(|turn| {
            for attempt in &over {
                turn.give_up(attempt.number, now)?;
                self.settle_reports(turn, &attempt.tail, now)?;
            }
            let came_in = self.join_all_parts(turn, now)?;
            Ok((behind.then(|| turn.mark_restored(now)).transpose()?, came_in))
        })?;
        came_in.iter().for_each(name_received);
        over.iter().for_each(name_given_up);
        if let Some(held) = held {
            self.is_restored(held, now);
        }
        self.inherit_owed(store, now)?;
        self.name_stranded(store)?;
        for (line, at_most, attempt) in heard {
            self.listen(line, at_most, attempt, now);
        }
        for line in 0..self.desks.len() {
            if !self.orders.iter().any(|(ordered, _)| *ordered == line) {
                self.orders.push_back((line, Order::Open { listen: None }));
            }
        }
        self.running = Running::Yes;
        self.plan_timeout(store, now)
    }

    /// Half a message waits for the line that has the other half; where that one is not configured any
    /// more, only a person knows better.
    fn name_stranded(&self, store: &Store) -> Result<(), StoreError> {
        let known = self.desks.iter().flat_map(|desk| [desk.name.0.as_str(), desk.sim.as_str()]);
        for (message, line) in store.stranded(&known.collect::<Vec<_>>())? {
            warn!(
                message_id = message.0, %line,
                "a part of this message has gone by a line that is not configured any more, and the rest waits for \
                 that line until it expires: configure it again under this name, or take the message back \
                 (beffroi message cancel)"
            );
        }
        Ok(())
    }

    /// By which line an attempt of an earlier process may still be answered, and for how long.
    fn window(&self, attempt: &OpenAttempt, now: Moment) -> Option<(usize, Duration)> {
        let line = self.desks.iter().position(|desk| desk.name.0 == attempt.line)?;
        let whole = self.desks.get(line)?.result_timeout.mul_f64(LISTENS_FOR);
        // While the clock is doubted, the less of both: who listens too long loses a moment, who does not listen takes
        // the answer for the next message's.
        let since = |now: Moment| now.since(attempt.opened_at);
        let left = whole.saturating_sub(since(self.clock.believed(now)).min(since(now)));
        (!left.is_zero()).then_some((line, left))
    }

    fn listen(&mut self, line: usize, at_most: Duration, attempt: OpenAttempt, now: Moment) {
        let until = now.plus(at_most);
        info!(line = %attempt.line, message_id = attempt.message.0, attempt_id = attempt.number.0, until = %until,
            "an earlier run ended while this message was at the modem; listening for its result");
        let ticket = self.next_ticket();
        if let Some(desk) = self.desks.get_mut(line) {
            desk.listens_until = Some(until);
            desk.open = Some(Open {
                ticket,
                attempt: attempt.number,
                part: attempt.part,
                message: attempt.message,
                tail: attempt.tail,
                tries: attempt.tries,
            });
        }
        self.orders.push_back((line, Order::Open { listen: Some(Listen { ticket, at_most }) }));
    }

    /// The store is marked: so many messages are held.
    pub(super) fn is_restored(&mut self, held: u32, now: Moment) {
        self.restored = Some(now);
        self.moved = true;
        // Each has to say hello anew.
        self.zones.clear();
        self.mirrored.clear();
        error!(
            held,
            "this store is older than what was sent from it: every message that was waiting is held and no line sends. \
             Look at what is held (beffroi message list --state held), then: beffroi db accept-restore"
        );
    }
}

fn name_given_up(attempt: &OpenAttempt) {
    warn!(
        message_id = attempt.message.0,
        attempt_id = attempt.number.0,
        "an earlier run ended while this message was at the modem, and its time is over: unknown"
    );
}
