//! What is drawn: how a house lives, and where each of its daemons dies. All of it from the number of the
//! house, so that a campaign comes out of the same moments every time.

use std::time::Duration;

use beffroi::sim::{self, Personality};
use beffroi::virtual_modem::{Meanwhile, Phase};

use crate::house::{LINE, OUTBOX, STORE};

/// The phases that there are, in a message's order.
pub(crate) const PHASES: [Phase; 7] = [
    Phase::Command,
    Phase::Prompt,
    Phase::Pdu,
    Phase::CtrlZ,
    Phase::Result,
    Phase::Report,
    Phase::Acknowledgement,
];

/// Rows that come in between two kills. A third of them live briefly: the other four are as many as a trap counts.
pub(crate) const ROWS_A_KILL: usize = 6;

/// How long those live, in milliseconds: some end before the daemon has read them, some while it is dead or listens,
/// and some go in time.
const BRIEF_LIFE: std::ops::Range<u64> = 100..12_000;

/// What the modem did not take is offered again after so long.
const OFFER_AGAIN: Duration = Duration::from_secs(2);

/// From the octet to the kill.
const LONGEST_PAUSE: Duration = Duration::from_millis(5);

/// How reports come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Route {
    Direct,
    Stored,
    Acknowledged,
}

impl Route {
    fn word(self) -> &'static str {
        match self {
            Route::Direct => "direct",
            Route::Stored => "stored",
            Route::Acknowledged => "acknowledged",
        }
    }
}

/// What becomes of what stays unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    Ask,
    ResendOnce,
}

/// How the daemon's port takes what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PortSpeed {
    AtOnce,
    Throttled,
}

/// How a house lives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Circumstances {
    pub(crate) number: usize,
    pub(crate) route: Route,
    pub(crate) rule: Rule,
    pub(crate) speed: PortSpeed,
    latency: Duration,
}

impl Circumstances {
    /// All routes in turn; in a third the port is throttled, one in ten sends once more what stays unknown,
    /// one in ten has a network that takes up to a second.
    pub(crate) fn of(number: usize) -> Self {
        let mut dice = fastrand::Rng::with_seed(1_000 + number as u64);
        let slow = number % 10 == 6;
        Self {
            number,
            route: [Route::Direct, Route::Stored, Route::Acknowledged][number % 3],
            rule: if number % 10 == 1 { Rule::ResendOnce } else { Rule::Ask },
            speed: if (number / 3 + number).is_multiple_of(3) {
                PortSpeed::Throttled
            } else {
                PortSpeed::AtOnce
            },
            latency: if slow { Duration::from_millis(dice.u64(100..=660)) } else { Duration::ZERO },
        }
    }

    pub(crate) fn config(&self) -> String {
        let (rule, route) = (if self.rule == Rule::Ask { "ask" } else { "resend-once" }, self.route.word());
        format!(
            "{STORE}[service.default]\nwhen_unknown = \"{rule}\"\n\
             [ledger]\nresend_after = \"1s\"\nresend_after_urgent = \"1s\"\n{OUTBOX}{LINE}reports = \"{route}\"\n"
        )
    }

    /// As this house's modem is.
    pub(crate) fn apply(&self, modem: &mut sim::Settings) {
        modem.personality = Personality::named(&format!("reports-{}", self.route.word())).unwrap();
        modem.network.latency = self.latency;
        modem.network.jitter = self.latency / 2;
        modem.network.seed = self.number as u64;
        modem.network.offer_again = OFFER_AGAIN;
    }
}

/// Where a daemon dies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Death {
    pub(crate) phase: Phase,
    pub(crate) occurrence: u32,
    pub(crate) depth: u16,
    pub(crate) pause: Duration,
    pub(crate) meanwhile: Meanwhile,
}

impl Death {
    /// The so-manieth of a campaign: all phases in turn.
    pub(crate) fn draw(number: usize, route: Route, dice: &mut fastrand::Rng) -> Self {
        let phase = match (PHASES[number % PHASES.len()], route) {
            // Shown once, and nobody says thanks.
            (Phase::Acknowledgement, Route::Direct) => PHASES[number / PHASES.len() % (PHASES.len() - 1)],
            (phase, _) => phase,
        };
        let meanwhile = match (phase, number / PHASES.len() % 2) {
            (Phase::Pdu, 0) => Meanwhile::HoldsThenDrops,
            (Phase::Pdu, _) => Meanwhile::HoldsThenGoesOn,
            _ => Meanwhile::GoesOn,
        };
        Self {
            phase,
            occurrence: dice.u32(1..=3),
            depth: dice.u16(0..=1_000),
            // Half of them within 1.25 ms: there is most to be hit then.
            pause: LONGEST_PAUSE.mul_f64(dice.f64().powi(2)),
            meanwhile,
        }
    }
}

/// A row of the outbox.
#[derive(Debug)]
pub(crate) struct Drawn {
    pub(crate) recipient: String,
    pub(crate) body: String,
    /// From now on; `None`: as long as its lane has it.
    pub(crate) life: Option<Duration>,
}

/// Each row has a number and a text of its own; each third is long, and of six one short and one long lives briefly.
pub(crate) fn row(number: usize, dice: &mut fastrand::Rng) -> Drawn {
    let (hundreds, rest) = (number / 100, number % 100);
    let long = if number.is_multiple_of(3) { " Les familles sont attendues dès 17 h 30." } else { "" };
    let text = format!("Concert samedi à 18 h, salle Bizet, place numéro {number}.{}", long.repeat(5));
    Drawn {
        recipient: format!("06 39 98 {hundreds:02} {rest:02}"),
        body: text,
        life: lives_briefly(number).then(|| Duration::from_millis(dice.u64(BRIEF_LIFE))),
    }
}

/// Whether a row does.
pub(crate) fn lives_briefly(number: usize) -> bool {
    matches!(number % 6, 1 | 3)
}
