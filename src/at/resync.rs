//! The way back into step, when nobody knows what the modem waits for: ESC (a prompt may stand),
//! silence for half a second, then a question whose answer bears its own name. An answer to the
//! command that ran out of time can so never pass for the answer to the next one; a late
//! `+CMGS` or `+CMS ERROR` goes to the submission that it belongs to.

use std::time::{Duration, Instant};

use super::code::FIRST_OWN_CODE;
use super::command::{Command, ESCAPE};
use super::line::{ErrorCode, FinalResult, Line};
use super::session::{Arrival, Event, Heard, Mail, Next, unasked};

/// Silence for so long means that nothing more comes.
const QUIET: Duration = Duration::from_millis(500);

/// The same at the beginning, where no answer of ours is owed.
const QUIET_AT_FIRST: Duration = Duration::from_millis(200);

/// Chatter that never ends is not waited out.
const LONGEST_DRAIN: Duration = Duration::from_secs(5);

/// How long a question may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// The same for `AT`, which costs a modem nothing.
const PROBE_PATIENCE: Duration = Duration::from_millis(1500);

/// No modem says so much before it answers, its own boot messages included: in octets.
const CHATTER: u32 = 64 * 1024;

/// Prompts that are cancelled in one go at most: an endless row of `>` is rubbish.
const ESCAPES: u8 = 3;

/// Questions in turn; no modem says any of these names unasked, but for the one that a locked SIM
/// still answers.
const QUESTIONS: &[Command] = &[Command::MessageFormat, Command::IndicationState, Command::PinState];

/// Tries of `AT` before nobody is there.
const PROBES: usize = 4;

/// Why the session gets into step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To begin: any final result to `AT` shows a modem.
    Probe,
    /// After a silence.
    Recover,
    /// After a prompt was cancelled: a final result ends the wait for silence.
    Withdraw,
}

/// What may still come of before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owed {
    /// Nothing that counts.
    Nothing,
    /// The result of a submission.
    SubmitResult,
}

#[derive(Debug)]
enum Stage {
    Drain { quiet_at: Instant, end: Instant },
    Question { command: Command, answered: bool, deadline: Instant },
}

/// The way back.
#[derive(Debug)]
pub(super) struct Resync {
    purpose: Purpose,
    owed: Owed,
    stage: Stage,
    tries: usize,
    escapes: u8,
    heard: Heard,
    chatter: u32,
}

impl Resync {
    pub(super) fn begin(purpose: Purpose, owed: Owed, now: Instant, mail: &mut Mail) -> Self {
        mail.write(vec![ESCAPE]);
        let stage = drain(purpose, now);
        Self { purpose, owed, stage, tries: 0, escapes: 0, heard: Heard::Nothing, chatter: 0 }
    }

    pub(super) fn deadline(&self) -> Instant {
        match &self.stage {
            Stage::Drain { quiet_at, end } => (*quiet_at).min(*end),
            Stage::Question { deadline, .. } => *deadline,
        }
    }

    pub(super) fn asks(&self, asked: &Command) -> bool {
        matches!(&self.stage, Stage::Question { command, .. } if command == asked)
    }

    /// Something is said: there is no quiet yet, and of too much nothing more is waited for.
    pub(super) fn on_octet(&mut self, now: Instant, mail: &mut Mail) -> Next {
        self.heard = self.heard.max(Heard::Rubbish);
        self.chatter += 1;
        if self.chatter > CHATTER {
            return self.end(Event::OutOfStep(self.heard), mail);
        }
        let quiet = quiet(self.purpose);
        if let Stage::Drain { quiet_at, .. } = &mut self.stage {
            *quiet_at = now + quiet;
        }
        Next::Stay
    }

    /// A prompt stands after all, and our question would have gone into it.
    pub(super) fn on_prompt(&mut self, now: Instant, mail: &mut Mail) {
        if self.escapes < ESCAPES {
            self.escapes += 1;
            mail.write(vec![ESCAPE]);
            self.stage = drain(self.purpose, now);
        }
    }

    pub(super) fn on_line(&mut self, line: &Line, text: String, now: Instant, mail: &mut Mail) -> Next {
        if !matches!(line, Line::Text) {
            self.heard = Heard::Lines;
        }
        match line {
            Line::Submitted { .. } if self.owed == Owed::SubmitResult => {
                self.owed = Owed::Nothing;
                mail.tell(unasked(line, text));
            }
            Line::Final(end) => return self.on_final(end, now, mail),
            Line::Named { .. } | Line::Pin => {
                if let Stage::Question { command, answered, .. } = &mut self.stage
                    && (command.answer_name().as_deref())
                        .is_some_and(|name| text.strip_prefix(name).is_some_and(|t| t.starts_with(':')))
                {
                    *answered = true;
                } else {
                    mail.tell(unasked(line, text));
                }
            }
            _ => mail.tell(unasked(line, text)),
        }
        Next::Stay
    }

    fn on_final(&mut self, end: &FinalResult, now: Instant, mail: &mut Mail) -> Next {
        let network_cause = matches!(end, FinalResult::Cms(ErrorCode::Number(n)) if *n < FIRST_OWN_CODE);
        let error = matches!(end, FinalResult::Cms(_) | FinalResult::Cme(_));
        match &self.stage {
            Stage::Question { answered: true, .. } => return self.end(Event::InStep, mail),
            Stage::Question { .. } if self.purpose == Purpose::Probe => {
                return self.end(Event::InStep, mail);
            }
            Stage::Question { .. } if self.owed == Owed::SubmitResult && network_cause => {
                self.late(end, mail);
            }
            Stage::Drain { .. } if self.owed == Owed::SubmitResult && error => self.late(end, mail),
            Stage::Drain { .. } if self.purpose == Purpose::Withdraw => self.question(now, mail),
            Stage::Question { .. } | Stage::Drain { .. } => {}
        }
        Next::Stay
    }

    fn late(&mut self, end: &FinalResult, mail: &mut Mail) {
        self.owed = Owed::Nothing;
        mail.tell(Event::SubmitEnded { end: end.clone(), arrival: Arrival::Late });
    }

    pub(super) fn on_timeout(&mut self, now: Instant, mail: &mut Mail) -> Next {
        match &self.stage {
            Stage::Drain { .. } => self.question(now, mail),
            Stage::Question { .. } => {
                self.tries += 1;
                let most = if self.purpose == Purpose::Probe { PROBES } else { QUESTIONS.len() };
                if self.tries >= most {
                    return self.end(Event::OutOfStep(self.heard), mail);
                }
                mail.write(vec![ESCAPE]);
                self.stage = drain(self.purpose, now);
            }
        }
        Next::Stay
    }

    fn question(&mut self, now: Instant, mail: &mut Mail) {
        let (command, patience) = match self.purpose {
            Purpose::Probe => (Command::Attention, PROBE_PATIENCE),
            Purpose::Recover | Purpose::Withdraw => {
                (QUESTIONS.get(self.tries).cloned().unwrap_or(Command::MessageFormat), PATIENCE)
            }
        };
        mail.write(command.line());
        self.stage = Stage::Question { command, answered: false, deadline: now + patience };
    }

    fn end(&mut self, event: Event, mail: &mut Mail) -> Next {
        if self.owed == Owed::SubmitResult {
            mail.tell(Event::SubmitSilent);
        }
        mail.tell(event);
        Next::Free
    }
}

fn quiet(purpose: Purpose) -> Duration {
    if purpose == Purpose::Probe { QUIET_AT_FIRST } else { QUIET }
}

fn drain(purpose: Purpose, now: Instant) -> Stage {
    Stage::Drain { quiet_at: now + quiet(purpose), end: now + LONGEST_DRAIN }
}
