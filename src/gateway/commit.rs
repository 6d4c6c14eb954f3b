//! One transaction for everything that happened, and what may only happen after it: the first octet
//! of a PDU, an answer, the next order. After a commit that failed nothing of it is believed.

use std::collections::{BTreeMap, BTreeSet};

use tracing::{error, info, warn};

use super::desk::{Asked, Desk, Open, Stage};
use super::dispatch::{Dispatch, Pending, tail};
use super::ending::tell;
use super::inbox::name_received;
use super::retry;
use super::settle;
use super::work::{Answer, Trouble, WorkId};
use crate::line::{Order, Reception};
use crate::message::{AttemptNumber, Lane, PartId, Reason, Withdrawal};
use crate::moment::Moment;
use crate::store::{AttemptEnd, Novelty, Received, Store, StoreError, Turn};

/// After a commit that failed, the store is left alone for so long.
const STORE_PAUSE: std::time::Duration = std::time::Duration::from_secs(3);

/// Reports that nothing matches are tried again for so long.
const REPORT_PATIENCE: std::time::Duration = std::time::Duration::from_secs(3 * 24 * 3600);

/// Parts that end by one look at the clock, at most.
const EXPIRE_AT_ONCE: u32 = 500;

/// Reports and the like that wait while the store can't be written, at most; the modem is no longer
/// believed to be sane when it brings more.
const MOST_PENDING: usize = 4096;

/// What a transaction did, to be acted on once it stands.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) answers: Vec<(WorkId, Result<Answer, Trouble>)>,
    opened: Vec<(usize, AttemptNumber)>,
    withdraw: Vec<(usize, Withdrawal)>,
    /// What was asked for can't be entered, now or ever.
    aside: Vec<(usize, PartId, StoreError)>,
    pub(super) rows: Vec<(String, i64)>,
    pub(super) zones: Vec<(String, Option<i64>)>,
    pub(super) ledger_seen: i64,
    pub(super) events_seen: i64,
    /// The store was found to be older than what was sent from it; so many messages are held now.
    pub(super) restored: Option<u32>,
    pub(super) accepted: bool,
    /// What stands as an alarm was written.
    alarms: bool,
    /// Messages that came in.
    came_in: Vec<Received>,
}

impl Dispatch {
    /// Commits all that waits and gives the orders and answers that depend on it.
    pub fn commit(&mut self, store: &mut Store, now: Moment) {
        if self.ruin.is_some() {
            return self.forgo_commit();
        }
        self.clock.look(now);
        self.watch_owed(now);
        self.look_for_alarms(now);
        // A clock that was put back makes no pause longer.
        self.store_rests_until = self.store_rests_until.map(|until| until.min(now.plus(STORE_PAUSE)));
        if self.store_rests_until.is_some_and(|until| now < until) {
            self.timeout = self.store_rests_until;
            return self.answer_questions(store, now);
        }
        let there = store.is_in_its_place();
        let ready = there.and_then(|()| self.recover(store, now)).and_then(|()| self.open_wanted(store, now));
        let done = ready.and_then(|()| self.commit_waiting(store, now));
        match done {
            Err(failure) if failure.is_ruin() => {
                self.end_if_ruined(failure);
                self.forgo_commit();
            }
            Err(failure) => self.commit_failed(&failure, now),
            Ok(()) => {}
        }
    }

    fn commit_waiting(&mut self, store: &mut Store, now: Moment) -> Result<(), StoreError> {
        if self.has_work(now) {
            let done = store.turn(|turn| self.apply(turn, now))?;
            self.release(done, now);
        }
        self.answer_questions(store, now);
        for desk in &mut self.desks {
            desk.rest = desk.rest.and_then(|rest| rest.seen_at(now));
            desk.owed = desk.owed.and_then(|owed| owed.seen_at(now));
            desk.brake = desk.brake.and_then(|brake| brake.seen_at(now));
            desk.patience = desk.patience.map(|patience| patience.seen_at(now).unwrap_or(patience));
        }
        self.ask_free_lines(store, now)?;
        self.look_for_alarms(now);
        self.plan_timeout(store, now)
    }

    fn has_work(&self, now: Moment) -> bool {
        let ended = |desk: &Desk| desk.ended.is_some();
        let prompted = |desk: &Desk| desk.asked.as_ref().is_some_and(|asked| asked.stage == Stage::Prompted);
        let writes = |pending: &Pending| match pending {
            Pending::Work(_, work) => !work.is_question(),
            _ => true,
        };
        self.pending.iter().any(writes)
            || self.desks.iter().any(|desk| ended(desk) || prompted(desk))
            || self.alarms.wants_writing()
            || self.timeout.is_some_and(|timeout| timeout <= now)
    }

    /// Everything that waits, in the order in which the ledger must have it: results first, then what
    /// came from outside, then new attempts.
    fn apply(&self, turn: &Turn<'_>, now: Moment) -> Result<Done, StoreError> {
        let mut done = Done::default();
        let mut tails = BTreeSet::new();
        for (outbox, event) in &self.mirrored {
            turn.mirrored(outbox, *event)?;
        }
        for desk in &self.desks {
            if let (Some(open), Some(ended)) = (&desk.open, &desk.ended) {
                let end = Self::end_of(ended, open.tries, now);
                tolerate_move(turn.close_attempt(open.attempt, open.part, &end, now))?;
                tails.insert(open.tail.clone());
            }
        }
        for pending in &self.pending {
            match pending {
                Pending::Work(id, work) => self.apply_work(turn, *id, work, &mut done, now)?,
                Pending::Declined { part, refusal } => {
                    let end = retry::after_decline(refusal, part.tries, now);
                    tolerate_move(turn.decline(part.part, &end, now))?;
                }
                Pending::Report(report) => {
                    turn.keep_report(report)?;
                    tails.extend(report.reading.as_ref().map(|said| said.tail.clone()));
                }
                Pending::Incoming { sim, incoming } => match turn.keep_incoming(sim, incoming)? {
                    Novelty::New => done.came_in.extend(self.join_parts(turn, Some(sim), now)?),
                    Novelty::KnownBefore => {}
                },
            }
        }
        for tail in &tails {
            self.settle_reports(turn, tail, now)?;
        }
        if self.timeout.is_some_and(|timeout| timeout <= now) {
            self.look_at_clock(turn, now)?;
            done.came_in.extend(self.join_all_parts(turn, now)?);
        }
        if self.alarms.wants_writing() {
            self.alarms.write(turn, now)?;
            turn.note_believed(self.clock.doubt().map(|_| self.clock.believed(now)))?;
            done.alarms = true;
        }
        for (line, desk) in self.desks.iter().enumerate() {
            self.apply_asked(turn, line, desk, &mut done, now)?;
        }
        Ok(done)
    }

    fn apply_asked(
        &self,
        turn: &Turn<'_>,
        line: usize,
        desk: &Desk,
        done: &mut Done,
        now: Moment,
    ) -> Result<(), StoreError> {
        let Some(asked) = desk.asked.as_ref().filter(|asked| asked.stage != Stage::Withdrawing) else {
            return Ok(());
        };
        let believed = self.clock.believed(now);
        let Some(waits_for) = turn.may_begin(asked.part.part, believed)? else {
            let late = asked.part.expires_at <= believed;
            let cause = if late { Withdrawal::Expired } else { Withdrawal::Cancelled };
            done.withdraw.push((line, cause));
            return Ok(());
        };
        if asked.stage == Stage::Prompted {
            let Some(going) = self.going(turn, line, asked, &waits_for, now)? else {
                done.withdraw.push((line, Withdrawal::NoGo));
                return Ok(());
            };
            let new = self.new_attempt(desk, &asked.part, going, now);
            match turn.apart(|| turn.open_attempt(&new)) {
                Err(failure @ (StoreError::Move(_) | StoreError::Nonsense { .. })) => {
                    done.aside.push((line, asked.part.part, failure));
                }
                opened => done.opened.push((line, opened?)),
            }
        }
        Ok(())
    }

    /// The commit stands: octets may go, answers may be given.
    fn release(&mut self, done: Done, now: Moment) {
        self.mirrored.clear();
        if done.alarms {
            self.alarms.are_written();
        }
        self.pending.retain(|pending| matches!(pending, Pending::Work(_, work) if work.is_question()));
        self.acknowledge();
        self.moved = true;
        self.mirrors.values_mut().for_each(|told| *told = false);
        for desk in &mut self.desks {
            if desk.ended.is_some() {
                tell(desk);
                (desk.open, desk.ended, desk.listens_until) = (None, None, None);
            }
        }
        done.came_in.iter().for_each(name_received);
        for (line, attempt) in done.opened {
            self.proceed(line, attempt);
        }
        for (line, cause) in done.withdraw {
            self.withdraw(line, cause);
        }
        for (line, part, failure) in done.aside {
            self.set_aside(part, &failure);
            self.withdraw(line, Withdrawal::CommitFailed);
        }
        for (outbox, row) in done.rows {
            let highest = self.marker.rows.entry(outbox.clone()).or_default();
            *highest = (*highest).max(row);
            self.zones.retain(|read, upto| *read != outbox || *upto > row);
        }
        self.marker.ledger = self.marker.ledger.max(done.ledger_seen);
        self.marker.events = self.marker.events.max(done.events_seen);
        self.answers.extend(done.answers);
        if done.accepted {
            self.restored = None;
        }
        if let Some(held) = done.restored {
            self.is_restored(held, now);
        }
        for (outbox, upto) in done.zones {
            self.zones.remove(&outbox);
            self.zones.extend(upto.map(|upto| (outbox, upto)));
        }
    }

    /// What lines have brought is on disk: they may tell the modem.
    fn acknowledge(&mut self) {
        let mut by_line: BTreeMap<usize, Vec<Reception>> = BTreeMap::new();
        for (line, reception) in self.receptions.drain(..) {
            by_line.entry(line).or_default().push(reception);
        }
        for (line, receptions) in by_line {
            if self.desks.get(line).is_some_and(|desk| !desk.closed) {
                self.orders.push_back((line, Order::Acknowledge { receptions }));
            }
        }
    }

    /// What has expired ends, what has become due waits for its turn, what stays unknown gets its service's
    /// rule. While the clock is doubted none of it is true; what is urgent goes by the clock there is.
    fn look_at_clock(&self, turn: &Turn<'_>, now: Moment) -> Result<(), StoreError> {
        if self.clock.doubt().is_some() {
            return turn.promote_due(Lane::Urgent, now);
        }
        for message in turn.expire(now, EXPIRE_AT_ONCE)? {
            error!(message_id = message.0, "this message has expired, and says what makes no sense");
        }
        if self.restored.is_none() {
            for message in turn.apply_rule(self.rules.resend_after, now)? {
                warn!(
                    message_id = message.0,
                    "still unknown, and no report came: sent once more by the rule of its service"
                );
            }
        }
        turn.promote_due(Lane::Bulk, now)
    }

    /// Tries every waiting report on a number again, and anew after each that finds its attempt: the others have
    /// fewer to choose from then.
    pub(super) fn settle_reports(&self, turn: &Turn<'_>, tail: &str, now: Moment) -> Result<(), StoreError> {
        let since = self.clock.believed(now).minus(REPORT_PATIENCE);
        loop {
            let mut waiting = Vec::new();
            for report in turn.waiting_reports(tail, since)? {
                let candidates = turn.candidates(&report)?;
                waiting.push((report, candidates));
            }
            let found = waiting.iter().find_map(|(report, candidates)| {
                let of_sim = waiting.iter().filter(|(other, _)| other.sim == report.sim);
                let told = of_sim.map(|(other, theirs)| (other.reported.reference, theirs.as_slice()));
                let beside = settle::beside(candidates, told);
                Some((report, settle::choose(report.reported.reference, candidates, &beside)?))
            });
            let Some((report, about)) = found else { return Ok(()) };
            turn.settle(report, about, now)?;
        }
    }

    /// The entry stands: the octets may go.
    fn proceed(&mut self, line: usize, attempt: AttemptNumber) {
        self.marker.ledger = self.marker.ledger.max(attempt.0);
        self.entered = self.entered.max(attempt);
        let Some(desk) = self.desks.get_mut(line) else { return };
        let Some(Asked { ticket, part, .. }) = desk.asked.take() else { return };
        desk.entered = attempt;
        desk.open = Some(Open {
            ticket,
            attempt,
            part: part.part,
            message: part.message,
            tail: tail(part.recipient.digits()),
            tries: part.tries,
        });
        self.orders.push_back((line, Order::Proceed { ticket }));
    }

    pub(super) fn withdraw(&mut self, line: usize, cause: Withdrawal) {
        let asked = self.desks.get_mut(line).and_then(|desk| desk.asked.as_mut());
        if let Some(asked) = asked.filter(|asked| asked.stage != Stage::Withdrawing) {
            asked.stage = Stage::Withdrawing;
            self.orders.push_back((line, Order::Withdraw { ticket: asked.ticket, cause }));
        }
    }

    /// Nothing was sent for what it held; results in hand are kept and tried again.
    pub(super) fn commit_failed(&mut self, failure: &StoreError, now: Moment) {
        let sentence = failure.to_string();
        if self.complaints.insert(sentence.clone()) {
            error!(error = %failure, "the store can't be written; nothing is sent until it can");
        }
        self.doubtful = true;
        self.store_rests_until = Some(now.plus(STORE_PAUSE));
        self.timeout = self.store_rests_until;
        for line in 0..self.desks.len() {
            self.withdraw(line, Withdrawal::CommitFailed);
        }
        for pending in std::mem::take(&mut self.pending) {
            match pending {
                Pending::Work(id, _) => {
                    self.answers.push_back((id, Err(Trouble::Store(sentence.clone()))));
                }
                kept if self.pending.len() < MOST_PENDING => self.pending.push(kept),
                _ => {
                    error!("more reports wait than can be kept while the store can't be written; one is lost")
                }
            }
        }
        // What was lost came last, and is not acknowledged.
        let brought = |pending: &&Pending| matches!(pending, Pending::Report(_) | Pending::Incoming { .. });
        let kept = self.pending.iter().filter(brought).count();
        self.receptions.truncate(kept);
    }

    /// Reads what is true after a failed commit: what stands counts, whatever was thought.
    fn recover(&mut self, store: &mut Store, now: Moment) -> Result<(), StoreError> {
        if !self.doubtful {
            return Ok(());
        }
        store.reopen()?;
        let on_disk = store.open_attempts()?;
        for desk in &mut self.desks {
            let entered = |open: &Open| on_disk.iter().any(|entry| entry.number == open.attempt);
            if desk.ended.is_some() && desk.open.as_ref().is_some_and(|open| !entered(open)) {
                (desk.open, desk.ended) = (None, None);
            }
        }
        // Older ones are at a line, or of an earlier process and wait for the lines to be opened.
        let orphans = on_disk.iter().filter(|entry| entry.number > self.entered);
        store.turn(|turn| {
            for entry in orphans {
                let reason = Reason::Withdrawn { cause: Withdrawal::CommitFailed };
                turn.close_attempt(entry.number, entry.part, &AttemptEnd::Withdrawn { reason }, now)?;
            }
            Ok(())
        })?;
        self.entered = store.ledger()?;
        // A commit that changes nothing proves nothing: one that does, before anything is asked for.
        store.prove_room()?;
        self.doubtful = false;
        self.complaints.clear();
        self.store_rests_until = None;
        info!("the store can be written again");
        Ok(())
    }
}

/// A move that the table does not have is no reason to stop everything else: it is told and skipped.
fn tolerate_move(done: Result<(), StoreError>) -> Result<(), StoreError> {
    match done {
        Err(StoreError::Move(illegal)) => {
            error!(%illegal, "a move was refused; was the store edited by hand?");
            Ok(())
        }
        other => other,
    }
}
