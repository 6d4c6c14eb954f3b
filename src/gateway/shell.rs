//! The gateway's one thread: waits for mail or the next deadline, hears all that waits, commits once,
//! passes orders on. The only place where the dispatcher meets a clock.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tracing::{error, warn};

use super::dispatch::Dispatch;
use super::mailbox::{Believed, Handle, Mail, Mailbox, clock, mailbox};
use super::marking::Marking;
use super::rules::Rules;
use super::timekeeping::{self, Timekeeping};
use super::work::{Answer, Trouble, WorkId};
use crate::line::{LineName, Order};
use crate::store::{Store, StoreError};

/// A result waits so long for the prompt that would share its commit.
const SHARE: Duration = Duration::from_millis(2);

/// So long the last states may take into the public files when the lines are closed.
const LAST_STATES: Duration = Duration::from_secs(2);

/// No wait for a deadline is longer, whatever the clock says meanwhile.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// No wait at all is: a clock that jumps is seen as long as it was looked at not long before.
const LONGEST_SLEEP: Duration = Duration::from_secs(600);

/// How the gateway reaches a line. Must not wait: a line that takes no orders is given up.
pub type OrderSink = Box<dyn FnMut(Order) -> Result<(), LineGone> + Send>;

/// A line takes no orders any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the line takes no orders")]
pub struct LineGone;

/// A line as the gateway is given it.
pub struct LineSetup {
    /// Its name.
    pub name: LineName,
    /// How long a result may take.
    pub result_timeout: Duration,
    /// Where orders go.
    pub orders: OrderSink,
}

impl std::fmt::Debug for LineSetup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LineSetup({})", self.name)
    }
}

/// Starts the gateway's thread over an open store. Lines are opened by [`Handle::start_lines`].
/// `alive` is dropped when the thread ends, however it does; it gives why, where no person has ended it.
///
/// # Errors
/// [`StoreError`] where the store can't be read.
pub fn start(
    store: Store,
    rules: Rules,
    lines: impl FnOnce(&Handle) -> Vec<LineSetup>,
    alive: impl Send + 'static,
) -> Result<(Handle, JoinHandle<Result<(), StoreError>>), StoreError> {
    let (handle, mailbox) = mailbox();
    let lines = lines(&handle);
    let names = lines.iter().map(|line| (line.name.clone(), line.result_timeout)).collect();
    let dispatch = Dispatch::new(names, &store)?.with_rules(rules);
    let path = store.path().to_owned();
    let marking = Marking::start(&path).map_err(|error| StoreError::Io { path: path.clone(), error })?;
    let shell = Shell {
        dispatch,
        store,
        mailbox,
        lines,
        replies: BTreeMap::new(),
        bells: Vec::new(),
        works: 0,
        marking,
        timekeeping: Timekeeping::default(),
        believed: handle.believed(),
        ending: false,
        stopped: None,
    };
    let spawned = thread::Builder::new().name("gateway".into()).spawn(move || {
        let _alive = alive;
        shell.run()
    });
    let thread = spawned.map_err(|error| StoreError::Io { path, error })?;
    Ok((handle, thread))
}

struct Shell {
    dispatch: Dispatch,
    store: Store,
    mailbox: Mailbox,
    lines: Vec<LineSetup>,
    replies: BTreeMap<WorkId, SyncSender<Result<Answer, Trouble>>>,
    bells: Vec<Box<dyn Fn() + Send>>,
    works: u64,
    marking: Marking,
    timekeeping: Timekeeping,
    believed: Arc<Believed>,
    ending: bool,
    /// Since when the lines are closed and every result committed.
    stopped: Option<Instant>,
}

impl Shell {
    fn run(mut self) -> Result<(), StoreError> {
        while !self.ending && !self.has_finished() {
            let patience = self.patience();
            if let Some(mail) = self.mailbox.next(patience) {
                self.take(mail);
            }
            self.take_waiting();
            self.pass_orders();
            self.wait_for_prompts();
            self.dispatch.clock_is(self.timekeeping.state());
            let now = clock();
            self.dispatch.commit(&mut self.store, now);
            self.believed.is(self.dispatch.believed(now));
            self.pass_orders();
            self.give_answers();
            self.ring_and_mark();
        }
        if let Some(ruin) = self.dispatch.take_ruin() {
            self.rescue(&ruin);
            // No last marker: it would speak for a file that this process has never seen.
            return Err(ruin);
        }
        self.marking.note(self.dispatch.marker());
        Ok(())
    }

    /// A file without a name is whole as long as it is open.
    fn rescue(&self, ruin: &StoreError) {
        if !matches!(ruin, StoreError::Replaced { .. } | StoreError::Gone { .. }) {
            return;
        }
        match self.store.rescue(clock()) {
            Ok(copy) => {
                error!(copy = %copy.display(), "what the store held until now is saved: beffroi db restore puts it back")
            }
            Err(failure) => error!(error = %failure, "what the store held until now could not be saved"),
        }
    }

    /// Nothing is to be done any more, and the public files say so; a file that can't be written just
    /// now is not waited for.
    fn has_finished(&mut self) -> bool {
        if !self.dispatch.has_stopped() {
            return false;
        }
        let since = self.stopped.get_or_insert_with(Instant::now);
        let untold = !self.dispatch.mirrors_are_told() && self.dispatch.ruin().is_none();
        !untold || since.elapsed() >= LAST_STATES
    }

    fn take(&mut self, mail: Mail) {
        let done = match mail {
            Mail::Line(line, event) => self.dispatch.hear(&self.store, line, event, clock()),
            Mail::Work(work, reply) => {
                self.works += 1;
                let id = WorkId(self.works);
                self.replies.insert(id, reply);
                self.dispatch.take(id, *work);
                Ok(())
            }
            Mail::Bell(ring) => {
                self.bells.push(ring);
                Ok(())
            }
            Mail::Start => {
                self.dispatch.clock_is(self.timekeeping.state());
                let now = clock();
                let booted_at = timekeeping::booted_at(now);
                let known = booted_at.map(|at| self.dispatch.machine_is_up_since(at, &self.store, now));
                known.unwrap_or(Ok(())).and_then(|()| self.dispatch.start(&mut self.store, now))
            }
            Mail::Stop => {
                self.ending = self.dispatch.is_stopping();
                self.dispatch.stop();
                Ok(())
            }
        };
        if let Err(failure) = done {
            error!(error = %failure, "the store can't be read");
            self.dispatch.end_if_ruined(failure);
        }
    }

    fn take_waiting(&mut self) {
        while let Some(mail) = self.mailbox.waiting() {
            self.take(mail);
        }
    }

    /// Orders that need no commit are out; the prompt they bring may share the next one.
    fn wait_for_prompts(&mut self) {
        let until = Instant::now() + SHARE;
        while self.dispatch.awaits_prompt() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            if let Some(mail) = self.mailbox.next(Some(left)) {
                self.take(mail);
                self.pass_orders();
            }
        }
    }

    fn pass_orders(&mut self) {
        while let Some((line, order)) = self.dispatch.poll_order() {
            let Some(setup) = self.lines.get_mut(line) else { continue };
            if (setup.orders)(order).is_err() {
                warn!(line = %setup.name, "the line takes no orders any more");
            }
        }
    }

    fn give_answers(&mut self) {
        while let Some((id, answer)) = self.dispatch.poll_answer() {
            // Who asked may have gone; the work is done all the same.
            if let Some(reply) = self.replies.remove(&id)
                && reply.try_send(answer).is_err()
            {
                tracing::debug!("nobody waits for an answer any more");
            }
        }
    }

    fn ring_and_mark(&mut self) {
        if !self.dispatch.poll_moved() {
            return;
        }
        for ring in &self.bells {
            ring();
        }
        self.marking.note(self.dispatch.marker());
    }

    fn patience(&self) -> Option<Duration> {
        let last = self.stopped.map(|since| LAST_STATES.saturating_sub(since.elapsed()));
        let until = self.dispatch.poll_timeout().map(|until| until.since(clock()).min(LONGEST_WAIT));
        [last, until, Some(LONGEST_SLEEP)].into_iter().flatten().min()
    }
}
