//! What time it is, as far as that is known: one moment while the clock is believed, two while it is doubted.

use super::Moment;

/// Between which moments now lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reckoning {
    /// Not before this one: what is too late by it is too late.
    pub earliest: Moment,
    /// Not after this one: what lives so long lives from then on.
    pub latest: Moment,
}

impl Reckoning {
    /// By a clock that is doubted, and the last moment at which it was believed.
    pub fn between(one: Moment, other: Moment) -> Self {
        Self { earliest: one.min(other), latest: one.max(other) }
    }
}

impl From<Moment> for Reckoning {
    fn from(now: Moment) -> Self {
        Self { earliest: now, latest: now }
    }
}
