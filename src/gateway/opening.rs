//! How the gateway begins: what an earlier process left at a modem is listened for or given up, a
//! store that is older than what was sent from it holds everything, then the lines are opened.

use tracing::{error, info, warn};

use super::commit::settle_reports;
use super::desk::Open;
use super::dispatch::{Dispatch, Running};
use crate::line::{Listen, Order};
use crate::moment::Moment;
use crate::store::{OpenAttempt, Store, StoreError};

/// An attempt may still be answered for so many result timeouts.
const LISTENS_FOR: f64 = 1.25;

impl Dispatch {
    /// Reads what an earlier process left, and opens the lines: one with an attempt that may still
    /// be answered listens for it first.
    ///
    /// # Errors
    /// [`StoreError`] where the store can't be read or written.
    pub fn start(&mut self, store: &mut Store, now: Moment) -> Result<(), StoreError> {
        if self.restored.is_none() && self.marker.is_ahead_of(store.ledger()?) {
            let held = store.turn(|turn| turn.mark_restored(now))?;
            self.is_restored(held, now);
        }
        for attempt in store.open_attempts()? {
            self.take_over(store, &attempt, now)?;
        }
        for line in 0..self.desks.len() {
            if !self.orders.iter().any(|(ordered, _)| *ordered == line) {
                self.orders.push_back((line, Order::Open { listen: None }));
            }
        }
        self.running = Running::Yes;
        self.plan_timeout(store, now)
    }

    /// An attempt that was open when an earlier process ended.
    fn take_over(&mut self, store: &mut Store, attempt: &OpenAttempt, now: Moment) -> Result<(), StoreError> {
        let age = now.since(attempt.opened_at);
        let line = self.desks.iter().position(|desk| desk.name.0 == attempt.line);
        let window = line
            .and_then(|line| self.desks.get(line))
            .map(|desk| desk.result_timeout.mul_f64(LISTENS_FOR).saturating_sub(age))
            .filter(|left| !left.is_zero() && self.restored.is_none());
        let (message, number) = (attempt.message.0, attempt.number.0);
        let (Some(line), Some(at_most)) = (line, window) else {
            warn!(
                message,
                attempt = number,
                "an earlier run ended while this message was at the modem, and its time is over: unknown"
            );
            let tail = store.tail_of(attempt.number)?;
            return store.turn(|turn| {
                turn.give_up(attempt.number, now)?;
                settle_reports(turn, &tail, now)
            });
        };
        let until = now.plus(at_most);
        info!(line = %attempt.line, message_id = message, attempt_id = number, until = %until,
            "an earlier run ended while this message was at the modem; listening for its result");
        let ticket = self.next_ticket();
        let tail = store.tail_of(attempt.number)?;
        if let Some(desk) = self.desks.get_mut(line) {
            desk.listens_until = Some(until);
            desk.open = Some(Open {
                ticket,
                attempt: attempt.number,
                part: attempt.part,
                message: attempt.message,
                tail,
                tries: attempt.tries,
            });
        }
        self.orders.push_back((line, Order::Open { listen: Some(Listen { ticket, at_most }) }));
        Ok(())
    }

    /// The store is marked: so many messages are held.
    pub(super) fn is_restored(&mut self, held: u32, now: Moment) {
        self.restored = Some(now);
        self.moved = true;
        error!(
            held,
            "this store is older than what was sent from it: every message that was waiting is held and no line sends. \
             Look at what is held (beffroi message list --state held), then: beffroi db accept-restore"
        );
    }
}
