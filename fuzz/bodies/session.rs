//! The AT dialogue under a script: the input is read as orders to the session, octets that the modem says, and
//! time that goes by. Two sessions get the same, one of them octet by octet: no split of a read changes anything.
//! A session never stands still: left alone, its deadlines run out and it is free, at a prompt, or told so.

use std::time::{Duration, Instant};

use beffroi::at::command::Argument;
use beffroi::at::session::{Arrival, NotAtPrompt};
use beffroi::at::{Command, Event, Session};

use super::allocation::bounded;

/// Deadlines that may run out before a session has come to rest.
const MOST_DEADLINES: usize = 64;

pub fn claim(input: &[u8]) {
    let mut script = Script(input);
    let mut scene = Scene::new(input.len());
    while let Some(order) = script.octet() {
        scene.act(order, &mut script);
    }
    scene.come_to_rest();
}

/// What is left of the input.
struct Script<'a>(&'a [u8]);

impl<'a> Script<'a> {
    fn octet(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> u8 {
        self.octet().unwrap_or_default()
    }

    fn octets(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// What the modem says: up to and with the next octet 0xFF, which no modem says.
    fn said(&mut self) -> &'a [u8] {
        let end = self.0.iter().position(|octet| *octet == 0xFF).unwrap_or(self.0.len());
        let said = self.octets(end.min(Session::AT_ONCE));
        if self.0.first() == Some(&0xFF) {
            self.octet();
        }
        said
    }
}

struct Scene {
    /// Gets each read at once, and in single octets.
    sessions: [Session; 2],
    now: Instant,
    input: usize,
    /// A PDU was handed over, and nobody was told a fate since.
    handed_over: bool,
    /// Its fate must still be told: nothing has overridden it.
    owed: bool,
}

impl Scene {
    fn new(input: usize) -> Self {
        Self {
            sessions: [Session::default(), Session::default()],
            now: Instant::now(),
            input,
            handed_over: false,
            owed: false,
        }
    }

    fn act(&mut self, order: u8, script: &mut Script<'_>) {
        let now = self.now;
        match order % 10 {
            0 | 1 => self.hear(script.said()),
            2 => self.now += Duration::from_millis(100 * u64::from(script.number())),
            3 => self.run_out(),
            4 => {
                let command = command(script.number());
                self.both(|session| session.ask(command.clone(), now).is_ok());
            }
            5 => {
                let length = script.number();
                self.both(|session| session.submit(length, now).is_ok());
            }
            6 => self.proceed(script),
            7 => self.overridden(|session| session.withdraw(now)),
            8 => self.overridden(|session| session.probe(now)),
            _ => self.overridden(Session::abandon),
        }
        self.drain();
    }

    /// The caller has another idea, and no fate is owed any more.
    fn overridden(&mut self, act: impl Fn(&mut Session)) {
        self.both(act);
        self.drain();
        self.owed = false;
    }

    fn hear(&mut self, octets: &[u8]) {
        let [at_once, one_by_one] = &mut self.sessions;
        let now = self.now;
        bounded(self.input, || at_once.handle_bytes(octets, now));
        octets.iter().for_each(|octet| one_by_one.handle_bytes(std::slice::from_ref(octet), now));
    }

    fn proceed(&mut self, script: &mut Script<'_>) {
        let count = usize::from(script.number() % 16);
        let octets = script.octets(count);
        let (now, patience) = (self.now, Duration::from_secs(120));
        let at_prompt = self.both(|session| session.proceed(octets, patience, now));
        let written = self.output();
        match at_prompt {
            Ok(()) => {
                assert_eq!(written.last(), Some(&0x1A), "Ctrl-Z ends a PDU, in the same write");
                (self.handed_over, self.owed) = (true, true);
            }
            Err(NotAtPrompt) => assert!(written.is_empty(), "no octet of a PDU without a prompt"),
        }
    }

    /// The next deadline.
    fn run_out(&mut self) {
        let Some(deadline) = self.both(|session| session.poll_timeout()) else { return };
        self.now = self.now.max(deadline);
        let now = self.now;
        self.both(|session| session.handle_timeout(now));
        let next = self.both(|session| session.poll_timeout());
        assert!(next.is_none_or(|next| next > now), "a deadline that is over is none any more");
    }

    /// Does the same to both, which must answer alike.
    fn both<T: PartialEq + std::fmt::Debug>(&mut self, act: impl Fn(&mut Session) -> T) -> T {
        let [first, second] = self.sessions.each_mut().map(act);
        assert_eq!(first, second, "no split of a read changes anything");
        first
    }

    fn output(&mut self) -> Vec<u8> {
        self.both(|session| std::iter::from_fn(|| session.poll_output()).flatten().collect())
    }

    fn drain(&mut self) {
        let written = self.output();
        assert!(!written.contains(&b'\n'), "an AT line ends in a bare CR");
        for event in self.both(|session| std::iter::from_fn(|| session.poll_event()).collect::<Vec<_>>()) {
            let told = match event {
                Event::Submitted { arrival, .. } | Event::SubmitEnded { arrival, .. } => Some(arrival),
                Event::SubmitSilent => Some(Arrival::InTime),
                // The fate of what was under way is unknown then, and that says so.
                Event::Restarted(_) => {
                    self.owed = false;
                    None
                }
                _ => None,
            };
            if told == Some(Arrival::InTime) {
                assert!(self.handed_over, "a fate belongs to a PDU that was handed over");
                self.handed_over = false;
            }
            self.owed &= told.is_none();
        }
    }

    fn come_to_rest(&mut self) {
        for _ in 0..MOST_DEADLINES {
            if self.both(|session| session.poll_timeout()).is_none() {
                assert!(!self.owed, "no matter what, a PDU's fate is told");
                return;
            }
            self.run_out();
            self.drain();
        }
        panic!("the session does not come to rest");
    }
}

fn command(choice: u8) -> Command {
    match choice % 12 {
        0 => Command::Attention,
        1 => Command::EchoOff,
        2 => Command::SerialNumber,
        3 => Command::PinState,
        4 => Command::Registration,
        5 => Command::Operator,
        6 => Command::ListStored,
        7 => Command::ReadStored(u16::from(choice)),
        8 => Command::DeleteStored(u16::from(choice)),
        9 => Command::Acknowledge(Some(choice)),
        10 => Command::ServiceCentre,
        _ => Argument::new("^ICCID?").map_or(Command::Attention, Command::Special),
    }
}
