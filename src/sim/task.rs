//! What a virtual modem has to do at its time, and what the network brings it; that may be offered again.

use std::time::Duration;

use super::Note;
use super::network::Report;
use crate::moment::Moment;

/// Offers of one thing that no modem takes; two days of them.
const MOST_OFFERS: u16 = 10_000;

/// How often something was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Offered(u16);

impl Offered {
    /// Not before.
    pub(super) const FIRST: Self = Self(1);

    fn again(self) -> Option<Self> {
        (self.0 < MOST_OFFERS).then_some(Self(self.0 + 1))
    }
}

/// What is to happen at its time.
#[derive(Debug)]
pub(super) enum Task {
    Prompt(usize),
    SilentPrompt(usize),
    Sent(u8),
    /// The modem has long gone on.
    StrayAnswer(u8),
    Refused(u16),
    Idle,
    Restart,
    Unplug(Duration),
    Plug,
    BootLine(&'static str),
    Booted,
    Report(Report, Offered),
    Incoming {
        note: Note,
        sent_at: Option<Moment>,
        offered: Offered,
    },
}

impl Task {
    /// Whether it belongs to the network, which outlives what happens to the modem.
    pub(super) fn is_of_network(&self) -> bool {
        matches!(self, Task::Report(..) | Task::Incoming { .. })
    }

    /// The same, offered once more; `None`: often enough.
    pub(super) fn again(self) -> Option<Self> {
        Some(match self {
            Task::Report(report, offered) => Task::Report(report, offered.again()?),
            Task::Incoming { note, sent_at, offered } => {
                Task::Incoming { note, sent_at, offered: offered.again()? }
            }
            other => other,
        })
    }
}
