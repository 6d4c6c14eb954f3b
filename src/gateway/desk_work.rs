//! Work from inside the process, done within the transaction of its turn or answered after it.
//!
//! What a public file says of the ledger can be set by whoever may write the file. It is believed where
//! the file is bound to this store and the number can be true: a store taken for restored by mistake
//! stands still, with an alarm, until a person accepts it; one not recognised would send a mailing twice.
//! A number that no town reaches in a lifetime is named and passed over: it could only be an accident or
//! malice, would stop every line, and would use up the numbers of the ledger. What the file says of its
//! own rows holds back rows of that file alone, and is believed as it is.

use tracing::{error, warn};

use super::commit::Done;
use super::desk::Desk;
use super::dispatch::{Dispatch, Pending};
use super::work::{Answer, Judged, JudgedRow, Trouble, Work, WorkId};
use crate::message::{AttemptNumber, Gate, MessageId, Reason, State};
use crate::moment::{Moment, Reckoning};
use crate::outbox::{Age, CancelAnswer, Changes, Mark, Seen, Welcome};
use crate::store::{
    Admitted, Bound, CancelCount, MirrorRow, NewMessage, Origin, Proof, Refused, Store, StoreError, Turn,
};

/// No store is ever so many attempts behind: thirty years of a line that sends every ten seconds.
const ABSURD: i64 = 100_000_000;

impl Work {
    /// Whether it only reads: answered after the commit, from what stands.
    pub(super) fn is_question(&self) -> bool {
        matches!(self, Work::Changes { .. } | Work::Status)
    }
}

impl Dispatch {
    /// Work that the store will never take is answered so and stops nothing else.
    pub(super) fn apply_work(
        &self,
        turn: &Turn<'_>,
        id: WorkId,
        work: &Work,
        done: &mut Done,
        now: Moment,
    ) -> Result<(), StoreError> {
        let answer = match turn.apart(|| self.do_work(turn, work, done, now)) {
            Ok(None) => return Ok(()),
            Ok(Some(answer)) => Ok(answer),
            Err(StoreError::NoMessage(number))
                if matches!(work, Work::Cancel { .. } | Work::Resolve { .. }) =>
            {
                Err(Trouble::NoMessage(number))
            }
            Err(failure) if failure.is_its_own() => {
                error!(error = %failure, "the store refuses a piece of work; all else goes on");
                Err(Trouble::Store(failure.to_string()))
            }
            Err(failure) => return Err(failure),
        };
        done.answers.push((id, answer));
        Ok(())
    }

    /// Notes in `done` last what follows from it: it may be undone until then. `None` for a question.
    fn do_work(
        &self,
        turn: &Turn<'_>,
        work: &Work,
        done: &mut Done,
        now: Moment,
    ) -> Result<Option<Answer>, StoreError> {
        Ok(Some(match work {
            Work::Hello(seen) => Answer::Welcome(self.hello(turn, seen, done, now)?),
            Work::TakeIn { outbox, rows, cursor } => {
                let marks = self.take_in(turn, outbox, rows, done, now)?;
                // A file that has not heard yet that it is read anew can't say how far.
                if turn.is_read_anew(outbox)?.is_none() || self.zones.contains_key(outbox) {
                    turn.advance(outbox, *cursor)?;
                    done.rows.push((outbox.clone(), *cursor));
                }
                Answer::Marks(marks)
            }
            Work::CancelRows { outbox, uids } => Answer::Cancels(cancel_rows(turn, outbox, uids, now)?),
            Work::Send(judged) => Answer::Admitted(admit(turn, judged, now)?),
            Work::Cancel { message, reason } => Answer::Cancelled(turn.cancel(*message, reason, now)?),
            Work::Resolve { message, resolution, by } => {
                Answer::Resolved(turn.resolve(*message, *resolution, by, now)?)
            }
            Work::AcceptRestore(held) => {
                let floor = AttemptNumber(self.marker.ledger);
                turn.accept_restore(floor, self.marker.events, *held, now)?;
                (done.accepted, done.restored) = (true, None);
                Answer::Accepted
            }
            Work::Notices(work) => {
                Answer::Notices(work.done(turn, Reckoning::between(self.clock.believed(now), now))?)
            }
            Work::Changes { .. } | Work::Status => return Ok(None),
        }))
    }

    /// Answers what only reads. What can't be read is told to who asked, and stops nothing else.
    pub(super) fn answer_questions(&mut self, store: &Store, now: Moment) {
        for pending in std::mem::take(&mut self.pending) {
            match pending {
                Pending::Work(id, work) if work.is_question() => {
                    let answer = self.answer(store, work, now).map_err(|failure| {
                        error!(error = %failure, "the store can't be read");
                        Trouble::Store(failure.to_string())
                    });
                    self.answers.push_back((id, answer));
                }
                other => self.pending.push(other),
            }
        }
    }

    fn answer(&mut self, store: &Store, question: Work, now: Moment) -> Result<Answer, StoreError> {
        let ledger = store.ledger()?;
        let Work::Changes { outbox, after, at_most } = question else {
            return Ok(Answer::Status(self.status(ledger, store.unread()?, now)));
        };
        if store.is_read_anew(&outbox)? {
            // What the mirror shows is still needed.
            let anew = !self.zones.contains_key(&outbox);
            self.mirrors.insert(outbox, true);
            return Ok(Answer::Changes(Changes {
                marks: Vec::new(),
                upto: after,
                more: false,
                ledger,
                anew,
            }));
        }
        let (moved, upto) = store.moved_since(&outbox, after, at_most)?;
        let marks: Vec<Mark> = moved.into_iter().map(mark).collect();
        let more = upto < store.last_event()?;
        self.mirrors.insert(outbox.clone(), marks.is_empty() && !more);
        self.mirrored.insert(outbox, after);
        Ok(Answer::Changes(Changes { marks, upto, more, ledger, anew: false }))
    }

    fn hello(
        &self,
        turn: &Turn<'_>,
        seen: &Seen,
        done: &mut Done,
        now: Moment,
    ) -> Result<Welcome, StoreError> {
        if seen.store.as_ref().is_some_and(|bound| *bound != self.marker.store) {
            return Ok(Welcome::OtherStore);
        }
        let ours = seen.store.is_some();
        let behind = self.is_behind(turn, seen, done)?;
        turn.greet(&seen.outbox)?;
        if behind && self.restored.is_none() && done.restored.is_none() {
            // With the greeting or not at all: a file says hello once.
            done.restored = Some(turn.mark_restored(now)?);
        }
        let bound = turn.greet(&seen.outbox)?;
        let remembered = self.marker.rows.get(&seen.outbox).copied().unwrap_or(0);
        // A row number that can't be true would leave the file no ids to give.
        let most = remembered.max(bound.cursor).max(0).saturating_add(ABSURD);
        let highest = if ours { seen.highest_row.min(most).max(remembered) } else { remembered };
        let upto = turn.is_read_anew(&seen.outbox)?.unwrap_or(0).max(highest).max(bound.cursor);
        if upto <= bound.cursor {
            done.zones.push((seen.outbox.clone(), None));
            let mirrored = bound.mirrored.min(seen.mirrored);
            // One that says nothing is of an earlier version, or was given from store to store.
            let older = 0 < seen.mirrored && turn.has_told(&seen.outbox, mirrored, bound.mirrored)?;
            let age = if older { Age::Older } else { Age::AsLeft };
            return Ok(self.welcome(Bound { mirrored, ..bound }, upto, age));
        }
        warn!(
            outbox = %seen.outbox, upto,
            "this outbox has seen more than the store knows: all of its rows are compared with it. What they show \
             as gone is taken over, what they show as waiting is held"
        );
        done.zones.push((seen.outbox.clone(), Some(upto)));
        Ok(self.welcome(turn.read_anew(&seen.outbox, upto)?, upto, Age::AsLeft))
    }

    /// Whether the store is older than what its marker, or a file that is bound to it, has seen of it.
    fn is_behind(&self, turn: &Turn<'_>, seen: &Seen, done: &mut Done) -> Result<bool, StoreError> {
        let reached = turn.ledger()?;
        let known = reached.0.max(self.marker.ledger);
        let by_marker = self.marker.is_ahead_of(reached);
        if seen.store.is_none() {
            return Ok(by_marker);
        }
        if seen.ledger.0 > known.saturating_add(ABSURD) {
            error!(
                outbox = %seen.outbox, says = seen.ledger.0, known,
                "this outbox says that the ledger has come to a number that can't be: it is not believed. \
                 Who has changed the table outbox_file in it?"
            );
            return Ok(by_marker);
        }
        // What was told after the last attempt counts too: a message taken back, a report.
        let last = turn.last_event()?;
        let told = Some(seen.mirrored).filter(|told| *told <= last.saturating_add(ABSURD)).unwrap_or(0);
        done.ledger_seen = done.ledger_seen.max(seen.ledger.0);
        done.events_seen = done.events_seen.max(told);
        Ok(by_marker || seen.ledger > reached || told > last)
    }

    fn welcome(&self, bound: Bound, highest: i64, age: Age) -> Welcome {
        let Bound { cursor, mirrored } = bound;
        Welcome::Bound { store: self.marker.store.clone(), cursor, mirrored, highest, age }
    }

    fn take_in(
        &self,
        turn: &Turn<'_>,
        outbox: &str,
        rows: &[JudgedRow],
        done: &Done,
        now: Moment,
    ) -> Result<Vec<Mark>, StoreError> {
        let zone = self.zones.get(outbox).copied();
        let restored = self.restored.is_some() || done.restored.is_some();
        let mut marks = Vec::with_capacity(rows.len());
        for row in rows {
            let lost = zone.is_some_and(|upto| row.id <= upto);
            let origin = Origin { outbox: outbox.to_owned(), uid: row.uid.clone() };
            let standing = match turn.known(Some(&origin))? {
                Some(message) if lost => self.compared(turn, message, row, now)?,
                Some(message) => turn.standing(message)?,
                None => take_unknown(turn, row, lost, restored, now)?,
            };
            marks.push(mark(MirrorRow { uid: row.uid.clone(), standing }));
        }
        Ok(marks)
    }

    /// A row that an older life of the store had too. What a line of this process has in hand is its own.
    fn compared(
        &self,
        turn: &Turn<'_>,
        message: MessageId,
        row: &JudgedRow,
        now: Moment,
    ) -> Result<Admitted, StoreError> {
        let in_hand = |desk: &Desk| desk.open.as_ref().is_some_and(|open| open.message == message);
        if let Some(proof) = row.proof.filter(|_| !self.desks.iter().any(in_hand)) {
            turn.take_proof(message, &proof, now)?;
        }
        turn.standing(message)
    }
}

/// A row that the store does not know. One that nobody has marked is new; one that is marked where this store
/// has lost nothing is refused: whoever copied it with its state may want it sent, or may have had it sent; where it is `lost`, below what a
/// later life of this store had read, that one may have sent it, and a person decides. One that is marked
/// was taken in once: what it shows as waiting is held where the store is `restored`, what it shows as gone
/// or ended is taken in so, with all that it says.
fn take_unknown(
    turn: &Turn<'_>,
    row: &JudgedRow,
    lost: bool,
    restored: bool,
    now: Moment,
) -> Result<Admitted, StoreError> {
    let judged = row.judged.clone();
    let (proof, judged) = match (row.proof, judged) {
        (None, judged) => {
            let standing = admit(turn, &if lost { judged.held() } else { judged }, now)?;
            return taken_back(turn, row, standing, now);
        }
        // Where nothing was lost, only its producer can have marked it: a row that was copied with all its columns.
        (Some(proof), Judged::Good(new)) if !lost && !restored => {
            let reason = Reason::AlreadyMarked { state: proof.state };
            return turn.refuse(&Refused { reason, ..closed(new) }, now);
        }
        (Some(Proof { state: State::Held | State::Queued, .. }), judged) => {
            return admit(turn, &judged.held(), now);
        }
        (Some(Proof { state: State::Refused, .. }), Judged::Bad(refused)) => {
            return turn.refuse(&refused, now);
        }
        (Some(proof), judged) => (proof, judged),
    };
    match judged {
        Judged::Good(new) if proof.state != State::Refused => {
            let taken = admit(turn, &Judged::Good(new).held(), now)?;
            if taken.state != State::Refused {
                turn.take_proof(taken.message, &proof, now)?;
            }
            turn.standing(taken.message)
        }
        Judged::Good(new) => turn.take_closed(&closed(new), &proof, now),
        Judged::Bad(refused) => turn.take_closed(&refused, &proof, now),
    }
}

/// What of a message stays findable where nothing of it is to go.
fn closed(new: NewMessage) -> Refused {
    Refused {
        origin: new.origin,
        service: new.service,
        reference: new.reference,
        notice: new.notice,
        typed: Some(new.recipient.e164().to_owned()),
        reason: Reason::KnownFromMirror,
    }
}

impl Judged {
    /// An earlier life of this store may have sent it: a person decides.
    fn held(mut self) -> Self {
        if let Judged::Good(message) = &mut self {
            message.gate = Gate::Held;
            message.reason = Reason::StoreRestored;
        }
        self
    }
}

fn admit(turn: &Turn<'_>, judged: &Judged, now: Moment) -> Result<Admitted, StoreError> {
    match judged {
        Judged::Good(message) => turn.admit(message, now),
        Judged::Bad(refused) => turn.refuse(refused, now),
    }
}

/// A row that was taken back before it was read is taken in and cancelled in one step: nothing of it
/// ever goes.
fn taken_back(
    turn: &Turn<'_>,
    row: &JudgedRow,
    standing: Admitted,
    now: Moment,
) -> Result<Admitted, StoreError> {
    if !row.cancel_asked {
        return Ok(standing);
    }
    turn.cancel(standing.message, &Reason::CancelledByCaller, now)?;
    turn.standing(standing.message)
}

/// A message with a part at a modem gets no answer yet: nobody knows which one is true. Its file asks
/// again when the message has moved.
fn cancel_rows(
    turn: &Turn<'_>,
    outbox: &str,
    uids: &[String],
    now: Moment,
) -> Result<Vec<(String, CancelAnswer)>, StoreError> {
    let mut answers = Vec::with_capacity(uids.len());
    for uid in uids {
        let origin = Origin { outbox: outbox.to_owned(), uid: uid.clone() };
        if let Some(message) = turn.known(Some(&origin))? {
            let count = turn.cancel(message, &Reason::CancelledByCaller, now)?;
            if count.at_modem == 0 {
                answers.push((uid.clone(), cancel_answer(count)));
            }
        }
    }
    Ok(answers)
}

fn cancel_answer(count: CancelCount) -> CancelAnswer {
    match count {
        CancelCount { cancelled: 0, .. } => CancelAnswer::TooLate,
        CancelCount { gone: 0, .. } => CancelAnswer::Cancelled,
        CancelCount { gone, of, .. } => CancelAnswer::After { gone, of },
    }
}

fn mark(row: MirrorRow) -> Mark {
    let Admitted { message: MessageId(number), state, reason, parts, sent_at, delivered_at } = row.standing;
    Mark {
        uid: row.uid,
        message: Some(MessageId(number)),
        state,
        reason: Some(reason),
        parts,
        sent_at,
        delivered_at,
    }
}
