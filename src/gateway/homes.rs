//! Who may take what: a recipient keeps the line that they know, only what is urgent leaves it for once, and a
//! line that is not configured any more gives way for good. Decides by the desks and `now`; the facts are the
//! store's. PURE but for the one question of [`Dispatch::going`].

use std::time::Duration;

use super::desk::{Asked, Desk, Rest};
use super::dispatch::Dispatch;
use crate::line::Health;
use crate::message::Lane;
use crate::moment::Moment;
use crate::store::{Begun, Going, StoreError, Turn, Waits};

/// So long after a refusal that was about the line, or no answer at all, what is urgent goes by another: longer than the
/// part and the line rest, so that the next try is the other's.
pub(super) const BRAKE: Duration = Duration::from_secs(120);

/// A modem that has not answered for so long may never, and nobody knows before the line's `result_timeout`; what is
/// urgent and waits behind it goes by another.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// A line that is down for longer is not about to come back with another SIM in it.
const SETTLED: Duration = Duration::from_secs(600);

/// So many refusals in a row that speak of the account are no chance.
pub(super) const REFUSALS: u32 = 3;

/// By what leave a line takes a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leave {
    /// It is the recipient's.
    Home,
    /// The recipient has none.
    Settles,
    /// It is urgent, and the recipient's can't send just now.
    Leaves,
    /// No line has the recipient's SIM any more.
    Moves,
}

impl Desk {
    /// Whether this is the line of those whose home is `home`.
    pub(super) fn is_home(&self, home: &str) -> bool {
        self.sim == home || home.strip_prefix("line:") == Some(&self.name.0)
    }

    /// Whether what is urgent may be trusted to it.
    fn is_fit(&self, now: Moment) -> bool {
        let braked = self.brake.is_some_and(|brake| brake.seen_at(now).is_some());
        let hung = self.silent_since(now).is_some();
        matches!(self.health, Health::Ready(_)) && !braked && !hung && self.refusals < REFUSALS
    }

    /// Since when its modem owes an answer, where it has owed it for too long.
    pub(super) fn silent_since(&self, now: Moment) -> Option<Moment> {
        let hung = self.hangs_from().is_some_and(|from| from <= now);
        self.patience.filter(|_| hung).map(Rest::begun)
    }

    /// When it has been busy with one thing for too long.
    fn hangs_from(&self) -> Option<Moment> {
        let busy = self.asked.is_some() || (self.open.is_some() && self.ended.is_none());
        self.patience.filter(|_| busy).map(Rest::until)
    }

    /// Whether it is being made ready, for the first time since it was: a matter of seconds.
    fn is_coming(&self) -> bool {
        matches!(self.health, Health::Idle | Health::Starting) && self.down_since.is_none()
    }

    /// Whether it is known which SIM it has, or that it has none to come with.
    fn is_settled(&self, now: Moment) -> bool {
        self.closed
            || matches!(self.health, Health::Ready(_))
            || self.down_since.is_some_and(|since| since.plus(SETTLED) <= now)
    }
}

impl Dispatch {
    /// Whether a line may take what waits in a lane for a home, and by what leave.
    pub(super) fn leave(&self, line: usize, home: &str, lane: Lane, now: Moment) -> Option<Leave> {
        let desk = self.desks.get(line)?;
        let others =
            || self.desks.iter().enumerate().filter(|(index, _)| *index != line).map(|(_, desk)| desk);
        let is_urgent = lane == Lane::Urgent;
        if home.is_empty() || desk.is_home(home) {
            return Some(if home.is_empty() { Leave::Settles } else { Leave::Home });
        }
        if !others().any(|desk| desk.is_home(home)) {
            let is_gone = others().all(|desk| desk.is_settled(now));
            return if is_gone { Some(Leave::Moves) } else { is_urgent.then_some(Leave::Leaves) };
        }
        let waits = others().any(|desk| desk.is_home(home) && (desk.is_fit(now) || desk.is_coming()));
        (is_urgent && !waits).then_some(Leave::Leaves)
    }

    /// Whether a line leaves what is urgent to another, since it would be refused here once more. The rest of a
    /// message that has begun can go by no other.
    pub(super) fn steps_aside(&self, line: usize, waits: Waits<'_>, now: Moment) -> bool {
        let fit = |index: usize| self.desks.get(index).is_some_and(|desk| desk.is_fit(now));
        let another = || (0..self.desks.len()).any(|index| index != line && fit(index));
        waits.lane == Lane::Urgent && waits.message_is == Begun::No && !fit(line) && another()
    }

    /// How the attempt that is about to be entered stands to its recipient's home. `waits_for` is what the part
    /// waits for by now. `None`: it is not this line's any more.
    pub(super) fn going(
        &self,
        turn: &Turn<'_>,
        line: usize,
        asked: &Asked,
        waits_for: &str,
        now: Moment,
    ) -> Result<Option<Going>, StoreError> {
        let lane = asked.part.lane;
        let leave = self.leave(line, waits_for, lane, now);
        let is_here = self.desks.get(line).is_some_and(|desk| desk.is_home(waits_for));
        let may_be_away = self.desks.len() > 1 && lane == Lane::Urgent && asked.part.text.concat.is_some();
        Ok(match leave {
            Some(Leave::Settles) => Some(Going::Settles),
            Some(Leave::Moves) => Some(Going::Moves { home: self.name_of(turn, waits_for)? }),
            // The rest of a message that has left home waits for the line that took it.
            _ if is_here && may_be_away => {
                let home = turn.home_of(asked.part.part)?;
                let at_home = home.is_empty() || self.desks.get(line).is_some_and(|desk| desk.is_home(&home));
                let away = || Ok::<_, StoreError>(Going::Leaves { home: self.name_of(turn, &home)? });
                Some(if at_home { Going::Home } else { away()? })
            }
            _ if is_here => Some(Going::Home),
            // What is urgent goes, also where its home came back in that second.
            Some(_) => Some(Going::Leaves { home: self.name_of(turn, waits_for)? }),
            None if lane == Lane::Urgent && waits_for.is_empty() => Some(Going::Settles),
            None if lane == Lane::Urgent => Some(Going::Leaves { home: self.name_of(turn, waits_for)? }),
            None => None,
        })
    }

    /// The name of the line with a SIM, or of the one that had it last.
    fn name_of(&self, turn: &Turn<'_>, sim: &str) -> Result<String, StoreError> {
        if let Some(desk) = self.desks.iter().find(|desk| desk.is_home(sim)) {
            return Ok(desk.name.0.clone());
        }
        let named = sim.strip_prefix("line:").unwrap_or(sim);
        Ok(turn.line_of(sim)?.unwrap_or_else(|| named.to_owned()))
    }

    /// When a line that is down is given up as somebody's home: others may take what waits then.
    pub(super) fn next_settled(&self, now: Moment) -> Option<Moment> {
        let several = self.desks.len() > 1;
        let due = self.desks.iter().filter_map(|desk| Some(desk.down_since?.plus(SETTLED)));
        due.filter(|due| several && *due > now).min()
    }

    /// When a line that is busy counts as hung: others may take what is urgent then.
    pub(super) fn next_hung(&self, now: Moment) -> Option<Moment> {
        let several = self.desks.len() > 1;
        self.desks.iter().filter_map(Desk::hangs_from).filter(|from| several && *from > now).min()
    }
}
