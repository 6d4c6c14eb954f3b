//! The engine of a virtual modem: octets and time in, octets, records and deadlines out, with the verbs
//! of a sans-IO session. Call a `handle_*`, then drain `poll_output` and `poll_event`, then wait until
//! `poll_timeout`. It speaks AT from the standards (V.250, TS 27.005) and shares no code with `at`: a
//! common misreading would prove itself. `virtual_modem` gives it a pseudo terminal and a clock.

mod agenda;
mod condition;
mod dice;
mod fault;
mod handover;
mod instruction;
mod journal;
mod network;
mod personality;
mod radio;
mod task;
mod terminal;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant, SystemTime};

pub use self::condition::{
    Answers, Condition, Duplicates, NotACondition, Presence, Room, Sim, known as known_conditions,
};
pub use self::fault::{Fate, Fault, GRAMMAR, Mishap, NotAFault, UNPLUG_GAP};
pub use self::instruction::{Instruction, NotAnInstruction, Note, VERBS, read_refusal};
pub use self::journal::{Part, Received, Record, Reported, Shown, Submitted};
pub use self::network::NetworkSettings;
pub use self::personality::{PERSONALITIES, Personality};

use self::agenda::Agenda;
use self::fault::{Faults, Occasion};
use self::network::Network;
use self::task::{Offered, Task};
use self::terminal::{Asked, Failure, Offer, Pressed, Terminal};
use crate::moment::Moment;
use crate::phone::PhoneNumber;
use crate::sms::address::Address;

/// Keys that wait while a command runs; more are lost.
const MOST_AHEAD: usize = 4_096;
/// Octets that wait to be fetched; the oldest are lost first.
const MOST_OUTPUT: usize = 65_536;

/// Everything about a virtual modem.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Who it says it is.
    pub personality: &'static Personality,
    /// How its network behaves.
    pub network: NetworkSettings,
    /// Faults in force from the start.
    pub faults: Vec<Fault>,
    /// How things stand from the start.
    pub conditions: Vec<Condition>,
    /// What becomes of octets that nobody reads.
    pub while_closed: WhileClosed,
}

/// What becomes of what the modem says while nobody holds its port.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhileClosed {
    /// It is lost, as with a real device.
    #[default]
    Discard,
    /// It is there for the next who opens the port.
    Buffer,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            personality: &personality::GENERIC,
            network: NetworkSettings::default(),
            faults: Vec::new(),
            conditions: Vec::new(),
            while_closed: WhileClosed::default(),
        }
    }
}

/// What a virtual modem tells, besides its octets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// For the journal.
    Record(Record),
    /// The port has gone: whoever holds it loses it, and nobody finds it.
    Unplugged,
    /// The port is back.
    Plugged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Power {
    On,
    Booting,
    Unplugged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Port {
    Open,
    Closed,
}

/// A virtual modem. Its port is open until [`Modem::handle_hangup`].
#[derive(Debug)]
pub struct Modem {
    personality: &'static Personality,
    while_closed: WhileClosed,
    clock: (Instant, Moment),
    terminal: Terminal,
    network: Network,
    service_centre: Option<Address>,
    faults: Faults,
    agenda: Agenda<Task>,
    acknowledge_by: Option<Instant>,
    /// What was shown and is not known to be taken.
    on_offer: BTreeMap<Offer, Task>,
    offers: u64,
    parked: Vec<Task>,
    power: Power,
    port: Port,
    busy: bool,
    ahead: VecDeque<u8>,
    output: Vec<u8>,
    events: VecDeque<Event>,
}

impl Modem {
    /// A modem that has been on for a while. `now` and `wall` are the same instant on two clocks.
    pub fn new(settings: Settings, now: Instant, wall: SystemTime) -> Self {
        let mut faults = Faults::default();
        settings.faults.into_iter().for_each(|fault| faults.arm(fault));
        let terminal = Terminal::new(settings.personality);
        let service_centre = PhoneNumber::from_e164(settings.personality.service_centre).ok();
        let mut modem = Self {
            personality: settings.personality,
            while_closed: settings.while_closed,
            clock: (now, Moment::from_system(wall)),
            terminal,
            network: Network::new(settings.network),
            service_centre: service_centre.map(|number| Address::international(&number)),
            faults,
            agenda: Agenda::new(),
            acknowledge_by: None,
            on_offer: BTreeMap::new(),
            offers: 0,
            parked: Vec::new(),
            power: Power::On,
            port: Port::Open,
            busy: false,
            ahead: VecDeque::new(),
            output: Vec::new(),
            events: VecDeque::new(),
        };
        settings.conditions.into_iter().for_each(|condition| modem.stand(condition));
        modem
    }

    /// From now on it stands so, with the network or with the modem.
    fn stand(&mut self, condition: Condition) {
        match condition {
            Condition::Duplicates(duplicates) => self.network.treat(duplicates),
            condition => self.terminal.stand(condition),
        }
    }

    /// Sets its wall clock anew, against clocks that are put right or sleep.
    pub fn set_wall(&mut self, now: Instant, wall: SystemTime) {
        self.clock = (now, Moment::from_system(wall));
    }

    /// Octets came over the port.
    pub fn handle_bytes(&mut self, bytes: &[u8], now: Instant) {
        for chunk in bytes.chunks(MOST_AHEAD) {
            let deaf = self.power != Power::On || self.terminal.is_deaf();
            let room = if deaf { 0 } else { MOST_AHEAD.saturating_sub(self.ahead.len()) };
            self.ahead.extend(chunk.iter().take(room));
            self.take_keys(now);
        }
        self.settle(now);
    }

    /// The time of [`Modem::poll_timeout`] has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.settle(now);
    }

    /// Somebody has opened the port.
    pub fn handle_open(&mut self, now: Instant) {
        self.port = Port::Open;
        self.settle(now);
    }

    /// The holder of the port has gone. The modem does not notice; what it says is lost from now on,
    /// and what was not fetched, unless the settings say otherwise.
    pub fn handle_hangup(&mut self, now: Instant) {
        self.port = Port::Closed;
        self.settle(now);
    }

    /// Does what is asked, at once. What can't be done is told by a [`Record::Note`].
    pub fn instruct(&mut self, instruction: Instruction, now: Instant) {
        match instruction {
            Instruction::Inject(fault) => self.faults.arm(fault),
            Instruction::Clear => self.faults.clear(),
            Instruction::Stand(condition) => self.stand(condition),
            Instruction::Reboot => self.agenda.at(now, Task::Restart),
            Instruction::Unplug(gap) => self.agenda.at(now, Task::Unplug(gap)),
            Instruction::Incoming(note) => {
                let offered = Offered::FIRST;
                self.agenda.at(now, Task::Incoming { note, sent_at: None, offered });
            }
            Instruction::PhoneOff(number) => self.network.switch_off(number),
            Instruction::RefuseNumber(number, code) => self.network.refuse(number, code),
            Instruction::PhoneOn(number) => {
                for report in self.network.switch_on(&number) {
                    let when = now + self.network.report_latency();
                    self.agenda.at(when, Task::Report(report, Offered::FIRST));
                }
            }
        }
        self.settle(now);
    }

    /// Octets for whoever holds the port; `None` when there are none.
    pub fn poll_output(&mut self) -> Option<Vec<u8>> {
        if self.output.is_empty() { None } else { Some(std::mem::take(&mut self.output)) }
    }

    /// What has happened since.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// When [`Modem::handle_timeout`] wants to be called; `None`: not before something else happens.
    pub fn poll_timeout(&self) -> Option<Instant> {
        [self.agenda.next(), self.acknowledge_by].into_iter().flatten().min()
    }

    /// Does all that can be done by now.
    fn settle(&mut self, now: Instant) {
        loop {
            self.take_keys(now);
            self.watch_acknowledgement(now);
            self.hear_verdicts(now);
            match self.agenda.due(now) {
                Some(task) => self.perform(task, now),
                None => break,
            }
        }
        self.output.extend(self.terminal.take_output());
        let unheard = self.port == Port::Closed && self.while_closed == WhileClosed::Discard;
        if unheard || self.power == Power::Unplugged {
            self.output.clear();
        }
        let surplus = self.output.len().saturating_sub(MOST_OUTPUT);
        self.output.drain(..surplus);
    }

    fn take_keys(&mut self, now: Instant) {
        while !self.busy
            && let Some(key) = self.ahead.pop_front()
        {
            match self.terminal.press(key) {
                None => {}
                Some(Pressed::Line(line)) => self.run(&line, now),
                Some(Pressed::Pdu(length, typed)) => self.hand_over(length, &typed, now),
            }
        }
    }

    fn watch_acknowledgement(&mut self, now: Instant) {
        if self.acknowledge_by.is_some_and(|by| by <= now) && self.terminal.is_acknowledgement_owed() {
            self.terminal.give_up_acknowledgement();
        }
        if !self.terminal.is_acknowledgement_owed() {
            self.acknowledge_by = None;
        }
        if !self.busy {
            self.terminal.release_held();
        }
        if self.terminal.is_acknowledgement_owed() && self.acknowledge_by.is_none() {
            self.acknowledge_by = Some(now + self.network.acknowledge_within());
        }
    }

    fn run(&mut self, line: &str, now: Instant) {
        match self.terminal.run(line) {
            Asked::Nothing => {}
            Asked::Restart => self.agenda.at(now, Task::Restart),
            Asked::Prompt(length) => {
                self.busy = true;
                let silent = self.faults.strike(Occasion::Prompt, self.network.dice()).is_some();
                let when = now + self.network.prompt_latency();
                self.agenda.at(when, if silent { Task::SilentPrompt(length) } else { Task::Prompt(length) });
            }
        }
    }

    fn perform(&mut self, task: Task, now: Instant) {
        if task.is_of_network() {
            return if self.power == Power::On { self.bring(task, now) } else { self.parked.push(task) };
        }
        match task {
            // Without power nothing starts, and what plugs it in again stays planned.
            Task::Restart if self.power == Power::Unplugged => {
                return self.note("unplugged: does not start anew", now);
            }
            Task::Restart => return self.boot(now),
            Task::Unplug(gap) => return self.unplug(gap, now),
            Task::Plug => {
                self.note("plugged in again", now);
                self.events.push_back(Event::Plugged);
                return self.boot(now);
            }
            Task::BootLine(line) => return self.terminal.announce(line.to_owned()),
            Task::StrayAnswer(reference) => return self.terminal.sent_long_ago(reference),
            Task::Booted => {
                self.power = Power::On;
                // The network hears of it, and tries again as it does with what was not taken.
                let when = now + self.network.offer_again();
                let parked = std::mem::take(&mut self.parked);
                parked.into_iter().for_each(|task| self.agenda.at(when, task));
                return;
            }
            Task::Prompt(length) => self.terminal.prompt(length),
            Task::SilentPrompt(length) => self.terminal.prompt_silently(length),
            Task::Sent(reference) => self.terminal.sent(reference),
            Task::Refused(code) => self.terminal.fail(Failure::Message(code)),
            Task::Idle | Task::Report(..) | Task::Incoming { .. } => {}
        }
        self.busy = false;
    }

    /// Starts anew: deaf until the last boot line; what the network has for it waits.
    fn boot(&mut self, now: Instant) {
        self.stop();
        self.power = Power::Booting;
        self.note("starts anew", now);
        for &(after, line) in self.personality.boot {
            self.agenda.at(now + after, Task::BootLine(line));
        }
        let whole = self.personality.boot.last().map_or(Duration::ZERO, |&(after, _)| after);
        self.agenda.at(now + whole, Task::Booted);
    }

    fn unplug(&mut self, gap: Duration, now: Instant) {
        self.stop();
        self.power = Power::Unplugged;
        self.note("unplugged", now);
        self.events.push_back(Event::Unplugged);
        self.agenda.at(now + gap, Task::Plug);
    }

    fn stop(&mut self) {
        self.agenda.retain(Task::is_of_network);
        self.terminal.restart();
        self.acknowledge_by = None;
        self.ahead.clear();
        self.busy = false;
    }

    fn note(&mut self, note: &str, now: Instant) {
        let t = self.wall(now);
        self.record(Record::Note { t, note: note.to_owned() });
    }

    fn record(&mut self, record: Record) {
        self.events.push_back(Event::Record(record));
    }

    fn wall(&self, now: Instant) -> Moment {
        let (then, moment) = self.clock;
        moment.plus(now.saturating_duration_since(then))
    }
}
