//! The gateway's decisions as one sans-IO machine over the store: events and work in, orders and
//! answers out. [`Dispatch::hear`] takes what happened and gives the orders that need no commit;
//! [`Dispatch::commit`] makes one transaction of all of it and only then lets octets go.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use tracing::error;

use super::alarms::Alarms;
use super::clock::{Clock, Synchronised};
use super::desk::{Asked, Desk, Ended, Rest, Stage};
use super::homes::PATIENCE;
use super::rules::Rules;
use super::work::{Answer, LineStatus, Status, Trouble, Work, WorkId};
use crate::line::{LineName, Order, Reception, Refusal, Repeated, Submission, Ticket};
use crate::message::{AttemptNumber, Lane, MessageId, PartId};
use crate::moment::Moment;
use crate::sms::reassembly;
use crate::store::{
    AttemptEnd, Going, HandedOver, Incoming, Marker, NewAttempt, NewReport, Next, QueuedPart, Store,
    StoreError, Waits,
};

/// TP-VP can't say less (TS 23.040 §9.2.3.12.1).
const LEAST_VALIDITY: Duration = Duration::from_secs(300);

/// While the clock is doubted, it is looked at so often.
const DOUBTFUL_LOOK: Duration = Duration::from_secs(10);

/// Reports may come this long after TP-VP.
const REPORT_GRACE: Duration = Duration::from_secs(3600);

/// A line that refused an order before or instead of its prompt rests so long, lest it spins.
pub(super) const SHORT_REST: Duration = Duration::from_secs(1);

/// The gateway without its thread.
#[derive(Debug)]
pub struct Dispatch {
    pub(super) desks: Vec<Desk>,
    pub(super) orders: VecDeque<(usize, Order)>,
    pub(super) answers: VecDeque<(WorkId, Result<Answer, Trouble>)>,
    pub(super) pending: Vec<Pending>,
    /// What lines have brought that is among `pending`: acknowledged once it is committed.
    pub(super) receptions: Vec<(usize, Reception)>,
    pub(super) tickets: u64,
    pub(super) running: Running,
    /// Since when the store is known to be restored.
    pub(super) restored: Option<Moment>,
    pub(super) marker: Marker,
    pub(super) rules: Rules,
    pub(super) clock: Clock,
    /// When the clock was looked at last.
    pub(super) looked_at: Option<Moment>,
    pub(super) alarms: Alarms,
    /// Events that stand in each public file; written with the next commit, whatever it is for.
    pub(super) mirrored: BTreeMap<String, i64>,
    /// Parts that this process has found to make no sense.
    pub(super) aside: BTreeSet<PartId>,
    /// Public files that ask for changes, and whether each has all there are.
    pub(super) mirrors: BTreeMap<String, bool>,
    /// Files that have said hello and are read anew, and up to which row: a later life of this store had
    /// read so far.
    pub(super) zones: BTreeMap<String, i64>,
    /// A commit has failed: what is on disk must be read before anything is believed.
    pub(super) doubtful: bool,
    /// What was said of it since: each sentence once.
    pub(super) complaints: BTreeSet<String>,
    /// The highest entry that is known to be committed. One above it can only be of a commit that
    /// failed, and nothing of it was sent.
    pub(super) entered: AttemptNumber,
    pub(super) store_rests_until: Option<Moment>,
    pub(super) timeout: Option<Moment>,
    pub(super) moved: bool,
    /// The store can't be believed any more: the gateway ends with this.
    pub(super) ruin: Option<StoreError>,
}

/// Whether orders are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Running {
    /// Lines have not been opened.
    Starting,
    /// They are to be opened as soon as the store lets them.
    Wanted,
    Yes,
    Stopping,
}

/// What waits for the next commit.
#[derive(Debug)]
pub(super) enum Pending {
    Work(WorkId, Work),
    Declined { part: QueuedPart, refusal: Refusal },
    Report(NewReport),
    Incoming { sim: String, incoming: Incoming },
}

impl Dispatch {
    /// For lines by name and result timeout, over an open store.
    ///
    /// # Errors
    /// [`StoreError`] where the store or its marker can't be read.
    pub fn new(lines: Vec<(LineName, Duration)>, store: &Store) -> Result<Self, StoreError> {
        let marker = Marker::read(store.path())?.unwrap_or_default();
        let desks = lines.into_iter().map(|(name, timeout)| {
            let sim = store.last_sim(&name.0)?;
            Ok(Desk::new(name, timeout, sim))
        });
        Ok(Self {
            desks: desks.collect::<Result<_, StoreError>>()?,
            orders: VecDeque::new(),
            answers: VecDeque::new(),
            pending: Vec::new(),
            receptions: Vec::new(),
            tickets: 0,
            running: Running::Starting,
            restored: store.restored()?,
            marker,
            rules: Rules::default(),
            clock: Clock::new(store.last_believed()?),
            looked_at: None,
            alarms: Alarms::read(store)?,
            mirrored: BTreeMap::new(),
            aside: BTreeSet::new(),
            mirrors: BTreeMap::new(),
            zones: BTreeMap::new(),
            doubtful: false,
            complaints: BTreeSet::new(),
            entered: store.ledger()?,
            store_rests_until: None,
            timeout: None,
            moved: false,
            ruin: None,
        })
    }

    /// By other rules than the defaults.
    pub fn with_rules(self, rules: Rules) -> Self {
        Self { rules, ..self }
    }

    /// Whether something keeps the clock right; until told otherwise it is believed to.
    pub fn clock_is(&mut self, synchronised: Synchronised) {
        self.clock.is(self.rules.believed(synchronised));
    }

    /// The last moment that was believed, while the clock is doubted.
    pub fn believed(&self, now: Moment) -> Option<Moment> {
        self.clock.doubt().map(|_| self.clock.believed(now))
    }

    /// Takes work; it is answered after the next commit.
    pub fn take(&mut self, id: WorkId, work: Work) {
        self.pending.push(Pending::Work(id, work));
    }

    /// Whether a prompt is due within a moment that would share the commit of a result.
    pub fn awaits_prompt(&self) -> bool {
        self.desks.iter().any(Desk::awaits_prompt)
    }

    /// No more orders: what has not passed Ctrl-Z is taken back, results are waited for.
    pub fn stop(&mut self) {
        if self.running != Running::Stopping {
            self.running = Running::Stopping;
            for index in 0..self.desks.len() {
                self.orders.push_back((index, Order::Close));
            }
        }
    }

    /// Whether [`Dispatch::stop`] was called.
    pub fn is_stopping(&self) -> bool {
        self.running == Running::Stopping
    }

    /// Whether every line is closed, and every result and report committed, after [`Dispatch::stop`].
    pub fn has_stopped(&self) -> bool {
        self.running == Running::Stopping
            && self.desks.iter().all(|desk| desk.closed && desk.ended.is_none())
            && self.pending.iter().all(|pending| matches!(pending, Pending::Work(..)))
    }

    /// Whether each public file has been given every state there is.
    pub fn mirrors_are_told(&self) -> bool {
        self.mirrors.values().all(|told| *told)
    }

    /// An order to pass on, with the line's index. Drained after each call.
    pub fn poll_order(&mut self) -> Option<(usize, Order)> {
        self.orders.pop_front()
    }

    /// An answer to give.
    pub fn poll_answer(&mut self) -> Option<(WorkId, Result<Answer, Trouble>)> {
        self.answers.pop_front()
    }

    /// Whether states have moved since this was asked last: the mirrors want to know.
    pub fn poll_moved(&mut self) -> bool {
        std::mem::take(&mut self.moved)
    }

    /// When [`Dispatch::commit`] wants to be called, whatever happens.
    pub fn poll_timeout(&self) -> Option<Moment> {
        self.timeout
    }

    /// How far everything has come, for the file beside the store.
    pub fn marker(&self) -> &Marker {
        &self.marker
    }

    /// How things stand.
    pub(super) fn status(&self, ledger: AttemptNumber, unread: Vec<String>, now: Moment) -> Status {
        let lines = self.desks.iter().map(|desk| LineStatus {
            name: desk.name.clone(),
            health: desk.health.clone(),
            sim: desk.sim.clone(),
            message: desk.open.as_ref().map(|open| open.message),
            listens_until: desk.listens_until,
            rest_until: desk.rest.map(Rest::until),
            silent_since: desk.silent_since(now),
            doubts_until: desk.owed.and_then(|owed| owed.seen_at(now)).map(Rest::until),
            hindrances: desk.hindrances.clone(),
        });
        let trouble = self.complaints.first().cloned();
        let alarms = self.alarms.list();
        Status { lines: lines.collect(), restored: self.restored, trouble, ledger, unread, alarms }
    }

    /// Gives every free line the next part, first the one that has rested longest: whom nobody has written to yet
    /// are spread over all.
    pub(super) fn ask_free_lines(&mut self, store: &Store, now: Moment) -> Result<(), StoreError> {
        let mut lines: Vec<_> = self.desks.iter().map(|desk| desk.entered).enumerate().collect();
        lines.sort_by_key(|(_, entered)| *entered);
        lines.into_iter().try_for_each(|(line, _)| self.ask_line(store, line, now))
    }

    pub(super) fn ask_line(&mut self, store: &Store, line: usize, now: Moment) -> Result<(), StoreError> {
        let may_send =
            self.running == Running::Yes && self.restored.is_none() && self.store_rests_until.is_none();
        let free = self.desks.get(line).is_some_and(|desk| desk.is_free(now));
        if !may_send || !free {
            return Ok(());
        }
        let Some(part) = self.next_part(store, line, now)? else { return Ok(()) };
        let believed = self.clock.believed(now);
        if part.expires_at <= believed {
            return Ok(());
        }
        let ticket = self.next_ticket();
        let submission = Submission {
            to: part.recipient.clone(),
            text: part.text.clone(),
            valid_for: part.expires_at.since(believed.max(now)).max(LEAST_VALIDITY),
            // A refusal is believed, but not by all who hear it: the network may have it all the same.
            repeated: match part.handed_over {
                HandedOver::Before => Repeated::Yes,
                HandedOver::Never => Repeated::No,
            },
        };
        self.orders.push_back((line, Order::Submit { ticket, submission }));
        if let Some(desk) = self.desks.get_mut(line) {
            desk.asked = Some(Asked { ticket, part, stage: Stage::Waiting });
            desk.patience = Some(Rest::of(PATIENCE, now));
        }
        Ok(())
    }

    /// What goes next by this line. Parts that make no sense are set aside, one for each look.
    fn next_part(
        &mut self,
        store: &Store,
        line: usize,
        now: Moment,
    ) -> Result<Option<QueuedPart>, StoreError> {
        // Who doubts the clock can't say what may wait: only what is urgent goes.
        let upto = if self.clock.doubt().is_some() { Lane::Urgent } else { Lane::Bulk };
        loop {
            let Some(desk) = self.desks.get(line) else { return Ok(None) };
            let may_take = |lane, home: &str| self.leave(line, home, lane, now).is_some();
            let is_free = |waits: Waits<'_>| self.is_free(line, waits) && !self.steps_aside(line, waits, now);
            match store.next_part((&desk.name.0, &desk.sim), upto, may_take, is_free)? {
                Some(Next::Part(part)) => return Ok(Some(part)),
                Some(Next::Unreadable(part, failure)) => self.set_aside(part, &failure),
                None => return Ok(None),
            }
        }
    }

    /// A part that can't be sent whatever is tried: the others go on.
    pub(super) fn set_aside(&mut self, part: PartId, failure: &StoreError) {
        if self.aside.insert(part) {
            error!(part = part.0, error = %failure, "a part that waits makes no sense and is left where it is; all else goes on");
        }
    }

    /// Whether no line has the part in hand, and no other line one of its message, nor is about to become its
    /// recipient's home.
    fn is_free(&self, line: usize, waits: Waits<'_>) -> bool {
        if self.aside.contains(&waits.part) {
            return false;
        }
        self.desks.iter().enumerate().all(|(index, desk)| {
            let asked = desk.asked.as_ref().map(|asked| (asked.part.part, asked.part.message));
            let open = desk.open.as_ref().map(|open| (open.part, open.message));
            let theirs = |(busy, of): (PartId, MessageId)| {
                busy == waits.part || (index != line && of == waits.message)
            };
            let to_same = |asked: &Asked| index != line && asked.part.recipient.e164() == waits.recipient;
            !asked.is_some_and(theirs)
                && !open.is_some_and(theirs)
                && !desk.asked.as_ref().is_some_and(to_same)
        })
    }

    pub(super) fn next_ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    pub(super) fn plan_timeout(&mut self, store: &Store, now: Moment) -> Result<(), StoreError> {
        let rests = self.desks.iter().filter_map(|desk| desk.rest?.seen_at(now)).map(Rest::until);
        let from_store = match self.clock.doubt() {
            None => {
                let parts = store.oldest_part()?.map(|since| since.plus(reassembly::PATIENCE));
                [store.next_due()?, store.next_expiry()?, self.next_rule(store)?, parts]
            }
            // Its times say nothing: looked at again and again.
            Some(_) => [Some(now.plus(DOUBTFUL_LOOK)), None, None, None],
        };
        let alarm = if self.alarms.wants_writing() { Some(now) } else { self.next_alarm(now) };
        let owed = self.next_look_for_owed(now);
        let settled = self.next_settled(now);
        let brakes = self.desks.iter().filter_map(|desk| desk.brake?.seen_at(now)).map(Rest::until);
        let rests = rests.chain(brakes).chain(settled).chain(self.next_hung(now));
        let all = from_store.into_iter().flatten().chain(alarm).chain(owed).chain(rests);
        self.timeout = self.store_rests_until.or_else(|| all.min());
        Ok(())
    }

    /// In a store that waits to be accepted no rule is applied: it would be due again and again.
    fn next_rule(&self, store: &Store) -> Result<Option<Moment>, StoreError> {
        match self.restored {
            None => store.next_rule(self.rules.resend_after),
            Some(_) => Ok(None),
        }
    }

    pub(super) fn new_attempt(
        &self,
        desk: &Desk,
        part: &QueuedPart,
        going: Going,
        now: Moment,
    ) -> NewAttempt {
        // The later of both, where the clock is doubted: its report may come once it is right.
        let later = self.clock.believed(now).max(now);
        let valid_for = part.expires_at.since(later).max(LEAST_VALIDITY);
        NewAttempt {
            part: part.part,
            line: desk.name.0.clone(),
            sim: desk.sim.clone(),
            tail: tail(part.recipient.digits()),
            opened_at: now,
            report_until: later.plus(valid_for).plus(REPORT_GRACE),
            count: desk.count(),
            going,
        }
    }

    pub(super) fn end_of(ended: &Ended, tries: u32, now: Moment) -> AttemptEnd {
        super::verdict::end_of(ended, tries, now)
    }
}

/// The last eight digits, by which a report's number is compared: what stands before them differs
/// between what was dialled and what the network reports.
pub(super) fn tail(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().filter(char::is_ascii_digit).collect();
    digits.iter().skip(digits.len().saturating_sub(8)).collect()
}
