//! One dialogue with one modem: a command at a time, its answer, a submission by prompt, the way
//! back into step after silence, and what comes unasked in between. Octets and instants in,
//! octets and events out; the caller drains both after every call.
//! Deadlines are absolute: nothing that the modem says puts one off.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::command::{Command, submit_line};
use super::lexer::{Lexer, Prompts, Token};
use super::line::{Boot, FinalResult, Header, Line, classify};
use super::resync::{Owed, Purpose, Resync};
use super::submit::Submit;
use super::unsolicited::Pending;

/// Lines of one answer that are kept.
pub const LINES: usize = 64;

/// What a command got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was asked.
    pub command: Command,
    /// The lines that belong to it, names included.
    pub lines: Vec<String>,
    /// `None`: none came in time. The session then gets into step by itself.
    pub end: Option<FinalResult>,
}

/// Whether an answer came while it was waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// In its time.
    InTime,
    /// After its time, or without a question of ours.
    Late,
}

/// What was heard of a modem that gives no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heard {
    /// Nothing at all.
    Nothing,
    /// Octets that no modem says.
    Rubbish,
    /// Lines as modems say them unasked.
    Lines,
}

/// What has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A command has ended.
    Answer(Answer),
    /// The modem waits for a PDU.
    Prompt,
    /// It does not: with what it said instead, or nothing in time. Nothing was sent.
    NoPrompt(Option<FinalResult>),
    /// `+CMGS: <mr>`: the network has the message.
    Submitted {
        /// TP-MR.
        reference: u8,
        /// Whether it was still waited for.
        arrival: Arrival,
    },
    /// A final result without `+CMGS`.
    SubmitEnded {
        /// As it came.
        end: FinalResult,
        /// Whether it was still waited for.
        arrival: Arrival,
    },
    /// No answer to a submission, not even while the session got into step again.
    SubmitSilent,
    /// A line that a modem says when it starts. The caller decides what becomes of the rest.
    Restarted(Boot),
    /// The octets behind `+CDS`, service centre first.
    Report(Vec<u8>),
    /// The octets behind `+CMT`, service centre first.
    Message(Vec<u8>),
    /// Any other line.
    Unsolicited(String),
    /// [`Session::probe`], a withdrawal or a silence is over: the modem answers.
    InStep,
    /// It does not.
    OutOfStep(Heard),
}

/// Something else is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the modem is being asked something else")]
pub struct Busy;

/// No prompt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the modem does not wait for a PDU")]
pub struct NotAtPrompt;

/// What goes out of a session.
#[derive(Debug, Default)]
pub(super) struct Mail {
    pub(super) octets: VecDeque<Vec<u8>>,
    pub(super) events: VecDeque<Event>,
}

impl Mail {
    pub(super) fn write(&mut self, octets: Vec<u8>) {
        self.octets.push_back(octets);
    }

    pub(super) fn tell(&mut self, event: Event) {
        self.events.push_back(event);
    }
}

/// What a part of the session says of its own end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Goes on.
    Stay,
    /// Over; the modem may be asked something.
    Free,
    /// Over; nobody knows what the modem waits for.
    Lost(Owed),
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Free,
    Asked {
        command: Command,
        lines: Vec<String>,
        deadline: Instant,
    },
    Submitting(Submit),
    Resyncing(Resync),
}

/// The dialogue.
#[derive(Debug, Default)]
pub struct Session {
    lexer: Lexer,
    pending: Pending,
    state: State,
    mail: Mail,
    echoed: bool,
}

impl Session {
    /// Octets to hand over before the events are drained, lest many pile up: a small USB transfer.
    pub const AT_ONCE: usize = 64;

    /// Whether something may be asked.
    pub fn is_free(&self) -> bool {
        matches!(self.state, State::Free)
    }

    /// Whether the modem has repeated a command of ours: whoever changes nothing switches that on again.
    pub fn has_echoed(&self) -> bool {
        self.echoed
    }

    /// Cancels whatever an earlier dialogue left and finds out whether a modem answers; ends in
    /// [`Event::InStep`] or [`Event::OutOfStep`]. Overrides what is under way.
    pub fn probe(&mut self, now: Instant) {
        let resync = Resync::begin(Purpose::Probe, Owed::Nothing, now, &mut self.mail);
        self.enter(State::Resyncing(resync));
    }

    /// Asks; ends in [`Event::Answer`].
    ///
    /// # Errors
    /// [`Busy`] while something is under way.
    pub fn ask(&mut self, command: Command, now: Instant) -> Result<(), Busy> {
        if !self.is_free() {
            return Err(Busy);
        }
        self.mail.write(command.line());
        let deadline = now + command.timeout();
        self.enter(State::Asked { command, lines: Vec::new(), deadline });
        Ok(())
    }

    /// Asks for a prompt for a TPDU of `length` octets; ends in [`Event::Prompt`] or
    /// [`Event::NoPrompt`].
    ///
    /// # Errors
    /// [`Busy`] while something is under way.
    pub fn submit(&mut self, length: u8, now: Instant) -> Result<(), Busy> {
        if !self.is_free() {
            return Err(Busy);
        }
        self.mail.write(submit_line(length));
        self.enter(State::Submitting(Submit::begin(now)));
        Ok(())
    }

    /// Gives the octets to the prompt, service centre first, and Ctrl-Z in the same output. Ends in
    /// [`Event::Submitted`], [`Event::SubmitEnded`] or [`Event::SubmitSilent`], no matter what.
    ///
    /// # Errors
    /// [`NotAtPrompt`] where none stands; then nothing is written.
    pub fn proceed(&mut self, octets: &[u8], patience: Duration, now: Instant) -> Result<(), NotAtPrompt> {
        let State::Submitting(submit) = &mut self.state else { return Err(NotAtPrompt) };
        submit.proceed(octets, now + patience, &mut self.mail)
    }

    /// Cancels a submission whose Ctrl-Z has not left this process: the caller knows that. The
    /// session then gets into step again.
    pub fn withdraw(&mut self, now: Instant) {
        if matches!(self.state, State::Submitting(_)) {
            let resync = Resync::begin(Purpose::Withdraw, Owed::Nothing, now, &mut self.mail);
            self.enter(State::Resyncing(resync));
        }
    }

    /// Ends whatever is under way, since the port is gone or the modem started anew: tells what is
    /// proven already, and nothing else.
    pub fn abandon(&mut self) {
        if let State::Submitting(submit) = &self.state
            && let Some(reference) = submit.reference()
        {
            self.mail.tell(Event::Submitted { reference, arrival: Arrival::InTime });
        }
        self.enter(State::Free);
    }

    /// Takes what the modem said.
    pub fn handle_bytes(&mut self, octets: &[u8], now: Instant) {
        for &octet in octets {
            if let State::Resyncing(resync) = &mut self.state {
                let next = resync.on_octet(now, &mut self.mail);
                self.follow(next, now);
            }
            match self.lexer.push(octet) {
                None => {}
                Some(Token::Line(text)) => self.on_line(text, now),
                Some(Token::Prompt) => self.on_prompt(now),
                Some(Token::Overlong) => {}
            }
        }
    }

    /// Acts on the deadlines that are over.
    pub fn handle_timeout(&mut self, now: Instant) {
        if self.poll_timeout().is_none_or(|deadline| now < deadline) {
            return;
        }
        let next = match &mut self.state {
            State::Free => Next::Stay,
            State::Asked { command, lines, .. } => {
                let answer = Answer { command: command.clone(), lines: std::mem::take(lines), end: None };
                self.mail.tell(Event::Answer(answer));
                Next::Lost(Owed::Nothing)
            }
            State::Submitting(submit) => submit.on_timeout(&mut self.mail),
            State::Resyncing(resync) => resync.on_timeout(now, &mut self.mail),
        };
        self.follow(next, now);
    }

    /// The next octets to write, in one write.
    pub fn poll_output(&mut self) -> Option<Vec<u8>> {
        self.mail.octets.pop_front()
    }

    /// When [`Session::handle_timeout`] is due; `None` while nothing is waited for.
    pub fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::Free => None,
            State::Asked { deadline, .. } => Some(*deadline),
            State::Submitting(submit) => submit.deadline(),
            State::Resyncing(resync) => Some(resync.deadline()),
        }
    }

    /// The next event.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.mail.events.pop_front()
    }

    fn enter(&mut self, state: State) {
        let prompts = match &state {
            State::Submitting(submit) if submit.awaits_prompt() => Prompts::Awaited,
            State::Resyncing(_) => Prompts::Awaited,
            _ => Prompts::Ignored,
        };
        self.lexer.expect(prompts);
        self.state = state;
    }

    fn follow(&mut self, next: Next, now: Instant) {
        match next {
            Next::Stay => {}
            Next::Free => self.enter(State::Free),
            Next::Lost(owed) => {
                let resync = Resync::begin(Purpose::Recover, owed, now, &mut self.mail);
                self.enter(State::Resyncing(resync));
            }
        }
    }

    fn on_prompt(&mut self, now: Instant) {
        match &mut self.state {
            State::Submitting(submit) => {
                submit.on_prompt(&mut self.mail);
                self.lexer.expect(Prompts::Ignored);
            }
            State::Resyncing(resync) => resync.on_prompt(now, &mut self.mail),
            State::Free | State::Asked { .. } => {}
        }
    }

    fn on_line(&mut self, text: String, now: Instant) {
        if let Some((header, octets)) = self.pending.take(&text) {
            match header {
                Header::Report => self.mail.tell(Event::Report(octets)),
                Header::Message => self.mail.tell(Event::Message(octets)),
                Header::Broadcast => {}
            }
            return;
        }
        match classify(&text) {
            Line::Header(header) => self.pending.begin(header),
            Line::Echo => self.echoed = true,
            Line::Boot(boot) => self.on_boot(boot),
            Line::Pin if !self.asks_for_pin() => self.on_boot(Boot::Stage),
            line => self.on_answer(&line, text, now),
        }
    }

    fn on_boot(&mut self, boot: Boot) {
        if matches!(self.state, State::Submitting(_)) {
            self.abandon();
        }
        self.mail.tell(Event::Restarted(boot));
    }

    fn asks_for_pin(&self) -> bool {
        match &self.state {
            State::Asked { command, .. } => *command == Command::PinState,
            State::Resyncing(resync) => resync.asks(&Command::PinState),
            State::Free | State::Submitting(_) => false,
        }
    }

    fn on_answer(&mut self, line: &Line, text: String, now: Instant) {
        let next = match &mut self.state {
            State::Free => {
                self.mail.tell(unasked(line, text));
                Next::Stay
            }
            State::Asked { command, lines, .. } => match line {
                Line::Final(end) => {
                    let (command, lines) = (command.clone(), std::mem::take(lines));
                    self.mail.tell(Event::Answer(Answer { command, lines, end: Some(end.clone()) }));
                    Next::Free
                }
                line if belongs(line, command) && lines.len() < LINES => {
                    lines.push(text);
                    Next::Stay
                }
                line => {
                    self.mail.tell(unasked(line, text));
                    Next::Stay
                }
            },
            State::Submitting(submit) => submit.on_line(line, text, now, &mut self.mail),
            State::Resyncing(resync) => resync.on_line(line, text, now, &mut self.mail),
        };
        self.follow(next, now);
    }
}

/// Whether a line can be part of the answer to a command.
fn belongs(line: &Line, command: &Command) -> bool {
    match line {
        Line::Named { name } => {
            matches!(command, Command::Special(_)) || command.answer_name().as_deref() == Some(name)
        }
        Line::Pin => *command == Command::PinState,
        Line::Text => command.answers_in_plain_text(),
        _ => false,
    }
}

/// What a line is that answers nothing: an earlier process's submission may still be answered.
pub(super) fn unasked(line: &Line, text: String) -> Event {
    match line {
        Line::Submitted { reference } => Event::Submitted { reference: *reference, arrival: Arrival::Late },
        Line::Final(end @ (FinalResult::Cms(_) | FinalResult::Cme(_))) => {
            Event::SubmitEnded { end: end.clone(), arrival: Arrival::Late }
        }
        _ => Event::Unsolicited(text),
    }
}

#[cfg(test)]
mod tests;
