//! How far a notice has come, family by family, as the office file shows it.

use super::school::{Family, Notice};
use crate::message::{Lane, State};

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Progress {
    pub(super) notice: &'static str,
    pub(super) lane: Lane,
    /// In the order of the roster.
    pub(super) families: Vec<(Family, State)>,
}

/// One family, as the view shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing of it has gone.
    Waiting,
    /// The network has it.
    Sent,
    /// The phone has it.
    Delivered,
    /// To be called.
    ToCall,
}

impl Progress {
    /// Of a notice whose rows have just been written.
    pub(super) fn of(notice: &Notice) -> Self {
        let families = notice.families.iter().map(|family| (family.clone(), State::New)).collect();
        Self { notice: notice.name, lane: notice.lane, families }
    }

    /// Takes over what the office file says.
    pub(super) fn update(&mut self, states: &[State]) {
        for ((_, known), state) in self.families.iter_mut().zip(states) {
            *known = *state;
        }
    }

    /// A mark for each family.
    pub(super) fn marks(&self) -> impl Iterator<Item = Mark> {
        self.families.iter().map(|(_, state)| Mark::of(*state))
    }

    pub(super) fn count(&self, mark: Mark) -> usize {
        self.marks().filter(|other| *other == mark).count()
    }

    /// Those whose message the network has.
    pub(super) fn through(&self) -> usize {
        self.count(Mark::Sent) + self.count(Mark::Delivered)
    }

    /// Nothing more will be heard: a report is missing only where the phone is off.
    pub(super) fn is_over(&self) -> bool {
        self.families.iter().all(|(family, state)| match Mark::of(*state) {
            Mark::Waiting => false,
            Mark::Sent => family.is_off,
            Mark::Delivered | Mark::ToCall => true,
        })
    }

    /// The names of those who wait.
    pub(super) fn waiting(&self) -> impl Iterator<Item = &str> {
        let waits = |(_, state): &&(Family, State)| Mark::of(*state) == Mark::Waiting;
        self.families.iter().filter(waits).map(|(family, _)| family.names.as_str())
    }
}

impl Mark {
    fn of(state: State) -> Self {
        match state {
            State::New | State::Held | State::Queued | State::Sending => Mark::Waiting,
            State::Sent => Mark::Sent,
            State::Delivered => Mark::Delivered,
            State::Refused
            | State::Undelivered
            | State::Unknown
            | State::Failed
            | State::Cancelled
            | State::Expired => Mark::ToCall,
        }
    }
}
